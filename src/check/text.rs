//! Text that prints unlike what was typed.

use super::Subject;
use super::reader::Passage;
use crate::diagnostic::Diagnostic;
use crate::letter::traced::Traced;
use crate::markdown::OPTIONS;
use crate::slips::{encoding, pasted};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// The code of all rules here.
const CODE: &str = "prints-otherwise";

/// Everything in the commentary that Markdown makes something else of than the eye sees.
pub fn otherwise(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.passages.iter().flat_map(in_passage).collect()
}

fn in_passage(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let Some(text) = passage.markdown else { return Vec::new() };
    let mut reader = MarkdownCheck { text, problems: Vec::new(), lists: Vec::new(), columns: 0 };
    for (event, range) in Parser::new_ext(text.as_str(), OPTIONS).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.problems
}

struct MarkdownCheck<'a> {
    text: &'a Traced,
    problems: Vec<Diagnostic>,
    /// The number that each open list would give its next item.
    lists: Vec<Option<u64>>,
    columns: usize,
}

impl MarkdownCheck<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::List(start)) => {
                self.interrupting(&range);
                self.year(*start, &range);
                self.lists.push(*start);
            }
            Event::End(TagEnd::List(_)) => drop(self.lists.pop()),
            Event::Start(Tag::Item) => {
                self.swallowed(&range, "list");
                self.item(range);
            }
            Event::Start(Tag::BlockQuote(_)) => self.swallowed(&range, "quotation"),
            Event::Start(Tag::Paragraph) => self.signs_on_lines(&range),
            Event::Text(text) => {
                self.entity(text, &range);
                self.signs_left(text, range);
            }
            Event::Start(Tag::Table(columns)) => self.columns = columns.len(),
            Event::Start(Tag::TableRow) => self.row(range),
            Event::HardBreak => self.line_break(range),
            Event::Start(Tag::Emphasis | Tag::Strong) => self.emphasis(range),
            _ => {}
        }
    }

    fn source(&self, range: &Range<usize>) -> &str {
        &self.text.as_str()[range.clone()]
    }

    fn warn(&mut self, message: String, range: Range<usize>, help: &str) {
        let place = self.text.place(range);
        self.problems.push(Diagnostic::warning(CODE, message).at(place, "").help(help));
    }

    /// A list is numbered on from its first number, whatever the others are.
    fn item(&mut self, range: Range<usize>) {
        let Some(Some(expected)) = self.lists.last_mut() else { return };
        let printed = *expected;
        *expected += 1;
        let digits = self.source(&range);
        let digits = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let typed = &self.source(&range)[..digits];
        if typed.parse() == Ok(printed) || typed == "1" {
            return;
        }
        let message =
            format!("{typed} is printed as {printed}: a list is numbered on from its first number");
        let help = format!("to keep the number, write it as text: {typed}\\. or **{typed}.**");
        let place = range.start..range.start + digits;
        self.warn(message, place, &help);
    }

    /// A sentence that begins with a year and a full stop: '2018. That year'.
    fn year(&mut self, first: Option<u64>, range: &Range<usize>) {
        let Some(year) = first.filter(|first| (1800..2100).contains(first)) else { return };
        let message = "a number and a full stop at the beginning of a line make it a list";
        let help = format!("write {year}\\. for a sentence that begins with this year");
        self.warn(message.to_owned(), range.start..range.start + 5, &help);
    }

    /// A list of one item within a paragraph: a line that happens to begin with a dash.
    fn interrupting(&mut self, range: &Range<usize>) {
        let before = &self.text.as_str()[..range.start];
        let line = before.trim_end_matches([' ', '\t']);
        let follows_text = line.ends_with('\n')
            && !line.trim_end_matches('\n').is_empty()
            && !line.ends_with("\n\n");
        let is_single = self.source(range).trim_end().lines().count() == 1;
        if self.lists.is_empty()
            && follows_text
            && is_single
            && !self.source(range).starts_with(|c: char| c.is_ascii_digit())
        {
            let end = range.start + self.source(range).trim_end().len();
            let message = "this line begins with a sign that makes it a list".to_owned();
            self.warn(
                message,
                range.start..end,
                "put the sign at the end of the line before, or an empty line above a list",
            );
        }
    }

    /// A sentence below a list or a quotation, without an empty line between, becomes a part of it.
    fn swallowed(&mut self, range: &Range<usize>, what: &str) {
        let source = self.source(range);
        let mut at = range.start;
        let mut before: Option<&str> = None;
        let mut found = None;
        for line in source.split_inclusive('\n') {
            let text = line.trim();
            if before.is_some_and(|before| is_new(before, line, what)) {
                found = Some(at..at + text.len());
                break;
            }
            before = Some(text);
            at += line.len();
        }
        let Some(place) = found else { return };
        let message = format!("this line becomes a part of the {what} above it");
        self.warn(message, place, "put an empty line above it");
    }

    /// Lines that begin with the signs of a list or a table which Markdown does not know as such.
    fn signs_on_lines(&mut self, range: &Range<usize>) {
        let source = self.source(range);
        let mut at = range.start;
        let mut lines = Vec::new();
        for line in source.split_inclusive('\n') {
            let text = line.trim_start();
            lines.push((at + line.len() - text.len(), text.trim_end()));
            at += line.len();
        }
        let signs: Vec<Option<(Sign, usize)>> = lines.iter().map(|(_, line)| sign(line)).collect();
        let twice = signs.windows(2).position(|two| match two {
            [Some((one, _)), Some((other, _))] => one == other,
            _ => false,
        });
        let first = signs.iter().position(|sign| matches!(sign, Some((Sign::Heading, _))));
        let Some(index) = twice.or_else(|| first_letter(&lines)).or(first) else { return };
        let (start, line) = lines[index];
        let Some((sign, length)) = signs[index] else { return };
        let (message, help) = sign.advice();
        let length = if sign == Sign::Bullet || sign == Sign::Letter { length } else { line.len() };
        self.warn(message.to_owned(), start..start + length, help);
    }

    /// Asterisks that were meant to make something strong and did not.
    fn signs_left(&mut self, text: &str, range: Range<usize>) {
        let all = self.text.as_str();
        let at = range.start + text.find('*').unwrap_or_default();
        let is_first = !all[..at].ends_with(['*', '\\']);
        if !is_first || !all[at..].starts_with("**") || self.source(&range) != text {
            return;
        }
        let message = "these asterisks are printed as they are".to_owned();
        let help = "put them beside the first and the last letter of what is to be strong";
        self.warn(message, at..at + 2, help);
    }

    /// A sign that is written by its name, as in a web page. Who writes one by its number means to.
    fn entity(&mut self, text: &str, range: &Range<usize>) {
        let source = self.source(range);
        let is_plain = text == source || ["&amp;", "&lt;", "&gt;", "&nbsp;"].contains(&source);
        if !is_plain && source.starts_with('&') && !source.starts_with("&#") {
            let message = format!("{source} is printed as {text}");
            self.warn(
                message,
                range.clone(),
                &format!("write {text} itself, or \\{source} to print it so"),
            );
        }
    }

    /// Cells beyond the last column are not printed.
    fn row(&mut self, range: Range<usize>) {
        let row = self.source(&range).trim();
        let inner = row.strip_prefix('|').unwrap_or(row);
        let inner = inner.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inner);
        if !row.contains('|') {
            let end = range.start + self.source(&range).trim_end().len();
            let message = "this line becomes a row of the table above it".to_owned();
            self.warn(message, range.start..end, "put an empty line above it");
            return;
        }
        let cells = inner.replace("\\|", "").matches('|').count() + 1;
        if cells > self.columns {
            let message = format!(
                "this row has {cells} cells and the table {} columns: the others are not printed",
                self.columns
            );
            let end = range.start + self.source(&range).trim_end().len();
            self.warn(
                message,
                range.start..end,
                "add a column to the head, or write \\| for a bar that is to be seen",
            );
        }
    }

    /// Two spaces at the end of a line in the middle of a sentence.
    fn line_break(&mut self, range: Range<usize>) {
        let by_spaces = self.source(&range).starts_with(' ');
        let after = self.text.as_str()[range.end..].trim_start().chars().next();
        if by_spaces && after.is_some_and(char::is_lowercase) {
            let message = "the spaces at the end of this line break it".to_owned();
            self.warn(
                message,
                range,
                "remove them, or write \\ at the end of the line if it is to end there",
            );
        }
    }

    /// Asterisks or underscores that stand within a word.
    fn emphasis(&mut self, range: Range<usize>) {
        let text = self.text.as_str();
        let before = text[..range.start].chars().next_back();
        let after = text[range.end..].chars().next();
        if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) {
            let message =
                "these signs are not printed: they make what is between them emphasised".to_owned();
            self.warn(message, range, "write \\* for an asterisk that is to be seen");
        }
    }
}

