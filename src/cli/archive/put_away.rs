//! `peel-letter archive LETTER`: puts a letter away as it was sent.

use crate::archive::{
    self, Archive, Info, LETTER, Payload, Ready, Record, SOURCE, Sent, Sound, again, contents,
    doubts, sent_files,
};
use crate::build::{Built, Opened, Wanted, compare};
use crate::cli::args::PutAway;
use crate::cli::check::counts;
use crate::cli::{Console, Exit, Stop, letters, print};
use crate::diagnostic::{self, Diagnostic, Files, Reporter, count};
use crate::limits;
use crate::make::{Kit, LetterReader};
use crate::workspace::{Failed, IoProblem, Left, Room, Workspace, gate};
use std::io::{Error, ErrorKind};
use std::path::Path;

/// Puts it away, if nothing speaks against it.
pub fn run(args: &PutAway, console: &Console) -> Result<Exit, Stop> {
    refuse_several(args)?;
    let workspace = letters::here()?;
    // No other run puts anything away, or writes what is compared with, before this is done.
    let room = Room::enter(&workspace.output()).map_err(|problem| workspace.told(problem))?;
    let archive = Archive::of(&workspace);
    let path = workspace.letter(&args.letter);
    let mut files = workspace.files.clone();
    let reader = LetterReader::new(&workspace);
    let source = letters::read(&path, &workspace, &mut files, console);
    let opened = Opened::new(&reader, source.ok_or(Stop::Said(Exit::Io))?, &[], &files);
    refuse_elsewhere(&opened, &workspace)?;
    refuse_again(&opened, args, &archive)?;
    refuse_draft(&opened, console)?;
    let mut sent = sent(args)?;
    let record = archive::record(&opened, &archive, &files)?;
    let kept = if let Record::Kept(version, _) = &record { Some(version.clone()) } else { None };
    let Built { mut problems, outputs } = match record {
        // What was sent is not made anew, and what was wrong with it then was looked at then.
        Record::Kept(_, outputs) => Built { problems: Vec::new(), outputs: Some(outputs) },
        _ => made(&opened, &path, &workspace, (&reader, &mut files), console)?,
    };
    let outputs = outputs.unwrap_or_default();
    let compared =
        compare(&outputs, &workspace.output()).map_err(|problem| workspace.told(problem))?;
    problems.extend(doubts(&opened, &compared, &sent, &workspace, &archive)?);
    diagnostic::sort(&mut problems);
    console.report(&problems, &files);
    refuse_doubtful(&problems, args.accept_warnings.as_deref(), console)?;
    sent.warnings = in_short(&problems, &files);
    let (payload, info) = match kept {
        Some(version) => {
            let mut files = Sound::open(&version, &archive)?.payload(&[LETTER, SOURCE])?;
            files.extend(sent_files(sent.clone()));
            again(&version, files, &sent)?
        }
        None => contents(&opened, outputs, sent, (&workspace, &files))?,
    };
    put_away(&opened.name(), payload, info, (&archive, &room), (&workspace, console))
}

/// Makes the letter, and checks it.
fn made(
    opened: &Opened,
    path: &Path,
    workspace: &Workspace,
    (reader, files): (&LetterReader, &mut Files),
    console: &Console,
) -> Result<Built, Stop> {
    let mut kit = Kit::new(workspace).map_err(|problems| {
        console.report(&problems, files);
        Stop::Said(Exit::Wrong)
    })?;
    let others = letters::responses(&[path.to_owned()], [opened], workspace, reader, files)?;
    Ok(letters::examine(opened, Some(&mut kit), &Wanted::archived(), &others, files))
}

/// Writes a version, and says so.
pub fn put_away(
    letter: &str,
    payload: Payload,
    info: Info,
    (archive, room): (&Archive, &Room),
    (workspace, console): (&Workspace, &Console),
) -> Result<Exit, Stop> {
    let ready = Ready::new(archive, letter, payload, info);
    let ready = ready.map_err(|problem| workspace.told(problem))?;
    let exit = match ready.put_away(room) {
        Ok(()) => Exit::Done,
        Err(failed) => not_put_away(failed, workspace, console)?,
    };
    tell(&ready, workspace, console)?;
    Ok(exit)
}

/// Says what was put away. The fingerprint is for the register that somebody else keeps.
fn tell(ready: &Ready, workspace: &Workspace, console: &Console) -> Result<(), Stop> {
    let Ready { version, fingerprint, .. } = ready;
    let folder = workspace.shown(&version.folder);
    console.say(&format!("put away: {folder}; write down elsewhere, with its fingerprint:"));
    let line = format!("{fingerprint}  {version}\n");
    print(line.as_bytes()).inspect_err(|_| console.say(line.trim_end()))
}

