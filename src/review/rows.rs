//! Rows of tables that are new or gone as a whole. They are looked at before the paragraphs: else each
//! cell of them would be a change.

use super::base::{BaseBlock, BaseSign};
use super::compare::{Back, Comparison};
use super::footnotes;
use super::text::{Unit, paragraph_end, shown};
use super::value::{Cell, Kind};
use super::{Change, Edit, Remark, Standing};
use crate::diff::align::Pair;
use crate::diff::{Piece, Sign};
use crate::docx::manifest::Owner;
use crate::docx::read::Paragraph;
use crate::letter::Language;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The rows of a letter that are new or gone.
#[derive(Default)]
pub struct Rows<'a> {
    /// Those that are gone.
    pub gone: Vec<Gone<'a>>,
    /// Those that are new.
    pub come: Vec<Come<'a>>,
}

/// A row that is gone, or a table with all of its rows.
pub struct Gone<'a> {
    /// Its cells.
    pub blocks: Vec<&'a BaseBlock>,
    /// Which block it begins with among all.
    first: usize,
    /// The value and the signs of it.
    at: (usize, Range<usize>),
    /// Why it cannot be taken over.
    cannot: Option<&'static str>,
    remark: Remark,
}

/// A row that is new.
pub struct Come<'a> {
    /// Its cells, each with its column.
    pub cells: Vec<(usize, Back<'a>)>,
    /// The block before it, in the same table.
    after: Option<(usize, Pair)>,
    /// How many columns it has.
    columns: usize,
    /// Where its paragraphs stand among all.
    places: Vec<usize>,
}

/// Which blocks, and which paragraphs that came back, are in such rows.
pub struct Found<'a> {
    /// The rows.
    pub rows: Rows<'a>,
    /// The blocks.
    pub blocks: BTreeSet<usize>,
    /// The paragraphs.
    pub back: BTreeSet<usize>,
    /// How many columns each row has that came back, by table and row.
    pub columns: BTreeMap<(usize, usize), usize>,
}

/// The place of a block in a table of a value.
pub fn cell_of(values: &[super::base::BaseValue], block: &BaseBlock) -> Option<(usize, Cell)> {
    let (value, at) = block.signs.iter().find_map(|sign| sign.from)?;
    let flat = &values[value].flat;
    Some((value, flat.cells[flat.leaf[at]]?))
}

