//! The bytes of a file as text, whichever program saved it, and text that was once read wrongly.

/// A file as text, and what is wrong with its bytes where that can be mended.
///
/// # Errors
///
/// It is no text: what it is.
pub fn read(bytes: &[u8]) -> Result<(String, Option<&'static str>), &'static str> {
    if let Some(kind) = kind(bytes) {
        return Err(kind);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return match text.contains('\0') {
            true => utf16(bytes).map(|text| (text, Some(UTF16))).ok_or(BINARY),
            false => Ok((text.to_owned(), None)),
        };
    }
    match utf16(bytes) {
        Some(text) => Ok((text, Some(UTF16))),
        None if bytes.contains(&0) => Err(BINARY),
        None => Ok((bytes.iter().map(|byte| windows_1252(*byte)).collect(), Some(WINDOWS))),
    }
}

const UTF16: &str = "saved by Notepad as UTF-16: save it again as UTF-8";
const WINDOWS: &str = "saved as ANSI (Windows-1252): save it again as UTF-8";
const BINARY: &str = "this is no text, but the file of some program: copy its text into a letter";

/// What files of other programs begin with, and what they are.
const KINDS: [(&[u8], &str); 7] = [
    (
        b"PK\x03\x04",
        "this is a Word document or another packed file, and no letter in TOML: copy its text into one",
    ),
    (
        b"\xd0\xcf\x11\xe0",
        "this is a document of an old Word, and no letter in TOML: copy its text into one",
    ),
    (b"\x89PNG", "this is a picture (PNG), and no letter in TOML"),
    (b"\xff\xd8\xff", "this is a picture (JPEG), and no letter in TOML"),
    (b"GIF8", "this is a picture (GIF), and no letter in TOML"),
    (b"%PDF", "this is a PDF, and no letter in TOML"),
    (b"\x1f\x8b", "this is a packed file, and no letter in TOML"),
];

fn kind(bytes: &[u8]) -> Option<&'static str> {
    KINDS.iter().find(|(begin, _)| bytes.starts_with(begin)).map(|(_, kind)| *kind)
}

/// What is wrong with bytes that are not UTF-8, for who wants to read them.
pub fn told(bytes: &[u8]) -> String {
    match read(bytes) {
        Ok((_, Some(what))) if what == WINDOWS => {
            let valid = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
            let line = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
            format!("line {line} is not in UTF-8; it was {what}, or let peel-letter tidy do it")
        }
        Ok((_, Some(what))) => format!("it was {what}, or let peel-letter tidy do it"),
        Ok((_, None)) => String::new(),
        Err(kind) => kind.to_owned(),
    }
}

/// Text of two bytes a sign, with a mark at its start or with every other byte empty, as English has it.
fn utf16(bytes: &[u8]) -> Option<String> {
    let (bytes, is_little) = match bytes {
        [0xff, 0xfe, rest @ ..] => (rest, true),
        [0xfe, 0xff, rest @ ..] => (rest, false),
        [first, 0, ..] if *first != 0 => (bytes, true),
        [0, second, ..] if *second != 0 => (bytes, false),
        _ => return None,
    };
    let unit = |pair: &[u8]| match is_little {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    };
    let units: Vec<u16> = bytes.chunks_exact(2).map(unit).collect();
    String::from_utf16(&units).ok().filter(|text| !text.contains('\0'))
}

/// The signs of Windows-1252 from 0x80 to 0x9f; the others are those of Unicode. What it leaves out
/// stays as it is.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..0xa0 => WINDOWS_1252[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

fn to_windows_1252(c: char) -> Option<u8> {
    let known = WINDOWS_1252.iter().position(|known| *known == c);
    let known = known.and_then(|at| u8::try_from(0x80 + at).ok());
    known.or_else(|| u8::try_from(u32::from(c)).ok().filter(|byte| *byte >= 0xa0))
}

/// The sign that two to four signs were before somebody read its bytes as Windows-1252, and how many
/// bytes these signs have: `â€™` was ’.
pub fn misread(text: &str) -> Option<(char, usize)> {
    let first = text.chars().next().filter(|c| !c.is_ascii()).and_then(to_windows_1252)?;
    let length = match first {
        0xc2..0xe0 => 2,
        0xe0..0xf0 => 3,
        0xf0..0xf5 => 4,
        _ => return None,
    };
    let signs: Vec<char> = text.chars().take(length).collect();
    let bytes: Option<Vec<u8>> = signs.iter().map(|c| to_windows_1252(*c)).collect();
    let meant = String::from_utf8(bytes?).ok()?.chars().next()?;
    Some((meant, signs.iter().map(|c| c.len_utf8()).sum()))
}

/// A text with all that was misread as it was meant.
pub fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let (sign, length) = misread(&text[at..]).unwrap_or((c, c.len_utf8()));
        out.push(sign);
        at += length;
    }
    out
}

/// What is wrong with a line that is cleaned.
pub const WRONG_SIGNS: &str =
    "signs stand here that nobody sees, or that were read in a wrong encoding";

/// A line without such signs.
pub fn cleaned(line: &str) -> String {
    repaired(line).replace(is_stray, "")
}

/// A text with the ends of lines that all systems have, and without the mark at its start.
pub fn plain_lines(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n")
}

/// Whether a sign is not seen and has no business in a letter.
pub fn is_stray(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{ad}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_other_programs_are_read_or_named() {
        let utf16: Vec<u8> = "\u{feff}a = 'é'".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            read(&utf16).map(|(text, what)| (plain_lines(&text), what)),
            Ok(("a = 'é'".to_owned(), Some(UTF16)))
        );
        assert_eq!(read(b"the force\x92s"), Ok(("the force’s".to_owned(), Some(WINDOWS))));
        assert!(read(b"PK\x03\x04\xff").is_err() && read(b"\x89PNG\r\n").is_err());
    }

    #[test]
    fn what_was_misread_is_read_as_it_was_meant() {
        assert_eq!(
            repaired("the forceâ€™s Â£2 â€“ Gŵyr, Châ, naïve"),
            "the force’s £2 – Gŵyr, Châ, naïve"
        );
    }
}
