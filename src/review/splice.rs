//! A value of a TOML file is given another text; every byte of the file around it stays.
//!
//! Lines of the value that are the same stay as they are written, and so do the quotation marks,
//! unless the new text cannot stand between them.

use crate::letter::canonical;
use crate::letter::traced::Traced;
use similar::{DiffOp, TextDiff};
use std::ops::Range;

/// The text of a file in which a string has another value.
///
/// `span` is where the string stands with its quotation marks, and `value` what it says, with its
/// places.
pub fn splice(file: &str, span: Range<usize>, value: &Traced, new: &str) -> String {
    let mut out = file[..span.start].to_owned();
    out += &within(file, &span, value, new).unwrap_or_else(|| anew(&file[span.clone()], new));
    out += &file[span.end..];
    out
}

/// How a string is written (TOML 1.1, 'String').
#[derive(Clone, Copy, PartialEq, Eq)]
struct Style {
    /// Whether a backslash is one.
    literal: bool,
    /// Whether it can have lines.
    lines: bool,
}

impl Style {
    fn of(written: &str) -> Self {
        let lines = written.starts_with("'''") || written.starts_with("\"\"\"");
        Self { literal: written.starts_with('\''), lines }
    }

    fn quotes(self) -> &'static str {
        match (self.literal, self.lines) {
            (true, true) => "'''",
            (true, false) => "'",
            (false, true) => "\"\"\"",
            (false, false) => "\"",
        }
    }

    /// Text as it stands between such quotation marks; nothing where it cannot.
    fn written(self, text: &str, newline: &str) -> Option<String> {
        let is_control = |c: char| c.is_control() && c != '\t' && c != '\n';
        if self.literal {
            let fits = !text.contains(is_control)
                && match self.lines {
                    true => !text.contains("'''"),
                    false => !text.contains(['\'', '\n']),
                };
            return fits.then(|| text.replace('\n', newline));
        }
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '\n' if self.lines => out += newline,
                '\n' => out += "\\n",
                '"' if self.lines && !out.ends_with("\"\"") => out.push('"'),
                '"' | '\\' => out.extend(['\\', c]),
                c if is_control(c) => out += &format!("\\u{:04X}", u32::from(c)),
                c => out.push(c),
            }
        }
        Some(out)
    }
}

/// The string with only what differs written anew; nothing where that cannot be.
fn within(file: &str, span: &Range<usize>, value: &Traced, new: &str) -> Option<String> {
    let (written, old) = (&file[span.clone()], value.as_str());
    let style = Style::of(written);
    let newline = newline(file);
    let mut out = String::new();
    let mut at = span.start;
    for (range, by) in edits(old, new) {
        // Where nothing stands before, the quotation marks do.
        let place = match range.start {
            0 => content_start(file, span, style)..value.place(range.clone()).end,
            _ if range.is_empty() => {
                let end = value.place(range.start - 1..range.start).end;
                end..end
            }
            _ => value.place(range.clone()).range(),
        };
        let place = place.start..place.end.max(place.start);
        if place.start < at || place.end + style.quotes().len() > span.end {
            return None;
        }
        out += &file[at..place.start];
        out += &style.written(&by, newline)?;
        at = place.end;
    }
    out += &file[at..span.end];
    reads(&out, new).then_some(out)
}

/// Where the content of a string begins: a line break after the marks is none of it.
fn content_start(file: &str, span: &Range<usize>, style: Style) -> usize {
    let start = span.start + style.quotes().len();
    let rest = &file[start..span.end];
    let newline = ["\r\n", "\n"].into_iter().find(|newline| rest.starts_with(newline));
    start + newline.filter(|_| style.lines).map_or(0, str::len)
}

/// The whole string anew: with lines where it has some.
fn anew(written: &str, new: &str) -> String {
    let style = Style::of(written);
    let newline = newline(written);
    let lines = Style { lines: style.lines || new.contains('\n'), ..style };
    let try_as = |style: Style| {
        let quotes = style.quotes();
        let start = if style.lines { newline } else { "" };
        let text = format!("{quotes}{start}{}{quotes}", style.written(new, newline)?);
        reads(&text, new).then_some(text)
    };
    let mut styles = [style, lines, Style { literal: !lines.literal, ..lines }].into_iter();
    styles.find_map(try_as).unwrap_or_else(|| canonical::string(new))
}

/// Whether a string says this text.
fn reads(written: &str, text: &str) -> bool {
    let read = format!("a = {written}\n").parse::<toml::Table>();
    let read = read.ok().and_then(|table| Some(table.get("a")?.as_str()?.replace("\r\n", "\n")));
    read.as_deref() == Some(text)
}

