//! `peel-letter check`: everything wrong or doubtful in letters, and writes nothing.

use super::args::Check;
use super::{Console, Exit, Stop, letters};
use crate::build::Wanted;
use crate::diagnostic::{Diagnostic, Severity, count};
use crate::make::{Kit, LetterReader};
use std::collections::BTreeSet;

/// Checks the letters that were asked for.
pub fn run(args: &Check, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&args.letters)?;
    let asked = letters::letters(&args.letters, &workspace)?;
    let mut files = workspace.files.clone();
    let (mut kit, reader) = (Kit::new(&workspace), LetterReader::new(&workspace));
    let mut problems = kit.as_ref().err().cloned().unwrap_or_default();
    let (letters, unread) =
        letters::open_each(&asked, &[], &workspace, &reader, &mut files, console);
    let others = letters::responses(&asked, &letters, &workspace, &reader, &mut files)?;
    for letter in &letters {
        let (kit, wanted) = (kit.as_mut().ok(), Wanted::default());
        problems.extend(letters::examine(letter, kit, &wanted, &others, &mut files).problems);
    }
    let problems = once_each(problems);
    console.report(&problems, &files);
    let (errors, warnings) = counts(&problems);
    console.say(&summary((letters.len(), unread), errors, warnings));
    let is_wrong = errors > 0 || (args.deny_warnings && warnings > 0);
    let exit = if is_wrong { Exit::Wrong } else { Exit::Done };
    Ok(exit.max(if unread > 0 { Exit::Io } else { Exit::Done }))
}

/// What is wrong in office.toml is found with every letter, and told once.
fn once_each(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut known = BTreeSet::new();
    let place = |problem: &Diagnostic| problem.labels.first().map(|label| label.place);
    let mut is_new = |problem: &Diagnostic| {
        known.insert((place(problem), problem.code, problem.message.clone()))
    };
    problems.into_iter().filter(|problem| is_new(problem)).collect()
}

/// How many errors and how many warnings.
pub fn counts(problems: &[Diagnostic]) -> (usize, usize) {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    (errors, problems.len() - errors)
}

/// What was found in letters, of which some may not have been read.
fn summary((letters, unread): (usize, usize), errors: usize, warnings: usize) -> String {
    let letters = match unread {
        0 => count(letters, "letter"),
        unread => format!("{}, and {unread} could not be read", count(letters, "letter")),
    };
    match (errors, warnings) {
        (0, 0) => format!("checked: {letters}; nothing found"),
        _ => format!(
            "checked: {letters}; {}, {}",
            count(errors, "error"),
            count(warnings, "warning")
        ),
    }
}
