//! From the database to polars (数据桥): a query's batches are gathered column by column as they come, each value copied once.

use duckdb::Connection;
use duckdb::arrow::array::{Array, ArrowPrimitiveType, AsArray, PrimitiveArray, StructArray};
use duckdb::arrow::datatypes::{ArrowNativeType, DataType, Field, Int32Type, Int64Type};
use polars::prelude::{Column, DataFrame, Int32Chunked, Int64Chunked, IntoSeries, StringChunkedBuilder};
use polars_arrow::bitmap::MutableBitmap;

use super::error::{Doing, Result, StoreError};

/// All rows of a query as one frame, each column in one chunk. Columns are whole numbers of 32 or 64 bits or texts; others have to be
/// cast in the query. `rows` is about how many there will be.
pub(super) fn query(conn: &Connection, doing: &'static str, sql: &str, rows: usize) -> Result<DataFrame> {
    let mut statement = conn.prepare(sql).doing(doing)?;
    // Streamed, so that the answer is never held twice. The iterator that comes back would panic where `step` gives an error.
    drop(statement.stream_arrow([]).doing(doing)?);
    let schema = statement.schema();
    let mut columns = schema.fields().iter().map(|field| Gathered::new(field, rows)).collect::<Result<Vec<_>>>()?;
    let mut height = 0;
    while let Some(batch) = statement.step().doing(doing)? {
        height += batch.len();
        take(&mut columns, &batch)?;
    }
    let columns = schema.fields().iter().zip(columns).map(|(field, column)| column.finish(field.name())).collect();
    DataFrame::new(height, columns).map_err(frame_error)
}

fn take(columns: &mut [Gathered], batch: &StructArray) -> Result<()> {
    columns.iter_mut().zip(batch.columns()).try_for_each(|(column, array)| column.take(array.as_ref()))
}

fn frame_error(error: impl std::fmt::Display) -> StoreError {
    StoreError::Frame { detail: error.to_string() }
}

/// A column so far.
enum Gathered {
    Short(Numbers<i32>),
    Long(Numbers<i64>),
    Text(StringChunkedBuilder),
}

/// Whole numbers so far, and which of them are not null once there is a null.
struct Numbers<T> {
    values: Vec<T>,
    known: Option<MutableBitmap>,
}

impl Gathered {
    fn new(field: &Field, rows: usize) -> Result<Self> {
        match field.data_type() {
            DataType::Int32 => Ok(Self::Short(Numbers::new(rows))),
            DataType::Int64 => Ok(Self::Long(Numbers::new(rows))),
            DataType::Utf8 => Ok(Self::Text(StringChunkedBuilder::new(field.name().as_str().into(), 0))),
            other => Err(frame_error(format_args!("{} is of the type {other}", field.name()))),
        }
    }

    fn take(&mut self, array: &dyn Array) -> Result<()> {
        let foreign = || frame_error("a batch with other columns than the first");
        match self {
            Self::Short(numbers) => numbers.take(array.as_primitive_opt::<Int32Type>().ok_or_else(foreign)?),
            Self::Long(numbers) => numbers.take(array.as_primitive_opt::<Int64Type>().ok_or_else(foreign)?),
            Self::Text(texts) => {
                array.as_string_opt::<i32>().ok_or_else(foreign)?.iter().for_each(|text| texts.append_option(text));
            }
        }
        Ok(())
    }

    fn finish(self, name: &str) -> Column {
        let series = match self {
            Self::Short(Numbers { values, known }) => {
                Int32Chunked::from_vec_validity(name.into(), values, known.map(Into::into)).into_series()
            }
            Self::Long(Numbers { values, known }) => {
                Int64Chunked::from_vec_validity(name.into(), values, known.map(Into::into)).into_series()
            }
            Self::Text(texts) => texts.finish().into_series(),
        };
        series.into()
    }
}

impl<T: ArrowNativeType> Numbers<T> {
    fn new(rows: usize) -> Self {
        Self { values: Vec::with_capacity(rows), known: None }
    }

    fn take<P: ArrowPrimitiveType<Native = T>>(&mut self, array: &PrimitiveArray<P>) {
        let before = self.values.len();
        self.values.extend_from_slice(array.values());
        match (array.nulls().filter(|nulls| nulls.null_count() > 0), &mut self.known) {
            (None, None) => {}
            (None, Some(known)) => known.extend_constant(array.len(), true),
            (Some(nulls), known) => {
                let known = known.get_or_insert_with(|| MutableBitmap::from_len_set(before));
                nulls.iter().for_each(|is_known| known.push(is_known));
            }
        }
    }
}
