//! The letters in the browser, as they will look, with what is found in them.
//!
//! A small web server for one person at this machine. It listens at 127.0.0.1 only, answers to no
//! other name, so that no page from elsewhere can be led to it, and its pages load nothing from
//! elsewhere. What it shows are plain data in JSON; the page puts them in as text, never as HTML.

mod board;
mod findings;
mod http;
mod pages;

pub use board::News;

use crate::layout::fonts::FontData;
use board::Board;
use http::{Head, Refused, Response};
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// The same every day, so that the page can be kept open or among the bookmarks.
const PORT: u16 = 4848;
/// How long a browser may take to ask, or to take an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a browser that listens is told that the server is there.
const STILL_HERE: Duration = Duration::from_secs(10);

/// The server.
pub struct Server {
    at: SocketAddr,
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
        let (at, board) = (listener.local_addr()?, Arc::new(Board::default()));
        let shown = Arc::clone(&board);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shown = Arc::clone(&shown);
                // If the browser is gone, nobody waits for an answer.
                thread::spawn(move || answer(stream, at.port(), &shown));
            }
        });
        Ok(Self { at, board })
    }

    /// What to type into the browser.
    pub fn address(&self) -> String {
        format!("http://{}/", self.at)
    }

    /// Shows these letters from now on, and no others, in these fonts or those of before.
    pub fn publish(&self, news: Vec<News<'_>>, fonts: Option<[FontData; 4]>) {
        self.board.publish(news, fonts);
    }
}

fn answer(mut stream: TcpStream, port: u16, board: &Board) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let head = match http::read(&mut stream, port) {
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
fn tell(mut stream: TcpStream, board: &Board) -> io::Result<()> {
    stream.write_all(http::EVENTS.as_bytes())?;
    let mut round = None;
    loop {
        round = board.later_than(round, STILL_HERE).or(round);
        let round = round.unwrap_or_default();
        write!(stream, "data: {round}\n\n")?;
    }
}
