//! What can be done with chosen orders (批量处理), the same on every page that lists them: the daily steps in sight, the rest in a menu.

use super::{handling, work};
use crate::domain::flow::Step;
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::record_list::{Batch, Records};
use crate::gui::theme::icon::Icon;

/// Buttons in sight; the others wait in the menu.
pub(in crate::gui::screen) const IN_SIGHT: usize = 5;

/// A page that lists orders and can do all of this with them.
pub(in crate::gui::screen) trait Hosts: Records {
    fn desk(message: desk::Message) -> Self::Message;
    fn handling(message: handling::Message) -> Self::Message;
    fn work(message: work::Message) -> Self::Message;
}

/// The bar, what is done most at its left.
pub(in crate::gui::screen) fn batch<L: Hosts>(ctx: &Ctx) -> Vec<Batch<L>> {
    let step = |step: Step| desk::step_key(step);
    vec![
        one(ctx, Icon::Check, &step(Step::Audit), |ids| L::desk(desk::Message::Take(Step::Audit, ids))),
        one(ctx, Icon::Printer, "print.print", |ids| L::handling(handling::Message::ToPrint(ids))),
        one(ctx, Icon::Send, &step(Step::Ship), |ids| L::desk(desk::Message::Send(Step::Ship, ids))),
        one(ctx, Icon::UserCheck, "rules.assign", |ids| L::work(work::Message::Assign(ids))),
        one(ctx, Icon::Flag, "rules.mark", |ids| L::work(work::Message::Mark(ids))),
        one(ctx, Icon::Undo2, "aftersale.note", |ids| L::desk(desk::Message::Refund(ids))),
        one(ctx, Icon::Ban, "rules.hold", |ids| L::work(work::Message::Hold(ids))),
        one(ctx, Icon::PackageCheck, "rules.release", |ids| L::work(work::Message::Release(ids))),
        one(ctx, Icon::Merge, "desk.merge", |ids| L::handling(handling::Message::Merge(ids))),
        one(ctx, Icon::Printer, &step(Step::Print), |ids| L::desk(desk::Message::Take(Step::Print, ids))),
        one(ctx, Icon::CircleX, &step(Step::Intercept), |ids| L::desk(desk::Message::Take(Step::Intercept, ids))),
    ]
}

/// One thing to do.
pub(in crate::gui::screen) fn one<L: Records>(
    ctx: &Ctx,
    icon: Icon,
    key: &str,
    message: fn(Vec<i64>) -> L::Message,
) -> Batch<L> {
    Batch { icon, label: ctx.t(key).to_owned(), message }
}
