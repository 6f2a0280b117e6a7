//! After-sales noted by hand (登记售后): money given back, goods expected back, an exchange or a reissue that no file has told of yet. They
//! go the way of all refunds, so that lists, facts, the queue and stock know them; a file that tells of the same order's refund later has
//! the last word, and what was noted is closed.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use duckdb::params;

use super::Store;
use super::error::{Doing, Result, StoreError};
use super::flow::{Refused, Taken, orders_now};
use super::orders::{LIST, joined, money, platform, text};
use super::write::Deed;
use crate::domain::draft::{Drafts, RefundDraft, Source};
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::refund::{NoteRefusal, RefundKind, RefundStatus, may_note};
use crate::locale::Said;

const DOING: &str = "noting after-sales";

/// What is noted of one order or of many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AfterSale {
    /// Of the two that give only money back, the one that fits the order is taken.
    pub kind: RefundKind,
    pub reason: String,
    /// It is over: the money is with the buyer, the goods are out.
    pub done: bool,
    pub at: NaiveDateTime,
}

/// What was noted, order by order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Noted {
    /// Takes it back: [`Store::unnote_aftersales`].
    pub imports: Vec<i64>,
    pub done: Vec<Taken>,
    pub refused: Vec<Refused>,
}

struct Known {
    id: i64,
    platform: Platform,
    order_no: String,
    shop: String,
    title: String,
    paid: Option<Money>,
    refund: Money,
    shipped: bool,
    /// A refund that is still under way; empty when none.
    pending: String,
}

impl Store {
    /// Notes the same after-sale of these orders, each with the money it gives back; `None` is all that was paid and not yet given back.
    /// Orders that cannot have one stay as they are and say why.
    pub fn note_aftersales(&self, actor: &str, what: &AfterSale, orders: &[(i64, Option<Money>)]) -> Result<Noted> {
        let ids: Vec<i64> = orders.iter().map(|(id, _)| *id).collect();
        let mut known: BTreeMap<i64, Known> = self.to_note(&ids)?.into_iter().map(|one| (one.id, one)).collect();
        let mut out = Noted::default();
        let mut drafts: BTreeMap<(u8, String), (Platform, Vec<RefundDraft>)> = BTreeMap::new();
        let mut taken: Vec<(Known, Money)> = Vec::new();
        for (nth, (id, amount)) in orders.iter().enumerate() {
            let Some(one) = known.remove(id) else {
                let why = Said::new("store.gone");
                out.refused.push(Refused { nth, order_no: String::new(), why });
                continue;
            };
            let left = one.paid.unwrap_or(Money::ZERO) - one.refund;
            let moves = what.kind.moves_money();
            let amount = if moves { amount.unwrap_or(left) } else { Money::ZERO };
            if let Err(refusal) = may_note(one.paid, left, amount, moves, !one.pending.is_empty()) {
                let why = said(refusal).with("no", &one.order_no).with("refund", &one.pending).with("left", left);
                out.refused.push(Refused { nth, order_no: one.order_no, why });
            } else {
                out.done.push(Taken { nth, order_id: *id, order_no: one.order_no.clone(), warning: None });
                taken.push((one, amount));
            }
        }
        if taken.is_empty() {
            return Ok(out);
        }
        let detail = taken.len().to_string();
        let numbers = self.write(actor, &Deed { what: "note_aftersale", subject: what.kind.id(), detail }, |tx| {
            let count = i64::try_from(taken.len()).unwrap_or(i64::MAX);
            let first = tx.take_numbers("aftersale", count)?;
            let mut numbers = Vec::with_capacity(taken.len());
            for (number, (one, _)) in (first..).zip(&taken) {
                let refund_no = format!("SH{}{number:04}", what.at.format("%Y%m%d"));
                tx.conn
                    .execute(
                        "INSERT INTO aftersale VALUES (?, ?, ?, ?, ?)",
                        params![one.platform.code(), refund_no, one.order_no, actor, tx.now],
                    )
                    .doing(DOING)?;
                numbers.push(refund_no);
            }
            Ok(numbers)
        })?;
        for (refund_no, (one, amount)) in numbers.into_iter().zip(taken) {
            let draft = draft(what, &one, refund_no, amount);
            let (_, of) = drafts.entry((one.platform.code(), one.shop)).or_insert((one.platform, Vec::new()));
            of.push(draft);
        }
        for ((_, shop), (platform, refunds)) in drafts {
            let name = refunds.first().map(|first| first.refund_no.clone()).unwrap_or_default();
            let drafts = Drafts { refunds, ..Drafts::default() };
            out.imports.push(self.tell(actor, &name, &Source { platform, shop }, what.at, &drafts)?);
        }
        Ok(out)
    }

