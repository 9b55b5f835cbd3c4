//! What a Word file knows of the letter that it was made from: for each marked block which words of
//! the TOML it shows, and the values themselves as they were.
//!
//! It is a custom XML part of the file, which Word and LibreOffice keep as it is. A mark is a hidden
//! bookmark around the text of one paragraph of Word: a paragraph, a heading, a point of a list, the
//! cell of a table, a footnote.

use super::read::Who;
use super::xml::Xml;
use crate::digest;
use crate::letter::Form;
use roxmltree::Node;

/// The namespace of the part. The number changes when older programs could not read it.
pub const NAMESPACE: &str = "urn:peel-letter:word:1";

/// How the name of every mark begins. Word hides bookmarks that begin with a line.
pub const MARK: &str = "_pl_";

/// What a Word file knows of its letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// The name of the letter: that of its file without `.toml`.
    pub letter: String,
    /// The form that it has in the Word file.
    pub form: Form,
    /// Which round of a draft it is.
    pub round: Option<i64>,
    /// Who the changes are by, and of which day, that this program has tracked in it; nobody where it
    /// has tracked none.
    pub tracked: Option<Who>,
    /// The letter's file, and the office file where there is one, in their canonical form.
    pub files: Vec<SourceFile>,
    /// Every marked block, in the order of the letter; footnotes at the end.
    pub blocks: Vec<Block>,
}

/// A file in TOML.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceFile {
    /// Its path from the working folder.
    pub path: String,
    /// Its values, as [`canonical`](crate::letter::canonical) writes them.
    pub toml: String,
}

/// A marked block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The name of its bookmark.
    pub mark: String,
    /// What it is.
    pub shape: Shape,
    /// Its words, in their order. Together they are all that it shows, with `\n` for a line break
    /// and nothing for a reference to a footnote.
    pub words: Vec<Words>,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A paragraph, or a line of an address.
    Paragraph,
    /// A heading.
    Heading,
    /// A paragraph of a point of a list.
    Point,
    /// A cell of a table.
    Cell,
    /// A paragraph of a footnote.
    Note,
    /// An image.
    Image,
}

/// A stretch of a block that comes from one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// Whose words they are.
    pub owner: Owner,
    /// Where they come from; nothing for what only the templates say.
    pub origin: Option<Origin>,
    /// The words as Word shows them, without looks.
    pub text: String,
}

/// Whose words they are. Only those of the office are for reviewers to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The office wrote them, for this letter or for all.
    Office,
    /// The inspectorate's, quoted from its report.
    Inspectorate,
    /// The chief constable's, quoted.
    ChiefConstable,
    /// Fixed words of a template.
    Fixed,
}

/// Where words come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The path of the file: that of one of [`Manifest::files`].
    pub file: String,
    /// The key, such as `area[2].item[1].response` or `recipient.address[3]`: lists are counted
    /// from 1.
    pub key: String,
    /// Which block of the key's value this is, from 1.
    pub number: usize,
    /// The byte of the value at which the source begins, in the value as TOML gives it: with its
    /// indentation, line breaks as `\n`.
    pub start: usize,
    /// What stands in the value there: Markdown in commentary, plain text elsewhere.
    pub source: String,
    /// Whether the words are the source's. A day or a grade is shown in other words than it is
    /// written, and cannot be changed by changing those.
    pub verbatim: bool,
}

impl Manifest {
    /// The fingerprint of all files: two Word files with one fingerprint have the same values.
    pub fn fingerprint(&self) -> String {
        let files = self.files.iter();
        let values: String = files.map(|f| format!("{}\n{}\n", f.path, f.toml)).collect();
        digest::of(values.as_bytes())
    }

    /// Says that the letter's own file, which comes first, has this path.
    pub fn is_of(&mut self, path: &str) {
        let Some(first) = self.files.first_mut() else { return };
        let old = std::mem::replace(&mut first.path, path.to_owned());
        let words = self.blocks.iter_mut().flat_map(|block| &mut block.words);
        let origins = words.filter_map(|words| words.origin.as_mut());
        origins
            .filter(|origin| origin.file == old)
            .for_each(|origin| origin.file = path.to_owned());
    }

    /// The block of a bookmark.
    pub fn block(&self, bookmark: &str) -> Option<&Block> {
        let mark = of_bookmark(bookmark)?;
        self.blocks.iter().find(|block| block.mark == mark)
    }
}

impl Block {
    /// Where its first words with an origin come from.
    pub fn origin(&self) -> Option<&Origin> {
        self.words.iter().find_map(|words| words.origin.as_ref())
    }

