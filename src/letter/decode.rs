//! Takes values out of a TOML table one key at a time, and notes everything that is wrong.
//!
//! Each key that is asked for is removed. What is left when a table is finished is unknown, and is
//! reported with the nearest name among the keys that were asked for.

use super::commentary::{self, Commentary, ImageLink, Reading};
use super::traced::Traced;
use super::tree::{Entry, Node, Table, Value};
use super::{Line, Placed};
use crate::diagnostic::{Diagnostic, FileId, Place};
use jiff::civil::Date;
use std::ops::RangeInclusive;

/// What decoding gives besides the values.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// Every line of plain text taken, and every sign that stands as an entity in commentary.
    pub lines: Vec<Traced>,
    /// Every commentary taken.
    pub commentary: Vec<Commentary>,
    /// Every image that commentary shows.
    pub images: Vec<ImageLink>,
    /// What was asked for, table by table.
    pub known: Vec<Known>,
}

/// The keys that were asked for in one table.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The table, such as `area.item`; empty for the top of the file.
    pub table: String,
    /// Its keys.
    pub keys: Vec<&'static str>,
    /// The words that some of them can be.
    pub choices: Vec<(&'static str, Vec<String>)>,
}

/// The folders that the paths of images begin at, by the files that name them.
pub type Folders<'a> = &'a [(FileId, String)];

/// One table of the file while its keys are taken out.
pub struct Decoder<'a> {
    table: Table,
    /// The table as the user wrote it, such as `[sender]`; empty for the top of the file.
    heading: String,
    /// A name for it in labels, such as `area-1`.
    name: String,
    folders: Folders<'a>,
    known: Known,
    notes: &'a mut Notes,
}

impl<'a> Decoder<'a> {
    /// Begins with the top of a file, which may be laid over another.
    pub fn top(table: Table, folders: Folders<'a>, notes: &'a mut Notes) -> Self {
        let (heading, name, known) = (String::new(), String::new(), Known::default());
        Self { table, heading, name, folders, known, notes }
    }

    /// Notes a problem.
    pub fn problem(&mut self, problem: Diagnostic) {
        self.notes.problems.push(problem);
    }

    /// Where the table begins.
    pub fn place(&self) -> Place {
        self.table.place
    }

    /// Where a key stands that has not been taken yet.
    pub fn key_place(&self, key: &str) -> Option<Place> {
        self.table.entries.iter().find(|entry| entry.key == key).map(|entry| entry.key_place)
    }

    /// Where a value stands that has not been taken yet.
    pub fn value_place(&self, key: &str) -> Option<Place> {
        self.table.entries.iter().find(|entry| entry.key == key).map(|entry| entry.node.place)
    }

