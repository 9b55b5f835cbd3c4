//! Faults in the TOML itself, told in the words of people who do not program.
//!
//! One slip gives the parser many errors. The first of them is told, where the slip was made: a
//! text or a list that is never closed is shown where it begins.

use super::tree::{Node, Table, Value};
use crate::diagnostic::{Diagnostic, FileId, Place};
use crate::limits;
use crate::slips::line;
use std::ops::Range;

/// The code of a text or list that is never closed: nothing below it can be judged.
pub const UNCLOSED: &str = "toml-unclosed";

const LINE: &str = "a line is: key = \"text\", or a heading such as [sender] or [[area]]";
const TEXT: &str = "put text in quotation marks: \"...\" on one line, or '''...''' over several";
const STRAIGHT: &str = "put straight quotation marks around the text: \"...\" or '''...'''";
const DATE: &str = "a date is written year-month-day: 2018-04-16";
const LIST: &str = "a list is written like this: [\"one\", \"two\"]";
const BRACES: &str =
    "what stands in { } is written like this: { within = \"3 months\", from = 2023-07-07 }";
const BACKSLASH: &str = "put the text between ' and ', or write \\\\ for each backslash";

/// How the parser begins to speak of a fault; what is wrong, and what to do. The first that fits.
const WORDS: [(&str, &str, &str); 28] = [
    ("invalid boolean", "true and false are written in small letters", "write true or false"),
    ("invalid date, expected day between", "this day does not exist", DATE),
    ("invalid date, expected month between", "this month does not exist", DATE),
    ("invalid date", "this is not a date", DATE),
    ("invalid time", "this is not a date", DATE),
    ("invalid offset", "this is not a date", DATE),
    ("unexpected leading zero", "a number does not begin with 0", "put it in quotation marks"),
    ("invalid fraction", "a number ends with a digit", "put it in quotation marks"),
    ("duplicate key", "this is given twice", "keep one of the two"),
    ("missing value", "the value is missing", "write it after the =, or remove the key"),
    ("extra `=`", "there is one = too many", LINE),
    ("unclosed array table", "the heading is not closed", "write it like this: [[area]]"),
    ("unclosed table", "the heading is not closed", "write it like this: [sender]"),
    ("unquoted keys cannot be empty", "a name is missing here", LINE),
    ("missing comma between array", "a comma is missing before this", LIST),
    ("extra comma in array", "there is one comma too many", LIST),
    ("missing comma between key", "a comma is missing before this", BRACES),
    ("extra comma in inline", "there is one comma too many", BRACES),
    ("unclosed inline table", "a } is missing", BRACES),
    ("invalid basic string, expected `\"`", "the text is not closed", "put \" at its end"),
    ("invalid literal string, expected `'`", "the text is not closed", "put ' at its end"),
    ("missing escaped value", "a backslash between \" and \" begins a special sign", BACKSLASH),
    ("too few unicode", "a backslash between \" and \" begins a special sign", BACKSLASH),
    ("invalid value", "a backslash between \" and \" begins a special sign", BACKSLASH),
    ("invalid basic string", "this character cannot stand in a text", "remove it"),
    ("invalid literal string", "this character cannot stand in a text", "remove it"),
    ("cannot recurse", "too many brackets inside each other", "remove some of them"),
    ("recursion limit", "too many points in one name", "remove some of them"),
];

/// One error of the parser.
#[derive(Clone, Debug)]
pub struct Fault {
    message: String,
    at: Range<usize>,
}

impl Fault {
    /// What the parser says of `text`.
    fn new(error: &toml::de::Error, text: &str) -> Self {
        let span = error.span().unwrap_or(0..0);
        let end = text.floor_char_boundary(span.end.min(text.len()));
        let at = text.floor_char_boundary(span.start.min(end))..end;
        Self { message: error.message().to_owned(), at }
    }
}

