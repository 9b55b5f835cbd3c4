//! The characters that a letter uses of one face, and a font file of just those.
//!
//! genpdf finds a glyph by its character, and writes all characters of a font into the table by
//! which text is read out of the PDF again. In many fonts, though not in those built in, characters
//! share a glyph, and then the last one wins: each hyphen is read as a soft hyphen, each space as
//! one that does not break. So genpdf gets a font in which each glyph that is drawn has one
//! character, the first of those that the letter uses. It has no kerning either: where a glyph
//! stands, the layout has decided.

use crate::diagnostic::Diagnostic;
use crate::layout::fonts::Face;
use crate::layout::{Glyph, TextRun};
use crate::pdf::truetype;
use crate::signs::is_break;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, GlyphId, MetadataProvider};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// How far, in points, genpdf may draw a glyph from its place: a fiftieth of a millimetre.
const TOLERANCE: f32 = 0.05;

/// The characters that a letter uses of one face.
pub struct Alphabet<'a> {
    face: Face,
    data: &'a [u8],
    font: FontRef<'a>,
    letters: BTreeMap<char, Letter>,
}

/// How a character is drawn.
#[derive(Clone, Copy)]
struct Letter {
    /// The first character that is drawn alike.
    like: char,
    /// The number of its glyph.
    glyph: u16,
    /// How far genpdf goes on after it, as a part of the size.
    advance: f32,
}

/// Text that genpdf can draw in one go.
#[derive(Debug, PartialEq)]
pub struct Piece {
    /// Where it begins.
    pub x: f32,
    /// The text.
    pub text: String,
}

impl<'a> Alphabet<'a> {
    /// The characters of these runs, which are all in this face, of which this is the font file.
    ///
    /// # Errors
    ///
    /// A file that is not a font, and a character that printpdf cannot write.
    pub fn new<'r>(
        face: Face,
        data: &'a [u8],
        runs: impl Iterator<Item = &'r TextRun>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let font = FontRef::new(data).map_err(|error| unusable(face, error))?;
        let mut used = BTreeSet::from([' ']);
        for run in runs {
            used.extend(run.glyphs.iter().flat_map(|glyph| characters(&font, run, glyph)));
        }
        let letters = letters(&font, &used);
        check(letters.keys())?;
        Ok(Self { face, data, font, letters })
    }

    /// A font file with these characters only.
    ///
    /// # Errors
    ///
    /// A font that cannot be cut down.
    pub fn font(&self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let alone = self.letters.iter().filter(|(character, letter)| **character == letter.like);
        let glyphs = alone.map(|(character, letter)| (*character, letter.glyph)).collect();
        let font = truetype::with_characters(self.data, &glyphs);
        font.ok_or_else(|| unusable(self.face, "it cannot be cut down to what the letter uses"))
    }

    /// A run of text in pieces: words, and parts of words where a glyph would otherwise be drawn
    /// farther than [`TOLERANCE`] from its place.
    pub fn pieces(&self, run: &TextRun) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let (mut x, mut drawn) = (run.x, run.x);
        for glyph in &run.glyphs {
            let letters: Vec<&Letter> = self.letters_of(run, glyph).collect();
            let text = letters.iter().map(|letter| letter.like);
            match pieces.last_mut() {
                Some(piece) if !piece.text.ends_with(' ') && (x - drawn).abs() <= TOLERANCE => {
                    piece.text.extend(text);
                }
                _ => {
                    pieces.push(Piece { x, text: text.collect() });
                    drawn = x;
                }
            }
            x += glyph.advance;
            drawn += letters.iter().map(|letter| letter.advance).sum::<f32>()
                * f32::from(whole(run.size));
        }
        pieces.retain(|piece| !piece.text.is_empty());
        pieces
    }

    /// How the characters of a glyph are drawn.
    fn letters_of(&self, run: &TextRun, glyph: &Glyph) -> impl Iterator<Item = &Letter> {
        characters(&self.font, run, glyph)
            .into_iter()
            .filter_map(|character| self.letters.get(&character))
    }
}

