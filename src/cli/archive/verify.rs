//! `peel-letter archive verify`: whether all is still as it was put away.

use super::settled;
use crate::archive::{self, Archive, Fault, REGISTER, Register, Verdict, Version};
use crate::cli::args::Verify;
use crate::cli::{Console, Exit, Stop, letters, print_shown};
use crate::diagnostic::count;
use crate::workspace::{IoProblem, Workspace};
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

/// Verifies the versions that were asked for. One that is damaged does not stop the others.
pub fn run(args: &Verify, console: &Console) -> Result<Exit, Stop> {
    let workspace = letters::here()?;
    let _room = settled(&workspace)?;
    let archive = Archive::of(&workspace);
    let records = Records::read(args, &archive, &workspace)?;
    let asked = asked(args, &archive, &records).map_err(|stop| told(stop, &workspace))?;
    let links = archive::chain(&asked, &archive);
    let mut states = Vec::new();
    for version in &asked {
        let verdict = archive::verify(version);
        let mut faults = faults(&verdict, args);
        faults.extend(records.faults(version, &verdict));
        faults.extend(links.wrong.get(&version.to_string()).cloned());
        let state = State::of(&verdict, &faults);
        print_shown(&said(version, &verdict, state, &faults))?;
        states.push(state);
    }
    let mut missing = gaps(&asked, &archive)?;
    missing.extend(links.missing);
    missing.extend(records.missing(args, &archive)?);
    missing.extend(missing_register(&asked, &records));
    let strays: Vec<String> =
        records.damage.iter().cloned().chain(strays(args, &archive)?).collect();
    let missing: Vec<String> = missing.iter().map(|name| format!("missing: {name}\n")).collect();
    print_shown(&[missing.concat(), strays.concat()].concat())?;
    console.say(&summary(&states, missing.len(), strays.len()));
    let is_damaged = missing.len() + strays.len() > 0;
    let exit = if is_damaged { Exit::Wrong } else { Exit::Done };
    Ok(states.into_iter().map(State::exit).fold(exit, Exit::max))
}

fn told(stop: Stop, workspace: &Workspace) -> Stop {
    match stop {
        Stop::Io(problem) => Stop::Io(workspace.told(problem)),
        other => other,
    }
}

/// What was put away as somebody has written it down.
struct Records {
    /// The archive's own list, if there is one.
    own: Option<Register>,
    /// What is wrong with that.
    damage: Option<String>,
    /// The list that somebody else has kept, with its name.
    other: Option<(Register, String)>,
}

impl Records {
    fn read(args: &Verify, archive: &Archive, workspace: &Workspace) -> Result<Self, Stop> {
        let damage = |why: &str| Some(format!("damaged: {REGISTER} ({why})\n"));
        let (own, damage) = match archive.register() {
            Ok(Some(own)) if own.is_doubled => (Some(own), damage("a line of it stands twice")),
            Ok(Some(own)) if !archive::is_in_order(&own, archive) => (
                Some(own),
                damage("its lines do not stand in the order in which they were written"),
            ),
            Ok(own) => (own, None),
            Err(problem) => (Some(Register::default()), damage(&problem.why().to_string())),
        };
        let other = args.fingerprints.as_deref().map(|path| listed(path, workspace)).transpose()?;
        Ok(Self { own, damage, other })
    }

    /// Whether a letter, or a version of it, was put away by one of them.
    fn has(&self, named: &str) -> bool {
        let mut entries = self.own.iter().flat_map(Register::entries);
        entries.any(|entry| {
            entry.version == named || entry.parts().is_some_and(|(letter, _)| letter == named)
        })
    }

    /// What they say against a version that is there.
    fn faults(&self, version: &Version, verdict: &Verdict) -> Vec<String> {
        let own = self.own.as_ref().filter(|_| self.damage.is_none());
        let own = own.map(|own| (own, REGISTER));
        let other = self.other.as_ref().map(|(other, name)| (other, name.as_str()));
        let fault = |(register, name): (&Register, &str)| match register.of(&version.to_string()) {
            None => Some(format!("added: it is not in {name}")),
            Some(known) if Some(known) == verdict.fingerprint.as_deref() => None,
            Some(_) => Some(format!("the fingerprint is another than in {name}")),
        };
        own.into_iter().chain(other).filter_map(fault).collect()
    }

