//! How long every step takes (处理时效): paid → audited / assigned → shipped, over all and in time.

use super::{Open, hours, hours_number};
use crate::analytics::facts::days::day_number;
use crate::analytics::metric::{Metric, logistics as l, orders as m, sales as s};
use crate::analytics::orders::pick::{HandlePick, Only};
use crate::analytics::orders::times::Stage;
use crate::analytics::orders::{Stepped, Waits};
use crate::analytics::quantile::Spread;
use crate::analytics::sales::trend::steps;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::domain::period::{Period, Step};
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind};

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    stages(open, page);
    trend(open, page);
    if open.words.slice.now.known && open.shared.audited == 0 {
        page.notes.push(open.t("rules.an_note_no_audit"));
    }
}

fn timed(stage: Stage, period: Option<Period>) -> Drill {
    Drill::Handled(HandlePick { period, only: Only::Timed(stage), ..HandlePick::default() })
}

fn stages(open: &Open<'_>, page: &mut Page) {
    let name = |stage: Stage| open.t(&format!("rules.an_stage_{}", stage.id()));
    let spreads = Stage::ALL.map(|stage| open.shared.time(stage));
    let bars = |mark, title: &str, of: fn(&Spread) -> Option<u32>| {
        series(open.t(title), mark, spreads.iter().map(|spread| hours_number(of(spread))).collect())
    };
    let body = Body::Rows {
        categories: Stage::ALL.map(name).to_vec(),
        series: vec![
            bars(Mark::Bar, "logistics.median", |spread| spread.median),
            bars(Mark::Compared, "logistics.p90", |spread| spread.p90),
        ],
        bars: Bars::Grouped,
        unit: Unit::Hours,
    };
    let leads: Vec<Option<Drill>> = Stage::ALL
        .iter()
        .zip(&spreads)
        .map(|(stage, spread)| (spread.count > 0).then(|| timed(*stage, None)))
        .collect();
    let title = open.t("rules.an_stages");
    let spec = open.words.chart("orders_stages", title.clone(), open.t("rules.an_stages_subtitle"), body);
    let metrics: Vec<&'static Metric> = vec![
        &m::MEDIAN_HOURS_PAID_TO_AUDITED,
        &m::MEDIAN_HOURS_PAID_TO_ASSIGNED,
        &m::MEDIAN_HOURS_AUDITED_TO_SHIPPED,
        &m::MEDIAN_HOURS_ASSIGNED_TO_SHIPPED,
        &l::MEDIAN_HOURS_PAID_TO_SHIPPED,
    ];
    page.pictures.push(picture(spec, metrics, "orders_stages", vec![leads.clone(), leads.clone()]));
    let columns = vec![
        Column::new("stage", open.t("rules.an_stage"), Kind::Text).wide(180.0),
        Column::new("measured", open.t("rules.an_measured"), Kind::Count),
        Column::new("share", open.t("rules.an_measured_share"), Kind::Ratio).wide(120.0),
        Column::new("median", open.t("logistics.column_median"), Kind::Number).wide(130.0),
        Column::new("p90", open.t("logistics.column_p90"), Kind::Number).wide(130.0),
    ];
    let row = |stage: Stage, spread: &Spread| {
        let count = i64::from(spread.count);
        let share = Cell::Ratio(count, open.shared.orders);
        vec![Cell::Text(name(stage)), Cell::Count(count), share, hours(spread.median), hours(spread.p90)]
    };
    let rows = Stage::ALL.into_iter().zip(&spreads).zip(leads);
    let rows = rows.map(|((stage, spread), lead)| (row(stage, spread), lead)).collect();
    page.sheets.push(sheet("orders_stages", title, columns, rows));
}

/// The stages that run from payment: their name, what of them, and their metrics.
type Line = (&'static str, Stage, fn(&Waits) -> Spread, &'static Metric);

