//! Words, signs and sentences of a text: where each begins and ends is said here, and nowhere else.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, with an apostrophe within perhaps.
    Word,
    /// Digits, with what is written onto them: `1,204`, `2.4m`, `16th`, `16.09.2024`.
    Number,
    /// Any other sign.
    Mark,
    /// The end of a block.
    Break,
}

/// A word or a sign.
#[derive(Clone, Debug)]
pub struct Token {
    /// Where it stands in the text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// Where it stands among the small letters.
    small: Range<usize>,
    /// The sentence that it stands in.
    pub sentence: usize,
}

/// A text in tokens. A hyphen within a word parts it into two: `anti-social` is `anti social`.
#[derive(Debug, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
    /// All tokens in small letters and with straight apostrophes.
    small: String,
    /// The tokens of each sentence.
    sentences: Vec<Range<usize>>,
}

impl Tokens {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        let mut tokens = Self::default();
        let mut at = 0;
        while let Some(first) = text[at..].chars().next() {
            let length = match first {
                '\n' => 1,
                c if c.is_whitespace() && c != '\t' => {
                    at += c.len_utf8();
                    continue;
                }
                c if c.is_ascii_digit() => number(&text[at..]),
                c if c.is_alphabetic() => word(&text[at..]),
                c => c.len_utf8(),
            };
            let is_hyphen = first == '-' && joins(text, at);
            if !is_hyphen {
                tokens.push(text, at..at + length, first);
            }
            at += length;
        }
        tokens.split(text);
        tokens
    }

    fn push(&mut self, text: &str, range: Range<usize>, first: char) {
        let kind = match first {
            '\n' => Kind::Break,
            c if c.is_ascii_digit() => Kind::Number,
            c if c.is_alphabetic() => Kind::Word,
            _ => Kind::Mark,
        };
        let start = self.small.len();
        let typed = &text[range.clone()];
        if typed.is_ascii() {
            self.small.push_str(typed);
            self.small[start..].make_ascii_lowercase();
        } else {
            let letters = typed.chars().flat_map(char::to_lowercase);
            let is_word = kind == Kind::Word;
            self.small.extend(letters.map(|c| if is_word && c == '’' { '\'' } else { c }));
        }
        self.tokens.push(Token { range, kind, small: start..self.small.len(), sentence: 0 });
    }

    /// Finds the sentences: each ends with a block, or at a stop that a space and no small letter
    /// follow, unless the stop belongs to a short form such as `Mr.` or an initial.
    fn split(&mut self, text: &str) {
        let mut start = 0;
        for at in 0..self.tokens.len() {
            self.tokens[at].sentence = self.sentences.len();
            let is_last = at + 1 == self.tokens.len() || at + 1 - start == LONGEST;
            if is_last || self.ends_sentence(text, at) {
                self.sentences.push(start..at + 1);
                start = at + 1;
            }
        }
    }

    fn ends_sentence(&self, text: &str, at: usize) -> bool {
        let token = &self.tokens[at];
        let next = self.tokens.get(at + 1);
        let is_apart = next.is_none_or(|next| next.range.start > token.range.end);
        let begins = || text[token.range.end..].trim_start().chars().next();
        let stop = match at.checked_sub(1).map(|before| self.small(before)) {
            Some(before @ ("." | "!" | "?")) if is_closing(self.small(at)) => before,
            _ => self.small(at),
        };
        match stop {
            "\n" => true,
            "!" | "?" => is_apart && begins().is_none_or(|c| !c.is_lowercase()),
            "." if stop == self.small(at) => {
                is_apart && begins().is_none_or(|c| !c.is_lowercase()) && !self.is_short(text, at)
            }
            "." => is_apart && begins().is_none_or(|c| !c.is_lowercase()),
            _ => false,
        }
    }

    /// Whether the word before a stop is short for another.
    fn is_short(&self, text: &str, stop: usize) -> bool {
        let Some(before) = stop.checked_sub(1).filter(|b| self.tokens[*b].kind == Kind::Word)
        else {
            return false;
        };
        let word = self.small(before);
        let is_initial = word.len() == 1 && word != "i" && self.is_large(text, before);
        is_initial || SHORT.contains(&word)
    }

    /// Whether a word is short for another, and may stand before a stop within a sentence.
    pub fn is_abbreviation(&self, at: usize) -> bool {
        SHORT.contains(&self.small(at))
    }

    /// The tokens.
    pub fn all(&self) -> &[Token] {
        &self.tokens
    }

    /// A token in small letters; nothing beyond the last.
    pub fn small(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &self.small[token.small.clone()])
    }

    /// Whether a token begins with a capital.
    pub fn is_large(&self, text: &str, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| text[t.range.start..].starts_with(char::is_uppercase))
    }

    /// Whether a token is a quotation mark.
    pub fn is_quote(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark)
            && is_quote(self.small(at))
    }

    /// Whether nothing stands between a token and the one before it.
    pub fn is_joined(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].range.end == self.tokens[at].range.start
    }

    /// The place of some tokens in the text.
    pub fn range(&self, tokens: &Range<usize>) -> Range<usize> {
        let end = tokens.end.max(tokens.start + 1) - 1;
        self.tokens[tokens.start].range.start..self.tokens[end].range.end
    }

    /// The tokens of each sentence.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// The sentence that a token stands in.
    pub fn sentence(&self, at: usize) -> Range<usize> {
        self.sentences[self.tokens[at].sentence].clone()
    }
}

