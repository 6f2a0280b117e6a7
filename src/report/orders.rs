//! The page of orders (订单分析): where they come from, how large they are, when they are paid, where they go, who looks after them, how
//! long every step takes, and what comes back. One part for each tab.

mod after;
mod groups;
#[cfg(test)]
mod tests;
mod times;

use super::{Drill, Page, Words, figures_sheet};
use crate::analytics::filter::Span;
use crate::analytics::metric::{Figure, Metric, Value, logistics as l, orders as m, sales as s};
use crate::analytics::orders::pick::{HandlePick, Only};
use crate::analytics::orders::times::Stage;
use crate::analytics::orders::{Dimension, Handled, Shared};
use crate::analytics::sales::groups::BAND_EDGES;
use crate::analytics::sales::totals::Totals;
use crate::domain::platform::Platform;
use crate::domain::rule::OrderKind;
use crate::table::Cell;

/// How many bars a ranking shows; its table has all.
const RANKED: usize = 15;

/// What every part works from.
struct Open<'a> {
    words: &'a Words<'a>,
    handled: Handled<'a>,
    shared: Shared,
}

/// Works out the page.
pub fn page(words: &Words<'_>) -> Page {
    let handled = Handled::of(words.slice, &words.slice.now);
    let shared = handled.shared();
    let open = Open { words, handled, shared };
    let mut parts: Vec<Page> = [
        ("rules.an_tab_source", groups::source as fn(&Open<'_>, &mut Page)),
        ("rules.an_tab_amount", groups::amount),
        ("rules.an_tab_place", groups::place),
        ("rules.an_tab_times", times::add),
        ("rules.an_tab_people", groups::people),
        ("rules.an_tab_after", after::add),
    ]
    .into_iter()
    .map(|(title, add)| {
        let mut part = Page::new("orders", words.t(title));
        if !words.slice.now.known {
            part.notes.push(words.f("sales.note_no_data", &[("reach", &words.reach())]));
        }
        add(&open, &mut part);
        part
    })
    .collect();
    if let Some(first) = parts.first_mut() {
        first.figures = figures(&open);
    }
    let mut page = Page::joined("orders", words.t("rules.an_title"), parts);
    page.leads = page.figures.iter().filter_map(|figure| Some((figure.metric.id, lead(figure.metric)?))).collect();
    let mut figures = figures_sheet(words.lang, "orders_figures", &page.figures);
    let known = |figure: &Figure| if figure.now.is_known() { page.lead(figure.metric) } else { None };
    figures.drills = page.figures.iter().map(known).collect();
    page.sheets.push(figures);
    page
}

/// The orders that a figure of this page is measured on.
fn lead(metric: &Metric) -> Option<Drill> {
    let only = match metric.id {
        "assigned_rate" => Only::Assigned,
        "assigned_by_hand_rate" => Only::ByHand,
        "audited_rate" => Only::Audited,
        "median_hours_paid_to_audited" | "p90_hours_paid_to_audited" => Only::Timed(Stage::PaidToAudited),
        "median_hours_paid_to_assigned" | "p90_hours_paid_to_assigned" => Only::Timed(Stage::PaidToAssigned),
        "median_hours_audited_to_shipped" | "p90_hours_audited_to_shipped" => Only::Timed(Stage::AuditedToShipped),
        "median_hours_assigned_to_shipped" | "p90_hours_assigned_to_shipped" => Only::Timed(Stage::AssignedToShipped),
        "median_hours_paid_to_shipped" | "p90_hours_paid_to_shipped" => Only::Timed(Stage::PaidToShipped),
        _ => return None,
    };
    Some(Drill::Handled(HandlePick::only(only)))
}

fn seconds(value: Option<u32>) -> Value {
    value.map_or(Value::Unknown, |seconds| Value::Seconds(seconds.into()))
}

/// Hours as a table cell.
fn hours(value: Option<u32>) -> Cell {
    super::cell(&l::MEDIAN_HOURS_PAID_TO_SHIPPED, seconds(value))
}

/// Hours for a chart.
fn hours_number(value: Option<u32>) -> Option<f64> {
    value.map(|seconds| f64::from(seconds) / 3600.0)
}

fn figures(open: &Open<'_>) -> Vec<Figure> {
    let slice = open.words.slice;
    let of = |shared: &Shared, span: &Span| -> Vec<(&'static Metric, Value)> {
        let totals = Totals::of(slice, span);
        let known = |value: Value| if span.known { value } else { Value::Unknown };
        let median = |stage: Stage| known(seconds(shared.time(stage).median));
        let p90 = |stage: Stage| known(seconds(shared.time(stage).p90));
        vec![
            (&s::ORDERS_PAID, totals.value(&s::ORDERS_PAID)),
            (&s::AOV, totals.value(&s::AOV)),
            (&m::AUDITED_RATE, known(Value::ratio(shared.audited, shared.auditable))),
            (&m::ASSIGNED_RATE, known(Value::ratio(shared.assigned, shared.assignable))),
            (&s::REFUND_RATE_ORDERS, totals.value(&s::REFUND_RATE_ORDERS)),
            (&m::MEDIAN_HOURS_PAID_TO_AUDITED, median(Stage::PaidToAudited)),
            (&m::MEDIAN_HOURS_PAID_TO_ASSIGNED, median(Stage::PaidToAssigned)),
            (&m::MEDIAN_HOURS_AUDITED_TO_SHIPPED, median(Stage::AuditedToShipped)),
            (&l::MEDIAN_HOURS_PAID_TO_SHIPPED, median(Stage::PaidToShipped)),
            (&l::P90_HOURS_PAID_TO_SHIPPED, p90(Stage::PaidToShipped)),
            // The cards of the window end here; the rest stands in the table of all figures.
            (&m::ASSIGNED_BY_HAND_RATE, known(Value::ratio(shared.by_hand, shared.assigned))),
            (&m::P90_HOURS_PAID_TO_AUDITED, p90(Stage::PaidToAudited)),
            (&m::P90_HOURS_PAID_TO_ASSIGNED, p90(Stage::PaidToAssigned)),
            (&m::P90_HOURS_AUDITED_TO_SHIPPED, p90(Stage::AuditedToShipped)),
            (&m::MEDIAN_HOURS_ASSIGNED_TO_SHIPPED, median(Stage::AssignedToShipped)),
            (&m::P90_HOURS_ASSIGNED_TO_SHIPPED, p90(Stage::AssignedToShipped)),
        ]
    };
    let then = slice.before.as_ref().map(|span| of(&Handled::of(slice, span).shared(), span));
    of(&open.shared, &slice.now)
        .into_iter()
        .enumerate()
        .map(|(at, (metric, value))| {
            let before = then.as_ref().map(|then| then.get(at).map_or(Value::Unknown, |(_, value)| *value));
            Figure::new(metric, value, before)
        })
        .collect()
}

impl Open<'_> {
    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// What a sort of orders is called.
    fn name(&self, dimension: Dimension, code: usize) -> String {
        let words = self.words;
        let facts = words.facts();
        let named = |all: &[crate::analytics::facts::Named], unknown: &str| match all.get(code) {
            Some(one) if code != 0 && !one.name.is_empty() => one.name.clone(),
            _ => words.t(unknown),
        };
        match dimension {
            Dimension::Platform => {
                let platform = u8::try_from(code).ok().and_then(Platform::from_code).unwrap_or(Platform::Other);
                words.platform(platform)
            }
            Dimension::Shop => words.shop(code),
            Dimension::Kind => {
                let kind = OrderKind::ALL.into_iter().find(|kind| usize::from(kind.code()) == code);
                words.t(&format!("rules.kind_{}", kind.unwrap_or(OrderKind::Ordinary).id()))
            }
            Dimension::Band => {
                let yuan = |fen: i64| (fen / 100).to_string();
                let from = BAND_EDGES.get(code).map_or(0, |edge| *edge);
                match BAND_EDGES.get(code + 1) {
                    Some(to) => format!("{}–{}", yuan(from), yuan(*to)),
                    None => words.f("sales.band_open", &[("from", &yuan(from))]),
                }
            }
            Dimension::Hour => words.f("rules.an_hour", &[("hour", &code.to_string())]),
            Dimension::Province => words.province(code),
            Dimension::Staff => named(&facts.staff, "rules.an_no_staff"),
            Dimension::Courier => named(&facts.couriers, "rules.an_no_courier"),
        }
    }

    fn reason(&self, reason: usize) -> String {
        match self.words.facts().reasons.get(reason) {
            Some(named) if reason != 0 && !named.name.is_empty() => named.name.clone(),
            _ => self.t("products.reason_unknown"),
        }
    }
}
