//! Images, in line with the text, with words for those who cannot see them.

use super::body::Writer;
use super::flow::Flow;
use super::manifest::Shape;
use super::units::emus;
use crate::document::Image;
use crate::pictures::PictureFile;
use crate::sheet::SHEET;
use std::ops::Range;

/// The highest an image is printed, as a part of the page.
const TALLEST: f32 = 0.5;

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

impl<'a> Writer<'a> {
    /// An image in a paragraph of its own.
    pub(super) fn image(&mut self, image: &Image, range: &Range<usize>, flow: &Flow) {
        let letter = self.letter;
        let picture = match letter.pictures.find(&image.link) {
            Ok(index) => letter.pictures.get(index),
            Err(problem) => return self.problems.push(problem),
        };
        let look = self.letter.style;
        let words = self.letter.trace.whole(range, &image.words);
        let bookmark = self.marks.add(Shape::Image, words);
        let room = flow.frame.map_or(SHEET.0 - look.page.left - look.page.right, |f| f.width);
        let size = size(picture, room - flow.left - flow.right);
        let target = self.target(picture);
        self.xml.open("w:p", &[]);
        flow.write(flow.style, false, look, &mut self.xml);
        self.lead_note(flow);
        self.xml.empty("w:bookmarkStart", &[("w:id", &bookmark.id), ("w:name", &bookmark.name)]);
        self.drawing(&target, &image.words, size);
        self.xml.empty("w:bookmarkEnd", &[("w:id", &bookmark.id)]);
        self.xml.close("w:p");
    }

    /// The name by which the part refers to an image.
    fn target(&mut self, picture: &'a PictureFile) -> String {
        let is_it =
            |known: &&PictureFile| known.path == picture.path && known.bytes == picture.bytes;
        let known = self.images.iter().position(is_it);
        let number = known.unwrap_or_else(|| {
            self.images.push(picture);
            self.images.len() - 1
        });
        let path = path(number, picture);
        self.relations.part("image", &path)
    }

    fn drawing(&mut self, target: &str, words: &str, (width, height): (f32, f32)) {
        self.drawings += 1;
        let (id, name) = (self.drawings.to_string(), format!("Image {}", self.drawings));
        let extent = [("cx", &*emus(width)), ("cy", &emus(height))];
        let names = [("id", &*id), ("name", &name), ("descr", words)];
        let xml = &mut self.xml;
        xml.open("w:r", &[]);
        xml.open("w:drawing", &[]);
        xml.open("wp:inline", &["distT", "distB", "distL", "distR"].map(|side| (side, "0")));
        xml.empty("wp:extent", &extent);
        xml.empty("wp:docPr", &names);
        xml.element("wp:cNvGraphicFramePr", &[], |xml| {
            xml.empty("a:graphicFrameLocks", &[("xmlns:a", MAIN), ("noChangeAspect", "1")]);
        });
        xml.open("a:graphic", &[("xmlns:a", MAIN)]);
        xml.open("a:graphicData", &[("uri", PICTURE)]);
        xml.element("pic:pic", &[("xmlns:pic", PICTURE)], |xml| {
            xml.element("pic:nvPicPr", &[], |xml| {
                xml.empty("pic:cNvPr", &names);
                xml.empty("pic:cNvPicPr", &[]);
            });
            xml.element("pic:blipFill", &[], |xml| {
                xml.empty("a:blip", &[("r:embed", target)]);
                xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
            });
            xml.element("pic:spPr", &[], |xml| {
                xml.element("a:xfrm", &[], |xml| {
                    xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                    xml.empty("a:ext", &extent);
                });
                xml.element("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
            });
        });
        for name in ["a:graphicData", "a:graphic", "wp:inline", "w:drawing", "w:r"] {
            xml.close(name);
        }
    }
}

/// The path of an image, seen from the text.
pub fn path(number: usize, picture: &PictureFile) -> String {
    let extension = if picture.is_png() { "png" } else { "jpeg" };
    format!("media/image{}.{extension}", number + 1)
}

/// The width and the height at which a picture is shown. Without a width of its own it is printed at
/// 96 dots to the inch.
fn size(picture: &PictureFile, room: f32) -> (f32, f32) {
    let (across, down) = (picture.pixels.0.max(1) as f32, picture.pixels.1.max(1) as f32);
    let wanted = picture.width.unwrap_or(across * 0.75);
    let width = wanted.min(room).min(SHEET.1 * TALLEST * across / down);
    (width, width * down / across)
}
