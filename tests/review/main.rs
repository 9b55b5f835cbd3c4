//! Word files as they come back from those that a draft was sent to.
#![expect(clippy::unwrap_used, reason = "what a test cannot do, it need not explain")]

mod edits;
mod footnotes;
mod hostile;
mod models;
mod rounds;
mod rows;
mod support;
mod tracked;

use peel_letter::docx::read::read;
use peel_letter::review::base::Base;
use peel_letter::review::compare::compare;
use std::path::Path;
use support::{root, summary, word_files};

#[test]
fn nothing_changed_where_nobody_changed_anything() {
    for folder in [
        "",
        "tests/review/office",
        "tests/letters/pictures",
        "tests/letters/private",
        "tests/odd/pictures",
        "tests/odd/plain",
    ] {
        for (name, bytes) in word_files(&root().join(folder)) {
            let returned = read(&bytes).unwrap();
            let base = Base::of(returned.manifest.as_ref().unwrap());
            let changes: Vec<String> = compare(&base, &returned).iter().map(summary).collect();
            assert!(changes.is_empty(), "{}/{name}: {changes:#?}", Path::new(folder).display());
        }
    }
}
