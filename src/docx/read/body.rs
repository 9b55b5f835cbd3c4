//! The paragraphs of a Word file.
//!
//! What was deleted is left out and remembered; what was inserted or moved to a place stands there.
//! A paragraph whose end was deleted goes on with the next.

use super::package::{Named, Refused};
use super::{Glyph, Gone, MERGED, NOTE, Paragraph, Who, who};
use crate::document::Look;
use crate::docx::manifest::of_bookmark;
use crate::limits;
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};

/// What is known before the text is read.
pub struct Known {
    /// The marks of this program.
    pub marks: BTreeSet<String>,
    /// Who the changes are by that this program has tracked: what they say is what was sent.
    pub tracked: Option<Who>,
    /// What the styles of characters look like.
    pub looks: BTreeMap<String, Look>,
    /// The addresses of links by their names.
    pub links: BTreeMap<String, String>,
}

/// Reads paragraphs.
pub struct Body {
    /// What is known before.
    pub known: Known,
    paragraphs: Vec<Paragraph>,
    /// The paragraph that is read.
    now: Paragraph,
    /// The marks and comments that are open, by their numbers in the file.
    open: BTreeMap<(Kind, String), Open>,
    people: Numbered<Who>,
    links: Numbered<String>,
    /// The footnotes that are referred to, by their numbers in the file.
    references: Numbered<String>,
    notes: BTreeMap<String, Vec<Paragraph>>,
    /// How many signs all paragraphs have.
    signs: usize,
    /// How many stretches marks and comments have.
    spans: usize,
    tables: usize,
    cell: Option<(usize, usize, usize)>,
    /// The complex fields that are open.
    fields: Vec<Field>,
}

/// Things that have numbers in the order in which they came.
struct Numbered<T>(BTreeMap<T, usize>);

impl<T: Ord> Numbered<T> {
    fn number(&mut self, thing: T) -> usize {
        let next = self.0.len();
        *self.0.entry(thing).or_insert(next)
    }

    fn in_order(self) -> Vec<T> {
        let mut all: Vec<(T, usize)> = self.0.into_iter().collect();
        all.sort_by_key(|(_, number)| *number);
        all.into_iter().map(|(thing, _)| thing).collect()
    }
}

/// What stands at a stretch of text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Mark,
    Comment,
}

struct Open {
    name: String,
    start: usize,
}

/// A field that is given in pieces: what it does, and whether what it shows has begun.
#[derive(Default)]
struct Field {
    code: String,
    shows: bool,
}

/// Who changed something after it was sent.
type By = Option<usize>;

/// What holds for all that is read within an element.
#[derive(Clone, Copy, Default)]
struct Within {
    /// Who inserted it.
    inserted: By,
    /// Whether it was deleted, and who did it.
    deleted: Option<By>,
    /// What it links to.
    link: Option<usize>,
}

impl Body {
    /// Nothing read yet.
    pub fn new(known: Known) -> Self {
        Self {
            known,
            paragraphs: Vec::new(),
            now: Paragraph::default(),
            open: BTreeMap::new(),
            people: Numbered(BTreeMap::new()),
            links: Numbered(BTreeMap::new()),
            references: Numbered(BTreeMap::new()),
            notes: BTreeMap::new(),
            signs: 0,
            spans: 0,
            tables: 0,
            cell: None,
            fields: Vec::new(),
        }
    }

    /// Reads what stands in the one child of the root with this name.
    pub fn read(&mut self, document: &Document<'_>, name: &str) -> Result<(), Refused> {
        let mut children = document.root_element().children();
        let body = children.find(|node| node.has_tag_name_of(name)).ok_or(Refused::NotWord)?;
        self.children(body, Within::default())?;
        self.end();
        Ok(())
    }

    /// Reads the footnotes. Those with a kind are the lines above them.
    pub fn read_notes(&mut self, document: &Document<'_>) -> Result<(), Refused> {
        let nodes = document.root_element().children().filter(|n| n.has_tag_name_of("footnote"));
        for node in nodes.filter(|node| node.value_of("type").is_none_or(|kind| kind == "normal")) {
            let body = std::mem::take(&mut self.paragraphs);
            self.children(node, Within::default())?;
            self.end();
            let note = std::mem::replace(&mut self.paragraphs, body);
            self.notes.insert(node.value_of("id").unwrap_or_default().to_owned(), note);
        }
        Ok(())
    }

