//! As much of HTTP as one browser at the same machine needs: a connection for each request.

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

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Head {
    /// The path.
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

/// Reads a request that was sent to this port.
///
/// # Errors
///
/// It is none, it is for another host, or it wants something done.
pub fn read(stream: &mut impl Read, port: u16) -> Result<Head, Refused> {
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
    parse(&bytes, port)
}

fn refused(status: &'static str) -> Refused {
    Refused::With(Response::refusal(status))
}

fn parse(bytes: &[u8], port: u16) -> Result<Head, Refused> {
    let mut lines = [httparse::EMPTY_HEADER; LINES];
    let mut request = httparse::Request::new(&mut lines);
    let is_whole = request.parse(bytes).is_ok_and(|status| status.is_complete());
    let (Some(method), Some(target), true) = (request.method, request.path, is_whole) else {
        return Err(refused("400 Bad Request"));
    };
    let mut hosts = request.headers.iter().filter(|line| line.name.eq_ignore_ascii_case("host"));
    match (hosts.next(), hosts.next()) {
        (Some(host), None) if is_ours(host.value, port) => {}
        _ => return Err(refused("403 Forbidden")),
    }
    let wants_body = match method {
        "GET" => true,
        "HEAD" => false,
        _ => return Err(refused("405 Method Not Allowed")),
    };
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

    fn status(request: &str) -> &'static str {
        match read(&mut request.as_bytes(), 4848) {
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
            assert_eq!(status(&format!("GET / HTTP/1.1\r\n{host}\r\n")), code, "{host}");
        }
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
            let request = format!("{method} / HTTP/1.1\r\nHost: localhost:4848\r\n\r\n");
            assert_eq!(status(&request), code, "{method}");
        }
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(LONGEST));
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: x\r\n".repeat(LINES + 1));
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
        let request = "GET /html?letter=a%20b%26c%2F%C3%A9&form=letter HTTP/1.1\r\n\
                       Host: localhost:4848\r\n\r\n";
        let head = read(&mut request.as_bytes(), 4848).unwrap();
        assert_eq!(head.path, "/html");
        assert_eq!(head.query["letter"], "a b&c/é");
        assert_eq!(head.query["form"], "letter");
    }
}
