//! How long the letter of 2018 takes: the whole process, each stage of it, and `check`.
//!
//! `cargo bench` prints medians. Compare figures of one run only: machines are shared and noisy.

use divan::{Bencher, black_box};
use peel_letter::make::{Kit, LetterReader};
use peel_letter::pdf::Engine;
use peel_letter::workspace::Workspace;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const LETTER: &str = "2018-04-16-peel-effectiveness-2017";

fn main() {
    divan::main();
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The program as a user runs it, TOML to Markdown and PDF.
#[divan::bench(args = ["krilla", "genpdf"])]
fn whole_process(bencher: Bencher<'_, '_>, engine: &str) {
    let output = tempfile::tempdir().expect("a folder can be made");
    bencher.bench_local(|| {
        let mut command = program(root());
        command.args(["build", LETTER, "--pdf-engine", engine, "--output"]).arg(output.path());
        assert!(command.status().is_ok_and(|status| status.success()));
    });
}

/// The program, to be run in a working folder without a word.
fn program(folder: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_peel-letter"));
    program.current_dir(folder).stderr(Stdio::null());
    program
}

/// `check` of so many copies of the letter, as a user runs it.
#[divan::bench(args = [1, 1000], sample_count = 20)]
fn check(bencher: Bencher<'_, '_>, letters: usize) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let data = folder.path().join("data");
    let copy = |from: &str, to: &str| {
        let from = root().join("data").join(from).with_extension("toml");
        fs::copy(from, data.join(to).with_extension("toml")).expect("a file can be copied");
    };
    fs::create_dir(&data).expect("a folder can be made");
    copy("office", "office");
    (0..letters).for_each(|n| copy(LETTER, &format!("letter-{n}")));
    bencher.bench_local(|| {
        assert!(program(folder.path()).arg("check").status().is_ok_and(|status| status.success()));
    });
}

/// Reading: TOML to the letter.
#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    let workspace = Workspace::open(root()).expect("the folder can be read");
    let mut files = workspace.files.clone();
    let path = workspace.letter(Path::new(LETTER));
    let file = workspace.add(&path, &mut files).expect("the letter can be read");
    bencher.bench_local(|| LetterReader::new(&workspace).load(black_box(&file), &[], &files));
}

/// The stages after it: the letter to Markdown, to pages, to PDF.
#[divan::bench(args = ["markdown", "pages", "pdf"])]
fn stages_up_to(bencher: Bencher<'_, '_>, stage: &str) {
    let workspace = Workspace::open(root()).expect("the folder can be read");
    let mut files = workspace.files.clone();
    let path = workspace.letter(Path::new(LETTER));
    let file = workspace.add(&path, &mut files).expect("the letter can be read");
    let loaded = LetterReader::new(&workspace).load(&file, &[], &files);
    let letter = &loaded.letter;
    let mut kit = Kit::new(&workspace).expect("the templates are right");
    bencher.bench_local(|| {
        let mut files = files.clone();
        let made = kit
            .make(letter, &file, &loaded.images, letter.forms[0], &mut files)
            .expect("the letter can be made");
        match stage {
            "markdown" => {}
            "pages" => drop(black_box(kit.pages(&made))),
            _ => drop(black_box(kit.pdf(&made, Engine::Krilla))),
        }
        made
    });
}
