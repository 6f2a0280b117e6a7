//! Orders by the owner's own hand (手工订单): made in a form, they go the way of all orders, so that lists, facts and stock know them; and
//! what the owner says of a platform's order (改地址、备注), which no import touches.

use chrono::NaiveDateTime;
use duckdb::params;

use super::Store;
use super::error::{Doing, Result, StoreError};
use super::imports::{ImportMeta, ImportSummary};
use super::orders::text;
use super::write::Deed;
use crate::domain::draft::{Drafts, LineDraft, OrderDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::region::Province;

const DOING: &str = "keeping orders made by hand";

/// An order as it is typed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ManualOrder {
    /// Which shop or channel it belongs to; empty for none in particular.
    pub shop: String,
    pub receiver: String,
    pub phone: String,
    /// With province and city.
    pub address: String,
    pub remark: String,
    pub freight: Money,
    /// Paid already; else it waits for the money.
    pub paid: bool,
    /// Handed over already, with this courier and number.
    pub sent: Option<(String, String)>,
    pub lines: Vec<ManualLine>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct ManualLine {
    /// The shop's own code.
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
    /// For a piece; nothing for a gift.
    pub unit_price: Money,
    pub gift: bool,
}

impl ManualOrder {
    /// What is to be paid: goods and postage.
    pub fn payable(&self) -> Money {
        self.lines.iter().map(ManualLine::amount).sum::<Money>() + self.freight
    }
}

impl ManualLine {
    fn amount(&self) -> Money {
        if self.gift { Money::ZERO } else { Money::from_fen(self.unit_price.fen() * self.qty) }
    }
}

/// An order that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub order_id: i64,
    pub order_no: String,
}

/// What the owner says of an order. `None`: as the platform tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrderChange {
    pub receiver: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
    pub remark: Option<String>,
}

impl Store {
    /// Makes an order, created at `at`.
    pub fn make_order(&self, actor: &str, order: &ManualOrder, at: NaiveDateTime) -> Result<Made> {
        let deed = Deed { what: "make_order", subject: "", detail: order.lines.len().to_string() };
        let platform = Platform::Own;
        let order_no = self.write(actor, &deed, |tx| {
            let number = tx.take_numbers("manual_order", 1)?;
            let order_no = format!("ZJ{}{number:04}", at.format("%Y%m%d"));
            tx.conn
                .execute(
                    "INSERT INTO manual_order VALUES (?, ?, ?, ?)",
                    params![platform.code(), order_no, actor, tx.now],
                )
                .doing(DOING)?;
            Ok(order_no)
        })?;
        self.tell(actor, &order_no, &own(&order.shop), at, &drafts(order, &order_no, at))?;
        let sql = "SELECT coalesce(max(id), 0) FROM orders WHERE platform = ? AND order_no = ?";
        let order_id = self.reader()?.row(DOING, sql, &[&platform.code(), &order_no], |row| row.get(0))?;
        Ok(Made { order_id, order_no })
    }

    /// Takes back an order made by hand: it vanishes where nothing came in after it, else it is closed.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when it was not made by hand.
    pub fn unmake_order(&self, actor: &str, order_id: i64) -> Result<()> {
        let sql = "SELECT o.order_no, o.created_import, h.name, coalesce(o.created_at, o.updated_at) FROM orders o
                   JOIN manual_order m ON m.platform = o.platform AND m.order_no = o.order_no
                   LEFT JOIN shop h ON h.id = o.shop_id WHERE o.id = ?";
        let found = self.reader()?.rows(DOING, sql, &[&order_id], |row| {
            Ok((text(row, 0)?, row.get::<_, i64>(1)?, text(row, 2)?, row.get::<_, NaiveDateTime>(3)?))
        })?;
        let (order_no, import, shop, at) =
            found.into_iter().next().ok_or(StoreError::Gone { what: "order", id: order_id })?;
        match self.undo_import(actor, import) {
            Err(StoreError::NotTheLatest { .. } | StoreError::TooOld { .. } | StoreError::Gone { .. }) => {
                let closed = OrderDraft {
                    order_no: order_no.clone(),
                    status: Some(OrderStatus::ClosedUnpaid),
                    close_reason: "手工订单已作废".to_owned(),
                    ..OrderDraft::default()
                };
                let drafts = Drafts { orders: vec![closed], ..Drafts::default() };
                self.tell(actor, &order_no, &own(&shop), at, &drafts)?;
                Ok(())
            }
            done => done,
        }
    }

    /// Drafts by the owner's own hand, on the way that files take. `name` is what the list of imports calls them. Gives the import.
    pub(super) fn tell(
        &self,
        actor: &str,
        name: &str,
        source: &Source,
        at: NaiveDateTime,
        drafts: &Drafts,
    ) -> Result<i64> {
        let meta = ImportMeta {
            actor: actor.to_owned(),
            file_name: name.to_owned(),
            format: "manual".to_owned(),
            encoding: "utf-8".to_owned(),
            at,
            ..ImportMeta::default()
        };
        let mut staging = self.stage(source, meta)?;
        staging.append(drafts)?;
        let outcome = staging.commit(&ImportSummary { rows: drafts.len() as u64, ..ImportSummary::default() })?;
        Ok(outcome.import_id)
    }

