//! Following the files of letters: which there are, whether one has changed, and when.
//!
//! [`Events`] says that something has happened in a folder, [`Sources`] whether it matters: only a
//! file with other bytes does. So neither what the program writes itself, nor what an editor leaves
//! beside a file, makes a letter again.

mod events;
mod sources;

pub use events::{Event, Events};
pub use sources::{Sources, Touched};
