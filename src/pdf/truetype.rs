//! Font files with what a letter needs of them: the glyphs it uses, and no hints.
//!
//! Hints serve screens of few pixels; without them the PDF of the letter of 2018 is a fourth
//! smaller. The text is shaped already, so that what serves shaping goes, too. Glyphs keep their
//! numbers. What the tables are is said in the OpenType specification (ISO/IEC 14496-22).

use skrifa::raw::TableProvider;
use skrifa::raw::tables::{glyf::Glyf, loca::Loca};
use skrifa::{FontRef, Tag};
use std::collections::{BTreeMap, BTreeSet};

/// The tables of a font file, by their names.
type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// What a file begins with whose outlines are TrueType.
const TRUETYPE: [u8; 4] = [0, 1, 0, 0];
/// The tables that are kept as they are, where a font has them.
const KEPT: [&[u8; 4]; 2] = [b"OS/2", b"name"];

/// The font with only these glyphs. The whole font where it cannot be made smaller.
pub fn subset(font: &[u8], glyphs: &BTreeSet<u32>) -> Vec<u8> {
    let glyphs = glyphs.iter().filter_map(|&glyph| u16::try_from(glyph).ok());
    tables(font, glyphs).map_or_else(|| font.to_vec(), |tables| file(&tables))
}

/// The font with only these characters and their glyphs. Nothing where it cannot be made smaller.
#[cfg(feature = "genpdf")]
pub fn with_characters(font: &[u8], characters: &BTreeMap<char, u16>) -> Option<Vec<u8>> {
    let mut tables = tables(font, characters.values().copied())?;
    tables.insert(*b"cmap", cmap(characters));
    Some(file(&tables))
}

/// The tables of a font with only these glyphs, the one for what is missing, and those that they
/// are made of.
fn tables(font: &[u8], glyphs: impl Iterator<Item = u16>) -> Option<Tables> {
    let font = FontRef::new(font).ok()?;
    let outlines = Outlines { places: font.loca(None).ok()?, all: font.glyf().ok()? };
    let used = outlines.with_parts(glyphs.chain([0]).collect())?;
    let count = used.last()?.checked_add(1)?;
    let (places, all) = outlines.only(&used)?;
    let table = |name: &[u8; 4]| Some(font.table_data(Tag::new(name))?.as_bytes().to_vec());
    let mut tables = Tables::from([(*b"loca", places), (*b"glyf", all)]);
    let kept = KEPT.into_iter().filter_map(|name| Some((*name, table(name)?)));
    tables.extend(kept);
    let mut header = table(b"head")?;
    put(&mut header, 50, 1)?;
    tables.insert(*b"head", header);
    let mut most = table(b"maxp")?;
    put(&mut most, 4, count)?;
    tables.insert(*b"maxp", most);
    let (mut across, mut widths) = (table(b"hhea")?, table(b"hmtx")?);
    let whole = word(&across, 34)?.min(count);
    put(&mut across, 34, whole)?;
    widths.truncate(2 * usize::from(whole) + 2 * usize::from(count));
    tables.extend([(*b"hhea", across), (*b"hmtx", widths)]);
    // Without the names of glyphs: version 3.
    let mut post = table(b"post")?;
    post.truncate(32);
    put(&mut post, 0, 3)?;
    put(&mut post, 2, 0)?;
    tables.insert(*b"post", post);
    Some(tables)
}

/// The outlines of all glyphs, and where each begins.
struct Outlines<'a> {
    places: Loca<'a>,
    all: Glyf<'a>,
}

