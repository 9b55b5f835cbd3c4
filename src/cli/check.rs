//! `peel-letter check`: everything wrong or doubtful in letters, and writes nothing.

use super::args::Check;
use super::letters;
use super::{Console, Exit, Stop};
use crate::check::{self, Responses};
use crate::diagnostic::{self, Diagnostic, Files, Severity, any_error};
use crate::letter::load::Loaded;
use crate::make::{self, Kit};
use crate::workspace::{LetterFile, Workspace};
use std::path::Path;

/// Checks the letters that were asked for.
pub fn run(args: &Check, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&args.letters)?;
    let asked = letters::letters(&args.letters, &workspace)?;
    let mut files = workspace.files.clone();
    let mut kit = Kit::new(&workspace);
    let mut problems = kit.as_ref().err().cloned().unwrap_or_default();
    let (mut letters, mut exit) = (Vec::new(), Exit::Done);
    for path in &asked {
        match letters::read(path, &workspace, &mut files, console) {
            Some(source) => letters.push(Read::new(&workspace, source, &files)),
            None => exit = Exit::Io,
        }
    }
    let others = responses(&asked, &letters, &workspace, &mut files)?;
    for letter in &letters {
        problems.extend(letter.problems(kit.as_mut().ok(), &others, &mut files));
    }
    let problems = once_each(problems);
    console.report(&problems, &files);
    let (errors, warnings) = counts(&problems);
    console.say(&summary(letters.len(), errors, warnings));
    let is_wrong = errors > 0 || (args.deny_warnings && warnings > 0);
    Ok(exit.max(if is_wrong { Exit::Wrong } else { Exit::Done }))
}

/// A letter that was read.
struct Read {
    source: LetterFile,
    loaded: Loaded,
}

impl Read {
    fn new(workspace: &Workspace, source: LetterFile, files: &Files) -> Self {
        let loaded = make::load(workspace, &source, &[], files);
        Self { source, loaded }
    }

    /// Everything that is wrong or doubtful, in the order of the file.
    fn problems(
        &self,
        kit: Option<&mut Kit<'_>>,
        others: &Responses,
        files: &mut Files,
    ) -> Vec<Diagnostic> {
        let Self { source, loaded } = self;
        let mut problems = loaded.problems.clone();
        if let Some(kit) = kit {
            problems.extend(kit.unprintable(loaded));
            let good = loaded.good().filter(|_| !any_error(&problems));
            for form in good.map(|letter| letter.forms.as_slice()).unwrap_or_default() {
                let made = kit.make(&loaded.letter, source, &loaded.images, *form, files);
                problems.extend(made.err().unwrap_or_default());
            }
        }
        problems.extend(check::check(loaded, others));
        diagnostic::sort(&mut problems);
        problems
    }
}

/// The responses of all letters in data/, and of those asked for that are elsewhere.
fn responses(
    asked: &[std::path::PathBuf],
    letters: &[Read],
    workspace: &Workspace,
    files: &mut Files,
) -> Result<Responses, Stop> {
    let mut all = Responses::default();
    letters.iter().for_each(|letter| all.add(&letter.loaded.letter));
    let is_asked = |path: &Path| asked.iter().any(|a| workspace.shown(a) == workspace.shown(path));
    let in_data = workspace.office.map(|_| workspace.letters()).transpose()?.unwrap_or_default();
    for path in in_data.iter().filter(|path| !is_asked(path)) {
        // What cannot be read is told when that letter is checked.
        if let Ok(source) = workspace.add(path, files) {
            all.add(&make::load(workspace, &source, &[], files).letter);
        }
    }
    Ok(all)
}

/// What is wrong in office.toml is found with every letter, and told once.
fn once_each(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut once: Vec<Diagnostic> = Vec::new();
    for problem in problems {
        if !once.contains(&problem) {
            once.push(problem);
        }
    }
    once
}

fn counts(problems: &[Diagnostic]) -> (usize, usize) {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    (errors, problems.len() - errors)
}

fn summary(letters: usize, errors: usize, warnings: usize) -> String {
    let count = |n: usize, one: &str| match n {
        1 => format!("1 {one}"),
        n => format!("{n} {one}s"),
    };
    let letters = count(letters, "letter");
    match (errors, warnings) {
        (0, 0) => format!("checked: {letters}; nothing found"),
        _ => format!(
            "checked: {letters}; {}, {}",
            count(errors, "error"),
            count(warnings, "warning")
        ),
    }
}
