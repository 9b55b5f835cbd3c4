//! Files are written whole or not at all.

use super::IoProblem;
use super::leftover::{AtWork, TEMPORARY, at_work};
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
        // A folder of that name would be found too late.
        let blocked = path.is_dir().then(|| ErrorKind::IsADirectory.into());
        let file = blocked.map_or_else(|| temporary(path, bytes), Err);
        ready.push((path, file.map_err(|error| problem(path, error))?));
    }
    for (path, Ready { file, .. }) in ready {
        file.persist(path).map_err(|error| problem(path, error.error))?;
    }
    Ok(())
}

/// Writes a new file, and never over one that is there.
///
/// # Errors
///
/// The folder cannot be made or the file not be written; its kind is `AlreadyExists` where a file
/// has the name.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), IoProblem> {
    let persisted = temporary(path, bytes)
        .and_then(|Ready { file, _at_work }| Ok(file.persist_noclobber(path)?));
    let problem = |error| IoProblem { verb: "write", path: path.to_owned(), error };
    persisted.map(drop).map_err(problem)
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
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any new file: the user's umask takes away from it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(Ready { file, _at_work: at_work })
}
