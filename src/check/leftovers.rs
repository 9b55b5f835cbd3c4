//! What drafting leaves behind.

use super::Subject;
use super::reader::names::Names;
use super::reader::phrases::{Found, Sought};
use super::reader::tokens::{Kind, Tokens};
use super::reader::{Passage, Voice, words};
use crate::diagnostic::Diagnostic;
use crate::letter::Language;
use crate::letter::traced::Traced;
use std::ops::Range;

/// Placeholders and comments to colleagues in anything that is printed.
pub fn drafting(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.printed.iter().flat_map(|text| drafting_in(subject, text)).collect()
}

fn drafting_in(subject: &Subject<'_>, text: &Traced) -> Vec<Diagnostic> {
    let words = words::of(Language::English);
    let tokens = Tokens::of(text.as_str());
    let names = Names::default();
    let ids = words.ids(&tokens);
    let sought = Sought { text: text.as_str(), tokens: &tokens, ids: &ids, names: &names };
    let mut found = words.left.find(sought);
    found.retain(|found| is_left_over(subject, sought, found));
    found.sort_by_key(|found| (found.range.start, usize::MAX - found.range.end));
    let mut told: Vec<(bool, Range<usize>)> = Vec::new();
    // Dots alone stand for all that is still to be written.
    let all = text.as_str().trim();
    if all.len() > 2 && all.trim_matches(['.', '…']).is_empty() {
        told.push((true, 0..text.as_str().trim_end().len()));
    }
    for found in found {
        let is_placeholder = found.what == "placeholder";
        let range = tokens.range(&without_break(&tokens, found.range));
        let is_within = |(kind, known): &(bool, Range<usize>)| {
            known.contains(&range.start) && (*kind == is_placeholder || *kind)
        };
        if !told.iter().any(is_within) {
            told.push((is_placeholder, range));
        }
    }
    let problem = |(is_placeholder, range): (bool, Range<usize>)| match is_placeholder {
        true => left_over(text, range),
        false => note(text, range),
    };
    told.into_iter().map(problem).collect()
}

/// What was found, without the end of its block.
fn without_break(tokens: &Tokens, range: Range<usize>) -> Range<usize> {
    let is_break = tokens.all()[range.end - 1].kind == Kind::Break;
    range.start..range.end - usize::from(is_break)
}

/// Whether what looks left over is no part of what the letter has to say.
fn is_left_over(subject: &Subject<'_>, sought: Sought<'_>, found: &Found) -> bool {
    let Sought { text, tokens, .. } = sought;
    let (first, at) = (tokens.small(found.range.start), found.range.start);
    let before = at.checked_sub(1).map_or("", |before| tokens.small(before));
    let numbered =
        first.bytes().all(|b| b == b'x') && words::of(Language::English).has("numbered", before);
    let awaited = first == "to" && words::of(Language::English).has("awaits", before);
    let to_whom = found.part("w").is_none_or(|name| {
        let name = &text[tokens.range(&name)];
        let texts = subject.printed.iter().map(|text| text.as_str());
        let words = texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
        words.filter(|word| *word == name).count() == 1
    });
    let is_handle = found.part("n").is_none_or(|at| {
        let name = &text[tokens.range(&at)][1..];
        let rest = name.get(1..).unwrap_or_default();
        !tokens.is_joined(at.start)
            && name.len() < 12
            && rest.bytes().all(|b| b.is_ascii_lowercase())
    });
    let is_address = first == "/" && tokens.is_joined(at);
    !numbered && !awaited && !is_address && to_whom && is_handle
}

fn left_over(text: &Traced, range: Range<usize>) -> Diagnostic {
    let words = &text.as_str()[range.clone()];
    Diagnostic::error(PLACEHOLDER, format!("\"{words}\" is left over from drafting"))
        .at(text.place(range), "")
        .help("write what belongs here, or remove it")
}

/// The code of what stands for something that is still to come.
pub const PLACEHOLDER: &str = "placeholder";
/// The code of a note to a colleague.
pub const NOTE: &str = "note-to-colleague";

fn note(text: &Traced, range: Range<usize>) -> Diagnostic {
    Diagnostic::warning(NOTE, "this reads like a note to a colleague")
        .at(text.place(range), "")
        .help("remove it; notes can stand in the TOML after a #, where nobody else sees them")
}

/// Three dots in brackets that stand for what is still to come, and not for what a quotation leaves
/// out.
pub fn dots(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let own = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    own.flat_map(dots_in).collect()
}

fn dots_in(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.text();
    let found = DOTS.iter().flat_map(|dots| text.match_indices(dots));
    let is_left = |(at, _): &(usize, &str)| {
        let line = text[..*at].rfind('\n').map_or(0, |line| line + 1);
        !has_quotation(&text[line..*at])
    };
    found.filter(is_left).map(|(at, dots)| left_over(&passage.prose, at..at + dots.len())).collect()
}

/// What stands for what is left out.
const DOTS: [&str; 3] = ["[...]", "[…]", "[. . .]"];

/// Whether a quotation begins in a text.
fn has_quotation(text: &str) -> bool {
    let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    text.contains(['‘', '“', '"']) || text.match_indices('\'').any(|(at, _)| begins(at))
}
