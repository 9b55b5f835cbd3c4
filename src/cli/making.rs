//! Letters read, made and written, with a line said of each: once by `build`, and at every save by
//! `watch`.

use super::{Console, Exit, Stop, letters, print};
use crate::archive::{self, Archive, Record, Version};
use crate::build::{Built, Compared, Opened, Output, Wanted, build, compare, in_parallel, why};
use crate::check::{self, Responses};
use crate::diagnostic::{self, Diagnostic, Files, Severity, count};
use crate::layout::fonts::FontData;
use crate::letter::Form;
use crate::letter::load::Loaded;
use crate::make::{Kit, LetterReader, letter_files, shared_files};
use crate::workspace::{Content, Failed, IoProblem, Left, Piece, Room, Workspace, letter_name};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How letters are made, and where their files go.
pub struct Plan {
    /// Where files go; nothing for standard output.
    pub folder: Option<PathBuf>,
    /// What is made, and what of that is written.
    pub wanted: Wanted,
    /// The forms asked for; if none, those that a letter names.
    pub forms: Vec<Form>,
    /// Whether nothing is to be written.
    pub only_check: bool,
}

/// Letters of one name would be written to the same files.
///
/// # Errors
///
/// There are two such.
pub fn refuse_same_names(letters: &[PathBuf], workspace: &Workspace) -> Result<(), Stop> {
    let mut known = BTreeMap::new();
    for letter in letters {
        if let Some(other) = known.insert(letter_name(letter), letter) {
            let message = format!(
                "{} and {} would be written to the same files; build them into different folders with --output",
                workspace.shown(other),
                workspace.shown(letter),
            );
            return Err(Stop::Usage(message));
        }
    }
    Ok(())
}

/// What letters are made with, and everything that is wrong with that.
pub struct Tools<'a> {
    workspace: &'a Workspace,
    reader: LetterReader,
    kit: Result<Kit<'a>, Vec<Diagnostic>>,
}

impl<'a> Tools<'a> {
    /// Reads what all letters share. The console is told what is wrong with it.
    pub fn new(workspace: &'a Workspace, console: &Console) -> Self {
        let kit = Kit::new(workspace);
        if let Err(problems) = &kit {
            console.report(problems, &workspace.files);
        }
        Self { workspace, reader: LetterReader::new(workspace), kit }
    }

    /// The file of each face, unless something is wrong.
    pub fn fonts(&self) -> Option<[FontData; 4]> {
        self.kit.as_ref().ok().map(Kit::fonts)
    }

    /// What is wrong with style, fonts, words or templates.
    pub fn problems(&self) -> &[Diagnostic] {
        self.kit.as_ref().err().map_or(&[], Vec::as_slice)
    }
}

/// Letters that were read.
pub struct Read {
    /// Each of them.
    pub letters: Vec<Opened>,
    /// How many could not be read.
    pub unread: usize,
    /// Their files, with those that they share.
    pub files: Files,
}

/// A letter that was made in memory.
pub struct Made {
    /// Its file, as the user knows it.
    pub letter: String,
    /// The files that it alone was made from.
    pub sources: Vec<PathBuf>,
    /// The files that its problems are in.
    pub files: Files,
    /// Everything wrong or doubtful, in the order of the file.
    pub problems: Vec<Diagnostic>,
    /// Its files; nothing where something is wrong.
    pub outputs: Option<Vec<Output>>,
    /// How it stands to what was put away of it.
    sent: Sent,
}

/// How a letter stands to the last version of it that was put away.
enum Sent {
    /// Nothing of it was.
    Not,
    /// Its files are those of the version.
    Kept(Version),
    /// Its own file was edited since.
    Edited(Version),
    /// Nobody can say.
    Unknown(IoProblem),
}

impl Plan {
    /// Reads letters. The console is told why one cannot be.
    pub fn read(&self, letters: &[PathBuf], tools: &Tools, console: &Console) -> Read {
        let mut files = tools.workspace.files.clone();
        let (letters, unread) = letters::open_each(
            letters,
            &self.forms,
            tools.workspace,
            &tools.reader,
            &mut files,
            console,
        );
        Read { letters, unread, files }
    }

    /// Makes letters, several at a time.
    pub fn make(&self, read: &Read, tools: &Tools, console: &Console) -> Vec<Made> {
        let progress = console.progress(read.letters.len());
        let kit = tools.kit.as_ref().ok();
        let made = in_parallel(&read.letters, kit, &read.files, |letter, kit, files| {
            let made = self.make_one(letter, kit, files, tools.workspace);
            progress.step();
            made
        });
        progress.end();
        made
    }

