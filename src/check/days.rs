//! Days that the commentary names.

use super::Subject;
use super::dates::{DAYS, last_day};
use super::reader::names::{Class, Name, Time, Value};
use super::reader::phrases::Found;
use super::reader::{Key, Passage, Voice};
use crate::diagnostic::Diagnostic;
use crate::letter::date::{self, DateStyle};
use crate::letter::{Letter, capitalised};
use jiff::civil::Date;
use std::ops::Range;

/// Days that cannot be meant: one that the calendar does not have, one told as past that is to come or
/// the other way round, and a day of publication that is not the report's.
pub fn named(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let in_passage = |passage| {
        let mut problems = no_such_days(letter, passage);
        if passage.voice != Voice::Report {
            problems.extend(told_otherwise(letter, passage));
            problems
                .extend(passage.found("begins-ends").iter().filter_map(|f| ends_first(passage, f)));
            problems.extend(
                passage.found("days-after").iter().filter_map(|f| apart(letter, passage, f)),
            );
        }
        problems.extend(other_deadline(letter, passage));
        if passage.is_ours() {
            problems.extend(published_otherwise(subject, passage));
            problems.extend(other_limit(letter, passage));
            problems.extend(other_last_day(letter, passage));
        }
        problems
    };
    subject.passages.iter().flat_map(in_passage).collect()
}

/// The time at a token.
fn time_at(passage: &Passage<'_>, at: &Range<usize>) -> Option<Time> {
    passage.names.at(at.start).find_map(|name| match name.value {
        Value::Time(time) => Some(time),
        _ => None,
    })
}

/// Days that the calendar does not have, or that were another day of the week.
fn no_such_days(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong = |name: &Name| {
        let time = time_at(passage, &name.range)?;
        let (weekday, date) = (time.weekday, time.span());
        let (message, start) = match (date, weekday) {
            (Some((date, _)), Some((weekday, start))) => {
                let is = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
                let name = passage.words.weekdays.get(is).filter(|_| is != weekday)?;
                let name = capitalised(name);
                (
                    format!("{} is a {name}", date::day(date, DateStyle::Plain, letter.language)),
                    start,
                )
            }
            (None, _) if is_impossible(time) && is_day(passage, name, time) => {
                (format!("there is no {}", passage.typed(&name.range)), name.range.start)
            }
            _ => return None,
        };
        let problem = Diagnostic::error("no-such-day", message);
        let place = passage.place(&(start..name.range.end));
        Some(problem.at(place, "").help("look up the day"))
    };
    passage.names.all(Class::Day).filter_map(wrong).collect()
}

/// Whether no year, or not the one that is named, has the day.
fn is_impossible(time: Time) -> bool {
    let (Some(day), Some(month)) = (time.day, time.month) else { return false };
    Date::new(time.year.unwrap_or(2024), month, day).is_err()
}

/// Whether a number before a month is a day: without a year it may count something, as in 'the 31
/// June burglaries'.
fn is_day(passage: &Passage<'_>, name: &Name, time: Time) -> bool {
    let before = name.range.start.checked_sub(1).map_or("", |before| passage.tokens.small(before));
    match time.year {
        Some(_) => time.day < Some(40),
        None => time.day < Some(32) && passage.words.has("before-days", before),
    }
}

/// What is told as past and is after the letter, or as still to come and is before it.
fn told_otherwise(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let Some(dated) = &letter.date else { return Vec::new() };
    let told = |kind: &'static str| {
        passage.found(kind).iter().filter_map(move |found: &Found| {
            let is_past = match kind {
                "told-past" => true,
                "told-future" => false,
                _ if is_done(passage, found) => true,
                _ if is_to_come(passage, found) => false,
                _ => return None,
            };
            let at = found.part("t")?;
            let (first, last) = near(time_at(passage, &at)?, dated.value)?;
            let is_wrong = if is_past { first > dated.value } else { last < dated.value };
            let sentence = passage.tokens.sentence(at.start);
            let is_unsure = passage.has("not-told", &sentence);
            // The chief constable may have written before that day.
            let is_earlier = !is_past && !passage.is_ours();
            let is_of_thing = !is_past && is_past_of_thing(passage, &at);
            let is_both = is_past && told_range(passage, "told-future", &at);
            (is_wrong && !is_unsure && !is_both && !is_earlier && !is_of_thing)
                .then_some((is_past, at))
        })
    };
    let mut all: Vec<(bool, Range<usize>)> =
        ["told-past", "told-future", "at-time"].into_iter().flat_map(told).collect();
    all.sort_by_key(|(_, at)| at.start);
    all.dedup_by_key(|(_, at)| at.start);
    all.into_iter().map(|(is_past, at)| otherwise(letter, passage, is_past, &at)).collect()
}

