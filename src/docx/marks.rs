//! The marks of a Word file: hidden bookmarks, and what the manifest says of each.

use super::manifest::{Block, Shape, Words, mark};
use std::collections::HashMap;

/// The marks set so far.
#[derive(Debug, Default)]
pub struct Marks {
    /// What the manifest says of them.
    pub blocks: Vec<Block>,
    /// How many blocks of each key there were.
    counts: HashMap<String, usize>,
    /// How many bookmarks there are.
    bookmarks: usize,
}

/// A bookmark.
pub struct Bookmark {
    /// Its number in the file.
    pub id: String,
    /// Its name.
    pub name: String,
}

impl Marks {
    /// A mark for a block of these words.
    pub fn add(&mut self, shape: Shape, mut words: Vec<Words>) -> Bookmark {
        let mut first = None;
        for origin in words.iter_mut().filter_map(|words| words.origin.as_mut()) {
            origin.number = self.next(&origin.key);
            first.get_or_insert((origin.key.clone(), origin.number));
        }
        // Fixed words have no key, and are counted over the letter.
        let (key, number) = first.unwrap_or_else(|| (String::new(), self.next("")));
        let name = mark(&key, number);
        self.blocks.push(Block { mark: name.clone(), shape, words });
        self.named(name)
    }

    /// A bookmark that is no mark of a block.
    pub fn named(&mut self, name: String) -> Bookmark {
        self.bookmarks += 1;
        Bookmark { id: self.bookmarks.to_string(), name }
    }

    /// Goes on with another state of the letter: its blocks have the marks of the same keys. Gives those
    /// of the state before.
    pub fn again(&mut self) -> Vec<Block> {
        self.counts.clear();
        std::mem::take(&mut self.blocks)
    }

    /// The number of the next bookmark.
    pub fn next_number(&self) -> usize {
        self.bookmarks + 1
    }

    fn next(&mut self, key: &str) -> usize {
        let count = self.counts.entry(key.to_owned()).or_default();
        *count += 1;
        *count
    }
}
