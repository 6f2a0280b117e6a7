//! Purchasing: what was sent is in transit until it comes, what came is owed, and no deed makes stock differ from its movements.

use chrono::{NaiveDateTime, TimeDelta};
use proptest::prelude::*;
use zhanggui::domain::draft::{Drafts, ProductDraft, PurchaseDraft as Imported, Source};
use zhanggui::domain::money::Money;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::purchase::{LeadTime, PurchaseStatus, Share, SkuTerms, SupplierTerms};
use zhanggui::domain::stock::{MovementKind, Place, StockRules};
use zhanggui::store::{
    Count, Entry, EntryLine, GiveBack, GiveBackLine, NewPurchase, PastLine, PastMove, PastPurchase, PriceSource,
    PurchaseDetail, PurchaseDraft, PurchaseDraftLine, PurchaseProblem, PurchaseQuery, PurchaseRow, Receipt,
    ReceiptLine, StockProblem, StockQuery, StockRow, StoreError,
};

use super::{Home, ask, at, day, fen, import, meta, shop};

const RED: &str = "衣-红";
const BLUE: &str = "衣-蓝";
const LOOSE: &str = "衣-散";
const MAKER: &str = "针织厂";

fn product(code: &str, supplier: &str) -> ProductDraft {
    ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: format!("上衣 {code}"),
        cost: fen(1_000),
        supplier: supplier.to_owned(),
        ..ProductDraft::default()
    }
}

/// A shop with two SKUs of a supplier and one of nobody; 20 pieces of the red one are counted.
fn kept() -> Home {
    let home = shop();
    let products = vec![product(RED, MAKER), product(BLUE, MAKER), product(LOOSE, "")];
    home.import(&Drafts { products, ..Drafts::default() });
    let lines = vec![(RED.to_owned(), 20)];
    let count = Count { warehouse: 1, counted_at: at("2026-04-01 09:00:00"), reason: String::new(), lines };
    home.store.post_count("掌柜", &count).unwrap();
    home
}

fn maker(home: &Home) -> i64 {
    home.store.suppliers().unwrap().into_iter().find(|row| row.name == MAKER).unwrap().id
}

fn line(code: &str, qty: i64, price: i64) -> PurchaseDraftLine {
    PurchaseDraftLine { sku_code: code.to_owned(), qty, unit_price: fen(price), note: String::new() }
}

fn new(home: &Home, lines: Vec<PurchaseDraftLine>) -> NewPurchase {
    NewPurchase { supplier_id: maker(home), note: String::new(), expected_on: None, lines }
}

/// A sent order of 10 red at 8.00 and 5 blue at 9.00.
fn sent(home: &Home) -> i64 {
    let made = home.store.create_purchase("掌柜", &new(home, vec![line(RED, 10, 800), line(BLUE, 5, 900)])).unwrap();
    home.store.confirm_purchase("掌柜", made.order_id).unwrap();
    home.store.send_purchase("掌柜", made.order_id, noon()).unwrap();
    made.order_id
}

fn stock(home: &Home, code: &str) -> StockRow {
    let query = StockQuery {
        day: day("2026-05-01"),
        sold_until: day("2026-05-01"),
        warehouse: 0,
        text: code.to_owned(),
        categories: Vec::new(),
        ids: None,
        rules: StockRules::default(),
    };
    home.store.stock(&query).unwrap().into_iter().find(|row| row.code == code).unwrap()
}

fn good_and_transit(home: &Home, code: &str) -> (Option<i64>, i64) {
    let levels = stock(home, code).levels;
    (levels.good, levels.purchase_transit)
}

fn row(home: &Home, id: i64) -> PurchaseRow {
    home.store.purchase_rows(&[id]).unwrap().remove(0)
}

fn noon() -> NaiveDateTime {
    at("2026-05-01 12:00:00")
}

