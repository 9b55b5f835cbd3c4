//! The working folder: where it is, and which files a letter is made from.

use super::seen::Seen;
use super::{BUILT_IN, IoProblem, gate};
use crate::diagnostic::{FileId, Files};
use crate::letter::paths;
use crate::limits;
use crate::slips::encoding;
use crate::template::TemplateFile;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

/// The folder of what is made.
const OUTPUT: &str = "output";
/// The office file, which makes a folder a working folder.
pub const OFFICE: &str = "data/office.toml";
/// The office's own programmes.
pub const PROGRAMMES: &str = "data/programmes.toml";
/// The programmes that are built in.
pub const BUILT_IN_PROGRAMMES: &str = "programmes.toml";
/// Files in `data/` that are no letters.
const NO_LETTERS: [&str; 2] = ["office.toml", "programmes.toml"];

/// The working folder with the files that all its letters share.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The folder.
    pub root: PathBuf,
    /// Every file read so far.
    pub files: Files,
    /// The office file, if there is one.
    pub office: Option<FileId>,
    /// The office's own programmes, if there are any.
    pub programmes: Option<FileId>,
    /// Every template, style and words file that can be used.
    pub templates: Vec<TemplateSource>,
    /// What was read, beside texts.
    seen: Seen,
}

/// Whether an error says that a file is not there.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The file of a letter.
#[derive(Debug, Clone)]
pub struct LetterFile {
    /// Its text.
    pub file: FileId,
    /// Its path from the working folder. One from elsewhere is taken to stand in that folder, so
    /// that nothing of what is made depends on where it was.
    pub path: String,
    /// The folder that the paths of its images begin at.
    pub folder: PathBuf,
}

/// A file of `templates/`, built in or the office's own.
#[derive(Debug, Clone)]
pub struct TemplateSource {
    /// Its path in `templates/`.
    pub name: String,
    /// The built-in text, if there is one.
    pub built_in: Option<FileId>,
    /// The office's own, if there is one.
    pub own: Option<FileId>,
}

/// Where the text of a template in use comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The program.
    BuiltIn,
    /// The working folder, with the words of the built-in one.
    OwnAndSame,
    /// The working folder.
    Own,
}

impl TemplateSource {
    /// The file in use.
    pub fn file(&self) -> FileId {
        self.own.or(self.built_in).expect("a template is built in, or read from a file")
    }

    /// Where the text in use comes from.
    pub fn origin(&self, files: &Files) -> Origin {
        match (self.own, self.built_in) {
            (None, _) => Origin::BuiltIn,
            (Some(own), Some(built_in)) if files.text(own) == files.text(built_in) => {
                Origin::OwnAndSame
            }
            (Some(_), _) => Origin::Own,
        }
    }
}

impl Workspace {
    /// Opens the working folder: the nearest one from `start` upwards that has `data/office.toml`,
    /// else `start`.
    ///
    /// # Errors
    ///
    /// A file that is there and cannot be read.
    pub fn open(start: &Path) -> Result<Self, IoProblem> {
        let is_it = |folder: &&Path| match fs::metadata(folder.join(OFFICE)) {
            Ok(file) => file.is_file(),
            // What cannot be looked at here may be there: no folder above takes its place.
            Err(error) => *folder == start && !is_absent(&error),
        };
        Self::at(start.ancestors().find(is_it).unwrap_or(start))
    }

    /// Opens a folder as working folder, whatever is above it.
    ///
    /// # Errors
    ///
    /// A file that is there and cannot be read.
    pub fn at(root: &Path) -> Result<Self, IoProblem> {
        let mut workspace = Self {
            root: root.to_owned(),
            files: Files::default(),
            office: None,
            programmes: None,
            templates: Vec::new(),
            seen: Seen::default(),
        };
        workspace.office = workspace.add_if_there(OFFICE)?;
        workspace.programmes = workspace.add_if_there(PROGRAMMES)?;
        workspace.add_templates()?;
        Ok(workspace)
    }

    /// The folder of what is made, unless another is asked for.
    pub fn output(&self) -> PathBuf {
        self.root.join(OUTPUT)
    }

