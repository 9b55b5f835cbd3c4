//! The language of words.toml: phrases that can be read by who has never seen a pattern.
//!
//! A phrase is words with a space between. What it knows beside words:
//!
//! - `graded|rated`: one of these; `(has been|was)`: one of these, of more than one word;
//! - `inspect*`, `*ed`: a word that begins or ends so; `also?`: the word may be missing; `NB`: with
//!   these capitals;
//! - `<was>`: one of the list of that name; `<number>`, `<grade>` and the like: a name of that class;
//!   `<Large>`: a word with a capital; `<word>`: any word;
//! - `<x>`, `<xx>`: a word of one X, or two, or more; `_+3`: a sign three times or more;
//! - `n=<number>`: the same, and kept under that name; `..3`: up to three words of any kind;
//! - `!good`: not this word next; `^`, `$`: the sentence, or a part of it, begins or ends here;
//! - `\?`: the sign itself; `\t`: the end of a cell of a table.
//!
//! Quotation marks in a text are passed over, unless the phrase has one itself.
//!
//! The build reads the phrases (build/phrases.rs) and makes a table of them; here it is looked through.

use super::names::{Class, Names};
use super::tokens::{Kind, Tokens, is_quote};
use std::ops::Range;

/// The place of a word in the vocabulary.
pub type Id = u16;

/// Where a list stands among others.
#[derive(Clone, Copy, Debug)]
pub struct Span(pub u16, pub u16);

impl Span {
    fn range(self) -> Range<usize> {
        self.0.into()..self.1.into()
    }
}

/// A piece of a phrase.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// What it is.
    pub what: What,
    /// Whether it may be missing.
    pub optional: bool,
    /// Under which name it is kept.
    pub keep: Option<u8>,
}

/// What a piece is.
#[derive(Clone, Copy, Debug)]
pub enum What {
    /// A word or a sign.
    Token(Id),
    /// The same with its capitals.
    Exact(Id),
    /// One of several words, in the order of their ids.
    OneOf(Span),
    /// A word that begins so.
    Prefix(Id),
    /// A word that ends so.
    Suffix(Id),
    /// One of several sequences of pieces.
    Any(Span),
    /// A name.
    Name(Class),
    /// A word with a capital.
    Large,
    /// Any word.
    Word,
    /// A word of at least so many X, with m, k or bn perhaps.
    Crosses(u8),
    /// A sign, at least so many times.
    Run(Id, u8),
    /// Up to so many words of any kind.
    Gap(u8),
    /// Pieces that do not follow.
    Not(Span),
    /// Here begins a sentence, or a part of one.
    Start,
    /// Here it ends.
    End,
}

/// What phrases are made of; a list of it is said by its place.
#[derive(Debug)]
pub struct Pool {
    /// The words that they have.
    pub vocabulary: &'static [&'static str],
    /// The names under which something is kept.
    pub kept: &'static [&'static str],
    /// Lists of words.
    pub words: &'static [Id],
    /// Lists of sequences of pieces.
    pub sequences: &'static [Span],
    /// The pieces.
    pub pieces: &'static [Piece],
    /// What may come second.
    pub seconds: &'static [Second],
}

/// What may be the second word of a phrase.
#[derive(Debug)]
pub struct Second {
    /// Words, in the order of their ids.
    pub words: Span,
    /// Names.
    pub classes: &'static [Class],
}

/// Phrases, by the place of each in its list, with what may come second if that is not any word.
type Starts = &'static [(u16, Option<u16>)];

/// Phrases of many kinds, and what each may begin with, in order.
#[derive(Debug)]
pub struct Index {
    /// The kind of each phrase, its pieces, and the classes of which it has a name if there are any.
    pub phrases: &'static [(&'static str, Span, &'static [Class])],
    /// Those that may begin with a word, with the beginning of one, or with a name.
    pub by_word: &'static [(Id, Starts)],
    /// By the first three bytes of a word.
    pub by_prefix: &'static [([u8; 3], Starts)],
    /// By the class of a name.
    pub by_class: &'static [(Class, Starts)],
    /// Those that may begin with any word with a capital.
    pub by_capital: Starts,
    /// Those that may begin with some X.
    pub by_crosses: Starts,
}

/// What a text is asked about.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a Tokens,
    /// Which of the tokens phrases know.
    pub ids: &'a [Option<Id>],
    /// The names in it.
    pub names: &'a Names,
}

