//! Stock: what is posted is what the books say, orders take out what they ship, once, and a count holds against what is told later.

use chrono::{NaiveDateTime, TimeDelta};
use proptest::prelude::*;
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft};
use zhanggui::domain::lots::Lot;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::stock::{MovementKind, Place, StockMark, StockRules};
use zhanggui::store::{
    Count, Entry, EntryLine, Link, StockProblem, StockQuery, StockRow, StoreError, Transfer, WarehouseProblem,
};

use super::{Home, ask, at, day, fen, shop};

const RED: &str = "衣-红";
const BLUE: &str = "衣-蓝";

fn product(code: &str) -> ProductDraft {
    ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: format!("上衣 {code}"),
        cost: fen(1_000),
        ..ProductDraft::default()
    }
}

/// An order of `qty` pieces of a SKU, paid on its day and shipped at `shipped` or waiting.
fn sale(no: &str, code: &str, qty: i64, paid: &str, shipped: Option<&str>) -> (OrderDraft, LineDraft) {
    let status = if shipped.is_some() { OrderStatus::Shipped } else { OrderStatus::Paid };
    let order = OrderDraft {
        order_no: no.to_owned(),
        status: Some(status),
        created_at: Some(at(paid)),
        paid_at: Some(at(paid)),
        shipped_at: shipped.map(at),
        payable: fen(5_000 * qty),
        paid: fen(5_000 * qty),
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: "上衣".to_owned(),
        qty,
        paid: fen(5_000 * qty),
        status: Some(status),
        ..LineDraft::default()
    };
    (order, line)
}

fn drafts(sales: Vec<(OrderDraft, LineDraft)>) -> Drafts {
    let (orders, lines) = sales.into_iter().unzip();
    Drafts { orders, lines, ..Drafts::default() }
}

/// A shop with two SKUs and nothing sold.
fn kept() -> Home {
    let home = shop();
    home.import(&Drafts { products: vec![product(RED), product(BLUE)], ..Drafts::default() });
    home
}

fn entry(kind: MovementKind, when: &str, lines: &[(&str, Place, i64)]) -> Entry {
    let lines = lines.iter().map(|(code, place, qty)| EntryLine {
        code: (*code).to_owned(),
        warehouse: 1,
        place: *place,
        qty: *qty,
        unit_cost: None,
        note: String::new(),
        lot: None,
    });
    Entry { kind, moved_at: at(when), reason: "试".to_owned(), lines: lines.collect() }
}

fn count(when: &str, lines: &[(&str, i64)]) -> Count {
    let lines = lines.iter().map(|(code, qty)| ((*code).to_owned(), *qty)).collect();
    Count { warehouse: 1, counted_at: at(when), reason: String::new(), lines }
}

fn on(home: &Home, when: &str, code: &str) -> StockRow {
    let query = StockQuery {
        day: day(when),
        sold_until: day(when),
        warehouse: 0,
        text: code.to_owned(),
        categories: Vec::new(),
        ids: None,
        rules: StockRules::default(),
    };
    home.store.stock(&query).unwrap().into_iter().find(|row| row.code == code).unwrap()
}

fn good(home: &Home, when: &str, code: &str) -> Option<i64> {
    on(home, when, code).levels.good
}

