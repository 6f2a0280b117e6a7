//! The last twelve months under the rule (回测), SKU by SKU and all together, beside what really happened.
//!
//! Forecasts are chosen anew every four weeks by what was known then; deliveries take as long as the supplier's usually do, in turn a
//! spread less and a spread more.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::gather::{self, Gathered, Sku};
use super::one::{self, Shelf};
use super::series;
use super::{Ask, PlanError, Watch, spread};
use crate::analytics::forecast::profile::Category;
use crate::analytics::forecast::select::Selector;
use crate::analytics::forecast::{Demand, Forecast, Forecaster};
use crate::analytics::replay::{Past, Replay, Rule, Side, replay};
use crate::domain::money::Money;
use crate::domain::replenish::{LeadTime, Terms};
use crate::store::Store;

/// Days that are replayed at most, and at least.
pub const DAYS: i64 = 365;
const LEAST: i64 = 56;
/// Days after which demand is forecast anew.
const REFIT: usize = 28;

/// One SKU's year.
#[derive(Debug, Clone)]
pub struct Tested {
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub supplier: String,
    /// What a piece costs; unknown ones tie up nothing that could be counted.
    pub cost: Option<Money>,
    pub replay: Replay,
    /// Stock on the evening of each replayed day, as it really was.
    pub on_hand: Vec<i64>,
    /// Days on which suppliers really delivered.
    pub deliveries: u64,
}

/// The whole shop's year.
#[derive(Debug, Clone, Default)]
pub struct BackTest {
    pub first: NaiveDate,
    /// Days from the first replayed one of any SKU on.
    pub days: usize,
    /// By code.
    pub rows: Vec<Tested>,
    pub rule: Side,
    pub real: Side,
    pub orders: u64,
    pub deliveries: u64,
    /// Money in stock at cost on each evening, in fen: under the rule, and as it was.
    pub money: Vec<(i64, i64)>,
    /// SKUs out of stock on each day, in the same order.
    pub out: Vec<(i64, i64)>,
    /// SKUs whose books are too young, or that nobody bought.
    pub left_out: usize,
}

impl BackTest {
    pub fn row(&self, sku_id: i64) -> Option<&Tested> {
        self.rows.iter().find(|one| one.sku_id == sku_id)
    }
}

/// The selection of models with the season of its category.
#[derive(Debug)]
struct Borrowing<'a> {
    selector: Selector,
    category: Option<&'a Category>,
}

impl Forecaster for Borrowing<'_> {
    fn fit_predict(&self, history: &Demand, horizon: usize) -> crate::analytics::forecast::Result<Forecast> {
        self.selector.select(history, horizon, self.category).map(|found| found.forecast)
    }
}

/// Replays the last twelve months of every SKU. Off the window's thread.
pub fn backtest(store: &Store, ask: &Ask, watch: Watch<'_>) -> Result<BackTest, PlanError> {
    let gathered = gather::gather(store, ask)?;
    if !watch(0, gathered.skus.len() as u64) {
        return Err(PlanError::Cancelled);
    }
    let shelves = one::shelves(&gathered, REFIT);
    // Every SKU gives an answer, so that those left out can be counted.
    let work = |at: usize| gathered.skus.get(at).map(|sku| test(sku, &gathered, &shelves, ask));
    let made = spread(gathered.skus.len(), watch, work).ok_or(PlanError::Cancelled)?;
    Ok(sum(made, ask))
}

fn test(sku: &Sku, gathered: &Gathered, shelves: &HashMap<i64, Shelf>, ask: &Ask) -> Option<Tested> {
    let (history, window) = (&sku.history, &gathered.window);
    let until = window.until();
    let born = series::born(history, window)?;
    // The day after the books begin is the first whose morning is known.
    let books = history.closings.first().map(|(day, _)| day + 1)?;
    let start = (until - DAYS).max(born).max(books);
    if until - start < LEAST || history.sold.is_empty() {
        return None;
    }
    let demand = series::demand(history, window).ok()?;
    let days = usize::try_from(until - start).ok()?;
    let opening = series::closings(history, start - 1..start).next().flatten().unwrap_or(0);
    let on_hand: Vec<i64> = series::closings(history, start..until).map(|there| there.unwrap_or(0)).collect();
    let lead = sku.supply.lead;
    let underway: Vec<(u32, i64)> = history
        .received
        .iter()
        .filter(|(day, _)| (start..start + lead.mean().ceil() as i64).contains(day))
        .filter_map(|(day, pieces)| Some((u32::try_from(day - start).ok()?, *pieces)))
        .collect();
    let cost = history.cost.or(sku.supply.price);
    let policy = ask.rules.policy(sku.supply.order_cost).ok()?.shared(sku.supply.sharing);
    let terms = Terms::new(cost.unwrap_or_default(), sku.supply.least.max(0), sku.supply.pack.max(1)).ok()?;
    let category = shelves.get(&history.category_id).map(|shelf| &shelf.category);
    let forecaster = Borrowing { selector: Selector::default(), category };
    let turns = turns(lead);
    let past = Past { demand: &demand, on_hand: &on_hand, opening, underway: &underway, lead_days: &turns };
    let rule = Rule { forecaster: &forecaster, refit_days: REFIT, policy: &policy, lead, terms, caps: sku.supply.caps };
    let replay = replay(&past, &rule, days).ok()?;
    let deliveries = history.received.iter().filter(|(day, _)| *day >= start).count() as u64;
    Some(Tested {
        sku_id: history.sku_id,
        code: history.code.clone(),
        name: history.name.clone(),
        props: history.props.clone(),
        supplier: sku.supply.supplier.clone(),
        cost,
        replay,
        on_hand,
        deliveries,
    })
}

/// Lead times with the mean and the spread that were measured.
fn turns(lead: LeadTime) -> [u32; 2] {
    [(lead.mean() - lead.sd()).max(0.0).round() as u32, (lead.mean() + lead.sd()).round() as u32]
}

fn sum(made: Vec<Option<Tested>>, ask: &Ask) -> BackTest {
    let left_out = made.iter().filter(|one| one.is_none()).count();
    let rows: Vec<Tested> = made.into_iter().flatten().collect();
    let first = rows.iter().map(|one| one.replay.first).min().unwrap_or(ask.today);
    let days = usize::try_from((ask.today - first).num_days()).unwrap_or(0);
    let mut found =
        BackTest { first, days, left_out, money: vec![(0, 0); days], out: vec![(0, 0); days], ..BackTest::default() };
    for one in &rows {
        found.rule += one.replay.rule;
        found.real += one.replay.real;
        found.orders += one.replay.orders;
        found.deliveries += one.deliveries;
        let skip = usize::try_from((one.replay.first - first).num_days()).unwrap_or(0);
        let fen = one.cost.unwrap_or_default().fen();
        let evenings = one.replay.closings.iter().zip(&one.on_hand);
        for (day, (rule, real)) in found.money.iter_mut().skip(skip).zip(evenings) {
            day.0 = day.0.saturating_add(rule.saturating_mul(fen));
            day.1 = day.1.saturating_add((*real).max(0).saturating_mul(fen));
        }
        for (day, (rule, real)) in found.out.iter_mut().skip(skip).zip(&one.replay.short) {
            day.0 += i64::from(*rule);
            day.1 += i64::from(*real);
        }
    }
    found.rows = rows;
    found
}
