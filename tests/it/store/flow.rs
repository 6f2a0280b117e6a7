//! The orders' daily work: what people do to orders holds against files, stock and parcels follow, and whatever was refused says why.

mod random;

use chrono::NaiveDateTime;
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft, ParcelDraft, ProductDraft, RefundDraft};
use zhanggui::domain::flow::{Conflict, Oversell, Refund, Stage, Step};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::packing::PrintKind;
use zhanggui::domain::refund::{RefundKind, RefundStatus};
use zhanggui::domain::stock::Levels;
use zhanggui::locale::Lang;
use zhanggui::store::{
    AfterSale, BackLine, BatchResult, Count, GoodsBack, OrderDetail, OrderQuery, QueueQuery, QueueRow, QueueView,
    RefundQuery, Severity, StepRules, StockQuery, Task, TimelineKind,
};

use super::{Home, at, day, fen, noon, shop};

const RED: &str = "衣-红";
const BLUE: &str = "衣-蓝";
const WHO: &str = "掌柜";

/// An order of `qty` pieces of a SKU with one line.
fn order(no: &str, code: &str, qty: i64, status: OrderStatus, paid_at: Option<&str>) -> (OrderDraft, LineDraft) {
    let paid = fen(if paid_at.is_some() { 5_000 * qty } else { 0 });
    let order = OrderDraft {
        order_no: no.to_owned(),
        status: Some(status),
        created_at: Some(at("2026-04-20 08:00:00")),
        paid_at: paid_at.map(at),
        payable: fen(5_000 * qty),
        paid,
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: "上衣".to_owned(),
        qty,
        paid,
        status: Some(status),
        ..LineDraft::default()
    };
    (order, line)
}

fn paid(no: &str, code: &str, qty: i64, paid_at: &str) -> (OrderDraft, LineDraft) {
    order(no, code, qty, OrderStatus::Paid, Some(paid_at))
}

/// The same order once the platform tells that it was shipped.
fn shipped(no: &str, code: &str, qty: i64, tracking_no: &str) -> (OrderDraft, LineDraft) {
    let (mut order, line) = order(no, code, qty, OrderStatus::Shipped, Some("2026-04-30 10:00:00"));
    order.shipped_at = Some(at("2026-04-30 18:00:00"));
    order.tracking_no = tracking_no.to_owned();
    (order, line)
}

fn drafts(all: Vec<(OrderDraft, LineDraft)>) -> Drafts {
    let (orders, lines) = all.into_iter().unzip();
    Drafts { orders, lines, ..Drafts::default() }
}

fn back(no: &str, order: &str, qty: i64, status: RefundStatus, kind: RefundKind) -> RefundDraft {
    RefundDraft {
        row: 0,
        refund_no: no.to_owned(),
        order_no: order.to_owned(),
        line_no: order.to_owned(),
        item_id: String::new(),
        sku_code: String::new(),
        title: String::new(),
        amount: Money::from_fen(5_000 * qty),
        kind,
        status,
        status_raw: String::new(),
        reason: String::new(),
        applied_at: Some(at("2026-04-30 20:00:00")),
        finished_at: (status == RefundStatus::Succeeded).then(|| at("2026-05-01 09:00:00")),
        paid_at: None,
        return_tracking: String::new(),
    }
}

/// A shop with two SKUs; of the red one 20 pieces were counted, of the blue one nobody knows.
fn kept() -> Home {
    let home = shop();
    let product = |code: &str| ProductDraft { own: true, sku_code: code.to_owned(), ..ProductDraft::default() };
    home.import(&Drafts { products: vec![product(RED), product(BLUE)], ..Drafts::default() });
    count(&home, 20);
    home
}

fn count(home: &Home, pieces: i64) {
    let count = Count {
        warehouse: 1,
        counted_at: at("2026-04-25 09:00:00"),
        reason: String::new(),
        lines: vec![(RED.to_owned(), pieces)],
    };
    home.store.post_count(WHO, &count).unwrap();
}

fn id(home: &Home, no: &str) -> i64 {
    let ids = home.store.orders(&OrderQuery::default()).unwrap().ids;
    let rows = home.store.order_rows(&ids).unwrap();
    rows.into_iter().find(|row| row.order_no == no).unwrap().id
}

fn detail(home: &Home, no: &str) -> OrderDetail {
    home.store.order_detail(id(home, no)).unwrap()
}

fn stage(home: &Home, no: &str) -> Stage {
    detail(home, no).flow.unwrap().stage()
}