    /// The versions that they have, and that are not there: of the letters asked for, or of all.
    fn missing(&self, args: &Verify, archive: &Archive) -> Result<BTreeSet<String>, Stop> {
        let there: BTreeSet<String> = archive.all()?.iter().map(Version::to_string).collect();
        let other = self.other.iter().map(|(other, _)| other);
        let all = self.own.iter().chain(other).flat_map(Register::entries);
        let gone = all.filter(|entry| !there.contains(&entry.version));
        let asked: Vec<String> = args.letters.iter().map(|named| super::plain(named)).collect();
        let is_asked = |name: &&String| {
            let letter = name.rsplit_once('@').map_or("", |(letter, _)| letter);
            asked.is_empty() || asked.iter().any(|asked| asked == letter || asked == *name)
        };
        Ok(gone.map(|entry| &entry.version).filter(is_asked).cloned().collect())
    }
}

/// A list of fingerprints that somebody has kept.
fn listed(path: &Path, workspace: &Workspace) -> Result<(Register, String), Stop> {
    let none = || IoProblem { verb: "read", path: path.into(), error: ErrorKind::NotFound.into() };
    let register = Register::read(path)?.ok_or_else(none)?;
    Ok((register, workspace.shown(path)))
}

/// The list that a version says there is.
fn missing_register(asked: &[Version], records: &Records) -> Option<String> {
    let is_missing = records.own.is_none() && asked.iter().any(archive::after);
    is_missing.then(|| REGISTER.to_owned())
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

fn asked(args: &Verify, archive: &Archive, records: &Records) -> Result<Vec<Version>, Stop> {
    if args.letters.is_empty() {
        return Ok(archive.all()?);
    }
    let mut asked = BTreeMap::new();
    for named in &args.letters {
        match super::versions(named, archive) {
            Ok(versions) => asked.extend(versions.into_iter().map(|v| (v.to_string(), v))),
            // That it was put away and is gone is said below.
            Err(Stop::Usage(_)) if records.has(&super::plain(named)) => {}
            Err(stop) => return Err(stop),
        }
    }
    let last = asked.keys().next_back().filter(|_| asked.len() > 1);
    match last.filter(|_| args.fingerprint.is_some()) {
        Some(last) => Err(Stop::Usage(format!(
            "--fingerprint is that of one version; name it, such as {last}"
        ))),
        None => Ok(asked.into_values().collect()),
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

fn said(version: &Version, verdict: &Verdict, state: State, faults: &[String]) -> String {
    let fingerprint = verdict.fingerprint.as_deref().unwrap_or("no fingerprint");
    let lines = faults.iter().chain(&verdict.loose).map(|line| format!("    {line}\n"));
    format!("{}: {version} {fingerprint}\n{}", state.words(), lines.collect::<String>())
}

/// Versions are counted without gaps: one between two others was taken away.
fn gaps(asked: &[Version], archive: &Archive) -> Result<BTreeSet<String>, Stop> {
    let mut gaps = BTreeSet::new();
    for letter in asked.iter().map(|version| &version.letter).collect::<BTreeSet<_>>() {
        let there: Vec<u32> =
            archive.versions(letter)?.iter().map(|version| version.number).collect();
        let last = there.last().copied().unwrap_or_default();
        let missing = (1..=last).filter(|number| !there.contains(number));
        gaps.extend(missing.map(|number| format!("{letter}@v{number}")));
    }
    Ok(gaps)
}

/// What lies beside the versions and was not put away: of the letters asked for, or of all.
fn strays(args: &Verify, archive: &Archive) -> Result<Vec<String>, Stop> {
    let asked: Vec<String> = args.letters.iter().map(|named| letter_of(named)).collect();
    let mut strays = archive.strays()?;
    let is_asked =
        |letter: &Option<String>| letter.as_ref().is_some_and(|letter| asked.contains(letter));
    strays.retain(|stray| asked.is_empty() || is_asked(&stray.letter));
    Ok(strays.into_iter().map(|stray| format!("added: {}\n", stray.told)).collect())
}

/// The letter that is meant by its name or by that of a version.
fn letter_of(named: &str) -> String {
    let plain = super::plain(named);
    Version::parse(&plain).map_or(plain.as_str(), |(letter, _)| letter).to_owned()
}

fn summary(states: &[State], missing: usize, strays: usize) -> String {
    let of = |state| states.iter().filter(|other| **other == state).count();
    let found = [
        (of(State::Damaged), State::Damaged.words()),
        (of(State::NotVerified), State::NotVerified.words()),
        (missing, "missing"),
        (strays, "added"),
    ];
    let found = found.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!(", {n} {word}"));
    match found.collect::<String>().as_str() {
        "" if states.is_empty() => "nothing was put away so far".to_owned(),
        "" => format!("verified: {}, all whole", count(states.len(), "version")),
        found => format!("verified: {}{found}", count(states.len(), "version")),
    }
}