    /// Keeps what the owner says of an order's receiver and remark; `OrderChange::default()` lets the platform's word hold again.
    pub fn change_order(&self, actor: &str, order_id: i64, change: &OrderChange) -> Result<()> {
        let order_no: String = self.reader()?.row(
            DOING,
            "SELECT coalesce(max(order_no), '') FROM orders WHERE id = ?",
            &[&order_id],
            |row| row.get(0),
        )?;
        let parts = [
            ("receiver", &change.receiver),
            ("phone", &change.phone),
            ("address", &change.address),
            ("remark", &change.remark),
        ];
        let named: Vec<&str> = parts.into_iter().filter(|(_, value)| value.is_some()).map(|(name, _)| name).collect();
        // The audit says what was changed, never to what: that is somebody's address.
        let deed = Deed { what: "change_order", subject: &order_no, detail: named.join(", ") };
        self.write(actor, &deed, |tx| {
            let id = tx.take_numbers("order_change", 1)?;
            let values = [&change.receiver, &change.phone, &change.address, &change.remark];
            let [receiver, phone, address, remark] = values.map(|value| value.as_ref().map(|text| text.trim().to_owned()));
            let written = tx
                .conn
                .execute(
                    &format!(
                        "INSERT INTO order_change SELECT ?, platform, order_no, ?, ?, ?, ?, {TOLD}, ?, ? FROM orders o WHERE id = ?"
                    ),
                    params![id, receiver, phone, address, remark, actor, tx.now, order_id],
                )
                .doing(DOING)?;
            if written == 0 { Err(StoreError::Gone { what: "order", id: order_id }) } else { Ok(()) }
        })
    }

    /// What the owner says of this order now; put back with [`Store::change_order`] it takes back what came after.
    pub fn change_of(&self, order_id: i64) -> Result<OrderChange> {
        let sql = "SELECT x.receiver, x.phone, x.address, x.remark FROM order_change x
                   JOIN orders o ON o.platform = x.platform AND o.order_no = x.order_no WHERE o.id = ? ORDER BY x.id DESC LIMIT 1";
        let found = self.reader()?.rows(DOING, sql, &[&order_id], |row| {
            Ok(OrderChange { receiver: row.get(0)?, phone: row.get(1)?, address: row.get(2)?, remark: row.get(3)? })
        })?;
        Ok(found.into_iter().next().unwrap_or_default())
    }
}

/// What the platform says of the receiver, as one text: whether it has changed since.
pub(super) const TOLD: &str =
    "concat_ws('|', coalesce(o.receiver, ''), coalesce(o.phone, ''), coalesce(o.address, ''))";

/// Where orders of our own come from.
fn own(shop: &str) -> Source {
    Source { platform: Platform::Own, shop: shop.trim().to_owned() }
}

fn drafts(order: &ManualOrder, order_no: &str, at: NaiveDateTime) -> Drafts {
    let status = match (&order.sent, order.paid) {
        (Some(_), _) => OrderStatus::Shipped,
        (None, true) => OrderStatus::Paid,
        (None, false) => OrderStatus::Unpaid,
    };
    let paid = order.paid || order.sent.is_some();
    let payable = order.payable();
    let (courier, tracking_no) = order.sent.clone().unwrap_or_default();
    let title = order.lines.first().map(|line| line.name.clone()).unwrap_or_default();
    let place: Vec<&str> = order.address.split_whitespace().collect();
    let lines = (1..).zip(&order.lines).map(|(number, line): (usize, &ManualLine)| LineDraft {
        line_no: format!("{order_no}-{number}"),
        order_no: order_no.to_owned(),
        sku_code: line.code.trim().to_owned(),
        title: line.name.clone(),
        props: line.props.clone(),
        qty: line.qty,
        unit_price: Some(if line.gift { Money::ZERO } else { line.unit_price }),
        goods_amount: Some(line.amount()),
        status: Some(status),
        gift: line.gift,
        ..LineDraft::default()
    });
    let draft = OrderDraft {
        order_no: order_no.to_owned(),
        status: Some(status),
        created_at: Some(at),
        paid_at: paid.then_some(at),
        shipped_at: order.sent.is_some().then_some(at),
        goods_amount: Some(order.lines.iter().map(ManualLine::amount).sum()),
        freight: Some(order.freight),
        payable: Some(payable),
        paid: paid.then_some(payable),
        items: Some(order.lines.iter().map(|line| line.qty).sum()),
        title,
        province: Province::parse(&order.address),
        city: place.get(1).map(|city| (*city).to_owned()).unwrap_or_default(),
        receiver: order.receiver.trim().to_owned(),
        phone: order.phone.trim().to_owned(),
        address: order.address.trim().to_owned(),
        tracking_no,
        courier,
        seller_memo: order.remark.trim().to_owned(),
        ..OrderDraft::default()
    };
    Drafts { orders: vec![draft], lines: lines.collect(), ..Drafts::default() }
}

/// Whether an order was made by hand.
pub(super) fn by_hand(tx: &super::read::Reader, platform: Platform, order_no: &str) -> Result<bool> {
    let sql = "SELECT count(*) FROM manual_order WHERE platform = ? AND order_no = ?";
    let found: i64 = tx.row(DOING, sql, &[&platform.code(), &order_no], |row| row.get(0))?;
    Ok(found > 0)
}
