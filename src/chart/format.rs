//! How numbers read in charts: short at axes and marks (`1.2万`), in full in tooltips (`¥12,345.60`).

use crate::chart::scale::Scale;
use crate::chart::spec::Unit;
use crate::locale::Lang;
use crate::table::grouped;

/// What an unknown value shows as.
pub const DASH: &str = "—";

/// Large units with their names: from which value on, divided by what, called how.
const fn large(lang: Lang) -> &'static [(f64, f64, &'static str)] {
    match lang {
        Lang::Zh => &[(1e8, 1e8, "亿"), (1e4, 1e4, "万")],
        Lang::En => &[(1e9, 1e9, "B"), (1e6, 1e6, "M"), (1e4, 1e3, "k")],
    }
}

/// The ticks of a scale, all in one large unit and with equally many decimals.
pub fn ticks(scale: &Scale, unit: Unit, lang: Lang) -> Vec<String> {
    let times = written(unit);
    let largest = scale.min.abs().max(scale.max.abs()) * times;
    let (divisor, name) = large(lang)
        .iter()
        .find(|(from, ..)| largest >= *from)
        .map_or((1.0, ""), |(_, divisor, name)| (*divisor, *name));
    let divisor = divisor / times;
    let suffix = suffix(unit, lang);
    let decimals = decimals_of(scale.step / divisor);
    scale
        .ticks
        .iter()
        .map(|tick| {
            let bare_zero = tick.abs() < scale.step / 1000.0 && unit != Unit::Percent;
            if bare_zero { "0".to_owned() } else { format!("{}{name}{suffix}", number(tick / divisor, decimals)) }
        })
        .collect()
}

/// A value beside its mark: `18.2万`, `9,846`, `9.8%`, `12.5小时`.
pub fn short(value: f64, unit: Unit, lang: Lang) -> String {
    if !value.is_finite() {
        return DASH.to_owned();
    }
    let (value, suffix) = (value * written(unit), suffix(unit, lang));
    let size = value.abs();
    // What rounds up to the next large unit is written in it: 99,999,999 is 1.00亿 and not 10000.0万.
    let found = large(lang).iter().find(|(from, divisor, _)| {
        size >= *from || large(lang).iter().any(|(_, d, _)| d < divisor && size / d >= from / d - 0.05)
    });
    if let Some((_, divisor, name)) = found {
        let decimals = if *divisor >= 1e6 { 2 } else { 1 };
        return format!("{}{name}{suffix}", number(value / divisor, decimals));
    }
    let decimals = match unit {
        Unit::Count => usize::from(value.fract().abs() > 1e-9),
        Unit::Money if size >= 1000.0 || size <= 0.0 => 0,
        Unit::Money => 2,
        Unit::Hours | Unit::Days | Unit::Percent => 1,
        Unit::Plain => 2,
    };
    let text = number(value, decimals);
    let text = if unit == Unit::Plain { trimmed(&text) } else { text };
    format!("{text}{suffix}")
}

/// A value in a cell among many of its kind: hours and days leave their unit to the title and the key.
pub fn bare(value: f64, unit: Unit, lang: Lang) -> String {
    let text = short(value, unit, lang);
    match unit {
        Unit::Hours | Unit::Days => text.strip_suffix(suffix(unit, lang)).map_or(text.clone(), ToOwned::to_owned),
        _ => text,
    }
}

/// A value in a tooltip, in full: `¥12,345.60`, `9,846`, `9.8%`, `12.5 小时`.
pub fn full(value: f64, unit: Unit, lang: Lang) -> String {
    if !value.is_finite() {
        return DASH.to_owned();
    }
    match unit {
        Unit::Money => {
            let text = number(value.abs(), 2);
            if text != "0.00" && value < 0.0 { format!("−¥{text}") } else { format!("¥{text}") }
        }
        Unit::Count => number(value, usize::from(value.fract().abs() > 1e-9)),
        Unit::Percent => format!("{}%", number(value * 100.0, 1)),
        Unit::Hours | Unit::Days => format!("{} {}", number(value, 1), suffix(unit, lang).trim_start()),
        Unit::Plain => trimmed(&number(value, 2)),
    }
}

/// A value that may be unknown, in full.
pub fn full_or_dash(value: Option<f64>, unit: Unit, lang: Lang) -> String {
    value.map_or_else(|| DASH.to_owned(), |value| full(value, unit, lang))
}

/// A change beside its mark, always with its sign: `+9.6万`, `−4.1万`.
pub fn change(value: f64, unit: Unit, lang: Lang) -> String {
    signed(short(value, unit, lang), value)
}

/// A change in full: `+¥96,000.00`.
pub fn full_change(value: f64, unit: Unit, lang: Lang) -> String {
    signed(full(value, unit, lang), value)
}

fn signed(text: String, value: f64) -> String {
    if value > 0.0 { format!("+{text}") } else { text }
}

/// What part of the whole: `12.3%`; a dash without a whole.
pub fn share(part: f64, whole: f64) -> String {
    if whole.abs() < f64::EPSILON { DASH.to_owned() } else { format!("{}%", number(part / whole * 100.0, 1)) }
}

/// What a value is multiplied by before it is written.
fn written(unit: Unit) -> f64 {
    if unit == Unit::Percent { 100.0 } else { 1.0 }
}

