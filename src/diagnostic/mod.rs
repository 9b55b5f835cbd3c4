//! One type for every problem shown to a person, whichever stage found it.
//!
//! A stage never prints. It gives back [`Diagnostic`]s, which name places in
//! [`Files`]; the command collects them all and hands them to a [`Reporter`] once.

mod files;
mod report;

use crate::limits;
use std::collections::BTreeMap;

pub use files::{FileId, Files, Place};
pub use report::{Format, Reporter};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The letter cannot be made.
    Error,
    /// The letter is made; a person should look at this.
    Warning,
}

/// One problem: what is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name for this kind of problem, such as `unknown-key`.
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The places it concerns, the main one first. Empty where no file is to blame.
    pub labels: Vec<Label>,
    /// What to do, one sentence each.
    pub help: Vec<String>,
}

/// A place with a few words about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is there; may be empty.
    pub text: String,
}

impl Diagnostic {
    /// An error of the kind `code`.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message)
    }

    /// A warning of the kind `code`.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message)
    }

    fn new(severity: Severity, code: &'static str, message: impl Into<String>) -> Self {
        Self { severity, code, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// Adds a place, with a few words that stand beside it.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        let text = text.into();
        self.labels.push(Label { place, text });
        self
    }

    /// Adds a sentence that says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// Puts problems in the order in which the files have them.
pub fn sort(problems: &mut [Diagnostic]) {
    problems.sort_by_key(|problem| problem.labels.first().map(|label| label.place));
}

/// The first problems of each kind, and for each kind with more of them one that says how many: who
/// has mended twenty knows how to go on.
pub fn first_of_each_kind(problems: &[Diagnostic]) -> (Vec<&Diagnostic>, Vec<Diagnostic>) {
    let mut counts: BTreeMap<(Severity, &'static str), usize> = BTreeMap::new();
    let mut is_told = |problem: &&Diagnostic| {
        let count = counts.entry((problem.severity, problem.code)).or_default();
        *count += 1;
        *count <= limits::TOLD
    };
    let told = problems.iter().filter(&mut is_told).collect();
    let more = counts.into_iter().filter(|(_, count)| *count > limits::TOLD);
    let more = more.map(|((severity, code), count)| {
        let message = format!("{} more of this kind", limits::number(count - limits::TOLD));
        Diagnostic::new(severity, code, message).help("mend those above, and look again")
    });
    (told, more.collect())
}

/// Whether any of these problems is an error.
pub fn any_error(problems: &[Diagnostic]) -> bool {
    problems.iter().any(|p| p.severity == Severity::Error)
}

/// A number of things.
pub fn count(n: usize, one: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    }
}
