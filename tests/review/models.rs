//! Any edits in the words of the office: once they are taken, the letter that is made anew shows what
//! the amended file shows.

use crate::edits::{at, del, draft, ins, like, paragraph_as, run, toml};
use crate::support::{amended, came, office_with, word_files};
use crate::tracked::draft_since;
use peel_letter::docx::read::read;
use peel_letter::review::apply::Today;
use peel_letter::review::merge::Outcome;
use peel_letter::review::round::Round;
use peel_letter::review::text::normal;
use proptest::prelude::*;

/// An edit at a word of a paragraph.
#[derive(Clone, Debug)]
enum Edit {
    Replace(usize, usize, String, bool),
    Delete(usize, usize, bool),
    Insert(usize, usize, String, bool),
    Add(usize, String),
    Remove(usize),
    Split(usize, usize),
}

/// The paragraphs that edits are made in, by words at their start that no edit takes away whole: of
/// commentary, wrapped and not, in lists and in tables.
const PARAGRAPHS: [&str; 9] = [
    "I welcome this report. It sets out clearly where the Force does well and where it ",
    "My priorities remain ",
    "more officers in neighbourhoods",
    "better answers to calls",
    "We’ve met the panel twice.",
    "The Force has a new rota. It began in May.",
    "The plans were reviewed.",
    "A further review follows in 2027.",
    "I remain committed to this work* and will report again.",
];

fn new_words() -> impl Strategy<Value = String> {
    "[a-zA-Z][a-z]{1,6}( [a-z*_#\\[\\]0-9.]{1,6}){0,5}".prop_map(|words| words.trim().to_owned())
}

fn edit() -> impl Strategy<Value = Edit> {
    let paragraph = 0..PARAGRAPHS.len();
    prop_oneof![
        (paragraph.clone(), 0..20_usize, new_words(), any::<bool>())
            .prop_map(|(p, w, new, tracked)| Edit::Replace(p, w, new, tracked)),
        (paragraph.clone(), 0..20_usize, any::<bool>()).prop_map(|(p, w, t)| Edit::Delete(p, w, t)),
        (paragraph.clone(), 0..20_usize, new_words(), any::<bool>())
            .prop_map(|(p, w, new, tracked)| Edit::Insert(p, w, new, tracked)),
        (paragraph.clone(), new_words()).prop_map(|(p, new)| Edit::Add(p, new)),
        paragraph.clone().prop_map(Edit::Remove),
        (paragraph, 1..20_usize).prop_map(|(p, w)| Edit::Split(p, w)),
    ]
}

/// The text with an edit; as it was where the paragraph is too short for it.
fn edited(xml: &str, edit: &Edit) -> String {
    let word = |p: usize, w: usize| {
        let words: Vec<&str> = PARAGRAPHS[p].split(' ').filter(|word| !word.is_empty()).collect();
        // A word that stands in it once.
        let word = words[w % words.len()];
        (PARAGRAPHS[p].matches(word).count() == 1).then_some(word)
    };
    match edit {
        Edit::Replace(p, w, new, tracked) => {
            with_word(xml, *p, word(*p, *w), |word| match tracked {
                true => format!("{}{}", del(word), ins(new)),
                false => run(new),
            })
        }
        Edit::Delete(p, w, tracked) => with_word(xml, *p, word(*p, *w), |word| match tracked {
            true => del(word),
            false => String::new(),
        }),
        Edit::Insert(p, w, new, tracked) => with_word(xml, *p, word(*p, *w), |word| {
            let new = format!(" {new}");
            format!("{}{}", run(word), if *tracked { ins(&new) } else { run(&new) })
        }),
        Edit::Add(p, new) => paragraph_as(xml, PARAGRAPHS[*p], |paragraph| {
            format!("{paragraph}{}", like(paragraph, &ins(new)))
        }),
        Edit::Remove(p) => paragraph_as(xml, PARAGRAPHS[*p], |_| String::new()),
        Edit::Split(p, w) => match word(*p, *w).filter(|_| *w > 0) {
            Some(word) if !PARAGRAPHS[*p].starts_with(word) => {
                paragraph_as(xml, PARAGRAPHS[*p], |paragraph| {
                    let (one, other) = paragraph.split_once(&format!(" {word}")).unwrap();
                    let second = like(paragraph, "").replace("</w:p>", "");
                    format!(
                        "{one}</w:t></w:r></w:p>{second}<w:r><w:t xml:space=\"preserve\">{word}{other}"
                    )
                })
            }
            _ => xml.to_owned(),
        },
    }
}

/// The text with a word of a paragraph made into something else.
fn with_word(
    xml: &str,
    paragraph: usize,
    word: Option<&str>,
    by: impl Fn(&str) -> String,
) -> String {
    match word {
        Some(word) => paragraph_as(xml, PARAGRAPHS[paragraph], |text| at(text, word, &by(word))),
        None => xml.to_owned(),
    }
}

/// What a Word file shows, paragraph by paragraph.
fn shown(bytes: &[u8]) -> Vec<String> {
    let read = read(bytes).unwrap();
    let texts = read.paragraphs.iter().map(|paragraph| {
        let text = normal(paragraph.text.iter().map(|glyph| glyph.sign));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    texts.filter(|text| !text.is_empty()).collect()
}

/// The Word file of another state of the draft.
fn made(toml: &str) -> Vec<u8> {
    let made = word_files(office_with(toml).path());
    made.into_iter().next().unwrap_or_else(|| panic!("{toml}")).1
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn what_is_taken_is_what_was_written(edits in prop::collection::btree_map(0..PARAGRAPHS.len(), edit(), 1..4)) {
        // One edit a paragraph, so that the words of each are there.
        let mut seen = std::collections::BTreeSet::new();
        let edits: Vec<Edit> = edits.into_values().filter(|edit| seen.insert(match edit {
            Edit::Replace(p, ..) | Edit::Delete(p, ..) | Edit::Insert(p, ..) | Edit::Add(p, _) | Edit::Remove(p) | Edit::Split(p, _) => *p,
        })).collect();
        let bytes = amended(&draft(), "word/document.xml", |xml| {
            edits.iter().fold(xml.to_owned(), |xml, edit| edited(&xml, edit))
        });
        let before = toml();
        let today = [Today { path: "data/draft.toml".to_owned(), text: before.clone(), has_mark: false }];
        let mut round = Round::new(vec![came("draft.docx", &bytes)]);
        let files = round.apply(&today, |_| true).unwrap();
        let now = files.first().map_or(before, |file| file.text.clone());
        let all_taken = round.entries.iter().all(|entry| entry.outcome == Some(Outcome::Taken));
        let told: Vec<_> = round.entries.iter().map(|entry| (crate::support::summary(&entry.change), &entry.outcome)).collect();
        prop_assert!(all_taken, "{told:#?}");
        prop_assert_eq!(shown(&made(&now)), shown(&bytes), "{}\n{:#?}", now, told);
        draft_since(&toml(), &now).assert_sound(&now);
    }
}
