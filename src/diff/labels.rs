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
/// place.
pub fn about(key: &str, table: &Table, position: usize) -> String {
    let named = |key: &Facts| table.text(key.name).map(str::trim).filter(|text| !text.is_empty());
    match key {
        key if key == AREA.name => format!("area {position}"),
        key if key == PILLAR.name => {
            format!("the pillar {}", named(&PILLAR_NAME).unwrap_or_default())
        }
        key if key == RESPONSE.name => numbers(table),
        _ => {
            let kind = named(&KIND).unwrap_or(KIND.default).to_lowercase();
            format!("{kind} {}", number(table).unwrap_or_else(|| position.to_string()))
        }
    }
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