    /// The paragraphs, the footnotes in the order of the references to them, the people and the links.
    pub fn finish(mut self) -> (Vec<Paragraph>, Vec<Vec<Paragraph>>, Vec<Who>, Vec<String>) {
        let notes = self.references.in_order().into_iter();
        let notes = notes.map(|id| self.notes.remove(&id).unwrap_or_default()).collect();
        (self.paragraphs, notes, self.people.in_order(), self.links.in_order())
    }

    fn too_much(&self, what: &str) -> Refused {
        Refused::TooMuch(format!("more {what}"))
    }

    fn children(&mut self, node: Node<'_, '_>, within: Within) -> Result<(), Refused> {
        node.children().filter(Node::is_element).try_for_each(|child| self.node(child, within))
    }

    fn node(&mut self, node: Node<'_, '_>, within: Within) -> Result<(), Refused> {
        match node.tag_name().name() {
            "p" => self.paragraph(node, within),
            "r" => self.run(node, within),
            "tbl" => self.table(node, within),
            "ins" | "moveTo" => {
                let by = self.person(node);
                self.children(node, Within { inserted: by, ..within })
            }
            "del" | "moveFrom" => {
                let by = self.person(node);
                self.children(node, Within { deleted: Some(by), ..within })
            }
            "hyperlink" => {
                let address = node.value_of("id").and_then(|id| self.known.links.get(id)).cloned();
                let link = address.map(|address| self.link(&address));
                self.children(node, Within { link: link.or(within.link), ..within })
            }
            "fldSimple"
                if node
                    .value_of("instr")
                    .is_some_and(|code| code.trim_start().starts_with("NOTEREF")) =>
            {
                if within.deleted.is_none() {
                    let look = Look::default();
                    self.now.text.push(Glyph {
                        sign: NOTE,
                        look,
                        link: None,
                        note: None,
                        by: within.inserted,
                    });
                }
                Ok(())
            }
            "fldSimple" => {
                let link = node.value_of("instr").and_then(hyperlink).map(|to| self.link(&to));
                self.children(node, Within { link: link.or(within.link), ..within })
            }
            "bookmarkStart" => {
                let mark = node.value_of("name").and_then(of_bookmark);
                match mark.filter(|mark| self.known.marks.contains(*mark)) {
                    Some(mark) => self.begin(Kind::Mark, node, mark),
                    None => Ok(()),
                }
            }
            "bookmarkEnd" => self.close(Kind::Mark, node),
            "commentRangeStart" => {
                let name = node.value_of("id").unwrap_or_default();
                self.begin(Kind::Comment, node, name)
            }
            "commentRangeEnd" => self.close(Kind::Comment, node),
            // The other half of a choice says the same for programs that are older.
            "Fallback" | "pPr" | "rPr" | "sectPr" | "tblPr" | "tblGrid" | "tcPr" | "sdtPr" => {
                Ok(())
            }
            _ => self.children(node, within),
        }
    }

    fn person(&mut self, node: Node<'_, '_>) -> By {
        let who = who(node);
        let is_ours =
            |ours: &Who| ours.name == who.name && (ours.day.is_none() || ours.day == who.day);
        let is_ours = self.known.tracked.as_ref().is_some_and(is_ours);
        (!is_ours).then(|| self.people.number(who))
    }

    fn link(&mut self, address: &str) -> usize {
        self.links.number(address.to_owned())
    }

    fn begin(&mut self, kind: Kind, node: Node<'_, '_>, name: &str) -> Result<(), Refused> {
        let id = node.value_of("id").unwrap_or_default().to_owned();
        let open = Open { name: name.to_owned(), start: self.now.text.len() };
        self.open.insert((kind, id), open);
        match self.open.len() > limits::WORD_PARTS {
            true => Err(self.too_much("marks and comments at one place")),
            false => Ok(()),
        }
    }

