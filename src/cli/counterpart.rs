//! What a letter is compared with: an archived version, a PDF, another letter or a git revision.

use super::Stop;
use crate::archive::{self, Archive, Version};
use crate::limits;
use crate::pdf::carried;
use crate::workspace::git::{self, GitProblem};
use crate::workspace::{IoProblem, Piece, Room, WorkingFile, Workspace, gate, letter_name};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The letter that another is compared with.
pub struct Counterpart {
    /// The folder that it is made in.
    pub workspace: Workspace,
    /// Its file.
    pub letter: PathBuf,
    /// What it is called in what is said of it.
    pub name: String,
    /// Where its files come from, if not from the working folder.
    pub origin: Option<String>,
    /// The folder that it was unpacked into, removed with this.
    _folder: Option<TempDir>,
}

/// Finds what was asked for; `letter` is the path of the letter now, from the working folder.
///
/// # Errors
///
/// There is nothing of that name, or it cannot be read.
pub fn find(other: Option<&str>, letter: &str, workspace: &Workspace) -> Result<Counterpart, Stop> {
    let name = letter_name(Path::new(letter));
    let Some(other) = other else { return last_version(&name, workspace) };
    if let Some((name, number)) = version_named(other, &name) {
        return version(name, number, workspace);
    }
    let path = Path::new(other);
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf")) {
        return pdf(path);
    }
    let file = workspace.letter(path);
    match other.strip_prefix("git:") {
        Some(revision) => at_revision(revision, letter, workspace),
        None if file.is_file() => another(&file, workspace),
        None => at_revision(other, letter, workspace),
    }
}

/// `v2`, or `NAME@v2` for another letter.
fn version_named<'a>(other: &'a str, name: &'a str) -> Option<(&'a str, u32)> {
    let (name, version) = other.split_once('@').unwrap_or((name, other));
    Some((name, archive::number(version)?))
}

fn last_version(name: &str, workspace: &Workspace) -> Result<Counterpart, Stop> {
    match Archive::of(workspace).versions(name)?.last() {
        Some(last) => from_archive(last),
        None => Err(Stop::Usage(format!(
            "no version of {name} is archived; say what it is compared with: {KINDS}"
        ))),
    }
}

/// What a letter can be compared with.
const KINDS: &str = "an archived version such as v1, a PDF that this program made, another letter, \
                     or a git revision such as HEAD";

fn version(name: &str, number: u32, workspace: &Workspace) -> Result<Counterpart, Stop> {
    let versions = Archive::of(workspace).versions(name)?;
    let version = versions.iter().find(|version| version.number == number);
    let none = || format!("there is no version v{number} of {name} in the archive");
    from_archive(version.ok_or_else(|| Stop::Usage(none()))?)
}

fn from_archive(version: &Version) -> Result<Counterpart, Stop> {
    let workspace = Workspace::at(&version.source())?;
    let letter = workspace.root.join(format!("data/{}.toml", version.letter));
    let name = version.to_string();
    Ok(Counterpart { workspace, letter, origin: Some(name.clone()), name, _folder: None })
}

fn pdf(path: &Path) -> Result<Counterpart, Stop> {
    let problem = |error| IoProblem { verb: "read", path: path.to_owned(), error };
    let bytes = gate::read(path, limits::FILE).map_err(problem)?;
    let not_ours =
        |why: carried::NotOurs| problem(Error::new(ErrorKind::InvalidData, why.to_string()));
    let carried = carried::read(&bytes).map_err(not_ours)?;
    let name = path.display().to_string();
    unpacked(&carried.files, &carried.letter, name.clone(), name)
}

fn another(path: &Path, workspace: &Workspace) -> Result<Counterpart, Stop> {
    if !workspace.can_be_letter(path) {
        let message = format!(
            "{} is no letter: it holds what the letters have in common",
            workspace.shown(path)
        );
        return Err(Stop::Usage(message));
    }
    let name = workspace.shown(path);
    let (workspace, letter) = (workspace.clone(), path.to_owned());
    Ok(Counterpart { workspace, letter, name, origin: None, _folder: None })
}

fn at_revision(revision: &str, letter: &str, workspace: &Workspace) -> Result<Counterpart, Stop> {
    let files = git::files(&workspace.root, revision).map_err(|problem| match problem {
        GitProblem::Failed(problem) => Stop::Io(problem),
        GitProblem::NoRepository => Stop::Usage(unknown(revision, "and this folder is not in git")),
        GitProblem::NoRevision => Stop::Usage(unknown(revision, "nor a git revision")),
    })?;
    if !files.iter().any(|file| file.path == letter) {
        let error = Error::new(ErrorKind::NotFound, format!("it was not there at {revision}"));
        return Err(Stop::Io(IoProblem { verb: "read", path: letter.into(), error }));
    }
    unpacked(&files, letter, format!("{letter} at {revision}"), revision.to_owned())
}

/// Says all that a word was tried as.
fn unknown(other: &str, git: &str) -> String {
    format!(
        "{other} is no archived version (such as v1), no PDF, no TOML file and no letter in data/, {git}"
    )
}

/// Files put into a folder of their own, as a working folder.
fn unpacked(
    files: &[WorkingFile],
    letter: &str,
    name: String,
    origin: String,
) -> Result<Counterpart, Stop> {
    let problem = |error| IoProblem { verb: "write", path: std::env::temp_dir(), error };
    let folder = tempfile::tempdir().map_err(problem)?;
    let pieces: Vec<Piece<'_>> = files.iter().map(WorkingFile::piece).collect();
    Room::enter(folder.path())?.write(&pieces)?;
    let workspace = Workspace::at(folder.path())?;
    let letter = folder.path().join(letter);
    Ok(Counterpart { workspace, letter, name, origin: Some(origin), _folder: Some(folder) })
}
