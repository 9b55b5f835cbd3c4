//! [`Pages`] in, a PDF file out. An engine draws what the layout has placed, and decides nothing.

pub mod carried;
#[cfg(feature = "genpdf")]
mod genpdf;
mod krilla;
mod modest;
pub mod svg;
mod truetype;

use crate::diagnostic::Diagnostic;
use crate::digest;
use crate::layout::fonts::{Face, Fonts};
use crate::layout::{Pages, Placed, TextRun};
use crate::metadata::Metadata;
use crate::pictures::Pictures;

/// The program, as a PDF says what has made it: another version may write other bytes.
pub const PROGRAM: &str = concat!("peel-letter ", env!("CARGO_PKG_VERSION"));

/// What writes PDF files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// Tagged, archivable (PDF/A-3a, PDF/UA-1), the same bytes every time
    #[default]
    Krilla,
    /// Light: same pages, but no tags, links or standard, and not the same bytes every time
    #[cfg(feature = "genpdf")]
    Genpdf,
}

/// All that an engine draws from.
#[derive(Clone, Copy)]
pub struct Drawing<'a> {
    /// What stands where.
    pub pages: &'a Pages,
    /// What is known of the letter.
    pub metadata: &'a Metadata,
    /// The fonts it is set in.
    pub fonts: &'a Fonts,
    /// The images on it.
    pub pictures: &'a Pictures,
    /// The files it carries.
    pub attachments: &'a [Attachment],
}

impl<'a> Drawing<'a> {
    /// The text on the pages that is in a face.
    fn runs(&self, face: Face) -> impl Iterator<Item = &'a TextRun> + use<'a> {
        let all = self.pages.pages.iter().flat_map(|page| {
            let marks = page.marks.iter().filter_map(|mark| match &mark.placed {
                Placed::Text(run) => Some(run),
                _ => None,
            });
            marks.chain(&page.across)
        });
        all.filter(move |run| run.face == face)
    }
}

/// A file that a PDF carries.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name: a path with `/`.
    pub path: String,
    /// What it is to the PDF.
    pub relation: Relation,
    /// What it is, in words.
    pub description: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Before the digest of a file, at the end of its description.
const DIGEST: &str = " (SHA-256: ";

/// What is said of a file that a PDF carries, with its digest.
fn with_digest(description: &str, bytes: &[u8]) -> String {
    format!("{description}{DIGEST}{})", digest::of(bytes))
}

/// Whether a file is the one that a PDF describes. PDFs of older programs do not say its digest.
fn is_as_described(description: &str, bytes: &[u8]) -> bool {
    let digest = description.rsplit_once(DIGEST).and_then(|(_, rest)| rest.strip_suffix(')'));
    digest.is_none_or(|digest| digest == digest::of(bytes))
}

/// What a file is to the PDF that carries it (ISO 19005-3, table 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The PDF was made from it.
    Source,
    /// It says the same in another way.
    Alternative,
    /// It adds to it.
    Supplement,
}

/// Writes the PDF.
///
/// # Errors
///
/// What the engine, or the standard that it keeps to, refuses.
pub fn write(engine: Engine, drawing: &Drawing<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    match engine {
        Engine::Krilla => krilla::write(drawing),
        #[cfg(feature = "genpdf")]
        Engine::Genpdf => genpdf::write(drawing),
    }
}