    fn close(&mut self, kind: Kind, node: Node<'_, '_>) -> Result<(), Refused> {
        let id = node.value_of("id").unwrap_or_default().to_owned();
        match self.open.remove(&(kind, id)) {
            Some(open) => self.span(kind, open.name, open.start),
            None => Ok(()),
        }
    }

    fn span(&mut self, kind: Kind, name: String, start: usize) -> Result<(), Refused> {
        self.spans += 1;
        if self.spans > limits::WORD_SPANS {
            return Err(self.too_much("marks and comments"));
        }
        let range = start.min(self.now.text.len())..self.now.text.len();
        match kind {
            Kind::Mark => self.now.marks.push((name, range)),
            Kind::Comment => self.now.comments.push((name, range)),
        }
        Ok(())
    }

    fn paragraph(&mut self, node: Node<'_, '_>, within: Within) -> Result<(), Refused> {
        let properties = node.children().find(|child| child.has_tag_name_of("pPr"));
        self.children(node, within)?;
        // Paragraphs that are joined look as the last.
        self.now.cell = self.cell;
        if let Some(properties) = properties {
            (self.now.style, self.now.list) = style(properties);
        }
        let end = properties.and_then(|node| node.children().find(|n| n.has_tag_name_of("rPr")));
        let change = |names: [&str; 2]| {
            let mut changes = end?.children().filter(Node::is_element);
            changes.find(|change| names.contains(&change.tag_name().name()))
        };
        if let Some(inserted) = change(["ins", "moveTo"]) {
            self.now.by = self.person(inserted).or(self.now.by);
        }
        match change(["del", "moveFrom"]) {
            Some(deleted) => {
                let (at, text) = (self.now.text.len(), "\n\n".to_owned());
                let gone = self.person(deleted).map(|by| Gone { at, text, by });
                self.now.gone.extend(gone);
            }
            None if within.deleted.is_some() => {}
            None => self.end_paragraph()?,
        }
        Ok(())
    }

    /// Ends the paragraph. What is open goes on in the next.
    fn end_paragraph(&mut self) -> Result<(), Refused> {
        if self.paragraphs.len() == limits::WORD_PARAGRAPHS {
            return Err(self.too_much("paragraphs"));
        }
        self.signs += self.now.text.len();
        if self.signs > limits::WORD_TEXT {
            return Err(self.too_much("text"));
        }
        let mut open: Vec<(Kind, String, usize)> = Vec::new();
        for ((kind, _), there) in &mut self.open {
            open.push((*kind, there.name.clone(), there.start));
            there.start = 0;
        }
        for (kind, name, start) in open {
            self.span(kind, name, start)?;
        }
        self.end();
        Ok(())
    }

    fn end(&mut self) {
        let paragraph = std::mem::take(&mut self.now);
        self.paragraphs.push(paragraph);
    }

    fn table(&mut self, node: Node<'_, '_>, within: Within) -> Result<(), Refused> {
        if self.cell.is_some() {
            self.now.odd.insert("a table in a table");
            return self.children(node, within);
        }
        self.tables += 1;
        let is = |name: &'static str| move |node: &Node<'_, '_>| node.has_tag_name_of(name);
        let mut number = 0;
        for row in node.descendants().filter(is("tr")) {
            if row.ancestors().skip(1).find(is("tbl")) != Some(node) {
                continue;
            }
            let within = self.row(row, within);
            let cells = row.descendants().filter(is("tc"));
            let own = cells.filter(|cell| cell.ancestors().skip(1).find(is("tr")) == Some(row));
            for (column, cell) in own.enumerate() {
                self.cell = Some((self.tables, number, column));
                if is_merged(cell) {
                    self.now.odd.insert(MERGED);
                }
                self.children(cell, within)?;
            }
            number += usize::from(within.deleted.is_none());
        }
        self.cell = None;
        Ok(())
    }

