//! What needs attention (待办): things that cost money or trust when nobody looks, each with how many and how much.

use std::collections::HashSet;

use crate::analytics::facts::NONE;
use crate::analytics::facts::days::{DAY_SECONDS, day_of};
use crate::analytics::filter::Slice;
use crate::analytics::logistics::journey::sent_lately;
use crate::analytics::logistics::parcels::ParcelRules;
use crate::analytics::logistics::{CHASE_DAYS, LATE_HOURS, LIMIT_DAYS};
use crate::domain::refund::RefundStatus;

/// Data older than this many days is late.
const LATE_DAYS: i64 = 2;

/// What is wrong, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Concern {
    /// 超 48 小时未发货
    UnshippedOver48h,
    /// 超 24 小时未发货
    UnshippedOver24h,
    /// 物流停滞
    ParcelsStuck,
    /// 待处理退款
    RefundsPending,
    /// 未映射 SKU
    SkusUnmapped,
    /// 缺成本 SKU
    CostsMissing,
    /// 缺流量的日子
    TrafficMissing,
    /// 数据晚了
    DataLate,
}

impl Concern {
    /// Stable English id; also the tail of the locale key (`overview.concern_parcels_stuck`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::UnshippedOver48h => "unshipped_over_48h",
            Self::UnshippedOver24h => "unshipped_over_24h",
            Self::ParcelsStuck => "parcels_stuck",
            Self::RefundsPending => "refunds_pending",
            Self::SkusUnmapped => "skus_unmapped",
            Self::CostsMissing => "costs_missing",
            Self::TrafficMissing => "traffic_missing",
            Self::DataLate => "data_late",
        }
    }

    /// Whether buyers feel it now.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::UnshippedOver48h | Self::ParcelsStuck | Self::RefundsPending)
    }
}

/// A concern with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    pub concern: Concern,
    /// Orders, parcels, refunds, SKUs or days.
    pub count: i64,
    /// Fen at stake; `None` where money does not measure it.
    pub amount: Option<i64>,
    /// Store ids: of orders for shipping, parcels, refunds or listings or SKUs, as the concern says; empty for days.
    pub ids: Vec<i64>,
}

/// Every concern that holds, the most urgent first.
pub fn of(slice: &Slice<'_>) -> Vec<Attention> {
    let now = slice.now_seconds();
    let mut found = Vec::new();
    if now != NONE {
        found.extend(unshipped(slice, now));
        found.extend(parcels_stuck(slice, now));
    }
    found.extend(refunds_pending(slice));
    found.extend(skus(slice));
    found.extend(traffic_missing(slice));
    found.extend(data_late(slice));
    found.retain(|attention| attention.count > 0);
    found.sort_by_key(|attention| attention.concern);
    found
}

/// Orders paid lately and not shipped, whatever the period: they are open now.
#[expect(clippy::indexing_slicing, reason = "rows are paid order rows")]
fn unshipped(slice: &Slice<'_>, now: i64) -> [Attention; 2] {
    let orders = &slice.facts.orders;
    let make = |concern| Attention { concern, count: 0, amount: Some(0), ids: Vec::new() };
    let mut found = [make(Concern::UnshippedOver48h), make(Concern::UnshippedOver24h)];
    for row in &orders.open {
        let row = *row as usize;
        let history = day_of(orders.paid[row]) <= day_of(now) - CHASE_DAYS;
        if now - orders.paid[row] < DAY_SECONDS || history || !slice.keep[row] {
            continue;
        }
        let late = usize::from(now - orders.paid[row] < i64::from(LATE_HOURS) * 3600);
        let attention = &mut found[late];
        attention.count += 1;
        attention.amount = attention.amount.map(|fen| fen + slice.paid_fen[row]);
        attention.ids.push(orders.id[row]);
    }
    found
}

