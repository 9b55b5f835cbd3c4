//! A bag becomes a version: whole or not at all, and never over another.

use super::{Archive, Info, Payload, Version, bag};
use crate::system;
use crate::workspace::IoProblem;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// The name in `bag-info.txt` of what the bag is (RFC 8493, section 2.2.2): `NAME@vN`.
pub const IDENTIFIER: &str = "External-Identifier";

/// How the folders begin in which versions are put together.
pub const UNFINISHED: &str = ".unfinished-";

/// Writes the next version of a letter.
///
/// The files are put together beside the versions there are; when all are on the disk, their folder
/// takes the version's name. What stops the run before leaves the archive as it was.
///
/// # Errors
///
/// A file cannot be written. Its kind is `AlreadyExists` where another run has written this version
/// meanwhile.
pub fn put_away(
    archive: &Archive,
    letter: &str,
    payload: Payload,
    mut info: Info,
) -> Result<Version, IoProblem> {
    let number = archive.versions(letter)?.last().map_or(1, |last| last.number + 1);
    let home = archive.of_letter(letter);
    let folder = home.join(format!("v{number}"));
    let version = Version { letter: letter.to_owned(), number, folder: folder.clone() };
    info.add(IDENTIFIER, &version.to_string());
    let is_new = !home.exists();
    let written = write(&home, &folder, &bag::files(payload, info));
    if written.is_err() && is_new {
        // Only if it is empty: what another run has put there stays.
        let _ = fs::remove_dir(&home);
    }
    let problem = |error| IoProblem { verb: "write", path: folder.clone(), error };
    written.map_err(problem)?;
    Ok(version)
}

fn write(home: &Path, folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    // A file in place of a folder is not a version that another run has written.
    fs::create_dir_all(home).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => io::Error::other("a file has the name of its folder"),
        _ => error,
    })?;
    let unfinished = system::temporary_folder(home, UNFINISHED)?;
    let mut folders = BTreeSet::from([unfinished.path().to_owned()]);
    for (path, bytes) in files {
        let path = unfinished.path().join(path);
        let parents = path.ancestors().skip(1);
        folders
            .extend(parents.take_while(|parent| *parent != unfinished.path()).map(Path::to_owned));
        write_file(&path, bytes)?;
    }
    // A folder is on the disk when the names in it are.
    folders.iter().try_for_each(|folder| system::sync(folder))?;
    system::set_read_only(&folders, true)?;
    // A folder does not take the name of one that has files in it.
    let renamed = system::rename(unfinished.path(), folder);
    if let Err(error) = renamed {
        system::set_read_only(&folders, false)?;
        let is_there = folder.exists();
        return Err(if is_there { ErrorKind::AlreadyExists.into() } else { error });
    }
    let _ = unfinished.keep();
    system::sync(home)
}

/// Writes a file that is only to be read from then on.
fn write_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    let mut permissions = file.metadata()?.permissions();
    permissions.set_readonly(true);
    file.set_permissions(permissions)?;
    file.sync_all()
}
