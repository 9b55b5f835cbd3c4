//! The letter as the office wrote it: one value of one type, every part with its place.
//!
//! [`load`](load::load) makes it from TOML. Nothing here knows of templates, pages or files.

pub mod canonical;
pub mod commentary;
pub mod date;
pub mod decode;
pub mod keyed;
pub mod load;
pub mod paths;
pub mod programme;
pub mod prose;
mod quotations;
mod syntax;
pub mod traced;
pub mod tree;

use crate::diagnostic::Place;
use commentary::Commentary;
use date::{DateStyle, Deadline};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// A value that the user wrote, with the place where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub place: Place,
}

impl<T: Serialize> Serialize for Placed<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

/// One line of plain text.
pub type Line = Placed<String>;

/// Everything one letter says, and what is known about it.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The day it is dated; a draft may have none.
    pub date: Option<Placed<Date>>,
    /// How days are written.
    pub date_style: DateStyle,
    /// Whether this is a draft.
    pub draft: bool,
    /// Which round of a draft this is, from 1.
    pub round: Option<Placed<i64>>,
    /// The language it is written in.
    pub language: Language,
    /// How fixed sentences speak of who writes.
    pub voice: Voice,
    /// What it is about.
    pub subject: Line,
    /// The same in a few words.
    pub running_head: Option<Line>,
    /// The office's own reference.
    pub reference: Option<Line>,
    /// The recipient's reference.
    pub your_reference: Option<Line>,
    /// How it is sent, such as 'By email only'.
    pub delivery: Option<Line>,
    /// Such as 'Dear Home Secretary', without the comma; a statement needs none.
    pub salutation: Option<Line>,
    /// Such as 'Yours sincerely', without the comma; a statement needs none.
    pub valediction: Option<Line>,
    /// Who gets a copy.
    pub cc: Vec<Line>,
    /// What is sent with it.
    pub enclosures: Vec<Line>,
    /// The forms to make of it.
    pub forms: Vec<Form>,
    /// How area headings are numbered.
    pub heading_numbers: HeadingNumbers,
    /// What areas for improvement without a number are called.
    pub item_labels: ItemLabels,
    /// Where grades are shown.
    pub grades: GradeDisplay,
    /// How fixed sentences name the force, such as 'the Force'.
    pub force_term: Option<Line>,
    /// Abbreviations that need no spelling out. For checks only.
    pub abbreviations: Vec<Line>,
    /// Who a draft goes round to.
    pub sent_to: Vec<Line>,
    /// Who writes.
    pub sender: Sender,
    /// Who is written to; a statement needs none.
    pub recipient: Option<Recipient>,
    /// Who was Home Secretary from which day. For checks only.
    pub home_secretaries: Vec<HomeSecretary>,
    /// The inspection that is answered.
    pub inspection: Inspection,
    /// The words of its grades and pillars in its language, by their names in small letters, where
    /// they are not those names.
    pub grade_words: BTreeMap<String, String>,
    /// The grades that can be given, in small letters, best first.
    pub scale: Vec<String>,
    /// What is said of the whole.
    pub overview: Overview,
    /// Items outside any area, as a national report has them.
    pub items: Items,
    /// What was graded, each with its items.
    pub areas: Vec<Area>,
    /// The chief constable's comments on the whole report.
    pub chief_constable: Option<ChiefConstable>,
    /// The end of the letter.
    pub conclusion: Conclusion,
}

impl Letter {
    /// The items outside areas with their answers, then those of each area.
    pub fn item_lists(&self) -> impl Iterator<Item = &Items> {
        std::iter::once(&self.items).chain(self.areas.iter().map(|area| &area.items))
    }

    /// A grade or a pillar in the language of the letter.
    pub fn grade_in_words(&self, grade: &Line) -> String {
        let name = grade.value.to_lowercase();
        self.grade_words.get(&name).cloned().unwrap_or(name)
    }

    /// The place of a grade, the best first.
    pub fn rank(&self, grade: &AreaGrade) -> usize {
        let place = |grade: &Line| {
            let name = grade.value.to_lowercase();
            self.scale.iter().position(|known| *known == name)
        };
        grade.given().and_then(place).unwrap_or(self.scale.len())
    }

