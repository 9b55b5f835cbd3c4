//! Straight quotation marks: which of them open a quotation, which close one, and which are
//! apostrophes.
//!
//! A text is read as a whole, since a quotation may run over the points of a list and over
//! paragraphs. What stands beside a mark says what it can be; the quotations that are open say
//! what it is.

use linkify::LinkFinder;
use std::ops::Range;

/// A mark in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Its first byte in the text.
    pub at: usize,
    /// What it is.
    pub sign: Sign,
}

/// What a mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A typographic mark or an apostrophe, to be printed in its place.
    Curved(char),
    /// Feet, inches, minutes or seconds: printed as typed.
    Measure,
    /// A quotation mark without a partner: printed as typed, and doubtful.
    Unpaired,
}

/// Words that begin with an apostrophe and never with a quotation mark.
const CLIPPED: [&str; 7] = ["tis", "twas", "twere", "twill", "til", "em", "n"];
/// Words that begin with an apostrophe unless a quotation that begins there is closed. The Welsh
/// ones are those of speech and of chapel minutes: 'Roedd, 'Dyw, 'Sdim.
const OFTEN_CLIPPED: [&str; 20] = [
    "bout", "phone", "phones", "flu", "roedd", "rwy", "rydw", "rydym", "rydyn", "dyw", "dydy",
    "dydi", "doedd", "sdim", "nôl", "r", "w", "u", "ch", "th",
];
/// Words that do not follow what belongs to several: 'victims' and ..., but the victims' needs.
const AFTER_QUOTATION: [&str; 46] = [
    "and", "or", "but", "nor", "of", "in", "on", "to", "for", "is", "are", "was", "were", "be",
    "has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "should",
    "shall", "with", "by", "as", "at", "from", "than", "that", "which", "who", "when", "where",
    "if", "because", "not", "under", "into", "a", "ac", "neu", "yn",
];

/// What each straight mark of a text is, and each curved one that has no partner.
///
/// A line break stands between blocks: paragraphs, points of a list. `typed` are the places of
/// marks that are to be printed as they are, in order.
pub fn resolve(text: &str, typed: &[usize]) -> Vec<Mark> {
    if !text.contains(['"', '\'', '“', '”', '‘']) {
        return Vec::new();
    }
    let seen = seen(text, typed);
    let mut pairing =
        Pairing { text, seen: &seen, open: Vec::new(), signs: vec![None; seen.len()] };
    for index in 0..seen.len() {
        pairing.read(index);
    }
    pairing.end_block(usize::MAX);
    let marks = seen.iter().zip(pairing.signs);
    let told = marks.filter_map(|(seen, sign)| match (seen.mark, sign.unwrap_or(Sign::Unpaired)) {
        ('“' | '”' | '‘' | '’', Sign::Curved(_)) => None,
        ('’', Sign::Unpaired) => None,
        (_, sign) => Some(Mark { at: seen.at, sign }),
    });
    told.collect()
}

/// The places of web and e-mail addresses in a text: they have no typographic signs.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    if !text.contains('@') && !text.contains("://") {
        return Vec::new();
    }
    LinkFinder::new().links(text).map(|link| link.start()..link.end()).collect()
}

/// A mark with what stands around it.
struct Seen {
    at: usize,
    mark: char,
    /// The character before it, and before any marks there; none at the beginning of a block.
    before: Option<char>,
    /// The same after it.
    after: Option<char>,
    /// The character at its very side.
    beside: (Option<char>, Option<char>),
    /// The number of its block.
    block: usize,
    /// The next mark of its kind that is no apostrophe within a word.
    next: Option<usize>,
}

impl Seen {
    fn is_double(&self) -> bool {
        matches!(self.mark, '"' | '“' | '”')
    }

    fn is_straight(&self) -> bool {
        matches!(self.mark, '"' | '\'')
    }

    /// Whether nothing but marks stands before it in its block.
    fn begins_block(&self) -> bool {
        self.before.is_none()
    }

    /// Whether it stands where a quotation can begin.
    fn can_open(&self) -> bool {
        let begins =
            |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '{' | '/') || is_dash(c);
        self.mark != '”' && self.before.is_none_or(begins) && self.after.is_some_and(is_ink)
    }

    /// Whether it stands where a quotation can end.
    fn can_close(&self) -> bool {
        let ends = |c: char| is_ink(c) && !matches!(c, '(' | '[' | '{');
        self.mark != '“' && self.before.is_some_and(ends)
    }

    /// Whether it stands between two letters.
    fn is_inner(&self) -> bool {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !self.is_double() && is_letter(self.beside.0) && is_letter(self.beside.1)
    }

    fn follows_digit(&self) -> bool {
        self.beside.0.is_some_and(|c| c.is_ascii_digit())
    }
}

