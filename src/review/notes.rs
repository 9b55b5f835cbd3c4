//! Comments as notes in the TOML, above the key that they are about.

use super::apply::{Today, differs_in};
use super::names;
use super::remarks::{Remark, signed};
use crate::diagnostic::Files;
use crate::letter::tree;

/// The widest line of a note.
const WIDTH: usize = 96;

/// The file with comments above their keys. Those that are there already are not added again.
/// `None` where the values would be others.
pub fn noted(file: &Today, remarks: &[(String, &Remark)]) -> Option<Today> {
    let mut files = Files::default();
    let id = files.add("", file.text.as_str());
    let (table, _) = tree::parse(&files, id);
    let newline = if file.text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut added: Vec<(usize, String)> = Vec::new();
    for (key, remark) in remarks {
        let Some(entry) = names::entry(&table, key) else { continue };
        let start = file.text[..entry.key_place.start].rfind('\n').map_or(0, |newline| newline + 1);
        let line = &file.text[start..];
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let note = note(remark, indent, newline);
        if !file.text.contains(&note) && !added.iter().any(|(_, known)| *known == note) {
            added.push((start, note));
        }
    }
    added.sort_by_key(|(start, _)| *start);
    let (mut text, mut at) = (String::new(), 0);
    for (start, note) in &added {
        text += &file.text[at..*start];
        text += note;
        at = *start;
    }
    text += &file.text[at..];
    let is_right = differs_in(&file.text, &text).is_some_and(|keys| keys.is_empty());
    is_right.then(|| Today { text, ..file.clone() })
}

/// A comment with its replies, in lines that begin with `#`.
fn note(remark: &Remark, indent: &str, newline: &str) -> String {
    let at = match remark.words.as_str() {
        "" => String::new(),
        words => format!(" (at '{words}')"),
    };
    let settled = if remark.resolved { " [settled]" } else { "" };
    let first = format!("{}: {}{at}{settled}", signed(&remark.who), remark.text);
    let replies = remark.replies.iter().map(|(who, text)| format!("  {}: {text}", signed(who)));
    let mut out = String::new();
    for text in std::iter::once(first).chain(replies) {
        for line in text.lines() {
            lines(line, &format!("{indent}# "), newline, &mut out);
        }
    }
    out
}

/// Adds a text in lines that are not too wide. No sign in it ends the note.
fn lines(text: &str, lead: &str, newline: &str, out: &mut String) {
    let mut line = lead.to_owned();
    line.extend(text.chars().take_while(|c| *c == ' '));
    let is_bare = |line: &str| line.trim() == "#";
    for word in text.split_whitespace() {
        let word: String = word.chars().filter(|c| !c.is_control()).collect();
        if !is_bare(&line) && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out.push_str(&format!("{}{newline}", line.trim_end()));
            line = format!("{lead}  ");
        }
        let space = if line.ends_with(' ') { "" } else { " " };
        line += &format!("{space}{word}");
    }
    if !is_bare(&line) {
        out.push_str(&format!("{}{newline}", line.trim_end()));
    }
}
