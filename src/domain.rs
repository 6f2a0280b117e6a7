//! What a shop is: pure types and rules, no input or output.

pub mod abc;
pub mod alert;
pub mod capitals;
pub mod clearance;
pub mod costing;
pub mod draft;
pub mod flow;
pub mod lots;
pub mod lunar;
pub mod matching;
pub mod money;
pub mod order;
pub mod packing;
pub mod period;
pub mod platform;
pub mod privacy;
pub mod purchase;
pub mod refund;
pub mod region;
pub mod replenish;
pub mod reply;
pub mod rule;
pub mod stock;
pub mod stocktake;
pub mod ticket;
pub mod working;
