//! What was sent stays as sent: as long as a letter's own file is as it was put away, its files are those of
//! the archive, whatever has changed since in the office file, the templates or the program.

use super::bag::{self, MANIFEST, TAG_MANIFEST};
use super::verify::{There, there};
use super::{Archive, Payload, Version};
use crate::build::{Format, Opened, Output};
use crate::diagnostic::Files;
use crate::digest;
use crate::letter::Form;
use crate::limits;
use crate::workspace::{IoProblem, gate, utf8};
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;

/// How a letter stands to the last version of it that was put away.
pub enum Record {
    /// Nothing of it was.
    None,
    /// Its own file is as it was then: these are its files.
    Kept(Version, Vec<Output>),
    /// Its own file was edited since.
    Edited(Version),
}

/// Looks a letter up that was read into `files`.
///
/// # Errors
///
/// What was put away cannot be read, or is not what it was.
pub fn record(opened: &Opened, archive: &Archive, files: &Files) -> Result<Record, IoProblem> {
    let name = opened.name();
    let own = format!("data/{name}.toml");
    if opened.source.path != own {
        return Ok(Record::None);
    }
    let Some(last) = archive.versions(&name)?.pop() else { return Ok(Record::None) };
    let path = format!("{SOURCE}{own}");
    let there = last.read(&path).ok().and_then(|bytes| utf8(&bytes).ok());
    let there = there.ok_or_else(|| damaged(&last, &path))?;
    if there != files.text(opened.source.file) {
        return Ok(Record::Edited(last));
    }
    let outputs = Sound::open(&last, archive)?.outputs(&name)?;
    Ok(Record::Kept(last, outputs))
}

/// Where in a bag the files are that a letter was made from.
pub const SOURCE: &str = "data/source/";
/// And those that it was made as.
pub const LETTER: &str = "data/letter/";

/// A version whose lists are as they were put away.
pub struct Sound<'a> {
    version: &'a Version,
    there: There,
    listed: BTreeMap<String, String>,
}

impl<'a> Sound<'a> {
    /// # Errors
    ///
    /// A list is not as it was.
    pub fn open(version: &'a Version, archive: &Archive) -> Result<Self, IoProblem> {
        let mut sound = Self { version, there: there(version), listed: BTreeMap::new() };
        let tags = sound.read(TAG_MANIFEST)?;
        let register = archive.register()?.unwrap_or_default();
        let known = register.of(&version.to_string());
        if known.is_some_and(|known| known != digest::of(&tags)) {
            return Err(damaged(version, TAG_MANIFEST));
        }
        sound.listed = list(version, TAG_MANIFEST, &tags)?;
        let manifest = sound.bytes(MANIFEST)?;
        sound.listed = list(version, MANIFEST, &manifest)?;
        Ok(sound)
    }

    /// The files with paths that begin so, as a further version has them.
    ///
    /// # Errors
    ///
    /// One is not as it was put away.
    pub fn payload(&self, starts: &[&str]) -> Result<Payload, IoProblem> {
        let is_wanted = |path: &&String| starts.iter().any(|start| path.starts_with(start));
        let paths = self.listed.keys().filter(is_wanted);
        paths.map(|path| Ok((path.clone(), self.bytes(path)?))).collect()
    }

    /// The files with paths that begin so, by the rest of these.
    ///
    /// # Errors
    ///
    /// One is not as it was put away.
    fn files(&self, start: &str) -> Result<Vec<(String, Vec<u8>)>, IoProblem> {
        let paths = self.listed.keys().filter_map(|path| path.strip_prefix(start));
        paths.map(|rest| Ok((rest.to_owned(), self.bytes(&format!("{start}{rest}"))?))).collect()
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, IoProblem> {
        let bytes = self.read(path)?;
        match self.listed.get(path).is_some_and(|digest| *digest == digest::of(&bytes)) {
            true => Ok(bytes),
            false => Err(damaged(self.version, path)),
        }
    }

    /// A file, whatever is in it. What a link leads to is none.
    fn read(&self, path: &str) -> Result<Vec<u8>, IoProblem> {
        let place = self.there.get(OsStr::new(path)).and_then(Option::as_ref);
        place
            .and_then(|place| gate::read(place, limits::FILE).ok())
            .ok_or_else(|| damaged(self.version, path))
    }

    fn outputs(&self, letter: &str) -> Result<Vec<Output>, IoProblem> {
        let output = |(name, bytes): (String, Vec<u8>)| {
            let (stem, end) = name.rsplit_once('.')?;
            let format =
                Format::value_variants().iter().find(|format| format.extension() == end)?;
            let form = if stem == letter { Form::Letter } else { Form::Statement };
            Some(Output { name, form, format: *format, bytes })
        };
        Ok(self.files(LETTER)?.into_iter().filter_map(output).collect())
    }
}

fn list(
    version: &Version,
    name: &str,
    bytes: &[u8],
) -> Result<BTreeMap<String, String>, IoProblem> {
    bag::parse_manifest(&String::from_utf8_lossy(bytes)).map_err(|_| damaged(version, name))
}

fn damaged(version: &Version, path: &str) -> IoProblem {
    let why = format!("{path} is not as it was put away; see: peel-letter archive verify");
    IoProblem { verb: "use", path: version.to_string().into(), error: io::Error::other(why) }
}
