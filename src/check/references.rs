//! What the text points at: areas, items, appendices and enclosures.

use super::Subject;
use super::reader::facts::whole;
use super::reader::names::Class;
use super::reader::phrases::Found;
use super::reader::words::{self, Counted, words_of_name};
use super::reader::{Key, Passage, Voice};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Item, Language, Letter, Line};
use std::collections::BTreeSet;
use std::ops::Range;

/// The code of what points at nothing.
const CODE: &str = "reference";

/// References to what is not there, or stands elsewhere.
pub fn references(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let told = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    let in_text = told.flat_map(|passage| {
        let mut problems = areas(subject.letter, passage);
        problems.extend(items(subject.letter, passage));
        problems.extend(numbers(subject.letter, passage));
        problems.extend(ordinals(subject.letter, passage));
        problems.extend(passage.found("refer-page").iter().map(|found| page(passage, found)));
        problems.extend(directions(subject, passage));
        problems.extend(tables(passage));
        problems.extend(told_under(subject.letter, passage));
        problems
    });
    let mut problems: Vec<Diagnostic> = in_text.collect();
    problems.extend(beyond(subject));
    problems.extend(subject.passages.iter().filter_map(|passage| answered(subject, passage)));
    problems.extend(appendices(subject));
    problems.extend(enclosures(subject));
    problems
}

fn nothing(message: String, place: Place, there: Place, what: &str) -> Diagnostic {
    let problem = Diagnostic::warning(CODE, message).at(place, "").at(there, what);
    problem.help("correct the reference, or add what it points at")
}

fn number(passage: &Passage<'_>, at: &Range<usize>) -> Option<usize> {
    passage.number(at.start).and_then(whole)
}

/// 'See area 5' in a letter of four.
fn areas(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found| {
        let at = found.part("n")?;
        let n = number(passage, &at)?;
        let last = letter.areas.last().filter(|_| n == 0 || n > letter.areas.len())?;
        let message = format!("there is no area {n}: the letter has {}", letter.areas.len());
        Some(nothing(message, passage.place(&at), last.title.place, "the last"))
    };
    passage.found("refer-area").iter().filter_map(wrong).collect()
}

/// 'Recommendation 7' where none has the number, and the report is not said to have so many; where
/// none has a number, they are counted.
fn items(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for found in passage.found("refer-item") {
        let Some(of) = kind(passage, found) else { continue };
        let all: Vec<&Item> = letter.all_items().filter(|item| of.is(item.kind)).collect();
        let Some(last) = all.last() else { continue };
        let sentence = passage.tokens.sentence(found.range.start);
        let is_answered =
            passage.is_around("answers-item", &(found.range.start..found.range.start + 1));
        let reported = super::counts::reported_of(letter, of).filter(|_| !is_answered);
        let others = reported.and_then(|n| usize::try_from(n.value).ok()).unwrap_or(0);
        let numbers: Vec<&Line> = all.iter().filter_map(|item| item.number.as_ref()).collect();
        let is_there = |at: &Range<usize>, n: Option<usize>| match n {
            Some(n) if numbers.is_empty() => n <= all.len(),
            n => has_number(&numbers, passage.typed(at), n),
        };
        if ["of-elsewhere", "of-others"].iter().any(|kind| passage.has(kind, &sentence)) {
            continue;
        }
        for (_, at) in found.kept.iter().filter(|(name, _)| matches!(&**name, "n" | "m")) {
            let n = number(passage, at);
            let there = last.number.as_ref().map_or(last.text.text.whole(), |number| number.place);
            if n.is_none_or(|n| n > others) && !is_there(at, n) {
                problems.push(no_number(passage, at, there));
            }
        }
    }
    problems
}

/// The kind of item that a reference names.
fn kind(passage: &Passage<'_>, found: &Found) -> Option<Counted> {
    passage.index(Class::Item, found.part("k")?.start).map(|index| Counted::ALL[index])
}

fn no_number(passage: &Passage<'_>, at: &Range<usize>, there: Place) -> Diagnostic {
    let message = format!("no item here has the number {}", passage.typed(at));
    nothing(message, passage.place(at), there, "the last of them")
}

/// Whether one of some items has a number: '2.3' as it is, '7' as the beginning of '7a' too.
fn has_number(numbers: &[&Line], typed: &str, n: Option<usize>) -> bool {
    numbers.iter().any(|line| line.value == typed || n.is_some_and(|n| begins_with(&line.value, n)))
}

