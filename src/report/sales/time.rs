//! Sales over time: trend, visitors, refund rate, hours and weekdays, days that stand out.

use super::{on_right, picture, series, sheet};
use crate::analytics::calendar;
use crate::analytics::metric::sales as m;
use crate::analytics::pick::Pick;
use crate::analytics::sales::totals::MATURE_SECONDS;
use crate::analytics::sales::{Point, Sales, Standout, Trend};
use crate::chart::spec::{Bars, Body, Event, Mark, Unit};
use crate::domain::money::Money;
use crate::domain::period::{Period, Step};
use crate::report::{Drill, Picture, Sheet, Words, yuan};
use crate::table::{Cell, Column, Kind};

pub(super) fn add(words: &Words<'_>, sales: &Sales, sheets: &mut Vec<Sheet>, pictures: &mut Vec<Picture>) {
    sheets.push(trend_sheet(words, &sales.trend));
    pictures.push(trend_picture(words, &sales.trend, &sales.standouts));
    pictures.push(orders_picture(words, &sales.trend));
    pictures.extend(visitors_picture(words, &sales.trend));
    pictures.push(refund_picture(words, &sales.trend));
    let (heat, heat_sheet) = heat(words, sales);
    pictures.push(heat);
    sheets.push(heat_sheet);
    sheets.push(standout_sheet(words, &sales.standouts));
}

/// The names of the steps on the axis.
fn labels(words: &Words<'_>, trend: &Trend) -> Vec<String> {
    trend.now.iter().map(|point| words.step_label(trend.step, point.from, point.hour)).collect()
}

fn drills(points: &[Point]) -> Vec<Option<Drill>> {
    points
        .iter()
        .map(|point| {
            point.sums?;
            let pick = Pick { hour: point.hour, ..Pick::in_period(Period::new(point.from, point.to)) };
            Some(Drill::Orders(pick))
        })
        .collect()
}

fn values(points: &[Point], of: impl Fn(&crate::analytics::sales::trend::StepSums) -> f64) -> Vec<Option<f64>> {
    points.iter().map(|point| point.sums.as_ref().map(&of)).collect()
}

/// Paid amount by step, beside the compared period, with the events and days that stand out.
pub(in crate::report) fn trend_picture(words: &Words<'_>, trend: &Trend, standouts: &[Standout]) -> Picture {
    let mut lines =
        vec![series(m::PAID_AMOUNT.name(words.lang), Mark::Area, values(&trend.now, |step| yuan(step.sums.paid)))];
    let mut leads = vec![drills(&trend.now)];
    if let Some(name) = words.compared() {
        lines.push(series(name, Mark::Compared, values(&trend.before, |step| yuan(step.sums.paid))));
        leads.push(drills(&trend.before));
    }
    let subtitle = format!("{} · {}", m::PAID_AMOUNT.clock.name(words.lang), words.step(trend.step));
    let body = Body::Columns {
        categories: labels(words, trend),
        series: lines,
        bars: Bars::Grouped,
        left: Unit::Money,
        right: None,
        events: events(words, trend, standouts),
        time: true,
    };
    let spec = words.chart("sales_trend", words.t("sales.trend"), subtitle, body);
    picture(spec, vec![&m::PAID_AMOUNT], "sales_trend", leads)
}

