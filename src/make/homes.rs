//! Where in a letter each value is printed: the same words elsewhere are another's.

use crate::diagnostic::Place;
use crate::document::Region;
use crate::letter::date::Deadline;
use crate::letter::{Item, Letter, Line};
use std::collections::BTreeMap;

/// The part of a letter in which a value is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Home {
    /// The letterhead, the sign-off, and the first line of a statement.
    Sender,
    /// The window of the envelope.
    Recipient,
    /// Above the subject.
    Particulars,
    /// There, or at the end of a statement.
    Day,
    /// The main heading.
    Subject,
    /// The line below it.
    Salutation,
    /// The line above the signature.
    Valediction,
    /// Below the signature.
    End,
    /// A heading, or a line of a list or of a table.
    Title,
    /// The line below a heading.
    Subtitle,
    /// The lines about an item.
    Item,
    /// Headings and sentences about the chief constable.
    ChiefConstable,
    /// Sentences outside of all parts.
    Sentence,
}

impl Home {
    /// Whether it is there that a value stands, in a part of the letter and behind what stands before
    /// it in its line.
    pub fn has(self, region: Option<Region>, before: &str) -> bool {
        let begins = |signs: &[char]| before.starts_with(signs);
        match self {
            Self::Sender => matches!(region, None | Some(Region::Sender | Region::SignOff)),
            Self::Recipient => region == Some(Region::Recipient),
            Self::Particulars => region == Some(Region::Particulars),
            Self::Day => matches!(region, Some(Region::Particulars | Region::SignOff)),
            Self::Subject => before == "# ",
            Self::Salutation => region == Some(Region::Salutation) && before.is_empty(),
            Self::Valediction => region == Some(Region::SignOff),
            Self::End => region.is_none() && (before == "- " || before.ends_with(": ")),
            Self::Title => begins(&['#', '-', '|']),
            Self::Subtitle => before == "*",
            Self::Item => region == Some(Region::Item) && !begins(&['>']),
            Self::ChiefConstable => {
                begins(&['#']) || matches!(region, None | Some(Region::ChiefConstable))
            }
            Self::Sentence => region.is_none() && !begins(&['#']),
        }
    }
}

/// The homes of the values of a letter that are printed as they are.
pub struct Homes(BTreeMap<Place, Home>);

impl Homes {
    /// The homes of a letter's values.
    pub fn of(letter: &Letter) -> Self {
        let mut homes = Self(BTreeMap::new());
        homes.around(letter);
        homes.add(Home::Sentence, &letter.force_term);
        let inspection = &letter.inspection;
        let of_report = [&inspection.report, &inspection.force];
        homes.add(Home::Sentence, of_report.into_iter().chain(&inspection.inspectorates));
        homes.0.extend(inspection.published.iter().map(|day| (day.place, Home::Sentence)));
        homes.add(Home::Title, inspection.pillars.iter().map(|pillar| &pillar.name));
        homes.add(Home::Title, letter.areas.iter().map(|area| &area.title));
        homes.add(Home::Subtitle, letter.areas.iter().flat_map(|area| &area.long_title));
        letter.all_items().for_each(|item| homes.item(item));
        if let Some(chief) = &letter.chief_constable {
            let named = [&chief.name, &chief.office, &chief.file].into_iter().flatten();
            homes.add(Home::ChiefConstable, named);
        }
        homes
    }

    /// What stands around the words of the letter.
    fn around(&mut self, letter: &Letter) {
        let sender = &letter.sender;
        self.add(Home::Sender, [&sender.name, &sender.title, &sender.office]);
        self.add(Home::Sender, &sender.address);
        let more = [&sender.post_nominals, &sender.telephone, &sender.email, &sender.website];
        self.add(Home::Sender, more.into_iter().flatten());
        if let Some(recipient) = &letter.recipient {
            let lines = std::iter::once(&recipient.name).chain(&recipient.office);
            self.add(Home::Recipient, lines.chain(&recipient.address));
        }
        let particulars = [&letter.reference, &letter.your_reference, &letter.delivery];
        self.add(Home::Particulars, particulars.into_iter().flatten());
        self.0.extend(letter.date.iter().map(|day| (day.place, Home::Day)));
        self.add(Home::Subject, [&letter.subject]);
        self.add(Home::Salutation, &letter.salutation);
        self.add(Home::Valediction, &letter.valediction);
        self.add(Home::End, letter.cc.iter().chain(&letter.enclosures));
    }

    fn item(&mut self, item: &Item) {
        let words = match &item.deadline {
            Some(Deadline::Words(words) | Deadline::Within { words, .. }) => Some(words),
            _ => None,
        };
        self.add(
            Home::Item,
            [item.title.as_ref(), item.owner.as_ref(), words].into_iter().flatten(),
        );
    }

    fn add<'a>(&mut self, home: Home, lines: impl IntoIterator<Item = &'a Line>) {
        self.0.extend(lines.into_iter().map(|line| (line.place, home)));
    }

    /// The home of the value at a place.
    pub fn at(&self, place: Place) -> Option<Home> {
        let up_to = Place { end: usize::MAX, ..place };
        let (found, home) = self.0.range(..=up_to).next_back()?;
        (found.file == place.file && place.end <= found.end).then_some(*home)
    }
}
