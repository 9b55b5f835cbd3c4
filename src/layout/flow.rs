//! Rows in, pages out.
//!
//! Where the pages end is chosen over the whole letter. Footnotes stand at the foot of the page of
//! their reference. Where a footnote has no room there it goes on at the foot of the next page, and
//! the pages are filled one after the other: each ends at the last row that may be parted from the
//! one after it.

use super::page_breaks::{self, Chosen};
use super::{LinkArea, Mark, OutlineEntry, Owner, Page, Placed, Rectangle};
use crate::style::Colour;
use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

/// What a page is filled with: it is never split. Positions of marks are from its top.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Its height.
    pub height: f32,
    /// The space above it, left out at the head of a page.
    pub before: f32,
    /// What is drawn.
    pub marks: Vec<Mark>,
    /// What can be clicked.
    pub links: Vec<LinkArea>,
    /// The footnotes it refers to.
    pub notes: Vec<usize>,
    /// Whether it must stay on one page with the row before.
    pub glue: Glue,
    /// Whether what follows must stay on one page with it.
    pub leads_in: Glue,
    /// Whether it is of the sign-off.
    pub signs_off: bool,
    /// The bars beside it.
    pub bars: Vec<Bar>,
    /// Its level and words, where a heading begins here.
    pub heading: Option<(u8, String)>,
    /// What is repeated above it where it begins a page: the head of its table.
    pub repeat: Option<Rc<Vec<Row>>>,
}

/// How firmly rows stay on one page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Glue {
    /// Not at all.
    #[default]
    Free,
    /// The lines of a paragraph.
    Line,
    /// The paragraphs of a quotation; one line below a heading and what follows it.
    Quotation,
    /// The lines of a paragraph that is quoted.
    QuotedLine,
    /// As far as a page has room for all of them: a short quotation, a row of a table.
    Weak,
    /// More so: a short item, the rows of a short table.
    Whole,
    /// Always: the lines that would be left alone, and what stands under a heading.
    Firm,
}

/// A line down the side of rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Its left edge.
    pub x: f32,
    /// Its width.
    pub width: f32,
    /// Its colour.
    pub colour: Colour,
    /// The row it begins at, which tells it from others.
    pub from_row: usize,
}

/// The upper and lower edges of what is filled, on the first page and on the others.
#[derive(Clone, Copy, Debug)]
pub struct Frames {
    /// On the first page.
    pub first: (f32, f32),
    /// On every other page.
    pub rest: (f32, f32),
}

impl Frames {
    /// The edges on the page of this index.
    pub fn of(&self, page: usize) -> (f32, f32) {
        if page == 0 { self.first } else { self.rest }
    }
}

/// What [`flow`] gives.
#[derive(Debug, Default)]
pub struct Flowed {
    /// The pages.
    pub pages: Vec<Page>,
    /// The headings on them.
    pub outline: Vec<OutlineEntry>,
}

/// Fills pages with rows. There is at least one page, and every row and note is on one.
///
/// `notes` are the rows of each footnote; `rule` parts text and footnotes.
pub fn flow(rows: Vec<Row>, notes: Vec<Vec<Row>>, frames: Frames, rule: &Row) -> Flowed {
    let heights: Vec<f32> = notes.iter().map(total).collect();
    let chosen = page_breaks::choose(&rows, &heights, frames, rule.height);
    let mut notes: Vec<VecDeque<Row>> = notes.into_iter().map(VecDeque::from).collect();
    let mut rows = VecDeque::from(rows);
    let mut flowed = Flowed::default();
    let (mut carried, mut drawn) = (VecDeque::new(), 0);
    loop {
        let number = flowed.pages.len();
        let mut filler = Filler::new(frames.of(number), rule.height, carried);
        let chosen = chosen.as_ref().and_then(|pages| pages.get(number));
        let (count, spacing) = match chosen {
            Some(Chosen { end, spacing }) => (end - drawn, *spacing),
            None => (filler.fill(&rows, &notes), 1.0),
        };
        drawn += count;
        let mut on_page: Vec<Row> = rows.drain(..count).collect();
        on_page.iter_mut().for_each(|row| row.before *= spacing);
        let mut page = Page::default();
        let headings = filler.draw(on_page, &mut notes, rule, &mut page);
        flowed.pages.push(page);
        flowed.outline.extend(headings.into_iter().map(|(level, text, y)| OutlineEntry {
            level,
            text,
            page: number,
            y,
        }));
        carried = filler.carried;
        if rows.is_empty() && carried.is_empty() {
            return flowed;
        }
    }
}

