//! What a shop is: pure types and rules, no input or output.

pub mod capitals;
pub mod draft;
pub mod lunar;
pub mod matching;
pub mod money;
pub mod order;
pub mod packing;
pub mod period;
pub mod platform;
pub mod privacy;
pub mod refund;
pub mod region;
pub mod reply;
pub mod stock;
pub mod ticket;