/// The first of what the parser says, in the order of the text.
pub fn first_faults(errors: &[toml::de::Error], text: &str) -> Vec<Fault> {
    let mut errors: Vec<&toml::de::Error> = errors.iter().collect();
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    errors.into_iter().take(limits::FAULTS).map(|error| Fault::new(error, text)).collect()
}

/// The text with each line blank whose key cannot be read, so that a second reading finds what is
/// wrong below: the parser gives up the values there. Nothing where there is no such line.
pub fn without_broken_keys(text: &str, faults: &[Fault]) -> Option<String> {
    let broken = faults.iter().filter(|fault| is_prose(&fault.message));
    let mut broken: Vec<usize> = broken.map(|fault| fault.at.start).collect();
    broken.sort_unstable();
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let range = out.len()..out.len() + line.trim_end().len();
        let next = broken.partition_point(|at| *at < range.start);
        let is_broken = broken.get(next).is_some_and(|at| *at <= range.end);
        let kept = if is_broken { line.trim_end().len() } else { 0 };
        out.extend(std::iter::repeat_n(' ', kept));
        out.push_str(&line[kept..]);
    }
    (out != text).then_some(out)
}

/// What is wrong with the syntax of a file, of which the parser gave `table` and these faults.
pub fn problems(
    mut faults: Vec<Fault>,
    table: &Table,
    text: &str,
    file: FileId,
) -> Vec<Diagnostic> {
    faults.sort_by_key(|fault| fault.at.start);
    let mut values = Vec::new();
    collect(table, &mut values);
    let teller = Teller { text, file, table };
    // What was opened wrongly is told, and not what that opens further down.
    let opened = faults.iter().find(|fault| teller.is_open(fault)).map(|fault| fault.at.start);
    let unclosed = teller.unclosed(&values, &faults);
    let unclosed = unclosed.filter(|open| opened.is_none_or(|at| open.place.start < at));
    if let Some(open) = &unclosed {
        faults.retain(|fault| fault.at.start < open.place.start);
    }
    if let Some(last) = faults.iter().position(|fault| teller.is_open(fault)) {
        faults.truncate(last + 1);
    }
    let first = teller.without_consequences(faults).map(|fault| teller.told(&fault));
    let mut problems: Vec<_> = first.collect();
    problems.extend(unclosed.map(|open| teller.unclosed_problem(open)));
    problems
}

/// All texts and lists of a table, those inside others included.
fn collect<'a>(table: &'a Table, values: &mut Vec<&'a Node>) {
    table.entries.iter().for_each(|entry| collect_node(&entry.node, values));
}

fn collect_node<'a>(node: &'a Node, values: &mut Vec<&'a Node>) {
    match &node.value {
        Value::Table(table) => collect(table, values),
        Value::Array(nodes) => {
            values.push(node);
            nodes.iter().for_each(|node| collect_node(node, values));
        }
        Value::String(_) => values.push(node),
        _ => {}
    }
}

struct Teller<'a> {
    text: &'a str,
    file: FileId,
    table: &'a Table,
}

impl<'a> Teller<'a> {
    fn place(&self, range: Range<usize>) -> Place {
        Place::new(self.file, range)
    }

    fn line_of(&self, at: usize) -> usize {
        self.text[..at].matches('\n').count()
    }

    /// The first fault of each line. The lines of prose that follow a fault are its consequence, as
    /// are the keys below a heading that is there twice.
    fn without_consequences(&self, faults: Vec<Fault>) -> impl Iterator<Item = Fault> {
        let mut last: Option<usize> = None;
        let mut twice = false;
        let mut last_of = String::new();
        faults.into_iter().filter(move |fault| {
            let line = self.line_of(fault.at.start);
            let is_heading = self.line_at(fault.at.start).starts_with('[');
            let is_text =
                is_prose(&fault.message) && !self.line_at(fault.at.start).contains(['=', ':']);
            let follows = last.is_some_and(|last| last == line || (last + 1 == line && is_text));
            let below = twice && fault.message == "duplicate key";
            let is_second = self.without_heading(fault).is_some();
            twice |= (is_heading || is_second) && fault.message == "duplicate key";
            let again = fault.message.starts_with("missing comma") && last_of == fault.message;
            let in_list = last.is_some_and(|last| last + 1 == line) && again;
            last = Some(line);
            last_of.clone_from(&fault.message);
            !follows && !below && !in_list
        })
    }

