//! What 京东 exports (layout of 2016): GBK, several rows an order, the order's amounts on each of them.

use crate::demo::row::{Column, Row, blank, money, time, time_or_empty};
use crate::demo::sheet::Put;
use crate::domain::order::OrderStatus;

/// 订单状态: a refunded order simply counts as deleted.
pub fn status(row: &Row<'_>) -> Put {
    match row.deal.status {
        OrderStatus::Unpaid => "等待付款",
        OrderStatus::Paid | OrderStatus::PartShipped => "等待出库",
        OrderStatus::Shipped => "等待确认收货",
        OrderStatus::Finished | OrderStatus::Unknown => "完成",
        OrderStatus::ClosedUnpaid => "已取消",
        OrderStatus::ClosedRefunded => "(删除)等待出库",
    }
    .into()
}

/// A few buyers are masked; the others show their account.
fn account(row: &Row<'_>) -> Put {
    let customer = &row.deal.customer;
    if customer.key.is_empty() { "jd_***".into() } else { format!("jd_{}", customer.key).into() }
}

pub const ORDERS: &[Column] = &[
    ("订单号", |r| r.deal.order_no.as_str().into()),
    ("商品ID", |r| r.offer.item_id.as_str().into()),
    ("商品名称", |r| r.offer.title.as_str().into()),
    ("订购数量", |r| Put::Count(r.line.qty)),
    ("支付方式", |_| "在线支付".into()),
    ("下单时间", |r| time(r.deal.created).into()),
    ("京东价", |r| money(r.line.unit)),
    ("订单金额", |r| money(r.deal.list)),
    ("结算金额", |r| money(r.deal.due)),
    ("余额支付", |_| "0.00".into()),
    ("应付金额", |r| money(r.deal.due)),
    ("订单状态", status),
    ("订单类型", |_| "SOP".into()),
    ("下单帐号", account),
    ("客户姓名", |r| r.deal.customer.name.as_str().into()),
    ("客户地址", |r| r.deal.address().into()),
    ("联系电话", |r| r.deal.customer.phone.as_str().into()),
    ("订单备注", |r| r.deal.buyer_message.into()),
    ("发票类型", |_| "不需要发票".into()),
    ("发票抬头", blank),
    ("发票内容", blank),
    ("商家备注", |r| r.deal.seller_memo.into()),
    ("商家备注等级（等级1-5为由高到低）", blank),
    ("运费金额", |r| money(r.deal.freight)),
    ("付款确认时间", |r| time_or_empty(r.deal.paid_at)),
    ("增值税发票", blank),
    ("货号", |r| r.offer.code.as_str().into()),
    ("订单完成时间", |r| time_or_empty(r.deal.received)),
    ("订单来源", |r| if r.deal.by_phone { "移动端".into() } else { "PC".into() }),
    ("订单渠道", |_| "京东".into()),
];
