//! Sales by shop, platform, category, province and value of the order, and by hour and weekday.

use std::ops::Range;

use crate::analytics::facts::NO_ROW;
use crate::analytics::facts::days::{day_number, weekday_of};
use crate::analytics::filter::{Slice, Span};

use super::totals::{Profit, Sums};
use crate::domain::region::Province;

/// Lower edges of the price bands (价格带) in fen: what an order paid. The last one is open.
pub const BAND_EDGES: [i64; 11] = [0, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 50_000, 100_000, 200_000, 500_000];

/// Sums of one member of a grouping.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Group {
    /// Shop code, platform code, province code, band index or category code.
    pub code: usize,
    pub sums: Sums,
    /// Distinct known buyers; `None` where a grouping does not count them.
    pub buyers: Option<i64>,
    /// Paid amount in the compared period; `None` when nothing is compared or the data does not reach it.
    pub before_paid: Option<i64>,
}

/// Orders and paid fen of every hour of every weekday: `[weekday][hour]`, Monday first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heat {
    pub orders: Vec<Vec<i64>>,
    pub paid: Vec<Vec<i64>>,
    /// How many days of the period that the data reaches fall on each weekday.
    pub days: Vec<i64>,
}

/// All groupings of orders, made in one walk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Groups {
    pub shops: Vec<Group>,
    pub platforms: Vec<Group>,
    /// By province code; code 0 holds the orders whose province is unknown.
    pub provinces: Vec<Group>,
    pub bands: Vec<Group>,
    pub heat: Heat,
}

const PROVINCES: usize = 100;

/// Index of the band that an order with this paid amount lies in.
pub fn band_of(paid: i64) -> usize {
    BAND_EDGES.iter().rposition(|edge| *edge <= paid).unwrap_or(0)
}

/// Bands of all amounts below the last edge, by whole steps of the smallest difference between edges.
fn band_table() -> Vec<u8> {
    (0..=BAND_EDGES.last().copied().unwrap_or_default() / BAND_STEP)
        .map(|step| band_of(step * BAND_STEP) as u8)
        .collect()
}

/// Every edge is a multiple of this many fen.
const BAND_STEP: i64 = 1_000;

/// What is counted row by row.
struct Walk {
    provinces: Vec<Sums>,
    bands: Vec<Sums>,
    heat: Heat,
}

impl Walk {
    fn new() -> Self {
        Self {
            provinces: vec![Sums::default(); PROVINCES],
            bands: vec![Sums::default(); BAND_EDGES.len()],
            heat: Heat { orders: vec![vec![0; 24]; 7], paid: vec![vec![0; 24]; 7], days: vec![0; 7] },
        }
    }

    #[expect(clippy::indexing_slicing, reason = "codes index the arrays made for them; days lie within the order rows")]
    fn of(slice: &Slice<'_>, days: Range<i32>) -> Self {
        let mut walk = Self::new();
        let orders = &slice.facts.orders;
        let (keep, paid_fen, refund_fen, items) =
            (&slice.keep[..], &slice.paid_fen[..], &slice.refund_fen[..], &slice.items[..]);
        let bands = band_table();
        for day in days {
            let weekday = usize::from(weekday_of(day));
            let (heat_orders, heat_paid) = (&mut walk.heat.orders[weekday], &mut walk.heat.paid[weekday]);
            for row in orders.by_paid.day(day) {
                if !keep[row] {
                    continue;
                }
                let (paid, refund, items, buyer) = (paid_fen[row], refund_fen[row], items[row], orders.buyer[row]);
                walk.provinces[orders.province[row] as usize % PROVINCES].add(paid, refund, items, buyer);
                let band = bands[((paid / BAND_STEP).max(0) as usize).min(bands.len() - 1)];
                walk.bands[usize::from(band)].add(paid, refund, items, buyer);
                let hour = usize::from(orders.paid_hour[row]);
                heat_orders[hour] += 1;
                heat_paid[hour] += paid;
            }
        }
        walk
    }

    fn merge(&mut self, other: &Self) {
        for (sums, more) in self.provinces.iter_mut().zip(&other.provinces) {
            sums.merge(more);
        }
        for (sums, more) in self.bands.iter_mut().zip(&other.bands) {
            sums.merge(more);
        }
        let all = |heat: &'_ mut Vec<Vec<i64>>, more: &Vec<Vec<i64>>| {
            for (cell, more) in heat.iter_mut().flatten().zip(more.iter().flatten()) {
                *cell += more;
            }
        };
        all(&mut self.heat.orders, &other.heat.orders);
        all(&mut self.heat.paid, &other.heat.paid);
    }
}

