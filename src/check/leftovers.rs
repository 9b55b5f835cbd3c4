//! What drafting leaves behind.

use super::Subject;
use super::passages::{Passage, end_of, lines};
use crate::diagnostic::{Diagnostic, Place};
use aho_corasick::AhoCorasick;
use regex_lite::Regex;
use std::sync::LazyLock;

/// Words and signs that stand for what is still to come.
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:TODO|TO DO|FIXME|PLACEHOLDER|(?i:TB[ACD]|lorem ipsum|delete as appropriate))\b",
        r"£\s?(?:X+|x+)(?:m|k|bn)?\b|\b(?:XX+|xx+)\b",
        r"\?\?+|_{3,}|\.{5,}|…{2,}",
        r"\b(?:DD|dd)[/.-](?:MM|mm)(?:[/.-](?:YYYY|YY|yyyy|yy))?",
        r"\{\{?[^{}\n]*\}\}?|\(\s*(?i:insert)\b[^)\n]*\)|\bT\.B\.[ACD]\.?|(?i:\bto\s?do\s*:)|#REF!",
        r"\\?\[\s*(?i:insert|add|to\s+be|tbc|check|confirm|to\s+follow)\b[^\]]*\\?\]",
        r"\\?\[\s*(?i:£|ref|no\.|name|title|date|day|month|year|number|figures?|amount|details|words|text|link|source|quote|address|percentage)(?:\s+here|\s+(?:of|from|for)\s+\w[^\]]*)?\s*\\?\]",
        r"\\?\[\s*(?:X+|xx+|[●•_]+)?\s*\\?\]|\(\s*\)",
        r"(?m:^|\s)(?:Figures?|Numbers?|Details?|Table|Text|Wording|Quote)\s+to\s+follow\b",
    ])
});

/// One of these is in every line that has a placeholder.
static PLACEHOLDER_PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    parts(&[
        "[",
        "{",
        "nsert",
        "NSERT",
        "T.B",
        "do:",
        "do :",
        "#REF",
        "_",
        "??",
        "\u{2026}",
        ".....",
        "XX",
        "xx",
        "\u{a3}X",
        "\u{a3}x",
        "\u{a3} X",
        "\u{a3} x",
        "TO",
        "FIXME",
        "PLACE",
        "TB",
        "Tb",
        "tbc",
        "tba",
        "tbd",
        "tBC",
        "orem",
        "OREM",
        "elete as",
        "ELETE AS",
        "DD",
        "dd/",
        "dd.",
        "dd-",
        "()",
        "( ",
        "(\t",
        "(\u{a0}",
        "to follow",
        "(\n",
    ])
});

/// One of these is in every line that has a note.
static NOTE_PARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    parts(&[
        "[",
        "@",
        "?)",
        "? )",
        "rafting",
        "raft note",
        "raft Note",
        "RAFT",
        "ote to",
        "ote for",
        "OTE TO",
        "OTE FOR",
        "Note To",
        "pls",
        "Pls",
        "PLS",
        "lease ",
        "LEASE ",
        "NB",
        "(check",
        "(Check",
        "(CHECK",
        "(confirm",
        "(Confirm",
        "(CONFIRM",
        "( ",
        " to check",
        " to confirm",
        " to advise",
        " to supply",
        " to amend",
        " to insert",
        " to chase",
        "(to be",
        "ed)",
    ])
});

/// A numeral of Roman style after one of these is no placeholder.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[r"(?i:part|schedule|chapter|article|annex|title|volume|section)\s+$"])
});

/// Words meant for a colleague.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\\?\[\s*[A-Z][A-Za-z]{0,11}\s*(?::|\?|\s[-–]\s)[^\]]*\\?\]",
        r"\\?\[[^\]]*\?\s*\\?\]",
        r"\\?\[\s*[A-Z][A-Za-z]{0,11}\s+(?:please|pls|to\s+(?:check|confirm|advise|update|provide|supply|add|draft|amend|complete|review|insert|chase))\b[^\]]*\\?\]",
        r"\(\s*[A-Z][A-Za-z]{0,11}\s+to\s+(?:check|confirm|advise|supply|amend|insert|chase)\b[^)]*\)",
        r"\((?i:source|date|figures?|number|name|ref|reference|right|correct|true|still\s+true|is\s+this\s+(?:right|correct|true))\s*\?\s*\)",
        r"(?m:^|\s)@[A-Z]?[a-z]{1,11}\b",
        r"(?i:\bdrafting\s+note\b|\bdraft\s+note\s*:|\bnote\s+(?:to|for)\s+(?:self\b|[a-z]+\s*:)|\bpls\b)",
        r"(?i:\(\s*(?:check|confirm|to\s+confirm|to\s+check|please\s+check|please\s+confirm)\b[^)]*\))",
        r"(?i:\bplease\s+(?:check|confirm|amend|insert|delete|update)(?:\s+(?:this|these|with|the)(?:\s+(?:figures?|dates?|numbers?|wording|source|quote|name|grade))?\b|\s*(?:[.?!)]|$)))",
        r"\bNB:?\s+[A-Z][a-z]+\s+to\b",
        r"(?i:\bto\s+be\s+(?:confirmed|inserted|completed|drafted|updated|added)\s*\))",
    ])
});

