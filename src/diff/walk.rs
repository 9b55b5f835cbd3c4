//! Goes through two letters key by key, in the order of the letter.

use super::labels;
use super::matching::{Pair, pairs};
use super::{Change, Group, Look, Remark, Side, values, words};
use crate::keys::{Choice, Facts, Kind, letter as keys};
use crate::letter::tree::{Table, Value};
use crate::letter::{Language, capitalised};

/// What stands around the words, and settings.
const FRONT: &str = "The letter as a whole";
/// The files that a letter is made with.
const LOOK: &str = "The look and the fixed words";

/// What changed from one state of a letter to the other, part by part.
pub fn compare(old: Side<'_>, new: Side<'_>) -> Vec<Group> {
    let language = new.table.text(keys::LANGUAGE.name).unwrap_or(keys::LANGUAGE.default);
    let language = Language::of(language.trim()).unwrap_or_default();
    let both = Both { old: Some(old.table), new: Some(new.table) };
    let mut walk = Walk { language, groups: Vec::new(), elsewhere: elsewhere(both) };
    walk.letter(both);
    walk.group(LOOK, look(old.look, new.look));
    walk.groups
}

/// The table that is looked at in both letters; one may lack it.
#[derive(Clone, Copy)]
struct Both<'a> {
    old: Option<&'a Table>,
    new: Option<&'a Table>,
}

impl<'a> Both<'a> {
    fn table(self, key: &str) -> Self {
        let inner = |table: Option<&'a Table>| table.and_then(|table| table.table(key));
        Self { old: inner(self.old), new: inner(self.new) }
    }

    fn value(self, key: &str) -> (Option<&'a Value>, Option<&'a Value>) {
        let inner = |table: Option<&'a Table>| Some(&table?.get(key)?.value);
        (inner(self.old), inner(self.new))
    }
}

struct Walk<'a> {
    language: Language,
    groups: Vec<Group>,
    elsewhere: Vec<Elsewhere<'a>>,
}

impl<'a> Walk<'a> {
    /// Adds what changed in a part, to the one before where that is the same part.
    fn group(&mut self, title: &str, changes: Vec<Change>) {
        match self.groups.last_mut().filter(|last| last.title == title) {
            _ if changes.is_empty() => {}
            Some(last) => last.changes.extend(changes),
            None => self.groups.push(Group { title: title.to_owned(), changes }),
        }
    }

    /// The single keys are told of the letter as a whole, the tables each as a part of its own.
    fn letter(&mut self, both: Both<'a>) {
        let is_part = |key: &&&Facts| !key.label.is_empty() && key.beneath().is_some();
        let (parts, front): (Vec<_>, Vec<_>) = keys::LETTER.iter().partition(is_part);
        let front = front.into_iter().flat_map(|key| self.key(key, both, "")).collect();
        self.group(FRONT, front);
        for key in parts {
            match key.name == keys::AREA.name {
                true => self.areas(keys::AREA_KEYS, both),
                false => self.group(&capitalised(key.label), self.key(key, both, "")),
            }
        }
    }

    fn areas(&mut self, keys: &[&Facts], both: Both<'a>) {
        for Member { both, about, remark } in members(keys::AREA.name, both) {
            let title = both.new.or(both.old).and_then(|area| area.text(keys::AREA_TITLE.name));
            let title = format!("{}, {}", capitalised(&about), title.unwrap_or_default().trim());
            let said = match &remark {
                Some(remark @ (Remark::Added | Remark::Removed)) => format!(" ({remark})"),
                _ => String::new(),
            };
            let title = format!("{}{said}", title.trim_end_matches([',', ' ']));
            let mut changes = self.table(keys, both, &about);
            if let Some(Remark::Moved(_)) = remark {
                changes.insert(0, self.remark(&about, remark));
            }
            self.group(&title, changes);
        }
    }

    fn remark(&self, about: &str, remark: Option<Remark>) -> Change {
        let label = capitalised(about);
        Change { label, remark, language: self.language, pieces: Vec::new() }
    }