    fn folder_of(&self, file: FileId) -> &'a str {
        let known = self.folders.iter().find(|(known, _)| *known == file);
        known.map_or("", |(_, folder)| folder)
    }

    /// Passes over a key that is not for letters.
    pub fn skip(&mut self, key: &'static str) {
        self.take(key);
    }

    fn take(&mut self, key: &'static str) -> Option<Entry> {
        self.known.keys.push(key);
        self.table.take(key)
    }

    /// Notes that a value is of the wrong kind, with an example of the right one.
    pub fn wrong_type(&mut self, key: &str, node: &Node, wanted: &str, example: &str) {
        let is = format!("this is {}", node.value.kind());
        self.wrong(key, node.place, &is, wanted, example);
    }

    fn wrong(&mut self, key: &str, place: Place, is: &str, wanted: &str, example: &str) {
        let problem = Diagnostic::error("wrong-type", format!("`{key}` must be {wanted}"))
            .at(place, is)
            .help(format!("write it like this: {example}"));
        self.problem(problem);
    }

    /// Notes that a key is missing, with an example of it.
    pub fn missing(&mut self, key: &str, example: &str) {
        let under =
            if self.heading.is_empty() { String::new() } else { format!(" in {}", self.heading) };
        let problem = Diagnostic::error("missing-key", format!("`{key}` is missing{under}"))
            .at(self.table.place, "")
            .help(match self.heading.as_str() {
                "" => format!("add this at the top of the file: {key} = {example}"),
                _ if self.table.in_braces => {
                    format!("add this between {{ and }}: {key} = {example}")
                }
                heading => format!("add this under {heading}: {key} = {example}"),
            });
        self.problem(problem);
    }

    /// A line of plain text.
    pub fn line(&mut self, key: &'static str) -> Option<Line> {
        let entry = self.take(key)?;
        self.line_of(key, entry.node)
    }

    /// An empty text is none: so a letter can leave out what the office file has.
    fn line_of(&mut self, key: &str, node: Node) -> Option<Line> {
        let place = node.place;
        let Value::String(text) = node.value else {
            self.wrong_type(key, &node, "text", &format!("{key} = \"...\""));
            return None;
        };
        let value = text.as_str().trim().to_owned();
        if value.contains(char::is_control) {
            let problem =
                Diagnostic::error("wrong-value", format!("`{key}` must be a single line"))
                    .at(place, "")
                    .help("put it on one line between \" and \"");
            self.problem(problem);
            return None;
        }
        self.notes.lines.push(text);
        (!value.is_empty()).then_some(Placed { value, place })
    }

    /// A line of plain text that must be there. Where it is not, that is noted and an empty line
    /// given, so that reading can go on.
    pub fn required_line(&mut self, key: &'static str, example: &str) -> Line {
        let place = self.value_place(key);
        let problems = self.notes.problems.len();
        if let Some(line) = self.line(key) {
            return line;
        }
        match place {
            None => self.missing(key, &format!("\"{example}\"")),
            Some(place) if self.notes.problems.len() == problems => self.empty(key, place),
            Some(_) => {}
        }
        Placed { value: String::new(), place: place.unwrap_or(self.table.place) }
    }

    fn empty(&mut self, key: &str, place: Place) {
        let problem = Diagnostic::error("wrong-value", format!("`{key}` is empty"));
        self.problem(problem.at(place, "").help("fill it in"));
    }

    /// A line of text or a whole number, as text: the number of an item.
    pub fn number(&mut self, key: &'static str) -> Option<Line> {
        let entry = self.take(key)?;
        match entry.node.value {
            Value::Integer(number) => {
                Some(Placed { value: number.to_string(), place: entry.node.place })
            }
            Value::String(_) => self.line_of(key, entry.node),
            _ => {
                let example = format!("{key} = 3");
                self.wrong_type(key, &entry.node, "a whole number or text", &example);
                None
            }
        }
    }

    /// A list of lines; a single line is a list of one.
    pub fn lines(&mut self, key: &'static str) -> Option<Vec<Line>> {
        let node = self.take(key)?.node;
        let nodes = match node.value {
            Value::Array(nodes) => nodes,
            Value::String(_) => vec![node],
            _ => {
                let example = list_example(key, &node.value);
                self.wrong_type(key, &node, "a list of texts", &example);
                return None;
            }
        };
        Some(nodes.into_iter().filter_map(|node| self.line_in_list(key, node)).collect())
    }

    fn line_in_list(&mut self, key: &str, node: Node) -> Option<Line> {
        if let Value::String(_) = node.value {
            return self.line_of(key, node);
        }
        let example = format!("{key} = [\"...\", \"...\"]");
        self.wrong_type(key, &node, "a list of texts", &example);
        None
    }

    /// A list of numbers of items.
    pub fn numbers(&mut self, key: &'static str) -> Vec<Line> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        let Value::Array(nodes) = entry.node.value else {
            let example = list_example(key, &entry.node.value);
            self.wrong_type(key, &entry.node, "a list", &example);
            return Vec::new();
        };
        let number = |node: Node| match node.value {
            Value::Integer(value) => Some(Placed { value: value.to_string(), place: node.place }),
            _ => self.line_in_list(key, node),
        };
        nodes.into_iter().filter_map(number).collect()
    }

    /// A list of numbers of which there must be one at least.
    pub fn required_numbers(&mut self, key: &'static str, example: &str) -> Vec<Line> {
        self.check_filled(key, example);
        self.numbers(key)
    }

    /// A list of lines of which there must be one at least.
    pub fn required_lines(&mut self, key: &'static str, example: &str) -> Vec<Line> {
        self.check_filled(key, example);
        self.lines(key).unwrap_or_default()
    }

    /// Notes that a list is missing or empty.
    fn check_filled(&mut self, key: &str, example: &str) {
        let entry = self.table.entries.iter().find(|entry| entry.key == key);
        match entry.map(|entry| &entry.node) {
            None => self.missing(key, example),
            Some(Node { place, value: Value::Array(nodes) }) if nodes.iter().all(is_empty_text) => {
                let message = format!("`{key}` is empty");
                let help = format!("write it like this: {key} = {example}");
                let problem = Diagnostic::error("wrong-value", message).at(*place, "").help(help);
                self.problem(problem);
            }
            Some(_) => {}
        }
    }

    /// Commentary that stands beneath a heading of `level`. Empty commentary is none.
    pub fn commentary(&mut self, key: &'static str, level: u8) -> Option<Commentary> {
        self.commentary_of(key, level, false)
    }

    /// Commentary that is shown as a quotation.
    pub fn quotation(&mut self, key: &'static str, level: u8) -> Option<Commentary> {
        self.commentary_of(key, level, true)
    }

    fn commentary_of(&mut self, key: &'static str, level: u8, quoted: bool) -> Option<Commentary> {
        let entry = self.take(key)?;
        let Value::String(raw) = &entry.node.value else {
            self.wrong_type(key, &entry.node, "text", &format!("{key} = '''...'''"));
            return None;
        };
        let name = if key == "text" { self.name.clone() } else { join(&self.name, key, "-") };
        let folder = self.folder_of(raw.whole().file);
        let context = commentary::Context { name: &name, level, folder, quoted };
        let Reading { commentary, images, problems, entities } = commentary::read(raw, context);
        self.notes.problems.extend(problems);
        self.notes.lines.push(entities);
        self.notes.images.extend(images);
        if commentary.text.as_str().is_empty() {
            return None;
        }
        self.notes.commentary.push(commentary.clone());
        Some(commentary)
    }

    /// Commentary that must be there; `quoted` if it is shown as a quotation.
    pub fn required_commentary(
        &mut self,
        key: &'static str,
        level: u8,
        quoted: bool,
    ) -> Commentary {
        let place = self.value_place(key);
        let problems = self.notes.problems.len();
        if let Some(commentary) = self.commentary_of(key, level, quoted) {
            return commentary;
        }
        match place {
            None => self.missing(key, "'''...'''"),
            Some(place) if self.notes.problems.len() == problems => self.empty(key, place),
            Some(_) => {}
        }
        Commentary::empty(self.table.place.file)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<Placed<bool>> {
        let Entry { node, .. } = self.take(key)?;
        if let Value::Boolean(value) = node.value {
            return Some(Placed { value, place: node.place });
        }
        self.wrong_type(key, &node, "true or false", &format!("{key} = true"));
        None
    }

    /// A whole number from 0.
    pub fn count(&mut self, key: &'static str) -> Option<Placed<i64>> {
        let Entry { node, .. } = self.take(key)?;
        match node.value {
            Value::Integer(value) if value >= 0 => {
                return Some(Placed { value, place: node.place });
            }
            Value::Integer(_) => {
                let example = format!("{key} = 3");
                self.wrong(key, node.place, "this is less than 0", "0 or more", &example);
            }
            _ => self.wrong_type(key, &node, "a whole number", &format!("{key} = 3")),
        }
        None
    }

    /// A number within `range`, whole or not.
    pub fn measure(&mut self, key: &'static str, range: RangeInclusive<f32>) -> Option<f32> {
        let Entry { node, .. } = self.take(key)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            reason = "millimetres and points"
        )]
        let number = match node.value {
            Value::Integer(number) => number as f32,
            Value::Float(number) => number as f32,
            _ => f32::NAN,
        };
        if range.contains(&number) {
            return Some(number);
        }
        let wanted = format!("a number from {} to {}", range.start(), range.end());
        let example = format!("{key} = {}", range.start());
        match number.is_nan() {
            true => self.wrong_type(key, &node, &wanted, &example),
            false => self.wrong(key, node.place, "", &wanted, &example),
        }
        None
    }

    /// A day.
    pub fn date(&mut self, key: &'static str) -> Option<Placed<Date>> {
        let Entry { node, .. } = self.take(key)?;
        self.date_of(key, &node)
    }

    fn date_of(&mut self, key: &str, node: &Node) -> Option<Placed<Date>> {
        let example = format!("{key} = 2018-04-16");
        let Value::Datetime(datetime) = &node.value else {
            self.wrong_type(key, node, "a date, without quotation marks", &example);
            return None;
        };
        let (Some(date), None) = (datetime.date, datetime.time) else {
            self.wrong_type(key, node, "a date without a time", &example);
            return None;
        };
        let value = i16::try_from(date.year)
            .ok()
            .zip(i8::try_from(date.month).ok())
            .and_then(|(year, month)| Date::new(year, month, i8::try_from(date.day).ok()?).ok());
        if value.is_none() {
            let problem = Diagnostic::error(
                "impossible-date",
                format!("`{key}` is a day that does not exist"),
            )
            .at(node.place, "")
            .help("look at a calendar; a date is written year-month-day");
            self.problem(problem);
        }
        Some(Placed { value: value?, place: node.place })
    }

    /// The value under a key as it is, for keys that take more than one kind.
    pub fn node(&mut self, key: &'static str) -> Option<Node> {
        self.take(key).map(|entry| entry.node)
    }

    /// A node taken by [`Self::node`] as a date.
    pub fn node_as_date(&mut self, key: &str, node: &Node) -> Option<Placed<Date>> {
        self.date_of(key, node)
    }

    /// A node taken by [`Self::node`] as a line.
    pub fn node_as_line(&mut self, key: &str, node: Node) -> Option<Line> {
        self.line_of(key, node)
    }

    /// A node taken by [`Self::node`] as a table.
    pub fn node_as_table<T>(
        &mut self,
        key: &'static str,
        node: Node,
        read: impl FnOnce(&mut Decoder<'_>) -> T,
    ) -> Option<T> {
        let heading = self.heading_of(key, false);
        self.inner(key, node, heading, join(&self.name, key, "-"), read)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        choices: &[(&str, T)],
    ) -> Option<Placed<T>> {
        self.offer(key, choices);
        let line = self.line(key)?;
        self.choice_of(key, &line, choices).map(|value| Placed { value, place: line.place })
    }

    fn offer<T>(&mut self, key: &'static str, choices: &[(&str, T)]) {
        let words = choices.iter().map(|(word, _)| (*word).to_owned()).collect();
        self.known.choices.push((key, words));
    }

    fn choice_of<T: Copy>(&mut self, key: &str, line: &Line, choices: &[(&str, T)]) -> Option<T> {
        if let Some((_, value)) =
            choices.iter().find(|(word, _)| word.eq_ignore_ascii_case(&line.value))
        {
            return Some(*value);
        }
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        self.problem(unknown_word("wrong-value", &format!("`{key}` cannot be"), line, &words));
        None
    }

    /// A list of such words.
    pub fn choices<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<Vec<T>> {
        self.offer(key, choices);
        let lines = self.lines(key)?;
        Some(lines.iter().filter_map(|line| self.choice_of(key, line, choices)).collect())
    }

    fn heading_of(&self, key: &str, repeated: bool) -> String {
        let path = join(path_of(&self.heading), key, ".");
        if repeated { format!("[[{path}]]") } else { format!("[{path}]") }
    }

    fn inner<T>(
        &mut self,
        key: &str,
        node: Node,
        heading: String,
        name: String,
        read: impl FnOnce(&mut Decoder<'_>) -> T,
    ) -> Option<T> {
        let table = match node.value {
            Value::Table(table) => table,
            Value::Array(nodes)
                if matches!(nodes.first(), Some(Node { value: Value::Table(_), .. })) =>
            {
                let is = "these are double brackets";
                self.wrong(key, node.place, is, "a heading in single brackets", &under(&heading));
                return None;
            }
            _ => {
                self.wrong_type(key, &node, HEADING, &under(&heading));
                return None;
            }
        };
        let table = Table { place: node.place, ..table };
        let known = Known { table: path_of(&heading).to_owned(), ..Known::default() };
        let folders = self.folders;
        let mut inner = Decoder { table, heading, name, folders, known, notes: self.notes };
        let value = read(&mut inner);
        inner.finish();
        Some(value)
    }

    /// A table of the given name.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Decoder<'_>) -> T,
    ) -> Option<T> {
        let node = self.take(key)?.node;
        self.node_as_table(key, node, read)
    }

    /// A table that must be there. Where it is not, that is noted once, with the keys it must
    /// have, and what an empty one gives is given, so that reading can go on.
    pub fn required_table<T>(
        &mut self,
        key: &'static str,
        keys: &str,
        read: impl Fn(&mut Decoder<'_>) -> T,
    ) -> T {
        if self.key_place(key).is_none() {
            let problem = Diagnostic::error("missing-key", format!("the table [{key}] is missing"))
                .at(self.table.place, "")
                .help(format!("add a line [{key}], and under it: {keys}"));
            self.problem(problem);
        }
        if let Some(value) = self.table(key, &read) {
            return value;
        }
        let mut unsaid = Notes::default();
        let table = Table::empty(self.table.place);
        read(&mut Decoder::top(table, self.folders, &mut unsaid))
    }

    /// All tables of the given name.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Decoder<'_>) -> T,
    ) -> Vec<T> {
        let Some(entry) = self.take(key) else { return Vec::new() };
        let heading = self.heading_of(key, true);
        let Value::Array(nodes) = entry.node.value else {
            let place = entry.node.place;
            let is = match entry.node.value {
                // Nothing but the name of it in a longer heading.
                Value::Table(_) if place.end - place.start == key.len() => {
                    format!("no {heading} stands above this")
                }
                Value::Table(_) => "these are single brackets".to_owned(),
                value => format!("this is {}", value.kind()),
            };
            self.wrong(key, place, &is, "a heading in double brackets", &under(&heading));
            return Vec::new();
        };
        let mut values = Vec::new();
        for (index, node) in nodes.into_iter().enumerate() {
            let name = join(&self.name, &format!("{key}-{}", index + 1), "-");
            values.extend(self.inner(key, node, heading.clone(), name, &mut read));
        }
        values
    }

    /// Notes every key that was never asked for.
    pub fn finish(self) {
        for entry in self.table.entries {
            let (problem, meant) = unknown_key(&entry, &self.heading, &self.known.keys);
            // What is there under a wrong name or in a wrong place is not missing as well.
            if let Some((key, under)) = meant {
                self.notes.problems.retain(|problem| !is_missing(problem, key, &under));
            }
            self.notes.problems.push(problem);
        }
        self.notes.known.push(self.known);
    }
}

