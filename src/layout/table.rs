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

impl Setter<'_> {
    /// Adds the rows of a table.
    pub(super) fn table(&mut self, table: &Table, column: &Column, rows: &mut Vec<Row>) {
        let node = self.add(Role::Table, column);
        let head = self.texts(&table.head, Role::HeadCell, node, column);
        let body: Vec<_> =
            table.rows.iter().map(|row| self.texts(row, Role::Cell, node, column)).collect();
        let columns = self.columns(table, &head, &body, column);
        let mut head_rows = self.row(&head, &columns, column, LINES.0);
        head_rows[0].before = column.gap;
        head_rows.iter_mut().for_each(|row| row.leads_in = Glue::Firm);
        let mut repeated = head_rows.clone();
        repeated[0].before = 0.0;
        let repeat = Rc::new(repeated);
        rows.append(&mut head_rows);
        for cells in &body {
            let row = self.row(cells, &columns, column, LINES.1);
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

    /// The left edge and the width of each column, and how it is set. Each gets what its longest
    /// text needs; where that is too much for all, what its longest word needs, and a share of
    /// the rest.
    fn columns(
        &mut self,
        table: &Table,
        head: &[RichText],
        body: &[Vec<RichText>],
        column: &Column,
    ) -> Vec<(f32, f32, document::Column)> {
        let rows = || std::iter::once(head).chain(body.iter().map(Vec::as_slice));
        let mut wanted = vec![0.0_f32; table.columns.len()];
        let mut needed = wanted.clone();
        for row in rows() {
            for (index, text) in row.iter().enumerate() {
                let (widest, word) = paragraph::widths(text, self.fonts);
                wanted[index] = wanted[index].max(widest + 0.1);
                needed[index] = needed[index].max(word + 0.1);
            }
        }
        let room = column.width - 2.0 * PADDING * wanted.len() as f32;
        let widths = shares(&wanted, &needed, room);
        let mut left = column.left;
        let mut place = |(width, &set): (&f32, &document::Column)| {
            let x = left + PADDING;
            left = x + width + PADDING;
            (x, *width, set)
        };
        widths.iter().zip(&table.columns).map(&mut place).collect()
    }

    /// One row of the table, as a row for each line of its cells. A page can break within it only
    /// if it is more than a page.
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
            row.glue = if index == 0 { Glue::Free } else { Glue::Weak };
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
        let end = columns.last().map_or(column.left, |(x, width, _)| x + width + PADDING);
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

/// Widths that fill no more than `room`. Columns that want no more than an equal share get what
/// they want; the others share what is left by what they want beyond their longest word. Where
/// not even the longest words fit, words are broken.
fn shares(wanted: &[f32], needed: &[f32], room: f32) -> Vec<f32> {
    let all_needed = needed.iter().sum::<f32>();
    if all_needed >= room {
        return needed.iter().map(|need| need * room / all_needed).collect();
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

#[cfg(test)]
mod tests {
    use super::shares;

    #[test]
    fn columns_fill_the_room_and_no_more() {
        assert_eq!(shares(&[10.0, 20.0], &[5.0, 5.0], 100.0), [10.0, 20.0]);
        assert_eq!(shares(&[80.0, 60.0], &[20.0, 20.0], 100.0), [56.0, 44.0]);
        assert_eq!(shares(&[30.0, 300.0], &[10.0, 20.0], 100.0), [30.0, 70.0]);
        assert_eq!(shares(&[80.0, 160.0], &[80.0, 120.0], 100.0), [40.0, 60.0]);
    }
}
