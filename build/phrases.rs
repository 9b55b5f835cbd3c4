//! Phrases, as words.toml has them, in pieces. What a phrase may hold is told at the top of
//! src/check/reader/phrases.rs, which looks for them.

use crate::tokens::{Tokens, is_quote};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A piece of a phrase.
#[derive(Clone, Debug)]
pub struct Piece {
    pub what: What,
    pub optional: bool,
    pub keep: Option<Box<str>>,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub enum What {
    Token(Box<str>),
    /// The same with its capitals.
    Exact(Box<str>),
    /// One of several words.
    OneOf(Arc<[Box<str>]>),
    Prefix(Box<str>),
    Suffix(Box<str>),
    Any(Arc<[Vec<Piece>]>),
    /// A name of a class, by what the class is called.
    Name(Box<str>),
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

/// Lists of phrases by their names, to be used in others.
#[derive(Default)]
pub struct Lists(HashMap<String, Arc<[Vec<Piece>]>>);

impl Lists {
    /// Names a list of phrases, to be used in those that follow.
    pub fn name(&mut self, list: &str, phrases: &[&str]) {
        let phrases = phrases.iter().map(|phrase| self.compile(phrase)).collect();
        self.0.insert(list.to_owned(), phrases);
    }

    /// A phrase in pieces.
    pub fn compile(&self, phrase: &str) -> Vec<Piece> {
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
            return vec![match (self.0.get(name), name) {
                (Some(list), _) => What::Any(Arc::clone(list)),
                (_, "Large") => What::Large,
                (_, "word") => What::Word,
                (_, crosses @ ("x" | "xx")) => What::Crosses(crosses.len()),
                // Of any other, the compiler will say that there is no such class.
                (_, class) => What::Name(class.into()),
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

/// What pieces may begin with: each first piece that takes a word, with those behind it. Says whether
/// they may also be nothing.
pub fn heads<'a>(pieces: &[&'a Piece], heads: &mut Vec<(&'a What, Vec<&'a Piece>)>) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return true };
    let mut may_be_nothing = first.optional && self::heads(rest, heads);
    match &first.what {
        What::Any(alternatives) => {
            for one in alternatives.iter() {
                let whole: Vec<&Piece> = one.iter().chain(rest.iter().copied()).collect();
                may_be_nothing |= self::heads(&whole, heads);
            }
        }
        What::Start | What::Not(_) => may_be_nothing |= self::heads(rest, heads),
        what => heads.push((what, rest.to_vec())),
    }
    may_be_nothing
}

/// Classes of which pieces have a name, whatever they are else; nothing if they can do without.
pub fn needs(pieces: &[Piece]) -> Option<BTreeSet<&str>> {
    pieces.iter().filter(|piece| !piece.optional).find_map(|piece| match &piece.what {
        What::Name(class) => Some(BTreeSet::from([&**class])),
        What::Any(alternatives) => {
            let each: Option<Vec<_>> = alternatives.iter().map(|one| needs(one)).collect();
            Some(each?.into_iter().flatten().collect())
        }
        _ => None,
    })
}
