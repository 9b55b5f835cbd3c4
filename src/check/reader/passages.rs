//! The texts of a letter in their order, each with what was found in it and where it stands: under
//! which key, in which area, at which item, in whose voice.

use super::names::{Class, Lexicon, Name, Names, Value};
use super::phrases::{Found, Sought};
use super::tokens::{Kind, Tokens};
use super::words::{self, Words};
use crate::diagnostic::Place;
use crate::letter::commentary::Commentary;
use crate::letter::traced::Traced;
use crate::letter::{Area, Item, Items, Letter, Line};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

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

/// Under which key a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A title or another line.
    Line,
    /// The words of the report.
    Item,
    /// An answer to this many items.
    Answer(usize),
    /// Any other commentary.
    Other,
    /// What is quoted within another text.
    Quotation,
}

/// One text.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The text as it is read.
    pub prose: Cow<'a, Traced>,
    /// Its words and sentences.
    pub tokens: Tokens,
    /// The names in it.
    pub names: Names,
    /// What phrases found, by their kind.
    found: HashMap<&'static str, Vec<Found>>,
    /// Its Markdown; none for a title, and for what is quoted within another text.
    pub markdown: Option<&'a Traced>,
    /// What is quoted in it as a block.
    pub quoted: Option<&'a Traced>,
    /// Who speaks.
    pub voice: Voice,
    /// Under which key it stands.
    pub key: Key,
    /// The area in which it stands.
    pub area: Option<&'a Area>,
    /// How many items of the letter stand above it.
    pub items_above: usize,
    /// How many areas begin above it, the one in which it stands included.
    pub areas_above: usize,
    /// The words of its language.
    pub words: &'static Words,
}

/// Every text in the letter's language, in the order of the letter.
pub fn of<'a>(letter: &'a Letter, own: &Lexicon) -> Vec<Passage<'a>> {
    let mut reader = PassageReader::new(letter, own);
    reader.letter(letter);
    reader.passages
}

/// The lines of the office's own that name bodies and papers.
pub fn lines<'a>(letter: &'a Letter, own: &Lexicon) -> Vec<Passage<'a>> {
    let mut reader = PassageReader::new(letter, own);
    let all = letter.cc.iter().chain(&letter.enclosures);
    all.for_each(|line| reader.line(line, Voice::Commissioner));
    reader.passages
}

struct PassageReader<'a, 'o> {
    passages: Vec<Passage<'a>>,
    own: &'o Lexicon,
    words: &'static Words,
    area: Option<&'a Area>,
    items_above: usize,
    areas_above: usize,
}

impl<'a, 'o> PassageReader<'a, 'o> {
    fn new(letter: &'a Letter, own: &'o Lexicon) -> Self {
        Self {
            passages: Vec::new(),
            own,
            words: words::of(letter.language),
            area: None,
            items_above: 0,
            areas_above: 0,
        }
    }

    fn letter(&mut self, letter: &'a Letter) {
        self.line(&letter.subject, Voice::Report);
        self.other([&letter.overview.text, &letter.overview.statement_text]);
        self.items(&letter.items);
        for area in &letter.areas {
            (self.area, self.areas_above) = (Some(area), self.areas_above + 1);
            std::iter::once(&area.title)
                .chain(&area.long_title)
                .for_each(|line| self.line(line, Voice::Report));
            self.other([&area.findings]);
            self.items(&area.items);
            self.other([&area.closing]);
        }
        self.area = None;
        if let Some(chief) = &letter.chief_constable {
            self.each(Voice::ChiefConstable, Key::Other, [&chief.comments]);
            self.other([&chief.reply]);
        }
        self.other([&letter.conclusion.text]);
    }

    fn items(&mut self, items: &'a Items) {
        for item in &items.items {
            self.item(item);
        }
        for response in &items.responses {
            let key = Key::Answer(response.to.len());
            response.texts().for_each(|text| self.one(Voice::Commissioner, key, text));
        }
        let key = Key::Answer(items.items.len());
        self.each(Voice::Commissioner, key, [&items.joint_response]);
    }

    fn item(&mut self, item: &'a Item) {
        self.other([&item.context]);
        item.title.iter().for_each(|line| self.line(line, Voice::Report));
        self.items_above += 1;
        self.one(Voice::Report, Key::Item, &item.text);
        item.items.iter().for_each(|inner| self.item(inner));
        let answers = [&item.action, &item.no_action_because, &item.response];
        self.each(Voice::Commissioner, Key::Answer(1), answers);
        self.each(Voice::ChiefConstable, Key::Answer(1), [&item.chief_constable]);
        self.other([&item.reply]);
    }

