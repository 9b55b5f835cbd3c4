//! What nobody would write, or somebody who means harm: the program says what is wrong and where, soon,
//! and never breaks.
#![expect(clippy::unwrap_used, reason = "what a test cannot do, it need not explain")]

use peel_letter::check::{self, Responses};
use peel_letter::diagnostic::{Diagnostic, Files, Format, Reporter};
use peel_letter::make::{Kit, LetterReader};
use peel_letter::pdf::Engine;
use peel_letter::workspace::Workspace;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const OFFICE: &str = include_str!("cmd/build.in/data/office.toml");
const HEAD: &str = "date = 2018-04-16\nsubject = 'Our answer'\n";

/// Long for a program that was built to be debugged, and far from what these inputs once took.
const PATIENCE: Duration = Duration::from_secs(60);

fn overview(text: &str) -> String {
    format!("{HEAD}[overview]\ntext = '''\n{text}\n'''\n")
}

/// A letter with as much of the same under each of four keys.
fn under_four_keys(text: &str) -> String {
    let key = |table: &str, key: &str| format!("{table}\n{key} = '''\n{text}\n'''\n");
    let area = |title: &str| {
        let table = format!("[[area]]\ntitle = '{title}'\ngrade = 'good'");
        key(&table, "findings")
    };
    let whole = [key("[overview]", "text"), key("[conclusion]", "text"), area("A"), area("B")];
    format!("{HEAD}{}", whole.concat())
}

/// What is wrong with a letter, or nothing if it can be made.
fn problems(toml: String) -> Vec<Diagnostic> {
    let begin = Instant::now();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/build.in");
    let workspace = Workspace::at(&folder).unwrap();
    let mut files = workspace.files.clone();
    let source = workspace.add_text(toml, &mut files);
    let loaded = LetterReader::new(&workspace).load(&source, &[], &files);
    let found = check::check(&loaded, &Responses::default());
    show(&found, &files);
    let mut kit = Kit::new(&workspace).unwrap();
    let mut problems = loaded.problems.clone();
    problems.extend(kit.unprintable(&loaded));
    if let (Some(letter), true) = (loaded.good(), problems.is_empty()) {
        for form in &letter.forms {
            let made = kit.make(letter, &source, &loaded.images, *form, &mut files);
            let written = made.and_then(|made| {
                kit.html(&made)?;
                kit.pdf(&made, Engine::Krilla)
            });
            problems.extend(written.err().into_iter().flatten());
        }
    }
    show(&problems, &files);
    assert!(begin.elapsed() < PATIENCE, "{:?}", begin.elapsed());
    problems
}

fn show(problems: &[Diagnostic], files: &Files) {
    for format in [Format::Human, Format::Short, Format::Json] {
        let shown = Reporter::new(format, false, 100).render_all(problems, files);
        assert!(shown.len() < 1 << 20, "{} bytes are printed", shown.len());
    }
}

