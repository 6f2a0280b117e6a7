//! What an owner expects of rules: the first that matches decides, whatever comes after it, and the reason can be read.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::region::Province;
use crate::locale::Lang;

fn yuan(yuan: i64) -> Money {
    Money::from_fen(yuan * 100)
}

fn place(name: &str) -> Province {
    Province::parse(name).unwrap()
}

/// A returning buyer in 浙江 pays 268.00 for two pieces on Tuesday 2026-11-24 at 21:30.
fn order() -> OrderFacts {
    OrderFacts {
        order_id: 1,
        platform: Platform::Taobao,
        order_no: "1001".to_owned(),
        shop: "茶舍".to_owned(),
        kind: OrderKind::Ordinary,
        paid_at: NaiveDate::from_ymd_opt(2026, 11, 24).and_then(|day| day.and_hms_opt(21, 30, 0)),
        paid: Some(Money::from_fen(26_800)),
        items: Some(2),
        province: Some(place("浙江")),
        buyer_message: "请尽快发货".to_owned(),
        seller_memo: String::new(),
        before: Some(Before { orders: 2, paid: yuan(500), days: Some(40) }),
        skus: vec!["A-1".to_owned()],
        categories: vec!["女装>大衣".to_owned()],
        goods: vec!["羊毛大衣 颜色:驼色;尺码:L".to_owned()],
        lacking: Some(false),
    }
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn rule(name: &str, conditions: Vec<Condition>, staff: i64) -> Rule {
    let actions = Actions { staff: Some(StaffChoice::One { id: staff }), ..Actions::default() };
    Rule { id: staff, name: name.to_owned(), on: true, version: 1, body: Body { conditions, actions } }
}

#[test]
fn every_condition_knows_its_order_and_what_is_unknown_never_holds() {
    let holds = |condition: &Condition, facts: &OrderFacts| condition.test(facts).0;
    let known = order();
    let strange = OrderFacts {
        paid_at: None,
        paid: None,
        items: None,
        province: None,
        before: None,
        skus: Vec::new(),
        lacking: None,
        ..order()
    };
    let east = vec![place("江苏"), place("浙江"), place("上海")];
    for (condition, expected) in [
        (Condition::Kind { any: vec![OrderKind::Presale] }, false),
        (Condition::Platform { any: vec![Platform::Tmall, Platform::Taobao] }, true),
        (Condition::Shop { any: vec![ShopKey { platform: Platform::Tmall, name: "茶舍".to_owned() }] }, false),
        (Condition::Customer { any: vec![Tier::New] }, false),
        (Condition::Customer { any: vec![Tier::Returning] }, true),
        (Condition::Bought { orders: Some(2), paid: Some(yuan(500)), within: Some(40) }, true),
        (Condition::Bought { orders: Some(2), paid: None, within: Some(39) }, false),
        (Condition::Paid { from: Some(yuan(268)), to: Some(yuan(268)) }, true),
        (Condition::Paid { from: Some(yuan(269)), to: None }, false),
        (Condition::Items { from: None, to: Some(1) }, false),
        (Condition::Region { any: east.clone(), not: false }, true),
        (Condition::Region { any: east, not: true }, false),
        (Condition::Sku { any: words(&["a-1"]) }, true),
        (Condition::Category { any: words(&["女装>大衣"]) }, true),
        (Condition::Goods { words: words(&["羊绒", "驼色"]) }, true),
        (Condition::BuyerMessage { note: Note::Contains { words: words(&["急", "尽快"]) } }, true),
        (Condition::SellerMemo { note: Note::Empty }, true),
        (Condition::SellerMemo { note: Note::Any }, false),
        (Condition::Hour { from: 20, to: 8 }, true),
        (Condition::Hour { from: 8, to: 21 }, false),
        (Condition::Hour { from: 21, to: 22 }, true),
        (Condition::Weekday { any: vec![2] }, true),
        (Condition::Lacking { lacking: false }, true),
    ] {
        assert_eq!(holds(&condition, &known), expected, "{condition:?}");
    }
    let nowhere = Condition::Region { any: vec![place("浙江")], not: true };
    for condition in [
        nowhere,
        Condition::Paid { from: None, to: Some(yuan(1_000_000)) },
        Condition::Customer { any: Tier::ALL.to_vec() },
        Condition::Lacking { lacking: false },
        Condition::Hour { from: 0, to: 23 },
    ] {
        assert!(!holds(&condition, &strange), "{condition:?}");
    }
}

#[test]
fn the_reason_says_what_held_and_what_spoke_against_the_rules_before() {
    let rules = [
        rule("大客户", vec![Condition::Bought { orders: Some(3), paid: None, within: None }], 1),
        rule(
            "江浙沪大单",
            vec![
                Condition::Region { any: vec![place("浙江"), place("江苏")], not: false },
                Condition::Paid { from: Some(yuan(200)), to: None },
            ],
            2,
        ),
        rule("其余", Vec::new(), 3),
    ];
    let judged = judge(&rules, &order());
    assert_eq!(judged.rule, Some(1));
    let reason = judged.reason(&rules).unwrap();
    assert_eq!(reason.said(Lang::Zh), "规则 2《江浙沪大单》：省份是浙江；实付 268.00 ≥ 200");
    assert_eq!(
        reason.before[0].said(Lang::Zh),
        "规则 1《大客户》不符：此前付款 ≥ 3 笔（这单：付过 2 笔、500.00，最近 40 天前）"
    );
    let kept = serde_json::to_string(&reason).unwrap();
    assert_eq!(serde_json::from_str::<Reason>(&kept).unwrap(), reason);
}

#[test]
fn a_rule_reads_as_a_sentence_in_both_languages() {
    let mut one = rule(
        "江浙大单",
        vec![
            Condition::Region { any: vec![place("浙江"), place("江苏")], not: false },
            Condition::Paid { from: Some(yuan(200)), to: None },
        ],
        7,
    );
    one.body.actions.warehouse = Some(1);
    one.body.actions.courier = Some("中通".to_owned());
    let names = Names { staff: [(7, "小王".to_owned())].into(), warehouses: [(1, "主仓".to_owned())].into() };
    assert_eq!(one.said(Lang::Zh, &names), "如果 省份是 浙江、江苏 且 实付 ≥ 200，则 分给 小王，仓库 主仓，快递 中通");
    assert_eq!(
        one.said(Lang::En, &names),
        "If province is Zhejiang, Jiangsu and paid ≥ 200, then assign to 小王, warehouse 主仓, courier 中通"
    );
}

#[test]
fn each_wrong_condition_is_told_at_its_field() {
    let good = rule("好", vec![Condition::Paid { from: Some(yuan(1)), to: None }], 1);
    let known = Known { staff: &[(1, true), (2, false)], warehouses: &[1], names: &["另一条"] };
    assert_eq!(check(&good, &known), []);
    let mut bad = rule(
        "另一条",
        vec![
            Condition::Region { any: Vec::new(), not: false },
            Condition::Paid { from: Some(yuan(300)), to: Some(yuan(200)) },
            Condition::Paid { from: None, to: None },
            Condition::Items { from: Some(-1), to: None },
            Condition::Hour { from: 9, to: 9 },
            Condition::SellerMemo { note: Note::Contains { words: Vec::new() } },
            Condition::Lacking { lacking: true },
        ],
        2,
    );
    bad.body.actions.warehouse = Some(9);
    bad.body.actions.tags = words(&["急，快"]);
    bad.body.actions.hold = Some("等核对".to_owned());
    bad.body.actions.pass = true;
    let told: Vec<(Field, String)> = check(&bad, &known).into_iter().map(|wrong| (wrong.at, wrong.said.key)).collect();
    let expected = [
        (Field::Name, "rules.wrong_same_name"),
        (Field::Condition(0), "rules.wrong_nothing_chosen"),
        (Field::Condition(1), "rules.wrong_range"),
        (Field::Condition(2), "rules.wrong_no_range"),
        (Field::Condition(3), "rules.wrong_negative"),
        (Field::Condition(4), "rules.wrong_hour"),
        (Field::Condition(5), "rules.wrong_no_words"),
        (Field::Staff, "rules.wrong_staff"),
        (Field::Warehouse, "rules.wrong_warehouse"),
        (Field::Tags, "rules.wrong_tag"),
        (Field::Pass, "rules.wrong_hold_and_pass"),
    ];
    assert_eq!(told, expected.map(|(at, key)| (at, key.to_owned())));
    let mut idle = rule("空", Vec::new(), 1);
    idle.body.actions = Actions::default();
    assert_eq!(check(&idle, &known).first().map(|wrong| wrong.at), Some(Field::Actions));
    idle.body.actions.staff = Some(StaffChoice::Balance { among: vec![1, 1] });
    assert_eq!(check(&idle, &known).first().map(|wrong| wrong.said.key.as_str()), Some("rules.wrong_balance"));
}

fn any_condition() -> impl Strategy<Value = Condition> {
    prop_oneof![
        (0_i64..60_000, 0_i64..60_000)
            .prop_map(|(a, b)| Condition::Paid { from: Some(Money::from_fen(a)), to: Some(Money::from_fen(b)) }),
        (0_i64..4).prop_map(|n| Condition::Items { from: Some(n), to: None }),
        (prop::collection::vec(0_usize..34, 0..20), any::<bool>()).prop_map(|(at, not)| {
            let all: Vec<Province> = Province::all().collect();
            Condition::Region { any: at.into_iter().map(|at| all[at]).collect(), not }
        }),
        (0_u32..24, 1_u32..25).prop_map(|(from, to)| Condition::Hour { from, to }),
        any::<bool>().prop_map(|lacking| Condition::Lacking { lacking }),
        Just(Condition::BuyerMessage { note: Note::Any }),
        Just(Condition::Customer { any: vec![Tier::New] }),
        (0_i64..4).prop_map(|n| Condition::Bought { orders: Some(n), paid: None, within: None }),
    ]
}

fn any_rules() -> impl Strategy<Value = Vec<Rule>> {
    let one = (prop::collection::vec(any_condition(), 0..4), any::<bool>())
        .prop_map(|(conditions, on)| Rule { on, ..rule("规则", conditions, 1) });
    prop::collection::vec(one, 0..8)
}

fn any_order() -> impl Strategy<Value = OrderFacts> {
    (
        prop::option::of(0_i64..60_000),
        prop::option::of(0_i64..4),
        prop::option::of(0_usize..34),
        prop::option::of(0_i64..3),
        prop::option::of(any::<bool>()),
        0_u32..24,
    )
        .prop_map(|(paid, items, at, before, lacking, hour)| OrderFacts {
            paid: paid.map(Money::from_fen),
            items,
            province: at.and_then(|at| Province::all().nth(at)),
            before: before.map(|orders| Before { orders, ..Before::default() }),
            lacking,
            paid_at: NaiveDate::from_ymd_opt(2026, 11, 24).and_then(|day| day.and_hms_opt(hour, 0, 0)),
            ..order()
        })
}

proptest! {
    #[test]
    fn the_first_that_matches_decides_and_what_comes_after_changes_nothing(
        rules in any_rules(), order in any_order(), more in any_rules()
    ) {
        let judged = judge(&rules, &order);
        prop_assert_eq!(judged.rule, first_match(&rules, &order));
        if let Some(at) = judged.rule {
            let decides = |rule: &Rule| rule.on && rule.body.conditions.iter().all(|one| one.test(&order).0);
            prop_assert!(decides(&rules[at]));
            prop_assert!(!rules[..at].iter().any(decides));
            prop_assert_eq!(judged.missed.len(), rules[..at].iter().filter(|rule| rule.on).count());
            let longer: Vec<Rule> = rules.iter().cloned().chain(more).collect();
            prop_assert_eq!(first_match(&longer, &order), Some(at));
        } else {
            prop_assert_eq!(judged.missed.len(), rules.iter().filter(|rule| rule.on).count());
        }
    }

    #[test]
    fn rules_survive_being_written_down(rules in any_rules()) {
        let text = serde_json::to_string(&rules).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Rule>>(&text).unwrap(), rules);
    }

    #[test]
    fn every_rule_and_every_reason_has_words(rules in any_rules(), order in any_order()) {
        let judged = judge(&rules, &order);
        for lang in [Lang::Zh, Lang::En] {
            let mut said: Vec<String> = rules.iter().map(|rule| rule.said(lang, &Names::default())).collect();
            said.extend(judged.missed.iter().map(|missed| missed.said(lang)));
            said.extend(judged.reason(&rules).map(|reason| reason.said(lang)));
            for words in said {
                prop_assert!(!words.contains("rules.") && !words.contains('{'), "{}", words);
            }
        }
    }
}