/// The days of a span that have orders.
fn days(slice: &Slice<'_>, span: &Span) -> Range<i32> {
    let Some((first, last)) = slice.facts.orders.by_paid.span() else { return 0..0 };
    let from = day_number(span.period.from()).max(first);
    from..(day_number(span.period.to()).min(last) + 1).max(from)
}

/// How often each weekday falls into the known part of the period.
fn days_by_weekday(slice: &Slice<'_>, span: &Span) -> Vec<i64> {
    let mut days = vec![0; 7];
    let Some((first, last)) = slice.reach else { return days };
    let known = day_number(span.period.from()).max(first)..=day_number(span.period.to()).min(last);
    for day in known.filter(|day| slice.reaches(*day)) {
        if let Some(count) = days.get_mut(usize::from(weekday_of(day))) {
            *count += 1;
        }
    }
    days
}

/// Distinct known buyers for each of `count` codes: an order counts its buyer when no earlier counted order of the buyer among
/// `rows` has the same code.
#[expect(clippy::indexing_slicing, reason = "rows are order rows, codes are below the count")]
fn distinct_buyers(slice: &Slice<'_>, rows: Range<usize>, count: usize, code: impl Fn(usize) -> usize) -> Vec<i64> {
    let (buyer, previous, keep) = (&slice.facts.orders.buyer[..], &slice.facts.orders.previous[..], &slice.keep[..]);
    let start = rows.start as u32;
    let mut found = vec![0i64; count];
    for row in rows {
        if !keep[row] || buyer[row] == 0 {
            continue;
        }
        let own = code(row);
        let mut before = previous[row];
        while before != NO_ROW && before >= start && !(keep[before as usize] && code(before as usize) == own) {
            before = previous[before as usize];
        }
        found[own] += i64::from(before == NO_ROW || before < start);
    }
    found
}

impl Groups {
    /// Groups the period's orders; what needs every row runs on two threads.
    pub fn of(slice: &Slice<'_>) -> Self {
        let span = &slice.now;
        let all = days(slice, span);
        let middle = all.start + (all.end - all.start) / 2;
        let orders = &slice.facts.orders;
        let ((mut walk, province_buyers), (rest, then)) = super::super::both(
            || {
                let provinces = |row: usize| orders.province.get(row).map_or(0, |code| usize::from(*code) % PROVINCES);
                (Walk::of(slice, all.start..middle), distinct_buyers(slice, span.paid.clone(), PROVINCES, provinces))
            },
            || {
                let before = slice.before.as_ref().filter(|span| span.known);
                (Walk::of(slice, middle..all.end), before.map(|span| Walk::of(slice, days(slice, span))))
            },
        );
        walk.merge(&rest);
        walk.heat.days = days_by_weekday(slice, span);
        let provinces = std::iter::once(0).chain(Province::all().map(|province| usize::from(province.code())));
        let group = |code: usize, sums: &[Sums], buyers: Option<i64>, then: Option<&Vec<Sums>>| Group {
            code,
            sums: sums.get(code).copied().unwrap_or_default(),
            buyers,
            before_paid: then.map(|sums| sums.get(code).map_or(0, |sums| sums.paid)),
        };
        let shops = shops(slice);
        Self {
            platforms: platforms(slice, &shops),
            shops,
            provinces: provinces
                .map(|code| {
                    let buyers = province_buyers.get(code).copied();
                    group(code, &walk.provinces, buyers, then.as_ref().map(|walk| &walk.provinces))
                })
                .collect(),
            bands: (0..BAND_EDGES.len())
                .map(|band| group(band, &walk.bands, None, then.as_ref().map(|walk| &walk.bands)))
                .collect(),
            heat: walk.heat,
        }
    }
}

/// Shops, from the sums by day and shop.
#[expect(clippy::indexing_slicing, reason = "shop codes index the shops")]
fn shops(slice: &Slice<'_>) -> Vec<Group> {
    let orders = &slice.facts.orders;
    let count = slice.facts.shops.len();
    let buyers = distinct_buyers(slice, slice.now.paid.clone(), count, |row| orders.shop[row] as usize);
    let before = slice.before.as_ref().filter(|span| span.known);
    let mut groups: Vec<Group> = (0..count)
        .map(|code| Group { code, buyers: Some(buyers[code]), before_paid: before.map(|_| 0), ..Group::default() })
        .collect();
    for cell in slice.paid_cells(slice.now.period) {
        groups[cell.shop as usize].sums.merge(&cell.sums);
    }
    for cell in before.into_iter().flat_map(|span| slice.paid_cells(span.period)) {
        if let Some(before) = &mut groups[cell.shop as usize].before_paid {
            *before += cell.sums.paid;
        }
    }
    groups
}