/// What a phrase found: its kind, and where, in tokens.
#[derive(Clone, Debug)]
pub struct Found {
    /// The kind of phrase, as the list has it.
    pub what: &'static str,
    /// The tokens.
    pub range: Range<usize>,
    /// The tokens that it keeps, by name.
    pub kept: Vec<(&'static str, Range<usize>)>,
}

impl Found {
    /// The tokens that it keeps under a name.
    pub fn part(&self, name: &str) -> Option<Range<usize>> {
        self.kept.iter().find(|(kept, _)| *kept == name).map(|(_, range)| range.clone())
    }
}

/// Phrases that can be looked for.
#[derive(Clone, Copy, Debug)]
pub struct Phrases {
    /// What there is.
    pub index: &'static Index,
    /// What it is made of.
    pub pool: &'static Pool,
}

impl Phrases {
    /// Everything that the phrases find in a text, in its order.
    pub fn find(self, sought: Sought<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut tried = Vec::new();
        for at in 0..sought.tokens.all().len() {
            self.beginning_at(sought, at, &mut tried);
            found.extend(tried.iter().filter_map(|index| self.at(sought, at, *index)));
        }
        found
    }

    /// What a phrase finds at a token.
    fn at(self, sought: Sought<'_>, at: usize, index: u16) -> Option<Found> {
        let (what, pieces, _) = self.index.phrases[usize::from(index)];
        let end = sought.tokens.sentence(at).end;
        let mut search = Search { pool: self.pool, sought, start: at, end, kept: Vec::new() };
        let end = search.run(pieces, at, None)?;
        let kept = search.kept.into_iter();
        let kept = kept.map(|(name, range)| (self.pool.kept[usize::from(name)], range)).collect();
        Some(Found { what, range: at..end, kept })
    }

    /// The phrases that may begin at a token, each once.
    fn beginning_at(self, sought: Sought<'_>, at: usize, tried: &mut Vec<u16>) {
        tried.clear();
        let small = sought.tokens.small(at);
        let mut try_all = |starts: Starts| {
            let may_follow = |second: u16| self.may_follow(sought, at + 1, second);
            let starts = starts.iter().filter(|(_, second)| second.is_none_or(may_follow));
            tried.extend(starts.map(|(phrase, _)| *phrase));
        };
        if let Some(id) = sought.ids[at] {
            try_all(starts(self.index.by_word, id));
        }
        if let Some(Ok(prefix)) = small.as_bytes().get(..3).map(<[u8; 3]>::try_from) {
            try_all(starts(self.index.by_prefix, prefix));
        }
        for name in sought.names.at(at) {
            let of_class = self.index.by_class.iter().filter(|(class, _)| *class == name.class);
            of_class.for_each(|(_, starts)| try_all(starts));
        }
        if sought.tokens.is_large(sought.text, at) {
            try_all(self.index.by_capital);
        }
        if crosses(small) > 0 {
            try_all(self.index.by_crosses);
        }
        tried.sort_unstable();
        tried.dedup();
        let sentence = at..sought.tokens.sentence(at).end;
        tried.retain(|index| {
            let (.., needs) = self.index.phrases[usize::from(*index)];
            needs.is_empty() || sought.names.has_within(needs, &sentence)
        });
    }

    /// Whether what stands at a token may be the second word of a phrase.
    fn may_follow(self, sought: Sought<'_>, at: usize, second: u16) -> bool {
        let Second { words, classes } = &self.pool.seconds[usize::from(second)];
        let id = sought.ids.get(at).copied().flatten();
        id.is_some_and(|id| self.pool.words[words.range()].binary_search(&id).is_ok())
            || !classes.is_empty() && sought.names.at(at).any(|name| classes.contains(&name.class))
            || sought.tokens.is_quote(at)
    }
}

/// The phrases that a list in order has for a beginning.
fn starts<K: Ord + Copy>(list: &[(K, Starts)], first: K) -> Starts {
    list.binary_search_by_key(&first, |(known, _)| *known).map_or(&[], |found| list[found].1)
}

/// How many X a word has that has no other letters, but for the sign of thousands or millions.
fn crosses(small: &str) -> usize {
    let ends = ["bn", "m", "k"].iter().find_map(|end| small.strip_suffix(end));
    let letters = ends.unwrap_or(small);
    if letters.bytes().all(|byte| byte == b'x') { letters.len() } else { 0 }
}

/// One phrase that is looked for at one place.
struct Search<'a> {
    pool: &'static Pool,
    sought: Sought<'a>,
    start: usize,
    /// The end of the sentence.
    end: usize,
    /// What is kept so far, by the place of its name.
    kept: Vec<(u8, Range<usize>)>,
}