fn levels(home: &Home) -> Levels {
    let query = StockQuery {
        day: day("2026-05-01"),
        sold_until: day("2026-05-01"),
        warehouse: 0,
        text: RED.to_owned(),
        categories: Vec::new(),
        ids: None,
        rules: zhanggui::domain::stock::StockRules::default(),
    };
    // Before anything was told of it, a SKU has no row and nothing of it is anywhere.
    home.store.stock(&query).unwrap().pop().map(|row| row.levels).unwrap_or_default()
}

fn take(home: &Home, step: Step, tasks: &[Task]) -> BatchResult {
    home.store.take_steps(WHO, step, tasks, StepRules::default()).unwrap()
}

fn ship(home: &Home, no: &str, tracking_no: &str) -> BatchResult {
    take(home, Step::Ship, &[Task::parcel(id(home, no), tracking_no, "中通快递")])
}

fn sound(home: &Home) {
    let off: Vec<_> = home.store.check().unwrap().into_iter().filter(|f| f.severity == Severity::Problem).collect();
    assert!(off.is_empty(), "{off:?}");
}

fn queue_query(view: QueueView) -> QueueQuery {
    QueueQuery {
        view,
        text: String::new(),
        shops: Vec::new(),
        platforms: Vec::new(),
        ids: None,
        now: noon(),
        hours: 48,
        silent_hours: 72,
        sort: "left",
        descending: false,
    }
}

fn queue(home: &Home, view: QueueView) -> Vec<QueueRow> {
    let query = queue_query(view);
    let (ids, _, _) = home.store.queue(&query).unwrap();
    home.store.queue_rows(&query, &ids).unwrap()
}

fn numbers(rows: &[QueueRow]) -> Vec<&str> {
    rows.iter().map(|row| row.order_no.as_str()).collect()
}

#[test]
fn one_wrong_order_leaves_the_others_shipped_and_each_says_why() {
    let home = kept();
    let mut all = drafts(vec![
        paid("1", RED, 1, "2026-04-30 10:00:00"),
        order("2", RED, 1, OrderStatus::Unpaid, None),
        shipped("3", RED, 1, "YT30001"),
        paid("4", RED, 1, "2026-04-30 10:00:00"),
        paid("5", RED, 1, "2026-04-30 10:00:00"),
        paid("6", RED, 1, "2026-04-30 10:00:00"),
        paid("7", RED, 1, "2026-04-30 10:00:00"),
        paid("8", RED, 1, "2026-04-30 10:00:00"),
        paid("9", RED, 1, "2026-04-30 10:00:00"),
    ]);
    all.refunds = vec![
        back("R4", "4", 1, RefundStatus::Succeeded, RefundKind::MoneyBeforeShipping),
        back("R9", "9", 1, RefundStatus::WaitSeller, RefundKind::MoneyBeforeShipping),
    ];
    home.import(&all);
    let task = |no: &str, tracking_no: &str| Task {
        order_no: no.to_owned(),
        tracking_no: tracking_no.to_owned(),
        courier: "中通快递".to_owned(),
        ..Task::default()
    };
    let result = take(
        &home,
        Step::Ship,
        &[
            task("1", "ZT10001"),
            task("2", "ZT10002"),
            task("3", "ZT10003"),
            task("4", "ZT10004"),
            task("5", "ZT10001"),
            task("6", "YT30001"),
            task("77", "ZT10007"),
            task("1", "ZT10008"),
            task("7", ""),
            task("8", "中通10009"),
            task("9", "ZT10010"),
            task("7", "ZT10011"),
        ],
    );
    let done: Vec<&str> = result.done.iter().map(|one| one.order_no.as_str()).collect();
    assert_eq!(done, ["1", "7"]);
    let why: Vec<(usize, &str)> = result.refused.iter().map(|one| (one.nth, one.why.code())).collect();
    assert_eq!(
        why,
        [
            (1, "refused_not_paid"),
            (2, "refused_already_shipped"),
            (3, "refused_refunded"),
            (4, "refused_same_row"),
            (5, "refused_same_parcel"),
            (6, "refused_unknown"),
            (7, "refused_twice"),
            (8, "refused_no_parcel"),
            (9, "refused_odd_parcel"),
            (10, "refused_refunding"),
        ]
    );
    assert_eq!(
        (stage(&home, "1"), stage(&home, "5"), stage(&home, "7")),
        (Stage::Shipped, Stage::Paid, Stage::Shipped)
    );
    assert_eq!(home.store.audit(1).unwrap()[0].what, "ship_orders");
    sound(&home);
}

