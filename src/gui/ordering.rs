//! Suggestions become draft purchase orders, with the decisions they stand for, and both are taken back together (生成草稿与撤销).

use std::collections::HashMap;
use std::sync::Arc;

use crate::analytics::replenish::{Plan, Wish, draft};
use crate::domain::purchase::PurchaseStatus;
use crate::locale::{Lang, Said};
use crate::store::{self, NewPurchase, PurchaseDetail, PurchaseDraftLine, PurchaseQuery, Store, StoreError};

/// Who drafts by itself.
pub const AUTO: &str = "auto";

/// What was ordered, and what was not and why.
#[derive(Debug, Clone, Default)]
pub struct Ordered {
    pub drafts: usize,
    pub skus: usize,
    /// By SKU code.
    pub refused: Vec<(String, Said)>,
    pub undo: Undo,
}

/// How it was before.
#[derive(Debug, Clone, Default)]
pub struct Undo {
    /// Draft orders, each as it was; `None` when it was not there.
    drafts: Vec<(i64, Option<NewPurchase>)>,
    decisions: Vec<i64>,
}

fn told(error: &StoreError) -> Said {
    tracing::warn!(%error, "ordering");
    error.said()
}

fn as_written(detail: PurchaseDetail) -> NewPurchase {
    let lines = detail.lines.into_iter().map(|line| PurchaseDraftLine {
        sku_code: line.code,
        qty: line.qty,
        unit_price: line.unit_price,
        note: line.note,
    });
    NewPurchase {
        supplier_id: detail.order.supplier_id,
        note: detail.order.note,
        expected_on: detail.order.expected_on,
        lines: lines.collect(),
    }
}

/// The drafts there are, as they are written.
fn drafts(store: &Store) -> store::Result<HashMap<i64, NewPurchase>> {
    let rows = store.purchases(&PurchaseQuery::default())?;
    let drafts = rows.into_iter().filter(|row| row.status == PurchaseStatus::Draft);
    drafts.map(|row| Ok((row.id, as_written(store.purchase(row.id)?)))).collect()
}

/// Drafts what is wished, one order for each supplier, and keeps what was decided. What cannot be ordered leaves the others done.
pub fn order(
    store: &Store,
    actor: &str,
    plan: &Plan,
    wishes: &[Wish],
    reason: &str,
    lang: Lang,
) -> Result<Ordered, Said> {
    let made = draft(plan, wishes, reason, lang);
    if made.drafts.is_empty() {
        return Ok(Ordered { refused: made.refused, ..Ordered::default() });
    }
    let mut before = drafts(store).map_err(|error| told(&error))?;
    let drafted = store.draft_purchases(actor, &made.drafts).map_err(|error| told(&error))?;
    let numbers: HashMap<i64, &str> = drafted.iter().map(|one| (one.supplier_id, one.number.as_str())).collect();
    let decisions: Vec<_> = made
        .decisions
        .into_iter()
        .map(|(supplier, mut decision)| {
            numbers.get(&supplier).copied().unwrap_or_default().clone_into(&mut decision.document);
            decision
        })
        .collect();
    let undo_drafts = drafted.iter().map(|one| (one.order_id, before.remove(&one.order_id))).collect();
    let ids = store.decide(actor, &decisions).map_err(|error| told(&error))?;
    Ok(Ordered {
        drafts: drafted.len(),
        skus: decisions.len(),
        refused: made.refused,
        undo: Undo { drafts: undo_drafts, decisions: ids },
    })
}

/// Makes the drafts what they were, and takes the decisions back.
pub fn take_back(store: &Store, actor: &str, undo: &Undo) -> Result<(), Said> {
    for (id, before) in &undo.drafts {
        let done = match before {
            Some(before) => store.change_purchase(actor, *id, before),
            None => store.cancel_purchase(actor, *id),
        };
        done.map_err(|error| told(&error))?;
    }
    store.undo_decisions(actor, &undo.decisions).map_err(|error| told(&error))
}

impl Ordered {
    /// The draft orders.
    pub fn orders(&self) -> Arc<[i64]> {
        self.undo.drafts.iter().map(|(id, _)| *id).collect()
    }

    /// `已生成 2 张采购草稿，共 5 个 SKU`
    pub fn said(&self) -> Said {
        Said::new("replenish.drafted").with("drafts", self.drafts).with("n", self.skus)
    }

    /// What was not ordered, and why; `None` when all was.
    pub fn trouble(&self, lang: Lang) -> Option<Said> {
        let (code, why) = self.refused.first()?;
        let why = lang.say(why);
        Some(match self.refused.len() {
            1 => Said::new("replenish.refused_one").with("code", code).with("why", why),
            n => Said::new("replenish.refused_many").with("n", n).with("code", code).with("why", why),
        })
    }
}
