//! Footnotes that came, went or moved: which of a file that came back is which of the letter. The change
//! in the text takes them along.

use super::base::{Base, BaseSign};
use super::compare::{Comparison, Hunk};
use super::text::{Note, Unit};
use crate::docx::read::NOTE;
use std::collections::{BTreeMap, BTreeSet};

/// Which footnote is which.
pub struct Footnotes {
    /// For each that came back and was sent, by their numbers; nothing where it is not known which.
    sent: BTreeMap<usize, Option<usize>>,
    /// Those of which it is known that they came back.
    back: BTreeSet<usize>,
    /// Whether some have no words: which these are, nobody can say.
    some_empty: bool,
    /// Those that have more than words.
    odd: BTreeSet<usize>,
    /// The footnote of each paragraph that came back.
    of: Vec<usize>,
}

/// The footnotes that the changes in the text tell of.
pub struct Told<'a> {
    known: &'a Footnotes,
    gone: BTreeSet<usize>,
    come: BTreeSet<usize>,
}

impl Footnotes {
    /// Tells them apart by their paragraphs.
    pub fn new(notes: &Comparison<'_>) -> Self {
        let numbers = notes.returned.notes.iter().enumerate();
        let of: Vec<usize> =
            numbers.flat_map(|(number, note)| std::iter::repeat_n(number, note.len())).collect();
        let mut sent = BTreeMap::new();
        for pair in &notes.pairs {
            let number = of[notes.index[pair.new]];
            sent.entry(number).or_insert(notes.blocks[pair.old].note);
        }
        let is_odd = |paragraph: &crate::docx::read::Paragraph| {
            paragraph.cell.is_some()
                || !paragraph.odd.is_empty()
                || paragraph.text.iter().any(|glyph| glyph.sign == NOTE)
        };
        let all = notes.all().iter().zip(&of);
        let odd = all.filter(|(paragraph, _)| is_odd(paragraph)).map(|(_, number)| *number);
        let back = sent.values().copied().flatten().collect();
        let full: BTreeSet<usize> = notes.index.iter().map(|at| of[*at]).collect();
        let some_empty = full.len() < notes.returned.notes.len();
        Self { sent, back, some_empty, odd: odd.collect(), of }
    }

    /// The sign that stands for a reference where texts are compared: each footnote has its own.
    pub fn sign_then(&self, base: &Base, sign: &BaseSign) -> char {
        let has_words = |note: &Note| !note.words.is_empty();
        let is_first = sign.unit.note.as_deref().is_some_and(has_words);
        let note = base.note_at(sign).filter(|_| is_first);
        let note = note.filter(|note| !self.some_empty || self.back.contains(note));
        let own = note.and_then(|note| private(SENT, note));
        own.unwrap_or(sign.unit.sign)
    }

    /// The same for a file that came back.
    pub fn sign_now(&self, unit: &Unit) -> char {
        let note = unit.note.as_deref().filter(|note| !note.words.is_empty());
        let own =
            note.and_then(|note| note.number).and_then(|number| match self.sent.get(&number) {
                Some(sent) => private(SENT, (*sent)?),
                None => private(NEW, number),
            });
        own.unwrap_or(unit.sign)
    }

    /// The label that a footnote of this number has in a value.
    pub fn label(&self, base: &Base, number: usize, value: usize) -> Option<String> {
        let (of, label) = &base.note_names[(*self.sent.get(&number)?)?];
        (*of == value).then(|| label.clone())
    }

    /// The footnotes that changes in the text tell of with their words: those that are new, and those
    /// to which nothing refers any more.
    pub fn told(&self, text: &Comparison<'_>, hunks: &[Hunk]) -> Told<'_> {
        let note_at = |sign: &BaseSign| text.base.note_at(sign);
        let mut left: BTreeMap<usize, usize> = BTreeMap::new();
        let all = text.old.iter().chain(text.rows.gone_signs());
        all.filter_map(note_at).for_each(|note| *left.entry(note).or_default() += 1);
        let gone = hunks.iter().flat_map(|hunk| &text.old[hunk.old.clone()]);
        let gone = gone.chain(text.rows.gone_signs()).filter_map(note_at);
        for note in gone.collect::<Vec<_>>() {
            left.entry(note).and_modify(|left| *left -= 1);
        }
        let is_gone = |(note, left): &(usize, usize)| *left == 0 && !self.back.contains(note);
        let gone = left.into_iter().filter(is_gone).map(|(note, _)| note).collect();
        let units = hunks.iter().flat_map(|hunk| &hunk.new).chain(text.rows.new_signs());
        let come = units.filter_map(|unit| unit.note.as_ref()?.number);
        let come = come.filter(|number| !self.sent.contains_key(number)).collect();
        Told { known: self, gone, come }
    }
}

impl Told<'_> {
    /// Whether a change among the footnotes is told already.
    pub fn contains(&self, notes: &Comparison<'_>, hunk: &Hunk) -> bool {
        if let Some(new) = hunk.added {
            return self.come.contains(&self.known.of[notes.index[new]]);
        }
        let block = |at: usize| notes.starts.partition_point(|start| *start <= at).checked_sub(1);
        let blocks = block(hunk.old.start).zip(block(hunk.old.end.saturating_sub(1)));
        let Some((first, last)) = blocks else { return false };
        let is_told = |note: Option<usize>| note.is_some_and(|note| self.gone.contains(&note));
        (first..=last.max(first)).all(|block| is_told(notes.blocks[block].note))
    }
}

/// Why footnotes that come with a change cannot be taken over.
pub fn cannot(
    known: Option<&Footnotes>,
    gone: &[&BaseSign],
    come: &[Unit],
) -> Option<&'static str> {
    let (new, again): (Vec<&Unit>, Vec<&Unit>) =
        come.iter().filter(|unit| unit.sign == NOTE).partition(|unit| unit.note.is_some());
    let gone = gone.iter().filter(|sign| sign.unit.sign == NOTE).count();
    let notes = || new.iter().filter_map(|unit| unit.note.as_deref());
    let is_odd = |note: &Note| {
        let number = note.number.zip(known);
        number.is_some_and(|(number, known)| known.odd.contains(&number))
    };
    match () {
        () if known.is_none() && !(new.is_empty() && again.is_empty()) => {
            Some("a footnote cannot have one of its own")
        }
        () if again.len() > gone => {
            Some("it refers to a footnote that stands at another place; that is done in the TOML")
        }
        () if notes().any(|note| note.words.is_empty()) => Some("the new footnote has no words"),
        () if notes().any(is_odd) => {
            Some("the new footnote has more than words; that is done in the TOML")
        }
        () => None,
    }
}

/// Where the signs begin for footnotes that were sent, and for those that are new: planes of signs
/// that nobody has given a meaning.
const SENT: u32 = 0xF_0000;
const NEW: u32 = 0x10_0000;

fn private(plane: u32, number: usize) -> Option<char> {
    let number = u32::try_from(number).ok().filter(|number| *number < 0xFFFE)?;
    char::from_u32(plane + number)
}
