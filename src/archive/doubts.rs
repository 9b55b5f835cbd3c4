//! What is doubtful in how a letter was sent, beside what is doubtful in the letter.

use super::{Archive, Sent, contents};
use crate::build::{Compared, Format, Opened};
use crate::check::last_day;
use crate::diagnostic::{Diagnostic, count};
use crate::letter::Letter;
use crate::pdf::carried;
use crate::workspace::{IoProblem, Workspace};
use jiff::civil::Date;

/// Everything doubtful, each at its place in the letter.
///
/// # Errors
///
/// The archive cannot be read.
pub fn doubts(
    opened: &Opened,
    outputs: &[Compared<'_>],
    sent: &Sent,
    workspace: &Workspace,
    archive: &Archive,
) -> Result<Vec<Diagnostic>, IoProblem> {
    let letter = &opened.loaded.letter;
    let mut all = days(letter, sent);
    all.extend(enclosures(letter, sent));
    all.extend(stale(letter, outputs, sent, workspace));
    all.extend(sent_otherwise(letter, outputs, sent));
    all.extend(renamed(opened, sent, workspace, archive)?);
    Ok(all)
}

/// It was sent or published before its date, or published after the last day.
pub fn days(letter: &Letter, sent: &Sent) -> Vec<Diagnostic> {
    let known = [("sent", Some(sent.on)), ("published", sent.published)];
    let early = letter.date.as_ref().and_then(|date| {
        let is_early = |(_, day): &(&str, Option<Date>)| day.is_some_and(|day| day < date.value);
        let (done, day) = known.into_iter().find(is_early)?;
        let message = format!("the letter has a later date than the day it was {done}, {}", day?);
        let help = format!("correct the date here, or the day that --{done} gives");
        Some(Diagnostic::warning("sent-early", message).at(date.place, "").help(help))
    });
    let report = letter.inspection.published.as_ref();
    let late = report.zip(sent.published).and_then(|(report, published)| {
        let last = last_day(report.value).filter(|last| published > *last)?;
        let message = format!("the letter was published on {published}; the last day was {last}");
        let help = "comments are to be published before the end of 56 days, the day of the report \
             being the first (Police Act 1996, section 55(5A))";
        Some(Diagnostic::warning("published-late", message).at(report.place, "").help(help))
    });
    [early, late].into_iter().flatten().collect()
}

/// The letter names more enclosures than files are put away with it.
fn enclosures(letter: &Letter, sent: &Sent) -> Option<Diagnostic> {
    let attached = letter.chief_constable.as_ref().and_then(|chief| chief.file.as_ref());
    let named: Vec<_> = letter.enclosures.iter().chain(attached).collect();
    let first = named.first().filter(|_| named.len() > sent.enclosures.len())?;
    let message = format!(
        "{} named in the letter as going with it; with --enclosure {} given",
        is_or_are(named.len(), "document"),
        is_or_are(sent.enclosures.len(), "file"),
    );
    let help = "add each with --enclosure FILE, so that it is kept with the letter";
    Some(Diagnostic::warning("enclosure", message).at(first.place, "").help(help))
}

fn is_or_are(n: usize, one: &str) -> String {
    format!("{} {}", count(n, one), if n == 1 { "is" } else { "are" })
}

/// The PDF in output/ is not the one that is put away: it may have been sent before the last edit.
fn stale(
    letter: &Letter,
    outputs: &[Compared<'_>],
    sent: &Sent,
    workspace: &Workspace,
) -> Option<Diagnostic> {
    let is_stale = |file: &&Compared<'_>| {
        file.new.format == Format::Pdf && file.old.is_some() && !file.is_same()
    };
    let file = outputs.iter().find(is_stale).filter(|_| sent.as_sent.is_none())?;
    let shown = workspace.shown(&file.path);
    let message = format!("{shown} is not what the letter is now");
    let help = "if that file was sent, add: --as-sent with its path; else build the letter, and \
         look at it once more";
    Some(Diagnostic::warning("stale", message).at(letter.subject.place, "").help(help))
}

/// The file that was sent carries another state of the letter, such as a draft. One that was scanned
/// or printed carries nothing.
fn sent_otherwise(letter: &Letter, outputs: &[Compared<'_>], sent: &Sent) -> Option<Diagnostic> {
    let (name, bytes) = sent.as_sent.as_ref()?;
    let new = outputs.iter().find(|file| file.new.format == Format::Pdf)?;
    let sources = |pdf| Some(carried::read(pdf).ok()?.into_sources());
    let differ = sources(bytes)? != sources(&new.new.bytes)?;
    let message = format!("{name} was not made from the letter as it is now");
    let help = "give the file that was sent; if it is this one, make the letter again what it was";
    differ.then(|| Diagnostic::warning("stale", message).at(letter.subject.place, "").help(help))
}

/// The letter seems to have been put away under another name.
fn renamed(
    opened: &Opened,
    sent: &Sent,
    workspace: &Workspace,
    archive: &Archive,
) -> Result<Option<Diagnostic>, IoProblem> {
    let name = opened.name();
    if !archive.versions(&name)?.is_empty() {
        return Ok(None);
    }
    let letter = &opened.loaded.letter;
    let info = contents::info(letter, &name, sent);
    for other in archive.letters()? {
        let is_gone = !workspace.root.join("data").join(format!("{other}.toml")).exists();
        let versions = archive.versions(&other)?;
        let Some(last) = versions.last().filter(|_| is_gone) else { continue };
        if last.info()?.get(contents::DESCRIPTION) == info.get(contents::DESCRIPTION) {
            let message = format!(
                "a letter on the same report was put away as {last}, and data/{other}.toml is gone"
            );
            let help = format!(
                "if this is that letter under a new name, call it {other}.toml again: then this \
                 becomes its next version"
            );
            let place = letter.inspection.report.place;
            return Ok(Some(Diagnostic::warning("renamed", message).at(place, "").help(help)));
        }
    }
    Ok(None)
}
