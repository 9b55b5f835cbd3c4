//! Commentary: what the office writes in Markdown, made fit to stand in a letter.
//!
//! Each key is read alone. What a letter cannot show is refused, headings are put beneath the
//! heading they stand under, and the labels of footnotes are made unique in the letter. Every
//! character keeps its place in the TOML.

use super::paths;
use super::prose::Prose;
use super::quotations::Quotations;
use super::traced::Traced;
use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::limits;
use crate::markdown::{self, OPTIONS, can_link, is_inline_tag, too_many_blocks};
use pulldown_cmark::{CodeBlockKind, Event, LinkType, OffsetIter, Parser, Tag, TagEnd};
use serde::Serialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// Markdown that stands alone: no block of it can run on into what follows.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Commentary {
    /// The Markdown.
    pub text: Traced,
    /// The same as it is read.
    #[serde(skip)]
    pub prose: Prose,
    /// Its quotation marks that have no partner.
    #[serde(skip)]
    pub unpaired: Vec<Place>,
}

/// A file that is shown as a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageLink {
    /// The path as written: relative to the folder of the file it is written in.
    pub named: String,
    /// The path from the working folder.
    pub path: String,
    /// Where it is written.
    pub place: Place,
}

/// Where in the letter a commentary stands.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// A name for it that no other key of the letter has, such as `area-1-item-2-response`.
    pub name: &'a str,
    /// The level of the heading above it, 1 to 5: its own headings begin one below.
    pub level: u8,
    /// The folder that the paths of its images begin at, from the working folder.
    pub folder: &'a str,
    /// Whether it stands within a quotation, and so cannot run on from what stands before.
    pub quoted: bool,
}

/// Reads the commentary of one key.
///
/// Gives the Markdown with the problems found. It is usable even then, so that later stages can
/// find theirs.
pub fn read(raw: &Traced, context: Context<'_>) -> Reading {
    let text = without_indentation(raw);
    let mut reader = CommentaryReader::new(&text, context);
    reader.read();
    let CommentaryReader {
        edits,
        problems,
        images,
        entities,
        prose,
        unpaired,
        begins_with_list,
        ..
    } = reader;
    // What goes beyond the bounds is no matter for later stages.
    let is_beyond =
        |problem: &Diagnostic| matches!(problem.code, "markdown-size" | "markdown-depth");
    if problems.iter().any(is_beyond) {
        let commentary = Commentary::empty(raw.whole().file);
        return Reading { commentary, images, problems, entities };
    }
    let text = edited(&text, edits);
    let text = if begins_with_list && !context.quoted { parted(text) } else { text };
    Reading { commentary: Commentary { text, prose, unpaired }, images, problems, entities }
}

/// A list with an empty comment above it: it would run on from a list that the key before ends in.
fn parted(text: Traced) -> Traced {
    let place = text.place(0..0);
    let mut out = Traced::new(place.file);
    out.push_for("<!-- -->\n\n", place.range());
    out.push_part(&text, 0..text.as_str().len());
    out
}

/// What reading a commentary gives.
#[derive(Debug)]
pub struct Reading {
    /// The commentary.
    pub commentary: Commentary,
    /// The images it shows.
    pub images: Vec<ImageLink>,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
    /// The characters that are printed and stand in it as entities, such as `&euro;`.
    pub entities: Traced,
}

/// The text without the indentation all its lines share, and without white space around it: white
/// space before the first word would make it part of a list above.
pub fn without_indentation(raw: &Traced) -> Traced {
    let all = raw.as_str();
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let filled = all.lines().filter(|line| !line.trim().is_empty());
    let shared = filled.map(indent).min().unwrap_or(0);
    let mut out = Traced::new(raw.whole().file);
    let mut at = 0;
    for line in all.split_inclusive('\n') {
        let words = line.trim_end();
        // Two spaces at the end of a line are a line break; fewer are nothing, more are the same.
        let is_break = !words.is_empty() && line[words.len()..].starts_with("  ");
        let end = words.len() + if is_break { 2 } else { 0 };
        out.push_part(raw, at + shared.min(end)..at + end);
        at += line.len();
        let newline = usize::from(line.ends_with('\n'));
        out.push_part(raw, at - newline..at);
    }
    let text = out.as_str();
    let mut trimmed = Traced::new(raw.whole().file);
    trimmed.push_part(&out, text.len() - text.trim_start().len()..text.trim_end().len());
    trimmed
}

