//! Bags as such: the files around the payload, as RFC 8493 describes them.

use crate::digest;
use std::collections::BTreeMap;

/// The declaration (section 2.1.1).
pub const DECLARATION: &str = "bagit.txt";
/// What is known of the bag (section 2.2.2).
pub const INFO: &str = "bag-info.txt";
/// The digests of the payload (section 2.1.3).
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The digests of all other files (section 2.2.1).
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";

/// The files that are kept, by their paths in the bag, which all begin with `data/`.
pub type Payload = BTreeMap<String, Vec<u8>>;

/// The width that lines of `bag-info.txt` should keep to (section 2.2.2).
const WIDTH: usize = 79;

/// What `bag-info.txt` says: names with their values, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info(Vec<(String, String)>);

impl Info {
    /// Adds what is known. Of line breaks in it, spaces stay.
    pub fn add(&mut self, name: &str, value: &str) {
        let value: Vec<&str> = value.split_whitespace().collect();
        if !value.is_empty() {
            self.0.push((name.to_owned(), value.join(" ")));
        }
    }

    /// The first value with this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut same = self.0.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        same.next().map(|(_, value)| value.as_str())
    }

    /// Reads `bag-info.txt`. A line that begins with a space goes on with the value before it.
    pub fn parse(text: &str) -> Self {
        let mut info = Self::default();
        for line in text.lines() {
            match (line.starts_with([' ', '\t']), info.0.last_mut(), line.split_once(':')) {
                (true, Some((_, value)), _) => {
                    // Nothing stands beside a name where the first word is long.
                    value.push_str(if value.is_empty() { "" } else { " " });
                    value.push_str(line.trim());
                }
                (_, _, Some((name, value))) => {
                    info.0.push((name.trim().to_owned(), value.trim().to_owned()));
                }
                _ => {}
            }
        }
        info
    }
}

impl std::fmt::Display for Info {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|(name, value)| f.write_str(&folded(name, value)))
    }
}

/// A value under its name, broken before words that would go beyond the width.
fn folded(name: &str, value: &str) -> String {
    let mut text = format!("{name}:");
    let mut width = text.len();
    for word in value.split(' ') {
        let length = word.chars().count() + 1;
        if width + length > WIDTH && width > 1 {
            text.push_str("\n ");
            width = 1;
        }
        text.push(' ');
        text.push_str(word);
        width += length;
    }
    text.push('\n');
    text
}

/// A bag with this payload: every file, by its path in the bag.
pub fn files(payload: Payload, mut info: Info) -> BTreeMap<String, Vec<u8>> {
    let bytes: usize = payload.values().map(Vec::len).sum();
    info.add("Payload-Oxum", &format!("{bytes}.{}", payload.len()));
    let tags = BTreeMap::from([
        (
            DECLARATION.to_owned(),
            b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_vec(),
        ),
        (INFO.to_owned(), info.to_string().into_bytes()),
        (MANIFEST.to_owned(), manifest(&digests(&payload)).into_bytes()),
    ]);
    let tag_manifest = manifest(&digests(&tags)).into_bytes();
    let mut files = payload;
    files.extend(tags);
    files.insert(TAG_MANIFEST.to_owned(), tag_manifest);
    files
}

fn digests(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, String> {
    files.iter().map(|(path, bytes)| (path.clone(), digest::of(bytes))).collect()
}

/// A manifest: a line for each path with its digest.
pub fn manifest(digests: &BTreeMap<String, String>) -> String {
    let line = |(path, digest): (&String, &String)| format!("{digest}  {}\n", encoded(path));
    digests.iter().map(line).collect()
}

/// A path as a manifest has it: line breaks and per cent signs in hexadecimal (section 2.1.3).
fn encoded(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

/// A path as it is on the disk.
fn decoded(path: &str) -> String {
    let path = path.replace("%0A", "\n").replace("%0a", "\n");
    path.replace("%0D", "\r").replace("%0d", "\r").replace("%25", "%")
}

/// Reads a manifest: digests by path. A line that is none gives its number, counted from 1.
pub fn parse_manifest(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let entry = |(index, line): (usize, &str)| {
        let (digest, path) = line.split_once([' ', '\t']).ok_or(index + 1)?;
        // Some tools mark binary files with an asterisk.
        let path = path.trim_start();
        let path = path.strip_prefix('*').unwrap_or(path);
        Ok((decoded(path), digest.to_ascii_lowercase()))
    };
    text.lines().enumerate().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_bag_is_as_the_standard_has_it() {
        let payload = Payload::from([("data/100% a.txt".to_owned(), b"a".to_vec())]);
        let mut info = Info::default();
        info.add("Source-Organization", "Exampleshire");
        info.add("Nothing", " ");
        let files = files(payload, info);
        let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
        assert_eq!(text(DECLARATION), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
        assert_eq!(text(INFO), "Source-Organization: Exampleshire\nPayload-Oxum: 1.1\n");
        // The SHA-256 of "a".
        let digest = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
        assert_eq!(text(MANIFEST), format!("{digest}  data/100%25 a.txt\n"));
        let tagged: Vec<_> = text(TAG_MANIFEST).lines().map(|line| line[66..].to_owned()).collect();
        assert_eq!(tagged, [INFO, DECLARATION, MANIFEST]);
    }

    proptest! {
        #[test]
        fn what_is_known_is_read_again_and_lines_are_short(
            values in prop::collection::vec("[a-zà:%]{1,90}( [a-z:]{1,30}){0,20}", 1..5)
        ) {
            let mut info = Info::default();
            values.iter().for_each(|value| info.add("Reason", value));
            let text = info.to_string();
            let is_short = |line: &str| line.chars().count() <= WIDTH || !line.trim().contains(' ');
            prop_assert!(text.lines().all(is_short));
            prop_assert_eq!(Info::parse(&text), info);
        }

        #[test]
        fn every_path_is_read_again(path in "[%0adAD\r\n a-z/é]{1,20}[a-z]") {
            let payload = Payload::from([(format!("data/{path}"), Vec::new())]);
            let read = parse_manifest(&manifest(&digests(&payload))).unwrap();
            prop_assert_eq!(read.into_keys().collect::<Vec<_>>(), payload.into_keys().collect::<Vec<_>>());
        }
    }
}
