//! What is asked before a plan is posted or given up, and what is told when some of it could not be posted.

use iced::Element;
use iced::widget::{Column, column};

use super::line::reasons;
use super::plans::differences;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;
use crate::locale::Said;
use crate::store::StocktakeRow;
use crate::table::grouped;

/// A question in front of the page.
#[derive(Debug, Clone)]
pub enum Asking {
    /// Post? With a reason for the differences that have none.
    Post(String),
    /// Give up? Why.
    GiveUp { reason: String, tried: bool },
    /// Why these lines differ.
    Reason(Vec<i64>, String),
    /// These lines were left out.
    LeftOut(Vec<Said>),
}

#[derive(Debug, Clone)]
pub enum Message {
    Text(String),
    Accept,
    Close,
}

impl Asking {
    pub fn text(&mut self, text: String) {
        match self {
            Self::Post(reason) | Self::GiveUp { reason, .. } | Self::Reason(_, reason) => *reason = text,
            Self::LeftOut(_) => {}
        }
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx, row: &'a StocktakeRow) -> Element<'a, Message> {
        let close = (ctx.t("shell.close"), Message::Close);
        let cancel = || button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into();
        match self {
            Self::Post(reason) => {
                let counted = ctx.f(
                    "stocktake.post_counted",
                    &[
                        ("n", &grouped(&row.counted.to_string())),
                        ("left", &grouped(&(row.planned - row.counted).to_string())),
                    ],
                );
                let content = column![
                    words::body(counted),
                    differences(ctx, row),
                    words::muted(ctx.t("stocktake.post_reason")),
                    reasons(ctx, reason, None, Message::Text, Message::Accept),
                ]
                .spacing(gap::M);
                let post = button::primary(ctx.t("stocktake.post"), Some(Message::Accept)).into();
                let title = ctx.f("stocktake.post_title", &[("name", &row.plan.name)]);
                dialog::dialog(title, close, content, [cancel(), post], 560.0)
            }
            Self::GiveUp { reason, tried } => {
                let wrong = (*tried && reason.trim().is_empty()).then(|| ctx.t("stocktake.no_reason").to_owned());
                let input = field::input(ctx.t("stocktake.give_up_hint"), reason, Message::Text)
                    .id(REASON)
                    .on_submit(Message::Accept);
                let content = column![
                    words::body(ctx.t("stocktake.give_up_text")),
                    field::field(ctx.t("stocktake.reason"), input, None, wrong)
                ]
                .spacing(gap::M);
                let accept = button::danger(ctx.t("stocktake.give_up"), Some(Message::Accept)).into();
                let title = ctx.f("stocktake.give_up_title", &[("name", &row.plan.name)]);
                dialog::dialog(title, close, content, [cancel(), accept], 480.0)
            }
            Self::Reason(lines, reason) => {
                let content = reasons(ctx, reason, None, Message::Text, Message::Accept);
                let keep = button::primary(ctx.t("stocktake.keep_reason"), Some(Message::Accept)).into();
                let title = ctx.f("stocktake.reason_title", &[("n", &grouped(&lines.len().to_string()))]);
                dialog::dialog(title, close, content, [cancel(), keep], 520.0)
            }
            Self::LeftOut(said) => {
                let lines = said.iter().map(|one| words::body(ctx.say(one)).into());
                let content = column![
                    words::strong(ctx.f("stocktake.left_out", &[("n", &grouped(&said.len().to_string()))])),
                    Column::with_children(lines).spacing(gap::XS)
                ]
                .spacing(gap::M);
                let done = button::primary(ctx.t("shell.close"), Some(Message::Close)).into();
                dialog::dialog(ctx.t("stocktake.left_out_title"), close, content, [done], 560.0)
            }
        }
    }
}

/// Name of the field of the reason.
pub const REASON: &str = "stocktake-reason";
