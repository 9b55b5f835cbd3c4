//! Files that belong together change together: all of them or none, whatever fails or stops the run.
//!
//! Who writes into a folder enters it as a [`Room`], in which one run at a time is at work. Its files
//! are written whole into a folder beside, with a list of them and of those that they replace. When all of
//! that is on the disk, each takes its name. Where one cannot, the others are taken back. A run that
//! is killed on the way leaves the list, and the next one that enters brings to its end what that began.

use super::staging::Staging;
use super::there::entries_if_there;
use super::{IoProblem, folder};
use crate::system;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A folder that no other run writes into as long as this is there.
pub struct Room {
    folder: PathBuf,
    /// The folders that were not there before.
    made: Vec<PathBuf>,
    lock: Option<File>,
}

/// A file or folder that is to be written.
pub struct Piece<'a> {
    /// Its path from the room.
    pub path: PathBuf,
    /// What it is to be.
    pub content: Content<'a>,
    /// Whether it may take the place of one that is there.
    pub may_replace: bool,
}

/// What a piece is to be.
#[derive(Clone, Copy)]
pub enum Content<'a> {
    /// A file.
    File(&'a [u8]),
    /// A folder with its files, by their paths in it, all for reading only.
    Kept(&'a BTreeMap<String, Vec<u8>>),
}

/// Why files were not written, or not for certain.
#[derive(Debug)]
pub struct Failed {
    /// What could not be done.
    pub problem: IoProblem,
    /// What that leaves.
    pub left: Left,
}

/// What files are left by a run that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// All are as they were.
    Old,
    /// All are new. That they last, the disk did not say.
    New,
    /// Some are new and some as they were. The next run that enters the room makes them one again.
    Mixed,
}

impl Room {
    /// Enters a folder, which is made if it is not there, and waits until no other run is in it.
    ///
    /// # Errors
    ///
    /// The folder cannot be made or locked, or what a stopped run began cannot be brought to its end.
    pub fn enter(folder: &Path) -> Result<Self, IoProblem> {
        let made = folder::make(folder)?;
        let entered = Self::of(folder, made.clone());
        entered.inspect_err(|_| folder::remove_empty(&made))
    }

    /// The same for a folder that is not made: nothing where there is none.
    ///
    /// # Errors
    ///
    /// As above.
    pub fn enter_if_there(folder: &Path) -> Result<Option<Self>, IoProblem> {
        match Self::of(folder, Vec::new()) {
            Err(problem) if problem.error.kind() == ErrorKind::NotFound => {
                match folder.is_symlink() {
                    true => Err(self::problem("use", folder, folder::leads_nowhere())),
                    false => Ok(None),
                }
            }
            entered => entered.map(Some),
        }
    }

    fn of(folder: &Path, made: Vec<PathBuf>) -> Result<Self, IoProblem> {
        let lock = system::lock(folder).map_err(|error| problem("lock", folder, error))?;
        let room = Self { folder: folder.to_owned(), made, lock };
        // Who cannot lock it cannot know whether the others are still at work.
        if room.lock.is_some() {
            room.settle()?;
        }
        Ok(room)
    }

    /// Brings to its end what runs that were stopped have begun.
    fn settle(&self) -> Result<(), IoProblem> {
        for entry in entries_if_there(&self.folder)?.unwrap_or_default() {
            if let Some(staging) = Staging::left(&entry)? {
                staging.settle(&self.folder)?;
            }
        }
        Ok(())
    }

    /// Writes files and folders: all of them or none.
    ///
    /// # Errors
    ///
    /// One cannot be written, or the disk does not say that they last.
    pub fn write(&self, pieces: &[Piece<'_>]) -> Result<(), Failed> {
        let Some(first) = pieces.first() else { return Ok(()) };
        let path = |piece: &Piece<'_>| self.folder.join(&piece.path);
        let old =
            |path: &Path, error| Failed { problem: problem("write", path, error), left: Left::Old };
        let mut staging = Staging::new(&self.folder).map_err(|error| old(&path(first), error))?;
        for piece in pieces {
            staging.add(piece, &path(piece)).map_err(|error| old(&path(piece), error))?;
        }
        staging.list(&self.folder).map_err(|error| old(&path(first), error))?;
        staging.place_all(&self.folder).map_err(|(index, error, left)| Failed {
            problem: problem("write", &path(&pieces[index]), error),
            left,
        })?;
        pieces.iter().try_for_each(|piece| {
            let path = path(piece);
            let safe = protect(piece, &path).and_then(|()| system::sync(folder::parent(&path)));
            safe.map_err(|error| Failed { problem: problem("save", &path, error), left: Left::New })
        })
    }
}

/// A folder that is kept is for reading only. Not before it has its name: in one that is, no system
/// moves it.
fn protect(piece: &Piece<'_>, path: &Path) -> io::Result<()> {
    match piece.content {
        Content::File(_) => Ok(()),
        Content::Kept(_) => system::set_read_only(path, true),
    }
}

fn problem(verb: &'static str, path: &Path, error: io::Error) -> IoProblem {
    IoProblem { verb, path: path.to_owned(), error }
}

impl Drop for Room {
    fn drop(&mut self) {
        // On Windows the lock is a file in the folder.
        drop(self.lock.take());
        folder::remove_empty(&self.made);
    }
}

/// Writes a file, whole or not at all. The folder that it goes to is made.
///
/// # Errors
///
/// It cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    write_one(path, bytes, true)
}

/// Writes a new file, and never over one that is there.
///
/// # Errors
///
/// It cannot be written; the kind of the error is `AlreadyExists` where something has the name.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Failed> {
    write_one(path, bytes, false)
}

fn write_one(path: &Path, bytes: &[u8], may_replace: bool) -> Result<(), Failed> {
    let old = |problem| Failed { problem, left: Left::Old };
    let nameless = || old(problem("write", path, ErrorKind::IsADirectory.into()));
    let name = path.file_name().ok_or_else(nameless)?;
    let room = Room::enter(folder::parent(path)).map_err(old)?;
    room.write(&[Piece { path: name.into(), content: Content::File(bytes), may_replace }])
}
