//! The owner's own sheets: products, parcels, and what the platforms' codes stand for.

use crate::demo::Demo;
use crate::demo::Result;
use crate::demo::assortment::props;
use crate::demo::deal::Deal;
use crate::demo::row::time;
use crate::demo::sheet::{Put, Sheet};
use crate::domain::money::Money;

pub const PRODUCTS: [&str; 10] =
    ["*商家编码", "商品名称", "规格属性", "分类", "成本价", "售价", "重量(克)", "供应商", "条形码", "上架日期"];

pub const PARCELS: [&str; 12] = [
    "*运单号",
    "订单编号",
    "快递公司",
    "省份",
    "城市",
    "重量(千克)",
    "运费",
    "发货时间",
    "揽收时间",
    "签收时间",
    "最后轨迹时间",
    "物流状态",
];

pub const MAPPINGS: [&str; 3] = ["*平台编码", "*自有编码", "数量"];

/// 300 SKUs; a few costs are missing, as in life.
pub fn products(demo: &Demo, sheet: &mut Sheet) -> Result<()> {
    sheet.texts(PRODUCTS)?;
    for sku in &demo.assortment.skus {
        let Some(item) = demo.assortment.items.get(sku.item) else { continue };
        sheet.row(&[
            sku.code.as_str().into(),
            item.spec.name.into(),
            props(sku.colour, sku.size).into(),
            item.spec.category.into(),
            sku.cost.map_or(Put::Empty, Put::Amount),
            Put::Amount(sku.price),
            Put::Count(sku.weight_g),
            item.spec.supplier.into(),
            sku.barcode.as_str().into(),
            item.listed.format("%Y-%m-%d").to_string().into(),
        ])?;
    }
    Ok(())
}

pub fn mappings(demo: &Demo, sheet: &mut Sheet) -> Result<()> {
    sheet.texts(MAPPINGS)?;
    for (platform, own, qty) in demo.mapping_rows() {
        sheet.row(&[platform.into(), own.into(), Put::Count(qty)])?;
    }
    Ok(())
}

/// Sums for the totals row at the foot of the parcel sheet.
#[derive(Debug, Default, Clone, Copy)]
pub struct ParcelSums {
    grams: i64,
    freight: Money,
}

impl ParcelSums {
    /// Adds one row, if the order was sent at all.
    pub fn add(&mut self, deal: &Deal, sheet: &mut Sheet) -> Result<()> {
        let Some(parcel) = &deal.parcel else { return Ok(()) };
        self.grams += parcel.weight_g;
        self.freight += parcel.freight;
        let when = |at: Option<chrono::NaiveDateTime>| at.map_or(Put::Empty, |at| time(at).into());
        sheet.row(&[
            parcel.tracking_no.as_str().into(),
            deal.order_no.as_str().into(),
            parcel.courier_name().into(),
            deal.customer.province_text.into(),
            deal.customer.city.into(),
            Put::Kilograms(parcel.weight_g),
            Put::Amount(parcel.freight),
            time(parcel.shipped).into(),
            when(parcel.collected),
            when(parcel.signed),
            when(parcel.last_scan),
            parcel.state_text().into(),
        ])
    }

    /// The totals row.
    pub fn finish(self, sheet: &mut Sheet) -> Result<()> {
        sheet.row(&[
            "合计".into(),
            Put::Empty,
            Put::Empty,
            Put::Empty,
            Put::Empty,
            Put::Kilograms(self.grams),
            Put::Amount(self.freight),
        ])
    }
}
