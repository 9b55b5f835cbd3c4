//! A bag becomes a version: whole or not at all, and never over another.

use super::register::{REGISTER, Register};
use super::{Archive, FOLDER, Info, Payload, Version, bag};
use crate::digest;
use crate::workspace::{Content, Failed, IoProblem, Left, Piece, Room};
use std::io;

/// The name in `bag-info.txt` of what the bag is (RFC 8493, section 2.2.2): `NAME@vN`.
pub const IDENTIFIER: &str = "External-Identifier";
/// Of the fingerprint of the version before.
pub const PREVIOUS: &str = "Previous-Version-Fingerprint";
/// Of what was put away last before it, of any letter: a version with its fingerprint, or [`NOTHING`].
pub const AFTER: &str = "Put-Away-After";
/// That it is the first.
pub const NOTHING: &str = "nothing";

/// A version that is complete in memory.
pub struct Ready {
    /// Which it is to be.
    pub version: Version,
    /// Its fingerprint.
    pub fingerprint: String,
    files: Payload,
    register: String,
}

impl Ready {
    /// The next version of a letter, which says what it follows.
    ///
    /// # Errors
    ///
    /// The archive or its register cannot be read.
    pub fn new(
        archive: &Archive,
        letter: &str,
        payload: Payload,
        mut info: Info,
    ) -> Result<Self, IoProblem> {
        let mut register = archive.register()?.map_or_else(|| anew(archive), Ok)?;
        let version = next(archive, letter, &register)?;
        info.add(IDENTIFIER, &version.to_string());
        if let Some(previous) = previous(&version, archive, &register) {
            info.add(PREVIOUS, &previous);
        }
        let last = register.entries().last();
        info.add(
            AFTER,
            &last.map_or_else(
                || NOTHING.to_owned(),
                |last| format!("{} {}", last.version, last.fingerprint),
            ),
        );
        let files = bag::files(payload, info);
        let fingerprint = digest::of(&files[bag::TAG_MANIFEST]);
        register.add(&version, &fingerprint);
        Ok(Self { version, fingerprint, files, register: register.to_string() })
    }

    /// Writes it, into the folder of what is made, with the register.
    ///
    /// # Errors
    ///
    /// A file cannot be written, or another run has put it away meanwhile.
    pub fn put_away(&self, room: &Room) -> Result<(), Failed> {
        let from_room = |path: &str| path.strip_prefix("output/").unwrap_or(path).to_owned();
        let Version { letter, number, .. } = &self.version;
        let kept = Piece {
            path: format!("{}/{letter}/v{number}", from_room(FOLDER)).into(),
            content: Content::Kept(&self.files),
            may_replace: false,
        };
        let register = Piece {
            path: from_room(REGISTER).into(),
            content: Content::File(self.register.as_bytes()),
            may_replace: true,
        };
        room.write(&[kept, register])
    }
}

/// The register of an archive from before there was one. Where a version says that there is one, it
/// was taken away: without it nobody would know what else was.
fn anew(archive: &Archive) -> Result<Register, IoProblem> {
    let mut register = Register::default();
    for version in archive.all()? {
        if version.info().is_ok_and(|info| info.get(AFTER).is_some()) {
            let why = "it is gone; get it back from your other records, or write it anew from the \
                       fingerprints that were written down";
            let error = io::Error::other(why);
            return Err(IoProblem { verb: "read", path: archive.register.clone(), error });
        }
        // A version without one is damaged, which `archive verify` tells.
        if let Ok(fingerprint) = version.fingerprint() {
            register.add(&version, &fingerprint);
        }
    }
    Ok(register)
}

/// The number that no version of a letter has had, be it gone by now.
fn next(archive: &Archive, letter: &str, register: &Register) -> Result<Version, IoProblem> {
    let there = archive.versions(letter)?.last().map_or(0, |last| last.number);
    let known = register.entries().iter().filter_map(|entry| entry.parts());
    let known = known.filter(|(other, _)| *other == letter).map(|(_, number)| number).max();
    Ok(archive.version(letter, there.max(known.unwrap_or_default()) + 1))
}

/// The fingerprint of the version before.
fn previous(version: &Version, archive: &Archive, register: &Register) -> Option<String> {
    let previous = archive.version(&version.letter, version.number.checked_sub(1)?);
    let known = register.of(&previous.to_string()).map(str::to_owned);
    known.or_else(|| previous.fingerprint().ok())
}

/// What is left of the archive, in words.
pub fn left(left: Left) -> &'static str {
    match left {
        Left::Old => "not put away; the archive is as it was",
        Left::New => {
            "put away all the same; but the disk does not say that it lasts if the power fails"
        }
        Left::Mixed => {
            "put away in part; the next `peel-letter archive` of anything puts that right"
        }
    }
}
