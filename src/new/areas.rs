//! The areas of the new letter: those of the programme, or of the last letter.

use super::{Kind, Start, commented, examples, is_graded, noted, previous_grade, remark, scale};
use crate::letter::canonical::string;
use crate::letter::programme::{Programme, ProgrammeArea};
use crate::letter::{Area, AreaGrade, Line};

/// Writes the areas, and what an area can hold.
pub fn write(start: &Start<'_>) -> String {
    let areas: Vec<String> = match start.last {
        Some(last) => last.letter.areas.iter().map(|area| again(start, area)).collect(),
        None => programme_areas(start).iter().map(|area| first(start, area)).collect(),
    };
    let about = [ABOUT, &incomplete(start), &others(start), welsh(start), "\n"].concat();
    match areas.as_slice() {
        [] => [about, commented(&example(start)), examples::items()].concat(),
        // What it says of items can be taken into use where it stands.
        [first, others @ ..] => {
            [&about, first, &examples::items(), &others.concat()].map(String::as_str).concat()
        }
    }
}

const ABOUT: &str = "\
# The areas of the inspection, in the order of the letter. Remove those that the report does not
# have. \"findings\" stand before what the inspection wants done; \"closing\" would stand after it.
";

/// A report may have areas that the program does not know.
fn incomplete(start: &Start<'_>) -> String {
    if start.last.is_some() || programme_areas(start).is_empty() {
        return String::new();
    }
    let name = start.programme.map(|programme| programme.name.value.as_str()).unwrap_or_default();
    remark(&format!(
        "These are the areas of {name} that peel-letter knows. The list may be incomplete: go by the \
         report, and add what it has beside them, each beginning with [[area]]."
    ))
}

fn welsh(start: &Start<'_>) -> &'static str {
    match start.is(Kind::Welsh) {
        true => {
            "# Give their names in Welsh; grades are written in English here, and printed in Welsh.\n"
        }
        false => "",
    }
}

fn programme_areas<'a>(start: &Start<'a>) -> &'a [ProgrammeArea] {
    start.programme.map(|programme| programme.areas.as_slice()).unwrap_or_default()
}

/// Areas of the programme that the last letter did not have.
fn others(start: &Start<'_>) -> String {
    let (Some(last), Some(programme)) = (start.last, start.programme) else {
        return String::new();
    };
    let is_new = |area: &&ProgrammeArea| {
        let names = || std::iter::once(&area.short).chain(&area.long);
        !last.letter.areas.iter().any(|old| names().any(|name| is_same(name, &old.title)))
    };
    let new: Vec<&str> =
        programme.areas.iter().filter(is_new).map(|area| area.short.value.as_str()).collect();
    match new.as_slice() {
        [] => String::new(),
        new => remark(&format!("{} also has: {}.", programme.name.value, new.join("; "))),
    }
}

fn is_same(one: &Line, other: &Line) -> bool {
    one.value.eq_ignore_ascii_case(&other.value)
}

/// An area of the programme.
fn first(start: &Start<'_>, area: &ProgrammeArea) -> String {
    let grades = match area.graded {
        true => grade(start.programme, None),
        false => not_graded(),
    };
    write_area(&area.short, area.long.as_ref(), &grades)
}

/// An area of the last letter.
fn again(start: &Start<'_>, area: &Area) -> String {
    let comparable = start.last.is_some_and(|last| last.comparable);
    let grades = match &area.grade {
        AreaGrade::NotGraded => not_graded(),
        graded => grade(start.programme, graded.given().filter(|_| comparable)),
    };
    let grades = pillar(start.programme, area.pillar.as_ref()) + &grades;
    write_area(&area.title, area.long_title.as_ref(), &grades)
}

fn write_area(title: &Line, long: Option<&Line>, grades: &str) -> String {
    let long = long.map(|long| format!("long_title = {}\n", string(&long.value)));
    format!(
        "[[area]]\ntitle = {}\n{}{grades}findings = '''\n'''\n\n",
        string(&title.value),
        long.unwrap_or_default(),
    )
}

fn not_graded() -> String {
    noted("graded = false", "inspected, never graded")
}

/// The pillar of an area, if the programme has it.
fn pillar(programme: Option<&Programme>, pillar: Option<&Line>) -> String {
    let has = |pillar: &&Line| {
        programme.is_some_and(|programme| programme.pillars.iter().any(|p| is_same(p, pillar)))
    };
    let pillar = pillar.filter(has);
    pillar.map(|pillar| format!("pillar = {}\n", string(&pillar.value))).unwrap_or_default()
}

/// The grade, to be filled in, and the one before.
fn grade(programme: Option<&Programme>, previous: Option<&Line>) -> String {
    if !is_graded(programme) {
        return String::new();
    }
    noted("# grade = \"...\"", &scale(programme)) + &previous_grade(programme, previous)
}

/// An area where the programme tells none.
fn example(start: &Start<'_>) -> String {
    let grade = match is_graded(start.programme) {
        true => noted("grade = \"...\"", &scale(start.programme)),
        false => String::new(),
    };
    format!("[[area]]\ntitle = \"[insert the name of the area]\"\n{grade}findings = '''\n'''\n")
}
