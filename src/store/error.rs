//! What can go wrong with the shop file, and what the user is told about it.

use std::path::{Path, PathBuf};

use super::purchase::PurchaseProblem;
use super::stock::{StockProblem, WarehouseProblem};
use super::stocktake::StocktakeProblem;
use crate::domain::packing::{MergeRefusal, SplitRefusal};
use crate::locale::Said;

/// A failure of the shop file. Carries the technical chain as text, so that it can be cloned into the window's messages.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Another instance of the program has the shop open.
    #[error("{path} is open in another instance")]
    Locked { path: PathBuf },
    #[error("{path} does not exist")]
    Missing { path: PathBuf },
    #[error("{path} exists already")]
    Exists { path: PathBuf },
    /// Something else under that name: a photo, a text, an empty file.
    #[error("{path} is not a DuckDB database: {detail}")]
    NotADatabase { path: PathBuf, detail: String },
    /// A database, but not one of this program's.
    #[error("{path} is a database without a shop in it")]
    NotAShop { path: PathBuf },
    /// Written by a newer version of the program.
    #[error("{path} has schema {found}, this program knows up to {known}")]
    NewerVersion { path: PathBuf, found: i64, known: i64 },
    /// The file is a shop but does not open. Its write-ahead log, if there was one, has been moved aside, not deleted.
    #[error("{path} does not open: {detail}")]
    Damaged {
        path: PathBuf,
        /// The newest backup of this shop, to be offered.
        newest_backup: Option<PathBuf>,
        /// Where the write-ahead log was put.
        wal_aside: Option<PathBuf>,
        detail: String,
    },
    /// The folder or the file cannot be written.
    #[error("{path} cannot be written: {detail}")]
    NotWritable { path: PathBuf, detail: String },
    #[error("the disk is full: {detail}")]
    DiskFull { detail: String },
    /// The user pressed Cancel.
    #[error("interrupted")]
    Cancelled,
    /// The engine gave up on the file; every handle is dead until the shop is opened again.
    #[error("the database is no longer usable: {detail}")]
    Dead { detail: String },
    /// Only the latest import can be undone.
    #[error("import {wanted} is not the latest; {latest} is")]
    NotTheLatest { wanted: i64, latest: i64, latest_file: String },
    /// Its earlier values are no longer kept.
    #[error("import {id} can no longer be undone")]
    TooOld { id: i64 },
    /// The row that was asked for is gone.
    #[error("no {what} with id {id}")]
    Gone { what: &'static str, id: i64 },
    /// A mapping to nothing or to a piece count that makes no sense.
    #[error("invalid mapping: {detail}")]
    InvalidMapping { detail: String },
    /// Lines of a stock document that cannot be posted.
    #[error("{} lines cannot be posted", problems.len())]
    StockRefused { problems: Vec<StockProblem> },
    /// A warehouse that stays as it is.
    #[error("the warehouse stays as it is: {problem:?}")]
    WarehouseRefused { problem: WarehouseProblem },
    /// A stock document that a purchase order stands behind.
    #[error("the document belongs to a purchase order")]
    OfPurchase,
    /// What cannot be done to a purchase order or a supplier.
    #[error("purchase refused: {problems:?}")]
    PurchaseRefused { problems: Vec<PurchaseProblem> },
    /// A plan cannot take this step, or something counted for it makes no sense.
    #[error("stocktake: {0:?}")]
    Stocktake(StocktakeProblem),
    /// Orders that cannot share a box.
    #[error("orders cannot share a box: {0:?}")]
    MergeRefused(MergeRefusal),
    /// An order that cannot be split that way.
    #[error("the order cannot be split: {0:?}")]
    SplitRefused(SplitRefusal),
    /// Something about staff, rules or assignments that makes no sense.
    #[error("refused: {}", said.key)]
    RulesRefused { said: Said },
    /// An own SKU has this code already.
    #[error("there is an own SKU {code} already")]
    SkuExists { code: String },
    /// A backup that does not hold what the shop holds.
    #[error("the backup {path} differs from the shop: {detail}")]
    BackupDiffers { path: PathBuf, detail: String },
    #[error("{path}: {detail}")]
    File { path: PathBuf, detail: String },
    /// Anything else the engine says.
    #[error("{doing}: {detail}")]
    Engine { doing: &'static str, detail: String },
    /// A frame could not cross from the database to the analyses.
    #[error("reading facts: {detail}")]
    Frame { detail: String },
}

/// What the store returns.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

impl StoreError {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        let file = |key: &str, path: &Path| Said::new(key).with("file", path.display());
        match self {
            Self::Locked { path } => file("store.locked", path),
            Self::Missing { path } => file("store.missing", path),
            Self::Exists { path } => file("store.exists", path),
            Self::NotADatabase { path, .. } => file("store.not_a_database", path),
            Self::NotAShop { path } => file("store.not_a_shop", path),
            Self::NewerVersion { path, .. } => file("store.newer_version", path),
            Self::Damaged { path, newest_backup: Some(backup), .. } => {
                file("store.damaged_with_backup", path).with("backup", backup.display())
            }
            Self::Damaged { path, newest_backup: None, .. } => file("store.damaged", path),
            Self::NotWritable { path, .. } => file("store.not_writable", path),
            Self::DiskFull { .. } => Said::new("store.disk_full"),
            Self::Cancelled => Said::new("store.cancelled"),
            Self::Dead { .. } => Said::new("store.dead"),
            Self::NotTheLatest { latest_file, .. } => Said::new("store.not_the_latest").with("file", latest_file),
            Self::TooOld { .. } => Said::new("store.too_old"),
            Self::Gone { .. } => Said::new("store.gone"),
            Self::InvalidMapping { .. } => Said::new("store.invalid_mapping"),
            Self::StockRefused { problems } => match problems.as_slice() {
                [only] => only.said(),
                [first, ..] => {
                    Said::new("store.stock_refused").with("n", problems.len()).with("line", first.line() + 1)
                }
                [] => Said::new("store.gone"),
            },
            Self::WarehouseRefused { problem } => problem.said(),
            Self::OfPurchase => Said::new("purchase.wrong_document"),
            Self::PurchaseRefused { problems } => match problems.as_slice() {
                [only] => only.said(),
                [first, ..] => Said::new("purchase.wrong_lines")
                    .with("n", problems.len())
                    .with("line", first.line().map_or(1, |line| line + 1)),
                [] => Said::new("store.gone"),
            },
            Self::Stocktake(problem) => problem.said(),
            Self::MergeRefused(refusal) => super::packing::merge_said(refusal),
            Self::SplitRefused(refusal) => super::packing::split_said(*refusal),
            Self::RulesRefused { said } => said.clone(),
            Self::SkuExists { code } => Said::new("store.sku_exists").with("code", code),
            Self::BackupDiffers { path, .. } => file("store.backup_differs", path),
            Self::File { path, detail } => file("store.file", path).with("detail", detail),
            Self::Engine { detail, .. } | Self::Frame { detail } => {
                Said::new("store.engine").with("detail", first_line(detail))
            }
        }
    }

    /// Turns what the engine said while `doing` something into one of our own kinds.
    pub(super) fn engine(doing: &'static str, error: &duckdb::Error) -> Self {
        let detail = error.to_string();
        let lower = detail.to_ascii_lowercase();
        if lower.contains("interrupt error") || lower.contains("interrupted!") {
            Self::Cancelled
        } else if lower.contains("no space left") || lower.contains("disk is full") || lower.contains("os error 112")
            // What does not fit into memory is put on disk; where that is refused, the disk is too full for it.
            || lower.contains("failed to offload data block")
        {
            Self::DiskFull { detail }
        } else if lower.contains("database has been invalidated") || lower.contains("fatal error") {
            Self::Dead { detail }
        } else {
            Self::Engine { doing, detail }
        }
    }

    /// Turns a failure of the file system at `path` into one of our own kinds.
    pub(super) fn file(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let detail = error.to_string();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { detail },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable { path: path.to_owned(), detail }
            }
            ErrorKind::NotFound => Self::Missing { path: path.to_owned() },
            _ => Self::File { path: path.to_owned(), detail },
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// Names what was being done when the engine failed.
pub(super) trait Doing<T> {
    fn doing(self, what: &'static str) -> Result<T>;
}

impl<T> Doing<T> for std::result::Result<T, duckdb::Error> {
    fn doing(self, what: &'static str) -> Result<T> {
        self.map_err(|error| StoreError::engine(what, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    #[test]
    fn a_full_disk_is_told_apart_from_other_failures() {
        let full = duckdb::Error::DuckDBFailure(
            duckdb::ffi::Error::new(1),
            Some("IO Error: Could not write file \"x\": No space left on device".to_owned()),
        );
        let spilled = duckdb::Error::DuckDBFailure(
            duckdb::ffi::Error::new(1),
            Some(
                "Out of Memory Error: failed to offload data block of size 96.0 KiB (16.8 MiB/16.8 MiB used)"
                    .to_owned(),
            ),
        );
        assert_eq!(StoreError::engine("import", &spilled).said().key, "store.disk_full");
        let said = StoreError::engine("commit", &full).said();
        assert_eq!(said.key, "store.disk_full");
        assert!(!Lang::Zh.say(&said).contains("store."));
    }
}