/// Finds the rows of which nothing is on the other side.
pub fn find<'a>(
    values: &[super::base::BaseValue],
    blocks: &[&'a BaseBlock],
    back: &[Back<'a>],
    index: &[usize],
    all: &[&'a Paragraph],
    pairs: &[Pair],
) -> Found<'a> {
    let mut then: BTreeMap<(usize, usize), BTreeMap<usize, Vec<usize>>> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Some((value, cell)) = cell_of(values, block) {
            let rows = then.entry((value, cell.table)).or_default();
            rows.entry(cell.row).or_default().push(at);
        }
    }
    let mut now: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (at, read) in back.iter().enumerate() {
        if let Some((table, row, _)) = read.paragraph.cell {
            now.entry((table, row)).or_default().push(at);
        }
    }
    let kept: BTreeSet<usize> = pairs.iter().map(|pair| pair.old).collect();
    let there: BTreeMap<usize, Pair> = pairs.iter().map(|pair| (pair.new, *pair)).collect();
    let mut columns: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (table, row, column) in all.iter().filter_map(|paragraph| paragraph.cell) {
        let most = columns.entry((table, row)).or_default();
        *most = (*most).max(column + 1);
    }
    let (blocks_of, back_of) = (BTreeSet::new(), BTreeSet::new());
    let mut found = Found { rows: Rows::default(), blocks: blocks_of, back: back_of, columns };
    for ((value, _), rows) in &then {
        let is_gone = |row: &Vec<usize>| !row.iter().any(|block| kept.contains(block));
        let gone = |row: &[usize], cannot, remark| {
            let of = |block: &usize| blocks[*block].signs.iter().find_map(|sign| sign.from);
            let rows = &values[*value].flat.rows;
            let range = |block: &usize| {
                let (_, cell) = cell_of(values, blocks[*block])?;
                rows.get(&(cell.table, cell.row)).cloned()
            };
            let (first, last) = (row.first()?, row.last()?);
            of(first)?;
            Some(Gone {
                blocks: row.iter().map(|block| blocks[*block]).collect(),
                first: *first,
                at: (*value, range(first)?.start..range(last)?.end),
                cannot,
                remark,
            })
        };
        if rows.values().all(is_gone) {
            let whole: Vec<usize> = rows.values().flatten().copied().collect();
            found.rows.gone.extend(gone(&whole, None, Remark::TableRemoved));
            found.blocks.extend(whole);
            continue;
        }
        for (number, row) in rows.iter().filter(|(_, row)| is_gone(row)) {
            let head = "a table in a letter has a head; that is done in the TOML";
            let cannot = (*number == 0).then_some(head);
            found.rows.gone.extend(gone(row, cannot, Remark::RowRemoved));
            found.blocks.extend(row);
        }
    }
    for ((table, row), cells) in &now {
        if cells.iter().any(|cell| there.contains_key(cell)) {
            continue;
        }
        let before = now.range((*table, 0)..(*table, *row)).rev();
        let after = before.flat_map(|(_, cells)| cells.iter().rev()).find_map(|at| there.get(at));
        let own = |at: &usize| {
            let (_, _, column) = back[*at].paragraph.cell?;
            Some((column, back[*at].clone()))
        };
        found.rows.come.push(Come {
            cells: cells.iter().filter_map(own).collect(),
            after: after.map(|pair| (pair.old, *pair)),
            columns: found.columns.get(&(*table, *row)).copied().unwrap_or_default(),
            places: cells.iter().map(|at| index[*at]).collect(),
        });
        found.back.extend(cells);
    }
    found
}

impl Rows<'_> {
    /// The signs that are gone with them.
    pub fn gone_signs(&self) -> impl Iterator<Item = &BaseSign> {
        self.gone.iter().flat_map(|row| &row.blocks).flat_map(|block| &block.signs)
    }

    /// Where the paragraphs of new ones stand among all.
    pub fn places(&self) -> impl Iterator<Item = usize> {
        self.come.iter().flat_map(|row| &row.places).copied()
    }

    /// The signs that come with them.
    pub fn new_signs(&self) -> impl Iterator<Item = &Unit> {
        self.come.iter().flat_map(|row| &row.cells).flat_map(|(_, back)| &back.units)
    }
}

