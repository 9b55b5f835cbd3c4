//! Commentary as it is read: its text without the marks of Markdown.

use super::traced::Traced;
use crate::diagnostic::FileId;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// The text of Markdown, each character with its place in the TOML. There is a line break between
/// blocks, and a tab after each cell of a table.
#[derive(Clone, Debug)]
pub struct Prose {
    /// All but the quotations in it.
    pub own: Traced,
    /// The quotations in it.
    pub quoted: Traced,
    /// How many quotations are open.
    depth: usize,
}

impl Prose {
    /// No text yet, to be filled from `file`.
    pub fn new(file: FileId) -> Self {
        Self { own: Traced::new(file), quoted: Traced::new(file), depth: 0 }
    }

    /// Adds what an event shows, which stands at `range` of the Markdown.
    pub fn add(&mut self, event: &Event<'_>, range: &Range<usize>, markdown: &Traced) {
        let out = if self.depth > 0 { &mut self.quoted } else { &mut self.own };
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.depth += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.depth -= 1,
            Event::Text(text) => push_text(out, markdown, text, range),
            Event::SoftBreak => out.push_for(" ", source(markdown, range)),
            Event::HardBreak => out.push_for("\n", source(markdown, range)),
            // A list within a point: what leads up to it has no end of its own.
            Event::Start(Tag::List(_))
                if !out.as_str().is_empty() && !out.as_str().ends_with('\n') =>
            {
                out.push_for("\n", source(markdown, &(range.start..range.start)));
            }
            Event::End(TagEnd::TableCell) => out.push_for("\t", source(markdown, range)),
            Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::TableHead
                | TagEnd::TableRow,
            ) => out.push_for("\n", source(markdown, &(range.end..range.end))),
            _ => {}
        }
    }
}

fn push_text(out: &mut Traced, markdown: &Traced, text: &str, range: &Range<usize>) {
    match markdown.as_str()[range.clone()] == *text {
        true => out.push_part(markdown, range.clone()),
        false => out.push_for(text, source(markdown, range)),
    }
}

fn source(markdown: &Traced, range: &Range<usize>) -> Range<usize> {
    markdown.place(range.clone()).range()
}
