//! What stands within a line: runs of text, links, references to footnotes.

use super::body::Writer;
use super::flow::Flow;
use super::notes::BOOKMARK;
use super::style::{LINK, REFERENCE, size};
use crate::document::{Inline, InlineKind, Look, plain_text};
use crate::markdown::can_link;

/// The space between two references to footnotes: without it two numbers would be one.
const BETWEEN_NOTES: &str = "60";

impl Writer<'_> {
    /// The runs of a line.
    pub(super) fn inlines(&mut self, inlines: &[Inline], flow: &Flow) {
        for run in inlines.chunk_by(|a, b| address(a) == address(b)) {
            // A link that nobody can see is none.
            let address = address(&run[0]).filter(|_| !plain_text(run).trim().is_empty());
            let target = address.and_then(target);
            if let Some(target) = &target {
                let id = self.relations.link(target);
                self.xml.open("w:hyperlink", &[("r:id", &id), ("w:history", "1")]);
            }
            for (index, inline) in run.iter().enumerate() {
                let next = run.get(index + 1);
                self.inline(inline, next, target.is_some(), flow);
            }
            if target.is_some() {
                self.xml.close("w:hyperlink");
            }
        }
    }

    fn inline(&mut self, inline: &Inline, next: Option<&Inline>, is_link: bool, flow: &Flow) {
        let style = (is_link && !flow.plain_links).then_some(LINK);
        match &inline.kind {
            InlineKind::Text(text) => {
                self.xml.open("w:r", &[]);
                self.properties(style, inline.look, "", flow);
                self.xml.text_element("w:t", &[("xml:space", "preserve")], text);
                self.xml.close("w:r");
            }
            InlineKind::Break => self.xml.element("w:r", &[], |xml| xml.empty("w:br", &[])),
            InlineKind::Note(index) => {
                let is_note = |next: &Inline| matches!(next.kind, InlineKind::Note(_));
                let spacing = if next.is_some_and(is_note) { BETWEEN_NOTES } else { "" };
                self.reference(*index, spacing, flow);
            }
        }
    }

    /// The look of a run, in the order that the schema wants.
    pub(super) fn properties(
        &mut self,
        style: Option<&str>,
        look: Look,
        spacing: &str,
        flow: &Flow,
    ) {
        let language = super::tag(flow.language);
        self.xml.element("w:rPr", &[], |xml| {
            if let Some(style) = style {
                xml.empty("w:rStyle", &[("w:val", style)]);
            }
            for (is_on, names) in [
                (look.strong, &["w:b", "w:bCs"][..]),
                (look.emphasis, &["w:i", "w:iCs"]),
                (look.struck, &["w:strike"]),
            ] {
                if is_on {
                    names.iter().for_each(|name| xml.empty(name, &[]));
                }
            }
            if !spacing.is_empty() {
                xml.empty("w:spacing", &[("w:val", spacing)]);
            }
            if let Some(points) = flow.size {
                size(points, xml);
            }
            xml.empty("w:lang", &[("w:val", language)]);
        });
    }

    /// A reference to a footnote. Word's own is for the first; further ones repeat its number.
    fn reference(&mut self, index: usize, spacing: &str, flow: &Flow) {
        let name = format!("{BOOKMARK}{}", self.note_id(index));
        if std::mem::replace(&mut self.referred[index], true) {
            return self.repeated(&name, index, spacing, flow);
        }
        let bookmark = (self.references[index] > 1).then(|| self.marks.named(name));
        if let Some(bookmark) = &bookmark {
            let attributes = [("w:id", &*bookmark.id), ("w:name", &bookmark.name)];
            self.xml.empty("w:bookmarkStart", &attributes);
        }
        self.xml.open("w:r", &[]);
        self.properties(Some(REFERENCE), Look::default(), spacing, flow);
        self.xml.empty("w:footnoteReference", &[("w:id", &self.note_id(index))]);
        self.xml.close("w:r");
        if let Some(bookmark) = &bookmark {
            self.xml.empty("w:bookmarkEnd", &[("w:id", &bookmark.id)]);
        }
    }

    /// The number of a footnote once more, as a field that follows it.
    fn repeated(&mut self, name: &str, index: usize, spacing: &str, flow: &Flow) {
        let run = |writer: &mut Self, content: &dyn Fn(&mut super::xml::Xml)| {
            writer.xml.open("w:r", &[]);
            writer.properties(Some(REFERENCE), Look::default(), spacing, flow);
            content(&mut writer.xml);
            writer.xml.close("w:r");
        };
        let state = |state: &'static str| {
            move |xml: &mut super::xml::Xml| {
                xml.empty("w:fldChar", &[("w:fldCharType", state)]);
            }
        };
        run(self, &state("begin"));
        run(self, &|xml| {
            let field = format!(" NOTEREF {name} \\f \\h ");
            xml.text_element("w:instrText", &[("xml:space", "preserve")], &field);
        });
        run(self, &state("separate"));
        run(self, &|xml| xml.text_element("w:t", &[], &(index + 1).to_string()));
        run(self, &state("end"));
    }
}

/// Where an inline leads to. A reference to a footnote is a link of its own.
fn address(inline: &Inline) -> Option<&str> {
    let address = inline.link.as_deref().filter(|address| can_link(address))?;
    (!matches!(inline.kind, InlineKind::Note(_))).then_some(address)
}

/// An address as a Word file can hold it: Word calls a file broken that has another. Nothing where it
/// leads nowhere.
fn target(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let Some(rest) = rest.strip_prefix("//") else {
        let is_mail = scheme == "mailto" && rest.contains('@') && !rest.starts_with('@');
        return is_mail.then(|| format!("{scheme}:{}", encoded(rest)));
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let (name, port) = host.split_once(':').unwrap_or((host, ""));
    let sound = name.starts_with(char::is_alphanumeric)
        && name.chars().all(is_host)
        && !name.contains("..")
        && port.len() <= 5
        && port.chars().all(|c| c.is_ascii_digit())
        && scheme != "mailto";
    sound.then(|| format!("{scheme}://{host}{}", encoded(path)))
}

/// A part of an address with what cannot stand in one as `%` and digits (RFC 3986, 2.1).
fn encoded(part: &str) -> String {
    let bytes = part.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut has_fragment = false;
    let mut out = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        let stays = match byte {
            b'%' => is_hex(at + 1) && is_hex(at + 2),
            b'#' => !std::mem::replace(&mut has_fragment, true),
            byte => byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/?".contains(byte),
        };
        match stays {
            true => out.push(char::from(*byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::target;

    #[test]
    fn an_address_is_one_that_word_can_open() {
        for (address, expected) in [
            ("https://example.org", "https://example.org"),
            ("HTTP://Example.org:8080/a b?c=d&e#f#g", "http://Example.org:8080/a%20b?c=d&e#f%23g"),
            ("https://example.org/%41%4/é|[x]", "https://example.org/%41%254/%C3%A9%7C%5Bx%5D"),
            ("mailto:o'neil@example.org?subject=A b", "mailto:o'neil@example.org?subject=A%20b"),
        ] {
            assert_eq!(target(address).as_deref(), Some(expected));
        }
        for address in
            ["https://", "https:///a", "http://a..b", "https://[x", "mailto:x", "https:a"]
        {
            assert_eq!(target(address), None, "{address}");
        }
    }
}
