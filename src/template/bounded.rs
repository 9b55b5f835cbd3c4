//! Templates are run within bounds. One that goes on for ever, or makes more than any letter, is given
//! up.

use crate::limits;
use memory_stats::memory_stats;
use std::io::{self, ErrorKind, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};
use tera::{Context, Tera, TeraResult};

/// Why there is no Markdown.
#[derive(Debug)]
pub enum Failure {
    /// A template is wrong.
    Wrong(tera::Error),
    /// The templates take too long, or too much memory.
    Endless,
    /// They make too much Markdown.
    TooMuch,
    /// The system has no room to run them.
    NoRoom(io::Error),
}

/// How often a run is looked after.
const LOOK: Duration = Duration::from_millis(5);
/// The room for what templates call within each other.
const STACK: usize = 16 << 20;

/// Whether a run was given up that nothing could stop. It goes on until the program ends.
static IS_LOOSE: AtomicBool = AtomicBool::new(false);

/// Whether templates are at work that nothing can stop: the program had better end.
pub fn is_loose() -> bool {
    IS_LOOSE.load(Ordering::Relaxed)
}

/// Runs a template.
///
/// # Errors
///
/// It is wrong, or goes beyond the bounds.
pub fn render(tera: &Arc<Tera>, name: &str, context: Context) -> Result<String, Failure> {
    if is_loose() {
        return Err(Failure::Endless);
    }
    let (tera, name) = (Arc::clone(tera), name.to_owned());
    let end = Instant::now() + limits::RUN;
    let (done, made) = channel();
    let run = move || {
        let mut paper = Paper { written: Vec::new(), end, failure: None };
        let result = tera.render_to(&name, &context, &mut paper);
        // Nobody waits any more for what was given up.
        let _ = done.send((result, paper));
    };
    thread::Builder::new().stack_size(STACK).spawn(run).map_err(Failure::NoRoom)?;
    let before = memory();
    loop {
        match made.recv_timeout(LOOK) {
            Ok((result, paper)) => return paper.markdown(result),
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::Endless),
            // A run that writes ends by itself a little earlier.
            Err(RecvTimeoutError::Timeout) => {
                let takes_all = memory().saturating_sub(before) > limits::MEMORY;
                if takes_all || Instant::now() > end + LOOK * 20 {
                    IS_LOOSE.store(true, Ordering::Relaxed);
                    return Err(Failure::Endless);
                }
            }
        }
    }
}

/// The bytes of memory that the program has.
fn memory() -> usize {
    memory_stats().map_or(0, |stats| stats.physical_mem)
}

/// What a template writes on: it takes so much and no more, and for so long.
struct Paper {
    written: Vec<u8>,
    end: Instant,
    failure: Option<Failure>,
}

impl Paper {
    fn markdown(self, result: TeraResult<()>) -> Result<String, Failure> {
        match (self.failure, result) {
            (Some(failure), _) => Err(failure),
            (None, Err(error)) => Err(Failure::Wrong(error)),
            (None, Ok(())) => Ok(String::from_utf8_lossy(&self.written).into_owned()),
        }
    }
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if Instant::now() > self.end {
            self.failure = Some(Failure::Endless);
        } else if self.written.len() + bytes.len() > limits::MARKDOWN {
            self.failure = Some(Failure::TooMuch);
        }
        if self.failure.is_some() {
            return Err(ErrorKind::Other.into());
        }
        self.written.extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
