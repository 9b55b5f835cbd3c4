//! [`Pages`] in, a PDF file out. An engine draws what the layout has placed, and decides nothing.

#[cfg(feature = "genpdf")]
mod genpdf;
mod krilla;
mod subset;

use crate::diagnostic::Diagnostic;
use crate::layout::fonts::Fonts;
use crate::layout::{Metadata, Pages, Pictures};

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
