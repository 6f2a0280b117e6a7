//! The frames that analyses read.

use polars::prelude::{AnyValue, DataFrame, DataType, SortMultipleOptions};
use zhanggui::domain::draft::{Drafts, LineDraft, MappingDraft, OrderDraft, ProductDraft, TrafficDraft, TrafficGrain};
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::refund::RefundStatus;
use zhanggui::domain::region::Province;
use zhanggui::store::{FactFrames, ImportMeta, OrderQuery};

use super::merging::refund;
use super::{Home, at, day, fen, import, line, meta, order, shop, taobao};

/// A whole number of a frame, `None` for null.
fn int(frame: &DataFrame, column: &str, row: usize) -> Option<i64> {
    match frame.column(column).unwrap().get(row).unwrap() {
        AnyValue::Null => None,
        AnyValue::Int64(n) => Some(n),
        AnyValue::Int32(n) => Some(i64::from(n)),
        other => panic!("{column}: {other:?}"),
    }
}

fn ints(frame: &DataFrame, column: &str) -> Vec<Option<i64>> {
    (0..frame.height()).map(|row| int(frame, column, row)).collect()
}

/// The frames with their long tables in the order of the ids, which is that of the rows imported.
fn facts(home: &Home) -> FactFrames {
    let frames = home.store.facts().unwrap();
    let by = |frame: &DataFrame, id: &str| frame.sort([id], SortMultipleOptions::default()).unwrap();
    FactFrames {
        orders: by(&frames.orders, "order_id"),
        lines: by(&frames.lines, "line_id"),
        parcels: by(&frames.parcels, "parcel_id"),
        ..frames
    }
}

fn columns(frame: &DataFrame) -> Vec<(String, DataType)> {
    frame.columns().iter().map(|c| (c.name().to_string(), c.dtype().clone())).collect()
}

fn own(code: &str, cost: i64) -> ProductDraft {
    ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: format!("自有 {code}"),
        category: "女装>大衣".to_owned(),
        cost: fen(cost),
        price: fen(cost * 3),
        listed_at: Some(day("2026-01-15")),
        ..ProductDraft::default()
    }
}

#[test]
fn every_frame_has_its_columns_even_without_rows() {
    let frames = facts(&shop());
    let long = DataType::Int64;
    let code = DataType::Int32;
    let expected = |list: &[(&str, &DataType)]| -> Vec<(String, DataType)> {
        list.iter().map(|(n, t)| ((*n).to_owned(), (*t).clone())).collect()
    };
    assert_eq!(
        columns(&frames.orders),
        expected(&[
            ("order_id", &long),
            ("shop", &long),
            ("platform", &code),
            ("buyer", &long),
            ("province", &code),
            ("status", &code),
            ("created", &long),
            ("paid", &long),
            ("shipped", &long),
            ("received", &long),
            ("payable", &long),
            ("paid_fen", &long),
            ("freight_fen", &long),
            ("refund_fen", &long),
            ("items", &long),
        ])
    );
    assert_eq!(
        columns(&frames.lines),
        expected(&[
            ("order_id", &long),
            ("line_id", &long),
            ("listing", &long),
            ("sku", &long),
            ("qty", &long),
            ("paid_fen", &long),
            ("refund_fen", &long),
            ("cost_fen", &long),
            ("gift", &code),
            ("status", &code),
        ])
    );
    let names =
        |frame: &DataFrame| frame.get_column_names().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(names(&frames.refunds), "refund_id order_id line_id amount_fen kind status reason applied finished");
    assert_eq!(
        names(&frames.parcels),
        "parcel_id order_id courier province weight_g freight_fen shipped collected signed last_scan"
    );
    assert_eq!(
        names(&frames.traffic),
        "shop platform grain from to subject subject_name visitors page_views cart_buyers favourite_buyers order_buyers order_fen \
         pay_buyers pay_items pay_orders pay_fen refund_fen new_visitors returning_visitors ad_fen"
    );
    assert_eq!(names(&frames.skus), "id code name category props price_fen cost_fen listed");
    assert_eq!(names(&frames.listings), "id platform key item_id title props sku category");
    assert_eq!(names(&frames.shops), "id platform name");
    assert_eq!(names(&frames.coverage), "shop from to");
}

