//! The rule itself, step by step, each step noted in the working.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Caps, DemandPlan, LeadTime, Limit, MOST_PIECES, Policy, Refused, Stock, Terms, cost_of};
use crate::domain::money::Money;
use crate::domain::working::{Value, Working, terms};

/// Everything a suggestion is made from.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    pub plan: &'a DemandPlan,
    pub lead: LeadTime,
    pub policy: &'a Policy,
    pub stock: Stock,
    pub terms: Terms,
    pub caps: Caps,
}

terms! {
    Today => "today",
    DaysUsed => "days_used",
    DaysLeftOut => "days_left_out",
    BasePerDay => "base_per_day",
    SeasonFactor => "season_factor",
    EventFactor => "event_factor",
    ServiceLevel => "service_level",
    SafetyFactor => "safety_factor",
    LeadDays => "lead_days",
    LeadSpread => "lead_spread",
    ReviewDays => "review_days",
    DemandSpread => "demand_spread",
    LeadDemand => "lead_demand",
    DemandPerDay => "demand_per_day",
    LeadDemandSpread => "lead_demand_spread",
    SafetyStock => "safety_stock",
    ReorderPoint => "reorder_point",
    YearDemand => "year_demand",
    OrderTotal => "order_total",
    OrderLines => "order_lines",
    OrderCost => "order_cost",
    HoldingRate => "holding_rate",
    UnitCost => "unit_cost",
    EconomicOrder => "economic_order",
    CoverDays => "cover_days",
    CoverDemand => "cover_demand",
    Lot => "lot",
    OrderUpTo => "order_up_to",
    Sendable => "sendable",
    Ordered => "ordered",
    Transfers => "transfers",
    Owed => "owed",
    Position => "position",
    LeastOrder => "least_order",
    Pack => "pack",
    Wanted => "wanted",
    ShelfLifeDays => "shelf_life_days",
    ShelfLifeMost => "shelf_life_most",
    SeasonEnd => "season_end",
    SeasonMost => "season_most",
    Budget => "budget",
    BudgetMost => "budget_most",
    Quantity => "quantity",
    Cost => "cost",
    ExpectedShort => "expected_short",
    FillRate => "fill_rate",
    RunsOut => "runs_out",
    RunsOutWithComing => "runs_out_with_coming",
    OrderBy => "order_by",
}

impl Term {
    /// The letters by which formulas call it; empty where they do not.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::SafetyFactor => "z",
            Self::LeadDays => "L",
            Self::LeadSpread => "σL",
            Self::ReviewDays => "R",
            Self::DemandSpread => "σd",
            Self::LeadDemand => "Σd(L+R)",
            Self::DemandPerDay => "d",
            Self::LeadDemandSpread => "σ(L+R)",
            Self::SafetyStock => "SS",
            Self::ReorderPoint => "s",
            Self::YearDemand => "D",
            Self::OrderTotal => "Ko",
            Self::OrderLines => "m",
            Self::OrderCost => "K",
            Self::HoldingRate => "r",
            Self::UnitCost => "c",
            Self::EconomicOrder => "EOQ",
            Self::CoverDays => "C",
            Self::CoverDemand => "Σd(C)",
            Self::Lot => "Q",
            Self::OrderUpTo => "S",
            Self::Sendable => "A",
            Self::Ordered => "PO",
            Self::Transfers => "T",
            Self::Owed => "B",
            Self::Position => "P",
            Self::LeastOrder => "MOQ",
            Self::Pack => "u",
            Self::Wanted => "W",
            Self::ShelfLifeDays => "E",
            Self::ShelfLifeMost => "W1",
            Self::SeasonEnd => "T",
            Self::SeasonMost => "W2",
            Self::Budget => "M",
            Self::BudgetMost => "W3",
            Self::Quantity => "q",
            Self::ExpectedShort => "ES",
            _ => "",
        }
    }
}

/// What the rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The position is above the reorder point.
    Enough,
    /// Nobody is expected to buy it, and nothing is owed.
    NoDemand,
    /// Order the quantity; the limit that made it smaller, when one did.
    Order { cut_by: Option<Limit> },
    /// What the limit leaves is less than the supplier sells or than a pack.
    Prevented { by: Limit },
}

