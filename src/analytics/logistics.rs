//! 物流: how long buyers wait, how couriers do, what sending costs, and which parcels look lost.

pub mod freight;
pub mod journey;
pub mod lanes;
pub mod parcels;
pub mod shipping;
