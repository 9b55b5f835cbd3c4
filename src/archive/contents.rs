//! What goes into a bag.

use super::{Info, Payload, Version};
use crate::build::{Opened, Output};
use crate::diagnostic::Files;
use crate::letter::{Letter, paths};
use crate::make::{image_files, letter_files, shared_files, style_files};
use crate::pdf::PROGRAM;
use crate::workspace::{IoProblem, Workspace};
use jiff::civil::Date;
use std::io;
use std::path::{Path, PathBuf};

/// The name in `bag-info.txt` of the day on which the letter was sent.
pub const SENT: &str = "Date-Sent";
/// Of the day on which it was published.
pub const PUBLISHED: &str = "Date-Published";
/// Of the reason for a further version.
pub const REASON: &str = "Reason-For-Version";

/// Of who sent it.
const ORGANIZATION: &str = "Source-Organization";
/// Of where that is.
const ADDRESS: &str = "Organization-Address";
/// Of the name of the letter.
const GROUP: &str = "Bag-Group-Identifier";
/// Of its date.
pub const DATED: &str = "Date-Of-Letter";
/// Of what the letter is.
pub const DESCRIPTION: &str = "External-Description";

/// How a letter was sent, as its TOML cannot know.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The day on which it was sent.
    pub on: Date,
    /// The day on which it was published.
    pub published: Option<Date>,
    /// The name and content of the file that was sent, where that is not the one that was built.
    pub as_sent: Option<(String, Vec<u8>)>,
    /// The names and contents of the files that went with it.
    pub enclosures: Vec<(String, Vec<u8>)>,
    /// Why there is a further version.
    pub reason: Option<String>,
    /// What was doubtful, a line each.
    pub warnings: Vec<String>,
    /// Why that was accepted.
    pub accepted_because: Option<String>,
}

/// What a version becomes that has the files of an earlier one. Of what that says of itself, only what
/// is true of this one is taken over.
///
/// # Errors
///
/// The earlier one cannot be read, or a name is none for an archive.
pub fn again(old: &Version, files: Payload, sent: &Sent) -> Result<(Payload, Info), IoProblem> {
    let mut info = Info::default();
    for name in [ORGANIZATION, ADDRESS, DESCRIPTION, GROUP, DATED] {
        info.add(name, old.info()?.get(name).unwrap_or_default());
    }
    info.add("Bag-Software-Agent", PROGRAM);
    add_sent(&mut info, sent);
    files.keys().try_for_each(|path| refuse_odd(path))?;
    Ok((files, info))
}

/// What a letter that was built becomes in the archive. `files` are those it was opened with.
///
/// # Errors
///
/// A file that it was made from cannot be read, was changed meanwhile, or is outside the working
/// folder; or a name is none for an archive.
pub fn contents(
    opened: &Opened,
    outputs: Vec<Output>,
    sent: Sent,
    (workspace, files): (&Workspace, &Files),
) -> Result<(Payload, Info), IoProblem> {
    let info = info(&opened.loaded.letter, &opened.name(), &sent);
    let mut payload = sent_files(sent);
    let outputs = outputs.into_iter().map(|output| (output.name, output.bytes));
    add(&mut payload, "letter", outputs);
    for path in sources(opened, (workspace, files))? {
        let bytes = workspace.bytes(Path::new(&path))?;
        payload.insert(format!("data/source/{path}"), bytes);
    }
    payload.keys().try_for_each(|path| refuse_odd(path))?;
    refuse_changed(opened, workspace)?;
    Ok((payload, info))
}

/// The files that were sent, beside what was made.
pub fn sent_files(sent: Sent) -> Payload {
    let mut payload = Payload::new();
    add(&mut payload, "sent", sent.as_sent);
    add(&mut payload, "enclosures", sent.enclosures);
    payload
}

/// Names that cannot be got back on every system, and signs that RFC 8493 (section 2.1.3) has written in
/// a way that bagit.py, for one, does not read.
fn refuse_odd(path: &str) -> Result<(), IoProblem> {
    let sign =
        path.contains('%').then_some("it has a sign that not all tools for archives can read");
    let is_hidden = path.split('/').any(|name| name.starts_with('.'));
    let hidden = is_hidden.then_some("it, or its folder, begins with a dot and is not seen");
    let wrong = path.split('/').find_map(paths::wrong_name).or(sign).or(hidden);
    let Some(why) = wrong else { return Ok(()) };
    let name = path.rsplit('/').next().unwrap_or(path);
    let error = io::Error::other(format!("{why}; rename it"));
    Err(IoProblem { verb: "keep", path: name.into(), error })
}

