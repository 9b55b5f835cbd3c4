//! A round, as a person goes through it: several files come back, and the TOML goes on meanwhile.

use crate::edits::{at, del, draft, ins, like, paragraph_as, run, toml};
use crate::support::{amended, part, root};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A working folder with the draft.
fn office() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    for file in ["office.toml", "draft.toml"] {
        let from = root().join("tests/review/office/data").join(file);
        fs::copy(from, folder.path().join("data").join(file)).unwrap();
    }
    folder
}

/// The draft in a folder, amended, under a name.
fn back(folder: &Path, name: &str, amend: impl Fn(&str) -> String) {
    let bytes = amended(&draft(), "word/document.xml", amend);
    fs::write(folder.join(name), bytes).unwrap();
}

/// What is printed to standard output and to standard error, and whether all went well.
fn typed(folder: &Path, words: &[&str]) -> (String, String, bool) {
    let run =
        Command::new(env!("CARGO_BIN_EXE_peel-letter")).args(words).current_dir(folder).output();
    let run = run.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(run.stdout), text(run.stderr), run.status.success())
}

fn letter(folder: &Path) -> String {
    fs::read_to_string(folder.join("data/draft.toml")).unwrap()
}

fn by(who: &str, xml: &str) -> String {
    xml.replace("A. Reviewer", who)
}

#[test]
fn two_reviewers_and_an_edited_letter() {
    let office = office();
    let folder = office.path();
    // One changes three paragraphs, the other two; one of them is the same, with other words.
    back(folder, "a.docx", |xml| {
        let xml = at(xml, "a new rota", &format!("{}{}", del("a new rota"), ins("two new rotas")));
        let xml =
            at(&xml, "panel twice", &format!("{}{}", del("panel twice"), ins("panel three times")));
        at(
            &xml,
            "better answers",
            &format!("{}{}", del("better"), ins("quicker")).replacen(
                "</w:ins>",
                &format!("</w:ins>{}", run(" answers")),
                1,
            ),
        )
    });
    back(folder, "b.docx", |xml| {
        let xml = at(
            xml,
            "a new rota",
            &by("B. Reader", &format!("{}{}", del("a new rota"), ins("a new plan"))),
        );
        paragraph_as(&xml, "The plans were", |p| {
            format!("{p}{}", like(p, &by("B. Reader", &ins("The panel has seen them."))))
        })
    });
    // Meanwhile somebody has changed the paragraph on the panel, and put in a note.
    let edited = toml()
        .replace("met the panel twice", "met the panel in June")
        .replace("[conclusion]", "# To do.\n[conclusion]");
    fs::write(folder.join("data/draft.toml"), &edited).unwrap();

    let (out, _, good) = typed(folder, &["review", "draft", "a.docx", "b.docx"]);
    assert!(good);
    assert!(out.ends_with("\n5 changes: 5 at their place; 0 comments\n"), "{out}");
    assert!(
        out.contains(
            "it was changed in the TOML too, which says now: We’ve met the panel in June."
        ),
        "{out}"
    );
    assert_eq!(letter(folder), edited);

    let (_, said, good) = typed(folder, &["review", "draft", "a.docx", "b.docx", "--apply", "all"]);
    assert!(good);
    assert_eq!(
        said,
        "2 changes taken, 1 changed in the TOML too, 2 of the same words as another; written: data/draft.toml\n"
    );
    let expected = edited.replace("- better answers", "- quicker answers").replace(
        "    The plans were reviewed.\n",
        "    The plans were reviewed.\n\n    The panel has seen them.\n",
    );
    assert_eq!(letter(folder), expected);
    assert_eq!(fs::read_to_string(folder.join("data/draft.toml.before")).unwrap(), edited);

    // Of the two that are about the same words, one is asked for.
    let (_, said, _) = typed(
        folder,
        &["review", "draft", "a.docx", "b.docx", "--from", "B. Reader", "--apply", "all"],
    );
    assert_eq!(said, "1 change taken, 1 there already; written: data/draft.toml\n");
    let expected = expected.replace("a new rota", "a new plan");
    assert_eq!(letter(folder), expected);

    // Again, nothing is left to be done.
    let (_, said, _) = typed(folder, &["review", "draft", "b.docx", "--apply", "all"]);
    assert_eq!(said, "0 changes taken, 2 there already\n");
    assert_eq!(letter(folder), expected);
    let (_, said, good) = typed(folder, &["build", "--format", "md"]);
    assert!(good, "{said}");
    let made = fs::read_to_string(folder.join("output/draft-draft.md")).unwrap();
    assert!(made.contains("The panel has seen them.") && made.contains("a new plan"), "{made}");
}