    /// The files of the letters in `data/`, in the order of their names.
    ///
    /// # Errors
    ///
    /// The folder cannot be read.
    pub fn letters(&self) -> Result<Vec<PathBuf>, IoProblem> {
        let folder = self.root.join("data");
        let problem = |error| IoProblem { verb: "read", path: folder.clone(), error };
        let mut letters = Vec::new();
        for entry in fs::read_dir(&folder).map_err(problem)? {
            let path = entry.map_err(problem)?.path();
            let is_toml = path.extension().is_some_and(|extension| extension == "toml");
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if is_toml && !NO_LETTERS.contains(&name) && !is_hidden(name) {
                letters.push(path);
            }
        }
        letters.sort();
        Ok(letters)
    }

    /// The file that a person means by a path, or by the name of a letter in `data/`, with or
    /// without its extension.
    pub fn letter(&self, named: &Path) -> PathBuf {
        let in_data = self.root.join("data").join(named);
        let candidates = [named.to_owned(), in_data.with_added_extension("toml"), in_data];
        candidates.into_iter().find(|path| path.is_file()).unwrap_or_else(|| named.to_owned())
    }

    /// Whether a file is none of those in `data/` that all letters share.
    pub fn can_be_letter(&self, path: &Path) -> bool {
        let shown = self.shown(path);
        !NO_LETTERS.iter().any(|name| shown == format!("data/{name}"))
    }

    /// A path as the user knows it: from the working folder, where it is in that.
    pub fn shown(&self, path: &Path) -> String {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let absolute = without_detours(&absolute);
        let shown = match absolute.strip_prefix(&self.root) {
            Ok(inside) if inside.as_os_str().is_empty() => Path::new("."),
            inside => inside.unwrap_or(path),
        };
        with_slashes(shown)
    }

    /// A problem with the path as the user knows it.
    pub fn told(&self, problem: IoProblem) -> IoProblem {
        IoProblem { path: self.shown(&problem.path).into(), ..problem }
    }

    /// Reads a letter into `files`.
    ///
    /// # Errors
    ///
    /// It cannot be read, or has a name that no file has on every system.
    pub fn add(&self, path: &Path, files: &mut Files) -> Result<LetterFile, IoProblem> {
        let shown = self.shown(path);
        let text = fit(path)
            .and_then(|()| self.text(path, limits::TOML))
            .map_err(|problem| IoProblem { path: PathBuf::from(&shown), ..problem })?;
        // Others take a relative path from the working folder, and not from where the user is.
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = absolute.parent().unwrap_or(&self.root).to_owned();
        let is_inside = self.office.is_some() && paths::within("", &shown).is_some();
        let path = if is_inside { shown.clone() } else { format!("{}.toml", letter_name(path)) };
        Ok(LetterFile { file: files.add(shown, text), path, folder })
    }

    /// Takes the text of a letter that has no file into `files`. The paths of its images begin at
    /// the working folder.
    pub fn add_text(&self, text: String, files: &mut Files) -> LetterFile {
        let file = files.add("<standard input>", text);
        LetterFile { file, path: format!("{NO_NAME}.toml"), folder: self.root.clone() }
    }

