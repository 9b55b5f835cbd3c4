//! The blocks of two states in, one row of signs and ends of paragraphs out, each with who has it.

use super::read::{Atom, Block, Cell, Paragraph, Row, Table, Whole, known, known_row};
use crate::diff::align::{self, Aligned, Segment};
use crate::diff::signs::{BREAK, For, hunks};

/// What stands in both states or in one of them.
#[derive(Clone, Copy)]
pub struct Both<T> {
    pub then: Option<T>,
    pub now: Option<T>,
}

/// One of the two states.
#[derive(Clone, Copy)]
enum State {
    Then,
    Now,
}

impl State {
    /// What stands in this state alone.
    fn only<T>(self, thing: T) -> Both<T> {
        match self {
            Self::Then => Both { then: Some(thing), now: None },
            Self::Now => Both { then: None, now: Some(thing) },
        }
    }
}

impl<T> Both<T> {
    /// Whether it stands in both.
    fn is_same(&self) -> bool {
        self.then.is_some() && self.now.is_some()
    }

    /// This and what only the other state has.
    fn with(self, other: Self) -> Self {
        Self { then: self.then.or(other.then), now: self.now.or(other.now) }
    }

    /// What of this stands in a state in which another stands too.
    fn like(self, other: &Self) -> Self {
        let Self { then, now } = self;
        Self {
            then: then.filter(|_| other.then.is_some()),
            now: now.filter(|_| other.now.is_some()),
        }
    }
}

/// A piece of a text with its changes.
pub enum Item<'b, 'x> {
    /// A sign.
    Atom(Both<&'b Atom<'x>>),
    /// The end of a paragraph.
    End(Both<&'b Paragraph<'x>>),
    /// A table, by its rows, set as it is now; one that is gone, as it was.
    Table(&'b Table<'x>, Vec<TableRow<'b, 'x>>),
}

/// A row of a table, and what stands in each of its cells.
pub struct TableRow<'b, 'x> {
    pub row: Both<&'b Row<'x>>,
    pub cells: Vec<Vec<Item<'b, 'x>>>,
}

/// Calls something with all signs that are no text.
pub fn each_atom<'x>(items: &[Item<'_, 'x>], each: &mut impl FnMut(Both<Whole<'x>>)) {
    for item in items {
        match item {
            Item::Atom(Both { then, now }) => {
                let whole = |atom: &Option<&Atom<'x>>| atom.and_then(|atom| atom.whole);
                each(Both { then: whole(then), now: whole(now) });
            }
            Item::End(_) => {}
            Item::Table(_, rows) => {
                rows.iter().flat_map(|row| &row.cells).for_each(|cell| each_atom(cell, each));
            }
        }
    }
}

/// Two states of blocks as one.
pub fn merged<'b, 'x>(then: &'b [Block<'x>], now: &'b [Block<'x>]) -> Vec<Item<'b, 'x>> {
    let is_table = |block: &Block<'_>| matches!(block, Block::Table(_));
    let is_running =
        |block: &Block<'_>| matches!(block, Block::Paragraph(p) if p.frame().is_none());
    let known = |blocks: &'b [Block<'x>]| -> Vec<_> {
        blocks.iter().map(|block| known(std::iter::once(block))).collect()
    };
    let is_near = |one: usize, other: usize| is_running(&then[one]) && is_running(&then[other]);
    let mut items = Vec::new();
    for Segment { old, new, .. } in segments(&known(then), &known(now), is_near) {
        match (&then[old], &now[new]) {
            ([Block::Table(old)], [Block::Table(new)]) => items.push(table(old, new)),
            (old, new)
                if !old.is_empty() && !new.is_empty() && !old.iter().chain(new).any(is_table) =>
            {
                text(old, new, &mut items);
            }
            (old, new) => {
                old.iter().for_each(|block| alone(block, State::Then, &mut items));
                new.iter().for_each(|block| alone(block, State::Now, &mut items));
            }
        }
    }
    settled(items)
}

fn segments(
    old: &[align::Known],
    new: &[align::Known],
    is_near: impl Fn(usize, usize) -> bool,
) -> Vec<Segment> {
    let pairs = align::pairs(old, new);
    Aligned { old, new, pairs: &pairs, has_marks: true }.segments(is_near)
}

