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

use super::names::{Class, Names};
use super::tokens::{Kind, Tokens, is_quote};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// A piece of a phrase.
#[derive(Clone, Debug)]
struct Piece {
    what: What,
    optional: bool,
    keep: Option<Arc<str>>,
}

#[derive(Clone, Debug)]
enum What {
    Token(Box<str>),
    /// The same with its capitals.
    Exact(Box<str>),
    /// One of several words, in the order of their letters.
    OneOf(Arc<[Box<str>]>),
    Prefix(Box<str>),
    Suffix(Box<str>),
    Any(Arc<[Vec<Piece>]>),
    Name(Class),
    Large,
    Word,
    /// A word of at least so many X, with m, k or bn perhaps.
    Crosses(usize),
    /// A sign, at least so many times.
    Run(Box<str>, usize),
    Gap(usize),
    Not(Arc<[Piece]>),
    Start,
    End,
}

/// What a text is asked about.
#[derive(Clone, Copy)]
pub struct Sought<'a> {
    /// The text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a Tokens,
    /// The names in it.
    pub names: &'a Names,
}

/// What a phrase found: its kind, and where, in tokens.
#[derive(Clone, Debug)]
pub struct Found {
    /// The kind of phrase, as the list has it.
    pub what: Arc<str>,
    /// The tokens.
    pub range: Range<usize>,
    /// The tokens that it keeps, by name.
    pub kept: Vec<(Arc<str>, Range<usize>)>,
}

impl Found {
    /// The tokens that it keeps under a name.
    pub fn part(&self, name: &str) -> Option<Range<usize>> {
        self.kept.iter().find(|(kept, _)| &**kept == name).map(|(_, range)| range.clone())
    }
}

/// Phrases of many kinds, ready to be looked for.
#[derive(Debug, Default)]
pub struct Phrases {
    lists: HashMap<String, Arc<[Vec<Piece>]>>,
    phrases: Vec<(Arc<str>, Vec<Piece>)>,
    /// The phrases that may begin with a word, with the beginning of one, or with a name.
    by_word: HashMap<Box<str>, Vec<usize>>,
    by_prefix: HashMap<[u8; 3], Vec<usize>>,
    by_class: HashMap<Class, Vec<usize>>,
    by_capital: Vec<usize>,
    by_crosses: Vec<usize>,
}

/// What a phrase may begin with.
enum First<'a> {
    Word(Cow<'a, str>),
    Prefix([u8; 3]),
    Class(Class),
    Capital,
    Crosses,
}

impl Phrases {
    /// Names a list of phrases, to be used in those that follow.
    pub fn name(&mut self, list: &str, phrases: &[&str]) {
        let phrases = phrases.iter().map(|phrase| self.compile(phrase)).collect();
        self.lists.insert(list.to_owned(), phrases);
    }

    /// Phrases that know the same lists, and nothing else yet.
    pub fn with_lists_of(other: &Self) -> Self {
        Self { lists: other.lists.clone(), ..Self::default() }
    }

    /// Adds a phrase of a kind.
    pub fn add(&mut self, what: &Arc<str>, phrase: &str) {
        let pieces = self.compile(phrase);
        let index = self.phrases.len();
        let mut firsts = Vec::new();
        begin(&pieces, &mut firsts);
        assert!(!firsts.is_empty(), "a phrase begins with a word: {phrase}");
        for first in firsts {
            match first {
                First::Word(word) => self.by_word.entry(word.into()).or_default().push(index),
                First::Prefix(prefix) => self.by_prefix.entry(prefix).or_default().push(index),
                First::Class(class) => self.by_class.entry(class).or_default().push(index),
                First::Capital => self.by_capital.push(index),
                First::Crosses => self.by_crosses.push(index),
            }
        }
        self.phrases.push((Arc::clone(what), pieces));
    }

    fn compile(&self, phrase: &str) -> Vec<Piece> {
        let mut rest = phrase.trim_start();
        let mut pieces = Vec::new();
        while !rest.is_empty() {
            let (piece, length) = first_piece(rest);
            self.piece(piece, &mut pieces);
            rest = rest[length..].trim_start();
        }
        pieces
    }

