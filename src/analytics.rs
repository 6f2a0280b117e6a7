//! Analyses (分析): each a pure function of [`Facts`](facts::Facts) and a [`Filter`](filter::Filter).
//!
//! Sums are whole fen and whole counts throughout; ratios are kept as numerator and denominator and divided when they are shown.

pub mod customers;
pub mod facts;
pub mod filter;
pub mod logistics;
pub mod metric;
pub mod products;
pub mod quantile;
