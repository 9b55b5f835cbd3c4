//! What tells an editor which keys a file can have: JSON Schema, as Taplo and the extensions made of
//! it (Even Better TOML) read it.
//!
//! It is written from a list of our own ([`keys`]) and not derived from types: letters are not read
//! through serde, so that types for the schema would be a second model beside `Letter`, with
//! attributes in place of each word here. A test compares the list with the keys and words that
//! reading a letter asks for, both ways.
//!
//! Of JSON Schema it uses what is the same in drafts 4 and 7, which Taplo knows. A table is written
//! out wherever it can stand, since Taplo shows no description beside a `$ref`. A date of TOML is to
//! it text of the format `date`. Where the loader takes capitals or a single text for a list, the
//! schema asks for what the README shows.

pub mod keys;

use crate::diagnostic::Files;
use crate::letter::load;
use crate::letter::programme::{Programme, Programmes};
use crate::workspace::{BUILT_IN, BUILT_IN_PROGRAMMES};
use keys::{Key, Kind};
use serde_json::{Map, Value, json};

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum File {
    /// A letter
    Letter,
    /// data/office.toml
    Office,
    /// data/programmes.toml
    Programmes,
}

/// The schema of a kind of file, as text.
pub fn text(file: File) -> String {
    format!("{:#}\n", schema(file))
}

/// The schema of a kind of file.
pub fn schema(file: File) -> Value {
    let programmes = &built_in_programmes();
    let (title, keys) = match file {
        File::Letter => ("A letter for peel-letter", keys::LETTER),
        File::Office => ("What stays the same from letter to letter", keys::LETTER),
        File::Programmes => ("Programmes of inspections", keys::PROGRAMMES),
    };
    let mut schema = table(keys, programmes);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    // All else that a letter needs can come from the office file.
    if file == File::Letter {
        schema["required"] = json!(["subject"]);
    }
    schema.sort_all_objects();
    schema
}

fn built_in_programmes() -> Programmes {
    let text =
        BUILT_IN.iter().find(|(name, _)| *name == BUILT_IN_PROGRAMMES).map(|(_, text)| *text);
    let mut files = Files::default();
    let file = files.add(BUILT_IN_PROGRAMMES, text.unwrap_or_default());
    load::programmes(&files, file, None).0
}

/// A table with these keys and no others.
fn table(keys: &[Key], programmes: &Programmes) -> Value {
    let property = |key: &Key| (key.name.to_owned(), property(key, programmes));
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut table =
        json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

fn property(key: &Key, programmes: &Programmes) -> Value {
    let mut schema = value(key.kind, programmes);
    schema["description"] = json!(key.about);
    match (key.required, key.kind) {
        (true, Kind::Line | Kind::Commentary) => schema["pattern"] = json!("\\S"),
        (true, Kind::Numbers) => schema["minItems"] = json!(1),
        _ => {}
    }
    schema
}

fn value(kind: Kind, programmes: &Programmes) -> Value {
    match kind {
        Kind::Line | Kind::Commentary => json!({ "type": "string" }),
        Kind::Lines => json!({ "type": ["array", "string"], "items": { "type": "string" } }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Count => json!({ "type": "integer", "minimum": 0 }),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Url => json!({ "type": "string", "pattern": "^(https?://[^ <>\"]+)?$" }),
        Kind::Number => json!({ "type": ["integer", "string"] }),
        Kind::Numbers => json!({ "type": "array", "items": { "type": ["integer", "string"] } }),
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Choices(words) => {
            json!({ "type": "array", "minItems": 1, "items": { "type": "string", "enum": words } })
        }
        Kind::Programme => suggested(all(programmes, |p| std::slice::from_ref(&p.name))),
        Kind::Grade => suggested(all(programmes, |p| &p.scale)),
        Kind::Pillar => suggested(all(programmes, |p| &p.pillars)),
        Kind::Done => json!({ "type": ["string", "boolean"], "format": "date" }),
        Kind::Deadline(keys) => {
            let mut schema = table(keys, programmes);
            schema["type"] = json!(["string", "object"]);
            schema
        }
        Kind::Table(keys) => table(keys, programmes),
        Kind::Open(keys) => {
            let mut schema = table(keys, programmes);
            schema["additionalProperties"] = json!(true);
            schema
        }
        Kind::Tables(keys) => json!({ "type": "array", "items": table(keys, programmes) }),
        Kind::Allow(keys) => {
            let mut entry = table(keys, programmes);
            entry["type"] = json!(["string", "object"]);
            json!({ "type": "array", "items": entry })
        }
    }
}

/// Words to choose from, where an office can have others.
fn suggested(words: Vec<&str>) -> Value {
    json!({ "anyOf": [{ "type": "string", "enum": words }, { "type": "string" }] })
}

/// Words of all programmes, the newest first, each once.
fn all(programmes: &Programmes, words: fn(&Programme) -> &[crate::letter::Line]) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    for word in programmes.all().iter().rev().flat_map(words) {
        if !all.contains(&word.value.as_str()) {
            all.push(&word.value);
        }
    }
    all
}
