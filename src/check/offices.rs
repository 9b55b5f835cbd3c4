//! Names of forces, offices, persons, laws and programmes that are not those of the letter.

use super::Subject;
use super::people::{in_office, person};
use super::reader::names::{Class, Name};
use super::reader::phrases::Found;
use super::reader::tokens::Kind;
use super::reader::words::{self, place, words_of_name};
use super::reader::{Key, Passage, Voice};
use super::spelling;
use super::subject::is_place_of;
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::{Language, capitalised};
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The code of most names that are wrong.
const CODE: &str = "wrong-name";

/// Names in the text that are not those of this letter.
pub fn named(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let rules =
        [forces, titles, bodies, inspectorates, programmes, acts, acts_unknown, home_secretaries];
    let each = |passage| rules.iter().flat_map(move |rule| rule(subject, passage));
    let texts = subject.passages.iter().chain(&subject.lines);
    let mut problems: Vec<Diagnostic> = texts.flat_map(each).collect();
    problems.extend(persons(subject));
    problems.extend(misnamed(subject));
    problems
}

fn wrong(message: String, place: Place, right: Place, what: &str, help: &str) -> Diagnostic {
    Diagnostic::warning(CODE, message).at(place, "").at(right, what).help(help)
}

/// Another force where the letter speaks of its own.
fn forces(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let own = &subject.letter.inspection.force;
    let wrong_force = |at: Range<usize>| {
        let typed = passage.typed(&at).trim_end_matches(['\'', '’']);
        let typed =
            typed.strip_suffix("'s").or(typed.strip_suffix("’s")).unwrap_or(typed).to_owned();
        let message = format!("{typed} is not the force of this letter, which is {}", own.value);
        let help =
            "correct the name; where another force is meant, say what it has to do with this one";
        wrong(message, passage.place(&at), own.place, "the force of this letter", help)
    };
    let mut problems: Vec<Diagnostic> =
        other_forces(subject, passage).into_iter().map(wrong_force).collect();
    problems.extend(other_places(subject, passage).into_iter().map(wrong_force));
    problems.extend(like_own(subject, passage).into_iter().map(wrong_force));
    problems.dedup_by_key(|problem| problem.labels[0].place.range().start);
    problems
}

