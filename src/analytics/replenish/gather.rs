//! What a plan is made from, brought together from the shop file (数据汇集).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use chrono::NaiveDateTime;

use super::series::Window;
use super::{Aftermath, Ask, HISTORY, LeadSource, PlanError, Supply};
use crate::domain::purchase::PurchaseStatus;
use crate::domain::replenish::{Caps, LeadTime, OwnerRules, Sharing};
use crate::domain::stock::{Levels, StockMark};
use crate::store::{DecisionRow, DemandQuery, PurchaseQuery, SkuHistory, SkuSupply, StockQuery, Store};

/// One SKU before it is looked at.
#[derive(Debug, Clone)]
pub(super) struct Sku {
    pub history: SkuHistory,
    pub levels: Levels,
    pub mark: StockMark,
    pub supply: Supply,
    pub ordered: i64,
    pub drafted: i64,
    pub decision: Option<Arc<DecisionRow>>,
    pub outcome: Aftermath,
}

/// All of it, of one data version.
pub(super) struct Gathered {
    pub version: u64,
    pub window: Window,
    pub skus: Vec<Sku>,
}

/// Reads it. What is written meanwhile makes the next plan.
pub(super) fn gather(store: &Store, ask: &Ask) -> Result<Gathered, PlanError> {
    let book = store.demand(&DemandQuery { until: ask.today, days: HISTORY, ids: None })?;
    let stock = store.stock(&StockQuery {
        day: ask.stock_day,
        sold_until: ask.today.pred_opt().unwrap_or(ask.today),
        warehouse: 0,
        text: String::new(),
        categories: Vec::new(),
        ids: None,
        rules: ask.marks,
    })?;
    let mut levels: HashMap<i64, (Levels, StockMark)> =
        stock.into_iter().map(|row| (row.sku_id, (row.levels, row.mark))).collect();
    let mut terms = store.supply_terms()?;
    let coming = store.on_order()?;
    let drafts = Drafts::of(store)?;
    let came = store.last_receipts()?;
    let mut decisions = store.latest_decisions()?;
    let window = Window::new(&book, ask.today, HISTORY);
    let skus = book
        .skus
        .into_iter()
        .map(|history| {
            let (levels, mark) = levels.remove(&history.sku_id).unwrap_or((Levels::default(), StockMark::Untracked));
            let decision = decisions.remove(&history.code);
            Sku {
                levels,
                mark,
                supply: supply(terms.remove(&history.code), &history, &ask.rules),
                ordered: coming.get(&history.code).copied().unwrap_or(0),
                drafted: drafts.pieces.get(&history.code).copied().unwrap_or(0),
                outcome: decision.as_ref().map_or(Aftermath::Open, |one| drafts.outcome(one, came.get(&history.code))),
                decision: decision.map(Arc::new),
                history,
            }
        })
        .collect();
    Ok(Gathered { version: book.version, window, skus })
}

/// Purchase orders that ask nobody for anything.
#[derive(Debug, Default)]
struct Drafts {
    /// Pieces of each SKU that stand in drafts: asked of nobody yet.
    pieces: HashMap<String, i64>,
    /// SKUs in each draft, by its number; those of a cancelled order are none.
    codes: HashMap<String, HashSet<String>>,
}

impl Drafts {
    fn of(store: &Store) -> Result<Self, PlanError> {
        let mut found = Self::default();
        for order in store.purchases(&PurchaseQuery::default())? {
            let codes = match order.status {
                PurchaseStatus::Draft => found.codes.entry(order.number).or_default(),
                PurchaseStatus::Cancelled => {
                    found.codes.insert(order.number, HashSet::new());
                    continue;
                }
                _ => continue,
            };
            for line in store.purchase(order.id)?.lines {
                *found.pieces.entry(line.code.clone()).or_default() += line.qty;
                codes.insert(line.code);
            }
        }
        Ok(found)
    }

    /// What became of a decision.
    fn outcome(&self, decision: &DecisionRow, came: Option<&NaiveDateTime>) -> Aftermath {
        if came.is_some_and(|came| *came > decision.made_at) {
            return Aftermath::Delivered;
        }
        let dropped = |codes: &HashSet<String>| !codes.contains(&decision.sku_code);
        if decision.kind.orders() && self.codes.get(&decision.document).is_some_and(dropped) {
            return Aftermath::Dropped;
        }
        Aftermath::Open
    }
}

/// How an SKU is supplied: as its supplier's own receipts and terms tell, and as the owner assumes where they do not.
fn supply(terms: Option<SkuSupply>, history: &SkuHistory, rules: &OwnerRules) -> Supply {
    let assumed = rules.assumed_lead().unwrap_or(LeadTime::NONE);
    let Some(terms) = terms else {
        return Supply {
            supplier_id: history.supplier_id,
            supplier: history.supplier.clone(),
            lead: assumed,
            lead_source: LeadSource::Assumed,
            pack: 1,
            least: 0,
            price: history.cost,
            order_cost: None,
            sharing: Sharing::ALONE,
            caps: Caps::default(),
        };
    };
    // One receipt tells a mean but no spread.
    let spread = terms.lead_days_spread.unwrap_or(assumed.sd());
    let lead = terms.lead_days_mean.and_then(|mean| LeadTime::new(mean, spread).ok());
    let lead_source = match (lead, terms.receipts) {
        (None, _) => LeadSource::Assumed,
        (Some(_), 0) => LeadSource::Promised,
        (Some(_), receipts) => LeadSource::Receipts(receipts),
    };
    Supply {
        supplier_id: terms.supplier_id,
        supplier: terms.supplier,
        lead: lead.unwrap_or(assumed),
        lead_source,
        pack: terms.pack.unwrap_or(1),
        least: terms.moq.unwrap_or(0),
        price: terms.price.or(history.cost),
        order_cost: terms.order_cost,
        sharing: terms.sharing,
        caps: Caps::new(terms.shelf_days, None, terms.season_end).unwrap_or_default(),
    }
}