#[test]
fn what_is_too_much_is_refused() {
    let repeated = |one: &str, times| one.repeat(times);
    let numbered = |times, one: &dyn Fn(usize) -> String| (0..times).map(one).collect::<String>();
    for (what, toml, code) in [
        ("a million letters without a space", overview(&repeated("a", 1_000_000)), "toml-size"),
        ("a word", overview(&repeated("a", 3_000)), "markdown-size"),
        (
            "an address",
            overview(&format!("https://example.org/{}", repeated("a", 3_000))),
            "markdown-size",
        ),
        (
            "spaces that break no line",
            overview(&format!("a{}a", repeated("\u{a0}", 50_000))),
            "markdown-size",
        ),
        ("keys", numbered(100_000, &|n| format!("k{n} = 1\n")), "toml-size"),
        ("the same key", repeated("subject = 'a'\n", 50_000), "toml-syntax"),
        ("tables", numbered(50_000, &|n| format!("[t{n}]\n")), "toml-size"),
        ("items", repeated("[[item]]\ntext = 'The force should act.'\n", 10_000), "toml-size"),
        ("a list", format!("cc = [{}]\n", repeated("'a',", 100_000)), "toml-size"),
        ("a key", format!("{} = 1\n", repeated("k", 100_000)), "toml-size"),
        ("points", format!("{}a = 1\n", repeated("a.", 70)), "toml-size"),
        ("brackets", format!("a = {}{}\n", repeated("[", 60), repeated("]", 60)), "toml-size"),
        ("more brackets", format!("a = {}\n", repeated("[", 100_000)), "toml-syntax"),
        ("braces", format!("a = {}\n", repeated("{a=", 10_000)), "toml-syntax"),
        ("lines of prose", repeated("This is no TOML\n", 50_000), "toml-syntax"),
        ("quotations", overview(&repeated("> ", 5_000)), "markdown-depth"),
        (
            "quotations in lines",
            overview(&repeated(&format!("{}a\n", repeated(">", 200)), 500)),
            "markdown-depth",
        ),
        (
            "lists",
            overview(&numbered(500, &|n| format!("{}- a\n", repeated("  ", n)))),
            "markdown-depth",
        ),
        (
            "notes",
            overview(&numbered(1_000, &|n| format!("a[^{n}]\n\n[^{n}]: b\n\n"))),
            "markdown-size",
        ),
        (
            "references to a note",
            overview(&format!("{}\n\n[^1]: b\n", repeated("a[^1] ", 20_000))),
            "markdown-size",
        ),
        (
            "columns",
            overview(&format!("{0}|\n{1}|\n{0}|\n", repeated("|a", 100), repeated("|-", 100))),
            "markdown-size",
        ),
        (
            "columns and rows",
            overview(&format!(
                "{}|\n{}|\n{}",
                repeated("|a", 20_000),
                repeated("|-", 20_000),
                repeated("|\n", 20_000)
            )),
            "markdown-size",
        ),
        (
            "rows",
            overview(&format!("|a|b|\n|-|-|\n{}", repeated("|a|b|\n", 5_000))),
            "markdown-size",
        ),
        ("a subject", format!("subject = '{}'\n", repeated("word ", 5_000)), "wrong-value"),
        ("a name", format!("{HEAD}cc = ['{}']\n", repeated("a", 5_000)), "wrong-value"),
        ("emphasis that is never closed", overview(&repeated("*a ", 20_000)), ""),
        ("short forms of speech", overview(&repeated("it's ", 30_000)), ""),
        ("telephone numbers", overview(&repeated("01632 960123 0163 96 ", 5_000)), ""),
        ("names", overview(&numbered(3_000, &|n| format!("Lady Aa{n:b}a said so. "))), ""),
        ("what is still to come", overview(&repeated("It will be on 6 May 2030, ", 3_000)), ""),
        ("another force", overview(&repeated("We in Gwent Police were late. ", 8_000)), ""),
        (
            "parts of numbers",
            overview(&repeated(
                "A quarter of the 480, or 210, and two thirds of them, 930. ",
                4_000,
            )),
            "",
        ),
        ("brackets of links", overview(&repeated("[", 20_000)), "markdown-size"),
        ("brackets of links with spaces", overview(&repeated("[ ", 20_000)), ""),
        ("line breaks", overview(&repeated("a\\\n", 20_000)), "markdown-size"),
        ("addresses", overview(&repeated("a@example.org ", 6_000)), "markdown-size"),
        ("some addresses", overview(&repeated("a@example.org ", 2_000)), ""),
        ("emphasis", overview(&repeated("*a* **b** ", 5_000)), "markdown-size"),
        ("some emphasis", overview(&repeated("*a* **b** ", 2_000)), ""),
        (
            "emphasis in many paragraphs",
            overview(&repeated("*a* **b** *c* **d**\n\n", 4_000)),
            "markdown-size",
        ),
        ("paragraphs", overview(&repeated("A word or two.\n\n", 5_000)), ""),
        ("too many paragraphs", overview(&repeated("a\n\n", 80_000)), "markdown-size"),
        ("too many points", overview(&repeated("-\n", 80_000)), "markdown-size"),
        (
            "too many cells",
            overview(&format!("|{}", repeated("|a|b|\n|-|-|\n|c|d|\n\n", 4_000))),
            "markdown-size",
        ),
        ("too many lines", overview(&repeated("***\n", 50_000)), "markdown-size"),
        ("headings", overview(&repeated("# A word\n\n", 9_000)), ""),
        ("numbers", overview(&repeated("1 ", 10_000)), ""),
        ("words", under_four_keys(&repeated("a ", 125_000)), "toml-size"),
        (
            "numbers with all that is theirs",
            under_four_keys(&repeated("1 2,345 6.7% ", 19_000)),
            "toml-size",
        ),
        ("brackets apart", under_four_keys(&repeated("( ", 100_000)), "toml-size"),
        ("persons", overview(&repeated("Mr A ", 8_000)), ""),
        ("counts", overview(&repeated("three areas for improvement ", 3_000)), ""),
        ("quotations that never end", overview(&repeated("\"A word\n\n", 9_000)), ""),
        ("marks between spaces", overview(&repeated(" '", 60_000)), ""),
        ("marks before words", overview(&repeated("\"a ", 30_000)), ""),
        ("one long paragraph", overview(&repeated("A word or two. ", 5_000)), ""),
        (
            "one long note",
            overview(&format!("a[^1]\n\n[^1]: {}", repeated("A word or two. ", 5_000))),
            "",
        ),
        ("overriding signs", overview("The force is \u{202e}doog\u{202c}."), "no-glyph"),
        ("a tag that nobody sees", overview("Good\u{e0041}"), "no-glyph"),
        ("a mark of direction", overview("Good\u{200e}"), "no-glyph"),
        ("a joiner of nothing", overview("Go\u{34f}od"), "no-glyph"),
        ("an old sign of direction", overview("Go\u{206a}od"), "no-glyph"),
    ] {
        eprintln!("{what}");
        let found = problems(toml);
        let is_it = |problem: &Diagnostic| problem.code == code;
        match code {
            "" => assert!(found.is_empty(), "{what}: {:?}", found.first()),
            _ => assert!(found.iter().any(is_it), "{what}: {:?}", found.first()),
        }
        for problem in &found {
            assert!(!problem.labels.is_empty(), "nobody is told where: {problem:?}");
            assert!(problem.message.len() < 2_000, "{what}: a message without end");
        }
    }
}

