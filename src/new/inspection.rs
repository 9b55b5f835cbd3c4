//! The inspection that the new letter answers.

use super::{Start, is_graded, noted, offered, previous_grade, remark, scale};
use crate::keys::letter::{FORCE, INSPECTION, PUBLISHED, URL};
use crate::keys::one_of;
use crate::letter::canonical::string;
use crate::letter::programme::Programme;
use crate::letter::{Inspection, Pillar};

/// Writes the table of the inspection.
pub fn write(start: &Start<'_>) -> String {
    let keys = [
        force(start),
        programme(start.programme),
        "report = \"[insert the title of the report]\"\n".to_owned(),
        offered(&PUBLISHED),
        offered(&URL),
        noted("# reported = { areas_for_improvement = 4 }", COUNTS),
        overall(start),
        left_out(start).unwrap_or_default(),
        pillars(start),
    ];
    format!("# The inspection.\n[inspection]\n{}\n", keys.concat())
}

const COUNTS: &str = "How many the report itself counts (also recommendations, causes_of_concern, \
                      for_force), for checks.";

fn force(start: &Start<'_>) -> String {
    let own = start.last.and_then(|last| last.own.table(INSPECTION.name)?.text(FORCE.name));
    let office = start.office.table(INSPECTION.name).and_then(|table| table.text(FORCE.name));
    match (own, office) {
        (Some(own), _) => format!("force = {}\n", string(own)),
        (None, Some(_)) => String::new(),
        (None, None) => "force = \"[insert the name of the force]\"\n".to_owned(),
    }
}

fn programme(programme: Option<&Programme>) -> String {
    let (line, note) = match programme {
        Some(programme) => (
            format!("programme = {}", string(&programme.name.value)),
            "decides which grades there are",
        ),
        None => ("# programme = \"PEEL ...\"".to_owned(), "needed where a grade is given"),
    };
    noted(&line, note)
}

/// The overall grade, where the programme gives one.
fn overall(start: &Start<'_>) -> String {
    if !start.programme.is_some_and(|programme| programme.overall) {
        return String::new();
    }
    let note = format!("the overall grade: {}", scale(start.programme));
    let previous = last(start).and_then(|last| last.grade.as_ref());
    noted("# grade = \"...\"", &note) + &previous_grade(start.programme, previous)
}

/// Why the grades of the last letter are not in the new one.
fn left_out(start: &Start<'_>) -> Option<String> {
    let letter = start.last.filter(|last| !last.comparable)?.letter;
    let new = start.programme?;
    let areas = letter.areas.iter().any(|area| area.grade.given().is_some());
    if !areas && letter.inspection.grade.is_none() && letter.inspection.pillars.is_empty() {
        return None;
    }
    // A programme may be comparable with the one before it, and not with that of the last letter.
    let old = letter.inspection.programme.as_ref().filter(|_| new.comparable);
    let others = old.map_or("earlier inspections", |old| old.value.as_str());
    Some(remark(&format!(
        "The grades of the last letter are left out: grades of {} cannot be compared with those of \
         {others}.",
        new.name.value
    )))
}

/// The pillars, commented out: none can go without its grade. They stand on one line, since a grade
/// that is taken into use without the heading of its pillar would be the overall one.
fn pillars(start: &Start<'_>) -> String {
    let Some(programme) = start.programme.filter(|p| !p.pillars.is_empty()) else {
        return String::new();
    };
    let names: Vec<&str> = programme.pillars.iter().map(|name| name.value.as_str()).collect();
    let note = format!(
        "The pillars that the report grades, if any: {}. Their grades: {}.",
        one_of(&names),
        scale(start.programme)
    );
    let old = last(start).map(|last| last.pillars.iter().map(pillar).collect::<Vec<_>>());
    let old = old.filter(|old| !old.is_empty());
    let pillars = old.unwrap_or_else(|| vec!["{ name = \"...\", grade = \"...\" }".to_owned()]);
    noted(&format!("# pillar = [{}]", pillars.join(", ")), &note)
}

/// A pillar of the last letter, with the grade before.
fn pillar(old: &Pillar) -> String {
    let (name, grade) = (string(&old.name.value), string(&old.grade.value));
    format!("{{ name = {name}, grade = \"...\", previous_grade = {grade} }}")
}

/// The last inspection, if its grades can be compared with those of this one.
fn last<'a>(start: &Start<'a>) -> Option<&'a Inspection> {
    let last = start.last.filter(|last| last.comparable && is_graded(start.programme))?;
    Some(&last.letter.inspection)
}