    fn add_if_there(&mut self, name: &str) -> Result<Option<FileId>, IoProblem> {
        let path = self.root.join(name);
        // A link that leads nowhere is there.
        match path.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.seen.note(&path, None);
                Ok(None)
            }
            _ => self.add_shared(name, &path).map(Some),
        }
    }

    /// The text of a file with no more than so many bytes.
    fn text(&self, path: &Path, most: u64) -> Result<String, IoProblem> {
        let text = gate::read(path, most).and_then(|bytes| {
            self.seen.note(&std::path::absolute(path)?, Some(&bytes));
            utf8(&bytes)
        });
        text.map_err(|error| IoProblem { verb: "read", path: path.to_owned(), error })
    }

    /// Takes in a file that all letters share. To a template no link leads out of the working folder.
    fn add_shared(&mut self, name: &str, path: &Path) -> Result<FileId, IoProblem> {
        let is_template = name.starts_with("templates/");
        let inside = if is_template { gate::refuse_outside(&self.root, path) } else { Ok(()) };
        let most = if name.ends_with(".md") { limits::TEMPLATE } else { limits::TOML };
        inside.map_err(|error| IoProblem { verb: "read", path: path.to_owned(), error })?;
        let text = self.text(path, most)?;
        Ok(self.files.add(name, text))
    }

    fn add_templates(&mut self) -> Result<(), IoProblem> {
        for (name, text) in BUILT_IN {
            let built_in = self.files.add(format!("{name} (built in)"), text);
            // An office adds programmes in data/, and does not replace those built in.
            let own = match name {
                BUILT_IN_PROGRAMMES => None,
                _ => self.add_if_there(&format!("templates/{name}"))?,
            };
            let name = name.to_owned();
            self.templates.push(TemplateSource { name, built_in: Some(built_in), own });
        }
        let mut names = Vec::new();
        self.find_templates(Path::new("templates"), limits::FOLDERS, &mut names)?;
        names.sort();
        for name in names {
            if !self.templates.iter().any(|template| template.name == name) {
                let path = self.root.join("templates").join(&name);
                let own = Some(self.add_shared(&format!("templates/{name}"), &path)?);
                self.templates.push(TemplateSource { name, built_in: None, own });
            }
        }
        Ok(())
    }

    /// Finds the Markdown files below a folder of the working folder, by their paths in `templates/`.
    /// Links to folders are passed over: they could lead in a circle.
    fn find_templates(
        &self,
        folder: &Path,
        depth: usize,
        names: &mut Vec<String>,
    ) -> Result<(), IoProblem> {
        let path = self.root.join(folder);
        let problem = |error| IoProblem { verb: "read", path: path.clone(), error };
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(problem)?,
        };
        let too_much = |what: &str| problem(std::io::Error::other(format!("it has {what}")));
        for entry in entries {
            let entry = entry.map_err(problem)?;
            let inner = folder.join(entry.file_name());
            if is_hidden(&entry.file_name().to_string_lossy()) {
                continue;
            }
            if entry.path().is_dir() {
                if entry.path().is_symlink() {
                    continue;
                }
                let depth = depth.checked_sub(1).ok_or_else(|| too_much("too deep folders"))?;
                self.find_templates(&inner, depth, names)?;
            } else if inner.extension().is_some_and(|extension| extension == "md") {
                let name = inner.strip_prefix("templates").unwrap_or(&inner);
                names.push(with_slashes(name));
                if names.len() > limits::TEMPLATES {
                    return Err(too_much("too many templates"));
                }
            }
        }
        Ok(())
    }

    /// The template with this name.
    pub fn template(&self, name: &str) -> Option<&TemplateSource> {
        self.templates.iter().find(|template| template.name == name)
    }

    /// The built-in file with this name, and the office's own.
    pub fn pair(&self, name: &str) -> (FileId, Option<FileId>) {
        let template = self.template(name).expect("the name is one of those built in");
        (template.built_in.expect("the name is one of those built in"), template.own)
    }

    /// The Markdown templates in use.
    pub fn markdown_templates(&self) -> Vec<TemplateFile> {
        let is_markdown = |template: &&TemplateSource| template.name.ends_with(".md");
        let in_use = |template: &TemplateSource| TemplateFile {
            name: template.name.clone(),
            file: template.file(),
            is_own: template.own.is_some(),
            overrides: template.own.is_some() && template.built_in.is_some(),
        };
        self.templates.iter().filter(is_markdown).map(in_use).collect()
    }

    /// The bytes of a file, whose path is from the working folder if it is not absolute.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, IoProblem> {
        let path = self.root.join(path);
        let bytes = gate::read(&path, limits::FILE);
        let bytes = bytes.map_err(|error| IoProblem { verb: "read", path: path.clone(), error })?;
        self.seen.note(&path, Some(&bytes));
        Ok(bytes)
    }

    /// The bytes of an image or a font, to which no link leads out of a folder.
    ///
    /// # Errors
    ///
    /// It cannot be read, or has more than so many bytes.
    pub fn bytes_inside(&self, folder: &Path, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let bytes = gate::read_inside(folder, path, most)?;
        self.seen.note(path, Some(&bytes));
        Ok(bytes)
    }

    /// The files that were read and are not now what they were then.
    ///
    /// # Errors
    ///
    /// One cannot be read.
    pub fn changed(&self) -> Result<Vec<PathBuf>, IoProblem> {
        self.seen.changed()
    }
}

