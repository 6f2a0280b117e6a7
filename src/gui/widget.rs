//! Real widgets (控件), for what iced has no widget of: the data grid, charts, popovers, the busy sign, spark lines, and the wrapper of the whole window.

pub mod busy;
pub mod chart;
pub mod dropdown;
pub mod grid;
pub mod one_line;
pub mod ruler;
pub mod spark;
pub mod whole;
