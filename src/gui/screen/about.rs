//! About (关于): version, where files lie, licences of what is built in.

use std::path::PathBuf;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::action::{Action, Intent};
use crate::gui::command::Do;
use crate::gui::component::{button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::screen::Screen;
use crate::gui::shell::logo;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;

const LICENCE: &str = include_str!("../../../LICENSE");
const ICONS: &str = include_str!("../../../assets/icons/LICENSE");
const FONTS: &str = include_str!("../../../assets/fonts/OFL.txt");

/// Which licence is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Text {
    Program,
    Fonts,
    Icons,
}

#[derive(Debug, Default)]
pub struct About {
    open: Option<Text>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Read(Text),
    Show(PathBuf),
    Help,
}

impl Screen for About {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self::default()
    }

    fn enter(&mut self, _ctx: &Ctx) -> Action<Message> {
        Action::none()
    }

    fn update(&mut self, _ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Read(text) => {
                self.open = if self.open == Some(text) { None } else { Some(text) };
                Action::none()
            }
            Message::Show(path) => Action::intent(Intent::Reveal(path)),
            Message::Help => Action::intent(Intent::Do(Do::Help)),
        }
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        self.open.take().map(|_| Action::none())
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let head = row![
            logo::seal(56.0),
            column![
                words::hero(ctx.t("shell.app_name")),
                words::muted(ctx.f("settings.about_version", &[("version", env!("CARGO_PKG_VERSION"))])),
            ],
        ]
        .spacing(gap::L)
        .align_y(Alignment::Center);
        let paths = &ctx.services.paths;
        let mut places = card::facts([]);
        let shop = ctx.shop.as_ref().map(|shop| shop.path.clone());
        let folders = [
            ("settings.about_shop", shop),
            ("settings.about_settings", Some(paths.settings.clone())),
            (
                "settings.about_backups",
                Some(ctx.settings.backup_folder.clone().unwrap_or_else(|| paths.backups.clone())),
            ),
            ("settings.about_logs", Some(paths.logs.clone())),
        ];
        for (key, path) in folders {
            if let Some(path) = path {
                places = places.push(place(ctx, key, path));
            }
        }
        let texts = [
            (Text::Program, "settings.licence_program", LICENCE),
            (Text::Fonts, "settings.licence_fonts", FONTS),
            (Text::Icons, "settings.licence_icons", ICONS),
        ];
        let mut licences = column![words::muted(ctx.t("settings.licences_text"))].spacing(gap::S);
        for (text, key, body) in texts {
            let open = self.open == Some(text);
            let mark = if open { Icon::ChevronDown } else { Icon::ChevronRight };
            licences = licences.push(button::labelled(mark, ctx.t(key), Some(Message::Read(text))));
            if open {
                licences = licences.push(
                    container(words::small(body))
                        .padding(gap::M)
                        .width(Length::Fill)
                        .style(crate::gui::theme::container::well),
                );
            }
        }
        let page = column![
            card::card(column![head, words::body(ctx.t("settings.about_text"))].spacing(gap::L)),
            card::section(ctx.t("settings.about_places"), "", None, places),
            card::section(
                ctx.t("settings.about_help"),
                "",
                None,
                row![
                    words::body(ctx.t("settings.about_help_text")).width(Length::Fill),
                    button::labelled(Icon::Keyboard, ctx.t("shell.command_help"), Some(Message::Help)),
                ]
                .spacing(gap::M)
                .align_y(Alignment::Center),
            ),
            card::section(ctx.t("settings.licences"), "", None, licences),
        ]
        .spacing(gap::M)
        .max_width(760);
        card::page(page).into()
    }
}

fn place<'a>(ctx: &'a Ctx, key: &'a str, path: PathBuf) -> Element<'a, Message> {
    row![
        words::muted(ctx.t(key)).width(96),
        one_line(path.display().to_string()).width(Length::Fill),
        button::icon_button(Icon::FolderOpen, ctx.t("shell.show_folder"), Some(Message::Show(path))),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center)
    .into()
}
