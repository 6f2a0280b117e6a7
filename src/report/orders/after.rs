//! What came back (售后): successful refunds by reason and kind, and the refunded orders by staff and courier.

use std::sync::Arc;

use super::{Open, RANKED};
use crate::analytics::metric::{Metric, sales as s};
use crate::analytics::orders::after::{AfterSales, Fallen, Told};
use crate::analytics::orders::pick::{HandlePick, Only};
use crate::analytics::orders::{Dimension, Sort};
use crate::chart::spec::{Bars, Body, Mark, Slice, Unit};
use crate::domain::money::Money;
use crate::domain::refund::RefundKind;
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind, grouped};

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let words = open.words;
    let found = AfterSales::of(words.slice, &words.slice.now);
    if words.slice.now.known && found.all.refunds == 0 {
        page.notes.push(open.t("rules.an_note_no_refunds"));
    }
    if found.unexplained > 0 && found.all.refunds > 0 {
        let amount = grouped(&Money::from_fen(found.unexplained).to_string());
        page.notes.push(words.f("rules.an_note_unexplained", &[("amount", &amount)]));
    }
    by_reason(open, &found, page);
    by_kind(open, &found, page);
    by_sort(open, &found, &STAFF, page);
    by_sort(open, &found, &COURIER, page);
}

fn refunds(told: &Told) -> Option<Drill> {
    Some(Drill::Refunds(Arc::from(told.ids.as_slice())))
}

fn by_reason(open: &Open<'_>, found: &AfterSales, page: &mut Page) {
    let shown = || found.reasons.iter().take(RANKED);
    let counts = shown().map(|told| Some(told.sum.refunds as f64)).collect();
    let body = Body::Rows {
        categories: shown().map(|told| open.reason(told.code)).collect(),
        series: vec![series(open.t("rules.an_refunds"), Mark::Bar, counts)],
        bars: Bars::Grouped,
        unit: Unit::Count,
    };
    let title = open.t("rules.an_by_reason");
    let spec = open.words.chart("orders_by_reason", title.clone(), open.t("rules.an_reasons_subtitle"), body);
    let leads = vec![shown().map(refunds).collect()];
    page.pictures.push(picture(spec, vec![&s::REFUND_RATE_ORDERS], "orders_by_reason", leads));
    let rows = found.reasons.iter().map(|told| row(found, told, open.reason(told.code))).collect();
    page.sheets.push(sheet("orders_by_reason", title.clone(), columns(open, title), rows));
}

fn by_kind(open: &Open<'_>, found: &AfterSales, page: &mut Page) {
    let name = |told: &Told| {
        let kind = RefundKind::ALL.get(told.code).copied().unwrap_or(RefundKind::Unknown);
        open.t(&format!("domain.refund_kind_{}", kind.id()))
    };
    let slice = |told: &Told| Slice { name: name(told), value: told.sum.refunds as f64 };
    let centre = open.words.whole(found.all.refunds as f64, Unit::Count, &open.t("rules.an_refunds"));
    let body = Body::Donut { slices: found.kinds.iter().map(slice).collect(), unit: Unit::Count, centre };
    let title = open.t("rules.an_by_refund_kind");
    let spec = open.words.chart("orders_by_refund_kind", title.clone(), open.t("rules.an_reasons_subtitle"), body);
    let leads = vec![found.kinds.iter().map(refunds).collect()];
    page.pictures.push(picture(spec, vec![&s::REFUND_RATE_ORDERS], "orders_by_refund_kind", leads));
    let rows = found.kinds.iter().map(|told| row(found, told, name(told))).collect();
    page.sheets.push(sheet("orders_by_refund_kind", title.clone(), columns(open, title), rows));
}

fn columns(open: &Open<'_>, title: String) -> Vec<Column> {
    vec![
        Column::new("name", title, Kind::Text).wide(200.0),
        Column::new("count", open.t("rules.an_refunds"), Kind::Count),
        Column::new("share", open.t("sales.column_share"), Kind::Ratio),
        Column::new("amount", open.t("rules.an_amount"), Kind::Money),
    ]
}

