//! Analyses (分析): each a pure function of [`Facts`](facts) and a filter, built on polars.

pub mod metric;
