//! What the smaller platforms export: 快手, 小红书, 视频号. One row an item of an order.

use crate::demo::deal::Deal;
use crate::demo::row::{Column, Row, blank, money, no, time, time_or_empty};
use crate::demo::sheet::Put;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::refund::RefundStatus;

/// 订单状态 of 快手
fn kuaishou_status(row: &Row<'_>) -> Put {
    match row.deal.status {
        OrderStatus::Unpaid => "待付款",
        OrderStatus::Paid | OrderStatus::PartShipped => "待发货",
        OrderStatus::Shipped => "已发货",
        OrderStatus::Finished | OrderStatus::Unknown => "交易成功",
        OrderStatus::ClosedUnpaid | OrderStatus::ClosedRefunded => "交易关闭",
    }
    .into()
}

/// 订单状态 of 小红书
fn xiaohongshu_status(row: &Row<'_>) -> Put {
    match row.deal.status {
        OrderStatus::Unpaid => "待付款",
        OrderStatus::Paid | OrderStatus::PartShipped => "待配货",
        OrderStatus::Shipped => "已发货",
        OrderStatus::Finished | OrderStatus::Unknown => "已完成",
        OrderStatus::ClosedUnpaid | OrderStatus::ClosedRefunded => "已取消",
    }
    .into()
}

/// 订单状态 of 视频号
fn weixin_status(row: &Row<'_>) -> Put {
    match row.deal.status {
        OrderStatus::Unpaid => "待付款",
        OrderStatus::Paid | OrderStatus::PartShipped => "待发货",
        OrderStatus::Shipped => "待收货",
        OrderStatus::Finished | OrderStatus::Unknown => "已完成",
        OrderStatus::ClosedUnpaid => "订单取消",
        OrderStatus::ClosedRefunded => "全部商品售后之后，订单取消",
    }
    .into()
}

/// 售后状态 in the words these three share.
pub fn after_sale_words(status: Option<RefundStatus>) -> &'static str {
    match status {
        None | Some(RefundStatus::Unknown) => "无售后",
        Some(RefundStatus::Closed | RefundStatus::Refused) => "售后关闭",
        Some(RefundStatus::Succeeded) => "退款成功",
        Some(_) => "售后中",
    }
}

fn after_sale(row: &Row<'_>) -> Put {
    after_sale_words(row.deal.refund_of(row.at).map(|r| r.status)).into()
}

fn masked_address(row: &Row<'_>) -> Put {
    row.deal.address().into()
}

/// What is left to the shop: the buyer's part and the platform's.
fn income(deal: &Deal) -> Money {
    if deal.paid_at.is_some() { deal.payable } else { Money::ZERO }
}

pub const KUAISHOU: &[Column] = &[
    ("订单号", |r| r.deal.order_no.as_str().into()),
    ("赠品订单号", blank),
    ("活动订单编号", blank),
    ("订单创建时间", |r| time(r.deal.created).into()),
    ("订单支付时间", |r| time_or_empty(r.deal.paid_at)),
    ("预售定金支付时间", blank),
    ("订单状态", kuaishou_status),
    ("实付款", |r| money(r.deal.due)),
    ("快递费", |r| money(r.deal.freight)),
    ("店铺优惠", |r| money(r.deal.seller_cut)),
    ("平台补贴", |r| money(r.deal.platform_cut)),
    ("主播补贴", |_| "0.00".into()),
    ("混资活动优惠", |_| "0.00".into()),
    ("支付优惠", |_| "0.00".into()),
    ("支付方式", |_| "微信".into()),
    ("成交数量", |r| Put::Count(r.line.qty)),
    ("买家留言", |r| r.deal.buyer_message.into()),
    ("账号类型", blank),
    ("账号明细", blank),
    ("订单备注", |r| r.deal.seller_memo.into()),
    ("旗帜颜色", blank),
    ("售后状态", after_sale),
    ("活动订单", no),
    ("预售/承诺发货时间", blank),
    ("订单载体", |_| "直播".into()),
    ("商品名称", |r| r.offer.title.as_str().into()),
    ("商品ID", |r| r.offer.item_id.as_str().into()),
    ("商品规格", |r| r.offer.props.as_str().into()),
    ("SKU编码", |r| r.offer.code.as_str().into()),
    ("商品单价", |r| money(r.line.unit)),
    ("渠道", blank),
    ("CPS达人ID", blank),
    ("CPS达人昵称", blank),
    ("预估推广佣金", |_| "0.00".into()),
    ("预估推广者分佣比例", blank),
    ("团长ID", blank),
    ("团长昵称", blank),
    ("快赚客ID", blank),
    ("快赚客昵称", blank),
    ("授权推广者ID", blank),
    ("授权推广者昵称", blank),
    ("收货人姓名", |r| r.deal.customer.name.as_str().into()),
    ("收货人电话", |r| r.deal.customer.phone.as_str().into()),
    ("收货地址-省", |r| r.deal.customer.province_text.into()),
    ("收货地址-市", |r| r.deal.customer.city.into()),
    ("收货地址-区", |r| r.deal.customer.district.into()),
    ("收货地址-街道", blank),
    ("收货地址", masked_address),
    ("发货时间", |r| time_or_empty(r.deal.shipped)),
    ("快递公司", |r| r.courier().into()),
    ("快递单号", |r| r.tracking().into()),
    ("物流信息", blank),
    ("集运类型", blank),
    ("直邮类型", blank),
    ("仓库名称", blank),
    ("仓库地址", blank),
    ("实名姓名", blank),
    ("服务门店ID", blank),
    ("服务门店名称", blank),
    ("服务门店地址", blank),
    ("国补/类国补/消费券", blank),
];

