//! Coming back (复购): the rates, how soon buyers return, and the gaps between purchases.

use super::{Open, leads, whole};
use crate::analytics::customers::ledger;
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::repurchase::{CameBack, Cycle, Repeat, came_back, cycle, repeat};
use crate::analytics::metric::{Figure, Metric, Value, customers as m};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::Page;
use crate::report::sales::{picture, series, sheet};
use crate::table::{Cell, Column, Kind};

/// The curve is drawn for a year.
const CURVE_DAYS: usize = 365;

/// Upper ends of the bars of the gap histogram in days; a last bar has no end.
const GAP_STEPS: [usize; 9] = [7, 14, 30, 60, 90, 120, 180, 270, 365];

/// The parts of a million that a share is told in: the estimate is a product of fractions and has no exact short one.
const MILLION: f64 = 1_000_000.0;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let slice = open.words.slice;
    let cycle = cycle(open.book, open.days.1);
    let rate = repeat(open.book, open.days.0, open.days.1);
    let before = slice.before.as_ref();
    let base = before.map(|span| ledger::days(slice, span));
    let then = base.map(|(from, to)| repeat(open.book, from, to));
    // 回购率 looks from the compared period to this one, whatever it is compared with.
    let back = base.filter(|_| before.is_some_and(|span| span.known)).map(|base| came_back(open.book, base, open.days));
    figures(open, rate, then, back, &cycle, page);
    curve(open, &cycle, page);
    gaps(open, &cycle, page);
    rates(open, rate, back, &cycle, page);
    if cycle.median.is_none() && cycle.closed > 0 {
        page.notes.push(open.t("customers.note_cycle_not_reached"));
    }
}

fn share_within(cycle: &Cycle, days: usize) -> Value {
    // Beyond the longest gap that was seen nothing is known, unless nobody was left to wait for.
    let all_back = || cycle.back_within.last().copied().filter(|share| *share >= 1.0);
    let share = cycle.back_within.get(days).copied().or_else(all_back);
    share.map_or(Value::Unknown, |share| Value::ratio((share * MILLION).round() as i64, MILLION as i64))
}

