//! Grades as the commentary names them, and as they may be compared.

use super::Subject;
use super::passages::{Passage, Voice, end_of, sentence, sentences, speaks_of_other_year};
use super::pattern::{AtWords, GRADES, after, anywhere, begins_number, has_any, pattern};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Area, AreaGrade, Letter, Line};
use regex_lite::{Captures, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// The verbs by which a grade is given.
const VERBS: [&str; 4] = ["graded", "rated", "assessed", "judged"];
/// The nouns for a grade, each with what is in every form of it.
const NOUNS: [(&str, &str); 4] =
    [("grade", "grade"), ("grading", "grading"), ("rating", "rating"), ("judge?ment", "judg")];
/// What may stand between such a verb and the grade.
const AS: &str = "(?:(?:as being|to be|as|at|being) )?";

/// What stands before such a noun, or before the grade that it follows: 'a good grade'.
const DETERMINERS: [&str; 6] = ["a", "an", "the", "our", "its", "these"];

/// One of these is in every sentence that compares grades.
const COMPARED_PARTS: [&str; 8] =
    [" from ", " on ", " now ", "previously", "formerly", "grade", "grading", "rating"];

fn verbs() -> String {
    VERBS.join("|")
}

fn nouns() -> String {
    NOUNS.map(|(pattern, _)| pattern).join("|")
}

/// A grade given to something: the verb, whom it is given, and the grade.
static GIVEN: LazyLock<AtWords> = LazyLock::new(|| {
    let whom =
        "us |it |this area |the (?:force|constabulary) |(?:[a-z-]+ ){1,3}(?:police|constabulary) ";
    let verb = format!("(?P<verb>{}) (?P<whom>{whom})?(?:overall |only |again )?{AS}", verbs());
    let whose = "(?:for|in|of|given to) (?:the force|this area) ";
    let one = format!("(?:{}) (?:{whose})?(?:of|is|was|remains) ", nouns());
    let several = format!("(?:NUMBER|the|our|its|these) (?:{})s of ", nouns());
    let noun = format!("{one}|{several}");
    let named =
        format!("(?:an?|the|our|its) (?:overall )?QUOTE(?P<named>GRADE)QUOTE (?:{})", nouns());
    let given = format!(r"(?:{verb}|{noun})QUOTE(?P<grade>GRADE)\b");
    AtWords::new(&[&given, &format!(r"{named}\b")], |word| {
        let is_noun = |(_, part): &(&str, &str)| word.starts_with(part);
        DETERMINERS.contains(&word)
            || VERBS.contains(&word)
            || NOUNS.iter().any(is_noun)
            || begins_number(word)
    })
});

/// A grade with the area that it was given in: 'good at preventing crime'.
static BEFORE_AREA: LazyLock<Regex> =
    LazyLock::new(|| pattern(&[r"\b(?P<grade>GRADE)QUOTE (?:at|in|for) (?:the area of )?QUOTE$"]));

/// An area with the grade that it was given: 'Preventing crime: good', 'Preventing crime was found
/// to be good', and, where the verb or the noun stands before, 'Preventing crime as good' and
/// 'Preventing crime is good'.
static AFTER_AREA: LazyLock<Regex> = LazyLock::new(|| {
    let sign = r"(?:\t|\s*(?::|–|—|-|\()\s*(?:graded )?(?:as )?)";
    let was = "(?:is|was|were|has been|have been) (?:again |also |only )?";
    let verb =
        format!(" {was}(?:{}) {AS}| {was}(?:found|considered|deemed) (?:to be|as) ", verbs());
    let words = "(?P<object> (?:as being|to be|as) )|(?P<noun> (?:is|was|remains|of) )";
    pattern(&[&format!(r"^QUOTE(?:{sign}|{verb}|{words})QUOTE(?P<grade>GRADE)\b")])
});

/// What stands in a sentence before an area that is then given a grade: 'rated our work in'.
static GIVES: LazyLock<Regex> = LazyLock::new(|| {
    let find = "found|finds|rates?|grades?|judges?|assess(?:es)?|considers?|considered|deemed";
    anywhere(&[&verbs(), find])
});

/// What stands before an area whose grade is then told: 'the grade for'.
static GRADE_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[&format!(r"\b(?:{}) (?:for|in|of) (?:the area of )?QUOTE$", nouns())])
});

