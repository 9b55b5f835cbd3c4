//! What the marks on the pages are part of: the tags of a tagged PDF (ISO 32000-1, 14.8).

use crate::letter::Language;

/// A node of the structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub usize);

/// All nodes. Each knows its parent; the order of children is that in which their marks are drawn.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    nodes: Vec<StructureNode>,
}

/// One node.
#[derive(Clone, Debug)]
pub struct StructureNode {
    /// What it is.
    pub role: Role,
    /// What it is part of; nothing for what stands directly in the letter.
    pub parent: Option<NodeId>,
    /// Its language, where that is not the letter's.
    pub language: Option<Language>,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// A heading: its level from 1 and its words.
    Heading(u8, String),
    /// A paragraph.
    Paragraph,
    /// A list, numbered or not.
    List(bool),
    /// An item of a list.
    ListItem,
    /// The label of a list item or of a note.
    Label,
    /// What stands in a list item.
    ListBody,
    /// Something quoted.
    Quote,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// The header of a column.
    HeadCell,
    /// Another cell.
    Cell,
    /// Words that are struck through.
    Struck,
    /// A link.
    Link,
    /// A reference to a footnote.
    NoteReference,
    /// A footnote.
    Note,
    /// An image: what it shows.
    Figure(String),
}

impl Structure {
    /// Adds a node.
    pub fn add(
        &mut self,
        role: Role,
        parent: Option<NodeId>,
        language: Option<Language>,
    ) -> NodeId {
        self.nodes.push(StructureNode { role, parent, language });
        NodeId(self.nodes.len() - 1)
    }

    /// The node with this number.
    pub fn get(&self, id: NodeId) -> &StructureNode {
        &self.nodes[id.0]
    }
}