impl<'a> Outlines<'a> {
    /// What draws a glyph; nothing of one that is empty.
    fn of(&self, glyph: u16) -> Option<&'a [u8]> {
        let place = |at: usize| usize::try_from(self.places.get_raw(at)?).ok();
        let (start, end) = (place(glyph.into())?, place(usize::from(glyph) + 1)?);
        self.all.offset_data().as_bytes().get(start..end)
    }

    /// These glyphs and those that they are made of.
    fn with_parts(&self, glyphs: BTreeSet<u16>) -> Option<BTreeSet<u16>> {
        let mut waiting: Vec<u16> = glyphs.into_iter().collect();
        let mut used = BTreeSet::new();
        while let Some(glyph) = waiting.pop() {
            let outline = self.of(glyph)?;
            if used.insert(glyph) && is_composite(outline) {
                let (parts, _) = parts(outline)?;
                waiting.extend(parts.into_iter().filter_map(|part| word(outline, part + 2)));
            }
        }
        Some(used)
    }

    /// The two tables with these glyphs only, without hints. All others up to the last are empty.
    fn only(&self, used: &BTreeSet<u16>) -> Option<(Vec<u8>, Vec<u8>)> {
        let (mut places, mut all) = (vec![0; 4], Vec::new());
        for glyph in 0..=*used.last()? {
            if used.contains(&glyph) {
                all.extend(without_hints(self.of(glyph)?)?);
                all.resize(all.len().next_multiple_of(4), 0);
            }
            places.extend(u32::try_from(all.len()).ok()?.to_be_bytes());
        }
        Some((places, all))
    }
}

/// Whether a glyph is made of others.
fn is_composite(outline: &[u8]) -> bool {
    word(outline, 0).is_some_and(|contours| contours > i16::MAX as u16)
}

/// An outline without its hints.
fn without_hints(outline: &[u8]) -> Option<Vec<u8>> {
    if outline.is_empty() {
        return Some(Vec::new());
    }
    if is_composite(outline) {
        let (parts, end) = parts(outline)?;
        let mut plain = outline.get(..end)?.to_vec();
        for part in parts {
            let flags = word(&plain, part)?;
            put(&mut plain, part, flags & !HAS_HINTS)?;
        }
        return Some(plain);
    }
    let hints = 10 + 2 * usize::from(word(outline, 0)?);
    let rest = outline.get(hints + 2 + usize::from(word(outline, hints)?)..)?;
    Some([&outline[..hints], &[0, 0], rest].concat())
}

/// What is said of each part of a glyph that is made of others.
const WIDE: u16 = 1;
const SCALED: u16 = 1 << 3;
const MORE: u16 = 1 << 5;
const SCALED_BOTH_WAYS: u16 = 1 << 6;
const TURNED: u16 = 1 << 7;
const HAS_HINTS: u16 = 1 << 8;

/// Where each part of such a glyph begins, and where the last of them ends.
fn parts(outline: &[u8]) -> Option<(Vec<usize>, usize)> {
    let (mut parts, mut at) = (Vec::new(), 10);
    loop {
        let flags = word(outline, at)?;
        parts.push(at);
        at += if flags & WIDE == 0 { 6 } else { 8 };
        at += match flags {
            flags if flags & SCALED != 0 => 2,
            flags if flags & SCALED_BOTH_WAYS != 0 => 4,
            flags if flags & TURNED != 0 => 8,
            _ => 0,
        };
        if flags & MORE == 0 {
            return Some((parts, at));
        }
    }
}

/// Which glyph each character has: a group of one for each (format 12).
#[cfg(feature = "genpdf")]
fn cmap(characters: &BTreeMap<char, u16>) -> Vec<u8> {
    let count = u32::try_from(characters.len()).unwrap_or_default();
    let mut table = [[0, 0, 0, 1], [0, 3, 0, 10], [0, 0, 0, 12], [0, 12, 0, 0]].concat();
    let head = [16 + 12 * count, 0, count];
    let groups =
        characters.iter().flat_map(|(c, glyph)| [u32::from(*c), u32::from(*c), u32::from(*glyph)]);
    table.extend(head.into_iter().chain(groups).flat_map(u32::to_be_bytes));
    table
}

/// A file of these tables.
fn file(tables: &Tables) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or_default();
    let search = 16 << count.ilog2();
    let head = [count, search, count.ilog2() as u16, 16 * count - search];
    let mut file = TRUETYPE.to_vec();
    file.extend(head.into_iter().flat_map(u16::to_be_bytes));
    let mut place = file.len() + 16 * tables.len();
    for (name, table) in tables {
        let numbers = [sum(table), place as u32, table.len() as u32];
        file.extend(name);
        file.extend(numbers.into_iter().flat_map(u32::to_be_bytes));
        place += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        file.extend(table);
        file.resize(file.len().next_multiple_of(4), 0);
    }
    file
}

