//! New products and products that fade (新品与衰退).

use super::{Open, money, whole};
use crate::analytics::facts::days::date_of;
use crate::analytics::metric::{Figure, Value, products as m, sales as s};
use crate::analytics::products::demand::{lives, pieces};
use crate::analytics::products::life::{FadeRules, Faded, Fading, Newcomer, fading, newcomers};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{picture, series, sheet};
use crate::report::{Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many bars a ranking shows; its table has all.
const RANKED: usize = 12;

pub(super) fn add(open: &Open<'_>, rules: FadeRules, page: &mut Page) {
    let slice = open.words.slice;
    let to = open.last;
    let lives = lives(slice, to);
    let recent = pieces(slice, to - rules.recent_days + 1, to);
    let base = pieces(slice, to - rules.recent_days - rules.base_days + 1, to - rules.recent_days);
    let begins = slice.reach.map_or(to, |(first, _)| first);
    let faded = fading(&recent, &base, &lives, to, rules);
    let fresh = newcomers(&lives, &open.catalogue.listed, begins, to, rules);
    let known = |value: Value| if open.known() { value } else { Value::Unknown };
    page.figures.push(Figure::new(&m::NEW_PRODUCTS, known(Value::Count(fresh.len() as i64)), None));
    page.figures.push(Figure::new(&m::FADING_PRODUCTS, known(Value::Count(faded.len() as i64)), None));
    new_products(open, &fresh, page);
    faded_products(open, &faded, rules, page);
    if begins > to - rules.recent_days - rules.base_days {
        let days = (rules.recent_days + rules.base_days).to_string();
        page.notes.push(open.f("products.note_young_data", &[("days", &days)]));
    }
    let args = [
        ("recent", rules.recent_days.to_string()),
        ("base", rules.base_days.to_string()),
        ("percent", rules.percent.to_string()),
        ("least", rules.least_pieces.to_string()),
        ("new", rules.new_days.to_string()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    page.notes.push(open.f("products.note_life_rule", &args));
}

fn new_products(open: &Open<'_>, fresh: &[Newcomer], page: &mut Page) {
    let mut ranked: Vec<&Newcomer> = fresh.iter().collect();
    ranked.sort_by_key(|one| (std::cmp::Reverse(open.sums(one.product).net()), one.product));
    ranked.truncate(RANKED);
    let body = Body::Rows {
        categories: ranked.iter().map(|one| open.name(one.product)).collect(),
        series: vec![series(
            s::NET_SALES.name(open.words.lang),
            Mark::Bar,
            ranked.iter().map(|one| Some(yuan(open.sums(one.product).net()))).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let title = open.t("products.new");
    let spec = open.words.chart("products_new", title.clone(), open.t("products.new_subtitle"), body);
    let drills = vec![ranked.iter().map(|one| Open::orders(one.product)).collect()];
    page.pictures.push(picture(spec, vec![&m::NEW_PRODUCTS], "products_new", drills));
    let columns = vec![
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(260.0),
        Column::new("category", open.t("products.column_category"), Kind::Text).wide(100.0),
        Column::new("since", open.t("products.column_since"), Kind::Date),
        Column::new("first_sale", open.t("products.column_first_sale"), Kind::Date),
        Column::new("pieces", s::ITEMS_PAID.name(open.words.lang), Kind::Count),
        Column::new("net", s::NET_SALES.name(open.words.lang), Kind::Money),
    ];
    let rows = fresh
        .iter()
        .map(|one| {
            let sums = open.sums(one.product);
            let cells = vec![
                Cell::Text(open.name(one.product)),
                Cell::Text(open.words.category(open.category_of(one.product))),
                Cell::Date(date_of(one.since)),
                one.first_sale.map_or(Cell::Empty, |day| Cell::Date(date_of(day))),
                Cell::Count(sums.pieces),
                money(sums.net()),
            ];
            (cells, Open::orders(one.product))
        })
        .collect();
    page.sheets.push(sheet("products_new", title, columns, rows));
}

fn faded_products(open: &Open<'_>, faded: &[Faded], rules: FadeRules, page: &mut Page) {
    // Pieces a week, now and before, so that runs of different length can be compared.
    let weekly = |pieces: i64, days: i32| pieces as f64 * 7.0 / f64::from(days);
    let ranked: Vec<&Faded> = faded.iter().take(RANKED).collect();
    let body = Body::Rows {
        categories: ranked.iter().map(|one| open.name(one.product)).collect(),
        series: vec![
            series(
                open.t("products.pace_now"),
                Mark::Bar,
                ranked.iter().map(|one| Some(weekly(one.recent, rules.recent_days))).collect(),
            ),
            series(
                open.t("products.pace_before"),
                Mark::Compared,
                ranked.iter().map(|one| Some(weekly(one.base, rules.base_days))).collect(),
            ),
        ],
        bars: Bars::Grouped,
        unit: Unit::Plain,
    };
    let title = open.t("products.fading");
    let args = [("recent", whole(rules.recent_days.into())), ("base", whole(rules.base_days.into()))];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let spec = open.words.chart("products_fading", title.clone(), open.f("products.fading_subtitle", &args), body);
    let drills = vec![ranked.iter().map(|one| Open::orders(one.product)).collect()];
    page.pictures.push(picture(spec, vec![&m::FADING_PRODUCTS], "products_fading", drills));
    let columns = vec![
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(260.0),
        Column::new("how", open.t("products.column_how"), Kind::Text).wide(90.0),
        Column::new("recent", open.t("products.column_pace_now"), Kind::Number).wide(110.0),
        Column::new("base", open.t("products.column_pace_before"), Kind::Number).wide(110.0),
        Column::new("change", open.t("metric.column_change"), Kind::Ratio),
        Column::new("last", open.t("products.column_last_sale"), Kind::Date),
        Column::new("silent", open.t("products.column_silent"), Kind::Count),
    ];
    let milli = |pieces: i64, days: i32| Cell::Number((pieces * 7_000 + i64::from(days) / 2) / i64::from(days.max(1)));
    let (recent_days, base_days) = (i64::from(rules.recent_days), i64::from(rules.base_days));
    let rows = faded
        .iter()
        .map(|one| {
            let how = match one.how {
                Fading::Stopped => "products.stopped",
                Fading::Fading => "products.fading_word",
            };
            let cells = vec![
                Cell::Text(open.name(one.product)),
                Cell::Text(open.t(how)),
                milli(one.recent, rules.recent_days),
                milli(one.base, rules.base_days),
                Cell::Ratio(one.recent * base_days - one.base * recent_days, one.base * recent_days),
                one.last.map_or(Cell::Empty, |day| Cell::Date(date_of(day))),
                one.last.map_or(Cell::Empty, |day| Cell::Count((open.last - day).into())),
            ];
            (cells, Open::orders(one.product))
        })
        .collect();
    page.sheets.push(sheet("products_fading", title, columns, rows));
}