/// Names that are those of the letter's own place but for a slip, or but for the side of the compass:
/// 'Southmarch' where it is Northmarch.
fn like_own(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Range<usize>> {
    let own = place(&subject.letter.inspection.force.value).map(str::to_lowercase);
    let Some(own) = own.filter(|own| own.len() > 5 && !own.contains(' ')) else {
        return Vec::new();
    };
    let is_like = |at: &usize| {
        let word = passage.tokens.small(*at);
        let word = word.strip_suffix("'s").unwrap_or(word);
        let is_name = passage.tokens.is_large(passage.text(), *at) && word != own;
        is_name
            && (is_slip(word, &own) || is_other_side(word, &own))
            && passage.words.forces.iter().copied().flatten().all(|name| !is_place_of(word, name))
    };
    let tokens = 0..passage.tokens.all().len();
    tokens.filter(is_like).map(|at| at..at + 1).collect()
}

/// Whether one name is the other with a slip, or with two where they are long, and neither is a form of
/// the other.
pub fn is_slip(word: &str, own: &str) -> bool {
    let most = if word.len().min(own.len()) > 7 { 2 } else { 1 };
    let is_form = own.starts_with(word) || word.starts_with(own);
    let begins_alike = word.chars().next() == own.chars().next();
    !is_form && begins_alike && (1..=most).contains(&strsim::osa_distance(word, own))
}

/// Whether two names are of places on other sides of one.
fn is_other_side(word: &str, own: &str) -> bool {
    let sides = ["north", "south", "east", "west", "mid"];
    let rest = |name: &str| {
        let rest = sides.iter().find_map(|side| name.strip_prefix(side));
        rest.filter(|rest| rest.len() > 2).map(str::to_owned)
    };
    rest(word).is_some_and(|rest_of_word| rest(own) == Some(rest_of_word))
}

/// Where the place of another force is spoken of as that of this one.
fn other_places(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Range<usize>> {
    let places = passage.found("place-as-own").iter().filter_map(|found| found.part("q"));
    let own = &subject.letter.inspection.force.value;
    let is_other = |at: &Range<usize>| {
        let sentence = passage.tokens.sentence(at.start);
        passage.is_ours()
            && !is_place_of(passage.typed(at), own)
            && !passage.has("beside-forces", &sentence)
    };
    places.filter(is_other).collect()
}

/// Where another force is spoken of as this one.
fn other_forces(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Range<usize>> {
    let as_own = passage.found("force-as-own").iter().filter_map(|found| found.part("f"));
    let is_other = |at: &Range<usize>| {
        let sentence = passage.tokens.sentence(at.start);
        let is_report = passage.key == Key::Item;
        let begins = at.start == sentence.start
            || !passage.tokens.is_large(passage.text(), at.start - 1)
            || at.start - 1 == sentence.start;
        begins
            && !subject.is_own_force(passage, at)
            && !passage.has("beside-forces", &sentence)
            && !passage.words.has("not-forces", &passage.typed(at).to_lowercase())
            && (is_report || passage.voice != Voice::Report)
            && !subject.partners.contains(passage.typed(at))
    };
    let counted = passage.found("force-counted").iter().filter_map(|found| found.part("f"));
    let counted = counted.filter(|at| !subject.is_own_force(passage, at) && passage.is_ours());
    let mut found: Vec<Range<usize>> = as_own.filter(is_other).chain(counted).collect();
    found.sort_by_key(|at| at.start);
    found.dedup_by_key(|at| at.start);
    found
}

/// A title of office, a panel or a plan of another kind of commissioner.
fn titles(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let title = &subject.letter.sender.title;
    let small = title.value.to_lowercase();
    if !small.contains("commissioner") || passage.voice == Voice::Report {
        return Vec::new();
    }
    let other = if small.contains("fire") { "office-plain" } else { "office-fire" };
    let other = [other, "office-none"];
    let own =
        format!("{} {}", subject.letter.sender.office.value, subject.letter.inspection.force.value);
    let is_of_others = |at: usize| {
        let before = at.checked_sub(1).filter(|at| passage.tokens.is_large(passage.text(), *at));
        let is_name = |at: usize| !passage.words.has("no-names", passage.tokens.small(at));
        before.is_some_and(|at| is_name(at) && !own.contains(passage.typed(&(at..at + 1))))
    };
    let is_ours = |found: &&Found| {
        let at = found.range.start;
        !passage.has("office-other", &passage.tokens.sentence(at)) && !is_of_others(at)
    };
    let problem = |found: &Found| {
        let message = format!(
            "\"{}\" does not go with the title of this office, {}",
            passage.typed(&found.range),
            title.value
        );
        let help = "write the title as the office has it; its panel and its plan are named alike";
        wrong(message, passage.place(&found.range), title.place, "the title of the sender", help)
    };
    let found = other.into_iter().flat_map(|kind| passage.found(kind));
    found.filter(is_ours).map(problem).collect()
}

/// A body with other words than its own: 'National Police Chief Council'.
fn bodies(_: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let begins = |body: &&&str| {
        body.split([' ', '\'']).next().is_some_and(|first| passage.text().contains(first))
    };
    for body in passage.words.list("bodies").iter().filter(begins) {
        let words: Vec<String> = words_of_name(body).into_iter().filter(|w| w.len() > 1).collect();
        let all = 0..passage.tokens.all().len();
        let begins = all.filter(|at| {
            passage.tokens.small(*at) == words[0] && passage.tokens.is_large(passage.text(), *at)
        });
        for at in begins.filter_map(|at| passage.words_from(at, words.len())) {
            let told = words_in(passage, &at);
            let mut other = told.iter().zip(&words).filter(|(one, word)| *one != word);
            let is_near = |(one, word): &(&&str, &String)| {
                one.len() < 4 && word.len() < 4
                    || one.get(..4).is_some_and(|one| word.starts_with(one))
            };
            if other.next().is_some_and(|pair| is_near(&pair)) && other.next().is_none() {
                let message = format!("the name of this body is {body}");
                let problem = Diagnostic::warning(CODE, message).at(passage.place(&at), "");
                problems.push(problem.help("write the name as the body has it"));
            }
        }
    }
    problems
}

/// How many names are compared with each other: a letter has some dozens.
const MOST_NAMES: usize = 500;

/// Names that are another of the letter's but for one letter: 'Averil' where it is Averill.
fn misnamed(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let texts = || subject.passages.iter().chain(&subject.lines);
    let mut names: BTreeMap<&str, (usize, Place)> = BTreeMap::new();
    for passage in texts() {
        for at in 0..passage.tokens.all().len() {
            let begins = passage.tokens.sentence(at).start == at;
            let word = passage.tokens.small(at);
            let name = word.strip_suffix("'s").unwrap_or(word);
            let is_name = passage.tokens.is_large(passage.text(), at) && name.len() > 3;
            if is_name && !begins {
                let place = passage.place(&(at..at + 1));
                names.entry(name).or_insert((0, place)).0 += 1;
            }
        }
    }
    let mut problems = Vec::new();
    if names.len() > MOST_NAMES {
        return problems;
    }
    let letter = subject.letter;
    for line in letter.recipient.iter().map(|r| &r.name).chain([&letter.sender.name]) {
        for (name, (times, _)) in &mut names {
            *times += if line.value.to_lowercase().contains(name) { 3 } else { 0 };
        }
    }
    let chief = letter.chief_constable.as_ref().and_then(|chief| chief.name.as_ref());
    let persons =
        letter.recipient.iter().map(|r| &r.name).chain([&letter.sender.name]).chain(chief);
    let persons = persons.flat_map(|line| line.value.split(' ').map(str::to_lowercase));
    let styled = texts().flat_map(|text| {
        let found = text.found("styled").iter().chain(text.found("held-by"));
        found.filter_map(|found| found.part("n")).map(|at| text.typed(&at).to_lowercase())
    });
    let persons: BTreeSet<String> = persons.chain(styled).collect();
    // Of the force's own name, another rule tells.
    let own = letter.inspection.force.value.to_lowercase();
    let is_own = |name: &str| own.split(' ').any(|word| word == name || is_slip(name, word));
    for (name, (times, place)) in &names {
        let is_like = |(other, (more, there)): &(&&str, &(usize, Place))| {
            let is_plural = |a: &str, b: &str| a.strip_suffix('s') == Some(b) && !b.ends_with('s');
            // Names that begin otherwise may well be two, unless one is told time and again.
            let begins_alike = name.as_bytes()[0] == other.as_bytes()[0]
                || name.len() > 6 && *more > 2 && name.as_bytes()[1..] == other.as_bytes()[1..];
            // 'Patel' is no slip of 'Panel': with another letter a word becomes a name.
            let is_word = || {
                let is_person = persons.contains(**other);
                name.len() == other.len() && spelling::is_british(other) && !is_person
            };
            begins_alike
                && name.len().abs_diff(other.len()) < 2
                && !is_plural(name, other)
                && !is_plural(other, name)
                && strsim::osa_distance(name, other) == 1
                && !is_word()
                && (more > times || more == times && (spelling::is_british(other) || there < place))
        };
        let is_known =
            || spelling::is_british(name) || *times > 2 || is_place(name) || is_own(name);
        if let Some((other, (_, there))) = names.iter().find(|one| is_like(one) && !is_known()) {
            let message =
                format!("{} is written {} elsewhere", capitalised(name), capitalised(other));
            problems.push(wrong(message, *place, *there, "elsewhere", "write a name in one way"));
        }
    }
    problems
}

/// Whether a force serves a place of this name.
fn is_place(name: &str) -> bool {
    let forces = words::of(Language::English).forces.iter().copied().flatten();
    forces.into_iter().any(|force| force.to_lowercase().contains(name))
}

/// The day from which the inspectorate has also inspected fire and rescue services.
const HMICFRS: Date = date(2017, 7, 19);
/// The day from which it has been His Majesty's.
const KING: Date = date(2022, 9, 8);

/// The inspectorate by a name that it had at another time.
fn inspectorates(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let letter = subject.letter;
    let Some(dated) = letter.date.as_ref().or(letter.inspection.published.as_ref()) else {
        return Vec::new();
    };
    let names = [
        ("hmic", dated.value >= HMICFRS, "HMICFRS, since July 2017"),
        ("hmicfrs", dated.value < HMICFRS, "HMIC, until July 2017"),
        ("her-majesty", dated.value >= KING, "His Majesty's, since 8 September 2022"),
        ("his-majesty", dated.value < KING, "Her Majesty's, until 8 September 2022"),
    ];
    let mut problems = Vec::new();
    for (kind, is_wrong, right) in names {
        let found = passage.found(kind).iter().filter_map(|found| found.part("o"));
        for at in found.filter(|_| is_wrong && passage.voice != Voice::Report) {
            let sentence = passage.tokens.sentence(at.start);
            let is_then = passage.has("not-now", &sentence)
                || kind != "hmicfrs" && passage.names_other_year(&sentence, &subject.years)
                || passage.has("of-elsewhere", &sentence);
            if !is_then {
                let message =
                    format!("\"{}\" is a name of another time: {right}", passage.typed(&at));
                let help = "write the name that it has on the day of the letter";
                problems.push(wrong(
                    message,
                    passage.place(&at),
                    dated.place,
                    "the day that counts",
                    help,
                ));
            }
        }
    }
    problems
}

/// A programme that is not the letter's, where no other inspection is spoken of.
fn programmes(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let (Some(own), Some(name)) = (subject.own_programme, &subject.letter.inspection.programme)
    else {
        return Vec::new();
    };
    let is_other = |found: &&Name| {
        let sentence = passage.tokens.sentence(found.range.start);
        let is_then = [
            "of-elsewhere",
            "not-now",
            "not-graded-now",
            "beside-programmes",
            "not-compared",
            "compared",
        ]
        .iter()
        .any(|kind| passage.has(kind, &sentence));
        let is_elsewhere = is_then || passage.is_around("in-programme", &found.range);
        passage.index(Class::Programme, found.range.start) != Some(own) && !is_elsewhere
    };
    let problem = |found: &Name| {
        let message = format!(
            "{} is not the programme of this letter, which is {}",
            passage.typed(&found.range),
            name.value
        );
        let help = "correct the name, or say that another inspection is meant";
        wrong(
            message,
            passage.place(&found.range),
            name.place,
            "the programme of this letter",
            help,
        )
    };
    let all =
        passage.names.all(Class::Programme).filter(|_| passage.voice != Voice::ChiefConstable);
    all.filter(is_other).map(problem).collect()
}

/// An Act of a year in which there was none of that name, or with a section that is another Act's.
fn acts(_: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for name in passage.names.all(Class::Act) {
        let Some(index) = passage.index(Class::Act, name.range.start) else { continue };
        let (act, years) = passage.words.acts[index];
        let section =
            passage.found("section-of-act").iter().find(|found| found.range.end == name.range.end);
        let section = section.and_then(|found| {
            passage.words.sections.get(passage.tokens.small(found.part("s")?.start))
        });
        let year_at = name.range.end..name.range.end + 1;
        let Ok(year) = passage.tokens.small(year_at.start).parse::<i16>() else { continue };
        let message = match section {
            Some((right, right_year)) if *right != act || *right_year != year => {
                format!("this section is one of the {right} {right_year}")
            }
            _ if years.contains(&year) => continue,
            _ => {
                let years: Vec<String> = years.iter().map(i16::to_string).collect();
                format!("there is no {act} {year}: it is of {}", years.join(", "))
            }
        };
        let place = passage.place(&(name.range.start..year_at.end));
        problems.push(
            Diagnostic::warning("law-differs", message).at(place, "").help("look up the Act"),
        );
    }
    problems
}

/// A section of an Act that nobody passed, where another has it: 'section 55 of the Policing Act 1996'.
fn acts_unknown(_: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let problem = |found: &Found| {
        let (section, at) = (found.part("s")?, found.part("a")?);
        let (act, year) = passage.words.sections.get(passage.tokens.small(section.start))?;
        let message = format!("this section is one of the {act} {year}");
        let problem = Diagnostic::warning("law-differs", message).at(passage.place(&at), "");
        Some(problem.help("look up the Act"))
    };
    passage.found("act-unknown").iter().filter_map(problem).collect()
}

/// Somebody who is called Home Secretary and was not on the day of the letter.
fn home_secretaries(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let Some(dated) = &subject.letter.date else { return Vec::new() };
    let holders = in_office(subject.letter, dated.value);
    let problem = |found: &Found| {
        let at = found.part("p")?;
        let held = subject.letter.home_secretaries.get(passage.index(Class::Person, at.start)?)?;
        let is_holder =
            holders.iter().any(|one| person(&one.name.value) == person(&held.name.value));
        let is_then = passage.has("home-secretary-then", &passage.tokens.sentence(at.start));
        if holders.is_empty() || is_holder || is_then {
            return None;
        }
        let message =
            format!("on the day of the letter the Home Secretary was {}", holders[0].name.value);
        let problem = Diagnostic::error("wrong-home-secretary", message).at(passage.place(&at), "");
        Some(problem.at(holders[0].since.place, "in office from this day").help("correct the name"))
    };
    passage.found("home-secretary-named").iter().filter_map(problem).collect()
}

/// He and she of one person, by an office or by a name, and two ranks of one.
fn persons(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let told = || subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    let small = |passage: &Passage<'_>, at: &Range<usize>| {
        let name = passage.typed(at).to_lowercase();
        name.trim_end_matches("'s").trim_end_matches("’s").to_owned()
    };
    let held = |passage: &Passage<'_>, found: &Found| {
        Some((small(passage, &found.part("n")?), small(passage, &found.part("r")?)))
    };
    let mut holders: BTreeMap<String, String> = BTreeMap::new();
    for passage in told() {
        for (name, office) in passage.found("held-by").iter().filter_map(|f| held(passage, f)) {
            holders.entry(name).or_insert(office);
        }
    }
    // What was first told of each, and where: he or she, and a rank.
    let mut known: BTreeMap<(String, bool), (&str, Place)> = BTreeMap::new();
    let mut problems = Vec::new();
    let mut tell = |name: &str, is: &'static str, place: Place| {
        let is_pronoun = matches!(is, "he" | "she");
        let (was, other) = *known.entry((name.to_owned(), is_pronoun)).or_insert((is, place));
        if was != is {
            let name = if name.contains(' ') { format!("the {name}") } else { capitalised(name) };
            let message = format!("{name} is {was} in one place and {is} in another");
            let help = "write the same of one person";
            problems.push(wrong(message, place, other, "the first", help));
        }
    };
    for passage in told() {
        let mut near: Vec<(String, Range<usize>)> = Vec::new();
        for found in passage.found("styled") {
            let (Some(style), Some(at)) = (found.part("s"), found.part("n")) else { continue };
            let (name, place) = (small(passage, &at), passage.place(&style));
            let style = passage.tokens.small(style.start);
            if let Some(rank) = passage.words.list("ranks").iter().find(|rank| **rank == style) {
                tell(&name, rank, place);
            }
            let who = holders.get(&name).cloned().unwrap_or(name);
            for (list, is) in [("men", "he"), ("women", "she")] {
                if passage.words.has(list, style) {
                    tell(&who, is, place);
                }
            }
            near.push((who, at));
        }
        let roles = passage.found("person-of").iter().filter_map(|found| found.part("r"));
        near.extend(roles.map(|role| (small(passage, &role), role)));
        for (who, at) in near {
            for (is_he, at) in pronouns_of(passage, &at) {
                tell(&who, if is_he { "he" } else { "she" }, passage.place(&at));
            }
        }
    }
    problems
}

