//! Every layout of every format the program reads: a file of it, made from the format's own declaration, becomes the right drafts.

use std::fmt::Write as _;

use chrono::{NaiveDate, NaiveDateTime};
use zhanggui::domain::draft::{Drafts, TrafficGrain};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::region::Province;
use zhanggui::import::field::Field as F;
use zhanggui::import::format::{Column, Format, Kind};
use zhanggui::import::formats;
use zhanggui::import::run::{Choice, Taken, What, drafts_of};

/// A file of one layout with one row of data, as text in GB18030 as platforms write it.
struct Fixture {
    format: &'static Format,
    layout: usize,
}

fn at(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()
}

fn fen(fen: i64) -> Option<Money> {
    Some(Money::from_fen(fen))
}

/// What stands in the cells of a field.
fn cell(format: &Format, column: &Column) -> &'static str {
    match (column.field, format.id) {
        (F::OrderNo, "pinduoduo_orders") => "260502-600000000000001",
        (F::OrderNo, _) => "3000000000000000001",
        (F::LineNo, _) => "3000000000000000002",
        (F::Shop, _) => "森林记女装旗舰店",
        (F::Buyer, _) => "buyer-7",
        (F::Status, "jd_orders") => "等待确认收货",
        (F::Status, "taobao_order_report" | "taobao_item_report" | "taobao_maochao_orders") => {
            "卖家已发货，等待买家确认"
        }
        (F::Status, "pinduoduo_orders") => "已发货，待签收",
        (F::Status, _) => "已发货",
        (F::CreatedAt, _) => "2026-05-02 09:08:07",
        (F::PaidAt, _) => "2026-05-02 09:10:00",
        (F::ShippedAt, _) => "2026-05-03 10:00:00",
        (F::ReceivedAt, _) => "2026-05-06 11:00:00",
        // Goods 100 + freight 8 = payable 108, paid 108; discounts stand at nothing.
        (F::GoodsAmount | F::LineGoods, _) => "100.00",
        (F::Freight, _) => "8.00",
        (F::Payable, "jd_orders") if column.name == "余额支付" => "0.00",
        (F::Payable, _) => "108.00",
        (F::Paid, _) => "108.00",
        (F::LinePaid, _) => "108.00",
        (F::Discount, _) => "0",
        (F::Refund | F::LineRefund, _) => "0.00",
        (F::Settled, _) => "107.00元",
        (F::Items, _) => "2",
        (F::Qty, _) => "2",
        (F::Title, _) => "连衣裙, 夏\"新款\"",
        (F::Province, _) => "浙江省",
        (F::City, _) => "杭州市",
        (F::District, _) => "西湖区",
        (F::Address, _) => "浙江省 杭州市 西湖区 文三路1号(310000)",
        (F::AddressChanged, _) => "",
        (F::Receiver, _) => "林**",
        (F::Phone, _) => "138****1234",
        (F::TrackingNo, _) => "No:SF1000000000001",
        (F::Courier, _) => "顺丰速运",
        (F::CourierAndNo, _) => "顺丰速运-SF1000000000001",
        (F::ItemId, _) => "680000000001",
        (F::SkuId, _) => "5000000000001",
        (F::SkuCode, _) => "A-01",
        (F::ItemCode, _) => "A",
        (F::Props, _) => "颜色分类:红;尺码:M",
        (F::UnitPrice, _) => "50.00",
        (F::Category, _) => "女装",
        (F::UnitCost, _) => "20.00",
        (F::TotalCost, _) => "40.00",
        (F::Gift, _) => "否",
        (F::RefundNo, _) => "9000000000000001",
        (F::RefundAmount, _) => "30.00",
        (F::RefundStatus, "taobao_refunds") => "退款成功",
        (F::RefundStatus, _) => "",
        (F::RefundKind, _) => "退货退款",
        (F::NeedsReturn, _) => "是",
        (F::RefundReason, _) => "尺码不合适",
        (F::AppliedAt, _) => "2026-05-04 12:00:00",
        (F::RefundedAt, _) => "2026-05-05 13:00:00",
        (F::ReturnTracking, _) => "YT1000000000001",
        (F::Cost, _) => "20.00",
        (F::Price, _) => "59.90",
        (F::Weight, _) if column.name.contains("千克") => "0.35",
        (F::Weight, _) => "350",
        (F::Supplier, _) => "杭州某某制衣厂",
        (F::Barcode, _) => "6900000000001",
        (F::ListedAt, _) => "2026-04-01 00:00:00",
        (F::PackedSkus, _) => "59.90:10:A-01:1627207:28320;20509:28314;69.9:3:A-02:1627207:28321;20509:28314;",
        (F::PackedNames, _) => "1627207:28320:红;1627207:28321:蓝;20509:28314:M;",
        (F::ParcelFreight, _) => "3.50",
        (F::CollectedAt, _) => "2026-05-03 18:00:00",
        (F::SignedAt, _) => "2026-05-05 18:30:00",
        (F::LastScanAt, _) => "2026-05-05 18:30:00",
        (F::ParcelState, _) => "已签收",
        (F::Days, _) => "2026-05-02",
        (F::Source, _) if column.name.starts_with("二") || column.name == "来源明细" => "手淘搜索",
        (F::Source, _) if column.name.starts_with(['三', '四']) => "",
        (F::Source, _) => "淘内免费",
        (F::Keyword, _) => "连衣裙",
        (F::Visitors, _) => "\"1,200\"",
        (F::PageViews, _) => "\"3,600\"",
        (F::CartBuyers, _) => "90",
        (F::FavouriteBuyers, _) => "60",
        (F::OrderBuyers, _) => "40",
        (F::OrderAmount, _) => "\"5,000.00\"",
        (F::PayBuyers, _) => "36",
        (F::PayItems, _) => "44",
        (F::PayOrders, _) => "38",
        (F::PayAmount, _) => "\"34,895.00\"",
        (F::RefundDone, _) => "120.50",
        (F::NewVisitors, _) => "1000",
        (F::ReturningVisitors, _) => "200",
        (F::Stay, _) => "12.34",
        (F::Bounce, _) => "77.48%",
        (F::AdSpend, _) => "10.25",
        (F::PlatformSku, _) => "TB-A-01",
        (F::OwnSku, _) => "A-01",
        _ => "",
    }
}

