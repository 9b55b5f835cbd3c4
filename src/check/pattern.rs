//! Patterns that can be read: made of words, of pieces with names, and of where they stand.
//!
//! Those on counts and grades are written in small letters and are tried on small letters: to match
//! any case costs far more.

use super::passages::words;
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex_lite::{Captures, Regex};

/// Numbers in words, from none.
pub const UNITS: [&str; 20] = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// Tens in words, from twenty.
pub const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// Other words for a number.
pub const OTHER_NUMBERS: [(&str, usize); 4] =
    [("zero", 0), ("a single", 1), ("half a dozen", 6), ("a dozen", 12)];

/// The words that name grades in all programmes, each with what is in every form of it.
pub const GRADES: [(&str, &str); 5] = [
    ("outstanding", "outstanding"),
    ("good", "good"),
    ("adequate", "adequate"),
    ("inadequate", "adequate"),
    ("requir(?:es|ing) improvement", "improvement"),
];

/// The marks that a word may be set in.
const QUOTE: &str = "['‘’\x22“”]?";

/// A pattern of alternatives. A space in one stands for any white space, and `NUMBER`, `GRADE` and
/// `QUOTE` for what their names say.
pub fn pattern(alternatives: &[&str]) -> Regex {
    let mut all = alternatives.join("|");
    for (name, piece) in [("NUMBER", numbers as fn() -> String), ("GRADE", grades)] {
        if all.contains(name) {
            all = all.replace(name, &piece());
        }
    }
    let all = all.replace("QUOTE", QUOTE).replace(' ', r"\s+");
    Regex::new(&all).expect("the pattern is right")
}

/// A pattern of words that stand anywhere.
pub fn anywhere(words: &[&str]) -> Regex {
    pattern(&[&format!(r"\b(?:{})\b", words.join("|"))])
}

/// A pattern of words that stand at the end: before what it is asked about.
pub fn before(words: &[&str]) -> Regex {
    pattern(&[&format!(r"\b(?:{})\s*$", words.join("|"))])
}

/// A pattern of words that stand at the beginning: after what it is asked about.
pub fn after(words: &[&str]) -> Regex {
    pattern(&[&format!(r"^(?:{})\b", words.join("|"))])
}

/// A pattern that is tried where a word begins, and only at those words with which it may begin:
/// elsewhere it would be slow.
pub struct AtWords {
    pattern: Regex,
    may_begin: fn(&str) -> bool,
}

impl AtWords {
    /// A pattern of alternatives, each of which begins with a word in small letters.
    pub fn new(alternatives: &[&str], may_begin: fn(&str) -> bool) -> Self {
        let pattern = pattern(&[&format!("^(?:{})", alternatives.join("|"))]);
        Self { pattern, may_begin }
    }

    /// Everything that it finds in a text in small letters, with where that begins. Nothing found
    /// lies in what was found before.
    pub fn find<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, Captures<'t>)> {
        let mut free = 0;
        words(text).filter_map(move |(at, word)| {
            if at < free || !(self.may_begin)(word) {
                return None;
            }
            let found = self.pattern.captures(&text[at..])?;
            free = at + found.get(0).map_or(0, |whole| whole.end());
            Some((at, found))
        })
    }
}

/// Whether a number may begin with this word.
pub fn begins_number(word: &str) -> bool {
    let is_first = |words: &str| {
        words.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    word.starts_with(|c: char| c.is_ascii_digit())
        || UNITS.contains(&word)
        || TENS.contains(&word)
        || OTHER_NUMBERS.iter().any(|(words, _)| is_first(words))
}

fn numbers() -> String {
    let (units, tens) = (UNITS.join("|"), TENS.join("|"));
    let others = OTHER_NUMBERS.map(|(words, _)| words).join("|");
    format!("(?:[0-9]{{1,3}}|(?:{tens})(?:[-\\s](?:{units}))?|{units}|{others})")
}

fn grades() -> String {
    format!("(?:{})", GRADES.map(|(pattern, _)| pattern).join("|"))
}

/// Whether a text has one of these. Patterns are slow: they are tried only where this says that they
/// may find something.
pub fn has_any<'a>(text: &str, parts: impl IntoIterator<Item = &'a str>) -> bool {
    parts.into_iter().any(|part| text.contains(part))
}

/// What finds any of these in one pass.
pub fn any_of<'a>(parts: impl IntoIterator<Item = &'a str>) -> AhoCorasick {
    // It is made faster than the others, and the text of a letter is short.
    let kind = Some(AhoCorasickKind::NoncontiguousNFA);
    AhoCorasick::builder()
        .kind(kind)
        .prefilter(false)
        .build(parts)
        .expect("the parts are few and short")
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Every passage with a fault.
    pub fn loud() -> String {
        let list = include_str!("../../tests/check/loud.toml").parse().expect("it is TOML");
        let toml::Value::Array(passages) = &toml::Table::from(list)["passage"] else { panic!() };
        let texts = passages.iter().filter_map(toml::Value::as_table).flat_map(toml::Table::values);
        texts.filter_map(toml::Value::as_str).map(|text| text.to_owned() + "\n").collect()
    }

    /// Every sentence of a passage with a fault that a pattern finds something in, in small letters.
    pub fn found_in_loud(pattern: &Regex) -> Vec<String> {
        sentences_of_loud().into_iter().filter(|sentence| pattern.is_match(sentence)).collect()
    }

    /// The same for a pattern that is tried at words, which must find as much as if it were tried at
    /// all of them.
    pub fn found_at_words_of_loud(pattern: &AtWords) -> Vec<String> {
        let found = |sentence: &str, may_begin: fn(&str) -> bool| -> Vec<String> {
            let pattern = AtWords { pattern: pattern.pattern.clone(), may_begin };
            let found = pattern.find(sentence).map(|(at, found)| format!("{at} {}", &found[0]));
            found.collect()
        };
        let mut sentences = sentences_of_loud();
        sentences.retain(|sentence| {
            let all = found(sentence, |_| true);
            assert_eq!(found(sentence, pattern.may_begin), all, "{sentence}");
            !all.is_empty()
        });
        sentences
    }

    fn sentences_of_loud() -> Vec<String> {
        let text = loud().to_ascii_lowercase();
        crate::check::passages::sentences(&text).map(|(_, part)| part.to_owned()).collect()
    }

    #[test]
    fn a_space_is_any_white_space_and_names_are_pieces() {
        let counted = pattern(&["NUMBER areas?", "QUOTE(?P<grade>GRADE)QUOTE grade"]);
        for text in ["twenty-one\n areas", "half a dozen areas", "no area", "7 areas"] {
            assert_eq!(counted.find(text).map(|found| found.as_str()), Some(text));
        }
        assert_eq!(
            &counted.captures("a ‘requiring  improvement’ grade").unwrap()["grade"],
            "requiring  improvement"
        );
    }

    #[test]
    fn words_stand_where_they_are_asked_for() {
        assert!(anywhere(&["last year"]).is_match("it was last  year, then"));
        assert!(!anywhere(&["last year"]).is_match("the last yearly report"));
        assert!(before(&["other", "more"]).is_match("three more "));
        assert!(!before(&["other"]).is_match("another"));
        assert!(after(&[" of my", " remain"]).is_match(" remain open"));
        assert!(!after(&[" remain"]).is_match("these remain"));
    }
}
