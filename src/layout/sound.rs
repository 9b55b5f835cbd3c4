//! Whether a font is sound: what its tables say of each other is so, and each glyph can be drawn.
//! Those that shape text and put fonts into a PDF believe what a table claims.

use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, pen::OutlinePen};
use skrifa::raw::{ReadError, TableProvider, types::Tag};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// The units of an em that the OpenType specification allows ('head').
const UNITS: std::ops::RangeInclusive<u16> = 16..=16_384;

/// Whether a file is a font that text can be set with.
pub fn is_sound(data: &[u8]) -> bool {
    FontRef::new(data).is_ok_and(|font| {
        has_sound_tables(&font).unwrap_or(false) && has_sound_map(&font) && can_be_drawn(&font)
    })
}

/// Every table that there must be is there, and is as long as the others say.
fn has_sound_tables(font: &FontRef<'_>) -> Result<bool, ReadError> {
    let glyphs = usize::from(font.maxp()?.num_glyphs());
    let long = usize::from(font.hhea()?.number_of_h_metrics());
    let widths = font.hmtx()?.h_metrics().len();
    font.cmap()?;
    let is_drawn = match font.table_data(Tag::new(b"glyf")) {
        Some(outlines) => {
            let places = font.loca(None)?;
            // One more place than glyphs: where the last of them ends.
            let mut all = (0..=glyphs).map(|index| places.get_raw(index));
            let ends = all.try_fold(0, |before, place| place.filter(|place| *place >= before));
            ends.is_some_and(|end| end as usize <= outlines.len())
        }
        None => font.cff().is_ok(),
    };
    let units = font.head()?.units_per_em();
    Ok(glyphs > 0
        && long > 0
        && long <= glyphs
        && widths >= long
        && is_drawn
        && UNITS.contains(&units))
}

/// Characters have glyphs that there are.
fn has_sound_map(font: &FontRef<'_>) -> bool {
    let glyphs = font.maxp().map_or(0, |table| u32::from(table.num_glyphs()));
    // There are no more characters than this.
    let mappings = font.charmap().mappings().take(char::MAX as usize + 1);
    let mut count = 0;
    let are_there = mappings.into_iter().all(|(_, glyph)| {
        count += 1;
        glyph.to_u32() < glyphs
    });
    are_there && count > 0
}

/// Each glyph has an outline that can be followed.
fn can_be_drawn(font: &FontRef<'_>) -> bool {
    let outlines = font.outline_glyphs();
    let glyphs = font.maxp().map_or(0, |table| u32::from(table.num_glyphs()));
    let settings = || DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
    (0..glyphs).all(|glyph| {
        let outline = outlines.get(GlyphId::new(glyph));
        outline.is_some_and(|outline| outline.draw(settings(), &mut Nowhere).is_ok())
    })
}

/// A pen that leaves no trace.
struct Nowhere;

impl OutlinePen for Nowhere {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    const FONT: &[u8] = include_bytes!("../../templates/fonts/LiberationSans-Regular.ttf");

    /// The font with bytes of a table written over.
    fn with(table: &[u8; 4], at: usize, bytes: &[u8]) -> Vec<u8> {
        let mut font = FONT.to_vec();
        let record = FONT.windows(4).position(|tag| tag == table).unwrap();
        let offset = u32::from_be_bytes(FONT[record + 8..record + 12].try_into().unwrap());
        let at = offset as usize + at;
        font[at..at + bytes.len()].copy_from_slice(bytes);
        font
    }

    #[test]
    fn the_fonts_built_in_are_sound() {
        assert!(is_sound(FONT));
    }

    #[test]
    fn what_tables_claim_is_not_believed() {
        for (what, font) in [
            ("more glyphs than there are", with(b"maxp", 4, &[0xff, 0xff])),
            ("no glyphs", with(b"maxp", 4, &[0, 0])),
            ("a glyph beyond all glyphs", with(b"loca", 40, &[0xff, 0xff, 0xff, 0xff])),
            ("more widths than glyphs", with(b"hhea", 34, &[0xff, 0xff])),
            ("no units", with(b"head", 18, &[0, 0])),
            ("no characters", with(b"cmap", 0, &[0; 64])),
            ("half a font", FONT[..FONT.len() / 2].to_vec()),
            ("no tables", FONT[..12].to_vec()),
            ("nothing", Vec::new()),
            ("text", b"A letter".to_vec()),
        ] {
            assert!(!is_sound(&font), "{what}");
        }
    }
}