    fn other<const N: usize>(&mut self, texts: [&'a Option<Commentary>; N]) {
        self.each(Voice::Commissioner, Key::Other, texts);
    }

    fn each<const N: usize>(&mut self, voice: Voice, key: Key, texts: [&'a Option<Commentary>; N]) {
        texts.into_iter().flatten().for_each(|text| self.one(voice, key, text));
    }

    /// A line; a title has the report's words.
    fn line(&mut self, line: &Line, voice: Voice) {
        let mut prose = Traced::new(line.place.file);
        let source = line.place.range();
        match source.len() == line.value.len() + "\"\"".len() {
            true => prose.push_verbatim(&line.value, source.start + 1),
            false => prose.push_for(&line.value, source),
        }
        self.push(Cow::Owned(prose), None, voice, Key::Line);
    }

    /// A text, and before it what is quoted in it: its words are somebody else's.
    fn one(&mut self, voice: Voice, key: Key, commentary: &'a Commentary) {
        let Commentary { text, prose, .. } = commentary;
        let quoted = Some(&prose.quoted).filter(|quoted| !quoted.as_str().is_empty());
        if let Some(quoted) = quoted {
            self.push(Cow::Borrowed(quoted), None, Voice::Report, Key::Quotation);
        }
        self.push(Cow::Borrowed(&prose.own), Some(text), voice, key);
        self.passages.last_mut().into_iter().for_each(|passage| passage.quoted = quoted);
    }

    fn push(
        &mut self,
        prose: Cow<'a, Traced>,
        markdown: Option<&'a Traced>,
        voice: Voice,
        key: Key,
    ) {
        let read = Read::of(prose.as_str(), self.words, self.own);
        let Self { area, items_above, areas_above, words, .. } = *self;
        let Read { tokens, names, found } = read;
        let passage = Passage {
            prose,
            tokens,
            names,
            found,
            markdown,
            quoted: None,
            voice,
            key,
            area,
            items_above,
            areas_above,
            words,
        };
        self.passages.push(passage);
    }
}

/// What a text yields, wherever it stands.
struct Read {
    tokens: Tokens,
    names: Names,
    found: HashMap<&'static str, Vec<Found>>,
}

impl Read {
    fn of(text: &str, words: &Words, own: &Lexicon) -> Self {
        let tokens = Tokens::of(text);
        let mut names = Names::of(text, &tokens, words, own);
        let mut found: HashMap<&'static str, Vec<Found>> = HashMap::new();
        let ids = words.ids(&tokens);
        for one in words.phrases.find(Sought { text, tokens: &tokens, ids: &ids, names: &names }) {
            found.entry(one.what).or_default().push(one);
        }
        if let Some(counts) = found.get("count") {
            names.add(counts.iter().map(|c| Name::of_phrase(Class::Count, c.range.clone())));
            let sought = Sought { text, tokens: &tokens, ids: &ids, names: &names };
            for one in words.around.find(sought) {
                found.entry(one.what).or_default().push(one);
            }
        }
        Self { tokens, names, found }
    }
}

impl Passage<'_> {
    /// The text.
    pub fn text(&self) -> &str {
        self.prose.as_str()
    }

    /// Some tokens as they were typed.
    pub fn typed(&self, tokens: &Range<usize>) -> &str {
        &self.text()[self.tokens.range(tokens)]
    }

    /// The place of some tokens.
    pub fn place(&self, tokens: &Range<usize>) -> Place {
        self.prose.place(self.tokens.range(tokens))
    }

    /// What the phrases of a kind found, in the order in which it begins.
    pub fn found(&self, what: &str) -> &[Found] {
        self.found.get(what).map_or(&[], Vec::as_slice)
    }

    /// What the phrases of a kind found that begin within some tokens.
    pub fn found_in(&self, what: &str, tokens: &Range<usize>) -> &[Found] {
        let found = self.found(what);
        let before = |end: usize| found.partition_point(|found| found.range.start < end);
        &found[before(tokens.start)..before(tokens.end.max(tokens.start))]
    }

    /// Whether a phrase of a kind begins within some tokens.
    pub fn has(&self, what: &str, tokens: &Range<usize>) -> bool {
        !self.found_in(what, tokens).is_empty()
    }

    /// Whether a phrase of a kind stands around a name.
    pub fn is_around(&self, what: &str, name: &Range<usize>) -> bool {
        self.found(what).iter().any(|f| f.range.start <= name.start && name.end <= f.range.end)
    }

    /// Whether a phrase of a kind ends in the sentence before a token, and in the same part of it.
    pub fn has_before(&self, what: &str, at: usize) -> bool {
        let sentence = self.tokens.sentence(at);
        let part =
            (sentence.start..at).rev().find(|at| matches!(self.tokens.small(*at), ";" | ":"));
        let start = part.unwrap_or(sentence.start);
        self.found_in(what, &(start..at)).iter().any(|found| found.range.end <= at)
    }

    /// The number at a token.
    pub fn number(&self, at: usize) -> Option<f64> {
        self.value(Class::Number, at, |value| match value {
            Value::Number(n) => Some(n),
            _ => None,
        })
    }

    /// The index in its list of the name at a token.
    pub fn index(&self, class: Class, at: usize) -> Option<usize> {
        self.value(class, at, |value| match value {
            Value::Index(index) => Some(index),
            _ => None,
        })
    }

    fn value<T>(&self, class: Class, at: usize, as_it: fn(Value) -> Option<T>) -> Option<T> {
        as_it(self.names.at(at).find(|name| name.class == class)?.value)
    }

    /// Whether the commissioner speaks.
    pub fn is_ours(&self) -> bool {
        self.voice == Voice::Commissioner
    }
}

/// A paragraph, a point of a list, a heading or a row of a table.
#[derive(Debug)]
pub struct Block {
    /// Its tokens, without the break at its end.
    pub tokens: Range<usize>,
    /// Whether it is a point of a list.
    pub is_listed: bool,
    /// Whether it is a heading.
    pub is_heading: bool,
    /// Whether it is a row of a table.
    pub is_row: bool,
}

impl Passage<'_> {
    /// The blocks of the text. What they are, the Markdown says where they stand.
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut start = 0;
        let all = self.tokens.all();
        for at in 0..=all.len() {
            if all.get(at).is_some_and(|token| token.kind != Kind::Break) {
                continue;
            }
            if start < at {
                blocks.push(self.block(start..at));
            }
            start = at + 1;
        }
        blocks
    }

    fn block(&self, tokens: Range<usize>) -> Block {
        let is_row = tokens.clone().any(|at| self.tokens.small(at) == "\t");
        let line = self.markdown.map_or("", |markdown| {
            markdown.line_of(self.place(&(tokens.start..tokens.start + 1)).range().start)
        });
        let sign = line.trim_start();
        let digits = sign.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_numbered = digits.len() < sign.len() && digits.starts_with(['.', ')']);
        let is_listed = sign.starts_with(['-', '*', '+', '(']) && !sign.starts_with("**")
            || is_numbered
            || sign.starts_with("[^");
        Block { tokens, is_listed, is_heading: sign.starts_with('#'), is_row }
    }

    /// So many words from a token on, in one sentence.
    pub fn words_from(&self, start: usize, words: usize) -> Option<Range<usize>> {
        let end = self.tokens.sentence(start).end;
        let is_word = |at: &usize| matches!(self.tokens.all()[*at].kind, Kind::Word | Kind::Number);
        let last = (start..end).filter(is_word).nth(words.checked_sub(1)?)?;
        Some(start..last + 1)
    }

    /// What stands in quotation marks, without the marks, in tokens.
    pub fn quotations(&self) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut open: Option<(usize, &str)> = None;
        for (at, token) in self.tokens.all().iter().enumerate() {
            if token.kind == Kind::Break {
                open = None;
            }
            let sign = self.tokens.small(at);
            let closes = |opened: &str| {
                matches!((opened, sign), ("‘", "’") | ("“", "”") | ("'", "'") | ("\"", "\""))
            };
            let opens = matches!(sign, "‘" | "“" | "'" | "\"")
                && !(at > 0
                    && self.tokens.is_joined(at)
                    && self.tokens.all()[at - 1].kind != Kind::Mark);
            match open {
                Some((start, opened)) if closes(opened) => {
                    found.push(start + 1..at);
                    open = None;
                }
                None if opens => open = Some((at, sign)),
                _ => {}
            }
        }
        found.retain(|quoted| !quoted.is_empty());
        found
    }
}