/// Pieces of each line of the order that came, at the ordered price.
fn receipt(order: &PurchaseDetail, came: &[i64]) -> Receipt {
    let lines = order.lines.iter().zip(came).map(|(line, qty)| ReceiptLine {
        line_id: line.id,
        qty: *qty,
        unit_price: line.unit_price,
        reason: String::new(),
    });
    Receipt { order_id: order.order.id, at: noon(), note: String::new(), lines: lines.collect() }
}

fn back(order: &PurchaseDetail, pieces: &[i64], defective: bool) -> GiveBack {
    let lines =
        order.lines.iter().zip(pieces).map(|(line, qty)| GiveBackLine { line_id: line.id, qty: *qty, defective });
    GiveBack { order_id: order.order.id, at: noon(), reason: "破损".to_owned(), lines: lines.collect() }
}

fn sound(home: &Home) {
    assert_eq!(home.store.check().unwrap(), []);
}

#[test]
fn an_order_is_in_transit_until_it_comes_and_what_came_is_owed() {
    let home = kept();
    let terms = SupplierTerms { lead_days: Some(7), pay_days: Some(30), ..SupplierTerms::default() };
    home.store.save_supplier_terms("掌柜", maker(&home), &terms).unwrap();
    let id = sent(&home);
    let order = home.store.purchase(id).unwrap();
    assert_eq!(order.order.number, "CG20260501-001");
    assert_eq!((order.order.status, order.order.expected_on), (PurchaseStatus::Sent, Some(day("2026-05-08"))));
    assert_eq!(order.order.amount, fen(12_500), "10 × 8.00 + 5 × 9.00");
    assert_eq!((good_and_transit(&home, RED), good_and_transit(&home, BLUE)), ((Some(20), 10), (None, 5)));
    assert_eq!(stock(&home, BLUE).levels.on_hand(), None, "what is under way does not open the books");
    assert_eq!(home.store.on_order().unwrap().get(RED), Some(&10));

    // Six of the red ones come, at 8.10 instead of 8.00.
    let mut part = receipt(&order, &[6, 0]);
    part.lines[0].unit_price = fen(810);
    part.lines[0].reason = "涨价".to_owned();
    let posted = home.store.receive_purchase("掌柜", &part).unwrap();
    assert_eq!(posted.number, "RK20260501-001");
    let now = row(&home, id);
    assert_eq!((now.status, now.received, now.open), (PurchaseStatus::PartReceived, 6, 9));
    assert_eq!(now.payable.amount(), Money::from_fen(4_860), "6 × 8.10");
    assert_eq!(now.due_on, Some(day("2026-05-31")));
    assert_eq!(good_and_transit(&home, RED), (Some(26), 4));
    sound(&home);

    // The rest, and two blue ones more than were ordered.
    home.store.receive_purchase("掌柜", &receipt(&order, &[4, 7])).unwrap();
    let now = home.store.purchase(id).unwrap();
    assert_eq!((now.order.status, now.order.open), (PurchaseStatus::Received, 0));
    assert_eq!(now.order.payable.amount(), Money::from_fen(4_860 + 3_200 + 6_300));
    assert_eq!(now.moves[0].lines[1].over, 2);
    assert_eq!((good_and_transit(&home, RED), good_and_transit(&home, BLUE)), ((Some(30), 0), (Some(7), 0)));
    let told: Vec<&str> = now.events.iter().rev().map(|event| event.what.as_str()).collect();
    assert_eq!(told, ["drafted", "confirmed", "sent", "received", "received"]);

    // Two go back; 100 yuan are paid.
    home.store.give_back_purchase("掌柜", &back(&now, &[2, 0], false)).unwrap();
    home.store.pay_purchase("掌柜", id, day("2026-05-01"), Money::from_fen(10_000), "").unwrap();
    let now = row(&home, id);
    // The two that went back cost what the latest of them cost: 8.00.
    assert_eq!(now.payable.open(), Money::from_fen(14_360 - 1_600 - 10_000));
    assert_eq!(good_and_transit(&home, RED), (Some(28), 0));
    home.store.close_purchase("掌柜", id).unwrap();
    assert_eq!(row(&home, id).status, PurchaseStatus::Closed);
    assert_eq!(home.store.payables().unwrap().len(), 1);
    sound(&home);
}

