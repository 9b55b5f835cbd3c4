//! What was put away, as a working folder again.

use super::Version;
use super::bag::{self, MANIFEST};
use super::verify::there;
use crate::letter::paths;
use crate::limits;
use crate::workspace::{IoProblem, WorkingFile, gate};
use std::io;
use std::path::PathBuf;

/// What a version was made from and what it became, each at its place in a working folder. What
/// was only sent with it has no such place and stays in the bag. What is no longer in a damaged bag, or
/// is no file there but a link, is left out.
///
/// # Errors
///
/// A file cannot be read, or would be put elsewhere than into a working folder.
pub fn from_bag(version: &Version) -> Result<Vec<WorkingFile>, IoProblem> {
    let there = there(version);
    let place = |path: &str| there.get(path.as_ref() as &std::ffi::OsStr).cloned().flatten();
    let manifest = place(MANIFEST).map(read).transpose()?.unwrap_or_default();
    let listed = bag::parse_manifest(&String::from_utf8_lossy(&manifest)).unwrap_or_default();
    let mut files = Vec::new();
    for path in listed.keys() {
        let Some(inside) = in_working_folder(path) else { continue };
        let outside = || {
            let error = io::Error::other(format!("{path} in it belongs to another folder"));
            IoProblem { verb: "restore", path: version.to_string().into(), error }
        };
        let inside = paths::from_elsewhere(&inside).ok_or_else(outside)?;
        if let Some(place) = place(path) {
            files.push(WorkingFile { path: inside, bytes: read(place)? });
        }
    }
    Ok(files)
}

/// A path in a bag as one in a working folder.
fn in_working_folder(path: &str) -> Option<String> {
    match path.strip_prefix("data/letter/") {
        Some(name) => Some(format!("output/{name}")),
        None => path.strip_prefix("data/source/").map(str::to_owned),
    }
}

fn read(path: PathBuf) -> Result<Vec<u8>, IoProblem> {
    gate::read(&path, limits::FILE).map_err(|error| IoProblem { verb: "read", path, error })
}
