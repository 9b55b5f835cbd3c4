//! What drafting leaves behind.

use super::Subject;
use super::passages::{Passage, Voice, end_of, lines, sentences, words};
use super::pattern::{any_of, pattern};
use crate::diagnostic::Diagnostic;
use crate::letter::traced::Traced;
use aho_corasick::AhoCorasick;
use regex_lite::{Match, Regex};
use std::ops::Range;
use std::sync::LazyLock;

/// Words and signs that stand for what is still to come.
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\b(?:TODO|TO DO|FIXME|PLACEHOLDER|(?i:TB[ACD]|lorem ipsum|delete as appropriate))\b",
        r"£\s?(?:X+|x+)(?:,[Xx0]+)*(?:m|k|bn)?\b|\b(?:XX+|xx+)(?:[ ,]+[Xx0]+)*\b|\bXxx+\b",
        r"\b[Xx](?:\s?%| per cent\b)|£0+,0+\b",
        r"\?\?+|_{3,}|\.{5,}|…{2,}",
        r"\b(?:DD|dd)[/.-](?:MM|mm)(?:[/.-](?:YYYY|YY|yyyy|yy))?",
        r"\{\{?[^{}\n]*\}\}?|\(\s*(?i:insert)\b[^)\n]*\)|\bT\.B\.[ACD]\.?|(?i:\bto\s?do\s*:)|#REF!",
        r"\\?\[\s*(?i:insert|add|attach|to\s+be|tbc|check|confirm|to\s+follow)\b[^\]]*\\?\]",
        r"\\?\[\s*(?i:£|ref|no\.|name|title|date|day|month|month\s+(?:and\s+)?year|year|number|figures?|amount|details|words|text|link|source|quote|address|percentage)(?:\s+here|\s+(?:of|from|for)\s+\w[^\]]*)?\s*\\?\]",
        r"\\?\[\s*(?:X+|xx+|[●•_]+)?\s*\\?\]|\(\s*\)",
        r"(?m:^|\s)(?:Figures?|Numbers?|Details?|Data|Table|Text|Wording|Quote|Updates?|Reply|Para|Paragraph|Section|Chart)(?: (?:from|on|about) \w+)? (?:to follow|awaited)\b|(?m:(?:^|[.:;(–—-])\s*)(?i:awaiting) (?:the )?(?:data|figures?|numbers?|details?)\b",
        r"[(–—-]\s*(?:figures?|numbers?|details?|data) (?:to follow|awaited)\b",
    ])
});

/// One of these begins in every line that has a placeholder.
const PLACEHOLDER_PARTS: [&str; 54] = [
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
    "X%",
    "x%",
    "X %",
    "x %",
    "X per",
    "x per",
    "\u{a3}0",
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
    " awaited",
    "waiting data",
    "waiting figure",
    "waiting number",
    "waiting detail",
    "waiting the ",
    "(\n",
];

/// One of these begins in every line that has a note.
const NOTE_PARTS: [&str; 58] = [
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
    "NB",
    "(please",
    "(Please",
    "( please",
    "( Please",
    "delete?",
    "keep?",
    "cut?",
    "remove?",
    "CHECK:",
    "CHECK :",
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
    "check?",
    "right?",
    "correct?",
    "(need",
    "(Need",
    "(add",
    "(Add",
    "NOTE",
    "QUERY",
    "(to be",
    "ed)",
    "(awaiting",
    "(Awaiting",
    "DN",
    "rafting Note",
    "Q for",
    "// ",
];

/// A numeral of Roman style after one of these is no placeholder.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[r"(?i:part|schedule|chapter|article|annex|title|volume|section)\s+$"])
});

