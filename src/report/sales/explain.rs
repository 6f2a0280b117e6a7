//! Why sales changed, how the platform's view and the owner's meet, and the way from visit to payment.

use super::{picture, sheet};
use crate::analytics::metric::{Value, sales as m};
use crate::analytics::pick::Pick;
use crate::analytics::sales::{Bridge, Explained, Formula, Sales};
use crate::chart::spec::{Body, Slice, Step, Unit};
use crate::domain::money::Money;
use crate::report::{Drill, Picture, Sheet, Words, cell, yuan};
use crate::table::{Cell, Column, Kind};

pub(super) fn add(words: &Words<'_>, sales: &Sales, sheets: &mut Vec<Sheet>, pictures: &mut Vec<Picture>) {
    if let Some(change) = &sales.change {
        pictures.push(change_picture(words, change));
        sheets.push(change_sheet(words, change));
    }
    if sales.now.known {
        pictures.push(bridge_picture(words, &sales.bridge));
        sheets.push(bridge_sheet(words, &sales.bridge));
    }
    if sales.now.traffic.funnel.shop_days > 0 {
        let (funnel, sheet) = funnel(words, sales);
        pictures.push(funnel);
        sheets.push(sheet);
    }
}

fn formula(words: &Words<'_>, formula: Formula) -> String {
    words.t(match formula {
        Formula::Traffic => "sales.formula_traffic",
        Formula::Buyers => "sales.formula_buyers",
        Formula::Orders => "sales.formula_orders",
    })
}

fn factor(words: &Words<'_>, id: &str) -> String {
    words.t(&format!("sales.factor_{id}"))
}

/// The waterfall from the compared period's paid amount to this one's.
pub(in crate::report) fn change_picture(words: &Words<'_>, change: &Explained) -> Picture {
    let total = |name: String, fen| Step { name, total: true, value: yuan(fen) };
    let before = words.compared().unwrap_or_else(|| words.t("metric.column_before"));
    let mut steps = vec![total(before, change.before)];
    steps.extend(change.shares.iter().map(|share| Step {
        name: factor(words, share.id),
        total: false,
        value: yuan(share.fen),
    }));
    steps.push(total(words.t("metric.column_now"), change.now));
    let mut leads = vec![None; steps.len()];
    if let (Some(first), Some(span)) = (leads.first_mut(), &words.slice.before) {
        *first = Some(Drill::Orders(Pick::in_period(span.period)));
    }
    if let Some(last) = leads.last_mut() {
        *last = Some(Drill::Orders(Pick::all()));
    }
    let body = Body::Waterfall { steps, unit: Unit::Money };
    let spec = words.chart("sales_change", words.t("sales.change"), formula(words, change.formula), body);
    picture(spec, vec![&m::PAID_AMOUNT], "sales_change", vec![leads])
}

fn change_sheet(words: &Words<'_>, change: &Explained) -> Sheet {
    let columns = vec![
        Column::new("factor", words.t("sales.column_factor"), Kind::Text),
        Column::new("before", words.t("metric.column_before"), Kind::Number).wide(120.0),
        Column::new("now", words.t("metric.column_now"), Kind::Number).wide(120.0),
        Column::new("share", words.t("sales.column_contribution"), Kind::Money),
    ];
    let mut rows: Vec<(Vec<Cell>, Option<Drill>)> = change
        .shares
        .iter()
        .map(|share| {
            let shown = |value: Value| match share.id {
                "conversion" => cell(&m::CONVERSION, value),
                "orders_per_buyer" => cell(&m::UNITS_PER_ORDER, value),
                _ => cell(&m::AOV, value),
            };
            let cells = vec![
                Cell::Text(factor(words, share.id)),
                shown(share.before),
                shown(share.now),
                Cell::Money(Money::from_fen(share.fen)),
            ];
            (cells, None)
        })
        .collect();
    let total = vec![
        Cell::Text(m::PAID_AMOUNT.name(words.lang)),
        Cell::Money(Money::from_fen(change.before)),
        Cell::Money(Money::from_fen(change.now)),
        Cell::Money(Money::from_fen(change.now - change.before)),
    ];
    rows.push((total, Some(Drill::Orders(Pick::all()))));
    sheet("sales_change", words.t("sales.change"), columns, rows)
}

/// Name key, amount, and whether it is a total, of every step of the bridge.
fn bridge_steps(bridge: &Bridge) -> Vec<(&'static str, i64, bool)> {
    vec![
        ("sales.bridge_paid", bridge.paid, true),
        ("sales.bridge_own_within", -bridge.own_within, false),
        ("sales.bridge_own_outside", -bridge.own_outside, false),
        ("sales.bridge_undated", -bridge.undated, false),
        ("sales.bridge_net", bridge.net, true),
        ("sales.bridge_add_back", bridge.own_outside + bridge.undated, false),
        ("sales.bridge_of_others", -bridge.of_others, false),
        ("sales.bridge_receipts", bridge.receipts, true),
    ]
}

fn bridge_drill(key: &str) -> Option<Drill> {
    match key {
        "sales.bridge_paid" | "sales.bridge_net" => Some(Drill::Orders(Pick::all())),
        "sales.bridge_own_within" | "sales.bridge_own_outside" | "sales.bridge_undated" => {
            Some(Drill::Orders(Pick { refunded: true, ..Pick::all() }))
        }
        _ => None,
    }
}