    fn table(&self, keys: &[&Facts], both: Both<'a>, about: &str) -> Vec<Change> {
        keys.iter().flat_map(|key| self.key(key, both, about)).collect()
    }

    fn key(&self, key: &Facts, both: Both<'a>, about: &str) -> Vec<Change> {
        match key.kind {
            Kind::Group(keys) => self.table(keys, both.table(key.name), about),
            Kind::Groups(_) if key.label.is_empty() => Vec::new(),
            Kind::Groups(keys) => self.tables(key, keys, both, about),
            _ => self.value(key, both, about).into_iter().collect(),
        }
    }

    fn tables(&self, key: &Facts, keys: &[&Facts], both: Both<'a>, above: &str) -> Vec<Change> {
        let mut changes = Vec::new();
        for member in members(key.name, both) {
            let Some(Member { both, about, remark }) = self.found_again(member) else { continue };
            let about = labels::within(key.name, about, above);
            // Of one that is new or gone, each part says so.
            if let Some(Remark::Moved(_)) = remark {
                changes.push(self.remark(&about, remark));
            }
            changes.extend(self.table(keys, both, &about));
        }
        changes
    }

    /// A member that came from another part of the letter, with what it was there; nothing for one
    /// that went to another part, where it is told.
    fn found_again(&self, member: Member<'a>) -> Option<Member<'a>> {
        let is = |table: Option<&'a Table>, other| table.is_some_and(|it| std::ptr::eq(it, other));
        match (member.both.old, member.both.new) {
            (Some(_), Some(_)) => Some(member),
            (old, None) => {
                (!self.elsewhere.iter().any(|other| is(old, other.old))).then_some(member)
            }
            (None, new) => {
                let found = self.elsewhere.iter().find(|other| is(new, other.new));
                Some(found.map_or(member.clone(), |Elsewhere { old, before, .. }| Member {
                    both: Both { old: Some(old), new },
                    remark: Some(Remark::Moved(before.clone())),
                    ..member
                }))
            }
        }
    }

    fn value(&self, key: &Facts, both: Both<'a>, about: &str) -> Option<Change> {
        let is_whole = both.old.is_none() || both.new.is_none();
        if is_whole && key.names_its_table {
            return None;
        }
        let label = labels::label(key, about)?;
        let (old, new) = both.value(key.name);
        let (old, new) = (text(old, key, is_whole), text(new, key, is_whole));
        let is_welsh = key.name == keys::AREA_WELSH.name;
        let language = if is_welsh { Language::Welsh } else { self.language };
        change(label, language, &old, &new)
    }
}

/// The text of a value, which may be missing. What goes without saying is not told where the whole
/// table is new or gone.
fn text(value: Option<&Value>, key: &Facts, is_whole: bool) -> String {
    let text = value.map(|value| values::text(value, key.kind)).unwrap_or_default();
    match is_whole {
        true if text == key.default => String::new(),
        false if text.is_empty() => key.default.to_owned(),
        _ => text,
    }
}

/// What changed between two texts, if anything did.
fn change(label: String, language: Language, old: &str, new: &str) -> Option<Change> {
    let remark = match (old, new) {
        (old, new) if old == new => return None,
        ("", _) => Some(Remark::Added),
        (_, "") => Some(Remark::Removed),
        _ => None,
    };
    Some(Change { label, remark, language, pieces: words(old, new) })
}

/// One of several tables, as it was and as it is.
#[derive(Clone)]
struct Member<'a> {
    both: Both<'a>,
    /// What it is called.
    about: String,
    /// What happened to all of it.
    remark: Option<Remark>,
}

/// An item that stands in another area than before, or in one at last.
struct Elsewhere<'a> {
    old: &'a Table,
    new: &'a Table,
    /// What it was before.
    before: String,
}

