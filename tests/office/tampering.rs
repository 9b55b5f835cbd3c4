//! Ways to tamper with an archive as a whole, and what verify must say of each. What can be done to a single
//! version stands in `archive.rs`.

use crate::support::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const REGISTER: &str = "output/register.txt";

/// What is done to a working folder, how the run then ends, and a line that verify prints.
type Tamper = (&'static str, fn(&Path) -> io::Result<()>, i32, &'static str);

/// An office with two letters: of one, three versions were put away; of the other one, before the last of
/// those.
fn archived() -> TempDir {
    let folder = folder();
    let data = folder.path().join("data");
    fs::copy(data.join("letter.toml"), data.join("second.toml")).expect("it can be copied");
    for (letter, reason) in
        [("letter", "first"), ("letter", "signed"), ("second", "first"), ("letter", "published")]
    {
        let words = ["archive", letter, "--sent", "2024-10-28", "--reason", reason];
        must_run(folder.path(), &[&words[..], &["--accept-warnings", "a sample"]].concat());
    }
    for path in files(folder.path()) {
        let path = folder.path().join(path);
        let mut permissions = fs::metadata(&path).expect("it is there").permissions();
        #[expect(clippy::permissions_set_readonly_false, reason = "the files are only the test's")]
        permissions.set_readonly(false);
        fs::set_permissions(&path, permissions).expect("the test may do so");
    }
    folder
}

fn archive(root: &Path) -> PathBuf {
    root.join("output/archive")
}

