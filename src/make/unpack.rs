//! An image in, its size out, if it is whole: every dot is unpacked once, so that what is damaged is
//! told where the image is named, and no engine meets it later.

use crate::limits;
use png::{DecodeOptions, Transformations};
use std::io::Cursor;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Why an image cannot be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is neither PNG nor JPEG.
    Unknown,
    /// A part of it is missing or is not as it was.
    Damaged,
    /// It has no dots.
    Empty,
    /// It has more dots than any letter shows.
    TooLarge,
    /// It is a JPEG in four colours. PDF/A takes them only with a profile, which such files lack.
    Cmyk,
}

impl Fault {
    /// What is wrong, and what to do.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Unknown => ("this file is no PNG or JPEG image", "save it again as PNG or JPEG"),
            Self::Damaged => {
                ("this image is damaged", "save or copy it again from where it came from")
            }
            Self::Empty => ("this image has no dots", "save it again from where it came from"),
            Self::TooLarge => (
                "this image has more than 50 million dots",
                "save it smaller: 2,000 dots are enough for the width of a page",
            ),
            Self::Cmyk => (
                "this image is in the colours of printers (CMYK)",
                "save it again in colours for screens (RGB)",
            ),
        }
    }
}

/// The width and height of an image in dots.
///
/// # Errors
///
/// It is not whole, or none that a letter can show.
pub fn size(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => png(bytes),
        [0xff, 0xd8, ..] => jpeg(bytes),
        _ => Err(Fault::Unknown),
    }
}

/// Row by row: what is unpacked is never all in memory.
fn png(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    let damaged = |_| Fault::Damaged;
    // The header has the width and the height first (ISO/IEC 15948, 11.2.1).
    let side = |at: usize| bytes.get(at..at + 4).and_then(|side| <[u8; 4]>::try_from(side).ok());
    let (width, height) = side(16).zip(side(20)).ok_or(Fault::Damaged)?;
    let size = bounded(u32::from_be_bytes(width).into(), u32::from_be_bytes(height).into())?;
    let mut options = DecodeOptions::default();
    options.set_ignore_adler32(false);
    let mut decoder = png::Decoder::new_with_options(Cursor::new(bytes), options);
    decoder.set_transformations(Transformations::EXPAND);
    let mut rows = decoder.read_info().map_err(damaged)?;
    if rows.output_buffer_size().is_none_or(|size| size as u64 > limits::UNPACKED) {
        return Err(Fault::TooLarge);
    }
    while rows.next_row().map_err(damaged)?.is_some() {}
    rows.finish().map_err(damaged)?;
    Ok(size)
}

fn jpeg(bytes: &[u8]) -> Result<(u32, u32), Fault> {
    let damaged = |_| Fault::Damaged;
    let options = DecoderOptions::default().set_strict_mode(true);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or(Fault::Damaged)?;
    let size = bounded(width as u64, height as u64)?;
    if matches!(decoder.input_colorspace(), Some(ColorSpace::CMYK | ColorSpace::YCCK)) {
        return Err(Fault::Cmyk);
    }
    // Whether it is whole can be seen without its colours.
    decoder.set_options(options.jpeg_set_out_colorspace(ColorSpace::Luma));
    decoder.decode().map_err(damaged)?;
    // A decoder makes up what is missing at the end: the mark of the end must follow the last scan
    // (ITU-T T.81, B.1.1.3).
    let last = |marker: &[u8]| bytes.windows(2).rposition(|at| at == marker);
    match (last(b"\xff\xda"), last(b"\xff\xd9")) {
        (Some(scan), Some(end)) if scan < end => Ok(size),
        _ => Err(Fault::Damaged),
    }
}

fn bounded(width: u64, height: u64) -> Result<(u32, u32), Fault> {
    let side = |side: u64| u32::try_from(side).map_err(|_| Fault::TooLarge);
    match width.saturating_mul(height) {
        0 => Err(Fault::Empty),
        dots if dots > limits::DOTS => Err(Fault::TooLarge),
        _ => Ok((side(width)?, side(height)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn pictures() -> Vec<(String, Vec<u8>)> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/odd/pictures/data");
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let is_picture = |path: &std::path::PathBuf| path.extension().unwrap() != "toml";
        let named =
            |path: std::path::PathBuf| (path.display().to_string(), fs::read(path).unwrap());
        files.filter(is_picture).map(named).collect()
    }

    /// A PNG that says it has so many dots, and has a few.
    fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 1, 1);
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header().unwrap().write_image_data(&[0; 3]).unwrap();
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = crc(&file[12..29]);
        file[29..33].copy_from_slice(&sum.to_be_bytes());
        file
    }

    /// The checksum of a chunk (ISO/IEC 15948, annex D).
    fn crc(bytes: &[u8]) -> u32 {
        let bit = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
        !bytes.iter().fold(!0, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), bit))
    }

    #[test]
    fn whole_images_have_a_size() {
        for (name, bytes) in pictures() {
            assert!(size(&bytes).is_ok(), "{name}: {:?}", size(&bytes));
        }
        assert_eq!(size(&claiming(1, 1)), Ok((1, 1)));
    }

    #[test]
    fn what_is_cut_anywhere_is_damaged() {
        for (name, bytes) in pictures() {
            for part in 1..10 {
                let cut = bytes.len() * part / 10;
                assert!(size(&bytes[..cut]).is_err(), "{name} cut at {cut}");
            }
            assert!(size(&bytes[..bytes.len() - 3]).is_err(), "{name} without its end");
        }
    }

    /// The sum of all dots is wrong, though that of the chunk is right: a file that some program has
    /// written anew after it was damaged.
    #[test]
    fn dots_that_are_not_as_they_were_are_damaged() {
        let mut file = claiming(1, 1);
        let data = file.windows(4).position(|name| name == b"IDAT").unwrap();
        let length: [u8; 4] = file[data - 4..data].try_into().unwrap();
        let end = data + 4 + u32::from_be_bytes(length) as usize;
        file[end - 1] ^= 1;
        let sum = crc(&file[data..end]);
        file[end..end + 4].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(size(&file), Err(Fault::Damaged));
    }

    #[test]
    fn what_is_claimed_is_not_believed() {
        for (width, height, fault) in [
            (50_000, 50_000, Fault::TooLarge),
            (20_000, 20_000, Fault::TooLarge),
            (u32::MAX >> 1, 1, Fault::TooLarge),
            (7_000, 7_000, Fault::TooLarge),
            (5_000, 5_000, Fault::Damaged),
            (0, 0, Fault::Empty),
            (0, 1, Fault::Empty),
            (1, 0, Fault::Empty),
            (2, 1, Fault::Damaged),
        ] {
            assert_eq!(size(&claiming(width, height)), Err(fault), "{width} x {height}");
        }
        assert_eq!(size(b"BM"), Err(Fault::Unknown));
        assert_eq!(size(b""), Err(Fault::Unknown));
    }
}