/// A suggested order (补货建议) with how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub outcome: Outcome,
    /// Pieces to order, whole packs; 0 when none.
    pub quantity: i64,
    pub cost: Money,
    /// Pieces; SS, s, S and P of the rule.
    pub safety_stock: f64,
    pub reorder_point: f64,
    pub order_up_to: f64,
    pub position: i64,
    /// Pieces that an order cycle is expected to miss under the rule, and the share of demand it is expected to meet.
    pub expected_short: f64,
    pub fill_rate: f64,
    /// The day on which the sendable stock does not meet demand, alone and with what is coming; `None` when it lasts.
    pub runs_out: Option<NaiveDate>,
    pub runs_out_with_coming: Option<NaiveDate>,
    /// The last day on which an order still comes before the stock with what is coming runs out; it may be past.
    pub order_by: Option<NaiveDate>,
    pub working: Working<Term>,
}

/// √(2·D·K/h), Harris (1913): `year_demand` pieces, `order_cost` of one order, a piece held for a year costing `rate` of `unit_cost`.
/// `None` when holding costs nothing, so that no order is too large.
pub fn economic_order(year_demand: f64, order_cost: Money, rate: Decimal, unit_cost: Money) -> Option<f64> {
    // Money over money is a plain number; only that leaves the decimals.
    let holding = rate.checked_mul(unit_cost.yuan())?;
    let ratio = order_cost.yuan().checked_div(holding)?.to_f64()?;
    Some((2.0 * year_demand * ratio).sqrt())
}

/// σ·(φ(z) − z·(1 − Φ(z))): pieces that normally distributed demand with standard deviation `sd` asks beyond z of them.
pub fn expected_short(sd: f64, z: f64) -> f64 {
    sd * (distrs::Normal::pdf(z, 0.0, 1.0) - z * (1.0 - distrs::Normal::cdf(z, 0.0, 1.0))).max(0.0)
}

/// Applies the rule. Errors: [`Refused::TooMuchMoney`].
pub fn suggest(case: &Case<'_>) -> Result<Suggestion, Refused> {
    let mut working = Working::default();
    note_basis(case, &mut working);
    let safety = safety(case, &mut working);
    let lot = lot(case, &mut working);
    let up_to = safety.reorder_point + lot;
    working.step(Term::OrderUpTo, "s + Q", Value::Pieces(up_to));
    let position = position(case, &mut working);
    let (outcome, quantity) = quantity(case, safety.reorder_point, up_to, position, &mut working);
    let cost = cost_of(quantity, case.terms.unit_cost)?;
    working.step(Term::Cost, "q·c", Value::Money(cost));

    let short = expected_short(safety.spread, safety.z);
    // A cycle sells about one lot, so that is what the expected short is measured by.
    let fill_rate = if lot > 0.0 { (1.0 - short / lot).clamp(0.0, 1.0) } else { 1.0 };
    working.step(Term::ExpectedShort, "σ(L+R)·(φ(z) − z·(1 − Φ(z)))", Value::Pieces(short));
    working.step(Term::FillRate, "1 − ES/Q", Value::Share(fill_rate));
    let (runs_out, runs_out_with_coming, order_by) = dates(case, &mut working);
    Ok(Suggestion {
        outcome,
        quantity,
        cost,
        safety_stock: safety.stock,
        reorder_point: safety.reorder_point,
        order_up_to: up_to,
        position,
        expected_short: short,
        fill_rate,
        runs_out,
        runs_out_with_coming,
        order_by,
        working,
    })
}

fn note_basis(case: &Case<'_>, working: &mut Working<Term>) {
    working.given(Term::Today, Value::Date(case.plan.first()));
    if let Some(basis) = case.plan.basis() {
        working.given(Term::DaysUsed, Value::Days(f64::from(basis.days_used)));
        working.given(Term::DaysLeftOut, Value::Days(f64::from(basis.days_left_out)));
        working.given(Term::BasePerDay, Value::Pieces(basis.base_per_day));
        working.given(Term::SeasonFactor, Value::Number(basis.season));
        working.given(Term::EventFactor, Value::Number(basis.events));
    }
}

struct Safety {
    z: f64,
    spread: f64,
    stock: f64,
    reorder_point: f64,
}

