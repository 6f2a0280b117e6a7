//! Printing and packing: what is printed, checked, merged and split is kept beside the orders and holds whatever files come.

use proptest::prelude::*;
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft};
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::packing::{MergeRefusal, PackBox, PrintKind, SplitRefusal};
use zhanggui::domain::platform::Platform;
use zhanggui::store::{CareKind, Link, OrderQuery, StoreError};

use super::{Home, line, order, own, shop};

fn id(home: &Home, no: &str) -> i64 {
    let query = OrderQuery { text: no.to_owned(), ..OrderQuery::default() };
    let ids = home.store.orders(&query).unwrap().ids;
    let rows = home.store.order_rows(&ids).unwrap();
    rows.into_iter().find(|row| row.order_no == no).unwrap().id
}

/// Three orders of one buyer at one address, and one of somebody else. A-1 is an own SKU; B-2 is nobody's yet.
fn filled() -> Home {
    let home = shop();
    let same =
        |no: &str| OrderDraft { buyer: "小林".to_owned(), tracking_no: format!("YT{no}"), ..order(no, 10_000) };
    let other = OrderDraft { receiver: "王芳".to_owned(), ..order("8004", 5_000) };
    let gift = LineDraft { gift: true, ..line("8001", "8001-2", "B-2", 1, 0) };
    home.import(&Drafts {
        products: vec![own("A-1")],
        orders: vec![same("8001"), same("8002"), same("8003"), other],
        lines: vec![
            line("8001", "8001-1", "A-1", 2, 10_000),
            gift,
            line("8002", "8002-1", "A-1", 3, 10_000),
            line("8003", "8003-1", "B-2", 1, 10_000),
            line("8004", "8004-1", "A-1", 1, 5_000),
        ],
        ..Drafts::default()
    });
    home
}

fn contents(boxes: &[PackBox]) -> Vec<(Vec<&str>, Vec<(&str, i64)>)> {
    boxes
        .iter()
        .map(|one| {
            let orders = one.orders.iter().map(|order| order.order_no.as_str()).collect();
            let lines = one.lines.iter().map(|line| (line.code.as_str(), line.pieces())).collect();
            (orders, lines)
        })
        .collect()
}

#[test]
fn lists_and_slips_hide_the_receiver_and_a_label_shows_him_to_the_audit_as_well() {
    let home = filled();
    let ids = [id(&home, "8004"), id(&home, "8001")];
    let slips = home.store.print("掌柜", PrintKind::PackingSlip, &ids).unwrap().boxes;
    assert_eq!(
        contents(&slips),
        [(vec!["8004"], vec![("A-1", 1)]), (vec!["8001"], vec![("A-1", 2), ("B-2", 1)])],
        "in the order in which they were chosen"
    );
    let person = &slips[1].orders[0];
    assert_eq!((person.receiver.as_str(), person.phone.as_str()), ("林**", "138****1234"));
    assert!(slips[1].lines[1].gift && slips[1].lines[0].name == "自有 A-1");
    let labels = home.store.print("掌柜", PrintKind::Label, &ids).unwrap().boxes;
    let person = &labels[1].orders[0];
    assert_eq!((person.receiver.as_str(), person.phone.as_str()), ("林晓明", "13800001234"));
    assert_eq!(labels[1].tracking_no, "YT8001");
    let deeds: Vec<String> = home.store.audit(2).unwrap().into_iter().map(|row| row.what).collect();
    assert_eq!(deeds, ["print_label", "print_packing_slip"]);
    let events = home.store.order_detail(ids[0]).unwrap().care.events;
    let kinds: Vec<CareKind> = events.into_iter().map(|event| event.what).collect();
    assert_eq!(kinds, [CareKind::Printed(PrintKind::PackingSlip), CareKind::Printed(PrintKind::Label)]);
}