    /// What holds within a row that was inserted or deleted as a whole.
    fn row(&mut self, row: Node<'_, '_>, within: Within) -> Within {
        let properties = row.children().find(|node| node.has_tag_name_of("trPr"));
        let changes = properties.into_iter().flat_map(|node| node.children());
        changes.fold(within, |within, change| match change.tag_name().name() {
            "ins" => Within { inserted: self.person(change), ..within },
            "del" => Within { deleted: Some(self.person(change)), ..within },
            _ => within,
        })
    }

    fn run(&mut self, node: Node<'_, '_>, within: Within) -> Result<(), Refused> {
        let properties = node.children().find(|child| child.has_tag_name_of("rPr"));
        let (look, by) = match properties {
            Some(properties) => {
                let is_change = |node: &Node<'_, '_>| node.has_tag_name_of("rPrChange");
                let change = properties.children().find(is_change);
                (self.look(properties), change.and_then(|change| self.person(change)))
            }
            None => Default::default(),
        };
        let is_hidden = properties.is_some_and(|node| is_on(node, "vanish") == Some(true));
        let field = self.fields.iter().rev().find_map(|field| hyperlink(&field.code));
        let link = field.map(|to| self.link(&to)).or(within.link);
        let glyph = Glyph { sign: ' ', look, link, note: None, by: within.inserted.or(by) };
        for child in node.children().filter(Node::is_element) {
            match child.tag_name().name() {
                "t" | "delText" if is_hidden || self.is_in_code() => {}
                "t" | "delText" => {
                    self.text(child.text().unwrap_or_default(), glyph, within.deleted);
                }
                "tab" | "ptab" => self.text(" ", glyph, within.deleted),
                "br" if matches!(child.value_of("type"), Some("page" | "column")) => {}
                "br" | "cr" => self.text("\n", glyph, within.deleted),
                "noBreakHyphen" => self.text("-", glyph, within.deleted),
                "sym" => {
                    let sign = child.value_of("char").and_then(|c| u32::from_str_radix(c, 16).ok());
                    let sign = sign.and_then(char::from_u32).unwrap_or('\u{fffd}');
                    self.text(sign.encode_utf8(&mut [0; 4]), glyph, within.deleted);
                }
                "footnoteReference" => self.note(child, glyph, within),
                "endnoteReference" => drop(self.now.odd.insert("an endnote")),
                "fldChar" => self.field(child, glyph, within),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.shows) {
                        let room = limits::WORD.saturating_sub(field.code.len());
                        field.code.extend(child.text().unwrap_or_default().chars().take(room));
                    }
                }
                "commentReference" => {
                    let name = child.value_of("id").unwrap_or_default().to_owned();
                    if !self.now.comments.iter().any(|(known, _)| *known == name) {
                        self.span(Kind::Comment, name, self.now.text.len())?;
                    }
                }
                "drawing" | "pict" | "object" | "AlternateContent" if within.deleted.is_some() => {}
                "drawing" | "pict" | "object" | "AlternateContent" => self.drawing(child),
                _ => {}
            }
        }
        Ok(())
    }

    /// What is no text: a text box where there is text in it, else a picture.
    fn drawing(&mut self, node: Node<'_, '_>) {
        let has = |name: &str| node.descendants().any(|node| node.has_tag_name_of(name));
        let odd = match () {
            () if has("txbxContent") => "a text box",
            () if has("chart") => "a chart",
            () if has("oMath") => "a formula",
            () if node.has_tag_name_of("object") => "an object of another program",
            () => "a picture",
        };
        self.now.odd.insert(odd);
    }

    fn look(&self, properties: Node<'_, '_>) -> Look {
        let style = properties.children().find(|node| node.has_tag_name_of("rStyle"));
        let style = style.and_then(|node| self.known.looks.get(node.value_of("val")?));
        look(properties, style.copied().unwrap_or_default())
    }

    fn text(&mut self, text: &str, glyph: Glyph, deleted: Option<By>) {
        if let Some(by) = deleted {
            let Some(by) = by else { return };
            let at = self.now.text.len();
            match self.now.gone.last_mut().filter(|gone| gone.at == at && gone.by == by) {
                Some(gone) => gone.text += text,
                None => self.now.gone.push(Gone { at, text: text.to_owned(), by }),
            }
            return;
        }
        // A soft hyphen says where a word may be parted; letters part none.
        let signs = text
            .chars()
            .filter(|c| *c != '\u{ad}' && (*c == '\n' || !c.is_control() || *c == '\t'));
        let signs = signs.map(|c| if c == '\t' { ' ' } else { c });
        self.now.text.extend(signs.map(|sign| Glyph { sign, ..glyph }));
    }

    fn note(&mut self, node: Node<'_, '_>, glyph: Glyph, within: Within) {
        if within.deleted.is_some() {
            return self.text(&NOTE.to_string(), glyph, within.deleted);
        }
        // The second reference to a footnote is one to words that stand elsewhere.
        let before = self.references.0.len();
        let number = self.references.number(node.value_of("id").unwrap_or_default().to_owned());
        let note = (number == before).then_some(number);
        self.now.text.push(Glyph { sign: NOTE, look: Look::default(), link: None, note, ..glyph });
    }

    fn field(&mut self, node: Node<'_, '_>, glyph: Glyph, within: Within) {
        match node.value_of("fldCharType") {
            Some("begin") if self.fields.len() < limits::WORD_DEPTH => {
                self.fields.push(Field::default());
            }
            Some("separate") => {
                let Some(field) = self.fields.last_mut() else { return };
                field.shows = true;
                if field.is_note() && within.deleted.is_none() {
                    self.now.text.push(Glyph {
                        sign: NOTE,
                        look: Look::default(),
                        link: None,
                        ..glyph
                    });
                }
            }
            Some("end") => drop(self.fields.pop()),
            _ => {}
        }
    }

    /// Whether what is read is what a field does, and not what it shows; or the number of a footnote,
    /// which counts itself.
    fn is_in_code(&self) -> bool {
        self.fields.last().is_some_and(|field| !field.shows || field.is_note())
    }
}