pub const XIAOHONGSHU: &[Column] = &[
    ("订单号", |r| r.deal.order_no.as_str().into()),
    ("订单状态", xiaohongshu_status),
    ("售后状态", after_sale),
    ("订单类型", |_| "普通订单".into()),
    ("订单标记", blank),
    ("收件人姓名", |r| r.deal.customer.name.as_str().into()),
    ("收件人电话", |r| r.deal.customer.phone.as_str().into()),
    ("收件人地址", masked_address),
    ("省", |r| r.deal.customer.province_text.into()),
    ("市", |r| r.deal.customer.city.into()),
    ("区", |r| r.deal.customer.district.into()),
    ("区域编码", blank),
    ("小红书编码", blank),
    ("条形码", blank),
    ("规格ID", |r| r.offer.sku_id.as_str().into()),
    ("达人ID", blank),
    ("达人名称", blank),
    ("SKU名称", |r| r.offer.title.as_str().into()),
    ("SKU规格", |r| r.offer.props.as_str().into()),
    ("SKU件数", |r| Put::Count(r.line.qty)),
    ("是否为赠品", no),
    ("发票/Invoice", blank),
    ("商品总价(元)", |r| money(r.deal.list)),
    ("用户应付金额(元)", |r| money(r.deal.due)),
    ("平台优惠(元)", |r| money(r.deal.platform_cut)),
    ("店铺优惠(元)", |r| money(r.deal.seller_cut)),
    ("支付渠道优惠(元)", |_| "0.00".into()),
    ("SKU商家改价(元)", |_| "0.00".into()),
    ("商家应收金额(元)（支付金额）", |r| money(income(r.deal))),
    ("支付方式", |_| "支付宝".into()),
    ("支付渠道订单号", blank),
    ("支付期数", blank),
    ("利息费用", blank),
    ("手续费承担方", blank),
    ("支付时间", |r| time_or_empty(r.deal.paid_at)),
    ("sku净重(kg)", |r| Put::Kilograms(r.offer.weight_g)),
    ("包裹总净重(kg)", |r| Put::Kilograms(r.offer.weight_g * r.line.qty)),
    ("包裹总运费(元)", |r| money(r.deal.freight)),
    ("快递公司", |r| r.courier().into()),
    ("快递单号", |r| r.tracking().into()),
    ("发货链接", blank),
    ("大头笔/Paint Marker", blank),
    ("集包地/Express Extend 1", blank),
    ("三段码/Express Extend 2", blank),
    ("订购人身份证姓名/ID Name", blank),
    ("订购人身份证号/ID Number", blank),
    ("收件人身份证姓名", blank),
    ("收件人身份证号", blank),
    ("订单创建时间", |r| time(r.deal.created).into()),
    ("预售订单开始发货时间", blank),
    ("预售订单截止发货时间", blank),
    ("承诺发货时间", blank),
    ("订单发货时间", |r| time_or_empty(r.deal.shipped)),
    ("订单完成时间", |r| time_or_empty(r.deal.received)),
    ("发货仓库", |_| "默认仓库".into()),
    ("确认收货类型", blank),
    ("是否延迟收货", no),
    ("用户备注", |r| r.deal.buyer_message.into()),
    ("包裹备注标记", blank),
    ("包裹备注信息", |r| r.deal.seller_memo.into()),
    ("异常原因", blank),
    ("店铺名称", |r| r.shop.name.into()),
    ("用户编号", |r| r.deal.customer.key.as_str().into()),
    ("运费模版名称", |_| "默认运费模版".into()),
    ("物流方案名称", blank),
    ("第三方机构订单号", blank),
    ("国补模式", blank),
    ("供应商id", blank),
    ("供应商名称", blank),
    ("商家编码", |r| r.offer.code.as_str().into()),
    ("商品ID", |r| r.offer.item_id.as_str().into()),
    ("商品名称", |r| r.offer.title.as_str().into()),
];