#[test]
fn what_came_last_is_taken_back_first() {
    let home = kept();
    let id = sent(&home);
    let order = home.store.purchase(id).unwrap();
    home.store.receive_purchase("掌柜", &receipt(&order, &[8, 0])).unwrap();
    home.store.receive_purchase("掌柜", &receipt(&order, &[5, 5])).unwrap();
    assert_eq!(good_and_transit(&home, RED), (Some(33), 0), "13 of 10");
    let moves = home.store.purchase(id).unwrap().moves;
    let latest_first = |error: StoreError| matches!(error, StoreError::PurchaseRefused { problems } if problems == [PurchaseProblem::NotTheLatest]);
    assert!(latest_first(home.store.undo_purchase_move("掌柜", moves[1].id).unwrap_err()));
    home.store.undo_purchase_move("掌柜", moves[0].id).unwrap();
    assert_eq!((row(&home, id).status, good_and_transit(&home, RED)), (PurchaseStatus::PartReceived, (Some(28), 2)));
    home.store.undo_purchase_move("掌柜", moves[1].id).unwrap();
    assert_eq!((row(&home, id).status, good_and_transit(&home, RED)), (PurchaseStatus::Sent, (Some(20), 10)));
    assert_eq!(row(&home, id).payable.amount(), Money::ZERO);
    home.store.unsend_purchase("掌柜", id).unwrap();
    assert_eq!((row(&home, id).status, good_and_transit(&home, RED)), (PurchaseStatus::Confirmed, (Some(20), 0)));
    sound(&home);
}

#[test]
fn closing_gives_up_what_is_missing_and_opening_again_waits_for_it() {
    let home = kept();
    let id = sent(&home);
    let order = home.store.purchase(id).unwrap();
    home.store.receive_purchase("掌柜", &receipt(&order, &[6, 5])).unwrap();
    home.store.close_purchase("掌柜", id).unwrap();
    assert_eq!(good_and_transit(&home, RED), (Some(26), 0));
    assert!(home.store.on_order().unwrap().is_empty());
    sound(&home);
    let closed = home.store.receive_purchase("掌柜", &receipt(&order, &[4, 0])).unwrap_err();
    assert!(matches!(closed, StoreError::PurchaseRefused { .. }));
    home.store.resume_purchase("掌柜", id).unwrap();
    assert_eq!((row(&home, id).status, good_and_transit(&home, RED)), (PurchaseStatus::PartReceived, (Some(26), 4)));
    sound(&home);
    // One that nothing came of is cancelled, and can become a draft again.
    let other = sent(&home);
    home.store.cancel_purchase("掌柜", other).unwrap();
    assert_eq!(good_and_transit(&home, RED), (Some(26), 4));
    home.store.restore_purchase("掌柜", other).unwrap();
    assert_eq!(row(&home, other).status, PurchaseStatus::Draft);
    sound(&home);
}

