//! What changed between the letter as it was and a Word file that came back: each change at the key
//! that it belongs to.

use super::base::{Base, BaseBlock, BaseSign};
use super::footnotes::{self, Footnotes};
use super::rows::{self, Rows};
use super::text::{self, BREAK, For, Hunks, Note, Unit, hunks, is_same_look, paragraph_end, shown};
use super::value::{Kind, Written};
use super::{Change, Edit, Remark, Standing};
use crate::diff::align::{self, Aligned, Known, Pair, Segment};
use crate::diff::{Piece, Sign};
use crate::docx::manifest::{Owner, Shape};
use crate::docx::read::{End, How, NOTE, Paragraph, Returned, Who};
use crate::letter::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// All changes in a file that came back, in the order of the letter.
pub fn compare(base: &Base, returned: &Returned) -> Vec<Change> {
    let notes = returned.notes.iter().flatten();
    let notes = Comparison::new(base, &base.notes, returned, notes);
    let known = Footnotes::new(&notes);
    let body = Comparison::new(base, &base.blocks, returned, returned.paragraphs.iter());
    let body = Comparison { footnotes: Some(&known), ..body };
    let hunks = body.all_hunks();
    let told = known.told(&body, &hunks);
    let mut changes = body.changes(hunks);
    changes.extend(body.of_rows());
    let others = notes.all_hunks().into_iter().filter(|hunk| !told.contains(&notes, hunk));
    changes.extend(
        notes
            .changes(others.collect())
            .into_iter()
            .map(|change| Change { order: (true, change.order.1), ..change }),
    );
    changes.extend(returned.ends.iter().map(at_end));
    changes.sort_by_key(|change| change.order);
    tell_moves(&mut changes);
    changes
}

/// A change at the head or the foot of the pages: no key has words there.
fn at_end(end: &End) -> Change {
    let sign = |how: How| match how {
        How::Same => Sign::Same,
        How::Gone => Sign::Deleted,
        How::Come => Sign::Inserted,
    };
    let pieces = end.words.iter().map(|(how, text)| Piece { sign: sign(*how), text: text.clone() });
    Change {
        part: "The letter as a whole".to_owned(),
        label: "Head or foot of the pages".to_owned(),
        remark: None,
        language: Language::English,
        pieces: pieces.collect(),
        who: end.who.iter().cloned().collect(),
        standing: Standing::NotYours(Owner::Fixed),
        edit: None,
        order: (true, usize::MAX),
    }
}

/// A paragraph that came back.
#[derive(Clone)]
pub struct Back<'a> {
    /// As the file has it.
    pub paragraph: &'a Paragraph,
    /// Its signs without the spaces around them.
    pub units: Vec<Unit>,
    /// Who put each of them there.
    by: Vec<Option<usize>>,
    /// How many signs were left out at its start.
    cut: usize,
}

/// The letter that was sent beside what came back.
pub struct Comparison<'a> {
    /// The letter that was sent.
    pub base: &'a Base,
    /// The blocks that were sent.
    pub blocks: Vec<&'a BaseBlock>,
    /// Where each of them stands among all that were sent.
    pub numbers: Vec<usize>,
    /// The rows of tables that are new or gone: they are not among the blocks and paragraphs.
    pub rows: Rows<'a>,
    columns: BTreeMap<(usize, usize), usize>,
    /// What came back.
    pub returned: &'a Returned,
    /// The signs of all blocks, with the ends of paragraphs between them.
    pub old: Vec<BaseSign>,
    /// Where each block begins there.
    pub starts: Vec<usize>,
    /// All paragraphs, those without text too.
    all: Vec<&'a Paragraph>,
    /// Those with text.
    pub back: Vec<Back<'a>>,
    /// Where each of them stands among all.
    pub index: Vec<usize>,
    /// By what the blocks are known again, and those with text.
    then: Vec<Known>,
    now: Vec<Known>,
    /// Which is which.
    pub pairs: Vec<Pair>,
    /// Whether marks have come back at all.
    pub is_marked: bool,
    /// Which footnote is which, where there can be any.
    pub footnotes: Option<&'a Footnotes>,
}

/// What changed, in signs of all blocks.
pub struct Hunk {
    /// The signs that are gone.
    pub old: Range<usize>,
    /// Those that are new.
    pub new: Vec<Unit>,
    /// What the paragraphs are that begin in the new text.
    kinds: Vec<Kind>,
    /// Who did it.
    who: BTreeSet<usize>,
    is_marked: bool,
    /// What a paragraph that is new is called by: its style and its list.
    pub added: Option<usize>,
    /// Why it is not to be taken over, where that is known already.
    cannot: Option<&'static str>,
}

