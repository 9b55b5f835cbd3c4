//! Fonts with what a letter needs of them: the glyphs it uses, and no hints.
//!
//! Hints serve screens of few pixels; without them the PDF of the letter of 2018 is a
//! fifth smaller.

use crate::layout::fonts::Face;
use crate::layout::{Pages, Placed, TextRun};
use skera::{Plan, SubsetFlags, subset_font};
use skrifa::raw::collections::IntSet;
use skrifa::{FontRef, GlyphId, Tag};
use std::collections::BTreeSet;

/// The text on the pages that is in a face.
pub fn runs(pages: &Pages, face: Face) -> impl Iterator<Item = &TextRun> {
    let marks = pages.pages.iter().flat_map(|page| &page.marks);
    marks.filter_map(move |mark| match &mark.placed {
        Placed::Text(run) if run.face == face => Some(run),
        _ => None,
    })
}

/// The glyphs that the pages use of a face.
pub fn used_glyphs(pages: &Pages, face: Face) -> BTreeSet<u32> {
    runs(pages, face).flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
}

/// The font with only these glyphs, under the numbers that they have. The whole font where it
/// cannot be made smaller.
pub fn subset(font: &[u8], glyphs: &BTreeSet<u32>) -> Vec<u8> {
    let glyphs = glyphs.iter().map(|&glyph| GlyphId::new(glyph)).collect();
    cut(font, &glyphs, &IntSet::empty(), SubsetFlags::SUBSET_FLAGS_RETAIN_GIDS)
        .unwrap_or_else(|| font.to_vec())
}

/// The font with only these characters, whatever else their glyphs could stand for, and under new
/// numbers. Nothing where it cannot be made smaller.
#[cfg(feature = "genpdf")]
pub fn with_characters(font: &[u8], characters: impl Iterator<Item = char>) -> Option<Vec<u8>> {
    let characters = characters.map(u32::from).collect();
    cut(font, &IntSet::empty(), &characters, SubsetFlags::SUBSET_FLAGS_NO_BIDI_CLOSURE)
}

/// The font with these glyphs and these characters.
fn cut(
    font: &[u8],
    glyphs: &IntSet<GlyphId>,
    characters: &IntSet<u32>,
    flags: SubsetFlags,
) -> Option<Vec<u8>> {
    let font = FontRef::new(font).ok()?;
    let flags = flags
        | SubsetFlags::SUBSET_FLAGS_NO_HINTING
        | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE
        | SubsetFlags::SUBSET_FLAGS_NO_LAYOUT_CLOSURE;
    // The text is shaped already: what serves shaping is not needed.
    let unneeded = [b"GSUB", b"GPOS", b"GDEF", b"kern", b"DSIG"].map(Tag::new);
    let unneeded: IntSet<Tag> = unneeded.into_iter().collect();
    let plan = Plan::new(
        glyphs,
        characters,
        &font,
        flags,
        &unneeded,
        &IntSet::empty(),
        &IntSet::empty(),
        &IntSet::all(),
        &IntSet::all(),
    );
    subset_font(&font, &plan).ok()
}
