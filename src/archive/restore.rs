//! What was put away, as a working folder again.

use super::Version;
use super::bag::{self, MANIFEST};
use crate::letter::paths;
use crate::workspace::{IoProblem, WorkingFile};
use std::fs;

/// What a version was made from and what it became, each at its place in a working folder. What
/// was only sent with it has no such place and stays in the bag.
///
/// # Errors
///
/// A file cannot be read.
pub fn from_bag(version: &Version) -> Result<Vec<WorkingFile>, IoProblem> {
    let manifest = read(version, MANIFEST)?;
    let listed = bag::parse_manifest(&String::from_utf8_lossy(&manifest)).unwrap_or_default();
    let restored = |path: &String| {
        let place = in_working_folder(path)?;
        Some(read(version, path).map(|bytes| WorkingFile { path: place, bytes }))
    };
    listed.keys().filter_map(restored).collect()
}

/// A path in a bag as one in a working folder. A bag from elsewhere may name what it likes.
fn in_working_folder(path: &str) -> Option<String> {
    let place = match path.strip_prefix("data/letter/") {
        Some(name) => format!("output/{name}"),
        None => path.strip_prefix("data/source/")?.to_owned(),
    };
    paths::within("", &place).filter(|inside| *inside == place)
}

fn read(version: &Version, path: &str) -> Result<Vec<u8>, IoProblem> {
    let path = version.folder.join(path);
    fs::read(&path).map_err(|error| IoProblem { verb: "read", path, error })
}
