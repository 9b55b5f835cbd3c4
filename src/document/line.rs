//! One line of text: its looks, its links, its typographic signs.

use super::{Inline, InlineKind, Look, Source};
use crate::markdown::can_link;
use crate::quotes::{self, Mark, Sign};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Plain text with typographic quotes and dashes, as a heading of it would be shown.
pub fn typographic(text: &str) -> String {
    let text = text.trim();
    Signs { marks: &quotes::resolve(text, &[]), typed: &[] }.of(text, 0)
}

/// Builds the inlines of one line of text.
#[derive(Default)]
pub struct LineReader {
    /// The whole line as it was typed.
    text: String,
    /// Where signs stand in it that are to stay as they are.
    typed: Vec<usize>,
    /// Where stretches of it begin, in it and in the Markdown.
    places: Vec<(usize, usize)>,
    pieces: Vec<Piece>,
    look: Look,
    link: Option<String>,
    /// Whether the words of the link are its address.
    is_address: bool,
}

/// A piece of the line.
struct Piece {
    kind: PieceKind,
    look: Look,
    link: Option<String>,
}

enum PieceKind {
    Text(Range<usize>),
    Other(InlineKind, usize),
}

impl LineReader {
    /// Takes in what stands at `range` of the Markdown.
    pub fn event(&mut self, event: Event<'_>, range: Range<usize>, markdown: &str) {
        match event {
            Event::Text(text) => {
                let source = &markdown[range.clone()];
                let stays = match *source == *text {
                    true if markdown[..range.start].ends_with('\\') => 1,
                    true if !self.is_address => 0,
                    _ => text.len(),
                };
                self.text(&text, stays, range.start);
            }
            Event::SoftBreak => self.text(" ", 0, range.start),
            Event::HardBreak => {
                self.push(InlineKind::Break, range.start);
                self.text.push(' ');
            }
            Event::Start(Tag::Emphasis) => self.look.emphasis = true,
            Event::End(TagEnd::Emphasis) => self.look.emphasis = false,
            Event::Start(Tag::Strong) => self.look.strong = true,
            Event::End(TagEnd::Strong) => self.look.strong = false,
            Event::Start(Tag::Strikethrough) => self.look.struck = true,
            Event::End(TagEnd::Strikethrough) => self.look.struck = false,
            Event::Start(Tag::Link { dest_url, link_type, .. }) => {
                let email = matches!(link_type, LinkType::Email);
                self.is_address = email || matches!(link_type, LinkType::Autolink);
                self.link =
                    Some(if email { format!("mailto:{dest_url}") } else { dest_url.to_string() });
            }
            Event::End(TagEnd::Link) => (self.link, self.is_address) = (None, false),
            _ => {}
        }
    }

    /// Adds text, the first bytes of which are to stay as they are.
    fn text(&mut self, text: &str, stays: usize, from: usize) {
        let start = self.text.len();
        self.places.push((start, from));
        for (at, c) in text.char_indices() {
            if at < stays && matches!(c, '"' | '\'' | '-' | '.') {
                self.typed.push(self.text.len());
            }
            match c {
                // A soft hyphen says where a word may be parted; letters part none.
                '\u{ad}' => self.places.push((self.text.len(), from + at + c.len_utf8())),
                '\t' => self.text.push(' '),
                c => self.text.push(c),
            }
        }
        let (look, link, end) = (self.look, &self.link, self.text.len());
        match self.pieces.last_mut() {
            Some(Piece { kind: PieceKind::Text(before), look: l, link: k })
                if *l == look && k == link && before.end == start =>
            {
                before.end = end;
            }
            _ => {
                let kind = PieceKind::Text(start..end);
                self.pieces.push(Piece { kind, look, link: self.link.clone() });
            }
        }
    }

    /// Adds what is no text, and stands there in the Markdown.
    pub fn push(&mut self, kind: InlineKind, from: usize) {
        let (kind, look) = (PieceKind::Other(kind, from), self.look);
        self.pieces.push(Piece { kind, look, link: self.link.clone() });
    }

    /// The inlines, in which web and e-mail addresses are links though nobody wrote them as such.
    pub fn finish(self) -> Vec<Inline> {
        let Self { text, typed, places, pieces, .. } = self;
        let marks = quotes::resolve(&text, &typed);
        let shown =
            Shown { text: &text, places: &places, signs: Signs { marks: &marks, typed: &typed } };
        let mut inlines = Vec::new();
        for Piece { kind, look, link } in pieces {
            match kind {
                PieceKind::Other(kind, from) => {
                    let mut source = Source::default();
                    source.push(0, from);
                    inlines.push(Inline { kind, look, link, source });
                }
                PieceKind::Text(range) if link.is_some() => {
                    inlines.push(shown.inline(range, look, link, true));
                }
                PieceKind::Text(range) => shown.linked(range, look, &mut inlines),
            }
        }
        inlines
    }
}

