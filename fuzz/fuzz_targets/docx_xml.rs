//! What stands in a Word file, in a package that is sound: its text, footnotes and comments, which a
//! zero parts. What is no ASCII in the input stands for elements, which are closed in order, so that
//! much of what comes out is XML.
#![no_main]

use office::{letter_with, show, workspace};
use peel_letter::diagnostic::Files;
use peel_letter::diff::terminal::Paper;
use peel_letter::docx::manifest::Manifest;
use peel_letter::docx::read::read;
use peel_letter::make::{Kit, LetterReader};
use peel_letter::review::apply::Today;
use peel_letter::review::base::Base;
use peel_letter::review::notes::noted;
use peel_letter::review::round::{Came, Round};
use peel_letter::review::show as shown;
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The elements that a Word file is read by, from the sign 0x80 on. `{}` is the sign that follows.
const ELEMENTS: [&str; 72] = [
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "pPr",
    "rPr",
    "trPr",
    "tab",
    "br",
    "cr",
    "noBreakHyphen",
    "drawing",
    "pict",
    "object",
    "txbxContent",
    "chart",
    "oMath",
    "Choice",
    "Fallback",
    "sdt",
    "sdtContent",
    "sdtPr",
    "delText",
    "instrText",
    "smartTag",
    "i",
    "b",
    "strike",
    "dstrike",
    "vanish",
    "sectPr",
    "numPr",
    "ins author='A' date='2026-11-20T10:00:00Z'",
    "del author='A' date='2026-11-20T10:00:00Z'",
    "ins author='B' date='2026-11-21'",
    "del author='B' date='2026-11-21'",
    "moveTo author='{}'",
    "moveFrom author='{}'",
    "rPrChange author='{}'",
    "b val='0'",
    "i val='off'",
    "hyperlink id='rId1'",
    "hyperlink id='rId2'",
    "hyperlink id='rId{}'",
    "br type='page'",
    "sym char='{}'",
    "fldSimple instr=' NOTEREF _Ref1'",
    "fldSimple instr='HYPERLINK \"https://{}.example\"'",
    "fldChar fldCharType='begin'",
    "fldChar fldCharType='separate'",
    "fldChar fldCharType='end'",
    "bookmarkEnd id='{}'",
    "commentRangeStart id='{}'",
    "commentRangeEnd id='{}'",
    "commentReference id='{}'",
    "footnoteReference id='2'",
    "footnoteReference id='{}'",
    "endnoteReference id='{}'",
    "footnote id='2'",
    "footnote id='{}'",
    "comment id='{}' author='A'",
    "comment id='{}' initials='B'",
    "pStyle val='Heading1'",
    "pStyle val='{}'",
    "numId val='{}'",
    "ilvl val='{}'",
    "rStyle val='{}'",
    "rStyle val='Emphasis'",
    "commentEx paraId='{}'",
    "p paraId='{}'",
];
/// Closes the element that was opened last.
const CLOSE: u8 = 0xff;
/// From here on up: a paragraph of the letter as it was.
const PARAGRAPH: u8 = 0xc8;
/// From here on up: a mark of the letter begins; 0 to 9 end it.
const MARK: u8 = 0xe8;

/// The letter that was sent out.
struct Sent {
    toml: Today,
    docx: Vec<u8>,
    manifest: Manifest,
    /// The XML of its paragraphs and tables.
    paragraphs: Vec<String>,
}

static SENT: LazyLock<Sent> = LazyLock::new(|| {
    let toml = letter_with(
        "We *welcome* the **report**[^1], and [its figures](https://example.org/).\n\n\
         1. One\n2. Two\n    - Three\n\n> As it says.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n\
         [^1]: Published in March.",
    );
    let workspace = workspace();
    let mut files: Files = workspace.files.clone();
    let source = workspace.add_text(toml.clone(), &mut files);
    let loaded = LetterReader::new(&workspace).load(&source, &[], &files);
    show(&loaded.problems, &files);
    let letter = loaded.good().expect("the letter is right");
    let Ok(mut kit) = Kit::new(&workspace) else { panic!("the templates are right") };
    let made = kit.make(letter, &source, &loaded.images, letter.forms[0], &mut files);
    let made = made.ok().expect("the letter can be made");
    let docx = kit.docx(&made, &loaded, None, &files).ok().expect("the Word file can be made");
    let manifest = read(&docx).ok().and_then(|read| read.manifest).expect("it has a manifest");
    let xml = text(&docx);
    let document = roxmltree::Document::parse(&xml).expect("it is XML");
    let body = document.root_element().first_element_child().expect("it has a body");
    let paragraphs = body.children().map(|node| xml[node.range()].to_owned()).collect();
    let path = manifest.files.first().expect("the letter has a file").path.clone();
    let toml = Today { path, text: toml, has_mark: false };
    Sent { toml, docx, manifest, paragraphs }
});

