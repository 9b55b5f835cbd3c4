//! Blocks in, paragraphs of Word out.

use super::flow::{First, Flow, Last, Number};
use super::manifest::{Owner, Shape, Words};
use super::marks::Marks;
use super::numbering::Lists;
use super::package::Relations;
use super::style::{Style, gap};
use super::xml::Xml;
use super::{Letter, notes};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Inline, InlineKind, List, Region, plain_text};
use crate::layout::fonts::Fonts;
use crate::pictures::PictureFile;
use std::collections::BTreeSet;
use std::ops::Range;

/// Of close points of a list, so much of the space between paragraphs stands between them, and above
/// the first.
const CLOSE: (f32, f32) = (0.4, 0.6);
/// The width of a figure, times the size of letters; the space after it, and the least of both.
const FIGURE: f32 = 0.556;
const AFTER_LABEL: f32 = 6.0;
const LEAST_HANGING: f32 = 15.0;
/// The words of a quotation that is kept on one page, in bytes.
const SHORT: usize = 1_000;
/// The words of a line, in bytes.
const LINE: usize = 90;

/// Writes the parts of a Word file that hold text.
pub struct Writer<'a> {
    pub(super) letter: &'a Letter<'a>,
    pub(super) fonts: &'a mut Fonts,
    /// The part that is written.
    pub(super) xml: Xml,
    /// What that part refers to; of the letter and of its footnotes.
    pub(super) relations: Relations,
    pub(super) note_relations: Relations,
    pub(super) lists: Lists,
    pub(super) marks: Marks,
    /// The images shown so far.
    pub(super) images: Vec<&'a PictureFile>,
    /// How often an image was shown.
    pub(super) drawings: usize,
    /// How often the text refers to each footnote, and which it has referred to so far.
    pub(super) references: Vec<usize>,
    pub(super) referred: Vec<bool>,
    /// How many footnotes another state of the letter has in the same file.
    pub(super) notes_before: usize,
    /// Whether the head of the first page has been opened.
    pub(super) has_head: bool,
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Writer<'a> {
    /// A writer that has written nothing yet.
    pub fn new(letter: &'a Letter<'a>, fonts: &'a mut Fonts) -> Self {
        let mut writer = Self {
            letter,
            fonts,
            xml: Xml::default(),
            relations: Relations::default(),
            note_relations: Relations::default(),
            lists: Lists::default(),
            marks: Marks::default(),
            images: Vec::new(),
            drawings: 0,
            references: Vec::new(),
            referred: Vec::new(),
            notes_before: 0,
            has_head: false,
            problems: Vec::new(),
        };
        writer.begin(letter);
        writer
    }

    /// Goes on with another state of the letter in the same file.
    pub fn turn_to(&mut self, earlier: &'a Letter<'a>) {
        self.notes_before = self.letter.document.notes.len();
        self.begin(earlier);
    }

    fn begin(&mut self, letter: &'a Letter<'a>) {
        let count = letter.document.notes.len();
        (self.letter, self.has_head) = (letter, false);
        (self.references, self.referred) = (vec![0; count], vec![false; count]);
        notes::count(&letter.document.blocks, &mut self.references);
    }

    /// Blocks that follow each other.
    pub fn blocks(&mut self, blocks: &[Block], flow: &Flow) {
        for (index, block) in blocks.iter().enumerate() {
            let mut part = flow.part(index == 0, index + 1 == blocks.len());
            let before = index.checked_sub(1).map(|before| &blocks[before]);
            let next = blocks.get(index + 1);
            part.last.keep_next |= leads(before, block, next);
            if next.is_some_and(|next| matches!(next.kind, BlockKind::Table(_))) {
                part.last.after = gap(self.letter.style);
            }
            self.block(block, &part);
            if let BlockKind::Table(_) = block.kind {
                // Word makes one table of two, and wants a paragraph at the end.
                let next = blocks.get(index + 1).map(|next| &next.kind);
                if matches!(next, None | Some(BlockKind::Table(_))) {
                    self.filler(&flow.part(false, false));
                }
            }
        }
    }

    fn block(&mut self, block: &Block, flow: &Flow) {
        match &block.kind {
            BlockKind::Heading(level, inlines) => self.heading(*level, &block.range, inlines, flow),
            BlockKind::Paragraph(inlines) => {
                self.text(flow.style, flow.shape, &block.range, inlines, flow);
            }
            BlockKind::List(list) => self.list(list, flow),
            BlockKind::Quote(blocks) => self.quote(blocks, flow),
            BlockKind::Table(table) => self.table(table, flow),
            BlockKind::Image(image) => self.image(image, &block.range, flow),
            BlockKind::Rule => self.empty(Style::Rule, flow),
            BlockKind::Region(region, blocks) => self.region(*region, blocks, flow),
        }
    }

    /// A heading. In an item it is not set in with the report's words.
    fn heading(&mut self, level: u8, range: &Range<usize>, inlines: &[Inline], flow: &Flow) {
        if !plain_text(inlines).trim().is_empty() {
            let flow = Flow { gap: None, ..flow.clone() };
            self.text(Style::Heading(level.clamp(1, 6)), Shape::Heading, range, inlines, &flow);
        }
    }

    fn list(&mut self, list: &List, flow: &Flow) {
        let look = self.letter.style;
        self.note_alone(flow);
        let outer = if flow.item { flow.barred(look) } else { flow.clone() };
        let size = outer.size.unwrap_or_else(|| outer.style.size(look));
        let widest = list.labels.iter().map(|label| label.chars().count()).max().unwrap_or(1);
        let hanging = (widest as f32 * FIGURE * size + AFTER_LABEL).max(LEAST_HANGING);
        let label = list.labels.first().map_or("", String::as_str);
        let (number, level) = self.lists.add(label, outer.level);
        let wide = outer.gap.unwrap_or_else(|| outer.style.before(look));
        let gap = if list.tight { wide * CLOSE.0 } else { wide };
        let shape = if flow.shape == Shape::Note { Shape::Note } else { Shape::Point };
        for (index, blocks) in list.items.iter().enumerate() {
            let above = if index == 0 { gap.max(wide * CLOSE.1) } else { gap };
            let mut point = outer.part(false, index + 1 == list.items.len());
            point.first = First {
                before: Some(flow.first.before.filter(|_| index == 0).unwrap_or(above)),
                number: Some(Number { list: number, level, hanging }),
                leads_note: false,
            };
            (point.left, point.gap) = (outer.left + hanging, Some(gap));
            (point.level, point.shape) = (outer.level + 1, shape);
            self.point(blocks, point);
        }
    }

    /// A point of a list. Where it does not begin with text, its number stands alone.
    fn point(&mut self, blocks: &[Block], mut point: Flow) {
        let begins = |block: &Block| match &block.kind {
            BlockKind::Paragraph(inlines) | BlockKind::Heading(_, inlines) => !inlines.is_empty(),
            _ => false,
        };
        if !blocks.first().is_some_and(begins) {
            self.empty(point.style, &point);
            point.first = First::default();
        }
        self.blocks(blocks, &point);
    }

    fn quote(&mut self, blocks: &[Block], flow: &Flow) {
        let look = self.letter.style;
        let mut inner = match flow.style {
            _ if flow.item && flow.bar.is_none() => flow.barred(look),
            style => Flow {
                style: match style {
                    Style::Text | Style::Response | Style::Fixed => Style::Quotation,
                    style => style,
                },
                left: flow.left + look.quote_indent,
                right: flow.right + look.quote_indent,
                ..flow.clone()
            },
        };
        inner.hold |= words(blocks) < SHORT;
        self.blocks(blocks, &inner);
    }

    fn region(&mut self, region: Region, blocks: &[Block], flow: &Flow) {
        let flow = match region {
            Region::Sender => return self.letterhead(blocks, flow),
            Region::Recipient => return self.addressee(blocks, flow),
            Region::Item => return self.item(blocks, flow),
            Region::SignOff => return self.sign_off(blocks, flow),
            Region::Particulars => Flow { style: Style::Particulars, ..flow.clone() },
            Region::Response => Flow { style: Style::Response, ..flow.clone() },
            Region::ChiefConstable => return self.chief_constable(blocks, flow),
            Region::Salutation => flow.clone(),
            Region::Beneath => {
                Flow { left: flow.left + self.letter.style.quote_indent, ..flow.clone() }
            }
            Region::In(language) => Flow { language, ..flow.clone() },
        };
        self.blocks(blocks, &flow);
    }

    /// An item. What stands above the report's words, such as who is to act, leads in to them.
    fn item(&mut self, blocks: &[Block], flow: &Flow) {
        let inner = Flow { item: true, hold: words(blocks) < SHORT, ..flow.clone() };
        let is_above =
            |block: &Block| matches!(block.kind, BlockKind::Heading(..) | BlockKind::Paragraph(_));
        let above = blocks.iter().take_while(|block| is_above(block)).count();
        let (above, below) = blocks.split_at(above);
        if below.is_empty() {
            return self.blocks(above, &inner);
        }
        let lead = Flow { keep_next: true, last: Last::default(), ..inner.clone() };
        self.blocks(above, &lead);
        self.blocks(below, &inner.part(above.is_empty(), true));
    }

    /// What the chief constable says: what is quoted are the words, the rest leads in to them.
    fn chief_constable(&mut self, blocks: &[Block], flow: &Flow) {
        for (index, block) in blocks.iter().enumerate() {
            let part = flow.part(index == 0, index + 1 == blocks.len());
            match &block.kind {
                BlockKind::Quote(inner) => {
                    let style = Style::ChiefConstable;
                    self.quote(inner, &Flow { style, ..part });
                }
                _ => self.block(block, &part),
            }
        }
    }

    /// The sign-off stays together, with room for a signature by hand where there is no image.
    fn sign_off(&mut self, blocks: &[Block], flow: &Flow) {
        let has_image = blocks.iter().any(|block| matches!(block.kind, BlockKind::Image(_)));
        let outer = Flow { style: Style::SignOff, hold: true, ..flow.clone() };
        for (index, block) in blocks.iter().enumerate() {
            let mut part = outer.part(index == 0, index + 1 == blocks.len());
            if index == 1 && !has_image {
                part.first.before = Some(self.letter.style.signature_space);
            }
            self.block(block, &part);
        }
    }

    /// Text that is one block of the letter, or several: a line break between the words of two keys
    /// parts them.
    pub(super) fn text(
        &mut self,
        style: Style,
        shape: Shape,
        range: &Range<usize>,
        inlines: &[Inline],
        flow: &Flow,
    ) {
        if inlines.is_empty() {
            return;
        }
        let words = self.letter.trace.words(range, inlines);
        let keys: BTreeSet<_> =
            words.iter().filter_map(|words| Some(&words.origin.as_ref()?.key)).collect();
        let is_break = |inline: &Inline| inline.kind == InlineKind::Break;
        if keys.len() < 2 || !inlines.iter().any(is_break) {
            return self.paragraph(style, shape, words, inlines, flow);
        }
        let (lines, mut start) = (inlines.split(is_break).collect::<Vec<_>>(), range.start);
        for (index, line) in lines.iter().enumerate() {
            let is_last = index + 1 == lines.len();
            let mut part = flow.part(index == 0, is_last);
            part.keep_next |= !is_last;
            if index > 0 {
                part.first.before = Some(0.0);
            }
            let next = lines.get(index + 1).and_then(|next| next.first()?.source.of(0));
            let end = next.unwrap_or(range.end);
            let words = self.letter.trace.words(&(start..end), line);
            self.paragraph(style, shape, words, line, &part);
            start = end;
        }
    }

    /// One paragraph of Word, with its mark.
    fn paragraph(
        &mut self,
        style: Style,
        shape: Shape,
        words: Vec<Words>,
        inlines: &[Inline],
        flow: &Flow,
    ) {
        let is_fixed = words.iter().all(|words| words.owner == Owner::Fixed);
        let style = match style {
            Style::Text | Style::Response if is_fixed => Style::Fixed,
            style => style,
        };
        let announces = ends_in_colon(inlines);
        let look = self.letter.style;
        self.xml.open("w:p", &[]);
        flow.write(style, announces, look, &mut self.xml);
        self.lead_note(flow);
        let bookmark = self.marks.add(shape, words);
        self.xml.empty("w:bookmarkStart", &[("w:id", &bookmark.id), ("w:name", &bookmark.name)]);
        self.inlines(inlines, flow);
        self.xml.empty("w:bookmarkEnd", &[("w:id", &bookmark.id)]);
        self.xml.close("w:p");
    }

    /// A paragraph without text.
    pub(super) fn empty(&mut self, style: Style, flow: &Flow) {
        self.xml.open("w:p", &[]);
        flow.write(style, false, self.letter.style, &mut self.xml);
        self.lead_note(flow);
        self.xml.close("w:p");
    }

    /// A paragraph that nobody sees, where Word wants one.
    fn filler(&mut self, flow: &Flow) {
        let first = First { before: Some(0.0), ..First::default() };
        self.empty(flow.style, &Flow { first, line: Some(1.0), ..flow.clone() });
    }
}

