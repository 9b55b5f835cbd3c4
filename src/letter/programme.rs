//! The programmes of inspection: which grades each can give. They are data.

use super::Line;
use super::decode::{Decoder, not_among};
use crate::diagnostic::Diagnostic;

/// One round of inspections.
#[derive(Clone, Debug)]
pub struct Programme {
    /// Its name, such as `PEEL 2017`.
    pub name: Line,
    /// Other names for it.
    pub aliases: Vec<Line>,
    /// The grades that can be given, best first; none where none were published.
    pub scale: Vec<Line>,
    /// Whether a report gives one overall grade.
    pub overall: bool,
    /// The pillars that are graded, if any.
    pub pillars: Vec<Line>,
    /// The areas inspected.
    pub areas: Vec<ProgrammeArea>,
    /// Whether grades can be compared with those of the programme before.
    pub comparable: bool,
}

/// An area that a programme inspects.
#[derive(Clone, Debug)]
pub struct ProgrammeArea {
    /// Its short name.
    pub short: Line,
    /// Its official name, where that is longer.
    pub long: Option<Line>,
    /// Whether it is given a grade.
    pub graded: bool,
}

/// Every programme that is known.
#[derive(Clone, Debug, Default)]
pub struct Programmes(Vec<Programme>);

impl Programmes {
    /// These, with `more` added in place of those of the same name.
    #[must_use]
    pub fn with(mut self, more: Self) -> Self {
        self.0.retain(|old| !more.0.iter().any(|new| new.name.value == old.name.value));
        self.0.extend(more.0);
        self
    }

    /// The programme with this name or alias, in any case of letters.
    pub fn find(&self, name: &str) -> Option<&Programme> {
        let is_named = |line: &Line| line.value.eq_ignore_ascii_case(name);
        self.0.iter().find(|p| is_named(&p.name) || p.aliases.iter().any(is_named))
    }

    /// The problem of a name that no programme has.
    pub fn unknown(&self, name: &Line) -> Diagnostic {
        let names: Vec<&str> = self.0.iter().map(|p| p.name.value.as_str()).collect();
        not_among("unknown-programme", "there is no programme", name, &names)
            .help("a programme of your own goes into data/programmes.toml")
    }

    /// Whether any programme has ever given this grade.
    pub fn has_grade(&self, grade: &str) -> bool {
        self.0.iter().any(|p| p.scale.iter().any(|g| g.value.eq_ignore_ascii_case(grade)))
    }
}

/// Reads the tables of a programmes file.
pub fn read(top: &mut Decoder<'_>) -> Programmes {
    Programmes(top.tables("programme", |d| Programme {
        name: d.required_line("name", "PEEL 2023-25"),
        aliases: d.lines("aliases").unwrap_or_default(),
        scale: d.lines("scale").unwrap_or_default(),
        overall: d.boolean("overall").is_some_and(|b| b.value),
        pillars: d.lines("pillars").unwrap_or_default(),
        areas: areas(d),
        comparable: d.boolean("comparable").is_none_or(|b| b.value),
    }))
}

fn areas(d: &mut Decoder<'_>) -> Vec<ProgrammeArea> {
    d.tables("areas", |d| ProgrammeArea {
        short: d.required_line("short", "Preventing crime"),
        long: d.line("long"),
        graded: d.boolean("graded").is_none_or(|b| b.value),
    })
}
