//! The four faces of a letter. System fonts are never looked at.

use super::shape::{Shapers, Word};
use super::sound;
use crate::signs;
use skrifa::instance::{LocationRef, Size};
use skrifa::string::StringId;
use skrifa::{FontRef, MetadataProvider};
use std::sync::Arc;

/// One of the faces of a family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Face {
    #[default]
    Regular,
    Bold,
    Italic,
    BoldItalic,
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic];

    /// The face that is bold, italic or both.
    pub fn of(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (false, false) => Self::Regular,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }

    /// Whether it is bold.
    pub fn is_bold(self) -> bool {
        matches!(self, Self::Bold | Self::BoldItalic)
    }

    /// Whether it is italic.
    pub fn is_italic(self) -> bool {
        matches!(self, Self::Italic | Self::BoldItalic)
    }

    /// The name of its file in a folder of fonts.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Regular => "Regular.ttf",
            Self::Bold => "Bold.ttf",
            Self::Italic => "Italic.ttf",
            Self::BoldItalic => "BoldItalic.ttf",
        }
    }

    /// Liberation Sans, which is as wide as Arial, under the SIL Open Font Licence 1.1.
    fn built_in(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../templates/fonts/LiberationSans-Regular.ttf"),
            Self::Bold => include_bytes!("../../templates/fonts/LiberationSans-Bold.ttf"),
            Self::Italic => include_bytes!("../../templates/fonts/LiberationSans-Italic.ttf"),
            Self::BoldItalic => {
                include_bytes!("../../templates/fonts/LiberationSans-BoldItalic.ttf")
            }
        }
    }
}

/// The bytes of a font file.
pub type FontData = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// The four faces, ready to set text with.
#[derive(Clone)]
pub struct Fonts {
    data: [FontData; 4],
    shapers: Shapers,
    /// How much farther each face reaches above the line than below it, as a part of the size.
    rises: [f32; 4],
}

impl Fonts {
    /// The fonts that are built in.
    pub fn built_in() -> Self {
        Self::new(Face::ALL.map(|face| -> FontData { Arc::new(face.built_in()) }))
    }

    /// Fonts from files, in the order of [`Face::ALL`].
    ///
    /// # Errors
    ///
    /// The first face whose file is not a sound font.
    pub fn from_files(data: [Vec<u8>; 4]) -> Result<Self, Face> {
        for (face, data) in Face::ALL.iter().zip(&data) {
            sound::is_sound(data).then_some(()).ok_or(*face)?;
        }
        Ok(Self::new(data.map(|data| -> FontData { Arc::new(data) })))
    }

    fn new(data: [FontData; 4]) -> Self {
        let rise = |data: &FontData| {
            let font = FontRef::new((**data).as_ref()).ok()?;
            let metrics = font.metrics(Size::new(1.0), LocationRef::default());
            Some(metrics.ascent + metrics.descent)
        };
        let rises = data.each_ref().map(|data| rise(data).unwrap_or_default());
        Self { shapers: Shapers::new(data.clone()), data, rises }
    }

    /// The file of a face.
    pub fn data(&self, face: Face) -> FontData {
        self.data[face as usize].clone()
    }

    /// A word as glyphs, read from right to left or, as usual, from left to right.
    pub(super) fn word(&mut self, text: &str, face: Face, backward: bool) -> Arc<Word> {
        self.shapers.word(text, face, backward)
    }

    /// What the advance of a space changes by before a character, as a part of the size.
    pub(super) fn kern(&mut self, face: Face, next: char) -> f32 {
        self.shapers.kern(face, next)
    }

    /// How much farther a face reaches above the line than below it, as a part of the size.
    pub(super) fn rise(&self, face: Face) -> f32 {
        self.rises[face as usize]
    }

    /// The characters of a text that one of the faces cannot draw, with their places.
    pub fn missing(&self, text: &str) -> Vec<(usize, char)> {
        let odd = odd_bytes(text.as_bytes());
        let characters = odd.filter_map(|at| Some((at, text.get(at..)?.chars().next()?)));
        let mut checked: Vec<(usize, char)> =
            characters.filter(|(_, c)| c.is_ascii() || !signs::is_break(*c)).collect();
        if checked.is_empty() {
            return checked;
        }
        let maps = self
            .data
            .each_ref()
            .map(|data| FontRef::new((**data).as_ref()).map(|font| font.charmap()));
        // What is not seen would be drawn by a font that has it.
        let drawn =
            |c: char| !signs::is_hidden(c) && maps.iter().flatten().all(|map| map.map(c).is_some());
        checked.retain(|(_, c)| !drawn(*c));
        checked
    }

    /// The name of the family as word processors know it. That of the built-in one is Arial, which is
    /// as wide and is there everywhere.
    pub fn family(&self) -> String {
        let font = FontRef::new((*self.data[0]).as_ref()).ok();
        let name = font.and_then(|font| {
            let mut names = font.localized_strings(StringId::FAMILY_NAME);
            names.next().map(|name| name.chars().collect::<String>())
        });
        name.filter(|name| name != "Liberation Sans").unwrap_or_else(|| "Arial".to_owned())
    }

    /// The height of a capital letter, as a part of the size.
    pub fn cap_height(&self) -> f32 {
        let metrics = FontRef::new((*self.data[0]).as_ref())
            .ok()
            .map(|font| font.metrics(Size::new(1.0), LocationRef::default()));
        metrics.and_then(|metrics| metrics.cap_height).unwrap_or(0.7)
    }
}

/// Where bytes stand that are not of plain English text. All of a stretch are looked at together,
/// which is fast: hardly any are odd.
fn odd_bytes(bytes: &[u8]) -> impl Iterator<Item = usize> {
    const STRETCH: usize = 64;
    let is_odd = |byte: &u8| !matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    let stretches = bytes.chunks(STRETCH).enumerate();
    let odd = stretches.filter(move |(_, s)| s.iter().fold(false, |any, b| any | is_odd(b)));
    odd.flat_map(move |(index, stretch)| {
        let at = stretch.iter().enumerate().filter(move |(_, byte)| is_odd(byte));
        at.map(move |(at, _)| index * STRETCH + at)
    })
}
