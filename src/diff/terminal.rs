//! What changed, as text for a terminal.

use super::passage::{Paragraph, is_same, paragraphs};
use super::{Change, Group, Names, Piece, Sign};
use crate::signs::shown;
use anstyle::{AnsiColor, Style};

/// How the text is written.
#[derive(Clone, Copy, Debug)]
pub struct Paper {
    /// Whether in colour; else changes stand between signs, `[-so-]` and `{+so+}`.
    pub colour: bool,
    /// The width in columns.
    pub width: usize,
}

/// How the parts of the letter are named.
pub const BOLD: Style = Style::new().bold();
/// Told apart without colours too.
const DELETED: Style = AnsiColor::Red.on_default().strikethrough();
const INSERTED: Style = AnsiColor::Green.on_default().underline();

/// What stands before passages.
const INDENT: &str = "    ";
/// What stands for words that are left out.
const LEFT_OUT: &str = "…";
/// The words that are shown before and after a change.
const AROUND: usize = 10;

/// Writes what changed, part by part.
pub fn text(groups: &[Group], names: Names<'_>, paper: Paper) -> String {
    let mut out = shown(&format!("From {} to {}\n", names.old, names.new)).into_owned();
    for group in groups {
        out += &format!("\n{}\n", paper.styled(BOLD, &shown(&group.title)));
        for change in group.changes.iter() {
            out += &paper.change(change);
        }
    }
    out
}

impl Paper {
    /// Text in a style, where there are colours.
    pub fn styled(self, style: Style, text: &str) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    fn change(self, Change { label, remark, pieces, .. }: &Change) -> String {
        let remark = remark.as_ref().map(|remark| format!(" ({remark})")).unwrap_or_default();
        let heading = shown(&format!("\n  {label}{remark}\n")).into_owned();
        heading + &self.passage(pieces)
    }

    /// Words in paragraphs, without what is the same and far from changes.
    pub fn passage(self, pieces: &[Piece]) -> String {
        let seen = |piece: &Piece| Piece { text: shown(&piece.text).into_owned(), ..piece.clone() };
        let pieces: Vec<Piece> = pieces.iter().map(seen).collect();
        let left_out = format!("{INDENT}{LEFT_OUT}\n");
        let mut passage: Vec<String> = Vec::new();
        for paragraph in paragraphs(&pieces) {
            match is_same(&paragraph) {
                false => passage.push(self.paragraph(&paragraph)),
                true if passage.last() == Some(&left_out) => {}
                true => passage.push(left_out.clone()),
            }
        }
        passage.join("\n")
    }

    fn paragraph(self, paragraph: &Paragraph) -> String {
        let mut out = String::new();
        let is_changed = |line: &Vec<Piece>| line.iter().any(|piece| piece.sign != Sign::Same);
        for (index, line) in paragraph.iter().enumerate() {
            let near = paragraph.iter().skip(index.saturating_sub(1)).take(3).any(is_changed);
            if near {
                out += &self.wrapped(&words(&shortened(line), self.colour));
            } else if !out.ends_with(&format!("{LEFT_OUT}\n")) {
                out += &format!("{INDENT}{LEFT_OUT}\n");
            }
        }
        out
    }

    /// Words in lines that are not wider than the paper.
    fn wrapped(self, words: &[Word]) -> String {
        let (mut out, mut width) = (INDENT.to_owned(), INDENT.len());
        for (index, word) in words.iter().enumerate() {
            let own = word.iter().map(|segment| self.width_of(segment)).sum::<usize>();
            if index > 0 && width + 1 + own > self.width {
                out += &format!("\n{INDENT}");
                width = INDENT.len();
            } else if index > 0 {
                out.push(' ');
                width += 1;
            }
            width += own;
            word.iter().for_each(|segment| out += &self.segment(segment));
        }
        out + "\n"
    }

    fn segment(self, Segment { sign, text, first, last }: &Segment) -> String {
        let (style, [open, close]) = match sign {
            Sign::Same => return text.clone(),
            Sign::Deleted => (DELETED, ["[-", "-]"]),
            Sign::Inserted => (INSERTED, ["{+", "+}"]),
        };
        if self.colour {
            return self.styled(style, text);
        }
        let open = if *first { open } else { "" };
        let close = if *last { close } else { "" };
        format!("{open}{text}{close}")
    }

