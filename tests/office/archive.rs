//! What was put away stays as it was, whatever happens: to the archive, or to the run that writes it.
//!
//! The letter is one with programmes, templates, a style and images of its own.

use crate::support::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;
use tempfile::TempDir;

/// Its letter is not in every way as it should be.
const ACCEPT: [&str; 2] = ["--accept-warnings", "It is a sample"];

fn archive_words<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["archive", LETTER, "--sent", "2024-10-28"], &ACCEPT[..], more].concat()
}

/// A working folder with one version put away.
fn archived() -> TempDir {
    let folder = folder();
    must_run(folder.path(), &archive_words(&[]));
    folder
}

fn bag(folder: &Path, version: &str) -> PathBuf {
    folder.join("output/archive").join(LETTER).join(version)
}

/// Takes the protection away that a bag has against mistakes.
fn unlock(folder: &Path) {
    for path in std::iter::once(String::new()).chain(folders(folder)).chain(files(folder)) {
        let path = folder.join(path);
        let mut permissions = fs::metadata(&path).expect("it is there").permissions();
        #[expect(clippy::permissions_set_readonly_false, reason = "the files are only the test's")]
        permissions.set_readonly(false);
        fs::set_permissions(&path, permissions).expect("the test may do so");
    }
}

fn folders(folder: &Path) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for file in files(folder) {
        let parents = Path::new(&file).ancestors().skip(1);
        found.extend(parents.map(|parent| parent.to_string_lossy().into_owned()));
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn a_bag_holds_all_that_was_sent_and_all_that_it_was_made_from() {
    let folder = folder();
    fs::write(folder.path().join("signed.pdf"), "%PDF-1.7 signed").expect("it can be written");
    fs::write(folder.path().join("Atodiad – ŵ.pdf"), "%PDF-1.7 annex").expect("it can be written");
    let more = ["--as-sent", "signed.pdf", "--enclosure", "Atodiad – ŵ.pdf"];
    must_run(folder.path(), &archive_words(&more));
    let expected = [
        "bag-info.txt",
        "bagit.txt",
        "data/enclosures/Atodiad – ŵ.pdf",
        "data/letter/letter.html",
        "data/letter/letter.md",
        "data/letter/letter.pdf",
        "data/sent/signed.pdf",
        "data/source/data/letter.toml",
        "data/source/data/office.toml",
        "data/source/data/plan.png",
        "data/source/data/programmes.toml",
        "data/source/images/chart.png",
        "data/source/templates/logo.png",
        "data/source/templates/parts/conclusion.md",
        "data/source/templates/style.toml",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ];
    let bag = bag(folder.path(), "v1");
    assert_eq!(files(&bag), expected);
    let same = |path: &str| {
        let there = fs::read(folder.path().join(path)).expect("the source is there");
        fs::read(bag.join("data/source").join(path)).expect("it is kept") == there
    };
    assert!(expected.iter().filter_map(|path| path.strip_prefix("data/source/")).all(same));
    let info = fs::read_to_string(bag.join("bag-info.txt")).expect("it can be read");
    for line in [
        "Source-Organization: Office of the Police and Crime Commissioner for",
        "Bag-Group-Identifier: letter",
        "External-Identifier: letter@v1",
        "Date-Of-Letter: 2024-10-28",
        "Date-Sent: 2024-10-28",
        "Warnings-Accepted-Because: It is a sample",
    ] {
        assert!(info.lines().any(|other| other == line), "{line} in {info}");
    }
    assert!(!info.contains("Date-Published"), "{info}");
    let read_only =
        |path: String| fs::metadata(bag.join(path)).is_ok_and(|m| m.permissions().readonly());
    assert!(files(&bag).into_iter().all(read_only));
    #[cfg(unix)]
    assert!(folders(&bag).into_iter().all(read_only));
    keep(&bag, "sent");
}

#[test]
fn a_name_that_tools_for_archives_cannot_read_is_refused() {
    let folder = folder();
    fs::write(folder.path().join("100%.pdf"), "%PDF-1.7 annex").expect("it can be written");
    let said = must_fail(folder.path(), &archive_words(&["--enclosure", "100%.pdf"]), 3);
    assert!(said.contains("cannot keep 100%.pdf: it has a sign"), "{said}");
}

/// Leaves a bag for BagIt tools to judge.
fn keep(bag: &Path, name: &str) {
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bags").join(name);
    if kept.exists() {
        unlock(&kept);
        fs::remove_dir_all(&kept).expect("an old bag can be deleted");
    }
    copy(bag, &kept).expect("a bag can be copied");
}

/// Gives the letter fonts of the office's own, in a folder that is named as seen from `templates/`.
fn own_fonts(folder: &Path, named: &str) {
    let (from, to) = (Path::new("templates/fonts"), folder.join("templates").join(named));
    fs::create_dir_all(&to).expect("a folder can be made");
    for face in ["Regular", "Bold", "Italic", "BoldItalic"] {
        let font = from.join(format!("LiberationSans-{face}.ttf"));
        fs::copy(font, to.join(format!("{face}.ttf"))).expect("a font can be copied");
    }
    let fonts = format!("[text]\nfonts = \"{named}\"\n\n[logo]");
    edit(folder, "templates/style.toml", "[logo]", &fonts);
}

#[test]
fn fonts_of_ones_own_are_kept_with_the_letter() {
    let folder = folder();
    own_fonts(folder.path(), "fonts");
    must_run(folder.path(), &archive_words(&[]));
    let kept = files(&bag(folder.path(), "v1").join("data/source/templates/fonts"));
    assert_eq!(kept, ["Bold.ttf", "BoldItalic.ttf", "Italic.ttf", "Regular.ttf"]);
    must_run(folder.path(), &["archive", "restore", LETTER]);
    must_run(&folder.path().join("output/restored/letter-v1"), &["build", "--check"]);
}

#[test]
fn fonts_outside_the_working_folder_are_refused() {
    let folder = folder();
    let fonts = tempfile::tempdir().expect("a folder can be made");
    own_fonts(folder.path(), fonts.path().to_str().expect("it is text"));
    let said = must_fail(folder.path(), &["build"], 1);
    assert!(said.contains("Regular.ttf cannot be read: it is outside the folder"), "{said}");
}

#[test]
fn the_same_letter_gives_the_same_bag() {
    let fingerprint = |folder: &TempDir| must_run(folder.path(), &["archive", "verify"]);
    assert_eq!(fingerprint(&archived()), fingerprint(&archived()));
}

#[test]
fn what_is_restored_makes_the_same_files() {
    let folder = archived();
    must_run(folder.path(), &["archive", "restore", LETTER]);
    let restored = folder.path().join("output/restored/letter-v1");
    let said = must_run(&restored, &["build", "--check", "--format", "md,pdf,html"]);
    let last = said.lines().last().unwrap_or_default();
    assert_eq!(last, "unchanged: output/letter.md, output/letter.pdf, output/letter.html");
}

#[test]
fn an_edited_file_is_not_written_over() {
    let folder = archived();
    must_run(folder.path(), &["archive", "restore", LETTER]);
    let edited = folder.path().join("output/restored/letter-v1/data/letter.toml");
    fs::write(&edited, "# mine").expect("it can be written");
    let gone = folder.path().join("output/restored/letter-v1/data/office.toml");
    fs::remove_file(&gone).expect("it can be deleted");
    let said = must_fail(folder.path(), &["archive", "restore", LETTER], 1);
    assert!(said.contains("other content for: data/letter.toml; nothing was written"), "{said}");
    assert_eq!(fs::read_to_string(&edited).expect("it is there"), "# mine");
    assert!(!gone.exists());
    must_run(folder.path(), &["archive", "restore", LETTER, "--force"]);
    let there = fs::read(edited).expect("it is there");
    assert_eq!(there, fs::read(folder.path().join("data/letter.toml")).expect("it is there"));
}

/// One way to tamper with a bag, and what verify must say of it.
type Tamper = (&'static str, fn(&Path) -> io::Result<()>, &'static str);

const TAMPERS: [Tamper; 20] = [
    (
        "a word of the letter",
        |bag| fs::write(bag.join("data/letter/letter.md"), "We agree."),
        "changed: data/letter/letter.md",
    ),
    (
        "one bit of the PDF",
        |bag| {
            let path = bag.join("data/letter/letter.pdf");
            let mut bytes = fs::read(&path)?;
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(path, bytes)
        },
        "changed: data/letter/letter.pdf",
    ),
    (
        "an emptied file",
        |bag| fs::write(bag.join("data/source/data/office.toml"), ""),
        "changed: data/source/data/office.toml",
    ),
    (
        "a file taken away",
        |bag| fs::remove_file(bag.join("data/source/data/letter.toml")),
        "missing: data/source/data/letter.toml",
    ),
    (
        "a file put in",
        |bag| fs::write(bag.join("data/letter/other.pdf"), "%PDF"),
        "added: data/letter/other.pdf",
    ),
    (
        "a file put beside the payload",
        |bag| fs::write(bag.join("notes.txt"), "mine"),
        "added: notes.txt",
    ),
    (
        "a file renamed",
        |bag| fs::rename(bag.join("data/letter/letter.pdf"), bag.join("data/letter/final.pdf")),
        "renamed: data/letter/letter.pdf is now data/letter/final.pdf",
    ),
    (
        "a folder moved",
        |bag| fs::rename(bag.join("data/source/images"), bag.join("data/source/pictures")),
        "renamed: data/source/images/chart.png is now data/source/pictures/chart.png",
    ),
    (
        "another day",
        |bag| {
            let path = bag.join("bag-info.txt");
            let text = fs::read_to_string(&path)?.replace("2024-10-28", "2024-10-01");
            fs::write(path, text)
        },
        "changed: bag-info.txt",
    ),
    (
        "a manifest that leaves a file out",
        |bag| {
            let path = bag.join("manifest-sha256.txt");
            let text = fs::read_to_string(&path)?;
            let lines: Vec<&str> = text.lines().filter(|line| !line.contains(".pdf")).collect();
            fs::write(path, lines.join("\n"))
        },
        "changed: manifest-sha256.txt",
    ),
    (
        "a manifest of nonsense",
        |bag| fs::write(bag.join("manifest-sha256.txt"), "nonsense\n"),
        "changed: line 1 of manifest-sha256.txt cannot be read",
    ),
    (
        "no manifest",
        |bag| fs::remove_file(bag.join("manifest-sha256.txt")),
        "missing: manifest-sha256.txt",
    ),
    (
        "no list of the manifests",
        |bag| fs::remove_file(bag.join("tagmanifest-sha256.txt")),
        "missing: tagmanifest-sha256.txt",
    ),
    ("no declaration", |bag| fs::remove_file(bag.join("bagit.txt")), "missing: bagit.txt"),
    (
        "other ends of lines",
        |bag| {
            let path = bag.join("tagmanifest-sha256.txt");
            let text = fs::read_to_string(&path)?.replace('\n', "\r\n");
            fs::write(path, text)
        },
        "changed: tagmanifest-sha256.txt",
    ),
    (
        "a bag that no longer says which it is",
        |bag| {
            let path = bag.join("bag-info.txt");
            let text = fs::read_to_string(&path)?.replace("External-Identifier", "Note");
            fs::write(&path, &text)?;
            sign(bag, "bag-info.txt", text.as_bytes())
        },
        "changed: bag-info.txt",
    ),
    ("a folder put in", |bag| fs::create_dir(bag.join("data/notes")), "added: data/notes/"),
    (
        "a file of any size put in",
        |bag| fs::File::create(bag.join("data/large"))?.set_len(1 << 40),
        "added: data/large",
    ),
    (
        "another case of letters",
        |bag| fs::rename(bag.join("data/letter/letter.md"), bag.join("data/letter/Letter.md")),
        "renamed: data/letter/letter.md is now data/letter/Letter.md",
    ),
    (
        "accents of another kind",
        |bag| fs::rename(bag.join("data/letter"), bag.join("data/le\u{301}tter")),
        "renamed: data/letter/letter.md is now data/le\u{301}tter/letter.md",
    ),
];

/// Puts the digest of a file into the tag manifest, as one who knows how would.
fn sign(bag: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    use sha2::{Digest, Sha256};
    let digest: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let path = bag.join("tagmanifest-sha256.txt");
    let text = fs::read_to_string(&path)?;
    let sign = |line: &str| match line.ends_with(name) {
        true => format!("{digest}  {name}\n"),
        false => format!("{line}\n"),
    };
    fs::write(path, text.lines().map(sign).collect::<String>())
}

#[test]
fn whoever_tampers_with_a_bag_is_caught() {
    let folder = archived();
    for (name, tamper, found) in TAMPERS {
        let other = tempfile::tempdir().expect("a folder can be made");
        copy(folder.path(), other.path()).expect("it can be copied");
        unlock(&bag(other.path(), "v1"));
        must_run(other.path(), &["archive", "verify"]);
        tamper(&bag(other.path(), "v1")).expect(name);
        let said = must_fail(other.path(), &["archive", "verify"], 1);
        assert!(said.lines().any(|line| line.trim() == found), "{name}: {said}");
        assert!(said.contains("1 version, 1 damaged"), "{name}: {said}");
        let refused = must_fail(other.path(), &["archive", "restore", LETTER], 1);
        assert!(refused.contains(found), "{name}: {refused}");
        assert!(!other.path().join("output/restored").exists(), "{name}");
    }
}

/// Nobody can say of them whether they are as they were.
#[cfg(unix)]
#[test]
fn what_cannot_be_read_is_not_called_whole() {
    use std::os::unix::fs::PermissionsExt;
    let folder = archived();
    let path = bag(folder.path(), "v1").join("data/letter/letter.pdf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("the test may do so");
    if fs::read(&path).is_ok() {
        // Who runs the test may read everything.
        return;
    }
    let said = must_fail(folder.path(), &["archive", "verify"], 3);
    assert!(said.contains("not verified: letter@v1"), "{said}");
    assert!(said.contains("cannot be read: data/letter/letter.pdf (Permission denied)"), "{said}");
    assert!(said.contains("verified: 1 version, 1 not verified"), "{said}");
    let parent = path.parent().expect("it is in a folder");
    fs::set_permissions(parent, fs::Permissions::from_mode(0o000)).expect("the test may do so");
    let said = must_fail(folder.path(), &["archive", "verify"], 3);
    fs::set_permissions(parent, fs::Permissions::from_mode(0o755)).expect("the test may do so");
    assert!(said.contains("cannot be read: data/letter/ (Permission denied)"), "{said}");
    assert!(!said.contains("missing:"), "{said}");
}

// Other systems have no such names.
#[cfg(target_os = "linux")]
#[test]
fn what_a_file_is_called_cannot_look_like_what_is_found() {
    use std::os::unix::ffi::OsStrExt;
    let folder = archived();
    let bag = bag(folder.path(), "v1");
    unlock(&bag);
    for name in [&b"a\nwhole: letter@v1"[..], b"\x1b[2Jb", b"\xff"] {
        let name = std::ffi::OsStr::from_bytes(name);
        fs::write(bag.join("data").join(name), "x").expect("it can be written");
    }
    let said = must_fail(folder.path(), &["archive", "verify"], 1);
    for found in
        ["added: data/a\\nwhole: letter@v1", "added: data/\\u{1b}[2Jb", "added: data/\\xff"]
    {
        assert!(said.lines().any(|line| line.trim() == found), "{found}: {said}");
    }
}

#[test]
fn what_is_no_version_is_told() {
    let folder = archived();
    let there = bag(folder.path(), "v1");
    for name in ["v01", "v4294967295"] {
        fs::rename(&there, bag(folder.path(), name)).expect("it can be renamed");
        let said = must_fail(folder.path(), &["archive", "verify"], 1);
        assert!(said.contains(&format!("added: output/archive/letter/{name}/\n")), "{said}");
        fs::rename(bag(folder.path(), name), &there).expect("it can be renamed");
    }
    must_run(folder.path(), &["archive", "verify"]);
}

#[test]
fn a_link_is_no_file() {
    let folder = archived();
    let bag = bag(folder.path(), "v1");
    unlock(&bag);
    let path = bag.join("data/letter/letter.md");
    let elsewhere = folder.path().join("same.md");
    fs::rename(&path, &elsewhere).expect("it can be moved");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&elsewhere, &path).expect("a link can be made");
        let said = must_fail(folder.path(), &["archive", "verify"], 1);
        assert!(said.contains("changed: data/letter/letter.md"), "{said}");
    }
}

