//! First start (欢迎): three ways in, side by side, and the shops opened before.

use std::path::PathBuf;

use iced::widget::{Column, button, center, column, container, row};
use iced::{Alignment, Element, Length, Task};

use crate::gui::action::{Action, Intent};
use crate::gui::command::Do;
use crate::gui::component::button as buttons;
use crate::gui::component::{icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::picker::{Ask, FileKind};
use crate::gui::route::Open;
use crate::gui::screen::Screen;
use crate::gui::shell::logo;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, container as box_style, size, space as gap};
use crate::gui::widget::one_line::one_line;

/// Endings of files that can be imported.
pub const IMPORTABLE: [&str; 6] = ["csv", "tsv", "txt", "xlsx", "xls", "zip"];

#[derive(Debug, Default)]
pub struct Welcome;

#[derive(Debug, Clone)]
pub enum Message {
    Import,
    Files(Vec<PathBuf>),
    Do(Do),
    Open(PathBuf),
    Forget(PathBuf),
}

impl Screen for Welcome {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self
    }

    fn enter(&mut self, _ctx: &Ctx) -> Action<Message> {
        Action::none()
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Import => {
                let ask = Ask {
                    title: ctx.t("shell.welcome_import").to_owned(),
                    kinds: vec![FileKind::new(ctx.t("shell.export_files"), &IMPORTABLE)],
                    ..Ask::default()
                };
                Action::task(Task::perform(ctx.services.picker.open_files(ask), Message::Files))
            }
            Message::Files(files) if files.is_empty() => Action::none(),
            Message::Files(files) => Action::intent(Intent::Open(Open::Files(files))),
            Message::Do(what) => Action::intent(Intent::Do(what)),
            Message::Open(path) => Action::intent(Intent::OpenShop(path)),
            Message::Forget(path) => Action::intent(Intent::ForgetShop(path)),
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let head = row![
            logo::seal(48.0),
            column![words::hero(ctx.t("shell.app_name")), words::muted(ctx.t("shell.welcome_text"))],
        ]
        .spacing(gap::L)
        .align_y(Alignment::Center);
        let ways = row![
            way(ctx, Icon::FileInput, "shell.welcome_import", "shell.welcome_import_hint", Message::Import, true),
            way(
                ctx,
                Icon::Sparkles,
                "shell.welcome_sample",
                "shell.welcome_sample_hint",
                Message::Do(Do::OpenSample),
                false
            ),
            way(
                ctx,
                Icon::FolderOpen,
                "shell.welcome_open",
                "shell.welcome_open_hint",
                Message::Do(Do::OpenShop),
                false
            ),
        ]
        .spacing(gap::L);
        let mut page = column![head, ways].spacing(gap::XL).width(840);
        if !ctx.settings.recent_shops.is_empty() {
            page = page.push(recent(ctx));
        }
        page = page.push(foot(ctx));
        center(page).padding(gap::XL).into()
    }
}

/// A card that is one way in.
fn way<'a>(
    ctx: &'a Ctx,
    picture: Icon,
    title: &'a str,
    hint: &'a str,
    message: Message,
    first: bool,
) -> Element<'a, Message> {
    let inside = column![
        container(icon::sized(picture, 24.0, move |t| if first { t.on_accent } else { t.accent_text }))
            .center(44)
            .style(move |theme| {
                let t = crate::gui::theme::Tokens::of(theme);
                let mut made = box_style::tinted(if first { t.accent_text } else { t.accent_soft }, t.text)(theme);
                made.border.radius = 10.0.into();
                made
            }),
        words::page_title(ctx.t(title)),
        words::muted(ctx.t(hint)),
    ]
    .spacing(gap::S);
    button(container(inside).width(Length::Fill).height(164))
        .padding(gap::L)
        .width(Length::Fill)
        .style(style::card)
        .on_press(message)
        .into()
}

/// The shops opened before, newest first.
fn recent(ctx: &Ctx) -> Element<'_, Message> {
    let rows = ctx.settings.recent_shops.iter().map(|path| {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let there = path.is_file();
        let place = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        let place = if there { place } else { ctx.f("shell.shop_gone", &[("folder", &place)]) };
        let inside = row![
            icon::icon(Icon::Store),
            one_line(name).bold(),
            one_line(place).size(size::SMALL).style(crate::gui::theme::text::muted).width(Length::Fill),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        row![
            button(inside)
                .padding([6, 10])
                .width(Length::Fill)
                .style(style::entry)
                .on_press_maybe(there.then(|| Message::Open(path.clone()))),
            buttons::icon_button(Icon::X, ctx.t("shell.forget_shop"), Some(Message::Forget(path.clone()))),
        ]
        .align_y(Alignment::Center)
        .into()
    });
    column![
        words::small(ctx.t("shell.recent_shops")),
        container(Column::with_children(rows)).style(box_style::card).padding(gap::XS).width(Length::Fill),
    ]
    .spacing(gap::XS)
    .into()
}

/// Languages, and where everything stays.
fn foot(ctx: &Ctx) -> Element<'_, Message> {
    row![
        words::small(ctx.t("shell.welcome_private")).width(Length::Fill),
        buttons::link("中文", Some(Message::Do(Do::LangZh))),
        buttons::link("English", Some(Message::Do(Do::LangEn))),
    ]
    .spacing(gap::L)
    .align_y(Alignment::Center)
    .into()
}