impl Comparison<'_> {
    /// The changes that rows are.
    pub fn of_rows(&self) -> Vec<Change> {
        let gone = self.rows.gone.iter().map(|row| self.row_gone(row));
        gone.chain(self.rows.come.iter().map(|row| self.row_come(row))).collect()
    }

    fn row_gone(&self, row: &Gone<'_>) -> Change {
        let (value, range) = row.at.clone();
        let texts: Vec<Vec<Unit>> = row.blocks.iter().map(|block| block.units()).collect();
        let row_of =
            |block: &BaseBlock| cell_of(&self.base.values, block).map(|(_, cell)| cell.row);
        let rows = row.blocks.chunk_by(|one, other| row_of(one) == row_of(other));
        let in_row = |row: &[&BaseBlock]| -> String {
            in_line(&row.iter().map(|block| block.units()).collect::<Vec<_>>())
        };
        let lines: Vec<String> = rows.map(in_row).collect();
        let owner = row.blocks.iter().find_map(|block| block.other_owner());
        let next = self.numbers.partition_point(|number| *number < row.first);
        let near = next.checked_sub(1).map_or(0, |before| {
            let pair = self.pairs.iter().rfind(|pair| pair.old <= before);
            pair.map_or(0, |pair| pair.new)
        });
        let who = texts.iter().flat_map(|text| {
            let text: String = text.iter().map(|unit| unit.sign).collect();
            self.people_between(near + 1, &text)
        });
        let (part, label) = self.base.names(value);
        Change {
            part,
            label,
            remark: Some(row.remark),
            language: Language::English,
            pieces: vec![Piece { sign: Sign::Deleted, text: lines.join("\n\n") }],
            who: self.named(who.collect()),
            standing: self.standing(owner, row.cannot, true),
            edit: Some(Edit { value, range, new: Vec::new(), kinds: Vec::new() }),
            order: (false, self.starts.get(next).copied().unwrap_or(self.old.len())),
        }
    }

    fn row_come(&self, row: &Come<'_>) -> Change {
        let texts: Vec<Vec<Unit>> = row.cells.iter().map(|(_, back)| back.units.clone()).collect();
        let anchor = row.after.and_then(|(block, pair)| {
            let (value, cell) = cell_of(&self.base.values, self.blocks[block])?;
            Some((block, pair, value, cell))
        });
        let who = row.cells.iter().flat_map(|(_, back)| back.people()).collect();
        let mut change = Change {
            part: "The letter as a whole".to_owned(),
            label: "Fixed words".to_owned(),
            remark: Some(Remark::RowAdded),
            language: Language::English,
            pieces: vec![Piece { sign: Sign::Inserted, text: in_line(&texts) }],
            who: self.named(who),
            standing: Standing::Placed,
            edit: None,
            order: (false, 0),
        };
        let Some((block, pair, value, cell)) = anchor else {
            let (part, label, _, order) = self.key_of(row.places[0]);
            let owner = row.after.and_then(|(block, _)| self.blocks[block].other_owner());
            let why = "it stands above the head of its table, or in a table that is new; that is done in \
                       the TOML";
            let standing = self.standing(owner, Some(why), true);
            return Change { part, label, standing, order: (false, order), ..change };
        };
        (change.part, change.label) = self.base.names(value);
        change.order.1 = self.end_of(block);
        let mut columns: BTreeMap<usize, Vec<Unit>> = BTreeMap::new();
        let mut cannot = (row.columns > cell.columns)
            .then_some("it has more columns than its table; that is done in the TOML");
        for (column, back) in &row.cells {
            if !back.paragraph.odd.is_empty() {
                cannot = cannot.or(Some(
                    "it has cells that are merged, or more than words; that is done in the TOML",
                ));
            }
            if columns.insert(*column, back.units.clone()).is_some() {
                cannot = cannot.or(Some(
                    "a cell has several paragraphs, and in a letter it is one line; that is done in the \
                     TOML",
                ));
            }
        }
        let mut new = Vec::new();
        for column in 0..cell.columns {
            new.push(paragraph_end());
            new.extend(columns.remove(&column).unwrap_or_default());
        }
        let cannot = cannot.or(footnotes::cannot(self.footnotes, &[], &new));
        let owner = self.blocks[block].other_owner();
        change.standing = self.standing(owner, cannot, pair.is_marked);
        let rows = &self.base.values[value].flat.rows;
        if let Some(before) = rows.get(&(cell.table, cell.row)) {
            let (new, kinds) = (self.named_notes(new, value), vec![Kind::Cell; cell.columns]);
            change.edit = Some(Edit { value, range: before.end..before.end, new, kinds });
        }
        change
    }

    fn standing(
        &self,
        owner: Option<Owner>,
        cannot: Option<&'static str>,
        is_sure: bool,
    ) -> Standing {
        match (owner, cannot) {
            (Some(owner), _) => Standing::NotYours(owner),
            (_, Some(why)) => Standing::Kept(why.to_owned()),
            _ if is_sure && self.is_marked => Standing::Placed,
            _ => Standing::Guessed,
        }
    }
}

/// Cells as they are told.
fn in_line(cells: &[Vec<Unit>]) -> String {
    cells.iter().map(|cell| shown(cell)).collect::<Vec<_>>().join(" | ")
}
