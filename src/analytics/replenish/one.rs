//! One SKU: its forecast, the rule's suggestion, and its clearance price (单品补货).

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::gather::{Gathered, Sku};
use super::series::{self, Window};
use super::{Ask, Kept, Row};
use crate::analytics::forecast::profile::Category;
use crate::analytics::forecast::select::{Selected, Selector};
use crate::analytics::forecast::{Demand, ForecastError};
use crate::domain::clearance::{self, Clearance, SlowStock};
use crate::domain::replenish::{Caps, Case, DemandPlan, Policy, Refused, Stock, Suggestion, Terms, Urgency, suggest};
use crate::domain::stock::StockMark;
use crate::locale::Said;

/// Days of the mean day.
const MEAN_DAYS: f64 = 28.0;
/// Horizons are whole months, so that a supplier who took a day longer does not forecast everything anew.
const HORIZON_STEP: usize = 30;
const HORIZON_MOST: usize = 400;

/// A category's demand, and what it was made from.
pub(super) struct Shelf {
    pub category: Category,
    made_from: u64,
}

/// What all SKUs share.
pub(super) struct Shop<'a> {
    ask: &'a Ask,
    window: Window,
    horizon: usize,
    shelves: HashMap<i64, Shelf>,
    known: &'a Kept,
}

/// An SKU that has been looked at, and what it takes to ask the rule again.
pub(super) struct Looked {
    pub row: Row,
    pub made_from: u64,
    pub asked: Option<Asked>,
}

/// What the rule was asked.
pub(super) struct Asked {
    plan: DemandPlan,
    policy: Policy,
    stock: Stock,
    terms: Terms,
}

impl<'a> Shop<'a> {
    pub fn new(gathered: &Gathered, ask: &'a Ask, known: &'a Kept) -> Self {
        let lead = gathered.skus.iter().map(|sku| sku.supply.lead.mean().ceil() as usize).max().unwrap_or(0);
        let reach = lead + ask.rules.review_days as usize + ask.rules.cover_days as usize;
        let horizon = (reach.div_ceil(HORIZON_STEP) * HORIZON_STEP).clamp(3 * HORIZON_STEP, HORIZON_MOST);
        let shelves = shelves(gathered, horizon);
        Self { ask, window: gathered.window.clone(), horizon, shelves, known }
    }

    /// Forecasts and asks the rule.
    pub fn look(&self, sku: &Sku) -> Looked {
        let shelf = self.shelves.get(&sku.history.category_id);
        let mut hasher = DefaultHasher::new();
        let days = (&sku.history.sold, &sku.history.closings, sku.history.listed_at);
        (days, self.horizon, shelf.map(|shelf| shelf.made_from)).hash(&mut hasher);
        let made_from = hasher.finish();
        let kept = self.known.get(&sku.history.sku_id).filter(|(from, _)| *from == made_from);
        let forecast = match kept {
            Some((_, forecast)) => Ok(Arc::clone(forecast)),
            None => self.forecast(sku, shelf).map(Arc::new).map_err(|error| error.said()),
        };
        let history = &sku.history;
        let row = Row {
            sku_id: history.sku_id,
            code: history.code.clone(),
            name: history.name.clone(),
            props: history.props.clone(),
            category: history.category.clone(),
            supply: sku.supply.clone(),
            cost: history.cost,
            price: history.price,
            levels: sku.levels,
            mark: sku.mark,
            ordered: sku.ordered,
            drafted: sku.drafted,
            per_day: None,
            suggestion: Err(Said::new("replenish.no_history")),
            urgency: Urgency::Unknown,
            decision: sku.decision.clone(),
            held: false,
            outcome: sku.outcome,
            clearance: None,
            forecast,
        };
        let mut looked = Looked { row, made_from, asked: None };
        looked.suggest(self.ask);
        looked
    }

    fn forecast(&self, sku: &Sku, shelf: Option<&Shelf>) -> Result<Selected, ForecastError> {
        let demand = series::demand(&sku.history, &self.window)?;
        Selector::default().select(&demand, self.horizon, shelf.map(|shelf| &shelf.category))
    }
}

