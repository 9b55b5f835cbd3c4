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
//! - the last page has four lines of text above the sign-off;
//! - a last page with little on it is saved, if the space between paragraphs, drawn in a little all
//!   through the letter, makes room for what is on it.

use super::flow::{Frames, Glue, Row};

/// What a page costs in itself.
const PAGE: f64 = 50.0;
/// What a page costs that is empty; one half as empty costs a quarter.
const EMPTY: f64 = 100.0;
/// The part of a page that may well be empty, and what all of a page beyond it would cost.
const FIFTH: f64 = 0.2;
const BEYOND: f64 = 200.0;
/// How many lines the last page has, and what each that it lacks costs.
const FEWEST: usize = 4;
const LACKING: f64 = 30.0;
/// A last page that is filled no more than this is better saved.
const SHORT_PAGE: f64 = 0.3;
/// How far the space between paragraphs may be drawn in.
const DRAWN_IN: [f32; 3] = [0.92, 0.84, 0.76];
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
            Self::Table => 60.0,
            Self::Firm => 1e4,
        }
    }
}

/// The pages of a letter.
#[derive(Debug, PartialEq)]
pub struct Chosen {
    /// The row after the last of each page.
    pub ends: Vec<usize>,
    /// What is left of the space between paragraphs.
    pub spacing: f32,
}

/// Chooses the pages for rows and for the notes that each of them brings. Nothing where a row and
/// its notes are more than a page: notes then have to go on overleaf.
pub fn choose(rows: &[Row], notes: &[f32], frames: Frames, rule: f32) -> Option<Chosen> {
    let chosen = |spacing: f32| {
        let letter = Letter::new(rows, notes, frames, rule, spacing);
        let ends = letter.pages()?;
        let is_short = letter.ends_on_short_page(&ends);
        Some((Chosen { ends, spacing }, is_short))
    };
    let (natural, is_short) = chosen(1.0)?;
    let pages = natural.ends.len();
    let drawn_in = DRAWN_IN.into_iter().filter(|_| is_short).filter_map(chosen);
    let shorter = drawn_in.map(|(drawn_in, _)| drawn_in).find(|other| other.ends.len() < pages);
    Some(shorter.unwrap_or(natural))
}

/// How many lines of text a last page lacks.
fn lacking(page: &[Row]) -> usize {
    let text = page.iter().take(FEWEST).take_while(|row| !row.signs_off).count();
    FEWEST.saturating_sub(text)
}

/// A letter as heights.
struct Letter<'a> {
    rows: &'a [Row],
    frames: Frames,
    rule: f64,
    spacing: f64,
    /// The height of all rows before each, with the space above them.
    heights: Vec<f64>,
    /// The height of the notes that they bring.
    notes: Vec<f64>,
}

impl<'a> Letter<'a> {
    fn new(rows: &'a [Row], notes: &[f32], frames: Frames, rule: f32, spacing: f32) -> Self {
        let (rule, spacing) = (f64::from(rule), f64::from(spacing));
        let mut letter = Self { rows, frames, rule, spacing, heights: vec![0.0], notes: vec![0.0] };
        let (mut height, mut of_notes) = (0.0, 0.0);
        let mut brought = vec![false; notes.len()];
        for row in rows {
            height += f64::from(row.height) + letter.before(row);
            for &note in &row.notes {
                if !std::mem::replace(&mut brought[note], true) {
                    of_notes += f64::from(notes[note]);
                }
            }
            letter.heights.push(height);
            letter.notes.push(of_notes);
        }
        letter
    }

    fn before(&self, row: &Row) -> f64 {
        f64::from(row.before) * self.spacing
    }

    /// The ends of the cheapest pages.
    fn pages(&self) -> Option<Vec<usize>> {
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
        let mut ends = vec![count];
        while starts[ends[ends.len() - 1]] > 0 {
            ends.push(starts[ends[ends.len() - 1]]);
        }
        ends.reverse();
        costs[count].is_finite().then_some(ends)
    }

    /// Whether the last page, if it is not the only one, has little on it.
    fn ends_on_short_page(&self, ends: &[usize]) -> bool {
        let [.., start, end] = ends else { return false };
        let (filled, room) = self.filled(*start, *end);
        filled <= room * SHORT_PAGE
    }

    /// What these rows and their notes fill of a page, and the height of all of it.
    fn filled(&self, start: usize, end: usize) -> (f64, f64) {
        let (top, bottom) = self.frames.of(usize::from(start > 0));
        let first = &self.rows[start];
        let head = first.repeat.iter().flat_map(|head| head.iter());
        let head: f64 = head.map(|row| f64::from(row.height) + self.before(row)).sum();
        let text = head + self.heights[end] - self.heights[start] - self.before(first);
        let notes = self.notes[end] - self.notes[start];
        let filled = text + if notes > 0.0 { notes + self.rule } else { 0.0 };
        (filled, f64::from(bottom - top))
    }

    /// What a page of these rows costs; nothing if they and their notes are more than a page.
    fn page(&self, start: usize, end: usize) -> Option<f64> {
        let (filled, room) = self.filled(start, end);
        let is_alone = end - start == 1 && self.notes[end] == self.notes[start];
        if filled > room + ROUNDING && !is_alone {
            return None;
        }
        let Some(next) = self.rows.get(end) else {
            let lacking = if start > 0 { lacking(&self.rows[start..end]) } else { 0 };
            return Some(PAGE + LACKING * lacking as f64);
        };
        let empty = ((room - filled) / room).max(0.0);
        let beyond = (empty - FIFTH).max(0.0);
        let parted = next.glue.max(self.rows[end - 1].leads_in).price();
        Some(PAGE + EMPTY * empty * empty + BEYOND * beyond + parted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAMES: Frames = Frames { first: (0.0, 100.0), rest: (0.0, 100.0) };

    fn ends(rows: &[Row]) -> Vec<usize> {
        choose(rows, &[], FRAMES, 10.0).unwrap().ends
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
    }

    #[test]
    fn space_is_drawn_in_rather_than_a_page_of_two_lines() {
        let mut rows = lines(21);
        rows.iter_mut().for_each(|row| (row.before, row.height) = (1.0, 4.0));
        let chosen = choose(&rows, &[], FRAMES, 10.0).unwrap();
        assert_eq!((chosen.ends, chosen.spacing < 1.0), (vec![21], true));
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
    fn notes_take_room_and_are_not_parted_from_their_row() {
        let mut rows = lines(12);
        rows[9].notes = vec![0];
        let chosen = choose(&rows, &[30.0], FRAMES, 10.0).unwrap();
        assert_eq!(chosen.ends, [8, 12]);
        assert_eq!(choose(&rows, &[95.0], FRAMES, 10.0), None);
    }
}
