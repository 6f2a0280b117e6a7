//! 京东 订单导出: one row an item, the order's amounts repeated on each row of the order.

use crate::domain::platform::Platform;
use crate::import::field::Field as F;
use crate::import::format::{ALL, Format, Kind, OrderMoney, Traits, col, extra, layout, only};

const OLD: u16 = only(0);
const NEW: u16 = only(1);

pub const ORDERS: Format = Format {
    id: "jd_orders",
    platform: Platform::Jd,
    kind: Kind::Lines,
    layouts: &[layout("2016", 1), layout("2026", 1)],
    columns: &[&[
        col("订单号", F::OrderNo, ALL),
        col("商品ID", F::ItemId, ALL),
        col("商品名称", F::Title, ALL),
        col("订购数量", F::Qty, ALL),
        extra("支付方式", OLD),
        col("下单时间", F::CreatedAt, ALL),
        col("京东价", F::UnitPrice, OLD),
        col("订单金额", F::GoodsAmount, ALL),
        extra("结算金额", OLD),
        // What the balance covered and what was left to pay are together what the buyer paid.
        col("余额支付", F::Payable, OLD),
        col("应付金额", F::Payable, ALL),
        col("商家应收", F::Settled, NEW),
        col("订单状态", F::Status, ALL),
        extra("订单类型", OLD),
        col("下单帐号", F::Buyer, OLD),
        col("客户姓名", F::Receiver, OLD),
        col("客户地址", F::Address, OLD),
        col("联系电话", F::Phone, OLD),
        col("订单备注", F::BuyerMessage, OLD),
        extra("发票类型", OLD),
        extra("发票抬头", OLD),
        extra("发票内容", OLD),
        col("商家备注", F::SellerMemo, OLD),
        extra("商家备注等级（等级1-5为由高到低）", OLD),
        col("运费金额", F::Freight, OLD),
        col("付款确认时间", F::PaidAt, ALL),
        extra("增值税发票", OLD),
        col("货号", F::ItemCode, OLD),
        col("商家SKUID", F::SkuCode, NEW),
        col("订单完成时间", F::ReceivedAt, OLD),
        extra("订单来源", OLD),
        extra("订单渠道", OLD),
    ]],
    required: &[&[F::OrderNo], &[F::Qty], &[F::Payable, F::GoodsAmount], &[F::CreatedAt]],
    marks: &[&["订单号", "订购数量"]],
    without: &[],
    traits: Traits { order_money: OrderMoney::Repeated, ..Traits::NONE },
};
