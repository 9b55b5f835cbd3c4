//! Phrases are found where they stand, and nowhere else.

use super::super::names::{Lexicon, Name};
use super::super::words;
use super::*;
use crate::letter::Language;
use std::collections::BTreeSet;
use std::fs;

/// What phrases find if each is tried at each token.
fn everywhere(phrases: Phrases, sought: Sought<'_>) -> Vec<Found> {
    let all = 0..phrases.index.phrases.len() as u16;
    let at = |at| all.clone().filter_map(move |index| phrases.at(sought, at, index));
    (0..sought.tokens.all().len()).flat_map(at).collect()
}

fn assert_all_found(text: &str, language: Language) -> usize {
    let words = words::of(language);
    let mut own = Lexicon::default();
    for (class, name) in [
        (Class::Grade, "good"),
        (Class::Grade, "requires improvement"),
        (Class::Area, "investigating crime"),
        (Class::Force, "Exampleshire Police"),
        (Class::Programme, "PEEL 2023-25"),
        (Class::Person, "Jane Example"),
    ] {
        own.add(class, 0, name);
    }
    let tokens = Tokens::of(text);
    let ids = words.ids(&tokens);
    let mut names = Names::of(text, &tokens, words, &own);
    let sought = Sought { text, tokens: &tokens, ids: &ids, names: &names };
    let counts = words.phrases.find(sought).into_iter().filter(|found| found.what == "count");
    let counts: Vec<Name> =
        counts.map(|found| Name::of_phrase(Class::Count, found.range)).collect();
    names.add(counts.into_iter());
    let sought = Sought { text, tokens: &tokens, ids: &ids, names: &names };
    let mut found = 0;
    for phrases in [words.phrases, words.around, words.left] {
        let (quick, slow) = (phrases.find(sought), everywhere(phrases, sought));
        found += slow.len();
        let told = |found: Vec<Found>| found.into_iter().map(|one| format!("{one:?}"));
        let (quick, slow): (BTreeSet<_>, BTreeSet<_>) =
            (told(quick).collect(), told(slow).collect());
        assert_eq!(quick.symmetric_difference(&slow).collect::<Vec<_>>(), [""; 0]);
    }
    found
}

#[test]
fn nothing_is_missed_by_looking_only_where_a_phrase_may_begin() {
    let read = |path: &str| fs::read_to_string(path).expect("it is text");
    let words = read("src/check/reader/words.toml");
    let counts = read("tests/check/facts/counts.toml");
    let found = assert_all_found(&words, Language::English)
        + assert_all_found(&counts, Language::English)
        // A mark before and behind each word is passed over, or is a part of the phrase.
        + assert_all_found(&counts.replace(' ', "’ ‘"), Language::English)
        + assert_all_found(&read("src/check/reader/welsh.toml"), Language::Welsh);
    assert!(found > 1000, "{found}");
}
