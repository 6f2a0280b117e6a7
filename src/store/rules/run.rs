//! Trying the rules on the days gone by (试运行), where nothing is written, and applying them to the orders that wait (应用).

use std::collections::{HashMap, HashSet};

use chrono::{NaiveDateTime, TimeDelta, Timelike};

use super::facts::{Scope, read};
use super::list::in_force;
use super::staff::{desks, staff_row};
use super::state::{self, NewHold, State};
use crate::domain::period::Period;
use crate::domain::rule::{Balance, Load, OrderFacts, Rule, first_match, judge};
use crate::store::Store;
use crate::store::error::{Result, StoreError};
use crate::store::read::rows;
use crate::store::write::Deed;

/// Orders between two looks at the Cancel button.
const STRETCH: usize = 1_000;

/// What a trial found (试运行结果). Nothing was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DryRun {
    pub period: Option<Period>,
    /// Orders paid on these days.
    pub orders: i64,
    /// One for each rule of the list, in its order.
    pub rules: Vec<Matched>,
    /// Orders that no rule takes.
    pub nobody: Matched,
    /// Who would have got how many, most first.
    pub shares: Vec<Share>,
    /// Orders that the rules in force treat differently.
    pub changed: Matched,
    /// Orders whose rule finds nobody who still works here.
    pub deserted: i64,
}

/// Orders, in the order of their payment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    pub ids: Vec<i64>,
    /// Numbers of the latest few.
    pub examples: Vec<(i64, String)>,
}

/// Examples shown.
const EXAMPLES: usize = 3;

impl Matched {
    fn take(&mut self, order: &OrderFacts) {
        self.ids.push(order.order_id);
        self.examples.insert(0, (order.order_id, order.order_no.clone()));
        self.examples.truncate(EXAMPLES);
    }
}

/// What falls to one member of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    pub staff: i64,
    pub name: String,
    pub orders: i64,
}

/// What applying the rules did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// Takes it back: [`Store::undo_marks`].
    pub batch: i64,
    /// Orders that waited to be handed out.
    pub looked_at: i64,
    pub assigned: i64,
    /// Of these, held.
    pub held: i64,
    /// Orders that no rule takes, or whose rule finds nobody.
    pub nobody: i64,
}

struct Decided {
    key: state::Key,
    order_id: i64,
    state: State,
    hold: Option<String>,
}

/// Who an order falls to; `None` when its rule names people and none of them works here.
fn staff_for(rule: &Rule, balance: &mut Balance) -> Option<i64> {
    match &rule.body.actions.staff {
        Some(choice) => balance.pick(choice.members()),
        None => Some(0),
    }
}

