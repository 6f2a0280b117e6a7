//! Sales by shop, platform, category, province and price band.

use super::{picture, series, sheet, sums_cells, sums_columns};
use crate::analytics::metric::sales as m;
use crate::analytics::pick::Pick;
use crate::analytics::sales::groups::BAND_EDGES;
use crate::analytics::sales::{Categories, Group, Sales, Sums};
use crate::chart::spec::{Axis, Bars, Body, Mark, Slice, Tile, Unit};
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::region::Province;
use crate::report::{Drill, Picture, Sheet, Words, yuan};
use crate::table::{Cell, Column, Kind};

/// How many bars a ranking shows; its table has all.
const RANKED: usize = 15;

pub(super) fn add(words: &Words<'_>, sales: &Sales, sheets: &mut Vec<Sheet>, pictures: &mut Vec<Picture>) {
    let groups = &sales.groups;
    let shops = ranked(&groups.shops);
    sheets.push(group_sheet(words, "sales_by_shop", "sales.by_shop", &shops, &|code| words.shop(code), shop_pick));
    pictures.push(ranking(words, "sales_by_shop", "sales.by_shop", &shops, &|code| words.shop(code), shop_pick));
    let platforms = ranked(&groups.platforms);
    let name = |code| platform_name(words, code);
    sheets.push(group_sheet(words, "sales_by_platform", "sales.by_platform", &platforms, &name, platform_pick));
    pictures.push(platform_picture(words, &platforms));
    let (category, category_sheet) = categories(words, &sales.categories);
    sheets.push(category_sheet);
    pictures.push(category);
    sheets.push(province_sheet(words, &groups.provinces));
    pictures.extend(province_pictures(words, &groups.provinces));
    sheets.push(group_sheet(
        words,
        "sales_by_band",
        "sales.by_band",
        &bands(&groups.bands),
        &|band| band_name(words, band),
        band_pick,
    ));
    pictures.push(band_picture(words, &bands(&groups.bands)));
}

fn shop_pick(code: usize) -> Pick {
    Pick { shop: u16::try_from(code).ok(), ..Pick::all() }
}

fn platform_pick(code: usize) -> Pick {
    Pick { platform: u8::try_from(code).ok(), ..Pick::all() }
}

fn province_pick(code: usize) -> Pick {
    Pick { province: u8::try_from(code).ok(), ..Pick::all() }
}

fn band_pick(band: usize) -> Pick {
    Pick { band: Some(band), ..Pick::all() }
}

fn platform_name(words: &Words<'_>, code: usize) -> String {
    let platform = u8::try_from(code).ok().and_then(Platform::from_code).unwrap_or(Platform::Other);
    words.platform(platform)
}

/// Members with sales now or before, most paid first.
fn ranked(groups: &[Group]) -> Vec<Group> {
    let mut found: Vec<Group> =
        groups.iter().filter(|group| group.sums.orders > 0 || group.before_paid.unwrap_or(0) != 0).copied().collect();
    found.sort_by_key(|group| (-group.sums.paid, group.code));
    found
}

/// Every band up to the highest with orders.
fn bands(groups: &[Group]) -> Vec<Group> {
    let end = groups.iter().rposition(|group| group.sums.orders > 0).map_or(0, |last| last + 1);
    groups.iter().take(end).copied().collect()
}

fn band_name(words: &Words<'_>, band: usize) -> String {
    let yuan = |fen: i64| (fen / 100).to_string();
    let from = BAND_EDGES.get(band).map_or(0, |edge| *edge);
    match BAND_EDGES.get(band + 1) {
        Some(to) => format!("{}–{}", yuan(from), yuan(*to)),
        None => words.f("sales.band_open", &[("from", &yuan(from))]),
    }
}

fn group_sheet(
    words: &Words<'_>,
    id: &'static str,
    title: &str,
    groups: &[Group],
    name: &dyn Fn(usize) -> String,
    pick: fn(usize) -> Pick,
) -> Sheet {
    let compared = words.slice.before.is_some();
    let total: i64 = groups.iter().map(|group| group.sums.paid).sum();
    let mut columns = vec![Column::new("name", words.t("sales.column_name"), Kind::Text)];
    columns.extend(sums_columns(words, compared));
    let counted = groups.iter().any(|group| group.buyers.is_some());
    if counted {
        columns.push(Column::new("buyers_paid", m::BUYERS_PAID.name(words.lang), Kind::Count));
    }
    let rows = groups
        .iter()
        .map(|group| {
            let mut cells = vec![Cell::Text(name(group.code))];
            cells.extend(sums_cells(&group.sums, total, compared.then_some(group.before_paid)));
            if counted {
                let known = group.buyers.filter(|buyers| *buyers > 0 || group.sums.orders == 0);
                cells.push(known.map_or(Cell::Empty, Cell::Count));
            }
            (cells, Some(Drill::Orders(pick(group.code))))
        })
        .collect();
    sheet(id, words.t(title), columns, rows)
}

