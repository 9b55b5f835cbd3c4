//! The default engine: tagged, with subset fonts, checked against PDF/A-3a and PDF/UA-1 as it
//! writes.

use super::{Attachment, Drawing, Relation, truetype};
use crate::diagnostic::Diagnostic;
use crate::layout::fonts::Face;
use crate::layout::{
    ACROSS, LinkArea, Mark, NodeId, OutlineEntry, Owner, Page, Pages, Placed, Rectangle, Role,
    Structure, Target as LinkTarget, TextRun,
};
use crate::pdf::PROGRAM;
use crate::pictures::PictureFile;
use crate::style::Colour;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::configure::{
    Accessibility, Archival, Configuration, ConfigurationBuilder, ValidationError,
};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Quadrilateral, Rect, Size, Transform};
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node, Placement, SpanTag,
    TableHeaderScope, Tag, TagGroup, TagKind, TagTree, TextDecorationType,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;

/// Writes the PDF; see [`super::write`].
pub fn write(drawing: &Drawing<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut writer = Writer::new(drawing)?;
    let mut document = Document::new_with(settings(drawing));
    for page in &drawing.pages.pages {
        writer.page(&mut document, page)?;
    }
    document.set_tag_tree(writer.tags.tree(drawing.pages, drawing.metadata.language.tag()));
    document.set_outline(outline(&drawing.pages.outline));
    document.set_metadata(metadata(drawing));
    for attachment in drawing.attachments {
        document.embed_file(embedded(attachment, drawing.metadata.date));
    }
    document.finish().map_err(|error| problems(&error))
}

fn settings(drawing: &Drawing<'_>) -> SerializeSettings {
    SerializeSettings {
        configuration: configuration(drawing),
        enable_tagging: true,
        ..SerializeSettings::default()
    }
}

/// Without a date a file cannot claim PDF/A: a draft may have none.
fn configuration(drawing: &Drawing<'_>) -> Configuration {
    let builder = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let builder = match drawing.metadata.date {
        Some(_) => builder.with_archival_validator(Archival::A3_A),
        None => builder,
    };
    builder.finish().expect("PDF/A-3a and PDF/UA-1 go together: both are of PDF 1.7")
}

struct Writer<'a> {
    drawing: &'a Drawing<'a>,
    places: Places,
    /// The faces that are used.
    fonts: [Option<Font>; 4],
    tags: Tags,
}

impl<'a> Writer<'a> {
    fn new(drawing: &'a Drawing<'a>) -> Result<Self, Vec<Diagnostic>> {
        let (fonts, places) = ([None, None, None, None], Places::of(&drawing.pages.pages));
        let mut writer = Self { drawing, places, fonts, tags: Tags::default() };
        for face in Face::ALL {
            let glyphs = drawing.runs(face).flat_map(|run| run.glyphs.iter().map(|glyph| glyph.id));
            let used: BTreeSet<u32> = glyphs.collect();
            if !used.is_empty() {
                writer.fonts[face as usize] = Some(font(drawing, face, &used)?);
            }
        }
        Ok(writer)
    }

    fn page(&mut self, document: &mut Document, page: &Page) -> Result<(), Vec<Diagnostic>> {
        let (width, height) = self.drawing.pages.size;
        let settings = PageSettings::from_wh(width, height).expect("a sheet has a size");
        let mut out = document.start_page_with(settings);
        let mut surface = out.surface();
        self.across(&mut surface, page);
        let mut groups = page.marks.chunk_by(|a, b| a.owner == b.owner);
        let drawn = groups.try_for_each(|same| self.marks(&mut surface, same));
        // What was begun has to be ended, also where something cannot be drawn.
        surface.finish();
        drawn?;
        let structure = &self.drawing.pages.structure;
        for same in page.links.chunk_by(|a, b| a.owner == b.owner) {
            if let Some(annotation) = annotation(same, &self.places, self.drawing) {
                let identifier = out.add_tagged_annotation(annotation);
                self.tags.add(same[0].owner, identifier, structure);
            }
        }
        Ok(())
    }

    /// Draws what stands across the page, for nobody to hear.
    fn across(&self, surface: &mut Surface<'_>, page: &Page) {
        if page.across.is_empty() {
            return;
        }
        let (width, height) = self.drawing.pages.size;
        let (sine, cosine) = ACROSS.to_radians().sin_cos();
        let (middle, down) = (width / 2.0, height / 2.0);
        surface.start_tagged(artifact(ArtifactType::Layout));
        surface.push_transform(&Transform::from_row(cosine, sine, -sine, cosine, middle, down));
        page.across.iter().for_each(|run| self.text(surface, run));
        surface.pop();
        surface.end_tagged();
    }

