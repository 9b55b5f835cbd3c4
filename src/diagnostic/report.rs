//! Problems as text: with the lines they concern, one line each, or JSON.

use super::{Diagnostic, Files, Label, Place, Severity, first_of_each_kind};
use crate::signs;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use serde_json::json;
use std::borrow::Cow;
use std::ops::Range;

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

    /// Problems as text: of each kind the first, and how many more there are.
    pub fn render_all(&self, problems: &[Diagnostic], files: &Files) -> String {
        let (told, more) = first_of_each_kind(problems);
        let told = told.into_iter().map(|problem| self.render(problem, files));
        told.chain(more.iter().map(|problem| self.render(problem, files))).collect()
    }

    /// The problem as text, ending in a newline.
    pub fn render(&self, problem: &Diagnostic, files: &Files) -> String {
        match self.format {
            Format::Human => self.human(problem, files),
            Format::Short => signs::shown(&short(problem, files)).into_owned(),
            Format::Json => signs::in_json(&json(problem, files)),
        }
    }

    fn human(&self, problem: &Diagnostic, files: &Files) -> String {
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let title = level.primary_title(signs::shown(&problem.message)).id(problem.code);
        let mut group = Group::with_title(title);
        let parts: Vec<_> =
            by_file(&problem.labels).map(|labels| (labels, seen(labels, files))).collect();
        for (labels, seen) in &parts {
            group = group.element(snippet(labels, seen, files));
        }
        for help in &problem.help {
            group = group.element(Level::HELP.message(signs::shown(help)));
        }
        self.renderer.render(&[group]) + "\n\n"
    }
}

/// The labels in runs of one file each, the main label's file first.
fn by_file(labels: &[Label]) -> impl Iterator<Item = &[Label]> {
    labels.chunk_by(|a, b| a.place.file == b.place.file)
}

/// The bytes of the lines that labels concern: the rest of a long file need not be looked at.
fn seen(labels: &[Label], files: &Files) -> Range<usize> {
    let text = files.text(labels[0].place.file);
    let start = labels.iter().map(|label| label.place.start).min().unwrap_or_default();
    let end = labels.iter().map(|label| label.place.end).max().unwrap_or_default();
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    start..text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1)
}

fn snippet<'a>(
    labels: &'a [Label],
    seen: &Range<usize>,
    files: &'a Files,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = labels[0].place.file;
    let annotations = labels.iter().enumerate().map(|(index, label)| {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let Range { start, end } = label.place.range();
        let annotation = kind.span(start - seen.start..end - seen.start);
        if label.text.is_empty() { annotation } else { annotation.label(signs::shown(&label.text)) }
    });
    let line = files.line(Place::new(file, seen.clone()));
    Snippet::source(same_length(&files.text(file)[seen.clone()]))
        .line_start(line)
        .path(signs::shown(files.name(file)))
        .annotations(annotations)
}

/// Text without hidden signs, of which each byte stays where it is; control signs of ASCII are
/// replaced where the lines are drawn.
fn same_length(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| c.is_control() && !c.is_ascii() || signs::is_hidden(c);
    if !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (is_odd(c), c.len_utf8()) {
            (false, _) => out.push(c),
            (true, 2) => out.push('\u{bf}'),
            (true, 3) => out.push('\u{fffd}'),
            (true, _) => out.push_str("\u{fffd} "),
        }
    }
    Cow::Owned(out)
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
