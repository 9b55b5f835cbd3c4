//! The fixed words of a letter in its language, from `templates/words.toml`.

use crate::diagnostic::{Diagnostic, FileId, Files};
use crate::keys::words::WORDS;
use crate::keys::{self, Choice, Facts, Key, Kind};
use crate::letter::decode::nearest;
use crate::letter::traced::Traced;
use crate::letter::tree::{self, Entry, Table, Value};
use crate::letter::{Language, Letter};
use crate::limits;
use serde::Serialize;
use std::collections::BTreeMap;

/// The words of one language, each under its name.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Reads the words built in, with the office's own laid over them: those of each language, in
    /// the order of [`Language`]; the texts of the own file; and what is wrong with them.
    pub fn load(
        files: &Files,
        built_in: FileId,
        own: Option<FileId>,
    ) -> ([Self; 2], Vec<Traced>, Vec<Diagnostic>) {
        let (mut all, mut problems) = tree::parse(files, built_in);
        let mut own_texts = Vec::new();
        if let Some(own) = own {
            let (own, errors) = tree::parse(files, own);
            problems.extend(errors);
            problems = tree::with_syntax(files, problems, unknown(&own));
            own_texts = texts_with_places(&own);
            all = all.under(own);
        }
        let mut words = |language: Language| match all.take(language.word()).map(|e| e.node.value) {
            Some(Value::Table(table)) => Self(texts(table)),
            _ => Self(BTreeMap::new()),
        };
        ([words(Language::English), words(Language::Welsh)], own_texts, problems)
    }

    /// The words of a name.
    pub fn get(&self, key: &Key<keys::Words>) -> &str {
        self.0.get(key.name).map_or(key.name, String::as_str)
    }

    /// What says on every page that a letter is a draft; nothing for one that is none.
    pub fn draft_label(&self, letter: &Letter) -> Option<String> {
        let draft = letter.draft.then(|| self.get(&keys::words::DRAFT))?;
        Some(
            letter
                .round
                .as_ref()
                .map_or(draft.to_owned(), |round| format!("{draft} {}", round.value)),
        )
    }

    /// The words of a name with what stands in `{ }` filled in.
    pub fn fill(&self, key: &Key<keys::Words>, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(key).to_owned(), |text, (key, value)| {
            text.replace(&format!("{{{key}}}"), value)
        })
    }
}

/// Every text in a words file, with its places.
fn texts_with_places(own: &Table) -> Vec<Traced> {
    let languages = own.entries.iter().filter_map(|entry| match &entry.node.value {
        Value::Table(words) => Some(&words.entries),
        _ => None,
    });
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        _ => None,
    };
    languages.flatten().filter_map(|entry| text(&entry.node.value)).collect()
}

fn texts(table: Table) -> BTreeMap<String, String> {
    let text = |value: Value| match value {
        Value::String(text) => Some(text.as_str().to_owned()),
        _ => None,
    };
    table.entries.into_iter().filter_map(|e| Some((e.key, text(e.node.value)?))).collect()
}

/// The problems of words that there are not, that are no text, or in which nothing fills what stands
/// in `{ }`.
fn unknown(own: &Table) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for language in &own.entries {
        let Value::Table(words) = &language.node.value else {
            problems.push(outside_language(language));
            continue;
        };
        match keys::find(WORDS, &language.key).and_then(Facts::beneath) {
            Some(known) => problems.extend(words.entries.iter().filter_map(|e| wrong(e, known))),
            None => problems.push(outside_language(language)),
        }
    }
    problems
}

fn outside_language(entry: &Entry) -> Diagnostic {
    let problem = Diagnostic::error("unknown-key", "the words stand under [en] or [cy]");
    problem.at(entry.key_place, "").help("put one of these headings above them")
}

/// What is wrong with the words of a name, if anything is.
fn wrong(entry: &Entry, known: keys::Table) -> Option<Diagnostic> {
    let name = &entry.key;
    let Some(key) = keys::find(known, name) else {
        let problem =
            Diagnostic::error("unknown-key", format!("there are no words named `{name}`"));
        let names: Vec<&str> = known.iter().map(|key| key.name).collect();
        return Some(problem.at(entry.key_place, "").help(match nearest(name, &names) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "peel-letter keys words.en lists them".to_owned(),
        }));
    };
    if let Value::String(text) = &entry.node.value
        && text.as_str().chars().count() > limits::LINE
    {
        let most = limits::number(limits::LINE);
        let message = format!("`{name}` has more than {most} characters");
        let problem = Diagnostic::error("wrong-value", message).at(entry.node.place, "");
        return Some(problem.help("say it shorter: such words stand in every letter"));
    }
    let Value::String(text) = &entry.node.value else {
        let problem = Diagnostic::error("wrong-type", format!("`{name}` must be text"));
        return Some(
            problem
                .at(entry.node.place, "")
                .help(format!("write it like this: {}", key.example_line())),
        );
    };
    let Kind::Words(filled) = key.kind else { return None };
    let unfilled = braced(text.as_str()).find(|name| !filled.contains(name))?;
    let problem =
        Diagnostic::error("wrong-value", format!("nothing fills {{{unfilled}}} in `{name}`"));
    let filled: Vec<String> = filled.iter().map(|name| format!("{{{name}}}")).collect();
    Some(problem.at(entry.node.place, "").help(match filled.as_slice() {
        [] => "write the words themselves".to_owned(),
        filled => format!("it can have {}", keys::one_of(filled)),
    }))
}

/// The names that stand between `{` and `}`.
fn braced(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_table_are_those_of_the_file_in_every_language() {
        let mut files = Files::default();
        let file = files.add("words.toml", include_str!("../../templates/words.toml"));
        let (words, _) = tree::parse(&files, file);
        assert_eq!(unknown(&words), []);
        for language in WORDS {
            let names = language.beneath().unwrap().iter().map(|key| key.name);
            let table = words.table(language.name).unwrap();
            let missing: Vec<&str> = names.filter(|name| table.get(name).is_none()).collect();
            assert_eq!(missing, Vec::<&str>::new(), "[{}]", language.name);
        }
    }
}
