//! `peel-letter archive restore`: gets back what a letter was made from.

use super::versions;
use crate::archive::{self, Archive, Version};
use crate::cli::args::Restore;
use crate::cli::{Console, Exit, Stop, letters};
use crate::diagnostic::count;
use crate::limits;
use crate::pdf::carried;
use crate::workspace::{
    Failed, IoProblem, Piece, Room, WorkingFile, Workspace, bytes_if_there, gate, letter_name,
};
use std::io::Error;
use std::path::Path;

/// Restores a version, or what a PDF carries, into a folder that is a working folder then.
pub fn run(args: &Restore, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::here()?;
    let (name, files) = {
        let _archive = super::settled(&workspace)?;
        files(args, &workspace, console)?
    };
    let folder =
        args.output.clone().unwrap_or_else(|| workspace.output().join("restored").join(&name));
    // The folder that somebody has named may be a link, and no other.
    let start = args.output.clone().unwrap_or_else(|| workspace.output());
    refuse_way_out(&files, &folder, &start).map_err(|problem| workspace.told(problem))?;
    let number = count(files.len(), "file");
    let room = Room::enter_if_there(&folder).map_err(|problem| workspace.told(problem))?;
    let (new, differing) = unlike(files, &folder).map_err(|problem| workspace.told(problem))?;
    if !differing.is_empty() && !args.force {
        console.refuse(&format!(
            "{} has other content for: {}; nothing was written; choose another folder with \
             --output, or write over them with --force",
            workspace.shown(&folder),
            differing.join(", ")
        ));
        return Ok(Exit::Wrong);
    }
    let pieces: Vec<Piece<'_>> = new.iter().map(WorkingFile::piece).collect();
    room.map_or_else(|| Room::enter(&folder), Ok)?
        .write(&pieces)
        .map_err(|failed| Failed { problem: workspace.told(failed.problem), left: failed.left })?;
    let shown = workspace.shown(&folder);
    console.say(&format!("restored: {number} in {shown}"));
    console.say(&format!("next: go to {shown}, and make the letter again with: peel-letter build"));
    Ok(Exit::Done)
}

/// The files, and a name for all of them.
fn files(
    args: &Restore,
    workspace: &Workspace,
    console: &Console,
) -> Result<(String, Vec<WorkingFile>), Stop> {
    let path = Path::new(&args.from);
    if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("pdf")) {
        return Ok((letter_name(path), from_pdf(path)?));
    }
    let mut versions = versions(&args.from, &Archive::of(workspace))?;
    let version = versions.pop().expect("a name that means no version is refused");
    refuse_damaged(&version, args, console)?;
    let name = format!("{}-v{}", version.letter, version.number);
    Ok((name, archive::from_bag(&version)?))
}

/// What a PDF carries.
fn from_pdf(path: &Path) -> Result<Vec<WorkingFile>, Stop> {
    let problem = |error| IoProblem { verb: "restore", path: path.to_owned(), error };
    let bytes = gate::read(path, limits::FILE).map_err(problem)?;
    let carried = carried::read(&bytes).map_err(|why| problem(Error::other(why.to_string())))?;
    Ok(carried.files)
}

/// What was changed since is not what was put away.
fn refuse_damaged(version: &Version, args: &Restore, console: &Console) -> Result<(), Stop> {
    let faults = archive::verify(version).faults;
    if faults.is_empty() || args.force {
        return Ok(());
    }
    let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    console.refuse(&format!(
        "{version} is not as it was put away ({}); nothing was written; to take what is there all \
         the same, add --force",
        faults.join("; ")
    ));
    Err(Stop::Said(Exit::Wrong))
}

/// Refuses to follow a link that leads out of `start` to where a file is to be restored.
fn refuse_way_out(files: &[WorkingFile], folder: &Path, start: &Path) -> Result<(), IoProblem> {
    files.iter().map(|file| folder.join(&file.path)).try_for_each(|path| {
        let below = path.strip_prefix(start).unwrap_or(&path);
        let refused = gate::refuse_way_out(start, below);
        refused.map_err(|error| IoProblem { verb: "restore", path: path.clone(), error })
    })
}

/// The files that a folder has not got, with the paths of those that it has otherwise.
fn unlike(
    files: Vec<WorkingFile>,
    folder: &Path,
) -> Result<(Vec<WorkingFile>, Vec<String>), IoProblem> {
    let (mut new, mut differing) = (Vec::new(), Vec::new());
    for file in files {
        let there = bytes_if_there(&folder.join(&file.path))?;
        if there.as_ref() == Some(&file.bytes) {
            continue;
        }
        differing.extend(there.map(|_| file.path.clone()));
        new.push(file);
    }
    Ok((new, differing))
}