#[test]
fn nobody_knows_what_was_never_counted_and_sales_before_the_first_count_move_nothing() {
    let home = kept();
    home.import(&drafts(vec![sale("1", RED, 3, "2026-04-01 10:00:00", Some("2026-04-02 10:00:00"))]));
    let row = on(&home, "2026-04-30", RED);
    assert_eq!((row.levels.on_hand(), row.mark), (None, StockMark::Untracked));
    home.store.post_count("掌柜", &count("2026-04-10 09:00:00", &[(RED, 20)])).unwrap();
    assert_eq!(good(&home, "2026-04-30", RED), Some(20));
    assert_eq!(good(&home, "2026-04-09", RED), None, "the day before nobody knew");
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn what_is_shipped_leaves_once_whatever_the_order_of_the_files() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 09:00:00", &[(RED, 20)])).unwrap();
    let waiting = drafts(vec![sale("1", RED, 3, "2026-04-02 10:00:00", None)]);
    home.import(&waiting);
    let row = on(&home, "2026-04-30", RED);
    assert_eq!((row.levels.good, row.levels.to_ship, row.levels.sendable()), (Some(20), 3, Some(17)));
    let shipped = drafts(vec![sale("1", RED, 3, "2026-04-02 10:00:00", Some("2026-04-05 10:00:00"))]);
    home.import(&shipped);
    home.import(&shipped);
    let row = on(&home, "2026-04-30", RED);
    assert_eq!((row.levels.good, row.levels.to_ship, row.levels.sendable()), (Some(17), 0, Some(17)));
    // On the day before it was shipped the order still waited.
    let row = on(&home, "2026-04-04", RED);
    assert_eq!((row.levels.good, row.levels.to_ship), (Some(20), 3));
    // Taking the import back gives the pieces back.
    let last = home.store.imports().unwrap().remove(0);
    home.store.undo_import("掌柜", last.id).unwrap();
    let last = home.store.imports().unwrap().into_iter().find(|import| import.undoable).unwrap();
    home.store.undo_import("掌柜", last.id).unwrap();
    assert_eq!(good(&home, "2026-04-30", RED), Some(20));
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn a_count_holds_against_what_is_told_later_of_the_time_before_it() {
    let home = kept();
    home.store
        .post_stock("掌柜", &entry(MovementKind::Receipt, "2026-04-01 09:00:00", &[(RED, Place::Good, 30)]))
        .unwrap();
    // Ten were shipped; the file that says so comes only after the count, which saw them gone.
    home.store.post_count("掌柜", &count("2026-04-20 18:00:00", &[(RED, 20)])).unwrap();
    home.import(&drafts(vec![sale("1", RED, 10, "2026-04-10 10:00:00", Some("2026-04-11 10:00:00"))]));
    assert_eq!(good(&home, "2026-04-30", RED), Some(20), "counted is counted");
    assert_eq!(good(&home, "2026-04-15", RED), Some(20), "and the days before it now tell the sale");
    assert_eq!(good(&home, "2026-04-05", RED), Some(30));
    // A receipt that was forgotten is told later, too.
    home.store
        .post_stock("掌柜", &entry(MovementKind::Receipt, "2026-04-15 09:00:00", &[(RED, Place::Good, 5)]))
        .unwrap();
    assert_eq!((good(&home, "2026-04-16", RED), good(&home, "2026-04-30", RED)), (Some(25), Some(20)));
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn a_document_that_cannot_be_posted_names_every_line_and_posts_none() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 09:00:00", &[(RED, 4)])).unwrap();
    let bad = entry(
        MovementKind::Damage,
        "2026-04-02 09:00:00",
        &[("没有", Place::Good, -1), (RED, Place::Good, -5), (BLUE, Place::Good, 0)],
    );
    let StoreError::StockRefused { problems } = home.store.post_stock("掌柜", &bad).unwrap_err() else { panic!() };
    assert_eq!(
        problems,
        [
            StockProblem::UnknownSku { line: 0, code: "没有".to_owned() },
            StockProblem::TooFew { line: 1, code: RED.to_owned(), there: 4, wanted: 5 },
            StockProblem::Nothing { line: 2, code: BLUE.to_owned() },
        ]
    );
    let bad = count("2026-03-01 09:00:00", &[(RED, 1), (RED, 2), (BLUE, -3)]);
    let StoreError::StockRefused { problems } = home.store.post_count("掌柜", &bad).unwrap_err() else { panic!() };
    assert!(problems.contains(&StockProblem::CountedLater { line: 0, code: RED.to_owned() }));
    assert!(problems.contains(&StockProblem::Twice { line: 1, code: RED.to_owned() }));
    assert!(problems.contains(&StockProblem::Negative { line: 2, code: BLUE.to_owned(), qty: -3 }));
    assert_eq!((good(&home, "2026-04-30", RED), good(&home, "2026-04-30", BLUE)), (Some(4), None));
    assert_eq!(home.store.stock_documents(9).unwrap().len(), 1);
}

#[test]
fn places_are_told_apart_and_a_document_can_be_taken_back_once() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 09:00:00", &[(RED, 10)])).unwrap();
    let lines = [(RED, Place::Good, -3), (RED, Place::Defective, 3)];
    let posted = home.store.post_stock("掌柜", &entry(MovementKind::Damage, "2026-04-02 09:00:00", &lines)).unwrap();
    let levels = on(&home, "2026-04-30", RED).levels;
    assert_eq!(
        (levels.good, levels.defective, levels.on_hand(), levels.sendable()),
        (Some(7), Some(3), Some(10), Some(7))
    );
    home.store.reverse_stock("掌柜", posted.document_id).unwrap();
    let levels = on(&home, "2026-04-30", RED).levels;
    assert_eq!((levels.good, levels.defective), (Some(10), Some(0)));
    assert!(matches!(home.store.reverse_stock("掌柜", posted.document_id), Err(StoreError::Gone { .. })));
    // The ledger shows it all, newest first, with the balance after each movement.
    let movements = home.store.movements(RED, 9).unwrap();
    assert_eq!(movements.len(), 5);
    let balances: Vec<(Place, i64)> = movements.iter().take(2).map(|one| (one.place, one.balance)).collect();
    assert_eq!(balances, [(Place::Defective, 0), (Place::Good, 10)], "each at its own place");
    assert!(movements.iter().filter(|one| one.document == posted.number).all(|one| one.reversed));
    let audit: Vec<String> = home.store.audit(9).unwrap().into_iter().map(|deed| deed.what).collect();
    assert_eq!(audit.iter().filter(|what| what.starts_with("stock") || what.starts_with("reverse")).count(), 3);
}

