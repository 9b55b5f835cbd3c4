//! A value with some of its words changed, written as its own words are.
//!
//! First only the words are replaced. Where marks of Markdown or ends of paragraphs are among them,
//! the paragraphs are written anew, in the spelling that their words have. Whatever is written is read
//! again: it must show what it is to show, or it is not taken.

use super::base::Flat;
use super::text::{self, BREAK, Note, Unit, is_same_look, normal, runs};
use super::value::{Cell, Kind, Written};
use crate::document::Look;
use crate::docx::read::NOTE;
use crate::markdown;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// The value in which these signs are replaced; nothing where that cannot be written.
pub fn edited(
    value: &str,
    written: Written,
    range: Range<usize>,
    new: &[Unit],
    kinds: &[Kind],
) -> Option<String> {
    let flat = Flat::of(value, written);
    let units = flat.units.get(range.clone())?;
    let new = &labelled(&flat, new, value);
    let expected: Vec<Unit> = [&flat.units[..range.start], new, &flat.units[range.end..]].concat();
    let writer = Writer { value, written, flat: &flat, spelling: Spelling::of(value) };
    let is_in_text = range.end <= flat.end_of_text();
    let notes = is_in_text.then(|| Notes::new(&flat, &expected, new));
    let has_break = units.iter().chain(new).any(|unit| unit.sign == BREAK);
    let is_right = |text: &String| {
        let shown = Flat::of(text, written);
        let Some(notes) = &notes else { return shows(&shown.units, &expected) };
        let end = flat.end_of_text() + new.len() - range.len();
        notes.are_in(&shown) && shows(&shown.units[..shown.end_of_text()], &expected[..end])
    };
    // Of a paragraph that is gone its line goes, too.
    let is_start = |at: usize| at == 0 || flat.units[at - 1].sign == BREAK;
    let is_end = |at: usize| flat.units.get(at).is_none_or(|unit| unit.sign == BREAK);
    let is_gone = new.is_empty() && is_start(range.start) && is_end(range.end);
    let is_cell = flat.leaf.get(range.start).is_some_and(|leaf| flat.cells[*leaf].is_some());
    let within = match has_break || is_gone && written == Written::Markdown && !is_cell {
        true => Vec::new(),
        false => writer.within(range.clone(), new),
    };
    let is_markdown = written == Written::Markdown;
    let anew = is_markdown.then(|| writer.anew(range.clone(), new, kinds)).flatten();
    let row = writer.row(&range, new, kinds);
    let aligned: Vec<String> =
        within.iter().filter_map(|text| writer.aligned(range.start, text)).collect();
    let ways = row.into_iter().chain(aligned).chain(within).chain(anew);
    ways.into_iter().find_map(|text| {
        let text = match &notes {
            Some(notes) => writer.with_notes(&text, notes)?,
            None => text,
        };
        let wrapped = wrapped(value, &text);
        [wrapped, text].into_iter().find(is_right)
    })
}

/// The footnotes of a value in which something is replaced.
struct Notes<'a> {
    /// Their labels, as the text refers to them.
    labels: Vec<&'a str>,
    /// What each is to say.
    words: BTreeMap<&'a str, &'a [Unit]>,
    /// Those that are new.
    come: Vec<(&'a str, &'a [Unit])>,
    /// Those to which nothing refers any more.
    gone: Vec<&'a str>,
}

impl<'a> Notes<'a> {
    fn new(flat: &'a Flat, expected: &'a [Unit], new: &'a [Unit]) -> Self {
        let labels: Vec<&str> = expected.iter().filter_map(label_of).collect();
        let known = flat.notes.iter();
        let mut words: BTreeMap<&str, &[Unit]> =
            known.map(|(label, range)| (label.as_str(), &flat.units[range.clone()])).collect();
        let left: BTreeSet<&str> = labels.iter().copied().collect();
        let there: BTreeSet<&str> = flat.units.iter().filter_map(label_of).collect();
        let is_gone = |label: &&str| !left.contains(label);
        let gone: Vec<&str> = words.keys().copied().filter(is_gone).collect();
        let mut come = Vec::new();
        for note in new.iter().filter_map(|unit| unit.note.as_deref()) {
            let Some(label) = note.label.as_deref() else { continue };
            if !there.contains(label) && words.insert(label, &note.words).is_none() {
                come.push((label, note.words.as_slice()));
            }
        }
        Self { labels, words, come, gone }
    }

    /// Whether a text has them as they are to be.
    fn are_in(&self, shown: &Flat) -> bool {
        let labels = shown.units.iter().filter_map(label_of);
        let says = |label: &str| {
            let range = shown.notes.get(label).cloned().unwrap_or(0..0);
            let words = self.words.get(label).copied().unwrap_or_default();
            shows(&shown.units[range], words)
        };
        labels.eq(self.labels.iter().copied()) && self.labels.iter().all(|label| says(label))
    }
}