    /// All items, those beneath a cause of concern included, in the order of the letter.
    pub fn all_items(&self) -> impl Iterator<Item = &Item> {
        self.item_lists().flat_map(Items::all)
    }
}

/// The language of a letter or of a part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, as written in Britain.
    #[default]
    English,
    /// Welsh.
    Welsh,
}

impl Language {
    /// The tag that names it (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            Self::Welsh => "cy",
        }
    }
}

/// A form in which the content can be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// The letter to the Home Secretary
    Letter,
    /// A statement for the website: no letterhead, addressee or sign-off
    Statement,
}

/// How the headings of areas are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HeadingNumbers {
    /// Not at all.
    #[default]
    None,
    /// `1)`
    Bracket,
    /// `1.`
    Point,
}

/// How fixed sentences speak of who writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// As 'I'.
    #[default]
    First,
    /// As 'the Commissioner'.
    Third,
}

/// What an area for improvement is called that has neither number nor title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ItemLabels {
    /// Nothing: it is what a reader expects.
    #[default]
    None,
    /// What it is.
    Kind,
}

/// Where the grades of the areas are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum GradeDisplay {
    /// In the heading of each area.
    #[default]
    Headings,
    /// In a list after the overview.
    List,
    /// In a list by grade after the overview.
    Grouped,
    /// In a table after the overview.
    Table,
}

/// Who writes the letter.
#[derive(Clone, Debug, Serialize)]
pub struct Sender {
    /// The commissioner's name.
    pub name: Line,
    /// Letters after the name.
    pub post_nominals: Option<Line>,
    /// The title of the office held. It is going to change, and differs between forces.
    pub title: Line,
    /// The name of the office.
    pub office: Line,
    /// The lines of its address.
    pub address: Vec<Line>,
    /// Its telephone number.
    pub telephone: Option<Line>,
    /// Its e-mail address.
    pub email: Option<Line>,
    /// Its web address.
    pub website: Option<Line>,
    /// What it is called in the other language, where it has two.
    pub other: Option<SenderInOther>,
    /// Whether the letterhead has both languages.
    pub both_languages: bool,
}

/// The sender in the other language of an office that has two.
#[derive(Clone, Debug, Serialize)]
pub struct SenderInOther {
    /// The title of the office held.
    pub title: Line,
    /// The name of the office.
    pub office: Line,
    /// The lines of its address.
    pub address: Vec<Line>,
}

/// Who the letter is written to.
#[derive(Clone, Debug, Serialize)]
pub struct Recipient {
    /// The name, with what stands before and after it.
    pub name: Line,
    /// The office held.
    pub office: Option<Line>,
    /// The lines of the address.
    pub address: Vec<Line>,
}

/// A holder of the office of Home Secretary.
#[derive(Clone, Debug)]
pub struct HomeSecretary {
    /// The name.
    pub name: Line,
    /// The day office was taken.
    pub since: Placed<Date>,
    /// How to begin a letter.
    pub salutation: Option<Line>,
}

/// The inspection that the letter answers.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The force inspected.
    pub force: Line,
    /// The programme it was part of, which decides the grades that can be given.
    pub programme: Option<Line>,
    /// The report's title.
    pub report: Line,
    /// The day the report was published: the first of the 56 days of the Police Act 1996,
    /// section 55(5A).
    pub published: Option<Placed<Date>>,
    /// Where the report can be read.
    pub url: Option<Line>,
    /// Who inspected.
    pub inspectorates: Vec<Line>,
    /// The overall grade.
    pub grade: Option<Line>,
    /// The overall grade of the last inspection.
    pub previous_grade: Option<Line>,
    /// Grades of pillars, where the programme has them.
    pub pillars: Vec<Pillar>,
    /// What the report says of its own numbers. For checks only.
    pub reported: Reported,
}

/// The grade of one pillar, such as legitimacy.
#[derive(Clone, Debug)]
pub struct Pillar {
    /// Its name.
    pub name: Line,
    /// Its grade.
    pub grade: Line,
    /// Its grade at the last inspection.
    pub previous_grade: Option<Line>,
}

