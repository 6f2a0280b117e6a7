//! One row an order (订单报表), and what order rows have in common with rows that are lines of orders.

use std::collections::HashSet;

use chrono::{NaiveDate, NaiveDateTime};

use super::{Env, StateWords, hash};
use crate::domain::draft::{Drafts, LineDraft, OrderDraft};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::privacy::is_masked;
use crate::domain::region::Province;
use crate::import::cell;
use crate::import::columns::{Columns, Reading};
use crate::import::field::Field as F;
use crate::import::format::Traits;
use crate::import::paid::Verdict;
use crate::import::problem::{Problem, Severity};
use crate::import::read::Row;
use crate::import::words;
use crate::locale::Said;

/// Orders of a file, each on a row of its own.
#[derive(Debug, Default)]
pub(super) struct Orders {
    seen: HashSet<u64>,
}

impl Orders {
    pub(super) fn row(&mut self, row: &Row, env: &mut Env, out: &mut Drafts) {
        let traits = env.plan.traits;
        let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
        let mut order = read_order(&mut reading, traits, &mut env.states);
        let code = reading.id(F::SkuCode);
        let props = cell::props(reading.text(F::Props));
        if !reading.skipped() && !self.seen.insert(hash(&order.order_no)) {
            reading.skip_for(F::OrderNo, "repeated_row", Said::new("import.repeated_row"));
        }
        let skipped = reading.skipped();
        let state = MoneyState::of(reading.columns(), &order, order.paid);
        let told = (order.payable, order.paid, order.refund);
        env.totals.row(&env.figures, skipped);
        if skipped {
            return;
        }
        state.settle(&mut order, &env.plan.columns, env.plan.paid).tell(&order, env);
        if state.is_paid && traits.paid_may_be_net {
            env.paid.see(told.0, true, told.1, told.2);
        }
        env.saw_day(order.created_at.or(order.paid_at));
        if traits.single_line_is_order && order.items == Some(1) && !code.is_empty() {
            out.lines.push(single_line(&order, code, &props));
        }
        out.orders.push(order);
    }
}

/// The line of an order of one piece, where the report tells its code: the platform numbers it like the order.
fn single_line(order: &OrderDraft, code: &str, props: &str) -> LineDraft {
    LineDraft {
        row: order.row,
        line_no: order.order_no.clone(),
        order_no: order.order_no.clone(),
        sku_code: code.to_owned(),
        title: order.title.clone(),
        props: props.to_owned(),
        qty: 1,
        goods_amount: order.goods_amount,
        refund: order.refund,
        status: order.status,
        ..LineDraft::default()
    }
}

