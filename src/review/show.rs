//! What came back, as text for a terminal, as a web page, and for other programs.

use super::merge::Outcome;
use super::remarks::Remark;
use super::round::{Entry, Round};
use super::{Remark as Happened, Standing};
use crate::diff::terminal::{BOLD, Paper};
use crate::diff::{Sign, html};
use crate::docx::manifest::Owner;
use crate::docx::read::Who;
use crate::html::text as escaped;
use crate::letter::Language;
use crate::letter::date::{self, DateStyle};
use crate::signs::shown;
use serde_json::{Value, json};

/// A part of the letter with what came back for it.
struct Part<'a> {
    title: &'a str,
    entries: Vec<&'a Entry>,
    remarks: Vec<&'a (usize, Remark)>,
}

/// The parts in the order of the letter.
fn parts(round: &Round) -> Vec<Part<'_>> {
    let mut all: Vec<((bool, usize), &str)> = Vec::new();
    all.extend(round.entries.iter().map(|entry| (entry.change.order, entry.change.part.as_str())));
    all.extend(round.remarks.iter().map(|(_, remark)| (remark.order, remark.part.as_str())));
    all.sort();
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (_, title) in all {
        if parts.iter().any(|part| part.title == title) {
            continue;
        }
        let entries = round.entries.iter().filter(|entry| entry.change.part == title).collect();
        let remarks = round.remarks.iter().filter(|(_, remark)| remark.part == title).collect();
        parts.push(Part { title, entries, remarks });
    }
    parts
}

/// What came back, part by part, with a last line that adds up.
pub fn terminal(round: &Round, letter: &str, paper: Paper) -> String {
    let mut out = shown(&format!("What came back of {letter}\n")).into_owned();
    for Part { title, entries, remarks } in parts(round) {
        out += &format!("\n{}\n", paper.styled(BOLD, &shown(title)));
        for entry in entries {
            let heading = format!("\n  {}. {}\n", entry.number, heading(entry));
            out += &shown(&heading);
            for line in about(entry, round) {
                out += &shown(&format!("    {line}\n"));
            }
            out += &paper.passage(&entry.change.pieces);
        }
        for (came, remark) in remarks {
            out += &shown(&format!("\n  Comment on {}\n", remark_heading(remark)));
            out +=
                &shown(&format!("    {}\n", from(std::slice::from_ref(&remark.who), *came, round)));
            for line in said(remark) {
                for line in line.lines() {
                    out += &shown(&format!("    {line}\n"));
                }
            }
        }
    }
    format!("{out}\n{}\n", round.counts())
}

/// What is changed, and what happened to it.
fn heading(entry: &Entry) -> String {
    let remark = match entry.change.remark {
        None => String::new(),
        Some(Happened::Added) => " (new paragraph)".to_owned(),
        Some(Happened::Removed) => " (paragraph deleted)".to_owned(),
        Some(Happened::MovedAway) => " (paragraph moved from here)".to_owned(),
        Some(Happened::MovedHere) => " (paragraph moved to here)".to_owned(),
        Some(Happened::RowAdded) => " (new row of the table)".to_owned(),
        Some(Happened::RowRemoved) => " (row of the table deleted)".to_owned(),
        Some(Happened::TableRemoved) => " (table deleted)".to_owned(),
        Some(Happened::Odd(what)) => format!(" ({what})"),
    };
    format!("{}{remark}", entry.change.label)
}

/// Who did it, and how it stands.
fn about(entry: &Entry, round: &Round) -> Vec<String> {
    let mut lines = vec![from(&entry.change.who, entry.came, round)];
    lines.extend(match entry.standing() {
        Standing::Placed => None,
        Standing::Guessed => {
            Some("guessed: the file has no mark here, the words say where it belongs".to_owned())
        }
        Standing::Between => Some(format!(
            "guessed: it stands between two keys; --apply {} puts it into the first",
            entry.number
        )),
        Standing::NotYours(owner) => Some(format!("not taken: {}", whose(owner))),
        Standing::Kept(why) => Some(format!("not taken: {why}")),
    });
    lines.extend(match &entry.outcome {
        Some(Outcome::There) => Some("in the TOML already".to_owned()),
        Some(Outcome::Clash(now)) if now.is_empty() => {
            Some("not taken: the TOML no longer has these words".to_owned())
        }
        Some(Outcome::Clash(now)) => {
            Some(format!("not taken: it was changed in the TOML too, which says now: {now}"))
        }
        Some(Outcome::Overlap) => Some(
            "not taken: another change of the same words is asked for too; take one of them"
                .to_owned(),
        ),
        _ => None,
    });
    lines
}

fn whose(owner: Owner) -> &'static str {
    match owner {
        Owner::Inspectorate => "these are the inspectorate's words",
        Owner::ChiefConstable => "these are the chief constable's words",
        Owner::Office | Owner::Fixed => "these are fixed words of a template",
    }
}