/// Peaks of promotions and festivals, and days that stand out without a known reason.
fn events(words: &Words<'_>, trend: &Trend, standouts: &[Standout]) -> Vec<Event> {
    let Some((first, last)) = trend.now.first().zip(trend.now.last()) else { return Vec::new() };
    let step_of = |day: chrono::NaiveDate| trend.now.iter().position(|point| point.from <= day && day <= point.to);
    let crowded = trend.now.len() > 62;
    let mut found: Vec<Event> = calendar::peaks(Period::new(first.from, last.to))
        .into_iter()
        .filter(|(_, event)| !crowded || event.is_major())
        .filter_map(|(day, event)| {
            Some(Event { at: step_of(day)?, label: words.t(&format!("sales.event_{}", event.id())) })
        })
        .collect();
    if trend.step == Step::Day && !crowded {
        for standout in standouts.iter().filter(|standout| standout.event.is_none()) {
            if let Some(at) = step_of(standout.day).filter(|at| found.iter().all(|event| event.at != *at)) {
                let key = if standout.z > 0.0 { "sales.standout_high" } else { "sales.standout_low" };
                found.push(Event { at, label: words.t(key) });
            }
        }
    }
    found.sort_by_key(|event| event.at);
    found
}

/// Orders as bars with the average order value as a line.
fn orders_picture(words: &Words<'_>, trend: &Trend) -> Picture {
    let aov = trend
        .now
        .iter()
        .map(|point| {
            let sums = point.sums.as_ref()?.sums;
            (sums.orders > 0).then(|| yuan(sums.paid) / sums.orders as f64)
        })
        .collect();
    let body = Body::Columns {
        categories: labels(words, trend),
        series: vec![
            series(m::ORDERS_PAID.name(words.lang), Mark::Bar, values(&trend.now, |step| step.sums.orders as f64)),
            on_right(series(m::AOV.name(words.lang), Mark::Line, aov)),
        ],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: Some(Unit::Money),
        events: Vec::new(),
        time: true,
    };
    let subtitle = format!("{} · {}", m::ORDERS_PAID.clock.name(words.lang), words.step(trend.step));
    let spec = words.chart("sales_orders_trend", words.t("sales.orders_trend"), subtitle, body);
    let leads = drills(&trend.now);
    picture(spec, vec![&m::ORDERS_PAID, &m::AOV], "sales_trend", vec![leads.clone(), leads])
}

/// Visitors as bars with the share who paid as a line; nothing when no step has traffic.
fn visitors_picture(words: &Words<'_>, trend: &Trend) -> Option<Picture> {
    let visitors: Vec<Option<i64>> = trend.now.iter().map(|point| point.sums.and_then(|sums| sums.visitors)).collect();
    if visitors.iter().all(Option::is_none) {
        return None;
    }
    let share = trend.now.iter().map(|point| {
        let (buyers, visitors) = point.sums?.conversion;
        (visitors > 0).then(|| buyers as f64 / visitors as f64)
    });
    let body = Body::Columns {
        categories: labels(words, trend),
        series: vec![
            series(m::VISITORS.name(words.lang), Mark::Bar, visitors.iter().map(|v| v.map(|v| v as f64)).collect()),
            on_right(series(m::CONVERSION.name(words.lang), Mark::Line, share.collect())),
        ],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: true,
    };
    let subtitle = format!("{} · {}", m::VISITORS.clock.name(words.lang), words.step(trend.step));
    let spec = words.chart("sales_visitors_trend", words.t("sales.visitors_trend"), subtitle, body);
    Some(picture(spec, vec![&m::VISITORS, &m::CONVERSION], "sales_trend", Vec::new()))
}

/// Refund rate by pay date; steps younger than 21 days are dotted, because their refunds are still coming.
fn refund_picture(words: &Words<'_>, trend: &Trend) -> Picture {
    let ripe = words.facts().reach.at.map(|at| (at - chrono::TimeDelta::seconds(MATURE_SECONDS)).date());
    let rate = |mature: bool| {
        trend
            .now
            .iter()
            .map(|point| {
                let sums = point.sums.as_ref()?.sums;
                let is_ripe = ripe.is_some_and(|ripe| point.to < ripe);
                (is_ripe == mature && sums.paid > 0).then(|| sums.refund as f64 / sums.paid as f64)
            })
            .collect()
    };
    let body = Body::Columns {
        categories: labels(words, trend),
        series: vec![
            series(words.t("sales.refund_ripe"), Mark::Line, rate(true)),
            series(words.t("sales.refund_unripe"), Mark::Compared, rate(false)),
        ],
        bars: Bars::Grouped,
        left: Unit::Percent,
        right: None,
        events: Vec::new(),
        time: true,
    };
    let spec =
        words.chart("sales_refund_rate", words.t("sales.refund_trend"), words.t("sales.refund_trend_subtitle"), body);
    let leads: Vec<Option<Drill>> = drills(&trend.now)
        .into_iter()
        .map(|drill| match drill {
            Some(Drill::Orders(pick)) => Some(Drill::Orders(Pick { refunded: true, ..pick })),
            other => other,
        })
        .collect();
    picture(spec, vec![&m::REFUND_RATE_AMOUNT, &m::REFUND_RATE_MATURE], "sales_trend", vec![leads.clone(), leads])
}

