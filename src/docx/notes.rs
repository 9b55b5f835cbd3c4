//! The footnotes: a part of its own, with the lines that Word draws above them.

use super::body::Writer;
use super::flow::{First, Flow};
use super::manifest::Shape;
use super::style::{REFERENCE, Style};
use super::xml::Xml;
use crate::document::{Block, BlockKind, Inline, InlineKind, Look};

/// The line above the footnotes, and that above what goes on from the page before.
pub const SEPARATORS: [(&str, &str, &str); 2] =
    [("-1", "separator", "w:separator"), ("0", "continuationSeparator", "w:continuationSeparator")];

/// How the names of the bookmarks begin that are at the references to footnotes.
pub const BOOKMARK: &str = "_RefNote";

impl Writer<'_> {
    /// The part with the footnotes.
    pub(super) fn notes(&mut self) -> String {
        self.xml = Xml::part();
        self.xml.open("w:footnotes", &super::NAMESPACES);
        for (id, kind, line) in SEPARATORS {
            let attributes = [("w:type", kind), ("w:id", id)];
            self.xml.element("w:footnote", &attributes, |xml| {
                xml.element("w:p", &[], |xml| {
                    xml.element("w:r", &[], |xml| xml.empty(line, &[]));
                });
            });
        }
        let flow = Flow {
            style: Style::Note,
            shape: Shape::Note,
            first: First { leads_note: true, ..First::default() },
            ..Flow::new(self.letter.metadata.language)
        };
        for (index, blocks) in self.letter.document.notes.iter().enumerate() {
            self.xml.open("w:footnote", &[("w:id", &self.note_id(index))]);
            if blocks.is_empty() {
                self.empty(Style::Note, &flow);
            }
            self.blocks(blocks, &flow);
            self.xml.close("w:footnote");
        }
        self.xml.close("w:footnotes");
        std::mem::take(&mut self.xml).into_string()
    }

    /// The number by which the text refers to a footnote.
    pub(super) fn note_id(&self, index: usize) -> String {
        (self.notes_before + index + 1).to_string()
    }

    /// The number of the footnote that a paragraph begins.
    pub(super) fn lead_note(&mut self, flow: &Flow) {
        if !flow.first.leads_note {
            return;
        }
        self.xml.open("w:r", &[]);
        self.properties(Some(REFERENCE), Look::default(), "", flow);
        self.xml.empty("w:footnoteRef", &[]);
        self.xml.close("w:r");
        self.xml.open("w:r", &[]);
        self.xml.text_element("w:t", &[("xml:space", "preserve")], " ");
        self.xml.close("w:r");
    }

    /// A paragraph with the number alone, where a footnote begins with no text.
    pub(super) fn note_alone(&mut self, flow: &Flow) {
        if flow.first.leads_note {
            let first = First { leads_note: true, ..First::default() };
            self.empty(flow.style, &Flow { first, keep_next: true, ..flow.clone() });
        }
    }
}

/// Counts how often blocks refer to each footnote.
pub fn count(blocks: &[Block], counts: &mut [usize]) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading(_, inlines) | BlockKind::Paragraph(inlines) => {
                count_line(inlines, counts);
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| count(item, counts)),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => count(inner, counts),
            BlockKind::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| count_line(cell, counts));
            }
            BlockKind::Image(_) | BlockKind::Rule => {}
        }
    }
}

fn count_line(inlines: &[Inline], counts: &mut [usize]) {
    for inline in inlines {
        if let InlineKind::Note(index) = inline.kind {
            counts[index] += 1;
        }
    }
}
