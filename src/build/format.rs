//! What a letter can be made as: a row for each format, and which of them a run makes and writes.

use super::{Compared, Output};
use crate::diagnostic::{Diagnostic, Files};
use crate::letter::load::Loaded;
use crate::make::earlier::{Earlier, Values};
use crate::make::{Edition, Kit};
use crate::pdf::Engine;
use crate::workspace::{IoProblem, entries_if_there};
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::path::Path;

/// What a letter can be made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Markdown.
    Md,
    /// PDF.
    Pdf,
    /// A web page, complete in one file.
    Html,
    /// A Word file.
    Docx,
    /// The pages as pictures, for the browser.
    Svg,
}

/// What is known of a format.
struct Row {
    format: Format,
    /// The extension of its files, and its name for those who type.
    extension: &'static str,
    /// What browsers call it.
    media_type: &'static str,
    /// What it is.
    words: &'static str,
    /// Whether it is written where nothing else is asked for.
    is_default: bool,
    /// Whether it can be asked for. Once its file is there, that is made anew with the others.
    is_written: bool,
    /// Whether it is put away with a letter.
    is_archived: bool,
    /// Makes it.
    make: fn(&mut Kit<'_>, &Making<'_>) -> Bytes,
}

/// What a letter is in a format, or what is wrong.
type Bytes = Result<Vec<u8>, Vec<Diagnostic>>;

/// What a format is made from.
pub(super) struct Making<'a> {
    pub made: &'a Edition,
    pub loaded: &'a Loaded,
    pub files: &'a Files,
    pub engine: Engine,
    /// The letter as it was, where changes since then are tracked.
    pub earlier: Option<&'a Earlier>,
}

/// All formats, in the order in which they are made.
const ROWS: [Row; 5] = [
    Row {
        format: Format::Md,
        extension: "md",
        media_type: "text/markdown; charset=utf-8",
        words: "Markdown",
        is_default: true,
        is_written: true,
        is_archived: true,
        make: |_, of| Ok(of.made.markdown.clone().into_bytes()),
    },
    Row {
        format: Format::Pdf,
        extension: "pdf",
        media_type: "application/pdf",
        words: "PDF",
        is_default: true,
        is_written: true,
        is_archived: true,
        make: |kit, of| kit.pdf(of.made, of.engine),
    },
    Row {
        format: Format::Html,
        extension: "html",
        media_type: "text/html; charset=utf-8",
        words: "Web page, complete in one file",
        is_default: false,
        is_written: true,
        is_archived: true,
        make: |kit, of| kit.html(of.made).map(String::into_bytes),
    },
    Row {
        format: Format::Docx,
        extension: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        words: "Word file, to be amended by others",
        is_default: false,
        is_written: true,
        is_archived: false,
        make: |kit, of| kit.docx(of.made, of.loaded, of.earlier, of.files),
    },
    Row {
        format: Format::Svg,
        extension: "svg",
        media_type: "image/svg+xml",
        words: "The pages as pictures, for the browser",
        is_default: false,
        is_written: false,
        is_archived: false,
        make: |kit, of| kit.svg(of.made, of.loaded, of.files).map(String::into_bytes),
    },
];

impl Format {
    fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        self.row().extension
    }

    /// What browsers call it.
    pub fn media_type(self) -> &'static str {
        self.row().media_type
    }

    /// What it is, in a few words.
    pub fn words(self) -> &'static str {
        self.row().words
    }

    /// Whether it can be asked for.
    pub fn is_written(self) -> bool {
        self.row().is_written
    }

    /// What a letter is in it.
    pub(super) fn make(self, kit: &mut Kit<'_>, of: &Making<'_>) -> Bytes {
        (self.row().make)(kit, of)
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Md, Self::Pdf, Self::Html, Self::Docx]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let Row { extension, words, is_written, .. } = self.row();
        is_written.then(|| PossibleValue::new(extension).help(words))
    }
}

/// What a run makes of a letter in each of its forms, and which of that it writes.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// What is made. Without any, the letter is only put together.
    formats: Vec<Format>,
    /// Whether all of it is written, as somebody has asked for just that.
    is_named: bool,
    /// What writes the PDF.
    pub engine: Engine,
    /// Since when changes are tracked in the Word file, if they are.
    pub since: Option<Values>,
}

impl Wanted {
    /// These formats, and all of them are written.
    pub fn named(formats: &[Format]) -> Self {
        let mut formats = formats.to_vec();
        formats.sort();
        formats.dedup();
        Self { formats, is_named: true, ..Self::default() }
    }

    /// What is written to a folder where nothing else is asked for.
    ///
    /// # Errors
    ///
    /// The folder is there and cannot be read.
    pub fn usual(folder: &Path) -> Result<Self, IoProblem> {
        let entries = entries_if_there(folder)?.unwrap_or_default();
        let there: Vec<_> = entries
            .iter()
            .filter_map(|entry| entry.path().extension().map(ToOwned::to_owned))
            .collect();
        let is_there = |row: &Row| there.iter().any(|end| end == row.extension);
        Ok(Self::those(|row| row.is_default || (row.is_written && is_there(row))))
    }

    /// What the browser shows, or hands out as a file: everything.
    pub fn served() -> Self {
        Self::those(|_| true)
    }

    /// It without the formats in which a letter is there already.
    pub fn without(&self, outputs: &[Output]) -> Self {
        let is_there = |format: &Format| outputs.iter().any(|output| output.format == *format);
        let formats = self.formats.iter().copied().filter(|format| !is_there(format));
        Self { formats: formats.collect(), ..self.clone() }
    }

    /// What is put away.
    pub fn archived() -> Self {
        Self::those(|row| row.is_archived)
    }

    /// What can be compared with the files that are there.
    pub fn written() -> Self {
        Self::those(|row| row.is_written)
    }

    fn those(wanted: impl Fn(&Row) -> bool) -> Self {
        let rows = ROWS.iter().filter(|row| wanted(row));
        Self { formats: rows.map(|row| row.format).collect(), ..Self::default() }
    }

    /// What is made.
    pub fn formats(&self) -> &[Format] {
        &self.formats
    }

    /// Whether a file of what was made is written: what nobody asked for is made anew where it is
    /// there already.
    pub fn writes(&self, file: &Compared<'_>) -> bool {
        let row = file.new.format.row();
        self.is_named || row.is_default || (row.is_written && file.old.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_row() {
        for (index, row) in ROWS.iter().enumerate() {
            assert_eq!(row.format as usize, index, "{}", row.words);
        }
        let written = ROWS.iter().filter(|row| row.is_written).map(|row| row.format);
        assert_eq!(written.collect::<Vec<_>>(), Format::value_variants());
    }
}
