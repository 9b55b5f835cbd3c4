//! Abbreviations: spelled out where they are first used, once, and only if they are needed.

use super::Subject;
use super::reader::tokens::Kind;
use super::reader::{Passage, words};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::Language;

/// The marks that may close a quotation.
const QUOTES: [char; 4] = ['\'', '"', '\u{2019}', '\u{201d}'];

/// Where the abbreviation stands, and how it is used there.
struct Use<'a> {
    name: &'a str,
    place: Place,
    /// The words that spell it out, where it stands in brackets after them.
    spelled_out: Option<String>,
    /// Whether the words are the office's own, and can be mended.
    ours: bool,
}

/// Everything that is wrong with abbreviations, each told once.
pub fn abbreviations(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let house: Vec<&str> = subject.letter.abbreviations.iter().map(|a| a.value.as_str()).collect();
    let words = words::of(subject.letter.language);
    let is_known = |name: &str| {
        let lists = ["abbreviations", "shouted", "placeholders"];
        house.contains(&name)
            || lists.iter().any(|list| words.has(list, name))
            || name.bytes().all(|byte| byte == b'X')
    };
    let uses = subject.passages.iter().flat_map(|passage| uses(passage, &is_known));
    let uses: Vec<Use<'_>> = uses.collect();
    let mut names: Vec<&str> = Vec::new();
    for Use { name, .. } in &uses {
        if !names.contains(name) {
            names.push(name);
        }
    }
    names.into_iter().flat_map(|name| judged(name, &uses)).collect()
}

fn judged(name: &str, uses: &[Use<'_>]) -> Vec<Diagnostic> {
    let uses: Vec<&Use<'_>> = uses.iter().filter(|one| one.name == name).collect();
    let explained: Vec<(usize, &str)> = uses
        .iter()
        .enumerate()
        .filter_map(|(at, one)| Some((at, one.spelled_out.as_deref()?)))
        .collect();
    let Some((first, words)) = explained.first() else {
        return uses.iter().find(|one| one.ours).map(|one| unexplained(one)).into_iter().collect();
    };
    let early = uses[..*first].iter().find(|one| one.ours).map(|one| late(one, uses[*first]));
    let unused = (uses.len() == 1 && uses[0].ours).then(|| unused(uses[0]));
    let differing = explained[1..]
        .iter()
        .filter(|(at, other)| uses[*at].ours && !other.eq_ignore_ascii_case(words));
    let differing = differing.map(|(at, _)| differently(uses[*at], uses[*first]));
    early.into_iter().chain(unused).chain(differing).collect()
}

/// The code of an abbreviation that nobody explains.
pub const UNEXPLAINED: &str = "abbreviation-unexplained";

fn unexplained(one: &Use<'_>) -> Diagnostic {
    let message = format!("{} is never spelled out", one.name);
    let help = "spell it out where it is first used: Words In Full (WIF); \
         or, if every reader knows it, add it to abbreviations in office.toml";
    Diagnostic::warning(UNEXPLAINED, message).at(one.place, "").help(help)
}

fn late(one: &Use<'_>, explained: &Use<'_>) -> Diagnostic {
    let message = format!("{} is used before it is spelled out", one.name);
    Diagnostic::warning("abbreviation-late", message)
        .at(one.place, "")
        .at(explained.place, "spelled out here")
        .help("spell it out where it is first used")
}

fn unused(one: &Use<'_>) -> Diagnostic {
    let message = format!("{} is spelled out and never used again", one.name);
    let help = "leave out the brackets";
    Diagnostic::warning("abbreviation-unused", message).at(one.place, "").help(help)
}

fn differently(one: &Use<'_>, first: &Use<'_>) -> Diagnostic {
    let message = format!("{} is spelled out a second time with other words", one.name);
    Diagnostic::warning("abbreviation-twice", message)
        .at(one.place, one.spelled_out.clone().unwrap_or_default())
        .at(first.place, first.spelled_out.clone().unwrap_or_default())
        .help("use the same words, or another abbreviation for what is something else")
}

fn uses<'a>(passage: &'a Passage<'_>, is_known: &impl Fn(&str) -> bool) -> Vec<Use<'a>> {
    let text = passage.text();
    let ours = passage.is_ours();
    let one = |start: usize, end: usize| {
        let name = text[start..end].trim_end_matches('s');
        if is_known(name) || is_part_of_something(text, start, end) {
            return None;
        }
        let spelled_out =
            before_brackets(name, text, start, end).or_else(|| in_brackets(name, &text[end..]));
        Some(Use { name, place: passage.prose.place(start..end), spelled_out, ours })
    };
    abbreviations_in(passage).filter_map(|(start, end)| one(start, end)).collect()
}

/// Where a text has two to nine capitals in a row, with a plural s or a possessive perhaps.
fn abbreviations_in(passage: &Passage<'_>) -> impl Iterator<Item = (usize, usize)> {
    let words = passage.tokens.all().iter().filter(|token| token.kind == Kind::Word);
    words.filter_map(|token| {
        let word = &passage.text()[token.range.clone()];
        let word = word.strip_suffix("'s").or(word.strip_suffix("’s")).unwrap_or(word);
        let large = word.strip_suffix('s').unwrap_or(word);
        let is_large = large.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'&');
        let fits = (2..=9).contains(&large.len()) && is_large;
        fits.then_some((token.range.start, token.range.start + word.len()))
    })
}

