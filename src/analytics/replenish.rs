//! What to order for the whole shop (补货建议): every own SKU with its forecast, the rule's suggestion and its working, what was decided
//! about it, and what slow stock should be sold for.
//!
//! [`Desk::plan`] does all of it for one data version and one set of wishes, on all cores, and keeps the answer. Forecasts are kept by
//! what they were made from, so that after a decision or a receipt only what has changed is forecast anew.

pub mod backtest;
mod budget;
mod draft;
mod gather;
mod one;
pub mod series;

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;
use thiserror::Error;

use super::forecast::select::Selected;
use crate::domain::clearance::Clearance;
use crate::domain::money::Money;
use crate::domain::replenish::{Caps, DecisionKind, LeadTime, OwnerRules, Sharing, Suggestion, Urgency};
use crate::domain::stock::{Levels, StockMark, StockRules};
use crate::locale::Said;
use crate::store::{DecisionRow, Store, StoreError};

pub use draft::{Drafting, Wish, draft, kept_working, pressing_wishes};

/// Days of history that are looked at: two years.
pub const HISTORY: u32 = 730;

/// What is asked: the day and the wishes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ask {
    /// The day of asking, before its sales: the day after the last that the data tells of.
    pub today: NaiveDate,
    /// Stock is as it stands on this day, however far the files reach.
    pub stock_day: NaiveDate,
    pub rules: OwnerRules,
    pub marks: StockRules,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PlanError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("cancelled")]
    Cancelled,
}

impl PlanError {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Store(error) => error.said(),
            Self::Cancelled => Said::new("replenish.cancelled"),
        }
    }
}

/// Where a lead time comes from (提前期来源).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadSource {
    /// From so many of the supplier's own receipts.
    Receipts(u32),
    /// As the supplier promises.
    Promised,
    /// As the owner assumes of suppliers who have delivered nothing yet.
    Assumed,
}

/// How the supplier sells an SKU, or how it is taken to be while nobody has told.
#[derive(Debug, Clone, PartialEq)]
pub struct Supply {
    /// 0: none.
    pub supplier_id: i64,
    pub supplier: String,
    pub lead: LeadTime,
    pub lead_source: LeadSource,
    pub pack: i64,
    pub least: i64,
    /// What a piece is bought for; unknown without a price or a cost.
    pub price: Option<Money>,
    pub order_cost: Option<Money>,
    pub sharing: Sharing,
    /// Shelf life and end of season.
    pub caps: Caps,
}

/// What became of a decision (决定的下文).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Aftermath {
    /// Nothing yet.
    #[default]
    Open,
    /// It ordered, but its line was taken out of the draft, or the draft was thrown away.
    Dropped,
    /// Goods of the SKU have come since.
    Delivered,
}

/// One SKU of the plan.
#[derive(Debug, Clone)]
pub struct Row {
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub category: String,
    pub supply: Supply,
    /// What it costs by the product sheet, and what it sells for.
    pub cost: Option<Money>,
    pub price: Option<Money>,
    pub levels: Levels,
    pub mark: StockMark,
    /// Pieces ordered from suppliers that have not come, and pieces in draft purchase orders.
    pub ordered: i64,
    pub drafted: i64,
    /// The chosen forecast; the sentence says why there is none.
    pub forecast: Result<Arc<Selected>, Said>,
    /// Pieces expected on the mean day of the next four weeks.
    pub per_day: Option<f64>,
    /// What the rule says; the sentence says why it says nothing.
    pub suggestion: Result<Arc<Suggestion>, Said>,
    pub urgency: Urgency,
    /// The latest decision, and whether it still keeps the suggestion away.
    pub decision: Option<Arc<DecisionRow>>,
    pub held: bool,
    /// What became of the latest decision.
    pub outcome: Aftermath,
    /// For slow stock; the sentence says why there is no price.
    pub clearance: Option<Result<Arc<Clearance>, Said>>,
}

impl Row {
    /// Pieces that are suggested; `None` when the rule says nothing.
    pub fn quantity(&self) -> Option<i64> {
        self.suggestion.as_ref().ok().map(|found| found.quantity)
    }

    /// What the suggested pieces cost; unknown without a price.
    pub fn spend(&self) -> Option<Money> {
        self.supply.price?;
        self.suggestion.as_ref().ok().map(|found| found.cost)
    }

    /// The day on which the sendable pieces no longer meet demand.
    pub fn runs_out(&self) -> Option<NaiveDate> {
        self.suggestion.as_ref().ok().and_then(|found| found.runs_out)
    }

    /// Whole days that the sendable pieces last from `today` on.
    pub fn cover(&self, today: NaiveDate) -> Option<i64> {
        self.runs_out().map(|day| (day - today).num_days().max(0))
    }

    /// The decision, while it holds. Goods that came since answer another question, though the position may be the same again.
    fn holding(&self, position: i64, today: NaiveDate) -> Option<DecisionKind> {
        let decision = self.decision.as_ref().filter(|_| self.outcome != Aftermath::Delivered)?;
        decision.decided().holds(position, today).then_some(decision.kind)
    }

    /// A decision keeps the suggestion away. What was accepted does so while it stands in a draft: after that the position tells it.
    fn kept_away(&self, position: i64, today: NaiveDate) -> bool {
        self.holding(position, today).is_some_and(|kind| !kind.orders() || self.drafted > 0)
    }

