//! Phrases as a table in Rust, for which src/check/reader/phrases.rs has the types. What is the same
//! stands in it once.

use crate::phrases::{self, Piece, What};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is written so far.
#[derive(Default)]
pub struct Written {
    vocabulary: Vec<String>,
    ids: HashMap<String, usize>,
    kept: Vec<String>,
    words: Pool,
    pieces: Pool,
    sequences: Pool,
    seconds: Vec<String>,
}

/// Phrases that may begin so, each with what comes next.
type Starts = BTreeMap<usize, Second>;

/// What may be the second word of a phrase.
#[derive(Default)]
struct Second {
    is_any: bool,
    words: BTreeSet<usize>,
    classes: BTreeSet<String>,
}

impl Second {
    fn join(&mut self, other: &Self) {
        self.is_any |= other.is_any;
        self.words.extend(&other.words);
        self.classes.extend(other.classes.iter().cloned());
    }
}

/// Lists one behind another, each in it once.
#[derive(Default)]
struct Pool {
    all: Vec<String>,
    known: HashMap<Vec<String>, String>,
}

impl Pool {
    /// Adds a list, and says where it stands.
    fn add(&mut self, list: Vec<String>) -> String {
        let start = self.all.len();
        let all = &mut self.all;
        let span = self.known.entry(list).or_insert_with_key(|list| {
            all.extend_from_slice(list);
            format!("Span({start}, {})", start + list.len())
        });
        span.clone()
    }
}

impl Written {
    /// Phrases with their kinds, and with what each may begin with.
    pub fn phrases(&mut self, phrases: &[(&str, Vec<Piece>)]) -> String {
        let mut rows = Vec::new();
        let mut words: BTreeMap<usize, Starts> = BTreeMap::new();
        let mut prefixes: BTreeMap<Vec<u8>, Starts> = BTreeMap::new();
        let mut classes: BTreeMap<String, Starts> = BTreeMap::new();
        let (mut capital, mut crosses) = (Starts::default(), Starts::default());
        for (index, (kind, pieces)) in phrases.iter().enumerate() {
            let needs = phrases::needs(pieces).unwrap_or_default();
            let needs = class_list(needs.into_iter().map(variant));
            rows.push(format!("({kind:?}, {}, {needs})", self.sequence(pieces)));
            let (mut heads, pieces) = (Vec::new(), pieces.iter().collect::<Vec<_>>());
            let may_be_nothing = phrases::heads(&pieces, &mut heads);
            assert!(!may_be_nothing, "a phrase of {kind} needs a word");
            for (first, rest) in heads {
                let second = self.second(first, &rest);
                let start = |list: &mut Starts| list.entry(index).or_default().join(&second);
                match first {
                    What::Prefix(prefix) => {
                        start(prefixes.entry(prefix.as_bytes()[..3].to_vec()).or_default());
                    }
                    What::Name(class) => start(classes.entry(variant(class)).or_default()),
                    What::Large => start(&mut capital),
                    What::Crosses(_) => start(&mut crosses),
                    what => {
                        let ids = self.ids_of(what);
                        let ids = ids.expect("a phrase cannot begin with any word");
                        ids.into_iter().for_each(|id| start(words.entry(id).or_default()));
                    }
                }
            }
        }
        let words = self.lists(&words, |id| id.to_string());
        let prefixes = self.lists(&prefixes, |prefix| format!("{prefix:?}"));
        let classes = self.lists(&classes, |class| format!("Class::{class}"));
        let (capital, crosses) = (self.starts(&capital), self.starts(&crosses));
        format!(
            "Index {{ phrases: &[{}], by_word: {words}, by_prefix: {prefixes}, by_class: {classes}, \
             by_capital: {capital}, by_crosses: {crosses} }}",
            rows.join(", "),
        )
    }

    /// What comes next in a phrase with this first piece.
    fn second(&mut self, first: &What, rest: &[&Piece]) -> Second {
        let mut heads = Vec::new();
        let mut second = Second {
            // These may take several tokens.
            is_any: matches!(first, What::Name(_) | What::Run(..)),
            ..Second::default()
        };
        second.is_any |= phrases::heads(rest, &mut heads);
        for (what, _) in heads {
            match (what, self.ids_of(what)) {
                (_, Some(ids)) => second.words.extend(ids),
                (What::Name(class), _) => _ = second.classes.insert(variant(class)),
                _ => second.is_any = true,
            }
        }
        second
    }