/// Whether a time follows on the word for what was done then: 'the room opened on 6 May'.
fn is_done(passage: &Passage<'_>, found: &Found) -> bool {
    let at = found.range.start;
    let small = |n: usize| at.checked_sub(n).map_or("", |at| passage.tokens.small(at));
    let is_form = small(1).ends_with("ed") || passage.words.has("done", small(1));
    let is_told = match passage.tokens.small(at) {
        "on" | "in" => !matches!(small(2), "be" | "is" | "are" | "to" | "being"),
        "by" => matches!(small(2), "was" | "were" | "been"),
        _ => false,
    };
    let sentence = passage.tokens.sentence(at);
    let is_open = passage.has("sign-of-future", &sentence) || passage.has("modal", &sentence);
    is_form && is_told && !is_open && !passage.words.has("planning", small(1))
}

/// Whether a time stands in a sentence that tells of nothing but what is to come.
fn is_to_come(passage: &Passage<'_>, found: &Found) -> bool {
    let sentence = passage.tokens.sentence(found.range.start);
    let small = |at: usize| passage.tokens.small(at);
    let is_form = |at: usize| at == 0 || !passage.words.has("before-done", small(at - 1));
    let mut signs = passage.found_in("sign-of-past", &sentence).iter();
    let is_done = |at: usize| {
        let is_ed = small(at).len() > 4 && small(at).ends_with("ed");
        is_form(at) && (is_ed || passage.words.has("done", small(at)))
    };
    passage.has("sign-of-future", &sentence)
        && !signs.any(|past| past.part("v").is_none() || is_form(past.range.start))
        && !sentence.clone().any(is_done)
}

/// Another day or month in the report's words, or in the answer to them, than in the deadline of the item.
fn other_deadline(letter: &Letter, passage: &Passage<'_>) -> Option<Diagnostic> {
    let kind = match passage.key {
        Key::Item => "by-time",
        Key::Answer(1) => "due-date",
        _ => return None,
    };
    let at = passage.found(kind).first()?.part("t")?;
    let item = letter.all_items().nth(passage.items_above.checked_sub(1)?)?;
    let deadline = item.deadline.as_ref()?;
    let last = deadline.last_day()?;
    let (first, end) = time_at(passage, &at)?.span()?;
    let message = format!(
        "the deadline of this item is {}",
        date::day(last, DateStyle::Plain, letter.language)
    );
    let problem = Diagnostic::warning("deadline-differs", message).at(passage.place(&at), "");
    let problem = problem.at(deadline.place(), "the deadline").help("look up the report");
    (!(first..=end).contains(&last)).then_some(problem)
}

/// 'Begins in October and ends in July.'
fn ends_first(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let (a, b) = (found.part("a")?, found.part("b")?);
    let (first, last) = (time_at(passage, &a)?.span()?.0, time_at(passage, &b)?.span()?.1);
    let message = format!("this ends before it begins, in {}", passage.typed(&a));
    let problem = Diagnostic::warning("no-such-day", message).at(passage.place(&b), "");
    (last < first).then(|| problem.at(passage.place(&a), "where it begins").help("look up both"))
}

/// 'On 11 May, nine days after publication.'
fn apart(letter: &Letter, passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let (at, n) = (found.part("t")?, found.part("n")?);
    let published = letter.inspection.published.as_ref()?;
    let (day, _) = near(time_at(passage, &at)?, published.value)?;
    let in_weeks =
        found.part("u").is_some_and(|u| passage.tokens.small(u.start).starts_with("week"));
    let told = passage.number(n.start)? * if in_weeks { 7.0 } else { 1.0 };
    let is = f64::from((day - published.value).get_days());
    let slack = if in_weeks { 4.0 } else { 1.0 };
    let message = format!("this is {is} days after the day of the report");
    let problem = Diagnostic::warning("publication-differs", message).at(passage.place(&n), "");
    let problem = problem.at(published.place, "the day of the report").help("count the days");
    ((told - is).abs() > slack).then_some(problem)
}

/// Whether a time is that of something done before: 'the figures collected in May', 'a letter of 3 May'.
fn is_past_of_thing(passage: &Passage<'_>, at: &Range<usize>) -> bool {
    let small = |at: usize| passage.tokens.small(at);
    let is_between = |at: &usize| {
        passage.words.has("before-times", small(*at))
            || passage.words.weekdays.contains(&small(*at))
    };
    let done = (1..at.start).rev().find(|at| !is_between(at)).filter(|done| *done + 1 < at.start);
    let is_done = done.is_some_and(|at| {
        let is_participle = small(at).ends_with("ed") || passage.words.has("done", small(at));
        is_participle && !passage.words.has("before-done", small(at - 1))
    });
    is_done || told_range(passage, "day-of-thing", at)
}

/// The first and the last day of a time. Without a year it is the one nearest to the letter, where
/// that is near enough for a reader to take it so.
fn near(time: Time, letter: Date) -> Option<(Date, Date)> {
    if time.year.is_some() {
        return time.span();
    }
    let of_year = |year| Time { year: Some(year), ..time }.span();
    let years = [letter.year() - 1, letter.year(), letter.year() + 1];
    let days = |(first, last): &(Date, Date)| {
        let away = |day: &Date| (*day - letter).get_days().abs();
        away(first).min(away(last))
    };
    years.into_iter().filter_map(of_year).min_by_key(days).filter(|span| days(span) <= NEAR)
}

