//! Makes the letters as the program does, and compares what comes out with files.

use peel_letter::diagnostic::Files;
use peel_letter::layout::Pages;
use peel_letter::letter::load::Loaded;
use peel_letter::letter::{Form, Letter};
use peel_letter::make::{Edition, Kit, LetterReader};
use peel_letter::pdf::Engine;
use peel_letter::workspace::{Workspace, letter_name};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the project, which is a working folder too.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A letter that was made, with its name and the kit it was made with.
pub struct Sample<'a> {
    pub name: String,
    pub letter: Letter,
    pub made: Edition,
    pub files: Files,
    loaded: &'a Loaded,
    kit: Kit<'a>,
}

impl Sample<'_> {
    pub fn pages(&mut self) -> Pages {
        self.kit.pages(&self.made).expect("the letter can be set")
    }

    pub fn html(&self) -> String {
        self.kit.html(&self.made).expect("the page can be written")
    }

    pub fn svg(&mut self) -> String {
        self.kit.svg(&self.made, self.loaded, &self.files).expect("the pages can be drawn")
    }

    pub fn docx(&mut self) -> Vec<u8> {
        self.kit.docx(&self.made, self.loaded, None, &self.files).expect("the file can be written")
    }

    pub fn pdf(&mut self, engine: Engine) -> Vec<u8> {
        self.kit.pdf(&self.made, engine).expect("the PDF can be written")
    }
}

/// Calls `test` with every letter in data/, in each of its forms.
pub fn each_letter(test: impl FnMut(Sample<'_>)) {
    each_letter_of(&root(), test);
}

/// Calls `test` with every letter in the data/ of a working folder, in each of its forms.
pub fn each_letter_of(folder: &Path, test: impl FnMut(Sample<'_>)) {
    each_form_of(folder, &[], test);
}

/// Calls `test` with every letter in the data/ of a working folder, in each of these forms; where
/// none is named, in the letter's own.
pub fn each_form_of(folder: &Path, forms: &[Form], mut test: impl FnMut(Sample<'_>)) {
    let workspace = Workspace::open(folder).expect("the folder can be read");
    for path in workspace.letters().expect("data/ can be read") {
        let mut files = workspace.files.clone();
        let file = workspace.add(&path, &mut files).expect("the letter can be read");
        let loaded = LetterReader::new(&workspace).load(&file, &[], &files);
        let letter = loaded.good().unwrap_or_else(|| panic!("{:?}", loaded.problems));
        let forms = if forms.is_empty() { &letter.forms[..] } else { forms };
        for form in forms {
            let mut kit = Kit::new(&workspace).expect("the templates are right");
            let made = kit.make(letter, &file, &loaded.images, *form, &mut files);
            let made = made.expect("the letter can be made");
            let letter = letter.clone();
            let name = match form {
                Form::Letter => letter_name(&path),
                Form::Statement => format!("{}-statement", letter_name(&path)),
            };
            let (files, loaded) = (files.clone(), &loaded);
            test(Sample { name, letter, made, files, loaded, kit });
        }
    }
}

/// Compares bytes with a file, or writes the file where `UPDATE` is set.
pub fn assert_same(expected: &Path, actual: &[u8]) {
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(expected.parent().expect("a file is in a folder"))
            .expect("the folder can be made");
        fs::write(expected, actual).expect("the file can be written");
        return;
    }
    let there = fs::read(expected).unwrap_or_default();
    let (there, actual) = (String::from_utf8_lossy(&there), String::from_utf8_lossy(actual));
    let difference = there.lines().zip(actual.lines()).position(|(a, b)| a != b);
    let line = difference.unwrap_or_else(|| there.lines().count().min(actual.lines().count()));
    assert!(
        there == actual,
        "{} differs in line {}:\n  there: {:?}\n    new: {:?}\nUPDATE=1 cargo test writes it anew",
        expected.display(),
        line + 1,
        there.lines().nth(line),
        actual.lines().nth(line),
    );
}