#[test]
fn wrong_lines_are_named_each_and_nothing_is_written() {
    let home = kept();
    let problems = |error: StoreError| match error {
        StoreError::PurchaseRefused { problems } => problems,
        other => panic!("{other:?}"),
    };
    let bad = new(
        &home,
        vec![line("没有", 3, 800), line(RED, 0, 800), line(BLUE, 2, -1), line(BLUE, 2, 900), line(LOOSE, -4, 900)],
    );
    assert_eq!(
        problems(home.store.create_purchase("掌柜", &bad).unwrap_err()),
        [
            PurchaseProblem::UnknownSku { line: 0, code: "没有".to_owned() },
            PurchaseProblem::Quantity { line: 1, code: RED.to_owned(), qty: 0 },
            PurchaseProblem::Price { line: 2, code: BLUE.to_owned() },
            PurchaseProblem::Twice { line: 3, code: BLUE.to_owned() },
            PurchaseProblem::Quantity { line: 4, code: LOOSE.to_owned(), qty: -4 },
        ]
    );
    assert!(home.store.purchases(&PurchaseQuery::default()).unwrap().is_empty());
    let id = sent(&home);
    let order = home.store.purchase(id).unwrap();
    let mut bad = receipt(&order, &[-1, 3]);
    bad.lines[1].unit_price = None;
    assert_eq!(
        problems(home.store.receive_purchase("掌柜", &bad).unwrap_err()),
        [
            PurchaseProblem::Quantity { line: 0, code: RED.to_owned(), qty: -1 },
            PurchaseProblem::Price { line: 1, code: BLUE.to_owned() },
        ]
    );
    // A bar code in the field of the pieces, and the largest number there is.
    for qty in [99_999_999_999, i64::MAX] {
        assert_eq!(
            problems(home.store.receive_purchase("掌柜", &receipt(&order, &[qty, qty])).unwrap_err()),
            [
                PurchaseProblem::TooMany { line: 0, code: RED.to_owned(), qty },
                PurchaseProblem::TooMany { line: 1, code: BLUE.to_owned(), qty },
            ]
        );
    }
    let mut early = receipt(&order, &[1, 0]);
    early.at = at("2026-04-30 12:00:00");
    assert_eq!(problems(home.store.receive_purchase("掌柜", &early).unwrap_err()), [PurchaseProblem::Day]);
    assert_eq!(
        problems(home.store.receive_purchase("掌柜", &receipt(&order, &[0, 0])).unwrap_err()),
        [PurchaseProblem::NoLines]
    );
    home.store.receive_purchase("掌柜", &receipt(&order, &[3, 0])).unwrap();
    assert_eq!(
        problems(home.store.give_back_purchase("掌柜", &back(&order, &[4, 0], false)).unwrap_err()),
        [PurchaseProblem::TooMuchBack { line: 0, code: RED.to_owned(), kept: 3, wanted: 4 }]
    );
    let mut much = back(&order, &[i64::MAX, 0], false);
    much.lines[1].line_id = much.lines[0].line_id;
    much.lines[1].qty = i64::MAX;
    much.lines.push(much.lines[0].clone());
    assert_eq!(problems(home.store.give_back_purchase("掌柜", &much).unwrap_err()).len(), 3);
    // None of the three is defective.
    let StoreError::StockRefused { problems } =
        home.store.give_back_purchase("掌柜", &back(&order, &[2, 0], true)).unwrap_err()
    else {
        panic!()
    };
    assert_eq!(problems, [StockProblem::TooFew { line: 0, code: RED.to_owned(), there: 0, wanted: 2 }]);
    assert_eq!(good_and_transit(&home, RED), (Some(23), 7));
    sound(&home);
}

#[test]
fn a_need_told_twice_is_ordered_once() {
    let home = kept();
    let need = |red: i64, blue: i64| PurchaseDraft {
        supplier_id: maker(&home),
        lines: vec![line(RED, red, 800), line(BLUE, blue, 900)],
    };
    let first = home.store.draft_purchases("auto", &[need(30, 10)]).unwrap().remove(0);
    assert_eq!((first.number.as_str(), first.added, first.raised), ("CG20260501-001", 2, 0));
    let again = home.store.draft_purchases("auto", &[need(25, 40)]).unwrap().remove(0);
    assert_eq!((again.order_id, again.added, again.raised), (first.order_id, 0, 1));
    let lines = home.store.purchase(first.order_id).unwrap().lines;
    assert_eq!(lines.iter().map(|line| line.qty).collect::<Vec<_>>(), [30, 40], "the larger need of each");
    // Once it is confirmed, what is needed then goes into another.
    home.store.confirm_purchase("掌柜", first.order_id).unwrap();
    assert_eq!(home.store.on_order().unwrap().get(BLUE), Some(&40));
    let next = home.store.draft_purchases("auto", &[need(5, 5)]).unwrap().remove(0);
    assert_ne!(next.order_id, first.order_id);
    assert_eq!(row(&home, next.order_id).drafted_by, "auto");
}

