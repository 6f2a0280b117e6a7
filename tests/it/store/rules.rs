//! Rules and people: which order falls to whom and why, worked out by hand; what people decide stays; everything can be taken back.

use proptest::prelude::*;
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft};
use zhanggui::domain::flow::{self, Stage};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::period::Period;
use zhanggui::domain::region::Province;
use zhanggui::domain::rule::{Actions, Body, Condition, Flag, Note, Rule, StaffChoice};
use zhanggui::locale::Lang;
use zhanggui::store::{Count, Doer, Hand, OrderQuery, OrderWork, Severity, StepRules, StoreError, Task, TimelineKind};

use super::{Home, at, day, fen, own, shop};

/// A paid order that waits: number, buyer, yuan, province, when it was paid.
fn order(no: &str, buyer: &str, yuan: i64, place: &str, paid: &str) -> OrderDraft {
    OrderDraft {
        order_no: no.to_owned(),
        buyer: buyer.to_owned(),
        status: Some(OrderStatus::Paid),
        created_at: Some(at(paid)),
        paid_at: Some(at(paid)),
        payable: fen(yuan * 100),
        paid: fen(yuan * 100),
        items: Some(1),
        province: Province::parse(place),
        ..OrderDraft::default()
    }
}

fn shipped(order: OrderDraft) -> OrderDraft {
    OrderDraft { status: Some(OrderStatus::Shipped), shipped_at: order.paid_at, ..order }
}

fn line(no: &str, code: &str, qty: i64) -> LineDraft {
    LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: "羊毛大衣".to_owned(),
        qty,
        ..LineDraft::default()
    }
}

fn orders(orders: Vec<OrderDraft>) -> Drafts {
    Drafts { orders, ..Drafts::default() }
}

/// Six orders. 甲 has bought twice before the last of hers.
fn six() -> Drafts {
    let mut urgent = order("5", "丁", 80, "广东", "2026-04-30 11:00:00");
    urgent.buyer_message = "请尽快".to_owned();
    orders(vec![
        shipped(order("1", "甲", 400, "浙江", "2026-04-10 10:00:00")),
        shipped(order("2", "甲", 100, "浙江", "2026-04-20 10:00:00")),
        order("3", "甲", 50, "浙江", "2026-04-30 09:00:00"),
        order("4", "乙", 268, "浙江", "2026-04-30 10:00:00"),
        urgent,
        order("6", "戊", 70, "", "2026-04-30 12:00:00"),
    ])
}

fn rule(name: &str, conditions: Vec<Condition>, actions: Actions) -> Rule {
    Rule { name: name.to_owned(), on: true, body: Body { conditions, actions }, ..Rule::default() }
}

fn to(id: i64) -> Actions {
    Actions { staff: Some(StaffChoice::One { id }), ..Actions::default() }
}

fn yuan(yuan: i64) -> Option<Money> {
    fen(yuan * 100)
}

/// Two people, and three rules: a regular's order to 小林, a large one from 浙江 to 阿敏, an urgent one held.
fn staffed() -> (Home, [i64; 2]) {
    let home = shop();
    let people = ["小林", "阿敏"].map(|name| home.store.add_staff("掌柜", name).unwrap());
    (home, people)
}

fn three([lin, min]: [i64; 2]) -> Vec<Rule> {
    let zhejiang = Condition::Region { any: Province::parse("浙江").into_iter().collect(), not: false };
    let urgent = Condition::BuyerMessage { note: Note::Contains { words: vec!["尽快".to_owned()] } };
    vec![
        rule("老客", vec![Condition::Bought { orders: Some(2), paid: yuan(500), within: None }], to(lin)),
        rule(
            "浙江大单",
            vec![zhejiang, Condition::Paid { from: yuan(200), to: None }],
            Actions { warehouse: Some(1), courier: Some("中通".to_owned()), flag: Some(Flag::Green), ..to(min) },
        ),
        rule(
            "急",
            vec![urgent],
            Actions { hold: Some("先打电话".to_owned()), tags: vec!["加急".to_owned()], ..to(lin) },
        ),
    ]
}

