//! Days that the commentary names.

use super::Subject;
use super::passages::{Passage, Voice, end_of, sentence};
use super::pattern::{after, before, has_any};
use crate::diagnostic::Diagnostic;
use crate::letter::date::{self, DateStyle, ENGLISH_MONTHS};
use crate::letter::{Language, Letter};
use jiff::civil::{Date, Weekday};
use regex_lite::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A day as a text names it, such as 'Monday 16th September 2024'.
struct Named {
    /// Where it stands, without the day of the week.
    range: Range<usize>,
    /// The day of the week and where it begins.
    weekday: Option<(Weekday, usize)>,
    day: i8,
    month: i8,
    year: Option<i16>,
}

impl Named {
    /// The day, where the calendar has it.
    fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }
}

/// Days that cannot be meant: one that the calendar does not have, and one after the letter's that is
/// told as past.
pub fn named(subject: &Subject<'_>) -> Vec<Diagnostic> {
    subject.passages.iter().flat_map(|passage| in_passage(subject.letter, passage)).collect()
}

fn in_passage(letter: &Letter, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let wrong =
        |named: Named| [no_such_day(passage, &named), told_as_past(letter, passage, &named)];
    days(passage.prose.as_str()).flat_map(wrong).flatten().collect()
}

/// A day that the calendar does not have.
fn no_such_day(passage: &Passage<'_>, named: &Named) -> Option<Diagnostic> {
    let Named { range, weekday, .. } = named;
    let text = passage.prose.as_str();
    let (message, start) = match (named.date(), weekday) {
        (Some(date), Some((weekday, start))) if date.weekday() != *weekday => {
            let day = date::day(date, DateStyle::Plain, Language::English);
            (format!("{day} is a {}", name(date.weekday())), *start)
        }
        (None, _) if is_impossible(named) && is_day(text, named) => {
            (format!("there is no {}", &text[range.clone()]), range.start)
        }
        _ => return None,
    };
    let problem = Diagnostic::error("no-such-day", message);
    Some(problem.at(passage.prose.place(start..range.end), "").help("look up the day"))
}

/// Whether no year, or not the one that is named, has the day.
fn is_impossible(named: &Named) -> bool {
    Date::new(named.year.unwrap_or(2024), named.month, named.day).is_err()
}

/// Whether a number before a month is a day: without a year it may count something, as in 'the 31
/// June burglaries'.
fn is_day(text: &str, named: &Named) -> bool {
    let last = text[..named.range.start].split_whitespace().next_back();
    let leads = |word: &str| BEFORE_DAYS.iter().any(|before| before.eq_ignore_ascii_case(word));
    match named.year {
        Some(_) => named.day < 40,
        None => named.day < 32 && last.is_some_and(leads),
    }
}

/// What stands before a day.
const BEFORE_DAYS: [&str; 9] =
    ["after", "before", "by", "dated", "ending", "from", "on", "since", "until"];

/// What the commissioner tells as past and is dated after the letter.
fn told_as_past(letter: &Letter, passage: &Passage<'_>, named: &Named) -> Option<Diagnostic> {
    let dated = letter.date.as_ref().filter(|_| passage.voice == Voice::Commissioner)?;
    named.date().filter(|date| *date > dated.value)?;
    let start = named.weekday.map_or(named.range.start, |(_, start)| start);
    if !is_past(&passage.small, start..named.range.end) {
        return None;
    }
    let message = "this is told as past, and is after the date of the letter";
    let problem = Diagnostic::error("done-after-letter", message)
        .at(passage.prose.place(start..named.range.end), "")
        .at(dated.place, "the letter");
    Some(problem.help("look up both days"))
}

/// Whether what a day is named for has happened. Only where nothing else can be meant: 'is to have met
/// on' and 'the plan agreed on' tell of what is still to come, or may.
fn is_past(small: &str, day: Range<usize>) -> bool {
    let (lead, rest) = (end_of(&small[..day.start]), &small[day.end..]);
    let told = DONE_ON.is_match(lead) || lead.trim_end().ends_with("on") && WE_DID.is_match(rest);
    told && !has_any(sentence(small, day.start), ["if ", "would", "expect"])
}

/// What stands before the day on which something was done.
static DONE_ON: LazyLock<Regex> = LazyLock::new(|| {
    let who = "i|we|he|she|they|it|who|panel|board|committee|group|force|inspectors|commissioner";
    let was = "was|were|has been|have been";
    let done = "agreed|appointed|approved|closed|completed|discussed|held|introduced|issued|launched|opened|published|signed";
    let whom = "(?: (?:with|to))?(?: (?:me|us|you|him|her|them|the [a-z]+(?: [a-z]+)?))?";
    before(&[
        &format!("(?:{who}) (?:met|visited|attended|wrote|spoke){whom} on"),
        &format!("(?:took place|began|(?:{was}) (?:{done})) on"),
    ])
});

/// What follows the day on which something was done.
static WE_DID: LazyLock<Regex> = LazyLock::new(|| {
    after(&[",? (?:i|we) (?:met|visited|attended|wrote|spoke|chaired|launched|opened|received)"])
});

/// The days that a text names with a month in words.
fn days(text: &str) -> impl Iterator<Item = Named> {
    let large = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_uppercase());
    large.filter_map(|(at, _)| {
        let month = ENGLISH_MONTHS.iter().position(|month| text[at..].starts_with(month))?;
        let (start, day) = day_before(&text[..at])?;
        let end = at + ENGLISH_MONTHS[month].len();
        if text[end..].starts_with(char::is_alphanumeric) {
            return None;
        }
        let year = year_after(&text[end..]);
        let end = end + year.map_or(0, |(_, length)| length);
        let weekday = weekday_before(&text[..start]);
        let (month, year) = (i8::try_from(month + 1).ok()?, year.map(|(year, _)| year));
        Some(Named { range: start..end, weekday, day, month, year })
    })
}

/// The number of a day at the end of a text, and where it begins.
fn day_before(text: &str) -> Option<(usize, i8)> {
    let words = text.trim_end();
    let words = words.strip_suffix(" of").unwrap_or(words);
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| words.strip_suffix(end));
    let words = ordinal.unwrap_or(words);
    let start = words.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let is_part = |c: char| c.is_alphanumeric() || "£.,/".contains(c);
    let is_number = text.ends_with(char::is_whitespace) && !words[..start].ends_with(is_part);
    let day = words[start..].parse().ok().filter(|day| *day > 0 && is_number)?;
    Some((start, day))
}

/// The year at the beginning of a text, and the length of it all.
fn year_after(text: &str) -> Option<(i16, usize)> {
    let rest = text.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let year = rest[..digits].parse().ok().filter(|year| (1800..2200).contains(year))?;
    Some((year, text.len() - rest.len() + digits))
}

/// The day of the week at the end of a text, and where it begins.
fn weekday_before(text: &str) -> Option<(Weekday, usize)> {
    let words = text.trim_end_matches(|c: char| c == ',' || c.is_whitespace());
    let weekdays = Weekday::Monday.cycle_forward().take(7);
    let mut found = weekdays.filter(|weekday| words.ends_with(name(*weekday)));
    found.next().map(|weekday| (weekday, words.len() - name(weekday).len()))
}

fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