    /// One piece, which a word with a hyphen makes several of.
    fn piece(&self, piece: &str, out: &mut Vec<Piece>) {
        let (keep, piece) = match piece.split_once('=') {
            Some((name, rest))
                if name.bytes().all(|b| b.is_ascii_lowercase()) && !name.is_empty() =>
            {
                (Some(name.into()), rest)
            }
            _ => (None, piece),
        };
        let is_escaped = piece.len() <= "\\?".len() && piece.starts_with('\\');
        let (piece, optional) = match piece.strip_suffix('?').filter(|_| !is_escaped) {
            Some(piece) if !piece.is_empty() => (piece, true),
            _ => (piece, false),
        };
        let mut whats = self.whats(piece);
        if whats.len() == 1 {
            out.extend(whats.pop().map(|what| Piece { what, optional, keep }));
            return;
        }
        let plain = |what| Piece { what, optional: false, keep: None };
        let pieces: Vec<Piece> = whats.into_iter().map(plain).collect();
        out.push(Piece { what: What::Any([pieces].into()), optional, keep });
    }

    fn whats(&self, piece: &str) -> Vec<What> {
        if let Some(inner) = piece.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
            return vec![self.any(inner)];
        }
        if let Some(not) = piece.strip_prefix('!') {
            return vec![What::Not(self.compile(not).into())];
        }
        if piece.contains('|') {
            return vec![self.any(piece)];
        }
        if let Some(name) = piece.strip_prefix('<').and_then(|name| name.strip_suffix('>')) {
            return vec![match (self.lists.get(name), Class::named(name), name) {
                (Some(list), ..) => What::Any(Arc::clone(list)),
                (_, Some(class), _) => What::Name(class),
                (.., "Large") => What::Large,
                (.., "word") => What::Word,
                (.., crosses @ ("x" | "xx")) => What::Crosses(crosses.len()),
                _ => panic!("there is no list <{name}>"),
            }];
        }
        match piece {
            "^" => vec![What::Start],
            "$" => vec![What::End],
            "\\t" => vec![What::Token("\t".into())],
            _ if piece.starts_with("..") => vec![What::Gap(piece[2..].parse().unwrap_or(4))],
            _ if run(piece).is_some() => run(piece).into_iter().collect(),
            _ if piece.len() > 3 && piece.ends_with('*') => {
                vec![What::Prefix(piece.trim_end_matches('*').into())]
            }
            _ if piece.len() > 1 && piece.starts_with('*') => {
                vec![What::Suffix(piece.trim_start_matches('*').into())]
            }
            _ => plain(piece.strip_prefix('\\').unwrap_or(piece)),
        }
    }

    fn any(&self, alternatives: &str) -> What {
        let mut all: Vec<Vec<Piece>> = Vec::new();
        let mut words: Vec<Box<str>> = Vec::new();
        for one in split_at_bars(alternatives).map(|one| self.compile(one)) {
            match one.as_slice() {
                [Piece { what: What::Token(word), optional: false, keep: None }]
                    if !is_quote(word) =>
                {
                    words.push(word.clone());
                }
                _ => {
                    all.extend(one_of(&mut words));
                    all.push(one);
                }
            }
        }
        all.extend(one_of(&mut words));
        match all.as_mut_slice() {
            [only] if only.len() == 1 && !only[0].optional && only[0].keep.is_none() => {
                only.remove(0).what
            }
            _ => What::Any(all.into()),
        }
    }

    /// Everything that the phrases find in a text, in its order.
    pub fn find(&self, sought: Sought<'_>) -> Vec<Found> {
        let mut found = Vec::new();
        let mut tried: Vec<usize> = Vec::new();
        for at in 0..sought.tokens.all().len() {
            self.beginning_at(sought, at, &mut tried);
            for index in &tried {
                let (what, pieces) = &self.phrases[*index];
                let mut kept = Vec::new();
                let mut end = None;
                let mut search = Search { sought, start: at, end: sought.tokens.sentence(at).end };
                if search.run(pieces, at, &mut kept, &mut |at, _| {
                    end = Some(at);
                    true
                }) {
                    let range = at..end.unwrap_or(at);
                    found.push(Found { what: Arc::clone(what), range, kept });
                }
            }
        }
        found
    }

    /// The phrases that may begin at a token, each once.
    fn beginning_at(&self, sought: Sought<'_>, at: usize, tried: &mut Vec<usize>) {
        tried.clear();
        let small = sought.tokens.small(at);
        tried.extend(self.by_word.get(small).into_iter().flatten());
        if let Some(Ok(prefix)) = small.as_bytes().get(..3).map(<[u8; 3]>::try_from) {
            tried.extend(self.by_prefix.get(&prefix).into_iter().flatten());
        }
        for name in sought.names.at(at) {
            tried.extend(self.by_class.get(&name.class).into_iter().flatten());
        }
        if sought.tokens.is_large(sought.text, at) {
            tried.extend(&self.by_capital);
        }
        if crosses(small) > 0 {
            tried.extend(&self.by_crosses);
        }
        tried.sort_unstable();
        tried.dedup();
    }
}

