//! What stands around a plan's lines: how far it is, the scanner's field, which lines are shown, and what can be done next.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Element, Length};

use super::{Message, Work};
use crate::domain::stocktake::StocktakeState;
use crate::gui::component::{badge, button, choice, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::screen::stocktakes::asking::Asking;
use crate::gui::screen::stocktakes::plans::{differences, progress};
use crate::gui::screen::stocktakes::{scope_words, state_key, tone};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{size, space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::store::LineSet;
use crate::table::grouped;

impl Work {
    pub(super) fn top<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let head = self.head.value()?;
        let row = &head.row;
        let title = row![
            button::icon_button(Icon::ChevronLeft, ctx.t("stocktake.leave"), Some(Message::Leave)),
            one_line(row.plan.name.clone()).size(size::TITLE).bold(),
            badge::badge(ctx.t(&state_key(row.state)).to_owned(), tone(row.state)),
            one_line(scope_words(ctx.lang, &row.plan.scope)).style(ink::muted).width(Length::Fill),
            progress(ctx, row),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        let scan = row.state.counts().then(|| self.scan.view(ctx, &head.entries, row.plan.blind).map(Message::Scan));
        let said = match row.state {
            StocktakeState::GivenUp => {
                Some(words::muted(ctx.f("stocktake.is_given_up_why", &[("why", &row.given_up)])))
            }
            StocktakeState::Recounting => {
                Some(words::body(ctx.f("stocktake.recount_due", &[("n", &row.due.to_string())])).style(ink::warning))
            }
            _ => None,
        };
        let found =
            (!self.blind() && row.counted > 0 && row.state != StocktakeState::GivenUp).then(|| differences(ctx, row));
        let line = (said.is_some() || found.is_some()).then(|| {
            row![container(column![found]).width(Length::Fill), space::horizontal().width(gap::M), said]
                .align_y(Alignment::Center)
        });
        Some(column![title, scan, line].spacing(gap::M).into())
    }

    pub(super) fn sets<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let row = self.row()?;
        let labelled = |set: LineSet, key: &str, n: i64| (set, format!("{} {}", ctx.t(key), grouped(&n.to_string())));
        let mut sets = vec![
            labelled(LineSet::Uncounted, "stocktake.set_uncounted", row.planned - row.counted),
            labelled(LineSet::Counted, "stocktake.set_counted", row.counted),
        ];
        if !self.blind() {
            sets.push(labelled(LineSet::Different, "stocktake.set_different", row.different));
            sets.push(labelled(LineSet::Due, "stocktake.set_due", row.due));
        }
        sets.push(labelled(LineSet::All, "stocktake.set_all", row.planned));
        Some(choice::chips(sets, self.set(), Message::Set))
    }

    pub(super) fn nothing<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let row = self.row()?;
        let (title, hint) = match self.set() {
            LineSet::Uncounted => ("stocktake.none_left", "stocktake.none_left_hint"),
            LineSet::Different => ("stocktake.none_different", "stocktake.none_different_hint"),
            LineSet::Due => ("stocktake.none_due", "stocktake.none_due_hint"),
            LineSet::Counted => ("stocktake.none_counted", "stocktake.none_counted_hint"),
            LineSet::All => ("stocktake.lines_none", "stocktake.lines_hint"),
        };
        let all_counted = row.state == StocktakeState::Counting && self.set() == LineSet::Uncounted;
        let finish = all_counted.then(|| button::primary(ctx.t("stocktake.finish"), Some(Message::Finish)).into());
        Some(state::empty(Icon::ClipboardCheck, ctx.t(title), ctx.t(hint), finish))
    }

    pub(super) fn buttons<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let row = self.row()?;
        let idle = self.job.is_none();
        let sheet = || button::labelled(Icon::FileSpreadsheet, ctx.t("stocktake.sheet_out"), Some(Message::Sheet));
        let filled = || button::labelled(Icon::FileInput, ctx.t("stocktake.sheet_in"), idle.then_some(Message::Choose));
        let give_up = || {
            let ask = Asking::GiveUp { reason: String::new(), tried: false };
            button::labelled(Icon::Ban, ctx.t("stocktake.give_up"), idle.then_some(Message::Ask(ask)))
        };
        let resume = || button::labelled(Icon::RotateCcw, ctx.t("stocktake.resume"), Some(Message::Resume));
        let post = |able: bool| {
            let ask = Message::Ask(Asking::Post(String::new()));
            button::primary_labelled(Icon::Check, ctx.t("stocktake.post"), (able && idle).then_some(ask))
        };
        let buttons = match row.state {
            StocktakeState::Counting => {
                let finish = (row.counted > 0).then_some(Message::Finish);
                row![
                    sheet(),
                    filled(),
                    give_up(),
                    button::primary_labelled(Icon::Check, ctx.t("stocktake.finish"), finish)
                ]
            }
            StocktakeState::Recounting => row![sheet(), filled(), give_up(), resume(), post(false)],
            StocktakeState::Ready => row![filled(), give_up(), resume(), post(true)],
            StocktakeState::Posted => {
                row![button::labelled(Icon::Undo2, ctx.t("stocktake.reverse"), Some(Message::Reverse(row.document_id)))]
            }
            StocktakeState::GivenUp => {
                row![button::labelled(Icon::Undo2, ctx.t("stocktake.take_up"), Some(Message::TakeUp))]
            }
            StocktakeState::Draft => row![button::primary(ctx.t("stocktake.start"), Some(Message::Start))],
        };
        Some(buttons.spacing(gap::S).into())
    }
}
