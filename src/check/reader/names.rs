//! Names in a text: what means one thing wherever it stands, such as a number, a day, a grade, a force.

use super::tokens::{Kind, Tokens};
use super::words::{ByWord, Words};
use crate::letter::date;
use jiff::civil::Date;
use std::ops::Range;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// A number in words or digits.
    Number,
    /// A number with a sign or a word for per cent.
    Percent,
    /// A kind of item.
    Item,
    /// A grade of a programme.
    Grade,
    /// An area of the letter.
    Area,
    /// A police force.
    Force,
    /// A programme of inspections.
    Programme,
    /// A day with its month, and its year perhaps.
    Day,
    /// A month with its year.
    Month,
    /// A year.
    Year,
    /// An Act of Parliament, without its year.
    Act,
    /// A person of whom the letter or the office file tells.
    Person,
    /// A count that phrases found.
    Count,
    /// The place that a force serves.
    Place,
}

/// A name with its tokens.
#[derive(Clone, Debug)]
pub struct Name {
    /// What it is of.
    pub class: Class,
    /// Where it stands.
    pub range: Range<usize>,
    /// What it means.
    pub value: Value,
}

impl Name {
    /// What a phrase found, to be a name for other phrases.
    pub fn of_phrase(class: Class, range: Range<usize>) -> Self {
        Self { class, range, value: Value::Number(0.0) }
    }
}

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// So many.
    Number(f64),
    /// One of a list.
    Index(usize),
    /// A time.
    Time(Time),
}

/// A day, a month or a year as a text gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Time {
    /// The day of the week, from Monday, and its token.
    pub weekday: Option<(usize, usize)>,
    /// The day of the month.
    pub day: Option<i8>,
    /// The month.
    pub month: Option<i8>,
    /// The year.
    pub year: Option<i16>,
    /// How many months follow the one named: two in a season.
    pub more: i8,
}

impl Time {
    /// The first and the last day of it, where the calendar has them.
    pub fn span(self) -> Option<(Date, Date)> {
        let first = Date::new(self.year?, self.month.unwrap_or(1), self.day.unwrap_or(1)).ok()?;
        Some(match (self.month, self.day) {
            (_, Some(_)) => (first, first),
            (Some(month), None) => {
                let last = Date::new(first.year(), month + self.more, 1).ok()?;
                (first, last.last_of_month())
            }
            (None, None) => (first, first.last_of_year()),
        })
    }
}

/// All names of a text, in its order; several may begin at one token.
#[derive(Debug, Default)]
pub struct Names {
    all: Vec<Name>,
    /// How many names begin before each token.
    before: Vec<usize>,
}

impl Names {
    /// Reads a text. `own` has the names that the letter itself gives.
    pub fn of(text: &str, tokens: &Tokens, words: &Words, own: &Lexicon) -> Self {
        let reader = NameFinder { text, tokens, words };
        let mut names = Vec::new();
        let (mut free, mut counted) = (0, 0);
        for at in 0..tokens.all().len() {
            if at >= counted {
                let numbers = reader.number(at);
                counted = numbers.first().map_or(counted, |number| number.range.end);
                names.extend(numbers);
            }
            if at >= free {
                free = reader.times(at, &mut names);
            }
            for lexicon in [&words.lexicon, own] {
                names.extend(lexicon.longest(tokens, at));
            }
        }
        let mut names = Self { all: names, before: vec![0; tokens.all().len() + 1] };
        names.count();
        names
    }

    /// Adds names that phrases found.
    pub fn add(&mut self, more: impl Iterator<Item = Name>) {
        self.all.extend(more);
        self.all.sort_by_key(|name| name.range.start);
        self.count();
    }

    fn count(&mut self) {
        let mut names = self.all.iter().peekable();
        let mut before = 0;
        for (at, count) in self.before.iter_mut().enumerate() {
            while names.next_if(|name| name.range.start < at).is_some() {
                before += 1;
            }
            *count = before;
        }
    }

    /// The names that begin at a token or behind it.
    fn from(&self, at: usize) -> &[Name] {
        let first = self.before.get(at).copied().unwrap_or(self.all.len());
        &self.all[first..]
    }

    /// The names that begin at a token.
    pub fn at(&self, at: usize) -> impl Iterator<Item = &Name> {
        self.from(at).iter().take_while(move |name| name.range.start == at)
    }