/// So many days before or after the letter, a day or a month without a year is the nearest of its name.
const NEAR: i32 = 60;

/// Whether a phrase of a kind found the same time.
fn told_range(passage: &Passage<'_>, kind: &str, at: &Range<usize>) -> bool {
    passage.found(kind).iter().any(|found| found.part("t").as_ref() == Some(at))
}

fn otherwise(
    letter: &Letter,
    passage: &Passage<'_>,
    is_past: bool,
    at: &Range<usize>,
) -> Diagnostic {
    let weekday = time_at(passage, at).and_then(|time| time.weekday);
    let start = weekday.map_or(at.start, |(_, start)| start);
    let place = passage.place(&(start..at.end));
    let problem = match is_past {
        true => {
            let message = "this is told as past, and is after the date of the letter";
            Diagnostic::error("done-after-letter", message)
        }
        false => {
            let message = "this is told as still to come, and is before the date of the letter";
            Diagnostic::warning("told-as-to-come", message)
        }
    };
    let problem = problem.at(place, "");
    let problem = match &letter.date {
        Some(dated) => problem.at(dated.place, "the letter"),
        None => problem,
    };
    problem.help("look up both days")
}

/// A day or a month on which the report is said to have come out, and did not.
fn published_otherwise(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let Some(published) = &subject.letter.inspection.published else { return Vec::new() };
    let mut told: Vec<Range<usize>> = Vec::new();
    for found in passage.found("publication") {
        let Some(at) = found.part("t").filter(|at| !told.contains(at)) else { continue };
        let Some((first, last)) =
            time_at(passage, &at).and_then(|time| this_year(time, published.value).span())
        else {
            continue;
        };
        // 'Which HMICFRS published' says whose it was, whatever stands before it.
        let start = match passage.tokens.small(found.range.start) {
            "which" => found.range.start,
            _ => passage.tokens.sentence(at.start).start,
        };
        let before = start..at.start;
        let is_letter = subject.letter.date.as_ref().is_some_and(|date| date.value == first);
        let is_other = is_letter
            || passage.has("not-publication", &before)
            || subject.programme.is_some() && passage.has("national-publication", &before)
            || passage.has("of-elsewhere", &before);
        if !(first..=last).contains(&published.value) && !is_other {
            told.push(at);
        }
    }
    let problem = |at: &Range<usize>| {
        let day = date::day(published.value, DateStyle::Plain, subject.letter.language);
        let message = format!("the report was published on {day}, says [inspection]");
        let problem = Diagnostic::warning("publication-differs", message).at(passage.place(at), "");
        problem.at(published.place, "the day of the report").help("look up the day on the report")
    };
    told.iter().map(problem).collect()
}

/// A day without a year is one of the year of the report.
fn this_year(time: Time, published: Date) -> Time {
    Time { year: time.year.or(Some(published.year())), ..time }
}

/// Another day than the last one for comments, where the law is spoken of.
fn other_last_day(letter: &Letter, passage: &Passage<'_>) -> Option<Diagnostic> {
    let published = letter.inspection.published.as_ref()?;
    let last = last_day(published.value)?;
    let is_wrong = |found: &&Found| {
        let told = found.part("t").and_then(|at| time_at(passage, &at));
        let told = told.and_then(|time| this_year(time, last).span());
        let sentence = passage.tokens.sentence(found.range.start);
        told.is_some_and(|(first, end)| !(first..=end).contains(&last))
            && passage.has("speaks-of-law", &sentence)
    };
    let at = passage.found("limit-day").iter().find(is_wrong)?.part("t")?;
    let message = format!(
        "the last day for comments is {}",
        date::day(last, DateStyle::Plain, letter.language)
    );
    let problem = Diagnostic::warning("law-differs", message).at(passage.place(&at), "");
    let problem = problem.at(published.place, "the first of 56 days");
    Some(problem.help("Police Act 1996, section 55(5A)"))
}

/// Another number of days than the law gives for comments.
fn other_limit(letter: &Letter, passage: &Passage<'_>) -> Option<Diagnostic> {
    let days = |found: &Found| {
        let of_week = found.part("u").is_some_and(|u| passage.tokens.small(u.start) == "weeks");
        let n = passage.number(found.part("n")?.start)?;
        Some(if of_week { n * 7.0 } else { n })
    };
    let limits = passage.found("deadline-of-law").iter();
    let mut wrong = limits.filter(|found| days(found) != Some(f64::from(DAYS)));
    let at = wrong.find_map(|found| found.part("n"))?;
    let message = format!(
        "the law gives {DAYS} days for comments, of which the day of the report is the first"
    );
    let problem = Diagnostic::warning("law-differs", message).at(passage.place(&at), "");
    let problem = match &letter.inspection.published {
        Some(published) => problem.at(published.place, "the day of the report"),
        None => problem,
    };
    Some(problem.help("Police Act 1996, section 55(5A)"))
}
