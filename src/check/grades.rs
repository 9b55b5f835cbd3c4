//! Grades as the commentary names them, counts them, and sets them beside earlier ones.

use super::Subject;
use super::reader::Passage;
use super::reader::facts::{Graded, Tally, whole};
use super::reader::names::Class;
use super::reader::phrases::Found;
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Area, AreaGrade, GradeDisplay, Letter, Line, Pillar};
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
        problems.extend(moved_to(subject, passage));
        problems.extend(steps(subject, passage));
        problems.extend(changes(subject, passage));
        problems.extend(tallies(subject, passage));
        problems.extend(pillars(subject, passage));
        problems
    })
    .collect()
}

/// What a passage or a sentence of it speaks of: an area, a pillar or the force as a whole.
struct Meant<'a> {
    /// Its name; none of the force.
    title: Option<&'a Line>,
    grade: Option<&'a Line>,
    /// Whether it is said to have no grade.
    is_ungraded: bool,
    previous: Option<&'a Line>,
}

impl<'a> Meant<'a> {
    /// The area that is named, else the one in which the passage stands.
    fn of(subject: &Subject<'a>, passage: &Passage<'a>, named: Option<usize>) -> Self {
        let letter = subject.letter;
        let area = named.map_or(passage.area, |named| letter.areas.get(named));
        let pillar = named.and_then(|named| named.checked_sub(letter.areas.len()));
        let pillar = pillar.and_then(|pillar| letter.inspection.pillars.get(pillar));
        match (area, pillar) {
            (Some(area), _) => Self::area(letter, area),
            (None, Some(pillar)) => Self::pillar(pillar),
            (None, None) => Self {
                title: None,
                grade: letter.inspection.grade.as_ref(),
                is_ungraded: false,
                previous: letter.inspection.previous_grade.as_ref(),
            },
        }
    }

    /// The area that the only name of one in a sentence means, else the one of the passage.
    fn at(subject: &Subject<'a>, passage: &Passage<'a>, at: usize) -> Self {
        let sentence = passage.tokens.sentence(at);
        let mut areas = passage.names.within(Class::Area, &sentence);
        let area = areas.next().and_then(|name| passage.index(Class::Area, name.range.start));
        Self::of(subject, passage, area)
    }

    /// An area that is a pillar may have its grades there.
    fn area(letter: &'a Letter, area: &'a Area) -> Self {
        let mut pillars = letter.inspection.pillars.iter();
        let pillar = pillars.find(|pillar| same(&pillar.name, &area.title.value));
        let previous = pillar.and_then(|pillar| pillar.previous_grade.as_ref());
        Self {
            title: Some(&area.title),
            grade: area.grade.given(),
            is_ungraded: matches!(area.grade, AreaGrade::NotGraded),
            previous: area.previous_grade.as_ref().or(previous),
        }
    }

    fn pillar(pillar: &'a Pillar) -> Self {
        let (title, grade) = (Some(&pillar.name), Some(&pillar.grade));
        Self { title, grade, is_ungraded: false, previous: pillar.previous_grade.as_ref() }
    }
}

fn wrong(subject: &Subject<'_>, passage: &Passage<'_>, graded: &Graded) -> Option<Diagnostic> {
    let sentence = passage.tokens.sentence(graded.at.start);
    let mut programmes = passage.names.within(Class::Programme, &sentence);
    let is_other = programmes.any(|name| {
        subject.own_programme.is_some()
            && passage.index(Class::Programme, name.range.start) != subject.own_programme
    });
    if graded.is_unclear || is_other {
        return None;
    }
    let (named, place) = (&subject.grades[graded.grade], passage.place(&graded.at));
    let meant = Meant::of(subject, passage, graded.area);
    match meant.title {
        Some(title) => not_of_area(&meant, title, named, place),
        None => of_nothing(subject.letter, passage, graded, named),
    }
}

