//! The guide (README.md and docs/) is done as it tells: what is typed in it prints what stands below
//! it, in the order of each page; its TOML can be used, and its links lead somewhere. What its reader
//! does by hand is told in comments that a page does not show:
//!
//! - `<!-- test: folder PATH -->` begins in a fresh copy of a folder of the project; `.` is the
//!   project as it comes, and `none` an empty folder
//! - `<!-- test: replace "A" with "B" in FILE -->` edits, and `<!-- test: copy FILE to FILE -->` copies
//!   (`\n` is the end of a line)
//! - `<!-- test: word "A" as "B" by "WHO" in FILE to FILE -->` amends a Word file with tracked changes
//! - `<!-- test: peel-letter build -->` is typed without being shown
//! - `<!-- test: parts of a letter -->`: each block of TOML from here on is put into [`BASE`], in which
//!   nothing may then be found wrong
//! - a block of TOML that begins with `# FILE` is written to that file
//!
//! `...` on a line stands for any lines, and `[..]` for anything in a line. `UPDATE=1` writes blocks
//! anew that have other words.

use crate::support::*;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;
use tempfile::TempDir;

/// A letter that is right. A part of the guide takes the place of what it has of the same name.
const BASE: &str = include_str!("../guide/base.toml");

/// Where the page on checks goes on with the list of rules.
const RULES: &str = "<!-- from here on made from src/check/rules.md -->\n";

/// The pages of the guide, with their paths.
fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_dir(root.join("docs")).expect("the guide is there");
    let docs = docs.map(|entry| entry.expect("it can be read").path());
    let mut pages: Vec<PathBuf> =
        docs.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    pages.push(root.join("README.md"));
    pages.sort();
    let text = |path: &PathBuf| fs::read_to_string(path).expect("it can be read");
    pages.into_iter().map(|path| (path.clone(), text(&path))).collect()
}

