//! The fixed words of a letter in its language, from `templates/words.toml`.

use crate::diagnostic::{Diagnostic, FileId, Files};
use crate::letter::Language;
use crate::letter::traced::Traced;
use crate::letter::tree::{self, Table, Value};
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
        let (known, mut problems) = tree::parse(files, built_in);
        let mut all = known.clone();
        let mut own_texts = Vec::new();
        if let Some(own) = own {
            let (own, errors) = tree::parse(files, own);
            problems.extend(errors);
            problems = tree::with_syntax(files, problems, unknown(&own, &known));
            own_texts = texts_with_places(&own);
            all = all.under(own);
        }
        let mut words = |language: Language| match all.take(name(language)).map(|e| e.node.value) {
            Some(Value::Table(table)) => Self(texts(table)),
            _ => Self(BTreeMap::new()),
        };
        ([words(Language::English), words(Language::Welsh)], own_texts, problems)
    }

    /// The words of this name. A name that is not there is shown, so that it is seen and mended.
    pub fn get<'a>(&'a self, name: &'a str) -> &'a str {
        self.0.get(name).map_or(name, String::as_str)
    }

    /// The words of this name with `{key}` filled in.
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(name).to_owned(), |text, (key, value)| {
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

/// The heading of a language's words.
fn name(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Welsh => "cy",
    }
}

fn texts(table: Table) -> BTreeMap<String, String> {
    let text = |value: Value| match value {
        Value::String(text) => Some(text.as_str().to_owned()),
        _ => None,
    };
    table.entries.into_iter().filter_map(|e| Some((e.key, text(e.node.value)?))).collect()
}

/// The problems of words that no template asks for, or that are no text.
fn unknown(own: &Table, known: &Table) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for language in &own.entries {
        let same = known.entries.iter().find(|entry| entry.key == language.key);
        let (Some(same), Value::Table(table)) = (same, &language.node.value) else {
            let message = "the words stand under [en] or [cy]";
            let problem = Diagnostic::error("unknown-key", message).at(language.key_place, "");
            problems.push(problem.help("put one of these headings above them"));
            continue;
        };
        let Value::Table(words) = &same.node.value else { continue };
        for entry in &table.entries {
            let is_known = words.entries.iter().any(|word| word.key == entry.key);
            if !is_known {
                let message = format!("there are no words named `{}`", entry.key);
                let help = "peel-letter templates --show words.toml lists them";
                problems.push(
                    Diagnostic::error("unknown-key", message).at(entry.key_place, "").help(help),
                );
            } else if !matches!(entry.node.value, Value::String(_)) {
                let message = format!("`{}` must be text", entry.key);
                let help = format!("write it like this: {} = \"...\"", entry.key);
                problems.push(
                    Diagnostic::error("wrong-type", message).at(entry.node.place, "").help(help),
                );
            }
        }
    }
    problems
}
