//! The gate that every file passes that is read: a regular one, no larger than what it is for, and,
//! where it belongs to a folder, inside that.

use crate::limits;
use std::fs::{self, File};
use std::io::{self, Error, ErrorKind, Read};
use std::path::{Component, Path};

/// The bytes of a file.
///
/// # Errors
///
/// It is not there or cannot be read; it is a pipe or a device, which may never end; or it has more
/// than so many bytes.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    // To open a pipe would be to wait for somebody who writes to it.
    refuse_irregular(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    refuse_irregular(&file.metadata()?)?;
    whole(file, most)
}

/// All that there is to be read.
///
/// # Errors
///
/// It cannot be read, or is more than so many bytes.
pub fn whole(from: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = from.take(most + 1).read_to_end(&mut bytes)?;
    if length as u64 > most {
        let why = format!("it has more than {}", limits::size(most));
        return Err(Error::new(ErrorKind::FileTooLarge, why));
    }
    Ok(bytes)
}

/// The bytes of a file to which no link leads out of `folder`.
///
/// # Errors
///
/// As of [`read`], or it is elsewhere.
pub fn read_inside(folder: &Path, path: &Path, most: u64) -> io::Result<Vec<u8>> {
    refuse_outside(folder, path)?;
    read(path, most)
}

/// # Errors
///
/// A file is not there, or a link leads out of `folder` to it.
pub fn refuse_outside(folder: &Path, path: &Path) -> io::Result<()> {
    if !may_be_led_out(folder, path)? {
        return Ok(());
    }
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match fs::canonicalize(path)?.starts_with(fs::canonicalize(folder)?) {
        true => Ok(()),
        false => Err(Error::other("it is outside the folder; put the file itself there")),
    }
}

/// # Errors
///
/// A folder on the way to what is to be written `below` a folder is a link that leads out of that.
pub fn refuse_way_out(folder: &Path, below: &Path) -> io::Result<()> {
    let parents = below.ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty());
    let mut links = parents.map(|parent| folder.join(parent)).filter(|parent| parent.is_symlink());
    links.try_for_each(|link| {
        let led_out = |_| Error::other("a link leads out of the folder on the way to it");
        refuse_outside(folder, &link).map_err(led_out)
    })
}

/// Whether it takes more than names to tell where a file is: a link below the folder, or a way up.
/// Not every system can name the end of a long path.
fn may_be_led_out(folder: &Path, path: &Path) -> io::Result<bool> {
    let Ok(below) = path.strip_prefix(folder) else { return Ok(true) };
    let mut reached = folder.to_owned();
    for name in below.components() {
        reached.push(name);
        if !matches!(name, Component::Normal(_)) || reached.symlink_metadata()?.is_symlink() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn refuse_irregular(file: &fs::Metadata) -> io::Result<()> {
    match file {
        file if file.is_file() => Ok(()),
        file if file.is_dir() => Err(ErrorKind::IsADirectory.into()),
        _ => Err(Error::other("it is no file, but a pipe or a device")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_bound() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, b"12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(read(&path, 4).unwrap_err().kind(), ErrorKind::FileTooLarge);
        assert_eq!(read(folder.path(), 5).unwrap_err().kind(), ErrorKind::IsADirectory);
        assert_eq!(read(&folder.path().join("b"), 5).unwrap_err().kind(), ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn no_device_is_read_and_no_link_leads_out() {
        use std::os::unix::fs::symlink;
        assert!(read(Path::new("/dev/zero"), 5).is_err());
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let inside = |name: &str| read_inside(folder.path(), &folder.path().join(name), 5);
        fs::write(other.path().join("a"), b"outside").unwrap();
        fs::write(folder.path().join("b"), b"in").unwrap();
        symlink(other.path().join("a"), folder.path().join("file")).unwrap();
        symlink(other.path(), folder.path().join("folder")).unwrap();
        symlink("b", folder.path().join("own")).unwrap();
        assert!(inside("file").is_err());
        assert!(inside("folder/a").is_err());
        assert!(inside("../b").is_err());
        let way_out = |below: &str| refuse_way_out(folder.path(), Path::new(below));
        assert!(way_out("folder/new/c").is_err());
        assert!(way_out("new/c").is_ok() && way_out("file").is_ok());
        symlink("nowhere", folder.path().join("nothing")).unwrap();
        assert!(way_out("nothing/c").is_err());
        assert_eq!(inside("own").unwrap(), b"in");
    }
}
