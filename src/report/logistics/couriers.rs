//! The courier scorecard (快递评分卡).

use super::{Open, hours, hours_number, leads, money};
use crate::analytics::logistics::parcels::Score;
use crate::analytics::logistics::pick::ParcelPick;
use crate::analytics::metric::{Metric, Value, logistics as m};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind};

/// How many couriers a chart shows; the table has all.
const RANKED: usize = 12;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let scores = open.sent.scorecard(&open.transit, open.now, open.rules);
    let parcels: Vec<i64> = scores.iter().map(|score| score.parcels).collect();
    let ranked = open.ranked_couriers(&parcels);
    let score = |courier: usize| scores.get(courier).copied().unwrap_or_default();
    let then = open.then().map(|then| values(&then.sent.scorecard(&then.transit, open.now, open.rules)));
    for (at, (metric, value)) in METRICS.into_iter().zip(values(&scores)).enumerate() {
        page.figures.push(open.parcel_figure(metric, value, then.and_then(|then| then.get(at).copied())));
    }
    times(open, &ranked, &score, page);
    punctual(open, &ranked, &score, page);
    table(open, &ranked, &score, page);
    let promise = open.rules.promise_hours.to_string();
    let silent = open.rules.silent_hours.to_string();
    page.notes.push(open.f("logistics.note_promise", &[("hours", &promise), ("silent", &silent)]));
}

const METRICS: [&Metric; 3] = [&m::PARCELS_SENT, &m::ON_TIME_RATE, &m::FREIGHT_PER_PARCEL];

/// The values of [`METRICS`] over all couriers.
fn values(scores: &[Score]) -> [Value; 3] {
    let sum = |of: fn(&Score) -> i64| -> i64 { scores.iter().map(of).sum() };
    [
        Value::Count(sum(|score| score.parcels)),
        Value::ratio(sum(|score| score.on_time), sum(|score| score.judged)),
        Value::money_per(sum(|score| score.freight), sum(|score| score.with_freight)),
    ]
}

fn pick(courier: usize, score: &Score) -> Option<Drill> {
    leads(ParcelPick { courier: u16::try_from(courier).ok(), ..ParcelPick::default() }, score.parcels)
}

fn times(open: &Open<'_>, ranked: &[usize], score: &dyn Fn(usize) -> Score, page: &mut Page) {
    let shown: Vec<usize> =
        ranked.iter().copied().filter(|courier| score(*courier).transit.count > 0).take(RANKED).collect();
    let line =
        |of: &dyn Fn(&Score) -> Option<u32>| shown.iter().map(|at| hours_number(of(&score(*at)))).collect::<Vec<_>>();
    let body = Body::Rows {
        categories: shown.iter().map(|courier| open.courier(*courier)).collect(),
        series: vec![
            series(open.t("logistics.median"), Mark::Bar, line(&|score| score.transit.median)),
            series(open.t("logistics.p90"), Mark::Bar, line(&|score| score.transit.p90)),
        ],
        bars: Bars::Grouped,
        unit: Unit::Hours,
    };
    let title = open.t("logistics.courier_times");
    let spec = open.words.chart("logistics_courier_times", title, open.t("logistics.courier_times_subtitle"), body);
    let drills: Vec<Option<Drill>> = shown.iter().map(|courier| pick(*courier, &score(*courier))).collect();
    let metrics = vec![&m::MEDIAN_HOURS_TRANSIT, &m::P90_HOURS_TRANSIT];
    page.pictures.push(picture(spec, metrics, "logistics_couriers", vec![drills.clone(), drills]));
}

fn punctual(open: &Open<'_>, ranked: &[usize], score: &dyn Fn(usize) -> Score, page: &mut Page) {
    let mut shown: Vec<usize> =
        ranked.iter().copied().filter(|courier| score(*courier).judged > 0).take(RANKED).collect();
    let rate = |courier: usize| {
        let score = score(courier);
        score.on_time as f64 / score.judged as f64
    };
    shown.sort_by(|one, other| rate(*other).total_cmp(&rate(*one)));
    let body = Body::Rows {
        categories: shown.iter().map(|courier| open.courier(*courier)).collect(),
        series: vec![series(
            m::ON_TIME_RATE.name(open.words.lang),
            Mark::Bar,
            shown.iter().map(|courier| Some(rate(*courier))).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Percent,
    };
    let promise = open.rules.promise_hours.to_string();
    let subtitle = open.f("logistics.on_time_subtitle", &[("hours", &promise)]);
    let spec = open.words.chart("logistics_on_time", open.t("logistics.on_time"), subtitle, body);
    let drills = shown.iter().map(|courier| pick(*courier, &score(*courier))).collect();
    page.pictures.push(picture(spec, vec![&m::ON_TIME_RATE], "logistics_couriers", vec![drills]));
}

fn table(open: &Open<'_>, ranked: &[usize], score: &dyn Fn(usize) -> Score, page: &mut Page) {
    let columns = vec![
        Column::new("courier", open.t("logistics.column_courier"), Kind::Text).wide(130.0),
        Column::new("parcels", open.t("logistics.column_parcels"), Kind::Count),
        Column::new("collection", open.t("logistics.column_collection"), Kind::Number).wide(110.0),
        Column::new("median", open.t("logistics.column_transit_median"), Kind::Number).wide(110.0),
        Column::new("p90", open.t("logistics.column_transit_p90"), Kind::Number).wide(110.0),
        Column::new("on_time", m::ON_TIME_RATE.name(open.words.lang), Kind::Ratio),
        Column::new("late", open.t("logistics.column_late"), Kind::Count),
        Column::new("silent", open.t("logistics.column_silent"), Kind::Count),
        Column::new("silent_share", open.t("logistics.column_silent_share"), Kind::Ratio),
        Column::new("freight", open.t("logistics.column_freight"), Kind::Money),
        Column::new("per_parcel", m::FREIGHT_PER_PARCEL.name(open.words.lang), Kind::Money),
    ];
    let rows = ranked
        .iter()
        .map(|courier| {
            let score = score(*courier);
            let per_parcel = Value::money_per(score.freight, score.with_freight);
            let cells = vec![
                Cell::Text(open.courier(*courier)),
                Cell::Count(score.parcels),
                hours(score.collection.median),
                hours(score.transit.median),
                hours(score.transit.p90),
                Cell::Ratio(score.on_time, score.judged),
                if score.judged > 0 { Cell::Count(score.late()) } else { Cell::Empty },
                if score.judged > 0 { Cell::Count(score.silent) } else { Cell::Empty },
                Cell::Ratio(score.silent, if score.judged > 0 { score.parcels } else { 0 }),
                if score.with_freight > 0 { money(score.freight) } else { Cell::Empty },
                crate::report::cell(&m::FREIGHT_PER_PARCEL, per_parcel),
            ];
            (cells, pick(*courier, &score))
        })
        .collect();
    page.sheets.push(sheet("logistics_couriers", open.t("logistics.couriers"), columns, rows));
}
