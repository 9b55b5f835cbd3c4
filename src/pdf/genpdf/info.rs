//! What the file says of itself.
//!
//! printpdf knows of a title only. It writes one in a way that is misread unless it is ASCII, and
//! beside it the time of day and a version of PDF/X: an empty one where there is none, which
//! readers take for a claim all the same. So it gets a title that is long enough, and over what it
//! wrote go the entries that are meant. Nothing else of the file moves.

use crate::metadata::Metadata;
use std::fmt::Write;

/// The entries, as they stand in the file.
pub struct Info(String);

impl Info {
    /// The entries for a letter.
    pub fn new(known: &Metadata) -> Self {
        let mut entries = String::new();
        let texts = [
            ("Title", known.title.as_str()),
            ("Author", &known.author),
            ("Subject", &known.description),
            ("Keywords", &known.keywords.join(", ")),
            ("Creator", "peel-letter"),
        ];
        for (name, text) in texts {
            entries += &format!("/{name}{}", text_string(text));
        }
        if let Some(date) = known.date {
            entries += &format!("/CreationDate(D:{})", date.strftime("%Y%m%d"));
        }
        Self(entries)
    }

    /// A title for printpdf that keeps as much room as the entries need.
    pub fn room(&self) -> String {
        "x".repeat(self.0.len())
    }

    /// Puts the entries where printpdf wrote its own. Nothing if they are not there.
    #[must_use]
    pub fn put(&self, file: &mut [u8]) -> Option<()> {
        let start = find(file, b"/Trapped/False/CreationDate(")?;
        let end = start + find(&file[start..], b">>")?;
        let place = &mut file[start..end];
        place.fill(b' ');
        place.get_mut(..self.0.len())?.copy_from_slice(self.0.as_bytes());
        Some(())
    }
}

/// Where a part begins.
fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

/// A text in UTF-16, in hexadecimal digits.
fn text_string(text: &str) -> String {
    let mut out = "<FEFF".to_owned();
    for unit in text.encode_utf16() {
        write!(out, "{unit:04X}").expect("a String takes everything");
    }
    out + ">"
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::letter::Language;

    /// What is known of a letter in Welsh.
    pub fn metadata() -> Metadata {
        Metadata {
            title: "Tŷ".to_owned(),
            author: String::new(),
            description: String::new(),
            keywords: vec!["A".to_owned(), "B".to_owned()],
            language: Language::Welsh,
            date: Some(jiff::civil::date(2018, 4, 16)),
            running_head: String::new(),
            day: None,
            draft: None,
            page_number: String::new(),
            note: String::new(),
            note_return: String::new(),
            notes: String::new(),
            table: String::new(),
        }
    }

    #[test]
    fn entries_take_the_place_of_printpdfs_own() {
        let info = Info::new(&metadata());
        let wrote = "/Trapped/False/CreationDate(D:1)/ModDate(D:1)/GTS_PDFXVersion()/Title(";
        let mut file = format!("7 0 obj<<{wrote}{})>>endobj", info.room()).into_bytes();
        let length = file.len();
        info.put(&mut file).unwrap();
        let file = String::from_utf8(file).unwrap();
        assert_eq!(file.len(), length);
        assert!(file.starts_with("7 0 obj<</Title<FEFF00540177>/Author<FEFF>"), "{file}");
        assert!(file.contains("/Keywords<FEFF0041002C00200042>"), "{file}");
        assert!(file.contains("/CreationDate(D:20180416)  "), "{file}");
        assert!(file.ends_with("  >>endobj"), "{file}");
    }

    #[test]
    fn a_file_without_entries_is_left_alone() {
        let mut file = b"%PDF-1.3".to_vec();
        assert_eq!(Info::new(&metadata()).put(&mut file), None);
        assert_eq!(file, b"%PDF-1.3");
    }
}