#[test]
fn status_tells_how_a_round_stands() {
    let office = office();
    let folder = office.path();
    let with_round = toml().replace("draft = true\n", "draft = true\nround = 3\n")
        + "\n[review]\nto = [\"Deputy\", \"Chief Executive\", \"Chief Constable\", \"Panel\"]\n";
    fs::write(folder.join("data/draft.toml"), with_round).unwrap();
    typed(folder, &["build", "--format", "docx"]);
    let file = folder.join("output/draft-draft.docx");
    for name in ["deputy.docx", "panel.docx"] {
        fs::copy(&file, folder.join(name)).unwrap();
    }
    assert!(typed(folder, &["status"]).0.contains("round 3: 0 of 4 returned"));
    let (out, _, _) = typed(folder, &["review", "draft", "deputy.docx", "panel.docx"]);
    assert_eq!(out, "What came back of draft\n\n0 changes; 0 comments\n");
    typed(folder, &["review", "draft", "panel.docx"]);
    let (out, _, _) = typed(folder, &["status"]);
    assert!(out.contains("round 3: 2 of 4 returned"), "{out}");
    let json: serde_json::Value =
        serde_json::from_str(&typed(folder, &["status", "--json"]).0).unwrap();
    assert_eq!(
        (&json[0]["round"], &json[0]["returned"], &json[0]["sent_to"]),
        (&3.into(), &2.into(), &4.into())
    );
}

/// What was sent in a round is known from what came back, and what changed since can be tracked.
#[test]
fn the_next_round_shows_what_became_of_the_one_before() {
    let office = office();
    let folder = office.path();
    let second = toml().replace("draft = true\n", "draft = true\nround = 2\n");
    fs::write(folder.join("data/draft.toml"), &second).unwrap();
    typed(folder, &["build", "--format", "docx"]);
    fs::copy(folder.join("output/draft-draft.docx"), folder.join("a.docx")).unwrap();
    let (_, said, good) = typed(folder, &["build", "--changes-since", "round-2", "draft"]);
    assert!(!good);
    assert_eq!(
        said,
        "error: it is not known what draft was in round 2: no file of any round was named to review \
         yet; name a file that went out then, or came back: --changes-since FILE.docx\n"
    );
    typed(folder, &["review", "draft", "a.docx"]);

    let third = second.replace("round = 2", "round = 3").replace("a new rota", "two new rotas");
    fs::write(folder.join("data/draft.toml"), &third).unwrap();
    let office = fs::read_to_string(folder.join("data/office.toml")).unwrap();
    fs::write(
        folder.join("data/office.toml"),
        office.replace("1 Sample Street", "2 Sample Street"),
    )
    .unwrap();
    let (_, said, good) = typed(folder, &["build", "--changes-since", "round-2", "draft"]);
    assert!(good && said.ends_with("made: output/draft-draft-changes.docx (new)\n"), "{said}");
    let made = fs::read(folder.join("output/draft-draft-changes.docx")).unwrap();
    let body = part(&made, "word/document.xml");
    let author = "w:author=\"Office of the Police and Crime Commissioner for Exampleshire\"";
    let changed = |name: &str, words: &str| {
        let text = if name == "del" { "delText" } else { "t" };
        let end = format!("<w:{text} xml:space=\"preserve\">{words}</w:{text}></w:r></w:{name}>");
        let at = body.find(&end).unwrap_or_else(|| panic!("{words} is not there"));
        let start = body[..at].rfind(&format!("<w:{name} ")).unwrap();
        assert!(body[start..at].contains(author) && !body[start..at].contains("w:date"), "{body}");
    };
    for (name, words) in [
        ("del", "a new rota"),
        ("ins", "two new rotas"),
        ("del", "1 Sample Street"),
        ("ins", "2 Sample Street"),
    ] {
        changed(name, words);
    }
    let (out, ..) = typed(folder, &["review", "draft", "output/draft-draft-changes.docx"]);
    assert!(out.ends_with("\n0 changes; 0 comments\n"), "{out}");

    // The same from the file itself; a letter can be named, too.
    typed(folder, &["build", "--changes-since", "a.docx", "draft"]);
    assert_eq!(fs::read(folder.join("output/draft-draft-changes.docx")).unwrap(), made);
    fs::write(folder.join("data/other.toml"), &second).unwrap();
    let (_, said, good) = typed(folder, &["build", "--changes-since", "other", "draft"]);
    assert!(
        good && said.ends_with("made: output/draft-draft-changes.docx (its content changed)\n")
    );

    let nothing = "[inspection]\nforce = 1\n";
    fs::write(folder.join("data/other.toml"), nothing).unwrap();
    for (words, told) in [
        (&["--changes-since", "round-1", "draft"][..], "; known are round-2, round-3; name a file"),
        (&["--changes-since", "b.docx", "draft"], "cannot read b.docx: there is no such file"),
        (
            &["--changes-since", "a.docx", "other"],
            "was made from the letter draft, and not from other",
        ),
        (&["--changes-since", "nowhere", "draft"], "nowhere is no archived version (such as v1)"),
        (&["--changes-since", "round-2"], "--changes-since takes one letter; name it"),
        (&["--changes-since", "round-2", "--format", "pdf", "draft"], "in Word files alone;"),
        (&["--changes-since", "other", "draft"], "--> data/draft.toml (data/other.toml):2:9"),
    ] {
        let (_, said, good) = typed(folder, &[&["build"], words].concat());
        assert!(!good && said.contains(told), "{words:?}: {said}");
    }
}

