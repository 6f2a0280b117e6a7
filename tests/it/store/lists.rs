//! Lists, details, and who looked at personal data.

use polars::prelude::SortMultipleOptions;
use zhanggui::domain::draft::Drafts;
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::period::Period;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::refund::RefundStatus;
use zhanggui::store::{
    CustomerQuery, CustomerSort, ListingQuery, OrderClock, OrderQuery, OrderSort, ParcelQuery, ParcelState,
    RefundQuery, SkuQuery, Sold, StoreError, TimelineKind,
};

use super::merging::refund;
use super::{Home, at, day, line, order, own, shop};

/// Three orders on three days; the first refunded, the third of unmapped goods.
pub fn three() -> Home {
    let home = shop();
    let made = |no: &str, when: &str, paid: i64| {
        let mut made = order(no, paid);
        made.paid_at = Some(at(when));
        made
    };
    let mut last = made("1003", "2026-04-03 09:00:00", 300);
    last.status = Some(OrderStatus::Shipped);
    last.tracking_no = "SF9".to_owned();
    last.courier = "顺丰速运".to_owned();
    last.seller_memo = "电话 13912345678".to_owned();
    home.import(&Drafts {
        orders: vec![made("1001", "2026-04-01 23:59:59", 10_000), made("1002", "2026-04-02 00:00:00", 20_000), last],
        lines: vec![line("1001", "1001", "A", 1, 1), line("1002", "1002", "A", 2, 1), line("1003", "1003", "X", 4, 1)],
        products: vec![own("A"), own("B")],
        refunds: vec![refund("R1", "1001", 500, RefundStatus::Succeeded)],
        ..Drafts::default()
    });
    home
}

fn numbers(home: &Home, query: &OrderQuery) -> Vec<String> {
    let list = home.store.orders(query).unwrap();
    home.store.order_rows(&list.ids).unwrap().into_iter().map(|row| row.order_no).collect()
}

#[test]
fn orders_are_filtered_sorted_and_added_up() {
    let home = three();
    let all = home.store.orders(&OrderQuery::default()).unwrap();
    assert_eq!((all.ids.len(), all.paid, all.refund, all.items), (3, Money::from_fen(30_300), Money::from_fen(500), 3));
    let newest = OrderQuery { descending: true, ..OrderQuery::default() };
    assert_eq!(numbers(&home, &newest), ["1003", "1002", "1001"]);
    let by_amount = OrderQuery { sort: OrderSort::PaidAmount, ..OrderQuery::default() };
    assert_eq!(numbers(&home, &by_amount), ["1003", "1001", "1002"]);
    let first_day = Some(Period::new(day("2026-04-01"), day("2026-04-01")));
    assert_eq!(numbers(&home, &OrderQuery { period: first_day, ..OrderQuery::default() }), ["1001"]);
    let created = OrderQuery { period: first_day, clock: OrderClock::Created, ..OrderQuery::default() };
    assert_eq!(numbers(&home, &created).len(), 3);
    assert_eq!(numbers(&home, &OrderQuery { statuses: vec![OrderStatus::Shipped], ..OrderQuery::default() }), ["1003"]);
    assert_eq!(numbers(&home, &OrderQuery { refunded: Some(true), ..OrderQuery::default() }), ["1001"]);
    assert_eq!(numbers(&home, &OrderQuery { ids: Some(Vec::new()), ..OrderQuery::default() }), Vec::<String>::new());
    assert_eq!(
        numbers(&home, &OrderQuery { couriers: vec![home.store.couriers().unwrap()[0].id], ..OrderQuery::default() }),
        ["1003"]
    );
    let a = home.store.skus(&SkuQuery { text: "自有 A".to_owned(), ..SkuQuery::default() }).unwrap().ids;
    assert_eq!(numbers(&home, &OrderQuery { skus: a, ..OrderQuery::default() }), ["1001", "1002"]);
}

