//! Columns out of polars frames as plain vectors, with [`NONE`] for null. Integer columns of any width are accepted.

use polars::prelude::{DataFrame, DataType};

use super::{FactsError, NONE};

/// Reads columns of one frame; `name` is for error messages.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    pub frame: &'a DataFrame,
    pub name: &'static str,
}

impl Columns<'_> {
    fn wrap(&self, column: &'static str) -> impl Fn(polars::error::PolarsError) -> FactsError {
        let frame = self.name;
        move |source| FactsError::Column { frame, column, source }
    }

    /// Whole numbers with [`NONE`] for null.
    pub fn ints(&self, column: &'static str) -> Result<Vec<i64>, FactsError> {
        let wrap = self.wrap(column);
        let series = self.frame.column(column).and_then(|c| c.cast(&DataType::Int64)).map_err(&wrap)?;
        let values = series.i64().map_err(&wrap)?.rechunk();
        if values.null_count() == 0 {
            return Ok(values.cont_slice().map_err(&wrap)?.to_vec());
        }
        Ok(values.iter().map(|v| v.unwrap_or(NONE)).collect())
    }

    /// Whole numbers with 0 for null.
    pub fn counts(&self, column: &'static str) -> Result<Vec<i64>, FactsError> {
        let mut values = self.ints(column)?;
        for value in &mut values {
            if *value == NONE {
                *value = 0;
            }
        }
        Ok(values)
    }

    /// Texts with an empty one for null.
    pub fn texts(&self, column: &'static str) -> Result<Vec<String>, FactsError> {
        let wrap = self.wrap(column);
        let series = self.frame.column(column).and_then(|c| c.cast(&DataType::String)).map_err(&wrap)?;
        Ok(series.str().map_err(&wrap)?.iter().map(|v| v.unwrap_or_default().to_owned()).collect())
    }
}
