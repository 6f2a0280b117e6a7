//! What lists and details show: plain rows, read for exactly the ids that are visible. Personal data is masked here already.

use chrono::{NaiveDate, NaiveDateTime};

use super::flow::StepRow;
use crate::domain::flow::{Flow, Stage};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::domain::region::Province;
use crate::store::purchase::PriceRow;

use super::care::CareEvent;
use super::rules::{Change, HoldRow, OrderMark, OrderWork};
use super::tickets::TicketRow;

/// A shop (店铺) on a platform. `name` is empty for the platform's default shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopRow {
    pub id: i64,
    pub platform: Platform,
    pub name: String,
}

/// A named thing: a category, a courier, a reason, a supplier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedRow {
    pub id: i64,
    pub name: String,
}

/// An order as a list shows it. Buyer and receiver are masked.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderRow {
    pub id: i64,
    pub platform: Platform,
    pub shop_id: i64,
    pub shop: String,
    pub order_no: String,
    pub status: Option<OrderStatus>,
    pub status_raw: String,
    pub created_at: Option<NaiveDateTime>,
    pub paid_at: Option<NaiveDateTime>,
    pub shipped_at: Option<NaiveDateTime>,
    pub received_at: Option<NaiveDateTime>,
    pub payable: Option<Money>,
    pub paid: Option<Money>,
    pub freight: Option<Money>,
    /// Successful refunds; zero when there are none.
    pub refund: Money,
    pub items: Option<i64>,
    pub title: String,
    pub province: Option<Province>,
    pub city: String,
    /// 0 when the buyer is not known.
    pub customer_id: i64,
    pub buyer: String,
    pub receiver: String,
    pub courier: String,
    pub tracking_no: String,
    /// Why the owner keeps this order out of the analyses; empty when it counts.
    pub excluded_reason: String,
    /// Who looks after it, and how it is marked.
    pub mark: OrderMark,
    /// How far people brought it here; `None` where nobody did anything.
    pub local_stage: Option<Stage>,
}

/// An order with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderDetail {
    pub order: OrderRow,
    pub district: String,
    /// Masked.
    pub phone: String,
    /// Masked.
    pub address: String,
    /// Runs of seven or more digits are masked.
    pub seller_memo: String,
    pub buyer_message: String,
    pub close_reason: String,
    pub linked_order_no: String,
    pub goods_amount: Option<Money>,
    pub settled: Option<Money>,
    pub lines: Vec<LineRow>,
    pub refunds: Vec<RefundRow>,
    pub parcels: Vec<ParcelRow>,
    /// When it was shipped as files tell it, whatever was done here.
    pub told_shipped_at: Option<NaiveDateTime>,
    /// Where it stands, and what may be done with it.
    pub flow: Option<Flow>,
    pub timeline: Vec<TimelineEvent>,
    /// What people did with it.
    pub care: super::care::OrderCare,
    /// How it was handed out, and what it waits for.
    pub work: OrderWork,
    /// File that last told something new about the order, and when it was imported.
    pub source_file: String,
    pub updated_at: NaiveDateTime,
}

/// A line of an order (子订单).
#[derive(Debug, Clone, PartialEq)]
pub struct LineRow {
    pub id: i64,
    pub line_no: String,
    pub listing_id: i64,
    pub title: String,
    pub props: String,
    pub sku_code: String,
    /// Own SKUs it stands for; empty while unmapped.
    pub mapped: Vec<MappedSku>,
    pub qty: i64,
    pub unit_price: Option<Money>,
    pub paid: Option<Money>,
    pub refund: Money,
    pub status: Option<OrderStatus>,
    pub gift: bool,
    /// No item report has told this line yet: it stands in for the whole order.
    pub stand_in: bool,
}

/// One own SKU and how many pieces of it a platform SKU stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedSku {
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
}

/// A refund (退款单).
#[derive(Debug, Clone, PartialEq)]
pub struct RefundRow {
    pub id: i64,
    pub platform: Platform,
    pub refund_no: String,
    pub order_no: String,
    /// 0 when the order is not in the file.
    pub order_id: i64,
    pub line_id: i64,
    pub title: String,
    pub sku_code: String,
    pub amount: Money,
    pub kind: RefundKind,
    pub status: RefundStatus,
    pub status_raw: String,
    pub reason: String,
    pub applied_at: Option<NaiveDateTime>,
    pub finished_at: Option<NaiveDateTime>,
    pub return_tracking: String,
    /// Its goods were taken back here.
    pub goods_back: bool,
}

/// A refund with its order and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RefundDetail {
    pub refund: RefundRow,
    /// `None` when the order is not in the file.
    pub order: Option<OrderRow>,
    /// Oldest first.
    pub turns: Vec<RefundTurn>,
    /// File that last told something new about the refund.
    pub source_file: String,
    /// What was found when the goods came back.
    pub back: Option<RefundBack>,
    /// Goods are to come back, and have not yet.
    pub may_come_back: bool,
    /// Noted by hand: no file has told of it.
    pub noted: bool,
}

/// Goods of a refund that came back, in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundBack {
    pub batch_id: i64,
    pub done_at: NaiveDateTime,
    pub good: i64,
    pub defective: i64,
    pub missing: i64,
}

/// An import told another state of a refund than the one known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundTurn {
    pub at: NaiveDateTime,
    pub from: RefundStatus,
    pub to: RefundStatus,
}

/// A parcel (包裹).
#[derive(Debug, Clone, PartialEq)]
pub struct ParcelRow {
    pub id: i64,
    pub tracking_no: String,
    pub order_no: String,
    /// 0 when the order is not in the file.
    pub order_id: i64,
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
    /// Of its order.
    pub platform: Option<Platform>,
    /// When its order was paid.
    pub paid_at: Option<NaiveDateTime>,
    /// Its order is received, finished or refunded, whatever the courier tells.
    pub order_over: bool,
}

