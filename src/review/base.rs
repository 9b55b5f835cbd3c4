//! The letter as it was when the Word file was made: what its manifest says, sign by sign, each with
//! where it stands in a value of the TOML.

use super::names;
use super::text::{BREAK, Note, Unit, normal};
use super::value::{Cell, Kind, Leaf, Sign, Written, leaves};
use crate::diagnostic::Files;
use crate::document::Look;
use crate::docx::manifest::{self, Manifest, Owner, Shape};
use crate::docx::read::NOTE;
use crate::letter::tree::{self, Table, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// The letter as it was.
#[derive(Debug)]
pub struct Base {
    /// The values that are shown in it.
    pub values: Vec<BaseValue>,
    /// The paragraphs, headings, points and cells, in the order of the letter.
    pub blocks: Vec<BaseBlock>,
    /// The footnotes.
    pub notes: Vec<BaseBlock>,
    /// The marks of its images.
    pub images: Vec<String>,
    /// The footnotes that are known by their numbers: the value and the label of each.
    pub note_names: Vec<(usize, String)>,
    /// Those numbers.
    note_numbers: BTreeMap<(usize, String), usize>,
    /// Its files as they were, by their paths.
    pub tables: BTreeMap<String, Table>,
}

/// A value of the TOML.
#[derive(Debug)]
pub struct BaseValue {
    /// The path of its file.
    pub file: String,
    /// Its key.
    pub key: String,
    /// How it is read.
    pub written: Written,
    /// What it shows.
    pub flat: Flat,
}

/// A marked paragraph.
#[derive(Debug)]
pub struct BaseBlock {
    /// The name of its mark.
    pub mark: String,
    /// What it is.
    pub shape: Shape,
    /// Its signs.
    pub signs: Vec<BaseSign>,
    /// The number of the footnote that it is in.
    pub note: Option<usize>,
}

impl BaseBlock {
    /// Its signs as they look.
    pub fn units(&self) -> Vec<Unit> {
        self.signs.iter().map(|sign| sign.unit.clone()).collect()
    }

    /// Whose words it has, where some are not the office's.
    pub fn other_owner(&self) -> Option<Owner> {
        self.signs.iter().map(|sign| sign.owner).find(|owner| *owner != Owner::Office)
    }
}

/// A sign of the letter as it was.
#[derive(Clone, Debug)]
pub struct BaseSign {
    /// The sign with its look.
    pub unit: Unit,
    /// Whose it is.
    pub owner: Owner,
    /// The value that it comes from, and its place in that; nothing where changing the sign cannot
    /// change the value.
    pub from: Option<(usize, usize)>,
    /// The key that it comes from, even so.
    pub key: Option<usize>,
}

/// The leaves of a value one after the other, with the ends of paragraphs between them.
#[derive(Clone, Debug, Default)]
pub struct Flat {
    /// The signs.
    pub units: Vec<Unit>,
    /// What each stands for in the value.
    pub at: Vec<Range<usize>>,
    /// The leaf of each.
    pub leaf: Vec<usize>,
    /// What the leaves are.
    pub kinds: Vec<Kind>,
    /// Where they stand in tables.
    pub cells: Vec<Option<Cell>>,
    /// The rows of tables: the signs of each, by table and row.
    pub rows: BTreeMap<(usize, usize), Range<usize>>,
    /// The footnotes by their labels: the signs of each.
    pub notes: BTreeMap<String, Range<usize>>,
    /// The signs in the order in which they stand in the value: footnotes may stand between others.
    in_value: Vec<usize>,
}

impl Flat {
    /// The leaves of a value.
    pub fn of(value: &str, written: Written) -> Self {
        let mut flat = Self::default();
        let (mut labels, mut references) = (BTreeMap::new(), Vec::new());
        for (index, Leaf { kind, cell, signs }) in leaves(value, written).into_iter().enumerate() {
            if let (Some(last), Some(first)) = (flat.at.last(), signs.first()) {
                let between = last.end.min(first.at.start)..first.at.start;
                flat.units.push(super::text::paragraph_end());
                flat.at.push(between);
                flat.leaf.push(index - 1);
            }
            flat.kinds.push(kind);
            flat.cells.push(cell);
            let start = flat.units.len();
            for sign in signs {
                flat.at.push(sign.at.clone());
                if let Some(number) = sign.note {
                    let label = value[sign.at.clone()].trim_start_matches("[^");
                    let label = label.trim_end_matches(']').to_owned();
                    labels.entry(number).or_insert(label);
                    references.push((flat.units.len(), number));
                }
                let Sign { sign, look, link, .. } = sign;
                flat.units.push(Unit { sign, look, link, note: None });
                flat.leaf.push(index);
            }
            let end = flat.units.len();
            if let Some(Cell { table, row, .. }) = cell {
                flat.rows.entry((table, row)).or_insert(start..end).end = end;
            }
        }
        flat.refer(&labels, &references);
        flat.in_value = (0..flat.at.len()).filter(|at| flat.units[*at].sign != BREAK).collect();
        flat.in_value.sort_by_key(|at| flat.at[*at].start);
        flat
    }

    /// Gives each reference to a footnote its label, and the first one what it says.
    fn refer(&mut self, labels: &BTreeMap<usize, String>, references: &[(usize, usize)]) {
        for (at, unit) in self.units.iter().enumerate() {
            let Kind::Note(number) = self.kinds[self.leaf[at]] else { continue };
            // The end of its last paragraph is no part of it.
            if let Some(label) = labels.get(&number).filter(|_| unit.sign != BREAK) {
                self.notes.entry(label.clone()).or_insert(at..at).end = at + 1;
            }
        }
        let mut seen = BTreeSet::new();
        for (at, number) in references {
            let Some(label) = labels.get(number) else { continue };
            let range = self.notes.get(label).filter(|_| seen.insert(*number)).cloned();
            let words = self.units[range.unwrap_or(0..0)].to_vec();
            self.units[*at].note =
                Some(Arc::new(Note { label: Some(label.clone()), number: None, words }));
        }
    }

    /// Where the text ends and its footnotes begin.
    pub fn end_of_text(&self) -> usize {
        let is_note = |at: &usize| matches!(self.kinds[self.leaf[*at]], Kind::Note(_));
        (0..self.units.len()).find(is_note).map_or(self.units.len(), |at| at.saturating_sub(1))
    }

    /// The signs that stand at a stretch of the value, in the order in which they are read.
    fn within(&self, range: &Range<usize>) -> Vec<usize> {
        let first = self.in_value.partition_point(|at| self.at[*at].start < range.start);
        let rest = self.in_value[first..].iter().copied();
        let mut within: Vec<usize> = rest.take_while(|at| self.at[*at].end <= range.end).collect();
        within.sort_unstable();
        within
    }

    /// The signs.
    pub fn signs(&self) -> impl Iterator<Item = char> {
        self.units.iter().map(|unit| unit.sign)
    }
}

impl Base {
    /// The letter that a manifest tells of.
    pub fn of(manifest: &Manifest) -> Self {
        let mut files = Files::default();
        let mut read = |file: &manifest::SourceFile| {
            let id = files.add(&file.path, file.toml.as_str());
            (file.path.clone(), tree::parse(&files, id).0)
        };
        let tables: BTreeMap<String, Table> = manifest.files.iter().map(&mut read).collect();
        let mut base = Self {
            values: Vec::new(),
            blocks: Vec::new(),
            notes: Vec::new(),
            images: Vec::new(),
            note_numbers: BTreeMap::new(),
            note_names: Vec::new(),
            tables,
        };
        let mut known = BTreeMap::new();
        let mut in_notes = false;
        for block in &manifest.blocks {
            let signs = block.words.iter().flat_map(|words| base.words(words, &mut known));
            let signs = trimmed(signs.collect());
            in_notes |= block.shape == Shape::Note;
            let first = signs.iter().find_map(|sign| sign.from).filter(|_| in_notes);
            let note = first.and_then(|from| base.note_with(from));
            let made = BaseBlock { mark: block.mark.clone(), shape: block.shape, signs, note };
            match block.shape {
                Shape::Image => base.images.push(made.mark),
                _ if in_notes => base.notes.push(made),
                _ if made.signs.is_empty() => {}
                _ => base.blocks.push(made),
            }
        }
        base
    }

    /// The number of the footnote that a sign of a value stands in.
    fn note_with(&mut self, (value, at): (usize, usize)) -> Option<usize> {
        let mut notes = self.values[value].flat.notes.iter();
        let (label, _) = notes.find(|(_, range)| range.contains(&at))?;
        let name = (value, label.clone());
        let next = self.note_names.len();
        let number = *self.note_numbers.entry(name.clone()).or_insert(next);
        if number == next {
            self.note_names.push(name);
        }
        Some(number)
    }

    /// The number of the footnote that a sign refers to, where it is known.
    pub fn note_at(&self, sign: &BaseSign) -> Option<usize> {
        let label = sign.unit.note.as_ref()?.label.clone()?;
        self.note_numbers.get(&(sign.from?.0, label)).copied()
    }

    fn words(
        &mut self,
        words: &manifest::Words,
        known: &mut BTreeMap<(String, String), usize>,
    ) -> Vec<BaseSign> {
        let plain = |key| -> Vec<BaseSign> {
            let unit = |sign| Unit { sign, look: Look::default(), link: None, note: None };
            let sign = |sign| BaseSign { unit: unit(sign), owner: words.owner, from: None, key };
            words.text.chars().map(sign).collect()
        };
        let Some(origin) = &words.origin else { return plain(None) };
        let name = (origin.file.clone(), origin.key.clone());
        let index = match known.get(&name) {
            Some(index) => *index,
            None => {
                let value = self.value(&origin.file, &origin.key);
                self.values.push(value);
                known.insert(name, self.values.len() - 1);
                self.values.len() - 1
            }
        };
        if !origin.verbatim {
            return plain(Some(index));
        }
        let flat = &self.values[index].flat;
        let within = flat.within(&(origin.start..origin.start + origin.source.len()));
        let found: Vec<BaseSign> = within
            .into_iter()
            .map(|at| BaseSign {
                unit: flat.units[at].clone(),
                owner: words.owner,
                from: Some((index, at)),
                key: Some(index),
            })
            .collect();
        let text = found.iter().map(|sign| sign.unit.sign).filter(|sign| *sign != NOTE);
        // What is shown otherwise than we read it can be compared, and not be taken over.
        match normal(text) == normal(words.text.chars()) {
            true => found,
            false => plain(Some(index)),
        }
    }

    fn value(&self, file: &str, key: &str) -> BaseValue {
        let node = self.tables.get(file).and_then(|table| names::find(table, key));
        let text = match node.map(|node| &node.value) {
            Some(Value::String(text)) => text.as_str(),
            _ => "",
        };
        let written = if names::is_commentary(key) { Written::Markdown } else { Written::Plain };
        let flat = Flat::of(text, written);
        BaseValue { file: file.to_owned(), key: key.to_owned(), written, flat }
    }

    /// Whether two files were made from the same letter.
    pub fn is_same_state(&self, other: &Self) -> bool {
        let marks = |base: &Self| -> Vec<String> {
            base.blocks.iter().map(|block| block.mark.clone()).collect()
        };
        let texts = |base: &Self| -> Vec<String> {
            base.values.iter().map(|value| normal(value.flat.signs())).collect()
        };
        marks(self) == marks(other) && texts(self) == texts(other)
    }

    /// What a value is called: its part of the letter, and its key.
    pub fn names(&self, value: usize) -> (String, String) {
        let value = &self.values[value];
        match self.tables.get(&value.file) {
            Some(table) => names::names(table, &value.key),
            None => (value.file.clone(), value.key.clone()),
        }
    }
}

/// Signs without the spaces around them.
fn trimmed(mut signs: Vec<BaseSign>) -> Vec<BaseSign> {
    let is_space = |sign: &BaseSign| sign.unit.sign.is_whitespace();
    while signs.pop_if(|sign| is_space(sign)).is_some() {}
    let start = signs.iter().take_while(|sign| is_space(sign)).count();
    signs.drain(..start);
    signs
}
