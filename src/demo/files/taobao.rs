//! What 千牛 exports for a shop on 淘宝 or 天猫: order report, item report, refunds, and the items themselves.

use crate::demo::deal::Deal;
use crate::demo::numbers;
use crate::demo::row::{Column, Row, blank, money, no, time, time_or_empty};
use crate::demo::sheet::{Put, wrapped};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::refund::{RefundKind, RefundStatus};

/// 订单状态 with the half-width comma of order reports.
pub fn status(status: OrderStatus) -> &'static str {
    match status {
        OrderStatus::Unpaid => "等待买家付款",
        OrderStatus::Paid => "买家已付款,等待卖家发货",
        OrderStatus::PartShipped => "卖家部分发货",
        OrderStatus::Shipped => "卖家已发货,等待买家确认",
        OrderStatus::Finished => "交易成功",
        OrderStatus::ClosedUnpaid | OrderStatus::ClosedRefunded | OrderStatus::Unknown => "交易关闭",
    }
}

/// 订单状态 with the full-width comma of item reports.
pub fn line_status(of: OrderStatus) -> String {
    status(of).replace(',', "，")
}

/// 退款状态
pub fn refund_status(status: RefundStatus) -> &'static str {
    match status {
        RefundStatus::WaitSeller | RefundStatus::Unknown => "买家已经申请退款，等待卖家同意",
        RefundStatus::WaitReturn => "卖家已经同意退款，等待买家退货",
        RefundStatus::WaitReceipt => "买家已经退货，等待卖家确认收货",
        RefundStatus::Refused => "卖家拒绝退款",
        RefundStatus::Closed => "退款关闭",
        RefundStatus::Succeeded => "退款成功",
    }
}

/// What the order brought in less what went back: the report's own idea of 买家实际支付金额.
fn net(row: &Row<'_>) -> Money {
    row.order_paid() - row.deal.refunded()
}

/// Titles of all lines, joined as the report joins them.
pub fn titles(row: &Row<'_>) -> String {
    let titles: Vec<&str> =
        row.deal.lines.iter().filter_map(|l| row.shelf.offers.get(l.offer)).map(|o| o.title.as_str()).collect();
    titles.join("，")
}

/// The nickname as the report shows it: its ends only.
fn nickname(row: &Row<'_>) -> Put {
    let key = &row.deal.customer.key;
    match (key.chars().nth(1), key.chars().last()) {
        (Some(first), Some(last)) => format!("{first}**{last}").into(),
        _ => "t**1".into(),
    }
}

/// The opaque id; a few buyers are shown masked only.
fn buyer(row: &Row<'_>) -> Put {
    if row.deal.customer.key.is_empty() { nickname(row) } else { row.deal.customer.key.as_str().into() }
}

fn close_reason(row: &Row<'_>) -> Put {
    if row.deal.close_reason.is_empty() { "订单未关闭".into() } else { row.deal.close_reason.into() }
}

/// 打款商家金额: paid out on confirmation, the platform's share among it.
pub fn settled(deal: &Deal) -> Money {
    match (deal.received, deal.paid()) {
        (Some(_), Some(paid)) => paid - deal.refunded() + deal.platform_cut,
        _ => Money::ZERO,
    }
}

