//! The list of all that was put away, with the fingerprint of each version, kept beside the archive: who
//! takes something out of that, or puts something in, has to think of this too.
//!
//! A line is a fingerprint and `NAME@vN`, as `archive verify` prints it. A copy that somebody else keeps
//! is worth more.

use super::Version;
use crate::workspace::{IoProblem, bytes_if_there};
use std::io;
use std::path::Path;

/// Its path from the working folder.
pub const REGISTER: &str = "output/register.txt";

/// What was put away, in the order in which that was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Register {
    entries: Vec<Entry>,
    /// Whether a line of it stands twice.
    pub is_doubled: bool,
}

/// A version that was put away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `NAME@vN`.
    pub version: String,
    /// Its fingerprint.
    pub fingerprint: String,
}

impl Register {
    /// Reads one; nothing where there is none.
    ///
    /// # Errors
    ///
    /// It cannot be read, or a line of it says nothing.
    pub fn read(path: &Path) -> Result<Option<Self>, IoProblem> {
        let problem = |error| IoProblem { verb: "read", path: path.to_owned(), error };
        let Some(bytes) = bytes_if_there(path)? else { return Ok(None) };
        let text = crate::workspace::utf8(&bytes).map_err(problem)?;
        let parsed = Self::parse(&text).map_err(|line| {
            let why = format!("line {line} is no fingerprint with the name of a version");
            problem(io::Error::new(io::ErrorKind::InvalidData, why))
        })?;
        Ok(Some(parsed))
    }

    /// Reads lines that have a fingerprint at their start or end, and the name of a version beside it. A
    /// line that has not gives its number, counted from 1; so does one that says a version again, and
    /// otherwise.
    fn parse(text: &str) -> Result<Self, usize> {
        let mut register = Self::default();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with(['#', ' ']) || is_summary(line) {
                continue;
            }
            let entry = Entry::parse(line.trim()).ok_or(index + 1)?;
            match register.of(&entry.version) {
                None => register.entries.push(entry),
                Some(known) if known == entry.fingerprint => register.is_doubled = true,
                Some(_) => return Err(index + 1),
            }
        }
        Ok(register)
    }

    /// The fingerprint that a version was put away with.
    pub fn of(&self, version: &str) -> Option<&str> {
        let mut same = self.entries.iter().filter(|entry| entry.version == version);
        same.next().map(|entry| entry.fingerprint.as_str())
    }

    /// All of it, the first first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds what is put away last.
    pub fn add(&mut self, version: &Version, fingerprint: &str) {
        let fingerprint = fingerprint.to_owned();
        self.entries.push(Entry { version: version.to_string(), fingerprint });
    }
}

/// What `archive verify` says below its list. What it says of a version is indented.
fn is_summary(line: &str) -> bool {
    line.starts_with("verified: ")
}

impl Entry {
    fn parse(line: &str) -> Option<Self> {
        let first = line.split_once(char::is_whitespace);
        let last = line.rsplit_once(char::is_whitespace).map(|(rest, last)| (last, rest));
        let is_fingerprint =
            |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (fingerprint, rest) =
            [first, last].into_iter().flatten().find(|(word, _)| is_fingerprint(word))?;
        let rest = rest.trim();
        let version = rest.strip_prefix("whole: ").unwrap_or(rest).trim();
        Version::parse(version)?;
        Some(Self { version: version.to_owned(), fingerprint: fingerprint.to_ascii_lowercase() })
    }

    /// The letter and the number of the version.
    pub fn parts(&self) -> Option<(&str, u32)> {
        Version::parse(&self.version)
    }
}

impl std::fmt::Display for Register {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.entries
            .iter()
            .try_for_each(|entry| writeln!(f, "{}  {}", entry.fingerprint, entry.version))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_and_what_is_kept_can_both_be_read() {
        let (one, two) = ("1".repeat(64), "a".repeat(64));
        let kept = format!("{one}  a letter@v1\n{two}  a letter@v2\n");
        let printed = format!(
            "whole: a letter@v1 {one}\nwhole: a letter@v2 {}\nverified: 2 versions, all whole\n",
            two.to_uppercase()
        );
        let register = Register::parse(&kept).unwrap();
        assert_eq!(Register::parse(&printed), Ok(register.clone()));
        assert_eq!(
            Register::parse(&format!("# Ours\r\n\r\n{kept}").replace('\n', "\r\n")),
            Ok(register.clone())
        );
        assert_eq!(register.to_string(), kept);
        assert_eq!(register.of("a letter@v2"), Some(two.as_str()));
        for wrong in [
            "letter@v1".to_owned(),
            format!("{one} letter"),
            format!("{one} letter@v0"),
            format!("{}0 letter@v1", &one),
            format!("{kept}{two} a letter@v1"),
        ] {
            assert!(Register::parse(&wrong).is_err(), "{wrong}");
        }
    }
}
