//! Parcels that look lost or late, and orders nobody has shipped (异常件): how things stand now, whatever the period.

use std::sync::Arc;

use super::Open;
use crate::analytics::facts::days::moment;
use crate::analytics::facts::{NO_ROW, NONE};
use crate::analytics::logistics::CHASE_DAYS;
use crate::analytics::logistics::journey::{parcels_told, to_ship};
use crate::analytics::logistics::lanes::place;
use crate::analytics::logistics::stuck::{Stuck, Trouble, stuck_now};
use crate::analytics::metric::{Figure, Value, logistics as m};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::naming::unnamed;
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind, grouped};

/// How many rows the lists on the page have, the worst first; the figures count all.
const LISTED: usize = 500;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    if open.now == NONE {
        page.notes.push(open.t("logistics.note_no_parcels"));
        return;
    }
    let slice = open.words.slice;
    let today = crate::analytics::facts::days::day_of(open.now);
    let back = open.rules.look_back_days;
    let found = stuck_now(slice, open.rules);
    let span = slice.span(crate::domain::period::Period::last_days(
        crate::analytics::facts::days::date_of(today),
        CHASE_DAYS.unsigned_abs().into(),
    ));
    let late = to_ship(slice, &span, &[]).overdue(open.rules.late_hours, open.now);
    figures(open, &found, late.len(), page);
    by_courier(open, &found, page);
    stuck(open, &found, page);
    unshipped(open, &late, page);
    let at = moment(open.now).map(|at| at.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default();
    let silent = open.rules.silent_hours.to_string();
    page.notes.push(open.f("logistics.note_stuck", &[("at", &at), ("hours", &silent), ("days", &back.to_string())]));
}

fn count_of(found: &[Stuck], trouble: Trouble) -> i64 {
    found.iter().filter(|one| one.trouble == trouble).count() as i64
}

fn figures(open: &Open<'_>, found: &[Stuck], late: usize, page: &mut Page) {
    let count = |known: bool, count: i64| if known { Value::Count(count) } else { Value::Unknown };
    let parcels = parcels_told(open.words.slice);
    page.figures.extend([
        Figure::new(&m::PARCELS_SILENT, count(parcels, count_of(found, Trouble::Silent)), None),
        Figure::new(&m::PARCELS_SLOW, count(parcels, count_of(found, Trouble::Slow)), None),
        Figure::new(&m::ORDERS_OVERDUE, count(open.words.slice.reach.is_some(), late as i64), None),
    ]);
}

fn trouble_name(open: &Open<'_>, trouble: Trouble) -> String {
    open.t(match trouble {
        Trouble::Silent => "logistics.trouble_silent",
        Trouble::Slow => "logistics.trouble_slow",
    })
}

fn ids(open: &Open<'_>, found: &[&Stuck]) -> Option<Drill> {
    let parcels = &open.words.facts().parcels.id;
    let ids: Vec<i64> = found.iter().filter_map(|one| parcels.get(one.parcel as usize).copied()).collect();
    (!ids.is_empty()).then(|| Drill::Parcels(Arc::from(ids)))
}

fn by_courier(open: &Open<'_>, found: &[Stuck], page: &mut Page) {
    let couriers = &open.words.facts().parcels.courier;
    let of = |courier: usize, trouble: Trouble| -> Vec<&Stuck> {
        let own = |one: &&Stuck| couriers.get(one.parcel as usize).map(|code| usize::from(*code)) == Some(courier);
        found.iter().filter(own).filter(|one| one.trouble == trouble).collect()
    };
    let counts: Vec<i64> =
        (0..open.couriers).map(|at| (of(at, Trouble::Silent).len() + of(at, Trouble::Slow).len()) as i64).collect();
    let ranked = open.ranked_couriers(&counts);
    let bars = |trouble: Trouble| ranked.iter().map(|at| Some(of(*at, trouble).len() as f64)).collect::<Vec<_>>();
    let body = Body::Rows {
        categories: ranked.iter().map(|courier| open.courier(*courier)).collect(),
        series: vec![
            series(trouble_name(open, Trouble::Silent), Mark::Bar, bars(Trouble::Silent)),
            series(trouble_name(open, Trouble::Slow), Mark::Bar, bars(Trouble::Slow)),
        ],
        bars: Bars::Stacked,
        unit: Unit::Count,
    };
    let drills = [Trouble::Silent, Trouble::Slow]
        .map(|trouble| ranked.iter().map(|courier| ids(open, &of(*courier, trouble))).collect())
        .to_vec();
    let title = open.t("logistics.stuck_by_courier");
    let spec = open.words.chart(
        "logistics_stuck_by_courier",
        title.clone(),
        open.t("logistics.stuck_by_courier_subtitle"),
        body,
    );
    page.pictures.push(picture(spec, vec![&m::PARCELS_SILENT, &m::PARCELS_SLOW], "logistics_stuck_by_courier", drills));
    let columns = vec![
        Column::new("courier", open.t("logistics.column_courier"), Kind::Text).wide(130.0),
        Column::new("silent", trouble_name(open, Trouble::Silent), Kind::Count),
        Column::new("slow", trouble_name(open, Trouble::Slow), Kind::Count),
    ];
    let rows = ranked
        .iter()
        .map(|courier| {
            let (silent, slow) = (of(*courier, Trouble::Silent), of(*courier, Trouble::Slow));
            let cells = vec![
                Cell::Text(open.courier(*courier)),
                Cell::Count(silent.len() as i64),
                Cell::Count(slow.len() as i64),
            ];
            (cells, ids(open, &silent.into_iter().chain(slow).collect::<Vec<_>>()))
        })
        .collect();
    page.sheets.push(sheet("logistics_stuck_by_courier", title, columns, rows));
}

