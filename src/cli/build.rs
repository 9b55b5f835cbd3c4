//! `peel-letter build`: makes the letters.

use super::args::{Build, OutputFormat};
use super::{Console, Exit, Stop, print};
use crate::diagnostic::{self, Diagnostic, Files, any_error};
use crate::letter::Form;
use crate::letter::load::Loaded;
use crate::make::{self, Kit};
use crate::workspace::{self, IoProblem, LetterFile, Workspace, Written, letter_name};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

/// The name that stands for standard input and output.
const STANDARD: &str = "-";

/// Makes the letters that were asked for. One that is wrong does not stop the others.
pub fn run(args: &Build, console: &Console) -> Result<Exit, Stop> {
    let workspace = open(args)?;
    let plan = Plan::new(args, &workspace)?;
    let kit = Kit::new(&workspace);
    if let Err(problems) = &kit {
        console.report(problems, &workspace.files);
    }
    let mut builder =
        Builder { plan: &plan, workspace: &workspace, kit: kit.ok(), console, written: Vec::new() };
    let mut exit = Exit::Done;
    for letter in &plan.letters {
        exit = exit.max(builder.letter(letter)?);
    }
    Ok(exit)
}

/// What is to be done, with every contradiction in what was typed refused.
struct Plan {
    letters: Vec<PathBuf>,
    /// Where files go; nothing for standard output.
    folder: Option<PathBuf>,
    formats: Vec<OutputFormat>,
    /// The forms asked for; if none, those that a letter names.
    forms: Vec<Form>,
    engine: crate::pdf::Engine,
}

impl Plan {
    fn new(args: &Build, workspace: &Workspace) -> Result<Self, Stop> {
        let letters = letters(args, workspace)?;
        let from_standard = letters.iter().any(|letter| letter.as_os_str() == STANDARD);
        let to_standard =
            args.output.as_deref().map_or(from_standard, |output| output.as_os_str() == STANDARD);
        let mut formats = match (args.format.as_slice(), to_standard) {
            ([], true) => vec![OutputFormat::Md],
            ([], false) => vec![OutputFormat::Md, OutputFormat::Pdf],
            (formats, _) => formats.to_vec(),
        };
        formats.sort_by_key(|format| format.extension());
        formats.dedup();
        if to_standard && (letters.len() > 1 || formats.len() > 1) {
            let message = "only one file can go to standard output; \
                 name one letter, and one format with --format md or --format pdf";
            return Err(Stop::Usage(message.to_owned()));
        }
        let folder = (!to_standard)
            .then(|| args.output.clone().unwrap_or_else(|| workspace.root.join("output")));
        let forms = args.form.clone();
        Ok(Self { letters, folder, formats, forms, engine: args.pdf_engine })
    }
}

/// Opens the working folder of the folder that the user is in, else that of the first letter.
fn open(args: &Build) -> Result<Workspace, IoProblem> {
    let here = std::env::current_dir();
    let here = here.map_err(|error| IoProblem { verb: "find", path: ".".into(), error })?;
    let workspace = Workspace::open(&here)?;
    let letter = args.letters.first().filter(|letter| letter.is_file());
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

fn letters(args: &Build, workspace: &Workspace) -> Result<Vec<PathBuf>, Stop> {
    let letters = if args.letters.is_empty() {
        if workspace.office.is_none() {
            let message = "there is no data/office.toml in this folder or above it; \
                 go to the folder of your letters, or name a letter";
            return Err(Stop::Usage(message.to_owned()));
        }
        let letters = workspace.letters()?;
        if letters.is_empty() {
            return Err(Stop::Usage("there is no letter in data/".to_owned()));
        }
        letters
    } else {
        named_letters(args, workspace)?
    };
    for (index, letter) in letters.iter().enumerate() {
        let same = |other: &&PathBuf| letter_name(other) == letter_name(letter);
        if let Some(other) = letters[..index].iter().find(same) {
            let message = format!(
                "{} and {} would be written to the same files; build them into different folders with --output",
                workspace.shown(other),
                workspace.shown(letter),
            );
            return Err(Stop::Usage(message));
        }
    }
    Ok(letters)
}

/// The letters that were named, each once.
fn named_letters(args: &Build, workspace: &Workspace) -> Result<Vec<PathBuf>, Stop> {
    let mut letters: Vec<PathBuf> = Vec::new();
    for named in &args.letters {
        let letter = workspace.letter(named);
        if !workspace.can_be_letter(&letter) {
            let message = format!(
                "{} is no letter: it holds what the letters have in common",
                workspace.shown(&letter)
            );
            return Err(Stop::Usage(message));
        }
        if !letters.iter().any(|other| workspace.shown(other) == workspace.shown(&letter)) {
            letters.push(letter);
        }
    }
    Ok(letters)
}

struct Builder<'a> {
    plan: &'a Plan,
    workspace: &'a Workspace,
    /// Missing where style, fonts or templates are wrong: then the letters are only read.
    kit: Option<Kit<'a>>,
    console: &'a Console,
    /// The names of the files written so far.
    written: Vec<String>,
}

