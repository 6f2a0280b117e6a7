//! 物流: how long buyers wait, how couriers do, what sending costs, and which parcels look lost.

pub mod freight;
pub mod journey;
pub mod lanes;
pub mod parcels;
pub mod pick;
pub mod shipping;
pub mod stuck;

/// Limits of what is slow are taken from the parcels of so many days, so that a lane has enough of them.
pub const LIMIT_DAYS: i32 = 180;

/// Orders paid on an earlier day and never shipped are history, not something to chase.
pub const CHASE_DAYS: i32 = 60;

/// Orders not shipped after so many hours are late.
pub const LATE_HOURS: u32 = 48;

#[cfg(test)]
pub(crate) mod sample {
    //! Parcels written in hours for the tests of this area.

    use super::parcels::Sent;
    use crate::analytics::facts::{NO_ROW, NONE, Parcels};

    pub(crate) const HOUR: i64 = 3600;

    /// `(courier, shipped, collected, signed, last scan)` in hours; -1 = unknown.
    pub(crate) fn parcels(rows: &[(u16, i64, i64, i64, i64)]) -> Parcels {
        let moments = |of: fn(&(u16, i64, i64, i64, i64)) -> i64| -> Vec<i64> {
            rows.iter().map(of).map(|hour| if hour < 0 { NONE } else { hour * HOUR }).collect()
        };
        Parcels {
            id: (1..=rows.len() as i64).collect(),
            order: vec![NO_ROW; rows.len()],
            courier: rows.iter().map(|row| row.0).collect(),
            province: vec![0; rows.len()],
            weight_g: vec![NONE; rows.len()],
            freight_fen: vec![NONE; rows.len()],
            shipped: moments(|row| row.1),
            collected: moments(|row| row.2),
            signed: moments(|row| row.3),
            last_scan: moments(|row| row.4),
            ..Parcels::default()
        }
    }

    /// All of the parcels, with the places they go to.
    pub(crate) fn sent<'a>(parcels: &'a Parcels, place: &[u8]) -> Sent<'a> {
        let rows = (0..parcels.id.len() as u32).collect();
        Sent { parcels, rows, place: place.to_vec(), arrived: vec![false; parcels.id.len()] }
    }
}