fn suffix(unit: Unit, lang: Lang) -> &'static str {
    match unit {
        Unit::Hours => lang.t("chart.hours"),
        Unit::Days => lang.t("chart.days"),
        Unit::Percent => "%",
        Unit::Money | Unit::Count | Unit::Plain => "",
    }
}

/// Rounded half away from zero, with thousands separators and a true minus sign; never `−0`.
fn number(value: f64, decimals: usize) -> String {
    // The nudge undoes binary dust: 0.285 × 100 is 28.499999999999996 and must read 28.5 and not 28.4.
    let scale = 10f64.powi(decimals as i32);
    let rounded = (value * scale * (1.0 + f64::EPSILON * 4.0)).round() / scale;
    let text = grouped(&format!("{:.decimals$}", rounded.abs()));
    if rounded < 0.0 { format!("−{text}") } else { text }
}

fn trimmed(text: &str) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text.to_owned() }
}

/// How many decimals a step needs so that its multiples differ.
fn decimals_of(step: f64) -> usize {
    (0..=4)
        .find(|d| {
            let scaled = step * 10f64.powi(*d);
            (scaled - scaled.round()).abs() < scaled * 1e-6
        })
        .map_or(4, |d| d as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::scale::Zero;

    fn axis(low: f64, high: f64, unit: Unit, lang: Lang) -> Vec<String> {
        ticks(&Scale::nice(low, high, 4, Zero::Included, unit), unit, lang)
    }

    #[test]
    fn axes_count_in_wan_for_chinese_and_in_thousands_for_english() {
        assert_eq!(axis(0.0, 172_700.0, Unit::Money, Lang::Zh), ["0", "5万", "10万", "15万", "20万"]);
        assert_eq!(axis(0.0, 172_700.0, Unit::Money, Lang::En), ["0", "50k", "100k", "150k", "200k"]);
        assert_eq!(axis(0.0, 19_000.0, Unit::Money, Lang::Zh), ["0", "0.5万", "1.0万", "1.5万", "2.0万"]);
        assert_eq!(axis(0.0, 3.4e8, Unit::Money, Lang::Zh), ["0", "1亿", "2亿", "3亿", "4亿"]);
        assert_eq!(axis(0.0, 3.4e9, Unit::Money, Lang::En), ["0", "1B", "2B", "3B", "4B"]);
        assert_eq!(axis(0.0, 3800.0, Unit::Count, Lang::Zh), ["0", "1,000", "2,000", "3,000", "4,000"]);
        assert_eq!(axis(-40.0, 40.0, Unit::Count, Lang::En), ["−40", "−20", "0", "20", "40"]);
        assert_eq!(axis(0.0, 0.043, Unit::Percent, Lang::Zh), ["0%", "2%", "4%", "6%"]);
        assert_eq!(axis(0.0, 0.093, Unit::Percent, Lang::Zh), ["0.0%", "2.5%", "5.0%", "7.5%", "10.0%"]);
        assert_eq!(axis(0.0, 48.0, Unit::Hours, Lang::En), ["0", "20 h", "40 h", "60 h"]);
    }

    #[test]
    fn marks_read_short() {
        assert_eq!(short(182_345.0, Unit::Money, Lang::Zh), "18.2万");
        assert_eq!(short(99_999_999.0, Unit::Money, Lang::Zh), "1.00亿");
        assert_eq!(short(9999.99, Unit::Money, Lang::Zh), "10,000");
        assert_eq!(short(151.126, Unit::Money, Lang::Zh), "151.13");
        assert_eq!(short(0.0, Unit::Money, Lang::Zh), "0");
        assert_eq!(short(1_144_000.0, Unit::Money, Lang::En), "1.14M");
        assert_eq!(short(9846.0, Unit::Count, Lang::Zh), "9,846");
        assert_eq!(short(412_380.0, Unit::Count, Lang::En), "412.4k");
        assert_eq!(short(0.0975, Unit::Percent, Lang::Zh), "9.8%");
        assert_eq!(short(12.54, Unit::Hours, Lang::Zh), "12.5小时");
        assert_eq!(short(12_345.0, Unit::Hours, Lang::Zh), "1.2万小时");
        assert_eq!(bare(12.54, Unit::Hours, Lang::Zh), "12.5");
        assert_eq!(short(250.0, Unit::Percent, Lang::Zh), "2.5万%");
        assert_eq!(short(2.5, Unit::Plain, Lang::Zh), "2.5");
        assert_eq!(short(f64::NAN, Unit::Plain, Lang::Zh), "—");
        assert_eq!(change(-41_000.0, Unit::Money, Lang::Zh), "−4.1万");
        assert_eq!(change(96_000.0, Unit::Money, Lang::Zh), "+9.6万");
    }

    #[test]
    fn tooltips_read_in_full() {
        assert_eq!(full(12_345.6, Unit::Money, Lang::Zh), "¥12,345.60");
        assert_eq!(full(-0.5, Unit::Money, Lang::Zh), "−¥0.50");
        assert_eq!(full(-0.001, Unit::Money, Lang::Zh), "¥0.00");
        assert_eq!(full(412_380.0, Unit::Count, Lang::Zh), "412,380");
        assert_eq!(full(0.285, Unit::Percent, Lang::En), "28.5%");
        assert_eq!(full(12.5, Unit::Hours, Lang::Zh), "12.5 小时");
        assert_eq!(full_or_dash(None, Unit::Money, Lang::Zh), "—");
        assert_eq!(share(1.0, 0.0), "—");
    }
}
