//! The page of orders (订单分析): where they come from, how large they are, when they are paid, where they go, who looks after them and how
//! long that takes, and why money went back.

use std::sync::Arc;

use super::sales::{picture, series, sheet};
use super::{Drill, Page, Words, cell, figures_sheet, kind_of};
use crate::analytics::metric::{Figure, Metric, Value, logistics as l, orders as m, sales as s};
use crate::analytics::orders::{Dimension, Handled, Shared, Sort};
use crate::analytics::pick::Pick;
use crate::analytics::products::reasons::reasons;
use crate::analytics::sales::groups::BAND_EDGES;
use crate::analytics::sales::totals::Totals;
use crate::chart::spec::{Bars, Body, Mark, Slice, Unit};
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::rule::OrderKind;
use crate::table::{Cell, Column, Kind};

/// How many bars a ranking shows; its table has all.
const RANKED: usize = 15;

/// A grouping: its sheet, its title, and whether it keeps the order of its codes.
struct Grouping {
    dimension: Dimension,
    id: &'static str,
    title: &'static str,
    /// Hours and bands stand in their own order, others by size.
    ordered: bool,
}

const SOURCE: [Grouping; 3] = [
    Grouping {
        dimension: Dimension::Platform,
        id: "orders_by_platform",
        title: "rules.an_by_platform",
        ordered: false,
    },
    Grouping { dimension: Dimension::Shop, id: "orders_by_shop", title: "rules.an_by_shop", ordered: false },
    Grouping { dimension: Dimension::Kind, id: "orders_by_kind", title: "rules.an_by_kind", ordered: false },
];
const AMOUNT: [Grouping; 2] = [
    Grouping { dimension: Dimension::Band, id: "orders_by_band", title: "rules.an_by_band", ordered: true },
    Grouping { dimension: Dimension::Hour, id: "orders_by_hour", title: "rules.an_by_hour", ordered: true },
];
const PLACE: [Grouping; 1] = [Grouping {
    dimension: Dimension::Province,
    id: "orders_by_province",
    title: "rules.an_by_province",
    ordered: false,
}];
const PEOPLE: [Grouping; 2] = [
    Grouping { dimension: Dimension::Staff, id: "orders_by_staff", title: "rules.an_by_staff", ordered: false },
    Grouping { dimension: Dimension::Courier, id: "orders_by_courier", title: "rules.an_by_courier", ordered: false },
];

/// Works out the page.
pub fn page(words: &Words<'_>) -> Page {
    let slice = words.slice;
    let handled = Handled::of(slice, &slice.now);
    let parts = [
        ("rules.an_tab_source", &SOURCE[..]),
        ("rules.an_tab_amount", &AMOUNT),
        ("rules.an_tab_place", &PLACE),
        ("rules.an_tab_people", &PEOPLE),
    ];
    let mut parts: Vec<Page> = parts
        .into_iter()
        .map(|(title, groupings)| {
            let mut part = Page::new("orders", words.t(title));
            if !slice.now.known {
                part.notes.push(words.f("sales.note_no_data", &[("reach", &words.reach())]));
            }
            for grouping in groupings {
                add(words, &handled, grouping, &mut part);
            }
            part
        })
        .collect();
    let shared = handled.shared();
    if let Some(people) = parts.last_mut().filter(|_| slice.now.known && shared.assigned == 0) {
        people.notes.push(words.t("rules.an_note_no_staff"));
    }
    parts.push(why(words));
    if let Some(first) = parts.first_mut() {
        first.figures = figures(words, &shared);
    }
    let mut page = Page::joined("orders", words.t("rules.an_title"), parts);
    page.sheets.push(figures_sheet(words.lang, "orders_figures", &page.figures));
    page
}

fn seconds(value: Option<u32>) -> Value {
    value.map_or(Value::Unknown, |seconds| Value::Seconds(seconds.into()))
}