fn label_of(unit: &Unit) -> Option<&str> {
    unit.note.as_deref()?.label.as_deref()
}

/// New signs in which each footnote has its label: that which it has already, or the next number.
fn labelled(flat: &Flat, new: &[Unit], value: &str) -> Vec<Unit> {
    let numbers = value.split("[^").skip(1).filter_map(|rest| rest.split_once(']'));
    let numbers = numbers.filter_map(|(label, _)| label.parse::<u32>().ok());
    let mut last = numbers.max().unwrap_or(0);
    let labels: BTreeSet<&str> = flat.units.iter().filter_map(label_of).collect();
    let mut named = new.to_vec();
    for unit in &mut named {
        let Some(note) = &unit.note else { continue };
        if note.label.as_deref().is_some_and(|label| labels.contains(label)) {
            continue;
        }
        last = last.saturating_add(1);
        let words = note.words.clone();
        unit.note = Some(Arc::new(Note { label: Some(last.to_string()), number: None, words }));
    }
    named
}

/// Where a text differs from an old one, in bytes of the old.
fn differing(old: &str, new: &str) -> Range<usize> {
    let ends = old.bytes().rev().zip(new.bytes().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - end;
    let starts = old.bytes().zip(new.bytes()).take(most);
    starts.take_while(|(a, b)| a == b).count()..old.len() - end
}

/// Whether two texts are shown the same.
fn shows(one: &[Unit], other: &[Unit]) -> bool {
    let paragraphs = |units: &[Unit]| -> Vec<Vec<Unit>> {
        let all =
            units.split(|unit| unit.sign == BREAK).map(|paragraph| trimmed(paragraph).to_vec());
        all.filter(|paragraph| !paragraph.is_empty()).collect()
    };
    let (one, other) = (paragraphs(one), paragraphs(other));
    let is_same = |(one, other): (&Vec<Unit>, &Vec<Unit>)| {
        let signs = |units: &[Unit]| normal(units.iter().map(|unit| unit.sign));
        let looks = one.len() != other.len()
            || one.iter().zip(other).all(|(one, other)| is_same_look(one, other));
        signs(one) == signs(other) && looks
    };
    one.len() == other.len() && one.iter().zip(&other).all(is_same)
}

fn trimmed(units: &[Unit]) -> &[Unit] {
    let is_space = |unit: &&Unit| unit.sign.is_whitespace();
    let start = units.iter().take_while(is_space).count();
    let end = units[start..].iter().rev().take_while(is_space).count();
    &units[start..units.len() - end]
}

/// How a value spells what can be spelt in two ways.
struct Spelling {
    curly: bool,
    dashes: bool,
    points: bool,
}

impl Spelling {
    fn of(value: &str) -> Self {
        Self {
            curly: value.contains(['‘', '’', '“', '”']),
            dashes: value.contains(['–', '—']) || !value.contains("--"),
            points: value.contains('…') || !value.contains("..."),
        }
    }

    fn spelt(&self, sign: char) -> String {
        match sign {
            '‘' | '’' if !self.curly => "'".to_owned(),
            '“' | '”' if !self.curly => "\"".to_owned(),
            '—' if !self.dashes => "---".to_owned(),
            '–' if !self.dashes => "--".to_owned(),
            '…' if !self.points => "...".to_owned(),
            sign => sign.to_string(),
        }
    }
}

/// A sign of what is to be written.
#[derive(Clone, Debug)]
enum Item {
    /// One that is there already, by its place.
    Kept(usize),
    /// One that is new.
    New(Unit),
}

struct Writer<'a> {
    value: &'a str,
    written: Written,
    flat: &'a Flat,
    spelling: Spelling,
}

