//! Counts of items that fit nothing.

use super::Subject;
use super::reader::facts::{Claim, Count};
use super::reader::names::Class;
use super::reader::words::Counted;
use super::reader::{Passage, Voice};
use crate::diagnostic::{Diagnostic, Place};
use crate::letter::traced::Traced;
use crate::letter::{Area, Item, Letter, Owner, Placed};
use std::ops::Range;

/// The code of all rules here.
pub const CODE: &str = "count";

/// Counts in the commentary that fit neither the items nor what the report says of itself, and what
/// the report is said to count where the letter has more.
pub fn counts(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let told = subject.passages.iter().filter(|passage| passage.voice != Voice::Report);
    let in_text = told.flat_map(|passage| in_passage(subject, passage));
    in_text.chain(reported(subject.letter)).collect()
}

fn in_passage(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let counts = passage.counts(&subject.years);
    let wrong = |index: usize| {
        let count = &counts[index];
        let near = Near { subject, passage, all: &counts, count };
        let known = Known::of(subject.letter, passage, count.of);
        match count.claim {
            Claim::All => near.is_of_nothing(&known).then(|| known.told(&near)),
            Claim::Named => near.is_unnamed(&known).then(|| known.told(&near)),
            Claim::Rest => near.is_no_rest(&known).then(|| known.told(&near)),
            Claim::ForUs => known.for_us(&near),
            Claim::ForThem => known.for_them(&near),
            Claim::InArea(area) => known.in_area(&near, area),
            Claim::InGrade(grade) => known.in_graded(&near, grade),
            Claim::Some => near.is_more_than_all().then(|| known.told(&near)),
        }
    };
    (0..counts.len()).filter_map(wrong).collect()
}

/// How many items there are, by all that a count may mean.
struct Known<'a> {
    letter: &'a Letter,
    of: Option<Counted>,
    /// In the letter, outside areas, and in the area in which the count stands.
    all: usize,
    outside: usize,
    here: Option<usize>,
    /// Beneath each cause of concern.
    beneath: Vec<usize>,
    /// What the report is said to have.
    reported: Option<&'a Placed<i64>>,
    for_force: Option<&'a Placed<i64>>,
    /// The first of the items that are counted.
    first: Option<Place>,
}

impl<'a> Known<'a> {
    fn of(letter: &'a Letter, passage: &Passage<'a>, of: Option<Counted>) -> Self {
        let is = |item: &&Item| of.is_none_or(|of| of.is(item.kind));
        let here = passage.area.map(|area| area.items.all().filter(is).count());
        let in_area = passage.area.filter(|_| here > Some(0)).map(|area| area.items.all());
        let first =
            in_area.and_then(|mut items| items.find(is)).or_else(|| letter.all_items().find(is));
        let beneath = letter.all_items().map(|item| item.items.iter().filter(is).count());
        let reported = of.and_then(|of| reported_of(letter, of));
        Self {
            letter,
            of,
            all: letter.all_items().filter(is).count(),
            outside: letter.items.all().filter(is).count(),
            here,
            beneath: beneath.filter(|n| *n > 0).collect(),
            reported,
            for_force: letter
                .inspection
                .reported
                .for_force
                .as_ref()
                .filter(|_| of == Some(Counted::Recommendations) && reported.is_some()),
            first: first.map(|item| item.text.text.whole()),
        }
    }

    /// Whether so many are there, by any of the ways to count.
    fn has(&self, n: usize) -> bool {
        self.numbers().any(|known| known == n)
    }

    fn numbers(&self) -> impl Iterator<Item = usize> {
        let outside = Some(self.outside).filter(|n| *n > 0);
        let told = self.reported.into_iter().chain(self.for_force);
        let told = told.filter_map(number);
        let beneath = self.beneath.iter().copied();
        told.chain([self.all]).chain(outside).chain(self.here).chain(beneath)
    }

    fn most(&self) -> usize {
        self.numbers().max().unwrap_or(0)
    }

    /// How many are said to concern the force.
    fn for_us(&self, near: &Near<'_>) -> Option<Diagnostic> {
        let n = near.count.n;
        let reported = self.for_force.and_then(number);
        if [Some(self.all), Some(self.outside), reported].contains(&Some(n)) {
            return None;
        }
        let typed = near.passage.typed(&near.count.at);
        let there = match (reported, self.all) {
            (Some(n), _) => format!("[inspection] says {n}"),
            (None, all) => format!("there {} {all} here", are(all)),
        };
        let message = format!("{typed} {} said to concern the force; {there}", are(n));
        Some(self.problem(near, message, self.for_force))
    }

