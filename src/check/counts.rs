//! Counts in words or digits that fit nothing.

use super::Subject;
use super::passages::{Passage, Voice, end_of, sentence, sentences, speaks_of_other_year};
use super::pattern::{
    self, AtWords, OTHER_NUMBERS, TENS, UNITS, after, anywhere, before, begins_number, has_any,
};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Item, Kind, Letter, Placed};
use regex_lite::{Captures, Match, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// What is counted: how it is written, and what is in every form of it.
const COUNTED: [(&str, &str, Counted); 5] = [
    ("areas? (?:for|of) improvement", "improvement", Counted::Areas),
    ("afis?", "afi", Counted::Areas),
    ("causes? (?:of|for) concern", "cause", Counted::Causes),
    ("accelerated causes? (?:of|for) concern", "accelerated", Counted::Accelerated),
    ("recommendations?", "recommendation", Counted::Recommendations),
];

/// A number, words that may stand between, and what is counted.
static COUNT: LazyLock<AtWords> = LazyLock::new(|| {
    let between =
        "new|separate|specific|graded|formal|individual|distinct|different|associated|accompanying";
    let what = COUNTED.map(|(pattern, ..)| pattern).join("|");
    let count = format!(
        r"(?P<number>NUMBER|{NONE})(?:\s*\([0-9]+\))? (?:(?:{between}) ){{0,2}}(?P<what>{what})\b"
    );
    AtWords::new(&[&count], |word| word == NONE || begins_number(word))
});

/// What follows a count and says how many of them concern the force.
static OF_WHICH: LazyLock<Regex> = LazyLock::new(|| {
    let which = "of (?:which|these|them)";
    let number = format!(
        r"{which}[,\s]\s*(?:only )?(?P<after>NUMBER)|(?P<before>NUMBER) {which}|(?P<of>NUMBER)"
    );
    let concern = "concerns?|relates?|appl(?:y|ies)|affects?|falls?";
    let meant = "(?:is|are) (?:for|to|relevant|addressed|directed|aimed)";
    let made = "(?: (?:have been|has been|are|is|were|was) (?:made|given|issued))?";
    let in_all = "(?: (?:in total|in all|altogether|overall))?";
    pattern::pattern(&[&format!(
        r"^{made}{in_all}[\s,;:.(–-]*(?:{number}) (?:{concern}|{meant})\b"
    )])
});

/// What stands before a count of other things than this letter's items.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    before(&[
        "first|last|next|other|another|these|those|some|every|of|not",
        "further|remaining|additional|more|fewer|than|least|up to|over",
        "about|around|nearly|almost",
        "previous|previously|earlier|former|last year|since closed|closed|made in",
    ])
});

/// What stands before a count that is as exact as it would be without.
static EXACTLY: LazyLock<Regex> = LazyLock::new(|| before(&["no (?:fewer|less) than", "total of"]));

/// What stands before a count that is said to be a part of all of them: 'Of the 11
/// recommendations'.
static OF_ALL: LazyLock<Regex> = LazyLock::new(|| before(&["of (?:the|all|its)"]));

/// Who else finds things to improve. Only the inspectorate calls them AFIs.
static OTHER_BODIES: LazyLock<Regex> = LazyLock::new(|| {
    anywhere(&[r"panel|board|audit\w*|committee|council|ombudsman|advisory group|evaluat\w+"])
});

/// Who else makes recommendations, or is made them.
static OTHER_MAKERS: LazyLock<Regex> = LazyLock::new(|| {
    anywhere(&[
        r"iopc|ipcc|coroner\w*|inquir\w+|inquest|review|super-complaint|thematic|report on \w+",
        r"operation \w+|i (?:have )?ma[dk]e|my own|itself identified",
        r"between them|all inspectorates|all (?:\w+ )?forces|to forces",
    ])
});

/// What follows a count of those that are meant for somebody else, or that are only some of them.
static NOT_ALL: LazyLock<Regex> = LazyLock::new(|| {
    let now = "(?:are|were|have been) (?:now |still )?";
    after(&[
        r" (?:of my|(?:still )?remain\w*|more|further|from|a year|(?:was|were) made to)",
        &format!(r" {now}(?:open|outstanding|closed|carried|complete\w*)"),
        r" (?:that|which) (?:\w+ ){0,4}(?:itself|home office|npcc|college|cannot|can|do|need|will)",
        " that (?:are|fall) (?:for|to) (?:the )?(?:home office|npcc|college|others|government)",
        " (?:for|to) the (?:home office|npcc|college|government)",
    ])
});

/// 'Its' at the beginning of a sentence: who is meant stands in the one before.
static THEIRS: LazyLock<Regex> = LazyLock::new(|| pattern::pattern(&[r"[.!?] (?:its|their)\s*$"]));