    /// The words that a piece stands for, in small letters, if it is one of a few.
    fn ids_of(&mut self, what: &What) -> Option<Vec<usize>> {
        match what {
            What::Token(word) | What::Run(word, _) => Some(vec![self.id(word)]),
            What::Exact(word) => Some(vec![self.id(&word.to_lowercase().replace('’', "'"))]),
            What::OneOf(words) => Some(words.iter().map(|word| self.id(word)).collect()),
            _ => None,
        }
    }

    /// Phrases by what they begin with, as Rust has them.
    fn lists<K>(&mut self, lists: &BTreeMap<K, Starts>, key: fn(&K) -> String) -> String {
        let lists = lists
            .iter()
            .map(|(first, starts)| format!("({}, {})", key(first), self.starts(starts)));
        format!("&[{}]", lists.collect::<Vec<_>>().join(", "))
    }

    fn starts(&mut self, starts: &Starts) -> String {
        let starts = starts.iter().map(|(phrase, second)| {
            let second = if second.is_any { "None".to_owned() } else { self.known_second(second) };
            format!("({phrase}, {second})")
        });
        format!("&[{}]", starts.collect::<Vec<_>>().join(", "))
    }

    fn known_second(&mut self, second: &Second) -> String {
        let words = self.words.add(second.words.iter().map(usize::to_string).collect());
        let classes = class_list(second.classes.iter().cloned());
        let second = format!("Second {{ words: {words}, classes: {classes} }}");
        let known = self.seconds.iter().position(|known| *known == second);
        let place = known.unwrap_or_else(|| {
            self.seconds.push(second);
            self.seconds.len() - 1
        });
        format!("Some({place})")
    }

    /// All that the phrases are made of.
    pub fn pool(&self) -> String {
        format!(
            "pool: Pool {{ vocabulary: &{:?}, kept: &{:?}, words: &[{}], sequences: &[{}], pieces: &[{}], \
             seconds: &[{}] }},\n",
            self.vocabulary,
            self.kept,
            self.words.all.join(", "),
            self.sequences.all.join(", "),
            self.pieces.all.join(", "),
            self.seconds.join(", "),
        )
    }

    fn id(&mut self, word: &str) -> usize {
        let next = self.vocabulary.len();
        *self.ids.entry(word.to_owned()).or_insert_with(|| {
            self.vocabulary.push(word.to_owned());
            next
        })
    }

    fn sequence(&mut self, pieces: &[Piece]) -> String {
        let pieces = pieces.iter().map(|piece| self.piece(piece)).collect();
        self.pieces.add(pieces)
    }

    fn piece(&mut self, piece: &Piece) -> String {
        let what = self.what(&piece.what);
        let keep = piece.keep.as_ref().map(|name| {
            let known = self.kept.iter().position(|known| **known == **name);
            known.unwrap_or_else(|| {
                self.kept.push(name.to_string());
                self.kept.len() - 1
            })
        });
        format!("Piece {{ what: What::{what}, optional: {}, keep: {keep:?} }}", piece.optional)
    }

    fn what(&mut self, what: &What) -> String {
        match what {
            What::Token(word) => format!("Token({})", self.id(word)),
            What::Exact(word) => format!("Exact({})", self.id(word)),
            What::OneOf(words) => {
                let mut ids: Vec<usize> = words.iter().map(|word| self.id(word)).collect();
                ids.sort_unstable();
                format!("OneOf({})", self.words.add(ids.iter().map(usize::to_string).collect()))
            }
            What::Prefix(prefix) => format!("Prefix({})", self.id(prefix)),
            What::Suffix(suffix) => format!("Suffix({})", self.id(suffix)),
            What::Any(alternatives) => {
                let alternatives = alternatives.iter().map(|one| self.sequence(one)).collect();
                format!("Any({})", self.sequences.add(alternatives))
            }
            What::Name(class) => format!("Name(Class::{})", variant(class)),
            What::Large => "Large".to_owned(),
            What::Word => "Word".to_owned(),
            What::Crosses(least) => format!("Crosses({least})"),
            What::Run(sign, least) => format!("Run({}, {least})", self.id(sign)),
            What::Gap(most) => format!("Gap({most})"),
            What::Not(not) => format!("Not({})", self.sequence(not)),
            What::Start => "Start".to_owned(),
            What::End => "End".to_owned(),
        }
    }
}

/// A list of classes.
fn class_list(classes: impl Iterator<Item = String>) -> String {
    let classes = classes.map(|class| format!("Class::{class}"));
    format!("&[{}]", classes.collect::<Vec<_>>().join(", "))
}

/// What Rust calls a class.
fn variant(class: &str) -> String {
    class[..1].to_uppercase() + &class[1..]
}
