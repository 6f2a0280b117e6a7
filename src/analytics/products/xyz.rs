//! XYZ: how steadily a product sells (XYZ 分类), by the coefficient of variation σ ÷ μ of its weekly demand.
//!
//! Demand is de-seasoned first: divided by its category's index of that week (the category's pieces ÷ the category's mean), so that
//! a coat is not called erratic for selling in winter. Where the product itself makes up more than half of its category the index
//! would swallow the product's own ups and downs: then the whole shop's index serves, or none. Weeks before the first sale do not count.

/// The owner's thresholds, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct XyzRules {
    /// X below this,
    pub x_milli: u32,
    /// Y up to this, Z above.
    pub y_milli: u32,
    /// With fewer weeks the class stays unknown.
    pub least_weeks: u32,
}

impl Default for XyzRules {
    fn default() -> Self {
        Self { x_milli: 500, y_milli: 1000, least_weeks: 8 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum XyzClass {
    /// Steady
    X,
    /// Varying
    Y,
    /// Erratic
    Z,
    /// Too few weeks to tell
    Unknown,
}

impl XyzClass {
    pub const ALL: [Self; 4] = [Self::X, Self::Y, Self::Z, Self::Unknown];

    pub const fn letter(self) -> &'static str {
        match self {
            Self::X => "X",
            Self::Y => "Y",
            Self::Z => "Z",
            Self::Unknown => "?",
        }
    }
}

/// How a product's weekly demand varies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variation {
    pub class: XyzClass,
    /// σ ÷ μ of the de-seasoned weeks; `None` when there are too few.
    pub cv: Option<f64>,
    /// Weeks that count.
    pub weeks: u32,
}

/// Weekly pieces of all products: `pieces[product * weeks + week]`. Below zero: nobody knows what would have been sold, because there was
/// nothing to sell.
#[derive(Debug, Clone, Default)]
pub struct WeeklyDemand {
    pub weeks: usize,
    pub pieces: Vec<i64>,
    /// Category of each product, an index; 0 = none, which is no category to compare with.
    pub category: Vec<u32>,
    /// The week of each product's first sale ever, counted from the first week here; negative when it sold earlier.
    pub first_week: Vec<i32>,
}

/// Pieces of each week of one category or of the whole shop.
#[derive(Debug, Clone, Default)]
struct Season {
    pieces: Vec<i64>,
    total: i64,
}

impl Season {
    /// Pieces of the week ÷ pieces of a mean week; `None` for a week without sales.
    fn index(&self, week: usize) -> Option<f64> {
        let pieces = self.pieces.get(week).copied().filter(|pieces| *pieces > 0)?;
        Some(pieces as f64 * self.pieces.len() as f64 / self.total as f64)
    }