#[test]
fn the_guide_holds() {
    let mut differences = Vec::new();
    for (path, text) in pages() {
        let mut reader = LetterReader { folder: None, parts: false, printed: String::new() };
        for part in parts(&text) {
            reader.follow(&part);
        }
        differences.extend(renew(&path, &text, &reader.printed));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn the_page_on_checks_has_the_rules_of_the_program() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/checks.md");
    let text = fs::read_to_string(&path).expect("it can be read");
    let (own, _) = text.split_once(RULES).expect("the rules follow");
    let mut is_code = false;
    let deeper = |line: &str| {
        is_code ^= line.starts_with("```");
        let deeper = if !is_code && line.starts_with('#') { "#" } else { "" };
        format!("{deeper}{line}\n")
    };
    let rules: String = peel_letter::check::explain::RULES.lines().map(deeper).collect();
    let differences = renew(&path, &text, &format!("{own}{RULES}\n{rules}"));
    assert!(differences.is_none(), "{differences:?}");
}

#[test]
fn links_lead_somewhere() {
    let link = regex_lite::Regex::new(r"\]\(([^)\s]+)\)").expect("it is a pattern");
    let code = regex_lite::Regex::new("`[^`]*`").expect("it is a pattern");
    let mut wrong = Vec::new();
    let mut count = 0;
    for (path, text) in pages() {
        let lines = parts(&text).into_iter().filter_map(|part| match part {
            Part::Line(line) => Some(line),
            Part::Block(..) => None,
        });
        let lines: Vec<_> = lines.map(|line| code.replace_all(line, "`")).collect();
        for link in lines.iter().flat_map(|line| link.captures_iter(line)) {
            count += 1;
            let is_there = leads_somewhere(&path, &link[1]);
            wrong.extend((!is_there).then(|| format!("{}: {}", path.display(), &link[1])));
        }
    }
    assert!(count > 50, "the links are found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether there is the file of a link, and the heading in it.
fn leads_somewhere(page: &Path, link: &str) -> bool {
    if link.starts_with("https://") {
        return true;
    }
    let (file, heading) = link.split_once('#').map_or((link, None), |(f, h)| (f, Some(h)));
    let target = match file {
        "" => page.to_owned(),
        file => page.parent().expect("it is in a folder").join(file),
    };
    let Some(heading) = heading else { return target.exists() };
    let text = fs::read_to_string(target).unwrap_or_default();
    parts(&text).iter().any(|part| match part {
        Part::Line(line) => line.starts_with('#') && address(line) == heading,
        Part::Block(..) => false,
    })
}

/// The address that web hosts give a heading.
fn address(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// What a page should say in place of what it says, if it differs; `UPDATE` writes it.
fn renew(path: &Path, there: &str, now: &str) -> Option<String> {
    if there == now {
        return None;
    }
    match std::env::var_os("UPDATE") {
        Some(_) => fs::write(path, now).map(|()| None).expect("it can be written"),
        None => Some(differences(path, there, now)),
    }
}

fn differences(path: &Path, there: &str, now: &str) -> String {
    let there: Vec<&str> = there.lines().collect();
    let new = now.lines().filter(|line| !there.contains(line)).collect::<Vec<_>>().join("\n");
    let now: Vec<&str> = now.lines().collect();
    let old = there.iter().filter(|line| !now.contains(line)).copied().collect::<Vec<_>>();
    let path = path.display();
    format!("{path} says:\n{}\n\nand should say:\n{new}\n", old.join("\n"))
}

/// A piece of the page: a block with its kind, or a line between blocks.
enum Part<'a> {
    Line(&'a str),
    Block(&'a str, Vec<&'a str>),
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        parts.push(match line.strip_prefix("```") {
            Some(kind) => {
                Part::Block(kind, lines.by_ref().take_while(|line| *line != "```").collect())
            }
            None => Part::Line(line),
        });
    }
    parts
}

/// Someone who reads the page and does what it says.
struct LetterReader {
    folder: Option<TempDir>,
    /// Whether blocks of TOML are parts of a letter.
    parts: bool,
    /// The page as it should be.
    printed: String,
}

impl LetterReader {
    fn follow(&mut self, part: &Part<'_>) {
        match part {
            Part::Line(line) => {
                let told = line.strip_prefix("<!-- test: ").and_then(|l| l.strip_suffix(" -->"));
                told.into_iter().for_each(|told| self.do_by_hand(told));
                self.printed.push_str(&format!("{line}\n"));
            }
            Part::Block(kind, lines) => {
                let lines = self.block(kind, lines);
                self.printed.push_str(&format!("```{kind}\n{lines}```\n"));
            }
        }
    }

    fn block(&mut self, kind: &str, lines: &[&str]) -> String {
        let text = lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        let folder = self.folder.as_ref().map(TempDir::path);
        match (kind, folder, lines.first().and_then(|line| line.strip_prefix("# "))) {
            ("toml", Some(folder), Some(path)) if path.ends_with(".toml") => {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().expect("it is in a folder")).expect("it is made");
                fs::write(path, &text).expect("it can be written");
                text
            }
            ("toml", Some(folder), _) if self.parts => {
                must_be_right(folder, &text);
                text
            }
            ("toml", ..) => panic!("where does this go? {text}"),
            ("text", Some(_), _) if text.starts_with("$ ") => self.typed(lines),
            ("text", None, _) if text.starts_with("$ ") => panic!("in which folder? {text}"),
            _ => text,
        }
    }

    /// Types what a block says, and gives it back with what is printed.
    fn typed(&mut self, lines: &[&str]) -> String {
        let mut block = String::new();
        let runs = lines.chunk_by(|_, next| !next.starts_with("$ "));
        for run in runs {
            let (line, expected) = run.split_first().expect("a run has a line");
            let expected: String = expected.iter().map(|line| format!("{line}\n")).collect();
            let printed = self.run(line.strip_prefix("$ ").expect("it begins a run"));
            let is_same = matches(
                &expected.trim_end().lines().collect::<Vec<_>>(),
                &printed.trim_end().lines().collect::<Vec<_>>(),
            );
            block.push_str(&format!("{line}\n{}", if is_same { &expected } else { &printed }));
        }
        block
    }

    /// All that a line prints, with its exit code if that is not 0.
    fn run(&self, line: &str) -> String {
        let folder = self.folder.as_ref().expect("a folder was told").path();
        let (line, into) = line.split_once(" > ").map_or((line, None), |(l, file)| (l, Some(file)));
        let words = words(line);
        assert_eq!(words[0], "peel-letter", "{line}");
        let printed = tempfile::NamedTempFile::new().expect("a file can be made");
        let out = into.map_or_else(
            || printed.reopen().expect("it can be opened"),
            |file| fs::File::create(folder.join(file)).expect("it can be made"),
        );
        let error = printed.as_file().try_clone().expect("it can be shared");
        let mut command = Command::new(env!("CARGO_BIN_EXE_peel-letter"));
        command.args(&words[1..]).current_dir(folder).env("COLUMNS", "100");
        // Both go to the end of one file, as on a screen.
        let (out, error) = match into {
            Some(_) => (out, error),
            None => (error.try_clone().expect("it can be shared"), error),
        };
        let mut run = command.stdout(out).stderr(error).spawn().expect("the program runs");
        if words[1] == "watch" {
            stop_when_watching(&run, printed.path());
        }
        let status = run.wait().expect("the program ends");
        let text = fs::read_to_string(printed.path()).expect("it is text");
        // The secret is another one each time, and another number is taken where this one is.
        let address = r"127\.0\.0\.1:\d+/[0-9a-f]{32}/";
        let address = regex_lite::Regex::new(address).expect("it is a pattern");
        let text = address.replace_all(&text, "127.0.0.1:4848/5f0c2a7be91d4f36a8c4d07e1b93f652/");
        let code = status.code().filter(|code| *code != 0);
        format!("{}{text}", code.map(|code| format!("? {code}\n")).unwrap_or_default())
    }

    fn do_by_hand(&mut self, told: &str) {
        let words = words(told);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match (words.as_slice(), self.folder.as_ref().map(TempDir::path)) {
            (["folder", path], _) => (self.folder, self.parts) = (Some(fresh(path)), false),
            (["parts", "of", "a", "letter"], _) => {
                (self.folder, self.parts) = (Some(fresh("none")), true);
            }
            (["peel-letter", ..], Some(_)) => drop(self.run(told)),
            (["replace", from, "with", to, "in", file], Some(folder)) => {
                let [from, to] = [from, to].map(|text| text.replace("\\n", "\n"));
                edit(folder, file, &from, &to);
            }
            (["word", words, "as", other, "by", who, "in", from, "to", to], Some(folder)) => {
                let bytes = fs::read(folder.join(from)).expect("it can be read");
                let amended = in_word(&bytes, words, other, who);
                fs::write(folder.join(to), amended).expect("it can be written");
            }
            (["copy", from, "to", to], Some(folder)) => {
                fs::copy(folder.join(from), folder.join(to)).expect("it can be copied");
            }
            _ => panic!("cannot do: {told}"),
        }
    }
}

/// A letter with this part can be made, and nothing in it is wrong.
fn must_be_right(folder: &Path, part: &str) {
    let mut letter: toml::Table = toml::from_str(BASE).expect("it is TOML");
    let part: toml::Table = toml::from_str(part).unwrap_or_else(|why| panic!("{why}\n{part}"));
    // A heading may be told with some of its keys.
    for (key, value) in part {
        match (letter.get_mut(&key), value) {
            (Some(toml::Value::Table(there)), toml::Value::Table(new))
                if key != "chief_constable" =>
            {
                there.extend(new);
            }
            (_, value) => drop(letter.insert(key, value)),
        }
    }
    fs::create_dir_all(folder.join("data")).expect("a folder can be made");
    fs::write(folder.join("data/office.toml"), "").expect("it can be written");
    fs::write(folder.join("data/part.toml"), letter.to_string()).expect("it can be written");
    let output = run(folder, &["check", "part", "--message-format", "short"]);
    assert!(output.status.success(), "{letter}\n{}", said(&output));
}

/// Presses Ctrl-C when the program has nothing more to say.
fn stop_when_watching(run: &Child, printed: &Path) {
    let is_watching =
        || fs::read_to_string(printed).is_ok_and(|text| text.contains("stop with Ctrl-C"));
    while !is_watching() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let stopped = Command::new("kill").args(["-INT", &run.id().to_string()]).status();
    assert!(stopped.is_ok_and(|status| status.success()));
}

/// A copy of a folder of the project.
fn fresh(path: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parts: &[&str] = if path == "." { &["data", "templates", "output"] } else { &[""] };
    for part in parts.iter().filter(|_| path != "none") {
        copy(&root.join(path).join(part), &folder.path().join(part)).expect("it can be copied");
    }
    // Of what was made, a fresh copy of the project has the Markdown.
    for file in files(folder.path()).iter().filter(|file| file.starts_with("output/")) {
        if !file.ends_with(".md") {
            fs::remove_file(folder.path().join(file)).expect("it can be deleted");
        }
    }
    folder
}

/// A Word file in which somebody has replaced words that stand in one run, and tracked it.
fn in_word(bytes: &[u8], words: &str, other: &str, who: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a Word file");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("it is there");
        let name = part.name().expect("it has a name").to_string();
        let mut content = Vec::new();
        part.read_to_end(&mut content).expect("it is whole");
        if name == "word/document.xml" {
            let xml = String::from_utf8(content).expect("it is text");
            content = replaced(&xml, words, other, who).into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).expect("it can be packed");
        out.write_all(&content).expect("it can be packed");
    }
    out.finish().expect("it can be packed").into_inner()
}

fn replaced(xml: &str, words: &str, other: &str, who: &str) -> String {
    let at = xml.find(words).unwrap_or_else(|| panic!("{words} is not there"));
    let by = format!("w:id=\"900\" w:author=\"{who}\" w:date=\"2024-02-20T10:00:00Z\"");
    let (open, close) = ("<w:r><w:t xml:space=\"preserve\">", "</w:t></w:r>");
    let deleted = format!("<w:del {by}>{open}{words}{close}</w:del>");
    let deleted = deleted.replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ");
    let inserted = format!("<w:ins {by}>{open}{other}{close}</w:ins>");
    let rest = &xml[at + words.len()..];
    format!("{}{close}{deleted}{inserted}{open}{rest}", &xml[..at])
}

/// The words of a line; those between quotation marks are one.
fn words(line: &str) -> Vec<String> {
    let quoted = line.split('"').enumerate();
    let words = quoted.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// Whether lines are as expected.
fn matches(expected: &[&str], there: &[&str]) -> bool {
    match (expected, there) {
        ([], []) => true,
        (["...", rest @ ..], _) => (0..=there.len()).any(|n| matches(rest, &there[n..])),
        ([first, rest @ ..], [line, lines @ ..]) => {
            matches_line(first, line) && matches(rest, lines)
        }
        _ => false,
    }
}

fn matches_line(expected: &str, line: &str) -> bool {
    let mut parts = expected.split("[..]");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = line.strip_prefix(first) else { return false };
    let mut is_open = false;
    for part in parts {
        let Some(at) = rest.rfind(part) else { return false };
        rest = &rest[at + part.len()..];
        is_open = part.is_empty();
    }
    rest.is_empty() || is_open
}
