//! Counts in words or digits that fit nothing.

use super::Subject;
use super::passages::{Passage, Voice, end_of, has_any, sentence, sentences, speaks_of_other_year};
use crate::diagnostic::Diagnostic;
use crate::letter::{Item, Kind};
use regex_lite::{Captures, Regex};
use std::sync::LazyLock;

/// A number, words that may stand between, and what is counted.
static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?P<number>NUMBER)(?:\s*\([0-9]+\))?\s+(?:(?:new|separate|specific|graded|formal|individual|distinct|different)\s+){0,2}(?P<what>areas?\s+(?:for|of)\s+improvement|AFIs?|(?:accelerated\s+)?causes?\s+(?:of|for)\s+concern|recommendations?)\b",
    )
});

/// What follows a count and says how many of them concern the force.
static OF_WHICH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[\s,;:.(–-]*(?:of\s+(?:which|these|them)[,\s]\s*(?:only\s+)?(?P<after>NUMBER)|(?P<before>NUMBER)\s+of\s+(?:which|these|them)|(?P<of>NUMBER))\s+(?:concerns?|relates?|appl(?:y|ies)|affects?|falls?|(?:is|are)\s+(?:for|to|relevant|addressed|directed|aimed))\b",
    )
});

/// What stands before a count of other things than this letter's items.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:first|last|next|other|another|further|remaining|additional|more|fewer|previous|previously|earlier|former|than|least|about|around|nearly|almost|over|up\s+to|some|these|those|every|of|made\s+in|last\s+year|since\s+closed|closed)\s*$",
    )
});

/// What stands before a count that is said to be a part of all of them: 'Of the 11
/// recommendations'.
static OF_ALL: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bof\s+(?:the|all|its)\s*$"));

/// Who else makes recommendations, or is made them.
static OTHER_MAKERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:panel|board|audit\w*|super-complaint|thematic|report\s+on\s+\w+|between\s+them|all\s+inspectorates|IOPC|IPCC|coroner\w*|inquir\w+|inquest|review|committee|council|ombudsman|advisory\s+group|evaluat\w+|operation\s+\w+|I\s+(?:have\s+)?ma[dk]e|my\s+own|itself\s+identified|all\s+(?:\w+\s+)?forces|to\s+forces)\b",
    )
});

/// What follows a count of those that are meant for somebody else, or that are only some of them.
static NOT_ALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:of\s+my|(?:still\s+)?remain\w*|(?:more|further|from|a\s+year)\b|(?:was|were)\s+made\s+to\b|(?:are|were|have\s+been)\s+(?:now\s+|still\s+)?(?:open|outstanding|closed|carried|complete\w*)|(?:that|which)\s+(?:\w+\s+){0,4}(?:itself|Home\s+Office|NPCC|College|cannot|can|do|need|will)\b|that\s+(?:are|fall)\s+(?:for|to)\s+(?:the\s+)?(?:Home\s+Office|NPCC|College|others|government)|(?:for|to)\s+the\s+(?:Home\s+Office|NPCC|College|government))",
    )
});

/// 'Its' at the beginning of a sentence: who is meant stands in the one before.
static THEIRS: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.!?]\s+(?:its|their)\s*$"));

/// Those for whom a recommendation is that is not for the force.
static FOR_OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:solely\s+|only\s+)?(?:for|to|at|on)?\s*(?:the\s+)?(?:Home\s+Office|NPCC|National|College|government|others?|PCCs|police\s+and\s+crime|Ministry|CPS|Crown|local)\b",
    )
});

/// What stands before 'one' or 'no' where it is a count of all: 'identified one area'.
static FOUND_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:identif\w+|ma[dk]es?|contain\w*|includ\w+|gives?|gave|given|receiv\w+|found|finds|issue[ds]?|rais\w+|lists?|there\s+(?:is|was|are|were)|improvement|concern|recommendations?,?(?:\s+and)?)\s*,?\s*(?:and|just|only|but)?\s*$",
    )
});

/// What follows 'one' or 'no' where it is a count of all: 'One area was identified'.
static FOUND_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s+(?:(?:was|were|is|are|has\s+been|have\s+been)\s+(?:also\s+)?(?:identified|made|found|raised|given|issued)\b|(?:in|for)\s+this\s+area)",
    )
});

