//! Figures that do not fit each other: the total of a table, percentages of one whole, an average.

use super::Subject;
use super::reader::facts::Count;
use super::reader::names::{Class, Name, Value};
use super::reader::phrases::Found;
use super::reader::{Passage, Voice};
use crate::diagnostic::Diagnostic;
use std::ops::Range;

/// The code of all rules here.
const CODE: &str = "sum";

/// Figures that do not fit each other, in all that is printed.
pub fn sums(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let each = |passage| {
        let mut problems = tables(passage);
        problems.extend(percentages(passage));
        problems.extend(averages(passage));
        problems.extend(moved(passage));
        if passage.voice != Voice::Report {
            problems.extend(parts(subject, passage));
            problems.extend(shares(passage));
        }
        problems
    };
    subject.passages.iter().flat_map(each).collect()
}

fn problem(
    passage: &Passage<'_>,
    message: String,
    at: &Range<usize>,
    of: &Range<usize>,
) -> Diagnostic {
    let problem = Diagnostic::warning(CODE, message).at(passage.place(at), "");
    problem
        .at(passage.place(of), "of these")
        .help("correct the figure, or one of those it is made of")
}

/// A cell of a table: its tokens.
type Cell = Range<usize>;

/// The tables of a passage, each as its rows: lines with a tab after each cell.
fn rows(passage: &Passage<'_>) -> Vec<Vec<Vec<Cell>>> {
    let mut tables: Vec<Vec<Vec<Cell>>> = Vec::new();
    let mut is_within = false;
    for sentence in passage.tokens.sentences() {
        let tabs: Vec<usize> =
            sentence.clone().filter(|at| passage.tokens.small(*at) == "\t").collect();
        let starts = std::iter::once(sentence.start).chain(tabs.iter().map(|at| at + 1));
        let cells: Vec<Cell> = starts.zip(&tabs).map(|(start, end)| start..*end).collect();
        match (cells.len() > 1, is_within) {
            (true, true) => {
                tables.last_mut().into_iter().for_each(|table| table.push(cells.clone()))
            }
            (true, false) => tables.push(vec![cells]),
            _ => {}
        }
        is_within = !tabs.is_empty();
    }
    tables
}

fn value(passage: &Passage<'_>, cell: &Cell) -> Option<f64> {
    let mut numbers = passage.names.within(Class::Number, cell);
    let number = numbers.next()?;
    let words = cell.len() - number.range.len();
    match number.value {
        Value::Number(n) if numbers.next().is_none() && words <= 2 => Some(n),
        _ => None,
    }
}

/// The last row of a table, where it gives a total or an average.
fn tables(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for table in rows(passage) {
        let Some((last, above)) = table.split_last() else { continue };
        let first = passage.tokens.small(last[0].start);
        for (column, cell) in last.iter().enumerate().skip(1) {
            let Some(given) = value(passage, cell) else { continue };
            let cells: Vec<&Cell> =
                above.iter().skip(1).filter_map(|row| row.get(column)).collect();
            let parts: Vec<f64> = cells.iter().filter_map(|cell| value(passage, cell)).collect();
            let (Some(top), true) = (cells.first(), parts.len() > 1 && parts.len() == cells.len())
            else {
                continue;
            };
            let of = top.start
                ..above.last().and_then(|row| row.get(column)).map_or(top.end, |cell| cell.end);
            problems.extend(
                wrong_total(passage, first, cell, given, &parts)
                    .map(|m| problem(passage, m, cell, &of)),
            );
        }
    }
    problems
}

fn wrong_total(
    passage: &Passage<'_>,
    first: &str,
    cell: &Cell,
    given: f64,
    parts: &[f64],
) -> Option<String> {
    let sum: f64 = parts.iter().sum();
    let typed = passage.typed(cell);
    let is_share = typed.contains('%') && (given - 100.0).abs() > f64::EPSILON;
    if passage.words.has("totals", first) && (sum - given).abs() > 0.5 && !is_share {
        return Some(format!(
            "{} is given as the total, and the figures above it make {}",
            typed.trim(),
            plain(sum)
        ));
    }
    let outside = parts.iter().all(|part| *part < given) || parts.iter().all(|part| *part > given);
    (passage.words.has("averages", first) && outside).then(|| {
        format!("{} is given as the average, and lies outside the figures above it", typed.trim())
    })
}

/// A figure without a point that it does not need.
fn plain(n: f64) -> String {
    if n.fract() == 0.0 { format!("{n:.0}") } else { format!("{n:.1}") }
}

