//! Names in a text.

use super::super::words;
use super::*;
use crate::letter::Language;
use jiff::civil::date;

#[test]
fn words_may_name_a_day_or_a_month() {
    for (text, last) in [
        ("by 31 March 2023", Some(date(2023, 3, 31))),
        ("1st October 2024, at the latest", Some(date(2024, 10, 1))),
        ("by the end of February 2024", Some(date(2024, 2, 29))),
        ("between May 2024 and July 2024", Some(date(2024, 7, 31))),
        ("by 31 June 2024", None),
        ("before the next inspection", None),
        ("every March", None),
    ] {
        assert_eq!(last_time(text, words::of(Language::English)), last, "{text}");
    }
}