/// genpdf knows whole points only. Letters of any other size are drawn a little smaller, each at its
/// place.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "6 to 48")]
pub fn whole(size: f32) -> u8 {
    size.floor() as u8
}

/// Refuses characters beyond the first 65,536: printpdf would have others read in their place.
fn check<'c>(mut used: impl Iterator<Item = &'c char>) -> Result<(), Vec<Diagnostic>> {
    let Some(character) = used.find(|character| u32::from(**character) > 0xffff) else {
        return Ok(());
    };
    let code = u32::from(*character);
    let message =
        format!("the light PDF engine cannot write the character {character} (U+{code:04X})");
    Err(vec![Diagnostic::error("pdf", message).help("leave it out, or use the default engine")])
}

/// The characters to draw for a glyph: those of its text, so that a ligature comes apart again. A
/// letter with a combining accent is drawn by the character for both, where there is one; a soft
/// hyphen or the like is not drawn where the layout gives it no width.
fn characters(font: &FontRef<'_>, run: &TextRun, glyph: &Glyph) -> Vec<char> {
    let characters: Vec<char> = run.text[glyph.text.clone()].chars().collect();
    match *characters {
        [character] if is_break(character) && glyph.advance == 0.0 => Vec::new(),
        [_, _, ..] => composed(font, glyph).map_or(characters, |character| vec![character]),
        _ => characters,
    }
}

/// The character of a glyph that several are drawn with, unless it is a ligature.
fn composed(font: &FontRef<'_>, glyph: &Glyph) -> Option<char> {
    let is_ligature = |character: &char| matches!(character, '\u{fb00}'..='\u{fb06}');
    let known = font.charmap().mappings().filter(|(_, id)| id.to_u32() == glyph.id);
    known.filter_map(|(code, _)| char::from_u32(code)).find(|character| !is_ligature(character))
}

/// How each of these characters is drawn; the font may not have all.
fn letters(font: &FontRef<'_>, used: &BTreeSet<char>) -> BTreeMap<char, Letter> {
    let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
    let units = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
    let charmap = font.charmap();
    let glyph = |character: &char| Some((*character, charmap.map(*character)?));
    let drawn: Vec<(char, GlyphId)> = used.iter().filter_map(glyph).collect();
    let first = first_of_each(&drawn);
    let letter = |&(character, glyph): &(char, GlyphId)| {
        let (like, advance) = (first[&glyph], advance(&metrics, glyph, units));
        Some((character, Letter { like, glyph: u16::try_from(glyph.to_u32()).ok()?, advance }))
    };
    drawn.iter().filter_map(letter).collect()
}

/// The first of the characters that each glyph is for.
fn first_of_each(drawn: &[(char, GlyphId)]) -> BTreeMap<GlyphId, char> {
    let mut first = BTreeMap::new();
    for &(character, glyph) in drawn {
        first.entry(glyph).or_insert(character);
    }
    first
}

/// How far printpdf goes on after a glyph, as a part of the size: whole thousandths, rounded down.
fn advance(metrics: &GlyphMetrics<'_>, glyph: GlyphId, units: f32) -> f32 {
    let width = metrics.advance_width(glyph).unwrap_or_default();
    (width * 1000.0 / units).floor() / 1000.0
}

