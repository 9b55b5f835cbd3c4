//! Word files that somebody made who means harm: refused soon, in clear words, and nothing breaks.

use crate::edits::draft;
use crate::support::{amended, came};
use peel_letter::docx::read::{Refused, read};
use peel_letter::review::round::Round;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Long for a program that was built to be debugged.
const PATIENCE: Duration = Duration::from_secs(60);

/// What reading and comparing a file comes to, in time.
fn outcome(bytes: &[u8]) -> Result<usize, Refused> {
    let begin = Instant::now();
    let read = read(bytes).map(|returned| match returned.manifest {
        Some(_) => Round::new(vec![came("a.docx", bytes)]).entries.len(),
        None => 0,
    });
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
    read
}

/// The draft with its text amended.
fn with(amend: impl Fn(&str) -> String) -> Vec<u8> {
    amended(&draft(), "word/document.xml", amend)
}

/// The draft with something before the end of its text.
fn with_more(xml: &str) -> Vec<u8> {
    with(|text| text.replacen("<w:sectPr", &format!("{xml}<w:sectPr"), 1))
}

fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn too_much(what: &str) -> Result<usize, Refused> {
    Err(Refused::TooMuch(what.to_owned()))
}

#[test]
fn what_is_no_word_file_is_told() {
    let opendocument = zip(&[("mimetype", b"application/vnd.oasis.opendocument.text")]);
    for (bytes, why) in [
        (b"".to_vec(), Refused::NotWord),
        (b"%PDF-1.7".to_vec(), Refused::NotWord),
        (zip(&[("a.txt", b"a")]), Refused::NotWord),
        (zip(&[("[Content_Types].xml", b"<Types/>")]), Refused::NotWord),
        ([0xd0, 0xcf, 0x11, 0xe0, 0xa1].to_vec(), Refused::OldOrLocked),
        (opendocument, Refused::OpenDocument),
    ] {
        assert_eq!(outcome(&bytes), Err(why));
    }
}

#[test]
fn macros_are_refused() {
    let kinds = |xml: &str| {
        let main = "wordprocessingml.document.main+xml";
        let with_macros = "ms-word.document.macroEnabled.main+xml";
        xml.replace(
            &format!("vnd.openxmlformats-officedocument.{main}"),
            &format!("vnd.{with_macros}"),
        )
    };
    assert_eq!(outcome(&amended(&draft(), "[Content_Types].xml", kinds)), Err(Refused::Macros));
    let mut parts = vec![("word/vbaProject.bin", &b"x"[..])];
    parts.push(("[Content_Types].xml", b"<Types>wordprocessingml</Types>"));
    assert_eq!(outcome(&zip(&parts)), Err(Refused::Macros));
}

#[test]
fn bombs_do_not_go_off() {
    let spaces = " ".repeat(40 << 20);
    assert_eq!(outcome(&with_more(&spaces)), too_much("more in word/document.xml"));
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let damaged = Err(Refused::Damaged("word/document.xml".to_owned()));
    assert_eq!(
        outcome(&with(|xml| xml.replacen("<w:document", &format!("{bomb}<w:document"), 1))),
        damaged
    );
    let deep = "<w:sdt><w:sdtContent>".repeat(100_000) + &"</w:sdtContent></w:sdt>".repeat(100_000);
    assert_eq!(outcome(&with_more(&deep)), too_much("more elements inside each other"));
    let runs = "<w:r><w:t>a</w:t></w:r>".repeat(400_000);
    assert_eq!(
        outcome(&with_more(&format!("<w:p>{runs}</w:p>"))),
        too_much("more in word/document.xml")
    );
    let words = "a b ".repeat(300_000);
    let text = format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
    assert_eq!(outcome(&with_more(&text)), too_much("more text"));
    // In place of a paragraph that is known, as much as there may be.
    let words = "a b ".repeat(200_000);
    assert!(outcome(&with(|xml| xml.replacen("We’ve met", &words, 1))).is_ok());
    let paragraphs = "<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(40_000);
    assert_eq!(outcome(&with_more(&paragraphs)), too_much("more paragraphs"));
}

