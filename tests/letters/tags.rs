//! The tags of the PDF as text: what a screen reader is told, in its order.

use crate::support::{Sample, assert_same, each_letter, each_letter_of, root};
use peel_letter::layout::{NodeId, Owner, Page, Pages, Placed, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

#[test]
fn the_tags_are_as_they_were() {
    each_letter(compare);
    each_letter_of(&root().join("tests/odd/plain"), |sample| {
        if sample.name == "lists" {
            compare(sample);
        }
    });
}

fn compare(mut sample: Sample<'_>) {
    let path = root().join(format!("tests/letters/tags/{}.txt", sample.name));
    assert_same(&path, Tree::of(&sample.pages()).described().as_bytes());
}

/// What is part of what, in the order in which it is first drawn, as the PDF has it.
pub struct Tree<'a> {
    pages: &'a Pages,
    /// What stands directly in the letter.
    pub roots: Vec<NodeId>,
    children: BTreeMap<NodeId, Vec<Child>>,
    /// The pages that each node reaches, by their indices.
    reach: BTreeMap<NodeId, BTreeSet<usize>>,
}

/// What stands in a node.
pub enum Child {
    Node(NodeId),
    Text(String),
    Image,
}

impl<'a> Tree<'a> {
    pub fn of(pages: &'a Pages) -> Self {
        let (roots, children, reach) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut tree = Self { pages, roots, children, reach };
        for (number, page) in pages.pages.iter().enumerate() {
            for mark in &page.marks {
                if let Owner::Node(node) = mark.owner {
                    tree.add(node, &mark.placed, number);
                }
            }
        }
        tree
    }

    fn add(&mut self, node: NodeId, placed: &Placed, page: usize) {
        self.attach(node);
        let ancestors = std::iter::successors(Some(node), |n| self.pages.structure.get(*n).parent);
        ancestors.for_each(|node| {
            self.reach.entry(node).or_default().insert(page);
        });
        let children = self.children.entry(node).or_default();
        match (placed, children.last_mut()) {
            (Placed::Text(run), Some(Child::Text(text))) => text.push_str(&run.text),
            (Placed::Text(run), _) => children.push(Child::Text(run.text.clone())),
            (Placed::Image(..), _) => children.push(Child::Image),
            (Placed::Rule(..), _) => {}
        }
    }

    /// The pages that a node reaches, with their indices.
    pub fn pages(&self, node: NodeId) -> impl Iterator<Item = (usize, &'a Page)> {
        self.reach[&node].iter().map(|number| (*number, &self.pages.pages[*number]))
    }

    fn attach(&mut self, node: NodeId) {
        if self.children.contains_key(&node) {
            return;
        }
        self.children.insert(node, Vec::new());
        match self.parent(node) {
            None => self.roots.push(node),
            Some(parent) => {
                self.attach(parent);
                self.children.entry(parent).or_default().push(Child::Node(node));
            }
        }
    }

    pub fn role(&self, node: NodeId) -> &Role {
        &self.pages.structure.get(node).role
    }

    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.pages.structure.get(node).parent
    }

    /// Every node that is drawn, in no order that matters.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.children.keys().copied()
    }

    pub fn children(&self, node: NodeId) -> &[Child] {
        &self.children[&node]
    }

    /// The nodes directly in a node.
    pub fn inner(&self, within: NodeId) -> Vec<NodeId> {
        let node = |child: &Child| match child {
            Child::Node(node) => Some(*node),
            _ => None,
        };
        self.children(within).iter().filter_map(node).collect()
    }

    /// The nodes in the order of reading.
    pub fn in_order(&self) -> Vec<NodeId> {
        let mut nodes = Vec::new();
        let mut rest: Vec<NodeId> = self.roots.iter().rev().copied().collect();
        while let Some(node) = rest.pop() {
            nodes.push(node);
            rest.extend(self.inner(node).into_iter().rev());
        }
        nodes
    }

    /// Whether a node is part of one for which `is` holds, or is such a one.
    pub fn within(&self, node: NodeId, is: impl Fn(&Role) -> bool) -> Option<NodeId> {
        std::iter::successors(Some(node), |node| self.parent(*node)).find(|n| is(self.role(*n)))
    }

    fn described(&self) -> String {
        let mut out = String::new();
        self.roots.iter().for_each(|root| self.describe(*root, 0, &mut out));
        out
    }

    fn describe(&self, node: NodeId, depth: usize, out: &mut String) {
        let indent = "  ".repeat(depth);
        let role = format!("{:?}", self.role(node));
        let language = self.pages.structure.get(node).language;
        let language = language.map_or(String::new(), |l| format!(" ({})", l.tag()));
        let _ = writeln!(out, "{indent}{role}{language}");
        for child in self.children(node) {
            let _ = match child {
                Child::Node(node) => {
                    self.describe(*node, depth + 1, out);
                    Ok(())
                }
                Child::Text(text) => writeln!(out, "{indent}  | {}", text.trim_end()),
                Child::Image => writeln!(out, "{indent}  | (image)"),
            };
        }
    }
}
