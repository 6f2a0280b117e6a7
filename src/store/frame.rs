//! From the database to polars (数据桥): a query's batches cross by the Arrow C data interface. The only `unsafe` of the program.

use duckdb::arrow::array::{Array, StructArray};
use duckdb::arrow::ffi::{FFI_ArrowArray, FFI_ArrowSchema, to_ffi};
use duckdb::{Connection, ToSql};
use polars::prelude::DataFrame;
use polars_arrow::array::StructArray as PolarsStruct;
use polars_arrow::ffi::{ArrowArray, ArrowSchema, import_array_from_c, import_field_from_c};

use super::error::{Doing, Result, StoreError};

// Both crates describe the same two C structs; were their sizes to differ, the program would not compile.
const _: () = assert!(size_of::<FFI_ArrowArray>() == size_of::<ArrowArray>());
const _: () = assert!(size_of::<FFI_ArrowSchema>() == size_of::<ArrowSchema>());
const _: () = assert!(align_of::<FFI_ArrowArray>() == align_of::<ArrowArray>());
const _: () = assert!(align_of::<FFI_ArrowSchema>() == align_of::<ArrowSchema>());

/// All rows of a query as one frame, each column in one chunk.
pub(super) fn query(conn: &Connection, doing: &'static str, sql: &str, params: &[&dyn ToSql]) -> Result<DataFrame> {
    let mut statement = conn.prepare(sql).doing(doing)?;
    // Streamed, so that the answer is never held twice. The iterator that comes back would panic where `step` gives an error.
    drop(statement.stream_arrow(params).doing(doing)?);
    let mut whole: Option<DataFrame> = None;
    while let Some(batch) = statement.step().doing(doing)? {
        let part = cross(&batch)?;
        match &mut whole {
            // In place: a column of its own for every batch would have to be copied together in the end.
            Some(whole) => whole.extend(&part).map_err(frame_error)?,
            None => whole = Some(part),
        }
    }
    let mut whole = match whole {
        Some(whole) => whole,
        // No rows: the columns still have their names and types.
        None => cross(&StructArray::from(duckdb::arrow::record_batch::RecordBatch::new_empty(statement.schema())))?,
    };
    whole.rechunk_mut();
    Ok(whole)
}

fn frame_error(error: impl std::fmt::Display) -> StoreError {
    StoreError::Frame { detail: error.to_string() }
}

/// One batch, without copying its columns.
#[expect(unsafe_code, reason = "the Arrow C data interface is how the two engines' arrays meet")]
fn cross(batch: &StructArray) -> Result<DataFrame> {
    let (array, schema) = to_ffi(&batch.to_data()).map_err(frame_error)?;
    // SAFETY: `FFI_ArrowArray` and `ArrowArray` are both `#[repr(C)]` declarations of the C data interface's ArrowArray, of equal
    // size and alignment (asserted above). Ownership moves: `transmute` forgets the source, so `release` is called exactly once, by the
    // target.
    let array: ArrowArray = unsafe { std::mem::transmute(array) };
    // SAFETY: as above, for ArrowSchema.
    let schema: ArrowSchema = unsafe { std::mem::transmute(schema) };
    // SAFETY: `schema` was just made by `to_ffi` from a valid array, hence is valid by the C data interface.
    let field = unsafe { import_field_from_c(&schema) }.map_err(frame_error)?;
    // SAFETY: `array` was made by `to_ffi` together with that very schema; its buffers live until its `release` runs.
    let imported = unsafe { import_array_from_c(array, field.dtype) }.map_err(frame_error)?;
    let columns = imported
        .as_any()
        .downcast_ref::<PolarsStruct>()
        .ok_or_else(|| frame_error("the batch is not a struct of columns"))?;
    DataFrame::try_from(columns.clone()).map_err(frame_error)
}