/// Who did something, and in which file where there are several.
fn from(who: &[Who], came: usize, round: &Round) -> String {
    let mut names: Vec<String> = who.iter().map(signed).collect();
    if names.is_empty() {
        names.push("not tracked".to_owned());
    }
    let file = match round.came.len() {
        1 => String::new(),
        _ => format!(" ({})", round.came[came].name),
    };
    format!("{}{file}", names.join("; "))
}

fn signed(who: &Who) -> String {
    match who.day {
        Some(day) => {
            format!("{}, {}", who.name, date::day(day, DateStyle::Plain, Language::English))
        }
        None => who.name.clone(),
    }
}

fn remark_heading(remark: &Remark) -> String {
    let settled = if remark.resolved { " (settled)" } else { "" };
    match remark.words.as_str() {
        "" => format!("{}{settled}", remark.label),
        words => format!("{}, at '{words}'{settled}", remark.label),
    }
}

/// A comment and its replies, a line each.
fn said(remark: &Remark) -> Vec<String> {
    let replies =
        remark.replies.iter().map(|(who, text)| format!("{} replied: {text}", signed(who)));
    std::iter::once(remark.text.clone()).chain(replies).collect()
}

/// What came back, as a web page in one file.
pub fn page(round: &Round, letter: &str) -> String {
    let mut body = match round.entries.is_empty() {
        true => String::new(),
        false => html::KEY.to_owned(),
    };
    for Part { title, entries, remarks } in parts(round) {
        body += &format!("<h2>{}</h2>\n", escaped(title));
        for entry in entries {
            let heading = format!("{}. {}", entry.number, heading(entry));
            body += &format!("<h3>{}</h3>\n", escaped(&heading));
            for line in about(entry, round) {
                body += &format!("<p>{}</p>\n", escaped(&line));
            }
            body += &html::passage(&entry.change.pieces, entry.change.language);
        }
        for (came, remark) in remarks {
            let heading = format!("Comment on {}", remark_heading(remark));
            body += &format!("<h3>{}</h3>\n", escaped(&heading));
            let who = from(std::slice::from_ref(&remark.who), *came, round);
            body += &format!("<p>{}</p>\n", escaped(&who));
            for line in said(remark).iter().flat_map(|text| text.lines()) {
                body += &format!("<p>{}</p>\n", escaped(line));
            }
        }
    }
    let counts = format!("<p>{}</p>\n", escaped(&round.counts().to_string()));
    html::whole("What came back", letter, &format!("{counts}{body}"))
}

/// What came back, for other programs.
pub fn json(round: &Round, letter: &str) -> String {
    let person = |who: &Who| json!({ "name": who.name, "day": who.day });
    let words = |entry: &Entry, sign: Sign| -> String {
        let pieces = entry.change.pieces.iter().filter(|piece| piece.sign == sign);
        pieces.map(|piece| piece.text.as_str()).collect()
    };
    let entry = |entry: &Entry| {
        let (standing, why) = match entry.standing() {
            Standing::Placed => ("placed", None),
            Standing::Guessed => ("guessed", None),
            Standing::Between => ("between", None),
            Standing::NotYours(owner) => ("not-yours", Some(whose(owner).to_owned())),
            Standing::Kept(why) => ("by-hand", Some(why)),
        };
        let (beside, now) = match &entry.outcome {
            None | Some(Outcome::Unwritable) => (None, None),
            Some(Outcome::Taken) => (Some("free"), None),
            Some(Outcome::There) => (Some("there"), None),
            Some(Outcome::Clash(now)) => (Some("clash"), Some(now.as_str())),
            Some(Outcome::Overlap) => (Some("overlap"), None),
        };
        json!({
            "number": entry.number,
            "file": round.came[entry.came].name,
            "part": entry.change.part,
            "key": entry.key(round),
            "label": entry.change.label,
            "who": entry.change.who.iter().map(person).collect::<Vec<Value>>(),
            "deleted": words(entry, Sign::Deleted),
            "inserted": words(entry, Sign::Inserted),
            "standing": standing,
            "why": why,
            "beside_toml": beside,
            "toml_says": now,
        })
    };
    let remark = |(came, remark): &(usize, Remark)| {
        let reply = |(who, text): &(Who, String)| json!({ "who": person(who), "text": text });
        json!({
            "file": round.came[*came].name,
            "part": remark.part,
            "key": remark.key.as_ref().map(|(_, key)| key),
            "label": remark.label,
            "at": remark.words,
            "who": person(&remark.who),
            "text": remark.text,
            "resolved": remark.resolved,
            "replies": remark.replies.iter().map(reply).collect::<Vec<Value>>(),
        })
    };
    let counts = round.counts();
    let all = json!({
        "letter": letter,
        "changes": round.entries.iter().map(entry).collect::<Vec<Value>>(),
        "comments": round.remarks.iter().map(remark).collect::<Vec<Value>>(),
        "counts": {
            "changes": counts.changes,
            "placed": counts.placed,
            "guessed": counts.guessed,
            "not_yours": counts.not_yours,
            "by_hand": counts.by_hand,
            "comments": counts.comments,
        },
    });
    format!("{all:#}\n")
}
