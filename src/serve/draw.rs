//! The pages of a PDF as pictures, drawn from the very bytes of the file.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use std::sync::OnceLock;

/// Dots to the inch: enough to read a page that fills half of a screen.
const DOTS: f32 = 110.0;

/// The pages of a PDF, each drawn when it is first asked for.
pub struct Pages {
    pdf: Vec<u8>,
    drawn: Vec<OnceLock<Option<Vec<u8>>>>,
}

impl Pages {
    /// Of this file; none if it cannot be read.
    pub fn new(pdf: Vec<u8>) -> Self {
        let count = Pdf::new(pdf.clone()).map_or(0, |pdf| pdf.pages().len());
        Self { pdf, drawn: (0..count).map(|_| OnceLock::new()).collect() }
    }

    /// The file.
    pub fn pdf(&self) -> &[u8] {
        &self.pdf
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.drawn.len()
    }

    /// A page as PNG; the first is 1.
    pub fn png(&self, number: usize) -> Option<&[u8]> {
        let drawn = self.drawn.get(number.checked_sub(1)?)?;
        drawn.get_or_init(|| png(&draw(&self.pdf, number - 1)?)).as_deref()
    }
}

fn draw(pdf: &[u8], index: usize) -> Option<Pixmap> {
    let pdf = Pdf::new(pdf.to_vec()).ok()?;
    let scale = DOTS / 72.0;
    let paper = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let (cache, settings) = (RenderCache::new(), InterpreterSettings::default());
    let page = pdf.pages().get(index)?;
    Some(hayro::render(page, &cache, &settings, &RenderSettings::default(), &paper))
}

/// The paper is white everywhere, so that nothing shines through it.
fn png(page: &Pixmap) -> Option<Vec<u8>> {
    let colours: Vec<u8> = page.data().iter().flat_map(|dot| [dot.r, dot.g, dot.b]).collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, page.width().into(), page.height().into());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&colours).ok()?;
    writer.finish().ok()?;
    Some(file)
}
