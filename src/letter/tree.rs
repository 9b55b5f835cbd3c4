//! A TOML file as a tree in which every key and every value knows its place.

use super::syntax;
use super::traced::Traced;
use crate::diagnostic::{self, Diagnostic, FileId, Files, Place};
use crate::limits;
use toml::de::{DeArray, DeTable, DeValue};
use toml::value::Datetime;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the value stands.
    pub place: Place,
    /// What it is.
    pub value: Value,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A string of any of TOML's four kinds.
    String(Traced),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A day, a time or both.
    Datetime(Datetime),
    /// A list, or tables of one name.
    Array(Vec<Node>),
    /// A table.
    Table(Table),
}

impl Value {
    /// What the value is, in words that a person who writes TOML knows.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number with a decimal point",
            Self::Boolean(_) => "true or false",
            Self::Datetime(Datetime { date: Some(_), time: None, .. }) => "a date",
            Self::Datetime(Datetime { date: Some(_), .. }) => "a date with a time",
            Self::Datetime(_) => "a time",
            Self::Array(_) => "a list",
            Self::Table(Table { in_braces: true, .. }) => "a group of keys in { }",
            Self::Table(_) => "a heading with its keys",
        }
    }
}

/// The keys and values of one table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Where the table begins.
    pub place: Place,
    /// In the order of the keys.
    pub entries: Vec<Entry>,
    /// Whether it is written between { and }.
    pub in_braces: bool,
}

/// One key and its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_place: Place,
    /// The value.
    pub node: Node,
}

impl Table {
    /// A table without keys.
    pub fn empty(place: Place) -> Self {
        Self { place, entries: Vec::new(), in_braces: false }
    }

    /// A key with its value.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The text under a key, where that is text.
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.get(key)?.value {
            Value::String(text) => Some(text.as_str()),
            _ => None,
        }
    }

    /// The table under a key, where that is one.
    pub fn table(&self, key: &str) -> Option<&Self> {
        match &self.get(key)?.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Removes a key and gives it back.
    pub fn take(&mut self, key: &str) -> Option<Entry> {
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(index))
    }

    /// This table with `upper` laid over it: tables are merged key by key, everything else is
    /// replaced.
    #[must_use]
    pub fn under(mut self, upper: Self) -> Self {
        self.place = upper.place;
        for mut over in upper.entries {
            let below = self.take(&over.key).map(|entry| entry.node.value);
            let Node { place, value } = over.node;
            let value = match (below, value) {
                (Some(Value::Table(below)), Value::Table(above)) => {
                    Value::Table(below.under(above))
                }
                (_, above) => above,
            };
            over.node = Node { place, value };
            self.entries.push(over);
        }
        self.entries.sort_by(|a, b| a.key.cmp(&b.key));
        self
    }
}

/// Reads a TOML file that is already among `files`.
///
/// Gives back as much of the tree as could be read, and every error of syntax.
pub fn parse(files: &Files, file: FileId) -> (Table, Vec<Diagnostic>) {
    let text = files.text(file);
    let mut source = text.to_owned();
    let mut faults = Vec::new();
    let mut table = Table::empty(files.start_of(file));
    let mut beyond = Vec::new();
    for _ in 0..READINGS {
        let (root, errors) = DeTable::parse_recoverable(&source);
        let mut reader =
            TreeReader { text: &source, file, values: 0, signs: 0, beyond: Vec::new() };
        table = Table { place: table.place, ..reader.table(root.get_ref(), 0..0, 0) };
        beyond = reader.beyond;
        let found = syntax::first_faults(&errors, &source);
        let next = syntax::without_broken_keys(&source, &found);
        faults.extend(found);
        match next {
            Some(next) => source = next,
            None => break,
        }
    }
    let mut problems = syntax::problems(faults, &table, text, file);
    // Where the syntax is broken, what looks like too much may be a bracket too few.
    if problems.is_empty() {
        problems = beyond;
    }
    (table, problems)
}

