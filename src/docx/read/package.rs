//! The parts of a Word file: a ZIP with XML in it, from a stranger.

use crate::limits;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// Why a Word file is not read.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no ZIP, or one without the parts of a Word file.
    NotWord,
    /// It is in the format that Word had before, or has a password: both look the same from outside.
    OldOrLocked,
    /// It is a file of LibreOffice's own format.
    OpenDocument,
    /// It carries macros.
    Macros,
    /// A part of it is damaged.
    Damaged(String),
    /// A part of it is larger than any letter's, or there is more of something than any letter has.
    TooMuch(String),
    /// Its text is to be fetched from elsewhere.
    Elsewhere,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotWord => {
                write!(f, "it is no Word file; save it in Word as 'Word Document (.docx)'")
            }
            Self::OldOrLocked => write!(
                f,
                "it is in the old format of Word (.doc), or has a password; open it in Word, take the \
                 password away, and save it as 'Word Document (.docx)'"
            ),
            Self::OpenDocument => {
                write!(f, "it is an OpenDocument file; save it again as 'Word 2007-365 (.docx)'")
            }
            Self::Macros => {
                write!(
                    f,
                    "it carries macros; save it in Word as 'Word Document (.docx)', without them"
                )
            }
            Self::Damaged(part) => {
                write!(f, "it is damaged (in {part}); open it in Word and save it again")
            }
            Self::TooMuch(what) => write!(f, "it has {what} than any letter"),
            Self::Elsewhere => {
                write!(f, "its text lies elsewhere; open it in Word and save it with its text")
            }
        }
    }
}

/// A Word file whose parts can be read.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How many bytes may still be unpacked.
    left: u64,
}

/// A reference of one part to another.
pub struct Relation {
    /// Its name in that part.
    pub id: String,
    /// The last word of its kind, such as `comments`.
    pub kind: String,
    /// The path of the part, or an address.
    pub target: String,
    /// Whether it leads out of the file.
    pub is_external: bool,
}

/// How files begin that are no ZIP: those of Word up to 2003, and all with a password.
const OLD: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
/// Where the kinds of all parts stand (ECMA-376, part 2, 7.2.3).
const KINDS: &str = "[Content_Types].xml";

impl<'a> Package<'a> {
    /// Opens a Word file.
    ///
    /// # Errors
    ///
    /// It is none, or one with macros.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        if bytes.starts_with(&OLD) {
            return Err(Refused::OldOrLocked);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refused::NotWord)?;
        if zip.len() > limits::WORD_PARTS {
            return Err(Refused::TooMuch("more parts".to_owned()));
        }
        let mut package = Self { zip, left: limits::WORD_UNPACKED };
        if package.has_macros() {
            return Err(Refused::Macros);
        }
        let is_open_document = package.text("mimetype")?;
        if is_open_document.is_some_and(|kind| kind.contains("opendocument")) {
            return Err(Refused::OpenDocument);
        }
        let kinds = package.text(KINDS)?.ok_or(Refused::NotWord)?;
        match kinds {
            _ if kinds.contains("macroEnabled") => Err(Refused::Macros),
            _ if kinds.contains("wordprocessingml") => Ok(package),
            _ => Err(Refused::NotWord),
        }
    }

    fn has_macros(&self) -> bool {
        let mut names = self.zip.file_names();
        names.any(|name| {
            name.is_ok_and(|name| name.to_ascii_lowercase().ends_with("vbaproject.bin"))
        })
    }

    /// The text of a part; nothing where there is none. What its sizes claim is not believed.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Refused> {
        let damaged = || Refused::Damaged(name.to_owned());
        let part = match self.zip.by_name(name) {
            Err(ZipError::FileNotFound) => return Ok(None),
            part => part.map_err(|_| damaged())?,
        };
        let mut bytes = Vec::new();
        let most = self.left.min(limits::WORD_PART);
        let length = part.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged())? as u64;
        if length > most {
            return Err(Refused::TooMuch(format!("more in {name}")));
        }
        self.left -= length;
        decoded(bytes).map(Some).ok_or_else(damaged)
    }

    /// The references of a part, which is nameless for those of the whole file.
    pub fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Refused> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = format!("{folder}/_rels/{name}.rels");
        let path = path.trim_start_matches('/');
        let Some(xml) = self.text(path)? else { return Ok(Vec::new()) };
        let document = parse(&xml, path)?;
        let nodes =
            document.root_element().children().filter(|n| n.has_tag_name_of("Relationship"));
        let relation = |node: roxmltree::Node<'_, '_>| {
            let is_external = node.attribute("TargetMode") == Some("External");
            let target = node.attribute("Target")?;
            let target = if is_external { target.to_owned() } else { within(folder, target) };
            let kind = node.attribute("Type")?.rsplit('/').next()?.to_owned();
            Some(Relation { id: node.attribute("Id")?.to_owned(), kind, target, is_external })
        };
        Ok(nodes.filter_map(relation).collect())
    }
}

/// The path of a part that another names from its folder.
fn within(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            ".." => drop(path.pop()),
            "." | "" => {}
            name => path.push(name),
        }
    }
    path.join("/")
}

/// Bytes as text: parts are in UTF-8 or in UTF-16 (ECMA-376, part 2, 6.2.5).
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let units = |of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|two| of([two[0], two[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => {
            let text = String::from_utf8(bytes).ok()?;
            Some(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
        }
    }
}

/// The XML of a part. Definitions of entities are refused with it: no Word file has any.
pub fn parse<'a>(xml: &'a str, name: &str) -> Result<roxmltree::Document<'a>, Refused> {
    let options =
        roxmltree::ParsingOptions { nodes_limit: limits::WORD_NODES, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(xml, options);
    let document = document.map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => Refused::TooMuch(format!("more in {name}")),
        _ => Refused::Damaged(name.to_owned()),
    })?;
    match is_flat(&document) {
        true => Ok(document),
        false => Err(Refused::TooMuch("more elements inside each other".to_owned())),
    }
}

/// Whether its elements are no deeper inside each other than a letter's: from here on, what is read
/// can be read by functions that call themselves.
fn is_flat(document: &roxmltree::Document<'_>) -> bool {
    let (mut node, mut depth) = (document.root(), 0);
    loop {
        if let Some(child) = node.first_child() {
            (node, depth) = (child, depth + 1);
            if depth > limits::WORD_DEPTH {
                return false;
            }
            continue;
        }
        while node.next_sibling().is_none() {
            let Some(parent) = node.parent() else { return true };
            (node, depth) = (parent, depth - 1);
        }
        let Some(next) = node.next_sibling() else { return true };
        node = next;
    }
}

/// Names without their namespaces: those of strict files are others, and say the same.
pub trait Named<'a> {
    /// Whether an element has this name.
    fn has_tag_name_of(&self, name: &str) -> bool;
    /// The value of an attribute.
    fn value_of(&self, name: &str) -> Option<&'a str>;
}

impl<'a> Named<'a> for roxmltree::Node<'a, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }

    fn value_of(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|attribute| attribute.name() == name).map(|a| a.value())
    }
}
