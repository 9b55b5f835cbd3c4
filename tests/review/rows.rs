//! Rows of tables that reviewers add and delete, and cells that they amend.

use crate::edits::{at, del, ins, judged, like, paragraph_as, run, struck, toml};
use crate::support::{amended, office_with, word_files};

/// An edit in a letter with a table of three columns.
struct Case {
    /// What is done.
    name: &'static str,
    /// The same in the text of the Word file.
    text: fn(&str) -> String,
    /// What is found.
    found: &'static [&'static str],
    /// What differs in the TOML once all is taken: old and new.
    toml: &'static [(&'static str, &'static str)],
}

/// The TOML of the letter.
fn letter() -> String {
    let (old, new) = (
        "    A further review follows in 2027.\n",
        "    | Plan          | Owner | Cost |\n    |:--------------|-------|-----:|\n    | Custody       | Ayton | 1,200 |\n    | Call handling |       |    30 |\n    | Fleet[^f]     | Beale |     4 |\n\n    A further review follows in 2027.\n\n    [^f]: Cars and vans.\n",
    );
    let toml = toml();
    assert_eq!(toml.matches(old).count(), 1);
    toml.replace(old, new)
}

/// The row with these words made into something else.
fn row_as(xml: &str, words: &str, make: impl Fn(&str) -> String) -> String {
    let found = xml.find(words).unwrap_or_else(|| panic!("{words} is not there"));
    let start = xml[..found].rfind("<w:tr>").unwrap();
    let end = found + xml[found..].find("</w:tr>").unwrap() + "</w:tr>".len();
    format!("{}{}{}", &xml[..start], make(&xml[start..end]), &xml[end..])
}

/// A new row with these cells, tracked or not.
fn row(cells: &[&str], is_tracked: bool) -> String {
    let cell = |text: &&str| {
        let text = match (text.is_empty(), is_tracked) {
            (true, _) => String::new(),
            (_, true) => ins(text),
            (_, false) => run(text),
        };
        format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"900\" w:type=\"dxa\"/></w:tcPr><w:p>{text}</w:p></w:tc>"
        )
    };
    let cells: String = cells.iter().map(cell).collect();
    format!("<w:tr>{}{cells}</w:tr>", if is_tracked { mark("ins") } else { String::new() })
}

/// What says that a row was inserted or deleted.
fn mark(how: &str) -> String {
    format!(
        "<w:trPr><w:{how} w:id=\"903\" w:author=\"A. Reviewer\" w:date=\"2026-11-20T10:00:00Z\"/></w:trPr>"
    )
}

/// The row said to be deleted, with its words or without saying so of them.
fn deleted(row: &str, with_words: bool) -> String {
    let start = row.find("<w:trPr>").unwrap();
    let end = row.find("</w:trPr>").unwrap() + "</w:trPr>".len();
    let row = format!("{}{}{}", &row[..start], mark("del"), &row[end..]);
    match with_words {
        true => struck(&row),
        false => row,
    }
}

