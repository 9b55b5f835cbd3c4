//! One letter through all stages: TOML to Markdown, pages, PDF and web page.

mod attachments;
pub mod earlier;
mod glyphs;
mod homes;
mod origins;
pub mod pictures;
mod sources;
mod trace;
pub mod unpack;

pub use sources::{image_files, letter_files, shared_files, style_files};

use crate::diagnostic::{Diagnostic, FileId, Files, Place};
use crate::document::{self, Document};
use crate::docx::{self, manifest::Manifest, manifest::SourceFile};
use crate::html;
use crate::keys::words;
use crate::layout::fonts::{Face, FontData, Fonts};
use crate::layout::{self, Pages};
use crate::letter::commentary::ImageLink;
use crate::letter::load::{self, Loaded, Shared, Sources};
use crate::letter::tree::Table;
use crate::letter::{Form, Letter, Line, canonical, date, paths};
use crate::limits;
use crate::metadata::Metadata;
use crate::pdf::{self, Drawing, Engine, svg};
use crate::pictures::Pictures;
use crate::style::{self, Style};
use crate::template::{Templates, Words};
use crate::workspace::{LetterFile, Workspace, letter_name, why};
use attachments::Source;
use earlier::Earlier;
use glyphs::{no_glyph, undrawn};
use origins::Origins;
use std::path::{Path, PathBuf};
use trace::Trace;

/// What all letters of a working folder are made with.
#[derive(Clone)]
pub struct Kit<'a> {
    workspace: &'a Workspace,
    templates: Templates,
    style: Style,
    /// The fixed words of each language.
    words: [Words; 2],
    fonts: Fonts,
}

/// A letter in one form.
pub struct Edition {
    /// The name of its files, without extension: a draft and a statement can be told by it.
    pub name: String,
    /// The Markdown.
    pub markdown: String,
    form: Form,
    round: Option<i64>,
    /// The name of the office that sends it.
    office: String,
    document: Document,
    metadata: Metadata,
    pictures: Pictures,
    source: Source,
}