/// 'Numbers 2, 3 and 8' where one of them is no item's, though another is.
fn numbers(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let lines: Vec<&Line> = letter.all_items().filter_map(|item| item.number.as_ref()).collect();
    let Some(last) = lines.last() else { return Vec::new() };
    let is_there = |at: &Range<usize>| has_number(&lines, passage.typed(at), number(passage, at));
    let wrong = |found: &Found| {
        let all: Vec<Range<usize>> = found.kept.iter().map(|(_, at)| at.clone()).collect();
        let missing = all.iter().find(|at| !is_there(at))?;
        (all.len() == 1 || all.iter().any(is_there))
            .then(|| no_number(passage, missing, last.place))
    };
    passage.found("refer-numbers").iter().filter_map(wrong).collect()
}

/// 'The fifth recommendation' of four.
fn ordinals(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found| {
        let (at, kind) = (found.part("o")?, found.part("k")?);
        let n = passage
            .words
            .list("ordinals")
            .iter()
            .position(|o| *o == passage.tokens.small(at.start))?
            + 1;
        let of = Counted::ALL[passage.index(Class::Item, kind.start)?];
        let all: Vec<&Item> = letter.all_items().filter(|item| of.is(item.kind)).collect();
        let numbers: Vec<&Line> = all.iter().filter_map(|item| item.number.as_ref()).collect();
        let reported =
            super::counts::reported_of(letter, of).and_then(|n| usize::try_from(n.value).ok());
        let last = all.last()?;
        let is_there = n <= all.len() || reported.is_some_and(|reported| n <= reported);
        let sentence = passage.tokens.sentence(at.start);
        let is_other =
            ["of-elsewhere", "of-others"].iter().any(|kind| passage.has(kind, &sentence));
        if is_there || is_other || has_number(&numbers, "", Some(n)) {
            return None;
        }
        let message = format!("there is no {} of {}", passage.typed(&at), all.len());
        Some(nothing(message, passage.place(&at), last.text.text.whole(), "the last of them"))
    };
    passage.found("refer-ordinal").iter().filter_map(wrong).collect()
}

/// Where a page ends is known when the letter is made, and changes with every word.
fn page(passage: &Passage<'_>, found: &Found) -> Diagnostic {
    let at = found.part("n").unwrap_or(found.range.clone());
    let message = "this points at a page of the letter, and pages change with every word";
    let problem = Diagnostic::warning(CODE, message).at(passage.place(&at), "");
    problem.help("name the area, the item or its number")
}

/// Whether a number such as '7', '7a' or '7.2' is, or is a part of, the seventh.
fn begins_with(number: &str, n: usize) -> bool {
    let digits = number.split(|c: char| !c.is_ascii_digit()).find(|part| !part.is_empty());
    digits.and_then(|digits| digits.parse().ok()) == Some(n)
}

/// 'Above' of what stands below, and the other way round.
fn directions(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let kinds = ["refer-item", "refer-area", "placed"];
    let found = kinds.iter().flat_map(|kind| passage.found(kind));
    let wrong = |found: &Found| {
        let at = found.part("d")?;
        let is_above = passage.tokens.small(at.start) == "above";
        let (stands_above, there) = stands_above(subject, passage, found)?;
        let message = match is_above {
            true => "what is said to stand above stands below",
            false => "what is said to stand below stands above",
        };
        (is_above != stands_above)
            .then(|| nothing(message.to_owned(), passage.place(&at), there, "it stands here"))
    };
    found.filter_map(wrong).collect()
}

/// 'The table above' where the only table stands below, and the other way round.
fn tables(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let blocks = passage.blocks();
    let rows = || blocks.iter().filter(|block| block.is_row).map(|block| &block.tokens);
    let wrong = |found: &Found| {
        let at = found.part("d")?;
        let is_above = passage.tokens.small(at.start) == "above";
        let stands_so = |row: &Range<usize>| (row.start < at.start) == is_above;
        let there = rows().next().filter(|_| !rows().any(stands_so))?;
        let message = format!("no table stands {} here", passage.tokens.small(at.start));
        let first = there.start..there.start + 1;
        Some(nothing(message, passage.place(&at), passage.place(&first), "the table"))
    };
    passage.found("table-placed").iter().filter_map(wrong).collect()
}

