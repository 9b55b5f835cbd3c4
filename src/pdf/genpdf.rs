//! The light engine: draws the pages through genpdf.
//!
//! It has no tags, links, outline or standard. printpdf, which genpdf writes with, puts the images
//! of a page into the file in no fixed order and numbers files as they come, so that the bytes are
//! not the same every time. Places are rounded to a hundredth of a point.
//!
//! genpdf turns no text: a draft has no mark across its pages here.
//!
//! genpdf draws text, images, and lines that are one point wide: a rule is an image of one pixel.

mod alphabet;
mod info;

use super::Drawing;
use crate::diagnostic::Diagnostic;
use crate::layout::fonts::Face;
use crate::layout::{Page, Placed, Rectangle, TextRun};
use crate::pictures::PictureFile;
use crate::style::Colour;
use alphabet::{Alphabet, whole};
use genpdf::error::Error;
use genpdf::fonts::{FontCache, FontData, FontFamily};
use genpdf::render::{self, Renderer};
use genpdf::style::{Color, Style};
use genpdf::{Position, Rotation, Scale, Size};
use image::{DynamicImage, Rgb, RgbImage};
use info::Info;
use printpdf::{CustomPdfConformance, PdfConformance, Pt};

/// Writes the PDF; see [`super::write`].
pub fn write(drawing: &Drawing<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let files = Face::ALL.map(|face| drawing.fonts.data(face));
    let alphabet = |face: Face| {
        let file = (*files[face as usize]).as_ref();
        Alphabet::new(face, file, drawing.runs(face))
    };
    let alphabets = Face::ALL.into_iter().map(alphabet).collect::<Result<Vec<_>, _>>()?;
    let writer = Writer { drawing, fonts: FontCache::new(family(&alphabets)?), alphabets };
    writer.write()
}

/// The fonts for genpdf. It wants all four and embeds them; those not used have a space only.
fn family(alphabets: &[Alphabet<'_>]) -> Result<FontFamily<FontData>, Vec<Diagnostic>> {
    let font = |face: Face| {
        let file = alphabets[face as usize].font()?;
        FontData::new(file, None).map_err(|error| alphabet::unusable(face, with_cause(&error)))
    };
    Ok(FontFamily {
        regular: font(Face::Regular)?,
        bold: font(Face::Bold)?,
        italic: font(Face::Italic)?,
        bold_italic: font(Face::BoldItalic)?,
    })
}

/// What is drawn, and what it is drawn with.
struct Writer<'a> {
    drawing: &'a Drawing<'a>,
    alphabets: Vec<Alphabet<'a>>,
    fonts: FontCache,
}

impl Writer<'_> {
    /// Draws all pages and gives the file.
    fn write(mut self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let (width, height) = self.drawing.pages.size;
        let size = Size::new(Pt(width.into()), Pt(height.into()));
        let info = Info::new(self.drawing.metadata);
        let renderer = Renderer::new(size, info.room()).map_err(refused)?;
        let mut renderer = renderer.with_conformance(no_standard());
        self.fonts.load_pdf_fonts(&renderer).map_err(refused)?;
        for (index, page) in self.drawing.pages.pages.iter().enumerate() {
            if index > 0 {
                renderer.add_page(size);
            }
            self.page(&renderer.last_page().last_layer().area(), page)?;
        }
        let mut bytes = Vec::new();
        renderer.write(&mut bytes).map_err(refused)?;
        let put = info.put(&mut bytes);
        put.map(|()| bytes).ok_or_else(|| {
            vec![Diagnostic::error("pdf", "the PDF cannot be written: genpdf gave no title")]
        })
    }

    /// Draws a page.
    fn page(&self, sheet: &render::Area<'_>, page: &Page) -> Result<(), Vec<Diagnostic>> {
        for mark in &page.marks {
            match &mark.placed {
                Placed::Text(run) => self.text(sheet, run).map_err(refused)?,
                Placed::Rule(area, colour) => image(sheet, *area, &pixel(*colour)),
                Placed::Image(area, index) => {
                    image(sheet, *area, &read(self.drawing.pictures.get(*index))?)
                }
            }
        }
        Ok(())
    }

    /// Draws text, each piece of it where the layout has put it.
    fn text(&self, sheet: &render::Area<'_>, run: &TextRun) -> Result<(), Error> {
        let style = style(run);
        for piece in self.alphabets[run.face as usize].pieces(run) {
            let mut place = position(piece.x, run.y);
            // genpdf asks for the upper edge, and puts the baseline this far below it.
            place.y -= style.font(&self.fonts).glyph_height(whole(run.size));
            sheet.print_str(&self.fonts, place, style, piece.text)?;
        }
        Ok(())
    }
}

