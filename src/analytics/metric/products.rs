//! Metrics of products (商品).

use super::Metric;

pub const ALL: &[&Metric] = &[];
