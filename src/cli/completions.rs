//! `peel-letter completions`: what a shell needs to complete the command.

use super::args::{Cli, Completions};
use super::{Exit, Stop, print};
use clap::CommandFactory;

/// Prints the completions of one shell.
pub fn run(args: &Completions) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "peel-letter", &mut script);
    print(&script).map(|()| Exit::Done)
}
