//! The Markdown that letters are written in: CommonMark with tables, footnotes and strikethrough.

use crate::limits;
use pulldown_cmark::{Options, Tag};
use std::io::{self, Write};
use std::ops::Range;

/// What is understood beyond CommonMark, for commentary and for the letter alike.
pub const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

/// Whether a link with this address can stand in a letter: it leads to a web page or to someone's
/// e-mail from wherever the letter is read, and runs no program.
pub fn can_link(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("https" | "http" | "mailto"))
}

/// The first character of the first word that has no break for longer than any has. Spaces at which
/// no line is broken are part of a word.
pub fn long_word(text: &str) -> Option<Range<usize>> {
    let is_break = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\u{2007}');
    let mut at = 0;
    for word in text.split_inclusive(is_break) {
        let length = word.trim_end_matches(is_break).len();
        if length > limits::WORD && word[..length].chars().nth(limits::WORD).is_some() {
            return Some(at..text.ceil_char_boundary(at + 1));
        }
        at += word.len();
    }
    None
}

/// Writes `text` so that Markdown shows it as it is, wherever in a line or a table it stands.
///
/// Quotes and dashes stay as they are: typography is the layout's business.
///
/// # Errors
///
/// Whatever `out` gives.
pub fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let text = text.trim();
    let opening = opening_length(text);
    // A heading may end in # signs that are not shown.
    let closing = text.trim_end_matches('#').len();
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let after = rest.peek().map(|&(_, c)| c);
        if c.is_control() {
            out.write_all(b" ")?;
        } else {
            if at + 1 == opening || at == closing || is_special(c, before, after) {
                out.write_all(b"\\")?;
            }
            write!(out, "{c}")?;
        }
        before = Some(c);
    }
    Ok(())
}

/// The text as [`escape`] writes it.
pub fn escaped(text: &str) -> String {
    let mut out = Vec::new();
    // Writing to memory cannot fail.
    let _ = escape(text, &mut out);
    String::from_utf8_lossy(&out).into_owned()
}

/// The text as it can stand between these signs within a line, with the spaces around it.
pub fn escaped_within(before: Option<char>, text: &str, after: Option<char>) -> String {
    let (mut out, mut before) = (String::new(), before);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied().or(after);
        if is_special(c, before, next) {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = Some(c);
    }
    out
}

/// The text so that nothing at its start is taken for more than text; else it stays as it is.
pub fn opened(text: &str) -> String {
    match opening_length(text) {
        0 => text.to_owned(),
        length => format!("{}\\{}", &text[..length - 1], &text[length - 1..]),
    }
}

/// Whether Markdown takes the start of a text for more than text.
pub fn is_opening(text: &str) -> bool {
    opening_length(text) > 0
}

/// The number of bytes, all ASCII, of what makes Markdown take the start of a text for more than
/// text: a heading, a list, a quote, or the line under a heading. The last of them gets a
/// backslash. 0 where there is nothing of the kind.
fn opening_length(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        Some(b'#' | b'+' | b'-' | b'=' | b'>' | b':') if digits == 0 => 1,
        _ => 0,
    }
}

/// Whether Markdown may read this character as markup within a line.
fn is_special(c: char, before: Option<char>, after: Option<char>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
        '_' => !(is_word(before) && is_word(after)),
        '&' => after.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()),
        _ => false,
    }
}

/// Whether what it begins stands within a line.
pub fn is_inline_tag(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// What a letter or a text of it has where it goes beyond that bound, in words.
pub fn too_many_blocks() -> String {
    let most = limits::number(limits::BLOCKS);
    format!("more than {most} paragraphs, headings, points of lists and cells of tables")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Parser, Tag};

    /// The plain text of some Markdown, and whether there is anything in it but one paragraph,
    /// heading or table cell of text.
    fn shown(markdown: &str) -> (String, bool) {
        let mut text = String::new();
        let mut plain = true;
        for event in Parser::new_ext(markdown, OPTIONS) {
            match event {
                Event::Text(t) => text.push_str(&t),
                Event::Start(
                    Tag::Paragraph
                    | Tag::Heading { .. }
                    | Tag::Table(_)
                    | Tag::TableHead
                    | Tag::TableRow
                    | Tag::TableCell,
                )
                | Event::End(_) => {}
                _ => plain = false,
            }
        }
        (text, plain)
    }

    #[test]
    fn what_looks_like_markup_is_shown_as_written() {
        for text in [
            "M*A*S*H",
            "# 1 Court",
            "1. Row",
            "12) Row",
            "_x_",
            "<b>",
            "[a](b)",
            "a_b@c.uk",
            "- x",
            "+ x",
            "> x",
            "===",
            "---",
            "a | b",
            "~~x~~",
            "&amp;",
            "AT&T",
            "`x`",
            "[^1]",
            "![a](b)",
            "C:\\x\\",
            "<https://a.b>",
            "<!-- item -->",
            "0",
            "1986. Act",
            ": x",
            "__init__",
            "x  ",
            "Station #",
            "C ##",
            "\\*",
        ] {
            let markdown = escaped(text);
            assert_eq!(shown(&markdown), (text.trim().to_owned(), true), "{markdown}");
        }
        assert_eq!(escaped("O'Brien & Sons (Leeds)_Ltd."), "O'Brien & Sons (Leeds)\\_Ltd.");
    }

    proptest! {
        #[test]
        fn no_text_becomes_markup(text in "[ -~\u{e9}\u{175}\u{2019}]{1,24}") {
            let text = text.trim();
            prop_assume!(!text.is_empty());
            let markdown = escaped(text);
            prop_assert_eq!(shown(&markdown), (text.to_owned(), true), "{}", markdown);
            let heading = format!("# {markdown}");
            prop_assert_eq!(shown(&heading), (text.to_owned(), true), "{}", heading);
            let cell = format!("| h |\n|---|\n| {markdown} |");
            prop_assert_eq!(shown(&cell), (format!("h{text}"), true), "{}", cell);
        }
    }
}
