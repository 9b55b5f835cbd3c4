//! Who the new letter goes to: the Home Secretary of today, as far as the office file knows.

use super::{Kind, Start};
use crate::keys::Facts;
use crate::keys::letter::{
    RECIPIENT, RECIPIENT_ADDRESS, RECIPIENT_NAME, RECIPIENT_OFFICE, SALUTATION,
};
use crate::letter::canonical::{string, value};
use crate::letter::load::home_secretaries;
use crate::letter::tree::Table;
use crate::letter::{HomeSecretary, Letter};

/// The office that most letters go to.
const HOME_SECRETARY: &str = "Home Secretary";

/// How a letter to the Home Secretary begins in Welsh.
const WELSH_SALUTATION: &str = "Annwyl Ysgrifennydd Cartref";

/// The recipient and the salutation of the new letter.
#[derive(Default)]
pub struct Addressee {
    /// Whether the letter goes to anybody; a statement need not.
    pub is_there: bool,
    /// The salutation that the letter itself must have.
    pub salutation: Option<String>,
    /// The name that the letter itself must have.
    name: Option<String>,
    /// Who letters went to until now, if this one goes to somebody else.
    before: Option<String>,
}

impl Addressee {
    /// Decides on it.
    pub fn of(start: &Start<'_>) -> Self {
        let goes_to_nobody = start.last.is_some_and(|last| last.letter.recipient.is_none());
        if goes_to_nobody || start.is(Kind::Statement) {
            return Self::default();
        }
        let known = match start.last {
            Some(last) => last.letter.home_secretaries.clone(),
            None => home_secretaries(start.office),
        };
        let latest = known.iter().max_by_key(|one| one.since.value);
        let before = Before::of(start);
        let next = latest.filter(|latest| match &before {
            Some(before) => before.is_followed_by(latest, &known),
            None => true,
        });
        let name = next.map(|next| next.name.value.clone());
        let missing = before.is_none().then(|| "[insert the Home Secretary's name]".to_owned());
        Self {
            is_there: true,
            salutation: salutation(start, next),
            name: name.or(missing),
            before: before.filter(|_| next.is_some()).map(|before| before.name),
        }
    }

    /// The table of the recipient, as far as the office file does not have it.
    pub fn table(&self, start: &Start<'_>) -> String {
        let own = start.last.and_then(|last| last.own.table(RECIPIENT.name));
        if !self.is_there || own.is_none() && self.name.is_none() {
            return String::new();
        }
        let before = self.before.as_ref().map(|name| {
            format!("# Until now letters went to {name}; the list of Home Secretaries has a later one.\n")
        });
        let before = before.unwrap_or_default();
        let lines = self.lines(own, start.office.table(RECIPIENT.name));
        format!("# The addressee, in the window of the envelope.\n{before}[recipient]\n{lines}\n")
    }

    fn lines(&self, own: Option<&Table>, office: Option<&Table>) -> String {
        let given = |key: &Facts| Some(value(&own?.get(key.name)?.value));
        let or = |key: &Facts, default: &str| {
            let is_missing = office.and_then(|office| office.get(key.name)).is_none();
            given(key).or_else(|| is_missing.then(|| default.to_owned()))
        };
        let title = match &self.name {
            Some(_) => or(&RECIPIENT_OFFICE, RECIPIENT_OFFICE.example),
            None => given(&RECIPIENT_OFFICE),
        };
        let name = self.name.as_deref().map(string).or_else(|| given(&RECIPIENT_NAME));
        let address = or(&RECIPIENT_ADDRESS, RECIPIENT_ADDRESS.example);
        let keys: [(&Facts, _); 3] =
            [(&RECIPIENT_NAME, name), (&RECIPIENT_OFFICE, title), (&RECIPIENT_ADDRESS, address)];
        let line =
            |(key, value): (&Facts, Option<String>)| Some(format!("{} = {}\n", key.name, value?));
        keys.into_iter().filter_map(line).collect()
    }
}

