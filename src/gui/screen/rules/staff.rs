//! The people that orders are handed out to (员工): a short list beside the rules.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{badge, button, card, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::screen::import::ACTOR;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::locale::Said;
use crate::store::{self, StaffRow, Store};
use crate::table::grouped;

use super::{Desk, home, told};

/// Name of the field for somebody's other name.
const RENAME: &str = "staff-rename";

/// What is being typed.
#[derive(Debug, Clone, Default)]
pub struct People {
    new: String,
    /// Who, the name as it is typed, and the one of before.
    renaming: Option<(i64, String, String)>,
    /// What the shop file says against it.
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    New(String),
    Add,
    /// Begins to rename somebody of this name.
    Rename(i64, String),
    Renaming(String),
    Renamed,
    Activate(i64, String, bool),
    /// Gives a name of before back.
    NameBack(i64, String),
    Done(Result<Done, Said>),
}

/// What was done, and how it is taken back.
#[derive(Debug, Clone)]
pub struct Done {
    said: Said,
    undo: Option<Box<Message>>,
}

impl Message {
    /// The staff have changed.
    pub const fn changes(&self) -> bool {
        matches!(self, Self::Done(Ok(_)))
    }
}

fn work(ctx: &Ctx, done: Done, work: impl FnOnce(&Store) -> store::Result<()> + Send + 'static) -> Action<Message> {
    let Some(store) = ctx.store().cloned() else { return Action::none() };
    Action::work(move || work(&store).map(|()| done).map_err(|error| told(&error)), Message::Done)
}

impl People {
    pub fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::New(name) => {
                self.new = name;
                self.refused = None;
                Action::none()
            }
            Message::Add => {
                let name = self.new.clone();
                let done = Done { said: Said::new("rules.staff_added").with("name", name.trim()), undo: None };
                work(ctx, done, move |store| store.add_staff(ACTOR, &name).map(drop))
            }
            Message::Rename(id, name) => {
                self.renaming = Some((id, name.clone(), name));
                self.refused = None;
                Action::task(iced::widget::operation::focus(RENAME))
            }
            Message::Renaming(text) => {
                if let Some((_, name, _)) = &mut self.renaming {
                    *name = text;
                }
                Action::none()
            }
            Message::Renamed => {
                let Some((id, name, before)) = self.renaming.clone() else { return Action::none() };
                if name.trim() == before {
                    self.renaming = None;
                    return Action::none();
                }
                let undo = Some(Box::new(Message::NameBack(id, before)));
                let done = Done { said: Said::new("rules.staff_renamed").with("name", name.trim()), undo };
                work(ctx, done, move |store| store.rename_staff(ACTOR, id, &name))
            }
            Message::NameBack(id, name) => {
                let done = Done { said: Said::new("rules.staff_renamed").with("name", &name), undo: None };
                work(ctx, done, move |store| store.rename_staff(ACTOR, id, &name))
            }
            Message::Activate(id, name, active) => {
                let key = if active { "rules.staff_back" } else { "rules.staff_left" };
                let undo = Message::Activate(id, name.clone(), !active);
                let done = Done { said: Said::new(key).with("name", &name), undo: Some(Box::new(undo)) };
                work(ctx, done, move |store| store.activate_staff(ACTOR, id, active))
            }
            Message::Done(Ok(done)) => {
                *self = Self::default();
                let toast = Toast::good(done.said);
                let toast = match done.undo {
                    Some(undo) => toast.with_button("shell.undo", home(super::Message::Staff(*undo))),
                    None => toast,
                };
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Done(Err(said)) => {
                self.refused = Some(said);
                Action::none()
            }
        }
    }

    /// Esc: nobody is renamed after all.
    pub fn back(&mut self) -> bool {
        self.renaming.take().is_some()
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx, desk: &'a Desk) -> Element<'a, Message> {
        let lines = desk.staff.iter().map(|one| self.line(ctx, one));
        let none = desk.staff.is_empty().then(|| words::muted(ctx.t("rules.staff_none")));
        let ready = !self.new.trim().is_empty();
        let refused = self.refused.as_ref().map(|said| words::small(ctx.say(said)).style(ink::bad));
        let add = row![
            field::input(ctx.t("rules.staff_hint"), &self.new, Message::New)
                .on_submit_maybe(ready.then_some(Message::Add)),
            button::secondary(ctx.t("rules.staff_add"), ready.then_some(Message::Add)),
        ]
        .spacing(gap::S);
        let content =
            column![none, Column::with_children(lines).spacing(gap::S), card::rule(), add, refused].spacing(gap::S);
        card::section(ctx.t("rules.staff_list"), ctx.t("rules.staff_list_hint"), None, content).into()
    }

    fn line<'a>(&'a self, ctx: &'a Ctx, one: &'a StaffRow) -> Element<'a, Message> {
        if let Some((_, name, _)) = self.renaming.as_ref().filter(|(id, ..)| *id == one.id) {
            return row![
                field::input("", name, Message::Renaming).id(RENAME).on_submit(Message::Renamed),
                button::icon_button(Icon::Check, ctx.t("rules.staff_rename_save"), Some(Message::Renamed)),
            ]
            .spacing(gap::S)
            .into();
        }
        let number = |n: i64| grouped(&n.to_string());
        let desk = ctx.f("rules.staff_desk", &[("open", &number(one.open)), ("today", &number(one.today))]);
        let left = (!one.active).then(|| badge::badge(ctx.t("rules.staff_inactive"), Tone::Neutral));
        let (icon, key) =
            if one.active { (Icon::Ban, "rules.staff_deactivate") } else { (Icon::RotateCcw, "rules.staff_activate") };
        let activate = Message::Activate(one.id, one.name.clone(), !one.active);
        row![
            column![
                row![one_line(one.name.as_str()).bold(), left].spacing(gap::S).align_y(Alignment::Center),
                words::small(desk)
            ]
            .width(Length::Fill),
            container(row![
                button::icon_button(
                    Icon::Pencil,
                    ctx.t("rules.staff_rename"),
                    Some(Message::Rename(one.id, one.name.clone()))
                ),
                button::icon_button(icon, ctx.t(key), Some(activate)),
            ]),
        ]
        .align_y(Alignment::Center)
        .into()
    }
}
