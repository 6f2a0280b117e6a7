//! Amounts, counts and rates as sellers' files write them, read exactly: decimal digits in, integers out, never a float.

use rust_decimal::Decimal;

use super::problem::{CellProblem, cut};
use super::words::{clean, is_blank, is_null};
use crate::domain::money::Money;

/// An amount with what the same cell says was given back: `131.77(已退款89.84)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount {
    pub money: Money,
    pub refunded: Option<Money>,
}

/// The amount in a cell; a remark on refunds in brackets is left aside.
pub fn money(cell: &str) -> Result<Option<Money>, CellProblem> {
    if cell.is_empty() {
        return Ok(None);
    }
    if let Some(fen) = plain_fen(cell) {
        return Ok(Some(Money::from_fen(fen)));
    }
    Ok(amount(cell)?.map(|amount| amount.money))
}

/// The amount in a cell with the refund it tells of.
pub fn amount(cell: &str) -> Result<Option<Amount>, CellProblem> {
    let text = clean(cell);
    if is_null(text) {
        return Ok(None);
    }
    let (figure, remark) = split_remark(text);
    let money = fen(figure, text)?;
    let refunded = match remark {
        None => None,
        Some(remark) => {
            let told = remark.trim_start_matches(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '０'..='９'));
            Some(if told.is_empty() { money } else { fen(told, text)? })
        }
    };
    Ok(Some(Amount { money, refunded }))
}

/// The whole number in a cell: `1,234`, `1.2万`, `3件`, `12.0`.
pub fn count(cell: &str) -> Result<Option<i64>, CellProblem> {
    let text = clean(cell);
    if is_null(text) {
        return Ok(None);
    }
    let not_count = || CellProblem::NotCount { found: cut(text) };
    let number = Number::parse(without_counter(text)).ok_or_else(not_count)?;
    match number.scaled(0) {
        Some((whole, true)) => i64::try_from(whole).map(Some).map_err(|_| CellProblem::OutOfRange { found: cut(text) }),
        Some((_, false)) => Err(not_count()),
        None => Err(CellProblem::OutOfRange { found: cut(text) }),
    }
}

/// A rate in parts per million: `77.48%` is 774,800. Without a percent sign the number is the rate itself: `0.7748`.
/// What lies beyond a millionth is rounded half away from zero.
pub fn percent_ppm(cell: &str) -> Result<Option<i64>, CellProblem> {
    let text = clean(cell);
    if is_null(text) {
        return Ok(None);
    }
    let (figure, places) = match text.strip_suffix(['%', '％', '﹪']) {
        Some(figure) => (figure, 4),
        None => (text, 6),
    };
    let number = Number::parse(figure).ok_or_else(|| CellProblem::NotPercent { found: cut(text) })?;
    whole_i64(number, places, text).map(Some)
}

/// The number in a cell times ten to the power of `places`, rounded half away from zero: thousandths with 3.
pub fn scaled(cell: &str, places: u32) -> Result<Option<i64>, CellProblem> {
    let text = clean(cell);
    if is_null(text) {
        return Ok(None);
    }
    let number = Number::parse(without_counter(text)).ok_or_else(|| CellProblem::NotNumber { found: cut(text) })?;
    whole_i64(number, places, text).map(Some)
}

/// The number in a cell, every digit of it.
pub fn decimal(cell: &str) -> Result<Option<Decimal>, CellProblem> {
    let text = clean(cell);
    if is_null(text) {
        return Ok(None);
    }
    let number = Number::parse(without_counter(text)).ok_or_else(|| CellProblem::NotNumber { found: cut(text) })?;
    Decimal::try_from_i128_with_scale(number.digits, number.scale)
        .map(|decimal| Some(decimal.normalize()))
        .map_err(|_| CellProblem::OutOfRange { found: cut(text) })
}

