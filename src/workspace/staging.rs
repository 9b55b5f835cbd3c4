//! The folder in which files are written before they take their names.

use super::there::{bytes_if_there, entries_if_there, is_there};
use super::{Content, IoProblem, Left, Piece, folder, gate};
use crate::letter::paths;
use crate::system;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How its name begins.
const PREFIX: &str = ".peel-letter-";
/// In it, the list of what takes which name.
const LIST: &str = "list";
/// That the files are to be as they were, and not to be new.
const BACK: &str = "back";
/// A file that is to be, with its number.
const NEW: &str = "new-";
/// The one that it takes the place of.
const OLD: &str = "old-";

/// The folder, which goes with what is left in it.
pub struct Staging {
    folder: PathBuf,
    files: Vec<Entry>,
    /// The folders that were made for them.
    made: Vec<PathBuf>,
    /// Whether the next run has to bring it to its end.
    is_left: bool,
}

/// A line of the list.
#[derive(Serialize, Deserialize)]
struct Entry {
    /// The path that the file or folder is to have, from the room.
    path: String,
    /// Whether nothing had that path before.
    is_new: bool,
    /// Whether it must stay so until then.
    #[serde(skip)]
    may_replace: bool,
}

impl Staging {
    /// A new one in a room.
    pub fn new(room: &Path) -> io::Result<Self> {
        let folder = system::temporary_folder(room, PREFIX)?.keep();
        Ok(Self { folder, files: Vec::new(), made: Vec::new(), is_left: false })
    }

    /// One that a run has left, if it is one. What only has such a name is somebody's.
    pub fn left(entry: &DirEntry) -> Result<Option<Self>, IoProblem> {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if !is_folder || !entry.file_name().to_string_lossy().starts_with(PREFIX) {
            return Ok(None);
        }
        let folder = entry.path();
        let inner = entries_if_there(&folder)?.unwrap_or_default();
        let is_ours = inner.iter().all(|entry| is_part(&entry.file_name().to_string_lossy()));
        let files = bytes_if_there(&folder.join(LIST))?;
        // A list that was not written to its end is one of files of which none has its name yet.
        let files = files.and_then(|list| serde_json::from_slice(&list).ok()).unwrap_or_default();
        Ok(is_ours.then_some(Self { folder, files, made: Vec::new(), is_left: true }))
    }

    fn part(&self, kind: &str, index: usize) -> PathBuf {
        self.folder.join(format!("{kind}{index}"))
    }

    /// Writes a file or folder that is to have a path, and keeps what has it now.
    pub fn add(&mut self, piece: &Piece<'_>, path: &Path) -> io::Result<()> {
        let index = self.files.len();
        let is_new = match piece.may_replace {
            true => {
                system::can_be_replaced(path)?;
                !keep(path, &self.part(OLD, index))?
            }
            false if path.symlink_metadata().is_ok() => return Err(ErrorKind::AlreadyExists.into()),
            false => true,
        };
        let new = self.part(NEW, index);
        match piece.content {
            Content::File(bytes) => write_file(&new, bytes, false)?,
            Content::Kept(files) => write_folder(&new, files)?,
        }
        let path = piece.path.to_str().ok_or(ErrorKind::InvalidFilename)?.to_owned();
        self.files.push(Entry { path, is_new, may_replace: piece.may_replace });
        Ok(())
    }

    /// Writes the list. One file needs none: it has its name or not.
    pub fn list(&self, room: &Path) -> io::Result<()> {
        if self.files.len() > 1 {
            write_file(&self.folder.join(LIST), &serde_json::to_vec(&self.files)?, false)?;
            system::sync(&self.folder)?;
            system::sync(room)?;
        }
        Ok(())
    }

    /// Gives all files and folders their names, or takes back those that have them already.
    ///
    /// # Errors
    ///
    /// Which could not get its name, why, and what that leaves.
    pub fn place_all(&mut self, room: &Path) -> Result<(), (usize, io::Error, Left)> {
        // What can fail does so before any file has its name.
        for index in 0..self.files.len() {
            let made = self.make_parent(index, room);
            made.map_err(|error| (index, error, self.take_back(0, room)))?;
        }
        for index in 0..self.files.len() {
            let placed = self.place(index, room);
            placed.map_err(|error| (index, error, self.take_back(index, room)))?;
        }
        Ok(())
    }

    /// Makes the folder that a file or folder goes to.
    fn make_parent(&mut self, index: usize, room: &Path) -> io::Result<()> {
        let path = room.join(&self.files[index].path);
        let made = folder::make(folder::parent(&path)).map_err(|problem| problem.error)?;
        self.made.extend(made);
        Ok(())
    }

