//! Figures that do not fit each other: the total of a table, percentages of one whole, an average.

use super::Subject;
use super::reader::names::{Class, Name, Value};
use super::reader::phrases::Found;
use super::reader::{Passage, Voice};
use crate::diagnostic::Diagnostic;
use std::ops::Range;

/// The code of all rules here.
pub const CODE: &str = "sum";

/// Figures that do not fit each other, in all that is printed.
pub fn sums(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let each = |passage| {
        let mut problems = tables(passage);
        problems.extend(percentages(passage));
        problems.extend(averages(passage));
        problems.extend(moved(passage));
        problems.extend(changed(passage));
        if passage.voice != Voice::Report {
            problems.extend(super::parts::of_numbers(subject, passage));
        }
        problems
    };
    subject.passages.iter().flat_map(each).collect()
}

pub fn problem(
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
pub fn plain(n: f64) -> String {
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

pub fn amount(name: &Name) -> f64 {
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
        if are_unlike || is_year(&a) || is_year(&b) || !is_wrong {
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

/// A change by so many per cent, where the only two figures of the sentence make it another.
fn changed(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |found: &Found| {
        let at = found.part("p")?;
        let sentence = passage.tokens.sentence(at.start);
        let numbers = super::parts::figures(passage, &sentence);
        let [first, second] = numbers.as_slice() else { return None };
        let follows_from = |at: usize| {
            (1..3).any(|n| n <= at && matches!(passage.tokens.small(at - n), "from" | "against"))
        };
        let (from, to) = match (follows_from(first.1.start), follows_from(second.1.start)) {
            (true, _) => (first, second),
            (_, true) => (second, first),
            _ => return None,
        };
        let is = 100.0 * (to.0 - from.0).abs() / from.0;
        let mut told = passage.names.within(Class::Percent, &sentence);
        let fits = told.any(|share| (amount(share) - is).abs() <= 1.5);
        let message =
            format!("from {} to {} is {} per cent", plain(from.0), plain(to.0), plain(is.round()));
        let numbers = first.1.start..second.1.end;
        (from.0 > 0.0 && !fits).then(|| problem(passage, message, &at, &numbers))
    };
    passage.found("change-by").iter().filter_map(wrong).collect()
}
