//! Parts of a number: more than it, a share that is another, or not all of it with what is left.

use super::Subject;
use super::reader::Passage;
use super::reader::names::Class;
use super::reader::phrases::Found;
use super::sums::{amount, plain, problem};
use crate::diagnostic::Diagnostic;
use std::ops::Range;

/// A figure with its tokens.
type Figure = (f64, Range<usize>);

/// Parts that do not fit what they are parts of. Items are counted by another rule.
pub fn of_numbers(subject: &Subject<'_>, passage: &Passage<'_>) -> Vec<Diagnostic> {
    let counts = passage.counts(&subject.years);
    let is_counted = |at: &Range<usize>| counts.iter().any(|count| count.at == *at);
    let mut problems = told_of(passage, &is_counted);
    let each = |kind: &str, rule: fn(&Passage<'_>, &Found) -> Option<Diagnostic>| {
        let found = passage.found(kind).iter();
        found.filter_map(|found| rule(passage, found)).collect::<Vec<_>>()
    };
    problems.extend(each("rest-of-number", left));
    problems.extend(each("leaves", left));
    problems.extend(each("the-rest", left));
    problems.extend(each("split-in-two", in_two));
    problems.extend(each("two-parts", two_parts));
    problems.extend(each("fraction", fraction));
    problems.extend(each("difference", difference));
    problems.extend(each("total-behind", total));
    problems.extend(each("in-each", in_each));
    problems.extend(each("one-in", one_in));
    let sentences = passage.tokens.sentences();
    problems.extend(sentences.iter().filter_map(|sentence| listed(passage, sentence)));
    problems.extend(shares(passage));
    problems
}

/// The numbers in some tokens, but for percentages and times.
pub fn figures(passage: &Passage<'_>, tokens: &Range<usize>) -> Vec<Figure> {
    let others = [Class::Percent, Class::Day, Class::Month, Class::Year];
    let is_other = |at: usize| {
        let near = passage.tokens.sentence(at).start..at + 1;
        let mut all = others.into_iter().flat_map(|class| passage.names.within(class, &near));
        all.any(|other| other.range.contains(&at))
    };
    let numbers = passage.names.within(Class::Number, tokens);
    let plain = numbers.filter(|name| !is_other(name.range.start));
    plain.map(|name| (amount(name), name.range.clone())).collect()
}

/// Those before a token, in its sentence and in so many before that.
fn before(passage: &Passage<'_>, at: usize, back: usize) -> Vec<Figure> {
    figures(passage, &so_far(passage, at, back))
}

/// The tokens before one, from so many sentences back.
fn so_far(passage: &Passage<'_>, at: usize, back: usize) -> Range<usize> {
    let sentence = passage.tokens.all()[at].sentence;
    passage.tokens.sentences()[sentence.saturating_sub(back)].start..at
}

fn largest(figures: &[Figure]) -> Option<&Figure> {
    figures.iter().max_by(|a, b| a.0.total_cmp(&b.0))
}

fn is_near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.001
}

/// Whether a part is told as a share of a whole as it is.
fn is_share(share: f64, n: f64, whole: f64) -> bool {
    (share - 100.0 * n / whole).abs() <= 1.5
}

fn share_is(n: f64, whole: f64) -> String {
    let is = plain((100.0 * n / whole).round());
    format!("{} of {} is {is} per cent", plain(n), plain(whole))
}

/// '72 of the 63', 'of 63, 40 ... and 30 ...', '20 of 80, or 30 per cent'.
fn told_of(passage: &Passage<'_>, is_counted: &dyn Fn(&Range<usize>) -> bool) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    let mut known: Vec<usize> = Vec::new();
    for found in passage.found("part-of-whole") {
        let Some(at) = found.part("n") else { continue };
        let Some(of) = found.part("of").or_else(|| whole_before(passage, &at, found)) else {
            continue;
        };
        let is_year = figures(passage, &at).is_empty();
        if is_year || is_counted(&at) || is_counted(&of) || known.contains(&at.start) {
            continue;
        }
        known.push(at.start);
        let (Some(n), Some(whole)) = (passage.number(at.start), passage.number(of.start)) else {
            continue;
        };
        let share = found.part("p").and_then(|p| passage.number(p.start));
        let with_more = n + beside(passage, &at, &of);
        let message = match share {
            _ if n > whole => format!("{} are told of {}", passage.typed(&at), passage.typed(&of)),
            _ if with_more > whole => {
                format!("{} are told of {} in this sentence", plain(with_more), passage.typed(&of))
            }
            Some(share) if whole > 0.0 && !is_share(share, n, whole) => share_is(n, whole),
            _ => continue,
        };
        problems.push(problem(passage, message, &at, &of));
    }
    problems
}

