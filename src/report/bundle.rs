//! The whole report as files: `metrics.json`, every table as csv and all in one xlsx, every chart as png and svg.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Page, naming, pages};
use crate::analytics::facts::Facts;
use crate::analytics::filter::Filter;
use crate::analytics::metric::{Figure, Unit};
use crate::chart::layout::{Options, layout};
use crate::chart::palette::Palette;
use crate::chart::png::PictureError;
use crate::chart::spec::Body;
use crate::chart::{png, svg};
use crate::export::{self, ExportError};
use crate::locale::{Lang, Said};
use crate::store::{Store, StoreError};

/// Size of a chart file in points; the png has twice as many dots each way.
const SIZE: (f32, f32) = (960.0, 540.0);
const SCALE: f32 = 2.0;

/// A picture's height: tall enough that every row of a heat map has its name.
fn height(body: &Body) -> f32 {
    match body {
        Body::Heat { rows, .. } => SIZE.1.max(rows.len() as f32 * 18.0 + 180.0),
        _ => SIZE.1,
    }
}

/// Why the report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Export(#[from] ExportError),
    #[error("drawing a chart failed")]
    Picture(#[from] PictureError),
    #[error("metrics.json: {0}")]
    Json(String),
}

impl BundleError {
    pub fn said(&self) -> Said {
        match self {
            Self::Store(error) => error.said(),
            Self::Export(error) => error.said(),
            Self::Picture(error) => error.said(),
            Self::Json(detail) => Said::new("export.failed").with("file", "metrics.json").with("detail", detail),
        }
    }
}

/// A figure as `metrics.json` tells it. The shape is documented in `docs/formats.md` and stable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricEntry {
    pub id: &'static str,
    pub name: String,
    /// Exact decimal text; `null` when unknown.
    pub value: Option<String>,
    pub unit: &'static str,
    /// What the value is the quotient of: yuan, counts or seconds; `null` for plain sums.
    pub numerator: Option<String>,
    pub denominator: Option<String>,
    pub definition_version: u16,
    pub formula: String,
    /// What to mind when reading it; empty when there is nothing.
    pub note: String,
    pub clock: &'static str,
    pub from: String,
    pub to: String,
    /// The same figure in the compared period; `null` without one.
    pub compared: Option<String>,
    /// Up to when the shop's data reaches.
    pub data_reach: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    pub folder: PathBuf,
    pub figures: usize,
    pub tables: usize,
    pub charts: usize,
    /// Paths inside the folder.
    pub files: Vec<String>,
}

/// Works out every page and writes it into `folder`, which is made if need be.
pub fn write(folder: &Path, store: &Store, facts: &Facts, filter: &Filter, lang: Lang) -> Result<Written, BundleError> {
    let before = written_before(folder);
    let mut pages = pages(facts, filter, lang);
    for page in &mut pages {
        naming::name(page, store)?;
    }
    let metrics = metrics(&pages, facts, filter, lang);
    let json = serde_json::to_vec_pretty(&metrics).map_err(|error| BundleError::Json(error.to_string()))?;
    let mut written = Written { folder: folder.to_owned(), figures: metrics.len(), ..Written::default() };
    let mut put = |name: String, bytes: &[u8]| -> Result<(), ExportError> {
        export::put(&folder.join(&name), bytes)?;
        written.files.push(name);
        Ok(())
    };
    put("metrics.json".to_owned(), &json)?;
    let mut charts = 0;
    for picture in pages.iter().flat_map(|page| &page.pictures) {
        // Spark lines belong to the cards of the window; the trend chart says the same with axes.
        if matches!(picture.spec.body, Body::Spark { .. }) {
            continue;
        }
        let scene =
            layout(&picture.spec, &Options::picture(SIZE.0, height(&picture.spec.body), Palette::print(), lang));
        put(format!("charts/{}.svg", picture.spec.id), svg::svg(&scene).as_bytes())?;
        put(format!("charts/{}.png", picture.spec.id), &png::png(&scene, SCALE)?)?;
        charts += 1;
    }
    let tables: Vec<_> = pages.iter().flat_map(|page| &page.sheets).map(|sheet| &sheet.table).collect();
    for table in &tables {
        let name = format!("tables/{}.csv", table.id);
        export::csv::write(&folder.join(&name), table)?;
        written.files.push(name);
    }
    export::xlsx::write(&folder.join("report.xlsx"), &tables, lang)?;
    written.files.push("report.xlsx".to_owned());
    written.tables = tables.len();
    written.charts = charts;
    // A chart of the last report beside those of this one would be taken for one of them.
    for gone in before.iter().filter(|name| !written.files.contains(name)) {
        if let Err(error) = std::fs::remove_file(folder.join(gone)) {
            tracing::debug!(%error, gone, "a file of the last report stays");
        }
    }
    let list = serde_json::to_vec_pretty(&written.files).map_err(|error| BundleError::Json(error.to_string()))?;
    export::put(&folder.join(LIST), &list)?;
    Ok(written)
}

/// The list of what was written, by which the next report into the same folder knows what is its own.
const LIST: &str = "files.json";

/// Files of the last report in this folder: only such as a report writes.
fn written_before(folder: &Path) -> Vec<String> {
    let list = std::fs::read(folder.join(LIST)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let own = |name: &String| {
        let (place, file) = name.split_once('/').unwrap_or_default();
        let plain = !file.is_empty() && !file.contains(['/', '\\']) && !file.starts_with('.');
        plain && (place == "charts" || place == "tables")
    };
    let list: Vec<String> = list.unwrap_or_default();
    list.into_iter().filter(own).collect()
}

/// Every figure of every page once, in the order of the pages.
pub fn metrics(pages: &[Page], facts: &Facts, filter: &Filter, lang: Lang) -> Vec<MetricEntry> {
    let mut seen = std::collections::BTreeSet::new();
    let reach = facts.reach.at.map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string());
    pages
        .iter()
        .flat_map(|page| &page.figures)
        .filter(|figure| seen.insert(figure.metric.id))
        .map(|figure| entry(figure, filter, reach.clone(), lang))
        .collect()
}

fn entry(figure: &Figure, filter: &Filter, reach: Option<String>, lang: Lang) -> MetricEntry {
    let metric = figure.metric;
    let (numerator, denominator) = match metric.unit {
        Unit::Money | Unit::Count | Unit::Hours | Unit::Days => (None, None),
        Unit::Ratio | Unit::CountPer | Unit::MoneyPer => match figure.now.fraction() {
            // An estimate is no quotient of things counted.
            Some((num, den)) if !metric.estimated => {
                let money = |fen: i64| crate::domain::money::Money::from_fen(fen).to_string();
                let num = if metric.of_money || metric.unit == Unit::MoneyPer { money(num) } else { num.to_string() };
                let den = if metric.of_money { money(den) } else { den.to_string() };
                (Some(num), Some(den))
            }
            _ => (None, None),
        },
    };
    MetricEntry {
        id: metric.id,
        name: metric.name(lang),
        value: figure.now.exact(metric.unit),
        unit: metric.unit.id(),
        numerator,
        denominator,
        definition_version: metric.version,
        formula: metric.formula(lang),
        note: metric.note(lang),
        clock: metric.clock.id(),
        from: filter.period.from().to_string(),
        to: filter.period.to().to_string(),
        compared: figure.before.and_then(|before| before.exact(metric.unit)),
        data_reach: reach,
    }
}
