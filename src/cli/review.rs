//! `peel-letter review`: what came back from Word, and how it gets into the letter.

use super::args::{Changes, Comments, DiffFormat, Review};
use super::diff::{format_of, paper};
use super::{Console, Exit, Stop, letters, print, rounds};
use crate::diagnostic::{Files, count};
use crate::digest;
use crate::docx::manifest::Manifest;
use crate::docx::read::{self, Returned, Who};
use crate::limits;
use crate::make::{Kit, LetterReader};
use crate::review::apply::Today;
use crate::review::base::Base;
use crate::review::memory::Memory;
use crate::review::merge::Outcome;
use crate::review::notes::noted;
use crate::review::round::{Came, Entry, Round};
use crate::review::{Standing, names, show};
use crate::signs;
use crate::workspace::{
    self, Content, IoProblem, OFFICE, Piece, Room, Workspace, bytes_if_there, gate, git,
    letter_name,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

/// Shows what came back, and takes what is asked for.
pub fn run(args: &Review, console: &Console) -> Result<Exit, Stop> {
    if args.files.len() > limits::WORD_FILES {
        return Err(Stop::Usage(format!("more than {} Word files at a time", limits::WORD_FILES)));
    }
    let workspace = letters::open(std::slice::from_ref(&args.letter))?;
    let path = letters::letters(std::slice::from_ref(&args.letter), &workspace)?.remove(0);
    if !path.is_file() {
        // It says which letters there are.
        letters::read(&path, &workspace, &mut Files::default(), console);
        return Err(Stop::Said(Exit::Io));
    }
    let letter =
        Letter { name: letter_name(&path), path: workspace.shown(&path), workspace: &workspace };
    let came =
        args.files.iter().map(|file| letter.came(file, console)).collect::<Result<_, _>>()?;
    let mut round = Round::new(came);
    let today = letter.today()?;
    let mut memory = memory(&workspace, &letter.name)?;
    let Some(_) = round.apply(&today, |_| false) else { return Err(not_right()) };
    let from = args.from.as_deref().unwrap_or_default().to_lowercase();
    let is_from = |who: &[Who], came: &Came| {
        let mut names = who.iter().map(|who| &who.name).chain([&came.name]);
        names.any(|name| name.to_lowercase().contains(&from))
    };
    let is_from_entry =
        |entry: &Entry, came: &[Came]| is_from(&entry.change.who, &came[entry.came]);
    let wanted: BTreeSet<usize> = round
        .entries
        .iter()
        .filter(|entry| is_from_entry(entry, &round.came) && is_asked(args.apply.as_ref(), entry))
        .map(|entry| entry.number)
        .collect();
    unknown_numbers(args.apply.as_ref(), &round)?;
    let files =
        round.apply(&today, |entry| wanted.contains(&entry.number)).ok_or_else(not_right)?;
    for entry in &mut round.entries {
        let clashes = matches!(entry.outcome, Some(Outcome::Clash(_)));
        if clashes && memory.was_taken(entry) {
            entry.outcome = Some(Outcome::There);
        }
    }
    memory.add(&round);
    let taken: Vec<&Entry> = round
        .entries
        .iter()
        .filter(|entry| wanted.contains(&entry.number) && entry.outcome == Some(Outcome::Taken))
        .collect();
    memory.take(&taken.iter().map(|entry| entry.id()).collect());
    let taken = taken.len();
    let (files, notes) = match args.comments {
        Some(Comments::Notes) => letter.noted(&today, files, &round, &is_from)?,
        None => (files, 0),
    };
    letter.write(&today, &files, &memory, &round)?;
    let entries = std::mem::take(&mut round.entries);
    let (shown, other): (Vec<Entry>, Vec<Entry>) =
        entries.into_iter().partition(|entry| is_from_entry(entry, &round.came));
    let remarks = std::mem::take(&mut round.remarks);
    let own = remarks
        .into_iter()
        .filter(|(came, remark)| is_from(std::slice::from_ref(&remark.who), &round.came[*came]));
    round.remarks = own.collect();
    round.entries = shown;
    write(args, &round, &letter.name, console)?;
    if args.apply.is_some() {
        let asked =
            round.entries.iter().chain(&other).filter(|entry| wanted.contains(&entry.number));
        say_taken(taken, &asked.collect::<Vec<_>>(), &files, console);
    }
    if args.comments.is_some() {
        console.say(&format!("{} put into the TOML as notes", count(notes, "comment")));
    }
    Ok(Exit::Done)
}

/// What some editors put at the start of a file.
const MARK: char = '\u{feff}';

/// A file as it is on the disk.
fn bytes(file: &Today) -> Vec<u8> {
    let mark = if file.has_mark { MARK.to_string() } else { String::new() };
    (mark + &file.text).into_bytes()
}

fn not_right() -> Stop {
    Stop::Io(IoProblem {
        verb: "take the changes into",
        path: "data/".into(),
        error: Error::other(
            "the result would differ in more than these values; nothing was written",
        ),
    })
}

/// Whether a change is among those that are asked for.
fn is_asked(changes: Option<&Changes>, entry: &Entry) -> bool {
    match (changes, entry.standing()) {
        (Some(Changes::All), Standing::Placed | Standing::Guessed) => true,
        (
            Some(Changes::Numbered(ranges)),
            Standing::Placed | Standing::Guessed | Standing::Between,
        ) => ranges.iter().any(|range| range.contains(&entry.number)),
        _ => false,
    }
}

fn unknown_numbers(changes: Option<&Changes>, round: &Round) -> Result<(), Stop> {
    let Some(Changes::Numbered(ranges)) = changes else { return Ok(()) };
    let beyond = ranges.iter().map(|range| *range.end()).find(|last| *last > round.entries.len());
    match beyond {
        Some(number) => Err(Stop::Usage(format!(
            "there is no change {number}; there are {}",
            count(round.entries.len(), "change")
        ))),
        None => Ok(()),
    }
}

/// Says what became of the changes that were asked for.
fn say_taken(taken: usize, asked: &[&Entry], files: &[Today], console: &Console) {
    let of = |is: fn(&Outcome) -> bool| {
        asked.iter().filter(|entry| entry.outcome.as_ref().is_some_and(is)).count()
    };
    let mut parts = vec![format!("{} taken", count(taken, "change"))];
    for (n, words) in [
        (of(|outcome| *outcome == Outcome::There), "there already"),
        (of(|outcome| matches!(outcome, Outcome::Clash(_))), "changed in the TOML too"),
        (of(|outcome| *outcome == Outcome::Overlap), "of the same words as another"),
    ] {
        if n > 0 {
            parts.push(format!("{n} {words}"));
        }
    }
    let names: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let written =
        if names.is_empty() { String::new() } else { format!("; written: {}", names.join(", ")) };
    console.say(&format!("{}{written}", parts.join(", ")));
}

/// Shows what came back where it was asked for.
fn write(args: &Review, round: &Round, name: &str, console: &Console) -> Result<(), Stop> {
    let file = args.output.as_deref().filter(|path| path.as_os_str() != letters::STANDARD);
    let format = args.format.unwrap_or_else(|| format_of(file));
    let text = match (console.is_json(), format) {
        (true, _) if args.format.is_none() => signs::in_json(&show::json(round, name)),
        (_, DiffFormat::Html) => show::page(round, name),
        (_, DiffFormat::Text) => show::terminal(round, name, paper(file.is_none())),
    };
    match file {
        Some(path) => {
            workspace::write(path, text.as_bytes())?;
            console.say(&format!("made: {}", path.display()));
            console.say(&round.counts().to_string());
        }
        None => print(text.as_bytes())?,
    }
    Ok(())
}

/// The folder in which it is remembered what came back.
pub const FOLDER: &str = "output/reviews";

/// Where it is remembered what came back of a letter.
fn memory_path(letter: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{letter}.toml"))
}

/// What is remembered of the rounds of a letter.
///
/// # Errors
///
/// It cannot be read.
pub fn memory(workspace: &Workspace, letter: &str) -> Result<Memory, Stop> {
    let path = memory_path(letter);
    let Some(bytes) = bytes_if_there(&workspace.root.join(&path))? else {
        return Ok(Memory::default());
    };
    Memory::read(&String::from_utf8_lossy(&bytes)).ok_or_else(|| {
        let error = Error::other("it is not as peel-letter wrote it; move it away, and try again");
        Stop::Io(IoProblem { verb: "read", path, error })
    })
}

/// The letter that came back.
struct Letter<'a> {
    name: String,
    /// The path of its file from the working folder.
    path: String,
    workspace: &'a Workspace,
}

