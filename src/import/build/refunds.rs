//! One row a refund (售后单).

use super::Env;
use crate::domain::draft::{Drafts, RefundDraft};
use crate::domain::money::Money;
use crate::domain::refund::RefundStatus;
use crate::import::columns::Reading;
use crate::import::field::Field as F;
use crate::import::problem::Severity;
use crate::import::read::Row;
use crate::import::words;
use crate::locale::Said;

pub(super) fn row(row: &Row, env: &mut Env, out: &mut Drafts) {
    let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
    let order_no = reading.key(F::OrderNo).to_owned();
    let line_no = reading.id(F::LineNo).to_owned();
    let refund_no = if reading.columns().has(F::RefundNo) {
        reading.key(F::RefundNo).to_owned()
    } else {
        // A hand-mapped sheet without numbers: one refund a line, or a order.
        format!("R{}", if line_no.is_empty() { &order_no } else { &line_no })
    };
    let amount = reading.money(F::RefundAmount).map(Money::abs);
    if amount.is_none() && !reading.skipped() {
        let column = reading.columns().name(F::RefundAmount);
        reading.skip_for(F::RefundAmount, "key_missing", Said::new("import.key_missing").with("column", column));
    }
    let status_raw = reading.words(F::RefundStatus).to_owned();
    let finished_at = reading.time(F::RefundedAt);
    let status = match words::refund_status(&status_raw) {
        Some(status) => status,
        // A sheet without states lists refunds that were made.
        None if !reading.columns().has(F::RefundStatus) => RefundStatus::Succeeded,
        None => RefundStatus::Unknown,
    };
    if status == RefundStatus::Unknown {
        let said = Said::new("import.status_unknown").with("found", &status_raw);
        reading.mark(F::RefundStatus, "status_unknown", Severity::Noted, said);
    }
    let stage = [reading.text(F::GoodsState), reading.text(F::RefundStage)].concat();
    let draft = RefundDraft {
        row: reading.number(),
        refund_no,
        order_no,
        line_no,
        item_id: reading.id(F::ItemId).to_owned(),
        sku_code: reading.id(F::SkuCode).to_owned(),
        title: reading.text(F::Title).to_owned(),
        amount: amount.unwrap_or_default(),
        kind: words::refund_kind(reading.text(F::RefundKind), reading.text(F::NeedsReturn), &stage),
        status,
        status_raw,
        reason: reading.text(F::RefundReason).to_owned(),
        applied_at: reading.time(F::AppliedAt),
        finished_at,
        paid_at: reading.time(F::PaidAt),
        return_tracking: reading.id(F::ReturnTracking).trim_start_matches('@').to_owned(),
    };
    let skipped = reading.skipped();
    env.totals.row(&env.figures, skipped);
    if skipped {
        return;
    }
    env.saw_day(draft.applied_at.or(draft.finished_at).or(draft.paid_at));
    out.refunds.push(draft);
}