/// A path as it is shown, with `/` on every system.
fn with_slashes(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}

/// Whether a path from the working folder can be that of a letter, and not of what all letters share.
pub fn is_letter_path(path: &str) -> bool {
    let in_data = path.strip_prefix("data/");
    let is_shared = in_data.is_some_and(|name| NO_LETTERS.contains(&name));
    path.ends_with(".toml") && !is_shared && !path.starts_with("templates/")
}

/// Why a name cannot be that of a letter in `data/`, if it cannot: on any system, so that the letter
/// can go to another.
pub fn wrong_letter_name(name: &str) -> Option<&'static str> {
    let no_letter = |other: &&str| other.eq_ignore_ascii_case(&format!("{name}.toml"));
    if name.contains(['/', '\\']) {
        Some("the letter is put into data/; give its name without a folder")
    } else if name.is_empty()
        || name.starts_with('-')
        || is_hidden(name)
        || name.trim() != name
        || name.ends_with('.')
    {
        Some("it must begin and end with a letter or a number")
    } else if NO_LETTERS.iter().any(no_letter) {
        Some("that file holds what the letters have in common")
    } else {
        paths::wrong_name(name)
    }
}

/// An absolute path without `.` and `..`, so that a file has one name however it was called.
fn without_detours(path: &Path) -> PathBuf {
    let mut straight = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => drop(straight.pop()),
            other => straight.push(other),
        }
    }
    straight
}

/// Whether a file is the business of some program and not of the user, such as the `._letter.toml`
/// that a Mac puts beside `letter.toml` on a shared drive.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// A letter with another name could not go to every machine: what is made of it has the same.
fn fit(path: &Path) -> Result<(), IoProblem> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let Some(why) = paths::wrong_name(&name) else { return Ok(()) };
    let error = std::io::Error::other(format!("{why}; give the letter another name"));
    Err(IoProblem { verb: "take", path: path.to_owned(), error })
}

/// Bytes as text, without the mark that some editors put at its start, and with the ends of lines that
/// all systems have: a file from Notepad says the same as another.
///
/// # Errors
///
/// They are not in UTF-8.
pub fn utf8(bytes: &[u8]) -> std::io::Result<String> {
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    let wrong = || std::io::Error::new(ErrorKind::InvalidData, encoding::told(bytes));
    Ok(encoding::plain_lines(text.ok_or_else(wrong)?))
}

/// The name of a letter that has no file.
const NO_NAME: &str = "letter";

/// The name of a letter: that of its file without `.toml`.
pub fn letter_name(path: &Path) -> String {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    stem.filter(|stem| stem != "-").unwrap_or_else(|| NO_NAME.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_letter_is_the_same_wherever_the_user_is() {
        let root = std::env::current_dir().unwrap();
        let workspace = Workspace::open(&root).unwrap();
        for named in ["tests/guide/typo.toml", "./tests/guide/typo.toml"] {
            let letter = workspace.add(Path::new(named), &mut Files::default()).unwrap();
            assert_eq!(letter.folder, root.join("tests/guide"));
        }
    }

    #[test]
    fn a_name_that_windows_forbids_is_refused_before_its_file_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::open(folder.path()).unwrap();
        for (name, why) in [
            ("CON.toml", "Windows keeps that name for itself"),
            ("a:b.toml", "it has a sign that no name of a file can have on every system"),
            ("letter.", "it ends with a dot or a space, which Windows takes away"),
        ] {
            let path = folder.path().join(name);
            let problem = workspace.add(&path, &mut Files::default()).unwrap_err();
            let message = format!("cannot take {name}: {why}; give the letter another name");
            assert_eq!(problem.to_string(), message);
        }
    }

    #[test]
    fn a_file_from_notepad_says_the_same_as_another() {
        assert_eq!(utf8(b"\xef\xbb\xbfa\r\nb\r\n").unwrap(), "a\nb\n");
    }
}