/// How many items the report itself says it has.
#[derive(Clone, Debug, Default)]
pub struct Reported {
    /// Recommendations.
    pub recommendations: Option<Placed<i64>>,
    /// Areas for improvement.
    pub areas_for_improvement: Option<Placed<i64>>,
    /// Causes of concern.
    pub causes_of_concern: Option<Placed<i64>>,
    /// Those that concern this force.
    pub for_force: Option<Placed<i64>>,
    /// Those that are for others.
    pub owners: Vec<Owner>,
}

/// How many recommendations are for somebody.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Who is to act.
    pub name: Line,
    /// How many.
    pub count: Option<Placed<i64>>,
}

/// What is said of the whole.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Overview {
    /// What it says.
    pub text: Option<Commentary>,
    /// What a statement says in place of that.
    pub statement_text: Option<Commentary>,
    /// What it says in Welsh.
    pub welsh: Option<Commentary>,
    /// Where it stands, if it says nothing.
    #[serde(skip)]
    pub silent: Option<Place>,
}

/// The end of the letter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Conclusion {
    /// Whether it has a heading; where that is not said, as need be.
    pub heading: Option<bool>,
    /// What it says.
    pub text: Option<Commentary>,
    /// What it says in Welsh.
    pub welsh: Option<Commentary>,
    /// Where it stands, if it says nothing.
    #[serde(skip)]
    pub silent: Option<Place>,
}

/// One question of the inspection.
#[derive(Clone, Debug)]
pub struct Area {
    /// Its name.
    pub title: Line,
    /// The long official name.
    pub long_title: Option<Line>,
    /// The pillar it belongs to.
    pub pillar: Option<Line>,
    /// Its grade, or whether it has none.
    pub grade: AreaGrade,
    /// Its grade at the last inspection.
    pub previous_grade: Option<Line>,
    /// The grade it had until it was corrected after publication.
    pub corrected: Option<Correction>,
    /// What stands before the items.
    pub findings: Option<Commentary>,
    /// What the inspection wants done.
    pub items: Items,
    /// What stands after the items.
    pub closing: Option<Commentary>,
    /// What is said in Welsh.
    pub welsh: Option<Commentary>,
}

impl Area {
    /// Whether nothing is said of it: there are neither words nor items, and no correction
    /// of its grade.
    pub fn is_silent(&self) -> bool {
        let words = [&self.findings, &self.closing, &self.welsh];
        let said = words.iter().any(|text| text.is_some()) || self.corrected.is_some();
        !said && self.items.items.is_empty()
    }
}

/// What is known of an area's grade.
#[derive(Clone, Debug)]
pub enum AreaGrade {
    /// It was given this grade.
    Graded(Line),
    /// It was inspected, not graded.
    NotGraded,
    /// The letter does not say.
    Unstated,
}

impl AreaGrade {
    /// The grade, where there is one.
    pub fn given(&self) -> Option<&Line> {
        match self {
            Self::Graded(grade) => Some(grade),
            Self::NotGraded | Self::Unstated => None,
        }
    }
}

/// A grade changed after publication.
#[derive(Clone, Debug)]
pub struct Correction {
    /// The grade first published.
    pub from: Line,
    /// The day it was changed.
    pub on: Placed<Date>,
}

/// Items with the answers that are given to several of them.
#[derive(Clone, Debug, Default)]
pub struct Items {
    /// The items.
    pub items: Vec<Item>,
    /// Answers to some of them, named by their numbers.
    pub responses: Vec<Response>,
    /// One answer to all that have no other.
    pub joint_response: Option<Commentary>,
}

impl Items {
    /// The items with those beneath them.
    pub fn all(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().flat_map(|item| std::iter::once(item).chain(&item.items))
    }
}

/// One answer to several items.
#[derive(Clone, Debug)]
pub struct Response {
    /// The numbers of the items.
    pub to: Vec<Line>,
    /// What is done or will be done.
    pub action: Option<Commentary>,
    /// Why nothing is done.
    pub no_action_because: Option<Commentary>,
    /// The answer.
    pub text: Option<Commentary>,
    /// A part of it in Welsh.
    pub welsh: Option<Commentary>,
}

impl Response {
    /// Whether it says what is done, or why nothing is.
    pub fn has_action(&self) -> bool {
        self.action.is_some() || self.no_action_because.is_some()
    }

