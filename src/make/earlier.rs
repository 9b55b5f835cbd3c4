//! A letter as it was, made anew from the values that it had: through the templates, the style and the
//! images of today.

use super::{Edition, Kit, LetterReader};
use crate::diagnostic::{Diagnostic, FileId, Files, any_error};
use crate::letter::Form;
use crate::letter::load::Loaded;
use crate::workspace::{LetterFile, OFFICE};

/// The values that a letter had.
#[derive(Clone, Debug)]
pub struct Values {
    /// What that state is called, such as `round 2`.
    pub name: String,
    /// The letter, in TOML.
    pub letter: String,
    /// The office file, where there was one.
    pub office: Option<String>,
}

/// A letter as it was.
pub struct Earlier {
    pub(super) made: Edition,
    pub(super) loaded: Loaded,
    /// Its file, and the office's.
    pub(super) sources: Vec<FileId>,
}

impl Kit<'_> {
    /// Makes a letter as it was. `source` is its file of today, and `files` those of the working folder.
    ///
    /// # Errors
    ///
    /// What is wrong with those values today.
    pub fn earlier(
        &mut self,
        values: &Values,
        source: &LetterFile,
        form: Form,
        files: &mut Files,
    ) -> Result<Earlier, Vec<Diagnostic>> {
        let mut add = |path: &str, toml: &str| files.add(format!("{path} ({})", values.name), toml);
        let file = add(&source.path, &values.letter);
        let office = values.office.as_deref().map(|toml| add(OFFICE, toml));
        let source = LetterFile { file, ..source.clone() };
        let reader = LetterReader::with_office(self.workspace, office, files);
        let loaded = reader.load(&source, &[form], files);
        let problems: Vec<Diagnostic> =
            loaded.problems.iter().cloned().chain(self.unprintable(&loaded)).collect();
        if any_error(&problems) {
            return Err(problems);
        }
        let made = self.make(&loaded.letter, &source, &loaded.images, form, files)?;
        Ok(Earlier { made, loaded, sources: std::iter::once(file).chain(office).collect() })
    }
}
