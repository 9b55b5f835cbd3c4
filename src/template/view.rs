//! The letter as templates see it: words and numbers ready to be printed.
//!
//! Everything that is counted, written out or put in order is done here, so that templates hold
//! words only. Texts are plain unless they come from commentary, which is Markdown already.

use super::words::Words;
use crate::keys::{self, Key, words};
use crate::letter::commentary::Commentary;
use crate::letter::date;
use crate::letter::{
    Area, AreaGrade, ChiefConstable, Conclusion, Done, Form, GradeDisplay, HeadingNumbers, Item,
    Items, Kind, Language, Letter, Line, Overview, Pillar, Position, Progress, SenderInOther,
    Voice, capitalised,
};
use crate::markdown::escaped;
use crate::style::{Picture, Style};
use jiff::civil::Date;
use serde::Serialize;

/// Everything a template can print.
#[derive(Debug, Serialize)]
pub struct View<'a> {
    words: &'a Words,
    form: Form,
    draft: bool,
    /// What says that this is a draft.
    draft_label: Option<String>,
    date: Option<String>,
    subject: &'a Line,
    salutation: Option<&'a Line>,
    valediction: Option<&'a Line>,
    cc: &'a [Line],
    enclosures: &'a [Line],
    force: &'a str,
    grades: GradeDisplay,
    logo: Option<PictureView<'a>>,
    signature: Option<PictureView<'a>>,
    sender: SenderView<'a>,
    recipient: Vec<&'a str>,
    particulars: Vec<String>,
    inspection: InspectionView<'a>,
    overview: &'a Overview,
    graded_areas: Count,
    /// How many areas were graded, in a sentence.
    areas_graded: Option<String>,
    any_previous_grade: bool,
    areas_by_grade: Vec<GradeGroup<'a>>,
    /// All areas, with their grades.
    graded: Vec<GradedArea<'a>>,
    /// How many items there are outside areas, where they are listed and nothing else says what
    /// they are.
    lead_in: Option<String>,
    groups: Vec<Group<'a>>,
    /// The areas of which something is said.
    areas: Vec<AreaView<'a>>,
    chief_constable: ChiefConstableView<'a>,
    conclusion: ConclusionView<'a>,
}

#[derive(Debug, Serialize)]
struct PictureView<'a> {
    path: String,
    words: &'a str,
}

#[derive(Debug, Serialize)]
struct SenderView<'a> {
    name_with_letters: String,
    title: &'a Line,
    office: &'a Line,
    address: &'a [Line],
    contact: Vec<String>,
    /// What it is called in the other language, in a letterhead in both.
    other: Option<&'a SenderInOther>,
    /// The mark of that language.
    other_language: &'static str,
}

#[derive(Debug, Serialize)]
struct InspectionView<'a> {
    force: &'a Line,
    programme: Option<&'a Line>,
    grade: Option<String>,
    previous_grade: Option<String>,
    pillars: Vec<PillarView>,
    report: &'a Line,
    url: Option<&'a Line>,
    inspectorates: Vec<&'a str>,
    /// The same in words.
    inspected_by: String,
    published: Option<String>,
}

#[derive(Debug, Serialize)]
struct PillarView {
    name: String,
    grade: String,
    previous_grade: Option<String>,
}

#[derive(Debug, Serialize)]
struct Count {
    number: usize,
    words: String,
}

#[derive(Debug, Serialize)]
struct ConclusionView<'a> {
    /// Whether it would otherwise stand under the heading of something else.
    needs_heading: bool,
    text: Option<&'a Commentary>,
    welsh: Option<&'a Commentary>,
}

#[derive(Debug, Serialize)]
struct GradeGroup<'a> {
    grade: String,
    areas: Vec<GradedArea<'a>>,
}

#[derive(Debug, Serialize)]
struct GradedArea<'a> {
    title: &'a Line,
    grade_words: String,
    previous_grade: Option<String>,
}

