//! The latest batches (批次): who did what with how many orders, and taking it back.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::{Message, step_key, who};
use crate::gui::component::{button, dialog, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::store::BatchRow;
use crate::table::{Cell, grouped};

pub fn view<'a>(ctx: &'a Ctx, batches: &'a [BatchRow]) -> Element<'a, Message> {
    let content: Element<'a, Message> = if batches.is_empty() {
        words::muted(ctx.t("work.batches_none")).into()
    } else {
        Column::with_children(batches.iter().map(|batch| line(ctx, batch))).spacing(gap::S).into()
    };
    let close = button::secondary(ctx.t("shell.close"), Some(Message::Close)).into();
    let title = ctx.t("work.batches_title");
    dialog::dialog(title, (ctx.t("shell.close"), Message::Close), column![content], [close], 640.0)
}

fn line<'a>(ctx: &'a Ctx, batch: &'a BatchRow) -> Element<'a, Message> {
    let step = ctx.t(&step_key(batch.step)).to_owned();
    let (done, refused) = (grouped(&batch.done.to_string()), grouped(&batch.refused.to_string()));
    let key = match (batch.undoes, batch.refused) {
        (0, 0) => "work.batch_line",
        (0, _) => "work.batch_line_refused",
        _ => "work.batch_undo",
    };
    let said = ctx.f(key, &[("step", &step), ("done", &done), ("refused", &refused)]);
    let right: Element<'a, Message> = match (batch.undoes, batch.in_force) {
        (0, 0) => words::muted(ctx.t("work.batch_gone")).into(),
        (0, _) => button::secondary(ctx.t("shell.undo"), Some(Message::Undo(batch.id))).into(),
        _ => words::muted("").into(),
    };
    row![
        container(words::muted(Cell::Time(batch.at).shown())).width(130),
        one_line(said).width(Length::Fill),
        container(words::small(who(ctx, &batch.actor))).width(80),
        right,
    ]
    .spacing(gap::M)
    .align_y(Alignment::Center)
    .into()
}
