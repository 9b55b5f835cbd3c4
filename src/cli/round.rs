//! Letters read, made and written, with a line said of each: once by `build`, and at every save by
//! `watch`.

use super::{Console, Exit, Stop, letters, print};
use crate::build::{Built, Compared, Opened, Output, Wanted, build, compare, in_parallel, why};
use crate::check::{self, Responses};
use crate::diagnostic::{self, Diagnostic, Files, Severity, count};
use crate::layout::fonts::FontData;
use crate::letter::Form;
use crate::letter::load::Loaded;
use crate::make::{Kit, Reader};
use crate::workspace::{self, IoProblem, Workspace, letter_name};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// How letters are made, and where their files go.
pub struct Plan {
    /// Where files go; nothing for standard output.
    pub folder: Option<PathBuf>,
    /// What is made, and what of that is written.
    pub wanted: Wanted,
    /// The forms asked for; if none, those that a letter names.
    pub forms: Vec<Form>,
    /// Whether nothing is to be written.
    pub only_check: bool,
}

/// Letters of one name would be written to the same files.
///
/// # Errors
///
/// There are two such.
pub fn refuse_same_names(letters: &[PathBuf], workspace: &Workspace) -> Result<(), Stop> {
    let mut known = BTreeMap::new();
    for letter in letters {
        if let Some(other) = known.insert(letter_name(letter), letter) {
            let message = format!(
                "{} and {} would be written to the same files; build them into different folders with --output",
                workspace.shown(other),
                workspace.shown(letter),
            );
            return Err(Stop::Usage(message));
        }
    }
    Ok(())
}

/// What letters are made with, and everything that is wrong with that.
pub struct Tools<'a> {
    workspace: &'a Workspace,
    reader: Reader,
    kit: Result<Kit<'a>, Vec<Diagnostic>>,
}

impl<'a> Tools<'a> {
    /// Reads what all letters share. The console is told what is wrong with it.
    pub fn new(workspace: &'a Workspace, console: &Console) -> Self {
        let kit = Kit::new(workspace);
        if let Err(problems) = &kit {
            console.report(problems, &workspace.files);
        }
        Self { workspace, reader: Reader::new(workspace), kit }
    }

    /// The file of each face, unless something is wrong.
    pub fn fonts(&self) -> Option<[FontData; 4]> {
        self.kit.as_ref().ok().map(Kit::fonts)
    }

    /// What is wrong with style, fonts, words or templates.
    pub fn problems(&self) -> &[Diagnostic] {
        self.kit.as_ref().err().map_or(&[], Vec::as_slice)
    }
}

/// Letters that were read.
pub struct Read {
    /// Each of them.
    pub letters: Vec<Opened>,
    /// How many could not be read.
    pub unread: usize,
    /// Their files, with those that they share.
    pub files: Files,
}

/// A letter that was made in memory.
pub struct Made {
    /// Its file, as the user knows it.
    pub letter: String,
    /// The files that its problems are in.
    pub files: Files,
    /// Everything wrong or doubtful, in the order of the file.
    pub problems: Vec<Diagnostic>,
    /// Its files; nothing where something is wrong.
    pub outputs: Option<Vec<Output>>,
}

impl Plan {
    /// Reads letters. The console is told why one cannot be.
    pub fn read(&self, letters: &[PathBuf], tools: &Tools, console: &Console) -> Read {
        let mut files = tools.workspace.files.clone();
        let (letters, unread) = letters::open_each(
            letters,
            &self.forms,
            tools.workspace,
            &tools.reader,
            &mut files,
            console,
        );
        Read { letters, unread, files }
    }

    /// Makes letters, several at a time.
    pub fn make(&self, read: &Read, tools: &Tools, console: &Console) -> Vec<Made> {
        let progress = console.progress(read.letters.len());
        let kit = tools.kit.as_ref().ok();
        let made = in_parallel(&read.letters, kit, &read.files, |letter, kit, files| {
            let made = make(letter, kit, &self.wanted, files);
            progress.step();
            made
        });
        progress.end();
        made
    }

    /// Writes what was made, and says of each letter how it went.
    ///
    /// # Errors
    ///
    /// Standard output cannot take it.
    pub fn finish<'m>(
        &self,
        made: impl IntoIterator<Item = &'m Made>,
        unread: usize,
        workspace: &Workspace,
        console: &Console,
    ) -> Result<Vec<Fate>, Stop> {
        let mut fates = vec![Fate::NotRead; unread];
        for made in made {
            console.report(&made.problems, &made.files);
            let fate = match &made.outputs {
                Some(outputs) => self.finish_letter(outputs, workspace, console)?,
                None => {
                    console.say(&format!("not made: {}; nothing was written", made.letter));
                    Fate::NotMade
                }
            };
            fates.push(fate);
        }
        say_counts(&fates, console);
        Ok(fates)
    }

    /// Writes the files of a letter, or only says how they stand, in one line.
    fn finish_letter(
        &self,
        outputs: &[Output],
        workspace: &Workspace,
        console: &Console,
    ) -> Result<Fate, Stop> {
        let Some(folder) = &self.folder else {
            print(&only_one(outputs)?.bytes)?;
            return Ok(Fate::Made);
        };
        let mut files = compare(outputs, folder);
        files.retain(|file| self.wanted.writes(file));
        let changed: Vec<&Compared<'_>> = files.iter().filter(|file| !file.is_same()).collect();
        if changed.is_empty() {
            console.say(&format!("unchanged: {}", listed(&files, workspace)));
            return Ok(Fate::Unchanged);
        }
        let told = format!("{} ({})", listed(changed.iter().copied(), workspace), why(&files));
        if self.only_check {
            console.say(&format!("stale: {told}"));
            return Ok(Fate::Stale);
        }
        if let Err(problem) = write(&changed) {
            console.refuse(&workspace.told(problem));
            console.say("not written; the files that are there stay whole");
            return Ok(Fate::NotWritten);
        }
        console.say(&format!("made: {told}"));
        say_left_over(&files, workspace, console);
        Ok(Fate::Made)
    }
}