/// What is said to have been told under an item that this letter does not answer, whatever the report has.
fn told_under(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found| {
        let at = found.part("n")?;
        let of = kind(passage, found)?;
        let all = letter.all_items().filter(|item| of.is(item.kind));
        let numbers: Vec<&Line> = all.filter_map(|item| item.number.as_ref()).collect();
        let last = numbers.last()?;
        let is_there = has_number(&numbers, passage.typed(&at), number(passage, &at));
        (!is_there).then(|| no_number(passage, &at, last.place))
    };
    passage.found("told-under").iter().filter_map(wrong).collect()
}

/// An answer to the items that is said to stand above all of them, or below.
fn answered(subject: &Subject<'_>, passage: &Passage<'_>) -> Option<Diagnostic> {
    let items: Vec<&Item> = subject.letter.all_items().collect();
    let (first, last) = (*items.first()?, *items.last()?);
    let stands = |at: &Range<usize>| match passage.tokens.small(at.start) {
        "above" => (passage.items_above == 0).then_some(first),
        _ => (passage.items_above == items.len() && passage.key == Key::Other).then_some(last),
    };
    let found = passage.found("answer-placed").iter().filter_map(|found| found.part("d"));
    let (at, item) =
        found.filter(|_| passage.is_ours()).find_map(|at| Some((at.clone(), stands(&at)?)))?;
    let message = "the items do not stand on this side".to_owned();
    Some(nothing(message, passage.place(&at), item.text.text.whole(), "the nearest of them"))
}

/// 'Set out below' in the last text of the letter, and 'above' in its first sentence.
fn beyond(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut ours = subject.passages.iter().filter(|passage| passage.is_ours());
    let first = ours.next();
    let last = subject.passages.last().filter(|passage| passage.is_ours());
    let ends = |passage: &Passage<'_>, at: &Range<usize>| {
        let blocks = passage.blocks();
        let after = blocks.iter().filter(|block| block.tokens.start > at.start);
        !after.into_iter().any(|block| block.is_listed || block.is_row)
    };
    let wrong = |passage: &Passage<'_>,
                 kind: &str,
                 message: &str,
                 is_it: &dyn Fn(&Range<usize>) -> bool| {
        let found = passage.found(kind).iter().filter_map(|found| found.part("d"));
        let told = found.filter(|at| is_it(at)).take(1);
        let problem = |at: Range<usize>| {
            let problem = Diagnostic::warning(CODE, message).at(passage.place(&at), "");
            problem.help("correct the reference")
        };
        told.map(problem).collect::<Vec<_>>()
    };
    let up = first.map(|passage| {
        let begins = |at: &Range<usize>| passage.tokens.all()[at.start].sentence == 0;
        wrong(passage, "refer-up", "nothing stands above this", &begins)
    });
    let down = last.map(|passage| {
        wrong(passage, "refer-down", "nothing stands below this", &|at| ends(passage, at))
    });
    up.into_iter().chain(down).flatten().collect()
}

/// Whether what a reference means stands above it, where that can be told.
fn stands_above(
    subject: &Subject<'_>,
    passage: &Passage<'_>,
    found: &Found,
) -> Option<(bool, Place)> {
    let letter = subject.letter;
    if let Some(area) = found.part("a").and_then(|at| passage.index(Class::Area, at.start)) {
        let title = &letter.areas.get(area)?.title;
        let is_here = passage.areas_above == area + 1 && passage.area.is_some();
        return (!is_here).then_some((area < passage.areas_above, title.place));
    }
    let n = found.part("n").and_then(|at| number(passage, &at));
    if found.what == "refer-area" {
        let area = n?.checked_sub(1)?;
        let is_here = passage.areas_above == area + 1 && passage.area.is_some();
        let title = letter.areas.get(area)?.title.place;
        return (!is_here).then_some((area < passage.areas_above, title));
    }
    let kind = found.part("k").and_then(|at| passage.index(Class::Item, at.start));
    let fits = |item: &Item| {
        let has_number = |n| item.number.as_ref().is_some_and(|line| begins_with(&line.value, n));
        kind.is_none_or(|kind| Counted::ALL[kind].is(item.kind)) && n.is_none_or(has_number)
    };
    // In an area, its own are meant.
    let here = passage.area.iter().flat_map(|area| area.items.all());
    let here: Vec<&Item> = here.filter(|item| fits(item)).collect();
    let is_meant = |item: &Item| here.is_empty() || here.iter().any(|one| std::ptr::eq(*one, item));
    let meant = letter.all_items().enumerate().filter(|(_, item)| fits(item) && is_meant(item));
    let meant: Vec<(usize, &Item)> = meant.collect();
    let (first, last) = (meant.first()?, meant.last()?);
    let is_above = last.0 < passage.items_above;
    let is_one_side = is_above || first.0 >= passage.items_above;
    let is_here = passage.items_above == last.0 + 1 && passage.answers().is_some();
    (is_one_side && !is_here).then(|| (is_above, first.1.text.text.whole()))
}

