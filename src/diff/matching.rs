//! Which of the tables that a list has now are which of those that it had before.

use crate::keys::{Facts, letter as keys};
use crate::letter::tree::{Table, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeMap;

/// A table before and now, by their indexes; one of the two may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Before.
    pub old: Option<usize>,
    /// Now.
    pub new: Option<usize>,
    /// Whether it stands before or after others than it did.
    pub moved: bool,
}

/// Pairs tables by what they say, in the order of the new ones; those that are gone stand where they
/// stood.
pub fn pairs(old: &[&Table], new: &[&Table]) -> Vec<Pair> {
    let before = partners(old, new);
    let moved = moved(&before);
    let pair = |(index, old): (usize, &Option<usize>)| Pair {
        old: *old,
        new: Some(index),
        moved: old.is_some_and(|old| moved.contains(&old)),
    };
    let mut pairs: Vec<Pair> = before.iter().enumerate().map(pair).collect();
    for gone in (0..old.len()).filter(|index| !before.contains(&Some(*index))) {
        let is_before = |pair: &Pair| pair.old.is_some_and(|old| old + 1 == gone);
        let at = pairs.iter().position(is_before).map_or(0, |at| at + 1);
        pairs.insert(at, Pair { old: Some(gone), new: None, moved: false });
    }
    pairs
}

/// For each new table the old one that it was, if any. The most alike find each other first.
fn partners(old: &[&Table], new: &[&Table]) -> Vec<Option<usize>> {
    let (olds, news): (Vec<_>, Vec<_>) = (
        old.iter().map(|table| Profile::of(table)).collect(),
        new.iter().map(|table| Profile::of(table)).collect(),
    );
    let mut likely = Vec::new();
    for (n, new) in news.iter().enumerate() {
        for (o, old) in olds.iter().enumerate() {
            let likeness = old.likeness(new);
            if likeness >= ENOUGH {
                likely.push((-likeness, o.abs_diff(n), n, o));
            }
        }
    }
    likely.sort_unstable();
    let mut partners = vec![None; new.len()];
    for (_, _, n, o) in likely {
        if partners[n].is_none() && !partners.contains(&Some(o)) {
            partners[n] = Some(o);
        }
    }
    partners
}

/// The old indexes of those that changed places: all but the longest run that kept its order.
fn moved(before: &[Option<usize>]) -> Vec<usize> {
    let now: Vec<usize> = before.iter().flatten().copied().collect();
    let mut then = now.clone();
    then.sort_unstable();
    let ops = capture_diff_slices(Algorithm::Lcs, &then, &now);
    let changed = ops.into_iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.flat_map(|op| now[op.new_range()].to_vec()).collect()
}

/// The likeness from which two tables are taken for the same, in thousandths.
const ENOUGH: i64 = 450;

/// What a table is known by.
struct Profile {
    number: Option<String>,
    name: Bag,
    text: Bag,
    all: Bag,
}

/// How often each word is there.
type Bag = BTreeMap<String, i64>;

impl Profile {
    fn of(table: &Table) -> Self {
        let own = |key: &Facts| table.get(key.name).map(|node| bag(&node.value));
        let number = table.get(keys::NUMBER.name).map(|node| format!("{:?}", bag(&node.value)));
        let name = own(&keys::TITLE).or_else(|| own(&keys::PILLAR_NAME)).or_else(|| own(&keys::TO));
        Self {
            number,
            name: name.unwrap_or_default(),
            text: own(&keys::TEXT).unwrap_or_default(),
            all: bag(&Value::Table(table.clone())),
        }
    }

    fn likeness(&self, other: &Self) -> i64 {
        let words = [(&self.name, &other.name), (&self.text, &other.text), (&self.all, &other.all)];
        let most = words.into_iter().map(|(one, other)| shared(one, other)).max();
        let number = match (&self.number, &other.number) {
            (Some(one), Some(other)) if one == other => 300,
            (Some(_), Some(_)) => -100,
            _ => 0,
        };
        most.unwrap_or_default() + number
    }
}

/// The share of words that two texts have in common (Dice), in thousandths; nothing is like nothing.
fn shared(one: &Bag, other: &Bag) -> i64 {
    let size = |bag: &Bag| bag.values().sum::<i64>();
    let common: i64 = one.iter().map(|(word, n)| *n.min(other.get(word).unwrap_or(&0))).sum();
    let all = size(one) + size(other);
    if all == 0 { 0 } else { 2000 * common / all }
}

/// The words of a value. Short ones are left out of long texts: every item has them.
fn bag(value: &Value) -> Bag {
    let mut text = String::new();
    collect(value, &mut text);
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    let is_long = words.len() > 12;
    let mut bag = Bag::new();
    for word in words.into_iter().filter(|word| !is_long || word.chars().count() > 3) {
        *bag.entry(word).or_default() += 1;
    }
    bag
}

fn collect(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => *out += text.as_str(),
        Value::Integer(number) => *out += &number.to_string(),
        Value::Array(nodes) => nodes.iter().for_each(|node| collect(&node.value, out)),
        Value::Table(table) => {
            table.entries.iter().for_each(|entry| collect(&entry.node.value, out));
        }
        _ => {}
    }
    out.push(' ');
}
