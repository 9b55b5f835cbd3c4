//! What a letter is, for those who file it, look for it or hear it read.

use crate::letter::Language;

/// What pages, PDF and web page need to know of a letter beside what is printed in it.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// The title of the file.
    pub title: String,
    /// Who wrote it.
    pub author: String,
    /// What it is about, in a sentence.
    pub description: String,
    /// Words to find it by.
    pub keywords: Vec<String>,
    /// Its language.
    pub language: Language,
    /// Its date; a draft may have none.
    pub date: Option<jiff::civil::Date>,
    /// What it is about, as at the head of every page from the second.
    pub running_head: String,
    /// Its day, which stands there too.
    pub day: Option<String>,
    /// What marks a draft at the head of every page.
    pub draft: Option<String>,
    /// How pages are numbered: `Page {page} of {pages}`.
    pub page_number: String,
    /// What a link to a footnote is called: `Footnote {number}`.
    pub note: String,
    /// What the link back from it is called.
    pub note_return: String,
    /// What stands above the footnotes where they stand at the end.
    pub notes: String,
    /// What a table is called: `Table {number}`.
    pub table: String,
}
