//! `peel-letter explain`: what a code means.

use super::args::Explain;
use super::{Exit, Stop, print};
use crate::check::explain;
use crate::letter::decode::nearest;

/// Prints what the list of rules says of a code; without one, all codes with their first sentences.
pub fn run(args: &Explain) -> Result<Exit, Stop> {
    let text = match &args.code {
        Some(typed) => {
            let code = as_listed(typed);
            format!("{code}\n\n{}\n", text(&code)?)
        }
        None => explain::codes().filter_map(line).collect(),
    };
    print(text.as_bytes()).map(|()| Exit::Done)
}

/// A code as the list has it, where it was typed as a finding shows it: `Warning[late]`.
fn as_listed(typed: &str) -> String {
    let typed = typed.trim().to_lowercase();
    let inner = typed.split_once('[').map_or(typed.as_str(), |(_, inner)| inner);
    inner.trim_end_matches([']', ':']).to_owned()
}

fn text(code: &str) -> Result<&'static str, Stop> {
    explain::text(code).ok_or_else(|| {
        let known: Vec<&str> = explain::codes().collect();
        let hint = nearest(code, &known).map_or_else(
            || "`peel-letter explain` lists them".to_owned(),
            |near| format!("did you mean {near}?"),
        );
        Stop::Usage(format!("there is no code {code}; {hint}"))
    })
}

/// A code with the first sentence on it after its severity.
fn line(code: &'static str) -> Option<String> {
    let (_, text) = explain::text(code)?.split_once(". ")?;
    let end = text.find([':', '\n']).unwrap_or(text.len());
    let end = text.find(". ").map_or(end, |point| point.min(end));
    Some(format!("{code:<26} {}\n", text[..end].trim_end_matches('.')))
}
