//! Text as it is compared: sign by sign, with looks and links; what the program and Word change of
//! themselves is the same.

use crate::document::Look;
use crate::docx::read::NOTE;
use crate::markdown;
use std::sync::Arc;

pub use crate::diff::signs::{BREAK, For, Hunks, fold, folded, hunks, normal};

/// A sign of a text, with how it looks and what it links to.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The sign; `\n` is a line break, [`BREAK`] the end of a paragraph.
    pub sign: char,
    /// How it looks.
    pub look: Look,
    /// The address it links to.
    pub link: Option<String>,
    /// The footnote that it refers to, if it does.
    pub note: Option<Arc<Note>>,
}

/// A footnote that a text refers to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// How the value names it; nothing for one that is new.
    pub label: Option<String>,
    /// Its number in the file that came back.
    pub number: Option<usize>,
    /// What it says, with the ends of paragraphs between; nothing where the text refers to it again.
    pub words: Vec<Unit>,
}

/// The end of a paragraph.
pub fn paragraph_end() -> Unit {
    Unit { sign: BREAK, look: Look::default(), link: None, note: None }
}

/// Whether two addresses are the same: Word adds a stroke to those of whole sites.
pub fn is_same_link(one: Option<&str>, other: Option<&str>) -> bool {
    let bare = |link: Option<&str>| link.map(|link| link.trim_end_matches('/').to_owned());
    bare(one) == bare(other)
}

/// Whether two signs look and link the same. The look of a space is not seen.
pub fn is_same_look(one: &Unit, other: &Unit) -> bool {
    let is_space = one.sign.is_whitespace() || one.sign == NOTE;
    is_space || one.look == other.look && is_same_link(one.link.as_deref(), other.link.as_deref())
}

/// Whether two signs refer to footnotes that say the same, as far as both are known.
pub fn is_same_note(one: &Unit, other: &Unit) -> bool {
    let words = |note: &Note| normal(note.words.iter().map(|unit| unit.sign));
    match (&one.note, &other.note) {
        (Some(one), Some(other)) if !one.words.is_empty() && !other.words.is_empty() => {
            words(one) == words(other)
        }
        _ => true,
    }
}

/// A text with its looks as Markdown has them, for showing; a paragraph ends with an empty line, and a
/// footnote stands where the text refers to it.
pub fn shown(units: &[Unit]) -> String {
    let mut out = String::new();
    for run in runs(units) {
        if let Some(note) = &run[0].note {
            let words = shown(&note.words);
            let colon = if words.is_empty() { "" } else { ": " };
            out += &format!("[footnote{colon}{words}]");
            continue;
        }
        let text: String = run.iter().map(|unit| unit.sign).collect();
        let text = text.replace(BREAK, "\n\n").replace(NOTE, "[footnote]");
        let first = &run[0];
        let words = text.trim_matches([' ', '\n']);
        if words.is_empty() {
            out += &text;
            continue;
        }
        let marks = marks(first.look);
        let closing: String = marks.chars().rev().collect();
        let inner = match &first.link {
            Some(link) if !is_address(words, link) => format!("[{words}]({link})"),
            _ => words.to_owned(),
        };
        let (start, _) = text.split_at(text.len() - text.trim_start_matches([' ', '\n']).len());
        let end = &text[text.trim_end_matches([' ', '\n']).len()..];
        out += &format!("{start}{marks}{inner}{closing}{end}");
    }
    out
}

/// The stretches that look and link the same; a footnote is one of its own.
pub fn runs(units: &[Unit]) -> impl Iterator<Item = &[Unit]> {
    units.chunk_by(|a, b| {
        (a.look, &a.link) == (b.look, &b.link) && a.note.is_none() && b.note.is_none()
    })
}

/// The marks of Markdown for a look.
pub fn marks(look: Look) -> String {
    let mark = |is: bool, mark| if is { mark } else { "" };
    format!("{}{}{}", mark(look.strong, "**"), mark(look.emphasis, "*"), mark(look.struck, "~~"))
}

/// Whether a link's words are its address, so that it is one of itself.
pub fn is_address(words: &str, link: &str) -> bool {
    let address = link.strip_prefix("mailto:").unwrap_or(link);
    is_same_link(Some(words), Some(address)) && markdown::can_link(link)
}
