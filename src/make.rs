//! One letter through all stages: TOML to Markdown, pages and PDF.

use crate::diagnostic::{self, Diagnostic, FileId, Files, Label, Place};
use crate::document::{self, Document};
use crate::layout::fonts::{Face, Fonts};
use crate::layout::{self, Metadata, Pages, PictureFile, Pictures};
use crate::letter::commentary::ImageLink;
use crate::letter::load::{self, Loaded, Sources};
use crate::letter::traced::Traced;
use crate::letter::{Form, Letter, Line, date};
use crate::pdf::{self, Drawing, Engine};
use crate::style::{self, Picture, Style};
use crate::template::{Templates, Words};
use crate::workspace::Workspace;

/// What all letters of a working folder are made with.
pub struct Kit<'a> {
    workspace: &'a Workspace,
    templates: Templates,
    style: Style,
    /// The fixed words of each language.
    words: [Words; 2],
    fonts: Fonts,
}

/// A letter in one form.
pub struct Made {
    /// The Markdown.
    pub markdown: String,
    document: Document,
    metadata: Metadata,
    pictures: Pictures,
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
        undrawn(&loaded.printed, &self.fonts)
    }

    /// Makes a letter in one form.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it. `files` must be those of the working folder with the
    /// letter's added to them, and takes in the Markdown.
    pub fn make(
        &mut self,
        letter: &Letter,
        images: &[ImageLink],
        form: Form,
        files: &mut Files,
    ) -> Result<Made, Vec<Diagnostic>> {
        let words = &self.words[letter.language as usize];
        let pictures = self.pictures(images, files)?;
        let markdown = self.templates.render(letter, form, &self.style, words, files)?;
        let undrawn = self.undrawn_in_templates(&markdown, files);
        if !undrawn.is_empty() {
            return Err(undrawn);
        }
        let file = files.add("the Markdown of the letter", markdown.clone());
        let document = document::parse(&markdown, file).map_err(|problems| {
            problems.into_iter().map(|problem| self.blamed(problem, files)).collect::<Vec<_>>()
        })?;
        Ok(Made { markdown, document, metadata: metadata(letter, words), pictures })
    }

    /// Sets a letter that was made on pages.
    ///
    /// # Errors
    ///
    /// What the layout refuses.
    pub fn pages(&mut self, made: &Made) -> Result<Pages, Vec<Diagnostic>> {
        let Made { document, metadata, pictures, .. } = made;
        layout::layout(document, metadata, &self.style, &mut self.fonts, pictures)
    }

    /// Writes the PDF of a letter that was made.
    ///
    /// # Errors
    ///
    /// What the layout or the engine refuses.
    pub fn pdf(&mut self, made: &Made, engine: Engine) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let pages = &self.pages(made)?;
        let Made { metadata, pictures, .. } = made;
        pdf::write(engine, &Drawing { pages, metadata, fonts: &self.fonts, pictures })
    }

    fn pictures(&self, images: &[ImageLink], files: &Files) -> Result<Pictures, Vec<Diagnostic>> {
        let mut found = Vec::new();
        let mut problems = Vec::new();
        let mut add = |result: Result<PictureFile, Diagnostic>| match result {
            Ok(picture) => found.push(picture),
            Err(problem) => problems.push(problem),
        };
        for Picture { file, width, .. } in self.style.logo.iter().chain(&self.style.signature) {
            add(self.picture(file, Some(*width), files));
        }
        for image in images {
            let file = Line { value: image.path.clone(), place: image.place };
            add(self.picture(&file, None, files));
        }
        if problems.is_empty() { Ok(Pictures::new(found)) } else { Err(problems) }
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

    /// Reads an image, whose path is relative to the folder of the file that names it.
    fn picture(
        &self,
        path: &Line,
        width: Option<f32>,
        files: &Files,
    ) -> Result<PictureFile, Diagnostic> {
        let folder = load::folder(files.name(path.place.file));
        let name = format!("{folder}{}", path.value);
        let problem = |message: String, help: &str| {
            Diagnostic::error("image", message).at(path.place, "").help(help)
        };
        let bytes = self.workspace.bytes(&name).map_err(|why| {
            problem(
                format!("the image cannot be read: {}", why.why()),
                "its path begins at the folder of this file",
            )
        })?;
        let is_known = bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8");
        let size = imagesize::blob_size(&bytes).ok().filter(|_| is_known);
        let size = size.ok_or_else(|| {
            problem("this file is no PNG or JPEG image".to_owned(), "save it again as PNG or JPEG")
        })?;
        let pixels = (
            u32::try_from(size.width).unwrap_or(u32::MAX),
            u32::try_from(size.height).unwrap_or(u32::MAX),
        );
        Ok(PictureFile { link: load::link_from_output(&folder, &path.value), bytes, pixels, width })
    }
}