#[test]
fn what_is_shipped_here_is_shipped_everywhere_once_and_a_file_that_says_so_later_changes_nothing() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 3, "2026-04-30 10:00:00"), paid("2", RED, 2, "2026-04-30 11:00:00")]));
    assert_eq!((levels(&home).good, levels(&home).to_ship, levels(&home).sendable()), (Some(20), 5, Some(15)));
    take(&home, Step::Audit, &[Task::of(id(&home, "1")), Task::of(id(&home, "2"))]);
    ship(&home, "1", "ZT10001");
    let seen = |home: &Home| {
        let one = detail(home, "1");
        let parcels: Vec<String> = one.parcels.iter().map(|parcel| parcel.tracking_no.clone()).collect();
        (one.order.status, one.order.tracking_no, one.order.courier, parcels)
    };
    let expected =
        (Some(OrderStatus::Shipped), "ZT10001".to_owned(), "中通快递".to_owned(), vec!["ZT10001".to_owned()]);
    assert_eq!(seen(&home), expected);
    assert_eq!((levels(&home).good, levels(&home).to_ship), (Some(17), 2), "three pieces left the house");
    let shipped_ones = OrderQuery { statuses: vec![OrderStatus::Shipped], ..OrderQuery::default() };
    assert_eq!(home.store.orders(&shipped_ones).unwrap().ids, [id(&home, "1")]);
    // The platform's file of the next day tells the same, and the courier's tells more.
    let mut file = drafts(vec![shipped("1", RED, 3, "ZT10001"), paid("2", RED, 2, "2026-04-30 11:00:00")]);
    file.parcels = vec![ParcelDraft {
        tracking_no: "ZT10001".to_owned(),
        order_no: "1".to_owned(),
        collected_at: Some(at("2026-05-01 20:00:00")),
        ..ParcelDraft::default()
    }];
    home.import(&file);
    home.import(&file);
    assert_eq!((levels(&home).good, levels(&home).to_ship), (Some(17), 2), "once, whoever tells it");
    assert_eq!(seen(&home).3, ["ZT10001"]);
    assert_eq!((stage(&home, "1"), stage(&home, "2")), (Stage::Collected, Stage::Audited));
    sound(&home);
    // One line of time, by files and by people.
    let events = detail(&home, "1").timeline;
    let steps: Vec<(Step, &str)> = events
        .iter()
        .filter_map(|event| match &event.what {
            TimelineKind::Step(step) => Some((step.step, step.actor.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(steps, [(Step::Audit, WHO), (Step::Ship, WHO)]);
    assert!(events.is_sorted_by_key(|event| event.at));
}

#[test]
fn an_order_on_hold_goes_nowhere_until_it_is_released() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 1, "2026-04-30 10:00:00"), paid("2", RED, 1, "2026-04-30 11:00:00")]));
    let one = id(&home, "1");
    home.store.hold_orders(WHO, &[one], "等买家确认尺码").unwrap();
    home.store.hold_orders(WHO, &[one], "地址要核对").unwrap();
    let audited = take(&home, Step::Audit, &[Task::of(one), Task::of(id(&home, "2"))]);
    assert_eq!(audited.done.len(), 1, "the other goes on");
    assert_eq!(Lang::Zh.say(&audited.refused[0].why), "订单 1 挂起中：等买家确认尺码、地址要核对。先解除挂起再继续。");
    assert_eq!(take(&home, Step::Print, &[Task::of(one)]).done, []);
    assert_eq!(take(&home, Step::Ship, &[Task::parcel(one, "ZT10001", "中通")]).refused[0].why.code(), "refused_held");
    let held: Vec<String> = queue(&home, QueueView::Held).into_iter().map(|row| row.holds.join("、")).collect();
    assert_eq!(held, ["等买家确认尺码、地址要核对"]);
    assert_eq!(home.store.unfit_to_pack(&[one]).unwrap().unwrap().code(), "refused_held");
    home.store.release_orders(WHO, &[one]).unwrap();
    assert_eq!(take(&home, Step::Audit, &[Task::of(one)]).done.len(), 1);
    assert_eq!(home.store.unfit_to_pack(&[one]).unwrap(), None);
    let told = detail(&home, "1").timeline.into_iter().filter_map(|event| match event.what {
        TimelineKind::Held(hold) => Some(format!("+{} {}", hold.reason, hold.actor)),
        TimelineKind::Released(hold) => Some(format!("-{} {}", hold.reason, hold.released_by)),
        _ => None,
    });
    let told: Vec<String> = told.collect();
    assert_eq!(told.len(), 4);
    assert!(told.contains(&"+地址要核对 掌柜".to_owned()) && told.contains(&"-地址要核对 掌柜".to_owned()));
    sound(&home);
}

