//! Words as a British dictionary has them.
//!
//! The lists are made from SCOWL (see LICENCE-SCOWL.txt beside them): `british.txt` has the words in
//! small letters of its levels up to 60, `american.txt` American words with the British ones. Both are
//! in the order of their bytes, so that a word is found in them as they are.

use super::Subject;
use super::offices::is_slip;
use super::reader::tokens::Kind;
use super::reader::{Passage, Voice, words};
use crate::diagnostic::Diagnostic;
use crate::letter::Language;
use std::collections::BTreeMap;

static BRITISH: &str = include_str!("reader/british.txt");
static AMERICAN: &str = include_str!("reader/american.txt");

/// A word that is not spelled as in Britain, and one in small letters that no dictionary has: each is
/// told once a letter.
pub fn spelling(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.letter.language != Language::English {
        return Vec::new();
    }
    let mut seen: BTreeMap<&str, (usize, Option<Diagnostic>)> = BTreeMap::new();
    for passage in &subject.passages {
        for (at, word) in small_words(passage) {
            let known = seen.entry(word).or_insert_with(|| (0, judged(subject, passage, at, word)));
            known.0 += 1;
        }
    }
    // Who writes a word three times means it.
    let told = seen.into_values().filter(|(times, problem)| {
        *times < 3 || problem.as_ref().is_some_and(|problem| problem.code == "american-spelling")
    });
    let own = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    told.filter_map(|(_, problem)| problem).chain(own.flat_map(mistyped_titles)).collect()
}

/// Fewer letters no title has that is looked for.
const SHORTEST: usize = 6;

/// Titles of offices and names of bodies with a slip: 'Constabluary'.
fn mistyped_titles(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |at: usize| {
        let word = passage.tokens.small(at);
        if word.len() <= SHORTEST || !passage.tokens.is_large(passage.text(), at) {
            return None;
        }
        let mut titles = passage.words.list("titles").iter();
        let meant = titles.find(|title| is_slip(word, title))?;
        if has(BRITISH, word) || passage.words.has("titles", word) {
            return None;
        }
        let message = format!("no British dictionary has \"{}\"", passage.typed(&(at..at + 1)));
        let problem = Diagnostic::warning("unknown-word", message);
        Some(problem.at(passage.place(&(at..at + 1)), "").help(format!("did you mean {meant}?")))
    };
    (0..passage.tokens.all().len()).filter_map(wrong).collect()
}

/// The words in small letters that stand alone, with their tokens.
fn small_words<'p>(passage: &'p Passage<'_>) -> impl Iterator<Item = (usize, &'p str)> {
    let text = passage.text();
    passage.tokens.all().iter().enumerate().filter_map(move |(at, token)| {
        let typed = &text[token.range.clone()];
        let is_part = |c: char| c.is_alphanumeric() || "-/@_.\\&".contains(c);
        let after = &text[token.range.end..];
        let joins = text[..token.range.start].ends_with(is_part)
            || after.starts_with(|c: char| is_part(c) && c != '.')
            || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
        let fits = token.kind == Kind::Word
            && typed.is_ascii()
            && typed.chars().all(char::is_lowercase)
            && !joins;
        fits.then_some((at, typed))
    })
}

fn judged(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    at: usize,
    word: &str,
) -> Option<Diagnostic> {
    let is_allowed = subject.letter.abbreviations.iter().any(|known| known.value == word);
    if has(BRITISH, word) || passage.words.has("house", word) || is_allowed {
        return None;
    }
    let place = passage.place(&(at..at + 1));
    if let Some(british) = british(word) {
        let message = format!("\"{word}\" is American spelling");
        let help = format!("write {british}");
        return Some(Diagnostic::warning("american-spelling", message).at(place, "").help(help));
    }
    // What the report says is its own.
    if passage.voice == Voice::Report || subject.report_words.contains(word) {
        return None;
    }
    let halved = || halves(word).find_map(|word| nearest(&word));
    let meant =
        (word.len() > 3 && !is_made(word)).then(|| nearest(word).or_else(halved)).flatten()?;
    let message = format!("no British dictionary has \"{word}\"");
    let help =
        format!("did you mean {meant}? If it is right, add it to abbreviations in office.toml");
    Some(Diagnostic::warning("unknown-word", message).at(place, "").help(help))
}

