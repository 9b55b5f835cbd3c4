//! Files are written whole or not at all.

use super::IoProblem;
use super::leftover::{AtWork, TEMPORARY, at_work};
use crate::system;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes files: each to a temporary neighbour first, and when all are there, each takes its name.
///
/// # Errors
///
/// A folder cannot be made or a file not be written. The old files are as they were.
pub fn write(files: &[(&Path, &[u8])]) -> Result<(), IoProblem> {
    let problem = |path: &Path, error| IoProblem { verb: "write", path: path.to_owned(), error };
    let mut ready = Vec::new();
    for (path, bytes) in files {
        let file = replaceable(path).and_then(|()| temporary(path, bytes));
        ready.push((path, file.map_err(|error| problem(path, error))?));
    }
    for (path, Ready { file, .. }) in ready {
        let renamed = system::rename(&file.into_temp_path(), path);
        renamed.map_err(|error| problem(path, error))?;
    }
    Ok(())
}

/// What would stop a file from taking a name is found before any other has taken its own.
fn replaceable(path: &Path) -> std::io::Result<()> {
    match path.is_dir() {
        true => Err(ErrorKind::IsADirectory.into()),
        false => system::can_be_replaced(path),
    }
}

/// Writes a new file, and never over one that is there.
///
/// # Errors
///
/// The folder cannot be made or the file not be written; its kind is `AlreadyExists` where a file
/// has the name.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), IoProblem> {
    let created = temporary(path, bytes)
        .and_then(|Ready { file, _at_work }| system::rename_to_new(&file.into_temp_path(), path));
    created.map_err(|error| IoProblem { verb: "write", path: path.to_owned(), error })
}

/// A file that has all but its name.
struct Ready {
    file: NamedTempFile,
    _at_work: AtWork,
}

/// The bytes in a temporary file beside the one that they are for.
fn temporary(path: &Path, bytes: &[u8]) -> std::io::Result<Ready> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.exists() && !folder.is_dir() {
        return Err(std::io::Error::other(format!("{} is not a folder", folder.display())));
    }
    fs::create_dir_all(folder)?;
    let at_work = at_work(folder);
    let mut file = system::temporary_file(folder, TEMPORARY)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(Ready { file, _at_work: at_work })
}
