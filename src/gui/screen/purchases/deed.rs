//! What a button does to a purchase order (步骤), and how it is taken back.

use chrono::NaiveDateTime;

use crate::domain::purchase::PurchaseStatus;
use crate::gui::screen::import::ACTOR;
use crate::locale::Said;
use crate::store::{self, NewPurchase, Store};

/// A step that moves nothing into the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Confirm,
    Reopen,
    Send,
    Unsend,
    Close,
    Resume,
    Cancel,
    Restore,
}

/// How something that was done is taken back.
#[derive(Debug, Clone)]
pub enum Undo {
    /// The steps that lead back, and when the order had been sent
    Deeds(i64, Vec<Deed>, Option<NaiveDateTime>),
    /// The latest receipt or return of an order
    Move(i64),
    Payment(i64),
    /// A draft as it was
    Draft(i64, Box<NewPurchase>),
}

/// What was done, and how it is taken back.
#[derive(Debug, Clone)]
pub struct Done {
    pub said: Said,
    pub undo: Option<Undo>,
    /// The order to show.
    pub open: Option<i64>,
}

impl Deed {
    pub fn run(self, store: &Store, id: i64, at: NaiveDateTime) -> store::Result<()> {
        match self {
            Self::Confirm => store.confirm_purchase(ACTOR, id),
            Self::Reopen => store.reopen_purchase(ACTOR, id),
            Self::Send => store.send_purchase(ACTOR, id, at),
            Self::Unsend => store.unsend_purchase(ACTOR, id),
            Self::Close => store.close_purchase(ACTOR, id),
            Self::Resume => store.resume_purchase(ACTOR, id),
            Self::Cancel => store.cancel_purchase(ACTOR, id),
            Self::Restore => store.restore_purchase(ACTOR, id),
        }
    }

    pub const fn said(self) -> &'static str {
        match self {
            Self::Confirm => "purchase.done_confirm",
            Self::Reopen => "purchase.done_reopen",
            Self::Send => "purchase.done_send",
            Self::Unsend => "purchase.done_unsend",
            Self::Close => "purchase.done_close",
            Self::Resume => "purchase.done_resume",
            Self::Cancel => "purchase.done_cancel",
            Self::Restore => "purchase.done_restore",
        }
    }

    /// The steps that lead back to the state it was done in.
    pub fn back(self, before: PurchaseStatus) -> Vec<Self> {
        match self {
            Self::Confirm => vec![Self::Reopen],
            Self::Reopen => vec![Self::Confirm],
            Self::Send => vec![Self::Unsend],
            Self::Unsend => vec![Self::Send],
            Self::Close => vec![Self::Resume],
            Self::Resume => vec![Self::Close],
            Self::Restore => vec![Self::Cancel],
            Self::Cancel => match before {
                PurchaseStatus::Sent => vec![Self::Restore, Self::Confirm, Self::Send],
                PurchaseStatus::Confirmed => vec![Self::Restore, Self::Confirm],
                _ => vec![Self::Restore],
            },
        }
    }
}

/// Takes back what was done.
pub fn take_back(store: &Store, undo: &Undo, at: NaiveDateTime) -> store::Result<()> {
    match undo {
        Undo::Deeds(id, deeds, sent) => deeds.iter().try_for_each(|deed| match (deed, sent) {
            (Deed::Send, Some(sent)) => store.resend_purchase(ACTOR, *id, at, *sent),
            _ => deed.run(store, *id, at),
        }),
        Undo::Move(order) => {
            let latest = store.purchase(*order)?.moves.into_iter().find(|one| !one.undone);
            let gone = store::StoreError::Gone { what: "purchase move", id: *order };
            store.undo_purchase_move(ACTOR, latest.ok_or(gone)?.id).map(|_| ())
        }
        Undo::Payment(id) => store.undo_payment(ACTOR, *id),
        Undo::Draft(id, before) => store.change_purchase(ACTOR, *id, before),
    }
}