const CASES: &[Case] = &[
    Case {
        name: "a row added between two, tracked",
        text: |xml| {
            row_as(xml, ">Custody<", |r| format!("{r}{}", row(&["Dogs", "Cole", "75"], true)))
        },
        found: &[
            "Response to area for improvement 2 (new row) by A. Reviewer: {+Dogs | Cole | 75+}",
        ],
        toml: &[(
            "    | Custody       | Ayton | 1,200 |\n",
            "    | Custody       | Ayton | 1,200 |\n    | Dogs          | Cole  |    75 |\n",
        )],
    },
    Case {
        name: "a row added after the head, not tracked, with a bar in a cell and one that is empty",
        text: |xml| {
            row_as(xml, ">Plan<", |r| format!("{r}{}", row(&["Dogs | cats", "", "75"], false)))
        },
        found: &["Response to area for improvement 2 (new row): {+Dogs | cats | 75+}"],
        toml: &[(
            "    |:--------------|-------|-----:|\n",
            "    |:--------------|-------|-----:|\n    | Dogs \\| cats  |       |    75 |\n",
        )],
    },
    Case {
        name: "two rows added after the last",
        text: |xml| {
            row_as(xml, ">Beale<", |r| {
                format!(
                    "{r}{}{}",
                    row(&["Dogs", "", ""], true),
                    row(&["A plan of many words", "Cole", "75"], true)
                )
            })
        },
        found: &[
            "Response to area for improvement 2 (new row) by A. Reviewer: {+Dogs+}",
            "Response to area for improvement 2 (new row) by A. Reviewer: {+A plan of many words | Cole | 75+}",
        ],
        toml: &[(
            "    | Fleet[^f]     | Beale |     4 |\n",
            "    | Fleet[^f]     | Beale |     4 |\n    | Dogs          |       |       |\n    | A plan of many words | Cole  |    75 |\n",
        )],
    },
    Case {
        name: "a row deleted, tracked with its words",
        text: |xml| row_as(xml, ">Custody<", |r| deleted(r, true)),
        found: &[
            "Response to area for improvement 2 (row gone) by A. Reviewer: [-Custody | Ayton | 1,200-]",
        ],
        toml: &[("    | Custody       | Ayton | 1,200 |\n", "")],
    },
    Case {
        name: "a row deleted, tracked, and its words not",
        text: |xml| row_as(xml, ">Call handling<", |r| deleted(r, false)),
        found: &[
            "Response to area for improvement 2 (row gone) by A. Reviewer: [-Call handling | 30-]",
        ],
        toml: &[("    | Call handling |       |    30 |\n", "")],
    },
    Case {
        name: "the last row deleted with the footnote in it, not tracked",
        text: |xml| row_as(xml, ">Beale<", |_| String::new()),
        found: &[
            "Response to area for improvement 2 (row gone): [-Fleet[footnote: Cars and vans.] | Beale | 4-]",
        ],
        toml: &[
            ("    | Fleet[^f]     | Beale |     4 |\n", ""),
            ("\n    [^f]: Cars and vans.\n", ""),
        ],
    },
    Case {
        name: "a row deleted, and another in its place",
        text: |xml| {
            row_as(xml, ">Custody<", |r| {
                format!("{}{}", deleted(r, true), row(&["Dogs", "Cole", "75"], true))
            })
        },
        found: &[
            "Response to area for improvement 2 (new row) by A. Reviewer: {+Dogs | Cole | 75+}",
            "Response to area for improvement 2 (row gone) by A. Reviewer: [-Custody | Ayton | 1,200-]",
        ],
        toml: &[(
            "    | Custody       | Ayton | 1,200 |\n",
            "    | Dogs          | Cole  |    75 |\n",
        )],
    },
    Case {
        name: "a cell amended, and one emptied",
        text: |xml| {
            let xml = at(xml, "1,200", &format!("{}{}", del("1,200"), ins("90")));
            at(&xml, "Beale", &del("Beale"))
        },
        found: &[
            "Response to area for improvement 2 by A. Reviewer: [-1,200-]{+90+}",
            "Response to area for improvement 2 (gone) by A. Reviewer: [-Beale-]",
        ],
        toml: &[("1,200", "   90"), ("Beale", "     ")],
    },
    Case {
        name: "a table deleted",
        text: |xml| {
            let found = xml.find(">Custody<").unwrap();
            let start = xml[..found].rfind("<w:tbl>").unwrap();
            let end = found + xml[found..].find("</w:tbl>").unwrap() + "</w:tbl>".len();
            format!("{}{}", &xml[..start], &xml[end..])
        },
        found: &[
            "Response to area for improvement 2 (table gone): [-Plan | Owner | Cost\n\nCustody | Ayton | 1,200\n\nCall handling | 30\n\nFleet[footnote: Cars and vans.] | Beale | 4-]",
        ],
        toml: &[
            (
                "    | Plan          | Owner | Cost |\n    |:--------------|-------|-----:|\n    | Custody       | Ayton | 1,200 |\n    | Call handling |       |    30 |\n    | Fleet[^f]     | Beale |     4 |\n\n",
                "",
            ),
            ("\n    [^f]: Cars and vans.\n", ""),
        ],
    },
    Case {
        name: "a row above the head, and the head deleted",
        text: |xml| {
            let xml = row_as(xml, ">Plan<", |r| {
                format!("{}{r}", row(&["What", "Who", "How much"], true))
            });
            row_as(&xml, ">Year<", |_| String::new())
        },
        found: &[
            "Text (row gone): [-Year | Officers-] Kept(\"a table in a letter has a head; that is done in the TOML\")",
            "Response to area for improvement 2 (new row) by A. Reviewer: {+What | Who | How much+} Kept(\"it stands above the head of its table, or in a table that is new; that is done in the TOML\")",
        ],
        toml: &[],
    },
    Case {
        name: "a column added, and one deleted",
        text: |xml| {
            let mut xml = xml.to_owned();
            for (words, new) in [(">Plan<", "Day"), (">Custody<", "May")] {
                xml = row_as(&xml, words, |r| {
                    r.replace("</w:tr>", &format!("<w:tc><w:p>{}</w:p></w:tc></w:tr>", run(new)))
                });
            }
            for words in [">Year<", ">2024<", ">2025<"] {
                xml = row_as(&xml, words, |r| {
                    let start = r.find("<w:tc>").unwrap();
                    let end = r.find("</w:tc>").unwrap() + "</w:tc>".len();
                    r.replacen(&r[start..end], "", 1)
                });
            }
            xml
        },
        found: &[
            "Text (gone): [-Year-] Kept(\"a column of a table is gone; that is done in the TOML\")",
            "Text (gone): [-2024-] Kept(\"a column of a table is gone; that is done in the TOML\")",
            "Text (gone): [-2025-] Kept(\"a column of a table is gone; that is done in the TOML\")",
            "Response to area for improvement 2 (new): {+Day+} Kept(\"a column was added to a table; that is done in the TOML\")",
            "Response to area for improvement 2 (new): {+May+} Kept(\"a column was added to a table; that is done in the TOML\")",
        ],
        toml: &[],
    },
    Case {
        name: "a row with merged cells, one with a table in it, and a cell of two paragraphs",
        text: |xml| {
            let merged = row(&["Both", "75"], true)
                .replace("</w:tcPr>", "<w:gridSpan w:val=\"2\"/></w:tcPr>");
            let nested = row(&["Nested", "x", "1"], false)
                .replace("</w:p></w:tc>", "</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc>");
            let two = row(&["Two", "x", "1"], false).replacen(
                "</w:tc>",
                &format!("<w:p>{}</w:p></w:tc>", run("more")),
                1,
            );
            row_as(xml, ">Custody<", |r| format!("{r}{merged}{nested}{two}"))
        },
        found: &[
            "Response to area for improvement 2 (new row) by A. Reviewer: {+Both | 75+} Kept(\"it has cells that are merged, or more than words; that is done in the TOML\")",
            "Response to area for improvement 2 (new row): {+Nested | inner | x | inner | 1 | inner+} Kept(\"it has cells that are merged, or more than words; that is done in the TOML\")",
            "Response to area for improvement 2 (new row): {+Two | more | x | 1+} Kept(\"a cell has several paragraphs, and in a letter it is one line; that is done in the TOML\")",
        ],
        toml: &[],
    },
    Case {
        name: "words in a cell that was empty, and a paragraph more in one",
        text: |xml| {
            let xml = row_as(xml, ">Call handling<", |r| {
                let second = r.match_indices("<w:tc>").nth(1).unwrap().0;
                let end = second + r[second..].find("</w:p>").unwrap();
                format!("{}{}{}", &r[..end], ins("Dale"), &r[end..])
            });
            paragraph_as(&xml, ">Custody<", |p| format!("{p}{}", like(p, &run("and cells"))))
        },
        found: &[
            "Response to area for improvement 2 (new): {+and cells+} Kept(\"a cell has a paragraph more, and in a letter it is one line\")",
            "Response to area for improvement 2 (new) by A. Reviewer: {+Dale+} Kept(\"a cell that was empty has words now; put them into the TOML\")",
        ],
        toml: &[],
    },
    Case {
        name: "a table that is new",
        text: |xml| {
            paragraph_as(xml, "The plans were", |p| {
                format!(
                    "{p}<w:tbl>{}{}</w:tbl>",
                    row(&["When", "What"], false),
                    row(&["May", "Nothing"], false)
                )
            })
        },
        found: &[
            "Response to area for improvement 2 (new row): {+When | What+} Kept(\"it stands above the head of its table, or in a table that is new; that is done in the TOML\")",
            "Response to area for improvement 2 (new row): {+May | Nothing+} Kept(\"it stands above the head of its table, or in a table that is new; that is done in the TOML\")",
        ],
        toml: &[],
    },
];

#[test]
fn rows_come_and_go_line_by_line() {
    let toml = letter();
    let draft = word_files(office_with(&toml).path()).remove(0).1;
    let mut failed = Vec::new();
    for Case { name, text, found, toml: edits } in CASES {
        let bytes = amended(&draft, "word/document.xml", text);
        failed.extend(judged(name, &bytes, &toml, found, edits));
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn a_file_in_which_nothing_is_left_is_compared_too() {
    let toml = letter();
    let draft = word_files(office_with(&toml).path()).remove(0).1;
    let bytes = amended(&draft, "word/document.xml", |xml| {
        let (start, _) = xml.split_once("<w:body>").unwrap();
        format!("{start}<w:body></w:body></w:document>")
    });
    let told = judged("nothing is left", &bytes, &toml, &[], &[]).into_iter().collect::<String>();
    assert!(told.contains("Custody"), "{told}");
}