impl ParcelRow {
    /// It is where it should be, as far as courier or order tell.
    pub const fn arrived(&self) -> bool {
        self.signed_at.is_some() || self.order_over
    }
}

/// A parcel with its order.
#[derive(Debug, Clone, PartialEq)]
pub struct ParcelDetail {
    pub parcel: ParcelRow,
    /// `None` when the order is not in the file.
    pub order: Option<OrderRow>,
    /// File that last told something new about the parcel.
    pub source_file: String,
}

/// What happened to an order, oldest first.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEvent {
    pub at: NaiveDateTime,
    pub what: TimelineKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TimelineKind {
    Created,
    Paid(Option<Money>),
    Shipped,
    Received,
    RefundApplied {
        refund_no: String,
        amount: Money,
    },
    RefundFinished {
        refund_no: String,
        amount: Money,
        status: RefundStatus,
    },
    Collected {
        tracking_no: String,
    },
    Signed {
        tracking_no: String,
    },
    /// An import told another state than the one known; `at` is the time of the import.
    StatusChanged {
        from: OrderStatus,
        to: OrderStatus,
        file_name: String,
    },
    /// Somebody did something here.
    Step(StepRow),
    /// A rule or a person handed it out, flagged, tagged or remarked on it.
    Handed(Change),
    /// It was made to wait.
    Held(HoldRow),
    Released(HoldRow),
    /// Printed, checked, packed otherwise, changed.
    Care(CareEvent),
    /// A ticket about it was opened.
    Ticket(TicketRow),
}

/// Personal data in clear, given out by [`super::Store::reveal`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalData {
    pub buyer: String,
    pub receiver: String,
    pub phone: String,
    pub address: String,
    pub seller_memo: String,
    pub buyer_message: String,
}

impl std::fmt::Debug for PersonalData {
    /// Never in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonalData(..)")
    }
}

/// An own SKU with what it sold.
#[derive(Debug, Clone, PartialEq)]
pub struct SkuRow {
    pub id: i64,
    pub code: String,
    pub name: String,
    pub category: String,
    pub props: String,
    /// Cost valid now.
    pub cost: Option<Money>,
    pub price: Option<Money>,
    pub weight_g: Option<i64>,
    pub supplier: String,
    pub barcode: String,
    pub listed_at: Option<NaiveDate>,
    /// How many platform SKUs stand for it.
    pub listings: i64,
    /// Pieces of this SKU in paid orders, bundles counted by their parts; `None` when no line tells.
    pub sold_qty: Option<i64>,
    /// Paid amount of the lines it was in; a bundle's amount goes to its first SKU.
    pub sold_paid: Option<Money>,
    pub last_sold_at: Option<NaiveDateTime>,
}

/// An own SKU with all that belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct SkuDetail {
    pub sku: SkuRow,
    /// The platform SKUs that stand for it, most paid first.
    pub listings: Vec<ListingRow>,
    /// Oldest first; the first one also holds for all time before it.
    pub costs: Vec<CostRow>,
    /// What suppliers asked for, newest first.
    pub prices: Vec<PriceRow>,
    /// Months with sales, oldest first.
    pub months: Vec<MonthRow>,
}

/// What a piece costs from a moment on.
#[derive(Debug, Clone, PartialEq)]
pub struct CostRow {
    pub from: NaiveDateTime,
    pub cost: Money,
    /// The file that told it; empty when it was entered by hand.
    pub file_name: String,
}

/// What an own SKU sold in a month.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthRow {
    /// The first of the month.
    pub month: NaiveDate,
    pub qty: Option<i64>,
    pub paid: Option<Money>,
}

/// What the unmapped queue holds (未映射): platform SKUs, what was paid for them, and what was paid for all goods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct UnmappedSum {
    pub listings: i64,
    pub paid: Money,
    pub all: Money,
}

/// A platform SKU (平台 SKU) with what it sold: the unmapped queue (未映射) is a list of these.
#[derive(Debug, Clone, PartialEq)]
pub struct ListingRow {
    pub id: i64,
    pub platform: Platform,
    /// See [`crate::domain::draft::platform_sku_key`].
    pub key: String,
    pub item_id: String,
    pub sku_code: String,
    pub title: String,
    pub props: String,
    pub category: String,
    pub mapped: Vec<MappedSku>,
    /// It was mapped here in the program, and that can be taken back.
    pub by_hand: bool,
    pub orders: i64,
    /// `None` when no line tells.
    pub qty: Option<i64>,
    pub paid: Option<Money>,
    pub last_sold_at: Option<NaiveDateTime>,
}

/// A customer (客户): one buyer id on one platform. The id is masked.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerRow {
    pub id: i64,
    pub platform: Platform,
    pub buyer: String,
    pub province: Option<Province>,
    /// Paid orders.
    pub orders: i64,
    pub paid: Money,
    pub refund: Money,
    pub first_paid_at: Option<NaiveDateTime>,
    pub last_paid_at: Option<NaiveDateTime>,
}

/// A customer with the orders and what they are fond of.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerDetail {
    pub customer: CustomerRow,
    /// The newest ones, newest first: by payment, unpaid ones by their making.
    pub orders: Vec<OrderRow>,
    /// Every order, in the same order.
    pub order_ids: Vec<i64>,
    /// The categories most was paid for, at most three.
    pub tastes: Vec<Taste>,
}

/// What a customer bought of one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taste {
    pub category: String,
    /// Pieces in paid orders, gifts left out.
    pub pieces: i64,
    /// `None` where no line tells it.
    pub paid: Option<Money>,
}
