//! Which paragraph that is now is which that was: by its mark, else by its words.

use super::signs::normal;
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

/// A paragraph as it is known again.
pub struct Known {
    /// Its words as they are compared.
    text: String,
    /// A sum of each word, in order.
    words: Vec<u64>,
    /// The marks at it.
    pub marks: BTreeSet<String>,
    /// Whether it is the cell of a table, or a table: none of these is ever a part of another.
    pub is_cell: bool,
}

/// A paragraph that was and one that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one that was.
    pub old: usize,
    /// The one that is.
    pub new: usize,
    /// Whether their words are the same.
    pub is_same: bool,
    /// Whether the mark says that they are one.
    pub is_marked: bool,
}

impl Known {
    /// A paragraph with these signs.
    pub fn new(
        signs: impl IntoIterator<Item = char>,
        marks: impl IntoIterator<Item = String>,
        is_cell: bool,
    ) -> Self {
        let text = normal(signs).trim().to_owned();
        let is_word = |word: &&str| !word.is_empty();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(is_word);
        let mut words: Vec<u64> = words.map(|word| sum(&word.to_lowercase())).collect();
        words.sort_unstable();
        Self { text, words, marks: marks.into_iter().collect(), is_cell }
    }

    /// The share of words that two have in common (Dice), in thousandths.
    pub fn likeness(&self, other: &Self) -> u32 {
        let common = common(&self.words, &other.words);
        let all = self.words.len() + other.words.len();
        (2000 * common).checked_div(all).and_then(|share| u32::try_from(share).ok()).unwrap_or(0)
    }

    /// The share of the words of this that others have together, in thousandths.
    fn share_in(&self, others: &[Self]) -> u32 {
        let mut words: Vec<u64> = others.iter().flat_map(|other| &other.words).copied().collect();
        words.sort_unstable();
        u32::try_from(1000 * common(&self.words, &words) / self.words.len().max(1)).unwrap_or(0)
    }

    fn is_same(&self, other: &Self) -> bool {
        self.text == other.text
    }

    fn is_marked(&self, other: &Self) -> bool {
        !self.marks.is_disjoint(&other.marks)
    }

    /// How much speaks for two being one; nothing where they are not.
    fn score(&self, other: &Self) -> u32 {
        if self.is_cell != other.is_cell {
            return 0;
        }
        match (self.is_same(other), self.is_marked(other), self.likeness(other)) {
            (true, marked, _) => 1500 + if marked { 500 } else { 0 },
            (_, true, likeness) => 300 + likeness,
            (_, false, likeness) if likeness >= 500 => likeness * 3 / 5,
            _ => 0,
        }
    }
}

fn sum(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// How many numbers two lists in order have in common.
fn common(one: &[u64], other: &[u64]) -> usize {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    common
}

/// The most pairs of paragraphs that are looked at: more than two letters of 60 pages have.
const MOST: usize = 1_500_000;

/// The pairs for which most speaks, in order.
pub fn pairs(old: &[Known], new: &[Known]) -> Vec<Pair> {
    let same = |(a, b): &(&Known, &Known)| a.is_same(b);
    let start = old.iter().zip(new).take_while(same).count();
    let ends = old[start..].iter().rev().zip(new[start..].iter().rev());
    let end = ends.take_while(same).count();
    let (olds, news) = (&old[start..old.len() - end], &new[start..new.len() - end]);
    let middle = match olds.len() * news.len() <= MOST {
        true => best(olds, news),
        false => in_step(olds, news),
    };
    let first = (0..start).map(|index| (index, index));
    let middle = middle.into_iter().map(|(o, n)| (start + o, start + n));
    let last = (0..end).rev().map(|back| (old.len() - 1 - back, new.len() - 1 - back));
    let pair = |(o, n): (usize, usize)| Pair {
        old: o,
        new: n,
        is_same: old[o].is_same(&new[n]),
        is_marked: old[o].is_marked(&new[n]),
    };
    first.chain(middle).chain(last).map(pair).collect()
}

/// The pairs in order whose scores are the most together.
fn best(old: &[Known], new: &[Known]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    let mut scores = vec![0_u32; (old.len() + 1) * width];
    let mut most = vec![0_u32; (old.len() + 1) * width];
    for o in (0..old.len()).rev() {
        for n in (0..new.len()).rev() {
            let score = old[o].score(&new[n]);
            scores[o * width + n] = score;
            let both = if score > 0 { score + most[(o + 1) * width + n + 1] } else { 0 };
            let one = most[(o + 1) * width + n].max(most[o * width + n + 1]);
            most[o * width + n] = both.max(one);
        }
    }
    let (mut pairs, mut o, mut n) = (Vec::new(), 0, 0);
    while o < old.len() && n < new.len() {
        let here = most[o * width + n];
        let score = scores[o * width + n];
        if score > 0 && here == score + most[(o + 1) * width + n + 1] {
            pairs.push((o, n));
            (o, n) = (o + 1, n + 1);
        } else if here == most[(o + 1) * width + n] {
            o += 1;
        } else {
            n += 1;
        }
    }
    pairs
}

/// Pairs in a file that has far more than any letter: each with the next that is the same or has
/// its mark.
fn in_step(old: &[Known], new: &[Known]) -> Vec<(usize, usize)> {
    let (mut pairs, mut next) = (Vec::new(), 0);
    for (o, known) in old.iter().enumerate() {
        let is_it = |other: &Known| known.is_same(other) || known.is_marked(other);
        let near = new[next..].iter().take(MOST / old.len().max(1));
        if let Some(found) = near.enumerate().find(|(_, other)| is_it(other)).map(|(n, _)| n) {
            pairs.push((o, next + found));
            next += found + 1;
        }
    }
    pairs
}

/// Passages that were and passages that are which are compared with each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Those that were.
    pub old: Range<usize>,
    /// Those that are.
    pub new: Range<usize>,
    /// Whether a mark says that they belong together.
    pub is_marked: bool,
}