    /// The names of a class within some tokens.
    pub fn within(&self, class: Class, tokens: &Range<usize>) -> impl Iterator<Item = &Name> {
        let end = tokens.end;
        let inside = self.from(tokens.start).iter().take_while(move |name| name.range.start < end);
        inside.filter(move |name| name.class == class)
    }

    /// Whether a name of one of some classes begins within some tokens.
    pub fn has_within(&self, classes: &[Class], tokens: &Range<usize>) -> bool {
        let inside = self.from(tokens.start).iter();
        inside
            .take_while(|name| name.range.start < tokens.end)
            .any(|name| classes.contains(&name.class))
    }

    /// Whether a token is part of a day or a month.
    pub fn has_time_at(&self, at: usize) -> bool {
        /// No day is told in more tokens: 'Thursday, the twenty-first day of May, 2026'.
        const LONGEST: usize = 12;
        let near = at.saturating_sub(LONGEST)..at + 1;
        let mut times =
            [Class::Day, Class::Month].into_iter().flat_map(|class| self.within(class, &near));
        times.any(|name| name.range.contains(&at))
    }

    /// All names of a class.
    pub fn all(&self, class: Class) -> impl Iterator<Item = &Name> {
        self.all.iter().filter(move |name| name.class == class)
    }
}

/// Names that are given as words, by their first word.
#[derive(Debug, Default)]
pub struct Lexicon(ByWord<Box<str>, Vec<Entry>>);

#[derive(Debug)]
struct Entry {
    rest: Vec<Box<str>>,
    class: Class,
    index: usize,
}

impl Lexicon {
    /// Adds a name for what stands at an index of its list.
    pub fn add(&mut self, class: Class, index: usize, name: &str) {
        let tokens = Tokens::of(name);
        let mut words = (0..tokens.all().len()).map(|at| tokens.small(at).into());
        if let Some(first) = words.next() {
            let entry = Entry { rest: words.collect(), class, index };
            self.0.entry(first).or_default().push(entry);
        }
    }

    /// Of each class, the longest name that begins at a token.
    fn longest(&self, tokens: &Tokens, at: usize) -> Vec<Name> {
        let first = tokens.small(at);
        let plain = first.strip_suffix("'s");
        let entries =
            [Some(first), plain].into_iter().flatten().filter_map(|word| self.0.get(word));
        let mut found: Vec<Name> = Vec::new();
        for entry in entries.flatten().filter(|entry| entry.stands_at(tokens, at)) {
            let range = at..at + 1 + entry.rest.len();
            let name = Name { class: entry.class, range, value: Value::Index(entry.index) };
            match found.iter_mut().find(|known| known.class == name.class) {
                Some(known) if known.range.end >= name.range.end => {}
                Some(known) => *known = name,
                None => found.push(name),
            }
        }
        found
    }
}

impl Entry {
    fn stands_at(&self, tokens: &Tokens, at: usize) -> bool {
        let last = self.rest.len();
        self.rest.iter().enumerate().all(|(index, word)| {
            let token = tokens.small(at + 1 + index);
            token == &**word || index + 1 == last && token.strip_suffix("'s") == Some(word)
        })
    }
}

struct NameFinder<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    words: &'a Words,
}

