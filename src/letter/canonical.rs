//! A TOML file in the one form in which a PDF carries it: the values and nothing else.
//!
//! Comments, the settings of checks and who amends the drafts are notes of those who draft, and are left
//! out. Keys stay in
//! their order, single values before tables (TOML 1.1, 'Table'). Long text stands between `'''`
//! where it can, so that a backslash stays one for whoever goes on writing.

use super::tree::{self, Entry, Node, Table, Value};
use crate::diagnostic::{FileId, Files};
use crate::keys::letter::{CHECK, REVIEW};
use toml_writer::{ToTomlKey, ToTomlValue, TomlStringBuilder};

/// A list that would be longer is written with one value a line.
const LINE: usize = 80;

/// The canonical form of a file. What cannot be read of it is left out.
pub fn text(files: &Files, file: FileId) -> String {
    let (mut table, _) = tree::parse(files, file);
    table.take(CHECK.name);
    table.take(REVIEW.name);
    let mut out = String::new();
    write_table(&table, "", &mut out);
    out.trim_start().to_owned()
}

/// Writes the keys of a table whose name is `path`, then the tables beneath it.
fn write_table(table: &Table, path: &str, out: &mut String) {
    let (tables, values): (Vec<_>, Vec<_>) = table.entries.iter().partition(|e| has_heading(e));
    for Entry { key, node, .. } in values {
        out.push_str(&format!("{} = {}\n", key.to_toml_key(), value(&node.value)));
    }
    for Entry { key, node, .. } in tables {
        let key = key.to_toml_key();
        let path = if path.is_empty() { key } else { format!("{path}.{key}") };
        match &node.value {
            Value::Table(inner) => write_headed(inner, &path, ("[", "]"), out),
            Value::Array(nodes) => {
                let tables = nodes.iter().filter_map(as_table);
                tables.for_each(|inner| write_headed(inner, &path, ("[[", "]]"), out));
            }
            _ => {}
        }
    }
}

fn write_headed(table: &Table, path: &str, (open, close): (&str, &str), out: &mut String) {
    out.push_str(&format!("\n{open}{path}{close}\n"));
    write_table(table, path, out);
}

/// Whether a value stands under a heading of its own, as one table or as several.
fn has_heading(entry: &Entry) -> bool {
    let is_headed = |node: &Node| as_table(node).is_some_and(|table| !table.in_braces);
    match &entry.node.value {
        Value::Table(table) => !table.in_braces,
        Value::Array(nodes) => !nodes.is_empty() && nodes.iter().all(is_headed),
        _ => false,
    }
}