#[test]
fn what_is_printed_goes_on_its_way_and_what_must_not_leave_is_left_out() {
    let home = kept();
    home.import(&drafts(vec![
        paid("1", RED, 1, "2026-04-30 10:00:00"),
        paid("2", RED, 1, "2026-04-30 11:00:00"),
        paid("3", RED, 1, "2026-04-30 12:00:00"),
    ]));
    let ids = ["1", "2", "3"].map(|no| id(&home, no));
    home.store.hold_orders(WHO, &ids[1..2], "等确认").unwrap();
    let asked = back("R3", "3", 1, RefundStatus::WaitSeller, RefundKind::MoneyBeforeShipping);
    home.import(&Drafts { refunds: vec![asked], ..Drafts::default() });
    let picked = home.store.print(WHO, PrintKind::PickList, &ids).unwrap();
    assert_eq!(picked.boxes.len(), 1);
    assert_eq!(stage(&home, "1"), Stage::Paid, "a pick list is not yet a parcel");
    let printed = home.store.print(WHO, PrintKind::Label, &ids).unwrap();
    let kept: Vec<(&str, &str)> = printed.kept.iter().map(|one| (one.order_no.as_str(), one.why.code())).collect();
    assert_eq!(kept, [("2", "refused_held"), ("3", "refused_refunding")]);
    assert_eq!((stage(&home, "1"), stage(&home, "2")), (Stage::Printed, Stage::Paid));
    // Once more, because the printer was out of paper.
    assert_eq!(home.store.print(WHO, PrintKind::Label, &ids[..1]).unwrap().boxes.len(), 1);
    assert_eq!(home.store.order_batches(9).unwrap().len(), 1);
    sound(&home);
}

/// What is noted by hand: kind, whether it is over.
fn aftersale(kind: RefundKind, done: bool) -> AfterSale {
    AfterSale { kind, reason: "七天无理由".to_owned(), done, at: at("2026-04-30 15:00:00") }
}

#[test]
fn money_given_back_by_hand_takes_an_order_out_of_the_queue_and_can_be_taken_back() {
    let home = kept();
    home.import(&drafts(vec![
        paid("1", RED, 2, "2026-04-30 10:00:00"),
        paid("2", RED, 1, "2026-04-30 11:00:00"),
        order("3", RED, 1, OrderStatus::Unpaid, None),
    ]));
    let ids = ["1", "2", "3"].map(|no| id(&home, no));
    let what = aftersale(RefundKind::MoneyAfterShipping, true);
    let noted = home.store.note_aftersales(WHO, &what, &[(ids[0], None), (ids[2], None), (999, None)]).unwrap();
    assert_eq!(noted.done.iter().map(|one| one.order_no.as_str()).collect::<Vec<_>>(), ["1"]);
    let why: Vec<&str> = noted.refused.iter().map(|one| one.why.code()).collect();
    assert_eq!(why, ["refused_not_paid", "gone"]);
    let rows = queue(&home, QueueView::All);
    assert_eq!(rows.iter().map(|row| row.order_no.as_str()).collect::<Vec<_>>(), ["2"], "nothing to send any more");
    assert_eq!((levels(&home).good, levels(&home).to_ship), (Some(20), 1), "its pieces are free again");
    let told = detail(&home, "1");
    assert_eq!((told.order.refund, told.flow.unwrap().refund()), (Money::from_fen(10_000), Refund::Whole));
    assert_eq!(told.refunds[0].kind, RefundKind::MoneyBeforeShipping, "it had not left the house");
    assert_eq!(told.refunds[0].reason, "七天无理由");
    assert_eq!(
        home.store.note_aftersales(WHO, &what, &[(ids[0], None)]).unwrap().refused[0].why.code(),
        "refused_all_back"
    );
    sound(&home);
    home.store.unnote_aftersales(WHO, &noted.imports).unwrap();
    assert_eq!(queue(&home, QueueView::All).len(), 2);
    assert_eq!(detail(&home, "1").order.refund, Money::ZERO);
    sound(&home);
}

