//! `zhanggui report`: every figure, table and chart of a shop as files.

use std::path::Path;

use chrono::NaiveDate;

use super::jobs::{Console, Failed};
use crate::analytics::facts::Facts;
use crate::analytics::filter::Filter;
use crate::domain::period::{Compare, Period};
use crate::locale::Said;
use crate::report::bundle;
use crate::store::{Options, Store};

/// Writes the report. Without days it covers all there is.
pub(super) fn write(
    shop: &Path,
    folder: &Path,
    (from, to): (Option<NaiveDate>, Option<NaiveDate>),
    compare: Compare,
    json: bool,
    console: &mut Console<'_>,
) -> Result<(), Failed> {
    let store = Store::open(shop, &Options::default())?;
    let facts = Facts::build(&store.facts()?)?;
    let whole = facts.whole().ok_or_else(|| Failed::Said(Said::new("cli.report_empty")))?;
    let period = Period::new(from.unwrap_or(whole.from()), to.unwrap_or(whole.to()));
    let step = Filter::fitting_step(period);
    let filter = Filter { compare, step, ..Filter::new(period) };
    let written = bundle::write(folder, &store, &facts, &filter, console.lang)?;
    if json {
        let text = serde_json::to_string_pretty(&written).map_err(|_| Failed::Output)?;
        writeln!(console.out, "{text}")?;
        return Ok(());
    }
    let [figures, tables, charts] = [written.figures, written.tables, written.charts].map(|n| n.to_string());
    console.say(
        "cli.report_done",
        &[("figures", &figures), ("tables", &tables), ("charts", &charts), ("folder", &folder.display().to_string())],
    )?;
    Ok(())
}
