//! `peel-letter archive`: puts away what was sent, lists, verifies and restores it.

mod list;
mod publish;
mod put_away;
mod restore;
mod verify;

use super::args::{Archive as Args, ArchiveCommand};
use super::{Console, Exit, Stop};
use crate::archive::{Archive, Version};
use crate::workspace::{Room, Workspace};

/// Does what was asked for.
pub fn run(args: &Args, console: &Console) -> Result<Exit, Stop> {
    match (&args.command, &args.put_away) {
        (Some(ArchiveCommand::List), _) => list::run(console),
        (Some(ArchiveCommand::Publish(args)), _) => publish::run(args, console),
        (Some(ArchiveCommand::Verify(args)), _) => verify::run(args, console),
        (Some(ArchiveCommand::Restore(args)), _) => restore::run(args, console),
        (None, Some(args)) => put_away::run(args, console),
        (None, None) => Err(Stop::Usage("name the letter that was sent".to_owned())),
    }
}

/// What was typed for a letter or a version, without what is only in the name of the file.
fn plain(named: &str) -> String {
    let (name, version) = match Version::parse(named) {
        Some((letter, number)) => (letter, format!("@v{number}")),
        None => (named, String::new()),
    };
    let name = name.strip_suffix(".toml").unwrap_or(name);
    format!("{}{version}", name.strip_prefix("data/").unwrap_or(name))
}

/// The versions that are meant by `NAME`, which are all of the letter, or by `NAME@vN`.
fn versions(named: &str, archive: &Archive) -> Result<Vec<Version>, Stop> {
    let plain = plain(named);
    let versions = match Version::parse(&plain) {
        Some((letter, number)) => {
            let mut versions = archive.versions(letter)?;
            versions.retain(|version| version.number == number);
            versions
        }
        None => archive.versions(&plain)?,
    };
    if versions.is_empty() {
        let there = archive.all()?.iter().map(Version::to_string).collect::<Vec<_>>().join(", ");
        return Err(Stop::Usage(match there.as_str() {
            "" => format!("{named} was not put away; nothing was so far"),
            there => format!("{named} was not put away; the archive has: {there}"),
        }));
    }
    Ok(versions)
}

/// The archive's folder, in which no run is at work, and in which what a stopped one began is done.
/// Nothing as long as there is none.
fn settled(workspace: &Workspace) -> Result<Option<Room>, Stop> {
    let room = Room::enter_if_there(&workspace.output());
    Ok(room.map_err(|problem| workspace.told(problem))?)
}
