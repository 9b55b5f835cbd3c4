//! Paths of the files that a letter is made of: from the working folder, with `/` on every system,
//! so that they are the same wherever that folder is.

use std::path::{Component, Path};

/// What to do about a file outside the working folder.
pub const HELP: &str =
    "put it beside the file that names it: the PDF carries all that it is made of";

/// The folder of a file, with a slash at its end; empty for the working folder itself.
pub fn folder(file: &str) -> &str {
    file.rfind('/').map_or("", |slash| &file[..=slash])
}

/// The path of a file that is named as seen from `folder`; none where that leads out of the working
/// folder.
pub fn within(folder: &str, named: &str) -> Option<String> {
    let mut path: Vec<&str> = Vec::new();
    for component in Path::new(folder).components().chain(Path::new(named).components()) {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => path.push(name.to_str()?),
            Component::ParentDir => drop(path.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path.join("/"))
}

/// The path that a file from elsewhere gets in a working folder: the same on every system. None for
/// one that leads out of it, that nobody would see, such as `.git/config`, or that is no file
/// everywhere.
pub fn from_elsewhere(named: &str) -> Option<String> {
    let path = within("", named).filter(|path| !path.is_empty())?;
    let is_odd = path.contains(['\\', ':', '*', '?', '"', '<', '>', '|'])
        || path.contains(char::is_control)
        || path.starts_with("output/archive/");
    (!is_odd && path.split('/').all(is_plain)).then_some(path)
}

/// Whether the name of a file or folder is to be seen, and can be one on every system.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.') && !name.ends_with(['.', ' ']) && !is_device(name)
}

/// Names that are no files on Windows, without the numbers after some of them.
const DEVICES: [&str; 6] = ["AUX", "COM", "CON", "LPT", "NUL", "PRN"];

/// Whether Windows keeps a name for itself, whatever stands after its first dot.
pub fn is_device(name: &str) -> bool {
    let device = name.split('.').next().unwrap_or_default().to_ascii_uppercase();
    DEVICES.contains(&device.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// The link to a file in the Markdown of a letter, which stands in `output/`.
pub fn link(path: &str) -> String {
    format!("../{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_the_same_however_it_is_named() {
        for (folder, named, path) in [
            ("data/", "chart.png", Some("data/chart.png")),
            ("data/", "./charts/../chart.png", Some("data/chart.png")),
            ("data/2018/", "../../images/chart.png", Some("images/chart.png")),
            ("", "chart.png", Some("chart.png")),
            ("data/", "../../chart.png", None),
            ("", "../chart.png", None),
            ("data/", "/srv/chart.png", None),
        ] {
            assert_eq!(within(folder, named).as_deref(), path, "{named} from {folder}");
        }
    }

    #[test]
    fn what_comes_from_elsewhere_stays_in_the_folder_and_in_sight() {
        for (named, path) in [
            ("data/letter.toml", Some("data/letter.toml")),
            ("./data//ŵ 1.png", Some("data/ŵ 1.png")),
            ("images/control.png", Some("images/control.png")),
            ("", None),
            ("data/../../x", None),
            ("/etc/x", None),
            ("C:x", None),
            ("..\\x", None),
            (".git/config", None),
            ("data/.hidden", None),
            ("data/CON.png", None),
            ("lpt1/x", None),
            ("data/a.png.", None),
            ("output/archive/letter/v1/bagit.txt", None),
            ("data/a\nb", None),
        ] {
            assert_eq!(from_elsewhere(named).as_deref(), path, "{named:?}");
        }
    }
}
