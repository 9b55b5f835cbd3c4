//! `peel-letter archive`: puts away what was sent, lists, verifies and restores it.

mod list;
mod put_away;
mod restore;
mod verify;

use super::args::{Archive as Args, ArchiveCommand};
use super::{Console, Exit, Stop};
use crate::archive::{self, Archive, Version};

/// Does what was asked for.
pub fn run(args: &Args, console: &Console) -> Result<Exit, Stop> {
    match (&args.command, &args.put_away) {
        (Some(ArchiveCommand::List), _) => list::run(console),
        (Some(ArchiveCommand::Verify(args)), _) => verify::run(args, console),
        (Some(ArchiveCommand::Restore(args)), _) => restore::run(args, console),
        (None, Some(args)) => put_away::run(args, console),
        (None, None) => Err(Stop::Usage("name the letter that was sent".to_owned())),
    }
}

/// The versions that are meant by `NAME`, which are all of the letter, or by `NAME@vN`.
fn versions(named: &str, archive: &Archive) -> Result<Vec<Version>, Stop> {
    let (letter, number) = match named.rsplit_once('@') {
        Some((letter, version)) => (letter, archive::number(version)),
        None => (named, None),
    };
    let name = if number.is_some() { letter } else { named };
    let name = name.strip_suffix(".toml").unwrap_or(name);
    let name = name.strip_prefix("data/").unwrap_or(name);
    let mut versions = archive.versions(name)?;
    versions.retain(|version| number.is_none_or(|number| version.number == number));
    if versions.is_empty() {
        let there = all(archive)?.iter().map(Version::to_string).collect::<Vec<_>>().join(", ");
        return Err(Stop::Usage(match there.as_str() {
            "" => format!("{named} was not put away; nothing was so far"),
            there => format!("{named} was not put away; the archive has: {there}"),
        }));
    }
    Ok(versions)
}

/// Every version of every letter.
fn all(archive: &Archive) -> Result<Vec<Version>, Stop> {
    let mut all = Vec::new();
    for letter in archive.letters()? {
        all.extend(archive.versions(&letter)?);
    }
    Ok(all)
}
