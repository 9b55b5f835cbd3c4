//! Where the office wrote what stands in the Markdown: commentary is found again line by line, and
//! other values by their words.
//!
//! Templates pass on text as it is, behind a mark of a quotation or of a list at most, so that each
//! line of commentary is the end of a line of the Markdown. Of lines that read the same, the one is
//! meant that follows the line before; of other values, one that belongs to the part of the letter.

use super::homes::{Home, Homes};
use crate::diagnostic::Place;
use crate::document::Region;
use crate::letter::date;
use crate::letter::load::Loaded;
use crate::letter::traced::Traced;
use crate::markdown::escaped;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Where the stretches of a letter's Markdown come from, in order.
pub struct Origins<'a>(Vec<Origin<'a>>);

/// A stretch of Markdown and what it is.
struct Origin<'a> {
    markdown: Range<usize>,
    written: Written<'a>,
    /// Whether no other value can be meant.
    is_sure: bool,
}

/// What a stretch of Markdown is.
#[derive(Clone, Copy)]
enum Written<'a> {
    /// Text letter by letter, from this byte of it.
    Text(&'a Traced, usize),
    /// A value that stands otherwise in the TOML, such as a day.
    Value(Place),
}

/// The shortest value that is looked for: shorter ones stand in many words.
const SHORTEST: usize = 2;

impl<'a> Origins<'a> {
    /// Finds where each line of the Markdown of a letter comes from.
    pub fn find(markdown: &str, loaded: &'a Loaded) -> Self {
        let (mut lines, mut values) = (Lines::new(loaded), Values::new(loaded));
        let (mut origins, mut at) = (Vec::new(), 0);
        for line in markdown.split_inclusive('\n') {
            let words = line.trim_end();
            values.enter(words);
            let commentary = lines.find(words);
            let rest = commentary.as_ref().map_or(words.len(), |(start, ..)| *start);
            values.push(&words[..rest], at, &mut origins);
            origins.extend(commentary.map(|(start, text, from)| Origin {
                markdown: at + start..at + words.len(),
                written: Written::Text(text, from),
                is_sure: true,
            }));
            at += line.len();
        }
        Self(origins)
    }

    /// The place of the first of these bytes that the office wrote, and of what follows it there.
    pub fn place(&self, markdown: &Range<usize>) -> Option<Place> {
        self.within(markdown).next().map(|stretch| stretch.place)
    }

    /// What the office wrote of these bytes, in order.
    pub fn within(&self, markdown: &Range<usize>) -> impl Iterator<Item = Stretch> {
        let ends_before = |origin: &Origin<'_>| origin.markdown.end <= markdown.start;
        let (first, markdown) = (self.0.partition_point(ends_before), markdown.clone());
        let found = self.0[first..].iter().map(move |found| {
            let start = markdown.start.max(found.markdown.start);
            (found, start..markdown.end.min(found.markdown.end))
        });
        let found = found.take_while(|(_, range)| range.start < range.end);
        found.map(|(found, markdown)| found.stretch(markdown))
    }
}

/// A stretch of Markdown that the office wrote.
#[derive(Clone, Debug)]
pub struct Stretch {
    /// Where it stands in the Markdown.
    pub markdown: Range<usize>,
    /// Where it stands in the TOML.
    pub place: Place,
    /// Whether it is text that stands there letter by letter, and not a day in words, say.
    pub verbatim: bool,
    /// Whether it can come from nowhere else: words are found where another value has them too, or
    /// a template says them.
    pub is_sure: bool,
}

impl Origin<'_> {
    /// The part of it that stands at `markdown`.
    fn stretch(&self, markdown: Range<usize>) -> Stretch {
        let place = match self.written {
            Written::Text(text, from) => {
                let of = |at: usize| (at - self.markdown.start + from).min(text.as_str().len());
                text.place(of(markdown.start)..of(markdown.end))
            }
            Written::Value(place) => place,
        };
        let verbatim = matches!(self.written, Written::Text(..));
        Stretch { markdown, place, verbatim, is_sure: self.is_sure }
    }
}

/// The lines of all commentary, by what they say.
struct Lines<'a> {
    all: Vec<(&'a Traced, usize)>,
    by_words: HashMap<&'a str, Vec<usize>>,
    /// How long they are: only the end of a line that is as long as one can be one.
    lengths: HashSet<usize>,
    /// The one that was found last.
    last: Option<usize>,
}

impl<'a> Lines<'a> {
    fn new(loaded: &'a Loaded) -> Self {
        let (mut all, mut by_words) = (Vec::new(), HashMap::<_, Vec<usize>>::new());
        for text in loaded.commentary.iter().map(|commentary| &commentary.text) {
            let mut at = 0;
            for line in text.as_str().split_inclusive('\n') {
                let words = line.trim();
                if !words.is_empty() {
                    by_words.entry(words).or_default().push(all.len());
                    all.push((text, at + line.len() - line.trim_start().len()));
                }
                at += line.len();
            }
        }
        let lengths = by_words.keys().map(|words| words.len()).collect();
        Self { all, by_words, lengths, last: None }
    }

