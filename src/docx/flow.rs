//! How the paragraphs of a part of the letter are set.

use super::manifest::Shape;
use super::style::Style;
use super::units::{spaced, twips};
use super::xml::Xml;
use crate::document::Column;
use crate::letter::Language;
use crate::style::Style as Look;

/// How paragraphs are set, the first and the last of them in their own ways.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Their style.
    pub style: Style,
    /// What they are.
    pub shape: Shape,
    /// Their language.
    pub language: Language,
    /// How far they stand in.
    pub left: f32,
    /// The same at the right.
    pub right: f32,
    /// Where the bar beside them stands.
    pub bar: Option<f32>,
    /// How many lists are open.
    pub level: usize,
    /// The space above each, where it is not that of the style.
    pub gap: Option<f32>,
    /// The size of letters, where it is not that of the style.
    pub size: Option<f32>,
    /// The distance from line to line, where it is fixed.
    pub line: Option<f32>,
    /// At which side they are set.
    pub side: Column,
    /// Where they stand on the page, if not in the run of the text.
    pub frame: Option<Frame>,
    /// Whether they are an item: what it quotes and lists are the report's words.
    pub item: bool,
    /// Whether links look like the text around them.
    pub plain_links: bool,
    /// Whether each stays on one page with what follows.
    pub keep_next: bool,
    /// Whether they stay together, as far as can be.
    pub hold: bool,
    /// What only the first has.
    pub first: First,
    /// What only the last has.
    pub last: Last,
}

/// What only the first of several paragraphs has.
#[derive(Clone, Copy, Debug, Default)]
pub struct First {
    /// The space above it.
    pub before: Option<f32>,
    /// The number in a list.
    pub number: Option<Number>,
    /// Whether the number of a footnote leads in to it.
    pub leads_note: bool,
}

/// What only the last of several paragraphs has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Last {
    /// Whether it stays on one page with what follows.
    pub keep_next: bool,
    /// The space below it.
    pub after: f32,
}

/// The number or the bullet of a point of a list.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The number of the list.
    pub list: usize,
    /// Its level.
    pub level: usize,
    /// How far it stands out from the text.
    pub hanging: f32,
}

/// A place on the page.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// The left edge.
    pub x: f32,
    /// The upper edge.
    pub y: f32,
    /// The width.
    pub width: f32,
    /// The height at least, or exactly.
    pub height: f32,
    /// Whether the height is exact.
    pub is_exact: bool,
}

impl Flow {
    /// Running text.
    pub fn new(language: Language) -> Self {
        Self {
            style: Style::Text,
            shape: Shape::Paragraph,
            language,
            left: 0.0,
            right: 0.0,
            bar: None,
            level: 0,
            gap: None,
            size: None,
            line: None,
            side: Column::Natural,
            frame: None,
            item: false,
            plain_links: false,
            keep_next: false,
            hold: false,
            first: First::default(),
            last: Last::default(),
        }
    }

    /// The flow of one of several parts: what the first and the last have is theirs alone.
    pub fn part(&self, is_first: bool, is_last: bool) -> Self {
        let first = if is_first { self.first } else { First::default() };
        let last = if is_last { self.last } else { Last::default() };
        let keep_next = self.keep_next || (self.hold && !is_last);
        Self { first, last, keep_next, ..self.clone() }
    }

    /// The flow of the report's words: set in, with a bar beside them where none is yet.
    pub fn barred(&self, look: &Look) -> Self {
        match self.bar {
            Some(_) => self.clone(),
            None => Self {
                style: Style::Inspectorate,
                bar: Some(self.left),
                left: self.left + look.quote_indent,
                ..self.clone()
            },
        }
    }

    /// Writes the properties of a paragraph, in the order that the schema wants.
    pub fn write(&self, style: Style, announces: bool, look: &Look, xml: &mut Xml) {
        xml.open("w:pPr", &[]);
        xml.empty("w:pStyle", &[("w:val", style.id())]);
        if self.keep_next || self.last.keep_next || announces {
            xml.empty("w:keepNext", &[]);
        }
        if self.hold {
            xml.empty("w:keepLines", &[]);
        }
        if let Some(frame) = self.frame {
            frame.write(xml);
        }
        if let Some(Number { list, level, .. }) = self.first.number {
            xml.element("w:numPr", &[], |xml| {
                xml.empty("w:ilvl", &[("w:val", &level.to_string())]);
                xml.empty("w:numId", &[("w:val", &list.to_string())]);
            });
        }
        let hanging = self.first.number.map_or(0.0, |number| number.hanging);
        self.write_bar(style, hanging, look, xml);
        self.write_spacing(style, look, xml);
        if (self.left, self.right) != style.indent(look) || hanging > 0.0 {
            let [left, right, hanging] = [self.left, self.right, hanging].map(twips);
            xml.empty("w:ind", &[("w:left", &left), ("w:right", &right), ("w:hanging", &hanging)]);
        }
        match self.side {
            Column::Centre => xml.empty("w:jc", &[("w:val", "center")]),
            Column::Right => xml.empty("w:jc", &[("w:val", "right")]),
            Column::Natural | Column::Left => {}
        }
        xml.close("w:pPr");
    }

    /// The bar, where it stands at another distance than the style has it.
    fn write_bar(&self, style: Style, hanging: f32, look: &Look, xml: &mut Xml) {
        let Some(bar) = self.bar else { return };
        let distance = self.left - hanging - bar;
        let is_of_style = style == Style::Inspectorate
            && spaced(distance - look.quote_bar) == spaced(look.quote_indent - look.quote_bar);
        if !is_of_style {
            super::style::bar(distance, look, xml);
        }
    }

    fn write_spacing(&self, style: Style, look: &Look, xml: &mut Xml) {
        let before = self.first.before.or(self.gap).map(twips);
        let before = before.filter(|before| *before != twips(style.before(look)));
        let after = Some(self.last.after).filter(|after| *after > 0.0).map(twips);
        let line = self.line.map(twips);
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        attributes.extend(before.as_deref().map(|before| ("w:before", before)));
        attributes.extend(after.as_deref().map(|after| ("w:after", after)));
        if let Some(line) = &line {
            attributes.extend([("w:line", line.as_str()), ("w:lineRule", "exact")]);
        }
        if !attributes.is_empty() {
            xml.empty("w:spacing", &attributes);
        }
    }
}

impl Frame {
    fn write(&self, xml: &mut Xml) {
        let [x, y, width, height] = [self.x, self.y, self.width, self.height].map(twips);
        let rule = if self.is_exact { "exact" } else { "atLeast" };
        let attributes = [
            ("w:w", &*width),
            ("w:h", &height),
            ("w:hRule", rule),
            ("w:wrap", "notBeside"),
            ("w:vAnchor", "page"),
            ("w:hAnchor", "page"),
            ("w:x", &x),
            ("w:y", &y),
        ];
        xml.empty("w:framePr", &attributes);
    }
}