/// The appendices that a text names: the place of each in their order, its letter, and what was found.
fn named_appendices<'p>(
    passage: &'p Passage<'_>,
) -> impl Iterator<Item = (usize, &'p Range<usize>, &'p Found)> {
    passage.found("refer-letter").iter().flat_map(move |found| {
        let kept = found.kept.iter().filter(|(name, _)| matches!(&**name, "n" | "m"));
        kept.filter_map(move |(_, at)| Some((ordinal(passage.typed(at))?, at, found)))
    })
}

/// Appendices that are named in another order than theirs, or of which one is missing.
fn appendices(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut named: Vec<(usize, Place, String)> = Vec::new();
    for passage in subject.passages.iter().filter(|passage| passage.is_ours()) {
        for (n, at, found) in named_appendices(passage) {
            if !named.iter().any(|(known, ..)| *known == n) {
                let word = found.part("r").map_or("appendix", |r| passage.typed(&r));
                named.push((n, passage.place(at), format!("{word} {}", passage.typed(at))));
            }
        }
    }
    let missing = |pair: &(usize, Place, String)| {
        let (n, place, name) = pair;
        let lacks = *n > 1 && !named.iter().any(|(known, ..)| known + 1 == *n);
        let message = format!("{name} is named, and the one before it nowhere");
        lacks.then(|| {
            Diagnostic::warning(CODE, message)
                .at(*place, "")
                .help("correct the letter or the number, or name the one before")
        })
    };
    let lacking: Vec<Diagnostic> = named.iter().filter_map(missing).collect();
    let early = named.windows(2).find(|pair| pair[0].0 > pair[1].0);
    let early = early.filter(|_| lacking.is_empty()).map(|pair| {
        let message = format!("{} is named after {}", pair[1].2, pair[0].2);
        nothing(message, pair[1].1, pair[0].1, "named first")
    });
    lacking.into_iter().chain(early).collect()
}

/// The place of a letter or a number in its order: B is the second, IV the fourth.
fn ordinal(name: &str) -> Option<usize> {
    if let Ok(n) = name.parse() {
        return Some(n);
    }
    let romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
    let roman = romans.iter().position(|roman| *roman == name && name != "C");
    let letter = name.bytes().next().filter(|b| name.len() == 1 && b.is_ascii_uppercase());
    letter.filter(|b| *b != b'I').map(|b| usize::from(b - b'A') + 1).or(roman.map(|at| at + 1))
}

/// What is said to be enclosed and is not listed, and what is listed and nowhere named.
fn enclosures(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let ours = || subject.passages.iter().filter(|passage| passage.is_ours());
    let mut problems = Vec::new();
    let attached = letter.chief_constable.as_ref().and_then(|chief| chief.file.as_ref());
    for passage in ours() {
        for found in passage.found("encloses") {
            let sentence = passage.tokens.sentence(found.range.start);
            let words = significant(passage, &sentence);
            let is_listed = letter.enclosures.iter().any(|line| shares(&line.value, &words))
                || attached.is_some();
            let is_known = problems
                .iter()
                .any(|known: &Diagnostic| known.labels[0].place == passage.place(&found.range));
            if !is_listed && !is_known && !passage.has("encloses-not", &sentence) {
                problems.push(not_listed(letter, passage.place(&found.range)));
                break;
            }
        }
        let second = passage.found("encloses-two").iter().filter_map(|found| found.part("w"));
        let lacks = |at: &Range<usize>| {
            let words = significant(passage, at);
            let is_listed = letter.enclosures.iter().any(|line| shares(&line.value, &words));
            !words.is_empty() && !is_listed && !letter.enclosures.is_empty() && problems.is_empty()
        };
        let second: Vec<Place> = second.filter(lacks).map(|at| passage.place(&at)).collect();
        problems.extend(second.into_iter().map(|place| not_listed(letter, place)));
    }
    if letter.language == Language::English {
        let names = |line: &&Line| {
            let mut told = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
            !told.any(|passage| {
                let mut sentences = passage.tokens.sentences().iter();
                near_enclosure(passage)
                    .any(|near| shares(&line.value, &significant(passage, &near)))
                    || sentences.any(|one| all_of(&line.value, &significant(passage, one)))
            })
        };
        problems.extend(letter.enclosures.iter().filter(names).map(never_named));
        let is_known = |more: &Diagnostic| {
            problems.iter().any(|known: &Diagnostic| {
                known.code == more.code && known.labels[0].place == more.labels[0].place
            })
        };
        let more: Vec<Diagnostic> =
            lettered(subject).into_iter().filter(|more| !is_known(more)).collect();
        problems.extend(more);
    }
    problems
}

