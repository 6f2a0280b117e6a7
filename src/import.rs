//! Exports in (导入): sniff, read, recognise, map, check, commit.

pub mod alias;
pub mod build;
pub mod cell;
pub mod columns;
pub mod field;
pub mod format;
pub mod formats;
pub mod guess;
pub mod header;
pub mod hints;
pub mod mapping;
pub mod paid;
pub mod problem;
pub mod read;
pub mod recognise;
pub mod report;
pub mod run;
pub mod shipments;
pub mod stocktake;
pub mod template;
pub mod totals;
pub mod words;
