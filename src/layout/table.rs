//! Tables: columns as wide as they need, rows that are never split, a head that is repeated.

use super::flow::{Glue, Row};
use super::paragraph::{self, Line, RichText, Setting};
use super::rows::{Column, Setter, links};
use super::structure::{NodeId, Role};
use super::{Area, Mark, Owner, Placed};
use crate::document::{self, Inline, Table};
use std::rc::Rc;

/// The space at each side of a cell's text.
const PADDING: f32 = 5.0;
/// The space above and below it.
const SPACE: f32 = 3.0;
/// The line under the head, and the lines between rows.
const LINES: (f32, f32) = (1.0, 0.4);
/// The smallest letters of a table that is too wide for larger ones.
const SMALLEST: f32 = 8.0;
/// A word that needs more than this part of the table is an address, and is broken at any size.
const LONGEST_WORD: f32 = 0.3;
/// A row of the table with no more lines than this is never split.
const SHORT_ROW: usize = 12;
/// A row with no more lines than this looks lost where it stands alone.
const LOW_ROW: usize = 3;

impl Setter<'_> {
    /// Adds the rows of a table.
    pub(super) fn table(&mut self, table: &Table, column: &Column, rows: &mut Vec<Row>) {
        let node = self.add(Role::Table, column);
        let head = self.texts(&table.head, Role::HeadCell, node, column);
        let cells = table.rows.iter().map(|row| self.texts(row, Role::Cell, node, column));
        let mut texts: Vec<_> = std::iter::once(head).chain(cells).collect();
        let (mut wanted, mut needed) = self.widths(&texts);
        let size = fitting_size(&needed, column.width, column.size);
        let scale = size / column.size;
        if size < column.size {
            texts.iter_mut().flatten().for_each(|text| text.scale(scale));
            wanted.iter_mut().chain(&mut needed).for_each(|width| *width *= scale);
        }
        let column = &Column { size, leading: column.leading * scale, ..column.clone() };
        let room = room(column.width, wanted.len(), scale);
        let columns = places(table, &shares(&wanted, &needed, room), column.left, PADDING * scale);
        let mut texts = texts.iter();
        let head = texts.next().map(Vec::as_slice).unwrap_or_default();
        let mut head_rows = self.row(head, &columns, column, LINES.0);
        head_rows[0].before = column.gap;
        head_rows.iter_mut().for_each(|row| row.leads_in = Glue::Firm);
        let mut repeated = head_rows.clone();
        repeated[0].before = 0.0;
        let repeat = Rc::new(repeated);
        rows.append(&mut head_rows);
        let last = texts.len().saturating_sub(1);
        for (index, cells) in texts.enumerate() {
            let mut row = self.row(cells, &columns, column, LINES.1);
            if (index == 1 || index == last) && row.len() <= LOW_ROW {
                // No low row stands alone below the head, if that can be helped.
                row[0].glue = Glue::Weak;
            }
            rows.extend(row.into_iter().map(|row| Row { repeat: Some(repeat.clone()), ..row }));
        }
    }

    fn texts(
        &mut self,
        cells: &[Vec<Inline>],
        role: Role,
        table: NodeId,
        column: &Column,
    ) -> Vec<RichText> {
        let bold = role == Role::HeadCell;
        let row = self.structure.add(Role::Row, Some(table), None);
        let text = |cell: &Vec<Inline>| {
            let node = self.structure.add(role.clone(), Some(row), None);
            let look = self.look(column.size, bold, node);
            let mut text = self.rich(cell, &look);
            if text.text().is_empty() {
                // Without anything in it the cell would be missing for those who hear the table.
                text.push(" ", look);
            }
            text
        };
        cells.iter().map(text).collect()
    }

    /// The widths of the longest text and of the longest word of each column.
    fn widths(&mut self, texts: &[Vec<RichText>]) -> (Vec<f32>, Vec<f32>) {
        let count = texts.iter().map(Vec::len).max().unwrap_or(0);
        let (mut wanted, mut needed) = (vec![0.0_f32; count], vec![0.0_f32; count]);
        for row in texts {
            for (index, text) in row.iter().enumerate() {
                let (widest, word) = paragraph::widths(text, self.fonts);
                wanted[index] = wanted[index].max(widest + 0.1);
                needed[index] = needed[index].max(word + 0.1);
            }
        }
        (wanted, needed)
    }

    /// One row of the table, as a row for each line of its cells. A page breaks within it only if
    /// it is long.
    fn row(
        &mut self,
        cells: &[RichText],
        columns: &[(f32, f32, document::Column)],
        column: &Column,
        rule: f32,
    ) -> Vec<Row> {
        let setting = |width| Setting { width, leading: column.leading };
        let set = |(text, &(_, width, _)): (&RichText, &(f32, f32, _))| {
            paragraph::set(text, setting(width), self.fonts)
        };
        let cells: Vec<Vec<Line>> = cells.iter().zip(columns).map(set).collect();
        let count = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut rows = Vec::new();
        for index in 0..count {
            let mut row = Row { height: column.leading, ..Row::default() };
            let top = if index == 0 { SPACE } else { 0.0 };
            for (cell, place) in cells.iter().zip(columns) {
                if let Some(line) = cell.get(index) {
                    self.push_line(line, place, top, &mut row);
                }
            }
            row.height += top;
            row.glue = match index {
                0 => Glue::Free,
                _ if count <= SHORT_ROW => Glue::Weak,
                _ if index == 1 || index + 1 == count => Glue::Firm,
                _ => Glue::Free,
            };
            rows.push(row);
        }
        if let Some(last) = rows.last_mut() {
            self.close(last, columns, column, rule);
        }
        rows
    }

    fn push_line(
        &self,
        line: &Line,
        place: &(f32, f32, document::Column),
        top: f32,
        row: &mut Row,
    ) {
        let left = place.0 + offset(line, place.1, place.2);
        for mut mark in self.marks(line, left) {
            mark.shift(top);
            row.marks.push(mark);
        }
        for mut link in links(line, left) {
            link.area.y += top;
            row.links.push(link);
        }
        row.notes.extend(self.note_references(line));
    }

    /// Draws the line under a row of the table.
    fn close(
        &self,
        row: &mut Row,
        columns: &[(f32, f32, document::Column)],
        column: &Column,
        rule: f32,
    ) {
        let padding = columns.first().map_or(0.0, |(x, ..)| x - column.left);
        let end = columns.last().map_or(column.left, |(x, width, _)| x + width + padding);
        let y = row.height + SPACE;
        let area = Area { x: column.left, y, width: end - column.left, height: rule };
        let placed = Placed::Rule(area, self.style.text.colour);
        row.marks.push(Mark { owner: Owner::Decoration, placed });
        row.height = y + rule;
    }
}

