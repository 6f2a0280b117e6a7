//! From payment to shipping (发货时效): figures, trend, how long buyers waited, and every stage of the journey.

use super::{Open, Then, hours_number, seconds, spread_cells};
use crate::analytics::facts::days::day_number;
use crate::analytics::logistics::journey::{couriers_of_orders, to_ship};
use crate::analytics::logistics::lanes::PLACES;
use crate::analytics::logistics::parcels::Transit;
use crate::analytics::logistics::pick::ShipPick;
use crate::analytics::logistics::shipping::{InTime, Shipping, WAIT_STEPS};
use crate::analytics::metric::{Figure, Metric, Value, logistics as m};
use crate::analytics::quantile::Spread;
use crate::analytics::sales::trend::steps;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::domain::period::{Period, Step};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Drill, Page, Sheet};
use crate::table::{Cell, Column, Kind};

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let found = open.orders.summary(open.couriers, open.now);
    figures(open, &found, page);
    trend(open, page);
    histogram(open, &found, page);
    stages(open, &found, page);
    by_courier(open, &found, page);
    by_place(open, &found, page);
    by_lane(open, &found, page);
}

fn rate(in_time: InTime) -> Value {
    Value::ratio(in_time.shipped, in_time.due)
}

/// Without any collection in the files the rate would say that nothing was ever collected.
fn collected(transit: &Transit) -> Value {
    let (collected, due) = transit.collected_24h;
    if collected == 0 && transit.collection_all.count == 0 { Value::Unknown } else { Value::ratio(collected, due) }
}

fn figures(open: &Open<'_>, found: &Shipping, page: &mut Page) {
    let slice = open.words.slice;
    let transit = &open.transit;
    let now: Vec<(&'static Metric, Value)> = vec![
        (&m::MEDIAN_HOURS_PAID_TO_SHIPPED, seconds(found.waits.all.median)),
        (&m::P90_HOURS_PAID_TO_SHIPPED, seconds(found.waits.all.p90)),
        (&m::SHIPPED_24H_RATE, rate(found.in_24h)),
        (&m::SHIPPED_48H_RATE, rate(found.in_48h)),
        (&m::COLLECTED_24H_RATE, collected(transit)),
        (&m::MEDIAN_HOURS_TRANSIT, seconds(transit.lanes.all.median)),
        (&m::P90_HOURS_TRANSIT, seconds(transit.lanes.all.p90)),
    ];
    let then = slice.before.as_ref().map(|span| {
        if !span.known {
            return Vec::new();
        }
        let orders = to_ship(slice, span, &couriers_of_orders(open.words.facts())).summary(open.couriers, open.now);
        let Some(Then { transit, .. }) = open.then() else { return Vec::new() };
        vec![
            seconds(orders.waits.all.median),
            seconds(orders.waits.all.p90),
            rate(orders.in_24h),
            rate(orders.in_48h),
            collected(transit),
            // Times from another beginning are no comparison.
            if transit.from == open.transit.from { seconds(transit.lanes.all.median) } else { Value::Unknown },
            if transit.from == open.transit.from { seconds(transit.lanes.all.p90) } else { Value::Unknown },
        ]
    });
    for (at, (metric, value)) in now.into_iter().enumerate() {
        let value = if open.known() { value } else { Value::Unknown };
        let before = then.as_ref().map(|then| then.get(at).copied().unwrap_or(Value::Unknown));
        page.figures.push(Figure::new(metric, value, before));
    }
    page.figures.push(Figure::new(
        &m::ORDERS_WAITING,
        if open.known() && slice.facts.orders.status_told { Value::Count(found.waiting) } else { Value::Unknown },
        None,
    ));
}