    /// The longest end of a line of Markdown that is a line of commentary: where it begins, and what
    /// it is.
    fn find(&mut self, words: &str) -> Option<(usize, &'a Traced, usize)> {
        let after_space = |(at, _): &(usize, char)| *at == 0 || words[..*at].ends_with(' ');
        let is_as_long = |(at, _): &(usize, char)| self.lengths.contains(&(words.len() - at));
        let starts = words.char_indices().filter(after_space).filter(is_as_long);
        let known = |(at, _)| Some((at, self.by_words.get(&words[at..])?));
        let (start, same) = starts.filter_map(known).next()?;
        let next = self.last.map_or(0, |last| last + 1);
        let index = *same.iter().find(|index| **index >= next).or(same.first())?;
        self.last = Some(index);
        let (text, from) = self.all[index];
        Some((start, text, from))
    }
}

/// All other values as they stand in Markdown.
struct Values<'a> {
    /// Those that read the same together, the longest first.
    all: Vec<(String, Vec<Value<'a>>)>,
    /// The part of the letter that is open.
    region: Option<Region>,
    /// The number of the one that was found last, of each home.
    last: HashMap<Home, usize>,
}

/// A value, with its number in the order in which the letter is read.
struct Value<'a> {
    number: usize,
    written: Written<'a>,
    /// Where it is printed.
    home: Option<Home>,
}

impl<'a> Values<'a> {
    fn new(loaded: &'a Loaded) -> Self {
        let letter = &loaded.letter;
        let homes = Homes::of(letter);
        let lines = loaded
            .lines
            .iter()
            .map(|line| (escaped(line.as_str()), Written::Text(line, 0), homes.at(line.whole())));
        let days = letter.date.iter().chain(&letter.inspection.published).map(|day| {
            let words = date::day(day.value, letter.date_style, letter.language);
            (words, Written::Value(day.place), homes.at(day.place))
        });
        let mut by_words: HashMap<String, Vec<Value<'_>>> = HashMap::new();
        for (number, (words, written, home)) in lines.chain(days).enumerate() {
            if words.len() >= SHORTEST {
                by_words.entry(words).or_default().push(Value { number, written, home });
            }
        }
        let mut all: Vec<_> = by_words.into_iter().collect();
        all.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Self { all, region: None, last: HashMap::new() }
    }

    /// Takes in that a line of Markdown opens or closes a part of the letter.
    fn enter(&mut self, line: &str) {
        if let Some(mark) = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->")) {
            self.region = Region::of(mark);
        }
    }

    /// Adds the values in a line that begins at this byte of the Markdown.
    fn push(&mut self, line: &str, at: usize, origins: &mut Vec<Origin<'a>>) {
        let first = origins.len();
        for (words, values) in &self.all {
            for (start, _) in line.match_indices(words.as_str()) {
                let range = start..start + words.len();
                let markdown = at + range.start..at + range.end;
                let is_free = |known: &Origin<'_>| {
                    known.markdown.end <= markdown.start || known.markdown.start >= markdown.end
                };
                if is_whole(line, &range) && origins[first..].iter().all(is_free) {
                    let found = meant(values, self.region, &line[..range.start], &self.last);
                    if let Some((home, number)) = found.and_then(|v| Some((v.home?, v.number))) {
                        self.last.insert(home, number);
                    }
                    let written = found.unwrap_or(&values[0]).written;
                    origins.push(Origin { markdown, written, is_sure: found.is_some() });
                }
            }
        }
        origins[first..].sort_by_key(|origin| origin.markdown.start);
    }
}

/// The one of several values of the same words that is meant in a part of the letter, behind what
/// stands before it in its line: after the value of the same home that was found `last`. Nothing
/// where none is printed there.
fn meant<'b, 'a>(
    values: &'b [Value<'a>],
    region: Option<Region>,
    before: &str,
    last: &HashMap<Home, usize>,
) -> Option<&'b Value<'a>> {
    let fits = |value: &&Value<'_>| value.home.is_some_and(|home| home.has(region, before));
    let is_next = |value: &&Value<'_>| {
        let last = value.home.and_then(|home| last.get(&home));
        last.is_none_or(|last| value.number > *last)
    };
    let at_home = || values.iter().filter(fits);
    at_home().find(is_next).or(at_home().next())
}

/// Whether no word goes on at either end.
fn is_whole(line: &str, range: &Range<usize>) -> bool {
    let before = line[..range.start].chars().next_back();
    let after = line[range.end..].chars().next();
    !before.into_iter().chain(after).any(char::is_alphanumeric)
}
