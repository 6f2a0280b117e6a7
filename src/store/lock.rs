//! One program at a time (独占): a lock file beside the shop file turns a second instance away politely.
//!
//! The lock is our own, because DuckDB's is lost as soon as any other descriptor of the shop file is closed in this process.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use super::error::{Result, StoreError};

/// Held for as long as the shop is open. The system gives it back when the process ends, however it ends.
#[derive(Debug)]
pub(super) struct ShopLock {
    path: PathBuf,
    made: bool,
    _file: File,
}

impl ShopLock {
    /// Takes the lock of the shop at `shop`.
    pub fn take(shop: &Path) -> Result<Self> {
        let path = beside(shop, "lock");
        let made = !path.exists();
        let file = File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| StoreError::file(shop, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, made, _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: shop.to_owned() }),
            Err(TryLockError::Error(error)) => Err(StoreError::file(shop, &error)),
        }
    }

    /// Gives the lock back and leaves no trace of it: for files that turned out not to be a shop.
    pub fn withdraw(self) {
        if self.made {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// `shop.zhanggui` → `shop.zhanggui.lock`
pub(super) fn beside(shop: &Path, ending: &str) -> PathBuf {
    let mut name = shop.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}