impl Fixture {
    fn columns(&self) -> Vec<&'static Column> {
        self.format.columns().filter(|column| column.stands_in(self.layout)).collect()
    }

    fn has(&self, field: F) -> bool {
        self.columns().iter().any(|column| column.field == field)
    }

    fn count(&self, field: F) -> usize {
        self.columns().iter().filter(|column| column.field == field).count()
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for note in 1..self.format.layouts[self.layout].header_row {
            writeln!(text, "导出说明第{note}行").unwrap();
        }
        let quoted = |cell: &str| {
            if cell.starts_with('"') || !cell.contains([',', '"']) {
                cell.to_owned()
            } else {
                format!("\"{}\"", cell.replace('"', "\"\""))
            }
        };
        writeln!(text, "{}", self.columns().iter().map(|c| quoted(c.written())).collect::<Vec<_>>().join(",")).unwrap();
        let cells: Vec<_> = self.columns().iter().map(|column| quoted(cell(self.format, column))).collect();
        writeln!(text, "{}", cells.join(",")).unwrap();
        text
    }

    fn read(&self) -> (What, Drafts, Taken) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("来源-680000000001-2026-05-02.csv");
        let text = self.text();
        let (bytes, ..) = encoding_rs::GB18030.encode(&text);
        std::fs::write(&path, bytes).unwrap();
        let mut all = drafts_of(&path, &Choice::default()).unwrap();
        assert_eq!(all.len(), 1, "{}", self.name());
        let (what, _, drafts, taken) = all.remove(0);
        (what, drafts, taken)
    }

    fn name(&self) -> String {
        format!("{} {}", self.format.id, self.format.layouts[self.layout].id)
    }

    /// `wanted` where the layout has the field, else `missing`.
    fn told<T>(&self, field: F, wanted: T, missing: T) -> T {
        if self.has(field) { wanted } else { missing }
    }
}

fn fixtures(wanted: impl Fn(Kind) -> bool) -> Vec<Fixture> {
    let layouts = |format: &'static Format| (0..format.layouts.len()).map(move |layout| Fixture { format, layout });
    formats::ALL.iter().copied().filter(|format| wanted(format.kind)).flat_map(layouts).collect()
}

