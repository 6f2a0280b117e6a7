//! What headers of unknown files most likely mean (别名): names seen on many platforms' exports, as guesses for the mapping screen.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::cell;
use super::field::Field as F;

/// Names by field. A name stands once; where platforms disagree the more common meaning counts.
const NAMES: &[(F, &[&str])] = &[
    (
        F::OrderNo,
        &[
            "订单编号",
            "主订单编号",
            "订单号",
            "订单ID",
            "主订单号",
            "平台订单号",
            "线上订单号",
            "业务基础订单号",
            "淘宝订单号",
            "交易编号",
            "单号",
            "order no",
            "order id",
            "order number",
        ],
    ),
    (F::LineNo, &["子订单编号", "子订单号", "子订单ID", "线上子订单编号"]),
    (F::Shop, &["店铺名称", "店铺", "店铺名", "网店", "销售渠道", "shop", "store"]),
    (F::Buyer, &["买家会员名", "买家昵称", "买家ID", "下单帐号", "用户编号", "客户编号", "旺旺", "buyer"]),
    (F::Status, &["订单状态", "交易状态", "当前状态", "状态", "status"]),
    (
        F::CreatedAt,
        &[
            "订单创建时间",
            "下单时间",
            "订单提交时间",
            "订单成交时间",
            "创建时间",
            "下单日期",
            "日期",
            "created at",
            "order date",
            "date",
        ],
    ),
    (F::PaidAt, &["订单付款时间", "付款时间", "支付时间", "支付完成时间", "订单支付时间", "付款日期", "paid at"]),
    (F::ShippedAt, &["发货时间", "发货日期", "订单发货时间", "shipped at"]),
    (F::ReceivedAt, &["确认收货时间", "收货时间", "订单完成时间", "完成时间", "received at"]),
    (F::GoodsAmount, &["买家应付货款", "商品总价(元)", "货品总价(元)", "商品金额", "商品总价", "货款", "订单金额"]),
    (F::Freight, &["买家应付邮费", "邮费(元)", "邮费", "运费(元)", "运费", "快递费", "freight"]),
    (F::Payable, &["总金额", "订单应付金额", "应付金额", "订单总金额", "用户应付金额(元)", "payable", "total"]),
    (
        F::Paid,
        &[
            "买家实际支付金额",
            "买家实付金额",
            "用户实付金额(元)",
            "实付款(元)",
            "实付金额",
            "实付款",
            "实收金额",
            "实收款",
            "实收",
            "付款金额",
            "金额",
            "paid",
            "amount",
        ],
    ),
    (F::Refund, &["退款金额", "退款总额", "退款"]),
    (F::Settled, &["打款商家金额", "确认收货打款金额", "商家实收金额(元)", "商家应收", "结算金额"]),
    (F::Items, &["宝贝总数量", "商品总数", "总件数"]),
    (
        F::Title,
        &[
            "宝贝标题",
            "商品标题",
            "标题",
            "商品名称",
            "货品标题",
            "选购商品",
            "商品",
            "宝贝名称",
            "货品名称",
            "品名",
            "名称",
            "title",
            "product",
            "name",
        ],
    ),
    (F::Province, &["省", "省份", "收货省份", "目的省份", "收件省份", "到件省", "目的地", "province"]),
    (F::City, &["市", "城市", "收货城市", "目的城市", "city"]),
    (F::District, &["区", "区县", "district"]),
    (F::Receiver, &["收货人姓名", "收件人", "收货人", "收件人姓名", "receiver"]),
    (F::Phone, &["联系手机", "联系电话", "手机", "电话", "收货人电话", "收件人手机号", "phone"]),
    (F::Address, &["收货地址", "修改后的收货地址", "详细地址", "地址", "address"]),
    (F::TrackingNo, &["物流单号", "快递单号", "运单号", "运单号码", "运单编号", "tracking number", "tracking no"]),
    (F::Courier, &["物流公司", "快递公司", "承运商", "快递", "courier", "carrier"]),
    (F::SellerMemo, &["订单备注", "商家备忘", "商家备注", "卖家备注", "备注", "memo"]),
    (F::BuyerMessage, &["买家留言", "主订单买家留言", "留言"]),
    (F::LinkedOrderNo, &["下游订单号", "关联订单号"]),
    (F::ItemId, &["商品ID", "宝贝ID", "数字ID", "Offer ID", "商品编号", "item id"]),
    (F::SkuId, &["SKU ID", "skuId", "样式ID", "规格ID"]),
    (
        F::SkuCode,
        &[
            "商家编码",
            "外部系统编号",
            "商家SKUID",
            "SKU编码",
            "商家编码-规格维度",
            "货号",
            "商品编码",
            "货品编号",
            "sku",
            "sku code",
        ],
    ),
    (F::Props, &["商品属性", "商品属性SKU", "商品规格", "规格", "规格属性", "属性", "颜色规格", "颜色及规格"]),
    (F::Qty, &["购买数量", "商品数量", "商品数量(件)", "订购数量", "数量", "件数", "宝贝数量", "qty", "quantity"]),
    (F::UnitPrice, &["价格", "商品价格", "单价", "单价(元)", "商品单价", "unit price"]),
    (F::LinePaid, &["分摊后金额", "子单实际支付金额"]),
    (F::Category, &["类目", "分类", "商品分类", "货品分类", "类目名称", "category"]),
    (F::UnitCost, &["成本价", "成本单价"]),
    (F::TotalCost, &["总成本", "货品成本"]),
    (F::RefundNo, &["退款编号", "退款单号", "售后单号", "售后编号", "refund id"]),
    (F::RefundAmount, &["买家退款金额", "退给买家金额", "退款金额(元)"]),
    (F::RefundStatus, &["退款状态", "售后状态"]),
    (F::RefundKind, &["售后类型", "退款类型"]),
    (F::RefundReason, &["买家退款原因", "退款原因", "售后原因"]),
    (F::AppliedAt, &["退款的申请时间", "申请时间", "退款申请时间", "售后申请时间"]),
    (F::RefundedAt, &["退款完结时间", "完结时间", "退款时间", "退款完成时间"]),
    (F::Cost, &["成本", "进价", "采购价", "cost"]),
    (F::Price, &["售价", "销售价", "一口价", "price"]),
    (F::Weight, &["重量", "计费重量", "结算重量", "重量(kg)", "重量(克)", "weight"]),
    (F::Supplier, &["供应商", "供货商", "卖家公司名", "厂家", "supplier"]),
    (F::Barcode, &["条形码", "条码", "商品条形码", "barcode"]),
    (F::ListedAt, &["上架时间", "上架日期", "发布时间"]),
    (F::CollectedAt, &["揽收时间", "揽件时间", "collected at"]),
    (F::SignedAt, &["签收时间", "妥投时间", "signed at"]),
    (F::LastScanAt, &["最后轨迹时间", "最新轨迹时间", "扫描时间"]),
    (F::ParcelState, &["物流状态", "快递状态"]),
    (F::Days, &["统计日期"]),
    (F::Keyword, &["搜索词", "关键词"]),
    (F::Visitors, &["访客数", "商品访客数", "uv", "visitors"]),
    (F::PageViews, &["浏览量", "商品浏览量", "pv", "page views"]),
    (F::CartBuyers, &["加购人数", "商品加购人数"]),
    (F::FavouriteBuyers, &["收藏人数", "商品收藏人数", "商品收藏买家数"]),
    (F::OrderBuyers, &["下单买家数"]),
    (F::OrderAmount, &["下单金额"]),
    (F::PayBuyers, &["支付买家数"]),
    (F::PayItems, &["支付件数"]),
    (F::PayAmount, &["支付金额"]),
    (F::RefundDone, &["成功退款金额"]),
    (F::PlatformSku, &["平台编码", "平台SKU", "平台商家编码"]),
    (F::OwnSku, &["自有编码", "自有SKU", "系统商品编码"]),
];

static BY_NAME: LazyLock<HashMap<String, F>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for (field, names) in NAMES {
        for name in *names {
            by_name.entry(cell::normal(name)).or_insert(*field);
        }
    }
    by_name
});

/// The field that a compared name most likely is.
pub fn field(compared: &str) -> Option<F> {
    BY_NAME.get(compared).copied().or_else(|| {
        // `运费(元)` is `运费`.
        let (front, _) = compared.split_once('(')?;
        BY_NAME.get(front).copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_names_are_guessed() {
        for (name, wanted) in
            [("订单号", F::OrderNo), ("实付金额（元）", F::Paid), ("快递单号", F::TrackingNo), ("Date", F::CreatedAt)]
        {
            assert_eq!(field(&cell::normal(name)), Some(wanted), "{name}");
        }
        assert_eq!(field("心情"), None);
    }

    #[test]
    fn no_name_stands_under_two_fields() {
        let mut seen: HashMap<String, F> = HashMap::new();
        for (field, names) in NAMES {
            for name in *names {
                if let Some(other) = seen.insert(cell::normal(name), *field) {
                    assert_eq!(other, *field, "{name} stands twice");
                }
            }
        }
    }
}
