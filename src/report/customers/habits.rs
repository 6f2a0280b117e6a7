//! Where buyers live and what they like (地域与偏好): provinces, categories, prices and hours.

use super::{Open, leads, money, money_per};
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::preference::{Preferences, Taste, preferences};
use crate::analytics::customers::regions::{Home, regions};
use crate::analytics::customers::split::Kind as BuyerKind;
use crate::analytics::metric::{customers as m, sales as s};
use crate::analytics::pick::Pick;
use crate::chart::spec::{Bars, Body, Mark, Tile, Unit};
use crate::domain::region::Province;
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind};

/// How many bars a ranking shows; its table has all.
const RANKED: usize = 12;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let provinces = &open.words.facts().orders.province;
    let (from, to) = open.days;
    let homes = regions(open.book, from, to, |order| provinces.get(order as usize).copied().unwrap_or(0));
    region(open, &homes, page);
    let found = preferences(open.words.slice, &open.words.slice.now, open.book, open.days);
    categories(open, &found, page);
    prices(open, &found, page);
    hours(open, &found, page);
}

fn region(open: &Open<'_>, homes: &[Home], page: &mut Page) {
    let all: i64 = homes.iter().map(|home| home.all.buyers).sum();
    let pick = |home: &Home| leads(BuyerPick::Home(home.province), home.all.buyers);
    let home_of = |province: Province| homes.iter().find(|home| home.province == province.code());
    let tiles = Province::all()
        .map(|province| {
            let (column, row) = province.tile();
            let value = Some(home_of(province).map_or(0.0, |home| home.all.buyers as f64));
            Tile { name: open.words.province(usize::from(province.code())), column, row, value }
        })
        .collect();
    let drills = Province::all().map(|province| home_of(province).and_then(pick)).collect();
    let spec = open.words.chart(
        "customers_homes",
        open.t("customers.homes"),
        open.t("customers.homes_subtitle"),
        Body::Tiles { tiles, unit: Unit::Count },
    );
    page.pictures.push(picture(spec, vec![&s::BUYERS_PAID], "customers_homes", vec![drills]));
    let name = |metric: &crate::analytics::metric::Metric| metric.name(open.words.lang);
    let columns = vec![
        Column::new("province", open.t("customers.column_province"), Kind::Text).wide(110.0),
        Column::new("buyers", name(&s::BUYERS_PAID), Kind::Count),
        Column::new("share", open.t("customers.column_buyers_share"), Kind::Ratio),
        Column::new("returning", name(&m::RETURNING_BUYERS), Kind::Count),
        Column::new("returning_share", open.t("customers.returning_share"), Kind::Ratio),
        Column::new("orders", name(&s::ORDERS_PAID), Kind::Count),
        Column::new("net", name(&s::NET_SALES), Kind::Money),
        Column::new("net_per_buyer", open.t("customers.column_net_per_buyer"), Kind::Money),
    ];
    let rows = homes
        .iter()
        .map(|home| {
            let cells = vec![
                Cell::Text(open.words.province(usize::from(home.province))),
                Cell::Count(home.all.buyers),
                Cell::Ratio(home.all.buyers, all),
                Cell::Count(home.returning),
                Cell::Ratio(home.returning, home.all.buyers),
                Cell::Count(home.all.orders),
                money(home.all.net),
                money_per(home.all.net, home.all.buyers),
            ];
            (cells, pick(home))
        })
        .collect();
    page.sheets.push(sheet("customers_homes", open.t("customers.homes"), columns, rows));
}

/// Share of the new and of the returning buyers that took part of it.
fn shares(found: &Preferences, tastes: &[&Taste], returning: bool) -> Vec<Option<f64>> {
    let side = |pair: [i64; 2]| if returning { pair[1] } else { pair[0] };
    let all = side(found.buyers);
    tastes.iter().map(|taste| (all > 0).then(|| side(taste.buyers) as f64 / all as f64)).collect()
}

fn both_sides(open: &Open<'_>, found: &Preferences, tastes: &[&Taste]) -> Vec<crate::chart::spec::Series> {
    vec![
        series(open.t("customers.new_buyers"), Mark::Bar, shares(found, tastes, false)),
        series(open.t("customers.kind_returning"), Mark::Bar, shares(found, tastes, true)),
    ]
}

fn taste_columns(open: &Open<'_>, first: Column) -> Vec<Column> {
    vec![
        first,
        Column::new("buyers", s::BUYERS_PAID.name(open.words.lang), Kind::Count),
        Column::new("new_share", open.t("customers.column_new_share"), Kind::Ratio),
        Column::new("returning_share", open.t("customers.column_returning_share"), Kind::Ratio),
        Column::new("pieces", open.t("customers.column_pieces"), Kind::Count),
        Column::new("net", s::NET_SALES.name(open.words.lang), Kind::Money),
        Column::new("net_share", open.t("customers.column_net_share"), Kind::Ratio),
    ]
}

