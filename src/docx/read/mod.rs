//! A Word file in, its paragraphs out as they are once all changes are taken, each sign with who
//! put it there.
//!
//! The file is a stranger's: nothing in it is believed, nothing outside of it is opened, and whatever
//! goes beyond the bounds is refused.

mod body;
mod comments;
mod ends;
mod package;

pub use ends::{End, How};
pub use package::Refused;

use super::manifest::{self, MARK, Manifest};
use crate::document::Look;
use crate::limits;
use body::{Body, Known};
use jiff::civil::Date;
pub(super) use package::Named;
use package::{Package, parse};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A letter that came back as a Word file.
#[derive(Debug)]
pub struct Returned {
    /// What the file knows of the letter that it was made from; nothing where that was lost.
    pub manifest: Option<Manifest>,
    /// What stands in it, without what has no text.
    pub paragraphs: Vec<Paragraph>,
    /// The footnotes.
    pub notes: Vec<Vec<Paragraph>>,
    /// What was changed at the head and the foot of the pages, where it was tracked.
    pub ends: BTreeSet<End>,
    /// The comments, in the order of the file.
    pub comments: Vec<Comment>,
    /// Who changed it and when, by numbers.
    pub people: Vec<Who>,
    /// The addresses of its links, by numbers.
    pub links: Vec<String>,
}

/// Who changed something, and when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// The name.
    pub name: String,
    /// The day.
    pub day: Option<Date>,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paragraph {
    /// Its signs.
    pub text: Vec<Glyph>,
    /// What was taken out of it.
    pub gone: Vec<Gone>,
    /// The marks of this program in it.
    pub marks: Vec<(String, Range<usize>)>,
    /// The comments on it, by the names that the file has for them.
    pub comments: Vec<(String, Range<usize>)>,
    /// The name of its style.
    pub style: String,
    /// The list that it is a point of, and how deep.
    pub list: Option<(String, String)>,
    /// The table, row and column that it stands in.
    pub cell: Option<(usize, usize, usize)>,
    /// What it has that a letter cannot hold.
    pub odd: BTreeSet<&'static str>,
    /// Who began or ended it, where that was tracked.
    pub by: Option<usize>,
}

/// A sign of a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// The sign; `\n` is a line break, and [`NOTE`] a reference to a footnote.
    pub sign: char,
    /// How it looks.
    pub look: Look,
    /// What it links to.
    pub link: Option<usize>,
    /// The footnote that it refers to.
    pub note: Option<usize>,
    /// Who put it there, or changed its look, where that was tracked.
    pub by: Option<usize>,
}

/// The sign that stands for a reference to a footnote.
pub const NOTE: char = '\u{fffc}';

/// What is odd of a cell that is one with others.
pub const MERGED: &str = "merged cells";

/// Text that was taken out of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub struct Gone {
    /// The sign before which it stood.
    pub at: usize,
    /// The text.
    pub text: String,
    /// Who took it out.
    pub by: usize,
}

/// A comment.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// The name that the file has for it.
    pub id: String,
    /// Who wrote it, and when.
    pub who: Who,
    /// What it says.
    pub text: String,
    /// The comment that it replies to, by its place among all.
    pub reply_to: Option<usize>,
    /// Whether somebody has said that it is settled.
    pub resolved: bool,
}

