//! What stands outside the table (旁注): the days and the item of a file whose rows do not name them, from the note above its header
//! or from its name; and whether a shop is on 天猫 or on 淘宝.

use chrono::NaiveDate;

use super::read::Row;
use crate::domain::period::Period;
use crate::domain::platform::Platform;

/// The days told above the header, else in the file's name.
pub fn days(above: &[Row], file_name: &str) -> Option<Period> {
    let note: String = above.iter().flat_map(|row| (0..row.len()).map(|at| format!("{} ", row.text(at)))).collect();
    days_in(&note).or_else(|| days_in(file_name))
}

/// The first one or two days in a text: `2026-05-01~2026-05-07`, `20260501_20260507`, `2026年5月1日`.
fn days_in(text: &str) -> Option<Period> {
    let mut found: Vec<NaiveDate> = Vec::new();
    let numbers = numbers(text);
    let mut at = 0;
    while let Some(&(number, end)) = numbers.get(at) {
        let whole = (number.len() == 8).then(|| date(number.get(..4)?, number.get(4..6)?, number.get(6..8)?)).flatten();
        let parted = || {
            let (month, month_end) = *numbers.get(at + 1)?;
            let (day, day_end) = *numbers.get(at + 2)?;
            // One sign between year and month, and between month and day.
            let near = |from: usize, next: &str, next_end: usize| {
                let gap = text.get(from..next_end - next.len())?;
                (gap.chars().count() == 1 && !gap.contains([' ', '~', ':'])).then_some(())
            };
            near(end, month, month_end)?;
            near(month_end, day, day_end)?;
            date(number, month, day)
        };
        if let Some(day) = whole {
            found.push(day);
        } else if number.len() == 4
            && let Some(day) = parted()
        {
            found.push(day);
            at += 2;
        }
        at += 1;
    }
    let first = *found.first()?;
    Some(Period::new(first, found.get(1).copied().unwrap_or(first)))
}

/// Runs of digits with where they end.
fn numbers(text: &str) -> Vec<(&str, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, c.is_ascii_digit()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                found.extend(text.get(from..at).map(|digits| (digits, at)));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn date(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = year.parse().ok().filter(|year| (2003..2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// The item a file is about: an id of 9 to 14 digits beside its word above the header, else in the file's name.
pub fn item_id(above: &[Row], file_name: &str) -> String {
    let is_item = |digits: &str| (9..=14).contains(&digits.len()) && !(digits.len() > 11 && digits.starts_with("20"));
    let cells = above.iter().flat_map(|row| (0..row.len()).map(|at| row.text(at)));
    let named = cells.filter(|text| text.contains("商品") || text.to_ascii_lowercase().contains("id"));
    named
        .chain([file_name])
        .find_map(|text| numbers(text).into_iter().map(|(digits, _)| digits).find(|digits| is_item(digits)))
        .unwrap_or("")
        .to_owned()
}

/// 天猫 or 淘宝, by the shop's name: only 天猫 gives out 旗舰店, 专营店 and 专卖店.
pub fn platform_of_shop(shop: &str) -> Option<Platform> {
    let tmall = ["旗舰店", "专营店", "专卖店", "天猫"];
    if shop.is_empty() {
        None
    } else if tmall.iter().any(|word| shop.contains(word)) {
        Some(Platform::Tmall)
    } else {
        Some(Platform::Taobao)
    }
}

/// 天猫 or 淘宝, by the file's name.
pub fn platform_of_file(name: &str) -> Option<Platform> {
    let lower = name.to_lowercase();
    if lower.contains("天猫") || lower.contains("tmall") {
        Some(Platform::Tmall)
    } else if lower.contains("淘宝") || lower.contains("taobao") {
        Some(Platform::Taobao)
    } else {
        platform_of_shop(name).filter(|platform| *platform == Platform::Tmall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn days_stand_in_names_and_notes() {
        let week = Some(Period::new(day(2026, 5, 1), day(2026, 5, 7)));
        for name in [
            "店铺来源-2026-05-01_2026-05-07.xls",
            "【生意参谋】店铺来源_20260501-20260507.xls",
            "统计日期：2026年5月1日 至 2026年5月7日",
            "2026/05/01~2026/05/07",
        ] {
            assert_eq!(days_in(name), week, "{name}");
        }
        assert_eq!(days_in("店铺整体-2026-05-01.xls"), Some(Period::new(day(2026, 5, 1), day(2026, 5, 1))));
        assert_eq!(days_in("ExportOrderList201809011818.csv"), None);
        assert_eq!(days_in("2026年报 12 15"), None);
    }

    #[test]
    fn an_item_is_named_by_its_id() {
        assert_eq!(item_id(&[], "商品来源-682345678901-20260501.xls"), "682345678901");
        assert_eq!(item_id(&[], "商品来源-20260501.xls"), "");
    }

    #[test]
    fn only_tmall_has_flagship_shops() {
        assert_eq!(platform_of_shop("森林记女装旗舰店"), Some(Platform::Tmall));
        assert_eq!(platform_of_shop("森林记女装"), Some(Platform::Taobao));
        assert_eq!(platform_of_file("tmall_order_report.csv"), Some(Platform::Tmall));
        assert_eq!(platform_of_file("ExportOrderList.csv"), None);
    }
}