/// How long a line is at least that was ended because there was no more room.
const FULL: usize = 60;

/// Whether a line without a sign, below one of a list or a quotation, begins something new.
fn is_new(before: &str, line: &str, what: &str) -> bool {
    let has_ended = before.ends_with(['.', ';', ':', '!', '?', '\'', '’', '”', ')']);
    let is_short = before.starts_with('>') && before.chars().count() < FULL;
    let is_sentence = line.starts_with(|c: char| c.is_uppercase());
    let goes_on = before.ends_with(['.', '!', '?']) && what == "quotation";
    let is_text = line.starts_with(|c: char| c.is_alphabetic() || "‘“\"'".contains(c));
    is_text && (is_sentence && (has_ended || is_short) || goes_on)
}

/// Signs that nobody can see, which come with text from other programs: each text with one is told
/// once. Others are refused, because the font has none of them.
pub fn invisible(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.printed.iter().copied().filter_map(invisible_in).collect()
}

/// Signs that were other ones before their file was read in a wrong encoding, such as `â€™` for ’: each
/// text with some is told once.
pub fn misread(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.printed.iter().copied().filter_map(misread_in).collect()
}

fn misread_in(text: &Traced) -> Option<Diagnostic> {
    let all = text.as_str();
    let starts = all.char_indices().filter(|(_, c)| "ÂÃâðÅÄ".contains(*c));
    let mut found = starts.filter_map(|(at, _)| Some((at, encoding::misread(&all[at..])?)));
    let (at, (meant, length)) = found.next()?;
    let was = &all[at..at + length];
    let message = format!("\"{was}\" was once {meant}, and was read in a wrong encoding");
    let problem = Diagnostic::warning(CODE, message).at(text.place(at..at + length), "");
    Some(problem.help(format!("write {meant}")))
}