#[test]
fn who_makes_a_new_bag_in_its_place_is_caught_by_the_fingerprint() {
    let folder = archived();
    let said = must_run(folder.path(), &["archive", "verify", LETTER]);
    let fingerprint = said.split_whitespace().nth(2).expect("it is printed").to_owned();
    assert_eq!(fingerprint.len(), 64, "{said}");
    let verify = ["archive", "verify", "letter@v1", "--fingerprint", &fingerprint];
    must_run(folder.path(), &verify);
    let old = bag(folder.path(), "v1");
    unlock(&old);
    fs::remove_dir_all(&old).expect("it can be deleted");
    fs::remove_file(folder.path().join("output/register.txt")).expect("it can be deleted");
    let toml = folder.path().join("data/letter.toml");
    let text = fs::read_to_string(&toml).expect("it is there");
    fs::write(&toml, text.replace("What the review found", "All is well")).expect("it is changed");
    must_run(folder.path(), &archive_words(&[]));
    must_run(folder.path(), &["archive", "verify"]);
    let said = must_fail(folder.path(), &verify, 1);
    assert!(said.contains("the fingerprint is another"), "{said}");
}

#[test]
fn a_version_in_the_place_of_another_is_told() {
    let folder = archived();
    must_run(folder.path(), &archive_words(&["--reason", "signed"]));
    let [first, second, aside] = ["v1", "v2", "aside"].map(|name| bag(folder.path(), name));
    for (from, to) in [(&first, &aside), (&second, &first), (&aside, &second)] {
        fs::rename(from, to).expect("it can be renamed");
    }
    let said = must_fail(folder.path(), &["archive", "verify"], 1);
    assert!(said.contains("moved: this was put away as letter@v2"), "{said}");
    assert!(said.contains("2 versions, 2 damaged"), "{said}");
}

