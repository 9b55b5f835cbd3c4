//! Two texts sign by sign: what differs between them, and what of that nobody would see.

use super::{Piece, Sign as Mark, every_word, few_words, words};
use std::ops::Range;

/// Where a paragraph ends and another begins.
pub const BREAK: char = '\u{2029}';

/// A sign as it is compared: Word makes straight marks curly, and the program does.
pub fn fold(sign: char) -> char {
    match sign {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '‟' => '"',
        '\u{a0}' | '\u{202f}' | '\u{2007}' => ' ',
        '\u{2011}' => '-',
        sign => sign,
    }
}

/// A text as it is compared, with a sign for each sign.
pub fn folded(signs: impl IntoIterator<Item = char>) -> String {
    signs.into_iter().map(fold).collect()
}

/// A text of which two are the same if the letter would show them the same.
pub fn normal(signs: impl IntoIterator<Item = char>) -> String {
    folded(signs).replace("...", "…").replace("---", "—").replace("--", "–")
}

/// What two texts are compared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// To be read: a text of which little is the same is replaced as a whole.
    Reading,
    /// To be read, though little may be the same.
    ReadingClosely,
    /// To find again in one what stands in the other.
    Finding,
}

/// What differs between two texts, in signs of both.
pub type Hunks = Vec<(Range<usize>, Range<usize>)>;

/// The pairs of signs that are compared word by word: a paragraph has 600 signs. The work grows with
/// them.
const MOST: usize = 25_000_000;

/// Finds what differs. Where there is much, paragraphs that are the same are found first, and what is
/// too much between those is one hunk.
pub fn hunks(old: &[char], new: &[char], what_for: For) -> Hunks {
    let is_little = |old: &[char], new: &[char]| old.len().saturating_mul(new.len()) <= MOST;
    if is_little(old, new) {
        return by_words(old, new, what_for);
    }
    let paragraphs = |signs: &[char]| -> Vec<String> {
        let all = signs.split_inclusive(|sign| *sign == BREAK);
        all.map(|paragraph| folded(paragraph.iter().copied())).collect()
    };
    let (olds, news) = (paragraphs(old), paragraphs(new));
    let size = |texts: &[String]| texts.iter().map(|text| text.chars().count()).sum::<usize>();
    let mut hunks = Hunks::new();
    let (mut o, mut n) = (0, 0);
    for op in similar::capture_diff_slices(similar::Algorithm::Myers, &olds, &news) {
        let (gone, come) = (size(&olds[op.old_range()]), size(&news[op.new_range()]));
        let (old, new) = (&old[o..o + gone], &new[n..n + come]);
        match op {
            similar::DiffOp::Equal { .. } => {}
            _ if is_little(old, new) => {
                let inner = by_words(old, new, what_for).into_iter();
                let moved = |range: Range<usize>, by| range.start + by..range.end + by;
                hunks.extend(inner.map(|(gone, come)| (moved(gone, o), moved(come, n))));
            }
            _ => hunks.push((o..o + gone, n..n + come)),
        }
        (o, n) = (o + gone, n + come);
    }
    hunks
}

fn by_words(old: &[char], new: &[char], what_for: For) -> Hunks {
    // The comparison takes words that stand in two lines for two things.
    let line = |signs: &[char]| folded(signs.iter().map(|c| if *c == BREAK { '\n' } else { *c }));
    let (old, new) = (line(old), line(new));
    let pieces = match what_for {
        For::Reading => words(&old, &new),
        For::ReadingClosely => few_words(&old, &new),
        For::Finding => every_word(&old, &new),
    };
    let (mut hunks, mut o, mut n) = (Hunks::new(), 0, 0);
    let mut is_open = false;
    for Piece { sign, text } in pieces {
        let length = text.chars().count();
        let (in_old, in_new) = match sign {
            Mark::Same => (length, length),
            Mark::Deleted => (length, 0),
            Mark::Inserted => (0, length),
        };
        match (sign, hunks.last_mut()) {
            (Mark::Same, _) => {}
            (_, Some(last)) if is_open => {
                *last = (last.0.start..o + in_old, last.1.start..n + in_new)
            }
            _ => hunks.push((o..o + in_old, n..n + in_new)),
        }
        is_open = sign != Mark::Same;
        (o, n) = (o + in_old, n + in_new);
    }
    hunks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(paragraphs: usize, changed: Option<usize>) -> Vec<char> {
        let paragraph = |number: usize| match changed == Some(number) {
            true => format!("This is another paragraph of number {number}."),
            false => format!("This is the paragraph of number {number}."),
        };
        let all: Vec<String> = (0..paragraphs).map(paragraph).collect();
        all.join(&BREAK.to_string()).chars().collect()
    }

    #[test]
    fn a_word_is_found_in_a_long_text() {
        let (old, new) = (long(500, None), long(500, Some(250)));
        assert!(old.len() * new.len() > MOST);
        let hunks = hunks(&old, &new, For::Finding);
        let [(gone, come)] = hunks.as_slice() else { panic!("{hunks:?}") };
        let text = |signs: &[char]| signs.iter().collect::<String>();
        assert_eq!(
            (text(&old[gone.clone()]), text(&new[come.clone()])),
            ("the".to_owned(), "another".to_owned())
        );
    }

    #[test]
    fn what_is_too_much_is_one_hunk() {
        let (old, new) = (['a', ' '].repeat(20_000), ['b', ' '].repeat(20_000));
        assert_eq!(hunks(&old, &new, For::Reading), [(0..40_000, 0..40_000)]);
    }
}