#[test]
fn what_is_bought_outlives_the_import_that_told_the_supplier() {
    let home = shop();
    home.import(&Drafts { products: vec![product(RED, MAKER)], ..Drafts::default() });
    let id = home.store.create_purchase("掌柜", &new(&home, vec![line(RED, 10, 800)])).unwrap().order_id;
    let import = home.store.imports().unwrap().remove(0);
    home.store.undo_import("掌柜", import.id).unwrap();
    let order = home.store.purchase(id).unwrap();
    assert_eq!((order.order.supplier.as_str(), order.lines[0].code.as_str()), (MAKER, RED));
    sound(&home);
    // Told again, it is the same supplier.
    home.import(&Drafts { products: vec![product(RED, MAKER)], ..Drafts::default() });
    assert_eq!(home.store.suppliers().unwrap().len(), 1);
    assert_eq!(home.store.purchase(id).unwrap().order.supplier_id, maker(&home));
}

#[test]
fn a_document_of_an_order_is_not_taken_back_by_itself() {
    let home = kept();
    let id = sent(&home);
    let order = home.store.purchase(id).unwrap();
    let posted = home.store.receive_purchase("掌柜", &receipt(&order, &[10, 5])).unwrap();
    assert_eq!(home.store.reverse_stock("掌柜", posted.document_id), Err(StoreError::OfPurchase));
    let transit =
        home.store.stock_documents(9).unwrap().into_iter().find(|one| one.kind == MovementKind::Ordered).unwrap();
    assert_eq!(home.store.reverse_stock("掌柜", transit.id), Err(StoreError::OfPurchase));
    sound(&home);
}

/// An order of before: sent, and of one line so many came after so many days.
fn past(home: &Home, sent: &str, days: i64, ordered: i64, came: i64, returned: i64) -> PastPurchase {
    let sent = at(sent);
    let price = Money::from_fen(800);
    let came_at = sent + TimeDelta::days(days);
    let mut moves = vec![PastMove {
        back: false,
        at: came_at,
        reason: String::new(),
        lines: vec![(0, came, price, String::new())],
    }];
    if returned > 0 {
        moves.push(PastMove {
            back: true,
            at: came_at,
            reason: "破损".to_owned(),
            lines: vec![(0, returned, price, String::new())],
        });
    }
    PastPurchase {
        supplier_id: maker(home),
        drafted_by: "掌柜".to_owned(),
        note: String::new(),
        created_at: sent,
        confirmed_at: Some(sent),
        sent_at: Some(sent),
        expected_on: Some(sent.date() + TimeDelta::days(6)),
        closed_at: (came < ordered).then_some(came_at + TimeDelta::days(1)),
        lines: vec![PastLine { sku_code: RED.to_owned(), qty: ordered, unit_price: Some(price), note: String::new() }],
        moves,
        payments: vec![(came_at.date(), Money::from_fen(1_000))],
    }
}