/// Whether a block leads in to the next: to the sign-off, an item to its answer, and a line below a
/// heading to the text.
fn leads(before: Option<&Block>, block: &Block, next: Option<&Block>) -> bool {
    let is_heading = |block: &Block| matches!(block.kind, BlockKind::Heading(..));
    match (&block.kind, next.map(|next| &next.kind)) {
        (_, Some(BlockKind::Region(Region::SignOff, _))) => true,
        (
            BlockKind::Region(Region::Item, inner),
            Some(BlockKind::Region(Region::Response | Region::ChiefConstable, answer)),
        ) => words(inner) < SHORT && !answer.first().is_some_and(announces),
        (BlockKind::Paragraph(line), Some(_)) => {
            before.is_some_and(is_heading) && plain_text(line).len() < LINE
        }
        _ => false,
    }
}

/// Whether a block leads in to what follows: much would stay together that need not.
fn announces(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(line) if ends_in_colon(line))
}

fn ends_in_colon(line: &[Inline]) -> bool {
    plain_text(line).trim_end().ends_with(':')
}

/// How long the text of blocks is.
fn words(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Heading(_, inlines) | BlockKind::Paragraph(inlines) => {
                plain_text(inlines).len()
            }
            BlockKind::List(list) => list.items.iter().map(|item| words(item)).sum(),
            BlockKind::Quote(inner) | BlockKind::Region(_, inner) => words(inner),
            // These are kept together in their own ways, or not at all.
            BlockKind::Table(_) | BlockKind::Image(_) | BlockKind::Rule => SHORT,
        })
        .sum()
}