fn not_of_area(meant: &Meant<'_>, title: &Line, named: &str, place: Place) -> Option<Diagnostic> {
    let (message, grade) = match meant.grade {
        Some(grade) if !same(grade, named) => (
            format!("{named} is not the grade of \"{}\", which is {}", title.value, grade.value),
            grade.place,
        ),
        None if meant.is_ungraded => (format!("\"{}\" is not graded", title.value), title.place),
        _ => return None,
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

/// Grades that are told of the last inspection, and were others.
fn earlier(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found, part: &str| {
        let at = found.part(part)?;
        let named = &subject.grades[passage.index(Class::Grade, at.start)?];
        let before = Meant::at(subject, passage, at.start).previous;
        let before = before.filter(|before| !same(before, named) && !is_doubtful(passage, &at))?;
        let message = format!("{named} is not the grade before, which was {}", before.value);
        Some(differs(message, passage.place(&at), before.place, "the grade at the last inspection"))
    };
    let told = passage.found("was-grade").iter().filter_map(|found| wrong(found, "g"));
    let moved = passage.found("grade-moved").iter().filter_map(|found| wrong(found, "b"));
    told.chain(moved).collect()
}

/// What a grade is said to have become, where it is another.
fn moved_to(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found| {
        let at = found.part("g")?;
        let named = &subject.grades[passage.index(Class::Grade, at.start)?];
        let meant = Meant::at(subject, passage, at.start);
        let now = meant.grade.filter(|now| !same(now, named) && !is_doubtful(passage, &at))?;
        let what = meant.title.map_or("the force", |title| &title.value);
        let message = format!("{named} is not the grade of \"{what}\", which is {}", now.value);
        Some(differs(message, passage.place(&at), now.place, "the grade now"))
    };
    passage.found("grade-moved").iter().filter_map(wrong).collect()
}

/// A grade that is said to have moved by more or fewer steps of the scale than it has.
fn steps(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found| {
        let at = found.part("n")?;
        let told = passage.number(at.start).map_or(Some(1), whole)?;
        let meant = Meant::at(subject, passage, at.start);
        let (now, before) = meant.grade.zip(meant.previous)?;
        let is = place_of(subject, now)?.abs_diff(place_of(subject, before)?);
        if is == told || is_doubtful(passage, &at) {
            return None;
        }
        let message = format!(
            "the grade is said to have moved by {told}, and moved by {is}: {} after {}",
            now.value, before.value
        );
        Some(differs(message, passage.place(&at), before.place, "the grade at the last inspection"))
    };
    passage.found("change-steps").iter().filter_map(wrong).collect()
}

/// Whether something is said of other forces, or not as a fact.
fn is_doubtful(passage: &Passage<'_>, at: &Range<usize>) -> bool {
    let sentence = passage.tokens.sentence(at.start);
    let is_break = |at: &usize| matches!(passage.tokens.small(*at), "," | ";");
    let part = sentence.start..(at.end..sentence.end).find(is_break).unwrap_or(sentence.end);
    passage.has("other-graded", &sentence)
        || passage.has("change-unsure", &part)
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
            let Meant { grade, previous, .. } = Meant::at(subject, passage, at);
            let (Some(now), Some(before)) = (grade, previous) else { continue };
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
    Some(place_of(subject, now)?.cmp(&place_of(subject, before)?))
}

/// The place of a grade in the scale of its programme, the best first.
fn place_of(subject: &Subject<'_>, grade: &Line) -> Option<usize> {
    subject.programme?.scale.iter().position(|one| same(one, &grade.value))
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
    let of_pillars = passage.has("names-pillar", &passage.tokens.sentence(tally.at.start));
    let pillars = letter.inspection.pillars.iter().map(|pillar| &pillar.grade);
    let graded: Vec<&Line> = match of_pillars {
        true => pillars.collect(),
        false => letter.areas.iter().filter_map(|area| area.grade.given()).collect(),
    };
    let there: Vec<&&Line> = match tally.grade {
        Some(grade) => graded.iter().filter(|line| same(line, &subject.grades[grade])).collect(),
        None => graded.iter().collect(),
    };
    let is_all = tally.is_inspected && (of_pillars || tally.n == letter.areas.len());
    if graded.is_empty()
        || tally.n == there.len()
        || is_all
        || tally.n > there.len() && !of_pillars && !lists_all(letter)
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
    let what = if of_pillars { "pillars" } else { "areas" };
    let what = match tally.grade {
        Some(grade) => format!("{what} with the grade {}", subject.grades[grade]),
        None => format!("graded {what}"),
    };
    let typed = passage.typed(&tally.at);
    let message = format!("{typed} {what} are counted here; the letter has {}", there.len());
    let first = there.first().map_or(graded[0].place, |line| line.place);
    Some(miscounted(passage, &tally.at, message, first))
}

fn miscounted(
    passage: &Passage<'_>,
    at: &Range<usize>,
    message: String,
    first: Place,
) -> Diagnostic {
    Diagnostic::warning("count", message)
        .at(passage.place(at), "")
        .at(first, "the first of them")
        .help("correct the number, or what is counted")
}

/// How many pillars are counted, where the letter and its programme have another number of them.
fn pillars(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let graded = &subject.letter.inspection.pillars;
    let wrong = |found: &Found| {
        let at = found.part("n")?;
        let n = passage.number(at.start).and_then(whole)?;
        let is_all = subject.programme.is_some_and(|programme| programme.pillars.len() == n);
        let first = graded.first().filter(|_| n != graded.len() && !is_all)?;
        let message = format!(
            "{} pillars are counted here; the letter has {}",
            passage.typed(&at),
            graded.len()
        );
        Some(miscounted(passage, &at, message, first.name.place))
    };
    let pillars = passage.found("counted-pillars").iter().filter_map(wrong);
    pillars.chain(inspectorates(subject, passage)).chain(with_items(subject, passage)).collect()
}

/// How many areas are said to have items, where another number of them has.
fn with_items(subject: &Subject<'_>, passage: &Passage<'_>) -> Option<Diagnostic> {
    let areas = &subject.letter.areas;
    let with: Vec<&Area> = areas.iter().filter(|area| !area.items.items.is_empty()).collect();
    let mut found = passage.found("areas-with-items").iter().filter_map(|f| f.part("n"));
    let is_wrong = |at: &Range<usize>| {
        let n = passage.number(at.start).and_then(whole);
        n.is_some_and(|n| n != with.len() && n != areas.len())
    };
    let at = found.find(is_wrong)?;
    let message = format!(
        "{} areas are said to have something to improve; the letter has {}",
        passage.typed(&at),
        with.len()
    );
    Some(miscounted(passage, &at, message, with.first()?.title.place))
}

/// How many inspectorates are counted, where the letter names another number of them.
fn inspectorates(subject: &Subject<'_>, passage: &Passage<'_>) -> Option<Diagnostic> {
    let named = &subject.letter.inspection.inspectorates;
    let mut found = passage.found("counted-inspectorates").iter().filter_map(|f| f.part("n"));
    let is_wrong =
        |at: &Range<usize>| passage.number(at.start).and_then(whole) != Some(named.len());
    let at = found.find(is_wrong)?;
    let message = format!(
        "{} inspectorates are counted here; [inspection] has {}",
        passage.typed(&at),
        named.len()
    );
    Some(miscounted(passage, &at, message, named.first()?.place))
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
    let near = sentence.end..passage.tokens.all().len().min(sentence.end + 1);
    let next = near.map(|at| passage.tokens.sentence(at)).next().unwrap_or(0..0);
    let parts_in = |sentence: &Range<usize>| -> Vec<usize> {
        let parts = all.iter().filter(|t| t.grade.is_some() && sentence.contains(&t.at.start));
        parts.map(|tally| tally.n).collect()
    };
    let parts = Some(parts_in(&sentence)).filter(|parts| !parts.is_empty());
    let parts = parts.unwrap_or_else(|| parts_in(&next));
    let sum: usize = parts.iter().sum();
    if parts.len() < 2 || sum == total.n || sum < total.n && subject.letter.areas.len() > sum {
        return None;
    }
    let message = format!("{} areas are counted here, and {sum} by their grades", total.n);
    let problem = Diagnostic::warning("count", message).at(passage.place(&total.at), "");
    Some(problem.at(passage.place(&sentence), "the grades").help("correct one of the numbers"))
}

/// Grades set beside those of the programme before, where the inspectorate says that they cannot be
/// compared: the first that is given, and each sentence that compares.
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
        let problem =
            Diagnostic::warning("grades-not-comparable", message).at(place, "").help(help);
        match &subject.letter.inspection.programme {
            Some(named) => problem.at(named.place, "the programme"),
            None => problem,
        }
    };
    let letter = subject.letter;
    let of_areas = letter.areas.iter().filter_map(|area| area.previous_grade.as_ref());
    let of_pillars = letter.inspection.pillars.iter().filter_map(|p| p.previous_grade.as_ref());
    let earlier = letter.inspection.previous_grade.iter().chain(of_pillars).chain(of_areas).take(1);
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
