//! Columns out of polars frames as plain vectors, with [`NONE`] for null. Integer columns of any width are accepted.

use polars::prelude::{DataFrame, DataType};
use polars_arrow::bitmap::Bitmap;

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

    /// What `each` makes of the whole numbers at `rows`; it gets [`NONE`] for null. Reads the column where it lies.
    pub fn each_at<T>(
        &self,
        column: &'static str,
        rows: &[u32],
        each: impl Fn(i64) -> T,
    ) -> Result<Vec<T>, FactsError> {
        let wrap = self.wrap(column);
        let found = self.frame.column(column).map_err(&wrap)?;
        if let DataType::Int32 = found.dtype() {
            let values = found.i32().map_err(&wrap)?.rechunk();
            let array = values.downcast_as_array();
            return Ok(picked(array.values(), array.validity(), rows, |value| each(i64::from(value)), || each(NONE)));
        }
        let series = found.cast(&DataType::Int64).map_err(&wrap)?;
        let values = series.i64().map_err(&wrap)?.rechunk();
        let array = values.downcast_as_array();
        Ok(picked(array.values(), array.validity(), rows, &each, || each(NONE)))
    }

    /// Whole numbers at `rows` with [`NONE`] for null.
    pub fn ints_at(&self, column: &'static str, rows: &[u32]) -> Result<Vec<i64>, FactsError> {
        self.each_at(column, rows, |value| value)
    }

    /// Whole numbers at `rows` with 0 for null.
    pub fn counts_at(&self, column: &'static str, rows: &[u32]) -> Result<Vec<i64>, FactsError> {
        self.each_at(column, rows, |value| if value == NONE { 0 } else { value })
    }

    /// Codes at `rows`, with 0 for null and for what is no code.
    pub fn codes_at<T: TryFrom<i64> + Default>(
        &self,
        column: &'static str,
        rows: &[u32],
    ) -> Result<Vec<T>, FactsError> {
        self.each_at(column, rows, |value| T::try_from(value).unwrap_or_default())
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

/// The values at `rows`, those that are not null through `each`.
#[expect(clippy::indexing_slicing, reason = "row numbers are made from the length of the frame's columns")]
fn picked<N: Copy, T>(
    values: &[N],
    validity: Option<&Bitmap>,
    rows: &[u32],
    each: impl Fn(N) -> T,
    null: impl Fn() -> T,
) -> Vec<T> {
    match validity {
        None => rows.iter().map(|row| each(values[*row as usize])).collect(),
        Some(known) => rows
            .iter()
            .map(|row| if known.get_bit(*row as usize) { each(values[*row as usize]) } else { null() })
            .collect(),
    }
}