    /// All that it shows.
    pub fn text(&self) -> String {
        self.words.iter().map(|words| words.text.as_str()).collect()
    }
}

impl Origin {
    /// The fingerprint of the source.
    pub fn hash(&self) -> String {
        digest::of(self.source.as_bytes())
    }
}

/// The name of the mark of a block: the same as long as its key and its number are.
pub fn mark(key: &str, number: usize) -> String {
    let hash = digest::of(format!("{key}\n{number}").as_bytes());
    format!("{MARK}{}", &hash[..DIGITS])
}

/// The mark that a bookmark is. LibreOffice adds `_Copy_1` to the names of those in a letterhead.
pub fn of_bookmark(name: &str) -> Option<&str> {
    name.get(..MARK.len() + DIGITS).filter(|mark| mark.starts_with(MARK))
}

/// How many digits of its hash are in a mark.
const DIGITS: usize = 20;

/// Writes the manifest as a part of a Word file.
pub fn write(manifest: &Manifest) -> String {
    let mut xml = Xml::part();
    let Manifest { letter, form, round, tracked, files, blocks } = manifest;
    let day = tracked.as_ref().and_then(|who| who.day).map(|day| day.to_string());
    let (fingerprint, round) = (manifest.fingerprint(), round.map(|round| round.to_string()));
    let mut attributes = vec![
        ("xmlns", NAMESPACE),
        ("name", letter.as_str()),
        ("form", name_of(*form, &FORMS)),
        ("fingerprint", &fingerprint),
    ];
    attributes.extend(round.as_deref().map(|round| ("round", round)));
    attributes.extend(tracked.as_ref().map(|who| ("tracked-by", who.name.as_str())));
    attributes.extend(day.as_deref().map(|day| ("tracked-on", day)));
    xml.element("letter", &attributes, |xml| {
        for SourceFile { path, toml } in files {
            xml.text_element("file", &[("path", path)], toml);
        }
        blocks.iter().for_each(|block| write_block(block, xml));
    });
    xml.into_string()
}

fn write_block(block: &Block, xml: &mut Xml) {
    let attributes = [("mark", block.mark.as_str()), ("shape", name_of(block.shape, &SHAPES))];
    xml.element("block", &attributes, |xml| {
        for Words { owner, origin, text } in &block.words {
            let owner = [("owner", name_of(*owner, &OWNERS))];
            xml.element("words", &owner, |xml| {
                if let Some(origin) = origin {
                    write_origin(origin, xml);
                }
                xml.text_element("text", &[], text);
            });
        }
    });
}

fn write_origin(origin: &Origin, xml: &mut Xml) {
    let Origin { file, key, number, start, source, verbatim } = origin;
    let attributes = [
        ("file", file.as_str()),
        ("key", key),
        ("number", &number.to_string()),
        ("start", &start.to_string()),
        ("verbatim", if *verbatim { "true" } else { "false" }),
        ("sha256", &origin.hash()),
    ];
    xml.text_element("source", &attributes, source);
}

/// Reads a manifest again. Nothing where it is none, or not one that this program writes.
pub fn read(xml: &str) -> Option<Manifest> {
    let document = roxmltree::Document::parse(xml).ok()?;
    let root = document.root_element();
    let is_it = |node: &Node<'_, '_>, name: &str| node.has_tag_name((NAMESPACE, name));
    is_it(&root, "letter").then_some(())?;
    let all = |name: &'static str| root.children().filter(move |node| is_it(node, name));
    let file = |node: Node<'_, '_>| {
        Some(SourceFile { path: node.attribute("path")?.to_owned(), toml: text_of(node) })
    };
    let round = root.attribute("round").map(|round| round.parse().ok());
    let tracked = root.attribute("tracked-by").map(|name| Who {
        name: name.to_owned(),
        day: root.attribute("tracked-on").and_then(|day| day.parse().ok()),
    });
    let manifest = Manifest {
        letter: root.attribute("name")?.to_owned(),
        form: value_of(root.attribute("form")?, &FORMS)?,
        round: round.map_or(Some(None), |round| round.map(Some))?,
        tracked,
        files: all("file").map(file).collect::<Option<_>>()?,
        blocks: all("block").map(read_block).collect::<Option<_>>()?,
    };
    (root.attribute("fingerprint") == Some(&manifest.fingerprint())).then_some(manifest)
}

fn read_block(node: Node<'_, '_>) -> Option<Block> {
    let words = node.children().filter(|node| node.has_tag_name((NAMESPACE, "words")));
    Some(Block {
        mark: node.attribute("mark")?.to_owned(),
        shape: value_of(node.attribute("shape")?, &SHAPES)?,
        words: words.map(read_words).collect::<Option<_>>()?,
    })
}