#[test]
fn no_number_of_marks_takes_long() {
    let mark =
        |name: &str, id: usize| format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}{id}\"/>");
    let others: String =
        (0..100_000).map(|id| mark("_pl_00000000000000000000_", 1000 + id)).collect();
    assert_eq!(outcome(&with_more(&format!("<w:p>{others}</w:p>"))), Ok(0));
    let draft = draft();
    let manifest = read(&draft).unwrap().manifest.unwrap();
    let own = &manifest.blocks[20].mark;
    let own: String = (0..100_000).map(|id| mark(&format!("{own}_"), 1000 + id)).collect();
    let refused = outcome(&with_more(&format!("<w:p>{own}</w:p>")));
    assert_eq!(refused, too_much("more marks and comments at one place"));
    let comments: String =
        (0..3_000).map(|id| format!("<w:commentRangeStart w:id=\"{id}\"/>")).collect();
    let paragraphs = "<w:p/>".repeat(100);
    let refused = outcome(&with_more(&format!("<w:p>{comments}</w:p>{paragraphs}")));
    assert_eq!(refused, too_much("more marks and comments"));
}

#[test]
fn nothing_outside_is_read() {
    let elsewhere = |xml: &str| {
        xml.replace(
            "Target=\"word/document.xml\"",
            "TargetMode=\"External\" Target=\"https://example.org/a\"",
        )
    };
    assert_eq!(outcome(&amended(&draft(), "_rels/.rels", elsewhere)), Err(Refused::Elsewhere));
    let footnotes = |xml: &str| {
        xml.replace(
            "Target=\"footnotes.xml\"",
            "TargetMode=\"External\" Target=\"file:///etc/passwd\"",
        )
    };
    let bytes = amended(&draft(), "word/_rels/document.xml.rels", footnotes);
    assert!(outcome(&bytes).is_ok());
}

#[test]
fn a_manifest_that_was_changed_is_not_believed() {
    let bytes = amended(&draft(), "customXml/item1.xml", |xml| {
        xml.replacen("panel twice", "panel once", 1)
    });
    assert_eq!(outcome(&bytes), Err(Refused::Damaged("customXml/item1.xml".to_owned())));
}

#[test]
fn sizes_that_lie_and_files_that_end_are_told() {
    let draft = draft();
    for part in 0..20 {
        assert!(outcome(&draft[..draft.len() * part / 20]).is_err());
    }
    // The sizes of all parts, as the directory at the end of the file claims them.
    let mut lying = draft.clone();
    let heads: Vec<usize> = lying
        .windows(4)
        .enumerate()
        .filter(|(_, at)| *at == b"PK\x01\x02")
        .map(|(at, _)| at)
        .collect();
    for at in heads {
        lying[at + 24..at + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    }
    let _ = outcome(&lying);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_text_of_a_file_breaks_anything(cuts in prop::collection::vec((0.0..1.0_f64, 0.0..0.02_f64, "[<>/\"&a-c: ]{0,8}"), 1..4)) {
        let bytes = with(|xml| {
            let mut xml = xml.to_owned();
            for (at, length, by) in &cuts {
                let start = xml.floor_char_boundary((xml.len() as f64 * at) as usize);
                let end = xml.ceil_char_boundary((start + (xml.len() as f64 * length) as usize).min(xml.len()));
                xml.replace_range(start..end, by);
            }
            xml
        });
        let _ = outcome(&bytes);
    }

    #[test]
    fn no_tags_that_are_gone_break_anything(gone in prop::collection::vec(0..400_usize, 1..6)) {
        // Whole elements are left out, so that the file stays XML.
        let bytes = with(|xml| {
            let mut pieces: Vec<&str> = xml.split_inclusive("</w:r>").collect();
            for index in &gone {
                if index + 1 < pieces.len() && index % pieces.len() > 0 {
                    let index = index % pieces.len();
                    if pieces[index].starts_with("<w:r>") {
                        pieces[index] = "";
                    }
                }
            }
            pieces.concat()
        });
        prop_assert!(outcome(&bytes).is_ok());
    }
}
