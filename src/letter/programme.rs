//! The programmes of inspection: which grades each can give. They are data.

use super::Line;
use super::decode::{Decoder, not_among};
use crate::diagnostic::Diagnostic;
use crate::keys::programmes as keys;

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

/// A grade or a pillar, in both languages.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its name, as programmes give it: its word in English.
    pub name: Line,
    /// Its word in Welsh.
    pub welsh: Line,
}

/// Every programme that is known, and the words for what they have.
#[derive(Clone, Debug, Default)]
pub struct Programmes {
    programmes: Vec<Programme>,
    terms: Vec<Term>,
}

impl Programmes {
    /// These, with `more` added in place of those of the same name.
    #[must_use]
    pub fn with(mut self, more: Self) -> Self {
        replace(&mut self.programmes, more.programmes, |programme| &programme.name);
        replace(&mut self.terms, more.terms, |term| &term.name);
        self
    }

    /// All of them, from the oldest to the newest.
    pub fn all(&self) -> &[Programme] {
        &self.programmes
    }

    /// A grade or a pillar in Welsh, where its word is known.
    pub fn in_welsh(&self, name: &str) -> Option<&Line> {
        let is_it = |known: &&Term| known.name.value.eq_ignore_ascii_case(name);
        self.terms.iter().find(is_it).map(|term| &term.welsh)
    }

    /// Whether the grades of `new` can be compared with earlier ones of `old`: it must be comparable
    /// with the one before it, and so must all between the two.
    pub fn can_compare(&self, old: &Programme, new: &Programme) -> bool {
        let index = |wanted: &Programme| {
            self.programmes.iter().position(|p| p.name.value == wanted.name.value)
        };
        match (index(old), index(new)) {
            (Some(old), Some(new)) if old <= new => self.programmes[(old + 1).min(new)..=new]
                .iter()
                .all(|programme| programme.comparable),
            _ => false,
        }
    }

    /// The programme with this name or alias, in any case of letters.
    pub fn find(&self, name: &str) -> Option<&Programme> {
        let is_named = |line: &Line| line.value.eq_ignore_ascii_case(name);
        self.programmes.iter().find(|p| is_named(&p.name) || p.aliases.iter().any(is_named))
    }

    /// The problem of a name that no programme has.
    pub fn unknown(&self, name: &Line) -> Diagnostic {
        let names: Vec<&str> = self.programmes.iter().map(|p| p.name.value.as_str()).collect();
        not_among("unknown-programme", "there is no programme", name, &names)
            .help("a programme of your own goes into data/programmes.toml")
    }

    /// Whether any programme has ever given this grade.
    pub fn has_grade(&self, grade: &str) -> bool {
        self.programmes.iter().any(|p| p.scale.iter().any(|g| g.value.eq_ignore_ascii_case(grade)))
    }
}

/// Adds values to those that are there, each in place of the one of its name.
fn replace<T>(all: &mut Vec<T>, more: Vec<T>, name: fn(&T) -> &Line) {
    for new in more {
        match all.iter_mut().find(|old| name(old).value == name(&new).value) {
            Some(old) => *old = new,
            None => all.push(new),
        }
    }
}

/// Reads the tables of a programmes file.
pub fn read(top: &mut Decoder<'_>) -> Programmes {
    let programmes = top.tables(&keys::PROGRAMME, |d| Programme {
        name: d.required_line(&keys::NAME),
        aliases: d.lines(&keys::ALIASES),
        scale: d.lines(&keys::SCALE),
        overall: d.is_set(&keys::OVERALL),
        pillars: d.lines(&keys::PILLARS),
        areas: areas(d),
        comparable: d.is_set(&keys::COMPARABLE),
    });
    let mut terms = top.tables(&keys::GRADE, |d| Term {
        name: d.required_line(&keys::GRADE_NAME),
        welsh: d.required_line(&keys::GRADE_WELSH),
    });
    terms.extend(top.tables(&keys::PILLAR, |d| Term {
        name: d.required_line(&keys::PILLAR_NAME),
        welsh: d.required_line(&keys::PILLAR_WELSH),
    }));
    Programmes { programmes, terms }
}

fn areas(d: &mut Decoder<'_>) -> Vec<ProgrammeArea> {
    d.tables(&keys::AREAS, |d| ProgrammeArea {
        short: d.required_line(&keys::SHORT),
        long: d.line(&keys::LONG),
        graded: d.is_set(&keys::GRADED),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;
    use crate::letter::load;

    fn programmes(own: &str) -> Programmes {
        let mut files = Files::default();
        let text = include_str!("../../templates/programmes.toml");
        let (built_in, own) = (files.add("built in", text), files.add("own", own));
        load::programmes(&files, built_in, Some(own)).0
    }

    #[test]
    fn grades_are_compared_only_where_no_programme_between_forbids_it() {
        let all = programmes("");
        let can =
            |old: &str, new: &str| all.can_compare(all.find(old).unwrap(), all.find(new).unwrap());
        assert!(can("PEEL 2016", "PEEL 2018/19"));
        assert!(can("PEEL 2016", "PEEL 2016"));
        assert!(!can("PEEL 2023-25", "PEEL 2023-25"));
        assert!(!can("PEEL 2021/22", "PEEL 2023-25"));
        assert!(!can("PEEL 2018/19", "PEEL 2025-27"));
        assert!(!can("PEEL 2017", "PEEL 2016"));
    }

    #[test]
    fn a_programme_of_ones_own_takes_the_place_of_one_built_in_or_is_the_newest() {
        let all = programmes("[[programme]]\nname = 'PEEL 2014'\n[[programme]]\nname = 'Local'\n");
        let names: Vec<&str> = all.all().iter().map(|p| p.name.value.as_str()).collect();
        assert_eq!((names[0], names[names.len() - 1]), ("PEEL 2014", "Local"));
        assert_eq!(names.len(), 10);
        assert!(all.find("PEEL 2014").unwrap().scale.is_empty());
    }
}