#[test]
fn a_search_finds_numbers_parcels_titles_and_codes_and_takes_wildcards_literally() {
    let home = three();
    let search = |text: &str| numbers(&home, &OrderQuery { text: text.to_owned(), ..OrderQuery::default() });
    assert_eq!(search(" 1002 "), ["1002"]);
    assert_eq!(search("SF9"), ["1003"]);
    assert_eq!(search("X"), ["1003"]);
    assert_eq!(search("羊毛").len(), 3);
    assert_eq!(search("%"), Vec::<String>::new());
    assert_eq!(search("'; DROP TABLE orders; --"), Vec::<String>::new());
}

#[test]
fn personal_data_is_masked_until_somebody_asks_and_that_is_recorded() {
    let home = three();
    let id = home.store.orders(&OrderQuery { text: "1003".to_owned(), ..OrderQuery::default() }).unwrap().ids[0];
    let detail = home.store.order_detail(id).unwrap();
    assert_eq!((detail.order.receiver.as_str(), detail.phone.as_str()), ("林**", "138****1234"));
    assert_eq!(detail.address, "浙江省 杭州市 西湖区 ****");
    assert_eq!(detail.seller_memo, "电话 139****5678");
    let before = home.store.version();
    let clear = home.store.reveal("小王", id).unwrap();
    assert_eq!((clear.receiver.as_str(), clear.address.as_str()), ("林晓明", "浙江省 杭州市 西湖区 文三路 1 号"));
    assert_eq!(format!("{clear:?}"), "PersonalData(..)");
    let deed = &home.store.audit(1).unwrap()[0];
    assert_eq!((deed.actor.as_str(), deed.what.as_str(), deed.subject.as_str()), ("小王", "reveal", "1003"));
    assert!(home.store.version() > before);
    assert!(matches!(home.store.reveal("小王", 999_999), Err(StoreError::Gone { .. })));
}

#[test]
fn the_timeline_of_an_order_is_in_order() {
    let home = three();
    let id = home.store.orders(&OrderQuery { text: "1001".to_owned(), ..OrderQuery::default() }).unwrap().ids[0];
    let timeline = home.store.order_detail(id).unwrap().timeline;
    assert!(timeline.windows(2).all(|pair| pair[0].at <= pair[1].at));
    assert!(matches!(timeline[0].what, TimelineKind::Created));
    assert!(matches!(timeline[1].what, TimelineKind::Paid(_)));
    assert!(matches!(timeline[2].what, TimelineKind::RefundApplied { .. }));
}

#[test]
fn customers_refunds_parcels_and_platform_skus_are_listed() {
    let home = three();
    let refunds = home.store.refund_rows(&home.store.refunds(&RefundQuery::default()).unwrap().ids).unwrap();
    assert_eq!(
        (refunds[0].refund_no.as_str(), refunds[0].amount.fen(), refunds[0].reason.as_str()),
        ("R1", 500, "尺码不合适")
    );
    let parcels = home.store.parcel_rows(&home.store.parcels(&ParcelQuery::default()).unwrap().ids).unwrap();
    assert_eq!((parcels[0].tracking_no.as_str(), parcels[0].order_no.as_str()), ("SF9", "1003"));
    let found = home.store.listings(&ListingQuery { text: "A".to_owned(), ..ListingQuery::default() }).unwrap();
    assert_eq!((found.qty, found.paid), (3, Money::from_fen(30_000)));
    assert_eq!(home.store.listing_rows(&found.ids, &Sold::default()).unwrap()[0].orders, 2);
    let orders = home.store.facts().unwrap().orders.sort(["order_id"], SortMultipleOptions::default()).unwrap();
    let buyers: Vec<i64> = orders.column("buyer").unwrap().i64().unwrap().into_no_null_iter().collect();
    let customers = home.store.customer_rows(&buyers).unwrap();
    assert_eq!(
        customers.iter().map(|c| (c.orders, c.paid.fen())).collect::<Vec<_>>(),
        [(1, 10_000), (1, 20_000), (1, 300)]
    );
    assert!(customers.iter().all(|c| c.buyer.contains('*')));
}