/// Words meant for a colleague, in brackets or with a sign.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"\\?\[\s*[A-Z][A-Za-z]{0,11}\s*(?::|\?|\s[-–]\s)[^\]]*\\?\]",
        r"\\?\[[^\]]*\?\s*\\?\]",
        r"\\?\[\s*[A-Z][A-Za-z]{0,11}\s+(?:please|pls|to\s+(?:check|confirm|advise|update|provide|supply|add|draft|amend|complete|review|insert|chase))\b[^\]]*\\?\]",
        r"\(\s*[A-Z][A-Za-z]{0,11}\s+to\s+(?:check|confirm|advise|supply|amend|insert|chase)\b[^)]*\)",
        r"\((?i:source|date|figures?|number|name|ref|reference|right|correct|true|still\s+true|is\s+(?:this|that|it)\s+(?:still\s+)?(?:right|correct|true|accurate))\s*\?\s*\)",
        r"(?m:^|\s)@[A-Z]?[a-z]{1,11}\b",
        r"(?i:\bdrafting\s+note\b|\bdraft\s+note\s*:|\bnote\s+(?:to|for)\s+(?:self\b|[a-z]+\s*:)|\bpls\b)",
        r"(?i:\(\s*(?:check|confirm|to\s+confirm|to\s+check|please\s+check|please\s+confirm)\b[^)]*\))",
        r"\bNB:?\s+[A-Z][a-z]+\s+to\b",
        r"\b(?:NOTE|QUERY|CHECK)\s*:",
        r"(?i:\bto be (?:confirmed|inserted|completed|drafted|updated|added)\s*\))",
        r"\(\s*[A-Z][A-Za-z]{0,11}\s*(?:[,:]|\s[–—-])\s+(?:(?:can|could|should|shall|do) (?:you|we)|(?:is|are|was|were) (?:this|these|those))\b[^()\n]*\?\s*\)",
        r"\(\s*(?i:awaiting) (?:sign-?off|clearance|comments?|input|reply|feedback|steer) from\b[^)\n]*\)",
        r"\b(?:COMMENT|Comment(?:ed)?) \[[A-Za-z]+[0-9]*\]:?|\b(?:DN|Drafting Note|Q for \w+)\s*:|(?m:(?:^|\s)//\s+\w.*)",
        r"\\?\[\s*(?i:comment|note|query|question) (?:from|to|for) [^\]]*\\?\]",
        r"[–—-]\s*(?:delete|keep|cut|remove|check|right|correct)\?",
        r"\(\s*(?i:needs?|add) (?:evidence|sources?|figures?|more|details?|examples?|dates?|references?|quotes?)\b[^)]*\)",
        r"\bDRAFT\b",
    ])
});

/// Sentences that ask a colleague for something.
static REQUEST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&[
        r"(?i:\bplease (?:insert|amend|delete)\b)",
        r"(?im:\bplease (?:check|confirm|update)(?: (?:this|these|it|with \w+|(?:this|these|the) (?:figures?|dates?|numbers?|wording|source|quote|name|grade)))?(?: (?:against|before|with) [^.?!\n]*)?\s*(?:[.?!)]|$))",
        r"(?im:\bto be (?:confirmed|advised|inserted)\s*(?:[.,;!?]|$))",
        r"(?m:(?:^|[.?!,:;–—-]\s+)[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*){0,2} to (?:check|confirm|add|update|advise|supply|provide|amend|insert|complete|clarify)(?: (?:this|that|these|those|it|here|more|(?:the )?(?:figures?|dates?|numbers?|wording|source|quote|names?|details?)))?(?: (?:with|when|before|by) \w+)?\s*(?:[.?!)]|$))",
        r"(?m:(?:^|[.?!:;–—-]\s+)(?:Need|Needs|Remember|Want) to (?:add|check|confirm|update|insert|say|write|mention)\b[^.\n]*)",
        r"(?m:(?:^|[.?!:]\s+)[Ii]nsert (?:an? |the )?(?:chart|date|figure|link|name|number|para|paragraph|photo|quote|section|sentence|table|text)s?\b[^.\n]*)",
        r"(?m:(?:^|[.?!:;–—-]\s+)(?:(?:Add|Insert|Say|Write|Put) [^.\n]{0,30}\bhere|Check (?:with [A-Z]\w*|this|these|figures?|wording))\b)",
        r"(?m:(?:^|[.?!]\s+)[A-Z]\w+(?: [A-Z]\w+)?(?::| [–—-]) (?:please|pls|can you|could you) (?:add|amend|check|confirm|cut|delete|expand|insert|provide|redraft|review|reword|rewrite|shorten|soften|supply|update)\b)",
        r"(?m:(?:^|[.?!:;–—-]\s+)(?:Text|Wording|Figures?|Numbers?|Dates?|Details?|Quote|Amount|Source|Data|Table|Chart) (?:still )?to be (?:added|advised|checked|confirmed|inserted|supplied)\b)",
        r"(?m:(?:^|[.?!:]\s+)(?:Suggest (?:we|you|cutting|deleting|moving|removing|rewording)|Not sure (?:about|if|this|whether))\b[^.?!\n]*)",
        r"(?i:\b(?:please can you|can you please|please could you) (?:add|check|confirm|insert|update|amend)\b)",
    ])
});

/// One of these begins in every sentence that asks for something.
const REQUEST_PARTS: [&str; 35] = [
    "lease ",
    "LEASE ",
    "an you ",
    "ould you ",
    "to be added",
    "to be advised",
    "to be checked",
    "to be confirmed",
    "to be inserted",
    "to be supplied",
    "Check ",
    "Add ",
    "Insert ",
    "insert ",
    "Say ",
    "Suggest ",
    "Not sure ",
    "Need to ",
    "Needs to ",
    "Remember to ",
    "Want to ",
    "Write ",
    "Put ",
    " to add ",
    " to add.",
    " to advise",
    " to amend",
    " to check",
    " to clarify",
    " to complete",
    " to confirm",
    " to insert",
    " to provide",
    " to supply",
    " to update",
];