fn bag(root: &Path, version: &str) -> PathBuf {
    let (letter, version) = version.split_once('@').expect("it is a version");
    archive(root).join(letter).join(version)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes the lists of a bag anew, as one who knows how would, and gives its new fingerprint.
fn sign(bag: &Path) -> io::Result<String> {
    let list = |names: Vec<String>| -> io::Result<String> {
        let line = |name: String| Ok(format!("{}  {name}\n", digest(&fs::read(bag.join(&name))?)));
        names.into_iter().map(line).collect()
    };
    let payload = files(bag).into_iter().filter(|name| name.starts_with("data/"));
    fs::write(bag.join("manifest-sha256.txt"), list(payload.collect())?)?;
    let tags = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt"].map(str::to_owned);
    let tags = list(tags.to_vec())?;
    fs::write(bag.join("tagmanifest-sha256.txt"), &tags)?;
    Ok(digest(tags.as_bytes()))
}

/// Puts other words in the place of some, and signs the bag again.
fn rewrite(bag: &Path, file: &str, from: &str, to: &str) -> io::Result<String> {
    let path = bag.join(file);
    let text = fs::read_to_string(&path)?;
    assert!(text.contains(from), "{from} is not in {text}");
    fs::write(path, text.replace(from, to))?;
    sign(bag)
}

/// The register without a version, or with another fingerprint for it.
fn register(root: &Path, version: &str, fingerprint: Option<&str>) -> io::Result<()> {
    let path = root.join(REGISTER);
    let mut lines: BTreeMap<usize, String> =
        fs::read_to_string(&path)?.lines().map(str::to_owned).enumerate().collect();
    lines.retain(|_, line| fingerprint.is_some() || !line.ends_with(version));
    let changed = lines.values_mut().find(|line| line.ends_with(version));
    if let (Some(line), Some(fingerprint)) = (changed, fingerprint) {
        *line = format!("{fingerprint}  {version}");
    }
    fs::write(path, lines.values().map(|line| format!("{line}\n")).collect::<String>())
}

/// A version that nobody has put away, right in itself.
fn forge(root: &Path) -> io::Result<String> {
    let new = bag(root, "letter@v4");
    copy(&bag(root, "letter@v3"), &new)?;
    rewrite(&new, "bag-info.txt", "letter@v3", "letter@v4")
}

/// Puts a link in the place of a file or folder, which goes elsewhere.
#[cfg(unix)]
fn link(root: &Path, path: &str) -> io::Result<()> {
    let (path, elsewhere) = (root.join(path), root.join("elsewhere"));
    fs::rename(&path, &elsewhere)?;
    std::os::unix::fs::symlink(elsewhere, path)
}

const TAMPERS: &[Tamper] = &[
    ("the archive deleted", |root| fs::remove_dir_all(archive(root)), 1, "missing: letter@v1"),
    (
        "the archive under another name",
        |root| fs::rename(archive(root), root.join("output/archived")),
        1,
        "missing: second@v1",
    ),
    (
        "the archive emptied",
        |root| {
            fs::remove_dir_all(archive(root))?;
            fs::create_dir(archive(root))
        },
        1,
        "missing: letter@v3",
    ),
    (
        "a file in the place of the archive",
        |root| {
            fs::remove_dir_all(archive(root))?;
            fs::write(archive(root), "")
        },
        3,
        "error: cannot read output/archive: a file stands where a folder should be",
    ),
    (
        "a file in the place of output/",
        |root| {
            fs::remove_dir_all(root.join("output"))?;
            fs::write(root.join("output"), "")
        },
        3,
        "error: cannot read output: a file stands where a folder should be",
    ),
    (
        "the first version deleted",
        |root| fs::remove_dir_all(bag(root, "letter@v1")),
        1,
        "missing: letter@v1",
    ),
    (
        "one between two others deleted",
        |root| fs::remove_dir_all(bag(root, "letter@v2")),
        1,
        "missing: letter@v2",
    ),
    (
        "the last version deleted",
        |root| fs::remove_dir_all(bag(root, "letter@v3")),
        1,
        "missing: letter@v3",
    ),
    (
        "a letter deleted",
        |root| fs::remove_dir_all(archive(root).join("second")),
        1,
        "missing: second@v1",
    ),
    (
        "a letter emptied",
        |root| fs::remove_dir_all(bag(root, "second@v1")),
        1,
        "added: output/archive/second/",
    ),
    (
        "a version emptied",
        |root| {
            fs::remove_dir_all(bag(root, "second@v1"))?;
            fs::create_dir(bag(root, "second@v1"))
        },
        1,
        "missing: tagmanifest-sha256.txt",
    ),
    (
        "a version without what was sent",
        |root| fs::remove_dir_all(bag(root, "letter@v2").join("data")),
        1,
        "missing: data/letter/letter.pdf",
    ),
    (
        "a file in the place of a version",
        |root| {
            fs::remove_dir_all(bag(root, "letter@v3"))?;
            fs::write(bag(root, "letter@v3"), "v3")
        },
        1,
        "added: output/archive/letter/v3",
    ),
    (
        "a letter under another name",
        |root| fs::rename(archive(root).join("second"), archive(root).join("third")),
        1,
        "missing: second@v1",
    ),
    (
        "a letter in another case",
        |root| fs::rename(archive(root).join("second"), archive(root).join("Second")),
        1,
        "moved: this was put away as second@v1",
    ),
    (
        "a version under another number",
        |root| fs::rename(bag(root, "letter@v3"), bag(root, "letter@v4")),
        1,
        "moved: this was put away as letter@v3",
    ),
    (
        "a version under a number with a nought",
        |root| fs::rename(bag(root, "letter@v3"), bag(root, "letter@v03")),
        1,
        "added: output/archive/letter/v03/",
    ),
    (
        "two versions in each other's place",
        |root| {
            fs::rename(bag(root, "letter@v1"), bag(root, "letter@aside"))?;
            fs::rename(bag(root, "letter@v2"), bag(root, "letter@v1"))?;
            fs::rename(bag(root, "letter@aside"), bag(root, "letter@v2"))
        },
        1,
        "moved: this was put away as letter@v2",
    ),
    (
        "a version of one letter among those of another",
        |root| fs::rename(bag(root, "letter@v3"), bag(root, "second@v2")),
        1,
        "moved: this was put away as letter@v3",
    ),
    (
        "a version twice",
        |root| copy(&bag(root, "letter@v3"), &bag(root, "letter@v4")),
        1,
        "moved: this was put away as letter@v3",
    ),
    (
        "a file beside the letters",
        |root| fs::write(archive(root).join("notes.txt"), "mine"),
        1,
        "added: output/archive/notes.txt",
    ),
    (
        "a hidden file beside the letters",
        |root| fs::write(archive(root).join(".notes"), "mine"),
        1,
        "added: output/archive/.notes",
    ),
    (
        "an empty folder beside the letters",
        |root| fs::create_dir(archive(root).join("third")),
        1,
        "added: output/archive/third/",
    ),
    (
        "a hidden folder beside the letters",
        |root| {
            fs::create_dir(archive(root).join(".third"))?;
            fs::write(archive(root).join(".third/letter.pdf"), "%PDF")
        },
        1,
        "added: output/archive/.third/letter.pdf",
    ),
    (
        "a file beside the versions",
        |root| fs::write(archive(root).join("letter/notes.txt"), "mine"),
        1,
        "added: output/archive/letter/notes.txt",
    ),
    (
        "a hidden file beside the versions",
        |root| fs::write(archive(root).join("letter/.notes"), "mine"),
        1,
        "added: output/archive/letter/.notes",
    ),
    (
        "a folder like those of stopped runs",
        |root| fs::create_dir(archive(root).join("letter/.unfinished-a1B2c3")),
        1,
        "added: output/archive/letter/.unfinished-a1B2c3/",
    ),
    (
        "a hidden file in a version",
        |root| fs::write(bag(root, "letter@v2").join("data/letter/.notes"), "mine"),
        1,
        "added: data/letter/.notes",
    ),
    (
        "a version made by hand",
        |root| forge(root).map(drop),
        1,
        "added: it is not in output/register.txt",
    ),
    (
        "the register deleted",
        |root| fs::remove_file(root.join(REGISTER)),
        1,
        "missing: output/register.txt",
    ),
    (
        "the register emptied",
        |root| fs::write(root.join(REGISTER), ""),
        1,
        "added: it is not in output/register.txt",
    ),
    (
        "a folder in the place of the register",
        |root| {
            fs::remove_file(root.join(REGISTER))?;
            fs::create_dir(root.join(REGISTER))
        },
        1,
        "damaged: output/register.txt (it is a folder)",
    ),
    (
        "a line out of the register",
        |root| register(root, "letter@v2", None),
        1,
        "added: it is not in output/register.txt",
    ),
    (
        "another fingerprint in the register",
        |root| register(root, "letter@v2", Some(&"0".repeat(64))),
        1,
        "the fingerprint is another than in output/register.txt",
    ),
    (
        "nonsense in the register",
        |root| register(root, "letter@v2", Some("nonsense")),
        1,
        "damaged: output/register.txt (line 2 is no fingerprint with the name of a version)",
    ),
    (
        "a line twice in the register",
        |root| {
            let kept = fs::read_to_string(root.join(REGISTER))?;
            fs::write(root.join(REGISTER), format!("{kept}{kept}"))
        },
        1,
        "damaged: output/register.txt (a line of it stands twice)",
    ),
    (
        "the register in another order",
        |root| {
            let kept = fs::read_to_string(root.join(REGISTER))?;
            let (first, rest) = kept.split_once('\n').unwrap_or_default();
            fs::write(root.join(REGISTER), format!("{rest}{first}\n"))
        },
        1,
        "damaged: output/register.txt (its lines do not stand in the order in which they were written)",
    ),
    (
        "a version that never was in the register",
        |root| {
            let text = fs::read_to_string(root.join(REGISTER))?;
            fs::write(root.join(REGISTER), format!("{text}{}  third@v1\n", "0".repeat(64)))
        },
        1,
        "missing: third@v1",
    ),
    (
        "a version and its line deleted",
        |root| {
            register(root, "letter@v2", None)?;
            fs::remove_dir_all(bag(root, "letter@v2"))
        },
        1,
        "missing: letter@v2",
    ),
    (
        "a letter and its lines deleted",
        |root| {
            register(root, "second@v1", None)?;
            fs::remove_dir_all(archive(root).join("second"))
        },
        1,
        "missing: second@v1",
    ),
    (
        "a file changed, and all lists of its version made anew",
        |root| {
            let bag = bag(root, "letter@v1");
            rewrite(&bag, "data/letter/letter.md", "review", "Review").map(drop)
        },
        1,
        "the fingerprint is another than in output/register.txt",
    ),
    (
        "the same, and in the register",
        |root| {
            let bag = bag(root, "letter@v1");
            let fingerprint = rewrite(&bag, "data/letter/letter.md", "review", "Review")?;
            register(root, "letter@v1", Some(&fingerprint))
        },
        1,
        "it was put away after another letter@v1 than is there now",
    ),
    (
        "another day of sending, and all lists made anew",
        |root| {
            let bag = bag(root, "letter@v2");
            rewrite(&bag, "bag-info.txt", "Date-Sent: 2024-10-28", "Date-Sent: 2024-10-01")
                .map(drop)
        },
        1,
        "the fingerprint is another than in output/register.txt",
    ),
    (
        "another version before, by what it says",
        |root| {
            let fingerprint =
                rewrite(&bag(root, "letter@v3"), "bag-info.txt", "second@v1", "letter@v2")?;
            register(root, "letter@v3", Some(&fingerprint))
        },
        1,
        "it was put away after another letter@v2 than is there now",
    ),
    (
        "a file put into a version, and all lists made anew, in the register too",
        |root| {
            let bag = bag(root, "second@v1");
            fs::write(bag.join("data/letter/annex.pdf"), "%PDF")?;
            register(root, "second@v1", Some(&sign(&bag)?))
        },
        1,
        "it was put away after another second@v1 than is there now",
    ),
];

#[cfg(unix)]
const TAMPERS_BY_LINKS: &[Tamper] = &[
    (
        "output/ a link that leads nowhere",
        |root| {
            link(root, "output")?;
            fs::remove_dir_all(root.join("elsewhere"))
        },
        3,
        "error: cannot use output: it is a link that leads nowhere",
    ),
    (
        "the archive a link",
        |root| link(root, "output/archive"),
        3,
        "error: cannot read output/archive: it is a link, and what was put away is none",
    ),
    (
        "a letter a link",
        |root| link(root, "output/archive/letter"),
        1,
        "added: output/archive/letter, a link to elsewhere",
    ),
    (
        "a version a link",
        |root| link(root, "output/archive/letter/v2"),
        1,
        "added: output/archive/letter/v2, a link to elsewhere",
    ),
    (
        "the last version a link",
        |root| link(root, "output/archive/letter/v3"),
        1,
        "missing: letter@v3",
    ),
    (
        "a folder in a version a link",
        |root| link(root, "output/archive/letter/v1/data/letter"),
        1,
        "missing: data/letter/letter.pdf",
    ),
    (
        "a file in a version a link",
        |root| link(root, "output/archive/letter/v1/data/letter/letter.pdf"),
        1,
        "changed: data/letter/letter.pdf",
    ),
    (
        "the list of a version a link",
        |root| link(root, "output/archive/letter/v1/manifest-sha256.txt"),
        1,
        "changed: manifest-sha256.txt",
    ),
    (
        "a link put into a version",
        |root| {
            let path = bag(root, "letter@v1").join("data/letter/other.pdf");
            std::os::unix::fs::symlink("letter.pdf", path)
        },
        1,
        "added: data/letter/other.pdf",
    ),
    (
        "a link beside the letters",
        |root| std::os::unix::fs::symlink("letter", archive(root).join("third")),
        1,
        "added: output/archive/third, a link to elsewhere",
    ),
    (
        "a pipe in the place of a file",
        |root| {
            let path = bag(root, "letter@v1").join("data/letter/letter.md");
            fs::remove_file(&path)?;
            pipe(&path)
        },
        1,
        "changed: data/letter/letter.md",
    ),
    (
        "a pipe in the place of a list",
        |root| {
            let path = bag(root, "letter@v1").join("bag-info.txt");
            fs::remove_file(&path)?;
            pipe(&path)
        },
        1,
        "changed: bag-info.txt",
    ),
    (
        "a file that can be written to",
        |root| {
            use std::os::unix::fs::PermissionsExt;
            for path in files(&bag(root, "letter@v1")) {
                let mode = if path.ends_with(".pdf") { 0o644 } else { 0o444 };
                let path = bag(root, "letter@v1").join(path);
                fs::set_permissions(path, fs::Permissions::from_mode(mode))?;
            }
            Ok(())
        },
        0,
        "can be written to: data/letter/letter.pdf",
    ),
    (
        "a file that has another name outside",
        |root| {
            let path = bag(root, "letter@v1").join("data/letter/letter.pdf");
            fs::hard_link(path, root.join("letter.pdf"))
        },
        0,
        "can be written to under another name (hard link): data/letter/letter.pdf",
    ),
];

#[cfg(unix)]
fn pipe(path: &Path) -> io::Result<()> {
    let made = std::process::Command::new("mkfifo").arg(path).status()?;
    if made.success() { Ok(()) } else { Err(io::Error::other("no pipe was made")) }
}

// Other systems have no such names.
#[cfg(target_os = "linux")]
const TAMPERS_BY_NAMES: &[Tamper] = &[
    (
        "a file whose name is no text",
        |root| {
            fs::write(bag(root, "letter@v1").join("data/letter").join(odd(b"a\xff.pdf")), "%PDF")
        },
        1,
        "added: data/letter/a\\xff.pdf",
    ),
    (
        "two such names that look alike",
        |root| {
            let folder = bag(root, "letter@v1").join("data/letter");
            fs::write(folder.join(odd(b"a\xff.pdf")), "%PDF")?;
            fs::write(folder.join(odd(b"a\x80.pdf")), "%PDF")
        },
        1,
        "added: data/letter/a\\x80.pdf",
    ),
    (
        "a letter whose name is no text",
        |root| copy(&archive(root).join("second"), &archive(root).join(odd(b"second\xff"))),
        1,
        "added: output/archive/second\\xff/v1/",
    ),
    (
        "a name that looks like a line",
        |root| fs::write(archive(root).join("a\nwhole: letter@v9"), ""),
        1,
        "added: output/archive/a\\nwhole: letter@v9",
    ),
];

#[cfg(target_os = "linux")]
fn odd(name: &[u8]) -> &std::ffi::OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(name)
}

