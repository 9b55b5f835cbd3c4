//! As much of HTTP as one browser at the same machine needs: a connection for each request.
//!
//! Others may be logged in to the machine, and any page in the browser can ask it: only who knows the
//! secret in the address gets an answer.

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};

/// The longest head of a request that is read: browsers send about a kilobyte.
const LONGEST: usize = 16 * 1024;
/// The most lines of a head.
const LINES: usize = 64;

/// What every answer says: keep nothing, guess nothing, and let no other site have it.
const ALWAYS: &str = "Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Referrer-Policy: no-referrer\r\n";

/// The head of an answer that never ends; a browser that lost it asks again after a second.
pub const EVENTS: &str = "HTTP/1.1 200 OK\r\n\
    Content-Type: text/event-stream\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Content-Security-Policy: default-src 'none'\r\n\
    Connection: close\r\n\r\nretry: 1000\n\n";

/// Where the server is.
#[derive(Clone, Debug)]
pub struct Address {
    /// Its port at 127.0.0.1.
    pub port: u16,
    /// What its paths begin with.
    secret: String,
}

impl Address {
    /// At this port, with a new secret.
    ///
    /// # Errors
    ///
    /// The system gives no random numbers.
    pub fn new(port: u16) -> io::Result<Self> {
        let mut random = [0; 16];
        getrandom::fill(&mut random)?;
        Ok(Self { port, secret: random.iter().map(|byte| format!("{byte:02x}")).collect() })
    }

    /// What stands after the secret in a path; nothing without it. As long is taken over a guess that
    /// is nearly right as over any other.
    fn path<'a>(&self, target: &'a str) -> Option<&'a str> {
        let (guess, path) = target.strip_prefix('/')?.split_at_checked(self.secret.len())?;
        let differing = guess.bytes().zip(self.secret.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
        (differing == 0 && path.starts_with('/')).then_some(path)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "http://127.0.0.1:{}/{}/", self.port, self.secret)
    }
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Head {
    /// The path after the secret.
    pub path: String,
    /// What follows the path after a question mark.
    pub query: BTreeMap<String, String>,
    /// Whether the answer is to be sent with its body.
    pub wants_body: bool,
}

/// Why there is nothing to be answered in the usual way.
#[derive(Debug)]
pub enum Refused {
    /// The request did not come whole.
    Unreadable(io::Error),
    /// It is answered so.
    With(Response),
}

/// An answer.
#[derive(Debug)]
pub struct Response {
    /// Such as `200 OK`.
    pub status: &'static str,
    /// The kind of the body.
    pub kind: &'static str,
    /// What a browser may load for it (Content-Security-Policy).
    pub policy: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// A body that needs nothing else.
    pub fn plain(kind: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status: "200 OK", kind, policy: "default-src 'none'", body: body.into() }
    }

    /// An answer that says why there is no other.
    pub fn refusal(status: &'static str) -> Self {
        Self { status, ..Self::plain("text/plain; charset=utf-8", format!("{status}\n")) }
    }

    /// Sends it.
    ///
    /// # Errors
    ///
    /// The browser is gone.
    pub fn write(&self, out: &mut impl Write, with_body: bool) -> io::Result<()> {
        let Self { status, kind, policy, body } = self;
        let allow = if status.starts_with("405") { "Allow: GET, HEAD\r\n" } else { "" };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Content-Security-Policy: {policy}\r\n{ALWAYS}{allow}Connection: close\r\n\r\n",
            body.len()
        );
        out.write_all(head.as_bytes())?;
        out.write_all(if with_body { body } else { &[] })?;
        out.flush()
    }
}

/// Reads a request that was sent to this address.
///
/// # Errors
///
/// It is none, it is for another host or of another's page, it wants something done, or does not know
/// the secret.
pub fn read(stream: &mut impl Read, address: &Address) -> Result<Head, Refused> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let mut more = [0; 2048];
        let read = stream.read(&mut more).map_err(Refused::Unreadable)?;
        if read == 0 {
            return Err(Refused::Unreadable(ErrorKind::UnexpectedEof.into()));
        }
        bytes.extend(&more[..read]);
        if bytes.len() > LONGEST {
            return Err(refused("431 Request Header Fields Too Large"));
        }
    }
    parse(&bytes, address)
}

fn refused(status: &'static str) -> Refused {
    Refused::With(Response::refusal(status))
}

fn parse(bytes: &[u8], address: &Address) -> Result<Head, Refused> {
    let mut lines = [httparse::EMPTY_HEADER; LINES];
    let mut request = httparse::Request::new(&mut lines);
    let is_whole = request.parse(bytes).is_ok_and(|status| status.is_complete());
    let (Some(method), Some(target), true) = (request.method, request.path, is_whole) else {
        return Err(refused("400 Bad Request"));
    };
    let values = |name: &str| {
        let lines = request.headers.iter().filter(|line| line.name.eq_ignore_ascii_case(name));
        lines.map(|line| line.value).collect::<Vec<_>>()
    };
    let is_to_us = matches!(values("host")[..], [host] if is_ours(host, address.port));
    // A browser says which page asks; who types the address is on none.
    let of_ours =
        |page: &[u8]| page.strip_prefix(b"http://").is_some_and(|host| is_ours(host, address.port));
    if !is_to_us || !values("origin").into_iter().all(of_ours) {
        return Err(refused("403 Forbidden"));
    }
    let wants_body = match method {
        "GET" => true,
        "HEAD" => false,
        _ => return Err(refused("405 Method Not Allowed")),
    };
    let target = address.path(target).ok_or_else(|| refused("404 Not Found"))?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    Ok(Head { path: path.to_owned(), query, wants_body })
}

