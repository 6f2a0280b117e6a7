//! Names that repeat in a file (名称): couriers, categories, reasons, suppliers, shops, each staged as a small number.

use std::collections::HashMap;
use std::sync::Arc;

use duckdb::arrow::array::{Int32Array, StringArray};
use duckdb::arrow::datatypes::{DataType, Field, Schema};
use duckdb::arrow::record_batch::RecordBatch;

use crate::store::error::{Result, StoreError};

/// Distinct texts in the order they were first seen.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: HashMap<String, i32>,
    texts: Vec<String>,
}

/// One list for each kind of name.
#[derive(Debug, Default)]
pub(super) struct AllNames {
    pub shop: Names,
    pub courier: Names,
    pub category: Names,
    pub reason: Names,
    pub supplier: Names,
}

impl Names {
    /// The number of a text; the empty one is not told.
    pub fn code(&mut self, text: &str) -> Option<i32> {
        (!text.is_empty()).then(|| self.number(text))
    }

    /// The number of a text, the empty one included.
    pub fn number(&mut self, text: &str) -> i32 {
        if let Some(known) = self.numbers.get(text) {
            return *known;
        }
        let next = i32::try_from(self.texts.len()).unwrap_or(i32::MAX);
        self.numbers.insert(text.to_owned(), next);
        self.texts.push(text.to_owned());
        next
    }

    /// Columns `code` and `name`.
    pub fn batch(&self) -> Result<RecordBatch> {
        let codes = Int32Array::from_iter_values((0i32..).take(self.texts.len()));
        let names = StringArray::from_iter_values(&self.texts);
        let fields = vec![Field::new("code", DataType::Int32, true), Field::new("name", DataType::Utf8, true)];
        RecordBatch::try_new(Arc::new(Schema::new(fields)), vec![Arc::new(codes), Arc::new(names)])
            .map_err(|error| StoreError::Engine { doing: "staging", detail: error.to_string() })
    }
}
