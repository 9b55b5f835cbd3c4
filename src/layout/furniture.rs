//! What stands on every page: the running head, the mark of a draft, the number of the page.

use super::paragraph::{self, Line, RichText, Setting};
use super::rows::{self, Column, Setter};
use super::{Mark, NodeId, Owner, Page, Placed};
use crate::metadata::Metadata;
use crate::sheet::{SHEET, mm};

/// Millimetres from the edge of the text to the baseline of the running head, and to that of the
/// number.
pub const HEAD_GAP: f32 = 10.0;
pub const FOOT_GAP: f32 = 12.0;

/// A running head is a title: one that reads as prose is cut before it has this many words.
const MOST_WORDS: usize = 8;

/// Adds to every page what stands on every page.
pub fn add(pages: &mut [Page], metadata: &Metadata, setter: &mut Setter<'_>) {
    let (count, page) = (pages.len(), setter.style.page);
    let column = setter.small_column();
    let (top, foot) = (page.top - mm(HEAD_GAP), SHEET.1 - page.bottom + mm(FOOT_GAP));
    let draft = draft(metadata, &column, setter);
    let head = head(metadata, setter);
    let head = one_line(&head, false, &column, setter);
    for (index, out) in pages.iter_mut().enumerate() {
        let mut marks = Vec::new();
        if let Some(draft) = &draft {
            marks.extend(placed(draft.clone(), Align::Left, top, &column));
        }
        if index > 0 {
            let align = if draft.is_some() { Align::Right } else { Align::Left };
            marks.extend(placed(head.clone(), align, top, &column));
        }
        out.marks.splice(0..0, owned(marks, Owner::RunningHead));
        let number = metadata.page_number.replace("{page}", &(index + 1).to_string());
        let number = number.replace("{pages}", &count.to_string());
        let number = one_line(&number, false, &column, setter);
        out.marks.extend(owned(placed(number, Align::Right, foot, &column), Owner::PageNumber));
    }
}

#[derive(Clone, Copy)]
enum Align {
    Left,
    Right,
}

/// The space between the mark of a draft and the running head.
const GAP: f32 = 18.0;

/// A line of small text.
fn one_line(text: &str, bold: bool, column: &Column, setter: &mut Setter<'_>) -> Line {
    let mut rich = RichText::default();
    rich.push(text, setter.look(column.size, bold, NodeId(0)));
    let setting = Setting { width: f32::MAX, leading: column.leading };
    paragraph::set(&rich, setting, setter.fonts).into_iter().next().unwrap_or_default()
}

/// The marks of a line with its baseline at `y`.
fn placed(line: Line, align: Align, y: f32, column: &Column) -> Vec<Mark> {
    let left = match align {
        Align::Left => column.left,
        Align::Right => column.left + column.width - line.width,
    };
    let down = y - line.baseline;
    let mut marks = rows::marks(line, left);
    marks.iter_mut().for_each(|mark| mark.shift(down));
    marks
}

/// What marks a draft.
fn draft(metadata: &Metadata, column: &Column, setter: &mut Setter<'_>) -> Option<Line> {
    metadata.draft.as_deref().map(|draft| one_line(draft, true, column, setter))
}

/// The running head beside what marks a draft.
pub fn head(metadata: &Metadata, setter: &mut Setter<'_>) -> String {
    let column = setter.small_column();
    let taken = draft(metadata, &column, setter).map_or(0.0, |draft| draft.width + GAP);
    running_head(metadata, column.width - taken, &column, setter)
}

/// What the letter is about, as much of it as there is room for, and its day.
fn running_head(
    metadata: &Metadata,
    width: f32,
    column: &Column,
    setter: &mut Setter<'_>,
) -> String {
    let subject = metadata.running_head.trim();
    let with_day = |subject: &str| match &metadata.day {
        Some(day) => format!("{subject}, {day}"),
        None => subject.to_owned(),
    };
    let mut fits = |head: &String| one_line(head, false, column, setter).width <= width;
    shorter(subject)
        .map(|subject| with_day(&subject))
        .find(|head| fits(head))
        .unwrap_or_else(|| metadata.day.clone().unwrap_or_default())
}

/// A subject and what it can be cut to, the longest first: at a colon, else at a word.
fn shorter(subject: &str) -> impl Iterator<Item = String> {
    let whole = Some(subject).filter(|subject| words(subject) < MOST_WORDS);
    let at_colon = subject.rmatch_indices(": ").map(|(at, _)| &subject[..at]);
    let at_colon = at_colon.filter(|part| (2..MOST_WORDS).contains(&words(part)));
    let spaces: Vec<usize> =
        subject.match_indices(' ').map(|(at, _)| at).take(MOST_WORDS - 1).collect();
    let at_word = spaces.into_iter().rev().map(|at| &subject[..at]);
    let at_word = at_word.filter(|part| !ends_in_small_word(part));
    let cut = at_word
        .map(|part| format!("{}\u{2026}", part.trim_end_matches(|c: char| !c.is_alphanumeric())));
    whole.into_iter().chain(at_colon).map(str::to_owned).chain(cut)
}

fn words(text: &str) -> usize {
    text.split_whitespace().take(MOST_WORDS).count()
}

/// Whether a text ends in a word that says nothing alone: of, the, y.
fn ends_in_small_word(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    let is_capital = word.chars().any(char::is_uppercase);
    word.len() <= 3 && !is_capital && word.chars().all(char::is_alphabetic)
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

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn a_subject_is_cut_at_a_colon_or_a_word() {
        let first = |subject| shorter(subject).take(2).collect::<Vec<_>>();
        assert_eq!(first("PEEL: Police Effectiveness 2017")[0], "PEEL: Police Effectiveness 2017");
        assert_eq!(
            first("PEEL 2023-25: the response of the commissioner to the inspectorate"),
            ["PEEL 2023-25", "PEEL 2023-25: the response of the commissioner\u{2026}"]
        );
        assert_eq!(
            first("Response to the inspection of the police force of Exampleshire in 2023"),
            [
                "Response to the inspection of the police\u{2026}",
                "Response to the inspection\u{2026}"
            ]
        );
    }
}
