//! TOML in, [`Letter`] out, with every problem on the way.

use super::commentary::{Commentary, ImageLink};
use super::date::{Deadline, Length};
use super::decode::{Decoder, Notes, Situation, unknown_word};
use super::paths;
use super::programme::{self, Programme, Programmes};
use super::traced::Traced;
use super::tree::{self, Node, Table, Value};
use super::{
    Area, AreaGrade, ChiefConstable, Conclusion, Correction, Done, Form, HomeSecretary, Inspection,
    Item, Items, Language, Letter, Line, Overview, Owner, Pillar, Placed, Progress, Recipient,
    Reported, Response, Sender, SenderInOther,
};
use crate::diagnostic::{Diagnostic, FileId, Files, Severity, any_error};
use crate::keys::programmes::PROGRAMMES;
use crate::keys::{Choice, Groups, Key, Url, letter as keys};
use crate::limits;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The level of the letter's own heading, its subject.
const SUBJECT: u8 = 1;
/// The level of an area's heading.
const AREA: u8 = 2;

/// What to do where the programme is not named.
const NAME_PROGRAMME: &str = "add under [inspection], for example: programme = \"PEEL 2023-25\"";

/// The files that all letters share.
#[derive(Clone, Copy, Debug)]
pub struct Sources {
    /// What stays from year to year.
    pub office: Option<FileId>,
    /// The programmes that are built in.
    pub built_in_programmes: FileId,
    /// The office's own programmes.
    pub programmes: Option<FileId>,
}

/// What all letters share, read once.
#[derive(Debug)]
pub struct Shared {
    office: Option<Office>,
    programmes: Programmes,
    /// What is wrong with the programmes and with what is allowed.
    notes: Notes,
    settings: Settings,
}

/// The office file.
#[derive(Debug)]
struct Office {
    file: FileId,
    table: Table,
    syntax: Vec<Diagnostic>,
}

impl Shared {
    /// Reads what all letters share; what is wrong with it is told with each letter.
    pub fn read(files: &Files, sources: Sources) -> Self {
        let (programmes, problems) =
            programmes(files, sources.built_in_programmes, sources.programmes);
        let mut notes = Notes { problems, ..Notes::default() };
        let mut settings = Settings::default();
        let office = sources.office.map(|file| {
            let (mut table, syntax) = tree::parse(files, file);
            settings = read_settings(&mut table, &mut notes);
            Office { file, table, syntax }
        });
        Self { office, programmes, notes, settings }
    }
}

/// One letter to be read.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its file.
    pub file: FileId,
    /// Its path from the working folder.
    pub path: &'a str,
    /// The forms to make of it; where there are none, those that it names itself.
    pub forms: &'a [Form],
}

/// What reading a letter gives.
#[derive(Debug)]
pub struct Loaded {
    /// What could be read of the letter: all of it if none of the problems is an error.
    pub letter: Letter,
    /// The programme of the inspection.
    pub programme: Option<Programme>,
    /// All programmes that are known.
    pub programmes: Programmes,
    /// Every line of plain text that will be printed, and every sign written as an entity.
    pub lines: Vec<Traced>,
    /// Every commentary.
    pub commentary: Vec<Commentary>,
    /// What the checks are to do.
    pub settings: Settings,
    /// Every image that the commentary shows.
    pub images: Vec<ImageLink>,
    /// Every problem that was found.
    pub problems: Vec<Diagnostic>,
}

impl Loaded {
    /// The letter, if nothing is wrong that keeps it from being made.
    pub fn good(&self) -> Option<&Letter> {
        (!any_error(&self.problems)).then_some(&self.letter)
    }

    /// Whether the files are TOML throughout, so that nothing of them is lost.
    pub fn is_toml(&self) -> bool {
        !self.problems.iter().any(|problem| problem.code.starts_with("toml-"))
    }
}

/// What is said under `[check]`.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// What is allowed.
    pub allowed: Vec<Allowed>,
    /// How many words a sentence may have.
    pub sentence_words: Option<Placed<i64>>,
}

/// A finding of the checks that is not to be told.
#[derive(Clone, Debug)]
pub struct Allowed {
    /// The code of the rule.
    pub code: Line,
    /// The words at which it is allowed; everywhere where there are none.
    pub words: Option<Line>,
    /// Where it is allowed; everywhere where nothing is said.
    pub at: Option<Line>,
    /// Why it is allowed.
    pub reason: Option<Line>,
    /// Whether the letter itself allows it, and not the office for all letters.
    pub is_own: bool,
}