/// The pronouns that stand for the holder of an office, in the rest of the sentence and in the two after
/// it, up to where somebody else is named.
fn pronouns_of(passage: &Passage<'_>, role: &Range<usize>) -> Vec<(bool, Range<usize>)> {
    let all = passage.tokens.all();
    let first = all[role.start].sentence;
    let is_near = |at: &usize| all[*at].sentence <= first + 2 && all[*at].kind != Kind::Break;
    let names_other = |at: &usize| {
        let begins = passage.tokens.sentence(*at).start == *at;
        let is_time = || passage.names.has_time_at(*at);
        let is_word = all[*at].kind == Kind::Word && passage.tokens.small(*at) != "i";
        let is_name = is_word && passage.tokens.is_large(passage.text(), *at);
        is_name && !begins && !is_time() || passage.has("somebody", &(*at..at + 1))
    };
    let near = (role.end..all.len()).take_while(is_near);
    let end = near.clone().find(names_other).or(near.last().map(|last| last + 1));
    let end = end.unwrap_or(role.end);
    let kinds = [("he", true), ("she", false)];
    let told = kinds.into_iter().flat_map(|(kind, is_he)| {
        let found = passage.found_in(kind, &(role.end..end)).iter();
        found.map(move |found| (is_he, found.range.clone()))
    });
    let mut near: Vec<_> = told.collect();
    near.sort_by_key(|(_, at)| at.start);
    near
}

