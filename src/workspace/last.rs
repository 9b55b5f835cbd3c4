//! The working folder that was used last: a double click on the program finds it again.
//!
//! Windows names a folder for what programs remember for a user. Where none is named, nothing is
//! remembered.

use super::Workspace;
use std::fs;
use std::path::PathBuf;

/// Remembers a working folder. That it could not be is no reason to stop.
pub fn remember(workspace: &Workspace) {
    let (Some(file), Some(root)) = (file(), workspace.root.to_str()) else { return };
    if workspace.office.is_none() || fs::read_to_string(&file).is_ok_and(|known| known == root) {
        return;
    }
    let folder = file.parent().unwrap_or(&file);
    let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&file, root));
}

/// The folder that is remembered, if it is there still.
pub fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(fs::read_to_string(file()?).ok()?);
    folder.is_dir().then_some(folder)
}

fn file() -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("LOCALAPPDATA")?);
    folder.is_absolute().then(|| folder.join("peel-letter").join("last-folder.txt"))
}