    /// What it says, in the order in which it is printed.
    pub fn texts(&self) -> impl Iterator<Item = &Commentary> {
        [&self.action, &self.no_action_because, &self.text].into_iter().flatten()
    }
}

/// What an item is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A finding the force should act on.
    #[default]
    AreaForImprovement,
    /// A serious, critical or systemic shortcoming.
    CauseOfConcern,
    /// A cause of concern published before the report.
    AcceleratedCauseOfConcern,
    /// Something recommended: its answer must say what is done, or why nothing is
    /// (Police Act 1996, section 55(5B)).
    Recommendation,
}

/// One thing that the inspection wants done, and what the commissioner says to it.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// Its number in the report.
    pub number: Option<Line>,
    /// Its heading in the report.
    pub title: Option<Line>,
    /// What leads up to it.
    pub context: Option<Commentary>,
    /// The report's words.
    pub text: Commentary,
    /// The commissioner's answer.
    pub response: Option<Commentary>,
    /// A part of it in Welsh.
    pub welsh: Option<Commentary>,
    /// Who is to act.
    pub owner: Option<Line>,
    /// By when.
    pub deadline: Option<Deadline>,
    /// Whether and when it was done.
    pub done: Option<Done>,
    /// Whether it is accepted.
    pub position: Option<Position>,
    /// What is done or will be done.
    pub action: Option<Commentary>,
    /// Why nothing is done.
    pub no_action_because: Option<Commentary>,
    /// The chief constable's comments on it.
    pub chief_constable: Option<Commentary>,
    /// The commissioner's reply to those.
    pub reply: Option<Commentary>,
    /// The recommendations beneath a cause of concern.
    pub items: Vec<Item>,
}

impl Item {
    /// Whether it stands under a heading of its own.
    pub fn has_heading(&self, labels: ItemLabels) -> bool {
        labels.has_heading(self.kind, self.number.as_ref(), self.title.as_ref())
    }

    /// Whether nothing is left to be done.
    pub fn is_settled(&self) -> bool {
        self.done.as_ref().is_some_and(|done| *done != Done::Told(Progress::InPart))
    }
}

impl ItemLabels {
    /// Whether such an item stands under a heading of its own.
    pub fn has_heading(self, kind: Kind, number: Option<&Line>, title: Option<&Line>) -> bool {
        let is_expected = kind == Kind::AreaForImprovement && self == Self::None;
        !is_expected || number.is_some() || title.is_some()
    }
}

/// That an item has been done.
#[derive(Clone, Debug, PartialEq)]
pub enum Done {
    /// On this day.
    On(Placed<Date>),
    /// On a day that is not told.
    Sometime,
    /// What is told in place of a day.
    Told(Progress),
}

/// What has become of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// It was done in part.
    InPart,
    /// The inspectorate has closed it.
    Closed,
}

/// Whether the commissioner accepts an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// Yes.
    Accepted,
    /// In part.
    Partly,
    /// No.
    Rejected,
}

/// Where the chief constable's comments stand, seen from the areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentsPlace {
    /// Before them.
    Before,
    /// After them.
    After,
}

/// The chief constable's comments on the whole report, Police Act 1996, section 55(5)(b), and the
/// commissioner's reply, section 55(5)(c).
#[derive(Clone, Debug, Serialize)]
pub struct ChiefConstable {
    /// The name.
    #[serde(skip)]
    pub name: Option<Line>,
    /// The office held.
    #[serde(skip)]
    pub office: Option<Line>,
    /// The comments.
    pub comments: Option<Commentary>,
    /// The file that has the comments, where they are attached.
    pub file: Option<Line>,
    /// Where they can be read.
    pub url: Option<Line>,
    /// Whether it is certain that there are none.
    pub none_received: bool,
    /// Where all of this stands.
    pub place: CommentsPlace,
    /// The reply.
    pub reply: Option<Commentary>,
}

/// Words with a capital at their start.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl Item {
    /// Every commentary on it, those beneath it left out.
    pub fn texts(&self) -> [&Option<Commentary>; 6] {
        [
            &self.context,
            &self.action,
            &self.no_action_because,
            &self.response,
            &self.chief_constable,
            &self.reply,
        ]
    }
}
