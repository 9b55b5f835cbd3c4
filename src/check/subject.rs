//! What the rules look at: the letter, what the reader found in it, and the data to compare with.

use super::copied::Responses;
use super::reader::names::{Class, Lexicon};
use super::reader::words::{self, Words, place};
use super::reader::{self, Key, Passage, Voice};
use super::{items, quotations};
use crate::diagnostic::Place;
use crate::letter::commentary::Commentary;
use crate::letter::load::Loaded;
use crate::letter::programme::{Programme, Programmes};
use crate::letter::traced::Traced;
use crate::letter::{Area, Item, Items, Letter, Line, Placed};
use std::collections::BTreeSet;
use std::ops::Range;

/// What the rules look at.
pub struct Subject<'a> {
    /// The letter.
    pub letter: &'a Letter,
    /// The programme of the inspection.
    pub programme: Option<&'a Programme>,
    /// Its index among all programmes.
    pub own_programme: Option<usize>,
    /// The grades of all programmes, in small letters; names of grades are indices of it.
    pub grades: Vec<String>,
    /// The years of the report and of the letter.
    pub years: Vec<i16>,
    /// Everything printed, without the marks of Markdown.
    pub printed: Vec<&'a Traced>,
    /// The texts in the letter's language, in the order of the letter.
    pub passages: Vec<Passage<'a>>,
    /// Lines of the office's own, such as those that tell who gets a copy.
    pub lines: Vec<Passage<'a>>,
    /// The forces that are somewhere spoken of as other ones, as they are written there.
    pub partners: BTreeSet<String>,
    /// The words of each item, and where it stands.
    pub item_words: Vec<(Vec<String>, Place)>,
    /// The words of the report as the letter quotes it.
    pub report_words: BTreeSet<String>,
    /// The quotation marks without a partner, by texts.
    pub unpaired: Vec<Vec<Place>>,
    /// How many words a sentence may have.
    pub sentence_words: Option<&'a Placed<i64>>,
    /// The responses of other letters.
    pub others: &'a Responses,
}

impl<'a> Subject<'a> {
    /// Reads a letter.
    pub fn new(loaded: &'a Loaded, others: &'a Responses) -> Self {
        let letter = &loaded.letter;
        let words = words::of(letter.language);
        let prose = loaded.commentary.iter().map(|commentary| &commentary.prose);
        let commentary = prose.flat_map(|prose| [&prose.own, &prose.quoted]);
        let programme = loaded.programme.as_ref();
        let grades = grades(&loaded.programmes);
        let own = lexicon(letter, &loaded.programmes, &grades, words);
        let passages = reader::of(letter, &own);
        let lines = reader::lines(letter, &own);
        let dates = [&letter.inspection.published, &letter.date].into_iter().flatten();
        let item_words = letter.all_items().map(|item| {
            let words = items::words(item);
            (words.split(' ').map(str::to_owned).collect(), item.text.text.whole())
        });
        Self {
            letter,
            programme,
            own_programme: programme.and_then(|own| index_of(&loaded.programmes, own)),
            years: dates.map(|date| date.value.year()).collect(),
            printed: loaded.lines.iter().chain(commentary).collect(),
            item_words: item_words.collect(),
            report_words: report_words(&passages),
            partners: partners(&passages),
            grades,
            passages,
            lines,
            unpaired: quotations::unpaired(loaded),
            sentence_words: loaded.settings.sentence_words.as_ref(),
            others,
        }
    }

    /// Whether a place is in a part of the letter, as `[check]` names it: 'overview', 'area 2 item 1'.
    pub fn is_within(&self, place: Place, part: &str) -> bool {
        let letter = self.letter;
        let at = place.range().start;
        let covers = |text: &Commentary| {
            let whole = text.text.whole();
            whole.file == place.file && whole.range().contains(&at)
        };
        let any =
            |texts: &[&Option<Commentary>]| texts.iter().any(|t| t.as_ref().is_some_and(covers));
        let item = |item: &Item| covers(&item.text) || any(&item.texts());
        let nth = |part: &str, name: &str| -> Option<usize> {
            part.strip_prefix(name)?.trim().parse::<usize>().ok()?.checked_sub(1)
        };
        let in_items = |items: &Items, part: &str| {
            nth(part, "item").and_then(|n| items.items.get(n)).is_some_and(item)
        };
        match part.trim().to_lowercase().as_str() {
            "overview" => any(&[&letter.overview.text, &letter.overview.statement_text]),
            "conclusion" => any(&[&letter.conclusion.text]),
            "chief constable" => {
                letter.chief_constable.as_ref().is_some_and(|c| any(&[&c.comments, &c.reply]))
            }
            part if part.starts_with("area") => {
                let (area, inner) = part.split_at(part.find(" item").unwrap_or(part.len()));
                let area = nth(area, "area").and_then(|n| letter.areas.get(n));
                area.is_some_and(|area| match inner.trim() {
                    "" => {
                        let items = &area.items;
                        items.items.iter().any(item)
                            || any(&[&area.findings, &area.closing, &items.joint_response])
                            || items.responses.iter().flat_map(|r| r.texts()).any(covers)
                            || area.title.place.file == place.file
                                && area.title.place.range().contains(&at)
                    }
                    inner => in_items(&area.items, inner),
                })
            }
            part => in_items(&letter.items, part),
        }
    }

