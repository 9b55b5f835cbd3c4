//! The words and phrases by which a letter is read: data of each language, made ready once.

use super::names::{Class, Lexicon, months};
use super::phrases::Phrases;
use super::tokens::Tokens;
use crate::letter::{Kind, Language};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};
use toml::{Table, Value};

/// What is counted: all items of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Areas for improvement.
    Areas,
    /// Causes of concern, those that are accelerated included.
    Causes,
    /// Accelerated causes of concern.
    Accelerated,
    /// Recommendations.
    Recommendations,
}

impl Counted {
    /// All of them, in the order in which words.toml names them.
    pub const ALL: [Self; 4] =
        [Self::Areas, Self::Causes, Self::Accelerated, Self::Recommendations];

    /// Whether an item of this kind is one.
    pub fn is(self, kind: Kind) -> bool {
        match self {
            Self::Areas => kind == Kind::AreaForImprovement,
            Self::Causes => matches!(kind, Kind::CauseOfConcern | Kind::AcceleratedCauseOfConcern),
            Self::Accelerated => kind == Kind::AcceleratedCauseOfConcern,
            Self::Recommendations => kind == Kind::Recommendation,
        }
    }
}

/// An Act of Parliament with the years in which there was one of that name.
#[derive(Debug)]
pub struct Act {
    /// Its name.
    pub name: String,
    /// The years.
    pub years: Vec<i16>,
}

/// The words of a language.
#[derive(Debug, Default)]
pub struct Words {
    /// Numbers in words.
    pub numbers: HashMap<String, f64>,
    /// What numbers of several words begin with.
    long_numbers: Vec<String>,
    /// Months, and short forms of them.
    pub months: HashMap<String, i8>,
    /// The days of the week, from Monday.
    pub weekdays: Vec<String>,
    /// Names that every letter may have.
    pub lexicon: Lexicon,
    /// The police forces, each with all its names.
    pub forces: Vec<Vec<String>>,
    /// The Acts.
    pub acts: Vec<Act>,
    /// The Act and the year of each section that is cited.
    pub sections: HashMap<String, (String, i16)>,
    /// Other forms of what grades begin with.
    grade_forms: Vec<(String, Vec<String>)>,
    /// The nouns for what titles of areas begin with.
    nouns: Vec<(String, Vec<String>)>,
    /// What is looked for first.
    pub phrases: Phrases,
    /// What is looked for around that.
    pub around: Phrases,
    /// What drafting leaves behind.
    pub left: Phrases,
    /// Plain lists that rules compare with.
    pub plain: HashMap<String, Vec<String>>,
}

/// The words of English.
static ENGLISH: LazyLock<Words> =
    LazyLock::new(|| read(include_str!("words.toml"), Language::English));
/// Those of Welsh.
static WELSH: LazyLock<Words> = LazyLock::new(|| read(include_str!("welsh.toml"), Language::Welsh));

/// The words of a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Welsh => &WELSH,
    }
}

