//! Every call that differs between systems stands here, with its Unix and its other side. It knows files and folders by path only.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io,
    path::Path,
};

/// From here on nothing this process creates may be read by another account: files 0600, folders 0700. Call it first thing.
///
/// Windows: does nothing; what stands in a user's own folders is theirs by default.
pub fn keep_files_private() {
    #[cfg(unix)]
    {
        use rustix::{fs::Mode, process::umask};
        umask(Mode::RWXG | Mode::RWXO);
    }
}

/// Asks that a file made with these options be readable by its owner only.
pub fn owner_only(options: &mut OpenOptions) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    #[cfg(not(unix))]
    let _ = options;
}

/// Makes a folder only its owner may enter, with the folders above it. One that exists already is left as it is.
///
/// # Errors
/// As the system gives them.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(folder)
}

/// Makes the names in a folder durable: what was created or renamed in it is there after a power cut.
///
/// Windows: does nothing; its file system keeps names in a journal of its own and has no such call for folders.
///
/// # Errors
/// As the system gives them.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        std::fs::File::open(folder)?.sync_all()
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        Ok(())
    }
}

/// Makes durable everything written so far to the file system that holds `folder`, in one call; `None` where there is no such call
/// (all but Linux).
pub fn sync_file_system(folder: &Path) -> Option<io::Result<()>> {
    #[cfg(target_os = "linux")]
    {
        Some(
            std::fs::File::open(folder)
                .and_then(|folder| rustix::fs::syncfs(folder).map_err(Into::into)),
        )
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        None
    }
}

/// Bytes this account may still write where `folder` is; `None` where the system does not say.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let room = rustix::fs::statvfs(folder).ok()?;
        room.f_bavail.checked_mul(room.f_frsize)
    }
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Opens a file for reading as it stands: the last part of the path is not followed where it is a link, and a pipe does not make the
/// opening wait. Whether it is an ordinary file must be asked of the open file.
///
/// # Errors
/// As the system gives them; a link is an error.
pub fn open_ordinary(path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::{Mode, OFlags};
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
    }
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
        std::fs::OpenOptions::new()
            .read(true)
            .custom_flags(FILE_FLAG_OPEN_REPARSE_POINT)
            .open(path)
    }
    #[cfg(not(any(unix, windows)))]
    {
        File::open(path)
    }
}

/// A file's name as bytes that stay the same on this system: its own bytes on Unix, elsewhere UTF-8.
pub fn name_bytes(name: &std::ffi::OsStr) -> Vec<u8> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        name.as_bytes().to_vec()
    }
    #[cfg(not(unix))]
    {
        name.to_string_lossy().into_owned().into_bytes()
    }
}

/// Whether a file or folder belongs to the account this program runs under. Windows: folders below a user's own are theirs.
pub fn is_ours(metadata: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        metadata.uid() == rustix::process::geteuid().as_raw()
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        true
    }
}

/// Who may do what with a file or folder, as the nine bits `rwxrwxrwx` of its owner, its group and everybody; `None` where the system has
/// no such bits (all but Unix).
pub fn permissions(metadata: &std::fs::Metadata) -> Option<u32> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some(metadata.mode() & 0o777)
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// Lets only the owner read, write or enter what stands here, a link not followed. Elsewhere than on Unix: does nothing.
///
/// # Errors
/// As the system gives them; also where its disk has no such permissions.
pub fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = std::fs::symlink_metadata(path)?;
        if found.is_symlink() {
            return Ok(());
        }
        let own = if found.is_dir() { 0o700 } else { 0o600 };
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(own))?;
        let now = permissions(&std::fs::symlink_metadata(path)?);
        if now == Some(own) {
            Ok(())
        } else {
            Err(io::ErrorKind::Unsupported.into())
        }
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}

/// Whether two folders stand on one disk, as far as the system tells disks apart; `None` where it is not asked (all but Unix), or one of
/// them is not there.
pub fn same_disk(one: &Path, other: &Path) -> Option<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let disk = |path: &Path| std::fs::metadata(path).ok().map(|found| found.dev());
        Some(disk(one)? == disk(other)?)
    }
    #[cfg(not(unix))]
    {
        let _ = (one, other);
        None
    }
}

/// Whether a process of this number runs on this computer; `None` where the system is not asked (all but Unix).
pub fn process_is_alive(number: u32) -> Option<bool> {
    #[cfg(unix)]
    {
        use rustix::{
            io::Errno,
            process::{Pid, test_kill_process},
        };
        let pid = Pid::from_raw(i32::try_from(number).ok()?)?;
        Some(match test_kill_process(pid) {
            Ok(()) => true,
            // It is there, and another account's.
            Err(error) => error == Errno::PERM,
        })
    }
    #[cfg(not(unix))]
    {
        let _ = number;
        None
    }
}

