//! Footnotes that reviewers add, amend, move and delete.

use crate::edits::{at, del, ins, judged, like, paragraph_as, run, struck, toml};
use crate::support::{amended, came, office_with, word_files};
use peel_letter::review::Standing;
use peel_letter::review::apply::Today;
use peel_letter::review::merge::Outcome;
use peel_letter::review::round::{Entry, Round};

/// An edit in a letter with three footnotes of one key.
struct Case {
    /// What is done.
    name: &'static str,
    /// The same in the text of the Word file.
    text: fn(&str) -> String,
    /// The same in its footnotes.
    notes: fn(&str) -> String,
    /// What is found.
    found: &'static [&'static str],
    /// What differs in the TOML once all is taken: old and new.
    toml: &'static [(&'static str, &'static str)],
}

/// The TOML of the letter.
fn letter() -> String {
    let edits = [
        ("Three things matter most:", "Three things[^b] matter most:[^long]"),
        (
            "    [^1]: It was published in May.\n",
            "    [^1]: It was published in May.\n    [^b]: They were chosen by the panel, after it had heard from\n    victims of crime.\n\n    [^long]: The panel met twice.\n\n        It meets again.\n",
        ),
    ];
    edits.iter().fold(toml(), |toml, (old, new)| {
        assert_eq!(toml.matches(old).count(), 1, "{old}");
        toml.replace(old, new)
    })
}

fn same(xml: &str) -> String {
    xml.to_owned()
}

/// A reference to the footnote of this number in the file.
fn reference(id: &str) -> String {
    format!(
        "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:footnoteReference w:id=\"{id}\"/></w:r>"
    )
}

/// The same, tracked.
fn tracked(what: &str, xml: &str) -> String {
    format!(
        "<w:{what} w:id=\"902\" w:author=\"A. Reviewer\" w:date=\"2026-11-20T10:00:00Z\">{xml}</w:{what}>"
    )
}

/// A new footnote of number 90 with this content, at the end of the part.
fn more(xml: &str, content: &str) -> String {
    let note = format!("<w:footnote w:id=\"90\">{content}</w:footnote></w:footnotes>");
    xml.replace("</w:footnotes>", &note)
}

fn paragraph(content: &str) -> String {
    format!("<w:p><w:r><w:footnoteRef/></w:r>{}{content}</w:p>", run(" "))
}

/// The run with a reference to the footnote that has this number in the letter.
fn reference_run(xml: &str, number: usize) -> String {
    let id = format!("<w:footnoteReference w:id=\"{number}\"/>");
    let at = xml.find(&id).unwrap_or_else(|| panic!("{id} is not there"));
    let start = xml[..at].rfind("<w:r>").unwrap();
    let end = at + xml[at..].find("</w:r>").unwrap() + "</w:r>".len();
    xml[start..end].to_owned()
}

/// The text without the reference, which is said to be deleted or is gone.
fn without(xml: &str, number: usize, is_tracked: bool) -> String {
    let run = reference_run(xml, number);
    let by = if is_tracked { tracked("del", &run) } else { String::new() };
    xml.replacen(&run, &by, 1)
}

