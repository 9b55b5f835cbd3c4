//! Comments in a file that came back, each at the key of the words that it stands at.

use super::base::Base;
use super::compare::Comparison;
use crate::docx::read::{Comment, Paragraph, Returned, Who};
use crate::letter::Language;
use crate::letter::date::months;

/// A comment with its replies.
#[derive(Clone, Debug)]
pub struct Remark {
    /// The part of the letter.
    pub part: String,
    /// What the key is called.
    pub label: String,
    /// The file and the key that it can be noted at; nothing where it stands at fixed words.
    pub key: Option<(String, String)>,
    /// The words that it stands at.
    pub words: String,
    /// Who wrote it, and when.
    pub who: Who,
    /// What it says.
    pub text: String,
    /// Whether it is settled.
    pub resolved: bool,
    /// Who replied what.
    pub replies: Vec<(Who, String)>,
    /// Where it stands in the letter.
    pub order: (bool, usize),
}

/// The most characters that are told of the words that a comment stands at.
const WORDS: usize = 120;

/// The comments of a file that came back, in the order of the letter.
pub fn remarks(base: &Base, returned: &Returned) -> Vec<Remark> {
    let mut all: Vec<Remark> = Vec::new();
    let notes = returned.notes.iter().flatten();
    let parts = [
        (false, Comparison::new(base, &base.blocks, returned, returned.paragraphs.iter())),
        (true, Comparison::new(base, &base.notes, returned, notes)),
    ];
    let replies = |index: usize| {
        let is_reply = |comment: &&Comment| root(&returned.comments, comment) == Some(index);
        let replies = returned.comments.iter().filter(is_reply);
        replies.map(|reply| (reply.who.clone(), reply.text.clone())).collect()
    };
    for (index, comment) in returned.comments.iter().enumerate() {
        if comment.reply_to.is_some() {
            continue;
        }
        let mut remark = Remark {
            part: "The letter as a whole".to_owned(),
            label: "Comments".to_owned(),
            key: None,
            words: String::new(),
            who: comment.who.clone(),
            text: comment.text.clone(),
            resolved: comment.resolved,
            replies: replies(index),
            order: (true, usize::MAX),
        };
        for (in_notes, comparison) in &parts {
            if let Some((at, words)) = place(comparison.all(), &comment.id) {
                let (part, label, value, order) = comparison.key_of(at);
                let key = value.map(|value| &base.values[value]);
                let key = key.map(|value| (value.file.clone(), value.key.clone()));
                remark = Remark { part, label, key, words, order: (*in_notes, order), ..remark };
                break;
            }
        }
        all.push(remark);
    }
    all.sort_by_key(|remark| remark.order);
    all
}

/// The comment that a reply belongs to at last.
fn root(comments: &[Comment], comment: &Comment) -> Option<usize> {
    let mut root = comment.reply_to?;
    while let Some(above) = comments[root].reply_to {
        root = above;
    }
    Some(root)
}

/// The paragraph that a comment begins in, and the words that it stands at.
fn place(paragraphs: &[&Paragraph], id: &str) -> Option<(usize, String)> {
    let mut first = None;
    let mut words = String::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for (_, range) in paragraph.comments.iter().filter(|(name, _)| name == id) {
            first.get_or_insert(at);
            if words.chars().count() < WORDS {
                let text = paragraph.text[range.clone()].iter().map(|glyph| glyph.sign);
                let space = if words.is_empty() { "" } else { " " };
                words += space;
                words.extend(text.map(|c| if c.is_whitespace() { ' ' } else { c }));
            }
        }
    }
    let short: String = words.trim().chars().take(WORDS).collect();
    let dots = if short.len() < words.trim().len() { "…" } else { "" };
    Some((first?, format!("{short}{dots}")))
}

/// A person with the day, as in a note: `Reviewer, 20 Nov`.
pub fn signed(who: &Who) -> String {
    match who.day {
        Some(day) => {
            let month = months(Language::English)[usize::from(day.month().unsigned_abs()) - 1];
            format!("{}, {} {}", who.name, day.day(), &month[..3])
        }
        None => who.name.clone(),
    }
}