/// Titles and quotations that differ from what they repeat by a word or two.
pub fn repeated(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let ours = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    let in_subject = subject.passages.first().map(|passage| mistitled(subject, passage));
    let in_texts = ours.flat_map(|passage| {
        let mut problems = misquoted(subject, passage);
        problems.extend(mistitled(subject, passage));
        problems
    });
    in_subject.into_iter().flatten().chain(in_texts).collect()
}

/// A quotation of at least this many words is compared with the items.
const QUOTED: usize = 5;

/// Quotations that are nearly the words of an item.
fn misquoted(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for quoted in passage.quotations() {
        let words: Vec<&str> = words_in(passage, &quoted);
        if words.len() < QUOTED {
            continue;
        }
        let near = subject
            .item_words
            .iter()
            .filter_map(|(item, place)| Some((nearly(&words, item)?, place)));
        let exact = |item: &[String]| item.windows(words.len()).any(|part| part == words);
        if subject.item_words.iter().any(|(item, _)| exact(item)) {
            continue;
        }
        if let Some((differs, place)) = near.min_by_key(|(differs, _)| *differs) {
            let message = format!(
                "this quotation differs from the words of the item in {differs} of {}",
                words.len()
            );
            let problem =
                Diagnostic::warning("quotation-differs", message).at(passage.place(&quoted), "");
            problems.push(
                problem
                    .at(*place, "the item")
                    .help("quote the words as they are, or write [...] for what is left out"),
            );
        }
    }
    problems
}

