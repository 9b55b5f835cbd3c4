//! Comments: what they say, to which they reply, and whether they are settled.

use super::package::{Named, Package, Refused, parse};
use super::{Comment, who};
use crate::limits;
use roxmltree::Node;
use std::collections::BTreeMap;

/// Reads the comments, and what their threads are.
pub fn read(
    package: &mut Package<'_>,
    path: &str,
    threads: Option<&str>,
) -> Result<Vec<Comment>, Refused> {
    let xml = package.text(path)?.unwrap_or_default();
    let document = parse(&xml, path)?;
    let nodes = document.root_element().children().filter(|node| node.has_tag_name_of("comment"));
    let (mut comments, mut known) = (Vec::new(), BTreeMap::new());
    for node in nodes {
        if comments.len() == limits::WORD_COMMENTS {
            return Err(Refused::TooMuch("more comments".to_owned()));
        }
        // A thread names the last paragraph of each comment.
        for child in node.children() {
            if let Some(id) = child.value_of("paraId") {
                known.insert(id.to_owned(), comments.len());
            }
        }
        comments.push(Comment {
            id: node.value_of("id").unwrap_or_default().to_owned(),
            who: who(node),
            text: text(node),
            reply_to: None,
            resolved: false,
        });
    }
    if let Some(path) = threads {
        let xml = package.text(path)?.unwrap_or_default();
        add_threads(&parse(&xml, path)?, &known, &mut comments);
    }
    Ok(comments)
}

/// Adds what the part for threads says (`[MS-DOCX]`, 2.5.4.4, commentEx).
fn add_threads(
    document: &roxmltree::Document<'_>,
    known: &BTreeMap<String, usize>,
    comments: &mut [Comment],
) {
    for node in document.root_element().children().filter(|n| n.has_tag_name_of("commentEx")) {
        let of = |name: &str| known.get(node.value_of(name)?).copied();
        let Some(index) = of("paraId") else { continue };
        comments[index].resolved = matches!(node.value_of("done"), Some("1" | "true" | "on"));
        // A reply comes after what it replies to: threads cannot run in a circle.
        comments[index].reply_to = of("paraIdParent").filter(|parent| *parent < index);
    }
    for index in 0..comments.len() {
        let parent = comments[index].reply_to;
        if parent.is_some_and(|parent| comments[parent].resolved) {
            comments[index].resolved = true;
        }
    }
}

/// The words of a comment, a line a paragraph.
fn text(comment: Node<'_, '_>) -> String {
    let mut out = String::new();
    let mut length = 0;
    for node in comment.descendants() {
        let is_gone = |node: Node<'_, '_>| node.ancestors().any(|a| a.has_tag_name_of("del"));
        let piece = match node.tag_name().name() {
            "p" if !out.is_empty() => "\n",
            "br" | "cr" => "\n",
            "tab" => " ",
            "t" if !is_gone(node) => node.text().unwrap_or_default(),
            _ => continue,
        };
        length += piece.chars().count();
        if length > limits::WORD_COMMENT {
            return out + "…";
        }
        out += piece;
    }
    out.trim().to_owned()
}