/// One page while it is filled.
struct Filler {
    top: f32,
    bottom: f32,
    rule: f32,
    /// Rows of footnotes left over from the page before, then those of this page.
    carried: VecDeque<Row>,
}

impl Filler {
    fn new((top, bottom): (f32, f32), rule: f32, carried: VecDeque<Row>) -> Self {
        Self { top, bottom, rule, carried }
    }

    /// How many of the rows this page takes. Of notes that go on overleaf it takes as much as
    /// leaves room for text; at least one row, if there are any and no note is left over.
    fn fill(&self, rows: &VecDeque<Row>, notes: &[VecDeque<Row>]) -> usize {
        let room = self.bottom - self.top;
        let mut foot = Foot { all: total(&self.carried), ..Foot::default() };
        let mut height = rows
            .front()
            .and_then(|row| row.repeat.as_deref())
            .map_or(0.0, |head| total(head.iter()));
        // The last row so far that can begin the next page, and the last that can if need be.
        let (mut free, mut weak) = (0, 0);
        let mut counted = BTreeSet::new();
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                match row.glue.max(rows[index - 1].leads_in) {
                    Glue::Free | Glue::Line => free = index,
                    Glue::Quotation | Glue::QuotedLine | Glue::Weak | Glue::Whole => weak = index,
                    Glue::Firm => {}
                }
            }
            height += row.height + if index == 0 { 0.0 } else { row.before };
            let new = row.notes.iter().filter(|note| counted.insert(**note));
            new.for_each(|&note| foot.add(&notes[note]));
            let rule = if foot.all > 0.0 { self.rule } else { 0.0 };
            if height + foot.taken(room) + rule > room + 0.01 {
                // Notes left over may take the page, so that the next can begin beside its text.
                // What may not be parted and is more than a page is parted all the same.
                let least = if self.carried.is_empty() { index.max(1) } else { 0 };
                return [free, weak].into_iter().find(|&end| end > 0).unwrap_or(least);
            }
        }
        rows.len()
    }

    /// Draws the rows, and at the foot what there is room for of the footnotes. Gives the
    /// headings drawn, and keeps the rows of footnotes that found no room.
    fn draw(
        &mut self,
        rows: Vec<Row>,
        notes: &mut [VecDeque<Row>],
        rule: &Row,
        page: &mut Page,
    ) -> Vec<(u8, String, f32)> {
        for note in rows.iter().flat_map(|row| row.notes.clone()) {
            self.carried.extend(std::mem::take(&mut notes[note]));
        }
        let mut headings = Vec::new();
        let mut y = self.top;
        let mut bars: Vec<(Bar, f32, f32)> = Vec::new();
        let repeated = rows.first().and_then(|row| row.repeat.clone());
        for row in repeated.iter().flat_map(|head| head.iter()) {
            y = put(as_decoration(row.clone()), y, page);
        }
        for (index, mut row) in rows.into_iter().enumerate() {
            y += if index == 0 { 0.0 } else { row.before };
            if let Some((level, text)) = row.heading.take() {
                headings.push((level, text, y));
            }
            for bar in &row.bars {
                match bars.iter_mut().find(|(known, ..)| known == bar) {
                    Some((.., bottom)) => *bottom = y + row.height,
                    None => bars.push((bar.clone(), y, y + row.height)),
                }
            }
            y = put(row, y, page);
        }
        page.marks.extend(bars.into_iter().map(|(bar, top, bottom)| {
            let area = Rectangle { x: bar.x, y: top, width: bar.width, height: bottom - top };
            Mark { owner: Owner::Decoration, placed: Placed::Rule(area, bar.colour) }
        }));
        self.draw_notes(y, rule, page);
        headings
    }

    fn draw_notes(&mut self, text_end: f32, rule: &Row, page: &mut Page) {
        let mut room = self.bottom - text_end - rule.height;
        let mut fitting = Vec::new();
        while let Some(row) = self.carried.front() {
            let height = row.height + row.before;
            // At the head of an empty page a row is drawn even if it is more than the page.
            if height > room + 0.01 && !(fitting.is_empty() && page.marks.is_empty()) {
                break;
            }
            room -= height;
            fitting.extend(self.carried.pop_front());
        }
        if fitting.is_empty() {
            return;
        }
        let mut y = self.bottom - total(&fitting) - rule.height;
        y = put(rule.clone(), y, page);
        for row in fitting {
            y += row.before;
            y = put(row, y, page);
        }
    }
}