impl<'a> Comparison<'a> {
    /// Finds out which paragraph is which.
    pub fn new(
        base: &'a Base,
        blocks: &'a [BaseBlock],
        returned: &'a Returned,
        paragraphs: impl Iterator<Item = &'a Paragraph>,
    ) -> Self {
        let all: Vec<&Paragraph> = paragraphs.collect();
        let (mut back, mut index) = (Vec::new(), Vec::new());
        for (at, paragraph) in all.iter().enumerate() {
            let read = Back::new(paragraph, returned);
            if !read.units.is_empty() {
                back.push(read);
                index.push(at);
            }
        }
        let known = |block: &&BaseBlock| {
            let signs = block.signs.iter().map(|sign| sign.unit.sign);
            Known::new(signs, [block.mark.clone()], block.shape == Shape::Cell)
        };
        let mut blocks: Vec<&BaseBlock> = blocks.iter().collect();
        let mut numbers: Vec<usize> = (0..blocks.len()).collect();
        let mut then: Vec<Known> = blocks.iter().map(known).collect();
        let mut now: Vec<Known> = back.iter().map(Back::known).collect();
        let mut pairs = align::pairs(&then, &now);
        let found = rows::find(&base.values, &blocks, &back, &index, &all, &pairs);
        without(&mut blocks, &found.blocks);
        without(&mut numbers, &found.blocks);
        without(&mut then, &found.blocks);
        without(&mut back, &found.back);
        without(&mut index, &found.back);
        without(&mut now, &found.back);
        for pair in &mut pairs {
            pair.old -= found.blocks.range(..pair.old).count();
            pair.new -= found.back.range(..pair.new).count();
        }
        let (mut old, mut starts) = (Vec::new(), Vec::new());
        for block in &blocks {
            if !starts.is_empty() {
                let unit = paragraph_end();
                old.push(BaseSign { unit, owner: Owner::Fixed, from: None, key: None });
            }
            starts.push(old.len());
            old.extend(block.signs.iter().cloned());
        }
        let is_marked = all.iter().any(|paragraph| !paragraph.marks.is_empty());
        let rows = found.rows;
        Self {
            base,
            blocks,
            numbers,
            rows,
            columns: found.columns,
            returned,
            old,
            starts,
            all,
            back,
            index,
            then,
            now,
            pairs,
            is_marked,
            footnotes: None,
        }
    }

    /// Where a block ends.
    pub fn end_of(&self, block: usize) -> usize {
        self.starts[block] + self.blocks[block].signs.len()
    }

    /// All that changed, in the order of the letter.
    fn all_hunks(&self) -> Vec<Hunk> {
        self.segments().iter().flat_map(|segment| self.hunks(segment)).collect()
    }

    fn changes(&self, hunks: Vec<Hunk>) -> Vec<Change> {
        hunks.into_iter().map(|hunk| self.change(hunk)).chain(self.odd()).collect()
    }

    /// The pairs with what stands between them.
    fn segments(&self) -> Vec<Segment> {
        let (old, new, pairs) = (&*self.then, &*self.now, &*self.pairs);
        let aligned = Aligned { old, new, pairs, has_marks: self.is_marked };
        aligned.segments(|one, other| self.value_of(one) == self.value_of(other))
    }

    /// The value that a block comes from.
    fn value_of(&self, block: usize) -> Option<usize> {
        self.blocks[block].signs.iter().find_map(|sign| sign.from).map(|(value, _)| value)
    }

    fn hunks(&self, segment: &Segment) -> Vec<Hunk> {
        match (segment.old.is_empty(), segment.new.is_empty()) {
            (true, _) => segment.new.clone().map(|new| self.added(segment, new)).collect(),
            (_, true) => segment.old.clone().map(|old| self.removed(segment, old)).collect(),
            _ => self.amended(segment),
        }
    }

    /// A paragraph that is new.
    fn added(&self, segment: &Segment, new: usize) -> Hunk {
        let back = &self.back[new];
        let after = segment.old.start;
        let at = if after == 0 { 0 } else { self.end_of(after - 1) };
        Hunk {
            old: at..at,
            new: back.units.clone(),
            kinds: vec![back.kind()],
            who: self.people(new, 0..back.units.len(), ""),
            is_marked: segment.is_marked,
            added: Some(new),
            cannot: self.cell_added(new),
        }
    }

    /// A block that is gone.
    fn removed(&self, segment: &Segment, old: usize) -> Hunk {
        let (start, end) = (self.starts[old], self.end_of(old));
        let text: String = self.old[start..end].iter().map(|sign| sign.unit.sign).collect();
        Hunk {
            old: start..end,
            new: Vec::new(),
            kinds: Vec::new(),
            who: self.people_between(segment.new.start, &text),
            is_marked: segment.is_marked,
            added: None,
            cannot: self.cell_gone(old).or(self.is_whole_note(old).then_some(
                "the words of a footnote are gone, and its number still stands in the text",
            )),
        }
    }