impl Writer<'_> {
    /// The value with nothing but the words replaced, in each way that may be right.
    fn within(&self, range: Range<usize>, new: &[Unit]) -> Vec<String> {
        let (units, at) = (&self.flat.units, &self.flat.at);
        let mut places: Vec<(Range<usize>, usize)> = Vec::new();
        if range.is_empty() {
            let is_text = |at: usize| units.get(at).is_some_and(|unit| unit.sign != BREAK);
            if let Some(before) = range.start.checked_sub(1).filter(|at| is_text(*at)) {
                places.push((at[before].end..at[before].end, before));
            }
            if is_text(range.start) {
                places.push((at[range.start].start..at[range.start].start, range.start));
            }
            if units.is_empty() {
                let end = self.value.trim_end().len();
                return self
                    .spelt(new, None, None, None)
                    .map(|text| format!("{}{text}{}", &self.value[..end], &self.value[end..]))
                    .into_iter()
                    .collect();
            }
        } else if self.is_one_stretch(range.clone()) {
            places.push((at[range.start].start..at[range.end - 1].end, range.start));
        }
        let write = |(place, like): (Range<usize>, usize)| {
            let (before, after) = (&self.value[..place.start], &self.value[place.end..]);
            let (first, last) = (before.chars().next_back(), after.chars().next());
            let text = self.spelt(new, Some(&units[like]), first, last)?;
            Some(format!("{before}{text}{after}"))
        };
        places.into_iter().filter_map(write).collect()
    }

    /// Whether signs look the same, with nothing between them but white space.
    fn is_one_stretch(&self, range: Range<usize>) -> bool {
        let (units, at) = (&self.flat.units[range.clone()], &self.flat.at[range]);
        let first = &units[0];
        let looks = units.iter().all(|unit| (unit.look, &unit.link) == (first.look, &first.link));
        looks && at.windows(2).all(|two| is_gap(&self.value[two[0].end..two[1].start]))
    }

    /// New signs beside one that stands there; nothing where they cannot look as they should there.
    fn spelt(
        &self,
        new: &[Unit],
        beside: Option<&Unit>,
        before: Option<char>,
        after: Option<char>,
    ) -> Option<String> {
        let (look, link) =
            beside.map_or((Look::default(), None), |unit| (unit.look, unit.link.clone()));
        let mut out = String::new();
        for run in runs(new) {
            if let Some(label) = label_of(&run[0]) {
                let is_fit = self.written == Written::Markdown && link.is_none();
                out += &is_fit.then(|| format!("[^{label}]"))?;
                continue;
            }
            let Unit { look: own, link: to, .. } = &run[0];
            let text: String = run.iter().map(|unit| self.spelling.spelt(unit.sign)).collect();
            if self.written == Written::Plain {
                out += &text;
                continue;
            }
            if run.iter().any(|unit| unit.sign == NOTE || unit.sign == '\n') {
                return None;
            }
            let more =
                |own: bool, there: bool| if there && !own { None } else { Some(own && !there) };
            let is_space = text.trim().is_empty();
            let marks = match is_space {
                true => String::new(),
                false => text::marks(Look {
                    emphasis: more(own.emphasis, look.emphasis)?,
                    strong: more(own.strong, look.strong)?,
                    struck: more(own.struck, look.struck)?,
                }),
            };
            let is_same_link = is_space || text::is_same_link(to.as_deref(), link.as_deref());
            let before = out.chars().next_back().or(before);
            let inner = text.trim();
            let words = match marks.is_empty() {
                true => markdown::escaped_within(before, &text, after),
                false => markdown::escaped_within(Some(' '), inner, Some(' ')),
            };
            let words = match (is_same_link, to) {
                (true, _) => words,
                (false, Some(to)) if link.is_none() => linked(&words, inner, to)?,
                _ => return None,
            };
            let (start, end) = match marks.is_empty() {
                true => ("", ""),
                false => around(&text),
            };
            let closing: String = marks.chars().rev().collect();
            out += &format!("{start}{marks}{words}{closing}{end}");
        }
        Some(out)
    }

    /// The value with a row of a table more, or without some; nothing where it is something else.
    fn row(&self, range: &Range<usize>, new: &[Unit], kinds: &[Kind]) -> Option<String> {
        let Flat { at, leaf, cells, rows, .. } = self.flat;
        let is_new = range.is_empty() && !kinds.is_empty() && kinds.len() == breaks(new);
        if is_new && kinds.iter().all(|kind| *kind == Kind::Cell) {
            let last = range.start.checked_sub(1)?;
            let cell = cells[*leaf.get(last)?]?;
            let is_end = rows.get(&(cell.table, cell.row))?.end == range.start;
            return is_end.then(|| self.with_row(at[last].start, cell, new)).flatten();
        }
        let cell =
            cells[*leaf.get(range.start)?].filter(|_| new.is_empty() && !range.is_empty())?;
        let of_table = |table: usize| rows.range((table, 0)..(table + 1, 0));
        let starts = of_table(cell.table).any(|(_, row)| row.start == range.start);
        let ends = of_table(cell.table).any(|(_, row)| row.end == range.end);
        if !starts || !ends {
            return None;
        }
        let lines = self.line_start(at[range.start].start)..self.line_end(at[range.end - 1].end);
        // The line under the head goes with it.
        let is_head_alone = of_table(cell.table).count() == 1 && cell.row == 0;
        let end = if is_head_alone { self.next_line(lines.end).end } else { lines.end };
        Some(self.without(lines.start..end))
    }

    /// The line after the one that ends there.
    fn next_line(&self, end: usize) -> Range<usize> {
        let start = (end + 1).min(self.value.len());
        start..self.line_end(start)
    }

    /// The value with a new row after the line of a table at `at`, written as that line or, after the
    /// head, as the first row.
    fn with_row(&self, at: usize, cell: Cell, new: &[Unit]) -> Option<String> {
        let own = self.line_start(at)..self.line_end(at);
        let (end, like) = match (cell.row, self.flat.rows.get(&(cell.table, 1))) {
            (0, Some(first)) => {
                let first = self.flat.at[first.start].start;
                (self.next_line(own.end).end, self.line_start(first)..self.line_end(first))
            }
            (0, None) => (self.next_line(own.end).end, own),
            _ => (own.end, own),
        };
        let texts = new.split(|unit| unit.sign == BREAK).skip(1).map(|cell| {
            let items: Vec<Item> = trimmed(cell).iter().cloned().map(Item::New).collect();
            self.body(&items)
        });
        let mut texts = texts.collect::<Option<Vec<String>>>()?.into_iter();
        let mut row = String::new();
        let parts = Row::of(&self.value[like]);
        let sides = self.sides(cell.table);
        for (number, part) in parts.parts.iter().enumerate() {
            let bar = if number == 0 { "" } else { "|" };
            row += bar;
            row += &match parts.is_cell(number) {
                true => padded(part, &texts.next().unwrap_or_default(), sides.contains(&number)),
                false => (*part).to_owned(),
            };
        }
        let rest = texts.map(|text| format!(" {text} |"));
        row.extend(rest);
        Some(format!("{}\n{}{}", &self.value[..end], row.trim_end(), &self.value[end..]))
    }

    /// The columns of a table that stand at the right, as the line under its head says.
    fn sides(&self, table: usize) -> BTreeSet<usize> {
        let head = self.flat.rows.range((table, 0)..(table, 1)).next();
        let end = head.map(|(_, head)| self.line_end(self.flat.at[head.start].start));
        let line = end.map_or("", |end| &self.value[self.next_line(end)]);
        let is_right = |part: &str| part.ends_with(':') && !part.starts_with(':');
        let parts = Row::of(line).parts.into_iter().enumerate();
        parts.filter(|(_, part)| is_right(part.trim())).map(|(number, _)| number).collect()
    }

    /// A text in which the words of a cell were replaced, with the spaces that it needs to stand as wide
    /// as it was; nothing where that is not so.
    fn aligned(&self, sign: usize, text: &str) -> Option<String> {
        let sign = sign.min(self.flat.units.len().checked_sub(1)?);
        let cell = self.flat.cells[self.flat.leaf[sign]]?;
        let start = self.line_start(self.flat.at[sign].start);
        let old = &self.value[start..self.line_end(start)];
        let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
        let (then, now) = (Row::of(old), Row::of(&text[start..end]));
        let differs = |number: &usize| then.parts[*number] != now.parts[*number];
        let changed = (0..then.parts.len().min(now.parts.len())).find(differs)?;
        if then.parts.len() != now.parts.len() || !then.is_cell(changed) {
            return None;
        }
        let is_right = self.sides(cell.table).contains(&changed);
        let own = padded(then.parts[changed], now.parts[changed].trim(), is_right);
        let mut parts = now.parts;
        parts[changed] = &own;
        Some(format!("{}{}{}", &text[..start], parts.join("|"), &text[end..]))
    }

    /// The value with the paragraphs written anew in which something is replaced.
    fn anew(&self, range: Range<usize>, new: &[Unit], kinds: &[Kind]) -> Option<String> {
        let Flat { units, leaf, at, .. } = self.flat;
        if units.is_empty() {
            return None;
        }
        let of = |sign: usize| leaf.get(sign.min(units.len() - 1)).copied();
        let is_after_break = range.start > 0 && units[range.start - 1].sign == BREAK;
        let first = of(range.start)?
            + usize::from(
                units.get(range.start).is_some_and(|u| u.sign == BREAK) && is_after_break,
            );
        let last = if range.is_empty() { first } else { of(range.end - 1)? };
        // The end of a paragraph belongs to that before; what is taken away with it stands after.
        let last = last + usize::from(!range.is_empty() && units[range.end - 1].sign == BREAK);
        let (start, end) = (leaf.iter().position(|l| *l == first)?, self.end_of(last)?);
        if self.flat.kinds.get(first..=last)?.contains(&Kind::Cell) {
            return None;
        }
        let items: Vec<Item> = (start..range.start)
            .map(Item::Kept)
            .chain(new.iter().cloned().map(Item::New))
            .chain((range.end..end).map(Item::Kept))
            .collect();
        let region = self.line_start(at[start].start)..self.line_end(at[end - 1].end);
        let paragraphs = items.split(|item| self.unit(item).sign == BREAK);
        let mut written: Vec<(String, bool)> = Vec::new();
        let mut before: Option<Lead> = self.lead_of(first);
        for (number, paragraph) in paragraphs.enumerate() {
            let paragraph = self.trimmed(paragraph);
            if paragraph.is_empty() {
                continue;
            }
            let kind = kinds.get(number.saturating_sub(1)).copied().unwrap_or(Kind::Paragraph);
            let lead =
                self.lead(paragraph, kind, before.as_ref(), written.is_empty() && number == 0);
            let text = match self.whole(paragraph) {
                Some(leaf) => self.lines_of(leaf)?,
                None => format!("{}{}", lead.first, self.body(paragraph)?),
            };
            let is_tight =
                lead.is_point && before.as_ref().is_some_and(|b| b.is_point) && self.is_tight();
            written.push((text, is_tight));
            before = Some(lead);
        }
        let mut out = String::new();
        for (text, is_tight) in &written {
            if !out.is_empty() {
                let quote = before.as_ref().map_or("", |lead| lead.quote.trim_end());
                out += &if *is_tight { "\n".to_owned() } else { format!("\n{quote}\n") };
            }
            out += text;
        }
        Some(match written.is_empty() {
            true => self.without(region),
            false => format!("{}{out}{}", &self.value[..region.start], &self.value[region.end..]),
        })
    }

    fn unit<'a>(&'a self, item: &'a Item) -> &'a Unit {
        match item {
            Item::Kept(at) => &self.flat.units[*at],
            Item::New(unit) => unit,
        }
    }

    fn end_of(&self, leaf: usize) -> Option<usize> {
        let last = self.flat.leaf.iter().rposition(|l| *l == leaf)?;
        let is_break = self.flat.units[last].sign == BREAK;
        Some(if is_break { last } else { last + 1 })
    }

    fn trimmed<'a>(&self, items: &'a [Item]) -> &'a [Item] {
        let is_space = |item: &&Item| self.unit(item).sign.is_whitespace();
        let start = items.iter().take_while(is_space).count();
        let end = items[start..].iter().rev().take_while(is_space).count();
        &items[start..items.len() - end]
    }

    /// The leaf that a paragraph is, where nothing in it is new.
    fn whole(&self, items: &[Item]) -> Option<usize> {
        let places = items.iter().map(|item| match item {
            Item::Kept(at) => Some(*at),
            Item::New(_) => None,
        });
        let places: Vec<usize> = places.collect::<Option<_>>()?;
        let leaf = self.flat.leaf[*places.first()?];
        let start = self.flat.leaf.iter().position(|l| *l == leaf)?;
        (places.iter().copied().eq(start..self.end_of(leaf)?)).then_some(leaf)
    }

    /// The lines of a leaf as they are.
    fn lines_of(&self, leaf: usize) -> Option<String> {
        let start = self.flat.leaf.iter().position(|l| *l == leaf)?;
        let (first, last) = (&self.flat.at[start], &self.flat.at[self.end_of(leaf)? - 1]);
        Some(self.value[self.line_start(first.start)..self.line_end(last.end)].to_owned())
    }

    fn line_start(&self, at: usize) -> usize {
        self.value[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    fn line_end(&self, at: usize) -> usize {
        self.value[at..].find('\n').map_or(self.value.len(), |newline| at + newline)
    }

    /// The value without some lines.
    fn without(&self, region: Range<usize>) -> String {
        without(self.value, region)
    }

    /// The text, which differs from the value in one place, without the footnotes that are gone and with
    /// those that are new.
    fn with_notes(&self, text: &str, notes: &Notes<'_>) -> Option<String> {
        let changed = differing(self.value, text);
        let mut gone: Vec<Range<usize>> =
            notes.gone.iter().map(|label| self.lines_of_note(label)).collect::<Option<_>>()?;
        gone.sort_by_key(|lines| std::cmp::Reverse(lines.start));
        let mut out = text.to_owned();
        for lines in gone {
            let lines = match () {
                () if lines.end <= changed.start => lines,
                () if changed.end <= lines.start => {
                    let moved = |at: usize| at + text.len() - self.value.len();
                    moved(lines.start)..moved(lines.end)
                }
                () => return None,
            };
            out = without(&out, lines);
        }
        notes.come.iter().try_fold(out, |out, (label, words)| self.with_note(&out, label, words))
    }

    /// The lines in which a footnote is written.
    fn lines_of_note(&self, label: &str) -> Option<Range<usize>> {
        let signs = self.flat.notes.get(label)?;
        let (first, last) = (&self.flat.at[signs.start], &self.flat.at[signs.end - 1]);
        Some(self.line_start(first.start)..self.line_end(last.end))
    }

    /// A text with one more footnote: after the last there is, else at the end.
    fn with_note(&self, text: &str, label: &str, words: &[Unit]) -> Option<String> {
        let paragraphs = words.split(|unit| unit.sign == BREAK);
        let bodies = paragraphs.map(|paragraph| {
            let items: Vec<Item> = paragraph.iter().cloned().map(Item::New).collect();
            self.body(&items)
        });
        let bodies: Vec<String> = bodies.collect::<Option<_>>()?;
        let is_note = |line: &str| Lead::of(line).mark.starts_with("[^");
        let lines: Vec<&str> = text.trim_end().split('\n').collect();
        let last = lines.iter().rposition(|line| is_note(line));
        let indent = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
        let filled = lines.iter().filter(|line| !line.trim().is_empty());
        let least = filled.min_by_key(|line| indent(line)).copied().unwrap_or_default();
        let quote = match last {
            Some(last) => Lead::of(lines[last]).quote,
            None => least[..indent(&least)].to_owned(),
        };
        // What belongs to the last footnote is indented, or follows without an empty line.
        let is_end = |at: &usize| {
            lines.get(*at).is_none_or(|line| line.trim_start_matches(['>', ' ', '\t']).is_empty())
                && lines.get(at + 1).is_none_or(|next| !next.starts_with(&format!("{quote}    ")))
        };
        let end = match last {
            Some(last) => (last + 1..=lines.len()).find(is_end)?,
            None => lines.len(),
        };
        let bare = quote.trim_end();
        let is_parted = last.is_some_and(|last| {
            lines[..last].iter().any(|line| is_note(line)) && lines[last - 1].trim_end() == bare
        });
        let parting =
            if last.is_some() && !is_parted { String::new() } else { format!("{bare}\n") };
        let note = bodies.join(&format!("\n{bare}\n{quote}    "));
        let head = lines[..end].join("\n");
        let rest = &text[head.len()..];
        Some(format!("{head}\n{parting}{quote}[^{label}]: {note}{rest}"))
    }

    /// Whether the points of lists follow each other without empty lines.
    fn is_tight(&self) -> bool {
        let Flat { units, at, leaf, kinds, .. } = self.flat;
        let is_point = |leaf: usize| kinds.get(leaf) == Some(&Kind::Point);
        let mut ends = (0..units.len()).filter(|sign| {
            units[*sign].sign == BREAK && is_point(leaf[*sign]) && is_point(leaf[*sign] + 1)
        });
        ends.next().is_none_or(|end| self.value[at[end].clone()].matches('\n').count() < 2)
    }

    /// What stands before the words of a leaf.
    fn lead_of(&self, leaf: usize) -> Option<Lead> {
        let start = self.flat.leaf.iter().position(|l| *l == leaf)?;
        let line = self.line_start(self.flat.at[start].start);
        let mut lead = Lead::of(&self.value[line..]);
        lead.is_point &= self.flat.kinds.get(leaf) == Some(&Kind::Point);
        Some(lead)
    }

    /// What is to stand before the words of a paragraph.
    fn lead(&self, items: &[Item], kind: Kind, before: Option<&Lead>, is_first: bool) -> Lead {
        let kept = items.iter().find_map(|item| match item {
            Item::Kept(at) => Some(self.flat.leaf[*at]),
            Item::New(_) => None,
        });
        let own = kept.and_then(|leaf| self.lead_of(leaf));
        let is_again = matches!((&own, before), (Some(own), Some(before)) if own.first == before.first && !is_first);
        if let Some(own) = own.filter(|own| !is_again || !own.is_point) {
            // A heading that is split is one heading and a paragraph.
            return if is_again { own.plain() } else { own };
        }
        let before = before.cloned().unwrap_or_default();
        match (kind, is_first) {
            (Kind::Point, true) if before.is_point => before,
            (Kind::Point, _) if before.is_point => before.next(),
            (Kind::Point, _) => before.point(),
            _ if is_again => before.next(),
            _ => before.plain(),
        }
    }

    /// Whether a sign stands at the start of a leaf already.
    fn begins_leaf(&self, item: &Item) -> bool {
        match item {
            Item::Kept(at) => *at == 0 || self.flat.units[at - 1].sign == BREAK,
            Item::New(_) => false,
        }
    }

    /// The words of a paragraph, those that were there spelt as they were.
    fn body(&self, items: &[Item]) -> Option<String> {
        let mut out = String::new();
        let looks = |item: &Item| {
            let unit = self.unit(item);
            (unit.look, unit.link.clone())
        };
        let is_space = |item: &Item| self.unit(item).sign == ' ';
        let groups = items.chunk_by(|a, b| looks(a) == looks(b));
        for (number, group) in groups.enumerate() {
            let (look, link) = looks(&group[0]);
            let start = group.iter().take_while(|item| is_space(item)).count();
            let end = group[start..].iter().rev().take_while(|item| is_space(item)).count();
            let (spaces, rest) = group.split_at(start);
            let (inner, after) = rest.split_at(rest.len() - end);
            out += &self.spelling(spaces, None)?;
            if !inner.is_empty() {
                let marks = text::marks(look);
                let words = self.spelling(inner, out.chars().next_back())?;
                let plain: String = inner.iter().map(|item| self.unit(item).sign).collect();
                let words = match &link {
                    Some(link) => linked(&words, &plain, link)?,
                    None => words,
                };
                let opens = number == 0 && marks.is_empty() && !self.begins_leaf(&inner[0]);
                let words = if opens { markdown::opened(&words) } else { words };
                let closing: String = marks.chars().rev().collect();
                out += &format!("{marks}{words}{closing}");
            }
            out += &self.spelling(after, None)?;
        }
        Some(out)
    }

    /// Signs as they are spelt: those that were there as they were, with where their lines ended.
    fn spelling(&self, items: &[Item], before: Option<char>) -> Option<String> {
        let mut out = String::new();
        let mut rest = items.iter().enumerate().peekable();
        while let Some((index, item)) = rest.next() {
            match item {
                Item::Kept(at) => {
                    let own = &self.value[self.flat.at[*at].clone()];
                    let next = match items.get(index + 1) {
                        Some(Item::Kept(next)) if *next == at + 1 => Some(*next),
                        _ => None,
                    };
                    let gap = next
                        .map(|next| &self.value[self.flat.at[*at].end..self.flat.at[next].start]);
                    match (own, gap) {
                        ("\n", None) => out.push(' '),
                        (own, Some(gap)) if is_gap(gap) => out += &format!("{own}{gap}"),
                        (own, _) => out += own,
                    }
                }
                Item::New(unit) if unit.sign == NOTE => out += &format!("[^{}]", label_of(unit)?),
                Item::New(unit) if unit.sign == '\n' => return None,
                Item::New(unit) => {
                    let next = rest.peek().map(|(_, item)| self.unit(item).sign);
                    let last = out.chars().next_back().or(before);
                    out += &markdown::escaped_within(last, &self.spelling.spelt(unit.sign), next);
                }
            }
        }
        Some(out)
    }
}

/// What stands before the words of a line: quotation marks, the mark of a list or a heading.
#[derive(Clone, Debug, Default)]
struct Lead {
    /// All of it, on the first line.
    first: String,
    /// What stands before further lines.
    next: String,
    /// Without the mark of a list or a heading.
    quote: String,
    /// The mark of a list.
    mark: String,
    is_point: bool,
}

impl Lead {
    fn of(line: &str) -> Self {
        let line = line.lines().next().unwrap_or_default();
        let start = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
        let (quote, rest) = line.split_at(start);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mark = match rest.as_bytes() {
            [b'-' | b'*' | b'+', b' ' | b'\t', ..] => 1,
            [b'#', ..] => rest.len() - rest.trim_start_matches('#').len(),
            [b'[', b'^', ..] => rest.find("]:").map_or(0, |end| end + 2),
            bytes if digits > 0 && matches!(bytes.get(digits), Some(b'.' | b')')) => digits + 1,
            _ => 0,
        };
        let spaces = rest[mark..].len() - rest[mark..].trim_start_matches([' ', '\t']).len();
        let is_mark = mark > 0 && spaces > 0;
        let mark = if is_mark { &rest[..mark + spaces] } else { "" };
        let is_point = is_mark && !mark.starts_with(['#', '[']);
        let next =
            format!("{quote}{}", if is_point { " ".repeat(mark.len()) } else { String::new() });
        Self {
            first: format!("{quote}{mark}"),
            next,
            quote: quote.to_owned(),
            mark: mark.to_owned(),
            is_point,
        }
    }

    /// That of a paragraph after it that is no point of its list.
    fn plain(&self) -> Self {
        let quote = self.quote.clone();
        Self { first: quote.clone(), next: quote.clone(), quote, ..Self::default() }
    }

    /// That of the first point of a list after it.
    fn point(&self) -> Self {
        Self::of(&format!("{}- x", self.quote))
    }

    /// That of the next point of its list.
    fn next(&self) -> Self {
        let end = self.mark.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = self.mark[..self.mark.len() - end.len()].parse::<u64>();
        let mark = number.map_or(self.mark.clone(), |number| format!("{}{end}", number + 1));
        Self { first: format!("{}{mark}", self.quote), mark, ..self.clone() }
    }
}

/// A text without some lines, and without the empty one that parted them from others.
fn without(text: &str, region: Range<usize>) -> String {
    let (before, after) = (&text[..region.start], &text[region.end..]);
    let bare = |line: &str| line.trim().trim_matches('>').trim().is_empty();
    let ends_bare = before
        .trim_end_matches('\n')
        .rsplit('\n')
        .next()
        .is_some_and(|line| bare(line) || before.ends_with("\n\n"));
    let after = after.strip_prefix('\n').unwrap_or(after);
    let next = after.split('\n').next().unwrap_or_default();
    if after.trim().is_empty() && ends_bare {
        return format!("{}\n{after}", before.trim_end_matches('\n'));
    }
    if bare(next) && !after.is_empty() && (ends_bare || before.is_empty()) {
        let rest = after.split_once('\n').map_or("", |(_, rest)| rest);
        return format!("{before}{rest}");
    }
    format!("{before}{after}")
}

/// A line of a table, parted at its bars.
struct Row<'a> {
    parts: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn of(line: &'a str) -> Self {
        let (mut parts, mut start, mut is_escaped) = (Vec::new(), 0, false);
        for (at, sign) in line.char_indices() {
            if sign == '|' && !is_escaped {
                parts.push(&line[start..at]);
                start = at + 1;
            }
            is_escaped = sign == '\\' && !is_escaped;
        }
        parts.push(&line[start..]);
        Self { parts }
    }

    /// Whether a part is a cell, and not what stands before the first bar or after the last.
    fn is_cell(&self, number: usize) -> bool {
        let is_around = |part: &str| part.trim_matches(['>', ' ', '\t']).is_empty();
        let is_outside = number == 0 || number + 1 == self.parts.len();
        !(is_outside && is_around(self.parts[number]))
    }
}

