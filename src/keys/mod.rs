//! The one table of keys: what each key of each file is. Nothing else says it.
//!
//! Reading asks with the constants of these tables, so that a key outside them does not compile.
//! Schema, messages, defaults, the labels of a comparison, the notes of a new letter and the
//! reference are all made from them.

pub mod letter;
pub mod programmes;
pub mod reference;
pub mod style;
pub mod words;

use std::marker::PhantomData;
use std::ops::{Deref, RangeInclusive};

/// The keys of a table of a file, in the order in which they are told.
pub type Table = &'static [&'static Facts];

/// How a comparison names a flag that is set.
pub const YES: &str = "yes";

/// A key under which a `K` stands.
pub struct Key<K> {
    facts: Facts,
    kind: PhantomData<fn() -> K>,
}

impl<K> Deref for Key<K> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.facts
    }
}

/// What is known of a key.
#[derive(Clone, Copy)]
pub struct Facts {
    /// Its name.
    pub name: &'static str,
    /// What can stand there.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// What it means where it is not given, as [`Kind`] is compared: a word, `yes` or `no`.
    pub default: &'static str,
    /// The least and the most, where it is a number.
    pub bounds: (f32, f32),
    /// What the number counts, where that needs saying.
    pub unit: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
    /// What it is called in a comparison, where `{}` is what its table is about; empty where it is
    /// not compared.
    pub label: &'static str,
    /// What it is: words without a full stop.
    pub about: &'static str,
    /// Where it is printed; empty where it is not.
    pub printed: &'static str,
    /// Whether its table is called by it, as an item is by its number.
    pub names_its_table: bool,
    /// Whether it is another in the next letter.
    pub of_one_letter: bool,
}

/// What can stand under a key.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A line of text.
    Line,
    /// A list of lines.
    Lines,
    /// Commentary in Markdown.
    Commentary,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Count,
    /// A number, whole or not.
    Measure,
    /// A list of six such numbers.
    Measures,
    /// A day.
    Day,
    /// A web address.
    Url,
    /// A whole number or text.
    Number,
    /// A list of such.
    Numbers,
    /// One of a few words.
    Choice(fn() -> Vec<Word>),
    /// A list of such.
    Choices(fn() -> Vec<Word>),
    /// The name of a programme.
    Programme,
    /// A grade.
    Grade,
    /// The name of a pillar.
    Pillar,
    /// A day, `true` or `false`, or one of these words.
    Done(fn() -> Vec<Word>),
    /// A day, words, or a table with these keys.
    Deadline(Table),
    /// A colour.
    Colour,
    /// Fixed words, with these names in `{ }` to be filled in.
    Words(&'static [&'static str]),
    /// A table with these keys.
    Group(Table),
    /// Several such tables.
    Groups(Table),
    /// A finding that is allowed: its code, or a table with these keys.
    Allowed(Table),
}

/// A word that can stand under a key, and what it means where that needs saying.
pub type Word = (&'static str, &'static str);

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It can be left out.
    Never,
    /// It must be there.
    Always,
    /// It must be there in a letter; a statement can go without.
    InLetters,
    /// It must be there in all but a draft.
    UnlessDraft,
    /// It must be there in an answer that tells neither an action nor why there is none.
    UnlessActed,
}

/// Defines marks for what stands under a key.
macro_rules! kinds {
    ($($kind:ident: $about:literal;)*) => {
        $(
            #[doc = $about]
            pub enum $kind {}
            impl Kinded for $kind {
                const KIND: Kind = Kind::$kind;
            }
        )*
    };
}

/// What says which kind stands under a key.
pub trait Kinded {
    /// The kind.
    const KIND: Kind;
}