#[test]
fn a_return_agreed_on_the_phone_is_noted_received_and_paid_back() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 2, "2026-04-30 10:00:00")]));
    let one = id(&home, "1");
    ship(&home, "1", "ZT10001");
    let what = aftersale(RefundKind::GoodsAndMoney, false);
    home.store.note_aftersales(WHO, &what, &[(one, fen(5_000))]).unwrap();
    let refund = detail(&home, "1").refunds[0].clone();
    assert_eq!((refund.status, refund.kind), (RefundStatus::WaitReturn, RefundKind::GoodsAndMoney));
    let shown = home.store.refund_detail(refund.id).unwrap();
    assert!(shown.noted && shown.may_come_back);
    let came = GoodsBack {
        order_id: one,
        refund_no: refund.refund_no.clone(),
        lines: vec![BackLine { code: RED.to_owned(), good: 1, ..BackLine::default() }],
        ..GoodsBack::default()
    };
    home.store.take_back(WHO, &[came]).unwrap();
    assert_eq!(levels(&home).good, Some(19), "20, two sent, one back");
    assert_eq!(detail(&home, "1").order.refund, Money::ZERO, "the money is still here");
    let settled = home.store.settle_aftersale(WHO, refund.id, true).unwrap();
    assert_eq!(detail(&home, "1").order.refund, Money::from_fen(5_000));
    assert!(home.store.settle_aftersale(WHO, refund.id, false).is_err(), "it is over");
    sound(&home);
    home.store.unnote_aftersales(WHO, &[settled]).unwrap();
    assert_eq!(detail(&home, "1").refunds[0].status, RefundStatus::WaitReturn);
    sound(&home);
}

#[test]
fn the_platforms_refund_takes_the_place_of_what_was_noted() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 2, "2026-04-30 10:00:00")]));
    let one = id(&home, "1");
    let what = aftersale(RefundKind::MoneyAfterShipping, true);
    let too_much = home.store.note_aftersales(WHO, &what, &[(one, fen(10_001))]).unwrap();
    assert_eq!(Lang::Zh.say(&too_much.refused[0].why), "订单 1 最多只能再退 ¥100.00。");
    let noted = home.store.note_aftersales(WHO, &what, &[(one, fen(3_000))]).unwrap();
    assert_eq!(detail(&home, "1").order.refund, Money::from_fen(3_000));
    let theirs = back("R1", "1", 1, RefundStatus::Succeeded, RefundKind::MoneyBeforeShipping);
    home.import(&Drafts { refunds: vec![theirs], ..Drafts::default() });
    let told = detail(&home, "1");
    assert_eq!(told.order.refund, Money::from_fen(5_000), "it counts once");
    let states: Vec<RefundStatus> = told.refunds.iter().map(|refund| refund.status).collect();
    assert!(states.contains(&RefundStatus::Closed) && states.contains(&RefundStatus::Succeeded));
    // Taking the note back changes nothing any more.
    home.store.unnote_aftersales(WHO, &noted.imports).unwrap();
    assert_eq!(detail(&home, "1").order.refund, Money::from_fen(5_000));
    sound(&home);
}

#[test]
fn a_batch_that_is_taken_back_gives_back_pieces_and_parcels_but_not_what_was_done_since() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 3, "2026-04-30 10:00:00"), paid("2", RED, 2, "2026-04-30 11:00:00")]));
    let audited = take(&home, Step::Audit, &[Task::of(id(&home, "1")), Task::of(id(&home, "2"))]);
    let sent = ship(&home, "1", "ZT10001");
    // The first order has gone on since it was audited.
    let undone = home.store.undo_batch(WHO, audited.batch_id).unwrap();
    let refused: Vec<(&str, &str)> = undone.refused.iter().map(|one| (one.order_no.as_str(), one.why.code())).collect();
    assert_eq!(refused, [("1", "refused_since_ship")]);
    assert_eq!((stage(&home, "1"), stage(&home, "2")), (Stage::Shipped, Stage::Paid));
    home.store.undo_batch(WHO, sent.batch_id).unwrap();
    assert_eq!(stage(&home, "1"), Stage::Audited);
    assert_eq!((levels(&home).good, levels(&home).to_ship), (Some(20), 5));
    assert!(detail(&home, "1").parcels.is_empty());
    assert!(home.store.undo_batch(WHO, sent.batch_id).is_err(), "nothing of it is in force any more");
    let forces: Vec<i64> = home.store.order_batches(9).unwrap().iter().map(|batch| batch.in_force).collect();
    assert_eq!(forces, [0, 0, 0, 1], "newest first: two undoings, the shipping, the audit of order 1");
    sound(&home);
    // And it can be sent again, with the same parcel.
    assert_eq!(ship(&home, "1", "ZT10001").done.len(), 1);
    sound(&home);
}

