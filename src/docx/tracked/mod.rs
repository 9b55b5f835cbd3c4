//! Two states of a letter as the text of Word files in, one text out in which what changed between
//! them is tracked: who takes all changes has the later state, who rejects all has the earlier.
//!
//! Both states were written by the [writer](super::body), so that all they refer to has one name in
//! both. What looks otherwise looks as in the later state; a paragraph that has another style or has
//! become a point of a list says so, and so do bold, italics and strikes.

mod compare;
mod read;
mod write;

use super::read::{Named, Who};
use super::xml::Xml;
use crate::diff::align::{self, Aligned};
use compare::{Both, Item, merged};
use read::{Block, Names, Whole, blocks, known};
use roxmltree::{Document, Node};
use std::collections::{BTreeMap, BTreeSet};
use write::Writer;

/// The text of a Word file: the parts with the letter and with its footnotes.
pub struct Texts {
    /// The letter.
    pub body: String,
    /// The footnotes.
    pub notes: String,
}

/// Before what stands in the text, and after it; before the first footnote, and after the last.
const BODY: &str = "<w:body>";
const SECTION: &str = "<w:sectPr>";
const NOTE: &str = "<w:footnote w:id=";
const NOTES_END: &str = "</w:footnotes>";

/// A footnote and what it is called.
type Note<'x> = (&'x str, Vec<Block<'x>>);

impl Texts {
    /// The text with what changed since `earlier`. `by` is who the changes are by, and `number` the
    /// first number that no mark has.
    ///
    /// # Errors
    ///
    /// None: both are XML that this program wrote.
    pub fn since(&self, earlier: &Self, by: &Who, number: usize) -> Result<Self, roxmltree::Error> {
        let (then, now) = (Document::parse(&earlier.notes)?, Document::parse(&self.notes)?);
        let mut names = Names::default();
        let (olds, news) = (notes(&then, &mut names), notes(&now, &mut names));
        names.same = same_notes(&olds, &news);
        let (then, now) = (Document::parse(&earlier.body)?, Document::parse(&self.body)?);
        let [then, now] = [&then, &now].map(body);
        let (then, now) = (blocks(then, &mut names), blocks(now, &mut names));
        let items = merged(&then, &now);
        let in_order = in_order(&items, &olds, &news);
        let ids = in_order.iter().filter_map(|note| Some(note.now.or(note.then)?.0));
        let numbers = ids.zip(1..).map(|(id, number)| (id, number.to_string())).collect();
        let mut writer = Writer::new(by, number, numbers);
        let start = self.body.find(BODY).map_or(0, |at| at + BODY.len());
        let end = self.body.rfind(SECTION).unwrap_or(self.body.len());
        let body = around(&self.body, start, end, |xml| writer.body(&items, xml));
        let end = self.notes.rfind(NOTES_END).unwrap_or(self.notes.len());
        let start = self.notes.find(NOTE).unwrap_or(end);
        let notes = around(&self.notes, start, end, |xml| {
            for (Both { then, now }, number) in in_order.iter().zip(1..) {
                let items = merged(blocks_of(*then), blocks_of(*now));
                writer.note(number, &items, xml);
            }
        });
        Ok(Self { body, notes })
    }
}

/// What stands in the one child of the root.
fn body<'x>(document: &'x Document<'x>) -> Node<'x, 'x> {
    document.root_element().first_element_child().unwrap_or(document.root_element())
}

/// The footnotes, without the lines above them.
fn notes<'x>(document: &'x Document<'x>, names: &mut Names<'x>) -> Vec<Note<'x>> {
    let root = document.root_element();
    let own = root.children().filter(|node| node.value_of("type").is_none());
    own.filter_map(|node| Some((node.value_of("id")?, blocks(node, names)))).collect()
}

/// Which footnote of the earlier state is which of the later.
fn same_notes<'x>(olds: &[Note<'x>], news: &[Note<'x>]) -> BTreeMap<&'x str, &'x str> {
    let known = |notes: &[Note<'x>]| -> Vec<_> {
        notes.iter().map(|(_, blocks)| known(blocks.iter())).collect()
    };
    let (old, new) = (known(olds), known(news));
    let pairs = align::pairs(&old, &new);
    let aligned = Aligned { old: &old, new: &new, pairs: &pairs, has_marks: true };
    let segments = aligned.segments(|_, _| false).into_iter();
    segments
        .flat_map(|segment| segment.old.zip(segment.new))
        .map(|(o, n)| (olds[o].0, news[n].0))
        .collect()
}

/// The footnotes in the order in which the text refers to them, which is how LibreOffice knows them: those
/// of the later state, each with that to which the text referred in its place, and those that are gone.
fn in_order<'n, 'x>(
    items: &[Item<'_, 'x>],
    olds: &'n [Note<'x>],
    news: &'n [Note<'x>],
) -> Vec<Both<&'n Note<'x>>> {
    let find = |whole: Option<Whole<'_>>, notes: &'n [Note<'x>]| match whole {
        Some(Whole::Note(id)) => notes.iter().find(|(known, _)| *known == id),
        _ => None,
    };
    let mut all = Vec::new();
    compare::each_atom(items, &mut |whole| {
        let (then, now) = (find(whole.then, olds), find(whole.now, news));
        all.extend((then.is_some() || now.is_some()).then_some(Both { then, now }));
    });
    // A footnote to which nothing refers is there all the same.
    let known: BTreeSet<&str> = all.iter().filter_map(|note| Some(note.now?.0)).collect();
    let others = news.iter().filter(|(id, _)| !known.contains(id));
    all.extend(others.map(|note| Both { then: None, now: Some(note) }).collect::<Vec<_>>());
    all
}

fn blocks_of<'n, 'x>(note: Option<&'n Note<'x>>) -> &'n [Block<'x>] {
    note.map_or(&[], |(_, blocks)| blocks)
}

/// A part with other content between two places.
fn around(part: &str, start: usize, end: usize, content: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::default();
    xml.raw(&part[..start]);
    content(&mut xml);
    xml.raw(&part[end..]);
    xml.into_string()
}
