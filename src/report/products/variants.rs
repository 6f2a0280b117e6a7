//! Colours, sizes and SKUs (颜色, 尺码, SKU).

use std::sync::Arc;

use super::ranking::{sums_cells, sums_columns};
use super::{Open, money};
use crate::analytics::metric::sales as s;
use crate::analytics::products::properties::{Property, PropertyName};
use crate::analytics::products::sums::LineSums;
use crate::analytics::products::variants::{ValueSums, Variant, size_rank, variants};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many values a chart shows; its table has all.
const RANKED: usize = 15;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    properties(open, (1..open.catalogue.units() as u32).collect(), page);
    units(open, (1..open.catalogue.units() as u32).collect(), page);
}

/// Name of a property in the reader's language.
fn property_name(open: &Open<'_>, name: &PropertyName) -> String {
    match name {
        PropertyName::Colour => open.t("products.colour"),
        PropertyName::Size => open.t("products.size"),
        PropertyName::Other(text) => text.clone(),
        PropertyName::Nameless(at) => open.f("products.property_n", &[("n", &at.to_string())]),
    }
}

/// Charts and one table of the properties that some units have: colour and size apart, the rest in the table.
pub(super) fn properties(open: &Open<'_>, units: Vec<u32>, page: &mut Page) {
    let facts = open.words.facts();
    let of = |unit: &u32| open.now.units.get(*unit as usize);
    let pairs = units.iter().filter_map(|unit| Some((of(unit)?, open.catalogue.properties(facts, *unit))));
    let found = variants(pairs);
    for (name, id, key) in [
        (PropertyName::Colour, "products_colours", "products.colours"),
        (PropertyName::Size, "products_sizes", "products.sizes"),
    ] {
        if let Some(variant) = found.iter().find(|variant| variant.name == name) {
            chart(open, variant, id, key, page);
        }
    }
    table(open, &found, page);
    if found.is_empty() && open.known() {
        page.notes.push(open.t("products.note_no_properties"));
    }
}

fn chart(open: &Open<'_>, variant: &Variant, id: &'static str, key: &str, page: &mut Page) {
    let mut shown: Vec<&ValueSums> = variant.values.iter().take(RANKED).collect();
    if variant.name == PropertyName::Size {
        shown.sort_by_key(|value| size_rank(&value.value));
    }
    let body = Body::Rows {
        categories: shown.iter().map(|value| value.value.clone()).collect(),
        series: vec![series(
            s::NET_SALES.name(open.words.lang),
            Mark::Bar,
            shown.iter().map(|value| Some(yuan(value.sums.net()))).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let spec = open.words.chart(id, open.t(key), open.t("products.properties_subtitle"), body);
    page.pictures.push(picture(spec, vec![&s::NET_SALES], "products_properties", Vec::new()));
}

fn table(open: &Open<'_>, found: &[Variant], page: &mut Page) {
    let mut columns = vec![
        Column::new("property", open.t("products.column_property"), Kind::Text).wide(100.0),
        Column::new("value", open.t("products.column_value"), Kind::Text).wide(140.0),
        Column::new("skus", open.t("products.column_skus"), Kind::Count),
    ];
    // Orders with two colours of one product would count in both.
    columns.extend(sums_columns(open).into_iter().filter(|column| column.id != "orders"));
    let mut rows = Vec::new();
    for variant in found {
        let net: i64 = variant.values.iter().map(|value| value.sums.net()).sum();
        for value in &variant.values {
            let mut sums = sums_cells(&value.sums, net);
            sums.remove(1);
            let mut cells = vec![
                Cell::Text(property_name(open, &variant.name)),
                Cell::Text(value.value.clone()),
                Cell::Count(value.units),
            ];
            cells.extend(sums);
            rows.push((cells, None));
        }
    }
    page.sheets.push(sheet("products_properties", open.t("products.properties"), columns, rows));
}

/// SKUs with sales, the highest net first.
pub(super) fn units(open: &Open<'_>, units: Vec<u32>, page: &mut Page) {
    let facts = open.words.facts();
    let mut columns = vec![
        Column::new("code", open.t("products.column_code"), Kind::Id).wide(140.0),
        Column::new("product", open.t("products.column_product"), Kind::Text).wide(220.0),
        Column::new("properties", open.t("products.column_properties"), Kind::Text).wide(160.0),
        Column::new("list_price", open.t("products.column_list_price"), Kind::Money),
    ];
    columns.extend(sums_columns(open));
    let mut ranked: Vec<(u32, LineSums)> = units
        .into_iter()
        .filter_map(|unit| open.now.units.get(unit as usize).map(|sums| (unit, *sums)))
        .filter(|(_, sums)| *sums != LineSums::default())
        .collect();
    ranked.sort_by_key(|(unit, sums)| (std::cmp::Reverse(sums.net()), *unit));
    let net: i64 = ranked.iter().map(|(_, sums)| sums.net()).sum();
    let rows = ranked
        .iter()
        .map(|(unit, sums)| {
            let (code, price) = open.catalogue.code(facts, *unit);
            let product = open.catalogue.product_of.get(*unit as usize).copied().unwrap_or(0);
            let mut cells = vec![
                Cell::Text(code.to_owned()),
                Cell::Text(open.name(product)),
                Cell::Text(values(&open.catalogue.properties(facts, *unit))),
                price.map_or(Cell::Empty, money),
            ];
            cells.extend(sums_cells(sums, net));
            (cells, lead(open, *unit))
        })
        .collect();
    page.sheets.push(sheet("products_skus", open.t("products.skus"), columns, rows));
}

fn values(properties: &[Property]) -> String {
    properties.iter().map(|one| one.value.as_str()).collect::<Vec<_>>().join(" · ")
}

/// The own SKU, or the platform SKU that is not mapped yet.
fn lead(open: &Open<'_>, unit: u32) -> Option<Drill> {
    let facts = open.words.facts();
    if let Some(sku) = open.catalogue.sku_of(unit) {
        return facts.skus.get(sku as usize).map(|sku| Drill::Skus(Arc::from([sku.id])));
    }
    let listing = open.catalogue.listing_of(unit)?;
    facts.listings.get(listing as usize).map(|listing| Drill::Listings(Arc::from([listing.id])))
}
