//! What templates can do to values, beyond what Tera brings.

use crate::markdown::escaped;
use tera::{Kwargs, State, StringInput, Tera, Value};

/// Makes the filters known.
pub fn register(tera: &mut Tera) {
    tera.register_filter("lines", lines);
    tera.register_filter("quote", quote);
}

/// Several values as the lines of one paragraph: an address.
fn lines(values: Vec<String>, _: Kwargs, _: &State) -> Value {
    let lines: Vec<String> = values.iter().map(|value| escaped(value)).collect();
    Value::safe_string(&lines.join("\\\n"))
}

/// Markdown as a block quote.
fn quote(text: StringInput, _: Kwargs, _: &State) -> Value {
    let quoted: Vec<String> = text
        .as_str()
        .lines()
        .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
        .collect();
    text.inherit_safety(quoted.join("\n"))
}
