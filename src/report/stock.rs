//! The stock analysis page (库存分析), one part for each tab.

mod age;
mod classes;
mod course;
mod dead;
mod forecast;
mod shortage;
mod turnover;

use std::sync::Arc;

use super::{Drill, Page, Words, figures_sheet};
use crate::analytics::metric::{Figure, Metric, Value, stock as m};
use crate::analytics::replenish::Plan;
use crate::analytics::stock::Report;
use crate::analytics::stock::age::OLD_DAYS;
use crate::analytics::stock::days::SkuDays;
use crate::domain::alert::rule::Subject;
use crate::domain::alert::{Line, RuleBook};
use crate::domain::money::Money;
use crate::domain::stock::StockRules;
use crate::table::{Cell, grouped};

/// Works out the whole page. `base`: the lines where the shop has no rules of its own; `plan`: the forecasts, where they are made.
pub fn page(words: &Words<'_>, base: StockRules, plan: Option<&Plan>) -> Page {
    let facts = words.facts();
    let book = RuleBook::new(base, facts.stock.rules.iter().cloned());
    let dead_days = |sku: usize| -> i64 {
        let (code, category) = facts.skus.get(sku).map_or(("", 0), |sku| (sku.code.as_str(), sku.category));
        let category = facts.categories.get(category as usize).map_or("", |category| category.name.as_str());
        let subject = Subject { code, category, warehouse: 0 };
        i64::from(book.applied(Line::Dead, subject).threshold.days())
    };
    let slice = words.slice;
    let now = Report::of(slice, &slice.now, &dead_days);
    let before = slice.before.as_ref().map(|span| Report::of(slice, span, &dead_days));
    let mut page = Page::new("stock", words.t("stock_analysis.title"));
    let then = before.map(|before| values(before.as_ref()));
    for (at, (metric, value)) in METRICS.into_iter().zip(values(now.as_ref())).enumerate() {
        let before = then.map(|then| then.get(at).copied().unwrap_or(Value::Unknown));
        page.figures.push(Figure::new(metric, value, before));
    }
    match &now {
        Some(report) => {
            let open = Open { words, report, dead_days: &dead_days };
            for part in [
                part(&open, turnover::add),
                part(&open, course::add),
                part(&open, age::add),
                part(&open, classes::add),
                part(&open, shortage::add),
                part(&open, dead::add),
            ] {
                page.sheets.extend(part.sheets);
                page.pictures.extend(part.pictures);
            }
            if let Some(plan) = plan {
                forecast::add(&open, plan, &mut page);
            }
            notes(&open, &mut page);
            page.leads = leads(&open);
        }
        None => page.notes.push(words.t("stock_analysis.note_no_ledger")),
    }
    let mut figures = figures_sheet(words.lang, "stock_figures", &page.figures);
    let known = |figure: &Figure| if figure.now.is_known() { page.lead(figure.metric) } else { None };
    figures.drills = page.figures.iter().map(known).collect();
    page.sheets.push(figures);
    page
}

/// The SKUs behind every figure.
fn leads(open: &Open<'_>) -> Vec<(&'static str, Drill)> {
    let of = |wanted: &dyn Fn(usize, &SkuDays) -> bool| {
        let skus = open.report.skus.iter().filter(|(sku, one)| wanted(*sku, one)).map(|(sku, _)| *sku);
        open.stock(skus)
    };
    let lead = |metric: &Metric| match metric.id {
        "stock_out_rate" | "stock_lost_pieces" => of(&|_, one| one.out_days > 0),
        "stock_dead_value" => of(&|sku, one| one.is_dead((open.dead_days)(sku))),
        "stock_moving_rate" => of(&|_, one| one.sold > 0),
        "stock_sell_through" => of(&|_, one| one.received > 0),
        "stock_old_share" => {
            open.stock(open.report.age.oldest.iter().filter(|(_, days)| **days > OLD_DAYS).map(|(sku, _)| *sku))
        }
        _ => of(&|_, one| one.closing != 0 || one.sold > 0),
    };
    METRICS.into_iter().filter_map(|metric| Some((metric.id, lead(metric)?))).collect()
}

fn part(open: &Open<'_>, add: fn(&Open<'_>, &mut Page)) -> Page {
    let mut page = Page::new("stock", String::new());
    add(open, &mut page);
    page
}