#[test]
fn a_bundle_is_packed_as_what_is_in_it_and_refunded_lines_stay_out() {
    let home = filled();
    home.import(&Drafts { products: vec![own("C-3")], ..Drafts::default() });
    let skus = home.store.skus(&zhanggui::store::SkuQuery::default()).unwrap().ids;
    let rows = home.store.sku_rows(&skus, &zhanggui::store::Sold::default()).unwrap();
    let sku = |code: &str| rows.iter().find(|row| row.code == code).unwrap().id;
    let order_id = id(&home, "8003");
    let listing = home.store.order_detail(order_id).unwrap().lines[0].listing_id;
    let link = Link { listing_id: listing, parts: vec![(sku("A-1"), 2), (sku("C-3"), 1)] };
    home.store.map("掌柜", &[link]).unwrap();
    assert_eq!(contents(&home.store.boxes(&[order_id]).unwrap()), [(vec!["8003"], vec![("A-1", 2), ("C-3", 1)])]);
    let gone = LineDraft { status: Some(OrderStatus::ClosedRefunded), ..line("8003", "8003-1", "B-2", 1, 10_000) };
    home.import(&Drafts { lines: vec![gone], ..Drafts::default() });
    assert_eq!(contents(&home.store.boxes(&[order_id]).unwrap()), [(vec!["8003"], vec![])]);
}

#[test]
fn orders_of_one_receiver_share_a_box_until_that_is_taken_back() {
    let home = filled();
    let (one, two, other) = (id(&home, "8001"), id(&home, "8002"), id(&home, "8004"));
    let refused = home.store.merge_orders("掌柜", &[one, other]).unwrap_err();
    assert_eq!(refused, StoreError::MergeRefused(MergeRefusal::OtherReceiver { order_no: "8004".to_owned() }));
    let mates = |home: &Home| -> Vec<String> {
        home.store.order_detail(one).unwrap().care.mates.into_iter().map(|(_, no)| no).collect()
    };
    assert_eq!(mates(&home), ["8003", "8002"], "who could share its box");
    let merged = home.store.merge_orders("掌柜", &[one, two]).unwrap();
    let together = [(vec!["8001", "8002"], vec![("A-1", 2), ("B-2", 1), ("A-1", 3)])];
    assert_eq!(contents(&home.store.boxes(&[one]).unwrap()), together, "one of them brings the other along");
    let care = home.store.order_detail(one).unwrap().care;
    assert_eq!(care.boxes[0].with, [(two, "8002".to_owned())]);
    assert_eq!(mates(&home), ["8003"], "and who still could");
    // The same file again, and the import taken back and made again: the plan is the owner's.
    home.import(&Drafts { orders: vec![order("8001", 10_000)], ..Drafts::default() });
    assert_eq!(contents(&home.store.boxes(&[one]).unwrap()), together);
    home.store.unplan_box("掌柜", merged).unwrap();
    assert_eq!(home.store.boxes(&[one, two]).unwrap().len(), 2);
    assert!(matches!(home.store.unplan_box("掌柜", merged), Err(StoreError::Gone { .. })));
}

#[test]
fn a_third_order_takes_its_box_mates_out_of_a_box_that_is_none_any_more() {
    let home = filled();
    let [one, two, three] = ["8001", "8002", "8003"].map(|no| id(&home, no));
    home.store.merge_orders("掌柜", &[one, two]).unwrap();
    home.store.merge_orders("掌柜", &[two, three]).unwrap();
    let boxes = home.store.boxes(&[one, two, three]).unwrap();
    let orders: Vec<Vec<&str>> = contents(&boxes).into_iter().map(|(orders, _)| orders).collect();
    assert_eq!(orders, [vec!["8001"], vec!["8002", "8003"]]);
    assert!(home.store.order_detail(one).unwrap().care.boxes.is_empty());
}