/// The draft with a comment on words, and a reply to it.
fn commented(folder: &Path) {
    let bytes = amended(&draft(), "word/document.xml", |xml| {
        let (start, end) = ("<w:commentRangeStart w:id=\"0\"/>", "<w:commentRangeEnd w:id=\"0\"/>");
        at(
            xml,
            "panel twice",
            &format!(
                "{start}{}{end}<w:r><w:commentReference w:id=\"0\"/></w:r>",
                run("panel twice")
            ),
        )
    });
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
    let more = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended";
    let bytes = amended(&bytes, "word/_rels/document.xml.rels", |xml| {
        let relations = format!(
            "<Relationship Id=\"c1\" Type=\"{kind}\" Target=\"comments.xml\"/>\
             <Relationship Id=\"c2\" Type=\"{more}\" Target=\"commentsExtended.xml\"/></Relationships>"
        );
        xml.replace("</Relationships>", &relations)
    });
    let comment = |id: usize, who: &str, text: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{who}\" w:date=\"2026-11-2{id}T09:00:00Z\"><w:p \
             w14:paraId=\"0000000{id}\"><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        )
    };
    let comments = format!(
        "<w:comments xmlns:w=\"urn:w\" xmlns:w14=\"urn:w14\">{}{}</w:comments>",
        comment(0, "A. Reviewer", "Was it not three times?"),
        comment(1, "B. Reader", "No, twice."),
    );
    let threads = "<w15:commentsEx xmlns:w15=\"urn:w15\"><w15:commentEx w15:paraId=\"00000000\" w15:done=\"1\"/>\
                   <w15:commentEx w15:paraId=\"00000001\" w15:paraIdParent=\"00000000\" w15:done=\"0\"/></w15:commentsEx>";
    let bytes = crate::support::with_parts(
        &bytes,
        &[("word/comments.xml", &comments), ("word/commentsExtended.xml", threads)],
    );
    fs::write(folder.join("c.docx"), bytes).unwrap();
}

#[test]
fn comments_are_told_and_become_notes() {
    let office = office();
    let folder = office.path();
    commented(folder);
    let (out, _, _) = typed(folder, &["review", "draft", "c.docx"]);
    let told = "\nOverview\n\n  Comment on Text, at 'panel twice' (settled)\n    A. Reviewer, 20 November 2026\n    \
                Was it not three times?\n    B. Reader, 21 November 2026 replied: No, twice.\n\n0 changes; 1 comment\n";
    assert!(out.ends_with(told), "{out}");
    let (_, said, _) = typed(folder, &["review", "draft", "c.docx", "--comments", "notes"]);
    assert_eq!(said, "1 comment put into the TOML as notes\n");
    let notes = "# A. Reviewer, 20 Nov: Was it not three times? (at 'panel twice') [settled]\n#   B. Reader, 21 Nov: No, twice.\n";
    let expected = toml().replacen(
        "text = '''\n    I welcome",
        &format!("{notes}text = '''\n    I welcome"),
        1,
    );
    assert_eq!(letter(folder), expected);
    typed(folder, &["review", "draft", "c.docx", "--comments", "notes"]);
    assert_eq!(letter(folder), expected);
    let memory = fs::read_to_string(folder.join("output/reviews/draft.toml")).unwrap();
    assert!(memory.contains("Was it not three times?"), "{memory}");
}

