//! The reference of keys, made from their table: for the screen, and as the page of the guide.

use super::letter::LETTER;
use super::programmes::PROGRAMMES;
use super::style::STYLE;
use super::words::WORDS;
use super::{Facts, Kind, Need, Table, find, names, one_of, tables};

/// A kind of file, with the name that its tables are asked for by, and what it is.
type File = (&'static str, Table, &'static str);

/// Every kind of file that has keys.
const FILES: [File; 4] = [
    ("letter", LETTER, "A letter, data/NAME.toml, and what all letters share, data/office.toml"),
    ("programmes", PROGRAMMES, "Programmes of the office's own, data/programmes.toml"),
    ("style", STYLE, "How the pages look, templates/style.toml"),
    ("words", WORDS, "The fixed words of letters, templates/words.toml"),
];

/// The reference of all keys as a page in Markdown.
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for (_, top, about) in FILES {
        page.push_str(&format!("\n## {about}\n"));
        for (heading, keys) in tables(top) {
            page.push_str(&section(&heading, keys));
        }
    }
    page
}

const HEAD: &str = "\
# The keys

Every key of every file: what it is, what can stand there, and where it is printed. `peel-letter keys`
shows the same on the screen, `peel-letter keys area.item` those of one table, and
`peel-letter keys area.item.deadline` one key.

Keys marked *must be there* may stand in `data/office.toml` for all letters. *Commentary* is written in
Markdown between `'''` and `'''`.
";

fn section(heading: &str, keys: Table) -> String {
    let title = match heading {
        "" => "At the top".to_owned(),
        heading => format!("`{heading}`"),
    };
    let rows: String = keys.iter().map(|key| row(key)).collect();
    format!(
        "\n### {title}\n\n| Key | What it is | What can stand there | Example |\n| --- | --- | --- | --- |\n{rows}"
    )
}

fn row(key: &Facts) -> String {
    let cells = [
        format!("`{}`", key.name),
        format!("{}.", key.description()),
        format!("{}.", kind(key)),
        match key.example {
            "" => String::new(),
            example => format!("`{example}`"),
        },
    ];
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

/// What can stand under a key, whether it must be there, and what goes without saying.
fn kind(key: &Facts) -> String {
    let mut parts = vec![what_stands(key)];
    parts.push(match key.need {
        Need::Never => String::new(),
        Need::Always => "must be there".to_owned(),
        Need::InLetters => "must be there in a letter".to_owned(),
        Need::UnlessDraft => "must be there in all but a draft".to_owned(),
        Need::UnlessActed => "must be there where no action is told".to_owned(),
    });
    if !key.default.is_empty() {
        parts.push(format!("{} unless it says otherwise", key.default));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

fn what_stands(key: &Facts) -> String {
    let (least, most) = key.bounds;
    let bounds = match most.is_finite() {
        true => format!("from {least} to {most}"),
        false => format!("from {least}"),
    };
    match key.kind {
        Kind::Line => "A line of text".to_owned(),
        Kind::Lines => "A list of texts".to_owned(),
        Kind::Commentary => "Commentary".to_owned(),
        Kind::Flag => "true or false".to_owned(),
        Kind::Count => format!("A whole number {bounds}"),
        Kind::Measure => format!("A number {bounds}, {}", key.unit),
        Kind::Measures => format!("Six numbers {bounds}, {}", key.unit),
        Kind::Day => "A day, year-month-day".to_owned(),
        Kind::Url => "A web address".to_owned(),
        Kind::Number => "A whole number or text".to_owned(),
        Kind::Numbers => "A list of whole numbers or texts".to_owned(),
        Kind::Choice(words) => format!("One of: {}", names(&words()).join(", ")),
        Kind::Choices(words) => format!("A list of: {}", names(&words()).join(", ")),
        Kind::Programme => "A programme".to_owned(),
        Kind::Grade => "A grade of the programme".to_owned(),
        Kind::Pillar => "A pillar of the programme".to_owned(),
        Kind::Done(words) => format!("A day, true, {}", names(&words()).join(", ")),
        Kind::Deadline(_) => "A day, a month, words, or `within` and `from`".to_owned(),
        Kind::Colour => "A colour, such as #0b3d91".to_owned(),
        Kind::Words([]) => "Text".to_owned(),
        Kind::Words(filled) => {
            let filled: Vec<String> = filled.iter().map(|name| format!("{{{name}}}")).collect();
            format!("Text, in which {} is filled in", filled.join(" and "))
        }
        Kind::Group(_) => "A heading with keys of its own".to_owned(),
        Kind::Groups(_) => "A heading in double brackets with keys of its own".to_owned(),
        Kind::Allowed(_) => "A list of codes, or of `code` and `reason`".to_owned(),
    }
}

/// The reference of one table or one key for the screen: of the letter where no other file is named,
/// such as `area.item` or `style.page.left`.
///
/// # Errors
///
/// What is wrong with the path, where it names nothing.
pub fn shown(path: &str) -> Result<String, String> {
    let (top, path) = match FILES.iter().find(|(name, ..)| is_in(name, path)) {
        Some((name, top, _)) => (*top, path[name.len()..].trim_start_matches('.')),
        None => (LETTER, path),
    };
    let mut keys = top;
    let mut heading = String::new();
    for name in path.split('.').filter(|name| !name.is_empty()) {
        let Some(key) = find(keys, name) else { return Err(unknown(name, &heading, keys)) };
        match key.beneath() {
            Some(beneath) if !path.ends_with(name) || beneath_is_shown(key) => keys = beneath,
            _ => return Ok(one(key)),
        }
        heading = if heading.is_empty() { name.to_owned() } else { format!("{heading}.{name}") };
    }
    Ok(keys.iter().map(|key| line(key)).collect())
}

/// Whether asking for a key shows what stands beneath it, and not the key itself.
fn beneath_is_shown(key: &Facts) -> bool {
    matches!(key.kind, Kind::Group(_) | Kind::Groups(_))
}

fn is_in(file: &str, path: &str) -> bool {
    path.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn unknown(name: &str, heading: &str, keys: Table) -> String {
    let elsewhere = if heading.is_empty() { places(name) } else { Vec::new() };
    if !elsewhere.is_empty() {
        let places: Vec<&str> = elsewhere.iter().map(String::as_str).collect();
        return format!(
            "`{name}` does not stand at the top of a file; say which is meant: {}",
            one_of(&places)
        );
    }
    let under = if heading.is_empty() { String::new() } else { format!(" under {heading}") };
    let known: Vec<&str> = keys.iter().map(|key| key.name).collect();
    format!("there is no key `{name}`{under}; it can be: {}", one_of(&known))
}

/// Where a key of this name can stand, in every file.
fn places(name: &str) -> Vec<String> {
    let in_file = |(file, top, _): &File| {
        let file = (*file != "letter").then(|| (*file).to_owned());
        let there = tables(top).into_iter().filter(|(_, keys)| find(keys, name).is_some());
        let path = |(heading, _): (String, Table)| {
            let heading = heading.trim_matches(['[', ']', '{', '}']).to_owned();
            let parts = file.clone().into_iter().chain([heading, name.to_owned()]);
            parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(".")
        };
        there.map(path).collect::<Vec<_>>()
    };
    FILES.iter().flat_map(in_file).collect()
}

/// A key in a line.
fn line(key: &Facts) -> String {
    format!("{:<22} {}\n", key.name, key.description())
}

/// All that is known of a key.
fn one(key: &Facts) -> String {
    format!("{}.\n{}.\nFor example: {}\n", key.description(), kind(key), key.example_line())
}
