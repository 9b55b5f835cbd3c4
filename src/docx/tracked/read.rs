//! The text that the writer has written, as what can be compared: paragraphs sign by sign, tables cell
//! by cell. What is no text is a sign too, and stays whole.

use crate::diff::align::Known;
use crate::docx::read::Named;
use crate::docx::{manifest, notes};
use roxmltree::Node;
use std::collections::BTreeMap;

/// A paragraph or a table.
pub enum Block<'x> {
    Paragraph(Paragraph<'x>),
    Table(Table<'x>),
}

pub struct Paragraph<'x> {
    /// How it is set.
    pub properties: &'x str,
    /// Where its mark begins, and where it ends.
    pub mark: Option<Mark<'x>>,
    /// What stands in it.
    pub atoms: Vec<Atom<'x>>,
}

impl<'x> Paragraph<'x> {
    /// An element without content among its properties.
    pub fn property(&self, name: &str) -> Option<&'x str> {
        let start = self.properties.find(&format!("<{name} "))?;
        let end = self.properties[start..].find('>')?;
        self.properties.get(start..=start + end)
    }

    /// The list that it is a point of.
    pub fn list(&self) -> Option<&'x str> {
        self.property("w:numId")
    }

    /// Where on the page it stands, if not in the run of the text.
    pub fn frame(&self) -> Option<&'x str> {
        self.property("w:framePr")
    }
}

/// The bookmark of a paragraph.
#[derive(Clone, Copy)]
pub struct Mark<'x> {
    pub name: &'x str,
    pub start: &'x str,
    pub end: &'x str,
}

/// A sign of a paragraph.
pub struct Atom<'x> {
    /// What it is compared by.
    pub sign: char,
    /// What it is, if it is no text.
    pub whole: Option<Whole<'x>>,
    /// All of it, if it is no text.
    pub xml: &'x str,
    /// How it looks.
    pub look: &'x str,
    /// The start of the link that it stands in.
    pub link: Option<&'x str>,
}

/// What is no text.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whole<'x> {
    /// The end of a line.
    Break,
    /// The number that leads in to a footnote.
    Number,
    /// The reference to a footnote.
    Note(&'x str),
    /// A further reference to one, as a field.
    Again(&'x str),
    /// An image, with its words.
    Image(&'x str, &'x str),
}

pub struct Table<'x> {
    /// How it is set, and the widths of its columns.
    pub properties: &'x str,
    pub rows: Vec<Row<'x>>,
}

pub struct Row<'x> {
    pub properties: &'x str,
    pub cells: Vec<Cell<'x>>,
}

pub struct Cell<'x> {
    pub properties: &'x str,
    pub blocks: Vec<Block<'x>>,
}

/// Signs for what is no text: the same for the same.
#[derive(Default)]
pub struct Names<'x> {
    signs: BTreeMap<Whole<'x>, char>,
    /// Which footnotes of the earlier state are which of the later.
    pub same: BTreeMap<&'x str, &'x str>,
}

/// The first sign that stands for no text (Unicode, 23.5), and what stands for what is too much.
const FIRST: u32 = 0xf_0000;
const OTHER: char = '\u{fffc}';

impl<'x> Names<'x> {
    fn sign(&mut self, whole: Whole<'x>) -> char {
        let whole = match whole {
            Whole::Break => return '\n',
            Whole::Note(id) => Whole::Note(self.same.get(id).copied().unwrap_or(id)),
            Whole::Again(id) => Whole::Again(self.same.get(id).copied().unwrap_or(id)),
            whole => whole,
        };
        let next = u32::try_from(self.signs.len()).ok().map(|count| FIRST.saturating_add(count));
        let next = next.and_then(char::from_u32).unwrap_or(OTHER);
        *self.signs.entry(whole).or_insert(next)
    }
}

fn children<'x>(node: Node<'x, 'x>) -> impl Iterator<Item = (&'x str, Node<'x, 'x>)> {
    node.children().filter(Node::is_element).map(|child| (child.tag_name().name(), child))
}

fn child<'x>(node: Node<'x, 'x>, name: &str) -> Option<Node<'x, 'x>> {
    children(node).find(|(known, _)| *known == name).map(|(_, child)| child)
}

/// An element as it is written.
fn xml<'x>(node: Node<'x, 'x>) -> &'x str {
    &node.document().input_text()[node.range()]
}

fn xml_of<'x>(node: Node<'x, 'x>, name: &str) -> &'x str {
    child(node, name).map_or("", xml)
}

/// The paragraphs and tables in an element.
pub fn blocks<'x>(node: Node<'x, 'x>, names: &mut Names<'x>) -> Vec<Block<'x>> {
    let mut block = |(name, node)| match name {
        "p" => Some(Block::Paragraph(paragraph(node, names))),
        "tbl" => Some(Block::Table(table(node, names))),
        _ => None,
    };
    children(node).filter_map(&mut block).collect()
}

fn table<'x>(node: Node<'x, 'x>, names: &mut Names<'x>) -> Table<'x> {
    let start = child(node, "tblPr").map_or(0, |node| node.range().start);
    let end = child(node, "tblGrid").map_or(start, |node| node.range().end);
    let properties = &node.document().input_text()[start..end];
    let mut cell = |node| Cell { properties: xml_of(node, "tcPr"), blocks: blocks(node, names) };
    let mut row = |node| {
        let cells = children(node).filter(|(name, _)| *name == "tc");
        Row { properties: xml_of(node, "trPr"), cells: cells.map(|(_, node)| cell(node)).collect() }
    };
    let rows = children(node).filter(|(name, _)| *name == "tr").map(|(_, node)| row(node));
    Table { properties, rows: rows.collect() }
}

