//! Backups (备份): full copies that open like the original, made by the engine itself, never by copying the live file.
//!
//! Automatic ones lie in a folder of the shop's own and are thinned out: seven days, four weeks, twelve months. What the owner makes by
//! hand elsewhere is never touched. Restoring moves the present file aside; nothing is deleted.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDateTime};
use duckdb::Connection;
use sha2::{Digest, Sha256};

use super::error::{Doing, Result, StoreError};
use super::lock::{ShopLock, beside};
use super::{Options, Store, open, schema};
use crate::paths::Paths;

const ENDING: &str = "zhanggui";
const STAMP: &str = "%Y%m%d-%H%M%S";

/// Why a backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackupKind {
    /// By itself, once a day.
    Daily,
    /// By itself, before an older file was migrated.
    Migration,
    /// By hand, into the shop's backup folder.
    Manual,
}

impl BackupKind {
    /// Stable English id; also the tail of the locale key (`store.backup_daily`) and a part of the file name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Migration => "migration",
            Self::Manual => "manual",
        }
    }
}

/// A backup in the shop's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRecord {
    pub path: PathBuf,
    pub at: NaiveDateTime,
    pub kind: BackupKind,
    /// Data version that it holds.
    pub version: u64,
    pub bytes: u64,
}

/// The folder of one shop's automatic backups; two shops of one name do not share it.
pub fn folder(shop: &Path, options: &Options) -> Result<PathBuf> {
    let root = options.backups.clone().or_else(|| Paths::of_user().map(|paths| paths.backups)).ok_or_else(|| {
        StoreError::NotWritable { path: shop.to_owned(), detail: "no home folder for backups".to_owned() }
    })?;
    let whole = std::path::absolute(shop).unwrap_or_else(|_| shop.to_owned());
    let hash = Sha256::digest(whole.as_os_str().as_encoded_bytes());
    let mut name = stem(shop);
    name.push('-');
    for byte in hash.iter().take(4) {
        let _ = write!(name, "{byte:02x}");
    }
    Ok(root.join(name))
}

fn stem(shop: &Path) -> String {
    shop.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The backups in the shop's folder, newest first.
pub fn list(shop: &Path, options: &Options) -> Vec<BackupRecord> {
    let Ok(entries) =
        folder(shop, options).and_then(|f| fs::read_dir(&f).map_err(|error| StoreError::file(&f, &error)))
    else {
        return Vec::new();
    };
    let mut found: Vec<BackupRecord> =
        entries.filter_map(std::result::Result::ok).filter_map(|entry| record(&entry.path())).collect();
    found.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.path.cmp(&a.path)));
    found
}

/// Reads `name-20261122-031500-daily-v42.zhanggui`.
fn record(path: &Path) -> Option<BackupRecord> {
    if path.extension()? != ENDING {
        return None;
    }
    let stem = path.file_stem()?.to_str()?;
    let (rest, version) = stem.rsplit_once("-v")?;
    let (rest, kind) = rest.rsplit_once('-')?;
    let kind = [BackupKind::Daily, BackupKind::Migration, BackupKind::Manual].into_iter().find(|k| k.id() == kind)?;
    let stamp = rest.get(rest.len().checked_sub(15)?..)?;
    let at = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?;
    let bytes = fs::metadata(path).ok()?.len();
    Some(BackupRecord { path: path.to_owned(), at, kind, version: version.parse().ok()?, bytes })
}

/// The newest backup of a shop, whatever it was made for.
pub(super) fn newest(shop: &Path, options: &Options) -> Option<PathBuf> {
    list(shop, options).into_iter().next().map(|record| record.path)
}

/// Keeps the file as it was before its schema is changed.
pub(super) fn before_migration(conn: &Connection, shop: &Path, options: &Options, _schema: i64) -> Result<PathBuf> {
    let version = super::write::peek(conn, "version")?;
    let target = target(shop, options, BackupKind::Migration, u64::try_from(version).unwrap_or_default())?;
    copy(conn, &target)?;
    Ok(target)
}

fn target(shop: &Path, options: &Options, kind: BackupKind, version: u64) -> Result<PathBuf> {
    let folder = folder(shop, options)?;
    fs::create_dir_all(&folder).map_err(|error| StoreError::file(&folder, &error))?;
    let stamp = (options.now)().format(STAMP);
    Ok(folder.join(format!("{}-{stamp}-{}-v{version}.{ENDING}", stem(shop), kind.id())))
}

