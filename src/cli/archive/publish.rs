//! `peel-letter archive publish`: puts away that what was sent is published.

use super::put_away::{in_short, put_away, refuse_doubtful};
use super::versions;
use crate::archive::{Archive, Sent, Sound, Version, again, days};
use crate::cli::args::Publish;
use crate::cli::{Console, Exit, Stop, letters};
use crate::make::LetterReader;
use crate::workspace::{Room, Workspace};

/// A further version, with all that the last one has, and the day.
pub fn run(args: &Publish, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::here()?;
    let room = Room::enter(&workspace.output()).map_err(|problem| workspace.told(problem))?;
    let archive = Archive::of(&workspace);
    let version = versions(&args.letter, &archive)?.pop();
    let version = version.expect("a name that means no version is refused");
    let payload = Sound::open(&version, &archive)?.payload(&["data/"])?;
    let sent = sent(args, &version, console)?;
    let (payload, info) = again(&version, payload, &sent)?;
    put_away(&version.letter, payload, info, (&archive, &room), (&workspace, console))
}

/// How it was sent is known from before; what is doubtful is whether the day is right.
fn sent(args: &Publish, version: &Version, console: &Console) -> Result<Sent, Stop> {
    let info = version.info()?;
    if info.published() == Some(args.on) {
        let message = format!("{version} says already that it was published on {}", args.on);
        return Err(Stop::Usage(message));
    }
    let mut sent = Sent {
        on: info.sent().unwrap_or(args.on),
        published: Some(args.on),
        as_sent: None,
        enclosures: Vec::new(),
        reason: Some(args.reason.clone().unwrap_or_else(|| "Published".to_owned())),
        warnings: Vec::new(),
        accepted_because: args.accept_warnings.clone(),
    };
    let workspace = Workspace::at(&version.source())?;
    let mut files = workspace.files.clone();
    let path = workspace.root.join(format!("data/{}.toml", version.letter));
    let source = workspace.add(&path, &mut files)?;
    let letter = LetterReader::new(&workspace).load(&source, &[], &files).letter;
    let files = files.of(&version.to_string());
    let problems = days(&letter, &sent);
    console.report(&problems, &files);
    refuse_doubtful(&problems, args.accept_warnings.as_deref(), console)?;
    sent.warnings = in_short(&problems, &files);
    Ok(sent)
}
