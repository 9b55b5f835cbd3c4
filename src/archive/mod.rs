//! What was sent, put away for good: each version of a letter is a BagIt bag (RFC 8493), which any
//! BagIt tool can verify. `output/archive/NAME/vN/` holds in `data/`
//!
//! - `letter/`: what was built, as PDF, Markdown and web page in each form
//! - `sent/`: the file as it was sent, such as the signed one
//! - `enclosures/`: what went with it
//! - `source/`: all that the letter was made from, which is a working folder of its own
//!
//! No clock is read: the same letter put away twice gives the same bytes.

mod bag;
mod chain;
mod contents;
mod doubts;
mod kept;
mod put_away;
mod register;
mod restore;
mod verify;

pub use bag::{Info, Payload};
pub use chain::{after, chain, is_in_order};
pub use contents::{Sent, again, contents, sent_files};
pub use doubts::{days, doubts};
pub use kept::{LETTER, Record, SOURCE, Sound, record};
pub use put_away::{Ready, left};
pub use register::{REGISTER, Register};
pub use restore::from_bag;
pub use verify::{Fault, Verdict, verify};

use crate::digest;
use crate::limits;
use crate::workspace::{IoProblem, Workspace, entries_if_there, gate};
use jiff::civil::Date;
use std::ffi::OsStr;
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

/// Where the archive is in the working folder.
pub const FOLDER: &str = "output/archive";

/// All that was put away in a working folder.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
    register: PathBuf,
}

/// A version of a letter that was put away.
#[derive(Clone, Debug)]
pub struct Version {
    /// The name of the letter.
    pub letter: String,
    /// Which version, counted from 1.
    pub number: u32,
    /// Its bag.
    pub folder: PathBuf,
}

/// Something in the archive that is no version of a letter.
#[derive(Clone, Debug)]
pub struct Stray {
    /// The letter in whose folder it is.
    pub letter: Option<String>,
    /// What it is, by its path from the working folder.
    pub told: String,
}

/// `NAME@vN`, as it is typed.
impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@v{}", self.letter, self.number)
    }
}

impl Archive {
    /// The archive of a working folder. Nothing need be there yet.
    pub fn of(workspace: &Workspace) -> Self {
        let folder = workspace.root.join(FOLDER);
        Self { folder, register: workspace.root.join(REGISTER) }
    }

    /// The list of what was put away; nothing where there is none.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn register(&self) -> Result<Option<Register>, IoProblem> {
        Register::read(&self.register)
    }

    /// The names of the letters of which a version was put away, in order.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn letters(&self) -> Result<Vec<String>, IoProblem> {
        let mut names = Vec::new();
        for entry in entries(&self.folder)?.iter().filter(|entry| is_folder(entry)) {
            if let Ok(name) = entry.file_name().into_string()
                && !self.versions(&name)?.is_empty()
            {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Every version of every letter.
    ///
    /// # Errors
    ///
    /// A folder cannot be read.
    pub fn all(&self) -> Result<Vec<Version>, IoProblem> {
        let mut all = Vec::new();
        for letter in self.letters()? {
            all.extend(self.versions(&letter)?);
        }
        Ok(all)
    }

    /// The versions of a letter that were put away, the first first.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn versions(&self, letter: &str) -> Result<Vec<Version>, IoProblem> {
        let folder = self.folder.join(letter);
        if folder.is_symlink() {
            return Ok(Vec::new());
        }
        let entries = entries(&folder)?;
        let numbers = entries.iter().filter(|entry| is_folder(entry)).filter_map(version_number);
        let mut versions: Vec<Version> = numbers.map(|n| self.version(letter, n)).collect();
        versions.sort_by_key(|version| version.number);
        Ok(versions)
    }

    /// A version, be it there or not.
    pub fn version(&self, letter: &str, number: u32) -> Version {
        let folder = self.folder.join(letter).join(format!("v{number}"));
        Version { letter: letter.to_owned(), number, folder }
    }

    /// What lies in the archive and is no version, such as one that was given another name, or a link
    /// to something else.
    ///
    /// # Errors
    ///
    /// The archive cannot be read.
    pub fn strays(&self) -> Result<Vec<Stray>, IoProblem> {
        let mut found = Vec::new();
        for entry in entries(&self.folder)? {
            let name = entry.file_name();
            let inner = if is_folder(&entry) { entries(&entry.path())? } else { Vec::new() };
            if inner.is_empty() {
                found.push(Stray { letter: None, told: told(&[&name], &entry) });
            }
            let letter = name.to_str().map(str::to_owned);
            let is_version = |entry: &DirEntry| {
                letter.is_some() && version_number(entry).is_some() && is_folder(entry)
            };
            let strays = inner.iter().filter(|entry| !is_version(entry));
            found.extend(strays.map(|entry| Stray {
                letter: letter.clone(),
                told: told(&[&name, &entry.file_name()], entry),
            }));
        }
        Ok(found)
    }
}