#[test]
fn the_days_of_each_import_are_told_for_every_shop() {
    let home = shop();
    let on = |no: &str, day: &str| OrderDraft {
        created_at: Some(at(&format!("{day} 23:50:00"))),
        paid_at: None,
        ..order(no, 100)
    };
    home.import(&Drafts { orders: vec![on("1", "2026-01-03"), on("2", "2026-01-20")], ..Drafts::default() });
    let mut late = on("3", "2026-03-05");
    late.paid_at = Some(at("2026-03-06 00:01:00"));
    home.import(&Drafts { orders: vec![late], ..Drafts::default() });
    let coverage = facts(&home).coverage;
    let mut runs: Vec<_> = ints(&coverage, "from").into_iter().zip(ints(&coverage, "to")).collect();
    runs.sort_unstable();
    // 3 January 2026 is day 20456, 5 March day 20517.
    assert_eq!(runs, [(Some(20_456), Some(20_473)), (Some(20_517), Some(20_518))]);
}

#[test]
fn an_order_crosses_with_its_figures() {
    let home = shop();
    let mut sold = order("1", 25_000);
    sold.province = Province::parse("浙江省");
    sold.freight = fen(1_000);
    sold.items = Some(2);
    let mut unpaid = order("2", 0);
    unpaid.status = Some(OrderStatus::Unpaid);
    unpaid.paid_at = None;
    unpaid.payable = fen(900);
    unpaid.buyer = String::new();
    let done = refund("R", "1", 2_000, RefundStatus::Succeeded);
    home.import(&Drafts { orders: vec![sold, unpaid], refunds: vec![done], ..Drafts::default() });
    let FactFrames { orders, lines, refunds, version, .. } = facts(&home);
    assert_eq!(version, home.store.version());
    let first: Vec<Option<i64>> = ["province", "status", "payable", "paid_fen", "freight_fen", "refund_fen", "items"]
        .map(|c| int(&orders, c, 0))
        .to_vec();
    assert_eq!(first, [33, 2, 25_000, 25_000, 1_000, 2_000, 2].map(Some));
    // 2026-04-01 10:00:00 China time counts 1775037600 seconds from 1970 on that clock.
    assert_eq!((int(&orders, "created", 0), int(&orders, "paid", 0)), (Some(1_775_037_600), Some(1_775_037_900)));
    let second: Vec<Option<i64>> =
        ["buyer", "paid", "paid_fen", "refund_fen", "payable"].map(|c| int(&orders, c, 1)).to_vec();
    assert_eq!(second, [Some(0), None, None, Some(0), Some(900)]);
    assert_eq!(ints(&lines, "paid_fen"), [Some(25_000), None]);
    assert_eq!(ints(&lines, "refund_fen"), [Some(2_000), Some(0)]);
    assert_eq!((ints(&refunds, "amount_fen"), ints(&refunds, "finished")), (vec![Some(2_000)], vec![None]));
    assert_eq!(int(&refunds, "order_id", 0), int(&orders, "order_id", 0));
}

#[test]
fn a_line_costs_what_its_sku_cost_when_it_left_the_house() {
    let home = shop();
    let sheet = |cost: i64| Drafts { products: vec![own("A", cost)], ..Drafts::default() };
    // From 1 March a piece costs 40, from 1 May 45.
    import(&home.store, &taobao(), ImportMeta { at: at("2026-03-01 00:00:00"), ..meta("三月.xlsx") }, &sheet(4_000));
    import(&home.store, &taobao(), ImportMeta { at: at("2026-05-01 00:00:00"), ..meta("五月.xlsx") }, &sheet(4_500));
    let paid = |no: &str, when: &str| {
        let mut paid = order(no, 10_000);
        paid.paid_at = Some(at(when));
        paid
    };
    home.import(&Drafts {
        orders: vec![
            paid("1", "2026-01-05 10:00:00"),
            paid("2", "2026-04-30 23:59:59"),
            paid("3", "2026-05-01 00:00:00"),
            order("4", 1),
            OrderDraft { shipped_at: Some(at("2026-05-02 09:00:00")), ..paid("5", "2026-04-30 23:59:59") },
        ],
        lines: vec![
            line("1", "1", "A", 2, 1),
            line("2", "2", "A", 1, 1),
            line("3", "3", "A", 3, 1),
            line("4", "4", "X", 1, 1),
            line("5", "5", "A", 1, 1),
        ],
        ..Drafts::default()
    });
    let frames = facts(&home);
    // Those that have not left cost what they did when they were paid.
    assert_eq!(ints(&frames.lines, "cost_fen"), [Some(8_000), Some(4_000), Some(13_500), None, Some(4_500)]);
    assert_eq!(int(&frames.skus, "cost_fen", 0), Some(4_500));
    // 2026-01-15 is day 20468.
    assert_eq!(int(&frames.skus, "listed", 0), Some(20_468));
}

