//! A working folder as it was at a revision in git.

use super::{IoProblem, WorkingFile, gate};
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
    let there = gate::read(&folder.join(path), limits::TOML);
    let kept = git(folder, &["cat-file", "blob", &format!("HEAD:./{path}")]);
    matches!((there, kept), (Ok(there), Ok(kept)) if kept.status.success() && kept.stdout == there)
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
    // Of what is damaged, or not here, git knows no size; it says why when that is read.
    Some(Blob { name, size: size.trim().parse().unwrap_or_default(), path })
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

/// Calls git for what is in its store. Neither looks at files nor fetches: for both it would run what
/// the folder's own settings say, and the folder may be a stranger's.
fn git(folder: &Path, words: &[&str]) -> Result<Output, GitProblem> {
    let mut git = Command::new("git");
    git.env("GIT_NO_LAZY_FETCH", "1").args(["-c", "protocol.allow=never", "-C"]).arg(folder);
    git.args(words).output().map_err(|error| {
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::fs;

    /// A folder in git whose own settings run a program wherever git lets them.
    fn strange() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let ran = format!("touch {}; git-upload-pack", folder.path().join("ran").display());
        let url = folder.path().display().to_string();
        fs::create_dir(folder.path().join("data")).unwrap();
        for name in ["a", "b"] {
            fs::write(folder.path().join(format!("data/{name}.toml")), name).unwrap();
        }
        for words in [
            &["init", "--quiet"][..],
            &["add", "."],
            &[
                "-c",
                "user.name=A",
                "-c",
                "user.email=a@example.org",
                "commit",
                "--quiet",
                "-m",
                "A",
            ],
            &["config", "core.repositoryformatversion", "1"],
            &["config", "extensions.partialClone", "origin"],
            &["config", "remote.origin.promisor", "true"],
            &["config", "remote.origin.url", &url],
            &["config", "remote.origin.uploadpack", &ran],
            &["config", "core.fsmonitor", &ran],
        ] {
            let output = Command::new("git").arg("-C").arg(folder.path()).args(words).output();
            assert!(output.unwrap().status.success(), "{words:?}");
        }
        folder
    }

    #[test]
    fn what_is_committed_is_known_and_nothing_runs() {
        let folder = strange();
        assert!(has(folder.path(), "data/a.toml"));
        assert!(!has(folder.path(), "data/c.toml"));
        fs::write(folder.path().join("data/a.toml"), "other").unwrap();
        assert!(!has(folder.path(), "data/a.toml"));
        assert_eq!(files(folder.path(), "HEAD").unwrap().len(), 2);
        assert!(!folder.path().join("ran").exists());
    }

    #[test]
    fn what_is_damaged_is_told_and_not_fetched() {
        let folder = strange();
        let output = git(folder.path(), &["rev-parse", "HEAD:data/b.toml"]).unwrap();
        let name = String::from_utf8(output.stdout).unwrap();
        let (start, rest) = name.trim().split_at(2);
        fs::remove_file(folder.path().join(".git/objects").join(start).join(rest)).unwrap();
        assert!(matches!(files(folder.path(), "HEAD"), Err(GitProblem::Failed(_))));
        assert!(!folder.path().join("ran").exists());
    }
}