/// A sign that stands so many times or more.
fn run(piece: &str) -> Option<What> {
    let (sign, times) = piece.split_once('+')?;
    Some(What::Run(sign.trim_start_matches('\\').into(), times.parse().ok()?))
}

/// Words as they are, each with its capitals if it has any.
fn plain(words: &str) -> Vec<What> {
    if words.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return vec![What::Token(words.into())];
    }
    let tokens = Tokens::of(words);
    let what = |at: usize| {
        let typed = &words[tokens.all()[at].range.clone()];
        match typed.contains(char::is_uppercase) {
            true => What::Exact(typed.into()),
            false => What::Token(tokens.small(at).into()),
        }
    };
    (0..tokens.all().len()).map(what).collect()
}

/// Words of which one stands there, as they are looked for at once.
fn one_of(words: &mut Vec<Box<str>>) -> Option<Vec<Piece>> {
    words.sort_unstable();
    let words: Vec<Box<str>> = std::mem::take(words);
    let what = What::OneOf(words.into());
    let is_any = matches!(&what, What::OneOf(words) if !words.is_empty());
    is_any.then(|| vec![Piece { what, optional: false, keep: None }])
}

/// The first piece of a phrase, and how long it is: brackets hold spaces.
fn first_piece(text: &str) -> (&str, usize) {
    let mut depth = 0;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '(' if before != '\\' => depth += 1,
            ')' if before != '\\' => depth -= 1,
            ' ' if depth == 0 => return (&text[..at], at),
            _ => {}
        }
        before = c;
    }
    (text, text.len())
}

/// The alternatives of a text, which may hold brackets.
fn split_at_bars(text: &str) -> impl Iterator<Item = &str> {
    let (mut depth, mut before) = (0, ' ');
    text.split(move |c| {
        if before != '\\' {
            depth += i32::from(c == '(') - i32::from(c == ')');
        }
        before = c;
        c == '|' && depth == 0
    })
}

/// What phrases that begin with these pieces may begin with.
fn begin<'a>(pieces: &'a [Piece], firsts: &mut Vec<First<'a>>) {
    for piece in pieces {
        match &piece.what {
            What::Token(token) => firsts.push(First::Word(Cow::Borrowed(token))),
            What::Exact(token) => firsts.push(First::Word(Cow::Owned(token.to_lowercase()))),
            What::OneOf(words) => {
                firsts.extend(words.iter().map(|word| First::Word(Cow::Borrowed(word))));
            }
            What::Prefix(prefix) => {
                firsts.extend(prefix.as_bytes()[..3].try_into().ok().map(First::Prefix));
            }
            What::Any(alternatives) => alternatives.iter().for_each(|one| begin(one, firsts)),
            What::Name(class) => firsts.push(First::Class(*class)),
            What::Large => firsts.push(First::Capital),
            What::Start | What::Not(_) => continue,
            What::Run(sign, _) => firsts.push(First::Word(Cow::Borrowed(sign))),
            What::Crosses(_) => firsts.push(First::Crosses),
            What::Word | What::Suffix(_) | What::Gap(_) | What::End => {
                panic!("a phrase cannot begin with any word")
            }
        }
        if !piece.optional {
            return;
        }
    }
}

/// How many X a word has that has no other letters, but for the sign of thousands or millions.
fn crosses(small: &str) -> usize {
    let ends = ["bn", "m", "k"].iter().find_map(|end| small.strip_suffix(end));
    let letters = ends.unwrap_or(small);
    if letters.bytes().all(|byte| byte == b'x') { letters.len() } else { 0 }
}

/// One phrase that is looked for at one place.
struct Search<'a> {
    sought: Sought<'a>,
    start: usize,
    /// The end of the sentence.
    end: usize,
}