/// What to mind: what the filter does not reach, and what is missing in the amounts.
fn notes(open: &Open<'_>, page: &mut Page) {
    let filter = &open.words.slice.filter;
    if !filter.shops.is_empty() || !filter.platforms.is_empty() {
        page.notes.push(open.t("stock_analysis.note_no_shops"));
    }
    let uncosted = open.report.sums.uncosted;
    if uncosted > 0 {
        page.notes.push(open.words.f("stock_analysis.note_uncosted", &[("n", &whole(uncosted))]));
    }
    let begun = open.words.facts().stock.first.map(crate::analytics::facts::days::date_of);
    if let Some(begun) = begun.filter(|begun| filter.period.from() < *begun) {
        page.notes.push(open.words.f("stock_analysis.note_begun", &[("day", &begun.to_string())]));
    }
}

const METRICS: [&Metric; 13] = [
    &m::STOCK_VALUE,
    &m::STOCK_TURNOVER_DAYS,
    &m::STOCK_TURNOVER,
    &m::STOCK_MOVING_RATE,
    &m::STOCK_SELL_THROUGH,
    &m::STOCK_OUT_RATE,
    &m::STOCK_GMROI,
    &m::STOCK_AVERAGE,
    &m::STOCK_COGS,
    &m::STOCK_AGE,
    &m::STOCK_OLD_SHARE,
    &m::STOCK_LOST_PIECES,
    &m::STOCK_DEAD_VALUE,
];

/// The values of [`METRICS`]; all unknown where the ledger knows nothing.
fn values(report: Option<&Report>) -> [Value; 13] {
    let Some(report) = report else { return [Value::Unknown; 13] };
    let (sums, ages) = (&report.sums, &report.age);
    let (fen_days, days) = report.average();
    [
        Value::money(sums.value_fen),
        days_of(fen_days, sums.cogs_fen),
        Value::ratio(sums.cogs_fen * days, fen_days),
        Value::ratio(sums.moving, sums.sellable),
        Value::ratio(ages.cohort.gone(), ages.cohort.received),
        Value::ratio(sums.out_days, sums.wanted_days),
        Value::ratio(report.margin_fen * days, fen_days),
        Value::money(rounded(fen_days, days)),
        Value::money(sums.cogs_fen),
        days_of(ages.fen_days, ages.fen),
        Value::ratio(ages.old_fen, ages.fen),
        Value::Count(rounded(sums.lost_milli, 1000)),
        Value::money(sums.dead_fen),
    ]
}

/// A quotient of fen-days and fen as a time; unknown without a base.
fn days_of(fen_days: i64, fen: i64) -> Value {
    if fen <= 0 {
        return Value::Unknown;
    }
    let seconds = i128::from(fen_days) * 86_400 / i128::from(fen);
    i64::try_from(seconds).map_or(Value::Unknown, Value::Seconds)
}

/// Rounded half up; `den` is above zero.
const fn rounded(num: i64, den: i64) -> i64 {
    (num * 2 + den).div_euclid(den * 2)
}

/// What every part works from.
struct Open<'a> {
    words: &'a Words<'a>,
    report: &'a Report,
    dead_days: &'a dyn Fn(usize) -> i64,
}

impl Open<'_> {
    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    fn code(&self, sku: usize) -> String {
        self.words.facts().skus.get(sku).map(|sku| sku.code.clone()).unwrap_or_default()
    }

    /// Name and property, or the code where there is no name.
    fn name(&self, sku: usize) -> String {
        let Some(sku) = self.words.facts().skus.get(sku) else { return String::new() };
        if sku.name.is_empty() { sku.code.clone() } else { format!("{} {}", sku.name, sku.props).trim().to_owned() }
    }

    fn category(&self, sku: usize) -> String {
        let category = self.words.facts().skus.get(sku).map_or(0, |sku| sku.category as usize);
        self.words.category(category)
    }

    /// The stock of these SKUs.
    fn stock(&self, skus: impl IntoIterator<Item = usize>) -> Option<Drill> {
        let facts = self.words.facts();
        let ids: Vec<i64> = skus.into_iter().filter_map(|sku| facts.skus.get(sku).map(|sku| sku.id)).collect();
        (!ids.is_empty()).then(|| Drill::Stock(Arc::from(ids)))
    }
}

fn money(fen: i64) -> Cell {
    Cell::Money(Money::from_fen(fen))
}

fn whole(count: i64) -> String {
    grouped(&count.to_string())
}
