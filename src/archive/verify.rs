//! Whether a version is still what was put away.

use super::Version;
use super::bag::{self, MANIFEST, TAG_MANIFEST};
use super::put_away::IDENTIFIER;
use crate::workspace::IoProblem;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// Something in a bag that is not as it was put away. Paths are seen from the bag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A file has other content.
    Changed(String),
    /// A file is gone.
    Missing(String),
    /// A file was not there.
    Added(String),
    /// A file has another name.
    Renamed(String, String),
    /// The bag is that of another version, whose name it says.
    Moved(String),
    /// A line of a manifest says nothing that can be checked.
    Line(&'static str, usize),
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Changed(path) => write!(f, "changed: {path}"),
            Self::Missing(path) => write!(f, "missing: {path}"),
            Self::Added(path) => write!(f, "added: {path}"),
            Self::Renamed(old, new) => write!(f, "renamed: {old} is now {new}"),
            Self::Moved(identifier) => write!(f, "moved: this was put away as {identifier}"),
            Self::Line(manifest, line) => {
                write!(f, "changed: line {line} of {manifest} cannot be read")
            }
        }
    }
}

/// What was found of a version.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// All that is not as it was put away.
    pub faults: Vec<Fault>,
    /// The SHA-256 of its tag manifest, which stands for the whole bag; nothing where that is gone.
    pub fingerprint: Option<String>,
}

/// Compares every file of a version with what was put away.
///
/// # Errors
///
/// A file or folder cannot be read.
pub fn verify(version: &Version) -> Result<Verdict, IoProblem> {
    let mut there = BTreeMap::new();
    digests(&version.folder, "", &mut there)?;
    let mut faults = Vec::new();
    let mut expected = BTreeMap::new();
    for manifest in [TAG_MANIFEST, MANIFEST] {
        match listed(&version.folder, manifest)? {
            Ok(listed) => expected.extend(listed),
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(moved(version));
    let fingerprint = there.remove(TAG_MANIFEST);
    faults.extend(differences(&expected, &there));
    faults.sort();
    faults.dedup();
    Ok(Verdict { faults, fingerprint })
}

/// Whether the bag says that it is another version. If it cannot say, that is found otherwise.
fn moved(version: &Version) -> Option<Fault> {
    let info = version.info().ok()?;
    let identifier = info.get(IDENTIFIER)?;
    (identifier != version.to_string()).then(|| Fault::Moved(identifier.to_owned()))
}

/// What a manifest lists, or what is wrong with it.
fn listed(
    folder: &Path,
    manifest: &'static str,
) -> Result<Result<BTreeMap<String, String>, Fault>, IoProblem> {
    let path = folder.join(manifest);
    match fs::read(&path) {
        Ok(bytes) => {
            let listed = bag::parse_manifest(&String::from_utf8_lossy(&bytes));
            Ok(listed.map_err(|line| Fault::Line(manifest, line)))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(Err(Fault::Missing(manifest.to_owned())))
        }
        Err(error) => Err(IoProblem { verb: "read", path, error }),
    }
}

/// The digests of all files in a folder of a bag, by their paths in it.
fn digests(
    folder: &Path,
    prefix: &str,
    found: &mut BTreeMap<String, String>,
) -> Result<(), IoProblem> {
    for name in super::entries(folder)? {
        let (path, shown) = (folder.join(&name), format!("{prefix}{name}"));
        let problem = |error| IoProblem { verb: "read", path: path.clone(), error };
        let kind = fs::symlink_metadata(&path).map_err(problem)?.file_type();
        if kind.is_dir() {
            digests(&path, &format!("{shown}/"), found)?;
        } else if kind.is_symlink() {
            // What it leads to is no part of the bag.
            found.insert(shown, "a link".to_owned());
        } else {
            found.insert(shown, bag::digest(&fs::read(&path).map_err(problem)?));
        }
    }
    Ok(())
}

/// What differs, a file that only has another name being one difference.
fn differences(
    expected: &BTreeMap<String, String>,
    there: &BTreeMap<String, String>,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut added: BTreeSet<&String> =
        there.keys().filter(|path| !expected.contains_key(*path)).collect();
    for (path, digest) in expected {
        match there.get(path) {
            Some(found) if found == digest => {}
            Some(_) => faults.push(Fault::Changed(path.clone())),
            None => match added.iter().copied().find(|new| there[*new] == *digest) {
                Some(new) => {
                    added.remove(new);
                    faults.push(Fault::Renamed(path.clone(), new.clone()));
                }
                None => faults.push(Fault::Missing(path.clone())),
            },
        }
    }
    faults.extend(added.into_iter().cloned().map(Fault::Added));
    faults
}