    /// Makes a letter, or takes from the archive what was made of it when it was sent.
    fn make_one(
        &self,
        letter: &Opened,
        kit: Option<&mut Kit<'_>>,
        mut files: Files,
        workspace: &Workspace,
    ) -> Made {
        let (sent, kept) = self.sent(letter, &files, workspace);
        let wanted = self.wanted.without(&kept);
        let mut built = Built { problems: Vec::new(), outputs: Some(Vec::new()) };
        if kept.is_empty() || !wanted.formats().is_empty() {
            built = build(letter, kit, &wanted, &mut files);
        }
        if kept.is_empty() {
            built.problems.extend(findings(&letter.loaded));
            diagnostic::sort(&mut built.problems);
        } else {
            // What is wrong with it today was not when it was sent.
            built.problems.clear();
            built.outputs = Some([kept, built.outputs.unwrap_or_default()].concat());
        }
        let sources = letter_files(&workspace.root, &letter.source, &letter.loaded.images);
        let letter = files.name(letter.source.file).to_owned();
        Made { letter, sources, files, problems: built.problems, outputs: built.outputs, sent }
    }

    /// How a letter stands to the archive, with the files that are there.
    fn sent(&self, letter: &Opened, files: &Files, workspace: &Workspace) -> (Sent, Vec<Output>) {
        // Who names a form may want one that was never sent.
        if !self.forms.is_empty() {
            return (Sent::Not, Vec::new());
        }
        match archive::record(letter, &Archive::of(workspace), files) {
            Ok(Record::None) => (Sent::Not, Vec::new()),
            Ok(Record::Edited(version)) => (Sent::Edited(version), Vec::new()),
            Ok(Record::Kept(version, mut outputs)) => {
                outputs.retain(|output| self.wanted.formats().contains(&output.format));
                let is_kept = !outputs.is_empty();
                (if is_kept { Sent::Kept(version) } else { Sent::Not }, outputs)
            }
            Err(problem) => (Sent::Unknown(problem), Vec::new()),
        }
    }

    /// Writes what was made, and says of each letter how it went.
    ///
    /// # Errors
    ///
    /// Standard output cannot take it, or the folder for the files cannot be used.
    pub fn finish<'m>(
        &self,
        made: impl IntoIterator<Item = &'m Made>,
        unread: usize,
        workspace: &Workspace,
        console: &Console,
    ) -> Result<Vec<Fate>, Stop> {
        let mut fates = vec![Fate::NotRead; unread];
        let mut place = self.place(workspace).map_err(|problem| workspace.told(problem))?;
        for made in made {
            if let Some(changed) = place.changed_of(made) {
                console.refuse(&format!("{changed} was changed while the letter was made of it"));
                console.say("not written; the files that are there are as they were; build again");
                fates.push(Fate::NotWritten);
                continue;
            }
            console.report(&made.problems, &made.files);
            let fate = match (&made.sent, &made.outputs) {
                (Sent::Unknown(problem), _) => {
                    console.refuse(problem);
                    console.say(&format!("not made: {}; its files stay as they are", made.letter));
                    Fate::NotWritten
                }
                (_, Some(outputs)) => place.finish_letter(self, made, outputs, console)?,
                (_, None) => {
                    console.say(&format!("not made: {}; nothing was written", made.letter));
                    Fate::NotMade
                }
            };
            fates.push(fate);
        }
        say_counts(&fates, console);
        Ok(fates)
    }

    /// Where the files go, with what was changed meanwhile, of which nothing can be made.
    fn place<'w>(&self, workspace: &'w Workspace) -> Result<Destination<'w>, IoProblem> {
        let folder = self.folder.as_deref().filter(|_| !self.only_check);
        let room = folder.map(Room::enter_if_there).transpose()?.flatten();
        let changed = if self.only_check { Vec::new() } else { workspace.changed()? };
        Ok(Destination { workspace, room, changed, shared: shared_files(workspace) })
    }
}

/// Where the files of letters go. No other run writes there meanwhile.
struct Destination<'w> {
    workspace: &'w Workspace,
    /// Nothing as long as there is no such folder, or if nothing is written.
    room: Option<Room>,
    /// The files that are not what they were when they were read.
    changed: Vec<PathBuf>,
    /// The files that all letters are made from.
    shared: Vec<PathBuf>,
}