#[test]
fn an_order_is_split_by_pieces_and_never_emptied() {
    let home = filled();
    let one = id(&home, "8002");
    let split = |line: &str, qty: i64| home.store.split_order("掌柜", one, &[(line.to_owned(), qty)]);
    assert_eq!(split("8002-1", 3).unwrap_err(), StoreError::SplitRefused(SplitRefusal::Everything));
    assert_eq!(split("8002-1", 4).unwrap_err(), StoreError::SplitRefused(SplitRefusal::Wrong { line: 0 }));
    let aside = split("8002-1", 1).unwrap();
    let boxes = home.store.boxes(&[one]).unwrap();
    assert_eq!(contents(&boxes), [(vec!["8002"], vec![("A-1", 2)]), (vec!["8002"], vec![("A-1", 1)])]);
    assert_eq!((boxes[0].part, boxes[1].part), (Some((1, 2)), Some((2, 2))));
    assert_eq!((boxes[0].tracking_no.as_str(), boxes[1].tracking_no.as_str()), ("YT8002", ""));
    // What is aside already cannot be put aside again.
    assert_eq!(split("8002-1", 2).unwrap_err(), StoreError::SplitRefused(SplitRefusal::Everything));
    home.store.unplan_box("掌柜", aside).unwrap();
    assert_eq!(home.store.boxes(&[one]).unwrap().len(), 1);
}

#[test]
fn a_scanned_number_finds_its_box_and_who_checked_it() {
    let home = filled();
    for number in ["8001", "YT8001", " YT8001 "] {
        let found = home.store.boxes_of_number(number).unwrap();
        assert_eq!(found[0].orders[0].order_no, "8001", "{number}");
        assert_eq!(found[0].orders[0].receiver, "林**");
    }
    assert!(home.store.boxes_of_number("nobody").unwrap().is_empty());
    let order = [(Platform::Taobao, "8001".to_owned())];
    assert_eq!(home.store.last_check(&order).unwrap(), None);
    home.store.checked("小陈", &order, 3).unwrap();
    assert_eq!(home.store.last_check(&order).unwrap().unwrap().1, "小陈");
    let events = home.store.order_detail(id(&home, "8001")).unwrap().care.events;
    assert_eq!(events[0].what, CareKind::Checked { pieces: 3 });
}

/// Something that somebody does with boxes.
#[derive(Debug, Clone)]
enum Deed {
    Merge(Vec<usize>),
    Split(usize, i64),
    Unplan(i64),
}

fn some_deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        prop::sample::subsequence(vec![0usize, 1, 2, 3], 1..4).prop_map(Deed::Merge),
        (0usize..4, 0i64..4).prop_map(|(order, qty)| Deed::Split(order, qty)),
        (1i64..8).prop_map(Deed::Unplan),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    #[test]
    fn however_boxes_are_planned_every_piece_lies_in_exactly_one(deeds in proptest::collection::vec(some_deed(), 1..10)) {
        let home = filled();
        let numbers = ["8001", "8002", "8003", "8004"];
        let ids = numbers.map(|no| id(&home, no));
        for deed in deeds {
            // A refusal is an answer too; whatever happened, nothing is lost.
            let _ = match deed {
                Deed::Merge(orders) => {
                    let orders: Vec<i64> = orders.into_iter().map(|at| ids[at]).collect();
                    home.store.merge_orders("掌柜", &orders).map(drop)
                }
                Deed::Split(order, qty) => {
                    let line = format!("{}-1", numbers[order]);
                    home.store.split_order("掌柜", ids[order], &[(line, qty)]).map(drop)
                }
                Deed::Unplan(id) => home.store.unplan_box("掌柜", id),
            };
            let boxes = home.store.boxes(&ids).unwrap();
            let mut pieces: Vec<(&str, i64)> = Vec::new();
            for line in boxes.iter().flat_map(|one| &one.lines) {
                match pieces.iter_mut().find(|(no, _)| *no == line.line_no) {
                    Some((_, qty)) => *qty += line.pieces(),
                    None => pieces.push((&line.line_no, line.pieces())),
                }
            }
            pieces.sort_unstable();
            let all = [("8001-1", 2), ("8001-2", 1), ("8002-1", 3), ("8003-1", 1), ("8004-1", 1)];
            prop_assert_eq!(pieces, all);
            prop_assert!(boxes.iter().all(|one| !one.lines.is_empty() && !one.orders.is_empty()));
        }
    }
}
