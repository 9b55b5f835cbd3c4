//! What tells an editor which keys a file can have: JSON Schema, as Taplo and the extensions made of
//! it (Even Better TOML) read it.
//!
//! It is written from the table of [`keys`].
//!
//! Of JSON Schema it uses what is the same in drafts 4 and 7, which Taplo knows. A table is written
//! out wherever it can stand, since Taplo shows no description beside a `$ref`. A date of TOML is to
//! it text of the format `date`. Where the loader takes capitals or a single text for a list, the
//! schema asks for what the guide shows.

use crate::diagnostic::Files;
use crate::keys::{self, Facts, Kind, Need, Table};
use crate::letter::load;
use crate::letter::programme::{Programme, Programmes};
use crate::workspace::{BUILT_IN, BUILT_IN_PROGRAMMES};
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
    /// templates/style.toml
    Style,
    /// templates/words.toml
    Words,
}

/// The schema of a kind of file, as text.
pub fn text(file: File) -> String {
    format!("{:#}\n", schema(file))
}

/// The schema of a kind of file.
pub fn schema(file: File) -> Value {
    let (title, keys) = match file {
        File::Letter => ("A letter for peel-letter", keys::letter::LETTER),
        File::Office => ("What stays the same from letter to letter", keys::letter::LETTER),
        File::Programmes => ("Programmes of inspections", keys::programmes::PROGRAMMES),
        File::Style => ("How the pages look", keys::style::STYLE),
        File::Words => ("The fixed words of letters", keys::words::WORDS),
    };
    let mut schema = Writer { programmes: built_in_programmes() }.table(keys, false);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!(title);
    // All else that a letter needs can come from the office file.
    if file == File::Letter {
        schema["required"] = json!([keys::letter::SUBJECT.name]);
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

struct Writer {
    programmes: Programmes,
}

impl Writer {
    /// A table with these keys and no others. What it needs must stand in it where it is `whole`:
    /// where no other file can have the rest of it.
    fn table(&self, keys: Table, whole: bool) -> Value {
        let property = |key: &&Facts| (key.name.to_owned(), self.property(key, whole));
        let properties: Map<String, Value> = keys.iter().map(property).collect();
        let mut table =
            json!({ "type": "object", "properties": properties, "additionalProperties": false });
        let required: Vec<&str> =
            keys.iter().filter(|key| is_needed(key, whole)).map(|key| key.name).collect();
        if !required.is_empty() {
            table["required"] = json!(required);
        }
        table
    }

    fn property(&self, key: &Facts, whole: bool) -> Value {
        let mut schema = self.value(key, whole);
        schema["description"] = json!(format!("{}.", key.description()));
        match (is_needed(key, whole), key.kind) {
            (true, Kind::Line | Kind::Commentary) => schema["pattern"] = json!("\\S"),
            (true, Kind::Numbers) => schema["minItems"] = json!(1),
            _ => {}
        }
        schema
    }

    fn value(&self, key: &Facts, whole: bool) -> Value {
        let programmes = &self.programmes;
        match key.kind {
            Kind::Line | Kind::Commentary | Kind::Words(_) => json!({ "type": "string" }),
            Kind::Lines => json!({ "type": ["array", "string"], "items": { "type": "string" } }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Count => bounded(json!({ "type": "integer" }), key),
            Kind::Measure => bounded(json!({ "type": "number" }), key),
            Kind::Measures => {
                let item = bounded(json!({ "type": "number" }), key);
                json!({ "type": "array", "minItems": 6, "maxItems": 6, "items": item })
            }
            Kind::Day => json!({ "type": "string", "format": "date" }),
            Kind::Url => json!({ "type": "string", "pattern": "^(https?://[^ <>\"]+)?$" }),
            Kind::Colour => json!({ "type": "string", "pattern": "^#[0-9A-Fa-f]{6}$" }),
            Kind::Number => json!({ "type": ["integer", "string"] }),
            Kind::Numbers => json!({ "type": "array", "items": { "type": ["integer", "string"] } }),
            Kind::Choice(words) => json!({ "type": "string", "enum": keys::names(&words()) }),
            Kind::Choices(words) => {
                let item = json!({ "type": "string", "enum": keys::names(&words()) });
                json!({ "type": "array", "minItems": 1, "items": item })
            }
            Kind::Programme => suggested(all(programmes, |p| std::slice::from_ref(&p.name))),
            Kind::Grade => suggested(all(programmes, |p| &p.scale)),
            Kind::Pillar => suggested(all(programmes, |p| &p.pillars)),
            Kind::Done(words) => json!({ "anyOf": [
                { "type": ["string", "boolean"], "format": "date" },
                { "type": "string", "enum": keys::names(&words()) },
            ] }),
            Kind::Deadline(keys) => self.or_text(keys),
            Kind::Group(keys) if key.name == keys::letter::CHECK.name => {
                // What is wrong there keeps no letter from being made.
                let mut schema = self.table(keys, whole);
                schema["additionalProperties"] = json!(true);
                schema
            }
            Kind::Group(keys) => self.table(keys, whole),
            Kind::Groups(keys) => json!({ "type": "array", "items": self.table(keys, true) }),
            Kind::Allowed(keys) => json!({ "type": "array", "items": self.or_text(keys) }),
        }
    }

    /// A table with these keys, or text.
    fn or_text(&self, keys: Table) -> Value {
        let mut schema = self.table(keys, true);
        schema["type"] = json!(["string", "object"]);
        schema
    }
}

fn is_needed(key: &Facts, whole: bool) -> bool {
    whole && key.need == Need::Always
}

fn bounded(mut schema: Value, key: &Facts) -> Value {
    let (least, most) = key.bounds;
    schema["minimum"] = number(least);
    if most.is_finite() {
        schema["maximum"] = number(most);
    }
    schema
}

/// A bound, without a decimal point where it has no need of one.
fn number(bound: f32) -> Value {
    serde_json::from_str(&bound.to_string()).unwrap_or_default()
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
