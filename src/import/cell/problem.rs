//! What can be wrong with a cell.

use crate::locale::Said;

/// A cell that cannot be read as what its column holds. `found` is the cell's text, cut to a readable length.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellProblem {
    /// Excel turned the id into a number and lost its last digits: the true id is gone.
    #[error("id damaged by Excel: {found}")]
    DamagedId { found: String },
    #[error("not an amount: {found}")]
    NotMoney { found: String },
    /// More decimals than fen; not float noise.
    #[error("more than two decimals: {found}")]
    TooPrecise { found: String },
    #[error("not a whole number: {found}")]
    NotCount { found: String },
    #[error("not a number: {found}")]
    NotNumber { found: String },
    #[error("not a percentage: {found}")]
    NotPercent { found: String },
    #[error("number out of range: {found}")]
    OutOfRange { found: String },
    #[error("not a date or time: {found}")]
    NotDate { found: String },
    /// Written like a date, but no calendar has it: `2026-02-30`.
    #[error("no such date or time: {found}")]
    ImpossibleDate { found: String },
}

impl CellProblem {
    /// Short stable name for `--json`.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DamagedId { .. } => "damaged_id",
            Self::NotMoney { .. } => "not_money",
            Self::TooPrecise { .. } => "too_precise",
            Self::NotCount { .. } => "not_count",
            Self::NotNumber { .. } => "not_number",
            Self::NotPercent { .. } => "not_percent",
            Self::OutOfRange { .. } => "out_of_range",
            Self::NotDate { .. } => "not_date",
            Self::ImpossibleDate { .. } => "impossible_date",
        }
    }

    /// The cell's text.
    pub fn found(&self) -> &str {
        match self {
            Self::DamagedId { found }
            | Self::NotMoney { found }
            | Self::TooPrecise { found }
            | Self::NotCount { found }
            | Self::NotNumber { found }
            | Self::NotPercent { found }
            | Self::OutOfRange { found }
            | Self::NotDate { found }
            | Self::ImpossibleDate { found } => found,
        }
    }

    /// What happened and what to do, for the user.
    pub fn said(&self) -> Said {
        let key = match self {
            Self::DamagedId { .. } => "read.cell_damaged_id",
            Self::NotMoney { .. } => "read.cell_not_money",
            Self::TooPrecise { .. } => "read.cell_too_precise",
            Self::NotCount { .. } => "read.cell_not_count",
            Self::NotNumber { .. } => "read.cell_not_number",
            Self::NotPercent { .. } => "read.cell_not_percent",
            Self::OutOfRange { .. } => "read.cell_out_of_range",
            Self::NotDate { .. } => "read.cell_not_date",
            Self::ImpossibleDate { .. } => "read.cell_impossible_date",
        };
        Said::new(key).with("found", self.found())
    }
}

/// The part of a cell that fits into a sentence.
pub(super) fn cut(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
