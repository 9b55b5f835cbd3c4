//! Columns of figures: they stand one below the other at the decimal point.

use super::paragraph::TextLine;
use crate::document::{Cell, Column, Table, plain_text};

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Set {
    /// At which side.
    pub side: Column,
    /// Where its figures have their decimal point.
    pub point: Option<Point>,
}

/// What stands before and after the decimal point in the widest figures of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Before it.
    pub before: f32,
    /// After it, with the point itself.
    pub after: f32,
}

impl Point {
    /// Makes it that of smaller or larger letters.
    pub fn scale(&mut self, by: f32) {
        (self.before, self.after) = (self.before * by, self.after * by);
    }

    /// Takes in a figure of which so much stands before the point.
    pub fn take_in(&mut self, line: &TextLine, before: f32) {
        self.before = self.before.max(before);
        self.after = self.after.max(line.width - before);
    }
}

/// Whether all that stands in a column, and there is something, are figures.
pub fn is_of_figures(table: &Table, column: usize) -> bool {
    let cells = || table.rows.iter().filter_map(|row| row.get(column)).map(|cell| plain_text(cell));
    let is_blank = |cell: &str| matches!(cell.trim(), "" | "-" | "\u{2013}" | "\u{2014}" | "n/a");
    cells().any(|cell| !is_blank(&cell))
        && cells().all(|cell| is_blank(&cell) || integer_end(&cell).is_some())
}

/// Where the whole number ends in a figure: `12` of `£12.5 million`. Nothing if it is none.
pub fn integer_end(text: &str) -> Option<usize> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let is_sign =
        |c: char| c.is_whitespace() || "£€$+-\u{2212}\u{2013}(<>~±\u{2264}\u{2265}".contains(c);
    let rest = &text[start..];
    let number = rest.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(rest.len());
    let number = rest[..number].trim_end_matches(',').len();
    let after = rest[number..].strip_prefix('.').unwrap_or(&rest[number..]);
    let unit = after.trim_start_matches(|c: char| c.is_ascii_digit()).trim();
    let is_unit = unit.chars().count() <= 8 && !unit.contains(|c: char| c.is_ascii_digit());
    (text[..start].chars().all(is_sign) && is_unit).then_some(start + number)
}

/// Whether a figure has a word after it, such as million: such figures end at one edge.
pub fn has_word(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 3
}

/// The width of a line up to a byte of its text.
pub fn width_to(line: &TextLine, mut byte: usize) -> f32 {
    let mut width = 0.0;
    for run in line.runs.iter().map(|line_run| &line_run.run) {
        let before = run.glyphs.iter().take_while(|glyph| glyph.text.start < byte);
        width += before.map(|glyph| glyph.advance).sum::<f32>();
        let Some(left) = byte.checked_sub(run.text.len()) else { break };
        byte = left;
    }
    width
}

/// Whether a row sums up those above it: it says so at its head.
pub fn is_total(row: &[Cell]) -> bool {
    let first = row.first().map(|cell| plain_text(cell).to_lowercase()).unwrap_or_default();
    let word = first.trim().split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    matches!(word, "total" | "totals" | "cyfanswm" | "cyfansymiau")
        || first.starts_with("grand total")
}

#[cfg(test)]
mod tests {
    use super::integer_end;

    #[test]
    fn figures_are_told_from_words() {
        for (text, end) in [
            ("12", 2),
            ("12.5", 2),
            ("1,234.5%", 5),
            ("£3 million", 3),
            ("-4.25", 2),
            ("(12)", 3),
            ("+0.3 pp", 2),
            ("84%", 2),
        ] {
            assert_eq!(integer_end(text), Some(end), "{text}");
        }
        for text in ["", "Good", "2017/18", "12 to 15", "A1", "12 months from now"] {
            assert_eq!(integer_end(text), None, "{text}");
        }
    }
}
