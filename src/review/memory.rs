//! What is remembered of a letter's rounds: which files came back, and what became of each change and
//! comment.

use super::merge::Outcome;
use super::remarks::signed;
use super::round::{Entry, Round};
use super::text;
use crate::diff::Sign;
use crate::letter::canonical;
use serde::Deserialize;
use std::collections::BTreeSet;

/// What is remembered.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Memory {
    /// The files that came back, in the order in which they did.
    #[serde(default)]
    returned: Vec<File>,
}

/// A file that came back.
#[derive(Clone, Debug, Deserialize)]
struct File {
    round: Option<i64>,
    file: String,
    sha256: String,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    change: Vec<Change>,
    #[serde(default)]
    comment: Vec<Comment>,
}

/// A change, and what became of it.
#[derive(Clone, Debug, Deserialize)]
struct Change {
    number: usize,
    id: String,
    key: String,
    words: String,
    done: String,
}

/// A comment.
#[derive(Clone, Debug, Deserialize)]
struct Comment {
    key: String,
    who: String,
    at: String,
    text: String,
    settled: bool,
}

/// What is written of a change that was taken.
const TAKEN: &str = "taken";

impl Memory {
    /// What a file remembers; nothing where it is not one of ours.
    pub fn read(text: &str) -> Option<Self> {
        toml::from_str(text).ok()
    }

    /// Whether a change was taken before.
    pub fn was_taken(&self, entry: &Entry) -> bool {
        let id = entry.id();
        let changes = self.returned.iter().flat_map(|file| &file.change);
        changes.into_iter().any(|change| change.id == id && change.done == TAKEN)
    }

    /// How many files came back in a round.
    pub fn returned_in(&self, round: Option<i64>) -> usize {
        let files = self.returned.iter().filter(|file| file.round == round);
        files.map(|file| &file.file).collect::<BTreeSet<_>>().len()
    }

    /// Takes in what came back. A file of the same name in the same round takes the place of that
    /// before.
    pub fn add(&mut self, round: &Round) {
        for (index, came) in round.came.iter().enumerate() {
            let changes = round.entries.iter().filter(|entry| entry.came == index);
            let mut people: BTreeSet<String> =
                came.returned.people.iter().map(|who| who.name.clone()).collect();
            people.extend(came.returned.comments.iter().map(|comment| comment.who.name.clone()));
            let file = File {
                round: came.round,
                file: came.name.clone(),
                sha256: came.sha256.clone(),
                people: people.into_iter().collect(),
                change: changes.map(|entry| self.change(entry)).collect(),
                comment: comments(round, index),
            };
            let is_it = |known: &File| (known.round, &known.file) == (file.round, &file.file);
            match self.returned.iter().position(is_it) {
                Some(at) => self.returned[at] = file,
                None => self.returned.push(file),
            }
        }
    }

    fn change(&self, entry: &Entry) -> Change {
        let done = match (&entry.outcome, self.was_taken(entry)) {
            (_, true) | (Some(Outcome::There), _) => TAKEN,
            (Some(Outcome::Clash(_)), _) => "changed in the TOML too",
            _ => "open",
        };
        Change {
            number: entry.number,
            id: entry.id(),
            key: format!("{}: {}", entry.change.part, entry.change.label),
            words: words(entry),
            done: done.to_owned(),
        }
    }

    /// Remembers that these changes are taken.
    pub fn take(&mut self, ids: &BTreeSet<String>) {
        let changes = self.returned.iter_mut().flat_map(|file| &mut file.change);
        changes.filter(|change| ids.contains(&change.id)).for_each(|change| {
            change.done = TAKEN.to_owned();
        });
    }

    /// It as a file.
    pub fn written(&self) -> String {
        let mut out =
            "# What came back from Word, and what became of it. peel-letter review writes this.\n"
                .to_owned();
        let string = |text: &str| canonical::string(text);
        for file in &self.returned {
            out += "\n[[returned]]\n";
            if let Some(round) = file.round {
                out += &format!("round = {round}\n");
            }
            let people: Vec<String> = file.people.iter().map(|name| string(name)).collect();
            let (name, sum) = (string(&file.file), string(&file.sha256));
            out += &format!("file = {name}\nsha256 = {sum}\npeople = [{}]\n", people.join(", "));
            for Change { number, id, key, words, done } in &file.change {
                let [id, key, words, done] = [id, key, words, done].map(|text| string(text));
                out += &format!(
                    "\n[[returned.change]]\nnumber = {number}\nid = {id}\nkey = {key}\nwords = {words}\ndone = {done}\n"
                );
            }
            for Comment { key, who, at, text, settled } in &file.comment {
                let [key, who, at, text] = [key, who, at, text].map(|text| string(text));
                out += &format!(
                    "\n[[returned.comment]]\nkey = {key}\nwho = {who}\nat = {at}\ntext = {text}\nsettled = {settled}\n"
                );
            }
        }
        out
    }
}

/// The words of a change on a line.
fn words(entry: &Entry) -> String {
    let piece = |piece: &crate::diff::Piece| match piece.sign {
        Sign::Same => String::new(),
        Sign::Deleted => format!("[-{}-]", piece.text),
        Sign::Inserted => format!("{{+{}+}}", piece.text),
    };
    let words: String = entry.change.pieces.iter().map(piece).collect();
    text::folded(words.chars().filter(|c| !c.is_control())).replace(text::BREAK, " ")
}

fn comments(round: &Round, came: usize) -> Vec<Comment> {
    let own = round.remarks.iter().filter(|(index, _)| *index == came);
    let mut all = Vec::new();
    for (_, remark) in own {
        let key = format!("{}: {}", remark.part, remark.label);
        let one = |who: String, text: &str| Comment {
            key: key.clone(),
            who,
            at: remark.words.clone(),
            text: text.to_owned(),
            settled: remark.resolved,
        };
        all.push(one(signed(&remark.who), &remark.text));
        all.extend(remark.replies.iter().map(|(who, text)| one(signed(who), text)));
    }
    all
}