impl Destination<'_> {
    /// Writes the files of a letter, or only says how they stand, in one line.
    fn finish_letter(
        &mut self,
        plan: &Plan,
        made: &Made,
        outputs: &[Output],
        console: &Console,
    ) -> Result<Fate, Stop> {
        let Some(folder) = &plan.folder else {
            print(&only_one(outputs)?.bytes)?;
            return Ok(Fate::Made);
        };
        let mut files = match compare(outputs, folder) {
            Ok(files) => files,
            Err(problem) => {
                let problem = self.workspace.told(problem);
                console.refuse_written(&Failed { problem, left: Left::Old });
                return Ok(Fate::NotWritten);
            }
        };
        files.retain(|file| plan.wanted.writes(file));
        let (amended, files): (Vec<_>, Vec<_>) = files.into_iter().partition(Compared::is_amended);
        if !amended.is_empty() {
            let amended = listed(&amended, self.workspace);
            console.say(&format!(
                "left as it is: {amended}, which somebody has amended; give it another name when \
                 you want a new one"
            ));
            if files.is_empty() {
                return Ok(if plan.only_check { Fate::Unchanged } else { Fate::NotWritten });
            }
        }
        let changed: Vec<&Compared<'_>> = files.iter().filter(|file| !file.is_same()).collect();
        let (done, standing) = made.sent.words(&changed);
        if changed.is_empty() {
            console.say(&format!("{done}: {}{standing}", listed(&files, self.workspace)));
            return Ok(made.sent.fate(Fate::Unchanged));
        }
        let why = made.sent.why(&files);
        let told = format!("{} ({why}){standing}", listed(changed.iter().copied(), self.workspace));
        if plan.only_check {
            console.say(&format!("stale: {told}"));
            return Ok(Fate::Stale);
        }
        if let Err(Failed { problem, left }) = self.write(&changed, folder) {
            console.refuse_written(&Failed { problem: self.workspace.told(problem), left });
            return Ok(if left == Left::New { Fate::Unsure } else { Fate::NotWritten });
        }
        console.say(&format!("{done}: {told}"));
        say_left_over(&files, self.workspace, console);
        Ok(made.sent.fate(Fate::Made))
    }

    /// A file that a letter was made from, and that is not now what it was then. What the archive has is
    /// made from nothing else.
    fn changed_of(&self, made: &Made) -> Option<String> {
        let is_kept = matches!(made.sent, Sent::Kept(_));
        let is_ours = |path: &&PathBuf| {
            made.sources.contains(path) || (!is_kept && self.shared.contains(path))
        };
        self.changed.iter().find(is_ours).map(|path| self.workspace.shown(path))
    }

    /// Writes files of one letter, all or none, into the folder, which is made if it is not there.
    fn write(&mut self, changed: &[&Compared<'_>], folder: &Path) -> Result<(), Failed> {
        if self.room.is_none() {
            let entered = Room::enter(folder);
            self.room = Some(entered.map_err(|problem| Failed { problem, left: Left::Old })?);
        }
        let pieces: Vec<Piece<'_>> = changed.iter().map(|file| piece(file.new)).collect();
        self.room.as_ref().map_or(Ok(()), |room| room.write(&pieces))
    }
}

impl Sent {
    /// What is said of files that are as they should be now, and what to know of all of them.
    fn words(&self, changed: &[&Compared<'_>]) -> (&'static str, String) {
        let done = if changed.is_empty() { "unchanged" } else { "made" };
        match self {
            Self::Kept(Version { number, .. }) if changed.is_empty() => {
                ("kept", format!(" (archived as v{number})"))
            }
            Self::Kept(_) => ("kept", String::new()),
            Self::Edited(Version { number, .. }) => {
                (done, format!("; the letter was edited since it was archived as v{number}"))
            }
            Self::Not | Self::Unknown(_) => (done, String::new()),
        }
    }

    /// Why files are not as they should be.
    fn why(&self, files: &[Compared<'_>]) -> String {
        match self {
            Self::Kept(Version { number, .. }) => {
                format!(
                    "archived as v{number}; put back, as {}",
                    match files.iter().any(|file| file.old.is_some() && !file.is_same()) {
                        true => "it was another",
                        false => "it was not there",
                    }
                )
            }
            _ => why(files),
        }
    }

    fn fate(&self, made: Fate) -> Fate {
        if matches!(self, Self::Kept(_)) { Fate::Kept } else { made }
    }
}

fn piece(output: &Output) -> Piece<'_> {
    let content = Content::File(&output.bytes);
    Piece { path: PathBuf::from(&output.name), content, may_replace: true }
}

/// The paths of files, as the user knows them.
fn listed<'a>(files: impl IntoIterator<Item = &'a Compared<'a>>, workspace: &Workspace) -> String {
    let names = files.into_iter().map(|file| workspace.shown(&file.path));
    names.collect::<Vec<_>>().join(", ")
}

