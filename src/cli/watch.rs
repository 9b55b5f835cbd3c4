//! `peel-letter watch`: makes the letters again whenever a file of theirs is saved.

use super::args::Watch as Args;
use super::letters::STANDARD;
use super::making::{Fate, Made, Plan, Read, Tools, refuse_same_files, refuse_same_names};
use super::{Console, Exit, Stop, letters};
use crate::build::Wanted;
use crate::diagnostic::count;
use crate::make::{image_files, style_files};
use crate::serve::{News, Server};
use crate::template;
use crate::watch::{Event, Events, Sources, Touched};
use crate::workspace::{IoProblem, Workspace, last, letter_name, why};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// Makes the letters, and again at every save, until the user stops it.
pub fn run(args: &Args, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::open(&args.letters)?;
    last::remember(&workspace);
    let mut events = Events::default();
    stop_on_signal(events.stopper())?;
    let mut watch = Watch::new(args, &workspace, console)?;
    watch.first_round()?;
    if args.open {
        watch.open_browser();
    }
    loop {
        if template::is_loose() {
            console.say("watching has ended: the templates could not be stopped in any other way");
            return Ok(Exit::Wrong);
        }
        events.follow(&watch.sources.folders());
        let is_due = match events.wait() {
            Event::Stop => return Ok(Exit::Done),
            Event::Changed => true,
            Event::Quiet => watch.sources.look_other(),
        };
        if is_due {
            watch.next_round();
        }
    }
}

/// Lets a round that has begun come to its end, so that no file is left half-way; who asks twice
/// does not want to wait.
fn stop_on_signal(stop: impl Fn() + Send + 'static) -> Result<(), Stop> {
    let is_asked = AtomicBool::new(false);
    let handler = move || {
        if is_asked.swap(true, Ordering::Relaxed) {
            std::process::exit(STOPPED);
        }
        stop();
    };
    ctrlc::set_handler(handler).map_err(|error| {
        let error = std::io::Error::other(error);
        Stop::Io(IoProblem { verb: "listen to", path: "Ctrl-C".into(), error })
    })
}

/// What a shell says of a program that Ctrl-C has ended.
const STOPPED: i32 = 130;

/// The letters that are followed.
struct Watch<'a> {
    console: &'a Console,
    root: PathBuf,
    /// The letters named; if none, all in data/.
    named: Vec<PathBuf>,
    plan: Plan,
    sources: Sources,
    server: Option<Server>,
    /// What was made last of each letter.
    made: BTreeMap<PathBuf, Made>,
    /// Whether the last round came to its end.
    is_whole: bool,
}

impl<'a> Watch<'a> {
    fn new(args: &Args, workspace: &Workspace, console: &'a Console) -> Result<Self, Stop> {
        if args.letters.iter().any(|letter| letter.as_os_str() == STANDARD) {
            let message = "a letter from standard input cannot be watched; name its file";
            return Err(Stop::Usage(message.to_owned()));
        }
        let root = workspace.root.clone();
        let named = match args.letters.as_slice() {
            [] => Vec::new(),
            named => letters::letters(named, workspace)?.iter().map(absolute).collect(),
        };
        let server = args.serve.then(Server::start).transpose();
        let server = server.map_err(|error| {
            Stop::Io(IoProblem { verb: "serve", path: "127.0.0.1".into(), error })
        })?;
        Ok(Self {
            console,
            plan: plan(workspace, args.serve)?,
            sources: Sources::new(root.clone()),
            root,
            named,
            server,
            made: BTreeMap::new(),
            is_whole: false,
        })
    }

    /// The first round: what is typed wrongly, or cannot be read at all, ends it.
    fn first_round(&mut self) -> Result<(), Stop> {
        let fates = self.round(&Touched::All)?;
        if !fates.is_empty() && fates.iter().all(|fate| *fate == Fate::NotRead) {
            return Err(Stop::Said(Exit::Io));
        }
        self.say_what_is_watched();
        Ok(())
    }

    /// Another round, if a letter was touched. Whatever is wrong is said, and may be mended.
    fn next_round(&mut self) {
        let Some(touched) = self.sources.touched() else { return };
        let touched = if self.is_whole { touched } else { Touched::All };
        if !self.is_due(&touched) {
            return;
        }
        self.console.clear();
        match self.round(&touched) {
            Ok(_) | Err(Stop::Said(_)) => {}
            Err(Stop::Usage(message)) => self.console.refuse(&message),
            Err(Stop::Io(problem)) => self.console.refuse(&problem),
            Err(Stop::Failed(failed)) => self.console.refuse_written(&failed),
        }
        self.say_what_is_watched();
    }

