//! What is found at each address.

use super::board::{Board, Letter, Sheet};
use super::findings::Excerpt;
use super::http::{Head, Response};
use crate::build::Output;
use crate::diagnostic::{Label, Place};
use crate::letter::Form;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The page loads its own parts and shows letters in a frame; it goes into no other's.
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// A letter brings its own style and images, and no scripts.
const LETTER_POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// What is asked for, if there is such a thing.
pub fn page(head: &Head, board: &Board) -> Option<Response> {
    match head.path.as_str() {
        "/" => {
            let page = Response::plain("text/html; charset=utf-8", include_str!("page.html"));
            Some(Response { policy: PAGE_POLICY, ..page })
        }
        "/page.css" => Some(Response::plain("text/css; charset=utf-8", include_str!("page.css"))),
        "/page.js" => {
            Some(Response::plain("text/javascript; charset=utf-8", include_str!("page.js")))
        }
        "/state" => Some(state(head, board)),
        "/place" => place(head, board),
        "/font" => {
            let face: usize = head.query.get("face")?.parse().ok()?;
            let fonts = board.fonts().0?;
            Some(Response::plain("font/ttf", (**fonts.get(face)?).as_ref()))
        }
        path => {
            let (sheet, extension) = (sheet(head, board)?, path.strip_prefix('/')?);
            let mut shown = sheet.shown.iter().map(|(output, _)| output);
            let output = shown.find(|output| output.format.extension() == extension)?;
            let page = Response::plain(output.format.media_type(), output.bytes.clone());
            Some(Response { policy: LETTER_POLICY, ..page })
        }
    }
}

/// The lines of the files that a letter was made from, around these bytes.
fn place(head: &Head, board: &Board) -> Option<Response> {
    let sheet = sheet(head, board)?;
    let byte = |name| head.query.get(name)?.parse::<usize>().ok();
    let (file, start, end) = (head.query.get("file")?, byte("from")?, byte("to")?);
    let file = sheet.files.find(file)?;
    sheet.files.text(file).get(start..end)?;
    let label = Label { place: Place::new(file, start..end), text: String::new() };
    let excerpt = serde_json::to_string(&Excerpt::new(&label, &sheet.files)).ok()?;
    Some(Response::plain("application/json", excerpt))
}

fn sheet(head: &Head, board: &Board) -> Option<Arc<Sheet>> {
    let form = [Form::Letter, Form::Statement];
    let asked = head.query.get("form")?;
    let form = form.into_iter().find(|form| form_name(*form) == asked)?;
    board.sheet(head.query.get("letter")?, form)
}

fn form_name(form: Form) -> &'static str {
    match form {
        Form::Letter => "letter",
        Form::Statement => "statement",
    }
}

/// All letters by name, and all of the one asked for; without a name, of the first.
fn state(head: &Head, board: &Board) -> Response {
    let letters = board.letters();
    let letter = match head.query.get("letter") {
        Some(name) => letters.iter().find(|letter| letter.name == *name),
        None => letters.first(),
    };
    let state = json!({
        "letters": letters.iter().map(summary).collect::<Vec<_>>(),
        "letter": letter.map(whole),
        "fonts": board.fonts().1,
    });
    Response::plain("application/json", state.to_string())
}

fn summary(letter: &Letter) -> Value {
    json!({ "name": letter.name, "findings": letter.findings.len() })
}

/// A file that can be had: its name, where it is found, and what it is.
fn file(output: &Output) -> Value {
    let format = output.format;
    json!({ "name": output.name, "path": format.extension(), "words": format.words() })
}

fn whole(letter: &Letter) -> Value {
    let sheet = |sheet: &Arc<Sheet>| {
        let marks = sheet.shown.iter().map(|(output, mark)| (output.format.extension(), mark));
        let outputs = sheet.shown.iter().map(|(output, _)| output);
        let files = outputs.filter(|output| output.format.is_written()).map(file);
        json!({
            "form": form_name(sheet.form),
            "marks": marks.collect::<BTreeMap<_, _>>(),
            "files": files.collect::<Vec<_>>(),
        })
    };
    json!({
        "name": letter.name,
        "sheets": letter.sheets.iter().map(sheet).collect::<Vec<_>>(),
        "findings": letter.findings,
        "errors": letter.findings.iter().filter(|finding| finding.is_error()).count(),
        "old": letter.is_old,
    })
}