/// From this share of its words on, in thousandths, one passage is a part of another.
const PART: u32 = 600;

/// Two rows of passages, and which of them is which.
pub struct Aligned<'a> {
    /// Those that were.
    pub old: &'a [Known],
    /// Those that are.
    pub new: &'a [Known],
    /// Which is which.
    pub pairs: &'a [Pair],
    /// Whether marks have come back at all.
    pub has_marks: bool,
}

impl Aligned<'_> {
    /// The pairs with what stands between them. What was split or joined is compared as one; only what
    /// `is_near` is joined.
    pub fn segments(&self, is_near: impl Fn(usize, usize) -> bool) -> Vec<Segment> {
        let is_part = |block: usize, segment: &Segment| {
            is_near(block, segment.old.start) && self.is_part(block, segment)
        };
        let mut segments: Vec<Segment> = Vec::new();
        let (mut o, mut n) = (0, 0);
        let mut before: Option<Pair> = None;
        let end =
            Pair { old: self.old.len(), new: self.new.len(), is_same: true, is_marked: false };
        for (at, pair) in self.pairs.iter().copied().chain([end]).enumerate() {
            let (mut gone, mut come) = (o..pair.old, n..pair.new);
            if let (Some(_), Some(last)) =
                (before.filter(|pair| !pair.is_same), segments.last_mut())
            {
                while !gone.is_empty() && is_part(gone.start, last) {
                    last.old.end += 1;
                    gone.start += 1;
                }
                while !come.is_empty() && self.has_part(come.start, last) {
                    last.new.end += 1;
                    come.start += 1;
                }
            }
            let mut own = Segment {
                old: pair.old..pair.old + 1,
                new: pair.new..pair.new + 1,
                is_marked: self.is_sure(at),
            };
            if !pair.is_same {
                while !gone.is_empty() && is_part(gone.end - 1, &own) {
                    own.old.start -= 1;
                    gone.end -= 1;
                }
                while !come.is_empty() && self.has_part(come.end - 1, &own) {
                    own.new.start -= 1;
                    come.end -= 1;
                }
            }
            let sure = before.is_none_or(|pair| pair.is_marked) || pair.is_marked;
            gap(gone, come, sure && self.has_marks, &mut segments);
            if pair.old < self.old.len() {
                segments.push(own);
            }
            (o, n, before) = (pair.old + 1, pair.new + 1, Some(pair));
        }
        segments
    }

    /// Whether a mark says that two are one, or the mark of one beside them.
    fn is_sure(&self, at: usize) -> bool {
        let Some(pair) = self.pairs.get(at) else { return false };
        let beside = |other: Option<&Pair>| {
            other.is_some_and(|other| {
                other.is_marked
                    && other.old.abs_diff(pair.old) == 1
                    && other.new.abs_diff(pair.new) == 1
            })
        };
        let before = at.checked_sub(1).and_then(|before| self.pairs.get(before));
        pair.is_marked || beside(before) || beside(self.pairs.get(at + 1))
    }

    /// Whether a passage that is gone stands in what a segment has now.
    fn is_part(&self, block: usize, segment: &Segment) -> bool {
        let known = &self.old[block];
        let mut now = self.new[segment.new.clone()].iter();
        now.any(|new| known.is_marked(new) || known.share_in(std::slice::from_ref(new)) >= PART)
    }

    /// Whether a passage that is new stood in what a segment had.
    fn has_part(&self, new: usize, segment: &Segment) -> bool {
        let known = &self.new[new];
        !known.is_cell && known.share_in(&self.old[segment.old.clone()]) >= PART
    }
}

/// What is gone and what is new between two pairs: where it is as much, one in place of the other.
fn gap(gone: Range<usize>, come: Range<usize>, is_marked: bool, out: &mut Vec<Segment>) {
    let one = |old: Range<usize>, new: Range<usize>| Segment { old, new, is_marked };
    if gone.len() == come.len() {
        let both = gone.zip(come);
        out.extend(both.map(|(o, n)| one(o..o + 1, n..n + 1)));
        return;
    }
    let at = come.start;
    out.extend(gone.clone().map(|o| one(o..o + 1, at..at)));
    out.extend(come.map(|n| one(gone.end..gone.end, n..n + 1)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str, mark: &str) -> Known {
        let marks = (!mark.is_empty()).then(|| mark.to_owned());
        Known::new(text.chars(), marks, false)
    }

    #[test]
    fn marks_say_what_words_do_not() {
        let old = [known("One two three", "a"), known("Four five six", "b"), known("Seven", "c")];
        let new = [known("One two three", "a"), known("All new", "b"), known("Seven", "c")];
        let pairs: Vec<_> = pairs(&old, &new).iter().map(|p| (p.old, p.new, p.is_same)).collect();
        assert_eq!(pairs, [(0, 0, true), (1, 1, false), (2, 2, true)]);
    }

    #[test]
    fn without_marks_words_do() {
        let old = [known("One two three four", "a"), known("Five six seven", "b")];
        let new = [known("New", ""), known("One two three more", ""), known("Five six seven", "")];
        let pairs: Vec<_> = pairs(&old, &new).iter().map(|p| (p.old, p.new)).collect();
        assert_eq!(pairs, [(0, 1), (1, 2)]);
    }
}
