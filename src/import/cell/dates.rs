//! Dates and times (日期时间) in every spelling seen in exports. All are China time.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::problem::{CellProblem, cut};
use super::words::{clean, is_blank, is_null};
use crate::domain::period::Period;

/// No shop has dates outside of these years; a figure there is something else.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2099;

/// The point in time in a cell. A bare date is its midnight.
pub fn time(cell: &str) -> Result<Option<NaiveDateTime>, CellProblem> {
    if cell.is_empty() {
        return Ok(None);
    }
    if let Some(fast) = plain_time(cell.as_bytes()) {
        return Ok(Some(fast));
    }
    let text = clean(cell);
    if is_null(text) || is_unset(text) {
        return Ok(None);
    }
    moment(text).map(|(at, _)| Some(at)).map_err(|fault| fault.problem(text))
}

/// The day in a cell; a time of day behind it is left aside.
pub fn date(cell: &str) -> Result<Option<NaiveDate>, CellProblem> {
    Ok(time(cell)?.map(|at| at.date()))
}

/// The days in a cell: `2026-05-11`, `2026-05-11~2026-05-17`, `2026-05-11 至 2026-05-17`, or a month `2026-05`.
pub fn date_range(cell: &str) -> Result<Option<Period>, CellProblem> {
    let text = clean(cell);
    if is_null(text) {
        return Ok(None);
    }
    let ends = ["~", "～", "至", "到", "—", " - ", "--"].iter().find_map(|mark| text.split_once(mark));
    let day = |part: &str| moment(part.trim_matches(is_blank)).map(|(at, _)| at.date());
    let period = match ends {
        Some((from, to)) => day(from).and_then(|from| day(to).map(|to| Period::new(from, to))),
        None => match month(text) {
            Some(period) => Ok(period),
            None => day(text).map(|day| Period::new(day, day)),
        },
    };
    period.map(Some).map_err(|fault| fault.problem(text))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    NotDate,
    Impossible,
}

impl Fault {
    fn problem(self, text: &str) -> CellProblem {
        match self {
            Self::NotDate => CellProblem::NotDate { found: cut(text) },
            Self::Impossible => CellProblem::ImpossibleDate { found: cut(text) },
        }
    }
}

/// `2020-02-21 00:00:00`, as most exports write it.
fn plain_time(text: &[u8]) -> Option<NaiveDateTime> {
    // A pattern rather than a parser: a million rows have four million of these.
    let &[
        y1 @ b'0'..=b'9',
        y2 @ b'0'..=b'9',
        y3 @ b'0'..=b'9',
        y4 @ b'0'..=b'9',
        b'-',
        m1 @ b'0'..=b'9',
        m2 @ b'0'..=b'9',
        b'-',
        d1 @ b'0'..=b'9',
        d2 @ b'0'..=b'9',
        b' ',
        h1 @ b'0'..=b'9',
        h2 @ b'0'..=b'9',
        b':',
        n1 @ b'0'..=b'9',
        n2 @ b'0'..=b'9',
        b':',
        s1 @ b'0'..=b'9',
        s2 @ b'0'..=b'9',
    ] = text
    else {
        return None;
    };
    let pair = |a: u8, b: u8| u32::from(a - b'0') * 10 + u32::from(b - b'0');
    let year = pair(y1, y2) * 100 + pair(y3, y4);
    if !YEARS.contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(year as i32, pair(m1, m2), pair(d1, d2))?.and_hms_opt(
        pair(h1, h2),
        pair(n1, n2),
        pair(s1, s2),
    )
}

/// What databases write for "never": zeros, or the start of their clock.
fn is_unset(text: &str) -> bool {
    text.starts_with("0000-00-00") || text.starts_with("0001-01-01") || text.starts_with("1970-01-01 0")
}

/// `2026-05`, `2026年05月`
fn month(text: &str) -> Option<Period> {
    let (year, month) = text.split_once(['-', '/', '年'])?;
    let month = month.strip_suffix('月').unwrap_or(month);
    if year.len() != 4 || !(1..=2).contains(&month.len()) {
        return None;
    }
    let first = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, 1)?;
    Some(Period::month_of(first))
}

/// A moment and whether a time of day was told.
fn moment(text: &str) -> Result<(NaiveDateTime, bool), Fault> {
    let text = text.trim_matches(|c| matches!(c, '[' | ']')).trim_matches(is_blank);
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.bytes().filter(|b| *b == b'.').count() <= 1 {
        return bare_number(text);
    }
    let (day, rest) = day_part(text)?;
    let rest = rest.trim_start_matches(is_blank).trim_start_matches(['T', '日']).trim_matches(is_blank);
    if rest.is_empty() {
        return Ok((day.and_time(NaiveTime::MIN), false));
    }
    Ok((day.and_time(clock(rest)?), true))
}

