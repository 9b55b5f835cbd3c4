//! Text set in lines: parley shapes and breaks, this turns its lines into ours.

use super::fonts::{FAMILY, Face, Fonts};
use super::{Glyph, NodeId, Target, TextRun};
use crate::document::Source;
use crate::style::Colour;
use parley::style::{FontFamily, FontStyle, FontWeight, OverflowWrap, StyleProperty};
use parley::{Alignment, AlignmentOptions, Layout, LineHeight};
use std::ops::Range;

/// Where a line may not be broken: U+2060, which is not drawn.
pub const JOINER: &str = "\u{2060}";

/// Text of several looks, to be set as one paragraph.
#[derive(Clone, Debug, Default)]
pub struct RichText {
    text: String,
    spans: Vec<Span>,
    /// Where it stands in the Markdown, as far as it does.
    source: Source,
}

/// A stretch of text in one look.
#[derive(Clone, Debug)]
struct Span {
    range: Range<usize>,
    look: SpanLook,
}

/// How a stretch of text looks and what it is part of.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanLook {
    /// Its face.
    pub face: Face,
    /// Its size.
    pub size: f32,
    /// Its colour.
    pub colour: Colour,
    /// How far it stands above the line.
    pub raise: f32,
    /// Whether a line goes through it.
    pub struck: bool,
    /// What it is part of.
    pub node: NodeId,
    /// Where it leads.
    pub target: Option<Target>,
}

impl RichText {
    /// Adds text in one look.
    pub fn push(&mut self, text: &str, look: SpanLook) {
        let start = self.text.len();
        self.text.push_str(text);
        self.spans.push(Span { range: start..self.text.len(), look });
    }

    /// Says of text that is to be added where it comes from.
    pub fn comes_from(&mut self, source: &Source) {
        for (at, from) in source.pieces() {
            self.source.push(self.text.len() + at, *from);
        }
    }

    /// Where a run of these bytes comes from.
    fn source(&self, run: &Range<usize>) -> Option<Range<usize>> {
        let (start, last) = (self.source.of(run.start)?, self.source.of(run.end.max(1) - 1)?);
        Some(start..last.max(start) + 1)
    }

    /// Makes all of it smaller or larger.
    pub fn scale(&mut self, by: f32) {
        for Span { look, .. } in &mut self.spans {
            look.size = (look.size * by).round();
            look.raise *= by;
        }
    }

    /// The text without its looks.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A line of text, its runs placed from the line's left end and top.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The distance to the next line.
    pub height: f32,
    /// From the top to the baseline.
    pub baseline: f32,
    /// How far the text reaches, white space at the end left out.
    pub width: f32,
    /// The text.
    pub runs: Vec<LineRun>,
}

/// A run with the look it was given.
#[derive(Clone, Debug)]
pub struct LineRun {
    /// The run; x from the line's left end, y from its top.
    pub run: TextRun,
    /// Its look.
    pub look: SpanLook,
    /// Its bytes in the text of the paragraph.
    range: Range<usize>,
}

/// How a paragraph is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The width for the lines.
    pub width: f32,
    /// The distance from line to line.
    pub leading: f32,
}

/// Sets a text in lines.
pub fn set(rich: &RichText, setting: Setting, fonts: &mut Fonts) -> Vec<Line> {
    let mut layout = shaped(rich, setting, fonts);
    layout.break_all_lines(Some(setting.width));
    layout.align(Alignment::Start, AlignmentOptions::default());
    layout.lines().map(|line| line_of(&line, rich, setting, fonts)).collect()
}

/// The widths of a text set on one line, and of its longest word.
pub fn widths(rich: &RichText, fonts: &mut Fonts) -> (f32, f32) {
    let layout =
        shaped_with(rich, Setting { width: f32::MAX, leading: 1.0 }, OverflowWrap::Normal, fonts);
    let widths = layout.calculate_content_widths();
    (widths.max, widths.min)
}

fn shaped(rich: &RichText, setting: Setting, fonts: &mut Fonts) -> Layout<usize> {
    // A long address is broken where it must be and does not run out of the margin.
    shaped_with(rich, setting, OverflowWrap::Anywhere, fonts)
}

fn shaped_with(
    rich: &RichText,
    setting: Setting,
    wrap: OverflowWrap,
    fonts: &mut Fonts,
) -> Layout<usize> {
    let Fonts { context, scratch, .. } = fonts;
    let mut builder = scratch.ranged_builder(context, &rich.text, 1.0, false);
    builder.push_default(StyleProperty::FontFamily(FontFamily::named(FAMILY)));
    builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(setting.leading)));
    builder.push_default(StyleProperty::OverflowWrap(wrap));
    for (index, Span { range, look }) in rich.spans.iter().enumerate() {
        builder.push(StyleProperty::Brush(index), range.clone());
        builder.push(StyleProperty::FontSize(look.size), range.clone());
        if look.face.is_bold() {
            builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range.clone());
        }
        if look.face.is_italic() {
            builder.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
        }
    }
    builder.build(&rich.text)
}

