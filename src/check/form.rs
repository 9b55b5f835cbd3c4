//! Marks, addresses and parts of the letter that have a form of their own.

use super::Subject;
use super::reader::tokens::{Kind, is_quote};
use super::reader::{Block, Key, Passage, words};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::traced::Traced;
use crate::letter::{Form, Item, Kind as ItemKind, Language, Letter, Line};
use std::cell::LazyCell;
use std::collections::HashSet;

/// The code of marks that do not pair or stand where none belongs.
const MARKS: &str = "punctuation";

/// Marks in the text: those that pair and do not, those that stand twice or after a space, and two
/// kinds of quotation marks in one letter.
pub fn marks(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let texts = subject.passages.iter().filter(|passage| passage.markdown.is_some());
    let mut problems: Vec<Diagnostic> = texts.clone().flat_map(in_passage).collect();
    let own = texts.filter(|passage| passage.key != Key::Item);
    problems.extend(two_kinds(own));
    problems
}

fn problem(message: &str, place: Place, help: &str) -> Diagnostic {
    Diagnostic::warning(MARKS, message).at(place, "").help(help)
}

fn in_passage(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = unpaired(passage);
    problems.extend(spaces(passage));
    problems.extend(stops(passage));
    problems
}

/// Brackets without their other half, in one block.
fn unpaired(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, token) in passage.tokens.all().iter().enumerate() {
        if token.kind == Kind::Break {
            problems.extend(open.drain(..).map(|(at, _)| never_closed(passage, at)));
            continue;
        }
        match passage.tokens.small(at) {
            "(" => open.push((at, ')')),
            "[" => open.push((at, ']')),
            sign @ (")" | "]") => {
                let matches = open.last().is_some_and(|(_, close)| sign.starts_with(*close));
                if matches {
                    open.pop();
                } else if !is_list_letter(passage, at) {
                    let place = passage.place(&(at..at + 1));
                    problems.push(problem(
                        "this closes what was never opened",
                        place,
                        "add the mark that opens it, or remove this one",
                    ));
                }
            }
            _ => {}
        }
    }
    problems.extend(open.into_iter().map(|(at, _)| never_closed(passage, at)));
    problems
}

fn never_closed(passage: &Passage<'_>, at: usize) -> Diagnostic {
    let place = passage.place(&(at..at + 1));
    problem(
        "this is opened and never closed in its paragraph",
        place,
        "add the mark that closes it, or remove this one",
    )
}

/// Whether a bracket closes the letter or number of a list: 'a)'.
fn is_list_letter(passage: &Passage<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let begins = before == 0 || passage.tokens.all()[before - 1].kind == Kind::Break;
    passage.tokens.is_joined(at)
        && (begins || passage.tokens.small(before).len() < 3 && !passage.tokens.is_joined(before))
}

/// A space before a comma or a stop, none after a comma, or none after a bracket that closes.
fn spaces(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let (text, tokens) = (passage.text(), passage.tokens.all());
    let mut problems = Vec::new();
    for at in 1..tokens.len() {
        let sign = passage.tokens.small(at);
        let (before, here) = (&tokens[at - 1], &tokens[at]);
        let is_word = before.kind != Kind::Mark && before.kind != Kind::Break;
        let between = &text[before.range.end..here.range.start];
        let after = text[here.range.end..].chars().next();
        let is_crosses = passage.tokens.small(at - 1).bytes().all(|byte| byte == b'x');
        let is_run = after == Some('?') || after == Some('!');
        let is_dots = is_run
            || sign == "." && after == Some('.')
            || sign == "." && after.is_some_and(char::is_alphanumeric);
        if matches!(sign, "," | "." | ";" | ":" | "!" | "?")
            && is_word
            && between == " "
            && !is_dots
        {
            let place = passage.place(&(at - 1..at + 1));
            problems.push(problem("a space stands before this mark", place, "remove the space"));
        }
        let typed = &text[before.range.clone()];
        let ends = typed.len() > 1 && typed.bytes().all(|byte| byte.is_ascii_lowercase());
        let follows = match sign {
            "," | ";" => after.is_some_and(char::is_alphabetic),
            "." => ends && after.is_some_and(char::is_uppercase),
            _ => false,
        };
        let is_run_on = follows && between.is_empty() && before.kind == Kind::Word && !is_crosses;
        let is_bare = |range: std::ops::Range<usize>| !text[range].contains(['/', '@']);
        if is_run_on && is_bare(before.range.start..here.range.end) {
            let place = passage.place(&(at - 1..(at + 2).min(tokens.len())));
            problems.push(problem("no space stands after this mark", place, "add a space"));
        }
    }
    problems
}

