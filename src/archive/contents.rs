//! What goes into a bag.

use super::{Info, Payload};
use crate::build::{Opened, Output};
use crate::diagnostic::{FileId, Files};
use crate::letter::{Letter, paths};
use crate::make::{image_files, style_files};
use crate::pdf::PROGRAM;
use crate::workspace::{IoProblem, Workspace, utf8};
use jiff::civil::Date;
use std::io;
use std::path::Path;

/// The name in `bag-info.txt` of the day on which the letter was sent.
pub const SENT: &str = "Date-Sent";
/// Of the day on which it was published.
pub const PUBLISHED: &str = "Date-Published";
/// Of the reason for a further version.
pub const REASON: &str = "Reason-For-Version";

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
    let mut payload = Payload::new();
    let outputs = outputs.into_iter().map(|output| (output.name, output.bytes));
    add(&mut payload, "letter", outputs);
    add(&mut payload, "sent", sent.as_sent);
    add(&mut payload, "enclosures", sent.enclosures);
    for path in sources(opened, (workspace, files))? {
        let bytes = workspace.bytes(Path::new(&path))?;
        payload.insert(format!("data/source/{path}"), bytes);
    }
    payload.keys().try_for_each(|path| refuse_odd(path))?;
    Ok((payload, info))
}

/// Names that Windows cannot have, and signs that RFC 8493 (section 2.1.3) has written in a way that
/// bagit.py, for one, does not read.
fn refuse_odd(path: &str) -> Result<(), IoProblem> {
    let sign =
        path.contains('%').then_some("it has a sign that not all tools for archives can read");
    let Some(why) = path.split('/').find_map(paths::wrong_name).or(sign) else { return Ok(()) };
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
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut info = Info::default();
    for (name, value) in [
        ("Source-Organization", sender.office.value.as_str()),
        ("Organization-Address", &lines(&sender.address)),
        (DESCRIPTION, &description),
        ("Bag-Group-Identifier", name),
        ("Bag-Software-Agent", PROGRAM),
        ("Date-Of-Letter", &day(date.as_ref().map(|date| date.value))),
        (SENT, &day(Some(sent.on))),
        (PUBLISHED, &day(sent.published)),
        (REASON, sent.reason.as_deref().unwrap_or_default()),
    ] {
        info.add(name, value);
    }
    sent.warnings.iter().for_each(|warning| info.add("Warning-Accepted", warning));
    info.add("Warnings-Accepted-Because", sent.accepted_because.as_deref().unwrap_or_default());
    info
}

/// The paths of all files that a letter is made from and that are not built in, seen from the
/// working folder. Texts are those that were read, or it is an error.
fn sources(
    opened: &Opened,
    (workspace, files): (&Workspace, &Files),
) -> Result<Vec<String>, IoProblem> {
    let own = workspace.templates.iter().filter_map(|template| template.own);
    let shared = workspace.office.into_iter().chain(workspace.programmes).chain(own);
    let mut paths = Vec::new();
    for file in [opened.source.file].into_iter().chain(shared) {
        refuse_changed(file, (workspace, files))?;
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
fn refuse_changed(file: FileId, (workspace, files): (&Workspace, &Files)) -> Result<(), IoProblem> {
    let path = Path::new(files.name(file));
    let is_same = utf8(&workspace.bytes(path)?).is_ok_and(|text| text == files.text(file));
    let why = || io::Error::other("it was changed while the letter was made; try again");
    is_same.then_some(()).ok_or_else(|| IoProblem { verb: "keep", path: path.into(), error: why() })
}
