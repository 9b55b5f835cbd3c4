//! What a PDF carries: enough to make it again, and no drafting notes.

use crate::support::{Sample, each_letter_of, root};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::{Dict, Name, Object, Stream, String as PdfString};
use peel_letter::pdf::Engine;
use std::fs;
use std::path::{Path, PathBuf};

/// A file that a PDF carries.
struct Attached {
    path: String,
    /// What it is to the PDF; a file that claims no PDF/A does not say.
    relation: Option<String>,
    bytes: Vec<u8>,
}

fn attached(pdf: &Pdf) -> Vec<Attached> {
    let objects = pdf.objects().into_iter();
    let specifications =
        objects.filter_map(Object::into_dict).filter(|dict| dict.contains_key(b"EF"));
    specifications.map(|specification| read(&specification)).collect()
}

fn read(specification: &Dict<'_>) -> Attached {
    let path = specification.get::<PdfString<'_>>(b"F").expect("a file has a name");
    let relation = specification.get::<Name<'_>>(b"AFRelationship");
    let files = specification.get::<Dict<'_>>(b"EF").expect("it is embedded");
    let stream = files.get::<Stream<'_>>(b"F").expect("it has content");
    Attached {
        path: String::from_utf8(path.as_bytes().to_vec()).expect("a name is text"),
        relation: relation.map(|name| name.as_str().to_owned()),
        bytes: stream.decoded().expect("the content can be read").into_owned(),
    }
}

fn pdf(sample: &mut Sample<'_>) -> (Vec<u8>, Vec<Attached>) {
    let bytes = sample.pdf(Engine::Krilla);
    let files = attached(&Pdf::new(bytes.clone()).expect("the PDF can be read"));
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

fn unpack(files: &[Attached], folder: &Path) {
    for file in files {
        let path = folder.join(&file.path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("it can be made");
        fs::write(path, &file.bytes).expect("a file can be written");
    }
}

#[test]
fn a_pdf_says_what_each_file_is_to_it() {
    each_letter_of(&root().join("tests/letters/pictures"), |mut sample| {
        let (_, files) = pdf(&mut sample);
        let there: Vec<_> = files
            .iter()
            .map(|file| format!("{} {}", file.relation.as_deref().unwrap_or_default(), file.path))
            .collect();
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