/// How many more of the same whole are told in a sentence that begins with it: 'of the 22 orders, 19 are
/// in force and 3 have expired', or goes on with more of it: 'ten of the fourteen are green, three amber and
/// two red'.
fn beside(passage: &Passage<'_>, at: &Range<usize>, of: &Range<usize>) -> f64 {
    let sentence = passage.tokens.sentence(at.start);
    let is_there = |more: &Range<usize>| more.start > at.start && more.start < sentence.end;
    let more = passage.found("and-more").iter().filter_map(|found| found.part("n"));
    let more = more.filter(|more| of.start < at.start && is_there(more));
    let behind = passage.found_in("more-parts", &(of.end..sentence.end)).iter();
    let behind = behind.filter(|_| at.start < of.start).take(1);
    let behind = behind.flat_map(|found| [found.part("a"), found.part("b")]).flatten();
    more.chain(behind).filter_map(|more| passage.number(more.start)).sum()
}

/// What 'of them' means, where nothing in its sentence and the one before can be it: the largest of the
/// numbers there, if it is too small, or the share beside is none of any of them.
fn whole_before(passage: &Passage<'_>, at: &Range<usize>, found: &Found) -> Option<Range<usize>> {
    let sentence = passage.tokens.sentence(at.start);
    let n = passage.number(at.start)?;
    let share = found.part("p").and_then(|p| passage.number(p.start));
    let numbers = before(passage, at.start, 1);
    let fits = |whole: f64| whole >= n && share.is_none_or(|share| is_share(share, n, whole));
    let word = at.start.checked_sub(1).map_or("", |before| passage.tokens.small(before));
    let mut here = numbers.iter().filter(|(_, range)| sentence.contains(&range.start));
    let last = here.next_back()?;
    if matches!(word, "in" | "of") && share.is_none() {
        return None;
    }
    // Behind a comma, they are those of the number right before it.
    if word == "," && share.is_none() {
        return (last.0 < n).then(|| last.1.clone());
    }
    let is_known = word == "all" || numbers.iter().any(|(whole, _)| fits(*whole));
    largest(&numbers).filter(|_| !is_known).map(|(_, range)| range.clone())
}

/// What is left of a number, when parts of it have been told: together they are all of it.
fn left(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let at = found.part("n")?;
    let rest = passage.number(at.start)?;
    let told = |back| {
        let parts = passage.found_in("part-of-whole", &so_far(passage, at.start, back)).iter();
        let parts = parts.filter_map(|part| Some((part.part("n")?, part.part("of"))));
        parts.filter(|(part, _)| part.start < at.start)
    };
    let is_of_that = passage.has("of-that-number", &so_far(passage, at.start, 1));
    let is_plain = found.what != "rest-of-number" || told(1).next().is_some() || is_of_that;
    // Where the sentence says of what it is a part, no other number is meant.
    let here = before(passage, at.start, 0);
    let is_here = here.len() > 1 && told(0).any(|(_, of)| of.is_some());
    let numbers = if is_here { here } else { before(passage, at.start, 2) };
    // '£3.6 million, of which £900,000': here a million stands beside plain numbers.
    let scales: Vec<bool> = numbers.iter().map(|(_, n)| is_in_millions(passage, n)).collect();
    if scales.iter().any(|scale| *scale != is_in_millions(passage, &at)) {
        return None;
    }
    let is_told_part = |n: f64| told(2).any(|(at, _)| numbers.contains(&(n, at)));
    let fits = |whole: f64| {
        let taken: Vec<f64> = numbers.iter().map(|(n, _)| *n).filter(|n| *n < whole).collect();
        found.what == "rest-of-number" && is_near(whole, rest) && !is_told_part(whole)
            || is_sum_of_some(whole - rest, &taken)
    };
    if !is_plain || numbers.len() < 2 || numbers.iter().any(|(n, _)| fits(*n)) {
        return None;
    }
    let (whole, of) = largest(&numbers)?;
    let (part, _) = numbers.iter().rfind(|(_, range)| range != of)?;
    let message = format!(
        "{} and the {} that are left make {}, and not {}",
        plain(*part),
        plain(rest),
        plain(part + rest),
        plain(*whole)
    );
    Some(problem(passage, message, &at, of))
}