/// What is to follow a sequence of pieces within another.
struct Then<'a> {
    /// Where the sequence began, and under which name it is kept.
    from: usize,
    keep: Option<u8>,
    /// The pieces behind it, and what follows those.
    rest: Span,
    then: Option<&'a Then<'a>>,
}

impl Search<'_> {
    /// Where the pieces and what follows them end, if they are there.
    fn run(&mut self, pieces: Span, at: usize, then: Option<&Then<'_>>) -> Option<usize> {
        if pieces.0 == pieces.1 {
            let Some(Then { from, keep, rest, then }) = then else { return Some(at) };
            return self.keeping(*keep, *from..at, *rest, *then);
        }
        let piece = self.pool.pieces[usize::from(pieces.0)];
        let rest = Span(pieces.0 + 1, pieces.1);
        let found = self.one(piece, rest, at, then);
        if found.is_none() && piece.optional { self.run(rest, at, then) } else { found }
    }

    fn one(
        &mut self,
        piece: Piece,
        rest: Span,
        at: usize,
        then: Option<&Then<'_>>,
    ) -> Option<usize> {
        match piece.what {
            What::Any(alternatives) => {
                let from = self.past_quotes(piece.what, at);
                let then = Then { from, keep: piece.keep, rest, then };
                let alternatives = &self.pool.sequences[alternatives.range()];
                alternatives.iter().find_map(|one| self.run(*one, from, Some(&then)))
            }
            What::Gap(most) => {
                let room = self.end.saturating_sub(at).min(most.into());
                (0..=room).find_map(|words| self.run(rest, at + words, then))
            }
            What::Not(not) => {
                let known = self.kept.len();
                let is_there = self.run(not, at, None).is_some();
                self.kept.truncate(known);
                if is_there { None } else { self.run(rest, at, then) }
            }
            What::Start if self.is_start(at) => self.run(rest, at, then),
            What::End if self.is_end(at) => self.run(rest, at, then),
            What::Start | What::End => None,
            what => {
                let from = self.past_quotes(what, at);
                let end = from + self.length(what, from)?;
                if end > self.end { None } else { self.keeping(piece.keep, from..end, rest, then) }
            }
        }
    }

    /// Goes on behind tokens that are kept if what follows them is there.
    fn keeping(
        &mut self,
        keep: Option<u8>,
        tokens: Range<usize>,
        rest: Span,
        then: Option<&Then<'_>>,
    ) -> Option<usize> {
        let (known, end) = (self.kept.len(), tokens.end);
        self.kept.extend(keep.map(|name| (name, tokens)));
        let found = self.run(rest, end, then);
        if found.is_none() {
            self.kept.truncate(known);
        }
        found
    }

    /// How many tokens a simple piece takes here.
    fn length(&self, what: What, at: usize) -> Option<usize> {
        let Sought { text, tokens, ids, names } = self.sought;
        let token = tokens.all().get(at)?;
        let word = |id: Id| self.pool.vocabulary[usize::from(id)];
        let is_there = match what {
            What::Token(id) => ids[at] == Some(id),
            What::Exact(id) => text[token.range.clone()] == *word(id),
            What::OneOf(words) => {
                ids[at].is_some_and(|id| self.pool.words[words.range()].binary_search(&id).is_ok())
            }
            What::Prefix(id) => tokens.small(at).starts_with(word(id)),
            What::Suffix(id) => tokens.small(at).ends_with(word(id)),
            What::Crosses(least) => crosses(tokens.small(at)) >= least.into(),
            What::Run(sign, least) => {
                let run = (at..self.end).take_while(|at| ids[*at] == Some(sign)).count();
                return (run >= least.into()).then_some(run);
            }
            What::Name(class) => {
                return names.at(at).find(|name| name.class == class).map(|name| name.range.len());
            }
            What::Large => token.kind == Kind::Word && tokens.is_large(text, at),
            What::Word => matches!(token.kind, Kind::Word | Kind::Number),
            _ => false,
        };
        is_there.then_some(1)
    }

    /// The token after quotation marks, unless the piece is one.
    fn past_quotes(&self, what: What, at: usize) -> usize {
        let tokens = self.sought.tokens;
        let word = |id: Id| self.pool.vocabulary[usize::from(id)];
        if !tokens.is_quote(at)
            || at == self.start
            || at >= self.end
            || matches!(what, What::Token(id) if is_quote(word(id)))
        {
            return at;
        }
        (at..self.end).find(|at| !tokens.is_quote(*at)).unwrap_or(self.end)
    }

    /// Whether a sentence, or a part of one behind a sign, begins here.
    fn is_start(&self, at: usize) -> bool {
        let tokens = self.sought.tokens;
        let Some(before) = at.checked_sub(1) else { return true };
        tokens.all()[at.min(tokens.all().len() - 1)].sentence != tokens.all()[before].sentence
            || matches!(
                tokens.small(before),
                "." | "?" | "!" | ":" | ";" | "(" | "[" | "–" | "—" | "-" | "\t"
            )
            || is_quote(tokens.small(before)) && self.is_start(before)
    }

    /// Whether a sentence, or a part of one before a sign, ends here.
    fn is_end(&self, at: usize) -> bool {
        let tokens = self.sought.tokens;
        at >= self.end
            || matches!(
                tokens.small(at),
                "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "–" | "—" | "-" | "\n" | "\t"
            )
            || is_quote(tokens.small(at)) && self.is_end(at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::{Lexicon, Name};
    use super::super::words;
    use super::*;
    use crate::letter::Language;
    use std::collections::BTreeSet;
    use std::fs;

    /// What phrases find if each is tried at each token.
    fn everywhere(phrases: Phrases, sought: Sought<'_>) -> Vec<Found> {
        let all = 0..phrases.index.phrases.len() as u16;
        let at = |at| all.clone().filter_map(move |index| phrases.at(sought, at, index));
        (0..sought.tokens.all().len()).flat_map(at).collect()
    }

    fn assert_all_found(text: &str, language: Language) -> usize {
        let words = words::of(language);
        let mut own = Lexicon::default();
        for (class, name) in [
            (Class::Grade, "good"),
            (Class::Grade, "requires improvement"),
            (Class::Area, "investigating crime"),
            (Class::Force, "Exampleshire Police"),
            (Class::Programme, "PEEL 2023-25"),
            (Class::Person, "Jane Example"),
        ] {
            own.add(class, 0, name);
        }
        let tokens = Tokens::of(text);
        let ids = words.ids(&tokens);
        let mut names = Names::of(text, &tokens, words, &own);
        let sought = Sought { text, tokens: &tokens, ids: &ids, names: &names };
        let counts = words.phrases.find(sought).into_iter().filter(|found| found.what == "count");
        let counts: Vec<Name> =
            counts.map(|found| Name::of_phrase(Class::Count, found.range)).collect();
        names.add(counts.into_iter());
        let sought = Sought { text, tokens: &tokens, ids: &ids, names: &names };
        let mut found = 0;
        for phrases in [words.phrases, words.around, words.left] {
            let (quick, slow) = (phrases.find(sought), everywhere(phrases, sought));
            found += slow.len();
            let told = |found: Vec<Found>| found.into_iter().map(|one| format!("{one:?}"));
            let (quick, slow): (BTreeSet<_>, BTreeSet<_>) =
                (told(quick).collect(), told(slow).collect());
            assert_eq!(quick.symmetric_difference(&slow).collect::<Vec<_>>(), [""; 0]);
        }
        found
    }

    #[test]
    fn nothing_is_missed_by_looking_only_where_a_phrase_may_begin() {
        let read = |path: &str| fs::read_to_string(path).expect("it is text");
        let words = read("src/check/reader/words.toml");
        let counts = read("tests/check/facts/counts.toml");
        let found = assert_all_found(&words, Language::English)
            + assert_all_found(&counts, Language::English)
            // A mark before and behind each word is passed over, or is a part of the phrase.
            + assert_all_found(&counts.replace(' ', "’ ‘"), Language::English)
            + assert_all_found(&read("src/check/reader/welsh.toml"), Language::Welsh);
        assert!(found > 1000, "{found}");
    }
}
