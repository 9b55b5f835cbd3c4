//! Days, months and deadlines as letters write them.

use super::{Language, Line, Placed};
use crate::diagnostic::Place;
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// How a day is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateStyle {
    /// `16 April 2018`, the style of gov.uk.
    #[default]
    Plain,
    /// `16th April 2018`.
    Ordinal,
}

const MONTHS: [[&str; 12]; 2] = [
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    [
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ],
];

/// The months in a language.
pub fn months(language: Language) -> [&'static str; 12] {
    MONTHS[language as usize]
}

/// The month's name, as in `April 2018`.
pub fn month(date: Date, language: Language) -> String {
    let index = usize::from(date.month().unsigned_abs()) - 1;
    format!("{} {}", MONTHS[language as usize][index], date.year())
}

/// The day as the letter writes it. Welsh has no short ordinals in use, and always goes without.
pub fn day(date: Date, style: DateStyle, language: Language) -> String {
    let suffix = match (style, language) {
        (DateStyle::Ordinal, Language::English) => ordinal_suffix(date.day()),
        _ => "",
    };
    format!("{}{suffix} {}", date.day(), month(date, language))
}

fn ordinal_suffix(day: i8) -> &'static str {
    match (day, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// By when something is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Deadline {
    /// By the end of a day.
    Day(Placed<Date>),
    /// By the end of a month; the date is its first day.
    Month(Placed<Date>),
    /// Within some time of a day.
    Within {
        /// Such as `3 months`, as written.
        words: Line,
        /// The same as a span.
        span: Length,
        /// The day it is counted from.
        from: Placed<Date>,
    },
    /// In words that cannot be compared with a day.
    Words(Line),
}

/// A length of time in one unit, comparable as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    number: i32,
    unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

impl Length {
    /// Reads `3 months`, `1 year`, `6 weeks`.
    pub fn parse(text: &str) -> Option<Self> {
        let (number, unit) = text.trim().split_once(' ')?;
        let unit = match unit.trim().trim_end_matches('s') {
            "day" => Unit::Day,
            "week" => Unit::Week,
            "month" => Unit::Month,
            "year" => Unit::Year,
            _ => return None,
        };
        let number = number.parse().ok().filter(|n| (1..=1000).contains(n))?;
        Some(Self { number, unit })
    }

    /// The length in Welsh, as after 'o fewn': the noun stays singular after its number, and changes
    /// its first letter after some. Above ten it follows 'o' in the plural.
    fn in_welsh(self) -> String {
        let Self { number, unit } = self;
        let many = match unit {
            Unit::Day => "o ddiwrnodau",
            Unit::Week => "o wythnosau",
            Unit::Month => "o fisoedd",
            Unit::Year => "o flynyddoedd",
        };
        let few = match (unit, number) {
            (_, 11..) => return format!("{number} {many}"),
            (Unit::Day, 2) => "ddiwrnod",
            (Unit::Day, _) => "diwrnod",
            (Unit::Week, _) => "wythnos",
            (Unit::Month, 2) => "fis",
            (Unit::Month, _) => "mis",
            (Unit::Year, 1) => "flwyddyn",
            (Unit::Year, 2) => "flynedd",
            (Unit::Year, 3 | 4 | 6) => "blynedd",
            (Unit::Year, _) => "mlynedd",
        };
        format!("{number} {few}")
    }

    fn span(self) -> Span {
        match self.unit {
            Unit::Day => self.number.days(),
            Unit::Week => self.number.weeks(),
            Unit::Month => self.number.months(),
            Unit::Year => self.number.years(),
        }
    }
}

impl Deadline {
    /// Where it is written.
    pub fn place(&self) -> Place {
        match self {
            Self::Day(date) | Self::Month(date) => date.place,
            Self::Within { words, .. } | Self::Words(words) => words.place,
        }
    }

    /// The last day on which it is met; none where only words are given.
    pub fn last_day(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(day.value),
            Self::Month(first) => Some(first.value.last_of_month()),
            Self::Within { span, from, .. } => from.value.checked_add(span.span()).ok(),
            Self::Words(_) => None,
        }
    }

    /// The deadline as the letter says it, to follow 'Deadline: '.
    pub fn in_words(&self, style: DateStyle, language: Language) -> String {
        match self {
            Self::Day(date) => day(date.value, style, language),
            Self::Month(first) => month(first.value, language),
            Self::Within { words, span, from } => {
                let from = day(from.value, style, language);
                match language {
                    Language::English => format!("within {} of {from}", words.value),
                    Language::Welsh => format!("o fewn {} i {from}", span.in_welsh()),
                }
            }
            Self::Words(words) => words.value.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_written_in_both_styles_and_languages() {
        let written = |d, style| day(d, style, Language::English);
        assert_eq!(written(date(2018, 4, 6), DateStyle::Plain), "6 April 2018");
        for (d, text) in [
            (1, "1st"),
            (2, "2nd"),
            (3, "3rd"),
            (4, "4th"),
            (11, "11th"),
            (12, "12th"),
            (13, "13th"),
            (21, "21st"),
            (22, "22nd"),
            (23, "23rd"),
            (30, "30th"),
            (31, "31st"),
        ] {
            assert_eq!(written(date(2018, 5, d), DateStyle::Ordinal), format!("{text} May 2018"));
        }
        let welsh = day(date(2018, 4, 16), DateStyle::Ordinal, Language::Welsh);
        assert_eq!(welsh, "16 Ebrill 2018");
    }

    #[test]
    fn a_length_of_time_is_written_in_welsh() {
        for (english, welsh) in [
            ("1 month", "1 mis"),
            ("2 months", "2 fis"),
            ("3 months", "3 mis"),
            ("6 weeks", "6 wythnos"),
            ("2 days", "2 ddiwrnod"),
            ("28 days", "28 o ddiwrnodau"),
            ("12 months", "12 o fisoedd"),
            ("1 year", "1 flwyddyn"),
            ("5 years", "5 mlynedd"),
        ] {
            assert_eq!(Length::parse(english).unwrap().in_welsh(), welsh);
        }
    }

    #[test]
    fn a_length_of_time_has_a_number_and_a_unit() {
        for good in ["3 months", "1 year", "14 days", "6 weeks"] {
            assert!(Length::parse(good).is_some(), "{good}");
        }
        for bad in ["months", "three months", "3", "0 days", "3 moons", "-1 days"] {
            assert!(Length::parse(bad).is_none(), "{bad}");
        }
    }
}
