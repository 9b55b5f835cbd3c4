//! The files that a letter is made from.

use super::{font_folder, pictures};
use crate::layout::fonts::Face;
use crate::letter::commentary::ImageLink;
use crate::style;
use crate::workspace::{LetterFile, OFFICE, PROGRAMMES, Workspace};
use std::path::{Path, PathBuf};

/// The files that only one letter is made from: its own, and its images.
pub fn letter_files(root: &Path, letter: &LetterFile, images: &[ImageLink]) -> Vec<PathBuf> {
    let name = Path::new(&letter.path).file_name().unwrap_or_default();
    let own = std::iter::once(letter.folder.join(name));
    own.chain(image_files(root, letter, images)).collect()
}

/// The files that all letters of a working folder are made from, whether they are there or not.
pub fn shared_files(workspace: &Workspace) -> Vec<PathBuf> {
    let template = |name: &str| workspace.root.join("templates").join(name);
    let templates = workspace.templates.iter().map(|source| template(&source.name));
    let data = [OFFICE, PROGRAMMES].map(|path| workspace.root.join(path));
    data.into_iter().chain(templates).chain(style_files(workspace)).collect()
}

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
