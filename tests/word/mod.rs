//! Reads a Word file as a reader would, and holds it against the Markdown of its letter.

use peel_letter::diagnostic::Files;
use peel_letter::document::{self, Block, BlockKind, Inline, InlineKind, plain_text};
use peel_letter::docx::manifest::{self, Manifest, Origin, Shape};
use peel_letter::letter::keyed::Keyed;
use peel_letter::letter::tree;
use roxmltree::{Document, Node};
use std::collections::{BTreeSet, HashMap};
use std::io::{Cursor, Read};

/// What a Word file says.
pub struct Word {
    /// The lines of the text, those of the footnotes last; points of lists with their labels.
    pub lines: Vec<String>,
    /// What stands within each bookmark, by its name.
    pub marked: Vec<(String, String)>,
    /// What the file knows of its letter.
    pub manifest: Manifest,
}

/// The text of a part of a file.
pub fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).expect("it is a ZIP");
    let mut text = String::new();
    let mut part = zip.by_name(name).expect("the part is there");
    part.read_to_string(&mut text).expect("it is text");
    text
}

impl Word {
    /// Reads a file.
    pub fn read(file: &[u8]) -> Self {
        let numbering = part(file, "word/numbering.xml");
        let mut reader = LetterReader {
            labels: labels(&Document::parse(&numbering).expect("it is XML")),
            lines: Vec::new(),
            marked: Vec::new(),
        };
        for name in ["word/document.xml", "word/footnotes.xml"] {
            let xml = part(file, name);
            let document = Document::parse(&xml).expect("it is XML");
            for paragraph in all(document.root_element(), "p") {
                reader.paragraph(paragraph);
            }
        }
        let manifest = manifest::read(&part(file, "customXml/item1.xml")).expect("it is one");
        Self { lines: reader.lines, marked: reader.marked, manifest }
    }

    /// Asserts that the file says what the Markdown says, and knows where each word comes from.
    pub fn assert_sound(&self, markdown: &str) {
        assert_eq!(self.lines, lines_of(markdown));
        self.assert_marked();
        self.assert_traced();
    }

    /// Every bookmark has its block, with the same words, and every block its bookmark.
    fn assert_marked(&self) {
        let marks = self.marked.iter().filter(|(name, _)| name.starts_with(manifest::MARK));
        let marks: Vec<_> = marks.collect();
        let names: BTreeSet<_> = marks.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), marks.len(), "a name is there twice");
        assert_eq!(marks.len(), self.manifest.blocks.len());
        for ((name, text), block) in marks.iter().zip(&self.manifest.blocks) {
            assert_eq!(*name, block.mark);
            assert!(name.len() <= 40, "Word takes no longer names");
            if block.shape != Shape::Image {
                assert_eq!(*text, block.text());
            }
        }
    }

    /// Every source stands in the values where the manifest says that it does.
    fn assert_traced(&self) {
        let mut files = Files::default();
        let tables = self.manifest.files.iter().map(|file| {
            let id = files.add(file.path.as_str(), file.toml.as_str());
            (file.path.clone(), tree::parse(&files, id).0)
        });
        let tables: HashMap<_, _> = tables.collect();
        let words = self.manifest.blocks.iter().flat_map(|block| &block.words);
        for Origin { file, key, start, source, verbatim, .. } in
            words.filter_map(|words| words.origin.as_ref())
        {
            let values = Keyed::of([&tables[file]]);
            let value = values.of_key(key).unwrap_or_else(|| panic!("there is no {key}"));
            if let (true, Some(text)) = (verbatim, &value.text) {
                let found = text.as_str().get(*start..).unwrap_or_default();
                assert!(found.starts_with(source.as_str()), "{key}: {source:?} is not at {start}");
            }
        }
    }
}

fn all<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.descendants().filter(move |node| node.tag_name().name() == name)
}

fn value<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == name).map(|found| found.value())
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.tag_name().name() == name)
}

/// The sign and the next number of each list, by its number.
fn labels(numbering: &Document<'_>) -> HashMap<String, (String, u64)> {
    let sign = |kind: &str| {
        let definition = all(numbering.root_element(), "abstractNum")
            .find(|definition| value(*definition, "abstractNumId") == Some(kind));
        let text = all(definition.expect("it is defined"), "lvlText").next();
        value(text.expect("it has a label"), "val").unwrap_or_default().replace("%1", "")
    };
    let list = |list: Node<'_, '_>| {
        let kind = child(list, "abstractNumId").and_then(|kind| value(kind, "val"));
        let start = all(list, "startOverride").next().and_then(|start| value(start, "val"));
        let start = start.expect("it begins somewhere").parse().expect("a number");
        let id = value(list, "numId").expect("it has a number").to_owned();
        (id, (sign(kind.expect("it is of a kind")), start))
    };
    all(numbering.root_element(), "num").map(list).collect()
}