fn id(home: &Home, no: &str) -> i64 {
    let query = OrderQuery { text: no.to_owned(), ..OrderQuery::default() };
    let ids = home.store.orders(&query).unwrap().ids;
    home.store.order_rows(&ids).unwrap().into_iter().find(|row| row.order_no == no).unwrap().id
}

fn work(home: &Home, no: &str) -> OrderWork {
    home.store.order_detail(id(home, no)).unwrap().work
}

fn staff_of(home: &Home, no: &str) -> String {
    work(home, no).mark.staff
}

#[test]
fn waiting_orders_fall_to_whom_the_first_matching_rule_says_and_the_reason_stands_on_them() {
    let (home, people) = staffed();
    home.import(&six());
    home.store.enact_rules("掌柜", &three(people)).unwrap();
    let applied = home.store.apply_rules("掌柜").unwrap();
    // 3, 4, 5 and 6 wait; nothing fits 6, of which no province is known.
    assert_eq!((applied.looked_at, applied.assigned, applied.held, applied.nobody), (4, 3, 1, 1));
    assert_eq!(["3", "4", "5", "6"].map(|no| staff_of(&home, no)), ["小林", "阿敏", "小林", ""]);
    let four = work(&home, "4");
    let reason = four.reason.unwrap();
    assert_eq!(reason.said(Lang::Zh), "规则 2《浙江大单》：省份是浙江；实付 268.00 ≥ 200");
    assert_eq!(
        reason.before[0].said(Lang::Zh),
        "规则 1《老客》不符：此前付款 ≥ 2 笔、此前实付 ≥ 500（这单：没有买过）"
    );
    assert_eq!((four.warehouse.as_str(), four.courier.as_str(), four.mark.flag), ("主仓", "中通", Some(Flag::Green)));
    let three = work(&home, "3").reason.unwrap().said(Lang::Zh);
    assert_eq!(three, "规则 1《老客》：此前付过 2 笔、500.00，最近 9 天前");
    assert_eq!(
        (work(&home, "5").mark.holds, work(&home, "5").mark.tags),
        (vec!["先打电话".to_owned()], vec!["加急".to_owned()])
    );
    // What was sent before there were rules stays as it is.
    assert!(work(&home, "1").is_empty());
    let again = home.store.apply_rules("掌柜").unwrap();
    assert_eq!((again.looked_at, again.assigned), (1, 0), "what is handed out is not handed out twice");
    assert!(home.store.check().unwrap().is_empty());
}

#[test]
fn who_passes_and_is_handed_out_by_a_rule_has_come_that_far_and_the_timeline_says_why() {
    let (home, people) = staffed();
    let mut rules = three(people);
    // The large one from 浙江 passes by itself.
    rules[1].body.actions.pass = true;
    home.store.enact_rules("掌柜", &rules).unwrap();
    home.import(&six());
    let standing = |no: &str| home.store.order_detail(id(&home, no)).unwrap();
    let stage = |no: &str| standing(no).flow.unwrap().stage();
    assert_eq!(stage("4"), Stage::Allocated, "passed and handed out");
    assert_eq!(stage("3"), Stage::Paid, "handed out, and somebody has to look at it first");
    home.store.take_steps("小林", flow::Step::Audit, &[Task::of(id(&home, "3"))], StepRules::default()).unwrap();
    assert_eq!(stage("3"), Stage::Allocated);
    let refused =
        home.store.take_steps("小林", flow::Step::Audit, &[Task::of(id(&home, "5"))], StepRules::default()).unwrap();
    assert_eq!(Lang::Zh.say(&refused.refused[0].why), "订单 5 挂起中：先打电话。先解除挂起再继续。");
    let why = |no: &str| {
        standing(no).timeline.into_iter().find_map(|event| match event.what {
            TimelineKind::Handed(change) => Some((change.staff, change.reason.map(|reason| reason.said(Lang::Zh)))),
            _ => None,
        })
    };
    let (staff, said) = why("4").unwrap();
    assert_eq!((staff.as_str(), said.unwrap().contains("浙江大单")), ("阿敏", true));
    // Given to somebody else, its way stays; given to nobody, it is only audited.
    let four = id(&home, "4");
    home.store.assign_by_hand("掌柜", &[four], &Hand { staff: Some(people[0]), ..Hand::default() }).unwrap();
    assert_eq!(stage("4"), Stage::Allocated);
    let nobody = Hand { staff: Some(0), warehouse: Some(0), courier: Some(String::new()) };
    let touched = home.store.assign_by_hand("掌柜", &[four], &nobody).unwrap();
    assert_eq!(stage("4"), Stage::Audited);
    home.store.undo_marks("掌柜", touched.batch).unwrap();
    assert_eq!(stage("4"), Stage::Allocated);
    assert_eq!(home.store.check().unwrap().iter().filter(|one| one.severity == Severity::Problem).count(), 0);
}

