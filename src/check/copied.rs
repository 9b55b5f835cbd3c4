//! Responses that were taken from another letter as they are.

use super::Subject;
use super::items::{words, words_of};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::commentary::Commentary;
use crate::letter::{Letter, Response};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Shorter responses may well be the same: 'I accept this recommendation and have nothing to add.'
const WORDS: usize = 12;

/// How much of a response is looked for in the file of another letter: so little is found fast.
const BEGINNING: usize = 32;

/// The responses of the letters in data/, by their words: to each item, the one of the earliest
/// letter.
#[derive(Debug, Default)]
pub struct Responses(BTreeMap<String, Vec<Source>>);

#[derive(Debug)]
struct Source {
    place: Place,
    /// The date of the letter.
    date: Date,
    /// What was answered.
    item: Arc<str>,
}

/// The code of what is found here.
pub const CODE: &str = "copied-response";

impl Responses {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the file of another letter may have one of these, and is worth reading: the first
    /// words are all there, however they are broken into lines. Escapes in a text may hide them.
    pub fn may_be_in(&self, file: &str) -> bool {
        let mut after_backslash = file.split('\\').skip(1);
        if after_backslash.any(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric())) {
            return true;
        }
        let words = words_of(file);
        let beginning = |response: &str| response.floor_char_boundary(BEGINNING);
        self.0.keys().any(|response| words.contains(&response[..beginning(response)]))
    }

    /// Adds those of a letter. Of one without a date only the words are kept, to look for them in
    /// other letters: it is earlier than no other.
    pub fn add(&mut self, letter: &Letter) {
        for Answer { words, place, item } in answers(letter) {
            let sources = self.0.entry(words).or_default();
            let Some(date) = letter.date.as_ref().map(|date| date.value) else { continue };
            match sources.iter_mut().find(|source| source.item == item) {
                Some(known) if known.date <= date => {}
                Some(known) => *known = Source { place, date, item },
                None => sources.push(Source { place, date, item }),
            }
        }
    }
}

/// Responses that are, word for word, those of an earlier letter to another item.
pub fn copied(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.others.is_empty() {
        return Vec::new();
    }
    let date = subject.letter.date.as_ref().map(|date| date.value);
    let problem = |Answer { words, place, item }: Answer| {
        let others = subject.others.0.get(&words)?.iter();
        let mut earlier = others.filter(|other| date.is_none_or(|date| other.date < date));
        let is_other = |other: &&Source| other.place.file != place.file && other.item != item;
        let other = earlier.find(is_other)?;
        let message = "this response is word for word the one of an earlier letter to another item";
        let problem = Diagnostic::warning(CODE, message).at(place, "");
        Some(problem.at(other.place, "the earlier letter").help("see that it answers this item"))
    };
    answers(subject.letter).into_iter().filter_map(problem).collect()
}

/// An answer that is long enough to tell.
struct Answer {
    words: String,
    place: Place,
    /// The words of the items that it answers.
    item: Arc<str>,
}

/// The answers of a letter: to single items, to some together, and to all that have no other.
fn answers(letter: &Letter) -> Vec<Answer> {
    let mut answers = Vec::new();
    for item in letter.all_items() {
        let of_item = words(item).into();
        let texts = [&item.response, &item.action, &item.no_action_because];
        answers.extend(texts.into_iter().flatten().filter_map(|text| answer(text, &of_item)));
    }
    for items in letter.item_lists() {
        let joint = items.responses.iter().flat_map(Response::texts).chain(&items.joint_response);
        let mut joint = joint.peekable();
        if joint.peek().is_some() {
            let all = items.items.iter().map(words).collect::<Vec<_>>().join(" ").into();
            answers.extend(joint.filter_map(|text| answer(text, &all)));
        }
    }
    answers
}

fn answer(text: &Commentary, item: &Arc<str>) -> Option<Answer> {
    let place = text.text.whole();
    let words = words_of(text.text.as_str());
    let is_long = words.split(' ').nth(WORDS - 1).is_some();
    is_long.then(|| Answer { words, place, item: Arc::clone(item) })
}
