//! `peel-letter archive verify`: whether all is still as it was put away.

use super::list::say_unfinished;
use super::{all, versions};
use crate::archive::{self, Archive, Fault, Verdict, Version, in_one_line};
use crate::cli::args::Verify;
use crate::cli::{Console, Exit, Stop, letters, print};
use crate::diagnostic::count;
use std::collections::BTreeSet;

/// Verifies the versions that were asked for. One that is damaged does not stop the others.
pub fn run(args: &Verify, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::here()?;
    let archive = Archive::of(&workspace);
    let asked = asked(args, &archive)?;
    let mut states = Vec::new();
    for version in &asked {
        let verdict = archive::verify(version);
        let faults = faults(&verdict, args);
        let state = State::of(&verdict, &faults);
        print(told(version, &verdict, state, &faults).as_bytes())?;
        states.push(state);
    }
    let gaps = gaps(&asked, &archive)?;
    let strays = strays(args, &asked, &archive)?;
    print(gaps.iter().chain(&strays).map(String::as_str).collect::<String>().as_bytes())?;
    say_unfinished(&archive, &workspace, console)?;
    console.say(&summary(&states, gaps.len(), strays.len()));
    let is_damaged = gaps.len() + strays.len() > 0;
    let exit = if is_damaged { Exit::Wrong } else { Exit::Done };
    Ok(states.into_iter().map(State::exit).fold(exit, Exit::max))
}

/// How a version was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// As it was put away.
    Whole,
    /// Not as it was.
    Damaged,
    /// Nothing is known to be wrong, and not all of it can be read.
    NotVerified,
}

impl State {
    fn of(verdict: &Verdict, faults: &[String]) -> Self {
        let is_unreadable = |fault: &&Fault| matches!(fault, Fault::Unreadable(..));
        match verdict.faults.iter().filter(is_unreadable).count() {
            _ if faults.is_empty() => Self::Whole,
            unreadable if unreadable == faults.len() => Self::NotVerified,
            _ => Self::Damaged,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Damaged => "damaged",
            Self::NotVerified => "not verified",
        }
    }

    fn exit(self) -> Exit {
        match self {
            Self::Whole => Exit::Done,
            Self::Damaged => Exit::Wrong,
            Self::NotVerified => Exit::Io,
        }
    }
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

fn told(version: &Version, verdict: &Verdict, state: State, faults: &[String]) -> String {
    let fingerprint = verdict.fingerprint.as_deref().unwrap_or("no fingerprint");
    let lines: String = faults.iter().map(|fault| format!("    {fault}\n")).collect();
    format!("{}: {version} {fingerprint}\n{lines}", state.words())
}

/// The letters that the versions are of.
fn letters_of(asked: &[Version]) -> BTreeSet<&str> {
    asked.iter().map(|version| version.letter.as_str()).collect()
}

/// Versions are counted without gaps: one between two others was taken away.
fn gaps(asked: &[Version], archive: &Archive) -> Result<Vec<String>, Stop> {
    let mut gaps = Vec::new();
    for letter in letters_of(asked) {
        let there: Vec<u32> =
            archive.versions(letter)?.iter().map(|version| version.number).collect();
        let last = there.last().copied().unwrap_or_default();
        let missing = (1..=last).filter(|number| !there.contains(number));
        gaps.extend(missing.map(|number| format!("missing: {letter}@v{number}\n")));
    }
    Ok(gaps)
}

/// What lies beside the versions and was not put away: of the letters asked for, or of all.
fn strays(args: &Verify, asked: &[Version], archive: &Archive) -> Result<Vec<String>, Stop> {
    let letters = letters_of(asked);
    let mut strays = archive.strays()?;
    strays.retain(|stray| args.letters.is_empty() || letters.contains(stray.letter.as_str()));
    let told = |path: String| format!("added: {}\n", in_one_line(&path));
    let told = strays
        .iter()
        .map(|stray| told(format!("{}/{}/{}", archive::FOLDER, stray.letter, stray.name)));
    Ok(told.collect())
}

fn summary(states: &[State], gaps: usize, strays: usize) -> String {
    let of = |state| states.iter().filter(|other| **other == state).count();
    let found = [
        (of(State::Damaged), State::Damaged.words()),
        (of(State::NotVerified), State::NotVerified.words()),
        (gaps, "missing"),
        (strays, "added"),
    ];
    let found = found.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!(", {n} {word}"));
    match found.collect::<String>().as_str() {
        "" if states.is_empty() => "nothing was put away so far".to_owned(),
        "" => format!("verified: {}, all whole", count(states.len(), "version")),
        found => format!("verified: {}{found}", count(states.len(), "version")),
    }
}