/// The code of what goes beyond the bounds: something of the file is lost, as where it is no TOML.
const BEYOND: &str = "toml-size";

/// How often a file with broken keys is read, without those, to find what is wrong below them.
const READINGS: usize = 8;

/// The problems of syntax with those that were found in what could be read, in the order of their
/// places. Where the syntax is broken, keys are missing or of the wrong kind for that reason, and
/// below a broken heading they are in the wrong table.
pub fn with_syntax(
    files: &Files,
    syntax: Vec<Diagnostic>,
    mut problems: Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let line = |place: Place| files.line(place);
    let place = |problem: &Diagnostic| problem.labels.first().map(|label| label.place);
    let broken: Vec<Place> = syntax.iter().filter_map(place).collect();
    let is_unclosed = |problem: &&Diagnostic| problem.code == syntax::UNCLOSED;
    let unclosed: Vec<Place> = syntax.iter().filter(is_unclosed).filter_map(place).collect();
    let in_broken_line =
        |at: Place| broken.iter().any(|fault| fault.file == at.file && line(*fault) == line(at));
    let is_consequence = |problem: &Diagnostic| {
        let Some(at) = problem.labels.first().map(|label| label.place) else { return false };
        let below_broken_heading = broken.iter().any(|fault| {
            fault.file == at.file && fault.start <= at.start && is_heading(files, *fault)
        });
        let below_unclosed =
            unclosed.iter().any(|open| open.file == at.file && open.start <= at.start);
        match problem.code {
            "missing-key" => !broken.is_empty(),
            _ if below_unclosed => true,
            "unknown-key" => below_broken_heading || in_broken_line(at),
            _ => in_broken_line(at) || (!broken.is_empty() && at.start == at.end),
        }
    };
    problems.retain(|problem| !is_consequence(problem));
    let mut all = syntax;
    all.extend(problems);
    diagnostic::sort(&mut all);
    all
}

/// How many signs a text has, a word, or a number, being as much as two.
fn signs(text: &str) -> usize {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let mut before = b' ';
    let count = |byte: u8| {
        let was_word = is_word(std::mem::replace(&mut before, byte));
        let is_first = is_word(byte) && !was_word;
        2 * usize::from(is_first) + usize::from(byte.is_ascii_punctuation())
    };
    text.bytes().map(count).sum()
}

/// Whether the line of a place is a heading.
fn is_heading(files: &Files, place: Place) -> bool {
    let before = &files.text(place.file)[..place.start];
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    files.text(place.file)[line..].trim_start().starts_with('[')
}

struct TreeReader<'a> {
    text: &'a str,
    file: FileId,
    /// How many values were read.
    values: usize,
    /// How many signs, a word being as much as two.
    signs: usize,
    /// What goes beyond the bounds, and is left out.
    beyond: Vec<Diagnostic>,
}

