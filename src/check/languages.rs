//! What would be English in a letter in Welsh.

use super::Subject;
use super::reader::{Key, Passage};
use crate::diagnostic::Diagnostic;
use crate::letter::{Item, Language, Letter, Line};

const CODE: &str = "english-in-welsh";
/// A text is in English in which at least one word of so many is one that only English has.
const ONE_IN: usize = 5;
/// Shorter texts are hardly more than names.
const FEWEST: usize = 5;

/// Lines and texts in English that a letter in Welsh would print.
pub fn english_in_welsh(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.letter.language != Language::Welsh {
        return Vec::new();
    }
    let words = super::reader::words::of(Language::Welsh);
    let is_english = |word: &str| words.has("english", word);
    let has_english = |line: &&Line| {
        let mut parts = line.value.split(|c: char| !c.is_alphabetic());
        parts.any(|part| is_english(&part.to_lowercase()))
    };
    let letter = subject.letter;
    let named = named(letter)
        .map(|line| (line, "add its Welsh words under [sender.welsh] or [recipient.welsh]"));
    let others = lines(letter).map(|line| (line, "write it in Welsh"));
    let lines = named.chain(others).filter(|(line, _)| has_english(line)).map(|(line, help)| {
        let message = format!("\"{}\" is English, in a letter in Welsh", line.value);
        Diagnostic::warning(CODE, message).at(line.place, "").help(help)
    });
    let texts = subject.passages.iter().filter(|passage| is_own_text(passage));
    let texts = texts.filter(|passage| is_in_english(passage, is_english)).map(|passage| {
        let first = passage.place(&(0..passage.tokens.all().len().min(1)));
        let problem = Diagnostic::warning(CODE, "this text is English, in a letter in Welsh");
        problem.at(first, "").help("write it in Welsh")
    });
    lines.chain(texts).collect()
}

fn is_own_text(passage: &Passage<'_>) -> bool {
    passage.is_ours() && passage.markdown.is_some() && passage.key != Key::Item
}

fn is_in_english(passage: &Passage<'_>, is_english: impl Fn(&str) -> bool) -> bool {
    let all = passage.tokens.all().len();
    let english = (0..all).filter(|at| is_english(passage.tokens.small(*at))).count();
    all >= FEWEST && english * ONE_IN >= all
}

/// What the office and the addressee are.
fn named(letter: &Letter) -> impl Iterator<Item = &Line> {
    let office = letter.recipient.iter().flat_map(|recipient| &recipient.office);
    [&letter.sender.title, &letter.sender.office].into_iter().chain(office)
}

/// The other lines that are printed, but for names and addresses.
fn lines(letter: &Letter) -> impl Iterator<Item = &Line> {
    let phrases = [&letter.salutation, &letter.valediction, &letter.delivery, &letter.force_term];
    let phrases = phrases.into_iter().flatten();
    let sent = letter.cc.iter().chain(&letter.enclosures);
    let areas = letter.areas.iter();
    let areas = areas.flat_map(|area| std::iter::once(&area.title).chain(&area.long_title));
    let items = letter.all_items().flat_map(|item: &Item| item.title.iter().chain(&item.owner));
    let chief = letter.chief_constable.iter().flat_map(|chief| &chief.office);
    let subject = std::iter::once(&letter.subject).chain(&letter.running_head);
    subject.chain(phrases).chain(sent).chain(areas).chain(items).chain(chief)
}
