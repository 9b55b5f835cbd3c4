//! Grades as the commentary names them, and as they may be compared.

use super::Subject;
use super::passages::{Passage, Voice, end_of, has_any, sentence, sentences, speaks_of_other_year};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Area, AreaGrade, Letter, Line};
use regex_lite::{Captures, Regex};
use std::sync::LazyLock;

/// The words that name grades, in all programmes.
const GRADES: &str =
    "outstanding|good|adequate|requires\\s+improvement|requiring\\s+improvement|inadequate";

/// One of these is in every sentence that names a grade.
const GRADE_PARTS: [&str; 7] =
    ["utstanding", "good", "Good", "GOOD", "dequate", "mprovement", "OUTSTANDING"];

/// One of these is in every sentence that gives one.
const GIVEN_PARTS: [&str; 8] =
    ["raded", "rated", "ssessed", "udged", "rade", "rading", "rating", "udg"];

/// One of these is in every sentence that compares grades.
const COMPARED_PARTS: [&str; 5] = [" from ", " on ", "grade", "rading", "rating"];

/// A grade given to something: the verb, whom it is given, and the grade.
static GIVEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?P<verb>graded|rated|assessed|judged)\s+(?P<whom>us\s+|it\s+|this\s+area\s+|the\s+(?:force|constabulary)\s+|(?:[a-z-]+\s+){1,3}(?:police|constabulary)\s+)?(?:overall\s+|only\s+|again\s+)?(?:(?:as\s+being|to\s+be|as|at|being)\s+)?|(?:grade|grading|rating|judge?ment)\s+(?:(?:for|in|of|given\s+to)\s+(?:the\s+force|this\s+area)\s+)?(?:of|is|was|remains)\s+)['‘’\x22“”]?(?P<grade>GRADE)\b|\b(?:an?|the|our|its)\s+(?:overall\s+)?['‘’\x22“”]?(?P<named>GRADE)['‘’\x22“”]?\s+(?:grade|grading|rating|judge?ment)\b",
    )
});

/// A grade with the area that it was given in: 'good at preventing crime'.
static BEFORE_AREA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?P<grade>GRADE)['‘’\x22“”]?\s+(?:at|in|for)\s+(?:the\s+area\s+of\s+)?['‘’\x22“”]?$")
});

/// An area with the grade that it was given: 'Preventing crime: good'.
static AFTER_AREA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^['‘’\x22“”]?\s*(?::|–|—|-|\()\s*(?:graded\s+)?(?:as\s+)?['‘’\x22“”]?(?P<grade>GRADE)\b",
    )
});

/// What follows a word that is no grade there: 'good practice'.
static NO_GRADE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^['‘’\x22“”]?\s+(?:practice|value|enough|progress|example|or\s+better|in\s+(?:one|two|three|four|five|six|seven|eight|nine|[0-9]+)\s+(?:of|areas?))\b",
    )
});

/// Who is graded: without one of these before it, 'rated' and the like may be said of anything.
static GRADED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:force|constabulary|police|area|performance)(?:\s|,)|(?:we|it|us)\s|HMIC\w*|inspect\w+)",
    )
});

/// Wishes and plans, where they stand before a grade.
static WISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:would|should|could|might|may|will|can|shall)\s+(?:\w+\s+)?be\s*$|(?:hop|aim|aspir|want|expect|determin|ambition|plan|until|unless|target)\w*\b)",
    )
});

/// What is said not to be so, where it stands before a grade.
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(?:no|none|neither|nor|not\s+one|missed|need\w*\s+to|had\s+it)\b")
});

/// Others that are graded.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:other|most|many|some|all|few|several|neighbouring|english|welsh|one|two|three|four|five|six|seven|eight|nine|[0-9]+|the\s+43)\s+(?:\w+\s+)?forces|one\s+(?:other\s+)?force|(?:other|another|neighbouring)\s+force|no\s+force|one\s+of\s+which|custody|fire\s+and\s+rescue|schools?|audit\w*|agency|group|unit|hub)\b",
    )
});

/// Somebody other than the inspectors gave the grade: 'rated good by its callers'.
static BY_OTHERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^['‘’\x22“”]?\s+(?:\w+\s+){0,3}by\s+(?P<who>(?:\w+\s+){0,2}\w+)"));

/// A grade compared with an earlier one.
static COMPARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:(?:improv\w+|risen|rose|up|fallen|fell|dropped|declined|deteriorated|down|moved|gone|changed?)\s+(?:from|on)\s+(?:an?\s+|the\s+|last\s+time's\s+)?['‘’\x22“”]?(?:GRADE)|(?:up|down|risen|rose|fallen|fell|dropped|improved)\s+(?:by\s+)?(?:a|one|two|three)\s+(?:whole\s+)?grades?|(?:better|worse|higher|lower)\s+(?:grade|grading|rating)\s+than|from\s+['‘’\x22“”]?(?:GRADE)['‘’\x22“”]?\s+to\s+['‘’\x22“”]?(?:GRADE))\b",
    )
});

/// Words in a sentence that say that grades cannot be compared.
static NOT_COMPARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:cannot|can\s*not|can't|can’t|not|never|isn't|isn’t)\s+(?:\w+\s+){0,2}compar|(?:does\s+not|doesn't|doesn’t)\s+(?:\w+\s+)?mean\b|correct)",
    )
});

