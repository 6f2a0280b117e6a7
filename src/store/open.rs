//! Opening the shop file (打开): lock, look, connect, migrate; and plain words for everything that is not a shop.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};

use duckdb::{Config, Connection};

use super::error::{Doing, Result, StoreError};
use super::lock::{ShopLock, beside};
use super::schema::{self, CURRENT};
use super::{Inner, Options, Store, backup, write};

/// What DuckDB may hold in memory before it spills to `<shop>.tmp`.
const MEMORY: &str = "640MB";

impl Store {
    /// Opens an existing shop. An older one is migrated, after a backup.
    pub fn open(path: &Path, options: &Options) -> Result<Self> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        let lock = ShopLock::take(path)?;
        match open_locked(path, options) {
            Ok(conn) => Self::assemble(path, options, conn, lock),
            Err(error) => {
                lock.withdraw();
                Err(error)
            }
        }
    }

    /// Makes a new, empty shop. Its folder is made if need be; a file that is there already is never overwritten.
    pub fn create(path: &Path, options: &Options) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| StoreError::file(folder, &error))?;
        }
        let lock = ShopLock::take(path)?;
        let made = if path.exists() {
            Err(StoreError::Exists { path: path.to_owned() })
        } else {
            let made = connect(path).and_then(|conn| {
                schema::migrate(&conn, 0, (options.now)())?;
                conn.execute_batch("CHECKPOINT").doing("making the shop")?;
                Ok(conn)
            });
            // Half a shop, as a full disk leaves it, would stand in the way of the next attempt.
            made.inspect_err(|_| {
                let _ = fs::remove_file(path);
                let _ = fs::remove_file(beside(path, "wal"));
            })
        };
        match made {
            Ok(conn) => Self::assemble(path, options, conn, lock),
            Err(error) => {
                lock.withdraw();
                Err(error)
            }
        }
    }

    /// Opens the shop, making it first if there is none.
    pub fn open_or_create(path: &Path, options: &Options) -> Result<Self> {
        if path.exists() { Self::open(path, options) } else { Self::create(path, options) }
    }

    fn assemble(path: &Path, options: &Options, conn: Connection, lock: ShopLock) -> Result<Self> {
        let doing = "opening";
        let version = write::peek(&conn, "version")?;
        let root = conn.try_clone().doing(doing)?;
        Ok(Self {
            moment: None,
            inner: Arc::new(Inner {
                writer: Mutex::new(conn),
                root: Mutex::new(root),
                running: Mutex::new(Vec::new()),
                version: AtomicU64::new(u64::try_from(version).unwrap_or_default()),
                alerts: AtomicU64::new(0),
                path: path.to_owned(),
                options: options.clone(),
                _lock: lock,
            }),
        })
    }
}

fn open_locked(path: &Path, options: &Options) -> Result<Connection> {
    look(path)?;
    sweep(path);
    let conn = match connect(path) {
        Ok(conn) => conn,
        Err(StoreError::Engine { detail, .. } | StoreError::Dead { detail }) => {
            return Err(damaged(path, options, detail));
        }
        Err(error) => return Err(error),
    };
    let schema = schema::accept(schema::find(&conn)?, path)?;
    if schema == 0 {
        return Err(StoreError::NotAShop { path: path.to_owned() });
    }
    if schema < CURRENT {
        backup::before_migration(&conn, path, options, schema)?;
        schema::migrate(&conn, schema, (options.now)())?;
    }
    Ok(conn)
}

/// Takes away what a killed program left of its spilled rows: nobody else has the shop open, and nobody would ever read them.
fn sweep(path: &Path) {
    let folder = beside(path, "tmp");
    let Ok(entries) = fs::read_dir(&folder) else { return };
    let spilled = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with("duckdb_temp_");
    for entry in entries.flatten().filter(spilled) {
        if let Err(error) = fs::remove_file(entry.path()) {
            tracing::warn!(%error, file = %entry.path().display(), "spilled rows stay");
        }
    }
    // Whatever else lies in it keeps the folder.
    let _ = fs::remove_dir(&folder);
}

/// Reads the head of the file before the engine has it open: later no descriptor of it may be closed in this process.
pub(super) fn look(path: &Path) -> Result<()> {
    let not = |detail: &str| StoreError::NotADatabase { path: path.to_owned(), detail: detail.to_owned() };
    if path.is_dir() {
        return Err(not("a folder"));
    }
    let mut head = [0u8; 12];
    // Opened for writing too, so that a file that cannot be written is told apart here.
    let mut file = File::options().read(true).write(true).open(path).map_err(|error| StoreError::file(path, &error))?;
    if file.read_exact(&mut head).is_err() {
        return Err(not("shorter than any database"));
    }
    if head.ends_with(b"DUCK") { Ok(()) } else { Err(not("no database header")) }
}

/// A connection as every one of ours must be: nothing is ever fetched from the network.
pub(super) fn connect(path: &Path) -> Result<Connection> {
    let doing = "opening";
    let config = Config::default().enable_autoload_extension(false).doing(doing)?.max_memory(MEMORY).doing(doing)?;
    Connection::open_with_flags(path, config).map_err(|error| {
        let text = error.to_string();
        if text.contains("Could not set lock") || text.contains("used by another process") {
            StoreError::Locked { path: path.to_owned() }
        } else if text.contains("not a valid DuckDB database") {
            StoreError::NotADatabase { path: path.to_owned(), detail: text }
        } else if text.contains("version number") {
            // A sound database of a kind that this program has never written.
            StoreError::NotAShop { path: path.to_owned() }
        } else if text.contains("Permission denied") || text.contains("Read-only file system") {
            StoreError::NotWritable { path: path.to_owned(), detail: text }
        } else {
            StoreError::engine(doing, &error)
        }
    })
}

/// The file is a database but does not open. What had not been merged into it yet is put aside, so that the next attempt opens
/// the last merged state; nothing is deleted.
fn damaged(path: &Path, options: &Options, detail: String) -> StoreError {
    let wal = beside(path, "wal");
    let wal_aside = wal.exists().then(|| aside(&wal, options)).flatten();
    tracing::error!(path = %path.display(), detail, "the shop file does not open");
    StoreError::Damaged { path: path.to_owned(), newest_backup: backup::newest(path, options), wal_aside, detail }
}

fn aside(wal: &Path, options: &Options) -> Option<PathBuf> {
    let target = beside(wal, &(options.now)().format("aside-%Y%m%d-%H%M%S").to_string());
    fs::rename(wal, &target).is_ok().then_some(target)
}
