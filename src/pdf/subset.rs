//! Fonts with what a letter needs of them: the glyphs it uses, and no hints.
//!
//! Hints serve screens of few pixels; without them the PDF of the letter of 2018 is a
//! fifth smaller.

use crate::layout::fonts::Face;
use crate::layout::{Pages, Placed};
use skera::{Plan, SubsetFlags, subset_font};
use skrifa::raw::collections::IntSet;
use skrifa::{FontRef, GlyphId, Tag};
use std::collections::BTreeSet;

/// The glyphs that the pages use of a face.
pub fn used_glyphs(pages: &Pages, face: Face) -> BTreeSet<u32> {
    let marks = pages.pages.iter().flat_map(|page| &page.marks);
    let runs = marks.filter_map(|mark| match &mark.placed {
        Placed::Text(run) if run.face == face => Some(run),
        _ => None,
    });
    runs.flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id)).collect()
}

/// The font with only these glyphs, under the numbers that they have. The whole font where it
/// cannot be made smaller.
pub fn subset(font: &[u8], glyphs: &BTreeSet<u32>) -> Vec<u8> {
    let Ok(parsed) = FontRef::new(font) else { return font.to_vec() };
    let glyphs: IntSet<GlyphId> = glyphs.iter().map(|&glyph| GlyphId::new(glyph)).collect();
    let flags = SubsetFlags::SUBSET_FLAGS_NO_HINTING
        | SubsetFlags::SUBSET_FLAGS_RETAIN_GIDS
        | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE
        | SubsetFlags::SUBSET_FLAGS_NO_LAYOUT_CLOSURE;
    // The text is shaped already: what serves shaping is not needed.
    let unneeded = [b"GSUB", b"GPOS", b"GDEF", b"kern", b"DSIG"].map(Tag::new);
    let unneeded: IntSet<Tag> = unneeded.into_iter().collect();
    let plan = Plan::new(
        &glyphs,
        &IntSet::empty(),
        &parsed,
        flags,
        &unneeded,
        &IntSet::empty(),
        &IntSet::empty(),
        &IntSet::all(),
        &IntSet::all(),
    );
    subset_font(&parsed, &plan).unwrap_or_else(|_| font.to_vec())
}
