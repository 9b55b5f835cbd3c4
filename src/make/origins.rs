//! Where the office wrote what stands in the Markdown: commentary is found again line by line, and
//! other values by their words.
//!
//! Templates pass on text as it is, behind a mark of a quotation or of a list at most, so that each
//! line of commentary is the end of a line of the Markdown. Of lines that read the same, the one is
//! meant that follows the line before.

use crate::diagnostic::Place;
use crate::letter::date;
use crate::letter::load::Loaded;
use crate::letter::traced::Traced;
use crate::markdown::escaped;
use std::collections::HashMap;
use std::ops::Range;

/// Where the stretches of a letter's Markdown come from, in order.
pub struct Origins<'a>(Vec<Origin<'a>>);

/// A stretch of Markdown and what it is.
struct Origin<'a> {
    markdown: Range<usize>,
    written: Written<'a>,
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
        let (mut lines, values) = (Lines::new(loaded), values(loaded));
        let (mut origins, mut at) = (Vec::new(), 0);
        for line in markdown.split_inclusive('\n') {
            let words = line.trim_end();
            let commentary = lines.find(words);
            let rest = commentary.as_ref().map_or(words.len(), |(start, ..)| *start);
            push_values(&words[..rest], at, &values, &mut origins);
            origins.extend(commentary.map(|(start, text, from)| Origin {
                markdown: at + start..at + words.len(),
                written: Written::Text(text, from),
            }));
            at += line.len();
        }
        Self(origins)
    }

    /// The place of the first of these bytes that the office wrote, and of what follows it there.
    pub fn place(&self, markdown: &Range<usize>) -> Option<Place> {
        let ends_before = |origin: &Origin<'_>| origin.markdown.end <= markdown.start;
        let found = self.0.get(self.0.partition_point(ends_before))?;
        let start = markdown.start.max(found.markdown.start);
        let end = markdown.end.min(found.markdown.end);
        match found.written {
            _ if start >= end => None,
            Written::Text(text, from) => {
                let of = |at: usize| at - found.markdown.start + from;
                Some(text.place(of(start)..of(end).min(text.as_str().len())))
            }
            Written::Value(place) => Some(place),
        }
    }
}

/// The lines of all commentary, by what they say.
struct Lines<'a> {
    all: Vec<(&'a Traced, usize)>,
    by_words: HashMap<&'a str, Vec<usize>>,
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
        Self { all, by_words, last: None }
    }

    /// The longest end of a line of Markdown that is a line of commentary: where it begins, and what
    /// it is.
    fn find(&mut self, words: &str) -> Option<(usize, &'a Traced, usize)> {
        let after_space = |(at, _): &(usize, char)| *at == 0 || words[..*at].ends_with(' ');
        let starts = words.char_indices().filter(after_space);
        let known = |(at, _)| Some((at, self.by_words.get(&words[at..])?));
        let (start, same) = starts.filter_map(known).next()?;
        let next = self.last.map_or(0, |last| last + 1);
        let index = *same.iter().find(|index| **index >= next).or(same.first())?;
        self.last = Some(index);
        let (text, from) = self.all[index];
        Some((start, text, from))
    }
}

/// All other values as they stand in Markdown, the longest first.
fn values(loaded: &Loaded) -> Vec<(String, Written<'_>)> {
    let lines = loaded.lines.iter().map(|line| (escaped(line.as_str()), Written::Text(line, 0)));
    let letter = &loaded.letter;
    let days = letter.date.iter().chain(&letter.inspection.published).map(|day| {
        let words = date::day(day.value, letter.date_style, letter.language);
        (words, Written::Value(day.place))
    });
    let mut values: Vec<_> = lines.chain(days).collect();
    values.retain(|(words, _)| words.len() >= SHORTEST);
    values.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    values
}

/// Adds the values in a line that begins at this byte of the Markdown.
fn push_values<'a>(
    line: &str,
    at: usize,
    values: &[(String, Written<'a>)],
    origins: &mut Vec<Origin<'a>>,
) {
    let first = origins.len();
    for (words, written) in values {
        for (start, _) in line.match_indices(words.as_str()) {
            let range = start..start + words.len();
            let markdown = at + range.start..at + range.end;
            let is_free = |known: &Origin<'_>| {
                known.markdown.end <= markdown.start || known.markdown.start >= markdown.end
            };
            if is_whole(line, &range) && origins[first..].iter().all(is_free) {
                origins.push(Origin { markdown, written: *written });
            }
        }
    }
    origins[first..].sort_by_key(|origin| origin.markdown.start);
}

/// Whether no word goes on at either end.
fn is_whole(line: &str, range: &Range<usize>) -> bool {
    let before = line[..range.start].chars().next_back();
    let after = line[range.end..].chars().next();
    !before.into_iter().chain(after).any(char::is_alphanumeric)
}