/// Reads a fixture and holds what is true of every format: it is itself, its one row is taken, nothing is wrong.
fn taken(fixture: &Fixture) -> Drafts {
    let name = fixture.name();
    let (what, drafts, taken) = fixture.read();
    assert_eq!(what.id(), fixture.format.id, "{name}");
    assert_eq!(what.layout(), fixture.format.layouts[fixture.layout].id, "{name}");
    assert_eq!((taken.rows, taken.skipped), (1, 0), "{name}: {:?}", taken.problems.groups());
    let wrong: Vec<_> =
        taken.problems.groups().into_iter().filter(|group| group.code != "paid_time_from_created").collect();
    assert!(wrong.is_empty(), "{name}: {wrong:?}");
    drafts
}

#[test]
fn order_exports_become_orders() {
    for fixture in fixtures(|kind| matches!(kind, Kind::Orders | Kind::Lines)) {
        let (name, drafts) = (fixture.name(), taken(&fixture));
        let [order] = drafts.orders.as_slice() else { panic!("{name}: {:?}", drafts.orders) };
        let pdd = fixture.format.id == "pinduoduo_orders";
        assert_eq!(order.order_no, if pdd { "260502-600000000000001" } else { "3000000000000000001" }, "{name}");
        if fixture.format.id != "taobao_item_report" || fixture.layout > 0 {
            let day = NaiveDate::from_ymd_opt(2026, 5, 2);
            assert_eq!(order.created_at.map(|at| at.date()), day, "{name}");
            assert_eq!(order.paid_at.map(|at| at.date()), day, "{name}");
        }
        assert_eq!(order.shipped_at, fixture.told(F::ShippedAt, at("2026-05-03 10:00:00"), None), "{name}");
        assert_eq!(order.received_at, fixture.told(F::ReceivedAt, at("2026-05-06 11:00:00"), None), "{name}");
        assert_eq!(order.status, fixture.told(F::Status, Some(OrderStatus::Shipped), None), "{name}");
        assert_eq!(order.buyer, fixture.told(F::Buyer, "buyer-7", ""), "{name}");
        assert_eq!(order.shop, fixture.told(F::Shop, "森林记女装旗舰店", ""), "{name}");
        assert_eq!(order.freight, fixture.told(F::Freight, fen(800), None), "{name}");
        if fixture.has(F::Payable) || fixture.has(F::Paid) || (fixture.has(F::GoodsAmount) && fixture.has(F::Freight)) {
            assert_eq!((order.payable, order.paid), (fen(10_800), fen(10_800)), "{name}");
        }
        if fixture.has(F::TrackingNo) || fixture.has(F::CourierAndNo) {
            assert_eq!(order.tracking_no, "SF1000000000001", "{name}");
        }
        if fixture.has(F::Province) || fixture.has(F::Address) {
            assert_eq!(order.province.map(Province::chinese), Some("浙江"), "{name}");
        }
        if fixture.has(F::Address) || fixture.has(F::City) {
            assert_eq!(
                (order.city.as_str(), order.district.as_str()),
                ("杭州市", if fixture.has(F::City) && !fixture.has(F::District) { "" } else { "西湖区" }),
                "{name}"
            );
        }
        assert_eq!(order.settled, fixture.told(F::Settled, fen(10_700), None), "{name}");
        assert_eq!(order.items, fixture.told(F::Items, Some(2), fixture.told(F::Qty, Some(2), None)), "{name}");
    }
}

