//! `peel-letter status`: where each letter stands, the most urgent first.

use super::args::Status as Args;
use super::check::counts;
use super::table::{NOTHING, day};
use super::{Console, Exit, Stop, letters, print, print_shown, review, table};
use crate::archive::{self, Archive, Info, Record};
use crate::build::{self, Built, Compared, Wanted, compare, in_parallel};
use crate::check;
use crate::diagnostic::count;
use crate::make::{Kit, LetterReader};
use crate::signs;
use crate::status::{Archived, Known, Output, Status};
use crate::workspace::IoProblem;
use comfy_table::{CellAlignment, Table};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::path::Path;

/// Prints the table, or the same as JSON.
pub fn run(args: &Args, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&[])?;
    let asked = letters::letters(&[], &workspace)?;
    let mut files = workspace.files.clone();
    let (kit, reader) = (Kit::new(&workspace), LetterReader::new(&workspace));
    if let Err(problems) = &kit {
        console.report(problems, &files);
    }
    let (letters, unread) =
        letters::open_each(&asked, &[], &workspace, &reader, &mut files, console);
    let others = letters::responses(&asked, &letters, &workspace, &reader, &mut files)?;
    let progress = console.progress(letters.len());
    let wanted = Wanted::written();
    let folder = workspace.output();
    let archive = Archive::of(&workspace);
    let known = in_parallel(&letters, kit.as_ref().ok(), &files, |letter, kit, mut files| {
        let Built { problems, outputs } =
            letters::examine(letter, kit, &wanted, &others, &mut files);
        progress.step();
        let standing = |outputs: &[build::Output]| standing(outputs, &wanted, &folder);
        let output = match archive::record(letter, &archive, &files) {
            Ok(Record::Kept(_, kept)) => standing(&kept).map(Output::kept),
            Ok(_) => outputs.map_or(Ok(Output::HasErrors), |outputs| standing(&outputs)),
            Err(problem) => Err(problem),
        };
        (counts(&problems), check::allowed(&letter.loaded, &others), output)
    });
    progress.end();
    let today = args.today.map_or_else(today, Ok)?;
    let (mut all, mut unread) = (Vec::new(), unread);
    for (letter, (findings, allowed, output)) in letters.iter().zip(known) {
        let output = output.unwrap_or_else(|problem| {
            console.refuse(&workspace.told(problem));
            unread += 1;
            Output::Unreadable
        });
        let name = letter.name();
        let archived = archived(&name, &archive)?;
        let round = letter.loaded.letter.round.as_ref().map(|round| round.value);
        let returned = review::memory(&workspace, &name)?.returned_in(round);
        let known = Known { findings, allowed, output, archived, returned };
        all.push(Status::new(&name, &letter.loaded.letter, known, today));
    }
    Status::sort(&mut all);
    match args.json {
        true => print(signs::in_json(&json(&all)).as_bytes())?,
        false => print_shown(&table::text(&table(&all)))?,
    }
    Ok(if unread > 0 { Exit::Io } else { Exit::Done })
}

/// Today, where the user is.
fn today() -> Result<Date, Stop> {
    let here = TimeZone::try_system().unwrap_or(TimeZone::UTC);
    let now = Timestamp::try_from(std::time::SystemTime::now()).map_err(|_| {
        let message = "the clock of this machine is wrong; give the day with --today";
        Stop::Usage(message.to_owned())
    })?;
    Ok(now.to_zoned(here).date())
}

/// Whether `output/` has what the letter would become now.
fn standing(
    outputs: &[build::Output],
    wanted: &Wanted,
    folder: &Path,
) -> Result<Output, IoProblem> {
    let all = compare(outputs, folder)?;
    Ok(match () {
        () if all.iter().all(|file| file.old.is_none()) => Output::NotBuilt,
        () if all.iter().filter(|file| wanted.writes(file)).all(Compared::is_same) => Output::Built,
        () => Output::Stale,
    })
}

/// The last version of a letter that was put away. When it was sent and published, the last version
/// says that knows it; one that is damaged does not.
fn archived(name: &str, archive: &Archive) -> Result<Option<Archived>, Stop> {
    let versions = archive.versions(name)?;
    let Some(last) = versions.last() else { return Ok(None) };
    let infos: Vec<Info> =
        versions.iter().rev().map(|version| version.info().unwrap_or_default()).collect();
    let (sent, published) =
        (infos.iter().find_map(Info::sent), infos.iter().find_map(Info::published));
    Ok(Some(Archived { version: last.number, sent, published }))
}

fn json(all: &[Status]) -> String {
    let text = serde_json::to_string_pretty(all).expect("plain data can be written as JSON");
    format!("{text}\n")
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

fn table(all: &[Status]) -> Table {
    let mut table = table::new(&HEADER, "Report");
    table.add_rows(all.iter().map(row));
    for (name, column) in HEADER.iter().zip(table.column_iter_mut()) {
        if matches!(*name, "Days left" | "Answered") {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn row(status: &Status) -> [String; 10] {
    [
        status.letter.clone(),
        status.report.clone(),
        status.dated_in_words(),
        day(status.published),
        day(status.last_day),
        status.days_left_in_words(),
        format!("{} of {}", status.answered, status.items),
        findings(status),
        status.output.words().to_owned(),
        status.archived.map_or_else(|| NOTHING.to_owned(), |version| format!("v{version}")),
    ]
}

fn findings(status: &Status) -> String {
    let told = told(status);
    match status.allowed {
        0 => told,
        n => format!("{told}, {n} allowed"),
    }
}

fn told(status: &Status) -> String {
    match (status.errors, status.warnings) {
        (0, 0) => "none".to_owned(),
        (0, n) => count(n, "warning"),
        (n, 0) => count(n, "error"),
        (errors, warnings) => {
            format!("{}, {}", count(errors, "error"), count(warnings, "warning"))
        }
    }
}