#[test]
fn of_each_kind_the_first_findings_are_told() {
    let toml = format!("{HEAD}{}", "[[item]]\ntext = 'The force should act.'\n".repeat(500));
    let folder = folder_with(&toml);
    let said = said(&run(folder.path(), &["check", "letter"]));
    assert_eq!(said.matches("error[no-response]").count(), 21, "{said}");
    assert!(said.contains("480 more of this kind"));
}

#[test]
fn the_last_day_of_the_calendar_is_a_day() {
    for day in ["9999-12-31", "0001-01-01"] {
        let folder = folder_with(&overview("All is well.").replace("2018-04-16", day));
        for words in
            [&["build"][..], &["check"], &["status"], &["archive", "list"], &["diff", "letter"]]
        {
            said(&run(folder.path(), words));
        }
    }
}

/// A working folder with a letter.
fn folder_with(letter: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "data/office.toml", OFFICE.as_bytes());
    write(folder.path(), "data/letter.toml", letter.as_bytes());
    folder
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn run(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peel-letter"));
    command.args(words).current_dir(folder).stdin(Stdio::null());
    let begin = Instant::now();
    let output = command.output().unwrap();
    assert!(begin.elapsed() < PATIENCE, "{words:?}: {:?}", begin.elapsed());
    output
}