    /// How many are said to concern others: as many as the report is said to have for them, else no more
    /// than are left, with all that are told beside them.
    fn for_them(&self, near: &Near<'_>) -> Option<Diagnostic> {
        match self.owner(near) {
            Some((owner, told)) => self.for_owner(near, owner, told),
            None => self.for_others(near),
        }
    }

    fn for_owner(&self, near: &Near<'_>, owner: &Owner, told: &Placed<i64>) -> Option<Diagnostic> {
        let (n, typed) = (near.count.n, near.passage.typed(&near.count.at));
        let message = format!(
            "{typed} {} said to be for {}; [inspection] says {}",
            are(n),
            owner.name.value,
            told.value
        );
        (number(told) != Some(n)).then(|| self.problem(near, message, Some(told)))
    }

    fn for_others(&self, near: &Near<'_>) -> Option<Diagnostic> {
        let reported = self.reported.and_then(number);
        let parts = near.parts();
        let sum: usize = parts.iter().sum();
        let whole = near.wholes().max().or(reported).unwrap_or_else(|| self.most());
        let ours = self.for_force.and_then(number).filter(|_| parts.len() == 1);
        let left = reported.zip(ours).map_or(whole, |(all, ours)| all.saturating_sub(ours));
        let (n, typed) = (near.count.n, near.passage.typed(&near.count.at));
        let is_too_many = sum > whole && near.is_last_part() && !near.is_wrong_for_us(self);
        let message = match n > left {
            _ if whole == 0 => return None,
            true => {
                format!(
                    "{typed} {} said to concern others; {left} {} left for them",
                    are(n),
                    are(left)
                )
            }
            false if is_too_many => {
                format!("with {typed} for others, {sum} are told here, and there are {whole}")
            }
            false => return None,
        };
        Some(self.problem(near, message, self.reported))
    }

    /// Of whom the report is said to have so many, where the count names them.
    fn owner(&self, near: &Near<'_>) -> Option<(&'a Owner, &'a Placed<i64>)> {
        let found = near.passage.found("for-them").iter();
        let mut found = found.filter(|found| found.part("n").as_ref() == Some(&near.count.at));
        let named = near.passage.typed(&found.find_map(|found| found.part("w"))?).to_lowercase();
        let is_it = |owner: &&Owner| named.contains(&owner.name.value.to_lowercase());
        let owner = self.letter.inspection.reported.owners.iter().find(is_it)?;
        owner.count.as_ref().map(|told| (owner, told))
    }

    /// How many are said to stand under an area.
    fn in_area(&self, near: &Near<'_>, area: usize) -> Option<Diagnostic> {
        let area = self.letter.areas.get(area)?;
        self.within(near, std::iter::once(area), &format!("under \"{}\"", area.title.value))
    }

    /// How many are said to stand in areas with a grade.
    fn in_graded(&self, near: &Near<'_>, grade: usize) -> Option<Diagnostic> {
        let grade = near.subject.grades.get(grade)?;
        let has_grade = |area: &&Area| {
            area.grade.given().is_some_and(|given| given.value.eq_ignore_ascii_case(grade))
        };
        let areas = self.letter.areas.iter().filter(has_grade);
        self.within(near, areas, &format!("where the grade is {grade}"))
    }

    /// A count that is not the number of items in some areas.
    fn within(
        &self,
        near: &Near<'_>,
        mut areas: impl Iterator<Item = &'a Area> + Clone,
        which: &str,
    ) -> Option<Diagnostic> {
        let is = |item: &&Item| self.of.is_none_or(|of| of.is(item.kind));
        let items = areas.clone().flat_map(|area| area.items.all());
        let (n, there) = (near.count.n, items.filter(is).count());
        let typed = near.passage.typed(&near.count.at);
        let (told, is_there) = (are(n), are(there));
        let message = format!("{typed} {told} said to stand {which}; there {is_there} {there}");
        let problem = Diagnostic::warning(CODE, message).at(near.passage.place(&near.count.at), "");
        let problem = problem.at(areas.next()?.title.place, "the area");
        (there != n).then(|| problem.help("correct the number, or the items of the area"))
    }

