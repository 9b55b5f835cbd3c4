//! `peel-letter build`: makes the letters.

use super::args::Build;
use super::check::count;
use super::letters::{self, STANDARD};
use super::{Console, Exit, Stop, print};
use crate::build::{
    Built, Compared, Format, Opened, Output, Wanted, build, compare, in_parallel, why,
};
use crate::check::{self, Responses};
use crate::diagnostic::{self, Diagnostic, Files, Severity};
use crate::letter::Form;
use crate::letter::load::Loaded;
use crate::make::{Kit, Reader};
use crate::pdf::Engine;
use crate::workspace::{self, IoProblem, Workspace, letter_name};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Makes the letters that were asked for. One that is wrong does not stop the others.
pub fn run(args: &Build, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&args.letters)?;
    let plan = Plan::new(args, &workspace)?;
    let kit = Kit::new(&workspace);
    if let Err(problems) = &kit {
        console.report(problems, &workspace.files);
    }
    let mut files = workspace.files.clone();
    let reader = Reader::new(&workspace);
    let (letters, unread) =
        letters::open_each(&plan.letters, &plan.forms, &workspace, &reader, &mut files, console);
    let bar = console.progress(letters.len());
    let made = in_parallel(&letters, kit.as_ref().ok(), &files, |letter, kit, files| {
        let made = make(letter, kit, &plan.wanted, files);
        bar.inc(1);
        made
    });
    bar.finish_and_clear();
    refuse_same_files(&made)?;
    let mut fates = vec![Fate::NotRead; unread];
    for (letter, made) in letters.iter().zip(made) {
        console.report(&made.problems, &made.files);
        let Some(outputs) = made.outputs else {
            let shown = files.name(letter.source.file);
            console.say(&format!("not made: {shown}; nothing was written"));
            fates.push(Fate::NotMade);
            continue;
        };
        fates.push(plan.finish(outputs, &workspace, console)?);
    }
    plan.say_counts(&fates, console);
    Ok(fates.into_iter().map(Fate::exit).max().unwrap_or(Exit::Done))
}

/// What is to be done, with every contradiction in what was typed refused.
struct Plan {
    letters: Vec<PathBuf>,
    /// Where files go; nothing for standard output.
    folder: Option<PathBuf>,
    wanted: Wanted,
    /// The forms asked for; if none, those that a letter names.
    forms: Vec<Form>,
    /// Whether nothing is to be written.
    only_check: bool,
}

impl Plan {
    fn new(args: &Build, workspace: &Workspace) -> Result<Self, Stop> {
        let letters = letters::letters(&args.letters, workspace)?;
        refuse_same_names(&letters, workspace)?;
        let from_standard = letters.iter().any(|letter| letter.as_os_str() == STANDARD);
        let to_standard =
            args.output.as_deref().map_or(from_standard, |output| output.as_os_str() == STANDARD);
        let mut formats = match (args.format.as_slice(), to_standard) {
            ([], true) => vec![Format::Md],
            ([], false) => vec![Format::Md, Format::Pdf],
            (formats, _) => formats.to_vec(),
        };
        formats.sort();
        formats.dedup();
        if to_standard && (letters.len() > 1 || formats.len() > 1) {
            let message = "only one file can go to standard output; \
                 name one letter, and one format with --format md, pdf or html";
            return Err(Stop::Usage(message.to_owned()));
        }
        if args.check && (to_standard || args.pdf_engine != Engine::default()) {
            let message = "--check compares with files, and with those of the engine krilla: \
                 the others differ every time";
            return Err(Stop::Usage(message.to_owned()));
        }
        let folder = (!to_standard)
            .then(|| args.output.clone().unwrap_or_else(|| workspace.root.join("output")));
        let wanted = Wanted { formats, engine: args.pdf_engine };
        Ok(Self { letters, folder, wanted, forms: args.form.clone(), only_check: args.check })
    }
}