/// Those for whom a recommendation is that is not for the force.
static FOR_OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let who = "home office|npcc|national|college|government|others?|pccs|police and crime";
    let more = "ministry|cps|crown|local";
    after(&[&format!(r"\s*(?:solely |only )?(?:for|to|at|on)?\s*(?:the )?(?:{who}|{more})")])
});

/// What stands before 'one' or 'no' where it is a count of all: 'identified one area'.
static FOUND_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let verbs = [
        r"identif\w+|ma[dk]es?|contain\w*|includ\w+|gives?|gave|given|receiv\w+",
        r"found|finds|issue[ds]?|rais\w+|lists?|there (?:is|was|are|were)",
        "improvement|concern|recommendations?,?(?: and)?",
    ];
    pattern::pattern(&[&format!(r"\b(?:{})\s*,?\s*(?:and|just|only|but)?\s*$", verbs.join("|"))])
});

/// What follows 'one' or 'no' where it is a count of all: 'One area was identified'.
static FOUND_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    let was = "(?:was|were|is|are|has been|have been) (?:also )?";
    after(&[
        &format!(" {was}(?:identified|made|found|raised|given|issued)"),
        " (?:in|for) this area",
    ])
});

/// What stands before 'any' where it is none: 'did not find any areas'.
static NOT_ANY: LazyLock<Regex> = LazyLock::new(|| {
    let found = "find|identify|make|raise|give|issue|contain|list|include|receive";
    let had = "found|identified|made|raised|given|issued|received";
    pattern::pattern(&[&format!(r"(?:\bnot|n't|n’t) (?:{found}|{had})\s*$")])
});

/// What follows 'no' where it is said of the whole report: else it says of what there are none.
static OF_WHOLE: LazyLock<Regex> = LazyLock::new(|| {
    let was = "(?: (?:was|were|is|are|has been|have been) (?:also )?\
               (?:identified|made|found|raised|given|issued))?";
    let place =
        "(?: (?:at all|here|in (?:this|the) (?:area|report|inspection)|for (?:us|the force)))?";
    pattern::pattern(&[&format!(r"^{was}{place}\s*(?:[.,;!?)]|$)")])
});

/// Words in a sentence that speak of another report.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    anywhere(&[
        "previous(?:ly)?|earlier|last (?:year|inspection|report|time)",
        r"last (?:peel|[a-z]\w+ inspection)|since been closed",
        "other forces|nationally|across (?:all|the) (?:43 )?forces",
    ])
});

/// A number only where none were found: 'did not find any areas'.
const NONE: &str = "any";

/// The number that a word or digits give, in small letters.
fn number(words: &str) -> Option<usize> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let unit = |word: &str| UNITS.iter().position(|unit| *unit == word);
    let tens = |word: &str| TENS.iter().position(|tens| *tens == word).map(|at| (at + 2) * 10);
    let none = || (words == NONE).then_some(0);
    let other = || OTHER_NUMBERS.iter().find(|(other, _)| *other == words).map(|(_, n)| *n);
    let (first, second) = words.split_once(['-', ' ']).unwrap_or((&words, ""));
    words
        .parse()
        .ok()
        .or_else(|| unit(&words))
        .or_else(other)
        .or_else(none)
        .or_else(|| Some(tens(first)? + unit(second).unwrap_or(0)))
}

/// What is counted.
#[derive(Clone, Copy)]
enum Counted {
    Areas,
    /// Those that are accelerated included.
    Causes,
    Accelerated,
    Recommendations,
}

impl Counted {
    fn read(words: &str) -> Self {
        let found = COUNTED.iter().rfind(|(_, part, _)| words.contains(part));
        found.map_or(Self::Recommendations, |(.., counted)| *counted)
    }

    fn is(self, item: &Item) -> bool {
        match self {
            Self::Areas => item.kind == Kind::AreaForImprovement,
            Self::Causes => {
                matches!(item.kind, Kind::CauseOfConcern | Kind::AcceleratedCauseOfConcern)
            }
            Self::Accelerated => item.kind == Kind::AcceleratedCauseOfConcern,
            Self::Recommendations => item.kind == Kind::Recommendation,
        }
    }

    /// How many the report is said to have.
    fn reported(self, letter: &Letter) -> Option<&Placed<i64>> {
        let reported = &letter.inspection.reported;
        match self {
            Self::Areas => reported.areas_for_improvement.as_ref(),
            Self::Causes => reported.causes_of_concern.as_ref(),
            Self::Accelerated => None,
            Self::Recommendations => reported.recommendations.as_ref(),
        }
    }

