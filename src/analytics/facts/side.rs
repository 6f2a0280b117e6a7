//! From the store's frames: dimensions, refunds, parcels and traffic.

#![expect(clippy::indexing_slicing, reason = "row numbers are made from the lengths of these very columns")]

use super::build::{gather, order_rows};
use super::columns::Columns;
use super::days::DayIndex;
use super::sort::{sorted_rows, sorted_rows_by_id};
use super::{Codes, Facts, FactsError, Listing, NO_ROW, NONE, Named, Parcels, Refunds, Shop, Sku, TrafficRow};
use crate::domain::draft::TrafficGrain;
use crate::domain::platform::Platform;
use crate::domain::refund::RefundStatus;
use crate::store::FactFrames;

/// The codes of every dimension.
#[derive(Debug)]
pub(super) struct Dims {
    shops: Codes,
    pub skus: Codes,
    pub listings: Codes,
    couriers: Codes,
    reasons: Codes,
}

impl Dims {
    /// The code of a shop that a dimension row names.
    pub fn shop(&self, id: i64) -> Option<u16> {
        self.shops.code(id).checked_sub(1).map(|code| code as u16)
    }

    /// Shop codes of rows; a shop that no dimension row names gets one without a name, so that nothing is lost.
    pub fn shop_codes(&self, ids: &[i64], platforms: &[i64], facts: &mut Facts) -> Vec<u16> {
        let mut nameless: Option<u16> = None;
        ids.iter()
            .zip(platforms)
            .map(|(id, platform)| match self.shops.code(*id) {
                0 => *nameless.get_or_insert_with(|| {
                    facts.shops.push(Shop {
                        id: *id,
                        platform: platform_of(*platform),
                        name: String::new(),
                        span: None,
                        covered: Vec::new(),
                    });
                    facts.shops.len() as u16 - 1
                }),
                code => code as u16 - 1,
            })
            .collect()
    }
}

fn platform_of(code: i64) -> Platform {
    u8::try_from(code).ok().and_then(Platform::from_code).unwrap_or(Platform::Other)
}

pub(super) fn named(frame: &polars::prelude::DataFrame, name: &'static str) -> Result<(Vec<Named>, Codes), FactsError> {
    let read = Columns { frame, name };
    let ids = read.ints("id")?;
    let codes = Codes::new(&ids);
    let rows = ids.into_iter().zip(read.texts("name")?).map(|(id, name)| Named { id, name });
    Ok((std::iter::once(Named::default()).chain(rows).collect(), codes))
}

/// Fills the dimensions of `facts`.
pub(super) fn dimensions(frames: &FactFrames, facts: &mut Facts) -> Result<Dims, FactsError> {
    let read = Columns { frame: &frames.shops, name: "shops" };
    let shop_ids = read.ints("id")?;
    for ((id, platform), name) in shop_ids.iter().zip(read.counts("platform")?).zip(read.texts("name")?) {
        facts.shops.push(Shop { id: *id, platform: platform_of(platform), name, span: None, covered: Vec::new() });
    }
    let (categories, category_codes) = named(&frames.categories, "categories")?;
    let (couriers, courier_codes) = named(&frames.couriers, "couriers")?;
    let (reasons, reason_codes) = named(&frames.reasons, "reasons")?;
    facts.categories = categories;
    facts.couriers = couriers;
    facts.reasons = reasons;
    let skus = skus(frames, &category_codes, facts)?;
    let listings = listings(frames, &skus, &category_codes, facts)?;
    Ok(Dims { shops: Codes::new(&shop_ids), skus, listings, couriers: courier_codes, reasons: reason_codes })
}

fn skus(frames: &FactFrames, categories: &Codes, facts: &mut Facts) -> Result<Codes, FactsError> {
    let read = Columns { frame: &frames.skus, name: "skus" };
    let ids = read.ints("id")?;
    let (code, name, props) = (read.texts("code")?, read.texts("name")?, read.texts("props")?);
    let (category, price, cost) = (read.counts("category")?, read.ints("price_fen")?, read.ints("cost_fen")?);
    let listed = read.ints("listed")?;
    facts.skus = vec![Sku { price_fen: NONE, cost_fen: NONE, ..Sku::default() }];
    for at in 0..ids.len() {
        facts.skus.push(Sku {
            id: ids[at],
            code: code[at].clone(),
            name: name[at].clone(),
            category: categories.code(category[at]) as u16,
            props: props[at].clone(),
            price_fen: price[at],
            cost_fen: cost[at],
            listed: i32::try_from(listed[at]).ok(),
        });
    }
    Ok(Codes::new(&ids))
}

fn listings(frames: &FactFrames, skus: &Codes, categories: &Codes, facts: &mut Facts) -> Result<Codes, FactsError> {
    let read = Columns { frame: &frames.listings, name: "listings" };
    let ids = read.ints("id")?;
    let (key, item_id, title, props) =
        (read.texts("key")?, read.texts("item_id")?, read.texts("title")?, read.texts("props")?);
    let (platform, sku, category) = (read.counts("platform")?, read.counts("sku")?, read.counts("category")?);
    facts.listings = vec![Listing::default()];
    for at in 0..ids.len() {
        facts.listings.push(Listing {
            id: ids[at],
            platform: u8::try_from(platform[at]).unwrap_or_default(),
            key: key[at].clone(),
            item_id: item_id[at].clone(),
            title: title[at].clone(),
            props: props[at].clone(),
            sku: skus.code(sku[at]),
            category: categories.code(category[at]) as u16,
        });
    }
    Ok(Codes::new(&ids))
}