kinds! {
    Line: "A line of text.";
    Lines: "A list of lines.";
    Commentary: "Commentary in Markdown.";
    Flag: "`true` or `false`.";
    Count: "A whole number.";
    Measure: "A number, whole or not.";
    Measures: "A list of six such numbers.";
    Day: "A day.";
    Url: "A web address.";
    Number: "A whole number or text.";
    Numbers: "A list of such.";
    Programme: "The name of a programme.";
    Grade: "A grade.";
    Pillar: "The name of a pillar.";
    Colour: "A colour.";
}

/// A table.
pub enum Group {}
/// Several tables of one name.
pub enum Groups {}
/// A day, `true` or `false`, or words.
pub enum Done {}
/// A day, words, or a table.
pub enum Deadline {}
/// Findings that are allowed.
pub enum Allowed {}
/// Fixed words.
pub enum Words {}

/// What is written as a line of text.
pub trait Text: Kinded {}
impl Text for Line {}
impl Text for Url {}
impl Text for Colour {}
impl Text for Programme {}
impl Text for Grade {}
impl Text for Pillar {}

/// One of a few words.
pub struct OneOf<T>(PhantomData<T>);
/// A list of such.
pub struct SomeOf<T>(PhantomData<T>);

/// What is chosen by a word.
pub trait Choice: Copy + PartialEq + 'static {
    /// The words, each with what it stands for and, where that needs saying, what it means.
    const CHOICES: &'static [(&'static str, Self, &'static str)];

    /// What a word stands for, in any case of letters.
    fn of(word: &str) -> Option<Self> {
        let is_it = |(known, ..): &&(&str, Self, &str)| known.eq_ignore_ascii_case(word);
        Self::CHOICES.iter().find(is_it).map(|(_, value, _)| *value)
    }

    /// The word that stands for this.
    fn word(self) -> &'static str {
        let is_it = |(_, value, _): &&(&'static str, Self, &str)| *value == self;
        Self::CHOICES.iter().find(is_it).map_or("", |(word, ..)| word)
    }
}

fn words_of<T: Choice>() -> Vec<Word> {
    T::CHOICES.iter().map(|(word, _, meaning)| (*word, *meaning)).collect()
}

impl<T: Choice> Kinded for OneOf<T> {
    const KIND: Kind = Kind::Choice(words_of::<T>);
}

impl<T: Choice> Kinded for SomeOf<T> {
    const KIND: Kind = Kind::Choices(words_of::<T>);
}

/// A key that can be left out.
const fn key<K: Kinded>(name: &'static str) -> Key<K> {
    of_kind(name, K::KIND)
}

/// A key with a table beneath it.
const fn group(name: &'static str, keys: Table) -> Key<Group> {
    of_kind(name, Kind::Group(keys))
}

/// A key with several tables beneath it.
const fn groups(name: &'static str, keys: Table) -> Key<Groups> {
    of_kind(name, Kind::Groups(keys))
}

const fn of_kind<K>(name: &'static str, kind: Kind) -> Key<K> {
    let facts = Facts {
        name,
        kind,
        need: Need::Never,
        default: "",
        bounds: (0.0, f32::INFINITY),
        unit: "",
        example: "",
        label: "",
        about: "",
        printed: "",
        names_its_table: false,
        of_one_letter: false,
    };
    Key { facts, kind: PhantomData }
}

/// Steps in which a key is described.
impl<K> Key<K> {
    const fn needed(self) -> Self {
        self.needed_if(Need::Always)
    }

    const fn needed_if(mut self, need: Need) -> Self {
        self.facts.need = need;
        self
    }

    const fn or(mut self, default: &'static str) -> Self {
        self.facts.default = default;
        self
    }

    const fn within(mut self, least: f32, most: f32) -> Self {
        self.facts.bounds = (least, most);
        self
    }

    const fn in_unit(mut self, unit: &'static str) -> Self {
        self.facts.unit = unit;
        self
    }

    const fn such_as(mut self, example: &'static str) -> Self {
        self.facts.example = example;
        self
    }

    const fn called(mut self, label: &'static str) -> Self {
        self.facts.label = label;
        self
    }

    const fn is(mut self, about: &'static str) -> Self {
        self.facts.about = about;
        self
    }