#[test]
fn a_platform_sku_that_is_mapped_today_catches_up() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 09:00:00", &[(RED, 20), (BLUE, 20)])).unwrap();
    home.import(&drafts(vec![sale("1", "礼盒", 2, "2026-04-02 10:00:00", Some("2026-04-03 10:00:00"))]));
    assert_eq!(good(&home, "2026-04-30", RED), Some(20));
    let listing = home.store.listings_unmapped().unwrap()[0];
    let id = |code: &str| on(&home, "2026-04-30", code).sku_id;
    let link = Link { listing_id: listing, parts: vec![(id(RED), 1), (id(BLUE), 3)] };
    let replaced = home.store.map("掌柜", &[link]).unwrap();
    assert_eq!((good(&home, "2026-04-30", RED), good(&home, "2026-04-30", BLUE)), (Some(18), Some(14)));
    home.store.undo_map("掌柜", &replaced).unwrap();
    assert_eq!((good(&home, "2026-04-30", RED), good(&home, "2026-04-30", BLUE)), (Some(20), Some(20)));
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn days_without_stock_do_not_slow_the_pace() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 00:00:01", &[(RED, 12)])).unwrap();
    // Sold out on the 6th; twelve pieces in five days and a bit are more than two a day.
    home.import(&drafts(vec![sale("1", RED, 12, "2026-04-06 08:00:00", Some("2026-04-06 10:00:00"))]));
    let row = on(&home, "2026-04-30", RED);
    assert_eq!((row.levels.good, row.mark), (Some(0), StockMark::Out));
    // 30 days end on the 30th: in stock on the 1st to the 5th.
    assert_eq!((row.pace.sold, row.pace.days), (12, 5));
}

