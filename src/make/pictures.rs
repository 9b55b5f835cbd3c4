//! The images that a letter shows: those of the style, and those of its commentary.

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Block, BlockKind};
use crate::letter::commentary::ImageLink;
use crate::pictures::{PictureFile, Pictures};
use crate::style::{Picture, Style};
use crate::workspace::{LetterFile, Workspace};
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
    let (mut found, mut problems) = (Vec::new(), Vec::new());
    let mut add =
        |path: &str, place, on_disk: &Path, width| match picture(workspace, on_disk, place) {
            Ok((bytes, pixels)) => {
                found.push(PictureFile { path: path.to_owned(), bytes, pixels, width });
            }
            Err(problem) => problems.push(problem),
        };
    for Picture { file, path, width, .. } in style.logo.iter().chain(&style.signature) {
        add(path, file.place, Path::new(path), Some(*width));
    }
    for image in images {
        add(&image.path, image.place, &on_disk(image, letter), None);
    }
    if problems.is_empty() { Ok(Pictures::new(found)) } else { Err(problems) }
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

/// The bytes of an image, with its width and height in pixels.
fn picture(
    workspace: &Workspace,
    path: &Path,
    place: Place,
) -> Result<(Vec<u8>, (u32, u32)), Diagnostic> {
    let problem =
        |message: &str, help: &str| Diagnostic::error("image", message).at(place, "").help(help);
    let bytes = workspace.bytes(path).map_err(|why| {
        let message = format!("the image cannot be read: {}", why.why());
        problem(&message, "its path begins at the folder of this file")
    })?;
    let is_known = bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8");
    let size = imagesize::blob_size(&bytes).ok().filter(|_| is_known);
    let size = size.ok_or_else(|| {
        problem("this file is no PNG or JPEG image", "save it again as PNG or JPEG")
    })?;
    if components(&bytes) == Some(4) {
        let help = "save it again in colours for screens (RGB)";
        return Err(problem("this image is in the colours of printers (CMYK)", help));
    }
    let pixels = |length| u32::try_from(length).unwrap_or(u32::MAX);
    Ok((bytes, (pixels(size.width), pixels(size.height))))
}

/// How many colours each dot of a JPEG has: the eighth byte of the frame's header (ITU-T T.81,
/// B.2.2). PDF/A takes four only with a profile, which such files lack.
fn components(jpeg: &[u8]) -> Option<u8> {
    let mut rest = jpeg.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, kind, high, low, ..] = *rest else { return None };
        let is_frame = matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            return rest.get(9).copied();
        }
        rest = rest.get(2 + usize::from(u16::from_be_bytes([high, low]))..)?;
    }
}