impl TreeReader<'_> {
    fn place(&self, span: std::ops::Range<usize>) -> Place {
        Place::new(self.file, span)
    }

    /// Whether something is within a bound. What is not is told where it begins.
    fn is_within(
        &mut self,
        is: bool,
        at: usize,
        message: impl FnOnce() -> String,
        help: &str,
    ) -> bool {
        if !is {
            let end = self.text.ceil_char_boundary((at + 1).min(self.text.len()));
            let problem = Diagnostic::error(BEYOND, message()).at(self.place(at..end), "");
            self.beyond.push(problem.help(help));
        }
        is
    }

    /// Whether there is room for a value, of which there may be so many in its table or list, and so
    /// many tables and lists around it.
    fn has_room(&mut self, index: usize, most: usize, depth: usize, at: usize) -> bool {
        let many = || format!("there are more than {} of these", limits::number(most));
        self.values += 1;
        let deep = || "too many tables and lists inside each other".to_owned();
        let full = || format!("the file has more than {} values", limits::number(limits::VALUES));
        self.is_within(index < most, at, many, "put them into several letters")
            && self.is_within(depth < limits::NESTING, at, deep, "use fewer levels")
            && self.is_within(
                self.values <= limits::VALUES,
                at,
                full,
                "put them into several letters",
            )
    }

    fn table(&mut self, table: &DeTable<'_>, span: std::ops::Range<usize>, depth: usize) -> Table {
        let mut entries = Vec::new();
        for (index, (key, value)) in table.iter().enumerate() {
            let name = key.get_ref();
            let long = || "the name of this key is too long".to_owned();
            let is_short = name.len() <= limits::KEY;
            if !self.has_room(index, limits::KEYS, depth, key.span().start)
                || !self.is_within(is_short, key.span().start, long, "give it another name")
            {
                break;
            }
            entries.push(Entry {
                key: name.to_string(),
                key_place: self.place(key.span()),
                node: self.node(value.get_ref(), value.span(), depth + 1),
            });
        }
        let in_braces = self.text[span.start..].starts_with('{');
        Table { place: self.place(span), entries, in_braces }
    }

    fn list(&mut self, list: &DeArray<'_>, depth: usize) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (index, value) in list.iter().enumerate() {
            if !self.has_room(index, limits::ITEMS, depth, value.span().start) {
                break;
            }
            nodes.push(self.node(value.get_ref(), value.span(), depth + 1));
        }
        nodes
    }

    fn node(&mut self, value: &DeValue<'_>, span: std::ops::Range<usize>, depth: usize) -> Node {
        let place = self.place(span.clone());
        let value = match value {
            DeValue::String(text) => Value::String(self.bounded_string(text, span)),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Value::Float(f64::NAN), Value::Integer),
            DeValue::Float(number) => {
                Value::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
            }
            DeValue::Boolean(yes) => Value::Boolean(*yes),
            DeValue::Datetime(datetime) => Value::Datetime(*datetime),
            DeValue::Array(array) => Value::Array(self.list(array, depth)),
            DeValue::Table(table) => Value::Table(self.table(table, span, depth)),
        };
        Node { place, value }
    }

    /// The string, or nothing of it where it goes beyond the bounds.
    fn bounded_string(&mut self, decoded: &str, span: std::ops::Range<usize>) -> Traced {
        let long = || format!("this text has more than {}", limits::size(limits::VALUE as u64));
        let help = "send what is so long beside the letter, and say here what it is";
        if !self.is_within(decoded.len() <= limits::VALUE, span.start, long, help) {
            return Traced::new(self.file);
        }
        let most = limits::WORDS;
        let many = || format!("with this the file has more than {} words", limits::number(most));
        let was_within = self.signs <= 2 * most;
        self.signs += signs(decoded);
        let is_within = self.signs <= 2 * most;
        // What follows the first that goes beyond is left out in silence.
        self.is_within(is_within || !was_within, span.start, many, help);
        if is_within { self.string(decoded, span) } else { Traced::new(self.file) }
    }

    /// The string with the place of each of its characters. What the parser made of it is the
    /// measure: where our reading of the escapes differs, the whole string is one place.
    fn string(&self, decoded: &str, span: std::ops::Range<usize>) -> Traced {
        let read = unquote(self.text, self.file, span.clone());
        if read.as_str() == decoded || read.as_str() == decoded.replace("\r\n", "\n") {
            return read;
        }
        let mut whole = Traced::new(self.file);
        whole.push_for(decoded, span);
        whole
    }
}

