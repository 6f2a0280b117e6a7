//! The platforms' files (导出文件): one list of columns for each, in their own words and order.

pub mod douyin;
pub mod erp;
pub mod jd;
pub mod own;
pub mod pinduoduo;
pub mod purchase;
pub mod small;
pub mod sycm;
pub mod taobao;

use super::row::{Column, Row};
use super::sheet::{Encoding, Put, Shape};
use super::shops::Shop;
use crate::domain::platform::Platform;

/// The order file of a shop: its columns, shape, and whether it has one row an order rather than one a line.
#[derive(Debug, Clone, Copy)]
pub struct OrderFile {
    pub columns: &'static [Column],
    pub shape: Shape,
    pub whole_orders: bool,
    /// Name of its sheet, for workbooks.
    pub tab: &'static str,
    /// What the platform calls it, for the file's name.
    pub called: &'static str,
    /// Key of what it holds.
    pub about: &'static str,
}

/// The order file of this shop.
pub fn orders(shop: &Shop) -> OrderFile {
    let file =
        |columns, shape, called, about| OrderFile { columns, shape, whole_orders: false, tab: "Sheet1", called, about };
    match shop.platform {
        Platform::Taobao | Platform::Tmall | Platform::Alibaba1688 => OrderFile {
            whole_orders: true,
            ..file(taobao::ORDERS, Shape::Csv(Encoding::Gb18030), "订单报表", "demo.file_taobao_orders")
        },
        Platform::Pinduoduo => file(pinduoduo::ORDERS, Shape::Csv(Encoding::Utf8Bom), "订单", "demo.file_pinduoduo"),
        Platform::Jd => file(jd::ORDERS, Shape::Csv(Encoding::Gb18030), "订单", "demo.file_jd"),
        Platform::Douyin => file(douyin::ORDERS, Shape::Csv(Encoding::Utf8Bom), "订单", "demo.file_douyin"),
        Platform::Kuaishou => file(small::KUAISHOU, Shape::Csv(Encoding::Utf8), "订单", "demo.file_kuaishou"),
        Platform::Xiaohongshu => file(small::XIAOHONGSHU, Shape::Xlsx, "订单", "demo.file_xiaohongshu"),
        Platform::WeixinVideo => file(small::WEIXIN_VIDEO, Shape::Xlsx, "订单", "demo.file_weixin_video"),
        Platform::Other if shop.id == "community" => {
            file(erp::JUSHUITAN, Shape::Xlsx, "聚水潭订单成本", "demo.file_jushuitan")
        }
        Platform::Other | Platform::Own => file(erp::JACKYUN, Shape::Xlsx, "吉客云销售单明细账", "demo.file_jackyun"),
    }
}

/// The cell under a header of the shop's order file.
pub fn cell(row: &Row<'_>, header: &str) -> Option<Put> {
    orders(row.shop).columns.iter().find(|(name, _)| *name == header).map(|(_, cell)| cell(row))
}
