//! Every kind of edit that reviewers make, with what is found of it and what becomes of the TOML.
//!
//! The XML is what Word and LibreOffice write: runs in pieces with numbers of sessions, what was tracked
//! with who and when, marks that are split, moved and lost.

use crate::support::{amended, came, part, root, summary, word_files};
use peel_letter::review::Standing;
use peel_letter::review::apply::Today;
use peel_letter::review::round::Round;
use std::sync::LazyLock;

/// An edit.
pub struct Case {
    /// What is done.
    pub name: &'static str,
    /// The same in the text of the Word file.
    pub amend: fn(&str) -> String,
    /// What is found.
    pub found: &'static [&'static str],
    /// What differs in the TOML once all is taken: old and new.
    pub toml: &'static [(&'static str, &'static str)],
}

const RPR: &str = "<w:rPr><w:lang w:val=\"en-GB\"/></w:rPr>";
const WHO: &str = "w:id=\"901\" w:author=\"A. Reviewer\" w:date=\"2026-11-20T10:00:00Z\"";

fn t(text: &str) -> String {
    format!("<w:t xml:space=\"preserve\">{text}</w:t>")
}

/// A run.
pub fn run(text: &str) -> String {
    format!("<w:r w:rsidR=\"00AB12CD\">{RPR}{}</w:r>", t(text))
}

/// A run that looks so.
fn looking(look: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{look}<w:lang w:val=\"en-GB\"/></w:rPr>{}</w:r>", t(text))
}

/// What was inserted and tracked.
pub fn ins(text: &str) -> String {
    format!("<w:ins {WHO}>{}</w:ins>", run(text))
}

/// What was deleted and tracked.
pub fn del(text: &str) -> String {
    format!(
        "<w:del {WHO}><w:r w:rsidDel=\"00AB12CD\">{RPR}<w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
    )
}

/// The text with words that stand in one run replaced by XML beside that run.
pub fn at(xml: &str, words: &str, by: &str) -> String {
    let is_text = |at: &usize| xml[..*at].rfind('>') > xml[..*at].rfind('<');
    let found = xml.match_indices(words).map(|(at, _)| at).find(is_text);
    let found = found.unwrap_or_else(|| panic!("{words} is not there"));
    let start = xml[..found].rfind("<w:r>").unwrap();
    let end = found + xml[found..].find("</w:r>").unwrap() + "</w:r>".len();
    let run = &xml[start..end];
    let (open, rest) = run.split_once("<w:t xml:space=\"preserve\">").unwrap();
    let text = rest.split_once("</w:t>").unwrap().0;
    let (before, after) = text.split_once(words).unwrap();
    let piece = |text: &str| match text {
        "" => String::new(),
        text => format!("{open}{}</w:r>", t(text)),
    };
    format!("{}{}{by}{}{}", &xml[..start], piece(before), piece(after), &xml[end..])
}

/// The paragraph with these words, and what stands before and after it.
fn paragraph<'a>(xml: &'a str, words: &str) -> (&'a str, &'a str, &'a str) {
    let found = xml.find(words).unwrap_or_else(|| panic!("{words} is not there"));
    let start = xml[..found].rfind("<w:p>").unwrap();
    let end = found + xml[found..].find("</w:p>").unwrap() + "</w:p>".len();
    (&xml[..start], &xml[start..end], &xml[end..])
}

/// The text with a paragraph made into something else.
pub fn paragraph_as(xml: &str, words: &str, make: impl Fn(&str) -> String) -> String {
    let (before, paragraph, after) = paragraph(xml, words);
    format!("{before}{}{after}", make(paragraph))
}

/// A paragraph that looks as another, with other content and no mark.
pub fn like(paragraph: &str, content: &str) -> String {
    let properties = paragraph.find("</w:pPr>").unwrap() + "</w:pPr>".len();
    format!("{}{content}</w:p>", &paragraph[..properties])
}