#[derive(Debug, Serialize)]
struct AreaView<'a> {
    number: Option<String>,
    title: &'a Line,
    long_title: Option<&'a Line>,
    pillar: Option<&'a Line>,
    grade: Option<String>,
    grade_words: String,
    previous_grade: Option<String>,
    remarks: Vec<String>,
    findings: Option<&'a Commentary>,
    lead_in: Option<String>,
    groups: Vec<Group<'a>>,
    closing: Option<&'a Commentary>,
    welsh: Option<&'a Commentary>,
}

/// One item, or several in a list, and the answer that follows.
#[derive(Debug, Serialize)]
struct Group<'a> {
    listed: bool,
    /// The `#` signs of the heading of a list.
    marks: &'static str,
    /// What the items of a list are called together, where each has a number.
    heading: Option<String>,
    items: Vec<ItemView<'a>>,
    /// Whether it stands beneath a cause of concern.
    beneath: bool,
    response: Option<String>,
    welsh: Option<&'a Commentary>,
}

#[derive(Debug, Serialize)]
struct ItemView<'a> {
    /// The `#` signs of its heading.
    marks: &'static str,
    heading: Option<String>,
    label: Option<String>,
    title: Option<&'a Line>,
    particulars: Vec<String>,
    context: Option<&'a Commentary>,
    text: &'a Commentary,
    /// Whether anything is said to it here.
    answered: bool,
    /// What is said to it: its position, and in the same paragraph what follows.
    answer: String,
    position: Option<String>,
    action: Option<&'a Commentary>,
    no_action_because: Option<&'a Commentary>,
    response: Option<&'a Commentary>,
    welsh: Option<&'a Commentary>,
    chief_constable: Option<&'a Commentary>,
    reply: Option<&'a Commentary>,
    /// The recommendations beneath it of which only the report's words are told.
    listed: Vec<ItemView<'a>>,
}

#[derive(Debug, Serialize)]
struct ChiefConstableView<'a> {
    office: &'a str,
    /// Whether there is anything to print.
    heard: bool,
    /// The office with the name.
    named: String,
    /// What says that the comments are attached, or where they can be read; Markdown.
    attached: Option<String>,
    #[serde(flatten)]
    given: Option<&'a ChiefConstable>,
}

/// The letter as templates see it.
pub fn view<'a>(letter: &'a Letter, form: Form, style: &'a Style, words: &'a Words) -> View<'a> {
    Viewer { letter, form, words }.view(style)
}

struct Viewer<'a> {
    letter: &'a Letter,
    form: Form,
    words: &'a Words,
}

/// The marks of headings by level.
const MARKS: [&str; 7] = ["", "#", "##", "###", "####", "#####", "######"];

impl<'a> Viewer<'a> {
    fn view(&self, style: &'a Style) -> View<'a> {
        let letter = self.letter;
        let graded = || letter.areas.iter().filter(|area| area.grade.given().is_some());
        View {
            words: self.words,
            form: self.form,
            draft: letter.draft,
            draft_label: self.words.draft_label(letter),
            date: letter.date.as_ref().map(|date| self.day(date.value)),
            subject: &letter.subject,
            salutation: letter.salutation.as_ref(),
            valediction: letter.valediction.as_ref(),
            cc: &letter.cc,
            enclosures: &letter.enclosures,
            force: self.force(),
            grades: self.grades_shown(),
            logo: style.logo.as_ref().map(picture),
            signature: style.signature.as_ref().map(picture),
            sender: self.sender(),
            recipient: self.recipient(),
            particulars: self.particulars(),
            inspection: self.inspection(),
            overview: &letter.overview,
            graded_areas: self.count(graded().count()),
            areas_graded: self.areas_graded(graded().count()),
            any_previous_grade: letter.areas.iter().any(|area| area.previous_grade.is_some()),
            areas_by_grade: self.areas_by_grade(),
            graded: letter.areas.iter().map(|area| self.graded_area(area)).collect(),
            lead_in: self.lead_in_outside_areas(),
            groups: self.groups(&letter.items, 2),
            areas: self.spoken_of().enumerate().map(|(i, area)| self.area(i, area)).collect(),
            chief_constable: self.chief_constable(),
            conclusion: self.conclusion(),
        }
    }

    fn day(&self, date: Date) -> String {
        date::day(date, self.letter.date_style, self.letter.language)
    }

    fn count(&self, number: usize) -> Count {
        Count { number, words: number_in_words(number, self.letter.language) }
    }

    /// How many areas were graded, where that is worth a sentence; and that each is spoken of, where
    /// that is true.
    fn areas_graded(&self, count: usize) -> Option<String> {
        let is_told = |area: &Area| area.grade.given().is_none() || !area.is_silent();
        let name = match (self.letter.areas.iter().all(is_told), self.letter.voice) {
            (true, Voice::First) => &words::AREAS_GRADED,
            (true, Voice::Third) => &words::AREAS_GRADED_THIRD,
            (false, _) => &words::AREAS_GRADED_ONLY,
        };
        let count = Some(count).filter(|count| *count > 1)?;
        let areas = number_in_words(count, self.letter.language);
        Some(self.words.fill(
            name,
            &[("force", self.force()), ("areas", &areas), ("commissioner", self.commissioner())],
        ))
    }

    fn force(&self) -> &'a str {
        let term = self.letter.force_term.as_ref().map(|line| line.value.as_str());
        term.unwrap_or_else(|| self.words.get(&words::FORCE))
    }

