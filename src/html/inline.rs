//! What stands within a line.

use super::{Writer, attribute, numbered, text};
use crate::document::{Inline, InlineKind, plain_text};
use crate::markdown::can_link;
use pulldown_cmark_escape::escape_href;

impl Writer<'_> {
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        for run in inlines.chunk_by(|a, b| address(a) == address(b)) {
            // A link that nobody can see is none.
            let address = address(&run[0]).filter(|_| !plain_text(run).trim().is_empty());
            if let Some(address) = address {
                self.out.push_str("<a href=\"");
                // Writing to memory cannot fail.
                let _ = escape_href(&mut self.out, address);
                self.out.push_str("\">");
            }
            run.iter().for_each(|inline| self.inline(inline));
            if address.is_some() {
                self.out.push_str("</a>");
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match &inline.kind {
            InlineKind::Text(words) => self.words(words, inline),
            InlineKind::Break => self.out.push_str("<br>\n"),
            InlineKind::Note(index) => self.reference(*index),
        }
    }

    fn words(&mut self, words: &str, inline: &Inline) {
        let look = inline.look;
        let looks = [(look.strong, "strong"), (look.emphasis, "em"), (look.struck, "s")];
        let names = || looks.iter().filter(|(on, _)| *on).map(|(_, name)| name);
        names().for_each(|name| self.out.push_str(&format!("<{name}>")));
        self.out.push_str(&text(words));
        names().rev().for_each(|name| self.out.push_str(&format!("</{name}>")));
    }

    /// A reference to a footnote. The way back leads to the first.
    fn reference(&mut self, index: usize) {
        let number = index + 1;
        let mut attributes = attribute("href", &format!("#note-{number}"));
        if !std::mem::replace(&mut self.referred[index], true) {
            attributes += &attribute("id", &format!("reference-{number}"));
        }
        attributes += " role=\"doc-noteref\"";
        attributes += &attribute("aria-label", &numbered(&self.metadata.note, index));
        self.out.push_str(&format!("<sup><a{attributes}>{number}</a></sup>"));
    }
}

/// Where an inline leads to. A reference to a footnote is a link of its own, and HTML has none
/// within another.
fn address(inline: &Inline) -> Option<&str> {
    let address = inline.link.as_deref().filter(|address| can_link(address))?;
    (!matches!(inline.kind, InlineKind::Note(_))).then_some(address)
}
