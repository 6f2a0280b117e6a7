//! Figures as words (数字的写法): 1.2万 on cards, full figures in tooltips, a dash for the unknown, an arrow before every change.

use crate::analytics::metric::{Change, Figure, Unit, Value};
use crate::locale::Lang;
use crate::table::{grouped, percent, yuan};

/// What stands for the unknown.
pub const DASH: &str = "—";

/// A value as a card shows it: short.
pub fn short(value: Value, unit: Unit, lang: Lang) -> String {
    match value {
        Value::Unknown => DASH.to_owned(),
        Value::Money(money) => yuan(&scaled(money.fen(), 100, lang)),
        Value::Count(count) => scaled(count, 1, lang),
        Value::Ratio { num, den } if unit == Unit::Ratio => percent(num, den).unwrap_or_else(|| DASH.to_owned()),
        Value::Ratio { num, den } => quotient(num.into(), den.into(), 2),
        Value::MoneyPer { fen, den } => yuan(&quotient(fen.into(), i128::from(den) * 100, 2)),
        Value::Seconds(seconds) => time(seconds, unit, lang),
    }
}

/// A value in full: `¥1,286,412.50`.
pub fn full(value: Value, unit: Unit, lang: Lang) -> String {
    match value {
        Value::Money(money) => yuan(&grouped(&money.to_string())),
        Value::Count(count) => grouped(&count.to_string()),
        _ => short(value, unit, lang),
    }
}

fn time(seconds: i64, unit: Unit, lang: Lang) -> String {
    let (per, key) = if unit == Unit::Days { (86_400, "shell.days") } else { (3600, "shell.hours") };
    lang.f(key, &[("n", &quotient(seconds.into(), per, 1))])
}

/// `num / den` with `places` decimals, rounded half away from zero.
fn quotient(num: i128, den: i128, places: u32) -> String {
    if den == 0 {
        return DASH.to_owned();
    }
    let scale = 10_i128.pow(places);
    let sign = if (num < 0) == (den < 0) || num == 0 { "" } else { "−" };
    let (num, den) = (num.abs(), den.abs());
    let rounded = (num * scale * 2 + den) / (den * 2);
    let whole = grouped(&(rounded / scale).to_string());
    let sign = if rounded == 0 { "" } else { sign };
    if places == 0 {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{:0width$}", rounded % scale, width = places as usize)
    }
}

/// `amount / per` in 万 and 亿, or K, M and B; whole below that.
fn scaled(amount: i64, per: i64, lang: Lang) -> String {
    let (amount, per) = (i128::from(amount), i128::from(per));
    let size = amount.abs() / per;
    let steps: &[(i128, &str)] = match lang {
        Lang::Zh => &[(100_000_000, "亿"), (10_000, "万")],
        Lang::En => &[(1_000_000_000, "B"), (1_000_000, "M"), (10_000, "K")],
    };
    for (from, sign) in steps {
        if size >= *from {
            let unit = if *sign == "K" { 1000 } else { *from };
            let places = if size >= unit * 1000 { 1 } else { 2 };
            return format!("{}{sign}", quotient(amount, per * unit, places));
        }
    }
    // Yuan below ten thousand are shown to the fen when there are few of them.
    quotient(amount, per, if per == 1 || size >= 1000 { 0 } else { 2 })
}

/// Which way a figure moved: `None` when it did not or nothing is known.
pub fn direction(figure: &Figure) -> Option<bool> {
    match figure.change()? {
        Change::Relative(0) | Change::Points(0) => None,
        Change::Relative(change) | Change::Points(change) => Some(change > 0),
    }
}

/// The change without sign (the arrow tells it): `12.4%`, `0.5 个百分点`.
pub fn change(figure: &Figure, lang: Lang) -> Option<String> {
    Some(match figure.change()? {
        // More than a hundredfold says nothing a person could use.
        Change::Relative(change) if change.abs() >= 100_000 => lang.t("shell.change_huge").to_owned(),
        Change::Relative(change) => percent(change.abs(), 1000)?,
        Change::Points(change) => lang.f("shell.points", &[("n", &quotient(change.abs().into(), 10, 1))]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::metric;

    fn zh(value: Value, unit: Unit) -> String {
        short(value, unit, Lang::Zh)
    }

    #[test]
    fn cards_say_amounts_in_wan_and_yi() {
        assert_eq!(zh(Value::money(128_640_050), Unit::Money), "¥128.64万");
        assert_eq!(zh(Value::money(34_000_000_000), Unit::Money), "¥3.40亿");
        assert_eq!(zh(Value::money(999_999), Unit::Money), "¥10,000");
        assert_eq!(zh(Value::money(-12_345), Unit::Money), "−¥123.45");
        assert_eq!(zh(Value::Count(9_846), Unit::Count), "9,846");
        assert_eq!(zh(Value::Count(12_345_678), Unit::Count), "1,234.6万");
        assert_eq!(short(Value::Count(12_345_678), Unit::Count, Lang::En), "12.35M");
        assert_eq!(short(Value::Count(12_345), Unit::Count, Lang::En), "12.35K");
    }

    #[test]
    fn ratios_are_divided_last_and_the_unknown_is_a_dash() {
        assert_eq!(zh(Value::Ratio { num: 98, den: 1000 }, Unit::Ratio), "9.8%");
        assert_eq!(zh(Value::Ratio { num: 5, den: 4 }, Unit::CountPer), "1.25");
        assert_eq!(zh(Value::MoneyPer { fen: 45_339, den: 3 }, Unit::MoneyPer), "¥151.13");
        assert_eq!(zh(Value::Ratio { num: 1, den: 0 }, Unit::Ratio), "—");
        assert_eq!(zh(Value::Unknown, Unit::Money), "—");
    }

    #[test]
    fn a_change_says_how_much_and_leaves_the_sign_to_the_arrow() {
        let Some(metric) = metric::all().find(|m| m.unit == Unit::Money) else { return };
        let figure = Figure::new(metric, Value::money(90_000), Some(Value::money(100_000)));
        assert_eq!(direction(&figure), Some(false));
        assert_eq!(change(&figure, Lang::Zh).as_deref(), Some("10.0%"));
        let nothing = Figure::new(metric, Value::money(5), Some(Value::Unknown));
        assert_eq!((direction(&nothing), change(&nothing, Lang::Zh)), (None, None));
    }
}
