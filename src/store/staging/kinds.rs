//! How rows of each kind are merged (合并规则), as data: which columns make up the natural key, and for every other column who wins
//! when a file tells something about a record that is known already. `sql.rs` turns this into statements.

/// Who wins for one column. Untold (`NULL`) never overwrites what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// Once known, it stays: creation and payment do not change afterwards.
    First,
    /// The later export wins, unless it is plainly the older picture.
    Later,
    /// Like `Later`, but a masked value never overwrites an unmasked one.
    Private,
    /// The largest wins: refunds only grow.
    Most,
    /// An id looked up from a staged name, by `First`.
    FirstId(&'static str),
    /// An id looked up from a staged name, by `Later`.
    LaterId(&'static str),
    /// Moves forward only; see [`Rank`].
    Status,
    /// The file's own words for the status, taken together with it.
    StatusRaw,
    /// Like `Later`, but "unknown" (9) never overwrites a known code.
    KnownCode,
    /// True once any file says so.
    Either,
    /// The amount paid: a zero told before payment is not yet an amount.
    Paid,
    /// The same for a line.
    LinePaid,
    /// A named shop wins over the platform's default shop, the first one otherwise.
    Shop,
}

/// How far a status has come: an export that shows less progress than is known is an older picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    None,
    Order,
    Refund,
}

/// One kind of rows that follows the general scheme.
#[derive(Debug)]
pub(super) struct Kind {
    /// Table of the shop file; the staging table is `st_` + this, its view with looked-up ids `v_` + this.
    pub base: &'static str,
    /// The natural key, beside the platform.
    pub key: &'static [&'static str],
    /// The platform is part of the key.
    pub per_platform: bool,
    pub rank: Rank,
    /// Rows can be implied by other rows; such rows only fill in what is not known.
    pub implied: bool,
    pub columns: &'static [(&'static str, Rule)],
}

use Rule::{Either, First, FirstId, KnownCode, Later, LaterId, LinePaid, Most, Paid, Private, Shop, Status, StatusRaw};

pub(super) const ORDERS: Kind = Kind {
    base: "orders",
    key: &["order_no"],
    per_platform: true,
    rank: Rank::Order,
    implied: true,
    columns: &[
        ("shop_id", Shop),
        ("customer_id", FirstId("buyer")),
        ("status", Status),
        ("status_raw", StatusRaw),
        ("created_at", First),
        ("paid_at", First),
        ("shipped_at", Later),
        ("received_at", Later),
        ("goods_amount", First),
        ("freight", First),
        ("payable", First),
        ("paid", Paid),
        ("refund_told", Most),
        ("settled", Later),
        ("items", Later),
        ("title", Later),
        ("province", Later),
        ("city", Later),
        ("district", Later),
        ("receiver", Private),
        ("phone", Private),
        ("address", Private),
        ("tracking_no", Private),
        ("courier_id", LaterId("courier")),
        ("seller_memo", Later),
        ("buyer_message", Later),
        ("close_reason", Later),
        ("linked_order_no", Later),
    ],
};

pub(super) const LINES: Kind = Kind {
    base: "order_line",
    key: &["line_no"],
    per_platform: true,
    rank: Rank::Order,
    implied: false,
    columns: &[
        ("item_id", Later),
        ("platform_sku_id", Later),
        ("sku_code", Later),
        ("title", Later),
        ("props", Later),
        ("qty", Later),
        ("unit_price", First),
        ("goods_amount", First),
        ("paid_told", LinePaid),
        ("refund_told", Most),
        ("status", Status),
        ("refund_status_raw", Later),
        ("category_id", LaterId("category")),
        ("unit_cost", Later),
        ("gift", Either),
        ("shipped_at", Later),
        ("tracking_no", Private),
        ("courier_id", LaterId("courier")),
    ],
};

pub(super) const REFUNDS: Kind = Kind {
    base: "refund",
    key: &["refund_no"],
    per_platform: true,
    rank: Rank::Refund,
    implied: false,
    columns: &[
        ("order_no", First),
        ("line_no", First),
        ("item_id", Later),
        ("sku_code", Later),
        ("title", Later),
        ("amount", Later),
        ("kind", KnownCode),
        ("status", Status),
        ("status_raw", StatusRaw),
        ("reason_id", LaterId("reason")),
        ("applied_at", First),
        ("finished_at", Later),
        ("paid_at", First),
        ("return_tracking", Later),
    ],
};

pub(super) const PARCELS: Kind = Kind {
    base: "parcel",
    key: &["tracking_no"],
    per_platform: false,
    rank: Rank::None,
    implied: true,
    columns: &[
        ("order_no", First),
        ("courier_id", LaterId("courier")),
        ("province", Later),
        ("city", Later),
        ("weight_g", Later),
        ("freight", Later),
        ("shipped_at", Later),
        ("collected_at", Later),
        ("signed_at", Later),
        ("last_scan_at", Later),
        ("state_raw", Later),
    ],
};

pub(super) const SKUS: Kind = Kind {
    base: "sku",
    key: &["code"],
    per_platform: false,
    rank: Rank::None,
    implied: false,
    columns: &[
        ("name", Later),
        ("category_id", LaterId("category")),
        ("props", Later),
        ("cost", Later),
        ("price", Later),
        ("weight_g", Later),
        ("supplier_id", LaterId("supplier")),
        ("barcode", Later),
        ("listed_at", Later),
    ],
};

pub(super) const LISTINGS: Kind = Kind {
    base: "listing",
    key: &["key"],
    per_platform: true,
    rank: Rank::None,
    implied: true,
    columns: &[
        ("item_id", Later),
        ("platform_sku_id", Later),
        ("sku_code", Later),
        ("title", Later),
        ("props", Later),
        ("category_id", LaterId("category")),
        ("price", Later),
        ("listed_at", First),
    ],
};

pub(super) const TRAFFIC: Kind = Kind {
    base: "traffic",
    key: &["shop_id", "grain", "from_day", "to_day", "subject"],
    per_platform: true,
    rank: Rank::None,
    implied: false,
    columns: &[
        ("subject_name", Later),
        ("visitors", Later),
        ("page_views", Later),
        ("cart_buyers", Later),
        ("favourite_buyers", Later),
        ("order_buyers", Later),
        ("order_amount", Later),
        ("pay_buyers", Later),
        ("pay_items", Later),
        ("pay_orders", Later),
        ("pay_amount", Later),
        ("refund_amount", Later),
        ("new_visitors", Later),
        ("returning_visitors", Later),
        ("stay_centis", Later),
        ("bounce_ppm", Later),
        ("ad_spend", Later),
    ],
};

pub(super) const PURCHASES: Kind = Kind {
    base: "purchase_line",
    key: &["order_no", "line_no"],
    per_platform: true,
    rank: Rank::None,
    implied: false,
    columns: &[
        ("supplier_id", LaterId("supplier")),
        ("title", Later),
        ("item_id", Later),
        ("sku_code", Later),
        ("unit_price", First),
        ("qty", Later),
        ("goods_amount", First),
        ("freight", First),
        ("discount", First),
        ("paid", Paid),
        ("status_raw", Later),
        ("created_at", First),
        ("paid_at", First),
        ("tracking_no", Private),
        ("courier_id", LaterId("courier")),
        ("linked_order_no", Later),
    ],
};

/// Every kind, in the order in which stages are collapsed.
pub(super) const ALL: [&Kind; 8] = [&ORDERS, &LINES, &REFUNDS, &PARCELS, &SKUS, &LISTINGS, &TRAFFIC, &PURCHASES];
