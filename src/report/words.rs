//! What things are called in a language, and the lines under every chart: period, filters, source, how far the data reaches.

use chrono::NaiveDate;

use crate::analytics::facts::Facts;
use crate::analytics::filter::Slice;
use crate::chart::spec::{Body, Spec, Unit};
use crate::domain::period::{Compare, Period, Step};
use crate::domain::platform::Platform;
use crate::domain::region::Province;
use crate::locale::Lang;

/// A slice with the language it is told in.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    pub slice: &'a Slice<'a>,
    pub lang: Lang,
}

impl<'a> Words<'a> {
    pub const fn new(slice: &'a Slice<'a>, lang: Lang) -> Self {
        Self { slice, lang }
    }

    pub const fn facts(&self) -> &'a Facts {
        self.slice.facts
    }

    /// The text under a key.
    pub fn t(&self, key: &str) -> String {
        self.lang.t(key).to_owned()
    }

    /// The text under a key with its placeholders filled.
    pub fn f(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.lang.f(key, args)
    }

    pub fn platform(&self, platform: Platform) -> String {
        self.t(&format!("domain.platform_{}", platform.id()))
    }

    /// A shop by its code: its name, or the platform's where it has none.
    pub fn shop(&self, code: usize) -> String {
        match self.facts().shops.get(code) {
            Some(shop) if !shop.name.is_empty() => shop.name.clone(),
            Some(shop) => self.platform(shop.platform),
            None => self.t("sales.unknown"),
        }
    }

    /// A province by its national code; 0 is the unknown one.
    pub fn province(&self, code: usize) -> String {
        match u8::try_from(code).ok().and_then(Province::from_code) {
            Some(province) if self.lang == Lang::Zh => province.chinese().to_owned(),
            Some(province) => province.english().to_owned(),
            None => self.t("sales.province_unknown"),
        }
    }

    /// A category by its code; 0 are products without one.
    pub fn category(&self, code: usize) -> String {
        match self.facts().categories.get(code) {
            Some(category) if code != 0 && !category.name.is_empty() => category.name.clone(),
            _ => self.t("sales.category_none"),
        }
    }

    pub fn product(&self, code: usize) -> String {
        match self.facts().products.get(code) {
            Some(product) if !product.name.is_empty() => product.name.clone(),
            _ => self.t("sales.product_unknown"),
        }
    }

    pub fn weekday(&self, monday_first: usize) -> String {
        self.t(&format!("sales.weekday_{monday_first}"))
    }

    /// `2026-05-01` or `2026-05-01 至 2026-05-31`.
    pub fn period(&self, period: Period) -> String {
        if period.from() == period.to() {
            return period.from().to_string();
        }
        self.f("sales.period", &[("from", &period.from().to_string()), ("to", &period.to().to_string())])
    }

    /// What the period is compared with, in words; `None` when it is not.
    pub fn compared(&self) -> Option<String> {
        let key = match self.slice.filter.compare {
            Compare::Previous => "sales.compare_previous",
            Compare::LastYear => "sales.compare_last_year",
            Compare::Nothing => return None,
        };
        Some(self.t(key))
    }

    pub fn step(&self, step: Step) -> String {
        self.t(match step {
            Step::Hour => "sales.step_hour",
            Step::Day => "sales.step_day",
            Step::Week => "sales.step_week",
            Step::Month => "sales.step_month",
        })
    }

    /// The name of one step on an axis: `05-01`, `2026-05`, `13:00`; with the year when the period spans several.
    pub fn step_label(&self, step: Step, day: NaiveDate, hour: Option<u8>) -> String {
        let period = self.slice.filter.period;
        let short = chrono::Datelike::year(&period.from()) == chrono::Datelike::year(&period.to());
        match (step, hour) {
            (Step::Month, _) => day.format("%Y-%m").to_string(),
            (Step::Hour, Some(hour)) if period.days() == 1 => format!("{hour:02}:00"),
            (Step::Hour, Some(hour)) => format!("{} {hour:02}:00", day.format("%m-%d")),
            _ if short => day.format("%m-%d").to_string(),
            _ => day.format("%Y-%m-%d").to_string(),
        }
    }

    /// The chosen shops, platforms and categories in words; empty when all count.
    pub fn filters(&self) -> String {
        let filter = &self.slice.filter;
        let facts = self.facts();
        let mut parts = Vec::new();
        if !filter.platforms.is_empty() {
            parts.push(filter.platforms.iter().map(|platform| self.platform(*platform)).collect::<Vec<_>>().join(" "));
        }
        if !filter.shops.is_empty() {
            let shops = facts.shops.iter().enumerate().filter(|(_, shop)| filter.shops.contains(&shop.id));
            parts.push(shops.map(|(code, _)| self.shop(code)).collect::<Vec<_>>().join(" "));
        }
        if !filter.categories.is_empty() {
            let chosen =
                facts.categories.iter().enumerate().filter(|(_, category)| filter.categories.contains(&category.id));
            parts.push(chosen.map(|(code, _)| self.category(code)).collect::<Vec<_>>().join(" "));
        }
        parts.join(" · ")
    }

    /// How far the data reaches, `—` for an empty shop.
    pub fn reach(&self) -> String {
        self.facts().reach.at.map_or_else(|| "—".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string())
    }

    /// The lines under a saved picture.
    pub fn footer(&self) -> Vec<String> {
        let filter = &self.slice.filter;
        let mut period = self.f("sales.footer_period", &[("period", &self.period(filter.period))]);
        if let (Some(name), Some(before)) = (self.compared(), &self.slice.before) {
            let text = self.f("sales.footer_compared", &[("name", &name), ("period", &self.period(before.period))]);
            period.push_str(&text);
        }
        let mut lines = vec![period];
        let filters = self.filters();
        if !filters.is_empty() {
            lines.push(self.f("sales.footer_filters", &[("filters", &filters)]));
        }
        lines.push(self.f("sales.footer_source", &[("reach", &self.reach())]));
        lines
    }

    /// What stands in the middle of a donut: the whole of its slices, and what they measure.
    pub fn whole(&self, all: f64, unit: Unit, name: &str) -> String {
        format!("{}\n{name}", crate::chart::format::short(all, unit, self.lang))
    }

    /// A chart with its words; `title` and `subtitle` are texts.
    pub fn chart(&self, id: &'static str, title: String, subtitle: String, body: Body) -> Spec {
        Spec { id, title, subtitle, footer: self.footer(), body }
    }
}