fn trend(open: &Open<'_>, page: &mut Page) {
    let words = open.words;
    let slice = words.slice;
    let step = if slice.filter.step == Step::Hour { Step::Day } else { slice.filter.step };
    let periods: Vec<Period> = steps(slice.filter.period, step);
    let days: Vec<(i32, i32)> = periods.iter().map(|one| (day_number(one.from()), day_number(one.to()))).collect();
    let found = open.orders.trend(&days, open.now);
    let labels: Vec<String> = periods.iter().map(|one| words.step_label(step, one.from(), None)).collect();
    // Of the last days only what left quickly has left yet: their median would fall for no reason.
    let settled = |hours: Option<f64>, in_time: &InTime| hours.filter(|_| in_time.due > 0);
    let share = |in_time: &InTime| (in_time.due > 0).then(|| in_time.shipped as f64 / in_time.due as f64);
    let body = Body::Columns {
        categories: labels.clone(),
        series: vec![
            series(
                open.t("logistics.median"),
                Mark::Line,
                found.iter().map(|(one, due)| settled(hours_number(one.median), due)).collect(),
            ),
            series(
                open.t("logistics.p90"),
                Mark::Line,
                found.iter().map(|(one, due)| settled(hours_number(one.p90), due)).collect(),
            ),
            on_right(series(
                m::SHIPPED_48H_RATE.name(words.lang),
                Mark::Line,
                found.iter().map(|(_, in_time)| share(in_time)).collect(),
            )),
        ],
        bars: Bars::Grouped,
        left: Unit::Hours,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: true,
    };
    let subtitle = open.f("logistics.trend_subtitle", &[("step", &words.step(step))]);
    let spec = words.chart("logistics_trend", open.t("logistics.trend"), subtitle, body);
    let pick = |shipped: bool| -> Vec<Option<Drill>> {
        let one = |period: &Period| ShipPick { period: Some(*period), shipped, ..ShipPick::default() };
        periods.iter().map(|period| Some(Drill::ShipmentsBy(one(period)))).collect()
    };
    let drills = pick(true);
    let metrics = vec![&m::MEDIAN_HOURS_PAID_TO_SHIPPED, &m::P90_HOURS_PAID_TO_SHIPPED, &m::SHIPPED_48H_RATE];
    page.pictures.push(picture(spec, metrics, "logistics_trend", vec![drills.clone(), drills.clone(), pick(false)]));
    let columns = vec![
        Column::new("step", open.t("logistics.column_step"), Kind::Text).wide(110.0),
        Column::new("shipped", open.t("logistics.column_shipped"), Kind::Count),
        Column::new("median", open.t("logistics.column_median"), Kind::Number),
        Column::new("p90", open.t("logistics.column_p90"), Kind::Number),
        Column::new("rate_48h", m::SHIPPED_48H_RATE.name(words.lang), Kind::Ratio),
    ];
    let rows = found
        .iter()
        .zip(labels)
        .zip(drills)
        .map(|(((spread, in_time), label), drill)| {
            let [count, median, p90] = spread_cells(spread);
            (vec![Cell::Text(label), count, median, p90, Cell::Ratio(in_time.shipped, in_time.due)], drill)
        })
        .collect();
    page.sheets.push(sheet("logistics_trend", open.t("logistics.trend"), columns, rows));
}