fn row(found: &AfterSales, told: &Told, name: String) -> (Vec<Cell>, Option<Drill>) {
    let share = Cell::Ratio(told.sum.refunds, found.all.refunds);
    let amount = Cell::Money(Money::from_fen(told.sum.amount));
    (vec![Cell::Text(name), Cell::Count(told.sum.refunds), share, amount], refunds(told))
}

/// Whom refunded orders fall to.
struct Blame {
    dimension: Dimension,
    id: &'static str,
    title: &'static str,
    /// Heading of the names.
    name: &'static str,
}

const STAFF: Blame = Blame {
    dimension: Dimension::Staff,
    id: "orders_after_by_staff",
    title: "rules.an_after_by_staff",
    name: "rules.an_by_staff",
};
const COURIER: Blame = Blame {
    dimension: Dimension::Courier,
    id: "orders_after_by_courier",
    title: "rules.an_after_by_courier",
    name: "rules.an_by_courier",
};

fn by_sort(open: &Open<'_>, found: &AfterSales, blame: &Blame, page: &mut Page) {
    let Blame { dimension, id, title, name } = *blame;
    let fallen = found.by(&open.handled.sorter, dimension);
    let of = |sort: &Sort| fallen.get(sort.code).copied().unwrap_or_default();
    let mut sorts = open.handled.by(dimension);
    sorts.sort_by_key(|sort| (std::cmp::Reverse(sort.refunded), sort.code));
    let lead = |sort: &Sort| {
        let pick = HandlePick { only: Only::Refunded, ..HandlePick::of(dimension, sort.code) };
        (sort.refunded > 0).then_some(Drill::Handled(pick))
    };
    let leads: Vec<Option<Drill>> = sorts.iter().map(lead).collect();
    let rate = |sort: &Sort| Some(sort.refunded as f64 / sort.orders as f64);
    let metric: &'static Metric = &s::REFUND_RATE_ORDERS;
    let body = Body::Rows {
        categories: sorts.iter().take(RANKED).map(|sort| open.name(dimension, sort.code)).collect(),
        series: vec![series(metric.name(open.words.lang), Mark::Bar, sorts.iter().take(RANKED).map(rate).collect())],
        bars: Bars::Grouped,
        unit: Unit::Percent,
    };
    let spec = open.words.chart(id, open.t(title), open.t("rules.an_after_subtitle"), body);
    page.pictures.push(picture(spec, vec![metric], id, vec![leads.iter().take(RANKED).cloned().collect()]));
    let columns = vec![
        Column::new("name", open.t(name), Kind::Text).wide(130.0),
        Column::new("all_orders", s::ORDERS_PAID.name(open.words.lang), Kind::Count),
        Column::new("refunded_orders", open.t("rules.an_refunded"), Kind::Count),
        Column::new("refund_rate_orders", metric.name(open.words.lang), Kind::Ratio),
        Column::new("refund", s::REFUND_AMOUNT.name(open.words.lang), Kind::Money),
        Column::new("refunds", open.t("rules.an_refunds"), Kind::Count),
        Column::new("reason", open.t("rules.an_top_reason"), Kind::Text).wide(200.0),
        Column::new("reason_refunds", open.t("rules.an_top_count"), Kind::Count).wide(110.0),
    ];
    let cells = |sort: &Sort| {
        let Fallen { refunds, top } = of(sort);
        let (reason, most) = match top {
            Some((reason, most)) => (Cell::Text(open.reason(reason.into())), Cell::Count(most)),
            None => (Cell::Empty, Cell::Empty),
        };
        vec![
            Cell::Text(open.name(dimension, sort.code)),
            Cell::Count(sort.orders),
            Cell::Count(sort.refunded),
            Cell::Ratio(sort.refunded, sort.orders),
            Cell::Money(Money::from_fen(sort.refund)),
            Cell::Count(refunds),
            reason,
            most,
        ]
    };
    let rows = sorts.iter().zip(leads).map(|(sort, lead)| (cells(sort), lead)).collect();
    page.sheets.push(sheet(id, open.t(title), columns, rows));
}
