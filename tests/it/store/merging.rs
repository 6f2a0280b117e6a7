//! What happens to what is known when a file tells it again, differently.

use zhanggui::domain::draft::{Drafts, MappingDraft, OrderDraft, ParcelDraft, ProductDraft, RefundDraft, Source};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::refund::{RefundKind, RefundStatus};
use zhanggui::store::{Counts, ImportMeta, OrderQuery, RecordKind, TimelineKind};

use super::{Home, ask, at, fen, import, line, meta, order, shop, taobao};

fn orders(list: Vec<OrderDraft>) -> Drafts {
    Drafts { orders: list, ..Drafts::default() }
}

fn only_order(home: &Home) -> zhanggui::store::OrderDetail {
    let ids = home.store.orders(&OrderQuery::default()).unwrap().ids;
    assert_eq!(ids.len(), 1);
    home.store.order_detail(ids[0]).unwrap()
}

#[test]
fn a_later_export_moves_the_status_on_and_its_history_stays() {
    let home = shop();
    home.import(&orders(vec![order("1", 10_000)]));
    let mut later = order("1", 9_999);
    later.status = Some(OrderStatus::Finished);
    later.status_raw = "交易成功".to_owned();
    later.shipped_at = Some(at("2026-04-02 09:00:00"));
    later.created_at = Some(at("2026-04-05 00:00:00"));
    import(
        &home.store,
        &taobao(),
        ImportMeta { at: at("2026-05-02 08:00:00"), ..meta("later.csv") },
        &orders(vec![later]),
    );
    let detail = only_order(&home);
    assert_eq!((detail.order.status, detail.order.status_raw.as_str()), (Some(OrderStatus::Finished), "交易成功"));
    assert_eq!(detail.order.shipped_at, Some(at("2026-04-02 09:00:00")));
    // Creation and what was paid stay as first told.
    assert_eq!((detail.order.created_at, detail.order.paid), (Some(at("2026-04-01 10:00:00")), fen(10_000)));
    assert_eq!(detail.source_file, "later.csv");
    let changes: Vec<_> =
        detail.timeline.iter().filter(|e| matches!(e.what, TimelineKind::StatusChanged { .. })).collect();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].at, at("2026-05-02 08:00:00"));
    assert_eq!(
        changes[0].what,
        TimelineKind::StatusChanged {
            from: OrderStatus::Paid,
            to: OrderStatus::Finished,
            file_name: "later.csv".to_owned()
        }
    );
}

#[test]
fn an_older_export_that_comes_late_does_not_turn_the_clock_back() {
    let home = shop();
    let mut finished = order("1", 10_000);
    finished.status = Some(OrderStatus::Finished);
    finished.seller_memo = "已回访".to_owned();
    home.import(&orders(vec![finished]));
    let mut old = order("1", 10_000);
    old.seller_memo = "催发货".to_owned();
    old.city = "杭州市".to_owned();
    let outcome = home.import(&orders(vec![old]));
    assert_eq!(outcome.preview.of(RecordKind::Orders).updated, 1);
    let detail = only_order(&home);
    assert_eq!(detail.order.status, Some(OrderStatus::Finished));
    assert_eq!(detail.seller_memo, "已回访");
    // What was not known yet is welcome from any file.
    assert_eq!(detail.order.city, "杭州市");
}

#[test]
fn nothing_told_and_masked_values_overwrite_nothing() {
    let home = shop();
    home.import(&orders(vec![order("1", 10_000)]));
    let before = home.dump();
    let masked = OrderDraft {
        order_no: "1".to_owned(),
        receiver: "林**".to_owned(),
        phone: "138****1234".to_owned(),
        address: "浙江省 杭州市 西湖区 ****".to_owned(),
        ..OrderDraft::default()
    };
    let outcome = home.import(&orders(vec![masked]));
    assert_eq!(outcome.preview.of(RecordKind::Orders), Counts { new: 0, updated: 0, unchanged: 1 });
    assert_eq!(home.dump(), before);
    let order_id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    assert_eq!(home.store.reveal("掌柜", order_id).unwrap().phone, "13800001234");
}

