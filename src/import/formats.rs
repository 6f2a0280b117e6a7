//! The formats the program knows (已知格式), one file a platform. Every column list is this project's own declaration.

use super::format::Format;

pub mod alibaba1688;
pub mod douyin;
pub mod erp;
pub mod jd;
pub mod kuaishou;
pub mod noted;
pub mod own;
pub mod pinduoduo;
pub mod sycm_flow;
pub mod sycm_items;
pub mod sycm_shop;
pub mod taobao_items;
pub mod taobao_orders;
pub mod taobao_products;
pub mod taobao_refunds;
pub mod weixin_video;
pub mod xiaohongshu;

/// Every format, those read into the shop file first.
pub const ALL: &[&Format] = &[
    &taobao_orders::REPORT,
    &taobao_items::REPORT,
    &taobao_items::MAOCHAO,
    &taobao_refunds::REPORT,
    &taobao_products::PACKAGE,
    &taobao_products::TEMPLATE,
    &taobao_products::LIST,
    &sycm_shop::DAILY,
    &sycm_items::RANK,
    &sycm_items::ACTIVITY,
    &sycm_flow::SHOP,
    &sycm_flow::ITEM,
    &sycm_flow::KEYWORDS,
    &pinduoduo::ORDERS,
    &jd::ORDERS,
    &douyin::ORDERS,
    &kuaishou::ORDERS,
    &xiaohongshu::ORDERS,
    &weixin_video::ORDERS,
    &alibaba1688::ORDERS,
    &erp::JUSHUITAN,
    &erp::JACKYUN,
    &own::PRODUCTS,
    &own::PARCELS,
    &own::MAPPINGS,
];

/// Every format known by name only.
pub use noted::ALL as NOTED;

/// The format under a stable id.
pub fn by_id(id: &str) -> Option<&'static Format> {
    ALL.iter().chain(NOTED).copied().find(|format| format.id == id)
}
