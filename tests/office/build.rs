//! Letters are made anew only where something changed, and their files are whole at any moment.

use crate::support::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Child;
use std::time::Duration;

/// What stands in output/, by the names of the files.
fn output(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = folder.join("output");
    let content = |name: String| (name.clone(), fs::read(folder.join(name)).expect("it is there"));
    files(&folder).into_iter().map(content).collect()
}

const CHECK: [&str; 2] = ["build", "--check"];

#[test]
fn what_is_stale_is_told_and_nothing_is_written() {
    let folder = folder();
    must_fail(folder.path(), &CHECK, 1);
    assert!(!folder.path().join("output").exists());
    must_run(folder.path(), &["build"]);
    must_run(folder.path(), &CHECK);
    for (path, from, to, why) in [
        ("data/letter.toml", "review found", "review saw", "data/letter.toml changed"),
        ("data/office.toml", "A. Comm", "B. Comm", "data/office.toml changed"),
        (
            "templates/style.toml",
            "[logo]",
            "[page]\nleft = 31\n\n[logo]",
            "templates/style.toml changed",
        ),
        ("output/letter.md", "review saw", "review found", "changed by hand"),
        ("output/letter.pdf", "%PDF", "no PDF", "the fonts or the PDF itself changed"),
        (
            "output/letter.pdf",
            "Tool>peel-letter 0.1",
            "Tool>peel-letter 0.0",
            "made by peel-letter 0.0.0 before",
        ),
    ] {
        edit(folder.path(), path, from, to);
        let before = output(folder.path());
        let said = must_fail(folder.path(), &CHECK, 1);
        assert!(said.contains(&format!("({why})")), "{path}: {said}");
        assert_eq!(output(folder.path()), before, "{path}");
        must_run(folder.path(), &["build"]);
        must_run(folder.path(), &CHECK);
    }
}

#[test]
fn a_file_that_is_touched_but_not_changed_is_not_written() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    let pdf = folder.path().join("output/letter.pdf");
    let written = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).expect("it is there");
    let before = written(&pdf);
    let toml = folder.path().join("data/letter.toml");
    let text = fs::read(&toml).expect("it is there");
    fs::write(toml, text).expect("it can be written");
    must_run(folder.path(), &["build"]);
    assert_eq!(written(&pdf), before);
}

#[test]
fn a_run_that_is_killed_leaves_each_file_old_or_new() {
    let folder = folder();
    let (from, to) = ("What the review found", "What we found");
    let mut known = Vec::new();
    for (from, to) in [(from, to), (to, from)] {
        edit(folder.path(), "data/letter.toml", from, to);
        must_run(folder.path(), &["build"]);
        known.push(output(folder.path()));
    }
    for turn in 0..30_u64 {
        let (from, to) = if turn % 2 == 0 { (from, to) } else { (to, from) };
        edit(folder.path(), "data/letter.toml", from, to);
        start_and_kill(folder.path(), &["build"], Duration::from_millis(2 * turn));
        for name in ["letter.md", "letter.pdf"] {
            let there = &output(folder.path())[name];
            assert!(known.iter().any(|old| old[name] == *there), "{name} after {turn}");
        }
    }
    must_run(folder.path(), &["build"]);
    must_run(folder.path(), &CHECK);
}

#[test]
fn several_runs_at_once_leave_whole_files() {
    let folder = folder();
    let runs: Vec<Child> = (0..6).map(|_| start(folder.path(), &["build"])).collect();
    for run in runs {
        let output = run.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{}", said(&output));
    }
    must_run(folder.path(), &CHECK);
    assert_eq!(files(&folder.path().join("output")), ["letter.md", "letter.pdf"]);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_files_as_they_were() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    let before = output(folder.path());
    edit(folder.path(), "data/letter.toml", "What the review found", "What we found");
    let run = run_on_full_disk(folder.path(), &["build"]);
    assert_eq!(run.status.code(), Some(3), "{}", said(&run));
    assert!(said(&run).contains("cannot write output/letter.pdf"), "{}", said(&run));
    assert_eq!(output(folder.path()), before);
}