/// Every step with its sums.
pub(in crate::report) fn trend_sheet(words: &Words<'_>, trend: &Trend) -> Sheet {
    let name = |metric: &crate::analytics::metric::Metric| metric.name(words.lang);
    let before = words.compared();
    let mut columns = vec![Column::new("step", words.step(trend.step), Kind::Text).wide(120.0)];
    columns.push(Column::new("paid_amount", name(&m::PAID_AMOUNT), Kind::Money));
    if let Some(title) = &before {
        columns.push(Column::new("before", title.clone(), Kind::Money));
    }
    columns.extend([
        Column::new("net_sales", name(&m::NET_SALES), Kind::Money),
        Column::new("refund_amount", name(&m::REFUND_AMOUNT), Kind::Money),
        Column::new("orders_paid", name(&m::ORDERS_PAID), Kind::Count),
        Column::new("items_paid", name(&m::ITEMS_PAID), Kind::Count),
        Column::new("buyers_paid", name(&m::BUYERS_PAID), Kind::Count),
        Column::new("gmv", name(&m::GMV), Kind::Money),
        Column::new("orders_created", name(&m::ORDERS_CREATED), Kind::Count),
        Column::new("visitors", name(&m::VISITORS), Kind::Count),
        Column::new("conversion", name(&m::CONVERSION), Kind::Ratio),
    ]);
    let money = |fen| Cell::Money(Money::from_fen(fen));
    let created = |cell| if words.slice.facts.orders.created_told { cell } else { Cell::Empty };
    let rows = trend.now.iter().enumerate().zip(drills(&trend.now)).map(|((at, point), drill)| {
        let mut cells = vec![Cell::Text(full_label(trend.step, point))];
        let compared =
            trend.before.get(at).and_then(|point| point.sums).map_or(Cell::Empty, |step| money(step.sums.paid));
        let Some(step) = &point.sums else {
            cells.push(Cell::Empty);
            cells.extend(before.iter().map(|_| compared.clone()));
            cells.extend(vec![Cell::Empty; 9]);
            return (cells, drill);
        };
        cells.push(money(step.sums.paid));
        cells.extend(before.iter().map(|_| compared.clone()));
        let told =
            |known: bool, count: i64| if known || step.sums.orders == 0 { Cell::Count(count) } else { Cell::Empty };
        cells.extend([
            money(step.sums.net()),
            money(step.sums.refund),
            Cell::Count(step.sums.orders),
            told(step.sums.item_orders > 0, step.sums.items),
            told(step.buyers > 0, step.buyers),
            created(money(step.gmv)),
            created(Cell::Count(step.orders_created)),
            step.visitors.map_or(Cell::Empty, Cell::Count),
            Cell::Ratio(step.conversion.0, step.conversion.1),
        ]);
        (cells, drill)
    });
    sheet("sales_trend", words.t("sales.trend"), columns, rows.collect())
}

/// A step's name that sorts and stands alone.
fn full_label(step: Step, point: &Point) -> String {
    match (step, point.hour) {
        (_, Some(hour)) => format!("{} {hour:02}:00", point.from),
        (Step::Month, _) => point.from.format("%Y-%m").to_string(),
        _ => point.from.to_string(),
    }
}