#[test]
fn a_suppliers_lead_time_and_score_come_from_its_own_receipts() {
    let home = kept();
    let orders = [
        past(&home, "2026-04-02 10:00:00", 4, 10, 10, 0),
        past(&home, "2026-04-03 10:00:00", 6, 10, 8, 2),
        past(&home, "2026-04-04 10:00:00", 8, 20, 22, 0),
    ];
    home.store.keep_purchases("掌柜", &orders).unwrap();
    let supplier = home.store.suppliers().unwrap().remove(0);
    // 4, 6 and 8 days; the third came two days late.
    assert_eq!(supplier.lead, Some(LeadTime { mean: 6.0, spread: Some(2.0), receipts: 3 }));
    let share = |part, whole| Share { part, whole };
    assert_eq!(supplier.score.on_time, share(2, 3));
    assert_eq!(supplier.score.delivered, share(38, 40), "10 of 10, 8 of 10, 20 of 20: more does not count");
    assert_eq!(supplier.score.returned, share(2, 40));
    // (10 + 8 − 2 + 22) × 8.00 less three times 10.00 paid.
    assert_eq!(supplier.owed, Money::from_fen(38 * 800 - 3_000));
    let row = home.store.purchases(&PurchaseQuery::default()).unwrap();
    assert_eq!(
        row.iter().map(|one| one.status).collect::<Vec<_>>(),
        [PurchaseStatus::Received, PurchaseStatus::Closed, PurchaseStatus::Received]
    );
    assert_eq!(row[0].number, "CG20260404-001");
    assert_eq!(good_and_transit(&home, RED), (Some(20 + 38), 0));
    sound(&home);
    // What R asks for.
    let terms = SupplierTerms {
        lead_days: Some(9),
        moq_pieces: Some(30),
        pack: Some(10),
        order_cost: fen(5_000),
        ..SupplierTerms::default()
    };
    home.store.save_supplier_terms("掌柜", supplier.id, &terms).unwrap();
    let own = SkuTerms { pack: Some(12), price: fen(777), ..SkuTerms::default() };
    home.store.save_sku_terms("掌柜", supplier.id, &[(RED.to_owned(), own)]).unwrap();
    let supply = home.store.supply_terms().unwrap();
    let (red, blue) = (&supply[RED], &supply[BLUE]);
    assert_eq!((red.lead_days_mean, red.lead_days_spread, red.receipts), (Some(6.0), Some(2.0), 3));
    assert_eq!((red.pack, red.moq, red.price, red.order_cost), (Some(12), Some(30), fen(777), fen(5_000)));
    assert_eq!(
        (blue.pack, blue.moq, blue.price),
        (Some(10), Some(30), fen(1_000)),
        "by the terms, at the sheet's cost"
    );
    assert!(!supply.contains_key(LOOSE), "nobody supplies it");
}

#[test]
fn prices_are_told_by_orders_receipts_and_imported_purchases() {
    let home = kept();
    let bought = Source { platform: Platform::Alibaba1688, shop: String::new() };
    let imported = Imported {
        order_no: "29000001".to_owned(),
        line_no: "29000001#1".to_owned(),
        supplier: "批发城".to_owned(),
        sku_code: RED.to_owned(),
        unit_price: fen(750),
        qty: 100,
        created_at: Some(at("2026-03-01 10:00:00")),
        ..Imported::default()
    };
    import(&home.store, &bought, meta("1688.xlsx"), &Drafts { purchases: vec![imported], ..Drafts::default() });
    let id = sent(&home);
    let prices = |home: &Home| -> Vec<(Money, i64, PriceSource)> {
        home.store.price_history(RED, 9).unwrap().into_iter().map(|one| (one.unit_price, one.qty, one.source)).collect()
    };
    let old = (Money::from_fen(750), 100, PriceSource::Imported);
    assert_eq!(prices(&home), [(Money::from_fen(800), 10, PriceSource::Ordered), old]);
    let order = home.store.purchase(id).unwrap();
    let mut came = receipt(&order, &[10, 5]);
    came.lines[0].unit_price = fen(790);
    home.store.receive_purchase("掌柜", &came).unwrap();
    assert_eq!(prices(&home), [(Money::from_fen(790), 10, PriceSource::Received), old]);
}

