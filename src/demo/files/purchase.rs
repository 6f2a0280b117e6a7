//! What 1688 exports of the shop's own purchases: 28 columns, the order's cells merged over its lines.

use crate::demo::Result;
use crate::demo::purchases::Purchase;
use crate::demo::row::time;
use crate::demo::sheet::{Put, Sheet};

pub const HEADERS: [&str; 28] = [
    "订单编号",
    "买家公司名",
    "买家会员名",
    "卖家公司名",
    "卖家会员名",
    "货品总价(元)",
    "运费(元)",
    "涨价或折扣(元)",
    "实付款(元)",
    "订单状态",
    "订单创建时间",
    "订单付款时间",
    "发货方",
    "收货人姓名",
    "收货地址",
    "邮编",
    "联系电话",
    "联系手机",
    "货品标题",
    "单价(元)",
    "数量",
    "单位",
    "货号",
    "型号",
    "Offer ID",
    "SKU ID",
    "买家留言",
    "下游订单号",
];

/// How many of the first columns belong to the order, and are merged.
const OF_ORDER: usize = 18;

pub fn write(orders: &[Purchase], sheet: &mut Sheet) -> Result<()> {
    sheet.texts(HEADERS)?;
    for order in orders {
        let first = sheet.rows();
        let shared: [Put; OF_ORDER] = [
            order.order_no.as_str().into(),
            "栗屿服饰（示例）".into(),
            "liyu_demo".into(),
            order.supplier.into(),
            order.supplier.trim_end_matches("（示例）").into(),
            Put::Amount(order.goods),
            Put::Amount(order.freight),
            Put::Amount(order.adjustment),
            order.paid.map_or(Put::Empty, Put::Amount),
            order.status.into(),
            time(order.created).into(),
            order.paid_at.map_or(Put::Empty, |at| time(at).into()),
            "卖家发货".into(),
            "栗**".into(),
            "浙江省 嘉兴市 海宁市 ****".into(),
            "314400".into(),
            Put::Empty,
            "138****0000".into(),
        ];
        for (at, line) in order.lines.iter().enumerate() {
            let mut cells: Vec<Put> = if at == 0 { shared.to_vec() } else { vec![Put::Empty; OF_ORDER] };
            cells.extend([
                line.title.as_str().into(),
                Put::Amount(line.unit),
                Put::Count(line.qty),
                "件".into(),
                line.code.as_str().into(),
                line.props.as_str().into(),
                line.offer_id.as_str().into(),
                line.sku_id.as_str().into(),
                Put::Empty,
                Put::Empty,
            ]);
            sheet.row(&cells)?;
        }
        for (column, cell) in shared.iter().enumerate() {
            sheet.merge(column as u16, first, first + (order.lines.len() as u32).saturating_sub(1), cell)?;
        }
    }
    Ok(())
}
