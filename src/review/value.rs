//! A value of the TOML as the letter shows it: its paragraphs, each sign with where it stands in the
//! value.

use crate::diagnostic::{Files, Place};
use crate::document::{self, Block, BlockKind, Document, Inline, InlineKind, Look};
use crate::docx::read::NOTE;
use crate::letter::commentary::{self, Context};
use crate::letter::traced::Traced;
use std::ops::Range;

/// A paragraph, a heading, a point of a list, the cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// What it is.
    pub kind: Kind,
    /// Where it stands in a table.
    pub cell: Option<Cell>,
    /// Its signs.
    pub signs: Vec<Sign>,
}

/// Where a cell stands, counted from 0; rows with the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The table among those of the value.
    pub table: usize,
    /// The row.
    pub row: usize,
    /// The column.
    pub column: usize,
    /// How many columns the table has.
    pub columns: usize,
}

/// What a leaf is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A paragraph or a heading.
    Paragraph,
    /// A point of a list.
    Point,
    /// A cell of a table: it stands in a line with others.
    Cell,
    /// Something in the footnote of this number, counted as the text refers to them.
    Note(usize),
}

/// A sign as the letter shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign {
    /// The sign; `\n` is a line break, and [`NOTE`] a reference to a footnote.
    pub sign: char,
    /// How it looks.
    pub look: Look,
    /// The address it links to.
    pub link: Option<String>,
    /// The footnote that it refers to, by its number.
    pub note: Option<usize>,
    /// What it stands for in the value.
    pub at: Range<usize>,
}

/// How a value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As Markdown.
    Markdown,
    /// As a line of plain text.
    Plain,
}

/// The leaves of a value in reading order, footnotes at the end.
pub fn leaves(value: &str, written: Written) -> Vec<Leaf> {
    match written {
        Written::Plain => vec![Leaf { kind: Kind::Paragraph, cell: None, signs: plain(value) }],
        Written::Markdown => markdown(value),
    }
}

fn plain(value: &str) -> Vec<Sign> {
    let start = value.len() - value.trim_start().len();
    let shown = document::typographic(value);
    let signs = pair(&shown, &value[start..]).into_iter();
    let sign = |(sign, at): (char, Range<usize>)| Sign {
        sign,
        look: Look::default(),
        link: None,
        note: None,
        at: start + at.start..start + at.end,
    };
    signs.map(sign).collect()
}

fn markdown(value: &str) -> Vec<Leaf> {
    let mut files = Files::default();
    let file = files.add("", value);
    let mut raw = Traced::new(file);
    raw.push_verbatim(value, 0);
    // As in a quotation, so that nothing is put before a list.
    let context = Context { name: "n", level: 1, folder: "", quoted: true };
    let text = commentary::read(&raw, context).commentary.text;
    let Ok(Document { blocks, notes }) = document::parse(text.as_str(), file) else {
        return Vec::new();
    };
    let mut reader = LeafReader { text: &text, leaves: Vec::new(), tables: 0 };
    reader.blocks(&blocks, Kind::Paragraph);
    for (number, note) in notes.iter().enumerate() {
        reader.blocks(note, Kind::Note(number));
    }
    reader.leaves
}

struct LeafReader<'a> {
    text: &'a Traced,
    leaves: Vec<Leaf>,
    tables: usize,
}

impl LeafReader<'_> {
    fn blocks(&mut self, blocks: &[Block], kind: Kind) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading(_, inlines) | BlockKind::Paragraph(inlines) => {
                    self.leaf(inlines, kind, None);
                }
                BlockKind::List(list) => {
                    let kind = if let Kind::Note(_) = kind { kind } else { Kind::Point };
                    list.items.iter().for_each(|item| self.blocks(item, kind));
                }
                BlockKind::Quote(inner) | BlockKind::Region(_, inner) => self.blocks(inner, kind),
                BlockKind::Table(table) => {
                    let kind = if let Kind::Note(_) = kind { kind } else { Kind::Cell };
                    let rows = std::iter::once(&table.head).chain(&table.rows);
                    for (row, cells) in rows.enumerate() {
                        for (column, cell) in cells.iter().enumerate() {
                            let (table, columns) = (self.tables, table.head.len());
                            let at = Cell { table, row, column, columns };
                            self.leaf(cell, kind, Some(at).filter(|_| kind == Kind::Cell));
                        }
                    }
                    self.tables += 1;
                }
                BlockKind::Image(_) | BlockKind::Rule => {}
            }
        }
    }

    fn leaf(&mut self, inlines: &[Inline], kind: Kind, cell: Option<Cell>) {
        let mut signs: Vec<Sign> = Vec::new();
        for inline in inlines {
            self.inline(inline, &mut signs);
        }
        if !signs.is_empty() {
            self.leaves.push(Leaf { kind, cell, signs });
        }
    }

    fn inline(&self, Inline { kind, look, link, source }: &Inline, signs: &mut Vec<Sign>) {
        let markdown = self.text.as_str();
        let mut push = |sign: char, at: Range<usize>| {
            // A sign that is written with a backslash takes that along.
            let before = signs.last().map_or(0, |last| last.at.end);
            let place = self.place(at.clone());
            let is_escaped = markdown[..at.start].ends_with('\\');
            let backslash = is_escaped.then(|| self.place(at.start - 1..at.start).start);
            let start = backslash.filter(|at| *at >= before).unwrap_or(place.start);
            signs.push(Sign {
                sign,
                look: *look,
                link: link.clone(),
                note: None,
                at: start..place.end,
            });
        };
        match kind {
            InlineKind::Text(text) => {
                for (index, (at, from)) in source.pieces().iter().enumerate() {
                    let next = source.pieces().get(index + 1).map_or(text.len(), |next| next.0);
                    for (sign, at) in pair(&text[*at..next], &markdown[*from..]) {
                        push(sign, from + at.start..from + at.end);
                    }
                }
            }
            InlineKind::Break => {
                let from = source.of(0).unwrap_or_default();
                let end = markdown[from..].find('\n').map_or(markdown.len(), |end| from + end + 1);
                push('\n', from..end);
            }
            InlineKind::Note(number) => {
                let from = source.of(0).unwrap_or_default();
                let end = markdown[from..].find(']').map_or(markdown.len(), |end| from + end + 1);
                push(NOTE, from..end);
                if let Some(sign) = signs.last_mut() {
                    sign.note = Some(*number);
                }
            }
        }
    }

    fn place(&self, range: Range<usize>) -> Range<usize> {
        let Place { start, end, .. } = self.text.place(range);
        start..end
    }
}

