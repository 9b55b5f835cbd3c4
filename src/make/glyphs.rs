//! Characters that no font of the letter draws.

use crate::diagnostic::{self, Diagnostic, Label};
use crate::layout::fonts::Fonts;
use crate::letter::traced::Traced;
use crate::signs;
use crate::slips::pasted;

/// The problem of a character that no font draws.
pub fn no_glyph(c: char) -> Diagnostic {
    let number = u32::from(c);
    if c.is_control() || c.is_whitespace() || signs::is_hidden(c) {
        let message = format!("this invisible sign (U+{number:04X}) cannot be printed");
        let help = "remove it; such signs come with text that is copied from other programs";
        return Diagnostic::error("no-glyph", message).help(help);
    }
    if pasted::is_private_bullet(c) {
        let message = format!("this is a bullet that only Word has (U+{number:04X})");
        let help = "begin each line of a list with a hyphen and a space, below an empty line";
        return Diagnostic::error("no-glyph", message).help(help);
    }
    let message = format!("the letter's font has no character {c} (U+{number:04X})");
    Diagnostic::error("no-glyph", message).help(match c {
        '\u{2010}' | '\u{2011}' => "write - in its place",
        _ => "write it in another way, or name other fonts in templates/style.toml",
    })
}

/// The characters that no font draws, each once, at the first places where the user wrote it.
pub fn undrawn<'a>(
    printed: impl IntoIterator<Item = &'a Traced>,
    fonts: &Fonts,
) -> Vec<Diagnostic> {
    const PLACES: usize = 5;
    let mut problems: Vec<(char, Diagnostic)> = Vec::new();
    for text in printed {
        for (at, c) in fonts.missing(text.as_str()) {
            let place = text.place(at..at + c.len_utf8());
            let known = problems.iter_mut().find(|(known, _)| *known == c);
            if let Some((_, problem)) = known {
                if problem.labels.len() < PLACES {
                    problem.labels.push(Label { place, text: String::new() });
                }
                continue;
            }
            problems.push((c, no_glyph(c).at(place, "")));
        }
    }
    let mut problems: Vec<_> = problems.into_iter().map(|(_, problem)| problem).collect();
    for problem in &mut problems {
        problem.labels.sort_by_key(|label| label.place);
    }
    diagnostic::sort(&mut problems);
    problems
}
