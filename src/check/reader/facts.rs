//! What the phrases of a passage mean where they stand: counts, grades and times as facts, which need
//! the sentence around them to be understood.

use super::names::{Class, Time, Value};
use super::passages::{Key, Passage};
use super::phrases::Found;
use super::words::Counted;
use std::ops::Range;

/// A number of items.
#[derive(Clone, Debug)]
pub struct Count {
    /// How many.
    pub n: usize,
    /// Of what; none where only 'these' says it.
    pub of: Option<Counted>,
    /// What is claimed of them.
    pub claim: Claim,
    /// The tokens of the number.
    pub at: Range<usize>,
}

/// A grade that the inspectors gave this force, by what is said of it now.
#[derive(Clone, Debug)]
pub struct Graded {
    /// Which, as the list of grades has it.
    pub grade: usize,
    /// The area of the letter, where one is named.
    pub area: Option<usize>,
    /// Whether the sentence names more areas than one, and it is not clear which is meant.
    pub is_unclear: bool,
    /// Whether no area stands beside it.
    pub is_of_all: bool,
    /// Its tokens.
    pub at: Range<usize>,
}

/// So many areas with a grade, or so many that were graded.
#[derive(Clone, Debug)]
pub struct Tally {
    /// How many.
    pub n: usize,
    /// The grade; none where all graded areas are counted.
    pub grade: Option<usize>,
    /// Whether those that were inspected are counted, with a grade or without.
    pub is_inspected: bool,
    /// The tokens of the number.
    pub at: Range<usize>,
    /// Those of the grade.
    pub named: Option<Range<usize>>,
}

/// What a count claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// That these are all.
    All,
    /// That these are some of them.
    Some,
    /// That these are left when others have been told.
    Rest,
    /// That the same were told just before.
    Named,
    /// That so many concern the force.
    ForUs,
    /// That so many concern somebody else.
    ForThem,
    /// That so many stand under this area of the letter.
    InArea(usize),
    /// That so many stand in areas with this grade.
    InGrade(usize),
}