const CASES: &[Case] = &[
    Case {
        name: "a footnote added, tracked",
        text: |xml| {
            at(
                xml,
                "panel twice.",
                &format!("{}{}", run("panel twice."), tracked("ins", &reference("90"))),
            )
        },
        notes: |xml| more(xml, &paragraph(&ins("In May and in July."))),
        found: &["Text by A. Reviewer: {+[footnote: In May and in July.]+}"],
        toml: &[
            ("We've met the panel twice.", "We've met the panel twice.[^2]"),
            (
                "        It meets again.\n",
                "        It meets again.\n\n    [^2]: In May and in July.\n",
            ),
        ],
    },
    Case {
        name: "a footnote added, not tracked, between two others",
        text: |xml| {
            at(
                xml,
                "Three things",
                &format!("{}{}{}", run("Three"), reference("90"), run(" things")),
            )
        },
        notes: |xml| {
            more(
                xml,
                &format!("{}{}", paragraph(&run("Out of *ten*.")), paragraph(&run("Not more."))),
            )
        },
        found: &["Text: {+[footnote: Out of *ten*.\n\nNot more.]+}"],
        toml: &[
            ("Three things[^b]", "Three[^2] things[^b]"),
            (
                "        It meets again.\n",
                "        It meets again.\n\n    [^2]: Out of \\*ten\\*.\n\n        Not more.\n",
            ),
        ],
    },
    Case {
        name: "a footnote deleted, tracked",
        text: |xml| without(xml, 2, true),
        notes: same,
        found: &[
            "Text by A. Reviewer: [-[footnote: They were chosen by the panel, after it had heard from victims of crime.]-]",
        ],
        toml: &[
            ("Three things[^b]", "Three things"),
            (
                "    [^b]: They were chosen by the panel, after it had heard from\n    victims of crime.\n",
                "",
            ),
        ],
    },
    Case {
        name: "a footnote of two paragraphs deleted with its words, not tracked",
        text: |xml| without(xml, 3, false),
        notes: |xml| {
            let start = xml.find("<w:footnote w:id=\"3\">").unwrap();
            let end = start + xml[start..].find("</w:footnote>").unwrap() + "</w:footnote>".len();
            xml.replacen(&xml[start..end], "", 1)
        },
        found: &["Text: [-[footnote: The panel met twice.\n\nIt meets again.]-]"],
        toml: &[
            ("matter most:[^long]", "matter most:"),
            ("\n    [^long]: The panel met twice.\n\n        It meets again.\n", ""),
        ],
    },
    Case {
        name: "the words of a footnote amended, tracked",
        text: same,
        notes: |xml| at(xml, "chosen", &format!("{}{}", del("chosen"), ins("named"))),
        found: &["Text by A. Reviewer: [-chosen-]{+named+}"],
        toml: &[("They were chosen by", "They were named by")],
    },
    Case {
        name: "a paragraph deleted that refers to two footnotes",
        text: |xml| paragraph_as(xml, "Three things", struck),
        notes: same,
        found: &[
            "Text (gone) by A. Reviewer: [-Three things[footnote: They were chosen by the panel, after it had heard from victims of crime.] matter most:[footnote: The panel met twice.\n\nIt meets again.]-]",
        ],
        toml: &[
            ("    Three things[^b] matter most:[^long]\n\n", ""),
            (
                "    [^b]: They were chosen by the panel, after it had heard from\n    victims of crime.\n\n    [^long]: The panel met twice.\n\n        It meets again.\n",
                "",
            ),
        ],
    },
    Case {
        name: "a footnote deleted and another in its place",
        text: |xml| {
            let run = reference_run(xml, 2);
            let new = format!("{}{}", tracked("del", &run), tracked("ins", &reference("90")));
            xml.replacen(&run, &new, 1)
        },
        notes: |xml| more(xml, &paragraph(&ins("See my plan."))),
        found: &[
            "Text by A. Reviewer: [-[footnote: They were chosen by the panel, after it had heard from victims of crime.]-]{+[footnote: See my plan.]+}",
        ],
        toml: &[
            ("Three things[^b]", "Three things[^2]"),
            (
                "    [^b]: They were chosen by the panel, after it had heard from\n    victims of crime.\n",
                "",
            ),
            ("        It meets again.\n", "        It meets again.\n\n    [^2]: See my plan.\n"),
        ],
    },
    Case {
        name: "a footnote moved with its words",
        text: |xml| {
            let run_of = reference_run(xml, 2);
            let xml = without(xml, 2, true);
            at(&xml, "panel twice.", &format!("{}{}", run("panel twice."), tracked("ins", &run_of)))
        },
        notes: same,
        found: &[
            "Text by A. Reviewer: [-[footnote: They were chosen by the panel, after it had heard from victims of crime.]-]",
            "Text by A. Reviewer: {+[footnote: They were chosen by the panel, after it had heard from victims of crime.]+}",
        ],
        toml: &[
            ("Three things[^b]", "Three things"),
            ("panel twice.", "panel twice.[^2]"),
            (
                "    [^b]: They were chosen by the panel, after it had heard from\n    victims of crime.\n",
                "",
            ),
            (
                "        It meets again.\n",
                "        It meets again.\n\n    [^2]: They were chosen by the panel, after it had heard from victims of\n    crime.\n",
            ),
        ],
    },
    Case {
        name: "a footnote added where there is none, in an answer on one line",
        text: |xml| {
            at(
                xml,
                "a new rota",
                &format!("{}{}", run("a new rota"), tracked("ins", &reference("90"))),
            )
        },
        notes: |xml| more(xml, &paragraph(&ins("It has | and ] in it."))),
        found: &[
            "Response to area for improvement 1 by A. Reviewer: {+[footnote: It has | and ] in it.]+}",
        ],
        toml: &[(
            "a new rota. It began in May.\"",
            "a new rota[^1]. It began in May.\\n\\n[^1]: It has \\\\| and \\\\] in it.\"",
        )],
    },
    Case {
        name: "a footnote added in a cell",
        text: |xml| {
            at(xml, "1,020", &format!("{}{}", run("1,020"), tracked("ins", &reference("90"))))
        },
        notes: |xml| more(xml, &paragraph(&ins("At the end of the year."))),
        found: &["Text by A. Reviewer: {+[footnote: At the end of the year.]+}"],
        toml: &[
            ("| 1,020    |", "| 1,020[^2] |"),
            (
                "        It meets again.\n",
                "        It meets again.\n\n    [^2]: At the end of the year.\n",
            ),
        ],
    },
    Case {
        name: "a footnote added in a paragraph that is new",
        text: |xml| {
            paragraph_as(xml, "We’ve met", |p| {
                let new = format!("{}{}", ins("It was hard."), tracked("ins", &reference("90")));
                format!("{p}{}", like(p, &new))
            })
        },
        notes: |xml| more(xml, &paragraph(&ins("For all."))),
        found: &["Text (new) by A. Reviewer: {+It was hard.[footnote: For all.]+}"],
        toml: &[
            ("panel twice.\n", "panel twice.\n\n    It was hard.[^2]\n"),
            ("        It meets again.\n", "        It meets again.\n\n    [^2]: For all.\n"),
        ],
    },
    Case {
        name: "a footnote added in the inspectorate's words",
        text: |xml| {
            at(
                xml,
                "answer calls",
                &format!("{}{}", run("answer calls"), tracked("ins", &reference("90"))),
            )
        },
        notes: |xml| more(xml, &paragraph(&ins("Not so."))),
        found: &[
            "Text of area for improvement 1 by A. Reviewer: {+[footnote: Not so.]+} NotYours(Inspectorate)",
        ],
        toml: &[],
    },
    Case {
        name: "the words of a footnote deleted, and its number kept",
        text: same,
        notes: |xml| at(xml, "It was published in May.", &del("It was published in May.")),
        found: &[
            "Text (gone) by A. Reviewer: [-It was published in May.-] Kept(\"the words of a footnote are gone, and its number still stands in the text\")",
        ],
        toml: &[],
    },
    Case {
        name: "a footnote that is referred to twice, and one without words",
        text: |xml| {
            let xml =
                at(xml, "panel twice.", &format!("{}{}", run("panel twice."), reference("2")));
            at(&xml, "welcome", &format!("{}{}", run("welcome"), reference("90")))
        },
        notes: |xml| more(xml, &paragraph("")),
        found: &[
            "Text: {+[footnote]+} Kept(\"the new footnote has no words\")",
            "Text: {+[footnote]+} Kept(\"it refers to a footnote that stands at another place; that is done in the TOML\")",
        ],
        toml: &[],
    },
    Case {
        name: "a footnote with a table, and one with a footnote",
        text: |xml| {
            let xml =
                at(xml, "panel twice.", &format!("{}{}", run("panel twice."), reference("90")));
            at(&xml, "welcome", &format!("{}{}", run("welcome"), reference("91")))
        },
        notes: |xml| {
            let xml = more(
                xml,
                &format!(
                    "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>{}",
                    paragraph(&run("a cell")),
                    paragraph(&run("after"))
                ),
            );
            let inner = format!("{}{}", run("inner"), reference("90"));
            xml.replace(
                "</w:footnotes>",
                &format!(
                    "<w:footnote w:id=\"91\">{}</w:footnote></w:footnotes>",
                    paragraph(&inner)
                ),
            )
        },
        found: &[
            "Text: {+[footnote: inner[footnote]]+} Kept(\"the new footnote has more than words; that is done in the TOML\")",
            "Text: {+[footnote: a cell\n\nafter]+} Kept(\"the new footnote has more than words; that is done in the TOML\")",
        ],
        toml: &[],
    },
];

