//! XML as a Word file has it: elements in order, text and attributes escaped, nothing that XML 1.0
//! cannot hold.

/// Elements that are written one after the other.
#[derive(Debug, Default)]
pub struct Xml(String);

/// The attributes of an element, in order.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A part of a file that begins with its declaration.
    pub fn part() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned())
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/>");
    }

    /// An element with what `content` writes.
    pub fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        content(self);
        self.close(name);
    }

    /// The start of an element; [`Self::close`] ends it.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes, ">");
    }

    /// The end of an element.
    pub fn close(&mut self, name: &str) {
        self.0.push_str(&format!("</{name}>"));
    }

    /// An element that holds text alone.
    pub fn text_element(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.element(name, attributes, |xml| xml.text(text));
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        push_escaped(text, false, &mut self.0);
    }

    /// XML that was written before.
    pub fn raw(&mut self, xml: &str) {
        self.0.push_str(xml);
    }

    /// The text of the whole.
    pub fn into_string(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        self.0.push_str(&format!("<{name}"));
        for (key, value) in attributes {
            self.0.push_str(&format!(" {key}=\""));
            push_escaped(value, true, &mut self.0);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

/// Adds text so that it is read as it is.
fn push_escaped(text: &str, in_attribute: bool, out: &mut String) {
    for c in text.chars().filter(|c| is_allowed(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            // `]]>` cannot stand in text.
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            // Readers make other white space of these.
            '\t' if in_attribute => out.push_str("&#9;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            c => out.push(c),
        }
    }
}

/// The text without what XML cannot hold.
pub fn holdable(text: &str) -> String {
    text.chars().filter(|c| is_allowed(*c)).collect()
}

/// Whether XML can hold a character at all (XML 1.0, 2.2).
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_markup_elsewhere_is_text_here() {
        let mut xml = Xml::default();
        xml.text_element("a", &[("b", "\"<&\n'")], "]]> & \u{0}\u{1b}\u{fffe}\r\n");
        assert_eq!(xml.into_string(), "<a b=\"&quot;&lt;&amp;&#10;'\">]]&gt; &amp; &#13;\n</a>");
    }

    proptest! {
        #[test]
        fn every_text_is_read_again_as_it_was(text in "\\PC*", odd in "[ -~\t\r\n]*") {
            let (text, mut xml) = (text + &odd, Xml::part());
            xml.text_element("a", &[("b", &text)], &text);
            let xml = xml.into_string();
            let read = roxmltree::Document::parse(&xml).unwrap();
            let text: String = text.chars().filter(|c| is_allowed(*c)).collect();
            prop_assert_eq!(read.root_element().text().unwrap_or_default(), &text);
            prop_assert_eq!(read.root_element().attribute("b").unwrap_or_default(), &text);
        }
    }
}