/// Each sign that is shown with what it stands for in the text that it is made from.
fn pair(shown: &str, text: &str) -> Vec<(char, Range<usize>)> {
    let (mut all, mut at) = (Vec::new(), 0);
    let is_one = shown.chars().nth(1).is_none();
    for sign in shown.chars() {
        // A soft hyphen is not shown.
        at += text[at..].len() - text[at..].trim_start_matches('\u{ad}').len();
        let rest = &text[at..];
        let length = match (sign, entity(rest)) {
            (_, Some(length)) if is_one => length,
            ('…', _) if rest.starts_with("...") => 3,
            ('—', _) if rest.starts_with("---") => 3,
            ('–', _) if rest.starts_with("--") => 2,
            _ => rest.chars().next().map_or(0, char::len_utf8),
        };
        all.push((sign, at..at + length));
        at += length;
    }
    all
}

/// The length of an entity, such as `&euro;`, where one begins.
fn entity(text: &str) -> Option<usize> {
    let name = text.strip_prefix('&')?;
    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '#')?;
    (end > 0 && name[end..].starts_with(';')).then_some(end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The leaves of some Markdown, each as shown and as it stands there.
    fn read(value: &str) -> Vec<(String, Vec<&str>)> {
        let read = |leaf: Leaf| {
            let shown = leaf.signs.iter().map(|sign| sign.sign).collect();
            (shown, leaf.signs.iter().map(|sign| &value[sign.at.clone()]).collect())
        };
        leaves(value, Written::Markdown).into_iter().map(read).collect()
    }

    #[test]
    fn every_sign_knows_what_it_stands_for() {
        for (value, shown, written) in [
            ("  A 'b' -- c...\n", "A ‘b’ – c…", "A| |'|b|'| |--| |c|..."),
            ("\\*x &amp; &euro;\\\\y", "*x & €\\y", "\\*|x| |&amp;| |&euro;|\\\\|y"),
            ("**a**\n  b", "a b", "a|\n|b"),
            ("a---b -----", "a—b —–", "a|---|b| |---|--"),
            ("Mr. O'Neil", "Mr. O’Neil", "M|r|.| |O|'|N|e|i|l"),
            ("[a](https://b.example)", "a", "a"),
            ("a  \nb", "a\nb", "a|  \n|b"),
        ] {
            let read = read(value);
            let (text, pieces) = &read[0];
            assert_eq!((text.as_str(), pieces.join("|").as_str()), (shown, written), "{value:?}");
        }
    }

    #[test]
    fn leaves_come_in_reading_order() {
        let value = "# H\n\nOne[^1]\n\n- a\n- b\n\n  c\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n[^1]: note\n\n> q";
        let kinds = leaves(value, Written::Markdown)
            .into_iter()
            .map(|leaf| (leaf.signs.iter().map(|sign| sign.sign).collect::<String>(), leaf.kind));
        let expected = [
            ("H", Kind::Paragraph),
            ("One\u{fffc}", Kind::Paragraph),
            ("a", Kind::Point),
            ("b", Kind::Point),
            ("c", Kind::Point),
            ("x", Kind::Cell),
            ("y", Kind::Cell),
            ("1", Kind::Cell),
            ("2", Kind::Cell),
            ("q", Kind::Paragraph),
            ("note", Kind::Note(0)),
        ];
        let expected = expected.map(|(text, kind)| (text.to_owned(), kind));
        assert_eq!(kinds.collect::<Vec<_>>(), expected);
    }
}