#[test]
fn a_column_mapping_is_kept_by_name() {
    let home = shop();
    home.store.save_mapping("掌柜", "老系统", "a = 1").unwrap();
    home.store.save_mapping("掌柜", "老系统", "a = 2").unwrap();
    assert_eq!(home.store.saved_mapping("老系统").unwrap().as_deref(), Some("a = 2"));
    assert_eq!(home.store.saved_mappings().unwrap().len(), 1);
    home.store.delete_mapping("掌柜", "老系统").unwrap();
    assert_eq!(home.store.saved_mapping("老系统").unwrap(), None);
}

/// Two buyers: one with two paid orders and a refund, one with an unpaid order only.
fn two_buyers() -> Home {
    let home = shop();
    let bought = |no: &str, buyer: &str, when: Option<&str>, paid: i64| {
        let mut made = order(no, paid);
        made.buyer = buyer.to_owned();
        made.paid_at = when.map(at);
        if when.is_none() {
            made.status = Some(OrderStatus::Unpaid);
            made.paid = None;
        }
        made
    };
    home.import(&Drafts {
        orders: vec![
            bought("1", "小林爱喝茶", Some("2026-03-01 10:00:00"), 1_000),
            bought("2", "小林爱喝茶", Some("2026-04-20 10:00:00"), 2_500),
            bought("3", "阿珍", None, 900),
        ],
        lines: vec![line("1", "1", "A", 1, 1), line("2", "2", "B", 2, 1), line("3", "3", "A", 1, 1)],
        refunds: vec![refund("R1", "2", 500, RefundStatus::Succeeded), refund("R2", "1", 300, RefundStatus::Closed)],
        ..Drafts::default()
    });
    home
}

#[test]
fn customers_are_found_sorted_and_added_up() {
    let home = two_buyers();
    let found = |query: CustomerQuery| home.store.customers(&query).unwrap();
    let all = found(CustomerQuery { descending: true, ..CustomerQuery::default() });
    assert_eq!((all.ids.len(), all.orders, all.paid.fen(), all.refund.fen()), (2, 2, 3_500, 500));
    let rows = home.store.customer_rows(&all.ids).unwrap();
    assert_eq!(
        rows.iter().map(|row| (row.buyer.as_str(), row.orders, row.paid.fen())).collect::<Vec<_>>(),
        [("小****", 2, 3_500), ("阿*", 0, 0)]
    );
    let only = |query: CustomerQuery| found(query).ids;
    let (lin, zhen) = (all.ids[0], all.ids[1]);
    let text = |text: &str| CustomerQuery { text: text.to_owned(), ..CustomerQuery::default() };
    assert_eq!(only(text("爱喝")), [lin]);
    assert_eq!(only(text("3")), [zhen], "a whole order number");
    assert_eq!(only(text("%")), Vec::<i64>::new());
    assert_eq!(only(CustomerQuery { paid: Some(false), ..CustomerQuery::default() }), [zhen]);
    let april = Some(Period::new(day("2026-04-01"), day("2026-04-30")));
    assert_eq!(only(CustomerQuery { last_paid: april, ..CustomerQuery::default() }), [lin]);
    let march = Some(Period::new(day("2026-03-01"), day("2026-03-31")));
    assert_eq!(only(CustomerQuery { last_paid: march, ..CustomerQuery::default() }), Vec::<i64>::new());
    assert_eq!(only(CustomerQuery { platforms: vec![Platform::Jd], ..CustomerQuery::default() }), Vec::<i64>::new());
    assert_eq!(only(CustomerQuery { ids: Some(vec![zhen]), ..CustomerQuery::default() }), [zhen]);
    assert_eq!(only(CustomerQuery { ids: Some(Vec::new()), ..CustomerQuery::default() }), Vec::<i64>::new());
    // Who never paid stands last either way.
    for descending in [false, true] {
        let sorted = CustomerQuery { sort: CustomerSort::LastPaid, descending, ..CustomerQuery::default() };
        assert_eq!(only(sorted), [lin, zhen]);
    }
}