/// Names the files that a letter left when it was a draft, unless they are those of another letter.
fn say_left_over(files: &[Compared<'_>], workspace: &Workspace, console: &Console) {
    let draft = |file: &Compared<'_>| {
        let name = format!("{}-draft", letter_name(&file.path));
        let path = file.path.with_file_name(format!("{name}.{}", file.new.format.extension()));
        let is_other = workspace.root.join(format!("data/{name}.toml")).exists();
        (path.exists() && !is_other).then(|| workspace.shown(&path))
    };
    let drafts: Vec<String> = files.iter().filter_map(draft).collect();
    if !drafts.is_empty() {
        let drafts = drafts.join(", ");
        console.say(&format!("left of the draft: {drafts}; delete it when nobody needs it"));
    }
}

/// What the checks find, all of it as warnings: a draft is made with its gaps.
fn findings(loaded: &Loaded) -> Vec<Diagnostic> {
    let found = check::check(loaded, &Responses::default());
    found.into_iter().map(|finding| Diagnostic { severity: Severity::Warning, ..finding }).collect()
}

/// A form of one letter can have the name of another letter.
///
/// # Errors
///
/// One has.
pub fn refuse_same_files<'a>(all: impl IntoIterator<Item = &'a Made>) -> Result<(), Stop> {
    let mut known = BTreeSet::new();
    let mut outputs = all.into_iter().filter_map(|made| made.outputs.as_ref()).flatten();
    match outputs.find(|output| !known.insert(&output.name)) {
        Some(Output { name: twice, .. }) => Err(Stop::Usage(format!(
            "two letters would be written to {twice}; rename one, or build them into different \
             folders with --output"
        ))),
        None => Ok(()),
    }
}

/// What became of a letter.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Files of it are new.
    Made,
    /// Files of it would be new.
    Stale,
    /// All files are as they should be.
    Unchanged,
    /// Its files are those that were put away.
    Kept,
    /// It has errors.
    NotMade,
    /// Its files could not be written.
    NotWritten,
    /// They are written, but may not last if the power fails.
    Unsure,
    /// It could not be read.
    NotRead,
}

impl Fate {
    /// In the order in which they are told, with how.
    const ALL: [(Self, &str); 8] = [
        (Self::Made, "made"),
        (Self::Stale, "stale"),
        (Self::Unchanged, "unchanged"),
        (Self::Kept, "kept"),
        (Self::NotMade, "with errors"),
        (Self::NotWritten, "not written"),
        (Self::Unsure, "written, but not surely"),
        (Self::NotRead, "not read"),
    ];

    /// How a run ends that had nothing worse.
    pub fn exit(self) -> Exit {
        match self {
            Self::Made | Self::Unchanged | Self::Kept => Exit::Done,
            Self::Stale | Self::NotMade => Exit::Wrong,
            Self::NotWritten | Self::Unsure | Self::NotRead => Exit::Io,
        }
    }
}

/// Says how it went, where that was more than a letter.
fn say_counts(fates: &[Fate], console: &Console) {
    let of = |fate| fates.iter().filter(|other| **other == fate).count();
    let counts = Fate::ALL.map(|(fate, words)| (of(fate), words));
    let parts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}"));
    if fates.len() > 1 {
        let parts: Vec<String> = parts.collect();
        console.say(&format!("{}: {}", count(fates.len(), "letter"), parts.join(", ")));
    }
}

fn only_one(outputs: &[Output]) -> Result<&Output, Stop> {
    match outputs {
        [output] => Ok(output),
        _ => {
            let message = "only one file can go to standard output, and this letter has several \
                 forms; choose one with --form, or build it into a folder with --output";
            Err(Stop::Usage(message.to_owned()))
        }
    }
}
