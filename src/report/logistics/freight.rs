//! What sending costs (运费).

use super::{Open, leads, money};
use crate::analytics::logistics::freight::{Freight, FreightReport, WEIGHT_STEPS};
use crate::analytics::logistics::journey::{freight_of, sent};
use crate::analytics::logistics::lanes::PLACES;
use crate::analytics::logistics::pick::ParcelPick;
use crate::analytics::metric::{Metric, Value, logistics as m};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Drill, Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many bars a ranking shows; its table has all.
const RANKED: usize = 15;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let slice = open.words.slice;
    let found = freight_of(slice, &open.sent);
    let before = slice.before.as_ref().filter(|span| span.known);
    let then = before.map(|span| values(&freight_of(slice, &sent(slice, span.shipped.clone()))));
    for (at, (metric, value)) in METRICS.into_iter().zip(values(&found)).enumerate() {
        page.figures.push(open.parcel_figure(metric, value, then.and_then(|then| then.get(at).copied())));
    }
    by_weight(open, &found, page);
    by_courier(open, &found, page);
    by_place(open, &found, page);
    if found.all.known == 0 && open.known() {
        page.notes.push(open.t("logistics.note_no_freight"));
    } else if found.all.known < found.all.parcels {
        let count = crate::table::grouped(&(found.all.parcels - found.all.known).to_string());
        page.notes.push(open.f("logistics.note_freight_unknown", &[("count", &count)]));
    }
}

const METRICS: [&Metric; 4] = [&m::FREIGHT_TOTAL, &m::FREIGHT_PER_PARCEL, &m::FREIGHT_SHARE, &m::FREIGHT_COVERAGE];

/// The values of [`METRICS`].
fn values(found: &FreightReport) -> [Value; 4] {
    let all = &found.all;
    [
        if all.known > 0 || all.parcels == 0 { Value::money(all.fen) } else { Value::Unknown },
        Value::money_per(all.fen, all.known),
        Value::ratio(found.share.freight, found.share.net),
        Value::ratio(all.known, all.parcels),
    ]
}

fn per_parcel(one: &Freight) -> Option<f64> {
    (one.known > 0).then(|| yuan(one.fen) / one.known as f64)
}

fn cells(one: &Freight, all: &Freight) -> Vec<Cell> {
    vec![
        Cell::Count(one.parcels),
        Cell::Ratio(one.parcels, all.parcels),
        if one.known > 0 { money(one.fen) } else { Cell::Empty },
        Cell::Ratio(one.fen, all.fen),
        crate::report::cell(&m::FREIGHT_PER_PARCEL, Value::money_per(one.fen, one.known)),
        Cell::Ratio(one.known, one.parcels),
    ]
}

fn columns(open: &Open<'_>, first: Column) -> Vec<Column> {
    vec![
        first,
        Column::new("parcels", open.t("logistics.column_parcels"), Kind::Count),
        Column::new("share", open.t("logistics.column_share"), Kind::Ratio),
        Column::new("freight", open.t("logistics.column_freight"), Kind::Money),
        Column::new("freight_share", open.t("logistics.column_freight_share"), Kind::Ratio),
        Column::new("per_parcel", m::FREIGHT_PER_PARCEL.name(open.words.lang), Kind::Money),
        Column::new("coverage", m::FREIGHT_COVERAGE.name(open.words.lang), Kind::Ratio),
    ]
}