/// The end of a paragraph said to be inserted or deleted.
fn ended(paragraph: &str, how: &str) -> String {
    paragraph.replacen("</w:pPr>", &format!("<w:rPr><w:{how} {WHO}/></w:rPr></w:pPr>"), 1)
}

/// A paragraph all of whose runs are deleted, its end too.
pub fn struck(paragraph: &str) -> String {
    let deleted = paragraph
        .replace("<w:r>", &format!("<w:del {WHO}><w:r>"))
        .replace("</w:r>", "</w:r></w:del>")
        .replace("<w:t ", "<w:delText ")
        .replace("</w:t>", "</w:delText>");
    ended(&deleted, "del")
}

/// A paragraph without its mark.
fn unmarked(paragraph: &str) -> String {
    let mut out = paragraph.to_owned();
    for open in ["<w:bookmarkStart", "<w:bookmarkEnd"] {
        while let Some(start) = out.find(open) {
            let end = start + out[start..].find("/>").unwrap() + 2;
            out.replace_range(start..end, "");
        }
    }
    out
}

pub const CASES: &[Case] = &[
    Case {
        name: "words replaced, tracked",
        amend: |xml| {
            at(xml, "a new rota", &format!("{}{}", del("a new rota"), ins("two new rotas")))
        },
        found: &[
            "Response to area for improvement 1 by A. Reviewer: [-a new rota-]{+two new rotas+}",
        ],
        toml: &[("has a new rota.", "has two new rotas.")],
    },
    Case {
        name: "words replaced, not tracked",
        amend: |xml| at(xml, "a new rota", &run("two new rotas")),
        found: &["Response to area for improvement 1: [-a new rota-]{+two new rotas+}"],
        toml: &[("has a new rota.", "has two new rotas.")],
    },
    Case {
        name: "a word deleted, tracked",
        amend: |xml| at(xml, "clearly ", &del("clearly ")),
        found: &["Text by A. Reviewer: [-clearly -]"],
        toml: &[("sets out clearly where", "sets out where")],
    },
    Case {
        name: "a word deleted, not tracked",
        amend: |xml| at(xml, "clearly ", ""),
        found: &["Text: [-clearly -]"],
        toml: &[("sets out clearly where", "sets out where")],
    },
    Case {
        name: "a word at the end of a line of the TOML deleted, and no space with it",
        amend: |xml| at(xml, "well", ""),
        found: &["Text: [- well-]"],
        toml: &[("does well\n    and where", "does\n    and where")],
    },
    Case {
        name: "words inserted within a line that gets too long",
        amend: |xml| {
            at(
                xml,
                "this report",
                &format!("{}{}", run("this report"), ins(" of His Majesty's Inspectorate")),
            )
        },
        found: &["Text by A. Reviewer: {+ of His Majesty's Inspectorate+}"],
        toml: &[(
            "    I welcome this report. It sets out clearly where the Force does well\n",
            "    I welcome this report of His Majesty's Inspectorate. It sets out clearly\n    where the Force does well\n",
        )],
    },
    Case {
        name: "words inserted at the end of a paragraph",
        amend: |xml| {
            at(xml, "panel twice.", &format!("{}{}", run("panel twice."), ins(" It agreed.")))
        },
        found: &["Text by A. Reviewer: {+ It agreed.+}"],
        toml: &[("We've met the panel twice.", "We've met the panel twice. It agreed.")],
    },
    Case {
        name: "words inserted at the start of a paragraph",
        amend: |xml| {
            at(xml, "The plans were", &format!("{}{}", ins("In June "), run("The plans were")))
        },
        found: &["Response to area for improvement 2 by A. Reviewer: {+In June +}"],
        toml: &[("    The plans were reviewed.", "    In June The plans were reviewed.")],
    },
    Case {
        name: "a word that runs over two lines of the TOML",
        amend: |xml| {
            at(
                xml,
                "well and where",
                &format!("{}{}", del("well and where"), ins("well, and tells us where")),
            )
        },
        found: &["Text by A. Reviewer: {+,+}", "Text by A. Reviewer: {+tells us +}"],
        toml: &[(
            "does well\n    and where it \"must\" do better -- and I thank the inspectors for it.",
            "does well,\n    and tells us where it \"must\" do better -- and I thank the inspectors for\n    it.",
        )],
    },
    Case {
        name: "a paragraph deleted, tracked",
        amend: |xml| paragraph_as(xml, "We’ve met", struck),
        found: &["Text (gone) by A. Reviewer: [-We’ve met the panel twice.-]"],
        toml: &[("    We've met the panel twice.\n\n", "")],
    },
    Case {
        name: "a paragraph deleted, not tracked",
        amend: |xml| paragraph_as(xml, "We’ve met", |_| String::new()),
        found: &["Text (gone): [-We’ve met the panel twice.-]"],
        toml: &[("    We've met the panel twice.\n\n", "")],
    },
    Case {
        name: "the last paragraph deleted",
        amend: |xml| paragraph_as(xml, "A further review", |_| String::new()),
        found: &[
            "Response to area for improvement 2 (gone): [-A further review follows in 2027.-]",
        ],
        toml: &[(
            "    The plans were reviewed.\n\n    A further review follows in 2027.\n",
            "    The plans were reviewed.\n",
        )],
    },
    Case {
        name: "a paragraph inserted between two of one key, tracked",
        amend: |xml| {
            paragraph_as(xml, "The plans were", |p| {
                format!("{p}{}", ended(&like(p, &ins("The panel has seen them.")), "ins"))
            })
        },
        found: &[
            "Response to area for improvement 2 (new) by A. Reviewer: {+The panel has seen them.+}",
        ],
        toml: &[(
            "    The plans were reviewed.\n",
            "    The plans were reviewed.\n\n    The panel has seen them.\n",
        )],
    },
    Case {
        name: "a paragraph inserted, not tracked",
        amend: |xml| {
            paragraph_as(xml, "The plans were", |p| {
                format!("{p}{}", like(p, &run("The panel has seen them.")))
            })
        },
        found: &["Response to area for improvement 2 (new): {+The panel has seen them.+}"],
        toml: &[(
            "    The plans were reviewed.\n",
            "    The plans were reviewed.\n\n    The panel has seen them.\n",
        )],
    },
    Case {
        name: "a paragraph inserted at the end of an answer",
        amend: |xml| {
            paragraph_as(xml, "A further review", |p| {
                format!("{p}{}", like(p, &ins("It will be short.")))
            })
        },
        found: &["Response to area for improvement 2 (new) by A. Reviewer: {+It will be short.+}"],
        toml: &[(
            "    A further review follows in 2027.\n",
            "    A further review follows in 2027.\n\n    It will be short.\n",
        )],
    },
    Case {
        name: "a paragraph inserted after an answer on one line",
        amend: |xml| {
            paragraph_as(xml, "The Force has a new rota", |p| {
                format!("{p}{}", like(p, &ins("It works.")))
            })
        },
        found: &["Response to area for improvement 1 (new) by A. Reviewer: {+It works.+}"],
        toml: &[("It began in May.\"", "It began in May.\\n\\nIt works.\"")],
    },
    Case {
        name: "a long paragraph inserted is wrapped as its neighbours",
        amend: |xml| {
            paragraph_as(xml, "I welcome", |p| {
                format!(
                    "{p}{}",
                    like(
                        p,
                        &ins(
                            "The inspectors spoke with many officers and members of staff, and with those who called the Force for help."
                        )
                    )
                )
            })
        },
        found: &[
            "Text (new) by A. Reviewer: {+The inspectors spoke with many officers and members of staff, and with those who called the Force for help.+}",
        ],
        toml: &[(
            "I thank the inspectors for it.\n",
            "I thank the inspectors for it.\n\n    The inspectors spoke with many officers and members of staff, and with\n    those who called the Force for help.\n",
        )],
    },
    Case {
        name: "a paragraph split, its mark over both, tracked",
        amend: |xml| {
            paragraph_as(xml, "The Force has a new rota", |p| {
                let (one, other) = p.split_once(" It began").unwrap();
                let one = ended(&format!("{one}</w:t></w:r></w:p>"), "ins");
                let properties = &p[..p.find("</w:pPr>").unwrap() + 8];
                format!("{one}{properties}<w:r>{RPR}<w:t xml:space=\"preserve\">It began{other}")
            })
        },
        found: &["Response to area for improvement 1 by A. Reviewer: [- -]{+\n\n+}"],
        toml: &[("rota. It began", "rota.\\n\\nIt began")],
    },
    Case {
        name: "a paragraph split, not tracked, its mark at the first half",
        amend: |xml| {
            paragraph_as(xml, "It sets out", |p| {
                let (one, other) = p.split_once(" It sets").unwrap();
                let end = p.find("<w:bookmarkEnd").unwrap();
                let end = &p[end..end + p[end..].find("/>").unwrap() + 2];
                let one = format!("{one}</w:t></w:r>{end}</w:p>");
                let properties = &p[..p.find("</w:pPr>").unwrap() + 8];
                format!(
                    "{one}{properties}<w:r>{RPR}<w:t xml:space=\"preserve\">It sets{}",
                    other.replace(end, "")
                )
            })
        },
        found: &["Text: [- -]{+\n\n+}"],
        toml: &[(
            "    I welcome this report. It sets",
            "    I welcome this report.\n\n    It sets",
        )],
    },
    Case {
        name: "two paragraphs joined, tracked",
        amend: |xml| {
            let xml = paragraph_as(xml, "The plans were", |p| ended(p, "del"));
            at(&xml, "A further", &format!("{}{}", ins(" "), run("A further")))
        },
        found: &["Response to area for improvement 2 by A. Reviewer: [-\n\n-]{+ +}"],
        toml: &[(
            "    The plans were reviewed.\n\n    A further",
            "    The plans were reviewed. A further",
        )],
    },
    Case {
        name: "two paragraphs joined, not tracked",
        amend: |xml| {
            let (before, one, rest) = paragraph(xml, "The plans were");
            let (_, two, after) = paragraph(rest, "A further review");
            let inner = &two[two.find("</w:pPr>").unwrap() + 8..];
            format!("{before}{}{}{inner}{after}", one.trim_end_matches("</w:p>"), run(" "))
        },
        found: &["Response to area for improvement 2: [-\n\n-]{+ +}"],
        toml: &[(
            "    The plans were reviewed.\n\n    A further",
            "    The plans were reviewed. A further",
        )],
    },
    Case {
        name: "a paragraph retyped, its mark lost",
        amend: |xml| {
            paragraph_as(xml, "We’ve met", |p| like(p, &run("The panel has not met yet.")))
        },
        found: &["Text: [-We’ve met the panel twice.-]{+The panel has not met yet.+}"],
        toml: &[("    We've met the panel twice.", "    The panel has not met yet.")],
    },
    Case {
        name: "a paragraph retyped, tracked",
        amend: |xml| {
            at(
                xml,
                "We’ve met the panel twice.",
                &format!("{}{}", del("We’ve met the panel twice."), ins("No meeting took place.")),
            )
        },
        found: &["Text by A. Reviewer: [-We’ve met the panel twice.-]{+No meeting took place.+}"],
        toml: &[("    We've met the panel twice.", "    No meeting took place.")],
    },
    Case {
        name: "a paragraph moved within its key, tracked",
        amend: |xml| {
            let (before, one, rest) = paragraph(xml, "The plans were");
            let (_, two, after) = paragraph(rest, "A further review");
            let from =
                struck(one).replace("w:del ", "w:moveFrom ").replace("/w:del>", "/w:moveFrom>");
            let to = unmarked(one)
                .replace("<w:r>", &format!("<w:moveTo {WHO}><w:r>"))
                .replace("</w:r>", "</w:r></w:moveTo>");
            format!("{before}{from}{two}{to}{after}")
        },
        found: &[
            "Response to area for improvement 2 (moved from here) by A. Reviewer: [-The plans were reviewed.-]",
            "Response to area for improvement 2 (moved to here) by A. Reviewer: {+The plans were reviewed.+}",
        ],
        toml: &[(
            "    The plans were reviewed.\n\n    A further review follows in 2027.\n",
            "    A further review follows in 2027.\n\n    The plans were reviewed.\n",
        )],
    },
    Case {
        name: "a paragraph moved to another key, with its mark",
        amend: |xml| {
            let (before, one, after) = paragraph(xml, "We’ve met");
            let xml = format!("{before}{after}");
            paragraph_as(&xml, "I remain committed", |p| format!("{p}{one}"))
        },
        found: &[
            "Text (moved from here): [-We’ve met the panel twice.-]",
            "Text (moved to here): {+We’ve met the panel twice.+}",
        ],
        toml: &[
            ("    We've met the panel twice.\n\n", ""),
            ("will report again.\n", "will report again.\n\nWe've met the panel twice.\n"),
        ],
    },
    Case {
        name: "a word in a point of a list",
        amend: |xml| {
            at(
                xml,
                "better answers",
                &format!("{}{}", del("better answers"), ins("quicker answers")),
            )
        },
        found: &["Text by A. Reviewer: [-better-]{+quicker+}"],
        toml: &[("- better answers", "- quicker answers")],
    },
    Case {
        name: "a point inserted into a list",
        amend: |xml| {
            paragraph_as(xml, "better answers", |p| {
                format!("{p}{}", like(p, &ins("more volunteers")))
            })
        },
        found: &["Text (new) by A. Reviewer: {+more volunteers+}"],
        toml: &[(
            "    - better answers to calls\n",
            "    - better answers to calls\n    - more volunteers\n",
        )],
    },
    Case {
        name: "a point added at the end of a list",
        amend: |xml| {
            paragraph_as(xml, "a faster path", |p| {
                format!("{p}{}", like(p, &ins("more volunteers")))
            })
        },
        found: &["Text (new) by A. Reviewer: {+more volunteers+}"],
        toml: &[(
            "    - a faster path to court\n",
            "    - a faster path to court\n    - more volunteers\n",
        )],
    },
    Case {
        name: "a point deleted from a list",
        amend: |xml| paragraph_as(xml, "better answers", struck),
        found: &["Text (gone) by A. Reviewer: [-better answers to calls-]"],
        toml: &[("    - better answers to calls\n", "")],
    },
    Case {
        name: "a point split into two",
        amend: |xml| {
            paragraph_as(xml, "a faster path", |p| {
                let (one, other) = p.split_once(" to court").unwrap();
                let properties = &p[..p.find("</w:pPr>").unwrap() + 8];
                format!(
                    "{one}</w:t></w:r></w:p>{properties}<w:r>{RPR}<w:t xml:space=\"preserve\">to court{other}"
                )
            })
        },
        found: &["Text: [- -]{+\n\n+}"],
        toml: &[("    - a faster path to court\n", "    - a faster path\n    - to court\n")],
    },
    Case {
        name: "a figure in a cell of a table",
        amend: |xml| at(xml, "1,065", &format!("{}{}", del("1,065"), ins("1,071"))),
        found: &["Text by A. Reviewer: [-1,065-]{+1,071+}"],
        toml: &[("| 2025 | 1,065    |", "| 2025 | 1,071    |")],
    },
    Case {
        name: "a heading",
        amend: |xml| {
            at(
                xml,
                "Preventing crime",
                &format!("{}{}", del("Preventing crime"), ins("Preventing crime and harm")),
            )
        },
        found: &["Title by A. Reviewer: {+ and harm+}"],
        toml: &[("title = \"Preventing crime\"", "title = \"Preventing crime and harm\"")],
    },
    Case {
        name: "the salutation, with the comma that a template adds",
        amend: |xml| {
            at(
                xml,
                "Home Secretary,",
                &format!("{}{}", del("Home Secretary,"), ins("Secretary of State,")),
            )
        },
        found: &["Salutation by A. Reviewer: [-Home Secretary-]{+Secretary of State+}"],
        toml: &[(
            "salutation = \"Dear Home Secretary\"",
            "salutation = \"Dear Secretary of State\"",
        )],
    },
    Case {
        name: "a line of an address",
        amend: |xml| at(xml, "2 Sample Road", &run("3 Sample Road")),
        found: &["Recipient's address: [-2-]{+3+}"],
        toml: &[("\"2 Sample Road\"", "\"3 Sample Road\"")],
    },
    Case {
        name: "an enclosure after the words of a template",
        amend: |xml| at(xml, "action plan", &run("action plans")),
        found: &["Enclosures: [-plan-]{+plans+}"],
        toml: &[("[\"Our action plan\"]", "[\"Our action plans\"]")],
    },
    Case {
        name: "words beside a link",
        amend: |xml| {
            at(xml, "They are set out in ", &format!("{}{}", run("They are "), run("told in ")))
        },
        found: &["Text: [-set out-]{+told+}"],
        toml: &[("    They are set out in [my plan]", "    They are told in [my plan]")],
    },
    Case {
        name: "the words of a link",
        amend: |xml| at(xml, "my plan", &looking("<w:rStyle w:val=\"Hyperlink\"/>", "our plan")),
        found: &[
            "Text: [-[my](https://www.example.org/plan)-]{+[our](https://www.example.org/plan)+}",
        ],
        toml: &[("[my plan](", "[our plan](")],
    },
    Case {
        name: "words made strong",
        amend: |xml| at(xml, "a new rota", &looking("<w:b/><w:bCs/>", "a new rota")),
        found: &["Response to area for improvement 1: [-a new rota-]{+**a new rota**+}"],
        toml: &[("has a new rota.", "has **a new rota**.")],
    },
    Case {
        name: "words put into italics, tracked",
        amend: |xml| {
            at(
                xml,
                "reviewed",
                &looking(&format!("<w:i/><w:rPrChange {WHO}><w:rPr/></w:rPrChange>"), "reviewed"),
            )
        },
        found: &["Response to area for improvement 2 by A. Reviewer: [-reviewed-]{+*reviewed*+}"],
        toml: &[("plans were reviewed.", "plans were *reviewed*.")],
    },
    Case {
        name: "strong words made plain",
        amend: |xml| {
            xml.replacen("<w:b/><w:bCs/><w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">neighbourhood policing", "<w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">neighbourhood policing", 1)
        },
        found: &["Text: [-**neighbourhood policing**-]{+neighbourhood policing+}"],
        toml: &[("remain **neighbourhood policing** and", "remain neighbourhood policing and")],
    },
    Case {
        name: "a word within strong words",
        amend: |xml| {
            at(
                xml,
                "policing",
                &format!(
                    "<w:del {WHO}>{}</w:del>{}",
                    looking("<w:b/>", "").replace(
                        "<w:t xml:space=\"preserve\"></w:t>",
                        "<w:delText>policing</w:delText>"
                    ),
                    looking("<w:b/>", "officers")
                ),
            )
        },
        found: &["Text by A. Reviewer: [-**policing**-]{+**officers**+}"],
        toml: &[("**neighbourhood policing**", "**neighbourhood officers**")],
    },
    Case {
        name: "words that Markdown would take for more",
        amend: |xml| at(xml, "a new rota", &run("*5* new rotas [A_B]")),
        found: &["Response to area for improvement 1: [-a new rota-]{+*5* new rotas [A_B]+}"],
        toml: &[("has a new rota.", "has \\\\*5\\\\* new rotas \\\\[A_B\\\\].")],
    },
    Case {
        name: "quotation marks and dashes that Word makes are those of the TOML",
        amend: |xml| at(xml, "I thank the inspectors", &run("I’d “thank” the inspectors – all")),
        found: &["Text: [-I -]{+I’d “+}", "Text: {+”+}", "Text: {+– all +}"],
        toml: &[(
            "where it \"must\" do better -- and I thank the inspectors for it.",
            "where it \"must\" do better -- and I'd \"thank\" the inspectors -- all for\n    it.",
        )],
    },
    Case {
        name: "the inspectorate's words",
        amend: |xml| at(xml, "more quickly", &format!("{}{}", del("more quickly"), ins("at once"))),
        found: &[
            "Text of area for improvement 1 by A. Reviewer: [-more quickly-]{+at once+} NotYours(Inspectorate)",
        ],
        toml: &[],
    },
    Case {
        name: "fixed words of a template",
        amend: |xml| at(xml, "identified two", &run("found two")),
        found: &["Fixed words: [-identified-]{+found+} NotYours(Fixed)"],
        toml: &[],
    },
    Case {
        name: "a paragraph between two answers' keys and fixed words goes to the one beside it",
        amend: |xml| {
            paragraph_as(xml, "Preventing crime", |p| {
                format!(
                    "{}{p}",
                    "<w:p><w:pPr><w:pStyle w:val=\"LetterText\"/></w:pPr><w:r><w:t>That is all.</w:t></w:r></w:p>"
                )
            })
        },
        found: &["Text (new): {+That is all.+}"],
        toml: &[(
            "    We've met the panel twice.\n",
            "    We've met the panel twice.\n\n    That is all.\n",
        )],
    },
    Case {
        name: "a picture",
        amend: |xml| {
            at(
                xml,
                "It began",
                &format!("<w:r><w:drawing><wp:inline/></w:drawing></w:r>{}", run("It began")),
            )
        },
        found: &[
            "Response to area for improvement 1a picture:  Kept(\"a letter cannot hold a picture\")",
        ],
        toml: &[],
    },
    Case {
        name: "a text box and a table in a table",
        amend: |xml| {
            let xml = at(
                xml,
                "It began",
                &format!(
                    "<w:r><w:pict><v:shape xmlns:v=\"urn:v\"><v:textbox><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>{}",
                    run("It began")
                ),
            );
            paragraph_as(&xml, "1,065", |p| {
                format!("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>{p}")
            })
        },
        found: &[
            "Texta table in a table:  Kept(\"a letter cannot hold a table in a table\")",
            "Response to area for improvement 1a text box:  Kept(\"a letter cannot hold a text box\")",
        ],
        toml: &[],
    },
    Case {
        name: "nothing but what Word does of itself",
        amend: |xml| {
            let xml = at(
                xml,
                "a new rota",
                &format!(
                    "<w:proofErr w:type=\"spellStart\"/>{}{}<w:proofErr w:type=\"spellEnd\"/><w:lastRenderedPageBreak/>",
                    run("a ne"),
                    run("w rota")
                ),
            );
            let xml = at(
                &xml,
                "plans were",
                &format!(
                    "{}<w:bookmarkStart w:id=\"77\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"77\"/>",
                    run("plans were")
                ),
            );
            xml.replace(
                "<w:p>",
                "<w:p w:rsidR=\"00AB12CD\" w14:paraId=\"1A2B3C4D\" xmlns:w14=\"urn:w14\">",
            )
        },
        found: &[],
        toml: &[],
    },
    Case {
        name: "text in content controls, smart tags and fields",
        amend: |xml| {
            let xml = at(
                xml,
                "a new rota",
                &format!(
                    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
                    run("a new rota")
                ),
            );
            let xml =
                at(&xml, "plans were", &format!("<w:smartTag>{}</w:smartTag>", run("plans were")));
            at(
                &xml,
                "A further",
                &format!(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>QUOTE x</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
                    run("A further")
                ),
            )
        },
        found: &[],
        toml: &[],
    },
    Case {
        name: "two changes in one paragraph by two people",
        amend: |xml| {
            let xml = at(xml, "welcome", &format!("{}{}", del("welcome"), ins("have read")));
            at(
                &xml,
                "inspectors for it",
                &format!(
                    "{}{}{}",
                    run("inspectors"),
                    ins(" warmly").replace("A. Reviewer", "B. Reader"),
                    run(" for it")
                ),
            )
        },
        found: &["Text by A. Reviewer: [-welcome-]{+have read+}", "Text by B. Reader: {+warmly +}"],
        toml: &[
            ("    I welcome this", "    I have read this"),
            ("the inspectors for it.\n", "the inspectors warmly for it.\n"),
        ],
    },
    Case {
        name: "what one inserted and another deleted again",
        amend: |xml| {
            at(
                xml,
                "a new rota",
                &format!(
                    "{}<w:ins {WHO}><w:del {WHO}><w:r><w:delText>never</w:delText></w:r></w:del></w:ins>",
                    run("a new rota")
                ),
            )
        },
        found: &[],
        toml: &[],
    },
];