/// What finds any of these in one pass.
fn parts(parts: &[&str]) -> AhoCorasick {
    AhoCorasick::new(parts).expect("the parts are few and short")
}

/// One pattern for all of these.
fn pattern(alternatives: &[&str]) -> Regex {
    Regex::new(&alternatives.join("|")).expect("the pattern is right")
}

/// Whether a word stands for what is still to come.
pub fn is_placeholder(word: &str) -> bool {
    PLACEHOLDER.is_match(word)
}

/// Placeholders in anything that is printed.
pub fn placeholders(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let problem = |place: Place, words: &str| {
        Diagnostic::error("placeholder", format!("\"{words}\" is left over from drafting"))
            .at(place, "")
            .help("write what belongs here, or remove it")
    };
    found(subject, (&PLACEHOLDER, &PLACEHOLDER_PARTS), problem)
}

/// Comments to colleagues in anything that is printed.
pub fn notes(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let problem = |place: Place, _: &str| {
        Diagnostic::warning("note-to-colleague", "this reads like a note to a colleague")
            .at(place, "")
            .help("remove it; notes can stand in the TOML after a #, where nobody else sees them")
    };
    found(subject, (&NOTE, &NOTE_PARTS), problem)
}

fn found(
    subject: &Subject<'_>,
    (pattern, parts): (&Regex, &AhoCorasick),
    problem: impl Fn(Place, &str) -> Diagnostic,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for text in &subject.printed {
        for (at, line) in lines(text.as_str()).filter(|(_, line)| parts.is_match(*line)) {
            for found in pattern.find_iter(line).filter(|found| !is_numeral(line, *found)) {
                let words = found.as_str().trim();
                let start = at + found.end() - found.as_str().trim_start().len();
                problems.push(problem(text.place(start..start + words.len()), words));
            }
        }
    }
    problems
}

/// Whether what looks like a placeholder is the number of a part of a law.
fn is_numeral(text: &str, found: regex_lite::Match<'_>) -> bool {
    found.as_str().chars().all(|c| c == 'X') && NUMBERED.is_match(end_of(&text[..found.start()]))
}

/// Words that may stand twice.
const MAY_BE_DOUBLED: [&str; 2] = ["had", "that"];

/// A word that stands twice in a row.
pub fn doubled(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.passages.iter().flat_map(doubled_in).collect()
}

fn doubled_in(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.prose.as_str();
    let mut problems = Vec::new();
    let mut last: Option<(usize, &str)> = None;
    for (at, word) in words(text) {
        if let Some((before, other)) = last {
            let between = &text[before + other.len()..at];
            if word.eq_ignore_ascii_case(other) && is_slip(word, between) {
                let message = format!("\"{word}\" stands here twice");
                let place = passage.prose.place(before..at + word.len());
                let problem = Diagnostic::warning("doubled-word", message).at(place, "");
                problems.push(problem.help("remove one of the two"));
            }
        }
        last = Some((at, word));
    }
    problems
}

/// Whether a word that stands twice, with this between, does so by a slip.
fn is_slip(word: &str, between: &str) -> bool {
    let apart = between.chars().any(|c| c == '\n' || !c.is_whitespace());
    let is_word = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let may = MAY_BE_DOUBLED.iter().any(|may| may.eq_ignore_ascii_case(word));
    !apart && is_word && !may
}

/// The words of a text and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    let pieces =
        text.split_inclusive(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '\u{2019}'));
    pieces.filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece
            .trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '\u{2019}'));
        (!word.is_empty()).then_some((start, word))
    })
}