impl NameFinder<'_> {
    /// A number, and the same with what makes it a percentage.
    fn number(&self, at: usize) -> Vec<Name> {
        let Some((n, length)) = self.value(at) else { return Vec::new() };
        let named = |class, end| Name { class, range: at..end, value: Value::Number(n) };
        let end = at + length;
        let percent = match (self.tokens.small(end), self.tokens.small(end + 1)) {
            ("%" | "percent", _) => Some(end + 1),
            ("per", "cent") => Some(end + 2),
            _ => None,
        };
        std::iter::once(named(Class::Number, end))
            .chain(percent.map(|end| named(Class::Percent, end)))
            .collect()
    }

    /// The number that begins at a token, and how many tokens it takes.
    pub fn value(&self, at: usize) -> Option<(f64, usize)> {
        let small = self.tokens.small(at);
        if self.tokens.all()[at].kind == Kind::Number {
            let is_part = at > 0
                && self.tokens.is_joined(at)
                && matches!(self.tokens.small(at - 1), "/" | "-" | "." | "#");
            return plain(small).filter(|_| !is_part).map(|n| (n, 1));
        }
        let known = |words: &str| self.words.numbers.get(words).copied();
        if self.words.begins_long_number(small) {
            let pair = format!("{small} {}", self.tokens.small(at + 1));
            let three = format!("{pair} {}", self.tokens.small(at + 2));
            let long = known(&three).map(|n| (n, 3)).or_else(|| Some((known(&pair)?, 2)));
            if long.is_some() {
                return long;
            }
        }
        let first = known(small)?;
        let unit = known(self.tokens.small(at + 1)).filter(|unit| (1.0..10.0).contains(unit));
        let is_tens = (20.0..100.0).contains(&first) && first % 10.0 == 0.0;
        Some(unit.filter(|_| is_tens).map_or((first, 1), |unit| (first + unit, 2)))
    }

    /// A day, a month or a year, and where what follows it begins.
    fn times(&self, at: usize, names: &mut Vec<Name>) -> usize {
        let (class, time, length) = match (self.day(at), self.month(at), self.year(at)) {
            (Some((time, length)), ..) => {
                let weekday = at.checked_sub(1).and_then(|before| self.weekday(before));
                (Class::Day, Time { weekday, ..time }, length)
            }
            (None, Some(month), _) => {
                let year = self.year_after(at + 1);
                if year.is_none() && !self.is_month(at) {
                    return at;
                }
                let (year, length) = year.unzip();
                let time = Time { month: Some(month), year, ..Time::default() };
                (Class::Month, time, 1 + length.unwrap_or(0))
            }
            (.., Some(year)) => (Class::Year, Time { year: Some(year), ..Time::default() }, 1),
            _ => match self.season(at) {
                Some((time, length)) => (Class::Month, time, length),
                None => return at,
            },
        };
        names.push(Name { class, range: at..at + length, value: Value::Time(time) });
        at + length
    }

    /// `16 April 2018`, `16th of April`, `April 16, 2018`, `16/04/2018`, `16.04.2018`, `2018-04-16`.
    fn day(&self, at: usize) -> Option<(Time, usize)> {
        if let Some(time) = self.day_in_digits(at) {
            return Some(time);
        }
        if let Some(month) = self.month(at) {
            let day = self.day_number(at + 1)?;
            let (year, length) = self.year_after(at + 2)?;
            return Some((Time::on(day, month, Some(year)), 2 + length));
        }
        let day = self.day_number(at)?;
        let of = usize::from(matches!(self.tokens.small(at + 1), "of" | "o"));
        let month = self.month(at + 1 + of)?;
        let year = self.year_after(at + 2 + of);
        let length = 2 + of + year.map_or(0, |(_, length)| length);
        Some((Time::on(day, month, year.map(|(year, _)| year)), length))
    }

    fn day_in_digits(&self, at: usize) -> Option<(Time, usize)> {
        let digits = |at: usize| self.tokens.all().get(at).filter(|t| t.kind == Kind::Number);
        let small = self.tokens.small(at);
        digits(at)?;
        let parts: Vec<&str> = small.split('.').collect();
        let (parts, length) = match (parts.as_slice(), self.tokens.small(at + 1)) {
            ([day, month, year], _) => ([*day, *month, *year], 1),
            ([first], sign @ ("/" | "-")) if self.tokens.small(at + 3) == sign => {
                digits(at + 2)?;
                digits(at + 4)?;
                ([*first, self.tokens.small(at + 2), self.tokens.small(at + 4)], 5)
            }
            _ => return None,
        };
        let [day, month, year] =
            if parts[0].len() == 4 { [parts[2], parts[1], parts[0]] } else { parts };
        let year = year.parse().ok().filter(|year| (1800..2200).contains(year))?;
        let (day, month) =
            (day.parse().ok()?, month.parse().ok().filter(|m| (1..=12).contains(m))?);
        Some((Time::on(day, month, Some(year)), length))
    }

    /// The day of a month: `1`, `1st`.
    fn day_number(&self, at: usize) -> Option<i8> {
        let small = self.tokens.small(at);
        let digits = small.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let is_day = matches!(
            &small[digits.len()..],
            "" | "st" | "nd" | "rd" | "th" | "ain" | "af" | "eg" | "fed"
        );
        digits.parse().ok().filter(|day| is_day && (1..100).contains(day))
    }

    /// Whether the name of a month, without a year, is one: 'in May', not 'May I'.
    fn is_month(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.tokens.small(before));
        self.words.has("before-months", before)
    }

    fn month(&self, at: usize) -> Option<i8> {
        let large = self.tokens.is_large(self.text, at);
        large.then(|| self.words.months.get(self.tokens.small(at)).copied()).flatten()
    }

    fn year(&self, at: usize) -> Option<i16> {
        let token = self.tokens.all().get(at)?;
        let after = self.tokens.small(at + 1) == "/" || self.tokens.small(at + 1) == "-";
        let is_joined =
            self.tokens.is_joined(at) && matches!(self.tokens.small(at - 1), "/" | "-" | "£");
        let alone = !is_joined || !after;
        (token.kind == Kind::Number && token.range.len() == 4 && alone)
            .then(|| self.tokens.small(at).parse().ok().filter(|year| (1900..2100).contains(year)))
            .flatten()
    }

    /// `the spring of 2025`; winter is of two years, and not clear.
    fn season(&self, at: usize) -> Option<(Time, usize)> {
        let seasons = self.words.list("seasons");
        let season = seasons.iter().position(|season| *season == self.tokens.small(at))?;
        let of = usize::from(self.tokens.small(at + 1) == "of");
        let (year, length) = self.year_after(at + 1 + of)?;
        let month = Some(3 + 3 * i8::try_from(season).ok()?);
        let time = Time { month, year: Some(year), more: 2, ..Time::default() };
        Some((time, 1 + of + length))
    }

    /// The year at a token, with a comma before it perhaps, and how many tokens that takes.
    fn year_after(&self, at: usize) -> Option<(i16, usize)> {
        let comma = usize::from(self.tokens.small(at) == ",");
        let token = self.tokens.all().get(at + comma)?;
        let year = self.tokens.small(at + comma).parse().ok();
        let year = year.filter(|year| token.range.len() == 4 && (1800..2200).contains(year))?;
        Some((year, comma + 1))
    }

    /// The day of the week at a token, or before the comma or the 'since' there.
    fn weekday(&self, at: usize) -> Option<(usize, usize)> {
        let is_between = matches!(self.tokens.small(at), "," | "since");
        let at = if is_between { at.checked_sub(1)? } else { at };
        let small = self.tokens.small(at);
        Some((self.words.weekdays.iter().position(|day| *day == small)?, at))
    }
}