fn is_in_millions(passage: &Passage<'_>, at: &Range<usize>) -> bool {
    matches!(passage.tokens.small(at.end), "million" | "m" | "bn")
}

/// Whether one, two or three of some numbers make a sum.
fn is_sum_of_some(sum: f64, numbers: &[f64]) -> bool {
    fn made(sum: f64, numbers: &[f64], most: usize) -> bool {
        let mut rest = numbers.iter().enumerate();
        most > 0
            && rest.any(|(index, n)| {
                is_near(sum, *n) || made(sum - n, &numbers[index + 1..], most - 1)
            })
    }
    made(sum, &numbers[numbers.len().saturating_sub(12)..], 3)
}

/// 'Five go with them, three with the first and two with the second'.
fn in_two(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let (a, b) = (found.part("a")?, found.part("b")?);
    let sum = passage.number(a.start)? + passage.number(b.start)?;
    let wholes = before(passage, a.start, 0);
    let (whole, of) = wholes.last()?;
    let message = format!("{} are told, and the parts make {}", plain(*whole), plain(sum));
    let is_meant = is_close(sum, *whole) && !wholes.iter().any(|(whole, _)| is_near(*whole, sum));
    is_meant.then(|| problem(passage, message, of, &(a.start..b.end)))
}

/// '190 victims, 120 in one town and 80 in another': others may be elsewhere, and more cannot be.
fn two_parts(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let (a, b, of) = (found.part("a")?, found.part("b")?, found.part("of")?);
    let sum = passage.number(a.start)? + passage.number(b.start)?;
    let whole = passage.number(of.start)?;
    let message = format!("{} are told, and the parts make {}", plain(whole), plain(sum));
    (sum > whole && is_close(sum, whole)).then(|| problem(passage, message, &of, &(a.start..b.end)))
}

/// 'A quarter of the 480, or 210'; where the whole stands before, 'two thirds of them, 930'.
fn fraction(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let (part, at) = (found.part("f")?, found.part("n")?);
    let n = passage.number(at.start)?;
    let is_joined = part.start > 1 && passage.tokens.small(part.start - 1) == "-";
    let times = part.start.checked_sub(1 + usize::from(is_joined));
    let times = times.and_then(|at| passage.number(at)).unwrap_or(1.0);
    let name = passage.tokens.small(part.start).trim_end_matches('s');
    let named = passage.words.list("fractions").iter().position(|one| *one == name)?;
    let is = times / (named + 2) as f64;
    let is_percent = passage.names.at(at.start).any(|name| name.class == Class::Percent);
    let wholes = match found.part("of") {
        Some(of) => vec![(passage.number(of.start)?, of)],
        None => before(passage, part.start, 1).into_iter().filter(|(w, _)| *w > n).collect(),
    };
    let told = |whole: f64| if is_percent { n / 100.0 } else { n / whole };
    let fits = |(whole, _): &Figure| (told(*whole) / is - 1.0).abs() <= 0.12;
    let (whole, of) = largest(&wholes)?;
    let message = format!("that part of {} is {}", plain(*whole), plain((whole * is).round()));
    (!wholes.iter().any(fits)).then(|| problem(passage, message, &at, of))
}