/// Where the system puts away what does not fit into memory: the names of those places, none where there is none; `None` where the system
/// is not asked (all but Linux).
pub fn swap_places() -> Option<Vec<String>> {
    #[cfg(target_os = "linux")]
    {
        let table = std::fs::read_to_string("/proc/swaps").ok()?;
        Some(
            table
                .lines()
                .skip(1)
                .filter_map(|line| line.split_whitespace().next())
                .map(str::to_owned)
                .collect(),
        )
    }
    #[cfg(not(target_os = "linux"))]
    None
}

/// Whether the system would write down the memory of this program if it broke down; `None` where the system is not asked (all but Unix).
pub fn core_is_dumped() -> Option<bool> {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let limited = getrlimit(Resource::Core).current == Some(0);
        #[cfg(any(target_os = "linux", target_os = "android"))]
        {
            use rustix::process::{DumpableBehavior, dumpable_behavior};
            // The limit does not hold where the system pipes the memory to another program.
            let allowed = dumpable_behavior().ok() != Some(DumpableBehavior::NotDumpable);
            Some(allowed || !limited)
        }
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        Some(!limited)
    }
    #[cfg(not(unix))]
    None
}

/// Bounds this process for good: memory in bytes, processor time in seconds, no file written, no core dumped, few files open.
///
/// What a system will not bound is left to the capped allocator and to the parent's clock, which hold everywhere.
pub fn limit_this_process(memory_bytes: u64, cpu_seconds: u64) {
    dump_no_core();
    system::limit(memory_bytes, cpu_seconds);
}

/// Bounds this process once more, below what it was bounded to before: memory in bytes, processor time in seconds.
pub fn limit_further(memory_bytes: u64, cpu_seconds: u64) {
    system::limit_further(memory_bytes, cpu_seconds);
}

#[cfg(unix)]
mod system {
    use rustix::process::{Resource, Rlimit, setrlimit};

    pub fn limit_further(memory_bytes: u64, cpu_seconds: u64) {
        for (resource, most) in [(Resource::As, memory_bytes), (Resource::Cpu, cpu_seconds)] {
            // macOS, for one, refuses some of these.
            let _ = setrlimit(
                resource,
                Rlimit {
                    current: Some(most),
                    maximum: Some(most),
                },
            );
        }
    }

    pub fn limit(memory_bytes: u64, cpu_seconds: u64) {
        for (resource, most) in [
            (Resource::As, memory_bytes),
            (Resource::Cpu, cpu_seconds),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
            (Resource::Nofile, 16),
        ] {
            // macOS, for one, refuses some of these.
            let _ = setrlimit(
                resource,
                Rlimit {
                    current: Some(most),
                    maximum: Some(most),
                },
            );
        }
    }
}

#[cfg(not(unix))]
mod system {
    pub fn limit(_memory_bytes: u64, _cpu_seconds: u64) {}

    pub fn limit_further(_memory_bytes: u64, _cpu_seconds: u64) {}
}

/// Whether the terminal on standard input is gone: closed window, dropped line. Windows: never said; reading from it fails instead.
pub fn terminal_is_gone() -> bool {
    #[cfg(unix)]
    {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let stdin = std::io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
        let at_once = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        // macOS answers NVAL for terminals it cannot wait for in this way: there it is no sign that one is gone.
        let mut gone = PollFlags::HUP | PollFlags::ERR;
        if !cfg!(target_vendor = "apple") {
            gone |= PollFlags::NVAL;
        }
        match poll(&mut fds, Some(&at_once)) {
            Ok(_) => fds.iter().any(|fd| fd.revents().intersects(gone)),
            Err(_) => false,
        }
    }
    #[cfg(not(unix))]
    false
}

/// What came of waiting for bytes of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminalBytes {
    /// So many, at the beginning of the buffer.
    Here(usize),
    /// None in the time given.
    Quiet,
    /// None, and no more will come.
    Gone,
    /// This system does not give a terminal's keys as bytes (Windows).
    NotSo,
}

