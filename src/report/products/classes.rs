//! ABC and XYZ (ABC / XYZ 分类): the Pareto curve, the grid of both, and the class of every product.

use std::sync::Arc;

use super::{Open, ProductRules, Worth, money, whole};
use crate::analytics::metric::{Figure, Value, products as m, sales as s};
use crate::analytics::products::abc::{Abc, AbcClass, abc};
use crate::analytics::products::demand::{lives, weekly};
use crate::analytics::products::xyz::{Variation, XyzClass, xyz};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Drill, Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many bars the Pareto curve has at most.
const BARS: usize = 60;

pub(super) fn add(open: &Open<'_>, rules: ProductRules, page: &mut Page) {
    let slice = open.words.slice;
    let is_sold = |product: &u32| *product != 0 && open.sums(*product).is_sold();
    let sold: Vec<u32> = open.sold().into_iter().filter(is_sold).collect();
    let values: Vec<i64> = sold.iter().map(|product| rules.worth.of(&open.sums(*product))).collect();
    let found = abc(&values, rules.abc);
    let demand = weekly(slice, open.last, &lives(slice, open.last));
    let variations = xyz(&demand, rules.xyz);
    let variation = |product: u32| {
        let unknown = Variation { class: XyzClass::Unknown, cv: None, weeks: 0 };
        variations.get(product as usize).copied().unwrap_or(unknown)
    };
    let known = |value: Value| if open.known() { value } else { Value::Unknown };
    let a = found.sum(AbcClass::A);
    page.figures.push(Figure::new(&m::A_PRODUCTS, known(Value::Count(a.products)), None));
    page.figures.push(Figure::new(
        &m::A_PRODUCTS_SHARE,
        known(Value::ratio(a.products, found.class.len() as i64)),
        None,
    ));
    pareto(open, rules, &sold, &found, page);
    grid(open, &sold, &found, &variation, page);
    table(open, rules.worth, &sold, &found, &variation, page);
    let xyz_rule = [
        ("x", ratio(rules.xyz.x_milli)),
        ("y", ratio(rules.xyz.y_milli)),
        ("weeks", whole(demand.weeks as i64)),
        ("least", whole(rules.xyz.least_weeks.into())),
    ];
    let args: Vec<(&str, &str)> = xyz_rule.iter().map(|(name, value)| (*name, value.as_str())).collect();
    page.notes.push(open.f("products.note_xyz", &args));
    if rules.worth == Worth::Profit {
        let coverage =
            crate::table::percent(open.now.all.costed_paid, open.now.all.paid).unwrap_or_else(|| "—".to_owned());
        page.notes.push(open.f("products.note_coverage", &[("coverage", &coverage)]));
    }
}