    /// Draws marks that are part of one thing.
    fn marks(&mut self, surface: &mut Surface<'_>, marks: &[Mark]) -> Result<(), Vec<Diagnostic>> {
        let tag = match marks[0].owner {
            Owner::Node(_) => ContentTag::Span(SpanTag::empty()),
            Owner::RunningHead => artifact(ArtifactType::Header),
            Owner::PageNumber => artifact(ArtifactType::Footer),
            Owner::Decoration => artifact(ArtifactType::Layout),
        };
        let identifier = surface.start_tagged(tag);
        let drawn = marks.iter().try_for_each(|mark| self.mark(surface, mark));
        surface.end_tagged();
        drawn?;
        if let Owner::Node(node) = marks[0].owner {
            self.tags.add(node, identifier, &self.drawing.pages.structure);
        }
        Ok(())
    }

    fn mark(&self, surface: &mut Surface<'_>, mark: &Mark) -> Result<(), Vec<Diagnostic>> {
        match &mark.placed {
            Placed::Text(run) => self.text(surface, run),
            Placed::Rule(area, colour) => rule(surface, *area, *colour),
            Placed::Image(area, index) => {
                return image(surface, *area, self.drawing.pictures.get(*index));
            }
        }
        Ok(())
    }

    fn text(&self, surface: &mut Surface<'_>, run: &TextRun) {
        let size = run.size;
        let glyph = |glyph: &crate::layout::Glyph| {
            let (advance, (right, up)) = (glyph.advance / size, glyph.shift);
            let (right, up, text) = (right / size, up / size, glyph.text.clone());
            KrillaGlyph::new(GlyphId::new(glyph.id), advance, right, up, 0.0, text, None)
        };
        let glyphs: Vec<KrillaGlyph> = run.glyphs.iter().map(glyph).collect();
        let Some(font) = self.fonts[run.face as usize].clone() else { return };
        surface.set_fill(Some(fill(run.colour)));
        surface.draw_glyphs(Point::from_xy(run.x, run.y), &glyphs, font, &run.text, size, false);
    }
}

fn font(drawing: &Drawing<'_>, face: Face, used: &BTreeSet<u32>) -> Result<Font, Vec<Diagnostic>> {
    let data = drawing.fonts.data(face);
    Font::new(truetype::subset((*data).as_ref(), used).into(), 0).ok_or_else(|| {
        let message = format!("{} cannot be put into a PDF", face.file_name());
        vec![Diagnostic::error("font", message).help("use another font file")]
    })
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn fill(Colour([red, green, blue]): Colour) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}

fn rule(surface: &mut Surface<'_>, area: Rectangle, colour: Colour) {
    let mut path = PathBuilder::new();
    let Some(rect) = rect(area) else { return };
    path.push_rect(rect);
    if let Some(path) = path.finish() {
        surface.set_fill(Some(fill(colour)));
        surface.draw_path(&path);
    }
}

fn image(
    surface: &mut Surface<'_>,
    area: Rectangle,
    file: &PictureFile,
) -> Result<(), Vec<Diagnostic>> {
    let data = file.bytes.clone();
    let image = match file.is_png() {
        true => Image::from_png(data.into(), false),
        false => Image::from_jpeg(data.into(), false),
    };
    let image = image.map_err(|why| {
        let message = format!("the image {} cannot be read: {why}", file.path);
        vec![Diagnostic::error("image", message).help("save it again as PNG or JPEG")]
    })?;
    if let Some(size) = Size::from_wh(area.width, area.height) {
        surface.push_transform(&Transform::from_translate(area.x, area.y));
        surface.draw_image(image, size);
        surface.pop();
    }
    Ok(())
}

fn rect(area: Rectangle) -> Option<Rect> {
    Rect::from_xywh(area.x, area.y, area.width, area.height)
}

/// Where the footnotes are, and where they are first referred to: the index of the page, and how far
/// down.
#[derive(Default)]
struct Places {
    notes: BTreeMap<usize, (usize, f32)>,
    references: BTreeMap<usize, (usize, f32)>,
}