#[test]
fn what_was_not_there_is_made() {
    let folder = folder();
    assert!(
        must_run(folder.path(), &["build"])
            .ends_with("made: output/letter.md, output/letter.pdf (new)\n")
    );
    fs::remove_file(folder.path().join("output/letter.md")).expect("it can be deleted");
    assert!(must_run(folder.path(), &["build"]).ends_with("made: output/letter.md (not there)\n"));
    fs::write(folder.path().join("output/letter.pdf"), "no PDF").expect("it can be written");
    let made =
        "made: output/letter.pdf (the PDF that was there does not say what it was made from)\n";
    assert!(must_run(folder.path(), &["build"]).ends_with(made));
}

#[test]
fn a_web_page_that_is_there_is_kept_as_it_should_be() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    assert!(!folder.path().join("output/letter.html").exists());
    must_run(folder.path(), &["build", "--format", "html"]);
    edit(folder.path(), "data/letter.toml", "What the review found", "What we found");
    assert!(must_fail(folder.path(), &CHECK, 1).contains("output/letter.html (data/letter.toml"));
    must_run(folder.path(), &["build"]);
    let page = fs::read_to_string(folder.path().join("output/letter.html")).expect("it is there");
    assert!(page.contains("What we found"));
}

#[test]
fn what_was_added_or_removed_is_told_from_what_changed() {
    let folder = folder();
    let build = |words: &[&str]| must_run(folder.path(), &[&["build"], words].concat());
    build(&[]);
    let words = folder.path().join("templates/words.toml");
    fs::write(&words, "[en]\npage = \"{page} of {pages}\"\n").expect("it can be written");
    assert!(build(&[]).contains("(templates/words.toml added)"));
    fs::remove_file(words).expect("it can be deleted");
    assert!(build(&[]).contains("(templates/words.toml removed)"));
    if cfg!(feature = "genpdf") {
        let said = build(&["--pdf-engine", "genpdf"]);
        assert!(
            said.contains("output/letter.pdf (this engine's PDF is another every time)"),
            "{said}"
        );
        assert!(build(&[]).contains("(the PDF that was there does not say what it was made from)"));
    }
}

/// A run that was killed leaves files that never got their names. What only looks like them is somebody's.
#[test]
fn what_a_stopped_run_left_is_removed_by_the_next_one() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    let output = folder.path().join("output");
    let left = output.join(".peel-letter-a1B2c3");
    let mine =
        [".peel-letter-notes", ".peel-letter-ab12CD/notes.txt"].map(|name| output.join(name));
    for path in mine.iter().chain(&[left.join("new-0"), left.join("old-0")]) {
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it can be made");
        fs::write(path, "half a letter").expect("it can be written");
    }
    must_run(folder.path(), &["build"]);
    assert!(!left.exists());
    assert!(mine.iter().all(|path| path.exists()));
}

/// All was written, and the run was killed before the second file had its name.
#[test]
fn what_a_stopped_run_began_is_brought_to_its_end() {
    for (has_changed, markdown) in [(false, "the new one"), (true, "mine")] {
        let folder = folder();
        must_run(folder.path(), &["build"]);
        let output = folder.path().join("output");
        let left = output.join(".peel-letter-a1B2c3");
        fs::create_dir(&left).expect("it can be made");
        fs::copy(output.join("letter.md"), left.join("old-0")).expect("it can be copied");
        fs::write(left.join("new-0"), "the new one").expect("it can be written");
        let list =
            r#"[{"path":"letter.md","is_new":false},{"path":"../outside.md","is_new":true}]"#;
        fs::write(left.join("new-1"), "outside").expect("it can be written");
        fs::write(left.join("list"), list).expect("it can be written");
        if has_changed {
            fs::write(output.join("letter.md"), "mine").expect("it can be written");
        }
        must_run(folder.path(), &["archive", "list"]);
        let there = fs::read_to_string(output.join("letter.md")).expect("it is there");
        assert_eq!(there, markdown);
        assert!(!left.exists());
        assert!(!folder.path().join("outside.md").exists());
    }
}