/// The demand of each category together: what its SKUs borrow their season from. SKUs without one share a shelf of their own.
pub(super) fn shelves(gathered: &Gathered, horizon: usize) -> HashMap<i64, Shelf> {
    let window = &gathered.window;
    let days = usize::try_from(window.until() - window.first()).unwrap_or(0);
    let mut sums: HashMap<i64, (Vec<f64>, DefaultHasher)> = HashMap::new();
    for sku in &gathered.skus {
        let (sum, hasher) =
            sums.entry(sku.history.category_id).or_insert_with(|| (vec![0.0; days], DefaultHasher::new()));
        sku.history.sold.hash(hasher);
        for (day, pieces) in &sku.history.sold {
            let place = usize::try_from(day - window.first()).ok();
            if let Some(slot) = place.and_then(|at| sum.get_mut(at)) {
                *slot += (*pieces).max(0) as f64;
            }
        }
    }
    let selector = Selector::default();
    let first = series::date(window.first());
    sums.into_iter()
        .filter_map(|(id, (sum, mut hasher))| {
            (days, horizon).hash(&mut hasher);
            let told = (window.first()..window.until()).zip(sum).map(|(day, sum)| window.told(day).then_some(sum));
            let demand = Demand::new(first, told).ok()?;
            let ends = selector.ends(demand.end());
            Some((id, Shelf { category: Category::new(demand, &ends), made_from: hasher.finish() }))
        })
        .collect()
}

impl Looked {
    fn suggest(&mut self, ask: &Ask) {
        let Ok(forecast) = self.row.forecast.clone() else {
            if let Err(said) = &self.row.forecast {
                self.row.suggestion = Err(said.clone());
            }
            return;
        };
        match self.asked(&forecast, ask) {
            Ok(asked) => {
                self.row.per_day = Some(asked.plan.sum(MEAN_DAYS) / MEAN_DAYS);
                if self.row.levels.sendable().is_none() {
                    self.row.suggestion = Err(Said::new("replenish.not_counted"));
                    return;
                }
                self.row.suggestion = self.ask_again(&asked, self.row.supply.caps);
                self.asked = Some(asked);
            }
            Err(refused) => self.row.suggestion = Err(refused.said()),
        }
    }

    fn asked(&self, forecast: &Selected, ask: &Ask) -> Result<Asked, Refused> {
        let (row, supply) = (&self.row, &self.row.supply);
        let shown = supply.lead.mean().ceil() as usize + (ask.rules.review_days + ask.rules.cover_days) as usize;
        Ok(Asked {
            plan: forecast.plan(shown)?,
            policy: ask.rules.policy(supply.order_cost)?.shared(supply.sharing),
            stock: Stock::new(
                row.levels.sendable().unwrap_or(0),
                row.ordered.max(0),
                row.levels.transfer_transit.max(0),
                row.levels.unpaid.max(0),
            )?,
            terms: Terms::new(supply.price.unwrap_or_default(), supply.least.max(0), supply.pack.max(1))?,
        })
    }

    fn ask_again(&self, asked: &Asked, caps: Caps) -> Result<Arc<Suggestion>, Said> {
        let Asked { plan, policy, stock, terms } = asked;
        let lead = self.row.supply.lead;
        let case = Case { plan, lead, policy, stock: *stock, terms: *terms, caps };
        suggest(&case).map(Arc::new).map_err(|refused| refused.said())
    }

    /// Asks the rule once more under a limit.
    pub fn limit(&mut self, caps: Caps) {
        if let Some(asked) = self.asked.take() {
            self.row.suggestion = self.ask_again(&asked, caps);
            self.asked = Some(asked);
        }
    }

    /// The row, with how pressing it is, whether a decision holds, and what to do with slow stock.
    pub fn finish(self, ask: &Ask) -> Row {
        let mut row = self.row;
        if let Ok(found) = &row.suggestion {
            row.urgency = Urgency::of(found, row.levels.sendable().unwrap_or(0), ask.today);
            row.held = row.kept_away(found.position, ask.stock_day);
        }
        row.clearance = matches!(row.mark, StockMark::Dead | StockMark::Over).then(|| clear(&row, ask));
        row
    }
}

/// What slow stock should be sold for.
fn clear(row: &Row, ask: &Ask) -> Result<Arc<Clearance>, Said> {
    let cost = row.cost.or(row.supply.price).ok_or_else(|| Said::new("replenish.no_cost"))?;
    let price = row.price.ok_or_else(|| Said::new("replenish.no_price"))?;
    let pieces = row.levels.sendable().unwrap_or(0);
    let floor = ask.rules.floor(cost, price);
    let stock = SlowStock::new(pieces, cost, price, floor, row.per_day.unwrap_or(0.0)).map_err(|e| e.said())?;
    let elasticity = ask.rules.elasticity().map_err(|e| e.said())?;
    clearance::advise(&stock, elasticity, ask.today, ask.rules.clear_until(ask.today))
        .map(Arc::new)
        .map_err(|e| e.said())
}
