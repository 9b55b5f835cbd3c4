//! The pages as pictures that stay sharp at any size, for the browser: SVG with the text as text.
//!
//! One file has all pages, one below the other, each an `svg` of the class `page`. The text of a
//! paragraph is one `text`, so that it is found and copied as a whole; each run of it stands at its
//! place and in its width, in the font that is there under the name `letter`. A run knows where the
//! office wrote it: `data-file`, and from which byte to which, `data-from` and `data-to`.

use crate::html::attribute;
use crate::html::text as escaped;
use crate::layout::{
    ACROSS, Mark, NodeId, Owner, Page, Pages, Placed, Rectangle, Role, Target, TextRun,
};
use crate::pictures::Pictures;
use crate::style::Colour;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;
use std::ops::Range;

/// Where something is written: the file and the bytes.
pub type Place<'a> = (&'a str, Range<usize>);

/// The space between two pages of the file.
const GAP: f32 = 20.0;

/// Writes the pages. `place` says of bytes of the Markdown where the office wrote them.
pub fn write<'a>(
    pages: &Pages,
    pictures: &Pictures,
    place: impl Fn(&Range<usize>) -> Option<Place<'a>>,
) -> String {
    let writer = Writer { pages, pictures, place };
    let (width, height) = pages.size;
    let all = (height + GAP) * pages.pages.len() as f32 - GAP;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{all}pt\" \
         viewBox=\"0 0 {width} {all}\">\n"
    );
    for (index, page) in pages.pages.iter().enumerate() {
        let y = (height + GAP) * index as f32;
        let _ = writeln!(
            svg,
            "<svg class=\"page\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" font-family=\"letter, sans-serif\" \
             text-rendering=\"geometricPrecision\">\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"
        );
        svg += &writer.page(page);
        svg += "</svg>\n";
    }
    svg + "</svg>\n"
}

struct Writer<'a, F> {
    pages: &'a Pages,
    pictures: &'a Pictures,
    place: F,
}

impl<'p, F: Fn(&Range<usize>) -> Option<Place<'p>>> Writer<'_, F> {
    /// What is drawn on a page: rules and images, and over them the text.
    fn page(&self, page: &Page) -> String {
        let mut svg = self.across(page);
        svg.extend(page.marks.iter().filter_map(|mark| self.shape(mark)));
        let texts = page.marks.iter().filter_map(|mark| match &mark.placed {
            Placed::Text(run) => Some((mark.owner, run)),
            _ => None,
        });
        let texts: Vec<_> = texts.collect();
        for same in texts.chunk_by(|a, b| self.paragraph(a.0) == self.paragraph(b.0)) {
            svg += "<text xml:space=\"preserve\">";
            same.iter().for_each(|(owner, run)| svg += &self.run(*owner, run, page));
            svg += "</text>\n";
        }
        svg
    }

    /// What stands across the page, which is neither read out nor copied.
    fn across(&self, page: &Page) -> String {
        if page.across.is_empty() {
            return String::new();
        }
        let (width, height) = self.pages.size;
        let (x, y) = (width / 2.0, height / 2.0);
        let runs = page.across.iter().map(|run| self.run(Owner::Decoration, run, page));
        format!(
            "<text aria-hidden=\"true\" style=\"user-select: none; pointer-events: none\" \
             transform=\"translate({x} {y}) rotate({ACROSS})\">{}</text>\n",
            runs.collect::<String>()
        )
    }

    fn shape(&self, mark: &Mark) -> Option<String> {
        match &mark.placed {
            Placed::Text(_) => None,
            Placed::Rule(area, colour) => {
                Some(format!("<rect{}{}/>\n", box_of(*area), fill(*colour)))
            }
            Placed::Image(area, index) => Some(self.image(*area, *index, mark.owner)),
        }
    }

    fn image(&self, area: Rectangle, index: usize, owner: Owner) -> String {
        let file = self.pictures.get(index);
        let bytes = STANDARD.encode(&file.bytes);
        let words = match owner {
            Owner::Node(node) => match &self.pages.structure.get(node).role {
                Role::Figure(words) => words,
                _ => "",
            },
            _ => "",
        };
        format!(
            "<image{}{} role=\"img\" preserveAspectRatio=\"none\" href=\"data:{};base64,{bytes}\"/>\n",
            box_of(area),
            attribute("aria-label", words),
            file.media_type(),
        )
    }

    /// What a run is part of: the paragraph, and not the link in it.
    fn paragraph(&self, owner: Owner) -> Owner {
        let Owner::Node(node) = owner else { return owner };
        let found = self.pages.structure.get(node);
        let is_within = matches!(found.role, Role::Struck | Role::Link | Role::NoteReference);
        match found.parent.filter(|_| is_within) {
            Some(parent) => self.paragraph(Owner::Node(parent)),
            None => owner,
        }
    }

    fn run(&self, owner: Owner, run: &TextRun, page: &Page) -> String {
        let mut svg = format!(
            "<tspan x=\"{}\" y=\"{}\" font-size=\"{}\" textLength=\"{:.3}\"{}{}{}>{}</tspan>",
            run.x,
            run.y,
            run.size,
            run.width(),
            face(run),
            fill(run.colour),
            self.origin(run),
            escaped(&run.text),
        );
        if let Owner::Node(node) = owner
            && let Some(url) = url(node, page)
        {
            svg = format!("<a{}>{svg}</a>", attribute("href", url));
        }
        svg
    }

    fn origin(&self, run: &TextRun) -> String {
        let place = run.source.as_ref().and_then(&self.place);
        place.map_or_else(String::new, |(file, bytes)| {
            let file = attribute("data-file", file);
            format!("{file} data-from=\"{}\" data-to=\"{}\"", bytes.start, bytes.end)
        })
    }
}

/// The address that a run is part of a link to.
fn url(node: NodeId, page: &Page) -> Option<&str> {
    let link = page.links.iter().find(|link| link.owner == node)?;
    match &link.target {
        Target::Url(url) => Some(url),
        _ => None,
    }
}

fn box_of(Rectangle { x, y, width, height }: Rectangle) -> String {
    format!(" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

fn fill(Colour([red, green, blue]): Colour) -> String {
    format!(" fill=\"#{red:02x}{green:02x}{blue:02x}\"")
}

fn face(run: &TextRun) -> String {
    let weight = if run.face.is_bold() { " font-weight=\"bold\"" } else { "" };
    let style = if run.face.is_italic() { " font-style=\"italic\"" } else { "" };
    format!("{weight}{style}")
}
