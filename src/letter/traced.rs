//! Text that knows, for each of its characters, where the user wrote it.

use crate::diagnostic::{FileId, Place};
use std::ops::Range;

/// Text taken from one file, perhaps with pieces left out, unescaped or put in.
#[derive(Clone, Debug, PartialEq)]
pub struct Traced {
    text: String,
    file: FileId,
    /// Where each piece of `text` begins and what it was made from, in order.
    pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq)]
struct Piece {
    /// First byte in the text.
    at: usize,
    /// What it stands for in the file.
    source: Range<usize>,
    /// Whether it stands there letter by letter, and not as an escape, say.
    verbatim: bool,
}

impl Traced {
    /// No text yet, to be filled from `file`.
    pub fn new(file: FileId) -> Self {
        Self { text: String::new(), file, pieces: Vec::new() }
    }

    /// The text as it is to be read.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Adds text that stands at `start` in the file just so.
    pub fn push_verbatim(&mut self, text: &str, start: usize) {
        self.push_piece(text, start..start + text.len(), true);
    }

    /// Adds text that the file has in another form at `source`: an escape, or a label made unique.
    pub fn push_for(&mut self, text: &str, source: Range<usize>) {
        self.push_piece(text, source, false);
    }

    fn push_piece(&mut self, text: &str, source: Range<usize>, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let continues = self
            .pieces
            .last()
            .is_some_and(|last| verbatim && last.verbatim && last.source.end == source.start);
        match self.pieces.last_mut() {
            Some(last) if continues => last.source.end = source.end,
            _ => self.pieces.push(Piece { at: self.text.len(), source, verbatim }),
        }
        self.text.push_str(text);
    }

    /// Adds a stretch of another traced text of the same file.
    pub fn push_part(&mut self, other: &Self, range: Range<usize>) {
        let first = other.pieces.partition_point(|piece| piece.at <= range.start).max(1) - 1;
        for (index, piece) in other.pieces.iter().enumerate().skip(first) {
            if piece.at >= range.end {
                break;
            }
            let end = other.pieces.get(index + 1).map_or(other.text.len(), |next| next.at);
            let (from, to) = (piece.at.max(range.start), end.min(range.end));
            if from >= to {
                continue;
            }
            let text = &other.text[from..to];
            if piece.verbatim {
                self.push_verbatim(text, piece.source.start + (from - piece.at));
            } else {
                self.push_for(text, piece.source.clone());
            }
        }
    }

    /// The place in the file of a stretch of this text.
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.source(range.start).start;
        let last = range.end.max(range.start + 1) - 1;
        let end = if range.is_empty() { start } else { self.source(last).end };
        Place::new(self.file, start..end.max(start))
    }

    /// The place of the whole text.
    pub fn whole(&self) -> Place {
        self.place(0..self.text.len())
    }

    /// The stretch of this text that was made of a stretch of the file.
    pub fn made_of(&self, source: &Range<usize>) -> Range<usize> {
        let end = match source.is_empty() {
            true => self.position(source.start, false),
            false => self.position(source.end - 1, true),
        };
        self.position(source.start, false).min(end)..end
    }

    /// The byte of this text that was made of a byte of the file, or the one `after` it.
    fn position(&self, source: usize, after: bool) -> usize {
        let next = self.pieces.partition_point(|piece| piece.source.start <= source);
        let Some(piece) = next.checked_sub(1).and_then(|index| self.pieces.get(index)) else {
            return 0;
        };
        let end = self.pieces.get(next).map_or(self.text.len(), |next| next.at);
        match (piece.verbatim, after) {
            (true, _) => (piece.at + (source - piece.source.start) + usize::from(after)).min(end),
            (false, true) => end,
            (false, false) => piece.at,
        }
    }

    /// The line of this text that has what stands at a byte of the file; nothing where it has not.
    pub fn line_of(&self, source: usize) -> &str {
        let has = |piece: &&Piece| piece.source.contains(&source) || piece.source.start == source;
        let is_before = |piece: &Piece| piece.source.end <= source && piece.source.start < source;
        let after = self.pieces.partition_point(is_before);
        let Some(piece) = self.pieces.get(after).filter(has) else { return "" };
        let within = if piece.verbatim { source - piece.source.start } else { 0 };
        let at = self.text.floor_char_boundary(piece.at + within);
        let start = self.text[..at].rfind('\n').map_or(0, |line| line + 1);
        self.text[start..].lines().next().unwrap_or_default()
    }

    /// What one byte of the text stands for.
    fn source(&self, at: usize) -> Range<usize> {
        let after = self.pieces.partition_point(|piece| piece.at <= at);
        let Some(piece) = self.pieces[..after].last() else { return 0..0 };
        if !piece.verbatim {
            return piece.source.clone();
        }
        let byte = (piece.source.start + (at - piece.at)).min(piece.source.end);
        byte..(byte + 1).min(piece.source.end)
    }
}

impl serde::Serialize for Traced {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;

    #[test]
    fn a_part_keeps_the_places_of_its_letters() {
        let file = Files::default().add("a.toml", "");
        let mut text = Traced::new(file);
        text.push_verbatim("one ", 10);
        text.push_for("\u{e9}", 14..20);
        text.push_verbatim(" two", 20);
        let mut part = Traced::new(file);
        part.push_part(&text, 2..8);
        assert_eq!(part.as_str(), "e \u{e9} t");
        assert_eq!(part.place(0..1).range(), 12..13);
        assert_eq!(part.place(2..4).range(), 14..20);
        assert_eq!(part.place(5..6).range(), 21..22);
        assert_eq!(part.whole().range(), 12..22);
    }
}