/// A mark that stands twice, a paragraph without a stop, and a sentence that begins with a small letter.
fn stops(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let tokens = passage.tokens.all();
    for at in 1..tokens.len() {
        let (before, sign) = (passage.tokens.small(at - 1), passage.tokens.small(at));
        let is_pair = matches!(
            (before, sign),
            (".", ".") | (",", ",") | (";", ";") | (",", ".") | (".", ",") | (":", ".")
        );
        let is_run =
            passage.tokens.small(at + 1) == "." || at > 1 && passage.tokens.small(at - 2) == ".";
        let is_short = sign == ","
            && at > 1
            && tokens[at - 2].range.len() < 4
            && passage.tokens.is_joined(at - 1);
        if is_pair && passage.tokens.is_joined(at) && !is_run && !is_short {
            let place = passage.place(&(at - 1..at + 1));
            problems.push(problem("two marks stand here in a row", place, "keep one of the two"));
        }
    }
    problems.extend((0..tokens.len()).filter_map(|at| small_start(passage, at)));
    let blocks = passage.blocks();
    problems.extend(odd_points(passage, &blocks));
    let titles = LazyCell::new(|| passage.markdown.map(|text| titles(text.as_str())));
    let is_title = |at: usize| {
        let words = (passage.typed(&(at..at + 1)), passage.typed(&(at + 1..at + 2)));
        titles.as_ref().is_none_or(|titles| titles.contains(&words))
    };
    let starts = (1..tokens.len()).filter_map(|at| starts_within(passage, &is_title, at));
    problems.extend(starts);
    for (index, block) in blocks.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| blocks.get(before));
        problems.extend(without_stop(passage, block, before, blocks.get(index + 1)));
    }
    problems
}

/// 'This is a finding A new plan was made': a sentence begins, and no stop stands before it. Titles in
/// italics or in quotation marks begin so too.
fn starts_within(
    passage: &Passage<'_>,
    is_title: &impl Fn(usize) -> bool,
    at: usize,
) -> Option<Diagnostic> {
    let typed = |at: usize| passage.typed(&(at..at + 1));
    let is_small = |at: usize| {
        let token = passage.tokens.all().get(at).filter(|token| token.kind == Kind::Word);
        token.is_some_and(|_| typed(at).starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let is_start = passage.words.has("starters", typed(at))
        && [at - 1, at + 1, at + 2].into_iter().all(is_small)
        && !passage.tokens.is_joined(at)
        && !passage.words.has("before-names", passage.tokens.small(at - 1))
        && passage.key != Key::Item;
    (is_start && !is_title(at)).then(|| {
        problem(
            "a sentence begins here without a stop before it",
            passage.place(&(at..at + 1)),
            "add a full stop before it, or write it small",
        )
    })
}

/// The first two words of whatever is set in italics, in quotation marks, or as a link.
fn titles(markdown: &str) -> HashSet<(&str, &str)> {
    let marks = markdown.match_indices(['*', '_', '\'', '"', '‘', '“', '[']);
    let words = marks.filter_map(|(at, mark)| {
        let (first, rest) = markdown[at + mark.len()..].split_once(char::is_whitespace)?;
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '\'').unwrap_or(rest.len());
        Some((first, &rest[..end]))
    });
    words.collect()
}

/// A sentence that begins with a small letter, and 'i' for the one who writes.
fn small_start(passage: &Passage<'_>, at: usize) -> Option<Diagnostic> {
    let tokens = passage.tokens.all();
    let (text, token) = (passage.text(), &tokens[at]);
    let typed = &text[token.range.clone()];
    let is_small = token.kind == Kind::Word && typed.starts_with(char::is_lowercase);
    let follows = |n: usize| at.checked_sub(n).map_or("", |before| passage.tokens.small(before));
    let is_apart = |at: usize| {
        let sign = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '‘' | '“' | '\'' | '"');
        text[..tokens[at].range.start].chars().next_back().is_none_or(sign)
            && text[tokens[at].range.end..].chars().next().is_none_or(sign)
    };
    if !is_small {
        return None;
    }
    let place = || passage.place(&(at..at + 1));
    if passage.words.has("large", typed) && is_apart(at) && passage.tokens.small(at + 1) != "." {
        return Some(problem("this stands for the one who writes", place(), "write I"));
    }
    if at == 0 && passage.key != Key::Item && passage.quoted.is_none() {
        return Some(problem(
            "this text begins with a small letter",
            place(),
            "begin with a capital",
        ));
    }
    let before = at.checked_sub(2).map(|before| &tokens[before]);
    let ends = before.is_some_and(|word| {
        word.kind == Kind::Word
            && word.range.len() > 1
            && text[word.range.clone()].bytes().all(|byte| byte.is_ascii_lowercase())
            && !text[..word.range.start].ends_with('.')
    });
    let is_stop = follows(1) == "." && passage.tokens.is_joined(at - 1) && ends;
    (is_stop && !passage.tokens.is_joined(at) && !passage.tokens.is_abbreviation(at - 2)).then(
        || problem("this sentence begins with a small letter", place(), "begin with a capital"),
    )
}