/// A path as an SQL literal: `ATTACH` takes no parameters.
fn literal(path: &Path) -> String {
    format!("'{}'", path.to_string_lossy().replace('\'', "''"))
}

/// Copies everything the connection sees into a new file, compares the two, and only then gives it its name.
fn copy(conn: &Connection, target: &Path) -> Result<()> {
    let doing = "backing up";
    if target.exists() {
        return Err(StoreError::Exists { path: target.to_owned() });
    }
    let part = beside(target, "part");
    let _ = fs::remove_file(&part);
    let shop: String = conn.query_row("SELECT current_database()", [], |row| row.get(0)).doing(doing)?;
    let shop = shop.replace('"', "\"\"");
    conn.execute_batch(&format!("ATTACH {} AS backup_copy", literal(&part))).map_err(|error| {
        let _ = fs::remove_file(&part);
        match StoreError::engine(doing, &error) {
            StoreError::Engine { detail, .. } => StoreError::NotWritable { path: target.to_owned(), detail },
            other => other,
        }
    })?;
    let copied = conn
        .execute_batch(&format!("COPY FROM DATABASE \"{shop}\" TO backup_copy"))
        .doing(doing)
        .and_then(|()| compare(conn, &shop, target));
    let detached = conn.execute_batch("DETACH backup_copy").doing(doing);
    let done =
        copied.and(detached).and_then(|()| fs::rename(&part, target).map_err(|error| StoreError::file(target, &error)));
    if done.is_err() {
        let _ = fs::remove_file(&part);
        let _ = fs::remove_file(beside(&part, "wal"));
    }
    done
}

/// Every table has as many rows there as here.
fn compare(conn: &Connection, shop: &str, target: &Path) -> Result<()> {
    let doing = "comparing the backup";
    let tables = super::read::rows(
        conn,
        doing,
        "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND NOT temporary ORDER BY table_name",
        &[],
        |row| row.get::<_, String>(0),
    )?;
    for table in tables {
        let name = table.replace('"', "\"\"");
        let sql = format!(
            "SELECT (SELECT count(*) FROM \"{shop}\".main.\"{name}\"), (SELECT count(*) FROM backup_copy.main.\"{name}\")"
        );
        let (here, there): (i64, i64) = conn.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).doing(doing)?;
        if here != there {
            let detail = format!("{table}: {here} rows, {there} in the copy");
            return Err(StoreError::BackupDiffers { path: target.to_owned(), detail });
        }
    }
    Ok(())
}

impl Store {
    /// A full copy that can be opened like the original. `path` must not exist yet.
    pub fn backup_to(&self, path: &Path) -> Result<()> {
        copy(&self.reader()?.conn, path)
    }

    /// A backup by hand into the shop's own folder; its path.
    pub fn backup_now(&self) -> Result<PathBuf> {
        let target = target(self.path(), &self.inner.options, BackupKind::Manual, self.version())?;
        self.backup_to(&target)?;
        Ok(target)
    }

    /// Makes today's automatic backup if there is none yet and something changed; thins out old ones.
    pub fn backup_if_due(&self) -> Result<Option<PathBuf>> {
        let options = &self.inner.options;
        let known = list(self.path(), options);
        let today = (options.now)().date();
        let version = self.version();
        let done = known.iter().any(|b| b.version == version)
            || known.iter().any(|b| b.kind == BackupKind::Daily && b.at.date() == today);
        let made = if done || version == 0 {
            None
        } else {
            let target = target(self.path(), options, BackupKind::Daily, version)?;
            self.backup_to(&target)?;
            Some(target)
        };
        for old in superfluous(&list(self.path(), options)) {
            fs::remove_file(&old).map_err(|error| StoreError::file(&old, &error))?;
        }
        Ok(made)
    }

    /// The backups in the shop's folder, newest first.
    pub fn backups(&self) -> Vec<BackupRecord> {
        list(self.path(), &self.inner.options)
    }

    /// Puts a backup in the place of a shop that is not open. The present file is moved aside; its new path is returned.
    pub fn restore(shop: &Path, backup: &Path, options: &Options) -> Result<Option<PathBuf>> {
        let lock = ShopLock::take(shop)?;
        let done = replace(shop, backup, options);
        if done.is_err() && !shop.exists() {
            lock.withdraw();
        }
        done
    }
}

