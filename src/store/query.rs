//! Questions to the lists (查询): what to show, in which order. Answers are sorted ids, so that a grid of a million rows reads only
//! what is visible.

use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::period::Period;
use crate::domain::platform::Platform;
use crate::domain::refund::RefundStatus;
use crate::domain::region::Province;
use crate::domain::rule::Flag;

use super::rules::Doer;

/// Which moment of an order puts it into a period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OrderClock {
    Created,
    #[default]
    Paid,
    Shipped,
    Received,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum OrderSort {
    Id,
    OrderNo,
    Created,
    /// 付款时间; orders never paid come last either way.
    #[default]
    Paid,
    Shipped,
    Received,
    Payable,
    PaidAmount,
    Refund,
    Items,
    Status,
    Province,
    Shop,
}

/// Which orders to list. Empty lists mean "any".
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct OrderQuery {
    pub clock: OrderClock,
    pub period: Option<Period>,
    pub shops: Vec<i64>,
    pub platforms: Vec<Platform>,
    pub statuses: Vec<OrderStatus>,
    pub provinces: Vec<Province>,
    /// Orders with a line of one of these own SKUs.
    pub skus: Vec<i64>,
    /// Orders with a line of one of these platform SKUs.
    pub listings: Vec<i64>,
    /// Orders with a line whose own SKU is in one of these categories.
    pub categories: Vec<i64>,
    pub customers: Vec<i64>,
    pub couriers: Vec<i64>,
    /// Part of an order number, tracking number, title, seller's memo, or a whole line number or SKU code.
    pub text: String,
    /// Exactly these, as a drill-down names them.
    pub ids: Option<Vec<i64>>,
    /// `Some(true)`: only orders with money given back.
    pub refunded: Option<bool>,
    /// `Some(true)`: only those kept out of the analyses; `Some(false)`: only those that count.
    pub excluded: Option<bool>,
    /// Whose orders.
    pub doer: Option<Doer>,
    /// `Some(true)`: only those that wait for a reason; `Some(false)`: only those that are free.
    pub held: Option<bool>,
    pub flag: Option<Flag>,
    pub sort: OrderSort,
    pub descending: bool,
}

/// The answer: ids in order, and the figures of the whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderList {
    pub ids: Vec<i64>,
    pub payable: Money,
    pub paid: Money,
    pub refund: Money,
    pub items: i64,
}

/// Which sales a list of SKUs counts: lines of paid orders, on the pay clock. Empty lists mean "any".
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Sold {
    pub period: Option<Period>,
    pub shops: Vec<i64>,
    pub platforms: Vec<Platform>,
}

/// The answer to a question for SKUs: ids in order, and what the whole list sold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkuList {
    pub ids: Vec<i64>,
    pub qty: i64,
    pub paid: Money,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SkuSort {
    Code,
    Name,
    Category,
    Cost,
    Price,
    /// 标价毛利率: what of the list price is not cost.
    Margin,
    Weight,
    Supplier,
    Listings,
    SoldQty,
    #[default]
    SoldPaid,
    LastSold,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SkuQuery {
    /// Part of a code, name, property or barcode.
    pub text: String,
    pub categories: Vec<i64>,
    /// `Some(true)`: only SKUs whose cost is not known.
    pub without_cost: Option<bool>,
    pub ids: Option<Vec<i64>>,
    pub sold: Sold,
    pub sort: SkuSort,
    pub descending: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ListingSort {
    Platform,
    Key,
    Title,
    Orders,
    Qty,
    #[default]
    Paid,
    LastSold,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ListingQuery {
    /// Part of a key, title or property.
    pub text: String,
    /// By the own SKU's category, else by the platform's; 0 = without one.
    pub categories: Vec<i64>,
    /// Its platforms also narrow the list itself.
    pub sold: Sold,
    /// Only those with sales that no own SKU stands behind (未映射).
    pub unmapped: bool,
    pub ids: Option<Vec<i64>>,
    pub sort: ListingSort,
    pub descending: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CustomerSort {
    Platform,
    Buyer,
    Province,
    /// Paid orders
    Orders,
    #[default]
    Paid,
    Refund,
    FirstPaid,
    /// Customers who never paid come last either way.
    LastPaid,
}

/// Which customers to list. Empty lists mean "any".
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct CustomerQuery {
    /// Part of a buyer's id; or a whole order number, receiver or phone of one of the customer's orders.
    pub text: String,
    pub platforms: Vec<Platform>,
    /// Customers with an order in one of these shops.
    pub shops: Vec<i64>,
    /// Customers with an order of one of these categories.
    pub categories: Vec<i64>,
    /// Who paid last within these days.
    pub last_paid: Option<Period>,
    /// `Some(true)`: only those with a paid order; `Some(false)`: only those without one.
    pub paid: Option<bool>,
    pub ids: Option<Vec<i64>>,
    pub sort: CustomerSort,
    pub descending: bool,
}

/// The answer: ids in order, and the figures of the whole list over all time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CustomerList {
    pub ids: Vec<i64>,
    /// Paid orders
    pub orders: i64,
    pub paid: Money,
    pub refund: Money,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum RefundSort {
    #[default]
    Applied,
    Finished,
    Amount,
    RefundNo,
    OrderNo,
    Platform,
    Kind,
    Status,
    Reason,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct RefundQuery {
    /// On the day it was applied for; where that is not told, on the day it ended.
    pub period: Option<Period>,
    pub platforms: Vec<Platform>,
    /// Refunds of orders in one of these shops.
    pub shops: Vec<i64>,
    /// Refunds of orders with a line of one of these categories.
    pub categories: Vec<i64>,
    pub statuses: Vec<RefundStatus>,
    /// Part of a refund number, order number, title, or a whole return tracking number.
    pub text: String,
    pub ids: Option<Vec<i64>>,
    pub sort: RefundSort,
    pub descending: bool,
}

/// The answer: ids in order, and the figures of the whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefundList {
    pub ids: Vec<i64>,
    /// Asked for
    pub amount: Money,
    /// Given back: of the refunds that succeeded.
    pub given: Money,
}

/// How far a parcel is (包裹状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ParcelState {
    /// 在路上: shipped, and nothing tells that it has arrived
    UnderWay,
    /// 已到: signed, or its order is received, finished or refunded
    Arrived,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ParcelSort {
    #[default]
    Shipped,
    Collected,
    Signed,
    LastScan,
    TrackingNo,
    OrderNo,
    Courier,
    Province,
    Freight,
    Weight,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ParcelQuery {
    /// On the day it was shipped; where that is not told, on the first day the parcel is known of.
    pub period: Option<Period>,
    /// Parcels of orders on one of these platforms.
    pub platforms: Vec<Platform>,
    /// Parcels of orders in one of these shops.
    pub shops: Vec<i64>,
    /// Parcels of orders with a line of one of these categories.
    pub categories: Vec<i64>,
    pub couriers: Vec<i64>,
    pub provinces: Vec<Province>,
    pub state: Option<ParcelState>,
    /// Part of a tracking number or an order number.
    pub text: String,
    pub ids: Option<Vec<i64>>,
    pub sort: ParcelSort,
    pub descending: bool,
}

/// The answer: ids in order, and the figures of the whole list, of the parcels that tell them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ParcelList {
    pub ids: Vec<i64>,
    pub freight: Money,
    pub weight_g: i64,
}
