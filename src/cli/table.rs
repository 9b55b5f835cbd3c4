//! Tables on standard output.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width, presets};
use jiff::civil::Date;

/// The width of a table that nobody sees on a terminal.
const WIDTH: u16 = 160;

/// An empty table with these columns, of which only the one named may be broken over lines.
pub fn new(header: &[&str], broken: &str) -> Table {
    let mut table = Table::new();
    let terminal = terminal_size::terminal_size().map(|(width, _)| width.0);
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(terminal.unwrap_or(WIDTH)).set_header(header);
    for (name, column) in header.iter().zip(table.column_iter_mut()) {
        column.set_constraint(match *name == broken {
            true => ColumnConstraint::LowerBoundary(Width::Fixed(24)),
            false => ColumnConstraint::ContentWidth,
        });
    }
    table
}

/// What stands where nothing is known.
pub const NOTHING: &str = "\u{2013}";

/// A day that may not be known.
pub fn day(day: Option<Date>) -> String {
    day.map_or_else(|| NOTHING.to_owned(), |day| day.to_string())
}

/// The table as text, without the spaces at the end of lines.
pub fn text(table: &Table) -> String {
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}