struct LetterReader {
    labels: HashMap<String, (String, u64)>,
    lines: Vec<String>,
    marked: Vec<(String, String)>,
}

impl LetterReader {
    fn paragraph(&mut self, paragraph: Node<'_, '_>) {
        let mut line = Line { text: self.label(paragraph), ..Line::default() };
        line.content(paragraph);
        assert!(line.open.is_empty(), "a bookmark goes on in the next paragraph");
        self.marked.extend(line.marked);
        self.lines.extend(line.text.split('\n').map(spaced).filter(|line| !line.is_empty()));
    }

    /// The label of a point of a list.
    fn label(&mut self, paragraph: Node<'_, '_>) -> String {
        let Some(list) = all(paragraph, "numId").next() else { return String::new() };
        let list = value(list, "val").and_then(|list| self.labels.get_mut(list));
        let (sign, number) = list.expect("the list is defined");
        if sign == "\u{2022}" {
            return format!("{sign} ");
        }
        *number += 1;
        format!("{}{sign} ", *number - 1)
    }
}

/// A line while it is read.
#[derive(Default)]
struct Line {
    text: String,
    /// The number, the name and the words so far of each bookmark that is open.
    open: Vec<(String, String, String)>,
    marked: Vec<(String, String)>,
    /// The field that is open.
    field: String,
}

impl Line {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.open.iter_mut().for_each(|(.., words)| words.push_str(text));
    }

    fn content(&mut self, node: Node<'_, '_>) {
        for node in node.children() {
            let text = node.text().unwrap_or_default();
            match node.tag_name().name() {
                "r" | "hyperlink" | "drawing" | "inline" => self.content(node),
                "bookmarkStart" => self.open(node),
                "bookmarkEnd" => self.close(node),
                "instrText" => self.field = text.to_owned(),
                "fldChar" if value(node, "fldCharType") == Some("end") => self.field.clear(),
                // What a field shows: the number of a footnote once more.
                "t" if !self.field.is_empty() => self.text.push_str(&format!("[^{text}]")),
                "t" => self.push(text),
                "br" => self.push("\n"),
                "footnoteReference" => {
                    let number = value(node, "id").unwrap_or_default();
                    self.text.push_str(&format!("[^{number}]"));
                }
                "docPr" => self.text.push_str(value(node, "descr").unwrap_or_default()),
                _ => {}
            }
        }
    }

    fn open(&mut self, node: Node<'_, '_>) {
        let of = |name| value(node, name).unwrap_or_default().to_owned();
        self.open.push((of("id"), of("name"), String::new()));
    }

    fn close(&mut self, node: Node<'_, '_>) {
        let at = self.open.iter().position(|(id, ..)| Some(&**id) == value(node, "id"));
        let (_, name, words) = self.open.remove(at.expect("a bookmark that ends has begun"));
        self.marked.push((name, words));
    }
}

/// A line in which white space is one space.
fn spaced(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The lines of Markdown as it is shown, those of the footnotes last.
fn lines_of(markdown: &str) -> Vec<String> {
    let file = Files::default().add("", markdown);
    let document = document::parse(markdown, file).expect("it has been read before");
    let mut lines = Vec::new();
    push_blocks(&document.blocks, &mut lines);
    document.notes.iter().for_each(|note| push_blocks(note, &mut lines));
    let lines = lines.iter().flat_map(|line| line.split('\n'));
    lines.map(spaced).filter(|line| !line.is_empty()).collect()
}

fn push_blocks(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(_, inlines) if plain_text(inlines).trim().is_empty() => {}
            BlockKind::Heading(_, inlines) | BlockKind::Paragraph(inlines) => {
                lines.push(text(inlines));
            }
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => push_blocks(inner, lines),
            BlockKind::Image(image) => lines.push(image.words.clone()),
            BlockKind::Rule => {}
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    lines.push(text(cell));
                }
            }
            BlockKind::List(list) => {
                for (label, item) in list.labels.iter().zip(&list.items) {
                    let first = lines.len();
                    push_blocks(item, lines);
                    let text = |block: &Block| match &block.kind {
                        BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => {
                            !inlines.is_empty()
                        }
                        _ => false,
                    };
                    match item.first().is_some_and(text) && lines.len() > first {
                        true => lines[first] = format!("{label} {}", lines[first]),
                        false => lines.insert(first, label.clone()),
                    }
                }
            }
        }
    }
}

fn text(inlines: &[Inline]) -> String {
    let text = |inline: &Inline| match &inline.kind {
        InlineKind::Text(text) => text.clone(),
        InlineKind::Break => "\n".to_owned(),
        InlineKind::Note(index) => format!("[^{}]", index + 1),
    };
    inlines.iter().map(text).collect()
}
