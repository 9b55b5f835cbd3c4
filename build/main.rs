//! Makes the words by which `check` reads a letter ready: out of the TOML of each language comes a table
//! in Rust, so that the program need not read them each time it is run.

#[path = "../src/check/reader/tokens.rs"]
#[allow(dead_code)]
mod tokens;

mod phrases;
mod table;

use std::path::Path;
use std::{env, fs};
use table::Written;
use toml::{Table, Value};

/// Where the words of each language are.
const FOLDER: &str = "src/check/reader";
/// Those parts of them that hold phrases; what is named in the first can be used in the others.
const LISTS: &str = "lists";
const PHRASES: [&str; 3] = ["phrases", "around", "left"];
/// The parts that are lists of names with what they mean.
const NAMED: [&str; 7] = ["numbers", "items", "grades", "nouns", "acts", "sections", "plain"];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo says where to write");
    for language in ["words", "welsh"] {
        let file = format!("{FOLDER}/{language}.toml");
        println!("cargo::rerun-if-changed={file}");
        let text = fs::read_to_string(&file).expect("the words are there");
        let words: Table = text.parse().expect("the words are TOML");
        let path = Path::new(&out).join(format!("{language}.rs"));
        fs::write(path, written(&words)).expect("the table can be written");
    }
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={FOLDER}/tokens.rs");
}

/// The words of a language, as Rust has them.
fn written(words: &Table) -> String {
    let mut lists = phrases::Lists::default();
    for (name, list) in part(words, LISTS) {
        lists.name(name, &strings(list));
    }
    let mut written = Written::default();
    let found = PHRASES.map(|kind| {
        let kinds = part(words, kind);
        let phrases = kinds.flat_map(|(what, list)| {
            let compile = |phrase: &str| (what.as_str(), lists.compile(phrase));
            strings(list).into_iter().map(compile).collect::<Vec<_>>()
        });
        (kind, phrases.collect::<Vec<_>>())
    });
    let found = found.map(|(kind, phrases)| format!("{kind}: {},\n", written.phrases(&phrases)));
    let meant = NAMED.map(|name| format!("{name}: {},\n", named(words, name)));
    let times = words.get("times").and_then(Value::as_table).expect("there are times");
    let forces = words.get("forces").map_or("&[]".to_owned(), |forces| literal(&forces["names"]));
    format!(
        "Data {{\n{}{}months: {},\nweekdays: {},\nforces: {forces},\n{}}}\n",
        meant.concat(),
        found.concat(),
        named(times, "months"),
        literal(&times["weekdays"]),
        written.pool(),
    )
}

/// What the names of a part mean.
fn named(words: &Table, name: &str) -> String {
    let rows = part(words, name).map(|(key, value)| format!("({key:?}, {})", literal(value)));
    format!("&[{}]", rows.collect::<Vec<_>>().join(", "))
}

/// A part of the words, in its order; nothing where a language has none.
fn part<'a>(
    words: &'a Table,
    name: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
    words.get(name).and_then(Value::as_table).into_iter().flatten()
}

fn strings(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A value as Rust writes it; a list of words and numbers is a tuple.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Integer(n) => n.to_string(),
        Value::Array(list) => {
            let is_tuple = list.iter().any(Value::is_integer) && list.iter().any(Value::is_str);
            let inner = list.iter().map(literal).collect::<Vec<_>>().join(", ");
            if is_tuple { format!("({inner})") } else { format!("&[{inner}]") }
        }
        _ => panic!("the words are text, whole numbers and lists of these"),
    }
}
