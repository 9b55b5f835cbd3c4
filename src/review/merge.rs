//! Changes of a value beside what the value is today: those that fit are taken, and what was changed
//! on both sides is told.

use super::Edit;
use super::base::Flat;
use super::text::{BREAK, For, Hunks, Unit, hunks, is_same_look, is_same_note, normal, shown};
use super::value::{Kind, Written};
use super::write;
use crate::docx::read::NOTE;
use std::ops::Range;

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is taken.
    Taken,
    /// It is there already.
    There,
    /// The words were changed in the TOML too; they are these now.
    Clash(String),
    /// Another change of the same words is to be taken too.
    Overlap,
    /// It cannot be written at that place.
    Unwritable,
}

/// A value with what became of each change.
#[derive(Debug)]
pub struct Merged {
    /// The value.
    pub text: String,
    /// What became of each change, in their order.
    pub outcomes: Vec<Outcome>,
}

/// Takes changes into a value as it is today. `wanted` says of each of them whether it is to be taken;
/// of the others it is only said how they stand.
pub fn merge(base: &Flat, today: &str, written: Written, edits: &[(&Edit, bool)]) -> Merged {
    let now = Flat::of(today, written);
    let both = Both::new(base, &now);
    let mut outcomes: Vec<Outcome> =
        edits.iter().map(|(edit, _)| both.outcome(edit, &[])).collect();
    let is_there = |outcome: &Outcome| *outcome == Outcome::There;
    let there: Vec<Range<usize>> = edits
        .iter()
        .zip(&outcomes)
        .filter(|(_, outcome)| is_there(outcome))
        .map(|((edit, _), _)| edit.range.clone())
        .collect();
    for (outcome, (edit, _)) in outcomes.iter_mut().zip(edits).filter(|(o, _)| !is_there(o)) {
        *outcome = both.outcome(edit, &there);
    }
    overlaps(base, edits, &mut outcomes);
    let mut order: Vec<usize> = (0..edits.len()).collect();
    order.sort_by_key(|index| (edits[*index].0.range.start, edits[*index].0.range.end, *index));
    let mut text = today.to_owned();
    for index in order.into_iter().rev() {
        let (edit, is_wanted) = edits[index];
        let Some(place) = both.place(&edit.range).filter(|_| outcomes[index] == Outcome::Taken)
        else {
            continue;
        };
        match write::edited(&text, written, place, &edit.new, &edit.kinds) {
            Some(new) if is_wanted => text = new,
            Some(_) => {}
            None => outcomes[index] = Outcome::Unwritable,
        }
    }
    Merged { text, outcomes }
}

/// Of changes of the same words only one can be taken; the same change by two is one.
fn overlaps(base: &Flat, edits: &[(&Edit, bool)], outcomes: &mut [Outcome]) {
    for one in 0..edits.len() {
        for other in 0..one {
            let ((a, wanted), (b, other_wanted)) = (edits[one], edits[other]);
            let both = outcomes[one] == Outcome::Taken && outcomes[other] == Outcome::Taken;
            if !both || !wanted || !other_wanted {
                continue;
            }
            if a.range == b.range && a.new == b.new {
                outcomes[one] = Outcome::There;
            } else if a.range.start < b.range.end && b.range.start < a.range.end
                || takes_note_of(base, a, b)
                || takes_note_of(base, b, a)
            {
                outcomes[one] = Outcome::Overlap;
                outcomes[other] = Outcome::Overlap;
            }
        }
    }
}

/// Whether a change takes away a footnote whose words another amends.
fn takes_note_of(base: &Flat, one: &Edit, other: &Edit) -> bool {
    let stays = |label: &Option<String>| {
        one.new.iter().any(|unit| unit.note.as_ref().is_some_and(|note| note.label == *label))
    };
    let gone = base.units[one.range.clone()].iter().filter_map(|unit| unit.note.as_deref());
    let gone = gone.filter(|note| !stays(&note.label));
    let mut ranges = gone.filter_map(|note| base.notes.get(note.label.as_deref()?));
    ranges.any(|range| range.start <= other.range.start && other.range.end <= range.end)
}

/// A value as it was and as it is.
struct Both<'a> {
    base: &'a Flat,
    now: &'a Flat,
    /// What differs, in signs of both.
    hunks: Hunks,
}

impl<'a> Both<'a> {
    fn new(base: &'a Flat, now: &'a Flat) -> Self {
        let (old, new): (Vec<char>, Vec<char>) = (base.signs().collect(), now.signs().collect());
        Self { base, now, hunks: hunks(&old, &new, For::Finding) }
    }

    /// Where a sign that did not change is now.
    fn sign(&self, at: usize) -> Option<usize> {
        let (mut from, mut to) = (0, 0);
        for (old, new) in &self.hunks {
            if at < old.start {
                break;
            }
            if at < old.end {
                return None;
            }
            (from, to) = (old.end, new.end);
        }
        (at < self.base.units.len()).then(|| to + (at - from))
    }

    /// Where a stretch is now.
    fn place(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let start = match range.start.checked_sub(1) {
            None => 0,
            Some(before) => self.sign(before)? + 1,
        };
        let end = match range.end == self.base.units.len() {
            true => self.now.units.len(),
            false => self.sign(range.end)?,
        };
        (start <= end).then_some(start..end)
    }