/// Further files are enclosures; where there is none, further letters are meant.
fn refuse_several(args: &PutAway) -> Result<(), Stop> {
    if args.more_enclosures.is_empty() || !args.enclosures.is_empty() {
        return Ok(());
    }
    let message = "letters are put away one by one, each with the day on which it was sent; a file that \
         went with the letter is named after --enclosure";
    Err(Stop::Usage(message.to_owned()))
}

/// The archive is that of the letters in data/, each under its name.
fn refuse_elsewhere(opened: &Opened, workspace: &Workspace) -> Result<(), Stop> {
    let is_in_data = opened.source.path == format!("data/{}.toml", opened.name());
    if workspace.office.is_some() && is_in_data {
        return Ok(());
    }
    let message = "only letters in data/ are put away; move it there, and name it without a folder";
    Err(Stop::Usage(message.to_owned()))
}

/// A further version needs a reason.
fn refuse_again(opened: &Opened, args: &PutAway, archive: &Archive) -> Result<(), Stop> {
    let versions = archive.versions(&opened.name())?;
    let Some(last) = versions.last().filter(|_| args.reason.is_none()) else { return Ok(()) };
    let sent = last.info().ok().and_then(|info| info.sent());
    let sent = sent.map(|day| format!(", sent on {day}")).unwrap_or_default();
    Err(Stop::Usage(format!(
        "{last} is put away already{sent}, and stays as it is; to put away a further version, say \
         why with --reason \"...\""
    )))
}

fn refuse_draft(opened: &Opened, console: &Console) -> Result<(), Stop> {
    if !opened.loaded.letter.draft {
        return Ok(());
    }
    console.refuse(&format!(
        "{} is a draft, and only what was sent is put away; take `draft = true` out of it, give it \
         its date, and build it",
        opened.source.path
    ));
    Err(Stop::Said(Exit::Wrong))
}

pub fn refuse_doubtful(
    problems: &[Diagnostic],
    accepted: Option<&str>,
    console: &Console,
) -> Result<(), Stop> {
    let why = match counts(problems) {
        (0, 0) => return Ok(()),
        (0, _) if accepted.is_some() => return Ok(()),
        (0, n) => format!(
            "{}; mend what they tell, or say with --accept-warnings \"...\" why it went out so",
            count(n, "warning")
        ),
        (n, _) => format!("{}; what cannot go out is not put away", count(n, "error")),
    };
    console.say(&format!("not put away: {why}"));
    Err(Stop::Said(Exit::Wrong))
}

/// Warnings a line each, as they are kept.
pub fn in_short(problems: &[Diagnostic], files: &Files) -> Vec<String> {
    let reporter = Reporter::new(diagnostic::Format::Short, false, usize::MAX);
    problems.iter().map(|problem| reporter.render(problem, files)).collect()
}

/// Reads the files that are put away with the letter.
fn sent(args: &PutAway) -> Result<Sent, Stop> {
    let as_sent = args.as_sent.as_deref().map(named_file).transpose()?;
    let mut enclosures: Vec<(String, Vec<u8>)> = Vec::new();
    for path in args.enclosures.iter().chain(&args.more_enclosures) {
        let enclosure = named_file(path)?;
        if enclosures.iter().any(|(name, _)| *name == enclosure.0) {
            let message = format!("two enclosures are called {}; rename one", enclosure.0);
            return Err(Stop::Usage(message));
        }
        enclosures.push(enclosure);
    }
    Ok(Sent {
        on: args.sent,
        published: args.published,
        as_sent,
        enclosures,
        reason: args.reason.clone(),
        warnings: Vec::new(),
        accepted_because: args.accept_warnings.clone(),
    })
}

/// A file's name and content. An empty one was not what was sent.
fn named_file(path: &Path) -> Result<(String, Vec<u8>), IoProblem> {
    let problem = |error| IoProblem { verb: "read", path: path.to_owned(), error };
    let bytes = gate::read(path, limits::FILE).map_err(problem)?;
    if bytes.is_empty() {
        return Err(problem(Error::other("the file is empty")));
    }
    let name = path.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    let why = "its name is not in UTF-8, so that it is another one elsewhere; rename it";
    Ok((name.ok_or_else(|| problem(Error::other(why)))?, bytes))
}

/// Why nothing was put away, or not for certain. Where a drive has no locks, another run may have
/// written the same version meanwhile.
fn not_put_away(failed: Failed, workspace: &Workspace, console: &Console) -> Result<Exit, Stop> {
    let Failed { problem, left } = failed;
    if matches!(problem.error.kind(), ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty) {
        return Err(Stop::Usage(format!(
            "{} was put away by someone else at this moment, and stays as it is; see: peel-letter \
             archive list",
            workspace.shown(&problem.path)
        )));
    }
    console.refuse(&workspace.told(problem));
    console.say(archive::left(left));
    match left {
        Left::New => Ok(Exit::Io),
        Left::Old | Left::Mixed => Err(Stop::Said(Exit::Io)),
    }
}