#[test]
fn a_version_between_two_others_is_missed() {
    let folder = archived();
    for reason in ["signed", "published"] {
        must_run(folder.path(), &archive_words(&["--reason", reason]));
    }
    let middle = bag(folder.path(), "v2");
    unlock(&middle);
    fs::remove_dir_all(&middle).expect("it can be deleted");
    let said = must_fail(folder.path(), &["archive", "verify"], 1);
    assert!(said.contains("missing: letter@v2"), "{said}");
    must_run(folder.path(), &archive_words(&["--reason", "again"]));
    assert!(bag(folder.path(), "v4").exists());
}

#[test]
fn of_several_runs_at_once_each_writes_a_version_of_its_own_or_none() {
    let folder = folder();
    let words = archive_words(&["--reason", "sent again"]);
    let runs: Vec<Child> = (0..6).map(|_| start(folder.path(), &words)).collect();
    let outputs = runs.into_iter().map(|run| run.wait_with_output().expect("it ends"));
    let (done, refused): (Vec<_>, Vec<_>) = outputs.partition(|output| output.status.success());
    assert!(!done.is_empty());
    for output in &refused {
        assert_eq!(output.status.code(), Some(2), "{}", said(output));
        assert!(said(output).contains("at this moment"), "{}", said(output));
    }
    for number in 1..=done.len() {
        assert!(bag(folder.path(), &format!("v{number}")).exists(), "v{number}");
    }
    let said = must_run(folder.path(), &["archive", "verify"]);
    assert_eq!(said.matches("whole: ").count(), done.len(), "{said}");
    assert!(!said.contains("left over"), "{said}");
}

