//! The texts of a letter as a reader meets them: in their order, without the marks of Markdown, each
//! character with its place in the TOML.

use super::pattern::pattern;
use crate::letter::commentary::Commentary;
use crate::letter::traced::Traced;
use crate::letter::{Area, Item, Items, Language, Letter, Line};
use regex_lite::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The commissioner.
    Commissioner,
    /// The report, quoted.
    Report,
    /// The chief constable, quoted.
    ChiefConstable,
}

/// One text.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The text as it is read.
    pub prose: Cow<'a, Traced>,
    /// The same in small letters, for patterns.
    pub small: String,
    /// Its Markdown; none for a title, and for what is quoted within another text.
    pub markdown: Option<&'a Traced>,
    /// Who speaks.
    pub voice: Voice,
    /// The area in which it stands.
    pub area: Option<&'a Area>,
}

/// Every text in English, in the order of the letter. Rules that read words know no other language.
pub fn of(letter: &Letter) -> Vec<Passage<'_>> {
    let mut reader = Reader { passages: Vec::new(), area: None };
    if letter.language == Language::English {
        reader.letter(letter);
    }
    reader.passages
}

struct Reader<'a> {
    passages: Vec<Passage<'a>>,
    area: Option<&'a Area>,
}

impl<'a> Reader<'a> {
    fn letter(&mut self, letter: &'a Letter) {
        self.title(&letter.subject);
        self.add(Voice::Commissioner, [&letter.overview.text]);
        self.items(&letter.items);
        for area in &letter.areas {
            self.area = Some(area);
            std::iter::once(&area.title).chain(&area.long_title).for_each(|line| self.title(line));
            self.add(Voice::Commissioner, [&area.findings]);
            self.items(&area.items);
            self.add(Voice::Commissioner, [&area.closing]);
        }
        self.area = None;
        if let Some(chief) = &letter.chief_constable {
            self.add(Voice::ChiefConstable, [&chief.comments]);
            self.add(Voice::Commissioner, [&chief.reply]);
        }
        self.add(Voice::Commissioner, [&letter.conclusion.text]);
    }

    fn items(&mut self, items: &'a Items) {
        for item in &items.items {
            self.item(item);
        }
        for response in &items.responses {
            response.texts().for_each(|text| self.one(Voice::Commissioner, text));
        }
        self.add(Voice::Commissioner, [&items.joint_response]);
    }

    fn item(&mut self, item: &'a Item) {
        self.add(Voice::Commissioner, [&item.context]);
        item.title.iter().for_each(|line| self.title(line));
        self.one(Voice::Report, &item.text);
        item.items.iter().for_each(|inner| self.item(inner));
        self.add(Voice::Commissioner, [&item.action, &item.no_action_because, &item.response]);
        self.add(Voice::ChiefConstable, [&item.chief_constable]);
        self.add(Voice::Commissioner, [&item.reply]);
    }

    fn add<const N: usize>(&mut self, voice: Voice, texts: [&'a Option<Commentary>; N]) {
        texts.into_iter().flatten().for_each(|text| self.one(voice, text));
    }

    /// A title has the report's words.
    fn title(&mut self, line: &Line) {
        let mut prose = Traced::new(line.place.file);
        let source = line.place.range();
        match source.len() == line.value.len() + "\"\"".len() {
            true => prose.push_verbatim(&line.value, source.start + 1),
            false => prose.push_for(&line.value, source),
        }
        self.push(Cow::Owned(prose), None, Voice::Report);
    }

    /// A text, and before it what is quoted in it: its words are somebody else's.
    fn one(&mut self, voice: Voice, commentary: &'a Commentary) {
        let Commentary { text, prose } = commentary;
        if !prose.quoted.as_str().is_empty() {
            self.push(Cow::Borrowed(&prose.quoted), None, Voice::Report);
        }
        self.push(Cow::Borrowed(&prose.own), Some(text), voice);
    }

    fn push(&mut self, prose: Cow<'a, Traced>, markdown: Option<&'a Traced>, voice: Voice) {
        let (small, area) = (prose.as_str().to_ascii_lowercase(), self.area);
        self.passages.push(Passage { prose, small, markdown, voice, area });
    }
}

/// The sentence of a text that a match stands in.
pub fn sentence(text: &str, at: usize) -> &str {
    let ends = |window: &str| matches!(window, ". " | "! " | "? " | ".\n" | "!\n" | "?\n");
    let is_end = |i: usize| text.get(i..i + 2).is_some_and(ends) || text[i..].starts_with('\n');
    let before = (0..at).rev().filter(|i| text.is_char_boundary(*i)).find(|i| is_end(*i));
    let after = (at..text.len()).filter(|i| text.is_char_boundary(*i)).find(|i| is_end(*i));
    &text[before.map_or(0, |i| i + 1)..after.map_or(text.len(), |i| i + 1)]
}

/// The sentences of a text, roughly, with where each begins.
pub fn sentences(text: &str) -> impl Iterator<Item = (usize, &str)> {
    with_starts(text.split_inclusive('\n').flat_map(|line| line.split_inclusive(". ")))
}

/// The lines of a text, with where each begins.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    with_starts(text.split_inclusive('\n'))
}

/// The words of a text, with where each begins: letters and digits of English, and underscores.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    runs(text, |byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The longest stretches of a text that have only such characters, with where each begins. Only
/// characters of ASCII are asked about, and the others are not such.
pub fn runs(text: &str, is_such: fn(u8) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = &text.as_bytes()[from..];
        let start = from + rest.iter().position(|byte| is_such(*byte))?;
        let rest = &text.as_bytes()[start..];
        let end = rest.iter().position(|byte| !is_such(*byte)).map_or(text.len(), |n| start + n);
        from = end;
        Some((start, &text[start..end]))
    })
}

/// Parts of a text that follow each other, with where each begins.
fn with_starts<'t>(parts: impl Iterator<Item = &'t str>) -> impl Iterator<Item = (usize, &'t str)> {
    parts.scan(0, |at, part| {
        let start = *at;
        *at += part.len();
        Some((start, part))
    })
}

/// The last few words of a text, for patterns that look at its end.
pub fn end_of(text: &str) -> &str {
    let start = text.len().saturating_sub(80);
    let start = (start..=text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}

/// Whether a sentence in small letters names a year other than those of the report and of the letter.
pub fn speaks_of_other_year(sentence: &str, letter: &Letter) -> bool {
    let dates = [&letter.inspection.published, &letter.date].into_iter().flatten();
    let new: Vec<i16> = dates.map(|date| date.value.year()).collect();
    YEAR.captures_iter(sentence).any(|found| {
        let year = found.name("year").and_then(|year| year.as_str().parse().ok());
        found.name("to").is_some() || year.is_some_and(|year| !new.contains(&year))
    })
}

/// A year that something is dated by.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:in|of|since|from|the|its|their|our|early|late) (?P<year>(?:19|20)[0-9][0-9])(?P<to>[-/–][0-9]+)?\b",
    ])
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_at_a_point_or_with_its_block() {
        let text = "One is good. Two areas are. \nThree";
        assert_eq!(sentence(text, 15).trim(), "Two areas are.");
        assert_eq!(sentence(text, 30).trim(), "Three");
        assert_eq!(sentence(text, 0), "One is good.");
    }
}