/// The face, size and colour of a run, for genpdf.
fn style(run: &TextRun) -> Style {
    let style = Style::new().with_font_size(whole(run.size));
    let style = match run.colour {
        // What genpdf draws in anyway; said for each word, it makes a file a third larger.
        Colour([0, 0, 0]) => style,
        Colour([red, green, blue]) => style.with_color(Color::Rgb(red, green, blue)),
    };
    match run.face {
        Face::Regular => style,
        Face::Bold => style.bold(),
        Face::Italic => style.italic(),
        Face::BoldItalic => style.bold().italic(),
    }
}

/// A place in points, for genpdf.
fn position(x: f32, y: f32) -> Position {
    Position::new(Pt(x.into()), Pt(y.into()))
}

/// A conformance that claims none.
fn no_standard() -> PdfConformance {
    PdfConformance::Custom(CustomPdfConformance::default())
}

/// Draws an image so that it fills the area.
fn image(sheet: &render::Area<'_>, area: Rectangle, image: &RgbImage) {
    let part = |length: f32, pixels: u32| f64::from(length) / f64::from(pixels);
    let scale = Scale::new(part(area.width, image.width()), part(area.height, image.height()));
    // genpdf puts the lower left corner here; at 72 dpi a pixel is a point.
    let corner = position(area.x, area.y + area.height);
    let image = DynamicImage::ImageRgb8(image.clone());
    sheet.add_image(&image, corner, scale, Rotation::default(), Some(72.0));
}

/// An image of one pixel.
fn pixel(Colour(colour): Colour) -> RgbImage {
    RgbImage::from_pixel(1, 1, Rgb(colour))
}

/// Reads a PNG or JPEG. What is transparent in it is laid on white, which is what paper is.
fn read(file: &PictureFile) -> Result<RgbImage, Vec<Diagnostic>> {
    let image = image::load_from_memory(&file.bytes).map_err(|why| {
        let message = format!("the image {} cannot be read: {why}", file.path);
        vec![Diagnostic::error("image", message).help("save it again as PNG or JPEG")]
    })?;
    let image = image.into_rgba8();
    let on_paper = |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|part| on_white(part, alpha)))
    };
    Ok(RgbImage::from_fn(image.width(), image.height(), on_paper))
}

/// One part of a colour, laid on white.
fn on_white(part: u8, alpha: u8) -> u8 {
    let (part, alpha) = (f32::from(part), f32::from(alpha) / 255.0);
    (part * alpha + 255.0 * (1.0 - alpha)).round() as u8
}

/// What genpdf refused, in words for a person. Nothing of this is expected.
fn refused(error: Error) -> Vec<Diagnostic> {
    vec![Diagnostic::error("pdf", format!("the PDF cannot be written: {}", with_cause(&error)))]
}