/// Reads one letter, laid over the office file.
pub fn load(files: &Files, shared: &Shared, source: Source<'_>) -> Loaded {
    let mut notes = shared.notes.clone();
    let (table, syntax, settings) = read_merged(files, shared, source, &mut notes);
    let folders = folders(files, shared, source);
    let mut top = Decoder::top(table, keys::LETTER, &folders, &mut notes);
    let mut letter = read_letter(&mut top, source.forms);
    top.skip(&keys::CHECK);
    top.finish();
    let Notes { mut problems, lines, commentary, images, .. } = notes;
    check_grades(&letter, &shared.programmes, &mut problems);
    if letter.language == Language::Welsh {
        letter.grade_words = welsh_words(&letter, &shared.programmes, &mut problems);
    }
    let name = letter.inspection.programme.as_ref();
    let programme = name.and_then(|name| shared.programmes.find(&name.value)).cloned();
    let scale = programme.iter().flat_map(|programme| &programme.scale);
    letter.scale = scale.map(|grade| grade.value.to_lowercase()).collect();
    let problems = tree::with_syntax(files, syntax, problems);
    let programmes = shared.programmes.clone();
    Loaded { letter, programme, programmes, lines, commentary, settings, images, problems }
}

/// The letter as it is written, laid over the office file.
pub fn merged(files: &Files, shared: &Shared, letter: FileId) -> Table {
    let table = tree::parse(files, letter).0;
    match &shared.office {
        Some(office) => office.table.clone().under(table),
        None => table,
    }
}

fn folders(files: &Files, shared: &Shared, source: Source<'_>) -> Vec<(FileId, String)> {
    let office = shared.office.as_ref().map(|office| office.file);
    let office = office.map(|file| (file, paths::folder(files.name(file)).to_owned()));
    let letter = (source.file, paths::folder(source.path).to_owned());
    std::iter::once(letter).chain(office).collect()
}

/// The letter laid over the office file, what is wrong with their syntax, and what either says of
/// the checks.
fn read_merged(
    files: &Files,
    shared: &Shared,
    source: Source<'_>,
    notes: &mut Notes,
) -> (Table, Vec<Diagnostic>, Settings) {
    let (mut letter, mut syntax) = tree::parse(files, source.file);
    let mut settings = read_settings(&mut letter, notes);
    settings.allowed.iter_mut().for_each(|allowed| allowed.is_own = true);
    settings.allowed.extend(shared.settings.allowed.iter().cloned());
    settings.sentence_words =
        settings.sentence_words.or_else(|| shared.settings.sentence_words.clone());
    let Some(office) = &shared.office else { return (letter, syntax, settings) };
    syntax.extend(office.syntax.iter().cloned());
    (office.table.clone().under(letter), syntax, settings)
}

/// Takes the settings of checks out of a file. What is wrong with them keeps no letter from being
/// made.
fn read_settings(table: &mut Table, notes: &mut Notes) -> Settings {
    let mut own = Notes::default();
    let settings = table.take(keys::CHECK.name).into_iter().collect();
    let settings = Table { entries: settings, ..Table::empty(table.place) };
    let mut top = Decoder::top(settings, keys::LETTER, &[], &mut own);
    let settings = top.table(&keys::CHECK, |d| Settings {
        allowed: read_allowed(d),
        sentence_words: d.count(&keys::SENTENCE_WORDS),
    });
    let as_warning = |problem| Diagnostic { severity: Severity::Warning, ..problem };
    notes.problems.extend(own.problems.into_iter().map(as_warning));
    settings.unwrap_or_default()
}

fn read_allowed(d: &mut Decoder<'_>) -> Vec<Allowed> {
    match d.node(&keys::ALLOW) {
        Some(Node { value: Value::Array(nodes), .. }) => {
            nodes.into_iter().filter_map(|node| read_allowance(d, node)).collect()
        }
        Some(node) => {
            d.wrong_type(&keys::ALLOW, &node, "a list");
            Vec::new()
        }
        None => Vec::new(),
    }
}

fn read_allowance(d: &mut Decoder<'_>, node: Node) -> Option<Allowed> {
    match node.value {
        Value::Table(_) => d.node_as_table(&keys::ALLOW, node, |d| Allowed {
            code: d.required_line(&keys::CODE),
            words: d.line(&keys::AT_WORDS),
            at: d.line(&keys::AT),
            reason: d.line(&keys::REASON),
            is_own: false,
        }),
        _ => {
            let code = d.node_as_line(&keys::ALLOW, node)?;
            Some(Allowed { code, words: None, at: None, reason: None, is_own: false })
        }
    }
}