#[test]
fn an_unmasked_value_replaces_a_masked_one() {
    let home = shop();
    let mut masked = order("1", 1);
    masked.phone = "138****1234".to_owned();
    home.import(&orders(vec![masked]));
    home.import(&orders(vec![order("1", 1)]));
    let order_id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    assert_eq!(home.store.reveal("掌柜", order_id).unwrap().phone, "13800001234");
}

#[test]
fn a_masked_buyer_is_nobodys_key() {
    let home = shop();
    let (mut a, mut b) = (order("1", 1), order("2", 1));
    a.buyer = "t**1".to_owned();
    b.buyer = "t**1".to_owned();
    home.import(&orders(vec![a, b]));
    assert_eq!(ask(&home.store, "SELECT count(*) FROM customer"), "0");
    assert_eq!(ask(&home.store, "SELECT sum(customer_id) FROM orders"), "0");
}

#[test]
fn an_amount_of_zero_before_payment_is_not_what_was_paid() {
    let home = shop();
    let mut unpaid = order("1", 0);
    unpaid.status = Some(OrderStatus::Unpaid);
    unpaid.paid_at = None;
    unpaid.payable = fen(12_800);
    home.import(&orders(vec![unpaid]));
    let mut paid = order("1", 12_800);
    paid.paid_at = Some(at("2026-04-02 10:00:00"));
    home.import(&orders(vec![paid]));
    let detail = only_order(&home);
    assert_eq!((detail.order.paid, detail.order.paid_at), (fen(12_800), Some(at("2026-04-02 10:00:00"))));
}

#[test]
fn an_order_without_lines_stands_in_for_itself_until_an_item_report_comes() {
    let home = shop();
    let mut two_pieces = order("1", 30_000);
    two_pieces.items = Some(3);
    home.import(&orders(vec![two_pieces.clone()]));
    let lines = only_order(&home).lines;
    assert_eq!(lines.len(), 1);
    assert!(lines[0].stand_in);
    assert_eq!(
        (lines[0].line_no.as_str(), lines[0].title.as_str(), lines[0].qty, lines[0].paid),
        ("1", "羊毛大衣", 3, fen(30_000))
    );
    let after_orders = home.dump();
    // The item report: one line has the order's own number, as a first line often does.
    let items =
        Drafts { lines: vec![line("1", "1", "A", 2, 20_000), line("1", "12", "B", 1, 10_000)], ..Drafts::default() };
    let outcome = home.import(&items);
    let lines = only_order(&home).lines;
    assert_eq!(
        lines.iter().map(|l| (l.line_no.as_str(), l.qty, l.paid, l.stand_in)).collect::<Vec<_>>(),
        [("1", 2, fen(20_000), false), ("12", 1, fen(10_000), false)]
    );
    // The order report again does not bring the stand-in back.
    home.import(&orders(vec![two_pieces]));
    assert_eq!(only_order(&home).lines.len(), 2);
    let latest = home.store.imports().unwrap()[0].id;
    home.store.undo_import("掌柜", latest).unwrap();
    home.store.undo_import("掌柜", outcome.import_id).unwrap();
    assert_eq!(home.dump(), after_orders);
}

#[test]
fn lines_may_come_before_their_order() {
    let home = shop();
    let mut early = line("1", "11", "A", 1, 5_000);
    early.status = Some(OrderStatus::Shipped);
    home.import(&Drafts { lines: vec![early], ..Drafts::default() });
    let stub = only_order(&home).order;
    assert_eq!((stub.order_no.as_str(), stub.status, stub.paid), ("1", Some(OrderStatus::Shipped), None));
    home.import(&orders(vec![OrderDraft { status: Some(OrderStatus::Shipped), ..order("1", 5_000) }]));
    let detail = only_order(&home);
    assert_eq!(detail.order.paid, fen(5_000));
    assert_eq!(detail.lines.iter().map(|l| (l.paid, l.stand_in)).collect::<Vec<_>>(), [(fen(5_000), false)]);
}

