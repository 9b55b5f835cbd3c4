//! What each key of a letter is called.

use crate::letter::tree::Table;
use crate::schema::keys::Kind;

/// What a key is called, by the table it is in; `{}` is what the table is about.
const LABELS: &[(&str, &[(&str, &str)])] = &[
    (
        "",
        &[
            ("date", "date"),
            ("date_style", "how days are written"),
            ("draft", "draft"),
            ("language", "language"),
            ("subject", "subject"),
            ("reference", "our reference"),
            ("your_reference", "your reference"),
            ("delivery", "how it is sent"),
            ("salutation", "salutation"),
            ("valediction", "valediction"),
            ("enclosures", "enclosures"),
            ("cc", "copies to"),
            ("forms", "forms"),
            ("heading_numbers", "numbers of the headings"),
            ("grades", "where grades are shown"),
            ("force_term", "what the force is called"),
        ],
    ),
    (
        "sender",
        &[
            ("name", "sender's name"),
            ("post_nominals", "letters after the sender's name"),
            ("title", "sender's title"),
            ("office", "sender's office"),
            ("address", "sender's address"),
            ("telephone", "sender's telephone"),
            ("email", "sender's e-mail"),
            ("website", "sender's website"),
        ],
    ),
    (
        "recipient",
        &[
            ("name", "recipient's name"),
            ("office", "recipient's office"),
            ("address", "recipient's address"),
        ],
    ),
    (
        "inspection",
        &[
            ("force", "force inspected"),
            ("programme", "programme"),
            ("report", "title of the report"),
            ("published", "publication of the report"),
            ("url", "address of the report"),
            ("inspectorates", "inspectorates"),
            ("grade", "overall grade"),
            ("previous_grade", "previous overall grade"),
        ],
    ),
    (
        "pillar",
        &[
            ("name", "name of {}"),
            ("grade", "grade of {}"),
            ("previous_grade", "previous grade of {}"),
        ],
    ),
    ("overview", &[("text", "text"), ("welsh", "part in Welsh")]),
    ("conclusion", &[("text", "text"), ("welsh", "part in Welsh")]),
    (
        "area",
        &[
            ("title", "title"),
            ("long_title", "long title"),
            ("pillar", "pillar"),
            ("grade", "grade"),
            ("graded", "whether it is graded"),
            ("previous_grade", "previous grade"),
            ("findings", "findings"),
            ("joint_response", "joint response"),
            ("closing", "closing words"),
            ("welsh", "part in Welsh"),
        ],
    ),
    ("corrected", &[("from", "grade first published"), ("on", "day of the correction")]),
    (
        "item",
        &[
            ("kind", "kind of {}"),
            ("number", "number of {}"),
            ("title", "title of {}"),
            ("context", "what leads up to {}"),
            ("text", "text of {}"),
            ("response", "response to {}"),
            ("owner", "owner of {}"),
            ("deadline", "deadline of {}"),
            ("done", "when {} was done"),
            ("position", "position on {}"),
            ("action", "action on {}"),
            ("no_action_because", "why there is no action on {}"),
            ("chief_constable", "chief constable's comments on {}"),
            ("reply", "reply to the chief constable on {}"),
        ],
    ),
    (
        "response",
        &[
            ("to", "what the response to {} answers"),
            ("text", "response to {}"),
            ("action", "action on {}"),
            ("no_action_because", "why there is no action on {}"),
        ],
    ),
    (
        "chief_constable",
        &[
            ("name", "name"),
            ("office", "office"),
            ("comments", "comments"),
            ("file", "file with the comments"),
            ("none_received", "none received"),
            ("reply", "reply"),
        ],
    ),
];

/// Keys that no letter shows.
pub const NOT_SHOWN: [&str; 4] = ["abbreviations", "home_secretary", "reported", "check"];

/// The name of a table in [`LABELS`]: items are items wherever they stand.
fn table_name(path: &str) -> &str {
    match path.rsplit_once('.').map_or(path, |(_, last)| last) {
        "items" => "item",
        name => name,
    }
}

/// What a key is called, with a capital; `path` is that of its table, and `about` what the table is
/// about. None for a key that is not told.
pub fn label(path: &str, key: &str, about: &str) -> Option<String> {
    let table = LABELS.iter().find(|(name, _)| *name == table_name(path))?.1;
    let words = table.iter().find(|(known, _)| *known == key)?.1;
    Some(capital(&words.replace("{}", about)))
}

/// Words with a capital at their start.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What one of several tables is called: an item by its kind and number, an area by its place.
pub fn about(path: &str, table: &Table, position: usize) -> String {
    let named = |key| table.text(key).map(str::trim).filter(|text| !text.is_empty());
    match table_name(path) {
        "area" => format!("area {position}"),
        "pillar" => format!("the pillar {}", named("name").unwrap_or_default()),
        "response" => numbers(table),
        _ => {
            let kind = named("kind").unwrap_or("area for improvement").to_lowercase();
            format!("{kind} {}", number(table).unwrap_or_else(|| position.to_string()))
        }
    }
}

/// Whether what one of several tables is called says what stands under a key of it.
pub fn is_in_name(path: &str, key: &str) -> bool {
    let told = [("item", "kind"), ("item", "number"), ("response", "to"), ("pillar", "name")];
    told.contains(&(table_name(path), key))
}

/// The number that an item has in the report.
fn number(table: &Table) -> Option<String> {
    let value = &table.get("number")?.value;
    Some(super::values::text(value, Kind::Number)).filter(|number| !number.is_empty())
}

/// The items that a response is to, such as `items 2, 3 and 5`.
fn numbers(table: &Table) -> String {
    let to = table.get("to").map(|node| super::values::text(&node.value, Kind::Numbers));
    let to = to.unwrap_or_default();
    match to.rsplit_once('\n') {
        Some((first, last)) => format!("items {} and {last}", first.replace('\n', ", ")),
        None => format!("item {to}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::keys::{self, Key};

    fn without_label(path: &str, keys: &[Key]) -> Vec<String> {
        let shown = keys.iter().filter(|key| !NOT_SHOWN.contains(&key.name));
        shown
            .flat_map(|key| match key.kind {
                Kind::Table(inner) | Kind::Tables(inner) => {
                    without_label(&format!("{path}.{}", key.name), inner)
                }
                _ if label(path, key.name, "").is_none() => vec![format!("{path}.{}", key.name)],
                _ => Vec::new(),
            })
            .collect()
    }

    #[test]
    fn every_key_that_is_shown_has_a_label() {
        assert_eq!(without_label("", keys::LETTER), Vec::<String>::new());
    }
}
