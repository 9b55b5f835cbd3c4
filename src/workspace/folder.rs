//! Folders, made and removed.

use super::IoProblem;
use crate::system;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Makes a folder with those above it, and gives those that were not there, the uppermost first.
///
/// # Errors
///
/// One cannot be made. None is left then.
pub fn make(folder: &Path) -> Result<Vec<PathBuf>, IoProblem> {
    let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.is_dir();
    let missing: Vec<&Path> = folder.ancestors().take_while(is_missing).collect();
    let mut made = Vec::new();
    for folder in missing.into_iter().rev() {
        if let Err(error) = make_one(folder, &mut made) {
            remove_empty(&made);
            return Err(IoProblem { verb: "make", path: folder.to_owned(), error });
        }
    }
    Ok(made)
}

fn make_one(folder: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    match fs::create_dir(folder) {
        Ok(()) => made.push(folder.to_owned()),
        // Another run was faster.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && folder.is_dir() => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            return Err(match folder.is_symlink() {
                true => leads_nowhere(),
                false => io::Error::other("a file has that name"),
            });
        }
        Err(error) => return Err(error),
    }
    system::sync(parent(folder))
}

/// The error of a link without a file or folder behind it.
pub fn leads_nowhere() -> io::Error {
    io::Error::other("it is a link that leads nowhere")
}

/// Removes folders that have nothing in them, the last first.
pub fn remove_empty(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        // One with something in it stays.
        let _ = fs::remove_dir(folder);
    }
}

/// The folder that a file or folder is in.
pub fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
