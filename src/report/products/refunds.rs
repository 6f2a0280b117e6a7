//! What comes back and why (退款): rates by product and the reasons buyers give.

use super::{Open, money};
use crate::analytics::metric::{Figure, Value, products as m, sales as s};
use crate::analytics::pick::Pick;
use crate::analytics::products::reasons::{Reasons, reasons};
use crate::chart::spec::{Bars, Body, Mark, Slice, Unit};
use crate::domain::refund::RefundKind;
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many bars a ranking shows; its table has all.
const RANKED: usize = 12;

/// A product needs so many orders for its rate to say something.
const LEAST_ORDERS: i64 = 10;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let slice = open.words.slice;
    let found = reasons(slice, &slice.now);
    let rate = |sums: &crate::analytics::products::sums::ProductSums| Value::ratio(sums.all.refund, sums.all.paid);
    let orders =
        |sums: &crate::analytics::products::sums::ProductSums| Value::ratio(sums.all.refunded_orders, sums.all.orders);
    let known = |value: Value| if open.known() { value } else { Value::Unknown };
    let compared = slice.before.is_some();
    let then = |of: &dyn Fn(&crate::analytics::products::sums::ProductSums) -> Value| {
        compared.then(|| open.before.as_ref().map_or(Value::Unknown, of))
    };
    page.figures.push(Figure::new(&m::GOODS_REFUND_RATE, known(rate(&open.now)), then(&rate)));
    page.figures.push(Figure::new(&m::GOODS_REFUND_RATE_ORDERS, known(orders(&open.now)), then(&orders)));
    by_reason(open, &found, page);
    by_kind(open, &found, page);
    by_product(open, page);
    product_reasons(open, &found, page);
    if found.unexplained > 0 {
        let amount = crate::table::grouped(&crate::domain::money::Money::from_fen(found.unexplained).to_string());
        page.notes.push(open.f("products.note_unexplained", &[("amount", &amount)]));
    }
}

fn reason_name(open: &Open<'_>, reason: usize) -> String {
    match open.words.facts().reasons.get(reason) {
        Some(named) if reason != 0 && !named.name.is_empty() => named.name.clone(),
        _ => open.t("products.reason_unknown"),
    }
}

