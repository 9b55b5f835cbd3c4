//! Text set in lines: its words as glyphs, the places at which lines end, and what stands where.

use super::breaks::{self, BreakPoint, Price};
use super::fonts::{Face, Fonts};
use super::shape::{Cluster, Word};
use super::together;
use super::{Glyph, NodeId, Target, TextRun};
use crate::document::Source;
use crate::style::Colour;
use std::ops::Range;
use std::sync::Arc;
use unicode_bidi::{BidiInfo, Level};
use unicode_linebreak::{BreakOpportunity, linebreaks};

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
    /// Whether a line stands below it.
    pub underlined: bool,
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
pub struct TextLine {
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
pub fn set(rich: &RichText, setting: Setting, fonts: &mut Fonts) -> Vec<TextLine> {
    let text = Text::new(rich, fonts);
    let places = text.places(Some(setting.width.into()));
    let mut start = 0;
    let ends = breaks::fit(&places, setting.width.into());
    let lines = ends.into_iter().map(|end| {
        let (first, last) = (&places[start], &places[end]);
        start = end;
        let width = (last.end - first.next) as f32;
        TextLine { width, ..text.line(first.at..last.at, setting, fonts) }
    });
    lines.collect()
}

/// The widths of a text set on one line, and of its longest word.
pub fn widths(rich: &RichText, fonts: &mut Fonts) -> (f32, f32) {
    /// Words that should stay together do so up to this length, times the size.
    const LONGEST: f64 = 8.0;
    let places = Text::new(rich, fonts).places(None);
    let size = rich.spans.first().map_or(0.0, |span| f64::from(span.look.size));
    let (mut widest, mut longest) = (0.0_f64, 0.0_f64);
    let (mut line, mut words, mut word) = (0.0, 0.0, 0.0);
    for place in &places {
        let together = place.end - words;
        let fits = together <= LONGEST * size;
        longest = longest.max(if fits { together } else { place.end - word });
        word = place.next;
        if place.price != Price::Together {
            words = word;
        }
        if place.price == Price::Must {
            widest = widest.max(place.end - line);
            line = place.next;
        }
    }
    (widest as f32, longest as f32)
}

/// A stretch of text in one face and size that is shaped as a whole: a word with the space after
/// it.
struct Unit {
    range: Range<usize>,
    word: Arc<Word>,
    face: Face,
    size: f32,
    level: Level,
    /// What stands between it and the next beyond the width of its glyphs.
    kern: f32,
}

/// A text as units, which leave out what is not drawn.
struct Text<'a> {
    rich: &'a RichText,
    units: Vec<Unit>,
}

impl<'a> Text<'a> {
    fn new(rich: &'a RichText, fonts: &mut Fonts) -> Self {
        let mut text = Self { rich, units: Vec::new() };
        let levels = levels(&rich.text);
        for same in
            rich.spans.chunk_by(|a, b| (a.look.face, a.look.size) == (b.look.face, b.look.size))
        {
            let (Some(first), Some(last)) = (same.first(), same.last()) else { continue };
            let range = first.range.start..last.range.end;
            for (range, level) in of_one_level(range, levels.as_deref()) {
                text.add(range, level, &first.look, fonts);
            }
        }
        text.kern(fonts);
        text
    }

    /// Adds the units of a stretch of one face, size and direction.
    fn add(&mut self, range: Range<usize>, level: Level, look: &SpanLook, fonts: &mut Fonts) {
        let (face, size) = (look.face, look.size);
        let mut push = |range: Range<usize>| {
            if !range.is_empty() {
                let word = fonts.word(&self.rich.text[range.clone()], face, level.is_rtl());
                self.units.push(Unit { range, word, face, size, level, kern: 0.0 });
            }
        };
        let mut start = range.start;
        for (at, sign) in self.rich.text[range.clone()].match_indices(ends_unit) {
            let at = range.start + at;
            let is_drawn = sign == " ";
            let goes_on = is_drawn && self.rich.text[at + 1..range.end].starts_with(' ');
            if !goes_on {
                push(start..if is_drawn { at + 1 } else { at });
                start = at + sign.len();
            }
        }
        push(start..range.end);
    }

    /// Moves letters nearer to the space before them where the face says so.
    fn kern(&mut self, fonts: &mut Fonts) {
        for index in 1..self.units.len() {
            let [before, next] = &mut self.units[index - 1..=index] else { continue };
            let alike = before.face == next.face
                && before.size == next.size
                && before.range.end == next.range.start
                && !before.level.is_rtl()
                && !next.level.is_rtl();
            let text = &self.rich.text[before.range.start..next.range.end];
            let (space, next) = text.split_at(before.range.len());
            if let (true, true, Some(next)) = (alike, space.ends_with(' '), next.chars().next()) {
                before.kern = fonts.kern(before.face, next) * before.size;
            }
        }
    }

