//! The files that letters are made from, as they were when they were last read.

use crate::limits;
use crate::workspace::{OFFICE, PROGRAMMES, gate, is_hidden};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of templates, style, and what else letters share.
const TEMPLATES: &str = "templates";

/// The files that letters are made from.
///
/// A file is taken in before it is read: if it changes while a letter is made, it is found to have
/// changed.
pub struct Sources {
    root: PathBuf,
    /// Files outside the folder of templates that all letters share.
    shared: BTreeSet<PathBuf>,
    /// The images of each letter.
    images: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// What each file held; nothing where there was none.
    known: BTreeMap<PathBuf, Option<Vec<u8>>>,
    /// How each file looked from outside.
    marks: BTreeMap<PathBuf, Mark>,
}

/// A file's length and the time of its last change; nothing where there is none.
type Mark = Option<(u64, SystemTime)>;

/// Which letters are no longer what they were.
#[derive(Debug, PartialEq, Eq)]
pub enum Touched {
    /// All of them: what they share has changed.
    All,
    /// Those with one of these files.
    These(BTreeSet<PathBuf>),
}

impl Sources {
    /// Of the letters in a working folder.
    pub fn new(root: PathBuf) -> Self {
        let shared = [OFFICE, PROGRAMMES].map(|name| root.join(name)).into();
        Self {
            root,
            shared,
            images: BTreeMap::new(),
            known: BTreeMap::new(),
            marks: BTreeMap::new(),
        }
    }

    /// Takes in the files that all letters share.
    pub fn take_shared(&mut self) {
        let templates = files_below(&self.root.join(TEMPLATES));
        let shared: Vec<PathBuf> = self.shared.iter().cloned().chain(templates).collect();
        self.take(shared);
    }

    /// Takes in more files that all letters share, such as a font.
    pub fn share(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        let files: Vec<PathBuf> = files.into_iter().collect();
        self.shared.extend(files.iter().cloned());
        self.take(files);
    }

    /// Takes in the file of a letter.
    pub fn take_letter(&mut self, letter: &Path) {
        self.images.entry(letter.to_owned()).or_default();
        self.take([letter.to_owned()]);
    }

    /// Takes in the images of a letter.
    pub fn take_images(&mut self, letter: &Path, images: impl IntoIterator<Item = PathBuf>) {
        let images: BTreeSet<PathBuf> = images.into_iter().collect();
        self.take(images.clone());
        let before = self.images.insert(letter.to_owned(), images).unwrap_or_default();
        let named: BTreeSet<&PathBuf> = self.images.values().flatten().collect();
        // What no letter shows any more is forgotten: over a day of saves that is much.
        let is_known = |path: &PathBuf| {
            named.contains(path) || self.shared.contains(path) || self.images.contains_key(path)
        };
        self.known.retain(|path, _| !before.contains(path) || is_known(path));
    }

    /// What is known already stays: if it is no longer so, [`Self::touched`] is to find that.
    fn take(&mut self, files: impl IntoIterator<Item = PathBuf>) {
        for path in files {
            self.known.entry(path).or_insert_with_key(|path| read(path));
        }
    }

    /// Which letters have changed since their files were last taken in, or this was last asked;
    /// nothing if none has.
    pub fn touched(&mut self) -> Option<Touched> {
        let changed = self.changed();
        let files: BTreeSet<PathBuf> = changed.keys().cloned().collect();
        self.known.extend(changed);
        let templates = self.root.join(TEMPLATES);
        match () {
            () if files.is_empty() => None,
            () if files.iter().any(|p| self.shared.contains(p) || p.starts_with(&templates)) => {
                Some(Touched::All)
            }
            () => Some(Touched::These(files)),
        }
    }

    /// Whether a letter, or an image of it, is among those that have changed.
    pub fn is_touched(&self, letter: &Path, touched: &Touched) -> bool {
        match touched {
            Touched::All => true,
            Touched::These(files) => {
                let images = self.images.get(letter);
                files.contains(letter) || images.is_some_and(|images| !images.is_disjoint(files))
            }
        }
    }

    fn changed(&self) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
        let now = self.files().into_iter().map(|path| {
            let bytes = read(&path);
            (path, bytes)
        });
        now.filter(|(path, bytes)| self.known.get(path).unwrap_or(&None) != bytes).collect()
    }

    /// Whether a file looks other than when this was last asked: a cheap question, for want of a
    /// word from the system.
    pub fn look_other(&mut self) -> bool {
        let mark = |path: PathBuf| {
            let seen = fs::metadata(&path).and_then(|it| Ok((it.len(), it.modified()?)));
            (path, seen.ok())
        };
        let now = self.files().into_iter().map(mark).collect();
        let before = std::mem::replace(&mut self.marks, now);
        before != self.marks
    }

    /// The files taken in, and those that have come since.
    fn files(&self) -> BTreeSet<PathBuf> {
        let mut files: BTreeSet<PathBuf> = self.known.keys().cloned().collect();
        files.extend(files_below(&self.root.join(TEMPLATES)));
        let is_toml = |path: &PathBuf| path.extension().is_some_and(|e| e == "toml");
        files.extend(entries(&self.root.join("data")).into_iter().filter(is_toml));
        files
    }

    /// The folders in which something can change, and in which a folder can come.
    pub fn folders(&self) -> BTreeSet<PathBuf> {
        let mut folders = BTreeSet::from([self.root.clone(), self.root.join("data")]);
        folders.extend(folders_below(&self.root.join(TEMPLATES)));
        folders.extend(self.known.keys().filter_map(|path| Some(path.parent()?.to_owned())));
        folders.retain(|folder| folder.is_dir());
        folders
    }
}