#[test]
fn a_bundle_costs_the_sum_of_its_parts_and_nothing_known_when_one_is_unknown() {
    let home = shop();
    let map = |platform: &str, own: &str, qty: i64| MappingDraft {
        row: 0,
        platform_sku: platform.to_owned(),
        own_sku: own.to_owned(),
        qty,
    };
    home.import(&Drafts {
        products: vec![own("A", 1_000), own("B", 300)],
        mappings: vec![
            map("套装", "A", 1),
            map("套装", "B", 2),
            map("半套", "A", 1),
            map("半套", "Z", 1),
            map("三件", "B", 3),
        ],
        orders: vec![order("1", 100), order("2", 100), order("3", 100)],
        lines: vec![line("1", "1", "套装", 2, 1), line("2", "2", "半套", 1, 1), line("3", "3", "三件", 2, 1)],
        ..Drafts::default()
    });
    let frames = facts(&home);
    // 2 x (10.00 + 2 x 3.00); Z is in no product sheet; 2 x 3 x 3.00.
    assert_eq!(ints(&frames.lines, "cost_fen"), [Some(3_200), None, Some(1_800)]);
    let sku = |at: usize| int(&frames.skus, "id", at);
    assert_eq!(ints(&frames.lines, "sku"), [sku(0), sku(0), sku(1)]);
}

#[test]
fn a_cost_told_with_the_line_serves_where_no_sheet_knows_one() {
    let home = shop();
    let told = LineDraft { unit_cost: fen(700), ..line("1", "1", "X", 3, 1) };
    home.import(&Drafts { orders: vec![order("1", 100)], lines: vec![told], ..Drafts::default() });
    assert_eq!(ints(&facts(&home).lines, "cost_fen"), [Some(2_100)]);
}

#[test]
fn excluded_orders_are_left_out_and_come_back() {
    let home = shop();
    home.import(&Drafts { orders: vec![order("1", 100), order("2", 200)], ..Drafts::default() });
    let ids = home.store.orders(&OrderQuery { text: "1".to_owned(), ..OrderQuery::default() }).unwrap().ids;
    home.store.exclude_orders("掌柜", &ids, "自己人试单").unwrap();
    let frames = facts(&home);
    assert_eq!((ints(&frames.orders, "paid_fen"), ints(&frames.lines, "paid_fen")), (vec![Some(200)], vec![Some(200)]));
    assert_eq!(home.store.order_rows(&ids).unwrap()[0].excluded_reason, "自己人试单");
    home.store.exclude_orders("掌柜", &ids, "").unwrap();
    assert_eq!(facts(&home).orders.height(), 2);
}

#[test]
fn traffic_crosses_by_day_and_subject() {
    let home = shop();
    let row = TrafficDraft {
        row: 0,
        grain: TrafficGrain::Shop,
        from: day("2026-04-01"),
        to: day("2026-04-01"),
        subject: String::new(),
        subject_name: String::new(),
        visitors: Some(1_200),
        page_views: None,
        cart_buyers: None,
        favourite_buyers: None,
        order_buyers: None,
        order_amount: None,
        pay_buyers: Some(30),
        pay_items: None,
        pay_orders: None,
        pay_amount: fen(456_789),
        refund_amount: None,
        new_visitors: None,
        returning_visitors: None,
        stay_centis: None,
        bounce_ppm: None,
        ad_spend: None,
    };
    let item = TrafficDraft { grain: TrafficGrain::Item, subject: "6800".to_owned(), visitors: Some(7), ..row.clone() };
    let drafts = Drafts { traffic: vec![row, item], ..Drafts::default() };
    home.import(&drafts);
    assert_eq!(home.import(&drafts).preview.sum().unchanged, 2);
    let traffic = facts(&home).traffic;
    assert_eq!(
        (ints(&traffic, "visitors"), ints(&traffic, "pay_fen")),
        (vec![Some(1_200), Some(7)], vec![Some(456_789); 2])
    );
    // 2026-04-01 is day 20544.
    assert_eq!((int(&traffic, "from", 0), int(&traffic, "page_views", 0)), (Some(20_544), None));
}