fn by_reason(open: &Open<'_>, found: &Reasons, page: &mut Page) {
    let mut ranked: Vec<(usize, _)> = found.reasons.iter().enumerate().filter(|(_, sum)| sum.refunds > 0).collect();
    ranked.sort_by_key(|(reason, sum)| (std::cmp::Reverse(sum.amount), *reason));
    let shown = ranked.iter().take(RANKED);
    let body = Body::Rows {
        categories: shown.clone().map(|(reason, _)| reason_name(open, *reason)).collect(),
        series: vec![series(
            s::REFUND_AMOUNT.name(open.words.lang),
            Mark::Bar,
            shown.map(|(_, sum)| Some(yuan(sum.amount))).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let title = open.t("products.reasons");
    let spec = open.words.chart("products_reasons", title.clone(), open.t("products.reasons_subtitle"), body);
    page.pictures.push(picture(spec, vec![&s::REFUND_AMOUNT], "products_reasons", Vec::new()));
    let columns = vec![
        Column::new("reason", open.t("products.column_reason"), Kind::Text).wide(220.0),
        Column::new("refunds", open.t("products.column_refunds"), Kind::Count),
        Column::new("amount", s::REFUND_AMOUNT.name(open.words.lang), Kind::Money),
        Column::new("share", open.t("products.column_share"), Kind::Ratio),
    ];
    let rows = ranked
        .iter()
        .map(|(reason, sum)| {
            let cells = vec![
                Cell::Text(reason_name(open, *reason)),
                Cell::Count(sum.refunds),
                money(sum.amount),
                Cell::Ratio(sum.amount, found.all.amount),
            ];
            (cells, None)
        })
        .collect();
    page.sheets.push(sheet("products_reasons", title, columns, rows));
}

fn by_kind(open: &Open<'_>, found: &Reasons, page: &mut Page) {
    let kinds: Vec<(RefundKind, _)> =
        RefundKind::ALL.iter().copied().zip(found.kinds.iter().copied()).filter(|(_, sum)| sum.refunds > 0).collect();
    let name = |kind: RefundKind| open.t(&format!("domain.refund_kind_{}", kind.id()));
    let slices = kinds.iter().map(|(kind, sum)| Slice { name: name(*kind), value: yuan(sum.amount) }).collect();
    let title = open.t("products.refund_kinds");
    let centre = open.words.whole(yuan(found.all.amount), Unit::Money, &s::REFUND_AMOUNT.name(open.words.lang));
    let spec = open.words.chart(
        "products_refund_kinds",
        title.clone(),
        open.t("products.refund_kinds_subtitle"),
        Body::Donut { slices, unit: Unit::Money, centre },
    );
    page.pictures.push(picture(spec, vec![&s::REFUND_AMOUNT], "products_refund_kinds", Vec::new()));
    let columns = vec![
        Column::new("kind", open.t("products.column_refund_kind"), Kind::Text),
        Column::new("refunds", open.t("products.column_refunds"), Kind::Count),
        Column::new("amount", s::REFUND_AMOUNT.name(open.words.lang), Kind::Money),
        Column::new("share", open.t("products.column_share"), Kind::Ratio),
    ];
    let rows = kinds
        .iter()
        .map(|(kind, sum)| {
            let cells = vec![
                Cell::Text(name(*kind)),
                Cell::Count(sum.refunds),
                money(sum.amount),
                Cell::Ratio(sum.amount, found.all.amount),
            ];
            (cells, None)
        })
        .collect();
    page.sheets.push(sheet("products_refund_kinds", title, columns, rows));
}

fn refunded(product: u32) -> Option<Drill> {
    Some(Drill::Orders(Pick { product: Some(product), refunded: true, ..Pick::all() }))
}

/// Products by refund rate; those with few orders are in the table only.
fn by_product(open: &Open<'_>, page: &mut Page) {
    let mut ranked: Vec<u32> =
        open.sold().into_iter().filter(|product| *product != 0 && open.sums(*product).paid > 0).collect();
    // a/b > c/d without dividing.
    ranked.sort_by(|one, other| {
        let (one_sums, other_sums) = (open.sums(*one), open.sums(*other));
        let left = i128::from(other_sums.refund) * i128::from(one_sums.paid);
        let right = i128::from(one_sums.refund) * i128::from(other_sums.paid);
        left.cmp(&right).then(one.cmp(other))
    });
    let enough = |product: &&u32| open.sums(**product).orders >= LEAST_ORDERS && open.sums(**product).refund > 0;
    let shown: Vec<u32> = ranked.iter().filter(enough).take(RANKED).copied().collect();
    let rate = |product: u32| {
        let sums = open.sums(product);
        (sums.paid > 0).then(|| sums.refund as f64 / sums.paid as f64)
    };
    let body = Body::Rows {
        categories: shown.iter().map(|product| open.name(*product)).collect(),
        series: vec![series(
            s::REFUND_RATE_AMOUNT.name(open.words.lang),
            Mark::Bar,
            shown.iter().map(|product| rate(*product)).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Percent,
    };
    let title = open.t("products.refund_rates");
    let args = [("least", LEAST_ORDERS.to_string())];
    let subtitle = open.f("products.refund_rates_subtitle", &[("least", &args[0].1)]);
    let spec = open.words.chart("products_refund_rates", title.clone(), subtitle, body);
    let drills = vec![shown.iter().map(|product| refunded(*product)).collect()];
    page.pictures.push(picture(spec, vec![&s::REFUND_RATE_AMOUNT], "products_refund_rates", drills));
    let columns = vec![
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(260.0),
        Column::new("paid", s::PAID_AMOUNT.name(open.words.lang), Kind::Money),
        Column::new("refund", s::REFUND_AMOUNT.name(open.words.lang), Kind::Money),
        Column::new("rate", s::REFUND_RATE_AMOUNT.name(open.words.lang), Kind::Ratio),
        Column::new("orders", s::ORDERS_PAID.name(open.words.lang), Kind::Count),
        Column::new("refunded_orders", open.t("products.column_refunded_orders"), Kind::Count),
        Column::new("rate_orders", s::REFUND_RATE_ORDERS.name(open.words.lang), Kind::Ratio),
    ];
    let rows = ranked
        .iter()
        .map(|product| {
            let sums = open.sums(*product);
            let cells = vec![
                Cell::Text(open.name(*product)),
                money(sums.paid),
                money(sums.refund),
                Cell::Ratio(sums.refund, sums.paid),
                Cell::Count(sums.orders),
                Cell::Count(sums.refunded_orders),
                Cell::Ratio(sums.refunded_orders, sums.orders),
            ];
            (cells, refunded(*product).filter(|_| sums.refund > 0))
        })
        .collect();
    page.sheets.push(sheet("products_refund_rates", title, columns, rows));
}

fn product_reasons(open: &Open<'_>, found: &Reasons, page: &mut Page) {
    let columns = vec![
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(260.0),
        Column::new("reason", open.t("products.column_reason"), Kind::Text).wide(220.0),
        Column::new("refunds", open.t("products.column_refunds"), Kind::Count),
        Column::new("amount", s::REFUND_AMOUNT.name(open.words.lang), Kind::Money),
    ];
    let name = |product: u32| if product == 0 { open.t("products.whole_order") } else { open.name(product) };
    let rows = found
        .by_product
        .iter()
        .map(|(product, reason, sum)| {
            let cells = vec![
                Cell::Text(name(*product)),
                Cell::Text(reason_name(open, usize::from(*reason))),
                Cell::Count(sum.refunds),
                money(sum.amount),
            ];
            (cells, refunded(*product).filter(|_| *product != 0))
        })
        .collect();
    page.sheets.push(sheet("products_reasons_by_product", open.t("products.reasons_by_product"), columns, rows));
}