/// A weight in whole grams. A bare number counts in `unit` grams, as the column's header says: 1 for `重量(g)`, 1000 for `(kg)`.
pub fn grams(cell: &str, unit: u32) -> Result<Option<i64>, CellProblem> {
    const UNITS: [(&str, u32); 9] = [
        ("千克", 1000),
        ("公斤", 1000),
        ("kg", 1000),
        ("KG", 1000),
        ("Kg", 1000),
        ("斤", 500),
        ("克", 1),
        ("g", 1),
        ("G", 1),
    ];
    let text = clean(cell);
    if is_null(text) {
        return Ok(None);
    }
    let (figure, unit) = UNITS
        .iter()
        .find_map(|(name, grams)| text.strip_suffix(name).map(|figure| (figure, *grams)))
        .unwrap_or((text, unit));
    let mut number = Number::parse(figure).ok_or_else(|| CellProblem::NotNumber { found: cut(text) })?;
    number.digits =
        number.digits.checked_mul(i128::from(unit)).ok_or_else(|| CellProblem::OutOfRange { found: cut(text) })?;
    whole_i64(number, 0, text).map(Some)
}

/// Most amounts are `123`, `123.4` or `123.45`, and a million rows have many of them.
#[expect(clippy::indexing_slicing, reason = "kernel: `at` is compared with the length right before")]
fn plain_fen(cell: &str) -> Option<i64> {
    let bytes = cell.as_bytes();
    if bytes.is_empty() || bytes.len() > 15 {
        return None;
    }
    let mut digits: i64 = 0;
    let mut point = None;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            digit @ b'0'..=b'9' => digits = digits * 10 + i64::from(digit - b'0'),
            b'.' if point.is_none() => point = Some(at),
            _ => return None,
        }
        at += 1;
    }
    match point.map(|point| bytes.len() - point) {
        None => Some(digits * 100),
        Some(2) => Some(digits * 10),
        Some(3) => Some(digits),
        _ => None,
    }
}

/// `131.77(已退款89.84)` → `131.77` and `已退款89.84`. Brackets around the whole figure are no remark.
fn split_remark(text: &str) -> (&str, Option<&str>) {
    let Some(open) = text.find(['(', '（']) else { return (text, None) };
    let (figure, rest) = text.split_at(open);
    let figure = figure.trim_matches(is_blank);
    if figure.is_empty() || !rest.contains("退") {
        return (text, None);
    }
    let remark = rest.trim_start_matches(['(', '（']).trim_end_matches(is_blank).trim_end_matches([')', '）']);
    (figure, Some(remark))
}

/// Exact fen. Beyond two decimals only the noise of a float is rounded away: `97.79000000000001`.
fn fen(figure: &str, cell: &str) -> Result<Money, CellProblem> {
    let number = Number::parse(figure).ok_or_else(|| CellProblem::NotMoney { found: cut(cell) })?;
    let out_of_range = || CellProblem::OutOfRange { found: cut(cell) };
    let (fen, exact) = number.scaled(2).ok_or_else(out_of_range)?;
    if !exact && !number.is_noise(fen) {
        return Err(CellProblem::TooPrecise { found: cut(cell) });
    }
    i64::try_from(fen).ok().filter(|fen| fen.unsigned_abs() < MOST_FEN).map(Money::from_fen).ok_or_else(out_of_range)
}

/// A thousand trillion yuan: no amount of a shop, and far from where sums overflow.
const MOST_FEN: u64 = 100_000_000_000_000_000;

fn whole_i64(number: Number, places: u32, cell: &str) -> Result<i64, CellProblem> {
    number
        .scaled(places)
        .and_then(|(whole, _)| i64::try_from(whole).ok())
        .ok_or_else(|| CellProblem::OutOfRange { found: cut(cell) })
}

/// `3件` → `3`.
fn without_counter(text: &str) -> &str {
    text.strip_suffix(['件', '个', '单', '笔', '人', '次', '条', '张', '天', '秒']).unwrap_or(text)
}

/// `digits / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    digits: i128,
    scale: u32,
}