    /// Why words in a cell that had none are not taken over.
    fn cell_added(&self, new: usize) -> Option<&'static str> {
        let (table, row, column) = self.back[new].paragraph.cell?;
        let pairs = self.pairs.iter().map(|pair| (pair, self.back[pair.new].paragraph.cell));
        let in_row = pairs.filter_map(|(pair, cell)| match cell {
            Some((t, r, column)) if (t, r) == (table, row) => Some((pair.old, column)),
            _ => None,
        });
        let in_row: Vec<(usize, usize)> = in_row.collect();
        if in_row.iter().any(|(_, other)| *other == column) {
            return Some("a cell has a paragraph more, and in a letter it is one line");
        }
        let cell = in_row.first().and_then(|(old, _)| {
            rows::cell_of(&self.base.values, self.blocks[*old]).map(|(_, cell)| cell)
        });
        Some(match cell {
            Some(cell) if self.columns(table, row) <= cell.columns => {
                "a cell that was empty has words now; put them into the TOML"
            }
            _ => "a column was added to a table; that is done in the TOML",
        })
    }

    /// Why a cell that is gone alone is not taken over: only its words are, where it is still there.
    fn cell_gone(&self, old: usize) -> Option<&'static str> {
        if self.blocks[old].shape != Shape::Cell {
            return None;
        }
        let gone = "a column of a table is gone; that is done in the TOML";
        let Some((value, cell)) = rows::cell_of(&self.base.values, self.blocks[old]) else {
            return Some(gone);
        };
        let is_beside = |pair: &&Pair| {
            let other = rows::cell_of(&self.base.values, self.blocks[pair.old]);
            other.is_some_and(|(v, c)| (v, c.table, c.row) == (value, cell.table, cell.row))
        };
        let beside = self.pairs.iter().find(is_beside);
        let now = beside.and_then(|pair| self.back[pair.new].paragraph.cell);
        let is_whole = now.is_some_and(|(table, row, _)| self.columns(table, row) >= cell.columns);
        (!is_whole).then_some(gone)
    }

    /// How many columns a row has that came back.
    fn columns(&self, table: usize, row: usize) -> usize {
        self.columns.get(&(table, row)).copied().unwrap_or(0)
    }

    /// Whether nothing is left of the footnote that a block is of.
    fn is_whole_note(&self, block: usize) -> bool {
        let note = self.blocks[block].note;
        let is_there = |pair: &Pair| self.blocks[pair.old].note == note;
        note.is_some() && !self.pairs.iter().any(is_there)
    }

    fn amended(&self, segment: &Segment) -> Vec<Hunk> {
        let old = self.starts[segment.old.start]..self.end_of(segment.old.end - 1);
        let mut new: Vec<(Unit, usize, usize)> = Vec::new();
        for paragraph in segment.new.clone() {
            if !new.is_empty() {
                new.push((paragraph_end(), paragraph, 0));
            }
            let block = self.blocks[segment.old.start];
            let units = self.back[paragraph].units_beside(block).into_iter().enumerate();
            new.extend(units.map(|(at, unit)| (unit, paragraph, at)));
        }
        let signs: Vec<char> =
            self.old[old.clone()].iter().map(|sign| self.sign_then(sign)).collect();
        let news: Vec<char> = new.iter().map(|(unit, ..)| self.sign_now(unit)).collect();
        let ways: &[For] = match segment.old.len() == 1 && segment.new.len() == 1 {
            true => &[For::Reading, For::ReadingClosely, For::Finding],
            false => &[For::ReadingClosely, For::Finding],
        };
        let mut tried = ways.iter().map(|what_for| hunks(&signs, &news, *what_for));
        // A change that runs over words of several keys is looked at more closely.
        let is_of_one = |hunks: &Hunks| {
            hunks
                .iter()
                .all(|(gone, _)| self.is_of_one(old.start + gone.start..old.start + gone.end))
        };
        let closest = || hunks(&signs, &news, ways[0]);
        let changed = tried.find(is_of_one).unwrap_or_else(closest);
        let mut all = Vec::new();
        let (mut o, mut n) = (0, 0);
        for (gone, come) in
            changed.into_iter().chain([(signs.len()..signs.len(), news.len()..news.len())])
        {
            all.extend(self.looks(
                segment,
                old.start + o..old.start + gone.start,
                &new[n..come.start],
            ));
            (o, n) = (gone.end, come.end);
            if gone.is_empty() && come.is_empty() {
                continue;
            }
            let come = single_spaced(&signs, &news, &gone, come);
            let part = &new[come.clone()];
            let units: Vec<Unit> = part.iter().map(|(unit, ..)| unit.clone()).collect();
            let breaks = part.iter().filter(|(unit, ..)| unit.sign == BREAK);
            let kinds = breaks.map(|(_, paragraph, _)| self.back[*paragraph].kind()).collect();
            let gone_signs = &self.old[old.start + gone.start..old.start + gone.end];
            let text: String = gone_signs.iter().map(|sign| sign.unit.sign).collect();
            let place = |at: usize| new.get(at).map(|(_, paragraph, at)| (*paragraph, *at));
            let (paragraph, from) = place(come.start)
                .or_else(|| place(news.len().wrapping_sub(1)).map(|(p, at)| (p, at + 1)))
                .unwrap_or((segment.new.start, 0));
            let mut who = self.people(paragraph, from..from + come.len(), &text);
            for (_, paragraph, at) in part {
                who.extend(self.back[*paragraph].by.get(*at).copied().flatten());
            }
            if text.contains(BREAK) || units.iter().any(|unit| unit.sign == BREAK) {
                who.extend(segment.new.clone().filter_map(|new| self.back[new].paragraph.by));
            }
            all.push(Hunk {
                old: old.start + gone.start..old.start + gone.end,
                new: units,
                kinds,
                who,
                is_marked: segment.is_marked,
                added: None,
                cannot: None,
            });
        }
        all
    }

    /// A sign as it is compared: references to two footnotes are two signs.
    fn sign_then(&self, sign: &BaseSign) -> char {
        self.footnotes.map_or(sign.unit.sign, |known| known.sign_then(self.base, sign))
    }

    fn sign_now(&self, unit: &Unit) -> char {
        self.footnotes.map_or(unit.sign, |known| known.sign_now(unit))
    }

    /// Whether signs are all of one key, or all of none.
    fn is_of_one(&self, range: Range<usize>) -> bool {
        let signs = self.old[range].iter().filter(|sign| sign.unit.sign != BREAK);
        let mut values = signs.map(|sign| sign.from.map(|(value, _)| value));
        let first = values.next();
        values.all(|value| Some(value) == first)
    }

    /// Where the words are the same and look or link otherwise.
    fn looks(
        &self,
        segment: &Segment,
        old: Range<usize>,
        new: &[(Unit, usize, usize)],
    ) -> Vec<Hunk> {
        let (mut hunks, mut open) = (Vec::new(), None::<usize>);
        for at in 0..=new.len() {
            let differs = new.get(at).is_some_and(|(unit, ..)| {
                let sign = &self.old[old.start + at];
                let ours = sign
                    .from
                    .is_some_and(|(value, _)| self.base.values[value].written == Written::Markdown);
                ours && !is_same_look(&sign.unit, unit)
            });
            // A space between two such words belongs to them.
            let is_space = new.get(at).is_some_and(|(unit, ..)| unit.sign == ' ');
            match (open, differs) {
                (None, true) => open = Some(at),
                (Some(_), false) if is_space => {}
                (Some(start), false) => {
                    let end =
                        (start..at).rev().find(|at| new[*at].0.sign != ' ').map_or(at, |at| at + 1);
                    let part = &new[start..end];
                    let by = part
                        .iter()
                        .filter_map(|(_, p, at)| self.back[*p].by.get(*at).copied().flatten());
                    hunks.push(Hunk {
                        old: old.start + start..old.start + end,
                        new: part.iter().map(|(unit, ..)| unit.clone()).collect(),
                        kinds: Vec::new(),
                        who: by.collect(),
                        is_marked: segment.is_marked,
                        added: None,
                        cannot: None,
                    });
                    open = None;
                }
                _ => {}
            }
        }
        hunks
    }

    /// Who put words into a paragraph there, and who took out these.
    fn people(&self, paragraph: usize, range: Range<usize>, gone: &str) -> BTreeSet<usize> {
        let back = &self.back[paragraph];
        let end = range.end.min(back.by.len());
        let mut who: BTreeSet<usize> =
            back.by[range.start.min(end)..end].iter().copied().flatten().collect();
        for other in &back.paragraph.gone {
            let at = other.at.saturating_sub(back.cut);
            let is_near = range.start <= at + 1 && at <= range.end + 1;
            if is_near && !gone.is_empty() && is_in(&other.text, gone) {
                who.insert(other.by);
            }
        }
        if gone.is_empty() && range == (0..back.units.len()) {
            who.extend(back.paragraph.by);
        }
        who
    }

    /// Who took out words before a paragraph that came back.
    pub fn people_between(&self, next: usize, gone: &str) -> BTreeSet<usize> {
        let before = next.checked_sub(1).and_then(|before| self.index.get(before));
        let last = self.index.get(next).copied().unwrap_or(self.all.len().saturating_sub(1));
        let near = self.all.iter().take(last + 1).skip(before.copied().unwrap_or(0));
        let gones = near.flat_map(|paragraph| &paragraph.gone);
        gones.filter(|other| is_in(&other.text, gone)).map(|other| other.by).collect()
    }

    fn change(&self, hunk: Hunk) -> Change {
        let deleted: Vec<&BaseSign> =
            self.old[hunk.old.clone()].iter().filter(|sign| sign.unit.sign != BREAK).collect();
        let place = match (hunk.added, deleted.is_empty()) {
            (Some(new), _) => self.place_of_paragraph(&hunk, new),
            (None, true) => self.place_of_insertion(&hunk),
            (None, false) => self.place_of_words(&hunk, &deleted),
        };
        let cannot = hunk.cannot.or_else(|| footnotes::cannot(self.footnotes, &deleted, &hunk.new));
        let kept = cannot.map(|why| Standing::Kept(why.to_owned()));
        let standing = match (&place.standing, kept) {
            (Standing::NotYours(_), _) | (_, None) => match place.standing.clone() {
                Standing::Placed if !hunk.is_marked => Standing::Guessed,
                standing => standing,
            },
            (_, Some(kept)) => kept,
        };
        let (part, mut label) = self.names(&place, &hunk);
        if let Some(other) = place.other.map(|value| self.base.names(value)) {
            label = format!(
                "{label}, or {}{}",
                if other.0 == part { "" } else { "the next: " },
                other.1
            );
        }
        let is_block = hunk.added.is_some()
            || (hunk.new.is_empty()
                && self
                    .starts
                    .binary_search(&hunk.old.start)
                    .is_ok_and(|b| self.end_of(b) == hunk.old.end));
        let remark = match (is_block, hunk.new.is_empty()) {
            (true, false) => Some(Remark::Added),
            (true, true) => Some(Remark::Removed),
            _ => None,
        };
        let who = self.named(hunk.who.clone());
        let order = (false, hunk.old.start);
        let pieces = self.pieces(&hunk);
        let edit = place.edit.map(|(value, range)| self.edit(value, range, &hunk, &place.before));
        Change {
            part,
            label,
            remark,
            language: Language::English,
            pieces,
            who,
            standing,
            edit,
            order,
        }
    }

    /// People by their numbers.
    pub fn named(&self, who: BTreeSet<usize>) -> Vec<Who> {
        let people = who.iter().filter_map(|who| self.returned.people.get(*who));
        people.cloned().collect::<BTreeSet<Who>>().into_iter().collect()
    }

    /// Signs in which footnotes that a value has already are called as there.
    pub fn named_notes(&self, mut new: Vec<Unit>, value: usize) -> Vec<Unit> {
        for unit in &mut new {
            let Some(note) = &unit.note else { continue };
            let known = note.number.zip(self.footnotes);
            let label = known.and_then(|(number, known)| known.label(self.base, number, value));
            unit.note = Some(Arc::new(Note { label, words: note.words.clone(), number: None }));
        }
        new
    }

    fn edit(&self, value: usize, range: Range<usize>, hunk: &Hunk, before: &Option<bool>) -> Edit {
        let mut new = self.named_notes(hunk.new.clone(), value);
        match before {
            Some(true) => new.push(paragraph_end()),
            Some(false) => new.insert(0, paragraph_end()),
            None => {}
        }
        Edit { value, range, new, kinds: hunk.kinds.clone() }
    }

    fn names(&self, place: &Belonging, hunk: &Hunk) -> (String, String) {
        if let Some(value) = place.value {
            return self.base.names(value);
        }
        // Fixed words are told with the key that stands next before them.
        let before = self.old[..hunk.old.start.min(self.old.len())].iter().rev();
        let part = before.filter_map(|sign| sign.key).next().map(|value| self.base.names(value).0);
        (part.unwrap_or_else(|| "The letter as a whole".to_owned()), "Fixed words".to_owned())
    }

    /// The key of words that were changed or are gone.
    fn place_of_words(&self, hunk: &Hunk, deleted: &[&BaseSign]) -> Belonging {
        let key = deleted.iter().find_map(|sign| sign.key);
        if let Some(other) = deleted.iter().find(|sign| sign.owner != Owner::Office) {
            return Belonging::not_yours(other.owner, key);
        }
        let value = deleted.first().and_then(|sign| sign.from).map(|(value, _)| value);
        let is_one = deleted.iter().all(|sign| sign.from.map(|(value, _)| value) == value);
        let Some(value) = value.filter(|_| is_one) else {
            let why = match deleted.iter().any(|sign| sign.from.is_none()) {
                true => {
                    "the letter shows this in other words than the TOML has it; change it there"
                }
                false => "it runs over several keys; change them in the TOML",
            };
            return Belonging::kept(why, key);
        };
        let at =
            |sign: Option<&BaseSign>| sign?.from.filter(|(v, _)| *v == value).map(|(_, at)| at);
        let own = deleted.iter().filter_map(|sign| at(Some(sign)));
        let (first, last) = (own.clone().min().unwrap_or(0), own.max().unwrap_or(0));
        let is_break = |at: usize| self.old[at].unit.sign == BREAK;
        let before = hunk.old.start.checked_sub(1).map(|at| &self.old[at]);
        let start = at(before).filter(|_| is_break(hunk.old.start)).map_or(first, |at| at + 1);
        let after = self.old.get(hunk.old.end);
        let end = at(after).filter(|_| is_break(hunk.old.end - 1)).unwrap_or(last + 1);
        Belonging::at(value, start..end)
    }

    /// The key of words that are put in, and of paragraphs that are split or joined.
    fn place_of_insertion(&self, hunk: &Hunk) -> Belonging {
        let before = hunk.old.start.checked_sub(1).map(|at| &self.old[at]);
        let after = self.old.get(hunk.old.end);
        let own = |sign: Option<&BaseSign>| {
            sign.filter(|sign| sign.owner == Owner::Office).and_then(|sign| sign.from)
        };
        if !hunk.old.is_empty() {
            return match (own(before), own(after)) {
                (Some((one, start)), Some((other, end))) if one == other => {
                    Belonging::at(one, start + 1..end)
                }
                _ => Belonging::kept(
                    "it joins paragraphs of several keys",
                    before.and_then(|s| s.key),
                ),
            };
        }
        let before = before.filter(|sign| sign.unit.sign != BREAK);
        let after = after.filter(|sign| sign.unit.sign != BREAK);
        match (own(before), own(after)) {
            (Some((value, at)), _) => Belonging::at(value, at + 1..at + 1),
            (_, Some((value, at))) => Belonging::at(value, at..at),
            _ => {
                let sign = before.or(after);
                let owner = sign.map_or(Owner::Fixed, |sign| sign.owner);
                let key = sign.and_then(|sign| sign.key);
                match owner {
                    Owner::Office => Belonging::kept(
                        "the letter shows this in other words than the TOML has it; change it there",
                        key,
                    ),
                    owner => Belonging::not_yours(owner, key),
                }
            }
        }
    }

    /// The key of a paragraph that is new: that of its neighbours. Where those have two, the one that
    /// looks as it does.
    fn place_of_paragraph(&self, hunk: &Hunk, new: usize) -> Belonging {
        let next = self.starts.partition_point(|start| *start < hunk.old.start.max(1));
        let next = if hunk.old.start == 0 { 0 } else { next };
        let commentary = |sign: Option<&BaseSign>| {
            let (value, at) = sign.filter(|sign| sign.owner == Owner::Office)?.from?;
            (self.base.values[value].written == Written::Markdown).then_some((value, at))
        };
        let before = hunk.old.start.checked_sub(1).map(|at| &self.old[at]);
        let after = self.starts.get(next).and_then(|start| self.old.get(*start));
        let (one, other) = (commentary(before), commentary(after));
        let at_end = |(value, at): (usize, usize)| Belonging {
            before: Some(false),
            ..Belonging::at(value, at + 1..at + 1)
        };
        let at_start = |(value, at): (usize, usize)| Belonging {
            before: Some(true),
            ..Belonging::at(value, at..at)
        };
        match (one, other) {
            (Some(one), Some(other)) if one.0 == other.0 => at_end(one),
            (Some(one), Some(other)) => {
                let looks = |block: Option<usize>| self.looks_like(block?, new).then_some(());
                match (looks(next.checked_sub(1)), looks(Some(next))) {
                    (Some(()), None) => at_end(one),
                    (None, Some(())) => at_start(other),
                    _ => Belonging {
                        other: Some(other.0),
                        standing: Standing::Between,
                        ..at_end(one)
                    },
                }
            }
            (Some(one), None) => at_end(one),
            (None, Some(other)) => at_start(other),
            (None, None) => {
                let sign = before.or(after);
                let owner = sign.map_or(Owner::Fixed, |sign| sign.owner);
                let owner = if owner == Owner::Office { Owner::Fixed } else { owner };
                Belonging::not_yours(owner, sign.and_then(|sign| sign.key))
            }
        }
    }

    /// Whether a paragraph that came back has the style of the one that a block became.
    fn looks_like(&self, block: usize, new: usize) -> bool {
        let pair = self.pairs.iter().find(|pair| pair.old == block);
        pair.is_some_and(|pair| {
            let (one, other) = (self.back[pair.new].paragraph, self.back[new].paragraph);
            (&one.style, one.list.is_some()) == (&other.style, other.list.is_some())
        })
    }

    /// The words of a change with those around them in their paragraphs.
    fn pieces(&self, hunk: &Hunk) -> Vec<Piece> {
        let units = |range: Range<usize>| -> Vec<Unit> {
            self.old[range].iter().map(|sign| sign.unit.clone()).collect()
        };
        let (start, end) = match hunk.added {
            Some(_) => (hunk.old.start, hunk.old.end),
            None => {
                let is_break = |sign: &BaseSign| sign.unit.sign == BREAK;
                let before = self.old[..hunk.old.start].iter().rposition(is_break);
                let after = self.old[hunk.old.end..].iter().position(is_break);
                (
                    before.map_or(0, |at| at + 1),
                    after.map_or(self.old.len(), |at| hunk.old.end + at),
                )
            }
        };
        let plain = |range: Range<usize>| -> String {
            let signs = self.old[range].iter().map(|sign| sign.unit.sign);
            signs.filter(|sign| *sign != NOTE).map(|c| if c == BREAK { ' ' } else { c }).collect()
        };
        let all = [
            (Sign::Same, plain(start..hunk.old.start)),
            (Sign::Deleted, shown(&units(hunk.old.clone()))),
            (Sign::Inserted, shown(&hunk.new)),
            (Sign::Same, plain(hunk.old.end..end)),
        ];
        let pieces = all.into_iter().map(|(sign, text)| Piece { sign, text });
        pieces.filter(|piece| !piece.text.is_empty()).collect()
    }

    /// What came back that a letter cannot hold.
    fn odd(&self) -> Vec<Change> {
        let mut changes = Vec::new();
        // Of a row that is new it is said why it cannot be taken.
        let in_rows: BTreeSet<usize> = self.rows.places().collect();
        let all = self.all.iter().enumerate().filter(|(at, _)| !in_rows.contains(at));
        for (at, paragraph) in all {
            let is_image = paragraph.marks.iter().any(|(name, _)| self.base.images.contains(name));
            for odd in paragraph.odd.iter().filter(|odd| !(is_image && **odd == "a picture")) {
                let next = self.index.partition_point(|index| *index < at);
                let pair = self.pairs.iter().rev().find(|pair| pair.new <= next);
                let block = pair.map(|pair| pair.old);
                let value = block.and_then(|block| self.value_of(block));
                let (part, label) = value.map_or_else(
                    || ("The letter as a whole".to_owned(), "Fixed words".to_owned()),
                    |value| self.base.names(value),
                );
                changes.push(Change {
                    part,
                    label,
                    remark: Some(Remark::Odd(odd)),
                    language: Language::English,
                    pieces: Vec::new(),
                    who: Vec::new(),
                    standing: Standing::Kept(format!("a letter cannot hold {odd}")),
                    edit: None,
                    order: (false, block.map_or(0, |block| self.end_of(block))),
                });
            }
        }
        changes
    }

    /// All paragraphs that came back.
    pub fn all(&self) -> &[&'a Paragraph] {
        &self.all
    }

    /// The key at which a paragraph stands, by its place among all: what it is called, which value it
    /// is, and where it stands in the letter.
    pub fn key_of(&self, at: usize) -> (String, String, Option<usize>, usize) {
        let next = self.index.partition_point(|index| *index < at);
        let own = self.pairs.iter().find(|pair| self.index[pair.new] == at);
        let before = self.pairs.iter().rev().find(|pair| pair.new <= next);
        let pair = own.or(before).or(self.pairs.first());
        let Some(block) = pair.map(|pair| pair.old) else {
            return ("The letter as a whole".to_owned(), "Fixed words".to_owned(), None, 0);
        };
        let key = self.blocks[block].signs.iter().find_map(|sign| sign.key);
        let names = key.map(|value| self.base.names(value));
        let place = Belonging::not_yours(Owner::Fixed, key);
        let start = self.starts[block];
        let hunk = Hunk {
            old: start..start,
            new: Vec::new(),
            kinds: Vec::new(),
            who: BTreeSet::new(),
            is_marked: true,
            added: None,
            cannot: None,
        };
        let (part, label) = names.unwrap_or_else(|| self.names(&place, &hunk));
        (part, label, key, start)
    }
}

