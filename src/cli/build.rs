//! `peel-letter build`: makes the letters.

use super::args::{Build, OutputFormat};
use super::letters::{self, STANDARD};
use super::{Console, Exit, Stop, print};
use crate::check::{self, Responses};
use crate::diagnostic::{self, Diagnostic, Files, Severity, any_error};
use crate::letter::load::Loaded;
use crate::letter::{Form, Letter};
use crate::make::{Kit, Reader};
use crate::workspace::{self, LetterFile, Workspace, Written, letter_name};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Makes the letters that were asked for. One that is wrong does not stop the others.
pub fn run(args: &Build, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&args.letters)?;
    let plan = Plan::new(args, &workspace)?;
    let kit = Kit::new(&workspace);
    if let Err(problems) = &kit {
        console.report(problems, &workspace.files);
    }
    let mut builder = Builder {
        plan: &plan,
        workspace: &workspace,
        reader: Reader::new(&workspace),
        kit: kit.ok(),
        console,
        written: Vec::new(),
    };
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
        let letters = letters::letters(&args.letters, workspace)?;
        refuse_same_names(&letters, workspace)?;
        let from_standard = letters.iter().any(|letter| letter.as_os_str() == STANDARD);
        let to_standard =
            args.output.as_deref().map_or(from_standard, |output| output.as_os_str() == STANDARD);
        let mut formats = match (args.format.as_slice(), to_standard) {
            ([], true) => vec![OutputFormat::Md],
            ([], false) => vec![OutputFormat::Md, OutputFormat::Pdf],
            (formats, _) => formats.to_vec(),
        };
        formats.sort();
        formats.dedup();
        if to_standard && (letters.len() > 1 || formats.len() > 1) {
            let message = "only one file can go to standard output; \
                 name one letter, and one format with --format md, pdf or html";
            return Err(Stop::Usage(message.to_owned()));
        }
        let folder = (!to_standard)
            .then(|| args.output.clone().unwrap_or_else(|| workspace.root.join("output")));
        let forms = args.form.clone();
        Ok(Self { letters, folder, formats, forms, engine: args.pdf_engine })
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

struct Builder<'a> {
    plan: &'a Plan,
    workspace: &'a Workspace,
    reader: Reader,
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
    /// Makes one letter in all its forms; nothing of it is written unless all of it can be made.
    fn letter(&mut self, path: &Path) -> Result<Exit, Stop> {
        let mut files = self.workspace.files.clone();
        let Some(source) = letters::read(path, self.workspace, &mut files, self.console) else {
            return Ok(Exit::Io);
        };
        let loaded = self.reader.load(&source, &self.plan.forms, &files);
        let mut problems = loaded.problems.clone();
        if let Some(kit) = &self.kit {
            problems.extend(kit.unprintable(&loaded));
        }
        let good = loaded.good().filter(|_| !any_error(&problems));
        let outputs = good.map(|letter| self.outputs(letter, &loaded, &source, &mut files));
        let outputs = outputs.and_then(|made| made.map_err(|more| problems.extend(more)).ok());
        problems.extend(findings(&loaded));
        diagnostic::sort(&mut problems);
        self.console.report(&problems, &files);
        match outputs.flatten() {
            Some(outputs) => self.write(outputs),
            None => {
                let shown = letters::shown(path, self.workspace);
                self.console.say(&format!("not made: {shown}; nothing was written"));
                Ok(Exit::Wrong)
            }
        }
    }

    /// The files that a letter becomes; nothing where style, fonts or templates are wrong.
    fn outputs(
        &mut self,
        letter: &Letter,
        loaded: &Loaded,
        source: &LetterFile,
        files: &mut Files,
    ) -> Result<Option<Vec<Output>>, Vec<Diagnostic>> {
        let Some(kit) = &mut self.kit else { return Ok(None) };
        let mut outputs = Vec::new();
        for form in &letter.forms {
            let made = kit.make(letter, source, &loaded.images, *form, files)?;
            for format in &self.plan.formats {
                let bytes = match format {
                    OutputFormat::Md => made.markdown.clone().into_bytes(),
                    OutputFormat::Pdf => kit.pdf(&made, self.plan.engine)?,
                    OutputFormat::Html => kit.html(&made)?.into_bytes(),
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

/// What the checks find, all of it as warnings: a draft is made with its gaps.
fn findings(loaded: &Loaded) -> Vec<Diagnostic> {
    let found = check::check(loaded, &Responses::default());
    found.into_iter().map(|finding| Diagnostic { severity: Severity::Warning, ..finding }).collect()
}