fn line_of(
    line: &parley::layout::Line<'_, usize>,
    rich: &RichText,
    setting: Setting,
    fonts: &Fonts,
) -> Line {
    let metrics = line.metrics();
    let mut out = Line {
        height: setting.leading,
        baseline: metrics.baseline - metrics.block_min_coord,
        width: metrics.advance - metrics.hanging_advance,
        runs: Vec::new(),
    };
    let mut x = 0.0;
    for run in line.runs() {
        let face = fonts.face(run.font().data.id()).unwrap_or_default();
        for cluster in run.visual_clusters() {
            let range = cluster.text_range();
            let span = cluster.style().brush;
            let mut text = &rich.text[range.clone()];
            if text.contains('\n') || text == JOINER {
                continue;
            }
            if cluster.is_ligature_continuation() {
                out.extend_last(text, range.end);
            }
            for glyph in cluster.glyphs() {
                let range = range.clone();
                let pen = Pen { x, face, glyph: glyph.id, advance: glyph.advance, range };
                out.place(pen, std::mem::take(&mut text), &rich.spans[span].look);
                x += glyph.advance;
            }
        }
    }
    for LineRun { run, range, .. } in &mut out.runs {
        run.source = rich.source(range);
    }
    out
}

/// A glyph about to be put on a line.
struct Pen {
    x: f32,
    face: Face,
    glyph: u32,
    advance: f32,
    /// What it draws of the paragraph's text.
    range: Range<usize>,
}

impl Line {
    /// Adds text that the last glyph draws with what it drew so far.
    fn extend_last(&mut self, text: &str, end: usize) {
        if let Some(LineRun { run, range, .. }) = self.runs.last_mut() {
            run.text.push_str(text);
            range.end = end;
            if let Some(glyph) = run.glyphs.last_mut() {
                glyph.text.end = run.text.len();
            }
        }
    }

    /// Adds a glyph to the last run, or to a new one where its look is another.
    fn place(&mut self, pen: Pen, text: &str, look: &SpanLook) {
        let continues =
            self.runs.last().is_some_and(|last| last.look == *look && last.run.face == pen.face);
        if !continues {
            let (size, colour) = (look.size, look.colour);
            let y = self.baseline - look.raise;
            let run = TextRun {
                x: pen.x,
                y,
                face: pen.face,
                size,
                colour,
                text: String::new(),
                glyphs: Vec::new(),
                source: None,
            };
            let range = pen.range.clone();
            self.runs.push(LineRun { run, look: look.clone(), range });
        }
        if let Some(LineRun { run, range, .. }) = self.runs.last_mut() {
            range.end = pen.range.end;
            let start = run.text.len();
            run.text.push_str(text);
            // A letter and the accent on it are two glyphs for the same text.
            let text = match run.glyphs.last() {
                Some(last) if text.is_empty() => last.text.clone(),
                _ => start..run.text.len(),
            };
            run.glyphs.push(Glyph { id: pen.glyph, advance: pen.advance, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rich(words: &str) -> RichText {
        let mut text = RichText::default();
        let look = SpanLook {
            face: Face::Regular,
            size: 12.0,
            colour: Colour([0; 3]),
            raise: 0.0,
            struck: false,
            node: NodeId(0),
            target: None,
        };
        text.push(words, look);
        text
    }

    fn lines(words: &str, width: f32) -> Vec<Line> {
        set(&rich(words), Setting { width, leading: 15.0 }, &mut Fonts::built_in())
    }

    fn text_of(line: &Line) -> String {
        line.runs.iter().map(|run| run.run.text.as_str()).collect()
    }

    #[test]
    fn a_line_break_ends_a_line_and_is_not_drawn() {
        let lines = lines("1 Sample Street \nExampleton", 200.0);
        let texts: Vec<String> = lines.iter().map(text_of).collect();
        assert_eq!(texts, ["1 Sample Street ", "Exampleton"]);
    }

    #[test]
    fn a_joiner_keeps_a_number_with_its_word_and_is_not_drawn() {
        for sign in ['!', '?', '.', '\u{2026}', '\u{2013}', ')'] {
            let words = format!("xx wwwwwwww{sign}");
            let width = lines(&words, 1000.0)[0].width + 0.5;
            let lines = lines(&format!("{words}{JOINER}1"), width);
            let texts: Vec<String> = lines.iter().map(text_of).collect();
            assert_eq!(texts, ["xx ".to_owned(), format!("wwwwwwww{sign}1")]);
            assert_eq!(lines[1].width, self::lines(&texts[1], width)[0].width);
        }
    }

    #[test]
    fn letters_are_kerned() {
        let pair = lines("AV", 200.0)[0].width;
        let apart = lines("A", 200.0)[0].width + lines("V", 200.0)[0].width;
        assert!(pair < apart, "{pair} {apart}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn lines_hold_all_of_the_text_within_the_width(
            words in prop::collection::vec("[a-zA-Z\u{e9}\u{175}',.-]{1,40}", 1..30),
            width in 60.0f32..480.0,
        ) {
            let words = words.join(" ");
            let lines = lines(&words, width);
            prop_assert_eq!(lines.iter().map(text_of).collect::<String>(), words);
            for line in &lines {
                prop_assert!(line.width <= width + 0.01, "{} > {width}", line.width);
            }
        }

        #[test]
        fn no_line_ends_before_it_must(
            words in prop::collection::vec("[a-zA-Z\u{e9}\u{175}]{1,8}", 1..60),
            width in 120.0f32..480.0,
        ) {
            let lines = lines(&words.join(" "), width);
            for pair in lines.windows(2) {
                let next = text_of(&pair[1]);
                let first = next.split(' ').next().unwrap_or_default();
                let whole = format!("{}{first}", text_of(&pair[0]));
                prop_assert!(self::lines(&whole, 10_000.0)[0].width > width - 0.01);
            }
        }
    }
}