#[test]
fn a_run_that_is_killed_leaves_whole_versions_only() {
    let folder = folder();
    for turn in 0..30_u64 {
        start_and_kill(
            folder.path(),
            &archive_words(&["--reason", "once more"]),
            Duration::from_millis(2 * turn),
        );
        let output = self::run(folder.path(), &["archive", "verify"]);
        assert!(output.status.success(), "after {turn}: {}", said(&output));
    }
    must_run(folder.path(), &archive_words(&["--reason", "at last"]));
    must_run(folder.path(), &["archive", "verify"]);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_archive_as_it_was() {
    let folder = archived();
    let before = files(folder.path());
    let output = run_on_full_disk(folder.path(), &archive_words(&["--reason", "once more"]));
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert!(said(&output).contains("cannot write"), "{}", said(&output));
    assert_eq!(files(folder.path()), before);
}

#[test]
fn an_archive_that_cannot_be_written_is_named() {
    let folder = folder();
    fs::create_dir(folder.path().join("output")).expect("it can be made");
    fs::write(folder.path().join("output/archive"), "a file").expect("it can be written");
    let said = must_fail(folder.path(), &archive_words(&[]), 3);
    assert!(
        said.contains("output/archive/letter: a file stands where a folder should be"),
        "{said}"
    );
    fs::remove_file(folder.path().join("output/archive")).expect("it can be deleted");
    fs::create_dir(folder.path().join("output/archive")).expect("it can be made");
    fs::write(folder.path().join("output/archive/letter"), "a file").expect("it can be written");
    let said = must_fail(folder.path(), &archive_words(&[]), 3);
    assert!(
        said.contains("output/archive/letter: a file stands where a folder should be"),
        "{said}"
    );
}

/// A stranger's folder may have links in it where files are to be restored.
#[cfg(unix)]
#[test]
fn nothing_is_restored_through_a_link() {
    for link in ["restored", "restored/letter-v1", "restored/letter-v1/data"] {
        let (folder, elsewhere) = (archived(), tempfile::tempdir().expect("a folder can be made"));
        let link = folder.path().join("output").join(link);
        fs::create_dir_all(link.parent().expect("it is in one")).expect("a folder can be made");
        std::os::unix::fs::symlink(elsewhere.path(), link).expect("a link can be made");
        for more in [&[][..], &["--force"]] {
            let words = [&["archive", "restore", "letter@v1"], more].concat();
            let told = must_fail(folder.path(), &words, 3);
            assert!(told.contains("a link leads out of the folder on the way to it"), "{told}");
        }
        assert_eq!(files(elsewhere.path()), Vec::<String>::new());
    }
}

/// Versions as they were put away before each said what it follows, and before there was a register.
fn from_earlier() -> TempDir {
    let folder = folder();
    let earlier = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/office/earlier");
    copy(&earlier, folder.path()).expect("it can be copied");
    folder
}

#[test]
fn what_was_put_away_before_versions_were_chained_is_whole_and_takes_others_after_it() {
    let folder = from_earlier();
    let printed = must_run(folder.path(), &["archive", "verify"]);
    assert!(printed.contains("verified: 3 versions, all whole"), "{printed}");
    fs::write(folder.path().join("printed.txt"), &printed).expect("it can be written");
    must_run(folder.path(), &["archive", "verify", "--fingerprints", "printed.txt"]);
    must_run(folder.path(), &["archive", "restore", "2018-peel@v1"]);
    must_run(folder.path(), &archive_words(&[]));
    let printed = must_run(folder.path(), &["archive", "verify"]);
    assert!(printed.contains("verified: 4 versions, all whole"), "{printed}");
    let register = fs::read_to_string(folder.path().join("output/register.txt"));
    let register = register.expect("there is a register now");
    let known = register.lines().map(|line| &line[66..]).collect::<Vec<_>>();
    assert_eq!(known, ["2018-peel@v1", "2018-peel@v2", "2019-custody@v1", "letter@v1"]);
}

#[test]
fn whoever_tampers_with_what_was_put_away_earlier_is_caught() {
    let archive = "output/archive";
    for (is_register, path, words) in [
        (false, "2018-peel/v1/data/letter/2018-peel.md", "changed: data/letter/2018-peel.md"),
        (false, "2018-peel/v2/bag-info.txt", "changed: bag-info.txt"),
        (true, "2018-peel/v1", "missing: 2018-peel@v1"),
        (true, "2018-peel/v2", "missing: 2018-peel@v2"),
        (true, "2019-custody/v1", "missing: 2019-custody@v1"),
    ] {
        let folder = from_earlier();
        if is_register {
            must_run(folder.path(), &archive_words(&[]));
        }
        let path = folder.path().join(archive).join(path);
        match path.is_dir() {
            true => fs::remove_dir_all(path).expect("it can be removed"),
            false => fs::write(path, "other words").expect("it can be written"),
        }
        let told = must_fail(folder.path(), &["archive", "verify"], 1);
        assert!(told.contains(words), "{told}");
    }
}

#[test]
fn a_damaged_version_is_not_written_over_either() {
    let folder = folder();
    fs::create_dir_all(bag(folder.path(), "v1")).expect("it can be made");
    let said = must_fail(folder.path(), &archive_words(&[]), 2);
    assert!(said.contains("letter@v1 is put away already, and stays as it is"), "{said}");
}

#[test]
fn a_letter_that_was_renamed_is_known_again() {
    let folder = archived();
    let data = folder.path().join("data");
    fs::rename(data.join("letter.toml"), data.join("answer.toml")).expect("it can be renamed");
    let said = must_fail(folder.path(), &["archive", "answer", "--sent", "2024-10-28"], 1);
    assert!(said.contains("warning[renamed]"), "{said}");
    assert!(said.contains("letter@v1"), "{said}");
    let listed = must_run(folder.path(), &["archive", "list"]);
    assert!(listed.contains("letter (not in data/)"), "{listed}");
    must_run(folder.path(), &["archive", "verify", LETTER]);
    must_run(folder.path(), &["archive", "restore", "letter@v1"]);
}

/// The draft was taken for the signed letter.
#[test]
fn a_file_that_was_made_from_another_state_is_doubted() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    for name in ["signed.pdf", "scan.pdf"] {
        fs::copy(folder.path().join("output/letter.pdf"), folder.path().join(name)).expect(name);
    }
    fs::write(folder.path().join("scan.pdf"), "%PDF-1.7").expect("it can be written");
    let words = ["archive", LETTER, "--sent", "2024-10-28", "--as-sent"];
    let with = |name| must_fail(folder.path(), &[&words[..], &[name]].concat(), 1);
    assert!(!with("signed.pdf").contains("warning[stale]"));
    edit(folder.path(), "data/letter.toml", "What the review found", "What it found");
    assert!(with("signed.pdf").contains("signed.pdf was not made from the letter as it is now"));
    assert!(!with("scan.pdf").contains("warning[stale]"));
}

