//! Signs that nobody sees, and that change what is seen: they turn the order of words around, hide
//! some, or make a terminal do what a file wants.

use std::borrow::Cow;
use std::fmt::Write;

/// Signs without a look of their own (Default_Ignorable_Code_Point in Unicode's
/// DerivedCoreProperties.txt, and those for annotations between lines), but for those of
/// [`is_break`].
const HIDDEN: [(char, char); 16] = [
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{200e}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2061}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a sign only says where a line can be broken and where letters are joined: it comes with
/// text that is copied from other programs, and hides nothing.
pub fn is_break(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}')
}

/// Whether a sign is not seen, or looks as somebody else likes, so that what is read is not what
/// stands there.
pub fn is_hidden(c: char) -> bool {
    !c.is_ascii() && HIDDEN.iter().any(|(first, last)| (*first..=*last).contains(&c))
}

/// Text for the screen: signs that nobody would see can be seen, and no terminal obeys them. Line
/// breaks and tabs stay.
pub fn shown(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || is_hidden(c);
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let picture = |c: char| match u32::from(c) {
        // The pictures of control signs stand in the same order.
        0..0x20 => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    };
    Cow::Owned(text.chars().map(|c| if is_odd(c) { picture(c) } else { c }).collect())
}

/// JSON in which such signs are written as numbers: it says the same, and nothing obeys it.
pub fn in_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_control() && c != '\n' || is_hidden(c) {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                // Writing to memory cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            });
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_can_be_seen() {
        for (text, seen) in [
            ("a letter\n\twith a tab", "a letter\n\twith a tab"),
            ("\u{1b}[2J", "\u{241b}[2J"),
            ("\u{9b}31m", "\u{fffd}31m"),
            ("\u{7f}\r\0", "\u{2421}\u{240d}\u{2400}"),
            ("gra\u{202e}doog", "gra\u{fffd}doog"),
            ("\u{e0041}", "\u{fffd}"),
            (
                "d\u{175}r, na\u{ef}ve \u{2013} \u{20ac}5",
                "d\u{175}r, na\u{ef}ve \u{2013} \u{20ac}5",
            ),
        ] {
            assert_eq!(shown(text), seen);
        }
    }

    #[test]
    fn json_says_the_same() {
        let text = "\u{1b}[2J \u{9b} \u{7f} \u{202e} \u{e0041} \u{175}";
        let json = serde_json::json!({ "message": text }).to_string();
        let escaped = in_json(&json);
        assert!(escaped.contains("\\u009b") && escaped.contains("\\udb40\\udc41"));
        let read: serde_json::Value = serde_json::from_str(&escaped).unwrap();
        assert_eq!(read["message"], text);
    }
}
