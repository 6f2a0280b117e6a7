//! Tables, charts and printed documents as files (导出): xlsx, csv, svg, png, pdf.
//!
//! Files are written beside their place and then put there in one step, so that a full disk or a pulled plug leaves no half file.

pub mod csv;
pub mod name;
pub mod pdf;
pub mod xlsx;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::locale::Said;
use crate::table::Cell;

/// Why a file could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("{path}: the disk is full")]
    DiskFull { path: PathBuf },
    #[error("{path} may not be written: {detail}")]
    Denied { path: PathBuf, detail: String },
    #[error("{path}: {detail}")]
    Failed { path: PathBuf, detail: String },
    /// The rows could not be had: why, in the words of whoever was to bring them.
    #[error("the rows to be written: {}", .0.key)]
    Rows(Said),
}

/// Rows on their way into a file, brought piece by piece, so that a long list never stands in memory as a whole.
pub trait Rows: Iterator<Item = Result<Vec<Cell>, Said>> {}

impl<I: Iterator<Item = Result<Vec<Cell>, Said>>> Rows for I {}

impl ExportError {
    pub fn said(&self) -> Said {
        match self {
            Self::DiskFull { path } => Said::new("export.disk_full").with("file", path.display()),
            Self::Denied { path, .. } => Said::new("export.denied").with("file", path.display()),
            Self::Failed { path, detail } => {
                Said::new("export.failed").with("file", path.display()).with("detail", detail)
            }
            Self::Rows(said) => said.clone(),
        }
    }

    pub(crate) fn of(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.to_owned();
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::DiskFull { path },
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                Self::Denied { path, detail: error.to_string() }
            }
            _ => Self::Failed { path, detail: error.to_string() },
        }
    }
}

/// Puts `bytes` at `path` in one step; what was there before stays until then.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), ExportError> {
    put_with(path, |file| file.write_all(bytes).map_err(|error| ExportError::of(path, &error)))
}

/// Puts what `write` writes at `path` in one step. When it fails, what was there before stays and nothing else is left.
pub fn put_with(path: &Path, write: impl FnOnce(&mut fs::File) -> Result<(), ExportError>) -> Result<(), ExportError> {
    let failed = |error: &std::io::Error| ExportError::of(path, error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    write(file.as_file_mut())?;
    file.as_file().sync_all().map_err(|error| failed(&error))?;
    readable(file.path()).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// A temporary file is the user's alone; an exported one is as readable as any other.
#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A text that a spreadsheet would take for a formula gets an apostrophe before it.
fn neutral(text: &str) -> String {
    match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_looks_like_a_formula_is_neutralised() {
        for text in ["=1+1", "+86", "-2", "@SUM(A1)", "\tx"] {
            assert!(neutral(text).starts_with('\''), "{text}");
        }
        assert_eq!(neutral("羊毛大衣"), "羊毛大衣");
    }

    #[test]
    fn a_file_is_replaced_whole_and_a_missing_folder_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/a.txt");
        put(&path, b"one").unwrap();
        put(&path, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
    }
}
