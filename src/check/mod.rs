//! What a careful clerk would catch before the commissioner signs: one small function a rule, over
//! the model and the text of the commentary.
//!
//! What makes a letter impossible to read or to make is found by [`crate::letter::load`] and the
//! stages after it; here is what can be made and should not go out, or should be looked at.

mod abbreviations;
mod answers;
mod copied;
mod counts;
mod dates;
mod days;
pub mod explain;
mod form;
mod grades;
mod items;
mod languages;
mod leftovers;
mod offices;
mod parts;
mod people;
mod quotations;
mod reader;
mod references;
mod silence;
mod spelling;
mod subject;
mod sums;
mod text;
mod wording;

use crate::diagnostic::{self, Diagnostic, Place, Severity};
use crate::letter::decode::nearest;
use crate::letter::load::{Allowed, Loaded};
use crate::letter::{Letter, Line};
use subject::Subject;

pub use copied::Responses;
pub use dates::last_day;

/// A rule gives what it finds.
type Rule = fn(&Subject<'_>) -> Vec<Diagnostic>;

/// The rules on what is there.
const ON_PARTS: [Rule; 26] = [
    dates::deadlines,
    dates::done_later,
    days::named,
    grades::compared,
    people::home_secretary,
    people::salutation,
    leftovers::drafting,
    leftovers::dots,
    wording::doubled,
    wording::wording,
    wording::long_sentences,
    spelling::spelling,
    offices::named,
    offices::repeated,
    sums::sums,
    form::marks,
    form::parts,
    form::addresses_in_text,
    copied::copied,
    items::numbers,
    items::quoted_twice,
    quotations::marks,
    languages::english_in_welsh,
    text::otherwise,
    text::invisible,
    text::misread,
];

/// The rules on what is missing, and those that set one part against another: they need a letter of
/// which all could be read.
const ON_WHOLE: [Rule; 9] = [
    answers::unanswered,
    answers::without_action,
    answers::chief_constable,
    dates::dates,
    counts::counts,
    grades::named,
    references::references,
    silence::parts,
    abbreviations::abbreviations,
];

/// Everything that is doubtful in a letter, but for what its office allows.
pub fn check(loaded: &Loaded, others: &Responses) -> Vec<Diagnostic> {
    judge(loaded, others).0
}

/// How many findings the office allows.
pub fn allowed(loaded: &Loaded, others: &Responses) -> usize {
    if loaded.settings.allowed.is_empty() { 0 } else { judge(loaded, others).1 }
}

/// What is doubtful, and how much of it is allowed.
fn judge(loaded: &Loaded, others: &Responses) -> (Vec<Diagnostic>, usize) {
    if !loaded.is_toml() {
        return (Vec::new(), 0);
    }
    let subject = Subject::new(loaded, others);
    let whole = if is_complete(loaded) { &ON_WHOLE[..] } else { &[] };
    let rules = ON_PARTS.iter().chain(whole);
    let mut problems: Vec<Diagnostic> = rules.flat_map(|rule| rule(&subject)).collect();
    forget_noted(&mut problems);
    forget_counted(&mut problems);
    if loaded.problems.iter().any(|problem| problem.code == IMPOSSIBLE_DATE) {
        // The day may be there, and is told already.
        problems.retain(|problem| problem.code != dates::NO_DAY);
    }
    let unused = unused(&subject, loaded, &problems);
    let found = problems.len();
    let is_allowed =
        |problem: &Diagnostic| loaded.settings.allowed.iter().any(|a| hides(&subject, a, problem));
    problems.retain(|problem| !is_allowed(problem));
    let allowed = found - problems.len();
    problems.extend(loaded.settings.allowed.iter().filter_map(allowance));
    problems.extend(unused);
    diagnostic::sort(&mut problems);
    (problems, allowed)
}

/// Whether something allowed is what was found: the same code, at the same words and in the same part of
/// the letter, if it names any.
fn hides(subject: &Subject<'_>, allowed: &Allowed, problem: &Diagnostic) -> bool {
    let is_there = |words: &Line| {
        let place = problem.labels.first().map(|label| label.place);
        problem.message.to_lowercase().contains(&words.value.to_lowercase())
            || place.is_some_and(|place| subject.has_words_at(place, &words.value))
    };
    let is_at = |at: &Line| {
        let place = problem.labels.first().map(|label| label.place);
        place.is_some_and(|place| subject.is_within(place, &at.value))
    };
    allowed.reason.is_some()
        && allowed.code.value == problem.code
        && allowed.at.as_ref().is_none_or(is_at)
        && allowed.words.as_ref().is_none_or(is_there)
}

/// What a note to a colleague may hold and is not to be told beside it: initials, a missing stop.
const IN_NOTES: [&str; 7] = [
    abbreviations::UNEXPLAINED,
    "contraction",
    "grammar",
    "punctuation",
    "quotation-marks",
    "quotation-unpaired",
    "unknown-word",
];

/// Leaves out what stands within notes to colleagues and placeholders: it goes with them.
fn forget_noted(problems: &mut Vec<Diagnostic>) {
    let is_note =
        |problem: &&Diagnostic| [leftovers::NOTE, leftovers::PLACEHOLDER].contains(&problem.code);
    let notes: Vec<Place> =
        problems.iter().filter(is_note).map(|note| note.labels[0].place).collect();
    let is_in = |place: Place| {
        let is_around =
            |note: &Place| note.file == place.file && note.range().contains(&place.range().start);
        notes.iter().any(is_around)
    };
    problems.retain(|problem| !IN_NOTES.contains(&problem.code) || !is_in(problem.labels[0].place));
}

/// Leaves out sums that are wrong since a count in them is, which is told already.
fn forget_counted(problems: &mut Vec<Diagnostic>) {
    let counts = problems.iter().filter(|problem| problem.code == counts::CODE);
    let counts: Vec<Place> = counts.map(|problem| problem.labels[0].place).collect();
    let touches = |a: Place, b: Place| {
        let (one, other) = (a.range(), b.range());
        a.file == b.file && one.start < other.end && other.start < one.end
    };
    let is_counted = |problem: &Diagnostic| {
        problem.labels.iter().any(|label| counts.iter().any(|count| touches(*count, label.place)))
    };
    problems.retain(|problem| problem.code != sums::CODE || !is_counted(problem));
}

/// The error on a day that the calendar lacks.
const IMPOSSIBLE_DATE: &str = "impossible-date";

/// Whether all parts of a letter could be read, whatever is wrong with them.
fn is_complete(loaded: &Loaded) -> bool {
    let mut problems = loaded.problems.iter();
    problems.all(|p| p.severity == Severity::Warning || explain::is_harmless(p.code))
}

/// How many items of a letter have no answer.
pub fn unanswered(letter: &Letter) -> usize {
    answers::open(letter).count()
}

/// What is wrong with something that is allowed.
fn allowance(allowed: &Allowed) -> Option<Diagnostic> {
    let code = &allowed.code;
    if !explain::findings().any(|known| known == code.value) {
        let message = format!("there is no rule \"{}\" that could be allowed", code.value);
        let known: Vec<&str> = explain::findings().collect();
        let problem = Diagnostic::warning("check-settings", message).at(code.place, "");
        return Some(match nearest(&code.value, &known) {
            Some(near) => problem.help(format!("did you mean \"{near}\"?")),
            None => problem.help("the code of a finding stands in brackets in its first line"),
        });
    }
    let message =
        format!("\"{}\" is allowed without a reason, and is told until there is one", code.value);
    let help = format!("say why: {{ code = \"{}\", reason = \"...\" }}", code.value);
    let problem = Diagnostic::warning("check-settings", message).at(code.place, "").help(help);
    allowed.reason.is_none().then_some(problem)
}

/// What the letter itself allows and need not: nothing of the kind is found.
///
/// Where a part of it cannot be read, or its date is still missing, more may be found later.
fn unused(subject: &Subject<'_>, loaded: &Loaded, problems: &[Diagnostic]) -> Vec<Diagnostic> {
    if loaded.good().is_none_or(|letter| letter.date.is_none()) {
        return Vec::new();
    }
    let is_sought = |code: &str| {
        let is_finding = explain::findings().any(|known| known == code);
        is_finding && !(copied::CODE == code && subject.others.is_empty())
    };
    let is_unused = |allowed: &&Allowed| {
        let code = allowed.code.value.as_str();
        allowed.is_own
            && allowed.reason.is_some()
            && is_sought(code)
            && !problems.iter().any(|problem| hides(subject, allowed, problem))
    };
    let problem = |allowed: &Allowed| {
        let message =
            format!("\"{}\" is allowed, and nothing of the kind is found", allowed.code.value);
        let problem = Diagnostic::warning("allowance-unused", message);
        problem.at(allowed.code.place, "").help("remove it, so that it hides nothing later on")
    };
    loaded.settings.allowed.iter().filter(is_unused).map(problem).collect()
}
