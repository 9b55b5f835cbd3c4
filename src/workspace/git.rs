//! A working folder as it was at a revision in git.

use super::{IoProblem, WorkingFile};
use crate::letter::paths;
use crate::limits;
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::process::{Command, Output};

/// Why git gives no files.
#[derive(Debug)]
pub enum GitProblem {
    /// The folder is not kept in git.
    NoRepository,
    /// There is no such revision.
    NoRevision,
    /// Git could not be called, or did not do its work.
    Failed(IoProblem),
}

/// The files of a folder at a revision: all that letters can be made from.
///
/// # Errors
///
/// Git does not give them.
pub fn files(folder: &Path, revision: &str) -> Result<Vec<WorkingFile>, GitProblem> {
    if !git(folder, &["rev-parse", "--git-dir"])?.status.success() {
        return Err(GitProblem::NoRepository);
    }
    let commit = format!("{revision}^{{commit}}");
    let words = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
    let found = git(folder, &words)?;
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    if !found.status.success() || commit.is_empty() {
        return Err(GitProblem::NoRevision);
    }
    let list = done(folder, git(folder, &["ls-tree", "-r", "-l", "-z", &commit])?)?;
    let list = String::from_utf8_lossy(&list).into_owned();
    let wanted: Vec<Blob<'_>> = list.split('\0').filter_map(blob).filter(is_wanted).collect();
    let size = wanted.iter().fold(0_u64, |all, blob| all.saturating_add(blob.size));
    if size > limits::FILE || wanted.len() > limits::CARRIED {
        let why = Error::other(format!("there is more at {revision} than letters are made from"));
        let path = folder.to_owned();
        return Err(GitProblem::Failed(IoProblem { verb: "read from git", path, error: why }));
    }
    wanted
        .iter()
        .map(|Blob { name, path, .. }| {
            let bytes = done(folder, git(folder, &["cat-file", "blob", name])?)?;
            Ok(WorkingFile { path: (*path).to_owned(), bytes })
        })
        .collect()
}

/// Whether git has a file just as it is: what is written over it is not lost then.
pub fn has(folder: &Path, path: &str) -> bool {
    let words = ["ls-files", "--error-unmatch", "--", path];
    let is_known = git(folder, &words).is_ok_and(|output| output.status.success());
    let words = ["diff", "--quiet", "HEAD", "--", path];
    is_known && git(folder, &words).is_ok_and(|output| output.status.success())
}

/// A file in git.
struct Blob<'a> {
    /// The name of its content.
    name: &'a str,
    /// The bytes of it.
    size: u64,
    path: &'a str,
}

/// What a line of `git ls-tree -l` says: mode, kind, name, size, tab and path. Links (mode 120000) are
/// left out.
fn blob(line: &str) -> Option<Blob<'_>> {
    let (about, path) = line.split_once('\t')?;
    let blob = about.strip_prefix("100644 blob ").or_else(|| about.strip_prefix("100755 blob "))?;
    let (name, size) = blob.split_once(' ')?;
    Some(Blob { name, size: size.trim().parse().ok()?, path })
}

/// Whether a letter can be made from a file: not from what was made before, nor from what does not
/// stay in the folder. Git keeps any name that somebody has put in.
fn is_wanted(Blob { path, .. }: &Blob<'_>) -> bool {
    let is_image = [".png", ".jpg", ".jpeg"].iter().any(|end| path.to_lowercase().ends_with(end));
    let is_source = path.ends_with(".toml") || path.ends_with(".md");
    let is_ours = path.starts_with("data/") || path.starts_with("templates/");
    let stays = paths::from_elsewhere(path).as_deref() == Some(path);
    stays && !path.starts_with("output/") && (is_image || is_source && is_ours)
}

fn git(folder: &Path, words: &[&str]) -> Result<Output, GitProblem> {
    let output = Command::new("git").arg("-C").arg(folder).args(words).output();
    output.map_err(|error| {
        let error = match error.kind() {
            ErrorKind::NotFound => Error::other("git is not installed"),
            _ => error,
        };
        GitProblem::Failed(IoProblem { verb: "call", path: "git".into(), error })
    })
}

/// What git wrote, if it did its work.
fn done(folder: &Path, output: Output) -> Result<Vec<u8>, GitProblem> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    let path = folder.to_owned();
    Err(GitProblem::Failed(IoProblem { verb: "read from git", path, error: Error::other(why) }))
}