/// The programmes that are built in, and the office's own, with every problem of their files.
pub fn programmes(
    files: &Files,
    built_in: FileId,
    own: Option<FileId>,
) -> (Programmes, Vec<Diagnostic>) {
    let (mut all, mut problems) = (Programmes::default(), Vec::new());
    for file in std::iter::once(built_in).chain(own) {
        let (table, syntax) = tree::parse(files, file);
        let mut notes = Notes::default();
        let mut top = Decoder::top(table, PROGRAMMES, &[], &mut notes);
        all = all.with(programme::read(&mut top));
        top.finish();
        problems.extend(syntax);
        problems.extend(notes.problems);
    }
    (all, problems)
}

/// Who was Home Secretary from which day, as a file says; what is wrong with it is passed over.
pub fn home_secretaries(table: &Table) -> Vec<HomeSecretary> {
    let mut notes = Notes::default();
    let mut top = Decoder::top(table.clone(), keys::LETTER, &[], &mut notes);
    top.tables(&keys::HOME_SECRETARY, read_home_secretary).into_iter().flatten().collect()
}

fn read_letter(d: &mut Decoder<'_>, asked: &[Form]) -> Letter {
    let draft = d.is_set(&keys::DRAFT);
    let given = read_forms(d);
    let forms = if asked.is_empty() { given } else { once_each(asked) };
    let letter = forms.contains(&Form::Letter);
    let language = d.choice_or_default(&keys::LANGUAGE);
    let labels = d.choice_or_default(&keys::ITEM_LABELS);
    d.situation = Situation { draft, letter, language, labels, ..Situation::default() };
    Letter {
        date: d.date(&keys::DATE),
        date_style: d.choice_or_default(&keys::DATE_STYLE),
        draft,
        round: d.count(&keys::ROUND),
        language,
        voice: d.choice_or_default(&keys::VOICE),
        subject: d.required_line(&keys::SUBJECT),
        running_head: read_running_head(d),
        reference: d.line(&keys::REFERENCE),
        your_reference: d.line(&keys::YOUR_REFERENCE),
        delivery: d.line(&keys::DELIVERY),
        salutation: d.line(&keys::SALUTATION),
        valediction: d.line(&keys::VALEDICTION),
        cc: d.lines(&keys::CC),
        enclosures: d.lines(&keys::ENCLOSURES),
        forms,
        heading_numbers: d.choice_or_default(&keys::HEADING_NUMBERS),
        item_labels: labels,
        grades: d.choice_or_default(&keys::GRADES),
        force_term: d.line(&keys::FORCE_TERM),
        abbreviations: d.lines(&keys::ABBREVIATIONS),
        sent_to: d.table(&keys::REVIEW, |d| d.lines(&keys::SENT_TO)).unwrap_or_default(),
        sender: d.required_table(&keys::SENDER, read_sender),
        recipient: d.table(&keys::RECIPIENT, read_recipient),
        home_secretaries: d
            .tables(&keys::HOME_SECRETARY, read_home_secretary)
            .into_iter()
            .flatten()
            .collect(),
        inspection: d.required_table(&keys::INSPECTION, read_inspection),
        grade_words: BTreeMap::new(),
        scale: Vec::new(),
        overview: d.table(&keys::OVERVIEW, read_overview).unwrap_or_default(),
        items: read_items(d, &keys::ITEM, &keys::RESPONSE, SUBJECT),
        areas: d.tables(&keys::AREA, read_area),
        chief_constable: d.table(&keys::CHIEF_CONSTABLE, read_chief_constable),
        conclusion: d.table(&keys::CONCLUSION, read_conclusion).unwrap_or_default(),
    }
}

/// The forms, each once; a letter in no form would be nothing.
fn read_forms(d: &mut Decoder<'_>) -> Vec<Form> {
    let place = d.value_place(&keys::FORMS);
    let given = d.choices(&keys::FORMS);
    if let (true, Some(place)) = (given.is_empty(), place) {
        let problem = Diagnostic::error("wrong-value", "`forms` names no form").at(place, "");
        d.problem(problem.help("write it like this: forms = [\"letter\"], or remove it"));
    }
    once_each(&given)
}

fn once_each(forms: &[Form]) -> Vec<Form> {
    let mut once: Vec<Form> = Vec::new();
    for form in forms {
        if !once.contains(form) {
            once.push(*form);
        }
    }
    once
}