fn stuck(open: &Open<'_>, found: &[Stuck], page: &mut Page) {
    let facts = open.words.facts();
    let columns = vec![
        Column::new("order", open.t("logistics.column_order"), Kind::Id).wide(176.0),
        Column::new("trouble", open.t("logistics.column_trouble"), Kind::Text).wide(120.0),
        Column::new("courier", open.t("logistics.column_courier"), Kind::Text).wide(120.0),
        Column::new("province", open.t("logistics.column_province"), Kind::Text).wide(90.0),
        Column::new("shipped", open.t("logistics.column_shipped_at"), Kind::Time),
        Column::new("last_scan", open.t("logistics.column_last_scan"), Kind::Time),
        Column::new("silent", open.t("logistics.column_silent_hours"), Kind::Number).wide(110.0),
        Column::new("under_way", open.t("logistics.column_under_way"), Kind::Number).wide(110.0),
        Column::new("usual", open.t("logistics.column_usual"), Kind::Number).wide(110.0),
    ];
    let hours = |seconds: i64| Cell::Number((seconds * 10 + 18) / 36);
    let time = |at: Option<&i64>| at.and_then(|at| moment(*at)).map_or(Cell::Empty, Cell::Time);
    let row = |one: &Stuck| {
        let at = one.parcel as usize;
        let parcels = &facts.parcels;
        let order = parcels.order.get(at).copied().filter(|order| *order != NO_ROW).map(|order| order as usize);
        let own = parcels.province.get(at).copied().unwrap_or(0);
        let home = order.and_then(|order| facts.orders.province.get(order)).copied().unwrap_or(0);
        let id = order.and_then(|order| facts.orders.id.get(order));
        let cells = vec![
            id.map_or(Cell::Empty, |id| unnamed(*id)),
            Cell::Text(trouble_name(open, one.trouble)),
            Cell::Text(open.courier(parcels.courier.get(at).copied().unwrap_or(0).into())),
            Cell::Text(open.place(place(if own == 0 { home } else { own }).into())),
            time(parcels.shipped.get(at)),
            time(parcels.last_scan.get(at)),
            hours(one.silent),
            hours(one.under_way),
            one.usual.map_or(Cell::Empty, |usual| hours(usual.into())),
        ];
        let lead = parcels.id.get(at).map(|id| Drill::Parcels(Arc::from([*id])));
        (cells, lead)
    };
    let shown = grouped(&found.len().min(LISTED).to_string());
    let title = open.f("logistics.stuck", &[("count", &shown)]);
    page.sheets.push(sheet("logistics_stuck", title, columns, found.iter().take(LISTED).map(row).collect()));
}

fn unshipped(open: &Open<'_>, late: &[u32], page: &mut Page) {
    let facts = open.words.facts();
    let columns = vec![
        Column::new("order", open.t("logistics.column_order"), Kind::Id).wide(176.0),
        Column::new("shop", open.t("logistics.column_shop"), Kind::Text).wide(150.0),
        Column::new("province", open.t("logistics.column_province"), Kind::Text).wide(90.0),
        Column::new("paid", open.t("logistics.column_paid_at"), Kind::Time),
        Column::new("waited", open.t("logistics.column_waited"), Kind::Number).wide(110.0),
        Column::new("amount", open.t("logistics.column_amount"), Kind::Money),
    ];
    let row = |order: &u32| {
        let row = *order as usize;
        let orders = &facts.orders;
        let paid = orders.paid.get(row).copied().unwrap_or(NONE);
        let id = orders.id.get(row).copied().unwrap_or(0);
        let cells = vec![
            unnamed(id),
            Cell::Text(open.words.shop(orders.shop.get(row).copied().unwrap_or(0).into())),
            Cell::Text(open.words.province(orders.province.get(row).copied().unwrap_or(0).into())),
            moment(paid).map_or(Cell::Empty, Cell::Time),
            Cell::Number(((open.now - paid) * 10 + 18) / 36),
            super::money(orders.paid_fen.get(row).copied().unwrap_or(0)),
        ];
        (cells, Some(Drill::OrderIds(Arc::from([id]))))
    };
    let shown = grouped(&late.len().min(LISTED).to_string());
    let title = open.f("logistics.unshipped", &[("count", &shown), ("hours", &open.rules.late_hours.to_string())]);
    page.sheets.push(sheet("logistics_unshipped", title, columns, late.iter().take(LISTED).map(row).collect()));
}
