//! Text that prints unlike what was typed.

use super::Subject;
use super::passages::Passage;
use crate::diagnostic::Diagnostic;
use crate::letter::traced::Traced;
use crate::markdown::OPTIONS;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// The code of all rules here.
const CODE: &str = "prints-otherwise";

/// Everything in the commentary that Markdown makes something else of than the eye sees.
pub fn otherwise(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.passages.iter().flat_map(in_passage).collect()
}

fn in_passage(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut reader =
        Reader { text: passage.markdown, problems: Vec::new(), lists: Vec::new(), columns: 0 };
    for (event, range) in Parser::new_ext(passage.markdown.as_str(), OPTIONS).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.problems
}

struct Reader<'a> {
    text: &'a Traced,
    problems: Vec<Diagnostic>,
    /// The number that each open list would give its next item.
    lists: Vec<Option<u64>>,
    columns: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::List(start)) => {
                self.interrupting(&range);
                self.lists.push(*start);
            }
            Event::End(TagEnd::List(_)) => drop(self.lists.pop()),
            Event::Start(Tag::Item) => self.item(range),
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
        let place = range.start..range.start + digits;
        self.warn(message, place, "to keep the number, write it as text: 3\\. or **3.**");
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

    /// Cells beyond the last column are not printed.
    fn row(&mut self, range: Range<usize>) {
        let row = self.source(&range).trim();
        let inner = row.strip_prefix('|').unwrap_or(row);
        let inner = inner.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(inner);
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
