//! Paths of the files that a letter is made of: from the working folder, with `/` on every system,
//! so that they are the same wherever that folder is.

use crate::limits;
use crate::signs;

/// What to do about a file outside the working folder.
pub const HELP: &str =
    "put it beside the file that names it: the PDF carries all that it is made of";

/// The folder of a file, with a slash at its end; empty for the working folder itself.
pub fn folder(file: &str) -> &str {
    file.rfind('/').map_or("", |slash| &file[..=slash])
}

/// The path of a file that is named as seen from `folder`, with `/` or `\`; none where that leads out
/// of the working folder.
pub fn within(folder: &str, named: &str) -> Option<String> {
    if is_absolute(named) {
        return None;
    }
    let mut path: Vec<&str> = Vec::new();
    for name in folder.split(SLASHES).chain(named.split(SLASHES)) {
        match name {
            "" | "." => {}
            ".." => drop(path.pop()?),
            name => path.push(name),
        }
    }
    Some(path.join("/"))
}

/// What stands between the names in a path, here or elsewhere.
const SLASHES: [char; 2] = ['/', '\\'];

/// Whether a path begins at the top of a drive, or names one.
fn is_absolute(path: &str) -> bool {
    let has_drive =
        path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && path.get(1..2) == Some(":");
    path.starts_with(SLASHES) || has_drive
}

/// The path of an image that is named as seen from `folder`.
///
/// # Errors
///
/// No image can be there on every system: what is wrong, and what to do.
pub fn of_image(folder: &str, named: &str) -> Result<String, (String, &'static str)> {
    let outside = || ("this image is not in the working folder".to_owned(), HELP);
    let path = within(folder, named).ok_or_else(outside)?;
    match path.split('/').find_map(wrong_name) {
        Some(why) => Err((format!("an image cannot be called so: {why}"), "give it another name")),
        None => Ok(path),
    }
}

/// The path that a file from elsewhere gets in a working folder: the same on every system. None for
/// one that leads out of it, that nobody would see, such as `.git/config`, or that is no file
/// everywhere.
pub fn from_elsewhere(named: &str) -> Option<String> {
    let path = within("", named).filter(|path| !path.is_empty() && !named.contains('\\'))?;
    let is_plain = |name: &str| {
        let is_of_git = name.to_ascii_lowercase().starts_with("git~");
        !name.starts_with('.') && !is_of_git && wrong_name(name).is_none()
    };
    let is_short = path.len() <= limits::PATH;
    (is_short && !is_record(&path) && path.split('/').all(is_plain)).then_some(path)
}

/// Whether a path is that of what is kept of letters that went out, and not of what is made: nothing
/// from elsewhere takes its place. Not every system knows capitals from small letters.
fn is_record(path: &str) -> bool {
    let path = path.to_lowercase();
    path.strip_prefix("output/").is_some_and(|rest| rest.contains('/') || rest.ends_with(".txt"))
}

/// Why a file or folder cannot be called so on Windows, if it cannot. No system takes such a name:
/// folders are shared.
pub fn wrong_name(name: &str) -> Option<&'static str> {
    if name.contains(SLASHES)
        || name.contains([':', '*', '?', '"', '<', '>', '|'])
        || name.contains(char::is_control)
    {
        Some("it has a sign that no name of a file can have on every system")
    } else if name.contains(signs::is_hidden) || name.starts_with(signs::is_break) {
        Some("it has a sign that nobody sees")
    } else if name.ends_with(['.', ' ']) {
        Some("it ends with a dot or a space, which Windows takes away")
    } else if is_device(name) {
        Some("Windows keeps that name for itself")
    } else {
        None
    }
}

/// Names of devices on Windows.
const DEVICES: [&str; 6] = ["AUX", "CON", "CONIN$", "CONOUT$", "NUL", "PRN"];
/// Those that are numbered, with one of [`NUMBERS`].
const NUMBERED: [&str; 2] = ["COM", "LPT"];
/// Windows takes raised digits for digits.
const NUMBERS: &str = "0123456789¹²³";

/// Whether Windows keeps a name for itself, whatever stands after its first dot.
fn is_device(name: &str) -> bool {
    let device = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let number = NUMBERED.iter().find_map(|device_name| device.strip_prefix(device_name));
    let is_number = |number: &str| number.chars().count() == 1 && NUMBERS.contains(number);
    DEVICES.contains(&device.as_str()) || number.is_some_and(is_number)
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
            ("data/", "charts\\..\\chart.png", Some("data/chart.png")),
            ("data/", "C:\\chart.png", None),
            ("data/", "C:chart.png", None),
            ("data/", "\\\\server\\share\\chart.png", None),
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
            ("data/COM¹.png", None),
            ("data/nul .png", None),
            ("data/com.png", Some("data/com.png")),
            ("data/con2024.png", Some("data/con2024.png")),
            ("data/a.png.", None),
            ("output/letter.md", Some("output/letter.md")),
            ("output/archive/letter/v1/bagit.txt", None),
            ("Output/Archive/letter/v1/bagit.txt", None),
            ("output/reviews/letter.toml", None),
            ("output/register.txt", None),
            // What Windows calls .git where names are short.
            ("GIT~1/config", None),
            ("\u{200c}.git/config", None),
            ("data/a\u{202e}gnp.toml", None),
            ("data/a\nb", None),
            (&"a/".repeat(200), None),
        ] {
            assert_eq!(from_elsewhere(named).as_deref(), path, "{named:?}");
        }
    }
}
