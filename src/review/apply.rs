//! The TOML files with the changes in them that are taken. Nothing but the values meant may differ.

use super::base::Base;
use super::merge::{Merged, Outcome, merge};
use super::splice::splice;
use super::{Change, Edit, names, text};
use crate::diagnostic::Files;
use crate::letter::canonical;
use crate::letter::tree::{self, Table, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A TOML file as it is today.
#[derive(Clone, Debug)]
pub struct Today {
    /// Its path from the working folder.
    pub path: String,
    /// Its text, byte for byte.
    pub text: String,
    /// Whether the mark of some editors stands before it.
    pub has_mark: bool,
}

/// A change with the letter that it was made in.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    /// What the file was made from.
    pub base: &'a Base,
    /// The change.
    pub change: &'a Change,
    /// Whether it is to be taken.
    pub is_wanted: bool,
}

/// What became of changes.
#[derive(Debug)]
pub struct Applied {
    /// The files that differ now.
    pub files: Vec<Today>,
    /// What became of each change; nothing where it has no value to go to.
    pub outcomes: Vec<Option<Outcome>>,
}

/// Takes changes into files. `None` where the result would differ in more than the values meant, or
/// would be no TOML: nothing may be written then.
pub fn apply(today: &[Today], candidates: &[Candidate<'_>]) -> Option<Applied> {
    let mut outcomes: Vec<Option<Outcome>> = vec![None; candidates.len()];
    let mut files = Vec::new();
    for file in today {
        let table = names::table(&file.text);
        let mut new = BTreeMap::new();
        for (key, group) in groups(candidates, file, &table, &mut outcomes) {
            let Some(value) = value(&table, &key) else { continue };
            let text = merged(value.0.as_str(), &group, candidates, &mut outcomes);
            if text != value.0.as_str() {
                new.insert(key, text);
            }
        }
        let text = spliced(&file.text, &table, &new)?;
        if text != file.text {
            files.push(Today { text, ..file.clone() });
        }
    }
    Some(Applied { files, outcomes })
}

/// The changes of each value of a file, by its key today. A value that is gone clashes.
fn groups(
    candidates: &[Candidate<'_>],
    file: &Today,
    table: &Table,
    outcomes: &mut [Option<Outcome>],
) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, Candidate { base, change, .. }) in candidates.iter().enumerate() {
        let Some(edit) = &change.edit else { continue };
        let value = &base.values[edit.value];
        if value.file != file.path {
            continue;
        }
        let then = base.tables.get(&value.file);
        let now = then.and_then(|then| names::path_now(then, table, &value.key));
        match now.filter(|key| self::value(table, key).is_some()) {
            Some(key) => groups.entry(key).or_default().push(index),
            None => outcomes[index] = Some(Outcome::Clash(String::new())),
        }
    }
    groups
}

/// A value with the changes of a group in it: letters that were made from other states of it come one
/// after the other.
fn merged(
    today: &str,
    group: &[usize],
    candidates: &[Candidate<'_>],
    outcomes: &mut [Option<Outcome>],
) -> String {
    let mut text = today.to_owned();
    let base = |index: usize| -> (&super::base::BaseValue, &Edit) {
        let Candidate { base, change, .. } = candidates[index];
        let edit = change.edit.as_ref().expect("only changes with an edit are in a group");
        (&base.values[edit.value], edit)
    };
    let mut rest: Vec<usize> = group.to_vec();
    while let Some(first) = rest.first().copied() {
        let (then, _) = base(first);
        let is_same = |index: &usize| {
            text::normal(base(*index).0.flat.signs()) == text::normal(then.flat.signs())
        };
        let (own, others): (Vec<usize>, Vec<usize>) = rest.iter().partition(|index| is_same(index));
        let edits: Vec<(&Edit, bool)> =
            own.iter().map(|index| (base(*index).1, candidates[*index].is_wanted)).collect();
        let Merged { text: new, outcomes: became } = merge(&then.flat, &text, then.written, &edits);
        own.iter().zip(became).for_each(|(index, outcome)| outcomes[*index] = Some(outcome));
        text = new;
        rest = others;
    }
    text
}

/// The text under a key with its places, and where it stands with its quotation marks.
fn value<'a>(
    table: &'a Table,
    key: &str,
) -> Option<(&'a crate::letter::traced::Traced, std::ops::Range<usize>)> {
    let node = names::find(table, key)?;
    match &node.value {
        Value::String(text) => Some((text, node.place.range())),
        _ => None,
    }
}

/// The file with other values under these keys, if it differs in nothing else.
fn spliced(old: &str, table: &Table, new: &BTreeMap<String, String>) -> Option<String> {
    let mut places: Vec<_> =
        new.iter().filter_map(|(key, text)| Some((value(table, key)?, text))).collect();
    places.sort_by_key(|((_, place), _)| std::cmp::Reverse(place.start));
    let mut out = old.to_owned();
    for ((value, place), text) in places {
        out = splice(&out, place, value, text);
    }
    (differs_in(old, &out)? == new.keys().cloned().collect()
        && new.iter().all(|(key, text)| {
            value(&names::table(&out), key).is_some_and(|(value, _)| value.as_str() == text)
        }))
    .then_some(out)
}

/// The keys in which two files differ; nothing where the second is no TOML.
pub fn differs_in(old: &str, new: &str) -> Option<BTreeSet<String>> {
    let mut files = Files::default();
    let file = files.add("", new);
    let (new, problems) = tree::parse(&files, file);
    let (old, new) = (values(&names::table(old)), values(&new));
    let keys = old.keys().chain(new.keys());
    problems
        .is_empty()
        .then(|| keys.filter(|key| old.get(*key) != new.get(*key)).cloned().collect())
}

/// Every value of a table by its key.
fn values(table: &Table) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    push(&Value::Table(table.clone()), String::new(), &mut all);
    all
}

fn push(value: &Value, key: String, all: &mut BTreeMap<String, String>) {
    match value {
        Value::Table(table) => {
            for entry in &table.entries {
                let inner =
                    if key.is_empty() { entry.key.clone() } else { format!("{key}.{}", entry.key) };
                push(&entry.node.value, inner, all);
            }
            all.insert(format!("{key}.{{}}"), String::new());
        }
        Value::Array(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                push(&node.value, format!("{key}[{}]", index + 1), all);
            }
            all.insert(format!("{key}[]"), nodes.len().to_string());
        }
        value => drop(all.insert(key, canonical::value(value))),
    }
}
