//! `peel-letter status`: where each letter stands, the most urgent first.

use super::args::Status as Args;
use super::check::{count, counts};
use super::letters::{self, Opened};
use super::{Console, Exit, Stop, print};
use crate::make::{Kit, Reader};
use crate::pdf::Engine;
use crate::status::{Known, Output, Status};
use crate::workspace::{IoProblem, Workspace, letter_name};
use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::Path;

/// Prints the table, or the same as JSON.
pub fn run(args: &Args, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&[])?;
    let asked = letters::letters(&[], &workspace)?;
    let mut files = workspace.files.clone();
    let (mut kit, reader) = (Kit::new(&workspace), Reader::new(&workspace));
    if let Err(problems) = &kit {
        console.report(problems, &files);
    }
    let mut opened = Vec::new();
    let mut exit = Exit::Done;
    for path in &asked {
        match letters::read(path, &workspace, &mut files, console) {
            Some(source) => opened.push((letter_name(path), Opened::new(&reader, source, &files))),
            None => exit = Exit::Io,
        }
    }
    let others = letters::responses(
        &asked,
        opened.iter().map(|(_, letter)| letter),
        &workspace,
        &reader,
        &mut files,
    )?;
    let today = args.today.unwrap_or_else(today);
    let mut all = Vec::new();
    for (name, letter) in &opened {
        let findings = counts(&letter.problems(kit.as_mut().ok(), &others, &mut files));
        let output = match kit.as_mut() {
            Ok(kit) => output(letter, kit, &workspace, &mut files)?,
            Err(_) => Output::HasErrors,
        };
        let archived = archived(name, &workspace)?;
        let known = Known { findings, output, archived };
        all.push(Status::new(name, &letter.loaded.letter, known, today));
    }
    Status::sort(&mut all);
    let text = if args.json { json(&all) } else { lines(&table(&all)) };
    print(text.as_bytes())?;
    Ok(exit)
}

/// Today, where the user is.
fn today() -> Date {
    let here = TimeZone::try_system().unwrap_or(TimeZone::UTC);
    Timestamp::now().to_zoned(here).date()
}

/// Whether `output/` has what the letter would become now.
fn output(
    letter: &Opened,
    kit: &mut Kit<'_>,
    workspace: &Workspace,
    files: &mut crate::diagnostic::Files,
) -> Result<Output, Stop> {
    let Opened { source, loaded } = letter;
    let Some(good) = loaded.good() else { return Ok(Output::HasErrors) };
    let (mut there, mut same) = (0, 0);
    let mut wanted = 0;
    for form in &good.forms {
        let Ok(made) = kit.make(good, source, &loaded.images, *form, files) else {
            return Ok(Output::HasErrors);
        };
        let (Ok(pdf), Ok(html)) = (kit.pdf(&made, Engine::default()), kit.html(&made)) else {
            return Ok(Output::HasErrors);
        };
        let files = [("md", made.markdown.as_bytes()), ("pdf", &pdf), ("html", html.as_bytes())];
        for (extension, bytes) in files {
            let path = Path::new("output").join(format!("{}.{extension}", made.name));
            let old =
                workspace.root.join(&path).is_file().then(|| workspace.bytes(&path)).transpose()?;
            // The web page is made where it is asked for.
            wanted += usize::from(extension != "html" || old.is_some());
            there += usize::from(old.is_some());
            same += usize::from(old.as_deref() == Some(bytes));
        }
    }
    Ok(match (there, same) {
        (0, _) => Output::NotBuilt,
        (_, same) if same == wanted => Output::Built,
        _ => Output::Stale,
    })
}

/// The last version of a letter that was put away: `output/archive/NAME/vN`.
fn archived(name: &str, workspace: &Workspace) -> Result<Option<u32>, Stop> {
    let folder = workspace.root.join("output/archive").join(name);
    if !folder.is_dir() {
        return Ok(None);
    }
    let problem = |error| IoProblem { verb: "read", path: folder.clone(), error };
    let mut last = None;
    for entry in std::fs::read_dir(&folder).map_err(problem)? {
        let name = entry.map_err(problem)?.file_name();
        let version = name.to_str().and_then(|name| name.strip_prefix('v')?.parse().ok());
        last = last.max(version);
    }
    Ok(last)
}

fn json(all: &[Status]) -> String {
    let text = serde_json::to_string_pretty(all).expect("plain data can be written as JSON");
    format!("{text}\n")
}

/// Without the spaces at the end of lines.
fn lines(table: &Table) -> String {
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// The columns with what stands above them: only the report may be broken over lines.
const HEADER: [&str; 10] = [
    "Letter",
    "Report",
    "Dated",
    "Published",
    "Last day",
    "Days left",
    "Answered",
    "Findings",
    "Output",
    "Archived",
];

/// The width of a table that nobody sees on a terminal.
const WIDTH: u16 = 160;

fn table(all: &[Status]) -> Table {
    let mut table = Table::new();
    let terminal = terminal_size::terminal_size().map(|(width, _)| width.0);
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(terminal.unwrap_or(WIDTH)).set_header(HEADER);
    table.add_rows(all.iter().map(row));
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_constraint(match HEADER[index] {
            "Report" => ColumnConstraint::LowerBoundary(Width::Fixed(24)),
            _ => ColumnConstraint::ContentWidth,
        });
        if matches!(HEADER[index], "Days left" | "Answered") {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn row(status: &Status) -> [String; 10] {
    let none = || "\u{2013}".to_owned();
    let day = |day: Option<Date>| day.map_or_else(none, |day| day.to_string());
    [
        status.letter.clone(),
        status.report.clone(),
        if status.draft { "draft".to_owned() } else { day(status.date) },
        day(status.published),
        day(status.last_day),
        status.days_left_in_words(),
        format!("{} of {}", status.answered, status.items),
        findings(status),
        status.output.words().to_owned(),
        status.archived.map_or_else(none, |version| format!("v{version}")),
    ]
}

fn findings(status: &Status) -> String {
    match (status.errors, status.warnings) {
        (0, 0) => "none".to_owned(),
        (0, n) => count(n, "warning"),
        (n, 0) => count(n, "error"),
        (errors, warnings) => {
            format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
        }
    }
}
