//! Files are written whole or not at all, and only where they change.

use super::IoProblem;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// What [`write()`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The file is new or has new content.
    New,
    /// The file had this content already, and was not touched.
    Unchanged,
}

/// Writes a file: to a temporary neighbour first, which then takes its name.
///
/// # Errors
///
/// The folder cannot be made or the file not be written. The old file is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<Written, IoProblem> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(Written::Unchanged);
    }
    replace(path, bytes).map_err(|error| IoProblem {
        verb: "write",
        path: path.to_owned(),
        error,
    })?;
    Ok(Written::New)
}

/// Writes a new file, and never over one that is there.
///
/// # Errors
///
/// The folder cannot be made or the file not be written; its kind is `AlreadyExists` where a file
/// has the name.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), IoProblem> {
    let persisted = temporary(path, bytes).and_then(|file| Ok(file.persist_noclobber(path)?));
    let problem = |error| IoProblem { verb: "write", path: path.to_owned(), error };
    persisted.map(drop).map_err(problem)
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    temporary(path, bytes)?.persist(path)?;
    Ok(())
}

/// The bytes in a temporary file beside the one that they are for.
fn temporary(path: &Path, bytes: &[u8]) -> std::io::Result<NamedTempFile> {
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.exists() && !folder.is_dir() {
        return Err(std::io::Error::other(format!("{} is not a folder", folder.display())));
    }
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".peel-letter-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any new file: the user's umask takes away from it.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}