impl Places {
    fn of(pages: &[Page]) -> Self {
        let mut places = Self::default();
        let links = pages.iter().enumerate();
        for (page, link) in
            links.flat_map(|(index, page)| page.links.iter().map(move |l| (index, l)))
        {
            let y = (link.area.y - 4.0).max(0.0);
            match link.target {
                // The note's own label leads back, and so stands where the note is; and the other way.
                LinkTarget::Note(note) => places.references.entry(note).or_insert((page, y)),
                LinkTarget::Reference(note) => places.notes.entry(note).or_insert((page, y)),
                LinkTarget::Url(_) => continue,
            };
        }
        places
    }
}

fn destination(place: Option<&(usize, f32)>) -> Option<XyzDestination> {
    place.map(|(page, y)| XyzDestination::new(*page, Point::from_xy(0.0, *y)))
}

/// A link may reach over several lines: each has its place.
fn annotation(areas: &[LinkArea], places: &Places, drawing: &Drawing<'_>) -> Option<Annotation> {
    let metadata = drawing.metadata;
    let numbered = |words: &str, note: usize| words.replace("{number}", &(note + 1).to_string());
    let (target, words) = match &areas[0].target {
        LinkTarget::Url(url) => {
            let words = url.strip_prefix("mailto:").unwrap_or(url).to_owned();
            (Target::Action(Action::Link(LinkAction::new(url.clone()))), words)
        }
        LinkTarget::Note(note) => {
            let place = destination(places.notes.get(note))?;
            (Target::Destination(place.into()), numbered(&metadata.note, *note))
        }
        LinkTarget::Reference(note) => {
            let place = destination(places.references.get(note))?;
            (Target::Destination(place.into()), numbered(&metadata.note_return, *note))
        }
    };
    let places = areas.iter().filter_map(|link| rect(link.area)).map(Quadrilateral::from).collect();
    Some(Annotation::new_link(LinkAnnotation::new_with_quad_points(places, target), Some(words)))
}

/// The tags while the pages are drawn: a node gets its place among its siblings when the first of
/// its marks is drawn.
#[derive(Default)]
struct Tags {
    roots: Vec<NodeId>,
    children: BTreeMap<NodeId, Vec<Child>>,
}

enum Child {
    Node(NodeId),
    Content(Identifier),
}

impl Tags {
    fn add(&mut self, node: NodeId, identifier: Identifier, structure: &Structure) {
        self.attach(node, structure);
        self.children.entry(node).or_default().push(Child::Content(identifier));
    }

    fn attach(&mut self, node: NodeId, structure: &Structure) {
        if self.children.contains_key(&node) {
            return;
        }
        self.children.insert(node, Vec::new());
        match structure.get(node).parent {
            None => self.roots.push(node),
            Some(parent) => {
                self.attach(parent, structure);
                self.children.entry(parent).or_default().push(Child::Node(node));
            }
        }
    }

    fn tree(mut self, pages: &Pages, language: &str) -> TagTree {
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        for root in std::mem::take(&mut self.roots) {
            tree.push(self.group(root, pages));
        }
        tree
    }

    fn group(&mut self, id: NodeId, pages: &Pages) -> TagGroup {
        let children = self.children.remove(&id).unwrap_or_default();
        let children = children.into_iter().map(|child| match child {
            Child::Content(identifier) => Node::Leaf(identifier),
            Child::Node(node) => Node::Group(self.group(node, pages)),
        });
        let children = children.collect();
        let node = pages.structure.get(id);
        let mut tag = match &node.role {
            Role::Figure(words) => figure(id, words, pages),
            role => tag(role),
        };
        tag.set_lang(node.language.map(|language| language.tag().to_owned()));
        TagGroup::with_children(tag, children)
    }
}

/// The tag of an image, with its place: readers that enlarge a page find it there.
fn figure(node: NodeId, words: &str, pages: &Pages) -> TagKind {
    let is_it = |mark: &&Mark| mark.owner == Owner::Node(node);
    let place = pages.pages.iter().enumerate().find_map(|(page, marks)| {
        let Placed::Image(area, _) = marks.marks.iter().find(is_it)?.placed else { return None };
        Some(BBox::new(page, rect(area)?))
    });
    let tag = Tag::Figure(Some(words.to_owned()));
    tag.with_placement(Some(Placement::Block)).with_bbox(place).into()
}