/// A stretch of the text to be replaced.
struct Edit {
    range: Range<usize>,
    by: String,
}

/// The text with the edits made; none of them overlap.
fn edited(text: &Traced, mut edits: Vec<Edit>) -> Traced {
    edits.sort_by_key(|edit| edit.range.start);
    let mut out = Traced::new(text.whole().file);
    let mut at = 0;
    for edit in edits {
        out.push_part(text, at..edit.range.start);
        out.push_for(&edit.by, text.place(edit.range.clone()).range());
        at = edit.range.end;
    }
    out.push_part(text, at..text.as_str().len());
    out
}

struct CommentaryReader<'a> {
    text: &'a Traced,
    context: Context<'a>,
    edits: Vec<Edit>,
    problems: Vec<Diagnostic>,
    images: Vec<ImageLink>,
    entities: Traced,
    prose: Prose,
    unpaired: Vec<Place>,
    begins_with_list: bool,
}

/// What one pass over the events collects, for the rules that need all of it.
#[derive(Default)]
struct Seen {
    headings: Vec<(u8, Range<usize>)>,
    references: Vec<(String, Range<usize>)>,
    notes: Vec<(String, Range<usize>)>,
    paragraph: Option<Range<usize>>,
    /// How many quotations and lists are open.
    depth: usize,
    /// How many parts there were that have a place of their own on the page.
    blocks: usize,
    /// How many rows the table has so far.
    rows: usize,
    /// How often the look has changed so far.
    inlines: usize,
    /// Whether something goes beyond the bounds: the rest is not read.
    is_beyond: bool,
}

impl Commentary {
    /// No commentary.
    pub fn empty(file: FileId) -> Self {
        Self { text: Traced::new(file), prose: Prose::new(file), unpaired: Vec::new() }
    }

    /// Whether it begins with words, and not with a list, a table or another block.
    pub fn begins_with_words(&self) -> bool {
        let mut events = Parser::new_ext(self.text.as_str(), OPTIONS);
        matches!(events.next(), Some(Event::Start(Tag::Paragraph)))
            && !matches!(events.next(), Some(Event::Start(Tag::Image { .. })))
    }
}

impl<'a> CommentaryReader<'a> {
    fn new(text: &'a Traced, context: Context<'a>) -> Self {
        let file = text.whole().file;
        let (edits, problems, images) = (Vec::new(), Vec::new(), Vec::new());
        let (entities, prose, unpaired) = (Traced::new(file), Prose::new(file), Vec::new());
        let begins_with_list = false;
        Self { text, context, edits, problems, images, entities, prose, unpaired, begins_with_list }
    }

    fn read(&mut self) {
        let mut seen = Seen::default();
        let mut quotations = Quotations::default();
        let mut events = Parser::new_ext(self.text.as_str(), OPTIONS).into_offset_iter();
        for (index, (event, range)) in events.by_ref().enumerate() {
            quotations.add(&event, &range, self.text.as_str());
            let is_list = matches!(event, Event::Start(Tag::List(_)));
            self.begins_with_list |= index == 0 && is_list;
            self.prose.add(&event, &range, self.text);
            self.blocks(&event, &range, &mut seen);
            self.inlines(&event, &range, &mut seen);
            self.event(&event, range, &mut seen);
            if seen.is_beyond {
                return;
            }
        }
        self.words();
        self.definitions(&events);
        self.headings(&seen.headings);
        self.footnotes(&seen);
        self.quotations(quotations);
    }

    fn quotations(&mut self, quotations: Quotations) {
        for found in quotations.finish(self.text.as_str()) {
            if found.unpaired {
                self.unpaired.push(self.text.place(found.range.clone()));
            }
            self.edits.push(Edit { range: found.range, by: found.by });
        }
        self.unpaired.sort();
    }

    fn source(&self, range: &Range<usize>) -> &str {
        &self.text.as_str()[range.clone()]
    }

    fn refuse(&mut self, code: &'static str, message: &str, range: Range<usize>, help: &str) {
        let place = self.text.place(range);
        self.problems.push(Diagnostic::error(code, message).at(place, "").help(help));
    }

