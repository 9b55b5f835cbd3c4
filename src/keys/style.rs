//! The keys of the style file. What each is where it is not given, the built-in style file says.

use super::{
    Choice, Colour, Flag, Group, Key, Line, Measure, Measures, OneOf, Table, group, key, keys,
};
use crate::style::LogoPlace;

/// The unit of lengths on the page.
pub const MILLIMETRES: &str = "in millimetres";
/// The unit of sizes of letters.
const POINTS: &str = "in points";
/// The unit of what grows with the size of the text.
const TIMES: &str = "times the size";

keys! {
    /// The top of the file.
    STYLE {
        PAGE: Group = group("page", PAGE_KEYS).is("The margins of the page");
        TEXT: Group = group("text", TEXT_KEYS).is("Running text");
        LETTERHEAD: Group = group("letterhead", LETTERHEAD_KEYS).is("The office, on the first page");
        HEADINGS: Group = group("headings", HEADINGS_KEYS).is("Headings");
        QUOTES: Group = group("quotes", QUOTES_KEYS).is("Quoted items and other quotations");
        NOTES: Group = group("notes", NOTES_KEYS).is("Footnotes, running head and page numbers");
        LINKS: Group = group("links", LINKS_KEYS).is("Links");
        SIGN_OFF: Group = group("sign_off", SIGN_OFF_KEYS).is("The end of the letter");
        DRAFTS: Group = group("drafts", DRAFTS_KEYS).is("What only drafts have");
        LOGO: Group = group("logo", LOGO_KEYS).is("The logo").printed("in the letterhead");
        SIGNATURE: Group = group("signature", PICTURE_KEYS).is("A picture of the signature")
            .printed("above the name");
    }
}

keys! {
    /// Under `[page]`.
    PAGE_KEYS {
        LEFT: Measure = key("left").within(5.0, 60.0).in_unit(MILLIMETRES).such_as("25")
            .is("The left margin");
        RIGHT: Measure = key("right").within(5.0, 60.0).in_unit(MILLIMETRES).such_as("25")
            .is("The right margin");
        TOP: Measure = key("top").within(16.0, 60.0).in_unit(MILLIMETRES).such_as("25")
            .is("The margin at the top, with room for the running head");
        BOTTOM: Measure = key("bottom").within(16.0, 60.0).in_unit(MILLIMETRES).such_as("25")
            .is("The margin at the bottom, with room for the page number");
    }
}

keys! {
    /// Under `[text]`.
    TEXT_KEYS {
        SIZE: Measure = key("size").within(6.0, 48.0).in_unit(POINTS).such_as("12")
            .is("The size of letters; the government advises 12 or larger");
        LINE_HEIGHT: Measure = key("line_height").within(1.0, 3.0).in_unit(TIMES).such_as("1.3")
            .is("The distance from line to line");
        PARAGRAPH_SPACE: Measure = key("paragraph_space").within(0.0, 3.0).in_unit(TIMES)
            .such_as("0.7").is("The space between paragraphs");
        TEXT_COLOUR: Colour = key("colour").such_as("\"#000000\"").is("The colour");
        FONTS: Line = key("fonts").such_as("\"fonts\"")
            .is("A folder with Regular.ttf, Bold.ttf, Italic.ttf and BoldItalic.ttf");
    }
}

keys! {
    /// Under `[letterhead]`.
    LETTERHEAD_KEYS {
        LETTERHEAD_SIZE: Measure = key("size").within(6.0, 48.0).in_unit(POINTS).such_as("10")
            .is("The size of letters");
        LETTERHEAD_WIDTH: Measure = key("width").within(40.0, 160.0).in_unit(MILLIMETRES)
            .such_as("73").is("The width, from the right margin");
    }
}

keys! {
    /// Under `[headings]`.
    HEADINGS_KEYS {
        SIZES: Measures = key("sizes").within(6.0, 48.0).in_unit(POINTS)
            .such_as("[15, 13, 12, 12, 12, 12]")
            .is("The sizes of the subject, of the headings of areas, and of those beneath them");
        HEADING_COLOUR: Colour = key("colour").such_as("\"#000000\"").is("The colour");
    }
}

keys! {
    /// Under `[quotes]`.
    QUOTES_KEYS {
        INDENT: Measure = key("indent").within(2.0, 40.0).in_unit(MILLIMETRES).such_as("7")
            .is("How far quotations stand in");
        BAR: Measure = key("bar").within(0.2, 5.0).in_unit(MILLIMETRES).such_as("1")
            .is("The width of the bar beside a quoted item");
        BAR_COLOUR: Colour = key("colour").such_as("\"#595959\"").is("The colour of the bar");
    }
}

keys! {
    /// Under `[notes]`.
    NOTES_KEYS {
        NOTE_SIZE: Measure = key("size").within(6.0, 48.0).in_unit(POINTS).such_as("10")
            .is("The size of letters");
    }
}

keys! {
    /// Under `[links]`.
    LINKS_KEYS {
        LINK_COLOUR: Colour = key("colour").such_as("\"#0b3d91\"").is("The colour");
    }
}

keys! {
    /// Under `[sign_off]`.
    SIGN_OFF_KEYS {
        SPACE: Measure = key("space").within(0.0, 80.0).in_unit(MILLIMETRES).such_as("18")
            .is("The room for a signature by hand");
    }
}

keys! {
    /// Under `[drafts]`.
    DRAFTS_KEYS {
        ACROSS: Flag = key("across").such_as("true")
            .is("Whether a pale mark across each page says that it is a draft");
        PARAGRAPH_NUMBERS: Flag = key("paragraph_numbers").such_as("true")
            .is("Whether paragraphs have a number in the margin, to be named by on the telephone");
    }
}

/// Where the logo stands.
pub static LOGO_PLACE: Key<OneOf<LogoPlace>> = key("place")
    .or("right")
    .such_as("\"left\"")
    .is("Where it stands at the head of the first page");

/// Under `[logo]`.
pub const LOGO_KEYS: Table =
    &[&PICTURE.facts, &PICTURE_WORDS.facts, &PICTURE_WIDTH.facts, &LOGO_PLACE.facts];

impl Choice for LogoPlace {
    const CHOICES: &'static [(&'static str, Self, &'static str)] = &[
        ("right", Self::Right, "above the office"),
        ("left", Self::Left, "beside it"),
        ("banner", Self::Banner, "from margin to margin, above all else"),
    ];
}

keys! {
    /// Under `[signature]`.
    PICTURE_KEYS {
        PICTURE: Line = key("file").needed().such_as("\"logo.png\"")
            .is("A PNG or JPEG, in the folder of the style file");
        PICTURE_WORDS: Line = key("words").needed()
            .such_as("\"Office of the Police and Crime Commissioner for Exampleshire\"")
            .is("What it shows, for those who cannot see it");
        PICTURE_WIDTH: Measure = key("width").within(5.0, 160.0).in_unit(MILLIMETRES)
            .or("40").such_as("40").is("How wide it is printed");
    }
}
