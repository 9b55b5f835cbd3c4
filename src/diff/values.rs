//! A value as the text that is compared: what differs only in how it is written is the same.

use crate::keys::{Kind, YES};
use crate::letter::Language;
use crate::letter::commentary;
use crate::letter::date::{self, DateStyle};
use crate::letter::tree::{Table, Value};
use jiff::civil::Date;
use toml::value::Datetime;

/// A value as text; lists have a value a line.
pub fn text(value: &Value, kind: Kind) -> String {
    match value {
        Value::String(raw) => match kind {
            Kind::Commentary => reflowed(commentary::without_indentation(raw).as_str()),
            Kind::Choice(_) | Kind::Choices(_) => raw.as_str().trim().to_lowercase(),
            _ => raw.as_str().trim().to_owned(),
        },
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Boolean(true) => YES.to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Datetime(datetime) => day(datetime),
        Value::Array(nodes) => {
            let values = nodes.iter().map(|node| text(&node.value, kind));
            values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Value::Table(table) => within(table),
    }
}

/// A day as letters write it.
fn day(datetime: &Datetime) -> String {
    let date = datetime.date.and_then(|date| {
        let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
        Date::new(i16::try_from(date.year).ok()?, month, day).ok()
    });
    match (date, datetime.time) {
        (Some(date), None) => date::day(date, DateStyle::Plain, Language::English),
        _ => datetime.to_string(),
    }
}

/// A deadline such as `{ within = "3 months", from = 2023-11-30 }` in words.
fn within(table: &Table) -> String {
    let part = |entry: &crate::letter::tree::Entry| {
        format!("{} {}", entry.key, text(&entry.node.value, Kind::Line))
    };
    let mut parts: Vec<String> = table.entries.iter().map(part).collect();
    // 'within' before 'from'.
    parts.sort_by(|a, b| b.cmp(a));
    parts.join(" ")
}

/// Text in which a paragraph is one line, wherever its lines were broken.
fn reflowed(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        if line.trim().is_empty() && out.ends_with('\n') {
            continue;
        }
        match line.trim().is_empty() || begins_block(line) || ends_in_break(&out) {
            true => out = format!("{}\n{}", out.trim_end_matches(' '), spaced(line)),
            false => out = format!("{out} {}", spaced(line.trim_start())),
        }
    }
    out.trim().to_owned()
}

/// A line in which several spaces between words, as in a table that is in line, are one.
fn spaced(line: &str) -> String {
    let text = line.trim_matches(' ');
    let (start, end) = line.split_at(line.len() - line.trim_start_matches(' ').len());
    let end = &end[text.len()..];
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    format!("{start}{}{end}", words.join(" "))
}

/// Whether Markdown begins something new with this line: a list item, a heading, a row of a table.
fn begins_block(line: &str) -> bool {
    let line = line.trim_start();
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = after_number.len() < line.len() && after_number.starts_with([')', '.']);
    line.starts_with(['-', '*', '+', '#', '>', '|', '!', '[']) || is_numbered
}

fn ends_in_break(text: &str) -> bool {
    text.ends_with('\n') || text.ends_with("  ") || text.ends_with('\\')
}

#[cfg(test)]
mod tests {
    use super::reflowed;

    #[test]
    fn where_lines_are_broken_is_no_difference() {
        assert_eq!(reflowed("One\ntwo\n\nthree\n- a\n  b\n- c\n"), "One two\n\nthree\n- a b\n- c");
        assert_eq!(reflowed("1. One\n2. Two\n\n\nEnd"), "1. One\n2. Two\n\nEnd");
        assert_eq!(reflowed("One  \ntwo\\\nthree"), "One\ntwo\\\nthree");
        assert_eq!(reflowed("- a\n  - b  c\n|  1 |   2  |"), "- a\n  - b c\n| 1 | 2 |");
    }
}
