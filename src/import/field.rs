//! Canonical fields (字段): what a column of an export can mean, whatever its platform calls it.
//!
//! A format says "this header is that field"; a hand-made mapping says the same in a TOML file under the field's `id`.

use serde::{Deserialize, Serialize};

/// How the cells of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// An id: text, refused when a spreadsheet has eaten its digits.
    Id,
    Text,
    Money,
    Count,
    Time,
    /// A day, or a range of days `2026-05-11~2026-05-17`.
    Days,
    Percent,
    /// A duration in seconds.
    Seconds,
    Weight,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $value:ident, $personal:literal;)*) => {
        /// What a column means.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field { $($(#[$doc])* $name,)* }

        impl Field {
            /// All of them, in the order a mapping screen lists them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable English id, as a mapping file writes it; also the tail of the locale key `import.field_<id>`.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            pub const fn value(self) -> Value {
                match self { $(Self::$name => Value::$value,)* }
            }

            /// Whether its cells tell who somebody is: they are masked wherever they are quoted.
            pub const fn personal(self) -> bool {
                match self { $(Self::$name => $personal,)* }
            }
        }
    };
}

fields! {
    /// Known to the format and not used by this version.
    Unused = "unused", Text, false;
    /// 订单编号 / 主订单编号
    OrderNo = "order_no", Id, false;
    /// 子订单编号
    LineNo = "line_no", Id, false;
    /// 店铺名称
    Shop = "shop", Text, false;
    /// 买家会员名, an opaque id where the platform still tells one
    Buyer = "buyer", Text, true;
    /// 订单状态
    Status = "status", Text, false;
    /// 订单创建时间
    CreatedAt = "created_at", Time, false;
    /// 订单付款时间
    PaidAt = "paid_at", Time, false;
    /// 发货时间
    ShippedAt = "shipped_at", Time, false;
    /// 确认收货时间
    ReceivedAt = "received_at", Time, false;
    /// 买家应付货款
    GoodsAmount = "goods_amount", Money, false;
    /// 买家应付邮费
    Freight = "freight", Money, false;
    /// 总金额, what the buyer owed when ordering
    Payable = "payable", Money, false;
    /// 买家实际支付金额 of the order
    Paid = "paid", Money, false;
    /// Discounts between goods amount and payable, one column each; the rows' sum counts
    Discount = "discount", Money, false;
    /// 退款金额 of the order
    Refund = "refund", Money, false;
    /// 打款商家金额
    Settled = "settled", Money, false;
    /// 宝贝总数量
    Items = "items", Count, false;
    /// 宝贝标题
    Title = "title", Text, false;
    /// 省
    Province = "province", Text, false;
    /// 市
    City = "city", Text, false;
    /// 区
    District = "district", Text, false;
    /// 收货人姓名
    Receiver = "receiver", Text, true;
    /// 联系手机
    Phone = "phone", Text, true;
    /// 修改后的收货地址: counts before the first address
    AddressChanged = "address_changed", Text, true;
    /// 收货地址
    Address = "address", Text, true;
    /// 物流单号
    TrackingNo = "tracking_no", Id, false;
    /// 物流公司
    Courier = "courier", Text, false;
    /// 快递信息: number and courier in one cell
    CourierAndNo = "courier_and_no", Text, false;
    /// 订单备注 / 商家备注
    SellerMemo = "seller_memo", Text, true;
    /// 买家留言
    BuyerMessage = "buyer_message", Text, true;
    /// 订单关闭原因
    CloseReason = "close_reason", Text, false;
    /// 下游订单号: the order this one serves
    LinkedOrderNo = "linked_order_no", Id, false;
    /// 商品ID
    ItemId = "item_id", Id, false;
    /// SKU ID / 样式ID
    SkuId = "sku_id", Id, false;
    /// 外部系统编号 / 商家编码 on SKU level
    SkuCode = "sku_code", Text, false;
    /// 商家编码 on item level: counts where the SKU has none
    ItemCode = "item_code", Text, false;
    /// 商品属性
    Props = "props", Text, false;
    /// 购买数量
    Qty = "qty", Count, false;
    /// 价格
    UnitPrice = "unit_price", Money, false;
    /// 买家应付货款 of the line
    LineGoods = "line_goods", Money, false;
    /// 买家实际支付金额 of the line
    LinePaid = "line_paid", Money, false;
    /// 退款金额 of the line
    LineRefund = "line_refund", Money, false;
    /// 商品类目, one column a level
    Category = "category", Text, false;
    /// 成本价 of a piece
    UnitCost = "unit_cost", Money, false;
    /// 总成本 of the line
    TotalCost = "total_cost", Money, false;
    /// 是否为赠品
    Gift = "gift", Text, false;
    /// 退款编号
    RefundNo = "refund_no", Id, false;
    /// 买家退款金额
    RefundAmount = "refund_amount", Money, false;
    /// 退款状态 / 售后状态
    RefundStatus = "refund_status", Text, false;
    /// 售后类型
    RefundKind = "refund_kind", Text, false;
    /// 是否需要退货
    NeedsReturn = "needs_return", Text, false;
    /// 售中或售后
    RefundStage = "refund_stage", Text, false;
    /// 货物状态
    GoodsState = "goods_state", Text, false;
    /// 买家退款原因
    RefundReason = "refund_reason", Text, false;
    /// 退款的申请时间
    AppliedAt = "applied_at", Time, false;
    /// 退款完结时间
    RefundedAt = "refunded_at", Time, false;
    /// 退货物流单号
    ReturnTracking = "return_tracking", Id, false;
    /// 成本 of an own product
    Cost = "cost", Money, false;
    /// 售价 of a product
    Price = "price", Money, false;
    /// 重量
    Weight = "weight", Weight, false;
    /// 供应商
    Supplier = "supplier", Text, false;
    /// 条形码
    Barcode = "barcode", Id, false;
    /// 上架时间
    ListedAt = "listed_at", Time, false;
    /// 销售属性组合 of 宝贝数据包: all SKUs of an item in one cell
    PackedSkus = "packed_skus", Text, false;
    /// 销售属性别名: what the packed property values are called
    PackedNames = "packed_names", Text, false;
    /// 运费 the shop paid for a parcel
    ParcelFreight = "parcel_freight", Money, false;
    /// 揽收时间
    CollectedAt = "collected_at", Time, false;
    /// 签收时间
    SignedAt = "signed_at", Time, false;
    /// 最后轨迹时间
    LastScanAt = "last_scan_at", Time, false;
    /// 物流状态
    ParcelState = "parcel_state", Text, false;
    /// 统计日期
    Days = "days", Days, false;
    /// 流量载体, 一级来源 … 四级来源: one column a level, from the top
    Source = "source", Text, false;
    /// 搜索词
    Keyword = "keyword", Text, false;
    /// 访客数
    Visitors = "visitors", Count, false;
    /// 浏览量
    PageViews = "page_views", Count, false;
    /// 加购人数
    CartBuyers = "cart_buyers", Count, false;
    /// 收藏人数
    FavouriteBuyers = "favourite_buyers", Count, false;
    /// 下单买家数
    OrderBuyers = "order_buyers", Count, false;
    /// 下单金额
    OrderAmount = "order_amount", Money, false;
    /// 支付买家数
    PayBuyers = "pay_buyers", Count, false;
    /// 支付件数
    PayItems = "pay_items", Count, false;
    /// 支付父订单数
    PayOrders = "pay_orders", Count, false;
    /// 支付金额
    PayAmount = "pay_amount", Money, false;
    /// 成功退款金额
    RefundDone = "refund_done", Money, false;
    /// 新访客数
    NewVisitors = "new_visitors", Count, false;
    /// 老访客数
    ReturningVisitors = "returning_visitors", Count, false;
    /// 平均停留时长
    Stay = "stay", Seconds, false;
    /// 跳失率
    Bounce = "bounce", Percent, false;
    /// Advertising spend, one column a channel; their sum counts
    AdSpend = "ad_spend", Money, false;
    /// 平台编码: the platform's side of a mapping
    PlatformSku = "platform_sku", Text, false;
    /// 自有编码
    OwnSku = "own_sku", Text, false;
}

impl Field {
    /// The field under a stable id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.id() == id)
    }

    /// Whether several columns of the field are added up; of others the first that says something counts.
    pub const fn adds_up(self) -> bool {
        matches!(self, Self::AdSpend | Self::Discount | Self::Payable)
    }

    /// What a buyer pays and what goods cost: below nothing, the cell cannot be right.
    pub const fn never_negative(self) -> bool {
        matches!(self, Self::Payable | Self::Paid | Self::LinePaid | Self::Cost)
    }

    /// Whether a row without a readable cell here cannot be kept: its sums would be silently short.
    pub const fn amount_counts(self) -> bool {
        matches!(
            self,
            Self::Payable | Self::Paid | Self::LinePaid | Self::RefundAmount | Self::Refund | Self::LineRefund
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn ids_are_unique_and_lead_back() {
        let ids: HashSet<_> = Field::ALL.iter().map(|field| field.id()).collect();
        assert_eq!(ids.len(), Field::ALL.len());
        assert!(Field::ALL.iter().all(|field| Field::from_id(field.id()) == Some(*field)));
    }
}
