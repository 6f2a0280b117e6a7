//! Keys that belong to the window: commands of the one list, and what moves inside the palette.

use iced::Task;
use iced::keyboard::{self, Key, Modifiers, key::Named};

use crate::gui::action::Intent;
use crate::gui::command::{self, Do};
use crate::gui::picker::Ask;
use crate::gui::route::Route;
use crate::gui::screen::PageCommand;
use crate::gui::shell::palette::{self, Palette};
use crate::locale::Lang;
use crate::settings::ThemeChoice;

use super::{App, Float, Message};

/// A key press the window acts on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pressed {
    Command(Do),
    /// Esc that a field or popover has taken already.
    CapturedEscape,
    Up,
    Down,
    Enter,
    Tab {
        back: bool,
    },
}

/// Sifts the keyboard: what nobody here acts on makes no message.
pub(super) fn heard(event: keyboard::Event, captured: bool) -> Option<Pressed> {
    let keyboard::Event::KeyPressed { key, modifiers, .. } = event else { return None };
    if let Some(what) = command::pressed(&key, modifiers) {
        return match what {
            Do::Back if captured => Some(Pressed::CapturedEscape),
            _ => Some(Pressed::Command(what)),
        };
    }
    if captured {
        return None;
    }
    plain(&key, modifiers)
}

fn plain(key: &Key, modifiers: Modifiers) -> Option<Pressed> {
    if modifiers.command() || modifiers.alt() {
        return None;
    }
    match key.as_ref() {
        Key::Named(Named::ArrowUp) => Some(Pressed::Up),
        Key::Named(Named::ArrowDown) => Some(Pressed::Down),
        Key::Named(Named::Enter) => Some(Pressed::Enter),
        Key::Named(Named::Tab) => Some(Pressed::Tab { back: modifiers.shift() }),
        _ => None,
    }
}

impl App {
    pub(super) fn key(&mut self, pressed: Pressed) -> Task<Message> {
        let palette = matches!(self.float, Some(Float::Palette(_)));
        match pressed {
            Pressed::Command(what) => self.run(what),
            // A field of the palette or of a dialog has it already: both are closed all the same.
            Pressed::CapturedEscape
                if palette || self.float.is_none() && self.screens.dialog(self.route, &self.ctx).is_some() =>
            {
                self.run(Do::Back)
            }
            Pressed::CapturedEscape => Task::none(),
            Pressed::Up if palette => self.palette(palette::Message::Move(-1)),
            Pressed::Down if palette => self.palette(palette::Message::Move(1)),
            Pressed::Enter if palette => self.palette(palette::Message::Accept),
            Pressed::Enter if self.float.is_none() && self.screens.dialog(self.route, &self.ctx).is_some() => {
                self.page(PageCommand::Accept)
            }
            Pressed::Tab { back: true } => iced::widget::operation::focus_previous(),
            Pressed::Tab { back: false } => iced::widget::operation::focus_next(),
            Pressed::Up | Pressed::Down | Pressed::Enter => Task::none(),
        }
    }

    fn page(&mut self, command: PageCommand) -> Task<Message> {
        let action = self.screens.command(self.route, &self.ctx, command);
        self.act(action)
    }

    /// Runs a command of the one list.
    pub(super) fn run(&mut self, what: Do) -> Task<Message> {
        match what {
            Do::Go(route) if route.needs_shop() && self.ctx.shop.is_none() => Task::none(),
            Do::Go(route) => self.go(route),
            Do::Palette => self.open_palette(),
            Do::Find => self.page(PageCommand::Find),
            Do::Export => self.page(PageCommand::Export),
            Do::Refresh => {
                let refreshed = self.page(PageCommand::Refresh);
                Task::batch([self.load_facts(), refreshed, self.tell()])
            }
            Do::Back => self.back(),
            Do::Help => {
                self.float = if matches!(self.float, Some(Float::Shortcuts)) { None } else { Some(Float::Shortcuts) };
                Task::none()
            }
            Do::Fold => self.change_settings_quietly(|settings| settings.side_folded = !settings.side_folded),
            Do::ThemeLight => self.change_settings(|settings| settings.theme = ThemeChoice::Light),
            Do::ThemeDark => self.change_settings(|settings| settings.theme = ThemeChoice::Dark),
            Do::ThemeSystem => self.change_settings(|settings| settings.theme = ThemeChoice::System),
            Do::LangZh => self.change_settings(|settings| settings.lang = Some(Lang::Zh)),
            Do::LangEn => self.change_settings(|settings| settings.lang = Some(Lang::En)),
            Do::NewShop => {
                let ask = Ask {
                    title: self.ctx.t("shell.new_shop_title").to_owned(),
                    folder: Some(self.ctx.services.paths.shops.clone()),
                    name: Some(self.ctx.t("shell.new_shop_file").to_owned()),
                    kinds: vec![self.shop_files()],
                };
                Task::perform(self.ctx.services.picker.save(ask), Message::ShopPicked)
            }
            Do::OpenShop => {
                let ask = Ask {
                    title: self.ctx.t("shell.open_shop_title").to_owned(),
                    folder: Some(self.ctx.services.paths.shops.clone()).filter(|folder| folder.is_dir()),
                    name: None,
                    kinds: vec![self.shop_files()],
                };
                Task::perform(self.ctx.services.picker.open_file(ask), Message::ShopPicked)
            }
            Do::OpenSample => self.open_sample(),
            Do::CloseShop => self.intent(Intent::CloseShop),
        }
    }

    fn shop_files(&self) -> crate::gui::picker::FileKind {
        crate::gui::picker::FileKind::new(self.ctx.t("shell.shop_files"), &["zhanggui"])
    }

    /// Esc: what floats, then what the page has open, then the page before.
    fn back(&mut self) -> Task<Message> {
        if self.float.take().is_some() {
            return Task::none();
        }
        if let Some(action) = self.screens.back(self.route, &self.ctx) {
            return self.act(action);
        }
        match self.before.pop() {
            Some(route) if route != Route::Welcome || self.ctx.shop.is_none() => {
                self.route = route;
                self.tell()
            }
            _ => Task::none(),
        }
    }

    fn open_palette(&mut self) -> Task<Message> {
        if matches!(self.float, Some(Float::Palette(_))) {
            self.float = None;
            return Task::none();
        }
        self.float = Some(Float::Palette(Palette::new(&self.ctx)));
        iced::widget::operation::focus(palette::FIELD)
    }

    pub(super) fn palette(&mut self, message: palette::Message) -> Task<Message> {
        let Some(Float::Palette(palette)) = &mut self.float else { return Task::none() };
        let (task, picked) = palette.update(&self.ctx, message);
        let task = task.map(Message::Palette);
        match picked {
            Some(intent) => {
                self.float = None;
                Task::batch([task, self.intent(intent)])
            }
            None => task,
        }
    }
}