/// The sum of a table's words of four bytes.
fn sum(table: &[u8]) -> u32 {
    let word = |bytes: &[u8]| {
        let mut word = [0; 4];
        word[..bytes.len()].copy_from_slice(bytes);
        u32::from_be_bytes(word)
    };
    table.chunks(4).map(word).fold(0, u32::wrapping_add)
}

/// The number of two bytes at a place.
fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// Puts a number of two bytes there.
fn put(bytes: &mut [u8], at: usize, number: u16) -> Option<()> {
    *bytes.get_mut(at..)?.first_chunk_mut()? = number.to_be_bytes();
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::fonts::{Face, FontData, Fonts};
    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::{DrawSettings, OutlinePen};
    use skrifa::{GlyphId, MetadataProvider};

    fn built_in() -> FontData {
        Fonts::built_in().data(Face::Regular)
    }

    fn glyph(font: &FontRef<'_>, c: char) -> u32 {
        font.charmap().map(c).unwrap().to_u32()
    }

    /// What is drawn of a glyph, and how wide it is.
    fn drawn(font: &FontRef<'_>, glyph: u32) -> (String, Option<f32>) {
        struct Pen(String);
        impl OutlinePen for Pen {
            fn move_to(&mut self, x: f32, y: f32) {
                self.0 += &format!("M{x} {y}");
            }
            fn line_to(&mut self, x: f32, y: f32) {
                self.0 += &format!("L{x} {y}");
            }
            fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
                self.0 += &format!("Q{a} {b} {x} {y}");
            }
            fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
                self.0 += &format!("C{a} {b} {c} {d} {x} {y}");
            }
            fn close(&mut self) {
                self.0.push('Z');
            }
        }
        let (mut pen, id) = (Pen(String::new()), GlyphId::new(glyph));
        let (size, place) = (Size::unscaled(), LocationRef::default());
        if let Some(outline) = font.outline_glyphs().get(id) {
            outline.draw(DrawSettings::unhinted(size, place), &mut pen).unwrap();
        }
        (pen.0, font.glyph_metrics(size, place).advance_width(id))
    }

    #[test]
    fn glyphs_are_drawn_as_before_and_all_others_are_empty() {
        let file = built_in();
        let whole = FontRef::new((*file).as_ref()).unwrap();
        // Letters, one that is made of others, and a space.
        let used: BTreeSet<u32> = "Aé’ŵ ".chars().map(|c| glyph(&whole, c)).collect();
        let cut = subset((*file).as_ref(), &used);
        let cut = FontRef::new(&cut).unwrap();
        for id in &used {
            assert_eq!(drawn(&cut, *id), drawn(&whole, *id), "{id}");
        }
        let unused = glyph(&whole, 'Z');
        assert!(!drawn(&whole, unused).0.is_empty());
        assert!(drawn(&cut, unused).0.is_empty());
    }

    #[test]
    fn a_font_without_hints_is_small() {
        let file = built_in();
        let whole = FontRef::new((*file).as_ref()).unwrap();
        let used: BTreeSet<u32> = ('a'..='z').map(|c| glyph(&whole, c)).collect();
        let cut = subset((*file).as_ref(), &used);
        for name in [b"fpgm", b"prep", b"cvt ", b"GSUB", b"GPOS", b"cmap"] {
            assert!(FontRef::new(&cut).unwrap().table_data(Tag::new(name)).is_none());
        }
        assert!(cut.len() < 12_000, "{}", cut.len());
    }

    #[test]
    fn what_is_no_truetype_font_stays_whole() {
        for file in [&b""[..], b"no font", &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]] {
            assert_eq!(subset(file, &BTreeSet::from([1])), file);
        }
        let file = built_in();
        let half = &(*file).as_ref()[..100_000];
        assert_eq!(subset(half, &BTreeSet::from([1])), half);
        assert_eq!(subset((*file).as_ref(), &BTreeSet::from([60_000])), (*file).as_ref());
    }
}