/// Words in a sentence that speak of another time, or of a grade that was corrected.
static OTHER_TIME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:last\s+(?:year|time|inspection|report|cycle)|previous(?:ly)?|earlier|before|formerly|(?:had|has)\s+been\s+graded|correct(?:ed|ion)|originally|first\s+published|not\s+(?:yet\s+)?(?:been\s+)?(?:graded|rated|judged|assessed))\b",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(&format!("(?i){}", pattern.replace("GRADE", GRADES))).expect("the pattern is right")
}

/// Grades that the commentary names for an area and that are not the area's.
pub fn named(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let ours = subject.passages.iter().filter(|passage| passage.voice == Voice::Commissioner);
    ours.flat_map(|passage| {
        let mut problems = beside_areas(subject.letter, passage);
        for problem in in_passage(subject.letter, passage) {
            if problems.iter().all(|known| known.labels[0].place != problem.labels[0].place) {
                problems.push(problem);
            }
        }
        problems
    })
    .collect()
}

/// Grades that stand beside the name of an area.
fn beside_areas(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.prose.as_str();
    let small = text.to_ascii_lowercase();
    let mut problems = Vec::new();
    for area in &letter.areas {
        let title = area.title.value.to_ascii_lowercase();
        for (at, _) in small.match_indices(title.as_str()).filter(|(_, title)| !title.is_empty()) {
            let end = at + title.len();
            let line = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let before = BEFORE_AREA.captures(end_of(&text[line..at]));
            let before = before.map(|found| (at - end_of(&text[line..at]).len(), found));
            let beside = before.or_else(|| Some((end, AFTER_AREA.captures(&text[end..])?)));
            let Some((offset, grade)) =
                beside.and_then(|(offset, found)| Some((offset, found.name("grade")?)))
            else {
                continue;
            };
            if speaks_of_another_time(letter, sentence(text, at)) {
                continue;
            }
            let place = passage.prose.place(offset + grade.start()..offset + grade.end());
            problems.extend(not_of_area(area, &normal(grade.as_str()), place));
        }
    }
    problems
}

fn speaks_of_another_time(letter: &Letter, sentence: &str) -> bool {
    OTHER_TIME.is_match(sentence) || speaks_of_other_year(sentence, letter)
}

fn in_passage(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.prose.as_str();
    let problem = |(at, found): (usize, Captures<'_>)| {
        let grade = found.name("grade").or_else(|| found.name("named"))?;
        let grade = at + grade.start()..at + grade.end();
        let sentence = sentence(text, grade.start);
        if speaks_of_another_time(letter, sentence)
            || GIVEN.find_iter(sentence).count() > 1
            || !is_of_force(text, at, &found, grade.end)
        {
            return None;
        }
        let named = normal(&text[grade.clone()]);
        let place = passage.prose.place(grade);
        match area_meant(letter, passage, sentence) {
            Meant::Area(area) => not_of_area(area, &named, place),
            Meant::Letter => of_nothing(letter, sentence, &named, place),
            Meant::Unclear => None,
        }
    };
    let given = sentences(text)
        .filter(|(_, part)| has_any(part, &GIVEN_PARTS) && has_any(part, &GRADE_PARTS));
    let found =
        given.flat_map(|(at, part)| GIVEN.captures_iter(part).map(move |found| (at, found)));
    found.filter_map(problem).collect()
}

/// Whether it is the force that was graded, by the inspectors, and not in a wish.
fn is_of_force(text: &str, at: usize, found: &Captures<'_>, end: usize) -> bool {
    let start = at + found.get(0).map_or(0, |whole| whole.start());
    let (whole, after) = (sentence(text, start), &text[end..]);
    let before = &text[..start];
    let before = &before[before.rfind(['.', '\n', ';', ':']).map_or(0, |at| at + 1)..];
    let by_others = BY_OTHERS.captures(after).and_then(|found| found.name("who"));
    let by_others = by_others.is_some_and(|who| {
        let who = who.as_str().to_lowercase();
        !(who.contains("inspect") || who.contains("hmi"))
    });
    let is_loose = found.name("verb").is_some_and(|verb| !verb.as_str().starts_with(['g', 'G']));
    let is_named = found.name("whom").is_some() || GRADED.is_match(before);
    let is_task = is_loose && after.trim_start_matches(['\'', '’', '"']).starts_with(" at ");
    !(OTHERS.is_match(whole)
        || WISHED.is_match(before)
        || DENIED.is_match(before)
        || NO_GRADE.is_match(after)
        || by_others
        || is_loose && !is_named
        || is_task)
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
fn of_nothing(letter: &Letter, sentence: &str, named: &str, place: Place) -> Option<Diagnostic> {
    let inspection = &letter.inspection;
    let areas = letter.areas.iter().filter_map(|area| match &area.grade {
        AreaGrade::Graded(grade) => Some(grade),
        AreaGrade::NotGraded | AreaGrade::Unstated => None,
    });
    let pillars = inspection.pillars.iter().map(|pillar| &pillar.grade);
    let mut known: Vec<&Line> = inspection.grade.iter().chain(pillars).collect();
    if known.is_empty() || sentence.contains("area") || sentence.contains("question") {
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
    let warned = |at: usize| NOT_COMPARED.is_match(sentence(text, at));
    let tells_grades = |part: &str| part.contains("rad") || has_any(part, &GRADE_PARTS);
    let parts =
        sentences(text).filter(|(_, part)| tells_grades(part) && has_any(part, &COMPARED_PARTS));
    let found = parts.flat_map(|(at, part)| {
        COMPARED.find_iter(part).map(move |found| at + found.start()..at + found.end())
    });
    let found = found.filter(|range| !warned(range.start));
    found.map(|range| passage.prose.place(range)).collect()
}