/// What stands at the head of every page: a title, and no sentence.
fn read_running_head(d: &mut Decoder<'_>) -> Option<Line> {
    let head = d.line(&keys::RUNNING_HEAD)?;
    if head.value.split_whitespace().count() > limits::RUNNING_HEAD {
        let message = format!("`running_head` has more than {} words", limits::RUNNING_HEAD);
        let problem = Diagnostic::error("wrong-value", message).at(head.place, "");
        d.problem(problem.help("say it shorter: it stands at the head of every page"));
    }
    Some(head)
}

fn read_sender(d: &mut Decoder<'_>) -> Sender {
    let welsh = d.table(&keys::SENDER_WELSH, |d| {
        (
            d.line(&keys::WELSH_TITLE),
            d.line(&keys::WELSH_SENDER_OFFICE),
            d.lines(&keys::WELSH_SENDER_ADDRESS),
            d.line(&keys::WELSH_WEBSITE),
        )
    });
    let sender = Sender {
        name: d.required_line(&keys::SENDER_NAME),
        post_nominals: d.line(&keys::POST_NOMINALS),
        title: d.required_line(&keys::SENDER_TITLE),
        office: d.required_line(&keys::SENDER_OFFICE),
        address: d.lines(&keys::SENDER_ADDRESS),
        telephone: d.line(&keys::TELEPHONE),
        email: d.line(&keys::EMAIL),
        website: d.line(&keys::WEBSITE),
        other: None,
        both_languages: d.is_set(&keys::BOTH_LANGUAGES),
    };
    match welsh {
        Some((title, office, address, website)) => {
            let other = SenderInOther {
                title: title.unwrap_or_else(|| sender.title.clone()),
                office: office.unwrap_or_else(|| sender.office.clone()),
                address: if address.is_empty() { sender.address.clone() } else { address },
            };
            in_language(sender, other, website, d.situation.language)
        }
        None => sender,
    }
}

/// The sender in the language of the letter, with what it is called in the other.
fn in_language(
    sender: Sender,
    welsh: SenderInOther,
    website: Option<Line>,
    language: Language,
) -> Sender {
    if language == Language::English {
        return Sender { other: Some(welsh), ..sender };
    }
    let Sender { title, office, address, .. } = sender;
    let other = Some(SenderInOther { title, office, address });
    let SenderInOther { title, office, address } = welsh;
    let website = website.or(sender.website);
    Sender { title, office, address, website, other, ..sender }
}

fn read_recipient(d: &mut Decoder<'_>) -> Recipient {
    let welsh = d.table(&keys::RECIPIENT_WELSH, |d| {
        let (name, office) = (d.line(&keys::WELSH_NAME), d.line(&keys::WELSH_OFFICE));
        (name, office, d.lines(&keys::WELSH_ADDRESS))
    });
    let (name, office) = (d.required_line(&keys::RECIPIENT_NAME), d.line(&keys::RECIPIENT_OFFICE));
    let address = d.lines(&keys::RECIPIENT_ADDRESS);
    match welsh.filter(|_| d.situation.language == Language::Welsh) {
        Some((welsh_name, welsh_office, welsh_address)) => Recipient {
            name: welsh_name.unwrap_or(name),
            office: welsh_office.or(office),
            address: if welsh_address.is_empty() { address } else { welsh_address },
        },
        None => Recipient { name, office, address },
    }
}

fn read_home_secretary(d: &mut Decoder<'_>) -> Option<HomeSecretary> {
    let since = d.date(&keys::HELD_SINCE);
    let name = d.required_line(&keys::HELD_BY);
    let salutation = d.line(&keys::HELD_SALUTATION);
    Some(HomeSecretary { name, since: since?, salutation })
}

fn read_inspection(d: &mut Decoder<'_>) -> Inspection {
    Inspection {
        force: d.required_line(&keys::FORCE),
        programme: d.line(&keys::PROGRAMME),
        report: d.required_line(&keys::REPORT),
        published: d.date(&keys::PUBLISHED),
        url: read_url(d, &keys::URL),
        inspectorates: d.lines(&keys::INSPECTORATES),
        grade: d.line(&keys::OVERALL_GRADE),
        previous_grade: d.line(&keys::PREVIOUS_OVERALL_GRADE),
        pillars: d.tables(&keys::PILLAR, |d| Pillar {
            name: d.required_line(&keys::PILLAR_NAME),
            grade: d.required_line(&keys::PILLAR_GRADE),
            previous_grade: d.line(&keys::PREVIOUS_PILLAR_GRADE),
        }),
        reported: d.table(&keys::REPORTED, read_reported).unwrap_or_default(),
    }
}