/// How far a line is moved to be set as its column is.
fn offset(line: &Line, width: f32, set: document::Column) -> f32 {
    match set {
        document::Column::Left => 0.0,
        document::Column::Centre => (width - line.width) / 2.0,
        document::Column::Right => width - line.width,
    }
}

/// What the text of cells has of a width, in letters of this scale.
fn room(width: f32, columns: usize, scale: f32) -> f32 {
    width - 2.0 * PADDING * scale * columns as f32
}

/// The largest size, no larger than `size`, in which the words fit that columns need room for.
fn fitting_size(needed: &[f32], width: f32, size: f32) -> f32 {
    let fits = |smaller: &f32| {
        let scale = smaller / size;
        let room = room(width, needed.len(), scale);
        let words = needed.iter().map(|need| (need * scale).min(room * LONGEST_WORD));
        words.sum::<f32>() <= room
    };
    let smaller = std::iter::successors(Some(size), |size| Some(size - 1.0));
    let mut smaller = smaller.take_while(|size| *size >= SMALLEST);
    smaller.find(fits).unwrap_or(size.min(SMALLEST))
}

/// The left edge and the width of each column, and how it is set.
fn places(
    table: &Table,
    widths: &[f32],
    left: f32,
    padding: f32,
) -> Vec<(f32, f32, document::Column)> {
    let mut left = left;
    let place = |(width, &set): (&f32, &document::Column)| {
        let x = left + padding;
        left = x + width + padding;
        (x, *width, set)
    };
    widths.iter().zip(&table.columns).map(place).collect()
}

/// Widths that fill no more than `room`. Each column gets what its longest text needs; where that
/// is too much for all, columns that want no more than an equal share get what they want, and the
/// others share what is left by what they want beyond their longest word. Where not even the
/// longest words fit, those of the columns with the longest are broken.
fn shares(wanted: &[f32], needed: &[f32], room: f32) -> Vec<f32> {
    if needed.iter().sum::<f32>() >= room {
        return equal_shares(needed, room);
    }
    let mut least = needed.to_vec();
    let (mut left, mut columns) = (room, wanted.len());
    while let Some(modest) = (0..wanted.len())
        .find(|&column| least[column] < wanted[column] && wanted[column] <= left / columns as f32)
    {
        least[modest] = wanted[modest];
        (left, columns) = (left - wanted[modest], columns - 1);
    }
    let all_least = least.iter().sum::<f32>();
    if all_least > room {
        least = needed.to_vec();
    }
    let beyond = wanted.iter().sum::<f32>() - least.iter().sum::<f32>();
    let spare = (room - least.iter().sum::<f32>()).min(beyond);
    let part = if beyond > 0.0 { spare / beyond } else { 0.0 };
    wanted.iter().zip(&least).map(|(want, least)| least + (want - least) * part).collect()
}

/// Columns that need no more than an equal share of `room` get what they need, the others an equal
/// share of what is left.
fn equal_shares(needed: &[f32], room: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..needed.len()).collect();
    order.sort_by(|a, b| needed[*a].total_cmp(&needed[*b]));
    let mut widths = vec![0.0; needed.len()];
    let mut left = room;
    for (served, column) in order.into_iter().enumerate() {
        let share = left / (needed.len() - served) as f32;
        widths[column] = needed[column].min(share);
        left -= widths[column];
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::{fitting_size, shares};

    #[test]
    fn columns_fill_the_room_and_no_more() {
        assert_eq!(shares(&[10.0, 20.0], &[5.0, 5.0], 100.0), [10.0, 20.0]);
        assert_eq!(shares(&[80.0, 60.0], &[20.0, 20.0], 100.0), [56.0, 44.0]);
        assert_eq!(shares(&[30.0, 300.0], &[10.0, 20.0], 100.0), [30.0, 70.0]);
        assert_eq!(shares(&[80.0, 160.0], &[80.0, 120.0], 100.0), [50.0, 50.0]);
        assert_eq!(shares(&[20.0, 160.0, 5.0], &[20.0, 120.0, 5.0], 100.0), [20.0, 75.0, 5.0]);
    }

    #[test]
    fn letters_are_smaller_where_words_would_be_broken() {
        assert_eq!(fitting_size(&[20.0; 5], 150.0, 12.0), 12.0);
        assert_eq!(fitting_size(&[26.0; 5], 150.0, 12.0), 10.0);
        assert_eq!(fitting_size(&[60.0; 5], 150.0, 12.0), 8.0);
        assert_eq!(fitting_size(&[500.0, 30.0], 150.0, 12.0), 12.0, "an address is broken anyway");
        assert_eq!(fitting_size(&[60.0; 5], 150.0, 7.0), 7.0);
    }
}
