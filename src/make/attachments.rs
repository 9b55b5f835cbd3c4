//! What a letter was made from, as its PDF carries it: enough to make the same file again.
//!
//! Files in TOML go in their canonical form; templates and images as they are. What is built in
//! stays out, and so do fonts: licences rarely let an office hand them on.

use super::Edition;
use crate::diagnostic::{FileId, Files};
use crate::keys::words;
use crate::letter::canonical;
use crate::pdf::{Attachment, Relation};
use crate::pictures::PictureFile;
use crate::template::Words;
use crate::workspace::{Origin, TemplateSource, Workspace};

/// The file that a letter was made from.
pub struct Source {
    /// Its path from the working folder.
    pub path: String,
    /// Which of the files of the run it is.
    pub file: FileId,
    /// Its text.
    pub text: String,
}

/// Everything that the PDF of a letter carries, the letter first; `words` are those of its language.
pub fn collect(made: &Edition, workspace: &Workspace, words: &Words) -> Vec<Attachment> {
    let Edition { source, name, markdown, pictures, .. } = made;
    let mut files = workspace.files.clone();
    let letter = files.add("", source.text.as_str());
    let attachment = |path: &str, relation, word, bytes| Attachment {
        path: path.to_owned(),
        relation,
        description: words.get(word).to_owned(),
        media_type: media_type(path),
        bytes,
    };
    let toml = |path: &str, relation, word, file: FileId| {
        attachment(path, relation, word, canonical::text(&files, file).into_bytes())
    };
    let part = |path: &str, file: FileId| match path.ends_with(".toml") {
        true => toml(path, Relation::Supplement, &words::ATTACHED_PART, file),
        false => {
            let bytes = files.text(file).as_bytes().to_owned();
            attachment(path, Relation::Supplement, &words::ATTACHED_PART, bytes)
        }
    };
    let image = |picture: &PictureFile| Attachment {
        media_type: picture.media_type(),
        ..attachment(
            &picture.path,
            Relation::Supplement,
            &words::ATTACHED_PART,
            picture.bytes.clone(),
        )
    };
    let mut all = vec![toml(&source.path, Relation::Source, &words::ATTACHED_LETTER, letter)];
    let office = workspace.office.map(|file| (files.name(file), file));
    all.extend(
        office.map(|(path, file)| toml(path, Relation::Source, &words::ATTACHED_OFFICE, file)),
    );
    let path = format!("output/{name}.md");
    let bytes = markdown.as_bytes().to_owned();
    all.push(attachment(&path, Relation::Alternative, &words::ATTACHED_MARKDOWN, bytes));
    let own = workspace.templates.iter().filter_map(|template| own_file(template, &files));
    all.extend(
        workspace.programmes.into_iter().chain(own).map(|file| part(files.name(file), file)),
    );
    all.extend(pictures.iter().map(image));
    all
}

/// The office's own file, where that says something else than the built-in one.
fn own_file(template: &TemplateSource, files: &Files) -> Option<FileId> {
    template.own.filter(|_| template.origin(files) == Origin::Own)
}

/// The media type of a text file (RFC 7763 for Markdown).
fn media_type(path: &str) -> &'static str {
    if path.ends_with(".toml") { "application/toml" } else { "text/markdown" }
}
