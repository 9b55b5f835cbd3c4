//! How far long work has come, in a line on the terminal.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Letters that are worked on, by several threads at a time.
pub struct Progress {
    letters: usize,
    done: AtomicUsize,
    is_seen: bool,
}

impl Progress {
    /// None of so many letters is done; whether anybody looks is not known here.
    pub(super) fn new(letters: usize, is_seen: bool) -> Self {
        Self { letters, done: AtomicUsize::new(0), is_seen }
    }

    /// One more is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.show(&format!("{done} of {} letters", self.letters));
    }

    /// All is done: the line goes.
    pub fn end(self) {
        let line = format!("{0} of {0} letters", self.letters);
        self.show(&format!("{:width$}\r", "", width = line.len()));
    }

    fn show(&self, line: &str) {
        if self.is_seen {
            // If standard error is closed, nobody looks.
            let _ = write!(std::io::stderr(), "\r{line}");
        }
    }
}
