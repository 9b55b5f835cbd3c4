//! What a page says of itself, and its look.

use super::{attribute, text};
use crate::metadata::Metadata;
use crate::sheet::NAME;
use crate::style::{Colour, Margins, Style};

/// The look that all pages share.
const LOOK: &str = include_str!("page.css");

/// What a browser may load: nothing but what is in the file, and no scripts.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
                      base-uri 'none'; form-action 'none'";

/// The first page has no running head, and a draft's mark in its text.
const FIRST_PAGE: &str = "@page :first {
  @top-left { content: none; }
  @top-right { content: none; }
}
";

/// The head of the page.
pub fn head(metadata: &Metadata, style: &Style) -> String {
    let mut head = begin(&metadata.title);
    for (name, content) in facts(metadata) {
        if !content.is_empty() {
            let (name, content) = (attribute("name", name), attribute("content", &content));
            head += &format!("<meta{name}{content}>\n");
        }
    }
    // Without an icon of its own a browser would ask the site for one.
    head += "<link rel=\"icon\" href=\"data:,\">\n";
    head + &format!(
        "<style>\n{}{}{LOOK}</style>\n</head>\n",
        colours(style),
        paper(metadata, style)
    )
}

/// What the head of every page begins with, that of a letter or of what changed in one.
pub(crate) fn begin(title: &str) -> String {
    let (policy, title) = (attribute("content", POLICY), text(title));
    format!(
        "<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\"{policy}>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n"
    )
}

/// What the PDF has among its properties.
fn facts(metadata: &Metadata) -> [(&'static str, String); 5] {
    // A draft that gets onto a website by mistake is not to be found from outside.
    let robots = metadata.draft.as_ref().map(|_| "noindex".to_owned());
    [
        ("author", metadata.author.clone()),
        ("description", metadata.description.clone()),
        ("keywords", metadata.keywords.join(", ")),
        ("dcterms.date", metadata.date.map(|date| date.to_string()).unwrap_or_default()),
        ("robots", robots.unwrap_or_default()),
    ]
}

/// What the office has chosen in its style, for [`LOOK`] to use.
fn colours(style: &Style) -> String {
    let text = &style.text;
    let sizes = style.heading_sizes.iter().enumerate();
    let sizes: String =
        sizes.map(|(index, size)| format!("  --h{}: {size}pt;\n", index + 1)).collect();
    format!(
        ":root {{\n  --text: {};\n  --heading: {};\n  --link: {};\n  --quote: {};\n  \
         --bar: {:.2}pt;\n  --indent: {:.2}pt;\n  --size: {}pt;\n  --line: {};\n  \
         --space: {}em;\n  --letterhead: {}pt;\n  --letterhead-width: {:.2}pt;\n  --notes: {}pt;\n\
         {sizes}}}\n",
        hex(text.colour),
        hex(style.heading_colour),
        hex(style.link_colour),
        hex(style.quote_colour),
        style.quote_bar,
        style.quote_indent,
        text.size,
        text.line_height,
        text.paragraph_space,
        style.letterhead_size,
        style.letterhead_width,
        style.note_size,
    )
}

fn hex(Colour([red, green, blue]): Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// The paper to print on, with what the PDF has at the head and the foot of every page.
fn paper(metadata: &Metadata, style: &Style) -> String {
    let Margins { left, right, top, bottom } = style.page;
    let head = [&metadata.running_head].into_iter().chain(&metadata.day);
    let head = string(&head.map(String::as_str).collect::<Vec<_>>().join(", "));
    let heads = match metadata.draft.as_deref().map(string) {
        Some(draft) => {
            let draft = format!("  @top-left {{ content: {draft}; font-weight: bold; }}\n");
            draft + &format!("  @top-right {{ content: {head}; }}\n")
        }
        None => format!("  @top-left {{ content: {head}; }}\n"),
    };
    let (size, number) = (style.note_size, page_number(&metadata.page_number));
    format!(
        "@page {{\n  size: {NAME};\n  margin: {top:.2}pt {right:.2}pt {bottom:.2}pt {left:.2}pt;\n  \
         font-size: {size}pt;\n{heads}  @bottom-right {{ content: {number}; }}\n}}\n{FIRST_PAGE}"
    )
}

/// `Page {page} of {pages}` as CSS counts pages.
fn page_number(words: &str) -> String {
    let counted = words.replace("{pages}", "\0counter(pages)\0");
    let counted = counted.replace("{page}", "\0counter(page)\0");
    let parts = counted.split('\0').filter(|part| !part.is_empty());
    let part = |part: &str| match part {
        "counter(pages)" | "counter(page)" => part.to_owned(),
        words => string(words),
    };
    parts.map(part).collect::<Vec<_>>().join(" ")
}

/// Plain text as a string of CSS. All but letters, figures and spaces is written as a number, so
/// that nothing in it can end the string or the style.
fn string(text: &str) -> String {
    let sign = |c: char| match c {
        ' ' => " ".to_owned(),
        c if c.is_ascii_alphanumeric() => c.to_string(),
        c => format!("\\{:x} ", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(sign).collect::<String>())
}
