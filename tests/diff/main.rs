//! What changed between two states of a letter: every key, and every place that a state comes from.
//!
//! After a change that is meant, `UPDATE=1 cargo test --test diff` writes `keys.txt` anew; look at the
//! difference.

mod sources;

use peel_letter::diagnostic::Files;
use peel_letter::diff::{Group, Look, Remark, Side, compare};
use peel_letter::keys::letter::LETTER;
use peel_letter::keys::{Facts, Kind};
use peel_letter::letter::tree::{self, Table};
use std::fs;
use std::path::Path;

/// A letter with every key, as TOML; in that at `changed` stands something else.
fn letter(keys: &[&Facts], path: &str, changed: &str) -> String {
    let entry = |key: &&Facts| {
        let path = format!("{path}.{}", key.name);
        format!("{} = {}", key.name, value(key.kind, &path, changed))
    };
    keys.iter().map(entry).collect::<Vec<_>>().join(", ")
}

fn value(kind: Kind, path: &str, changed: &str) -> String {
    let either = |one: &str, other: &str| (if path == changed { other } else { one }).to_owned();
    match kind {
        Kind::Group(keys) => format!("{{ {} }}", letter(keys, path, changed)),
        Kind::Groups(keys) => format!("[{{ {} }}]", letter(keys, path, changed)),
        Kind::Commentary => either("'''Some words.'''", "'''Some other words.'''"),
        Kind::Flag => either("true", "false"),
        Kind::Day | Kind::Done(_) => either("2018-04-16", "2018-04-17"),
        Kind::Deadline(_) => either("{ within = '3 weeks', from = 2018-04-16 }", "'2018-05'"),
        Kind::Count => either("1", "2"),
        Kind::Number => either("7", "8"),
        Kind::Numbers => either("[7]", "[7, 9]"),
        Kind::Lines => either("['A line', 'A second']", "['A line']"),
        Kind::Choice(words) => {
            either(&format!("'{}'", words()[0].0), &format!("'{}'", words()[1].0))
        }
        Kind::Choices(words) => {
            either(&format!("['{}']", words()[0].0), &format!("['{}']", words()[1].0))
        }
        Kind::Allowed(_) => either("['late']", "[]"),
        _ => either("'A line of words'", "'Another line of words'"),
    }
}

fn parsed(toml: &str) -> Table {
    let mut files = Files::default();
    let file = files.add("letter.toml", toml);
    let (table, problems) = tree::parse(&files, file);
    assert_eq!(problems, []);
    table
}

fn changes(old: &str, new: &str) -> Vec<Group> {
    let (old, new, look) = (parsed(old), parsed(new), &Look::default());
    compare(Side { table: &old, look }, Side { table: &new, look })
}

/// A letter of the schema's keys, a key a line.
fn whole(changed: &str) -> String {
    let entry = |key: &&Facts| {
        format!("{} = {}\n", key.name, value(key.kind, &format!(".{}", key.name), changed))
    };
    LETTER.iter().map(entry).collect()
}

/// Every key that has a value of its own.
fn paths(keys: &[&Facts], path: &str) -> Vec<String> {
    let of = |key: &&Facts| {
        let path = format!("{path}.{}", key.name);
        match key.kind {
            Kind::Group(keys) | Kind::Groups(keys) => paths(keys, &path),
            _ => vec![path],
        }
    };
    keys.iter().flat_map(of).collect()
}

#[test]
fn a_change_of_any_key_that_is_shown_is_seen() {
    let before = whole("");
    let mut told = String::new();
    for path in paths(LETTER, "") {
        let groups = changes(&before, &whole(&path));
        let all = groups.iter().flat_map(|group| {
            group.changes.iter().map(|change| format!("{}: {}", group.title, change.label))
        });
        told += &format!("{}: {}\n", &path[1..], all.collect::<Vec<_>>().join("; "));
    }
    let expected = Path::new("tests/diff/keys.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(expected, &told).unwrap();
    }
    assert_eq!(told, fs::read_to_string(expected).unwrap(), "UPDATE=1 writes it anew");
}

#[test]
fn a_letter_is_the_same_as_itself() {
    for path in fs::read_dir("data").unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|end| end == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            assert_eq!(changes(&text, &text), [], "{}", path.display());
        }
    }
}

#[test]
fn how_a_value_is_written_is_no_change() {
    let old = "draft = false\n[overview]\ntext = '''\nOne\ntwo\n'''\n[[item]]\ntext = 'A'\n";
    let new = "forms = ['Letter']\noverview.text = \"  One two\\n\"\n\
        item = [{ text = 'A', kind = 'Area for improvement' }]\n";
    assert_eq!(changes(old, new), []);
}

