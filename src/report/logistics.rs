//! The logistics page (物流), one part for each tab.

mod couriers;
mod freight;
mod places;
mod shipping;
mod trouble;

use std::sync::OnceLock;

use super::{Drill, Page, Words, figures_sheet};
use crate::analytics::both;
use crate::analytics::logistics::journey::{couriers_of_orders, parcels_told, sent, to_ship};
use crate::analytics::logistics::parcels::{ParcelRules, Sent, Transit, TransitFrom};
use crate::analytics::logistics::pick::ParcelPick;
use crate::analytics::logistics::shipping::ToShip;
use crate::analytics::metric::{Figure, Metric, Value};
use crate::analytics::quantile::Spread;
use crate::domain::money::Money;
use crate::table::{Cell, grouped};

/// The parts of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum LogisticsTab {
    /// 发货时效
    #[default]
    Shipping,
    /// 快递评分
    Couriers,
    /// 地区时效
    Places,
    /// 运费
    Freight,
    /// 异常件
    Trouble,
}

impl LogisticsTab {
    pub const ALL: [Self; 5] = [Self::Shipping, Self::Couriers, Self::Places, Self::Freight, Self::Trouble];

    /// Locale key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shipping => "logistics.tab_shipping",
            Self::Couriers => "logistics.tab_couriers",
            Self::Places => "logistics.tab_places",
            Self::Freight => "logistics.tab_freight",
            Self::Trouble => "logistics.tab_trouble",
        }
    }
}

/// Works out one part.
pub fn tab(words: &Words<'_>, rules: ParcelRules, tab: LogisticsTab) -> Page {
    let needs = |tabs: &[LogisticsTab]| tabs.contains(&tab);
    let open = Open::new(
        words,
        rules,
        needs(&[LogisticsTab::Shipping]),
        needs(&[LogisticsTab::Shipping, LogisticsTab::Couriers, LogisticsTab::Places]),
    );
    part(&open, tab)
}

/// Works out the whole page.
pub fn page(words: &Words<'_>, rules: ParcelRules) -> Page {
    let open = Open::new(words, rules, true, true);
    let (shipping, rest) = both(
        || part(&open, LogisticsTab::Shipping),
        || LogisticsTab::ALL.iter().skip(1).map(|tab| part(&open, *tab)).collect::<Vec<_>>(),
    );
    let mut page = Page::joined("logistics", words.t("logistics.title"), std::iter::once(shipping).chain(rest));
    page.sheets.push(figures_sheet(words.lang, "logistics_figures", &page.figures));
    page
}

fn part(open: &Open<'_>, tab: LogisticsTab) -> Page {
    let mut page = Page::new("logistics", open.t(tab.key()));
    match tab {
        LogisticsTab::Shipping => shipping::add(open, &mut page),
        LogisticsTab::Couriers => couriers::add(open, &mut page),
        LogisticsTab::Places => places::add(open, &mut page),
        LogisticsTab::Freight => freight::add(open, &mut page),
        LogisticsTab::Trouble => trouble::add(open, &mut page),
    }
    open.note(tab, &mut page);
    page
}

/// What every part works from.
struct Open<'a> {
    words: &'a Words<'a>,
    rules: ParcelRules,
    /// "Now", seconds since 1970: what is late is late as of then.
    now: i64,
    /// Number of courier indexes.
    couriers: usize,
    /// Orders paid in the period; empty for parts that do not need them.
    orders: ToShip,
    /// Parcels shipped in the period.
    sent: Sent<'a>,
    /// Their times; empty for parts that do not need them.
    transit: Transit,
    /// The shop file tells of parcels of these orders at all.
    told: bool,
    /// The same of the compared period, worked out when it is first asked for.
    then: OnceLock<Option<Then<'a>>>,
}

/// Parcels shipped in the compared period.
struct Then<'a> {
    sent: Sent<'a>,
    transit: Transit,
}

impl<'a> Open<'a> {
    fn new(words: &'a Words<'a>, rules: ParcelRules, orders: bool, transit: bool) -> Self {
        let slice = words.slice;
        let facts = words.facts();
        let (now, couriers) = (slice.now_seconds(), facts.couriers.len().max(1));
        let (orders, (sent, transit)) = both(
            || if orders { to_ship(slice, &slice.now, &couriers_of_orders(facts)) } else { ToShip::default() },
            || {
                let sent = sent(slice, slice.now.shipped.clone());
                let found = if transit { sent.transit(couriers, now, rules) } else { Transit::default() };
                (sent, found)
            },
        );
        let told = parcels_told(slice);
        Self { words, rules, now, couriers, orders, sent, transit, told, then: OnceLock::new() }
    }

