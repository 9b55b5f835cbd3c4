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
}