impl<'a> Kit<'a> {
    /// Reads style, fonts and templates.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn new(workspace: &'a Workspace) -> Result<Self, Vec<Diagnostic>> {
        let files = &workspace.files;
        let (built_in, own) = workspace.pair("style.toml");
        let (style, mut problems) = style::load(files, built_in, own);
        let templates = Templates::parse(workspace.markdown_templates(), files);
        let fonts = style.as_ref().map(|style| fonts(style, workspace)).transpose();
        let (built_in, own) = workspace.pair("words.toml");
        let (words, own_words, more) = Words::load(files, built_in, own);
        problems.extend(more);
        if let Ok(Some(fonts)) = &fonts {
            problems.extend(undrawn(&own_words, fonts));
        }
        match (style, fonts, templates) {
            (Some(style), Ok(Some(fonts)), Ok(templates)) if problems.is_empty() => {
                Ok(Self { workspace, templates, style, words, fonts })
            }
            (_, fonts, templates) => {
                problems.extend(fonts.err().into_iter().flatten());
                problems.extend(templates.err().into_iter().flatten());
                Err(problems)
            }
        }
    }

    /// What of a letter that was read cannot be printed: characters that no font has.
    pub fn unprintable(&self, loaded: &Loaded) -> Vec<Diagnostic> {
        let commentary = loaded.commentary.iter().map(|commentary| &commentary.text);
        undrawn(loaded.lines.iter().chain(commentary), &self.fonts)
    }

    /// Makes a letter in one form.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it. `files` must be those of the working folder with the
    /// letter's `source` added to them, and takes in the Markdown.
    pub fn make(
        &mut self,
        letter: &Letter,
        source: &LetterFile,
        images: &[ImageLink],
        form: Form,
        files: &mut Files,
    ) -> Result<Edition, Vec<Diagnostic>> {
        let words = &self.words[letter.language as usize];
        let pictures = pictures::read(self.workspace, &self.style, source, images)?;
        let markdown = self.templates.render(letter, form, &self.style, words, files)?;
        let undrawn = self.undrawn_in_templates(&markdown, files);
        if !undrawn.is_empty() {
            return Err(undrawn);
        }
        let file = files.add("the Markdown of the letter", markdown.clone());
        let document = document::parse(&markdown, file).map_err(|problems| {
            problems.into_iter().map(|problem| self.blamed(problem, files)).collect::<Vec<_>>()
        })?;
        let unknown = pictures::unknown(&document.blocks, &pictures);
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let name = name(&letter_name(Path::new(&source.path)), form, letter.draft);
        let metadata = metadata(letter, words);
        let round = letter.round.as_ref().map(|round| round.value);
        let text = files.text(source.file).to_owned();
        let source = Source { path: source.path.clone(), file: source.file, text };
        let office = letter.sender.office.value.clone();
        Ok(Edition { name, markdown, form, round, office, document, metadata, pictures, source })
    }

    /// Sets a letter that was made on pages.
    ///
    /// # Errors
    ///
    /// What the layout refuses.
    pub fn pages(&mut self, made: &Edition) -> Result<Pages, Vec<Diagnostic>> {
        let Edition { document, metadata, pictures, .. } = made;
        layout::layout(document, metadata, &self.style, &mut self.fonts, pictures)
    }

    /// Writes the PDF of a letter that was made.
    ///
    /// # Errors
    ///
    /// What the layout or the engine refuses.
    pub fn pdf(&mut self, made: &Edition, engine: Engine) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let pages = &self.pages(made)?;
        let Edition { metadata, pictures, .. } = made;
        let words = &self.words[metadata.language as usize];
        let attachments = &attachments::collect(made, self.workspace, words);
        let fonts = &self.fonts;
        pdf::write(engine, &Drawing { pages, metadata, fonts, pictures, attachments })
    }

    /// Writes the pages of a letter that was made as pictures. `files` are those of its places.
    ///
    /// # Errors
    ///
    /// What the layout refuses.
    pub fn svg(
        &mut self,
        made: &Edition,
        loaded: &Loaded,
        files: &Files,
    ) -> Result<String, Vec<Diagnostic>> {
        let pages = &self.pages(made)?;
        let origins = Origins::find(&made.markdown, loaded);
        Ok(svg::write(pages, &made.pictures, |markdown| {
            let place = origins.place(markdown)?;
            Some((files.name(place.file), place.range()))
        }))
    }

    /// The file of each face.
    pub fn fonts(&self) -> [FontData; 4] {
        Face::ALL.map(|face| self.fonts.data(face))
    }

    /// Writes the web page of a letter that was made.
    ///
    /// # Errors
    ///
    /// An image that a template has made up.
    pub fn html(&self, made: &Edition) -> Result<String, Vec<Diagnostic>> {
        html::write(&made.document, &made.metadata, &self.style, &made.pictures)
    }

    /// Writes the Word file of a letter that was made, with what changed since it was another.
    /// `files` are those of its places.
    ///
    /// # Errors
    ///
    /// An image that a template has made up.
    pub fn docx(
        &mut self,
        made: &Edition,
        loaded: &Loaded,
        earlier: Option<&Earlier>,
        files: &Files,
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let (style, fonts) = (&self.style, &mut self.fonts);
        let sources: Vec<_> =
            std::iter::once(made.source.file).chain(self.workspace.office).collect();
        let trace = Trace::new(&made.markdown, loaded, &sources, files);
        let letter = word(made, style, fonts, manifest(made, &sources, files), &trace);
        let Some(Earlier { made: then, loaded, sources }) = earlier else {
            return docx::write(&letter, None, fonts);
        };
        let trace = Trace::new(&then.markdown, loaded, sources, files);
        let then = word(then, style, fonts, manifest(then, sources, files), &trace);
        let earlier = docx::Earlier { letter: &then, by: made.office.clone() };
        docx::write(&letter, Some(&earlier), fonts)
    }

    /// The characters of the Markdown that no font draws. Those of the letter were found before.
    fn undrawn_in_templates(&self, markdown: &str, files: &Files) -> Vec<Diagnostic> {
        let mut missing: Vec<char> =
            self.fonts.missing(markdown).into_iter().map(|(_, c)| c).collect();
        missing.sort_unstable();
        missing.dedup();
        let problem = |c: char| {
            let problem = no_glyph(c);
            match self.in_own_templates(c.encode_utf8(&mut [0; 4]), files) {
                Some(place) => problem.at(place, ""),
                None => problem,
            }
        };
        missing.into_iter().map(problem).collect()
    }

    /// Where one of the office's own templates has the very line that a problem in the Markdown is
    /// about, the problem is shown there.
    fn blamed(&self, problem: Diagnostic, files: &Files) -> Diagnostic {
        let Some(place) = problem.labels.first().map(|label| label.place) else { return problem };
        let wrong = files.text(place.file)[place.range()].lines().next().unwrap_or_default().trim();
        let template = self.in_own_templates(wrong, files).filter(|_| !wrong.is_empty());
        let Some(template) = template else { return problem };
        let blamed = Diagnostic::error(problem.code, problem.message).at(template, "");
        problem.help.into_iter().fold(blamed, Diagnostic::help)
    }

    /// Where the office's own templates first have a text.
    fn in_own_templates(&self, text: &str, files: &Files) -> Option<Place> {
        let own = self.workspace.templates.iter().filter_map(|template| template.own);
        let mut found = own.filter_map(|file| Some((file, files.text(file).find(text)?)));
        found.next().map(|(file, at)| Place::new(file, at..at + text.len()))
    }
}

/// Reads the letters of a working folder.
pub struct LetterReader {
    shared: Shared,
}

impl LetterReader {
    /// Reads what all letters share.
    pub fn new(workspace: &Workspace) -> Self {
        Self::with_office(workspace, workspace.office, &workspace.files)
    }

