//! What happens in folders, brought together until it is quiet.

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long nothing must happen: a save is several events, and so is a change of branch in git.
const QUIET: Duration = Duration::from_millis(20);
/// How long that is waited for at most.
const MOST: Duration = Duration::from_millis(100);
/// How long without a word from the system until the files are to be looked at all the same: it
/// says nothing of a drive on the network, nor of what a symbolic link leads to.
const TICK: Duration = Duration::from_secs(1);

/// What has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Something, in a folder that is followed.
    Changed,
    /// Nothing for a while.
    Quiet,
    /// The user wants to stop.
    Stop,
}

enum Message {
    /// Something has happened; what has these paths may no longer be what it was.
    Changed(Vec<PathBuf>),
    Stop,
}

/// What happens in folders.
pub struct Events {
    /// Nothing where the system cannot say: then there is nothing but [`Event::Quiet`].
    watcher: Option<RecommendedWatcher>,
    followed: BTreeSet<PathBuf>,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
}

impl Default for Events {
    fn default() -> Self {
        let (sender, receiver) = channel();
        let told = sender.clone();
        let tell = move |event: notify::Result<notify::Event>| {
            if let Some(message) = message(event) {
                // Nobody listens any more when the program is about to end.
                let _ = told.send(message);
            }
        };
        let watcher = notify::recommended_watcher(tell).ok();
        Self { watcher, followed: BTreeSet::new(), sender, receiver }
    }
}

impl Events {
    /// Follows these folders and no others: what stands in them, not what stands in folders there.
    pub fn follow(&mut self, folders: &BTreeSet<PathBuf>) {
        let Some(watcher) = &mut self.watcher else { return };
        for folder in self.followed.difference(folders) {
            // It may be gone.
            let _ = watcher.unwatch(folder);
        }
        self.followed.retain(|folder| folders.contains(folder));
        for folder in folders {
            // What cannot be followed is looked at when it is quiet.
            if !self.followed.contains(folder)
                && watcher.watch(folder, RecursiveMode::NonRecursive).is_ok()
            {
                self.followed.insert(folder.clone());
            }
        }
    }

    /// What makes the next event [`Event::Stop`].
    pub fn stopper(&self) -> impl Fn() + Send + 'static {
        let sender = self.sender.clone();
        move || drop(sender.send(Message::Stop))
    }

    /// Waits for the next event.
    pub fn wait(&mut self) -> Event {
        let (event, gone) = settle(&self.receiver, TICK);
        gone.iter().for_each(|path| self.forget(path));
        event
    }

    /// A folder that was moved or removed is followed anew when it is there again.
    fn forget(&mut self, path: &Path) {
        if let (true, Some(watcher)) = (self.followed.remove(path), &mut self.watcher) {
            let _ = watcher.unwatch(path);
        }
    }
}

/// What an event of the system means; nothing if a file was only read.
fn message(event: notify::Result<notify::Event>) -> Option<Message> {
    // An error may have swallowed events.
    let Ok(event) = event else { return Some(Message::Changed(Vec::new())) };
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
            Some(Message::Changed(Vec::new()))
        }
        EventKind::Access(_) => None,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
            Some(Message::Changed(event.paths))
        }
        _ => Some(Message::Changed(Vec::new())),
    }
}

/// Waits for the first message, for `tick` at most, and takes in all that follow until it is quiet.
/// Gives what may no longer be what it was, too.
fn settle(messages: &Receiver<Message>, tick: Duration) -> (Event, Vec<PathBuf>) {
    let mut gone = match messages.recv_timeout(tick) {
        Ok(Message::Changed(paths)) => paths,
        Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => {
            return (Event::Stop, Vec::new());
        }
        Err(RecvTimeoutError::Timeout) => return (Event::Quiet, Vec::new()),
    };
    let end = Instant::now() + MOST;
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match messages.recv_timeout(QUIET.min(left)) {
            Ok(Message::Changed(paths)) => gone.extend(paths),
            Ok(Message::Stop) => return (Event::Stop, gone),
            Err(_) => return (Event::Changed, gone),
        }
        if left.is_zero() {
            return (Event::Changed, gone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    fn changed() -> Message {
        Message::Changed(Vec::new())
    }

    #[test]
    fn what_happens_together_is_one_event() {
        let (sender, receiver) = channel();
        for _ in 0..50 {
            sender.send(changed()).unwrap();
        }
        assert_eq!(settle(&receiver, TICK).0, Event::Changed);
        assert_eq!(settle(&receiver, Duration::ZERO).0, Event::Quiet);
    }

    #[test]
    fn what_never_ends_is_an_event_all_the_same() {
        let (sender, receiver) = channel();
        let busy = thread::spawn(move || {
            while sender.send(changed()).is_ok() {
                thread::sleep(Duration::from_millis(1));
            }
        });
        assert_eq!(settle(&receiver, Duration::from_secs(60)).0, Event::Changed);
        drop(receiver);
        busy.join().unwrap();
    }

    #[test]
    fn a_wish_to_stop_comes_before_all_else() {
        let (sender, receiver) = channel();
        sender.send(changed()).unwrap();
        sender.send(Message::Stop).unwrap();
        assert_eq!(settle(&receiver, TICK).0, Event::Stop);
    }

    #[test]
    fn reading_a_file_is_no_event() {
        let event = |kind| message(Ok(notify::Event::new(kind)));
        assert!(event(EventKind::Access(AccessKind::Open(AccessMode::Any))).is_none());
        assert!(event(EventKind::Access(AccessKind::Close(AccessMode::Read))).is_none());
        assert!(event(EventKind::Access(AccessKind::Close(AccessMode::Write))).is_some());
        assert!(event(EventKind::Any).is_some());
    }
}