/// Words in a sentence that speak of another report.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(?:previous(?:ly)?|last\s+(?:year|inspection|report|time)|earlier|last\s+(?:PEEL|[A-Z]\w+\s+inspection)|other\s+forces|nationally|across\s+(?:all|the)\s+(?:43\s+)?forces|since\s+been\s+closed)\b",
    )
});

/// One of these is in every sentence that counts items.
const PARTS: [&str; 9] = [
    " for improvement",
    " of improvement",
    " IMPROVEMENT",
    "AFI",
    "cause",
    "Cause",
    "CAUSE",
    "ecommendation",
    "ECOMMENDATION",
];

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
    let counted = sentences(text).filter(|(_, part)| has_any(part, &PARTS) && has_number(part));
    let counts =
        counted.flat_map(|(at, part)| COUNT.captures_iter(part).map(move |found| (at, found)));
    for (at, found) in counts {
        let Some(whole) = found.get(0) else { continue };
        let (start, end) = (at + whole.start(), at + whole.end());
        let (before, after) = (end_of(&text[..start]), &text[end..]);
        let of_all = OF_ALL.is_match(before);
        let is_part_of_number = before.ends_with([',', '.']);
        if is_part_of_number
            || speaks_of_others(subject, text, start)
            || !of_all && (OTHERS.is_match(before) || NOT_ALL.is_match(after))
            || is_loose(&found["number"], before, after)
        {
            continue;
        }
        let what = Counted::read(&found["what"]);
        problems.extend(total(subject, passage, (at, &found), what));
        let part = OF_WHICH.captures(after).filter(|part| of_all || part.name("of").is_none());
        if let Some(part) = part {
            problems.extend(concerning(subject, passage, &part, end, what));
        }
    }
    problems
}

/// Whether a text may have a number in words or digits.
fn has_number(text: &str) -> bool {
    let in_words = |text: &str| has_any(text, &UNITS) || has_any(text, &TENS);
    text.bytes().any(|byte| byte.is_ascii_digit()) || in_words(&text.to_ascii_lowercase())
}

/// Whether the sentence speaks of another report, or of somebody else's findings.
fn speaks_of_others(subject: &Subject<'_>, text: &str, at: usize) -> bool {
    let is_theirs = THEIRS.is_match(end_of(&text[..at]));
    let end = text[..at].trim_end().rfind(['.', '!', '?']).unwrap_or(0);
    let before = || sentence(text, end);
    let sentence = sentence(text, at);
    is_theirs && OTHER_MAKERS.is_match(before())
        || ELSEWHERE.is_match(sentence)
        || OTHER_MAKERS.is_match(sentence)
        || speaks_of_other_year(sentence, subject.letter)
}

/// 'One' and 'no' count all of them only where something was found: 'one area stands out' does not.
fn is_loose(number: &str, before: &str, after: &str) -> bool {
    let is_small = ["one", "no"].iter().any(|small| number.eq_ignore_ascii_case(small));
    let cannot = number.eq_ignore_ascii_case("no") && NOT_ALL.is_match(after);
    is_small && (cannot || !(FOUND_BEFORE.is_match(before) || FOUND_AFTER.is_match(after)))
}

/// A count that fits neither the items of the area, nor those of the letter, nor the report.
fn total(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    (offset, found): (usize, &Captures<'_>),
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
    let beneath = letter.all_items().filter(|item| !item.items.is_empty());
    let beneath = beneath.map(|cause| cause.items.iter().filter(|item| what.is(item)).count());
    let beneath: Vec<usize> = beneath.filter(|n| *n > 0).collect();
    let for_force = reported.for_force.iter().filter(|_| of_report.is_some());
    let told = of_report.iter().chain(for_force).map(|n| n.value);
    let fits = told.filter_map(|n| usize::try_from(n).ok()).chain([all]).chain(outside).chain(here);
    let fits = fits.chain(beneath);
    if fits.into_iter().any(|n| n == given) {
        return None;
    }
    let there = match here {
        Some(here) => format!("there are {here} in this area, and {all} in the letter"),
        None => format!("there are {all} in the letter"),
    };
    let message = format!("{} {} are counted here; {there}", at.as_str(), what.name());
    let place = passage.prose.place(offset + at.start()..offset + at.end());
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
    let at = ["after", "before", "of"].iter().find_map(|name| found.name(name))?;
    let rest = &passage.prose.as_str()[offset + found.get(0)?.end()..];
    if FOR_OTHERS.is_match(rest) {
        return None;
    }
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
