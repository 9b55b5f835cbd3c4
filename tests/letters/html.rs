//! The web pages of letters: what they are, and that nothing of a letter becomes markup.

use crate::support::{assert_same, each_form_of, each_letter_of, root};
use peel_letter::document::{
    Block, BlockKind, Cell, Column, Document, Image, Inline, InlineKind, List, Look, Region,
    Source, Table,
};
use peel_letter::html;
use peel_letter::letter::{Form, Language};
use peel_letter::metadata::Metadata;
use peel_letter::pictures::{PictureFile, Pictures};
use peel_letter::style::{self, LogoPlace, Style};
use peel_letter::workspace::Workspace;
use proptest::prelude::*;
use std::fs;

/// The folder with a letter that has what is hard to show.
fn tricky() -> std::path::PathBuf {
    root().join("tests/conformance/web/letters")
}

#[test]
fn pages_are_as_they_were() {
    for folder in [root(), tricky()] {
        each_form_of(&folder, &[Form::Letter, Form::Statement], |sample| {
            let path = root().join(format!("tests/letters/html/{}.html", sample.name));
            // The look is a file of its own, and need not be there six times.
            let html =
                sample.html().replace(include_str!("../../src/html/page.css"), "/* page.css */\n");
            assert_same(&path, html.as_bytes());
        });
    }
}

#[test]
fn a_page_loads_nothing_and_runs_nothing() {
    for folder in [root(), tricky()] {
        each_form_of(&folder, &[Form::Letter, Form::Statement], |sample| {
            let page = Page::read(&sample.html());
            page.assert_harmless();
            assert_eq!(page.tags.iter().filter(|tag| tag.name == "h1").count(), 1);
        });
    }
}

#[test]
fn every_link_within_a_page_leads_somewhere() {
    each_letter_of(&tricky(), |sample| {
        let page = Page::read(&sample.html());
        let ids: Vec<_> = page.values("id").collect();
        for (index, id) in ids.iter().enumerate() {
            assert!(!ids[..index].contains(id), "{id} is there twice");
        }
        for href in page.values("href").filter_map(|href| href.strip_prefix('#')) {
            assert!(ids.contains(&href), "nothing is called {href}");
        }
    });
}

#[test]
fn a_draft_says_so_first() {
    each_letter_of(&root(), |sample| {
        let html = sample.html();
        let (_, body) = html.split_once("<body>\n").expect("there is a body");
        let mark = "<aside class=\"draft\"><p>Draft</p></aside>";
        assert_eq!(body.starts_with(mark), sample.letter.draft);
        assert_eq!(html.contains("<title>Draft: "), sample.letter.draft);
        assert_eq!(html.contains("@top-left { content: \"Draft\""), sample.letter.draft);
        assert_eq!(html.contains("name=\"robots\" content=\"noindex\""), sample.letter.draft);
    });
}

const NASTY: &str = r#"</title></style><script>alert(1)</script> " onload="x" ' ]]> &amp; <!-- x"#;

/// A letter in whose every value somebody tries to write markup.
fn attack() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder can be made");
    let logo = tricky().join("templates/logo.png");
    fs::copy(logo, data.join("x.png")).expect("a file can be copied");
    let one = format!("'''{}'''", NASTY.replace("'", ""));
    let commentary = NASTY.replace('<', "\\<").replace('&', "\\&");
    let letter = format!(
        r##"
date = 2024-10-28
subject = {one}
salutation = {one}
valediction = {one}
cc = [{one}]
[sender]
name = {one}
title = {one}
office = {one}
address = [{one}]
[recipient]
name = {one}
address = [{one}]
[inspection]
force = {one}
report = {one}
[overview]
text = """
{text}

# {text}

| {text} |
|---|
| {text} |

![{image}](x.png)

[words](https://example.org/"><script>alert(1)</script>?a=1&b='2)
[mail](mailto:a@example.org)
"""
"##,
        image = commentary.replace(']', "").replace('\\', "\\\\").replace("\"", "\\\""),
        text = commentary.replace('\\', "\\\\").replace("\"", "\\\""),
    );
    fs::write(data.join("office.toml"), "").expect("a file can be written");
    fs::write(data.join("letter.toml"), letter).expect("a file can be written");
    folder
}