/// An area with items, each as its text and the answer.
fn area(items: &[(&str, &str)]) -> String {
    let item = |(text, response): &(&str, &str)| {
        format!("[[area.item]]\ntext = '{text}'\nresponse = '{response}'\n")
    };
    "[[area]]\ntitle = 'Crime'\n".to_owned() + &items.iter().map(item).collect::<String>()
}

const ENGAGE: (&str, &str) = ("Engage with migrant communities", "A strategy will follow in May");
const SHARE: (&str, &str) = ("Share what works between stations", "The board reads each review");
const RECORD: (&str, &str) = ("Record crimes within one day", "Officers were trained last week");

fn labels(old: &[(&str, &str)], new: &[(&str, &str)]) -> Vec<(String, Option<Remark>)> {
    changes_of(&area(old), &area(new))
}

fn changes_of(old: &str, new: &str) -> Vec<(String, Option<Remark>)> {
    let groups = changes(old, new).into_iter().flat_map(|group| group.changes);
    groups.map(|change| (change.label, change.remark)).collect()
}

#[test]
fn an_item_put_between_others_is_all_that_is_new() {
    assert_eq!(
        labels(&[ENGAGE, SHARE], &[ENGAGE, RECORD, SHARE]),
        [
            ("Text of area for improvement 2".to_owned(), Some(Remark::Added)),
            ("Response to area for improvement 2".to_owned(), Some(Remark::Added)),
        ]
    );
    assert_eq!(
        labels(&[ENGAGE, RECORD, SHARE], &[ENGAGE, (SHARE.0, "The board reads each report")]),
        [
            ("Text of area for improvement 2".to_owned(), Some(Remark::Removed)),
            ("Response to area for improvement 2".to_owned(), Some(Remark::Removed)),
            ("Response to area for improvement 2 (3 before)".to_owned(), None),
        ]
    );
}

#[test]
fn an_item_that_stands_elsewhere_is_said_to_be_moved() {
    assert_eq!(
        labels(&[ENGAGE, SHARE, RECORD], &[SHARE, RECORD, ENGAGE]),
        [(
            "Area for improvement 3".to_owned(),
            Some(Remark::Moved("area for improvement 1".to_owned()))
        )]
    );
}

#[test]
fn an_item_that_stands_in_another_area_is_said_to_be_moved() {
    let other = "[[area]]\ntitle = 'Custody'\n";
    let second = |items: &[(&str, &str)]| area(items).replace("'Crime'", "'Custody'");
    let old = area(&[ENGAGE, SHARE]) + other;
    let new = area(&[ENGAGE]) + &second(&[(SHARE.0, "The board reads each report")]);
    let groups = changes(&old, &new);
    let [Group { title, changes }] = groups.as_slice() else { panic!("{groups:?}") };
    assert_eq!(title, "Area 2, Custody");
    let before = "area for improvement 2 of area 1".to_owned();
    assert_eq!(changes[0].remark, Some(Remark::Moved(before)));
    let labels: Vec<&str> = changes.iter().map(|change| change.label.as_str()).collect();
    assert_eq!(labels, ["Area for improvement 1", "Response to area for improvement 1"]);
}

#[test]
fn an_item_of_an_area_that_is_gone_is_said_to_be_moved() {
    let (old, new) = (area(&[RECORD]), area(&[RECORD]).replace("area.item", "item"));
    let new = new.replace("[[area]]\ntitle = 'Crime'\n", "");
    let groups = changes_of(&old, &new);
    let moved = "area for improvement 1 of area 1".to_owned();
    assert_eq!(groups[0], ("Area for improvement 1".to_owned(), Some(Remark::Moved(moved))));
    assert!(!groups.iter().any(|(label, _)| label.contains("Text")), "{groups:?}");
}

#[test]
fn an_image_that_is_another_is_named() {
    let table = parsed("");
    let look = |bytes: &[u8]| Look {
        texts: vec![("templates/letter.md".to_owned(), "Yours\r\nsincerely".to_owned())],
        images: vec![("templates/logo.png".to_owned(), bytes.to_owned())],
    };
    let mut old = look(b"one");
    old.texts[0].1 = "Yours\nsincerely\n".to_owned();
    let groups =
        compare(Side { table: &table, look: &old }, Side { table: &table, look: &look(b"two") });
    let [Group { title, changes }] = groups.as_slice() else { panic!("{groups:?}") };
    assert_eq!(title, "The look and the fixed words");
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].label, "templates/logo.png");
    assert_eq!(changes[0].remark, Some(Remark::Replaced));
}
