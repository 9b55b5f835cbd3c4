//! Grades as the commentary names them, counts them, and sets them beside earlier ones.

use super::Subject;
use super::reader::Passage;
use super::reader::facts::{Graded, Tally};
use super::reader::names::Class;
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Area, AreaGrade, GradeDisplay, Letter, Line};
use std::cmp::Ordering;
use std::ops::Range;

/// The code of a grade that is not the one in the letter's data.
const DIFFERS: &str = "grade-differs";

/// Grades in the commentary that are not those of the areas, of the force, or of the time before; and
/// counts of areas with a grade.
pub fn named(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let ours = subject.passages.iter().filter(|passage| passage.is_ours());
    ours.flat_map(|passage| {
        let grades = passage.grades(&subject.years);
        let mut problems: Vec<Diagnostic> =
            grades.iter().filter_map(|graded| wrong(subject, passage, graded)).collect();
        problems.extend(earlier(subject, passage));
        problems.extend(changes(subject, passage));
        problems.extend(tallies(subject, passage));
        problems
    })
    .collect()
}

/// What a passage or a sentence of it speaks of.
enum Meant<'a> {
    Area(&'a Area),
    Letter,
}

/// The area that is named, else the one in which the passage stands.
fn meant<'a>(subject: &Subject<'a>, passage: &Passage<'a>, area: Option<usize>) -> Meant<'a> {
    let named = area.and_then(|area| subject.letter.areas.get(area));
    named.or(passage.area).map_or(Meant::Letter, Meant::Area)
}

/// The area that the only name of one in a sentence means, else the one of the passage.
fn meant_in<'a>(subject: &Subject<'a>, passage: &Passage<'a>, at: usize) -> Meant<'a> {
    let sentence = passage.tokens.sentence(at);
    let mut areas = passage.names.within(Class::Area, &sentence);
    let area = areas.next().and_then(|name| passage.index(Class::Area, name.range.start));
    meant(subject, passage, area)
}

fn wrong(subject: &Subject<'_>, passage: &Passage<'_>, graded: &Graded) -> Option<Diagnostic> {
    if graded.is_unclear {
        return None;
    }
    let (named, place) = (&subject.grades[graded.grade], passage.place(&graded.at));
    match meant(subject, passage, graded.area) {
        Meant::Area(area) => not_of_area(area, named, place),
        Meant::Letter => of_nothing(subject.letter, passage, graded, named),
    }
}

fn not_of_area(area: &Area, named: &str, place: Place) -> Option<Diagnostic> {
    let title = &area.title.value;
    let (message, grade) = match &area.grade {
        AreaGrade::Graded(grade) if !same(grade, named) => {
            let message =
                format!("{named} is not the grade of \"{title}\", which is {}", grade.value);
            (message, grade.place)
        }
        AreaGrade::NotGraded => (format!("\"{title}\" is not graded"), area.title.place),
        AreaGrade::Graded(_) | AreaGrade::Unstated => return None,
    };
    Some(differs(message, place, grade, "what the area says"))
}

fn same(grade: &Line, named: &str) -> bool {
    grade.value.eq_ignore_ascii_case(named)
}

fn differs(message: String, place: Place, other: Place, what: &str) -> Diagnostic {
    let problem = Diagnostic::warning(DIFFERS, message).at(place, "").at(other, what);
    problem.help("look up the grade in the report")
}

/// A grade that is neither the overall one nor that of any area or pillar.
fn of_nothing(
    letter: &Letter,
    passage: &Passage<'_>,
    graded: &Graded,
    named: &str,
) -> Option<Diagnostic> {
    let inspection = &letter.inspection;
    let pillars = inspection.pillars.iter().map(|pillar| &pillar.grade);
    let mut known: Vec<&Line> = inspection.grade.iter().chain(pillars).collect();
    let sentence = passage.tokens.sentence(graded.at.start);
    let speaks_of_areas = || passage.has("names-area", &sentence);
    if known.is_empty() || speaks_of_areas() {
        known.extend(letter.areas.iter().filter_map(|area| area.grade.given()));
    }
    if known.is_empty() || known.iter().any(|grade| same(grade, named)) {
        return None;
    }
    let message = format!("nothing that the letter tells of was graded {named}");
    Some(differs(message, passage.place(&graded.at), known[0].place, "a grade that was given"))
}

