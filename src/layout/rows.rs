//! Blocks in, rows out: lines of text and whatever else a page is filled with, from the top down.

use super::flow::{Bar, Glue, Row};
use super::fonts::{Face, Fonts};
use super::paragraph::{self, JOINER, LineRun, RichText, Setting, SpanLook, TextLine};
use super::structure::{NodeId, Role, Structure};
use super::{LinkArea, Mark, Owner, Placed, Rectangle, Target};
use crate::diagnostic::Diagnostic;
use crate::document::{
    self, Block, BlockKind, Image, Inline, InlineKind, List, Region, Source, plain_text,
};
use crate::letter::Language;
use crate::pictures::Pictures;
use crate::sheet::SHEET;
use crate::style::{Colour, Style};

/// An item with no more lines than this is never split.
const SHORT_ITEM: usize = 12;
/// A paragraph with no more lines than this does not keep a heading from the next.
const LOW_PARAGRAPH: usize = 2;
/// The space between the number of a paragraph and the text.
const NUMBER_GAP: f32 = 9.0;
/// The highest an image is printed, as a part of the page.
const TALLEST_IMAGE: f32 = 0.5;

/// Turns blocks into rows, and notes what they are part of.
pub struct Setter<'a> {
    pub(super) style: &'a Style,
    pub(super) fonts: &'a mut Fonts,
    pub(super) structure: Structure,
    /// Whether links look like the text around them: in a letterhead.
    pub(super) plain_links: bool,
    /// The number of the last paragraph, where they are numbered.
    pub(super) number: Option<usize>,
    pictures: &'a Pictures,
    language: Language,
    undrawn: Vec<char>,
    pub(super) problems: Vec<Diagnostic>,
}

/// Where blocks are set and what they are part of.
#[derive(Clone, Debug)]
pub struct Column {
    /// The left edge.
    pub left: f32,
    /// The width.
    pub width: f32,
    /// The size of letters.
    pub size: f32,
    /// The distance from line to line.
    pub leading: f32,
    /// The space between paragraphs.
    pub gap: f32,
    /// What the blocks are part of.
    pub parent: Option<NodeId>,
    /// Their language, where it is not the letter's.
    pub language: Option<Language>,
    /// The bars beside them.
    pub(super) bars: Vec<Bar>,
    /// The bar that marks an item in the report's words, where they are one.
    pub(super) item: Option<Bar>,
}

impl<'a> Setter<'a> {
    /// A setter without anything set.
    pub fn new(
        style: &'a Style,
        fonts: &'a mut Fonts,
        pictures: &'a Pictures,
        language: Language,
    ) -> Self {
        let (structure, undrawn, problems) = (Structure::default(), Vec::new(), Vec::new());
        let (plain_links, number) = (false, None);
        Self { style, fonts, structure, plain_links, number, pictures, language, undrawn, problems }
    }

