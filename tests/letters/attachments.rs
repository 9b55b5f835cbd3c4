//! What a PDF carries: enough to make it again, and no drafting notes.

use crate::support::{Sample, each_letter_of, root};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Name, Object, String as PdfString};
use peel_letter::pdf::Engine;
use peel_letter::pdf::carried::{self, NotOurs};
use peel_letter::workspace::WorkingFile;
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

fn pdf(sample: &mut Sample<'_>) -> (Vec<u8>, Vec<WorkingFile>) {
    let bytes = sample.pdf(Engine::Krilla);
    let files = carried::read(&bytes).expect("the PDF can be read").files;
    (bytes, files)
}

/// Working folders with their own templates, words, style and images, and without.
fn folders() -> Vec<PathBuf> {
    let names = [
        "",
        "tests/cmd/own-look.in",
        "tests/conformance/web/letters",
        "tests/letters/private",
        "tests/letters/pictures",
        "tests/odd/pictures",
        "tests/odd/plain",
    ];
    names.map(|name| root().join(name)).to_vec()
}

#[test]
fn a_letter_is_made_again_from_its_pdf_alone() {
    for folder in folders() {
        each_letter_of(&folder, |mut sample| {
            let (bytes, files) = pdf(&mut sample);
            let elsewhere = tempfile::tempdir().expect("a folder can be made");
            unpack(&files, elsewhere.path());
            let mut again = Vec::new();
            each_letter_of(elsewhere.path(), |mut copy| {
                if copy.made.name == sample.made.name {
                    again = copy.pdf(Engine::Krilla);
                    let path = format!("output/{}.md", copy.made.name);
                    let there = files.iter().find(|file| file.path == path);
                    assert_eq!(
                        there.map(|file| file.bytes.as_slice()),
                        Some(copy.made.markdown.as_bytes())
                    );
                }
            });
            assert!(again == bytes, "{} of {}", sample.made.name, folder.display());
        });
    }
}

fn unpack(files: &[WorkingFile], folder: &Path) {
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("it can be made");
        fs::write(path, &file.bytes).expect("a file can be written");
    }
}

#[test]
fn a_pdf_says_what_each_file_is_to_it() {
    each_letter_of(&root().join("tests/letters/pictures"), |mut sample| {
        let pdf = Pdf::new(sample.pdf(Engine::Krilla)).expect("the PDF can be read");
        let objects = pdf.objects().into_iter().filter_map(Object::into_dict);
        let there: Vec<_> = objects.filter(|dict| dict.contains_key(b"EF")).map(said).collect();
        assert_eq!(
            there,
            [
                "Source data/letter.toml",
                "Source data/office.toml",
                "Alternative output/letter.md",
                "Supplement data/programmes.toml",
                "Supplement templates/parts/conclusion.md",
                "Supplement templates/style.toml",
                "Supplement templates/logo.png",
                "Supplement images/chart.png",
                "Supplement data/plan.png",
            ]
        );
    });
}

/// What a PDF says of a file that it carries: its relation and its name.
fn said(file: Dict<'_>) -> String {
    let relation = file.get::<Name<'_>>(b"AFRelationship").expect("it has a relation");
    let name = file.get::<PdfString<'_>>(b"F").expect("it has a name");
    format!("{} {}", relation.as_str(), String::from_utf8_lossy(name.as_bytes()))
}

#[test]
fn drafting_notes_stay_in_the_office() {
    each_letter_of(&root().join("tests/letters/private"), |mut sample| {
        let (bytes, files) = pdf(&mut sample);
        let pdf = Pdf::new(bytes).expect("the PDF can be read");
        let all: Vec<u8> = pdf.objects().into_iter().flat_map(content).collect();
        assert!(found("PUBLIC", &all), "the search finds nothing");
        assert!(!found("PRIVATE", &all), "{}", sample.made.name);
        assert_eq!(files.len(), 4);
    });
}

/// All bytes of an object, decompressed.
fn content(object: Object<'_>) -> Vec<u8> {
    match object {
        Object::Stream(stream) => {
            let content = stream.decoded().expect("every stream can be read");
            [stream.dict().data(), &content].concat()
        }
        Object::Dict(dict) => dict.data().to_vec(),
        Object::String(string) => string.as_bytes().to_vec(),
        other => format!("{other:?}").into_bytes(),
    }
}

/// Whether a word is there, in one or in two bytes a letter.
fn found(word: &str, content: &[u8]) -> bool {
    let wide: Vec<u8> = word.bytes().flat_map(|byte| [0, byte]).collect();
    let has = |part: &[u8]| content.windows(part.len()).any(|window| window == part);
    has(word.as_bytes()) || has(&wide)
}

#[test]
fn a_protected_pdf_is_refused() {
    let pdf = fs::read(root().join("tests/letters/protected.pdf")).expect("it is there");
    assert_eq!(carried::read(&pdf).map(drop), Err(NotOurs::Encrypted));
}

#[test]
fn the_light_engine_puts_nothing_into_its_pdf() {
    #[cfg(feature = "genpdf")]
    each_letter_of(&root().join("tests/letters/private"), |mut sample| {
        let pdf = sample.pdf(Engine::Genpdf);
        assert_eq!(carried::read(&pdf).map(drop), Err(NotOurs::NoLetter));
    });
}

fn sound_pdf() -> &'static [u8] {
    static PDF: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut made = Vec::new();
        let folder = root().join("tests/letters/pictures");
        each_letter_of(&folder, |mut sample| made = sample.pdf(Engine::Krilla));
        made
    });
    &PDF
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_pdf_is_refused_or_read(
        end in 0.0..1.0_f64,
        flips in prop::collection::vec((0.0..1.0_f64, any::<u8>()), 0..24),
    ) {
        let sound = sound_pdf();
        let at = |share: f64, length: usize| (share * length as f64) as usize;
        let _ = carried::read(&sound[..at(end, sound.len())]);
        let mut damaged = sound.to_vec();
        for (share, byte) in flips {
            damaged[at(share, sound.len())] = byte;
        }
        let _ = carried::read(&damaged);
    }
}
