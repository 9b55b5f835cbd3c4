//! The words and phrases by which a letter is read: data of each language, made ready once.

use super::names::{Class, Lexicon, months};
use super::phrases::{Id, Index, Phrases, Piece, Pool, Second, Span, What};
use super::tokens::Tokens;
use crate::letter::{Kind, Language};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

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

/// The words of a language as the build takes them from its TOML: names with what they mean, and lists.
struct Data {
    numbers: Named<u16>,
    items: Named<List<List<&'static str>>>,
    grades: Named<List<&'static str>>,
    nouns: Named<List<&'static str>>,
    acts: Named<List<i16>>,
    sections: Named<(&'static str, i16)>,
    plain: Named<List<&'static str>>,
    phrases: Index,
    around: Index,
    left: Index,
    months: Named<i8>,
    weekdays: List<&'static str>,
    forces: List<List<&'static str>>,
    pool: Pool,
}

type List<T> = &'static [T];
type Named<T> = List<(&'static str, T)>;

static IN_ENGLISH: Data = include!(concat!(env!("OUT_DIR"), "/words.rs"));
static IN_WELSH: Data = include!(concat!(env!("OUT_DIR"), "/welsh.rs"));

/// The words of a language.
#[derive(Debug)]
pub struct Words {
    /// Numbers in words.
    pub numbers: ByWord<&'static str, f64>,
    /// What numbers of several words begin with.
    long_numbers: Vec<&'static str>,
    /// Months, and short forms of them.
    pub months: ByWord<String, i8>,
    /// The days of the week, from Monday.
    pub weekdays: List<&'static str>,
    /// Names that every letter may have.
    pub lexicon: Lexicon,
    /// The police forces, each with all its names.
    pub forces: List<List<&'static str>>,
    /// The Acts of Parliament, each with the years in which there was one of that name.
    pub acts: Named<List<i16>>,
    /// The Act and the year of each section that is cited.
    pub sections: ByWord<&'static str, (&'static str, i16)>,
    /// Other forms of what grades begin with.
    grade_forms: Named<List<&'static str>>,
    /// The nouns for what titles of areas begin with.
    nouns: Named<List<&'static str>>,
    /// What is looked for first.
    pub phrases: Phrases,
    /// What is looked for around that.
    pub around: Phrases,
    /// What drafting leaves behind.
    pub left: Phrases,
    /// The words that phrases know.
    ids: ByWord<&'static str, Id>,
    /// Words that stand for others: the kind of their phrases, the word that was meant, and how they differ.
    pub meant: Vec<(&'static str, &'static str, &'static str)>,
    /// Plain lists that rules compare with.
    plain: ByWord<&'static str, List<&'static str>>,
}

/// The words of English.
static ENGLISH: LazyLock<Words> = LazyLock::new(|| read(&IN_ENGLISH, Language::English));
/// Those of Welsh.
static WELSH: LazyLock<Words> = LazyLock::new(|| read(&IN_WELSH, Language::Welsh));

/// The words of a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Welsh => &WELSH,
    }
}

fn read(data: &'static Data, language: Language) -> Words {
    let short = data.months.iter().map(|(name, n)| ((*name).to_owned(), *n));
    let long = data.numbers.iter().filter_map(|(number, _)| number.split_once(' '));
    let phrases = |index| Phrases { index, pool: &data.pool };
    Words {
        numbers: data.numbers.iter().map(|(word, n)| (*word, f64::from(*n))).collect(),
        long_numbers: long.map(|(first, _)| first).collect(),
        months: months(language).into_iter().chain(short).collect(),
        weekdays: data.weekdays,
        lexicon: lexicon(data),
        forces: data.forces,
        acts: data.acts,
        sections: data.sections.iter().copied().collect(),
        grade_forms: data.grades,
        nouns: data.nouns,
        phrases: phrases(&data.phrases),
        around: phrases(&data.around),
        left: phrases(&data.left),
        ids: data.pool.vocabulary.iter().copied().zip(0..).collect(),
        meant: data
            .plain
            .iter()
            .filter_map(|(kind, why)| Some((*kind, kind.strip_prefix("meant ")?, *why.first()?)))
            .collect(),
        plain: data.plain.iter().copied().collect(),
    }
}

/// The names that every letter may have.
fn lexicon(data: &Data) -> Lexicon {
    let mut lexicon = Lexicon::default();
    for (index, (_, names)) in data.items.iter().enumerate() {
        let forms = names.iter().copied().flatten();
        forms.for_each(|form| lexicon.add(Class::Item, index, form));
    }
    for (index, (act, _)) in data.acts.iter().enumerate() {
        lexicon.add(Class::Act, index, act);
    }
    for (index, force) in data.forces.iter().enumerate() {
        let places = force.iter().filter_map(|name| place(name));
        places.for_each(|name| lexicon.add(Class::Place, index, name));
    }
    lexicon
}

/// What is found by words of the program's own, which are few and need no hash that withstands attacks.
pub type ByWord<K, V> = FxHashMap<K, V>;

/// The place in the name of a force, where the name has more.
pub fn place(force: &str) -> Option<&str> {
    let ends = [" Police Service", " Police", " Constabulary"];
    ends.iter().find_map(|end| force.strip_suffix(end)).or_else(|| force.strip_prefix("Heddlu "))
}

impl Words {
    /// Whether a number of several words may begin with this one: 'half a dozen'.
    pub fn begins_long_number(&self, word: &str) -> bool {
        self.long_numbers.contains(&word)
    }

    /// Which of the tokens the phrases know.
    pub fn ids(&self, tokens: &Tokens) -> Vec<Option<Id>> {
        (0..tokens.all().len()).map(|at| self.ids.get(tokens.small(at)).copied()).collect()
    }

    /// A plain list.
    pub fn list(&self, name: &str) -> List<&'static str> {
        self.plain.get(name).copied().unwrap_or_default()
    }

    /// Other forms of a grade: 'requiring improvement'.
    pub fn forms_of(&self, grade: &str) -> Vec<String> {
        let of_verb = self.grade_forms.iter().filter_map(|(begin, forms)| {
            let rest = grade.strip_prefix(begin)?;
            Some(forms.iter().map(move |form| format!("{form}{rest}")))
        });
        of_verb.flatten().collect()
    }

    /// What an area may be called by its noun: 'the investigation of crime'.
    pub fn names_by_noun(&self, title: &str) -> Vec<String> {
        let title = title.to_lowercase();
        let by_noun = self.nouns.iter().filter_map(|(begin, nouns)| {
            let rest = title.strip_prefix(begin)?;
            Some(nouns.iter().map(move |noun| format!("{noun}{rest}")))
        });
        by_noun.flatten().collect()
    }

    /// Whether a plain list has a word.
    pub fn has(&self, list: &str, word: &str) -> bool {
        self.list(list).contains(&word)
    }
}

/// The words of a name, as the reader parts it.
pub fn words_of_name(name: &str) -> Vec<String> {
    let tokens = Tokens::of(name);
    (0..tokens.all().len()).map(|at| tokens.small(at).to_owned()).collect()
}
