//! `zhanggui report`: every figure, table and chart of a shop as files.

use std::path::Path;

use chrono::NaiveDate;

use super::jobs::{Console, Failed};
use crate::domain::period::Compare;

pub(super) fn write(
    _shop: &Path,
    _folder: &Path,
    _days: (Option<NaiveDate>, Option<NaiveDate>),
    _compare: Compare,
    _json: bool,
    _console: &mut Console<'_>,
) -> Result<(), Failed> {
    Err(Failed::Output)
}
