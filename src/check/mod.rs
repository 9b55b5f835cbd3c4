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
mod grades;
mod items;
mod leftovers;
mod passages;
mod pattern;
mod people;
mod text;

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::letter::Letter;
use crate::letter::decode::nearest;
use crate::letter::load::{Allowed, Loaded};
use crate::letter::programme::Programme;
use crate::letter::traced::Traced;
use passages::Passage;

pub use copied::Responses;
pub use dates::last_day;

/// What the rules look at.
pub struct Subject<'a> {
    letter: &'a Letter,
    /// The programme of the inspection.
    programme: Option<&'a Programme>,
    /// Everything printed, without the marks of Markdown.
    printed: Vec<&'a Traced>,
    /// The commentary in English, in the order of the letter.
    passages: Vec<Passage<'a>>,
    /// The responses of other letters.
    others: &'a Responses,
}

/// A rule gives what it finds.
type Rule = fn(&Subject<'_>) -> Vec<Diagnostic>;

/// The rules on what is there.
const ON_PARTS: [Rule; 14] = [
    dates::deadlines,
    dates::done_later,
    days::named,
    grades::compared,
    people::home_secretary,
    people::salutation,
    leftovers::drafting,
    leftovers::dots,
    leftovers::doubled,
    copied::copied,
    items::numbers,
    items::quoted_twice,
    text::otherwise,
    text::invisible,
];

/// The rules on what is missing, and those that set one part against another: they need a letter of
/// which all could be read.
const ON_WHOLE: [Rule; 7] = [
    answers::unanswered,
    answers::without_action,
    answers::chief_constable,
    dates::dates,
    counts::counts,
    grades::named,
    abbreviations::abbreviations,
];

/// Everything that is doubtful in a letter, but for what its office allows.
pub fn check(loaded: &Loaded, others: &Responses) -> Vec<Diagnostic> {
    if !loaded.is_toml() {
        return Vec::new();
    }
    let letter = &loaded.letter;
    let prose = loaded.commentary.iter().map(|commentary| &commentary.prose);
    let commentary = prose.flat_map(|prose| [&prose.own, &prose.quoted]);
    let subject = Subject {
        letter,
        programme: loaded.programme.as_ref(),
        printed: loaded.lines.iter().chain(commentary).collect(),
        passages: passages::of(letter),
        others,
    };
    let whole = if is_complete(loaded) { &ON_WHOLE[..] } else { &[] };
    let rules = ON_PARTS.iter().chain(whole);
    let mut problems: Vec<Diagnostic> = rules.flat_map(|rule| rule(&subject)).collect();
    abbreviations::forget_noted(&mut problems);
    if loaded.problems.iter().any(|problem| problem.code == IMPOSSIBLE_DATE) {
        // The day may be there, and is told already.
        problems.retain(|problem| problem.code != dates::NO_DAY);
    }
    let unused = unused(loaded, &problems, others);
    let hides = |allowed: &Allowed, code| allowed.reason.is_some() && allowed.code.value == code;
    problems.retain(|problem| !loaded.allowed.iter().any(|a| hides(a, problem.code)));
    problems.extend(loaded.allowed.iter().filter_map(allowance));
    problems.extend(unused);
    diagnostic::sort(&mut problems);
    problems
}

/// Errors that keep a letter from being made, and take nothing away that the rules look at.
const HARMLESS: [&str; 10] = [
    IMPOSSIBLE_DATE,
    "unknown-grade",
    "grade-outside-scale",
    "grade-without-programme",
    "unknown-pillar",
    "unknown-programme",
    "heading-level",
    "link",
    "image",
    "image-without-words",
];

/// The error on a day that the calendar lacks.
const IMPOSSIBLE_DATE: &str = "impossible-date";

/// Whether all parts of a letter could be read, whatever is wrong with them.
fn is_complete(loaded: &Loaded) -> bool {
    let mut problems = loaded.problems.iter();
    problems.all(|p| p.severity == Severity::Warning || HARMLESS.contains(&p.code))
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
fn unused(loaded: &Loaded, problems: &[Diagnostic], others: &Responses) -> Vec<Diagnostic> {
    if loaded.good().is_none_or(|letter| letter.date.is_none()) {
        return Vec::new();
    }
    let is_sought = |code: &str| {
        let is_finding = explain::findings().any(|known| known == code);
        is_finding && !(copied::CODE == code && others.is_empty())
    };
    let is_unused = |allowed: &&Allowed| {
        let code = allowed.code.value.as_str();
        allowed.is_own
            && allowed.reason.is_some()
            && is_sought(code)
            && problems.iter().all(|problem| problem.code != code)
    };
    let problem = |allowed: &Allowed| {
        let message =
            format!("\"{}\" is allowed, and nothing of the kind is found", allowed.code.value);
        let problem = Diagnostic::warning("allowance-unused", message);
        problem.at(allowed.code.place, "").help("remove it, so that it hides nothing later on")
    };
    loaded.allowed.iter().filter(is_unused).map(problem).collect()
}