fn figures(
    open: &Open<'_>,
    rate: Repeat,
    then: Option<Repeat>,
    back: Option<CameBack>,
    cycle: &Cycle,
    page: &mut Page,
) {
    let known = |value: Value| if open.known() { value } else { Value::Unknown };
    let had = open.words.slice.before.as_ref().is_some_and(|span| span.known);
    let of = |rate: Repeat| Value::ratio(rate.repeating, rate.buyers);
    let other_day = |rate: Repeat| Value::ratio(rate.on_other_days, rate.buyers);
    let before = |value: &dyn Fn(Repeat) -> Value| then.map(|then| if had { value(then) } else { Value::Unknown });
    let days = |days: Option<u32>| days.map_or(Value::Unknown, |days| Value::Seconds(i64::from(days) * 86_400));
    let rows: [(&'static Metric, Value, Option<Value>); 6] = [
        (&m::REPURCHASE_RATE, of(rate), before(&of)),
        (&m::REPURCHASE_RATE_OTHER_DAY, other_day(rate), before(&other_day)),
        (&m::CAME_BACK_RATE, back.map_or(Value::Unknown, |back| Value::ratio(back.back, back.buyers)), None),
        (&m::BACK_WITHIN_90_DAYS, share_within(cycle, 90), None),
        (&m::REPURCHASE_CYCLE, days(cycle.median), None),
        (&m::MEDIAN_GAP, days(cycle.median_of_closed), None),
    ];
    page.figures.extend(rows.map(|(metric, now, before)| Figure::new(metric, known(now), before)));
}

fn curve(open: &Open<'_>, cycle: &Cycle, page: &mut Page) {
    let shown = cycle.back_within.len().min(CURVE_DAYS + 1);
    let body = Body::Columns {
        categories: (0..shown).map(|day| open.f("customers.day_n", &[("n", &day.to_string())])).collect(),
        series: vec![series(
            open.t("customers.back_within"),
            Mark::Area,
            cycle.back_within.iter().take(shown).map(|share| Some(*share)).collect(),
        )],
        bars: Bars::Grouped,
        left: Unit::Percent,
        right: None,
        events: Vec::new(),
        time: true,
    };
    let args = [("open", whole(cycle.open)), ("closed", whole(cycle.closed))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let spec =
        open.words.chart("customers_cycle", open.t("customers.cycle"), open.f("customers.cycle_subtitle", &args), body);
    page.pictures.push(picture(
        spec,
        vec![&m::REPURCHASE_CYCLE, &m::BACK_WITHIN_90_DAYS],
        "customers_cycle",
        Vec::new(),
    ));
    let columns = vec![
        Column::new("days", open.t("customers.column_days"), Kind::Count),
        Column::new("share", open.t("customers.back_within"), Kind::Ratio),
        Column::new("gaps", open.t("customers.column_gaps"), Kind::Count),
    ];
    let rows = cycle
        .back_within
        .iter()
        .enumerate()
        .take(shown)
        .map(|(day, share)| {
            let gaps = cycle.gaps.get(day).copied().unwrap_or(0);
            let share = Cell::Ratio((share * MILLION).round() as i64, MILLION as i64);
            (vec![Cell::Count(day as i64), share, Cell::Count(gaps)], None)
        })
        .collect();
    page.sheets.push(sheet("customers_cycle", open.t("customers.cycle"), columns, rows));
}

fn gaps(open: &Open<'_>, cycle: &Cycle, page: &mut Page) {
    let mut bars = [0_i64; GAP_STEPS.len() + 1];
    for (days, count) in cycle.gaps.iter().enumerate() {
        if let Some(bar) = bars.get_mut(GAP_STEPS.partition_point(|end| *end < days)) {
            *bar += count;
        }
    }
    let mut from = 1;
    let mut names: Vec<String> = Vec::new();
    for end in GAP_STEPS {
        names.push(open.f("customers.days_range", &[("from", &from.to_string()), ("to", &end.to_string())]));
        from = end + 1;
    }
    names.push(open.f("customers.days_more", &[("from", &from.to_string())]));
    let body = Body::Columns {
        categories: names.clone(),
        series: vec![series(
            open.t("customers.column_gaps"),
            Mark::Bar,
            bars.iter().map(|n| Some(*n as f64)).collect(),
        )],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let spec = open.words.chart("customers_gaps", open.t("customers.gaps"), open.t("customers.gaps_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::MEDIAN_GAP], "customers_gaps", Vec::new()));
    let columns = vec![
        Column::new("days", open.t("customers.column_gap"), Kind::Text),
        Column::new("gaps", open.t("customers.column_gaps"), Kind::Count),
        Column::new("share", open.t("customers.column_share"), Kind::Ratio),
    ];
    let rows = names
        .into_iter()
        .zip(bars)
        .map(|(name, count)| (vec![Cell::Text(name), Cell::Count(count), Cell::Ratio(count, cycle.closed)], None))
        .collect();
    page.sheets.push(sheet("customers_gaps", open.t("customers.gaps"), columns, rows));
}

/// The rates with the people behind them.
fn rates(open: &Open<'_>, rate: Repeat, back: Option<CameBack>, cycle: &Cycle, page: &mut Page) {
    let columns = vec![
        Column::new("rate", open.t("customers.column_rate"), Kind::Text).wide(220.0),
        Column::new("value", open.t("customers.column_share"), Kind::Ratio),
        Column::new("buyers", open.t("customers.column_buyers_counted"), Kind::Count),
        Column::new("base", open.t("customers.column_buyers_base"), Kind::Count),
    ];
    let name = |metric: &Metric| Cell::Text(metric.name(open.words.lang));
    let mut rows = vec![
        (
            vec![
                name(&m::REPURCHASE_RATE),
                Cell::Ratio(rate.repeating, rate.buyers),
                Cell::Count(rate.repeating),
                Cell::Count(rate.buyers),
            ],
            leads(BuyerPick::Repeating, rate.repeating),
        ),
        (
            vec![
                name(&m::REPURCHASE_RATE_OTHER_DAY),
                Cell::Ratio(rate.on_other_days, rate.buyers),
                Cell::Count(rate.on_other_days),
                Cell::Count(rate.buyers),
            ],
            None,
        ),
    ];
    if let Some(back) = back {
        let cells = vec![
            name(&m::CAME_BACK_RATE),
            Cell::Ratio(back.back, back.buyers),
            Cell::Count(back.back),
            Cell::Count(back.buyers),
        ];
        rows.push((cells, leads(BuyerPick::CameBack(true), back.back)));
        let gone = back.buyers - back.back;
        let cells = vec![
            Cell::Text(open.t("customers.not_back")),
            Cell::Ratio(gone, back.buyers),
            Cell::Count(gone),
            Cell::Count(back.buyers),
        ];
        rows.push((cells, leads(BuyerPick::CameBack(false), gone)));
    }
    for days in [30, 90, 180, 365] {
        if let Value::Ratio { num, den } = share_within(cycle, days) {
            let label = open.f("customers.back_within_days", &[("days", &days.to_string())]);
            rows.push((vec![Cell::Text(label), Cell::Ratio(num, den), Cell::Empty, Cell::Empty], None));
        }
    }
    page.sheets.insert(0, sheet("customers_rates", open.t("customers.rates"), columns, rows));
}