/// A point of a list that begins with a capital where the others do not, or the other way round.
fn odd_points(passage: &Passage<'_>, blocks: &[Block]) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for list in blocks.chunk_by(|a, b| a.is_listed && b.is_listed) {
        let is_large = |block: &&Block| passage.tokens.is_large(passage.text(), block.tokens.start);
        let is_word = |block: &&Block| {
            passage
                .typed(&(block.tokens.start..block.tokens.start + 1))
                .starts_with(char::is_alphabetic)
        };
        let (large, small): (Vec<&Block>, Vec<&Block>) =
            list.iter().filter(is_word).partition(is_large);
        let is_name = |block: &Block| {
            let next = block.tokens.start + 1;
            next >= block.tokens.end || passage.tokens.is_large(passage.text(), next)
        };
        let (odd, help) = match (large.as_slice(), small.as_slice()) {
            ([odd], [_, _, ..]) if !is_name(odd) => {
                (odd, "begin with a small letter, as the others do")
            }
            ([_, _, ..], [odd]) => (odd, "begin with a capital, as the others do"),
            _ => continue,
        };
        let place = passage.place(&(odd.tokens.start..odd.tokens.start + 1));
        problems.push(problem("this point of the list begins unlike the others", place, help));
    }
    problems
}

/// A paragraph after a list that begins with a small letter.
fn after_list(passage: &Passage<'_>, block: &Block, before: Option<&Block>) -> Option<Diagnostic> {
    let first = block.tokens.start;
    let typed = passage.typed(&(first..first + 1));
    let is_small = typed.starts_with(char::is_lowercase) && !typed.contains('.');
    let follows_list = before.is_some_and(|before| before.is_listed) && !block.is_listed;
    let place = passage.place(&(first..first + 1));
    let help = "begin with a capital, or put the words into the list above";
    (is_small && follows_list && !block.is_row)
        .then(|| problem("a paragraph after a list begins with a small letter", place, help))
}

/// A long paragraph that ends with a word, though others of its text end with a stop.
fn without_stop(
    passage: &Passage<'_>,
    block: &Block,
    before: Option<&Block>,
    next: Option<&Block>,
) -> Option<Diagnostic> {
    let last = block.tokens.end.checked_sub(1)?;
    let ends_with_word = matches!(passage.tokens.all()[last].kind, Kind::Word | Kind::Number);
    let is_sentence =
        block.tokens.len() > 7 && passage.tokens.is_large(passage.text(), block.tokens.start);
    let has_bullet = block.tokens.clone().any(|at| {
        matches!(passage.tokens.small(at), "•" | "●" | "▪" | "◦" | "·")
            || passage.tokens.small(at) == "("
                && passage.tokens.small(at + 2) == ")"
                && passage.tokens.small(at + 1).len() < 4
    });
    if let Some(problem) = after_list(passage, block, before) {
        return Some(problem);
    }
    let leads = has_bullet || next.is_some_and(|next| next.is_listed);
    if passage.key == Key::Item
        || block.is_listed
        || block.is_row
        || block.is_heading
        || !ends_with_word
        || !is_sentence
        || leads
    {
        return None;
    }
    let place = passage.place(&(last..last + 1));
    Some(problem("this paragraph ends without a full stop", place, "add a full stop"))
}

