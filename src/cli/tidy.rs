//! `peel-letter tidy`: slips of pasting and typing, shown as they would be mended, or mended.

use super::args::Tidy;
use super::diff::paper;
use super::{Console, Exit, Stop, letters, print};
use crate::diagnostic::count;
use crate::diff::{Change, Group, Names, terminal, words};
use crate::letter::Language;
use crate::limits;
use crate::slips::{self, Tidied};
use crate::workspace::{self, IoProblem, Workspace, gate};
use std::path::Path;

/// Shows what would be mended in the letters that were asked for, or mends it.
pub fn run(args: &Tidy, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&args.letters)?;
    let asked = letters::letters(&args.letters, &workspace)?;
    // The office file is one that people type, too.
    let office = workspace.root.join(workspace::OFFICE);
    let office = Some(office).filter(|path| args.letters.is_empty() && path.is_file());
    let mut exit = Exit::Done;
    for path in office.into_iter().chain(asked) {
        exit = exit.max(one(args, &path, &workspace, console)?);
    }
    Ok(exit)
}

fn one(args: &Tidy, path: &Path, workspace: &Workspace, console: &Console) -> Result<Exit, Stop> {
    let name = workspace.shown(path);
    let read = gate::read(path, limits::TOML);
    let bytes = read.map_err(|error| IoProblem { verb: "read", path: path.to_owned(), error })?;
    let tidied = match slips::tidy(&bytes) {
        Ok(tidied) => tidied,
        Err(kind) => {
            console.refuse(&format!("cannot read {name}: {kind}"));
            return Ok(Exit::Io);
        }
    };
    if tidied.changes.is_empty() {
        console.say(&format!("{name}: nothing to mend"));
        return Ok(Exit::Done);
    }
    let new = format!("{name}, tidied");
    let groups = [group(&name, &tidied)];
    print(terminal::text(&groups, Names { old: &name, new: &new }, paper(true)).as_bytes())?;
    let places = count(tidied.changes.len(), "place");
    if !args.write {
        console.say(&format!(
            "{name}: {places} to mend; to write them, type: peel-letter tidy {} --write",
            typed(path)
        ));
        return Ok(Exit::Done);
    }
    workspace::write(path, tidied.text.as_bytes())?;
    console.say(&format!("{name}: mended in {places}"));
    Ok(Exit::Done)
}

/// What to type for a letter.
fn typed(path: &Path) -> String {
    workspace::letter_name(path)
}

fn group(name: &str, tidied: &Tidied) -> Group {
    let change = |change: &slips::Change| Change {
        label: format!("line {}: {}", change.line, change.what),
        remark: None,
        language: Language::English,
        pieces: words(&change.before, &change.after),
    };
    Group { title: name.to_owned(), changes: tidied.changes.iter().map(change).collect() }
}