/// '410 of its 1,640 officers, or one in four'.
fn one_in(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let number = |name: &str| passage.number(found.part(name)?.start);
    let (n, whole, told) = (number("n")?, number("of")?, number("k")?);
    let is = whole / n;
    let message = format!("{} of {} is one in {}", plain(n), plain(whole), plain(is.round()));
    let (at, of) = (found.part("k")?, found.part("n")?);
    (n > 0.0 && (is / told - 1.0).abs() > 0.15).then(|| problem(passage, message, &at, &of))
}

/// '420 then and 265 now, 155 fewer'.
fn difference(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let at = found.part("n")?;
    let told = passage.number(at.start)?;
    let here = before(passage, at.start, 0);
    let numbers = if here.len() < 2 { before(passage, at.start, 1) } else { here };
    let [(a, first), (b, last)] = numbers.as_slice() else { return None };
    let is = (a - b).abs();
    let is_meant = is_close(told, is) && told < a.max(*b);
    let message = format!("{} and {} are {} apart", plain(*a), plain(*b), plain(is));
    (is_meant && !is_near(told, is))
        .then(|| problem(passage, message, &at, &(first.start..last.end)))
}

/// '1,380 officers, 905 members of staff and 115 others, 2,400 in all'.
fn total(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let at = found.part("n")?;
    let told = passage.number(at.start)?;
    let here = before(passage, at.start, 0);
    let mut parts = if here.is_empty() { before(passage, at.start, 1) } else { here };
    // 'Three of the four' are none of them.
    let shares = passage.found_in("part-of-whole", &so_far(passage, at.start, 1)).iter();
    let shares = shares.flat_map(|found| &found.kept);
    let shares: Vec<_> = shares.map(|(_, share)| share).collect();
    parts.retain(|(_, range)| !shares.contains(&range));
    let sum: f64 = parts.iter().map(|(n, _)| n).sum();
    let (first, last) = (parts.first()?.1.start, parts.last()?.1.end);
    let message =
        format!("{} is given as the total, and the parts make {}", plain(told), plain(sum));
    let is_total = parts.len() > 1 && is_close(sum, told) && parts.iter().all(|(n, _)| *n < told);
    (is_total && !is_near(sum, told)).then(|| problem(passage, message, &at, &(first..last)))
}

/// Whether a sum is so near a number that it is meant to be it.
fn is_close(sum: f64, whole: f64) -> bool {
    (0.75 * whole..=1.25 * whole).contains(&sum) || whole <= 12.0
}

/// '240 cases, 30 in each force', where so many forces are told.
fn in_each(passage: &Passage<'_>, found: &Found) -> Option<Diagnostic> {
    let (at, of, what) = (found.part("n")?, found.part("of")?, found.part("w")?);
    let (n, whole) = (passage.number(at.start)?, passage.number(of.start)?);
    let noun = passage.tokens.small(what.start);
    let is_of_them = |(_, range): &&Figure| {
        (range.end..range.end + 3).any(|next| passage.tokens.small(next).starts_with(noun))
    };
    let numbers = before(passage, of.start, 1);
    let (times, _) = numbers.iter().rfind(is_of_them)?;
    let message = format!("{} in each of {} make {}", plain(n), plain(*times), plain(n * times));
    (!is_near(n * times, whole)).then(|| problem(passage, message, &of, &at))
}

