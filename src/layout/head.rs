//! The head of the first page: the office at the right, the addressee where the window of a DL
//! envelope shows it.

use super::flow::{self, Row};
use super::rows::{Column, Setter};
use super::{PAGE, Page, Placed};
use crate::document::{Block, BlockKind, Region};
use crate::style::mm;

// A DL envelope is 220 by 110 mm, its window 90 by 35 mm, 20 mm from its left edge and 18 mm from
// its lower edge. A4 folded in three is 210 by 99 mm, so that it can slip 10 mm to the side and
// 11 mm down. What is to be seen however it slips must stand, in mm from the top left corner of
// the page, within these; what is not to be seen must stand outside the window in every position.

/// The upper and the lower edge of what the window always shows.
const WINDOW: (f32, f32) = (57.0, 81.0);
/// Its left and its right edge.
const WINDOW_SIDES: (f32, f32) = (20.0, 100.0);
/// Below this the window shows nothing.
const WINDOW_END: f32 = 92.0;

/// How much higher than text the letterhead begins: no running head stands above it.
const LIFT: f32 = 10.0;
/// The space that printers leave at the edge of the paper.
const EDGE: f32 = 8.0;

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
            BlockKind::Region(Region::Recipient, blocks) => recipient(blocks, setter, &mut head),
            _ => {}
        }
    }
    head
}

fn sender(blocks: &[Block], setter: &mut Setter<'_>, head: &mut Head) {
    let style = setter.style;
    let size = f32::from(style.letterhead_size);
    let column = setter.body_column();
    let column = Column {
        left: PAGE.0 - style.page.right - style.letterhead_width,
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
    let left = column.left.max(mm(WINDOW_SIDES.0));
    let mut rows = Vec::new();
    let mut column = Column { left, width: mm(WINDOW_SIDES.1) - left, ..column };
    setter.blocks(blocks, &column, &mut rows);
    let capitals = f32::from(column.size) * setter.fonts.cap_height();
    let room = mm(WINDOW.1 - WINDOW.0);
    // The lines are set as close as the window asks for, but not closer than their size.
    let steps = rows.len().saturating_sub(1).max(1) as f32;
    column.leading = ((room - capitals) / steps).clamp(f32::from(column.size), column.leading);
    let height = steps * column.leading + capitals;
    let first_baseline = mm(WINDOW.0) + capitals + (room - height) / 2.0;
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
