//! The theme and the table of fonts: what Word offers to those who restyle a letter. Nothing in the
//! letter itself depends on it.

use super::style::hex;
use super::xml::Xml;
use crate::style::{Colour, Style};

const MAIN: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// The widths of the lines that Word offers, in 12,700ths of a point.
const LINES: [&str; 3] = ["6350", "12700", "19050"];

/// The theme: the font and the colours of the letter.
pub fn theme(look: &Style, font: &str) -> String {
    let mut xml = Xml::part();
    xml.element("a:theme", &[("xmlns:a", MAIN), ("name", "Letter")], |xml| {
        xml.element("a:themeElements", &[], |xml| {
            xml.element("a:clrScheme", &[("name", "Letter")], |xml| colours(look, xml));
            xml.element("a:fontScheme", &[("name", "Letter")], |xml| fonts(font, xml));
            xml.element("a:fmtScheme", &[("name", "Letter")], formats);
        });
    });
    xml.into_string()
}

fn colours(look: &Style, xml: &mut Xml) {
    let white = Colour([255; 3]);
    let (text, bar, link) = (look.text.colour, look.quote_colour, look.link_colour);
    let named = [
        ("dk1", text),
        ("lt1", white),
        ("dk2", look.heading_colour),
        ("lt2", white),
        ("accent1", link),
        ("accent2", bar),
        ("accent3", text),
        ("accent4", link),
        ("accent5", bar),
        ("accent6", text),
        ("hlink", link),
        ("folHlink", link),
    ];
    for (name, colour) in named {
        xml.element(&format!("a:{name}"), &[], |xml| {
            xml.empty("a:srgbClr", &[("val", &hex(colour))]);
        });
    }
}

fn fonts(font: &str, xml: &mut Xml) {
    for kind in ["a:majorFont", "a:minorFont"] {
        xml.element(kind, &[], |xml| {
            xml.empty("a:latin", &[("typeface", font)]);
            xml.empty("a:ea", &[("typeface", "")]);
            xml.empty("a:cs", &[("typeface", "")]);
        });
    }
}

/// How shapes are drawn: plainly. A theme has three of each kind.
fn formats(xml: &mut Xml) {
    let fill = |xml: &mut Xml| {
        xml.element("a:solidFill", &[], |xml| xml.empty("a:schemeClr", &[("val", "phClr")]));
    };
    let fills = |name: &str, xml: &mut Xml| {
        xml.element(name, &[], |xml| (0..3).for_each(|_| fill(xml)));
    };
    fills("a:fillStyleLst", xml);
    xml.element("a:lnStyleLst", &[], |xml| {
        LINES.iter().for_each(|width| xml.element("a:ln", &[("w", width)], fill));
    });
    xml.element("a:effectStyleLst", &[], |xml| {
        for _ in 0..3 {
            xml.element("a:effectStyle", &[], |xml| xml.empty("a:effectLst", &[]));
        }
    });
    fills("a:bgFillStyleLst", xml);
}

/// The table of fonts.
pub fn font_table(font: &str) -> String {
    let mut xml = Xml::part();
    xml.element("w:fonts", &[("xmlns:w", super::W)], |xml| {
        xml.element("w:font", &[("w:name", font)], |xml| {
            xml.empty("w:charset", &[("w:val", "00")]);
            xml.empty("w:family", &[("w:val", "swiss")]);
            xml.empty("w:pitch", &[("w:val", "variable")]);
        });
    });
    xml.into_string()
}