/// What is counted and then listed: 'three advocates: two in A and one in B', 'four towns: A, B and C'.
fn listed(passage: &Passage<'_>, sentence: &Range<usize>) -> Option<Diagnostic> {
    let small = |at: usize| passage.tokens.small(at);
    let is_colon =
        |at: &usize| matches!(small(*at), ":" | "(") || small(*at) == "at" && small(*at - 1) == ",";
    let colon = (sentence.start + 1..sentence.end).find(is_colon)?;
    let is_bare = small(colon) != "at";
    let numbers = figures(passage, &(sentence.start..colon));
    let (whole, of) = numbers.last().filter(|(whole, of)| of.end + 14 > colon && *whole > 1.0)?;
    let ends =
        |at: &usize| matches!(small(*at), "." | ";" | "(" | ")" | "–" | "—" | "\t" | "\n" | ":");
    let end = (colon + 1..sentence.end).find(ends)?;
    let parts: Vec<Range<usize>> = split(colon + 1..end, |at| matches!(small(at), "," | "and"));
    let by_comma = split(colon + 1..end, |at| small(at) == ",").len();
    let told: Vec<f64> = parts.iter().filter_map(|part| passage.number(part.start)).collect();
    let sum: f64 = told.iter().sum();
    let is_large = |part: &Range<usize>| passage.tokens.is_large(passage.text(), part.start);
    let names = parts.iter().take_while(|part| part.len() < 4 && is_large(part)).count();
    let all = parts.len() as f64;
    let message = if told.len() > 1 && passage.number(colon + 1).is_some() {
        let is_told = is_near(sum, *whole)
            || [all, told.len() as f64].iter().any(|n| is_near(*n, *whole))
            || !is_close(sum, *whole);
        (!is_told)
            .then(|| format!("{} are told, and those listed make {}", plain(*whole), plain(sum)))
    } else {
        let is_list = if is_bare {
            parts.iter().all(|part| part.len() < 4) && names == parts.len()
        } else {
            names > 2
        };
        let listed = if is_bare { parts.len() } else { names };
        let fits =
            (by_comma as f64..=listed as f64).contains(whole) || is_near(listed as f64, *whole);
        (is_list && of.end + 6 > colon && listed > 2 && !fits && *whole < 13.0)
            .then(|| format!("{} are told, and {listed} listed", plain(*whole)))
    };
    message.map(|message| problem(passage, message, of, &(colon + 1..end)))
}

/// Some tokens, parted at others; what is empty is left out.
fn split(tokens: Range<usize>, is_end: impl Fn(usize) -> bool) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = tokens.start;
    for at in tokens.clone().chain([tokens.end]) {
        if at == tokens.end || is_end(at) {
            parts.extend((start < at).then_some(start..at));
            start = at + 1;
        }
    }
    parts
}

/// Shares in brackets behind numbers: 'in our 30 cases they found 12 in which ... (45%)'. The whole is
/// what stands behind 'of' or 'in', or what another share of the sentence is of.
fn shares(passage: &Passage<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for sentence in passage.tokens.sentences() {
        let pair = |at: &Range<usize>| {
            let share = passage.number(at.start)?;
            let open = (sentence.start..at.start)
                .rev()
                .take(3)
                .find(|at| passage.tokens.small(*at) == "(")?;
            let (n, number) = figures(passage, &(sentence.start..open)).pop()?;
            let is_behind = number.end + 10 > open && passage.tokens.small(at.end) == ")";
            is_behind.then_some((share, n, number))
        };
        let percents = passage.names.within(Class::Percent, sentence).map(|name| &name.range);
        let pairs: Vec<(f64, f64, Range<usize>)> = percents.filter_map(pair).collect();
        for (share, n, number) in &pairs {
            let wholes: Vec<Figure> = before(passage, number.start, 1)
                .into_iter()
                .filter(|(whole, _)| whole > n)
                .collect();
            let is_meant = |(whole, at): &&Figure| {
                let is_other = |(share, other, range): &(f64, f64, Range<usize>)| {
                    range != number && is_share(*share, *other, *whole)
                };
                let is_of = |back: usize| {
                    let at = at.start.checked_sub(back).filter(|at| *at >= sentence.start);
                    at.is_some_and(|at| {
                        matches!(passage.tokens.small(at), "of" | "in" | "from" | "among")
                    })
                };
                let is_of_which = number.start > 1
                    && passage.tokens.small(number.start - 2) == "of"
                    && wholes.last().is_some_and(|(_, last)| last == at);
                is_of_which
                    || pairs.iter().any(is_other)
                    || (1..4).any(is_of) && sentence.contains(&at.start)
            };
            let fits = wholes.iter().any(|(whole, _)| is_share(*share, *n, *whole));
            if let Some((whole, of)) = wholes.iter().find(is_meant).filter(|_| !fits) {
                problems.push(problem(passage, share_is(*n, *whole), number, of));
            }
        }
    }
    problems
}