fn is_ink(c: char) -> bool {
    !c.is_whitespace()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—')
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’')
}

/// All marks of a text with what stands around them.
fn seen(text: &str, typed: &[usize]) -> Vec<Seen> {
    let addresses = addresses(text);
    let is_in_address = |at: usize| {
        let next = addresses.partition_point(|address| address.end <= at);
        addresses.get(next).is_some_and(|address| address.contains(&at))
    };
    let mut all: Vec<Seen> = Vec::new();
    let (mut block, mut before, mut beside) = (0, None, None);
    // The marks after which no other character has come yet.
    let mut waiting = 0;
    for (at, c) in text.char_indices() {
        if let Some(last) = all.last_mut().filter(|last| last.at + last.mark.len_utf8() == at) {
            last.beside.1 = Some(c).filter(|c| *c != '\n');
        }
        let is_mark = is_mark(c) && typed.binary_search(&at).is_err() && !is_in_address(at);
        if is_mark {
            let beside = (beside, None);
            all.push(Seen { at, mark: c, before, after: None, beside, block, next: None });
        } else {
            let here = Some(c).filter(|c| *c != '\n');
            all[waiting..].iter_mut().for_each(|mark| mark.after = here);
            (waiting, before) = (all.len(), here);
            block += usize::from(c == '\n');
        }
        beside = Some(c).filter(|c| *c != '\n');
    }
    let mut next = [None; 2];
    for (index, mark) in all.iter_mut().enumerate().rev().filter(|(_, mark)| !mark.is_inner()) {
        mark.next = next[usize::from(mark.is_double())].replace(index);
    }
    all
}

/// A quotation that is not closed yet.
struct Open {
    index: usize,
    double: bool,
    /// Whether it may be an apostrophe.
    doubtful: bool,
}

struct Pairing<'a> {
    text: &'a str,
    seen: &'a [Seen],
    open: Vec<Open>,
    signs: Vec<Option<Sign>>,
}

const APOSTROPHE: Sign = Sign::Curved('’');