fn weight_names(open: &Open<'_>) -> Vec<String> {
    let kilos = |grams: i64| {
        let text = format!("{}.{:03}", grams / 1000, grams % 1000);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let lower = std::iter::once(0).chain(WEIGHT_STEPS);
    let mut names: Vec<String> =
        lower.zip(WEIGHT_STEPS).map(|(low, high)| format!("{}–{} kg", kilos(low), kilos(high))).collect();
    let last = WEIGHT_STEPS.last().copied().unwrap_or(0);
    names.push(open.f("logistics.kilos_more", &[("from", &kilos(last))]));
    names
}

fn by_weight(open: &Open<'_>, found: &FreightReport, page: &mut Page) {
    let names = weight_names(open);
    let pick = |bracket: Option<usize>, one: &Freight| {
        leads(ParcelPick { weight: Some(bracket), ..ParcelPick::default() }, one.parcels)
    };
    let body = Body::Columns {
        categories: names.clone(),
        series: vec![
            series(
                open.t("logistics.column_parcels"),
                Mark::Bar,
                found.by_weight.iter().map(|one| Some(one.parcels as f64)).collect(),
            ),
            on_right(series(
                m::FREIGHT_PER_PARCEL.name(open.words.lang),
                Mark::Line,
                found.by_weight.iter().map(per_parcel).collect(),
            )),
        ],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: Some(Unit::Money),
        events: Vec::new(),
        time: false,
    };
    let title = open.t("logistics.freight_by_weight");
    let spec =
        open.words.chart("logistics_weight", title.clone(), open.t("logistics.freight_by_weight_subtitle"), body);
    let drills: Vec<Option<Drill>> =
        found.by_weight.iter().enumerate().map(|(bracket, one)| pick(Some(bracket), one)).collect();
    page.pictures.push(picture(
        spec,
        vec![&m::FREIGHT_PER_PARCEL],
        "logistics_weight",
        vec![drills.clone(), drills.clone()],
    ));
    let first = Column::new("weight", open.t("logistics.column_weight"), Kind::Text).wide(120.0);
    let mut rows: Vec<(Vec<Cell>, Option<Drill>)> = names
        .into_iter()
        .zip(&found.by_weight)
        .zip(drills)
        .map(|((name, one), drill)| (std::iter::once(Cell::Text(name)).chain(cells(one, &found.all)).collect(), drill))
        .collect();
    let unknown = &found.weight_unknown;
    let row =
        std::iter::once(Cell::Text(open.t("logistics.weight_unknown"))).chain(cells(unknown, &found.all)).collect();
    rows.push((row, pick(None, unknown)));
    page.sheets.push(sheet("logistics_weight", title, columns(open, first), rows));
}

fn by_courier(open: &Open<'_>, found: &FreightReport, page: &mut Page) {
    let parcels: Vec<i64> = found.by_courier.iter().map(|one| one.parcels).collect();
    let ranked = open.ranked_couriers(&parcels);
    let of = |courier: usize| found.by_courier.get(courier).copied().unwrap_or_default();
    let pick = |courier: usize| {
        leads(ParcelPick { courier: u16::try_from(courier).ok(), ..ParcelPick::default() }, of(courier).parcels)
    };
    let shown: Vec<usize> = ranked.iter().copied().filter(|courier| of(*courier).known > 0).take(RANKED).collect();
    let body = Body::Rows {
        categories: shown.iter().map(|courier| open.courier(*courier)).collect(),
        series: vec![series(
            m::FREIGHT_PER_PARCEL.name(open.words.lang),
            Mark::Bar,
            shown.iter().map(|courier| per_parcel(&of(*courier))).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let title = open.t("logistics.freight_by_courier");
    let spec = open.words.chart(
        "logistics_freight_couriers",
        title.clone(),
        open.t("logistics.freight_by_courier_subtitle"),
        body,
    );
    let drills = vec![shown.iter().map(|courier| pick(*courier)).collect()];
    page.pictures.push(picture(spec, vec![&m::FREIGHT_PER_PARCEL], "logistics_freight_couriers", drills));
    let first = Column::new("courier", open.t("logistics.column_courier"), Kind::Text).wide(130.0);
    let rows = ranked
        .iter()
        .map(|courier| {
            let name = std::iter::once(Cell::Text(open.courier(*courier)));
            (name.chain(cells(&of(*courier), &found.all)).collect(), pick(*courier))
        })
        .collect();
    page.sheets.push(sheet("logistics_freight_couriers", title, columns(open, first), rows));
}

fn by_place(open: &Open<'_>, found: &FreightReport, page: &mut Page) {
    let of = |place: usize| found.by_place.get(place).copied().unwrap_or_default();
    let pick = |place: usize| {
        leads(ParcelPick { place: u8::try_from(place).ok(), ..ParcelPick::default() }, of(place).parcels)
    };
    let mut ranked: Vec<usize> = (0..PLACES).filter(|place| of(*place).parcels > 0).collect();
    ranked.sort_by_key(|place| (std::cmp::Reverse(of(*place).fen), *place));
    let shown: Vec<usize> = ranked.iter().copied().filter(|place| of(*place).known > 0).take(RANKED).collect();
    let body = Body::Rows {
        categories: shown.iter().map(|place| open.place(*place)).collect(),
        series: vec![series(
            m::FREIGHT_PER_PARCEL.name(open.words.lang),
            Mark::Bar,
            shown.iter().map(|place| per_parcel(&of(*place))).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let title = open.t("logistics.freight_by_place");
    let spec = open.words.chart(
        "logistics_freight_places",
        title.clone(),
        open.t("logistics.freight_by_place_subtitle"),
        body,
    );
    let drills = vec![shown.iter().map(|place| pick(*place)).collect()];
    page.pictures.push(picture(spec, vec![&m::FREIGHT_PER_PARCEL], "logistics_freight_places", drills));
    let first = Column::new("province", open.t("logistics.column_province"), Kind::Text).wide(110.0);
    let rows = ranked
        .iter()
        .map(|place| {
            let name = std::iter::once(Cell::Text(open.place(*place)));
            (name.chain(cells(&of(*place), &found.all)).collect(), pick(*place))
        })
        .collect();
    page.sheets.push(sheet("logistics_freight_places", title, columns(open, first), rows));
}
