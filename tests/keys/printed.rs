//! Each key of a letter that the table says is printed makes a difference to what is made, and no
//! other does: so none is forgotten on its way to the page.

use peel_letter::keys::letter::LETTER;
use peel_letter::keys::{Facts, Table};
use peel_letter::letter::Form;
use peel_letter::make::{Kit, LetterReader};
use peel_letter::workspace::{LetterFile, Workspace};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Value;

/// Where a key stands: the keys above it, each with the index of its table where there are several.
type At = Vec<(String, Option<usize>)>;

#[test]
fn what_the_table_says_is_printed_is_printed() {
    let workspace = Workspace::open(Path::new("tests/keys/office")).unwrap();
    // By key and what it should do: whether it did so in one of its places.
    let mut found: BTreeMap<(String, bool), bool> = BTreeMap::new();
    for path in ["tests/keys/every-key.toml", "tests/keys/no-comments.toml"] {
        let text = std::fs::read_to_string(path).unwrap();
        let letter = Value::Table(text.parse().unwrap());
        let before = made(&workspace, &letter).expect("the letter can be made");
        each_key(&letter, LETTER, &mut Vec::new(), &mut |at, key| {
            let changed = [without(&letter, at), other(&letter, at)].into_iter().flatten();
            let mut made = changed.filter_map(|letter| made(&workspace, &letter));
            let differs = made.any(|after| after != before);
            let names: Vec<&str> = at.iter().map(|(name, _)| name.as_str()).collect();
            *found.entry((names.join("."), !key.printed.is_empty())).or_default() |= differs;
        });
    }
    let wrong: Vec<_> =
        found.iter().filter(|((_, printed), differs)| printed != *differs).collect();
    assert!(wrong.is_empty(), "the table says otherwise of these: {wrong:#?}");
    assert!(found.len() > 80, "{}", found.len());
}

/// Calls `test` with every key of the letter, but for those that are tables.
fn each_key(value: &Value, keys: Table, at: &mut At, test: &mut impl FnMut(&At, &Facts)) {
    for key in keys {
        let Some(inner) = value.get(key.name) else { continue };
        match (inner, key.beneath()) {
            (Value::Table(_), Some(keys)) => {
                at.push((key.name.to_owned(), None));
                each_key(inner, keys, at, test);
                at.pop();
            }
            (Value::Array(all), Some(keys)) if all.iter().all(Value::is_table) => {
                for (index, inner) in all.iter().enumerate() {
                    at.push((key.name.to_owned(), Some(index)));
                    each_key(inner, keys, at, test);
                    at.pop();
                }
            }
            _ => {
                at.push((key.name.to_owned(), None));
                test(at, key);
                at.pop();
            }
        }
    }
}

/// The letter without a key.
fn without(letter: &Value, at: &At) -> Option<Value> {
    let mut letter = letter.clone();
    let ((last, _), above) = at.split_last()?;
    inner(&mut letter, above)?.as_table_mut()?.remove(last)?;
    Some(letter)
}

/// Other words for those that cannot be just any.
const OTHERS: [(&str, &str); 6] = [
    ("good", "inadequate"),
    ("inadequate", "good"),
    ("3 months", "4 months"),
    ("legitimacy", "efficiency"),
    ("list", "table"),
    ("en", "cy"),
];

/// The letter with another value for a key.
fn other(letter: &Value, at: &At) -> Option<Value> {
    let mut letter = letter.clone();
    let value = inner(&mut letter, at)?;
    *value = match value {
        Value::String(text) => match OTHERS.iter().find(|(one, _)| one == text) {
            Some((_, other)) => (*other).into(),
            None => format!("{text} otherwise").into(),
        },
        Value::Datetime(_) => "2018-01-02".parse::<toml::value::Datetime>().ok()?.into(),
        Value::Array(all) => all.iter().rev().cloned().collect::<Vec<_>>().into(),
        _ => return None,
    };
    Some(letter)
}

fn inner<'a>(value: &'a mut Value, at: &[(String, Option<usize>)]) -> Option<&'a mut Value> {
    at.iter().try_fold(value, |value, (name, index)| {
        let value = value.get_mut(name)?;
        match index {
            Some(index) => value.get_mut(*index),
            None => Some(value),
        }
    })
}

/// All that is made of a letter, in both forms; none if it cannot be made.
fn made(workspace: &Workspace, letter: &Value) -> Option<Vec<String>> {
    let mut files = workspace.files.clone();
    let path = "data/every-key.toml".to_owned();
    let file = files.add(&path, toml::to_string(letter).ok()?);
    let source = LetterFile { file, path, folder: PathBuf::new() };
    let loaded = LetterReader::new(workspace).load(&source, &[], &files);
    let letter = loaded.good()?;
    let mut kit = Kit::new(workspace).ok()?;
    let mut all = vec![format!("{:?}", letter.forms)];
    for form in [Form::Letter, Form::Statement] {
        let made = kit.make(letter, &source, &loaded.images, form, &mut files).ok()?;
        all.extend([kit.html(&made).ok()?, made.name, made.markdown]);
    }
    Some(all)
}