/// `20260531`, `20260531083000`, `202605310830`, or a serial number of Excel such as `46173.354`.
fn bare_number(text: &str) -> Result<(NaiveDateTime, bool), Fault> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<u32>().ok());
    match text.len() {
        8 | 12 | 14 if !text.contains('.') => {
            let year = part(0, 4).filter(|y| YEARS.contains(y)).ok_or(Fault::NotDate)?;
            let day = calendar(year, part(4, 6).unwrap_or(0), part(6, 8).unwrap_or(0))?;
            let at = |from| part(from, from + 2).unwrap_or(0);
            let clock = NaiveTime::from_hms_opt(at(8), at(10), at(12)).ok_or(Fault::Impossible)?;
            Ok((day.and_time(clock), text.len() > 8))
        }
        _ => serial(text).ok_or(Fault::NotDate),
    }
}

/// Excel counts days from 1899-12-30; days after 1990 and before 2100 have five digits.
fn serial(text: &str) -> Option<(NaiveDateTime, bool)> {
    let (days, fraction) = text.split_once('.').unwrap_or((text, ""));
    let days = days.parse::<u64>().ok().filter(|n| (32_874..73_051).contains(n))?;
    let day = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))?;
    if fraction.is_empty() {
        return Some((day.and_time(NaiveTime::MIN), false));
    }
    // A day has 86,400 seconds; ten decimals tell them apart.
    let digits = fraction.get(..fraction.len().min(12))?;
    let part = digits.parse::<u128>().ok()?;
    let scale = 10_u128.pow(digits.len() as u32);
    let seconds = (part * 86_400 * 2 + scale) / (scale * 2);
    let at = day.and_time(NaiveTime::MIN) + chrono::TimeDelta::seconds(i64::try_from(seconds).ok()?);
    Some((at, true))
}

/// The day at the start of `text` and what follows it.
fn day_part(text: &str) -> Result<(NaiveDate, &str), Fault> {
    let (year, rest) = digits(text, 4, 4)?;
    let rest = mark(rest, &['-', '/', '.', '年', '－', '／'])?;
    let (month, rest) = digits(rest, 1, 2)?;
    let rest = mark(rest, &['-', '/', '.', '月', '－', '／'])?;
    let (day, rest) = digits(rest, 1, 2)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(Fault::NotDate);
    }
    Ok((calendar(year, month, day)?, rest))
}

fn calendar(year: u32, month: u32, day: u32) -> Result<NaiveDate, Fault> {
    if !YEARS.contains(&year) {
        return Err(Fault::Impossible);
    }
    NaiveDate::from_ymd_opt(year as i32, month, day).ok_or(Fault::Impossible)
}

/// `8:30`, `08:30:00`, `08:30:00.0`, `8时30分0秒`, `上午8:30`, `8:30 PM`, with `+08:00` or without.
fn clock(text: &str) -> Result<NaiveTime, Fault> {
    let mut text = text.strip_suffix("+08:00").or_else(|| text.strip_suffix("+0800")).unwrap_or(text);
    let mut half = None;
    for (word, afternoon) in [("上午", false), ("下午", true), ("AM", false), ("PM", true), ("am", false), ("pm", true)]
    {
        let bare = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
        if let Some(bare) = bare {
            half = Some(afternoon);
            text = bare.trim_matches(is_blank);
        }
    }
    let (mut hour, rest) = digits(text, 1, 2)?;
    let rest = mark(rest, &[':', '：', '时', '点'])?;
    let (minute, rest) = digits(rest, 1, 2)?;
    let (second, rest) = match rest.strip_prefix([':', '：']).or_else(|| rest.strip_prefix('分')) {
        Some("") | None => (0, rest.trim_start_matches('分')),
        Some(rest) => digits(rest, 1, 2)?,
    };
    let rest = rest.strip_prefix('秒').unwrap_or(rest);
    let fraction = rest.strip_prefix(['.', ',']).unwrap_or(rest);
    if !fraction.bytes().all(|b| b.is_ascii_digit()) || (!rest.is_empty() && fraction.len() == rest.len()) {
        return Err(Fault::NotDate);
    }
    match half {
        Some(true) if hour < 12 => hour += 12,
        Some(false) if hour == 12 => hour = 0,
        _ => {}
    }
    NaiveTime::from_hms_opt(hour, minute, second).ok_or(Fault::Impossible)
}

/// A number of `least` to `most` ASCII digits at the start, and the rest.
fn digits(text: &str, least: usize, most: usize) -> Result<(u32, &str), Fault> {
    let count = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at_checked(count).ok_or(Fault::NotDate)?;
    if count < least {
        return Err(Fault::NotDate);
    }
    Ok((number.parse().map_err(|_| Fault::NotDate)?, rest))
}