/// The grade now and the one before, where both are known.
fn now_and_before<'a>(
    letter: &'a Letter,
    meant: &Meant<'a>,
) -> (Option<&'a Line>, Option<&'a Line>) {
    match meant {
        Meant::Area(area) => (area.grade.given(), area.previous_grade.as_ref()),
        Meant::Letter => {
            (letter.inspection.grade.as_ref(), letter.inspection.previous_grade.as_ref())
        }
    }
}

/// Grades that are told of the last inspection, and were others.
fn earlier(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &super::reader::phrases::Found| {
        let at = found.part("g")?;
        let named = &subject.grades[passage.index(Class::Grade, at.start)?];
        let (_, before) = now_and_before(subject.letter, &meant_in(subject, passage, at.start));
        let before = before.filter(|before| !same(before, named))?;
        if is_doubtful(passage, &at) {
            return None;
        }
        let message = format!("{named} is not the grade before, which was {}", before.value);
        Some(differs(message, passage.place(&at), before.place, "the grade at the last inspection"))
    };
    passage.found("was-grade").iter().filter_map(wrong).collect()
}

/// Whether something is said of other forces, or not as a fact.
fn is_doubtful(passage: &Passage<'_>, at: &Range<usize>) -> bool {
    let sentence = passage.tokens.sentence(at.start);
    passage.has("other-graded", &sentence)
        || passage.has("change-unsure", &sentence)
        || passage.has_before("wished", at.start)
}

/// A grade that is said to be better or worse than before, or the same, and is not.
fn changes(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let kinds = [
        ("change-up", Ordering::Less, "better than before"),
        ("change-down", Ordering::Greater, "worse than before"),
        ("change-none", Ordering::Equal, "the same as before"),
    ];
    for (kind, told, words) in kinds {
        for found in passage.found(kind) {
            let at = found.range.start;
            let (now, before) = now_and_before(subject.letter, &meant_in(subject, passage, at));
            let (Some(now), Some(before)) = (now, before) else { continue };
            let Some(moved) = moved(subject, now, before).filter(|moved| *moved != told) else {
                continue;
            };
            if !speaks_of_grade(passage, at) || is_doubtful(passage, &found.range) {
                continue;
            }
            let is = match moved {
                Ordering::Less => "is better",
                Ordering::Greater => "is worse",
                Ordering::Equal => "is the same",
            };
            let message = format!(
                "the grade is said to be {words}, and {is}: {} after {}",
                now.value, before.value
            );
            let place = passage.place(&found.range);
            problems.push(differs(
                message,
                place,
                before.place,
                "the grade at the last inspection",
            ));
            break;
        }
    }
    problems
}

/// Whether a sentence, or the one before it, speaks of grades.
fn speaks_of_grade(passage: &Passage<'_>, at: usize) -> bool {
    let sentence = passage.tokens.sentence(at);
    let speaks = |tokens: &Range<usize>| {
        passage.has("names-grade", tokens)
            || passage.names.within(Class::Grade, tokens).next().is_some()
    };
    let has_figures = passage.names.within(Class::Percent, &sentence).next().is_some();
    !has_figures
        && (speaks(&sentence)
            || passage.sentence_before(&sentence).is_some_and(|before| speaks(&before)))
}

/// How a grade stands to the one before: less is better, as the scale begins with the best.
fn moved(subject: &Subject<'_>, now: &Line, before: &Line) -> Option<Ordering> {
    let scale = &subject.programme?.scale;
    let order =
        |grade: &Line| scale.iter().position(|one| one.value.eq_ignore_ascii_case(&grade.value));
    Some(order(now)?.cmp(&order(before)?))
}

