//! Whether a version is still what was put away.

use super::Version;
use super::bag::{self, INFO, Info, MANIFEST, TAG_MANIFEST};
use super::put_away::IDENTIFIER;
use crate::limits;
use crate::workspace::{gate, why};
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

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
    /// A file or folder cannot be read, and why: nobody can say whether it is as it was.
    Unreadable(String, String),
}

impl Fault {
    /// Whether a file seems to be missing only because its folder cannot be read.
    fn hides(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unreadable(folder, _), Self::Missing(path)) => {
                folder.ends_with('/') && path.starts_with(folder.as_str())
            }
            _ => false,
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = match self {
            Self::Changed(path) => format!("changed: {path}"),
            Self::Missing(path) => format!("missing: {path}"),
            Self::Added(path) => format!("added: {path}"),
            Self::Renamed(old, new) => format!("renamed: {old} is now {new}"),
            Self::Moved(identifier) => format!("moved: this was put away as {identifier}"),
            Self::Line(manifest, line) => {
                format!("changed: line {line} of {manifest} cannot be read")
            }
            Self::Unreadable(path, why) => format!("cannot be read: {path} ({why})"),
        };
        f.write_str(&in_one_line(&said))
    }
}

/// Text in which line breaks and other control characters are named: what somebody has called a file
/// must not look like a line of this program.
pub fn in_one_line(text: &str) -> String {
    let named = |c: char| match c.is_control() {
        true => c.escape_default().collect(),
        false => c.to_string(),
    };
    text.chars().map(named).collect()
}

/// What was found of a version.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// All that is not as it was put away.
    pub faults: Vec<Fault>,
    /// The SHA-256 of its tag manifest, which stands for the whole bag; nothing where that is gone.
    pub fingerprint: Option<String>,
    /// What could be changed without anybody noticing at once, in words.
    pub loose: Vec<String>,
}

/// What is in a bag, by its path there: where it is, or nothing for what is no file, such as a link.
/// What a link leads to is no part of the bag.
pub type There = BTreeMap<OsString, Option<PathBuf>>;

/// Digests by path.
type Digests = BTreeMap<String, String>;