#[test]
fn a_trial_counts_and_writes_nothing() {
    let (home, people) = staffed();
    home.import(&six());
    let [lin, min] = people;
    let rules = three(people);
    home.store.enact_rules("掌柜", &rules[..1]).unwrap();
    let version = home.store.version();
    let month = Period::new(day("2026-04-01"), day("2026-04-30"));
    let run = home.store.dry_run(&rules, month, &mut |_, _| true).unwrap();
    let found = |ids: &[i64]| {
        let mut numbers: Vec<String> =
            home.store.order_rows(ids).unwrap().into_iter().map(|row| row.order_no).collect();
        numbers.sort();
        numbers.join(" ")
    };
    // 1 (400, 浙江) and 4 (268, 浙江) are large; 3 is a regular's; 5 is urgent; 2 is small, of 6 no province is known.
    assert_eq!(run.orders, 6);
    assert_eq!(run.rules.iter().map(|one| found(&one.ids)).collect::<Vec<_>>(), ["3", "1 4", "5"]);
    assert_eq!(found(&run.nobody.ids), "2 6");
    // The rule in force takes 3 alone and the same way.
    assert_eq!(found(&run.changed.ids), "1 4 5");
    let shares: Vec<(i64, i64)> = run.shares.iter().map(|share| (share.staff, share.orders)).collect();
    assert_eq!(shares, [(lin, 2), (min, 2)]);
    assert_eq!(run.rules[1].examples.first().map(|(_, no)| no.as_str()), Some("4"), "the latest first");
    assert_eq!(home.store.version(), version, "nothing was written");
    let stopped = home.store.dry_run(&rules, month, &mut |_, _| false);
    assert_eq!(stopped.unwrap_err(), StoreError::Cancelled);
}

#[test]
fn an_import_hands_out_what_it_brings_and_what_a_person_decided_outlives_every_import() {
    let (home, people) = staffed();
    home.store.enact_rules("掌柜", &three(people)).unwrap();
    let first = home.import(&six());
    assert_eq!(staff_of(&home, "4"), "阿敏", "the rules were applied by themselves");
    let four = id(&home, "4");
    let hand = Hand { staff: Some(people[0]), courier: Some("顺丰".to_owned()), ..Hand::default() };
    home.store.assign_by_hand("掌柜", &[four], &hand).unwrap();
    home.store.hold_orders("掌柜", &[four], "等确认").unwrap();
    home.import(&six());
    home.store.apply_rules("掌柜").unwrap();
    let kept = |home: &Home| {
        let work = work(home, "4");
        (work.mark.staff, work.courier, work.by_hand, work.mark.holds)
    };
    let expected = ("小林".to_owned(), "顺丰".to_owned(), true, vec!["等确认".to_owned()]);
    assert_eq!(kept(&home), expected);
    home.store.undo_import("掌柜", first.import_id + 1).unwrap();
    home.store.undo_import("掌柜", first.import_id).unwrap();
    assert!(home.store.orders(&OrderQuery::default()).unwrap().ids.is_empty());
    home.import(&six());
    assert_eq!(kept(&home), expected, "it comes back with its order");
}