    /// Somebody took it out of its draft, or threw the draft away: it waits for a person, and is not drafted again by itself.
    pub fn dropped(&self, today: NaiveDate) -> bool {
        let position = self.suggestion.as_ref().ok().map(|found| found.position);
        let holds = position.and_then(|position| self.holding(position, today)).is_some_and(DecisionKind::orders);
        holds && self.outcome == Aftermath::Dropped
    }

    /// Something should be ordered, and nobody has decided otherwise.
    pub fn waits(&self) -> bool {
        self.urgency.pressing() && !self.held && self.quantity().is_some_and(|pieces| pieces > 0)
    }
}

/// All SKUs of one data version.
#[derive(Debug)]
pub struct Plan {
    /// Different for every plan.
    pub stamp: u64,
    pub version: u64,
    pub ask: Ask,
    /// By code.
    pub rows: Vec<Row>,
    places: HashMap<i64, usize>,
}

impl Plan {
    fn new(version: u64, ask: Ask, rows: Vec<Row>) -> Self {
        static STAMP: AtomicU64 = AtomicU64::new(1);
        let places = rows.iter().enumerate().map(|(at, row)| (row.sku_id, at)).collect();
        Self { stamp: STAMP.fetch_add(1, Ordering::Relaxed), version, ask, rows, places }
    }

    pub fn row(&self, sku_id: i64) -> Option<&Row> {
        self.places.get(&sku_id).and_then(|at| self.rows.get(*at))
    }
}

/// Watches the work: told how many SKUs are done of how many; `false` stops it.
pub type Watch<'a> = &'a (dyn Fn(u64, u64) -> bool + Sync);

/// A forecast and what it was made from, as a hash.
type Kept = HashMap<i64, (u64, Arc<Selected>)>;

/// Makes plans and keeps the latest, with the forecasts behind it. Clones share both.
#[derive(Debug, Clone, Default)]
pub struct Desk(Arc<Inner>);

#[derive(Debug, Default)]
struct Inner {
    /// Held while a plan is made, so that two who ask the same make it once.
    latest: Mutex<Option<Arc<Plan>>>,
    forecasts: Mutex<Kept>,
    /// How many suggestions of the latest plan wait.
    waiting: AtomicU64,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Desk {
    /// The plan for the present data version: the one that is kept, or a new one. Off the window's thread.
    pub fn plan(&self, store: &Store, ask: &Ask, watch: Watch<'_>) -> Result<Arc<Plan>, PlanError> {
        let mut latest = held(&self.0.latest);
        if let Some(plan) = latest.as_ref().filter(|plan| plan.version == store.version() && plan.ask == *ask) {
            return Ok(Arc::clone(plan));
        }
        let plan = Arc::new(self.make(store, ask, watch)?);
        let waiting = plan.rows.iter().filter(|row| row.waits()).count();
        self.0.waiting.store(waiting as u64, Ordering::Relaxed);
        *latest = Some(Arc::clone(&plan));
        Ok(plan)
    }

    /// The latest plan, when it is for this data version and these wishes. Never waits: while a plan is being made there is none.
    pub fn kept(&self, version: u64, ask: &Ask) -> Option<Arc<Plan>> {
        let latest = self.0.latest.try_lock().ok()?;
        latest.as_ref().filter(|plan| plan.version == version && plan.ask == *ask).cloned()
    }

    /// How many suggestions wait, by the latest plan; 0 before the first. Never waits itself.
    pub fn waiting(&self) -> u64 {
        self.0.waiting.load(Ordering::Relaxed)
    }

    fn make(&self, store: &Store, ask: &Ask, watch: Watch<'_>) -> Result<Plan, PlanError> {
        let gathered = gather::gather(store, ask)?;
        if !watch(0, gathered.skus.len() as u64) {
            return Err(PlanError::Cancelled);
        }
        let known = std::mem::take(&mut *held(&self.0.forecasts));
        let shop = one::Shop::new(&gathered, ask, &known);
        let made = spread(gathered.skus.len(), watch, |at| gathered.skus.get(at).map(|sku| shop.look(sku)));
        drop(shop);
        let Some(mut looked) = made else {
            // What was known stays known.
            *held(&self.0.forecasts) = known;
            return Err(PlanError::Cancelled);
        };
        *held(&self.0.forecasts) = looked
            .iter()
            .filter_map(|one| Some((one.row.sku_id, (one.made_from, Arc::clone(one.row.forecast.as_ref().ok()?)))))
            .collect();
        budget::share(&mut looked, ask);
        let rows = looked.into_iter().map(|one| one.finish(ask)).collect();
        Ok(Plan::new(gathered.version, ask.clone(), rows))
    }
}

/// Does `work` for each of `count` things on all cores, in order of their numbers; `None` when `watch` stopped it.
pub(crate) fn spread<T: Send>(
    count: usize,
    watch: Watch<'_>,
    work: impl Fn(usize) -> Option<T> + Sync,
) -> Option<Vec<T>> {
    let (next, done, stopped) = (AtomicUsize::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).clamp(1, 8);
    let run = || {
        let mut made = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count || stopped.load(Ordering::Relaxed) {
                return made;
            }
            made.extend(work(at).map(|one| (at, one)));
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            if (done.is_multiple_of(16) || done == count as u64) && !watch(done, count as u64) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    let mut all: Vec<(usize, T)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let mut all = run();
        for other in others {
            match other.join() {
                Ok(made) => all.extend(made),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    all.sort_by_key(|(at, _)| *at);
    Some(all.into_iter().map(|(_, one)| one).collect())
}

#[cfg(test)]
mod tests;