/// What follows a word that is no grade there: 'good practice'.
static NO_GRADE: LazyLock<Regex> = LazyLock::new(|| {
    after(&[
        "QUOTE (?:practice|value|enough|progress|example|work|or better)",
        "QUOTE in (?:NUMBER (?:of|areas?))",
    ])
});

/// Who is graded: without one of these before it, 'rated' and the like may be said of anything.
static GRADED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:force|constabulary|police|area|performance)[\s,]",
        r"\b(?:we|it|us)\s",
        r"\b(?:hmic\w*|inspect\w+)\b",
    ])
});

/// Wishes and plans, where they stand before a grade.
static WISHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:would|should|could|might|may|will|can|shall) (?:\w+ )?be\s*$",
        r"^\s*(?:in order )?to (?:be|get|gain|achieve|receive|earn)\b",
        r"\b(?:hop|aim|aspir|want|expect|determin|ambition|plan|until|unless|target)\w*\b",
    ])
});

/// What is said not to be so, where it stands before a grade.
static DENIED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:no|none|neither|nor|not one|missed|need\w* to|had it)\b",
        r"(?:\bnot|\bnever|n't|n’t) (?:yet |quite |been )*$",
    ])
});

/// Others that are graded.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    anywhere(&[
        r"(?:other|most|many|some|all|few|several|neighbouring|english|welsh) (?:\w+ )?forces",
        r"(?:NUMBER|the 43) (?:\w+ )?forces",
        "one (?:other )?force|(?:other|another|neighbouring|no) force|one of which",
        r"custody|fire and rescue|schools?|audit\w*|agency|group|unit|hub",
    ])
});

/// Somebody other than the inspectors gave the grade: 'rated good by its callers'.
static BY_OTHERS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&[r"^QUOTE (?:\w+ ){0,3}by (?P<who>(?:\w+ ){0,2}\w+)"]));

/// A grade compared with an earlier one.
static COMPARED: LazyLock<Regex> = LazyLock::new(|| {
    let moved = r"improv\w+|risen|rose|up|fallen|fell|dropped|declined|deteriorated|down|moved|gone|changed?";
    let by = "up|down|risen|rose|fallen|fell|dropped|improved";
    anywhere(&[
        &format!("(?:{moved}) (?:from|on) (?:an? |the |last time's )?QUOTEGRADE"),
        &format!("(?:{by}) (?:by )?(?:a|one|two|three) (?:whole )?grades?"),
        "(?:better|worse|higher|lower) (?:grade|grading|rating) than",
        "(?:a|one|two|three) (?:whole )?grades? (?:better|worse|higher|lower|up|down) (?:than|on|from)",
        "(?:rise|fall|drop|step up|step down) from QUOTEGRADE",
        "(?:previously|formerly) (?:graded |rated )?(?:as )?QUOTEGRADEQUOTE (?:and|but) (?:has|is|was) (?:now )?(?:been )?(?:risen|improved|fallen|dropped|slipped|gone|declined|moved) (?:up |down )?to QUOTEGRADE",
        "from QUOTEGRADEQUOTE to QUOTEGRADE",
        r"(?:was|been) (?:graded |rated |judged )?(?:as )?QUOTEGRADEQUOTE (?:[a-z0-9/-]+[, ]+){0,5}(?:is|are) now (?:graded |rated |judged )?(?:as )?QUOTEGRADE",
    ])
});

/// Words in a sentence that say that grades cannot be compared.
static NOT_COMPARED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:cannot|can\s*not|can't|can’t|not|never|isn't|isn’t) (?:\w+ ){0,2}compar",
        r"\b(?:does not|doesn't|doesn’t) (?:\w+ )?mean\b",
        r"correct|\brang(?:e|es|ed|ing)\b",
    ])
});

/// Words in a sentence that speak of another time, or of a grade that was corrected.
static OTHER_TIME: LazyLock<Regex> = LazyLock::new(|| {
    anywhere(&[
        "last (?:year|time|inspection|report|cycle)|previous(?:ly)?|earlier|before|formerly",
        "(?:had|has) been graded|correct(?:ed|ion)|originally|first published",
        "not (?:yet )?(?:been )?(?:graded|rated|judged|assessed)",
    ])
});

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
    let text = passage.small.as_str();
    let mut problems = Vec::new();
    let titles: Vec<String> = letter.areas.iter().map(|area| small(&area.title)).collect();
    for (area, title) in letter.areas.iter().zip(&titles) {
        for (at, _) in text.match_indices(title.as_str()).filter(|(_, title)| !title.is_empty()) {
            let grade = beside(text, at..at + title.len());
            let Some(grade) = grade.or_else(|| shared(text, at..at + title.len(), &titles)) else {
                continue;
            };
            let place = passage.prose.place(grade.clone());
            // Patterns are slow: what is said with a grade matters only where it is another.
            let wrong = not_of_area(area, &normal(&text[grade.clone()]), place);
            problems.extend(wrong.filter(|_| is_claimed(letter, text, grade.start, &grade)));
        }
    }
    problems
}