/// Whether a list in the order of its bytes has a line that begins with a word; the rest of the line.
fn line<'l>(list: &'l str, word: &str) -> Option<&'l str> {
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let middle = list.floor_char_boundary((low + high) / 2);
        // Lines are short: bytes are looked at one by one sooner than in any cleverer way.
        let (before, behind) = list.as_bytes().split_at(middle);
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end =
            behind.iter().position(|byte| *byte == b'\n').map_or(list.len(), |at| middle + at);
        let line = &list[start..end];
        let space = line.bytes().position(|byte| byte == b' ').unwrap_or(line.len());
        let (known, rest) = (&line[..space], line[space..].trim_start());
        match known.cmp(word) {
            std::cmp::Ordering::Equal => return Some(rest),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

fn has(list: &str, word: &str) -> bool {
    line(list, word).is_some()
}

/// Whether a British dictionary has a word in small letters.
pub fn is_british(word: &str) -> bool {
    has(BRITISH, word)
}

/// The British spelling of an American word.
fn british(word: &str) -> Option<&'static str> {
    line(AMERICAN, word)
}

/// Whether a word is made of others by rules that a list of words leaves out: 'reoffending'.
fn is_made(word: &str) -> bool {
    let words = words::of(Language::English);
    let is_stem = |stem: &str| stem.len() > 2 && has(BRITISH, stem);
    let after = |prefix: &&str| word.strip_prefix(prefix).is_some_and(is_stem);
    // 'isation ise' makes 'prioritisation' of 'prioritise'.
    let before = |suffix: &&str| {
        let (end, by) = suffix.split_once(' ').unwrap_or((*suffix, ""));
        let stem = word.strip_suffix(end).filter(|stem| stem.len() > 2);
        stem.is_some_and(|stem| has(BRITISH, &format!("{stem}{by}")))
    };
    words.list("prefixes").iter().any(after) || words.list("suffixes").iter().any(before)
}

/// The word with one of its doubled letters written once: who doubles one often forgets another.
fn halves(word: &str) -> impl Iterator<Item = String> {
    let pairs = word.as_bytes().windows(2).enumerate().filter(|(_, pair)| pair[0] == pair[1]);
    pairs.map(|(at, _)| format!("{}{}", &word[..at], &word[at + 1..]))
}

/// More letters than any word of the dictionary has: each of them is a slip to be tried.
const LONGEST: usize = 30;

/// A word of the dictionary from which this one differs by one slip: a letter too many, too few, wrong,
/// or two in the wrong order.
fn nearest(word: &str) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let cuts = || word.char_indices().map(|(at, _)| word.split_at(at));
    let without_first = |text: &str| text.chars().next().map(|c| text[c.len_utf8()..].to_owned());
    let swapped = cuts().filter_map(|(a, b)| {
        let mut letters = b.chars();
        let (one, two) = (letters.next()?, letters.next()?);
        Some(format!("{a}{two}{one}{}", letters.as_str()))
    });
    let missing = cuts().filter_map(|(a, b)| Some(format!("{a}{}", without_first(b)?)));
    let letters = || 'a'..='z';
    let added =
        cuts().chain([(word, "")]).flat_map(|(a, b)| letters().map(move |c| format!("{a}{c}{b}")));
    let other = cuts().filter_map(|(a, b)| Some((a, without_first(b)?)));
    let other = other.flat_map(|(a, b)| letters().map(move |c| format!("{a}{c}{b}")));
    let joined = cuts().skip(2).filter(|(a, b)| b.len() > 2 && has(BRITISH, a) && has(BRITISH, b));
    let apart = joined.map(|(a, b)| format!("{a} {b}"));
    swapped
        .chain(missing)
        .chain(added)
        .chain(other)
        .find(|made| has(BRITISH, made))
        .or(apart.last())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_the_order_of_their_bytes() {
        for list in [BRITISH, AMERICAN] {
            let words: Vec<&str> =
                list.lines().map(|line| line.split(' ').next().unwrap_or(line)).collect();
            assert!(words.len() > 2000 && words.is_sorted());
            assert!(words.iter().all(|word| has(list, word)));
        }
    }

    #[test]
    fn slips_have_a_word_that_was_meant() {
        for (slip, meant) in [
            ("recieve", "receive"),
            ("inspecton", "inspection"),
            ("ofifcers", "officers"),
            ("comittee", "committee"),
        ] {
            assert_eq!(nearest(slip).as_deref(), Some(meant));
        }
        for made in ["reoffending", "underreported", "unresourced", "prioritisation"] {
            assert!(has(BRITISH, made) || is_made(made), "{made}");
        }
        assert_eq!(british("behavior"), Some("behaviour"));
    }
}
