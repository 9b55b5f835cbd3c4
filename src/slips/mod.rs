//! Slips of people who paste and type: what they did, and what belongs in its place. Those that can be
//! mended without doubt are mended here, for `tidy`; the messages of others say the same.

pub mod encoding;
pub mod line;
pub mod pasted;

/// A line that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The number of the line, or of the first of several.
    pub line: usize,
    /// What was wrong.
    pub what: &'static str,
    /// As it was; nothing where the whole file was read in another way.
    pub before: String,
    /// As it is now.
    pub after: String,
}

/// A letter without the slips that can be mended, and what was mended.
#[derive(Clone, Debug, Default)]
pub struct Tidied {
    /// The text.
    pub text: String,
    /// What was mended, in its order.
    pub changes: Vec<Change>,
}

/// Mends a file.
///
/// # Errors
///
/// It is no text: what it is.
pub fn tidy(bytes: &[u8]) -> Result<Tidied, &'static str> {
    let (text, what) = encoding::read(bytes)?;
    let mut changes: Vec<Change> = what.into_iter().map(of_file).collect();
    let plain = encoding::plain_lines(&text);
    let lines: Vec<String> = plain.lines().map(encoding::cleaned).collect();
    let both = plain.lines().zip(&lines).enumerate();
    changes.extend(both.filter(|(_, (before, after))| before != after).map(
        |(at, (before, after))| Change {
            line: at + 1,
            what: encoding::WRONG_SIGNS,
            before: before.to_owned(),
            after: after.clone(),
        },
    ));
    let mut tidied = Tidied { text: String::with_capacity(plain.len()), changes };
    let mut open: Option<&str> = None;
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut at = 0;
    while at < lines.len() {
        let taken = match open {
            None => tidied.mend_line(lines[at], at),
            Some(mark) => tidied.mend_pasted(&lines[at..], at, mark),
        };
        let last = tidied.text.lines().next_back().unwrap_or_default().to_owned();
        open = line::open_after(open, &last);
        at += taken;
    }
    tidied.changes.sort_by_key(|change| change.line);
    Ok(tidied)
}

fn of_file(what: &'static str) -> Change {
    Change { line: 1, what, before: String::new(), after: String::new() }
}

impl Tidied {
    /// A line of TOML, mended as often as there is something.
    fn mend_line(&mut self, line: &str, at: usize) -> usize {
        let mut mended = line.to_owned();
        let mut what = None;
        while let Some(slip) = line::slip(&mended).filter(|slip| slip.instead != mended) {
            what = what.or(Some(slip.what));
            mended = slip.instead;
        }
        self.push(at, what, &[line], &mended);
        1
    }

    /// A line of text, or several that belong together.
    fn mend_pasted(&mut self, lines: &[&str], at: usize, mark: &str) -> usize {
        if line::opening(lines[0].trim()).is_some() {
            self.push(at, Some(line::THREE), &lines[..1], mark);
            return 1;
        }
        let closes = |line: &&str| line.contains(mark) || line::opening(line.trim()).is_some();
        let until = lines.iter().position(closes).unwrap_or(lines.len());
        let (taken, slip) = pasted::slip(&lines[..until]).unwrap_or((1, None));
        let before = &lines[..taken];
        let plain = slip.as_ref().map_or_else(|| before.join("\n"), |slip| slip.instead.clone());
        // A table has an empty line above it and below it.
        let is_table = taken > 1;
        let begins = ["\n\n", "'''\n", "\"\"\"\n"].iter().any(|end| self.text.ends_with(end));
        let next = lines.get(taken).filter(|next| !next.trim().is_empty() && !next.contains(mark));
        let above = if is_table && !begins { "\n" } else { "" };
        let below = if is_table && next.is_some() { "\n" } else { "" };
        let after = format!("{above}{plain}{below}");
        self.push(at, slip.map(|slip| slip.what), before, &after);
        taken
    }

    fn push(&mut self, at: usize, what: Option<&'static str>, before: &[&str], after: &str) {
        self.text += after;
        self.text.push('\n');
        let before = before.join("\n");
        self.changes.extend(what.map(|what| Change {
            line: at + 1,
            what,
            before,
            after: after.to_owned(),
        }));
    }
}

/// A slip, and the line or lines that belong in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// What was done.
    pub what: &'static str,
    /// What to write.
    pub instead: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mended_is_mended_once_and_the_rest_stays() {
        let tidied = tidy(b"date = 02.03.2023\n[overview]\ntext = '''\n\xe2\x80\xa2\tone\n\xe2\x80\xa2\ttwo\n\nA\tB\n1\t2\n'''\n");
        let tidied = tidied.expect("it is text");
        let expected = "date = 2023-03-02\n[overview]\ntext = '''\n- one\n- two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n'''\n";
        assert_eq!(tidied.text, expected);
        assert_eq!(tidied.changes.len(), 4);
        let again = tidy(expected.as_bytes()).expect("it is text");
        assert_eq!((again.text.as_str(), again.changes), (expected, Vec::new()));
    }
}
