//! Slips in a line of TOML that stands outside texts of several lines.

use super::Slip;
use jiff::civil::Date;

/// Headings of which there can be several, and which therefore stand in two brackets.
const SEVERAL: [&str; 9] = [
    "area",
    "area.item",
    "area.item.items",
    "area.response",
    "home_secretary",
    "inspection.pillar",
    "item",
    "item.items",
    "response",
];

/// Headings of one word that people write as two.
const IN_TWO: [(&str, &str); 2] =
    [("chief constable", "chief_constable"), ("home secretary", "home_secretary")];

/// The first slip of a line, with the line as it is meant.
pub fn slip(line: &str) -> Option<Slip> {
    let body = line.trim();
    if body.starts_with('#') {
        return None;
    }
    odd_spaces(line).or_else(|| heading(body)).or_else(|| key(line, body)).or_else(|| {
        let (key, value) = line.split_once('=')?;
        is_key(key.trim()).then(|| value_slip(value.trim())).flatten().map(|(what, value)| Slip {
            what,
            instead: format!("{}= {value}", key.trim_end().to_owned() + " "),
        })
    })
}

/// Spaces that do not break, and signs that nobody sees, outside quotation marks.
fn odd_spaces(line: &str) -> Option<Slip> {
    let end = line.find(['"', '\'']).unwrap_or(line.len());
    let (before, after) = line.split_at(end);
    let is_odd = |c: char| !c.is_ascii() && c.is_whitespace();
    let is_mark = |c: char| c == '\u{feff}' || c == '\u{200b}';
    if !before.contains(is_odd) && !before.contains(is_mark) {
        return None;
    }
    let before = before.replace(is_odd, " ").replace(is_mark, "");
    Some(Slip {
        what: "a space stands here that looks like others and is none",
        instead: before + after,
    })
}

fn heading(body: &str) -> Option<Slip> {
    let (inner, comment) = body.split_once('#').unwrap_or((body, ""));
    let inner = inner.trim_end();
    let name = inner.strip_prefix('[')?.trim_matches(['[', ']']).trim();
    let comment = if comment.is_empty() { String::new() } else { format!(" #{comment}") };
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "._- ".contains(c));
    if !is_name {
        return None;
    }
    let (opens, closes) = (inner.starts_with("[["), inner.ends_with("]]"));
    let slip = |what, name: &str| {
        let name = if opens || closes || SEVERAL.contains(&name) {
            format!("[[{name}]]")
        } else {
            format!("[{name}]")
        };
        Some(Slip { what, instead: name + &comment })
    };
    if let Some((_, one)) = IN_TWO.iter().find(|(two, _)| two.eq_ignore_ascii_case(name)) {
        return slip("a heading is one word", one);
    }
    match (opens, closes) {
        (true, false) | (false, true) => slip("a bracket of this heading is missing", name),
        (false, false) if !inner.ends_with(']') => {
            slip("a bracket of this heading is missing", name)
        }
        (false, false) if SEVERAL.contains(&name) => {
            slip("a heading of which there can be several stands in two brackets", name)
        }
        _ => None,
    }
}

/// A dash or a bullet before a key, a colon behind it, and two strokes before a note.
fn key(line: &str, body: &str) -> Option<Slip> {
    if let Some(note) = body.strip_prefix("//") {
        let what = "a note for yourself begins with #, and not with //";
        return Some(Slip { what, instead: format!("# {}", note.trim()) });
    }
    let bare = body.trim_start_matches(['-', '–', '—', '•', '*']).trim_start();
    if bare.len() < body.len() && bare.split_once('=').is_some_and(|(key, _)| is_key(key.trim())) {
        return Some(Slip { what: "nothing stands before a key", instead: bare.to_owned() });
    }
    let (key, value) = line.split_once(':')?;
    let is_value = value.trim_start().starts_with(['"', '\'', '‘', '“', '['])
        || value.trim().parse::<f64>().is_ok();
    (is_key(key.trim()) && is_value).then(|| Slip {
        what: "there is a : where = should be",
        instead: format!("{} = {}", key.trim_end(), value.trim()),
    })
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// What is wrong with curved marks around a text of several lines.
pub const THREE: &str = "text of several lines begins and ends with three straight marks";

const SMALL: &str = "true and false are written in small letters";

/// What is wrong with a value, and the value as it is meant.
fn value_slip(value: &str) -> Option<(&'static str, String)> {
    let is_text = value.starts_with(['"', '\'', '“', '‘', '’', '”']);
    let end = value.find(" #").filter(|_| !is_text).unwrap_or(value.len());
    let bare = value[..end].trim_end();
    let comment = &value[bare.len()..];
    let with = |mended: String| mended + comment;
    if let Some(mark) = opening(bare) {
        return Some((THREE, mark.to_owned()));
    }
    if let Some(text) = curved(bare) {
        return Some(("these quotation marks cannot be used here", with(text)));
    }
    if let Some(date) = british_date(bare) {
        return Some(("a date is written year-month-day", with(date.to_string())));
    }
    let single = bare.strip_suffix(',').filter(|rest| !rest.starts_with(['[', '{']));
    if let Some(single) = single.filter(|rest| !rest.contains(',') || is_text) {
        return Some(("no comma stands at the end of a line", with(single.to_owned())));
    }
    let is_month = bare.len() == 7
        && bare.as_bytes()[4] == b'-'
        && bare.bytes().enumerate().all(|(at, byte)| at == 4 || byte.is_ascii_digit());
    match bare {
        _ if is_month => Some(("a month stands in quotation marks", with(format!("\"{bare}\"")))),
        "True" | "TRUE" => Some((SMALL, with("true".to_owned()))),
        "False" | "FALSE" => Some((SMALL, with("false".to_owned()))),
        "yes" | "Yes" => Some(("this is neither true nor false", with("true".to_owned()))),
        "no" | "No" => Some(("this is neither true nor false", with("false".to_owned()))),
        _ => None,
    }
}

/// The straight marks for a text of several lines that begins with curved or too many other ones.
pub fn opening(value: &str) -> Option<&'static str> {
    let is_run = value.chars().count() == 3;
    match value.chars().next()? {
        '‘' | '’' | '`' | '´' if is_run && value.chars().all(|c| "‘’'`´".contains(c)) => {
            Some("'''")
        }
        '“' | '”' | '„' if is_run && value.chars().all(|c| "“”„\"".contains(c)) => {
            Some("\"\"\"")
        }
        _ => None,
    }
}

