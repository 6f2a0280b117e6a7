//! Stocktake plans: what is sold while people count is no difference, large differences are counted twice, a wrong row leaves the others,
//! and a posted plan can be taken out of the books again.

use chrono::NaiveDateTime;
use zhanggui::domain::abc::AbcClass;
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::stock::StockRules;
use zhanggui::domain::stocktake::{Base, Draw, Limits, Refusal, Scope, StocktakeState};
use zhanggui::store::{
    Count, CountedSheet, LineQuery, LineSet, SheetLine, StockProblem, StockQuery, StocktakeLine, StocktakePlan,
    StocktakeProblem, StoreError, Tell,
};

use super::{Home, at, day, fen, shop};

const ACTOR: &str = "掌柜";

fn product(code: &str, category: &str, barcode: &str) -> ProductDraft {
    ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: format!("上衣 {code}"),
        category: category.to_owned(),
        barcode: barcode.to_owned(),
        cost: fen(2_000),
        ..ProductDraft::default()
    }
}

/// `qty` pieces of a SKU for `yuan`, paid and shipped at a moment.
fn sale(no: &str, code: &str, qty: i64, yuan: i64, when: &str) -> Drafts {
    let order = OrderDraft {
        order_no: no.to_owned(),
        status: Some(OrderStatus::Shipped),
        created_at: Some(at(when)),
        paid_at: Some(at(when)),
        shipped_at: Some(at(when)),
        payable: fen(yuan * 100),
        paid: fen(yuan * 100),
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: "上衣".to_owned(),
        qty,
        paid: fen(yuan * 100),
        status: Some(OrderStatus::Shipped),
        ..LineDraft::default()
    };
    Drafts { orders: vec![order], lines: vec![line], ..Drafts::default() }
}

/// Four SKUs at ¥20 a piece; of A, B and C the books say 100, of D nobody knows.
fn kept() -> Home {
    let home = shop();
    let products = vec![
        product("A", "衣", "6901"),
        product("B", "衣", "6902"),
        product("C", "裤", "6903"),
        product("D", "裤", "6903"),
    ];
    home.import(&Drafts { products, ..Drafts::default() });
    let lines = ["A", "B", "C"].map(|code| (code.to_owned(), 100)).to_vec();
    let opening = Count { warehouse: 1, counted_at: at("2026-04-01 08:00:00"), reason: "建账".to_owned(), lines };
    home.store.post_count(ACTOR, &opening).unwrap();
    home
}

/// A plan over everything; ten pieces off must be counted again.
fn everything() -> StocktakePlan {
    StocktakePlan {
        name: "四月盘点".to_owned(),
        warehouse: 1,
        scope: Scope::default(),
        blind: true,
        limits: Limits { pieces: Some(10), ..Limits::default() },
    }
}

fn started(home: &Home, plan: &StocktakePlan) -> i64 {
    let id = home.store.create_stocktake(ACTOR, plan, at("2026-04-20 08:00:00")).unwrap();
    home.store.start_stocktake(ACTOR, id, day("2026-04-20"), at("2026-04-20 08:00:00")).unwrap();
    id
}

fn tell(home: &Home, plan: i64, text: &str, pieces: i64, when: &str) -> StocktakeState {
    home.store.count_stocktake(ACTOR, plan, text, Tell::Pieces(pieces), at(when)).unwrap().state
}

fn line(home: &Home, plan: i64, code: &str) -> StocktakeLine {
    let all = home.store.stocktake_lines(&LineQuery { plan, ..LineQuery::default() }).unwrap();
    all.into_iter().find(|line| line.code == code).unwrap()
}

fn good(home: &Home, when: &str, code: &str) -> Option<i64> {
    let query = StockQuery {
        day: day(when),
        sold_until: day(when),
        warehouse: 0,
        text: code.to_owned(),
        categories: Vec::new(),
        ids: None,
        rules: StockRules::default(),
    };
    home.store.stock(&query).unwrap().into_iter().find(|row| row.code == code).unwrap().levels.good
}

