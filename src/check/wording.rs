//! Words that were not meant: doubled ones, short forms of speech, slips of grammar.

use super::Subject;
use super::reader::tokens::Kind;
use super::reader::{Passage, Voice};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::Language;
use std::borrow::Cow;
use std::ops::Range;

/// Slips in the words of the commissioner and of the chief constable.
pub fn wording(subject: &Subject<'_>) -> Vec<Diagnostic> {
    if subject.letter.language != Language::English {
        return Vec::new();
    }
    let own = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    own.flat_map(|passage| {
        let mut problems = slips(passage);
        problems.extend(articles(passage));
        if passage.is_ours() {
            problems.extend(contractions(passage));
        }
        problems
    })
    .collect()
}

/// Sentences with more words than the office asked to be told of.
pub fn long_sentences(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(most) = subject.sentence_words else { return Vec::new() };
    let own = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    let long = own.flat_map(|passage| {
        passage.tokens.sentences().iter().filter_map(move |sentence| {
            let is_word =
                |at: &usize| matches!(passage.tokens.all()[*at].kind, Kind::Word | Kind::Number);
            let words = sentence.clone().filter(is_word).count();
            let is_row = sentence.clone().any(|at| passage.tokens.small(at) == "\t");
            (words as i64 > most.value && !is_row).then(|| (passage.place(sentence), words))
        })
    });
    let problem = |(place, words): (Place, usize)| {
        let message = format!("this sentence has {words} words");
        Diagnostic::warning("long-sentence", message)
            .at(place, "")
            .at(most.place, "more than these are told")
            .help("make two of it")
    };
    long.map(problem).collect()
}

/// Whether a token stands in one of the quotations, which are in order: its words are somebody else's.
fn is_quoted(quotations: &[Range<usize>], at: usize) -> bool {
    let begun = quotations.partition_point(|quoted| quoted.start <= at);
    quotations[..begun].last().is_some_and(|quoted| quoted.contains(&at))
}

fn contractions(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let quotations = passage.quotations();
    let problem = |at: usize| {
        let typed = passage.typed(&(at..at + 1));
        let its = passage.tokens.small(at) == "it's";
        let message = format!("\"{typed}\" is a short form of speech");
        let help = match its {
            true => "write it is, or its where something belongs to it",
            false => "write both words in full",
        };
        let place = passage.place(&(at..at + 1));
        (!is_quoted(&quotations, at))
            .then(|| Diagnostic::warning("contraction", message).at(place, "").help(help))
    };
    passage.short_forms().into_iter().filter_map(problem).collect()
}

/// Slips of grammar, each with what is right.
fn slips(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let kinds = [
        (
            "possessive",
            "an apostrophe is missing here",
            "write 's or s' for what belongs to somebody: the force's response",
        ),
        (
            "verb-twice",
            "two verbs stand here where one was meant",
            "remove one of the two, or write \"that\" between them",
        ),
        (
            "wrong-verb",
            "this form of the verb does not go with the word before it",
            "write the verb without its ending",
        ),
        ("confused", "letters or a sign are missing here, or stand in the wrong order", "mend it"),
    ];
    let quotations = passage.quotations();
    let found = |kind| {
        let found = passage.found(kind).iter();
        found.map(|found| found.part("p").unwrap_or(found.range.clone()))
    };
    let mut slips: Vec<(Range<usize>, Cow<'static, str>, &'static str)> = Vec::new();
    for (kind, message, help) in kinds {
        slips.extend(found(kind).map(|at| (at, message.into(), help)));
    }
    for (kind, word, why) in &passage.words.meant {
        let message = || format!("\"{word}\" is meant here").into();
        slips.extend(found(*kind).map(|at| (at, message(), *why)));
    }
    let message = "\"than\" compares, and nothing is compared in this sentence";
    let help = "was \"that\" or \"then\" meant?";
    slips.extend(nothing_compared(passage).map(|at| (at..at + 1, message.into(), help)));
    slips.sort_by_key(|(at, ..)| at.start);
    slips.dedup_by_key(|(at, ..)| at.start);
    // An apostrophe after a plural is a sign of its own, which phrases pass over.
    let is_word = |token: usize| passage.tokens.all()[token].kind != Kind::Mark;
    slips.retain(|(at, ..)| at.clone().skip(1).all(is_word) && !is_quoted(&quotations, at.start));
    let problem = |(at, message, help): (Range<usize>, Cow<'static, str>, &str)| {
        Diagnostic::warning("grammar", message).at(passage.place(&at), "").help(help)
    };
    slips.into_iter().map(problem).collect()
}

