//! Drafts in which the program has tracked what changed: who takes all has the new one, who rejects all
//! has the one before, and only what others change after that comes back.

use crate::edits::{CASES, Case, at, run, toml};
use crate::support::{amended, came, office_with, part, root, summary};
use peel_letter::docx::read::{NOTE, Paragraph, Returned, read};
use peel_letter::letter::Form;
use peel_letter::make::earlier::Values;
use peel_letter::make::{Kit, LetterReader};
use peel_letter::review::round::Round;
use peel_letter::workspace::{Workspace, letter_name};
use std::fs;
use std::path::{Path, PathBuf};

/// A letter as it is now, as it was, and with what changed since, each as a Word file.
pub struct Since {
    pub now: Vec<u8>,
    pub then: Vec<u8>,
    pub tracked: Vec<u8>,
}

/// A letter of a working folder, with what changed since it had these values.
fn since(folder: &Path, letter: &Path, values: &Values, form: Form) -> Since {
    let workspace = Workspace::at(folder).unwrap();
    let mut files = workspace.files.clone();
    let file = workspace.add(letter, &mut files).unwrap();
    let loaded = LetterReader::new(&workspace).load(&file, &[form], &files);
    let mut kit = Kit::new(&workspace).unwrap();
    let made = kit.make(loaded.good().unwrap(), &file, &loaded.images, form, &mut files).unwrap();
    let earlier = kit.earlier(values, &file, form, &mut files).unwrap();
    let now = kit.docx(&made, &loaded, None, &files).unwrap();
    let tracked = kit.docx(&made, &loaded, Some(&earlier), &files).unwrap();
    assert_eq!(tracked, kit.docx(&made, &loaded, Some(&earlier), &files).unwrap());
    // The earlier state as it would be made on its own.
    let source = workspace.add_text(values.letter.clone(), &mut files);
    let source = peel_letter::workspace::LetterFile {
        path: file.path.clone(),
        folder: file.folder,
        ..source
    };
    let loaded = LetterReader::new(&workspace).load(&source, &[form], &files);
    let made = kit.make(loaded.good().unwrap(), &source, &loaded.images, form, &mut files).unwrap();
    let then = kit.docx(&made, &loaded, None, &files).unwrap();
    Since { now, then, tracked }
}

/// The draft of the tests, with what changed since it was this.
pub fn draft_since(then: &str, now: &str) -> Since {
    let folder = office_with(now);
    let data = folder.path().join("data");
    let office = Some(fs::read_to_string(data.join("office.toml")).unwrap());
    let values = Values { name: "round 1".to_owned(), letter: then.to_owned(), office };
    since(folder.path(), &data.join("draft.toml"), &values, Form::Letter)
}

/// A file in which what came goes, and what went comes.
fn rejected(file: &[u8]) -> Vec<u8> {
    ["word/document.xml", "word/footnotes.xml"].iter().fold(file.to_owned(), |file, part| {
        amended(&file, part, |xml| {
            xml.replace("w:ins ", "w:other ")
                .replace("w:ins>", "w:other>")
                .replace("w:del ", "w:ins ")
                .replace("w:del>", "w:ins>")
                .replace("w:other ", "w:del ")
                .replace("w:other>", "w:del>")
        })
    })
}

/// What stands in a paragraph: its place in a table, and its signs.
type Line = (Option<(usize, usize)>, String);

fn lines(returned: &Returned) -> (Vec<Line>, Vec<Vec<Line>>) {
    let line = |paragraph: &Paragraph| -> Line {
        let text = paragraph.text.iter().map(|glyph| glyph.sign);
        (paragraph.cell.map(|(_, row, column)| (row, column)), text.collect())
    };
    let all = |paragraphs: &[Paragraph]| paragraphs.iter().map(line).collect::<Vec<_>>();
    (all(&returned.paragraphs), returned.notes.iter().map(|note| all(note)).collect())
}