/// A heading without its brackets.
fn path_of(heading: &str) -> &str {
    heading.trim_matches(['[', ']'])
}

/// What a key must be that has keys of its own.
const HEADING: &str = "a heading with keys of its own";

fn under(heading: &str) -> String {
    format!("{heading} on a line of its own, and its keys on the lines below")
}

/// How a list is written, with the text that was given in place of one.
fn list_example(key: &str, given: &Value) -> String {
    match given {
        Value::String(text) if !text.as_str().contains(['"', '\\', '\n']) => {
            format!("{key} = [\"{}\"]", text.as_str())
        }
        Value::Integer(number) => format!("{key} = [\"{number}\"]"),
        _ => format!("{key} = [\"...\", \"...\"]"),
    }
}

fn is_empty_text(node: &Node) -> bool {
    matches!(&node.value, Value::String(text) if text.as_str().trim().is_empty())
}

fn join(before: &str, after: &str, by: &str) -> String {
    if before.is_empty() { after.to_owned() } else { format!("{before}{by}{after}") }
}

/// The keys of the top of the file: TOML gives them to the table above when they are written too
/// far down.
const TOP_KEYS: [&str; 20] = [
    "date",
    "date_style",
    "draft",
    "language",
    "subject",
    "reference",
    "your_reference",
    "delivery",
    "salutation",
    "valediction",
    "cc",
    "enclosures",
    "forms",
    "heading_numbers",
    "grades",
    "force_term",
    "abbreviations",
    "sender",
    "recipient",
    "inspection",
];