#[test]
fn work_outlives_an_import_that_is_taken_back() {
    let home = kept();
    let file = drafts(vec![paid("1", RED, 3, "2026-04-30 10:00:00")]);
    home.import(&file);
    ship(&home, "1", "ZT10001");
    let last = home.store.imports().unwrap().remove(0);
    home.store.undo_import(WHO, last.id).unwrap();
    assert_eq!(levels(&home).good, Some(20), "nobody knows what the order took");
    sound(&home);
    home.import(&file);
    assert_eq!(stage(&home, "1"), Stage::Shipped);
    assert_eq!(levels(&home).good, Some(17));
    assert_eq!(detail(&home, "1").parcels.len(), 1);
    sound(&home);
}

#[test]
fn files_that_contradict_what_was_done_are_shown_and_settled() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 3, "2026-04-30 10:00:00"), paid("2", RED, 2, "2026-04-30 11:00:00")]));
    ship(&home, "1", "ZT10001");
    ship(&home, "2", "ZT10002");
    // The file knows another parcel of the one, and that the money of the other went back before anything left.
    let (mut closed, mut line) = order("2", RED, 2, OrderStatus::ClosedRefunded, Some("2026-04-30 11:00:00"));
    closed.refund = fen(10_000);
    line.refund = fen(10_000);
    home.import(&drafts(vec![shipped("1", RED, 3, "YT99999"), (closed, line)]));
    let conflict = |no: &str| detail(&home, no).flow.unwrap().conflict().cloned();
    assert_eq!(conflict("1"), Some(Conflict::OtherParcel("YT99999".to_owned())));
    assert_eq!(conflict("2"), Some(Conflict::NeverLeft(Some(OrderStatus::ClosedRefunded))));
    assert_eq!(numbers(&queue(&home, QueueView::Conflict)), ["1", "2"]);
    assert_eq!(detail(&home, "1").order.tracking_no, "ZT10001", "mine, until somebody settles it");
    assert_eq!(levels(&home).good, Some(15), "both have left the house");
    // The file is right about the parcel; nothing else changes.
    take(&home, Step::TakeTheirs, &[Task::of(id(&home, "1"))]);
    assert_eq!((conflict("1"), detail(&home, "1").order.tracking_no.as_str()), (None, "YT99999"));
    assert_eq!(levels(&home).good, Some(15));
    // I am right about the other: it did leave. Then somebody finds it on the shelf after all.
    let kept_mine = take(&home, Step::KeepMine, &[Task::of(id(&home, "2"))]);
    assert_eq!((conflict("2"), stage(&home, "2")), (None, Stage::Shipped));
    assert!(queue(&home, QueueView::Conflict).is_empty());
    home.store.undo_batch(WHO, kept_mine.batch_id).unwrap();
    let taken = take(&home, Step::TakeTheirs, &[Task::of(id(&home, "2"))]);
    assert_eq!((conflict("2"), stage(&home, "2")), (None, Stage::Paid));
    assert_eq!(levels(&home).good, Some(17), "its two pieces never left");
    assert!(detail(&home, "2").parcels.is_empty());
    let again = take(&home, Step::TakeTheirs, &[Task::of(id(&home, "2"))]);
    assert_eq!(again.refused[0].why.code(), "refused_no_conflict");
    sound(&home);
    home.store.undo_batch(WHO, taken.batch_id).unwrap();
    assert_eq!(levels(&home).good, Some(15));
    sound(&home);
}