/// The words of a cell, as wide as another of its column and at the same side.
fn padded(like: &str, words: &str, is_right: bool) -> String {
    let (start, end) = around(like);
    if like.trim().is_empty() || start.is_empty() && end.is_empty() {
        let space = if like.is_empty() { "" } else { " " };
        let room = like.chars().count().saturating_sub(2);
        return format!("{space}{words:<room$}{space}");
    }
    let room = like.chars().count().saturating_sub(usize::from(!start.is_empty()) + 1);
    let (before, after) = (start.chars().count(), end.chars().count());
    let is_right = after == 1 && (before > 1 || before == 1 && is_right);
    match is_right {
        true => format!(" {words:>room$} "),
        false if start.is_empty() => format!("{words:<room$} "),
        false => format!(" {words:<room$}{}", if end.is_empty() { "" } else { " " }),
    }
}

fn breaks(units: &[Unit]) -> usize {
    units.iter().filter(|unit| unit.sign == BREAK).count()
}

/// Whether nothing stands between two signs but where a line ends and another begins.
fn is_gap(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '>')
}

/// The spaces before and after a text.
fn around(text: &str) -> (&str, &str) {
    let start = text.len() - text.trim_start().len();
    (&text[..start], &text[text.trim_end().len()..])
}

/// A link; nothing where a letter cannot have it.
fn linked(words: &str, plain: &str, to: &str) -> Option<String> {
    let is_fit = markdown::can_link(to) && !to.contains(['<', '>', '(', ')', ' ', '\n', '\\']);
    match text::is_address(plain.trim(), to) {
        true => Some(words.to_owned()),
        false if is_fit => Some(format!("[{words}]({to})")),
        false => None,
    }
}

