//! What each code means, from the list of rules that is also the documentation.

/// The list of rules, in Markdown: a section for each code.
pub const RULES: &str = include_str!("rules.md");

/// Every code, in the order of the list.
pub fn codes() -> impl Iterator<Item = &'static str> {
    in_part(RULES)
}

/// The codes of what is found in a letter that can be made: those that an office can allow.
pub fn findings() -> impl Iterator<Item = &'static str> {
    in_part(RULES.split_once("\n## What keeps").map_or(RULES, |(findings, _)| findings))
}

fn in_part(part: &'static str) -> impl Iterator<Item = &'static str> {
    part.lines().filter_map(|line| line.strip_prefix("### "))
}

/// The text on a code, without its heading.
pub fn text(code: &str) -> Option<&'static str> {
    let start = RULES.find(&format!("\n### {code}\n"))?;
    let text = &RULES[start + code.len() + "\n### \n".len()..];
    let end = text.find("\n## ").into_iter().chain(text.find("\n### ")).min();
    Some(text[..end.unwrap_or(text.len())].trim())
}

/// What the list says of an error that takes nothing away of what the rules look at.
const HARMLESS: &str = "The rest is checked all the same.";

/// Whether all parts of a letter can be judged in spite of an error.
pub fn is_harmless(code: &str) -> bool {
    text(code).is_some_and(|text| text.contains(HARMLESS))
}
