//! Tables: they stand in a frame of their own, which can be scrolled where a table is too wide.

use super::{Writer, attribute, numbered};
use crate::document::{Column, Inline, Table, plain_text};

/// So many columns fit on paper without help.
const FITTING: usize = 5;

impl Writer<'_> {
    /// A table. Its frame can be reached with the keyboard, and so needs a name.
    pub(super) fn table(&mut self, table: &Table) {
        let name = attribute("aria-label", &self.name(table));
        let frame = format!(" class=\"table\"{name} tabindex=\"0\"");
        self.element("section", &frame, |page| {
            let wide = if table.columns.len() > FITTING { " class=\"wide\"" } else { "" };
            page.element("table", wide, |page| {
                if !table.head.iter().all(|cell| is_blank(cell)) {
                    page.element("thead", "", |page| page.head(table));
                }
                if !table.rows.is_empty() {
                    page.element("tbody", "", |page| page.rows(table));
                }
            });
        });
    }

    /// The number of the table with the words of its head: no two may have the same name.
    fn name(&mut self, table: &Table) -> String {
        let number = numbered(&self.metadata.table, self.tables);
        self.tables += 1;
        let heads = table.head.iter().filter(|cell| !is_blank(cell));
        let heads: Vec<_> = heads.map(|cell| plain_text(cell)).collect();
        if heads.is_empty() { number } else { format!("{number}: {}", heads.join(", ")) }
    }

    fn head(&mut self, table: &Table) {
        self.element("tr", "", |page| {
            for (cell, column) in table.head.iter().zip(&table.columns) {
                page.cell(cell, *column, Some("col"));
            }
        });
    }

    /// The rows. Where a head has words and none above the first column, that column heads rows.
    fn rows(&mut self, table: &Table) {
        let has_head = !table.head.iter().all(|cell| is_blank(cell));
        let heads_rows = has_head && table.head.first().is_some_and(|cell| is_blank(cell));
        for row in &table.rows {
            self.element("tr", "", |page| {
                for (index, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                    let scope = (heads_rows && index == 0).then_some("row");
                    page.cell(cell, *column, scope);
                }
            });
        }
    }

    /// A cell, which heads what `scope` says; without words it would be read out as an empty head.
    fn cell(&mut self, cell: &[Inline], column: Column, scope: Option<&str>) {
        match scope.filter(|_| !is_blank(cell)) {
            Some(scope) => {
                let attributes = attribute("scope", scope) + class(column);
                self.line("th", &attributes, cell);
            }
            None => self.line("td", class(column), cell),
        }
    }
}

fn is_blank(cell: &[Inline]) -> bool {
    plain_text(cell).trim().is_empty()
}

fn class(column: Column) -> &'static str {
    match column {
        Column::Natural | Column::Left => "",
        Column::Centre => " class=\"centre\"",
        Column::Right => " class=\"right\"",
    }
}
