//! 总览: which pictures and tables of the report stand where.

use iced::Element;

use crate::gui::action::Action;
use crate::gui::analysis::{self, Analysis, Part, Tab};
use crate::gui::ctx::Ctx;
use crate::gui::screen::{PageCommand, Screen};
use crate::report::overview;

const TABS: &[Tab] = &[Tab {
    name: "overview.title",
    rows: &[
        &[Part::Picture("overview_trend", 7, 240.0), Part::List("overview_attention", 3, 240.0)],
        &[Part::Sheet("overview_day", 1, 12)],
        &[Part::Picture("overview_provinces", 5, 300.0), Part::Picture("overview_movers", 6, 300.0)],
        &[Part::Picture("overview_change", 6, 260.0), Part::Picture("overview_platforms", 5, 260.0)],
    ],
}];

/// 总览
#[derive(Debug)]
pub struct Overview(Analysis);

pub type Message = analysis::Message;

impl Screen for Overview {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self(Analysis::new(TABS))
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        self.0.enter(ctx, overview::page)
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        let answer = self.0.update(ctx, message);
        answer.and(self.enter(ctx))
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        self.0.view(ctx)
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.0.dialog(ctx)
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        self.0.back()
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match command {
            PageCommand::Refresh => self.update(ctx, Message::Retry),
            PageCommand::Find | PageCommand::Export | PageCommand::Accept => Action::none(),
        }
    }
}
