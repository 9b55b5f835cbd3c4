//! The named styles of a Word file, which an office can restyle, from the style of its letters.

use super::Letter;
use super::units::{eighths, half_points, lines, spaced, twips};
use super::xml::Xml;
use crate::sheet::{SHEET, mm};
use crate::style::{Colour, Style as Look};

/// The style of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Text,
    Response,
    Inspectorate,
    ChiefConstable,
    Quotation,
    Fixed,
    Letterhead,
    Addressee,
    Particulars,
    SignOff,
    Cell,
    Note,
    Rule,
    Heading(u8),
}

/// Styles with the identifiers by which paragraphs name them, and their names in Word.
const NAMED: [(Style, &str, &str); 19] = [
    (Style::Text, "LetterText", "Letter text"),
    (Style::Response, "LetterResponse", "Letter response"),
    (Style::Inspectorate, "InspectoratesWords", "Inspectorate's words"),
    (Style::ChiefConstable, "ChiefConstablesWords", "Chief constable's words"),
    (Style::Quotation, "LetterQuotation", "Letter quotation"),
    (Style::Fixed, "FixedWords", "Fixed words"),
    (Style::Letterhead, "Letterhead", "Letterhead"),
    (Style::Addressee, "Addressee", "Addressee"),
    (Style::Particulars, "Particulars", "Date and references"),
    (Style::SignOff, "SignOff", "Sign-off"),
    (Style::Cell, "TableText", "Table text"),
    (Style::Note, "FootnoteText", "footnote text"),
    (Style::Rule, "LetterRule", "Line across the page"),
    (Style::Heading(1), "Heading1", "heading 1"),
    (Style::Heading(2), "Heading2", "heading 2"),
    (Style::Heading(3), "Heading3", "heading 3"),
    (Style::Heading(4), "Heading4", "heading 4"),
    (Style::Heading(5), "Heading5", "heading 5"),
    (Style::Heading(6), "Heading6", "heading 6"),
];

/// The styles of the running head, of the page number, of links and of references to footnotes, and
/// that of tables.
pub const HEADER: &str = "Header";
pub const FOOTER: &str = "Footer";
pub const LINK: &str = "Hyperlink";
pub const REFERENCE: &str = "FootnoteReference";
pub const TABLE: &str = "LetterTable";

/// The space between the paragraphs of a letterhead and between those of a footnote, times the size,
/// and their distance from line to line.
const LETTERHEAD: (f32, f32) = (0.6, 1.2);
const NOTE: (f32, f32) = (0.3, 1.25);
/// The distance from line to line of headings.
const HEADING_LINE: f32 = 1.2;
/// How much more space a heading has above it than a paragraph.
const ABOVE_HEADING: f32 = 1.6;

impl Style {
    /// What paragraphs name it by.
    pub fn id(self) -> &'static str {
        NAMED.iter().find(|(style, ..)| *style == self).map_or("LetterText", |(_, id, _)| id)
    }

    /// How far the text stands in from the left and from the right.
    pub fn indent(self, look: &Look) -> (f32, f32) {
        match self {
            Self::Inspectorate => (look.quote_indent, 0.0),
            Self::ChiefConstable | Self::Quotation => (look.quote_indent, look.quote_indent),
            _ => (0.0, 0.0),
        }
    }

    /// The space above a paragraph.
    pub fn before(self, look: &Look) -> f32 {
        let gap = gap(look);
        match self {
            Self::Heading(_) => gap * ABOVE_HEADING,
            Self::Letterhead => look.letterhead_size * LETTERHEAD.0,
            Self::Note => look.note_size * NOTE.0,
            Self::Addressee | Self::Cell => 0.0,
            _ => gap,
        }
    }

    /// The size of its letters.
    pub fn size(self, look: &Look) -> f32 {
        match self {
            Self::Letterhead => look.letterhead_size,
            Self::Note => look.note_size,
            Self::Heading(level) => {
                look.heading_sizes[usize::from(level.clamp(1, 6)) - 1].max(look.text.size)
            }
            _ => look.text.size,
        }
    }

    fn line(self, look: &Look) -> f32 {
        match self {
            Self::Letterhead => LETTERHEAD.1,
            Self::Note => NOTE.1,
            Self::Heading(_) => HEADING_LINE,
            _ => look.text.line_height,
        }
    }
}

/// The space between paragraphs.
pub fn gap(look: &Look) -> f32 {
    look.text.size * look.text.paragraph_space
}