/// Something somebody does.
#[derive(Debug, Clone)]
enum Deed {
    Receipt(u8),
    Damage(u8),
    Defective(u8),
    Count(u8),
    Ship(u8),
    ReverseLast,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (1..40u8).prop_map(Deed::Receipt),
        (1..10u8).prop_map(Deed::Damage),
        (1..10u8).prop_map(Deed::Defective),
        (0..60u8).prop_map(Deed::Count),
        (1..8u8).prop_map(Deed::Ship),
        Just(Deed::ReverseLast),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn stock_is_the_sum_of_its_movements_whatever_is_done(deeds in prop::collection::vec(deed(), 1..12)) {
        let home = kept();
        let start = at("2026-04-01 08:00:00");
        // What a person with a slate would write down.
        let (mut slate, mut defective, mut begun) = (0_i64, 0_i64, false);
        let mut undo: Option<(i64, i64, i64)> = None;
        for (nth, deed) in deeds.iter().enumerate() {
            let when: NaiveDateTime = start + TimeDelta::hours(nth as i64);
            let text = when.format("%Y-%m-%d %H:%M:%S").to_string();
            let post = |kind, lines: &[(&str, Place, i64)]| home.store.post_stock("掌柜", &entry(kind, &text, lines));
            let before = (slate, defective);
            let done = match deed {
                Deed::Receipt(n) => post(MovementKind::Receipt, &[(RED, Place::Good, i64::from(*n))]).inspect(|_| slate += i64::from(*n)),
                Deed::Damage(n) => post(MovementKind::Damage, &[(RED, Place::Good, -i64::from(*n))]).inspect(|_| slate -= i64::from(*n)),
                Deed::Defective(n) => {
                    let n = i64::from(*n);
                    post(MovementKind::Damage, &[(RED, Place::Good, -n), (RED, Place::Defective, n)])
                        .inspect(|_| {
                            slate -= n;
                            defective += n;
                        })
                }
                Deed::Count(n) => home.store.post_count("掌柜", &count(&text, &[(RED, i64::from(*n))])).inspect(|_| slate = i64::from(*n)),
                Deed::Ship(n) => {
                    home.import(&drafts(vec![sale(&format!("{nth}"), RED, i64::from(*n), "2026-03-01 08:00:00", Some(&text))]));
                    if begun {
                        slate -= i64::from(*n);
                    }
                    undo = None;
                    continue;
                }
                Deed::ReverseLast => {
                    // Only what came last of all is taken back here, so that the slate is easily wiped.
                    if let Some((document, good, bad)) = undo.take() {
                        home.store.reverse_stock("掌柜", document).unwrap();
                        (slate, defective) = (good, bad);
                    }
                    continue;
                }
            };
            match done {
                Ok(posted) => {
                    undo = begun.then_some((posted.document_id, before.0, before.1));
                    begun = true;
                }
                Err(StoreError::StockRefused { .. }) => prop_assert_eq!(before, (slate, defective)),
                Err(other) => panic!("{other:?}"),
            }
        }
        if begun {
            let levels = on(&home, "2026-04-30", RED).levels;
            prop_assert_eq!((levels.good, levels.defective), (Some(slate), Some(defective)), "{:?}", deeds);
            let sum = ask(&home.store, "SELECT CAST(sum(qty) AS BIGINT) FROM movement WHERE place = 1");
            prop_assert_eq!(sum, slate.to_string());
        }
        let problems: Vec<_> = home.store.check().unwrap().into_iter().filter(|one| one.id != "stock_below_zero").collect();
        prop_assert!(problems.is_empty(), "{:?}", problems);
    }
}

fn receipt(when: &str, code: &str, qty: i64, price: i64) -> Entry {
    let mut entry = entry(MovementKind::Receipt, when, &[(code, Place::Good, qty)]);
    entry.lines[0].unit_cost = fen(price);
    entry
}