/// Counts of areas that do not fit the areas of the letter, or each other.
fn tallies(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let all = passage.tallies(&subject.years);
    let wrong = all.iter().filter_map(|tally| wrong_tally(subject, passage, tally));
    let mut problems: Vec<Diagnostic> = wrong.collect();
    if problems.is_empty() {
        problems.extend(wrong_sum(subject, passage, &all));
    }
    problems
}

fn wrong_tally(subject: &Subject<'_>, passage: &Passage<'_>, tally: &Tally) -> Option<Diagnostic> {
    let letter = subject.letter;
    let graded: Vec<&Line> = letter.areas.iter().filter_map(|area| area.grade.given()).collect();
    let there: Vec<&&Line> = match tally.grade {
        Some(grade) => graded.iter().filter(|line| same(line, &subject.grades[grade])).collect(),
        None => graded.iter().collect(),
    };
    let is_all = tally.grade.is_none() && tally.n == letter.areas.len();
    if graded.is_empty()
        || tally.n == there.len()
        || is_all
        || tally.n > there.len() && !lists_all(letter)
    {
        return None;
    }
    if let (true, Some(grade), Some(named)) = (there.is_empty(), tally.grade, &tally.named) {
        let message =
            format!("nothing that the letter tells of was graded {}", subject.grades[grade]);
        return Some(differs(
            message,
            passage.place(named),
            graded[0].place,
            "a grade that was given",
        ));
    }
    let what = match tally.grade {
        Some(grade) => format!("areas with the grade {}", subject.grades[grade]),
        None => "graded areas".to_owned(),
    };
    let typed = passage.typed(&tally.at);
    let message = format!("{typed} {what} are counted here; the letter has {}", there.len());
    let first = there.first().map_or(letter.areas[0].title.place, |line| line.place);
    let problem = Diagnostic::warning("count", message).at(passage.place(&tally.at), "");
    Some(
        problem
            .at(first, "the first of them")
            .help("correct the number, or the grades of the areas"),
    )
}

/// Whether a letter has all areas of the report, and not only those with something to improve.
fn lists_all(letter: &Letter) -> bool {
    let has_none = |area: &Area| area.items.items.is_empty() && area.grade.given().is_some();
    letter.areas.iter().any(has_none) || letter.grades != GradeDisplay::Headings
}

/// Counts for each grade in one sentence that are not as many as the areas it counts together.
fn wrong_sum(subject: &Subject<'_>, passage: &Passage<'_>, all: &[Tally]) -> Option<Diagnostic> {
    let total = all.iter().find(|tally| tally.grade.is_none())?;
    let sentence = passage.tokens.sentence(total.at.start);
    let parts = all.iter().filter(|t| t.grade.is_some() && sentence.contains(&t.at.start));
    let parts: Vec<usize> = parts.map(|tally| tally.n).collect();
    let sum: usize = parts.iter().sum();
    if parts.len() < 2 || sum == total.n || sum < total.n && subject.letter.areas.len() > sum {
        return None;
    }
    let message = format!("{} areas are counted here, and {sum} by their grades", total.n);
    let problem = Diagnostic::warning("count", message).at(passage.place(&total.at), "");
    Some(problem.at(passage.place(&sentence), "the grades").help("correct one of the numbers"))
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
    let in_text = subject.passages.iter().filter(|passage| passage.is_ours());
    earlier.map(|grade| grade.place).chain(in_text.flat_map(comparisons)).map(problem).collect()
}

/// The first comparison of each sentence.
fn comparisons(passage: &Passage<'_>) -> Vec<Place> {
    let mut places = Vec::new();
    let mut last = None;
    for found in passage.found("compared") {
        let Some(at) = found.part("c") else { continue };
        let sentence = passage.tokens.sentence(at.start);
        let is_now = at.clone().any(|token| passage.tokens.small(token) == "now")
            && !at.clone().any(|token| passage.tokens.small(token) == "from");
        let is_of_grades = !is_now || passage.has("names-grade", &sentence);
        if last != Some(sentence.start) && is_of_grades && !passage.has("not-compared", &sentence) {
            places.push(passage.place(&at));
            last = Some(sentence.start);
        }
    }
    places
}