fn figures(words: &Words<'_>, now: &Shared) -> Vec<Figure> {
    let slice = words.slice;
    let of = |shared: &Shared, known: bool, totals: &Totals| -> Vec<(&'static Metric, Value)> {
        // Without anybody who looks after orders nothing is shared out, which is not a rate of zero.
        let any = slice.facts.staff.len() > 1;
        let work = |value: Value| if known && any { value } else { Value::Unknown };
        vec![
            (&s::ORDERS_PAID, totals.value(&s::ORDERS_PAID)),
            (&s::AOV, totals.value(&s::AOV)),
            (&m::ASSIGNED_RATE, work(Value::ratio(shared.assigned, shared.orders))),
            (&m::MEDIAN_HOURS_PAID_TO_ASSIGNED, work(seconds(shared.given.median))),
            (&m::ASSIGNED_BY_HAND_RATE, work(Value::ratio(shared.by_hand, shared.assigned))),
            (&l::MEDIAN_HOURS_PAID_TO_SHIPPED, if known { seconds(shared.sent.median) } else { Value::Unknown }),
            (&s::REFUND_RATE_ORDERS, totals.value(&s::REFUND_RATE_ORDERS)),
        ]
    };
    let then = slice.before.as_ref().map(|span| {
        let shared = Handled::of(slice, span).shared();
        of(&shared, span.known, &Totals::of(slice, span))
    });
    of(now, slice.now.known, &Totals::of(slice, &slice.now))
        .into_iter()
        .enumerate()
        .map(|(at, (metric, value))| {
            let before = then.as_ref().map(|then| then.get(at).map_or(Value::Unknown, |(_, value)| *value));
            Figure::new(metric, value, before)
        })
        .collect()
}

fn name(words: &Words<'_>, dimension: Dimension, code: usize) -> String {
    let facts = words.facts();
    let named = |all: &[crate::analytics::facts::Named], unknown: &str| match all.get(code) {
        Some(one) if code != 0 && !one.name.is_empty() => one.name.clone(),
        _ => words.t(unknown),
    };
    match dimension {
        Dimension::Platform => {
            let platform = u8::try_from(code).ok().and_then(Platform::from_code).unwrap_or(Platform::Other);
            words.platform(platform)
        }
        Dimension::Shop => words.shop(code),
        Dimension::Kind => {
            let kind = OrderKind::ALL.into_iter().find(|kind| usize::from(kind.code()) == code);
            words.t(&format!("rules.kind_{}", kind.unwrap_or(OrderKind::Ordinary).id()))
        }
        Dimension::Band => {
            let yuan = |fen: i64| (fen / 100).to_string();
            let from = BAND_EDGES.get(code).map_or(0, |edge| *edge);
            match BAND_EDGES.get(code + 1) {
                Some(to) => format!("{}–{}", yuan(from), yuan(*to)),
                None => words.f("sales.band_open", &[("from", &yuan(from))]),
            }
        }
        Dimension::Hour => words.f("rules.an_hour", &[("hour", &code.to_string())]),
        Dimension::Province => words.province(code),
        Dimension::Staff => named(&facts.staff, "rules.an_no_staff"),
        Dimension::Courier => named(&facts.couriers, "logistics.courier_unknown"),
    }
}

/// Where a group leads: worked out when it is opened where that can be said, else to its orders.
fn drill(handled: &Handled<'_>, dimension: Dimension, code: usize) -> Drill {
    let small = u8::try_from(code).ok();
    let pick = match dimension {
        Dimension::Platform => Pick { platform: small, ..Pick::all() },
        Dimension::Shop => Pick { shop: u16::try_from(code).ok(), ..Pick::all() },
        Dimension::Band => Pick { band: Some(code), ..Pick::all() },
        Dimension::Hour => Pick { hour: small, ..Pick::all() },
        Dimension::Province => Pick { province: small, ..Pick::all() },
        Dimension::Kind | Dimension::Staff | Dimension::Courier => {
            return Drill::OrderIds(Arc::from(handled.ids(dimension, code)));
        }
    };
    Drill::Orders(pick)
}

