//! Text as it is compared: sign by sign, with looks and links; what the program and Word change of
//! themselves is the same.

use crate::document::Look;
use crate::markdown;

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
}

/// The end of a paragraph.
pub fn paragraph_end() -> Unit {
    Unit { sign: BREAK, look: Look::default(), link: None }
}

/// Whether two addresses are the same: Word adds a stroke to those of whole sites.
pub fn is_same_link(one: Option<&str>, other: Option<&str>) -> bool {
    let bare = |link: Option<&str>| link.map(|link| link.trim_end_matches('/').to_owned());
    bare(one) == bare(other)
}

/// Whether two signs look and link the same. The look of a space is not seen.
pub fn is_same_look(one: &Unit, other: &Unit) -> bool {
    let is_space = one.sign.is_whitespace() || one.sign == crate::docx::read::NOTE;
    is_space || one.look == other.look && is_same_link(one.link.as_deref(), other.link.as_deref())
}

/// A text with its looks as Markdown has them, for showing; a paragraph ends with an empty line.
pub fn shown(units: &[Unit]) -> String {
    let mut out = String::new();
    for run in units.chunk_by(|a, b| a.look == b.look && a.link == b.link) {
        let text: String = run.iter().map(|unit| unit.sign).collect();
        let text = text.replace(BREAK, "\n\n").replace(crate::docx::read::NOTE, "[^]");
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