/// 订单报表 of 2022: 71 columns, some with a blank behind their name.
pub const ORDERS: &[Column] = &[
    ("订单编号", |r| wrapped(&r.deal.order_no).into()),
    ("买家会员名", buyer),
    ("买家会员昵称", nickname),
    ("支付单号", |r| {
        wrapped(&r.deal.paid_at.map_or_else(String::new, |at| numbers::pay_no(at, &r.deal.order_no))).into()
    }),
    ("支付详情", blank),
    ("买家应付货款", |r| money(r.deal.goods)),
    ("买家应付邮费", |r| money(r.deal.freight)),
    ("买家支付积分", |_| "0".into()),
    ("总金额", |r| money(r.deal.payable)),
    ("返点积分", |_| "0".into()),
    ("买家实际支付金额", |r| money(net(r))),
    ("买家实际支付积分", |_| "0".into()),
    ("订单状态", |r| status(r.deal.status).into()),
    ("买家留言", |r| r.deal.buyer_message.into()),
    ("收货人姓名", |r| r.deal.customer.name.as_str().into()),
    ("收货地址 ", |r| r.deal.address().into()),
    ("运送方式", |_| "快递".into()),
    ("联系电话 ", |_| "'".into()),
    ("联系手机", |r| format!("'{}", r.deal.customer.phone).into()),
    ("虚拟号过期时间", blank),
    ("订单创建时间", |r| time(r.deal.created).into()),
    ("订单付款时间 ", |r| time_or_empty(r.deal.paid_at)),
    ("宝贝标题 ", |r| titles(r).into()),
    ("宝贝种类 ", |r| Put::Count(r.deal.lines.len() as i64)),
    ("物流单号 ", |r| if r.tracking().is_empty() { Put::Empty } else { format!("No:{}", r.tracking()).into() }),
    ("物流公司", |r| r.courier().into()),
    ("订单备注", |r| r.deal.seller_memo.into()),
    ("宝贝总数量", |r| Put::Count(r.deal.pieces())),
    ("店铺Id", |_| "0".into()),
    ("店铺名称", |r| r.shop.name.into()),
    ("订单关闭原因", close_reason),
    ("卖家服务费", |_| "0".into()),
    ("买家服务费", |_| "0元".into()),
    ("发票抬头", blank),
    ("是否手机订单", |r| if r.deal.by_phone { "手机订单".into() } else { Put::Empty }),
    ("分阶段订单信息", |r| if r.deal.presale { "阶段1:定金,阶段2:尾款".into() } else { Put::Empty }),
    ("特权订金订单id", |_| wrapped("").into()),
    ("是否上传合同照片", no),
    ("是否上传小票", no),
    ("是否代付", no),
    ("定金排名", blank),
    ("修改后的sku", blank),
    ("修改后的收货地址", blank),
    ("异常信息", blank),
    ("天猫卡券抵扣", |r| if r.deal.platform_cut.fen() > 0 { money(r.deal.platform_cut) } else { Put::Empty }),
    ("集分宝抵扣", blank),
    ("是否是O2O交易", blank),
    ("新零售交易类型", blank),
    ("新零售导购门店名称", blank),
    ("新零售导购门店id", blank),
    ("新零售发货门店名称", blank),
    ("新零售发货门店id", blank),
    ("退款金额", |r| money(r.deal.refunded())),
    ("预约门店", blank),
    ("确认收货时间", |r| time_or_empty(r.deal.received)),
    ("打款商家金额", |r| format!("{}元", settled(r.deal)).into()),
    ("含应开票给个人的个人红包", |_| "0.00".into()),
    ("是否信用购", no),
    ("体验期结束时间", blank),
    ("前N有礼", blank),
    ("配送类型", blank),
    ("直播返现状态", blank),
    ("返现金额", blank),
    ("延迟发货自动赔付金额", |_| "0.00".into()),
    ("新零售成交门店昵称", blank),
    ("新零售成交门店id", blank),
    ("新零售成交经销商id", blank),
    ("预售订单", |r| if r.deal.presale { "是".into() } else { Put::Empty }),
    // Older files say `null` where nothing was sent yet.
    ("发货时间", |r| r.deal.shipped.map_or_else(|| "null".into(), |at| time(at).into())),
    ("商家备忘", |r| r.deal.seller_memo.into()),
    ("主订单编号", |r| wrapped(&r.deal.order_no).into()),
];

/// The code of the whole item: the part of a SKU's code before the dash.
fn item_code(row: &Row<'_>) -> Put {
    row.offer.code.split('-').next().unwrap_or("").into()
}