    fn add(&mut self, weeks: &[i64]) {
        self.pieces.resize(weeks.len(), 0);
        for (sum, pieces) in self.pieces.iter_mut().zip(weeks) {
            *sum += pieces.max(&0);
        }
        self.total = self.pieces.iter().sum();
    }
}

/// Classifies every product.
pub fn xyz(demand: &WeeklyDemand, rules: XyzRules) -> Vec<Variation> {
    let mut shop = Season::default();
    let mut categories: Vec<Season> = Vec::new();
    let rows = || demand.pieces.chunks(demand.weeks.max(1));
    for (weeks, category) in rows().zip(&demand.category) {
        shop.add(weeks);
        if *category > 0 {
            let at = *category as usize;
            if categories.len() <= at {
                categories.resize_with(at + 1, Season::default);
            }
            if let Some(season) = categories.get_mut(at) {
                season.add(weeks);
            }
        }
    }
    rows()
        .zip(&demand.category)
        .zip(&demand.first_week)
        .map(|((weeks, category), first)| {
            let own: i64 = weeks.iter().map(|pieces| pieces.max(&0)).sum();
            let fits = |season: &&Season| season.total > 0 && own * 2 <= season.total;
            let season = categories.get(*category as usize).filter(fits).or_else(|| Some(&shop).filter(fits));
            let from = usize::try_from(*first).unwrap_or(0);
            variation(weeks.get(from..).unwrap_or_default(), from, season, rules)
        })
        .collect()
}

fn variation(weeks: &[i64], from: usize, season: Option<&Season>, rules: XyzRules) -> Variation {
    let adjusted: Vec<f64> = weeks
        .iter()
        .enumerate()
        .filter(|(_, pieces)| **pieces >= 0)
        .filter_map(|(at, pieces)| match season {
            None => Some(*pieces as f64),
            Some(season) => season.index(from + at).map(|index| *pieces as f64 / index),
        })
        .collect();
    let count = adjusted.len() as f64;
    let mean = adjusted.iter().sum::<f64>() / count;
    let unknown = Variation { class: XyzClass::Unknown, cv: None, weeks: adjusted.len() as u32 };
    if (adjusted.len() as u32) < rules.least_weeks.max(2) || mean <= 0.0 {
        return unknown;
    }
    let variance = adjusted.iter().map(|pieces| (pieces - mean).powi(2)).sum::<f64>() / count;
    let cv = variance.sqrt() / mean;
    let class = match cv * 1000.0 {
        milli if milli < f64::from(rules.x_milli) => XyzClass::X,
        milli if milli <= f64::from(rules.y_milli) => XyzClass::Y,
        _ => XyzClass::Z,
    };
    Variation { class, cv: Some(cv), ..unknown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(rows: &[&[i64]], category: &[u32], first_week: &[i32]) -> WeeklyDemand {
        WeeklyDemand {
            weeks: rows.first().map_or(0, |row| row.len()),
            pieces: rows.iter().flat_map(|row| row.iter().copied()).collect(),
            category: category.to_vec(),
            first_week: first_week.to_vec(),
        }
    }

    fn close(found: Option<f64>, expected: f64) -> bool {
        found.is_some_and(|cv| (cv - expected).abs() < 1e-9)
    }

    #[test]
    fn a_seasonal_product_that_follows_its_category_is_steady() {
        // Both rows double in the second half, as their category does: 10 and 20 pieces each.
        let half = [10, 10, 10, 10, 20, 20, 20, 20];
        let found = xyz(&demand(&[&half, &half], &[1, 1], &[0, 0]), XyzRules::default());
        assert!(close(found[0].cv, 0.0) && found[0].class == XyzClass::X);
    }

    #[test]
    fn alone_in_the_shop_the_raw_weeks_count() {
        // 0 and 20 in turn: mean 10, deviation 10, so CV is exactly 1.
        let found = xyz(&demand(&[&[0, 20, 0, 20, 0, 20, 0, 20]], &[1], &[0]), XyzRules::default());
        assert!(close(found[0].cv, 1.0) && found[0].class == XyzClass::Y);
    }

    #[test]
    fn weeks_before_the_first_sale_do_not_count() {
        let late = [0, 0, 0, 0, 0, 5, 5, 5];
        let found = xyz(&demand(&[&late], &[0], &[5]), XyzRules { least_weeks: 3, ..XyzRules::default() });
        assert!(close(found[0].cv, 0.0));
        let strict = xyz(&demand(&[&late], &[0], &[5]), XyzRules::default());
        assert_eq!((strict[0].class, strict[0].weeks, strict[0].cv), (XyzClass::Unknown, 3, None));
    }

    #[test]
    fn weeks_without_goods_tell_nothing_of_demand() {
        let gone = [5, 5, -1, -1, 5, 5];
        let found = xyz(&demand(&[&gone], &[0], &[0]), XyzRules { least_weeks: 4, ..XyzRules::default() });
        assert_eq!((found[0].class, found[0].weeks), (XyzClass::X, 4));
    }

    #[test]
    fn a_burst_is_erratic() {
        let burst = [0, 0, 0, 0, 0, 0, 0, 80];
        // Mean 10; variance (7 * 100 + 4900) / 8 = 700; CV = sqrt(700) / 10 = 2.6458.
        let found = xyz(&demand(&[&burst], &[0], &[-3]), XyzRules::default());
        assert!(close(found[0].cv, 700_f64.sqrt() / 10.0) && found[0].class == XyzClass::Z);
    }
}