/// Straight and curved quotation marks in one letter: the fewer of the two are told, once.
fn two_kinds<'p>(passages: impl Iterator<Item = &'p Passage<'p>>) -> Option<Diagnostic> {
    let (mut straight, mut curved) = (Vec::new(), Vec::new());
    for passage in passages {
        for (at, token) in passage.tokens.all().iter().enumerate() {
            let typed = &passage.text()[token.range.clone()];
            let mut marks = typed.chars().filter(|c| matches!(c, '\'' | '’'));
            let mark = if is_quote(typed) { typed.chars().next() } else { marks.next_back() };
            if let Some(mark) = mark {
                let list = if matches!(mark, '\'' | '"') { &mut straight } else { &mut curved };
                list.push(passage.place(&(at..at + 1)));
            }
        }
    }
    let (few, many) =
        if straight.len() < curved.len() { (straight, curved) } else { (curved, straight) };
    let (one, other) = (few.first()?, many.first()?);
    let message = "straight and curved marks stand in one letter";
    let problem = Diagnostic::warning("quotation-marks", message)
        .at(*one, format!("{} of this kind", few.len()));
    Some(problem.at(*other, format!("{} of that", many.len())).help("write all of them in one way"))
}

/// The parts of the letter that do not go together.
pub fn parts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let mut problems: Vec<Diagnostic> = addresses(letter);
    problems.extend(valediction(letter));
    problems.extend(areas_twice(letter));
    problems.extend(outside(letter));
    problems.extend(comments_twice(letter));
    problems
}

/// 'Dear Sir' goes with 'Yours faithfully', a name or an office with 'Yours sincerely'.
fn valediction(letter: &Letter) -> Option<Diagnostic> {
    let (salutation, valediction) = (letter.salutation.as_ref()?, letter.valediction.as_ref()?);
    if !letter.forms.contains(&Form::Letter) {
        return None;
    }
    let is_any = |line: &Line, words: &[&str]| {
        words.iter().any(|word| {
            line.value.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|w| w == *word)
        })
    };
    let to_nobody = is_any(salutation, &["sir", "madam", "sirs"])
        && salutation.value.split_whitespace().count() < 5
        && !is_any(salutation, &["home", "secretary"])
        && !has_name(salutation);
    let wrong = if to_nobody { "sincerely" } else { "faithfully" };
    is_any(valediction, &[wrong]).then(|| {
        let right = if to_nobody { "Yours faithfully" } else { "Yours sincerely" };
        let message =
            format!("\"{}\" does not go with \"{}\"", valediction.value, salutation.value);
        let problem = Diagnostic::warning("valediction", message)
            .at(valediction.place, "")
            .at(salutation.place, "the salutation");
        problem.help(format!("write {right}"))
    })
}

/// Whether 'Sir' in a salutation is a title before a name: 'Dear Sir Keith'.
fn has_name(line: &Line) -> bool {
    let words: Vec<&str> = line.value.split_whitespace().collect();
    words.windows(2).any(|two| two[0] == "Sir" && !matches!(two[1], "or" | "/" | "and" | "Madam"))
}

fn areas_twice(letter: &Letter) -> Vec<Diagnostic> {
    let same = |a: &Line, b: &Line| a.value.trim().eq_ignore_ascii_case(b.value.trim());
    let mut problems = Vec::new();
    for (index, area) in letter.areas.iter().enumerate() {
        if let Some(first) = letter.areas[..index]
            .iter()
            .find(|other| same(&other.title, &area.title) && !area.title.value.is_empty())
        {
            let message = format!("two areas are called \"{}\"", area.title.value);
            let problem = Diagnostic::warning("area-twice", message)
                .at(area.title.place, "")
                .at(first.title.place, "the first");
            problems.push(problem.help("correct the title, or put the items of both under one"));
        }
    }
    problems
}