    /// Parcels of the compared period; `None` when nothing is compared or the data does not reach it.
    fn then(&self) -> Option<&Then<'a>> {
        let find = || {
            let span = self.words.slice.before.as_ref().filter(|span| span.known)?;
            let sent = sent(self.words.slice, span.shipped.clone());
            let transit = sent.transit(self.couriers, self.now, self.rules);
            Some(Then { sent, transit })
        };
        self.then.get_or_init(find).as_ref()
    }

    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    fn f(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.words.f(key, args)
    }

    fn known(&self) -> bool {
        self.words.slice.now.known
    }

    /// A figure of parcels in both periods: unknown where no parcel is told of or the data does not reach.
    fn parcel_figure(&self, metric: &'static Metric, now: Value, then: Option<Value>) -> Figure {
        let known = |known: bool, value: Value| if known && self.told { value } else { Value::Unknown };
        let before = self.words.slice.before.as_ref().map(|_| known(true, then.unwrap_or(Value::Unknown)));
        Figure::new(metric, known(self.known(), now), before)
    }

    fn courier(&self, code: usize) -> String {
        match self.words.facts().couriers.get(code) {
            Some(courier) if code != 0 && !courier.name.is_empty() => courier.name.clone(),
            _ => self.t("logistics.courier_unknown"),
        }
    }

    /// A place of [`lanes`](crate::analytics::logistics::lanes) by name.
    fn place(&self, place: usize) -> String {
        let province = crate::analytics::logistics::lanes::province(place);
        self.words.province(province.map_or(0, |province| province.code().into()))
    }

    /// Couriers with parcels, those with most first.
    fn ranked_couriers(&self, parcels: &[i64]) -> Vec<usize> {
        let mut found: Vec<usize> = (0..parcels.len()).filter(|at| parcels.get(*at).is_some_and(|n| *n > 0)).collect();
        found.sort_by_key(|at| (std::cmp::Reverse(parcels.get(*at).copied().unwrap_or(0)), *at));
        found
    }

    /// What the reader must know about this data.
    fn note(&self, tab: LogisticsTab, page: &mut Page) {
        if !self.known() && tab != LogisticsTab::Trouble {
            page.notes.insert(0, self.f("sales.note_no_data", &[("reach", &self.words.reach())]));
            return;
        }
        let count = |count: i64| grouped(&count.to_string());
        if tab == LogisticsTab::Shipping {
            for (number, key) in [
                (self.orders.cancelled, "logistics.note_cancelled"),
                (self.orders.odd, "logistics.note_odd"),
                (self.orders.untold, "logistics.note_untold"),
            ] {
                if number > 0 {
                    page.notes.push(self.f(key, &[("count", &count(number))]));
                }
            }
        }
        if matches!(tab, LogisticsTab::Shipping | LogisticsTab::Couriers | LogisticsTab::Places) {
            if self.transit.parcels == 0 {
                page.notes.push(self.t("logistics.note_no_parcels"));
                return;
            }
            if self.transit.from == TransitFrom::Shipped && self.transit.lanes.all.count > 0 {
                page.notes.push(self.t("logistics.note_from_shipped"));
            }
            if self.transit.unbelievable > 0 {
                page.notes.push(self.f(
                    "logistics.note_unbelievable",
                    &[
                        ("count", &count(self.transit.unbelievable)),
                        ("minutes", &self.rules.believable_minutes.to_string()),
                    ],
                ));
            }
            if self.transit.untraced > 0 {
                page.notes.push(self.f("logistics.note_untraced", &[("count", &count(self.transit.untraced))]));
            }
        }
    }
}

fn money(fen: i64) -> Cell {
    Cell::Money(Money::from_fen(fen))
}

/// Seconds as hours in a table; a dash for the unknown.
fn hours(seconds: Option<u32>) -> Cell {
    seconds.map_or(Cell::Empty, |seconds| Cell::Number((i64::from(seconds) * 10 + 18) / 36))
}

/// Seconds as hours in a chart.
fn hours_number(seconds: Option<u32>) -> Option<f64> {
    seconds.map(|seconds| f64::from(seconds) / 3600.0)
}

