//! How the files of a letter stand to those that are there.

use super::{Format, Output};
use crate::docx;
use crate::workspace::{IoProblem, bytes_if_there};
use std::path::{Path, PathBuf};

/// A file of a letter beside the one that is there.
pub struct Compared<'a> {
    /// Where it goes.
    pub path: PathBuf,
    /// What it is now.
    pub new: &'a Output,
    /// What is there; nothing where no file is.
    pub old: Option<Vec<u8>>,
}

impl Compared<'_> {
    /// Whether the file that is there is as it should be.
    pub fn is_same(&self) -> bool {
        self.old.as_ref() == Some(&self.new.bytes)
    }

    /// Whether somebody has amended the file that is there, which is what Word files are for.
    pub fn is_amended(&self) -> bool {
        let old = self.old.as_deref().filter(|_| self.new.format == Format::Docx);
        old.is_some_and(|old| !docx::is_as_written(old))
    }
}

/// Reads what is there in the folder that the files go to.
///
/// # Errors
///
/// A file that is there cannot be read.
pub fn compare<'a>(outputs: &'a [Output], folder: &Path) -> Result<Vec<Compared<'a>>, IoProblem> {
    let compared = |new: &'a Output| {
        let path = folder.join(&new.name);
        let old = bytes_if_there(&path)?;
        Ok(Compared { path, new, old })
    };
    outputs.iter().map(compared).collect()
}