/// What is kept so far, by name.
type Kept = Vec<(Arc<str>, Range<usize>)>;

impl Search<'_> {
    /// Whether the pieces are there, and what follows them accepts.
    fn run(
        &mut self,
        pieces: &[Piece],
        at: usize,
        kept: &mut Kept,
        then: &mut dyn FnMut(usize, &mut Kept) -> bool,
    ) -> bool {
        let Some((piece, rest)) = pieces.split_first() else { return then(at, kept) };
        if self.one(piece, rest, at, kept, then) {
            return true;
        }
        piece.optional && self.run(rest, at, kept, then)
    }

    fn one(
        &mut self,
        piece: &Piece,
        rest: &[Piece],
        at: usize,
        kept: &mut Kept,
        then: &mut dyn FnMut(usize, &mut Kept) -> bool,
    ) -> bool {
        let from = self.past_quotes(piece, at);
        let length = match &piece.what {
            What::Any(alternatives) => {
                return alternatives.iter().any(|one| {
                    let known = kept.len();
                    let this = Search { sought: self.sought, start: self.start, end: self.end };
                    let mut this = this;
                    let found = self.run(one, from, kept, &mut |end, kept| {
                        let known = kept.len();
                        kept.extend(piece.keep.iter().map(|name| (Arc::clone(name), from..end)));
                        let found = this.run(rest, end, kept, then);
                        if !found {
                            kept.truncate(known);
                        }
                        found
                    });
                    if !found {
                        kept.truncate(known);
                    }
                    found
                });
            }
            What::Gap(most) => {
                let room = self.end.saturating_sub(at).min(*most);
                return (0..=room).any(|words| self.run(rest, at + words, kept, then));
            }
            What::Not(not) => {
                let is_there = self.run(not, at, &mut Vec::new(), &mut |_, _| true);
                return !is_there && self.run(rest, at, kept, then);
            }
            What::Start => return self.is_start(at) && self.run(rest, at, kept, then),
            What::End => return self.is_end(at) && self.run(rest, at, kept, then),
            what => self.length(what, from),
        };
        let Some(end) = length.map(|length| from + length).filter(|end| *end <= self.end) else {
            return false;
        };
        let known = kept.len();
        kept.extend(piece.keep.iter().map(|name| (Arc::clone(name), from..end)));
        let found = self.run(rest, end, kept, then);
        if !found {
            kept.truncate(known);
        }
        found
    }

    /// How many tokens a simple piece takes here.
    fn length(&self, what: &What, at: usize) -> Option<usize> {
        let Sought { text, tokens, names } = self.sought;
        let kind = tokens.all().get(at)?.kind;
        let small = tokens.small(at);
        match what {
            What::Token(token) => (small == &**token).then_some(1),
            What::Exact(token) => (text[tokens.all()[at].range.clone()] == **token).then_some(1),
            What::OneOf(words) => {
                words.binary_search_by(|word| (**word).cmp(small)).is_ok().then_some(1)
            }
            What::Prefix(prefix) => small.starts_with(&**prefix).then_some(1),
            What::Crosses(least) => (crosses(small) >= *least).then_some(1),
            What::Run(sign, least) => {
                let is_sign = |token: &usize| tokens.small(*token) == &**sign;
                let run = (at..self.end).take_while(is_sign).count();
                (run >= *least).then_some(run)
            }
            What::Suffix(suffix) => small.ends_with(&**suffix).then_some(1),
            What::Name(class) => names.at(at).find(|n| n.class == *class).map(|n| n.range.len()),
            What::Large => (kind == Kind::Word && tokens.is_large(text, at)).then_some(1),
            What::Word => matches!(kind, Kind::Word | Kind::Number).then_some(1),
            _ => None,
        }
    }

    /// The token after quotation marks, unless the piece is one.
    fn past_quotes(&self, piece: &Piece, at: usize) -> usize {
        let is_mark = matches!(&piece.what, What::Token(token) if is_quote(token));
        let mut from = at;
        let tokens = self.sought.tokens;
        let is_sign = |at: usize| tokens.all().get(at).is_some_and(|t| t.kind == Kind::Mark);
        while !is_mark && from > self.start && is_sign(from) && is_quote(tokens.small(from)) {
            from += 1;
        }
        from
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
