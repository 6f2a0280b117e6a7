//! 掌柜: the desktop program in which the owner of a Taobao shop understands the business.
//!
//! The map of the crate. Arrows point down only:
//! `gui -> report -> {import, analytics, chart, export, demo} -> store -> {domain, table, locale}`.
//! Only [`gui`] names iced, only [`store`] names duckdb; a test reads the sources and holds both.

pub mod analytics;
pub mod chart;
pub mod cli;
pub mod crash;
pub mod demo;
pub mod domain;
pub mod export;
pub mod gui;
pub mod import;
pub mod locale;
pub mod logging;
pub mod paths;
pub mod report;
pub mod settings;
pub mod store;
pub mod table;
