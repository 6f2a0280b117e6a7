//! Growth and margin (增长与毛利): which products grow, which earn, which do both.

use super::{Open, money};
use crate::analytics::metric::sales as s;
use crate::analytics::products::sums::LineSums;
use crate::chart::spec::{Body, Point, Unit};
use crate::report::sales::{picture, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind};

/// How many products are drawn, those with the highest net first.
const DRAWN: usize = 150;

/// Growth beyond this is drawn at this edge; the table tells it in full.
const MOST_GROWTH: f64 = 3.0;

/// A product with both measures known.
struct Placed {
    product: u32,
    now: LineSums,
    then: LineSums,
    /// Profit and net of the lines with a known cost.
    margin: (i64, i64),
}

impl Placed {
    fn growth(&self) -> f64 {
        (self.now.net() - self.then.net()) as f64 / self.then.net() as f64
    }

    fn margin(&self) -> f64 {
        self.margin.0 as f64 / self.margin.1 as f64
    }

    /// Against the whole shop: 0 ahead and earning, 1 ahead but thin, 2 earning but behind, 3 neither. A product behind may still grow.
    fn quadrant(&self, cross: (f64, f64)) -> usize {
        match (self.growth() >= cross.0, self.margin() >= cross.1) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        }
    }
}

const QUADRANTS: [&str; 4] =
    ["products.quadrant_star", "products.quadrant_growing", "products.quadrant_cow", "products.quadrant_weak"];

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    if open.before.is_none() {
        page.notes.push(open.t("products.note_no_comparison"));
        return;
    }
    let sold = open.sold();
    let placed: Vec<Placed> = sold
        .iter()
        .filter(|product| **product != 0)
        .filter_map(|product| {
            let (now, then) = (open.sums(*product), open.then(*product)?);
            let margin = now.margin().filter(|_| then.net() > 0 && now.net() > 0)?;
            Some(Placed { product: *product, now, then, margin })
        })
        .collect();
    // The shop's own growth and margin are what a product is measured by.
    let before = open.before.as_ref().map_or(0, |sums| sums.all.net());
    let growth = if before > 0 { (open.now.all.net() - before) as f64 / before as f64 } else { 0.0 };
    let margin = open.now.all.margin().map_or(0.0, |(profit, net)| profit as f64 / net as f64);
    let cross = (growth.min(MOST_GROWTH), margin);
    scatter(open, &placed, cross, page);
    table(open, &placed, cross, page);
    let unknown = sold.iter().filter(|product| open.sums(**product).margin().is_none()).count();
    if unknown > 0 {
        page.notes.push(open.f("products.note_no_margin", &[("count", &unknown.to_string())]));
    }
}

fn scatter(open: &Open<'_>, placed: &[Placed], cross: (f64, f64), page: &mut Page) {
    let shown: Vec<&Placed> = placed.iter().take(DRAWN).collect();
    let most = shown.iter().map(|one| one.now.net()).max().unwrap_or(1).max(1) as f64;
    let points = shown
        .iter()
        .map(|one| Point {
            name: open.name(one.product),
            x: one.growth().min(MOST_GROWTH),
            y: one.margin(),
            // The area of a dot tells the net: its radius grows by the root.
            size: 1.0 + 3.0 * (one.now.net() as f64 / most).sqrt(),
            group: one.quadrant(cross),
        })
        .collect();
    let body = Body::Scatter {
        points,
        groups: QUADRANTS.iter().map(|key| open.t(key)).collect(),
        x: (open.t("products.growth"), Unit::Percent),
        y: (s::GROSS_MARGIN.name(open.words.lang), Unit::Percent),
        cross: Some(cross),
    };
    let subtitle = open.t("products.matrix_subtitle") + &open.first_drawn(shown.len(), placed.len());
    let spec = open.words.chart("products_matrix", open.t("products.matrix"), subtitle, body);
    let drills: Vec<Option<Drill>> = shown.iter().map(|one| Open::orders(one.product)).collect();
    page.pictures.push(picture(spec, vec![&s::NET_SALES, &s::GROSS_MARGIN], "products_matrix", vec![drills]));
}

fn table(open: &Open<'_>, placed: &[Placed], cross: (f64, f64), page: &mut Page) {
    let columns = vec![
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(260.0),
        Column::new("quadrant", open.t("products.column_quadrant"), Kind::Text).wide(150.0),
        Column::new("net", s::NET_SALES.name(open.words.lang), Kind::Money),
        Column::new("before", open.t("metric.column_before"), Kind::Money),
        Column::new("growth", open.t("products.growth"), Kind::Ratio),
        Column::new("profit", s::GROSS_PROFIT.name(open.words.lang), Kind::Money),
        Column::new("margin", s::GROSS_MARGIN.name(open.words.lang), Kind::Ratio),
        Column::new("coverage", s::COST_COVERAGE.name(open.words.lang), Kind::Ratio),
    ];
    let rows = placed
        .iter()
        .map(|one| {
            let key = QUADRANTS.get(one.quadrant(cross)).copied().unwrap_or_default();
            let cells = vec![
                Cell::Text(open.name(one.product)),
                Cell::Text(open.t(key)),
                money(one.now.net()),
                money(one.then.net()),
                Cell::Ratio(one.now.net() - one.then.net(), one.then.net()),
                one.now.profit().map_or(Cell::Empty, money),
                Cell::Ratio(one.margin.0, one.margin.1),
                Cell::Ratio(one.now.costed_paid, one.now.paid),
            ];
            (cells, Open::orders(one.product))
        })
        .collect();
    page.sheets.push(sheet("products_matrix", open.t("products.matrix"), columns, rows));
}
