//! Two states of a letter in, what changed between them out: word by word, in the order of the letter.
//!
//! Compared is what the office wrote: the letter's TOML laid over the office file, before templates.
//! The keys are those of the [table](crate::keys), so that none is forgotten.

pub mod align;
pub mod html;
pub mod labels;
pub mod matching;
mod passage;
pub mod signs;
pub mod terminal;
mod values;
mod walk;
mod words;

pub use walk::compare;
pub use words::{Piece, Sign, every_word, few_words, words};

use crate::letter::Language;
use crate::letter::tree::Table;

/// One of the two states.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The letter laid over the office file.
    pub table: &'a Table,
    /// What it is made with.
    pub look: &'a Look,
}

/// The files that a letter is made with, by their paths from the working folder.
#[derive(Debug, Default)]
pub struct Look {
    /// Templates, fixed words, style and programmes.
    pub texts: Vec<(String, String)>,
    /// Images.
    pub images: Vec<(String, Vec<u8>)>,
}

/// What changed in one part of the letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// The part, such as `Area 1, Preventing crime`.
    pub title: String,
    /// What changed in it.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What is changed, such as `Response to area for improvement 2`.
    pub label: String,
    /// What happened to it, where the words do not say it.
    pub remark: Option<Remark>,
    /// The language of the words.
    pub language: Language,
    /// The words.
    pub pieces: Vec<Piece>,
}

/// What happened to a part of a letter.
#[derive(Clone, Debug, PartialEq)]
pub enum Remark {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere now; this is what it was before.
    Moved(String),
    /// It is an image, and another now.
    Replaced,
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Added => write!(f, "added"),
            Self::Removed => write!(f, "removed"),
            Self::Moved(before) => write!(f, "moved; before, it was {before}"),
            Self::Replaced => write!(f, "changed"),
        }
    }
}

/// The names of the two states, as they are told to a person.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// What was before.
    pub old: &'a str,
    /// What is now.
    pub new: &'a str,
}