fn histogram(open: &Open<'_>, found: &Shipping, page: &mut Page) {
    let mut from = 0;
    let mut names: Vec<String> = Vec::new();
    for end in WAIT_STEPS {
        names.push(open.f("logistics.hours_range", &[("from", &from.to_string()), ("to", &end.to_string())]));
        from = end;
    }
    names.push(open.f("logistics.hours_more", &[("from", &from.to_string())]));
    let body = Body::Columns {
        categories: names.clone(),
        series: vec![series(
            open.t("logistics.column_orders"),
            Mark::Bar,
            found.histogram.iter().map(|count| Some(*count as f64)).collect(),
        )],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let title = open.t("logistics.waits");
    let spec = open.words.chart("logistics_waits", title.clone(), open.t("logistics.waits_subtitle"), body);
    let pick = |(bar, count): (usize, &i64)| {
        (*count > 0).then(|| Drill::ShipmentsBy(ShipPick { bar: Some(bar), ..ShipPick::default() }))
    };
    let drills: Vec<Option<Drill>> = found.histogram.iter().enumerate().map(pick).collect();
    page.pictures.push(picture(spec, vec![&m::MEDIAN_HOURS_PAID_TO_SHIPPED], "logistics_waits", vec![drills.clone()]));
    let all: i64 = found.histogram.iter().sum();
    let columns = vec![
        Column::new("hours", open.t("logistics.column_hours"), Kind::Text),
        Column::new("orders", open.t("logistics.column_orders"), Kind::Count),
        Column::new("share", open.t("logistics.column_share"), Kind::Ratio),
    ];
    let mut rows: Vec<(Vec<Cell>, Option<Drill>)> = names
        .into_iter()
        .zip(found.histogram)
        .zip(drills)
        .map(|((name, count), drill)| (vec![Cell::Text(name), Cell::Count(count), Cell::Ratio(count, all)], drill))
        .collect();
    let waiting = Drill::ShipmentsBy(ShipPick { waiting: true, ..ShipPick::default() });
    let cells = vec![Cell::Text(open.t("logistics.still_waiting")), Cell::Count(found.waiting), Cell::Empty];
    rows.push((cells, (found.waiting > 0).then_some(waiting)));
    page.sheets.push(sheet("logistics_waits", title, columns, rows));
}

/// Every stage from payment to the buyer's confirmation.
fn stages(open: &Open<'_>, found: &Shipping, page: &mut Page) {
    let stages = [
        ("logistics.stage_paid_shipped", found.waits.all),
        ("logistics.stage_shipped_collected", open.transit.collection_all),
        ("logistics.stage_transit", open.transit.lanes.all),
        ("logistics.stage_shipped_received", found.receipts.all),
    ];
    let body = Body::Rows {
        categories: stages.iter().map(|(key, _)| open.t(key)).collect(),
        series: vec![
            series(
                open.t("logistics.median"),
                Mark::Bar,
                stages.iter().map(|(_, one)| hours_number(one.median)).collect(),
            ),
            series(
                open.t("logistics.p90"),
                Mark::Compared,
                stages.iter().map(|(_, one)| hours_number(one.p90)).collect(),
            ),
        ],
        bars: Bars::Grouped,
        unit: Unit::Hours,
    };
    let title = open.t("logistics.stages");
    let spec = open.words.chart("logistics_stages", title.clone(), open.t("logistics.stages_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::MEDIAN_HOURS_TRANSIT], "logistics_stages", Vec::new()));
    let columns = vec![
        Column::new("stage", open.t("logistics.column_stage"), Kind::Text).wide(220.0),
        Column::new("measured", open.t("logistics.column_measured"), Kind::Count),
        Column::new("median", open.t("logistics.column_median"), Kind::Number),
        Column::new("p90", open.t("logistics.column_p90"), Kind::Number),
    ];
    let rows = stages
        .iter()
        .map(|(key, spread)| (std::iter::once(Cell::Text(open.t(key))).chain(spread_cells(spread)).collect(), None))
        .collect();
    page.sheets.push(sheet("logistics_stages", title, columns, rows));
}

/// One line of the tables of waits: how it is called, paid → shipped, shipped → confirmed, and the orders it is made of.
type Line = (Vec<Cell>, Spread, Spread, ShipPick);

/// A table of what buyers waited until the parcel left and until they confirmed it, those with most orders first.
fn waits_sheet(open: &Open<'_>, id: &'static str, title: &str, names: Vec<Column>, mut lines: Vec<Line>) -> Sheet {
    let mut columns = names;
    columns.extend([
        Column::new("shipped", open.t("logistics.column_shipped"), Kind::Count),
        Column::new("median", open.t("logistics.column_wait_median"), Kind::Number),
        Column::new("p90", open.t("logistics.column_wait_p90"), Kind::Number),
        Column::new("received", open.t("logistics.column_received"), Kind::Count),
        Column::new("receipt_median", open.t("logistics.column_receipt_median"), Kind::Number),
        Column::new("receipt_p90", open.t("logistics.column_receipt_p90"), Kind::Number),
    ]);
    lines.retain(|(_, wait, ..)| wait.count > 0);
    lines.sort_by_key(|(_, wait, ..)| std::cmp::Reverse(wait.count));
    let rows = lines
        .into_iter()
        .map(|(mut cells, wait, receipt, pick)| {
            cells.extend(spread_cells(&wait));
            cells.extend(spread_cells(&receipt));
            (cells, Some(Drill::ShipmentsBy(ShipPick { shipped: true, ..pick })))
        })
        .collect();
    sheet(id, open.t(title), columns, rows)
}

fn courier_column(open: &Open<'_>) -> Column {
    Column::new("courier", open.t("logistics.column_courier"), Kind::Text).wide(130.0)
}

fn province_column(open: &Open<'_>) -> Column {
    Column::new("province", open.t("logistics.column_province"), Kind::Text).wide(110.0)
}

/// Paid → shipped and shipped → confirmed by courier.
fn by_courier(open: &Open<'_>, found: &Shipping, page: &mut Page) {
    let line = |at: usize| {
        let pick = ShipPick { courier: u16::try_from(at).ok(), ..ShipPick::default() };
        (vec![Cell::Text(open.courier(at))], found.waits.courier(at), found.receipts.courier(at), pick)
    };
    let (id, title) = ("logistics_shipping_by_courier", "logistics.shipping_by_courier");
    page.sheets.push(waits_sheet(open, id, title, vec![courier_column(open)], (0..open.couriers).map(line).collect()));
}

/// The same by the province the order goes to.
fn by_place(open: &Open<'_>, found: &Shipping, page: &mut Page) {
    let line = |at: usize| {
        let pick = ShipPick { place: u8::try_from(at).ok(), ..ShipPick::default() };
        (vec![Cell::Text(open.place(at))], found.waits.place(at), found.receipts.place(at), pick)
    };
    let (id, title) = ("logistics_shipping_by_place", "logistics.shipping_by_place");
    page.sheets.push(waits_sheet(open, id, title, vec![province_column(open)], (0..PLACES).map(line).collect()));
}

/// The same by courier and province.
fn by_lane(open: &Open<'_>, found: &Shipping, page: &mut Page) {
    let lanes = (0..open.couriers).flat_map(|courier| (0..PLACES).map(move |place| (courier, place)));
    let line = |(courier, place): (usize, usize)| {
        let names = vec![Cell::Text(open.courier(courier)), Cell::Text(open.place(place))];
        let pick =
            ShipPick { courier: u16::try_from(courier).ok(), place: u8::try_from(place).ok(), ..ShipPick::default() };
        (names, found.waits.spread(courier, place), found.receipts.spread(courier, place), pick)
    };
    let names = vec![courier_column(open), province_column(open)];
    let lines = lanes.filter(|(courier, place)| found.waits.spread(*courier, *place).count > 0).map(line).collect();
    page.sheets.push(waits_sheet(open, "logistics_shipping_by_lane", "logistics.shipping_by_lane", names, lines));
}