/// Waits for bytes of the terminal on standard input, without end where no time is given.
pub fn terminal_bytes(buffer: &mut [u8], at_most: Option<std::time::Duration>) -> TerminalBytes {
    #[cfg(unix)]
    {
        use rustix::{
            event::{PollFd, PollFlags, Timespec, poll},
            io::{Errno, read},
        };
        let stdin = std::io::stdin();
        loop {
            let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
            let until = at_most.and_then(|time| Timespec::try_from(time).ok());
            match poll(&mut fds, until.as_ref()) {
                Ok(0) => return TerminalBytes::Quiet,
                // A signal came between: waiting begins anew, which only makes it longer.
                Err(Errno::INTR) => continue,
                Err(_) => return TerminalBytes::Gone,
                Ok(_) => {}
            }
            match read(&stdin, &mut *buffer) {
                Ok(0) => return TerminalBytes::Gone,
                Ok(count) => return TerminalBytes::Here(count),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => return TerminalBytes::Gone,
            }
        }
    }
    #[cfg(not(unix))]
    {
        let _ = (buffer, at_most);
        TerminalBytes::NotSo
    }
}

/// Runs `tell` on a thread of its own, of this name, at each such signal.
#[cfg(unix)]
fn at_each(signal: i32, name: &str, tell: impl Fn() + Send + 'static) -> io::Result<()> {
    let mut signals = signal_hook::iterator::Signals::new([signal])?;
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(move || signals.forever().for_each(|_| tell()))?;
    Ok(())
}

/// Runs `tell` on a thread of its own whenever the terminal gets another size. Windows: comes with the keys instead.
///
/// # Errors
/// As the system gives them.
pub fn when_resized(tell: impl Fn() + Send + 'static) -> io::Result<()> {
    #[cfg(unix)]
    {
        at_each(signal_hook::consts::SIGWINCH, "size", tell)
    }
    #[cfg(not(unix))]
    {
        drop(tell);
        Ok(())
    }
}

/// No core dump of this process is written: it would hold what was on the screen. Windows: writes none unless set up to.
pub fn dump_no_core() {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // Not refused to any process; without it the limit below still holds where dumps are files.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // Refused only where the limit is lower already.
        let _ = setrlimit(
            Resource::Core,
            Rlimit {
                current: Some(0),
                maximum: Some(0),
            },
        );
    }
}

/// Runs `tell` on a thread of its own whenever the system asks the program to stand still (`SIGTSTP`), instead of standing still: the
/// terminal has to be given back first. [`stand_still`] then does it. Windows: never asks.
///
/// # Errors
/// As the system gives them.
pub fn when_asked_to_stand_still(tell: impl Fn() + Send + 'static) -> io::Result<()> {
    #[cfg(unix)]
    {
        at_each(signal_hook::consts::SIGTSTP, "stand still", tell)
    }
    #[cfg(not(unix))]
    {
        drop(tell);
        Ok(())
    }
}

/// Stands still until the system lets the program go on. Windows: does nothing.
pub fn stand_still() {
    #[cfg(unix)]
    // Nothing can be done about a system that does not stop a program that asks for it: it goes on.
    drop(signal_hook::low_level::emulate_default_handler(
        signal_hook::consts::SIGTSTP,
    ));
}

/// Runs `tell` on a thread of its own whenever the system asks the program to end: a closed window, a shutdown, an interrupt.
///
/// # Errors
/// As the system gives them.
pub fn when_asked_to_end(tell: impl Fn() + Send + 'static) -> io::Result<()> {
    #[cfg(unix)]
    {
        use signal_hook::{
            consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM},
            iterator::Signals,
        };
        let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM, SIGQUIT])?;
        std::thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                for _ in signals.forever() {
                    tell();
                }
            })?;
        Ok(())
    }
    #[cfg(not(unix))]
    {
        use std::sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        };
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            signal_hook::flag::register(signal, Arc::clone(&asked))?;
        }
        std::thread::Builder::new()
            .name("signals".to_owned())
            .spawn(move || {
                loop {
                    std::thread::sleep(std::time::Duration::from_millis(100));
                    if asked.swap(false, Ordering::Relaxed) {
                        tell();
                    }
                }
            })?;
        Ok(())
    }
}

/// While it lives the terminal on standard input does not show what is typed; dropped, it shows it again where it did before.
#[derive(Debug)]
pub struct Unseen {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

/// What is typed from here on is not shown, in front of the first question and between two of them as well. Windows: each question sees to it.
#[must_use]
pub fn unseen_typing() -> Unseen {
    #[cfg(unix)]
    {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).ok();
        if let Some(mut modes) = before.clone() {
            modes.local_modes.remove(LocalModes::ECHO);
            // Where it cannot be, each question still sees to it by itself.
            let _ = tcsetattr(&stdin, OptionalActions::Now, &modes);
        }
        Unseen { before }
    }
    #[cfg(not(unix))]
    Unseen {}
}

impl Drop for Unseen {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(before) = &self.before {
            use rustix::termios::{OptionalActions, tcsetattr};
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
        }
    }
}
