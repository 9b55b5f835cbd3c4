//! How much of anything there may be.
//!
//! What a letter is made from comes from people, from other programs, and at times from somebody who
//! means harm. Each bound is many times what letters need. Within the bounds the work grows no faster
//! than its matter; what goes beyond is refused at its place, before work is done on it.

use std::time::Duration;

/// The bytes of a file in TOML: a long letter has 100 kB.
pub const TOML: u64 = 2 << 20;
/// Of a template: the longest built in has 2 kB.
pub const TEMPLATE: u64 = 256 << 10;
/// Of an image: what a camera makes has 5 MB.
pub const IMAGE: u64 = 32 << 20;
/// Of a font: those for most of the world's scripts have 20 MB.
pub const FONT: u64 = 32 << 20;
/// Of a file that was made, that a PDF carries, or that goes into the archive.
pub const FILE: u64 = 256 << 20;

/// The bytes of one value: 60 pages of commentary.
pub const VALUE: usize = 256 << 10;
/// The characters of a plain line: the longest subject of a real letter has 120.
pub const LINE: usize = 1_000;
/// The words of a running head.
pub const RUNNING_HEAD: usize = 7;
/// The characters of a key: the longest that there is has 20.
pub const KEY: usize = 100;
/// The keys of a table.
pub const KEYS: usize = 500;
/// The tables or values of a list: the longest reports have 100 items.
pub const ITEMS: usize = 1_000;
/// The values of a file in all.
pub const VALUES: usize = 20_000;
/// The words of a file in all, of which two signs are one: 60 pages have 30,000.
pub const WORDS: usize = 100_000;
/// The tables and lists inside each other: those of a letter are 6 deep.
pub const NESTING: usize = 12;
/// The mistakes in the syntax of a file that are looked into at a time.
pub const FAULTS: usize = 200;

/// The lists and quotations inside each other for which a page has room.
pub const LEVELS: usize = 8;
/// The parts of a whole letter inside each other: marks, lists and quotations.
pub const PARTS: usize = 24;
/// The paragraphs, headings, points of lists and cells of tables of a letter: 60 pages have 1,000, and
/// 300 of tables 12,000.
pub const BLOCKS: usize = 16_000;
/// The characters of a word without a break: browsers take addresses of about 2,000.
pub const WORD: usize = 2_000;
/// The changes of look, links and line breaks of a text.
pub const INLINES: usize = 5_000;
/// The stretches of text in one look of a whole letter.
pub const ALL_INLINES: usize = 100_000;
/// The footnotes of one text.
pub const NOTES: usize = 500;
/// The columns of a table: no page has room for more.
pub const COLUMNS: usize = 50;
/// The rows of a table.
pub const ROWS: usize = 1_000;
/// The images of a letter.
pub const IMAGES: usize = 100;

/// The findings of one kind that are told; of the others it is said how many there are.
pub const TOLD: usize = 20;

/// The dots of an image: a page of A4 at 600 dots to the inch has 35 million.
pub const DOTS: u64 = 50_000_000;
/// The bytes of all images of a letter: what can still be sent by e-mail has 20 MB.
pub const ALL_IMAGES: u64 = 64 << 20;
/// The dots of all images of a letter.
pub const ALL_DOTS: u64 = 100_000_000;
/// The bytes that an image, or another part of a PDF, may become when it is unpacked.
pub const UNPACKED: u64 = 128 << 20;
/// The bytes that all parts of a PDF may become.
pub const UNPACKED_FILE: u64 = 512 << 20;
/// The files that a PDF carries.
pub const CARRIED: usize = 1_000;

/// The bytes of a Word file that comes back: one with pictures from a camera has 20 MB.
pub const WORD_FILE: u64 = 64 << 20;
/// The bytes that a part of it may become: the text of 60 pages that many have amended has 2 MB.
pub const WORD_PART: u64 = 32 << 20;
/// The bytes that all parts that are read may become.
pub const WORD_UNPACKED: u64 = 64 << 20;
/// Its parts: a file with 100 pictures has 120.
pub const WORD_PARTS: usize = 4_000;
/// The elements and texts of a part: 60 pages that many have amended have 200,000.
pub const WORD_NODES: u32 = 1_000_000;
/// The elements inside each other: tables in content controls in changes have 30.
pub const WORD_DEPTH: usize = 100;
/// The signs of its text: 60 pages have 200,000.
pub const WORD_TEXT: usize = 1_000_000;
/// Its paragraphs: all that a letter may have, and as many that others have added.
pub const WORD_PARAGRAPHS: usize = 2 * BLOCKS;
/// The stretches of text that its marks and comments stand at.
pub const WORD_SPANS: usize = 20_000;
/// Its comments.
pub const WORD_COMMENTS: usize = 2_000;
/// The characters of one comment that are told.
pub const WORD_COMMENT: usize = 20_000;
/// The Word files of one round.
pub const WORD_FILES: usize = 50;

/// The bytes of the path of a file from elsewhere: Windows takes no more than 260 with the folder.
pub const PATH: usize = 200;

/// The templates that an office has: 16 are built in.
pub const TEMPLATES: usize = 500;
/// The folders in which templates can stand inside each other.
pub const FOLDERS: usize = 8;

/// How long templates may run: those built in take a few milliseconds.
pub const RUN: Duration = Duration::from_secs(5);
/// The bytes that they may make: 1,000 pages have 3 MB.
pub const MARKDOWN: usize = 3 << 20;
/// The bytes of memory that the program may take while they run.
pub const MEMORY: usize = 256 << 20;

/// A number of bytes as a person says it.
pub fn size(bytes: u64) -> String {
    match bytes >> 20 {
        0 => format!("{} kB", bytes >> 10),
        megabytes => format!("{megabytes} MB"),
    }
}

/// A number as a person writes it: 20,000.
pub fn number(number: usize) -> String {
    match number / 1000 {
        0 => number.to_string(),
        thousands => format!("{},{:03}", self::number(thousands), number % 1000),
    }
}
