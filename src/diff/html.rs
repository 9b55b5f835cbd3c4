//! What changed, as a web page in one file: to be sent round.

use super::passage::{Paragraph, paragraphs};
use super::{Change, Group, Names, Piece, Sign};
use crate::html::{attribute, head, text};
use crate::letter::Language;
use crate::signs;

/// The look of the page.
const LOOK: &str = include_str!("page.css");

/// How to read the page.
pub const KEY: &str = "<p>Words that are new are underlined, like \
    <ins><span class=\"said\">inserted: </span>this<span class=\"said\"> (end) </span></ins>. \
    Words that are gone are struck through, like \
    <del><span class=\"said\">deleted: </span>this<span class=\"said\"> (end) </span></del>.</p>\n";

/// Writes the page.
pub fn page(groups: &[Group], names: Names<'_>) -> String {
    let from = format!("<p>From {} to {}.</p>\n", text(names.old), text(names.new));
    let body = match groups {
        [] => "<p>There are no differences.</p>\n".to_owned(),
        groups => KEY.to_owned() + &groups.iter().map(group).collect::<String>(),
    };
    whole("What changed", names.new, &format!("{from}{body}"))
}

/// A page about a letter, complete in one file. What nobody would see of others' words can be seen.
pub fn whole(title: &str, name: &str, body: &str) -> String {
    let head = head::begin(&format!("{title}: {name}"));
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n{head}<meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<style>\n{LOOK}</style>\n</head>\n\
         <body>\n<main>\n<h1>{}</h1>\n{body}</main>\n</body>\n</html>\n",
        text(title),
    );
    signs::shown(&page).into_owned()
}

fn group(Group { title, changes }: &Group) -> String {
    let changes: String = changes.iter().map(change).collect();
    format!("<h2>{}</h2>\n{changes}", text(title))
}

fn change(Change { label, remark, language, pieces }: &Change) -> String {
    let remark = remark.as_ref().map(|remark| format!(" ({remark})")).unwrap_or_default();
    let heading = format!("<h3>{}</h3>\n", text(&format!("{label}{remark}")));
    heading + &passage(pieces, *language)
}

/// Words in paragraphs.
pub fn passage(pieces: &[Piece], language: Language) -> String {
    if pieces.is_empty() {
        return String::new();
    }
    let language = match language {
        Language::English => String::new(),
        other => attribute("lang", other.tag()),
    };
    let passage: String = paragraphs(pieces).iter().map(paragraph).collect();
    format!("<div class=\"passage\"{language}>\n{passage}</div>\n")
}

fn paragraph(lines: &Paragraph) -> String {
    let line = |line: &Vec<Piece>| line.iter().map(piece).collect::<String>();
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!("<p>{}</p>\n", lines.join("<br>\n"))
}

/// A piece. Screen readers do not tell what is inserted or deleted, so that words do.
fn piece(Piece { sign, text: words }: &Piece) -> String {
    let (name, said) = match sign {
        Sign::Same => return text(words),
        Sign::Deleted => ("del", "deleted: "),
        Sign::Inserted => ("ins", "inserted: "),
    };
    let (said, end) = (spoken(said), spoken(" (end) "));
    format!("<{name}>{said}{}{end}</{name}>", text(words))
}

/// Words that are heard and not seen. They are English in a Welsh passage too.
fn spoken(words: &str) -> String {
    format!("<span class=\"said\" lang=\"en-GB\">{words}</span>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_turn_words_around_can_be_seen() {
        let words = Piece { sign: Sign::Inserted, text: "gra\u{202e}doog".to_owned() };
        let page = whole("What changed", "a", &passage(&[words], Language::English));
        assert!(page.contains("gra\u{fffd}doog"));
    }
}
