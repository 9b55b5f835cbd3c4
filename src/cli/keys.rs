//! `peel-letter keys`: what each key is.

use super::args::Keys;
use super::{Exit, Stop, print};
use crate::keys::reference;

/// Prints the reference of a table, or of one key; without either, that of the top of a letter.
pub fn run(args: &Keys) -> Result<Exit, Stop> {
    let text = match (args.page, args.path.as_deref()) {
        (true, _) => reference::page(),
        (false, path) => reference::shown(path.unwrap_or_default()).map_err(Stop::Usage)?,
    };
    print(text.as_bytes()).map(|()| Exit::Done)
}
