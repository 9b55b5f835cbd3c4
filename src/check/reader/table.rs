//! The reader is tested by tables: in tests/check/facts, each line is a sentence and the facts that
//! stand in it, as the overview of the letter in tests/check/base.toml has them.

use super::facts::{Claim, Count};
use super::names::{Class, Time, Value};
use super::phrases::Found;
use super::words::Counted;
use super::{Passage, Voice};
use crate::check::copied::Responses;
use crate::check::subject::Subject;
use crate::diagnostic::Files;
use crate::letter::load::{self, Shared, Source, Sources};
use std::fs;
use toml::{Table, Value as Toml};

/// All facts in a sentence, as the tables write them.
fn facts(sentence: &str) -> Vec<String> {
    let mut files = Files::default();
    let mut letter: Table =
        include_str!("../../../tests/check/base.toml").parse().expect("it is TOML");
    letter["overview"]["text"] = Toml::from(sentence);
    let text = files.add("letter.toml", letter.to_string());
    let built_in = files.add("programmes.toml", include_str!("../../../templates/programmes.toml"));
    let sources = Sources { office: None, built_in_programmes: built_in, programmes: None };
    let shared = Shared::read(&files, sources);
    let loaded =
        load::load(&files, &shared, Source { file: text, path: "letter.toml", forms: &[] });
    let others = Responses::default();
    let subject = Subject::new(&loaded, &others);
    let passage = subject.passages.iter().find(|passage| passage.voice == Voice::Commissioner);
    let passage = passage.expect("there is an overview");
    let mut facts: Vec<(usize, String)> = counts(&subject, passage);
    facts.extend(grades(&subject, passage));
    facts.extend(plain(passage));
    facts.sort();
    facts.dedup();
    facts.into_iter().map(|(_, fact)| fact).collect()
}

fn counts(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<(usize, String)> {
    let told = |Count { n, of, claim, at }: Count| {
        let claim = match claim {
            Claim::All => "all",
            Claim::Some => "some",
            Claim::Rest => "left",
            Claim::Named => "these",
            Claim::ForUs => "for us",
            Claim::ForThem => "for others",
            Claim::InArea(_) | Claim::InGrade(_) => "in an area",
        };
        let of = of.map_or("of them", |of| match of {
            Counted::Areas => "areas for improvement",
            Counted::Causes => "causes of concern",
            Counted::Accelerated => "accelerated causes of concern",
            Counted::Recommendations => "recommendations",
        });
        (at.start, format!("{claim}: {n} {of}"))
    };
    passage.counts(&subject.years).into_iter().map(told).collect()
}

fn grades(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<(usize, String)> {
    let area = |area: usize| subject.letter.areas[area].title.value.as_str();
    let graded = passage.grades(&subject.years).into_iter().map(|graded| {
        let of = graded.area.filter(|_| !graded.is_unclear).map_or("the force", area);
        (graded.at.start, format!("{of}: {}", subject.grades[graded.grade]))
    });
    let tallies = passage.tallies(&subject.years).into_iter().map(|tally| {
        let grade = tally.grade.map_or("graded", |grade| &subject.grades[grade]);
        (tally.at.start, format!("{} areas {grade}", tally.n))
    });
    graded.chain(tallies).collect()
}

/// The facts that are phrases found: how each is called, and what of it is told.
const PLAIN: [(&str, &str, &str); 37] = [
    ("was-grade", "before", "g"),
    ("change-up", "better", ""),
    ("change-down", "worse", ""),
    ("change-none", "unchanged", ""),
    ("compared", "compared", "c"),
    ("told-past", "past", "t"),
    ("told-future", "to come", "t"),
    ("begins-ends", "ends", "b"),
    ("days-after", "after the report", "n"),
    ("by-time", "deadline", "t"),
    ("styled", "person", "n"),
    ("inspected-areas", "inspected", "n"),
    ("not-told", "unsure", ""),
    ("publication", "published", "t"),
    ("deadline-of-law", "days by law", "n"),
    ("force-as-own", "as own", "f"),
    ("place-as-own", "as own", "q"),
    ("office-plain", "office", ""),
    ("office-fire", "office", ""),
    ("hmic", "inspectorate", "o"),
    ("her-majesty", "inspectorate", "o"),
    ("his-majesty", "inspectorate", "o"),
    ("section-of-act", "section", "s"),
    ("home-secretary-named", "home secretary", "p"),
    ("refer-item", "item", ""),
    ("refer-area", "area", "n"),
    ("refer-letter", "appendix", ""),
    ("placed", "placed", "d"),
    ("encloses", "encloses", ""),
    ("average", "average", "n"),
    ("between", "between", ""),
    ("rest-of-whole", "the rest", ""),
    ("of-one-whole", "of one whole", ""),
    ("possessive", "slip", "p"),
    ("verb-twice", "slip", "p"),
    ("wrong-verb", "slip", "p"),
    ("confused", "slip", "p"),
];

fn plain(passage: &Passage<'_>) -> Vec<(usize, String)> {
    let short = passage.short_forms().into_iter();
    let short = short.map(|at| (at, format!("short form: {}", passage.typed(&(at..at + 1)))));
    let mut facts: Vec<(usize, String)> = short.collect();
    let meant = passage.words.meant.iter().map(|(kind, ..)| (*kind, "slip", "p"));
    for (kind, name, part) in PLAIN.into_iter().chain(meant) {
        facts.extend(passage.found(kind).iter().map(|found: &Found| {
            let at = found.part(part).unwrap_or(found.range.clone());
            (at.start, format!("{name}: {}", passage.typed(&at).trim()))
        }));
    }
    for class in [Class::Day, Class::Month, Class::Percent, Class::Act, Class::Programme] {
        facts.extend(passage.names.all(class).map(|name| {
            let told = match name.value {
                Value::Time(Time { day, month, year, .. }) => {
                    let part = |n: Option<i16>| n.map_or("?".to_owned(), |n| format!("{n:02}"));
                    format!(
                        "{}-{}-{}",
                        part(year),
                        part(month.map(i16::from)),
                        part(day.map(i16::from))
                    )
                }
                _ => passage.typed(&name.range).to_owned(),
            };
            (name.range.start, format!("{}: {told}", format!("{class:?}").to_lowercase()))
        }));
    }
    facts
}

#[test]
fn sentences_have_the_facts_of_the_tables() {
    let mut sentences = 0;
    let mut wrongly = Vec::new();
    for file in fs::read_dir("tests/check/facts").expect("the tables are there") {
        let text =
            fs::read_to_string(file.expect("a table can be read").path()).expect("it is text");
        for (sentence, expected) in text.parse::<Table>().expect("a table is TOML") {
            let expected: Vec<String> = expected.try_into().expect("facts are words");
            let found = facts(&sentence);
            sentences += 1;
            if found != expected {
                wrongly.push(format!("{sentence}\n  expected {expected:?}\n  found    {found:?}"));
            }
        }
    }
    assert!(wrongly.is_empty(), "{} wrong\n{}", wrongly.len(), wrongly.join("\n"));
    assert!(sentences >= 400, "{sentences}");
}

#[test]
#[ignore = "prints the facts of sentences in a file, to be looked at"]
fn print() {
    let file = std::env::var("SENTENCES").expect("a file is named");
    for line in fs::read_to_string(file).expect("it can be read").lines() {
        println!("{:?} = {:?}", line, facts(line));
    }
}
