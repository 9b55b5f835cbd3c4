//! The four faces of a letter, and parley's view of them. System fonts are never looked at.

use super::sound;
use crate::signs;
use parley::fontique::{
    Blob, Collection, CollectionOptions, FontInfoOverride, FontStyle, FontWeight, SourceCache,
};
use parley::{FontContext, LayoutContext};
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

/// The name under which parley knows the family.
pub(super) const FAMILY: &str = "letter";

/// The four faces, ready to set text with.
#[derive(Clone)]
pub struct Fonts {
    data: [FontData; 4],
    ids: [u64; 4],
    pub(super) context: FontContext,
    pub(super) scratch: LayoutContext<usize>,
}

impl Fonts {
    /// The fonts that are built in.
    pub fn built_in() -> Self {
        let data = Face::ALL.map(|face| -> FontData { Arc::new(face.built_in()) });
        Self::register(data)
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
        Ok(Self::register(data.map(|data| -> FontData { Arc::new(data) })))
    }

    fn register(data: [FontData; 4]) -> Self {
        let options = CollectionOptions { shared: false, system_fonts: false };
        let mut collection = Collection::new(options);
        let mut ids = [0; 4];
        for (index, face) in Face::ALL.into_iter().enumerate() {
            let blob = Blob::new(data[index].clone());
            ids[index] = blob.id();
            let info = FontInfoOverride {
                family_name: Some(FAMILY),
                weight: Some(if face.is_bold() { FontWeight::BOLD } else { FontWeight::NORMAL }),
                style: Some(if face.is_italic() { FontStyle::Italic } else { FontStyle::Normal }),
                ..FontInfoOverride::default()
            };
            collection.register_fonts(blob, Some(info));
        }
        let context = FontContext { collection, source_cache: SourceCache::default() };
        Self { data, ids, context, scratch: LayoutContext::new() }
    }

    /// The file of a face.
    pub fn data(&self, face: Face) -> FontData {
        self.data[face as usize].clone()
    }

    /// The face whose file parley knows by this number.
    pub(super) fn face(&self, id: u64) -> Option<Face> {
        self.ids.iter().position(|known| *known == id).map(|index| Face::ALL[index])
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

    /// The height of a capital letter, as a part of the size.
    pub fn cap_height(&self) -> f32 {
        let metrics = FontRef::new((*self.data[0]).as_ref()).ok().map(|font| {
            font.metrics(skrifa::instance::Size::new(1.0), skrifa::instance::LocationRef::default())
        });
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