/// Where a change belongs.
struct Belonging {
    /// The value, and the signs of it that are replaced.
    edit: Option<(usize, Range<usize>)>,
    value: Option<usize>,
    /// The other value that a new paragraph may belong to.
    other: Option<usize>,
    /// Whether a new paragraph stands before that place, or after it.
    before: Option<bool>,
    standing: Standing,
}

impl Belonging {
    fn at(value: usize, range: Range<usize>) -> Self {
        let edit = Some((value, range));
        Self { edit, value: Some(value), other: None, before: None, standing: Standing::Placed }
    }

    fn kept(why: &str, value: Option<usize>) -> Self {
        let standing = Standing::Kept(why.to_owned());
        Self { edit: None, value, other: None, before: None, standing }
    }

    fn not_yours(owner: Owner, value: Option<usize>) -> Self {
        Self { edit: None, value, other: None, before: None, standing: Standing::NotYours(owner) }
    }
}

/// Takes out what stands at these places.
fn without<T>(all: &mut Vec<T>, places: &BTreeSet<usize>) {
    let mut at = 0..;
    all.retain(|_| at.next().is_some_and(|at| !places.contains(&at)));
}

/// What is new in place of what is gone. Where a word is taken out, the spaces on both sides of it are
/// left as a rule: one of them is enough.
fn single_spaced(
    old: &[char],
    new: &[char],
    gone: &Range<usize>,
    come: Range<usize>,
) -> Range<usize> {
    let is_space = |sign: Option<&char>| sign == Some(&' ');
    if gone.is_empty() || come.is_empty() {
        return come;
    }
    let before = gone.start.checked_sub(1).and_then(|before| old.get(before));
    let doubles = is_space(before) && is_space(new.get(come.start));
    let start = come.start + usize::from(doubles);
    let doubles =
        start < come.end && is_space(old.get(gone.end)) && is_space(new.get(come.end - 1));
    start..come.end - usize::from(doubles)
}

