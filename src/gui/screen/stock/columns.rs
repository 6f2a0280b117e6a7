//! The columns of the stock list, their order, and what stands behind each number.

use std::cmp::Ordering;

use crate::domain::costing::Average;
use crate::domain::money::Money;
use crate::domain::stock::{Place, StockMark};
use crate::gui::component::words;
use crate::gui::ctx::Ctx;
use crate::gui::record_list::Field;
use crate::gui::theme::badge::Tone;
use crate::gui::widget::grid::Look;
use crate::store::{StockRow, Want};

pub(super) const fn tone(mark: StockMark) -> Tone {
    match mark {
        StockMark::Oversold | StockMark::Out => Tone::Bad,
        StockMark::Low => Tone::Warning,
        StockMark::Dead | StockMark::Over => Tone::Blue,
        StockMark::Fine => Tone::Good,
        StockMark::Untracked => Tone::Neutral,
    }
}

/// Key of a mark's name.
pub(super) fn mark_key(mark: StockMark) -> String {
    format!("domain.stock_mark_{}", mark.id())
}

pub(super) fn fields(ctx: &Ctx) -> Vec<Field<StockRow>> {
    type F = Field<StockRow>;
    let lang = ctx.lang;
    vec![
        F::id("code", ctx.t("catalogue.code"), |row| row.code.clone()).width(96.0),
        F::text("name", ctx.t("catalogue.name"), |row| row.name.clone()).width(130.0).grow(),
        F::text("props", ctx.t("catalogue.props"), |row| words::spec(&row.props)).width(96.0),
        F::text("category", ctx.t("catalogue.category"), |row| row.category.clone()).width(100.0),
        F::text("supplier", ctx.t("catalogue.supplier"), |row| row.supplier.clone()).width(110.0),
        F::text("mark", ctx.t("stock.mark"), move |row| lang.t(&mark_key(row.mark)).to_owned())
            .width(72.0)
            .look(|row| Look::Badge(tone(row.mark))),
        F::count("on_hand", ctx.t("stock.on_hand"), |row| row.levels.on_hand()).width(66.0).leads(),
        F::count("to_ship", ctx.t("stock.to_ship"), |row| Some(row.levels.to_ship)).width(66.0).leads(),
        F::count("sendable", ctx.t("stock.sendable"), |row| row.levels.sendable()).width(76.0).leads(),
        F::count("defective", ctx.t("domain.place_defective"), |row| row.levels.defective).width(76.0).leads(),
        F::count("locked", ctx.t("domain.place_locked"), |row| row.levels.locked).width(60.0).leads(),
        F::count("unpaid", ctx.t("stock.unpaid"), |row| Some(row.levels.unpaid)).width(66.0).leads(),
        F::count("to_audit", ctx.t("stock.to_audit"), |row| Some(row.levels.to_audit)).width(72.0).leads(),
        F::count("purchase_transit", ctx.t("domain.place_purchase_transit"), |row| Some(row.levels.purchase_transit))
            .width(76.0)
            .leads(),
        F::count("transfer_transit", ctx.t("domain.place_transfer_transit"), |row| Some(row.levels.transfer_transit))
            .width(84.0)
            .leads(),
        F::count("return_transit", ctx.t("domain.place_return_transit"), |row| Some(row.levels.return_transit))
            .width(92.0)
            .leads(),
        F::count("sold", ctx.t("stock.sold_30"), |row| Some(row.pace.sold)).width(76.0).leads(),
        F::number("cover", ctx.t("stock.cover"), |row| Some(cover(row)? * 100)).width(76.0),
        F::money("average", ctx.t("stock.average"), |row| row.unit_cost().map(Average::rounded)).width(86.0),
        F::date("expires", ctx.t("stock.expires"), StockRow::expires),
        F::money("value", ctx.t("stock.value"), StockRow::value).width(96.0),
        F::time("moved_at", ctx.t("stock.moved_at"), |row| row.last_moved_at),
    ]
}

/// The places whose movements make a number; none for numbers that orders make.
pub(super) fn places(column: &str) -> &'static [Place] {
    match column {
        "on_hand" => &[Place::Good, Place::Defective, Place::Locked],
        "sendable" => &[Place::Good],
        "defective" => &[Place::Defective],
        "locked" => &[Place::Locked],
        "purchase_transit" => &[Place::PurchaseTransit],
        "transfer_transit" => &[Place::TransferTransit],
        _ => &[],
    }
}

/// The number that orders make in a column.
pub(super) fn want(column: &str) -> Option<Want> {
    match column {
        "unpaid" => Some(Want::Unpaid),
        "to_audit" => Some(Want::ToAudit),
        "to_ship" => Some(Want::ToShip),
        "sold" => Some(Want::Sold),
        "return_transit" => Some(Want::Returning),
        _ => None,
    }
}

/// Key of the name of a number that orders make.
pub(super) const fn want_key(want: Want) -> &'static str {
    match want {
        Want::Unpaid => "stock.unpaid",
        Want::ToAudit => "stock.to_audit",
        Want::ToShip => "stock.to_ship",
        Want::Sold => "stock.sold_30",
        Want::Returning => "domain.place_return_transit",
    }
}

/// Days that the sendable pieces last, in tenths.
pub(super) fn cover(row: &StockRow) -> Option<i64> {
    row.pace.cover_tenths(row.levels.sendable()?)
}

/// The order of two rows by a column; what is not known comes last upwards.
pub(super) fn by(column: &str, a: &StockRow, b: &StockRow) -> Ordering {
    let known = |a: Option<i64>, b: Option<i64>| match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    let (l, r) = (&a.levels, &b.levels);
    match column {
        "name" => a.name.cmp(&b.name),
        "props" => a.props.cmp(&b.props),
        "category" => a.category.cmp(&b.category),
        "supplier" => a.supplier.cmp(&b.supplier),
        "mark" => a.mark.cmp(&b.mark).then_with(|| known(cover(a), cover(b))),
        "on_hand" => known(l.on_hand(), r.on_hand()),
        "to_ship" => l.to_ship.cmp(&r.to_ship),
        "sendable" => known(l.sendable(), r.sendable()),
        "defective" => known(l.defective, r.defective),
        "locked" => known(l.locked, r.locked),
        "unpaid" => l.unpaid.cmp(&r.unpaid),
        "to_audit" => l.to_audit.cmp(&r.to_audit),
        "purchase_transit" => l.purchase_transit.cmp(&r.purchase_transit),
        "transfer_transit" => l.transfer_transit.cmp(&r.transfer_transit),
        "return_transit" => l.return_transit.cmp(&r.return_transit),
        "sold" => a.pace.sold.cmp(&b.pace.sold),
        "cover" => known(cover(a), cover(b)),
        "average" => known(a.unit_cost().map(Average::ten_thousandths), b.unit_cost().map(Average::ten_thousandths)),
        "expires" => match (a.expires(), b.expires()) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
        "value" => known(a.value().map(Money::fen), b.value().map(Money::fen)),
        "moved_at" => a.last_moved_at.cmp(&b.last_moved_at),
        _ => a.code.cmp(&b.code),
    }
}