/// Everything a row tells of its order, as it tells it.
pub(super) fn read_order(reading: &mut Reading<'_, '_>, traits: Traits, states: &mut StateWords) -> OrderDraft {
    let order_no = reading.key(F::OrderNo).to_owned();
    let mut created_at = reading.time(F::CreatedAt);
    let paid_at = reading.time(F::PaidAt);
    if created_at.is_none() && traits.dated_order_no {
        created_at = date_of(&order_no);
        if created_at.is_some() {
            reading.mark(F::CreatedAt, "time_from_order_no", Severity::Noted, Said::new("import.time_from_order_no"));
        }
    }
    let (payable, paid) = (reading.money(F::Payable), reading.money(F::Paid));
    let (goods_amount, freight) = (reading.money(F::GoodsAmount), reading.money(F::Freight));
    // Platforms write discounts and refunds with a minus or without; the column says which way the money goes.
    let discount = reading.money(F::Discount).map(Money::abs);
    let refund = reading.money(F::Refund).map(Money::abs).or_else(|| reading.refund_beside(F::Paid));
    let payable = payable.or_else(|| {
        let goods = goods_amount?;
        Some(goods + freight.unwrap_or_default() - discount.unwrap_or_default())
    });
    let status_raw = reading.words(F::Status).to_owned();
    // Without a payment time the amount tells, except where it stands on unpaid orders too.
    // What was given back had been paid, whatever an amount net of refunds says.
    let given_back = refund.is_some_and(|refund| refund > Money::ZERO);
    let by_amount = paid
        .or(payable)
        .map(|amount| given_back || amount > Money::ZERO && !traits.closed_is_unpaid)
        .or_else(|| given_back.then_some(true));
    let was_paid = if reading.columns().has(F::PaidAt) { Some(paid_at.is_some()) } else { by_amount };
    let status = if status_raw.is_empty() { None } else { states.read(&status_raw, was_paid) };
    if status == Some(OrderStatus::Unknown) {
        reading.mark(
            F::Status,
            "status_unknown",
            Severity::Noted,
            Said::new("import.status_unknown").with("found", &status_raw),
        );
    }
    let mut order = OrderDraft {
        row: reading.number(),
        order_no,
        shop: reading.text(F::Shop).to_owned(),
        status,
        status_raw,
        created_at,
        paid_at,
        shipped_at: reading.time(F::ShippedAt),
        received_at: reading.time(F::ReceivedAt),
        goods_amount,
        freight,
        payable,
        paid,
        refund,
        settled: reading.money(F::Settled),
        items: reading.count(F::Items),
        title: reading.text(F::Title).to_owned(),
        receiver: reading.text(F::Receiver).to_owned(),
        phone: reading.text(F::Phone).to_owned(),
        seller_memo: reading.text(F::SellerMemo).to_owned(),
        buyer_message: reading.text(F::BuyerMessage).to_owned(),
        close_reason: words::close_reason(reading.text(F::CloseReason)).to_owned(),
        linked_order_no: reading.id(F::LinkedOrderNo).to_owned(),
        ..OrderDraft::default()
    };
    if let Some(buyer) = reading.texts(F::Buyer).find(|buyer| !buyer.is_empty() && !is_masked(buyer)) {
        buyer.clone_into(&mut order.buyer);
    }
    let has_time = reading.columns().has(F::CreatedAt) || reading.columns().has(F::PaidAt);
    if has_time && order.created_at.is_none() && order.paid_at.is_none() && !reading.skipped() {
        reading.skip_for(F::CreatedAt, "time_missing", Said::new("import.time_missing"));
    }
    read_place(reading, &mut order);
    let (tracking_no, courier) = read_tracking(reading);
    order.tracking_no = tracking_no;
    order.courier = courier;
    order
}

/// `260531-600000000000000` → 2026-05-31: the day stands in front of 拼多多's order numbers.
fn date_of(order_no: &str) -> Option<NaiveDateTime> {
    let (date, rest) = order_no.split_once('-')?;
    if date.len() != 6 || rest.is_empty() {
        return None;
    }
    let part = |from: usize| date.get(from..from + 2)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(2000 + i32::try_from(part(0)?).ok()?, part(2)?, part(4)?)?.and_hms_opt(0, 0, 0)
}

/// Province, city and district: from their own columns, else from the address.
fn read_place(reading: &mut Reading<'_, '_>, order: &mut OrderDraft) {
    let changed = reading.text(F::AddressChanged);
    let address = if changed.is_empty() { reading.text(F::Address) } else { changed };
    address.clone_into(&mut order.address);
    let told = reading.text(F::Province);
    let province = |text: &str| if text.is_empty() { None } else { Province::parse(text) };
    order.province = province(told).or_else(|| province(address));
    reading.text(F::City).clone_into(&mut order.city);
    reading.text(F::District).clone_into(&mut order.district);
    if order.province.is_none() {
        let place = if told.is_empty() { address } else { told };
        if !place.is_empty() && !is_masked(place) {
            let field = if told.is_empty() { F::Address } else { F::Province };
            reading.mark(field, "province_unknown", Severity::Noted, Said::new("import.province_unknown"));
        }
        return;
    }
    if order.city.is_empty() && told.is_empty() {
        // `浙江省 杭州市 西湖区 …`: the second and third word, where there are blanks between them.
        let mut words = address.split_whitespace().skip(1);
        if let (Some(city), Some(district)) = (words.next(), words.next()) {
            city.clone_into(&mut order.city);
            if !is_masked(district) {
                district.clone_into(&mut order.district);
            }
        }
    }
}

/// Tracking number and courier, also where one cell holds both (`中通快递-7300…`) or several numbers, of which the first counts.
pub(super) fn read_tracking(reading: &mut Reading<'_, '_>) -> (String, String) {
    let first = |text: &str| {
        let text = text.trim_start_matches('@');
        text.split([',', '，', ';', '；', ' ', '、']).find(|part| !part.is_empty()).unwrap_or("").to_owned()
    };
    let number = first(reading.id(F::TrackingNo));
    let courier = reading.text(F::Courier);
    if !number.is_empty() || !courier.is_empty() {
        return (number, courier.to_owned());
    }
    let both = reading.text(F::CourierAndNo);
    let start = both.find(|c: char| c.is_ascii_digit()).map(|digit| {
        // Letters in front of the digits belong to the number: SF1234567890.
        both.get(..digit).map_or(digit, |head| head.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len())
    });
    match start.and_then(|at| Some((both.get(..at)?, both.get(at..)?))) {
        Some((courier, number)) => {
            let courier = courier.trim_matches(|c: char| !c.is_alphanumeric());
            (first(number.trim()), courier.to_owned())
        }
        None => (String::new(), both.to_owned()),
    }
}

