//! How long an order takes on its way through the house (处理时长): until it is audited, given to somebody, sent.

use crate::analytics::facts::{Facts, NONE};

/// A stretch of the way (处理环节).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// 付款 → 审核
    PaidToAudited,
    /// 付款 → 分配
    PaidToAssigned,
    /// 审核 → 发货
    AuditedToShipped,
    /// 分配 → 发货
    AssignedToShipped,
    /// 付款 → 发货
    PaidToShipped,
}

impl Stage {
    pub const ALL: [Self; 5] = [
        Self::PaidToAudited,
        Self::PaidToAssigned,
        Self::AuditedToShipped,
        Self::AssignedToShipped,
        Self::PaidToShipped,
    ];

    /// Stable English id; also the tail of `rules.an_stage_<id>`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::PaidToAudited => "audit",
            Self::PaidToAssigned => "assign",
            Self::AuditedToShipped => "audit_ship",
            Self::AssignedToShipped => "assign_ship",
            Self::PaidToShipped => "ship",
        }
    }

    /// Seconds the order at `row` took. `None` while either end is unknown, and where they are out of order: an order that a file
    /// tells was sent before anybody audited it here was not waited for.
    pub fn seconds(self, facts: &Facts, row: usize) -> Option<u32> {
        let (orders, work) = (&facts.orders, &facts.work);
        let (from, to) = match self {
            Self::PaidToAudited => (&orders.paid, &work.audited),
            Self::PaidToAssigned => (&orders.paid, &work.given),
            Self::AuditedToShipped => (&work.audited, &orders.shipped),
            Self::AssignedToShipped => (&work.given, &orders.shipped),
            Self::PaidToShipped => (&orders.paid, &orders.shipped),
        };
        let (from, to) = (*from.get(row)?, *to.get(row)?);
        if from == NONE || to == NONE { None } else { u32::try_from(to - from).ok() }
    }
}
