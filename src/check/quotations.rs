//! Quotation marks without a partner.

use super::Subject;
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::load::Loaded;
use crate::letter::traced::Traced;
use crate::quotes::{self, Sign};

/// The places of all marks that have no partner, by texts: commentary read as a whole, and lines.
pub fn unpaired(loaded: &Loaded) -> Vec<Vec<Place>> {
    let commentary = loaded.commentary.iter().map(|text| text.unpaired.clone());
    let all = commentary.chain(loaded.lines.iter().map(in_line));
    all.filter(|places| !places.is_empty()).collect()
}

fn in_line(line: &Traced) -> Vec<Place> {
    let marks = quotes::resolve(line.as_str(), &[]);
    let marks = marks.iter().filter(|mark| mark.sign == Sign::Unpaired);
    let length = |at: usize| line.as_str()[at..].chars().next().map_or(1, char::len_utf8);
    marks.map(|mark| line.place(mark.at..mark.at + length(mark.at))).collect()
}

/// Marks that open nothing and close nothing: those of a text are told together.
pub fn marks(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.unpaired.iter().map(|places| of_text(places)).collect()
}

fn of_text(places: &[Place]) -> Diagnostic {
    const SHOWN: usize = 5;
    let message = match places {
        [_] => "this quotation mark has no partner, and is printed as typed",
        _ => "these quotation marks have no partner, and are printed as typed",
    };
    let problem = Diagnostic::warning("quotation-unpaired", message);
    let problem = places.iter().take(SHOWN).fold(problem, |problem, place| problem.at(*place, ""));
    problem.help(
        "add the mark that is missing, or remove this one; \
         write \\' or \\\" for a mark that is to be printed as typed",
    )
}
