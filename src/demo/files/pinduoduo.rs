//! What 拼多多 exports: 27 columns, one row an order, UTF-8 with a byte-order mark, a TAB behind every number.

use crate::demo::deal::Deal;
use crate::demo::row::{Column, Row, blank, money, time, time_or_empty};
use crate::demo::sheet::Put;
use crate::domain::order::OrderStatus;
use crate::domain::refund::RefundStatus;

/// 订单状态
pub fn status(deal: &Deal) -> &'static str {
    let signed = deal.parcel.as_ref().is_some_and(|p| p.signed.is_some());
    match deal.status {
        OrderStatus::Unpaid => "待支付",
        OrderStatus::Paid | OrderStatus::PartShipped => "待发货",
        OrderStatus::Shipped => "已发货，待签收",
        OrderStatus::Finished | OrderStatus::Unknown => "已收货",
        OrderStatus::ClosedUnpaid => "已取消",
        OrderStatus::ClosedRefunded if deal.shipped.is_none() => "未发货，退款成功",
        OrderStatus::ClosedRefunded if signed => "已签收，退款成功",
        OrderStatus::ClosedRefunded => "已发货，退款成功",
    }
}

/// 售后状态
pub fn after_sale(deal: &Deal) -> &'static str {
    match deal.refund_of(0).map(|r| r.status) {
        None | Some(RefundStatus::Closed | RefundStatus::Refused | RefundStatus::Unknown) => "无售后或售后取消",
        Some(RefundStatus::Succeeded) => "退款成功",
        Some(RefundStatus::WaitSeller) => "待商家处理",
        Some(RefundStatus::WaitReturn) => "待买家退货",
        Some(RefundStatus::WaitReceipt) => "待商家收货",
    }
}

fn tabbed(text: &str) -> Put {
    if text.is_empty() { Put::Empty } else { format!("{text}\t").into() }
}

/// The code of the item is the part of the SKU's code before the dash.
fn item_code(row: &Row<'_>) -> Put {
    row.offer.code.split('-').next().unwrap_or("").into()
}

pub const ORDERS: &[Column] = &[
    ("商品", |r| r.offer.title.as_str().into()),
    ("订单号", |r| tabbed(&r.deal.order_no)),
    ("订单状态", |r| status(r.deal).into()),
    ("商品总价(元)", |r| money(r.deal.list)),
    ("邮费(元)", |r| money(r.deal.freight)),
    ("店铺优惠折扣(元)", |r| money(r.deal.seller_cut)),
    ("平台优惠折扣(元)", |r| money(r.deal.platform_cut)),
    ("多多支付立减金额(元)", |_| "0.00".into()),
    ("用户实付金额(元)", |r| money(r.order_paid())),
    ("商家实收金额(元)", |r| money(if r.deal.paid_at.is_some() { r.deal.payable } else { r.order_paid() })),
    ("商品数量(件)", |r| Put::Count(r.line.qty)),
    ("发货时间", |r| time_or_empty(r.deal.shipped)),
    ("确认收货时间", |r| time_or_empty(r.deal.received)),
    ("商品id", |r| tabbed(&r.offer.item_id)),
    ("商品规格", |r| r.offer.props.as_str().into()),
    ("样式ID", |r| tabbed(&r.offer.sku_id)),
    ("商家编码-规格维度", |r| r.offer.code.as_str().into()),
    ("商家编码-商品维度", item_code),
    ("商家备注", |r| r.deal.seller_memo.into()),
    ("售后状态", |r| after_sale(r.deal).into()),
    ("快递单号", |r| tabbed(r.tracking())),
    ("快递公司", |r| r.courier().into()),
    // The only clock of the short layout: when the group was complete, that is, when it was paid.
    ("订单成交时间", |r| r.deal.paid_at.map_or(Put::Empty, |at| time(at).into())),
    ("是否分期", |_| "否".into()),
    ("分期期数", blank),
    ("手续费承担方", blank),
    ("分期方式", blank),
];