fn read_url(d: &mut Decoder<'_>, key: &Key<Url>) -> Option<Line> {
    let url = d.line(key)?;
    let is_url = url.value.starts_with("https://") || url.value.starts_with("http://");
    if !is_url || url.value.contains([' ', '<', '>', '"']) {
        let problem = Diagnostic::error("wrong-value", "`url` must be a web address");
        let help = "copy it from the browser: url = \"https://www.example.org/report\"";
        d.problem(problem.at(url.place, "").help(help));
    }
    Some(url)
}

fn read_reported(d: &mut Decoder<'_>) -> Reported {
    Reported {
        recommendations: d.count(&keys::RECOMMENDATIONS),
        areas_for_improvement: d.count(&keys::AREAS_FOR_IMPROVEMENT),
        causes_of_concern: d.count(&keys::CAUSES_OF_CONCERN),
        for_force: d.count(&keys::FOR_FORCE),
        owners: d.tables(&keys::REPORTED_OWNER, |d| Owner {
            name: d.required_line(&keys::OWNER_NAME),
            count: d.count(&keys::OWNER_COUNT),
        }),
    }
}

fn read_overview(d: &mut Decoder<'_>) -> Overview {
    let text = d.commentary(&keys::OVERVIEW_TEXT, SUBJECT);
    let statement_text = d.commentary(&keys::STATEMENT_TEXT, SUBJECT);
    let welsh = d.commentary(&keys::OVERVIEW_WELSH, SUBJECT);
    let says = text.is_some() || statement_text.is_some() || welsh.is_some();
    Overview { text, statement_text, welsh, silent: (!says).then(|| d.place()) }
}

fn read_conclusion(d: &mut Decoder<'_>) -> Conclusion {
    let heading = d.flag(&keys::HEADING).map(|heading| heading.value);
    let text = d.commentary(&keys::CONCLUSION_TEXT, SUBJECT);
    let welsh = d.commentary(&keys::CONCLUSION_WELSH, SUBJECT);
    let says = text.is_some() || welsh.is_some();
    Conclusion { heading, text, welsh, silent: (!says).then(|| d.place()) }
}

fn read_area(d: &mut Decoder<'_>) -> Area {
    Area {
        title: d.required_line(&keys::AREA_TITLE),
        long_title: d.line(&keys::LONG_TITLE),
        pillar: d.line(&keys::AREA_PILLAR),
        grade: read_area_grade(d),
        previous_grade: d.line(&keys::PREVIOUS_AREA_GRADE),
        corrected: d.table(&keys::CORRECTED, read_correction).flatten(),
        findings: d.commentary(&keys::FINDINGS, AREA),
        items: read_area_items(d),
        closing: d.commentary(&keys::CLOSING, AREA),
        welsh: d.commentary(&keys::AREA_WELSH, AREA),
    }
}

fn read_area_grade(d: &mut Decoder<'_>) -> AreaGrade {
    let graded = d.flag(&keys::GRADED);
    match (d.line(&keys::AREA_GRADE), graded) {
        (Some(grade), Some(Placed { value: false, place })) => {
            let problem =
                Diagnostic::error("contradiction", "an area that is not graded has no grade")
                    .at(grade.place, "the grade")
                    .at(place, "not graded")
                    .help("remove one of the two");
            d.problem(problem);
            AreaGrade::Graded(grade)
        }
        (Some(grade), _) => AreaGrade::Graded(grade),
        (None, Some(Placed { value: false, .. })) => AreaGrade::NotGraded,
        (None, Some(_)) => {
            d.missing(&keys::AREA_GRADE);
            AreaGrade::Unstated
        }
        (None, None) => AreaGrade::Unstated,
    }
}

fn read_correction(d: &mut Decoder<'_>) -> Option<Correction> {
    let from = d.required_line(&keys::CORRECTED_FROM);
    Some(Correction { from, on: d.date(&keys::CORRECTED_ON)? })
}

fn read_area_items(d: &mut Decoder<'_>) -> Items {
    let joint_response = d.commentary(&keys::JOINT_RESPONSE, AREA);
    let items =
        Items { joint_response, ..read_items(d, &keys::AREA_ITEM, &keys::AREA_RESPONSE, AREA) };
    let answered = |item: &Item| {
        let number = item.number.as_ref().map(|number| &number.value);
        let named = items.responses.iter().flat_map(|response| &response.to);
        item.response.is_some() || named.map(|to| Some(&to.value)).any(|to| to == number)
    };
    if let (Some(joint), true) = (&items.joint_response, items.items.iter().all(answered)) {
        let message = "`joint_response` answers nothing: no item here is without an answer";
        let problem = Diagnostic::error("contradiction", message).at(joint.text.whole(), "");
        d.problem(problem.help("put it into the answers to the items, or into `closing`"));
    }
    items
}

