//! Responses that were taken from another letter as they are.

use super::Subject;
use super::items::words;
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Item, Letter};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Shorter responses may well be the same: 'I accept this recommendation and have nothing to add.'
const WORDS: usize = 12;

/// The responses of the letters in data/.
#[derive(Debug, Default)]
pub struct Responses(BTreeMap<Vec<String>, Vec<Source>>);

#[derive(Debug)]
struct Source {
    place: Place,
    /// The date of the letter.
    date: Option<Date>,
    /// What was answered.
    item: Vec<String>,
}

impl Responses {
    /// Adds those of a letter.
    pub fn add(&mut self, letter: &Letter) {
        for item in letter.all_items() {
            let Some((response, place)) = response(item) else { continue };
            let date = letter.date.as_ref().map(|date| date.value);
            let source = Source { place, date, item: words(item) };
            self.0.entry(response).or_default().push(source);
        }
    }
}

/// Responses that are, word for word, those of an earlier letter to another item.
pub fn copied(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let problem = |item: &Item| {
        let (response, place) = response(item)?;
        let others = subject.others.0.get(&response)?;
        let is_earlier = |other: &&Source| match (other.date, &subject.letter.date) {
            (Some(other), Some(this)) => other < this.value,
            (Some(_), None) => true,
            (None, _) => false,
        };
        let mut earlier = others.iter().filter(|other| other.place.file != place.file);
        let other = earlier.find(|other| is_earlier(other) && other.item != words(item))?;
        let message = "this response is word for word the one of an earlier letter to another item";
        let problem = Diagnostic::warning("copied-response", message).at(place, "");
        Some(problem.at(other.place, "the earlier letter").help("see that it answers this item"))
    };
    subject.letter.all_items().filter_map(problem).collect()
}

/// The words of a response that is long enough to tell, and its place.
fn response(item: &Item) -> Option<(Vec<String>, Place)> {
    let text = &item.response.as_ref()?.text;
    let words: Vec<String> = text
        .as_str()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    (words.len() >= WORDS).then(|| (words, text.whole()))
}
