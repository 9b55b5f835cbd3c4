//! Words that stay on one line: a number and what it counts, a title and its name.

/// Words before a number or a letter that names something: section 55, Annex A.
const BEFORE_NUMBER: [&str; 66] = [
    "section",
    "sections",
    "s.",
    "ss.",
    "page",
    "pages",
    "p.",
    "pp.",
    "paragraph",
    "paragraphs",
    "para",
    "para.",
    "paras",
    "paras.",
    "no.",
    "nos.",
    "no",
    "number",
    "numbers",
    "chapter",
    "chapters",
    "part",
    "parts",
    "article",
    "articles",
    "annex",
    "annexes",
    "appendix",
    "schedule",
    "table",
    "tables",
    "figure",
    "figures",
    "fig.",
    "note",
    "footnote",
    "item",
    "items",
    "area",
    "areas",
    "recommendation",
    "recommendations",
    "question",
    "regulation",
    "regulations",
    "rule",
    "volume",
    "vol.",
    "version",
    "step",
    "stage",
    "phase",
    "tier",
    "level",
    "band",
    "grade",
    "adran",
    "adrannau",
    "tudalen",
    "paragraff",
    "pennod",
    "rhif",
    "erthygl",
    "atodlen",
    "rhan",
    "argymhelliad",
];
/// What is counted or measured: 28 days, £3 million.
const AFTER_NUMBER: [&str; 82] = [
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "hour",
    "hours",
    "minute",
    "minutes",
    "second",
    "seconds",
    "min",
    "mins",
    "s",
    "sec",
    "secs",
    "hr",
    "hrs",
    "working",
    "calendar",
    "percent",
    "per",
    "hundred",
    "thousand",
    "million",
    "billion",
    "trillion",
    "m",
    "bn",
    "k",
    "km",
    "kilometres",
    "miles",
    "mile",
    "metres",
    "mm",
    "cm",
    "ft",
    "kg",
    "tonnes",
    "am",
    "pm",
    "a.m.",
    "p.m.",
    "noon",
    "o\u{2019}clock",
    "degrees",
    "pence",
    "pounds",
    "officers",
    "people",
    "points",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "diwrnod",
    "dydd",
    "wythnos",
    "mis",
    "mlynedd",
    "flynedd",
    "awr",
    "munud",
    "miliwn",
    "mil",
    "o",
    "y",
    "ionawr",
    "chwefror",
    "mawrth",
];
/// The other months in Welsh.
const MONTHS: [&str; 9] =
    ["ebrill", "mai", "mehefin", "gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr"];
/// What a smaller unit follows: 3 min 35 s.
const WITH_SMALLER: [&str; 7] = ["h", "hr", "hrs", "min", "mins", "ft", "st"];
/// What stands before a name.
const TITLES: [&str; 22] = [
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Mx",
    "Dr",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Prof",
    "Professor",
    "Rev",
    "Revd",
    "Rt",
    "Hon",
    "PC",
    "DC",
    "PS",
    "DS",
    "St",
    "Cllr",
];
/// What stands after a name.
const LETTERS: [&str; 12] =
    ["MP", "MS", "AS", "KC", "QC", "QPM", "CBE", "OBE", "MBE", "KBE", "DBE", "JP"];

/// Whether a line is not to end between two words; the space stands at the end of the first.
pub fn stay(before: &str, after: &str) -> bool {
    let opening = ['(', '[', '\u{2018}', '\u{201c}', '"', '\''];
    let before = before.trim_end().trim_start_matches(opening);
    let after = after.trim_end();
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    if matches!(first, '\u{2013}' | '\u{2014}') || matches!(after, "-" | "&") {
        return true;
    }
    let (is_numeral, is_capital) = (first.is_ascii_digit(), first.is_uppercase());
    before == "I"
        || matches!((before, bare(after)), ("per", "cent") | ("y", "cant"))
        || (is_capital && (is_initial(before) || is_title(before) || is_letters(before, after)))
        || ((is_numeral || names(after)) && is_one_of(&BEFORE_NUMBER, before))
        || (ends_in_number(before, last) && is_counted(after))
        || (is_numeral && WITH_SMALLER.contains(&before))
}

/// `J.`, `J` or `J.R.`
fn is_initial(word: &str) -> bool {
    let mut letters = word.split_terminator('.');
    let single = letters.all(|letter| {
        let mut letter = letter.chars();
        letter.next().is_some_and(char::is_uppercase) && letter.next().is_none()
    });
    single && !word.is_empty()
}

fn is_title(word: &str) -> bool {
    TITLES.contains(&word.trim_end_matches('.'))
}

fn is_letters(before: &str, after: &str) -> bool {
    let is_name = before.trim_end_matches(',').chars().next().is_some_and(char::is_uppercase);
    is_name && LETTERS.contains(&bare(after))
}

/// A letter or a Roman numeral, as in Annex A and Part II.
fn names(word: &str) -> bool {
    let word = bare(word);
    let roman = |c: char| matches!(c, 'I' | 'V' | 'X');
    !word.is_empty() && (word.chars().all(roman) || (word.len() == 1 && word < "["))
}

/// `28`, `£3.5`, `16th`.
fn ends_in_number(word: &str, last: char) -> bool {
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    last.is_ascii_digit()
        || ordinal.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_counted(word: &str) -> bool {
    is_one_of(&AFTER_NUMBER, bare(word))
        || is_one_of(&MONTHS, bare(word))
        || matches!(word, "a.m." | "p.m.")
}

/// A word without what may stand after it.
fn bare(word: &str) -> &str {
    let word = word.strip_suffix("\u{2019}s").unwrap_or(word);
    word.trim_end_matches(|c: char| !c.is_alphanumeric())
}

fn is_one_of(words: &[&str], word: &str) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::stay;

    #[test]
    fn numbers_names_and_dashes_stay_with_their_words() {
        for pair in [
            "28 days",
            "28 days,",
            "(28 days)",
            "section 55",
            "(section 55(5)",
            "8 April",
            "16th April",
            "page 3",
            "Page 3",
            "I am",
            "Mr X",
            "\u{a3}3 million",
            "no. 7",
            "J. Smith",
            "J R",
            "J.R. Smith",
            "word \u{2013}",
            "word -",
            "Annex A",
            "Part II",
            "Rt Hon",
            "Smith MP",
            "84 per",
            "per cent.",
            "y cant",
            "Fire &",
            "10 o\u{2019}clock",
            "28 working",
            "adran 55",
            "8 Ebrill",
            "3 mis",
        ] {
            let (before, after) = pair.split_once(' ').expect("two words");
            assert!(stay(&format!("{before} "), after), "{pair}");
        }
        for pair in [
            "2017 the",
            "the 28",
            "days 28",
            "\u{2013} word",
            "part of",
            "a plan",
            "page of",
            "in I",
            "level the",
            "April 2018",
            "note that",
            "I, the",
            "of A",
        ] {
            let (before, after) = pair.split_once(' ').expect("two words");
            assert!(!stay(&format!("{before} "), after), "{pair}");
        }
    }
}
