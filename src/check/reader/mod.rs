//! The reader: every text of a letter is gone over once, and yields what it says, with its place.
//!
//! A text becomes [tokens](tokens), in which [names] and [phrases] are found; [facts] says what those
//! mean where they stand. Words and phrases are [data](words). What is right is the rules' matter:
//! they compare facts with the letter, and read no English.

pub mod facts;
pub mod names;
mod passages;
pub mod phrases;
#[cfg(test)]
mod table;
pub mod tokens;
pub mod words;

pub use passages::{Block, Key, Passage, Voice, lines, of};