/// Letters of one name would be written to the same files.
fn refuse_same_names(letters: &[PathBuf], workspace: &Workspace) -> Result<(), Stop> {
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

/// A letter that was made in memory.
struct Made {
    /// The files that its problems are in.
    files: Files,
    /// Everything wrong or doubtful, in the order of the file.
    problems: Vec<Diagnostic>,
    /// Its files; nothing where something is wrong.
    outputs: Option<Vec<Output>>,
}

fn make(letter: &Opened, kit: Option<&mut Kit<'_>>, wanted: &Wanted, files: &mut Files) -> Made {
    let Built { mut problems, outputs } = build(letter, kit, wanted, files);
    problems.extend(findings(&letter.loaded));
    diagnostic::sort(&mut problems);
    Made { files: files.clone(), problems, outputs }
}

/// A form of one letter can have the name of another letter.
fn refuse_same_files(all: &[Made]) -> Result<(), Stop> {
    let mut known = BTreeSet::new();
    let outputs = all.iter().filter_map(|made| made.outputs.as_ref()).flatten();
    match outputs.map(|output| &output.name).find(|name| !known.insert(*name)) {
        Some(twice) => Err(Stop::Usage(format!(
            "two letters would be written to {twice}; rename one, or build them into different \
             folders with --output"
        ))),
        None => Ok(()),
    }
}

/// What became of a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
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

    fn exit(self) -> Exit {
        match self {
            Self::Made | Self::Unchanged => Exit::Done,
            Self::Stale | Self::NotMade => Exit::Wrong,
            Self::NotWritten | Self::NotRead => Exit::Io,
        }
    }
}

impl Plan {
    /// Writes the files of a letter, or only says how they stand, in one line.
    fn finish(
        &self,
        outputs: Vec<Output>,
        workspace: &Workspace,
        console: &Console,
    ) -> Result<Fate, Stop> {
        let Some(folder) = &self.folder else {
            print(&only_one(&outputs)?.bytes)?;
            return Ok(Fate::Made);
        };
        let files = compare(outputs, folder);
        let changed: Vec<&Compared> = files.iter().filter(|file| !file.is_same()).collect();
        let names = |files: &[&Compared]| {
            let names = files.iter().map(|file| workspace.shown(&file.path));
            names.collect::<Vec<_>>().join(", ")
        };
        if changed.is_empty() {
            console.say(&format!("unchanged: {}", names(&files.iter().collect::<Vec<_>>())));
            return Ok(Fate::Unchanged);
        }
        let told = format!("{} ({})", names(&changed), why(&files));
        if self.only_check {
            console.say(&format!("stale: {told}"));
            return Ok(Fate::Stale);
        }
        if let Err(problem) = write(&changed) {
            console.refuse(&workspace.told(problem));
            return Ok(Fate::NotWritten);
        }
        console.say(&format!("made: {told}"));
        let drafts = drafts_of(&files, workspace);
        if !drafts.is_empty() {
            let drafts = drafts.join(", ");
            console.say(&format!("left of the draft: {drafts}; delete it when nobody needs it"));
        }
        Ok(Fate::Made)
    }

    /// Says how it went, where that was more than a letter.
    fn say_counts(&self, fates: &[Fate], console: &Console) {
        let of = |fate| fates.iter().filter(|other| **other == fate).count();
        let counts = Fate::ALL.map(|(fate, words)| (of(fate), words));
        let parts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}"));
        if fates.len() > 1 {
            let parts: Vec<String> = parts.collect();
            console.say(&format!("{}: {}", count(fates.len(), "letter"), parts.join(", ")));
        }
    }
}

/// The files that a letter left when it was a draft, unless they are those of another letter.
fn drafts_of(files: &[Compared], workspace: &Workspace) -> Vec<String> {
    let draft = |file: &Compared| {
        let name = format!("{}-draft", letter_name(&file.path));
        let path = file.path.with_file_name(format!("{name}.{}", file.new.format.extension()));
        let is_other = workspace.root.join(format!("data/{name}.toml")).exists();
        (path.exists() && !is_other).then(|| workspace.shown(&path))
    };
    files.iter().filter_map(draft).collect()
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

fn write(changed: &[&Compared]) -> Result<(), IoProblem> {
    let files = changed.iter().map(|file| (file.path.as_path(), file.new.bytes.as_slice()));
    workspace::write(&files.collect::<Vec<_>>())
}

/// What the checks find, all of it as warnings: a draft is made with its gaps.
fn findings(loaded: &Loaded) -> Vec<Diagnostic> {
    let found = check::check(loaded, &Responses::default());
    found.into_iter().map(|finding| Diagnostic { severity: Severity::Warning, ..finding }).collect()
}
