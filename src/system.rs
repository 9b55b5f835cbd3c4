//! What Windows does otherwise than other systems. Nothing else in the program asks where it runs.

use std::fs::{self, File};
use std::io::{self, ErrorKind, IsTerminal};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a file may be held by a program that looks at every new one, such as a virus scanner or
/// one that copies files to the cloud.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is tried meanwhile.
const STEP: Duration = Duration::from_millis(50);

/// A new folder in another, which is removed unless it is kept.
///
/// # Errors
///
/// It cannot be made.
pub fn temporary_folder(folder: &Path, prefix: &str) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As for any new folder: the user's umask takes away from it.
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder.tempdir_in(folder)
}

/// Renames a file or folder, over a file that has the name.
///
/// # Errors
///
/// It cannot be renamed, or another program holds one of the two for too long.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    patiently(|| fs::rename(from, to))
}

/// Gives a file a name that none has.
///
/// # Errors
///
/// The kind is `AlreadyExists` where one has it.
pub fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from).inspect_err(|_| drop(fs::remove_file(to))),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // Not every drive has links.
        Err(_) if to.exists() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => rename(from, to),
    }
}

/// Asks whether a file can be written over. On Windows it cannot while another program has it open,
/// or while it is read-only.
///
/// # Errors
///
/// It cannot.
pub fn can_be_replaced(file: &Path) -> io::Result<()> {
    if !cfg!(windows) || !file.exists() {
        return Ok(());
    }
    if fs::metadata(file)?.permissions().readonly() {
        return Err(io::Error::other("it is read-only; take that off in its properties"));
    }
    patiently(|| File::options().write(true).open(file)).map(drop)
}

/// Tries again while another program holds the file.
fn patiently<T>(act: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let end = Instant::now() + PATIENCE;
    loop {
        match act() {
            Err(error) if may_be_held(&error) && Instant::now() < end => thread::sleep(STEP),
            result => return result,
        }
    }
}

/// What Windows says of a file that another program has open.
const SHARING_VIOLATION: i32 = 32;
/// What it says of a part of a file that another program has locked.
const LOCK_VIOLATION: i32 = 33;

/// Whether an error says that another program has the file open.
pub fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Whether an error says that links lead in a circle: on Linux, on other Unix systems, on Windows.
pub fn is_circle(error: &io::Error) -> bool {
    let circle = if cfg!(target_os = "linux") {
        40
    } else if cfg!(unix) {
        62
    } else {
        1921
    };
    error.raw_os_error() == Some(circle)
}

/// Windows also denies access to what is in use when a name is taken from it or given to it.
fn may_be_held(error: &io::Error) -> bool {
    is_held(error) || (cfg!(windows) && error.kind() == ErrorKind::PermissionDenied)
}

/// Waits until no other run is at work in a folder, and keeps others waiting as long as what it
/// gives is there; nothing where the file system has no locks, as on some shared drives.
///
/// # Errors
///
/// The folder cannot be opened or locked.
#[cfg(not(windows))]
pub fn lock(folder: &Path) -> io::Result<Option<File>> {
    let kind = folder.metadata()?.file_type();
    // To open a pipe would take for ever.
    if !kind.is_dir() && !kind.is_file() {
        return Err(ErrorKind::NotADirectory.into());
    }
    let lock = File::open(folder)?;
    loop {
        match lock.lock() {
            Ok(()) => return Ok(Some(lock)),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if has_no_locks(&error) => return Ok(None),
            Err(error) => return Err(error),
        }
    }
}

/// What file systems without locks say: EBADF, EINVAL, ENOLCK, or that there is no such thing.
#[cfg(not(windows))]
fn has_no_locks(error: &io::Error) -> bool {
    error.kind() == ErrorKind::Unsupported || matches!(error.raw_os_error(), Some(9 | 22 | 37))
}

/// The same on Windows, which locks no folders: a file in it that one run only can have open, and
/// that is gone when that run ends, however it ends.
#[cfg(windows)]
pub fn lock(folder: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    const GENERIC_WRITE_AND_DELETE: u32 = 0x4000_0000 | 0x0001_0000;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    /// Access is denied while another run is just closing it, and for long where the user may not write.
    const DENIED: i32 = 5;
    // How often it is tried, every hundredth of a second.
    let most = |error: &io::Error| match error.raw_os_error() {
        Some(SHARING_VIOLATION) => 3000,
        Some(DENIED) => 100,
        _ => 0,
    };
    let mut options = File::options();
    options.create(true).truncate(false).write(true).share_mode(0);
    options.access_mode(GENERIC_WRITE_AND_DELETE).custom_flags(DELETE_ON_CLOSE);
    let mut turns = 0;
    loop {
        match options.open(folder.join(LOCK)) {
            Ok(lock) => return Ok(Some(lock)),
            Err(error) if turns < most(&error) => {
                turns += 1;
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) => return Err(error),
        }
    }
}

/// The file that keeps other runs out of a folder on Windows.
#[cfg(windows)]
const LOCK: &str = ".peel-letter-lock";

/// Makes a folder with all in it for reading only, or again for writing too. Windows knows no such
/// folders; files in them are written so.
///
/// # Errors
///
/// That cannot be done.
#[cfg(unix)]
pub fn set_read_only(folder: &Path, read_only: bool) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(folder)?.permissions().mode();
    let mode = if read_only { mode & !0o222 } else { mode | 0o200 };
    fs::set_permissions(folder, fs::Permissions::from_mode(mode))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            set_read_only(&entry.path(), read_only)?;
        }
    }
    Ok(())
}

/// The same on Windows, where files that are for reading only cannot be deleted.
#[cfg(not(unix))]
pub fn set_read_only(folder: &Path, read_only: bool) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            set_read_only(&entry.path(), read_only)?;
        } else if !read_only {
            let mut permissions = entry.metadata()?.permissions();
            permissions.set_readonly(false);
            fs::set_permissions(entry.path(), permissions)?;
        }
    }
    Ok(())
}

/// Waits until the names in a folder are on the disk. Windows gives no handle to wait for.
///
/// # Errors
///
/// They do not get there.
pub fn sync(folder: &Path) -> io::Result<()> {
    if cfg!(windows) { Ok(()) } else { File::open(folder)?.sync_all() }
}

/// Whether colours and other signs to a terminal are understood where something is written. An old
/// console of Windows prints them as they are, and a newer one has to be asked first.
pub fn is_modern_terminal(out: &impl IsTerminal) -> bool {
    out.is_terminal() && anstyle_query::windows::enable_ansi_colors().unwrap_or(true)
}

/// Whether the program was started with a double click: its window closes when it ends.
pub fn is_double_clicked() -> bool {
    started_by().is_some_and(|name| name.eq_ignore_ascii_case("explorer.exe"))
}

/// The program that has started this one.
#[cfg(windows)]
fn started_by() -> Option<String> {
    use winsafe::{HPROCESSLIST, co::TH32CS};
    let mut list = HPROCESSLIST::CreateToolhelp32Snapshot(TH32CS::SNAPPROCESS, None).ok()?;
    let known = list.iter_processes().flatten();
    let known: Vec<(u32, u32, String)> = known
        .map(|process| (process.th32ProcessID, process.th32ParentProcessID, process.szExeFile()))
        .collect();
    let find = |id| known.iter().find(|process| process.0 == id);
    let (_, parent, _) = find(std::process::id())?;
    find(*parent).map(|(_, _, name)| name.clone())
}

/// Elsewhere a terminal stays.
#[cfg(not(windows))]
fn started_by() -> Option<String> {
    None
}