    /// The same with another office file, which is among `files` with those of the working folder.
    pub fn with_office(workspace: &Workspace, office: Option<FileId>, files: &Files) -> Self {
        let (built_in_programmes, _) = workspace.pair("programmes.toml");
        let sources = Sources { office, built_in_programmes, programmes: workspace.programmes };
        Self { shared: Shared::read(files, sources) }
    }

    /// Reads a letter that has been added to the files of its working folder, for these forms;
    /// without any, for those that it names itself.
    pub fn load(&self, letter: &LetterFile, forms: &[Form], files: &Files) -> Loaded {
        let LetterFile { file, path, .. } = letter;
        load::load(files, &self.shared, load::Source { file: *file, path, forms })
    }

    /// A letter as it is written, laid over the office file.
    pub fn table(&self, letter: &LetterFile, files: &Files) -> Table {
        load::merged(files, &self.shared, letter.file)
    }
}

/// The name of what a letter becomes.
fn name(letter: &str, form: Form, draft: bool) -> String {
    let form = match form {
        Form::Letter => "",
        Form::Statement => "-statement",
    };
    let draft = if draft { "-draft" } else { "" };
    format!("{letter}{form}{draft}")
}

/// A letter that was made, as a Word file is made from it.
fn word<'a>(
    Edition { document, metadata, pictures, .. }: &'a Edition,
    style: &'a Style,
    fonts: &mut Fonts,
    manifest: Manifest,
    trace: &'a Trace<'a>,
) -> docx::Letter<'a> {
    let font = fonts.family();
    let running_head = layout::running_head(metadata, style, fonts);
    docx::Letter { document, metadata, style, pictures, font, running_head, manifest, trace }
}

/// What a Word file is to know of a letter, without its blocks.
fn manifest(made: &Edition, sources: &[FileId], files: &Files) -> Manifest {
    let file = |file: &FileId| SourceFile {
        path: files.name(*file).to_owned(),
        toml: docx::holdable(&canonical::text(files, *file)),
    };
    Manifest {
        letter: letter_name(Path::new(&made.source.path)),
        form: made.form,
        round: made.round,
        tracked: None,
        files: sources.iter().map(file).collect(),
        blocks: Vec::new(),
    }
}

fn fonts(style: &Style, workspace: &Workspace) -> Result<Fonts, Vec<Diagnostic>> {
    let Some(folder) = &style.fonts else { return Ok(Fonts::built_in()) };
    let folder_path = font_folder(folder, workspace);
    let problem = |message: String| {
        let help = "the folder must have Regular.ttf, Bold.ttf, Italic.ttf and BoldItalic.ttf";
        vec![Diagnostic::error("font", message).at(folder.place, "").help(help)]
    };
    let read = |face: Face| {
        let path = workspace.root.join(&folder_path).join(face.file_name());
        let bytes = workspace.bytes_inside(&workspace.root, &path, limits::FONT);
        bytes.map_err(|error| {
            problem(format!("{} cannot be read: {}", face.file_name(), why(&error)))
        })
    };
    let [regular, bold, italic, bold_italic] = Face::ALL.map(read);
    Fonts::from_files([regular?, bold?, italic?, bold_italic?])
        .map_err(|face| problem(format!("{} is no font, or damaged", face.file_name())))
}

/// The folder of the office's own fonts, from the working folder.
fn font_folder(folder: &Line, workspace: &Workspace) -> PathBuf {
    Path::new(paths::folder(workspace.files.name(folder.place.file))).join(&folder.value)
}

fn metadata(letter: &Letter, words: &Words) -> Metadata {
    let (subject, sender) = (document::typographic(&letter.subject.value), &letter.sender);
    let date = letter.date.as_ref().map(|date| date.value);
    let draft = words.draft_label(letter);
    let running_head = letter.running_head.as_ref();
    let running_head = running_head.map(|head| document::typographic(&head.value));
    let day = date.map(|day| date::day(day, letter.date_style, letter.language));
    let inspection = &letter.inspection;
    let keywords = std::iter::once(&inspection.force)
        .chain(&inspection.programme)
        .chain(&inspection.inspectorates);
    Metadata {
        title: draft.as_ref().map_or_else(|| subject.clone(), |d| format!("{d}: {subject}")),
        author: format!("{}, {}", sender.name.value, sender.title.value),
        description: format!("{} ({})", inspection.report.value, inspection.force.value),
        keywords: keywords.map(|line| line.value.clone()).collect(),
        language: letter.language,
        date,
        running_head: running_head.unwrap_or(subject),
        day,
        draft,
        page_number: words.get(&words::PAGE).to_owned(),
        note: words.get(&words::NOTE).to_owned(),
        note_return: words.get(&words::NOTE_RETURN).to_owned(),
        notes: words.get(&words::NOTES).to_owned(),
        table: words.get(&words::TABLE).to_owned(),
    }
}
