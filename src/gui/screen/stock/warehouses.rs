//! The warehouses (仓库): opened, named, closed.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::locale::Said;
use crate::store::{Result, Store, Warehouse};
use crate::table::grouped;

/// The dialog as it stands.
#[derive(Debug, Clone)]
pub struct Warehouses {
    /// Each with its name as it is typed.
    known: Vec<(Warehouse, String)>,
    new: String,
    /// A change is being made: no other is until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Name(usize, String),
    New(String),
    Rename(usize),
    Add,
    Shut(i64),
    Close,
}

/// What is to be done in the shop file.
#[derive(Debug, Clone)]
pub enum Change {
    Rename(i64, String),
    Add(String),
    Shut(i64),
    Reopen(i64),
}

impl Change {
    /// Runs off the window's thread. Gives the warehouses as they are then, and what takes the change back.
    pub fn make(self, store: &Store, actor: &str) -> Result<(Vec<Warehouse>, Self)> {
        let back = match self {
            Self::Rename(id, name) => {
                let before = store.warehouses()?.into_iter().find(|one| one.id == id);
                store.rename_warehouse(actor, id, &name)?;
                Self::Rename(id, before.map(|one| one.name).unwrap_or_default())
            }
            Self::Add(name) => Self::Shut(store.add_warehouse(actor, &name)?),
            Self::Shut(id) => {
                store.close_warehouse(actor, id)?;
                Self::Reopen(id)
            }
            Self::Reopen(id) => {
                store.reopen_warehouse(actor, id)?;
                Self::Shut(id)
            }
        };
        Ok((store.warehouses()?, back))
    }
}

impl Warehouses {
    pub fn new(known: &[Warehouse]) -> Self {
        let known = known.iter().map(|one| (one.clone(), one.name.clone())).collect();
        Self { known, new: String::new(), busy: false, refused: None }
    }

    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    /// Takes what was typed; gives what is to be done.
    pub fn update(&mut self, message: Message) -> Option<Change> {
        self.refused = None;
        let change = self.asked(message).filter(|_| !self.busy);
        self.busy |= change.is_some();
        change
    }

    fn asked(&mut self, message: Message) -> Option<Change> {
        match message {
            Message::Name(at, name) => {
                if let Some((_, typed)) = self.known.get_mut(at) {
                    *typed = name;
                }
                None
            }
            Message::New(name) => {
                self.new = name;
                None
            }
            Message::Rename(at) => {
                let (one, typed) = self.known.get(at)?;
                (one.name != typed.trim()).then(|| Change::Rename(one.id, typed.clone()))
            }
            Message::Add => Some(Change::Add(self.new.clone())),
            Message::Shut(id) => Some(Change::Shut(id)),
            Message::Close => None,
        }
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let lines = self.known.iter().enumerate().map(|(at, (one, typed))| {
            let holds = ctx.f(
                "warehouse.holds",
                &[("n", &grouped(&one.pieces.to_string())), ("skus", &grouped(&one.skus.to_string()))],
            );
            let changed = one.name != typed.trim();
            let main = (at == 0).then(|| words::small(ctx.t("warehouse.main")));
            row![
                container(
                    field::input(&one.name, typed, move |name| Message::Name(at, name)).on_submit(Message::Rename(at))
                )
                .width(200),
                column![words::muted(holds), main].width(Length::Fill),
                changed.then(|| button::secondary(ctx.t("warehouse.rename"), Some(Message::Rename(at)))),
                (at > 0).then(|| button::icon_button(
                    Icon::Trash2,
                    ctx.t("warehouse.shut"),
                    Some(Message::Shut(one.id))
                )),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Center)
            .into()
        });
        let new = row![
            container(field::input(ctx.t("warehouse.new_name"), &self.new, Message::New).on_submit(Message::Add))
                .width(200),
            button::secondary(ctx.t("warehouse.add"), Some(Message::Add)),
        ]
        .spacing(gap::M);
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let content = column![
            words::muted(ctx.t("warehouse.hint")),
            Column::with_children(lines).spacing(gap::S),
            card::rule(),
            new,
            refused,
        ]
        .spacing(gap::M);
        let buttons = [button::primary(ctx.t("shell.close"), Some(Message::Close)).into()];
        dialog::dialog(ctx.t("warehouse.title"), (ctx.t("shell.close"), Message::Close), content, buttons, 620.0)
    }
}
