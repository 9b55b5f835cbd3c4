//! Counts in words or digits that fit nothing.

use super::Subject;
use super::passages::{Passage, Voice, sentence};
use crate::diagnostic::Diagnostic;
use crate::letter::{Item, Kind};
use regex_lite::{Captures, Regex};
use std::sync::LazyLock;

/// A number, words that may stand between, and what is counted.
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<number>NUMBER)\s+(?:(?:new|separate|specific|further|graded|formal|key|national)\s+)?(?P<what>areas?\s+for\s+improvement|AFIs?|(?:accelerated\s+)?causes?\s+of\s+concern|recommendations?)\b",
    )
});

/// What follows a count and says how many of them concern the force.
static OF_WHICH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s,;:(]*(?:of\s+(?:which|these|them)\s+(?P<after>NUMBER)|(?P<before>NUMBER)\s+of\s+(?:which|these|them))\s+(?:concerns?|relates?|appl(?:y|ies)|(?:is|are)\s+(?:for|relevant|addressed|directed))\b",
    )
});

/// What stands before a count of other things than this letter's items.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:first|last|next|other|another|further|remaining|additional|more|fewer|previous|previously|earlier|former|than|least|about|around|nearly|almost|over|up\s+to|some|these|those|every|of\s+the|made\s+in|last\s+year|since\s+closed|closed)\s*$",
    )
});

/// Words in a sentence that speak of another report.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:previous(?:ly)?|last\s+(?:year|inspection|report|time)|earlier|in\s+(?:19|20)[0-9][0-9]|other\s+forces|nationally|across\s+(?:all|the)\s+(?:43\s+)?forces|since\s+been\s+closed)\b",
    )
});

const UNITS: [&str; 20] = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A pattern in any case of letters, with `NUMBER` for a number in words or digits.
fn pattern(pattern: &str) -> Regex {
    let units = UNITS.join("|");
    let tens = TENS.join("|");
    let number = format!("[0-9]{{1,3}}|(?:{tens})(?:[- ](?:{units}))?|{units}");
    Regex::new(&format!("(?i){}", pattern.replace("NUMBER", &number)))
        .expect("the pattern is right")
}

/// The number that a word or digits give.
fn number(words: &str) -> Option<usize> {
    let words = words.to_lowercase();
    let unit = |word: &str| UNITS.iter().position(|unit| *unit == word);
    let tens = |word: &str| TENS.iter().position(|tens| *tens == word).map(|at| (at + 2) * 10);
    let (first, second) = words.split_once(['-', ' ']).unwrap_or((&words, ""));
    words
        .parse()
        .ok()
        .or_else(|| unit(&words))
        .or_else(|| Some(tens(first)? + unit(second).unwrap_or(0)))
}

/// What is counted.
#[derive(Clone, Copy)]
enum Counted {
    Areas,
    Causes,
    Recommendations,
}

impl Counted {
    fn read(words: &str) -> Self {
        match words.to_lowercase() {
            words if words.starts_with('a') && !words.contains("cause") => Self::Areas,
            words if words.contains("cause") => Self::Causes,
            _ => Self::Recommendations,
        }
    }

    fn is(self, item: &Item) -> bool {
        match self {
            Self::Areas => item.kind == Kind::AreaForImprovement,
            Self::Causes => {
                matches!(item.kind, Kind::CauseOfConcern | Kind::AcceleratedCauseOfConcern)
            }
            Self::Recommendations => item.kind == Kind::Recommendation,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Areas => "areas for improvement",
            Self::Causes => "causes of concern",
            Self::Recommendations => "recommendations",
        }
    }
}

/// Counts in the commentary that fit neither the items nor what the report says of itself.
pub fn counts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let ours = subject.passages.iter().filter(|passage| passage.voice == Voice::Commissioner);
    ours.flat_map(|passage| in_passage(subject, passage)).collect()
}

fn in_passage(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.prose.as_str();
    let mut problems = Vec::new();
    for found in COUNT.captures_iter(text) {
        let whole = found.get(0).expect("a match has a whole");
        let before = &text[..whole.start()];
        if OTHERS.is_match(before) || ELSEWHERE.is_match(sentence(text, whole.start())) {
            continue;
        }
        let what = Counted::read(&found["what"]);
        problems.extend(total(subject, passage, &found, what));
        let after = &text[whole.end()..];
        if let Some(part) = OF_WHICH.captures(after) {
            problems.extend(concerning(subject, passage, &part, whole.end(), what));
        }
    }
    problems
}

/// A count that fits neither the items of the area, nor those of the letter, nor the report.
fn total(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    found: &Captures<'_>,
    what: Counted,
) -> Option<Diagnostic> {
    let at = found.name("number")?;
    let given = number(at.as_str())?;
    let letter = subject.letter;
    let all = letter.all_items().filter(|item| what.is(item)).count();
    let outside = flat(&letter.items.items).filter(|item| what.is(item)).count();
    let outside = Some(outside).filter(|n| *n > 0);
    let here = passage.area.map(|area| flat(&area.items.items).filter(|i| what.is(i)).count());
    let reported = &letter.inspection.reported;
    let of_report = match what {
        Counted::Areas => &reported.areas_for_improvement,
        Counted::Causes => &reported.causes_of_concern,
        Counted::Recommendations => &reported.recommendations,
    };
    let told = of_report.iter().chain(&reported.for_force).map(|n| n.value);
    let fits = told.filter_map(|n| usize::try_from(n).ok()).chain([all]).chain(outside).chain(here);
    if fits.into_iter().any(|n| n == given) {
        return None;
    }
    let there = match here {
        Some(here) => format!("there are {here} in this area, and {all} in the letter"),
        None => format!("there are {all} in the letter"),
    };
    let message = format!("{} {} are counted here; {there}", at.as_str(), what.name());
    let place = passage.prose.place(at.range());
    let help = "correct the number, or add the item that is missing; \
         if the report has others, say how many under [inspection]: reported = { ... }";
    Some(Diagnostic::warning("count", message).at(place, "").help(help))
}

/// How many are said to concern the force.
fn concerning(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    found: &Captures<'_>,
    offset: usize,
    what: Counted,
) -> Option<Diagnostic> {
    let at = found.name("after").or_else(|| found.name("before"))?;
    let given = number(at.as_str())?;
    let letter = subject.letter;
    let answered = letter.all_items().filter(|item| what.is(item)).count();
    let outside = flat(&letter.items.items).filter(|item| what.is(item)).count();
    let reported = letter.inspection.reported.for_force.as_ref();
    let reported = reported.and_then(|n| usize::try_from(n.value).ok());
    if [Some(answered), Some(outside), reported].contains(&Some(given)) {
        return None;
    }
    let message = match reported {
        Some(n) => format!("{} are said to concern the force; [inspection] says {n}", at.as_str()),
        None => format!("{} are said to concern the force; there are {answered} here", at.as_str()),
    };
    let place = passage.prose.place(offset + at.start()..offset + at.end());
    let help = "correct the number, or add the item that is missing";
    Some(Diagnostic::warning("count", message).at(place, "").help(help))
}

/// Items with those beneath them.
fn flat(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().flat_map(|item| std::iter::once(item).chain(&item.items))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_in_words_and_digits() {
        for (words, n) in [
            ("No", 0),
            ("eleven", 11),
            ("Twenty-one", 21),
            ("ninety nine", 99),
            ("12", 12),
            ("thirty", 30),
        ] {
            assert_eq!(number(words), Some(n), "{words}");
        }
    }
}
