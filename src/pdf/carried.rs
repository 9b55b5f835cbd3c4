//! A PDF in, the files out that it carries: what [`super::write`] has put into it.
//!
//! Only what the PDF lists as its own files is read, and nothing that a reader has pinned to a page.

use super::is_as_described;
use super::modest::{self, Immodest};
use crate::letter::paths;
use crate::limits;
use crate::workspace::{WorkingFile, is_letter_path};
use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Array, Dict, Name, ObjRef, Object, Stream, String as PdfString};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::{self, Display};
use std::io::Read;

/// What a PDF carries.
#[derive(Debug)]
pub struct Carried {
    /// The path of the letter, which is one of the files.
    pub letter: String,
    /// The files, in the order of their paths; none of them leads out of a folder.
    pub files: Vec<WorkingFile>,
}

impl Carried {
    /// What the letter was made from: all but its Markdown, which follows from that.
    pub fn into_sources(self) -> Vec<WorkingFile> {
        self.files.into_iter().filter(|file| !file.path.starts_with("output/")).collect()
    }
}

/// Why a PDF gives no letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOurs {
    /// It is no PDF, or a damaged one.
    Broken,
    /// It can be read with a password only.
    Encrypted,
    /// No letter is inside.
    NoLetter,
    /// It has more than one letter inside.
    SeveralLetters,
    /// It has a file that would be put elsewhere than into the working folder.
    Outside(String),
    /// It has two files of one name.
    Twice(String),
    /// It has a file that cannot be read.
    Unreadable(String),
    /// It has a file that is larger than any of a letter.
    TooLarge(String),
    /// It has more in it than any letter.
    TooMuch,
    /// It is packed in a way that this program never uses.
    OddlyPacked,
}

impl Display for NotOurs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken => write!(f, "it is no PDF, or damaged"),
            Self::Encrypted => {
                write!(f, "it is protected with a password; save it without one, and try again")
            }
            Self::NoLetter => write!(
                f,
                "no letter is inside it: either this program did not make it, or it was \
                 printed or saved anew since, which drops what is inside"
            ),
            Self::SeveralLetters => write!(f, "more than one letter is inside it"),
            Self::Outside(path) => {
                write!(f, "the file {path} inside it belongs to another folder")
            }
            Self::Twice(path) => write!(f, "the file {path} is inside it twice"),
            Self::Unreadable(path) => write!(f, "the file {path} inside it is damaged"),
            Self::TooLarge(path) => write!(f, "the file {path} inside it is larger than can be"),
            Self::TooMuch => write!(f, "it has more in it than any letter"),
            Self::OddlyPacked => write!(
                f,
                "no letter is inside it: it is packed in a way that this program never uses, so that \
                 another has made it or saved it anew, which drops what is inside"
            ),
        }
    }
}

/// Reads what a PDF carries.
///
/// # Errors
///
/// It is not as this program has made it: nothing of it is to be used.
pub fn read(pdf: &[u8]) -> Result<Carried, NotOurs> {
    modest::check(pdf).map_err(|why| match why {
        Immodest::Encrypted => NotOurs::Encrypted,
        Immodest::OddlyPacked => NotOurs::OddlyPacked,
        Immodest::TooLarge => NotOurs::TooMuch,
    })?;
    let pdf = Pdf::new(pdf.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::InvalidEncryption) => NotOurs::Broken,
        LoadPdfError::Decryption(_) => NotOurs::Encrypted,
        LoadPdfError::Invalid => NotOurs::Broken,
    })?;
    let (mut files, mut known, mut room) = (BTreeMap::new(), BTreeSet::new(), MOST);
    for specification in specifications(&pdf)? {
        let file = file(&specification, room)?;
        // Many systems take names in another case for the same.
        if !known.insert(file.path.to_lowercase()) {
            return Err(NotOurs::Twice(file.path));
        }
        room -= file.bytes.len();
        files.insert(file.path, file.bytes);
    }
    let files: Vec<_> =
        files.into_iter().map(|(path, bytes)| WorkingFile { path, bytes }).collect();
    Ok(Carried { letter: letter(&files)?, files })
}

/// The program that made a PDF, with its version, as the metadata say, which our PDFs have in plain
/// text.
pub fn made_by(pdf: &[u8]) -> Option<&str> {
    let (open, close) = (b"<xmp:CreatorTool>", b"</xmp:CreatorTool>");
    let find = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).position(|at| at == part);
    let rest = &pdf[find(pdf, open)? + open.len()..];
    std::str::from_utf8(&rest[..find(rest, close)?]).ok()
}

/// The path of the only file that is a letter.
fn letter(files: &[WorkingFile]) -> Result<String, NotOurs> {
    let mut letters = files.iter().filter(|file| is_letter_path(&file.path));
    let letter = letters.next().ok_or(NotOurs::NoLetter)?;
    match letters.next() {
        Some(_) => Err(NotOurs::SeveralLetters),
        None => Ok(letter.path.clone()),
    }
}