/// Whether a list has a word. Abbreviations are read in one way, whatever the letter's language.
fn is_in(list: &str, word: &str) -> bool {
    words::of(Language::English).has(list, word)
}

/// The last few words of a text.
fn end_of(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(80))..]
}

/// The words that spell an abbreviation out which stands in brackets after them.
fn before_brackets(name: &str, text: &str, start: usize, end: usize) -> Option<String> {
    let near = end_of(&text[..start]);
    let (before, between) = near.rsplit_once('(')?;
    let between = between.strip_suffix(['\'', '"', '‘', '“']).unwrap_or(between);
    let lead = |word: &str| word.trim_end_matches([',', ':']).to_ascii_lowercase();
    if !between.split_whitespace().all(|word| is_in("leads", &lead(word))) {
        return None;
    }
    let opened = start - near.len() + before.len();
    let after = text[end..].trim_start_matches(QUOTES);
    after.starts_with(')').then(|| expansion(name, text[..opened].trim_end())).flatten()
}

/// The words that spell an abbreviation out in brackets after it.
fn in_brackets(name: &str, after: &str) -> Option<String> {
    let inner = after.trim_start_matches(QUOTES).trim_start().strip_prefix('(')?;
    let (words, _) = inner.split_once(')')?;
    let words =
        ["the ", "a ", "an "].iter().find_map(|the| words.strip_prefix(the)).unwrap_or(words);
    if words.contains(['(', '\n']) {
        return None;
    }
    let fits = begins(&split(words), &letters(name));
    fits.then(|| expansion(name, words)).flatten()
}

/// Part of a reference, an address or a title in capitals, or a number: no abbreviation.
fn is_part_of_something(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let joins = |c: Option<char>| {
        c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '@' | '&' | '#'))
    };
    let is_number = text[start..end].chars().all(|c| "IVX".contains(c));
    let is_shouted = |word: Option<&str>| {
        let word = word.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
        word.is_some_and(|word| word.len() > 3 && word.chars().all(|c| c.is_ascii_uppercase()))
    };
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let words_before = text[line..start].split_whitespace().next_back();
    let words_after = text[end..].lines().next().and_then(|rest| rest.split_whitespace().next());
    let in_square = text[line..start].rfind('[') > text[line..start].rfind(']');
    joins(before)
        || joins(after)
        || in_square
        || words_before.is_some_and(|word| is_in("operations", &word.to_ascii_lowercase()))
        || is_named_in_capitals(&text[start..end], words_after)
        || is_law_report(&text[line..start])
        || is_number
        || is_shouted(words_before)
        || is_shouted(words_after)
}

/// 'OPERATION' and the like before the name.
fn is_named_in_capitals(word: &str, after: Option<&str>) -> bool {
    let is_what = word != "OP" && is_in("operations", &word.to_ascii_lowercase());
    is_what && after.is_some_and(|after| after.starts_with(char::is_uppercase))
}

/// Whether a line ends with the year of a law report, with its volume perhaps: '[2023] UKSC 12'.
fn is_law_report(before: &str) -> bool {
    let before = before.trim_end();
    let before = before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let year = before.strip_suffix([']', ')']).and_then(|rest| rest.rsplit(['[', '(']).next());
    year.is_some_and(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The words before the brackets that begin with the letters of an abbreviation, in their order.
/// Small words between may have no letter; where the letters do not fit, as many words as letters,
/// if one of those near begins with the first: '1,204 officers (FTE)' spells nothing out.
fn expansion(name: &str, before: &str) -> Option<String> {
    let line = before.rsplit('\n').next()?;
    let (words, letters) = (split(line), letters(name));
    let reach = (letters.len() + 4).min(words.len());
    let near = &words[words.len() - reach..];
    if !letters.first().is_some_and(|letter| near.iter().any(|word| initial(word) == Some(*letter)))
    {
        return None;
    }
    let fits = (1..=reach).find(|n| begins(&words[words.len() - n..], &letters));
    let taken = fits.unwrap_or(letters.len().min(words.len()));
    let chosen = &words[words.len() - taken..];
    let plain = |word: &&str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let chosen: Vec<String> = chosen.iter().map(plain).collect();
    (!chosen.is_empty()).then(|| chosen.join(" ").trim_end_matches('s').to_owned())
}

fn split(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| c.is_whitespace() || c == '-');
    words.filter(|word| !word.is_empty()).collect()
}

fn letters(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphabetic()).collect()
}

/// The first letter or digit of a word, as a capital.
fn initial(word: &str) -> Option<char> {
    word.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase())
}

/// Whether the letters are, in order, first letters of the words, the first of the first.
fn begins(words: &[&str], letters: &[char]) -> bool {
    let mut letters = letters.iter().peekable();
    for (index, word) in words.iter().enumerate() {
        let initial = initial(word);
        match letters.peek() {
            Some(letter) if initial == Some(**letter) => drop(letters.next()),
            _ if index == 0 => return false,
            _ => {}
        }
    }
    letters.peek().is_none()
}
