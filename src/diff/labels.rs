//! What each key of a letter is called, with what its table is about.

use crate::keys::letter::{AREA, BENEATH, ITEM, KIND, NUMBER, PILLAR, PILLAR_NAME, RESPONSE, TO};
use crate::keys::{Facts, Kind};
use crate::letter::capitalised;
use crate::letter::tree::Table;

/// What a key is called, with a capital; `about` is what its table is about. None for a key that is
/// not told.
pub fn label(key: &Facts, about: &str) -> Option<String> {
    (!key.label.is_empty()).then(|| capitalised(&key.label.replace("{}", about)))
}

/// What one of several tables under a key is called: an item by its kind and number, an area by its
/// place among those of its kind.
pub fn about(key: &str, tables: &[&Table], index: usize) -> String {
    let (table, kind) = (tables[index], kind_of(tables[index]));
    let position = tables[..=index].iter().filter(|table| kind_of(table) == kind).count();
    let named = |key: &Facts| table.text(key.name).map(str::trim).filter(|text| !text.is_empty());
    match key {
        key if key == AREA.name => format!("area {position}"),
        key if key == PILLAR.name => {
            format!("the pillar {}", named(&PILLAR_NAME).unwrap_or_default())
        }
        key if key == RESPONSE.name => numbers(table),
        _ => {
            format!("{kind} {}", number(table).unwrap_or_else(|| position.to_string()))
        }
    }
}

/// The same, for a table under a key of one that is called `above`.
pub fn within(key: &str, about: String, above: &str) -> String {
    if key == BENEATH.name { format!("{about} beneath {above}") } else { about }
}

fn kind_of(table: &Table) -> String {
    table.text(KIND.name).unwrap_or(KIND.default).trim().to_lowercase()
}

/// Whether tables under a key are counted, those of each kind for themselves.
pub fn is_counted(key: &str) -> bool {
    [&AREA, &ITEM, &BENEATH].iter().any(|counted| counted.name == key)
}

/// The number that an item has in the report.
fn number(table: &Table) -> Option<String> {
    let value = &table.get(NUMBER.name)?.value;
    Some(super::values::text(value, Kind::Number)).filter(|number| !number.is_empty())
}

/// The items that a response is to, such as `items 2, 3 and 5`.
fn numbers(table: &Table) -> String {
    let to = table.get(TO.name).map(|node| super::values::text(&node.value, Kind::Numbers));
    let to = to.unwrap_or_default();
    match to.rsplit_once('\n') {
        Some((first, last)) => format!("items {} and {last}", first.replace('\n', ", ")),
        None => format!("item {to}"),
    }
}