/// Whether a word in capitals stands for what is still to come.
pub fn is_placeholder(word: &str) -> bool {
    ["TODO", "FIXME", "TBA", "TBC", "TBD"].contains(&word) || word.bytes().all(|byte| byte == b'X')
}

/// The lists of parts of the three patterns.
const PARTS: [&[&str]; 3] = [&PLACEHOLDER_PARTS, &NOTE_PARTS, &REQUEST_PARTS];

/// Finds the parts of all three patterns in one pass.
static ANY_PART: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(PARTS.concat()));

/// Where a text has parts of each of the three patterns.
fn parts_in(text: &str) -> [Vec<usize>; 3] {
    let mut found = [const { Vec::new() }; 3];
    let [placeholders, notes, _] = PARTS.map(<[&str]>::len);
    for part in ANY_PART.find_overlapping_iter(text) {
        let list = match part.pattern().as_usize() {
            index if index < placeholders => 0,
            index if index < placeholders + notes => 1,
            _ => 2,
        };
        found[list].push(part.start());
    }
    found
}

/// Placeholders and comments to colleagues in anything that is printed.
pub fn drafting(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.printed.iter().flat_map(|text| drafting_in(text)).collect()
}

fn drafting_in(text: &Traced) -> Vec<Diagnostic> {
    let [placeholders, notes, requests] = parts_in(text.as_str());
    let placeholders = found(text, &PLACEHOLDER, lines, &placeholders);
    let mut notes: Vec<Range<usize>> = found(text, &NOTE, lines, &notes).collect();
    for request in found(text, &REQUEST, sentences, &requests) {
        if !notes.iter().any(|note| note.contains(&request.start)) {
            notes.push(request);
        }
    }
    let placeholders = placeholders.map(|range| left_over(text, range));
    placeholders.chain(notes.iter().map(|range| note(text, range.clone()))).collect()
}

fn left_over(text: &Traced, range: Range<usize>) -> Diagnostic {
    let words = &text.as_str()[range.clone()];
    Diagnostic::error("placeholder", format!("\"{words}\" is left over from drafting"))
        .at(text.place(range), "")
        .help("write what belongs here, or remove it")
}

/// The code of a note to a colleague.
pub const NOTE_CODE: &str = "note-to-colleague";

fn note(text: &Traced, range: Range<usize>) -> Diagnostic {
    Diagnostic::warning(NOTE_CODE, "this reads like a note to a colleague")
        .at(text.place(range), "")
        .help("remove it; notes can stand in the TOML after a #, where nobody else sees them")
}

/// What a pattern finds in those lines or sentences of a text where one of its parts begins. The
/// pattern is made when it is first needed: most letters have no such part.
fn found<'t, T: Iterator<Item = (usize, &'t str)>>(
    text: &'t Traced,
    pattern: &'t LazyLock<Regex>,
    split: impl Fn(&'t str) -> T,
    parts: &[usize],
) -> impl Iterator<Item = Range<usize>> {
    let has_part = |(at, line): &(usize, &str)| {
        let line = *at..at + line.len();
        parts.iter().any(|part| line.contains(part))
    };
    let pieces: Vec<(usize, &str)> = match parts {
        [] => Vec::new(),
        _ => split(text.as_str()).filter(has_part).collect(),
    };
    pieces.into_iter().flat_map(|(at, line)| {
        let found = each(pattern, line).filter_map(|found| {
            let words = without_stop(found.as_str());
            let start = found.end() - words.len();
            let words = words.trim_end();
            (!is_prose(words, &line[..start])).then_some(start..start + words.len())
        });
        found.map(move |found| at + found.start..at + found.end)
    })
}

/// Everything that a pattern finds. The stop at the end of one may be what the next begins with.
fn each<'t>(pattern: &Regex, line: &'t str) -> impl Iterator<Item = Match<'t>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let found = pattern.find_at(line, from)?;
        from = found.end() - usize::from(found.len() > 1 && found.as_str().ends_with('.'));
        Some(found)
    })
}

/// What was found without the stop or the dash that it stands behind.
fn without_stop(found: &str) -> &str {
    let found = found.trim_start();
    let rest = found.trim_start_matches(['.', '?', '!', ',', ':', ';', '(', '–', '—', '-']);
    let has_one = found.chars().count() - rest.chars().count() == 1;
    let is_word = rest.trim_start().starts_with(char::is_alphabetic);
    let is_spaced = rest.starts_with(char::is_whitespace);
    if has_one && is_word && is_spaced { rest.trim_start() } else { found }
}

/// Words with a capital that are nobody's name: 'How to check this'.
const NOBODY: [&str; 16] = [
    "Able", "Failing", "Failure", "Going", "Having", "How", "Need", "Needs", "Plans", "Ready",
    "Time", "Unable", "Want", "What", "When", "Work",
];