fn replace(shop: &Path, backup: &Path, options: &Options) -> Result<Option<PathBuf>> {
    if !backup.exists() {
        return Err(StoreError::Missing { path: backup.to_owned() });
    }
    // A copy is looked into, so that the backup itself stays as it is.
    let part = beside(shop, "restored");
    let _ = fs::remove_file(&part);
    let looked = fs::copy(backup, &part)
        .map_err(|error| StoreError::file(&part, &error))
        .and_then(|_| open::look(&part))
        .and_then(|()| open::connect(&part))
        .and_then(|conn| schema::accept(schema::find(&conn)?, backup));
    let refused = match looked {
        Ok(schema) if schema > 0 => None,
        Ok(_) => Some(StoreError::NotAShop { path: backup.to_owned() }),
        // It is the backup that is not right, not our copy of it.
        Err(StoreError::NotADatabase { detail, .. }) => {
            Some(StoreError::NotADatabase { path: backup.to_owned(), detail })
        }
        Err(error) => Some(error),
    };
    if let Some(error) = refused {
        let _ = fs::remove_file(&part);
        let _ = fs::remove_file(beside(&part, "wal"));
        return Err(error);
    }
    let stamp = (options.now)().format(STAMP).to_string();
    let aside = beside(shop, &format!("before-restore-{stamp}"));
    let kept = if shop.exists() {
        fs::rename(shop, &aside).map_err(|error| StoreError::file(shop, &error))?;
        let wal = beside(shop, "wal");
        if wal.exists() {
            fs::rename(&wal, beside(&aside, "wal")).map_err(|error| StoreError::file(&wal, &error))?;
        }
        Some(aside)
    } else {
        None
    };
    fs::rename(&part, shop).map_err(|error| StoreError::file(shop, &error))?;
    tracing::info!("a backup was restored");
    Ok(kept)
}

/// Automatic backups beyond seven days, four weeks and twelve months with one each; and all but three from migrations.
fn superfluous(known: &[BackupRecord]) -> Vec<PathBuf> {
    let mut keep: BTreeSet<&Path> = BTreeSet::new();
    let daily = || known.iter().filter(|b| b.kind == BackupKind::Daily);
    let mut newest_of = |key: fn(&BackupRecord) -> (i32, u32), count: usize| {
        let mut seen = BTreeSet::new();
        for backup in daily() {
            if seen.len() < count && seen.insert(key(backup)) {
                keep.insert(&backup.path);
            }
        }
    };
    newest_of(|b| (b.at.year(), b.at.ordinal()), 7);
    newest_of(|b| (b.at.iso_week().year(), b.at.iso_week().week()), 4);
    newest_of(|b| (b.at.year(), b.at.month()), 12);
    keep.extend(known.iter().filter(|b| b.kind == BackupKind::Migration).take(3).map(|b| b.path.as_path()));
    keep.extend(known.iter().filter(|b| b.kind == BackupKind::Manual).map(|b| b.path.as_path()));
    known.iter().filter(|b| !keep.contains(b.path.as_path())).map(|b| b.path.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Days, NaiveDate};

    fn daily(at: NaiveDateTime) -> BackupRecord {
        BackupRecord { path: PathBuf::from(at.to_string()), at, kind: BackupKind::Daily, version: 1, bytes: 1 }
    }

    #[test]
    fn a_year_of_daily_backups_thins_out_to_days_weeks_and_months() {
        let last = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(3, 0, 0).unwrap();
        let known: Vec<_> = (0..400).map(|back| daily(last - Days::new(back))).collect();
        let gone = superfluous(&known);
        // 7 days to 11-16; weeks add 11-15, 11-08 and 11-01; months add the last days of ten more months (10-31 is one of them).
        let kept: Vec<_> = known.iter().filter(|b| !gone.contains(&b.path)).map(|b| b.at.date().to_string()).collect();
        assert_eq!(kept.len(), 7 + 3 + 11, "{kept:?}");
        assert!(kept.contains(&"2026-10-31".to_owned()) && kept.contains(&"2025-12-31".to_owned()));
    }

    #[test]
    fn names_tell_when_why_and_what() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my-shop-20261122-031500-daily-v42.zhanggui");
        fs::write(&path, b"x").unwrap();
        let record = record(&path).unwrap();
        assert_eq!((record.kind, record.version), (BackupKind::Daily, 42));
        assert_eq!(record.at.to_string(), "2026-11-22 03:15:00");
    }
}