fn words_in<'a>(passage: &'a Passage<'_>, tokens: &Range<usize>) -> Vec<&'a str> {
    let is_word = |at: &usize| matches!(passage.tokens.all()[*at].kind, Kind::Word | Kind::Number);
    tokens.clone().filter(is_word).map(|at| passage.tokens.small(at)).collect()
}

/// By how many words a text differs from the nearest part of another, if by few.
fn nearly(words: &[&str], other: &[String]) -> Option<usize> {
    let shared = words.iter().filter(|word| other.iter().any(|one| one == *word)).count();
    let most = (words.len() / 3).max(1);
    if shared + most < words.len() || other.len() < words.len() / 2 {
        return None;
    }
    // The distance to the best part: words of the other before and after it cost nothing.
    let mut row: Vec<usize> = vec![0; other.len() + 1];
    for (n, word) in words.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = n + 1;
        for (at, one) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(one != word);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row.into_iter().min().filter(|differs| (1..=most).contains(differs))
}

/// The title of the report with other words. A title of few words is like too much else.
fn mistitled(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let report = &subject.letter.inspection.report;
    let words = |text: &str| -> Vec<String> {
        let words = words_of_name(text).into_iter();
        words.filter(|word| word.starts_with(char::is_alphanumeric)).collect()
    };
    let is_long =
        |words: &[String]| words.iter().filter(|w| w.starts_with(char::is_alphabetic)).count() > 2;
    // The shortest beginning of the title, up to a sign, that is like too little else.
    let ends = report.value.match_indices([':', '.', '?', '–', '—']).map(|(at, _)| at);
    let mut parts = ends.map(|end| words(&report.value[..end]));
    let title = parts.find(|part| is_long(part)).unwrap_or_else(|| words(&report.value));
    if !is_long(&title) {
        return Vec::new();
    }
    let begins =
        (0..passage.tokens.all().len()).filter(|at| passage.tokens.is_large(passage.text(), *at));
    let whole = words(&report.value);
    let begins: Vec<usize> = begins.collect();
    let of_length = |n: usize| begins.iter().filter_map(move |start| passage.words_from(*start, n));
    let windows = of_length(title.len()).chain(of_length(whole.len()));
    let is_near = |at: &Range<usize>| {
        let words = words_in(passage, at);
        let title = if words.len() == whole.len() { &whole } else { &title };
        let ends_alike = words.first() == title.first().map(String::as_str).as_ref()
            || words.last() == title.last().map(String::as_str).as_ref();
        ends_alike && nearly(&words, title).is_some()
    };
    // The subject may say in other words what it answers, unless it quotes.
    let quotations = passage.quotations();
    let is_title = |at: &Range<usize>| {
        passage.key != Key::Line || quotations.iter().any(|quoted| quoted.contains(&at.start))
    };
    let differing = windows.filter(|at| is_title(at) && is_near(at)).take(1);
    let problem = |at: Range<usize>| {
        let message = format!("this differs from the title of the report, \"{}\"", report.value);
        let problem = Diagnostic::warning("title-differs", message).at(passage.place(&at), "");
        problem.at(report.place, "the title").help("write the title as the report has it")
    };
    differing.map(problem).collect()
}
