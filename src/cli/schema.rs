//! `peel-letter schema`: what an editor needs to complete and check a file while it is written.

use super::args::Schema;
use super::{Exit, Stop, print};
use crate::schema;

/// Prints the schema of one kind of file.
pub fn run(args: &Schema) -> Result<Exit, Stop> {
    print(schema::text(args.file).as_bytes()).map(|()| Exit::Done)
}