/// Horizontal bars of the paid amount, beside the compared period.
fn ranking(
    words: &Words<'_>,
    id: &'static str,
    title: &str,
    groups: &[Group],
    name: &dyn Fn(usize) -> String,
    pick: fn(usize) -> Pick,
) -> Picture {
    let shown: Vec<&Group> = groups.iter().filter(|group| group.sums.orders > 0).take(RANKED).collect();
    let mut bars = vec![series(
        m::PAID_AMOUNT.name(words.lang),
        Mark::Bar,
        shown.iter().map(|group| Some(yuan(group.sums.paid))).collect(),
    )];
    if let (Some(before), true) = (words.compared(), shown.iter().any(|group| group.before_paid.is_some())) {
        bars.push(series(before, Mark::Compared, shown.iter().map(|group| group.before_paid.map(yuan)).collect()));
    }
    let leads: Vec<Option<Drill>> = shown.iter().map(|group| Some(Drill::Orders(pick(group.code)))).collect();
    let body = Body::Rows {
        categories: shown.iter().map(|group| name(group.code)).collect(),
        series: bars,
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let spec = words.chart(id, words.t(title), subtitle(words), body);
    picture(spec, vec![&m::PAID_AMOUNT], id, vec![leads])
}

fn subtitle(words: &Words<'_>) -> String {
    format!("{} · {}", m::PAID_AMOUNT.name(words.lang), m::PAID_AMOUNT.clock.name(words.lang))
}

pub(in crate::report) fn platform_picture(words: &Words<'_>, groups: &[Group]) -> Picture {
    let shown = ranked(groups);
    let shown: Vec<&Group> = shown.iter().filter(|group| group.sums.paid > 0).collect();
    let slices = shown
        .iter()
        .map(|group| Slice { name: platform_name(words, group.code), value: yuan(group.sums.paid) })
        .collect();
    let leads = shown.iter().map(|group| Some(Drill::Orders(platform_pick(group.code)))).collect();
    let all = shown.iter().map(|group| group.sums.paid).sum();
    let centre = words.whole(yuan(all), Unit::Money, &m::PAID_AMOUNT.name(words.lang));
    let body = Body::Donut { slices, unit: Unit::Money, centre };
    let spec = words.chart("sales_by_platform", words.t("sales.by_platform"), subtitle(words), body);
    picture(spec, vec![&m::PAID_AMOUNT], "sales_by_platform", vec![leads])
}

pub(in crate::report) fn province_sheet(words: &Words<'_>, groups: &[Group]) -> Sheet {
    let name = |code| words.province(code);
    group_sheet(words, "sales_by_province", "sales.by_province", &ranked(groups), &name, province_pick)
}

/// The ranking of provinces and their tile map.
pub(in crate::report) fn province_pictures(words: &Words<'_>, groups: &[Group]) -> [Picture; 2] {
    let name = |code| words.province(code);
    let ranking = ranking(words, "sales_by_province", "sales.by_province", &ranked(groups), &name, province_pick);
    let paid = |code: u8| groups.iter().find(|group| group.code == usize::from(code)).map(|group| group.sums);
    let known = words.slice.now.known;
    let tiles = Province::all()
        .map(|province| {
            let (column, row) = province.tile();
            let value = paid(province.code()).filter(|_| known).map(|sums| yuan(sums.paid));
            Tile { name: words.province(usize::from(province.code())), column, row, value }
        })
        .collect();
    let leads =
        Province::all().map(|province| Some(Drill::Orders(province_pick(usize::from(province.code()))))).collect();
    let body = Body::Tiles { tiles, unit: Unit::Money };
    let mut subtitle = subtitle(words);
    // What has no tile is told in words, so that nobody takes the map for the whole.
    if let Some(unknown) = paid(0).map(|sums| sums.paid).filter(|paid| *paid != 0) {
        let amount = crate::table::grouped(&Money::from_fen(unknown).to_string());
        subtitle = words.f("sales.province_map_unknown", &[("subtitle", &subtitle), ("amount", &amount)]);
    }
    let spec = words.chart("sales_province_map", words.t("sales.province_map"), subtitle, body);
    [ranking, picture(spec, vec![&m::PAID_AMOUNT], "sales_by_province", vec![leads])]
}

/// Orders by what each paid, with the bands' share of the money as points: bands are no time.
fn band_picture(words: &Words<'_>, groups: &[Group]) -> Picture {
    let total: i64 = groups.iter().map(|group| group.sums.paid).sum();
    let share = |group: &Group| (total > 0).then(|| group.sums.paid as f64 / total as f64);
    let mut line = series(words.t("sales.band_share"), Mark::Dots, groups.iter().map(share).collect());
    line.axis = Axis::Right;
    let bars = groups.iter().map(|group| Some(group.sums.orders as f64)).collect();
    let leads: Vec<Option<Drill>> = groups.iter().map(|group| Some(Drill::Orders(band_pick(group.code)))).collect();
    let body = Body::Columns {
        categories: groups.iter().map(|group| band_name(words, group.code)).collect(),
        series: vec![series(m::ORDERS_PAID.name(words.lang), Mark::Bar, bars), line],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: false,
    };
    let spec = words.chart("sales_by_band", words.t("sales.by_band"), words.t("sales.by_band_subtitle"), body);
    picture(spec, vec![&m::ORDERS_PAID, &m::PAID_AMOUNT], "sales_by_band", vec![leads.clone(), leads])
}

/// Categories as a treemap, and as a table that adds up to the paid amount.
fn categories(words: &Words<'_>, categories: &Categories) -> (Picture, Sheet) {
    let mut groups: Vec<_> =
        categories.groups.iter().filter(|group| group.orders > 0 || group.before_paid.unwrap_or(0) != 0).collect();
    groups.sort_by_key(|group| (-group.paid, group.code));
    let total = categories.groups.iter().map(|group| group.paid).sum::<i64>() + categories.unexplained;
    let compared = words.slice.before.is_some();
    let pick = |code: usize| Some(Drill::Orders(Pick { category: u16::try_from(code).ok(), ..Pick::all() }));
    let mut columns = vec![Column::new("name", words.t("sales.column_category"), Kind::Text)];
    columns.extend(sums_columns(words, compared));
    columns.push(Column::new("gross_profit", m::GROSS_PROFIT.name(words.lang), Kind::Money));
    columns.push(Column::new("gross_margin", m::GROSS_MARGIN.name(words.lang), Kind::Ratio));
    columns.push(Column::new("cost_coverage", m::COST_COVERAGE.name(words.lang), Kind::Ratio));
    let mut rows: Vec<(Vec<Cell>, Option<Drill>)> = groups
        .iter()
        .map(|group| {
            let sums = Sums {
                orders: group.orders,
                paid: group.paid,
                refund: group.refund,
                items: group.items,
                item_orders: group.orders,
                ..Sums::default()
            };
            let mut cells = vec![Cell::Text(words.category(group.code))];
            cells.extend(sums_cells(&sums, total, compared.then_some(group.before_paid)));
            let costed = group.profit.costed_paid != 0 || group.profit.kept_cost != 0;
            let profit = Cell::Money(Money::from_fen(group.profit.gross()));
            cells.push(if costed { profit } else { Cell::Empty });
            cells.push(Cell::Ratio(group.profit.gross(), group.profit.costed_net));
            cells.push(Cell::Ratio(group.profit.costed_paid, group.profit.goods_paid));
            (cells, pick(group.code))
        })
        .collect();
    if categories.unexplained != 0 || categories.unexplained_refund != 0 {
        rows.push((unexplained_row(words, categories, total, compared), None));
    }
    let shown: Vec<_> = groups.iter().filter(|group| group.paid > 0).collect();
    let slices =
        shown.iter().map(|group| Slice { name: words.category(group.code), value: yuan(group.paid) }).collect();
    let leads = shown.iter().map(|group| pick(group.code)).collect();
    let body = Body::Treemap { slices, unit: Unit::Money };
    let spec = words.chart("sales_by_category", words.t("sales.by_category"), subtitle(words), body);
    let sheet = sheet("sales_by_category", words.t("sales.by_category"), columns, rows);
    (picture(spec, vec![&m::PAID_AMOUNT, &m::GROSS_PROFIT], "sales_by_category", vec![leads]), sheet)
}

/// Postage and orders without lines, so that the table adds up.
fn unexplained_row(words: &Words<'_>, categories: &Categories, total: i64, compared: bool) -> Vec<Cell> {
    let money = |fen| Cell::Money(Money::from_fen(fen));
    let (paid, refund) = (categories.unexplained, categories.unexplained_refund);
    let mut cells = vec![Cell::Text(words.t("sales.category_unexplained")), money(paid), Cell::Ratio(paid, total)];
    if compared {
        cells.extend([Cell::Empty, Cell::Empty]);
    }
    cells.extend([
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        money(refund),
        Cell::Ratio(refund, paid),
        money(paid - refund),
    ]);
    cells.extend([Cell::Empty, Cell::Empty, Cell::Empty]);
    cells
}