/// Takes the quotation marks and escapes off a TOML string (TOML 1.1, 'String').
fn unquote(text: &str, file: FileId, span: std::ops::Range<usize>) -> Traced {
    let raw = &text[span.clone()];
    let quote = match raw {
        _ if raw.starts_with("'''") => "'''",
        _ if raw.starts_with("\"\"\"") => "\"\"\"",
        _ if raw.starts_with('\'') => "'",
        _ => "\"",
    };
    let inner = raw.strip_prefix(quote).and_then(|r| r.strip_suffix(quote)).unwrap_or("");
    let mut at = span.start + quote.len();
    let mut rest = inner;
    if quote.len() == 3 {
        let trimmed = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        at += rest.len() - trimmed.len();
        rest = trimmed;
    }
    let mut out = Traced::new(file);
    let escapes = quote.starts_with('"');
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '\\' if escapes => {
                let (meant, length) = escape(rest);
                out.push_for(&meant, at..at + length);
                length
            }
            '\r' if rest.starts_with("\r\n") => {
                out.push_for("\n", at..at + 2);
                2
            }
            _ => {
                let stop = rest.find(['\\', '\r']).filter(|&stop| stop > 0).unwrap_or(rest.len());
                let stop = if c == '\\' || c == '\r' { c.len_utf8() } else { stop };
                out.push_verbatim(&rest[..stop], at);
                stop
            }
        };
        rest = &rest[taken..];
        at += taken;
    }
    out
}

/// What the escape at the start of `rest` means, and how many bytes it takes.
fn escape(rest: &str) -> (String, usize) {
    let Some(kind) = rest[1..].chars().next() else { return (String::new(), 1) };
    let plain = |c: char| (c.to_string(), 1 + kind.len_utf8());
    let code = |digits: usize| {
        let hex = rest.get(2..2 + digits).unwrap_or("");
        let c = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32);
        (c.map_or(String::new(), String::from), 2 + hex.len())
    };
    match kind {
        'b' => plain('\u{8}'),
        't' => plain('\t'),
        'n' => plain('\n'),
        'f' => plain('\u{c}'),
        'r' => plain('\r'),
        'e' => plain('\u{1b}'),
        'x' => code(2),
        'u' => code(4),
        'U' => code(8),
        // A backslash at the end of a line leaves out all white space up to the next word.
        c if c.is_whitespace() => (String::new(), rest.len() - rest[1..].trim_start().len()),
        c => plain(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(toml: &str) -> (Traced, Files) {
        let mut files = Files::default();
        let file = files.add("a.toml", toml);
        let (mut table, errors) = parse(&files, file);
        assert!(errors.is_empty(), "{errors:?}");
        match table.take("a").map(|entry| entry.node.value) {
            Some(Value::String(text)) => (text, files),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_kind_of_string_keeps_its_places() {
        for (toml, word) in [
            ("a = 'one two'", "two"),
            ("a = \"one \\u00e9 two\"", "two"),
            ("a = '''\none\n  two\n'''", "two"),
            ("a = '''\r\none\r\n  two\r\n'''", "two"),
            ("a = \"\"\"\none \\\n    two\\t\"\"\"", "two"),
            ("a = \"\"\"\"one\" \\\" two\"\"\"", "two"),
            ("a = ''''one' two'''", "two"),
        ] {
            let (text, files) = string(toml);
            let at = text.as_str().find(word).unwrap();
            let place = text.place(at..at + word.len());
            assert_eq!(&files.text(place.file)[place.range()], word, "{toml}");
        }
    }

    #[test]
    fn a_table_laid_over_another_is_merged_and_a_list_replaced() {
        let mut files = Files::default();
        let office = files.add("office.toml", "cc = ['A']\n[sender]\nname = 'N'\ntitle = 'T'\n");
        let letter = files.add("letter.toml", "cc = ['B', 'C']\n[sender]\nname = 'M'\n");
        let (office_table, _) = parse(&files, office);
        let (letter_table, _) = parse(&files, letter);
        let mut merged = office_table.under(letter_table);
        let Some(Value::Table(mut sender)) = merged.take("sender").map(|e| e.node.value) else {
            panic!("no sender")
        };
        assert_eq!(sender.take("name").unwrap().node.place.file, letter);
        assert_eq!(sender.take("title").unwrap().node.place.file, office);
        let Some(Value::Array(cc)) = merged.take("cc").map(|e| e.node.value) else {
            panic!("no cc")
        };
        assert_eq!(cc.len(), 2);
    }
}