    /// Takes back what was noted: it vanishes where nothing came in after it, else it is closed.
    pub fn unnote_aftersales(&self, actor: &str, imports: &[i64]) -> Result<()> {
        for import in imports.iter().rev() {
            match self.undo_import(actor, *import) {
                Err(
                    error @ (StoreError::NotTheLatest { .. } | StoreError::TooOld { .. } | StoreError::Gone { .. }),
                ) => {
                    if !self.close_noted(actor, *import)? {
                        return Err(error);
                    }
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Says of an after-sale that was noted by hand that it is over, or closed. Gives the import that takes it back
    /// ([`Store::unnote_aftersales`]).
    ///
    /// # Errors
    /// [`StoreError::Gone`] when it was not noted by hand, or is over already.
    pub fn settle_aftersale(&self, actor: &str, refund_id: i64, done: bool) -> Result<i64> {
        let sql = "SELECT r.refund_no, r.order_no, CAST(r.amount * 100 AS BIGINT), r.platform, coalesce(h.name, ''), r.status FROM refund r
                   JOIN aftersale a ON a.platform = r.platform AND a.refund_no = r.refund_no
                   LEFT JOIN orders o ON o.id = r.order_id LEFT JOIN shop h ON h.id = o.shop_id WHERE r.id = ?";
        let over = [RefundStatus::Succeeded, RefundStatus::Closed].map(|status| i64::from(status.code()));
        let status = if done { RefundStatus::Succeeded } else { RefundStatus::Closed };
        let at = self.now();
        let found = self.reader()?.rows(DOING, sql, &[&refund_id], |row| {
            let amount = money(row.get(2)?).unwrap_or(Money::ZERO);
            let draft = RefundDraft {
                finished_at: Some(at),
                ..RefundDraft::bare(text(row, 0)?, text(row, 1)?, amount, status)
            };
            Ok((platform(row, 3)?, text(row, 4)?, draft, row.get::<_, i64>(5)?))
        })?;
        let open = found.into_iter().next().filter(|(_, _, _, status)| !over.contains(status));
        let Some((platform, shop, draft, _)) = open else {
            return Err(StoreError::Gone { what: "after-sale", id: refund_id });
        };
        let name = draft.refund_no.clone();
        self.tell(actor, &name, &Source { platform, shop }, at, &Drafts { refunds: vec![draft], ..Drafts::default() })
    }

    /// `false` when nothing was noted with that import.
    fn close_noted(&self, actor: &str, import: i64) -> Result<bool> {
        let sql = "SELECT r.refund_no, r.order_no, CAST(r.amount * 100 AS BIGINT), r.platform, coalesce(h.name, '') FROM refund r
                   LEFT JOIN orders o ON o.id = r.order_id LEFT JOIN shop h ON h.id = o.shop_id WHERE r.created_import = ?";
        let found = self.reader()?.rows(DOING, sql, &[&import], |row| {
            let amount = money(row.get(2)?).unwrap_or(Money::ZERO);
            let draft = RefundDraft::bare(text(row, 0)?, text(row, 1)?, amount, RefundStatus::Closed);
            Ok((platform(row, 3)?, text(row, 4)?, draft))
        })?;
        let Some((platform, shop, _)) = found.first() else { return Ok(false) };
        let source = Source { platform: *platform, shop: shop.clone() };
        let refunds: Vec<RefundDraft> = found.into_iter().map(|(_, _, draft)| draft).collect();
        let name = refunds.first().map(|first| first.refund_no.clone()).unwrap_or_default();
        let drafts = Drafts { refunds, ..Drafts::default() };
        self.tell(actor, &name, &source, self.now(), &drafts)?;
        Ok(true)
    }

    fn to_note(&self, ids: &[i64]) -> Result<Vec<Known>> {
        let pending = [RefundStatus::WaitSeller, RefundStatus::WaitReturn, RefundStatus::WaitReceipt]
            .map(|status| status.code().to_string())
            .join(", ");
        let sql = format!(
            "SELECT o.id, o.platform, o.order_no, h.name, o.title, CAST(o.paid * 100 AS BIGINT), CAST(o.refund * 100 AS BIGINT),
                 o.shipped_at IS NOT NULL,
                 (SELECT max(r.refund_no) FROM refund r WHERE r.order_id = o.id AND r.status IN ({pending}))
             FROM {} o LEFT JOIN shop h ON h.id = o.shop_id WHERE o.id IN {LIST}",
            orders_now()
        );
        self.reader()?.rows(DOING, &sql, &[&joined(ids.iter().copied())], |row| {
            Ok(Known {
                id: row.get(0)?,
                platform: platform(row, 1)?,
                order_no: text(row, 2)?,
                shop: text(row, 3)?,
                title: text(row, 4)?,
                paid: money(row.get(5)?),
                refund: money(row.get(6)?).unwrap_or(Money::ZERO),
                shipped: row.get(7)?,
                pending: text(row, 8)?,
            })
        })
    }
}

fn draft(what: &AfterSale, one: &Known, refund_no: String, amount: Money) -> RefundDraft {
    let kind = match what.kind {
        RefundKind::MoneyBeforeShipping | RefundKind::MoneyAfterShipping if one.shipped => {
            RefundKind::MoneyAfterShipping
        }
        RefundKind::MoneyBeforeShipping | RefundKind::MoneyAfterShipping => RefundKind::MoneyBeforeShipping,
        kind => kind,
    };
    let status = match kind {
        _ if what.done => RefundStatus::Succeeded,
        RefundKind::GoodsAndMoney | RefundKind::Exchange => RefundStatus::WaitReturn,
        _ => RefundStatus::WaitSeller,
    };
    RefundDraft {
        title: one.title.clone(),
        kind,
        reason: what.reason.trim().to_owned(),
        applied_at: Some(what.at),
        finished_at: what.done.then_some(what.at),
        ..RefundDraft::bare(refund_no, one.order_no.clone(), amount, status)
    }
}

fn said(refusal: NoteRefusal) -> Said {
    Said::new(match refusal {
        NoteRefusal::NotPaid => "aftersale.refused_not_paid",
        NoteRefusal::AllBack => "aftersale.refused_all_back",
        NoteRefusal::Pending => "aftersale.refused_pending",
        NoteRefusal::Nothing => "aftersale.refused_nothing",
        NoteRefusal::TooMuch => "aftersale.refused_too_much",
    })
}