fn line_refund(row: &Row<'_>) -> Put {
    match row.deal.refund_of(row.at) {
        Some(refund) if refund.status == RefundStatus::Succeeded => money(row.line_refunded()),
        _ => "无退款申请".into(),
    }
}

/// 宝贝报表 of 2023: one row a sub-order, paid amounts before refunds.
pub const ITEMS: &[Column] = &[
    ("子订单编号", |r| r.line.line_no.as_str().into()),
    ("主订单编号", |r| r.deal.order_no.as_str().into()),
    ("商品标题", |r| r.offer.title.as_str().into()),
    ("商品价格", |r| money(r.line.unit)),
    ("购买数量", |r| Put::Count(r.line.qty)),
    ("外部系统编号", |r| r.offer.code.as_str().into()),
    ("商品属性", |r| r.offer.props.as_str().into()),
    ("套餐信息", blank),
    ("联系方式备注", blank),
    ("订单状态", |r| line_status(r.line.status).into()),
    ("商家编码", item_code),
    ("支付单号", |r| r.deal.paid_at.map_or(Put::Empty, |at| numbers::pay_no(at, &r.deal.order_no).into())),
    ("买家应付货款", |r| money(r.line.goods)),
    ("买家实付金额", |r| money(r.line_paid())),
    ("退款状态", |r| r.deal.refund_of(r.at).map_or("没有申请退款", |x| refund_status(x.status)).into()),
    ("退款金额", line_refund),
    ("订单创建时间", |r| time(r.deal.created).into()),
    ("订单付款时间", |r| time_or_empty(r.deal.paid_at)),
    ("淘鲜达渠道", blank),
    ("商品ID", |r| r.offer.item_id.as_str().into()),
    ("分阶段信息", blank),
    ("备注标签", blank),
    ("商家备注", |r| r.deal.seller_memo.into()),
    ("主订单买家留言", |r| r.deal.buyer_message.into()),
    ("是否主动赔付", no),
    ("主动赔付金额", |_| "0.00".into()),
    ("主动赔付出账时间", blank),
];

fn kind(row: &Row<'_>) -> Put {
    match refund(row).map(|r| r.kind) {
        Some(RefundKind::GoodsAndMoney) => "退货退款".into(),
        Some(_) => "仅退款".into(),
        None => Put::Empty,
    }
}

/// 货物状态
fn goods_state(row: &Row<'_>) -> Put {
    match refund(row).map(|r| r.kind) {
        Some(RefundKind::MoneyBeforeShipping) => "未发货".into(),
        Some(RefundKind::GoodsAndMoney) => "买家已收到货".into(),
        Some(_) if row.deal.parcel.as_ref().is_some_and(|p| p.signed.is_some()) => "买家已收到货".into(),
        Some(_) => "买家未收到货".into(),
        None => Put::Empty,
    }
}

fn refund<'a>(row: &'a Row<'_>) -> Option<&'a crate::demo::aftersale::Refund> {
    row.deal.refund_of(row.at)
}

fn all_or_part(row: &Row<'_>) -> Put {
    let amount = refund(row).map_or(0, |r| r.amount);
    if amount >= (row.line.due - row.line.freight).fen() { "全部退款".into() } else { "部分退款".into() }
}

/// After confirmation a refund is 售后, before it 售中.
fn stage(row: &Row<'_>) -> Put {
    let applied = refund(row).map(|r| r.applied);
    match (row.deal.received, applied) {
        (Some(received), Some(applied)) if applied > received => "售后".into(),
        _ => "售中".into(),
    }
}