/// Thousandths as a plain number: 500 → `0.5`.
fn ratio(milli: u32) -> String {
    let text = format!("{}.{:03}", milli / 1000, milli % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn pareto(open: &Open<'_>, rules: ProductRules, sold: &[u32], found: &Abc, page: &mut Page) {
    let unit = if rules.worth == Worth::Pieces { Unit::Count } else { Unit::Money };
    let number = |value: i64| if rules.worth == Worth::Pieces { value as f64 } else { yuan(value) };
    // The base of the shares is what the products that earn something earn; others only take away.
    let base: i64 = found.running.iter().copied().max().unwrap_or(0);
    let shown = found.order.iter().zip(&found.running).take(BARS);
    let product = |at: u32| sold.get(at as usize).copied().unwrap_or(0);
    let mut categories = Vec::new();
    let (mut bars, mut line, mut drills) = (Vec::new(), Vec::new(), Vec::new());
    for (at, running) in shown {
        let product = product(*at);
        categories.push(open.name(product));
        bars.push(Some(number(rules.worth.of(&open.sums(product)))));
        line.push((base > 0).then(|| *running as f64 / base as f64));
        drills.push(Open::orders(product));
    }
    let body = Body::Columns {
        categories,
        series: vec![
            series(open.t(rules.worth.key()), Mark::Bar, bars),
            on_right(series(open.t("products.running_share"), Mark::Line, line)),
        ],
        bars: Bars::Grouped,
        left: unit,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: false,
    };
    let (a, b) = (rules.abc.a.to_string(), rules.abc.b.to_string());
    let all = found.order.len();
    let subtitle = open.f("products.pareto_subtitle", &[("a", &a), ("b", &b)]) + &open.first_drawn(all.min(BARS), all);
    let spec = open.words.chart("products_pareto", open.t("products.pareto"), subtitle, body);
    page.pictures.push(picture(spec, vec![&m::A_PRODUCTS], "products_classes", vec![drills]));
}

/// Own SKUs of products, to be opened as a list.
fn skus(open: &Open<'_>, products: &[u32]) -> Option<Drill> {
    let facts = open.words.facts();
    let ids: Vec<i64> = products.iter().flat_map(|product| open.catalogue.sku_ids(facts, *product)).collect();
    (!ids.is_empty()).then(|| Drill::Skus(Arc::from(ids)))
}

fn grid(open: &Open<'_>, sold: &[u32], found: &Abc, variation: &dyn Fn(u32) -> Variation, page: &mut Page) {
    let members = |a: AbcClass, x: XyzClass| -> Vec<u32> {
        let rows = sold.iter().zip(&found.class);
        rows.filter(|(product, class)| **class == a && variation(**product).class == x)
            .map(|(product, _)| *product)
            .collect()
    };
    let all = found.class.len() as i64;
    let net_all = open.now.all.net();
    let columns = vec![
        Column::new("class", open.t("products.column_class"), Kind::Text).wide(80.0),
        Column::new("products", open.t("products.column_products"), Kind::Count),
        Column::new("share", open.t("products.column_products_share"), Kind::Ratio),
        Column::new("net", s::NET_SALES.name(open.words.lang), Kind::Money),
        Column::new("net_share", open.t("products.column_share"), Kind::Ratio),
        Column::new("advice", open.t("products.column_advice"), Kind::Text).wide(340.0),
    ];
    let (mut values, mut drills, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for a in AbcClass::ALL {
        let (mut counts, mut leads) = (Vec::new(), Vec::new());
        for x in XyzClass::ALL {
            let inside = members(a, x);
            let net: i64 = inside.iter().map(|product| open.sums(*product).net()).sum();
            let count = inside.len() as i64;
            let drill = skus(open, &inside);
            counts.push((count > 0).then_some(count as f64));
            leads.push(drill.clone());
            let advice = format!("products.advice_{}", advice(a, x));
            let cells = vec![
                Cell::Text(format!("{}{}", a.letter(), x.letter())),
                Cell::Count(count),
                Cell::Ratio(count, all),
                money(net),
                Cell::Ratio(net, net_all),
                Cell::Text(open.t(&advice)),
            ];
            rows.push((cells, drill));
        }
        values.push(counts);
        drills.push(leads);
    }
    let x_name = |x: XyzClass| {
        open.t(match x {
            XyzClass::X => "products.class_x",
            XyzClass::Y => "products.class_y",
            XyzClass::Z => "products.class_z",
            XyzClass::Unknown => "products.class_unknown",
        })
    };
    let body = Body::Heat {
        rows: AbcClass::ALL.iter().map(|class| class.letter().to_owned()).collect(),
        columns: XyzClass::ALL.iter().map(|class| x_name(*class)).collect(),
        values,
        immature: Vec::new(),
        unit: Unit::Count,
        labels: true,
    };
    let title = open.t("products.grid");
    let spec = open.words.chart("products_grid", title.clone(), open.t("products.grid_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::A_PRODUCTS], "products_grid", drills));
    page.sheets.push(sheet("products_grid", title, columns, rows));
}

/// What to do with a cell of the grid; the tail of a locale key.
const fn advice(a: AbcClass, x: XyzClass) -> &'static str {
    match (a, x) {
        (_, XyzClass::Unknown) => "unknown",
        (AbcClass::A, XyzClass::X) => "ax",
        (AbcClass::A, XyzClass::Y) => "ay",
        (AbcClass::A, XyzClass::Z) => "az",
        (AbcClass::B, XyzClass::X | XyzClass::Y) => "bx",
        (AbcClass::B, XyzClass::Z) => "bz",
        (AbcClass::C, XyzClass::X | XyzClass::Y) => "cx",
        (AbcClass::C, XyzClass::Z) => "cz",
    }
}

fn table(
    open: &Open<'_>,
    worth: Worth,
    sold: &[u32],
    found: &Abc,
    variation: &dyn Fn(u32) -> Variation,
    page: &mut Page,
) {
    let kind = if worth == Worth::Pieces { Kind::Count } else { Kind::Money };
    let columns = vec![
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(260.0),
        Column::new("abc", open.t("products.column_abc"), Kind::Text).wide(60.0),
        Column::new("xyz", open.t("products.column_xyz"), Kind::Text).wide(60.0),
        Column::new("worth", open.t(worth.key()), kind),
        Column::new("share", open.t("products.column_share"), Kind::Ratio),
        Column::new("running", open.t("products.running_share"), Kind::Ratio),
        Column::new("cv", open.t("products.column_cv"), Kind::Ratio),
        Column::new("weeks", open.t("products.column_weeks"), Kind::Count),
    ];
    let base: i64 = found.running.iter().copied().max().unwrap_or(0);
    let rows = found
        .order
        .iter()
        .zip(&found.running)
        .filter_map(|(at, running)| {
            let (product, class) = sold.get(*at as usize).copied().zip(found.class.get(*at as usize).copied())?;
            let value = worth.of(&open.sums(product));
            let one = variation(product);
            let cells = vec![
                Cell::Text(open.name(product)),
                Cell::Text(class.letter().to_owned()),
                Cell::Text(one.class.letter().to_owned()),
                if worth == Worth::Pieces { Cell::Count(value) } else { money(value) },
                Cell::Ratio(value, base),
                Cell::Ratio(*running, base),
                one.cv.map_or(Cell::Empty, |cv| Cell::Ratio((cv * 1000.0).round() as i64, 1000)),
                Cell::Count(one.weeks.into()),
            ];
            Some((cells, Open::orders(product)))
        })
        .collect();
    page.sheets.push(sheet("products_classes", open.t("products.classes"), columns, rows));
}

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn thresholds_read_as_plain_numbers() {
        assert_eq!([500, 1000, 250, 1205].map(ratio), ["0.5", "1", "0.25", "1.205"]);
    }
}
