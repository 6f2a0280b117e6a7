//! The one list of commands (命令): the palette, the page of shortcuts and the tooltips all read it.

use iced::keyboard::{Key, Modifiers, key::Named};

use super::route::Route;
use super::theme::icon::Icon;

/// What a command does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Do {
    Go(Route),
    Palette,
    Find,
    Export,
    Refresh,
    Back,
    Help,
    Fold,
    ThemeLight,
    ThemeDark,
    ThemeSystem,
    LangZh,
    LangEn,
    NewShop,
    OpenShop,
    OpenSample,
    CloseShop,
}

/// A key with Ctrl (⌘ on macOS) or without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chord {
    pub ctrl: bool,
    pub key: Stroke,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    Char(char),
    F1,
    F5,
    Escape,
}

/// A group of the page of shortcuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Pages,
    Actions,
    Shop,
    Look,
}

/// One command.
#[derive(Debug)]
pub struct Command {
    pub what: Do,
    /// Locale key of its name.
    pub name: &'static str,
    pub icon: Icon,
    pub chord: Option<Chord>,
    pub section: Section,
    /// Not offered without an open shop.
    pub needs_shop: bool,
}

const fn ctrl(c: char) -> Option<Chord> {
    Some(Chord { ctrl: true, key: Stroke::Char(c) })
}

const fn bare(key: Stroke) -> Option<Chord> {
    Some(Chord { ctrl: false, key })
}

const fn page(route: Route, chord: Option<Chord>) -> Command {
    Command {
        what: Do::Go(route),
        name: route.title(),
        icon: route.icon(),
        chord,
        section: Section::Pages,
        needs_shop: route.needs_shop(),
    }
}

const fn action(what: Do, name: &'static str, icon: Icon, chord: Option<Chord>, needs_shop: bool) -> Command {
    Command { what, name, icon, chord, section: Section::Actions, needs_shop }
}

const fn shop(what: Do, name: &'static str, icon: Icon, needs_shop: bool) -> Command {
    Command { what, name, icon, chord: None, section: Section::Shop, needs_shop }
}

const fn look(what: Do, name: &'static str, icon: Icon) -> Command {
    Command { what, name, icon, chord: None, section: Section::Look, needs_shop: false }
}

/// Every command there is.
pub const COMMANDS: &[Command] = &[
    page(Route::Overview, ctrl('1')),
    page(Route::Sales, ctrl('2')),
    page(Route::Customers, ctrl('3')),
    page(Route::Products, ctrl('4')),
    page(Route::Logistics, ctrl('5')),
    page(Route::StockAnalysis, None),
    page(Route::OrderAnalysis, None),
    page(Route::Alerts, None),
    page(Route::Orders, ctrl('6')),
    page(Route::Queue, None),
    page(Route::RefundList, None),
    page(Route::Tickets, None),
    page(Route::Packing, None),
    page(Route::Rules, None),
    page(Route::ParcelList, None),
    page(Route::CustomerList, None),
    page(Route::Stock, None),
    page(Route::Replenish, None),
    page(Route::Purchases, None),
    page(Route::Suppliers, None),
    page(Route::Stocktakes, None),
    page(Route::ProductList, ctrl('7')),
    page(Route::Unmapped, ctrl('8')),
    page(Route::Import, ctrl('9')),
    page(Route::Backup, None),
    page(Route::Audit, None),
    page(Route::Settings, None),
    page(Route::About, None),
    action(Do::Palette, "shell.command_palette", Icon::Search, ctrl('k'), false),
    action(Do::Find, "shell.command_find", Icon::ListFilter, ctrl('f'), true),
    action(Do::Export, "shell.command_export", Icon::Download, ctrl('e'), true),
    action(Do::Refresh, "shell.command_refresh", Icon::RefreshCw, bare(Stroke::F5), true),
    action(Do::Back, "shell.command_back", Icon::Undo2, bare(Stroke::Escape), false),
    action(Do::Help, "shell.command_help", Icon::Keyboard, bare(Stroke::F1), false),
    action(Do::Fold, "shell.command_fold", Icon::PanelLeftClose, ctrl('b'), true),
    shop(Do::NewShop, "shell.command_new_shop", Icon::FilePlus, false),
    shop(Do::OpenShop, "shell.command_open_shop", Icon::FolderOpen, false),
    shop(Do::OpenSample, "shell.command_open_sample", Icon::Sparkles, false),
    shop(Do::CloseShop, "shell.command_close_shop", Icon::LogOut, true),
    look(Do::ThemeLight, "shell.command_theme_light", Icon::Sun),
    look(Do::ThemeDark, "shell.command_theme_dark", Icon::Moon),
    look(Do::ThemeSystem, "shell.command_theme_system", Icon::Monitor),
    look(Do::LangZh, "shell.command_lang_zh", Icon::Languages),
    look(Do::LangEn, "shell.command_lang_en", Icon::Languages),
];

/// The command for a key press.
pub fn pressed(key: &Key, modifiers: Modifiers) -> Option<Do> {
    let stroke = match key.as_ref() {
        Key::Named(Named::F1) => Stroke::F1,
        Key::Named(Named::F5) => Stroke::F5,
        Key::Named(Named::Escape) => Stroke::Escape,
        Key::Character(text) => Stroke::Char(text.chars().next()?.to_ascii_lowercase()),
        _ => return None,
    };
    if modifiers.alt() || modifiers.shift() {
        return None;
    }
    let chord = Chord { ctrl: modifiers.command(), key: stroke };
    COMMANDS.iter().find(|command| command.chord == Some(chord)).map(|command| command.what)
}

/// The chord of a command as it stands in tooltips: `Ctrl+K`.
pub fn chord_of(what: Do) -> Option<String> {
    COMMANDS.iter().find(|command| command.what == what).and_then(|command| command.chord).map(Chord::shown)
}

impl Chord {
    pub fn shown(self) -> String {
        let key = match self.key {
            Stroke::Char(c) => c.to_ascii_uppercase().to_string(),
            Stroke::F1 => "F1".to_owned(),
            Stroke::F5 => "F5".to_owned(),
            Stroke::Escape => "Esc".to_owned(),
        };
        if !self.ctrl {
            key
        } else if cfg!(target_os = "macos") {
            format!("⌘{key}")
        } else {
            format!("Ctrl+{key}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use std::collections::HashSet;

    #[test]
    fn no_chord_means_two_things_and_every_command_has_a_name() {
        let mut chords = HashSet::new();
        for command in COMMANDS {
            if let Some(chord) = command.chord {
                assert!(chords.insert(chord.shown()), "{}", chord.shown());
            }
            for lang in [Lang::Zh, Lang::En] {
                assert_ne!(lang.t(command.name), command.name);
            }
        }
    }

    #[test]
    fn keys_find_their_command() {
        let k = Key::Character("k".into());
        assert_eq!(pressed(&k, Modifiers::COMMAND), Some(Do::Palette));
        assert_eq!(pressed(&k, Modifiers::empty()), None);
        assert_eq!(pressed(&Key::Named(Named::F5), Modifiers::empty()), Some(Do::Refresh));
        assert_eq!(pressed(&Key::Character("3".into()), Modifiers::COMMAND), Some(Do::Go(Route::Customers)));
    }
}
