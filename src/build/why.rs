//! Why a letter's files are not what is there: told from the files alone, since each PDF carries what
//! it was made from.

use super::{Compared, Format};
use crate::pdf::carried;
use crate::workspace::WorkingFile;

/// More names than these are counted.
const NAMES: usize = 3;

/// Why the files of a letter, of which one differs at least, are not what is there.
pub fn why(files: &[Compared<'_>]) -> String {
    let is_there = |file: &&Compared<'_>| file.old.is_some();
    let changed: Vec<&Compared<'_>> = files.iter().filter(|file| !file.is_same()).collect();
    if !files.iter().any(|file| is_there(&file)) {
        return "new".to_owned();
    }
    if !changed.iter().any(is_there) {
        return "not there".to_owned();
    }
    let pdf = files.iter().find(|file| file.new.format == Format::Pdf && file.old.is_some());
    match pdf {
        None => "its content changed".to_owned(),
        Some(pdf) if pdf.is_same() => "changed by hand".to_owned(),
        Some(pdf) => of_pdf(pdf),
    }
}

fn of_pdf(pdf: &Compared<'_>) -> String {
    let (old, new) = (pdf.old.as_deref().unwrap_or_default(), &pdf.new.bytes);
    let (old_files, new_files) = match (carried::read(old), carried::read(new)) {
        (Ok(old), Ok(new)) => (old.into_sources(), new.into_sources()),
        (_, Err(_)) => return "this engine's PDF is another every time".to_owned(),
        (Err(_), _) => {
            return "the PDF that was there does not say what it was made from".to_owned();
        }
    };
    let differing = differing(&old_files, &new_files);
    let version = carried::made_by(old).filter(|version| Some(*version) != carried::made_by(new));
    match (differing.as_slice(), version) {
        ([], Some(version)) => format!("made by {version} before"),
        ([], None) => "the fonts or the PDF itself changed".to_owned(),
        (names, _) => format!("{} {}", listed(names), happened(names, &old_files, &new_files)),
    }
}

/// The paths of the sources that differ.
fn differing(old: &[WorkingFile], new: &[WorkingFile]) -> Vec<String> {
    let only_in = |these: &[WorkingFile], those: &[WorkingFile]| -> Vec<String> {
        let only = these.iter().filter(|file| !those.contains(file));
        only.map(|file| file.path.clone()).collect()
    };
    let mut differing = [only_in(old, new), only_in(new, old)].concat();
    differing.sort();
    differing.dedup();
    differing
}

/// What happened to the sources that differ.
fn happened(names: &[String], old: &[WorkingFile], new: &[WorkingFile]) -> &'static str {
    let has = |files: &[WorkingFile], name: &String| files.iter().any(|file| file.path == *name);
    if !names.iter().any(|name| has(old, name)) {
        "added"
    } else if !names.iter().any(|name| has(new, name)) {
        "removed"
    } else {
        "changed"
    }
}

fn listed(names: &[String]) -> String {
    match names.len().saturating_sub(NAMES) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names[..NAMES].join(", ")),
    }
}
