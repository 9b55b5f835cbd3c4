//! The head of the first page: the office at the right, the addressee where the window of a DL
//! envelope shows it.

use super::flow::{self, Row};
use super::rows::{Column, Setter};
use super::{Mark, Page, Placed};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Region};
use crate::sheet::{EDGE, SHEET, WINDOW, WINDOW_ACROSS, WINDOW_END, in_mm, mm};

/// How much higher than text the letterhead begins: no running head stands above it.
const LIFT: f32 = 10.0;

/// What stands at the head of the first page.
#[derive(Debug, Default)]
pub struct Head {
    /// The first page, with the head on it.
    pub page: Page,
    /// Where the body can begin.
    pub bottom: f32,
}

/// Whether a block stands at the head and not in the body.
pub fn is_head(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Region(Region::Sender | Region::Recipient, _))
}

/// Sets the head of the first page; it is empty for a letter without sender and addressee.
pub fn set(blocks: &[Block], setter: &mut Setter<'_>) -> Head {
    let mut head = Head::default();
    for block in blocks {
        match &block.kind {
            BlockKind::Region(Region::Sender, blocks) => sender(blocks, setter, &mut head),
            BlockKind::Region(Region::Recipient, blocks) => {
                let problem = in_window(&head.page.marks, setter);
                setter.problems.extend(problem);
                recipient(blocks, setter, &mut head);
            }
            _ => {}
        }
    }
    head
}

/// The letterhead stands where the window of the envelope shows the addressee.
fn in_window(letterhead: &[Mark], setter: &Setter<'_>) -> Option<Diagnostic> {
    let bounds = |mark: &Mark| match &mark.placed {
        Placed::Text(run) => (run.x, run.x + run.width(), run.y - run.size, run.y),
        Placed::Rule(area, _) | Placed::Image(area, _) => {
            (area.x, area.x + area.width, area.y, area.y + area.height)
        }
    };
    let is_seen = |(left, right, top, bottom)| {
        left < mm(WINDOW_ACROSS.end)
            && right > mm(WINDOW_ACROSS.start)
            && top < mm(WINDOW.end)
            && bottom > mm(WINDOW.start)
    };
    letterhead.iter().map(bounds).find(|bounds| is_seen(*bounds))?;
    let (style, window) = (setter.style, WINDOW.start);
    let widest = (in_mm(SHEET.0 - style.page.right) - WINDOW_ACROSS.end).floor();
    let message = format!(
        "the letterhead reaches into the address: it is longer than the {window} mm above the \
         window of the envelope, and too wide to stand beside it"
    );
    let problem = Diagnostic::error("wrong-value", message).at(style.letterhead_place, "");
    Some(problem.help(format!("with this right margin it can be {widest} mm wide at most")))
}

fn sender(blocks: &[Block], setter: &mut Setter<'_>, head: &mut Head) {
    let style = setter.style;
    let size = style.letterhead_size;
    let column = setter.body_column();
    let column = Column {
        left: SHEET.0 - style.page.right - style.letterhead_width,
        width: style.letterhead_width,
        size: style.letterhead_size,
        leading: size * 1.2,
        gap: size * 0.6,
        ..column
    };
    let mut rows = Vec::new();
    setter.blocks(blocks, &column, &mut rows);
    let bottom = head.put(rows, (style.page.top - mm(LIFT)).max(mm(EDGE)));
    head.bottom = head.bottom.max(bottom + column.leading);
}

fn recipient(blocks: &[Block], setter: &mut Setter<'_>, head: &mut Head) {
    let column = setter.body_column();
    let left = column.left.max(mm(WINDOW_ACROSS.start));
    let mut rows = Vec::new();
    let mut column = Column { left, width: mm(WINDOW_ACROSS.end) - left, ..column };
    setter.blocks(blocks, &column, &mut rows);
    let capitals = column.size * setter.fonts.cap_height();
    let room = mm(WINDOW.end - WINDOW.start);
    // The lines are set as close as the window asks for, but not closer than their size.
    let steps = rows.len().saturating_sub(1).max(1) as f32;
    column.leading = ((room - capitals) / steps).clamp(column.size, column.leading);
    let height = steps * column.leading + capitals;
    let first_baseline = mm(WINDOW.start) + capitals + (room - height) / 2.0;
    let mut bottom = 0.0_f32;
    for (index, row) in rows.into_iter().enumerate() {
        let baseline = first_baseline + index as f32 * column.leading;
        let own = baseline_of(&row).unwrap_or(0.0);
        bottom = head.put(vec![Row { before: 0.0, ..row }], baseline - own);
    }
    head.bottom = head.bottom.max(bottom).max(mm(WINDOW_END + 3.0));
}

fn baseline_of(row: &Row) -> Option<f32> {
    row.marks.iter().find_map(|mark| match &mark.placed {
        Placed::Text(run) => Some(run.y),
        _ => None,
    })
}

impl Head {
    /// Draws rows from `y` down; gives the y below them.
    fn put(&mut self, rows: Vec<Row>, mut y: f32) -> f32 {
        for (index, row) in rows.into_iter().enumerate() {
            y += if index == 0 { 0.0 } else { row.before };
            y = flow::put(row, y, &mut self.page);
        }
        y
    }
}
