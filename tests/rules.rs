//! The list of rules is true: each wrong example is found, by its code and nothing else, and each
//! right one passes. The passages of tests/check are judged as they say.

use peel_letter::check::{self, Responses, explain};
use peel_letter::diagnostic::{Diagnostic, Files};
use peel_letter::letter::load::Loaded;
use peel_letter::make::LetterReader;
use peel_letter::workspace::Workspace;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use toml::{Table, Value};

/// What the examples leave out.
const OFFICE: &str = r#"
date = 2024-10-28
subject = "Custody services in Exampleshire"
salutation = "Dear Home Secretary"
valediction = "Yours sincerely"

[sender]
name = "A. Commissioner"
title = "Police and Crime Commissioner"
office = "Office of the Police and Crime Commissioner for Exampleshire"
address = ["1 Sample Street", "Exampleton", "ZZ1 1ZZ"]

[recipient]
name = "The Rt Hon X Later MP"
office = "Home Secretary"
address = ["Home Office", "2 Marsham Street", "London", "SW1P 4DF"]

[[home_secretary]]
name = "The Rt Hon X Earlier MP"
since = 2023-11-13

[[home_secretary]]
name = "The Rt Hon X Later MP"
since = 2024-07-05

[inspection]
force = "Exampleshire Police"
programme = "PEEL 2023-25"
report = "PEEL 2023-25: an inspection of Exampleshire Police"
published = 2024-09-16

[chief_constable]
none_received = true
"#;

#[test]
fn every_wrong_example_is_found_and_every_right_one_passes() {
    let mut wrongly = Vec::new();
    for code in explain::codes() {
        let text = explain::text(code).expect("a code is explained");
        let earlier = example(text, "earlier");
        for (kind, expected) in [("wrong", vec![code]), ("right", Vec::new())] {
            let Some(example) = example(text, kind) else { continue };
            let found = found(&example, earlier.as_deref());
            if found != expected {
                wrongly.push(format!("the {kind} example of {code}: {found:?}"));
            }
        }
    }
    assert!(wrongly.is_empty(), "{}", wrongly.join("\n"));
}

#[test]
fn every_rule_of_the_checks_has_both_examples() {
    let (checks, _) = explain::RULES.split_once("## What keeps a letter").expect("two parts");
    let codes = explain::codes().filter(|code| checks.contains(&format!("### {code}\n")));
    let codes: Vec<&str> = codes.collect();
    assert!(codes.len() >= 25);
    for code in codes {
        let text = explain::text(code).expect("a code is explained");
        assert!(example(text, "wrong").is_some() && example(text, "right").is_some(), "{code}");
        assert!(text.starts_with("Error. ") || text.starts_with("Warning. "), "{code}");
    }
}

/// The example of a kind in the text on a code.
fn example(text: &str, kind: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("```toml {kind}\n"))?;
    Some(rest.split_once("```")?.0.to_owned())
}

/// The codes of all that is found in a letter that says this.
fn found(letter: &str, earlier: Option<&str>) -> Vec<&'static str> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder can be made");
    let office = match letter.contains("# no `published`") {
        true => OFFICE.replace("published = 2024-09-16\n", ""),
        false => OFFICE.to_owned(),
    };
    fs::write(data.join("office.toml"), office).expect("a file can be written");
    let workspace = Workspace::open(folder.path()).expect("the folder can be read");
    let mut files = workspace.files.clone();
    let mut others = Responses::default();
    if let Some(earlier) = earlier {
        let earlier = format!("date = 2023-10-30\n{earlier}");
        others.add(&load(&workspace, &data.join("earlier.toml"), &earlier, &mut files).letter);
    }
    let loaded = load(&workspace, &data.join("letter.toml"), letter, &mut files);
    let mut problems: Vec<Diagnostic> = loaded.problems.clone();
    problems.extend(check::check(&loaded, &others));
    let codes: BTreeSet<&str> = problems.iter().map(|problem| problem.code).collect();
    codes.into_iter().collect()
}

#[test]
fn an_error_does_not_hide_what_else_is_wrong() {
    let letter = r#"
[inspection]
published = 2024-09-31
[overview]
text = 'The report has two areas for improvement, and [more](ftp:more).'
[[area]]
title = "Preventing crime"
grade = "superb"
[[area.item]]
text = 'The force should answer calls more quickly.'
"#;
    let all = ["count", "grade-outside-scale", "impossible-date", "link", "no-response"];
    assert_eq!(found(letter, None), all);
}

