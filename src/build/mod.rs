//! Letters as files: what each of them becomes, in memory, and how that stands to what is there.

mod compare;
mod format;
mod why;

pub use compare::{Compared, compare};
pub use format::{Format, Wanted};
pub use why::why;

use crate::diagnostic::{Diagnostic, Files, any_error};
use crate::letter::Form;
use crate::letter::load::Loaded;
use crate::make::{Kit, LetterReader};
use crate::workspace::{LetterFile, letter_name};
use format::Making;
use rayon::prelude::*;
use std::path::Path;

/// A letter that was read.
pub struct Opened {
    /// Its file.
    pub source: LetterFile,
    /// What it says.
    pub loaded: Loaded,
}

impl Opened {
    /// Reads a letter whose file is among `files`, for these forms; without any, for those that it
    /// names itself.
    pub fn new(reader: &LetterReader, source: LetterFile, forms: &[Form], files: &Files) -> Self {
        let loaded = reader.load(&source, forms, files);
        Self { source, loaded }
    }

    /// Its name: that of its file without `.toml`.
    pub fn name(&self) -> String {
        letter_name(Path::new(&self.source.path))
    }
}

/// What a letter has become.
pub struct Built {
    /// What is wrong with it. The checks' findings are not among this.
    pub problems: Vec<Diagnostic>,
    /// Its files; nothing where something is wrong.
    pub outputs: Option<Vec<Output>>,
}

/// One file that a letter becomes.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its name.
    pub name: String,
    /// The form that the letter has in it.
    pub form: Form,
    /// What it is.
    pub format: Format,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Makes a letter in all its forms: all of it or nothing. Without a kit, as style, fonts or
/// templates are wrong, it only says what is wrong with the letter itself. `files` takes in the
/// Markdown.
pub fn build(
    opened: &Opened,
    kit: Option<&mut Kit<'_>>,
    wanted: &Wanted,
    files: &mut Files,
) -> Built {
    let mut problems = opened.loaded.problems.clone();
    let Some(kit) = kit else { return Built { problems, outputs: None } };
    problems.extend(kit.unprintable(&opened.loaded));
    if any_error(&problems) {
        return Built { problems, outputs: None };
    }
    let outputs = outputs(opened, kit, wanted, files);
    let outputs = outputs.map_err(|more| problems.extend(more)).ok();
    Built { problems, outputs }
}

fn outputs(
    opened: &Opened,
    kit: &mut Kit<'_>,
    wanted: &Wanted,
    files: &mut Files,
) -> Result<Vec<Output>, Vec<Diagnostic>> {
    let Opened { source, loaded } = opened;
    let mut outputs = Vec::new();
    for form in &loaded.letter.forms {
        let made = kit.make(&loaded.letter, source, &loaded.images, *form, files)?;
        let since = wanted.since.as_ref();
        let earlier = since.map(|then| kit.earlier(then, source, *form, files)).transpose()?;
        let tracked = if earlier.is_some() { "-changes" } else { "" };
        for format in wanted.formats() {
            let earlier = earlier.as_ref();
            let of = Making { made: &made, loaded, files, engine: wanted.engine, earlier };
            let bytes = format.make(kit, &of)?;
            let name = format!("{}{tracked}.{}", made.name, format.extension());
            outputs.push(Output { name, form: *form, format: *format, bytes });
        }
    }
    Ok(outputs)
}

/// Does something with every letter, with several at a time. Each thread has a kit of its own, and
/// each letter its own list of files.
pub fn in_parallel<T: Send>(
    letters: &[Opened],
    kit: Option<&Kit<'_>>,
    files: &Files,
    each: impl Fn(&Opened, Option<&mut Kit<'_>>, Files) -> T + Sync,
) -> Vec<T> {
    let with_kit =
        |kit: &mut Option<Kit<'_>>, letter: &Opened| each(letter, kit.as_mut(), files.clone());
    match letters {
        // One needs no other thread.
        [letter] => vec![with_kit(&mut kit.cloned(), letter)],
        letters => letters.par_iter().map_init(|| kit.cloned(), with_kit).collect(),
    }
}