/// How many tokens a sentence has at most: what is longer was not written to be read, and would take
/// long to.
const LONGEST: usize = 200;

/// Words that a stop may follow within a sentence.
const SHORT: [&str; 31] = [
    "al", "approx", "art", "cf", "cllr", "col", "dr", "ed", "eg", "etc", "fig", "hon", "ie", "inc",
    "jr", "ltd", "mr", "mrs", "ms", "mt", "no", "nos", "op", "p", "para", "pp", "prof", "rt",
    "sgt", "st", "vs",
];

/// Whether a sign closes a quotation or a bracket.
pub fn is_closing(sign: &str) -> bool {
    matches!(sign, "'" | "’" | "\"" | "”" | ")" | "]")
}

/// Whether a sign is a quotation mark.
pub fn is_quote(sign: &str) -> bool {
    matches!(sign, "'" | "‘" | "’" | "\"" | "“" | "”")
}

/// Whether a hyphen stands within a word.
fn joins(text: &str, at: usize) -> bool {
    text[..at].ends_with(char::is_alphabetic) && text[at + 1..].starts_with(char::is_alphabetic)
}

/// The length of the word that a text begins with.
fn word(text: &str) -> usize {
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let goes_on = c.is_alphanumeric()
            || matches!(c, '\'' | '’' | '&')
                && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        if !goes_on {
            return at;
        }
    }
    text.len()
}

/// The length of the number that a text begins with.
fn number(text: &str) -> usize {
    let digits =
        |rest: &str| rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut end = digits(text);
    while text[end..].starts_with([',', '.']) && digits(&text[end + 1..]) > 0 {
        end += 1 + digits(&text[end + 1..]);
    }
    end + text[end..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        let tokens = Tokens::of(text);
        (0..tokens.all().len()).map(|at| tokens.small(at)).collect::<Vec<_>>().join(" ")
    }

    fn sentences(text: &str) -> Vec<&str> {
        let tokens = Tokens::of(text);
        tokens.sentences().iter().map(|sentence| text[tokens.range(sentence)].trim()).collect()
    }

    #[test]
    fn words_numbers_and_signs_are_apart() {
        assert_eq!(words("It’s anti-social: 58%, £2.4m"), "it's anti social : 58 % , £ 2.4m");
        assert_eq!(
            words("the forces' A&E (16th, 2023-25)"),
            "the forces ' a&e ( 16th , 2023 - 25 )"
        );
    }

    #[test]
    fn a_sentence_ends_at_a_stop_or_with_its_block() {
        assert_eq!(
            sentences("One is good. Two are. \nThree"),
            ["One is good.", "Two are.", "", "Three"]
        );
        assert_eq!(
            sentences("Mr. A. Other of St. Kew met the Rt. Hon. X. It rose 2.5 per cent.").len(),
            1
        );
        assert_eq!(sentences("Is it? ‘Yes.’ And e.g. this").len(), 3);
    }
}
