//! The letters in the browser, as they will look, with what is found in them.
//!
//! A small web server for one person at this machine. It listens at 127.0.0.1 only, answers to no
//! other name, so that no page from elsewhere can be led to it, and to nobody who does not know the
//! secret in its address, so that others at this machine read nothing. Its pages load nothing from
//! elsewhere. What it shows are plain data in JSON; the page puts them in as text, never as HTML.

mod board;
mod findings;
pub mod http;
mod pages;

pub use board::News;

use crate::layout::fonts::FontData;
use board::Board;
use http::{Address, Head, Refused, Response};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// The same every day, so that it can be let through where others are not.
const PORT: u16 = 4848;
/// How long a request and its answer may take together.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a browser that listens is told that the server is there.
const STILL_HERE: Duration = Duration::from_secs(10);
/// How many are answered at a time: a browser opens six connections.
const MOST: usize = 64;
/// How long nobody is let in when the system has no connection left to give.
const PAUSE: Duration = Duration::from_millis(100);

/// The server.
pub struct Server {
    at: Address,
    board: Arc<Board>,
}

impl Server {
    /// Starts it, at its usual port or, if that is taken, at another.
    ///
    /// # Errors
    ///
    /// The system lets it have none.
    pub fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, PORT))
            .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let at = Address::new(listener.local_addr()?.port())?;
        let board = Arc::new(Board::default());
        let shown = Arc::new((at.clone(), Arc::clone(&board)));
        thread::Builder::new().spawn(move || listen(&listener, &shown))?;
        Ok(Self { at, board })
    }

    /// What to type into the browser.
    pub fn address(&self) -> String {
        self.at.to_string()
    }

    /// Shows these letters from now on, and no others, in these fonts or those of before.
    pub fn publish(&self, news: Vec<News<'_>>, fonts: Option<[FontData; 4]>) {
        self.board.publish(news, fonts);
    }
}

/// Answers each request in a thread of its own.
fn listen(listener: &TcpListener, shown: &Arc<(Address, Arc<Board>)>) {
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            thread::sleep(PAUSE);
            continue;
        };
        // Each thread has a share of what is shown. One request too many is not answered, nor one
        // for which there is no thread: browsers ask again.
        if Arc::strong_count(shown) <= MOST {
            let shown = Arc::clone(shown);
            // If the browser is gone, nobody waits for an answer.
            let _ = thread::Builder::new().spawn(move || answer(stream, &shown.0, &shown.1));
        }
    }
}

/// A connection for as long as its time lasts, however slowly bytes drip.
struct Timed {
    stream: TcpStream,
    end: Instant,
}

impl Timed {
    fn left(&self) -> io::Result<Option<Duration>> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(ErrorKind::TimedOut.into()) } else { Ok(Some(left)) }
    }
}

impl Read for Timed {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(self.left()?)?;
        self.stream.read(bytes)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(self.left()?)?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

fn answer(stream: TcpStream, address: &Address, board: &Board) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut stream = Timed { stream, end: Instant::now() + PATIENCE };
    let head = match http::read(&mut stream, address) {
        Ok(head) => head,
        Err(Refused::Unreadable(error)) => return Err(error),
        Err(Refused::With(response)) => return response.write(&mut stream, true),
    };
    match head.path.as_str() {
        "/events" if head.wants_body => tell(stream, board),
        _ => response(&head, board).write(&mut stream, head.wants_body),
    }
}

fn response(head: &Head, board: &Board) -> Response {
    pages::page(head, board).unwrap_or_else(|| Response::refusal("404 Not Found"))
}

/// Tells a browser of every round, for as long as it listens (Server-Sent Events).
fn tell(mut stream: Timed, board: &Board) -> io::Result<()> {
    stream.write_all(http::EVENTS.as_bytes())?;
    let mut round = None;
    loop {
        round = board.later_than(round, STILL_HERE).or(round);
        let round = round.unwrap_or_default();
        // Each message has its own time.
        stream.end = Instant::now() + PATIENCE;
        write!(stream, "data: {round}\n\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_drip_do_not_hold_a_connection() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let mut browser = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (stream, _) = listener.accept().unwrap();
        let drip = thread::spawn(move || {
            while browser.write_all(b"X").is_ok() {
                thread::sleep(Duration::from_millis(10));
            }
        });
        let begin = Instant::now();
        let mut stream = Timed { stream, end: begin + Duration::from_millis(200) };
        let address = Address::new(PORT).unwrap();
        let refused = http::read(&mut stream, &address);
        assert!(matches!(refused, Err(Refused::Unreadable(_))), "{refused:?}");
        assert!(begin.elapsed() >= Duration::from_millis(200));
        drop(stream);
        drip.join().unwrap();
    }
}
