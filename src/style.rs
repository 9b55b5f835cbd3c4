//! How the pages look, from `templates/style.toml`. Lengths become points as they are read.

use crate::diagnostic::{Diagnostic, FileId, Files, Place};
use crate::keys::{self, Key, Measure, style as table};
use crate::letter::Line;
use crate::letter::decode::{Decoder, Notes};
use crate::letter::{paths, tree};
use crate::sheet::{SHEET, in_mm, mm};

/// A colour, as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub [u8; 3]);

/// How the pages look. All lengths are in points.
#[derive(Clone, Debug)]
pub struct Style {
    /// The margins.
    pub page: Margins,
    /// The text.
    pub text: Text,
    /// A folder with fonts to use, as written.
    pub fonts: Option<Line>,
    /// The size of the letterhead.
    pub letterhead_size: f32,
    /// The width of the letterhead.
    pub letterhead_width: f32,
    /// Where the office says how wide that is, or the margins beside it.
    pub letterhead_place: Place,
    /// The sizes of headings, the subject first.
    pub heading_sizes: [f32; 6],
    /// The colour of headings.
    pub heading_colour: Colour,
    /// How far quotations stand in.
    pub quote_indent: f32,
    /// The width of the bar beside a quoted item.
    pub quote_bar: f32,
    /// The colour of that bar.
    pub quote_colour: Colour,
    /// The size of footnotes, running head and page numbers.
    pub note_size: f32,
    /// The colour of links.
    pub link_colour: Colour,
    /// The room for a signature.
    pub signature_space: f32,
    /// Whether a mark across the page says that a draft is one.
    pub drafts_across: bool,
    /// Whether the paragraphs of drafts are numbered.
    pub drafts_numbered: bool,
    /// The logo in the letterhead.
    pub logo: Option<Picture>,
    /// Where it stands.
    pub logo_place: LogoPlace,
    /// The commissioner's signature.
    pub signature: Option<Picture>,
}

/// The margins of a page.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Margins {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
}

/// The look of running text.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// Its size.
    pub size: f32,
    /// The distance from line to line, as a multiple of the size.
    pub line_height: f32,
    /// The space between paragraphs, as a multiple of the size.
    pub paragraph_space: f32,
    /// Its colour.
    pub colour: Colour,
}

/// Where the logo stands at the head of the first page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogoPlace {
    /// Above the office.
    #[default]
    Right,
    /// At the left margin, beside the office.
    Left,
    /// From margin to margin, above all else.
    Banner,
}

/// A picture that the style puts into every letter.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The file, as written: relative to the folder of the style file.
    pub file: Line,
    /// Its path from the working folder.
    pub path: String,
    /// What it shows, for those who cannot see it.
    pub words: String,
    /// How wide it is printed.
    pub width: f32,
}

impl Picture {
    /// The link to it in the Markdown: its path seen from `output/`.
    pub fn link(&self) -> String {
        paths::link(&self.path)
    }
}

/// Reads the style that is built in, with the office's own laid over it.
///
/// Gives every problem that was found; the style is there only if none of them is an error.
pub fn load(
    files: &Files,
    built_in: FileId,
    own: Option<FileId>,
) -> (Option<Style>, Vec<Diagnostic>) {
    let (mut table, mut syntax) = tree::parse(files, built_in);
    if let Some(own) = own {
        let (own, errors) = tree::parse(files, own);
        syntax.extend(errors);
        table = table.under(own);
    }
    let mut notes = Notes::default();
    let mut top = Decoder::top(table, table::STYLE, &[], &mut notes);
    let style = read(&mut top, files, built_in);
    top.finish();
    notes.problems.extend(style.as_ref().and_then(too_wide));
    let problems = tree::with_syntax(files, syntax, notes.problems);
    (style.filter(|_| problems.is_empty()), problems)
}

