//! Pieces of text in paragraphs and lines, as they are shown.

use super::{Piece, Sign};

/// A paragraph: its lines, each of pieces.
pub type Paragraph = Vec<Vec<Piece>>;

/// Shows where a paragraph begins or ends now that did not, or the other way round.
const BREAK: &str = "¶";

/// Pieces in paragraphs. A change of nothing but a break is shown with a sign.
pub fn paragraphs(pieces: &[Piece]) -> Vec<Paragraph> {
    let mut all: Vec<Paragraph> = vec![vec![Vec::new()]];
    let mut before: Option<&Piece> = None;
    for (index, piece) in pieces.iter().enumerate() {
        if is_spare(before, piece, pieces.get(index + 1)) {
            continue;
        }
        match before.filter(|before| is_replaced(before, piece)) {
            Some(before) if before.text.contains("\n\n") => all.push(vec![Vec::new()]),
            Some(before) if before.text.contains('\n') => add_line(&mut all),
            _ => {}
        }
        before = Some(piece);
        let is_break = is_break(piece);
        if is_break && piece.sign != Sign::Same {
            add(&mut all, piece.sign, BREAK);
        }
        if is_break && piece.sign == Sign::Deleted {
            add(&mut all, Sign::Same, " ");
            continue;
        }
        add_text(&mut all, piece);
    }
    all.retain(|paragraph| paragraph.iter().any(|line| !line.is_empty()));
    all
}

/// Adds a piece, with the paragraphs and lines that begin in it.
fn add_text(all: &mut Vec<Paragraph>, piece: &Piece) {
    for (index, part) in piece.text.split("\n\n").enumerate() {
        if index > 0 {
            all.push(vec![Vec::new()]);
        }
        for (index, line) in part.split('\n').enumerate() {
            if index > 0 {
                add_line(all);
            }
            add(all, piece.sign, line);
        }
    }
}

/// Whether a piece is a break and nothing else.
fn is_break(piece: &Piece) -> bool {
    piece.text.trim().is_empty() && piece.text.contains('\n')
}

/// Whether a piece is the space in place of which a break stands, or the other way round: the break
/// says enough.
fn is_spare(before: Option<&Piece>, piece: &Piece, after: Option<&Piece>) -> bool {
    let is_other = |other: &Piece| other.sign != Sign::Same && is_break(other);
    piece.sign != Sign::Same
        && piece.text.trim_matches(' ').is_empty()
        && (before.is_some_and(is_other) || after.is_some_and(is_other))
}

/// Whether new words take the place of old ones: if those were several lines, they stand apart.
fn is_replaced(before: &Piece, piece: &Piece) -> bool {
    before.sign == Sign::Deleted && piece.sign == Sign::Inserted && !is_break(before)
}

fn add_line(all: &mut [Paragraph]) {
    if let Some(paragraph) = all.last_mut() {
        paragraph.push(Vec::new());
    }
}

fn add(all: &mut [Paragraph], sign: Sign, text: &str) {
    let line = all.last_mut().and_then(|paragraph| paragraph.last_mut());
    if let (Some(line), false) = (line, text.is_empty()) {
        line.push(Piece { sign, text: text.to_owned() });
    }
}

/// Whether nothing in a paragraph changed.
pub fn is_same(paragraph: &Paragraph) -> bool {
    paragraph.iter().flatten().all(|piece| piece.sign == Sign::Same)
}