/// The problem of a key that is unknown, and the key that was meant, with what follows its name in
/// a sentence about it.
fn unknown_key<'a>(
    entry: &'a Entry,
    heading: &str,
    known: &[&'a str],
) -> (Diagnostic, Option<(&'a str, String)>) {
    let key = entry.key.as_str();
    let under = if heading.is_empty() { String::new() } else { format!(" in {heading}") };
    let problem = Diagnostic::error("unknown-key", format!("there is no key `{key}`{under}"))
        .at(entry.key_place, "");
    if let Some(meant) = nearest(key, known) {
        return (problem.help(format!("did you mean `{meant}`?")), Some((meant, under)));
    }
    if let (false, Some(meant)) = (heading.is_empty(), nearest(key, &TOP_KEYS)) {
        let help = format!("move `{meant}` to the top of the file, above the first [heading]");
        return (problem.help(help), Some((meant, String::new())));
    }
    (problem.help(format!("the keys that can stand here: {}", known.join(", "))), None)
}

fn is_missing(problem: &Diagnostic, key: &str, under: &str) -> bool {
    let rest = problem.message.strip_prefix(&format!("`{key}` is missing"));
    problem.code == "missing-key"
        && rest.is_some_and(|rest| rest == under || rest.starts_with(':') && under.is_empty())
}

/// A problem with a word that is none of those allowed, with the one most likely meant.
pub fn unknown_word(code: &'static str, message: &str, line: &Line, words: &[&str]) -> Diagnostic {
    match nearest(&line.value, words) {
        Some(meant) => wrong_word(code, message, line).help(format!("did you mean \"{meant}\"?")),
        None => not_among(code, message, line, words),
    }
}

/// A problem with a word that is none of those allowed, with all of them.
pub fn not_among(code: &'static str, message: &str, line: &Line, words: &[&str]) -> Diagnostic {
    wrong_word(code, message, line).help(format!("it can be: {}", words.join(", ")))
}

fn wrong_word(code: &'static str, message: &str, line: &Line) -> Diagnostic {
    Diagnostic::error(code, format!("{message} \"{}\"", line.value)).at(line.place, "")
}

/// The word that was most likely meant, if any is near enough.
pub fn nearest<'a>(typed: &str, words: &[&'a str]) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let distance = |word: &str| strsim::damerau_levenshtein(&typed, &word.to_lowercase());
    let (word, distance) =
        words.iter().map(|word| (*word, distance(word))).min_by_key(|(_, d)| *d)?;
    (distance <= (typed.chars().count() / 3).clamp(1, 3)).then_some(word)
}