/// The text of a line as it is shown.
struct Shown<'a> {
    text: &'a str,
    /// Where stretches of it begin, in it and in the Markdown.
    places: &'a [(usize, usize)],
    signs: Signs<'a>,
}

impl Shown<'_> {
    /// A stretch of the text, with typographic signs or as typed.
    fn inline(&self, range: Range<usize>, look: Look, link: Option<String>, signs: bool) -> Inline {
        let (mut words, mut source) = (String::new(), Source::default());
        let first = self.places.partition_point(|(at, _)| *at <= range.start).saturating_sub(1);
        let mut at = range.start;
        for (index, (start, from)) in self.places.iter().enumerate().skip(first) {
            let end =
                self.places.get(index + 1).map_or(range.end, |(next, _)| *next).min(range.end);
            if at >= end {
                break;
            }
            let (part, from) = (&self.text[at..end], from + (at - start));
            source.push(words.len(), from);
            match signs {
                true => {
                    let goes_on = |printed, taken| source.push(printed, from + taken);
                    self.signs.push(part, at, &mut words, goes_on);
                }
                false => words.push_str(part),
            }
            at = end;
        }
        Inline { kind: InlineKind::Text(words), look, link, source }
    }

    /// Adds a stretch of the text, parted where it has addresses.
    fn linked(&self, range: Range<usize>, look: Look, inlines: &mut Vec<Inline>) {
        let mut at = range.start;
        for address in quotes::addresses(&self.text[range.clone()]) {
            let address = range.start + address.start..range.start + address.end;
            if at < address.start {
                inlines.push(self.inline(at..address.start, look, None, true));
            }
            at = address.end;
            let link = link_to(&self.text[address.clone()]);
            inlines.push(self.inline(address, look, link, false));
        }
        if at < range.end {
            inlines.push(self.inline(at..range.end, look, None, true));
        }
    }
}

/// Where an address leads.
fn link_to(address: &str) -> Option<String> {
    match address.contains("://") {
        true => Some(address.to_owned()).filter(|link| can_link(link)),
        false => Some(format!("mailto:{address}")),
    }
}

/// What the signs of a text are printed as.
struct Signs<'a> {
    marks: &'a [Mark],
    typed: &'a [usize],
}

impl Signs<'_> {
    /// The part of the text that begins at `start`, as it is printed.
    fn of(&self, part: &str, start: usize) -> String {
        let mut out = String::with_capacity(part.len() + 8);
        self.push(part, start, &mut out, |_, _| {});
        out
    }

    /// Adds the part of the text that begins at `start`, as it is printed. After each sign that has
    /// another length than what was typed, `goes_on` is told the byte of what is printed and that of
    /// the part.
    fn push(
        &self,
        part: &str,
        start: usize,
        out: &mut String,
        mut goes_on: impl FnMut(usize, usize),
    ) {
        let range = start..start + part.len();
        let first = self.marks.partition_point(|mark| mark.at < range.start);
        let mut marks =
            self.marks[first..].iter().take_while(|mark| mark.at < range.end).peekable();
        if marks.peek().is_none() && !part.contains("--") && !part.contains("...") {
            return out.push_str(part);
        }
        let mut rest = part.char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            let mark = marks.next_if(|mark| mark.at == start + at);
            let run = if matches!(c, '-' | '.') { self.run(part, at, start) } else { 1 };
            let before = out.len();
            let signs = match (c, mark.map(|mark| mark.sign)) {
                (_, Some(Sign::Curved(sign))) => {
                    out.push(sign);
                    1
                }
                ('-', _) if run > 1 => {
                    push_dashes(run, out);
                    run
                }
                ('.', _) if run >= 3 => {
                    out.push('…');
                    3
                }
                _ => {
                    out.push(c);
                    1
                }
            };
            for _ in 1..signs {
                rest.next();
            }
            let taken = if signs == 1 { c.len_utf8() } else { signs };
            if out.len() - before != taken {
                goes_on(out.len(), at + taken);
            }
        }
    }

    /// How many of the same sign stand here that do not stay as typed.
    fn run(&self, part: &str, at: usize, start: usize) -> usize {
        let sign = part.as_bytes()[at];
        let same = part.as_bytes()[at..].iter().take_while(|byte| **byte == sign).count();
        let typed = self.typed.partition_point(|typed| *typed < start + at);
        match self.typed.get(typed) {
            Some(typed) if *typed < start + at + same => (typed - start - at).max(1),
            _ => same,
        }
    }
}

/// So many hyphens as dashes: long ones where they come out even, else as few short ones as can be.
fn push_dashes(hyphens: usize, out: &mut String) {
    let (long, short) = match (hyphens % 3, hyphens % 2) {
        (0, _) => (hyphens / 3, 0),
        (_, 0) => (0, hyphens / 2),
        (2, _) => (hyphens / 3, 1),
        _ => (hyphens / 3 - 1, 2),
    };
    out.extend(std::iter::repeat_n('—', long).chain(std::iter::repeat_n('–', short)));
}