fn add(words: &Words<'_>, handled: &Handled<'_>, grouping: &Grouping, page: &mut Page) {
    let Grouping { dimension, id, title, ordered } = *grouping;
    let mut sorts = handled.by(dimension);
    if !ordered {
        sorts.sort_by_key(|sort| (std::cmp::Reverse(sort.orders), sort.code));
    }
    let drills: Vec<Option<Drill>> = sorts.iter().map(|sort| Some(drill(handled, dimension, sort.code))).collect();
    let names: Vec<String> = sorts.iter().map(|sort| name(words, dimension, sort.code)).collect();
    page.pictures.push(drawn(words, grouping, &sorts, &names, &drills));
    let total: i64 = sorts.iter().map(|sort| sort.orders).sum();
    let of = |metric: &'static Metric| metric.name(words.lang);
    let columns = vec![
        Column::new("name", words.t(title), Kind::Text),
        Column::new("orders_paid", of(&s::ORDERS_PAID), Kind::Count),
        Column::new("share", words.t("sales.column_share"), Kind::Ratio),
        Column::new("paid_amount", of(&s::PAID_AMOUNT), Kind::Money),
        Column::new("aov", of(&s::AOV), kind_of(&s::AOV)),
        Column::new("given", words.t("rules.an_given"), Kind::Number).wide(110.0),
        Column::new("sent", words.t("rules.an_sent"), Kind::Number).wide(110.0),
        Column::new("sent_p90", words.t("rules.an_sent_p90"), Kind::Number).wide(110.0),
        Column::new("waiting", words.t("rules.an_waiting"), Kind::Count),
        Column::new("refunded", words.t("rules.an_refunded"), Kind::Count),
        Column::new("refund_rate_orders", of(&s::REFUND_RATE_ORDERS), Kind::Ratio),
    ];
    let rows = sorts.iter().zip(names).zip(drills).map(|((sort, name), drill)| (cells(sort, name, total), drill));
    page.sheets.push(sheet(id, words.t(title), columns, rows.collect()));
}

fn cells(sort: &Sort, name: String, total: i64) -> Vec<Cell> {
    let hours = |time: Option<u32>| cell(&l::MEDIAN_HOURS_PAID_TO_SHIPPED, seconds(time));
    vec![
        Cell::Text(name),
        Cell::Count(sort.orders),
        Cell::Ratio(sort.orders, total),
        Cell::Money(Money::from_fen(sort.paid)),
        cell(&s::AOV, Value::money_per(sort.paid, sort.orders)),
        hours(sort.given.median),
        hours(sort.sent.median),
        hours(sort.sent.p90),
        Cell::Count(sort.waiting),
        Cell::Count(sort.refunded),
        Cell::Ratio(sort.refunded, sort.orders),
    ]
}

fn drawn(
    words: &Words<'_>,
    grouping: &Grouping,
    sorts: &[Sort],
    names: &[String],
    drills: &[Option<Drill>],
) -> super::Picture {
    let Grouping { dimension, id, title, ordered } = *grouping;
    let count = |sort: &Sort| Some(sort.orders as f64);
    let shown = if ordered { sorts.len() } else { sorts.len().min(RANKED) };
    let leads: Vec<Option<Drill>> = drills.iter().take(shown).cloned().collect();
    let categories: Vec<String> = names.iter().take(shown).cloned().collect();
    let orders = series(s::ORDERS_PAID.name(words.lang), Mark::Bar, sorts.iter().take(shown).map(count).collect());
    let (body, subtitle, metrics, drills): (Body, &str, Vec<&'static Metric>, _) = match dimension {
        Dimension::Kind | Dimension::Platform => {
            let slices =
                sorts.iter().zip(names).map(|(sort, name)| Slice { name: name.clone(), value: sort.orders as f64 });
            let all = sorts.iter().map(|sort| sort.orders).sum::<i64>() as f64;
            let centre = words.whole(all, Unit::Count, &s::ORDERS_PAID.name(words.lang));
            let body = Body::Donut { slices: slices.collect(), unit: Unit::Count, centre };
            (body, "rules.an_orders_subtitle", vec![&s::ORDERS_PAID], vec![drills.to_vec()])
        }
        Dimension::Staff | Dimension::Courier => {
            let hours = |time: Option<u32>| time.map(|seconds| f64::from(seconds) / 3600.0);
            let given = sorts.iter().take(shown).map(|sort| hours(sort.given.median)).collect();
            let sent = sorts.iter().take(shown).map(|sort| hours(sort.sent.median)).collect();
            let body = Body::Rows {
                categories,
                series: vec![
                    series(words.t("rules.an_given"), Mark::Bar, given),
                    series(words.t("rules.an_sent"), Mark::Bar, sent),
                ],
                bars: Bars::Grouped,
                unit: Unit::Hours,
            };
            let metrics = vec![&m::MEDIAN_HOURS_PAID_TO_ASSIGNED, &l::MEDIAN_HOURS_PAID_TO_SHIPPED];
            (body, "rules.an_times_subtitle", metrics, vec![leads.clone(), leads])
        }
        Dimension::Band | Dimension::Hour => {
            let body = Body::Columns {
                categories,
                series: vec![orders],
                bars: Bars::Grouped,
                left: Unit::Count,
                right: None,
                events: Vec::new(),
                time: false,
            };
            (body, "rules.an_orders_subtitle", vec![&s::ORDERS_PAID], vec![leads])
        }
        Dimension::Shop | Dimension::Province => {
            let body = Body::Rows { categories, series: vec![orders], bars: Bars::Grouped, unit: Unit::Count };
            (body, "rules.an_orders_subtitle", vec![&s::ORDERS_PAID], vec![leads])
        }
    };
    picture(words.chart(id, words.t(title), words.t(subtitle), body), metrics, id, drills)
}

