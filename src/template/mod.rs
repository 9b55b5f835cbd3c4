//! Templates: a [`Letter`] in, Markdown out.
//!
//! The built-in templates are plain files in `templates/`, embedded in the program. A file of the
//! same name in the working folder's `templates/` is used instead. Values are escaped for Markdown
//! in every template, whatever its name; `| safe` marks what is Markdown already.

mod filters;
mod view;
mod words;

use crate::diagnostic::{Diagnostic, FileId, Files, Place};
use crate::layout::style::Style;
use crate::letter::{Form, Letter};
use crate::markdown;
use tera::{Context, ErrorKind, Tera};

pub use words::Words;

/// A template among the files of this run.
#[derive(Clone, Debug)]
pub struct TemplateFile {
    /// Its name, such as `parts/area.md`.
    pub name: String,
    /// Its text.
    pub file: FileId,
}

/// All templates, parsed.
pub struct Templates {
    tera: Tera,
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
        let this = Self { tera, files: templates };
        match parsed {
            Ok(()) => Ok(this),
            Err(error) => Err(vec![this.problem(&error, "letter.md", files)]),
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
        let view = view::view(letter, style, words);
        let rendered =
            Context::from_serialize(&view).and_then(|view| self.tera.render(name, &view));
        match rendered {
            Ok(markdown) => Ok(tidy(&markdown)),
            Err(error) => Err(vec![self.problem(&error, name, files)]),
        }
    }

    fn problem(&self, error: &tera::Error, template: &str, files: &Files) -> Diagnostic {
        let (message, name, range) = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                (report.message().to_owned(), report.filename(), report.span().range.clone())
            }
            other => (other.to_string().replace('\n', "; "), template, 0..0),
        };
        let problem =
            Diagnostic::error("template", format!("the template cannot be used: {message}"));
        let Some(found) = self.files.iter().find(|file| file.name == name) else { return problem };
        let end = range.end.min(files.text(found.file).len());
        let place = Place::new(found.file, range.start.min(end)..end);
        problem
            .at(place, "")
            .help(format!("to have the built-in one back, remove templates/{name}"))
    }
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
