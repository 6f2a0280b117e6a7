//! Products by what they bring in (商品排行): the ranking, and the categories they belong to.

use super::{Open, money, money_per, profit_cells};
use crate::analytics::metric::{Figure, Value, products as m, sales as s};
use crate::analytics::products::sums::{LineSums, ProductSums};
use crate::chart::spec::{Bars, Body, Mark, Slice, Unit};
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many bars the ranking shows; its table has all.
const RANKED: usize = 15;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    figures(open, page);
    let sold = open.sold();
    bars(open, &sold, page);
    table(open, &sold, page);
    categories(open, page);
}

fn figures(open: &Open<'_>, page: &mut Page) {
    let sold = |sums: &[LineSums]| sums.iter().skip(1).filter(|one| one.is_sold()).count() as i64;
    let profit = |sums: &ProductSums| sums.all.profit().map_or(Value::Unknown, Value::money);
    let margin =
        |sums: &ProductSums| sums.all.margin().map_or(Value::Unknown, |(profit, net)| Value::ratio(profit, net));
    let values = |sums: &ProductSums| {
        [
            Value::Count(sold(&sums.products)),
            Value::Count(sold(&sums.units)),
            Value::money(sums.all.paid),
            profit(sums),
            margin(sums),
            Value::ratio(sums.all.refund, sums.all.paid),
        ]
    };
    let metrics =
        [&m::PRODUCTS_SOLD, &m::SKUS_SOLD, &m::GOODS_PAID, &s::GROSS_PROFIT, &s::GROSS_MARGIN, &m::GOODS_REFUND_RATE];
    let compared = open.words.slice.before.is_some();
    let then = open.before.as_ref().map(values);
    for (at, (metric, now)) in metrics.into_iter().zip(values(&open.now)).enumerate() {
        let now = if open.known() { now } else { Value::Unknown };
        let before = compared.then(|| then.and_then(|then| then.get(at).copied()).unwrap_or(Value::Unknown));
        page.figures.push(Figure::new(metric, now, before));
    }
}

fn bars(open: &Open<'_>, sold: &[u32], page: &mut Page) {
    let ranked: Vec<u32> = sold.iter().copied().filter(|product| *product != 0).take(RANKED).collect();
    let net = |sums: LineSums| Some(yuan(sums.net()));
    let mut lines = vec![series(
        s::NET_SALES.name(open.words.lang),
        Mark::Bar,
        ranked.iter().map(|product| net(open.sums(*product))).collect(),
    )];
    if open.before.is_some() {
        let name = open.words.compared().unwrap_or_default();
        lines.push(series(
            name,
            Mark::Compared,
            ranked.iter().map(|product| open.then(*product).and_then(net)).collect(),
        ));
    }
    let body = Body::Rows {
        categories: ranked.iter().map(|product| open.name(*product)).collect(),
        series: lines,
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let spec =
        open.words.chart("products_ranking", open.t("products.ranking"), open.t("products.ranking_subtitle"), body);
    let drills: Vec<Option<Drill>> = ranked.iter().map(|product| Open::orders(*product)).collect();
    page.pictures.push(picture(spec, vec![&s::NET_SALES], "products_ranking", vec![drills]));
}

/// The columns that everything made of lines has.
pub(super) fn sums_columns(open: &Open<'_>) -> Vec<Column> {
    let name = |metric: &crate::analytics::metric::Metric| metric.name(open.words.lang);
    vec![
        Column::new("pieces", name(&s::ITEMS_PAID), Kind::Count),
        Column::new("orders", name(&s::ORDERS_PAID), Kind::Count),
        Column::new("paid", name(&s::PAID_AMOUNT), Kind::Money),
        Column::new("refund", name(&s::REFUND_AMOUNT), Kind::Money),
        Column::new("refund_rate", name(&s::REFUND_RATE_AMOUNT), Kind::Ratio),
        Column::new("net", name(&s::NET_SALES), Kind::Money),
        Column::new("net_share", open.t("products.column_share"), Kind::Ratio),
        Column::new("price", name(&s::PRICE_PER_ITEM), Kind::Money),
        Column::new("profit", name(&s::GROSS_PROFIT), Kind::Money),
        Column::new("margin", name(&s::GROSS_MARGIN), Kind::Ratio),
        Column::new("coverage", name(&s::COST_COVERAGE), Kind::Ratio),
    ]
}

/// The cells for [`sums_columns`].
pub(super) fn sums_cells(sums: &LineSums, net: i64) -> Vec<Cell> {
    let mut cells = vec![
        Cell::Count(sums.pieces),
        Cell::Count(sums.orders),
        money(sums.paid),
        money(sums.refund),
        Cell::Ratio(sums.refund, sums.paid),
        money(sums.net()),
        Cell::Ratio(sums.net(), net),
        money_per(sums.paid, sums.pieces),
    ];
    cells.extend(profit_cells(sums));
    cells
}

fn table(open: &Open<'_>, sold: &[u32], page: &mut Page) {
    let mut columns = vec![
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(260.0),
        Column::new("category", open.t("products.column_category"), Kind::Text).wide(100.0),
    ];
    columns.extend(sums_columns(open));
    if open.before.is_some() {
        columns.push(Column::new("before", open.t("metric.column_before"), Kind::Money));
        columns.push(Column::new("change", open.t("metric.column_change"), Kind::Ratio));
    }
    let net = open.now.all.net();
    let rows = sold
        .iter()
        .map(|product| {
            let sums = open.sums(*product);
            let mut cells =
                vec![Cell::Text(open.name(*product)), Cell::Text(open.words.category(open.category_of(*product)))];
            cells.extend(sums_cells(&sums, net));
            if let Some(then) = open.then(*product) {
                cells.extend([money(then.net()), Cell::Ratio(sums.net() - then.net(), then.net())]);
            }
            (cells, Open::orders(*product))
        })
        .collect();
    page.sheets.push(sheet("products_ranking", open.t("products.ranking"), columns, rows));
}

fn categories(open: &Open<'_>, page: &mut Page) {
    let mut ranked: Vec<(usize, LineSums)> =
        open.now.categories.iter().copied().enumerate().filter(|(_, sum)| *sum != LineSums::default()).collect();
    ranked.sort_by_key(|(code, sum)| (std::cmp::Reverse(sum.net()), *code));
    let pick = |code: usize| {
        let category = u16::try_from(code).ok();
        Some(Drill::Orders(crate::analytics::pick::Pick { category, ..Default::default() }))
    };
    let shown: Vec<&(usize, LineSums)> = ranked.iter().filter(|(_, sum)| sum.net() > 0).collect();
    let slices =
        shown.iter().map(|(code, sum)| Slice { name: open.words.category(*code), value: yuan(sum.net()) }).collect();
    let body = Body::Treemap { slices, unit: Unit::Money };
    let spec = open.words.chart(
        "products_categories",
        open.t("products.categories"),
        open.t("products.categories_subtitle"),
        body,
    );
    let drills = shown.iter().map(|(code, _)| pick(*code)).collect();
    page.pictures.push(picture(spec, vec![&s::NET_SALES], "products_categories", vec![drills]));
    let mut columns = vec![Column::new("category", open.t("products.column_category"), Kind::Text)];
    columns.extend(sums_columns(open));
    let net = open.now.all.net();
    let rows = ranked
        .iter()
        .map(|(code, sum)| {
            let name = std::iter::once(Cell::Text(open.words.category(*code)));
            (name.chain(sums_cells(sum, net)).collect(), pick(*code))
        })
        .collect();
    page.sheets.push(sheet("products_categories", open.t("products.categories"), columns, rows));
}
