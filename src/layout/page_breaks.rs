//! Where the pages of a letter end: chosen over all of it.
//!
//! Every page costs something for what is wrong with it, and of all ways to part the letter the
//! cheapest is taken. The prices below are the rules; what they say together is:
//!
//! - no more pages than are needed;
//! - no page ends with more than a fifth of it empty, if that can be helped;
//! - a short table, a short item, its answer's beginning, a row of a table stay whole; a longer quotation is
//!   parted only where a page would be left emptier than that;
//! - a page rather ends between paragraphs than within one;
//! - no paragraph is parted above room for more of it;
//! - the last page has four lines of text above the sign-off;
//! - the space between the paragraphs of a page is drawn in a little where that mends any of it, or
//!   saves a last page with little on it.

use super::flow::{Frames, Glue, Row};

/// What a page costs in itself.
const PAGE: f64 = 50.0;
/// What a page costs that is empty; one half as empty costs a quarter.
const EMPTY: f64 = 100.0;
/// The part of a page that may well be empty, and what all of a page beyond it would cost.
const FIFTH: f64 = 0.2;
const BEYOND: f64 = 1200.0;
/// The same below a paragraph that goes on overleaf.
const LINES: f64 = 0.05;
const PARTED_ABOVE: f64 = 200.0;
/// How many lines the last page has, and what each that it lacks costs.
const FEWEST: usize = 4;
const LACKING: f64 = 150.0;
/// How far the space between paragraphs may be drawn in; what it costs to do so at all, and to
/// leave nothing of it.
const CLOSEST: f64 = 0.76;
const DRAWN_IN: f64 = 5.0;
const SPACE: f64 = 300.0;
/// What rounding may make a page longer.
const ROUNDING: f64 = 0.01;

impl Glue {
    /// What it costs to part two rows.
    fn price(self) -> f64 {
        match self {
            Self::Free => 0.0,
            Self::Line => 2.0,
            Self::Quotation => 10.0,
            Self::QuotedLine => 13.0,
            Self::Weak => 30.0,
            Self::Whole => 60.0,
            Self::Firm => 1e4,
        }
    }
}

/// A page of a letter.
#[derive(Debug, PartialEq)]
pub struct Chosen {
    /// The row after its last.
    pub end: usize,
    /// What is left of the space between its paragraphs.
    pub spacing: f32,
}

/// Chooses the pages for rows and for the notes that each of them brings. Nothing where a row and
/// its notes are more than a page: notes then have to go on overleaf.
pub fn choose(rows: &[Row], notes: &[f32], frames: Frames, rule: f32) -> Option<Vec<Chosen>> {
    Letter::new(rows, notes, frames, rule).pages()
}

/// A letter as heights.
struct Letter<'a> {
    rows: &'a [Row],
    frames: Frames,
    rule: f64,
    /// The height of all rows before each.
    heights: Vec<f64>,
    /// The space above them.
    spaces: Vec<f64>,
    /// The height of the notes that they bring.
    notes: Vec<f64>,
}

/// What fills a page.
struct Filled {
    /// Rows and notes.
    rows: f64,
    /// The space between rows.
    space: f64,
    /// The height of all of the page.
    room: f64,
}

impl<'a> Letter<'a> {
    fn new(rows: &'a [Row], notes: &[f32], frames: Frames, rule: f32) -> Self {
        let (heights, spaces, notes_of) = (vec![0.0], vec![0.0], vec![0.0]);
        let rule = f64::from(rule);
        let mut letter = Self { rows, frames, rule, heights, spaces, notes: notes_of };
        let (mut height, mut space, mut of_notes) = (0.0, 0.0, 0.0);
        let mut brought = vec![false; notes.len()];
        for row in rows {
            height += f64::from(row.height);
            space += f64::from(row.before);
            for &note in &row.notes {
                if !std::mem::replace(&mut brought[note], true) {
                    of_notes += f64::from(notes[note]);
                }
            }
            letter.heights.push(height);
            letter.spaces.push(space);
            letter.notes.push(of_notes);
        }
        letter
    }

    /// The cheapest pages.
    fn pages(&self) -> Option<Vec<Chosen>> {
        let count = self.rows.len();
        let mut costs = vec![f64::INFINITY; count + 1];
        let mut starts = vec![0; count + 1];
        costs[0] = 0.0;
        for end in 1..=count {
            for start in (0..end).rev() {
                let Some(cost) = self.page(start, end) else { break };
                if costs[start] + cost < costs[end] {
                    (costs[end], starts[end]) = (costs[start] + cost, start);
                }
            }
        }
        let mut pages = Vec::new();
        let mut end = count;
        while end > 0 {
            let spacing = self.filled(starts[end], end).spacing() as f32;
            pages.push(Chosen { end, spacing });
            end = starts[end];
        }
        pages.reverse();
        costs[count].is_finite().then_some(pages)
    }

    /// What these rows and their notes fill of a page.
    fn filled(&self, start: usize, end: usize) -> Filled {
        let (top, bottom) = self.frames.of(usize::from(start > 0));
        let head = self.rows[start].repeat.iter().flat_map(|head| head.iter());
        let head: f64 = head.map(|row| f64::from(row.height)).sum();
        let notes = self.notes[end] - self.notes[start];
        let notes = if notes > 0.0 { notes + self.rule } else { 0.0 };
        Filled {
            rows: head + self.heights[end] - self.heights[start] + notes,
            space: self.spaces[end] - self.spaces[start + 1],
            room: f64::from(bottom - top),
        }
    }