/// Parcels under way without a scan, whatever the period: those that the logistics page calls silent.
fn parcels_stuck(slice: &Slice<'_>, now: i64) -> Option<Attention> {
    let rules = ParcelRules::default();
    let traced = sent_lately(slice, LIMIT_DAYS, now).mostly_traced();
    let recent = sent_lately(slice, i32::try_from(rules.look_back_days).ok()?, now);
    let ids = &slice.facts.parcels.id;
    let ids: Vec<i64> =
        recent.silent(traced, now, rules).into_iter().filter_map(|row| ids.get(row as usize).copied()).collect();
    Some(Attention { concern: Concern::ParcelsStuck, count: ids.len() as i64, amount: None, ids })
}

#[expect(clippy::indexing_slicing, reason = "rows are refund rows")]
fn refunds_pending(slice: &Slice<'_>) -> Option<Attention> {
    let refunds = &slice.facts.refunds;
    let open = [RefundStatus::WaitSeller.code(), RefundStatus::WaitReturn.code(), RefundStatus::WaitReceipt.code()];
    let mut found = Attention { concern: Concern::RefundsPending, count: 0, amount: Some(0), ids: Vec::new() };
    for at in refunds.done_count..refunds.id.len() {
        if open.contains(&refunds.status[at]) && slice.keeps(refunds.order[at] as usize) {
            found.count += 1;
            found.amount = found.amount.map(|fen| fen + refunds.amount_fen[at]);
            found.ids.push(refunds.id[at]);
        }
    }
    Some(found)
}

/// Platform SKUs sold in the period without an own SKU, and own SKUs sold without a cost.
#[expect(clippy::indexing_slicing, reason = "lines name listings, SKUs and orders")]
fn skus(slice: &Slice<'_>) -> [Attention; 2] {
    let facts = slice.facts;
    let lines = &facts.lines;
    let mut unmapped = vec![NONE; facts.listings.len()];
    let mut costless = vec![NONE; facts.skus.len()];
    let rows = &slice.now.lines;
    let first = lines.gaps.partition_point(|line| (*line as usize) < rows.start);
    for line in lines.gaps[first..].iter().map(|line| *line as usize).take_while(|line| *line < rows.end) {
        if !slice.keeps_line(line) {
            continue;
        }
        let sku = lines.sku[line] as usize;
        let sold = if sku == 0 { &mut unmapped[lines.listing[line] as usize] } else { &mut costless[sku] };
        *sold = (*sold).max(0) + lines.paid_fen[line];
    }
    let gather = |concern, sold: &[i64], id: &dyn Fn(usize) -> i64| {
        let rows: Vec<usize> = (1..sold.len()).filter(|at| sold[*at] != NONE).collect();
        Attention {
            concern,
            count: rows.len() as i64,
            amount: Some(rows.iter().map(|at| sold[*at]).sum()),
            ids: rows.iter().map(|at| id(*at)).collect(),
        }
    };
    [
        gather(Concern::SkusUnmapped, &unmapped, &|at| facts.listings[at].id),
        gather(Concern::CostsMissing, &costless, &|at| facts.skus[at].id),
    ]
}

/// Days of the period with sales and without traffic, for shops that had traffic before. Counted as shop-days.
#[expect(clippy::indexing_slicing, reason = "shop codes index the shops")]
fn traffic_missing(slice: &Slice<'_>) -> Option<Attention> {
    let facts = slice.facts;
    let mut first = vec![i32::MAX; facts.shops.len()];
    let mut have = HashSet::new();
    for row in &facts.traffic.shop_days {
        first[row.shop as usize] = first[row.shop as usize].min(row.from);
        have.insert((row.shop, row.from));
    }
    if have.is_empty() {
        return None;
    }
    let sold = slice.paid_cells(slice.filter.period);
    let missing = sold
        .filter(|cell| first[cell.shop as usize] <= cell.day && !have.contains(&(cell.shop, cell.day)))
        .count() as i64;
    Some(Attention { concern: Concern::TrafficMissing, count: missing, amount: None, ids: Vec::new() })
}

/// Days since the data ends, seen from the moment asked at.
fn data_late(slice: &Slice<'_>) -> Option<Attention> {
    let asked = day_of(slice.filter.now?.and_utc().timestamp());
    let (_, last) = slice.reach?;
    let days = i64::from(asked - last);
    (days >= LATE_DAYS).then_some(Attention { concern: Concern::DataLate, count: days, amount: None, ids: Vec::new() })
}