/// Percentages in one sentence that are said to be of one whole, and are more than that.
fn percentages(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for sentence in passage.tokens.sentences() {
        let all: Vec<&Name> = passage.names.within(Class::Percent, sentence).collect();
        let (Some(first), Some(last), true) = (all.first(), all.last(), all.len() > 1) else {
            continue;
        };
        let sum: f64 = all.iter().map(|name| amount(name)).sum();
        let has_rest = passage.has("rest-of-whole", sentence);
        let is_whole = passage.has("of-one-whole", sentence) || has_rest;
        let is_wrong = sum > 100.9 || has_rest && sum < 99.0;
        if is_whole && is_wrong && !passage.has("not-one-whole", sentence) {
            let message = format!("these percentages of one whole make {}", plain(sum));
            let at = first.range.start..last.range.end;
            problems.push(problem(passage, message, &last.range, &at));
        }
    }
    problems
}

fn amount(name: &Name) -> f64 {
    match name.value {
        Value::Number(n) => n,
        _ => 0.0,
    }
}

/// An average outside the figures between which it lies.
fn averages(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for found in passage.found("average") {
        let Some(at) = found.part("n") else { continue };
        let sentence = passage.tokens.sentence(at.start);
        let ranges = passage
            .found("between")
            .iter()
            .filter(|between| sentence.contains(&between.range.start));
        for between in ranges {
            let ends =
                ["a", "b"].map(|end| between.part(end).and_then(|end| passage.number(end.start)));
            let ([Some(a), Some(b)], Some(average)) = (ends, passage.number(at.start)) else {
                continue;
            };
            if !(a.min(b)..=a.max(b)).contains(&average) && !between.range.contains(&at.start) {
                let message = format!(
                    "{} is given as the average, and lies outside {} to {}",
                    passage.typed(&at),
                    plain(a),
                    plain(b)
                );
                problems.push(problem(passage, message, &at, &between.range));
            }
        }
    }
    problems
}

/// A figure that is said to fall and rises, or the other way round.
fn moved(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found, falls: bool| {
        let (a, b) = (found.part("a")?, found.part("b")?);
        let (from, to) = (passage.number(a.start)?, passage.number(b.start)?);
        let is_year = |at: &Range<usize>| passage.names.within(Class::Year, at).next().is_some();
        let unit = |at: &Range<usize>| {
            Some(passage.tokens.small(at.end)).filter(|u| passage.words.has("units", u))
        };
        let are_unlike = unit(&a).zip(unit(&b)).is_some_and(|(a, b)| a != b);
        let is_wrong = if falls { to > from } else { to < from };
        if are_unlike || is_year(&a) || is_year(&b) {
            return None;
        }
        let share = found.part("p").and_then(|p| passage.number(p.start));
        if let Some(share) = share.filter(|_| !is_wrong && from > 0.0) {
            let is = 100.0 * (to - from).abs() / from;
            let message =
                format!("from {} to {} is {} per cent", plain(from), plain(to), plain(is.round()));
            let are_shares = passage.names.at(b.start).any(|name| name.class == Class::Percent);
            return ((share - is).abs() > 1.5 && !are_shares)
                .then(|| problem(passage, message, &b, &a));
        }
        if !is_wrong {
            return None;
        }
        let (word, is) = if falls { ("fall", "larger") } else { ("rise", "smaller") };
        let message = format!(
            "this is said to {word}, and {} is {is} than {}",
            passage.typed(&b),
            passage.typed(&a)
        );
        Some(problem(passage, message, &b, &a))
    };
    let fell = passage.found("fell").iter().filter_map(|found| wrong(found, true));
    fell.chain(passage.found("rose").iter().filter_map(|found| wrong(found, false))).collect()
}

/// Parts of a number: more than it, a share that is another, or not all of it with what is left.
fn parts(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let counts = passage.counts(&subject.years);
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    for found in passage.found("part-of-whole") {
        let Some(at) = found.part("n") else { continue };
        let Some(of) = found.part("of").or_else(|| whole_before(passage, &at, found)) else {
            continue;
        };
        if counts.iter().any(|count| count.at == at || count.at == of) || known.contains(&at.start)
        {
            continue;
        }
        known.push(at.start);
        let (Some(n), Some(whole)) = (passage.number(at.start), passage.number(of.start)) else {
            continue;
        };
        let share = found.part("p").and_then(|p| passage.number(p.start));
        let message = match share {
            _ if n > whole => format!("{} are told of {}", passage.typed(&at), passage.typed(&of)),
            Some(share) if whole > 0.0 && (share - 100.0 * n / whole).abs() > 1.5 => {
                format!(
                    "{} of {} is {} per cent",
                    plain(n),
                    plain(whole),
                    plain((100.0 * n / whole).round())
                )
            }
            _ => continue,
        };
        problems.push(problem(passage, message, &at, &of));
    }
    problems.extend(
        passage.found("rest-of-number").iter().filter_map(|found| left(&counts, passage, found)),
    );
    problems
}

