//! Whatever is done to the text of a letter, the program answers with pages or with problems, and
//! loses no word of it.

mod word;

use peel_letter::check::{self, Responses};
use peel_letter::diagnostic::{Diagnostic, Files, Format, Reporter};
use peel_letter::letter::commentary::Commentary;
use peel_letter::letter::load::Loaded;
use peel_letter::letter::{Item, Items, Letter, Response, canonical};
use peel_letter::make::{Kit, LetterReader};
use peel_letter::pdf::Engine;
use peel_letter::workspace::{LetterFile, Workspace};
use proptest::prelude::*;
use std::cell::RefCell;
use std::path::Path;
use word::Word;

/// A letter that has most of what a letter can have.
const LETTER: &str = r#"date = 2018-04-16
subject = "Our answer"
cc = ["The Chief Constable"]
forms = ["letter"]
grades = "list"

[overview]
text = '''
I *welcome* the report.[^1]

- first
- second

[^1]: Published in March.
'''

[[area]]
title = "Preventing crime"
grade = "good"
findings = '''
# What was found

| Month | Crimes |
|-------|-------:|
| May   | 12     |
'''
joint_response = "The force will answer jointly."
closing = "> This closes the area."

  [[area.item]]
  number = 1
  text = "The force should listen."
  deadline = { within = "3 months", from = 2018-03-22 }

  [[area.item]]
  number = 2
  text = "The force should look."
  response = "We agree ~~wholly~~ **partly**."

[[item]]
kind = "cause of concern"
text = "The force should speak."
action = "We [hired](https://www.example.org) more staff."

[chief_constable]
comments = "The inspection was fair."
reply = "I thank the chief constable."

[conclusion]
text = '''
I shall write again.
'''
"#;

/// What means something in TOML or in Markdown.
const SIGNS: &[&str] = &[
    "'",
    "'''",
    "\"",
    "\"\"\"",
    "=",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "#",
    ",",
    ".",
    "\\",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "    ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "<",
    ">",
    "<!-- item -->",
    "&amp;",
    "&#7;",
    "|",
    "\n|-|-|\n",
    "- ",
    "1. ",
    "> ",
    "---",
    "===",
    "![",
    "](",
    "[^1]",
    "[^1]: ",
    ":",
    "!",
    "://",
    "\u{feff}",
    "\u{a0}",
    "\u{ad}",
    "\u{2028}",
    "\u{1f642}",
    "e\u{301}",
    "\u{5d0}",
    "0",
    "2018-02-30",
    "true",
    "\n[area]\n",
    "\n[[area]]\n",
    "  [[area.item]]\n",
    "\n[[response]]\n",
    "to = [1]\n",
    "\\u0007",
    "%}",
    "{{",
    "{%",
];

/// One change of a text. Places are parts of its length.
#[derive(Clone, Debug)]
enum Change {
    Cut(f64, usize),
    Insert(f64, &'static str),
    Repeat(f64, usize, f64),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0.0..1.0, 1..60usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (0.0..1.0, prop::sample::select(SIGNS)).prop_map(|(at, sign)| Change::Insert(at, sign)),
        (0.0..1.0, 1..120usize, 0.0..1.0).prop_map(|(at, n, to)| Change::Repeat(at, n, to)),
    ]
}

fn byte(text: &str, part: f64) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    text.floor_char_boundary((part * text.len() as f64) as usize)
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut text = text.to_owned();
    for change in changes {
        match change {
            Change::Cut(at, length) => {
                let start = byte(&text, *at);
                text.replace_range(start..text.floor_char_boundary(start + length), "");
            }
            Change::Insert(at, sign) => text.insert_str(byte(&text, *at), sign),
            Change::Repeat(at, length, to) => {
                let start = byte(&text, *at);
                let piece = text[start..text.floor_char_boundary(start + length)].to_owned();
                text.insert_str(byte(&text, *to), &piece);
            }
        }
    }
    text
}

/// The program with everything that all letters share.
struct Program<'a> {
    workspace: &'a Workspace,
    kit: RefCell<Kit<'a>>,
}