impl Pairing<'_> {
    fn read(&mut self, index: usize) {
        let mark = &self.seen[index];
        self.end_block(mark.block);
        let sign = match mark.is_double() {
            true => self.double(index),
            false => self.single(index),
        };
        if sign.is_some() {
            self.signs[index] = sign;
        }
    }

    /// What a double mark is; nothing while that depends on its partner.
    fn double(&mut self, index: usize) -> Option<Sign> {
        let mark = &self.seen[index];
        let (is_open, opens, closes) = (self.is_open(true), mark.can_open(), mark.can_close());
        if mark.is_straight() && mark.follows_digit() && (!is_open || self.another_closes(index)) {
            return Some(Sign::Measure);
        }
        let is_inner = mark.after.is_some_and(char::is_alphanumeric) && mark.is_straight();
        match is_open {
            true if closes => self.close(index),
            _ if opens || (is_inner && closes) => self.open(index, false),
            _ => Some(Sign::Unpaired),
        }
    }

    /// What a single mark is; nothing while that depends on its partner.
    fn single(&mut self, index: usize) -> Option<Sign> {
        let mark = &self.seen[index];
        let is_top = self.open.last().is_some_and(|open| !open.double);
        if mark.is_inner() {
            let is_measure = mark.is_straight()
                && mark.follows_digit()
                && mark.beside.1.is_some_and(|c| c.is_ascii_digit());
            return Some(if is_measure { Sign::Measure } else { APOSTROPHE });
        }
        if mark.can_open() && mark.mark != '’' {
            return match self.begins(mark) {
                Begins::Clipped => Some(APOSTROPHE),
                Begins::Doubtful => self.open(index, true),
                Begins::Quotation => self.open(index, false),
            };
        }
        if !mark.can_close() || mark.mark == '‘' {
            return Some(if mark.mark == '’' { APOSTROPHE } else { Sign::Unpaired });
        }
        if mark.beside.1.is_some_and(char::is_alphabetic) {
            return Some(APOSTROPHE);
        }
        let after_letter = mark.beside.0.is_some_and(char::is_alphabetic);
        if mark.is_straight() && mark.follows_digit() && !self.is_open(false) {
            return Some(Sign::Measure);
        }
        let is_apostrophe = !is_top || self.text[..mark.at].ends_with("'n") || self.is_owner(index);
        match self.is_open(false) {
            _ if after_letter && is_apostrophe => Some(APOSTROPHE),
            true => self.close(index),
            false => Some(Sign::Unpaired),
        }
    }

    /// How a word begins that has a single mark before it.
    fn begins(&self, mark: &Seen) -> Begins {
        let rest = &self.text[mark.at + mark.mark.len_utf8()..];
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let word = word.to_lowercase();
        if (digits == 2 && word[digits..] == *"s") || CLIPPED.contains(&word.as_str()) {
            // '90s' may be what is spoken of.
            let is_closed = after.starts_with('\'') && word != "n" && !self.is_open(false);
            return if is_closed { Begins::Doubtful } else { Begins::Clipped };
        }
        match (digits == 2 && word.len() == 2) || OFTEN_CLIPPED.contains(&word.as_str()) {
            true => Begins::Doubtful,
            false => Begins::Quotation,
        }
    }

    /// Whether a single mark after an s says whose something is, and does not end a quotation.
    fn is_owner(&self, index: usize) -> bool {
        let mark = &self.seen[index];
        let Some(open) = self.open.last() else { return false };
        if !matches!(mark.beside.0, Some('s' | 'S')) {
            return false;
        }
        let rest = &self.text[mark.at + mark.mark.len_utf8()..];
        let next = rest.strip_prefix(' ').unwrap_or_default();
        let word = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let owns = !word.is_empty() && !AFTER_QUOTATION.contains(&word.to_lowercase().as_str());
        owns && (open.doubtful || self.another_closes(index))
    }

    /// Whether the next mark of this one's kind can do nothing but close the quotation that is
    /// open: in the same block, unless the quotation began in an earlier one.
    fn another_closes(&self, index: usize) -> bool {
        let mark = &self.seen[index];
        let runs_on = self.open.last().is_some_and(|open| self.seen[open.index].block < mark.block);
        let next = mark.next.map(|next| &self.seen[next]);
        next.is_some_and(|next| {
            (runs_on || next.block == mark.block) && next.can_close() && !next.can_open()
        })
    }

    fn is_open(&self, double: bool) -> bool {
        // Quotations within quotations within quotations are no letter's.
        self.open.iter().rev().take(DEEPEST).any(|open| open.double == double)
    }

    /// Opens a quotation, or goes on with one whose mark is repeated at the head of a paragraph.
    fn open(&mut self, index: usize, doubtful: bool) -> Option<Sign> {
        let mark = &self.seen[index];
        let double = mark.is_double();
        let earlier =
            |open: &Open| open.double == double && self.seen[open.index].block < mark.block;
        if mark.begins_block() && self.open.iter().rev().take(DEEPEST).any(earlier) {
            return Some(Sign::Curved(opening(double)));
        }
        self.open.push(Open { index, double, doubtful });
        None
    }

    /// Closes the last quotation of this kind; what was opened in it has no partner.
    fn close(&mut self, index: usize) -> Option<Sign> {
        let double = self.seen[index].is_double();
        while let Some(open) = self.open.pop() {
            if open.double == double {
                self.signs[open.index] = Some(Sign::Curved(opening(double)));
                return Some(Sign::Curved(if double { '”' } else { '’' }));
            }
            self.give_up(&open);
        }
        Some(Sign::Unpaired)
    }

    /// What may be an apostrophe is one if nothing closes it by the end of its block.
    fn end_block(&mut self, block: usize) {
        while let Some(open) = self.open.pop_if(|open| {
            block == usize::MAX || (open.doubtful && self.seen[open.index].block < block)
        }) {
            self.give_up(&open);
        }
    }

    fn give_up(&mut self, open: &Open) {
        self.signs[open.index] = Some(if open.doubtful { APOSTROPHE } else { Sign::Unpaired });
    }
}

/// How many quotations in one another are looked through.
const DEEPEST: usize = 4;

/// How a word begins that has a single mark before it.
enum Begins {
    /// With an apostrophe.
    Clipped,
    /// With an apostrophe or a quotation mark.
    Doubtful,
    /// With a quotation mark.
    Quotation,
}

fn opening(double: bool) -> char {
    if double { '“' } else { '‘' }
}