fn paragraph<'x>(node: Node<'x, 'x>, names: &mut Names<'x>) -> Paragraph<'x> {
    let properties = xml_of(node, "pPr");
    let mut line = Line { names, mark: None, atoms: Vec::new() };
    line.read(node, None);
    Paragraph { properties, mark: line.mark, atoms: line.atoms }
}

/// A line that is read.
struct Line<'n, 'x> {
    names: &'n mut Names<'x>,
    mark: Option<Mark<'x>>,
    atoms: Vec<Atom<'x>>,
}

/// What is made of several elements: where it begins, and what is known of it.
struct Open<'x> {
    start: usize,
    whole: Option<Whole<'x>>,
}

impl<'x> Line<'_, 'x> {
    fn read(&mut self, node: Node<'x, 'x>, link: Option<&'x str>) {
        let text = node.document().input_text();
        let mut open: Option<Open<'x>> = None;
        for (name, child) in children(node) {
            let range = child.range();
            match name {
                "hyperlink" => {
                    let end = text[range.clone()]
                        .find('>')
                        .map_or(range.end, |end| range.start + end + 1);
                    self.read(child, Some(&text[range.start..end]));
                }
                "bookmarkStart" => match child.value_of("name") {
                    Some(name) if name.starts_with(manifest::MARK) => {
                        self.mark = Some(Mark { name, start: xml(child), end: "" });
                    }
                    _ => open = Some(Open { start: range.start, whole: None }),
                },
                "bookmarkEnd" if open.is_none() => {
                    self.mark.iter_mut().for_each(|mark| mark.end = xml(child));
                }
                "bookmarkEnd" => self.close(open.take(), range.end, child, link),
                "r" => {
                    let whole = whole(child);
                    let is_edge = |state| field(child) == Some(state);
                    if is_edge("begin") && open.is_none() {
                        open = Some(Open { start: range.start, whole: None });
                    }
                    match &mut open {
                        Some(open) => open.whole = open.whole.or(whole),
                        None => self.run(child, whole, link),
                    }
                    if is_edge("end") {
                        self.close(open.take(), range.end, child, link);
                    }
                }
                _ => {}
            }
        }
    }

    fn close(
        &mut self,
        open: Option<Open<'x>>,
        end: usize,
        run: Node<'x, 'x>,
        link: Option<&'x str>,
    ) {
        if let Some(Open { start, whole: Some(whole) }) = open {
            let xml = &run.document().input_text()[start..end];
            self.push(whole, xml, xml_of(run, "rPr"), link);
        }
    }

    fn run(&mut self, run: Node<'x, 'x>, whole: Option<Whole<'x>>, link: Option<&'x str>) {
        let look = xml_of(run, "rPr");
        match whole {
            Some(whole) => self.push(whole, xml(run), look, link),
            None => {
                let text = child(run, "t").and_then(|node| node.text()).unwrap_or_default();
                let atom = |sign| Atom { sign, whole: None, xml: "", look, link };
                self.atoms.extend(text.chars().map(atom));
            }
        }
    }

    fn push(&mut self, whole: Whole<'x>, xml: &'x str, look: &'x str, link: Option<&'x str>) {
        let sign = self.names.sign(whole);
        self.atoms.push(Atom { sign, whole: Some(whole), xml, look, link });
    }
}

/// Which end of a field a run is.
fn field<'x>(run: Node<'x, 'x>) -> Option<&'x str> {
    child(run, "fldChar")?.value_of("fldCharType")
}

/// What a run is, if it is no text.
fn whole<'x>(run: Node<'x, 'x>) -> Option<Whole<'x>> {
    children(run).find_map(|(name, node)| match name {
        "br" => Some(Whole::Break),
        "footnoteRef" => Some(Whole::Number),
        "footnoteReference" => node.value_of("id").map(Whole::Note),
        "instrText" => {
            let (_, id) = node.text()?.split_once(notes::BOOKMARK)?;
            Some(Whole::Again(id.split(' ').next().unwrap_or_default()))
        }
        "drawing" => {
            let of = |name: &str, attribute: &str| {
                let found = node.descendants().find(|node| node.has_tag_name_of(name))?;
                found.value_of(attribute)
            };
            Some(Whole::Image(of("blip", "embed")?, of("docPr", "descr").unwrap_or_default()))
        }
        _ => None,
    })
}

/// What blocks are known again by.
pub fn known<'b, 'x: 'b>(blocks: impl Iterator<Item = &'b Block<'x>> + Clone) -> Known {
    let is_table = blocks.clone().any(|block| matches!(block, Block::Table(_)));
    known_as(blocks, is_table)
}

/// What a row is known again by.
pub fn known_row(row: &Row<'_>) -> Known {
    known_as(row.cells.iter().flat_map(|cell| &cell.blocks), true)
}

fn known_as<'b, 'x: 'b>(blocks: impl Iterator<Item = &'b Block<'x>>, is_table: bool) -> Known {
    let (mut signs, mut marks) = (Vec::new(), Vec::new());
    blocks.for_each(|block| add(block, &mut signs, &mut marks));
    Known::new(signs, marks, is_table)
}

fn add(block: &Block<'_>, signs: &mut Vec<char>, marks: &mut Vec<String>) {
    match block {
        Block::Paragraph(paragraph) => {
            signs.extend(paragraph.atoms.iter().map(|atom| atom.sign));
            signs.push(' ');
            marks.extend(paragraph.mark.map(|mark| mark.name.to_owned()));
        }
        Block::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.blocks).for_each(|block| add(block, signs, marks));
        }
    }
}
