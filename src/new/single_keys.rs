//! The keys above the first heading.

use super::addressee::Addressee;
use super::{Kind, Start, noted, offered};
use crate::keys::Facts;
use crate::keys::letter::{DATE, DRAFT, FORMS, LANGUAGE, LETTER, SALUTATION, SUBJECT, VALEDICTION};
use crate::letter::canonical;

/// Writes what stands above the first heading.
pub fn write(start: &Start<'_>, addressee: &Addressee) -> String {
    let is_other = |key: &&&Facts| {
        let told: [&Facts; 5] = [&DATE, &DRAFT, &SUBJECT, &SALUTATION, &VALEDICTION];
        key.beneath().is_none() && !told.iter().any(|told| told.name == key.name)
    };
    let others: String = LETTER.iter().filter(is_other).map(|key| line(start, key)).collect();
    [subject(start), greeting(start, addressee), others, "\n".to_owned()].concat()
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
    let is_written = addressee.is_there || !in_force(start, &VALEDICTION).is_empty();
    if !is_written {
        return String::new();
    }
    let valediction = match (kept(start, &VALEDICTION), start.office.text(VALEDICTION.name)) {
        (Some(own), _) => format!("{} = {own}\n", VALEDICTION.name),
        _ if start.is(Kind::Welsh) && addressee.is_there => {
            format!("{} = \"Yn gywir\"\n", VALEDICTION.name)
        }
        (None, Some(_)) => String::new(),
        (None, None) => format!("{}\n", VALEDICTION.example_line()),
    };
    let salutation = match &addressee.salutation {
        Some(salutation) => noted(
            &format!("{} = {}", SALUTATION.name, canonical::string(salutation)),
            "the comma is added after it",
        ),
        None => String::new(),
    };
    let lines = format!("{salutation}{valediction}");
    if lines.is_empty() { lines } else { lines + "\n" }
}

/// The value that the kind of letter asks for.
fn of_kind(start: &Start<'_>, key: &Facts) -> Option<&'static str> {
    match key.name {
        name if name == FORMS.name && start.is(Kind::Statement) => Some("[\"statement\"]"),
        name if name == LANGUAGE.name && start.is(Kind::Welsh) => Some("\"cy\""),
        _ => None,
    }
}

/// A key that may be there: as the kind asks for it, as the last letter has it, else commented out.
fn line(start: &Start<'_>, key: &Facts) -> String {
    if let Some(value) = of_kind(start, key) {
        return noted(&format!("{} = {value}", key.name), &key.note());
    }
    if let Some(own) = kept(start, key).filter(|_| !key.of_one_letter) {
        return noted(&format!("{} = {own}", key.name), &key.note());
    }
    match in_force(start, key) {
        office if office.is_empty() => offered(key),
        // A list of many lines would be half a comment.
        office if office.contains('\n') => String::new(),
        office => noted(&format!("# {} = {office}", key.name), "as data/office.toml has it"),
    }
}

/// The value that the last letter's own file has.
fn kept(start: &Start<'_>, key: &Facts) -> Option<String> {
    Some(canonical::value(&start.last?.own.get(key.name)?.value))
}

/// The value that the office file has, empty if there is none.
fn in_force(start: &Start<'_>, key: &Facts) -> String {
    start.office.get(key.name).map(|node| canonical::value(&node.value)).unwrap_or_default()
}
