//! The command line: one file a command, and what they share.

mod archive;
pub mod args;
mod build;
mod check;
mod completions;
mod counterpart;
mod diff;
mod double_click;
mod explain;
mod keys;
mod letters;
mod making;
mod man;
mod new;
mod progress;
mod review;
mod rounds;
mod schema;
mod status;
mod table;
mod templates;
mod tidy;
mod watch;

use crate::diagnostic::{Diagnostic, Files, Format, Reporter};
use crate::signs;
use crate::system;
use crate::workspace::{Failed, IoProblem, Left};
use args::{Cli, Command};
use clap::Parser;
use clap::error::{ContextKind, ContextValue, ErrorKind as Misuse};
use progress::Progress;
use std::ffi::OsString;
use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal, Write};

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Everything was done.
    Done = 0,
    /// A letter or a template is wrong.
    Wrong = 1,
    /// The command was used wrongly.
    Usage = 2,
    /// A file could not be read or written.
    Io = 3,
}

/// Why a command stopped before its end.
#[derive(Debug)]
pub enum Stop {
    /// It was used wrongly: what is wrong, and what to do.
    Usage(String),
    /// A file could not be read or written.
    Io(IoProblem),
    /// Files could not be written, or not for certain.
    Failed(Failed),
    /// It has been said already; the run ends so.
    Said(Exit),
}

impl From<IoProblem> for Stop {
    fn from(problem: IoProblem) -> Self {
        Self::Io(problem)
    }
}

impl From<Failed> for Stop {
    fn from(failed: Failed) -> Self {
        Self::Failed(failed)
    }
}

/// Runs the program with the words typed, the program's name first.
pub fn run(words: impl IntoIterator<Item = OsString>) -> Exit {
    let words: Vec<OsString> = words.into_iter().collect();
    if words.len() < 2 && system::is_double_clicked() {
        return double_click::run(&Console::new(Format::Human));
    }
    let cli = match Cli::try_parse_from(&words) {
        Ok(cli) => cli,
        Err(error) => return misused(error, &words),
    };
    let console = Console::new(cli.message_format);
    let result = match &cli.command {
        Command::Build(args) => build::run(args, &console),
        Command::Watch(args) => watch::run(args, &console),
        Command::New(args) => new::run(args, &console),
        Command::Check(args) => check::run(args, &console),
        Command::Tidy(args) => tidy::run(args, &console),
        Command::Diff(args) => diff::run(args, &console),
        Command::Review(args) => review::run(args, &console),
        Command::Archive(args) => archive::run(args, &console),
        Command::Keys(args) => keys::run(args),
        Command::Explain(args) => explain::run(args),
        Command::Status(args) => status::run(args, &console),
        Command::Templates(args) => templates::run(args, &console),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man => man::run(),
    };
    console.end(result)
}

/// Says why the words that were typed are no command.
fn misused(mut error: clap::Error, words: &[OsString]) -> Exit {
    if let Some(tip) = tip(&error) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    let is_json = words.windows(2).any(|pair| pair == ["--message-format", "json"])
        || words.iter().any(|word| word == "--message-format=json");
    // Help and version are no errors; if even this cannot be printed, nobody is there.
    let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
    if is_json && exit == Exit::Usage {
        // How the command is used comes after the first empty line.
        let message = error.to_string();
        let message = message.trim_start_matches("error: ").split("\n\n").next();
        let line = serde_json::json!({ "severity": "error", "message": message });
        let _ = writeln!(std::io::stderr(), "{line}");
    } else {
        let _ = error.print();
    }
    exit
}

/// What to do about a word too many: most often it is the second half of a name.
fn tip(error: &clap::Error) -> Option<&'static str> {
    let is_word = |kind| {
        let word = error.get(kind);
        matches!(word, Some(ContextValue::String(word)) if !word.starts_with('-'))
    };
    match error.kind() {
        Misuse::UnknownArgument if is_word(ContextKind::InvalidArg) => {
            Some("put a name with spaces in quotation marks, such as \"round 1.pdf\"")
        }
        Misuse::ArgumentConflict if is_word(ContextKind::InvalidSubcommand) => Some(
            "put a name with spaces in quotation marks, such as \"round 1.pdf\"; beside putting \
             away there is only list, publish, restore and verify: what was put away stays",
        ),
        _ => None,
    }
}

/// What empties a terminal, with what was rolled out of sight, and goes to its top.
const CLEAR: &str = "\x1b[2J\x1b[3J\x1b[H";

/// Whether what is written there can be in colours, and the user has not asked for none.
fn has_colours(out: &impl IsTerminal) -> bool {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    !plain && system::is_modern_terminal(out)
}

/// What is said to a person, all of it on standard error.
pub struct Console {
    reporter: Reporter,
    json: bool,
}

impl Console {
    fn new(format: Format) -> Self {
        let colour = has_colours(&std::io::stderr());
        Self { reporter: Reporter::new(format, colour, 100), json: format == Format::Json }
    }

    /// Says how a command ended, where that was not as it should.
    fn end(&self, result: Result<Exit, Stop>) -> Exit {
        match result {
            Ok(exit) | Err(Stop::Said(exit)) => exit,
            Err(Stop::Usage(message)) => {
                self.refuse(&message);
                Exit::Usage
            }
            Err(Stop::Io(problem)) => {
                self.refuse(&problem);
                Exit::Io
            }
            Err(Stop::Failed(failed)) => {
                self.refuse_written(&failed);
                Exit::Io
            }
        }
    }

    /// Empties the terminal, so that what is said next is all that is seen.
    pub fn clear(&self) {
        if !self.json && system::is_modern_terminal(&std::io::stderr()) {
            let _ = write!(std::io::stderr(), "{CLEAR}");
        }
    }

    /// Says a line.
    pub fn say(&self, line: &str) {
        self.line("info", line, line);
    }

    /// Whether what is said is for programs.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Says why something was not done.
    pub fn refuse(&self, why: &dyn Display) {
        self.line("error", &why.to_string(), &format!("error: {why}"));
    }

    /// Says why files were not written, and what that leaves.
    pub fn refuse_written(&self, Failed { problem, left }: &Failed) {
        self.refuse(problem);
        self.say(match left {
            Left::Old => "not written; the files that are there are as they were",
            Left::New => {
                "written all the same; but the disk does not say that the files last if the power fails"
            }
            Left::Mixed => {
                "written in part; the next run that writes there makes all files old or new again"
            }
        });
    }

    fn line(&self, severity: &str, message: &str, human: &str) {
        let line = match self.json {
            true => {
                let line = serde_json::json!({ "severity": severity, "message": message });
                signs::in_json(&line.to_string())
            }
            false => signs::shown(human).into_owned(),
        };
        // If standard error is closed, nobody listens.
        let _ = writeln!(std::io::stderr(), "{line}");
    }

    /// A line about long work, on a terminal only.
    pub fn progress(&self, letters: usize) -> Progress {
        let is_seen = letters > 1 && !self.json && std::io::stderr().is_terminal();
        Progress::new(letters, is_seen)
    }

    /// Shows problems.
    pub fn report(&self, problems: &[Diagnostic], files: &Files) {
        let text = self.reporter.render_all(problems, files);
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// Writes text to standard output for a person: no sign of a file does anything to the terminal.
fn print_shown(text: &str) -> Result<(), Stop> {
    print(signs::shown(text).as_bytes())
}

/// Writes to standard output. If nobody reads on, what is found still counts.
fn print(bytes: &[u8]) -> Result<(), Stop> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Stop::Io(IoProblem { verb: "write", path: "standard output".into(), error }))
        }
        _ => Ok(()),
    }
}
