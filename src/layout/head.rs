//! The head of the first page: the office at the right, the addressee where the window of a DL
//! envelope shows it.

use super::flow::{self, Row};
use super::rows::{Column, Setter};
use super::{Mark, Page, Placed};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, BlockKind, Region};
use crate::sheet::{EDGE, SHEET, WINDOW, WINDOW_ACROSS, WINDOW_END, in_mm, mm};
use crate::style::LogoPlace;

/// How much higher than text the letterhead begins: no running head stands above it.
const LIFT: f32 = 10.0;
/// The distance from line to line that an address needs, times its size, and the smallest size for
/// one of many lines.
const CLOSEST: f32 = 1.13;
const SMALLEST: f32 = 8.0;

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

/// The letterhead or the logo stands where the window of the envelope shows the addressee.
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
    let seen = letterhead.iter().find(|mark| is_seen(bounds(mark)))?;
    let (style, window) = (setter.style, WINDOW.start);
    if let (Placed::Image(..), Some(logo)) = (&seen.placed, &style.logo) {
        let message = "the logo reaches into the address: it is higher than the room above the \
                       window of the envelope";
        let problem = Diagnostic::error("wrong-value", message).at(logo.file.place, "");
        return Some(problem.help("make it narrower with `width`, or use a picture less high"));
    }
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
    let column = Column {
        left: SHEET.0 - style.page.right - style.letterhead_width,
        width: style.letterhead_width,
        size: style.letterhead_size,
        leading: size * 1.2,
        gap: size * 0.6,
        ..setter.body_column()
    };
    let mut top = (style.page.top - mm(LIFT)).max(mm(EDGE));
    let (logo, office) = match (style.logo_place, blocks) {
        (LogoPlace::Left | LogoPlace::Banner, [first, rest @ ..])
            if matches!(first.kind, BlockKind::Image(_)) =>
        {
            (std::slice::from_ref(first), rest)
        }
        _ => (&[][..], blocks),
    };
    let mut rows = Vec::new();
    setter.blocks(logo, &setter.body_column(), &mut rows);
    let below = head.put(rows, top);
    head.bottom = head.bottom.max(below + column.leading);
    if style.logo_place == LogoPlace::Banner && !logo.is_empty() {
        top = below + column.leading;
    }
    let mut rows = Vec::new();
    setter.plain_links = true;
    setter.blocks(office, &column, &mut rows);
    setter.plain_links = false;
    let bottom = head.put(rows, top);
    head.bottom = head.bottom.max(bottom + column.leading);
}

/// The addressee's lines stand evenly in the window, in the largest letters that leave them air.
fn recipient(blocks: &[Block], setter: &mut Setter<'_>, head: &mut Head) {
    let body = setter.body_column();
    let left = body.left.max(mm(WINDOW_ACROSS.start));
    let column = Column { left, width: mm(WINDOW_ACROSS.end) - left, ..body };
    let room = mm(WINDOW.end - WINDOW.start);
    let height = setter.fonts.cap_height();
    let (mut rows, mut leading) = (Vec::new(), column.leading);
    let smaller = std::iter::successors(Some(column.size), |size| Some(size - 1.0));
    for size in smaller.take_while(|size| *size >= SMALLEST.min(column.size)) {
        let looser = column.leading / column.size * size;
        rows = Vec::new();
        setter.blocks(blocks, &Column { size, leading: looser, ..column.clone() }, &mut rows);
        let steps = rows.len().saturating_sub(1).max(1) as f32;
        leading = ((room - size * height) / steps).clamp(size, looser.max(size));
        if leading >= size * CLOSEST {
            break;
        }
    }
    let capitals = rows.iter().find_map(size_of).unwrap_or_default() * height;
    let filled = rows.len().saturating_sub(1) as f32 * leading + capitals;
    let first = mm(WINDOW.start) + capitals + ((room - filled) / 2.0).max(0.0);
    let mut bottom = 0.0_f32;
    for (index, row) in rows.into_iter().enumerate() {
        let baseline = first + index as f32 * leading;
        let own = baseline_of(&row).unwrap_or(0.0);
        bottom = head.put(vec![Row { before: 0.0, ..row }], baseline - own);
    }
    head.bottom = head.bottom.max(bottom).max(mm(WINDOW_END + 3.0));
}

/// The size of the letters of a row.
fn size_of(row: &Row) -> Option<f32> {
    row.marks.iter().find_map(|mark| match &mark.placed {
        Placed::Text(run) => Some(run.size),
        _ => None,
    })
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
