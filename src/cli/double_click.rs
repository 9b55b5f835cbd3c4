//! A double click on the program: letters that are near are made, watched and shown in the browser.

use super::args::Watch;
use super::{Console, Exit, Stop, watch};
use crate::workspace::{IoProblem, Workspace, last};
use std::path::{Path, PathBuf};

/// What to do where no letters are near.
const NONE_NEAR: [&str; 3] = [
    "peel-letter makes letters, and there are none beside it: no folder here has data\\office.toml in it.",
    "Put peel-letter.exe into the folder of your letters, beside data, and double-click it there.",
    "To begin a first letter, type cmd into the address bar of a folder, and there: peel-letter new NAME",
];

/// Follows the letters beside the program, or else those of the folder used last. The window stays
/// until what went wrong has been read.
pub fn run(console: &Console) -> Exit {
    let result = match near() {
        Some(folder) => show(&folder, console),
        None => {
            NONE_NEAR.iter().for_each(|line| console.say(line));
            Ok(Exit::Usage)
        }
    };
    let exit = console.end(result);
    if exit != Exit::Done {
        console.say("press Enter to close this window");
        // Where there are no keys to press, nobody waits.
        let _ = std::io::stdin().read_line(&mut String::new());
    }
    exit
}

fn show(folder: &Path, console: &Console) -> Result<Exit, Stop> {
    let shown = folder.display();
    console.say(&format!("the letters in {shown}; close this window when you have done"));
    let watch = Watch { letters: Vec::new(), serve: true, open: true };
    let moved = std::env::set_current_dir(folder);
    moved.map_err(|error| IoProblem { verb: "go to", path: folder.to_owned(), error })?;
    watch::run(&watch, console)
}

/// The nearest folder that has letters: where the program was started, where it is, or where it was
/// used last.
fn near() -> Option<PathBuf> {
    let program = std::env::current_exe().ok();
    let beside = program.as_deref().and_then(Path::parent).map(Path::to_owned);
    let here = std::env::current_dir().ok();
    let folders = [here, beside, last::folder()].into_iter().flatten();
    let mut workspaces = folders.filter_map(|folder| Workspace::open(&folder).ok());
    let found = workspaces.find(|workspace| workspace.office.is_some());
    found.map(|workspace| workspace.root)
}
