//! What stands around every page (外壳): side bar, top bar, foot, and the layers above them.

mod filters;
pub mod float;
mod foot;
pub mod logo;
pub mod palette;
mod side;
mod top;

use iced::widget::{center, column, container, mouse_area, opaque, progress_bar, row, space, stack};
use iced::{Element, Length};

use super::app::{App, Message};
use super::component::{state, toast, words};
use super::route::Route;
use super::theme::{container as style, measure, space as gap};
use super::widget::busy::Busy;
use super::widget::whole::whole;

/// The whole window.
pub fn view(app: &App) -> Element<'_, Message> {
    let page = container(page(app)).width(Length::Fill).height(Length::Fill);
    let main: Element<'_, Message> = if app.ctx.shop.is_none() && app.route == Route::Welcome {
        page.style(style::ground).into()
    } else {
        row![
            side::view(app),
            container(space()).width(1).height(Length::Fill).style(style::line),
            column![top::view(app), page.padding([0.0, measure::PAGE]), foot::view(app)],
        ]
        .into()
    };
    let mut layers = stack![container(main).width(Length::Fill).height(Length::Fill).style(style::ground)];
    if let Some(dialog) = app.screens.dialog(app.route, &app.ctx) {
        layers = layers.push(above(dialog.map(Message::Screen), None));
    }
    if let Some(float) = float::view(app) {
        let high = matches!(app.float, Some(super::app::Float::Palette(_)));
        layers = layers.push(if high { near_top(float) } else { above(float, Some(Message::CloseFloat)) });
    }
    if app.hovering {
        layers = layers.push(drop_target(app));
    }
    if !app.toasts.is_empty() {
        layers = layers.push(toasts(app));
    }
    whole(layers.width(Length::Fill).height(Length::Fill))
}

fn page(app: &App) -> Element<'_, Message> {
    if app.opening.busy() {
        return opening(app);
    }
    match app.screens.view(app.route, &app.ctx) {
        Some(page) => page.map(Message::Screen),
        None => state::loading(),
    }
}

/// A shop is being opened, or the sample shop made.
fn opening(app: &App) -> Element<'_, Message> {
    let running = app.jobs.iter().find(|job| !job.finished());
    let words = match running {
        Some(job) => words::muted(app.ctx.say(job.title())),
        None => words::muted(app.ctx.t("shell.opening_shop")),
    };
    let bar = running.and_then(|job| job.measure().share()).map(|share| {
        container(progress_bar(0.0..=1.0, share).girth(6).style(super::theme::input::progress)).width(240)
    });
    let sign = bar.is_none().then_some(Busy);
    center(column![sign, words, bar].spacing(gap::L).align_x(iced::Center)).into()
}

/// A layer over the dimmed page; a click beside it sends `beside`.
fn above(content: Element<'_, Message>, beside: Option<Message>) -> Element<'_, Message> {
    let centred = center(opaque(content)).padding(gap::XL).style(style::scrim);
    match beside {
        Some(message) => opaque(mouse_area(centred).on_press(message)),
        None => opaque(centred),
    }
}

/// The palette stands near the top, so that its list grows downwards only.
fn near_top(content: Element<'_, Message>) -> Element<'_, Message> {
    let placed = container(opaque(content))
        .center_x(Length::Fill)
        .height(Length::Fill)
        .padding(iced::Padding::from(0).top(96))
        .style(style::scrim);
    opaque(mouse_area(placed).on_press(Message::CloseFloat))
}

fn drop_target(app: &App) -> Element<'_, Message> {
    let words = column![
        super::component::icon::sized(super::theme::icon::Icon::FileInput, 40.0, |t| t.accent),
        words::page_title(app.ctx.t("shell.drop_here")),
        words::muted(app.ctx.t("shell.drop_hint")),
    ]
    .spacing(gap::S)
    .align_x(iced::Center);
    container(center(words).style(style::accent)).padding(gap::L).width(Length::Fill).height(Length::Fill).into()
}

fn toasts(app: &App) -> Element<'_, Message> {
    let ctx = &app.ctx;
    let pile = toast::pile(app.toasts.iter().map(|shown| {
        let action = shown.toast.button.as_ref().map(|(key, _)| (ctx.t(key).to_owned(), Message::PressToast(shown.id)));
        opaque(toast::toast(
            shown.toast.tone,
            ctx.say(&shown.toast.text),
            action,
            (ctx.t("shell.close"), Message::CloseToast(shown.id)),
        ))
    }));
    container(pile)
        .align_right(Length::Fill)
        .align_bottom(Length::Fill)
        .padding(iced::Padding { top: 0.0, right: gap::L, bottom: measure::FOOT + gap::M, left: 0.0 })
        .into()
}