    /// The whole line on which something stands, as it stands there.
    fn whole_line(&self, at: usize) -> &'a str {
        let start = self.text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        self.text[start..].lines().next().unwrap_or_default()
    }

    /// The same without the spaces around it.
    fn line_at(&self, at: usize) -> &'a str {
        self.whole_line(at).trim()
    }

    /// The first text or list that is never closed.
    fn unclosed<'n>(&self, values: &[&'n Node], faults: &[Fault]) -> Option<&'n Node> {
        let is_unclosed = |node: &&&Node| match &node.value {
            Value::String(_) => self.runs_on(node.place, faults),
            Value::Array(_) => faults.iter().any(|fault| {
                fault.message.starts_with("unexpected `=` in array")
                    && node.place.range().contains(&fault.at.start)
            }),
            _ => false,
        };
        values.iter().filter(is_unclosed).min_by_key(|node| node.place.start).copied()
    }

    /// Whether a text of several lines goes on to the end of the file, or to where the next one
    /// begins.
    fn runs_on(&self, place: Place, faults: &[Fault]) -> bool {
        let raw = &self.text[place.range()];
        let Some(quote) = ["'''", "\"\"\""].into_iter().find(|quote| raw.starts_with(quote)) else {
            return false;
        };
        if !faults.iter().any(|fault| fault.at.start >= place.start) {
            return false;
        }
        let Some(inner) = raw[quote.len()..].strip_suffix(quote) else { return true };
        let last = inner.rsplit('\n').next().unwrap_or_default().trim();
        inner.contains('\n') && last.strip_suffix('=').is_some_and(is_key)
    }

    fn unclosed_problem(&self, open: &Node) -> Diagnostic {
        let start = open.place.start;
        if matches!(open.value, Value::Array(_)) {
            return Diagnostic::error(UNCLOSED, "the list that begins here is not closed")
                .at(self.place(start..start + 1), "")
                .help("put ] after its last word");
        }
        let quote = &self.text[start..start + 3];
        let problem = Diagnostic::error(UNCLOSED, "the text that begins here is not closed")
            .at(self.place(start..start + 3), "")
            .help(format!("put {quote} on a line of its own after its last line"));
        let end = open.place.end;
        match self.text[start + 3..end].ends_with(quote) {
            true => problem.at(self.place(end - 3..end), "it goes on to this"),
            false => problem,
        }
    }

    /// What somebody did on the line of a fault, where it is known.
    fn slip(&self, fault: &Fault) -> Option<Diagnostic> {
        let line = self.whole_line(fault.at.start);
        let single = self.single(fault, line);
        let (slip, at) = match single {
            Some((single, at)) => (line::slip(single)?, at),
            None => (line::slip(line)?, fault.at.clone()),
        };
        let problem = Diagnostic::error("toml-syntax", slip.what);
        Some(problem.at(self.place(at), "").help(format!("write {}", slip.instead.trim())))
    }

    /// The heading above in one bracket, where this is the same one in two.
    fn single(&self, fault: &Fault, line: &str) -> Option<(&'a str, Range<usize>)> {
        let single = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))?;
        let is_it = fault.message == "duplicate key" && single.starts_with('[');
        let at =
            self.text.find(&format!("\n{single}\n")).filter(|at| is_it && *at < fault.at.start)?;
        let range = at + 1..at + 1 + single.len();
        Some((&self.text[range.clone()], range))
    }

    /// Whether nothing below a fault can be judged: what was to be a text of several lines is none.
    fn is_open(&self, fault: &Fault) -> bool {
        let slip = line::slip(self.line_at(fault.at.start));
        let opens = |line: &str| line.ends_with("'''") || line.ends_with("\"\"\"");
        slip.is_some_and(|slip| opens(&slip.instead)) || self.two_marks(fault).is_some()
    }

    /// Words below a text that was begun with two marks in place of three.
    fn two_marks(&self, fault: &Fault) -> Option<Diagnostic> {
        let start = self.text[..fault.at.start].rfind('\n')?;
        let before = self.text[..start].trim_end();
        let (key, value) = before.rsplit('\n').next()?.split_once('=')?;
        let mark = ["''", "\"\""].into_iter().find(|mark| value.trim() == *mark)?;
        let three = format!("{mark}{}", &mark[..1]);
        (is_prose(&fault.message) && is_key(key)).then(|| {
            let message = "a text of several lines begins with three marks, and these are two";
            Diagnostic::error("toml-syntax", message)
                .at(self.place(before.len() - mark.len()..before.len()), "")
                .help(format!("write {three} here, and {three} on a line of its own at its end"))
        })
    }

    /// A key of an item that is given twice, where the heading of the second is missing.
    fn without_heading(&self, fault: &Fault) -> Option<Diagnostic> {
        let name = &self.text[fault.at.clone()];
        let above = self.text[..fault.at.start].lines().rev().map(str::trim);
        let heading = above.into_iter().find(|line| line.starts_with('['))?;
        let begins = heading.starts_with("[[") && ["text", "title", "number", "to"].contains(&name);
        (fault.message == "duplicate key" && begins).then(|| {
            let message = format!("a second `{name}` stands below one {heading}");
            Diagnostic::error("toml-syntax", message)
                .at(self.place(fault.at.clone()), "again")
                .help(format!(
                    "write {heading} above it where another begins, or keep one of the two"
                ))
        })
    }

    fn told(&self, fault: &Fault) -> Diagnostic {
        let known = self.slip(fault).or_else(|| self.two_marks(fault));
        if let Some(problem) = known.or_else(|| self.without_heading(fault)) {
            let earlier = self.earlier(fault);
            return earlier.into_iter().fold(problem, |problem, place| problem.at(place, "first"));
        }
        let (message, mut help) = self.words(fault);
        if let Some(last) = fault.message.strip_prefix("invalid date, expected day between 01 and ")
        {
            help = format!("this month has {last} days");
        }
        let code = match message.as_str() {
            "this day does not exist" | "this month does not exist" => "impossible-date",
            _ => "toml-syntax",
        };
        let problem = Diagnostic::error(code, message);
        let problem = match self.earlier(fault) {
            Some(place) => problem.at(self.place(fault.at.clone()), "again").at(place, "first"),
            None => problem.at(self.place(fault.at.clone()), ""),
        };
        problem.help(help)
    }

    /// Where a key that is given twice was given first.
    fn earlier(&self, fault: &Fault) -> Option<Place> {
        if fault.message != "duplicate key" {
            return None;
        }
        let line = self.line_at(fault.at.start);
        if line.starts_with('[') {
            let start = self.text[..fault.at.start].find(line)?;
            return Some(self.place(start..start + line.len()));
        }
        let mut places = Vec::new();
        keys_named(&self.text[fault.at.clone()], self.table, &mut places);
        places.into_iter().filter(|place| place.end <= fault.at.start).max()
    }

    fn words(&self, fault: &Fault) -> (String, String) {
        let Fault { message, at } = fault;
        let message = message.as_str();
        let said = |(wrong, help): (&str, &str)| (wrong.to_owned(), help.to_owned());
        if message.starts_with("string values must be quoted") {
            return said(unquoted(&self.text[at.start..]));
        }
        if message.starts_with("unexpected key or value") {
            return said(surplus(&self.text[..at.start], &self.text[at.start..]));
        }
        if is_prose(message) {
            return said(no_key(self.line_at(at.start), &self.text[at.start..]));
        }
        let typed = self.text[at.start..].trim_start().get(..1).unwrap_or_default();
        let rest = self.text[at.start..].lines().next().unwrap_or_default().to_lowercase();
        let is_truth = ["tr", "fa"].iter().any(|begin| rest.starts_with(begin));
        if message.starts_with("invalid boolean") && !typed.is_empty() && !is_truth {
            return said(unquoted(&self.text[at.start..]));
        }
        let known = WORDS.iter().find(|(parser, ..)| message.starts_with(parser));
        match known {
            Some((_, wrong, help)) => said((wrong, help)),
            None => {
                said((&format!("this is not valid TOML: {}", message.replace('\n', "; ")), LINE))
            }
        }
    }
}