    /// What was read of a commentary in the letter's language.
    pub fn passage_of(&self, commentary: &Commentary) -> Option<&Passage<'a>> {
        let is_it = |passage: &&Passage<'a>| {
            passage.markdown.is_some_and(|text| std::ptr::eq(text, &commentary.text))
        };
        self.passages.iter().find(is_it)
    }

    /// Whether these words stand at a place.
    pub fn has_words_at(&self, place: Place, words: &str) -> bool {
        let near = self.passages.iter().filter(|passage| passage.prose.whole().file == place.file);
        let mut near = near.flat_map(|passage| {
            let tokens = 0..passage.tokens.all().len();
            let is_at = |at: &usize| {
                let token = passage.place(&(*at..at + 1)).range();
                token.start < place.range().end && place.range().start < token.end
            };
            let at: Vec<usize> = tokens.filter(is_at).collect();
            at.first().zip(at.last()).map(|(first, last)| passage.typed(&(*first..last + 1)))
        });
        near.any(|typed| typed.to_lowercase().contains(&words.to_lowercase()))
    }

    /// Whether a name of a force is one of this letter's.
    pub fn is_own_force(&self, passage: &Passage<'_>, at: &Range<usize>) -> bool {
        let typed = passage.typed(at).to_lowercase();
        let typed = typed.trim_end_matches("'s").trim_end_matches("’s");
        let own = self.letter.inspection.force.value.to_lowercase();
        let is_alias = |names: &&[&str]| {
            let has = |name: &str| names.iter().any(|one| one.eq_ignore_ascii_case(name));
            has(typed) && has(&own)
        };
        own.contains(typed) || typed.contains(&own) || passage.words.forces.iter().any(is_alias)
    }
}

/// The forces that are somewhere spoken of as other ones.
fn partners(passages: &[Passage<'_>]) -> BTreeSet<String> {
    let of_passage = |passage: &Passage<'_>| -> Vec<String> {
        let names = passage.found("force-named").iter();
        let names = names.map(|found| found.part("f").unwrap_or(found.range.clone()));
        let is_beside = |name: &Range<usize>| {
            passage.has("beside-forces", &passage.tokens.sentence(name.start))
        };
        names.filter(is_beside).map(|name| passage.typed(&name).to_owned()).collect()
    };
    passages.iter().flat_map(of_passage).collect()
}

fn index_of(programmes: &Programmes, own: &Programme) -> Option<usize> {
    programmes.all().iter().position(|programme| programme.name.value == own.name.value)
}

/// The grades of all programmes, each once.
fn grades(programmes: &Programmes) -> Vec<String> {
    let all = programmes.all().iter().flat_map(|programme| &programme.scale);
    let mut grades: Vec<String> = Vec::new();
    for grade in all.map(|grade| grade.value.to_lowercase()) {
        if !grades.contains(&grade) {
            grades.push(grade);
        }
    }
    grades
}

/// The names that a letter itself gives.
fn lexicon(letter: &Letter, programmes: &Programmes, grades: &[String], words: &Words) -> Lexicon {
    let mut own = Lexicon::default();
    for (index, grade) in grades.iter().enumerate() {
        own.add(Class::Grade, index, grade);
        words.forms_of(grade).iter().for_each(|form| own.add(Class::Grade, index, form));
    }
    let force = &letter.inspection.force.value;
    let aliases = words.forces.iter().find(|names| names.contains(&force.as_str()));
    std::iter::once(&force.as_str())
        .chain(aliases.copied().into_iter().flatten())
        .for_each(|name| own.add(Class::Force, 0, name));
    for (index, area) in letter.areas.iter().enumerate() {
        for name in names_of(area, programmes) {
            own.add(Class::Area, index, name);
            words.names_by_noun(name).iter().for_each(|name| own.add(Class::Area, index, name));
        }
    }
    // Pillars come after the areas, unless they stand as areas too.
    for (index, pillar) in letter.inspection.pillars.iter().enumerate() {
        let is_it = |area: &Area| area.title.value.eq_ignore_ascii_case(&pillar.name.value);
        if !letter.areas.iter().any(is_it) {
            own.add(Class::Area, letter.areas.len() + index, &pillar.name.value);
        }
    }
    for (index, programme) in programmes.all().iter().enumerate() {
        let names = std::iter::once(&programme.name).chain(&programme.aliases);
        names.for_each(|name| own.add(Class::Programme, index, &name.value));
    }
    for (index, held) in letter.home_secretaries.iter().enumerate() {
        let name = super::people::person(&held.name.value).join(" ");
        own.add(Class::Person, index, &name);
    }
    own
}

/// What an area may be called: its titles, and those that programmes have for it.
fn names_of<'a>(area: &'a Area, programmes: &'a Programmes) -> Vec<&'a str> {
    let titles: Vec<&Line> = std::iter::once(&area.title).chain(&area.long_title).collect();
    let is_it =
        |line: &Line| titles.iter().any(|title| title.value.eq_ignore_ascii_case(&line.value));
    let known = programmes.all().iter().flat_map(|programme| &programme.areas);
    let known = known.filter(|known| is_it(&known.short) || known.long.as_ref().is_some_and(is_it));
    let known = known.flat_map(|known| std::iter::once(&known.short).chain(&known.long));
    let mut names: Vec<&str> =
        titles.iter().copied().chain(known).map(|line| line.value.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The words in small letters of what the letter quotes of the report.
fn report_words(passages: &[Passage<'_>]) -> BTreeSet<String> {
    let quoted = passages.iter().filter(|p| p.voice == Voice::Report || p.key == Key::Line);
    quoted.flat_map(|p| (0..p.tokens.all().len()).map(|at| p.tokens.small(at).to_owned())).collect()
}

/// Whether a name of a place is in the name of a force.
pub fn is_place_of(name: &str, force: &str) -> bool {
    place(force).is_some_and(|place| place.to_lowercase().contains(&name.to_lowercase()))
}
