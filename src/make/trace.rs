//! Which words of a letter come from which key of its TOML.

use super::origins::{Origins, Stretch};
use crate::diagnostic::{FileId, Files};
use crate::document::{Inline, InlineKind};
use crate::docx::manifest::{Origin, Owner, Words};
use crate::docx::{self, holdable};
use crate::keys::letter as keys;
use crate::letter::keyed::{Keyed, KeyedValue};
use crate::letter::load::Loaded;
use crate::letter::tree;
use std::ops::Range;

/// What says where the words of one letter come from.
pub struct Trace<'a> {
    markdown: &'a str,
    origins: Origins<'a>,
    values: Keyed,
    files: &'a Files,
}

/// A stretch of Markdown and the value that it shows.
struct Shown<'a> {
    stretch: Stretch,
    value: &'a KeyedValue,
}

impl<'a> Trace<'a> {
    /// Goes through the Markdown of a letter. `sources` are its file and the office's.
    pub fn new(
        markdown: &'a str,
        loaded: &'a Loaded,
        sources: &[FileId],
        files: &'a Files,
    ) -> Self {
        let tables: Vec<_> = sources.iter().map(|file| tree::parse(files, *file).0).collect();
        let (origins, values) = (Origins::find(markdown, loaded), Keyed::of(&tables));
        Self { markdown, origins, values, files }
    }

    /// A heading without the signs that make it one.
    fn without_hashes(&self, range: &Range<usize>) -> Range<usize> {
        let text = &self.markdown[range.clone()];
        let words = text.trim_start_matches('#').trim_start_matches([' ', '\t']);
        let is_heading = text.starts_with('#') && !text.trim_start_matches('#').starts_with(words);
        if is_heading { range.end - words.len()..range.end } else { range.clone() }
    }

    /// The values at `range`. The lines of one commentary are one.
    fn shown(&self, range: &Range<usize>) -> Vec<Shown<'_>> {
        let mut all: Vec<Shown<'_>> = Vec::new();
        for stretch in self.origins.within(range).filter(|stretch| stretch.is_sure) {
            let Some(value) = self.values.at(stretch.place) else { continue };
            match all.last_mut() {
                Some(Shown { stretch: before, value: same })
                    if std::ptr::eq(*same, value) && self.goes_on(before, &stretch) =>
                {
                    before.markdown.end = stretch.markdown.end;
                    before.place.end = stretch.place.end;
                }
                _ => all.push(Shown { stretch, value }),
            }
        }
        all
    }

    /// Whether two stretches of one value are lines of it that follow each other.
    fn goes_on(&self, before: &Stretch, next: &Stretch) -> bool {
        let between = &self.markdown[before.markdown.end..next.markdown.start];
        before.verbatim
            && before.place.end <= next.place.start
            && between.contains('\n')
            && between.chars().all(|c| c.is_whitespace() || c == '>')
    }

    fn words_of(&self, shown: Option<&Shown<'_>>, text: String) -> Words {
        let Some(Shown { stretch, value }) = shown else {
            return Words { owner: Owner::Fixed, origin: None, text };
        };
        let place = stretch.place;
        let part = value.part(&place.range()).filter(|_| stretch.verbatim);
        let (start, source) = part.unwrap_or((0, &self.files.text(place.file)[place.range()]));
        let origin = Origin {
            file: self.files.name(place.file).to_owned(),
            key: value.key.clone(),
            number: 0,
            start,
            source: holdable(source),
            verbatim: stretch.verbatim && part.is_some(),
        };
        Words { owner: owner(&value.key), origin: Some(origin), text }
    }
}

impl docx::Trace for Trace<'_> {
    fn words(&self, range: &Range<usize>, inlines: &[Inline]) -> Vec<Words> {
        let shown = self.shown(&self.without_hashes(range));
        let mut words: Vec<(Option<usize>, String)> = Vec::new();
        for (at, c) in characters(inlines) {
            let of = at.and_then(|at| shown.iter().position(|s| s.stretch.markdown.contains(&at)));
            match words.last_mut() {
                Some((before, text)) if *before == of => text.push(c),
                _ => words.push((of, c.to_string())),
            }
        }
        words.into_iter().map(|(of, text)| self.words_of(of.map(|of| &shown[of]), text)).collect()
    }

    fn whole(&self, range: &Range<usize>, text: &str) -> Vec<Words> {
        vec![self.words_of(self.shown(range).first(), text.to_owned())]
    }
}

/// Every character that is shown, with its place in the Markdown.
fn characters(inlines: &[Inline]) -> impl Iterator<Item = (Option<usize>, char)> {
    let of = |inline: &Inline| -> Vec<(Option<usize>, char)> {
        match &inline.kind {
            InlineKind::Text(text) => {
                text.char_indices().map(|(at, c)| (inline.source.of(at), c)).collect()
            }
            InlineKind::Break => vec![(inline.source.of(0), '\n')],
            InlineKind::Note(_) => Vec::new(),
        }
    };
    inlines.iter().flat_map(of)
}

/// Whose words stand under a key.
fn owner(key: &str) -> Owner {
    let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
    let table = table.rsplit('.').next().unwrap_or_default();
    let table = table.split('[').next().unwrap_or_default();
    let is = |key: &crate::keys::Facts| key.name == name;
    let is_in = |of: &[&crate::keys::Facts]| of.iter().any(|key| key.name == table);
    let in_item = is_in(&[&keys::ITEM, &keys::AREA_ITEM, &keys::BENEATH]);
    match () {
        () if in_item && (is(&keys::TEXT) || is(&keys::TITLE)) => Owner::Inspectorate,
        () if in_item && is(&keys::COMMENTS_ON_ITEM) => Owner::ChiefConstable,
        () if is_in(&[&keys::CHIEF_CONSTABLE]) && is(&keys::COMMENTS) => Owner::ChiefConstable,
        () => Owner::Office,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_keys_are_not_the_offices() {
        assert_eq!(owner("area[2].item[1].text"), Owner::Inspectorate);
        assert_eq!(owner("item[3].items[1].text"), Owner::Inspectorate);
        assert_eq!(owner("item[3].chief_constable"), Owner::ChiefConstable);
        assert_eq!(owner("chief_constable.comments"), Owner::ChiefConstable);
        for key in ["overview.text", "area[1].response[1].text", "cc[2]", "chief_constable.reply"] {
            assert_eq!(owner(key), Owner::Office, "{key}");
        }
    }
}