/// Why money went back, by the number of refunds.
fn why(words: &Words<'_>) -> Page {
    let mut page = Page::new("orders", words.t("rules.an_tab_reason"));
    let found = reasons(words.slice, &words.slice.now);
    if found.all.refunds == 0 {
        page.notes.push(words.t("rules.an_note_no_refunds"));
    }
    let mut ranked: Vec<(usize, _)> = found.reasons.iter().enumerate().filter(|(_, sum)| sum.refunds > 0).collect();
    ranked.sort_by_key(|(reason, sum)| (std::cmp::Reverse(sum.refunds), *reason));
    let name = |reason: usize| match words.facts().reasons.get(reason) {
        Some(named) if reason != 0 && !named.name.is_empty() => named.name.clone(),
        _ => words.t("products.reason_unknown"),
    };
    let shown = || ranked.iter().take(RANKED);
    let body = Body::Rows {
        categories: shown().map(|(reason, _)| name(*reason)).collect(),
        series: vec![series(
            words.t("rules.an_refunds"),
            Mark::Bar,
            shown().map(|(_, sum)| Some(sum.refunds as f64)).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Count,
    };
    let title = words.t("rules.an_by_reason");
    let spec = words.chart("orders_by_reason", title.clone(), words.t("rules.an_reasons_subtitle"), body);
    page.pictures.push(picture(spec, vec![&s::REFUND_RATE_ORDERS], "orders_by_reason", Vec::new()));
    let columns = vec![
        Column::new("reason", title.clone(), Kind::Text).wide(220.0),
        Column::new("refunds", words.t("rules.an_refunds"), Kind::Count),
        Column::new("share", words.t("sales.column_share"), Kind::Ratio),
        Column::new("amount", words.t("rules.an_amount"), Kind::Money),
    ];
    let rows = ranked.iter().map(|(reason, sum)| {
        let cells = vec![
            Cell::Text(name(*reason)),
            Cell::Count(sum.refunds),
            Cell::Ratio(sum.refunds, found.all.refunds),
            Cell::Money(Money::from_fen(sum.amount)),
        ];
        (cells, None)
    });
    page.sheets.push(sheet("orders_by_reason", title, columns, rows.collect()));
    page
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::analytics::filter::Slice as Filtered;
    use crate::locale::Lang;

    #[test]
    fn every_grouping_adds_up_to_the_orders_paid_and_leads_to_them() {
        let facts = sample::facts();
        let slice = Filtered::new(&facts, &sample::may());
        let page = page(&Words::new(&slice, Lang::En));
        let paid = page.figures.iter().find(|figure| figure.metric.id == "orders_paid").map(|figure| figure.now);
        // Orders 9 to 14 were paid in May.
        assert_eq!(paid, Some(Value::Count(6)));
        let mut groupings = 0;
        for sheet in &page.sheets {
            let Some(at) = sheet.table.columns.iter().position(|column| column.id == "orders_paid") else { continue };
            let mut sum = 0;
            for (row, drill) in sheet.table.rows.iter().zip(&sheet.drills) {
                let Some(Cell::Count(orders)) = row.get(at) else { continue };
                let query = drill.as_ref().and_then(|drill| drill.orders(&facts, &sample::may()));
                assert_eq!(query.and_then(|query| query.ids).map(|ids| ids.len() as i64), Some(*orders), "{row:?}");
                sum += orders;
            }
            assert_eq!(sum, 6, "{}", sheet.table.id);
            groupings += 1;
        }
        assert_eq!(groupings, 8);
    }

    #[test]
    fn without_staff_the_page_says_how_to_begin_and_no_rate_is_zero() {
        let facts = sample::facts();
        let slice = Filtered::new(&facts, &sample::may());
        let page = page(&Words::new(&slice, Lang::Zh));
        let rate = page.figures.iter().find(|figure| figure.metric.id == "assigned_rate").map(|figure| figure.now);
        assert_eq!(rate, Some(Value::Unknown));
        assert!(page.notes_beside(&["orders_by_staff"]).iter().any(|note| note.contains("分配规则")));
    }
}