    fn outcome(&self, edit: &Edit, there: &[Range<usize>]) -> Outcome {
        let touched = self.touched(edit);
        let clash = || Outcome::Clash(self.text_now(&touched));
        let Some(place) = self.place(&edit.range) else { return clash() };
        let (then, now) = (&self.base.units[edit.range.clone()], &self.now.units[place.clone()]);
        if is_same(now, &edit.new) && !is_same(then, &edit.new) || self.has_come(edit, &place) {
            return Outcome::There;
        }
        let is_other = |(old, _): &(Range<usize>, Range<usize>)| {
            let is_near = old.start <= touched.end && touched.start <= old.end;
            // What is there can have been put in before or after what is the same on both sides.
            let holds =
                |range: &Range<usize>| range.start <= old.start + 1 && old.end <= range.end + 1;
            is_near && !there.iter().any(holds)
        };
        match !is_same(now, then) || self.hunks.iter().any(is_other) {
            true => clash(),
            false => Outcome::Taken,
        }
    }

    /// Whether what is put in stands at its place: the end of a paragraph before it may be taken for
    /// that after it.
    fn has_come(&self, edit: &Edit, place: &Range<usize>) -> bool {
        let new = &filled(&edit.new, &edit.kinds);
        let starts = |units: &[Unit]| units.get(..new.len()).is_some_and(|u| is_same(u, new));
        let ends = |units: &[Unit]| {
            let start = units.len().checked_sub(new.len());
            start.is_some_and(|start| is_same(&units[start..], new))
        };
        // Others that were put in at the same place may stand around it.
        let is_between = || {
            let Range { start, .. } = edit.range;
            let is_near = |old: &Range<usize>| old.start <= start + 1 && start <= old.end;
            let near = self.hunks.iter().filter(|(old, _)| is_near(old));
            let end = near.map(|(_, new)| new.end).max().unwrap_or(place.end);
            let ends = (place.start..end).filter(|at| self.now.units[*at].sign == BREAK);
            let mut stretches = ends.filter_map(|at| self.now.units.get(at..at + new.len()));
            new.first().is_some_and(|unit| unit.sign == BREAK)
                && stretches.any(|units| is_same(units, new))
        };
        let is_paragraph = edit.range.is_empty() && edit.new.iter().any(|unit| unit.sign == BREAK);
        let (then, now) = (&self.base.units, &self.now.units);
        is_paragraph
            && (starts(&now[place.start..]) && !starts(&then[edit.range.start..])
                || ends(&now[..place.end]) && !ends(&then[..edit.range.end])
                || is_between())
    }

    /// The paragraphs that a change reaches into; nothing of them where it stands between two.
    fn touched(&self, edit: &Edit) -> Range<usize> {
        let units = &self.base.units;
        let Range { start, end } = edit.range;
        let is_end = |at: usize| units.get(at).is_none_or(|unit| unit.sign == BREAK);
        let is_start = |at: usize| at == 0 || units[at - 1].sign == BREAK;
        let opens = edit.new.first().is_some_and(|unit| unit.sign == BREAK);
        let closes = edit.new.last().is_some_and(|unit| unit.sign == BREAK);
        if start == end && (opens && is_end(start) || closes && is_start(start)) {
            return start..end;
        }
        let before = units[..start].iter().rposition(|unit| unit.sign == BREAK);
        let after = units[end..].iter().position(|unit| unit.sign == BREAK);
        before.map_or(0, |at| at + 1)..after.map_or(units.len(), |at| end + at)
    }

    /// What paragraphs are today.
    fn text_now(&self, touched: &Range<usize>) -> String {
        let start = (0..touched.start).rev().find_map(|at| self.sign(at)).map_or(0, |at| at + 1);
        let end = (touched.end..self.base.units.len()).find_map(|at| self.sign(at));
        let end = end.unwrap_or(self.now.units.len()).max(start);
        shown(&self.now.units[start..end]).trim().to_owned()
    }
}

/// What is new without the cells that have no words: no value shows them.
fn filled(new: &[Unit], kinds: &[Kind]) -> Vec<Unit> {
    let is_row = !kinds.is_empty() && kinds.iter().all(|kind| *kind == Kind::Cell);
    let is_filled =
        |at: usize| new[at].sign != BREAK || new.get(at + 1).is_some_and(|n| n.sign != BREAK);
    (0..new.len()).filter(|at| !is_row || is_filled(*at)).map(|at| new[at].clone()).collect()
}

fn is_same(one: &[Unit], other: &[Unit]) -> bool {
    let signs = |units: &[Unit]| normal(units.iter().map(|unit| unit.sign));
    let looks = one.len() != other.len() || one.iter().zip(other).all(|(a, b)| is_same_look(a, b));
    let notes = |units: &[Unit]| -> Vec<Unit> {
        units.iter().filter(|unit| unit.sign == NOTE).cloned().collect()
    };
    let is_same_notes = notes(one).iter().zip(&notes(other)).all(|(a, b)| is_same_note(a, b));
    signs(one) == signs(other) && looks && is_same_notes
}
