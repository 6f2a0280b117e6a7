//! What an export file says, typed but not yet kept (草稿): the hand-over between `import` (and the sample shop) and `store`.
//!
//! Text fields hold cleaned text; an empty string means "not told by the file", `None` means "no number".
//! Times are China time. Amounts are positive unless a field says otherwise.
//! A draft may be partial: an item report knows lines and no freight, an order report the reverse. The store merges by natural
//! key: a later export wins for what may change (status, shipped, received, refund), never for what may not (created, paid amount).

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::money::Money;
use super::order::OrderStatus;
use super::platform::Platform;
use super::refund::{RefundKind, RefundStatus};
use super::region::Province;

/// A handful of drafts read from one stretch of one file. Importers yield many of these so that memory stays flat.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    pub orders: Vec<OrderDraft>,
    pub lines: Vec<LineDraft>,
    pub refunds: Vec<RefundDraft>,
    pub products: Vec<ProductDraft>,
    pub parcels: Vec<ParcelDraft>,
    pub traffic: Vec<TrafficDraft>,
    pub purchases: Vec<PurchaseDraft>,
    /// Links from a platform's SKU to the shop's own.
    pub mappings: Vec<MappingDraft>,
}

/// Where the rows of one file come from. Repeated values are shared, so rows do not carry it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub platform: Platform,
    /// Shop name as the file tells it or the user chose; empty = the platform's default shop.
    pub shop: String,
}

/// A parent order (主订单). Natural key: platform + `order_no`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderDraft {
    /// Row of the file, counted from 1 as a spreadsheet shows it; 0 when not from a file.
    pub row: u32,
    pub order_no: String,
    /// Shop name where the row itself names one; otherwise empty and the file's [`Source`] counts.
    pub shop: String,
    /// Opaque buyer id; empty when masked or not told.
    pub buyer: String,
    pub status: Option<OrderStatus>,
    /// The file's own status words.
    pub status_raw: String,
    pub created_at: Option<NaiveDateTime>,
    pub paid_at: Option<NaiveDateTime>,
    pub shipped_at: Option<NaiveDateTime>,
    pub received_at: Option<NaiveDateTime>,
    /// 买家应付货款
    pub goods_amount: Option<Money>,
    /// 买家应付邮费
    pub freight: Option<Money>,
    /// 总金额: payable at creation.
    pub payable: Option<Money>,
    /// 买家实付, **gross**: what was paid on the pay clock with later refunds not deducted. Where the file's own figure is
    /// net of refunds the importer has added them back. `None` when not told.
    pub paid: Option<Money>,
    /// 成功退款金额 as the order row tells it (refund rows are separate drafts).
    pub refund: Option<Money>,
    /// 打款商家金额
    pub settled: Option<Money>,
    /// 宝贝总数量
    pub items: Option<i64>,
    pub title: String,
    pub province: Option<Province>,
    pub city: String,
    pub district: String,
    pub receiver: String,
    pub phone: String,
    pub address: String,
    pub tracking_no: String,
    pub courier: String,
    pub seller_memo: String,
    pub buyer_message: String,
    pub close_reason: String,
    /// Order this one serves: for 1688 the 下游订单号.
    pub linked_order_no: String,
}

/// A line of an order (子订单). Natural key: platform + `line_no`; where a file has none the importer makes `order_no#n`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineDraft {
    pub row: u32,
    pub line_no: String,
    pub order_no: String,
    /// Platform's item id (商品ID).
    pub item_id: String,
    /// Platform's SKU id where told.
    pub sku_id: String,
    /// The seller's own code on SKU level (商家编码 / 外部系统编号).
    pub sku_code: String,
    pub title: String,
    /// `颜色分类:x;尺码:y` as told.
    pub props: String,
    pub qty: i64,
    pub unit_price: Option<Money>,
    /// 买家应付货款 of the line.
    pub goods_amount: Option<Money>,
    /// What the line brought in, gross of refunds (`divide_order_fee`). `None`: the store splits the order's paid amount.
    pub paid: Option<Money>,
    /// 退款金额 as the line tells it.
    pub refund: Option<Money>,
    pub status: Option<OrderStatus>,
    pub refund_status_raw: String,
    /// Category as told by the platform, `女装>大衣`; empty when not told.
    pub category: String,
    /// 成本价 per piece where the file knows it (ERP exports).
    pub unit_cost: Option<Money>,
    pub gift: bool,
    /// Time the line was shipped, tracking: item reports of 2026 carry them per line.
    pub shipped_at: Option<NaiveDateTime>,
    pub tracking_no: String,
    pub courier: String,
}

/// A refund (退款单). Natural key: platform + `refund_no`.
#[derive(Debug, Clone, PartialEq)]
pub struct RefundDraft {
    pub row: u32,
    pub refund_no: String,
    pub order_no: String,
    pub line_no: String,
    pub item_id: String,
    pub sku_code: String,
    pub title: String,
    /// Money back to the buyer.
    pub amount: Money,
    pub kind: RefundKind,
    pub status: RefundStatus,
    pub status_raw: String,
    pub reason: String,
    pub applied_at: Option<NaiveDateTime>,
    pub finished_at: Option<NaiveDateTime>,
    pub paid_at: Option<NaiveDateTime>,
    /// 退货物流单号
    pub return_tracking: String,
}

impl RefundDraft {
    /// A refund of which only this much is told.
    pub fn bare(refund_no: String, order_no: String, amount: Money, status: RefundStatus) -> Self {
        Self {
            row: 0,
            refund_no,
            order_no,
            line_no: String::new(),
            item_id: String::new(),
            sku_code: String::new(),
            title: String::new(),
            amount,
            kind: RefundKind::Unknown,
            status,
            status_raw: String::new(),
            reason: String::new(),
            applied_at: None,
            finished_at: None,
            paid_at: None,
            return_tracking: String::new(),
        }
    }
}