fn as_table(node: &Node) -> Option<&Table> {
    match &node.value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

/// A value as it is written after `key = `.
pub fn value(value: &Value) -> String {
    match value {
        Value::String(text) => string(text.as_str()),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_toml_value(),
        Value::Boolean(yes) => yes.to_string(),
        Value::Datetime(datetime) => datetime.to_string(),
        Value::Array(nodes) => array(nodes),
        Value::Table(table) => in_braces(table),
    }
}

/// A text as it is written after `key = `.
pub fn string(text: &str) -> String {
    let builder = TomlStringBuilder::new(text);
    let long = text.contains('\n').then(|| builder.as_ml_literal()).flatten();
    long.unwrap_or_else(|| builder.as_default()).to_toml_value()
}

fn array(nodes: &[Node]) -> String {
    let values: Vec<String> = nodes.iter().map(|node| value(&node.value)).collect();
    let line = values.join(", ");
    if line.len() < LINE && !line.contains('\n') {
        return format!("[{line}]");
    }
    let lines: String = values.iter().map(|value| format!("    {value},\n")).collect();
    format!("[\n{lines}]")
}

fn in_braces(table: &Table) -> String {
    let entry =
        |Entry { key, node, .. }: &Entry| format!("{} = {}", key.to_toml_key(), value(&node.value));
    let entries: Vec<String> = table.entries.iter().map(entry).collect();
    format!("{{ {} }}", entries.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn canonical(toml: &str) -> String {
        let mut files = Files::default();
        let file = files.add("a.toml", toml);
        text(&files, file)
    }

    #[test]
    fn values_stay_and_notes_go() {
        let written = "# Jo: is this the day?\r\ndate = 2018-04-16 # or the 17th\r\n\
            [[area]]\ntitle = 'Crime'\n  [[area.item]]\n  number = 3\n  text = '''\n  A \\* b\n  # not a note\n  '''\n\
            within = { within = \"3 months\", from = 2018-04-16 }\n\
            [check]\nallow = [\"late\"] # we know\nreason = 'Jo said so'\n\
            [[area]]\ntitle = \"O'Neil said \\\"no\\\"\"\n[empty]\n";
        let expected = "date = 2018-04-16\n\n\
            [[area]]\ntitle = \"Crime\"\n\n\
            [[area.item]]\nnumber = 3\ntext = '''\n  A \\* b\n  # not a note\n  '''\n\
            within = { within = \"3 months\", from = 2018-04-16 }\n\n\
            [[area]]\ntitle = \"\"\"O'Neil said \"no\"\"\"\"\n\n[empty]\n";
        assert_eq!(canonical(written), expected);
    }

    #[test]
    fn a_long_list_has_a_value_a_line() {
        let toml = "cc = ['Chief Constable of Exampleshire Police', 'Chair of the Police and Crime Panel', 'A']\n";
        let lines = "cc = [\n    \"Chief Constable of Exampleshire Police\",\n    \"Chair of the Police and Crime Panel\",\n    \"A\",\n]\n";
        assert_eq!(canonical(toml), lines);
    }

    fn any_value() -> impl Strategy<Value = toml::Value> {
        let leaf = prop_oneof![
            "\\PC*".prop_map(toml::Value::String),
            "[a\"'\\\\\n\r\t\u{0}-\u{1f}\u{7f}]{0,12}".prop_map(toml::Value::String),
            any::<i64>().prop_map(toml::Value::Integer),
            any::<bool>().prop_map(toml::Value::Boolean),
            (-1e9..1e9_f64).prop_map(toml::Value::Float),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(toml::Value::Array),
                prop::collection::btree_map("\\PC{0,6}", inner, 0..4)
                    .prop_map(|map| toml::Value::Table(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_value_is_read_again_as_it_was(
            table in prop::collection::btree_map("[a-z .\"'é]{1,6}", any_value(), 0..5)
        ) {
            let mut table: toml::Table = table.into_iter().collect();
            let once = canonical(&toml::to_string(&table).unwrap());
            prop_assert_eq!(canonical(&once), once.clone());
            table.remove(CHECK.name);
            table.remove(REVIEW.name);
            let read: toml::Table = toml::from_str(&once).unwrap();
            prop_assert_eq!(sorted(toml::Value::Table(read)), sorted(toml::Value::Table(table)));
        }
    }

    /// With keys in the order of the alphabet: single values are moved before tables.
    fn sorted(value: toml::Value) -> String {
        let mut out = Vec::new();
        flatten("", &value, &mut out);
        out.sort();
        out.join("\n")
    }

    fn flatten(path: &str, value: &toml::Value, out: &mut Vec<String>) {
        match value {
            toml::Value::Table(table) => {
                out.push(format!("{path} table"));
                table.iter().for_each(|(key, v)| flatten(&format!("{path}/{key}"), v, out));
            }
            toml::Value::Array(array) => {
                out.push(format!("{path} array"));
                array.iter().enumerate().for_each(|(i, v)| flatten(&format!("{path}/{i}"), v, out));
            }
            toml::Value::String(text) => {
                out.push(format!("{path} {:?}", text.replace("\r\n", "\n")))
            }
            value => out.push(format!("{path} {value:?}")),
        }
    }
}
