//! What analyses read (事实): polars frames of one data version.

use polars::prelude::DataFrame;

/// One data version as frames. Codes are Int32; ids, amounts in fen and times in seconds since 1970 (China time) are Int64; null = unknown.
#[derive(Debug, Clone, Default)]
pub struct FactFrames {
    /// The data version the frames were read at.
    pub version: u64,
    /// Sorted by `order_id`: order_id, shop, platform, buyer (0 = unknown), province (0 = unknown), status, created, paid, shipped,
    /// received, payable, paid_fen (gross), freight_fen, refund_fen (successful refunds), items. Excluded orders are left out.
    pub orders: DataFrame,
    /// Sorted by `order_id`, `line_id`: order_id, line_id, listing, sku (0 = unmapped), qty, paid_fen (null when the order is
    /// unpaid), refund_fen, cost_fen (whole line, null = unknown), gift (0/1), status.
    pub lines: DataFrame,
    /// refund_id, order_id, line_id (0 = whole order), amount_fen, kind, status, reason (0 = not told), applied, finished.
    pub refunds: DataFrame,
    /// parcel_id, order_id (0 = unknown), courier, province, weight_g, freight_fen, shipped, collected, signed, last_scan.
    pub parcels: DataFrame,
    /// shop, platform, grain, from, to (days since 1970), subject, subject_name, visitors, page_views, cart_buyers,
    /// favourite_buyers, order_buyers, order_fen, pay_buyers, pay_items, pay_orders, pay_fen, refund_fen, new_visitors,
    /// returning_visitors, ad_fen.
    pub traffic: DataFrame,
    /// id, platform, name.
    pub shops: DataFrame,
    /// id, code, name, category (id, 0 = none), props, price_fen, cost_fen, listed (days since 1970).
    pub skus: DataFrame,
    /// id, platform, key, item_id, title, props, sku (0 = unmapped), category (the platform's own word, 0 = none).
    pub listings: DataFrame,
    /// id, name.
    pub categories: DataFrame,
    /// id, name.
    pub couriers: DataFrame,
    /// id, name.
    pub reasons: DataFrame,
}
