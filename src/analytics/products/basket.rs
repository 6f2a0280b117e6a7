//! What is bought together (关联购买): pairs of products in one order, with support, confidence and lift.

/// Two products found in the same orders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Dense product indexes, `a < b`.
    pub a: u32,
    pub b: u32,
    /// Orders with both.
    pub both: i64,
    /// Orders with `a`, orders with `b`.
    pub with_a: i64,
    pub with_b: i64,
    /// All orders looked at.
    pub orders: i64,
}

impl Pair {
    /// 支持度: orders with both ÷ all orders.
    pub const fn support(&self) -> (i64, i64) {
        (self.both, self.orders)
    }

    /// 置信度 of `a → b`: orders with both ÷ orders with `a`.
    pub const fn confidence_ab(&self) -> (i64, i64) {
        (self.both, self.with_a)
    }

    /// 置信度 of `b → a`.
    pub const fn confidence_ba(&self) -> (i64, i64) {
        (self.both, self.with_b)
    }

    /// 提升度: how many times more often they meet than by chance; above 1 they attract each other. Thousandths, rounded down;
    /// the same in both directions.
    pub fn lift_milli(&self) -> i64 {
        let chance = i128::from(self.with_a) * i128::from(self.with_b);
        if chance == 0 {
            return 0;
        }
        let lift = i128::from(self.both) * i128::from(self.orders) * 1000 / chance;
        i64::try_from(lift).unwrap_or(i64::MAX)
    }
}

/// All pairs that were met often enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baskets {
    /// Orders looked at, and those with at least two different products.
    pub orders: i64,
    pub mixed: i64,
    /// The most frequent pair first.
    pub pairs: Vec<Pair>,
}

/// Up to so many frequent products the counts stand in a triangle; beyond it pairs are sorted and counted.
const TRIANGLE: usize = 2_000;

/// Counts pairs. `baskets` yields the products of each order (repeated ones count once, order does not matter) and runs twice;
/// `products` is the number of dense product indexes; pairs in fewer than `least` orders are left out.
pub fn baskets<'a, I>(products: usize, baskets: I, least: i64) -> Baskets
where
    I: Iterator<Item = &'a [u32]> + Clone,
{
    let mut found = Baskets::default();
    let mut with = vec![0_i64; products];
    let mut own: Vec<u32> = Vec::new();
    for basket in baskets.clone() {
        distinct(basket, products, &mut own);
        found.orders += 1;
        found.mixed += i64::from(own.len() > 1);
        for product in &own {
            if let Some(count) = with.get_mut(*product as usize) {
                *count += 1;
            }
        }
    }
    // Only products that are frequent themselves can be half of a frequent pair.
    let frequent: Vec<u32> =
        (0..products as u32).filter(|at| with.get(*at as usize).is_some_and(|n| *n >= least.max(1))).collect();
    let mut rank = vec![u32::MAX; products];
    for (at, product) in frequent.iter().enumerate() {
        if let Some(slot) = rank.get_mut(*product as usize) {
            *slot = at as u32;
        }
    }
    let mut counter = Counter::new(frequent.len());
    for basket in baskets.filter(|basket| basket.len() > 1) {
        distinct(basket, products, &mut own);
        own.retain_mut(|product| {
            *product = rank.get(*product as usize).copied().unwrap_or(u32::MAX);
            *product != u32::MAX
        });
        for (at, b) in own.iter().enumerate() {
            for a in own.iter().take(at) {
                counter.add(*a, *b);
            }
        }
    }
    let (orders, count) = (found.orders, |at: u32| with.get(at as usize).copied().unwrap_or(0));
    counter.each(|a, b, both| {
        let name = |at: u32| frequent.get(at as usize).copied().unwrap_or(0);
        if both >= least.max(1) {
            let (a, b) = (name(a), name(b));
            found.pairs.push(Pair { a, b, both, with_a: count(a), with_b: count(b), orders });
        }
    });
    found.pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.both), pair.a, pair.b));
    found
}

/// The different products of one order, sorted.
fn distinct(basket: &[u32], products: usize, own: &mut Vec<u32>) {
    own.clear();
    own.extend(basket.iter().copied().filter(|product| (*product as usize) < products));
    own.sort_unstable();
    own.dedup();
}