    fn commissioner(&self) -> &'a str {
        self.words.get(&words::COMMISSIONER)
    }

    fn sender(&self) -> SenderView<'a> {
        let sender = &self.letter.sender;
        let contact = [
            self.labelled(&words::TELEPHONE, sender.telephone.as_ref()),
            self.labelled(&words::EMAIL, sender.email.as_ref()),
            self.labelled(&words::WEBSITE, sender.website.as_ref()),
        ];
        let letters = sender.post_nominals.as_ref().map(|letters| format!(" {}", letters.value));
        SenderView {
            name_with_letters: format!("{}{}", sender.name.value, letters.unwrap_or_default()),
            title: &sender.title,
            office: &sender.office,
            address: &sender.address,
            contact: contact.into_iter().flatten().collect(),
            other: sender.other.as_ref().filter(|_| sender.both_languages),
            other_language: match self.letter.language {
                Language::English => "cy",
                Language::Welsh => "en",
            },
        }
    }

    /// A line after its fixed words.
    fn labelled(&self, name: &Key<keys::Words>, line: Option<&Line>) -> Option<String> {
        line.map(|line| format!("{} {}", self.words.get(name), line.value))
    }

    fn recipient(&self) -> Vec<&'a str> {
        let Some(recipient) = &self.letter.recipient else { return Vec::new() };
        let before = std::iter::once(&recipient.name).chain(&recipient.office);
        before.chain(&recipient.address).map(|line| line.value.as_str()).collect()
    }

    fn particulars(&self) -> Vec<String> {
        let letter = self.letter;
        let lines = [
            letter.date.as_ref().map(|date| self.day(date.value)),
            self.labelled(&words::REFERENCE, letter.reference.as_ref()),
            self.labelled(&words::YOUR_REFERENCE, letter.your_reference.as_ref()),
            letter.delivery.as_ref().map(|line| line.value.clone()),
        ];
        lines.into_iter().flatten().collect()
    }

    fn inspection(&self) -> InspectionView<'a> {
        let inspection = &self.letter.inspection;
        let mut inspectorates: Vec<&str> =
            inspection.inspectorates.iter().map(|line| line.value.as_str()).collect();
        if inspectorates.is_empty() {
            inspectorates.push("HMICFRS");
        }
        InspectionView {
            force: &inspection.force,
            programme: inspection.programme.as_ref(),
            grade: inspection.grade.as_ref().map(|grade| self.title_grade(grade)),
            previous_grade: inspection.previous_grade.as_ref().map(|g| self.title_grade(g)),
            pillars: inspection.pillars.iter().map(|pillar| self.pillar(pillar)).collect(),
            report: &inspection.report,
            url: inspection.url.as_ref(),
            inspected_by: self.in_words(&inspectorates),
            inspectorates,
            published: inspection.published.as_ref().map(|date| self.day(date.value)),
        }
    }

    fn pillar(&self, pillar: &Pillar) -> PillarView {
        PillarView {
            name: self.grade(&pillar.name),
            grade: self.title_grade(&pillar.grade),
            previous_grade: pillar.previous_grade.as_ref().map(|grade| self.title_grade(grade)),
        }
    }

    fn title_grade(&self, grade: &Line) -> String {
        in_title_case(&self.grade(grade))
    }

    fn grade(&self, grade: &Line) -> String {
        self.letter.grade_in_words(grade)
    }

    fn grade_words(&self, area: &Area) -> String {
        match &area.grade {
            AreaGrade::Graded(grade) => self.title_grade(grade),
            AreaGrade::NotGraded => self.words.get(&words::NOT_GRADED).to_owned(),
            AreaGrade::Unstated => "–".to_owned(),
        }
    }

    fn previous_grade(&self, area: &Area) -> Option<String> {
        area.previous_grade.as_ref().map(|grade| self.title_grade(grade))
    }

    /// The areas of which something is said.
    fn spoken_of(&self) -> impl DoubleEndedIterator<Item = &'a Area> + use<'a> {
        self.letter.areas.iter().filter(|area| !area.is_silent())
    }

    /// Where the grades are shown: in a list if an area of which nothing is said, and which has no
    /// heading, would lose what is known of its grade.
    fn grades_shown(&self) -> GradeDisplay {
        let lost = |area: &Area| area.is_silent() && !matches!(area.grade, AreaGrade::Unstated);
        match self.letter.grades {
            GradeDisplay::Headings if self.letter.areas.iter().any(lost) => GradeDisplay::List,
            shown => shown,
        }
    }

    /// After the chief constable's comments, items or areas, the conclusion is in need of a heading:
    /// without one it would read as a part of them.
    fn conclusion(&self) -> ConclusionView<'a> {
        let letter = self.letter;
        let Conclusion { heading, text, welsh, .. } = &letter.conclusion;
        let before = !letter.items.items.is_empty() || self.spoken_of().next().is_some();
        let there = text.is_some() || welsh.is_some();
        ConclusionView {
            needs_heading: there && heading.unwrap_or(self.chief_constable().heard || before),
            text: text.as_ref(),
            welsh: welsh.as_ref(),
        }
    }

    /// The areas of each grade, the best grade first and those without one last.
    fn areas_by_grade(&self) -> Vec<GradeGroup<'a>> {
        let mut groups: Vec<GradeGroup<'a>> = Vec::new();
        let mut areas: Vec<&Area> = self.letter.areas.iter().collect();
        areas.sort_by_key(|area| self.letter.rank(&area.grade));
        for area in areas {
            let graded = self.graded_area(area);
            let grade = graded.grade_words.clone();
            match groups.iter_mut().find(|group| group.grade == grade) {
                Some(group) => group.areas.push(graded),
                None => groups.push(GradeGroup { grade, areas: vec![graded] }),
            }
        }
        groups
    }

    fn graded_area(&self, area: &'a Area) -> GradedArea<'a> {
        GradedArea {
            title: &area.title,
            grade_words: self.grade_words(area),
            previous_grade: self.previous_grade(area),
        }
    }

    fn area(&self, index: usize, area: &'a Area) -> AreaView<'a> {
        let number = match self.letter.heading_numbers {
            HeadingNumbers::None => None,
            HeadingNumbers::Bracket => Some(format!("{})", index + 1)),
            HeadingNumbers::Point => Some(format!("{}.", index + 1)),
        };
        let grade = match &area.grade {
            AreaGrade::Graded(grade) => Some(self.title_grade(grade)),
            AreaGrade::NotGraded | AreaGrade::Unstated => None,
        };
        AreaView {
            number,
            title: &area.title,
            long_title: area.long_title.as_ref(),
            pillar: area.pillar.as_ref(),
            grade,
            grade_words: self.grade_words(area),
            previous_grade: self.previous_grade(area),
            remarks: self.remarks(area),
            findings: area.findings.as_ref(),
            lead_in: self.lead_in(area),
            groups: self.groups(&area.items, 3),
            closing: area.closing.as_ref(),
            welsh: area.welsh.as_ref(),
        }
    }

    /// What is said of an area's grade beneath its heading. Where the grades stand in a list or
    /// table, that has the earlier ones too.
    fn remarks(&self, area: &Area) -> Vec<String> {
        let mut remarks = Vec::new();
        if let (Some(grade), GradeDisplay::Headings) = (&area.previous_grade, self.grades_shown()) {
            remarks.push(self.words.fill(&words::PREVIOUSLY, &[("grade", &self.grade(grade))]));
        }
        if let Some(correction) = &area.corrected {
            let (date, grade) = (self.day(correction.on.value), self.grade(&correction.from));
            let now = area.grade.given().map_or_else(
                || self.words.get(&words::NOT_GRADED).to_lowercase(),
                |grade| self.grade(grade),
            );
            let values = [("date", &*date), ("grade", &*grade), ("now", &*now)];
            remarks.push(self.words.fill(&words::CORRECTED, &values));
        }
        remarks
    }

    /// The number of the items in words, where the office has written nothing to lead up to them.
    fn lead_in(&self, area: &Area) -> Option<String> {
        let first = area.items.items.first()?;
        (area.findings.is_none() && first.context.is_none())
            .then(|| self.items_in_words(&area.items.items))
    }

    /// The number of the items outside areas in words, where they are listed without a heading and
    /// nothing leads up to them.
    fn lead_in_outside_areas(&self) -> Option<String> {
        let items = &self.letter.items;
        let groups = self.groups(items, 2);
        let first = groups.first().filter(|group| group.listed && group.heading.is_none())?;
        (!first.items.is_empty()).then(|| self.items_in_words(&items.items))
    }

    /// Several things as a sentence has them: 'one, two and three'.
    fn in_words(&self, things: &[&str]) -> String {
        match things.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, before)) => {
                let and = match self.words.get(&words::AND) {
                    "a" if last.starts_with(['a', 'e', 'i', 'o', 'u', 'w', 'y']) => "ac",
                    and => and,
                };
                format!("{} {and} {last}", before.join(", "))
            }
            None => String::new(),
        }
    }

    fn items_in_words(&self, items: &[Item]) -> String {
        let mut kinds: Vec<Kind> = items.iter().map(|item| item.kind).collect();
        kinds.sort_by_key(|kind| match kind {
            Kind::AcceleratedCauseOfConcern => 0,
            Kind::CauseOfConcern => 1,
            Kind::AreaForImprovement => 2,
            Kind::Recommendation => 3,
        });
        let mut phrases = Vec::new();
        for same in kinds.chunk_by(|a, b| a == b) {
            let kind = self.kind(same[0], same.len());
            let number = number_in_words(same.len(), self.letter.language);
            phrases.push(match self.letter.language {
                Language::English => format!("{number} {kind}"),
                // After a number their form would change.
                Language::Welsh => format!("{kind} ({number})"),
            });
        }
        self.in_words(&phrases.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn kind(&self, kind: Kind, number: usize) -> &'a str {
        let (one, several) = match kind {
            Kind::AreaForImprovement => {
                (&words::AREA_FOR_IMPROVEMENT, &words::AREAS_FOR_IMPROVEMENT)
            }
            Kind::CauseOfConcern => (&words::CAUSE_OF_CONCERN, &words::CAUSES_OF_CONCERN),
            Kind::AcceleratedCauseOfConcern => {
                (&words::ACCELERATED_CAUSE_OF_CONCERN, &words::ACCELERATED_CAUSES_OF_CONCERN)
            }
            Kind::Recommendation => (&words::RECOMMENDATION, &words::RECOMMENDATIONS),
        };
        self.words.get(if number == 1 { one } else { several })
    }

    /// The items in the order of the report, those that share an answer together at the place of
    /// the first; `level` is that of their headings.
    fn groups(&self, items: &'a Items, level: usize) -> Vec<Group<'a>> {
        let mut groups = Vec::new();
        let mut done: Vec<usize> = Vec::new();
        for index in 0..items.items.len() {
            if done.contains(&index) {
                continue;
            }
            let (members, answer) = answered_with(index, items);
            self.push_group(&mut groups, &members, items, answer, level);
            done.extend(members);
        }
        groups
    }

    /// Items of which nothing is told but the report's words are listed. Others follow each other
    /// in full, each with the recommendations beneath it, and the answer comes after the last.
    fn push_group(
        &self,
        groups: &mut Vec<Group<'a>>,
        members: &[usize],
        items: &'a Items,
        answer: Answer<'a>,
        level: usize,
    ) {
        let items: Vec<&'a Item> = members.iter().map(|&index| &items.items[index]).collect();
        if items.len() > 1 && items.iter().all(|item| is_bare(item)) {
            groups.push(Group {
                listed: true,
                marks: MARKS[level.min(6)],
                heading: self.joint_heading(&items),
                items: items.iter().map(|item| self.in_list(item, level)).collect(),
                beneath: false,
                response: answer.text,
                welsh: answer.welsh,
            });
            return;
        }
        for item in items {
            groups.push(self.alone(item, level));
            if !is_listed(&item.items) {
                let beneath = item.items.iter().map(|inner| self.alone(inner, level + 1));
                groups.extend(beneath.map(|group| Group { beneath: true, ..group }));
            }
        }
        if let Some(last) = groups.last_mut() {
            (last.response, last.welsh) = (answer.text, answer.welsh);
        }
    }

    /// One item in full.
    fn alone(&self, item: &'a Item, level: usize) -> Group<'a> {
        let items = vec![self.item(item, level)];
        Group {
            listed: false,
            marks: "",
            heading: None,
            items,
            beneath: false,
            response: None,
            welsh: None,
        }
    }

    /// One item in a list of several.
    fn in_list(&self, item: &'a Item, level: usize) -> ItemView<'a> {
        let title = item.title.as_ref().map(|title| title.value.clone());
        let view = self.item(item, level);
        // What all of them are is said above them.
        let says_more = item.number.is_some() || item.kind != Kind::AreaForImprovement;
        ItemView { heading: if says_more { view.heading.clone() } else { title }, ..view }
    }

    /// What items of one kind that are answered together are called, where each has a number or
    /// all have a label: 'Areas for improvement 2 and 3'.
    fn joint_heading(&self, items: &[&Item]) -> Option<String> {
        let kind = items.first()?.kind;
        if items.iter().any(|item| item.kind != kind) {
            return None;
        }
        let name = capitalised(self.kind(kind, items.len()));
        let numbers: Option<Vec<&str>> =
            items.iter().map(|item| Some(item.number.as_ref()?.value.as_str())).collect();
        match numbers {
            Some(numbers) => Some(format!("{name} {}", self.in_words(&numbers))),
            None => self.letter.item_labels.has_heading(kind, None, None).then_some(name),
        }
    }

    fn item(&self, item: &'a Item, level: usize) -> ItemView<'a> {
        let label = self.label(item);
        let heading = match (&label, &item.title) {
            (Some(label), Some(title)) => Some(format!("{label}: {}", title.value)),
            (Some(label), None) => Some(label.clone()),
            (None, title) => title.as_ref().map(|title| title.value.clone()),
        };
        let position = item.position.map(|position| {
            let name = match (position, self.letter.voice) {
                (Position::Accepted, Voice::First) => &words::ACCEPTED,
                (Position::Partly, Voice::First) => &words::PARTLY,
                (Position::Rejected, Voice::First) => &words::REJECTED,
                (Position::Accepted, Voice::Third) => &words::ACCEPTED_THIRD,
                (Position::Partly, Voice::Third) => &words::PARTLY_THIRD,
                (Position::Rejected, Voice::Third) => &words::REJECTED_THIRD,
            };
            let values = [("item", self.kind(item.kind, 1)), ("commissioner", self.commissioner())];
            self.words.fill(name, &values)
        });
        let listed = item.items.iter().filter(|_| is_listed(&item.items));
        ItemView {
            marks: MARKS[level.min(6)],
            heading,
            label,
            title: item.title.as_ref(),
            particulars: self.item_particulars(item),
            context: item.context.as_ref(),
            text: &item.text,
            answered: item.position.is_some()
                || [&item.action, &item.no_action_because, &item.response]
                    .iter()
                    .any(|t| t.is_some()),
            answer: answer(item, position.as_deref()),
            position,
            action: item.action.as_ref(),
            no_action_because: item.no_action_because.as_ref(),
            response: item.response.as_ref(),
            welsh: item.welsh.as_ref(),
            chief_constable: item.chief_constable.as_ref(),
            reply: item.reply.as_ref(),
            listed: listed.map(|inner| self.item(inner, level + 1)).collect(),
        }
    }

    /// What an item is called beside its title.
    fn label(&self, item: &Item) -> Option<String> {
        let kind = capitalised(self.kind(item.kind, 1));
        match &item.number {
            Some(number) => Some(format!("{kind} {}", number.value)),
            None => self.letter.item_labels.has_heading(item.kind, None, None).then_some(kind),
        }
    }

    fn item_particulars(&self, item: &Item) -> Vec<String> {
        let (style, language) = (self.letter.date_style, self.letter.language);
        let mut lines = Vec::new();
        if let Some(owner) = &item.owner {
            lines.push(format!("{} {}", self.words.get(&words::OWNER), owner.value));
        }
        if let Some(deadline) = &item.deadline {
            lines.push(format!(
                "{} {}",
                self.words.get(&words::DEADLINE),
                deadline.in_words(style, language)
            ));
        }
        lines.extend(item.done.as_ref().map(|done| self.done(done)));
        lines
    }

    /// What has become of an item.
    fn done(&self, done: &Done) -> String {
        let when = match done {
            Done::On(date) => self.day(date.value),
            Done::Sometime => self.words.get(&words::DONE_YES).to_owned(),
            Done::Told(Progress::InPart) => self.words.get(&words::DONE_IN_PART).to_owned(),
            Done::Told(Progress::Closed) => return self.words.get(&words::CLOSED).to_owned(),
        };
        format!("{} {when}", self.words.get(&words::DONE))
    }

    fn chief_constable(&self) -> ChiefConstableView<'a> {
        let empty = || ChiefConstableView {
            office: self.words.get(&words::CHIEF_CONSTABLE),
            heard: false,
            named: String::new(),
            attached: None,
            given: None,
        };
        self.letter.chief_constable.as_ref().map_or_else(empty, |c| self.chief_constable_of(c))
    }

    fn chief_constable_of(&self, chief: &'a ChiefConstable) -> ChiefConstableView<'a> {
        let office =
            chief.office.as_ref().map_or(self.words.get(&words::CHIEF_CONSTABLE), |o| &o.value);
        let named = match &chief.name {
            Some(name) => format!("{office}, {}", name.value),
            None => office.to_owned(),
        };
        ChiefConstableView {
            office,
            heard: chief.comments.is_some()
                || chief.file.is_some()
                || chief.url.is_some()
                || chief.none_received
                || chief.reply.is_some(),
            named,
            attached: self.attached(chief, office),
            given: Some(chief),
        }
    }

    /// That the comments are attached; in a statement with their address, where they can be read.
    fn attached(&self, chief: &ChiefConstable, office: &str) -> Option<String> {
        let file = chief.file.as_ref().or(chief.url.as_ref())?;
        let is_elsewhere = self.form == Form::Statement || chief.file.is_none();
        let name = match chief.url.is_some() && is_elsewhere {
            true => &words::CHIEF_CONSTABLE_LINKED,
            false => &words::CHIEF_CONSTABLE_ATTACHED,
        };
        let named = escaped(&file.value);
        let file = match &chief.url {
            Some(url) => format!("[{named}](<{}>)", url.value),
            None => named,
        };
        let sentence = escaped(self.words.get(name));
        let sentence = sentence.replace("{chief_constable}", &escaped(office));
        Some(sentence.replace("{file}", &file))
    }
}

/// Whether nothing is told of an item but what the report calls it and says.
fn is_bare(item: &Item) -> bool {
    let commentary =
        [&item.context, &item.response, &item.welsh, &item.action, &item.no_action_because];
    commentary.iter().all(|text| text.is_none())
        && [&item.chief_constable, &item.reply].iter().all(|text| text.is_none())
        && item.owner.is_none()
        && item.deadline.is_none()
        && item.done.is_none()
        && item.position.is_none()
        && item.items.is_empty()
        && item.text.begins_with_words()
}

/// What is said to an item. Its position begins the paragraph that follows, if one does.
fn answer(item: &Item, position: Option<&str>) -> String {
    let texts = [&item.action, &item.no_action_because, &item.response];
    let mut texts = texts.into_iter().flatten().peekable();
    let mut blocks: Vec<String> = Vec::new();
    if let Some(position) = position.map(escaped) {
        let runs_on = texts.next_if(|text| text.begins_with_words());
        blocks.push(
            runs_on.map_or_else(
                || position.clone(),
                |text| format!("{position} {}", text.text.as_str()),
            ),
        );
    }
    blocks.extend(texts.map(|text| text.text.as_str().to_owned()));
    blocks.join("\n\n")
}

/// Whether the recommendations beneath a cause of concern are listed with it. One order holds for
/// all of them: that of the report.
fn is_listed(items: &[Item]) -> bool {
    items.iter().all(is_bare)
}

/// What is said to several items.
#[derive(Default)]
struct Answer<'a> {
    text: Option<String>,
    welsh: Option<&'a Commentary>,
}

/// The items that share an answer with the one at `index`, and that answer. An answer that an
/// item has to itself stays with the item.
fn answered_with(index: usize, items: &Items) -> (Vec<usize>, Answer<'_>) {
    let shared = shared_answer(&items.items[index], items);
    let joined = |texts: &mut dyn Iterator<Item = &Commentary>| {
        Some(texts.map(|text| text.text.as_str()).collect::<Vec<_>>().join("\n\n"))
    };
    let answer = match shared {
        None => return (vec![index], Answer::default()),
        Some(Shared::Some(response)) => {
            let response = &items.responses[response];
            Answer { text: joined(&mut response.texts()), welsh: response.welsh.as_ref() }
        }
        Some(Shared::All) => Answer { text: joined(&mut items.joint_response.iter()), welsh: None },
    };
    let shares = |&i: &usize| shared_answer(&items.items[i], items) == shared;
    ((index..items.items.len()).filter(shares).collect(), answer)
}

/// An answer to several items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shared {
    /// To those that it names: its index among the responses.
    Some(usize),
    /// To all that have no other.
    All,
}

fn shared_answer(item: &Item, items: &Items) -> Option<Shared> {
    if item.response.is_some() {
        return None;
    }
    let named = |number: &Line| {
        items.responses.iter().position(|r| r.to.iter().any(|to| to.value == number.value))
    };
    let named = item.number.as_ref().and_then(named).map(Shared::Some);
    named.or(items.joint_response.as_ref().map(|_| Shared::All))
}

fn picture(picture: &Picture) -> PictureView<'_> {
    PictureView { path: picture.link(), words: &picture.words }
}

fn in_title_case(text: &str) -> String {
    text.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
}

/// Numbers up to ten as words. Welsh numbers change with what they count, and stay digits.
fn number_in_words(number: usize, language: Language) -> String {
    const WORDS: [&str; 11] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    match (language, WORDS.get(number)) {
        (Language::English, Some(word)) => (*word).to_owned(),
        _ => number.to_string(),
    }
}