fn tag(role: &Role) -> TagKind {
    match role {
        Role::Heading(level, words) => {
            let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
            Tag::Hn(level, Some(words.clone())).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::List(true) => Tag::L(ListNumbering::Decimal).into(),
        Role::List(false) => Tag::L(ListNumbering::Disc).into(),
        Role::ListItem => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ListBody => Tag::LBody.into(),
        Role::Quote => Tag::BlockQuote.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::HeadCell => Tag::TH(TableHeaderScope::Column).into(),
        Role::Cell => Tag::TD.into(),
        Role::Struck => {
            Tag::Span.with_text_decoration_type(Some(TextDecorationType::LineThrough)).into()
        }
        Role::Link => Tag::Link.into(),
        Role::NoteReference => Tag::Reference.into(),
        Role::Note => Tag::Note.into(),
        Role::Figure(words) => Tag::Figure(Some(words.clone())).into(),
    }
}

fn outline(entries: &[OutlineEntry]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = entries;
    while let Some((first, _)) = rest.split_first() {
        let (node, after) = outline_node(first, rest);
        outline.push_child(node);
        rest = after;
    }
    outline
}

/// The node of the first entry, with those below it; and the entries after them.
fn outline_node<'a>(
    entry: &OutlineEntry,
    entries: &'a [OutlineEntry],
) -> (OutlineNode, &'a [OutlineEntry]) {
    let top = (entry.y - 4.0).max(0.0);
    let destination = XyzDestination::new(entry.page, Point::from_xy(0.0, top));
    let mut node = OutlineNode::new(entry.text.clone(), destination).with_open(true);
    let mut rest = &entries[1..];
    while let Some(next) = rest.first().filter(|next| next.level > entry.level) {
        let (child, after) = outline_node(next, rest);
        node.push_child(child);
        rest = after;
    }
    (node, rest)
}

/// An associated file (ISO 19005-3, 6.8): the standard asks for its media type, a description, what
/// it is to the PDF, and a date, which is the letter's.
fn embedded(attachment: &Attachment, date: Option<jiff::civil::Date>) -> EmbeddedFile {
    let relation = match attachment.relation {
        Relation::Source => AssociationKind::Source,
        Relation::Alternative => AssociationKind::Alternative,
        Relation::Supplement => AssociationKind::Supplement,
    };
    EmbeddedFile {
        path: attachment.path.clone(),
        mime_type: MimeType::new(attachment.media_type),
        description: Some(super::with_digest(&attachment.description, &attachment.bytes)),
        association_kind: relation,
        data: attachment.bytes.clone().into(),
        modification_date: date.map(date_time),
        compress: None,
        location: None,
    }
}

fn metadata(drawing: &Drawing<'_>) -> Metadata {
    let known = drawing.metadata;
    let metadata = Metadata::new()
        .title(known.title.clone())
        .authors(vec![known.author.clone()])
        .description(known.description.clone())
        .keywords(known.keywords.clone())
        .language(known.language.tag().to_owned())
        .creator(PROGRAM.to_owned());
    match known.date {
        Some(date) => metadata.creation_date(date_time(date)),
        None => metadata,
    }
}

fn date_time(date: jiff::civil::Date) -> DateTime {
    DateTime::new(date.year().unsigned_abs())
        .month(date.month().unsigned_abs())
        .day(date.day().unsigned_abs())
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// What krilla refused, in words for a person. What a letter can do wrong has been found before, but a
/// font can be wrong in ways that only show when it is used.
fn problems(error: &KrillaError) -> Vec<Diagnostic> {
    let mut messages: Vec<String> = match error {
        KrillaError::Validation(errors) => errors.iter().map(|(error, _)| refused(error)).collect(),
        KrillaError::Font(_, why) => vec![format!("a font cannot be put into the PDF: {why}")],
        other => vec![format!("the PDF cannot be written: {other}")],
    };
    messages.dedup();
    messages.into_iter().map(|message| Diagnostic::error("pdf", message)).collect()
}

fn refused(error: &ValidationError) -> String {
    match error {
        ValidationError::ContainsNotDefGlyph(.., text) => {
            format!("a font draws no letter for \u{2018}{text}\u{2019}; use another font")
        }
        ValidationError::NoCodepointMapping(..)
        | ValidationError::InvalidCodepointMapping(..)
        | ValidationError::UnicodePrivateArea(..) => {
            "a font draws what is no letter; use another font".to_owned()
        }
        ValidationError::RestrictedLicense(_) => {
            "the licence of a font forbids to put it into a PDF; use another font".to_owned()
        }
        other => format!("the PDF would not keep to its standard: {other:?}"),
    }
}