#[test]
fn the_queue_tells_what_is_late_what_is_short_and_what_has_notes() {
    let home = kept();
    let noted = |(mut order, line): (OrderDraft, LineDraft)| {
        order.seller_memo = "加急".to_owned();
        (order, line)
    };
    let mut all = drafts(vec![
        // Due at ten today: two hours ago. It takes 12 of 20.
        paid("1", RED, 12, "2026-04-29 10:00:00"),
        // Due at eight this evening. The 12 and its 9 are one more than there are.
        paid("2", RED, 9, "2026-04-29 20:00:00"),
        // Due tomorrow at noon; nobody keeps stock of it.
        noted(paid("3", BLUE, 1, "2026-04-30 12:00:00")),
        order("4", RED, 1, OrderStatus::Unpaid, None),
        shipped("5", RED, 1, "YT50001"),
        paid("6", RED, 5, "2026-04-28 10:00:00"),
    ]);
    // The money of this one went back: it neither waits nor takes anything from the others.
    all.refunds = vec![back("R6", "6", 5, RefundStatus::Succeeded, RefundKind::MoneyBeforeShipping)];
    home.import(&all);
    // The counted 20 are without what order 5 took: it was shipped after the count.
    assert_eq!((levels(&home).good, levels(&home).to_ship), (Some(19), 21));
    let rows = queue(&home, QueueView::All);
    assert_eq!(numbers(&rows), ["1", "2", "3"]);
    let minutes: Vec<Option<i64>> = rows.iter().map(|row| row.minutes_left(noon())).collect();
    assert_eq!(minutes, [Some(-120), Some(480), Some(1440)]);
    let stock: Vec<(bool, bool)> = rows.iter().map(|row| (row.short, row.untracked)).collect();
    assert_eq!(stock, [(false, false), (true, false), (false, true)]);
    assert_eq!(rows[0].items, format!("{RED} × 12"));
    take(&home, Step::Audit, &[Task::of(rows[0].id)]);
    let counts = home.store.queue_counts(&queue_query(QueueView::All)).unwrap().0;
    // All, overdue, due today, not audited, short, with notes, stuck, conflicts, silent.
    assert_eq!(counts, [3, 1, 1, 2, 1, 1, 0, 0, 0, 0]);
    assert_eq!(numbers(&queue(&home, QueueView::Overdue)), ["1"]);
    assert_eq!(numbers(&queue(&home, QueueView::DueToday)), ["2"]);
    assert_eq!(numbers(&queue(&home, QueueView::Short)), ["2"]);
    assert_eq!(numbers(&queue(&home, QueueView::Remark)), ["3"]);
    // A day and a half later the audited one is stuck, and the parcel of order 5 was never scanned.
    let later = |view| {
        let query = QueueQuery { now: at("2026-05-04 00:00:00"), ..queue_query(view) };
        home.store.queue(&query).unwrap().0
    };
    assert_eq!(later(QueueView::Stuck), [id(&home, "1")]);
    assert_eq!(later(QueueView::Silent), [id(&home, "5")]);
}

#[test]
fn more_than_there_is_is_refused_or_flagged_as_the_owner_wants() {
    let home = kept();
    count(&home, 4);
    home.import(&drafts(vec![
        paid("1", RED, 3, "2026-04-30 10:00:00"),
        paid("2", RED, 2, "2026-04-30 11:00:00"),
        paid("3", RED, 1, "2026-04-30 12:00:00"),
    ]));
    let tasks: Vec<Task> =
        ["1", "2", "3"].iter().map(|no| Task::parcel(id(&home, no), &format!("ZT1000{no}"), "")).collect();
    let refuse = StepRules { oversell: Oversell::Refuse };
    let preview = home.store.preview_steps(Step::Ship, &tasks, refuse).unwrap();
    let refused: Vec<(&str, &str)> =
        preview.refused.iter().map(|one| (one.order_no.as_str(), one.why.code())).collect();
    assert_eq!(refused, [("2", "refused_short")], "one piece is left after the first, which the third takes");
    assert_eq!(stage(&home, "1"), Stage::Paid, "a preview does nothing");
    let flagged = home.store.take_steps(WHO, Step::Ship, &tasks, StepRules { oversell: Oversell::Flag }).unwrap();
    let warned: Vec<bool> = flagged.done.iter().map(|one| one.warning.is_some()).collect();
    assert_eq!(warned, [false, true, true]);
    assert_eq!(levels(&home).good, Some(-2));
}

