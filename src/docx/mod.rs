//! A [`Document`] in, a Word file out, in which every block can be found again after others have
//! amended it.
//!
//! The file is what Word calls one (ECMA-376, transitional): parts of XML in a ZIP. What stands in it
//! is set as the PDF is, with styles that an office can change; pages are Word's own business. Nothing
//! locks the words that reviewers should not change: Word would forbid comments there.

mod body;
mod flow;
mod head;
mod image;
mod inline;
pub mod manifest;
mod marks;
mod notes;
mod numbering;
mod package;
mod properties;
pub mod read;
mod style;
mod table;
mod theme;
mod tracked;
mod units;
mod xml;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Inline};
use crate::layout::fonts::Fonts;
use crate::letter::Language;
use crate::metadata::Metadata;
use crate::pictures::Pictures;
use crate::sheet::SHEET;
use crate::style::Style;
use body::Writer;
use flow::Flow;
use manifest::{Manifest, Words};
use package::{Package, Relations};
use read::Who;
use std::io::{Cursor, Read};
use std::ops::Range;
use tracked::Texts;
use units::twips;
use xml::Xml;
use zip::ZipArchive;

pub use xml::holdable;

/// The namespace of what is text in a Word file.
const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The names by which a part with text knows the namespaces.
const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:w", W),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
];

/// A letter that is to become a Word file.
pub struct Letter<'a> {
    /// What stands in it.
    pub document: &'a Document,
    /// What is known of it.
    pub metadata: &'a Metadata,
    /// How it looks.
    pub style: &'a Style,
    /// The images that it shows.
    pub pictures: &'a Pictures,
    /// The name of its font.
    pub font: String,
    /// What stands at the head of every page but the first.
    pub running_head: String,
    /// What the file is to know of it, without its blocks.
    pub manifest: Manifest,
    /// What says where its words come from.
    pub trace: &'a dyn Trace,
}

/// What says where words come from. The numbers of their origins are left open.
pub trait Trace {
    /// The words of what stands at `range` of the Markdown, stretch by stretch.
    fn words(&self, range: &Range<usize>, inlines: &[Inline]) -> Vec<Words>;

    /// What stands there and is no text, such as an image, called `text`.
    fn whole(&self, range: &Range<usize>, text: &str) -> Vec<Words>;
}

/// The language of a run, as Word names it: it checks the spelling by it.
fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en-GB",
        Language::Welsh => "cy-GB",
    }
}

/// A letter as it was.
pub struct Earlier<'a> {
    /// The letter.
    pub letter: &'a Letter<'a>,
    /// Who is said to have changed it since.
    pub by: String,
}

/// Writes a letter as a Word file. What changed since an earlier state is tracked, as of the letter's
/// day.
///
/// # Errors
///
/// An image that is not among the pictures.
pub fn write(
    letter: &Letter<'_>,
    earlier: Option<&Earlier<'_>>,
    fonts: &mut Fonts,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let tracked =
        earlier.map(|earlier| Who { name: earlier.by.clone(), day: letter.metadata.date });
    let broken = |what: &str, why: String| {
        vec![Diagnostic::error("docx", format!("the Word file cannot be {what}: {why}"))]
    };
    let mut writer = Writer::new(letter, fonts);
    let mut package = Package::default();
    let mut file = Relations::default();
    file.part("officeDocument", "word/document.xml");
    file.other_part(CORE, "docProps/core.xml");
    file.part("extended-properties", properties::APP);
    file.part("custom-properties", "docProps/custom.xml");
    package.relations("", &file);
    let edges = edges(&mut writer, &mut package);
    let mut parts = writer.texts(&edges);
    let blocks = writer.marks.again();
    if let (Some(earlier), Some(by)) = (earlier, &tracked) {
        writer.turn_to(earlier.letter);
        let then = writer.texts(&edges);
        let number = writer.marks.next_number();
        parts =
            parts.since(&then, by, number).map_err(|error| broken("made", error.to_string()))?;
    }
    text(parts, &writer, &mut package);
    if !writer.problems.is_empty() {
        return Err(writer.problems);
    }
    let manifest = Manifest { tracked, blocks, ..letter.manifest.clone() };
    about(letter, &writer, &manifest, &mut package);
    package.into_bytes().map_err(|error| broken("packed", error.to_string()))
}

/// Whether a file is as this program has written it: who saves it names another program in it.
pub fn is_as_written(file: &[u8]) -> bool {
    let read = || {
        let mut zip = ZipArchive::new(Cursor::new(file)).ok()?;
        let part = zip.by_name(properties::APP).ok()?;
        let mut app = String::new();
        part.take(properties::LONGEST_APP).read_to_string(&mut app).ok()?;
        Some(app)
    };
    read().is_some_and(|app| app == properties::app())
}

/// The kind of relation that core properties have.
const CORE: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// How the types of parts begin that office documents have.
macro_rules! office {
    ($name:literal) => {
        concat!("application/vnd.openxmlformats-officedocument.", $name, "+xml")
    };
}