fn small(line: &Line) -> String {
    line.value.to_ascii_lowercase()
}

/// The grade that an area shares with the one named before it: 'good at A and at B'.
fn shared(text: &str, title: Range<usize>, titles: &[String]) -> Option<Range<usize>> {
    let rest = text[title.end..].trim_start_matches(['\'', '’', '"', '”']);
    let ends = rest.is_empty() || rest.starts_with(['.', ',', ';', '\n']);
    if !ends {
        return None;
    }
    let before = text[..title.start].trim_end_matches(['\'', '‘', '"', '“']).trim_end();
    let before = [" at", " in", " for"].iter().find_map(|word| before.strip_suffix(word));
    let before = before.unwrap_or(text[..title.start].trim_end());
    let before = before.strip_suffix(" and")?.trim_end_matches(['\'', '’', '"', '”', ',']);
    let other =
        titles.iter().find(|other| !other.is_empty() && before.ends_with(other.as_str()))?;
    before_area(text, before.len() - other.len())
}

/// The grade that stands beside a title.
fn beside(text: &str, title: Range<usize>) -> Option<Range<usize>> {
    if let Some(grade) = before_area(text, title.start) {
        return Some(grade);
    }
    let found = AFTER_AREA.captures(&text[title.end..])?;
    if text[title.end..].starts_with('\t') && grades_in_row(&text[title.end..]) > 1 {
        return None;
    }
    let said = part_before(&text[..title.start]);
    if found.name("object").is_some() && !GIVES.is_match(said)
        || found.name("noun").is_some() && !GRADE_OF.is_match(said)
    {
        return None;
    }
    let grade = found.name("grade")?;
    Some(title.end + grade.start()..title.end + grade.end())
}

/// How many cells of a row have a grade: of two, one may be an earlier one.
fn grades_in_row(text: &str) -> usize {
    let row = text.split('\n').next().unwrap_or_default();
    row.split('\t').filter(|cell| tells_grade(cell)).count()
}

/// The grade that stands before a title: 'good at preventing crime'.
fn before_area(text: &str, start: usize) -> Option<Range<usize>> {
    let line = text[..start].rfind('\n').map_or(0, |line| line + 1);
    let near = end_of(&text[line..start]);
    let grade = BEFORE_AREA.captures(near)?.name("grade")?;
    let near = start - near.len();
    Some(near + grade.start()..near + grade.end())
}

/// Whether a grade is said to have been given, now and to this force, by words that begin at `start`.
fn is_claimed(letter: &Letter, text: &str, start: usize, grade: &Range<usize>) -> bool {
    let whole = sentence(text, grade.start);
    let before = part_before(&text[..start]);
    !(speaks_of_another_time(letter, whole)
        || OTHERS.is_match(whole)
        || WISHED.is_match(before)
        || DENIED.is_match(before)
        || NO_GRADE.is_match(&text[grade.end..]))
}

/// The last part of a text: what stands after the last stop.
fn part_before(text: &str) -> &str {
    &text[text.rfind(['.', '\n', ';', ':']).map_or(0, |at| at + 1)..]
}

fn speaks_of_another_time(letter: &Letter, sentence: &str) -> bool {
    OTHER_TIME.is_match(sentence) || speaks_of_other_year(sentence, letter)
}

/// Whether a sentence may give a grade.
fn may_give(text: &str) -> bool {
    (has_any(text, VERBS) || has_any(text, NOUNS.map(|(_, part)| part))) && tells_grade(text)
}

/// Whether a sentence may tell a grade.
fn tells_grade(text: &str) -> bool {
    has_any(text, GRADES.map(|(_, part)| part))
}