fn safety(case: &Case<'_>, working: &mut Working<Term>) -> Safety {
    let z = case.policy.service.z();
    let review = f64::from(case.policy.review_days);
    let (lead, lead_sd, sd) = (case.lead.mean(), case.lead.sd(), case.plan.sd());
    working.given(Term::ServiceLevel, Value::Share(case.policy.service.share()));
    working.step(Term::SafetyFactor, "Φ⁻¹", Value::Number(z));
    working.given(Term::LeadDays, Value::Days(lead));
    working.given(Term::LeadSpread, Value::Days(lead_sd));
    working.given(Term::ReviewDays, Value::Days(review));
    working.given(Term::DemandSpread, Value::Pieces(sd));

    let days = lead + review;
    let demand = case.plan.sum(days);
    let per_day = demand / days;
    let spread = (days * sd.powi(2) + per_day.powi(2) * lead_sd.powi(2)).sqrt();
    let stock = z * spread;
    working.given(Term::LeadDemand, Value::Pieces(demand));
    working.step(Term::DemandPerDay, "Σd(L+R) ÷ (L+R)", Value::Pieces(per_day));
    working.step(Term::LeadDemandSpread, "√((L+R)·σd² + d²·σL²)", Value::Pieces(spread));
    working.step(Term::SafetyStock, "z·σ(L+R)", Value::Pieces(stock));
    working.step(Term::ReorderPoint, "Σd(L+R) + SS", Value::Pieces(demand + stock));
    Safety { z, spread, stock, reorder_point: demand + stock }
}

/// Pieces by which an order lifts the stock above the reorder point.
fn lot(case: &Case<'_>, working: &mut Working<Term>) -> f64 {
    let year = case.plan.sum(365.0);
    let sharing = case.policy.sharing;
    let order_cost = sharing.part(case.policy.order_cost);
    let eoq = economic_order(year, order_cost, case.policy.holding_rate, case.terms.unit_cost);
    let cover = case.plan.sum(f64::from(case.policy.cover_days));
    let lot = eoq.unwrap_or(0.0).max(cover);
    working.given(Term::YearDemand, Value::Pieces(year));
    working.given(Term::OrderTotal, Value::Money(case.policy.order_cost));
    working.given(Term::OrderLines, Value::Number(sharing.mean()));
    working.step(Term::OrderCost, "Ko ÷ m", Value::Money(order_cost));
    working.given(Term::HoldingRate, Value::Share(case.policy.holding_rate.to_f64().unwrap_or_default()));
    working.given(Term::UnitCost, Value::Money(case.terms.unit_cost));
    working.step(Term::EconomicOrder, "√(2·D·K ÷ (r·c))", eoq.map_or(Value::Nothing, Value::Pieces));
    working.given(Term::CoverDays, Value::Days(f64::from(case.policy.cover_days)));
    working.given(Term::CoverDemand, Value::Pieces(cover));
    working.step(Term::Lot, "max(EOQ, Σd(C))", Value::Pieces(lot));
    lot
}

fn position(case: &Case<'_>, working: &mut Working<Term>) -> i64 {
    let (stock, counted) = (case.stock, case.policy.counted);
    let mut count = |term, ticked: bool, pieces: i64| {
        working.given(term, if ticked { Value::Pieces(pieces as f64) } else { Value::Nothing });
        if ticked { pieces } else { 0 }
    };
    let position = count(Term::Sendable, counted.sendable, stock.sendable)
        + count(Term::Ordered, counted.ordered, stock.ordered)
        + count(Term::Transfers, counted.transfers, stock.transfers)
        - count(Term::Owed, counted.owed, stock.owed);
    working.step(Term::Position, "A + PO + T − B", Value::Pieces(position as f64));
    position
}