impl<'a> Back<'a> {
    fn new(paragraph: &'a Paragraph, returned: &'a Returned) -> Self {
        let read = Self::without_notes(paragraph, &returned.links);
        let mut units = read.units;
        let glyphs = &paragraph.text[read.cut..];
        for (unit, glyph) in units.iter_mut().zip(glyphs) {
            let Some(number) = glyph.note else { continue };
            let paragraphs = returned.notes.get(number).into_iter().flatten();
            let words: Vec<Vec<Unit>> = paragraphs
                .map(|paragraph| Self::without_notes(paragraph, &returned.links).units)
                .filter(|units| !units.is_empty())
                .collect();
            let words = words.join(&paragraph_end());
            unit.note = Some(Arc::new(Note { label: None, words, number: Some(number) }));
        }
        Self { units, ..read }
    }

    fn without_notes(paragraph: &'a Paragraph, links: &[String]) -> Self {
        let is_space = |glyph: &&crate::docx::read::Glyph| glyph.sign.is_whitespace();
        let cut = paragraph.text.iter().take_while(is_space).count();
        let end = paragraph.text.iter().rev().take_while(is_space).count();
        let kept = paragraph.text.get(cut..paragraph.text.len() - end).unwrap_or_default();
        let unit = |glyph: &crate::docx::read::Glyph| Unit {
            sign: glyph.sign,
            look: glyph.look,
            link: glyph.link.and_then(|link| links.get(link)).cloned(),
            note: None,
        };
        let units = kept.iter().map(unit).collect();
        Self { paragraph, units, by: kept.iter().map(|glyph| glyph.by).collect(), cut }
    }

