//! Who looks after which order (分配) and when it was audited (审核), beside the orders.

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
    /// When a person or a rule let it pass; [`NONE`] when nobody did.
    pub audited: Vec<i64>,
    /// Code of [`OrderKind`].
    pub kind: Vec<u8>,
    /// When the first order that somebody looks after was paid: of older ones nothing is known. `None`: nobody looks after any.
    pub assigned_since: Option<i64>,
    /// When the first audited order was paid. `None`: none was audited.
    pub audited_since: Option<i64>,
}

impl Work {
    /// Somebody looks after the order at `row`.
    pub fn assigned(&self, row: usize) -> bool {
        self.staff.get(row).is_some_and(|staff| *staff != 0)
    }

    /// A person or a rule let the order at `row` pass.
    pub fn is_audited(&self, row: usize) -> bool {
        self.audited.get(row).is_some_and(|at| *at != NONE)
    }
}

/// Reads what people and rules decided. Frames without a row may have no columns either.
pub(super) fn fill(frames: &FactFrames, order_codes: &Codes, facts: &mut Facts) -> Result<(), FactsError> {
    let count = facts.orders.len();
    let mut work = Work {
        staff: vec![0; count],
        given: vec![NONE; count],
        by_hand: vec![false; count],
        held: vec![false; count],
        audited: vec![NONE; count],
        kind: vec![OrderKind::Ordinary.code(); count],
        ..Work::default()
    };
    let (staff, codes) = if frames.staff.height() > 0 {
        named(&frames.staff, "staff")?
    } else {
        (vec![super::Named::default()], Codes::new(&[]))
    };
    facts.staff = staff;
    if frames.work.height() > 0 {
        decided(frames, order_codes, &codes, &mut work)?;
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
    let paid = |of: &dyn Fn(usize) -> bool| {
        facts.orders.paid.iter().enumerate().filter(|(row, at)| **at != NONE && of(*row)).map(|(_, at)| *at).min()
    };
    let since = (paid(&|row| work.assigned(row)), paid(&|row| work.is_audited(row)));
    (work.assigned_since, work.audited_since) = since;
    facts.work = work;
    Ok(())
}

#[expect(clippy::indexing_slicing, reason = "a known row is one of the orders, and every column has an entry for each")]
fn decided(frames: &FactFrames, order_codes: &Codes, staff: &Codes, work: &mut Work) -> Result<(), FactsError> {
    let read = Columns { frame: &frames.work, name: "work" };
    let rows = order_rows(&read.ints("order_id")?, order_codes);
    let told = rows
        .into_iter()
        .zip(read.counts("staff")?)
        .zip(read.ints("given")?)
        .zip(read.counts("by_hand")?)
        .zip(read.counts("held")?)
        .zip(read.ints("audited")?);
    for (((((row, id), at), by_hand), held), audited) in told.filter(|(((((row, _), _), _), _), _)| *row != NO_ROW) {
        let row = row as usize;
        let code = u16::try_from(staff.code(id)).unwrap_or_default();
        work.staff[row] = code;
        work.given[row] = if code == 0 { NONE } else { at };
        work.by_hand[row] = by_hand > 0 && code != 0;
        work.held[row] = held > 0;
        work.audited[row] = audited;
    }
    Ok(())
}