/// Reads a Word file.
///
/// # Errors
///
/// It is none, is damaged, or has more than any letter has.
pub fn read(bytes: &[u8]) -> Result<Returned, Refused> {
    let mut package = Package::open(bytes)?;
    let top = package.relations("")?;
    let main = top.into_iter().find(|relation| relation.kind == "officeDocument");
    let main = main.ok_or(Refused::NotWord)?;
    if main.is_external {
        return Err(Refused::Elsewhere);
    }
    let main = main.target;
    let relations = package.relations(&main)?;
    let part = |kind: &str| {
        let mut found = relations.iter().filter(|relation| relation.kind == kind);
        found.find(|relation| !relation.is_external).map(|relation| relation.target.clone())
    };
    let manifest = manifest(&mut package, &main)?;
    let marks = manifest.iter().flat_map(|manifest| &manifest.blocks);
    let looks = match part("styles") {
        Some(path) => looks(&mut package, &path)?,
        None => BTreeMap::new(),
    };
    let is_link =
        |relation: &&package::Relation| relation.is_external && relation.kind == "hyperlink";
    let addresses = |relations: &[package::Relation]| {
        relations.iter().filter(is_link).map(|r| (r.id.clone(), r.target.clone())).collect()
    };
    let tracked = manifest.as_ref().and_then(|manifest| manifest.tracked.clone());
    let known = Known {
        tracked,
        marks: marks.map(|block| block.mark.clone()).collect(),
        looks,
        links: addresses(&relations),
    };
    let xml = package.text(&main)?.ok_or(Refused::NotWord)?;
    let mut body = Body::new(known);
    body.read(&parse(&xml, &main)?, "body")?;
    if let Some(path) = part("footnotes") {
        body.known.links = addresses(&package.relations(&path)?);
        let xml = package.text(&path)?.unwrap_or_default();
        body.read_notes(&parse(&xml, &path)?)?;
    }
    let comments = match part("comments") {
        Some(path) => comments::read(&mut package, &path, part("commentsExtended").as_deref())?,
        None => Vec::new(),
    };
    // The first page and the others can have the same words.
    let mut ends = BTreeSet::new();
    let is_end = |relation: &&package::Relation| {
        !relation.is_external && matches!(&*relation.kind, "header" | "footer")
    };
    let parts: BTreeSet<&String> =
        relations.iter().filter(is_end).map(|relation| &relation.target).collect();
    for part in parts {
        if let Some(xml) = package.text(part)? {
            ends.extend(ends::changed(&parse(&xml, part)?));
        }
    }
    let (paragraphs, notes, people, links) = body.finish();
    Ok(Returned { manifest, paragraphs, notes, ends, comments, people, links })
}

/// The manifest, which is one of the parts for other programs.
fn manifest(package: &mut Package<'_>, main: &str) -> Result<Option<Manifest>, Refused> {
    for relation in package.relations(main)? {
        if relation.kind != "customXml" || relation.is_external {
            continue;
        }
        let Some(xml) = package.text(&relation.target)? else { continue };
        if !xml.contains(manifest::NAMESPACE) {
            continue;
        }
        // What is no more than XML is looked at first: it may be deep, and have too much.
        parse(&xml, &relation.target)?;
        let manifest = manifest::read(&xml);
        let is_ours = |manifest: &Manifest| {
            let blocks = &manifest.blocks;
            blocks.len() <= limits::WORD_PARAGRAPHS
                && blocks.iter().all(|b| b.mark.starts_with(MARK))
        };
        return match manifest.filter(is_ours) {
            Some(manifest) => Ok(Some(manifest)),
            None => Err(Refused::Damaged(relation.target)),
        };
    }
    Ok(None)
}

/// What the styles of characters look like, by their names.
fn looks(package: &mut Package<'_>, path: &str) -> Result<BTreeMap<String, Look>, Refused> {
    let xml = package.text(path)?.unwrap_or_default();
    let document = parse(&xml, path)?;
    let styles = document.root_element().children().filter(|node| node.has_tag_name_of("style"));
    let styles = styles.filter(|style| style.value_of("type") == Some("character"));
    let look = |style: roxmltree::Node<'_, '_>| {
        let properties = style.children().find(|node| node.has_tag_name_of("rPr"));
        let look = properties.map(|node| body::look(node, Look::default())).unwrap_or_default();
        Some((style.value_of("styleId")?.to_owned(), look))
    };
    Ok(styles.filter_map(look).collect())
}

/// A day as Word writes it: `2026-11-20T10:00:00Z`.
fn day(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}

/// Who is named on an element.
fn who(node: roxmltree::Node<'_, '_>) -> Who {
    let name = node.value_of("author").unwrap_or_default().trim();
    let name = if name.is_empty() { "somebody" } else { name };
    let name: String =
        name.chars().take(limits::KEY).map(|c| if c.is_control() { ' ' } else { c }).collect();
    Who { name, day: node.value_of("date").and_then(day) }
}
