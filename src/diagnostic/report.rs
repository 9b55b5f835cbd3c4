//! Problems as text: with the lines they concern, one line each, or JSON.

use super::{Diagnostic, Files, Label, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use serde_json::json;

/// How problems are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the lines they concern, and what to do
    #[default]
    Human,
    /// One line each: `file:line:column: severity[code]: message`
    Short,
    /// One JSON object a line
    Json,
}

/// Writes problems in one format.
#[derive(Clone, Debug)]
pub struct Reporter {
    format: Format,
    renderer: Renderer,
}

impl Reporter {
    /// `colour` switches terminal colours on; `width` is the terminal's, in columns.
    pub fn new(format: Format, colour: bool, width: usize) -> Self {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(width);
        Self { format, renderer }
    }

    /// The problem as text, ending in a newline.
    pub fn render(&self, problem: &Diagnostic, files: &Files) -> String {
        match self.format {
            Format::Human => self.human(problem, files),
            Format::Short => short(problem, files),
            Format::Json => json(problem, files),
        }
    }

    fn human(&self, problem: &Diagnostic, files: &Files) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(problem.message.as_str()).id(problem.code);
        let mut group = Group::with_title(title);
        for labels in by_file(&problem.labels) {
            group = group.element(snippet(labels, files));
        }
        for help in &problem.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        self.renderer.render(&[group]) + "\n\n"
    }
}

/// The labels in runs of one file each, the main label's file first.
fn by_file(labels: &[Label]) -> impl Iterator<Item = &[Label]> {
    labels.chunk_by(|a, b| a.place.file == b.place.file)
}

fn snippet<'a>(
    labels: &'a [Label],
    files: &'a Files,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = labels[0].place.file;
    let annotations = labels.iter().enumerate().map(|(index, label)| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(label.place.range());
        if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
    });
    Snippet::source(files.text(file)).path(files.name(file)).annotations(annotations)
}

fn severity(problem: &Diagnostic) -> &'static str {
    match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn short(problem: &Diagnostic, files: &Files) -> String {
    let place = problem.labels.first().map_or(String::new(), |label| {
        let (line, column) = files.line_column(label.place);
        format!("{}:{line}:{column}: ", files.name(label.place.file))
    });
    let (severity, code, message) = (severity(problem), problem.code, &problem.message);
    format!("{place}{severity}[{code}]: {message}\n")
}

fn json(problem: &Diagnostic, files: &Files) -> String {
    let labels: Vec<_> = problem
        .labels
        .iter()
        .map(|label| {
            let (line, column) = files.line_column(label.place);
            json!({
                "file": files.name(label.place.file),
                "line": line,
                "column": column,
                "start": label.place.start,
                "end": label.place.end,
                "text": label.text,
            })
        })
        .collect();
    let object = json!({
        "severity": severity(problem),
        "code": problem.code,
        "message": problem.message,
        "places": labels,
        "help": problem.help,
    });
    format!("{object}\n")
}
