//! The schemas say what reading a letter says, and are the ones that lie in `data/`.
//!
//! After a change that is meant, write them anew:
//! `peel-letter schema > data/letter.schema.json; peel-letter schema office > data/office.schema.json`

mod examples;

use peel_letter::diagnostic::Files;
use peel_letter::letter::decode::{Decoder, Known, Notes};
use peel_letter::letter::{programme, tree};
use peel_letter::schema::{File, schema, text};
use peel_letter::workspace::Workspace;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The words that can stand under some keys, by table and key; no words for other keys.
type Keys = BTreeMap<(String, String), BTreeSet<String>>;

#[test]
fn those_in_data_are_current() {
    for (file, path) in
        [(File::Letter, "data/letter.schema.json"), (File::Office, "data/office.schema.json")]
    {
        let committed = std::fs::read_to_string(path).unwrap();
        assert_eq!(committed, text(file), "{path}: write it anew with peel-letter schema");
    }
}

#[test]
fn keys_and_words_are_those_that_are_asked_for() {
    let path = Path::new("tests/schema/every-table.toml");
    let loaded = examples::load(&Workspace::open(Path::new("")).unwrap(), path).unwrap().0;
    assert_eq!(loaded.problems, []);
    let asked = asked(&loaded.known);
    same(&told(&schema(File::Letter)), &asked);
    same(&told(&schema(File::Office)), &asked);
}

#[test]
fn keys_of_programmes_are_those_that_are_asked_for() {
    let mut files = Files::default();
    let file = files.add("programmes.toml", include_str!("../../templates/programmes.toml"));
    let (table, _) = tree::parse(&files, file);
    let mut notes = Notes::default();
    let mut top = Decoder::top(table, &[], &mut notes);
    programme::read(&mut top);
    top.finish();
    same(&told(&schema(File::Programmes)), &asked(&notes.known));
}

#[test]
fn every_key_is_described() {
    for file in [File::Letter, File::Office, File::Programmes] {
        walk("", &schema(file), &mut |path, schema| {
            let words = schema["description"].as_str().unwrap_or_default();
            assert!(words.ends_with('.'), "{path}: \"{words}\"");
        });
    }
}

fn same(told: &Keys, asked: &Keys) {
    let of = |one: &Keys, other: &Keys| -> Vec<String> {
        let is_other = |(key, words): &(&(String, String), _)| other.get(*key) != Some(*words);
        one.iter().filter(is_other).map(|(key, words)| format!("{key:?}: {words:?}")).collect()
    };
    assert_eq!(of(told, asked), Vec::<String>::new(), "only the schema (src/schema) has these");
    assert_eq!(of(asked, told), Vec::<String>::new(), "the schema (src/schema) lacks these");
}

/// The keys and words that reading a file asked for.
fn asked(known: &[Known]) -> Keys {
    let mut keys = Keys::new();
    for Known { table, keys: names, choices } in known {
        for name in names {
            keys.entry((table.clone(), (*name).to_owned())).or_default();
        }
        for (name, words) in choices {
            keys.insert((table.clone(), (*name).to_owned()), words.iter().cloned().collect());
        }
    }
    keys
}

/// The keys and words that a schema tells.
fn told(schema: &Value) -> Keys {
    let mut keys = Keys::new();
    walk("", schema, &mut |path, schema| {
        let (table, name) = path.rsplit_once('.').unwrap_or(("", path));
        let words = schema.get("enum").or_else(|| schema["items"].get("enum"));
        let words = words.and_then(Value::as_array).into_iter().flatten();
        let words = words.filter_map(Value::as_str).map(str::to_owned).collect();
        keys.insert((table.to_owned(), name.to_owned()), words);
    });
    keys
}

/// Visits every key of a schema, by its path.
fn walk(path: &str, schema: &Value, visit: &mut impl FnMut(&str, &Value)) {
    let properties = schema.get("properties").or_else(|| schema["items"].get("properties"));
    for (name, inner) in properties.and_then(Value::as_object).into_iter().flatten() {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        visit(&path, inner);
        walk(&path, inner, visit);
    }
}