fn read_words(node: Node<'_, '_>) -> Option<Words> {
    let child = |name: &str| node.children().find(|child| child.has_tag_name((NAMESPACE, name)));
    Some(Words {
        owner: value_of(node.attribute("owner")?, &OWNERS)?,
        origin: child("source").map_or(Some(None), |node| read_origin(node).map(Some))?,
        text: text_of(child("text")?),
    })
}

fn read_origin(node: Node<'_, '_>) -> Option<Origin> {
    let origin = Origin {
        file: node.attribute("file")?.to_owned(),
        key: node.attribute("key")?.to_owned(),
        number: node.attribute("number")?.parse().ok()?,
        start: node.attribute("start")?.parse().ok()?,
        source: text_of(node),
        verbatim: node.attribute("verbatim")? == "true",
    };
    (node.attribute("sha256") == Some(&origin.hash())).then_some(origin)
}

fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter_map(|child| child.text()).collect()
}

const FORMS: [(&str, Form); 2] = [("letter", Form::Letter), ("statement", Form::Statement)];

const SHAPES: [(&str, Shape); 6] = [
    ("paragraph", Shape::Paragraph),
    ("heading", Shape::Heading),
    ("point", Shape::Point),
    ("cell", Shape::Cell),
    ("note", Shape::Note),
    ("image", Shape::Image),
];

const OWNERS: [(&str, Owner); 4] = [
    ("office", Owner::Office),
    ("inspectorate", Owner::Inspectorate),
    ("chief-constable", Owner::ChiefConstable),
    ("fixed", Owner::Fixed),
];

fn name_of<T: Copy + PartialEq>(value: T, names: &[(&'static str, T)]) -> &'static str {
    names.iter().find(|(_, named)| *named == value).map_or("", |(name, _)| name)
}

fn value_of<T: Copy>(name: &str, names: &[(&'static str, T)]) -> Option<T> {
    names.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn manifest() -> Manifest {
        let origin = Origin {
            file: "data/a.toml".to_owned(),
            key: "area[2].item[1].response".to_owned(),
            number: 3,
            start: 12,
            source: "The **Force**\n  & <others>".to_owned(),
            verbatim: true,
        };
        let office = |text: &str| Words {
            owner: Owner::Office,
            origin: Some(origin.clone()),
            text: text.to_owned(),
        };
        let fixed =
            Words { owner: Owner::Fixed, origin: None, text: "We accept this. ".to_owned() };
        let block = |shape| Block {
            mark: mark(&origin.key, origin.number),
            shape,
            words: vec![fixed.clone(), office("The Force & <others>")],
        };
        let file =
            |path: &str, toml: &str| SourceFile { path: path.to_owned(), toml: toml.to_owned() };
        Manifest {
            letter: "a".to_owned(),
            form: Form::Letter,
            round: Some(2),
            tracked: Some(Who { name: "An office".to_owned(), day: Some(date(2026, 3, 2)) }),
            files: vec![
                file("data/a.toml", "a = '''\n  \tOne ]]> two\r\n'''\n"),
                file("data/office.toml", ""),
            ],
            blocks: SHAPES.map(|(_, shape)| block(shape)).to_vec(),
        }
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let manifest = manifest();
        assert_eq!(read(&write(&manifest)), Some(manifest));
    }

    #[test]
    fn what_somebody_has_changed_is_no_manifest() {
        let written = write(&manifest());
        assert_eq!(read(&written.replace("One", "Two")), None);
        assert_eq!(read(&written.replace("Force", "force")), None);
        assert_eq!(read(&written.replace(NAMESPACE, "urn:other")), None);
        assert_eq!(read("<letter/>"), None);
        assert_eq!(read("letter"), None);
    }

    #[test]
    fn a_mark_is_short_and_stays_as_long_as_its_key_does() {
        let name = mark("area[2].item[1].response", 3);
        assert!(name.starts_with("_pl_") && name.len() <= 40, "{name}");
        assert_eq!(name, mark("area[2].item[1].response", 3));
        assert_ne!(name, mark("area[2].item[1].response", 4));
        assert_eq!(of_bookmark(&name), Some(&*name));
        assert_eq!(of_bookmark(&format!("{name}_Copy_1")), Some(&*name));
        for other in ["_pl_12", "_RefNote1", "Bookmark", "_pl_1ééééééééééééé"] {
            assert_eq!(of_bookmark(other), None);
        }
    }
}
