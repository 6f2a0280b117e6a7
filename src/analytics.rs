//! Analyses (分析): each a pure function of [`Facts`](facts::Facts) and a [`Filter`](filter::Filter).
//!
//! Sums are whole fen and whole counts throughout; ratios are kept as numerator and denominator and divided when they are shown.

pub mod calendar;
pub mod customers;
pub mod decompose;
pub mod facts;
pub mod filter;
pub mod forecast;
pub mod logistics;
pub mod metric;
pub mod orders;
pub mod outlier;
pub mod overview;
pub mod pick;
pub mod products;
pub mod quantile;
pub mod replay;
pub mod replenish;
pub mod sales;
pub mod stock;

/// Runs two jobs at the same time and gives both results.
pub fn both<A: Send, B: Send>(left: impl FnOnce() -> A + Send, right: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|scope| {
        let right = scope.spawn(right);
        let left = left();
        match right.join() {
            Ok(right) => (left, right),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