/// What is in a file; nothing where there is none to be read.
fn read(path: &Path) -> Option<Vec<u8>> {
    gate::read(path, limits::FILE).ok()
}

/// What stands in a folder but for what is hidden; nothing if it cannot be read.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_seen =
        |path: &PathBuf| path.file_name().is_none_or(|name| !is_hidden(&name.to_string_lossy()));
    paths.filter(is_seen).collect()
}

/// A folder, and all in it.
fn folders_below(folder: &Path) -> Vec<PathBuf> {
    let inner = entries(folder).into_iter().filter(|path| path.is_dir() && !path.is_symlink());
    let below: Vec<PathBuf> = inner.flat_map(|inner| folders_below(&inner)).collect();
    [vec![folder.to_owned()], below].concat()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let files = |folder: PathBuf| entries(&folder).into_iter().filter(|path| path.is_file());
    folders_below(folder).into_iter().flat_map(files).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    /// Two letters, one with an image.
    fn sources() -> (TempDir, Sources) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (name, text) in [
            ("data/office.toml", "office"),
            ("data/one.toml", "one"),
            ("data/two.toml", "two"),
            ("data/charts/one.png", "image"),
            ("templates/parts/item.md", "item"),
        ] {
            write(root, name, text);
        }
        let mut sources = Sources::new(root.to_owned());
        sources.take_shared();
        sources.take_letter(&root.join("data/one.toml"));
        sources.take_letter(&root.join("data/two.toml"));
        sources.take_images(&root.join("data/one.toml"), [root.join("data/charts/one.png")]);
        (folder, sources)
    }

    fn write(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Which of the two letters are touched; nothing if no file has changed.
    fn touched(folder: &TempDir, sources: &mut Sources) -> Option<[bool; 2]> {
        let touched = sources.touched()?;
        Some(["one", "two"].map(|name| {
            let letter = folder.path().join(format!("data/{name}.toml"));
            sources.is_touched(&letter, &touched)
        }))
    }

    #[test]
    fn a_file_touches_the_letters_that_have_it() {
        for (name, letters) in [
            ("data/one.toml", [true, false]),
            ("data/two.toml", [false, true]),
            ("data/charts/one.png", [true, false]),
            ("data/office.toml", [true, true]),
            ("data/programmes.toml", [true, true]),
            ("templates/parts/item.md", [true, true]),
            ("templates/parts/new/part.md", [true, true]),
            ("templates/logo.png", [true, true]),
            ("data/three.toml", [false, false]),
        ] {
            let (folder, mut sources) = sources();
            write(folder.path(), name, "other");
            assert_eq!(touched(&folder, &mut sources), Some(letters), "{name}");
            assert_eq!(touched(&folder, &mut sources), None, "{name} again");
            fs::remove_file(folder.path().join(name)).unwrap();
            assert_eq!(touched(&folder, &mut sources), Some(letters), "{name} removed");
        }
    }

    #[test]
    fn nothing_has_changed_where_the_bytes_are_the_same() {
        let (folder, mut sources) = sources();
        write(folder.path(), "data/one.toml", "one");
        write(folder.path(), "data/.one.toml.swp", "an editor's");
        write(folder.path(), "data/one.toml~", "an editor's");
        write(folder.path(), "templates/.DS_Store", "a system's");
        write(folder.path(), "output/one.md", "ours");
        assert_eq!(touched(&folder, &mut sources), None);
    }

    #[test]
    fn a_file_with_another_length_looks_other() {
        let (folder, mut sources) = sources();
        sources.look_other();
        assert!(!sources.look_other());
        write(folder.path(), "data/two.toml", "longer");
        assert!(sources.look_other());
        assert!(!sources.look_other());
    }

    #[test]
    fn folders_are_those_of_the_files_and_no_others() {
        let (folder, sources) = sources();
        write(folder.path(), "output/one.md", "ours");
        let folders = ["", "data", "data/charts", "templates", "templates/parts"];
        let folders = folders.map(|name| folder.path().join(name));
        assert_eq!(sources.folders(), folders.map(|path| path.components().collect()).into());
    }
}