/// Why the font of a face cannot be used.
pub fn unusable(face: Face, why: impl Display) -> Vec<Diagnostic> {
    let file = face.file_name();
    let message = format!("{file} cannot be used by the light PDF engine: {why}");
    let help = "use a font with TrueType outlines, or the default engine";
    vec![Diagnostic::error("font", message).help(help)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::fonts::{FontData, Fonts};
    use crate::style::Colour;

    /// The font that is built in.
    fn file() -> FontData {
        Fonts::built_in().data(Face::Regular)
    }

    /// A run in which each character has the glyph and the width that the font gives it.
    fn run(text: &str) -> TextRun {
        let file = file();
        let font = FontRef::new((*file).as_ref()).unwrap();
        let metrics = font.glyph_metrics(Size::new(12.0), LocationRef::default());
        let glyph = |(at, character): (usize, char)| {
            let id = font.charmap().map(character).unwrap();
            let advance = metrics.advance_width(id).unwrap();
            Glyph {
                id: id.to_u32(),
                advance,
                shift: (0.0, 0.0),
                text: at..at + character.len_utf8(),
            }
        };
        let glyphs = text.char_indices().map(glyph).collect();
        let (face, colour) = (Face::Regular, Colour([0; 3]));
        let text = text.to_owned();
        TextRun { x: 100.0, y: 100.0, face, size: 12.0, colour, text, glyphs, source: None }
    }

    /// What becomes of a run: the text of its pieces.
    fn texts(run: &TextRun) -> Vec<String> {
        let file = file();
        let alphabet = Alphabet::new(Face::Regular, (*file).as_ref(), [run].into_iter()).unwrap();
        alphabet.pieces(run).into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn a_font_has_the_characters_used_and_no_others() {
        let (file, run) = (file(), run("ŵ-–’ŷ"));
        let alphabet = Alphabet::new(Face::Regular, (*file).as_ref(), [&run].into_iter()).unwrap();
        let font = alphabet.font().unwrap();
        let font = FontRef::new(&font).unwrap();
        let known: Vec<_> =
            font.charmap().mappings().filter_map(|(code, _)| char::from_u32(code)).collect();
        assert_eq!(known, [' ', '-', 'ŵ', 'ŷ', '–', '’']);
    }

    #[test]
    fn of_characters_that_share_a_glyph_the_first_is_drawn() {
        let [space, hyphen] = [GlyphId::new(3), GlyphId::new(16)];
        let drawn = [(' ', space), ('-', hyphen), ('\u{a0}', space), ('\u{ad}', hyphen)];
        assert_eq!(first_of_each(&drawn), BTreeMap::from([(space, ' '), (hyphen, '-')]));
    }

    #[test]
    fn a_run_is_drawn_word_by_word() {
        let run = run("set by set");
        let file = file();
        let pieces = Alphabet::new(Face::Regular, (*file).as_ref(), [&run].into_iter())
            .unwrap()
            .pieces(&run);
        let widths: Vec<f32> = run.glyphs.iter().map(|glyph| glyph.advance).collect();
        let (first, second) = (widths[..4].iter().sum::<f32>(), widths[..7].iter().sum::<f32>());
        let expected = [(100.0, "set "), (100.0 + first, "by "), (100.0 + second, "set")];
        let drawn: Vec<_> = pieces.iter().map(|piece| (piece.x, piece.text.as_str())).collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn a_word_is_parted_where_it_is_kerned() {
        let mut kerned = run("AVE");
        kerned.glyphs[0].advance -= 0.9;
        assert_eq!(texts(&kerned), ["A", "VE"]);
    }

    #[test]
    fn a_ligature_comes_apart_and_an_accent_comes_to_its_letter() {
        let mut ligature = run("\u{fb01}n");
        ligature.text = "fin".to_owned();
        ligature.glyphs[0].text = 0..2;
        ligature.glyphs[1].text = 2..3;
        assert_eq!(texts(&ligature).concat(), "fin");
        let mut accent = run("\u{175}");
        accent.text = "w\u{302}".to_owned();
        accent.glyphs[0].text = 0..3;
        assert_eq!(texts(&accent), ["\u{175}"]);
    }

    #[test]
    fn a_soft_hyphen_without_width_is_not_drawn() {
        let mut soft = run("co\u{ad}operate");
        soft.glyphs[2].advance = 0.0;
        assert_eq!(texts(&soft), ["cooperate"]);
    }

    #[test]
    fn what_would_be_read_as_another_character_is_refused() {
        let problems = check(['a', '\u{1f600}'].iter()).unwrap_err();
        assert!(problems[0].message.contains("U+1F600"), "{}", problems[0].message);
    }
}