/// The XML of the text of a Word file.
fn text(docx: &[u8]) -> String {
    let mut zip = ZipArchive::new(Cursor::new(docx)).expect("it is a ZIP");
    let mut part = zip.by_name("word/document.xml").expect("it has its text");
    let mut xml = String::new();
    part.read_to_string(&mut xml).expect("it is UTF-8");
    xml
}

/// The XML that an input stands for.
fn xml(input: &[u8], root: [&str; 2]) -> String {
    if input.starts_with(b"<?xml") {
        return String::from_utf8_lossy(input).into_owned();
    }
    let spaces = "xmlns:w='w' xmlns:r='r' xmlns:wp='wp' xmlns:a='a' xmlns:pic='pic' xmlns:mc='mc' \
                  xmlns:w14='w14' xmlns:asvg='asvg'";
    let mut out = format!("<{} {spaces}>", root[0]);
    let mut open = vec![root[0]];
    let begin = |out: &mut String, open: &mut Vec<&str>, element: &'static str| {
        out.push_str(&format!("<{element}>"));
        open.push(element.split(' ').next().unwrap_or(element));
    };
    if !root[1].is_empty() {
        out.push_str(&format!("<{}>", root[1]));
        open.push(root[1]);
    }
    let sent = &*SENT;
    let mut signs = input.iter().copied();
    while let Some(sign) = signs.next() {
        match sign {
            CLOSE if open.len() > 1 => {
                out.push_str(&format!("</{}>", open.pop().unwrap_or_default()))
            }
            MARK.. => {
                let marks = &sent.manifest.blocks;
                let block = &marks[usize::from(sign - MARK) % marks.len()];
                out.push_str(&format!("<bookmarkStart id='{}' name='{}'/>", sign % 10, block.mark));
            }
            PARAGRAPH.. => {
                let all = &sent.paragraphs;
                out.push_str(&all[usize::from(sign - PARAGRAPH) % all.len()]);
            }
            0x80.. => {
                let element = ELEMENTS[usize::from(sign - 0x80)];
                if !element.contains("{}") {
                    begin(&mut out, &mut open, element);
                    continue;
                }
                let next = signs.next().unwrap_or(b'0') & 0x7f;
                let next =
                    char::from(if next.is_ascii_alphanumeric() { next } else { b'0' + next % 10 });
                let at = out.len();
                begin(&mut out, &mut open, element);
                let filled = out[at..].replace("{}", next.encode_utf8(&mut [0; 4]));
                out.replace_range(at.., &filled);
            }
            _ => out.push(char::from(sign)),
        }
    }
    while let Some(name) = open.pop() {
        out.push_str(&format!("</{name}>"));
    }
    out
}

/// The package with other parts in it.
fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(&SENT.docx)).expect("it is a ZIP");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for index in 0..old.len() {
        let mut part = old.by_index(index).expect("it has as many parts");
        let name = part.name().expect("parts have names").into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("it can be unpacked");
        drop(part);
        if parts.iter().any(|(other, _)| *other == name) {
            continue;
        }
        if name == "word/_rels/document.xml.rels" {
            let relations = String::from_utf8_lossy(&text);
            let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            let more = format!(
                "<Relationship Id='c' Type='{kind}/comments' Target='comments.xml'/>\
                 <Relationship Id='t' Type='{kind}/commentsExtended' Target='threads.xml'/>\
                 </Relationships>"
            );
            text = relations.replace("</Relationships>", &more).into_bytes();
        }
        new.start_file(name, stored).expect("a part can be begun");
        new.write_all(&text).expect("a part can be written");
    }
    for (name, xml) in parts {
        new.start_file(*name, stored).expect("a part can be begun");
        new.write_all(xml.as_bytes()).expect("a part can be written");
    }
    new.finish().expect("the ZIP can be ended").into_inner()
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut inputs = bytes.splitn(4, |sign| *sign == 0);
    let mut part = |root: [&str; 2]| xml(inputs.next().unwrap_or_default(), root);
    let document = part(["document", "body"]);
    let parts = [
        ("word/document.xml", document),
        ("word/footnotes.xml", part(["footnotes", ""])),
        ("word/comments.xml", part(["comments", ""])),
        ("word/threads.xml", part(["commentsEx", ""])),
    ];
    let Ok(returned) = read(&package(&parts)) else { return };
    let Some(manifest) = returned.manifest.clone() else { return };
    let base = Base::of(&manifest);
    let (name, sha256) = ("letter.docx".to_owned(), String::new());
    let came = Came { name, sha256, returned, base, round: manifest.round };
    let mut round = Round::new(vec![came]);
    let today = std::slice::from_ref(&SENT.toml);
    // What may be taken, at its place or not, ends in TOML in which no more than that differs.
    round.apply(today, |_| true).expect("no change changes more than its value");
    shown::terminal(&round, "letter", Paper { colour: false, width: 80 });
    shown::page(&round, "letter");
    shown::json(&round, "letter");
    let remarks: Vec<_> =
        round.remarks.iter().filter_map(|(_, r)| Some((r.key.clone()?.1, r))).collect();
    noted(&SENT.toml, &remarks).expect("notes are put in");
});
