//! What a key is called, and where it stands in a file: keys by their paths, such as
//! `area[2].item[1].response`, lists counted from 1.

use crate::diagnostic::Files;
use crate::diff::labels;
use crate::diff::matching::pairs;
use crate::keys::{self, Facts, Kind, letter as letter_keys};
use crate::letter::capitalised;
use crate::letter::tree::{self, Entry, Node, Table, Value};

/// One step of a path.
struct Step<'a> {
    name: &'a str,
    /// Which of a list, from 1.
    index: Option<usize>,
}

fn steps(path: &str) -> Vec<Step<'_>> {
    path.split('.')
        .map(|part| match part.split_once('[') {
            Some((name, index)) => Step { name, index: index.trim_end_matches(']').parse().ok() },
            None => Step { name: part, index: None },
        })
        .collect()
}

/// The keys and values of a file.
pub fn table(text: &str) -> Table {
    let mut files = Files::default();
    let file = files.add("", text);
    tree::parse(&files, file).0
}

/// What stands under a path.
pub fn find<'a>(table: &'a Table, path: &str) -> Option<&'a Node> {
    let mut table = Some(table);
    let mut found = None;
    for Step { name, index } in steps(path) {
        let node = table?.get(name)?;
        let node = match (index, &node.value) {
            (Some(index), Value::Array(nodes)) => nodes.get(index.checked_sub(1)?)?,
            (Some(_), _) => return None,
            (None, _) => node,
        };
        table = match &node.value {
            Value::Table(table) => Some(table),
            _ => None,
        };
        found = Some(node);
    }
    found
}

/// The key at a path, with its place; that of the list where it is one of a list.
pub fn entry<'a>(table: &'a Table, path: &str) -> Option<&'a Entry> {
    let Some((above, last)) = path.rsplit_once('.') else {
        return table.entry(path.split('[').next()?);
    };
    as_table(find(table, above)?)?.entry(last.split('[').next()?)
}

/// What is known of the key at a path.
pub fn facts(path: &str) -> Option<&'static Facts> {
    let mut keys = letter_keys::LETTER;
    let mut found = None;
    for Step { name, .. } in steps(path) {
        let facts = keys::find(keys, name)?;
        keys = facts.beneath().unwrap_or_default();
        found = Some(facts);
    }
    found
}

/// Whether what stands under a path is commentary.
pub fn is_commentary(path: &str) -> bool {
    facts(path).is_some_and(|facts| matches!(facts.kind, Kind::Commentary))
}

/// The part of the letter that a key belongs to, and what it is called there.
pub fn names(table: &Table, path: &str) -> (String, String) {
    let (mut keys, mut table) = (letter_keys::LETTER, Some(table));
    let (mut part, mut about) = (String::new(), String::new());
    let mut called = path.to_owned();
    for (depth, Step { name, index }) in steps(path).into_iter().enumerate() {
        let Some(facts) = keys::find(keys, name) else { break };
        let node = table.and_then(|table| table.get(name));
        let tables: Vec<&Table> = match node.map(|node| &node.value) {
            Some(Value::Array(nodes)) => nodes.iter().filter_map(as_table).collect(),
            Some(Value::Table(inner)) => vec![inner],
            _ => Vec::new(),
        };
        let at = index.unwrap_or(1).saturating_sub(1);
        table = tables.get(at).copied();
        if table.is_some() && index.is_some() && facts.beneath().is_some() {
            about = labels::within(name, labels::about(name, &tables, at), &about);
        }
        if depth == 0 {
            part = match (name == letter_keys::AREA.name, table) {
                (true, Some(area)) => {
                    let title = area.text(letter_keys::AREA_TITLE.name).unwrap_or_default();
                    format!("{}, {}", capitalised(&about), title.trim())
                }
                _ if facts.beneath().is_some() && !facts.label.is_empty() => {
                    capitalised(facts.label)
                }
                _ => "The letter as a whole".to_owned(),
            };
        }
        if facts.beneath().is_none() {
            called = labels::label(facts, &about).unwrap_or_else(|| capitalised(name));
        }
        keys = facts.beneath().unwrap_or_default();
    }
    (part.trim_end_matches([',', ' ']).to_owned(), called)
}

fn as_table(node: &Node) -> Option<&Table> {
    match &node.value {
        Value::Table(table) => Some(table),
        _ => None,
    }
}

/// The path that a key of one state of a letter has in another: areas and items may have come and
/// gone meanwhile.
pub fn path_now(then: &Table, now: &Table, path: &str) -> Option<String> {
    let (mut then, mut now) = (Some(then), Some(now));
    let mut out: Vec<String> = Vec::new();
    for Step { name, index } in steps(path) {
        let (old, new) = (then?.get(name)?, now?.get(name)?);
        let Some(index) = index else {
            (then, now) = (as_table(old), as_table(new));
            out.push(name.to_owned());
            continue;
        };
        let (Value::Array(olds), Value::Array(news)) = (&old.value, &new.value) else {
            return None;
        };
        let at = index.checked_sub(1)?;
        let tables = |nodes: &'_ [Node]| nodes.iter().all(|node| as_table(node).is_some());
        let at_now = match tables(olds) && tables(news) {
            true => {
                let (olds, news): (Vec<_>, Vec<_>) = (
                    olds.iter().filter_map(as_table).collect(),
                    news.iter().filter_map(as_table).collect(),
                );
                pairs(&olds, &news).into_iter().find(|pair| pair.old == Some(at))?.new?
            }
            false => at,
        };
        then = olds.get(at).and_then(as_table);
        now = news.get(at_now).and_then(as_table);
        out.push(format!("{name}[{}]", at_now + 1));
    }
    Some(out.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    const LETTER: &str = "subject = 's'\n[recipient]\naddress = ['one', 'two']\n\
        [[area]]\ntitle = 'Crime'\n[[area.item]]\ntext = 'Burglary should fall'\nresponse = 'r'\n\
        [[area.item]]\nnumber = 7\nkind = 'cause of concern'\ntext = 'c'\n\
        [[area.item.items]]\ntext = 'beneath'\nresponse = 'b'\n";

    #[test]
    fn keys_are_found_and_have_names() {
        let table = table(LETTER);
        for (path, value, part, name) in [
            ("subject", "s", "The letter as a whole", "Subject"),
            ("recipient.address[2]", "two", "The letter as a whole", "Recipient's address"),
            (
                "area[1].item[1].response",
                "r",
                "Area 1, Crime",
                "Response to area for improvement 1",
            ),
            (
                "area[1].item[2].items[1].response",
                "b",
                "Area 1, Crime",
                "Response to area for improvement 1 beneath cause of concern 7",
            ),
        ] {
            let Value::String(text) = &find(&table, path).unwrap().value else { panic!("{path}") };
            assert_eq!(text.as_str(), value);
            let (found_part, found) = names(&table, path);
            assert_eq!((found_part.as_str(), found.as_str()), (part, name), "{path}");
        }
        assert!(is_commentary("area[1].item[1].response"));
        assert!(!is_commentary("recipient.address[2]"));
    }

    #[test]
    fn a_key_is_found_again_after_others_have_come() {
        let now = LETTER.replace(
            "[[area]]",
            "[[area]]\ntitle = 'Leadership'\n[[area.item]]\ntext = 'Plans'\n[[area]]",
        );
        let (then, now) = (table(LETTER), table(&now));
        let path = path_now(&then, &now, "area[1].item[1].response");
        assert_eq!(path.as_deref(), Some("area[2].item[1].response"));
        assert_eq!(path_now(&now, &then, "area[1].title"), None);
    }
}
