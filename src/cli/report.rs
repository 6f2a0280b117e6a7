//! `zhanggui report`: every figure, table and chart of a shop as files.

use std::path::Path;

use chrono::{Days, NaiveDate};

use super::jobs::{Console, Failed};
use crate::analytics::facts::Facts;
use crate::analytics::filter::Filter;
use crate::domain::period::{Compare, Period};
use crate::locale::Said;
use crate::report::bundle;
use crate::store::{Options, Store};

/// As far beyond the data a report goes at most: empty steps of centuries tell nothing.
const A_YEAR: Days = Days::new(366);

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
    // Days after all data or before it are asked for in vain and stay what they are: an empty report, not another one.
    let from = from.unwrap_or_else(|| to.map_or(whole.from(), |to| to.min(whole.from())));
    let latest = whole.to().max(from);
    let to = to.unwrap_or(latest).min(latest.checked_add_days(A_YEAR).unwrap_or(latest));
    let period = Period::new(from, to);
    if compare == Compare::LastYear && period.compared(compare).is_none() {
        return Err(Failed::Said(Said::new("cli.longer_than_a_year")));
    }
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
