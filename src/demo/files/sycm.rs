//! What 生意参谋 exports: numbers as texts with separators, notes above the header, rollup rows among the sources.

use crate::demo::Result;
use crate::demo::sheet::{Put, Sheet};
use crate::demo::traffic::{SourceRow, TrafficDay};
use crate::domain::money::Money;
use crate::table::grouped;

type DayColumn = (&'static str, fn(&TrafficDay) -> String);
type SourceColumn = (&'static str, fn(&SourceRow) -> String);

/// `12,345`
fn n(count: i64) -> String {
    grouped(&count.to_string())
}

/// `34,895.00`
fn m(amount: Money) -> String {
    grouped(&amount.to_string())
}

/// `77.48%`; a dash without a base.
fn share(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return "-".to_owned();
    }
    let hundredths = (part * 20_000 / whole + 1) / 2;
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// An amount for each, `12.34`; a dash for nobody.
fn each(amount: Money, heads: i64) -> String {
    if heads <= 0 { "-".to_owned() } else { m(Money::from_fen((amount.fen() * 2 / heads + 1) / 2)) }
}

fn hundredths(value: i64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

fn dash<T>(_: &T) -> String {
    "-".to_owned()
}

/// 店铺整体日报 of 2023: 49 columns.
pub const SHOP: &[DayColumn] = &[
    ("统计日期", |d| d.date.format("%Y-%m-%d").to_string()),
    ("访客数", |d| n(d.visitors)),
    ("浏览量", |d| n(d.page_views)),
    ("商品访客数", |d| n(d.item_visitors)),
    ("商品浏览量", |d| n(d.item_views)),
    ("平均停留时长", |d| hundredths(d.stay_centis)),
    ("跳失率", |d| format!("{}%", hundredths(d.bounce_bp))),
    ("商品收藏买家数", |d| n(d.favourite_buyers)),
    ("商品收藏次数", |d| n(d.favourite_buyers)),
    ("加购人数", |d| n(d.cart_buyers)),
    ("支付金额", |d| m(d.pay_amount)),
    ("支付买家数", |d| n(d.pay_buyers)),
    ("支付子订单数", |d| n(d.pay_lines)),
    ("支付件数", |d| n(d.pay_items)),
    ("下单金额", |d| m(d.order_amount)),
    ("下单买家数", |d| n(d.order_buyers)),
    ("下单件数", |d| n(d.order_pieces)),
    ("人均浏览量", |d| each(Money::from_fen(d.page_views * 100), d.visitors)),
    ("下单转化率", |d| share(d.order_buyers, d.visitors)),
    ("支付转化率", |d| share(d.pay_buyers, d.visitors)),
    ("客单价", |d| each(d.pay_amount, d.pay_buyers)),
    ("UV价值", |d| each(d.pay_amount, d.visitors)),
    ("老访客数", |d| n(d.returning_visitors)),
    ("新访客数", |d| n(d.new_visitors)),
    ("加购件数", |d| n(d.cart_pieces)),
    ("支付老买家数", |d| n(d.old_buyers)),
    ("老买家支付金额", |d| m(d.old_amount)),
    ("直通车消耗", |d| m(d.keyword_spend)),
    ("钻石展位消耗", |d| m(d.display_spend)),
    ("淘宝客佣金", |_| "0.00".to_owned()),
    ("成功退款金额", |d| m(d.refund_amount)),
    ("评价数", dash),
    ("有图评价数", dash),
    ("正面评价数", dash),
    ("负面评价数", dash),
    ("老买家正面评价数", dash),
    ("老买家负面评价数", dash),
    ("支付父订单数", |d| n(d.pay_orders)),
    ("揽收包裹数", dash),
    ("发货包裹数", dash),
    ("派送包裹数", dash),
    ("签收成功包裹数", dash),
    ("平均支付_签收时长(秒)", dash),
    ("描述相符评分", |_| "4.85".to_owned()),
    ("物流服务评分", |_| "4.82".to_owned()),
    ("服务态度评分", |_| "4.87".to_owned()),
    ("下单-支付转化率", |d| share(d.pay_buyers, d.order_buyers)),
    ("支付商品数", dash),
    ("店铺收藏买家数", dash),
];

/// 商品排行 of 2026: 40 columns.
pub const ITEMS: &[DayColumn] = &[
    ("统计日期", |d| d.date.format("%Y-%m-%d").to_string()),
    ("商品ID", |d| d.item_id.clone()),
    ("商品名称", |d| d.title.clone()),
    ("主商品ID", |d| d.item_id.clone()),
    ("商品类型", |_| "普通商品".to_owned()),
    ("货号", dash),
    ("商品状态", |_| "当前在线".to_owned()),
    ("商品标签", dash),
    ("商品访客数", |d| n(d.visitors)),
    ("商品浏览量", |d| n(d.page_views)),
    ("平均停留时长", |d| hundredths(d.stay_centis)),
    ("商品详情页跳出率", |d| format!("{}%", hundredths(d.bounce_bp))),
    ("商品收藏人数", |d| n(d.favourite_buyers)),
    ("商品加购件数", |d| n(d.cart_pieces)),
    ("商品加购人数", |d| n(d.cart_buyers)),
    ("下单买家数", |d| n(d.order_buyers)),
    ("下单件数", |d| n(d.order_pieces)),
    ("下单金额", |d| m(d.order_amount)),
    ("下单转化率", |d| share(d.order_buyers, d.visitors)),
    ("支付买家数", |d| n(d.pay_buyers)),
    ("支付件数", |d| n(d.pay_items)),
    ("总支付商品件数", |d| n(d.pay_items)),
    ("支付金额", |d| m(d.pay_amount)),
    ("总支付金额", |d| m(d.pay_amount)),
    ("商品支付转化率", |d| share(d.pay_buyers, d.visitors)),
    ("支付新买家数", dash),
    ("支付老买家数", dash),
    ("老买家支付金额", dash),
    ("聚划算支付金额", |_| "0.00".to_owned()),
    ("访客平均价值", |d| each(d.pay_amount, d.visitors)),
    ("成功退款金额", |d| m(d.refund_amount)),
    ("竞争力评分", dash),
    ("年累计支付金额", dash),
    ("月累计支付金额", dash),
    ("月累计支付件数", dash),
    ("搜索引导支付转化率", dash),
    ("搜索引导访客数", dash),
    ("搜索引导支付买家数", dash),
    ("结构化详情引导转化率", dash),
    ("结构化详情引导成交占比", dash),
];

/// 流量来源 of 2026: the changes against the period before are left as dashes.
pub const SOURCES: &[SourceColumn] = &[
    ("流量载体", |s| s.path.first().copied().unwrap_or("").to_owned()),
    ("一级来源", |s| s.path.get(1).copied().unwrap_or("").to_owned()),
    ("二级来源", |s| s.path.get(2).copied().unwrap_or("").to_owned()),
    ("三级来源", |s| s.path.get(3).copied().unwrap_or("").to_owned()),
    ("四级来源", dash),
    ("访客数", |s| n(s.visitors)),
    ("访客数环比", dash),
    ("新访客", |s| n(s.new_visitors)),
    ("新访客环比", dash),
    ("平均停留时长", |s| hundredths(s.stay_centis)),
    ("平均停留时长环比", dash),
    ("3s查看人数", |s| n(s.visitors * 7 / 10)),
    ("3s查看人数环比", dash),
    ("商品点击人数", |s| n(s.visitors * 4 / 10)),
    ("商品点击人数环比", dash),
    ("加购人数", |s| n(s.cart_buyers)),
    ("加购人数环比", dash),
    ("商品收藏人数", |s| n(s.favourite_buyers)),
    ("商品收藏人数环比", dash),
    ("加购件数", |s| n(s.cart_buyers)),
    ("加购件数环比", dash),
    ("关注店铺人数", dash),
    ("关注店铺人数环比", dash),
    ("支付买家数", |s| n(s.pay_buyers)),
    ("支付买家数环比", dash),
    ("支付转化率", |s| share(s.pay_buyers, s.visitors)),
    ("支付转化率环比", dash),
    ("支付金额", |s| m(s.pay_amount)),
    ("支付金额环比", dash),
    ("客单价", |s| each(s.pay_amount, s.pay_buyers)),
    ("客单价环比", dash),
    ("UV价值", |s| each(s.pay_amount, s.visitors)),
    ("uv价值环比", dash),
    ("下单买家数", |s| n(s.order_buyers)),
    ("下单买家数环比", dash),
    ("下单金额", |s| m(s.order_amount)),
    ("下单金额环比", dash),
    ("下单转化率", |s| share(s.order_buyers, s.visitors)),
    ("下单转化率环比", dash),
];

/// The notes that stand above a header.
fn notes(sheet: &mut Sheet, title: &str, period: &str, rows: usize) -> Result<()> {
    let lines = [
        title.to_owned(),
        format!("统计时间：{period}"),
        "数据来源：生意参谋（示例数据，并非真实店铺）".to_owned(),
        "终端：所有终端".to_owned(),
        "指标说明：访客数、买家数为去重计数，不可跨天相加".to_owned(),
        "支付金额为支付当日统计，未剔除退款".to_owned(),
    ];
    for at in 0..rows {
        match lines.get(at) {
            Some(line) => sheet.texts([line.as_str()])?,
            None => sheet.texts([""])?,
        }
    }
    Ok(())
}

fn period(first: Option<&TrafficDay>, last: Option<&TrafficDay>) -> String {
    match (first, last) {
        (Some(a), Some(b)) => format!("{} ~ {}", a.date, b.date),
        _ => "-".to_owned(),
    }
}

/// The daily report: seven rows of notes, then the header, newest day first.
pub fn shop(days: &[TrafficDay], sheet: &mut Sheet) -> Result<()> {
    notes(sheet, "店铺整体日报", &period(days.first(), days.last()), 7)?;
    sheet.texts(SHOP.iter().map(|c| c.0))?;
    for day in days.iter().rev() {
        sheet.row(&SHOP.iter().map(|c| Put::Text(c.1(day))).collect::<Vec<_>>())?;
    }
    Ok(())
}

/// The item ranking.
pub fn items(rows: &[TrafficDay], sheet: &mut Sheet) -> Result<()> {
    notes(sheet, "商品排行", &period(rows.first(), rows.last()), 4)?;
    sheet.texts(ITEMS.iter().map(|c| c.0))?;
    for row in rows {
        sheet.row(&ITEMS.iter().map(|c| Put::Text(c.1(row))).collect::<Vec<_>>())?;
    }
    Ok(())
}

/// One month's sources, with the rollup rows (汇总) that repeat the rows beneath them.
pub fn sources(rows: &[SourceRow], sheet: &mut Sheet) -> Result<()> {
    let period = rows.first().map_or_else(|| "-".to_owned(), |r| format!("{}~{}", r.from, r.to));
    notes(sheet, "流量来源-店铺来源", &period, 5)?;
    sheet.texts(SOURCES.iter().map(|c| c.0))?;
    let mut done: Vec<[&str; 3]> = Vec::new();
    for row in rows {
        let [carrier, first, second, _] = row.path;
        for level in 2..4 {
            let head = if level == 2 { [carrier, first, "汇总"] } else { [carrier, first, second] };
            if done.contains(&head) {
                continue;
            }
            done.push(head);
            let under: Vec<&SourceRow> = rows
                .iter()
                .filter(|r| {
                    r.path.first() == Some(&carrier)
                        && r.path.get(1) == Some(&first)
                        && (level == 2 || r.path.get(2) == Some(&second))
                })
                .collect();
            let path =
                if level == 2 { [carrier, first, "汇总", "汇总"] } else { [carrier, first, second, "汇总"] };
            put(&rollup(path, &under, row), sheet)?;
        }
        put(row, sheet)?;
    }
    Ok(())
}

fn put(row: &SourceRow, sheet: &mut Sheet) -> Result<()> {
    sheet.row(&SOURCES.iter().map(|c| Put::Text(c.1(row))).collect::<Vec<_>>())
}

fn rollup(path: [&'static str; 4], under: &[&SourceRow], like: &SourceRow) -> SourceRow {
    let sum = |of: fn(&SourceRow) -> i64| under.iter().map(|r| of(r)).sum::<i64>();
    SourceRow {
        from: like.from,
        to: like.to,
        path,
        visitors: sum(|r| r.visitors),
        new_visitors: sum(|r| r.new_visitors),
        stay_centis: like.stay_centis,
        cart_buyers: sum(|r| r.cart_buyers),
        favourite_buyers: sum(|r| r.favourite_buyers),
        order_buyers: sum(|r| r.order_buyers),
        order_amount: Money::from_fen(sum(|r| r.order_amount.fen())),
        pay_buyers: sum(|r| r.pay_buyers),
        pay_amount: Money::from_fen(sum(|r| r.pay_amount.fen())),
    }
}