impl Store {
    /// Tries a list of rules on what was paid on these days. `progress` is told orders done and orders in all, and says whether to go on.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`] when it is told to stop.
    pub fn dry_run(
        &self,
        rules: &[Rule],
        period: Period,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<DryRun> {
        let reader = self.reader()?;
        let before = in_force(&reader.conn)?;
        let orders = read(&reader.conn, Scope::Days(period))?;
        let staff = self.staff()?;
        // Everybody begins with an empty desk: what counts is how these days would have been shared.
        let desks = staff.iter().filter(|one| one.active).map(|one| Load { staff: one.id, open: 0, today: 0 });
        let mut balance = Balance::new(desks);
        let mut run = DryRun {
            period: Some(period),
            orders: i64::try_from(orders.len()).unwrap_or(i64::MAX),
            rules: vec![Matched::default(); rules.len()],
            ..DryRun::default()
        };
        let mut got: HashMap<i64, i64> = HashMap::new();
        for (done, order) in orders.iter().enumerate() {
            if done % STRETCH == 0 && !progress(done as u64, orders.len() as u64) {
                return Err(StoreError::Cancelled);
            }
            let rule = first_match(rules, order).and_then(|at| Some((at, rules.get(at)?)));
            let was = first_match(&before, order).and_then(|at| before.get(at));
            if rule.map(|(_, rule)| &rule.body.actions) != was.map(|rule| &rule.body.actions) {
                run.changed.take(order);
            }
            let Some((at, rule)) = rule else {
                run.nobody.take(order);
                continue;
            };
            if let Some(slot) = run.rules.get_mut(at) {
                slot.take(order);
            }
            match staff_for(rule, &mut balance) {
                Some(0) => {}
                Some(staff) => *got.entry(staff).or_default() += 1,
                None => run.deserted += 1,
            }
        }
        run.shares = staff
            .into_iter()
            .filter(|one| one.active || got.contains_key(&one.id))
            .map(|one| Share { orders: got.get(&one.id).copied().unwrap_or_default(), staff: one.id, name: one.name })
            .collect();
        run.shares.sort_by_key(|share| (std::cmp::Reverse(share.orders), share.staff));
        progress(orders.len() as u64, orders.len() as u64);
        Ok(run)
    }

    /// Hands out the orders that wait and that nobody has been given yet. What a person decided stays.
    pub fn apply_rules(&self, actor: &str) -> Result<Applied> {
        let now = self.now();
        let reader = self.reader()?;
        let staff = rows(&reader.conn, "reading the staff", &desks(), &[&now.date().to_string()], staff_row)?;
        let loads = staff.into_iter().filter(|one| one.active);
        let balance = Balance::new(loads.map(|one| Load { staff: one.id, open: one.open, today: one.today }));
        drop(reader);
        self.hand_out(actor, Scope::Waiting, balance, |_| now)
    }

    /// Hands out what was paid on these days as the rules would have done it then, with the next import: for shops that are made up.
    pub fn apply_rules_to(&self, actor: &str, period: Period) -> Result<Applied> {
        let staff = self.staff()?;
        let loads = staff.into_iter().filter(|one| one.active);
        let balance = Balance::new(loads.map(|one| Load { staff: one.id, open: 0, today: 0 }));
        let now = self.now();
        let soon = |order: &OrderFacts| order.paid_at.map_or(now, |at| next_import(at).min(now));
        self.hand_out(actor, Scope::Days(period), balance, soon)
    }

    fn hand_out(
        &self,
        actor: &str,
        scope: Scope,
        mut balance: Balance,
        when: impl Fn(&OrderFacts) -> NaiveDateTime,
    ) -> Result<Applied> {
        let reader = self.reader()?;
        let rules = in_force(&reader.conn)?;
        let mut applied = Applied::default();
        let mut decided = Vec::new();
        if rules.iter().any(|rule| rule.on) {
            let orders = read(&reader.conn, scope)?;
            applied.looked_at = i64::try_from(orders.len()).unwrap_or(i64::MAX);
            for order in &orders {
                match decide(&rules, order, &mut balance, when(order)) {
                    Some(one) => decided.push(one),
                    None => applied.nobody += 1,
                }
            }
        }
        drop(reader);
        let held = decided.iter().filter(|one| one.hold.is_some()).count();
        applied.held = i64::try_from(held).unwrap_or(i64::MAX);
        applied.assigned = i64::try_from(decided.len()).unwrap_or(i64::MAX);
        let detail = format!("+{} held {} left {}", applied.assigned, applied.held, applied.nobody);
        self.write(actor, &Deed { what: "apply_rules", subject: "", detail }, |tx| {
            let batch = tx.take_numbers("assignment_batch", 1)?;
            applied.batch = batch;
            let ids: Vec<i64> = decided.iter().map(|one| one.order_id).collect();
            let stand: HashMap<i64, State> =
                state::now(tx.conn, &ids)?.into_iter().map(|now| (now.order_id, now.state)).collect();
            let held = state::reasons(tx.conn, &ids)?;
            let (mut states, mut holds) = (Vec::new(), Vec::new());
            for one in decided {
                // Somebody may have been quicker.
                let Some(before) = stand.get(&one.order_id).filter(|state| state.open()) else { continue };
                let known = |reason: &String| held.get(&one.order_id).is_some_and(|all| all.contains(reason));
                if let Some(reason) = one.hold.filter(|reason| !known(reason)) {
                    let since = one.state.made_at.unwrap_or(tx.now);
                    holds.push(NewHold { key: one.key.clone(), reason, rule: one.state.rule, since });
                }
                states.push((one.key, beside(one.state, before)));
            }
            state::write(tx, actor, batch, &states)?;
            state::hold(tx, actor, batch, &holds)
        })?;
        Ok(applied)
    }

    /// Applies the rules after something came in, where there are any.
    pub(in crate::store) fn apply_rules_by_itself(&self, actor: &str) {
        let any = self.reader().and_then(|reader| {
            reader.row("reading the rules", "SELECT count(*) FROM rule WHERE is_on", &[], |row| row.get::<_, i64>(0))
        });
        let applied = any.and_then(|rules| if rules > 0 { self.apply_rules(actor).map(Some) } else { Ok(None) });
        match applied {
            Ok(Some(applied)) => tracing::info!(?applied, "rules applied"),
            Ok(None) => {}
            // The import itself is in; the orders stay in the list of those nobody has, and the button tells what is wrong.
            Err(error) => tracing::warn!(%error, "rules could not be applied"),
        }
    }
}

/// Where somebody imports every full hour from eight in the morning to eleven at night: the first import after a payment.
fn next_import(paid: NaiveDateTime) -> NaiveDateTime {
    let next = paid + TimeDelta::minutes(60 - i64::from(paid.minute())) - TimeDelta::seconds(i64::from(paid.second()));
    next + TimeDelta::hours((8 - i64::from(next.hour())).max(0))
}

/// What the first rule that matches does with an order.
fn decide(rules: &[Rule], order: &OrderFacts, balance: &mut Balance, now: NaiveDateTime) -> Option<Decided> {
    let judged = judge(rules, order);
    let rule = rules.get(judged.rule?)?;
    let staff = staff_for(rule, balance)?;
    let reason = serde_json::to_string(&judged.reason(rules)?).ok()?;
    let actions = &rule.body.actions;
    Some(Decided {
        key: (order.platform, order.order_no.clone()),
        order_id: order.order_id,
        state: State {
            staff,
            warehouse: actions.warehouse.unwrap_or_default(),
            courier: actions.courier.clone().unwrap_or_default(),
            flag: actions.flag.map(crate::domain::rule::Flag::code).unwrap_or_default(),
            tags: actions.tags.clone(),
            remark: String::new(),
            passed: actions.pass,
            rule: rule.id,
            rule_version: rule.version,
            reason,
            by_hand: false,
            made_at: Some(now),
            batch: 0,
        },
        hold: actions.hold.clone(),
    })
}

/// What a rule decides beside what people have put on the order already: their flag, tags and remark stay.
fn beside(mut new: State, before: &State) -> State {
    if before.flag != 0 {
        new.flag = before.flag;
    }
    let mut seen: HashSet<String> = HashSet::new();
    new.tags = before.tags.iter().chain(&new.tags).filter(|tag| seen.insert((*tag).clone())).cloned().collect();
    new.remark.clone_from(&before.remark);
    new
}
