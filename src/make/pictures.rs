//! The images that a letter shows: those of the style, and those of its commentary.

use super::unpack;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Block, BlockKind};
use crate::letter::commentary::ImageLink;
use crate::limits;
use crate::pictures::{PictureFile, Pictures};
use crate::style::{Picture, Style};
use crate::workspace::{LetterFile, Workspace, why};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Reads every image.
///
/// # Errors
///
/// Each that cannot be read, at the place where it is named.
pub fn read(
    workspace: &Workspace,
    style: &Style,
    letter: &LetterFile,
    images: &[ImageLink],
) -> Result<Pictures, Vec<Diagnostic>> {
    let root = &workspace.root;
    let of_style = style.logo.iter().chain(&style.signature).map(|picture| {
        let Picture { file, path, width, .. } = picture;
        (path, file.place, root, root.join(path), Some(*width))
    });
    let of_letter = images.iter().map(|image| {
        // A letter may stand elsewhere than in the working folder, and its images with it.
        let is_elsewhere = image.place.file == letter.file && !letter.folder.starts_with(root);
        let folder = if is_elsewhere { &letter.folder } else { root };
        (&image.path, image.place, folder, root.join(on_disk(image, letter)), None)
    });
    let (mut found, mut problems, mut known) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (path, place, folder, on_disk, width) in of_style.chain(of_letter) {
        if !known.insert(path) {
            continue;
        }
        match picture(workspace, &on_disk, folder, place) {
            Ok((bytes, pixels)) => {
                found.push(PictureFile { path: path.to_owned(), bytes, pixels, width });
            }
            Err(problem) => problems.push(problem),
        }
        if let Some(what) = beyond(&found) {
            let problem = Diagnostic::error("image", format!("the letter has {what}"));
            problems.push(problem.at(place, "").help("show fewer, or save them smaller"));
            break;
        }
    }
    if problems.is_empty() { Ok(Pictures::new(found)) } else { Err(problems) }
}

/// What there is too much of.
fn beyond(found: &[PictureFile]) -> Option<&'static str> {
    let bytes: u64 = found.iter().map(|file| file.bytes.len() as u64).sum();
    let dots = found.iter().map(|file| u64::from(file.pixels.0) * u64::from(file.pixels.1));
    match () {
        () if found.len() > limits::IMAGES => Some("more than 100 images"),
        () if bytes > limits::ALL_IMAGES => Some("images of more than 64 MB together"),
        () if dots.sum::<u64>() > limits::ALL_DOTS => Some("images of more than 100 million dots"),
        () => None,
    }
}

/// Where an image of a letter's commentary is, from the working folder if it is not absolute.
pub fn on_disk(image: &ImageLink, letter: &LetterFile) -> PathBuf {
    // A letter may stand elsewhere than in the working folder, and its images with it.
    match image.place.file == letter.file {
        true => letter.folder.join(&image.named),
        false => PathBuf::from(&image.path),
    }
}

/// The images of a letter that nobody has named: a template has made up the link.
pub fn unknown(blocks: &[Block], pictures: &Pictures) -> Vec<Diagnostic> {
    let in_block = |block: &Block| match &block.kind {
        BlockKind::Image(image) => pictures.find(&image.link).err().into_iter().collect(),
        BlockKind::Quote(inner) | BlockKind::Region(_, inner) => unknown(inner, pictures),
        BlockKind::List(list) => {
            list.items.iter().flat_map(|item| unknown(item, pictures)).collect()
        }
        _ => Vec::new(),
    };
    blocks.iter().flat_map(in_block).collect()
}

/// The bytes of an image, with its width and height in dots.
fn picture(
    workspace: &Workspace,
    path: &Path,
    folder: &Path,
    place: Place,
) -> Result<(Vec<u8>, (u32, u32)), Diagnostic> {
    let problem =
        |message: &str, help: &str| Diagnostic::error("image", message).at(place, "").help(help);
    let bytes = workspace.bytes_inside(folder, path, limits::IMAGE).map_err(|error| {
        let message = format!("the image cannot be read: {}", why(&error));
        problem(&message, "its path begins at the folder of this file")
    })?;
    let size = unpack::size(&bytes).map_err(|fault| {
        let (message, help) = fault.words();
        problem(message, help)
    })?;
    Ok((bytes, size))
}
