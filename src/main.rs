//! The `peel-letter` command.
#![forbid(unsafe_code)]

use peel_letter::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    let exit = cli::run(std::env::args_os());
    ExitCode::from(exit as u8)
}
