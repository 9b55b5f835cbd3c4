//! A [`Document`] in, [`Pages`] out: what stands where on which page, and what it is.
//!
//! Pages are plain data. A PDF engine draws them and decides nothing. Positions are in points from
//! the page's top left corner, y downwards, rounded to a thousandth.

mod breaks;
mod figures;
mod flow;
pub mod fonts;
mod furniture;
mod head;
mod page_breaks;
mod paragraph;
mod rows;
mod shape;
mod sound;
mod structure;
mod table;
mod table_widths;
mod together;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Table};
use crate::letter::Language;
use crate::metadata::Metadata;
use crate::pictures::Pictures;
use crate::sheet::SHEET;
use crate::style::{Colour, Style};
use fonts::{Face, Fonts};
use std::ops::Range;

pub use structure::{NodeId, Role, Structure, StructureNode};
pub use table::TableColumns;

/// The pages of a letter.
#[derive(Clone, Debug)]
pub struct Pages {
    /// How wide and how high each is.
    pub size: (f32, f32),
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// What the marks on the pages are part of.
    pub structure: Structure,
    /// The headings, in order.
    pub outline: Vec<OutlineEntry>,
}

/// One page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// What stands pale across it beneath all else: from the middle of the sheet, which is turned by
    /// [`ACROSS`] for it. It is no part of the letter.
    pub across: Vec<TextRun>,
    /// What is drawn, in reading order.
    pub marks: Vec<Mark>,
    /// Where it can be clicked.
    pub links: Vec<LinkArea>,
}

/// How far what stands across a page is turned, in degrees, clockwise.
pub const ACROSS: f32 = -52.0;

/// One thing drawn.
#[derive(Clone, Debug)]
pub struct Mark {
    /// What it is part of.
    pub owner: Owner,
    /// What is drawn.
    pub placed: Placed,
}

/// What a mark is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// Something in the letter.
    Node(NodeId),
    /// The head of the page.
    RunningHead,
    /// The foot of the page.
    PageNumber,
    /// Decoration.
    Decoration,
}

/// Something at its place.
#[derive(Clone, Debug)]
pub enum Placed {
    /// Text.
    Text(TextRun),
    /// A filled rectangle.
    Rule(Rectangle, Colour),
    /// An image, by its index among the pictures.
    Image(Rectangle, usize),
}

/// Text in one face, size and colour.
#[derive(Clone, Debug)]
pub struct TextRun {
    /// Where it begins.
    pub x: f32,
    /// Its baseline.
    pub y: f32,
    /// Its face.
    pub face: Face,
    /// Its size.
    pub size: f32,
    /// Its colour.
    pub colour: Colour,
    /// The text.
    pub text: String,
    /// Its glyphs, in the order of the text.
    pub glyphs: Vec<Glyph>,
    /// Where it stands in the Markdown, if it does.
    pub source: Option<Range<usize>>,
}

impl TextRun {
    /// The width of the run.
    pub fn width(&self) -> f32 {
        self.glyphs.iter().map(|glyph| glyph.advance).sum()
    }
}

/// A glyph of a font.
#[derive(Clone, Debug, PartialEq)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u32,
    /// How far the next one stands from it.
    pub advance: f32,
    /// How far it is drawn to the right of its place, and above it: an accent on its letter.
    pub shift: (f32, f32),
    /// The bytes of the text that it draws.
    pub text: Range<usize>,
}

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rectangle {
    /// Its left edge.
    pub x: f32,
    /// Its upper edge.
    pub y: f32,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
}

/// A place that can be clicked.
#[derive(Clone, Debug)]
pub struct LinkArea {
    /// The link it is part of.
    pub owner: NodeId,
    /// Where it is.
    pub area: Rectangle,
    /// Where it leads.
    pub target: Target,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// To an address.
    Url(String),
    /// To a footnote, by its index.
    Note(usize),
    /// Back to where the text first refers to a footnote, by its index.
    Reference(usize),
}

/// A heading in the outline.
#[derive(Clone, Debug, PartialEq)]
pub struct OutlineEntry {
    /// Its level, from 1.
    pub level: u8,
    /// Its words.
    pub text: String,
    /// The index of its page.
    pub page: usize,
    /// Where on the page it begins.
    pub y: f32,
}

/// Sets a letter on pages.
///
/// # Errors
///
/// A character that no font draws, and an image that is not among the pictures.
pub fn layout(
    document: &Document,
    metadata: &Metadata,
    style: &Style,
    fonts: &mut Fonts,
    pictures: &Pictures,
) -> Result<Pages, Vec<Diagnostic>> {
    let mut setter = rows::Setter::new(style, fonts, pictures, metadata.language);
    let head = head::set(&document.blocks, &mut setter);
    let body: Vec<_> = document.blocks.iter().filter(|block| !head::is_head(block)).collect();
    setter.number = (metadata.draft.is_some() && style.drafts_numbered).then_some(0);
    let rows = setter.body(&body);
    setter.number = None;
    let notes = setter.notes(&document.notes);
    setter.finish()?;
    let frames = flow::Frames {
        first: (head.bottom.max(style.page.top), SHEET.1 - style.page.bottom),
        rest: (style.page.top, SHEET.1 - style.page.bottom),
    };
    let flowed = flow::flow(rows, notes, frames, &setter.notes_rule());
    let mut pages = flowed.pages;
    pages[0].marks.splice(0..0, head.page.marks);
    pages[0].links.splice(0..0, head.page.links);
    furniture::add(&mut pages, metadata, &mut setter);
    let structure = setter.structure;
    let mut pages = Pages { size: SHEET, pages, structure, outline: flowed.outline };
    pages.round();
    Ok(pages)
}

/// The head of every page but the first: as much of what the letter is about as there is room for.
pub fn running_head(metadata: &Metadata, style: &Style, fonts: &mut Fonts) -> String {
    let pictures = Pictures::default();
    let mut setter = rows::Setter::new(style, fonts, &pictures, metadata.language);
    furniture::head(metadata, &mut setter)
}

/// How the columns of a table are set where it has so much room across.
pub fn table_columns(table: &Table, width: f32, style: &Style, fonts: &mut Fonts) -> TableColumns {
    let pictures = Pictures::default();
    rows::Setter::new(style, fonts, &pictures, Language::default()).columns(table, width)
}

/// To a thousandth, so that no difference in the last bit of a sum reaches the file.
fn rounded(length: f32) -> f32 {
    (length * 1000.0).round() / 1000.0
}

impl Pages {
    fn round(&mut self) {
        for page in &mut self.pages {
            for mark in &mut page.marks {
                match &mut mark.placed {
                    Placed::Text(run) => {
                        (run.x, run.y) = (rounded(run.x), rounded(run.y));
                    }
                    Placed::Rule(area, _) | Placed::Image(area, _) => area.round(),
                }
            }
            for run in &mut page.across {
                (run.x, run.y) = (rounded(run.x), rounded(run.y));
            }
            page.links.iter_mut().for_each(|link| link.area.round());
        }
        self.outline.iter_mut().for_each(|entry| entry.y = rounded(entry.y));
    }
}

impl Rectangle {
    fn round(&mut self) {
        (self.x, self.y) = (rounded(self.x), rounded(self.y));
        (self.width, self.height) = (rounded(self.width), rounded(self.height));
    }
}
