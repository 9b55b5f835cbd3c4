//! The two ends of the pipeline: the files that are read, and those that are written.

mod built_in;
mod folder;
pub mod gate;
pub mod git;
pub mod last;
mod read;
mod room;
mod seen;
mod staging;
mod there;

pub use built_in::BUILT_IN;
pub use read::{
    BUILT_IN_PROGRAMMES, LetterFile, OFFICE, Origin, PROGRAMMES, TemplateSource, Workspace,
    is_hidden, is_letter_path, letter_name, utf8, wrong_letter_name,
};
pub use room::{Content, Failed, Left, Piece, Room, create, write};
pub use there::{bytes_if_there, entries_if_there, is_there};

use crate::system;
use std::io::ErrorKind;
use std::path::PathBuf;

/// A file or folder that could not be read or written.
#[derive(Debug)]
pub struct IoProblem {
    /// What was tried, such as `read`.
    pub verb: &'static str,
    /// Which file.
    pub path: PathBuf,
    /// Why it failed.
    pub error: std::io::Error,
}

impl IoProblem {
    /// Why it failed, without the number that the system gives the error.
    pub fn why(&self) -> String {
        why(&self.error)
    }
}

/// A file of a working folder that is not there now: a PDF carries it, the archive or git has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingFile {
    /// Its path from the working folder, with `/`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl WorkingFile {
    /// It as a piece of a working folder that is written.
    pub fn piece(&self) -> Piece<'_> {
        let content = Content::File(&self.bytes);
        Piece { path: PathBuf::from(&self.path), content, may_replace: true }
    }
}

/// What an error says: where it is one that happens in an office, in the same words on every system,
/// and always without the number that the system gives it.
pub fn why(error: &std::io::Error) -> String {
    let is_of_system = error.raw_os_error().is_some();
    match error.kind() {
        _ if system::is_held(error) => "another program has it open; close it there, and try again",
        ErrorKind::NotFound if is_of_system => "there is no such file or folder",
        ErrorKind::InvalidFilename => "its name or its path is too long",
        _ if system::is_circle(error) => "it is a link that leads in a circle",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a file stands where a folder should be",
        _ => return error.to_string().split(" (os error").next().unwrap_or_default().to_owned(),
    }
    .to_owned()
}

impl std::fmt::Display for IoProblem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot {} {}: {}", self.verb, self.path.display(), self.why())
    }
}
