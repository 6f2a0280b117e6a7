//! One row a line of an order the shop placed (1688 采购).
//!
//! The order's cells are merged over its rows and filled in by the reader. Its amounts go with the first line only, so that they add up.

use std::collections::HashMap;

use super::orders::read_tracking;
use super::{Env, hash};
use crate::domain::draft::{Drafts, PurchaseDraft};
use crate::import::columns::Reading;
use crate::import::field::Field as F;
use crate::import::read::Row;

/// Lines seen of each order.
#[derive(Debug, Default)]
pub(super) struct Purchases {
    lines: HashMap<u64, u32>,
}

impl Purchases {
    pub(super) fn row(&mut self, row: &Row, env: &mut Env, out: &mut Drafts) {
        let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
        let order_no = reading.key(F::OrderNo).to_owned();
        let qty = reading.pieces(F::Qty);
        let code = reading.id(F::SkuCode);
        let (tracking_no, courier) = read_tracking(&mut reading);
        let mut draft = PurchaseDraft {
            row: reading.number(),
            order_no,
            line_no: String::new(),
            supplier: reading.text(F::Supplier).to_owned(),
            title: reading.text(F::Title).to_owned(),
            item_id: reading.id(F::ItemId).to_owned(),
            sku_code: if code.is_empty() { reading.id(F::ItemCode) } else { code }.to_owned(),
            unit_price: reading.money(F::UnitPrice),
            qty,
            goods_amount: reading.money(F::GoodsAmount),
            freight: reading.money(F::Freight),
            discount: reading.money(F::Discount),
            paid: reading.money(F::Paid),
            status_raw: reading.words(F::Status).to_owned(),
            created_at: reading.time(F::CreatedAt),
            paid_at: reading.time(F::PaidAt),
            tracking_no,
            courier,
            linked_order_no: reading.id(F::LinkedOrderNo).to_owned(),
        };
        let skipped = reading.skipped();
        env.totals.row(&env.figures, skipped);
        if skipped {
            return;
        }
        let n = self.lines.entry(hash(&draft.order_no)).or_default();
        *n += 1;
        draft.line_no = format!("{}#{n}", draft.order_no);
        if *n > 1 {
            for (field, amount) in [
                (F::GoodsAmount, &mut draft.goods_amount),
                (F::Freight, &mut draft.freight),
                (F::Discount, &mut draft.discount),
                (F::Paid, &mut draft.paid),
            ] {
                if let Some(again) = amount.take() {
                    env.totals.repeat(field, again.fen());
                }
            }
        }
        env.saw_day(draft.created_at.or(draft.paid_at));
        out.purchases.push(draft);
    }
}
