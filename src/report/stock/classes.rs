//! ABC × XYZ of SKUs: the grid of both, and the class of every SKU.

use super::{Open, money};
use crate::analytics::metric::stock as m;
use crate::analytics::products::abc::AbcClass;
use crate::analytics::products::xyz::XyzClass;
use crate::analytics::stock::classes::classes;
use crate::chart::spec::{Body, Unit};
use crate::report::Page;
use crate::report::sales::{picture, sheet};
use crate::table::{Cell, Column, Kind};

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let found = classes(open.words.slice, open.report);
    let skus = &open.report.skus;
    let class = |at: usize| {
        let abc = found.abc.class.get(at).copied().unwrap_or(AbcClass::C);
        (abc, found.variation.get(at).map_or(XyzClass::Unknown, |one| one.class))
    };
    let value = |at: usize| skus.get(at).and_then(|(_, one)| one.money).map_or(0, |money| money.value_fen);
    let (mut values, mut drills, mut rows) = (Vec::new(), Vec::new(), Vec::new());
    for abc in AbcClass::ALL {
        let (mut counts, mut leads) = (Vec::new(), Vec::new());
        for xyz in XyzClass::ALL {
            let inside: Vec<usize> = (0..skus.len()).filter(|at| class(*at) == (abc, xyz)).collect();
            let lead = open.stock(inside.iter().filter_map(|at| skus.get(*at).map(|(sku, _)| *sku)));
            let worth: i64 = inside.iter().map(|at| value(*at)).sum();
            counts.push((!inside.is_empty()).then_some(inside.len() as f64));
            leads.push(lead.clone());
            let cells = vec![
                Cell::Text(format!("{}{}", abc.letter(), xyz.letter())),
                Cell::Count(inside.len() as i64),
                money(worth),
                Cell::Ratio(worth, open.report.sums.value_fen),
            ];
            rows.push((cells, lead));
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
    let title = open.t("stock_analysis.grid");
    let spec = open.words.chart("stock_grid", title.clone(), open.t("stock_analysis.grid_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::STOCK_COGS], "stock_grid", drills));
    let columns = vec![
        Column::new("class", open.t("products.column_class"), Kind::Text).wide(80.0),
        Column::new("skus", open.t("stock_analysis.skus"), Kind::Count),
        Column::new("value", m::STOCK_VALUE.name(open.words.lang), Kind::Money),
        Column::new("share", open.t("stock_analysis.value_share"), Kind::Ratio),
    ];
    page.sheets.push(sheet("stock_grid", title, columns, rows));
    let columns = vec![
        Column::new("code", open.t("stock_analysis.code"), Kind::Id).wide(120.0),
        Column::new("name", open.t("stock_analysis.name"), Kind::Text).wide(220.0),
        Column::new("abc", open.t("products.column_abc"), Kind::Text).wide(60.0),
        Column::new("xyz", open.t("products.column_xyz"), Kind::Text).wide(60.0),
        Column::new("cogs", m::STOCK_COGS.name(open.words.lang), Kind::Money),
        Column::new("running", open.t("products.running_share"), Kind::Ratio),
        Column::new("cv", open.t("products.column_cv"), Kind::Ratio),
        Column::new("weeks", open.t("products.column_weeks"), Kind::Count),
        Column::new("value", m::STOCK_VALUE.name(open.words.lang), Kind::Money),
    ];
    let base = found.abc.running.iter().copied().max().unwrap_or(0);
    let rows = found.abc.order.iter().zip(&found.abc.running).filter_map(|(at, running)| {
        let at = *at as usize;
        let ((sku, one), variation) = (skus.get(at)?, found.variation.get(at)?);
        let (abc, xyz) = class(at);
        let cells = vec![
            Cell::Text(open.code(*sku)),
            Cell::Text(open.name(*sku)),
            Cell::Text(abc.letter().to_owned()),
            Cell::Text(xyz.letter().to_owned()),
            one.money.map_or(Cell::Empty, |worth| money(worth.cogs_fen)),
            Cell::Ratio(*running, base),
            variation.cv.map_or(Cell::Empty, |cv| Cell::Ratio((cv * 1000.0).round() as i64, 1000)),
            Cell::Count(variation.weeks.into()),
            one.money.map_or(Cell::Empty, |worth| money(worth.value_fen)),
        ];
        Some((cells, open.stock([*sku])))
    });
    page.sheets.push(sheet("stock_classes", open.t("stock_analysis.classes"), columns, rows.collect()));
}