const LINES: [Line; 3] = [
    ("rules.an_stage_audit", Stage::PaidToAudited, |waits| waits.audited, &m::MEDIAN_HOURS_PAID_TO_AUDITED),
    ("rules.an_stage_assign", Stage::PaidToAssigned, |waits| waits.given, &m::MEDIAN_HOURS_PAID_TO_ASSIGNED),
    ("rules.an_stage_ship", Stage::PaidToShipped, |waits| waits.sent, &l::MEDIAN_HOURS_PAID_TO_SHIPPED),
];

fn trend(open: &Open<'_>, page: &mut Page) {
    let (words, slice) = (open.words, open.words.slice);
    let step = if slice.filter.step == Step::Hour { Step::Day } else { slice.filter.step };
    let periods: Vec<Period> = steps(slice.filter.period, step);
    let days: Vec<(i32, i32)> = periods.iter().map(|one| (day_number(one.from()), day_number(one.to()))).collect();
    let found = open.handled.trend(&days);
    let labels: Vec<String> = periods.iter().map(|one| words.step_label(step, one.from(), None)).collect();
    // Of the last days only what left quickly has left yet: their median would fall for no reason.
    let settled = |stage: Stage, from: i32| {
        stage != Stage::PaidToShipped || i64::from(from) * 86_400 <= slice.now_seconds().saturating_sub(48 * 3600)
    };
    let line = |(title, stage, of, _): &Line| {
        let value = |(stepped, (from, _)): (&Stepped, &(i32, i32))| {
            hours_number(of(&stepped.waits).median).filter(|_| settled(*stage, *from))
        };
        series(open.t(title), Mark::Line, found.iter().zip(&days).map(value).collect())
    };
    let body = Body::Columns {
        categories: labels.clone(),
        series: LINES.iter().map(line).collect(),
        bars: Bars::Grouped,
        left: Unit::Hours,
        right: None,
        events: Vec::new(),
        time: true,
    };
    let leads = |(_, stage, of, _): &Line| -> Vec<Option<Drill>> {
        let lead = |(stepped, period): (&Stepped, &Period)| {
            (of(&stepped.waits).count > 0).then(|| timed(*stage, Some(*period)))
        };
        found.iter().zip(&periods).map(lead).collect()
    };
    let title = open.t("rules.an_times_trend");
    let subtitle = words.f("rules.an_times_trend_subtitle", &[("step", &words.step(step))]);
    let spec = words.chart("orders_times_trend", title.clone(), subtitle, body);
    let metrics = LINES.iter().map(|(.., metric)| *metric).collect();
    page.pictures.push(picture(spec, metrics, "orders_times_trend", LINES.iter().map(leads).collect()));
    let mut columns = vec![
        Column::new("step", open.t("logistics.column_step"), Kind::Text).wide(110.0),
        Column::new("orders_paid", s::ORDERS_PAID.name(words.lang), Kind::Count),
    ];
    let number = |id, key| Column::new(id, open.t(key), Kind::Number);
    columns.extend([
        number("audited", "rules.an_audited"),
        number("audited_p90", "rules.an_audited_p90"),
        number("given", "rules.an_given"),
        number("given_p90", "rules.an_given_p90"),
        number("sent", "rules.an_sent"),
        number("sent_p90", "rules.an_sent_p90"),
    ]);
    let row = |((stepped, label), period): ((&Stepped, String), &Period)| {
        let mut cells = vec![Cell::Text(label), Cell::Count(stepped.orders)];
        for (_, _, of, _) in LINES {
            let spread = of(&stepped.waits);
            cells.extend([hours(spread.median), hours(spread.p90)]);
        }
        let lead = HandlePick { period: Some(*period), ..HandlePick::default() };
        (cells, (stepped.orders > 0).then_some(Drill::Handled(lead)))
    };
    let rows = found.iter().zip(labels).zip(&periods).map(row).collect();
    page.sheets.push(sheet("orders_times_trend", title, columns, rows));
}
