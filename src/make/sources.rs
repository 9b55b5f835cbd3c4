//! The files that a letter is made from beside texts: images and fonts.

use super::{font_folder, pictures};
use crate::layout::fonts::Face;
use crate::letter::commentary::ImageLink;
use crate::style;
use crate::workspace::{LetterFile, Workspace};
use std::path::{Path, PathBuf};

/// The images and fonts that the style names, whether they are there or not.
pub fn style_files(workspace: &Workspace) -> Vec<PathBuf> {
    let (built_in, own) = workspace.pair("style.toml");
    let (Some(style), _) = style::load(&workspace.files, built_in, own) else { return Vec::new() };
    let images = style.logo.iter().chain(&style.signature).map(|image| PathBuf::from(&image.path));
    let folder = style.fonts.as_ref().map(|folder| font_folder(folder, workspace));
    let font = |folder: &PathBuf| Face::ALL.map(|face| folder.join(face.file_name()));
    let fonts = folder.iter().flat_map(font);
    images.chain(fonts).map(|path| workspace.root.join(path)).collect()
}

/// The images that the commentary of a letter names, whether they are there or not.
pub fn image_files(root: &Path, letter: &LetterFile, images: &[ImageLink]) -> Vec<PathBuf> {
    images.iter().map(|image| root.join(pictures::on_disk(image, letter))).collect()
}