    /// Ends the setting.
    ///
    /// # Errors
    ///
    /// The characters that no font draws, and the images that nobody has read. Those that the user
    /// wrote were found before; these come from a template.
    pub fn finish(&mut self) -> Result<(), Vec<Diagnostic>> {
        self.undrawn.sort_unstable();
        self.undrawn.dedup();
        let problem = |c: &char| {
            let message = format!(
                "no font has the character {c} (U+{:04X}), which a template prints",
                u32::from(*c)
            );
            Diagnostic::error("no-glyph", message).help("write it in another way in the template")
        };
        let mut problems = std::mem::take(&mut self.problems);
        problems.extend(self.undrawn.iter().map(problem));
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The column of the body.
    pub fn body_column(&self) -> Column {
        let (page, text) = (&self.style.page, &self.style.text);
        let size = text.size;
        Column {
            left: page.left,
            width: SHEET.0 - page.left - page.right,
            size: text.size,
            leading: size * text.line_height,
            gap: size * text.paragraph_space,
            parent: None,
            language: None,
            bars: Vec::new(),
            item: None,
        }
    }

    /// A column for small text: notes, running head and page number.
    pub fn small_column(&self) -> Column {
        let size = self.style.note_size;
        let (leading, gap) = (size * 1.25, size * 0.3);
        Column { size, leading, gap, ..self.body_column() }
    }

    /// The rows of the body.
    pub fn body(&mut self, blocks: &[&Block]) -> Vec<Row> {
        let column = self.body_column();
        let mut rows = Vec::new();
        self.sequence(blocks, &column, &mut rows);
        rows
    }

    /// The rows of the footnotes, in their order.
    pub fn notes(&mut self, notes: &[Vec<Block>]) -> Vec<Vec<Row>> {
        let widest = self.text_width(&notes.len().to_string(), &self.small_column());
        let indent = (widest + 5.0).max(14.0);
        let numbered = notes.iter().enumerate();
        numbered.map(|(index, blocks)| self.note(index, blocks, indent)).collect()
    }

    fn note(&mut self, index: usize, blocks: &[Block], indent: f32) -> Vec<Row> {
        let column = self.small_column();
        let note = self.structure.add(Role::Note, None, None);
        let label = self.structure.add(Role::Label, Some(note), None);
        let node = self.structure.add(Role::Link, Some(label), None);
        let target = Some(Target::Reference(index));
        let look = SpanLook { target, ..self.look(column.size, false, node) };
        let column = Column { parent: Some(note), ..column };
        self.labelled(&format!("{}", index + 1), &look, blocks, &column, indent)
    }

    /// The line between text and footnotes.
    pub fn notes_rule(&self) -> Row {
        let column = self.body_column();
        let area = Rectangle { x: column.left, y: 8.0, width: 120.0, height: 0.5 };
        let rule = Placed::Rule(area, self.style.text.colour);
        Row {
            height: 12.0,
            marks: vec![Mark { owner: Owner::Decoration, placed: rule }],
            ..Row::default()
        }
    }

    /// Adds the rows of blocks that follow each other.
    pub fn blocks(&mut self, blocks: &[Block], column: &Column, rows: &mut Vec<Row>) {
        self.sequence(&blocks.iter().collect::<Vec<_>>(), column, rows);
    }

    fn sequence(&mut self, blocks: &[&Block], column: &Column, rows: &mut Vec<Row>) {
        for (index, block) in blocks.iter().enumerate() {
            let start = rows.len();
            self.block(block, column, rows);
            let glue = leads_in(&blocks[..=index], blocks.get(index + 1), rows.len() - start);
            if let Some(row) = rows.last_mut() {
                row.leads_in = row.leads_in.max(glue);
            }
        }
    }

    fn block(&mut self, block: &Block, column: &Column, rows: &mut Vec<Row>) {
        match &block.kind {
            BlockKind::Heading(level, inlines) => self.heading(*level, inlines, column, rows),
            BlockKind::Paragraph(inlines) => self.paragraph(inlines, column, rows),
            BlockKind::List(list) => self.list(list, column, rows),
            BlockKind::Quote(blocks) => self.quote(blocks, column, rows),
            BlockKind::Region(region, blocks) => self.region(*region, blocks, column, rows),
            BlockKind::Table(_) | BlockKind::Image(_) | BlockKind::Rule => {
                let (column, start) = (self.barred(column), rows.len());
                match &block.kind {
                    BlockKind::Table(table) => self.table(table, &column, rows),
                    BlockKind::Image(image) => self.image(image, &column, rows),
                    _ => rows.push(self.rule(&column)),
                }
                rows[start..].iter_mut().for_each(|row| row.bars.clone_from(&column.bars));
            }
        }
    }

    fn heading(&mut self, level: u8, inlines: &[Inline], column: &Column, rows: &mut Vec<Row>) {
        let size = self.style.heading_sizes[usize::from(level.clamp(1, 6)) - 1].max(column.size);
        let words = plain_text(inlines);
        let node = self.add(Role::Heading(level, words.clone()), column);
        let look = self.look(size, true, node);
        let look = SpanLook { colour: self.style.heading_colour, ..look };
        let text = self.rich(inlines, &look);
        let leading = size * 1.2;
        let lines = paragraph::set(&text, Setting { width: column.width, leading }, self.fonts);
        let start = rows.len();
        self.push_lines(lines, column, column.gap * 1.6, rows);
        rows[start..].iter_mut().skip(1).for_each(|row| row.glue = Glue::Firm);
        if let Some(row) = rows.get_mut(start) {
            row.heading = Some((level, words));
        }
        if let Some(row) = rows.last_mut() {
            row.leads_in = Glue::Firm;
        }
    }

    fn paragraph(&mut self, inlines: &[Inline], column: &Column, rows: &mut Vec<Row>) {
        let node = self.add(Role::Paragraph, column);
        let start = rows.len();
        self.text(node, inlines, column, rows);
        if let (Some(number), Some(row)) = (self.number, rows.get_mut(start)) {
            self.number = Some(number + 1);
            self.number_in_margin(number + 1, column, row);
        }
    }

    /// Puts a number into the left margin, on the baseline of a row.
    fn number_in_margin(&mut self, number: usize, column: &Column, row: &mut Row) {
        let mut text = RichText::default();
        text.push(&number.to_string(), self.look(self.style.note_size, false, NodeId(0)));
        let setting = Setting { width: f32::MAX, leading: column.leading };
        let line = paragraph::set(&text, setting, self.fonts).into_iter().next();
        let (Some(line), Some(baseline)) = (line, baseline(row)) else { return };
        let left = (self.style.page.left - NUMBER_GAP - line.width).max(0.0);
        let down = baseline - line.baseline;
        row.marks.extend(marks(line, left).into_iter().map(|mut mark| {
            mark.shift(down);
            Mark { owner: Owner::Decoration, ..mark }
        }));
    }

    /// Sets what is no paragraph of its own: it has no number.
    fn without_numbers<T>(&mut self, set: impl FnOnce(&mut Self) -> T) -> T {
        let number = self.number.take();
        let result = set(self);
        self.number = number;
        result
    }

    /// Adds the rows of running text that is part of `node`.
    fn text(&mut self, node: NodeId, inlines: &[Inline], column: &Column, rows: &mut Vec<Row>) {
        let text = self.rich(inlines, &self.look(column.size, false, node));
        let setting = Setting { width: column.width, leading: column.leading };
        let lines = paragraph::set(&text, setting, self.fonts);
        let (start, count) = (rows.len(), lines.len());
        self.push_lines(lines, column, column.gap, rows);
        // No line of a paragraph stands alone at the foot or at the head of a page.
        for (index, row) in rows[start..].iter_mut().enumerate().skip(1) {
            row.glue = if index == 1 || index + 1 == count { Glue::Firm } else { Glue::Line };
        }
        let announces = text.text().trim_end().ends_with(':');
        if let (true, Some(row)) = (announces, rows.last_mut()) {
            row.leads_in = Glue::Firm;
        }
    }

    fn list(&mut self, list: &List, outer: &Column, rows: &mut Vec<Row>) {
        let mut column = self.barred(outer);
        if column.bars.len() > outer.bars.len() {
            column.parent = Some(self.add(Role::Quote, &column));
        }
        let node = self.add(Role::List(list.ordered), &column);
        let gap = if list.tight { column.gap * 0.4 } else { column.gap };
        let indent = self.label_width(list, &column) + 6.0;
        for (index, (label, blocks)) in list.labels.iter().zip(&list.items).enumerate() {
            let item = self.structure.add(Role::ListItem, Some(node), None);
            let label_node = self.structure.add(Role::Label, Some(item), None);
            let parent = Some(self.structure.add(Role::ListBody, Some(item), column.language));
            let look = self.look(column.size, false, label_node);
            let inner = Column { parent, gap, ..column.clone() };
            let mut item_rows = self
                .without_numbers(|setter| setter.labelled(label, &look, blocks, &inner, indent));
            if let (0, Some(first)) = (index, item_rows.first_mut()) {
                first.before = column.gap.min(first.before.max(column.gap * 0.6));
            }
            let is_by_end = index == 1 || index + 1 == list.items.len();
            if let (true, true, Some(first)) = (index > 0, is_by_end, item_rows.first_mut()) {
                // No item stands alone on the other page, if that can be helped.
                first.glue = first.glue.max(Glue::Weak);
            }
            rows.append(&mut item_rows);
        }
    }

    fn label_width(&mut self, list: &List, column: &Column) -> f32 {
        let labels = list.labels.iter().map(String::as_str);
        let widest = labels.max_by_key(|label| label.len()).unwrap_or_default();
        self.text_width(widest, column).max(9.0)
    }

    fn text_width(&mut self, words: &str, column: &Column) -> f32 {
        let mut text = RichText::default();
        text.push(words, self.look(column.size, false, NodeId(0)));
        paragraph::widths(&text, self.fonts).0
    }

    /// Blocks with a label at the left of their first line.
    fn labelled(
        &mut self,
        label: &str,
        look: &SpanLook,
        blocks: &[Block],
        column: &Column,
        indent: f32,
    ) -> Vec<Row> {
        let mut text = RichText::default();
        text.push(label, look.clone());
        let setting = Setting { width: column.width, leading: column.leading };
        let label = paragraph::set(&text, setting, self.fonts);
        let (left, width) = (column.left + indent, column.width - indent);
        let inner = Column { left, width, ..column.clone() };
        let mut rows = self.beside_label(blocks, &inner);
        if let Some(line) = label.into_iter().next() {
            // A table or a heading has its first line lower or higher than text.
            let down = baseline(&rows[0]).map_or(0.0, |baseline| baseline - line.baseline);
            let mut areas = links(&line, column.left);
            let mut marks = marks(line, column.left);
            marks.iter_mut().for_each(|mark| mark.shift(down));
            areas.iter_mut().for_each(|link| link.area.y += down);
            rows[0].height = rows[0].height.max(column.leading);
            rows[0].marks.splice(0..0, marks);
            rows[0].links.splice(0..0, areas);
        }
        rows
    }

    /// What stands at the right of a label: one row at least.
    fn beside_label(&mut self, blocks: &[Block], column: &Column) -> Vec<Row> {
        let mut rows = Vec::new();
        let is_body = |node: &NodeId| self.structure.get(*node).role == Role::ListBody;
        match (blocks, column.parent.filter(is_body)) {
            // The single paragraph of a list item is the item's text and needs no node of its own.
            ([Block { kind: BlockKind::Paragraph(inlines), .. }], Some(body)) => {
                self.text(body, inlines, column, &mut rows);
            }
            // Without anything in it the item would be a label alone for those who hear the list.
            ([], Some(body)) => {
                let look = document::Look::default();
                let (kind, source) = (InlineKind::Text(" ".to_owned()), Source::default());
                let space = Inline { kind, look, link: None, source };
                self.text(body, &[space], column, &mut rows);
            }
            _ => self.blocks(blocks, column, &mut rows),
        }
        if rows.is_empty() {
            rows.push(Row { height: column.leading, before: column.gap, ..Row::default() });
        }
        rows
    }

    fn quote(&mut self, blocks: &[Block], column: &Column, rows: &mut Vec<Row>) {
        let node = self.add(Role::Quote, column);
        let mut inner = self.barred(column);
        if inner.bars == column.bars {
            inner.left += self.style.quote_indent;
            inner.width -= 2.0 * self.style.quote_indent;
        }
        inner.parent = Some(node);
        let start = rows.len();
        self.blocks(blocks, &inner, rows);
        hold(&mut rows[start..], Glue::Weak);
    }

    /// The column for the report's words: set in, with a bar at its left that no part of the item
    /// has got yet.
    fn barred(&self, column: &Column) -> Column {
        let mut column = column.clone();
        if let (Some(bar), true) = (&column.item, column.bars.is_empty()) {
            column.bars.push(bar.clone());
            column.left += self.style.quote_indent;
            column.width -= self.style.quote_indent;
        }
        column
    }

    fn bar(&self, column: &Column, from_row: usize) -> Bar {
        let style = self.style;
        Bar { x: column.left, width: style.quote_bar, colour: style.quote_colour, from_row }
    }

    fn image(&mut self, image: &Image, column: &Column, rows: &mut Vec<Row>) {
        let index = match self.pictures.find(&image.link) {
            Ok(index) => index,
            Err(problem) => return self.problems.push(problem),
        };
        let node = self.add(Role::Figure(image.words.clone()), column);
        let picture = self.pictures.get(index);
        let (across, down) = (picture.pixels.0.max(1) as f32, picture.pixels.1.max(1) as f32);
        // Without a width of its own an image is printed at 96 pixels to the inch.
        let wanted = picture.width.unwrap_or(across * 0.75);
        let width = wanted.min(column.width).min(SHEET.1 * TALLEST_IMAGE * across / down);
        let height = width * down / across;
        let area = Rectangle { x: column.left, y: 0.0, width, height };
        let mark = Mark { owner: Owner::Node(node), placed: Placed::Image(area, index) };
        rows.push(Row { height, before: column.gap, marks: vec![mark], ..Row::default() });
    }

    fn rule(&self, column: &Column) -> Row {
        let area = Rectangle { x: column.left, y: 0.0, width: column.width, height: 0.75 };
        let placed = Placed::Rule(area, self.style.text.colour);
        let marks = vec![Mark { owner: Owner::Decoration, placed }];
        Row { height: 0.75, before: column.gap * 1.5, marks, ..Row::default() }
    }

    fn region(&mut self, region: Region, blocks: &[Block], column: &Column, rows: &mut Vec<Row>) {
        let start = rows.len();
        match region {
            Region::Item => {
                let item = Some(self.bar(column, start));
                self.item(blocks, &Column { item, ..column.clone() }, rows);
                hold(&mut rows[start..], Glue::Whole);
            }
            // An answer begins on the page on which its item ends.
            Region::Response | Region::ChiefConstable => {
                self.blocks(blocks, column, rows);
                if let Some(row) = rows.get_mut(start) {
                    row.glue = row.glue.max(Glue::Weak);
                }
            }
            Region::Beneath => {
                let indent = self.style.quote_indent;
                let (left, width) = (column.left + indent, column.width - indent);
                self.blocks(blocks, &Column { left, width, ..column.clone() }, rows);
            }
            Region::In(language) => {
                let language = Some(language).filter(|part| *part != self.language);
                self.blocks(blocks, &Column { language, ..column.clone() }, rows);
            }
            Region::SignOff => {
                // Nothing after it is text.
                self.number = None;
                self.sign_off(blocks, column, rows);
            }
            Region::Particulars | Region::Salutation => {
                self.without_numbers(|setter| setter.blocks(blocks, column, rows));
            }
            _ => self.blocks(blocks, column, rows),
        }
    }

    /// What stands above the report's words, such as who is to act, leads in to them.
    fn item(&mut self, blocks: &[Block], column: &Column, rows: &mut Vec<Row>) {
        let mut above = true;
        for block in blocks {
            above &= matches!(block.kind, BlockKind::Heading(..) | BlockKind::Paragraph(_));
            if !above {
                self.block(block, column, rows);
                continue;
            }
            self.without_numbers(|setter| setter.block(block, column, rows));
            if let Some(row) = rows.last_mut() {
                row.leads_in = Glue::Firm;
            }
        }
    }

    /// The sign-off stays together, and with two lines of text at least.
    fn sign_off(&mut self, blocks: &[Block], column: &Column, rows: &mut Vec<Row>) {
        let start = rows.len();
        let has_image = blocks.iter().any(|block| matches!(block.kind, BlockKind::Image(_)));
        for (index, block) in blocks.iter().enumerate() {
            let first = rows.len();
            self.block(block, column, rows);
            let by_hand = index == 1 && !has_image;
            if let (true, Some(row)) = (by_hand, rows.get_mut(first)) {
                row.before = self.style.signature_space;
            }
        }
        rows[start..].iter_mut().for_each(|row| (row.glue, row.signs_off) = (Glue::Firm, true));
        if start > 1 {
            rows[start - 1].glue = Glue::Firm;
        }
    }

    pub(super) fn add(&mut self, role: Role, column: &Column) -> NodeId {
        self.structure.add(role, column.parent, column.language)
    }

    /// The look of plain text.
    pub(super) fn look(&self, size: f32, bold: bool, node: NodeId) -> SpanLook {
        SpanLook {
            face: Face::of(bold, false),
            size,
            colour: self.style.text.colour,
            raise: 0.0,
            struck: false,
            underlined: false,
            node,
            target: None,
        }
    }

    /// Inlines as text to be set, the plain ones in `look`.
    pub(super) fn rich(&mut self, inlines: &[Inline], look: &SpanLook) -> RichText {
        let mut text = RichText::default();
        let mut link: Option<(&str, NodeId)> = None;
        for (index, inline) in inlines.iter().enumerate() {
            let is_note = |inline: &Inline| matches!(inline.kind, InlineKind::Note(_));
            if index > 0 && is_note(inline) && is_note(&inlines[index - 1]) {
                // Two numbers without anything between them would be one.
                text.push(",\u{a0}", raised(look));
            }
            let url = inline.link.as_deref();
            link = match (url, link) {
                (Some(url), Some(open)) if open.0 == url => Some(open),
                (Some(url), _) => {
                    Some((url, self.structure.add(Role::Link, Some(look.node), None)))
                }
                (None, _) => None,
            };
            text.comes_from(&inline.source);
            self.push_inline(&mut text, inline, link, look);
        }
        let missing = self.fonts.missing(text.text()).into_iter().map(|(_, c)| c);
        self.undrawn.extend(missing.filter(|c| !JOINER.contains(*c)));
        text
    }

    fn push_inline(
        &mut self,
        text: &mut RichText,
        inline: &Inline,
        link: Option<(&str, NodeId)>,
        look: &SpanLook,
    ) {
        let bold = look.face.is_bold();
        let mut look = SpanLook {
            face: Face::of(bold || inline.look.strong, inline.look.emphasis),
            struck: inline.look.struck,
            ..look.clone()
        };
        if let Some((url, node)) = link {
            let target = Some(Target::Url(url.to_owned()));
            (look.target, look.node) = (target, node);
            if !self.plain_links {
                (look.colour, look.underlined) = (self.style.link_colour, true);
            }
        }
        match &inline.kind {
            // That words no longer hold is to be heard too.
            InlineKind::Text(words) if look.struck && link.is_none() => {
                let node = self.structure.add(Role::Struck, Some(look.node), None);
                text.push(words, SpanLook { node, ..look });
            }
            InlineKind::Text(words) => text.push(words, look),
            // The space is for those who hear the text: the words of two lines are two words.
            InlineKind::Break => text.push(" \n", look),
            InlineKind::Note(index) => {
                let reference = self.structure.add(Role::NoteReference, Some(look.node), None);
                let node = self.structure.add(Role::Link, Some(reference), None);
                let target = Some(Target::Note(*index));
                let look = SpanLook { node, target, ..raised(&look) };
                // The number stays on the line of its word, after a question mark too.
                text.push(&format!("{JOINER}{}", index + 1), look);
            }
        }
    }

    fn push_lines(&self, lines: Vec<TextLine>, column: &Column, before: f32, rows: &mut Vec<Row>) {
        for (index, line) in lines.into_iter().enumerate() {
            rows.push(Row {
                height: line.height,
                before: if index == 0 { before } else { 0.0 },
                links: links(&line, column.left),
                notes: note_references(&line),
                marks: marks(line, column.left),
                bars: column.bars.clone(),
                ..Row::default()
            });
        }
    }
}

/// The footnotes that a line refers to.
pub(super) fn note_references(line: &TextLine) -> Vec<usize> {
    let note = |run: &LineRun| match run.look.target {
        Some(Target::Note(index)) => Some(index),
        _ => None,
    };
    line.runs.iter().filter_map(note).collect()
}

/// The marks of a line whose left end is at `left`.
pub(super) fn marks(line: TextLine, left: f32) -> Vec<Mark> {
    let mut marks = Vec::with_capacity(line.runs.len());
    for LineRun { mut run, look, .. } in line.runs {
        run.x += left;
        let (x, y, width) = (run.x, run.y, visible_width(&run));
        let size = run.size;
        let mut rule = |y: f32, colour: Colour| {
            let area = Rectangle { x, y, width, height: size / 18.0 };
            marks.push(Mark { owner: Owner::Decoration, placed: Placed::Rule(area, colour) });
        };
        if look.underlined {
            rule(y + size * 0.12, look.colour);
        }
        if look.struck {
            rule(y - size * 0.28, look.colour);
        }
        marks.push(Mark { owner: Owner::Node(look.node), placed: Placed::Text(run) });
    }
    marks
}

/// How firmly a block of so many lines leads in to the next: a paragraph to the item below it; the question
/// of an area, or another low paragraph below a heading, to the heading beneath that one; one line below a
/// heading, which would look lost with it at the foot of a page, to whatever follows.
fn leads_in(blocks: &[&Block], next: Option<&&Block>, lines: usize) -> Glue {
    let (Some(next), [above @ .., Block { kind: BlockKind::Paragraph(_), .. }]) = (next, blocks)
    else {
        return Glue::Free;
    };
    let upper = above.last().and_then(|block| match block.kind {
        BlockKind::Heading(level, _) => Some(level),
        _ => None,
    });
    match (&next.kind, upper) {
        (BlockKind::Region(Region::Item, _), _) => Glue::Weak,
        (BlockKind::Heading(level, _), Some(upper)) if upper < *level && lines <= LOW_PARAGRAPH => {
            Glue::Firm
        }
        (BlockKind::Heading(..), _) | (_, None) => Glue::Free,
        _ if lines == 1 => Glue::Quotation,
        _ => Glue::Free,
    }
}

/// Keeps a quotation on one page as far as can be, a short one as firmly as is said.
fn hold(rows: &mut [Row], short: Glue) {
    let is_short = rows.len() <= SHORT_ITEM;
    for row in rows.iter_mut().skip(1) {
        row.glue = row.glue.max(match row.glue {
            _ if is_short => short,
            Glue::Line => Glue::QuotedLine,
            _ => Glue::Quotation,
        });
    }
}

/// The look of a number that refers to a footnote.
fn raised(look: &SpanLook) -> SpanLook {
    let (raise, size) = (look.size * 0.33, (look.size * 2.0 / 3.0).floor());
    SpanLook { raise, size, ..look.clone() }
}

/// The baseline of a row, from its top; a reference to a footnote stands above it.
fn baseline(row: &Row) -> Option<f32> {
    let baselines = row.marks.iter().filter_map(|mark| match &mark.placed {
        Placed::Text(run) => Some(run.y),
        _ => None,
    });
    baselines.max_by(f32::total_cmp)
}

/// The width of a run without the white space at its end.
fn visible_width(run: &super::TextRun) -> f32 {
    let end = run.text.trim_end().len();
    run.glyphs.iter().filter(|glyph| glyph.text.start < end).map(|glyph| glyph.advance).sum()
}

/// The places of a line that can be clicked.
pub(super) fn links(line: &TextLine, left: f32) -> Vec<LinkArea> {
    let mut areas: Vec<LinkArea> = Vec::new();
    for LineRun { run, look, .. } in &line.runs {
        let Some(target) = &look.target else { continue };
        let size = run.size;
        let (x, width) = (left + run.x, visible_width(run));
        match areas.last_mut() {
            // A link that is read from right to left has its later runs at the left.
            Some(last) if last.owner == look.node => {
                let end = (last.area.x + last.area.width).max(x + width);
                last.area.x = last.area.x.min(x);
                last.area.width = end - last.area.x;
            }
            _ => {
                let area = Rectangle { x, y: run.y - size * 0.9, width, height: size * 1.15 };
                areas.push(LinkArea { owner: look.node, area, target: target.clone() });
            }
        }
    }
    areas
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_low_paragraph_keeps_a_heading_with_those_beneath_it_alone() {
        let block = |kind| Block { range: 0..0, kind };
        let heading = |level| block(BlockKind::Heading(level, Vec::new()));
        let paragraph = block(BlockKind::Paragraph(Vec::new()));
        let blocks = [heading(2), paragraph.clone()];
        let blocks: Vec<&Block> = blocks.iter().collect();
        let glue = |level| leads_in(&blocks, Some(&&heading(level)), 1);
        assert_eq!([3, 2, 1].map(glue), [Glue::Firm, Glue::Free, Glue::Free]);
        let glue = |lines| leads_in(&blocks, Some(&&paragraph), lines);
        assert_eq!([1, 2].map(glue), [Glue::Quotation, Glue::Free]);
        assert_eq!(leads_in(&blocks[1..], Some(&&paragraph), 1), Glue::Free);
    }
}
