//! One row a parcel (运单), and one row a link from a platform's code to an own SKU.

use super::Env;
use super::orders::read_tracking;
use crate::domain::draft::{Drafts, MappingDraft, ParcelDraft};
use crate::domain::region::Province;
use crate::import::columns::Reading;
use crate::import::field::Field as F;
use crate::import::read::Row;

pub(super) fn row(row: &Row, env: &mut Env, out: &mut Drafts) {
    let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
    reading.key(F::TrackingNo);
    let (tracking_no, courier) = read_tracking(&mut reading);
    let place = [reading.text(F::Province), reading.text(F::Address)].into_iter().find(|place| !place.is_empty());
    let draft = ParcelDraft {
        row: reading.number(),
        tracking_no,
        order_no: reading.id(F::OrderNo).to_owned(),
        courier,
        province: place.and_then(Province::parse),
        city: reading.text(F::City).to_owned(),
        weight_g: reading.grams(F::Weight),
        freight: reading.money(F::ParcelFreight),
        shipped_at: reading.time(F::ShippedAt),
        collected_at: reading.time(F::CollectedAt),
        signed_at: reading.time(F::SignedAt),
        last_scan_at: reading.time(F::LastScanAt),
        state_raw: reading.words(F::ParcelState).to_owned(),
    };
    let skipped = reading.skipped();
    env.totals.row(&env.figures, skipped);
    if skipped {
        return;
    }
    env.saw_day(draft.shipped_at.or(draft.collected_at).or(draft.signed_at));
    out.parcels.push(draft);
}

pub(super) fn mapping(row: &Row, env: &mut Env, out: &mut Drafts) {
    let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
    let draft = MappingDraft {
        row: reading.number(),
        platform_sku: reading.key(F::PlatformSku).to_owned(),
        own_sku: reading.key(F::OwnSku).to_owned(),
        qty: reading.pieces(F::Qty),
    };
    let skipped = reading.skipped();
    env.totals.row(&env.figures, skipped);
    if !skipped {
        out.mappings.push(draft);
    }
}
