//! Runs the program as a person does, in a copy of a working folder that has programmes, templates, a
//! style and images of its own.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// The only letter of the folder.
pub const LETTER: &str = "letter";

pub fn program(folder: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peel-letter"));
    command.args(words).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

pub fn run(folder: &Path, words: &[&str]) -> Output {
    program(folder, words).output().expect("the program runs")
}

/// What it printed, first for other programs, then for people.
pub fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

pub fn must_run(folder: &Path, words: &[&str]) -> String {
    let output = run(folder, words);
    assert!(output.status.success(), "{words:?}: {}", said(&output));
    said(&output)
}

pub fn must_fail(folder: &Path, words: &[&str], exit: i32) -> String {
    let output = run(folder, words);
    assert_eq!(output.status.code(), Some(exit), "{words:?}: {}", said(&output));
    said(&output)
}

pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (entry, to) = (entry?, to.to_owned());
        let path = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &path)?,
            false => fs::copy(entry.path(), path).map(drop)?,
        }
    }
    Ok(())
}

/// A copy of the working folder.
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/pictures");
    copy(&sample, folder.path()).expect("the sample can be copied");
    folder
}

/// The paths of all files in a folder, in order.
pub fn files(folder: &Path) -> Vec<String> {
    fn collect(folder: &Path, prefix: &str, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder can be read") {
            let entry = entry.expect("an entry can be read");
            let name = format!("{prefix}{}", entry.file_name().to_str().expect("a name is text"));
            match entry.path().is_dir() {
                true => collect(&entry.path(), &format!("{name}/"), found),
                false => found.push(name),
            }
        }
    }
    let mut found = Vec::new();
    collect(folder, "", &mut found);
    found.sort();
    found
}

pub fn start(folder: &Path, words: &[&str]) -> Child {
    program(folder, words).spawn().expect("the program runs")
}

/// Starts the program, and kills it after a time, if it has not ended.
pub fn start_and_kill(folder: &Path, words: &[&str], after: Duration) {
    let mut run = start(folder, words);
    std::thread::sleep(after);
    // It may have ended.
    let _ = run.kill();
    run.wait().expect("it ends");
}

/// Runs the program where no file can have more than 4 kB: the Markdown can be written, the PDF
/// cannot.
#[cfg(unix)]
pub fn run_on_full_disk(folder: &Path, words: &[&str]) -> Output {
    let script = "trap '' XFSZ; ulimit -f 4; exec \"$@\"";
    let mut command = Command::new("bash");
    command.args(["-c", script, "bash", env!("CARGO_BIN_EXE_peel-letter")]);
    command.args(words).current_dir(folder).output().expect("bash runs")
}

/// Puts other words in the place of the first that a file has.
pub fn edit(folder: &Path, path: &str, from: &str, to: &str) {
    let path = folder.join(path);
    let bytes = fs::read(&path).expect("it is there");
    let mut parts = bytes.windows(from.len());
    let at = parts.position(|part| part == from.as_bytes());
    let at = at.unwrap_or_else(|| panic!("{from} is not in {}", path.display()));
    let edited = [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat();
    fs::write(path, edited).expect("it can be written");
}
