//! What is shown: the letters as they are now, and of a letter with errors as it was before.

use super::findings::Finding;
use crate::build::Output;
use crate::diagnostic::{Diagnostic, Files, first_of_each_kind};
use crate::layout::fonts::FontData;
use crate::letter::Form;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// What has become of a letter.
pub struct News<'a> {
    /// Its name.
    pub name: String,
    /// Its files; nothing where something is wrong.
    pub outputs: Option<&'a [Output]>,
    /// What is wrong with that which all letters share.
    pub of_all: (&'a [Diagnostic], &'a Files),
    /// What is wrong or doubtful in the letter itself.
    pub of_letter: (&'a [Diagnostic], &'a Files),
}

/// A letter as it is shown.
#[derive(Clone)]
pub struct Letter {
    /// Its name.
    pub name: String,
    /// Its forms; none until it could be made.
    pub sheets: Vec<Arc<Sheet>>,
    /// What is wrong or doubtful.
    pub findings: Vec<Finding>,
    /// Whether it could not be made, so that the forms are those of an earlier round.
    pub is_old: bool,
}

/// A letter in one form.
pub struct Sheet {
    /// Which.
    pub form: Form,
    /// What is shown of it or handed out, each with a number that changes with it.
    pub shown: Vec<(Output, String)>,
    /// The files that it was made from.
    pub files: Files,
}

/// The file of each face that letters are set in, and a number that changes with them.
pub type Fonts = (Option<[FontData; 4]>, String);

/// What is shown now.
#[derive(Default)]
struct Shown {
    /// How often it has changed.
    round: u64,
    letters: Vec<Letter>,
    fonts: Fonts,
}

/// Where the letters are shown. Those that look at it wait until it changes.
#[derive(Default)]
pub struct Board {
    shown: Mutex<Shown>,
    changed: Condvar,
}

impl Board {
    /// A thread that came to grief while it looked has changed nothing.
    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows these letters and no others. Without fonts, they are set in those of before.
    pub fn publish(&self, news: Vec<News<'_>>, fonts: Option<[FontData; 4]>) {
        let before = self.letters();
        let letters = news.into_iter().map(|news| letter(&news, &before)).collect();
        let mut shown = self.shown();
        shown.round += 1;
        shown.letters = letters;
        if let Some(fonts) = fonts {
            let mark = mark(fonts.iter().map(|font| (**font).as_ref()));
            shown.fonts = (Some(fonts), mark);
        }
        drop(shown);
        self.changed.notify_all();
    }

    /// The fonts of the letters.
    pub fn fonts(&self) -> Fonts {
        self.shown().fonts.clone()
    }

    /// The letters.
    pub fn letters(&self) -> Vec<Letter> {
        self.shown().letters.clone()
    }

    /// A letter in one form.
    pub fn sheet(&self, name: &str, form: Form) -> Option<Arc<Sheet>> {
        let shown = self.shown();
        let letter = shown.letters.iter().find(|letter| letter.name == name)?;
        letter.sheets.iter().find(|sheet| sheet.form == form).cloned()
    }

    /// Waits until there is a later round than the one known; nothing if there was none in time.
    pub fn later_than(&self, known: Option<u64>, time: Duration) -> Option<u64> {
        let is_known = |shown: &mut Shown| Some(shown.round) == known;
        let waited = self.changed.wait_timeout_while(self.shown(), time, is_known);
        let (shown, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        (!timeout.timed_out()).then_some(shown.round)
    }
}

/// What is shown of a letter from now on.
fn letter(news: &News<'_>, before: &[Letter]) -> Letter {
    let old = before.iter().find(|letter| letter.name == news.name);
    let old = old.map_or(&[][..], |letter| &letter.sheets);
    let sheets = match news.outputs {
        Some(outputs) => sheets(outputs, news.of_letter.1),
        None => old.to_vec(),
    };
    let findings = [news.of_all, news.of_letter].into_iter().flat_map(|(problems, files)| {
        let (told, more) = first_of_each_kind(problems);
        let all = told.into_iter().chain(&more);
        all.map(|problem| Finding::new(problem, files)).collect::<Vec<_>>()
    });
    Letter {
        name: news.name.clone(),
        sheets,
        findings: findings.collect(),
        is_old: news.outputs.is_none(),
    }
}

/// The forms of a letter.
fn sheets(outputs: &[Output], files: &Files) -> Vec<Arc<Sheet>> {
    let sheet = |same: &[Output]| {
        let shown = same.iter().map(|output| (output.clone(), mark([output.bytes.as_slice()])));
        Arc::new(Sheet { form: same[0].form, shown: shown.collect(), files: files.clone() })
    };
    outputs.chunk_by(|a, b| a.form == b.form).map(sheet).collect()
}

fn mark<'a>(all: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = DefaultHasher::new();
    all.into_iter().for_each(|bytes| bytes.hash(&mut hasher));
    format!("{:016x}", hasher.finish())
}