/// A colour as a Word file has it.
pub fn hex(Colour([red, green, blue]): Colour) -> String {
    format!("{red:02X}{green:02X}{blue:02X}")
}

/// The bar beside the report's words, so far from the text.
pub fn bar(distance: f32, look: &Look, xml: &mut Xml) {
    let space = spaced(distance - look.quote_bar);
    xml.element("w:pBdr", &[], |xml| {
        let attributes = [
            ("w:val", "single"),
            ("w:sz", &eighths(look.quote_bar)),
            ("w:space", &space),
            ("w:color", &hex(look.quote_colour)),
        ];
        xml.empty("w:left", &attributes);
    });
}

/// The styles of a letter.
pub fn write(letter: &Letter<'_>) -> String {
    let look = letter.style;
    let mut xml = Xml::part();
    xml.open("w:styles", &[("xmlns:w", super::W)]);
    defaults(letter, &mut xml);
    style("paragraph", "Normal", "Normal", "", true, &mut xml, |_| {});
    for (named, id, name) in NAMED {
        style("paragraph", id, name, "Normal", false, &mut xml, |xml| {
            paragraph(named, look, xml);
        });
    }
    furniture(look, &mut xml);
    characters(look, &mut xml);
    table(look, &mut xml);
    xml.close("w:styles");
    xml.into_string()
}

fn defaults(letter: &Letter<'_>, xml: &mut Xml) {
    let Look { text, .. } = letter.style;
    xml.open("w:docDefaults", &[]);
    xml.element("w:rPrDefault", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            let font = letter.font.as_str();
            let fonts = ["w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"].map(|kind| (kind, font));
            xml.empty("w:rFonts", &fonts);
            xml.empty("w:color", &[("w:val", &hex(text.colour))]);
            size(text.size, xml);
            xml.empty("w:lang", &[("w:val", super::tag(letter.metadata.language))]);
        });
    });
    xml.element("w:pPrDefault", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            let line = lines(text.line_height);
            xml.empty("w:spacing", &[("w:after", "0"), ("w:line", &line), ("w:lineRule", "auto")]);
        });
    });
    xml.close("w:docDefaults");
}

fn style(
    kind: &str,
    id: &str,
    name: &str,
    based_on: &str,
    default: bool,
    xml: &mut Xml,
    content: impl FnOnce(&mut Xml),
) {
    let mut attributes = vec![("w:type", kind), ("w:styleId", id)];
    if default {
        attributes.insert(1, ("w:default", "1"));
    }
    // Word knows the names in small letters as its own.
    let is_own = name.chars().next().is_some_and(char::is_uppercase);
    if is_own && !matches!(name, "Normal" | "Hyperlink" | "Normal Table") {
        attributes.insert(1, ("w:customStyle", "1"));
    }
    xml.element("w:style", &attributes, |xml| {
        xml.empty("w:name", &[("w:val", name)]);
        if !based_on.is_empty() {
            xml.empty("w:basedOn", &[("w:val", based_on)]);
        }
        if kind == "paragraph" {
            xml.empty("w:qFormat", &[]);
        }
        content(xml);
    });
}

fn paragraph(style: Style, look: &Look, xml: &mut Xml) {
    xml.element("w:pPr", &[], |xml| {
        let is_heading = matches!(style, Style::Heading(_));
        if is_heading || style == Style::SignOff {
            xml.empty("w:keepNext", &[]);
        }
        if is_heading || matches!(style, Style::SignOff | Style::Addressee) {
            xml.empty("w:keepLines", &[]);
        }
        let (left, right) = style.indent(look);
        match style {
            Style::Inspectorate => bar(look.quote_indent, look, xml),
            Style::Rule => rule("w:bottom", 0.75, look, "w:pBdr", xml),
            _ => {}
        }
        let (before, line) = (twips(style.before(look)), lines(style.line(look)));
        let spacing = [("w:before", &*before), ("w:line", &line), ("w:lineRule", "auto")];
        xml.empty("w:spacing", &spacing);
        if (left, right) != (0.0, 0.0) {
            xml.empty("w:ind", &[("w:left", &twips(left)), ("w:right", &twips(right))]);
        }
        if let Style::Heading(level) = style {
            xml.empty("w:outlineLvl", &[("w:val", &(level - 1).to_string())]);
        }
    });
    xml.element("w:rPr", &[], |xml| {
        if let Style::Heading(_) = style {
            xml.empty("w:b", &[]);
            xml.empty("w:bCs", &[]);
            xml.empty("w:color", &[("w:val", &hex(look.heading_colour))]);
        }
        size(style.size(look), xml);
    });
}

