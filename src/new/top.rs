//! The keys at the top of the file.

use super::addressee::Addressee;
use super::{Start, noted};
use crate::letter::canonical;

/// A key at the top of the file.
struct Key {
    name: &'static str,
    /// What could stand there.
    example: &'static str,
    note: &'static str,
    /// Whether next year's letter has the same.
    stays: bool,
}

const KEYS: [Key; 12] = [
    Key {
        name: "reference",
        example: "\"EX/2026/017\"",
        note: "your reference, below the date",
        stays: false,
    },
    Key {
        name: "your_reference",
        example: "\"HO/123\"",
        note: "the recipient's reference",
        stays: false,
    },
    Key {
        name: "delivery",
        example: "\"By email only\"",
        note: "printed below the references",
        stays: true,
    },
    Key {
        name: "cc",
        example: "[\"The Chief Constable\"]",
        note: "who gets a copy: after the signature",
        stays: true,
    },
    Key {
        name: "enclosures",
        example: "[\"Our action plan\"]",
        note: "what is sent with it: after the signature",
        stays: false,
    },
    Key {
        name: "forms",
        example: "[\"letter\", \"statement\"]",
        note: "also a statement for the website",
        stays: true,
    },
    Key {
        name: "grades",
        example: "\"table\"",
        note: "where grades are shown: headings, list, grouped or table",
        stays: true,
    },
    Key {
        name: "heading_numbers",
        example: "\"1.\"",
        note: "before the headings of areas: none, 1) or 1.",
        stays: true,
    },
    Key {
        name: "date_style",
        example: "\"ordinal\"",
        note: "16th April 2026; plain is 16 April 2026",
        stays: true,
    },
    Key {
        name: "force_term",
        example: "\"the Constabulary\"",
        note: "how fixed sentences name the force",
        stays: true,
    },
    Key {
        name: "language",
        example: "\"cy\"",
        note: "for a letter written in Welsh; en is English",
        stays: true,
    },
    Key {
        name: "abbreviations",
        example: "[\"PEEL\"]",
        note: "those that your readers know, for checks",
        stays: true,
    },
];

/// Writes what stands above the first heading.
pub fn write(start: &Start<'_>, addressee: &Addressee) -> String {
    let keys: String = KEYS.iter().map(|key| line(start, key)).collect();
    [subject(start), greeting(start, addressee), keys, "\n".to_owned()].concat()
}

fn subject(start: &Start<'_>) -> String {
    let last = start.last.map(|last| canonical::string(&last.letter.subject.value));
    let such = match (last, start.programme) {
        (Some(last), _) => format!("# That of the last letter was: {last}\n"),
        (None, Some(programme)) => {
            let name = &programme.name.value;
            format!("# Such as: {}\n", canonical::string(&format!("{name}: Exampleshire Police")))
        }
        (None, None) => String::new(),
    };
    format!(
        "# What the letter is about: its main heading, and the title of the PDF.\n\
         {such}subject = \"[insert the subject]\"\n\n"
    )
}

/// How the letter begins and ends, where it goes to somebody.
fn greeting(start: &Start<'_>, addressee: &Addressee) -> String {
    let is_written = addressee.is_there || !in_force(start, "valediction").is_empty();
    if !is_written {
        return String::new();
    }
    let valediction = match (kept(start, "valediction"), start.office.text("valediction")) {
        (Some(own), _) => format!("valediction = {own}\n"),
        (None, Some(_)) => String::new(),
        (None, None) => "valediction = \"Yours sincerely\"\n".to_owned(),
    };
    let salutation = match &addressee.salutation {
        Some(salutation) => noted(
            &format!("salutation = {}", canonical::string(salutation)),
            "the comma is added after it",
        ),
        None => String::new(),
    };
    let lines = format!("{salutation}{valediction}");
    if lines.is_empty() { lines } else { lines + "\n" }
}

/// A key that may be there: as the last letter has it, else commented out.
fn line(start: &Start<'_>, key: &Key) -> String {
    let Key { name, example, note, stays } = key;
    if let Some(own) = kept(start, name).filter(|_| *stays) {
        return noted(&format!("{name} = {own}"), note);
    }
    match in_force(start, name) {
        office if office.is_empty() => noted(&format!("# {name} = {example}"), note),
        // A list of many lines would be half a comment.
        office if office.contains('\n') => String::new(),
        office => noted(&format!("# {name} = {office}"), "as data/office.toml has it"),
    }
}

/// The value that the last letter's own file has.
fn kept(start: &Start<'_>, key: &str) -> Option<String> {
    Some(canonical::value(&start.last?.own.get(key)?.value))
}

/// The value that the office file has, empty if there is none.
fn in_force(start: &Start<'_>, key: &str) -> String {
    start.office.get(key).map(|node| canonical::value(&node.value)).unwrap_or_default()
}