/// 退款报表 of 2026: one row a refund, told by the line it belongs to.
pub const REFUNDS: &[Column] = &[
    ("订单编号", |r| r.deal.order_no.as_str().into()),
    ("退款编号", |r| refund(r).map_or("", |x| x.refund_no.as_str()).into()),
    ("支付单号", |r| r.deal.paid_at.map_or(Put::Empty, |at| numbers::pay_no(at, &r.deal.order_no).into())),
    ("订单付款时间", |r| time_or_empty(r.deal.paid_at)),
    ("商品id", |r| r.offer.item_id.as_str().into()),
    ("商品编码", |r| r.offer.code.as_str().into()),
    ("退款完结时间", |r| time_or_empty(refund(r).and_then(|x| x.finished))),
    ("买家实际支付金额", |r| money(r.line_paid())),
    ("宝贝标题", |r| r.offer.title.as_str().into()),
    ("买家退款金额", |r| money(Money::from_fen(refund(r).map_or(0, |x| x.amount)))),
    ("手工退款/系统退款", |r| {
        if refund(r).is_some_and(|x| x.kind == RefundKind::MoneyBeforeShipping) {
            "系统退款".into()
        } else {
            "手工退款".into()
        }
    }),
    ("售后类型", kind),
    ("退款的申请时间", |r| time_or_empty(refund(r).map(|x| x.applied))),
    ("超时时间", blank),
    ("退款状态", |r| refund(r).map_or("", |x| refund_status(x.status)).into()),
    ("货物状态", goods_state),
    ("退货物流信息", |r| {
        refund(r)
            .filter(|x| !x.return_tracking.is_empty())
            .map_or(Put::Empty, |x| format!("圆通速递:{}", x.return_tracking).into())
    }),
    ("发货物流信息", |r| {
        if r.tracking().is_empty() { Put::Empty } else { format!("{}:{}", r.courier(), r.tracking()).into() }
    }),
    ("客服介入状态", |_| "无需客服介入".into()),
    ("卖家真实姓名", |_| "栗**".into()),
    ("卖家真实姓名(新)", blank),
    ("卖家退货地址", |_| "浙江省 嘉兴市 海宁市 ****".into()),
    ("卖家邮编", |_| "314400".into()),
    ("卖家电话", blank),
    ("卖家手机", |_| "138****0000".into()),
    ("退货物流单号", |r| refund(r).map_or("", |x| x.return_tracking.as_str()).into()),
    ("退货物流公司", |r| {
        if refund(r).is_some_and(|x| !x.return_tracking.is_empty()) { "圆通速递".into() } else { Put::Empty }
    }),
    ("买家退款原因", |r| refund(r).map_or("", |x| x.reason).into()),
    ("买家退款说明", blank),
    ("买家退货时间", |r| time_or_empty(refund(r).and_then(|x| x.returned))),
    ("责任方", |_| "无".into()),
    ("售中或售后", stage),
    ("备注标签", blank),
    ("商家备注", blank),
    ("完结时间", |r| time_or_empty(refund(r).and_then(|x| x.finished))),
    ("部分退款/全部退款", all_or_part),
    ("审核操作人", blank),
    ("审核操作人新会员名", blank),
    ("举证超时", no),
    ("是否零秒响应", no),
    ("退款操作人", blank),
    ("退款操作人新会员名", blank),
    ("退款原因标签", blank),
    ("业务类型", |_| "普通退款".into()),
    ("是否帮他退款", no),
    ("帮他退款操作账号", blank),
    ("小额收款", blank),
    ("淘特订单", no),
    ("百亿补贴超链退款信息", blank),
    ("智能退款策略", blank),
    ("执行方案", blank),
];

/// 货品导出 (sheet 发布模板): header on its third row.
pub const TEMPLATE: [&str; 18] = [
    "商品Id",
    "类目id",
    "类目名称",
    "商品标题",
    "一口价",
    "导购标题",
    "商家编码",
    "发货时间",
    "最长发货时间",
    "销售属性",
    "属性对",
    "发货时间",
    "skuId",
    "价格（元）",
    "数量",
    "商家编码",
    "生产日期（年/月/日）",
    "保质期",
];