#[test]
fn orders_are_shared_by_what_lies_on_the_desks() {
    let (home, [lin, min]) = staffed();
    let ten = |from: usize| {
        orders(
            (from..from + 10)
                .map(|n| order(&format!("{n}"), &format!("b{n}"), 10, "", &format!("2026-04-30 10:{:02}:00", n % 60)))
                .collect(),
        )
    };
    home.import(&ten(100));
    let mine: Vec<i64> = ["100", "101", "102", "103"].map(|no| id(&home, no)).into();
    home.store.assign_by_hand("掌柜", &mine, &Hand { staff: Some(lin), ..Hand::default() }).unwrap();
    let both = Actions { staff: Some(StaffChoice::Balance { among: vec![lin, min] }), ..Actions::default() };
    home.store.enact_rules("掌柜", &[rule("轮流", Vec::new(), both.clone())]).unwrap();
    home.store.apply_rules("掌柜").unwrap();
    let desks =
        |home: &Home| home.store.staff().unwrap().into_iter().map(|one| (one.open, one.today)).collect::<Vec<_>>();
    // 小林 has four: the first four of six go to 阿敏, the rest by turns.
    assert_eq!(desks(&home), [(5, 5), (5, 5)]);
    home.store.activate_staff("掌柜", min, false).unwrap();
    home.import(&ten(200));
    assert_eq!(desks(&home), [(15, 15), (5, 5)], "who has left gets nothing");
    home.store.activate_staff("掌柜", lin, false).unwrap();
    home.import(&ten(300));
    let nobody = OrderQuery { doer: Some(Doer::Nobody), ..OrderQuery::default() };
    assert_eq!(home.store.orders(&nobody).unwrap().ids.len(), 10, "they wait for somebody");
    let of_min = OrderQuery { doer: Some(Doer::Of(min)), ..OrderQuery::default() };
    assert_eq!(home.store.orders(&of_min).unwrap().ids.len(), 5);
}

#[test]
fn who_lacks_goods_is_who_paid_last() {
    let (home, [lin, _]) = staffed();
    let lacking =
        rule("缺货", vec![Condition::Lacking { lacking: true }], Actions { hold: Some("缺货".to_owned()), ..to(lin) });
    let mut drafts = orders(vec![
        order("1", "甲", 10, "", "2026-04-30 09:00:00"),
        order("2", "乙", 10, "", "2026-04-30 10:00:00"),
        order("3", "丙", 10, "", "2026-04-30 11:00:00"),
    ]);
    drafts.products = vec![own("A"), own("B")];
    drafts.lines = vec![line("1", "A", 2), line("2", "A", 2), line("3", "B", 1)];
    home.import(&drafts);
    let count = Count {
        warehouse: 1,
        counted_at: at("2026-04-29 09:00:00"),
        reason: String::new(),
        lines: vec![("A".to_owned(), 3)],
    };
    home.store.post_count("掌柜", &count).unwrap();
    home.store.enact_rules("掌柜", &[lacking]).unwrap();
    home.store.apply_rules("掌柜").unwrap();
    // Three pieces of A: two go to the first, the second lacks one. Of B nobody knows.
    assert_eq!(["1", "2", "3"].map(|no| work(&home, no).mark.holds.len()), [0, 1, 0]);
}

#[test]
fn a_batch_leaves_alone_what_cannot_be_done_and_says_why() {
    let (home, [lin, min]) = staffed();
    let mut closed = order("9", "庚", 10, "", "2026-04-29 09:00:00");
    closed.status = Some(OrderStatus::ClosedRefunded);
    home.import(&six());
    home.import(&orders(vec![closed]));
    let ids: Vec<i64> = ["3", "4", "9"].map(|no| id(&home, no)).into_iter().chain([777]).collect();
    let hand = Hand { staff: Some(min), ..Hand::default() };
    let touched = home.store.assign_by_hand("掌柜", &ids, &hand).unwrap();
    assert_eq!(touched.done, ids[..2]);
    let why: Vec<&str> = touched.skipped.iter().map(|one| one.why.key.as_str()).collect();
    assert_eq!(why, ["rules.skip_gone", "rules.skip_closed"]);
    let again = home.store.assign_by_hand("掌柜", &ids[..2], &hand).unwrap();
    assert!(again.done.is_empty() && again.skipped.iter().all(|one| one.why.key == "rules.skip_same"));
    home.store.activate_staff("掌柜", lin, false).unwrap();
    let gone = home.store.assign_by_hand("掌柜", &ids, &Hand { staff: Some(lin), ..Hand::default() });
    assert_eq!(gone.unwrap_err().said().key, "rules.wrong_staff");
    let held = home.store.hold_orders("掌柜", &[ids[0], id(&home, "1")], "等").unwrap();
    assert_eq!((held.done.as_slice(), held.skipped[0].why.key.as_str()), (&ids[..1], "rules.skip_over"));
    let free = home.store.release_orders("掌柜", &[ids[0], ids[1]]).unwrap();
    assert_eq!((free.done.as_slice(), free.skipped[0].why.key.as_str()), (&ids[..1], "rules.skip_not_held"));
}

