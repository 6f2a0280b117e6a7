//! What the pages look at (筛选): period, comparison, shops, platforms, categories. Kept for each shop; a preset such as 近30天 moves
//! along with the data.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::domain::period::{Compare, Period};
use crate::domain::platform::Platform;

/// A period by its name (时段).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// 今天
    Today,
    /// 昨天
    Yesterday,
    /// 近7天
    Last7,
    /// 近30天
    #[default]
    Last30,
    /// 本月
    ThisMonth,
    /// 上月
    LastMonth,
    /// 今年
    ThisYear,
    /// 自定义
    Custom(Period),
}

impl Preset {
    /// Those that stand in the list, in its order.
    pub const NAMED: [Self; 7] =
        [Self::Today, Self::Yesterday, Self::Last7, Self::Last30, Self::ThisMonth, Self::LastMonth, Self::ThisYear];

    /// Locale key of the name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Today => "shell.period_today",
            Self::Yesterday => "shell.period_yesterday",
            Self::Last7 => "shell.period_last7",
            Self::Last30 => "shell.period_last30",
            Self::ThisMonth => "shell.period_this_month",
            Self::LastMonth => "shell.period_last_month",
            Self::ThisYear => "shell.period_this_year",
            Self::Custom(_) => "shell.period_custom",
        }
    }

    /// The days meant, seen from `today`: the last day the data reaches.
    pub fn resolve(self, today: NaiveDate) -> Period {
        match self {
            Self::Today => Period::new(today, today),
            Self::Yesterday => {
                let day = today.pred_opt().unwrap_or(today);
                Period::new(day, day)
            }
            Self::Last7 => Period::last_days(today, 7),
            Self::Last30 => Period::last_days(today, 30),
            Self::ThisMonth => Period::new(today.with_day(1).unwrap_or(today), today),
            Self::LastMonth => {
                let before = today.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(today);
                Period::month_of(before)
            }
            Self::ThisYear => Period::new(NaiveDate::from_ymd_opt(today.year(), 1, 1).unwrap_or(today), today),
            Self::Custom(period) => period,
        }
    }
}

/// The filters of the window. Empty lists mean all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    pub preset: Preset,
    pub compare: Compare,
    /// Shop ids
    pub shops: Vec<i64>,
    pub platforms: Vec<Platform>,
    /// Category ids
    pub categories: Vec<i64>,
}

impl Filters {
    /// How many of shops, platforms and categories are narrowed down.
    pub fn narrowed(&self) -> usize {
        usize::from(!self.shops.is_empty())
            + usize::from(!self.platforms.is_empty())
            + usize::from(!self.categories.is_empty())
    }

    /// For the settings file.
    pub fn to_table(&self) -> toml::Table {
        toml::Table::try_from(self).unwrap_or_default()
    }

    /// From the settings file; what cannot be read is left at its default.
    pub fn from_table(table: &toml::Table) -> Self {
        table.clone().try_into().unwrap_or_default()
    }
}

/// The day that presets count back from: the last day with data, or the clock's when there is none yet or the data is of the future.
pub fn today(last: Option<NaiveDate>, now: NaiveDateTime) -> NaiveDate {
    last.map_or(now.date(), |last| last.min(now.date()))
}

/// Adds or removes an entry of a filter list.
pub fn toggle<T: PartialEq>(list: &mut Vec<T>, entry: T) {
    match list.iter().position(|known| *known == entry) {
        Some(at) => {
            list.remove(at);
        }
        None => list.push(entry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    #[test]
    fn presets_count_back_from_the_last_day_with_data() {
        let now = day(12, 25).and_hms_opt(9, 0, 0).unwrap();
        let today = today(Some(day(11, 22)), now);
        assert_eq!(Preset::Last30.resolve(today), Period::new(day(10, 24), day(11, 22)));
        assert_eq!(Preset::Yesterday.resolve(today), Period::new(day(11, 21), day(11, 21)));
        assert_eq!(Preset::ThisMonth.resolve(today), Period::new(day(11, 1), day(11, 22)));
        assert_eq!(Preset::LastMonth.resolve(today), Period::new(day(10, 1), day(10, 31)));
        assert_eq!(Preset::ThisYear.resolve(today), Period::new(day(1, 1), day(11, 22)));
    }

    #[test]
    fn filters_survive_the_settings_file() {
        let filters = Filters {
            preset: Preset::Custom(Period::new(day(5, 1), day(5, 9))),
            compare: Compare::LastYear,
            shops: vec![3],
            platforms: vec![Platform::Douyin],
            categories: vec![],
        };
        let text = toml::to_string(&filters.to_table()).unwrap();
        assert_eq!(Filters::from_table(&text.parse().unwrap()), filters);
        assert_eq!(Filters::from_table(&toml::Table::new()), Filters::default());
    }
}
