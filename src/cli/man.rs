//! `peel-letter man`: the manual page, made from the same text as `--help`.

use super::args::Cli;
use super::{Exit, Stop, print};
use crate::workspace::IoProblem;
use clap::{Command, CommandFactory};

/// Prints the manual page: the program's, and after it one for each command.
pub fn run() -> Result<Exit, Stop> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    render(&command, &mut page).map_err(|error| {
        Stop::Io(IoProblem { verb: "make", path: "the manual page".into(), error })
    })?;
    print(&page).map(|()| Exit::Done)
}

fn render(command: &Command, page: &mut Vec<u8>) -> std::io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(page)?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        clap_mangen::Man::new(inner.clone()).render(page)?;
    }
    Ok(())
}