/// Reads items and the answers to several of them; `level` is that of the heading above.
fn read_items(
    d: &mut Decoder<'_>,
    items: &Key<Groups>,
    responses: &Key<Groups>,
    level: u8,
) -> Items {
    let items = d.tables(items, |d| {
        let item = read_item(d, level);
        let level = level + u8::from(item.has_heading(d.situation.labels));
        Item { items: d.tables(&keys::BENEATH, |d| read_item(d, level)), ..item }
    });
    let responses = d.tables(responses, |d| read_response(d, level));
    check_responses(d, &items, &responses);
    Items { items, responses, joint_response: None }
}

fn read_response(d: &mut Decoder<'_>, level: u8) -> Response {
    let to = d.numbers(&keys::TO);
    let action = d.commentary(&keys::RESPONSE_ACTION, level);
    let no_action_because = d.commentary(&keys::RESPONSE_NO_ACTION, level);
    d.situation.acted = action.is_some() || no_action_because.is_some();
    let text = d.commentary(&keys::RESPONSE_TEXT, level);
    let welsh = d.commentary(&keys::RESPONSE_WELSH, level);
    Response { to, action, no_action_because, text, welsh }
}

fn check_responses(d: &mut Decoder<'_>, items: &[Item], responses: &[Response]) {
    let mut answered: Vec<&Line> = Vec::new();
    for number in responses.iter().flat_map(|response| &response.to) {
        let is_it = |item: &&Item| item.number.as_ref().is_some_and(|n| n.value == number.value);
        let mut meant = items.iter().filter(is_it);
        let Some(item) = meant.next() else {
            d.problem(unknown_item(number, items));
            continue;
        };
        if let Some(other) = meant.next().and_then(|other| other.number.as_ref()) {
            let message = format!("two items here have the number {}", number.value);
            let problem = Diagnostic::error("unknown-item", message).at(number.place, "");
            let problem = problem.at(other.place, "the second of them");
            d.problem(problem.help("give each its response, or each a number of its own"));
        }
        let twice =
            answered.iter().find(|other| other.value == number.value).map(|other| other.place);
        let own = item.response.as_ref().map(|own| own.text.whole());
        if let Some(other) = twice.or(own) {
            let message = format!("item {} is answered twice", number.value);
            let problem = Diagnostic::error("answered-twice", message)
                .at(number.place, "here")
                .at(other, "and here")
                .help("put both answers into one place");
            d.problem(problem);
        }
        answered.push(number);
    }
}

fn unknown_item(number: &Line, items: &[Item]) -> Diagnostic {
    let message = format!("no item here has the number {}", number.value);
    let known: Vec<&str> =
        items.iter().filter_map(|item| Some(item.number.as_ref()?.value.as_str())).collect();
    let help = match known.as_slice() {
        [] => format!("give the item its number: number = \"{}\"", number.value),
        known => format!("the numbers here: {}", known.join(", ")),
    };
    Diagnostic::error("unknown-item", message).at(number.place, "").help(help)
}

/// Reads an item; `above` is the level of the heading that stands above it.
fn read_item(d: &mut Decoder<'_>, above: u8) -> Item {
    let kind = d.choice_or_default(&keys::KIND);
    let (number, title) = (d.number(&keys::NUMBER), d.line(&keys::TITLE));
    let labels = d.situation.labels;
    let level = above + u8::from(labels.has_heading(kind, number.as_ref(), title.as_ref()));
    Item {
        kind,
        number,
        title,
        context: d.commentary(&keys::CONTEXT, above),
        text: d.required_quotation(&keys::TEXT, level),
        response: d.commentary(&keys::ANSWER, level),
        welsh: d.commentary(&keys::ANSWER_WELSH, level),
        owner: d.line(&keys::OWNER),
        deadline: read_deadline(d),
        done: read_done(d),
        position: d.choice(&keys::POSITION),
        action: d.commentary(&keys::ACTION, level),
        no_action_because: d.commentary(&keys::NO_ACTION, level),
        chief_constable: d.quotation(&keys::COMMENTS_ON_ITEM, level),
        reply: d.commentary(&keys::REPLY_ON_ITEM, level),
        items: Vec::new(),
    }
}