/// Whether a cell is one with others beside it or below.
fn is_merged(cell: Node<'_, '_>) -> bool {
    let properties = cell.children().find(|node| node.has_tag_name_of("tcPr"));
    let mut merging = properties.into_iter().flat_map(|node| node.children());
    merging.any(|node| match node.tag_name().name() {
        "gridSpan" => node.value_of("val").is_some_and(|cells| cells.trim() != "1"),
        "vMerge" | "hMerge" => true,
        _ => false,
    })
}

impl Field {
    /// Whether it refers to a footnote that was referred to before.
    fn is_note(&self) -> bool {
        self.code.trim_start().starts_with("NOTEREF")
    }
}

/// The style of a paragraph, and the list that it is a point of.
fn style(properties: Node<'_, '_>) -> (String, Option<(String, String)>) {
    let child = |node: Node<'_, '_>, name: &str| {
        let found = node.children().find(|child| child.has_tag_name_of(name))?;
        found.value_of("val").map(str::to_owned)
    };
    let list = properties.children().find(|node| node.has_tag_name_of("numPr"));
    let list = list.and_then(|list| {
        let number = child(list, "numId").filter(|number| number != "0")?;
        Some((number, child(list, "ilvl").unwrap_or_else(|| "0".to_owned())))
    });
    (child(properties, "pStyle").unwrap_or_default(), list)
}

/// The look that properties give to text that looks so without them.
pub fn look(properties: Node<'_, '_>, look: Look) -> Look {
    let is = |name, before| is_on(properties, name).unwrap_or(before);
    Look {
        emphasis: is("i", look.emphasis),
        strong: is("b", look.strong),
        struck: is("strike", look.struck) || is_on(properties, "dstrike") == Some(true),
    }
}

/// Whether a property is switched on or off, if it is given.
fn is_on(properties: Node<'_, '_>, name: &str) -> Option<bool> {
    let node = properties.children().find(|node| node.has_tag_name_of(name))?;
    Some(!matches!(node.value_of("val"), Some("0" | "false" | "off" | "none")))
}

/// The address that a field links to: `HYPERLINK "https://..."`.
fn hyperlink(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?.trim();
    let address = rest.strip_prefix('"')?.split('"').next()?;
    (!address.is_empty()).then(|| address.to_owned())
}
