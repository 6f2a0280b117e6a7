//! What 抖店 exports: one row a sub-order, UTF-8 with a byte-order mark, a TAB before every number, receivers as ciphertext.

use crate::demo::dice::mix;
use crate::demo::row::{Column, Row, blank, money, no, time, time_or_empty};
use crate::demo::sheet::Put;
use crate::domain::order::OrderStatus;
use crate::domain::refund::RefundStatus;

/// 订单状态
fn status(row: &Row<'_>) -> Put {
    match row.line.status {
        OrderStatus::Unpaid => "待支付",
        OrderStatus::Paid | OrderStatus::PartShipped => "待发货",
        OrderStatus::Shipped => "已发货",
        OrderStatus::Finished | OrderStatus::Unknown => "已完成",
        OrderStatus::ClosedUnpaid | OrderStatus::ClosedRefunded => "已关闭",
    }
    .into()
}

/// 售后状态
pub fn after_sale(status: Option<RefundStatus>) -> &'static str {
    match status {
        None | Some(RefundStatus::Unknown) => "-",
        Some(RefundStatus::Closed | RefundStatus::Refused) => "售后关闭",
        Some(RefundStatus::Succeeded) => "退款成功",
        Some(_) => "售后中",
    }
}

fn tabbed(text: &str) -> Put {
    if text.is_empty() { Put::Empty } else { format!("\t{text}").into() }
}

/// Ciphertext stands where a name or phone would: it begins with two marks and means nothing here. Letters only, so that nothing
/// in it could be taken for a number.
fn cipher(row: &Row<'_>, kind: &str) -> Put {
    let key = mix(u64::from(row.deal.customer.number), kind.len() as u64);
    let wide = (u128::from(key) << 64) | u128::from(mix(key, 9));
    let letters: String = (0..32).map(|at| char::from(b'A' + ((wide >> (at * 4)) & 15) as u8)).collect();
    format!("##{letters}##{kind}").into()
}

pub const ORDERS: &[Column] = &[
    ("主订单编号", |r| tabbed(&r.deal.order_no)),
    ("子订单编号", |r| tabbed(&r.line.line_no)),
    ("选购商品", |r| r.offer.title.as_str().into()),
    ("商品规格", |r| r.offer.props.as_str().into()),
    ("商品数量", |r| Put::Count(r.line.qty)),
    ("商品ID", |r| tabbed(&r.offer.item_id)),
    ("商家编码", |r| r.offer.code.as_str().into()),
    ("商品单价", |r| money(r.line.unit)),
    ("订单应付金额", |r| money(r.line.due)),
    ("运费", |r| money(r.line.freight)),
    ("优惠总金额", |r| money(r.deal.seller_cut + r.deal.platform_cut)),
    ("平台优惠", |r| money(r.deal.platform_cut)),
    ("商家优惠", |r| money(r.deal.seller_cut)),
    ("达人优惠", |_| "0.00".into()),
    ("商家改价", |_| "0.00".into()),
    ("支付优惠", |_| "0.00".into()),
    ("红包抵扣", |_| "0.00".into()),
    ("支付方式", |r| if r.deal.paid_at.is_some() { "抖音支付".into() } else { "-".into() }),
    ("手续费", |_| "0.00".into()),
    ("收件人", |r| cipher(r, "n1")),
    ("收件人手机号", |r| cipher(r, "m01")),
    ("省", |r| r.deal.customer.province_text.into()),
    ("市", |r| r.deal.customer.city.into()),
    ("区", |r| r.deal.customer.district.into()),
    ("街道", |_| "-".into()),
    ("详细地址", |r| cipher(r, "addr")),
    ("是否修改过地址", no),
    ("地址修改时段", |_| "-".into()),
    ("买家留言", |r| r.deal.buyer_message.into()),
    ("订单提交时间", |r| time(r.deal.created).into()),
    ("旗帜颜色", |_| "灰".into()),
    ("商家备注", |r| r.deal.seller_memo.into()),
    ("订单完成时间", |r| time_or_empty(r.deal.received)),
    ("支付完成时间", |r| time_or_empty(r.deal.paid_at)),
    ("APP渠道", |_| "抖音".into()),
    ("流量来源", |r| if r.deal.by_phone { "直播".into() } else { "橱窗".into() }),
    ("订单状态", status),
    ("承诺发货时间", blank),
    ("订单类型", |_| "普通订单".into()),
    ("鲁班落地页ID", |_| "-".into()),
    ("达人ID", |_| "-".into()),
    ("达人昵称", |_| "-".into()),
    ("所属门店ID", |_| "-".into()),
    ("售后状态", |r| after_sale(r.deal.refund_of(r.at).map(|x| x.status)).into()),
    ("取消原因", |r| r.deal.close_reason.into()),
    ("预约发货时间", blank),
    ("仓库ID", |_| "-".into()),
    ("仓库名称", |_| "-".into()),
    ("序列号", blank),
    ("是否安心购", no),
    ("广告渠道", |_| "-".into()),
    ("流量类型", |_| "-".into()),
    ("流量体裁", |_| "-".into()),
    ("流量渠道", |_| "-".into()),
    ("发货主体", |_| "商家发货".into()),
    ("发货主体明细", |_| "-".into()),
    ("发货时间", |r| time_or_empty(r.deal.shipped)),
    ("降价类优惠", |_| "0.00".into()),
    ("平台实际承担优惠金额", |r| money(r.deal.platform_cut)),
    ("商家实际承担优惠金额", |r| money(r.deal.seller_cut)),
    ("达人实际承担优惠金额", |_| "0.00".into()),
    ("预计送达时间", blank),
    ("是否平台仓自流转", no),
    ("车型", blank),
    ("商品69码", blank),
    ("发货SN码", blank),
    ("发货IMEI码1", blank),
    ("发货IMEI码2", blank),
    ("预约送达时间", blank),
    ("建议发货时间（起）", blank),
    ("建议发货时间（止）", blank),
    ("物流SN码", blank),
    ("物流IMEI码1", blank),
    ("物流IMEI码2", blank),
];