fn invisible_in(text: &Traced) -> Option<Diagnostic> {
    let is_joined = |at: usize| text.as_str()[at..].chars().nth(1).is_some_and(|c| c >= '\u{2190}');
    let unseen = |(at, c): &(usize, char)| match c {
        '\u{200d}' => !is_joined(*at),
        c => matches!(c, '\u{200b}' | '\u{200c}' | '\u{2060}' | '\u{ad}'),
    };
    let (at, c) = text.as_str().char_indices().find(unseen)?;
    let message = format!("an invisible sign (U+{:04X}) stands here", u32::from(c));
    let place = text.place(at..at + c.len_utf8());
    let help = "remove it; such signs come with text that is copied from other programs";
    Some(Diagnostic::warning(CODE, message).at(place, "").help(help))
}

/// What a line begins with that looks like the sign of something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Bullet,
    Letter,
    Number,
    Bar,
    Heading,
    Tab,
}

impl Sign {
    /// What happens, and what to do.
    fn advice(self) -> (&'static str, &'static str) {
        match self {
            Self::Bullet => (
                "these lines are printed as one paragraph: this sign makes no list",
                "begin each line of a list with a hyphen and a space, below an empty line",
            ),
            Self::Letter => (
                "these lines are printed as one paragraph: such a sign makes no list",
                "put an empty line between them, or begin each with a hyphen and a space",
            ),
            Self::Number => (
                "these lines are printed as one paragraph",
                "put an empty line above a list that does not begin with 1",
            ),
            Self::Bar => (
                "these lines are printed as one paragraph: a table needs a line below its head",
                "write below the first line, for as many columns: |---|---|",
            ),
            Self::Tab => (
                "these lines are printed as one paragraph: tabs make no table",
                "put a bar before, between and behind the cells, and below the first line, for as \
                 many columns: |---|---|",
            ),
            Self::Heading => (
                "this is printed as it stands, and is no heading",
                "put a space after the # of a heading",
            ),
        }
    }
}

/// The sign that a line begins with, and its length.
fn sign(line: &str) -> Option<(Sign, usize)> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match first {
        _ if pasted::is_private_bullet(first) => None,
        _ if pasted::behind_bullet(line).is_some() => Some((Sign::Bullet, first.len_utf8())),
        '–' | '—' if rest.starts_with([' ', '\t']) => Some((Sign::Bullet, first.len_utf8())),
        _ if pasted::cells(line).is_some() => Some((Sign::Tab, line.len())),
        '|' if rest.contains('|') => Some((Sign::Bar, 1)),
        '#' if rest.trim_start_matches('#').starts_with(char::is_alphabetic) => {
            Some((Sign::Heading, 1))
        }
        _ if lettered(line).is_some() => Some((Sign::Letter, lettered(line)?)),
        _ if (1..4).contains(&digits) && line[digits..].starts_with([')', '.']) => {
            let spaced = line[digits + 1..].starts_with(' ');
            spaced.then_some((Sign::Number, digits + 1))
        }
        _ => None,
    }
}

/// The line with the first letter of several, each of which may go over many lines.
fn first_letter(lines: &[(usize, &str)]) -> Option<usize> {
    let begins = |start: [&str; 3]| {
        lines.iter().position(|(_, line)| start.iter().any(|s| line.starts_with(s)))
    };
    let first = begins(["(a) ", "(i) ", "(1) "])?;
    let second = begins(["(b) ", "(ii) ", "(2) "])?;
    (first < second).then_some(first)
}

/// The length of a sign such as `(a)`, `b)`, `(ii)` or `(1)` that a line begins with.
fn lettered(line: &str) -> Option<usize> {
    let inner = line.strip_prefix('(').unwrap_or(line);
    let (sign, rest) = inner.split_once(')')?;
    let is_letter = sign.len() == 1 && sign.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_roman = (1..=5).contains(&sign.len()) && sign.bytes().all(|byte| b"ivx".contains(&byte));
    let is_number = (1..=2).contains(&sign.len()) && sign.bytes().all(|byte| byte.is_ascii_digit());
    let fits = is_letter || is_roman || is_number && inner.len() < line.len();
    (fits && rest.starts_with([' ', '\t'])).then(|| line.len() - rest.len())
}