impl Time {
    fn on(day: i8, month: i8, year: Option<i16>) -> Self {
        Self { day: Some(day), month: Some(month), year, ..Self::default() }
    }
}

/// The value of digits, with commas between thousands perhaps.
fn plain(digits: &str) -> Option<f64> {
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
    is_plain.then(|| digits.replace(',', "").parse().ok()).flatten()
}

/// The time that a few words name, the last where they name several: 'between May and July 2024'.
pub fn last_time(text: &str, words: &Words) -> Option<Date> {
    let tokens = Tokens::of(text);
    let names = Names::of(text, &tokens, words, &Lexicon::default());
    let times = [Class::Day, Class::Month].into_iter().flat_map(|class| names.all(class));
    let last = times.filter_map(|name| match name.value {
        Value::Time(time) => time.span().map(|(_, last)| last),
        _ => None,
    });
    last.max()
}

/// The months of a language by their names in small letters.
pub fn months(language: crate::letter::Language) -> ByWord<String, i8> {
    (1..).zip(date::months(language)).map(|(n, name)| (name.to_lowercase(), n)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;
    use crate::letter::Language;
    use jiff::civil::date;

    #[test]
    fn words_may_name_a_day_or_a_month() {
        for (text, last) in [
            ("by 31 March 2023", Some(date(2023, 3, 31))),
            ("1st October 2024, at the latest", Some(date(2024, 10, 1))),
            ("by the end of February 2024", Some(date(2024, 2, 29))),
            ("between May 2024 and July 2024", Some(date(2024, 7, 31))),
            ("by 31 June 2024", None),
            ("before the next inspection", None),
            ("every March", None),
        ] {
            assert_eq!(last_time(text, words::of(Language::English)), last, "{text}");
        }
    }
}