/// Counts of pairs `a < b`.
enum Counter {
    /// `counts[b * (b - 1) / 2 + a]`
    Triangle(Vec<u32>),
    List(Vec<u64>),
}

impl Counter {
    fn new(size: usize) -> Self {
        if size <= TRIANGLE {
            Self::Triangle(vec![0; size * size.saturating_sub(1) / 2])
        } else {
            Self::List(Vec::new())
        }
    }

    fn add(&mut self, a: u32, b: u32) {
        match self {
            Self::Triangle(counts) => {
                let b = b as usize;
                if let Some(count) = counts.get_mut(b * b.saturating_sub(1) / 2 + a as usize) {
                    *count += 1;
                }
            }
            Self::List(pairs) => pairs.push((u64::from(a) << 32) | u64::from(b)),
        }
    }

    /// Calls `take` with every pair that was met.
    fn each(self, mut take: impl FnMut(u32, u32, i64)) {
        match self {
            Self::Triangle(counts) => {
                let (mut a, mut b) = (0, 1);
                for count in counts {
                    if count > 0 {
                        take(a, b, i64::from(count));
                    }
                    a += 1;
                    if a == b {
                        (a, b) = (0, b + 1);
                    }
                }
            }
            Self::List(mut pairs) => {
                pairs.sort_unstable();
                for run in pairs.chunk_by(|one, next| one == next) {
                    if let Some(pair) = run.first() {
                        take((pair >> 32) as u32, *pair as u32, run.len() as i64);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn count(orders: &[Vec<u32>], least: i64) -> Baskets {
        baskets(10, orders.iter().map(Vec::as_slice), least)
    }

    #[test]
    fn hat_and_scarf_meet_three_times_as_often_as_by_chance() {
        // 12 orders: hat (1) in 4, scarf (2) in 2, both in 2; a second hat in one order does not count twice.
        let mut orders = vec![vec![1, 2], vec![2, 1, 1], vec![1], vec![1, 3]];
        orders.extend(std::iter::repeat_n(vec![4], 8));
        let found = count(&orders, 1);
        assert_eq!((found.orders, found.mixed), (12, 3));
        assert_eq!(found.pairs.len(), 2);
        let pair = found.pairs[0];
        assert_eq!((pair.a, pair.b, pair.support()), (1, 2, (2, 12)));
        assert_eq!((pair.confidence_ab(), pair.confidence_ba()), ((2, 4), (2, 2)));
        assert_eq!(pair.lift_milli(), 3_000); // (2/12) / (4/12 * 2/12) = 3
        assert_eq!(count(&orders, 2).pairs.len(), 1);
    }

    #[test]
    fn the_list_counts_as_the_triangle_does() {
        let mut list = Counter::List(Vec::new());
        let mut triangle = Counter::new(5);
        for (a, b) in [(0, 1), (2, 4), (0, 1), (3, 4)] {
            list.add(a, b);
            triangle.add(a, b);
        }
        let collect = |counter: Counter| {
            let mut all = Vec::new();
            counter.each(|a, b, n| all.push((a, b, n)));
            all.sort_unstable();
            all
        };
        let expected = [(0, 1, 2), (2, 4, 1), (3, 4, 1)];
        assert_eq!(collect(list), expected);
        assert_eq!(collect(triangle), expected);
    }

    proptest! {
        #[test]
        fn lift_is_the_same_in_both_directions(orders in prop::collection::vec(prop::collection::vec(0_u32..8, 1..6), 0..60)) {
            let turned: Vec<Vec<u32>> = orders.iter().map(|basket| basket.iter().map(|product| 7 - product).collect()).collect();
            let (there, back) = (count(&orders, 1), count(&turned, 1));
            prop_assert_eq!(there.pairs.len(), back.pairs.len());
            for pair in &there.pairs {
                let twin = back.pairs.iter().find(|other| (other.a, other.b) == (7 - pair.b, 7 - pair.a)).unwrap();
                prop_assert_eq!(pair.lift_milli(), twin.lift_milli());
                prop_assert_eq!(pair.confidence_ab(), twin.confidence_ba());
                prop_assert!(pair.both <= pair.with_a.min(pair.with_b));
            }
        }
    }
}