    const fn printed(mut self, place: &'static str) -> Self {
        self.facts.printed = place;
        self
    }

    const fn names_its_table(mut self) -> Self {
        self.facts.names_its_table = true;
        self
    }

    const fn of_one_letter(mut self) -> Self {
        self.facts.of_one_letter = true;
        self
    }
}

/// Defines the keys of a table, and the table of them all.
macro_rules! keys {
    ($(#[$about:meta])* $table:ident { $($name:ident: $kind:ty = $key:expr;)* }) => {
        $(
            #[doc = concat!("A key of [`", stringify!($table), "`].")]
            pub static $name: $crate::keys::Key<$kind> = $key;
        )*
        $(#[$about])*
        pub const $table: $crate::keys::Table = &[$(&$name.facts),*];
    };
}
pub(crate) use keys;

impl Facts {
    /// What it is, which words it can be, and where it is printed, without a full stop.
    pub fn description(&self) -> String {
        let word = |(word, meaning): &Word| match *meaning {
            "" => (*word).to_owned(),
            meaning => format!("{word} ({meaning})"),
        };
        let words: Vec<String> = self.words().iter().map(word).collect();
        let words = match words.as_slice() {
            [] => String::new(),
            words => format!(": {}", one_of(words)),
        };
        let printed = match self.printed {
            "" => String::new(),
            place => format!("; printed {place}"),
        };
        format!("{}{words}{printed}", self.about)
    }

    /// What it is, in a note beside it.
    pub fn note(&self) -> String {
        let mut note = self.description();
        if let Some(first) = note.get_mut(..1) {
            first.make_ascii_lowercase();
        }
        note
    }

    /// A line that gives it an example of its value.
    pub fn example_line(&self) -> String {
        format!("{} = {}", self.name, self.example)
    }

    /// The keys of the table or tables beneath it.
    pub fn beneath(&self) -> Option<Table> {
        match self.kind {
            Kind::Group(keys) | Kind::Groups(keys) | Kind::Deadline(keys) | Kind::Allowed(keys) => {
                Some(keys)
            }
            _ => None,
        }
    }

    /// The words that can stand there, where they are few.
    pub fn words(&self) -> Vec<Word> {
        match self.kind {
            Kind::Choice(words) | Kind::Choices(words) => words(),
            _ => Vec::new(),
        }
    }

    /// The numbers that can stand there.
    pub fn range(&self) -> RangeInclusive<f32> {
        self.bounds.0..=self.bounds.1
    }
}

/// Words without their meanings.
pub fn names(words: &[Word]) -> Vec<&'static str> {
    words.iter().map(|(word, _)| *word).collect()
}

/// The key of this name in a table.
pub fn find(table: Table, name: &str) -> Option<&'static Facts> {
    table.iter().find(|key| key.name == name).copied()
}

/// Every table of a file, the outer before the inner, each with the headings that it stands under;
/// the top of the file has none.
pub fn tables(top: Table) -> Vec<(String, Table)> {
    let mut all = vec![(String::new(), top)];
    let mut next = 0;
    while let Some((heading, table)) = all.get(next).cloned() {
        let path = heading.trim_matches(['[', ']']);
        for key in table {
            let path =
                if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
            match key.kind {
                Kind::Group(keys) => all.push((format!("[{path}]"), keys)),
                Kind::Groups(keys) => all.push((format!("[[{path}]]"), keys)),
                Kind::Deadline(keys) | Kind::Allowed(keys) => {
                    all.push((format!("{{{path}}}"), keys))
                }
                _ => {}
            }
        }
        next += 1;
    }
    all
}

/// Words as a choice: `a, b or c`.
pub fn one_of<S: AsRef<str>>(words: &[S]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.as_slice() {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_told_in_words() {
        assert_eq!(one_of(&["good"]), "good");
        assert_eq!(one_of(&["good", "fair", "bad"]), "good, fair or bad");
    }
}