fn mark<'t>(text: &'t str, marks: &[char]) -> Result<&'t str, Fault> {
    text.strip_prefix(marks).map(|rest| rest.trim_start_matches(' ')).ok_or(Fault::NotDate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32, second: u32) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(hour, minute, second).unwrap()
    }

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn every_spelling_of_a_moment() {
        let half_past_eight = at(2026, 5, 1, 8, 30, 0);
        for cell in [
            "2026-05-01 08:30:00",
            "2026/5/1 8:30",
            "2026-05-01T08:30:00",
            "2026-05-01T08:30:00+08:00",
            "2026-05-01 08:30:00.0",
            "2026年05月01日 08:30:00",
            "2026年5月1日 8时30分",
            "2026年5月1日8点30分0秒",
            "[2026年05月01日 08:30:00]",
            "2026.05.01 08:30",
            "20260501083000",
            "202605010830",
            "=\"2026-05-01 08:30:00\"",
            "\t2026-05-01 08:30:00",
            "2026-05-01  08:30:00",
            "2026/5/1 上午8:30",
            "2026/5/1 8:30 AM",
            // 46143 days after 1899-12-30, and 8.5 hours of 24.
            "46143.3541666667",
        ] {
            assert_eq!(time(cell), Ok(Some(half_past_eight)), "{cell:?}");
        }
        assert_eq!(time("2016/5/23 22:02"), Ok(Some(at(2016, 5, 23, 22, 2, 0))));
        assert_eq!(time("2026/5/1 下午8:30"), Ok(Some(at(2026, 5, 1, 20, 30, 0))));
        assert_eq!(time("2020-02-21 00:00:00"), Ok(Some(at(2020, 2, 21, 0, 0, 0))));
    }

    #[test]
    fn every_spelling_of_a_day() {
        for cell in
            ["20260531", "2026-05-31", "2026/5/31", "2026年05月31日", "2026.5.31", "46173", "2026-05-31 23:59:59"]
        {
            assert_eq!(date(cell), Ok(Some(day(2026, 5, 31))), "{cell:?}");
        }
    }

    #[test]
    fn excel_counts_days_with_its_own_leap_year() {
        // 2020-01-01 is the well known 43831.
        assert_eq!(date("43831"), Ok(Some(day(2020, 1, 1))));
        assert_eq!(time("43831.5"), Ok(Some(at(2020, 1, 1, 12, 0, 0))));
        assert_eq!(time("43831.99999999999"), Ok(Some(at(2020, 1, 2, 0, 0, 0))));
    }

    #[test]
    fn ranges_and_months() {
        let week = Some(Period::new(day(2026, 5, 11), day(2026, 5, 17)));
        for cell in [
            "2026-05-11~2026-05-17",
            "2026-05-11 ~ 2026-05-17",
            "2026-05-11至2026-05-17",
            "20260511~20260517",
            "2026/5/11 - 2026/5/17",
        ] {
            assert_eq!(date_range(cell), Ok(week), "{cell:?}");
        }
        assert_eq!(date_range("2026-05-11"), Ok(Some(Period::new(day(2026, 5, 11), day(2026, 5, 11)))));
        assert_eq!(date_range("2026年05月"), Ok(Some(Period::month_of(day(2026, 5, 1)))));
        assert_eq!(date_range("-"), Ok(None));
    }

    #[test]
    fn never_is_none() {
        for cell in ["", "null", "-", "0000-00-00 00:00:00", "1970-01-01 08:00:00"] {
            assert_eq!(time(cell), Ok(None), "{cell:?}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_told() {
        for cell in
            ["2026-02-30", "2026-13-01 00:00:00", "20260431", "2026-05-01 25:00:00", "2026-05-01 08:61", "1026-05-01"]
        {
            assert_eq!(time(cell), Err(CellProblem::ImpossibleDate { found: cell.to_owned() }), "{cell:?}");
        }
        for cell in
            ["昨天", "5/1", "26-05-01", "2026-05-01 abc", "12345678901", "2026-05-012", "20261", "2026-05-01 08:30x"]
        {
            assert_eq!(time(cell), Err(CellProblem::NotDate { found: cell.to_owned() }), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn a_printed_moment_reads_back(seconds in 0i64..3_000_000_000) {
            let moment = at(1990, 1, 1, 0, 0, 0) + chrono::TimeDelta::seconds(seconds);
            for spelling in ["%Y-%m-%d %H:%M:%S", "%Y/%-m/%-d %-H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y%m%d%H%M%S", "%Y-%m-%dT%H:%M:%S"] {
                let printed = moment.format(spelling).to_string();
                prop_assert_eq!(time(&printed), Ok(Some(moment)), "{}", printed);
            }
        }

        #[test]
        fn any_text_is_a_moment_or_a_problem(cell in "\\PC{0,30}|[-0-9/.:T年月日时分秒~ ]{0,30}") {
            let _ = (time(&cell), date(&cell), date_range(&cell));
        }
    }
}
