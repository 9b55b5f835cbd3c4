//! The person that the letter is addressed to.

use super::Subject;
use super::reader::{self, words::Words};
use crate::diagnostic::Diagnostic;
use crate::letter::date::{self, DateStyle};
use crate::letter::{Form, HomeSecretary, Language, Letter, Line, Recipient};
use jiff::civil::Date;

/// The letter goes to somebody who was not Home Secretary on its date.
pub fn home_secretary(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let named = letter.recipient.as_ref().filter(|recipient| is_named_by(letter, recipient));
    let (Some(recipient), Some(date)) = (addressee(letter).or(named), &letter.date) else {
        return Vec::new();
    };
    let name = person(&recipient.name.value);
    if !is_home_secretary(recipient) || name.is_empty() {
        return Vec::new();
    }
    let in_office = in_office(letter, date.value);
    if in_office.is_empty() || in_office.iter().any(|held| same_person(&name, held)) {
        return Vec::new();
    }
    let held = in_office[0];
    let message = format!(
        "on {} the Home Secretary was {}",
        date::day(date.value, DateStyle::Plain, Language::English),
        held.name.value
    );
    let problem = Diagnostic::error("wrong-home-secretary", message)
        .at(recipient.name.place, "")
        .at(held.since.place, "in office from this day");
    vec![problem.help("correct the name under [recipient], and the salutation")]
}

/// Whether the letter itself names the addressee, and not the office file for all letters: it may be
/// made as a letter later, whatever its forms are now.
fn is_named_by(letter: &Letter, recipient: &Recipient) -> bool {
    recipient.name.place.file == letter.subject.place.file
}

/// Who is addressed: a statement is addressed to nobody, whomever the office file names.
fn addressee(letter: &Letter) -> Option<&Recipient> {
    letter.recipient.as_ref().filter(|_| letter.forms.contains(&Form::Letter))
}

/// Those in office on a day: two where one followed the other on it; nobody before the list begins.
pub fn in_office(letter: &Letter, day: Date) -> Vec<&HomeSecretary> {
    let mut list: Vec<&HomeSecretary> = letter.home_secretaries.iter().collect();
    list.sort_by_key(|held| held.since.value);
    let current = list.iter().rposition(|held| held.since.value <= day);
    let Some(current) = current else { return Vec::new() };
    let changed_that_day = list[current].since.value == day && current > 0;
    let first = if changed_that_day { current - 1 } else { current };
    list[first..=current].iter().rev().copied().collect()
}

fn is_home_secretary(recipient: &Recipient) -> bool {
    let is_it = |line: &Line| {
        let text = line.value.to_lowercase();
        text.contains("home secretary")
            || text.contains("secretary of state for the home department")
    };
    recipient.office.as_ref().is_some_and(is_it) || is_it(&recipient.name)
}

fn same_person(name: &[String], held: &HomeSecretary) -> bool {
    let known = person(&held.name.value);
    known.last() == name.last() && (name.len() == 1 || known.first() == name.first())
}

/// The words of a name without titles; none where it names an office.
pub fn person(name: &str) -> Vec<String> {
    let words = words(name);
    if words.iter().any(|word| word == "secretary" || word == "inspector" || word == "minister") {
        return Vec::new();
    }
    words.into_iter().filter(|word| !has("styles", word)).collect()
}

/// Names are read in one way, whatever the letter's language.
fn english() -> &'static Words {
    reader::words::of(Language::English)
}

fn has(list: &str, word: &str) -> bool {
    english().has(list, word)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\''));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The salutation names somebody other than the addressee.
pub fn salutation(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let (Some(recipient), Some(salutation)) = (addressee(letter), &letter.salutation) else {
        return Vec::new();
    };
    if letter.language != Language::English || fits(letter, recipient, salutation) {
        return Vec::new();
    }
    let message = format!("\"{}\" does not fit the addressee", salutation.value);
    let problem = Diagnostic::warning("salutation", message)
        .at(salutation.place, "")
        .at(recipient.name.place, "the addressee");
    vec![problem.help("greet the addressee by name or by office: \"Dear Home Secretary\"")]
}

fn fits(letter: &Letter, recipient: &Recipient, salutation: &Line) -> bool {
    let greeted: Vec<String> = words(&salutation.value)
        .into_iter()
        .filter(|word| word != "dear" && word != "my")
        .collect();
    let is_general = |word: &String| ["greetings", "styles"].iter().any(|list| has(list, word));
    let office = recipient.office.as_ref().map(|office| office.value.as_str()).unwrap_or_default();
    let mut known = words(&format!("{} {office}", recipient.name.value));
    let is_home_secretary = is_home_secretary(recipient);
    // Where the letter does not say which office the addressee holds, it may be this one.
    if is_home_secretary || recipient.office.is_none() {
        known.extend(english().list("home-secretary").iter().map(ToString::to_string));
    }
    if is_home_secretary {
        let holder = letter.date.as_ref().map(|date| in_office(letter, date.value));
        let undated = || letter.home_secretaries.iter().collect();
        let name = person(&recipient.name.value);
        for held in holder.unwrap_or_else(undated) {
            if name.is_empty() || same_person(&name, held) {
                let greeting = held.salutation.as_ref().map(|line| line.value.as_str());
                known.extend(words(&held.name.value));
                known.extend(words(greeting.unwrap_or_default()));
            }
        }
    }
    greeted.iter().all(|word| known.contains(word) || is_general(word))
}