#[test]
fn markup_in_a_letter_is_shown_and_not_obeyed() {
    let folder = attack();
    each_letter_of(folder.path(), |sample| {
        let html = sample.html();
        let page = Page::read(&html);
        page.assert_harmless();
        assert!(page.text.contains("</style><script>alert(1)</script>"), "{}", page.text);
        let links: Vec<_> = page.values("href").filter(|href| *href != "data:,").collect();
        let url = "https://example.org/%22%3E%3Cscript%3Ealert(1)%3C/script%3E?a=1&b='2";
        assert_eq!(links, [url, "mailto:a@example.org"]);
        let words: Vec<_> = page.values("alt").collect();
        assert_eq!(words.len(), 1);
        assert!(words[0].contains("<script>"), "{words:?}");
    });
}

/// What a page is made of. It need not know much of HTML: the program writes each `<` and `>` of
/// a text as an entity, in attributes too, so that every one that is there is markup.
struct Page {
    tags: Vec<Tag>,
    text: String,
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

/// Every element that a page may have.
const ELEMENTS: &str = "html head meta title link style body aside header address main section div \
    h1 h2 h3 h4 h5 h6 p ul ol li blockquote table thead tbody tr th td img hr br sup a strong em s";
/// Every attribute.
const ATTRIBUTES: &str = "lang charset name content http-equiv rel href class id role start scope \
    tabindex aria-label aria-labelledby alt width height src";

impl Page {
    fn read(html: &str) -> Self {
        let (start, rest) = html.split_once("<style>").expect("there is a style");
        let (look, rest) = rest.split_once("</style>").expect("it has an end");
        assert!(!look.contains(['<', '\u{0}']), "there is markup in the style");
        let rest = rest.trim_start();
        let markup = format!("{start}{rest}");
        let mut page = Self { tags: Vec::new(), text: String::new() };
        let markup = markup.strip_prefix("<!DOCTYPE html>\n").expect("it is HTML");
        let mut parts = markup.split('<');
        assert_eq!(parts.next(), Some(""));
        for part in parts {
            let (tag, text) = part.split_once('>').expect("a tag has an end");
            assert!(!text.contains('>'), "a > that ends no tag: {text}");
            if !tag.starts_with('/') {
                page.tags.push(Tag::read(tag));
            }
            page.text.push_str(&unescaped(text));
        }
        page
    }

    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let attributes = self.tags.iter().flat_map(|tag| &tag.attributes);
        attributes.filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn assert_harmless(&self) {
        for tag in &self.tags {
            assert!(ELEMENTS.split_whitespace().any(|known| known == tag.name), "{}", tag.name);
            for (name, _) in &tag.attributes {
                assert!(ATTRIBUTES.split_whitespace().any(|known| known == name), "{name}");
            }
        }
        for href in self.values("href") {
            let known = ["#", "data:,", "https:", "http:", "mailto:", "tel:"];
            assert!(known.iter().any(|known| href.starts_with(known)), "{href}");
        }
        for src in self.values("src") {
            assert!(src.starts_with("data:image/"), "{src}");
        }
    }
}

impl Tag {
    fn read(tag: &str) -> Self {
        let (name, mut rest) = tag.split_at(tag.find(' ').unwrap_or(tag.len()));
        let mut attributes = Vec::new();
        while let Some(attribute) = rest.strip_prefix(' ') {
            let (name, value) = attribute.split_once("=\"").expect("it has a value");
            let (value, after) = value.split_once('"').expect("the value has an end");
            attributes.push((name.to_owned(), unescaped(value)));
            rest = after;
        }
        assert_eq!(rest, "", "in <{tag}>");
        Self { name: name.to_owned(), attributes }
    }
}

fn unescaped(text: &str) -> String {
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'")];
    let text = entities.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c));
    assert!(!text.replace("&amp;", "").contains('&'), "an entity that nobody wrote: {text}");
    text.replace("&amp;", "&")
}

/// Text with much of what means something in HTML, CSS or an address.
fn text() -> impl Strategy<Value = String> {
    const SIGNS: &[&str] = &[
        "<",
        ">",
        "&",
        "\"",
        "'",
        "</p>",
        "</style>",
        "<script>",
        "<!--",
        "-->",
        "]]>",
        "&amp;",
        "&#60;",
        "javascript:",
        "https:",
        "mailto:",
        "//",
        "{page}",
        "{number}",
        "\\",
        "\n",
        "=",
        "a",
        "Z",
        " ",
        "\u{a0}",
        "\u{175}",
        "\u{2014}",
        "\u{1f642}",
    ];
    prop::collection::vec(prop::sample::select(SIGNS), 0..8).prop_map(|signs| signs.concat())
}

fn line(words: &str, link: &str) -> Vec<Inline> {
    let look = Look { emphasis: true, strong: true, struck: true };
    let inline =
        |kind| Inline { kind, look, link: Some(link.to_owned()), source: Source::default() };
    vec![inline(InlineKind::Text(words.to_owned())), inline(InlineKind::Note(0))]
}

