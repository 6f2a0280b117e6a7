//! 生意参谋, one row a day for the whole shop: 店铺整体日报 with and without 无线端/PC端 splits, 店铺经营核心日报, 首页数据概览.
//!
//! Visitors and buyers are counted once a day: no column here adds up over days except money and pieces.

use crate::domain::draft::TrafficGrain;
use crate::domain::platform::Platform;
use crate::import::field::Field as F;
use crate::import::format::{ALL, Column, Format, Kind, Traits, between, col, extra, layout, only};

const Y2019: u16 = only(0);
const DAILY_REPORTS: u16 = between(0, 1);
const CORE: u16 = only(2);
const HOME: u16 = only(3);

/// A figure with its 无线端 and PC端 shares beside it in the layout of 2019.
macro_rules! split {
    ($name:literal, $field:expr, $layouts:expr) => {
        [col($name, $field, $layouts), extra(concat!("无线端", $name), Y2019), extra(concat!("PC端", $name), Y2019)]
    };
}

static DAY: [Column; 3] = [col("统计日期", F::Days, ALL), col("店铺名称", F::Shop, CORE), extra("支付新买家数", CORE)];

static SPLIT: [[Column; 3]; 28] = [
    split!("访客数", F::Visitors, ALL),
    split!("浏览量", F::PageViews, ALL),
    split!("商品访客数", F::Unused, between(0, 2)),
    split!("商品浏览量", F::Unused, DAILY_REPORTS),
    split!("平均停留时长", F::Stay, ALL),
    split!("跳失率", F::Bounce, between(0, 2)),
    split!("商品收藏买家数", F::FavouriteBuyers, between(0, 2)),
    split!("商品收藏次数", F::Unused, DAILY_REPORTS),
    split!("加购人数", F::CartBuyers, ALL),
    split!("支付金额", F::PayAmount, ALL),
    split!("支付买家数", F::PayBuyers, ALL),
    split!("支付子订单数", F::Unused, ALL),
    split!("支付件数", F::PayItems, ALL),
    split!("下单金额", F::OrderAmount, DAILY_REPORTS),
    split!("下单买家数", F::OrderBuyers, DAILY_REPORTS),
    split!("下单件数", F::Unused, DAILY_REPORTS),
    split!("人均浏览量", F::Unused, DAILY_REPORTS),
    split!("下单转化率", F::Unused, DAILY_REPORTS),
    split!("支付转化率", F::Unused, ALL),
    split!("客单价", F::Unused, ALL),
    split!("UV价值", F::Unused, DAILY_REPORTS),
    split!("老访客数", F::ReturningVisitors, between(0, 2)),
    split!("新访客数", F::NewVisitors, between(0, 2)),
    split!("加购件数", F::Unused, DAILY_REPORTS | HOME),
    split!("支付老买家数", F::Unused, between(0, 2)),
    split!("下单-支付转化率", F::Unused, DAILY_REPORTS),
    split!("支付商品数", F::Unused, DAILY_REPORTS),
    split!("店铺收藏买家数", F::Unused, DAILY_REPORTS),
];

static SINGLE: [Column; 39] = [
    extra("老买家支付金额", DAILY_REPORTS),
    col("直通车消耗", F::AdSpend, DAILY_REPORTS),
    col("钻石展位消耗", F::AdSpend, DAILY_REPORTS),
    col("关键词推广花费", F::AdSpend, CORE | HOME),
    col("精准人群推广花费", F::AdSpend, CORE | HOME),
    col("智能场景花费", F::AdSpend, CORE | HOME),
    col("全站推广花费", F::AdSpend, CORE | HOME),
    // A commission on sales, billed with the settlement: not advertising spend.
    extra("淘宝客佣金", ALL),
    col("成功退款金额", F::RefundDone, ALL),
    extra("评价数", between(0, 2)),
    extra("有图评价数", between(0, 2)),
    extra("正面评价数", DAILY_REPORTS),
    extra("负面评价数", DAILY_REPORTS),
    extra("老买家正面评价数", DAILY_REPORTS),
    extra("老买家负面评价数", DAILY_REPORTS),
    col("支付父订单数", F::PayOrders, DAILY_REPORTS),
    extra("揽收包裹数", DAILY_REPORTS),
    extra("发货包裹数", DAILY_REPORTS),
    extra("派送包裹数", DAILY_REPORTS),
    extra("签收成功包裹数", DAILY_REPORTS),
    extra("平均支付_签收时长(秒)", DAILY_REPORTS),
    extra("描述相符评分", between(0, 2)),
    extra("物流服务评分", between(0, 2)),
    extra("服务态度评分", between(0, 2)),
    extra("店铺客户数", HOME),
    extra("老客复购率", HOME),
    extra("老客复购人数", HOME),
    extra("老客复购金额", HOME),
    extra("净支付金额", HOME),
    col("商品收藏人数", F::FavouriteBuyers, HOME),
    extra("咨询率", HOME),
    extra("旺旺人工响应时长(秒)", HOME),
    extra("24小时揽收及时率", HOME),
    extra("物流到货时长(小时)", HOME),
    extra("退款处理时长(天)", HOME),
    extra("成功退款率", HOME),
    extra("平台判责率", HOME),
    extra("总支付金额", HOME),
    extra("总支付子订单数", HOME),
];

pub const DAILY: Format = Format {
    id: "sycm_shop_daily",
    platform: Platform::Taobao,
    kind: Kind::Traffic(TrafficGrain::Shop),
    layouts: &[layout("2019", 6), layout("2023", 8), layout("core-2026", 2), layout("home", 2)],
    columns: &[&DAY, SPLIT.as_flattened(), &SINGLE],
    required: &[&[F::Visitors], &[F::PayAmount], &[F::Days]],
    marks: &[&["统计日期"]],
    without: &["商品ID", "搜索词", "一级来源", "来源"],
    traits: Traits { taobao_or_tmall: true, ..Traits::NONE },
};
