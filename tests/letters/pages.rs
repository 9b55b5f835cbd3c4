//! The pages as they are seen, drawn at 72 dots to the inch and compared with pictures.

use crate::support::{Sample, each_letter, root};
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use peel_letter::pdf::Engine;
use std::fs::{self, File};
use std::path::Path;

/// How much the grey of a pixel may differ, of 255, and how many of a page's pixels may differ by
/// more: machines round differently in the last bit.
const TOLERANCE: (u8, usize) = (24, 200);

/// A page in shades of grey.
pub struct Picture {
    width: u32,
    height: u32,
    grey: Vec<u8>,
}

/// Every page of a PDF.
pub fn drawn(pdf: Vec<u8>) -> Vec<Picture> {
    let pdf = Pdf::new(pdf).expect("the PDF can be read");
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    let pages = pdf.pages().iter().map(|page| {
        let white = hayro::vello_cpu::color::palette::css::WHITE;
        let paper = PixmapSettings { bg_color: white, ..PixmapSettings::default() };
        let pixmap = hayro::render(page, &cache, &settings, &RenderSettings::default(), &paper);
        let grey = |p: &hayro::vello_cpu::peniko::color::PremulRgba8| {
            ((u32::from(p.r) + u32::from(p.g) + u32::from(p.b)) / 3) as u8
        };
        Picture {
            width: pixmap.width().into(),
            height: pixmap.height().into(),
            grey: pixmap.data().iter().map(grey).collect(),
        }
    });
    pages.collect()
}

/// The letters of which pictures are kept, 200 kB each: between them they have all that is drawn.
const PICTURED: [&str; 2] =
    ["2018-04-16-peel-effectiveness-2017", "2024-02-exampleshire-national-report"];

#[test]
fn the_pages_look_as_they_did() {
    each_letter(|mut sample| {
        if !PICTURED.contains(&sample.name.as_str()) {
            return;
        }
        let pdf = sample.pdf(Engine::Krilla);
        let pages = drawn(pdf);
        let picture = |number| root().join(format!("tests/pages/{}-{number}.png", sample.name));
        for (index, page) in pages.iter().enumerate() {
            page.assert_looks_like(&picture(index + 1));
        }
        assert!(!picture(pages.len() + 1).exists(), "{} has fewer pages", sample.name);
    });
}

/// How much of a page may differ between the engines, of a thousand: they round the edges of
/// letters differently. A page moved by a single dot differs by more; the test below shows it.
const ENGINES: usize = 25;

#[cfg(feature = "genpdf")]
#[test]
fn both_engines_draw_the_same_pages() {
    each_letter(|mut sample| {
        let (krilla, genpdf) = assert_engines_agree(&mut sample, ENGINES);
        assert!(krilla[0].per_mille_different(&genpdf[0].moved()) > 2 * ENGINES);
    });
}

/// Draws a letter with both engines: no page may differ by more than so many pixels of a thousand.
#[cfg(feature = "genpdf")]
pub fn assert_engines_agree(sample: &mut Sample<'_>, most: usize) -> (Vec<Picture>, Vec<Picture>) {
    let (krilla, genpdf) = (drawn(sample.pdf(Engine::Krilla)), drawn(sample.pdf(Engine::Genpdf)));
    assert_eq!(krilla.len(), genpdf.len());
    for (index, (one, other)) in krilla.iter().zip(&genpdf).enumerate() {
        let different = one.per_mille_different(other);
        assert!(different <= most, "{} page {}: {different}", sample.name, index + 1);
    }
    (krilla, genpdf)
}

impl Picture {
    /// How many pixels of a thousand are of clearly another grey.
    pub fn per_mille_different(&self, other: &Self) -> usize {
        let pairs = self.grey.iter().zip(&other.grey);
        pairs.filter(|(a, b)| a.abs_diff(**b) > 96).count() * 1000 / self.grey.len()
    }

    /// The page a dot farther to the right.
    fn moved(&self) -> Self {
        let mut grey = self.grey.clone();
        grey.rotate_right(1);
        Self { grey, ..*self }
    }

    fn assert_looks_like(&self, expected: &Path) {
        if std::env::var_os("UPDATE").is_some() {
            self.write(expected);
            return;
        }
        let different = self.different(&Self::read(expected));
        if different > TOLERANCE.1 {
            let actual = expected.with_extension("new.png");
            self.write(&actual);
            panic!(
                "{} pixels differ from {}; see {}; UPDATE=1 cargo test accepts it",
                different,
                expected.display(),
                actual.display()
            );
        }
    }

    /// How many pixels differ by more than they may.
    pub fn different(&self, other: &Self) -> usize {
        if (self.width, self.height) != (other.width, other.height) {
            return usize::MAX;
        }
        let pairs = self.grey.iter().zip(&other.grey);
        pairs.filter(|(a, b)| a.abs_diff(**b) > TOLERANCE.0).count()
    }

    fn write(&self, path: &Path) {
        fs::create_dir_all(path.parent().expect("a file is in a folder"))
            .expect("the folder can be made");
        let file = File::create(path).expect("the picture can be written");
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Grayscale);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().expect("the picture can be written");
        writer.write_image_data(&self.grey).expect("the picture can be written");
    }

    fn read(path: &Path) -> Self {
        let file = File::open(path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
        let decoder = png::Decoder::new(std::io::BufReader::new(file));
        let mut reader = decoder.read_info().expect("the picture is a PNG");
        let mut grey = vec![0; reader.output_buffer_size().expect("the picture has a size")];
        let info = reader.next_frame(&mut grey).expect("the picture is a PNG");
        Self { width: info.width, height: info.height, grey }
    }
}
