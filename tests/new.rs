//! What `peel-letter new` makes can be built at once.

use std::path::Path;
use std::process::{Command, Output};
use std::{fs, io};
use tempfile::TempDir;

/// Every programme that is built in, the oldest first.
const PROGRAMMES: [&str; 9] = [
    "PEEL 2014",
    "PEEL 2015",
    "PEEL 2016",
    "PEEL 2017",
    "PEEL 2018/19",
    "PEEL 2020",
    "PEEL 2021/22",
    "PEEL 2023-25",
    "PEEL 2025-27",
];

fn run(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peel-letter"));
    command.args(words).current_dir(folder).output().expect("the program runs")
}

fn must_run(folder: &Path, words: &[&str]) {
    let run = run(folder, words);
    assert!(run.status.success(), "{words:?}: {}", String::from_utf8_lossy(&run.stderr));
}

/// The letters and what they share, in a folder of their own.
fn copy_of_data() -> io::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("data"))?;
    for entry in fs::read_dir("data")? {
        let entry = entry?;
        fs::copy(entry.path(), folder.path().join("data").join(entry.file_name()))?;
    }
    Ok(folder)
}

fn letters() -> io::Result<Vec<String>> {
    let names: Vec<_> =
        fs::read_dir("data")?.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>()?;
    let names = names.iter().filter_map(|name| name.to_str()?.strip_suffix(".toml"));
    Ok(names.filter(|name| *name != "office").map(str::to_owned).collect())
}

#[test]
fn every_programme_is_known_here() {
    let programmes = include_str!("../templates/programmes.toml");
    let programmes: toml::Table = toml::from_str(programmes).unwrap();
    let names = programmes["programme"].as_array().unwrap().iter().map(|p| p["name"].as_str());
    assert_eq!(names.map(Option::unwrap).collect::<Vec<_>>(), PROGRAMMES);
}

#[test]
fn a_letter_on_every_programme_can_be_built() {
    for folder in [tempfile::tempdir().unwrap(), copy_of_data().unwrap()] {
        let name = |programme: &str| programme.replace(['/', ' '], "-");
        for programme in PROGRAMMES {
            must_run(folder.path(), &["new", &name(programme), "--programme", programme]);
        }
        let names = PROGRAMMES.map(name);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        must_run(folder.path(), &[&["build"][..], &names].concat());
    }
}

#[test]
fn a_letter_from_every_letter_can_be_built() {
    for letter in letters().unwrap() {
        let folder = copy_of_data().unwrap();
        must_run(folder.path(), &["new", "next", "--from", &letter]);
        must_run(folder.path(), &["build", "next"]);
        for programme in PROGRAMMES {
            let name = format!("next-{}", programme.replace(['/', ' '], "-"));
            let words = ["new", &name, "--from", &letter, "--programme", programme];
            must_run(folder.path(), &words);
            must_run(folder.path(), &["build", &name, "--format", "md"]);
        }
    }
}

#[test]
fn the_schema_is_named_where_it_lies_beside_the_letter() {
    let folder = copy_of_data().unwrap();
    let letter = |name: &str| {
        must_run(folder.path(), &["new", name]);
        fs::read_to_string(folder.path().join("data").join(format!("{name}.toml"))).unwrap()
    };
    assert!(letter("one").starts_with("#:schema ./letter.schema.json\n"));
    fs::remove_file(folder.path().join("data/letter.schema.json")).unwrap();
    assert!(letter("two").starts_with("# data/two.toml\n"));
}

#[test]
fn nothing_is_written_over() {
    let folder = copy_of_data().unwrap();
    let letter = folder.path().join("data").join("2026.toml");
    fs::write(&letter, "mine").unwrap();
    assert_eq!(run(folder.path(), &["new", "2026"]).status.code(), Some(2));
    assert_eq!(fs::read_to_string(&letter).unwrap(), "mine");
}

#[test]
fn the_path_is_told_in_full_from_below_the_working_folder() {
    let folder = copy_of_data().unwrap();
    let said = |folder: &Path, name: &str| {
        String::from_utf8_lossy(&run(folder, &["new", name]).stderr).into_owned()
    };
    assert!(said(folder.path(), "here").starts_with("made: data/here.toml, "));
    let letter = folder.path().canonicalize().unwrap().join("data/below.toml");
    let below = said(&folder.path().join("data"), "below");
    assert!(below.starts_with(&format!("made: {}, ", letter.display())), "{below}");
}

#[test]
fn the_closing_advice_can_be_pasted() {
    let folder = copy_of_data().unwrap();
    for (name, quoted) in [("a$b", "'a$b'"), ("a b", "\"a b\""), ("a'$b", "'a'\\''$b'")] {
        let said = run(folder.path(), &["new", name]);
        let said = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(said.ends_with(&format!("peel-letter build {quoted}\n")), "{said}");
    }
}

#[test]
fn grades_are_said_to_be_left_out_for_one_reason() {
    let folder = copy_of_data().unwrap();
    let data = folder.path().join("data");
    let old = fs::read_to_string(data.join("2024-09-09-exampleshire-peel-2023-25.toml")).unwrap();
    fs::write(data.join("old.toml"), old.replace("\"PEEL 2023-25\"", "\"PEEL 2021/22\"")).unwrap();
    must_run(folder.path(), &["new", "next", "--from", "old", "--programme", "PEEL 2025-27"]);
    let new = fs::read_to_string(data.join("next.toml")).unwrap();
    let new: String = new.replace("\n# ", " ");
    assert!(new.contains("grades of PEEL 2025-27 cannot be compared with those of PEEL 2021/22."));
}

/// Whoever takes only some of the lines of an example into use is told so at their place, and the rest
/// of the file is read as before.
#[test]
fn an_example_taken_into_use_in_part_breaks_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    must_run(folder.path(), &["new", "force", "--programme", "PEEL 2018/19"]);
    must_run(folder.path(), &["new", "national", "--kind", "national"]);
    for name in ["office", "force", "national"] {
        let file = folder.path().join(format!("data/{name}.toml"));
        let text = fs::read_to_string(file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let offered = |line: &str| {
            let ready = line.strip_prefix("# ").unwrap_or_default();
            toml::from_str::<toml::Table>(ready).is_ok_and(|table| !table.is_empty())
        };
        let offered: Vec<usize> = (0..lines.len()).filter(|n| offered(lines[*n])).collect();
        assert!(offered.len() > 5, "{name} offers some");
        for (first, from) in offered.iter().enumerate() {
            for to in &offered[first..(first + 12).min(offered.len())] {
                let is_used = |n: usize| (*from..=*to).contains(&n) && offered.contains(&n);
                let used = |(n, line): (usize, &&str)| match is_used(n) {
                    true => format!("{}\n", &line[2..]),
                    false => format!("{line}\n"),
                };
                let text: String = lines.iter().enumerate().map(used).collect();
                if let Err(wrong) = toml::from_str::<toml::Table>(&text) {
                    assert!(wrong.message().contains("duplicate key"), "{from}-{to}: {wrong}");
                }
            }
        }
    }
}