/// What stands at the edges of every page, by its kind and its name in the text.
type Edges = Vec<(&'static str, String)>;

/// The parts that stand at the edges of every page, and the names by which the text refers to those
/// and to all others.
fn edges(writer: &mut Writer<'_>, package: &mut Package) -> Edges {
    let letter = writer.letter;
    for (kind, target) in [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("footnotes", "footnotes.xml"),
        ("theme", "theme/theme1.xml"),
        ("fontTable", "fontTable.xml"),
        ("customXml", "../customXml/item1.xml"),
    ] {
        writer.relations.part(kind, target);
    }
    let mut edges = Vec::new();
    for (kind, name, xml) in [
        ("header", "header1.xml", head::header(letter, true)),
        ("header", "header2.xml", head::header(letter, false)),
        ("footer", "footer1.xml", head::footer(letter)),
        ("footer", "footer2.xml", head::footer(letter)),
    ] {
        let content = match kind {
            "header" => office!("wordprocessingml.header"),
            _ => office!("wordprocessingml.footer"),
        };
        edges.push((kind, writer.relations.part(kind, name)));
        package.part(&format!("word/{name}"), content, xml, &Relations::default());
    }
    edges
}

impl Writer<'_> {
    /// The letter and its footnotes.
    fn texts(&mut self, edges: &Edges) -> Texts {
        self.xml = Xml::part();
        self.xml.open("w:document", &NAMESPACES);
        self.xml.open("w:body", &[]);
        let flow = Flow::new(self.letter.metadata.language);
        self.blocks(&self.letter.document.blocks, &flow);
        section(self.letter.style, edges, &mut self.xml);
        self.xml.close("w:body");
        self.xml.close("w:document");
        let body = std::mem::take(&mut self.xml).into_string();
        // What a part refers to is known to that part alone.
        std::mem::swap(&mut self.relations, &mut self.note_relations);
        let notes = self.notes();
        std::mem::swap(&mut self.relations, &mut self.note_relations);
        Texts { body, notes }
    }
}

/// The parts with the letter and its footnotes.
fn text(Texts { body, notes }: Texts, writer: &Writer<'_>, package: &mut Package) {
    let kind = office!("wordprocessingml.document.main");
    package.part("word/document.xml", kind, body, &writer.relations);
    let kind = office!("wordprocessingml.footnotes");
    package.part("word/footnotes.xml", kind, notes, &writer.note_relations);
}

/// The pages: their size, margins, heads and feet.
fn section(look: &Style, edges: &[(&str, String)], xml: &mut Xml) {
    xml.open("w:sectPr", &[]);
    for (index, (kind, id)) in edges.iter().enumerate() {
        let which = if index % 2 == 0 { "first" } else { "default" };
        xml.empty(&format!("w:{kind}Reference"), &[("w:type", which), ("r:id", id)]);
    }
    let (header, footer) = style::furniture_margins(look);
    let page = look.page;
    let [width, height] = [SHEET.0, SHEET.1].map(twips);
    xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)]);
    let [top, right, bottom, left, header, footer] =
        [page.top, page.right, page.bottom, page.left, header, footer].map(twips);
    let margins = [
        ("w:top", &*top),
        ("w:right", &right),
        ("w:bottom", &bottom),
        ("w:left", &left),
        ("w:header", &header),
        ("w:footer", &footer),
        ("w:gutter", "0"),
    ];
    xml.empty("w:pgMar", &margins);
    xml.empty("w:titlePg", &[]);
    xml.close("w:sectPr");
}

/// The parts that say what the text looks like, what the file is, and what its letter was.
fn about(letter: &Letter<'_>, writer: &Writer<'_>, manifest: &Manifest, package: &mut Package) {
    let none = Relations::default();
    let metadata = letter.metadata;
    let mut part = |path: &str, kind, xml| package.part(path, kind, xml, &none);
    part("word/styles.xml", office!("wordprocessingml.styles"), style::write(letter));
    part("word/numbering.xml", office!("wordprocessingml.numbering"), writer.lists.write());
    let settings = properties::settings(metadata);
    part("word/settings.xml", office!("wordprocessingml.settings"), settings);
    part("word/theme/theme1.xml", office!("theme"), theme::theme(letter.style, &letter.font));
    let fonts = theme::font_table(&letter.font);
    part("word/fontTable.xml", office!("wordprocessingml.fontTable"), fonts);
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    part("docProps/core.xml", core, properties::core(metadata));
    part(properties::APP, office!("extended-properties"), properties::app());
    part("docProps/custom.xml", office!("custom-properties"), properties::custom(manifest));
    let xml = properties::manifest_properties(manifest);
    part("customXml/itemProps1.xml", office!("customXmlProperties"), xml);
    let mut item = Relations::default();
    item.part("customXmlProps", "itemProps1.xml");
    package.data("customXml/item1.xml", manifest::write(manifest), &item);
    for (number, picture) in writer.images.iter().enumerate() {
        package.image(&format!("word/{}", image::path(number, picture)), &picture.bytes);
    }
}