fn read_done(d: &mut Decoder<'_>) -> Option<Done> {
    let node = d.node(&keys::DONE)?;
    match node.value {
        Value::Boolean(yes) => yes.then_some(Done::Sometime),
        Value::Datetime(_) => d.node_as_date(&keys::DONE, &node).map(Done::On),
        Value::String(_) => {
            let line = d.node_as_line(&keys::DONE, node)?;
            let progress = Progress::of(&line.value);
            if progress.is_none() {
                let words: Vec<&str> = Progress::CHOICES.iter().map(|(word, ..)| *word).collect();
                d.problem(unknown_word("wrong-value", "`done` cannot be", &line, &words));
            }
            progress.map(Done::Told)
        }
        _ => {
            d.wrong_type(&keys::DONE, &node, "a date or true");
            None
        }
    }
}

fn read_deadline(d: &mut Decoder<'_>) -> Option<Deadline> {
    let node = d.node(&keys::DEADLINE)?;
    match node.value {
        Value::Datetime(_) => d.node_as_date(&keys::DEADLINE, &node).map(Deadline::Day),
        Value::Table(_) => d.node_as_table(&keys::DEADLINE, node, read_within).flatten(),
        Value::String(_) => read_deadline_words(d, node),
        _ => {
            d.wrong_type(&keys::DEADLINE, &node, "a date, a month or words");
            None
        }
    }
}

fn read_deadline_words(d: &mut Decoder<'_>, node: Node) -> Option<Deadline> {
    let line = d.node_as_line(&keys::DEADLINE, node)?;
    let Some((year, month)) = year_month(&line.value) else { return Some(Deadline::Words(line)) };
    let Ok(first) = Date::new(year, month, 1) else {
        let problem =
            Diagnostic::error("impossible-date", "`deadline` is a month that does not exist")
                .at(line.place, "")
                .help("a month is written year-month, such as \"2024-01\"");
        d.problem(problem);
        return None;
    };
    Some(Deadline::Month(Placed { value: first, place: line.place }))
}

/// The numbers of a month written as `2024-01`.
fn year_month(text: &str) -> Option<(i16, i8)> {
    let (year, month) = text.split_once('-')?;
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    (digits(year, 4) && digits(month, 2)).then_some(())?;
    Some((year.parse().ok()?, month.parse().ok()?))
}

fn read_within(d: &mut Decoder<'_>) -> Option<Deadline> {
    let words = d.required_line(&keys::WITHIN);
    let from = d.date(&keys::FROM)?;
    let span = Length::parse(&words.value);
    if span.is_none() && !words.value.is_empty() {
        let problem = Diagnostic::error(
            "wrong-value",
            "`within` must be a number of days, weeks, months or years",
        )
        .at(words.place, "")
        .help("write it like this: within = \"3 months\"");
        d.problem(problem);
    }
    Some(Deadline::Within { span: span?, words, from })
}

fn read_chief_constable(d: &mut Decoder<'_>) -> ChiefConstable {
    let none_received = d.flag(&keys::NONE_RECEIVED);
    let comments = d.quotation(&keys::COMMENTS, AREA);
    let (file, url) = (d.line(&keys::FILE), read_url(d, &keys::COMMENTS_URL));
    let given = comments.as_ref().map(|comments| comments.text.whole());
    let given = given.or(file.as_ref().or(url.as_ref()).map(|file| file.place));
    if let (Some(Placed { value: true, place }), Some(given)) = (&none_received, given) {
        let problem = Diagnostic::error(
            "contradiction",
            "comments are given, and said not to have been received",
        )
        .at(*place, "none received")
        .at(given, "the comments")
        .help("remove one of the two");
        d.problem(problem);
    }
    ChiefConstable {
        name: d.line(&keys::CHIEF_NAME),
        office: d.line(&keys::CHIEF_OFFICE),
        comments,
        file,
        url,
        none_received: none_received.is_some_and(|none| none.value),
        place: d.choice_or_default(&keys::PLACE),
        reply: d.commentary(&keys::REPLY, AREA),
    }
}

/// Every grade must be one that its programme can give; an earlier grade may be of another
/// programme.
fn check_grades(letter: &Letter, programmes: &Programmes, problems: &mut Vec<Diagnostic>) {
    let inspection = &letter.inspection;
    let programme = inspection.programme.as_ref().map(|name| (name, programmes.find(&name.value)));
    if let Some((name, None)) = programme {
        problems.push(programmes.unknown(name));
        return;
    }
    let programme = programme.and_then(|(_, programme)| programme);
    // What is missing has been told, and is an empty line.
    let is_there = |line: &&Line| !line.value.is_empty();
    for grade in grades_given(letter).filter(is_there) {
        problems.extend(grade_problem(grade, programme));
    }
    let earlier = earlier_grades(letter).filter(is_there);
    for grade in earlier.filter(|grade| !programmes.has_grade(&grade.value)) {
        let message = format!("no programme has ever given the grade \"{}\"", grade.value);
        problems.push(
            Diagnostic::error("unknown-grade", message)
                .at(grade.place, "")
                .help("look it up in the report"),
        );
    }
    let of_areas = letter.areas.iter().filter_map(|area| area.pillar.as_ref());
    let named = of_areas.chain(inspection.pillars.iter().map(|pillar| &pillar.name));
    problems.extend(named.filter(is_there).filter_map(|name| pillar_problem(name, programme)));
}

