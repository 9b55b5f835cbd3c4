//! Whether a PDF stays modest when it is unpacked. A small file can hold gigabytes, and who reads a
//! PDF unpacks it before anything can be asked of it.

use crate::limits;
use aho_corasick::AhoCorasick;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use std::io::{self, Read};

/// What keeps a PDF from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Immodest {
    /// It is encrypted: what is in it is not known.
    Encrypted,
    /// It is packed in ways that this program never uses.
    OddlyPacked,
    /// It has more in it than any letter.
    TooLarge,
}

/// The filters that this program never uses and that unpack to more than they are (ISO 32000-1,
/// 7.4.1), with their short names.
const ODD: [&[u8]; 9] = [
    b"LZWDecode",
    b"LZW",
    b"RunLengthDecode",
    b"RL",
    b"ASCIIHexDecode",
    b"AHx",
    b"ASCII85Decode",
    b"A85",
    b"Crypt",
];

/// How often something may be deflated one over the other.
const LAYERS: usize = 4;

/// Looks at a PDF without believing what it says of itself: each place at which a stream may begin is
/// unpacked, and nothing of it kept.
///
/// # Errors
///
/// It unpacks to more than any letter has, or nobody can tell.
pub fn check(pdf: &[u8]) -> Result<(), Immodest> {
    for name in names(pdf) {
        match name.as_slice() {
            b"Encrypt" => return Err(Immodest::Encrypted),
            odd if ODD.contains(&odd) => return Err(Immodest::OddlyPacked),
            _ => {}
        }
    }
    let Ok(keyword) = AhoCorasick::new(["stream"]) else { return Ok(()) };
    let mut room = limits::UNPACKED_FILE;
    for found in keyword.find_iter(pdf) {
        if pdf[..found.start()].ends_with(b"end") {
            continue;
        }
        let data = &pdf[found.end()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let unpacked = unpacked(data, LAYERS).ok_or(Immodest::TooLarge)?;
        room = room.checked_sub(unpacked).ok_or(Immodest::TooLarge)?;
    }
    Ok(())
}

/// The names in a PDF, with the signs in them that are written as numbers (ISO 32000-1, 7.3.5).
fn names(pdf: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    // Longer than those that are looked for, each sign written as three.
    const LONGEST: usize = 64;
    let starts = pdf.iter().enumerate().filter(|(_, byte)| **byte == b'/').map(|(at, _)| at + 1);
    starts.map(|start| {
        let rest = &pdf[start..pdf.len().min(start + LONGEST)];
        let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
        let length = rest.iter().take_while(is_of_name).count();
        unescaped(&rest[..length])
    })
}

fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = name;
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *first == b'#');
        let code = hex.and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        out.push(code.unwrap_or(*first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    out
}

/// How many bytes something deflates to, and what that deflates to in its turn; nothing where that is
/// more than any part of a letter.
fn unpacked(data: &[u8], layers: usize) -> Option<u64> {
    let mut all = 0;
    for layer in 1..=layers {
        let (length, first) = measured(data, layer);
        if length > limits::UNPACKED {
            return None;
        }
        all += length;
        if !first.is_some_and(is_zlib) {
            return Some(all);
        }
    }
    None
}

/// How many bytes are found below so many layers, and the first two of them.
fn measured(data: &[u8], layers: usize) -> (u64, Option<[u8; 2]>) {
    let is_wrapped = data.get(..2).is_some_and(|first| is_zlib([first[0], first[1]]));
    let mut layer: Box<dyn Read + '_> = match is_wrapped {
        true => Box::new(ZlibDecoder::new(data)),
        false => Box::new(DeflateDecoder::new(data)),
    };
    for _ in 1..layers {
        layer = Box::new(ZlibDecoder::new(layer.take(limits::UNPACKED + 1)));
    }
    let mut first = Vec::new();
    // What is read before a fault counts too.
    let _ = layer.by_ref().take(2).read_to_end(&mut first);
    let rest = Whole(layer).take(limits::UNPACKED);
    let rest = io::copy(&mut { rest }, &mut io::sink()).unwrap_or_default();
    (first.len() as u64 + rest, <[u8; 2]>::try_from(first).ok())
}

/// A reader that ends where it would fail.
struct Whole<'a>(Box<dyn Read + 'a>);

impl Read for Whole<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        Ok(self.0.read(bytes).unwrap_or_default())
    }
}

/// Whether deflated data begin so (RFC 1950, 2.2).
fn is_zlib([method, flags]: [u8; 2]) -> bool {
    method & 0x0f == 8 && u16::from_be_bytes([method, flags]).is_multiple_of(31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::ZlibEncoder};
    use std::io::Write;

    fn deflated(bytes: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    /// Megabytes of zeros, deflated so often.
    fn bomb(megabytes: u64, layers: usize) -> Vec<u8> {
        let zeros = vec![0; 1 << 20];
        let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
        (0..megabytes).for_each(|_| out.write_all(&zeros).unwrap());
        (1..layers).fold(out.finish().unwrap(), |inner, _| deflated(&inner))
    }

    fn pdf(dictionary: &str, data: &[u8]) -> Vec<u8> {
        let head = format!("%PDF-1.7\n1 0 obj {dictionary} stream\r\n");
        [head.as_bytes(), data, b"\nendstream endobj\n"].concat()
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let beyond = (limits::UNPACKED >> 20) + 1;
        for (what, pdf, verdict) in [
            ("a page", pdf("<</Filter/FlateDecode>>", &deflated(b"BT ET")), Ok(())),
            ("plain", pdf("<<>>", b"BT ET"), Ok(())),
            ("a bomb", pdf("<<>>", &bomb(beyond, 1)), Err(Immodest::TooLarge)),
            ("a bomb in a shell", pdf("<<>>", &bomb(beyond, 2)), Err(Immodest::TooLarge)),
            ("many shells", pdf("<<>>", &bomb(1, 5)), Err(Immodest::TooLarge)),
            ("runs", pdf("<</Filter/RunLengthDecode>>", b""), Err(Immodest::OddlyPacked)),
            ("words", pdf("<</Filter [ /LZW ]>>", b""), Err(Immodest::OddlyPacked)),
            ("in disguise", pdf("<</Filter/#4cZ#57Decode>>", b""), Err(Immodest::OddlyPacked)),
            ("locked", pdf("<</Encrypt 5 0 R>>", b""), Err(Immodest::Encrypted)),
            ("locked in disguise", pdf("<</E#6ecrypt 5 0 R>>", b""), Err(Immodest::Encrypted)),
        ] {
            assert_eq!(check(&pdf), verdict, "{what}");
        }
    }

    #[test]
    fn many_streams_are_too_much_together() {
        let one = pdf("<<>>", &bomb(limits::UNPACKED >> 21, 1));
        let fit = (limits::UNPACKED_FILE / (limits::UNPACKED / 2)) as usize;
        assert_eq!(check(&one.repeat(fit)), Ok(()));
        assert_eq!(check(&one.repeat(fit + 1)), Err(Immodest::TooLarge));
    }
}
