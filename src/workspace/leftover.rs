//! What runs that were stopped have left: temporary files that never got their names.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// How the names of temporary files begin.
pub const TEMPORARY: &str = ".peel-letter-";

/// Keeps the temporary files in a folder from being removed, as long as it is there.
pub struct AtWork {
    _lock: Option<File>,
}

/// Tells other runs that this one is at work in a folder. If it is the only one, what others have left
/// is removed.
///
/// Where a folder cannot be locked, as on Windows, nothing is removed either.
pub fn at_work(folder: &Path) -> AtWork {
    AtWork { _lock: lock(folder).ok() }
}

fn lock(folder: &Path) -> io::Result<File> {
    let lock = File::open(folder)?;
    if lock.try_lock().is_ok() {
        // What cannot be removed does no harm.
        let _ = remove(folder);
        lock.unlock()?;
    }
    lock.lock_shared()?;
    Ok(lock)
}

fn remove(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_temporary = entry.file_name().to_string_lossy().starts_with(TEMPORARY);
        if is_temporary && entry.file_type()?.is_file() {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
