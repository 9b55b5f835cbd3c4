//! Where each letter stands: what is still to be done, and by when.

use crate::check::last_day;
use crate::letter::{Item, Letter};
use jiff::civil::Date;
use serde::Serialize;

/// Where one letter stands.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// Its name.
    pub letter: String,
    /// The report that it answers.
    pub report: String,
    /// Whether it is a draft.
    pub draft: bool,
    /// Which round of a draft it is.
    pub round: Option<i64>,
    /// How many have sent the draft of this round back.
    pub returned: Option<usize>,
    /// How many it goes round to.
    pub sent_to: usize,
    /// Its date.
    pub date: Option<Date>,
    /// The day on which the report was published.
    pub published: Option<Date>,
    /// The last day for its publication: Police Act 1996, section 55(5A).
    pub last_day: Option<Date>,
    /// The days from the day that counts to the last: the day on which the letter was published, if
    /// that is known; else its date; and today for a draft. Fewer than none if it is late.
    pub days_left: Option<i32>,
    /// How many items it has.
    pub items: usize,
    /// How many of them are answered.
    pub answered: usize,
    /// How many errors there are.
    pub errors: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// How many findings more there are that the office allows.
    pub allowed: usize,
    /// Whether `output/` has it as it is now.
    pub output: Output,
    /// The last version that was put away.
    pub archived: Option<u32>,
    /// The day on which that was sent.
    pub sent: Option<Date>,
    /// The day on which that was published.
    pub letter_published: Option<Date>,
}

/// Whether `output/` has a letter as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Output {
    /// All files are there and are what `build` would make.
    Built,
    /// All files are there and are what was put away, which its own file is, too.
    Kept,
    /// A file is missing, or is of an earlier state.
    Stale,
    /// No file is there.
    NotBuilt,
    /// It cannot be made as it is.
    HasErrors,
    /// A file cannot be read: nobody can say.
    Unreadable,
}

impl Output {
    /// How the files of a letter stand that are not made anew.
    pub fn kept(self) -> Self {
        if self == Self::Built { Self::Kept } else { self }
    }

    /// How a table says it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Built => "built",
            Self::Kept => "kept",
            Self::Stale => "stale",
            Self::NotBuilt => "not built",
            Self::HasErrors => "has errors",
            Self::Unreadable => "unreadable",
        }
    }
}

/// What is known of a letter beside what it says.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// How many errors and warnings there are.
    pub findings: (usize, usize),
    /// How many more are allowed.
    pub allowed: usize,
    /// Whether `output/` has it.
    pub output: Output,
    /// The last version that was put away.
    pub archived: Option<Archived>,
    /// How many drafts of this round have come back.
    pub returned: usize,
}

/// A version that was put away.
#[derive(Clone, Copy, Debug)]
pub struct Archived {
    /// Which.
    pub version: u32,
    /// The day on which it was sent.
    pub sent: Option<Date>,
    /// The day on which it was published.
    pub published: Option<Date>,
}

impl Status {
    /// Where a letter stands on a day.
    pub fn new(name: &str, letter: &Letter, known: Known, today: Date) -> Self {
        let date = letter.date.as_ref().map(|date| date.value).filter(|_| !letter.draft);
        let published = letter.inspection.published.as_ref().map(|date| date.value);
        let last = published.and_then(last_day);
        let letter_published = known.archived.and_then(|archived| archived.published);
        let counted = letter_published.or(date).unwrap_or(today);
        let round = letter.round.as_ref().map(|round| round.value);
        let unanswered = crate::check::unanswered(letter);
        let items: Vec<&Item> = letter.all_items().collect();
        Self {
            letter: name.to_owned(),
            report: letter.inspection.report.value.clone(),
            draft: letter.draft,
            round: round.filter(|_| letter.draft),
            returned: round.filter(|_| letter.draft).map(|_| known.returned),
            sent_to: letter.sent_to.len(),
            date: letter.date.as_ref().map(|date| date.value),
            published,
            last_day: last,
            days_left: last.and_then(|last| days(counted, last)),
            items: items.len(),
            answered: items.len() - unanswered,
            errors: known.findings.0,
            warnings: known.findings.1,
            allowed: known.allowed,
            output: known.output,
            archived: known.archived.map(|archived| archived.version),
            sent: known.archived.and_then(|archived| archived.sent),
            letter_published,
        }
    }

    /// The most urgent first: letters still to be sent by their last days, then those that are dated
    /// and not put away, then those that are, the latest first.
    pub fn sort(all: &mut [Self]) {
        all.sort_by(|a, b| {
            let stage = |s: &Self| (s.archived.is_some(), !s.draft);
            let by_urgency = || match a.draft {
                true => (a.last_day.is_none(), a.last_day).cmp(&(b.last_day.is_none(), b.last_day)),
                false => b.date.cmp(&a.date),
            };
            stage(a).cmp(&stage(b)).then_with(by_urgency).then_with(|| a.letter.cmp(&b.letter))
        });
    }

    /// The date as a table says it, and of a draft how its round stands.
    pub fn dated_in_words(&self) -> String {
        match (self.draft, self.round) {
            (false, _) => self.date.map_or_else(|| "\u{2013}".to_owned(), |date| date.to_string()),
            (true, None) => "draft".to_owned(),
            (true, Some(round)) => {
                let returned = self.returned.unwrap_or_default();
                let of =
                    if self.sent_to > 0 { format!(" of {}", self.sent_to) } else { String::new() };
                format!("round {round}: {returned}{of} returned")
            }
        }
    }

    /// The days left, as a table says it.
    pub fn days_left_in_words(&self) -> String {
        match (self.days_left, self.draft) {
            (None, _) => "\u{2013}".to_owned(),
            (Some(days @ ..0), _) => format!("{} late", -days),
            (Some(0), true) => "last day".to_owned(),
            (Some(days), true) => days.to_string(),
            (Some(_), false) => "in time".to_owned(),
        }
    }
}

fn days(from: Date, to: Date) -> Option<i32> {
    Some(from.until(to).ok()?.get_days())
}