/// One file that a letter becomes.
struct Output {
    name: String,
    bytes: Vec<u8>,
}

impl Builder<'_> {
    /// Makes one letter in all its forms; nothing of it is written unless all of it can be.
    fn letter(&mut self, path: &Path) -> Result<Exit, Stop> {
        let mut files = self.workspace.files.clone();
        let source = match self.read(path, &mut files) {
            Ok(source) => source,
            Err(problem) => {
                self.console.refuse(&self.unread(path, &problem));
                self.suggest_letters(path);
                return Ok(Exit::Io);
            }
        };
        let mut loaded = make::load(self.workspace, &source, &self.plan.forms, &files);
        let mut problems = std::mem::take(&mut loaded.problems);
        if let Some(kit) = &self.kit {
            problems.extend(kit.unprintable(&loaded));
        }
        let outputs = if any_error(&problems) {
            None
        } else {
            let outputs = self.outputs(&loaded, &source, &mut files);
            outputs.map_err(|more| problems.extend(more)).ok().flatten()
        };
        diagnostic::sort(&mut problems);
        self.console.report(&problems, &files);
        match outputs {
            Some(outputs) => self.write(outputs),
            None => {
                let shown = match path.as_os_str() == STANDARD {
                    true => "standard input".to_owned(),
                    false => self.workspace.shown(path),
                };
                self.console.say(&format!("not made: {shown}; nothing was written"));
                Ok(Exit::Wrong)
            }
        }
    }

    /// Names the letters that there are, where one was asked for that is not.
    fn suggest_letters(&self, missing: &Path) {
        let letters = self.workspace.letters().unwrap_or_default();
        if !missing.exists() && !letters.is_empty() {
            let names: Vec<String> = letters.iter().map(|letter| letter_name(letter)).collect();
            self.console.say(&format!("the letters in data/: {}", names.join(", ")));
        }
    }

    /// Why a letter could not be read.
    fn unread(&self, path: &Path, problem: &IoProblem) -> String {
        match problem.error.kind() {
            ErrorKind::NotFound => format!(
                "there is no letter {}, neither here nor in data/",
                self.workspace.shown(path)
            ),
            _ => problem.to_string(),
        }
    }

    fn read(&self, path: &Path, files: &mut Files) -> Result<LetterFile, IoProblem> {
        if path.as_os_str() != STANDARD {
            return self.workspace.add(path, files);
        }
        let mut bytes = Vec::new();
        let text = std::io::stdin().read_to_end(&mut bytes).and_then(|_| workspace::utf8(&bytes));
        let problem = |error| IoProblem { verb: "read", path: "standard input".into(), error };
        Ok(self.workspace.add_text(text.map_err(problem)?, files))
    }

    /// The files that a letter becomes; nothing where it cannot be made for another reason.
    fn outputs(
        &mut self,
        loaded: &Loaded,
        source: &LetterFile,
        files: &mut Files,
    ) -> Result<Option<Vec<Output>>, Vec<Diagnostic>> {
        let (Some(kit), Some(letter)) = (&mut self.kit, &loaded.letter) else { return Ok(None) };
        let mut outputs = Vec::new();
        for form in &letter.forms {
            let made = kit.make(letter, source, &loaded.images, *form, files)?;
            for format in &self.plan.formats {
                let bytes = match format {
                    OutputFormat::Md => made.markdown.clone().into_bytes(),
                    OutputFormat::Pdf => kit.pdf(&made, self.plan.engine)?,
                };
                let name = format!("{}.{}", made.name, format.extension());
                outputs.push(Output { name, bytes });
            }
        }
        Ok(Some(outputs))
    }

    fn write(&mut self, outputs: Vec<Output>) -> Result<Exit, Stop> {
        if self.plan.folder.is_none() && outputs.len() > 1 {
            let message = "only one file can go to standard output, and this letter has several \
                 forms; choose one with --form, or build it into a folder with --output";
            return Err(Stop::Usage(message.to_owned()));
        }
        if let Some(twice) = outputs.iter().find(|output| self.written.contains(&output.name)) {
            let message =
                format!("another letter has been written to {} already; rename one", twice.name);
            return Err(Stop::Usage(message));
        }
        self.written.extend(outputs.iter().map(|output| output.name.clone()));
        for Output { name, bytes } in outputs {
            let Some(folder) = &self.plan.folder else {
                print(&bytes)?;
                continue;
            };
            let path = folder.join(name);
            let done = match workspace::write(&path, &bytes) {
                Ok(Written::New) => "made",
                Ok(Written::Unchanged) => "unchanged",
                Err(problem) => {
                    self.console.refuse(&problem);
                    return Ok(Exit::Io);
                }
            };
            self.console.say(&format!("{done}: {}", self.workspace.shown(&path)));
        }
        Ok(Exit::Done)
    }
}
