//! From suggestions to draft purchase orders (生成采购草稿): one draft for each supplier, and the decision that each line stands for.

use std::collections::BTreeMap;

use super::{Plan, Row};
use crate::domain::replenish::DecisionKind;
use crate::domain::working::KeptLine;
use crate::locale::{Lang, Said};
use crate::store::{NewDecision, PurchaseDraft, PurchaseDraftLine};
use crate::table::grouped;

/// How many pieces of an SKU somebody wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    pub sku_id: i64,
    pub qty: i64,
}

/// What becomes of wishes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drafting {
    /// By supplier.
    pub drafts: Vec<PurchaseDraft>,
    /// One for each line, under the supplier whose draft it stands in.
    pub decisions: Vec<(i64, NewDecision)>,
    /// SKUs that cannot be ordered, by code, and why.
    pub refused: Vec<(String, Said)>,
}

/// Everything that waits to be ordered, as suggested; what somebody took out of a draft is not put there again.
pub fn pressing_wishes(plan: &Plan) -> Vec<Wish> {
    let waiting = plan.rows.iter().filter(|row| row.waits() && !row.dropped(plan.ask.stock_day));
    waiting.map(|row| Wish { sku_id: row.sku_id, qty: row.quantity().unwrap_or(0) }).collect()
}

/// The working of a row's suggestion as it is kept; empty when the rule said nothing.
pub fn kept_working(row: &Row) -> Vec<KeptLine> {
    row.suggestion.as_ref().map(|found| found.working.kept()).unwrap_or_default()
}

/// Puts wishes into drafts. What was asked for as suggested is accepted, another quantity is a change, for `reason`.
pub fn draft(plan: &Plan, wishes: &[Wish], reason: &str, lang: Lang) -> Drafting {
    let mut found = Drafting::default();
    let mut by_supplier: BTreeMap<i64, Vec<PurchaseDraftLine>> = BTreeMap::new();
    for wish in wishes {
        let Some(row) = plan.row(wish.sku_id) else { continue };
        let refused = |key: &str| (row.code.clone(), Said::new(key));
        let suggestion = match &row.suggestion {
            Ok(suggestion) => suggestion,
            Err(said) => {
                found.refused.push((row.code.clone(), said.clone()));
                continue;
            }
        };
        if wish.qty <= 0 {
            found.refused.push(refused("replenish.nothing_to_order"));
            continue;
        }
        if row.supply.supplier_id == 0 {
            found.refused.push(refused("replenish.no_supplier"));
            continue;
        }
        let note = lang.f(
            "replenish.draft_note",
            &[
                ("position", &grouped(&suggestion.position.to_string())),
                ("point", &format!("{:.0}", suggestion.reorder_point)),
                ("to", &format!("{:.0}", suggestion.order_up_to)),
            ],
        );
        by_supplier.entry(row.supply.supplier_id).or_default().push(PurchaseDraftLine {
            sku_code: row.code.clone(),
            qty: wish.qty,
            unit_price: row.supply.price,
            note,
        });
        let kind = if wish.qty == suggestion.quantity { DecisionKind::Accepted } else { DecisionKind::Changed };
        let decision = NewDecision {
            sku_code: row.code.clone(),
            kind,
            suggested: suggestion.quantity,
            qty: wish.qty,
            position: suggestion.position,
            until: None,
            reason: reason.to_owned(),
            working: kept_working(row),
            document: String::new(),
        };
        found.decisions.push((row.supply.supplier_id, decision));
    }
    found.drafts = by_supplier.into_iter().map(|(supplier_id, lines)| PurchaseDraft { supplier_id, lines }).collect();
    found
}