/// The Word file of the draft.
pub fn draft() -> Vec<u8> {
    static DRAFT: LazyLock<Vec<u8>> =
        LazyLock::new(|| word_files(&root().join("tests/review/office")).remove(0).1);
    DRAFT.clone()
}

/// The TOML of the draft.
pub fn toml() -> String {
    std::fs::read_to_string(root().join("tests/review/office/data/draft.toml")).unwrap()
}

#[test]
fn each_edit_comes_back_at_its_key_and_goes_into_the_toml() {
    let (draft, toml) = (draft(), toml());
    let mut failed = Vec::new();
    for Case { name, amend, found, toml: edits } in CASES {
        let bytes = amended(&draft, "word/document.xml", amend);
        failed.extend(judged(name, &bytes, &toml, found, edits));
    }
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n"));
    assert!(part(&draft, "word/document.xml").contains("w:bookmarkStart"));
}

#[test]
fn what_is_changed_at_the_head_of_the_pages_is_told_and_not_taken() {
    let bytes = amended(&draft(), "word/header2.xml", |xml| {
        let end = xml.rfind("</w:p>").unwrap();
        format!("{}{}{}", &xml[..end], ins(" for the panel"), &xml[end..])
    });
    let found = ["Head or foot of the pages by A. Reviewer: {+ for the panel+} NotYours(Fixed)"];
    let failed = judged("head", &bytes, &toml(), &found, &[]);
    assert!(failed.is_empty(), "{failed:#?}");
}

