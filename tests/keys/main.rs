//! The table of keys says what reading a letter asks for and what is printed; what is made from it is
//! what lies in the project.
//!
//! After a change that is meant, write the schemas and the page anew:
//! `peel-letter schema > data/letter.schema.json; peel-letter schema office > data/office.schema.json;
//! peel-letter keys --page > docs/keys.md`

mod examples;
mod printed;

use peel_letter::keys::letter::LETTER;
use peel_letter::keys::{Kind, Table, reference, tables};
use peel_letter::schema::{File, text};
use peel_letter::workspace::Workspace;
use std::path::Path;

#[test]
fn the_schemas_in_data_are_current() {
    for (file, path) in
        [(File::Letter, "data/letter.schema.json"), (File::Office, "data/office.schema.json")]
    {
        let committed = std::fs::read_to_string(path).unwrap();
        assert_eq!(committed, text(file), "{path}: write it anew with peel-letter schema");
    }
}

#[test]
fn the_page_of_keys_is_current() {
    let committed = std::fs::read_to_string("docs/keys.md").unwrap();
    assert_eq!(
        committed,
        reference::page(),
        "write docs/keys.md anew with peel-letter keys --page"
    );
}

/// A key of the table that reading does not ask for would be an unknown key here.
#[test]
fn every_key_of_a_letter_is_asked_for() {
    let path = Path::new("tests/keys/every-key.toml");
    let loaded = examples::load(&Workspace::open(Path::new("")).unwrap(), path).unwrap().0;
    assert_eq!(loaded.problems, []);
    let text = std::fs::read_to_string(path).unwrap();
    let letter = toml::Value::Table(text.parse().unwrap());
    let mut missing = Vec::new();
    lacking(&letter, LETTER, "", &mut missing);
    assert_eq!(missing, Vec::<String>::new(), "{} must have every key", path.display());
}

/// The keys of a table that the letter does not have, by their paths.
fn lacking(value: &toml::Value, keys: Table, path: &str, missing: &mut Vec<String>) {
    for key in keys {
        let path = format!("{path}.{}", key.name);
        let inner = value.get(key.name);
        match (inner, key.beneath()) {
            (None, _) => missing.push(path),
            (Some(inner), Some(keys)) if inner.is_table() => lacking(inner, keys, &path, missing),
            (Some(toml::Value::Array(all)), Some(keys)) => {
                // Each key must stand in one of them.
                let mut of_each = all.iter().map(|inner| {
                    let mut missing = Vec::new();
                    lacking(inner, keys, &path, &mut missing);
                    missing
                });
                let first = of_each.next().unwrap_or_default();
                let in_none = of_each
                    .fold(first, |all, one| all.into_iter().filter(|k| one.contains(k)).collect());
                missing.extend(in_none);
            }
            _ => {}
        }
    }
}

#[test]
fn every_key_is_described_with_an_example() {
    use peel_letter::keys::{programmes::PROGRAMMES, style::STYLE, words::WORDS};
    for top in [LETTER, PROGRAMMES, STYLE, WORDS] {
        for (heading, keys) in tables(top) {
            for key in keys {
                let at = format!("{heading} {}", key.name);
                let about = key.about;
                assert!(about.starts_with(char::is_alphanumeric), "{at}: \"{about}\"");
                assert!(!about.ends_with('.') && !key.printed.ends_with('.'), "{at}");
                let is_table = matches!(key.kind, Kind::Group(_) | Kind::Groups(_));
                assert!(is_table || key.example_line().parse::<toml::Table>().is_ok(), "{at}");
                let words = key.words();
                let has_default = words.iter().any(|(word, _)| *word == key.default);
                assert!(key.default.is_empty() || words.is_empty() || has_default, "{at}");
            }
        }
    }
}