/// Whether a host is this machine by one of its own names. A page from elsewhere can have its name
/// lead to 127.0.0.1, and would read the letters, but its name gives it away (DNS rebinding).
fn is_ours(host: &[u8], port: u16) -> bool {
    let names = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{port}"));
    names.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn ask(request: &str) -> Result<Head, Refused> {
        read(&mut request.as_bytes(), &Address { port: 4848, secret: SECRET.to_owned() })
    }

    fn status(request: &str) -> &'static str {
        match ask(request) {
            Ok(_) => "200",
            Err(Refused::With(response)) => &response.status[..3],
            Err(Refused::Unreadable(_)) => "none",
        }
    }

    #[test]
    fn only_the_own_host_is_answered() {
        for (host, code) in [
            ("Host: 127.0.0.1:4848\r\n", "200"),
            ("host: LocalHost:4848\r\n", "200"),
            ("Host: 127.0.0.1\r\n", "403"),
            ("Host: 127.0.0.1:80\r\n", "403"),
            ("Host: example.org:4848\r\n", "403"),
            ("Host: localhost.example.org:4848\r\n", "403"),
            ("Host: 0.0.0.0:4848\r\n", "403"),
            ("Host: 127.0.0.1:4848\r\nHost: example.org\r\n", "403"),
            ("", "403"),
        ] {
            let request = format!("GET /{SECRET}/ HTTP/1.1\r\n{host}\r\n");
            assert_eq!(status(&request), code, "{host}");
        }
    }

    #[test]
    fn only_the_own_page_is_answered() {
        for (origin, code) in [
            ("http://127.0.0.1:4848", "200"),
            ("http://localhost:4848", "200"),
            ("https://127.0.0.1:4848", "403"),
            ("http://127.0.0.1", "403"),
            ("http://127.0.0.1:8080", "403"),
            ("https://example.org", "403"),
            ("http://127.0.0.1:4848.example.org", "403"),
            ("null", "403"),
            ("", "403"),
        ] {
            let head = format!("Host: 127.0.0.1:4848\r\nOrigin: {origin}\r\n");
            let request = format!("GET /{SECRET}/ HTTP/1.1\r\n{head}\r\n");
            assert_eq!(status(&request), code, "{origin}");
        }
    }

    #[test]
    fn only_who_knows_the_secret_is_answered() {
        for (path, code) in [
            (format!("/{SECRET}/"), "200"),
            (format!("/{SECRET}/state?letter=a"), "200"),
            ("/".to_owned(), "404"),
            ("/state".to_owned(), "404"),
            (format!("/{SECRET}"), "404"),
            (format!("/{SECRET}0/"), "404"),
            (format!("/{}/", &SECRET[1..]), "404"),
            (format!("/1{}/", &SECRET[1..]), "404"),
            (format!("//{SECRET}/"), "404"),
            (format!("/{}/", SECRET.to_uppercase()), "404"),
            (format!("/{}é/", &SECRET[1..]), "404"),
        ] {
            let request = format!("GET {path} HTTP/1.1\r\nHost: localhost:4848\r\n\r\n");
            assert_eq!(status(&request), code, "{path}");
        }
    }

    #[test]
    fn no_two_secrets_are_the_same() {
        let [one, other] = [(); 2].map(|()| Address::new(4848).unwrap().to_string());
        assert_eq!(one.len(), "http://127.0.0.1:4848/".len() + 32 + 1);
        assert_ne!(one, other);
    }

    #[test]
    fn a_letter_can_be_read_and_nothing_be_done() {
        for (method, code) in [
            ("GET", "200"),
            ("HEAD", "200"),
            ("POST", "405"),
            ("OPTIONS", "405"),
            ("get", "405"),
            ("G ET", "400"),
        ] {
            let request = format!("{method} /{SECRET}/ HTTP/1.1\r\nHost: localhost:4848\r\n\r\n");
            assert_eq!(status(&request), code, "{method}");
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let long = format!("GET /{SECRET}/ HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(LONGEST));
        let many = format!("GET /{SECRET}/ HTTP/1.1\r\n{}\r\n", "X: x\r\n".repeat(LINES + 1));
        for (request, code) in [
            ("", "none"),
            ("GET / HTTP/1.1\r\n", "none"),
            ("\0\r\n\r\n", "400"),
            (&long, "431"),
            (&many, "400"),
        ] {
            assert_eq!(status(request), code);
        }
    }

    #[test]
    fn names_may_have_any_sign() {
        let target = format!("/{SECRET}/html?letter=a%20b%26c%2F%C3%A9&form=letter");
        let head = ask(&format!("GET {target} HTTP/1.1\r\nHost: localhost:4848\r\n\r\n")).unwrap();
        assert_eq!(head.path, "/html");
        assert_eq!(head.query["letter"], "a b&c/é");
        assert_eq!(head.query["form"], "letter");
    }
}