/// Something somebody does to an order.
#[derive(Debug, Clone)]
enum Deed {
    Draft(u8, u8),
    Confirm,
    Reopen,
    Send,
    Unsend,
    Receive(u8, u8),
    GiveBack(u8),
    UndoMove,
    Close,
    Resume,
    Cancel,
    Restore,
    Damage(u8),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        (1..20u8, 1..20u8).prop_map(|(a, b)| Deed::Draft(a, b)),
        Just(Deed::Confirm),
        Just(Deed::Confirm),
        Just(Deed::Reopen),
        Just(Deed::Send),
        Just(Deed::Send),
        Just(Deed::Unsend),
        (0..15u8, 0..15u8).prop_map(|(a, b)| Deed::Receive(a, b)),
        (0..15u8, 0..15u8).prop_map(|(a, b)| Deed::Receive(a, b)),
        (1..6u8).prop_map(Deed::GiveBack),
        Just(Deed::UndoMove),
        Just(Deed::Close),
        Just(Deed::Resume),
        Just(Deed::Cancel),
        Just(Deed::Restore),
        (1..5u8).prop_map(Deed::Damage),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]
    #[test]
    fn transit_is_what_is_open_and_stock_the_sum_of_its_movements(
        deeds in prop::collection::vec((0..3usize, deed()), 1..30),
    ) {
        let home = kept();
        let mut orders: Vec<i64> = Vec::new();
        for (which, deed) in &deeds {
            let store = &home.store;
            if let Deed::Draft(red, blue) = deed {
                let lines = vec![line(RED, i64::from(*red), 800), line(BLUE, i64::from(*blue), 900)];
                orders.push(store.create_purchase("掌柜", &new(&home, lines)).unwrap().order_id);
                continue;
            }
            let Some(id) = orders.get(which % orders.len().max(1)).copied() else { continue };
            let order = store.purchase(id).unwrap();
            let done = match deed {
                Deed::Draft(..) => Ok(()),
                Deed::Confirm => store.confirm_purchase("掌柜", id),
                Deed::Reopen => store.reopen_purchase("掌柜", id),
                Deed::Send => store.send_purchase("掌柜", id, noon()),
                Deed::Unsend => store.unsend_purchase("掌柜", id),
                Deed::Receive(red, blue) => {
                    store.receive_purchase("掌柜", &receipt(&order, &[i64::from(*red), i64::from(*blue)])).map(|_| ())
                }
                Deed::GiveBack(n) => store.give_back_purchase("掌柜", &back(&order, &[i64::from(*n), 0], false)).map(|_| ()),
                Deed::UndoMove => match order.moves.iter().find(|one| !one.undone) {
                    Some(latest) => store.undo_purchase_move("掌柜", latest.id).map(|_| ()),
                    None => Ok(()),
                },
                Deed::Close => store.close_purchase("掌柜", id),
                Deed::Resume => store.resume_purchase("掌柜", id),
                Deed::Cancel => store.cancel_purchase("掌柜", id),
                Deed::Restore => store.restore_purchase("掌柜", id),
                Deed::Damage(n) => {
                    let lines = vec![EntryLine { lot: None,
                        code: RED.to_owned(),
                        warehouse: 1,
                        place: Place::Good,
                        qty: -i64::from(*n),
                        unit_cost: None,
                        note: String::new(),
                    }];
                    let entry = Entry { kind: MovementKind::Damage, moved_at: noon(), reason: "碎".to_owned(), lines };
                    store.post_stock("掌柜", &entry).map(|_| ())
                }
            };
            match done {
                Ok(()) | Err(StoreError::PurchaseRefused { .. } | StoreError::StockRefused { .. }) => {}
                Err(other) => panic!("{deed:?}: {other:?}"),
            }
        }
        // What a person would add up from the orders.
        for (at, code) in [(0, RED), (1, BLUE)] {
            let (mut open, mut kept, mut owed) = (0, 0, 0);
            for id in &orders {
                let order = home.store.purchase(*id).unwrap();
                let one = &order.lines[at];
                kept += one.received - one.returned;
                owed += order.order.payable.amount().fen();
                if matches!(order.order.status, PurchaseStatus::Sent | PurchaseStatus::PartReceived) {
                    open += (one.qty - one.received).max(0);
                }
            }
            prop_assert!(owed >= 0);
            let (good, transit) = good_and_transit(&home, code);
            prop_assert_eq!(transit, open, "{:?}", deeds);
            let damaged = ask(&home.store, "SELECT CAST(coalesce(sum(qty), 0) AS BIGINT) FROM movement WHERE kind = 6");
            let damaged: i64 = damaged.parse().unwrap();
            let counted = if code == RED { 20 + damaged } else { 0 };
            prop_assert_eq!(good.unwrap_or(0), counted + kept, "{:?}", deeds);
        }
        let problems: Vec<_> = home.store.check().unwrap().into_iter().filter(|one| one.id != "stock_below_zero").collect();
        prop_assert!(problems.is_empty(), "{:?}", problems);
    }
}