/// Appendices that are named and not listed, and the other way round, where the list calls them so.
fn lettered<'l>(subject: &'l Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let lines = letter.enclosures.iter().zip(subject.lines.iter().skip(letter.cc.len()));
    let called = |(line, passage): (&'l Line, &'l Passage<'_>)| {
        let first = named_appendices(passage).next().filter(|(.., found)| found.range.start == 0);
        first.map(|(n, ..)| (n, line))
    };
    let listed: Vec<(usize, &Line)> = lines.filter_map(called).collect();
    let mut problems = Vec::new();
    let mut named = BTreeSet::new();
    let told = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    for passage in told.filter(|_| !listed.is_empty()) {
        for (n, at, found) in named_appendices(passage) {
            let is_elsewhere = matches!(passage.tokens.small(at.end), "of" | "to");
            if named.insert(n) && !is_elsewhere && !listed.iter().any(|(known, _)| *known == n) {
                problems.push(not_listed(letter, passage.place(&found.range)));
            }
        }
    }
    let nowhere = listed.iter().filter(|(n, _)| !named.is_empty() && !named.contains(n));
    problems.extend(nowhere.map(|(_, line)| never_named(line)));
    problems
}

fn never_named(line: &Line) -> Diagnostic {
    let message = format!("\"{}\" is listed as enclosed, and the text never names it", line.value);
    Diagnostic::warning("enclosure-named", message)
        .at(line.place, "")
        .help("say in the text what it is for, or remove it from enclosures")
}

/// The sentences that speak of something enclosed, each with the one after it; with the one before too,
/// where they point back at it.
fn near_enclosure<'p>(passage: &'p Passage<'_>) -> impl Iterator<Item = Range<usize>> + 'p {
    let speaking = passage.found("speaks-of-enclosure").iter();
    speaking.map(|found| {
        let sentence = passage.tokens.sentence(found.range.start);
        let last = passage.tokens.all().len() - 1;
        let after = passage.tokens.sentence(sentence.end.min(last));
        let points = passage.has("points-back", &sentence);
        let before = passage.sentence_before(&sentence).filter(|_| points);
        before.map_or(sentence.start, |before| before.start)..after.end
    })
}

fn not_listed(letter: &Letter, place: Place) -> Diagnostic {
    let message = "this is said to be enclosed, and is not listed under enclosures";
    let mut problem = Diagnostic::warning("enclosure-listed", message).at(place, "");
    if let Some(first) = letter.enclosures.first() {
        problem = problem.at(first.place, "what is listed");
    }
    problem.help("add it: enclosures = [\"...\"], or leave out the mention")
}

/// The words that tell one enclosure from another.
fn significant(passage: &Passage<'_>, tokens: &Range<usize>) -> Vec<String> {
    // Of 'this letter' no enclosure is.
    let is_this = |at: usize| at > 0 && passage.tokens.small(at - 1) == "this";
    let words = tokens.clone().filter(|at| !is_this(*at));
    let words = words.map(|at| passage.tokens.small(at).to_owned());
    words.filter(|word| is_significant(word)).collect()
}

fn is_significant(word: &str) -> bool {
    word.chars().count() > 3 && !words::of(Language::English).has("common", word)
}

/// Whether a name shares a word with these.
fn shares(name: &str, words: &[String]) -> bool {
    let own = words_of_name(name);
    own.iter().filter(|word| is_significant(word)).any(|word| words.contains(word))
}

/// Whether all words of a name are among these.
fn all_of(name: &str, words: &[String]) -> bool {
    let own = words_of_name(name);
    own.iter().filter(|word| is_significant(word)).all(|word| words.contains(word))
}
