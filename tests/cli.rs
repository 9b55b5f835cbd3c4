//! The command line, as data: the examples of the guide and the cases in tests/cmd/.
//!
//! Each case is a file that a person can read: what is typed, and all that is printed. The files
//! that it reads are in the folder NAME.in. A case that writes files has a folder NAME.out with those
//! to be compared; it runs in a copy. After a change that is meant,
//! `TRYCMD=overwrite cargo test --test cli` writes them anew; look at the difference.
//!
//! A backslash in what a `.trycmd` prints is compared as a slash: where it matters, a case is a
//! `.toml` with `binary = true`.

use std::fs;
use std::path::PathBuf;

#[test]
fn the_guide_and_the_cases_hold() {
    let cases = trycmd::TestCases::new();
    // The same in every terminal.
    cases.env("NO_COLOR", "1").env("COLUMNS", "100");
    cases.case("README.md").case("docs/*.md").case("tests/cmd/*.trycmd").case("tests/cmd/*.toml");
    cases.run();
    assert_eq!(written(), Vec::<PathBuf>::new(), "a case without .out wrote files");
}

/// What the cases without an .out folder have written where they stand, which is what they read.
fn written() -> Vec<PathBuf> {
    let cases = fs::read_dir("tests/cmd").expect("the cases are there");
    let folders = cases.map(|entry| entry.expect("a case can be read").path());
    let inputs = folders.filter(|path| path.extension().is_some_and(|e| e == "in"));
    let in_place = inputs.filter(|path| !path.with_extension("out").exists());
    in_place.map(|path| path.join("output")).filter(|output| output.exists()).collect()
}