/// Two would both succeed, and the one that had read the older letter might write last.
#[test]
fn a_run_waits_for_another_and_sees_what_was_edited_meanwhile() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    edit(folder.path(), "data/letter.toml", "What the review found", "What we found");
    let before = output(folder.path());
    #[cfg(unix)]
    {
        let at_work = fs::File::open(folder.path().join("output")).expect("it can be opened");
        at_work.lock().expect("a folder can be locked");
        let run = start(folder.path(), &["build"]);
        std::thread::sleep(Duration::from_millis(1500));
        edit(folder.path(), "data/letter.toml", "What we found", "What it found");
        drop(at_work);
        let run = run.wait_with_output().expect("it ends");
        assert_eq!(run.status.code(), Some(3), "{}", said(&run));
        let why = "error: data/letter.toml was changed while the letter was made of it";
        assert!(said(&run).contains(why), "{}", said(&run));
    }
    assert_eq!(output(folder.path()), before);
    must_run(folder.path(), &["build"]);
}

/// Only what is not found is absent.
#[test]
fn what_cannot_be_read_is_not_taken_for_absent() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    let pdf = folder.path().join("output/letter.pdf");
    fs::remove_file(&pdf).expect("it can be deleted");
    fs::create_dir(&pdf).expect("it can be made");
    for words in [&["build"][..], &CHECK, &["status"]] {
        let said = must_fail(folder.path(), words, 3);
        assert!(said.contains("error: cannot read output/letter.pdf"), "{words:?}: {said}");
    }
    let archive = ["archive", LETTER, "--sent", "2024-10-28", "--accept-warnings", "a sample"];
    let said = must_fail(folder.path(), &archive, 3);
    assert!(said.contains("error: cannot read output/letter.pdf"), "{said}");
    fs::remove_dir_all(folder.path().join("output")).expect("it can be deleted");
    fs::write(folder.path().join("output"), "").expect("it can be written");
    for words in [&["build"][..], &CHECK, &["status"], &["archive", "list"], &["archive", "verify"]]
    {
        let said = must_fail(folder.path(), words, 3);
        assert!(said.contains("error: cannot read output"), "{words:?}: {said}");
        assert!(said.contains("a file stands where a folder should be"), "{words:?}: {said}");
    }
}

#[test]
fn a_word_file_that_somebody_has_amended_is_left_as_it_is() {
    let folder = folder();
    let folder = folder.path();
    must_run(folder, &["build", "--format", "docx"]);
    let path = folder.join("output/letter.docx");
    let made = fs::read(&path).expect("it is made");
    edit(folder, "data/letter.toml", "Dear Home", "My dear Home");
    must_run(folder, &["build"]);
    let again = fs::read(&path).expect("it is there");
    assert_ne!(made, again, "what nobody has amended is made anew");
    let amended = saved_by_another(&made);
    fs::write(&path, &amended).expect("it can be saved");
    assert!(must_run(folder, &["build"]).contains("left as it is: output/letter.docx"));
    must_fail(folder, &["build", "--format", "docx"], 3);
    assert_eq!(fs::read(&path).expect("it is there"), amended);
    fs::remove_file(&path).expect("it can be removed");
    must_run(folder, &["build", "--format", "docx"]);
    assert_eq!(fs::read(&path).expect("it is made"), again);
}

/// A Word file as another program saves it, which puts its own name into it.
fn saved_by_another(file: &[u8]) -> Vec<u8> {
    let mut read = zip::ZipArchive::new(Cursor::new(file)).expect("it is a ZIP");
    let mut saved = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..read.len() {
        let part = read.by_index(index).expect("it can be read");
        let name = part.name().expect("it is text").into_owned();
        if name == "docProps/app.xml" {
            let options = zip::write::SimpleFileOptions::default();
            saved.start_file(name, options).expect("it can be written");
            let app = b"<Properties><Application>Another</Application></Properties>";
            saved.write_all(app).expect("it can be written");
        } else {
            saved.raw_copy_file(part).expect("it can be copied");
        }
    }
    saved.finish().expect("it can be written").into_inner()
}
