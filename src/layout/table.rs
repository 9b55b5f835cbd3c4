//! Tables: columns as wide as they need, rows that are never split, a head that is repeated.

use super::figures::{self, Point, Set};
use super::flow::{Glue, Row};
use super::paragraph::{self, RichText, Setting, TextLine};
use super::rows::{Column, Setter, links, marks, note_references};
use super::structure::{NodeId, Role};
use super::table_widths::{height, shares};
use super::{Mark, Owner, Placed, Rectangle};
use crate::document::{self, Cell, Table};
use std::rc::Rc;

/// The space at each side of a cell's text, and in a table of many columns.
const PADDING: (f32, f32) = (5.0, 3.0);
/// More columns than this are many.
const MANY: usize = 5;
/// The space above and below it.
const SPACE: f32 = 3.0;
/// The line under the head, and the lines between rows.
const LINES: (f32, f32) = (1.0, 0.4);
/// The smallest letters of a table that is too wide for larger ones.
const SMALLEST: f32 = 8.0;
/// A table of many columns is set in smaller letters, no smaller than these, if its lines are then no
/// more than this part of what they were.
const READABLE: f32 = 10.0;
const FEWER_LINES: f32 = 0.75;
/// A word that needs more than this part of the table is an address, and is broken at any size.
const LONGEST_WORD: f32 = 0.3;
/// A row of the table with no more lines than this is never split.
const SHORT_ROW: usize = 12;
/// A table with no more lines than this below its head stays whole.
const SHORT_TABLE: usize = 12;
/// A row with no more lines than this looks lost where it stands alone.
const LOW_ROW: usize = 3;
/// What rounding may make a text wider.
const ROUNDING: f32 = 0.1;

