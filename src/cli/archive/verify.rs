//! `peel-letter archive verify`: whether all is still as it was put away.

use super::list::say_unfinished;
use super::{all, versions};
use crate::archive::{self, Archive, Verdict, Version};
use crate::cli::args::Verify;
use crate::cli::check::count;
use crate::cli::{Console, Exit, Stop, letters, print};
use std::collections::BTreeMap;

/// Verifies the versions that were asked for. One that is damaged does not stop the others.
pub fn run(args: &Verify, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::here()?;
    let archive = Archive::of(&workspace);
    let asked = asked(args, &archive)?;
    let (mut damaged, mut exit) = (0, Exit::Done);
    for version in &asked {
        let verdict = match archive::verify(version) {
            Ok(verdict) => verdict,
            Err(problem) => {
                console.refuse(&problem);
                exit = Exit::Io;
                continue;
            }
        };
        let faults = faults(&verdict, args);
        damaged += usize::from(!faults.is_empty());
        print(told(version, &verdict, &faults).as_bytes())?;
    }
    let gaps = gaps(&asked, &archive)?;
    print(gaps.concat().as_bytes())?;
    say_unfinished(&archive, &workspace, console)?;
    let is_damaged = damaged + gaps.len() > 0;
    console.say(&summary(asked.len(), damaged, gaps.len()));
    Ok(exit.max(if is_damaged { Exit::Wrong } else { Exit::Done }))
}

fn asked(args: &Verify, archive: &Archive) -> Result<Vec<Version>, Stop> {
    if args.letters.is_empty() {
        return all(archive);
    }
    let mut asked = Vec::new();
    for named in &args.letters {
        asked.extend(versions(named, archive)?);
    }
    match &args.fingerprint {
        Some(_) if asked.len() > 1 => Err(Stop::Usage(format!(
            "--fingerprint is that of one version; name it, such as {}",
            asked[asked.len() - 1]
        ))),
        _ => Ok(asked),
    }
}

/// What is not as it was, in words.
fn faults(verdict: &Verdict, args: &Verify) -> Vec<String> {
    let mut faults: Vec<String> = verdict.faults.iter().map(ToString::to_string).collect();
    let expected = args.fingerprint.as_ref().map(|hex| hex.trim().to_ascii_lowercase());
    if expected.is_some() && expected != verdict.fingerprint {
        faults.push("the fingerprint is another: this is not what was put away".to_owned());
    }
    faults
}

fn told(version: &Version, verdict: &Verdict, faults: &[String]) -> String {
    let fingerprint = verdict.fingerprint.as_deref().unwrap_or("no fingerprint");
    let how = if faults.is_empty() { "whole" } else { "damaged" };
    let lines: String = faults.iter().map(|fault| format!("    {fault}\n")).collect();
    format!("{how}: {version} {fingerprint}\n{lines}")
}

/// Versions are counted without gaps: one between two others was taken away.
fn gaps(asked: &[Version], archive: &Archive) -> Result<Vec<String>, Stop> {
    let letters: BTreeMap<&str, ()> =
        asked.iter().map(|version| (version.letter.as_str(), ())).collect();
    let mut gaps = Vec::new();
    for letter in letters.into_keys() {
        let there: Vec<u32> =
            archive.versions(letter)?.iter().map(|version| version.number).collect();
        let last = there.last().copied().unwrap_or_default();
        let missing = (1..=last).filter(|number| !there.contains(number));
        gaps.extend(missing.map(|number| format!("missing: {letter}@v{number}\n")));
    }
    Ok(gaps)
}

fn summary(all: usize, damaged: usize, gaps: usize) -> String {
    let found = [(damaged, "damaged"), (gaps, "missing")];
    let found = found.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!(", {n} {word}"));
    match found.collect::<String>().as_str() {
        "" if all == 0 => "nothing was put away so far".to_owned(),
        "" => format!("verified: {}, all whole", count(all, "version")),
        found => format!("verified: {}{found}", count(all, "version")),
    }
}