/// A product on SKU level: from the shop's own sheet (`own` true: the owner's truth) or from a platform's product export.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ProductDraft {
    pub row: u32,
    /// From the shop's own product sheet.
    pub own: bool,
    /// Own SKU code (商家编码). Natural key of an own product.
    pub sku_code: String,
    pub name: String,
    pub category: String,
    pub props: String,
    pub cost: Option<Money>,
    pub price: Option<Money>,
    pub weight_g: Option<i64>,
    pub supplier: String,
    pub barcode: String,
    pub item_id: String,
    pub sku_id: String,
    pub listed_at: Option<NaiveDate>,
}

/// A parcel (包裹). Natural key: `tracking_no`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ParcelDraft {
    pub row: u32,
    pub tracking_no: String,
    pub order_no: String,
    pub courier: String,
    pub province: Option<Province>,
    pub city: String,
    pub weight_g: Option<i64>,
    pub freight: Option<Money>,
    pub shipped_at: Option<NaiveDateTime>,
    pub collected_at: Option<NaiveDateTime>,
    pub signed_at: Option<NaiveDateTime>,
    pub last_scan_at: Option<NaiveDateTime>,
    pub state_raw: String,
}

/// What a traffic row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum TrafficGrain {
    /// 店铺日报: one row a day for the whole shop
    Shop = 1,
    /// 商品排行: one row an item and day
    Item = 2,
    /// 流量来源: one row a source
    Source = 3,
    /// 引流搜索词
    Keyword = 4,
    /// 单品流量来源: one row a source of one item; never added to [`TrafficGrain::Source`]
    ItemSource = 5,
}

/// Traffic (流量) of one day or range. Natural key: platform + shop + grain + from + to + `subject`.
#[derive(Debug, Clone, PartialEq)]
pub struct TrafficDraft {
    pub row: u32,
    pub grain: TrafficGrain,
    pub from: NaiveDate,
    /// Equal to `from` for a daily row.
    pub to: NaiveDate,
    /// Item id, source path `一级>二级>三级`, keyword, or `item id>source path` for an item's sources; empty for the shop.
    pub subject: String,
    /// Item title where told.
    pub subject_name: String,
    pub visitors: Option<i64>,
    pub page_views: Option<i64>,
    pub cart_buyers: Option<i64>,
    pub favourite_buyers: Option<i64>,
    pub order_buyers: Option<i64>,
    pub order_amount: Option<Money>,
    pub pay_buyers: Option<i64>,
    pub pay_items: Option<i64>,
    pub pay_orders: Option<i64>,
    pub pay_amount: Option<Money>,
    pub refund_amount: Option<Money>,
    pub new_visitors: Option<i64>,
    pub returning_visitors: Option<i64>,
    /// Mean stay in hundredths of a second.
    pub stay_centis: Option<i64>,
    /// 跳失率 in parts per million.
    pub bounce_ppm: Option<i64>,
    /// Advertising spend named in the file, all channels together.
    pub ad_spend: Option<Money>,
}

/// A line of a purchase order the shop placed (1688 采购). Natural key: platform + `order_no` + `line_no`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PurchaseDraft {
    pub row: u32,
    pub order_no: String,
    pub line_no: String,
    pub supplier: String,
    pub title: String,
    pub item_id: String,
    pub sku_code: String,
    pub unit_price: Option<Money>,
    pub qty: i64,
    pub goods_amount: Option<Money>,
    pub freight: Option<Money>,
    pub discount: Option<Money>,
    pub paid: Option<Money>,
    pub status_raw: String,
    pub created_at: Option<NaiveDateTime>,
    pub paid_at: Option<NaiveDateTime>,
    pub tracking_no: String,
    pub courier: String,
    pub linked_order_no: String,
}

/// One platform SKU stands for `qty` pieces of one own SKU; a bundle (组合装) has several.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MappingDraft {
    pub row: u32,
    /// The platform's side: seller code, or item id + props where there is no code.
    pub platform_sku: String,
    pub own_sku: String,
    pub qty: i64,
}

impl Drafts {
    /// How many rows of any kind are held.
    pub fn len(&self) -> usize {
        self.orders.len()
            + self.lines.len()
            + self.refunds.len()
            + self.products.len()
            + self.parcels.len()
            + self.traffic.len()
            + self.purchases.len()
            + self.mappings.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes in the rows of another stretch.
    pub fn append(&mut self, more: Self) {
        self.orders.extend(more.orders);
        self.lines.extend(more.lines);
        self.refunds.extend(more.refunds);
        self.products.extend(more.products);
        self.parcels.extend(more.parcels);
        self.traffic.extend(more.traffic);
        self.purchases.extend(more.purchases);
        self.mappings.extend(more.mappings);
    }
}

/// The key under which a platform SKU waits for its own SKU: the seller's code, else item id and properties, else the title.
/// Import, the unmapped queue and the mapping sheet all use this one function.
pub fn platform_sku_key(sku_code: &str, item_id: &str, props: &str, title: &str) -> String {
    if !sku_code.is_empty() {
        sku_code.to_owned()
    } else if !item_id.is_empty() {
        if props.is_empty() { format!("#{item_id}") } else { format!("#{item_id}|{props}") }
    } else if !title.is_empty() {
        if props.is_empty() { format!("~{title}") } else { format!("~{title}|{props}") }
    } else {
        String::new()
    }
}
