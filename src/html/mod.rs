//! A [`Document`] in, one web page out: a file that needs no other, for every reader and screen.
//!
//! The page says what each part is in HTML's own elements, so that it reads the same without its
//! look. Nothing of a letter becomes markup: all of it is
//! escaped where it is written.

pub(crate) mod head;
mod inline;
mod table;

use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Document, Image, Inline, List, Region, plain_text};
use crate::metadata::Metadata;
use crate::pictures::{PictureFile, Pictures};
use crate::style::{LogoPlace, Style};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// Writes a letter as a web page.
///
/// # Errors
///
/// An image that is not among the pictures.
pub fn write(
    document: &Document,
    metadata: &Metadata,
    style: &Style,
    pictures: &Pictures,
) -> Result<String, Vec<Diagnostic>> {
    let mut page = Writer::new(metadata, style.logo_place, pictures, document.notes.len());
    page.out.push_str("<!DOCTYPE html>\n");
    let language = attribute("lang", metadata.language.tag());
    page.element("html", &language, |page| {
        page.out.push_str(&head::head(metadata, style));
        page.element("body", "", |page| page.body(document));
    });
    if page.problems.is_empty() { Ok(page.out) } else { Err(page.problems) }
}

/// Plain text as HTML.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::new();
    // Writing to memory cannot fail.
    let _ = escape_html_body_text(&mut out, text);
    out
}

/// An attribute with a space before it.
pub(crate) fn attribute(name: &str, value: &str) -> String {
    let mut out = format!(" {name}=\"");
    let _ = escape_html(&mut out, value);
    out.push('"');
    out
}

/// The words of a footnote or a table, which are numbered from 1.
fn numbered(words: &str, index: usize) -> String {
    words.replace("{number}", &(index + 1).to_string())
}

struct Writer<'a> {
    out: String,
    metadata: &'a Metadata,
    pictures: &'a Pictures,
    logo_place: LogoPlace,
    /// Whether there is a main heading: a page has one.
    has_main_heading: bool,
    /// Which footnotes the text has referred to.
    referred: Vec<bool>,
    /// How many tables there were.
    tables: usize,
    problems: Vec<Diagnostic>,
}

impl<'a> Writer<'a> {
    fn new(
        metadata: &'a Metadata,
        logo_place: LogoPlace,
        pictures: &'a Pictures,
        notes: usize,
    ) -> Self {
        Self {
            out: String::new(),
            metadata,
            pictures,
            logo_place,
            has_main_heading: false,
            referred: vec![false; notes],
            tables: 0,
            problems: Vec::new(),
        }
    }

    /// An element on a line of its own, or on several.
    fn element(&mut self, name: &str, attributes: &str, inside: impl FnOnce(&mut Self)) {
        self.out.push_str(&format!("<{name}{attributes}>\n"));
        inside(self);
        self.end_line();
        self.out.push_str(&format!("</{name}>\n"));
    }

    /// An element of text, on one line.
    fn line(&mut self, name: &str, attributes: &str, inlines: &[Inline]) {
        self.out.push_str(&format!("<{name}{attributes}>"));
        self.inlines(inlines);
        self.out.push_str(&format!("</{name}>\n"));
    }

    fn end_line(&mut self) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Everything that is seen: the office first, as on the first page of the PDF.
    fn body(&mut self, document: &Document) {
        if let Some(draft) = &self.metadata.draft {
            let draft = text(draft);
            self.out.push_str(&format!("<aside class=\"draft\"><p>{draft}</p></aside>\n"));
        }
        let is_sender = |block: &&Block| matches!(block.kind, BlockKind::Region(Region::Sender, _));
        let (senders, rest): (Vec<_>, Vec<_>) = document.blocks.iter().partition(is_sender);
        if !senders.is_empty() {
            let class = match self.logo_place {
                LogoPlace::Right => "",
                LogoPlace::Left => " class=\"logo-left\"",
                LogoPlace::Banner => " class=\"logo-banner\"",
            };
            self.element("header", class, |page| page.blocks(senders));
        }
        self.element("main", "", |page| {
            page.blocks(rest);
            page.notes(&document.notes);
        });
    }