    /// Its name where there are so many of it.
    fn name(self, n: usize) -> &'static str {
        match (self, n) {
            (Self::Areas, 1) => "area for improvement",
            (Self::Areas, _) => "areas for improvement",
            (Self::Causes, 1) => "cause of concern",
            (Self::Causes, _) => "causes of concern",
            (Self::Accelerated, 1) => "accelerated cause of concern",
            (Self::Accelerated, _) => "accelerated causes of concern",
            (Self::Recommendations, 1) => "recommendation",
            (Self::Recommendations, _) => "recommendations",
        }
    }
}

/// Counts in the commentary that fit neither the items nor what the report says of itself, and what
/// the report is said to count where the letter has more.
pub fn counts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let ours = subject.passages.iter().filter(|passage| passage.voice == Voice::Commissioner);
    let in_text = ours.flat_map(|passage| in_passage(subject, passage));
    in_text.chain(too_few_reported(subject.letter)).collect()
}

fn in_passage(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.small.as_str();
    let mut problems = Vec::new();
    let counted = sentences(text).filter(|(_, part)| may_count(part));
    let counts = counted
        .flat_map(|(at, part)| COUNT.find(part).map(move |(from, found)| (at + from, found)));
    for (at, found) in counts {
        let Some(whole) = found.get(0) else { continue };
        let (start, end) = (at, at + whole.end());
        let what = Counted::read(&found["what"]);
        let part = part(text, start..end);
        let part = part.and_then(|part| concerning(subject, passage, &part, end, what));
        let wrong = total(subject, passage, (at, &found), what).into_iter().chain(part);
        // Patterns are slow: whose count it is matters only where it fits nothing.
        let wrong: Vec<Diagnostic> = wrong.collect();
        if !wrong.is_empty() && !is_of_others(subject, text, start..end, &found) {
            problems.extend(wrong);
        }
    }
    problems
}

/// What follows a count and says how many of them concern the force.
fn part(text: &str, count: Range<usize>) -> Option<Captures<'_>> {
    let (before, after) = (end_of(&text[..count.start]), &text[count.end..]);
    let near = || sentences(after).take(2).map(|(_, part)| part);
    let of_which = near().any(|part| has_any(part, ["of which", "of these", "of them"]));
    let may = (of_which || before.contains("of ")) && near().any(may_concern);
    let of_all = || OF_ALL.is_match(before);
    let found = Some(after).filter(|_| may).and_then(|after| OF_WHICH.captures(after))?;
    (found.name("of").is_none() || of_all()).then_some(found)
}

/// Whether a sentence may say how many concern the force.
fn may_concern(text: &str) -> bool {
    has_any(text, ["is ", "are ", "concern", "relate", "appl", "affect", "fall"])
}

/// Whether a sentence may count items.
fn may_count(text: &str) -> bool {
    let in_words = |text: &str| {
        has_any(text, UNITS)
            || text.contains(NONE)
            || has_any(text, TENS)
            || has_any(text, OTHER_NUMBERS.map(|(n, _)| n))
    };
    let names = COUNTED.map(|(_, part, _)| part);
    has_any(text, names) && (text.bytes().any(|byte| byte.is_ascii_digit()) || in_words(text))
}

/// Whether a count is of something else than all the items of this letter.
fn is_of_others(subject: &Subject<'_>, text: &str, at: Range<usize>, found: &Captures<'_>) -> bool {
    let is_afi = found["what"].starts_with("afi");
    let (before, after) = (end_of(&text[..at.start]), &text[at.end..]);
    let is_part_of_number = before.ends_with([',', '.']);
    let of_some = || {
        let others = OTHERS.is_match(before) && !EXACTLY.is_match(before);
        !OF_ALL.is_match(before) && (others || NOT_ALL.is_match(after))
    };
    is_part_of_number
        || speaks_of_others(subject, text, at.start, is_afi)
        || of_some()
        || is_loose(&found["number"], before, after)
}

/// Whether the sentence speaks of another report, or of somebody else's findings.
fn speaks_of_others(subject: &Subject<'_>, text: &str, at: usize, is_afi: bool) -> bool {
    let is_theirs = THEIRS.is_match(end_of(&text[..at]));
    let end = text[..at].trim_end().rfind(['.', '!', '?']).unwrap_or(0);
    let names_maker = |sentence: &str| {
        OTHER_MAKERS.is_match(sentence) || !is_afi && OTHER_BODIES.is_match(sentence)
    };
    let before = || sentence(text, end);
    let sentence = sentence(text, at);
    is_theirs && names_maker(before())
        || ELSEWHERE.is_match(sentence)
        || names_maker(sentence)
        || speaks_of_other_year(sentence, subject.letter)
}

