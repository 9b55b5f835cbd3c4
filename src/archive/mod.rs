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
mod contents;
mod doubts;
mod put_away;
mod restore;
mod verify;

pub use bag::{Info, Payload};
pub use contents::{Sent, contents};
pub use doubts::doubts;
pub use put_away::put_away;
pub use restore::from_bag;
pub use verify::{Fault, Verdict, in_one_line, verify};

use crate::workspace::{IoProblem, Workspace, is_hidden};
use jiff::civil::Date;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Where the archive is in the working folder.
pub const FOLDER: &str = "output/archive";

/// All that was put away in a working folder.
#[derive(Clone, Debug)]
pub struct Archive {
    folder: PathBuf,
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

/// Something in the folder of a letter that is no version of it.
#[derive(Clone, Debug)]
pub struct Stray {
    /// The name of the letter.
    pub letter: String,
    /// What it is called.
    pub name: String,
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
        Self { folder: workspace.root.join(FOLDER) }
    }

    /// The names of the letters of which a version was put away, in order.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn letters(&self) -> Result<Vec<String>, IoProblem> {
        let mut names: Vec<String> = Vec::new();
        for name in entries(&self.folder)?.into_iter().filter(|name| !is_hidden(name)) {
            if !self.versions(&name)?.is_empty() {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// The versions of a letter that were put away, the first first.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn versions(&self, letter: &str) -> Result<Vec<Version>, IoProblem> {
        let folder = self.of_letter(letter);
        let version = |name: String| {
            let number = number(&name)?;
            Some(Version { letter: letter.to_owned(), number, folder: folder.join(name) })
        };
        let mut versions: Vec<Version> =
            entries(&folder)?.into_iter().filter_map(version).collect();
        versions.sort_by_key(|version| version.number);
        Ok(versions)
    }

    /// What lies beside the versions of letters and is none, such as one that was given another name.
    ///
    /// # Errors
    ///
    /// The archive cannot be read.
    pub fn strays(&self) -> Result<Vec<Stray>, IoProblem> {
        let mut found = Vec::new();
        for letter in entries(&self.folder)?.into_iter().filter(|name| !is_hidden(name)) {
            let inner = entries(&self.of_letter(&letter))?.into_iter();
            let strays = inner.filter(|name| number(name).is_none() && !is_hidden(name));
            found.extend(strays.map(|name| Stray { letter: letter.clone(), name }));
        }
        Ok(found)
    }

    /// The folders of runs that were stopped before they had put a version away.
    ///
    /// # Errors
    ///
    /// The archive cannot be read.
    pub fn unfinished(&self) -> Result<Vec<PathBuf>, IoProblem> {
        let mut found = Vec::new();
        for letter in entries(&self.folder)? {
            let folder = self.of_letter(&letter);
            let inner = entries(&folder)?.into_iter();
            let unfinished = inner.filter(|name| name.starts_with(put_away::UNFINISHED));
            found.extend(unfinished.map(|name| folder.join(name)));
        }
        Ok(found)
    }

    fn of_letter(&self, letter: &str) -> PathBuf {
        self.folder.join(letter)
    }
}

impl Version {
    /// What the bag says of itself.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn info(&self) -> Result<Info, IoProblem> {
        let path = self.folder.join(bag::INFO);
        let text = fs::read_to_string(&path);
        let text = text.map_err(|error| IoProblem { verb: "read", path, error })?;
        Ok(Info::parse(&text))
    }

    /// The SHA-256 of its tag manifest, which stands for the whole bag.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn fingerprint(&self) -> Result<String, IoProblem> {
        let path = self.folder.join(bag::TAG_MANIFEST);
        let bytes = fs::read(&path).map_err(|error| IoProblem { verb: "read", path, error })?;
        Ok(bag::digest(&bytes))
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

/// The names of what is in a folder, in order; nothing where there is no such folder.
fn entries(folder: &Path) -> Result<Vec<String>, IoProblem> {
    let problem = |error| IoProblem { verb: "read", path: folder.to_owned(), error };
    let entries = match fs::read_dir(folder) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        entries => entries.map_err(problem)?,
    };
    let name = |entry: std::io::Result<fs::DirEntry>| {
        Ok(entry?.file_name().to_string_lossy().into_owned())
    };
    let names: std::io::Result<Vec<String>> = entries.map(name).collect();
    let mut names = names.map_err(problem)?;
    names.sort();
    Ok(names)
}
