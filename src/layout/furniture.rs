//! What stands on every page: the running head, the mark of a draft, the number of the page.

use super::paragraph::{self, LineRun, RichText, Setting, SpanLook, TextLine};
use super::rows::{self, Column, Setter};
use super::{Mark, NodeId, Owner, Page, Placed, TextRun};
use crate::metadata::Metadata;
use crate::sheet::{SHEET, mm};
use crate::style::{Colour, LogoPlace};

/// Millimetres from the edge of the text to the baseline of the running head, and to that of the
/// number.
pub const HEAD_GAP: f32 = 10.0;
pub const FOOT_GAP: f32 = 12.0;
/// How much higher the mark of a draft stands where a logo stands below it.
const LOGO_GAP: f32 = 2.0;

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
    let style = setter.style;
    let has_logo_below = style.logo.is_some() && style.logo_place != LogoPlace::Right;
    let across = metadata.draft.as_deref().filter(|_| setter.style.drafts_across);
    let across = across.map(|draft| across_page(draft, setter)).unwrap_or_default();
    for (index, out) in pages.iter_mut().enumerate() {
        out.across.clone_from(&across);
        let mut marks = Vec::new();
        if let Some(draft) = &draft {
            let above_logo = if index == 0 && has_logo_below { mm(LOGO_GAP) } else { 0.0 };
            marks.extend(placed(draft.clone(), Align::Left, top - above_logo, &column));
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

/// Words across the page, so large that they reach over much of it, around its middle.
fn across_page(words: &str, setter: &mut Setter<'_>) -> Vec<TextRun> {
    let mut set = |size: f32| {
        let look = SpanLook { colour: PALE, ..setter.look(size, true, NodeId(0)) };
        let mut rich = RichText::default();
        rich.push(words, look);
        let setting = Setting { width: f32::MAX, leading: size };
        paragraph::set(&rich, setting, setter.fonts).into_iter().next().unwrap_or_default()
    };
    let reach = SHEET.0.hypot(SHEET.1) * REACH;
    let size = (reach / set(1.0).width).floor().min(LARGEST);
    let line = set(size);
    let middle = (line.width / 2.0, line.baseline - setter.fonts.cap_height() * size / 2.0);
    let moved = |run: LineRun| {
        let run = run.run;
        TextRun { x: run.x - middle.0, y: run.y - middle.1, ..run }
    };
    line.runs.into_iter().map(moved).collect()
}

/// So pale that text on it is read as on white paper.
const PALE: Colour = Colour([0xee; 3]);
/// How much of the diagonal of the sheet a mark across it takes, and its largest letters.
const REACH: f32 = 0.6;
const LARGEST: f32 = 170.0;

#[derive(Clone, Copy)]
enum Align {
    Left,
    Right,
}

/// The space between the mark of a draft and the running head.
const GAP: f32 = 18.0;

/// A line of small text.
fn one_line(text: &str, bold: bool, column: &Column, setter: &mut Setter<'_>) -> TextLine {
    let mut rich = RichText::default();
    rich.push(text, setter.look(column.size, bold, NodeId(0)));
    let setting = Setting { width: f32::MAX, leading: column.leading };
    paragraph::set(&rich, setting, setter.fonts).into_iter().next().unwrap_or_default()
}

/// The marks of a line with its baseline at `y`.
fn placed(line: TextLine, align: Align, y: f32, column: &Column) -> Vec<Mark> {
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
fn draft(metadata: &Metadata, column: &Column, setter: &mut Setter<'_>) -> Option<TextLine> {
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
    let cut = at_word.map(|part| {
        let part = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        format!("{part}\u{2026}{}", what_closes(part))
    });
    whole.into_iter().chain(at_colon).map(str::to_owned).chain(cut)
}

/// The mark that ends the quotation in which a text is cut, if one is.
fn what_closes(text: &str) -> &'static str {
    let Some((at, opened)) = text.rmatch_indices(['\u{2018}', '\u{201c}']).next() else {
        return "";
    };
    let closes = if opened == "\u{2018}" { "\u{2019}" } else { "\u{201d}" };
    if text[at..].contains(closes) { "" } else { closes }
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
        assert_eq!(
            first(
                "Response to \u{2018}An inspection of how the police and others tell victims\u{2019}"
            )[0],
            "Response to \u{2018}An inspection\u{2026}\u{2019}"
        );
    }
}