#[test]
fn several_reasons_hold_an_order_until_all_are_released_and_both_can_be_taken_back() {
    let (home, _) = staffed();
    home.import(&six());
    let three = id(&home, "3");
    let first = home.store.hold_orders("掌柜", &[three], "等确认").unwrap();
    home.store.hold_orders("阿敏", &[three], "缺货").unwrap();
    assert_eq!(home.store.open_holds(&[three]).unwrap()[&three], ["等确认", "缺货"]);
    assert_eq!(home.store.hold_orders("掌柜", &[three], "缺货").unwrap().skipped[0].why.key, "rules.skip_held");
    let freed = home.store.release_orders("掌柜", &[three]).unwrap();
    assert!(home.store.open_holds(&[three]).unwrap().is_empty());
    home.store.undo_marks("掌柜", freed.batch).unwrap();
    assert_eq!(work(&home, "3").mark.holds, ["等确认", "缺货"]);
    home.store.undo_marks("掌柜", first.batch).unwrap();
    assert_eq!(work(&home, "3").mark.holds, ["缺货"]);
    let held = OrderQuery { held: Some(true), ..OrderQuery::default() };
    assert_eq!(home.store.orders(&held).unwrap().ids, [three]);
}

#[test]
fn marks_of_people_stay_beside_what_rules_decide_and_a_run_can_be_taken_back() {
    let (home, people) = staffed();
    home.import(&six());
    let (four, five) = (id(&home, "4"), id(&home, "5"));
    home.store.flag_orders("掌柜", &[four], Some(Flag::Red)).unwrap();
    home.store.tag_orders("掌柜", &[five], &["送礼".to_owned()], &[]).unwrap();
    home.store.remark_orders("掌柜", &[five], "已电话").unwrap();
    home.store.enact_rules("掌柜", &three(people)).unwrap();
    let applied = home.store.apply_rules("掌柜").unwrap();
    assert_eq!((staff_of(&home, "4"), work(&home, "4").mark.flag), ("阿敏".to_owned(), Some(Flag::Red)));
    let work_five = work(&home, "5");
    assert_eq!((work_five.mark.tags.join(" "), work_five.remark.as_str()), ("送礼 加急".to_owned(), "已电话"));
    // Somebody takes order 3 over before the run is taken back.
    let three = id(&home, "3");
    home.store.assign_by_hand("掌柜", &[three], &Hand { staff: Some(people[1]), ..Hand::default() }).unwrap();
    let undone = home.store.undo_marks("掌柜", applied.batch).unwrap();
    assert_eq!(undone.skipped.iter().map(|one| one.order_no.as_str()).collect::<Vec<_>>(), ["3"]);
    assert_eq!(["3", "4", "5"].map(|no| staff_of(&home, no)), ["阿敏", "", ""]);
    assert_eq!((work(&home, "4").mark.flag, work(&home, "5").mark.tags), (Some(Flag::Red), vec!["送礼".to_owned()]));
    assert!(work(&home, "5").mark.holds.is_empty(), "what the run held is free again");
    assert_eq!(home.store.apply_rules("掌柜").unwrap().assigned, 2, "and they can be handed out again");
}

