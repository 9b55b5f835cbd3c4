//! Templates: a [`Letter`] in, Markdown out.
//!
//! The built-in templates are plain files in `templates/`, embedded in the program. A file of the
//! same name in the working folder's `templates/` is used instead. Values are escaped for Markdown
//! in every template, whatever its name; `| safe` marks what is Markdown already.

mod bounded;
mod filters;
mod view;
mod words;

use crate::diagnostic::{Diagnostic, FileId, Files, Place};
use crate::letter::{Form, Letter};
use crate::limits;
use crate::markdown;
use crate::style::Style;
use bounded::Failure;
use std::ops::Range;
use std::sync::Arc;
use tera::{Context, ErrorKind, Tera};

pub use bounded::is_loose;
pub use words::Words;

/// A template among the files of this run.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// Its name, such as `parts/area.md`.
    pub name: String,
    /// Its text.
    pub file: FileId,
    /// Whether it is the office's own.
    pub is_own: bool,
    /// Whether it is used in place of one that is built in.
    pub overrides: bool,
}

/// All templates, parsed.
#[derive(Clone)]
pub struct Templates {
    tera: Arc<Tera>,
    files: Vec<TemplateFile>,
}

impl Templates {
    /// Parses templates.
    ///
    /// # Errors
    ///
    /// What is wrong with each, at its place.
    pub fn parse(templates: Vec<TemplateFile>, files: &Files) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = Tera::new();
        tera.set_escape_fn(markdown::escape);
        tera.autoescape_on([""]);
        filters::register(&mut tera);
        let raw = templates.iter().map(|t| (t.name.as_str(), files.text(t.file)));
        let parsed = tera.add_raw_templates(raw);
        let this = Self { tera: Arc::new(tera), files: templates };
        parsed.map(|()| &this).map_err(|error| this.parse_problems(&error, files))?;
        Ok(this)
    }

    /// Everything that keeps templates from being parsed. Tera stops at the first that is wrong in
    /// itself, so that each is tried alone.
    fn parse_problems(&self, error: &tera::Error, files: &Files) -> Vec<Diagnostic> {
        let alone = |template: &TemplateFile| {
            let text = files.text(template.file);
            let error = Tera::new().add_raw_template(&template.name, text).err()?;
            let wrong = matches!(error.kind(), ErrorKind::SyntaxError(_));
            wrong.then(|| self.problem(&error, &template.name, files))
        };
        let problems: Vec<_> = self.files.iter().filter_map(alone).collect();
        match (problems.is_empty(), error.kind()) {
            (true, ErrorKind::Msg(message)) => self.reported(message, files),
            (true, _) => vec![self.problem(error, "letter.md", files)],
            (false, _) => problems,
        }
    }

    /// Names that are unknown come as text: `error: Unknown filter`, and on the next line the file,
    /// line and column.
    fn reported(&self, message: &str, files: &Files) -> Vec<Diagnostic> {
        let lines: Vec<&str> = message.lines().collect();
        let one = |pair: &[&str]| {
            let message = pair[0].strip_prefix("error: ")?;
            let mut place = pair[1].trim().strip_prefix("--> ")?.rsplitn(3, ':');
            let (column, line) = (place.next()?.parse().ok()?, place.next()?.parse().ok()?);
            let name = place.next()?;
            let start = offset(files.text(self.file(name)?.file), line, column)?;
            Some(self.problem_at(message, name, start..start, files))
        };
        let found: Vec<_> = lines.windows(2).filter_map(one).collect();
        match found.is_empty() {
            true => vec![self.problem_at(message, "letter.md", 0..0, files)],
            false => found,
        }
    }

    /// Makes the Markdown of a letter.
    ///
    /// # Errors
    ///
    /// What a template asks for and cannot have, at its place in the template.
    pub fn render(
        &self,
        letter: &Letter,
        form: Form,
        style: &Style,
        words: &Words,
        files: &Files,
    ) -> Result<String, Vec<Diagnostic>> {
        let name = match form {
            Form::Letter => "letter.md",
            Form::Statement => "statement.md",
        };
        let view = view::view(letter, form, style, words);
        let context = Context::from_serialize(&view).map_err(Failure::Wrong);
        let rendered = context.and_then(|context| bounded::render(&self.tera, name, context));
        rendered
            .map(|markdown| tidy(&markdown))
            .map_err(|failure| vec![self.failure(&failure, name, files)])
    }

    /// What kept a template from being used. Where it goes beyond the bounds, one of the office's own
    /// is to blame.
    fn failure(&self, failure: &Failure, template: &str, files: &Files) -> Diagnostic {
        let (message, help) = match failure {
            Failure::Wrong(error) => return self.problem(error, template, files),
            Failure::Endless => (
                "they take more than 5 seconds, or more memory than any letter".to_owned(),
                "look for a loop that goes round too often, or for a text that is doubled in one",
            ),
            Failure::TooMuch => (
                format!("they make more than {} of text", limits::size(limits::MARKDOWN as u64)),
                "look for a loop that goes round too often",
            ),
            Failure::NoRoom(error) => (error.to_string(), "close other programs, and try again"),
        };
        let problem =
            Diagnostic::error("template", format!("the templates cannot be used: {message}"));
        let own = self.files.iter().find(|file| file.is_own);
        let problem = match own {
            Some(own) => problem.at(files.start_of(own.file), "the first of the office's own"),
            None => problem,
        };
        problem.help(help)
    }

    fn problem(&self, error: &tera::Error, template: &str, files: &Files) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let range = report.span().range.clone();
                self.problem_at(report.message(), report.filename(), range, files)
            }
            other => self.problem_at(&other.to_string(), template, 0..0, files),
        }
    }

    fn problem_at(
        &self,
        message: &str,
        template: &str,
        range: Range<usize>,
        files: &Files,
    ) -> Diagnostic {
        let message = message.trim_end_matches('.').replace('\n', "; ");
        let problem =
            Diagnostic::error("template", format!("the template cannot be used: {message}"));
        let problem = match help(&message) {
            Some(help) => problem.help(help),
            None => problem,
        };
        let Some(found) = self.file(template) else { return problem };
        let text = files.text(found.file);
        let end = text.floor_char_boundary(range.end.min(text.len()));
        let start = text.floor_char_boundary(range.start.min(end));
        let problem = problem.at(Place::new(found.file, start..end), "");
        if !found.overrides {
            return problem;
        }
        problem.help(format!("to have the built-in one back, remove templates/{template}"))
    }

    fn file(&self, name: &str) -> Option<&TemplateFile> {
        self.files.iter().find(|file| file.name == name)
    }
}

/// What to do about the faults that are made most.
fn help(message: &str) -> Option<&'static str> {
    let known = [
        ("Unexpected end of input", "is an {% endif %}, an {% endfor %} or a }} missing?"),
        ("Found ", "between {{ and }} stands one value, and after it perhaps | and a filter"),
        (
            "Unknown filter",
            "the filters of Tera are told at https://keats.github.io/tera, and this \
          program adds `lines` and `quote`",
        ),
        ("Unknown template", "`peel-letter templates` lists the templates there are"),
    ];
    known.iter().find(|(start, _)| message.starts_with(start)).map(|(_, help)| *help)
}

/// The byte at which a line and column, counted from 1, stands.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = text.get(before..)?.char_indices().nth(column.checked_sub(1)?);
    Some(before + within.map_or(0, |(at, _)| at))
}

/// Markdown with one empty line between blocks and none around: templates leave more where a part
/// prints nothing. Letters have no program text, in which empty lines would count.
fn tidy(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut gap = false;
    for line in markdown.lines() {
        if line.trim().is_empty() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}