/// The salutation, where the office file does not say it: one by name goes with the person.
fn salutation(start: &Start<'_>, next: Option<&HomeSecretary>) -> Option<String> {
    let own = start.last.and_then(|last| last.own.text(SALUTATION.name));
    let said = own.or_else(|| start.office.text(SALUTATION.name));
    if start.is(Kind::Welsh) {
        return Some(WELSH_SALUTATION.to_owned());
    }
    let of_office = || format!("Dear {HOME_SECRETARY}");
    match next {
        Some(next) if !said.is_some_and(|said| said.contains(HOME_SECRETARY)) => {
            Some(next.salutation.as_ref().map_or_else(of_office, |line| line.value.clone()))
        }
        _ if said.is_none() => Some(of_office()),
        _ => own.map(str::to_owned),
    }
}

/// Who letters went to until now.
struct Before<'a> {
    name: String,
    office: String,
    last: Option<&'a Letter>,
}

impl<'a> Before<'a> {
    fn of(start: &Start<'a>) -> Option<Self> {
        if let Some(last) = start.last {
            let recipient = last.letter.recipient.as_ref()?;
            let office = recipient.office.as_ref().map(|office| office.value.clone());
            let (name, office) = (recipient.name.value.clone(), office.unwrap_or_default());
            return Some(Self { name, office, last: Some(last.letter) });
        }
        let recipient = start.office.table(RECIPIENT.name)?;
        let office = recipient.text(RECIPIENT_OFFICE.name).unwrap_or_default().to_owned();
        Some(Self { name: recipient.text(RECIPIENT_NAME.name)?.to_owned(), office, last: None })
    }

    /// Whether the latest Home Secretary has taken this one's place. Letters to others, and those to
    /// one that the list does not know yet, stay as they are.
    fn is_followed_by(&self, latest: &HomeSecretary, known: &[HomeSecretary]) -> bool {
        if is_same(&self.name, &latest.name.value) {
            return false;
        }
        let is_known = known.iter().any(|one| is_same(&self.name, &one.name.value));
        let is_later = self.last.is_none_or(|letter| {
            letter.date.as_ref().is_some_and(|date| date.value < latest.since.value)
        });
        is_known || is_later && self.office.eq_ignore_ascii_case(HOME_SECRETARY)
    }
}

/// Whether two names are the same but for dots, spaces and the case of letters.
fn is_same(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Files;
    use crate::letter::tree;

    const LIST: &str = "[[home_secretary]]\nname = 'The Rt Hon X MP'\nsince = 2022-09-06\n\
         [[home_secretary]]\nname = 'The Rt Hon Y MP'\nsince = 2024-07-05\nsalutation = 'Dear Y'\n";

    /// Salutation and table of a letter of an office.
    fn new(office: &str) -> (Option<String>, String) {
        let mut files = Files::default();
        let file = files.add("data/office.toml", office);
        let (office, _) = tree::parse(&files, file);
        let start = Start {
            name: "new",
            kinds: &[],
            schema: None,
            programme: None,
            office: &office,
            last: None,
        };
        let addressee = Addressee::of(&start);
        let table = addressee.table(&start);
        (addressee.salutation, table)
    }

    #[test]
    fn the_latest_home_secretary_is_addressed() {
        let (salutation, table) = new(LIST);
        assert_eq!(salutation.as_deref(), Some("Dear Y"));
        assert!(table.contains("name = \"The Rt Hon Y MP\"\noffice = \"Home Secretary\"\naddress"));
    }

    #[test]
    fn what_the_office_file_says_is_not_said_again() {
        let office = "salutation = 'Dear Home Secretary'\n[recipient]\nname = 'The Rt. Hon Y MP'\n";
        assert_eq!(new(&format!("{office}{LIST}")), (None, String::new()));
    }

    #[test]
    fn one_who_has_left_office_gives_way_and_one_of_another_office_does_not() {
        let office = "[recipient]\nname = 'X'\noffice = 'Home Secretary'\naddress = ['Y']\n";
        let (_, table) = new(&format!("{office}{LIST}"));
        assert!(table.contains("[recipient]\nname = \"The Rt Hon Y MP\"\n\n"), "{table}");
        let (_, table) = new(&format!("[recipient]\nname = 'Z'\noffice = 'Minister'\n{LIST}"));
        assert_eq!(table, "");
    }

    #[test]
    fn without_a_list_the_name_is_left_open() {
        let (salutation, table) = new("");
        assert_eq!(salutation.as_deref(), Some("Dear Home Secretary"));
        assert!(table.contains("name = \"[insert the Home Secretary's name]\""));
    }
}
