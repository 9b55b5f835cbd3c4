//! Grades as the commentary names them, and as they may be compared.

use super::Subject;
use super::passages::{Passage, Voice, sentence};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Area, AreaGrade, Letter, Line};
use regex_lite::{Captures, Regex};
use std::sync::LazyLock;

/// The words that name grades, in all programmes.
const GRADES: &str =
    "outstanding|good|adequate|requires\\s+improvement|requiring\\s+improvement|inadequate";

/// A grade given to something.
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:graded|rated|assessed|judged|graded\s+us|rated\s+us|(?:a\s+)?(?:grade|grading|rating|judge?ment)\s+of)\s+(?:overall\s+)?(?:(?:as\s+being|to\s+be|as|at|being)\s+)?['‘’\x22“”]?(?P<grade>GRADE)\b",
    )
});

/// A grade compared with an earlier one.
static COMPARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:improv\w+|risen|rose|up|fallen|fell|dropped|declined|deteriorated|down|moved|gone|changed?)\s+from\s+(?:a\s+)?['‘’\x22“”]?(?:GRADE)|from\s+['‘’\x22“”]?(?:GRADE)['‘’\x22“”]?\s+to\s+['‘’\x22“”]?(?:GRADE))\b",
    )
});

/// Words in a sentence that speak of another time, or of a grade that was corrected.
static OTHER_TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:last\s+(?:year|time|inspection|report|cycle)|previous(?:ly)?|earlier|before|formerly|in\s+(?:19|20)[0-9][0-9](?:[-/–][0-9]+)?|(?:had|has)\s+been\s+graded|correct(?:ed|ion)|originally|first\s+published|would|should|hope|aim|aspire|not\s+(?:yet\s+)?(?:been\s+)?(?:graded|rated|judged|assessed)|other\s+forces)\b",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){}", pattern.replace("GRADE", GRADES))).expect("the pattern is right")
}

/// Grades that the commentary names for an area and that are not the area's.
pub fn named(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let ours = subject.passages.iter().filter(|passage| passage.voice == Voice::Commissioner);
    ours.flat_map(|passage| in_passage(subject.letter, passage)).collect()
}

fn in_passage(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.prose.as_str();
    let problem = |found: Captures<'_>| {
        let grade = found.name("grade").expect("the pattern has a grade");
        let sentence = sentence(text, grade.start());
        if OTHER_TIME.is_match(sentence) || GIVEN.find_iter(sentence).count() > 1 {
            return None;
        }
        let place = passage.prose.place(grade.range());
        let named = normal(grade.as_str());
        match area_meant(letter, passage, sentence) {
            Meant::Area(area) => not_of_area(area, &named, place),
            Meant::Letter => of_nothing(letter, &named, place),
            Meant::Unclear => None,
        }
    };
    GIVEN.captures_iter(text).filter_map(problem).collect()
}

/// What a sentence speaks of.
enum Meant<'a> {
    Area(&'a Area),
    Letter,
    Unclear,
}

/// The area that a sentence names, else the one in which it stands.
fn area_meant<'a>(letter: &'a Letter, passage: &Passage<'a>, sentence: &str) -> Meant<'a> {
    let sentence = sentence.to_lowercase();
    let is_named = |area: &&Area| {
        let titles = std::iter::once(&area.title).chain(&area.long_title);
        titles.map(|title| title.value.to_lowercase()).any(|title| sentence.contains(&title))
    };
    let mut named = letter.areas.iter().filter(is_named);
    match (named.next(), named.next(), passage.area) {
        (Some(_), Some(_), _) => Meant::Unclear,
        (Some(area), None, _) => Meant::Area(area),
        (None, _, Some(area)) => Meant::Area(area),
        (None, _, None) => Meant::Letter,
    }
}

fn not_of_area(area: &Area, named: &str, place: Place) -> Option<Diagnostic> {
    let title = &area.title.value;
    let (message, grade) = match &area.grade {
        AreaGrade::Graded(grade) if normal(&grade.value) != named => {
            (format!("{named} is not the grade of \"{title}\""), grade.place)
        }
        AreaGrade::NotGraded => (format!("\"{title}\" is not graded"), area.title.place),
        AreaGrade::Graded(_) | AreaGrade::Unstated => return None,
    };
    let problem = Diagnostic::warning("grade-differs", message).at(place, "");
    Some(problem.at(grade, "what the area says").help("look up the grade in the report"))
}

/// A grade that is neither the overall one nor that of any area or pillar.
fn of_nothing(letter: &Letter, named: &str, place: Place) -> Option<Diagnostic> {
    let inspection = &letter.inspection;
    let areas = letter.areas.iter().filter_map(|area| match &area.grade {
        AreaGrade::Graded(grade) => Some(grade),
        AreaGrade::NotGraded | AreaGrade::Unstated => None,
    });
    let pillars = inspection.pillars.iter().map(|pillar| &pillar.grade);
    let mut known: Vec<&Line> = inspection.grade.iter().chain(pillars).collect();
    if known.is_empty() {
        known.extend(areas);
    }
    if known.is_empty() || known.iter().any(|grade| normal(&grade.value) == named) {
        return None;
    }
    let message = format!("nothing that the letter tells of was graded {named}");
    let problem = Diagnostic::warning("grade-differs", message).at(place, "");
    Some(
        problem
            .at(known[0].place, "a grade that was given")
            .help("look up the grade in the report"),
    )
}

/// A grade as the scales have it.
fn normal(grade: &str) -> String {
    let words: Vec<String> = grade.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").replace("requiring", "requires")
}

/// Grades set beside those of the programme before, where the inspectorate says that they cannot be
/// compared.
pub fn compared(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(programme) = subject.programme.filter(|programme| !programme.comparable) else {
        return Vec::new();
    };
    let problem = |place: Place| {
        let message = format!(
            "grades of {} cannot be compared with those of the inspections before it",
            programme.name.value
        );
        let help = "leave out the earlier grade; the inspectorate says that the two are not alike";
        Diagnostic::warning("grades-not-comparable", message).at(place, "").help(help)
    };
    let letter = subject.letter;
    let of_areas = letter.areas.iter().filter_map(|area| area.previous_grade.as_ref());
    let of_pillars = letter.inspection.pillars.iter().filter_map(|p| p.previous_grade.as_ref());
    let earlier = letter.inspection.previous_grade.iter().chain(of_pillars).chain(of_areas);
    let in_text = subject.passages.iter().filter(|passage| passage.voice == Voice::Commissioner);
    earlier.map(|grade| grade.place).chain(in_text.flat_map(comparisons)).map(problem).collect()
}

fn comparisons(passage: &Passage<'_>) -> Vec<Place> {
    let text = passage.prose.as_str();
    let corrected = |at: usize| sentence(text, at).to_lowercase().contains("correct");
    let found = COMPARED.find_iter(text).filter(|found| !corrected(found.start()));
    found.map(|found| passage.prose.place(found.range())).collect()
}
