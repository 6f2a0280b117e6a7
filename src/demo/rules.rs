//! The sample shop's staff and rules (分配): four people, five rules in force, the last month handed out by them; here and there somebody
//! has decided otherwise, marked an order or let it wait.

use chrono::{NaiveDateTime, TimeDelta};

use super::dice::mix;
use super::{Demo, Result};
use crate::domain::flow::Step;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::period::Period;
use crate::domain::region::Province;
use crate::domain::rule::{Actions, Body, Condition, Flag, Note, Rule, StaffChoice};
use crate::store::{Hand, OrderQuery, OrderSort, Store, TimelineKind};

const ACTOR: &str = "demo";
/// Days that were handed out by the rules.
const DAYS: u64 = 30;
/// Who looks after orders, in the order they came.
const STAFF: [&str; 4] = ["小林", "阿敏", "小何", "周姐"];

/// Lets four people look after the orders of the last month.
pub fn hand_out(store: &Store, demo: &Demo) -> Result<()> {
    let end = demo.last_moment();
    let before = store.as_of(end - TimeDelta::days(DAYS as i64));
    let mut staff = Vec::new();
    for name in STAFF {
        staff.push(before.add_staff(ACTOR, name)?);
    }
    before.enact_rules(ACTOR, &rules(&staff))?;
    store.as_of(end).apply_rules_to(ACTOR, Period::last_days(demo.options.end, DAYS))?;
    release_what_went_on(store)?;
    by_hand(store, demo, &staff, end - TimeDelta::hours(3))
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn one(staff: &[i64], at: usize) -> Option<StaffChoice> {
    staff.get(at).map(|id| StaffChoice::One { id: *id })
}

fn shared(staff: &[i64], among: &[usize]) -> Option<StaffChoice> {
    Some(StaffChoice::Balance { among: among.iter().filter_map(|at| staff.get(*at).copied()).collect() })
}

fn rules(staff: &[i64]) -> [Rule; 5] {
    let rule = |name: &str, conditions: Vec<Condition>, actions: Actions| Rule {
        name: name.to_owned(),
        on: true,
        body: Body { conditions, actions },
        ..Rule::default()
    };
    let east: Vec<Province> = ["江苏", "浙江", "上海"].into_iter().filter_map(Province::parse).collect();
    let yuan = |yuan: i64| Some(Money::from_fen(yuan * 100));
    [
        rule(
            "缺货等到货",
            vec![Condition::Lacking { lacking: true }],
            Actions {
                staff: one(staff, 3),
                flag: Some(Flag::Yellow),
                hold: Some("缺货，等到货".to_owned()),
                ..Actions::default()
            },
        ),
        rule(
            "留言要快的",
            vec![Condition::BuyerMessage { note: Note::Contains { words: words(&["尽快", "顺丰", "礼物"]) } }],
            Actions { staff: one(staff, 0), flag: Some(Flag::Red), tags: words(&["加急"]), ..Actions::default() },
        ),
        rule(
            "老客大单",
            vec![
                Condition::Bought { orders: Some(1), paid: None, within: None },
                Condition::Paid { from: yuan(300), to: None },
            ],
            Actions { staff: one(staff, 0), tags: words(&["老客"]), pass: true, ..Actions::default() },
        ),
        rule(
            "江浙沪",
            vec![Condition::Region { any: east, not: false }],
            Actions {
                staff: shared(staff, &[1, 2]),
                warehouse: Some(1),
                courier: Some("中通快递".to_owned()),
                pass: true,
                ..Actions::default()
            },
        ),
        rule("其余订单", Vec::new(), Actions { staff: shared(staff, &[1, 2, 3]), ..Actions::default() }),
    ]
}

/// What was audited although a rule had let it wait had been looked at and released just before.
fn release_what_went_on(store: &Store) -> Result<()> {
    let held = OrderQuery { held: Some(true), ..OrderQuery::default() };
    for id in store.orders(&held)?.ids {
        let audited = store.order_detail(id)?.timeline.into_iter().find_map(|event| match event.what {
            TimelineKind::Step(step) if step.step == Step::Audit => Some(event.at),
            _ => None,
        });
        if let Some(at) = audited {
            store.as_of(at - TimeDelta::minutes(5)).release_orders(ACTOR, &[id])?;
        }
    }
    Ok(())
}

/// What people did on the last afternoon with orders that wait.
fn by_hand(store: &Store, demo: &Demo, staff: &[i64], at: NaiveDateTime) -> Result<()> {
    let store = store.as_of(at);
    let waiting = OrderQuery {
        statuses: vec![OrderStatus::Paid],
        period: Some(Period::last_days(demo.options.end, 3)),
        sort: OrderSort::Paid,
        ..OrderQuery::default()
    };
    let mut ids = store.orders(&waiting)?.ids;
    // Some of them, and always the same.
    ids.sort_by_key(|id| mix(demo.options.seed, 0xA551 + id.unsigned_abs()));
    let mut ids = ids.into_iter();
    let mut take = |n: usize| -> Vec<i64> { ids.by_ref().take(n).collect() };
    let given = take(4);
    if given.is_empty() {
        return Ok(());
    }
    let to = Hand { staff: staff.get(3).copied(), ..Hand::default() };
    store.assign_by_hand(ACTOR, &given, &to)?;
    let held = take(3);
    store.hold_orders(ACTOR, &held, "等买家确认尺码")?;
    if let Some(first) = held.get(..1) {
        store.hold_orders(ACTOR, first, "地址要核对")?;
    }
    let released = take(1);
    store.hold_orders(ACTOR, &released, "怀疑拍错颜色")?;
    store.as_of(at + TimeDelta::minutes(40)).release_orders(ACTOR, &released)?;
    store.flag_orders(ACTOR, &take(3), Some(Flag::Blue))?;
    store.tag_orders(ACTOR, &take(2), &words(&["送发圈"]), &[])?;
    store.remark_orders(ACTOR, &take(2), "买家要开发票，抬头已发邮箱")?;
    Ok(())
}