/// Compares every file of a version with what was put away.
pub fn verify(version: &Version) -> Verdict {
    let (mut there, mut faults) = (There::new(), Vec::new());
    collect(&version.folder, OsStr::new(""), &mut there, &mut faults);
    let loose = loose(&there);
    let mut expected = Digests::new();
    for manifest in [TAG_MANIFEST, MANIFEST] {
        match listed(manifest, &there) {
            Ok((listed, changed)) => {
                expected.extend(listed);
                faults.extend(changed);
            }
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(moved(version, &there));
    let tag_manifest = there.remove(OsStr::new(TAG_MANIFEST)).flatten();
    let fingerprint = tag_manifest.and_then(|path| digest(&path).ok());
    let differences = differences(&expected, &there);
    let is_hidden = |fault: &Fault| faults.iter().any(|other| other.hides(fault));
    let seen: Vec<Fault> = differences.into_iter().filter(|fault| !is_hidden(fault)).collect();
    faults.extend(seen);
    faults.sort();
    faults.dedup();
    Verdict { faults, fingerprint, loose }
}

/// Everything in the bag of a version that can be found.
pub fn there(version: &Version) -> There {
    let mut there = There::new();
    collect(&version.folder, OsStr::new(""), &mut there, &mut Vec::new());
    there
}

/// Files that can be written to, or that somebody can write to under another name. A copy of the archive,
/// such as one out of git, has lost the protection, so that this is no fault.
fn loose(there: &There) -> Vec<String> {
    let files: Vec<(String, Metadata)> = there
        .iter()
        .filter_map(|(path, place)| Some((printable(path), place.as_ref()?.metadata().ok()?)))
        .collect();
    let named = |is_so: &dyn Fn(&Metadata) -> bool, said: &str| {
        let names: Vec<&str> =
            files.iter().filter(|(_, file)| is_so(file)).map(|(name, _)| name.as_str()).collect();
        match names.len() {
            0 => None,
            n if n == files.len() => Some(format!("{said}: all its files")),
            n if n > 3 => Some(format!("{said}: {} and {} more", names[..3].join(", "), n - 3)),
            _ => Some(format!("{said}: {}", names.join(", "))),
        }
    };
    let writable = named(&|file| !file.permissions().readonly(), "can be written to");
    let linked = named(&has_other_names, "can be written to under another name (hard link)");
    [writable, linked].into_iter().flatten().collect()
}

#[cfg(unix)]
fn has_other_names(file: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// A name as it can be shown in a line: what is no text in it byte by byte.
pub fn printable(name: &OsStr) -> String {
    let mut shown = String::new();
    for part in name.as_encoded_bytes().utf8_chunks() {
        shown.push_str(&in_one_line(part.valid()));
        part.invalid().iter().for_each(|byte| shown.push_str(&format!("\\x{byte:02x}")));
    }
    shown
}

/// Everything in a folder of a bag. A folder with nothing in it was not put away.
fn collect(folder: &Path, prefix: &OsStr, there: &mut There, faults: &mut Vec<Fault>) {
    let entries = fs::read_dir(folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
    let entries = match entries {
        Ok(entries) => entries,
        Err(error) => return faults.push(unreadable(&printable(prefix), &error)),
    };
    if entries.is_empty() && !prefix.is_empty() {
        faults.push(Fault::Added(printable(prefix)));
    }
    for entry in entries {
        let mut path = prefix.to_owned();
        path.push(entry.file_name());
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => {
                path.push("/");
                collect(&entry.path(), &path, there, faults);
            }
            Ok(kind) => drop(there.insert(path, kind.is_file().then(|| entry.path()))),
            Err(error) => faults.push(unreadable(&printable(&path), &error)),
        }
    }
}

fn unreadable(path: &str, error: &io::Error) -> Fault {
    let path = if path.is_empty() { "the whole version" } else { path };
    Fault::Unreadable(path.to_owned(), why(error))
}

/// What a file around the payload says.
fn text(name: &str, there: &There) -> Result<String, Fault> {
    let place = there.get(OsStr::new(name)).ok_or_else(|| Fault::Missing(name.to_owned()))?;
    let place = place.as_ref().ok_or_else(|| Fault::Changed(name.to_owned()))?;
    let bytes = gate::read(place, limits::FILE).map_err(|error| unreadable(name, &error))?;
    String::from_utf8(bytes).map_err(|_| Fault::Changed(name.to_owned()))
}

/// What a manifest lists. One that is written in another way than ours, such as with other ends of
/// lines, was changed: of the tag manifest nothing else would tell.
fn listed(manifest: &'static str, there: &There) -> Result<(Digests, Option<Fault>), Fault> {
    let text = text(manifest, there)?;
    let listed = bag::parse_manifest(&text).map_err(|line| Fault::Line(manifest, line))?;
    let is_ours = bag::manifest(&listed) == text;
    Ok((listed, (!is_ours).then(|| Fault::Changed(manifest.to_owned()))))
}

/// Whether the bag says that it is another version, or no longer which it is.
fn moved(version: &Version, there: &There) -> Option<Fault> {
    let info = match text(INFO, there) {
        Ok(text) => Info::parse(&text),
        Err(fault) => return Some(fault),
    };
    match info.get(IDENTIFIER) {
        None => Some(Fault::Changed(INFO.to_owned())),
        Some(identifier) if identifier == version.to_string() => None,
        Some(identifier) => Some(Fault::Moved(identifier.to_owned())),
    }
}

/// The digest of a file, however large it is.
fn digest(path: &Path) -> io::Result<String> {
    crate::digest::of_file(File::open(path)?)
}

/// What differs, a file that only has another name being one difference.
fn differences(expected: &Digests, there: &There) -> Vec<Fault> {
    let (mut faults, mut missing) = (Vec::new(), Vec::new());
    for (path, expected) in expected {
        match there.get(OsStr::new(path)) {
            Some(Some(place)) => match digest(place) {
                Ok(found) if found == *expected => {}
                Ok(_) => faults.push(Fault::Changed(path.clone())),
                Err(error) => faults.push(unreadable(path, &error)),
            },
            Some(None) => faults.push(Fault::Changed(path.clone())),
            None => missing.push((path, expected)),
        }
    }
    let is_expected = |path: &OsStr| path.to_str().is_some_and(|path| expected.contains_key(path));
    let added = there.iter().filter(|(path, _)| !is_expected(path));
    // Only where one is missing can another be that one: who knows how large it is.
    let is_read = !missing.is_empty();
    let mut added: Vec<(String, Option<String>)> = added
        .map(|(path, place)| {
            (printable(path), place.as_ref().filter(|_| is_read).and_then(|p| digest(p).ok()))
        })
        .collect();
    for (path, digest) in missing {
        match added.iter().position(|(_, found)| found.as_ref() == Some(digest)) {
            Some(index) => {
                faults.push(Fault::Renamed(path.clone(), added.remove(index).0));
            }
            None => faults.push(Fault::Missing(path.clone())),
        }
    }
    faults.extend(added.into_iter().map(|(path, _)| Fault::Added(path)));
    faults
}
