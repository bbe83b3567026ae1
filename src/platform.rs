//! Every call that differs between systems stands here, with its Unix and its other side. It knows files and folders by path only.

use std::{
    fs::{DirBuilder, OpenOptions},
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
