//! Parts of a letter that say nothing.

use super::Subject;
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Area, AreaGrade, GradeDisplay};

const CODE: &str = "nothing-said";
/// How many areas are shown.
const SHOWN: usize = 5;

/// An overview or an end without words, and areas of which only the grade is told.
pub fn parts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let parts = [("overview", letter.overview.silent), ("conclusion", letter.conclusion.silent)];
    let mut problems: Vec<Diagnostic> =
        parts.into_iter().filter_map(|(part, place)| Some(without_words(part, place?))).collect();
    // In a letter that is sent, a grade in the list after the overview may be all that is meant.
    let is_meant = !letter.draft
        && letter.grades != GradeDisplay::Headings
        && !letter.areas.iter().all(Area::is_silent);
    if !is_meant {
        problems.extend(areas(&letter.areas));
    }
    problems
}

fn without_words(part: &str, place: Place) -> Diagnostic {
    let message = format!("the {part} says nothing");
    let help = format!("write under [{part}]: text = '''...''', or remove it");
    Diagnostic::warning(CODE, message).at(place, "").help(help)
}

/// The areas of which nothing is said are told together: an office may mean it so.
fn areas(areas: &[Area]) -> Option<Diagnostic> {
    let silent: Vec<&Area> =
        areas.iter().filter(|area| area.is_silent() && !is_only_listed(area)).collect();
    let message = match silent.len() {
        0 => return None,
        1 => "nothing is said of this area".to_owned(),
        number => format!("nothing is said of {number} areas"),
    };
    let problem = Diagnostic::warning(CODE, message);
    let shown = silent.iter().take(SHOWN).map(|area| area.title.place);
    let problem = shown.fold(problem, |problem, place| problem.at(place, ""));
    Some(problem.help(
        "write findings = '''...''' or [[area.item]] below its title; as it is, only its grade is \
         printed, in the list of grades",
    ))
}

/// An area that was inspected and not graded stands in the list of grades to say so.
fn is_only_listed(area: &Area) -> bool {
    matches!(area.grade, AreaGrade::NotGraded)
}
