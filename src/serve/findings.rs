//! Problems as data for the page, with the lines that they concern.

use crate::diagnostic::{Diagnostic, Files, Label, Severity};
use serde::Serialize;

/// How many lines are shown before a place and after it.
const AROUND: usize = 3;
/// How many lines of a long place are shown.
const LONGEST: usize = 12;

/// How many characters of a part of a line are shown: a paragraph may be one line.
const WIDEST: usize = 400;

/// A problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Vec<String>,
    places: Vec<Excerpt>,
}

/// A place with the lines around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    file: String,
    line: usize,
    column: usize,
    /// The bytes meant, from the first to the one after the last.
    bytes: [usize; 2],
    /// A few words about it; may be empty.
    text: String,
    lines: Vec<SourceLine>,
}

/// A line of a file, in three parts: the middle one is what is meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct SourceLine {
    number: usize,
    parts: [String; 3],
}

impl Finding {
    /// A problem in one of these files.
    pub fn new(problem: &Diagnostic, files: &Files) -> Self {
        Self {
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: problem.code,
            message: problem.message.clone(),
            help: problem.help.clone(),
            places: problem.labels.iter().map(|label| Excerpt::new(label, files)).collect(),
        }
    }

    /// Whether it stands in the way of the letter.
    pub fn is_error(&self) -> bool {
        self.severity == "error"
    }
}

impl Excerpt {
    /// The lines of a place in one of these files.
    pub fn new(label: &Label, files: &Files) -> Self {
        let place = label.place;
        let (line, column) = files.line_column(place);
        let lines = lines(files.text(place.file), place.start, place.end);
        Self {
            file: files.name(place.file).to_owned(),
            line,
            column,
            bytes: [place.start, place.end],
            text: label.text.clone(),
            lines,
        }
    }
}

/// The lines from a little before `start` to a little after `end`.
fn lines(text: &str, start: usize, end: usize) -> Vec<SourceLine> {
    let line_of = |at: usize| text[..at].matches('\n').count();
    let (first, last) = (line_of(start), line_of(end.max(start)));
    let shown = first.saturating_sub(AROUND)..=last.min(first + LONGEST) + AROUND;
    let mut all = Vec::new();
    let mut begin = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        if shown.contains(&index) {
            let [from, to] = [start, end].map(|at| at.saturating_sub(begin).min(line.len()));
            let parts = [&line[..from], &line[from..to], &line[to..]];
            let [before, meant, after] = parts.map(|part| part.trim_end_matches(['\r', '\n']));
            let parts = [the_end_of(before), the_start_of(meant), the_start_of(after)];
            all.push(SourceLine { number: index + 1, parts });
        }
        begin += line.len();
    }
    all
}

/// The last characters of a part of a line; the points stand for the others.
fn the_end_of(part: &str) -> String {
    match part.char_indices().nth_back(WIDEST) {
        Some((at, _)) => format!("…{}", &part[at..]),
        None => part.to_owned(),
    }
}

/// The first characters of a part of a line.
fn the_start_of(part: &str) -> String {
    match part.char_indices().nth(WIDEST) {
        Some((at, _)) => format!("{}…", &part[..at]),
        None => part.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, meant: &str) -> Vec<String> {
        let start = text.find(meant).unwrap();
        let line = |line: SourceLine| {
            let [before, meant, after] = line.parts;
            format!("{} {before}[{meant}]{after}", line.number)
        };
        lines(text, start, start + meant.len()).into_iter().map(line).collect()
    }

    #[test]
    fn a_place_is_shown_with_the_lines_around_it() {
        let text = "1\n2\n3\n4\nfive TODO é\n6\n7\n8\n9\n";
        let lines = ["2 2[]", "3 3[]", "4 4[]", "5 five [TODO] é", "6 []6", "7 []7", "8 []8"];
        assert_eq!(shown(text, "TODO"), lines);
    }

    #[test]
    fn a_place_can_be_at_either_end_and_go_over_lines() {
        assert_eq!(shown("one", "one"), ["1 [one]"]);
        assert_eq!(shown("one\r\ntwo\r\n", "e\r\nt"), ["1 on[e]", "2 [t]wo"]);
        assert!(lines("", 0, 0).is_empty());
    }

    #[test]
    fn a_long_place_is_cut_short() {
        let text = "x\n".repeat(100);
        assert_eq!(lines(&text, 0, text.len()).len(), 1 + LONGEST + AROUND);
    }
}