    /// How many lines of text a last page lacks that begins here: what follows the sign-off is none.
    fn lacking(&self, start: usize) -> usize {
        let (before, page) = self.rows.split_at(start);
        let text = page.iter().take(FEWEST).take_while(|row| !row.signs_off).count();
        match before.iter().any(|row| row.signs_off) {
            _ if start == 0 => 0,
            true => FEWEST,
            false => FEWEST - text,
        }
    }

    /// What a page of these rows costs; nothing if they and their notes are more than a page.
    fn page(&self, start: usize, end: usize) -> Option<f64> {
        let filled = self.filled(start, end);
        let is_alone = end - start == 1 && self.notes[end] == self.notes[start];
        let spacing = filled.spacing();
        if spacing < CLOSEST && !is_alone {
            return None;
        }
        let drawn_in = 1.0 - spacing.max(CLOSEST);
        let drawn_in = if drawn_in > 0.0 { DRAWN_IN + SPACE * drawn_in * drawn_in } else { 0.0 };
        let Some(next) = self.rows.get(end) else {
            return Some(PAGE + drawn_in + LACKING * self.lacking(start) as f64);
        };
        let empty = filled.empty();
        let beyond = |part: f64| (empty - part).max(0.0);
        let glue = next.glue.max(self.rows[end - 1].leads_in);
        let above = match glue {
            Glue::Line | Glue::QuotedLine => PARTED_ABOVE * beyond(LINES),
            _ => 0.0,
        };
        let empty = EMPTY * empty * empty + BEYOND * beyond(FIFTH);
        Some(PAGE + drawn_in + empty + glue.price() + above)
    }
}

impl Filled {
    /// What must be left of the space for the rows to fit; less than nothing if they never do.
    fn spacing(&self) -> f64 {
        match self.rows + self.space <= self.room + ROUNDING {
            true => 1.0,
            false if self.space == 0.0 => -1.0,
            false => (self.room - self.rows) / self.space,
        }
    }

    /// The part of the page that is empty.
    fn empty(&self) -> f64 {
        ((self.room - self.rows - self.space) / self.room).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAMES: Frames = Frames { first: (0.0, 100.0), rest: (0.0, 100.0) };

    fn ends(rows: &[Row]) -> Vec<usize> {
        ends_of(&choose(rows, &[], FRAMES, 10.0).unwrap())
    }

    fn ends_of(pages: &[Chosen]) -> Vec<usize> {
        pages.iter().map(|page| page.end).collect()
    }

    /// So many rows of a tenth of a page.
    fn lines(count: usize) -> Vec<Row> {
        vec![Row { height: 10.0, ..Row::default() }; count]
    }

    #[test]
    fn pages_are_filled() {
        assert_eq!(ends(&lines(25)), [10, 20, 25]);
    }

    #[test]
    fn the_last_page_has_four_lines() {
        assert_eq!(ends(&lines(21))[1..], [17, 21]);
        let mut rows = lines(22);
        rows[19..].iter_mut().for_each(|row| row.signs_off = true);
        assert_eq!(ends(&rows)[1..], [15, 22]);
        let mut rows = lines(24);
        rows[18..20].iter_mut().for_each(|row| row.signs_off = true);
        assert!(ends(&rows).iter().rev().nth(1) <= Some(&14), "enclosures are no text");
    }

    #[test]
    fn space_is_drawn_in_rather_than_a_page_of_two_lines() {
        let mut rows = lines(21);
        rows.iter_mut().for_each(|row| (row.before, row.height) = (1.0, 4.0));
        let chosen = choose(&rows, &[], FRAMES, 10.0).unwrap();
        assert_eq!((ends_of(&chosen), chosen[0].spacing < 1.0), (vec![21], true));
    }

    #[test]
    fn a_quotation_is_parted_only_above_an_empty_fifth() {
        let mut rows = lines(25);
        (9..12).for_each(|row| rows[row].glue = Glue::Quotation);
        assert_eq!(ends(&rows), [8, 18, 25]);
        (7..12).for_each(|row| rows[row].glue = Glue::Quotation);
        assert_eq!(ends(&rows), [10, 20, 25]);
    }

    #[test]
    fn a_short_item_is_not_parted_to_save_a_page() {
        let mut rows = lines(20);
        (9..11).for_each(|row| rows[row].glue = Glue::Whole);
        assert_eq!(ends(&rows), [8, 16, 20]);
    }

    #[test]
    fn a_short_table_is_parted_rather_than_that_a_quarter_of_a_page_is_empty() {
        let mut rows = lines(30);
        rows.iter_mut().for_each(|row| row.height = 9.0);
        (9..13).for_each(|row| rows[row].glue = Glue::Whole);
        assert_eq!(ends(&rows)[0], 11);
    }

    #[test]
    fn no_paragraph_is_parted_above_room_for_more_of_it() {
        let mut rows = lines(25);
        [6, 7].iter().for_each(|&row| rows[row].glue = Glue::Line);
        (9..12).for_each(|row| rows[row].glue = Glue::Firm);
        assert_eq!(ends(&rows)[0], 8);
    }

    #[test]
    fn notes_take_room_and_are_not_parted_from_their_row() {
        let mut rows = lines(12);
        rows[9].notes = vec![0];
        let chosen = choose(&rows, &[30.0], FRAMES, 10.0).unwrap();
        assert_eq!(ends_of(&chosen), [8, 12]);
        assert_eq!(choose(&rows, &[95.0], FRAMES, 10.0), None);
    }
}
