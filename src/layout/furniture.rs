//! What stands on every page: the running head, the mark of a draft, the number of the page.

use super::paragraph::{self, Line, RichText, Setting};
use super::rows::Setter;
use super::{Mark, NodeId, Owner, Page, Placed};
use crate::metadata::Metadata;
use crate::sheet::{SHEET, mm};

/// Millimetres from the edge of the text to the baseline of the running head, and to that of the
/// number.
const HEAD_GAP: f32 = 10.0;
const FOOT_GAP: f32 = 12.0;

/// More bytes than a line has of the smallest letters.
const LONGEST: usize = 1_000;

/// Adds to every page what stands on every page.
pub fn add(pages: &mut [Page], metadata: &Metadata, setter: &mut Setter<'_>) {
    let count = pages.len();
    let (page, width) = (setter.style.page, setter.body_column().width);
    let draft = metadata.draft.as_deref();
    let head = page.top - mm(HEAD_GAP);
    let align = if draft.is_some() { Align::Right } else { Align::Left };
    let mut one_line = |text: &str, bold, y, align| one_line(text, bold, y, align, width, setter);
    let draft = draft.map(|draft| one_line(draft, true, head, Align::Left)).unwrap_or_default();
    let running = one_line(&metadata.running_head, false, head, align);
    for (index, out) in pages.iter_mut().enumerate() {
        let running = if index > 0 { running.as_slice() } else { &[] };
        let head_marks = [&draft, running].concat();
        out.marks.splice(0..0, owned(head_marks, Owner::RunningHead));
        let number = metadata.page_number.replace("{page}", &(index + 1).to_string());
        let number = number.replace("{pages}", &count.to_string());
        let foot = SHEET.1 - page.bottom + mm(FOOT_GAP);
        let marks = one_line(&number, false, foot, Align::Right);
        out.marks.extend(owned(marks, Owner::PageNumber));
    }
}

#[derive(Clone, Copy)]
enum Align {
    Left,
    Right,
}

/// A line of small text with its baseline at `y`; what is too long for it ends in three points.
fn one_line(
    text: &str,
    bold: bool,
    y: f32,
    align: Align,
    width: f32,
    setter: &mut Setter<'_>,
) -> Vec<Mark> {
    let width = if matches!(align, Align::Right) { width * 0.8 } else { width };
    let Some(line) = fitting(text, bold, width, setter) else { return Vec::new() };
    let column = setter.body_column();
    let left = match align {
        Align::Left => column.left,
        Align::Right => column.left + column.width - line.width,
    };
    let mut marks = setter.marks(&line, left);
    marks.iter_mut().for_each(|mark| mark.shift(y - line.baseline));
    marks
}

fn fitting(text: &str, bold: bool, width: f32, setter: &mut Setter<'_>) -> Option<Line> {
    let mut shortened = text[..text.floor_char_boundary(LONGEST)].to_owned();
    if shortened.len() < text.len() {
        shortened.push('\u{2026}');
    }
    loop {
        let mut rich = RichText::default();
        rich.push(&shortened, setter.look(setter.style.note_size, bold, NodeId(0)));
        let leading = setter.small_column().leading;
        let mut lines = paragraph::set(&rich, Setting { width, leading }, setter.fonts);
        if lines.len() <= 1 {
            return lines.pop();
        }
        let words = shortened.trim_end_matches('\u{2026}').trim_end();
        let end = words.rfind(' ').unwrap_or(words.len() / 2);
        let end = words.floor_char_boundary(end);
        if end == 0 {
            return lines.into_iter().next();
        }
        let words = words[..end].trim_end_matches([' ', ',', ':', ';', '.', '\u{2013}']);
        shortened = format!("{words}\u{2026}");
    }
}

fn owned(marks: Vec<Mark>, owner: Owner) -> Vec<Mark> {
    marks.into_iter().map(|Mark { placed, .. }| Mark { owner, placed }).collect()
}

impl Mark {
    /// Moves the mark down.
    pub(super) fn shift(&mut self, by: f32) {
        match &mut self.placed {
            Placed::Text(run) => run.y += by,
            Placed::Rule(area, _) | Placed::Image(area, _) => area.y += by,
        }
    }
}