/// A copy of the office that was tampered with.
fn tampered(office: &Path, (name, tamper, ..): &Tamper) -> TempDir {
    let other = tempfile::tempdir().expect("a folder can be made");
    copy(office, other.path()).expect("it can be copied");
    tamper(other.path()).expect(name);
    other
}

#[test]
fn whoever_tampers_with_the_archive_is_caught() {
    let office = archived();
    let said = must_run(office.path(), &["archive", "verify"]);
    assert!(said.contains("verified: 4 versions, all whole"), "{said}");
    #[allow(unused_mut, reason = "some systems have no more ways")]
    let mut tampers = TAMPERS.to_vec();
    #[cfg(unix)]
    tampers.extend(TAMPERS_BY_LINKS);
    #[cfg(target_os = "linux")]
    tampers.extend(TAMPERS_BY_NAMES);
    for tamper in &tampers {
        let (name, _, exit, found) = tamper;
        let other = tampered(office.path(), tamper);
        let said = must_fail(other.path(), &["archive", "verify"], *exit);
        assert!(
            said.lines().any(|line| line.trim() == *found),
            "{name}: {found} is not in\n{said}"
        );
    }
}

/// What nobody can tell without a list that somebody else has kept.
const TAMPERS_AGAINST_A_LIST: [(Tamper, &str); 5] = [
    (
        (
            "the last version and its line deleted",
            |root| {
                register(root, "letter@v3", None)?;
                fs::remove_dir_all(bag(root, "letter@v3"))
            },
            0,
            "",
        ),
        "missing: letter@v3",
    ),
    (
        (
            "the last version made anew, and in the register",
            |root| {
                let bag = bag(root, "letter@v3");
                let fingerprint = rewrite(&bag, "data/letter/letter.md", "review", "Review")?;
                register(root, "letter@v3", Some(&fingerprint))
            },
            0,
            "",
        ),
        "the fingerprint is another than in kept.txt",
    ),
    (
        (
            "a version made by hand, and put into the register",
            |root| {
                let fingerprint = forge(root)?;
                let text = fs::read_to_string(root.join(REGISTER))?;
                fs::write(root.join(REGISTER), format!("{text}{fingerprint}  letter@v4\n"))?;
                let (old, new) =
                    (fingerprint_of(root, "letter@v2"), fingerprint_of(root, "letter@v3"));
                let bag = bag(root, "letter@v4");
                rewrite(&bag, "bag-info.txt", &old, &new)?;
                rewrite(&bag, "bag-info.txt", "second@v1", "letter@v3")?;
                let before = fingerprint_of(root, "second@v1");
                let fingerprint = rewrite(&bag, "bag-info.txt", &before, &new)?;
                register(root, "letter@v4", Some(&fingerprint))
            },
            0,
            "",
        ),
        "added: it is not in kept.txt",
    ),
    (
        ("output/ deleted", |root| fs::remove_dir_all(root.join("output")), 0, ""),
        "missing: letter@v1",
    ),
    (
        (
            "the archive begun anew",
            |root| {
                fs::remove_dir_all(root.join("output"))?;
                let words = ["archive", "letter", "--sent", "2024-10-01"];
                must_run(root, &[&words[..], &["--accept-warnings", "sample"]].concat());
                Ok(())
            },
            0,
            "",
        ),
        "the fingerprint is another than in kept.txt",
    ),
];

fn fingerprint_of(root: &Path, version: &str) -> String {
    digest(&fs::read(bag(root, version).join("tagmanifest-sha256.txt")).expect("it is there"))
}

#[test]
fn who_makes_all_anew_is_caught_by_a_list_that_another_has_kept() {
    let office = archived();
    let kept = must_run(office.path(), &["archive", "verify"]);
    fs::write(office.path().join("kept.txt"), kept).expect("it can be written");
    let verify = ["archive", "verify", "--fingerprints", "kept.txt"];
    must_run(office.path(), &verify);
    for (tamper, found) in &TAMPERS_AGAINST_A_LIST {
        let (name, other) = (tamper.0, tampered(office.path(), tamper));
        must_run(other.path(), &["archive", "verify"]);
        let said = must_fail(other.path(), &verify, 1);
        assert!(said.lines().any(|line| line.trim() == *found), "{name}: {said}");
    }
}