/// A text in which lines that are new are no longer than those that were there.
fn wrapped(old: &str, new: &str) -> String {
    let Some(width) = width(old) else { return new.to_owned() };
    let known: BTreeSet<&str> = old.split('\n').collect();
    let lines = new.split('\n').map(|line| match known.contains(line) {
        true => line.to_owned(),
        false => broken(line, width),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The widest lines where nobody has broken any.
const WIDTH: usize = 100;

/// How wide the lines of a value are; nothing where each paragraph is one line.
fn width(value: &str) -> Option<usize> {
    let longest = value.split('\n').map(|line| line.trim_end().chars().count()).max().unwrap_or(0);
    let flat = Flat::of(value, Written::Markdown);
    let is_soft =
        |sign: usize| flat.units[sign].sign == ' ' && &value[flat.at[sign].clone()] == "\n";
    match (0..flat.units.len()).any(is_soft) {
        true => Some(longest),
        false if longest > WIDTH => None,
        false if !value.contains('\n') => None,
        false => Some(WIDTH),
    }
}

/// A line in several that are no wider, where it can be.
fn broken(line: &str, width: usize) -> String {
    let Lead { next, mark, .. } = Lead::of(line);
    if mark.starts_with('#') || line.trim_start().starts_with('|') {
        return line.to_owned();
    }
    let (mut out, mut rest) = (String::new(), line.to_owned());
    while rest.chars().count() > width {
        let start = Lead::of(&rest).first.len();
        let ends = rest.char_indices().take(width + 1).filter(|(at, c)| *c == ' ' && *at > start);
        // No new line may begin as if it were more than text.
        let can_end = |at: &usize| {
            !markdown::is_opening(&rest[at + 1..])
                && !rest[at + 1..].starts_with(['*', '|', '~', '[', ' '])
        };
        let Some(end) = ends.map(|(at, _)| at).filter(can_end).last() else { break };
        out += &format!("{}\n", rest[..end].trim_end());
        rest = format!("{next}{}", &rest[end + 1..]);
    }
    out + &rest
}