/// A text between curved marks, between straight ones.
fn curved(value: &str) -> Option<String> {
    let first = value.chars().next()?;
    let last = value.chars().next_back()?;
    let is_pair = "‘’“”„«`´".contains(first) && "‘’“”»\"'`´".contains(last);
    let inner = value.strip_prefix(first)?.strip_suffix(last)?;
    let mark = match (inner.contains(['"', '\\']), inner.contains('\'')) {
        (false, _) => "\"",
        (true, false) => "'",
        (true, true) => "'''",
    };
    is_pair.then(|| format!("{mark}{inner}{mark}"))
}

/// The months by their names and what people make of them.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day as it is written in Britain: 18.09.2025, 31/05/26, Thursday, 2nd March 2023; or with a long
/// dash: 2023–03–02.
pub fn british_date(text: &str) -> Option<Date> {
    let signs = ['.', '/', '-', ' ', ',', '–', '—', '−', '‑'];
    let parts = text.split(signs).filter(|part| !part.is_empty());
    let is_weekday = |part: &&str| part.ends_with("day") && part.len() > 5;
    let parts: Vec<&str> = parts.skip_while(is_weekday).collect();
    let [first, month, last] = parts.try_into().ok()?;
    let is_turned = first.len() == 4 && !text.is_ascii();
    let (day, year) = if is_turned { (last, first) } else { (first, last) };
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    let small = month.to_lowercase();
    let named = MONTHS.iter().position(|name| small.starts_with(name) && small.len() > 2);
    let month = named.and_then(|at| i8::try_from(at + 1).ok()).or_else(|| month.parse().ok())?;
    let year: i16 = year.parse().ok()?;
    let year = if (10..100).contains(&year) { 2000 + year } else { year };
    let is_year = (1900..2200).contains(&year);
    is_year.then(|| Date::new(year, month, day).ok()).flatten()
}

/// The marks of the text of several lines that is open behind a line, if one is.
pub fn open_after<'a>(open: Option<&'a str>, line: &str) -> Option<&'a str> {
    if let Some(mark) = open {
        return if line.matches(mark).count() % 2 == 1 { None } else { Some(mark) };
    }
    let code = line.trim_start();
    if code.starts_with('#') {
        return None;
    }
    let (at, mark) =
        ["'''", "\"\"\""].iter().filter_map(|mark| Some((code.find(mark)?, *mark))).min()?;
    let is_open = code[at..].matches(mark).count() % 2 == 1;
    (is_open && code[..at].contains('=')).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slip_has_what_was_meant() {
        for (line, meant) in [
            ("reference = “EX/1”", "reference = \"EX/1\""),
            ("reference = ‘the \"new\" one’", "reference = 'the \"new\" one'"),
            ("text = ’’’", "text = '''"),
            ("date = 18.09.2025", "date = 2025-09-18"),
            ("done = 31/05/2026", "done = 2026-05-31"),
            ("date = 2nd March 2023", "date = 2023-03-02"),
            ("deadline = 2026-05", "deadline = \"2026-05\""),
            ("date = 31/05/26", "date = 2026-05-31"),
            ("date = Thursday, 2nd March 2023", "date = 2023-03-02"),
            ("date = 2023–03–02", "date = 2023-03-02"),
            ("office = \"Home Secretary\",", "office = \"Home Secretary\""),
            ("draft = true,", "draft = true"),
            ("// to be asked", "# to be asked"),
            ("draft = True # still", "draft = true # still"),
            ("[[area.item]", "[[area.item]]"),
            ("[area]", "[[area]]"),
            ("[chief constable]", "[chief_constable]"),
            ("[sender", "[sender]"),
            ("reference\u{a0}= 'a\u{a0}b'", "reference = 'a\u{a0}b'"),
            ("– reference = \"a\"", "reference = \"a\""),
            ("reference: \"a\"", "reference = \"a\""),
        ] {
            assert_eq!(slip(line).map(|slip| slip.instead).as_deref(), Some(meant), "{line}");
        }
        for right in [
            "date = 2025-09-18",
            "[sender]",
            "[[area]]",
            "text = '''",
            "# [area]",
            "url = \"https://a.b\"",
            "x = { a = 1 }",
            "cc = [",
            "cc = [\"a\",",
        ] {
            assert_eq!(slip(right), None, "{right}");
        }
    }
}