#[test]
fn a_list_is_a_draft_until_it_is_put_in_force_and_versions_count_what_changed() {
    let (home, people) = staffed();
    let kept = home.store.enact_rules("掌柜", &three(people)).unwrap();
    assert_eq!(kept.iter().map(|rule| (rule.id, rule.version)).collect::<Vec<_>>(), [(1, 1), (2, 1), (3, 1)]);
    let mut draft = kept.clone();
    draft.swap(0, 1);
    draft[0].name = "浙江".to_owned();
    home.store.draft_rules("掌柜", &draft).unwrap();
    let home = home.reopened();
    let book = home.store.rules().unwrap();
    assert_eq!((book.in_force.as_slice(), book.working()), (kept.as_slice(), draft.as_slice()));
    let now = home.store.enact_rules("掌柜", &draft).unwrap();
    assert_eq!(now.iter().map(|rule| (rule.id, rule.version)).collect::<Vec<_>>(), [(2, 2), (1, 1), (3, 1)]);
    assert_eq!(home.store.rules().unwrap().draft, None);
    home.store.activate_staff("掌柜", people[0], false).unwrap();
    let refused = home.store.enact_rules("掌柜", &now).unwrap_err();
    assert_eq!(refused.said().key, "rules.refused");
    assert_eq!(home.store.rules().unwrap().in_force, now, "nothing was changed");
}

#[test]
fn two_people_cannot_have_one_name() {
    let (home, [lin, _]) = staffed();
    assert_eq!(home.store.add_staff("掌柜", " 小林 ").unwrap_err().said().key, "rules.staff_same_name");
    assert_eq!(home.store.add_staff("掌柜", " ").unwrap_err().said().key, "rules.staff_no_name");
    home.store.rename_staff("掌柜", lin, "林姐").unwrap();
    assert_eq!(home.store.staff().unwrap()[0].name, "林姐");
    assert!(matches!(home.store.rename_staff("掌柜", 99, "谁"), Err(StoreError::Gone { .. })));
    let deeds: Vec<String> = home.store.audit(2).unwrap().into_iter().map(|row| row.what).collect();
    assert_eq!(deeds, ["rename_staff", "add_staff"]);
}

#[derive(Debug, Clone)]
enum Step {
    Apply,
    Hand(usize, usize),
    Flag(usize),
    Hold(usize),
    Release(usize),
    Undo,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Apply),
        (0..4_usize, 0..2_usize).prop_map(|(order, staff)| Step::Hand(order, staff)),
        (0..4_usize).prop_map(Step::Flag),
        (0..4_usize).prop_map(Step::Hold),
        (0..4_usize).prop_map(Step::Release),
        Just(Step::Undo),
    ];
    prop::collection::vec(step, 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever is done, taking back the last action brings back what was before it, and nothing a person decided is changed by rules.
    #[test]
    fn the_last_action_can_always_be_taken_back(steps in steps()) {
        let (home, people) = staffed();
        home.import(&six());
        home.store.enact_rules("掌柜", &three(people)).unwrap();
        let numbers = ["3", "4", "5", "6"];
        let ids: Vec<i64> = numbers.iter().map(|no| id(&home, no)).collect();
        let now = |home: &Home| {
            numbers.map(|no| {
                let work = work(home, no);
                (work.mark, work.courier, work.by_hand, work.reason.map(|reason| reason.place))
            })
        };
        for step in steps {
            let before = now(&home);
            let actor = "掌柜";
            let batch = match step {
                Step::Apply | Step::Undo => home.store.apply_rules(actor).unwrap().batch,
                Step::Hand(order, staff) => {
                    let hand = Hand { staff: Some(people[staff]), ..Hand::default() };
                    home.store.assign_by_hand(actor, &[ids[order]], &hand).unwrap().batch
                }
                Step::Flag(order) => home.store.flag_orders(actor, &[ids[order]], Some(Flag::Blue)).unwrap().batch,
                Step::Hold(order) => home.store.hold_orders(actor, &[ids[order]], "等").unwrap().batch,
                Step::Release(order) => home.store.release_orders(actor, &[ids[order]]).unwrap().batch,
            };
            let after = now(&home);
            for (was, is) in before.iter().zip(&after).filter(|(was, _)| was.2) {
                if matches!(step, Step::Apply) {
                    prop_assert_eq!(was, is);
                }
            }
            if matches!(step, Step::Undo) {
                home.store.undo_marks(actor, batch).unwrap();
                prop_assert_eq!(now(&home), before);
            }
        }
        prop_assert!(home.store.check().unwrap().is_empty());
    }
}