/// The most that footnotes take of a page with text, where they can go on overleaf.
const MOST_OF_NOTES: f32 = 0.6;
/// How many lines of a footnote stand at least on the page of its reference.
const BEGINNING: usize = 2;

/// The room that the footnotes of a page take.
#[derive(Default)]
struct Foot {
    /// All of them.
    all: f32,
    /// What must be there for the last of them to begin on the page.
    least: f32,
}

impl Foot {
    fn add(&mut self, note: &VecDeque<Row>) {
        // A note referred to before has been drawn.
        if !note.is_empty() {
            self.least = self.all + total(note.iter().take(BEGINNING));
            self.all += total(note);
        }
    }

    fn taken(&self, room: f32) -> f32 {
        self.all.min(self.least.max(room * MOST_OF_NOTES))
    }
}

fn total<'a>(rows: impl IntoIterator<Item = &'a Row>) -> f32 {
    rows.into_iter().map(|row| row.height + row.before).sum()
}

/// Draws a row with its top at `y`; gives the y below it.
pub fn put(row: Row, y: f32, page: &mut Page) -> f32 {
    for mut mark in row.marks {
        mark.shift(y);
        page.marks.push(mark);
    }
    for mut link in row.links {
        link.area.y += y;
        page.links.push(link);
    }
    y + row.height
}

