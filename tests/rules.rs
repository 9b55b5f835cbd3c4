//! The list of rules is true: each wrong example is found, by its code and nothing else, and each
//! right one passes.

use peel_letter::check::{self, Responses, explain};
use peel_letter::diagnostic::{Diagnostic, Files};
use peel_letter::letter::load::Loaded;
use peel_letter::make;
use peel_letter::workspace::Workspace;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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

fn load(workspace: &Workspace, path: &Path, text: &str, files: &mut Files) -> Loaded {
    fs::write(path, text).expect("a file can be written");
    let source = workspace.add(path, files).expect("the letter can be read");
    make::load(workspace, &source, &[], files)
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
