//! The side bar: the shop, the pages in their groups, and the button that folds it.

use iced::widget::{Column, button, column, container, row, space, text};
use iced::{Alignment, Element, Length};

use crate::gui::action::Intent;
use crate::gui::app::{App, Message};
use crate::gui::command::{self, Do};
use crate::gui::component::button as buttons;
use crate::gui::component::{card, choice, icon, words};
use crate::gui::route::{GROUPS, Route};
use crate::gui::screen::Screens;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{BOLD, LINE, button as style, measure, size, space as gap};
use crate::gui::widget::dropdown::dropdown;
use crate::gui::widget::one_line::one_line;

use super::logo;

/// Height of an entry.
const ENTRY: f32 = 26.0;

pub(super) fn view(app: &App) -> Element<'_, Message> {
    let folded = app.ctx.settings.side_folded;
    let mut pages = Column::new().spacing(1);
    let Some((last, groups)) = GROUPS.split_last() else { return space().into() };
    for group in groups {
        let closed = !folded && group.id().is_some_and(|id| app.ctx.settings.side_closed.iter().any(|one| one == id));
        match (group.title, group.id()) {
            (Some(title), Some(id)) if !folded => pages = pages.push(heading(app.ctx.t(title), id, closed)),
            (Some(_), _) => pages = pages.push(container(card::rule()).padding([gap::S, gap::S])),
            (None, _) => {}
        }
        // A closed group still shows where one is.
        for route in group.routes.iter().filter(|route| !closed || **route == app.route) {
            pages = pages.push(entry(app, *route, folded));
        }
    }
    let mut foot = Column::new().spacing(1);
    for route in last.routes {
        foot = foot.push(entry(app, *route, folded));
    }
    let fold = if folded { Icon::PanelLeftOpen } else { Icon::PanelLeftClose };
    let fold_tip = format!("{}  {}", app.ctx.t("shell.command_fold"), command::chord_of(Do::Fold).unwrap_or_default());
    foot =
        foot.push(container(buttons::icon_button(fold, fold_tip, Some(Message::Do(Do::Fold)))).padding([gap::XS, 0.0]));
    let width = if folded { measure::SIDE_FOLDED } else { measure::SIDE };
    column![
        container(shop(app, folded)).height(measure::TOP).align_y(Alignment::Center).padding([0.0, gap::S]),
        // The bar lies beside the entries and never over their counts.
        container(
            card::scroll_padded(container(pages).padding(iced::Padding::ZERO.right(gap::S))).height(Length::Fill)
        )
        .padding(iced::Padding::ZERO.left(gap::S))
        .height(Length::Fill),
        container(foot).padding([gap::S, gap::S]),
    ]
    .width(width)
    .height(Length::Fill)
    .into()
}

/// A group's name, which opens and closes it.
fn heading<'a>(name: &'a str, id: &'static str, closed: bool) -> Element<'a, Message> {
    let mark = closed.then(|| icon::sized(Icon::ChevronRight, 12.0, |t| t.faint));
    let inside = row![container(words::small(name)).width(Length::Fill), mark].align_y(Alignment::Center);
    button(inside)
        .padding([gap::XS, gap::S])
        .width(Length::Fill)
        .style(style::ghost)
        .on_press(Message::Group(id))
        .into()
}

fn entry(app: &App, route: Route, folded: bool) -> Element<'_, Message> {
    let on = app.route == route;
    let able = app.ctx.shop.is_some() || !route.needs_shop();
    let picture = icon::tinted(route.icon(), move |t| {
        if on {
            t.accent_text
        } else if able {
            t.muted
        } else {
            t.faint
        }
    });
    let name = app.ctx.t(route.title());
    let press = able.then_some(Message::Do(Do::Go(route)));
    if folded {
        let shown = button(container(picture).center(ENTRY)).padding(0).width(Length::Fill).on_press_maybe(press);
        let shown = if on { shown.style(style::chosen) } else { shown.style(style::ghost) };
        return buttons::tipped(container(shown).width(36), tip(name, route)).into();
    }
    let label = text(name).size(size::BODY).line_height(LINE);
    let label = if on { label.font(BOLD) } else { label };
    let count = Screens::count(route, &app.ctx).filter(|count| *count > 0).map(|count| {
        let count = if count > 9999 { "9999+".to_owned() } else { count.to_string() };
        words::small(count)
    });
    let inside = row![picture, label.width(Length::Fill), count].spacing(gap::S).align_y(Alignment::Center);
    let shown = button(container(inside).center_y(ENTRY))
        .padding([0.0, gap::S])
        .height(ENTRY)
        .width(Length::Fill)
        .on_press_maybe(press);
    if on { shown.style(style::chosen).into() } else { shown.style(style::ghost).into() }
}

fn tip(name: &str, route: Route) -> String {
    match command::chord_of(Do::Go(route)) {
        Some(chord) => format!("{name}  {chord}"),
        None => name.to_owned(),
    }
}

/// The seal and the shop's name, with the other shops under it.
fn shop(app: &App, folded: bool) -> Element<'_, Message> {
    let ctx = &app.ctx;
    let here = ctx.shop.as_ref().map(|shop| &shop.path);
    let others = ctx.settings.recent_shops.iter().filter(|path| Some(*path) != here).take(6);
    let mut entries: Vec<Element<'_, Message>> = Vec::new();
    for path in others {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        entries.push(
            choice::menu_entry(Some(Icon::Store), name, Some(Message::Intent(Intent::OpenShop(path.clone())))).into(),
        );
    }
    if !entries.is_empty() {
        entries.insert(0, choice::menu_title(ctx.t("shell.recent_shops")));
        entries.push(card::rule().into());
    }
    for (picture, key, what) in [
        (Icon::FolderOpen, "shell.command_open_shop", Do::OpenShop),
        (Icon::FilePlus, "shell.command_new_shop", Do::NewShop),
        (Icon::Sparkles, "shell.command_open_sample", Do::OpenSample),
        (Icon::LogOut, "shell.command_close_shop", Do::CloseShop),
    ] {
        let able = what != Do::CloseShop || ctx.shop.is_some();
        entries.push(choice::menu_entry(Some(picture), ctx.t(key), able.then_some(Message::Do(what))).into());
    }
    let name = match &ctx.shop {
        Some(shop) if shop.sample => ctx.t("shell.sample_shop").to_owned(),
        Some(shop) => shop.name(),
        None => ctx.t("shell.app_name").to_owned(),
    };
    let label: Element<'_, Message> = if folded {
        logo::seal(22.0)
    } else {
        row![
            logo::seal(22.0),
            one_line(name).size(size::CARD).bold().width(Length::Fill),
            icon::sized(Icon::ChevronDown, 14.0, |t| t.muted),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .width(measure::SIDE - 2.0 * gap::S - 2.0 * gap::S)
        .into()
    };
    dropdown(label, choice::menu(entries, 240.0))
        .style(style::ghost)
        .padding([0.0, if folded { 6.0 } else { gap::S }])
        .height(36)
        .into()
}
