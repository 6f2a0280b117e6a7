//! What can go wrong while a sample shop is made, and what the user is told.

use std::path::{Path, PathBuf};

use crate::locale::Said;
use crate::store::StoreError;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DemoError {
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file could not be written.
    #[error("{path}: {detail}")]
    File { path: PathBuf, detail: String },
    /// A workbook could not be made.
    #[error("{path}: {detail}")]
    Sheet { path: PathBuf, detail: String },
    #[error("cancelled")]
    Cancelled,
}

pub type Result<T, E = DemoError> = std::result::Result<T, E>;

impl DemoError {
    pub(super) fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::File { path: path.to_owned(), detail: error.to_string() }
    }

    pub(super) fn sheet(path: &Path, error: &rust_xlsxwriter::XlsxError) -> Self {
        Self::Sheet { path: path.to_owned(), detail: error.to_string() }
    }

    pub(super) fn zip(path: &Path, error: &zip::result::ZipError) -> Self {
        Self::File { path: path.to_owned(), detail: error.to_string() }
    }

    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Store(error) => error.said(),
            Self::File { path, detail } | Self::Sheet { path, detail } => {
                Said::new("demo.not_written").with("file", path.display()).with("detail", detail)
            }
            Self::Cancelled => Said::new("demo.cancelled"),
        }
    }
}