    fn blocks<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading(level, inlines) => self.heading(*level, inlines),
            BlockKind::Paragraph(inlines) if inlines.is_empty() => {}
            BlockKind::Paragraph(inlines) => self.line("p", "", inlines),
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote(blocks) => self.element("blockquote", "", |page| page.blocks(blocks)),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Image(image) => self.image(image),
            BlockKind::Rule => self.out.push_str("<hr>\n"),
            BlockKind::Region(region, blocks) => self.region(*region, blocks),
        }
    }

    /// A heading; one without words would be read out as an empty one.
    fn heading(&mut self, level: u8, inlines: &[Inline]) {
        if plain_text(inlines).trim().is_empty() {
            return;
        }
        let highest = if self.has_main_heading { 2 } else { 1 };
        self.has_main_heading |= level == 1;
        self.line(&format!("h{}", level.clamp(highest, 6)), "", inlines);
    }

    fn list(&mut self, list: &List) {
        let name = if list.ordered { "ol" } else { "ul" };
        let mut attributes = String::new();
        let first = list.labels.first().filter(|_| list.ordered);
        if let Some(label) = first {
            let number = label.trim_end_matches(['.', ')']);
            if number != "1" {
                attributes += &attribute("start", number);
            }
            if label.ends_with(')') {
                attributes += &attribute("class", "bracket");
            }
        }
        self.element(name, &attributes, |page| {
            list.items.iter().for_each(|item| page.list_item(item, list.tight));
        });
    }

    /// An item of a list. Those that are set close together have their text without paragraphs.
    fn list_item(&mut self, blocks: &[Block], tight: bool) {
        self.out.push_str("<li>");
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(inlines) if tight => self.inlines(inlines),
                _ => {
                    self.end_line();
                    self.block(block);
                }
            }
        }
        self.out.push_str("</li>\n");
    }

    fn region(&mut self, region: Region, blocks: &[Block]) {
        match region {
            Region::Sender if is_plain(blocks) => {
                let is_image = |block: &Block| matches!(block.kind, BlockKind::Image(_));
                let apart =
                    self.logo_place != LogoPlace::Right && blocks.first().is_some_and(is_image);
                let (logo, office) = blocks.split_at(usize::from(apart));
                self.blocks(logo);
                self.element("address", "", |page| page.blocks(office));
            }
            Region::Item => self.item(blocks),
            Region::In(language) => {
                let language = attribute("lang", language.tag());
                self.element("div", &language, |page| page.blocks(blocks));
            }
            _ => {
                let class = attribute("class", region.mark());
                self.element("div", &class, |page| page.blocks(blocks));
            }
        }
    }

    /// An item. What it lists are the report's words, as what it quotes.
    fn item(&mut self, blocks: &[Block]) {
        self.element("div", " class=\"item\"", |page| {
            for block in blocks {
                match &block.kind {
                    BlockKind::List(list) => {
                        page.element("blockquote", "", |page| page.list(list));
                    }
                    _ => page.block(block),
                }
            }
        });
    }

    fn image(&mut self, image: &Image) {
        let picture = match self.pictures.find(&image.link) {
            Ok(index) => self.pictures.get(index),
            Err(problem) => return self.problems.push(problem),
        };
        let kind = picture.media_type();
        let (width, height) = shown_pixels(picture);
        let data = BASE64_STANDARD.encode(&picture.bytes);
        let words = attribute("alt", &image.words);
        self.out.push_str(&format!(
            "<p class=\"image\"><img{words} width=\"{width}\" height=\"{height}\" \
             src=\"data:{kind};base64,{data}\"></p>\n"
        ));
    }

    /// The footnotes, at the end: a page on the web has no foot before that.
    fn notes(&mut self, notes: &[Vec<Block>]) {
        if notes.is_empty() {
            return;
        }
        let attributes = " class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"notes\"";
        self.element("section", attributes, |page| {
            let heading = text(&page.metadata.notes);
            page.out.push_str(&format!("<h2 id=\"notes\">{heading}</h2>\n"));
            page.element("ol", "", |page| {
                notes.iter().enumerate().for_each(|(index, note)| page.note(index, note));
            });
        });
    }

    /// A footnote, with the way back to where the text first refers to it.
    fn note(&mut self, index: usize, blocks: &[Block]) {
        let id = attribute("id", &format!("note-{}", index + 1));
        self.element("li", &id, |page| {
            page.blocks(blocks);
            let words = text(&numbered(&page.metadata.note_return, index));
            let href = attribute("href", &format!("#reference-{}", index + 1));
            page.out.push_str(&format!(
                "<p class=\"back\"><a{href} role=\"doc-backlink\">{words}</a></p>\n"
            ));
        });
    }
}

/// The width and height of a picture in pixels of CSS, of which an inch has 96.
fn shown_pixels(picture: &PictureFile) -> (u32, u32) {
    let (across, down) = (picture.pixels.0.max(1), picture.pixels.1.max(1));
    let Some(width) = picture.width else { return (across, down) };
    let width = width * 96.0 / 72.0;
    let height = width * down as f32 / across as f32;
    (whole(width), whole(height))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never below 1")]
fn whole(length: f32) -> u32 {
    length.round().max(1.0) as u32
}

/// Whether blocks are what HTML allows in an `address`.
fn is_plain(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match &block.kind {
        BlockKind::Paragraph(_) | BlockKind::Image(_) => true,
        BlockKind::Region(Region::In(_), blocks) => is_plain(blocks),
        _ => false,
    })
}
