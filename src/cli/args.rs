//! What may be typed. Nothing here does anything.

use crate::build;
use crate::diagnostic::Format;
use crate::letter::{Form, paths};
use crate::new;
use crate::pdf::Engine;
use crate::schema;
use clap::builder::{PathBufValueParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use std::ops::RangeInclusive;
use std::path::{Component, PathBuf};

/// Makes the formal letter by which a Police and Crime Commissioner answers a PEEL inspection
///
/// One TOML file holds what the letter says. Templates hold the words that are always the same.
/// The letter is made as Markdown, as PDF and as a web page.
#[derive(Debug, Parser)]
#[command(
    name = "peel-letter",
    bin_name = "peel-letter",
    version,
    max_term_width = 100,
    propagate_version = true
)]
#[command(
    after_help = "Exit codes: 0 done; 1 the letter or a template is wrong; 2 wrong usage; 3 a file could not be read or written."
)]
pub struct Cli {
    /// How problems are shown
    #[arg(long, global = true, value_name = "FORMAT", default_value = "human")]
    pub message_format: Format,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make the letters
    Build(Build),
    /// Make the letters again whenever a file of theirs is saved
    Watch(Watch),
    /// Begin a letter: write one to be filled in, with notes
    New(New),
    /// Look for everything wrong or doubtful in the letters
    Check(Check),
    /// Mend what went wrong when text was pasted or typed: bullets, tabs, marks, days, encodings
    Tidy(Tidy),
    /// Show what changed in a letter, word by word
    Diff(Diff),
    /// Show what came back from Word, and take it into the letter
    Review(Review),
    /// Say what a key is: what can stand there, and where it is printed
    Keys(Keys),
    /// Say what a code means, such as the one in `error[no-response]`
    Explain(Explain),
    /// Show where each letter stands, the most urgent first
    Status(Status),
    /// Put away what was sent, never to be changed; list, verify or restore it
    Archive(Archive),
    /// Show which templates are in use, or print one
    Templates(Templates),
    /// Print what an editor needs to help with the files (JSON Schema)
    Schema(Schema),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// `peel-letter build`
#[derive(Debug, Args)]
pub struct Build {
    /// The letters: TOML files, or their names in data/ without .toml; `-` reads one from standard
    /// input. Without any, every letter in data/
    #[arg(value_name = "LETTER")]
    pub letters: Vec<PathBuf>,
    /// The folder for what is made; `-` writes one file to standard output [default: output/, or
    /// `-` for a letter from standard input]
    #[arg(short, long, value_name = "DIR", value_parser = PathBufValueParser::new().try_map(fit))]
    pub output: Option<PathBuf>,
    /// What to make of each letter [default: md,pdf, or md for standard output]
    #[arg(short, long, value_name = "FORMATS", value_delimiter = ',')]
    pub format: Vec<build::Format>,
    /// The form to make of each letter [default: what `forms` in the letter says]
    #[arg(long, value_name = "FORM", value_delimiter = ',')]
    pub form: Vec<Form>,
    /// What writes the PDF
    #[arg(long, value_name = "ENGINE", default_value = "krilla")]
    pub pdf_engine: Engine,
    /// Make a Word file, NAME-changes.docx, in which all that changed since then is tracked: `round-2`,
    /// a Word file that went out or came back, or anything that diff compares with
    #[arg(long, value_name = "THEN")]
    pub changes_since: Option<String>,
    /// Write nothing; end with exit code 1 if a file is not what would be made now
    #[arg(long)]
    pub check: bool,
}

/// `peel-letter watch`
#[derive(Debug, Args)]
pub struct Watch {
    /// The letters: TOML files, or their names in data/ without .toml. Without any, every letter in
    /// data/, also one that comes later
    #[arg(value_name = "LETTER")]
    pub letters: Vec<PathBuf>,
    /// Show the letters in the browser, as they will look, with what is found in them; on this
    /// machine only
    #[arg(long)]
    pub serve: bool,
    /// Open the browser, too
    #[arg(long, requires = "serve")]
    pub open: bool,
}

/// `peel-letter check`
#[derive(Debug, Args)]
pub struct Check {
    /// The letters: TOML files, or their names in data/ without .toml; `-` reads one from standard
    /// input. Without any, every letter in data/
    #[arg(value_name = "LETTER")]
    pub letters: Vec<PathBuf>,
    /// End with exit code 1 if there is a warning
    #[arg(long)]
    pub deny_warnings: bool,
}

/// `peel-letter tidy`
#[derive(Debug, Args)]
pub struct Tidy {
    /// The letters: TOML files, or their names in data/ without .toml. Without any, the office file
    /// and every letter in data/
    #[arg(value_name = "LETTER")]
    pub letters: Vec<PathBuf>,
    /// Write the files; without this, what would be mended is only shown
    #[arg(long)]
    pub write: bool,
}

/// `peel-letter status`
#[derive(Debug, Args)]
pub struct Status {
    /// The day to count from, such as 2024-10-28 [default: today]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub today: Option<Date>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// A path to write to, if it can be one on every system.
fn fit(path: PathBuf) -> Result<PathBuf, String> {
    let names = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    match names.into_iter().find_map(|name| paths::wrong_name(&name)) {
        Some(why) => Err(why.to_owned()),
        // `a:b` is no folder b on drive a, but one in whatever folder was used there last.
        None if path.has_root()
            || !matches!(path.components().next(), Some(Component::Prefix(_))) =>
        {
            Ok(path)
        }
        None => Err("a drive is followed by a backslash, such as C:\\letters".to_owned()),
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| match british(text) {
        Some(date) => format!("a date is written year-month-day: {date}"),
        None => "a date is written year-month-day, such as 2024-10-28".to_owned(),
    })
}

/// The date that is meant by day, month and year, such as 28/10/2024.
fn british(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).collect();
    let [day, month, year] = parts.try_into().ok()?;
    let year = year.parse().ok().filter(|year| *year >= 1000)?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `peel-letter diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// The letter as it is now: a TOML file, or its name in data/ without .toml; `-` reads it from
    /// standard input
    #[arg(value_name = "LETTER")]
    pub letter: PathBuf,
    /// What it is compared with: an archived version such as `v1` or `NAME@v1`, a PDF that this
    /// program made, another letter, or a git revision such as `HEAD~3` or `git:HEAD~3` [default:
    /// the last archived version]
    #[arg(value_name = "OTHER")]
    pub other: Option<String>,
    /// How the differences are shown [default: text, or html for a file whose name ends in .html]
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<DiffFormat>,
    /// The file for the differences [default: standard output]
    #[arg(short, long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(fit))]
    pub output: Option<PathBuf>,
}

/// `peel-letter review`
#[derive(Debug, Args)]
pub struct Review {
    /// The letter: its name in data/ without .toml
    #[arg(value_name = "LETTER")]
    pub letter: PathBuf,
    /// The Word files that came back
    #[arg(value_name = "FILE.docx", required = true)]
    pub files: Vec<PathBuf>,
    /// Take changes into the TOML: `all`, or those of these numbers, such as 3,5-9
    #[arg(long, value_name = "CHANGES", value_parser = numbers)]
    pub apply: Option<Changes>,
    /// Only what this person changed or said; with --apply, nothing else is taken
    #[arg(long, value_name = "NAME")]
    pub from: Option<String>,
    /// What becomes of comments: `notes` puts them above their keys in the TOML
    #[arg(long, value_name = "WHERE")]
    pub comments: Option<Comments>,
    /// How it is shown [default: text, or html for a file whose name ends in .html]
    #[arg(short, long, value_name = "FORMAT")]
    pub format: Option<DiffFormat>,
    /// The file for it [default: standard output]
    #[arg(short, long, value_name = "FILE", value_parser = PathBufValueParser::new().try_map(fit))]
    pub output: Option<PathBuf>,
}

/// Changes by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// All that are at their place.
    All,
    /// Those with numbers in these ranges.
    Numbered(Vec<RangeInclusive<usize>>),
}

/// What can become of comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Comments {
    /// Notes above the keys that they are about
    Notes,
}

fn numbers(text: &str) -> Result<Changes, String> {
    if text.eq_ignore_ascii_case("all") {
        return Ok(Changes::All);
    }
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|number| *number > 0);
    let range = |part: &str| match part.split_once('-') {
        Some((first, last)) => Some(number(first)?..=number(last)?),
        None => number(part).map(|number| number..=number),
    };
    let ranges: Option<Vec<_>> = text.split(',').map(range).collect();
    let is_right =
        |ranges: &Vec<RangeInclusive<usize>>| ranges.iter().all(|range| !range.is_empty());
    let ranges = ranges.filter(is_right);
    ranges.map(Changes::Numbered).ok_or_else(|| "write all, or numbers such as 3,5-9".to_owned())
}

/// How differences can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a terminal
    Text,
    /// A web page to send round, complete in one file
    Html,
}

/// `peel-letter archive`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, arg_required_else_help = true)]
pub struct Archive {
    /// What else to do with the archive
    #[command(subcommand)]
    pub command: Option<ArchiveCommand>,
    /// What to put away
    #[command(flatten)]
    pub put_away: Option<PutAway>,
}

/// `peel-letter archive LETTER`
#[derive(Debug, Args)]
pub struct PutAway {
    /// The letter that was sent: its name in data/ without .toml
    #[arg(value_name = "LETTER")]
    pub letter: PathBuf,
    /// Further enclosures, where several stand after one --enclosure
    #[arg(value_name = "FILE", hide = true)]
    pub more_enclosures: Vec<PathBuf>,
    /// The day on which it was sent, such as 2024-10-28
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub sent: Date,
    /// The day on which it was published
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub published: Option<Date>,
    /// The file that was really sent, such as the signed PDF, to be kept beside the one built
    #[arg(long, value_name = "FILE")]
    pub as_sent: Option<PathBuf>,
    /// A file that went with the letter, to be kept with it; further ones may follow
    #[arg(long = "enclosure", value_name = "FILE")]
    pub enclosures: Vec<PathBuf>,
    /// Why a further version is put away
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Why the letter goes out in spite of warnings; kept with it
    #[arg(long, value_name = "TEXT")]
    pub accept_warnings: Option<String>,
}

/// `peel-letter archive list`, `publish`, `verify` and `restore`
#[derive(Debug, Subcommand)]
pub enum ArchiveCommand {
    /// List what was put away
    List,
    /// Put away that a letter is published: a further version, with all that the last one has
    Publish(Publish),
    /// Look whether all that was put away is still as it was
    Verify(Verify),
    /// Get back what a letter was made from, out of the archive or out of a PDF alone
    Restore(Restore),
}

/// `peel-letter archive publish`
#[derive(Debug, Args)]
pub struct Publish {
    /// The letter, whose last version is meant
    #[arg(value_name = "LETTER")]
    pub letter: String,
    /// The day on which it was published, such as 2024-10-28
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Date,
    /// Why a further version is put away [default: Published]
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Why it is put away in spite of warnings; kept with it
    #[arg(long, value_name = "TEXT")]
    pub accept_warnings: Option<String>,
}

/// `peel-letter archive verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// The letters, or one version of a letter: NAME@v2. Without any, the whole archive
    #[arg(value_name = "LETTER")]
    pub letters: Vec<String>,
    /// The fingerprint that was written down when the version was put away
    #[arg(long, value_name = "HEX", requires = "letters")]
    pub fingerprint: Option<String>,
    /// A file with the fingerprints of all that was put away, a line each, as they were printed:
    /// whatever there is more or less than that is told
    #[arg(long, value_name = "FILE", conflicts_with_all = ["letters", "fingerprint"])]
    pub fingerprints: Option<PathBuf>,
}

/// `peel-letter archive restore`
#[derive(Debug, Args)]
pub struct Restore {
    /// A letter, whose last version is meant; one version of it: NAME@v2; or a PDF made by this
    /// program
    #[arg(value_name = "LETTER")]
    pub from: String,
    /// The folder to put it into [default: output/restored/ and the name]
    #[arg(short, long, value_name = "DIR", value_parser = PathBufValueParser::new().try_map(fit))]
    pub output: Option<PathBuf>,
    /// Write over files that differ, and take from a version what is left of it
    #[arg(long)]
    pub force: bool,
}

/// `peel-letter explain`
#[derive(Debug, Args)]
pub struct Explain {
    /// The code. Without one, all are listed
    pub code: Option<String>,
}

/// `peel-letter new`
#[derive(Debug, Args)]
pub struct New {
    /// The name of the letter: it becomes data/NAME.toml
    pub name: String,
    /// Begin it from this letter: sender, recipient and areas stay, grades become previous grades
    #[arg(long, value_name = "LETTER")]
    pub from: Option<PathBuf>,
    /// What kind of letter it is, or several: `--kind national,welsh` [default: force]
    #[arg(long, value_name = "KIND", value_delimiter = ',', conflicts_with = "from")]
    pub kind: Vec<new::Kind>,
    /// The programme of the inspection [default: the newest, or that of the letter in --from]
    #[arg(long, value_name = "PROGRAMME")]
    pub programme: Option<String>,
}

/// `peel-letter templates`
#[derive(Debug, Args)]
pub struct Templates {
    /// Print the text of this one, as it is in use
    #[arg(long, value_name = "NAME", conflicts_with = "copy")]
    pub show: Option<String>,
    /// Copy this one into the working folder's templates/, to be changed there
    #[arg(long, value_name = "NAME")]
    pub copy: Option<String>,
}

/// `peel-letter schema`
#[derive(Debug, Args)]
pub struct Schema {
    /// The kind of file
    #[arg(value_name = "FILE", default_value = "letter")]
    pub file: schema::File,
}

/// `peel-letter keys`
#[derive(Debug, Args)]
pub struct Keys {
    /// A table, such as area.item, or a key, such as area.item.deadline; programmes, style and words
    /// are the other files [default: the top of a letter]
    #[arg(value_name = "TABLE")]
    pub path: Option<String>,
    /// All of them as a page in Markdown
    #[arg(long, conflicts_with = "path")]
    pub page: bool,
}

/// `peel-letter completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    pub shell: Shell,
}
