//! Every TOML file of letters and offices in this project, right or wrong, against the schema.

use jsonschema::Validator;
use peel_letter::diagnostic::{Diagnostic, FileId, Severity};
use peel_letter::letter::load::Loaded;
use peel_letter::make::LetterReader;
use peel_letter::schema::{File, schema};
use peel_letter::workspace::Workspace;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The errors that no schema can find, each with the reason.
const BEYOND: [(&str, &str); 19] = [
    ("answered-twice", COMPARED),
    ("contradiction", COMPARED),
    ("unknown-item", COMPARED),
    ("footnote", MARKDOWN),
    ("heading-level", MARKDOWN),
    ("image-without-words", MARKDOWN),
    ("markdown-code", MARKDOWN),
    ("markdown-definition", MARKDOWN),
    ("markdown-depth", MARKDOWN),
    ("markdown-heading", MARKDOWN),
    ("markdown-html", MARKDOWN),
    ("markdown-image", MARKDOWN),
    ("image", "it knows no other files"),
    ("grade-outside-scale", PROGRAMMES),
    ("unknown-grade", PROGRAMMES),
    ("unknown-pillar", PROGRAMMES),
    ("unknown-programme", PROGRAMMES),
    ("grade-without-programme", OFFICE),
    ("missing-key", OFFICE),
];

const OFFICE: &str = "the office file can have it";
const COMPARED: &str = "two values are compared";
const MARKDOWN: &str = "it sees text, and not the Markdown in it";
const PROGRAMMES: &str = "data/programmes.toml can have programmes of the office's own";

#[test]
fn what_is_right_is_right_and_what_is_wrong_is_wrong_or_beyond_it() {
    let validator = validator(File::Letter);
    let mut needed = BTreeSet::new();
    for path in letters() {
        let workspace =
            Workspace::open(&std::path::absolute(path.parent().unwrap()).unwrap()).unwrap();
        let Some((loaded, file)) = load(&workspace, &path) else { continue };
        let wrong: Vec<&Diagnostic> = loaded.problems.iter().filter(|p| is_in(p, file)).collect();
        match (wrong.is_empty(), faults(&validator, &path)) {
            (true, faults) => assert_eq!(faults, Vec::<String>::new(), "{}", path.display()),
            (false, faults) if faults.is_empty() => {
                for problem in wrong {
                    let is_told = BEYOND.iter().any(|(code, _)| *code == problem.code);
                    assert!(is_told, "{}: {problem:?}", path.display());
                    needed.insert(problem.code);
                }
            }
            (false, _) => {}
        }
    }
    let told: BTreeSet<&str> = BEYOND.iter().map(|(code, _)| *code).collect();
    assert_eq!(needed, told, "an error is told to be beyond the schema, and need not be");
}

#[test]
fn every_office_file_is_right() {
    let validator = validator(File::Office);
    let offices = files().into_iter().filter(|path| path.ends_with("data/office.toml"));
    for path in offices.chain(["src/new/office.toml".into()]) {
        assert_eq!(faults(&validator, &path), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn the_programmes_that_are_built_in_are_right() {
    let path = Path::new("templates/programmes.toml");
    assert_eq!(faults(&validator(File::Programmes), path), Vec::<String>::new());
}

/// Reads a letter; none if it cannot be read at all.
pub fn load(workspace: &Workspace, path: &Path) -> Option<(Loaded, FileId)> {
    let mut files = workspace.files.clone();
    let source = workspace.add(path, &mut files).ok()?;
    Some((LetterReader::new(workspace).load(&source, &[], &files), source.file))
}

fn is_in(problem: &Diagnostic, file: FileId) -> bool {
    let place = problem.labels.first().map(|label| label.place.file);
    problem.severity == Severity::Error && place == Some(file)
}

fn validator(file: File) -> Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&schema(file)).expect("the schema is one")
}

/// What a schema says against a file. What is no TOML, an editor marks without a schema.
fn faults(validator: &Validator, path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("the file is text");
    match toml::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(table) => {
            let json = json(toml::Value::Table(table));
            validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

/// TOML as Taplo hands it to the schema: dates are text.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(yes) => yes.into(),
        toml::Value::Datetime(datetime) => datetime.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, v)| (key, json(v))).collect(),
    }
}

fn letters() -> Vec<PathBuf> {
    let is_letter = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default();
        let of_trycmd = path.parent() == Some(Path::new("tests/cmd"));
        let is_other = path.components().any(|part| {
            let part = Path::new(part.as_os_str());
            part == Path::new("templates") || part.extension().is_some_and(|e| e == "out")
        });
        name != "office.toml" && name != "programmes.toml" && !of_trycmd && !is_other
    };
    files().into_iter().filter(is_letter).collect()
}

fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["data", "tests"] {
        collect(Path::new(folder), &mut files);
    }
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
