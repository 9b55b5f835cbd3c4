//! Makes Word files as the program does, and amends them as Word does.

use peel_letter::diff::{Piece, Sign};
use peel_letter::docx::read::read;
use peel_letter::make::{Kit, LetterReader};
use peel_letter::review::base::Base;
use peel_letter::review::round::Came;
use peel_letter::review::{Change, Remark, Standing};
use peel_letter::workspace::{Workspace, letter_name};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The folder of the project, which is a working folder too.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every letter in the data/ of a working folder as a Word file, in each of its forms.
pub fn word_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let workspace = Workspace::at(folder).unwrap();
    let mut made = Vec::new();
    for path in workspace.letters().unwrap() {
        let mut files = workspace.files.clone();
        let file = workspace.add(&path, &mut files).unwrap();
        let loaded = LetterReader::new(&workspace).load(&file, &[], &files);
        let Some(letter) = loaded.good() else { continue };
        for form in &letter.forms {
            let mut kit = Kit::new(&workspace).unwrap();
            let letter = kit.make(letter, &file, &loaded.images, *form, &mut files).unwrap();
            made.push((letter_name(&path), kit.docx(&letter, &loaded, None, &files).unwrap()));
        }
    }
    made
}

/// A Word file in which a part is another.
pub fn amended(bytes: &[u8], part: &str, amend: impl Fn(&str) -> String) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let name = file.name().unwrap().to_string();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            content = amend(&String::from_utf8(content).unwrap()).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A Word file with more parts.
pub fn with_parts(bytes: &[u8], parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new_append(Cursor::new(bytes.to_vec())).unwrap();
    for (name, content) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A part of a Word file.
pub fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A Word file as a letter that came back.
pub fn came(name: &str, bytes: &[u8]) -> Came {
    let returned = read(bytes).unwrap();
    let manifest = returned.manifest.clone().unwrap();
    let base = Base::of(&manifest);
    Came { name: name.to_owned(), sha256: String::new(), returned, base, round: manifest.round }
}

/// A change in a line.
pub fn summary(change: &Change) -> String {
    let piece = |Piece { sign, text }: &Piece| match sign {
        Sign::Same => String::new(),
        Sign::Deleted => format!("[-{text}-]"),
        Sign::Inserted => format!("{{+{text}+}}"),
    };
    let words: String = change.pieces.iter().map(piece).collect();
    let remark = match change.remark {
        None => "",
        Some(Remark::Added) => " (new)",
        Some(Remark::Removed) => " (gone)",
        Some(Remark::MovedAway) => " (moved from here)",
        Some(Remark::MovedHere) => " (moved to here)",
        Some(Remark::RowAdded) => " (new row)",
        Some(Remark::RowRemoved) => " (row gone)",
        Some(Remark::TableRemoved) => " (table gone)",
        Some(Remark::Odd(what)) => what,
    };
    let who: Vec<&str> = change.who.iter().map(|who| who.name.as_str()).collect();
    let who = if who.is_empty() { String::new() } else { format!(" by {}", who.join(" and ")) };
    let standing = match &change.standing {
        Standing::Placed => String::new(),
        other => format!(" {other:?}"),
    };
    format!("{}{remark}{who}: {words}{standing}", change.label)
}

/// The office of the tests with another state of its draft.
pub fn office_with(draft: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::copy(root().join("tests/review/office/data/office.toml"), data.join("office.toml"))
        .unwrap();
    fs::write(data.join("draft.toml"), draft).unwrap();
    folder
}