    fn told(&self, near: &Near<'_>) -> Diagnostic {
        let (n, typed) = (near.count.n, near.passage.typed(&near.count.at));
        let typed = if typed == "any" { "no" } else { typed };
        let there = match self.here {
            Some(here) => {
                format!("there {} {here} in this area, and {} in the letter", are(here), self.all)
            }
            None => format!("there {} {} in the letter", are(self.all), self.all),
        };
        let name = self.of.map_or("items", |of| name(of, n));
        let message = format!("{typed} {name} {} counted here; {there}", are(n));
        self.problem(near, message, self.reported)
    }

    fn problem(&self, near: &Near<'_>, message: String, told: Option<&Placed<i64>>) -> Diagnostic {
        let help = "correct the number, or add the item that is missing; \
             if the report has others, say how many under [inspection]: reported = { ... }";
        let mut problem =
            Diagnostic::warning(CODE, message).at(near.passage.place(&near.count.at), "");
        if let Some(told) = told {
            problem = problem.at(told.place, "what the report is said to have");
        } else if let Some(first) = self.first.or(Some(self.letter.inspection.report.place)) {
            problem =
                problem.at(first, if self.all > 0 { "the first of them" } else { "the report" });
        }
        problem.help(help)
    }
}

/// A count among those around it.
struct Near<'a> {
    subject: &'a Subject<'a>,
    passage: &'a Passage<'a>,
    all: &'a [Count],
    count: &'a Count,
}

impl Near<'_> {
    /// The other counts of its sentence, of so many before it and of so many after it.
    fn within(&self, before: usize, after: usize) -> impl Iterator<Item = &Count> {
        let sentence = |count: &Count| self.passage.tokens.all()[count.at.start].sentence;
        let here = sentence(self.count);
        let near = here.saturating_sub(before)..=here + after;
        let is_near = move |count: &&Count| near.contains(&sentence(count));
        self.all.iter().filter(is_near).filter(|count| count.at != self.count.at)
    }

    /// The other counts of its sentence and of the one before; where this one is of what is left, of
    /// the one before that too.
    fn others(&self) -> impl Iterator<Item = &Count> {
        self.within(1 + usize::from(self.count.claim == Claim::Rest), 0)
    }

    /// Whether nothing has this number, and it is no sum of parts that are told after it: 'seven, of
    /// which two have been closed since'.
    fn is_of_nothing(&self, known: &Known<'_>) -> bool {
        let n = self.count.n;
        let parts = self.within(0, 2).filter(|count| count.at.start > self.count.at.start);
        let parts: Vec<&Count> = parts.filter(|count| is_part(count)).collect();
        let sum: usize = parts.iter().map(|count| count.n).sum();
        let is_made = parts.iter().any(|part| part.claim == Claim::Rest && known.has(part.n));
        let is_all = known.reported.is_some();
        let leaves = !is_all
            && parts
                .iter()
                .any(|part| part.claim == Claim::Some && known.has(n.saturating_sub(part.n)));
        !(known.has(n) || is_made && sum == n || leaves)
    }

    /// The parts of a whole that stand around it, it included.
    fn parts(&self) -> Vec<usize> {
        let is_beside = |other: &&Count| match self.count.claim {
            // What is told of them after it is a part of what is left.
            Claim::Rest => other.at.start < self.count.at.start,
            Claim::ForThem => other.claim != Claim::Rest,
            _ => true,
        };
        let parts = self.others().filter(|count| is_part(count)).filter(is_beside);
        parts.map(|count| count.n).chain([self.count.n]).collect()
    }

    /// Whether no part of its sentence follows it: several of one whole are told once.
    fn is_last_part(&self) -> bool {
        let mut others = self.within(0, 0).filter(|count| count.claim == Claim::ForThem);
        !others.any(|count| count.at.start > self.count.at.start)
    }

    /// Whether how many concern the force is told as wrong beside it.
    fn is_wrong_for_us(&self, known: &Known<'_>) -> bool {
        let mut ours = self.within(1, 0).filter(|count| count.claim == Claim::ForUs);
        ours.any(|count| known.for_us(&Near { count, ..*self }).is_some())
    }

    /// The wholes that stand around it.
    fn wholes(&self) -> impl Iterator<Item = usize> {
        self.others().filter(|count| count.claim == Claim::All).map(|count| count.n)
    }

    /// Whether nothing that it can mean has this number.
    fn is_unnamed(&self, known: &Known<'_>) -> bool {
        let (n, passage, at) = (self.count.n, self.passage, self.count.at.start);
        let is_listed = passage.answers() == Some(n) || n == 2 && passage.has_pair();
        let is_told = tells(passage, n, 0..at) || lists(self.subject.letter, passage, n);
        if known.has(n) || is_told || is_listed {
            return false;
        }
        let is_both = passage.tokens.small(at) == "both";
        let is_these = !is_both && n < known.most();
        if self.count.of.is_some() {
            return !is_these;
        }
        // Three sentences back, what is accepted may still be what was counted.
        let has_antecedent = passage.counted_within(at, 3).is_some();
        let mut each = passage.found("count-of-named").iter().filter(|f| f.part("e").is_some());
        let items = self.subject.letter.all_items().count();
        let is_each = each.any(|found| found.range.contains(&at)) && passage.items_above == items;
        has_antecedent
            || passage.answers().is_some_and(|answers| answers > 1)
            || is_each && !self.is_above()
    }

    /// Whether the number stands anywhere above, or is that of the areas.
    fn is_above(&self) -> bool {
        let above = self.subject.passages.iter().take_while(|p| !std::ptr::eq(*p, self.passage));
        let mut above = above.map(|passage| (passage, 0..passage.tokens.all().len()));
        above.any(|(passage, tokens)| tells(passage, self.count.n, tokens))
            || self.subject.letter.areas.len() == self.count.n
    }

    /// Whether it cannot be what is left.
    fn is_no_rest(&self, known: &Known<'_>) -> bool {
        // Of what is told as parts of another number, another rule tells.
        if self.count.n > known.most() && self.is_of_number() {
            return false;
        }
        let parts = self.parts();
        let sum: usize = parts.iter().sum();
        let answers_one = self.passage.answers() == Some(1);
        match parts.len() {
            1 if answers_one => {
                !known.has(self.count.n + 1) && !self.wholes().any(|n| n > self.count.n)
            }
            1 => self.count.n >= self.wholes().max().unwrap_or(known.most()),
            _ => !known.has(sum) && !self.wholes().any(|n| n == sum),
        }
    }

    /// Whether its sentence, or the one before, tells of parts of a number.
    fn is_of_number(&self) -> bool {
        let sentence = self.passage.tokens.sentence(self.count.at.start);
        let before = self.passage.sentence_before(&sentence).unwrap_or(sentence.clone());
        self.passage.has("part-of-whole", &(before.start..sentence.end))
    }

    /// Whether a part is more than what it is said to be a part of.
    fn is_more_than_all(&self) -> bool {
        let shares = self.passage.found("share").iter();
        let mut shares = shares.filter(|share| share.part("n").as_ref() == Some(&self.count.at));
        let of = shares.find_map(|share| self.passage.number(share.part("of")?.start));
        let whole = self.wholes().max();
        of.is_some_and(|of| self.count.n as f64 > of)
            || whole.is_some_and(|whole| self.count.n > whole)
    }
}

