//! New products and products that are dying (新品, 滞销预警).

use super::demand::Lives;

/// The owner's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FadeRules {
    /// The last days that are looked at,
    pub recent_days: i32,
    /// and the days before them they are compared with.
    pub base_days: i32,
    /// Fading = the daily pieces have fallen below so many percent of before.
    pub percent: i64,
    /// Products that sold fewer pieces in the days before are not judged.
    pub least_pieces: i64,
    /// New = first sold (or listed) within so many days.
    pub new_days: i32,
}

impl Default for FadeRules {
    fn default() -> Self {
        Self { recent_days: 28, base_days: 84, percent: 30, least_pieces: 12, new_days: 30 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fading {
    /// Nothing sold in the last days
    Stopped,
    /// Sells far less than before
    Fading,
}

/// A product that sells far less than it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Faded {
    pub product: u32,
    pub how: Fading,
    /// Pieces in the last days and in the days before them.
    pub recent: i64,
    pub base: i64,
    /// Day of the last sale.
    pub last: Option<i32>,
}

/// A product that came lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Newcomer {
    pub product: u32,
    /// The day it was listed, where the product sheet tells it, else the day of its first sale.
    pub since: i32,
    pub first_sale: Option<i32>,
}

/// Products that faded, the one that lost most pieces a day first.
///
/// `recent` and `base` are pieces by product over the two runs of days; a new product is not judged until the base days are over.
pub fn fading(recent: &[i64], base: &[i64], lives: &Lives, to: i32, rules: FadeRules) -> Vec<Faded> {
    let mut found: Vec<Faded> = recent
        .iter()
        .zip(base)
        .enumerate()
        .skip(1)
        .filter_map(|(product, (recent, base))| {
            let old = lives
                .first
                .get(product)
                .copied()
                .flatten()
                .is_some_and(|first| first <= to - rules.recent_days - rules.base_days / 2);
            // recent / recent_days < percent % of base / base_days
            let fell = recent * i64::from(rules.base_days) * 100 < base * i64::from(rules.recent_days) * rules.percent;
            (old && *base >= rules.least_pieces && fell).then(|| Faded {
                product: product as u32,
                how: if *recent == 0 { Fading::Stopped } else { Fading::Fading },
                recent: *recent,
                base: *base,
                last: lives.last.get(product).copied().flatten(),
            })
        })
        .collect();
    let lost = |one: &Faded| one.base * i64::from(rules.recent_days) - one.recent * i64::from(rules.base_days);
    found.sort_by_key(|one| (std::cmp::Reverse(lost(one)), one.product));
    found
}

/// Products that came within the rule's days before the end of day `to`, the newest first. Where the data itself begins later than
/// that, nothing can be called new by its first sale: `data_begins` is the first day of the data.
pub fn newcomers(lives: &Lives, listed: &[Option<i32>], data_begins: i32, to: i32, rules: FadeRules) -> Vec<Newcomer> {
    let since = to - rules.new_days + 1;
    let mut found: Vec<Newcomer> = lives
        .first
        .iter()
        .zip(listed)
        .enumerate()
        .skip(1)
        .filter_map(|(product, (first, listed))| {
            let sold_before = first.is_some_and(|first| first < since);
            let begin = match (listed, first) {
                (Some(listed), _) if !sold_before => *listed,
                (_, Some(first)) if data_begins < since => *first,
                _ => return None,
            };
            (since..=to).contains(&begin).then_some(Newcomer {
                product: product as u32,
                since: begin,
                first_sale: *first,
            })
        })
        .collect();
    found.sort_by_key(|one| (std::cmp::Reverse(one.since), one.product));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_below_a_third_of_its_pace_is_fading() {
        let rules = FadeRules::default();
        // 84 days before: 84 pieces = 1 a day. In 28 days less than 8.4 pieces is below 30 %.
        let lives =
            Lives { first: vec![None, Some(0), Some(0), Some(0), Some(0), Some(990)], last: vec![Some(999); 6] };
        let found = fading(&[0, 8, 9, 0, 0, 0], &[0, 84, 84, 40, 11, 50], &lives, 1000, rules);
        assert_eq!(
            found.iter().map(|one| (one.product, one.how)).collect::<Vec<_>>(),
            [
                (1, Fading::Fading),  // lost 84 * 28 - 8 * 84 = 1680
                (3, Fading::Stopped), // lost 40 * 28 = 1120; product 4 sold too little, product 5 is new
            ]
        );
    }

    #[test]
    fn new_is_what_was_listed_or_first_sold_lately() {
        let lives = Lives { first: vec![None, Some(995), Some(500), None, Some(900)], last: vec![None; 5] };
        let listed = [None, None, Some(990), Some(980), None];
        let found = newcomers(&lives, &listed, 0, 1000, FadeRules::default());
        // Product 2 says it was listed on day 990 but sold on day 500: not new. Product 3 has not sold yet.
        assert_eq!(found.iter().map(|one| (one.product, one.since)).collect::<Vec<_>>(), [(1, 995), (3, 980)]);
        let young = newcomers(&lives, &listed, 985, 1000, FadeRules::default());
        assert_eq!(
            young.iter().map(|one| one.product).collect::<Vec<_>>(),
            [3],
            "data of 15 days cannot tell what is new"
        );
    }
}
