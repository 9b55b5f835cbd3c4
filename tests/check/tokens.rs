//! Words and sentences of a text.

use super::*;

fn words(text: &str) -> String {
    let tokens = Tokens::of(text);
    (0..tokens.all().len()).map(|at| tokens.small(at)).collect::<Vec<_>>().join(" ")
}

fn sentences(text: &str) -> Vec<&str> {
    let tokens = Tokens::of(text);
    tokens.sentences().iter().map(|sentence| text[tokens.range(sentence)].trim()).collect()
}

#[test]
fn words_numbers_and_signs_are_apart() {
    assert_eq!(words("It’s anti-social: 58%, £2.4m"), "it's anti social : 58 % , £ 2.4m");
    assert_eq!(words("the forces' A&E (16th, 2023-25)"), "the forces ' a&e ( 16th , 2023 - 25 )");
}

#[test]
fn a_sentence_ends_at_a_stop_or_with_its_block() {
    assert_eq!(
        sentences("One is good. Two are. \nThree"),
        ["One is good.", "Two are.", "", "Three"]
    );
    assert_eq!(
        sentences("Mr. A. Other of St. Kew met the Rt. Hon. X. It rose 2.5 per cent.").len(),
        1
    );
    assert_eq!(sentences("Is it? ‘Yes.’ And e.g. this").len(), 3);
}