/// A number that is given in the data.
fn number(told: &Placed<i64>) -> Option<usize> {
    usize::try_from(told.value).ok()
}

/// Whether some tokens have a number.
fn tells(passage: &Passage<'_>, n: usize, tokens: Range<usize>) -> bool {
    let mut numbers = passage.names.within(Class::Number, &tokens);
    numbers.any(|name| passage.number(name.range.start) == Some(n as f64))
}

/// Whether an item, or the text that a passage stands for, lists so many points.
fn lists(letter: &Letter, passage: &Passage<'_>, n: usize) -> bool {
    let is_point = |line: &&str| {
        let line = line.trim_start();
        line.starts_with(['-', '*']) || line.starts_with(|c: char| c.is_ascii_digit())
    };
    let items = letter.all_items().map(|item| item.text.text.as_str());
    let mut texts = items.chain(passage.markdown.map(Traced::as_str));
    texts.any(|text| text.lines().filter(is_point).count() == n)
}

/// Whether a count is of a part of what is counted.
fn is_part(count: &Count) -> bool {
    !matches!(count.claim, Claim::All | Claim::Named | Claim::InArea(_) | Claim::InGrade(_))
}

/// How many of them the report is said to have.
pub fn reported_of(letter: &Letter, of: Counted) -> Option<&Placed<i64>> {
    let reported = &letter.inspection.reported;
    match of {
        Counted::Areas => reported.areas_for_improvement.as_ref(),
        Counted::Causes => reported.causes_of_concern.as_ref(),
        Counted::Accelerated => None,
        Counted::Recommendations => reported.recommendations.as_ref(),
    }
}

