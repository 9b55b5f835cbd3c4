//! The file itself: parts in a ZIP, each with its type, and how they refer to each other
//! (ECMA-376, part 2).

use super::xml::Xml;
use std::io::{self, Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// Where the kinds of relations between parts are named.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// What a part refers to.
#[derive(Debug, Default)]
pub struct Relations(Vec<Relation>);

#[derive(Debug, PartialEq)]
struct Relation {
    kind: String,
    target: String,
    is_external: bool,
}

impl Relations {
    /// The name by which the part can refer to another part.
    pub fn part(&mut self, kind: &str, target: &str) -> String {
        self.add(&format!("{OFFICE}{kind}"), target, false)
    }

    /// The same for a kind that has another name than those of office documents.
    pub fn other_part(&mut self, kind: &str, target: &str) -> String {
        self.add(kind, target, false)
    }

    /// The name by which the part can refer to an address.
    pub fn link(&mut self, address: &str) -> String {
        self.add(&format!("{OFFICE}hyperlink"), address, true)
    }

    fn add(&mut self, kind: &str, target: &str, is_external: bool) -> String {
        let relation = Relation { kind: kind.to_owned(), target: target.to_owned(), is_external };
        let known = self.0.iter().position(|known| *known == relation);
        let index = known.unwrap_or_else(|| {
            self.0.push(relation);
            self.0.len() - 1
        });
        format!("rId{}", index + 1)
    }

    fn write(&self) -> String {
        let mut xml = Xml::part();
        xml.element("Relationships", &[("xmlns", RELATIONSHIPS)], |xml| {
            for (index, Relation { kind, target, is_external }) in self.0.iter().enumerate() {
                let id = format!("rId{}", index + 1);
                let mut attributes = vec![("Id", &*id), ("Type", kind), ("Target", target)];
                if *is_external {
                    attributes.push(("TargetMode", "External"));
                }
                xml.empty("Relationship", &attributes);
            }
        });
        xml.into_string()
    }
}

/// The parts of a file, in order.
#[derive(Debug, Default)]
pub struct Package {
    parts: Vec<(String, Vec<u8>)>,
    /// The types of those that need one of their own.
    types: Vec<(String, &'static str)>,
}

impl Package {
    /// Adds a part with its type, and what it refers to.
    pub fn part(&mut self, path: &str, kind: &'static str, xml: String, relations: &Relations) {
        self.types.push((path.to_owned(), kind));
        self.parts.push((path.to_owned(), xml.into_bytes()));
        self.relations(path, relations);
    }

    /// Adds XML of no kind that office documents know, and what it refers to.
    pub fn data(&mut self, path: &str, xml: String, relations: &Relations) {
        self.parts.push((path.to_owned(), xml.into_bytes()));
        self.relations(path, relations);
    }

    /// Adds an image.
    pub fn image(&mut self, path: &str, bytes: &[u8]) {
        self.parts.push((path.to_owned(), bytes.to_owned()));
    }

    /// Adds what a part refers to, or the whole file where `path` is empty.
    pub fn relations(&mut self, path: &str, relations: &Relations) {
        if relations.0.is_empty() {
            return;
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let slash = if folder.is_empty() { "" } else { "/" };
        let path = format!("{folder}{slash}_rels/{name}.rels");
        self.parts.push((path, relations.write().into_bytes()));
    }

    /// The bytes of the file: the same for the same parts.
    ///
    /// # Errors
    ///
    /// None: all of it is in memory.
    pub fn into_bytes(self) -> io::Result<Vec<u8>> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Unix);
        let types = ("[Content_Types].xml".to_owned(), self.content_types().into_bytes());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in std::iter::once(&types).chain(&self.parts) {
            zip.start_file(path.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }

    fn content_types(&self) -> String {
        let mut xml = Xml::part();
        let defaults = [
            ("jpeg", "image/jpeg"),
            ("png", "image/png"),
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        ];
        xml.element("Types", &[("xmlns", TYPES)], |xml| {
            for (extension, kind) in defaults {
                xml.empty("Default", &[("Extension", extension), ("ContentType", kind)]);
            }
            for (path, kind) in &self.types {
                let path = format!("/{path}");
                xml.empty("Override", &[("PartName", &path), ("ContentType", kind)]);
            }
        });
        xml.into_string()
    }
}