/// What the PDF says of each of its files (ISO 32000-1, 7.11.4).
fn specifications(pdf: &Pdf) -> Result<Vec<Dict<'_>>, NotOurs> {
    let xref = pdf.xref();
    let root = xref.get::<Dict<'_>>(xref.root_id());
    let names = root.and_then(|root| root.get::<Dict<'_>>(b"Names"));
    let mut tree = Names::default();
    if let Some(top) = names.and_then(|names| names.get::<Dict<'_>>(b"EmbeddedFiles")) {
        tree.collect(&top, DEEPEST)?;
    }
    Ok(tree.found)
}

/// The levels of names that are looked at.
const DEEPEST: usize = 16;

/// The tree of names while it is walked.
#[derive(Default)]
struct Names<'a> {
    found: Vec<Dict<'a>>,
    /// The parts that were looked at: one that is a part of itself, or of several, has no end.
    known: HashSet<ObjRef>,
    parts: usize,
}

impl<'a> Names<'a> {
    /// Takes what stands in a part, name and value in turn (ISO 32000-1, 7.9.6).
    fn collect(&mut self, part: &Dict<'a>, depth: usize) -> Result<(), NotOurs> {
        self.parts += 1;
        if self.parts > limits::CARRIED {
            return Err(NotOurs::TooMuch);
        }
        if let Some(names) = part.get::<Array<'a>>(b"Names") {
            // One more than there can be shows that there are too many.
            let most = 2 * (limits::CARRIED + 1);
            let values = names.iter::<Object<'a>>().take(most).skip(1).step_by(2);
            self.found.extend(values.filter_map(Object::into_dict));
        }
        if self.found.len() > limits::CARRIED {
            return Err(NotOurs::TooMuch);
        }
        let Some(kids) = part.get::<Array<'a>>(b"Kids").filter(|_| depth > 0) else {
            return Ok(());
        };
        // Those that are known are left out before they are read.
        for (kid, dict) in kids.raw_iter().zip(kids.iter::<Object<'a>>()) {
            let is_new = kid.as_obj_ref().is_none_or(|kid| self.known.insert(kid));
            if let (true, Some(dict)) = (is_new, dict.into_dict()) {
                self.collect(&dict, depth - 1)?;
            }
        }
        Ok(())
    }
}

/// The most bytes that all files of a PDF may have together: more than any letter with its images. A
/// small PDF could fill the memory otherwise.
const MOST: usize = 256 << 20;
/// Of one file in TOML or Markdown.
const MOST_TEXT: usize = 8 << 20;

/// One file, for which there is so much room. The name and the content for all scripts come first.
fn file(specification: &Dict<'_>, room: usize) -> Result<WorkingFile, NotOurs> {
    let either = |key: &[u8]| specification.get::<PdfString<'_>>(key);
    let name = either(b"UF").or_else(|| either(b"F")).ok_or(NotOurs::Broken)?;
    // What is too long is refused, and need not be told whole.
    let named: String = text(name.as_bytes()).chars().take(limits::PATH + 1).collect();
    let path = paths::from_elsewhere(&named).ok_or_else(|| NotOurs::Outside(named.clone()))?;
    let is_text = path.ends_with(".toml") || path.ends_with(".md");
    let most = if is_text { room.min(MOST_TEXT) } else { room };
    let content = specification.get::<Dict<'_>>(b"EF").and_then(|content| {
        let stream = |key: &[u8]| content.get::<Stream<'_>>(key);
        decoded(&stream(b"UF").or_else(|| stream(b"F"))?, most)
    });
    let bytes = content.ok_or_else(|| NotOurs::Unreadable(path.clone()))?;
    let description = either(b"Desc").map(|words| text(words.as_bytes())).unwrap_or_default();
    match bytes.len() > most {
        true => Err(NotOurs::TooLarge(path)),
        false if !is_as_described(&description, &bytes) => Err(NotOurs::Unreadable(path)),
        false => Ok(WorkingFile { path, bytes }),
    }
}

/// What is in a stream, as far as one byte beyond the most that it may be. Files are put in as they are
/// or deflated; no program that keeps them has a reason to do otherwise.
fn decoded(stream: &Stream<'_>, most: usize) -> Option<Vec<u8>> {
    let (raw, most) = (stream.raw_data(), u64::try_from(most).ok()? + 1);
    let mut bytes = Vec::new();
    match filters(stream).as_slice() {
        [] => (&*raw).take(most).read_to_end(&mut bytes),
        [only] if &**only == b"FlateDecode" => {
            ZlibDecoder::new(&*raw).take(most).read_to_end(&mut bytes)
        }
        _ => return None,
    }
    .ok()?;
    Some(bytes)
}