/// The Welsh words of all grades and pillars of a letter. One without such a word is told, and stays
/// English.
fn welsh_words(
    letter: &Letter,
    programmes: &Programmes,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let grades = grades_given(letter).chain(earlier_grades(letter));
    let grades = grades.filter(|grade| programmes.has_grade(&grade.value));
    let pillars = letter.inspection.pillars.iter().map(|pillar| &pillar.name);
    let terms = grades.map(|name| (name, "grade")).chain(pillars.map(|name| (name, "pillar")));
    for (name, what) in terms {
        match programmes.in_welsh(&name.value) {
            Some(welsh) => {
                words.insert(name.value.to_lowercase(), welsh.value.clone());
            }
            None => {
                let message = format!("the {what} \"{}\" has no word in Welsh", name.value);
                let problem = Diagnostic::warning("grade-without-welsh", message);
                problems.push(problem.at(name.place, "").help(format!(
                    "add to data/programmes.toml a line [[{what}]], and under it: \
                     name = \"{}\", welsh = \"...\"",
                    name.value
                )));
            }
        }
    }
    words
}

fn pillar_problem(name: &Line, programme: Option<&Programme>) -> Option<Diagnostic> {
    let code = "unknown-pillar";
    let Some(programme) = programme else {
        let message = "a pillar is given, but not the programme that has it";
        return Some(Diagnostic::error(code, message).at(name.place, "").help(NAME_PROGRAMME));
    };
    let pillars: Vec<&str> = programme.pillars.iter().map(|p| p.value.as_str()).collect();
    if pillars.iter().any(|pillar| pillar.eq_ignore_ascii_case(&name.value)) {
        return None;
    }
    if pillars.is_empty() {
        let message = format!("{} is not graded by pillar", programme.name.value);
        let problem = Diagnostic::error(code, message).at(name.place, "");
        return Some(problem.help("remove the pillar"));
    }
    let message = format!("{} has no pillar", programme.name.value);
    Some(unknown_word(code, &message, name, &pillars))
}

fn grades_given(letter: &Letter) -> impl Iterator<Item = &Line> {
    let of_areas = letter.areas.iter().filter_map(|area| match &area.grade {
        AreaGrade::Graded(grade) => Some(grade),
        AreaGrade::NotGraded | AreaGrade::Unstated => None,
    });
    let corrected = letter.areas.iter().filter_map(|area| Some(&area.corrected.as_ref()?.from));
    let pillars = letter.inspection.pillars.iter().map(|pillar| &pillar.grade);
    letter.inspection.grade.iter().chain(pillars).chain(of_areas).chain(corrected)
}

fn earlier_grades(letter: &Letter) -> impl Iterator<Item = &Line> {
    let of_areas = letter.areas.iter().filter_map(|area| area.previous_grade.as_ref());
    let pillars = letter.inspection.pillars.iter().filter_map(|p| p.previous_grade.as_ref());
    letter.inspection.previous_grade.iter().chain(pillars).chain(of_areas)
}

fn grade_problem(grade: &Line, programme: Option<&Programme>) -> Option<Diagnostic> {
    let Some(programme) = programme else {
        let message = "a grade is given, but not the programme that gave it";
        let problem = Diagnostic::error("grade-without-programme", message);
        return Some(problem.at(grade.place, "").help(NAME_PROGRAMME));
    };
    let scale: Vec<&str> = programme.scale.iter().map(|grade| grade.value.as_str()).collect();
    if scale.iter().any(|known| known.eq_ignore_ascii_case(&grade.value)) {
        return None;
    }
    let name = &programme.name.value;
    let message = format!("{name} has no grade \"{}\"", grade.value);
    // The nearest word is not offered: "poor" is not "good".
    let help = match scale.as_slice() {
        [] => format!("no grades were published in {name}: remove the grade"),
        scale => format!("its grades: {}", scale.join(", ")),
    };
    let problem = Diagnostic::error("grade-outside-scale", message);
    Some(problem.at(grade.place, "").help(help))
}