/// What was said, which has no sign that a terminal obeys.
fn said(output: &Output) -> String {
    let said = [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat();
    let is_obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    assert!(!said.contains(is_obeyed), "{said:?}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

#[test]
fn templates_that_never_end_are_given_up() {
    for (what, template, words) in [
        (
            "loops",
            "{% for a in range(end=90000) %}{% for b in range(end=90000) %}x{% endfor %}{% endfor %}",
            "the templates cannot be used: they",
        ),
        (
            "much at a time",
            "{% set a = 'x' %}{% for i in range(end=60) %}{% set_global a = a ~ a %}{% endfor %}{{ a }}",
            "the templates cannot be used: they",
        ),
        ("lists deep inside each other", &"> ".repeat(5_000), "inside each other"),
        ("a long word", &"x".repeat(200_000), "a word of more than"),
        ("a large table", &format!("{}|\n{}|\n", "|a".repeat(500), "|-".repeat(500)), "columns"),
        ("too large a file", &"x ".repeat(200_000), "more than 256 kB"),
    ] {
        eprintln!("{what}");
        let folder = folder_with(&overview("All is well."));
        assert!(run(folder.path(), &["build"]).status.success());
        let before = fs::read(folder.path().join("output/letter.md")).unwrap();
        write(folder.path(), "templates/letter.md", template.as_bytes());
        let output = run(folder.path(), &["build"]);
        let said = said(&output);
        assert!(matches!(output.status.code(), Some(1 | 3)), "{what}: {said}");
        assert!(said.contains(words), "{what}: {said}");
        assert_eq!(fs::read(folder.path().join("output/letter.md")).unwrap(), before);
    }
}

#[test]
fn a_line_of_a_template_may_be_long() {
    let folder = folder_with(&overview("All is well."));
    let long = "{% for i in range(end=50000) %}a {% endfor %}\n\n";
    write(folder.path(), "templates/letter.md", long.repeat(10).as_bytes());
    let output = run(folder.path(), &["build", "--format", "docx"]);
    assert!(output.status.success(), "{}", said(&output));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    fn pipe(path: &Path) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn nobody_waits_for_a_pipe_or_reads_a_device() {
        for name in [
            "data/letter.toml",
            "data/chart.png",
            "templates/letter.md",
            "templates/style.toml",
            "templates/parts/own.md",
            "templates/fonts/Bold.ttf",
            "output/letter.pdf",
            "output/letter.md",
        ] {
            for device in [false, true] {
                let text = overview("![A chart](chart.png)");
                let folder = folder_with(&text);
                let image = Path::new("tests/odd/pictures/data/grey.png");
                fs::copy(image, folder.path().join("data/chart.png")).unwrap();
                if name.contains("fonts") {
                    let fonts = Path::new("templates/fonts");
                    fs::create_dir_all(folder.path().join(fonts)).unwrap();
                    for face in ["Regular", "Italic", "BoldItalic"] {
                        let from = fonts.join(format!("LiberationSans-{face}.ttf"));
                        let to = folder.path().join(fonts).join(format!("{face}.ttf"));
                        fs::copy(from, to).unwrap();
                    }
                    write(folder.path(), "templates/style.toml", b"[text]\nfonts = 'fonts'\n");
                }
                let path = folder.path().join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                let _ = fs::remove_file(&path);
                match device {
                    true => symlink("/dev/zero", &path).unwrap(),
                    false => pipe(&path),
                }
                for words in [&["build"][..], &["check"], &["status"]] {
                    let output = run(folder.path(), words);
                    let said = said(&output);
                    assert!(output.status.code().is_some(), "{name} {words:?}");
                    if !name.starts_with("output/") && words == ["build"] {
                        assert!(!output.status.success(), "{name}: {said}");
                        assert!(
                            said.contains("pipe or a device") || said.contains("outside"),
                            "{name}: {said}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn nobody_waits_for_a_pipe_in_the_place_of_what_is_made() {
        let folder = folder_with(&overview("All is well."));
        pipe(&folder.path().join("output"));
        for words in [&["build"][..], &["status"], &["archive", "verify"]] {
            let output = run(folder.path(), words);
            let said = said(&output);
            assert!(!output.status.success() && said.contains("output"), "{words:?}: {said}");
        }
    }

    #[test]
    fn who_stops_reading_changes_no_answer() {
        let folder = folder_with(&overview("All is well."));
        assert!(run(folder.path(), &["build"]).status.success());
        write(folder.path(), "output/archive/stray.txt", b"");
        for (words, code) in
            [("archive verify", 1), ("check", 0), ("keys", 0), ("archive list", 0), ("status", 0)]
        {
            let program = env!("CARGO_BIN_EXE_peel-letter");
            let line = format!("{program} {words} 2>&1 | true; exit ${{PIPESTATUS[0]}}");
            let mut shell = Command::new("bash");
            let output = shell.args(["-c", &line]).current_dir(folder.path()).output().unwrap();
            assert_eq!(output.status.code(), Some(code), "{words}: {}", said(&output));
        }
    }

    #[test]
    fn no_link_leads_out_or_in_a_circle() {
        let other = tempfile::tempdir().unwrap();
        write(other.path(), "secret.md", b"A secret");
        let image = fs::read("tests/odd/pictures/data/grey.png").unwrap();
        write(other.path(), "secret.png", &image);
        for (name, target, words) in [
            ("templates/parts/own.md", other.path().join("secret.md"), "outside the folder"),
            ("templates/letter.md", other.path().join("secret.md"), "outside the folder"),
            ("data/chart.png", other.path().join("secret.png"), "outside the folder"),
            ("templates/parts/own.md", "nowhere.md".into(), "templates/parts/own.md"),
            ("templates/letter.md", "nowhere.md".into(), "templates/letter.md"),
            (
                "templates/own.md",
                "own.md".into(),
                "templates/own.md: it is a link that leads in a circle",
            ),
        ] {
            let folder = folder_with(&overview("![A chart](chart.png)"));
            write(folder.path(), "data/chart.png", &image);
            write(folder.path(), "templates/parts/.keep", b"");
            let _ = fs::remove_file(folder.path().join(name));
            symlink(&target, folder.path().join(name)).unwrap();
            let output = run(folder.path(), &["build"]);
            let said = said(&output);
            assert!(!output.status.success() && said.contains(words), "{name}: {said}");
        }
        let folder = folder_with(&overview("All is well."));
        fs::create_dir_all(folder.path().join("templates/a/b")).unwrap();
        symlink("..", folder.path().join("templates/a/up")).unwrap();
        symlink("../..", folder.path().join("templates/a/b/up")).unwrap();
        assert!(run(folder.path(), &["build"]).status.success());
    }

    #[test]
    fn no_folder_takes_the_place_of_one_that_is_too_deep() {
        let folder = folder_with(&overview("All is well."));
        let deep = "x".repeat(200);
        let program = env!("CARGO_BIN_EXE_peel-letter");
        let line =
            format!("for _ in {{1..25}}; do mkdir {deep} && cd {deep}; done; {program} build");
        let mut shell = Command::new("bash");
        let output = shell.args(["-c", &line]).current_dir(folder.path()).output().unwrap();
        let said = said(&output);
        assert!(said.contains("its name or its path is too long"), "{said}");
        assert!(!folder.path().join("output").exists());
    }

    #[test]
    fn no_sign_of_a_file_reaches_the_terminal() {
        let escape = "\\u001b[2J\\u009b31m";
        let folder = folder_with(&format!(
            "subject = \"{escape}\"\n\"{escape}\" = 1\nforms = [\"{escape}\"]\n[overview]\ntext = \"{escape} [^1]\"\n"
        ));
        write(
            folder.path(),
            "templates/words.toml",
            format!("[en]\n\"{escape}\" = 1\n").as_bytes(),
        );
        let odd = std::ffi::OsStr::from_bytes(b"data/\x1b[2J\xff.toml");
        fs::write(folder.path().join(odd), "\u{1b}[2J \u{9b}31m \u{202e} = 1\n[\u{1b}]\n").unwrap();
        for words in [
            &["build"][..],
            &["check", "--message-format", "short"],
            &["check", "--message-format", "json"],
            &["status"],
            &["status", "--json"],
            &["diff", "letter", "\u{1b}[2J"],
            &["archive", "list"],
            &["archive", "restore", "\u{1b}[2J"],
            &["templates"],
        ] {
            said(&run(folder.path(), words));
        }
    }

    #[test]
    fn what_git_has_stays_in_its_folder() {
        let folder = folder_with(&overview("All is well."));
        let git = |words: &[&str], input: &[u8]| {
            let mut git = Command::new("git");
            let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
            git.arg("-C").arg(folder.path()).args(who).args(words);
            let mut git = git.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            std::io::Write::write_all(&mut git.stdin.take().unwrap(), input).unwrap();
            let output = git.wait_with_output().unwrap();
            assert!(output.status.success(), "{words:?}");
            String::from_utf8(output.stdout).unwrap().trim().to_owned()
        };
        git(&["init", "--quiet"], b"");
        let blob = |bytes: &[u8]| git(&["hash-object", "-w", "--stdin"], bytes);
        let tree = |lines: &str| git(&["mktree", "--missing"], lines.as_bytes());
        let (letter, office, evil) =
            (blob(overview("All was bad.").as_bytes()), blob(OFFICE.as_bytes()), blob(b"evil = 1"));
        let up = tree(&format!("100644 blob {evil}\tevil.toml\n"));
        // Git itself makes no such tree: its bytes are written as they are.
        let raw = |entries: &[(&str, &str, &str)]| {
            let mut bytes = Vec::new();
            for (mode, name, id) in entries {
                bytes.extend(format!("{mode} {name}\0").bytes());
                let pairs = id.as_bytes().chunks(2);
                bytes.extend(pairs.map(|pair| {
                    u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()
                }));
            }
            let words = ["hash-object", "-t", "tree", "-w", "--stdin", "--literally"];
            git(&words, &bytes)
        };
        let data = raw(&[
            ("40000", "..", &up),
            ("100644", "letter.toml", &letter),
            ("100644", "office.toml", &office),
        ]);
        let data = raw(&[
            ("40000", "..", &data),
            ("100644", "letter.toml", &letter),
            ("100644", "office.toml", &office),
        ]);
        let root = raw(&[("40000", "data", &data)]);
        let commit = git(&["commit-tree", &root, "-m", "evil"], b"");
        let temporary = tempfile::tempdir().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_peel-letter"))
            .args(["diff", "letter", &commit])
            .current_dir(folder.path())
            .env("TMPDIR", temporary.path())
            .output()
            .unwrap();
        let said = said(&output);
        assert!(output.status.success() && said.contains("bad"), "{said}");
        assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 0);
    }
}
