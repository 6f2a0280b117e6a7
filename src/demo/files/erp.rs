//! What two ERPs export for owners who move over: 聚水潭 订单成本导出 and 吉客云 销售单明细账. They know what goods cost.

use crate::demo::row::{Column, Row, blank, money, time, time_or_empty};
use crate::demo::sheet::Put;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;

/// 状态
fn status(row: &Row<'_>) -> Put {
    match row.deal.status {
        OrderStatus::Finished => "已完成",
        OrderStatus::Shipped => "已发货",
        _ => "已付款待审核",
    }
    .into()
}

pub const JUSHUITAN: &[Column] = &[
    ("内部订单号", |r| format!("7{}", r.deal.order_no.trim_start_matches(char::is_alphabetic)).into()),
    ("线上订单号", |r| r.deal.order_no.as_str().into()),
    ("线上子订单编号", |r| r.line.line_no.as_str().into()),
    ("原始线上订单号", |r| r.deal.order_no.as_str().into()),
    ("店铺名称", |r| r.shop.name.into()),
    ("订单类型", |_| "普通订单".into()),
    ("状态", status),
    ("下单时间", |r| time(r.deal.created).into()),
    ("付款时间", |r| time_or_empty(r.deal.paid_at)),
    ("发货时间", |r| time_or_empty(r.deal.shipped)),
    ("快递公司", |r| r.courier().into()),
    ("快递单号", |r| r.tracking().into()),
    ("商品编码", |r| r.offer.code.as_str().into()),
    ("商品名称", |r| r.offer.title.as_str().into()),
    ("颜色及规格", |r| r.offer.props.as_str().into()),
    ("数量", |r| Put::Count(r.line.qty)),
    ("商品金额", |r| money(r.line.goods)),
    ("应付金额", |r| money(r.deal.payable)),
    ("已付金额", |r| money(r.order_paid())),
    ("省份", |r| r.deal.customer.province_text.into()),
    ("成本价", |r| r.unit_cost().map_or(Put::Empty, money)),
    ("总成本", |r| r.unit_cost().map_or(Put::Empty, |cost| money(Money::from_fen(cost.fen() * r.line.qty)))),
];

pub const JACKYUN: &[Column] = &[
    ("网店订单号", |r| r.deal.order_no.as_str().into()),
    ("订单编号", |r| format!("JY{}", r.deal.order_no.trim_start_matches(char::is_alphabetic)).into()),
    ("销售渠道", |r| r.shop.name.into()),
    ("发货仓库", |_| "海宁仓".into()),
    ("货品编号", |r| r.offer.code.as_str().into()),
    ("货品名称", |r| r.offer.title.as_str().into()),
    ("货品分类", |r| r.offer.category.split('>').next().unwrap_or("").into()),
    ("货品细分", |r| r.offer.category.split('>').next_back().unwrap_or("").into()),
    ("数量", |r| Put::Count(r.line.qty)),
    ("单价", |r| money(r.line.unit)),
    ("下单时间", |r| time(r.deal.created).into()),
    ("付款时间", |r| time_or_empty(r.deal.paid_at)),
    ("发货时间", |r| time_or_empty(r.deal.shipped)),
    ("货品成本", |r| r.unit_cost().map_or(Put::Empty, |cost| money(Money::from_fen(cost.fen() * r.line.qty)))),
    ("分摊后单价", |r| money(Money::from_fen(r.line.due.fen() / r.line.qty.max(1)))),
    ("分摊后金额", |r| money(r.line.due)),
    ("费用分摊", |_| "0.00".into()),
    ("毛利", |r| {
        r.unit_cost().map_or(Put::Empty, |cost| money(r.line.due - Money::from_fen(cost.fen() * r.line.qty)))
    }),
    ("毛利率", blank),
    ("未税毛利", blank),
    ("未税毛利(%)", blank),
    ("物流公司", |r| r.courier().into()),
    ("物流单号", |r| r.tracking().into()),
    ("客户编号", blank),
    ("网店规格编码", |r| r.offer.sku_id.as_str().into()),
];
