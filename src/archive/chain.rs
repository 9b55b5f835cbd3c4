//! Each version says what it follows: whoever takes one away, or puts another in its place, has to make
//! all that came after it anew.

use super::put_away::{AFTER, NOTHING, PREVIOUS};
use super::register::{Entry, Register};
use super::{Archive, Version};
use std::collections::BTreeMap;

/// What the versions say of one another.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Versions that others say they follow, and that are not there.
    pub missing: Vec<String>,
    /// What is wrong with a version that is there, by its name.
    pub wrong: BTreeMap<String, String>,
}

/// Follows every link from these versions to those before.
pub fn chain(versions: &[Version], archive: &Archive) -> Links {
    let mut links = Links::default();
    for version in versions {
        for (name, fingerprint) in before(version) {
            let Some((letter, number)) = Version::parse(&name) else {
                links
                    .wrong
                    .insert(version.to_string(), format!("it follows {name}, which is no version"));
                continue;
            };
            let other = archive.version(letter, number);
            match other.fingerprint() {
                Ok(there) if there == fingerprint => {}
                Ok(_) => {
                    let told = format!("it was put away after another {name} than is there now");
                    links.wrong.insert(version.to_string(), told);
                }
                Err(_) if other.folder.symlink_metadata().is_ok() => {}
                Err(_) => links.missing.push(name),
            }
        }
    }
    links
}

/// The versions that one says it follows, with their fingerprints.
fn before(version: &Version) -> Vec<(String, String)> {
    let Ok(info) = version.info() else { return Vec::new() };
    let previous = info.get(PREVIOUS).zip(version.number.checked_sub(1));
    let previous = previous.map(|(fingerprint, number)| {
        (format!("{}@v{number}", version.letter), fingerprint.to_owned())
    });
    let after = info.get(AFTER).filter(|after| *after != NOTHING);
    let after = after.map(|after| {
        let (name, fingerprint) = after.rsplit_once(' ').unwrap_or((after, ""));
        (name.to_owned(), fingerprint.to_owned())
    });
    previous.into_iter().chain(after).collect()
}

/// Whether a register has no version before one that it says it was put away after.
pub fn is_in_order(register: &Register, archive: &Archive) -> bool {
    let entries = register.entries();
    let precedes_its_own = |(at, entry): (usize, &Entry)| {
        let version = entry.parts().map(|(letter, number)| archive.version(letter, number));
        let earlier = version.iter().flat_map(before);
        earlier.into_iter().any(|(name, _)| entries[at..].iter().any(|later| later.version == name))
    };
    !entries.iter().enumerate().any(precedes_its_own)
}

/// Whether a version says what it follows: then there is a register, too.
pub fn after(version: &Version) -> bool {
    version.info().is_ok_and(|info| info.get(AFTER).is_some())
}
