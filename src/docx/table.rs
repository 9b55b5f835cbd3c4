//! Tables, with a head that Word repeats on every page and reads out with the cells.

use super::body::Writer;
use super::flow::{First, Flow, Last};
use super::manifest::Shape;
use super::style::{Style, TABLE};
use super::units::twips;
use crate::document::{Cell, Column, Table, plain_text};
use crate::layout::{TableColumns, table_columns};
use crate::sheet::SHEET;

/// So much wider a column is than its text needs.
const SLACK: f32 = 2.0;
/// A table with no more rows is not parted.
const SHORT: usize = 8;

impl Writer<'_> {
    /// A table.
    pub(super) fn table(&mut self, table: &Table, flow: &Flow) {
        let look = self.letter.style;
        self.note_alone(flow);
        let room = SHEET.0 - look.page.left - look.page.right - flow.left - flow.right;
        // Other programs measure words a little wider.
        let slack = SLACK * table.columns.len() as f32;
        let mut columns = table_columns(table, room - slack, look, self.fonts);
        columns.widths.iter_mut().for_each(|width| *width += SLACK);
        let has_head = !table.head.iter().all(is_blank);
        self.xml.open("w:tbl", &[]);
        self.table_properties(&columns, has_head, flow);
        self.xml.element("w:tblGrid", &[], |xml| {
            for width in &columns.widths {
                xml.empty("w:gridCol", &[("w:w", &twips(*width))]);
            }
        });
        if has_head {
            self.row(&table.head, &columns, true, flow);
        }
        for (index, row) in table.rows.iter().enumerate() {
            let left = table.rows.len() - index - 1;
            let keep = left > 0 && (index == 0 || left == 1 || table.rows.len() <= SHORT);
            self.row(row, &columns, false, &Flow { keep_next: keep, ..flow.clone() });
        }
        if !has_head && table.rows.is_empty() {
            self.row(&table.head, &columns, false, flow);
        }
        self.xml.close("w:tbl");
    }

    fn table_properties(&mut self, columns: &TableColumns, has_head: bool, flow: &Flow) {
        let TableColumns { padding, widths, has_total, .. } = columns;
        let (width, indent) = (twips(widths.iter().sum()), twips(flow.left));
        let side = twips(*padding);
        let (head, total) = (u16::from(has_head), u16::from(*has_total));
        // Without bands of rows or columns.
        let look = format!("{:04X}", 0x0600 | (head * 0x20) | (total * 0x40));
        let (head, total) = (head.to_string(), total.to_string());
        self.xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblStyle", &[("w:val", TABLE)]);
            xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
            xml.empty("w:tblInd", &[("w:w", &indent), ("w:type", "dxa")]);
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            xml.element("w:tblCellMar", &[], |xml| {
                for name in ["w:left", "w:right"] {
                    xml.empty(name, &[("w:w", &side), ("w:type", "dxa")]);
                }
            });
            let attributes = [
                ("w:val", &*look),
                ("w:firstRow", &head),
                ("w:lastRow", &total),
                ("w:firstColumn", "0"),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ];
            xml.empty("w:tblLook", &attributes);
        });
    }

    fn row(&mut self, cells: &[Cell], columns: &TableColumns, is_head: bool, flow: &Flow) {
        self.xml.open("w:tr", &[]);
        self.xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if is_head {
                xml.empty("w:tblHeader", &[]);
            }
        });
        for (index, width) in columns.widths.iter().enumerate() {
            let side = columns.sides.get(index).copied().unwrap_or(Column::Natural);
            self.xml.open("w:tc", &[]);
            self.xml.element("w:tcPr", &[], |xml| {
                xml.empty("w:tcW", &[("w:w", &twips(*width)), ("w:type", "dxa")]);
            });
            self.cell(cells.get(index), columns.size, side, is_head, flow);
            self.xml.close("w:tc");
        }
        self.xml.close("w:tr");
    }

    fn cell(&mut self, cell: Option<&Cell>, size: f32, side: Column, is_head: bool, flow: &Flow) {
        let inner = Flow {
            style: Style::Cell,
            shape: Shape::Cell,
            left: 0.0,
            right: 0.0,
            bar: None,
            gap: None,
            size: Some(size).filter(|size| *size < self.letter.style.text.size),
            side,
            // The head stays with the first row.
            keep_next: is_head || flow.keep_next,
            hold: false,
            first: First::default(),
            last: Last::default(),
            ..flow.clone()
        };
        match cell.filter(|cell| !cell.inlines.is_empty()) {
            Some(cell) => self.text(Style::Cell, Shape::Cell, &cell.range, cell, &inner),
            None => self.empty(Style::Cell, &inner),
        }
    }
}

fn is_blank(cell: &Cell) -> bool {
    plain_text(cell).trim().is_empty()
}
