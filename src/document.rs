//! Markdown as a tree of blocks, each with where it came from: what pages and the web page show.
//!
//! Regions are marked in the Markdown with comments, `<!-- item -->` to `<!-- /item -->`. Other
//! readers of the Markdown do not show them. Straight quotes, double hyphens and three points
//! become typographic ones here.

mod line;

use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::letter::Language;
use crate::limits;
use crate::markdown::{OPTIONS, can_link, is_inline_tag, long_word, too_many_blocks};
use line::LineReader;
use pulldown_cmark::{Alignment, Event, LinkType, Parser, Tag, TagEnd};
use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::{Deref, Range};

pub use line::typographic;

/// A letter as blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// What stands in it, in reading order.
    pub blocks: Vec<Block>,
    /// The footnotes, in the order in which the text refers to them.
    pub notes: Vec<Vec<Block>>,
}

/// One block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Where it stands in the Markdown, in bytes.
    pub range: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading of a level from 1 to 6.
    Heading(u8, Vec<Inline>),
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A list.
    List(List),
    /// A block quote.
    Quote(Vec<Block>),
    /// A table.
    Table(Table),
    /// An image in a paragraph of its own.
    Image(Image),
    /// A line across the page.
    Rule,
    /// A part of the letter that the layout treats in its own way.
    Region(Region, Vec<Block>),
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The labels of the items: `1.`, or a bullet.
    pub labels: Vec<String>,
    /// Whether it is numbered.
    pub ordered: bool,
    /// Whether its items are set close together.
    pub tight: bool,
    /// The items.
    pub items: Vec<Vec<Block>>,
}

/// A table: rows of cells of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// How each column is set.
    pub columns: Vec<Column>,
    /// The header cells.
    pub head: Vec<Cell>,
    /// The other cells, by rows.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Where it stands in the Markdown.
    pub range: Range<usize>,
    /// Its text.
    pub inlines: Vec<Inline>,
}

impl Deref for Cell {
    type Target = [Inline];

    fn deref(&self) -> &[Inline] {
        &self.inlines
    }
}

/// How a column of a table is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Column {
    /// As suits what stands in it.
    Natural,
    Left,
    Centre,
    Right,
}

/// An image.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// The file, as linked in the Markdown.
    pub link: String,
    /// What it shows, for those who cannot see it.
    pub words: String,
}

/// A part that the layout treats in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// The office, at the head of the first page.
    Sender,
    /// The addressee, in the window of the envelope.
    Recipient,
    /// Date and references.
    Particulars,
    /// How the letter begins.
    Salutation,
    /// An item in the report's words.
    Item,
    /// What the commissioner says to an item.
    Response,
    /// What the chief constable says.
    ChiefConstable,
    /// The end, with room for a signature.
    SignOff,
    /// A recommendation beneath a cause of concern.
    Beneath,
    /// A part in a language, where the letter is in another.
    In(Language),
}

/// Every region with its mark.
const REGIONS: [(&str, Region); 11] = [
    ("sender", Region::Sender),
    ("recipient", Region::Recipient),
    ("particulars", Region::Particulars),
    ("salutation", Region::Salutation),
    ("item", Region::Item),
    ("response", Region::Response),
    ("chief-constable", Region::ChiefConstable),
    ("sign-off", Region::SignOff),
    ("beneath", Region::Beneath),
    ("cy", Region::In(Language::Welsh)),
    ("en", Region::In(Language::English)),
];

impl Region {
    /// The name of its mark.
    pub fn mark(self) -> &'static str {
        REGIONS.iter().find(|(_, region)| *region == self).map_or("", |(mark, _)| mark)
    }

    /// The region of a mark.
    pub fn of(mark: &str) -> Option<Self> {
        REGIONS.iter().find(|(known, _)| *known == mark).map(|(_, region)| *region)
    }
}

/// A stretch of text in one look, or something else within a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// How it looks.
    pub look: Look,
    /// The address it links to.
    pub link: Option<String>,
    /// Where it stands in the Markdown.
    pub source: Source,
}

/// Where text comes from, in pieces: the byte at which each begins, and where that stands in what it
/// was made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source(Vec<(usize, usize)>);

impl Source {
    /// Adds that what is at this byte of the text stands there.
    pub fn push(&mut self, at: usize, from: usize) {
        self.0.push((at, from));
    }

    /// Where a byte of the text comes from.
    pub fn of(&self, at: usize) -> Option<usize> {
        let after = self.0.partition_point(|(start, _)| *start <= at);
        self.0[..after].last().map(|(start, from)| from + (at - start))
    }

