//! The light engine.

use super::Drawing;
use crate::diagnostic::Diagnostic;

/// Writes the PDF; see [`super::write`].
pub fn write(_: &Drawing<'_>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    Err(vec![Diagnostic::error("pdf", "not yet")])
}