/// The paths of files, as the user knows them.
fn listed<'a>(files: impl IntoIterator<Item = &'a Compared<'a>>, workspace: &Workspace) -> String {
    let names = files.into_iter().map(|file| workspace.shown(&file.path));
    names.collect::<Vec<_>>().join(", ")
}

/// Names the files that a letter left when it was a draft, unless they are those of another letter.
fn say_left_over(files: &[Compared<'_>], workspace: &Workspace, console: &Console) {
    let draft = |file: &Compared<'_>| {
        let name = format!("{}-draft", letter_name(&file.path));
        let path = file.path.with_file_name(format!("{name}.{}", file.new.format.extension()));
        let is_other = workspace.root.join(format!("data/{name}.toml")).exists();
        (path.exists() && !is_other).then(|| workspace.shown(&path))
    };
    let drafts: Vec<String> = files.iter().filter_map(draft).collect();
    if !drafts.is_empty() {
        let drafts = drafts.join(", ");
        console.say(&format!("left of the draft: {drafts}; delete it when nobody needs it"));
    }
}

fn make(letter: &Opened, kit: Option<&mut Kit<'_>>, wanted: &Wanted, mut files: Files) -> Made {
    let Built { mut problems, outputs } = build(letter, kit, wanted, &mut files);
    problems.extend(findings(&letter.loaded));
    diagnostic::sort(&mut problems);
    let shown = files.name(letter.source.file).to_owned();
    Made { letter: shown, files, problems, outputs }
}

/// What the checks find, all of it as warnings: a draft is made with its gaps.
fn findings(loaded: &Loaded) -> Vec<Diagnostic> {
    let found = check::check(loaded, &Responses::default());
    found.into_iter().map(|finding| Diagnostic { severity: Severity::Warning, ..finding }).collect()
}

/// A form of one letter can have the name of another letter.
///
/// # Errors
///
/// One has.
pub fn refuse_same_files<'a>(all: impl IntoIterator<Item = &'a Made>) -> Result<(), Stop> {
    let mut known = BTreeSet::new();
    let mut outputs = all.into_iter().filter_map(|made| made.outputs.as_ref()).flatten();
    match outputs.find(|output| !known.insert(&output.name)) {
        Some(Output { name: twice, .. }) => Err(Stop::Usage(format!(
            "two letters would be written to {twice}; rename one, or build them into different \
             folders with --output"
        ))),
        None => Ok(()),
    }
}

/// What became of a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Files of it are new.
    Made,
    /// Files of it would be new.
    Stale,
    /// All files are as they should be.
    Unchanged,
    /// It has errors.
    NotMade,
    /// Its files could not be written.
    NotWritten,
    /// It could not be read.
    NotRead,
}

impl Fate {
    /// In the order in which they are told, with how.
    const ALL: [(Self, &str); 6] = [
        (Self::Made, "made"),
        (Self::Stale, "stale"),
        (Self::Unchanged, "unchanged"),
        (Self::NotMade, "with errors"),
        (Self::NotWritten, "not written"),
        (Self::NotRead, "not read"),
    ];

    /// How a run ends that had nothing worse.
    pub fn exit(self) -> Exit {
        match self {
            Self::Made | Self::Unchanged => Exit::Done,
            Self::Stale | Self::NotMade => Exit::Wrong,
            Self::NotWritten | Self::NotRead => Exit::Io,
        }
    }
}

/// Says how it went, where that was more than a letter.
fn say_counts(fates: &[Fate], console: &Console) {
    let of = |fate| fates.iter().filter(|other| **other == fate).count();
    let counts = Fate::ALL.map(|(fate, words)| (of(fate), words));
    let parts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}"));
    if fates.len() > 1 {
        let parts: Vec<String> = parts.collect();
        console.say(&format!("{}: {}", count(fates.len(), "letter"), parts.join(", ")));
    }
}

fn only_one(outputs: &[Output]) -> Result<&Output, Stop> {
    match outputs {
        [output] => Ok(output),
        _ => {
            let message = "only one file can go to standard output, and this letter has several \
                 forms; choose one with --form, or build it into a folder with --output";
            Err(Stop::Usage(message.to_owned()))
        }
    }
}

fn write(changed: &[&Compared<'_>]) -> Result<(), IoProblem> {
    let files = changed.iter().map(|file| (file.path.as_path(), file.new.bytes.as_slice()));
    workspace::write(&files.collect::<Vec<_>>())
}
