//! The quotation marks of a commentary, resolved over the whole of it.
//!
//! Headings, cells of tables, footnotes and the words of images are read each for themselves: no
//! quotation runs into or out of them.

use crate::quotes::{self, Sign};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// What is read of a commentary, event by event.
#[derive(Default)]
pub struct Quotations {
    running: Stream,
    /// What stands for itself and is still open, in one another.
    aside: Vec<Stream>,
    /// Whether the words of an address are read.
    is_address: bool,
    found: Vec<Mark>,
}

/// A mark that is not as it was typed, or that must be kept from becoming another.
pub struct Mark {
    /// Where it stands in the Markdown.
    pub range: Range<usize>,
    /// What stands there instead.
    pub by: String,
    /// Whether it has no partner.
    pub unpaired: bool,
}

/// Text that is read as a whole.
#[derive(Default)]
struct Stream {
    text: String,
    /// Where stretches of it begin, in it and in the Markdown.
    places: Vec<(usize, usize)>,
    typed: Vec<usize>,
}

impl Quotations {
    /// Takes in what stands at `range` of the Markdown.
    pub fn add(&mut self, event: &Event<'_>, range: &Range<usize>, markdown: &str) {
        match event {
            Event::Start(
                Tag::Heading { .. }
                | Tag::TableCell
                | Tag::FootnoteDefinition(_)
                | Tag::Image { .. },
            ) => self.aside.push(Stream::default()),
            Event::End(
                TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::FootnoteDefinition | TagEnd::Image,
            ) => {
                let aside = self.aside.pop().unwrap_or_default();
                self.found.extend(aside.found(markdown));
            }
            Event::Start(Tag::Link { link_type, .. }) => {
                self.is_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
            }
            Event::End(TagEnd::Link) => self.is_address = false,
            Event::Text(text) => {
                let is_address = self.is_address;
                self.stream().text(text, range, markdown, is_address);
            }
            Event::SoftBreak | Event::HardBreak => self.stream().text.push(' '),
            Event::Start(Tag::Paragraph | Tag::Item | Tag::List(_) | Tag::BlockQuote(_))
            | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_)) => {
                self.stream().text.push('\n');
            }
            _ => {}
        }
    }

    /// Every mark that is not to stay as it is, in no order.
    pub fn finish(mut self, markdown: &str) -> Vec<Mark> {
        self.found.extend(self.running.found(markdown));
        self.found
    }

    fn stream(&mut self) -> &mut Stream {
        self.aside.last_mut().unwrap_or(&mut self.running)
    }
}

impl Stream {
    fn text(&mut self, text: &str, range: &Range<usize>, markdown: &str, is_address: bool) {
        let start = self.text.len();
        self.text.push_str(text);
        let is_verbatim = markdown[range.clone()] == *text && !is_address;
        if is_verbatim {
            self.places.push((start, range.start));
        }
        let escaped = usize::from(markdown[..range.start].ends_with('\\'));
        let stays = if is_verbatim { escaped.min(text.len()) } else { text.len() };
        self.typed.extend((start..start + stays).filter(|at| self.text.is_char_boundary(*at)));
    }

    fn found(self, markdown: &str) -> Vec<Mark> {
        let place = |at: usize| {
            let after = self.places.partition_point(|(start, _)| *start <= at);
            self.places[..after].last().map(|(start, source)| source + (at - start))
        };
        let marks = quotes::resolve(&self.text, &self.typed);
        let found = marks.into_iter().filter_map(|mark| {
            let at = place(mark.at)?;
            let typed = markdown[at..].chars().next()?;
            let by = match mark.sign {
                Sign::Curved(sign) => sign.to_string(),
                _ if typed.is_ascii() => format!("\\{typed}"),
                _ => typed.to_string(),
            };
            let range = at..at + typed.len_utf8();
            Some(Mark { range, by, unpaired: mark.sign == Sign::Unpaired })
        });
        found.collect()
    }
}