/// What asks whether something is from the person that is asked for.
type IsFrom<'a> = &'a dyn Fn(&[Who], &Came) -> bool;

impl Letter<'_> {
    /// Reads a file that came back.
    fn came(&self, file: &Path, console: &Console) -> Result<Came, Stop> {
        let problem = |error| Stop::Io(IoProblem { verb: "read", path: file.to_owned(), error });
        let bytes = gate::read(file, limits::WORD_FILE).map_err(problem)?;
        let returned = read::read(&bytes);
        let returned =
            returned.map_err(|why| problem(Error::new(ErrorKind::InvalidData, why.to_string())))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let manifest = match returned.manifest.clone() {
            Some(manifest) if manifest.letter != self.name => {
                return Err(Stop::Usage(format!(
                    "{name} was made from the letter {}, and not from {}",
                    manifest.letter, self.name
                )));
            }
            Some(manifest) => manifest,
            None => {
                console.say(&format!(
                    "{name} does not say what it was made from; it is compared with the letter of today, \
                     by its words"
                ));
                self.manifest(console)?
            }
        };
        let mut manifest = manifest;
        manifest.is_of(&self.path);
        let (round, base) = (manifest.round, Base::of(&manifest));
        Ok(Came { name, sha256: digest::of(&bytes), returned, base, round })
    }

    /// What a Word file of today would know of the letter.
    fn manifest(&self, console: &Console) -> Result<Manifest, Stop> {
        let mut files = self.workspace.files.clone();
        let path = self.workspace.root.join(&self.path);
        let source = letters::read(&path, self.workspace, &mut files, console);
        let source = source.ok_or(Stop::Said(Exit::Io))?;
        let loaded = LetterReader::new(self.workspace).load(&source, &[], &files);
        let said = |problems: &[_], files: &Files| {
            console.report(problems, files);
            Stop::Said(Exit::Wrong)
        };
        let letter = loaded.good().ok_or_else(|| said(&loaded.problems, &files))?;
        let form = letter.forms.first().copied().ok_or(Stop::Said(Exit::Wrong))?;
        let mut kit = Kit::new(self.workspace).map_err(|problems| said(&problems, &files))?;
        let made = kit.make(letter, &source, &loaded.images, form, &mut files);
        let made = made.map_err(|problems| said(&problems, &files))?;
        let bytes =
            kit.docx(&made, &loaded, None, &files).map_err(|problems| said(&problems, &files))?;
        let read: Option<Returned> = read::read(&bytes).ok();
        read.and_then(|read| read.manifest).ok_or(Stop::Said(Exit::Wrong))
    }

    /// The files of today that changes can go to, byte for byte.
    fn today(&self) -> Result<Vec<Today>, Stop> {
        let mut today = Vec::new();
        for path in BTreeSet::from([self.path.as_str(), OFFICE]) {
            let full = self.workspace.root.join(path);
            let problem = |error| IoProblem { verb: "read", path: path.into(), error };
            match gate::read(&full, limits::TOML) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(problem(error).into()),
                Ok(bytes) => {
                    // What is wrong with the encoding is told as for every letter.
                    workspace::utf8(&bytes).map_err(problem)?;
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    // Some editors put a mark at the start, which is no part of the TOML.
                    let bare = text.strip_prefix(MARK).map(str::to_owned);
                    let has_mark = bare.is_some();
                    today.push(Today {
                        path: path.to_owned(),
                        text: bare.unwrap_or(text),
                        has_mark,
                    });
                }
            }
        }
        Ok(today)
    }

    /// The files with comments as notes, and how many.
    fn noted(
        &self,
        today: &[Today],
        files: Vec<Today>,
        round: &Round,
        is_from: IsFrom<'_>,
    ) -> Result<(Vec<Today>, usize), Stop> {
        let mut new: BTreeMap<String, Today> =
            today.iter().chain(&files).map(|file| (file.path.clone(), file.clone())).collect();
        let mut notes = 0;
        for file in new.values_mut() {
            let table = names::table(&file.text);
            let own = round.remarks.iter().filter(|(came, remark)| {
                is_from(std::slice::from_ref(&remark.who), &round.came[*came])
            });
            let at_key = own.filter_map(|(came, remark)| {
                let (path, key) = remark.key.as_ref().filter(|(path, _)| *path == file.path)?;
                let then = round.came[*came].base.tables.get(path)?;
                Some((names::path_now(then, &table, key)?, remark))
            });
            let at_key: Vec<_> = at_key.collect();
            notes += at_key.len();
            *file = noted(file, &at_key).ok_or_else(not_right)?;
        }
        let is_new = |file: &Today| {
            today.iter().any(|then| then.path == file.path && then.text != file.text)
        };
        Ok((new.into_values().filter(is_new).collect(), notes))
    }

    /// Writes all of it or nothing: the files that differ, those before where git has not got them,
    /// and what is remembered, with what was sent in the rounds that came back.
    fn write(
        &self,
        today: &[Today],
        files: &[Today],
        memory: &Memory,
        round: &Round,
    ) -> Result<(), Stop> {
        let root = &self.workspace.root;
        for then in today {
            let now = gate::read(&root.join(&then.path), limits::TOML).unwrap_or_default();
            if !files.is_empty() && now != bytes(then) {
                let error =
                    Error::other("it was changed meanwhile; nothing was written, try again");
                return Err(Stop::Io(IoProblem {
                    verb: "write",
                    path: then.path.clone().into(),
                    error,
                }));
            }
        }
        let memory = memory.written();
        let new: Vec<(&Today, Vec<u8>)> = files.iter().map(|file| (file, bytes(file))).collect();
        let old: Vec<(&Today, Vec<u8>)> = today.iter().map(|file| (file, bytes(file))).collect();
        let mut pieces = vec![Piece {
            path: memory_path(&self.name),
            content: Content::File(memory.as_bytes()),
            may_replace: true,
        }];
        let sent = rounds::to_keep(&self.name, &round.came);
        pieces.extend(sent.iter().map(|(path, bytes)| Piece {
            path: path.clone(),
            content: Content::File(bytes),
            may_replace: true,
        }));
        for (file, bytes) in &new {
            let path = PathBuf::from(&file.path);
            let content = Content::File(bytes);
            pieces.push(Piece { path: path.clone(), content, may_replace: true });
            let then = old.iter().find(|(then, _)| then.path == file.path);
            if let Some((_, bytes)) = then.filter(|_| !git::has(root, &file.path)) {
                let path = path.with_added_extension("before");
                pieces.push(Piece { path, content: Content::File(bytes), may_replace: true });
            }
        }
        Room::enter(root)?.write(&pieces)?;
        Ok(())
    }
}