/// An area for improvement below the heading of an area that has no items, and outside it.
fn outside(letter: &Letter) -> Vec<Diagnostic> {
    let is_one = |item: &&Item| item.kind == ItemKind::AreaForImprovement;
    let outside = letter.items.items.iter().filter(is_one);
    let problem = |item: &Item| {
        let place = item.text.text.whole();
        let mut above = letter
            .areas
            .iter()
            .filter(|area| area.title.place < place && area.title.place.file == place.file);
        let area = above
            .next_back()
            .filter(|area| area.items.items.is_empty() && area.findings.is_some())?;
        let message = format!(
            "this item stands outside \"{}\", and is printed before all areas",
            area.title.value
        );
        let problem = Diagnostic::warning("item-outside", message)
            .at(place, "")
            .at(area.title.place, "the area above it");
        Some(problem.help("write [[area.item]] for an item of the area above it"))
    };
    outside.filter_map(problem).collect()
}

/// The chief constable's comments both in the letter and attached.
fn comments_twice(letter: &Letter) -> Option<Diagnostic> {
    let chief = letter.chief_constable.as_ref()?;
    let (comments, file) = (chief.comments.as_ref()?, chief.file.as_ref()?);
    let message =
        "the chief constable's comments are in the letter, and a file of them is attached";
    let problem = Diagnostic::warning("comments-twice", message)
        .at(comments.text.whole(), "the comments")
        .at(file.place, "the file");
    Some(problem.help("keep one of the two"))
}

/// Postcodes, telephone numbers, e-mail and web addresses that cannot be.
fn addresses(letter: &Letter) -> Vec<Diagnostic> {
    let sender = &letter.sender;
    let recipient = letter.recipient.iter().flat_map(|recipient| &recipient.address);
    let lines = sender.address.iter().chain(recipient);
    let cannot = |line: &Line, what: &str, help: &str| {
        let message = format!("\"{}\" cannot be {what}", line.value);
        Diagnostic::warning("address", message).at(line.place, "").help(help.to_owned())
    };
    let mut problems: Vec<Diagnostic> = lines
        .filter(|line| is_like_postcode(&line.value) && !is_postcode(&line.value))
        .map(|line| cannot(line, "a postcode", "a postcode is written as in SW1P 4DF"))
        .collect();
    let telephone = sender.telephone.iter().filter(|line| !is_telephone(&line.value));
    problems.extend(telephone.map(|line| {
        cannot(
            line,
            "a telephone number",
            "it has eleven digits, in a few towns ten, and begins with 0",
        )
    }));
    let email = sender.email.iter().filter(|line| !is_email(&line.value));
    problems.extend(
        email.map(|line| {
            cannot(line, "an e-mail address", "it is written as in office@example.org")
        }),
    );
    let web =
        sender.website.iter().chain(&letter.inspection.url).filter(|line| !is_web(&line.value));
    problems.extend(
        web.map(|line| {
            cannot(line, "a web address", "it is written as in https://www.example.org")
        }),
    );
    problems
}

/// Whether the end of a line looks like a postcode: two short words with capitals and digits.
fn is_like_postcode(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let tail: String = words[words.len().saturating_sub(2)..].concat();
    let is_code = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    let starts =
        words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_uppercase()));
    words.len() <= 2
        && starts
        && (4..=8).contains(&tail.len())
        && tail.chars().all(is_code)
        && tail.chars().any(|c| c.is_ascii_digit())
        && tail.chars().any(|c| c.is_ascii_uppercase())
}

fn is_postcode(line: &str) -> bool {
    let Some((out, inner)) = line.trim().split_once(' ') else { return false };
    let shape = |text: &str| {
        text.chars().map(|c| if c.is_ascii_digit() { '9' } else { 'A' }).collect::<String>()
    };
    let fits = matches!(shape(out).as_str(), "A9" | "A99" | "AA9" | "AA99" | "A9A" | "AA9A");
    let letters = inner.chars().skip(1);
    fits && shape(inner) == "9AA" && letters.clone().all(|c| !"CIKMOV".contains(c))
}

