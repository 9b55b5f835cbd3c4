//! What a letter was when it went round: kept of each round from the files that came back.
//!
//! Only what came back is known to have been sent. What is built in a round may be built anew when its
//! changes are taken in, before the next begins.

use super::counterpart::{self, Counterpart};
use super::{Stop, review};
use crate::diagnostic::Files;
use crate::docx::manifest::{self, Manifest};
use crate::docx::read;
use crate::limits;
use crate::make::earlier::Values;
use crate::review::round::Came;
use crate::workspace::{IoProblem, OFFICE, Workspace, bytes_if_there, entries_if_there, gate};
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Where it is kept what a letter was in a round.
fn kept(letter: &str, round: i64) -> PathBuf {
    Path::new(review::FOLDER).join(format!("{letter}{ROUND}{round}{END}"))
}

const ROUND: &str = ".round-";
const END: &str = ".xml";

/// The files that are to be kept of what came back: for each round the values that were sent. What
/// came back last is what went out last.
pub fn to_keep(letter: &str, came: &[Came]) -> BTreeMap<PathBuf, Vec<u8>> {
    let values = |came: &Came| {
        let manifest = came.returned.manifest.as_ref()?;
        let values = Manifest { blocks: Vec::new(), tracked: None, ..manifest.clone() };
        Some((kept(letter, came.round?), manifest::write(&values).into_bytes()))
    };
    came.iter().filter_map(values).collect()
}

/// The values that a letter had: in a round (`round-2`), in a Word file, or in anything that it can be
/// compared with. `path` is that of its file from the working folder.
///
/// # Errors
///
/// There is no such state, or it cannot be read.
pub fn values(
    asked: &str,
    letter: &str,
    path: &str,
    workspace: &Workspace,
) -> Result<Values, Stop> {
    if let Some(round) = asked.strip_prefix("round-").and_then(|round| round.parse().ok()) {
        return of_round(round, letter, workspace);
    }
    let file = Path::new(asked);
    if file.extension().is_some_and(|end| end.eq_ignore_ascii_case("docx")) {
        return of_word(file, letter);
    }
    let Counterpart { workspace, letter, name, .. } =
        &counterpart::find(Some(asked), path, workspace)?;
    let mut files = Files::default();
    let source = workspace.add(letter, &mut files)?;
    let office = workspace.office.map(|office| workspace.files.text(office).to_owned());
    Ok(Values { name: name.clone(), letter: files.text(source.file).to_owned(), office })
}

fn of_round(round: i64, letter: &str, workspace: &Workspace) -> Result<Values, Stop> {
    let path = kept(letter, round);
    let Some(bytes) = bytes_if_there(&workspace.root.join(&path))? else {
        return Err(Stop::Usage(format!(
            "it is not known what {letter} was in round {round}: {}; name a file that went out then, or \
             came back: --changes-since FILE.docx",
            known(letter, workspace)?
        )));
    };
    let manifest = manifest::read(&String::from_utf8_lossy(&bytes));
    let values = manifest.and_then(|manifest| of_manifest(format!("round {round}"), manifest));
    values.ok_or_else(|| {
        let error =
            Error::other("it is not as peel-letter wrote it; name a Word file in its place");
        Stop::Io(IoProblem { verb: "read", path, error })
    })
}

/// The rounds that are known, as they are told.
fn known(letter: &str, workspace: &Workspace) -> Result<String, Stop> {
    let entries = entries_if_there(&workspace.root.join(review::FOLDER))?.unwrap_or_default();
    let names = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let round = |name: String| {
        let round = name.strip_prefix(letter)?.strip_prefix(ROUND)?.strip_suffix(END)?;
        round.parse::<i64>().ok()
    };
    let mut rounds: Vec<i64> = names.filter_map(round).collect();
    rounds.sort_unstable();
    let rounds: Vec<String> = rounds.iter().map(|round| format!("round-{round}")).collect();
    Ok(match rounds.is_empty() {
        true => "no file of any round was named to review yet".to_owned(),
        false => format!("no file of it was named to review; known are {}", rounds.join(", ")),
    })
}

fn of_word(path: &Path, letter: &str) -> Result<Values, Stop> {
    let problem = |error| IoProblem { verb: "read", path: path.to_owned(), error };
    let bytes = gate::read(path, limits::WORD_FILE).map_err(problem)?;
    let invalid = |why: String| problem(Error::new(ErrorKind::InvalidData, why));
    let returned = read::read(&bytes).map_err(|why| invalid(why.to_string()))?;
    let name = path.display().to_string();
    let manifest = returned.manifest.ok_or_else(|| {
        invalid(
            "it does not say what it was made from; name one that was not pasted anew".to_owned(),
        )
    })?;
    if manifest.letter != letter {
        let message =
            format!("{name} was made from the letter {}, and not from {letter}", manifest.letter);
        return Err(Stop::Usage(message));
    }
    let broken = || invalid("it has no values of a letter".to_owned()).into();
    of_manifest(name, manifest).ok_or_else(broken)
}

fn of_manifest(name: String, manifest: Manifest) -> Option<Values> {
    let (office, own): (Vec<_>, Vec<_>) =
        manifest.files.into_iter().partition(|file| file.path == OFFICE);
    let letter = own.into_iter().next()?.toml;
    Some(Values { name, letter, office: office.into_iter().next().map(|file| file.toml) })
}
