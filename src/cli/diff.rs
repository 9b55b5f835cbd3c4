//! `peel-letter diff`: what changed in a letter, word by word.

use super::args::{Diff, DiffFormat};
use super::counterpart::{self, Counterpart};
use super::{Console, Exit, Stop, has_colours, letters, print};
use crate::diagnostic::{Diagnostic, Files, Severity, count};
use crate::diff::terminal::{self, Paper};
use crate::diff::{self, Look, Names, Side};
use crate::letter::canonical;
use crate::letter::load::Loaded;
use crate::letter::tree::Table;
use crate::make::{LetterReader, pictures};
use crate::style;
use crate::workspace::{self, LetterFile, Origin, TemplateSource, Workspace};
use std::path::Path;

/// Compares a letter with what was asked for, or with its last archived version.
pub fn run(args: &Diff, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(std::slice::from_ref(&args.letter))?;
    let path = letters::letters(std::slice::from_ref(&args.letter), &workspace)?.remove(0);
    let mut files = workspace.files.clone();
    let source = letters::read(&path, &workspace, &mut files, console);
    let source = source.ok_or(Stop::Said(Exit::Io))?;
    let Counterpart { workspace: before, letter, name: old, origin, .. } =
        &counterpart::find(args.other.as_deref(), &source.path, &workspace)?;
    let mut old_files = before.files.clone();
    let old_source = before.add(letter, &mut old_files)?;
    let new = files.name(source.file).to_owned();
    let old_state = State::read(before, &old_source, &old_files);
    let new_state = State::read(&workspace, &source, &files);
    let old_files = origin.as_ref().map_or(old_files.clone(), |origin| old_files.of(origin));
    let exit =
        old_state.report(old, &old_files, console).max(new_state.report(&new, &files, console));
    if exit != Exit::Done {
        return Ok(exit);
    }
    write(
        args,
        &diff::compare(old_state.side(), new_state.side()),
        Names { old, new: &new },
        console,
    )
}

/// Writes what changed to where it was asked for.
fn write(
    args: &Diff,
    groups: &[diff::Group],
    names: Names<'_>,
    console: &Console,
) -> Result<Exit, Stop> {
    if groups.is_empty() {
        console.say(&format!("no differences between {} and {}", names.old, names.new));
    }
    let file = args.output.as_deref().filter(|path| path.as_os_str() != letters::STANDARD);
    let text = match args.format.unwrap_or_else(|| format_of(file)) {
        DiffFormat::Html => diff::html::page(groups, names),
        DiffFormat::Text if groups.is_empty() && file.is_none() => return Ok(Exit::Done),
        DiffFormat::Text => terminal::text(groups, names, paper(file.is_none())),
    };
    match file {
        Some(path) => {
            workspace::write(path, text.as_bytes())?;
            console.say(&format!("made: {}", path.display()));
        }
        None => print(text.as_bytes())?,
    }
    Ok(Exit::Done)
}

/// How a file shows differences, as its name tells.
pub fn format_of(file: Option<&Path>) -> DiffFormat {
    let end = file.and_then(Path::extension).map(|end| end.to_string_lossy().to_lowercase());
    match end.as_deref() {
        Some("html" | "htm") => DiffFormat::Html,
        _ => DiffFormat::Text,
    }
}

/// The widest lines that are easy to read, and those of what nobody sees on a terminal.
const WIDTH: usize = 100;

/// What a terminal is like; a file has no colours.
pub fn paper(to_terminal: bool) -> Paper {
    let colour = to_terminal && has_colours(&std::io::stdout());
    let terminal = terminal_size::terminal_size().filter(|_| to_terminal);
    let width = terminal.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, WIDTH));
    Paper { colour, width }
}

/// A letter as it was or is, with what it is made with.
struct State {
    loaded: Loaded,
    table: Table,
    look: Look,
}

impl State {
    fn read(workspace: &Workspace, source: &LetterFile, files: &Files) -> Self {
        let reader = LetterReader::new(workspace);
        let loaded = reader.load(source, &[], files);
        let look = look(workspace, source, &loaded);
        Self { table: reader.table(source, files), loaded, look }
    }

    fn side(&self) -> Side<'_> {
        Side { table: &self.table, look: &self.look }
    }

    /// Says what is wrong. A draft with gaps can be compared; what is not TOML cannot.
    fn report(&self, name: &str, files: &Files, console: &Console) -> Exit {
        let problems = &self.loaded.problems;
        if !self.loaded.is_toml() {
            let broken = problems.iter().filter(|problem| problem.code.starts_with("toml-"));
            let broken: Vec<Diagnostic> = broken.cloned().collect();
            console.report(&broken, files);
            console.say(&format!("not compared: {name} cannot be read"));
            return Exit::Wrong;
        }
        let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        let errors = problems.iter().filter(is_error).count();
        if errors > 0 {
            let errors = count(errors, "error");
            console.say(&format!("{name} has {errors}; it is compared as it is"));
        }
        Exit::Done
    }
}

/// What a letter is made with.
fn look(workspace: &Workspace, source: &LetterFile, loaded: &Loaded) -> Look {
    let (built_in, own) = workspace.pair("style.toml");
    let style = style::load(&workspace.files, built_in, own).0;
    let pictures =
        style.and_then(|style| pictures::read(workspace, &style, source, &loaded.images).ok());
    let image = |file: &crate::pictures::PictureFile| (file.path.clone(), file.bytes.clone());
    let images = pictures.iter().flat_map(|pictures| pictures.iter().map(image)).collect();
    let files = &workspace.files;
    let programmes = workspace
        .programmes
        .map(|file| (files.name(file).to_owned(), canonical::text(files, file)));
    let templates = workspace.templates.iter().filter_map(|template| text(template, files));
    Look { texts: templates.chain(programmes).collect(), images }
}

/// The text of a file of templates/: of a template, the one in use; of a file in TOML, what the office
/// lays over the one that is built in.
fn text(template: &TemplateSource, files: &Files) -> Option<(String, String)> {
    let path = format!("templates/{}", template.name);
    if !template.name.ends_with(".toml") {
        return Some((path, files.text(template.file()).to_owned()));
    }
    let own = template.own.filter(|_| template.origin(files) == Origin::Own);
    own.map(|own| (path, canonical::text(files, own)))
}
