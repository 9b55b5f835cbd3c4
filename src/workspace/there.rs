//! What is there: only what is not found is absent. What cannot be read may well be there.

use super::{IoProblem, folder, gate};
use crate::limits;
use std::fs::{self, DirEntry};
use std::io::{self, ErrorKind};
use std::path::Path;

/// The content of a file; nothing where there is none.
///
/// # Errors
///
/// It cannot be read.
pub fn bytes_if_there(path: &Path) -> Result<Option<Vec<u8>>, IoProblem> {
    found(gate::read(path, limits::FILE), path)
}

/// What is in a folder, in the order of the names; nothing where there is no folder.
///
/// # Errors
///
/// It cannot be read, or a link of its name leads nowhere.
pub fn entries_if_there(path: &Path) -> Result<Option<Vec<DirEntry>>, IoProblem> {
    let entries = fs::read_dir(path).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = found(entries, path)?;
    if entries.is_none() && is_there(path)? {
        let error = folder::leads_nowhere();
        return Err(IoProblem { verb: "read", path: path.to_owned(), error });
    }
    entries.iter_mut().for_each(|entries| entries.sort_by_key(DirEntry::file_name));
    Ok(entries)
}

/// Whether something has this name, be it a link that leads nowhere.
///
/// # Errors
///
/// That cannot be said.
pub fn is_there(path: &Path) -> Result<bool, IoProblem> {
    Ok(found(path.symlink_metadata(), path)?.is_some())
}

/// What was found, if there was something.
fn found<T>(result: io::Result<T>, path: &Path) -> Result<Option<T>, IoProblem> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(IoProblem { verb: "read", path: path.to_owned(), error }),
    }
}
