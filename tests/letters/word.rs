//! The Word files of letters: they say what the Markdown says, and know where it comes from.

#[path = "../word/mod.rs"]
mod reading;

use crate::support::{Sample, each_form_of, each_letter_of, root};
use peel_letter::docx::manifest::{Owner, Shape};
use peel_letter::letter::Form;
use peel_letter::make::{Kit, LetterReader};
use peel_letter::workspace::Workspace;
use reading::{Word, part};
use std::path::{Path, PathBuf};

#[test]
fn a_word_file_says_what_the_markdown_says() {
    let folders = ["", "tests/conformance/web/letters", "tests/odd/plain", "tests/odd/pictures"];
    for folder in folders {
        each_form_of(&root().join(folder), &[Form::Letter, Form::Statement], |mut sample| {
            let file = sample.docx();
            Word::read(&file).assert_sound(&sample.made.markdown);
            assert_eq!(file, sample.docx(), "{} is another every time", sample.name);
            leave(&sample, &file);
        });
    }
}

/// The files are left in `target/tmp/docx`, for those who judge Word files.
fn leave(sample: &Sample<'_>, file: &[u8]) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docx");
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    std::fs::write(folder.join(format!("{}.docx", sample.name)), file).expect("it can be written");
    std::fs::write(folder.join(format!("{}.md", sample.name)), &sample.made.markdown)
        .expect("it can be written");
}

#[test]
fn so_do_those_of_all_other_letters_here() {
    let mut made = 0;
    for folder in working_folders(&root().join("tests")) {
        let Ok(workspace) = Workspace::open(&folder) else { continue };
        let Ok(mut kit) = Kit::new(&workspace) else { continue };
        for path in workspace.letters().unwrap_or_default() {
            let mut files = workspace.files.clone();
            let Ok(source) = workspace.add(&path, &mut files) else { continue };
            let loaded = LetterReader::new(&workspace).load(&source, &[], &files);
            let Some(letter) = loaded.good() else { continue };
            for form in &letter.forms {
                let images = &loaded.images;
                let Ok(one) = kit.make(letter, &source, images, *form, &mut files) else {
                    continue;
                };
                let file = kit.docx(&one, &loaded, None, &files).expect("it can be written");
                Word::read(&file).assert_sound(&one.markdown);
                made += 1;
            }
        }
    }
    assert!(made > 40, "only {made} letters are there");
}

/// Every working folder within a folder.
fn working_folders(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let inner =
        entries.map(|entry| entry.path()).filter(|path| path.is_dir() && !path.is_symlink());
    let mut found: Vec<PathBuf> = inner.flat_map(|inner| working_folders(&inner)).collect();
    found.sort();
    if folder.join("data").is_dir() {
        found.push(folder.to_owned());
    }
    found
}

#[test]
fn every_word_has_its_key() {
    each_letter_of(&root(), |mut sample| {
        let manifest = Word::read(&sample.docx()).manifest;
        let lines = manifest.blocks.iter().map(|block| {
            let shape = match block.shape {
                Shape::Paragraph => String::new(),
                shape => format!(" {shape:?}"),
            };
            let words = block.words.iter().map(|words| {
                let start: String = words.text.chars().take(40).collect();
                let owner = match words.owner {
                    Owner::Office => "",
                    Owner::Inspectorate => " (the inspectorate's)",
                    Owner::ChiefConstable => " (the chief constable's)",
                    Owner::Fixed => return format!("  fixed: {start:?}\n"),
                };
                let origin = words.origin.as_ref().expect("it comes from somewhere");
                let shown = if origin.verbatim { "" } else { ", in other words" };
                format!("  {} {}{owner}{shown}: {start:?}\n", origin.key, origin.number)
            });
            format!("block{shape}\n{}", words.collect::<String>())
        });
        let path = root().join(format!("tests/letters/marks/{}.txt", sample.name));
        crate::support::assert_same(&path, lines.collect::<String>().as_bytes());
    });
}

#[test]
fn changes_are_tracked_when_it_is_opened() {
    each_letter_of(&root(), |mut sample| {
        let file = sample.docx();
        assert!(part(&file, "word/settings.xml").contains("<w:trackRevisions/>"));
        let print = Word::read(&file).manifest.fingerprint();
        assert!(part(&file, "docProps/custom.xml").contains(&print));
        assert!(
            !part(&file, "word/document.xml").contains("<w:sdt"),
            "there are no content controls"
        );
    });
}
