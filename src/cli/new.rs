//! `peel-letter new`: begins a letter.

use super::args::New;
use super::{Console, Exit, Stop, letters};
use crate::diagnostic::{self, Diagnostic, Files, any_error};
use crate::letter::programme::{Programme, Programmes};
use crate::letter::tree::{self, Table};
use crate::letter::{Letter, Placed, load};
use crate::make::LetterReader;
use crate::new::{self, Kind, Last, Start};
use crate::schema::{self, File};
use crate::workspace::{self, Content, OFFICE, Piece, Room, Workspace, letter_name};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The schema of letters as editors find it, where the office keeps it beside them.
const SCHEMA: &str = "letter.schema.json";

/// The schema of the office file.
const OFFICE_SCHEMA: &str = "office.schema.json";

/// Writes a letter to fill in, and an office file where there is none.
pub fn run(args: &New, console: &Console) -> Result<Exit, Stop> {
    let name = new_name(&args.name)?;
    let data = letters::here()?.root.join("data");
    let room = Room::enter_if_there(&data)?;
    // What a stopped run began is there by now.
    let workspace = letters::here()?;
    let shown = format!("data/{name}.toml");
    if let Some(same) = same_name(name, &workspace)? {
        return Err(taken(&same));
    }
    let text = Ground::read(args, &workspace, console)?.letter(args, name)?;
    let office = office(&workspace);
    let mut files = office.clone();
    files.push((shown.clone(), text, ""));
    let room = room.map_or_else(|| Room::enter(&data), Ok)?;
    create(&workspace, &room, &files)?;
    for (shown, _, what) in office {
        console.say(&format!("made: {}, {what}", made(&shown, &workspace)));
    }
    let shown = made(&shown, &workspace);
    console.say(&format!("made: {shown}, a draft that can be built as it is"));
    if args.kind.is_empty() && args.from.is_none() {
        console.say(
            "it answers a report on your force; for another kind of letter add --kind national, \
             --kind statement or --kind welsh",
        );
    }
    let name = quoted(name);
    console
        .say(&format!("next: fill it in with a text editor, and type: peel-letter build {name}"));
    Ok(Exit::Done)
}

/// A file of the working folder that is written: its path, its text, and what is said of it.
type Begun = (String, String, &'static str);

/// The office file, and what lets an editor help with both files, where there is none yet.
fn office(workspace: &Workspace) -> Vec<Begun> {
    if workspace.office.is_some() {
        return Vec::new();
    }
    let what = "what stays the same from letter to letter; fill it in first";
    let mut begun = vec![(OFFICE.to_owned(), new::OFFICE.to_owned(), what)];
    for (name, file) in [(SCHEMA, File::Letter), (OFFICE_SCHEMA, File::Office)] {
        let shown = format!("data/{name}");
        if !workspace.root.join(&shown).exists() {
            begun.push((shown, schema::text(file), "for text editors that help"));
        }
    }
    begun
}

/// The name of the letter, without `.toml` if that was typed.
fn new_name(typed: &str) -> Result<&str, Stop> {
    let name = typed.strip_suffix(".toml").unwrap_or(typed);
    match workspace::wrong_letter_name(name) {
        Some(why) => Err(Stop::Usage(format!("a letter cannot be called \"{name}\": {why}"))),
        None => Ok(name),
    }
}

fn taken(shown: &str) -> Stop {
    Stop::Usage(format!("{shown} is there already; choose another name, or change that file"))
}

/// Writes new files of the working folder, all or none.
fn create(workspace: &Workspace, room: &Room, files: &[Begun]) -> Result<(), Stop> {
    let pieces: Vec<Piece<'_>> = files.iter().map(piece).collect();
    room.write(&pieces).map_err(|failed| match failed.problem.error.kind() {
        ErrorKind::AlreadyExists => taken(&workspace.shown(&failed.problem.path)),
        _ => failed.into(),
    })
}

fn piece((path, text, _): &Begun) -> Piece<'_> {
    let name = Path::new(path).file_name().unwrap_or_default();
    Piece { path: name.into(), content: Content::File(text.as_bytes()), may_replace: false }
}

/// A letter that has this name already: some systems know no case of letters.
fn same_name(name: &str, workspace: &Workspace) -> Result<Option<String>, Stop> {
    if !workspace.root.join("data").is_dir() {
        return Ok(None);
    }
    let letters = workspace.letters()?;
    let same = |path: &&PathBuf| letter_name(path).to_lowercase() == name.to_lowercase();
    Ok(letters.iter().find(same).map(|path| workspace.shown(path)))
}

/// The path of what was made: in full where it is not below the folder that the user is in.
fn made(shown: &str, workspace: &Workspace) -> String {
    let is_here = std::env::current_dir().is_ok_and(|here| here == workspace.root);
    match is_here {
        true => shown.to_owned(),
        false => workspace.root.join(shown).display().to_string(),
    }
}