fn keys_named(name: &str, table: &Table, places: &mut Vec<Place>) {
    for entry in &table.entries {
        if entry.key == name {
            places.push(entry.key_place);
        }
        match &entry.node.value {
            Value::Table(inner) => keys_named(name, inner, places),
            Value::Array(nodes) => nodes.iter().for_each(|node| {
                if let Value::Table(inner) = &node.value {
                    keys_named(name, inner, places);
                }
            }),
            _ => {}
        }
    }
}

fn is_key(text: &str) -> bool {
    let of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !text.trim().is_empty() && text.trim().chars().all(of_key)
}

/// Whether the parser met words where a key or a heading should be.
fn is_prose(message: &str) -> bool {
    ["key with no value", "invalid unquoted key", "keys cannot be multi-line"]
        .iter()
        .any(|known| message.starts_with(known))
}

/// What is wrong with a value that is no text, number or date.
fn unquoted(rest: &str) -> (&'static str, &'static str) {
    let line = rest.lines().next().unwrap_or_default().trim();
    let word = line.split([' ', '\t', '#']).next().unwrap_or_default().to_lowercase();
    match (line.chars().next(), word.as_str()) {
        (None, _) => ("the value is missing", "write it after the =, or remove the key"),
        (_, "yes" | "no" | "on" | "off") => {
            ("this is neither true nor false", "write true or false")
        }
        (Some('\u{2018}'..='\u{201f}' | '`' | '\u{b4}' | '\u{ab}'), _) => {
            ("these quotation marks cannot be used here", STRAIGHT)
        }
        (Some(c), _) if c.is_ascii_digit() || c == '+' => (
            "this is neither a number nor a date",
            "put text in quotation marks: \"...\"; a date is written year-month-day: 2018-04-16",
        ),
        _ => ("text must stand in quotation marks", TEXT),
    }
}

