//! Words as glyphs. Each distinct word is shaped once in each face, and kept for every paragraph
//! and every letter after it.

use super::fonts::{Face, FontData};
use harfrust::{
    Direction, FontRef, Script, ShapeOptions, ShapePlan, Shaper, ShaperData, UnicodeBuffer, script,
};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A stretch of text as glyphs. Lengths are parts of the size of letters.
#[derive(Debug, Default)]
pub struct Word {
    /// Its glyphs, from left to right.
    pub glyphs: Vec<WordGlyph>,
    /// The same in the order of the text, together where they draw the same text.
    pub clusters: Vec<Cluster>,
}

/// A glyph of a word.
#[derive(Clone, Copy, Debug)]
pub struct WordGlyph {
    /// Its number in the font.
    pub id: u32,
    /// How far the next one stands from it.
    pub advance: f32,
    /// How far it is drawn to the right of its place, and above it.
    pub shift: (f32, f32),
    /// The first byte of the text that it draws, alone or with its neighbours.
    start: usize,
}

/// The glyphs that draw a piece of text of which none is drawn alone.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The text, in bytes of the word.
    pub text: Range<usize>,
    /// Its glyphs.
    pub glyphs: Range<usize>,
    /// Their width.
    pub width: f32,
    /// Whether nothing is seen of it.
    pub is_space: bool,
}

/// Shapes text in the faces of a letter.
#[derive(Clone)]
pub struct Shapers {
    fonts: [FontData; 4],
    data: Arc<[OnceLock<ShaperData>; 4]>,
    plans: Vec<(Face, Arc<ShapePlan>)>,
    /// The words known in each face, read forward and backward.
    words: [HashMap<Box<str>, Arc<Word>>; 8],
    /// How much nearer than usual a letter stands to the space before it.
    kerns: HashMap<(Face, char), f32>,
}

impl Shapers {
    /// Shapers for fonts in the order of [`Face::ALL`], with no word known.
    pub fn new(fonts: [FontData; 4]) -> Self {
        Self {
            fonts,
            data: Arc::default(),
            plans: Vec::new(),
            words: Default::default(),
            kerns: HashMap::new(),
        }
    }

    /// A word as glyphs, read from right to left or, as usual, from left to right.
    pub fn word(&mut self, text: &str, face: Face, backward: bool) -> Arc<Word> {
        let known = face as usize * 2 + usize::from(backward);
        if let Some(word) = self.words[known].get(text) {
            return word.clone();
        }
        let word = Arc::new(self.shape(text, face, backward));
        self.words[known].insert(text.into(), word.clone());
        word
    }

    /// What the advance of a space changes by before a character.
    pub fn kern(&mut self, face: Face, next: char) -> f32 {
        if let Some(kern) = self.kerns.get(&(face, next)) {
            return *kern;
        }
        let mut pair = [0; 5];
        pair[0] = b' ';
        let length = 1 + next.encode_utf8(&mut pair[1..]).len();
        let mut width = |text: &str| -> f32 {
            self.word(text, face, false).glyphs.iter().map(|glyph| glyph.advance).sum()
        };
        let text = std::str::from_utf8(&pair[..length]).unwrap_or_default();
        let kern = width(text) - width(" ") - width(text.trim_start());
        self.kerns.insert((face, next), kern);
        kern
    }

    fn shape(&mut self, text: &str, face: Face, backward: bool) -> Word {
        let data = self.fonts[face as usize].clone();
        let Ok(font) = FontRef::new((*data).as_ref()) else { return Word::default() };
        let shapers = self.data.clone();
        let shaper = shapers[face as usize].get_or_init(|| ShaperData::new(&font));
        let shaper = shaper.shaper(&font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        if matches!(buffer.script(), script::UNKNOWN | script::COMMON | script::INHERITED) {
            buffer.set_script(script::LATIN);
        }
        let direction = if backward { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        let plan = self.plan(&shaper, face, direction, buffer.script());
        let shaped = shaper.shape(buffer, ShapeOptions::new().plan(Some(&plan)));
        let em = shaper.units_per_em() as f32;
        let glyphs: Vec<WordGlyph> = shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .map(|(info, position)| WordGlyph {
                id: info.glyph_id,
                advance: position.x_advance as f32 / em,
                shift: (position.x_offset as f32 / em, position.y_offset as f32 / em),
                start: info.cluster as usize,
            })
            .collect();
        Word { clusters: clusters(&glyphs, text), glyphs }
    }

    fn plan(
        &mut self,
        shaper: &Shaper<'_>,
        face: Face,
        direction: Direction,
        script: Script,
    ) -> Arc<ShapePlan> {
        let fits = |(known, plan): &&(Face, Arc<ShapePlan>)| {
            *known == face && plan.direction() == direction && plan.script() == Some(script)
        };
        if let Some((_, plan)) = self.plans.iter().find(fits) {
            return plan.clone();
        }
        let plan = Arc::new(ShapePlan::new(shaper, direction, Some(script), None, &[]));
        self.plans.push((face, plan.clone()));
        plan
    }
}

/// The clusters of glyphs that draw a text, in its order.
fn clusters(glyphs: &[WordGlyph], text: &str) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut at = 0;
    for same in glyphs.chunk_by(|a, b| a.start == b.start) {
        let start = same[0].start;
        let width = same.iter().map(|glyph| glyph.advance).sum();
        let is_space = text[start..].starts_with(char::is_whitespace);
        let glyphs = at..at + same.len();
        at = glyphs.end;
        clusters.push(Cluster { text: start..text.len(), glyphs, width, is_space });
    }
    clusters.sort_by_key(|cluster| cluster.text.start);
    for index in 1..clusters.len() {
        clusters[index - 1].text.end = clusters[index].text.start;
    }
    clusters
}