/// What a reader sees of a paragraph, and what the program knows it by.
fn looks(returned: &Returned) -> Vec<String> {
    let look = |paragraph: &Paragraph| {
        let link = |link: usize| returned.links[link].as_str();
        let glyphs: Vec<_> = paragraph
            .text
            .iter()
            .filter(|glyph| glyph.sign != NOTE)
            .map(|glyph| (glyph.sign, glyph.look, glyph.link.map(link)))
            .collect();
        let marks: Vec<_> = paragraph.marks.iter().map(|(name, _)| name).collect();
        let (style, list) = (&paragraph.style, &paragraph.list);
        format!("{style} {list:?} {marks:?} {glyphs:?} {:?}", paragraph.odd)
    };
    returned.paragraphs.iter().chain(returned.notes.iter().flatten()).map(look).collect()
}

impl Since {
    /// The files are left in `target/tmp/changes`, for those who judge Word files.
    fn leave(&self, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("changes");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("{name}.docx")), &self.tracked).unwrap();
    }

    /// Asserts that the file is the new letter for who takes all changes, the old one for who rejects
    /// all, and that nothing of it is said to be anybody's.
    pub fn assert_sound(&self, name: &str) {
        let [now, then, tracked, rejected] =
            [&self.now, &self.then, &self.tracked, &rejected(&self.tracked)]
                .map(|f| read(f).unwrap());
        assert_eq!(lines(&tracked), lines(&now), "{name}: who takes all");
        assert_eq!(looks(&tracked), looks(&now), "{name}: who takes all");
        assert_eq!(lines(&rejected), lines(&then), "{name}: who rejects all");
        assert!(tracked.people.is_empty(), "{name}: {:?}", tracked.people);
        assert!(tracked.paragraphs.iter().all(|p| p.gone.is_empty() && p.by.is_none()), "{name}");
        let found = Round::new(vec![came(name, &self.tracked)]);
        let found: Vec<String> = found.entries.iter().map(|e| summary(&e.change)).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

/// Every letter of a working folder, beside the next: nothing is more unlike.
#[test]
fn any_two_letters_can_be_told_apart_and_put_together() {
    for folder in ["", "tests/odd/plain", "tests/odd/pictures", "tests/letters/pictures"] {
        let folder = root().join(folder);
        let workspace = Workspace::at(&folder).unwrap();
        let office = workspace.office.map(|office| workspace.files.text(office).to_owned());
        let is_good = |path: &PathBuf| {
            let mut files = workspace.files.clone();
            let file = workspace.add(path, &mut files).unwrap();
            LetterReader::new(&workspace).load(&file, &[Form::Letter], &files).good().is_some()
        };
        let letters: Vec<PathBuf> =
            workspace.letters().unwrap().into_iter().filter(is_good).collect();
        for (index, now) in letters.iter().enumerate() {
            let then = &letters[(index + 1) % letters.len()];
            let (now, then) = if index % 2 == 0 { (now, then) } else { (then, now) };
            let values = Values {
                name: "before".to_owned(),
                letter: fs::read_to_string(then).unwrap(),
                office: office.clone(),
            };
            let name = format!("{} since {}", letter_name(now), letter_name(then));
            let since = since(&folder, now, &values, Form::Letter);
            since.assert_sound(&name);
            since.leave(&name.replace(' ', "-"));
        }
    }
}

/// The draft as it was a round before: words, paragraphs, points, rows and a footnote are others.
fn before() -> String {
    let mut then = toml();
    for (now, before) in [
        (
            "\n    Three things matter most:\n",
            "\n    They told us so.\n\n    Four matters come first:\n",
        ),
        ("    - more officers", "    - fewer forms\n    - more officers"),
        ("    | 2024 | 1,020    |\n", "    | 2023 | 980      |\n    | 2024 | 1,010    |\n"),
        ("    [^1]: It was published in May.", "    [^1]: It was written in May."),
        (
            "[[area]]\n",
            "[[area]]\nfindings = \"The report[^1] has *many* words.\\n\\n[^1]: It is long.\"\n",
        ),
    ] {
        assert!(then.contains(now), "{now}");
        then = then.replacen(now, before, 1);
    }
    then
}

#[test]
fn what_changed_is_tracked_word_by_word() {
    let since = draft_since(&before(), &toml());
    since.assert_sound("draft");
    let body = part(&since.tracked, "word/document.xml");
    for (words, how) in [
        ("They told us so.", "delText"),
        ("fewer forms", "delText"),
        ("980", "delText"),
        ("1,010", "delText"),
        ("1,020", "t"),
    ] {
        assert!(
            body.contains(&format!("<w:{how} xml:space=\"preserve\">{words}</w:{how}>")),
            "{words}"
        );
    }
    assert_eq!(body.matches("<w:trPr>").count(), 4);
    let row = body
        .split("</w:trPr>")
        .find(|row| row.contains("<w:trPr>") && row.contains("<w:del ") && row.ends_with("/>"));
    assert!(row.is_some(), "{body}");
    let notes = part(&since.tracked, "word/footnotes.xml");
    assert!(
        notes.contains(">written</w:delText>") && notes.contains(">published</w:t>"),
        "{notes}"
    );
    assert!(notes.contains(">It is long.</w:delText>"), "{notes}");
}

/// Who edits a file with changes of ours is found out just as in one without.
#[test]
fn each_edit_on_top_comes_back_at_its_key() {
    let tracked = draft_since(&before(), &toml()).tracked;
    let mut failed = Vec::new();
    for Case { name, amend, found, .. } in CASES {
        let bytes = amended(&tracked, "word/document.xml", amend);
        let round = Round::new(vec![came("draft.docx", &bytes)]);
        let changes: Vec<String> = round.entries.iter().map(|e| summary(&e.change)).collect();
        if changes != *found {
            failed.push(format!("{name}:\n  {changes:#?}\n  instead of {found:#?}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Who rejects one of our changes wants the old words back; who takes one wants nothing.
#[test]
fn to_reject_is_to_change_and_to_take_is_not() {
    let then = toml().replace("a new rota", "an old rota");
    let tracked = draft_since(&then, &toml()).tracked;
    let found = |by: &dyn Fn(&str) -> String| -> Vec<String> {
        let round =
            Round::new(vec![came("draft.docx", &amended(&tracked, "word/document.xml", by))]);
        round.entries.iter().map(|entry| summary(&entry.change)).collect()
    };
    let whole = |xml: &str, words: &str, by: &str| {
        let at = xml.find(words).unwrap();
        let tag =
            if xml[..at].rfind("<w:ins ") > xml[..at].rfind("<w:del ") { "w:ins" } else { "w:del" };
        let start = xml[..at].rfind(&format!("<{tag} ")).unwrap();
        let end = at + xml[at..].find(&format!("</{tag}>")).unwrap() + tag.len() + 3;
        format!("{}{by}{}", &xml[..start], &xml[end..])
    };
    assert_eq!(
        found(&|xml| whole(&whole(xml, ">an old<", &run("an old")), ">a new<", "")),
        ["Response to area for improvement 1: [-a new-]{+an old+}"]
    );
    assert!(found(&|xml| whole(&whole(xml, ">an old<", ""), ">a new<", &run("a new"))).is_empty());
    let theirs = "<w:ins w:id=\"901\" w:author=\"A. Reviewer\" w:date=\"2026-11-20T10:00:00Z\">";
    assert_eq!(
        found(&|xml| at(
            xml,
            "a new",
            &format!("{}</w:ins>{theirs}{}</w:ins><w:ins w:id=\"902\">", run("a new"), run("er"))
        )),
        ["Response to area for improvement 1 by A. Reviewer: [-new-]{+newer+}"]
    );
}