impl Passage<'_> {
    /// The counts of this letter's items, in their order. `years` are those of the report and the
    /// letter.
    pub fn counts(&self, years: &[i16]) -> Vec<Count> {
        let plain = self.found("count").iter().filter_map(|found| self.count(found));
        let of_named = self.found("count-of-named").iter().filter_map(|found| self.named(found));
        let both = self.found("both").iter().map(|found| self.both(found));
        let shares = self.found("share").iter().flat_map(|found| self.share(found));
        let in_areas = self.found("in-area").iter().filter_map(|found| self.in_area(found));
        let parts = [
            ("for-us", Claim::ForUs),
            ("for-them", Claim::ForThem),
            ("rest", Claim::Rest),
            ("closed", Claim::Some),
        ];
        let parts = parts.into_iter().flat_map(|(kind, claim)| {
            self.found(kind).iter().filter_map(move |found| self.part_of(found, claim))
        });
        let mut all: Vec<Count> = parts.chain(both).chain(shares).chain(of_named).collect();
        let in_grades = self.found("in-graded-area").iter().filter_map(|f| self.in_graded_area(f));
        for count in in_grades.chain(in_areas).chain(plain) {
            if !all.iter().any(|known| known.at == count.at) {
                all.push(count);
            }
        }
        all.sort_by_key(|count| count.at.start);
        all.dedup_by_key(|count| count.at.start);
        all.retain(|count| count.n < MANY && !self.counts_elsewhere(count, years));
        all
    }

    fn count(&self, found: &Found) -> Option<Count> {
        let at = found.part("n")?;
        let is_any = self.tokens.small(at.start) == "any";
        let n = if is_any { 0.0 } else { self.number(at.start)? };
        let is = |what: &str| self.is_around(what, &found.range);
        let word = self.tokens.small(at.start);
        let claim = match word {
            "any" if !(is("count-any") && is("count-none")) => return None,
            "any" => Claim::All,
            "no" if !(is("count-one") && is("count-none")) => return None,
            "one" | "a" if n == 1.0 && !is("count-one") && !is("count-exact") => Claim::Some,
            _ if is("count-these") => Claim::Named,
            _ if is("count-left") || is("count-some") && !is("count-exact") => Claim::Some,
            _ => Claim::All,
        };
        Some(Count { n: whole(n)?, of: self.counted(found), claim, at })
    }

    /// What is counted.
    fn counted(&self, found: &Found) -> Option<Counted> {
        let at = found.part("k")?.start;
        self.index(Class::Item, at).map(|index| Counted::ALL[index])
    }

    fn named(&self, found: &Found) -> Option<Count> {
        let at = found.part("n")?;
        let n = whole(self.number(at.start)?)?;
        Some(Count { n, of: None, claim: Claim::Named, at })
    }

    fn both(&self, found: &Found) -> Count {
        let at = found.part("b").unwrap_or_else(|| found.range.clone());
        Count { n: 2, of: self.counted(found), claim: Claim::Named, at }
    }

    /// A number that is a part of what was counted in this sentence or the one before.
    fn part_of(&self, found: &Found, claim: Claim) -> Option<Count> {
        let at = found.part("n")?;
        let n = whole(self.number(at.start)?)?;
        let is_digits = self.tokens.small(at.start).starts_with(|c: char| c.is_ascii_digit());
        let is_named = |named: &Found| named.range.contains(&at.start);
        if is_digits && self.found("refer-item").iter().any(is_named) {
            return None;
        }
        let reach = if claim == Claim::Rest { 2 } else { 1 };
        let of = self.counted(found).or_else(|| self.counted_within(at.start, reach))?;
        Some(Count { n, of: Some(of), claim, at })
    }

    /// So many of what was counted, under an area.
    fn in_area(&self, found: &Found) -> Option<Count> {
        let area = self.index(Class::Area, found.part("a")?.start)?;
        self.part_of(found, Claim::InArea(area))
    }

    /// So many of what was counted, in areas with a grade.
    fn in_graded_area(&self, found: &Found) -> Option<Count> {
        let (grade, _) = self.grade(found)?;
        self.part_of(found, Claim::InGrade(grade))
    }

    /// What the sentence counts, or else the last of so many before it.
    pub fn counted_within(&self, at: usize, sentences: usize) -> Option<Counted> {
        let sentence = self.tokens.all()[at].sentence;
        let near = self.found("count").iter().filter(|found| {
            let other = self.tokens.all()[found.range.start].sentence;
            other == sentence
                || (sentence.saturating_sub(sentences)..sentence).contains(&other)
                    && found.range.start < at
        });
        let named = || self.names.within(Class::Item, &self.tokens.sentence(at)).next();
        near.filter_map(|found| self.counted(found)).next_back().or_else(|| match named()?.value {
            Value::Index(index) => Some(Counted::ALL[index]),
            _ => None,
        })
    }

    /// A part with what it is a part of: 'half of the six recommendations'.
    fn share(&self, found: &Found) -> Vec<Count> {
        let of = self.counted(found);
        let count = |name: &str, claim| {
            let at = found.part(name)?;
            Some(Count { n: whole(self.number(at.start)?)?, of, claim, at })
        };
        [count("n", Claim::Some), count("of", Claim::All)].into_iter().flatten().collect()
    }

    /// Whether a count is of another report's items, or of somebody else's.
    fn counts_elsewhere(&self, count: &Count, years: &[i16]) -> bool {
        let sentence = self.tokens.sentence(count.at.start);
        let is_afi =
            (count.at.end..sentence.end).take(5).any(|t| self.tokens.small(t).starts_with("afi"));
        let is_part = matches!(
            count.claim,
            Claim::ForUs | Claim::ForThem | Claim::Rest | Claim::InArea(_) | Claim::InGrade(_)
        );
        let of_bodies = |sentence: &Range<usize>| {
            let before = sentence.start..count.at.start.min(sentence.end).max(sentence.start);
            self.has("of-bodies", &before) || self.has("of-bodies-behind", sentence)
        };
        let of_others = |sentence: &Range<usize>| {
            self.has("of-others", sentence) || !is_afi && !is_part && of_bodies(sentence)
        };
        let before = self.sentence_before(&sentence);
        self.has("of-elsewhere", &sentence)
            || of_others(&sentence)
            || self.has("begins-theirs", &sentence)
                && before.is_some_and(|before| of_others(&before))
            || self.names_other_year(&sentence, years)
    }

    /// Whether two items are named by their numbers: 'recommendations 3 and 7'.
    pub fn has_pair(&self) -> bool {
        self.found("refer-item").iter().any(|found| found.part("m").is_some())
    }

    /// The sentence before one, in the same block.
    pub fn sentence_before(&self, sentence: &Range<usize>) -> Option<Range<usize>> {
        let before = self.tokens.sentence(sentence.start.checked_sub(1)?);
        (self.tokens.small(before.end - 1) != "\n").then_some(before)
    }

    /// Whether some tokens name a year other than these, by which something is dated.
    pub fn names_other_year(&self, tokens: &Range<usize>, years: &[i16]) -> bool {
        let other = |class: Class| {
            self.names.within(class, tokens).any(|name| match name.value {
                Value::Time(Time { year: Some(year), .. }) => {
                    let to = self.tokens.small(name.range.end);
                    !years.contains(&year) || class == Class::Year && matches!(to, "/" | "-" | "–")
                }
                _ => false,
            })
        };
        let in_programme = |name: &Range<usize>| {
            self.names.within(Class::Programme, tokens).any(|p| p.range.contains(&name.start))
        };
        let years_alone = self
            .names
            .within(Class::Year, tokens)
            .any(|name| in_programme(&name.range) || self.is_act(name.range.start));
        !years_alone && [Class::Day, Class::Month, Class::Year].into_iter().any(other)
    }

    /// Whether the year at a token belongs to the name of an Act.
    fn is_act(&self, at: usize) -> bool {
        at > 0 && matches!(self.tokens.small(at - 1), "act" | "regulations" | "order")
    }

    /// The grades that are told of areas, and of the force.
    pub fn grades(&self, years: &[i16]) -> Vec<Graded> {
        let beside = self.found("grade-area").iter().filter_map(|found| self.beside_area(found));
        let mut all: Vec<Graded> = Vec::new();
        for graded in beside.chain(self.found("grade-given").iter().filter_map(|f| self.given(f))) {
            let is_known = |known: &Graded| {
                known.at == graded.at && (known.area == graded.area || graded.is_of_all)
            };
            if !all.iter().any(is_known) && self.is_told_of_us(&graded.at, years) {
                all.push(graded);
            }
        }
        all
    }

    fn grade(&self, found: &Found) -> Option<(usize, Range<usize>)> {
        let at = found.part("g")?;
        Some((self.index(Class::Grade, at.start)?, at))
    }

    /// A grade beside the name of an area. Of two in a row of a table, one may be an earlier one.
    fn beside_area(&self, found: &Found) -> Option<Graded> {
        let (grade, at) = self.grade(found)?;
        let area = self.index(Class::Area, found.part("a")?.start)?;
        let sentence = self.tokens.sentence(at.start);
        let is_row = sentence.clone().any(|token| self.tokens.small(token) == "\t");
        let is_one_of_many = is_row && self.names.within(Class::Grade, &sentence).count() > 1;
        (!is_one_of_many).then_some(Graded {
            grade,
            area: Some(area),
            is_unclear: false,
            is_of_all: false,
            at,
        })
    }

    /// A grade that is given in a sentence with no other.
    fn given(&self, found: &Found) -> Option<Graded> {
        let (grade, at) = self.grade(found)?;
        let sentence = self.tokens.sentence(at.start);
        let given = self.found("grade-given").iter().filter_map(|other| other.part("g"));
        let is_only =
            given.filter(|other| sentence.contains(&other.start)).all(|other| other == at);
        let verb = self.tokens.small(found.range.start);
        let is_loose =
            matches!(verb, "rated" | "assessed" | "judged" | "rates" | "assess" | "judges");
        let is_named = found.part("v").is_some()
            || self.has_before("graded-who", found.range.start)
            || self.tokens.small(at.end) == "in" && self.tokens.small(at.end + 1) == "this";
        let is_task = is_loose && self.tokens.small(at.end) == "at";
        let tallied = self.found("tally").iter().any(|tally| tally.part("g").as_ref() == Some(&at));
        let mut areas: Vec<usize> = self.areas_in(&sentence).collect();
        areas.dedup();
        let area = areas.first().copied();
        let is_unclear = areas.len() > 1;
        (is_only && (!is_loose || is_named) && !is_task && !tallied).then_some(Graded {
            grade,
            area,
            is_unclear,
            is_of_all: true,
            at,
        })
    }

    fn areas_in(&self, sentence: &Range<usize>) -> impl Iterator<Item = usize> {
        self.names.within(Class::Area, sentence).filter_map(|name| match name.value {
            Value::Index(area) => Some(area),
            _ => None,
        })
    }

    /// Whether a grade is told as given by the inspectors to this force, now, and not in a wish.
    fn is_told_of_us(&self, grade: &Range<usize>, years: &[i16]) -> bool {
        let sentence = self.tokens.sentence(grade.start);
        let by_others = self.found("graded-by-others").iter().any(|found| {
            let who = found.part("w").unwrap_or(found.range.clone());
            found.range.start == grade.start
                && !self.has("graded-who", &(who.start..found.range.end))
        });
        let of_other_force = self.found("force-named").iter().any(|found| {
            let name = found.part("f").unwrap_or(found.range.clone());
            sentence.contains(&name.start)
                && self.names.within(Class::Force, &name).next().is_none()
        });
        !(self.is_then(grade)
            || of_other_force
            || self.has("other-graded", &sentence)
            || self.names_other_year(&sentence, years)
            || self.has_before("wished", grade.start)
            || self.has_before("denied", grade.start)
            || self.is_around("denied", grade)
            || self.found("no-grade").iter().any(|found| found.range.start == grade.start)
            || by_others)
    }

    /// Whether a grade is one of another time: that is said in its own part of the sentence, between
    /// signs, or before it.
    fn is_then(&self, grade: &Range<usize>) -> bool {
        let sentence = self.tokens.sentence(grade.start);
        let ends = |at: &usize| matches!(self.tokens.small(*at), "," | ";" | ":" | "–" | "—");
        let end = (grade.end..sentence.end).find(ends).unwrap_or(sentence.end);
        self.has("not-graded-now", &(sentence.start..end))
    }

    /// How many areas are said to have a grade, or to have been graded.
    pub fn tallies(&self, years: &[i16]) -> Vec<Tally> {
        let tally = |found: &Found| {
            let at = found.part("n")?;
            let (grade, named) = self.grade(found).unzip();
            let is_inspected = found.what == "inspected-areas";
            Some(Tally { n: whole(self.number(at.start)?)?, grade, is_inspected, at, named })
        };
        let times = |found: &Found| {
            let at = found.part("n").or_else(|| found.part("o"))?;
            let n = match self.tokens.small(at.start) {
                "once" => 1,
                "twice" => 2,
                _ => whole(self.number(at.start)?)?,
            };
            let (grade, named) = self.grade(found).unzip();
            Some(Tally { n, grade, is_inspected: false, at, named })
        };
        let kinds = ["tally", "graded-areas", "inspected-areas"];
        let found = kinds.into_iter().flat_map(|kind| self.found(kind));
        let times = self.found("tally-times").iter().filter_map(times);
        let mut all: Vec<Tally> = Vec::new();
        for tally in found.filter_map(tally).chain(times) {
            let sentence = self.tokens.sentence(tally.at.start);
            let is_known = all.iter().any(|known| known.at == tally.at);
            let before = self.sentence_before(&sentence).unwrap_or(0..0);
            let is_of_areas = [&sentence, &before].into_iter().any(|sentence| {
                self.has("names-grade", sentence) || self.has("names-area", sentence)
            });
            if !is_known && is_of_areas && self.is_told_of_us(&tally.at, years) {
                all.push(tally);
            }
        }
        all
    }

    /// Short forms of speech: 'it's', 'the report'll'.
    pub fn short_forms(&self) -> Vec<usize> {
        let ends = self.words.list("short-ends");
        let is_short = |at: &usize| {
            let small = self.tokens.small(*at);
            ends.iter().any(|end| small.len() > end.len() && small.ends_with(end))
        };
        let known = self.found("contraction").iter().map(|found| found.range.start);
        known.chain((0..self.tokens.all().len()).filter(is_short)).collect()
    }

    /// How many items the passage answers.
    pub fn answers(&self) -> Option<usize> {
        match self.key {
            Key::Answer(items) => Some(items),
            _ => None,
        }
    }
}

/// So many items no report has: it is all reports together that have.
const MANY: usize = 100;

/// A number without a fraction.
pub fn whole(n: f64) -> Option<usize> {
    (n.fract() == 0.0 && (0.0..100_000.0).contains(&n)).then_some(n as usize)
}