/// A name as it is typed after a command. Within double quotes a shell would read some signs.
fn quoted(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if name.chars().all(is_plain) {
        return name.to_owned();
    }
    match name.contains(['$', '`', '!', '\\']) {
        true => format!("'{}'", name.replace('\'', "'\\''")),
        false => format!("\"{name}\""),
    }
}

/// What a new letter can be begun from.
struct Ground {
    has_schema: bool,
    office: Table,
    programmes: Programmes,
    old: Option<Old>,
}

/// The letter of last year.
struct Old {
    /// The path by which the user knows it.
    path: String,
    /// What its own file says.
    own: Table,
    /// What it says with the office file beneath.
    letter: Letter,
}

impl Ground {
    /// Reads it; what is wrong with any of it is shown.
    fn read(args: &New, workspace: &Workspace, console: &Console) -> Result<Self, Stop> {
        let mut files = workspace.files.clone();
        let (built_in, _) = workspace.pair("programmes.toml");
        let (programmes, mut problems) = load::programmes(&files, built_in, workspace.programmes);
        let office = workspace.office.unwrap_or_else(|| files.add(OFFICE, new::OFFICE));
        let (office, syntax) = tree::parse(&files, office);
        let from = args.from.as_deref();
        let old = match from.map(|from| Old::read(from, workspace, &mut files, console)) {
            // All that is wrong with the other files is found with the letter.
            Some(old) => old?.map_err(|wrong| problems = wrong).ok(),
            None => {
                problems.extend(syntax);
                None
            }
        };
        if any_error(&problems) {
            diagnostic::sort(&mut problems);
            console.report(&problems, &files);
            console.say("nothing was written: put this right first");
            return Err(Stop::Said(Exit::Wrong));
        }
        // With a new office its schemas are made.
        let has_schema =
            workspace.office.is_none() || workspace.root.join("data").join(SCHEMA).is_file();
        Ok(Self { has_schema, office, programmes, old })
    }

    /// The text of the new letter.
    fn letter(&self, args: &New, name: &str) -> Result<String, Stop> {
        let programme = self.programme(args)?;
        let schema = format!("./{SCHEMA}");
        Ok(new::letter(&Start {
            name,
            kinds: &args.kind,
            schema: self.has_schema.then_some(schema.as_str()),
            programme,
            office: &self.office,
            last: self.old.as_ref().map(|old| old.last(programme, &self.programmes)),
        }))
    }

    /// The programme of the new letter: the one asked for, that of the old letter, or the newest. A
    /// letter on a national report may have none.
    fn programme(&self, args: &New) -> Result<Option<&Programme>, Stop> {
        match (args.programme.as_deref(), &self.old) {
            (Some(name), _) => self.asked(name).map(Some),
            (None, Some(old)) => Ok(old.programme(&self.programmes)),
            (None, None) if args.kind.contains(&Kind::National) => Ok(None),
            (None, None) => Ok(self.programmes.all().last()),
        }
    }

    fn asked(&self, name: &str) -> Result<&Programme, Stop> {
        self.programmes.find(name).ok_or_else(|| {
            let line = Placed { value: name.to_owned(), place: self.office.place };
            let Diagnostic { message, help, .. } = self.programmes.unknown(&line);
            Stop::Usage(format!("{message}; {}", help.join("; ")))
        })
    }
}

impl Old {
    /// Reads it, or gives what is wrong with it.
    fn read(
        from: &Path,
        workspace: &Workspace,
        files: &mut Files,
        console: &Console,
    ) -> Result<Result<Self, Vec<Diagnostic>>, Stop> {
        let named = letters::letters(&[from.to_owned()], workspace)?;
        let path = named.into_iter().next().ok_or(Stop::Said(Exit::Usage))?;
        let source = letters::read(&path, workspace, files, console);
        let source = source.ok_or(Stop::Said(Exit::Io))?;
        let loaded = LetterReader::new(workspace).load(&source, &[], files);
        if loaded.good().is_none() {
            return Ok(Err(loaded.problems));
        }
        let (own, _) = tree::parse(files, source.file);
        Ok(Ok(Self { path: workspace.shown(&path), own, letter: loaded.letter }))
    }

    fn programme<'a>(&self, programmes: &'a Programmes) -> Option<&'a Programme> {
        programmes.find(&self.letter.inspection.programme.as_ref()?.value)
    }

    fn last(&self, new: Option<&Programme>, programmes: &Programmes) -> Last<'_> {
        let pair = self.programme(programmes).zip(new);
        let comparable = pair.is_some_and(|(old, new)| programmes.can_compare(old, new));
        Last { path: &self.path, own: &self.own, letter: &self.letter, comparable }
    }
}