fn seconds(value: Option<u32>) -> Value {
    value.map_or(Value::Unknown, |seconds| Value::Seconds(seconds.into()))
}

/// Count, median and P90 of a time, as three cells.
fn spread_cells(spread: &Spread) -> [Cell; 3] {
    [Cell::Count(spread.count.into()), hours(spread.median), hours(spread.p90)]
}

/// A mark that leads to parcels; nowhere when there are none.
fn leads(pick: ParcelPick, count: i64) -> Option<Drill> {
    (count > 0).then_some(Drill::ParcelsBy(pick))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::analytics::filter::Slice;
    use crate::locale::Lang;

    fn figure(page: &Page, id: &str) -> Value {
        page.figures.iter().find(|figure| figure.metric.id == id).map_or(Value::Unknown, |figure| figure.now)
    }

    #[test]
    fn times_of_may_are_what_a_person_reads_off() {
        let facts = sample::facts();
        let slice = Slice::new(&facts, &sample::may());
        let page = page(&Words::new(&slice, Lang::En), ParcelRules::default());
        // Hours waited: 6, 36, 10, 5, 34. The data ends on May 25, 09:00, when the last order was paid.
        assert_eq!(figure(&page, "median_hours_paid_to_shipped"), Value::Seconds(10 * 3600));
        assert_eq!(figure(&page, "shipped_24h_rate"), Value::Ratio { num: 3, den: 5 });
        assert_eq!(figure(&page, "shipped_48h_rate"), Value::Ratio { num: 5, den: 5 });
        assert_eq!(figure(&page, "orders_waiting"), Value::Count(1));
        // Collected → signed: 48, 96 and 24 hours.
        assert_eq!(figure(&page, "median_hours_transit"), Value::Seconds(48 * 3600));
        // 48 and 24 hours are on time, 96 is not; the fourth has been under way for 117 hours.
        assert_eq!(figure(&page, "on_time_rate"), Value::Ratio { num: 2, den: 4 });
        // Freight of orders 9, 11 and 13: ¥3.90, ¥4.10 and ¥4.30.
        assert_eq!(figure(&page, "freight_per_parcel"), Value::MoneyPer { fen: 1_230, den: 3 });
        // Net of these orders: 9: ¥50, 11: ¥680, 13: ¥100.
        assert_eq!(figure(&page, "freight_share"), Value::Ratio { num: 1_230, den: 83_000 });
        assert_eq!(figure(&page, "parcels_silent"), Value::Count(1));
        assert_eq!(figure(&page, "orders_overdue"), Value::Count(0));
    }

    #[test]
    fn the_parcels_and_orders_behind_a_row_are_as_many_as_it_says() {
        let facts = sample::facts();
        let slice = Slice::new(&facts, &sample::may());
        let page = page(&Words::new(&slice, Lang::En), ParcelRules::default());
        let mut checked = 0;
        for sheet in &page.sheets {
            for (row, drill) in sheet.table.rows.iter().zip(&sheet.drills) {
                let at = |id: &str| sheet.table.columns.iter().position(|one| one.id == id).map(|at| row[at].clone());
                match drill {
                    Some(Drill::ParcelsBy(pick)) if at("parcels").is_some() => {
                        assert_eq!(at("parcels"), Some(Cell::Count(pick.parcel_ids(&slice).len() as i64)), "{row:?}");
                        checked += 1;
                    }
                    Some(Drill::ShipmentsBy(pick)) if at("orders").is_some() => {
                        assert_eq!(at("orders"), Some(Cell::Count(pick.order_ids(&slice).len() as i64)), "{row:?}");
                        checked += 1;
                    }
                    _ => {}
                }
            }
        }
        assert!(checked > 8, "{checked}");
    }

    #[test]
    fn without_parcels_the_page_says_what_to_import() {
        let mut facts = sample::facts();
        facts.parcels = crate::analytics::facts::Parcels::default();
        facts.parcels.by_shipped = crate::analytics::facts::DayIndex::new(&[]);
        let slice = Slice::new(&facts, &sample::may());
        let page = tab(&Words::new(&slice, Lang::En), ParcelRules::default(), LogisticsTab::Couriers);
        assert!(page.notes.iter().any(|note| note.contains("import")));
        assert_eq!(figure(&page, "on_time_rate"), Value::Unknown);
    }
}