/// Whether money has moved, and what follows from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct MoneyState {
    pub(super) is_paid: bool,
    unpaid: bool,
}

/// What the user should know about how an order was understood.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Notes {
    /// The file has no payment times.
    paid_time_from_created: bool,
    /// The file has no paid amounts.
    paid_from_payable: bool,
    /// The file tells no refund of this order.
    refund_taken_as_full: bool,
}

impl Notes {
    /// Writes it down: what is true of the whole file once, what is true of the order at its row.
    pub(super) fn tell(self, order: &OrderDraft, env: &mut Env) {
        if self.paid_time_from_created {
            env.problems.note_once("paid_time_from_created", Said::new("import.paid_time_from_created"));
        }
        if self.paid_from_payable && env.plan.tells_paid {
            env.problems.note_once("paid_from_payable", Said::new("import.paid_from_payable"));
        }
        if self.refund_taken_as_full {
            env.problems.add(Problem {
                row: order.row,
                column: env.plan.columns.name(F::Status),
                code: "refund_taken_as_full",
                severity: Severity::Noted,
                found: order.status_raw.clone(),
                said: Said::new("import.refund_taken_as_full"),
            });
        }
    }
}

impl MoneyState {
    /// `paid`: what the row says was paid, for the order or for its line.
    pub(super) fn of(columns: &Columns, order: &OrderDraft, paid: Option<Money>) -> Self {
        use OrderStatus as S;
        let by_status = match order.status {
            Some(S::Paid | S::PartShipped | S::Shipped | S::Finished | S::ClosedRefunded) => Some(true),
            Some(S::Unpaid | S::ClosedUnpaid) => Some(false),
            Some(S::Unknown) | None => None,
        };
        let has_time = columns.has(F::PaidAt);
        let given_back = order.refund.is_some_and(|refund| refund > Money::ZERO);
        let by_amount = !has_time && (given_back || paid.is_some_and(|paid| paid > Money::ZERO));
        let is_paid = order.paid_at.is_some() || by_status.unwrap_or(by_amount);
        Self { is_paid, unpaid: !is_paid && (by_status == Some(false) || has_time) }
    }

    /// Amounts as the shop file wants them: none paid on unpaid orders, the whole amount given back on orders closed after
    /// payment that tell no refund. `chosen`: what the user says paid amounts mean.
    pub(super) fn settle(self, order: &mut OrderDraft, columns: &Columns, chosen: Option<Verdict>) -> Notes {
        let mut notes = Notes::default();
        if order.payable.is_none() {
            order.payable = order.paid;
        }
        if self.unpaid {
            // "Actually paid 0.00" on an order still to be paid is no payment of nothing.
            order.paid = None;
            order.refund = order.refund.filter(|refund| *refund != Money::ZERO);
            return notes;
        }
        if self.is_paid && order.paid.is_none() && !columns.has(F::Paid) && !columns.has(F::LinePaid) {
            order.paid = order.payable;
            notes.paid_from_payable = order.paid.is_some();
        }
        if self.is_paid && order.paid_at.is_none() && order.created_at.is_some() && !columns.has(F::PaidAt) {
            order.paid_at = order.created_at;
            notes.paid_time_from_created = true;
        }
        if order.status == Some(OrderStatus::ClosedRefunded) && order.refund.is_none() {
            // An amount net of refunds is zero once all is given back.
            if order.paid == Some(Money::ZERO) && chosen.is_none() {
                order.paid = order.payable;
            }
            order.refund = order.paid;
            notes.refund_taken_as_full = order.refund.is_some();
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_stands_in_the_order_number() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 31).unwrap().and_hms_opt(0, 0, 0);
        assert_eq!(date_of("260531-600000000000000"), day);
        assert_eq!(date_of("261331-600000000000000"), None);
        assert_eq!(date_of("6001"), None);
    }
}
