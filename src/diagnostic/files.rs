//! The files a person wrote, and places in them.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// Which of the [`Files`] is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A stretch of one file, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Place {
    /// The place of `range` in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let Range { start, end } = range;
        Self { file, start, end }
    }

    /// The bytes meant.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// The text of every file read in this run, under the name the user knows it by.
#[derive(Debug, Default, Clone)]
pub struct Files {
    files: Vec<File>,
}

/// Shared between the copies that each letter is made with.
#[derive(Debug, Clone)]
struct File {
    name: Arc<str>,
    text: Arc<str>,
    /// Where its lines begin, looked for when they are first asked for.
    lines: Arc<OnceLock<Vec<usize>>>,
}

impl Files {
    /// Takes in a file; `name` is shown to the user.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer files than bytes in memory"));
        let (name, text): (String, String) = (name.into(), text.into());
        self.files.push(File { name: name.into(), text: text.into(), lines: Arc::default() });
        id
    }

    /// The name the user knows the file by.
    pub fn name(&self, id: FileId) -> &str {
        &self.files[id.0 as usize].name
    }

    /// The file that the user knows by this name.
    pub fn find(&self, name: &str) -> Option<FileId> {
        let index = self.files.iter().position(|file| &*file.name == name)?;
        u32::try_from(index).ok().map(FileId)
    }

    /// The same files with their names said to be of `whole`, such as `data/office.toml (v1)`.
    #[must_use]
    pub fn of(&self, whole: &str) -> Self {
        let named = |file: &File| File {
            name: format!("{} ({whole})", file.name).into(),
            text: file.text.clone(),
            lines: file.lines.clone(),
        };
        Self { files: self.files.iter().map(named).collect() }
    }

    /// The whole text of the file.
    pub fn text(&self, id: FileId) -> &str {
        &self.files[id.0 as usize].text
    }

    /// Line and column of the place's first character, both counted from 1, in characters.
    pub fn line_column(&self, place: Place) -> (usize, usize) {
        let line = self.line(place);
        let start = self.line_starts(place.file)[line - 1];
        (line, self.text(place.file)[start..place.start].chars().count() + 1)
    }

    /// The line of the place's first character, counted from 1.
    pub fn line(&self, place: Place) -> usize {
        self.line_starts(place.file).partition_point(|start| *start <= place.start)
    }

    /// Where each line of a file begins.
    pub fn line_starts(&self, id: FileId) -> &[usize] {
        self.files[id.0 as usize].lines.get_or_init(|| {
            let newlines = self.text(id).match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(newlines).collect()
        })
    }

    /// The file's whole text as a place, for a problem that has no better one.
    pub fn start_of(&self, id: FileId) -> Place {
        Place::new(id, 0..0)
    }
}
