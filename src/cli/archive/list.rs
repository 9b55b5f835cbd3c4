//! `peel-letter archive list`: what was put away.

use crate::archive::{Archive, Version};
use crate::cli::table::day;
use crate::cli::{Console, Exit, Stop, letters, print_shown, table};
use crate::workspace::Workspace;

/// Prints the table.
pub fn run(console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::here()?;
    let archive = Archive::of(&workspace);
    let _room = super::settled(&workspace)?;
    let versions = archive.all()?;
    if versions.is_empty() {
        console.say("nothing was put away so far");
    } else {
        let mut table = table::new(&["Letter", "Version", "Sent", "Published", "Reason"], "Reason");
        for version in &versions {
            table.add_row(row(version, &workspace));
        }
        print_shown(&table::text(&table))?;
    }
    Ok(Exit::Done)
}

fn row(version: &Version, workspace: &Workspace) -> [String; 5] {
    let toml = format!("data/{}.toml", version.letter);
    let gone = if workspace.root.join(toml).exists() { "" } else { " (not in data/)" };
    let name = format!("{}{gone}", version.letter);
    let number = format!("v{}", version.number);
    let Ok(info) = version.info() else {
        let damaged = "damaged; see: peel-letter archive verify";
        return [name, number, String::new(), String::new(), damaged.to_owned()];
    };
    let reason = info.reason().unwrap_or_default().to_owned();
    [name, number, day(info.sent()), day(info.published()), reason]
}
