//! Words as a British dictionary has them.

use super::*;

#[test]
fn the_lists_are_in_the_order_of_their_bytes() {
    for list in [BRITISH, AMERICAN] {
        let words: Vec<&str> =
            list.lines().map(|line| line.split(' ').next().unwrap_or(line)).collect();
        assert!(words.len() > 2000 && words.is_sorted());
        assert!(words.iter().all(|word| has(list, word)));
    }
}

#[test]
fn slips_have_a_word_that_was_meant() {
    for (slip, meant) in [
        ("recieve", "receive"),
        ("inspecton", "inspection"),
        ("ofifcers", "officers"),
        ("comittee", "committee"),
    ] {
        assert_eq!(nearest(slip).as_deref(), Some(meant));
    }
    for made in ["reoffending", "underreported", "unresourced", "prioritisation"] {
        assert!(has(BRITISH, made) || is_made(made), "{made}");
    }
    assert_eq!(british("behavior"), Some("behaviour"));
}
