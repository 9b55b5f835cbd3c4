//! Items as the report numbers and words them.

use super::Subject;
use super::answers::called;
use crate::diagnostic::Diagnostic;
use crate::letter::{Item, Kind, Line};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// Numbers that stand twice, or in another order than the report's.
pub fn numbers(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let areas: Vec<&[Item]> = letter.areas.iter().map(|area| area.items.items.as_slice()).collect();
    let inner = letter.all_items().map(|item| item.items.as_slice());
    let lists = letter.item_lists().map(|items| items.items.as_slice());
    let in_lists = lists.chain(inner).flat_map(in_list);
    in_lists.chain(across(&areas)).collect()
}

/// Numbers that stand in two areas, or in another order from area to area, unless each area is
/// numbered for itself, from 1.
fn across(areas: &[&[Item]]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen: BTreeMap<(Kind, &str), (usize, &Line)> = BTreeMap::new();
    let starts = areas.iter().flat_map(|items| items.iter().find_map(|i| i.number.as_ref()));
    if starts.filter(|number| order(number) <= vec![(1, String::new())]).count() > 1 {
        return problems;
    }
    let mut last: BTreeMap<Kind, (usize, &Line)> = BTreeMap::new();
    for (area, items) in areas.iter().enumerate() {
        for item in *items {
            let Some(number) = &item.number else { continue };
            let first = seen.entry((item.kind, &number.value)).or_insert((area, number));
            let before = last.insert(item.kind, (area, number));
            if first.0 != area {
                problems.push(twice(item, number, first.1));
            } else if let Some((_, before)) =
                before.filter(|(before, line)| *before != area && order(line) > order(number))
            {
                problems.push(out_of_order(number, before));
            }
        }
    }
    problems
}

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
    Diagnostic::error("number-twice", format!("{} is here twice", called(item)))
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
    let mut words = String::with_capacity(text.len());
    let mut between = false;
    for c in text.chars() {
        if !c.is_alphanumeric() {
            between = !words.is_empty();
            continue;
        }
        if std::mem::take(&mut between) {
            words.push(' ');
        }
        match c.is_ascii() {
            true => words.push(c.to_ascii_lowercase()),
            false => words.extend(c.to_lowercase()),
        }
    }
    words
}