/// Reads all of it before giving up on what is wrong, so that every problem is found.
fn read(top: &mut Decoder<'_>, files: &Files, built_in: FileId) -> Option<Style> {
    let mut places = Vec::new();
    let page = top.table(&table::PAGE, |d| read_margins(d, &mut places)).flatten();
    let text = top.table(&table::TEXT, read_text).flatten();
    let letterhead = top.table(&table::LETTERHEAD, |d| {
        places.extend(d.value_place(&table::LETTERHEAD_WIDTH));
        both(d.measure(&table::LETTERHEAD_SIZE), length(d, &table::LETTERHEAD_WIDTH))
    });
    let own = places.iter().rev().find(|place| place.file != built_in);
    let headings = top.table(&table::HEADINGS, |d| {
        both(d.measures(&table::SIZES), colour(d, &table::HEADING_COLOUR))
    });
    let quotes = top.table(&table::QUOTES, read_quotes).flatten();
    let note_size = top.table(&table::NOTES, |d| d.measure(&table::NOTE_SIZE)).flatten();
    let link_colour = top.table(&table::LINKS, |d| colour(d, &table::LINK_COLOUR)).flatten();
    let space = top.table(&table::SIGN_OFF, |d| length(d, &table::SPACE)).flatten();
    let drafts = top
        .table(&table::DRAFTS, |d| (d.is_set(&table::ACROSS), d.is_set(&table::PARAGRAPH_NUMBERS)));
    let (drafts_across, drafts_numbered) = drafts.unwrap_or_default();
    let logo = top.table(&table::LOGO, |d| {
        let place = d.choice_or_default(&table::LOGO_PLACE);
        (picture(d, files), place)
    });
    let signature = top.table(&table::SIGNATURE, |d| picture(d, files));
    let (text, fonts) = text?;
    let (letterhead_size, letterhead_width) = letterhead.flatten()?;
    let (heading_sizes, heading_colour) = headings.flatten()?;
    let (quote_indent, quote_bar, quote_colour) = quotes?;
    let page = page?;
    let (logo, logo_place) = logo.unzip();
    let logo_place = logo_place.unwrap_or_default();
    let logo = logo.map(|logo| match logo_place {
        LogoPlace::Banner => Picture { width: SHEET.0 - page.left - page.right, ..logo },
        LogoPlace::Right | LogoPlace::Left => logo,
    });
    Some(Style {
        page,
        text,
        fonts,
        letterhead_size,
        letterhead_width,
        letterhead_place: own.copied().unwrap_or_else(|| files.start_of(built_in)),
        heading_sizes,
        heading_colour,
        quote_indent,
        quote_bar,
        quote_colour,
        note_size: note_size?,
        link_colour: link_colour?,
        signature_space: space?,
        drafts_across,
        drafts_numbered,
        logo,
        logo_place,
        signature,
    })
}

/// A letterhead that does not fit between the margins.
fn too_wide(style: &Style) -> Option<Diagnostic> {
    let Margins { left, right, .. } = style.page;
    let (room, width) = (SHEET.0 - left - right, style.letterhead_width);
    let [room, width] = [room, width].map(|length| in_mm(length).round());
    let message = format!(
        "the letterhead is {width} mm wide, and the margins leave it {room} mm of the paper"
    );
    let problem = Diagnostic::error("wrong-value", message).at(style.letterhead_place, "");
    (width > room).then(|| problem.help("make it or the margins narrower"))
}

/// Both values, if both are there: each has been read, and its problem noted, by then.
fn both<A, B>(a: Option<A>, b: Option<B>) -> Option<(A, B)> {
    a.zip(b)
}

/// A length in points.
fn length(d: &mut Decoder<'_>, key: &Key<Measure>) -> Option<f32> {
    d.measure(key).map(mm)
}

fn read_quotes(d: &mut Decoder<'_>) -> Option<(f32, f32, Colour)> {
    let (indent, bar) = (length(d, &table::INDENT), length(d, &table::BAR));
    let colour = colour(d, &table::BAR_COLOUR);
    Some((indent?, bar?, colour?))
}

fn read_margins(d: &mut Decoder<'_>, places: &mut Vec<Place>) -> Option<Margins> {
    places.extend([&table::LEFT, &table::RIGHT].into_iter().filter_map(|key| d.value_place(key)));
    let (left, right) = (length(d, &table::LEFT), length(d, &table::RIGHT));
    let (top, bottom) = (length(d, &table::TOP), length(d, &table::BOTTOM));
    Some(Margins { left: left?, right: right?, top: top?, bottom: bottom? })
}

fn read_text(d: &mut Decoder<'_>) -> Option<(Text, Option<Line>)> {
    let (size, line_height) = (d.measure(&table::SIZE), d.measure(&table::LINE_HEIGHT));
    let paragraph_space = d.measure(&table::PARAGRAPH_SPACE);
    let colour = colour(d, &table::TEXT_COLOUR);
    let fonts = d.line(&table::FONTS);
    let (line_height, paragraph_space) = (line_height?, paragraph_space?);
    Some((Text { size: size?, line_height, paragraph_space, colour: colour? }, fonts))
}

fn colour(d: &mut Decoder<'_>, key: &Key<keys::Colour>) -> Option<Colour> {
    let line = d.line(key)?;
    let colour = line.value.strip_prefix('#').filter(|hex| hex.len() == 6);
    let colour = colour.and_then(|hex| u32::from_str_radix(hex, 16).ok());
    if colour.is_none() {
        let message = format!("`{}` must be a colour", key.name);
        let problem = Diagnostic::error("wrong-value", message).at(line.place, "");
        d.problem(problem.help(format!("write it like this: {}", key.example_line())));
    }
    colour.map(|colour| {
        let [_, red, green, blue] = colour.to_be_bytes();
        Colour([red, green, blue])
    })
}

fn picture(d: &mut Decoder<'_>, files: &Files) -> Picture {
    let file = d.required_line(&table::PICTURE);
    let words = d.required_line(&table::PICTURE_WORDS);
    let path = paths::of_image(paths::folder(files.name(file.place.file)), &file.value);
    if let Err((message, help)) = &path {
        d.problem(Diagnostic::error("image", message.as_str()).at(file.place, "").help(*help));
    }
    let width = length(d, &table::PICTURE_WIDTH).unwrap_or_default();
    Picture { file, path: path.unwrap_or_default(), words: words.value, width }
}