#[test]
fn one_file_that_tells_an_order_on_several_rows_tells_one_order() {
    let home = shop();
    let mut first = order("1", 30_000);
    first.city = String::new();
    let mut second = order("1", 30_000);
    second.city = "杭州市".to_owned();
    second.title = String::new();
    let outcome = home.import(&Drafts {
        orders: vec![first, second],
        lines: vec![line("1", "11", "A", 1, 10_000), line("1", "12", "B", 1, 20_000), line("1", "12", "B", 1, 20_000)],
        ..Drafts::default()
    });
    assert_eq!(outcome.preview.of(RecordKind::Orders).total(), 1);
    assert_eq!(outcome.preview.of(RecordKind::Lines).total(), 2);
    let detail = only_order(&home);
    assert_eq!(
        (detail.order.city.as_str(), detail.order.title.as_str(), detail.lines.len()),
        ("杭州市", "羊毛大衣", 2)
    );
}

#[test]
fn the_same_order_number_on_two_platforms_is_two_orders() {
    let home = shop();
    home.import(&orders(vec![order("1", 1)]));
    let jd = Source { platform: Platform::Jd, shop: "京东店".to_owned() };
    let outcome = import(&home.store, &jd, meta("jd.csv"), &orders(vec![order("1", 2)]));
    assert_eq!(outcome.preview.of(RecordKind::Orders).new, 1);
    assert_eq!(home.store.shops().unwrap().len(), 2);
}

#[test]
fn a_named_shop_takes_over_from_the_default_one() {
    let home = shop();
    home.import(&orders(vec![order("1", 1)]));
    let named = Source { shop: "林记".to_owned(), ..taobao() };
    import(&home.store, &named, meta("b.csv"), &orders(vec![order("1", 1)]));
    assert_eq!(only_order(&home).order.shop, "林记");
    home.import(&orders(vec![order("1", 1)]));
    assert_eq!(only_order(&home).order.shop, "林记");
}

pub(super) fn refund(no: &str, order: &str, amount: i64, status: RefundStatus) -> RefundDraft {
    RefundDraft {
        row: 0,
        refund_no: no.to_owned(),
        order_no: order.to_owned(),
        line_no: String::new(),
        item_id: String::new(),
        sku_code: String::new(),
        title: String::new(),
        amount: Money::from_fen(amount),
        kind: RefundKind::GoodsAndMoney,
        status,
        status_raw: String::new(),
        reason: "尺码不合适".to_owned(),
        applied_at: Some(at("2026-04-10 10:00:00")),
        finished_at: None,
        paid_at: None,
        return_tracking: String::new(),
    }
}

#[test]
fn a_refund_that_comes_before_its_order_finds_it_later() {
    let home = shop();
    home.import(&Drafts { refunds: vec![refund("R1", "1", 3_000, RefundStatus::Succeeded)], ..Drafts::default() });
    let before = home.dump();
    let later = home.import(&orders(vec![order("1", 10_000)]));
    let detail = only_order(&home);
    assert_eq!(
        (detail.order.refund, detail.lines[0].refund, detail.refunds.len()),
        (Money::from_fen(3_000), Money::from_fen(3_000), 1)
    );
    assert_eq!(detail.refunds[0].line_id, detail.lines[0].id);
    home.store.undo_import("掌柜", later.import_id).unwrap();
    assert_eq!(home.dump(), before);
}

#[test]
fn a_refund_in_progress_takes_no_money_until_it_succeeds() {
    let home = shop();
    home.import(&orders(vec![order("1", 10_000)]));
    home.import(&Drafts { refunds: vec![refund("R1", "1", 3_000, RefundStatus::WaitSeller)], ..Drafts::default() });
    assert_eq!(only_order(&home).order.refund, Money::ZERO);
    home.import(&Drafts { refunds: vec![refund("R1", "1", 3_000, RefundStatus::Succeeded)], ..Drafts::default() });
    assert_eq!(only_order(&home).order.refund, Money::from_fen(3_000));
    // An older picture of it changes nothing.
    home.import(&Drafts { refunds: vec![refund("R1", "1", 3_000, RefundStatus::WaitReturn)], ..Drafts::default() });
    assert_eq!(only_order(&home).order.refund, Money::from_fen(3_000));
    assert_eq!(
        ask(&home.store, "SELECT string_agg(from_status || '>' || to_status, ' ') FROM refund_status_history"),
        "1>6"
    );
}