/// A document that has these words in every place, linked to an address.
fn document(words: &str, link: &str) -> Document {
    let line = || line(words, link);
    let block = |kind| Block { range: 0..0, kind };
    let paragraph = || block(BlockKind::Paragraph(line()));
    let list = |ordered, label: &str| {
        let labels = vec![label.to_owned()];
        block(BlockKind::List(List {
            labels,
            ordered,
            tight: !ordered,
            items: vec![vec![paragraph()]],
        }))
    };
    let columns = vec![Column::Right, Column::Centre];
    let cell = |inlines| Cell { range: 0..0, inlines };
    let (head, row) = (vec![cell(vec![]), cell(line())], vec![cell(line()), cell(line())]);
    let table = Table { columns, head, rows: vec![row] };
    let image = Image { link: "../x.png".to_owned(), words: words.to_owned() };
    let region = |region, blocks| block(BlockKind::Region(region, blocks));
    let blocks = vec![
        region(Region::Sender, vec![paragraph(), block(BlockKind::Image(image))]),
        block(BlockKind::Heading(1, line())),
        region(Region::Item, vec![list(true, "3)"), block(BlockKind::Table(table))]),
        region(
            Region::In(Language::Welsh),
            vec![block(BlockKind::Quote(vec![list(false, "\u{2022}")]))],
        ),
    ];
    Document { blocks, notes: vec![vec![paragraph()]] }
}

fn metadata(words: &str) -> Metadata {
    let words = || words.to_owned();
    Metadata {
        title: words(),
        author: words(),
        description: words(),
        keywords: vec![words(), words()],
        language: Language::English,
        date: None,
        running_head: words(),
        day: Some(words()),
        draft: Some(words()),
        page_number: words(),
        note: words(),
        note_return: words(),
        notes: words(),
        table: words(),
    }
}

fn built_in_style() -> Style {
    let workspace = Workspace::open(&root()).expect("the folder can be read");
    let (built_in, own) = workspace.pair("style.toml");
    style::load(&workspace.files, built_in, own).0.expect("the style is right")
}

/// The image of [`document`].
fn picture() -> Pictures {
    let bytes = b"\x89PNG".to_vec();
    let path = "x.png".to_owned();
    Pictures::new(vec![PictureFile { path, bytes, pixels: (1, 1), width: None }])
}

#[test]
fn a_logo_stands_where_the_style_puts_it() {
    for (logo_place, begins) in [
        (LogoPlace::Right, "<header>\n<address>\n<p class=\"image\">"),
        (LogoPlace::Left, "<header class=\"logo-left\">\n<p class=\"image\">"),
        (LogoPlace::Banner, "<header class=\"logo-banner\">\n<p class=\"image\">"),
    ] {
        let mut document = document("words", "https://example.org");
        if let BlockKind::Region(_, sender) = &mut document.blocks[0].kind {
            sender.reverse();
        }
        let style = Style { logo_place, ..built_in_style() };
        let html = html::write(&document, &metadata("words"), &style, &picture());
        assert!(html.expect("the image is there").contains(begins), "{begins}");
    }
}

/// Commentary with such links is refused; the page makes none of them either.
#[test]
fn a_link_that_runs_a_program_or_opens_a_file_is_words_only() {
    let (style, pictures) = (built_in_style(), picture());
    let page = |document: &Document| {
        let html = html::write(document, &metadata("words"), &style, &pictures);
        Page::read(&html.expect("the image is there"))
    };
    for link in ["JavaScript:alert(1)", "data:text/html,x", "file:///x", "x.html", "", "vbscript:x"]
    {
        let html = page(&document("words", link));
        let outward = |href: &&str| *href != "data:," && !href.starts_with('#');
        assert_eq!(html.values("href").find(outward), None, "{link}");
    }
    let html = page(&document("words", "https://example.org"));
    assert!(html.values("href").any(|href| href == "https://example.org"));
}

#[test]
fn no_text_becomes_markup() {
    let (style, pictures) = (built_in_style(), picture());
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(words in text(), link in text(), named in text())| {
        let document = document(&words, &link);
        let html = html::write(&document, &metadata(&named), &style, &pictures);
        let page = Page::read(&html.expect("the image is there"));
        page.assert_harmless();
        let shown = page.text.matches(&words).count();
        prop_assert!(words.trim().is_empty() || shown >= 7, "{words:?} in {}", page.text);
        prop_assert!(page.values("alt").any(|alt| alt == words));
    });
}
