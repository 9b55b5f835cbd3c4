//! What was read, to be looked at again before anything that was made of it is written.

use super::IoProblem;
use super::there::bytes_if_there;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The files that were read, by their paths, each with a sum of its content; nothing for one that was not
/// there. All copies are one.
#[derive(Clone, Debug, Default)]
pub struct Seen(Arc<Mutex<BTreeMap<PathBuf, Option<u64>>>>);

impl Seen {
    /// Remembers what a file was when it was read first.
    pub fn note(&self, path: &Path, bytes: Option<&[u8]>) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.entry(path.to_owned()).or_insert_with(|| bytes.map(sum));
    }

    /// Those that are not now what they were then.
    ///
    /// # Errors
    ///
    /// One cannot be read.
    pub fn changed(&self) -> Result<Vec<PathBuf>, IoProblem> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut changed = Vec::new();
        for (path, then) in seen.iter() {
            if bytes_if_there(path)?.as_deref().map(sum) != *then {
                changed.push(path.clone());
            }
        }
        Ok(changed)
    }
}

/// Enough to tell a file from its next state; nobody forges here.
fn sum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}