    /// The pieces.
    pub fn pieces(&self) -> &[(usize, usize)] {
        &self.0
    }
}

/// What stands within a line.
#[derive(Clone, Debug, PartialEq)]
pub enum InlineKind {
    /// Text.
    Text(String),
    /// A line break.
    Break,
    /// A reference to a footnote, by its index.
    Note(usize),
}

/// How text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Emphasised.
    pub emphasis: bool,
    /// Strongly emphasised.
    pub strong: bool,
    /// Struck through.
    pub struck: bool,
}

/// The text of inlines without their looks.
pub fn plain_text(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match &inline.kind {
            InlineKind::Text(text) => text.as_str(),
            InlineKind::Break => " ",
            InlineKind::Note(_) => "",
        })
        .collect()
}

/// Reads the Markdown of a letter, which is `file` among the files of this run.
///
/// # Errors
///
/// What it has that a letter cannot show. Commentary was looked at before, so a template is to
/// blame.
pub fn parse(markdown: &str, file: FileId) -> Result<Document, Vec<Diagnostic>> {
    let events = Parser::new_ext(markdown, OPTIONS).into_offset_iter().peekable();
    let mut reader = MarkdownReader {
        events,
        markdown,
        file,
        notes: Notes::default(),
        problems: Vec::new(),
        language: None,
        depth: 0,
        count: 0,
        inlines: 0,
        reached: 0,
        is_beyond: false,
    };
    if let Some(word) = long_word(markdown) {
        let message = format!("a word of more than {} characters", limits::number(limits::WORD));
        reader.problem(&message, word, "put spaces into it");
    }
    let blocks = reader.blocks(&Stop::End);
    let MarkdownReader { notes, problems, .. } = reader;
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Document { blocks, notes: notes.in_order() })
}

/// Footnotes while they are read: references may come before the note or after it.
#[derive(Default)]
struct Notes {
    /// The numbers of those that are referred to, by their labels.
    numbers: BTreeMap<String, usize>,
    read: BTreeMap<String, Vec<Block>>,
}

impl Notes {
    fn number(&mut self, label: &str) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(label.to_owned()).or_insert(next)
    }

    fn in_order(mut self) -> Vec<Vec<Block>> {
        let mut notes = vec![Vec::new(); self.numbers.len()];
        for (label, number) in self.numbers {
            notes[number] = self.read.remove(&label).unwrap_or_default();
        }
        notes
    }
}

/// What ends a sequence of blocks.
enum Stop {
    End,
    Tag(TagEnd),
    Mark(&'static str, Range<usize>),
}

struct MarkdownReader<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> {
    events: Peekable<I>,
    markdown: &'a str,
    file: FileId,
    notes: Notes,
    problems: Vec<Diagnostic>,
    /// The language of the part that is read, where it is in one of its own.
    language: Option<Language>,
    /// How many parts are open.
    depth: usize,
    /// How many parts there were.
    count: usize,
    /// How many stretches of text in one look.
    inlines: usize,
    /// Where the last line of text ended.
    reached: usize,
    /// Whether something went beyond the bounds: the rest is not read.
    is_beyond: bool,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> MarkdownReader<'a, I> {
    fn problem(&mut self, message: &str, range: Range<usize>, help: &str) {
        let end = range.start + self.markdown[range.clone()].trim_end().len();
        let problem = Diagnostic::error("markdown-from-template", message)
            .at(Place::new(self.file, range.start..end), "in the Markdown that the templates made")
            .help(help);
        self.problems.push(problem);
    }

    /// The blocks up to `stop`, which is taken too.
    fn blocks(&mut self, stop: &Stop) -> Vec<Block> {
        self.depth += 1;
        let blocks = self.blocks_within(stop);
        self.depth -= 1;
        blocks
    }

    /// Refuses what goes beyond the bounds. Nothing that follows is read.
    fn beyond(&mut self, message: &str, range: Range<usize>, help: &str) {
        if std::mem::replace(&mut self.is_beyond, true) {
            return;
        }
        let line = self.markdown[range.clone()].lines().next().unwrap_or_default().len();
        self.problem(message, range.start..range.start + line, help);
        self.events.by_ref().for_each(drop);
    }

    /// Takes note of a part that has a place of its own on the page.
    fn count(&mut self, range: &Range<usize>) {
        self.count += 1;
        if self.count > limits::BLOCKS {
            let message = format!("a letter with {}", too_many_blocks());
            self.beyond(&message, range.clone(), "make several letters of it");
        }
    }