/// A block of one of the states.
fn alone<'b, 'x>(block: &'b Block<'x>, state: State, items: &mut Vec<Item<'b, 'x>>) {
    match block {
        Block::Paragraph(paragraph) => {
            items.extend(paragraph.atoms.iter().map(|atom| Item::Atom(state.only(atom))));
            items.push(Item::End(state.only(paragraph)));
        }
        Block::Table(table) => {
            items.push(Item::Table(table, table.rows.iter().map(|r| lone_row(r, state)).collect()));
        }
    }
}

fn lone_row<'b, 'x>(row: &'b Row<'x>, state: State) -> TableRow<'b, 'x> {
    let cell = |cell: &'b Cell<'x>| {
        let mut items = Vec::new();
        cell.blocks.iter().for_each(|block| alone(block, state, &mut items));
        items
    };
    TableRow { row: state.only(row), cells: row.cells.iter().map(cell).collect() }
}

/// A table that is there in both states, row by row.
fn table<'b, 'x>(then: &'b Table<'x>, now: &'b Table<'x>) -> Item<'b, 'x> {
    let [olds, news] =
        [then, now].map(|table| table.rows.iter().map(known_row).collect::<Vec<_>>());
    let mut rows = Vec::new();
    for Segment { old, new, .. } in segments(&olds, &news, |_, _| false) {
        match (&then.rows[old], &now.rows[new]) {
            ([old], [new]) if old.cells.len() == new.cells.len() => {
                let cells = old.cells.iter().zip(&new.cells);
                let cells = cells.map(|(old, new)| merged(&old.blocks, &new.blocks)).collect();
                rows.push(TableRow { row: Both { then: Some(old), now: Some(new) }, cells });
            }
            (old, new) => {
                rows.extend(old.iter().map(|row| lone_row(row, State::Then)));
                rows.extend(new.iter().map(|row| lone_row(row, State::Now)));
            }
        }
    }
    Item::Table(now, rows)
}

/// A sign of a text, or the end of a paragraph that another follows.
#[derive(Clone, Copy)]
enum Sign<'b, 'x> {
    Atom(&'b Atom<'x>),
    End(&'b Paragraph<'x>),
}

impl<'b, 'x> Sign<'b, 'x> {
    fn only(self, state: State) -> Item<'b, 'x> {
        match self {
            Self::Atom(atom) => Item::Atom(state.only(atom)),
            Self::End(paragraph) => Item::End(state.only(paragraph)),
        }
    }

    fn compared(&self) -> char {
        match self {
            Self::Atom(atom) => atom.sign,
            Self::End(_) => BREAK,
        }
    }
}

fn signs<'b, 'x>(blocks: &'b [Block<'x>]) -> (Vec<Sign<'b, 'x>>, Option<&'b Paragraph<'x>>) {
    let (mut signs, mut last) = (Vec::new(), None);
    for block in blocks {
        let Block::Paragraph(paragraph) = block else { continue };
        signs.extend(last.map(Sign::End));
        signs.extend(paragraph.atoms.iter().map(Sign::Atom));
        last = Some(paragraph);
    }
    (signs, last)
}

/// Paragraphs that are compared word by word: one with one, or what was split or joined.
fn text<'b, 'x>(then: &'b [Block<'x>], now: &'b [Block<'x>], items: &mut Vec<Item<'b, 'x>>) {
    let is_line = then
        .iter()
        .chain(now)
        .any(|block| matches!(block, Block::Paragraph(p) if p.frame().is_some()));
    let what_for = if then.len() + now.len() == 2 { For::Reading } else { For::ReadingClosely };
    let ((olds, old_last), (news, new_last)) = (signs(then), signs(now));
    let compared = |signs: &[Sign<'_, '_>]| signs.iter().map(Sign::compared).collect::<Vec<_>>();
    let (mut o, mut n) = (0, 0);
    let (old_signs, new_signs) = (compared(&olds), compared(&news));
    // LibreOffice 7.4 mixes up several changes in a line that stands elsewhere on the page.
    let changed = match is_line {
        true if old_signs == new_signs => Vec::new(),
        true => vec![(0..olds.len(), 0..news.len())],
        false => hunks(&old_signs, &new_signs, what_for),
    };
    let end = (olds.len()..olds.len(), news.len()..news.len());
    for (gone, come) in changed.into_iter().chain([end]) {
        let same = olds[o..gone.start].iter().zip(&news[n..come.start]);
        same.for_each(|(old, new)| items.extend(both(*old, *new)));
        items.extend(olds[gone.clone()].iter().map(|sign| sign.only(State::Then)));
        items.extend(news[come.clone()].iter().map(|sign| sign.only(State::Now)));
        (o, n) = (gone.end, come.end);
    }
    items.push(Item::End(Both { then: old_last, now: new_last }));
}

