//! What was changed, and tracked, at the head and the foot of the pages. No paragraph there has a mark.

use super::package::Named;
use super::{Who, who};
use crate::limits;
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

/// A paragraph at the head or the foot of the pages in which something was changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// Its words, in their order.
    pub words: Vec<(How, String)>,
    /// Who changed it.
    pub who: BTreeSet<Who>,
}

/// What happened to words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// Nothing.
    Same,
    /// They were taken out.
    Gone,
    /// They were put in.
    Come,
}

/// The paragraphs in which words were changed.
pub fn changed(document: &Document<'_>) -> Vec<End> {
    let is_in = |node: &Node<'_, '_>, name| {
        node.ancestors().skip(1).any(|above| above.has_tag_name_of(name))
    };
    // One in a text box is part of that around it.
    let paragraphs =
        document.descendants().filter(|node| node.has_tag_name_of("p") && !is_in(node, "p"));
    paragraphs.filter_map(end).take(limits::WORD_PARTS).collect()
}

fn end(paragraph: Node<'_, '_>) -> Option<End> {
    let mut end = End { words: Vec::new(), who: BTreeSet::new() };
    let is_text = |node: &Node<'_, '_>| matches!(node.tag_name().name(), "t" | "delText");
    // The other half of a choice says the same for programs that are older.
    let is_again = |node: &Node<'_, '_>| node.ancestors().any(|a| a.has_tag_name_of("Fallback"));
    for text in paragraph.descendants().filter(|node| is_text(node) && !is_again(node)) {
        let change = text.ancestors().take_while(|node| *node != paragraph).find_map(|node| {
            match node.tag_name().name() {
                "ins" | "moveTo" => Some((How::Come, node)),
                "del" | "moveFrom" => Some((How::Gone, node)),
                _ => None,
            }
        });
        let how = change.map_or(How::Same, |(how, _)| how);
        let own = text.text().unwrap_or_default();
        end.who.extend(change.map(|(_, node)| who(node)));
        match end.words.last_mut() {
            Some((same, words)) if *same == how => *words += own,
            _ => end.words.push((how, own.to_owned())),
        }
    }
    (!end.who.is_empty()).then_some(end)
}