/// What is in the archive, as a person knows it.
fn told(names: &[&OsStr], entry: &DirEntry) -> String {
    let names: Vec<String> = names.iter().map(|name| verify::printable(name)).collect();
    let end = match entry.file_type() {
        Ok(kind) if kind.is_dir() => "/",
        Ok(kind) if kind.is_symlink() => ", a link to elsewhere",
        _ => "",
    };
    format!("{FOLDER}/{}{end}", names.join("/"))
}

/// Whether it is a folder, and not a link to one.
fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_dir())
}

fn version_number(entry: &DirEntry) -> Option<u32> {
    number(entry.file_name().to_str()?)
}

impl Version {
    /// The letter and the number in `NAME@vN`.
    pub fn parse(text: &str) -> Option<(&str, u32)> {
        let (letter, version) = text.rsplit_once('@')?;
        Some((letter, number(version)?)).filter(|_| !letter.is_empty())
    }

    /// What the bag says of itself.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn info(&self) -> Result<Info, IoProblem> {
        let bytes = self.read(bag::INFO)?;
        Ok(Info::parse(&String::from_utf8_lossy(&bytes)))
    }

    /// The SHA-256 of its tag manifest, which stands for the whole bag.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn fingerprint(&self) -> Result<String, IoProblem> {
        Ok(digest::of(&self.read(bag::TAG_MANIFEST)?))
    }

    /// A file of the bag. A link is none, and a pipe would never end.
    fn read(&self, name: &str) -> Result<Vec<u8>, IoProblem> {
        let path = self.folder.join(name);
        let bytes = path.symlink_metadata().and_then(|file| match file.is_file() {
            true => gate::read(&path, limits::FILE),
            false => Err(io::Error::other("it is no file")),
        });
        bytes.map_err(|error| IoProblem { verb: "read", path, error })
    }

    /// The folder in the bag that is a working folder of its own.
    pub fn source(&self) -> PathBuf {
        self.folder.join("data/source")
    }
}

impl Info {
    /// The day on which the letter was sent.
    pub fn sent(&self) -> Option<Date> {
        self.get(contents::SENT)?.parse().ok()
    }

    /// The day on which it was published.
    pub fn published(&self) -> Option<Date> {
        self.get(contents::PUBLISHED)?.parse().ok()
    }

    /// Why there is a further version.
    pub fn reason(&self) -> Option<&str> {
        self.get(contents::REASON)
    }
}

/// The number of a version, from the name of its folder or from what was typed. No letter is sent ten
/// thousand times.
pub fn number(name: &str) -> Option<u32> {
    let digits = name.strip_prefix('v').filter(|digits| !digits.starts_with(['0', '+']))?;
    digits.parse().ok().filter(|number| *number < 10_000)
}

/// What is in a folder of the archive; nothing where there is no such folder. What a link leads to is
/// no part of the archive.
fn entries(folder: &Path) -> Result<Vec<DirEntry>, IoProblem> {
    if folder.is_symlink() {
        let error = io::Error::other("it is a link, and what was put away is none");
        return Err(IoProblem { verb: "read", path: folder.to_owned(), error });
    }
    Ok(entries_if_there(folder)?.unwrap_or_default())
}