/// Signs that nobody tells apart. Where they are not the same they are two, and so are words that link
/// elsewhere now.
fn both<'b, 'x>(old: Sign<'b, 'x>, new: Sign<'b, 'x>) -> Vec<Item<'b, 'x>> {
    match (old, new) {
        (Sign::Atom(old), Sign::Atom(new)) if old.sign == new.sign && old.link == new.link => {
            vec![Item::Atom(Both { then: Some(old), now: Some(new) })]
        }
        (Sign::End(old), Sign::End(new)) => {
            vec![Item::End(Both { then: Some(old), now: Some(new) })]
        }
        _ => vec![old.only(State::Then), new.only(State::Now)],
    }
}

/// Items in which the last paragraph of each part, up to a table or the end, stands in both states if
/// any of the part does: nothing follows with which it could be joined. Words that come or go at the end
/// of a paragraph, and paragraphs after it that do so, too, are one change, as in Word: LibreOffice 7.4
/// takes an end too much otherwise.
fn settled<'b, 'x>(items: Vec<Item<'b, 'x>>) -> Vec<Item<'b, 'x>> {
    let (mut all, mut part) = (Vec::new(), Vec::new());
    for item in items {
        let is_table = matches!(item, Item::Table(..));
        if is_table {
            settle(&mut part);
            all.append(&mut part);
        }
        (if is_table { &mut all } else { &mut part }).push(item);
    }
    settle(&mut part);
    all.append(&mut part);
    all
}

fn settle(part: &mut Vec<Item<'_, '_>>) {
    let ends = ends(part);
    if let Some((last, end)) = ends.last().filter(|(_, end)| !end.is_same()) {
        let is_other = |(_, other): &&(usize, Both<_>)| {
            other.is_same() || other.then.is_some() != end.then.is_some()
        };
        if let Some((at, other)) = ends.iter().rev().find(is_other) {
            change_places(part, *at, *last);
            if !other.is_same() {
                part.remove(*at);
            }
        }
    }
    let ends = self::ends(part);
    for (index, (at, _)) in ends.iter().enumerate().filter(|(_, (_, end))| end.is_same()) {
        let Some(before) = at.checked_sub(1).map(|before| &part[before]) else { continue };
        let is_like = |item: &Item<'_, '_>| !is_same(item) && is_then(item) == is_then(before);
        let goes_on = |(last, _): &&(usize, Both<_>)| part[at + 1..=*last].iter().all(is_like);
        let last = ends[index + 1..].iter().take_while(goes_on).last();
        if let Some((last, _)) = last.filter(|_| matches!(before, Item::Atom(_)) && is_like(before))
        {
            change_places(part, *at, *last);
        }
    }
}

/// The ends of paragraphs, and where they stand.
fn ends<'b, 'x>(items: &[Item<'b, 'x>]) -> Vec<(usize, Both<&'b Paragraph<'x>>)> {
    let end = |(at, item): (usize, &Item<'b, 'x>)| match item {
        Item::End(end) => Some((at, *end)),
        _ => None,
    };
    items.iter().enumerate().filter_map(end).collect()
}

/// Makes a later end of a paragraph, which only one of the states has, the one that both have, and an
/// earlier one that which only this state has.
fn change_places(items: &mut [Item<'_, '_>], at: usize, last: usize) {
    let [Item::End(other), Item::End(own)] = [&items[at], &items[last]] else { return };
    let (left, joined) = (other.like(own), own.with(*other));
    items[at] = Item::End(left);
    items[last] = Item::End(joined);
}

fn is_same(item: &Item<'_, '_>) -> bool {
    match item {
        Item::Atom(atom) => atom.is_same(),
        Item::End(end) => end.is_same(),
        Item::Table(..) => true,
    }
}

fn is_then(item: &Item<'_, '_>) -> bool {
    match item {
        Item::Atom(atom) => atom.then.is_some(),
        Item::End(end) => end.then.is_some(),
        Item::Table(..) => false,
    }
}
