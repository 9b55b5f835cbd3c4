//! What came back from Word: what changed in it, key by key, and how that gets into the TOML.
//!
//! Data flows one way: the file that came back, its words beside those that it was made from, the
//! changes, and then either their showing or the text of the TOML with those that are taken.

pub mod apply;
pub mod base;
pub mod compare;
pub mod footnotes;
pub mod memory;
pub mod merge;
pub mod names;
pub mod notes;
pub mod remarks;
pub mod round;
pub mod rows;
pub mod show;
pub mod splice;
pub mod text;
pub mod value;
pub mod write;

use crate::diff::Piece;
use crate::docx::manifest::Owner;
use crate::docx::read::Who;
use crate::letter::Language;
use std::ops::Range;
use text::Unit;
use value::Kind;

/// One change in a letter that came back.
#[derive(Clone, Debug)]
pub struct Change {
    /// The part of the letter.
    pub part: String,
    /// What is changed, such as `Response to area for improvement 2`.
    pub label: String,
    /// What happened to it, where the words do not say it.
    pub remark: Option<Remark>,
    /// The language of the words.
    pub language: Language,
    /// The words.
    pub pieces: Vec<Piece>,
    /// Who did it; nobody where it was not tracked.
    pub who: Vec<Who>,
    /// Whether it can be taken over.
    pub standing: Standing,
    /// How its value is changed.
    pub edit: Option<Edit>,
    /// Where it stands in the letter: footnotes come last.
    pub order: (bool, usize),
}

/// What happened to a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere now.
    MovedAway,
    /// It stood elsewhere before.
    MovedHere,
    /// It is a row of a table that is new.
    RowAdded,
    /// It is a row of a table that is gone.
    RowRemoved,
    /// It is a table that is gone.
    TableRemoved,
    /// It has something that a letter cannot hold.
    Odd(&'static str),
}

/// Whether a change can be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is at its place.
    Placed,
    /// Its place was found by its words.
    Guessed,
    /// It stands between two keys.
    Between,
    /// It is in words that are not the office's.
    NotYours(Owner),
    /// It is not taken over, for this reason.
    Kept(String),
}

/// How a value is changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The value, among those of the base.
    pub value: usize,
    /// The signs that are replaced.
    pub range: Range<usize>,
    /// What takes their place.
    pub new: Vec<Unit>,
    /// What the paragraphs are that begin in it.
    pub kinds: Vec<Kind>,
}
