//! A font file in the office's own folder, to a letter that is set with it.
#![no_main]

use peel_letter::workspace::Workspace;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

const OFFICE: &str = include_str!("../../tests/cmd/build.in/data/office.toml");

/// A working folder of its own for each process.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("peel-letter-fuzz-{}", std::process::id()));
    fs::create_dir_all(folder.join("data")).expect("a folder can be made");
    fs::create_dir_all(folder.join("templates/fonts")).expect("a folder can be made");
    fs::write(folder.join("data/office.toml"), OFFICE).expect("a file can be written");
    let style = "[text]\nfonts = 'fonts'\n";
    fs::write(folder.join("templates/style.toml"), style).expect("a file can be written");
    folder
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for face in ["Regular", "Bold", "Italic", "BoldItalic"] {
        let path = FOLDER.join(format!("templates/fonts/{face}.ttf"));
        fs::write(path, bytes).expect("a file can be written");
    }
    let workspace = Workspace::at(&FOLDER).expect("the folder can be read");
    office::make(&office::letter_with("Affected: *40%*, and **no more**."), &workspace);
});
