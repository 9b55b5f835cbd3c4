//! A new letter to fill in: TOML with notes on what each key is and where it is printed.
//!
//! What must be there and is not known is written as `[insert ...]`, which everyone sees in the
//! draft. What may be there is commented out, or an empty text, of which nothing is printed.

mod addressee;
mod areas;
mod examples;
mod inspection;
mod single_keys;

use crate::keys::{self, Facts};
use crate::letter::programme::Programme;
use crate::letter::tree::{Entry, Table};
use crate::letter::{Letter, Line, canonical};
use addressee::Addressee;

/// The office file of a brand-new office.
pub const OFFICE: &str = include_str!("office.toml");

/// What kind of letter is begun. A statement or one in Welsh may answer either kind of report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// On a report on your force, with the areas of its programme
    Force,
    /// On the recommendations of a national report
    National,
    /// A statement for the website in place of a letter
    Statement,
    /// In Welsh
    Welsh,
}

/// What a new letter is begun with.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Its name.
    pub name: &'a str,
    /// What kind of letter it is, where that was said.
    pub kinds: &'a [Kind],
    /// The schema that lies beside it, for editors.
    pub schema: Option<&'a str>,
    /// The programme of the inspection; a letter on a national report may have none.
    pub programme: Option<&'a Programme>,
    /// What the office file says.
    pub office: &'a Table,
    /// The letter of last year, if it is begun from one.
    pub last: Option<Last<'a>>,
}

/// The letter that a new one is begun from.
#[derive(Clone, Copy, Debug)]
pub struct Last<'a> {
    /// The path by which the user knows it.
    pub path: &'a str,
    /// What its own file says.
    pub own: &'a Table,
    /// What it says with the office file beneath.
    pub letter: &'a Letter,
    /// Whether its grades can be compared with those of the new letter.
    pub comparable: bool,
}

impl Start<'_> {
    fn is(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }
}

/// The text of a new letter.
pub fn letter(start: &Start<'_>) -> String {
    let addressee = Addressee::of(start);
    let items = match start.is(Kind::National) {
        true => examples::NATIONAL.to_owned(),
        false => [areas::write(start), examples::outside_areas()].concat(),
    };
    [
        head(start),
        single_keys::write(start, &addressee),
        start.last.map(sender).unwrap_or_default(),
        addressee.table(start),
        inspection::write(start),
        examples::OVERVIEW.to_owned(),
        items,
        examples::chief_constable(start.last.map(|last| last.letter)),
        examples::CONCLUSION.to_owned(),
    ]
    .concat()
}

fn head(start: &Start<'_>) -> String {
    let schema = start.schema.map(|path| format!("#:schema {path}\n")).unwrap_or_default();
    let from = start.last.map(|last| format!(", begun from {}", last.path)).unwrap_or_default();
    format!(
        "{schema}# data/{name}.toml{from}
#
# Fill in what says [insert ...]. Commentary is written between ''' and ''', in Markdown; as long as
# nothing stands there, nothing is printed.
# A line that begins with # is a note and is never printed. A line such as \"# cc = ...\" is ready
# for use: change its words and take the # away, and that of the line in [brackets] above it, if it
# has one. What data/office.toml says need not be said again.

# Every page says that this is a draft. When the letter is ready, remove the line with \"draft\" and
# take the # away from the date.
draft = true
# date = 2026-04-16                 # year-month-day

",
        name = start.name,
    )
}

/// The sender, where last year's letter had its own.
fn sender(last: Last<'_>) -> String {
    let Some(table) = last.own.table(keys::letter::SENDER.name) else { return String::new() };
    let note = "# Who signs. What is not said here is in data/office.toml.\n";
    format!("{note}[sender]\n{}\n", lines(table))
}

/// The keys of a table, each with its value.
fn lines(table: &Table) -> String {
    let line = |entry: &Entry| format!("{} = {}\n", entry.key, canonical::value(&entry.node.value));
    table.entries.iter().map(line).collect()
}

/// How far to the right a note stands.
const NOTE: usize = 36;

/// How long a line becomes.
const WIDTH: usize = 100;

/// A line with a note: beside it, or above it where there is no room.
fn noted(line: &str, note: &str) -> String {
    if line.len() >= NOTE || line.contains('\n') || NOTE + note.len() > WIDTH {
        return format!("{}{line}\n", remark(note));
    }
    format!("{line:<NOTE$}# {note}\n")
}

/// A key that may be there, commented out, with an example and what it is.
fn offered(key: &Facts) -> String {
    noted(&format!("# {}", key.example_line()), &key.note())
}

/// TOML as a comment, to be taken into use line by line.
fn commented(toml: &str) -> String {
    let line = |line: &str| match line {
        "" => "#\n".to_owned(),
        line => format!("# {line}\n"),
    };
    toml.lines().map(line).collect()
}

/// Words as a comment of lines that are not too long.
fn remark(words: &str) -> String {
    let mut lines = vec![String::from("#")];
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("# {word}")),
        }
    }
    lines.join("\n") + "\n"
}

/// The grades that can be given, for a note.
fn scale(programme: Option<&Programme>) -> String {
    let grades = programme.map(|p| p.scale.iter().map(|grade| grade.value.as_str()));
    grades.map_or_else(String::new, |grades| keys::one_of(&grades.collect::<Vec<_>>()))
}

/// Whether grades are given in a programme.
fn is_graded(programme: Option<&Programme>) -> bool {
    programme.is_some_and(|programme| !programme.scale.is_empty())
}

/// The grade of the last inspection: as it was, or to be filled in where it can be compared.
fn previous_grade(programme: Option<&Programme>, previous: Option<&Line>) -> String {
    match previous {
        Some(grade) => format!("previous_grade = {}\n", canonical::string(&grade.value)),
        None if programme.is_some_and(|programme| programme.comparable) => {
            noted("# previous_grade = \"...\"", "that of the last inspection")
        }
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_stands_beside_a_short_line_and_above_a_long_one() {
        assert_eq!(noted("cc = []", "copies"), format!("{:<36}# copies\n", "cc = []"));
        let long = "cc = [\"Chief Constable of Exampleshire\"]";
        assert_eq!(noted(long, "copies"), format!("# copies\n{long}\n"));
    }
}
