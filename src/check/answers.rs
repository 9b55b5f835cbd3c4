//! What the law asks an answer to say (Police Act 1996, section 55).

use super::Subject;
use super::reader::Passage;
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Item, Items, Kind, Letter, Line, Response};

/// Items without an answer, of their own or together with others.
pub fn unanswered(subject: &Subject<'_>) -> Vec<Diagnostic> {
    open(subject.letter).map(no_response).collect()
}

/// The items of a letter that have no answer.
///
/// Some offices let the chief constable answer every item, and say themselves what is to be said of
/// the whole: nothing has been forgotten there.
pub fn open(letter: &Letter) -> impl Iterator<Item = &Item> {
    let by_chief = |item: &Item| item.chief_constable.is_some();
    let as_whole = letter.overview.text.is_some() && letter.all_items().all(by_chief);
    let lists = letter.item_lists().filter(move |_| !as_whole);
    let items = lists.flat_map(|items| items.items.iter().map(move |item| (item, items)));
    items.flat_map(|(item, items)| without_answer(item, items))
}

/// The item, or those beneath it, that have no answer: an answer to a cause of concern answers its
/// recommendations, and answers to all of these answer the cause of concern.
fn without_answer<'a>(item: &'a Item, items: &Items) -> Vec<&'a Item> {
    let together = items.joint_response.is_some() || named_by(item, &items.responses).is_some();
    if together || is_answered(item) {
        return Vec::new();
    }
    match item.items.as_slice() {
        [] => vec![item],
        inner => inner.iter().filter(|inner| !is_answered(inner)).collect(),
    }
}

fn is_answered(item: &Item) -> bool {
    item.response.is_some() || has_action(item)
}

fn has_action(item: &Item) -> bool {
    item.action.is_some() || item.no_action_because.is_some()
}

/// The answer to several items that names this one.
fn named_by<'a>(item: &Item, responses: &'a [Response]) -> Option<&'a Response> {
    let number = &item.number.as_ref()?.value;
    responses.iter().find(|response| response.to.iter().any(|to| to.value == *number))
}

fn no_response(item: &Item) -> Diagnostic {
    Diagnostic::error("no-response", format!("{} has no response", called(item)))
        .at(item.text.text.whole(), "")
        .help("add below its text: response = '''...''', or answer it together with others")
}

/// Whether the answer to an item, its own or one together with others, tells something in plain words.
pub fn tells(subject: &Subject<'_>, items: &Items, item: &Item, what: &str) -> bool {
    let together = named_by(item, &items.responses).and_then(|response| response.text.as_ref());
    let answers =
        [item.response.as_ref(), item.action.as_ref(), together, items.joint_response.as_ref()];
    let passages = answers.into_iter().flatten().filter_map(|text| subject.passage_of(text));
    passages.into_iter().any(|passage| !passage.found(what).is_empty())
}

/// Recommendations whose answer does not say what is done, or why nothing is: section 55(5B).
pub fn without_action(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let lacks = |items: &'_ Items, item: &Item| {
        let together = named_by(item, &items.responses).is_some_and(Response::has_action);
        !together && !has_action(item)
    };
    let mut problems = Vec::new();
    for items in subject.letter.item_lists() {
        for item in &items.items {
            let mut lacking: Vec<&Item> = item
                .items
                .iter()
                .filter(|_| lacks(items, item))
                .filter(|i| !has_action(i))
                .collect();
            lacking.extend(Some(item).filter(|item| lacks(items, item)));
            lacking.retain(|item| item.kind == Kind::Recommendation);
            lacking.retain(|item| !tells(subject, items, item, "tells-action"));
            problems.extend(lacking.into_iter().map(no_action));
        }
    }
    problems
}

fn no_action(item: &Item) -> Diagnostic {
    let message = format!(
        "the answer to {} does not say what is done or will be done, or why nothing is",
        called(item)
    );
    Diagnostic::error("no-action", message)
        .at(place(item), "")
        .help("say it under action = '''...''' or no_action_because = '''...'''")
}

/// The chief constable's comments are neither there nor said to be missing: section 55(5)(b).
pub fn chief_constable(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let on_items = letter.all_items().any(|item| item.chief_constable.is_some());
    let chief = letter.chief_constable.as_ref();
    let told = chief.is_some_and(|c| {
        c.comments.is_some() || c.file.is_some() || c.url.is_some() || c.none_received
    });
    if on_items || told || is_quoted(subject) {
        return Vec::new();
    }
    let message =
        "the chief constable's comments are neither here nor said not to have been received";
    let help = "add [chief_constable] with comments = '''...''', file = \"...\" or \
         none_received = true";
    vec![
        Diagnostic::warning("chief-constable", message)
            .at(letter.inspection.report.place, "")
            .help(help),
    ]
}

/// How many words of the chief constable the text quotes where it has the comments themselves.
const QUOTED: usize = 25;

/// Whether the text quotes the chief constable at length.
fn is_quoted(subject: &Subject<'_>) -> bool {
    let ours = subject.passages.iter().filter(|passage| passage.is_ours());
    let names_chief = |passage: &&Passage<'_>| !passage.found("chief-constable").is_empty();
    ours.filter(names_chief).any(|passage| {
        let within = passage.quotations().iter().any(|quoted| quoted.len() >= QUOTED);
        let apart = passage
            .quoted
            .is_some_and(|quoted| quoted.as_str().split_whitespace().count() >= QUOTED);
        within || apart
    })
}

/// The item as a sentence names it.
pub fn called(item: &Item) -> String {
    let kind = match item.kind {
        Kind::AreaForImprovement => "area for improvement",
        Kind::CauseOfConcern => "cause of concern",
        Kind::AcceleratedCauseOfConcern => "accelerated cause of concern",
        Kind::Recommendation => "recommendation",
    };
    match &item.number {
        Some(Line { value, .. }) => format!("{kind} {value}"),
        None => format!("this {kind}"),
    }
}

fn place(item: &Item) -> Place {
    let answer = item.response.as_ref().unwrap_or(&item.text);
    item.number.as_ref().map_or_else(|| answer.text.whole(), |number| number.place)
}