    fn blocks_within(&mut self, stop: &Stop) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.depth > limits::PARTS {
            let start = self.events.peek().map_or(0, |(_, range)| range.start);
            let message = "too many lists, quotations and marks inside each other";
            self.beyond(message, start..self.markdown.len(), "use fewer levels");
            return blocks;
        }
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(tag) if matches!(stop, Stop::Tag(end) if *end == tag) => return blocks,
                Event::Start(Tag::HtmlBlock) => {
                    let name = self.mark();
                    match name.as_deref() {
                        Some(name) if matches!(stop, Stop::Mark(open, _) if name.strip_prefix('/') == Some(*open)) =>
                        {
                            return blocks;
                        }
                        name => self.region(name, range, &mut blocks),
                    }
                }
                Event::Start(tag) if !is_inline_tag(&tag) => self.block(tag, range, &mut blocks),
                Event::Rule => {
                    self.count(&range);
                    blocks.push(Block { range, kind: BlockKind::Rule });
                }
                // The items of a tight list have their text without a paragraph around it.
                other => {
                    let start = range.start;
                    let inlines = self.inlines_from(Some((other, range)), None);
                    let kind = BlockKind::Paragraph(inlines);
                    blocks.push(Block { range: start..self.reached.max(start), kind });
                }
            }
        }
        if let (Stop::Mark(open, range), false) = (stop, self.is_beyond) {
            let help = format!("put <!-- /{open} --> between empty lines where the part ends");
            self.problem(&format!("<!-- {open} --> is never closed"), range.clone(), &help);
        }
        blocks
    }

    /// The name in a comment that is a block of its own.
    fn mark(&mut self) -> Option<String> {
        let mut html = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Html(text) => html.push_str(&text),
                _ => break,
            }
        }
        let name = html.trim().strip_prefix("<!--")?.strip_suffix("-->")?;
        Some(name.trim().to_owned())
    }

    fn region(&mut self, name: Option<&str>, range: Range<usize>, blocks: &mut Vec<Block>) {
        let found = REGIONS.iter().find(|(mark, _)| Some(*mark) == name);
        let Some((mark, region)) = found else {
            self.no_mark(name, range);
            return;
        };
        let outer = self.language;
        if let Region::In(language) = region {
            self.language = Some(*language);
        }
        let inner = self.blocks(&Stop::Mark(mark, range.clone()));
        self.language = outer;
        if !inner.is_empty() {
            blocks.push(Block { range, kind: BlockKind::Region(*region, inner) });
        }
    }

    /// HTML that opens no region: the end of one that is not open, or none of the marks.
    fn no_mark(&mut self, name: Option<&str>, range: Range<usize>) {
        let marks = REGIONS.map(|(mark, _)| mark);
        let Some(name) = name else {
            let help = "write Markdown; of HTML only marks such as <!-- item --> can stand here";
            self.problem("HTML cannot be shown in a letter", range, help);
            return;
        };
        match name.strip_prefix('/') {
            // It parts two lists.
            None if name.is_empty() => {}
            Some(open) if marks.contains(&open) => {
                let help = format!("put <!-- {open} --> between empty lines where the part begins");
                self.problem(&format!("<!-- {name} --> closes what is not open"), range, &help);
            }
            _ => {
                let help = format!("the marks: {}", marks.join(", "));
                self.problem(&format!("there is no mark <!-- {name} -->"), range, &help);
            }
        }
    }

    fn block(&mut self, tag: Tag<'a>, range: Range<usize>, blocks: &mut Vec<Block>) {
        self.count(&range);
        let kind = match tag {
            Tag::Paragraph => self.paragraph(range.clone()),
            Tag::Heading { level, .. } => BlockKind::Heading(
                level as u8,
                self.inlines_from(None, Some(TagEnd::Heading(level))),
            ),
            Tag::BlockQuote(kind) => {
                BlockKind::Quote(self.blocks(&Stop::Tag(TagEnd::BlockQuote(kind))))
            }
            Tag::List(start) => BlockKind::List(self.list(start)),
            Tag::Table(columns) if columns.len() > limits::COLUMNS => {
                let message = format!("a table with more than {} columns", limits::COLUMNS);
                return self.beyond(&message, range, "make several tables of it");
            }
            Tag::Table(columns) => BlockKind::Table(self.table(&columns)),
            Tag::FootnoteDefinition(label) => {
                let note = self.blocks(&Stop::Tag(TagEnd::FootnoteDefinition));
                // It is set elsewhere, and takes its language along.
                let note = match self.language.map(Region::In) {
                    Some(region) => vec![Block { range, kind: BlockKind::Region(region, note) }],
                    None => note,
                };
                self.notes.read.entry(label.to_string()).or_insert(note);
                return;
            }
            other => {
                let help = "remove the spaces before the line, or the line of ``` or ~~~";
                self.problem("program text cannot be shown in a letter", range, help);
                let end = other.to_end();
                for (event, _) in self.events.by_ref() {
                    if matches!(event, Event::End(tag) if tag == end) {
                        break;
                    }
                }
                return;
            }
        };
        blocks.push(Block { range, kind });
    }

    fn paragraph(&mut self, range: Range<usize>) -> BlockKind {
        if let Some((Event::Start(Tag::Image { dest_url, .. }), _)) = self.events.peek() {
            let link = dest_url.to_string();
            self.events.next();
            let words = self.inlines_from(None, Some(TagEnd::Image));
            let rest = self.inlines_from(None, Some(TagEnd::Paragraph));
            if rest.is_empty() {
                return BlockKind::Image(Image { link, words: plain_text(&words) });
            }
            let help = "put it between two empty lines";
            self.problem("an image must be a paragraph of its own", range, help);
            return BlockKind::Paragraph([words, rest].concat());
        }
        BlockKind::Paragraph(self.inlines_from(None, Some(TagEnd::Paragraph)))
    }

    fn list(&mut self, start: Option<u64>) -> List {
        let mut list =
            List { labels: Vec::new(), ordered: start.is_some(), tight: true, items: Vec::new() };
        let mut number = start;
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::Item) => {
                    self.count(&range);
                    if let Some((Event::Start(Tag::Paragraph), _)) = self.events.peek() {
                        list.tight = false;
                    }
                    list.labels.push(label(&self.markdown[range], number));
                    number = number.map(|n| n + 1);
                    list.items.push(self.blocks(&Stop::Tag(TagEnd::Item)));
                }
                _ => break,
            }
        }
        list
    }

    fn table(&mut self, columns: &[Alignment]) -> Table {
        let columns = columns.iter().map(|column| match column {
            Alignment::Right => Column::Right,
            Alignment::Center => Column::Centre,
            Alignment::Left => Column::Left,
            Alignment::None => Column::Natural,
        });
        let mut table = Table { columns: columns.collect(), head: Vec::new(), rows: Vec::new() };
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::Start(Tag::TableRow) if table.rows.len() == limits::ROWS => {
                    let rows = limits::number(limits::ROWS);
                    let message = format!("a table with more than {rows} rows");
                    self.beyond(&message, range, "make several tables of it");
                }
                Event::Start(Tag::TableHead) => table.head = self.cells(),
                Event::Start(Tag::TableRow) => {
                    let row = self.cells();
                    table.rows.push(row);
                }
                _ => break,
            }
        }
        table
    }

    fn cells(&mut self) -> Vec<Cell> {
        let mut cells = Vec::new();
        while let Some((Event::Start(Tag::TableCell), range)) = self.events.next() {
            self.count(&range);
            cells.push(Cell { range, inlines: self.inlines_from(None, Some(TagEnd::TableCell)) });
        }
        cells
    }

    /// The inlines from `first` up to `end`, which is taken; without an end, up to the first event
    /// that is none, which is not.
    fn inlines_from(
        &mut self,
        first: Option<(Event<'a>, Range<usize>)>,
        end: Option<TagEnd>,
    ) -> Vec<Inline> {
        let start = self.events.peek().map_or(0, |(_, range)| range.start);
        let inlines = self.all_inlines_from(first, end);
        self.inlines += inlines.len();
        if self.inlines > limits::ALL_INLINES {
            let message = "a letter with too many links, line breaks or changes of look";
            self.beyond(message, start..self.markdown.len(), "make it plainer");
        }
        inlines
    }

    fn all_inlines_from(
        &mut self,
        first: Option<(Event<'a>, Range<usize>)>,
        end: Option<TagEnd>,
    ) -> Vec<Inline> {
        let mut line = LineReader::default();
        let mut next = first;
        loop {
            if next.is_none() {
                let ends = |event: &Event<'_>| end.is_none() && !is_inline(event);
                next = self.events.next_if(|(event, _)| !ends(event));
            }
            let Some((event, range)) = next.take() else { return line.finish() };
            self.reached = range.end;
            match event {
                Event::End(tag) if Some(tag) == end => return line.finish(),
                Event::FootnoteReference(label) => {
                    let number = self.notes.number(&label);
                    line.push(InlineKind::Note(number), range.start);
                }
                Event::InlineHtml(_) => {
                    let help = "write Markdown: *emphasis*, **strong**";
                    self.problem("HTML cannot be shown in a letter", range, help);
                }
                Event::Code(_) => {
                    let help = "write \\` for a backtick that is to be seen";
                    self.problem("program text cannot be shown in a letter", range, help);
                }
                Event::Start(Tag::Link { link_type, ref dest_url, .. })
                    if link_type != LinkType::Email && !can_link(dest_url) =>
                {
                    let help =
                        "write the whole address, beginning with https://, http:// or mailto:";
                    self.problem(
                        "a letter links to web pages and e-mail addresses only",
                        range,
                        help,
                    );
                }
                Event::Start(Tag::Image { .. }) => {
                    let help = "put it between two empty lines";
                    self.problem("an image must be a paragraph of its own", range, help);
                }
                other => line.event(other, range, self.markdown),
            }
        }
    }
}

/// The label of a list item as its source has it, with the number counted on from the first.
fn label(source: &str, number: Option<u64>) -> String {
    let Some(number) = number else { return "\u{2022}".to_owned() };
    let delimiter = source.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{number}{}", if delimiter.starts_with(')') { ')' } else { '.' })
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(tag),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Rule | Event::Html(_) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;

    fn inlines(markdown: &str) -> Vec<Inline> {
        let file = Files::default().add("letter.md", markdown);
        let blocks = parse(markdown, file).unwrap().blocks;
        match blocks.into_iter().next().map(|block| block.kind) {
            Some(BlockKind::Paragraph(inlines)) => inlines,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn addresses_are_links() {
        let links =
            |markdown| inlines(markdown).into_iter().filter_map(|i| i.link).collect::<Vec<_>>();
        assert_eq!(links("E-mail: a_b@example.org"), ["mailto:a_b@example.org"]);
        assert_eq!(links("See https://example.org/a(b)."), ["https://example.org/a(b)"]);
        assert_eq!(links("[words](https://example.org) and 10:30"), ["https://example.org"]);
        assert_eq!(links("https://my--site.example/a...b"), ["https://my--site.example/a...b"]);
        assert_eq!(links("ftp://example.org and javascript://example.org"), [""; 0]);
        assert_eq!(links("o'neil@example.org"), ["mailto:o'neil@example.org"]);
    }

    #[test]
    fn words_beside_an_address_stay_typographic() {
        let text = plain_text(&inlines("It's at https://my--site.example -- isn't it?"));
        assert_eq!(text, "It\u{2019}s at https://my--site.example \u{2013} isn\u{2019}t it?");
    }

    #[test]
    fn typographic_quotes_and_dashes_come_of_themselves() {
        let text = plain_text(&inlines("\"It's\" 'so' -- and --- so..."));
        assert_eq!(
            text,
            "\u{201c}It\u{2019}s\u{201d} \u{2018}so\u{2019} \u{2013} and \u{2014} so\u{2026}"
        );
    }

    #[test]
    fn every_character_knows_where_it_was_typed() {
        let markdown =
            "\"It's\" -- said **'he'**... of \u{ad}AT&amp;T\u{a0}and --- 'é' \\\"5\\\"...\nx";
        for inline in inlines(markdown) {
            let InlineKind::Text(text) = &inline.kind else { continue };
            for (at, c) in text.char_indices() {
                let typed = match c {
                    '\u{2018}' | '\u{2019}' => "'",
                    '\u{201c}' | '\u{201d}' => "\"",
                    '\u{2013}' => "-- ",
                    '\u{2014}' => "---",
                    '\u{2026}' => "...",
                    '&' => "&amp;",
                    ' ' if markdown[inline.source.of(at).unwrap()..].starts_with('\n') => "\n",
                    _ => c.encode_utf8(&mut [0; 4]).to_owned().leak(),
                };
                let found = &markdown[inline.source.of(at).unwrap()..];
                assert!(found.starts_with(typed), "{c:?} in {text:?}: {found:?}");
            }
        }
    }

    #[test]
    fn the_items_of_a_tight_list_may_begin_with_strong_words() {
        let file = Files::default().add("letter.md", "");
        let list = parse("- **Good**: one\n- two\n", file).unwrap();
        let BlockKind::List(list) = &list.blocks[0].kind else { panic!("{list:?}") };
        assert_eq!(list.items.len(), 2);
        assert!(
            matches!(&list.items[0][..], [Block { kind: BlockKind::Paragraph(i), .. }] if i.len() == 2)
        );
    }
}
