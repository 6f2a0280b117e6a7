//! The states every list and page has: empty (what this is for and the button that fills it), loading, failed (what happened and what
//! to do), and stale while a new answer is on its way.

use iced::widget::{button as plain_button, column, container, row, stack};
use iced::{Alignment, Element, Length};

use crate::gui::ctx::Ctx;
use crate::gui::load::Load;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{self, Tokens, space as gap};
use crate::gui::widget::busy::Busy;
use crate::locale::Said;

use super::{button, icon, words};

/// Nothing here yet: a picture, what this is for, and what fills it.
pub fn empty<'a, Message: 'a>(
    picture: Icon,
    title: impl Into<String>,
    hint: impl Into<String>,
    action: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    container(
        column![
            icon::sized(picture, 32.0, |t: &Tokens| t.faint),
            words::strong(title.into()),
            container(words::muted(hint.into()).center()).max_width(420),
            action.map(|action| container(action).padding(iced::Padding::from(0).top(gap::S))),
        ]
        .spacing(gap::S)
        .align_x(Alignment::Center),
    )
    .center(Length::Fill)
    .padding(gap::XL)
    .into()
}

/// Nothing in this card for this period.
pub fn nothing<'a, Message: 'a>(ctx: &Ctx) -> Element<'a, Message> {
    container(words::muted(ctx.t("shell.nothing_in_period").to_owned())).center(Length::Fill).padding(gap::XL).into()
}

/// Waiting: nothing for a moment, then three dots.
pub fn loading<'a, Message: 'a>() -> Element<'a, Message> {
    container(Busy).center(Length::Fill).padding(gap::XL).into()
}

/// What happened, what to do, and 重试.
pub fn failed<'a, Message: Clone + 'a>(ctx: &Ctx, said: &Said, retry: Option<Message>) -> Element<'a, Message> {
    container(
        column![
            icon::sized(Icon::CircleAlert, 32.0, |t: &Tokens| t.red),
            words::strong(ctx.t("shell.failed").to_owned()),
            container(words::muted(ctx.say(said)).center()).max_width(480),
            retry.map(|retry| button::labelled(Icon::RefreshCw, ctx.t("shell.retry").to_owned(), Some(retry))),
        ]
        .spacing(gap::S)
        .align_x(Alignment::Center),
    )
    .center(Length::Fill)
    .padding(gap::XL)
    .into()
}

/// The value of a [`Load`] drawn by `ready`; loading or failed where there is none. An old value stays while a new one is on its way.
pub fn load<'a, T, Message: Clone + 'a>(
    ctx: &'a Ctx,
    load: &'a Load<T>,
    retry: Message,
    ready: impl FnOnce(&'a T) -> Element<'a, Message>,
) -> Element<'a, Message> {
    match (load.value(), load.failed()) {
        (_, Some(said)) if !load.busy() => failed(ctx, said, Some(retry)),
        // The same with the sign or without: what is scrolled or typed in stays so while a new answer is on its way.
        (Some(value), _) => {
            let sign = load.busy().then(|| container(Busy).align_right(Length::Fill).padding(gap::S));
            stack![ready(value), sign].width(Length::Fill).height(Length::Shrink).into()
        }
        (None, _) => loading(),
    }
}

/// A message across the page: something to know, with a button.
pub fn note<'a, Message: Clone + 'a>(
    tone: theme::badge::Tone,
    text: impl Into<String>,
    action: Option<(String, Message)>,
) -> Element<'a, Message> {
    let picture = match tone {
        theme::badge::Tone::Good => Icon::CircleCheck,
        theme::badge::Tone::Warning => Icon::TriangleAlert,
        theme::badge::Tone::Bad => Icon::CircleAlert,
        _ => Icon::Info,
    };
    container(
        row![
            icon::tinted(picture, move |t: &Tokens| tone.colours(t).1),
            words::body(text.into()).width(Length::Fill),
            action.map(|(label, message)| {
                plain_button(words::body(label)).padding([2, 8]).style(theme::button::secondary).on_press(message)
            }),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center),
    )
    .padding([gap::S, gap::M])
    .width(Length::Fill)
    .style(move |theme| {
        let t = Tokens::of(theme);
        let mut style = theme::container::tinted(tone.colours(t).0, t.text)(theme);
        style.border.radius = theme::measure::RADIUS.into();
        style
    })
    .into()
}

/// What a page shows that has no facts to show: loading, failed, or no data yet with the way to `import` some. `None` when there are
/// facts with orders.
pub fn of_facts<'a, Message: Clone + 'a>(ctx: &'a Ctx, import: Message) -> Option<Element<'a, Message>> {
    let shop = ctx.shop.as_ref()?;
    match (shop.facts.value(), shop.facts.failed()) {
        (None, Some(said)) => Some(
            container(
                column![
                    icon::sized(Icon::CircleAlert, 32.0, |t: &Tokens| t.red),
                    words::strong(ctx.t("shell.failed")),
                    container(words::muted(ctx.say(said)).center()).max_width(480),
                ]
                .spacing(gap::S)
                .align_x(Alignment::Center),
            )
            .center(Length::Fill)
            .into(),
        ),
        (None, None) => Some(loading()),
        (Some(facts), _) if facts.orders.is_empty() => {
            let button = button::primary(ctx.t("shell.no_data_import"), Some(import)).into();
            // Something is there, but nothing to work sales out from.
            let else_there =
                !facts.refunds.status.is_empty() || !facts.traffic.shop_days.is_empty() || facts.skus.len() > 1;
            let (title, hint) = if else_there {
                ("shell.no_orders", "shell.no_orders_hint")
            } else {
                ("shell.no_data", "shell.no_data_hint")
            };
            Some(empty(Icon::Inbox, ctx.t(title), ctx.t(hint), Some(button)))
        }
        (Some(_), _) => None,
    }
}