impl Program<'_> {
    /// Makes a letter as far as it can be made, and checks what comes out.
    fn run(&self, text: &str) {
        let mut files = self.workspace.files.clone();
        let source = self.workspace.add_text(text.to_owned(), &mut files);
        let mut loaded = LetterReader::new(self.workspace).load(&source, &[], &files);
        loaded.problems.extend(self.kit.borrow().unprintable(&loaded));
        show(&check::check(&loaded, &Responses::default()), &files);
        let refused = match loaded.good() {
            Some(letter) => self.make(letter, &source, &loaded, &mut files).err(),
            None => Some(loaded.problems.clone()),
        };
        if let Some(refused) = refused {
            assert!(!refused.is_empty(), "not made, and nobody is told why");
            for problem in &refused {
                assert!(!problem.help.is_empty(), "nobody is told what to do: {problem:?}");
                assert!(!problem.labels.is_empty(), "nobody is told where: {problem:?}");
            }
            show(&refused, &files);
        }
    }

    fn make(
        &self,
        letter: &Letter,
        source: &LetterFile,
        loaded: &Loaded,
        files: &mut Files,
    ) -> Result<(), Vec<Diagnostic>> {
        let mut kit = self.kit.borrow_mut();
        for form in &letter.forms {
            let made = kit.make(letter, source, &loaded.images, *form, files)?;
            for word in words(letter) {
                assert!(made.markdown.contains(word), "{word:?} is lost in\n{}", made.markdown);
            }
            kit.pdf(&made, Engine::Krilla)?;
            kit.html(&made)?;
            Word::read(&kit.docx(&made, loaded, None, files)?).assert_sound(&made.markdown);
            let canonical = canonical::text(files, source.file);
            let same = self.workspace.add_text(canonical, files);
            let read = LetterReader::new(self.workspace).load(&same, &[], files);
            let letter = read.good().expect("the canonical form of a good letter is good");
            let again = kit.make(letter, &same, &read.images, *form, files)?;
            assert_eq!(made.markdown, again.markdown);
        }
        Ok(())
    }
}

/// Shows problems in every way there is, which must not fail either.
fn show(problems: &[Diagnostic], files: &Files) {
    for format in [Format::Human, Format::Short, Format::Json] {
        let reporter = Reporter::new(format, false, 100);
        for problem in problems {
            assert!(!reporter.render(problem, files).is_empty());
        }
    }
}

/// Every word of the commentary.
fn words(letter: &Letter) -> Vec<&str> {
    let mut texts = Vec::new();
    let Letter { overview, conclusion, .. } = letter;
    texts.extend([&overview.text, &overview.statement_text, &overview.welsh].into_iter().flatten());
    items(&letter.items, &mut texts);
    for area in &letter.areas {
        texts.extend([&area.findings, &area.closing, &area.welsh].into_iter().flatten());
        items(&area.items, &mut texts);
    }
    if let Some(chief) = &letter.chief_constable {
        texts.extend([&chief.comments, &chief.reply].into_iter().flatten());
    }
    texts.extend([&conclusion.text, &conclusion.welsh].into_iter().flatten());
    let texts = texts.into_iter().map(|commentary| commentary.text.as_str());
    texts.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).collect()
}

fn items<'a>(items: &'a Items, texts: &mut Vec<&'a Commentary>) {
    items.items.iter().for_each(|one| item(one, texts));
    texts.extend(items.responses.iter().flat_map(Response::texts));
    texts.extend(&items.joint_response);
}

fn item<'a>(item: &'a Item, texts: &mut Vec<&'a Commentary>) {
    texts.push(&item.text);
    let said = [&item.context, &item.response, &item.action, &item.no_action_because];
    texts.extend(said.into_iter().chain([&item.chief_constable, &item.reply]).flatten());
    item.items.iter().for_each(|inner| self::item(inner, texts));
}

fn with_program(test: impl FnOnce(&Program<'_>)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/build.in");
    let workspace = Workspace::open(&folder).expect("the folder can be read");
    let kit = RefCell::new(Kit::new(&workspace).expect("the templates are right"));
    test(&Program { workspace: &workspace, kit });
}

fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: cases.unwrap_or(150),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

#[test]
fn a_letter_that_is_changed_anywhere() {
    with_program(|program| {
        program.run(LETTER);
        let changes = prop::collection::vec(change(), 1..6);
        proptest!(config(), |(changes in changes)| program.run(&changed(LETTER, &changes)));
    });
}

#[test]
fn commentary_that_is_changed_anywhere() {
    const TEXT: &str = "I *welcome* the report.[^1] It says:\n\n- first\n  - second\n\n> quoted\n\n\
        | a | b |\n|---|--:|\n| c | d |\n\n# Heading\n\n1. one\n\n[^1]: A note.\n";
    with_program(|program| {
        let changes = prop::collection::vec(change(), 1..8);
        proptest!(config(), |(changes in changes)| {
            let text = changed(TEXT, &changes).replace("'''", "");
            let (head, tail) = LETTER.split_once("I *welcome*").expect("it is there");
            let (_, tail) = tail.split_once("'''").expect("it is closed");
            program.run(&format!("{head}{text}\n'''{tail}"));
        });
    });
}