#[test]
fn footnotes_come_and_go_with_the_words_that_refer_to_them() {
    let toml = letter();
    let draft = word_files(office_with(&toml).path()).remove(0).1;
    let mut failed = Vec::new();
    for Case { name, text, notes, found, toml: edits } in CASES {
        let bytes = amended(&draft, "word/document.xml", text);
        let bytes = amended(&bytes, "word/footnotes.xml", notes);
        failed.extend(judged(name, &bytes, &toml, found, edits));
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
}

/// What becomes of a change where the TOML was changed meanwhile.
fn outcomes(bytes: &[u8], toml: &str) -> (Vec<Option<Outcome>>, Option<String>) {
    let today =
        [Today { path: "data/draft.toml".to_owned(), text: toml.to_owned(), has_mark: false }];
    let mut round = Round::new(vec![came("draft.docx", bytes)]);
    let is_good = |entry: &Entry| matches!(entry.change.standing, Standing::Placed);
    let files = round.apply(&today, is_good).unwrap();
    let outcomes = round.entries.iter().map(|entry| entry.outcome.clone()).collect();
    (outcomes, files.first().map(|file| file.text.clone()))
}

#[test]
fn a_footnote_that_was_changed_on_both_sides_is_left_alone() {
    let toml = letter();
    let draft = word_files(office_with(&toml).path()).remove(0).1;
    let bytes = amended(&draft, "word/document.xml", |xml| without(xml, 2, true));
    let (taken, now) = outcomes(&bytes, &toml.replace("[^b]", "[^panel]"));
    assert_eq!(taken, [Some(Outcome::Taken)]);
    assert!(!now.unwrap().contains("panel]"));
    let (clash, now) = outcomes(&bytes, &toml.replace("They were chosen", "They were named"));
    let [Some(Outcome::Clash(says))] = clash.as_slice() else { panic!("{clash:?}") };
    assert!(says.contains("They were named by the panel"), "{says}");
    assert_eq!(now, None);
    // Two that stand after each other are told apart by their words.
    let toml = toml
        .replace("Three things[^b] matter most:[^long]", "Three things matter most:[^b][^long]");
    let draft = word_files(office_with(&toml).path()).remove(0).1;
    for (number, gone, left) in [(2, "[^b]", "[^long]"), (3, "[^long]", "[^b]")] {
        let bytes = amended(&draft, "word/document.xml", |xml| without(xml, number, true));
        let (taken, now) = outcomes(&bytes, &toml);
        let now = now.unwrap();
        assert_eq!(taken, [Some(Outcome::Taken)]);
        assert!(now.contains(&format!("most:{left}\n")) && !now.contains(gone), "{now}");
    }
}

#[test]
fn words_of_a_footnote_that_another_deletes_are_not_lost() {
    let toml = letter();
    let draft = word_files(office_with(&toml).path()).remove(0).1;
    let one = amended(&draft, "word/document.xml", |xml| without(xml, 2, true));
    let other = amended(&draft, "word/footnotes.xml", |xml| at(xml, "chosen", &ins("named")));
    let today = [Today { path: "data/draft.toml".to_owned(), text: toml, has_mark: false }];
    let mut round = Round::new(vec![came("one.docx", &one), came("other.docx", &other)]);
    assert!(round.apply(&today, |_| true).unwrap().is_empty());
    let outcomes: Vec<_> = round.entries.iter().map(|entry| entry.outcome.clone()).collect();
    assert_eq!(outcomes, [Some(Outcome::Overlap), Some(Outcome::Overlap)]);
}

#[test]
fn a_footnote_stays_as_long_as_the_text_refers_to_it() {
    let toml = letter().replace("We've met the panel twice.", "We've met the panel twice.[^b]");
    let draft = word_files(office_with(&toml).path()).remove(0).1;
    // The reference with its words goes; that which only repeats its number stays.
    let bytes = amended(&draft, "word/document.xml", |xml| without(xml, 2, true));
    let (became, now) = outcomes(&bytes, &toml);
    let now = now.unwrap();
    assert_eq!(became[0], Some(Outcome::Taken));
    assert!(now.contains("Three things matter") && now.contains("panel twice.[^b]"), "{now}");
    assert!(now.contains("[^b]: They were chosen"), "{now}");
}
