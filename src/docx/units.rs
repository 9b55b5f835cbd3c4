//! Lengths as a Word file counts them. All are given in points.

/// In twentieths of a point.
pub fn twips(points: f32) -> String {
    whole(points * 20.0)
}

/// In half points: the size of letters.
pub fn half_points(points: f32) -> String {
    whole(points * 2.0)
}

/// In eighths of a point: the width of a line, which is 12 points at most.
pub fn eighths(points: f32) -> String {
    whole((points * 8.0).clamp(2.0, 96.0))
}

/// In whole points: the space between text and line, which is 31 points at most.
pub fn spaced(points: f32) -> String {
    whole(points.clamp(0.0, 31.0))
}

/// In 12,700ths of a point: the size of an image.
pub fn emus(points: f32) -> String {
    whole((points * 12_700.0).max(1.0))
}

/// The distance from line to line, `times` the size of letters, in 240ths of the font's own.
pub fn lines(times: f32) -> String {
    whole(240.0 * times / FONT_LINE)
}

/// The distance from line to line that Arial itself has, times its size.
const FONT_LINE: f32 = 1.15;

#[expect(clippy::cast_possible_truncation, reason = "a page is small")]
fn whole(length: f32) -> String {
    (length.round() as i64).to_string()
}