fn add(payload: &mut Payload, folder: &str, files: impl IntoIterator<Item = (String, Vec<u8>)>) {
    payload.extend(files.into_iter().map(|(name, bytes)| (format!("data/{folder}/{name}"), bytes)));
}

/// What `bag-info.txt` says. The names that RFC 8493 has (section 2.2.2) come first.
pub fn info(letter: &Letter, name: &str, sent: &Sent) -> Info {
    let Letter { sender, subject, inspection, recipient, date, .. } = letter;
    let to = recipient.as_ref().map(|to| format!(" to {}", to.name.value)).unwrap_or_default();
    let (report, force) = (&inspection.report.value, &inspection.force.value);
    // Many a title says which force the report is on.
    let on = match report.to_lowercase().contains(&force.to_lowercase()) {
        true => String::new(),
        false => format!(" on {force}"),
    };
    let description = format!("{}: answer{to} to the report {report}{on}", subject.value);
    let lines = |lines: &[crate::letter::Line]| {
        lines.iter().map(|line| line.value.as_str()).collect::<Vec<_>>().join(", ")
    };
    let mut info = Info::default();
    for (name, value) in [
        (ORGANIZATION, sender.office.value.as_str()),
        (ADDRESS, &lines(&sender.address)),
        (DESCRIPTION, &description),
        (GROUP, name),
        ("Bag-Software-Agent", PROGRAM),
        (DATED, &date.as_ref().map(|date| date.value.to_string()).unwrap_or_default()),
    ] {
        info.add(name, value);
    }
    add_sent(&mut info, sent);
    info
}

/// What is known of how it was sent.
fn add_sent(info: &mut Info, sent: &Sent) {
    info.add(SENT, &sent.on.to_string());
    info.add(PUBLISHED, &sent.published.map(|day| day.to_string()).unwrap_or_default());
    info.add(REASON, sent.reason.as_deref().unwrap_or_default());
    sent.warnings.iter().for_each(|warning| info.add("Warning-Accepted", warning));
    info.add("Warnings-Accepted-Because", sent.accepted_because.as_deref().unwrap_or_default());
}

/// The paths of all files that a letter is made from and that are not built in, seen from the
/// working folder.
fn sources(
    opened: &Opened,
    (workspace, files): (&Workspace, &Files),
) -> Result<Vec<String>, IoProblem> {
    let own = workspace.templates.iter().filter_map(|template| template.own);
    let shared = workspace.office.into_iter().chain(workspace.programmes).chain(own);
    let mut paths = Vec::new();
    for file in [opened.source.file].into_iter().chain(shared) {
        paths.push(files.name(file).to_owned());
    }
    let images = image_files(&workspace.root, &opened.source, &opened.loaded.images);
    for file in style_files(workspace).iter().chain(&images) {
        paths.push(inside(file, workspace)?);
    }
    Ok(paths)
}

/// The path of a file in the working folder.
fn inside(file: &Path, workspace: &Workspace) -> Result<String, IoProblem> {
    let shown = workspace.shown(file);
    let why = || io::Error::other("it is outside the working folder; put it in");
    let path = paths::within("", &shown).filter(|path| *path == shown);
    path.ok_or_else(|| IoProblem { verb: "keep", path: file.into(), error: why() })
}

/// What is put away has to be what the letter was built from.
fn refuse_changed(opened: &Opened, workspace: &Workspace) -> Result<(), IoProblem> {
    let own = letter_files(&workspace.root, &opened.source, &opened.loaded.images);
    let shared = shared_files(workspace);
    let is_ours = |path: &PathBuf| own.contains(path) || shared.contains(path);
    let why = || io::Error::other("it was changed while the letter was made of it; try again");
    match workspace.changed()?.into_iter().find(is_ours) {
        Some(path) => Err(IoProblem { verb: "keep", path, error: why() }),
        None => Ok(()),
    }
}