#[test]
fn exports_of_order_lines_become_lines() {
    for fixture in fixtures(|kind| kind == Kind::Lines) {
        let (name, drafts) = (fixture.name(), taken(&fixture));
        let [line] = drafts.lines.as_slice() else { panic!("{name}: {:?}", drafts.lines) };
        assert_eq!(line.order_no, drafts.orders[0].order_no, "{name}");
        let by_place = match fixture.format.id {
            "taobao_item_report" => line.order_no.clone(),
            _ => format!("{}#1", line.order_no),
        };
        assert_eq!(line.line_no, fixture.told(F::LineNo, "3000000000000000002", &by_place), "{name}");
        assert_eq!(line.qty, 2, "{name}");
        assert_eq!(line.title, fixture.told(F::Title, "连衣裙, 夏\"新款\"", ""), "{name}");
        assert_eq!(line.item_id, fixture.told(F::ItemId, "680000000001", ""), "{name}");
        assert_eq!(line.sku_id, fixture.told(F::SkuId, "5000000000001", ""), "{name}");
        assert_eq!(line.sku_code, fixture.told(F::SkuCode, "A-01", fixture.told(F::ItemCode, "A", "")), "{name}");
        assert_eq!(line.props, fixture.told(F::Props, "颜色分类:红;尺码:M", ""), "{name}");
        assert_eq!(line.unit_price, fixture.told(F::UnitPrice, fen(5000), None), "{name}");
        let costed = fixture.has(F::UnitCost) || fixture.has(F::TotalCost);
        assert_eq!(line.unit_cost, if costed { fen(2000) } else { None }, "{name}");
        let told = [F::LinePaid, F::Paid, F::Payable].into_iter().any(|field| fixture.has(field));
        assert_eq!(line.paid, if told { fen(10_800) } else { None }, "{name}");
        let levels = vec!["女装"; fixture.count(F::Category)].join(">");
        assert_eq!(line.category, levels, "{name}");
        assert!(!line.gift, "{name}");
    }
}

#[test]
fn refund_exports_become_refunds() {
    use zhanggui::domain::refund::{RefundKind, RefundStatus};
    for fixture in fixtures(|kind| kind == Kind::Refunds) {
        let (name, drafts) = (fixture.name(), taken(&fixture));
        let [refund] = drafts.refunds.as_slice() else { panic!("{name}") };
        assert_eq!((refund.refund_no.as_str(), refund.order_no.as_str()), ("9000000000000001", "3000000000000000001"));
        assert_eq!((refund.amount, refund.status), (Money::from_fen(3000), RefundStatus::Succeeded), "{name}");
        assert_eq!(refund.kind, RefundKind::GoodsAndMoney, "{name}");
        assert_eq!(refund.finished_at, at("2026-05-05 13:00:00"), "{name}");
        assert_eq!(refund.applied_at, fixture.told(F::AppliedAt, at("2026-05-04 12:00:00"), None), "{name}");
        assert_eq!(refund.reason, fixture.told(F::RefundReason, "尺码不合适", ""), "{name}");
        assert_eq!(refund.return_tracking, fixture.told(F::ReturnTracking, "YT1000000000001", ""), "{name}");
        assert_eq!(refund.sku_code, fixture.told(F::SkuCode, "A-01", ""), "{name}");
    }
}

#[test]
fn product_exports_become_products() {
    for fixture in fixtures(|kind| kind == Kind::Products) {
        let (name, drafts) = (fixture.name(), taken(&fixture));
        let product = &drafts.products[0];
        assert_eq!(product.own, fixture.format.id == "own_products", "{name}");
        assert_eq!((product.sku_code.as_str(), product.name.as_str()), ("A-01", "连衣裙, 夏\"新款\""), "{name}");
        assert_eq!(product.item_id, fixture.told(F::ItemId, "680000000001", ""), "{name}");
        if fixture.has(F::PackedSkus) {
            let skus: Vec<_> =
                drafts.products.iter().map(|p| (p.sku_code.as_str(), p.props.as_str(), p.price)).collect();
            assert_eq!(skus, [("A-01", "红;M", fen(5990)), ("A-02", "蓝;M", fen(6990))], "{name}");
        } else {
            assert_eq!(drafts.products.len(), 1, "{name}");
            assert_eq!(product.price, fixture.told(F::UnitPrice, fen(5000), fen(5990)), "{name}");
        }
        assert_eq!(product.cost, fixture.told(F::Cost, fen(2000), None), "{name}");
        assert_eq!(product.weight_g, fixture.told(F::Weight, Some(350), None), "{name}");
        assert_eq!(product.supplier, fixture.told(F::Supplier, "杭州某某制衣厂", ""), "{name}");
        let listed = NaiveDate::from_ymd_opt(2026, 4, 1);
        assert_eq!(product.listed_at, fixture.told(F::ListedAt, listed, None), "{name}");
    }
}

