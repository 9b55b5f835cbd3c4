//! `peel-letter build`: makes the letters.

use super::args::Build;
use super::letters::{self, STANDARD};
use super::making::{Fate, Plan, Tools, refuse_same_files, refuse_same_names};
use super::{Console, Exit, Stop, rounds};
use crate::build::{Format, Wanted};
use crate::pdf::Engine;
use crate::workspace::{Workspace, last, letter_name};
use std::path::PathBuf;

/// Makes the letters that were asked for. One that is wrong does not stop the others.
pub fn run(args: &Build, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&args.letters)?;
    last::remember(&workspace);
    let asked = letters::letters(&args.letters, &workspace)?;
    let plan = plan(args, &asked, &workspace)?;
    let tools = Tools::new(&workspace, console);
    let read = plan.read(&asked, &tools, console);
    let made = plan.make(&read, &tools, console);
    refuse_same_files(&made)?;
    let fates = plan.finish(&made, read.unread, &workspace, console)?;
    Ok(fates.into_iter().map(Fate::exit).max().unwrap_or(Exit::Done))
}

/// What is to be done, with every contradiction in what was typed refused.
fn plan(args: &Build, letters: &[PathBuf], workspace: &Workspace) -> Result<Plan, Stop> {
    refuse_same_names(letters, workspace)?;
    let from_standard = letters.iter().any(|letter| letter.as_os_str() == STANDARD);
    let to_standard =
        args.output.as_deref().map_or(from_standard, |output| output.as_os_str() == STANDARD);
    let folder = (!to_standard).then(|| args.output.clone().unwrap_or_else(|| workspace.output()));
    let mut wanted = match (args.format.as_slice(), &folder) {
        ([], _) if args.changes_since.is_some() => Wanted::named(&[Format::Docx]),
        ([], None) => Wanted::named(&[Format::Md]),
        ([], Some(folder)) => Wanted::usual(folder).map_err(|problem| workspace.told(problem))?,
        (formats, _) => Wanted::named(formats),
    };
    wanted.engine = args.pdf_engine;
    if let Some(then) = &args.changes_since {
        if wanted.formats() != [Format::Docx] {
            let message = "changes are tracked in Word files alone; leave --format out, or say \
                 --format docx";
            return Err(Stop::Usage(message.to_owned()));
        }
        let [letter] = letters else {
            return Err(Stop::Usage("--changes-since takes one letter; name it".to_owned()));
        };
        let path = workspace.shown(letter);
        wanted.since = Some(rounds::values(then, &letter_name(letter), &path, workspace)?);
    }
    if to_standard && (letters.len() > 1 || wanted.formats().len() > 1) {
        let message = "only one file can go to standard output; \
             name one letter, and one format with --format md, pdf, html or docx";
        return Err(Stop::Usage(message.to_owned()));
    }
    if args.check && (to_standard || args.pdf_engine != Engine::default()) {
        let message = "--check compares with files, and with those of the engine krilla: \
             the others differ every time";
        return Err(Stop::Usage(message.to_owned()));
    }
    Ok(Plan { folder, wanted, forms: args.form.clone(), only_check: args.check })
}