#[test]
fn cost_is_the_moving_average_of_the_receipts_with_the_history_of_every_change() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 09:00:00", &[(RED, 10)])).unwrap();
    // 10 at 10.00 and 20 at 13.00 are 360.00 for 30: 12.00 each.
    home.store.post_stock("掌柜", &receipt("2026-04-02 09:00:00", RED, 20, 1_300)).unwrap();
    home.import(&drafts(vec![sale("1", RED, 25, "2026-04-03 10:00:00", Some("2026-04-04 10:00:00"))]));
    // 5 at 12.00 and 10 at 11.00 are 170.00 for 15: 11.3333.
    let second = home.store.post_stock("掌柜", &receipt("2026-04-05 09:00:00", RED, 10, 1_100)).unwrap();
    let row = on(&home, "2026-04-30", RED);
    assert_eq!(row.average.map(|average| average.yuan().to_string()), Some("11.3333".to_owned()));
    assert_eq!((row.levels.good, row.value()), (Some(15), fen(17_000)));
    assert_eq!(on(&home, "2026-04-04", RED).value(), fen(6_000), "five at twelve, as of that day");
    assert_eq!(on(&home, "2026-04-01", RED).value(), fen(10_000), "before any receipt the product sheet counts");
    let steps = home.store.cost_history(row.sku_id).unwrap();
    let told: Vec<_> = steps.iter().map(|step| (step.receipt.before, step.receipt.qty, step.receipt.price)).collect();
    assert_eq!(told, [(10, 20, fen(1_300)), (5, 10, fen(1_100))]);
    assert_eq!(steps[1].receipt.document, second.number);
    // A receipt that is taken back never was.
    home.store.reverse_stock("掌柜", second.document_id).unwrap();
    assert_eq!(on(&home, "2026-04-30", RED).value(), fen(6_000));
}

#[test]
fn the_batch_that_expires_first_leaves_first() {
    let home = kept();
    let lot = |batch: &str, expires: &str| Some(Lot { expires: Some(day(expires)), batch: batch.to_owned() });
    for (when, qty, one) in
        [("2026-04-01 09:00:00", 10, lot("乙", "2027-06-30")), ("2026-04-02 09:00:00", 10, lot("甲", "2027-03-31"))]
    {
        let mut entry = entry(MovementKind::Receipt, when, &[(RED, Place::Good, qty)]);
        entry.lines[0].lot = one;
        home.store.post_stock("掌柜", &entry).unwrap();
    }
    home.import(&drafts(vec![sale("1", RED, 12, "2026-04-03 10:00:00", Some("2026-04-04 10:00:00"))]));
    let row = on(&home, "2026-04-30", RED);
    let left: Vec<(&str, i64)> = row.lots.iter().map(|(lot, qty)| (lot.batch.as_str(), *qty)).collect();
    assert_eq!((left, row.expires()), (vec![("乙", 8)], Some(day("2027-06-30"))));
    let before = on(&home, "2026-04-03", RED);
    assert_eq!(before.lots.len(), 2, "the day before both were there");
    assert!(on(&home, "2026-04-30", BLUE).lots.is_empty());
}

/// Good pieces and pieces under way in one warehouse.
fn in_warehouse(home: &Home, warehouse: i64, code: &str) -> (Option<i64>, i64) {
    let query = StockQuery {
        day: day("2026-04-30"),
        sold_until: day("2026-04-30"),
        warehouse,
        text: code.to_owned(),
        categories: Vec::new(),
        ids: None,
        rules: StockRules::default(),
    };
    let row = home.store.stock(&query).unwrap().remove(0);
    (row.levels.good, row.levels.transfer_transit)
}