/// The names of what a stream was put through (ISO 32000-1, 7.3.8.2): one, or a list.
fn filters<'a>(stream: &Stream<'a>) -> Vec<Name<'a>> {
    let one = stream.dict().get::<Name<'a>>(b"Filter").into_iter();
    let several = stream.dict().get::<Array<'a>>(b"Filter").into_iter();
    one.chain(several.flat_map(|names| names.iter::<Name<'a>>().collect::<Vec<_>>())).collect()
}

/// Text of a PDF (ISO 32000-1, 7.9.2.2), or UTF-8 as it stands: so are names that are for all
/// systems. What is in neither is taken letter by letter.
fn text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, wide @ ..] => {
            let units =
                wide.chunks(2).map(|pair| pair.iter().fold(0, |n, b| n << 8 | u16::from(*b)));
            String::from_utf16_lossy(&units.collect::<Vec<_>>())
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        plain => std::str::from_utf8(plain)
            .map_or_else(|_| plain.iter().copied().map(char::from).collect(), str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF with files of these names, each with its name in it.
    fn pdf(names: &[&[u8]]) -> Vec<u8> {
        let mut pdf =
            b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names["
                .to_vec();
        for (index, name) in names.iter().enumerate() {
            let text: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
            let object = index + 3;
            pdf.extend(format!("<{text}><</UF<{text}>/EF<</F {object} 0 R>>>>").bytes());
        }
        pdf.extend(b"]>>>>>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n");
        for (index, name) in names.iter().enumerate() {
            let length = name.len();
            pdf.extend(format!("{} 0 obj <</Length {length}>> stream\n", index + 3).bytes());
            pdf.extend(*name);
            pdf.extend(b"\nendstream endobj\n");
        }
        pdf.extend(b"trailer <</Root 1 0 R>>\n");
        pdf
    }

    #[test]
    fn files_are_read_with_their_names() {
        let names: [&[u8]; 3] =
            [b"data/a.toml", b"\xfe\xff\0i\0/\x01\x75\0.\0p\0n\0g", "data/ŵ.png".as_bytes()];
        let carried = read(&pdf(&names)).unwrap();
        assert_eq!(carried.letter, "data/a.toml");
        let paths: Vec<_> = carried.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["data/a.toml", "data/ŵ.png", "i/ŵ.png"]);
        assert_eq!(carried.files[0].bytes, b"data/a.toml");
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        let no_letter = NotOurs::NoLetter;
        for (names, why) in [
            (vec![], no_letter.clone()),
            (vec!["data/office.toml", "notes.docx"], no_letter),
            (vec!["data/a.toml", "data/b.toml"], NotOurs::SeveralLetters),
            (vec!["data/a.toml", "./data/a.toml"], NotOurs::Twice("data/a.toml".to_owned())),
            (vec!["data/a.toml", "data/A.toml"], NotOurs::Twice("data/A.toml".to_owned())),
            (vec!["data/a.toml", "../b"], NotOurs::Outside("../b".to_owned())),
            (vec!["data/a.toml", ".git/config"], NotOurs::Outside(".git/config".to_owned())),
            (vec!["/data/a.toml"], NotOurs::Outside("/data/a.toml".to_owned())),
            (vec!["C:\\a.toml"], NotOurs::Outside("C:\\a.toml".to_owned())),
        ] {
            let names: Vec<&[u8]> = names.into_iter().map(str::as_bytes).collect();
            assert_eq!(read(&pdf(&names)).map(|_| ()), Err(why));
        }
        assert_eq!(read(b"A letter").map(|_| ()), Err(NotOurs::Broken));
        assert_eq!(read(b"").map(|_| ()), Err(NotOurs::Broken));
    }

    #[test]
    fn a_file_that_is_not_as_described_is_damaged() {
        let described = |bytes: &[u8]| {
            let description = super::super::with_digest("The letter", bytes);
            let pdf = String::from_utf8(pdf(&[b"data/a.toml"])).unwrap();
            pdf.replace("/EF<<", &format!("/Desc<{}>/EF<<", hexadecimal(&description))).into_bytes()
        };
        assert_eq!(read(&described(b"data/a.toml")).unwrap().letter, "data/a.toml");
        let damaged = NotOurs::Unreadable("data/a.toml".to_owned());
        assert_eq!(read(&described(b"data/b.toml")).map(|_| ()), Err(damaged));
    }

    fn hexadecimal(text: &str) -> String {
        text.bytes().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        use flate2::{Compression, write::ZlibEncoder};
        use std::io::Write;
        let mut deflated = ZlibEncoder::new(Vec::new(), Compression::best());
        let zeros = vec![0; 1 << 20];
        (0..MOST_TEXT >> 19).for_each(|_| deflated.write_all(&zeros).unwrap());
        let deflated = deflated.finish().unwrap();
        let mut pdf = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a)<<\
            /UF(data/a.toml)/EF<</F 3 0 R>>>>]>>>>>> endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> \
            endobj\n3 0 obj <</Filter/FlateDecode/Length "
            .to_vec();
        pdf.extend(format!("{}>> stream\n", deflated.len()).bytes());
        pdf.extend(deflated);
        pdf.extend(b"\nendstream endobj\ntrailer <</Root 1 0 R>>\n");
        let why = NotOurs::TooLarge("data/a.toml".to_owned());
        assert_eq!(read(&pdf).map(|_| ()), Err(why));
    }

    #[test]
    fn a_tree_of_names_without_end_is_left() {
        let pdf = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>> \
            endobj\n2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n3 0 obj <</Kids[3 0 R]>> endobj\n\
            trailer <</Root 1 0 R>>\n";
        assert_eq!(read(pdf).map(|_| ()), Err(NotOurs::NoLetter));
    }
}