/// From the platform's view over the owner's to what was received in the period.
fn bridge_picture(words: &Words<'_>, bridge: &Bridge) -> Picture {
    let steps = bridge_steps(bridge);
    let leads = steps.iter().map(|(key, ..)| bridge_drill(key)).collect();
    // Under a bar there is room for a few characters only; the table has the whole sentence.
    let steps = steps
        .into_iter()
        .map(|(key, fen, total)| Step { name: words.t(&format!("{key}_short")), total, value: yuan(fen) })
        .collect();
    let body = Body::Waterfall { steps, unit: Unit::Money };
    let spec = words.chart("sales_bridge", words.t("sales.bridge"), words.t("sales.bridge_subtitle"), body);
    picture(spec, vec![&m::PAID_AMOUNT, &m::NET_SALES, &m::NET_SALES_CASH], "sales_bridge", vec![leads])
}

fn bridge_sheet(words: &Words<'_>, bridge: &Bridge) -> Sheet {
    let columns = vec![
        Column::new("step", words.t("sales.column_step"), Kind::Text).wide(300.0),
        Column::new("amount", words.t("sales.column_amount"), Kind::Money),
    ];
    let rows = bridge_steps(bridge)
        .into_iter()
        .map(|(key, fen, _)| (vec![Cell::Text(words.t(key)), Cell::Money(Money::from_fen(fen))], bridge_drill(key)))
        .collect();
    sheet("sales_bridge", words.t("sales.bridge"), columns, rows)
}

/// 访客 → 加购 → 下单 → 支付, over the shop-days on which all four are told.
fn funnel(words: &Words<'_>, sales: &Sales) -> (Picture, Sheet) {
    let funnel = &sales.now.traffic.funnel;
    let steps = [
        ("sales.funnel_visitors", funnel.visitors),
        ("sales.funnel_cart", funnel.cart_buyers),
        ("sales.funnel_order", funnel.order_buyers),
        ("sales.funnel_pay", funnel.pay_buyers),
    ];
    let slices = steps.iter().map(|(key, count)| Slice { name: words.t(key), value: *count as f64 }).collect();
    let subtitle = words.f("sales.funnel_subtitle", &[("days", &funnel.shop_days.to_string())]);
    let body = Body::Funnel { steps: slices, unit: Unit::Count };
    let spec = words.chart("sales_funnel", words.t("sales.funnel"), subtitle, body);
    // The traffic files count people on the days they tell of: no list of orders is as long as that.
    let leads = vec![None; steps.len()];
    let columns = vec![
        Column::new("step", words.t("sales.column_step"), Kind::Text),
        Column::new("count", words.t("sales.column_people"), Kind::Count),
        Column::new("of_previous", words.t("sales.column_of_previous"), Kind::Ratio),
        Column::new("of_visitors", words.t("sales.column_of_visitors"), Kind::Ratio),
    ];
    let mut previous = funnel.visitors;
    let rows = steps
        .iter()
        .zip(&leads)
        .map(|((key, count), lead)| {
            let cells = vec![
                Cell::Text(words.t(key)),
                Cell::Count(*count),
                Cell::Ratio(*count, previous),
                Cell::Ratio(*count, funnel.visitors),
            ];
            previous = *count;
            (cells, lead.clone())
        })
        .collect();
    let sheet = sheet("sales_funnel", words.t("sales.funnel"), columns, rows);
    (picture(spec, vec![&m::VISITORS, &m::CART_RATE, &m::CONVERSION], "sales_funnel", vec![leads]), sheet)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::chart::layout::{Options, layout};
    use crate::chart::palette::Palette;
    use crate::chart::spec::Body;
    use crate::locale::Lang;
    use crate::report::{pages, sample};

    #[test]
    fn every_step_of_the_bridge_has_a_name_of_its_own_that_fits_under_its_bar() {
        let facts = sample::facts();
        for lang in [Lang::Zh, Lang::En] {
            let pages = pages(&facts, &sample::may(), lang);
            let picture = pages.iter().find_map(|page| page.picture("sales_bridge")).unwrap();
            let Body::Waterfall { steps, .. } = &picture.spec.body else { panic!("{:?}", picture.spec.body) };
            let names: BTreeSet<&str> = steps.iter().map(|step| step.name.as_str()).collect();
            assert_eq!(names.len(), steps.len(), "{names:?}");
            // Half of a page in a window of 1280.
            let scene = layout(&picture.spec, &Options::window(490.0, 300.0, Palette::light(), lang));
            for text in scene.texts() {
                assert!(!text.content.contains('…') && !text.content.contains("..."), "{}", text.content);
            }
        }
    }

    #[test]
    fn the_middle_of_the_platforms_tells_their_total() {
        let facts = sample::facts();
        let pages = pages(&facts, &sample::may(), Lang::Zh);
        let picture = pages.iter().find_map(|page| page.picture("sales_by_platform")).unwrap();
        let Body::Donut { slices, centre, .. } = &picture.spec.body else { panic!("{:?}", picture.spec.body) };
        let all: f64 = slices.iter().map(|slice| slice.value).sum();
        let total = crate::chart::format::short(all, crate::chart::spec::Unit::Money, Lang::Zh);
        assert_eq!(*centre, format!("{total}\n支付金额"));
    }
}
