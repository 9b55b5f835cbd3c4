//! The head of the first page, and what stands at the head and the foot of every page.

use super::body::Writer;
use super::flow::{First, Flow, Frame};
use super::style::{FOOTER, HEADER, Style, gap};
use super::xml::Xml;
use super::{Letter, W, tag};
use crate::document::{Block, BlockKind, InlineKind};
use crate::sheet::{EDGE, SHEET, WINDOW, WINDOW_ACROSS, WINDOW_END, mm};

/// How much higher than text the letterhead begins: no running head stands above it.
const LIFT: f32 = 10.0;
/// The distance from line to line that an address needs, times its size, and the smallest size for
/// one of many lines.
const CLOSEST: f32 = 1.13;
const SMALLEST: f32 = 8.0;
/// The height of capitals, times the size, and how much of a line stands above its foot.
const CAPITALS: f32 = 0.72;
const ABOVE: f32 = 0.8;

impl Writer<'_> {
    /// The office, at the right.
    pub(super) fn letterhead(&mut self, blocks: &[Block], flow: &Flow) {
        let flow = self.letterhead_flow(flow);
        self.has_head = true;
        self.blocks(blocks, &flow);
    }

    /// The letterhead reaches down to where the text can begin, so that none slips in beside the
    /// address.
    fn letterhead_flow(&self, flow: &Flow) -> Flow {
        let look = self.letter.style;
        let y = (look.page.top - mm(LIFT)).max(mm(EDGE));
        let frame = Frame {
            x: SHEET.0 - look.page.right - look.letterhead_width,
            y,
            width: look.letterhead_width,
            height: mm(WINDOW_END + 3.0) - gap(look) - y,
            is_exact: false,
        };
        Flow {
            style: Style::Letterhead,
            frame: Some(frame),
            plain_links: true,
            first: First { before: Some(0.0), ..First::default() },
            ..flow.clone()
        }
    }

    /// The addressee, where the window of the envelope shows it: in the largest letters that leave
    /// the lines air.
    pub(super) fn addressee(&mut self, blocks: &[Block], flow: &Flow) {
        if !self.has_head {
            let flow = self.letterhead_flow(flow);
            self.has_head = true;
            self.empty(Style::Letterhead, &flow);
        }
        let look = self.letter.style;
        let (room, count) = (mm(WINDOW.end - WINDOW.start), lines(blocks).max(1) as f32);
        let smaller = std::iter::successors(Some(look.text.size), |size| Some(size - 1.0));
        let (mut size, mut line) = (look.text.size, look.text.size);
        for smaller in smaller.take_while(|size| *size >= SMALLEST.min(look.text.size)) {
            let looser = smaller * look.text.line_height;
            let steps = (count - 1.0).max(1.0);
            size = smaller;
            line = ((room - size * CAPITALS) / steps).clamp(size, looser.max(size));
            if line >= size * CLOSEST {
                break;
            }
        }
        let filled = (count - 1.0) * line + size * CAPITALS;
        let first = mm(WINDOW.start) + size * CAPITALS + ((room - filled) / 2.0).max(0.0);
        let left = look.page.left.max(mm(WINDOW_ACROSS.start));
        let frame = Frame {
            x: left,
            y: first - line * ABOVE,
            width: mm(WINDOW_ACROSS.end) - left,
            height: count * line,
            is_exact: true,
        };
        let flow = Flow {
            style: Style::Addressee,
            frame: Some(frame),
            size: Some(size).filter(|size| *size < look.text.size),
            line: Some(line),
            ..flow.clone()
        };
        self.blocks(blocks, &flow);
    }
}

/// How many lines there are in blocks of text.
fn lines(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Paragraph(inlines) => {
                1 + inlines.iter().filter(|inline| inline.kind == InlineKind::Break).count()
            }
            _ => 1,
        })
        .sum()
}

/// The head of the first page, or of the others: what marks a draft, and what the letter is about.
pub fn header(letter: &Letter<'_>, is_first: bool) -> String {
    part("w:hdr", HEADER, |xml| {
        let head = Some(letter.running_head.as_str()).filter(|_| !is_first);
        if let Some(draft) = &letter.metadata.draft {
            run(letter, true, draft, xml);
            if head.is_some() {
                xml.element("w:r", &[], |xml| xml.empty("w:tab", &[]));
            }
        }
        if let Some(head) = head {
            run(letter, false, head, xml);
        }
    })
}

/// The foot of a page: its number, as fields that Word fills in.
pub fn footer(letter: &Letter<'_>) -> String {
    let mut rest = letter.metadata.page_number.as_str();
    part("w:ftr", FOOTER, |xml| {
        xml.element("w:r", &[], |xml| xml.empty("w:tab", &[]));
        while let Some((before, name, after)) = next_field(rest) {
            run(letter, false, before, xml);
            let field = if name == "{page}" { " PAGE " } else { " NUMPAGES " };
            xml.element("w:fldSimple", &[("w:instr", field)], |xml| run(letter, false, "1", xml));
            rest = after;
        }
        run(letter, false, rest, xml);
    })
}

/// The words before the next number, what stands for it, and the words after.
fn next_field(words: &str) -> Option<(&str, &str, &str)> {
    let found = ["{page}", "{pages}"].iter().filter_map(|name| Some((words.find(name)?, *name)));
    let (at, name) = found.min()?;
    Some((&words[..at], name, &words[at + name.len()..]))
}

fn part(name: &str, style: &str, content: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::part();
    xml.element(name, &[("xmlns:w", W)], |xml| {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| xml.empty("w:pStyle", &[("w:val", style)]));
            content(xml);
        });
    });
    xml.into_string()
}

fn run(letter: &Letter<'_>, is_bold: bool, text: &str, xml: &mut Xml) {
    if text.is_empty() {
        return;
    }
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            if is_bold {
                xml.empty("w:b", &[]);
                xml.empty("w:bCs", &[]);
            }
            xml.empty("w:lang", &[("w:val", tag(letter.metadata.language))]);
        });
        xml.text_element("w:t", &[("xml:space", "preserve")], text);
    });
}