#[test]
fn a_customers_details_have_the_orders_newest_first() {
    let home = two_buyers();
    let all = home.store.customers(&CustomerQuery { descending: true, ..CustomerQuery::default() }).unwrap();
    let detail = home.store.customer_detail(all.ids[0]).unwrap();
    assert_eq!(detail.orders.iter().map(|order| order.order_no.as_str()).collect::<Vec<_>>(), ["2", "1"]);
    assert_eq!(detail.order_ids.len(), 2);
    assert_eq!(detail.customer.last_paid_at, Some(at("2026-04-20 10:00:00")));
    assert!(matches!(home.store.customer_detail(999), Err(StoreError::Gone { .. })));
}

#[test]
fn refunds_tell_what_was_asked_for_and_what_was_given_back() {
    let home = two_buyers();
    let all = home.store.refunds(&RefundQuery { descending: true, ..RefundQuery::default() }).unwrap();
    assert_eq!((all.ids.len(), all.amount.fen(), all.given.fen()), (2, 800, 500));
    let closed = RefundQuery { statuses: vec![RefundStatus::Closed], ..RefundQuery::default() };
    let closed = home.store.refunds(&closed).unwrap();
    assert_eq!((closed.amount.fen(), closed.given.fen()), (300, 0));
    let shops: Vec<i64> = home.store.shops().unwrap().iter().map(|shop| shop.id).collect();
    assert_eq!(home.store.refunds(&RefundQuery { shops, ..RefundQuery::default() }).unwrap().ids.len(), 2);
    let elsewhere = RefundQuery { shops: vec![999], ..RefundQuery::default() };
    assert!(home.store.refunds(&elsewhere).unwrap().ids.is_empty());
    let may = RefundQuery { period: Some(Period::new(day("2026-05-01"), day("2026-05-31"))), ..RefundQuery::default() };
    assert!(home.store.refunds(&may).unwrap().ids.is_empty());
    let detail = home.store.refund_detail(closed.ids[0]).unwrap();
    assert_eq!(detail.order.unwrap().order_no, "1");
    assert_eq!((detail.refund.refund_no.as_str(), detail.source_file.as_str()), ("R2", "测试.csv"));
}

#[test]
fn parcels_under_way_are_told_apart_from_those_whose_order_is_over() {
    let home = shop();
    let sent = |no: &str, tracking: &str, status: OrderStatus| {
        let mut made = order(no, 1_000);
        made.tracking_no = tracking.to_owned();
        made.courier = "中通快递".to_owned();
        made.status = Some(status);
        made.shipped_at = Some(at("2026-04-05 10:00:00"));
        made.received_at = None;
        made
    };
    home.import(&Drafts {
        orders: vec![sent("1", "ZT1", OrderStatus::Shipped), sent("2", "ZT2", OrderStatus::Finished)],
        lines: vec![line("1", "1", "A", 1, 1), line("2", "2", "A", 1, 1)],
        ..Drafts::default()
    });
    let numbers = |state: Option<ParcelState>| -> Vec<String> {
        let found = home.store.parcels(&ParcelQuery { state, ..ParcelQuery::default() }).unwrap();
        home.store.parcel_rows(&found.ids).unwrap().into_iter().map(|row| row.tracking_no).collect()
    };
    assert_eq!(numbers(None).len(), 2);
    assert_eq!(numbers(Some(ParcelState::UnderWay)), ["ZT1"]);
    assert_eq!(numbers(Some(ParcelState::Arrived)), ["ZT2"]);
    let found = home.store.parcels(&ParcelQuery { text: "ZT2".to_owned(), ..ParcelQuery::default() }).unwrap();
    let detail = home.store.parcel_detail(found.ids[0]).unwrap();
    assert_eq!(detail.order.unwrap().order_no, "2");
    assert!(detail.parcel.order_over && detail.parcel.signed_at.is_none());
    assert_eq!(detail.parcel.platform, Some(Platform::Taobao));
}