    fn width_of(self, segment: &Segment) -> usize {
        match self.colour {
            true => segment.text.chars().count(),
            false => self.segment(segment).chars().count(),
        }
    }
}

/// What stands between two spaces: of one piece or of several.
type Word = Vec<Segment>;

/// The part of a word that belongs to one piece.
struct Segment {
    sign: Sign,
    text: String,
    /// Whether it begins the piece.
    first: bool,
    /// Whether it ends the piece.
    last: bool,
}

/// Pieces in words. What is new stands apart from what is gone, where no signs part them.
fn words(line: &[Piece], apart: bool) -> Vec<Word> {
    let mut words: Vec<Word> = vec![Vec::new()];
    let mut before = Sign::Same;
    for Piece { sign, text } in line {
        if apart && (before, *sign) == (Sign::Deleted, Sign::Inserted) {
            words.push(Vec::new());
        }
        before = *sign;
        let shown: Vec<&str> = match text.split_whitespace().collect::<Vec<_>>() {
            // Nothing but spaces: they would not be seen.
            none if none.is_empty() && *sign != Sign::Same => vec!["␣"],
            shown => shown,
        };
        if text.starts_with(char::is_whitespace) {
            words.push(Vec::new());
        }
        let last = shown.len().saturating_sub(1);
        for (index, text) in shown.into_iter().enumerate() {
            if index > 0 {
                words.push(Vec::new());
            }
            let (first, last) = (index == 0, index == last);
            let segment = Segment { sign: *sign, text: text.to_owned(), first, last };
            if let Some(word) = words.last_mut() {
                word.push(segment);
            }
        }
        if text.ends_with(char::is_whitespace) {
            words.push(Vec::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A line with the middle of what is long and the same left out.
fn shortened(line: &[Piece]) -> Vec<Piece> {
    let last = line.len().saturating_sub(1);
    let shorten = |(index, piece): (usize, &Piece)| {
        let words: Vec<&str> = piece.text.split_inclusive(' ').collect();
        let before = if index == 0 { 0 } else { AROUND };
        let after = if index == last { 0 } else { AROUND };
        if piece.sign != Sign::Same || last == 0 || words.len() <= before + after + 2 {
            return piece.clone();
        }
        let (start, end) = (words[..before].concat(), words[words.len() - after..].concat());
        let space = if after > 0 { " " } else { "" };
        Piece { sign: Sign::Same, text: format!("{start}{LEFT_OUT}{space}{end}") }
    };
    line.iter().enumerate().map(shorten).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::Language;

    fn written(old: &str, new: &str, paper: Paper) -> String {
        let pieces = crate::diff::words(old, new);
        let (label, language) = ("Text".to_owned(), Language::English);
        paper.change(&Change { label, remark: None, language, pieces })
    }

    const PLAIN: Paper = Paper { colour: false, width: 40 };

    #[test]
    fn lines_are_not_wider_than_the_paper() {
        let old = "We welcome the report of the inspectors and agree with most of it.";
        let new = "We welcome the report of the inspectors and agree with all that it says.";
        let lines = "\n  Text\n    We welcome the report of the\n    inspectors and agree with [-most of\n    it-]{+all that it says+}.\n";
        assert_eq!(written(old, new, PLAIN), lines);
    }

    #[test]
    fn breaks_of_paragraphs_are_seen() {
        assert_eq!(
            written("One two.\n\nThree.", "One two. Three.", PLAIN),
            "\n  Text\n    One two.[-¶-] Three.\n"
        );
        assert_eq!(
            written("One. Two.", "One.\n\nTwo.", PLAIN),
            "\n  Text\n    One.{+¶+}\n\n    …\n"
        );
    }

    #[test]
    fn colours_stand_for_signs() {
        let text = written("One two", "One three", Paper { colour: true, width: 40 });
        let marked = format!("One {DELETED}two{DELETED:#} {INSERTED}three{INSERTED:#}");
        assert_eq!(text, format!("\n  Text\n    {marked}\n"));
    }
}