/// Reads the refunds. Those of excluded orders keep no order and are left out.
pub(super) fn refunds(frames: &FactFrames, dims: &Dims, orders: &Codes, facts: &mut Facts) -> Result<(), FactsError> {
    let read = Columns { frame: &frames.refunds, name: "refunds" };
    let order = order_rows(&read.ints("order_id")?, orders);
    let status = read.counts("status")?;
    let finished = read.ints("finished")?;
    let succeeded = i64::from(RefundStatus::Succeeded.code());
    let keys: Vec<i64> =
        finished.iter().zip(&status).map(|(at, status)| if *status == succeeded { *at } else { NONE }).collect();
    let mut rows = sorted_rows(&keys);
    rows.retain(|row| order[*row as usize] != NO_ROW);
    let done_count = rows.iter().filter(|row| keys[**row as usize] != NONE).count();
    let order = gather(&order, &rows);
    let line_ids = read.counts_at("line_id", &rows)?;
    let line = order.iter().zip(&line_ids).map(|(order, id)| line_row(facts, *order, *id)).collect();
    let done = gather(&keys, &rows);
    facts.refunds = Refunds {
        id: read.ints_at("refund_id", &rows)?,
        order,
        line,
        amount_fen: read.counts_at("amount_fen", &rows)?,
        kind: read.codes_at("kind", &rows)?,
        status: read.codes_at("status", &rows)?,
        reason: read.each_at("reason", &rows, |id| dims.reasons.code(id) as u16)?,
        applied: read.ints_at("applied", &rows)?,
        finished: gather(&finished, &rows),
        done_count,
        dated: done_count > 0 || facts.orders.refund_fen.iter().all(|fen| *fen == 0),
        by_finished: DayIndex::new(&done[..done_count]),
    };
    Ok(())
}

/// The line a refund is about: the named one, or the order's only one.
fn line_row(facts: &Facts, order: u32, line_id: i64) -> u32 {
    let mut range = facts.orders.lines_of(order as usize);
    if range.len() == 1 {
        return range.start as u32;
    }
    range.find(|line| line_id != 0 && facts.lines.id[*line] == line_id).map_or(NO_ROW, |line| line as u32)
}

pub(super) fn parcels(frames: &FactFrames, dims: &Dims, orders: &Codes) -> Result<Parcels, FactsError> {
    let read = Columns { frame: &frames.parcels, name: "parcels" };
    let shipped = read.ints("shipped")?;
    let ids = read.ints("parcel_id")?;
    let mut rows = sorted_rows_by_id(&shipped, &ids);
    let order_ids = read.counts("order_id")?;
    let order = order_rows(&order_ids, orders);
    // A parcel of an excluded order does not count; one that names no order does.
    rows.retain(|row| order[*row as usize] != NO_ROW || order_ids[*row as usize] == 0);
    let shipped = gather(&shipped, &rows);
    let shipped_count = shipped.partition_point(|at| *at != NONE);
    Ok(Parcels {
        id: gather(&ids, &rows),
        order: gather(&order, &rows),
        courier: read.each_at("courier", &rows, |id| dims.couriers.code(id) as u16)?,
        province: read.codes_at("province", &rows)?,
        weight_g: read.ints_at("weight_g", &rows)?,
        freight_fen: read.ints_at("freight_fen", &rows)?,
        collected: read.ints_at("collected", &rows)?,
        signed: read.ints_at("signed", &rows)?,
        last_scan: read.ints_at("last_scan", &rows)?,
        by_shipped: DayIndex::new(&shipped[..shipped_count]),
        shipped,
        shipped_count,
    })
}

pub(super) fn traffic(frames: &FactFrames, dims: &Dims, facts: &mut Facts) -> Result<(), FactsError> {
    let read = Columns { frame: &frames.traffic, name: "traffic" };
    let shop = dims.shop_codes(&read.counts("shop")?, &read.counts("platform")?, facts);
    let grain = read.counts("grain")?;
    let (from, to) = (read.counts("from")?, read.counts("to")?);
    let (subject, subject_name) = (read.texts("subject")?, read.texts("subject_name")?);
    let mut counts = Vec::with_capacity(14);
    for column in [
        "visitors",
        "page_views",
        "cart_buyers",
        "favourite_buyers",
        "order_buyers",
        "order_fen",
        "pay_buyers",
        "pay_items",
        "pay_orders",
        "pay_fen",
        "refund_fen",
        "new_visitors",
        "returning_visitors",
        "ad_fen",
    ] {
        counts.push(read.ints(column)?);
    }
    for at in 0..shop.len() {
        let row = TrafficRow {
            shop: shop[at],
            from: from[at] as i32,
            to: to[at] as i32,
            subject: subject[at].clone(),
            subject_name: subject_name[at].clone(),
            visitors: counts[0][at],
            page_views: counts[1][at],
            cart_buyers: counts[2][at],
            favourite_buyers: counts[3][at],
            order_buyers: counts[4][at],
            order_fen: counts[5][at],
            pay_buyers: counts[6][at],
            pay_items: counts[7][at],
            pay_orders: counts[8][at],
            pay_fen: counts[9][at],
            refund_fen: counts[10][at],
            new_visitors: counts[11][at],
            returning_visitors: counts[12][at],
            ad_fen: counts[13][at],
        };
        if grain[at] != TrafficGrain::Shop as i64 {
            facts.traffic.subjects.push((u8::try_from(grain[at]).unwrap_or_default(), row));
        } else if row.from == row.to {
            facts.traffic.shop_days.push(row);
        } else {
            facts.traffic.shop_ranges.push(row);
        }
    }
    facts.traffic.shop_days.sort_by_key(|row| (row.from, row.shop));
    facts.traffic.shop_ranges.sort_by_key(|row| (row.from, row.shop));
    facts.traffic.subjects.sort_by_key(|(_, row)| (row.from, row.shop));
    Ok(())
}