#[test]
fn goods_that_come_back_go_to_the_shelf_or_aside_and_can_be_taken_out_again() {
    let home = kept();
    let mut all = drafts(vec![shipped("1", RED, 3, "YT10001"), paid("2", RED, 1, "2026-04-30 10:00:00")]);
    all.refunds = vec![back("R1", "1", 3, RefundStatus::WaitReceipt, RefundKind::GoodsAndMoney)];
    home.import(&all);
    let refund = home.store.refunds(&RefundQuery::default()).unwrap().ids[0];
    assert!(home.store.refund_detail(refund).unwrap().may_come_back);
    let expected = home.store.goods_of_refunds(&[refund]).unwrap();
    let goods: Vec<(&str, i64)> = expected[0].goods.iter().map(|one| (one.code.as_str(), one.qty)).collect();
    assert_eq!((expected[0].refund_no.as_str(), goods), ("R1", vec![(RED, 3)]));
    let line = |good, defective, missing| BackLine { code: RED.to_owned(), good, defective, missing };
    let come = |no: &str, refund: &str, line: BackLine| GoodsBack {
        order_id: id(&home, no),
        refund_no: refund.to_owned(),
        lines: vec![line],
        ..GoodsBack::default()
    };
    let why = |goods: GoodsBack| home.store.take_back(WHO, &[goods]).unwrap().refused[0].why.code().to_owned();
    assert_eq!(why(come("1", "R1", line(4, 0, 0))), "refused_more_than_sent");
    assert_eq!(why(come("1", "R1", line(-1, 0, 0))), "refused_negative");
    assert_eq!(why(come("1", "R1", line(0, 0, 0))), "refused_nothing_back");
    assert_eq!(why(come("2", "", line(1, 0, 0))), "refused_not_shipped");
    assert_eq!((levels(&home).good, levels(&home).defective), (Some(17), Some(0)));
    let result = home.store.take_back(WHO, &[come("2", "", line(1, 0, 0)), come("1", "R1", line(1, 1, 1))]).unwrap();
    assert_eq!((result.done.len(), result.refused.len()), (1, 1), "one failure leaves the other done");
    assert_eq!((levels(&home).good, levels(&home).defective), (Some(18), Some(1)), "the missing one is nowhere");
    let shown = home.store.refund_detail(refund).unwrap();
    let found = shown.back.clone().unwrap();
    assert_eq!((found.good, found.defective, found.missing, shown.refund.goods_back), (1, 1, 1, true));
    assert!(detail(&home, "1").flow.unwrap().done().returned);
    let document = home.store.stock_documents(1).unwrap().remove(0);
    assert_eq!((document.number.as_str(), document.reason.as_str()), ("TH20260501-001", "R1"));
    assert_eq!(why(come("1", "R1", line(1, 0, 0))), "refused_already_back");
    home.store.undo_batch(WHO, result.batch_id).unwrap();
    assert_eq!((levels(&home).good, levels(&home).defective), (Some(17), Some(0)));
    assert!(home.store.refund_detail(refund).unwrap().back.is_none());
    sound(&home);
}

#[test]
fn what_is_called_back_or_sent_again_moves_stock_too() {
    let home = kept();
    home.import(&drafts(vec![shipped("1", RED, 3, "YT10001")]));
    let one = id(&home, "1");
    take(&home, Step::Intercept, &[Task::of(one)]);
    let goods = GoodsBack {
        order_id: one,
        lines: vec![BackLine { code: RED.to_owned(), good: 3, ..BackLine::default() }],
        ..GoodsBack::default()
    };
    assert_eq!(home.store.take_back(WHO, &[goods]).unwrap().done.len(), 1);
    assert_eq!(levels(&home).good, Some(20));
    let out = [(RED.to_owned(), 2), (BLUE.to_owned(), 1)];
    let again = |tracking_no: &str| {
        let task = Task::parcel(one, tracking_no, "顺丰速运");
        home.store.send_again(WHO, Step::Reissue, &task, &out).unwrap()
    };
    assert_eq!(again("YT10001").refused[0].why.code(), "refused_same_parcel", "it needs a parcel of its own");
    let sent = again("SF20002");
    assert_eq!(levels(&home).good, Some(18), "two went out; of the blue one nobody keeps stock");
    let parcels: Vec<String> = detail(&home, "1").parcels.into_iter().map(|parcel| parcel.tracking_no).collect();
    assert_eq!(parcels.len(), 2);
    assert!(parcels.contains(&"SF20002".to_owned()));
    home.store.undo_batch(WHO, sent.batch_id).unwrap();
    assert_eq!((levels(&home).good, detail(&home, "1").parcels.len()), (Some(20), 1));
    sound(&home);
}

#[test]
fn money_that_goes_back_before_shipping_frees_what_was_kept_for_it() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 3, "2026-04-30 10:00:00")]));
    assert_eq!(levels(&home).sendable(), Some(17));
    let refunds = vec![back("R1", "1", 3, RefundStatus::Succeeded, RefundKind::MoneyBeforeShipping)];
    home.import(&Drafts { refunds, ..Drafts::default() });
    assert_eq!((levels(&home).to_ship, levels(&home).sendable()), (0, Some(20)));
    assert_eq!(detail(&home, "1").flow.unwrap().refund(), Refund::Whole);
}

#[test]
fn a_batch_keeps_the_moment_it_is_told() {
    let home = kept();
    home.import(&drafts(vec![paid("1", RED, 1, "2026-04-30 10:00:00")]));
    let moment: NaiveDateTime = at("2026-05-01 08:30:00");
    let task = Task { at: Some(moment), ..Task::parcel(id(&home, "1"), "ZT10001", "中通快递") };
    take(&home, Step::Ship, &[task]);
    assert_eq!(detail(&home, "1").order.shipped_at, Some(moment));
    assert_eq!(home.store.stock_told_at().unwrap(), Some(noon()));
}
