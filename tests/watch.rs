//! `peel-letter watch`, run as a user runs it: files are saved, and `output/` follows.
//!
//! Nothing here waits for a fixed time: each test asks again and again until what it wants is there,
//! and gives up after a minute.
#![expect(clippy::unwrap_used, reason = "what a test cannot do, it need not explain")]

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough for a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(60);

/// The office of the cases of the command line, and a letter with an image.
const OFFICE: &str = include_str!("cmd/new-office.in/data/office.toml");
const LETTER: &str = include_str!("cmd/new-office.in/data/2024-peel.toml");

/// A working folder that is watched.
struct Watched {
    folder: TempDir,
    program: Child,
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Asks until there is an answer.
fn until<T>(what: &str, mut answer: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        match answer() {
            Some(answer) => return answer,
            None if Instant::now() > end => panic!("{what}: not in {PATIENCE:?}"),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

impl Watched {
    /// Starts to watch, and waits for the first round.
    fn start(files: &[(&str, &[u8])], words: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let said = File::create(folder.path().join("said")).unwrap();
        let program = Command::new(env!("CARGO_BIN_EXE_peel-letter"))
            .arg("watch")
            .args(words)
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .stderr(said)
            .spawn()
            .unwrap();
        let watched = Self { folder, program };
        until("the first round", || (watched.rounds() > 0).then_some(()));
        watched
    }

    /// The letter of the office, alone.
    fn one(words: &[&str]) -> Self {
        let files = [("data/office.toml", OFFICE.as_bytes()), ("data/one.toml", LETTER.as_bytes())];
        Self::start(&files, words)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// All that was said so far.
    fn said(&self) -> String {
        fs::read_to_string(self.path("said")).unwrap()
    }

    /// How many rounds there were: each ends with the same words.
    fn rounds(&self) -> usize {
        self.said().matches("stop with Ctrl-C").count()
    }

    fn save(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    /// As editors do that never leave half a file.
    fn save_by_rename(&self, name: &str, text: &str) {
        let other = self.path(&format!("{name}.new"));
        fs::write(&other, text).unwrap();
        fs::rename(other, self.path(name)).unwrap();
    }

    fn until_said(&self, words: &str) {
        until(words, || self.said().contains(words).then_some(()));
    }

    fn until_output_has(&self, name: &str, words: &str) {
        let path = self.path("output").join(name);
        until(words, || fs::read_to_string(&path).ok()?.contains(words).then_some(()));
    }

    fn until_output_is_other(&self, name: &str, old: &[u8]) -> Vec<u8> {
        let path = self.path("output").join(name);
        until(name, || fs::read(&path).ok().filter(|bytes| bytes != old))
    }

    fn output(&self, name: &str) -> Vec<u8> {
        fs::read(self.path("output").join(name)).unwrap()
    }
}

fn letter(words: &str) -> String {
    LETTER.replace("accept what it finds", words)
}

#[test]
fn output_follows_each_way_to_save() {
    let watched = Watched::one(&[]);
    let first = watched.output("one-draft.pdf");
    watched.save("data/one.toml", &letter("have read it"));
    watched.until_output_has("one-draft.md", "have read it");
    let second = watched.until_output_is_other("one-draft.pdf", &first);
    watched.save_by_rename("data/one.toml", &letter("have weighed it"));
    watched.until_output_has("one-draft.md", "have weighed it");
    watched.until_output_is_other("one-draft.pdf", &second);

    // An editor that first moves the old file out of the way.
    fs::rename(watched.path("data/one.toml"), watched.path("data/one.toml~")).unwrap();
    watched.save("data/one.toml", &letter("have slept on it"));
    watched.until_output_has("one-draft.md", "have slept on it");
    assert!(watched.said().starts_with("warning["));
    assert!(watched.said().contains("made: output/one-draft.md, output/one-draft.pdf ("));
}

#[test]
fn errors_are_shown_and_the_old_output_stays() {
    let watched = Watched::one(&[]);
    let old = watched.output("one-draft.pdf");
    watched.save("data/one.toml", &LETTER.replace("subject", "subjekt"));
    watched.until_said("did you mean `subject`?");
    watched.until_said("not made: data/one.toml; nothing was written");
    assert_eq!(watched.output("one-draft.pdf"), old);

    watched.save("data/one.toml", "");
    watched.until_said("error[missing-key]");
    fs::remove_file(watched.path("data/one.toml")).unwrap();
    watched.until_said("there is no letter in data/");
    watched.save("data/one.toml", &letter("am back"));
    watched.until_output_has("one-draft.md", "am back");
}

#[test]
fn the_office_the_templates_and_the_style_are_followed() {
    let watched = Watched::one(&[]);
    watched.save("data/office.toml", &OFFICE.replace("Yours sincerely", "Yours faithfully"));
    watched.until_output_has("one-draft.md", "Yours faithfully");

    // The folder was not there when the program began.
    fs::create_dir_all(watched.path("templates/parts")).unwrap();
    watched.save("templates/parts/sign_off.md", "With best wishes\n");
    watched.until_output_has("one-draft.md", "With best wishes");

    let old = watched.output("one-draft.pdf");
    watched.save("templates/style.toml", "[page]\nleft = 40\n");
    watched.until_output_is_other("one-draft.pdf", &old);

    fs::remove_file(watched.path("data/office.toml")).unwrap();
    watched.until_said("there is no data/office.toml");
    watched.save("data/office.toml", OFFICE);
    fs::remove_dir_all(watched.path("templates")).unwrap();
    watched.until_output_has("one-draft.md", "Yours sincerely");
}

#[test]
fn images_are_followed_also_before_they_are_there() {
    let text = letter("show this:\n\n![a photograph](images/one.png)\n\nIt is mine");
    let files = [("data/office.toml", OFFICE.as_bytes()), ("data/one.toml", text.as_bytes())];
    let watched = Watched::start(&files, &[]);
    watched.until_said("the image cannot be read");
    let image = Path::new("tests/odd/pictures/data");
    fs::create_dir(watched.path("data/images")).unwrap();
    fs::copy(image.join("sixteen-bit.png"), watched.path("data/images/one.png")).unwrap();
    let first = until("the PDF", || fs::read(watched.path("output/one-draft.pdf")).ok());
    fs::copy(image.join("photograph.jpg"), watched.path("data/images/one.png")).unwrap();
    watched.until_output_is_other("one-draft.pdf", &first);
}

#[test]
fn only_the_letter_that_was_saved_is_made_again() {
    let files = ["data/office.toml", "data/one.toml", "data/two.toml"];
    let texts = [OFFICE, LETTER, LETTER];
    let files: Vec<_> = files.into_iter().zip(texts.map(str::as_bytes)).collect();
    let watched = Watched::start(&files, &[]);
    fs::remove_file(watched.path("output/two-draft.pdf")).unwrap();
    let rounds = watched.rounds();

    // What does not change a file in use makes no round; the save after it makes one.
    watched.save("data/one.toml", LETTER);
    watched.save("data/.one.toml.swp", "an editor's");
    watched.save("data/notes.txt", "mine");
    watched.save("data/one.toml", &letter("am one"));
    watched.until_output_has("one-draft.md", "am one");
    until("the round", || (watched.rounds() > rounds).then_some(()));
    assert_eq!(watched.rounds(), rounds + 1);
    assert!(!watched.path("output/two-draft.pdf").exists());

    // A letter that comes later is made, too.
    watched.save("data/three.toml", &letter("am three"));
    watched.until_output_has("three-draft.md", "am three");
    assert!(!watched.path("output/two-draft.pdf").exists());
}

#[test]
fn a_letter_can_be_named_and_must_be_there() {
    let watched = Watched::one(&["one"]);
    watched.save("data/two.toml", LETTER);
    watched.save("data/one.toml", &letter("am one"));
    watched.until_output_has("one-draft.md", "am one");
    assert!(!watched.path("output/two-draft.md").exists());

    let folder = watched.folder.path();
    let run = |name| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_peel-letter"));
        program.args(["watch", name]).current_dir(folder).stderr(Stdio::null()).status().unwrap()
    };
    assert_eq!(run("none").code(), Some(3));
    assert_eq!(run("-").code(), Some(2));
    assert_eq!(run("office").code(), Some(2));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_and_leaves_nothing_behind() {
    let mut watched = Watched::one(&["--message-format", "json"]);
    let id = watched.program.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ended = until("the end", || watched.program.try_wait().unwrap());
    assert_eq!(ended.code(), Some(0));
    let names = fs::read_dir(watched.path("output")).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["one-draft.md", "one-draft.pdf"]);
    let is_json = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
    assert!(watched.said().lines().all(is_json));
}

/// The server of a folder that is watched.
struct Served {
    watched: Watched,
    /// Such as `127.0.0.1:4848`.
    host: String,
    /// The secret that the paths begin with, such as `/0123456789abcdef0123456789abcdef`.
    secret: String,
}

impl Served {
    fn start() -> Self {
        let watched = Watched::one(&["--serve"]);
        let said = watched.said();
        let address = said.lines().find_map(|line| line.strip_prefix("serving: http://")).unwrap();
        let (host, secret) = address.strip_suffix('/').unwrap().split_once('/').unwrap();
        let (host, secret) = (host.to_owned(), format!("/{secret}"));
        Self { watched, host, secret }
    }

    fn ask(&self, method: &str, path: &str, host: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        stream
    }

    /// The head of the answer, and its body.
    fn answer(&self, method: &str, path: &str, host: &str) -> (String, Vec<u8>) {
        let mut bytes = Vec::new();
        self.ask(method, path, host).read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|at| at == b"\r\n\r\n").unwrap() + 4;
        (String::from_utf8(bytes[..end].to_vec()).unwrap(), bytes[end..].to_vec())
    }

    fn get(&self, path: &str) -> (String, Vec<u8>) {
        self.answer("GET", &format!("{}{path}", self.secret), &self.host)
    }

    fn state(&self) -> serde_json::Value {
        serde_json::from_slice(&self.get("/state?letter=one").1).unwrap()
    }
}

#[test]
fn the_server_answers_this_machine_and_nobody_else() {
    let served = Served::start();
    let port = served.host.rsplit(':').next().unwrap();
    assert!(served.host.starts_with("127.0.0.1:"));
    let own = &served.secret;
    for (method, path, host, status) in [
        ("GET", format!("{own}/"), served.host.clone(), "200"),
        ("GET", format!("{own}/state"), format!("localhost:{port}"), "200"),
        ("GET", format!("{own}/"), format!("example.org:{port}"), "403"),
        ("GET", format!("{own}/events"), "example.org".to_owned(), "403"),
        ("GET", format!("{own}/../data/one.toml"), served.host.clone(), "404"),
        ("GET", format!("{own}/exe?letter=one&form=letter"), served.host.clone(), "404"),
        ("GET", format!("{own}{}", of_letter("/etc/passwd", 0, 1)), served.host.clone(), "404"),
        (
            "GET",
            format!("{own}{}", of_letter("data/one.toml", 0, 1_000_000)),
            served.host.clone(),
            "404",
        ),
        ("GET", format!("{own}{}", of_letter("data/one.toml", 2, 1)), served.host.clone(), "404"),
        ("GET", format!("{own}/font?face=4"), served.host.clone(), "404"),
        ("GET", format!("{own}/html?letter=one&form=statement"), served.host.clone(), "404"),
        ("POST", format!("{own}/"), served.host.clone(), "405"),
        ("GET", "/".to_owned(), served.host.clone(), "404"),
        ("GET", "/events".to_owned(), served.host.clone(), "404"),
        ("GET", format!("{own}0/state"), served.host.clone(), "404"),
    ] {
        let (head, _) = served.answer(method, &path, &host);
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{method} {path} {host}: {head}");
        for line in [
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Cross-Origin-Resource-Policy: same-origin",
            "Referrer-Policy: no-referrer",
            "Content-Security-Policy: default-src 'none'",
        ] {
            assert!(head.contains(line), "{line} in {head}");
        }
    }
    let (head, body) = served.answer("HEAD", &format!("{own}/"), &served.host);
    assert!(head.starts_with("HTTP/1.1 200 ") && body.is_empty());
}

#[test]
fn the_page_shows_what_was_made_and_what_was_found() {
    let served = Served::start();
    let (_, html) = served.get("/html?letter=one&form=letter");
    assert!(String::from_utf8(html).unwrap().contains("accept what it finds"));
    let (head, font) = served.get("/font?face=0");
    assert!(head.contains("Content-Type: font/ttf") && font.starts_with(&[0, 1, 0, 0]));
    let state = served.state();
    assert_eq!(state["letter"]["findings"][0]["code"], "chief-constable");
    assert_eq!(state["letter"]["old"], false);

    // The web page is for the browser only.
    assert!(!served.watched.path("output/one-draft.html").exists());

    served.watched.save("data/one.toml", &LETTER.replace("subject", "subjekt"));
    let state =
        until("the error", || Some(served.state()).filter(|state| state["letter"]["old"] == true));
    assert!(state["letter"]["sheets"][0]["marks"]["svg"].is_string());
    let finding = &state["letter"]["findings"][0];
    assert_eq!(finding["places"][0]["file"], "data/one.toml");
    assert_eq!(finding["places"][0]["lines"][1]["parts"][1], "subjekt");

    fs::create_dir_all(served.watched.path("templates")).unwrap();
    served.watched.save("templates/style.toml", "colour = 1\n");
    served.watched.save("data/one.toml", LETTER);
    until("the error of the style", || {
        let state = served.state();
        let finding = &state["letter"]["findings"][0];
        (finding["places"][0]["file"] == "templates/style.toml").then_some(())
    });
}

/// What is asked for to see where words are written.
fn of_letter(file: &str, from: usize, to: usize) -> String {
    format!("/place?letter=one&form=letter&file={file}&from={from}&to={to}")
}

#[test]
fn every_file_of_the_letter_can_be_had_and_none_more_is_written() {
    let served = Served::start();
    let state = served.state();
    let files = state["letter"]["sheets"][0]["files"].as_array().unwrap();
    let names: Vec<_> = files.iter().map(|file| file["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["one-draft.md", "one-draft.pdf", "one-draft.html", "one-draft.docx"]);
    for (file, begin) in files.iter().zip(["", "%PDF-", "<!DOCTYPE html>", "PK"]) {
        let path = format!("/{}?letter=one&form=letter", file["path"].as_str().unwrap());
        let (head, bytes) = served.get(&path);
        assert!(head.starts_with("HTTP/1.1 200 ") && bytes.starts_with(begin.as_bytes()), "{path}");
        let written = fs::read(served.watched.path("output").join(file["name"].as_str().unwrap()));
        let is_usual = ["md", "pdf"].iter().any(|usual| file["path"] == *usual);
        assert_eq!(written.ok(), is_usual.then_some(bytes), "{path}");
    }
}

#[test]
fn each_run_on_the_pages_knows_where_it_is_written() {
    let served = Served::start();
    let (head, svg) = served.get("/svg?letter=one&form=letter");
    assert!(head.contains("Content-Type: image/svg+xml"), "{head}");
    let svg = String::from_utf8(svg).unwrap();
    for (words, file, written) in [
        ("accept what it finds", "data/one.toml", LETTER),
        ("Exampleshire", "data/office.toml", OFFICE),
    ] {
        let run = svg.split("<tspan").find(|run| run.contains(words)).unwrap();
        let value = |name: &str| {
            let (_, rest) = run.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        let [from, to] = ["data-from", "data-to"].map(|name| value(name).parse().unwrap());
        assert_eq!(value("data-file"), file);
        assert!(written[from..to].contains(words), "{}", &written[from..to]);
        let (_, place) = served.get(&of_letter(file, from, to));
        let place: serde_json::Value = serde_json::from_slice(&place).unwrap();
        assert_eq!(place["line"], written[..from].matches('\n').count() + 1);
    }
}

#[test]
fn who_listens_is_told_of_each_round() {
    let served = Served::start();
    let mut stream = served.ask("GET", &format!("{}/events", served.secret), &served.host);
    let mut heard = String::new();
    let mut hear = |words: &str| {
        while !heard.contains(words) {
            let mut more = [0; 512];
            let read = stream.read(&mut more).unwrap();
            assert!(read > 0, "the server has hung up after {heard}");
            heard.push_str(std::str::from_utf8(&more[..read]).unwrap());
        }
    };
    hear("Content-Type: text/event-stream");
    hear("data: 1\n\n");
    served.watched.save("data/one.toml", &letter("have read it"));
    hear("data: 2\n\n");
    let (_, html) = served.get("/html?letter=one&form=letter");
    assert!(String::from_utf8(html).unwrap().contains("have read it"));
}

#[test]
fn so_many_are_answered_at_a_time_and_no_more() {
    let served = Served::start();
    let connect = || TcpStream::connect(&served.host).unwrap();
    let held: Vec<TcpStream> = (0..80).map(|_| connect()).collect();
    let head = format!("GET {}/ HTTP/1.1\r\nHost: {}\r\n\r\n", served.secret, served.host);
    let answered = || {
        let mut stream = connect();
        stream.write_all(head.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        bytes.starts_with(b"HTTP/1.1 200 ").then_some(())
    };
    assert!(answered().is_none());
    drop(held);
    until("an answer again", answered);
}