fn read(text: &str, language: Language) -> Words {
    let table: Table = text.parse().expect("the words are TOML");
    let mut words = Words { months: months(language), ..Words::default() };
    let part = |name: &str| table.get(name).and_then(Value::as_table).cloned().unwrap_or_default();
    words.numbers.extend(
        part("numbers").into_iter().filter_map(|(word, n)| Some((word, n.as_integer()? as f64))),
    );
    let long = words.numbers.keys().filter_map(|number| number.split_once(' '));
    words.long_numbers = long.map(|(first, _)| first.to_owned()).collect();
    words.weekdays = list(&part("times")["weekdays"]);
    let short = part("times").get("months").and_then(Value::as_table).cloned().unwrap_or_default();
    words.months.extend(
        short.into_iter().filter_map(|(name, n)| Some((name, i8::try_from(n.as_integer()?).ok()?))),
    );
    for (index, names) in part("items").values().enumerate() {
        for forms in names.as_array().into_iter().flatten() {
            list(forms).iter().for_each(|form| words.lexicon.add(Class::Item, index, form));
        }
    }
    words.acts = part("acts").into_iter().map(act).collect();
    for (index, act) in words.acts.iter().enumerate() {
        words.lexicon.add(Class::Act, index, &act.name);
    }
    let forces = part("forces").remove("names");
    words.forces = forces.iter().filter_map(Value::as_array).flatten().map(list).collect();
    for (index, force) in words.forces.iter().enumerate() {
        force
            .iter()
            .filter_map(|name| place(name))
            .for_each(|place| words.lexicon.add(Class::Place, index, place));
    }
    words.sections = part("sections").into_iter().filter_map(section).collect();
    words.grade_forms =
        part("grades").into_iter().map(|(begin, forms)| (begin, list(&forms))).collect();
    words.nouns = part("nouns").into_iter().map(|(begin, forms)| (begin, list(&forms))).collect();
    words.plain = part("plain").into_iter().map(|(name, words)| (name, list(&words))).collect();
    for (name, list_of_it) in &part("lists") {
        let list = list(list_of_it);
        words.phrases.name(name, &list.iter().map(String::as_str).collect::<Vec<_>>());
    }
    words.around = Phrases::with_lists_of(&words.phrases);
    words.left = Phrases::with_lists_of(&words.phrases);
    for (phrases, name) in
        [(&mut words.phrases, "phrases"), (&mut words.around, "around"), (&mut words.left, "left")]
    {
        for (what, list_of_it) in part(name) {
            let what: Arc<str> = what.into();
            list(&list_of_it).iter().for_each(|phrase| phrases.add(&what, phrase));
        }
    }
    words
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The place in the name of a force, where the name has more.
pub fn place(force: &str) -> Option<&str> {
    let ends = [" Police Service", " Police", " Constabulary"];
    ends.iter().find_map(|end| force.strip_suffix(end)).or_else(|| force.strip_prefix("Heddlu "))
}

fn act((name, years): (String, Value)) -> Act {
    let years = years.as_array().into_iter().flatten().filter_map(Value::as_integer);
    Act { name, years: years.filter_map(|year| i16::try_from(year).ok()).collect() }
}

fn section((number, act): (String, Value)) -> Option<(String, (String, i16))> {
    let parts = act.as_array()?;
    let year = i16::try_from(parts.get(1)?.as_integer()?).ok()?;
    Some((number, (parts.first()?.as_str()?.to_owned(), year)))
}

impl Words {
    /// Whether a number of several words may begin with this one: 'half a dozen'.
    pub fn begins_long_number(&self, word: &str) -> bool {
        self.long_numbers.iter().any(|first| first == word)
    }

    /// A plain list.
    pub fn list(&self, name: &str) -> &[String] {
        self.plain.get(name).map_or(&[], Vec::as_slice)
    }

    /// Other forms of a grade: 'requiring improvement'.
    pub fn forms_of(&self, grade: &str) -> Vec<String> {
        let of_verb = self.grade_forms.iter().filter_map(|(begin, forms)| {
            let rest = grade.strip_prefix(begin.as_str())?;
            Some(forms.iter().map(move |form| format!("{form}{rest}")))
        });
        of_verb.flatten().collect()
    }

    /// What an area may be called by its noun: 'the investigation of crime'.
    pub fn names_by_noun(&self, title: &str) -> Vec<String> {
        let title = title.to_lowercase();
        let by_noun = self.nouns.iter().filter_map(|(begin, nouns)| {
            let rest = title.strip_prefix(begin.as_str())?;
            Some(nouns.iter().map(move |noun| format!("{noun}{rest}")))
        });
        by_noun.flatten().collect()
    }

    /// Whether a plain list has a word.
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.list(list).iter().any(|one| one == word)
    }
}

/// The words of a name, as the reader parts it.
pub fn words_of_name(name: &str) -> Vec<String> {
    let tokens = Tokens::of(name);
    (0..tokens.all().len()).map(|at| tokens.small(at).to_owned()).collect()
}