/// What stands before 'to be confirmed' where it tells how things are.
const AWAITS: [&str; 9] =
    ["yet", "still", "remains", "remain", "needs", "need", "has", "have", "expected"];

/// Whether what looks left over is a part of what the letter has to say, by what stands before it.
fn is_prose(words: &str, before: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let is_numeral = words.chars().all(|c| c == 'X') && NUMBERED.is_match(end_of(before));
    let is_nobody = NOBODY.contains(&first) && words.contains(" to ") && !words.starts_with("Need");
    let is_told = words.to_lowercase().starts_with("to be ") && AWAITS.contains(&last);
    is_numeral || is_nobody || is_told
}

/// Three dots in brackets that stand for what is still to come, and not for what a quotation leaves
/// out.
pub fn dots(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let own = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    own.flat_map(dots_in).collect()
}

fn dots_in(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (at, line) in lines(passage.prose.as_str()).filter(|(_, line)| line.contains('[')) {
        for (dots, what) in DOTS.iter().flat_map(|dots| line.match_indices(dots)) {
            if !has_quotation(&line[..dots]) {
                let range = at + dots..at + dots + what.len();
                problems.push(left_over(&passage.prose, range));
            }
        }
    }
    problems
}

/// What stands for what is left out.
const DOTS: [&str; 3] = ["[...]", "[…]", "[. . .]"];

/// Whether a quotation begins in a text.
fn has_quotation(text: &str) -> bool {
    let begins = |at: usize| !text[..at].ends_with(char::is_alphanumeric);
    text.contains(['‘', '“', '"']) || text.match_indices('\'').any(|(at, _)| begins(at))
}

/// Words that may stand twice.
const MAY_BE_DOUBLED: [&str; 2] = ["had", "that"];

/// A word that stands twice in a row.
pub fn doubled(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.passages.iter().flat_map(doubled_in).collect()
}

fn doubled_in(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let text = passage.prose.as_str();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}');
    let mut problems = Vec::new();
    let mut before: Option<(usize, &str)> = None;
    for (at, word) in words(text) {
        let Some((start, other)) = before.replace((at, word)) else { continue };
        let (range, between) = (start..at + word.len(), &text[start + other.len()..at]);
        if !word.eq_ignore_ascii_case(other) || !is_slip(word, between) {
            continue;
        }
        // 'It it's' has two words that differ.
        let is_whole = !text[..start].ends_with(is_part) && !text[range.end..].starts_with(is_part);
        if is_whole && !is_name(word, other, &text[..start]) {
            let message = format!("\"{word}\" stands here twice");
            let place = passage.prose.place(range);
            let problem = Diagnostic::warning("doubled-word", message).at(place, "");
            problems.push(problem.help("remove one of the two"));
        }
    }
    problems
}

/// Words that are no names when they are written large: 'Bora Bora' is one.
const NO_NAMES: [&str; 22] = [
    "a",
    "an",
    "and",
    "at",
    "by",
    "commissioner",
    "constable",
    "constabulary",
    "for",
    "force",
    "i",
    "in",
    "is",
    "it",
    "of",
    "office",
    "on",
    "police",
    "that",
    "the",
    "to",
    "we",
];

/// Whether a word that stands twice, with this between, does so by a slip.
fn is_slip(word: &str, between: &str) -> bool {
    let apart = between.chars().any(|c| c == '\n' || c == '\t' || !c.is_whitespace());
    let is_word = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let may = MAY_BE_DOUBLED.iter().any(|may| may.eq_ignore_ascii_case(word));
    !apart && is_word && !may
}

/// Whether a word that stands twice is a name, such as 'Bora Bora', and not the end of one, as in
/// 'Crime Academy Academy'.
fn is_name(word: &str, other: &str, before: &str) -> bool {
    let ends_name = before.ends_with(' ')
        && before.split_whitespace().next_back().is_some_and(|before| {
            before.starts_with(char::is_uppercase) && before.ends_with(char::is_alphanumeric)
        });
    let is_large = word == other && word.starts_with(char::is_uppercase);
    is_large && !ends_name && !NO_NAMES.contains(&word.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::pattern::tests::loud;

    #[test]
    fn what_a_pattern_finds_is_in_a_line_with_one_of_its_parts() {
        for (pattern, parts) in [&PLACEHOLDER, &NOTE, &REQUEST].into_iter().zip(PARTS) {
            let text = loud();
            let found: Vec<&str> = text.lines().filter(|line| pattern.is_match(line)).collect();
            assert!(found.len() > 5);
            let has_part = |line: &str| parts.iter().any(|part| line.contains(part));
            let missed: Vec<_> = found.iter().filter(|line| !has_part(line)).collect();
            assert!(missed.is_empty(), "{missed:?}");
        }
    }
}