/// What 'of them' means, where nothing in its sentence and the one before can be it: the largest of the
/// numbers there, if it is too small, or the share beside is none of any of them.
fn whole_before(passage: &Passage<'_>, at: &Range<usize>, found: &Found) -> Option<Range<usize>> {
    let sentence = passage.tokens.sentence(at.start);
    let n = passage.number(at.start)?;
    let share = found.part("p").and_then(|p| passage.number(p.start));
    let numbers = plain_numbers(passage, at.start, 1);
    let fits = |whole: f64| {
        whole >= n && share.is_none_or(|share| (share - 100.0 * n / whole).abs() <= 1.5)
    };
    let is_all = at.start > 0 && passage.tokens.small(at.start - 1) == "all";
    let is_here = !is_all && numbers.iter().any(|(_, range)| sentence.contains(&range.start));
    if !is_here || numbers.iter().any(|(whole, _)| fits(*whole)) {
        return None;
    }
    numbers.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, range)| range)
}

/// The numbers before a token, in its sentence and in so many before that, but for percentages and times.
fn plain_numbers(passage: &Passage<'_>, at: usize, back: usize) -> Vec<(f64, Range<usize>)> {
    let sentence = passage.tokens.all()[at].sentence;
    let is_plain = |name: &&Name| {
        let start = name.range.start;
        let others = [Class::Percent, Class::Day, Class::Month, Class::Year];
        let is_other = |class| passage.names.all(class).any(|other| other.range.contains(&start));
        start < at
            && passage.tokens.all()[start].sentence + back >= sentence
            && !others.into_iter().any(is_other)
    };
    let numbers = passage.names.all(Class::Number).filter(is_plain);
    numbers.map(|name| (amount(name), name.range.clone())).collect()
}

/// What is left of a number, when a part of it has been told: together they are all of it.
fn left(counts: &[Count], passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let at = found.part("n")?;
    if counts.iter().any(|count| count.at == at) {
        return None;
    }
    let sentence = passage.tokens.all()[at.start].sentence;
    let is_near = |other: usize, back: usize| {
        other < at.start && passage.tokens.all()[other].sentence + back >= sentence
    };
    let mut parts = passage.found("part-of-whole").iter().filter_map(|part| part.part("n"));
    let part = parts.rfind(|part| is_near(part.start, 1))?;
    let (rest, part_of) = (passage.number(at.start)?, passage.number(part.start)?);
    let numbers = plain_numbers(passage, at.start, 2);
    let fits = |whole: f64| {
        let more = whole - rest - part_of;
        more == 0.0 || numbers.iter().any(|(n, range)| *n == more && *range != part && more > 0.0)
    };
    let (whole, of) =
        numbers.iter().filter(|(n, _)| *n > part_of).max_by(|a, b| a.0.total_cmp(&b.0))?;
    if numbers.iter().any(|(n, _)| fits(*n)) {
        return None;
    }
    let message = format!(
        "{} and the {} that are left make {}, and not {}",
        plain(part_of),
        plain(rest),
        plain(part_of + rest),
        plain(*whole)
    );
    Some(problem(passage, message, &at, of))
}

/// Shares in brackets after the numbers they are of, in one sentence and of one whole: '118 (55 per
/// cent)'. All but one fit a whole that is named before, and that one does not.
fn shares(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for sentence in passage.tokens.sentences() {
        let pair = |name: &Name| {
            let opens = passage.tokens.small(name.range.end) == "(";
            let share = passage.names.at(name.range.end + 1).find(|n| n.class == Class::Percent)?;
            opens.then(|| (name.range.clone(), amount(name), amount(share)))
        };
        let pairs: Vec<_> =
            passage.names.within(Class::Number, sentence).filter_map(pair).collect();
        let before =
            passage.sentence_before(sentence).map_or(sentence.start, |before| before.start);
        let near = before..sentence.end;
        let wholes = passage.names.within(Class::Number, &near);
        let odd = wholes.filter_map(|whole| {
            let is_off = |(_, n, share): &&(Range<usize>, f64, f64)| {
                (share - 100.0 * n / amount(whole)).abs() > 1.0
            };
            let off: Vec<_> = pairs.iter().filter(is_off).collect();
            (off.len() == 1 && pairs.len() > 2).then(|| (off[0].clone(), whole))
        });
        problems.extend(odd.take(1).map(|((at, n, _), whole)| {
            let message = format!(
                "{} of {} is {} per cent",
                plain(n),
                plain(amount(whole)),
                plain((100.0 * n / amount(whole)).round())
            );
            problem(passage, message, &at, &whole.range)
        }));
    }
    problems
}
