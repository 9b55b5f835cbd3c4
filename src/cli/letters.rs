//! Which letters a command is about, and their text.

use super::{Console, Stop};
use crate::build::{Built, Opened, Wanted, build};
use crate::check::{self, Responses};
use crate::diagnostic::{self, Files};
use crate::letter::Form;
use crate::limits;
use crate::make::{Kit, LetterReader};
use crate::workspace::{self, IoProblem, LetterFile, Workspace, gate, letter_name};
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The name that stands for standard input and output.
pub const STANDARD: &str = "-";

/// Opens the working folder of the folder that the user is in.
pub fn here() -> Result<Workspace, IoProblem> {
    let here = std::env::current_dir();
    Workspace::open(&here.map_err(|error| IoProblem { verb: "find", path: ".".into(), error })?)
}

/// Opens the working folder of the folder that the user is in, else that of the first letter.
pub fn open(named: &[PathBuf]) -> Result<Workspace, IoProblem> {
    let workspace = here()?;
    let letter = named.first().filter(|letter| letter.is_file());
    let folder =
        letter.and_then(|letter| std::path::absolute(letter).ok()?.parent().map(Path::to_owned));
    match (workspace.office, folder) {
        (None, Some(folder)) => {
            let other = Workspace::open(&folder)?;
            Ok(if other.office.is_some() { other } else { workspace })
        }
        _ => Ok(workspace),
    }
}

/// The letters that were named, or every letter in data/.
///
/// # Errors
///
/// There are none, or one cannot be meant.
pub fn letters(named: &[PathBuf], workspace: &Workspace) -> Result<Vec<PathBuf>, Stop> {
    if named.is_empty() {
        if workspace.office.is_none() {
            let message = "there is no data/office.toml in this folder or above it; \
                 go to the folder of your letters, or name a letter; to begin here, type: \
                 peel-letter new NAME";
            return Err(Stop::Usage(message.to_owned()));
        }
        let letters = workspace.letters()?;
        if letters.is_empty() {
            return Err(Stop::Usage(
                "there is no letter in data/; to begin one, type: peel-letter new NAME".to_owned(),
            ));
        }
        Ok(letters)
    } else {
        named_letters(named, workspace)
    }
}

/// The letters that were named, each once.
fn named_letters(named: &[PathBuf], workspace: &Workspace) -> Result<Vec<PathBuf>, Stop> {
    let (mut letters, mut known) = (Vec::new(), BTreeSet::new());
    for named in named {
        let letter = workspace.letter(named);
        if !workspace.can_be_letter(&letter) {
            let message = format!(
                "{} is no letter: it holds what the letters have in common",
                workspace.shown(&letter)
            );
            return Err(Stop::Usage(message));
        }
        if known.insert(workspace.shown(&letter)) {
            letters.push(letter);
        }
    }
    Ok(letters)
}

/// Reads a letter into `files`. Where that fails, the console is told why.
pub fn read(
    path: &Path,
    workspace: &Workspace,
    files: &mut Files,
    console: &Console,
) -> Option<LetterFile> {
    let result = match path.as_os_str() == STANDARD {
        true => standard_input().map(|text| workspace.add_text(text, files)),
        false => workspace.add(path, files),
    };
    result.inspect_err(|problem| unread(path, workspace, problem, console)).ok()
}

fn standard_input() -> Result<String, IoProblem> {
    let bytes = gate::whole(std::io::stdin(), limits::TOML);
    let text = bytes.and_then(|bytes| workspace::utf8(&bytes));
    text.map_err(|error| IoProblem { verb: "read", path: "standard input".into(), error })
}

/// Says why a letter could not be read, and names those that there are.
fn unread(path: &Path, workspace: &Workspace, problem: &IoProblem, console: &Console) {
    let shown = workspace.shown(path);
    let is_pdf = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("pdf"));
    match problem.error.kind() {
        ErrorKind::NotFound => {
            console.refuse(&format!("there is no letter {shown}, neither here nor in data/"));
        }
        _ if is_pdf => console.refuse(&format!(
            "{shown} is a PDF; name the letter that it was made from, as it is called in data/ (diff takes \
             the PDF after that)"
        )),
        _ => return console.refuse(problem),
    }
    let letters = workspace.letters().unwrap_or_default();
    if !letters.is_empty() {
        let names: Vec<String> = letters.iter().map(|letter| letter_name(letter)).collect();
        console.say(&format!("the letters in data/: {}", names.join(", ")));
    }
}

/// Opens letters, and says of how many that failed.
pub fn open_each(
    paths: &[PathBuf],
    forms: &[Form],
    workspace: &Workspace,
    reader: &LetterReader,
    files: &mut Files,
    console: &Console,
) -> (Vec<Opened>, usize) {
    let read = |path: &PathBuf| {
        let source = read(path, workspace, files, console)?;
        Some(Opened::new(reader, source, forms, files))
    };
    let letters: Vec<Opened> = paths.iter().filter_map(read).collect();
    let unread = paths.len() - letters.len();
    (letters, unread)
}

/// Makes a letter, and checks it beside the responses of others. What is wrong and what is doubtful
/// stand in the order of the file.
pub fn examine(
    letter: &Opened,
    kit: Option<&mut Kit<'_>>,
    wanted: &Wanted,
    others: &Responses,
    files: &mut Files,
) -> Built {
    let mut built = build(letter, kit, wanted, files);
    built.problems.extend(check::check(&letter.loaded, others));
    diagnostic::sort(&mut built.problems);
    built
}

/// The responses of the letters asked for, and of those in data/ that may have the same.
///
/// # Errors
///
/// data/ cannot be read.
pub fn responses<'a>(
    asked: &[PathBuf],
    letters: impl IntoIterator<Item = &'a Opened>,
    workspace: &Workspace,
    reader: &LetterReader,
    files: &mut Files,
) -> Result<Responses, Stop> {
    let mut all = Responses::default();
    letters.into_iter().for_each(|letter| all.add(&letter.loaded.letter));
    let asked: BTreeSet<String> = asked.iter().map(|path| workspace.shown(path)).collect();
    let in_data = workspace.office.map(|_| workspace.letters()).transpose()?.unwrap_or_default();
    for path in in_data.iter().filter(|path| !asked.contains(&workspace.shown(path))) {
        // What cannot be read is told when that letter is checked.
        let text = gate::read(path, limits::TOML).unwrap_or_default();
        if all.may_be_in(&String::from_utf8_lossy(&text))
            && let Ok(source) = workspace.add(path, files)
        {
            all.add(&reader.load(&source, &[], files).letter);
        }
    }
    Ok(all)
}
