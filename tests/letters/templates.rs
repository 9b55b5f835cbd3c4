//! Values are escaped in every template, those that override a built-in one included.

use crate::support::each_letter_of;
use std::fs;
use std::path::Path;

const OFFICE: &str = r##"
date = 2024-04-02
subject = "# 1 Court"
salutation = "Dear <b>"
valediction = "1. Row"
[sender]
name = "M*A*S*H"
title = "_x_"
office = "[a](b)"
address = ["+ plus", "- minus", "~~x~~", "a | b"]
[recipient]
name = "&amp; `x`"
address = ["[^1]", "C:\\x\\"]
[inspection]
force = "Exampleshire Police"
report = "A report"
"##;

/// The Markdown of one letter in a working folder with these templates.
fn markdown(templates: &[(&str, &str)]) -> String {
    markdown_of("", templates)
}

fn markdown_of(letter: &str, templates: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    };
    write("data/office.toml", OFFICE);
    write("data/letter.toml", letter);
    for (name, text) in templates {
        write(&format!("templates/{name}"), text);
    }
    let mut markdown = String::new();
    each_letter_of(folder.path(), |sample| markdown = sample.made.markdown);
    markdown
}

#[test]
fn values_are_shown_as_they_are_written() {
    let markdown = markdown(&[]);
    for line in [
        r"# \# 1 Court",
        r"Dear \<b>,",
        r"1\. Row",
        r"M\*A\*S\*H\",
        r"\_x\_",
        r"**\[a\](b)**\",
        r"\+ plus\",
        r"\- minus\",
        r"\~\~x\~\~\",
        r"a \| b",
        r"\&amp; \`x\`\",
        r"\[^1\]\",
        r"C:\\x\\",
    ] {
        assert!(markdown.lines().any(|there| there == line), "{line}\n{markdown}");
    }
}

#[test]
fn the_same_in_a_template_that_overrides_a_built_in_one() {
    let own = "{{ sender.name_with_letters }}\n\n{{ subject }}\n\n{% include \"own.md\" %}\n";
    let markdown = markdown(&[("letter.md", own), ("own.md", "{{ sender.title }}")]);
    assert_eq!(markdown, "M\\*A\\*S\\*H\n\n\\# 1 Court\n\n\\_x\\_\n");
}

/// What is added to the letter above, and the lines that are printed of it, one after the other.
const PRINTED: [(&str, &[&str]); 5] = [
    (
        "area = [{ title = 'A', findings = 'F.' }]\nconclusion = { text = 'C.' }",
        &["F.", "", "## Conclusion", "", "C."],
    ),
    (
        "area = [{ title = 'A', findings = 'F.' }]\nconclusion = { text = 'C.', heading = false }",
        &["F.", "", "C."],
    ),
    ("overview = { text = 'O.' }\nconclusion = { text = 'C.' }", &["O.", "", "C."]),
    (
        "grades = 'grouped'\ninspection.programme = 'PEEL 2023-25'\narea = [\
         { title = 'A', grade = 'inadequate' }, { title = 'B', graded = false },\
         { title = 'C', grade = 'good' }, { title = 'D', grade = 'inadequate' }]",
        &["- **Good**: C", "- **Inadequate**: A; D", "- **Not graded**: B"],
    ),
    (
        "language = 'cy'\narea = [{ title = 'A', item = [\
         { text = 'x' }, { text = 'y' }, { kind = 'recommendation', text = 'z' }] }]",
        &["Nododd yr arolygiad: meysydd i'w gwella (2) ac argymhelliad (1)."],
    ),
];

#[test]
fn what_the_templates_say_by_themselves() {
    for (letter, expected) in PRINTED {
        let markdown = markdown_of(letter, &[]);
        let lines: Vec<&str> = markdown.lines().collect();
        let found = lines.windows(expected.len()).any(|lines| lines == expected);
        assert!(found, "{letter}\n{markdown}");
    }
}