    /// The places at which lines can end. A word that is longer than `width` can be torn anywhere.
    fn places(&self, width: Option<f64>) -> Vec<BreakPoint> {
        let text = self.rich.text.as_str();
        let mut places = vec![BreakPoint { at: 0, next: 0.0, end: 0.0, price: Price::Must }];
        let mut pen = Pen { units: &self.units, unit: 0, cluster: 0, x: 0.0, ink: 0.0 };
        let (mut before, mut start) = ("", 0);
        for (at, kind) in linebreaks(text) {
            let word = &text[start..at];
            if let Some(last) = places.last_mut().filter(|last| last.price == Price::Free) {
                last.price = price(before, word);
            }
            let mut torn = pen.clone();
            pen.go_to(at);
            if width.is_some_and(|width| pen.ink - torn.x > width) {
                torn.tear(at, &mut places);
            }
            let must = kind == BreakOpportunity::Mandatory;
            let price = if must { Price::Must } else { Price::Free };
            places.push(BreakPoint { at, next: pen.x, end: pen.ink, price });
            (before, start) = (word, at);
        }
        places
    }

    /// The line of what stands in `range`.
    fn line(&self, range: Range<usize>, setting: Setting, fonts: &Fonts) -> TextLine {
        let first = self.units.partition_point(|unit| unit.range.end <= range.start);
        let last = self.units.partition_point(|unit| unit.range.start < range.end);
        let units = &self.units[first.min(last)..last];
        let rise = |unit: &Unit| fonts.rise(unit.face) * unit.size;
        let rise = units.iter().map(rise).max_by(f32::total_cmp).unwrap_or(0.0);
        let baseline = (setting.leading + rise) / 2.0;
        let line = TextLine { height: setting.leading, baseline, ..TextLine::default() };
        let mut draft = Draft { rich: self.rich, range, line, x: 0.0, span: None };
        in_order(units).into_iter().for_each(|unit| draft.add(unit));
        for LineRun { run, range, .. } in &mut draft.line.runs {
            run.source = self.rich.source(range);
        }
        draft.line
    }
}

/// What ends a unit: a space, which is part of it, or what is not drawn.
fn ends_unit(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{2060}')
}

/// How unwelcome it is that a line ends between two words.
fn price(before: &str, after: &str) -> Price {
    /// Fewer letters than this do not stand alone before or after a hyphen.
    const FEWEST: usize = 3;
    let letters = |text: &str| text.trim_end().chars().take(FEWEST + 1).count();
    match before.ends_with(char::is_whitespace) {
        true if together::stay(before, after) => Price::Together,
        true => Price::Free,
        false if after.starts_with('\u{2014}') => Price::Together,
        false if letters(before) > FEWEST && letters(after) >= FEWEST => Price::Hyphen,
        false => Price::Together,
    }
}

/// The directions in which a text is read, by bytes; nothing where all of it is read from left to
/// right. The text as a whole is: a name in Hebrew at its head does not turn it round.
fn levels(text: &str) -> Option<Vec<Level>> {
    let is_backward =
        |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fefc}');
    let any = !text.is_ascii() && text.contains(is_backward);
    any.then(|| BidiInfo::new(text, Some(Level::ltr())).levels)
}

/// The stretches of `range` that are read in one direction.
fn of_one_level(range: Range<usize>, levels: Option<&[Level]>) -> Vec<(Range<usize>, Level)> {
    let Some(levels) = levels.and_then(|levels| levels.get(range.clone())) else {
        return vec![(range, Level::ltr())];
    };
    let mut start = range.start;
    let stretch = |same: &[Level]| {
        let stretch = start..start + same.len();
        start = stretch.end;
        (stretch, same[0])
    };
    levels.chunk_by(|a, b| a == b).map(stretch).collect()
}

/// Units of a line as they stand from left to right.
fn in_order(units: &[Unit]) -> Vec<&Unit> {
    if !units.iter().any(|unit| unit.level.is_rtl()) {
        return units.iter().collect();
    }
    let levels: Vec<Level> = units.iter().map(|unit| unit.level).collect();
    BidiInfo::reorder_visual(&levels).into_iter().map(|index| &units[index]).collect()
}

/// A pen that goes through a text as if all of it stood on one line.
#[derive(Clone)]
struct Pen<'a> {
    units: &'a [Unit],
    unit: usize,
    cluster: usize,
    x: f64,
    /// Where what is seen ends.
    ink: f64,
}

impl Pen<'_> {
    /// Draws what stands before `end`.
    fn go_to(&mut self, end: usize) {
        while self.draw(end).is_some() {}
    }

    /// Adds a place after every cluster before `end` but the last.
    fn tear(&mut self, end: usize, places: &mut Vec<BreakPoint>) {
        while let Some(at) = self.draw(end).filter(|at| *at < end) {
            places.push(BreakPoint { at, next: self.x, end: self.ink, price: Price::Torn });
        }
    }

    /// Draws the next cluster, if it begins before `end`; gives where its text ends.
    fn draw(&mut self, end: usize) -> Option<usize> {
        let unit = self.units.get(self.unit)?;
        let cluster = unit.word.clusters.get(self.cluster)?;
        if unit.range.start + cluster.text.start >= end {
            return None;
        }
        self.x += f64::from(cluster.width * unit.size);
        if !cluster.is_space {
            self.ink = self.x;
        }
        self.cluster += 1;
        if self.cluster == unit.word.clusters.len() {
            self.x += f64::from(unit.kern);
            (self.unit, self.cluster) = (self.unit + 1, 0);
        }
        Some(unit.range.start + cluster.text.end)
    }
}