#[test]
fn an_orders_tracking_number_is_a_parcel_which_the_couriers_file_completes() {
    let home = shop();
    let mut shipped = order("1", 1);
    shipped.tracking_no = "SF1".to_owned();
    shipped.courier = "顺丰速运".to_owned();
    shipped.shipped_at = Some(at("2026-04-02 09:00:00"));
    home.import(&orders(vec![shipped]));
    let told = ParcelDraft {
        tracking_no: "SF1".to_owned(),
        signed_at: Some(at("2026-04-04 18:00:00")),
        weight_g: Some(1_200),
        freight: fen(1_300),
        ..ParcelDraft::default()
    };
    let courier = Source { platform: Platform::Other, shop: String::new() };
    let outcome =
        import(&home.store, &courier, meta("包裹.xlsx"), &Drafts { parcels: vec![told], ..Drafts::default() });
    assert_eq!(outcome.preview.of(RecordKind::Parcels), Counts { new: 0, updated: 1, unchanged: 0 });
    let parcels = only_order(&home).parcels;
    assert_eq!(parcels.len(), 1);
    assert_eq!(
        (parcels[0].courier.as_str(), parcels[0].freight, parcels[0].signed_at),
        ("顺丰速运", fen(1_300), Some(at("2026-04-04 18:00:00")))
    );
    assert_eq!(parcels[0].shipped_at, Some(at("2026-04-02 09:00:00")));
}

#[test]
fn a_parcel_that_comes_before_its_order_finds_it_later() {
    let home = shop();
    let told = ParcelDraft { tracking_no: "SF1".to_owned(), order_no: "1".to_owned(), ..ParcelDraft::default() };
    home.import(&Drafts { parcels: vec![told], ..Drafts::default() });
    home.import(&orders(vec![order("1", 1)]));
    assert_eq!(only_order(&home).parcels.len(), 1);
}

#[test]
fn a_cost_that_changes_keeps_its_history() {
    let home = shop();
    let sheet = |cost: i64| Drafts {
        products: vec![ProductDraft {
            own: true,
            sku_code: "A".to_owned(),
            name: "大衣".to_owned(),
            cost: fen(cost),
            ..ProductDraft::default()
        }],
        ..Drafts::default()
    };
    home.import(&sheet(4_000));
    home.import(&sheet(4_000));
    import(&home.store, &taobao(), ImportMeta { at: at("2026-06-01 00:00:00"), ..meta("六月.xlsx") }, &sheet(4_500));
    assert_eq!(
        ask(&home.store, "SELECT string_agg(valid_from || ' ' || cost, ', ' ORDER BY valid_from) FROM sku_cost"),
        "2026-05-01 12:00:00 40.00, 2026-06-01 00:00:00 45.00"
    );
}

#[test]
fn a_mapping_sheet_replaces_a_bundle_and_undo_brings_it_back() {
    let home = shop();
    let parts = |list: &[(&str, i64)]| Drafts {
        mappings: list
            .iter()
            .map(|(own, qty)| MappingDraft {
                row: 0,
                platform_sku: "套装".to_owned(),
                own_sku: (*own).to_owned(),
                qty: *qty,
            })
            .collect(),
        ..Drafts::default()
    };
    home.import(&parts(&[("A", 1), ("B", 2)]));
    let before = home.dump();
    assert_eq!(home.import(&parts(&[("B", 2), ("A", 1)])).preview.of(RecordKind::Mappings).unchanged, 1);
    assert_eq!(home.dump(), before);
    let changed = home.import(&parts(&[("A", 1), ("B", 3)]));
    assert_eq!(changed.preview.of(RecordKind::Mappings).updated, 1);
    assert_eq!(ask(&home.store, "SELECT string_agg(sku_code || qty, ' ' ORDER BY sku_code) FROM mapping"), "A1 B3");
    home.store.undo_import("掌柜", changed.import_id).unwrap();
    assert_eq!(home.dump(), before);
}