fn quantity(
    case: &Case<'_>,
    reorder_point: f64,
    up_to: f64,
    position: i64,
    working: &mut Working<Term>,
) -> (Outcome, i64) {
    let terms = case.terms;
    working.given(Term::LeastOrder, Value::Pieces(terms.least as f64));
    working.given(Term::Pack, Value::Pieces(terms.pack as f64));
    let missing = up_to - position as f64;
    // Not a piece in a year, and none is owed.
    let unwanted = position >= 0 && case.plan.sum(365.0) < 1.0;
    let idle = if position as f64 > reorder_point {
        Some(Outcome::Enough)
    } else if missing <= 1e-9 || unwanted {
        Some(Outcome::NoDemand)
    } else {
        None
    };
    if let Some(outcome) = idle {
        let why = match outcome {
            Outcome::Enough => "P > s: 0",
            _ if unwanted => "D < 1: 0",
            _ => "S ≤ P: 0",
        };
        working.step(Term::Quantity, why, Value::Pieces(0.0));
        return (outcome, 0);
    }
    let pieces = ((missing - 1e-9).ceil() as i64).max(terms.least).clamp(1, MOST_PIECES);
    let wanted = (pieces + terms.pack - 1) / terms.pack * terms.pack;
    working.step(Term::Wanted, "⌈max(MOQ, S − P) ÷ u⌉ · u", Value::Pieces(wanted as f64));
    let most = limits(case, position, working);
    let tightest = most.into_iter().flatten().min_by_key(|(_, most)| *most).filter(|(_, most)| *most < wanted);
    let Some((limit, most)) = tightest else {
        working.step(Term::Quantity, "W", Value::Pieces(wanted as f64));
        return (Outcome::Order { cut_by: None }, wanted);
    };
    let cut = most.max(0) / terms.pack * terms.pack;
    let (outcome, cut) = if cut == 0 || cut < terms.least {
        (Outcome::Prevented { by: limit }, 0)
    } else {
        (Outcome::Order { cut_by: Some(limit) }, cut)
    };
    working.step(Term::Quantity, "⌊min(W, W1, W2, W3) ÷ u⌋ · u", Value::Pieces(cut as f64));
    (outcome, cut)
}

/// The most pieces that each limit allows.
fn limits(case: &Case<'_>, position: i64, working: &mut Working<Term>) -> [Option<(Limit, i64)>; 3] {
    let (plan, lead) = (case.plan, case.lead.mean());
    // What is there sells first; where it does not last until the order comes, the days between sell nothing.
    let before = plan.sum(lead).max(position as f64);
    let sold_until = |days: f64| ((plan.sum(days) - before).max(0.0) + 1e-9).floor() as i64;
    let shelf = case.caps.shelf_life_days.map(|days| {
        let most = sold_until(lead + f64::from(days));
        working.given(Term::ShelfLifeDays, Value::Days(f64::from(days)));
        working.step(Term::ShelfLifeMost, "⌊Σd(L+E) − max(P, Σd(L))⌋", Value::Pieces(most as f64));
        (Limit::ShelfLife, most)
    });
    let season = case.caps.season_end.map(|end| {
        let days = (end - plan.first()).num_days().saturating_add(1).max(0);
        let most = sold_until(days as f64);
        working.given(Term::SeasonEnd, Value::Date(end));
        working.step(Term::SeasonMost, "⌊Σd(T) − max(P, Σd(L))⌋", Value::Pieces(most as f64));
        (Limit::SeasonEnd, most)
    });
    let budget = case.caps.budget.and_then(|money| {
        let most = money.fen().checked_div(case.terms.unit_cost.fen())?;
        working.given(Term::Budget, Value::Money(money));
        working.step(Term::BudgetMost, "⌊M ÷ c⌋", Value::Pieces(most as f64));
        Some((Limit::Budget, most))
    });
    [shelf, season, budget]
}

fn dates(case: &Case<'_>, working: &mut Working<Term>) -> (Option<NaiveDate>, Option<NaiveDate>, Option<NaiveDate>) {
    let free = case.stock.sendable - case.stock.owed;
    let runs_out = case.plan.runs_out(free as f64);
    let with_coming = case.plan.runs_out((free + case.stock.ordered + case.stock.transfers) as f64);
    let lead = Days::new(case.lead.mean().ceil() as u64);
    let order_by = with_coming.and_then(|day| day.checked_sub_days(lead));
    let date = |day: Option<NaiveDate>| day.map_or(Value::Nothing, Value::Date);
    working.step(Term::RunsOut, "Σd > A − B", date(runs_out));
    working.step(Term::RunsOutWithComing, "Σd > A + PO + T − B", date(with_coming));
    working.step(Term::OrderBy, "− ⌈L⌉", date(order_by));
    (runs_out, with_coming, order_by)
}

#[cfg(test)]
mod tests;