/// Shops added up by platform, with the platform's distinct buyers.
#[expect(clippy::indexing_slicing, reason = "shop codes index the shops, platform codes are below 32")]
fn platforms(slice: &Slice<'_>, shops: &[Group]) -> Vec<Group> {
    let orders = &slice.facts.orders;
    let codes: Vec<usize> = slice.facts.shops.iter().map(|shop| usize::from(shop.platform.code())).collect();
    let buyers = distinct_buyers(slice, slice.now.paid.clone(), 32, |row| codes[orders.shop[row] as usize]);
    let before = slice.before.as_ref().is_some_and(|span| span.known);
    let all = slice.facts.platforms().into_iter().map(|platform| usize::from(platform.code()));
    all.map(|code| {
        let mut total =
            Group { code, buyers: Some(buyers[code]), before_paid: before.then_some(0), ..Group::default() };
        for group in shops.iter().filter(|group| codes[group.code] == code) {
            total.sums.merge(&group.sums);
            total.before_paid = total.before_paid.zip(group.before_paid).map(|(a, b)| a + b);
        }
        total
    })
    .collect()
}

/// Sums of one category. The order counts of categories overlap, everything else adds up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CategoryGroup {
    /// Category code; 0 = products without one.
    pub code: usize,
    /// Orders with at least one line of the category.
    pub orders: i64,
    pub items: i64,
    pub paid: i64,
    pub refund: i64,
    pub profit: Profit,
    pub before_paid: Option<i64>,
}

/// Categories, and what no category explains: postage, and orders without lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Categories {
    pub groups: Vec<CategoryGroup>,
    /// Paid fen that no line explains; zero when categories are chosen.
    pub unexplained: i64,
    pub unexplained_refund: i64,
}

impl Categories {
    #[expect(clippy::indexing_slicing, reason = "category codes index the categories")]
    pub fn of(slice: &Slice<'_>) -> Self {
        let mut groups = categories(slice, &slice.now);
        if let Some(span) = slice.before.as_ref().filter(|span| span.known) {
            let before = categories(slice, span);
            for (at, group) in groups.iter_mut().enumerate() {
                group.before_paid = Some(before[at].paid);
            }
        }
        let mut found = Self { groups, ..Self::default() };
        if slice.categories.is_none() {
            let mut all = Sums::default();
            for cell in slice.paid_cells(slice.now.period) {
                all.merge(&cell.sums);
            }
            found.unexplained = all.paid - found.groups.iter().map(|group| group.paid).sum::<i64>();
            found.unexplained_refund = all.refund - found.groups.iter().map(|group| group.refund).sum::<i64>();
        }
        found
    }
}

#[expect(clippy::indexing_slicing, reason = "lines name order rows and category codes")]
fn categories(slice: &Slice<'_>, span: &Span) -> Vec<CategoryGroup> {
    let lines = &slice.facts.lines;
    let count = slice.facts.categories.len().max(1);
    let mut groups: Vec<CategoryGroup> =
        (0..count).map(|code| CategoryGroup { code, ..CategoryGroup::default() }).collect();
    let mut last_order = vec![u32::MAX; count];
    let chosen = slice.categories.as_deref();
    for line in span.lines.clone() {
        let (order, category) = (lines.order[line], lines.category[line] as usize);
        if !slice.keep[order as usize] || chosen.is_some_and(|chosen| !chosen[category]) {
            continue;
        }
        let group = &mut groups[category];
        let (paid, refund) = (lines.paid_fen[line], lines.refund_fen[line]);
        group.orders += i64::from(last_order[category] != order);
        last_order[category] = order;
        group.items += if lines.gift[line] { 0 } else { i64::from(lines.qty[line]) };
        group.paid += paid;
        group.refund += refund;
        group.profit.goods_paid += paid;
        if lines.cost_fen[line] != crate::analytics::facts::NONE {
            group.profit.costed_paid += paid;
            group.profit.costed_net += paid - refund;
            group.profit.kept_cost += lines.kept_cost_fen[line];
        }
    }
    groups
}