/// What is repeated is seen, and not read twice.
fn as_decoration(mut row: Row) -> Row {
    row.marks.iter_mut().for_each(|mark| mark.owner = Owner::Decoration);
    row.links.clear();
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RULE: f32 = 10.0;
    const FRAMES: Frames = Frames { first: (300.0, 800.0), rest: (100.0, 800.0) };

    /// Rows that each draw one rule of their own height, so that they can be found on the pages.
    fn row(height: f32, before: f32, glued: bool) -> Row {
        let glue = if glued { Glue::Firm } else { Glue::Free };
        let area = Rectangle { x: 0.0, y: 0.0, width: 1.0, height };
        let placed = Placed::Rule(area, Colour([0; 3]));
        Row {
            height,
            before,
            glue,
            marks: vec![Mark { owner: Owner::Decoration, placed }],
            ..Row::default()
        }
    }

    fn areas(page: &Page) -> Vec<Rectangle> {
        let area = |mark: &Mark| match mark.placed {
            Placed::Rule(area, _) if area.height != RULE => Some(area),
            _ => None,
        };
        page.marks.iter().filter_map(area).collect()
    }

    fn rule() -> Row {
        row(RULE, 0.0, false)
    }

    #[test]
    fn a_letter_of_nothing_has_a_page() {
        assert_eq!(flow(Vec::new(), Vec::new(), FRAMES, &rule()).pages.len(), 1);
    }

    #[test]
    fn glued_rows_go_to_the_next_page_together() {
        let rows = vec![row(490.0, 0.0, false), row(5.0, 0.0, false), row(6.0, 0.0, true)];
        let pages = flow(rows, Vec::new(), FRAMES, &rule()).pages;
        assert_eq!(pages.iter().map(|page| areas(page).len()).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn the_head_of_a_table_is_repeated() {
        let mut rows = vec![row(480.0, 0.0, false), row(30.0, 0.0, false)];
        rows[1].repeat = Some(Rc::new(vec![row(12.0, 0.0, false)]));
        let pages = flow(rows, Vec::new(), FRAMES, &rule()).pages;
        assert_eq!(areas(&pages[1]).iter().map(|a| a.height).collect::<Vec<_>>(), [12.0, 30.0]);
    }

    #[test]
    fn a_note_that_has_no_room_goes_on_overleaf() {
        let mut rows = vec![row(400.0, 0.0, false)];
        rows[0].notes = vec![0];
        let notes = vec![vec![row(50.0, 0.0, false), row(60.0, 0.0, false)]];
        let pages = flow(rows, notes, FRAMES, &rule()).pages;
        assert_eq!(areas(&pages[0]).len(), 2);
        assert_eq!(areas(&pages[1])[0].y + 60.0, 800.0);
    }

    #[test]
    fn text_goes_on_beside_a_note_longer_than_a_page() {
        let mut rows = vec![row(20.0, 0.0, false); 12];
        rows[1].notes = vec![0];
        rows[11].notes = vec![1];
        let notes = vec![vec![row(15.0, 0.0, false); 100], vec![row(16.0, 0.0, false)]];
        let pages = flow(rows, notes, FRAMES, &rule()).pages;
        let count = |page: &Page, height: f32| {
            areas(page).iter().filter(|area| area.height == height).count()
        };
        let counts: Vec<_> =
            pages.iter().map(|page| [20.0, 15.0, 16.0].map(|height| count(page, height))).collect();
        // Text that refers to the second note waits for the page on which that note can begin.
        assert_eq!(counts, [[9, 20, 0], [2, 43, 0], [1, 37, 1]]);
    }

    proptest! {
        #[test]
        fn every_row_is_on_a_page_in_order_and_within_it(
            rows in prop::collection::vec((1.0f32..120.0, 0.0f32..20.0, prop::bool::weighted(0.3)), 0..60),
        ) {
            let input: Vec<Row> = rows.iter().map(|&(height, before, glued)| row(height, before, glued)).collect();
            let pages = flow(input.clone(), Vec::new(), FRAMES, &rule()).pages;
            let placed: Vec<(usize, Rectangle)> = pages.iter().enumerate()
                .flat_map(|(number, page)| areas(page).into_iter().map(move |area| (number, area)))
                .collect();
            let heights: Vec<f32> = placed.iter().map(|(_, area)| area.height).collect();
            prop_assert_eq!(heights, rows.iter().map(|row| row.0).collect::<Vec<_>>());
            for pair in placed.windows(2) {
                let below = pair[1].1.y >= pair[0].1.y + pair[0].1.height - 0.01;
                prop_assert!(pair[1].0 > pair[0].0 || below);
            }
            for (page, area) in &placed {
                prop_assert!(area.y >= FRAMES.of(*page).0 && area.y + area.height <= 800.1);
            }
            // A glued row is parted from the one before only where the run of glued rows is more
            // than a page.
            for (index, pair) in placed.windows(2).enumerate() {
                if rows[index + 1].2 && pair[1].0 > pair[0].0 {
                    let start = (0..=index).rev().find(|&i| !rows[i].2).unwrap_or(0);
                    let end = (index + 1..rows.len()).find(|&i| !rows[i].2).unwrap_or(rows.len());
                    let height: f32 = rows[start..end].iter().map(|row| row.0 + row.1).sum();
                    let room = if start == 0 { 500.0 } else { 700.0 };
                    prop_assert!(height - rows[start].1 > room - 0.1, "row {}", index + 1);
                }
            }
        }
    }
}
