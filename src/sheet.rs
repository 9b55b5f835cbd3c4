//! The sheet of paper, and the envelope that it goes into.
//!
//! A DL envelope is 220 by 110 mm, its window 90 by 35 mm, 20 mm from its left edge and 18 mm from
//! its lower edge. A4 folded in three is 210 by 99 mm, so that it can slip 10 mm to the side and
//! 11 mm down. What is to be seen however it slips must stand, in mm from the top left corner of
//! the page, within the window; what is not to be seen must stand outside it in every position.

use std::ops::Range;

/// The sheet, as browsers and printers call it.
pub const NAME: &str = "A4";
/// Its width and its height, in points.
pub const SHEET: (f32, f32) = (595.276, 841.89);

/// From where to where, down the page, the window always shows what is there, in millimetres.
pub const WINDOW: Range<f32> = 57.0..81.0;
/// From where to where across the page.
pub const WINDOW_ACROSS: Range<f32> = 20.0..100.0;
/// Below this the window shows nothing.
pub const WINDOW_END: f32 = 92.0;

/// Points in a millimetre.
const MM: f32 = 72.0 / 25.4;

/// A length given in millimetres, in points.
pub fn mm(length: f32) -> f32 {
    length * MM
}

/// A length given in points, in millimetres.
pub fn in_mm(length: f32) -> f32 {
    length / MM
}

/// The space that printers leave at the edge of the paper.
pub const EDGE: f32 = 8.0;
