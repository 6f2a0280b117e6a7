//! 销售: the page, its state, messages and view.

use iced::Element;

use crate::gui::action::Action;
use crate::gui::component::state;
use crate::gui::ctx::Ctx;
use crate::gui::screen::Screen;

/// 销售
#[derive(Debug, Default)]
pub struct SettingsPage;

#[derive(Debug, Clone)]
pub enum Message {}

impl Screen for SettingsPage {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self
    }

    fn enter(&mut self, _ctx: &Ctx) -> Action<Message> {
        Action::none()
    }

    fn update(&mut self, _ctx: &Ctx, message: Message) -> Action<Message> {
        match message {}
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        state::of_shop(ctx)
    }
}