fn in_passage(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.small.as_str();
    let problem = |(at, found): (usize, Captures<'_>)| {
        let grade = found.name("grade").or_else(|| found.name("named"))?;
        let grade = at + grade.start()..at + grade.end();
        let sentence = sentence(text, grade.start);
        let named = normal(&text[grade.clone()]);
        let place = passage.prose.place(grade.clone());
        let wrong = match area_meant(letter, passage, sentence) {
            Meant::Area(area) => not_of_area(area, &named, place),
            Meant::Letter => of_nothing(letter, sentence, &named, place),
            Meant::Unclear => None,
        };
        let is_only = || GIVEN.find(sentence).count() == 1;
        wrong.filter(|_| is_only() && is_of_force(letter, text, at, &found, &grade))
    };
    let given = sentences(text).filter(|(_, part)| may_give(part));
    let found =
        given.flat_map(|(at, part)| GIVEN.find(part).map(move |(from, found)| (at + from, found)));
    found.filter_map(problem).collect()
}

/// Whether it is the force that was graded, by the inspectors, and not in a wish.
fn is_of_force(
    letter: &Letter,
    text: &str,
    at: usize,
    found: &Captures<'_>,
    grade: &Range<usize>,
) -> bool {
    let (before, after) = (part_before(&text[..at]), &text[grade.end..]);
    let by_others = BY_OTHERS.captures(after).and_then(|found| found.name("who"));
    let by_others = by_others.is_some_and(|who| {
        let between = &after[..who.start()];
        !has_any(who.as_str(), ["inspect", "hmi"]) && !between.contains(" and ")
    });
    let is_loose = found.name("verb").is_some_and(|verb| verb.as_str() != "graded");
    let is_named = found.name("whom").is_some()
        || after.starts_with(" in this area")
        || GRADED.is_match(before);
    let is_task = is_loose && after.trim_start_matches(['\'', '’', '"']).starts_with(" at ");
    !by_others && (!is_loose || is_named) && !is_task && is_claimed(letter, text, at, grade)
}

/// What a sentence speaks of.
enum Meant<'a> {
    Area(&'a Area),
    Letter,
    Unclear,
}

/// The area that a sentence in small letters names, else the one in which it stands.
fn area_meant<'a>(letter: &'a Letter, passage: &Passage<'a>, sentence: &str) -> Meant<'a> {
    let is_named = |area: &&Area| {
        let titles = std::iter::once(&area.title).chain(&area.long_title);
        titles.map(|title| title.value.to_ascii_lowercase()).any(|title| sentence.contains(&title))
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
    let text = passage.small.as_str();
    let warned = |at: usize| NOT_COMPARED.is_match(sentence(text, at));
    let parts = sentences(text).filter(|(_, part)| may_compare(part));
    let found = parts.filter_map(|(at, part)| {
        let mut found = COMPARED.find_iter(part).filter(|found| compares(part, found.range()));
        found.next().map(|found| at + found.start()..at + found.end())
    });
    let found = found.filter(|range| !warned(range.start));
    found.map(|range| passage.prose.place(range)).collect()
}

/// Whether it is grades that are compared: 'from an inadequate building' tells of none, and 'was good
/// and is now outstanding' may be said of anything.
fn compares(sentence: &str, found: Range<usize>) -> bool {
    let (words, rest) = (&sentence[found.clone()], &sentence[found.end..]);
    let ends_with_grade = GRADES.iter().any(|(_, part)| words.ends_with(part));
    let is_now = words.contains(" now ") && !words.contains("from");
    let names_grade = has_any(sentence, NOUNS.map(|(_, part)| part)) || has_any(sentence, VERBS);
    (!ends_with_grade || GRADE_ENDS.is_match(rest)) && (!is_now || names_grade)
}

/// What follows a grade that no noun belongs to.
static GRADE_ENDS: LazyLock<Regex> = LazyLock::new(|| {
    let word =
        "to|in|at|for|on|and|but|as|since|this|last|under|when|which|two|across|of|overall|against";
    pattern(&[&format!(r"^QUOTE(?:[\s]*[.,;:!?)–—-]|\s*$| (?:{word})\b)")])
});

/// Whether a sentence may compare grades.
fn may_compare(text: &str) -> bool {
    has_any(text, COMPARED_PARTS)
        && (text.contains("grad") || text.contains("rating") || tells_grade(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::pattern::tests::{found_at_words_of_loud, found_in_loud};

    #[test]
    fn every_grade_is_in_a_sentence_that_may_have_one() {
        let (given, compared) = (found_at_words_of_loud(&GIVEN), found_in_loud(&COMPARED));
        assert!(given.len() > 10 && compared.len() > 4);
        assert!(given.iter().all(|sentence| may_give(sentence)), "{given:?}");
        assert!(compared.iter().all(|sentence| may_compare(sentence)), "{compared:?}");
    }
}