/// What is wrong with words that stand behind a value or a heading.
fn surplus(before: &str, rest: &str) -> (&'static str, &'static str) {
    match before.trim_end().chars().next_back() {
        Some('"' | '\'') if rest.trim_start().starts_with(',') => {
            ("several texts stand here, and one belongs here", LIST)
        }
        Some('"' | '\'') => (
            "the text has ended before this",
            "where a text has quotation marks of its own, put it between ''' and '''",
        ),
        Some(']') => ("the line should end before this", "put it on the next line"),
        _ => ("one key has one value", TEXT),
    }
}

/// What is wrong with a line that is neither a key with its value nor a heading; `rest` is what
/// stands from the fault on.
fn no_key(line: &str, rest: &str) -> (&'static str, &'static str) {
    let rest = rest.lines().next().unwrap_or_default().trim_start();
    match rest.chars().next() {
        Some(':') => ("there is a : where = should be", LINE),
        Some(c) if c.is_alphabetic() && !c.is_ascii() => {
            ("a key has only the letters a to z, digits, - and _", LINE)
        }
        Some('"' | '\'' | '0'..='9' | '[' | '{') => ("a = is missing before this", LINE),
        _ if line.contains('=') => ("a key is one word", "write _ for a space: your_reference"),
        _ => (
            "this line is neither a key with its value nor a heading",
            "put text of several lines between ''' and '''; a note for yourself begins with #",
        ),
    }
}