    fn event(&mut self, event: &Event<'_>, range: Range<usize>, seen: &mut Seen) {
        match event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_)) => self.deeper(range, seen),
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => seen.depth -= 1,
            Event::Text(text) => self.entity(text, range),
            Event::Start(Tag::Table(columns)) => self.table(columns.len(), range, seen),
            Event::Start(Tag::TableRow) => self.row(range, seen),
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => self.html(range),
            Event::Start(Tag::CodeBlock(kind)) => self.code_block(kind, range),
            Event::Code(_) => self.refuse(
                "markdown-code",
                "a letter shows no program text, and `...` makes one",
                range,
                "use ' for a quotation mark, or \\` for a backtick that is to be seen",
            ),
            Event::Start(Tag::Heading { level, .. }) => seen.headings.push((*level as u8, range)),
            Event::Start(Tag::Paragraph) => seen.paragraph = Some(range),
            Event::End(TagEnd::Paragraph) => seen.paragraph = None,
            Event::Start(Tag::Image { dest_url, .. }) => self.image(dest_url, range, seen),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.link(*link_type, dest_url, range);
            }
            Event::FootnoteReference(label) => {
                self.note(seen.references.len(), &range, seen);
                seen.references.push((label.to_string(), range));
            }
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.note(seen.notes.len(), &range, seen);
                seen.notes.push((label.to_string(), range));
            }
            _ => {}
        }
    }

    fn deeper(&mut self, range: Range<usize>, seen: &mut Seen) {
        seen.depth += 1;
        if seen.depth > limits::LEVELS {
            let message = "too many lists or quotations inside each other";
            self.beyond("markdown-depth", message, range, "use fewer levels", seen);
        }
    }

    fn blocks(&mut self, event: &Event<'_>, range: &Range<usize>, seen: &mut Seen) {
        seen.blocks += match event {
            Event::Start(tag) => usize::from(!is_inline_tag(tag)),
            Event::Rule => 1,
            _ => 0,
        };
        if seen.blocks > limits::BLOCKS {
            let message = format!("a text with {}", too_many_blocks());
            let help = "make several letters of it";
            self.beyond("markdown-size", &message, range.clone(), help, seen);
        }
    }

    /// Counts what makes text another from here on: marks, line breaks, and addresses, which become
    /// links.
    fn inlines(&mut self, event: &Event<'_>, range: &Range<usize>, seen: &mut Seen) {
        seen.inlines += match event {
            Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. }) => 0,
            Event::Text(text) => text.matches('@').count() + text.matches("://").count(),
            Event::Start(_) | Event::HardBreak | Event::FootnoteReference(_) => 1,
            _ => 0,
        };
        if seen.inlines > limits::INLINES {
            let message = "a text with too many links, line breaks or changes of look";
            self.beyond("markdown-size", message, range.clone(), "make it plainer", seen);
        }
    }

    fn table(&mut self, columns: usize, range: Range<usize>, seen: &mut Seen) {
        seen.rows = 0;
        if columns > limits::COLUMNS {
            let message = format!("a table with more than {} columns", limits::COLUMNS);
            self.beyond("markdown-size", &message, range, "make several tables of it", seen);
        }
    }

    fn row(&mut self, range: Range<usize>, seen: &mut Seen) {
        seen.rows += 1;
        if seen.rows > limits::ROWS {
            let message = format!("a table with more than {} rows", limits::number(limits::ROWS));
            self.beyond("markdown-size", &message, range, "make several tables of it", seen);
        }
    }

    fn note(&mut self, before: usize, range: &Range<usize>, seen: &mut Seen) {
        if before >= limits::NOTES {
            let message = format!("a text with more than {} footnotes", limits::NOTES);
            let help = "say in the text itself what matters";
            self.beyond("markdown-size", &message, range.clone(), help, seen);
        }
    }

    /// Refuses what goes beyond the bounds, at its first line.
    fn beyond(
        &mut self,
        code: &'static str,
        message: &str,
        range: Range<usize>,
        help: &str,
        seen: &mut Seen,
    ) {
        let line = self.source(&range).lines().next().unwrap_or_default().trim_end().len();
        self.refuse(code, message, range.start..range.start + line, help);
        seen.is_beyond = true;
    }

    /// A word that goes on and on is broken nowhere.
    fn words(&mut self) {
        if let Some(range) = markdown::long_word(self.text.as_str()) {
            let message =
                format!("a word of more than {} characters", limits::number(limits::WORD));
            let help = "put spaces into it; a long address can be given as [words](https://...)";
            self.refuse("markdown-size", &message, range, help);
        }
    }

    fn entity(&mut self, text: &str, range: Range<usize>) {
        if self.source(&range).starts_with('&') && self.source(&range) != text {
            let source = self.text.place(range).range();
            self.entities.push_for(text, source);
        }
    }

    fn html(&mut self, range: Range<usize>) {
        let end = range.start + self.source(&range).trim_end().len();
        let range = range.start..end;
        let (message, help) = if self.source(&range).starts_with("<!--") {
            (
                "a comment in the commentary would be published with the letter's Markdown",
                "put the note into the TOML outside the text, after a #",
            )
        } else {
            (
                "HTML cannot be shown in a letter",
                "use Markdown: *emphasis*, **strong**, - for a list; write \\< for a < that is to be seen",
            )
        };
        self.refuse("markdown-html", message, range, help);
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let help = match kind {
            CodeBlockKind::Fenced(_) => "remove the line of ``` or ~~~",
            CodeBlockKind::Indented => {
                "remove the spaces before the line: four or more make it program text"
            }
        };
        let end = range.start + self.source(&range).trim_end().len();
        self.refuse("markdown-code", "a letter shows no program text", range.start..end, help);
    }

    /// A link needs words that say where it leads (WCAG 2.1, 2.4.4).
    fn link(&mut self, kind: LinkType, address: &str, range: Range<usize>) {
        if self.source(&range).starts_with("[](") {
            let help = "say between [ and ] what it leads to";
            self.refuse("link", "a link without words", range.clone(), help);
        }
        if kind != LinkType::Email && !can_link(address) {
            let help = "write the whole address: [words](https://www.example.org/page), \
                 or [words](mailto:office@example.org)";
            self.refuse(
                "link",
                "a letter links to web pages and e-mail addresses only",
                range,
                help,
            );
        }
    }

    /// An image is a block of its own with words for those who cannot see it (WCAG 2.1, 1.1.1).
    fn image(&mut self, path: &str, range: Range<usize>, seen: &Seen) {
        let alone = seen
            .paragraph
            .as_ref()
            .is_some_and(|paragraph| self.source(paragraph).trim() == self.source(&range));
        if !alone {
            let help = "put it between two empty lines";
            self.refuse(
                "markdown-image",
                "an image must be a paragraph of its own",
                range.clone(),
                help,
            );
        }
        if self.source(&range).starts_with("![]") {
            let help = "say between [ and ] what it shows, for those who cannot see it";
            self.refuse(
                "image-without-words",
                "an image without alternative text",
                range.clone(),
                help,
            );
        }
        let source = self.source(&range);
        let address = source.rfind("](").and_then(|at| Some(at + source[at..].find(path)?));
        let Some(at) = address else {
            let help = "use a file name of letters, digits, - and _, and write it without \\ or &";
            self.refuse("markdown-image", "the path of this image cannot be read", range, help);
            return;
        };
        let range = range.start + at..range.start + at + path.len();
        let from_root = match paths::of_image(self.context.folder, path) {
            Ok(from_root) => from_root,
            Err((message, help)) => return self.refuse("image", &message, range, help),
        };
        let place = self.text.place(range.clone());
        self.edits.push(Edit { range, by: paths::link(&from_root) });
        let named = path.replace('\\', "/");
        self.images.push(ImageLink { named, path: from_root, place });
    }

    /// A definition would reach into every other key of the letter.
    fn definitions(&mut self, events: &OffsetIter<'_>) {
        let mut spans: Vec<_> =
            events.reference_definitions().iter().map(|(_, d)| d.span.clone()).collect();
        spans.sort_by_key(|span| span.start);
        for span in spans {
            let help = "write the address beside the words: [words](https://www.example.org)";
            self.refuse(
                "markdown-definition",
                "a link's address cannot be given apart from its words",
                span,
                help,
            );
        }
    }

    fn headings(&mut self, headings: &[(u8, Range<usize>)]) {
        let (empty, headings): (Vec<_>, Vec<_>) =
            headings.iter().partition(|(_, range)| self.is_empty_heading(range));
        for (_, range) in empty {
            let by = if range.end < self.text.as_str().len() { "\n" } else { "" };
            self.edits.push(Edit { range: range.clone(), by: by.to_owned() });
        }
        let top = headings.iter().map(|(level, _)| *level).min().unwrap_or(1);
        let mut above = top - 1;
        for (level, range) in headings {
            let hashes = usize::from(*level);
            if !self.source(range).starts_with('#') {
                let help =
                    "put an empty line before the line of - or =; a heading is written # Heading";
                self.refuse(
                    "markdown-heading",
                    "the line below makes a heading of this text",
                    range.start..range.start + self.source(range).trim_end().len(),
                    help,
                );
                continue;
            }
            let place = range.start..range.start + hashes;
            let level_here = self.context.level + (*level - top) + 1;
            if *level > above + 1 {
                let help = format!("use {} here", "#".repeat(usize::from(above) + 1));
                self.refuse(
                    "heading-level",
                    "a level of headings is left out",
                    place.clone(),
                    &help,
                );
            } else if level_here > 6 {
                self.refuse(
                    "heading-level",
                    "this heading is too deep in the letter",
                    place.clone(),
                    "use fewer levels",
                );
            }
            above = *level;
            self.edits.push(Edit { range: place, by: "#".repeat(usize::from(level_here.min(6))) });
        }
    }

    /// A heading without words: what is left where the mark before the end of a block that was
    /// commented out, `# '''`, has been forgotten.
    fn is_empty_heading(&self, range: &Range<usize>) -> bool {
        self.source(range).trim_end().bytes().all(|byte| matches!(byte, b'#' | b' ' | b'\t'))
    }

    fn footnotes(&mut self, seen: &Seen) {
        for (label, range) in seen.references.iter().chain(&seen.notes) {
            let range = range.start + 2..range.start + 2 + label.len();
            let by = format!("{}:{label}", self.context.name);
            self.edits.push(Edit { range, by });
        }
        let mut labels = BTreeSet::new();
        for (label, range) in &seen.notes {
            let place = range.start..range.start + label.len() + 4;
            if !labels.insert(label) {
                let help = "give each note a label of its own";
                self.refuse("footnote", "a second note has this label", place, help);
            }
            // References come in the order of the text.
            let next = seen.references.partition_point(|(_, inner)| inner.start <= range.start);
            let inner = seen.references.get(next).filter(|(_, inner)| inner.end <= range.end);
            if let Some((_, inner)) = inner {
                let help = "say it in the note itself";
                self.refuse("footnote", "a note cannot have a note", inner.clone(), help);
            }
        }
        let used: BTreeSet<&String> = seen.references.iter().map(|(label, _)| label).collect();
        for (label, range) in &seen.notes {
            if !used.contains(label) {
                let help =
                    format!("write [^{label}] in the text where the note belongs, or remove it");
                let range = range.start..range.start + label.len() + 4;
                self.refuse("footnote", "nothing in this text refers to the note", range, &help);
            }
        }
        let all = seen.references.iter().chain(&seen.notes);
        let known: BTreeSet<usize> = all.map(|(_, range)| range.start).collect();
        for (at, _) in self.text.as_str().match_indices("[^") {
            let escaped = self.text.as_str()[..at].ends_with('\\');
            if escaped || known.contains(&at) {
                continue;
            }
            let end = self.text.as_str()[at..].find([']', '\n']).map_or(at + 2, |end| at + end + 1);
            let help =
                "add a line such as [^1]: the words of the note; to the same text, or write \\[^";
            self.refuse("footnote", "the text has no such note", at..end, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;

    fn commentary(text: &str) -> (String, Vec<(&'static str, String)>) {
        let mut files = Files::default();
        let file = files.add("a.toml", text);
        let mut raw = Traced::new(file);
        raw.push_verbatim(text, 0);
        let context = Context { name: "overview", level: 2, folder: "data/", quoted: false };
        let Reading { commentary, problems, .. } = read(&raw, context);
        let problems = problems.iter().map(|p| {
            let place = p.labels[0].place;
            (p.code, files.text(place.file)[place.range()].to_owned())
        });
        (commentary.text.as_str().to_owned(), problems.collect())
    }

    #[test]
    fn prose_is_what_is_read_and_knows_its_places() {
        let source =
            "A **bold**\nword\\* &amp; more.\n\n> quoted\n\n- one\n- two[^1]\n\n[^1]: note";
        let mut files = Files::default();
        let file = files.add("a.toml", source);
        let mut raw = Traced::new(file);
        raw.push_verbatim(source, 0);
        let context = Context { name: "overview", level: 2, folder: "data/", quoted: false };
        let prose = read(&raw, context).commentary.prose;
        assert_eq!(prose.own.as_str(), "A bold word* & more.\none\ntwo\nnote\n");
        assert_eq!(prose.quoted.as_str(), "quoted\n");
        let at = prose.own.as_str().find("more").unwrap();
        assert_eq!(&source[prose.own.place(at..at + 4).range()], "more");
    }

    #[test]
    fn shared_indentation_and_empty_lines_around_go() {
        assert_eq!(
            commentary("\n    One\n    two\n\n      - three\n\n").0,
            "One\ntwo\n\n  - three"
        );
        assert_eq!(commentary("  \n").0, "");
    }

    #[test]
    fn headings_stand_beneath_the_heading_above() {
        assert_eq!(commentary("# A\n\ntext\n\n## B\n\n# C").0, "### A\n\ntext\n\n#### B\n\n### C");
        assert_eq!(commentary("### A").0, "### A");
    }

    #[test]
    fn a_heading_without_words_is_not_printed() {
        for (text, printed) in [("One.\n# ", "One.\n"), ("#", ""), ("A\n##\nB", "A\n\nB")] {
            assert_eq!(commentary(text).0, printed);
        }
    }

    #[test]
    fn footnotes_get_labels_of_their_own() {
        let (text, problems) = commentary("One.[^1]\n\n[^1]: A note.");
        assert_eq!(text, "One.[^overview:1]\n\n[^overview:1]: A note.");
        assert!(problems.is_empty());
    }

    #[test]
    fn an_image_is_found_from_the_output_folder() {
        assert_eq!(commentary("![A chart](chart.png)").0, "![A chart](../data/chart.png)");
    }

    #[test]
    fn what_a_letter_cannot_show_is_refused_at_its_place() {
        for (text, code, place) in [
            ("  One <b>two</b>", "markdown-html", "<b>"),
            ("One\n\n<div>\n\nTwo", "markdown-html", "<div>"),
            ("One <!-- Jo: sure? -->", "markdown-html", "<!-- Jo: sure? -->"),
            ("One `two`", "markdown-code", "`two`"),
            ("```\ntwo\n```", "markdown-code", "```\ntwo\n```"),
            ("One\n\n    two", "markdown-code", "two"),
            ("One [two]\n\n[two]: http://a.b", "markdown-definition", "[two]: http://a.b"),
            ("One\n---\ntwo", "markdown-heading", "One\n---"),
            ("# One\n\n### Two", "heading-level", "###"),
            ("One[^1]", "footnote", "[^1]"),
            ("One[^1]\n\n[^1]: two[^2]\n\n[^2]: three", "footnote", "[^2]"),
            ("One[^1]\n\n[^1]: two\n\n[^1]: three", "footnote", "[^1]:"),
            ("One\n\n[^1]: two", "footnote", "[^1]:"),
            ("One ![a](b.png) two", "markdown-image", "![a](b.png)"),
            ("![](b.png)", "image-without-words", "![](b.png)"),
            ("One [two](report.pdf)", "link", "[two](report.pdf)"),
            ("One [two]()", "link", "[two]()"),
            ("One [](https://two.example)", "link", "[](https://two.example)"),
            ("One [two](javascript:alert(1))", "link", "[two](javascript:alert(1))"),
            ("One <ftp://two.example>", "link", "<ftp://two.example>"),
        ] {
            let (_, problems) = commentary(text);
            assert_eq!(problems.first(), Some(&(code, place.to_owned())), "{text}");
        }
    }
}