/// The items that are gone in one part of the letter and new in another.
fn elsewhere(both: Both<'_>) -> Vec<Elsewhere<'_>> {
    let areas = members(keys::AREA.name, both).into_iter();
    let areas = areas.map(|Member { both, about, .. }| (both, format!(" of {about}")));
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    for (both, place) in std::iter::once((both, " outside areas".to_owned())).chain(areas) {
        for Member { both, about, .. } in members(keys::ITEM.name, both) {
            match (both.old, both.new) {
                (Some(old), None) => gone.push((old, format!("{about}{place}"))),
                (None, Some(table)) => new.push(table),
                _ => {}
            }
        }
    }
    let tables: Vec<&Table> = gone.iter().map(|(table, _)| *table).collect();
    let pairs = pairs(&tables, &new).into_iter();
    let found = pairs.filter_map(|pair| {
        let (old, before) = gone.get(pair.old?)?;
        Some(Elsewhere { old, new: new.get(pair.new?)?, before: before.clone() })
    });
    found.collect()
}

fn members<'a>(key: &str, both: Both<'a>) -> Vec<Member<'a>> {
    let (old, new) = (tables(both.old, key), tables(both.new, key));
    // Others are called by what they say, and what changed of that is shown.
    let is_counted = labels::is_counted(key);
    let member = |Pair { old: o, new: n, moved }: Pair| {
        let before = o.map(|index| labels::about(key, &old, index));
        let now = n.map(|index| labels::about(key, &new, index));
        let both = Both { old: o.map(|index| old[index]), new: n.map(|index| new[index]) };
        let (about, remark) = match (before, now) {
            (Some(before), Some(now)) if moved => (now, Some(Remark::Moved(before))),
            (Some(before), Some(now)) if is_counted && before != now => {
                (renamed(&before, &now), None)
            }
            (None, Some(now)) => (now, Some(Remark::Added)),
            (before, now) => {
                let gone = now.is_none().then_some(Remark::Removed);
                (now.or(before).unwrap_or_default(), gone)
            }
        };
        Member { both, about, remark }
    };
    pairs(&old, &new).into_iter().map(member).collect()
}

/// What something is called that had another number or name before.
fn renamed(before: &str, now: &str) -> String {
    let (_, last) = before.rsplit_once(' ').unwrap_or(("", before));
    let same_kind =
        before.rsplit_once(' ').map(|(kind, _)| kind) == now.rsplit_once(' ').map(|(kind, _)| kind);
    if same_kind { format!("{now} ({last} before)") } else { format!("{now} ({before} before)") }
}

/// The tables under a key.
fn tables<'a>(table: Option<&'a Table>, key: &str) -> Vec<&'a Table> {
    let Some(Value::Array(nodes)) = table.and_then(|table| table.get(key)).map(|node| &node.value)
    else {
        return Vec::new();
    };
    let inner = nodes.iter().filter_map(|node| match &node.value {
        Value::Table(table) => Some(table),
        _ => None,
    });
    inner.collect()
}

/// The files that differ.
fn look(old: &Look, new: &Look) -> Vec<Change> {
    let text_of = |look: &'_ Look, path: &str| {
        let found = look.texts.iter().find(|(known, _)| known == path);
        found.map(|(_, text)| text.replace("\r\n", "\n")).unwrap_or_default()
    };
    let gone = old.texts.iter().filter(|(path, _)| !new.texts.iter().any(|(new, _)| new == path));
    let texts = new.texts.iter().chain(gone).filter_map(|(path, _)| {
        let (old, new) = (text_of(old, path), text_of(new, path));
        change(path.clone(), Language::English, old.trim_end(), new.trim_end())
    });
    let replaced = new.images.iter().filter(|(path, bytes)| {
        let before = old.images.iter().find(|(known, _)| known == path);
        before.is_some_and(|(_, before)| before != bytes)
    });
    let images = replaced.map(|(path, _)| Change {
        label: path.clone(),
        remark: Some(Remark::Replaced),
        language: Language::English,
        pieces: Vec::new(),
    });
    texts.chain(images).collect()
}