/// 'One' and 'no' count all of them only where something was found: 'one area stands out' does not.
fn is_loose(number: &str, before: &str, after: &str) -> bool {
    match number {
        "one" | "a single" => !is_found(before, after),
        "no" => !is_found(before, after) || is_of_part(after),
        NONE => !NOT_ANY.is_match(before) || is_of_part(after),
        _ => false,
    }
}

fn is_found(before: &str, after: &str) -> bool {
    FOUND_BEFORE.is_match(before) || FOUND_AFTER.is_match(after)
}

/// Whether what follows 'no' says of what there are none: 'no areas for improvement in custody'.
fn is_of_part(after: &str) -> bool {
    let rest = sentences(after).next().map_or("", |(_, rest)| rest);
    !OF_WHOLE.is_match(rest) || has_any(rest, COUNTED.map(|(_, part, _)| part))
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
    let of_report = what.reported(letter);
    let beneath = letter.all_items().filter(|item| !item.items.is_empty());
    let beneath = beneath.map(|cause| cause.items.iter().filter(|item| what.is(item)).count());
    let beneath: Vec<usize> = beneath.filter(|n| *n > 0).collect();
    let for_force = letter.inspection.reported.for_force.iter().filter(|_| of_report.is_some());
    let told = of_report.into_iter().chain(for_force).map(|n| n.value);
    let fits = told.filter_map(|n| usize::try_from(n).ok()).chain([all]).chain(outside).chain(here);
    let fits = fits.chain(beneath);
    if fits.into_iter().any(|n| n == given) {
        return None;
    }
    let there = match here {
        Some(here) => {
            format!("there {} {here} in this area, and {all} in the letter", are(here))
        }
        None => format!("there {} {all} in the letter", are(all)),
    };
    let (typed, place) = typed(passage, offset, at);
    let typed = if typed == NONE { "no" } else { typed };
    let message = format!("{typed} {} {} counted here; {there}", what.name(given), are(given));
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
    let rest = &passage.small[offset + found.get(0)?.end()..];
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
    let (typed, place) = typed(passage, offset, at);
    let message = match reported {
        Some(n) => {
            format!("{typed} {} said to concern the force; [inspection] says {n}", are(given))
        }
        None => format!(
            "{typed} {} said to concern the force; there {} {answered} here",
            are(given),
            are(answered)
        ),
    };
    let help = "correct the number, or add the item that is missing";
    Some(Diagnostic::warning("count", message).at(place, "").help(help))
}

/// The verb that goes with a number.
fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// A number as it was typed, and where.
fn typed<'a>(passage: &'a Passage<'_>, offset: usize, at: Match<'_>) -> (&'a str, Place) {
    let range = offset + at.start()..offset + at.end();
    (&passage.prose.as_str()[range.clone()], passage.prose.place(range))
}

/// What the report is said to count, where the letter has more items of it.
///
/// Recommendations beneath causes of concern may be counted or not.
fn too_few_reported(letter: &Letter) -> Vec<Diagnostic> {
    let problem =
        |what: Counted| {
            let reported = what.reported(letter)?;
            let count = |items: &[Item]| items.iter().filter(|item| what.is(item)).count();
            let outer: usize = letter.item_lists().map(|items| count(&items.items)).sum();
            let all = letter.all_items().filter(|item| what.is(item)).count();
            let n = usize::try_from(reported.value).ok()?;
            if n >= all || n == outer && outer > 0 {
                return None;
            }
            let (name, are) = (what.name(n), are(all));
            let message = format!("the report is said to have {n} {name}, and {all} {are} here");
            let problem = Diagnostic::warning("count", message).at(reported.place, "");
            Some(problem.help(
                "look up the number in the report, or remove the items that it does not have",
            ))
        };
    [Counted::Areas, Counted::Causes, Counted::Recommendations]
        .into_iter()
        .filter_map(problem)
        .collect()
}

/// Items with those beneath them.
fn flat(items: &[Item]) -> impl Iterator<Item = &Item> {
    items.iter().flat_map(|item| std::iter::once(item).chain(&item.items))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::pattern::tests::found_at_words_of_loud;

    #[test]
    fn every_count_is_in_a_sentence_that_may_have_one() {
        let found = found_at_words_of_loud(&COUNT);
        assert!(found.len() > 20);
        assert!(found.iter().all(|sentence| may_count(sentence)), "{found:?}");
    }

    #[test]
    fn numbers_in_words_and_digits() {
        for (words, n) in [
            ("no", 0),
            ("zero", 0),
            ("a single", 1),
            ("half a  dozen", 6),
            ("eleven", 11),
            ("twenty-one", 21),
            ("ninety nine", 99),
            ("12", 12),
            ("thirty", 30),
        ] {
            assert_eq!(number(words), Some(n), "{words}");
        }
    }
}
