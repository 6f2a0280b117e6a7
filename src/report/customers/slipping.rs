//! Who is slipping away (流失预警).

use super::{Open, leads, money, whole};
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::slipping::{Judged, SlipRules, Slipping, Standing, StandingSum, slipping};
use crate::analytics::facts::days::date_of;
use crate::analytics::metric::{Figure, Value, customers as m};
use crate::chart::spec::{Bars, Body, Mark, Slice, Unit};
use crate::report::naming::unnamed;
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind};

/// How many rows the list on the page has, those who paid most first; the drill opens all.
const LISTED: usize = 500;

/// Upper ends of the bars of silence in days; a last bar has no end.
const SILENCE: [u32; 7] = [30, 60, 90, 120, 180, 270, 365];

fn standing_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Active => "customers.standing_active",
        Standing::Slipping => "customers.standing_slipping",
        Standing::Lost => "customers.standing_lost",
    }
}

pub(super) fn add(open: &Open<'_>, rules: SlipRules, page: &mut Page) {
    let found = slipping(open.book, open.days.1, rules);
    let all = found.active.buyers + found.slipping.buyers + found.lost.buyers;
    // Where no buyer can be told from another nobody knows who is silent.
    let (_, to) = open.days;
    let told = all > 0 || open.book.nameless(i32::MIN, to).orders == 0;
    let known = |value: Value| if open.known() && told { value } else { Value::Unknown };
    page.figures.extend([
        Figure::new(&m::ACTIVE_BUYERS, known(Value::Count(found.active.buyers)), None),
        Figure::new(&m::SLIPPING_BUYERS, known(Value::Count(found.slipping.buyers)), None),
        Figure::new(&m::LOST_BUYERS, known(Value::Count(found.lost.buyers)), None),
        Figure::new(&m::SLIPPING_SHARE, known(Value::ratio(found.slipping.buyers, all)), None),
    ]);
    standings(open, &found, all, rules, page);
    silence(open, &found, page);
    list(open, &found, page);
    let args = [
        ("times", whole(rules.times.into())),
        ("least", whole(rules.least_days.into())),
        ("days", whole(rules.fallback_days.into())),
        ("lost", whole(rules.fallback_lost_days.into())),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    page.notes.push(open.f("customers.note_slip_rule", &args));
}

fn standings(open: &Open<'_>, found: &Slipping, all: i64, rules: SlipRules, page: &mut Page) {
    let rows: [(Standing, StandingSum); 3] =
        [(Standing::Active, found.active), (Standing::Slipping, found.slipping), (Standing::Lost, found.lost)];
    let pick = |standing: Standing, sum: StandingSum| leads(BuyerPick::Standing(standing, rules), sum.buyers);
    let slices = rows
        .iter()
        .map(|(standing, sum)| Slice { name: open.t(standing_key(*standing)), value: sum.buyers as f64 })
        .collect();
    let centre = format!("{}\n{}", whole(all), open.t("customers.standing_centre"));
    let day = date_of(open.days.1).to_string();
    let spec = open.words.chart(
        "customers_standing",
        open.t("customers.standing"),
        open.f("customers.standing_subtitle", &[("day", &day)]),
        Body::Donut { slices, unit: Unit::Count, centre },
    );
    let drills = rows.iter().map(|(standing, sum)| pick(*standing, *sum)).collect();
    page.pictures.push(picture(spec, vec![&m::SLIPPING_BUYERS, &m::LOST_BUYERS], "customers_standing", vec![drills]));
    let columns = vec![
        Column::new("standing", open.t("customers.standing"), Kind::Text),
        Column::new("buyers", open.t("customers.column_buyers"), Kind::Count),
        Column::new("share", open.t("customers.column_buyers_share"), Kind::Ratio),
        Column::new("net", open.t("customers.column_net_so_far"), Kind::Money),
    ];
    let table = rows
        .iter()
        .map(|(standing, sum)| {
            let cells = vec![
                Cell::Text(open.t(standing_key(*standing))),
                Cell::Count(sum.buyers),
                Cell::Ratio(sum.buyers, all),
                money(sum.net),
            ];
            (cells, pick(*standing, *sum))
        })
        .collect();
    page.sheets.push(sheet("customers_standing", open.t("customers.standing"), columns, table));
}

fn silence(open: &Open<'_>, found: &Slipping, page: &mut Page) {
    let mut bars = [0_i64; SILENCE.len() + 1];
    for one in &found.list {
        if let Some(bar) = bars.get_mut(SILENCE.partition_point(|end| *end < one.silent)) {
            *bar += 1;
        }
    }
    let mut from = 0;
    let mut names: Vec<String> = Vec::new();
    for end in SILENCE {
        names.push(open.f("customers.days_range", &[("from", &from.to_string()), ("to", &end.to_string())]));
        from = end + 1;
    }
    names.push(open.f("customers.days_more", &[("from", &from.to_string())]));
    let body = Body::Columns {
        categories: names.clone(),
        series: vec![series(
            m::SLIPPING_BUYERS.name(open.words.lang),
            Mark::Bar,
            bars.iter().map(|count| Some(*count as f64)).collect(),
        )],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let spec =
        open.words.chart("customers_silence", open.t("customers.silence"), open.t("customers.silence_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::SLIPPING_BUYERS], "customers_silence", Vec::new()));
    let columns = vec![
        Column::new("silent", open.t("customers.column_silent"), Kind::Text),
        Column::new("buyers", open.t("customers.column_buyers"), Kind::Count),
    ];
    let rows =
        names.into_iter().zip(bars).map(|(name, count)| (vec![Cell::Text(name), Cell::Count(count)], None)).collect();
    page.sheets.push(sheet("customers_silence", open.t("customers.silence"), columns, rows));
}

fn list(open: &Open<'_>, found: &Slipping, page: &mut Page) {
    let columns = vec![
        Column::new("customer", open.t("customers.column_customer"), Kind::Id).wide(176.0),
        Column::new("last", open.t("customers.column_last_order"), Kind::Date),
        Column::new("silent", open.t("customers.column_silent"), Kind::Count),
        Column::new("own_gap", open.t("customers.column_own_gap"), Kind::Count),
        Column::new("limit", open.t("customers.column_limit"), Kind::Count),
        Column::new("orders", open.t("customers.column_orders_so_far"), Kind::Count),
        Column::new("net", open.t("customers.column_net_so_far"), Kind::Money),
    ];
    let facts = open.words.facts();
    let row = |one: &Judged| {
        let id = facts.buyers.get(one.buyer as usize).copied().unwrap_or(0);
        let cells = vec![
            unnamed(id),
            Cell::Date(date_of(one.last_day)),
            Cell::Count(one.silent.into()),
            one.own_gap.map_or(Cell::Empty, |gap| Cell::Count(gap.into())),
            Cell::Count(one.limit.into()),
            Cell::Count(one.orders.into()),
            money(one.net),
        ];
        (cells, Some(Drill::Customers([id].into())))
    };
    let title = open.f("customers.slipping_list", &[("count", &whole(found.list.len().min(LISTED) as i64))]);
    page.sheets.push(sheet("customers_slipping", title, columns, found.list.iter().take(LISTED).map(row).collect()));
}
