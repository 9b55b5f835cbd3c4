//! Where the other state of a letter comes from: its PDF, the archive, git.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const NAME: &str = "2018-04-16-peel-effectiveness-2017";

/// A working folder with the letter of 2018, which is built and then changed.
fn changed() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    copy(Path::new("data"), &folder.path().join("data"));
    assert!(run(folder.path(), &["build", NAME]).status.success());
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    let who = ["-c", "user.name=A. Officer", "-c", "user.email=officer@example.org"];
    git(folder.path(), &[&who[..], &["commit", "--quiet", "--message=Sent"]].concat());
    change(&folder.path().join(format!("data/{NAME}.toml")));
    folder
}

fn change(letter: &Path) {
    let text = fs::read_to_string(letter).expect("the letter is there");
    let new = text.replace("early this summer", "in the autumn");
    assert_ne!(new, text);
    fs::write(letter, new).expect("the letter can be written");
}

/// What the change is told as, without the line that names the two states.
const CHANGE: &str = "
Area 1, Preventing Crime and Tackling Anti-Social Behaviour

  Response to area for improvement 1
    …

    … hoped that the planned workshop, which will be taking place [-early this summer-]{+in the
    autumn+}, will start to address this area for improvement.
";

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let to = to.join(path.file_name().expect("a file has a name"));
        match path.is_dir() {
            true => copy(&path, &to),
            false => drop(fs::copy(&path, &to).expect("a file can be copied")),
        }
    }
}

fn run(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peel-letter"));
    command.current_dir(folder).args(words).output().expect("it can be called")
}

fn git(folder: &Path, words: &[&str]) {
    let output =
        Command::new("git").arg("-C").arg(folder).args(words).output().expect("it can be called");
    assert!(output.status.success(), "{output:?}");
}

/// The differences that are printed, and the first line of them.
fn diff(folder: &Path, words: &[&str]) -> (String, String) {
    let output = run(folder, &[&["diff", NAME], words].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("it is text");
    let (first, rest) = text.split_once('\n').expect("it has lines");
    (first.to_owned(), rest.to_owned())
}

/// How a command ends that cannot be done, and why.
fn refused(folder: &Path, words: &[&str]) -> (Option<i32>, String) {
    let output = run(folder, words);
    assert_eq!(output.stdout, b"");
    (output.status.code(), String::from_utf8(output.stderr).expect("it is text"))
}

#[test]
fn a_letter_is_compared_with_what_it_was_in_each_place() {
    let folder = changed();
    let now = format!("to data/{NAME}.toml");
    let archived = folder.path().join(format!("output/archive/{NAME}/v2/data/source/data"));
    copy(Path::new("data"), &archived);
    let pdf = format!("output/{NAME}.pdf");
    for (other, name) in [
        (&[][..], &format!("{NAME}@v2")),
        (&["v2"], &format!("{NAME}@v2")),
        (&[&format!("{NAME}@v2")], &format!("{NAME}@v2")),
        (&[&pdf], &pdf),
        (&["HEAD"], &format!("data/{NAME}.toml at HEAD")),
        (&["git:HEAD"], &format!("data/{NAME}.toml at HEAD")),
    ] {
        let expected = (format!("From {name} {now}"), CHANGE.to_owned());
        assert_eq!(diff(folder.path(), other), expected);
    }
}

#[test]
fn the_page_is_written_to_a_file() {
    let folder = changed();
    let output =
        run(folder.path(), &["diff", NAME, "HEAD", "--format", "html", "--output", "out/new.html"]);
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "made: out/new.html\n");
    let page = fs::read_to_string(folder.path().join("out/new.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("early this summer"));
}

#[test]
fn the_folder_of_letters_can_be_below_that_of_git() {
    let top = tempfile::tempdir().expect("a folder can be made");
    let folder = top.path().join("letters");
    copy(Path::new("data"), &folder.join("data"));
    git(top.path(), &["init", "--quiet"]);
    git(top.path(), &["add", "--all"]);
    let who = ["-c", "user.name=A. Officer", "-c", "user.email=officer@example.org"];
    git(top.path(), &[&who[..], &["commit", "--quiet", "--message=Sent"]].concat());
    change(&folder.join(format!("data/{NAME}.toml")));
    assert_eq!(diff(&folder, &["HEAD"]).1, CHANGE);
    fs::copy(folder.join(format!("data/{NAME}.toml")), folder.join("data/new.toml")).unwrap();
    let why = "error: cannot read data/new.toml: it was not there at HEAD\n";
    assert_eq!(refused(&folder, &["diff", "new", "HEAD"]), (Some(3), why.to_owned()));
    let why = "error: HEAD~9 is no archived version (such as v1), no PDF, no TOML file and no \
               letter in data/, nor a git revision\n";
    assert_eq!(refused(&folder, &["diff", "new", "HEAD~9"]), (Some(2), why.to_owned()));
}

#[test]
fn templates_and_images_that_differ_are_named() {
    let folder = changed();
    copy(Path::new("tests/cmd/own-look.in/templates"), &folder.path().join("templates"));
    let (_, text) = diff(folder.path(), &["HEAD"]);
    let look = text.split("The look and the fixed words\n").nth(1).unwrap();
    let labels = look.lines().filter(|line| line.starts_with("  ") && !line.starts_with("    "));
    assert_eq!(
        labels.collect::<Vec<_>>(),
        [
            "  templates/parts/sign_off.md",
            "  templates/style.toml (added)",
            "  templates/words.toml (added)"
        ]
    );
}