    /// Its signs, beside those of a block. Of a heading or a table's first row that is strong as a whole,
    /// and was sent without, it is the style that makes it so: some programs write that beside the words.
    fn units_beside(&self, block: &BaseBlock) -> Vec<Unit> {
        let is_first_row = self.paragraph.cell.is_some_and(|(_, row, _)| row == 0);
        let was_strong = block.signs.iter().any(|sign| sign.unit.look.strong);
        let is_strong = self.units.iter().all(|unit| unit.look.strong);
        let is_of_style =
            (is_first_row || block.shape == Shape::Heading) && is_strong && !was_strong;
        let mut units = self.units.clone();
        units.iter_mut().for_each(|unit| unit.look.strong &= !is_of_style);
        units
    }

    /// Who put something into it.
    pub fn people(&self) -> BTreeSet<usize> {
        self.by.iter().copied().chain([self.paragraph.by]).flatten().collect()
    }

    fn known(&self) -> Known {
        let full = self.paragraph.marks.iter().filter(|(_, range)| !range.is_empty());
        let marks = full.map(|(name, _)| name.clone());
        let signs = self.units.iter().map(|unit| unit.sign);
        Known::new(signs, marks, self.paragraph.cell.is_some())
    }

    fn kind(&self) -> Kind {
        match &self.paragraph {
            paragraph if paragraph.cell.is_some() => Kind::Cell,
            paragraph if paragraph.list.is_some() => Kind::Point,
            _ => Kind::Paragraph,
        }
    }
}