#[test]
fn traffic_exports_become_traffic() {
    let day = NaiveDate::from_ymd_opt(2026, 5, 2).unwrap();
    for fixture in fixtures(|kind| matches!(kind, Kind::Traffic(_))) {
        let (name, drafts) = (fixture.name(), taken(&fixture));
        let [row] = drafts.traffic.as_slice() else { panic!("{name}") };
        assert_eq!((row.from, row.to), (day, day), "{name}");
        let subject = match row.grain {
            TrafficGrain::Shop => "",
            TrafficGrain::Item => "680000000001",
            TrafficGrain::Keyword => "连衣裙",
            TrafficGrain::Source if fixture.layout == 0 => "淘内免费>手淘搜索",
            TrafficGrain::Source => "淘内免费>淘内免费>手淘搜索",
            TrafficGrain::ItemSource if fixture.layout == 0 => "680000000001>淘内免费",
            TrafficGrain::ItemSource => "680000000001>淘内免费>手淘搜索",
        };
        assert_eq!(row.subject, subject, "{name}");
        assert_eq!((row.visitors, row.pay_amount), (Some(1200), fen(3_489_500)), "{name}");
        assert_eq!(row.page_views, fixture.told(F::PageViews, Some(3600), None), "{name}");
        assert_eq!(row.cart_buyers, fixture.told(F::CartBuyers, Some(90), None), "{name}");
        assert_eq!(row.favourite_buyers, fixture.told(F::FavouriteBuyers, Some(60), None), "{name}");
        assert_eq!(row.pay_buyers, fixture.told(F::PayBuyers, Some(36), None), "{name}");
        assert_eq!(row.pay_items, fixture.told(F::PayItems, Some(44), None), "{name}");
        assert_eq!(row.pay_orders, fixture.told(F::PayOrders, Some(38), None), "{name}");
        assert_eq!(row.order_amount, fixture.told(F::OrderAmount, fen(500_000), None), "{name}");
        assert_eq!(row.refund_amount, fixture.told(F::RefundDone, fen(12_050), None), "{name}");
        assert_eq!(row.stay_centis, fixture.told(F::Stay, Some(1234), None), "{name}");
        assert_eq!(row.bounce_ppm, fixture.told(F::Bounce, Some(774_800), None), "{name}");
        // Each advertising channel has 10.25.
        let channels = i64::try_from(fixture.count(F::AdSpend)).unwrap();
        assert_eq!(row.ad_spend, fixture.told(F::AdSpend, fen(1025 * channels), None), "{name}");
        assert_eq!(row.new_visitors, fixture.told(F::NewVisitors, Some(1000), None), "{name}");
        assert_eq!(row.returning_visitors, fixture.told(F::ReturningVisitors, Some(200), None), "{name}");
    }
}

#[test]
fn purchases_parcels_and_mappings_are_read() {
    for fixture in fixtures(|kind| matches!(kind, Kind::Purchases | Kind::Parcels | Kind::Mappings)) {
        let (name, drafts) = (fixture.name(), taken(&fixture));
        match fixture.format.kind {
            Kind::Purchases => {
                let line = &drafts.purchases[0];
                assert_eq!(line.supplier, "杭州某某制衣厂", "{name}");
                assert_eq!((line.qty, line.unit_price, line.paid), (2, fen(5000), fen(10_800)), "{name}");
                assert_eq!(line.tracking_no, fixture.told(F::TrackingNo, "SF1000000000001", ""), "{name}");
            }
            Kind::Parcels => {
                let parcel = &drafts.parcels[0];
                assert_eq!(parcel.tracking_no, "SF1000000000001", "{name}");
                assert_eq!((parcel.weight_g, parcel.freight), (Some(350), fen(350)), "{name}");
                assert_eq!(parcel.signed_at, at("2026-05-05 18:30:00"), "{name}");
                assert_eq!(parcel.province.map(Province::chinese), Some("浙江"), "{name}");
            }
            _ => {
                let link = &drafts.mappings[0];
                assert_eq!((link.platform_sku.as_str(), link.own_sku.as_str(), link.qty), ("TB-A-01", "A-01", 2));
            }
        }
    }
}

#[test]
fn formats_known_by_name_only_are_named() {
    for format in formats::NOTED {
        let folder = tempfile::tempdir().unwrap();
        for marks in format.marks {
            let path = folder.path().join("bill.csv");
            std::fs::write(&path, format!("{},其他列\n{}\n", marks.join(","), vec!["1"; marks.len() + 1].join(",")))
                .unwrap();
            assert!(drafts_of(&path, &Choice::default()).unwrap().is_empty(), "{}", format.id);
        }
    }
}
