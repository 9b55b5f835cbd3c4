//! Letters that came back, one beside the other: their changes in one list, in the order of the letter.

use super::apply::{Applied, Candidate, Today, apply};
use super::base::Base;
use super::compare::compare;
use super::merge::Outcome;
use super::remarks::{Remark, remarks};
use super::{Change, Standing};
use crate::digest;
use crate::docx::read::Returned;

/// A letter that came back.
#[derive(Debug)]
pub struct Came {
    /// What the file is called.
    pub name: String,
    /// The fingerprint of the file.
    pub sha256: String,
    /// What stands in it.
    pub returned: Returned,
    /// What it was made from.
    pub base: Base,
    /// Which round it was sent out in.
    pub round: Option<i64>,
}

/// A change with its number.
#[derive(Debug)]
pub struct Entry {
    /// Its number in the list, from 1.
    pub number: usize,
    /// The letter that it came in, by its place.
    pub came: usize,
    /// The change.
    pub change: Change,
    /// How it stands beside the TOML of today.
    pub outcome: Option<Outcome>,
}

/// All that came back.
#[derive(Debug)]
pub struct Round {
    /// The letters.
    pub came: Vec<Came>,
    /// The changes.
    pub entries: Vec<Entry>,
    /// The comments, each with the letter that it came in.
    pub remarks: Vec<(usize, Remark)>,
}

/// How many changes and comments there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// All changes.
    pub changes: usize,
    /// Those at their place.
    pub placed: usize,
    /// Those whose place was guessed.
    pub guessed: usize,
    /// Those in words that are not the office's.
    pub not_yours: usize,
    /// Those that are to be made in the TOML by hand.
    pub by_hand: usize,
    /// The comments.
    pub comments: usize,
}

impl Round {
    /// Compares each letter with what it was made from.
    pub fn new(came: Vec<Came>) -> Self {
        let (mut all, mut remarked) = (Vec::new(), Vec::new());
        for (index, came) in came.iter().enumerate() {
            all.extend(
                compare(&came.base, &came.returned).into_iter().map(|change| (index, change)),
            );
            let found = remarks(&came.base, &came.returned).into_iter();
            remarked.extend(found.map(|remark| (index, remark)));
        }
        // Letters of one state stand in one order; others come one after the other.
        let state = |index: usize| {
            let same = |other: &Came| other.base.is_same_state(&came[index].base);
            came.iter().position(same).unwrap_or(index)
        };
        all.sort_by_key(|(index, change)| (state(*index), change.order, *index));
        remarked.sort_by_key(|(index, remark)| (state(*index), remark.order, *index));
        let entry =
            |(index, (came, change))| Entry { number: index + 1, came, change, outcome: None };
        let entries = all.into_iter().enumerate().map(entry).collect();
        Self { came, entries, remarks: remarked }
    }

    /// Says of each change how it stands beside the files of today, and takes those that are wanted.
    /// `None` where the result would not be right.
    pub fn apply(
        &mut self,
        today: &[Today],
        is_wanted: impl Fn(&Entry) -> bool,
    ) -> Option<Vec<Today>> {
        let candidates: Vec<Candidate<'_>> = self
            .entries
            .iter()
            .map(|entry| Candidate {
                base: &self.came[entry.came].base,
                change: &entry.change,
                is_wanted: is_wanted(entry),
            })
            .collect();
        let Applied { files, outcomes } = apply(today, &candidates)?;
        self.entries.iter_mut().zip(outcomes).for_each(|(entry, outcome)| entry.outcome = outcome);
        Some(files)
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { comments: self.remarks.len(), ..Counts::default() };
        for entry in &self.entries {
            counts.changes += 1;
            *match entry.standing() {
                Standing::Placed => &mut counts.placed,
                Standing::Guessed | Standing::Between => &mut counts.guessed,
                Standing::NotYours(_) => &mut counts.not_yours,
                Standing::Kept(_) => &mut counts.by_hand,
            } += 1;
        }
        counts
    }
}

impl Entry {
    /// Whether it can be taken, as it turned out.
    pub fn standing(&self) -> Standing {
        match &self.outcome {
            Some(Outcome::Unwritable) => Standing::Kept(
                "it cannot be written at its place; change it in the TOML".to_owned(),
            ),
            _ => self.change.standing.clone(),
        }
    }

    /// The key that it is to go to.
    pub fn key<'a>(&self, round: &'a Round) -> Option<&'a str> {
        let edit = self.change.edit.as_ref()?;
        Some(&round.came[self.came].base.values[edit.value].key)
    }

    /// A name for what it is that stays the same.
    pub fn id(&self) -> String {
        let change = &self.change;
        let pieces = change.pieces.iter().map(|piece| format!("{:?}{}\n", piece.sign, piece.text));
        let text = format!("{}\n{}\n{}", change.part, change.label, pieces.collect::<String>());
        digest::of(text.as_bytes())[..16].to_owned()
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use crate::diagnostic::count;
        let parts = [
            (self.placed, "at their place"),
            (self.guessed, "guessed"),
            (self.not_yours, "in words that are not yours"),
            (self.by_hand, "to be made by hand"),
        ];
        let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| match (n, *what) {
            (1, "at their place") => "1 at its place".to_owned(),
            (n, what) => format!("{n} {what}"),
        });
        let parts: Vec<String> = parts.collect();
        let colon =
            if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
        write!(f, "{}{colon}; {}", count(self.changes, "change"), count(self.comments, "comment"))
    }
}
