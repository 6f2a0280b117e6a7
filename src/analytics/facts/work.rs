//! Who looks after which order (分配), beside the orders.

use super::build::order_rows;
use super::columns::Columns;
use super::side::named;
use super::{Codes, Facts, FactsError, NO_ROW, NONE};
use crate::domain::rule::OrderKind;
use crate::store::FactFrames;

/// How orders were handed out, one entry for each row of [`Orders`](super::Orders).
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// Index into [`Facts::staff`]; 0 = nobody.
    pub staff: Vec<u16>,
    /// When it was given to them; [`NONE`] when it was not.
    pub given: Vec<i64>,
    pub by_hand: Vec<bool>,
    /// It waits for a reason, as of now.
    pub held: Vec<bool>,
    /// Code of [`OrderKind`].
    pub kind: Vec<u8>,
}

/// Reads what people and rules decided. Frames without a row may have no columns either.
pub(super) fn fill(frames: &FactFrames, order_codes: &Codes, facts: &mut Facts) -> Result<(), FactsError> {
    let count = facts.orders.len();
    let mut work = Work {
        staff: vec![0; count],
        given: vec![NONE; count],
        by_hand: vec![false; count],
        held: vec![false; count],
        kind: vec![OrderKind::Ordinary.code(); count],
    };
    facts.staff = vec![super::Named::default()];
    if frames.staff.height() > 0 {
        let (staff, codes) = named(&frames.staff, "staff")?;
        facts.staff = staff;
        if frames.work.height() > 0 {
            given(frames, order_codes, &codes, &mut work)?;
        }
    }
    if frames.kinds.height() > 0 {
        let read = Columns { frame: &frames.kinds, name: "kinds" };
        let rows = order_rows(&read.ints("order_id")?, order_codes);
        for (row, kind) in rows.into_iter().zip(read.counts("kind")?) {
            if let Some(slot) = work.kind.get_mut(row as usize) {
                *slot = u8::try_from(kind).unwrap_or_default();
            }
        }
    }
    facts.work = work;
    Ok(())
}

fn given(frames: &FactFrames, order_codes: &Codes, staff: &Codes, work: &mut Work) -> Result<(), FactsError> {
    let read = Columns { frame: &frames.work, name: "work" };
    let rows = order_rows(&read.ints("order_id")?, order_codes);
    let told = rows
        .into_iter()
        .zip(read.counts("staff")?)
        .zip(read.ints("given")?)
        .zip(read.counts("by_hand")?)
        .zip(read.counts("held")?);
    for ((((row, id), at), by_hand), held) in told.filter(|((((row, _), _), _), _)| *row != NO_ROW) {
        let row = row as usize;
        let code = u16::try_from(staff.code(id)).unwrap_or_default();
        let slots =
            (work.staff.get_mut(row), work.given.get_mut(row), work.by_hand.get_mut(row), work.held.get_mut(row));
        if let (Some(of), Some(given), Some(hand), Some(waits)) = slots {
            *of = code;
            *given = if code == 0 { NONE } else { at };
            *hand = by_hand > 0 && code != 0;
            *waits = held > 0;
        }
    }
    Ok(())
}