fn taste_cells(found: &Preferences, taste: &Taste, name: String, net: i64) -> Vec<Cell> {
    let sum = |pair: [i64; 2]| pair[0] + pair[1];
    vec![
        Cell::Text(name),
        Cell::Count(sum(taste.buyers)),
        Cell::Ratio(taste.buyers[0], found.buyers[0]),
        Cell::Ratio(taste.buyers[1], found.buyers[1]),
        Cell::Count(sum(taste.pieces)),
        money(sum(taste.net)),
        Cell::Ratio(sum(taste.net), net),
    ]
}

fn total(tastes: &[Taste]) -> i64 {
    tastes.iter().map(|taste| taste.net[0] + taste.net[1]).sum()
}

fn categories(open: &Open<'_>, found: &Preferences, page: &mut Page) {
    let ranked: Vec<&Taste> = found.categories.iter().take(RANKED).collect();
    let pick = |taste: &Taste| {
        u16::try_from(taste.code)
            .ok()
            .and_then(|code| leads(BuyerPick::Category(code), taste.buyers[0] + taste.buyers[1]))
    };
    let body = Body::Rows {
        categories: ranked.iter().map(|taste| open.words.category(taste.code)).collect(),
        series: both_sides(open, found, &ranked),
        bars: Bars::Grouped,
        unit: Unit::Percent,
    };
    let drills: Vec<Option<Drill>> = ranked.iter().map(|taste| pick(taste)).collect();
    let title = open.t("customers.taste_categories");
    let spec = open.words.chart("customers_categories", title.clone(), open.t("customers.taste_subtitle"), body);
    page.pictures.push(picture(spec, vec![&s::BUYERS_PAID], "customers_categories", vec![drills.clone(), drills]));
    let columns = taste_columns(open, Column::new("category", open.t("customers.column_category"), Kind::Text));
    let net = total(&found.categories);
    let rows = found
        .categories
        .iter()
        .map(|taste| (taste_cells(found, taste, open.words.category(taste.code), net), pick(taste)))
        .collect();
    page.sheets.push(sheet("customers_categories", title, columns, rows));
}

fn prices(open: &Open<'_>, found: &Preferences, page: &mut Page) {
    let names = crate::report::products::band_names(open.words, &found.ends);
    let bands: Vec<&Taste> = found.bands.iter().collect();
    let body = Body::Columns {
        categories: names.clone(),
        series: both_sides(open, found, &bands),
        bars: Bars::Grouped,
        left: Unit::Percent,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let title = open.t("customers.taste_prices");
    let spec = open.words.chart("customers_prices", title.clone(), open.t("customers.taste_prices_subtitle"), body);
    page.pictures.push(picture(spec, vec![&s::BUYERS_PAID], "customers_prices", Vec::new()));
    let columns = taste_columns(open, Column::new("band", open.t("customers.column_price_band"), Kind::Text));
    let net = total(&found.bands);
    let rows =
        found.bands.iter().zip(names).map(|(taste, name)| (taste_cells(found, taste, name, net), None)).collect();
    page.sheets.push(sheet("customers_prices", title, columns, rows));
}

fn hours(open: &Open<'_>, found: &Preferences, page: &mut Page) {
    let orders = |returning: bool| -> Vec<i64> {
        found.hours.iter().map(|pair| if returning { pair[1] } else { pair[0] }).collect()
    };
    let line = |name: String, counts: Vec<i64>| {
        let all: i64 = counts.iter().sum();
        series(name, Mark::Line, counts.iter().map(|n| (all > 0).then(|| *n as f64 / all as f64)).collect())
    };
    let body = Body::Columns {
        categories: (0..24).map(|hour| format!("{hour:02}:00")).collect(),
        series: vec![
            line(open.t("customers.new_buyers"), orders(false)),
            line(open.t("customers.kind_returning"), orders(true)),
        ],
        bars: Bars::Grouped,
        left: Unit::Percent,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let title = open.t("customers.taste_hours");
    let spec = open.words.chart("customers_hours", title.clone(), open.t("customers.taste_hours_subtitle"), body);
    let drills = |kinds: &'static [BuyerKind]| -> Vec<Option<Drill>> {
        let pick = |hour: u8| Pick { hour: Some(hour), kinds: Some(kinds), ..Pick::all() };
        (0..24).map(|hour| Some(Drill::Orders(pick(hour)))).collect()
    };
    let leads = vec![drills(BuyerKind::NEW), drills(BuyerKind::Returning.alone())];
    page.pictures.push(picture(spec, vec![&s::ORDERS_PAID], "customers_hours", leads));
    let columns = vec![
        Column::new("hour", open.t("customers.column_hour"), Kind::Text).wide(80.0),
        Column::new("new_orders", open.t("customers.column_new_orders"), Kind::Count),
        Column::new("returning_orders", open.t("customers.column_returning_orders"), Kind::Count),
    ];
    let rows = found
        .hours
        .iter()
        .enumerate()
        .zip(drills(BuyerKind::ALL))
        .map(|((hour, pair), drill)| {
            (vec![Cell::Text(format!("{hour:02}:00")), Cell::Count(pair[0]), Cell::Count(pair[1])], drill)
        })
        .collect();
    page.sheets.push(sheet("customers_hours", title, columns, rows));
}