/// 'The view than we take': no word of the sentence before it compares.
fn nothing_compared<'p>(passage: &'p Passage<'_>) -> impl Iterator<Item = usize> + 'p {
    let all = 0..passage.tokens.all().len();
    all.filter(|at| passage.tokens.small(*at) == "than").filter(|than| {
        let mut before =
            (passage.tokens.sentence(*than).start..*than).map(|at| passage.tokens.small(at));
        !before.any(|word| {
            word.ends_with("er") && !passage.words.has("not-comparing", word)
                || passage.words.has("comparing", word)
        })
    })
}

/// 'A inspection', 'an report'.
fn articles(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.text();
    let mut problems = Vec::new();
    for (at, token) in passage.tokens.all().iter().enumerate() {
        let article = &text[token.range.clone()];
        let next = at + 1;
        if !matches!(article, "a" | "an" | "An")
            || passage.tokens.all().get(next).is_none_or(|next| next.kind != Kind::Word)
        {
            continue;
        }
        let word = passage.tokens.small(next);
        let is_large = word.len() < 2
            || passage.typed(&(next..next + 1)).chars().nth(1).is_some_and(char::is_uppercase);
        let has_vowel = word.starts_with(['a', 'e', 'i', 'o', 'u']);
        let sounds_other =
            passage.words.list("sounds-other").iter().any(|begin| word.starts_with(begin));
        if !is_large
            && (has_vowel != sounds_other) != (article != "a")
            && word.len() > 1
            && word.is_ascii()
        {
            let right = if article == "a" { "an" } else { "a" };
            let message = format!("\"{article} {word}\" is not how it is said");
            let problem =
                Diagnostic::warning("grammar", message).at(passage.place(&(at..next + 1)), "");
            problems.push(problem.help(format!("write {right} {word}")));
        }
    }
    problems
}

/// A word that stands twice in a row.
pub fn doubled(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.passages.iter().flat_map(doubled_in).collect()
}

fn doubled_in(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let (text, tokens) = (passage.text(), passage.tokens.all());
    let mut problems = Vec::new();
    for at in 1..tokens.len() {
        let range = tokens[at - 1].range.start..tokens[at].range.end;
        let between = &text[tokens[at - 1].range.end..tokens[at].range.start];
        let word = passage.tokens.small(at);
        let is_same = word == passage.tokens.small(at - 1) && tokens[at].kind == Kind::Word;
        let is_apart = !between.is_empty()
            && between.chars().all(char::is_whitespace)
            && !between.contains('\n');
        let is_part =
            text[..range.start].ends_with('-') || text[range.end..].starts_with(['-', '\'', '’']);
        if is_same && is_apart && !is_part && !may_be_doubled(passage, at) && !is_name(passage, at)
        {
            let message = format!("\"{}\" stands here twice", passage.typed(&(at..at + 1)));
            let problem =
                Diagnostic::warning("doubled-word", message).at(passage.prose.place(range), "");
            problems.push(problem.help("remove one of the two"));
        }
    }
    problems
}

/// Whether a word may stand twice: 'that that is so', and not 'that that the force'.
fn may_be_doubled(passage: &Passage<'_>, at: usize) -> bool {
    let words = passage.words;
    let next = passage.tokens.small(at + 1);
    words.has("may-be-doubled", passage.tokens.small(at)) && !words.has("after-doubled", next)
}

/// Whether a word that stands twice is a name, such as 'Bora Bora', and not the end of one, as in
/// 'Crime Academy Academy'.
fn is_name(passage: &Passage<'_>, at: usize) -> bool {
    let text = passage.text();
    let is_large = |at: usize| passage.tokens.is_large(text, at);
    let ends_name = at > 1 && passage.tokens.all()[at - 2].kind == Kind::Word && is_large(at - 2);
    let is_word = passage.words.has("no-names", passage.tokens.small(at));
    is_large(at) && is_large(at - 1) && !ends_name && !is_word
}
