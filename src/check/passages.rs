//! The texts of a letter as a reader meets them: in their order, without the marks of Markdown, each
//! character with its place in the TOML.

use super::pattern::pattern;
use crate::letter::commentary::Commentary;
use crate::letter::traced::Traced;
use crate::letter::{Area, Item, Items, Language, Letter, Line};
use crate::markdown::OPTIONS;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex_lite::Regex;
use std::ops::Range;
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
    /// The text, with a line break between blocks and a tab after each cell of a table.
    pub prose: Traced,
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
        self.push(prose, None, Voice::Report);
    }

    /// A text, and before it what is quoted in it: its words are somebody else's.
    fn one(&mut self, voice: Voice, commentary: &'a Commentary) {
        let markdown = &commentary.text;
        let Prose { own, quoted } = prose(markdown);
        if !quoted.as_str().is_empty() {
            self.push(quoted, None, Voice::Report);
        }
        self.push(own, Some(markdown), voice);
    }

    fn push(&mut self, prose: Traced, markdown: Option<&'a Traced>, voice: Voice) {
        let (small, area) = (prose.as_str().to_ascii_lowercase(), self.area);
        self.passages.push(Passage { prose, small, markdown, voice, area });
    }
}

/// The text of Markdown as it is read.
pub struct Prose {
    /// All but the quotations in it.
    pub own: Traced,
    /// The quotations in it.
    pub quoted: Traced,
}

/// Reads the text of Markdown.
pub fn prose(markdown: &Traced) -> Prose {
    let empty = Traced::new(markdown.whole().file);
    let mut prose = Prose { own: empty.clone(), quoted: empty };
    let mut depth = 0;
    for (event, range) in Parser::new_ext(markdown.as_str(), OPTIONS).into_offset_iter() {
        let out = if depth > 0 { &mut prose.quoted } else { &mut prose.own };
        match event {
            Event::Start(Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::BlockQuote(_)) => depth -= 1,
            Event::Text(text) => push_text(out, markdown, &text, range),
            Event::SoftBreak => out.push_for(" ", source(markdown, &range)),
            Event::HardBreak => out.push_for("\n", source(markdown, &range)),
            Event::End(TagEnd::TableCell) => out.push_for("\t", source(markdown, &range)),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableHead
                | TagEnd::TableRow,
            ) => {
                out.push_for("\n", source(markdown, &(range.end..range.end)));
            }
            _ => {}
        }
    }
    prose
}

fn push_text(out: &mut Traced, markdown: &Traced, text: &str, range: Range<usize>) {
    match markdown.as_str()[range.clone()] == *text {
        true => out.push_part(markdown, range),
        false => out.push_for(text, source(markdown, &range)),
    }
}

fn source(markdown: &Traced, range: &Range<usize>) -> Range<usize> {
    markdown.place(range.clone()).range()
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

/// Parts of a text that follow each other, with where each begins.
pub fn with_starts<'t>(
    parts: impl Iterator<Item = &'t str>,
) -> impl Iterator<Item = (usize, &'t str)> {
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
    use crate::diagnostic::Files;

    #[test]
    fn prose_is_what_is_read_and_knows_its_places() {
        let source =
            "A **bold**\nword\\* &amp; more.\n\n> quoted\n\n- one\n- two[^1]\n\n[^1]: note";
        let mut files = Files::default();
        let file = files.add("a.toml", source);
        let mut markdown = Traced::new(file);
        markdown.push_verbatim(source, 0);
        let prose = prose(&markdown).own;
        assert_eq!(prose.as_str(), "A bold word* & more.\none\ntwo\nnote\n");
        let at = prose.as_str().find("more").unwrap();
        assert_eq!(&source[prose.place(at..at + 4).range()], "more");
    }

    #[test]
    fn a_sentence_ends_at_a_point_or_with_its_block() {
        let text = "One is good. Two areas are. \nThree";
        assert_eq!(sentence(text, 15).trim(), "Two areas are.");
        assert_eq!(sentence(text, 30).trim(), "Three");
        assert_eq!(sentence(text, 0), "One is good.");
    }
}