fn problem(done: Result<impl std::fmt::Debug, StoreError>) -> StocktakeProblem {
    match done.unwrap_err() {
        StoreError::Stocktake(problem) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_sold_between_counting_and_posting_is_no_difference() {
    let home = kept();
    let plan = started(&home, &everything());
    tell(&home, plan, "A", 98, "2026-04-20 09:00:00");
    // Three of A are sent off after it was counted; five of B before.
    home.import(&sale("1", "A", 3, 150, "2026-04-20 10:00:00"));
    home.import(&sale("2", "B", 5, 250, "2026-04-20 10:30:00"));
    tell(&home, plan, "B", 95, "2026-04-20 11:00:00");
    // Told only now, and yet from before A was counted: one more of A was gone by then.
    home.import(&sale("3", "A", 1, 50, "2026-04-20 08:30:00"));
    let (a, b) = (line(&home, plan, "A"), line(&home, plan, "B"));
    assert_eq!((a.book, a.off(), a.value()), (Some(99), Some(-1), fen(-2_000)), "one is missing, at ¥20");
    assert_eq!((b.book, b.off()), (Some(95), Some(0)));
    assert_eq!(home.store.finish_stocktake(ACTOR, plan).unwrap(), StocktakeState::Ready);
    let done = home.store.post_stocktake(ACTOR, plan, "破损", at("2026-04-20 18:00:00")).unwrap();
    assert_eq!((done.posted.moved, done.left_out.len()), (1, 0));
    assert_eq!(good(&home, "2026-04-30", "A"), Some(95), "98 counted, 3 sent off since");
    assert_eq!(good(&home, "2026-04-30", "B"), Some(95));
    assert_eq!(good(&home, "2026-04-30", "C"), Some(100), "nobody counted it");
    // One document; each difference at its own moment, with its reason.
    let documents = home.store.stock_documents(9).unwrap();
    assert_eq!((documents.len(), documents[0].skus, documents[0].pieces), (2, 2, -1));
    let moved = home.store.movements("A", 9).unwrap();
    let difference = moved.iter().find(|one| one.document == done.posted.number && one.qty != 0).unwrap();
    assert_eq!((difference.moved_at, difference.qty, difference.counted), (at("2026-04-20 09:00:00"), -1, Some(98)));
    assert_eq!((difference.note.as_str(), difference.reason.as_str()), ("破损", "四月盘点"));
    // What is told even later of the time before does not move what was counted.
    home.import(&sale("4", "A", 2, 100, "2026-04-20 07:00:00"));
    assert_eq!(good(&home, "2026-04-30", "A"), Some(95));
    let row = home.store.stocktake(plan).unwrap();
    assert_eq!((row.planned, row.counted, row.different, row.less, row.value), (4, 2, 1, -1, Money::from_fen(-2_000)));
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn a_large_difference_waits_for_a_second_count_or_a_reason() {
    let home = kept();
    let plan = started(&home, &everything());
    tell(&home, plan, "A", 90, "2026-04-20 09:00:00");
    tell(&home, plan, "B", 112, "2026-04-20 09:01:00");
    tell(&home, plan, "C", 91, "2026-04-20 09:02:00");
    tell(&home, plan, "D", 500, "2026-04-20 09:03:00");
    assert_eq!(home.store.finish_stocktake(ACTOR, plan).unwrap(), StocktakeState::Recounting);
    let due = LineQuery { plan, set: LineSet::Due, ..LineQuery::default() };
    let codes: Vec<String> = home.store.stocktake_lines(&due).unwrap().into_iter().map(|line| line.code).collect();
    assert_eq!(codes, ["A", "B"], "C is nine off, and of D the books begin here");
    let refused = problem(home.store.post_stocktake(ACTOR, plan, "", at("2026-04-20 18:00:00")));
    assert_eq!(refused, StocktakeProblem::Step(Refusal::RecountDue(2)));
    // A was miscounted: the second count is what stands. The first stays to be seen.
    let taken = home.store.count_stocktake("小李", plan, "6901", Tell::Pieces(100), at("2026-04-20 10:00:00")).unwrap();
    assert_eq!((taken.recount, taken.state), (true, StocktakeState::Recounting));
    assert_eq!((taken.line.counted, taken.line.recount, taken.line.off()), (Some(90), Some(100), Some(0)));
    // B is accepted, and that needs a reason.
    let b = line(&home, plan, "B").id;
    assert_eq!(problem(home.store.reason_stocktake(ACTOR, plan, &[b], " ", true)), StocktakeProblem::NoReason);
    let state = home.store.reason_stocktake(ACTOR, plan, &[b], "上次盘错", true).unwrap();
    assert_eq!(state, StocktakeState::Ready);
    home.store.post_stocktake(ACTOR, plan, "", at("2026-04-20 18:00:00")).unwrap();
    let good = |code| good(&home, "2026-04-30", code);
    assert_eq!([good("A"), good("B"), good("C"), good("D")], [Some(100), Some(112), Some(91), Some(500)]);
    // 12 more and 9 fewer at ¥20; what D began with is no difference.
    let row = home.store.stocktake(plan).unwrap();
    assert_eq!((row.different, row.more, row.less, row.value), (2, 12, -9, Money::from_fen(6_000)));
    assert_eq!(row.opened, 500);
}

#[test]
fn what_only_another_warehouse_kept_differs_from_nothing_and_what_none_kept_begins_its_books() {
    let home = kept();
    let branch = home.store.add_warehouse(ACTOR, "分仓").unwrap();
    let plan = started(&home, &StocktakePlan { warehouse: branch, ..everything() });
    tell(&home, plan, "A", 212, "2026-04-20 09:00:00");
    tell(&home, plan, "B", 3, "2026-04-20 09:00:00");
    tell(&home, plan, "D", 500, "2026-04-20 09:00:00");
    let of = |code| line(&home, plan, code);
    assert_eq!((of("A").book, of("A").off(), of("A").due()), (Some(0), Some(212), true));
    assert_eq!((of("B").off(), of("B").due(), of("D").book, of("D").due()), (Some(3), false, None, false));
    let row = home.store.stocktake(plan).unwrap();
    assert_eq!((row.different, row.more, row.less, row.opened, row.due), (2, 215, 0, 500, 1));
    assert_eq!(home.store.finish_stocktake(ACTOR, plan).unwrap(), StocktakeState::Recounting);
    assert_eq!(tell(&home, plan, "A", 212, "2026-04-20 10:00:00"), StocktakeState::Ready);
    home.store.post_stocktake(ACTOR, plan, "", at("2026-04-20 18:00:00")).unwrap();
    let row = home.store.stocktake(plan).unwrap();
    assert_eq!((row.different, row.more, row.opened), (2, 215, 500));
    assert_eq!(["A", "B", "D"].map(|code| good(&home, "2026-04-30", code)), [Some(312), Some(103), Some(500)]);
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn a_first_count_told_anew_asks_for_a_second_anew() {
    let home = kept();
    let plan = started(&home, &everything());
    tell(&home, plan, "A", 50, "2026-04-20 09:00:00");
    home.store.finish_stocktake(ACTOR, plan).unwrap();
    assert_eq!(tell(&home, plan, "A", 51, "2026-04-20 09:10:00"), StocktakeState::Ready);
    assert_eq!(home.store.resume_stocktake(ACTOR, plan).unwrap(), StocktakeState::Counting);
    tell(&home, plan, "A", 60, "2026-04-20 09:20:00");
    let a = line(&home, plan, "A");
    assert_eq!((a.counted, a.recount, a.due()), (Some(60), None, true));
    assert_eq!(home.store.finish_stocktake(ACTOR, plan).unwrap(), StocktakeState::Recounting);
}

#[test]
fn scans_add_up_and_the_latest_can_be_taken_back() {
    let home = kept();
    let plan = started(&home, &everything());
    let scan = |when: &str| home.store.count_stocktake(ACTOR, plan, "6901", Tell::More(1), at(when)).unwrap();
    assert_eq!(scan("2026-04-20 09:00:00").line.found(), Some(1));
    let second = scan("2026-04-20 09:00:05");
    assert_eq!((second.before, second.line.found()), (Some(1), Some(2)));
    assert_eq!(home.store.stocktake_entries(plan, 9).unwrap().len(), 2);
    home.store.undo_stocktake_count(ACTOR, plan).unwrap();
    let a = line(&home, plan, "A");
    assert_eq!((a.counted, a.counted_at), (Some(1), Some(at("2026-04-20 09:00:00"))));
    home.store.undo_stocktake_count(ACTOR, plan).unwrap();
    assert_eq!(line(&home, plan, "A").counted, None);
    assert_eq!(problem(home.store.undo_stocktake_count(ACTOR, plan)), StocktakeProblem::NoEntry);
    let wrong = |text: &str, pieces| {
        let moment = at("2026-04-20 09:00:00");
        problem(home.store.count_stocktake(ACTOR, plan, text, Tell::Pieces(pieces), moment))
    };
    assert_eq!(wrong("没有", 1), StocktakeProblem::Unknown { text: "没有".to_owned() });
    assert_eq!(wrong("6903", 1), StocktakeProblem::Ambiguous { text: "6903".to_owned(), skus: 2 });
    assert_eq!(wrong("A", 6_901_234), StocktakeProblem::TooMany { text: "A".to_owned(), pieces: 6_901_234 });
}

fn sheet(lines: &[(&str, i64, Option<&str>)]) -> CountedSheet {
    let lines = lines.iter().map(|(text, pieces, when)| SheetLine {
        text: (*text).to_owned(),
        pieces: *pieces,
        at: when.map(at),
    });
    CountedSheet {
        lines: lines.collect(),
        at: at("2026-04-20 15:00:00"),
        now: at("2026-04-20 16:00:00"),
        source: "盘点表.xlsx".to_owned(),
    }
}

#[test]
fn wrong_rows_of_a_sheet_are_named_and_the_others_are_counted() {
    let home = kept();
    let trousers =
        StocktakePlan { scope: Scope { base: Base::Categories(vec!["衣".to_owned()]), draw: None }, ..everything() };
    let plan = started(&home, &trousers);
    let filled = sheet(&[
        ("A", 99, Some("2026-04-20 14:00:00")),
        ("没有", 1, None),
        ("C", 100, None),
        ("B", -1, None),
        ("6901", 98, None),
        ("B", 3, Some("2026-04-21 09:00:00")),
    ]);
    let name = |text: &str| text.to_owned();
    let wrong = vec![
        (1, StocktakeProblem::Unknown { text: name("没有") }),
        (2, StocktakeProblem::Outside { text: name("C") }),
        (3, StocktakeProblem::Negative { text: name("B"), pieces: -1 }),
        (4, StocktakeProblem::Twice { text: name("6901"), first: 0 }),
        (5, StocktakeProblem::Later { text: name("B") }),
    ];
    let preview = home.store.preview_stocktake_sheet(plan, &filled).unwrap();
    assert_eq!((&preview.problems, preview.good, preview.replaced), (&wrong, 1, 0));
    assert_eq!(line(&home, plan, "A").counted, None, "only looked at");
    let taken = home.store.count_stocktake_sheet(ACTOR, plan, &filled).unwrap();
    assert_eq!((taken.problems, taken.good), (wrong, 1));
    let a = line(&home, plan, "A");
    assert_eq!((a.counted, a.counted_at), (Some(99), Some(at("2026-04-20 14:00:00"))));
    // A second sheet says what the first did not say itself, and replaces.
    let second = sheet(&[("A", 97, None), ("B", 100, None)]);
    assert_eq!(home.store.preview_stocktake_sheet(plan, &second).unwrap().replaced, 1);
    home.store.count_stocktake_sheet(ACTOR, plan, &second).unwrap();
    let when = |code: &str| line(&home, plan, code).counted_at;
    assert_eq!((when("A"), when("B")), (Some(at("2026-04-20 15:00:00")), Some(at("2026-04-20 15:00:00"))));
    home.store.undo_stocktake_count(ACTOR, plan).unwrap();
    assert_eq!((line(&home, plan, "A").counted, line(&home, plan, "B").counted), (Some(99), None));
}

#[test]
fn a_sku_that_is_gone_or_counted_later_is_left_out_and_the_others_are_posted() {
    let home = kept();
    home.import(&Drafts { products: vec![product("E", "衣", "")], ..Drafts::default() });
    let plan = started(&home, &everything());
    tell(&home, plan, "A", 99, "2026-04-20 09:00:00");
    tell(&home, plan, "B", 99, "2026-04-20 09:00:00");
    tell(&home, plan, "E", 7, "2026-04-20 09:00:00");
    // Somebody counts B by hand meanwhile, and the sheet that brought E is taken back.
    let lines = vec![("B".to_owned(), 90)];
    let by_hand = Count { warehouse: 1, counted_at: at("2026-04-20 12:00:00"), reason: String::new(), lines };
    home.store.post_count(ACTOR, &by_hand).unwrap();
    let last = home.store.imports().unwrap().remove(0);
    home.store.undo_import(ACTOR, last.id).unwrap();
    home.store.finish_stocktake(ACTOR, plan).unwrap();
    let done = home.store.post_stocktake(ACTOR, plan, "", at("2026-04-20 18:00:00")).unwrap();
    let left: Vec<StockProblem> = done.left_out;
    assert_eq!(left.len(), 2);
    assert!(left.iter().any(|one| matches!(one, StockProblem::CountedLater { code, .. } if code == "B")));
    assert!(left.iter().any(|one| matches!(one, StockProblem::UnknownSku { code, .. } if code == "E")));
    assert_eq!((good(&home, "2026-04-30", "A"), good(&home, "2026-04-30", "B")), (Some(99), Some(90)));
    let posted = |code| line(&home, plan, code).posted;
    assert_eq!((posted("A"), posted("B"), posted("E")), (true, false, false));
}

#[test]
fn a_posted_plan_is_taken_out_of_the_books_and_posted_again() {
    let home = kept();
    let plan = started(&home, &everything());
    tell(&home, plan, "A", 95, "2026-04-20 09:00:00");
    home.store.finish_stocktake(ACTOR, plan).unwrap();
    let done = home.store.post_stocktake(ACTOR, plan, "丢失", at("2026-04-20 18:00:00")).unwrap();
    assert_eq!(good(&home, "2026-04-30", "A"), Some(95));
    let again = problem(home.store.post_stocktake(ACTOR, plan, "", at("2026-04-20 18:00:00")));
    assert_eq!(again, StocktakeProblem::Step(Refusal::State(StocktakeState::Posted)));
    home.store.reverse_stock(ACTOR, done.posted.document_id).unwrap();
    let row = home.store.stocktake(plan).unwrap();
    assert_eq!((row.state, row.document_id, row.different), (StocktakeState::Ready, 0, 1));
    assert_eq!(good(&home, "2026-04-30", "A"), Some(100));
    tell(&home, plan, "A", 96, "2026-04-20 19:00:00");
    home.store.post_stocktake(ACTOR, plan, "", at("2026-04-20 20:00:00")).unwrap();
    assert_eq!(good(&home, "2026-04-30", "A"), Some(96));
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn a_count_that_is_taken_back_does_not_move_a_later_one() {
    let home = kept();
    let by_hand = |pieces, when: &str| {
        let lines = vec![("A".to_owned(), pieces)];
        let count = Count { warehouse: 1, counted_at: at(when), reason: String::new(), lines };
        home.store.post_count(ACTOR, &count).unwrap()
    };
    let first = by_hand(90, "2026-04-10 09:00:00");
    by_hand(85, "2026-04-20 09:00:00");
    home.store.reverse_stock(ACTOR, first.document_id).unwrap();
    assert_eq!((good(&home, "2026-04-15", "A"), good(&home, "2026-04-30", "A")), (Some(100), Some(85)));
}

#[test]
fn a_plan_that_is_given_up_can_be_taken_up_and_says_why_until_then() {
    let home = kept();
    let plan = started(&home, &everything());
    tell(&home, plan, "A", 90, "2026-04-20 09:00:00");
    let moment: NaiveDateTime = at("2026-04-20 12:00:00");
    assert_eq!(problem(home.store.give_up_stocktake(ACTOR, plan, "", moment)), StocktakeProblem::NoReason);
    home.store.give_up_stocktake(ACTOR, plan, "下雨停工", moment).unwrap();
    let row = home.store.stocktake(plan).unwrap();
    assert_eq!((row.state, row.given_up.as_str()), (StocktakeState::GivenUp, "下雨停工"));
    let told = home.store.count_stocktake(ACTOR, plan, "A", Tell::Pieces(1), moment);
    assert_eq!(problem(told), StocktakeProblem::Step(Refusal::State(StocktakeState::GivenUp)));
    assert_eq!(home.store.take_up_stocktake(ACTOR, plan).unwrap(), StocktakeState::Counting);
    assert_eq!((line(&home, plan, "A").counted, good(&home, "2026-04-30", "A")), (Some(90), Some(100)));
}

#[test]
fn scopes_take_what_they_say() {
    let home = kept();
    // ¥800 of A and ¥150 of B lately; C sold more than both, but longer ago than 90 days.
    home.import(&sale("1", "A", 1, 800, "2026-04-10 10:00:00"));
    home.import(&sale("2", "B", 1, 150, "2026-04-11 10:00:00"));
    home.import(&sale("3", "C", 1, 9_000, "2026-01-10 10:00:00"));
    let take = |base, draw| home.store.stocktake_scope(&Scope { base, draw }, day("2026-04-20")).unwrap();
    assert_eq!(take(Base::All, None), ["A", "B", "C", "D"]);
    assert_eq!(take(Base::Categories(vec!["裤".to_owned()]), None), ["C", "D"]);
    assert_eq!(take(Base::Abc(vec![AbcClass::A]), None), ["A"]);
    assert_eq!(take(Base::Abc(vec![AbcClass::B]), None), ["B"]);
    assert_eq!(take(Base::Abc(vec![AbcClass::C]), None), ["C", "D"]);
    assert_eq!(take(Base::All, Some(Draw { skus: 2, seed: 5 })).len(), 2);
    let nothing =
        StocktakePlan { scope: Scope { base: Base::Skus(vec!["没有".to_owned()]), draw: None }, ..everything() };
    let id = home.store.create_stocktake(ACTOR, &nothing, at("2026-04-20 08:00:00")).unwrap();
    let started = home.store.start_stocktake(ACTOR, id, day("2026-04-20"), at("2026-04-20 08:00:00"));
    assert_eq!(problem(started), StocktakeProblem::Step(Refusal::NothingPlanned));
    home.store.change_stocktake(ACTOR, id, &everything()).unwrap();
    assert_eq!(home.store.start_stocktake(ACTOR, id, day("2026-04-20"), at("2026-04-20 08:00:00")).unwrap(), 4);
    assert_eq!(home.store.stocktake(id).unwrap().plan, everything(), "a plan reads back as it was written");
}