fn load(workspace: &Workspace, path: &Path, text: &str, files: &mut Files) -> Loaded {
    fs::write(path, text).expect("a file can be written");
    let source = workspace.add(path, files).expect("the letter can be read");
    LetterReader::new(workspace).load(&source, &[], files)
}

#[test]
fn passages_without_a_fault_are_left_alone() {
    assert_judged("tests/check/quiet.toml");
}

#[test]
fn every_fault_in_a_passage_is_found_at_its_place() {
    assert_judged("tests/check/loud.toml");
}

/// Puts each passage of a list into the letter of base.toml, and compares what is found there with
/// what the list says.
fn assert_judged(list: &str) {
    let base: Table = read("tests/check/base.toml");
    let list: Table = read(list);
    let passages = list["passage"].as_array().expect("the passages are a list");
    let mut wrongly = Vec::new();
    for passage in passages {
        let passage = passage.as_table().expect("a passage is a table");
        let expected: Vec<String> = match passage.get("finds") {
            Some(codes) => codes.clone().try_into().expect("what is found is text"),
            None => Vec::new(),
        };
        let found = found_at(&with(base.clone(), passage).to_string());
        let agrees = |(found, expected): (&String, &String)| found.starts_with(expected.as_str());
        if found.len() != expected.len() || !found.iter().zip(&expected).all(agrees) {
            wrongly.push(format!("{passage}  found:    {found:?}\n"));
        }
    }
    assert!(wrongly.is_empty(), "{} wrong\n\n{}", wrongly.len(), wrongly.join("\n"));
}

fn read(path: &str) -> Table {
    let text = fs::read_to_string(path).expect("the list can be read");
    text.parse().expect("the list is TOML")
}

/// The letter with a passage in its place.
fn with(mut letter: Table, passage: &Table) -> Table {
    let text = |key: &str| passage.get(key).cloned();
    if let Some(over) = text("letter") {
        let over: Table = over.as_str().expect("a letter is text").parse().expect("it is TOML");
        lay(&mut letter, over);
    }
    let area = &mut letter["area"][if text("letter").is_some() { 0 } else { 1 }];
    if let Some(text) = text("area") {
        area.as_table_mut().map(|area| area.insert("findings".to_owned(), text));
    }
    for (key, place) in [("response", "response"), ("quoted", "text")] {
        if let Some(text) = text(key) {
            area["item"][0][place] = text;
        }
    }
    for (key, table, place) in
        [("overview", "overview", "text"), ("chief", "chief_constable", "comments")]
    {
        if let Some(text) = text(key) {
            letter[table][place] = text;
        }
    }
    letter
}

/// Lays tables over tables key by key; all else is replaced.
fn lay(under: &mut Table, over: Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(Value::Table(under)), Value::Table(over)) => lay(under, over),
            (_, value) => drop(under.insert(key, value)),
        }
    }
}

/// All that is found in a letter: `code: words at the place`.
fn found_at(letter: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder can be made");
    fs::write(data.join("office.toml"), "").expect("a file can be written");
    let workspace = Workspace::open(folder.path()).expect("the folder can be read");
    let mut files = workspace.files.clone();
    let loaded = load(&workspace, &data.join("letter.toml"), letter, &mut files);
    let mut problems: Vec<Diagnostic> = loaded.problems.clone();
    problems.extend(check::check(&loaded, &Responses::default()));
    let told = |problem: &Diagnostic| {
        let place = problem.labels[0].place;
        format!("{}: {}", problem.code, &files.text(place.file)[place.range()])
    };
    problems.iter().map(told).collect()
}

#[test]
fn every_code_that_the_cases_show_is_explained() {
    let known: BTreeSet<&str> = explain::codes().collect();
    let cases = fs::read_dir("tests/cmd").expect("the cases are there");
    let mut shown = BTreeSet::new();
    for case in cases.map(|case| case.expect("a case can be read").path()).filter(|p| p.is_file()) {
        let text = fs::read_to_string(case).expect("a case is text");
        for part in text.split("error[").chain(text.split("warning[")).skip(1) {
            shown.extend(part.split_once("]:").map(|(code, _)| code.to_owned()));
        }
    }
    shown.retain(|code| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
    let unknown: Vec<&String> =
        shown.iter().filter(|code| !known.contains(code.as_str())).collect();
    assert!(shown.len() > 20 && unknown.is_empty(), "not in the list of rules: {unknown:?}");
}