/// Whether what was taken out is part of what is gone, or the other way round.
fn is_in(taken: &str, gone: &str) -> bool {
    let (taken, gone) = (text::normal(taken.trim().chars()), text::normal(gone.trim().chars()));
    match (taken.is_empty(), gone.is_empty()) {
        (true, true) => true,
        (true, false) | (false, true) => false,
        _ => gone.contains(&taken) || taken.contains(&gone),
    }
}

/// Says of paragraphs that are gone at one place and new at another that they were moved.
fn tell_moves(changes: &mut [Change]) {
    let words = |change: &Change, of: Sign| -> String {
        let pieces = change.pieces.iter().filter(|piece| piece.sign == of);
        text::normal(pieces.flat_map(|piece| piece.text.chars())).trim().to_owned()
    };
    for gone in 0..changes.len() {
        if changes[gone].remark != Some(Remark::Removed) {
            continue;
        }
        let text = words(&changes[gone], Sign::Deleted);
        let is_it = |change: &Change| {
            change.remark == Some(Remark::Added) && words(change, Sign::Inserted) == text
        };
        if let Some(come) = changes.iter().position(is_it) {
            changes[gone].remark = Some(Remark::MovedAway);
            changes[come].remark = Some(Remark::MovedHere);
            let mut who: BTreeSet<Who> = changes[gone].who.iter().cloned().collect();
            who.extend(changes[come].who.iter().cloned());
            let who: Vec<Who> = who.into_iter().collect();
            changes[gone].who = who.clone();
            changes[come].who = who;
        }
    }
}