/// The size of letters.
pub fn size(points: f32, xml: &mut Xml) {
    let points = half_points(points);
    xml.empty("w:sz", &[("w:val", &points)]);
    xml.empty("w:szCs", &[("w:val", &points)]);
}

fn rule(side: &str, width: f32, look: &Look, around: &str, xml: &mut Xml) {
    let attributes = [
        ("w:val", "single"),
        ("w:sz", &*eighths(width)),
        ("w:space", "0"),
        ("w:color", &hex(look.text.colour)),
    ];
    xml.element(around, &[], |xml| xml.empty(side, &attributes));
}

/// The running head and the page number.
fn furniture(look: &Look, xml: &mut Xml) {
    for (id, name) in [(HEADER, "header"), (FOOTER, "footer")] {
        style("paragraph", id, name, "Normal", false, xml, |xml| {
            let end = twips(SHEET.0 - look.page.left - look.page.right);
            xml.element("w:pPr", &[], |xml| {
                xml.element("w:tabs", &[], |xml| {
                    xml.empty("w:tab", &[("w:val", "right"), ("w:pos", &end)]);
                });
                xml.empty("w:spacing", &[("w:line", "240"), ("w:lineRule", "auto")]);
            });
            xml.element("w:rPr", &[], |xml| size(look.note_size, xml));
        });
    }
}

fn characters(look: &Look, xml: &mut Xml) {
    xml.element(
        "w:style",
        &[("w:type", "character"), ("w:default", "1"), ("w:styleId", "DefaultParagraphFont")],
        |xml| xml.empty("w:name", &[("w:val", "Default Paragraph Font")]),
    );
    style("character", LINK, "Hyperlink", "", false, xml, |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.empty("w:color", &[("w:val", &hex(look.link_colour))]);
            xml.empty("w:u", &[("w:val", "single")]);
        });
    });
    style("character", REFERENCE, "footnote reference", "", false, xml, |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.empty("w:vertAlign", &[("w:val", "superscript")]);
        });
    });
}

/// The style of tables: a line below the head, which is bold, and finer ones between rows.
fn table(look: &Look, xml: &mut Xml) {
    let cells = |xml: &mut Xml| {
        xml.element("w:tblCellMar", &[], |xml| {
            let side = twips(5.0);
            for (name, width) in
                [("top", "60"), ("left", &side), ("bottom", "60"), ("right", &side)]
            {
                xml.empty(&format!("w:{name}"), &[("w:w", width), ("w:type", "dxa")]);
            }
        });
    };
    let default = [("w:type", "table"), ("w:default", "1"), ("w:styleId", "TableNormal")];
    xml.element("w:style", &default, |xml| {
        xml.empty("w:name", &[("w:val", "Normal Table")]);
        xml.element("w:tblPr", &[], |xml| {
            xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
            cells(xml);
        });
    });
    style("table", TABLE, "Letter table", "TableNormal", false, xml, |xml| {
        xml.element("w:tblPr", &[], |xml| {
            let colour = hex(look.text.colour);
            xml.element("w:tblBorders", &[], |xml| {
                for side in ["w:bottom", "w:insideH"] {
                    let line = [
                        ("w:val", "single"),
                        ("w:sz", "3"),
                        ("w:space", "0"),
                        ("w:color", &colour),
                    ];
                    xml.empty(side, &line);
                }
            });
            cells(xml);
        });
        for (row, side) in [("firstRow", "w:bottom"), ("lastRow", "w:top")] {
            xml.element("w:tblStylePr", &[("w:type", row)], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    xml.empty("w:b", &[]);
                    xml.empty("w:bCs", &[]);
                });
                xml.element("w:tcPr", &[], |xml| rule(side, 1.0, look, "w:tcBorders", xml));
            });
        }
    });
}

/// How far a running head and a page number stand from the edges of the page.
pub fn furniture_margins(look: &Look) -> (f32, f32) {
    // Of the letters of Arial, so much of their size is above the line, and so much below.
    const ABOVE: f32 = 0.905;
    const BELOW: f32 = 0.212;
    let (head, foot) = (look.page.top - mm(10.0), look.page.bottom - mm(12.0));
    ((head - ABOVE * look.note_size).max(mm(8.0)), (foot - BELOW * look.note_size).max(mm(8.0)))
}