fn is_telephone(line: &str) -> bool {
    let text = line.replace("+44", "0").replace("(0)", "");
    let main = text.split(['e', 'x', '#', '/', ';', ',']).next().unwrap_or_default();
    let main = main.strip_prefix("00").map_or(main.to_owned(), |rest| format!("0{rest}"));
    let digits = main.chars().filter(char::is_ascii_digit).count();
    let is_short = digits == 3 && matches!(main.trim(), "101" | "999");
    let odd = main.chars().any(|c| c.is_alphabetic());
    let plain: String = main.chars().filter(char::is_ascii_digit).collect();
    let may_be_ten = ["0800", "0500", "084", "03"].iter().any(|begin| plain.starts_with(begin))
        || words::of(Language::English)
            .list("short-telephones")
            .iter()
            .any(|code| plain.starts_with(*code));
    is_short
        || !odd
            && (digits == 11 || digits == 10 && may_be_ten)
            && main.trim_start_matches(['(', ' ']).starts_with('0')
}

fn is_email(line: &str) -> bool {
    let Some((name, host)) = line.trim().split_once('@') else { return false };
    let is_host = |host: &str| {
        host.contains('.')
            && host.split('.').all(|part| {
                !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-')
            })
    };
    !name.is_empty()
        && !name.contains([' ', ',', ';'])
        && !name.ends_with('.')
        && !name.starts_with('.')
        && is_host(host)
        && !name.contains("..")
}

fn is_web(line: &str) -> bool {
    let text = line.trim();
    let rest = text.strip_prefix("https://").or(text.strip_prefix("http://")).unwrap_or(text);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = host.split('.').collect();
    let fits = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-' || c == ':')
    };
    parts.len() > if parts[0] == "www" { 2 } else { 1 }
        && parts.iter().all(fits)
        && !text.contains([' ', ','])
        && !matches!(parts[0], "ww" | "wwww" | "w")
}

/// Addresses within the text that cannot be.
pub fn addresses_in_text(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let each =
        |passage: &Passage<'_>| in_text(&passage.prose).into_iter().chain(telephones(passage));
    let texts = subject.passages.iter();
    texts.flat_map(|passage| each(passage).collect::<Vec<_>>()).collect()
}

/// Telephone numbers within a text that have too few or too many digits.
fn telephones(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let tokens = passage.tokens.all();
    let number = |at: &usize| tokens[*at].kind == Kind::Number;
    let begins =
        |at: &usize| number(at) && !at.checked_sub(1).is_some_and(|before| number(&before));
    let wrong = |at: usize| {
        if !passage.tokens.small(at).starts_with('0') {
            return None;
        }
        let before = |n: usize| at.checked_sub(n).map_or("", |before| passage.tokens.small(before));
        let end = (at..tokens.len()).take_while(number).last()? + 1;
        let is_named = (1..4).any(|n| passage.words.has("telephone", before(n)))
            || end > at + 1 && (4..7).contains(&tokens[at].range.len());
        let typed = passage.typed(&(at..end));
        (is_named && !is_telephone(typed)).then(|| {
            let message = format!("\"{typed}\" cannot be a telephone number");
            let problem = Diagnostic::warning("address", message).at(passage.place(&(at..end)), "");
            problem.help("it has eleven digits, in a few towns ten, and begins with 0")
        })
    };
    (0..tokens.len()).filter(begins).filter_map(wrong).collect()
}

fn in_text(text: &Traced) -> Vec<Diagnostic> {
    let words = text.as_str().split_whitespace();
    let begin = text.as_str().as_ptr() as usize;
    let mut problems = Vec::new();
    for word in words {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_wrong = plain.contains('@') && !is_email(plain)
            || (plain.starts_with("www.") || plain.starts_with("http"))
                && plain.contains(['.', ':'])
                && !is_web(plain);
        if is_wrong {
            let at = plain.as_ptr() as usize - begin;
            let message = format!("\"{plain}\" cannot be an address");
            let place = text.place(at..at + plain.len());
            problems.push(
                Diagnostic::warning("address", message)
                    .at(place, "")
                    .help("write it as in office@example.org or https://www.example.org"),
            );
        }
    }
    problems
}
