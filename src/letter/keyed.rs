//! The value that stands at a place of a TOML file, and its key.

use super::traced::Traced;
use super::tree::{Node, Table, Value};
use crate::diagnostic::{FileId, Place};
use std::ops::Range;

/// Every single value of some files, in the order of their places.
#[derive(Debug, Default)]
pub struct Keyed(Vec<KeyedValue>);

/// A value and its key.
#[derive(Debug)]
pub struct KeyedValue {
    /// The key, such as `area[2].item[1].response` or `recipient.address[3]`: lists are counted
    /// from 1.
    pub key: String,
    /// Where the value stands.
    pub place: Place,
    /// The value, where it is text.
    pub text: Option<Traced>,
}

impl Keyed {
    /// The values of tables, each of a file of its own.
    pub fn of<'a>(tables: impl IntoIterator<Item = &'a Table>) -> Self {
        let mut values = Vec::new();
        tables.into_iter().for_each(|table| push_table(table, "", &mut values));
        values.sort_by_key(|value| order(value.place));
        Self(values)
    }

    /// The value of a key.
    pub fn of_key(&self, key: &str) -> Option<&KeyedValue> {
        self.0.iter().find(|value| value.key == key)
    }

    /// The value at a place.
    pub fn at(&self, place: Place) -> Option<&KeyedValue> {
        let after = self.0.partition_point(|value| order(value.place) <= order(place));
        let found = self.0[..after].last()?;
        (found.place.file == place.file && place.start < found.place.end.max(found.place.start + 1))
            .then_some(found)
    }
}

impl KeyedValue {
    /// What stands in the text at a place in the file, and where in the text. Nothing where the
    /// value is no text.
    pub fn part(&self, source: &Range<usize>) -> Option<(usize, &str)> {
        let text = self.text.as_ref()?;
        let range = text.made_of(source);
        Some((range.start, text.as_str().get(range)?))
    }
}

fn order(place: Place) -> (FileId, usize) {
    (place.file, place.start)
}

fn push_table(table: &Table, path: &str, values: &mut Vec<KeyedValue>) {
    for entry in &table.entries {
        let key = &entry.key;
        let key = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        push(&entry.node, key, values);
    }
}

fn push(node: &Node, key: String, values: &mut Vec<KeyedValue>) {
    match &node.value {
        Value::Table(table) => push_table(table, &key, values),
        Value::Array(nodes) => {
            for (index, node) in nodes.iter().enumerate() {
                push(node, format!("{key}[{}]", index + 1), values);
            }
        }
        value => {
            let text = match value {
                Value::String(text) => Some(text.clone()),
                _ => None,
            };
            values.push(KeyedValue { key, place: node.place, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;
    use crate::letter::tree;

    #[test]
    fn a_place_belongs_to_a_key_and_to_a_part_of_its_text() {
        let toml = "date = 2018-04-16\ncc = ['A', 'Bo']\n[[area]]\ntitle = \"One \\u00e9 two\"\n\
             [[area.item]]\ntext = '''\n  One\n  two\n'''\n[[area]]\n[[area.item]]\n[[area.item]]\nnumber = 3\n";
        let mut files = Files::default();
        let file = files.add("a.toml", toml);
        let table = tree::parse(&files, file).0;
        let keyed = Keyed::of([&table]);
        let found = |word: &str| {
            let at = toml.find(word).unwrap();
            let value = keyed.at(Place::new(file, at..at + word.len())).unwrap();
            let part = value.part(&(at..at + word.len()));
            (value.key.clone(), part.map(|(at, text)| (at, text.to_owned())))
        };
        assert_eq!(found("2018"), ("date".to_owned(), None));
        assert_eq!(found("Bo"), ("cc[2]".to_owned(), Some((0, "Bo".to_owned()))));
        let title = ("area[1].title".to_owned(), Some((4, "\u{e9} two".to_owned())));
        assert_eq!(found("\\u00e9 two"), title);
        let text = ("area[1].item[1].text".to_owned(), Some((2, "One\n  two".to_owned())));
        assert_eq!(found("One\n  two"), text);
        assert_eq!(found("3\n").0, "area[2].item[2].number");
        let heading = toml.find("[[area").unwrap();
        assert!(keyed.at(Place::new(file, heading..heading + 2)).is_none());
    }
}