pub const WEIXIN_VIDEO: &[Column] = &[
    ("订单号", |r| r.deal.order_no.as_str().into()),
    ("订单下单时间", |r| time(r.deal.created).into()),
    ("订单发货时间", |r| time_or_empty(r.deal.shipped)),
    ("订单确认收货时间", |r| time_or_empty(r.deal.received)),
    ("订单完成结算时间", blank),
    ("订单状态", weixin_status),
    ("发货方式", |_| "快递".into()),
    ("收件人姓名", |r| r.deal.customer.name.as_str().into()),
    ("收件人地址", masked_address),
    ("省", |r| r.deal.customer.province_text.into()),
    ("市", |r| r.deal.customer.city.into()),
    ("区", |r| r.deal.customer.district.into()),
    ("收件人手机", |r| r.deal.customer.phone.as_str().into()),
    ("买家备注", |r| r.deal.buyer_message.into()),
    ("商家备注", |r| r.deal.seller_memo.into()),
    ("打标颜色", blank),
    ("商品总价", |r| money(r.deal.list)),
    ("订单实际支付金额", |r| money(r.deal.due)),
    ("订单实际收款金额", |r| money(income(r.deal))),
    ("订单运费", |r| money(r.deal.freight)),
    ("商品优惠", |r| money(r.deal.seller_cut)),
    ("跨店优惠", |r| money(r.deal.platform_cut)),
    ("商品改价", |_| "0.00".into()),
    ("积分抵扣", |_| "0.00".into()),
    ("支付方式", |_| "微信支付".into()),
    ("支付时间", |r| time_or_empty(r.deal.paid_at)),
    ("交易单号", blank),
    ("物流公司", |r| r.courier().into()),
    ("快递单号", |r| r.tracking().into()),
    ("技术服务费", blank),
    ("技术服务费（将以人气卡形式返还）", blank),
    ("运费险预计投保费用", blank),
    ("带货方式", |_| "自营".into()),
    ("带货账号类型", blank),
    ("带货账号昵称", blank),
    ("带货费用渠道", blank),
    ("带货费用类型", blank),
    ("带货费用", blank),
    ("带货佣金率", blank),
    ("礼物单号", blank),
    ("商品名称", |r| r.offer.title.as_str().into()),
    ("商品编码(平台)", |r| r.offer.item_id.as_str().into()),
    ("商品编码(自定义)", |r| r.offer.code.split('-').next().unwrap_or("").into()),
    ("SKU编码(自定义)", |r| r.offer.code.as_str().into()),
    ("商品属性", |r| r.offer.props.as_str().into()),
    ("商品价格(单件)", |r| money(r.line.unit)),
    ("商品实际价格(单件)", |r| money(Money::from_fen(r.line.due.fen() / r.line.qty.max(1)))),
    ("商品实际价格(总共)", |r| money(r.line.due)),
    ("是否预售", no),
    ("商品数量", |r| Put::Count(r.line.qty)),
    ("商品平台券优惠", |_| "0.00".into()),
    ("商品平均运费", |r| money(r.line.freight)),
    ("定制信息", blank),
    ("定制预览图", blank),
    ("商品发货", |r| if r.deal.shipped.is_some() { "已发货".into() } else { "未发货".into() }),
    ("商品售后", after_sale),
    ("商品已退款金额", |r| money(r.line_refunded())),
];
