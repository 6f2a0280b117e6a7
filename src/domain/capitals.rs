//! Amounts in words as Chinese documents have them (大写金额): `壹仟肆佰零玖元伍角整`, so that nobody adds a figure.

use super::money::Money;

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

fn digit(n: u64) -> char {
    usize::try_from(n).ok().and_then(|n| DIGITS.get(n)).copied().unwrap_or('零')
}

/// The amount in words.
pub fn capitals(amount: Money) -> String {
    let fen = amount.fen().unsigned_abs();
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let mut words = String::new();
    if amount.fen() < 0 {
        words.push('负');
    }
    let whole = integer(yuan);
    if yuan > 0 || (jiao, fen) == (0, 0) {
        words.push_str(&whole);
        words.push('元');
    }
    match (jiao, fen) {
        (0, 0) => words.push('整'),
        (0, fen) => {
            if yuan > 0 {
                words.push('零');
            }
            words.push(digit(fen));
            words.push('分');
        }
        (jiao, fen) => {
            words.push(digit(jiao));
            words.push('角');
            if fen == 0 {
                words.push('整');
            } else {
                words.push(digit(fen));
                words.push('分');
            }
        }
    }
    words
}

/// A whole number: groups of four figures, and one 零 for however many stand between two others.
fn integer(number: u64) -> String {
    if number == 0 {
        return "零".to_owned();
    }
    let mut words = String::new();
    let mut gap = false;
    for (at, name) in GROUPS.iter().enumerate().rev() {
        let group = number / 10_000_u64.pow(at as u32) % 10_000;
        if group == 0 {
            gap |= !words.is_empty();
            continue;
        }
        for (place, unit) in PLACES.iter().enumerate().rev() {
            let n = group / 10_u64.pow(place as u32) % 10;
            if n == 0 {
                gap |= !words.is_empty();
                continue;
            }
            if gap {
                words.push('零');
                gap = false;
            }
            words.push(digit(n));
            words.push_str(unit);
        }
        // The zeros at the end of a group are not spoken.
        gap = false;
        words.push_str(name);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_read_as_the_peoples_bank_has_them() {
        // 支付结算办法, 附一: 正确填写票据和结算凭证的基本规定.
        for (fen, words) in [
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (10_700_053, "壹拾万柒仟元伍角叁分"),
            (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
            (32_504, "叁佰贰拾伍元零肆分"),
            (0, "零元整"),
            (8, "捌分"),
            (50, "伍角整"),
            (100_000_500, "壹佰万零伍元整"),
            (1_000_000_010_000, "壹佰亿零壹佰元整"),
            (-1_000, "负壹拾元整"),
        ] {
            assert_eq!(capitals(Money::from_fen(fen)), words);
        }
    }

    proptest! {
        #[test]
        fn no_amount_has_two_zeros_beside_each_other_and_no_two_read_alike(a in 0i64..99_999_999_999, b in 0i64..99_999_999_999) {
            let (one, other) = (capitals(Money::from_fen(a)), capitals(Money::from_fen(b)));
            prop_assert!(!one.contains("零零") && !one.contains("零元整") || a == 0);
            prop_assert_eq!(a == b, one == other);
        }
    }
}