/// What is counted, where there are so many of it.
fn name(of: Counted, n: usize) -> &'static str {
    match (of, n) {
        (Counted::Areas, 1) => "area for improvement",
        (Counted::Areas, _) => "areas for improvement",
        (Counted::Causes, 1) => "cause of concern",
        (Counted::Causes, _) => "causes of concern",
        (Counted::Accelerated, 1) => "accelerated cause of concern",
        (Counted::Accelerated, _) => "accelerated causes of concern",
        (Counted::Recommendations, 1) => "recommendation",
        (Counted::Recommendations, _) => "recommendations",
    }
}

/// The verb that goes with a number.
fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// What the report is said to count, where the letter has more of it.
fn reported(letter: &Letter) -> Vec<Diagnostic> {
    let fewer = Counted::ALL.into_iter().filter_map(|of| too_few(letter, of));
    fewer.chain(too_few_for_force(letter)).chain(owners(letter)).collect()
}

/// Recommendations for somebody, of whom more are there than the report is said to have, and those for
/// one that are more than all.
fn owners(letter: &Letter) -> Vec<Diagnostic> {
    let all = letter.inspection.reported.recommendations.as_ref();
    let wrong = |owner: &Owner| {
        let told = owner.count.as_ref()?;
        let n = number(told)?;
        if let Some(all) = all.filter(|all| all.value < told.value) {
            let message = format!(
                "{n} recommendations are said to be for {}, of {}",
                owner.name.value, all.value
            );
            let problem = Diagnostic::warning(CODE, message).at(told.place, "");
            return Some(
                problem.at(all.place, "all of them").help("look up both numbers in the report"),
            );
        }
        let name = owner.name.value.to_lowercase();
        let is_theirs = |item: &&Item| {
            let line = item.owner.as_ref().map(|line| line.value.to_lowercase());
            line.is_some_and(|line| line.contains(&name))
        };
        let items: Vec<&Item> = letter.all_items().filter(is_theirs).collect();
        let message = format!(
            "{n} recommendations are said to be for {}, and {} are here",
            owner.name.value,
            items.len()
        );
        (items.len() > n).then(|| fewer(message, told.place, items[n]))
    };
    letter.inspection.reported.owners.iter().filter_map(wrong).collect()
}

/// Recommendations beneath causes of concern may be counted or not.
fn too_few(letter: &Letter, of: Counted) -> Option<Diagnostic> {
    let reported = reported_of(letter, of)?;
    let count = |items: &[Item]| items.iter().filter(|item| of.is(item.kind)).count();
    let outer: usize = letter.item_lists().map(|items| count(&items.items)).sum();
    let items: Vec<&Item> = letter.all_items().filter(|item| of.is(item.kind)).collect();
    let n = usize::try_from(reported.value).ok()?;
    if n >= items.len() || n == outer && outer > 0 {
        return None;
    }
    let (name, are) = (name(of, n), are(items.len()));
    let message = format!("the report is said to have {n} {name}, and {} {are} here", items.len());
    Some(fewer(message, reported.place, items.get(n)?))
}

/// Fewer recommendations are said to concern the force than are answered outside areas.
fn too_few_for_force(letter: &Letter) -> Option<Diagnostic> {
    let told = letter.inspection.reported.for_force.as_ref()?;
    let n = number(told)?;
    let all = letter.inspection.reported.recommendations.as_ref();
    if let Some(all) = all.filter(|all| all.value < told.value) {
        let message =
            format!("{n} recommendations are said to concern the force, of {}", all.value);
        let problem =
            Diagnostic::warning(CODE, message).at(told.place, "").at(all.place, "all of them");
        return Some(problem.help("look up both numbers in the report"));
    }
    let items = letter.items.items.iter().filter(|item| Counted::Recommendations.is(item.kind));
    let items: Vec<&Item> = items.collect();
    let message = format!(
        "{n} recommendations are said to concern the force, and {} are answered",
        items.len()
    );
    (items.len() > n).then(|| fewer(message, told.place, items[n]))
}

fn fewer(message: String, told: Place, beyond: &Item) -> Diagnostic {
    Diagnostic::warning(CODE, message)
        .at(told, "")
        .at(beyond.text.text.whole(), "the first that is not counted")
        .help("look up the number in the report, or remove the items that it does not have")
}