#[test]
fn a_page_and_json_say_the_same() {
    let office = office();
    let folder = office.path();
    back(folder, "a.docx", |xml| {
        at(xml, "a new rota", &format!("{}{}", del("a new rota"), ins("two &lt; rotas")))
    });
    let (_, said, _) = typed(folder, &["review", "draft", "a.docx", "--output", "changes.html"]);
    assert_eq!(said, "made: changes.html\n1 change: 1 at its place; 0 comments\n");
    let page = fs::read_to_string(folder.join("changes.html")).unwrap();
    assert!(page.contains("two &lt; rotas") && page.contains("<h3>1. Response to area"), "{page}");
    let (out, _, _) = typed(folder, &["review", "draft", "a.docx", "--message-format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let change = &json["changes"][0];
    assert_eq!(change["key"], "area[1].item[1].response");
    assert_eq!(change["who"][0]["name"], "A. Reviewer");
    assert_eq!(
        (&change["deleted"], &change["inserted"]),
        (&"a new rota".into(), &"two < rotas".into())
    );
    assert_eq!((&change["standing"], &change["beside_toml"]), (&"placed".into(), &"free".into()));
}

#[test]
fn a_file_without_marks_is_matched_by_its_words() {
    let office = office();
    let folder = office.path();
    // As from Google Docs: no bookmarks, no parts of ours, styles of its own.
    let bytes = amended(&draft(), "word/document.xml", |xml| {
        let xml = at(xml, "a new rota", &run("two new rotas"));
        let marks =
            regex_lite::Regex::new("<w:bookmark(Start|End)[^>]*/>|<w:pStyle[^>]*/>").unwrap();
        marks.replace_all(&xml, "").into_owned()
    });
    let bytes =
        amended(&bytes, "word/_rels/document.xml.rels", |xml| xml.replace("item1.xml", "gone.xml"));
    fs::write(folder.join("g.docx"), bytes).unwrap();
    let (out, said, _) = typed(folder, &["review", "draft", "g.docx", "--apply", "all"]);
    assert!(out.ends_with("\n1 change: 1 guessed; 0 comments\n"), "{out}");
    assert!(said.starts_with("g.docx does not say what it was made from;"), "{said}");
    assert_eq!(letter(folder), toml().replace("a new rota", "two new rotas"));
}

#[test]
fn a_letter_with_the_line_ends_of_windows_keeps_them() {
    let office = office();
    let folder = office.path();
    let windows = format!("\u{feff}{}", toml().replace('\n', "\r\n"));
    fs::write(folder.join("data/draft.toml"), &windows).unwrap();
    back(folder, "a.docx", |xml| {
        let xml = at(xml, "a new rota", &run("two new rotas"));
        paragraph_as(&xml, "The plans were", |p| {
            format!("{p}{}", like(p, &ins("The panel has seen them.")))
        })
    });
    typed(folder, &["review", "draft", "a.docx", "--apply", "all"]);
    let expected = windows.replace("a new rota", "two new rotas").replace(
        "    The plans were reviewed.\r\n",
        "    The plans were reviewed.\r\n\r\n    The panel has seen them.\r\n",
    );
    assert_eq!(letter(folder), expected);
}

#[test]
fn what_cannot_be_read_is_told() {
    let office = office();
    let folder = office.path();
    fs::write(folder.join("a.docx"), "no").unwrap();
    for (words, told) in [
        (
            ["draft", "a.docx"],
            "error: cannot read a.docx: it is no Word file; save it in Word as 'Word Document (.docx)'\n",
        ),
        (["draft", "b.docx"], "error: cannot read b.docx: there is no such file or folder\n"),
        (
            ["office", "a.docx"],
            "error: data/office.toml is no letter: it holds what the letters have in common\n",
        ),
    ] {
        let (_, said, good) = typed(folder, &["review", words[0], words[1]]);
        assert!(!good);
        assert_eq!(said, told);
    }
    back(folder, "c.docx", str::to_owned);
    fs::copy(folder.join("data/draft.toml"), folder.join("data/other.toml")).unwrap();
    let (_, said, _) = typed(folder, &["review", "other", "c.docx"]);
    assert_eq!(said, "error: c.docx was made from the letter draft, and not from other\n");
    let (_, said, _) = typed(folder, &["review", "draft", "c.docx", "--apply", "3-9"]);
    assert_eq!(said, "error: there is no change 9; there are 0 changes\n");
    let (_, said, _) = typed(folder, &["review", "draft", "c.docx", "--apply", "some"]);
    assert!(said.contains("write all, or numbers such as 3,5-9"), "{said}");
}