/// How lines end in a text.
fn newline(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// What differs between two texts, line by line, and in each stretch of lines no more than from the
/// first to the last sign that differs.
fn edits(old: &str, new: &str) -> Vec<(Range<usize>, String)> {
    let diff = TextDiff::from_lines(old, new);
    let olds: Vec<&str> = (0..diff.old_len()).filter_map(|index| diff.old_slice(index)).collect();
    let news: Vec<&str> = (0..diff.new_len()).filter_map(|index| diff.new_slice(index)).collect();
    let (mut edits, mut at) = (Vec::new(), 0);
    for op in diff.ops() {
        let (gone, come) = (olds[op.old_range()].concat(), news[op.new_range()].concat());
        if !matches!(op, DiffOp::Equal { .. }) {
            let (start, end) = shared(&gone, &come);
            let by = come[start..come.len() - end].to_owned();
            edits.push((at + start..at + gone.len() - end, by));
        }
        at += gone.len();
    }
    edits
}

/// The bytes that two texts share at their starts, and at their ends.
fn shared(one: &str, other: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let start = one.chars().zip(other.chars()).take_while(same);
    let start: usize = start.map(|(c, _)| c.len_utf8()).sum();
    let ends = one[start..].chars().rev().zip(other[start..].chars().rev());
    (start, ends.take_while(same).map(|(c, _)| c.len_utf8()).sum())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;
    use crate::letter::tree::{self, Value};
    use proptest::prelude::*;

    /// A file in which the string under `a` is another.
    fn spliced(toml: &str, new: &str) -> String {
        let mut files = Files::default();
        let file = files.add("a.toml", toml);
        let (table, errors) = tree::parse(&files, file);
        assert!(errors.is_empty(), "{toml}");
        let node = table.get("a").unwrap();
        let Value::String(text) = &node.value else { panic!("{toml}") };
        splice(toml, node.place.range(), text, new)
    }

    #[test]
    fn what_stays_is_written_as_it_was() {
        for (toml, new, expected) in [
            ("a = 'one two' # note\n", "one three", "a = 'one three' # note\n"),
            ("a = \"one \\u00e9 two\"\n", "one é three", "a = \"one \\u00e9 three\"\n"),
            ("a = 'one'\n", "it's", "a = \"it's\"\n"),
            ("a = '''\n  one\n  two\n'''\n", "  one\n  2\n", "a = '''\n  one\n  2\n'''\n"),
            (
                "a = '''\r\n  one\r\n  two\r\n'''\r\n",
                "  one\n  2\n",
                "a = '''\r\n  one\r\n  2\r\n'''\r\n",
            ),
            ("a = '''\none\n'''\n", "none\none\n", "a = '''\nnone\none\n'''\n"),
            ("a = '''\none\n'''\n", "one\n\ntwo\n", "a = '''\none\n\ntwo\n'''\n"),
            ("a = '''one'''\n", "'''", "a = \"\"\"\n'''\"\"\"\n"),
            (
                "a = \"\"\"\none \\\n   two\nthree\"\"\"\n",
                "one two\n3",
                "a = \"\"\"\none \\\n   two\n3\"\"\"\n",
            ),
            ("a = \"one\"\n", "one\n\ntwo", "a = \"one\\n\\ntwo\"\n"),
            ("a = 'one'\n", "one\n\ntwo", "a = '''\none\n\ntwo'''\n"),
            ("a = \"\"\n", "one", "a = \"one\"\n"),
            ("a = ''''''\n", "one", "a = '''one'''\n"),
            ("a = 'one'\n", "", "a = ''\n"),
            ("a = \"\"\"x \"q\" y\"\"\"\n", "x \"q\" \\", "a = \"\"\"x \"q\" \\\\\"\"\"\n"),
        ] {
            assert_eq!(spliced(toml, new), expected, "{toml}");
        }
    }

    fn quoted() -> impl Strategy<Value = String> {
        let text = "[a-c'\"\\\\é \n]{0,12}";
        prop_oneof![
            text.prop_map(|text| canonical::string(&text)),
            "[a-cé \"\\\\]{0,8}".prop_map(|text| format!("'{text}'")),
            "[a-cé \"\\\\\n]{0,12}".prop_map(|text| format!("'''\n{text}'''")),
            "[a-cé ']{0,8}".prop_map(|text| format!("\"{text}\\n\\u00e9\\t{text}\"")),
            "[a-cé '\n]{0,12}".prop_map(|text| format!("\"\"\"\n{text}\\\n   x\\\"{text}\"\"\"")),
            "[a-c\n]{0,8}".prop_map(|text| format!("'''\r\n{}'''", text.replace('\n', "\r\n"))),
        ]
    }

    proptest! {
        #[test]
        fn only_that_value_is_another(
            written in quoted(), new in "[a-c'\"\\\\é \n\t\u{1}]{0,16}", note in "[ -~]{0,6}",
        ) {
            let toml = format!("x = 1 # {note}\na = {written} # {note}\ny = ['a', \"b\"]\n");
            let out = spliced(&toml, &new);
            let start = toml.find("a = ").unwrap() + 4;
            prop_assert_eq!(&out[..start], &toml[..start]);
            let end = format!(" # {note}\ny = ['a', \"b\"]\n");
            prop_assert!(out.ends_with(&end), "{}", out);
            let read: toml::Table = out.parse().unwrap();
            let read = read["a"].as_str().unwrap().replace("\r\n", "\n");
            prop_assert_eq!(read, new);
        }
    }
}