/// Reads a letter that has been added to the files of its working folder.
pub fn load(workspace: &Workspace, letter: FileId, files: &Files) -> Loaded {
    let (built_in_programmes, _) = workspace.pair("programmes.toml");
    let (office, programmes) = (workspace.office, workspace.programmes);
    load::load(files, Sources { letter, office, built_in_programmes, programmes })
}

fn fonts(style: &Style, workspace: &Workspace) -> Result<Fonts, Vec<Diagnostic>> {
    let Some(folder) = &style.fonts else { return Ok(Fonts::built_in()) };
    let base = load::folder(workspace.files.name(folder.place.file));
    let problem = |message: String| {
        let help = "the folder must have Regular.ttf, Bold.ttf, Italic.ttf and BoldItalic.ttf";
        vec![Diagnostic::error("font", message).at(folder.place, "").help(help)]
    };
    let read = |face: Face| {
        let name = format!("{base}{}/{}", folder.value, face.file_name());
        workspace.bytes(&name).map_err(|why| problem(why.to_string()))
    };
    let [regular, bold, italic, bold_italic] = Face::ALL.map(read);
    Fonts::from_files([regular?, bold?, italic?, bold_italic?])
        .map_err(|face| problem(format!("{} is not a font", face.file_name())))
}

/// The problem of a character that no font draws.
fn no_glyph(c: char) -> Diagnostic {
    let number = u32::from(c);
    let is_invisible = c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}');
    if is_invisible {
        let message = format!("this invisible sign (U+{number:04X}) cannot be printed");
        let help = "remove it; such signs come with text that is copied from other programs";
        return Diagnostic::error("no-glyph", message).help(help);
    }
    let message = format!("the letter's font has no character {c} (U+{number:04X})");
    Diagnostic::error("no-glyph", message).help(match c {
        '\u{2010}' | '\u{2011}' => "write - in its place",
        _ => "write it in another way, or name other fonts in templates/style.toml",
    })
}

/// The characters that no font draws, each once, at the first places where the user wrote it.
fn undrawn(printed: &[Traced], fonts: &Fonts) -> Vec<Diagnostic> {
    const PLACES: usize = 5;
    let mut problems: Vec<(char, Diagnostic)> = Vec::new();
    for text in printed {
        for (at, c) in fonts.missing(text.as_str()) {
            let place = text.place(at..at + c.len_utf8());
            let known = problems.iter_mut().find(|(known, _)| *known == c);
            if let Some((_, problem)) = known {
                if problem.labels.len() < PLACES {
                    problem.labels.push(Label { place, text: String::new() });
                }
                continue;
            }
            problems.push((c, no_glyph(c).at(place, "")));
        }
    }
    let mut problems: Vec<_> = problems.into_iter().map(|(_, problem)| problem).collect();
    diagnostic::sort(&mut problems);
    problems
}

fn metadata(letter: &Letter, words: &Words) -> Metadata {
    let (subject, sender) = (document::typographic(&letter.subject.value), &letter.sender);
    let date = letter.date.as_ref().map(|date| date.value);
    let draft = letter.draft.then(|| words.get("draft").to_owned());
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
        running_head: [Some(subject), day].into_iter().flatten().collect::<Vec<_>>().join(", "),
        draft,
        page_number: words.get("page").to_owned(),
        note: words.get("note").to_owned(),
        note_return: words.get("note_return").to_owned(),
    }
}