/// What is being put on a line.
struct Draft<'a> {
    rich: &'a RichText,
    range: Range<usize>,
    line: TextLine,
    x: f32,
    /// The span of the last run, where it can go on.
    span: Option<usize>,
}

impl Draft<'_> {
    /// Adds the part of a unit that stands on the line.
    fn add(&mut self, unit: &Unit) {
        let place = |cluster: &Cluster| unit.range.start + cluster.text.start;
        let clusters = unit.word.clusters.as_slice();
        let first = clusters.partition_point(|cluster| place(cluster) < self.range.start);
        let last = clusters.partition_point(|cluster| place(cluster) < self.range.end);
        match unit.level.is_rtl() {
            false => self.forward(unit, &clusters[first..last]),
            true => self.backward(unit, &clusters[first..last]),
        }
    }

    fn forward(&mut self, unit: &Unit, clusters: &[Cluster]) {
        for cluster in clusters {
            self.push(unit, cluster, self.x);
            self.x += cluster.width * unit.size;
        }
        let is_whole = clusters.last().is_some_and(|c| c.text.end == unit.range.len());
        if is_whole && unit.kern != 0.0 {
            let glyphs = self.line.runs.last_mut().and_then(|last| last.run.glyphs.last_mut());
            glyphs.into_iter().for_each(|glyph| glyph.advance += unit.kern);
            self.x += unit.kern;
        }
    }

    /// Each cluster is a run of its own: the runs stand in the order in which they are read. White
    /// space at the end of the line would be seen at its left.
    fn backward(&mut self, unit: &Unit, clusters: &[Cluster]) {
        let ends = unit.range.end >= self.range.end;
        let seen = clusters.iter().rposition(|c| !c.is_space).map_or(0, |last| last + 1);
        let seen = &clusters[..if ends { seen } else { clusters.len() }];
        self.x += seen.iter().map(|cluster| cluster.width * unit.size).sum::<f32>();
        let mut x = self.x;
        for cluster in clusters {
            x -= cluster.width * unit.size;
            self.span = None;
            self.push(unit, cluster, x);
        }
        self.span = None;
    }

    /// Adds a cluster to the last run, or to a new one where its look is another.
    fn push(&mut self, unit: &Unit, cluster: &Cluster, x: f32) {
        let at = unit.range.start + cluster.text.start;
        let spans = &self.rich.spans;
        let span = match self.span {
            Some(span) if spans[span].range.contains(&at) => span,
            _ => spans.partition_point(|span| span.range.end <= at),
        };
        let Some(Span { look, .. }) = spans.get(span) else { return };
        let last = self.line.runs.last();
        let continues = self.span == Some(span) || last.is_some_and(|last| last.look == *look);
        if self.span.is_none() || !continues {
            self.open(look, x, at);
        }
        self.span = Some(span);
        let Some(LineRun { run, range, .. }) = self.line.runs.last_mut() else { return };
        range.end = unit.range.start + cluster.text.end;
        let start = run.text.len();
        run.text.push_str(&self.rich.text[at..range.end]);
        let text = start..run.text.len();
        let size = unit.size;
        run.glyphs.extend(unit.word.glyphs[cluster.glyphs.clone()].iter().map(|glyph| Glyph {
            id: glyph.id,
            advance: glyph.advance * size,
            shift: (glyph.shift.0 * size, glyph.shift.1 * size),
            text: text.clone(),
        }));
    }

    fn open(&mut self, look: &SpanLook, x: f32, at: usize) {
        let SpanLook { face, size, colour, raise, .. } = *look;
        let y = self.line.baseline - raise;
        let (text, glyphs) = (String::new(), Vec::new());
        let run = TextRun { x, y, face, size, colour, text, glyphs, source: None };
        self.line.runs.push(LineRun { run, look: look.clone(), range: at..at });
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
            underlined: false,
            node: NodeId(0),
            target: None,
        };
        text.push(words, look);
        text
    }

    fn lines(words: &str, width: f32) -> Vec<TextLine> {
        set(&rich(words), Setting { width, leading: 15.0 }, &mut Fonts::built_in())
    }

    fn text_of(line: &TextLine) -> String {
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
        fn there_are_no_more_lines_than_need_be(
            // Initials and titles would stay with what follows them, which can take a line more.
            words in prop::collection::vec("[a-z\u{e9}\u{175}]{3,8}", 1..60),
            width in 120.0f32..480.0,
        ) {
            let mut needed = 0;
            let mut rest = &words[..];
            while !rest.is_empty() {
                let fits = |count: &usize| lines(&rest[..*count].join(" "), 1e6)[0].width <= width;
                let count = (1..=rest.len()).take_while(fits).count().max(1);
                (rest, needed) = (&rest[count..], needed + 1);
            }
            // A line may be longer by what rounding makes of it.
            prop_assert!(lines(&words.join(" "), width).len() <= needed);
        }
    }
}
