//! What runs that were stopped have left: temporary files that never got their names.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

/// How the names of temporary files begin.
pub const TEMPORARY: &str = ".peel-letter-";

/// Keeps the temporary files in a folder from being removed, as long as it is there.
pub struct AtWork {
    _lock: Option<File>,
}

/// What is older than this is no longer written by any run.
const OLD: Duration = Duration::from_secs(60 * 60);

/// Tells other runs that this one is at work in a folder. If it is the only one, what others have left
/// is removed. Where a folder cannot be locked, as on Windows, what is old is removed.
pub fn at_work(folder: &Path) -> AtWork {
    let lock = lock(folder);
    if lock.is_err() {
        // What cannot be removed does no harm.
        let _ = remove(folder, OLD);
    }
    AtWork { _lock: lock.ok() }
}

fn lock(folder: &Path) -> io::Result<File> {
    let lock = File::open(folder)?;
    if lock.try_lock().is_ok() {
        let _ = remove(folder, Duration::ZERO);
        lock.unlock()?;
    }
    lock.lock_shared()?;
    Ok(lock)
}

fn remove(folder: &Path, at_least: Duration) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_temporary = entry.file_name().to_string_lossy().starts_with(TEMPORARY);
        // One from the future is as old as none.
        let is_old = |file: &fs::Metadata| {
            let age = file.modified().ok().and_then(|at| at.elapsed().ok());
            age.unwrap_or_default() >= at_least
        };
        if is_temporary && entry.metadata().is_ok_and(|file| file.is_file() && is_old(&file)) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
