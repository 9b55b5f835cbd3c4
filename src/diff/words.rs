//! Two texts in, one out in which each stretch is the same, deleted or inserted.

use similar::{DiffOp, TextDiff};

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Which of the two texts has it.
    pub sign: Sign,
    /// The text.
    pub text: String,
}

/// Which of two texts has a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Both.
    Same,
    /// The old one.
    Deleted,
    /// The new one.
    Inserted,
}

/// What stands before a change in both texts, and the change.
#[derive(Clone, Debug, Default)]
struct Hunk {
    same: String,
    deleted: String,
    inserted: String,
}

/// Compares two texts word by word.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    match is_rewritten(&hunks(old, new), old, new) {
        true => filled(vec![replaced(old, new)]),
        false => few_words(old, new),
    }
}

/// The same, though little of the texts is the same.
pub fn few_words(old: &str, new: &str) -> Vec<Piece> {
    filled(joined(hunks(old, new)))
}

/// The same with every word that is the same, though it is easier to read without.
pub fn every_word(old: &str, new: &str) -> Vec<Piece> {
    filled(hunks(old, new))
}

fn filled(hunks: Vec<Hunk>) -> Vec<Piece> {
    hunks.into_iter().flat_map(pieces).filter(|piece| !piece.text.is_empty()).collect()
}

fn replaced(old: &str, new: &str) -> Hunk {
    Hunk { same: String::new(), deleted: old.to_owned(), inserted: new.to_owned() }
}

/// Whether so little is the same that both texts are easier to read whole: less than a third.
fn is_rewritten(hunks: &[Hunk], old: &str, new: &str) -> bool {
    let same: usize = hunks.iter().map(|hunk| count(&hunk.same)).sum();
    6 * same < count(old) + count(new)
}

/// The number of words.
fn count(text: &str) -> usize {
    text.split_whitespace().filter(|word| is_word(word)).count()
}

fn pieces(Hunk { same, deleted, inserted }: Hunk) -> [Piece; 3] {
    [(Sign::Same, same), (Sign::Deleted, deleted), (Sign::Inserted, inserted)]
        .map(|(sign, text)| Piece { sign, text })
}

fn hunks(old: &str, new: &str) -> Vec<Hunk> {
    let diff = TextDiff::from_unicode_words(old, new);
    let olds: Vec<&str> = (0..diff.old_len()).filter_map(|index| diff.old_slice(index)).collect();
    let news: Vec<&str> = (0..diff.new_len()).filter_map(|index| diff.new_slice(index)).collect();
    let mut hunks = vec![Hunk::default()];
    for op in diff.ops() {
        if let (DiffOp::Equal { .. }, true) = (op, hunks.last().is_some_and(is_change)) {
            hunks.push(Hunk::default());
        }
        let Some(last) = hunks.last_mut() else { continue };
        let (deleted, inserted) = (olds[op.old_range()].concat(), news[op.new_range()].concat());
        match op {
            DiffOp::Equal { .. } => last.same += &inserted,
            _ => {
                last.deleted += &deleted;
                last.inserted += &inserted;
            }
        }
    }
    hunks
}

fn is_change(hunk: &Hunk) -> bool {
    !hunk.deleted.is_empty() || !hunk.inserted.is_empty()
}

/// A word or two that happen to be the same between two changes make it harder to read: they are
/// taken into one change.
fn joined(hunks: Vec<Hunk>) -> Vec<Hunk> {
    let mut all: Vec<Hunk> = Vec::new();
    for hunk in hunks {
        match all.last_mut().filter(|last| is_island(last, &hunk)) {
            Some(last) => {
                last.deleted += &(hunk.same.clone() + &hunk.deleted);
                last.inserted += &(hunk.same + &hunk.inserted);
            }
            None => all.push(hunk),
        }
    }
    (1..all.len()).for_each(|index| trim(&mut all, index));
    all
}

/// A space at the end of both sides of a change stands after it.
fn trim(hunks: &mut [Hunk], next: usize) {
    let Some([change, after]) = hunks.get_mut(next - 1..=next) else { return };
    if change.deleted.ends_with(' ') && change.inserted.ends_with(' ') {
        change.deleted.pop();
        change.inserted.pop();
        after.same.insert(0, ' ');
    }
}

/// The most words that are taken into the changes around them.
const ISLAND: usize = 2;

fn is_island(before: &Hunk, after: &Hunk) -> bool {
    let size = |hunk: &Hunk| count(&hunk.deleted).max(count(&hunk.inserted));
    let between = count(&after.same);
    let is_small = between <= ISLAND.min(size(before)).min(size(after));
    is_change(before) && is_change(after) && is_small && !after.same.contains('\n')
}

fn is_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(old: &str, new: &str) -> String {
        let mark = |Piece { sign, text }: Piece| match sign {
            Sign::Same => text,
            Sign::Deleted => format!("[-{text}-]"),
            Sign::Inserted => format!("{{+{text}+}}"),
        };
        words(old, new).into_iter().map(mark).collect()
    }

    #[test]
    fn words_stay_whole() {
        for (old, new, expected) in [
            ("It's good.", "It's better.", "It's [-good-]{+better+}."),
            ("three areas", "five areas", "[-three-]{+five+} areas"),
            ("by 3.5%", "by 3.6%", "by [-3.5-]{+3.6+}%"),
            ("A draft", "A draft", "A draft"),
            ("", "New", "{+New+}"),
            ("Old", "", "[-Old-]"),
        ] {
            assert_eq!(marked(old, new), expected);
        }
    }

    #[test]
    fn words_that_happen_to_be_the_same_are_taken_into_the_change() {
        let (old, new) = ("We met the panel of experts.", "We wrote to the chair of governors.");
        assert_eq!(
            marked(old, new),
            "We [-met the panel of experts-]{+wrote to the chair of governors+}."
        );
    }

    proptest! {
        #[test]
        fn without_what_is_marked_each_text_is_as_it_was(
            old in "([a-c]{1,2}[ ,.\n]{1,2}){0,30}", new in "([a-c]{1,2}[ ,.\n]{1,2}){0,30}",
        ) {
            let without = |sign| {
                let kept = words(&old, &new).into_iter().filter(|piece| piece.sign != sign);
                kept.map(|piece| piece.text).collect::<String>()
            };
            prop_assert_eq!(without(Sign::Inserted), old.clone());
            prop_assert_eq!(without(Sign::Deleted), new.clone());
        }
    }
}
