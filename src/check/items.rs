//! Items as the report numbers and words them.

use super::Subject;
use super::answers::called;
use crate::diagnostic::Diagnostic;
use crate::letter::{Item, Kind, Line};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers that stand twice, or in another order than the report's. Each fault is told once.
pub fn numbers(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let areas: Vec<&[Item]> = letter.areas.iter().map(|area| area.items.items.as_slice()).collect();
    let inner: Vec<&[Item]> = letter.all_items().map(|item| item.items.as_slice()).collect();
    let outside = letter.items.items.as_slice();
    let in_lists = areas.iter().chain(&inner).chain([&outside]).flat_map(|items| in_list(items));
    let mut problems: Vec<Diagnostic> = in_lists.collect();
    for found in [across(&areas), across(&inner), outside_and_in(outside, &areas)] {
        for problem in found {
            let place = problem.labels[0].place;
            // A number that is there already stands in no order.
            problems.retain(|known| known.labels[0].place != place);
            problems.push(problem);
        }
    }
    problems
}

/// Numbers of items outside areas that an area has, too, unless areas are numbered for themselves.
fn outside_and_in(outside: &[Item], areas: &[&[Item]]) -> Vec<Diagnostic> {
    let lists: Vec<&[Item]> = std::iter::once(outside).chain(areas.iter().copied()).collect();
    let outer = |problem: &Diagnostic| {
        let first = problem.labels[1].place;
        outside.iter().any(|item| item.number.as_ref().is_some_and(|n| n.place == first))
    };
    let problems = across(&lists).into_iter();
    problems.filter(|problem| problem.code == TWICE && outer(problem)).collect()
}

/// How many lists begin the numbers of a kind with 1.
fn restart(lists: &[&[Item]], kind: Kind) -> usize {
    let first = |items: &'_ [Item]| {
        let numbered = items.iter().find(|item| item.kind == kind && item.number.is_some());
        numbered.and_then(|item| item.number.as_ref().map(order))
    };
    let starts = lists.iter().filter_map(|items| first(items));
    starts.filter(|number| *number <= vec![(1, String::new())]).count()
}

/// Numbers that stand in two lists, or in another order from list to list, unless each list numbers
/// that kind of item for itself, from 1.
fn across(lists: &[&[Item]]) -> Vec<Diagnostic> {
    let kinds = lists.iter().flat_map(|items| items.iter().map(|item| item.kind));
    let each_its_own: BTreeSet<Kind> =
        kinds.collect::<BTreeSet<Kind>>().into_iter().filter(|k| restart(lists, *k) > 1).collect();
    let mut problems = Vec::new();
    let mut seen: BTreeMap<(Kind, &str), (usize, &Line)> = BTreeMap::new();
    let mut last: BTreeMap<Kind, (usize, &Line)> = BTreeMap::new();
    for (list, items) in lists.iter().enumerate() {
        for item in *items {
            let Some(number) = &item.number else { continue };
            if each_its_own.contains(&item.kind) {
                continue;
            }
            let first = seen.entry((item.kind, &number.value)).or_insert((list, number));
            let before = last.insert(item.kind, (list, number));
            if first.0 != list {
                problems.push(twice(item, number, first.1));
            } else if let Some((_, before)) =
                before.filter(|(before, line)| *before != list && order(line) > order(number))
            {
                problems.push(out_of_order(number, before));
            }
        }
    }
    problems
}

/// The code of a number that stands twice.
const TWICE: &str = "number-twice";

/// Each kind of item has numbers of its own.
fn in_list(items: &[Item]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let Some(number) = &item.number else { continue };
        let before = items[..index].iter().filter(|other| other.kind == item.kind);
        let before: Vec<&Line> = before.filter_map(|other| other.number.as_ref()).collect();
        if let Some(same) = before.iter().find(|other| other.value == number.value) {
            problems.push(twice(item, number, same));
        } else if let Some(last) = before.last().filter(|last| order(last) > order(number)) {
            problems.push(out_of_order(number, last));
        }
    }
    problems
}

fn twice(item: &Item, number: &Line, same: &Line) -> Diagnostic {
    Diagnostic::error(TWICE, format!("{} is here twice", called(item)))
        .at(number.place, "")
        .at(same.place, "the first")
        .help("look up the number in the report")
}

fn out_of_order(number: &Line, last: &Line) -> Diagnostic {
    let message = format!("number {} stands after number {}", number.value, last.value);
    Diagnostic::warning("number-order", message)
        .at(number.place, "")
        .at(last.place, "the one before")
        .help("look up both numbers in the report, or put the items in its order")
}

/// `7a` comes after `7` and before `10`; a number such as `1.10` after `1.9`.
fn order(number: &Line) -> Vec<(u64, String)> {
    let parts = number.value.split(['.', '-', '/', ' ']);
    let part = |part: &str| {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (part[..digits].parse().unwrap_or(0), part[digits..].to_lowercase())
    };
    parts.map(part).collect()
}

/// The same words of the report quoted as two items.
pub fn quoted_twice(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut known: BTreeMap<String, &Item> = BTreeMap::new();
    let mut problems = Vec::new();
    for item in subject.letter.all_items() {
        match known.entry(words(item)) {
            Entry::Vacant(first) => drop(first.insert(item)),
            Entry::Occupied(first) => {
                let problem = Diagnostic::error("item-twice", "the same item is here twice")
                    .at(item.text.text.whole(), "")
                    .at(first.get().text.text.whole(), "the first");
                problems.push(problem.help("remove one of the two, or correct its text"));
            }
        }
    }
    problems
}

/// The words of an item, whatever stands between them.
pub fn words(item: &Item) -> String {
    words_of(item.text.text.as_str())
}

/// The words of a text, in small letters and with a space between them.
pub fn words_of(text: &str) -> String {
    let small = text.to_lowercase();
    let mut words = String::with_capacity(small.len());
    for word in small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}
