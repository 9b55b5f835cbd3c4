//! What was sent stays as it was sent, whoever is in office now.

use crate::support::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

fn archived() -> TempDir {
    let folder = folder();
    fs::write(folder.path().join("annex.pdf"), "%PDF-1.7 annex").expect("it can be written");
    must_run(folder.path(), &["build"]);
    let words = ["archive", LETTER, "--sent", "2024-10-28", "--enclosure", "annex.pdf"];
    must_run(folder.path(), &[&words[..], &["--accept-warnings", "a sample"]].concat());
    folder
}

/// The letter's files in output/.
fn output(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |name: &str| (name.to_owned(), fs::read(folder.join("output").join(name)).ok());
    let files = ["letter.md", "letter.pdf", "letter.html"].map(read).into_iter();
    files.filter_map(|(name, bytes)| Some((name, bytes?))).collect()
}

fn another_commissioner(folder: &Path) {
    edit(folder, "data/office.toml", "A. Comm", "B. Comm");
    edit(folder, "templates/style.toml", "[logo]", "[page]\nleft = 31\n\n[logo]");
}

#[test]
fn a_letter_that_was_sent_is_not_made_anew() {
    let folder = archived();
    let sent = output(folder.path());
    another_commissioner(folder.path());
    let said = must_run(folder.path(), &["build"]);
    assert_eq!(said, "kept: output/letter.md, output/letter.pdf (archived as v1)\n");
    must_run(folder.path(), &["build", "--check"]);
    assert_eq!(output(folder.path()), sent);
    let said = must_run(folder.path(), &["status", "--json"]);
    assert!(said.contains("\"output\": \"kept\""), "{said}");
    fs::remove_file(folder.path().join("output/letter.pdf")).expect("it can be deleted");
    edit(folder.path(), "output/letter.md", "review", "Review");
    let said = must_fail(folder.path(), &["build", "--check"], 1);
    assert!(said.contains("stale: output/letter.md, output/letter.pdf (archived as v1"), "{said}");
    let said = must_run(folder.path(), &["build"]);
    assert!(
        said.contains("kept: output/letter.md, output/letter.pdf (archived as v1; put back"),
        "{said}"
    );
    assert_eq!(output(folder.path()), sent);
    must_run(folder.path(), &["build", "--format", "html"]);
    let page = fs::read(folder.path().join("output/letter.html")).expect("it is there");
    assert!(String::from_utf8_lossy(&page).contains("A. Comm"));
}

#[test]
fn a_letter_that_was_edited_since_is_made_from_todays_files() {
    let folder = archived();
    another_commissioner(folder.path());
    edit(folder.path(), "data/letter.toml", "What the review found", "What we found");
    let said = must_run(folder.path(), &["build"]);
    assert!(said.contains("made: output/letter.md, output/letter.pdf"), "{said}");
    assert!(said.contains("the letter was edited since it was archived as v1"), "{said}");
    let markdown = &output(folder.path())["letter.md"];
    assert!(String::from_utf8_lossy(markdown).contains("B. Comm"));
    edit(folder.path(), "data/letter.toml", "What we found", "What the review found");
    assert!(must_run(folder.path(), &["build"]).contains("kept: "));
    let markdown = &output(folder.path())["letter.md"];
    assert!(String::from_utf8_lossy(markdown).contains("A. Comm"));
}

#[test]
fn a_damaged_version_is_not_put_back() {
    let folder = archived();
    let sent = output(folder.path());
    let bag = folder.path().join("output/archive/letter/v1/data/letter");
    fs::remove_file(bag.join("letter.pdf")).expect("it can be deleted");
    fs::write(bag.join("letter.pdf"), "%PDF").expect("it can be written");
    let said = must_fail(folder.path(), &["build"], 3);
    assert!(said.contains("data/letter/letter.pdf is not as it was put away"), "{said}");
    assert_eq!(output(folder.path()), sent);
}

#[test]
fn that_it_is_published_is_put_away_with_all_that_was_there_before() {
    let folder = archived();
    another_commissioner(folder.path());
    let publish = ["archive", "publish", LETTER, "--on"];
    let on = |day| [&publish[..], &[day]].concat();
    let said = must_fail(folder.path(), &on("2024-10-27"), 1);
    assert!(said.contains("later date than the day it was published, 2024-10-27"), "{said}");
    must_run(folder.path(), &on("2024-10-30"));
    let bag = |version: &str| folder.path().join("output/archive/letter").join(version);
    let payload =
        |version: &str| fs::read(bag(version).join("manifest-sha256.txt")).expect("it is there");
    assert_eq!(payload("v1"), payload("v2"));
    let info = fs::read_to_string(bag("v2").join("bag-info.txt")).expect("it is there");
    for line in [
        "Date-Of-Letter: 2024-10-28",
        "Date-Sent: 2024-10-28",
        "Date-Published: 2024-10-30",
        "Reason-For-Version: Published",
        "External-Identifier: letter@v2",
    ] {
        assert!(info.lines().any(|other| other == line), "{line} in {info}");
    }
    must_run(folder.path(), &["archive", "verify"]);
    assert!(must_run(folder.path(), &["build"]).contains("(archived as v2)"));
    let said = must_fail(folder.path(), &on("2024-10-30"), 2);
    assert!(said.contains("says already that it was published on 2024-10-30"), "{said}");
}

#[test]
fn a_signed_copy_goes_with_what_was_sent_and_not_with_what_it_would_be_today() {
    let folder = archived();
    another_commissioner(folder.path());
    fs::write(folder.path().join("signed.pdf"), "%PDF-1.7 signed").expect("it can be written");
    let words = ["archive", LETTER, "--sent", "2024-10-29", "--as-sent", "signed.pdf"];
    must_run(folder.path(), &[&words[..], &["--reason", "signed"]].concat());
    let bag = folder.path().join("output/archive/letter/v2/data");
    let markdown = fs::read_to_string(bag.join("letter/letter.md")).expect("it is there");
    assert!(markdown.contains("A. Comm"));
    assert!(bag.join("sent/signed.pdf").exists());
    must_run(folder.path(), &["archive", "verify"]);
}