    /// Gives a file or folder its name.
    fn place(&self, index: usize, room: &Path) -> io::Result<()> {
        let (new, path) = (self.part(NEW, index), room.join(&self.files[index].path));
        let Entry { is_new, may_replace, .. } = self.files[index];
        match may_replace || !is_new || new.is_dir() {
            true => system::rename(&new, &path),
            // Never over what somebody has put there meanwhile.
            false => system::rename_to_new(&new, &path),
        }
    }

    /// Takes back the first files that have their names already.
    fn take_back(&mut self, placed: usize, room: &Path) -> Left {
        // For the next run, if this one is stopped now.
        let _ = write_file(&self.folder.join(BACK), &[], false);
        match (0..placed).rev().try_for_each(|index| self.put_back(index, room)) {
            Ok(()) => {
                folder::remove_empty(&self.made);
                Left::Old
            }
            Err(_) => {
                self.is_left = true;
                Left::Mixed
            }
        }
    }

    /// Makes a path what it was.
    fn put_back(&self, index: usize, room: &Path) -> io::Result<()> {
        let Entry { path, is_new, .. } = &self.files[index];
        let (path, old, new) = (room.join(path), self.part(OLD, index), self.part(NEW, index));
        if *is_new {
            // What is still here never had its name.
            let is_placed = !new.exists() && path.symlink_metadata().is_ok();
            return if is_placed {
                system::rename(&path, &new).or_else(|_| remove(&path))
            } else {
                Ok(())
            };
        }
        if old.symlink_metadata().is_err() {
            return Ok(());
        }
        system::rename(&old, &path).or_else(|_| fs::copy(&old, &path).map(drop))?;
        // It is as it was. That the disk says no more about it changes nothing in that.
        let _ = system::sync(folder::parent(&path));
        Ok(())
    }

    /// Brings to its end what a stopped run began.
    pub fn settle(mut self, room: &Path) -> Result<(), IoProblem> {
        let is_back = is_there(&self.folder.join(BACK))?;
        for index in 0..self.files.len() {
            let name = self.files[index].path.clone();
            if paths::within("", &name).as_ref() != Some(&name) {
                continue;
            }
            // The list may be a stranger's, too.
            let settled =
                gate::refuse_way_out(room, Path::new(&name)).and_then(|()| match is_back {
                    true => self.put_back(index, room),
                    false => self.put_in_place(index, room),
                });
            let path = room.join(name);
            settled.map_err(|error| IoProblem { verb: "write", path, error })?;
        }
        self.is_left = false;
        Ok(())
    }

    /// Gives a file its name, if it has not got it and nobody has changed since what has that name.
    fn put_in_place(&mut self, index: usize, room: &Path) -> io::Result<()> {
        let Entry { path, is_new, .. } = &self.files[index];
        let path = room.join(path);
        if !self.part(NEW, index).exists() {
            return Ok(());
        }
        let is_as_before = match is_new {
            true => path.symlink_metadata().is_err(),
            false => {
                let there = bytes_if_there(&path).map_err(|problem| problem.error)?;
                there == Some(fs::read(self.part(OLD, index))?)
            }
        };
        if !is_as_before {
            return Ok(());
        }
        self.make_parent(index, room)?;
        self.place(index, room)?;
        system::sync(folder::parent(&path))
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.is_left {
            // The list goes first: without it, what cannot be removed does no harm.
            let _ = fs::remove_file(self.folder.join(LIST));
            let _ = system::set_read_only(&self.folder, false);
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Whether a name is one of those that are in such a folder.
fn is_part(name: &str) -> bool {
    let number = name.strip_prefix(NEW).or_else(|| name.strip_prefix(OLD));
    name == LIST || name == BACK || number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// Keeps a file under another name, too, and says whether there was one.
fn keep(path: &Path, name: &Path) -> io::Result<bool> {
    match fs::hard_link(path, name) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        // Not every disk has links.
        Err(_) => fs::copy(path, name).map(|_| true),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

fn write_file(path: &Path, bytes: &[u8], read_only: bool) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    if read_only {
        let mut permissions = file.metadata()?.permissions();
        permissions.set_readonly(true);
        file.set_permissions(permissions)?;
    }
    file.sync_all()
}

/// Writes files that are only to be read from then on, with their folders.
fn write_folder(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let mut folders = BTreeSet::from([folder.to_owned()]);
    for (path, bytes) in files {
        let path = folder.join(path);
        fs::create_dir_all(folder::parent(&path))?;
        let parents = path.ancestors().skip(1).take_while(|parent| *parent != folder);
        folders.extend(parents.map(Path::to_owned));
        write_file(&path, bytes, true)?;
    }
    // A folder is on the disk when the names in it are.
    folders.iter().try_for_each(|folder| system::sync(folder))
}
