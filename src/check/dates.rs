//! The days that the law and the report set.

use super::reader::names::last_time;
use super::reader::words;
use super::{Subject, answers};
use crate::diagnostic::Diagnostic;
use crate::letter::date::{self, DateStyle, Deadline};
use crate::letter::{Done, Item, Items, Language};
use jiff::ToSpan;
use jiff::civil::Date;

/// The days within which comments must be published, the day of the report being the first: Police
/// Act 1996, section 55(5A).
pub const DAYS: i32 = 56;

/// The last day for publication.
pub fn last_day(published: Date) -> Option<Date> {
    published.checked_add((DAYS - 1).days()).ok()
}

/// The finding that the report has no day.
pub const NO_DAY: &str = "no-publication-date";

/// The letter is dated before the report, or after the last day.
pub fn dates(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let Some(published) = &letter.inspection.published else {
        let message = "the day on which the report was published is missing, so that the 56 days \
             cannot be counted";
        let place = letter.inspection.report.place;
        let help = "add under [inspection], for example: published = 2018-03-22";
        return vec![Diagnostic::warning(NO_DAY, message).at(place, "").help(help)];
    };
    let Some(dated) = &letter.date else { return Vec::new() };
    if dated.value < published.value {
        let message = "the letter is dated before the report was published";
        let problem = Diagnostic::error("dated-before-report", message)
            .at(dated.place, "the letter")
            .at(published.place, "the report");
        return vec![problem.help("look up both days; a date is written year-month-day")];
    }
    let Some(last) = last_day(published.value).filter(|last| dated.value > *last) else {
        return Vec::new();
    };
    let message =
        format!("the letter is dated after the last day for its publication, {}", day(last));
    let problem = Diagnostic::warning("late", message)
        .at(dated.place, "")
        .at(published.place, "the first of 56 days");
    vec![
        problem
            .help("if it was published in time, say so in [check]; if not, say why in the letter"),
    ]
}

/// Deadlines that had passed when the letter was written, without a word that they were met.
pub fn deadlines(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(dated) = &subject.letter.date else { return Vec::new() };
    let passed = |items: &Items, item: &Item| {
        let deadline = item.deadline.as_ref().filter(|_| !item.is_settled())?;
        let last = last_day_of(deadline).filter(|last| *last < dated.value)?;
        let is_told = || answers::tells(subject, items, item, "speaks-of-deadline");
        let message = format!("the deadline, {}, is before the date of the letter", day(last));
        let help = "if it was met, add: done = true, or the day on which it was done";
        let problem = Diagnostic::warning("deadline-passed", message).at(deadline.place(), "");
        (!is_told()).then(|| problem.at(dated.place, "the letter").help(help))
    };
    let mut problems = Vec::new();
    for items in subject.letter.item_lists() {
        let all = items.items.iter().flat_map(|item| std::iter::once(item).chain(&item.items));
        problems.extend(all.filter_map(|item| passed(items, item)));
    }
    problems
}

/// What is said to have been done on a day after that of the letter.
pub fn done_later(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(dated) = &subject.letter.date else { return Vec::new() };
    let later = |item: &Item| {
        let Some(Done::On(done)) = &item.done else { return None };
        let place = Some(done.place).filter(|_| done.value > dated.value)?;
        let message = format!("this is after the date of the letter, {}", day(dated.value));
        let problem = Diagnostic::error("done-after-letter", message)
            .at(place, "")
            .at(dated.place, "the letter");
        Some(problem.help("look up both days; what is still to come is no `done`, but a deadline"))
    };
    subject.letter.all_items().filter_map(later).collect()
}

/// The last day of a deadline, of one in words too where these name a day or a month.
fn last_day_of(deadline: &Deadline) -> Option<Date> {
    match deadline {
        Deadline::Words(words) => last_time(&words.value, words::of(Language::English)),
        deadline => deadline.last_day(),
    }
}

fn day(date: Date) -> String {
    date::day(date, DateStyle::Plain, Language::English)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_the_report_is_the_first_of_56() {
        let day = |y, m, d| jiff::civil::date(y, m, d);
        assert_eq!(last_day(day(2018, 3, 22)), Some(day(2018, 5, 16)));
        assert_eq!(last_day(day(2023, 11, 30)), Some(day(2024, 1, 24)));
    }
}