    /// Whether the round concerns a letter that is followed, or one that came or went.
    fn is_due(&self, touched: &Touched) -> bool {
        self.named.is_empty()
            || self.named.iter().any(|letter| self.sources.is_touched(letter, touched))
    }

    /// Reads, makes and writes the letters that were touched.
    fn round(&mut self, touched: &Touched) -> Result<Vec<Fate>, Stop> {
        self.is_whole = false;
        self.sources.take_shared();
        let workspace = Workspace::open(&self.root)?;
        let asked = match self.named.as_slice() {
            [] => letters::letters(&[], &workspace)?,
            named => named.to_vec(),
        };
        refuse_same_names(&asked, &workspace)?;
        self.made.retain(|letter, _| asked.contains(letter));
        let is_due = |letter: &&PathBuf| {
            self.sources.is_touched(letter, touched) || !self.made.contains_key(*letter)
        };
        let due: Vec<PathBuf> = asked.iter().filter(is_due).cloned().collect();
        let fates = self.make(&due, &workspace)?;
        self.is_whole = true;
        Ok(fates)
    }

    fn make(&mut self, due: &[PathBuf], workspace: &Workspace) -> Result<Vec<Fate>, Stop> {
        self.sources.share(style_files(workspace));
        let tools = Tools::new(workspace, self.console);
        due.iter().for_each(|letter| self.sources.take_letter(letter));
        let read = self.plan.read(due, &tools, self.console);
        let of_shown = by_name(due, workspace);
        self.take_images(&read, &of_shown);
        let made = self.plan.make(&read, &tools, self.console);
        let kept = self.made.iter().filter(|(letter, _)| !due.contains(letter));
        refuse_same_files(kept.map(|(_, made)| made).chain(&made))?;
        for letter in due {
            self.made.remove(letter);
        }
        for made in made {
            self.made.insert(of_shown[&made.letter].clone(), made);
        }
        // The browser need not wait for the disk.
        self.publish(&tools, workspace);
        let fresh = due.iter().filter_map(|letter| self.made.get(letter));
        self.plan.finish(fresh, read.unread, workspace, self.console)
    }

    fn take_images(&mut self, read: &Read, of_shown: &BTreeMap<String, PathBuf>) {
        for letter in &read.letters {
            let images = image_files(&self.root, &letter.source, &letter.loaded.images);
            let path = &of_shown[read.files.name(letter.source.file)];
            self.sources.take_images(path, images);
        }
    }

    /// Shows the letters in the browser.
    fn publish(&self, tools: &Tools, workspace: &Workspace) {
        let Some(server) = &self.server else { return };
        let news = self.made.iter().map(|(letter, made)| News {
            name: letter_name(letter),
            outputs: made.outputs.as_deref(),
            of_all: (tools.problems(), &workspace.files),
            of_letter: (&made.problems, &made.files),
        });
        server.publish(news.collect(), tools.fonts());
    }

    /// Who has no browser to be opened can still type the address.
    fn open_browser(&self) {
        let Some(server) = &self.server else { return };
        if let Err(error) = open::that_detached(server.address()) {
            self.console.say(&format!("the browser was not opened: {}", why(&error)));
        }
    }

    fn say_what_is_watched(&self) {
        if let Some(server) = &self.server {
            self.console.say(&format!("serving: {}", server.address()));
        }
        let letters = count(self.made.len(), "letter");
        self.console.say(&format!("watching: {letters}; stop with Ctrl-C"));
    }
}

/// What `build` does where nothing else is asked for, and what the browser shows.
fn plan(workspace: &Workspace, is_served: bool) -> Result<Plan, IoProblem> {
    let folder = workspace.output();
    let wanted = if is_served { Wanted::served() } else { Wanted::usual(&folder)? };
    Ok(Plan { folder: Some(folder), wanted, forms: Vec::new(), only_check: false })
}

fn absolute(path: &PathBuf) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.clone())
}

/// Letters by the name that the user knows each by.
fn by_name(letters: &[PathBuf], workspace: &Workspace) -> BTreeMap<String, PathBuf> {
    letters.iter().map(|letter| (workspace.shown(letter), letter.clone())).collect()
}