/// What is wrong with what is found in an amended file, and with what it makes of the TOML.
pub fn judged(
    name: &str,
    bytes: &[u8],
    toml: &str,
    found: &[&str],
    edits: &[(&str, &str)],
) -> Vec<String> {
    let mut failed = Vec::new();
    let mut round = Round::new(vec![came("draft.docx", bytes)]);
    let changes: Vec<String> = round.entries.iter().map(|e| summary(&e.change)).collect();
    if changes != *found {
        failed.push(format!("{name}:\n  found {changes:#?}"));
    }
    let mut expected = toml.to_owned();
    for (old, new) in edits {
        assert_eq!(expected.matches(old).count(), 1, "{name}: {old}");
        expected = expected.replace(old, new);
    }
    let today = |text: &str| {
        [Today { path: "data/draft.toml".to_owned(), text: text.to_owned(), has_mark: false }]
    };
    let is_good = |entry: &peel_letter::review::round::Entry| {
        matches!(entry.standing(), Standing::Placed | Standing::Guessed)
    };
    let Some(files) = round.apply(&today(toml), is_good) else {
        failed.push(format!("{name}: the result is not right"));
        return failed;
    };
    let now = files.first().map_or(toml.to_owned(), |file| file.text.clone());
    if now != expected && !(edits.is_empty() && changes.is_empty())
        || (edits.is_empty() && now != toml)
    {
        let outcomes: Vec<_> = round.entries.iter().map(|entry| &entry.outcome).collect();
        let diff = similar::TextDiff::from_lines(&expected, &now);
        failed.push(format!("{name}: {outcomes:?}\n{}", diff.unified_diff().context_radius(0)));
    }
    // Once taken, it is there, and taking it again does nothing.
    let mut again = Round::new(vec![came("draft.docx", bytes)]);
    if !again.apply(&today(&now), is_good).unwrap().is_empty() {
        failed.push(format!("{name}: taken twice"));
    }
    failed
}
