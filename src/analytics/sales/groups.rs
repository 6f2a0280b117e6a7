//! Sales by shop, platform, category, province and value of the order, and by hour and weekday.

use std::ops::Range;

use crate::analytics::facts::days::weekday_of;
use crate::analytics::filter::{Slice, Span};

use super::totals::{Profit, Sums};

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

struct Walk {
    shops: Vec<Sums>,
    provinces: Vec<Sums>,
    bands: Vec<Sums>,
    heat: Heat,
}

/// Index of the band that an order with this paid amount lies in.
pub fn band_of(paid: i64) -> usize {
    BAND_EDGES.iter().rposition(|edge| *edge <= paid).unwrap_or(0)
}

#[expect(
    clippy::indexing_slicing,
    reason = "codes index the arrays made for them; day ranges lie within the order rows"
)]
fn walk(slice: &Slice<'_>, span: &Span) -> Walk {
    let orders = &slice.facts.orders;
    let mut walk = Walk {
        shops: vec![Sums::default(); slice.facts.shops.len()],
        provinces: vec![Sums::default(); PROVINCES],
        bands: vec![Sums::default(); BAND_EDGES.len()],
        heat: Heat { orders: vec![vec![0; 24]; 7], paid: vec![vec![0; 24]; 7], days: vec![0; 7] },
    };
    let Some((first, last)) = orders.by_paid.span() else { return walk };
    for day in first.max(crate::analytics::facts::days::day_number(span.period.from()))..=last {
        let rows = orders.by_paid.day(day);
        if rows.start >= span.paid.end {
            break;
        }
        let weekday = usize::from(weekday_of(day));
        let (heat_orders, heat_paid) = (&mut walk.heat.orders[weekday], &mut walk.heat.paid[weekday]);
        for row in rows {
            if !slice.keep[row] {
                continue;
            }
            let paid = slice.paid_fen[row];
            walk.shops[orders.shop[row] as usize].add(slice, row);
            walk.provinces[orders.province[row] as usize % PROVINCES].add(slice, row);
            walk.bands[band_of(paid)].add(slice, row);
            let hour = usize::from(orders.paid_hour[row]);
            heat_orders[hour] += 1;
            heat_paid[hour] += paid;
        }
    }
    walk.heat.days = days_by_weekday(slice, span);
    walk
}

/// How often each weekday falls into the known part of the period.
fn days_by_weekday(slice: &Slice<'_>, span: &Span) -> Vec<i64> {
    use crate::analytics::facts::days::day_number;
    let mut days = vec![0; 7];
    let Some((first, last)) = slice.reach else { return days };
    for day in day_number(span.period.from()).max(first)..=day_number(span.period.to()).min(last) {
        if let Some(count) = days.get_mut(usize::from(weekday_of(day))) {
            *count += 1;
        }
    }
    days
}

/// Distinct known buyers for each of `count` codes.
#[expect(clippy::indexing_slicing, reason = "buyers index the masks, rows are order rows")]
pub fn distinct_buyers(slice: &Slice<'_>, rows: Range<usize>, count: usize, code: impl Fn(usize) -> usize) -> Vec<i64> {
    let buyer = &slice.facts.orders.buyer;
    let mut found = vec![0i64; count];
    for first in (0..count).step_by(64) {
        let mut masks = vec![0u64; slice.facts.buyer_count()];
        for row in rows.clone() {
            let who = buyer[row] as usize;
            if who == 0 || !slice.keep[row] {
                continue;
            }
            let at = code(row);
            if (first..first + 64).contains(&at) {
                let bit = 1u64 << (at - first);
                if masks[who] & bit == 0 {
                    masks[who] |= bit;
                    found[at] += 1;
                }
            }
        }
    }
    found
}

impl Groups {
    #[expect(clippy::indexing_slicing, reason = "codes index the arrays made for them")]
    pub fn of(slice: &Slice<'_>) -> Self {
        let orders = &slice.facts.orders;
        let span = &slice.now;
        let now = walk(slice, span);
        let before = slice.before.as_ref().filter(|span| span.known).map(|span| walk(slice, span));
        let shop_buyers =
            distinct_buyers(slice, span.paid.clone(), slice.facts.shops.len(), |row| orders.shop[row] as usize);
        let province_index = province_index();
        let province_buyers = distinct_buyers(slice, span.paid.clone(), 35, |row| {
            usize::from(province_index[orders.province[row] as usize % PROVINCES])
        });
        let group = |code: usize, sums: Sums, buyers: Option<i64>, before: Option<i64>| Group {
            code,
            sums,
            buyers,
            before_paid: before,
        };
        let shops: Vec<Group> = (0..now.shops.len())
            .map(|at| group(at, now.shops[at], Some(shop_buyers[at]), before.as_ref().map(|walk| walk.shops[at].paid)))
            .collect();
        let provinces = (0..PROVINCES)
            .filter(|at| *at == 0 || province_index[*at] != 0)
            .map(|at| {
                let buyers = province_buyers[usize::from(province_index[at])];
                group(at, now.provinces[at], Some(buyers), before.as_ref().map(|walk| walk.provinces[at].paid))
            })
            .collect();
        let bands = (0..BAND_EDGES.len())
            .map(|at| group(at, now.bands[at], None, before.as_ref().map(|walk| walk.bands[at].paid)))
            .collect();
        Self { platforms: platforms(slice, &shops), shops, provinces, bands, heat: now.heat }
    }
}

/// Dense index of every province code, 1 ..= 34; 0 for the unknown.
fn province_index() -> [u8; PROVINCES] {
    let mut index = [0; PROVINCES];
    for (at, province) in (1u8..).zip(crate::domain::region::Province::all()) {
        if let Some(entry) = index.get_mut(usize::from(province.code())) {
            *entry = at;
        }
    }
    index
}

/// Shops added up by platform, with the platform's distinct buyers.
#[expect(clippy::indexing_slicing, reason = "shop codes index the shops")]
fn platforms(slice: &Slice<'_>, shops: &[Group]) -> Vec<Group> {
    let code_of = |shop: usize| usize::from(slice.facts.shops[shop].platform.code());
    let orders = &slice.facts.orders;
    let buyers = distinct_buyers(slice, slice.now.paid.clone(), 32, |row| code_of(orders.shop[row] as usize));
    slice
        .facts
        .platforms()
        .into_iter()
        .map(|platform| {
            let code = usize::from(platform.code());
            let mut total = Group { code, buyers: Some(buyers[code]), ..Group::default() };
            for group in shops.iter().filter(|group| code_of(group.code) == code) {
                total.sums.merge(&group.sums);
                if let Some(before) = group.before_paid {
                    *total.before_paid.get_or_insert(0) += before;
                }
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
            let all = Sums::of(slice, slice.now.paid.clone());
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
