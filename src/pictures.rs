//! The images of a letter.

use crate::diagnostic::Diagnostic;
use crate::letter::paths;

/// The images that the Markdown links to.
#[derive(Clone, Debug, Default)]
pub struct Pictures(Vec<PictureFile>);

/// An image file.
#[derive(Clone, Debug)]
pub struct PictureFile {
    /// Its path from the working folder.
    pub path: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// Its width and height in pixels.
    pub pixels: (u32, u32),
    /// The width at which it is printed, in points, where the style says so.
    pub width: Option<f32>,
}

impl PictureFile {
    /// Whether it is a PNG file; else it is JPEG.
    pub fn is_png(&self) -> bool {
        self.bytes.starts_with(b"\x89PNG")
    }

    /// Its media type.
    pub fn media_type(&self) -> &'static str {
        if self.is_png() { "image/png" } else { "image/jpeg" }
    }
}

impl Pictures {
    /// These files, each once.
    pub fn new(files: Vec<PictureFile>) -> Self {
        let mut all: Vec<PictureFile> = Vec::new();
        for file in files {
            if !all.iter().any(|known| known.path == file.path) {
                all.push(file);
            }
        }
        Self(all)
    }

    /// Every file.
    pub fn iter(&self) -> impl Iterator<Item = &PictureFile> {
        self.0.iter()
    }

    /// The index of the file that the Markdown links to so.
    ///
    /// # Errors
    ///
    /// That there is none: a template has made up the link.
    pub fn find(&self, link: &str) -> Result<usize, Diagnostic> {
        self.0.iter().position(|picture| paths::link(&picture.path) == link).ok_or_else(|| {
            let help = "name it in commentary, or as logo or signature in templates/style.toml";
            Diagnostic::error("image", format!("the image {link} is not known")).help(help)
        })
    }

    /// The file of an index that [`Placed::Image`](crate::layout::Placed::Image) gives.
    pub fn get(&self, index: usize) -> &PictureFile {
        &self.0[index]
    }
}