#[test]
fn goods_travel_between_warehouses_and_what_is_lost_on_the_way_is_written_off() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 09:00:00", &[(RED, 20), (BLUE, 5)])).unwrap();
    let south = home.store.add_warehouse("掌柜", " 南仓 ").unwrap();
    let sending = |lines: &[(&str, i64)], travels| Transfer {
        from: 1,
        to: south,
        moved_at: at("2026-04-02 09:00:00"),
        reason: "补南仓".to_owned(),
        lines: lines.iter().map(|(code, qty)| ((*code).to_owned(), *qty)).collect(),
        travels,
    };
    // More than there is: both lines' problems are told with their lines, nothing moves.
    let refused = home.store.transfer("掌柜", &sending(&[(RED, 4), (BLUE, 6), ("无", 1)], true));
    let Err(StoreError::StockRefused { problems }) = refused else { panic!("{refused:?}") };
    assert_eq!(problems.iter().map(StockProblem::line).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(in_warehouse(&home, 1, RED), (Some(20), 0));

    let sent = home.store.transfer("掌柜", &sending(&[(RED, 8), (BLUE, 2)], true)).unwrap();
    assert_eq!((in_warehouse(&home, 1, RED), in_warehouse(&home, south, RED)), ((Some(12), 0), (None, 8)));
    assert_eq!(on(&home, "2026-04-30", RED).levels.on_hand(), Some(12), "what travels is not in the house");
    let open = home.store.transfers().unwrap();
    assert_eq!((open.len(), open[0].to.as_str(), open[0].lines.len()), (1, "南仓", 2));
    let came = |n: i64| [(RED.to_owned(), n), (BLUE.to_owned(), 2)].into();
    let taking = |n: i64| home.store.receive_transfer("掌柜", open[0].id, at("2026-04-06 09:00:00"), &came(n));
    assert!(matches!(taking(9), Err(StoreError::StockRefused { .. })), "more than was sent");
    let taken = taking(7).unwrap();
    assert_eq!(in_warehouse(&home, south, RED), (Some(7), 0), "one was lost on the way");
    assert!(home.store.transfers().unwrap().is_empty());
    assert!(matches!(taking(7), Err(StoreError::Gone { .. })), "it is taken in already");
    // What was taken in is taken back first.
    assert!(matches!(home.store.reverse_stock("掌柜", sent.document_id), Err(StoreError::StockRefused { .. })));
    home.store.reverse_stock("掌柜", taken.document_id).unwrap();
    assert_eq!(home.store.transfers().unwrap().len(), 1, "it is under way again");
    home.store.reverse_stock("掌柜", sent.document_id).unwrap();
    assert_eq!((in_warehouse(&home, 1, RED), in_warehouse(&home, south, RED)), ((Some(20), 0), (Some(0), 0)));
    // At once.
    home.store.transfer("掌柜", &sending(&[(BLUE, 3)], false)).unwrap();
    assert_eq!((in_warehouse(&home, 1, BLUE), in_warehouse(&home, south, BLUE)), ((Some(2), 0), (Some(3), 0)));
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn a_warehouse_is_named_once_and_closed_only_when_it_is_empty() {
    let home = kept();
    home.store.post_count("掌柜", &count("2026-04-01 09:00:00", &[(RED, 20)])).unwrap();
    let refused = |result: Result<(), StoreError>| match result {
        Err(StoreError::WarehouseRefused { problem }) => problem,
        other => panic!("{other:?}"),
    };
    let south = home.store.add_warehouse("掌柜", "南仓").unwrap();
    let again = home.store.add_warehouse("掌柜", "南仓 ").map(drop);
    assert_eq!(refused(again), WarehouseProblem::NameTaken { name: "南仓".to_owned() });
    assert_eq!(refused(home.store.add_warehouse("掌柜", "  ").map(drop)), WarehouseProblem::Nameless);
    assert!(matches!(refused(home.store.close_warehouse("掌柜", 1)), WarehouseProblem::Main { .. }));
    let mut stocked = count("2026-04-02 09:00:00", &[(BLUE, 4)]);
    stocked.warehouse = south;
    home.store.post_count("掌柜", &stocked).unwrap();
    let full = WarehouseProblem::Stocked { name: "南仓".to_owned(), pieces: 4 };
    assert_eq!(refused(home.store.close_warehouse("掌柜", south)), full);
    stocked.counted_at = at("2026-04-03 09:00:00");
    stocked.lines[0].1 = 0;
    home.store.post_count("掌柜", &stocked).unwrap();
    home.store.rename_warehouse("掌柜", south, "华南仓").unwrap();
    let known: Vec<String> = home.store.warehouses().unwrap().into_iter().map(|one| one.name).collect();
    assert_eq!(known, ["主仓", "华南仓"]);
    home.store.close_warehouse("掌柜", south).unwrap();
    assert_eq!(home.store.warehouses().unwrap().len(), 1);
    assert!(home.store.add_warehouse("掌柜", "华南仓").is_ok(), "the name is free again");
}