impl Number {
    /// Reads sign or brackets, currency, thousands separators, full-width digits, an exponent, 万 and 亿.
    fn parse(text: &str) -> Option<Self> {
        let mut text = text.trim_matches(is_blank);
        let mut negative = false;
        if let Some(inner) = text.strip_prefix(['(', '（']) {
            text = inner.strip_suffix([')', '）'])?;
            negative = true;
        }
        for _ in 0..2 {
            text = text.trim_start_matches(is_blank);
            if let Some(rest) = text.strip_prefix(['-', '−', '－', '﹣']) {
                if negative {
                    return None;
                }
                negative = true;
                text = rest;
            } else if let Some(rest) = text.strip_prefix(['+', '＋']) {
                text = rest;
            }
            text = text.trim_start_matches(is_blank);
            text = ["¥", "￥", "CNY", "RMB", "人民币"].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text);
        }
        let (text, shift) = Self::without_units(text.trim_matches(is_blank));
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() <= 30)?),
            None => (text, 0),
        };
        let mut number = Self::digits(mantissa)?;
        let shift = shift + exponent;
        let down = i32::try_from(number.scale).ok()? - shift;
        if down >= 0 {
            number.scale = down.unsigned_abs();
        } else {
            number.digits = number.digits.checked_mul(10_i128.checked_pow(down.unsigned_abs())?)?;
            number.scale = 0;
        }
        if negative {
            number.digits = -number.digits;
        }
        Some(number)
    }

    /// Takes `元`, `万`, `亿` off the end and says how many decimal places they shift.
    fn without_units(text: &str) -> (&str, i32) {
        let text = text.strip_suffix('元').unwrap_or(text).trim_end_matches(is_blank);
        if let Some(rest) = text.strip_suffix('万') {
            (rest.trim_end_matches(is_blank), 4)
        } else if let Some(rest) = text.strip_suffix('亿') {
            (rest.trim_end_matches(is_blank), 8)
        } else {
            (text, 0)
        }
    }

    /// Digits with at most one point; separators only where thousands are.
    fn digits(text: &str) -> Option<Self> {
        let mut number = Self { digits: 0, scale: 0 };
        let mut any = false;
        let mut point = false;
        // Digits since the last separator, once there was one.
        let mut group: Option<u32> = None;
        let mut whole = 0_u32;
        for c in text.chars() {
            let digit = match c {
                '0'..='9' => c as u32 - '0' as u32,
                '０'..='９' => c as u32 - '０' as u32,
                '.' | '．' if !point && group.is_none_or(|n| n == 3) => {
                    point = true;
                    continue;
                }
                ',' | '，'
                    if !point
                        && match group {
                            None => (1..=3).contains(&whole),
                            Some(n) => n == 3,
                        } =>
                {
                    group = Some(0);
                    continue;
                }
                _ => return None,
            };
            any = true;
            number.digits = number.digits.checked_mul(10)?.checked_add(i128::from(digit))?;
            if point {
                number.scale += 1;
            } else {
                whole += 1;
                group = group.map(|n| n + 1);
            }
        }
        (any && (point || group.is_none_or(|n| n == 3))).then_some(number)
    }

    /// Whether the number is `fen` but for what a float's arithmetic leaves behind: a part in 10^13, or less than a
    /// billionth of a yuan.
    fn is_noise(self, fen: i128) -> bool {
        let unit = |scale: u32| 10_i128.checked_pow(scale);
        let distance = || {
            let near = fen.checked_mul(unit(self.scale.checked_sub(2)?)?)?;
            Some((self.digits - near).abs())
        };
        match distance() {
            Some(far) => {
                far.checked_mul(10_i128.pow(13)).is_some_and(|far| far <= self.digits.abs())
                    || self.scale.checked_sub(9).and_then(unit).is_some_and(|billionth| far < billionth)
            }
            // More decimals than can be counted, and still nothing that makes a fen.
            None => fen == 0,
        }
    }

    /// The number times `10^places` as a whole number, half away from zero, and whether nothing was lost.
    fn scaled(self, places: u32) -> Option<(i128, bool)> {
        if places >= self.scale {
            let factor = 10_i128.checked_pow(places - self.scale)?;
            return Some((self.digits.checked_mul(factor)?, true));
        }
        let Some(factor) = 10_i128.checked_pow(self.scale - places) else {
            return Some((0, self.digits == 0));
        };
        let (whole, rest) = (self.digits / factor, self.digits % factor);
        let up = if rest.abs() >= factor - rest.abs() { rest.signum() } else { 0 };
        Some((whole + up, rest == 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fen_of(cell: &str) -> Option<i64> {
        money(cell).unwrap_or_else(|e| panic!("{cell:?}: {e}")).map(Money::fen)
    }

    #[test]
    fn amounts_in_every_dress() {
        for (cell, fen) in [
            ("34,895.00", 3_489_500),
            ("\"34,895.00\"", 3_489_500),
            ("34，895.00", 3_489_500),
            ("1,234,567.8", 123_456_780),
            ("¥12.5", 1250),
            ("￥ 12.50", 1250),
            ("97.79元", 9779),
            ("0元", 0),
            ("-12.30", -1230),
            ("－12.30", -1230),
            ("¥-12.30", -1230),
            ("-¥12.30", -1230),
            ("(12.30)", -1230),
            ("（12.30）", -1230),
            ("+5", 500),
            ("１２.３４", 1234),
            (" 8\t", 800),
            ("=\"8.00\"", 800),
            ("1.2万", 1_200_000),
            ("1.2345万元", 1_234_500),
            ("3亿", 30_000_000_000),
            ("97.79000000000001", 9779),
            ("0.30000000000000004", 30),
            ("19.999999999999996", 2000),
            ("62737644.900000006", 6_273_764_490),
            ("5.551115123125783e-17", 0),
            ("1E-30", 0),
            ("12.3400", 1234),
            ("1.2E+3", 120_000),
            (".5", 50),
            ("5.", 500),
        ] {
            assert_eq!(fen_of(cell), Some(fen), "{cell:?}");
        }
    }

    #[test]
    fn no_amount_is_not_zero() {
        for cell in ["", "-", "--", "null", "无", "无退款申请"] {
            assert_eq!(fen_of(cell), None, "{cell:?}");
        }
    }

    #[test]
    fn what_is_no_amount_is_told() {
        for cell in ["12.345", "0.001", "97.790001", "0.0000001"] {
            assert_eq!(money(cell), Err(CellProblem::TooPrecise { found: cell.to_owned() }), "{cell:?}");
        }
        for cell in ["abc", "1,23", "12,34.5", "1.2.3", "--5", "¥", "2026-05-01", "12元5角", "1,2345", "."] {
            assert_eq!(money(cell), Err(CellProblem::NotMoney { found: cell.to_owned() }), "{cell:?}");
        }
        assert!(matches!(money("99999999999999999999999999"), Err(CellProblem::OutOfRange { .. })));
        assert!(money(&"9".repeat(500)).is_err());
    }

    #[test]
    fn a_refund_told_in_brackets_is_kept_apart() {
        let both = |cell| amount(cell).map(|a| a.map(|a| (a.money.fen(), a.refunded.map(Money::fen))));
        assert_eq!(both("131.77(已退款89.84)"), Ok(Some((13177, Some(8984)))));
        assert_eq!(both("131.77（已退款￥89.84）"), Ok(Some((13177, Some(8984)))));
        assert_eq!(both("50.00(已全额退款)"), Ok(Some((5000, Some(5000)))));
        assert_eq!(both("131.77"), Ok(Some((13177, None))));
        assert_eq!(money("131.77(已退款89.84)"), Ok(Some(Money::from_fen(13177))));
    }

    #[test]
    fn counts_are_whole() {
        for (cell, n) in
            [("1,234", 1234), ("12.0", 12), ("1.2万", 12_000), ("3件", 3), ("-4", -4), ("2.5万人", 25_000), ("0", 0)]
        {
            assert_eq!(count(cell), Ok(Some(n)), "{cell:?}");
        }
        assert_eq!(count("-"), Ok(None));
        assert!(matches!(count("1.5"), Err(CellProblem::NotCount { .. })));
        assert!(matches!(count("两件"), Err(CellProblem::NotCount { .. })));
        assert!(matches!(count("99999999999999999999"), Err(CellProblem::OutOfRange { .. })));
    }

    #[test]
    fn rates_in_parts_per_million() {
        for (cell, ppm) in [
            ("77.48%", 774_800),
            ("0.01%", 100),
            ("100.00%", 1_000_000),
            ("-3.2%", -32_000),
            ("0.7748", 774_800),
            ("1,234.5%", 12_345_000),
            ("33.33335%", 333_334),
        ] {
            assert_eq!(percent_ppm(cell), Ok(Some(ppm)), "{cell:?}");
        }
        assert_eq!(percent_ppm("--"), Ok(None));
        assert!(matches!(percent_ppm("高"), Err(CellProblem::NotPercent { .. })));
    }

    #[test]
    fn weights_in_grams() {
        for (cell, unit, g) in [
            ("0.35", 1000, 350),
            ("350", 1, 350),
            ("350g", 1000, 350),
            ("0.35kg", 1, 350),
            ("1.5公斤", 1, 1500),
            ("2斤", 1, 1000),
            ("0.0005", 1000, 1),
        ] {
            assert_eq!(grams(cell, unit), Ok(Some(g)), "{cell:?}");
        }
        assert!(grams("重", 1).is_err());
    }

    #[test]
    fn other_numbers_keep_their_digits() {
        assert_eq!(decimal("1,234.5600"), Ok(Some(Decimal::new(123_456, 2))));
        assert_eq!(scaled("12.3456", 2), Ok(Some(1235)));
        assert_eq!(scaled("-0.005", 2), Ok(Some(-1)));
        assert_eq!(scaled("32.5秒", 2), Ok(Some(3250)));
    }

    proptest! {
        #[test]
        fn money_reads_back_what_it_prints(fen in -99_999_999_999_999i64..99_999_999_999_999) {
            let printed = Money::from_fen(fen).to_string();
            prop_assert_eq!(money(&printed), Ok(Some(Money::from_fen(fen))));
            prop_assert_eq!(money(&crate::table::grouped(&printed)), Ok(Some(Money::from_fen(fen))));
            prop_assert_eq!(money(&format!("¥{printed}元")), Ok(Some(Money::from_fen(fen))));
        }

        #[test]
        fn a_float_of_two_decimals_reads_as_its_fen(fen in -9_999_999_999i64..9_999_999_999, times in 1i64..4) {
            // What a spreadsheet's arithmetic leaves behind: three thirds, ten tenths.
            let noisy = (0..times).map(|_| fen as f64 / 100.0 / times as f64).sum::<f64>();
            prop_assert_eq!(money(&noisy.to_string()), Ok(Some(Money::from_fen(fen))));
        }

        #[test]
        fn any_text_is_a_value_or_a_problem(cell in "\\PC{0,30}|[-+0-9.,，万亿元%eE()¥ ]{0,40}") {
            let _ = (money(&cell), amount(&cell), count(&cell), percent_ppm(&cell), decimal(&cell), grams(&cell, 1000), scaled(&cell, 3));
        }

        #[test]
        fn percentages_are_exact(hundredths in -1_000_000i64..1_000_000) {
            let sign = if hundredths < 0 { "-" } else { "" };
            let cell = format!("{sign}{}.{:02}%", hundredths.abs() / 100, hundredths.abs() % 100);
            prop_assert_eq!(percent_ppm(&cell), Ok(Some(hundredths * 100)));
        }
    }
}