/// An error and what lies behind it.
fn with_cause(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::fonts::Fonts;
    use crate::layout::{Glyph, Mark, Owner, Pages, Structure};
    use crate::pictures::Pictures;
    use crate::sheet::SHEET;
    use image::{ImageOutputFormat, Rgba, RgbaImage};
    use skrifa::{FontRef, MetadataProvider};

    const TEXT: &str = "‘Tŷ’ – well-known";

    /// [`TEXT`] on a baseline 100 points down.
    fn text(fonts: &Fonts, face: Face) -> Placed {
        let file = fonts.data(face);
        let charmap = FontRef::new((*file).as_ref()).unwrap().charmap();
        let glyph = |(at, character): (usize, char)| {
            let id = charmap.map(character).unwrap().to_u32();
            Glyph { id, advance: 6.0, shift: (0.0, 0.0), text: at..at + character.len_utf8() }
        };
        let (glyphs, colour) = (TEXT.char_indices().map(glyph).collect(), Colour([0; 3]));
        Placed::Text(TextRun {
            x: 70.0,
            y: 100.0,
            face,
            size: 12.0,
            colour,
            text: TEXT.to_owned(),
            glyphs,
            source: None,
        })
    }

    /// The file with these on its one page.
    fn written(fonts: &Fonts, placed: Vec<Placed>) -> Vec<u8> {
        let marks = placed.into_iter().map(|placed| Mark { owner: Owner::Decoration, placed });
        let page = Page { marks: marks.collect(), ..Page::default() };
        let pages = Pages {
            size: SHEET,
            pages: vec![page],
            structure: Structure::default(),
            outline: Vec::new(),
        };
        let metadata = info::tests::metadata();
        let pictures = Pictures::default();
        write(&Drawing {
            pages: &pages,
            metadata: &metadata,
            fonts,
            pictures: &pictures,
            attachments: &[],
        })
        .unwrap()
    }

    /// Whether this stands in the file as it is.
    fn contains(file: &[u8], part: &str) -> bool {
        file.windows(part.len()).any(|window| window == part.as_bytes())
    }

    /// A file of this image.
    fn picture(image: DynamicImage, format: ImageOutputFormat) -> PictureFile {
        let mut bytes = Vec::new();
        image.write_to(&mut bytes, format).unwrap();
        let pixels = (1, 1);
        PictureFile { path: "logo.png".to_owned(), bytes, pixels, width: None }
    }

    #[test]
    fn a_file_is_a_pdf_that_claims_no_standard_and_reads_no_clock() {
        let fonts = Fonts::built_in();
        let file = written(&fonts, vec![text(&fonts, Face::Regular), text(&fonts, Face::Bold)]);
        assert!(file.starts_with(b"%PDF"));
        for claim in ["GTS_PDFX", "OutputIntent", "pdfaid", "ModDate"] {
            assert!(!contains(&file, claim), "{claim}");
        }
        assert!(contains(&file, "/Title<FEFF00540177>"));
        assert!(contains(&file, "/CreationDate(D:20180416)"));
    }

    #[test]
    fn text_stands_on_its_baseline_and_rules_fill_their_area() {
        let fonts = Fonts::built_in();
        let area = Rectangle { x: 70.0, y: 200.0, width: 120.0, height: 0.5 };
        let file =
            written(&fonts, vec![text(&fonts, Face::Italic), Placed::Rule(area, Colour([0; 3]))]);
        assert!(contains(&file, "\n70.00 741.89 Td"));
        assert!(contains(
            &file,
            "1.00 0.00 0.00 1.00 70.00 641.39 cm\n120.00 0.00 0.00 0.50 0.00 0.00 cm"
        ));
    }

    #[test]
    fn what_is_transparent_in_an_image_is_laid_on_white() {
        let image = RgbaImage::from_pixel(1, 1, Rgba([255, 0, 0, 51]));
        let file = picture(DynamicImage::ImageRgba8(image), ImageOutputFormat::Png);
        assert_eq!(read(&file).unwrap().get_pixel(0, 0).0, [255, 204, 204]);
    }

    #[test]
    fn a_jpeg_is_read_and_a_broken_image_is_named() {
        let image = RgbImage::from_pixel(1, 1, Rgb([255; 3]));
        let mut file = picture(DynamicImage::ImageRgb8(image), ImageOutputFormat::Jpeg(90));
        assert_eq!(read(&file).unwrap().get_pixel(0, 0).0, [255; 3]);
        file.bytes.truncate(20);
        let problems = read(&file).unwrap_err();
        assert_eq!(problems[0].code, "image");
        assert!(problems[0].message.contains("logo.png"), "{}", problems[0].message);
    }
}