impl Setter<'_> {
    /// Adds the rows of a table.
    pub(super) fn table(&mut self, table: &Table, column: &Column, rows: &mut Vec<Row>) {
        let node = self.add(Role::Table, column);
        let last = table.rows.len().saturating_sub(1);
        let total = has_total(table);
        let head = self.texts(&table.head, Role::HeadCell, true, node, column);
        let cells =
            table.rows.iter().enumerate().map(|(index, row)| {
                self.texts(row, Role::Cell, total && index == last, node, column)
            });
        let mut texts: Vec<_> = std::iter::once(head).chain(cells).collect();
        let (column, columns) = self.fitted(table, &mut texts, column);
        let column = &column;
        let mut texts = texts.iter();
        let head = texts.next().map(Vec::as_slice).unwrap_or_default();
        // A year at the head of a column is none of its figures.
        let heads: Vec<_> = columns.iter().map(PlacedColumn::of_words).collect();
        let mut head_rows = self.row(head, &heads, column, LINES.0);
        head_rows[0].before = column.gap;
        head_rows.iter_mut().for_each(|row| row.leads_in = Glue::Firm);
        let mut repeated = head_rows.clone();
        repeated[0].before = 0.0;
        let repeat = Rc::new(repeated);
        rows.append(&mut head_rows);
        let start = rows.len();
        for (index, cells) in texts.enumerate() {
            let rule = if total && index + 1 == last { LINES.0 } else { LINES.1 };
            let mut row = self.row(cells, &columns, column, rule);
            if (index == 1 || index == last) && row.len() <= LOW_ROW {
                // No low row stands alone below the head, if that can be helped.
                row[0].glue = Glue::Weak;
            }
            rows.extend(row.into_iter().map(|row| Row { repeat: Some(repeat.clone()), ..row }));
        }
        let own = &mut rows[start..];
        if own.len() <= SHORT_TABLE {
            own.iter_mut().skip(1).for_each(|row| row.glue = row.glue.max(Glue::Whole));
        }
    }

    /// Where the columns stand, and the column of the page in letters that fit. The texts are made
    /// as small as these.
    fn fitted(
        &mut self,
        table: &Table,
        texts: &mut [Vec<RichText>],
        column: &Column,
    ) -> (Column, Vec<PlacedColumn>) {
        let (mut cells, mut needed) = self.widths(texts);
        let mut set = self.set(table, texts);
        for (column, point) in set.iter().enumerate().filter_map(|(c, set)| Some((c, set.point?))) {
            needed[column] = needed[column].max(point.before + point.after);
        }
        let size = fitting_size(&needed, column.width, column.size);
        let size = if needed.len() > MANY { low_size(&cells, &needed, column, size) } else { size };
        let scale = size / column.size;
        if size < column.size {
            texts.iter_mut().flatten().for_each(|text| text.scale(scale));
            cells.iter_mut().flatten().chain(&mut needed).for_each(|width| *width *= scale);
            set.iter_mut()
                .filter_map(|set| set.point.as_mut())
                .for_each(|point| point.scale(scale));
        }
        let column = Column { size, leading: column.leading * scale, ..column.clone() };
        let room = room(column.width, needed.len(), scale);
        let padding = padding(needed.len()) * scale;
        let columns = places(&set, &shares(&cells, &needed, room), column.left, padding);
        (column, columns)
    }

    /// How the columns of a table are set, for those who set it elsewhere.
    pub(super) fn columns(&mut self, table: &Table, width: f32) -> TableColumns {
        let column = Column { width, ..self.body_column() };
        let node = self.add(Role::Table, &column);
        let rows = std::iter::once(&table.head).chain(&table.rows);
        let mut texts: Vec<_> =
            rows.map(|row| self.texts(row, Role::Cell, true, node, &column)).collect();
        let (column, places) = self.fitted(table, &mut texts, &column);
        let padding = padding(places.len()) * column.size / self.style.text.size;
        TableColumns {
            size: column.size,
            padding,
            widths: places.iter().map(|place| place.width + 2.0 * padding).collect(),
            sides: places.iter().map(|place| place.set.side).collect(),
            has_total: has_total(table),
        }
    }

    /// How each column is set: as the table says, and figures at their decimal point.
    fn set(&mut self, table: &Table, texts: &[Vec<RichText>]) -> Vec<Set> {
        let setting = Setting { width: f32::MAX, leading: 1.0 };
        let set = |(column, side): (usize, &document::Column)| {
            // A first column names the rows, if only by their years.
            let is_named = column == 0 && *side == document::Column::Natural;
            let is_left = is_named || *side == document::Column::Left;
            if is_left || !figures::is_of_figures(table, column) {
                return Set { side: *side, point: None };
            }
            let mut point = Point::default();
            let cells = || texts.iter().skip(1).filter_map(|row| row.get(column));
            for text in cells() {
                let lines = paragraph::set(text, setting, self.fonts);
                let end = figures::integer_end(text.text());
                if let (Some(line), Some(end)) = (lines.first(), end) {
                    point.take_in(line, figures::width_to(line, end));
                }
            }
            let side = match side {
                document::Column::Natural => document::Column::Right,
                side => *side,
            };
            let has_words = cells().any(|text| figures::has_word(text.text()));
            Set { side, point: Some(point).filter(|_| !has_words) }
        };
        table.columns.iter().enumerate().map(set).collect()
    }

    fn texts(
        &mut self,
        cells: &[Cell],
        role: Role,
        bold: bool,
        table: NodeId,
        column: &Column,
    ) -> Vec<RichText> {
        let row = self.structure.add(Role::Row, Some(table), None);
        let text = |cell: &Cell| {
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

    /// The width of each cell, by rows, and that of the longest word of each column.
    fn widths(&mut self, texts: &[Vec<RichText>]) -> (Vec<Vec<f32>>, Vec<f32>) {
        let count = texts.iter().map(Vec::len).max().unwrap_or(0);
        let mut needed = vec![0.0_f32; count];
        let row = |row: &Vec<RichText>| {
            let cell = |(index, text): (usize, &RichText)| {
                let (width, word) = paragraph::widths(text, self.fonts);
                needed[index] = needed[index].max(word + ROUNDING);
                width + ROUNDING
            };
            row.iter().enumerate().map(cell).collect()
        };
        (texts.iter().map(row).collect(), needed)
    }

    /// One row of the table, as a row for each line of its cells. A page breaks within it only if
    /// it is long.
    fn row(
        &mut self,
        cells: &[RichText],
        columns: &[PlacedColumn],
        column: &Column,
        rule: f32,
    ) -> Vec<Row> {
        let setting = |width| Setting { width, leading: column.leading };
        let set = |(text, place): (&RichText, &PlacedColumn)| {
            paragraph::set(text, setting(place.width), self.fonts)
        };
        let lines: Vec<Vec<TextLine>> = cells.iter().zip(columns).map(set).collect();
        let count = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let mut lines: Vec<_> = lines.into_iter().map(Vec::into_iter).collect();
        let mut rows = Vec::new();
        for index in 0..count {
            let mut row = Row { height: column.leading, ..Row::default() };
            let top = if index == 0 { SPACE } else { 0.0 };
            for ((cell, place), text) in lines.iter_mut().zip(columns).zip(cells) {
                if let Some(line) = cell.next() {
                    let end = figures::integer_end(text.text()).filter(|_| index == 0);
                    push_line(line, place, end, top, &mut row);
                }
            }
            row.height += top;
            row.glue = match index {
                0 => Glue::Free,
                _ if count <= SHORT_ROW => Glue::Firm,
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

    /// Draws the line under a row of the table.
    fn close(&self, row: &mut Row, columns: &[PlacedColumn], column: &Column, rule: f32) {
        let padding = columns.first().map_or(0.0, |place| place.left - column.left);
        let end = columns.last().map_or(column.left, |place| place.left + place.width + padding);
        let y = row.height + SPACE;
        let area = Rectangle { x: column.left, y, width: end - column.left, height: rule };
        let placed = Placed::Rule(area, self.style.text.colour);
        row.marks.push(Mark { owner: Owner::Decoration, placed });
        row.height = y + rule;
    }
}

/// How the columns of a table are set.
#[derive(Clone, Debug)]
pub struct TableColumns {
    /// The size of letters.
    pub size: f32,
    /// The space at each side of a cell's text.
    pub padding: f32,
    /// How wide the columns are, with that space.
    pub widths: Vec<f32>,
    /// At which side each is set.
    pub sides: Vec<document::Column>,
    /// Whether the last row sums up the others.
    pub has_total: bool,
}

/// Whether the last row sums up the others.
fn has_total(table: &Table) -> bool {
    table.rows.len() > 1 && table.rows.last().is_some_and(|row| figures::is_total(row))
}

/// Where a column stands, and how it is set.
struct PlacedColumn {
    left: f32,
    width: f32,
    set: Set,
}

impl PlacedColumn {
    /// The same for what is no figure.
    fn of_words(&self) -> Self {
        Self { set: Set { point: None, ..self.set }, ..*self }
    }
}

/// Adds a line of a cell to a row; `end` is where the whole number of a figure ends.
fn push_line(line: TextLine, place: &PlacedColumn, end: Option<usize>, top: f32, row: &mut Row) {
    let left = place.left + offset(&line, place, end);
    for mut link in links(&line, left) {
        link.area.y += top;
        row.links.push(link);
    }
    row.notes.extend(note_references(&line));
    for mut mark in marks(line, left) {
        mark.shift(top);
        row.marks.push(mark);
    }
}

/// How far a line is moved to be set as its column is.
fn offset(line: &TextLine, place: &PlacedColumn, end: Option<usize>) -> f32 {
    let beside = |width: f32| match place.set.side {
        document::Column::Left | document::Column::Natural => 0.0,
        document::Column::Centre => (place.width - width) / 2.0,
        document::Column::Right => place.width - width,
    };
    match (place.set.point, end) {
        (Some(Point { before, after }), Some(end)) if before + after <= place.width => {
            beside(before + after) + before - figures::width_to(line, end)
        }
        _ => beside(line.width),
    }
}

/// The space at each side of a cell's text in a table of so many columns.
fn padding(columns: usize) -> f32 {
    if columns > MANY { PADDING.1 } else { PADDING.0 }
}

/// What the text of cells has of a width, in letters of this scale.
fn room(width: f32, columns: usize, scale: f32) -> f32 {
    width - 2.0 * padding(columns) * scale * columns as f32
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

/// A smaller size, down to that which is still read well, in which the rows of a table of many
/// columns have so many lines less.
fn low_size(cells: &[Vec<f32>], needed: &[f32], column: &Column, size: f32) -> f32 {
    let lines = |size: &f32| {
        let scale = size / column.size;
        let room = room(column.width, needed.len(), scale) / scale;
        height(cells, &shares(cells, needed, room))
    };
    let most = lines(&size) * FEWER_LINES;
    let smaller = std::iter::successors(Some(size - 1.0), |size| Some(size - 1.0));
    let mut smaller = smaller.take_while(|size| *size >= READABLE);
    smaller.find(|size| lines(size) <= most).unwrap_or(size)
}

/// The columns, from the left edge of the table.
fn places(set: &[Set], widths: &[f32], left: f32, padding: f32) -> Vec<PlacedColumn> {
    let mut edge = left;
    let place = |(&width, &set): (&f32, &Set)| {
        let left = edge + padding;
        edge = left + width + padding;
        PlacedColumn { left, width, set }
    };
    widths.iter().zip(set).map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::{fitting_size, low_size};
    use crate::layout::rows::Column;

    #[test]
    fn letters_of_many_columns_are_smaller_where_rows_are_much_lower() {
        let column = Column {
            left: 0.0,
            width: 300.0,
            size: 14.0,
            leading: 18.0,
            gap: 8.0,
            parent: None,
            language: None,
            bars: Vec::new(),
            item: None,
        };
        let rows = |name: f32| vec![vec![name, 40.0, 40.0, 40.0, 40.0, 40.0]; 3];
        let needed = [50.0, 40.0, 40.0, 40.0, 40.0, 40.0];
        assert_eq!(low_size(&rows(110.0), &needed, &column, 14.0), 12.0);
        assert_eq!(low_size(&rows(50.0), &needed, &column, 14.0), 14.0);
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
