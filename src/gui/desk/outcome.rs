//! What became of a batch (结果): how many orders went on, and of every other one why not.

use iced::widget::{Column, column, container, row};
use iced::{Element, Length};

use super::{Message, step_key};
use crate::domain::flow::Step;
use crate::gui::action::Toast;
use crate::gui::component::{button, card, dialog, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::locale::Said;
use crate::store::BatchResult;
use crate::table::grouped;

/// Rows shown; beyond that they are counted.
const SHOWN: usize = 300;

/// Orders that somebody has to look at.
#[derive(Debug, Clone)]
pub struct Outcome {
    what: What,
    result: BatchResult,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Step(Step),
    /// A batch was taken back.
    Undo,
    /// After-sales were noted.
    AfterSale,
}

/// The batch in one line.
pub fn toast(ctx: &Ctx, step: Step, result: &BatchResult) -> Toast {
    let warned = result.done.iter().filter(|one| one.warning.is_some()).count();
    let key = match (result.refused.len(), warned) {
        (0, 0) => "work.done",
        (0, _) => "work.done_warned",
        _ => "work.done_with",
    };
    let said = Said::new(key)
        .with("step", ctx.t(&step_key(step)))
        .with("n", grouped(&result.done.len().to_string()))
        .with("refused", grouped(&result.refused.len().to_string()))
        .with("warned", grouped(&warned.to_string()));
    if result.refused.is_empty() && warned == 0 { Toast::good(said) } else { Toast::warning(said) }
}

impl Outcome {
    /// `None` when there is nothing to look at.
    pub fn of(step: Step, result: BatchResult) -> Option<Self> {
        let calm = result.refused.is_empty() && result.done.iter().all(|one| one.warning.is_none());
        (!calm).then_some(Self { what: What::Step(step), result })
    }

    pub const fn of_undo(result: BatchResult) -> Self {
        Self { what: What::Undo, result }
    }

    /// `None` when there is nothing to look at.
    pub fn of_aftersale(result: BatchResult) -> Option<Self> {
        (!result.refused.is_empty()).then_some(Self { what: What::AfterSale, result })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let number = |n: usize| grouped(&n.to_string());
        let (done, refused) = (number(self.result.done.len()), number(self.result.refused.len()));
        let name = match self.what {
            What::Step(step) => ctx.t(&step_key(step)).to_owned(),
            What::Undo => ctx.t("shell.undo").to_owned(),
            What::AfterSale => ctx.t("aftersale.name").to_owned(),
        };
        let summary = match (self.what, self.result.done.len()) {
            (_, 0) => ctx.t("work.outcome_nothing").to_owned(),
            (What::Undo, _) => ctx.f("work.undone_with", &[("n", &done), ("refused", &refused)]),
            _ if self.result.refused.is_empty() => ctx.f("work.done", &[("step", &name), ("n", &done)]),
            _ => ctx.f("work.done_with", &[("step", &name), ("n", &done), ("refused", &refused)]),
        };
        let mut content = column![words::body(summary)].spacing(gap::M);
        if !self.result.refused.is_empty() {
            let title = ctx.f("work.outcome_refused", &[("n", &refused)]);
            let rows = self.result.refused.iter().map(|one| (one.order_no.as_str(), &one.why));
            content = content.push(words::strong(title).style(ink::bad)).push(list(ctx, rows));
        }
        let warned: Vec<_> =
            self.result.done.iter().filter_map(|one| Some((one.order_no.as_str(), one.warning.as_ref()?))).collect();
        if !warned.is_empty() {
            if !self.result.refused.is_empty() {
                content = content.push(card::rule());
            }
            let title = ctx.f("work.outcome_warned", &[("n", &number(warned.len()))]);
            content = content.push(words::strong(title).style(ink::warning)).push(list(ctx, warned.into_iter()));
        }
        let undo = (self.result.batch_id != 0 && self.what != What::Undo)
            .then(|| button::secondary(ctx.t("shell.undo"), Some(Message::Undo(self.result.batch_id))).into());
        let close = button::primary(ctx.t("shell.close"), Some(Message::Close)).into();
        let title = ctx.f("work.outcome", &[("step", &name)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, undo.into_iter().chain([close]), 720.0)
    }
}

fn list<'a>(ctx: &'a Ctx, rows: impl ExactSizeIterator<Item = (&'a str, &'a Said)>) -> Element<'a, Message> {
    let more = rows.len().saturating_sub(SHOWN);
    let lines = rows.take(SHOWN).map(|(no, why)| {
        let no = if no.is_empty() { "—" } else { no };
        row![container(one_line(no.to_owned()).bold()).width(190), words::body(ctx.say(why)).width(Length::Fill)]
            .spacing(gap::S)
            .into()
    });
    let more = (more > 0).then(|| words::muted(ctx.f("work.outcome_more", &[("n", &grouped(&more.to_string()))])));
    column![Column::with_children(lines).spacing(gap::XS), more].spacing(gap::S).into()
}