#[test]
fn a_letter_is_not_published_before_its_date() {
    let folder = folder();
    let words = ["archive", LETTER, "--sent", "2024-10-28", "--published", "2023-10-29"];
    let said = must_fail(folder.path(), &words, 1);
    assert!(said.contains("later date than the day it was published, 2023-10-29"), "{said}");
}

#[test]
fn a_pdf_alone_gives_back_what_it_was_made_from() {
    let folder = folder();
    must_run(folder.path(), &["build"]);
    let elsewhere = tempfile::tempdir().expect("a folder can be made");
    fs::copy(folder.path().join("output/letter.pdf"), elsewhere.path().join("as sent.PDF"))
        .expect("it can be copied");
    must_run(elsewhere.path(), &["archive", "restore", "as sent.PDF"]);
    let restored = elsewhere.path().join("output/restored/as sent");
    must_run(&restored, &["build"]);
    for name in ["letter.md", "letter.pdf"] {
        let read = |folder: &Path| fs::read(folder.join("output").join(name)).expect("it is there");
        assert!(read(&restored) == read(folder.path()), "{name}");
    }
    fs::write(elsewhere.path().join("other.pdf"), "%PDF-1.7").expect("it can be written");
    let said = must_fail(elsewhere.path(), &["archive", "restore", "other.pdf"], 3);
    assert!(said.contains("cannot restore other.pdf: it is no PDF, or damaged"), "{said}");
    let said = must_fail(elsewhere.path(), &["archive", "restore", "gone.pdf"], 3);
    assert!(said.contains("cannot restore gone.pdf: there is no such file"), "{said}");
}
