//! Exports in (导入): sniff, read, recognise, map, check, commit.

pub mod cell;
pub mod read;