/// Orders by hour and weekday.
fn heat(words: &Words<'_>, sales: &Sales) -> (Picture, Sheet) {
    let heat = &sales.groups.heat;
    let hours: Vec<String> = (0..24).map(|hour| hour.to_string()).collect();
    let weekdays: Vec<String> = (0..7).map(|day| words.weekday(day)).collect();
    let values = heat
        .orders
        .iter()
        .zip(&heat.days)
        .map(|(row, days)| row.iter().map(|orders| (*days > 0).then_some(*orders as f64)).collect())
        .collect();
    let pick = |day: usize, hour: usize| {
        Some(Drill::Orders(Pick { weekday: Some(day as u8), hour: Some(hour as u8), ..Pick::all() }))
    };
    let leads = (0..7).map(|day| (0..24).map(|hour| pick(day, hour)).collect()).collect();
    let body = Body::Heat {
        rows: weekdays.clone(),
        columns: hours,
        values,
        immature: Vec::new(),
        unit: Unit::Count,
        labels: false,
    };
    let subtitle = format!("{} · {}", m::ORDERS_PAID.name(words.lang), m::ORDERS_PAID.clock.name(words.lang));
    let spec = words.chart("sales_heat", words.t("sales.heat"), subtitle, body);
    let columns = vec![
        Column::new("weekday", words.t("sales.column_weekday"), Kind::Text).wide(90.0),
        Column::new("hour", words.t("sales.column_hour"), Kind::Count),
        Column::new("orders_paid", m::ORDERS_PAID.name(words.lang), Kind::Count),
        Column::new("paid_amount", m::PAID_AMOUNT.name(words.lang), Kind::Money),
    ];
    let mut rows = Vec::new();
    for (day, (orders, paid)) in heat.orders.iter().zip(&heat.paid).enumerate() {
        for (hour, (orders, paid)) in orders.iter().zip(paid).enumerate() {
            let cells = vec![
                Cell::Text(words.weekday(day)),
                Cell::Count(hour as i64),
                Cell::Count(*orders),
                Cell::Money(Money::from_fen(*paid)),
            ];
            rows.push((cells, pick(day, hour)));
        }
    }
    let sheet = sheet("sales_heat", words.t("sales.heat"), columns, rows);
    (picture(spec, vec![&m::ORDERS_PAID, &m::PAID_AMOUNT], "sales_heat", leads), sheet)
}

/// Days far from what was usual, with the reason where one is known.
fn standout_sheet(words: &Words<'_>, standouts: &[Standout]) -> Sheet {
    let columns = vec![
        Column::new("day", words.t("sales.column_day"), Kind::Date),
        Column::new("paid_amount", m::PAID_AMOUNT.name(words.lang), Kind::Money),
        Column::new("usual", words.t("sales.column_usual"), Kind::Money),
        Column::new("change", words.t("sales.column_over_usual"), Kind::Ratio),
        Column::new("reason", words.t("sales.column_reason"), Kind::Text).wide(260.0),
    ];
    let rows = standouts.iter().map(|standout| {
        let reason = match standout.event {
            Some(event) => words.t(&format!("sales.event_{}", event.id())),
            None if standout.last_of_data && standout.z < 0.0 => words.t("sales.reason_last_day"),
            None => words.t("sales.reason_unknown"),
        };
        let cells = vec![
            Cell::Date(standout.day),
            Cell::Money(Money::from_fen(standout.paid)),
            Cell::Money(Money::from_fen(standout.usual)),
            Cell::Ratio(standout.paid - standout.usual, standout.usual),
            Cell::Text(reason),
        ];
        (cells, Some(Drill::Orders(Pick::in_period(Period::new(standout.day, standout.day)))))
    });
    sheet("sales_standouts", words.t("sales.standouts"), columns, rows.collect())
}
