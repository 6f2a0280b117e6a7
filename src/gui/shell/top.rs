//! The top bar: title, period, filters, and the page's own buttons at the right.

use iced::widget::{container, row, space};
use iced::{Alignment, Element, Length};

use crate::gui::app::{App, Message};
use crate::gui::command::{self, Do};
use crate::gui::component::button as buttons;
use crate::gui::component::{badge, card, words};
use crate::gui::theme::{button as style, measure, space as gap};
use crate::locale::Lang;

use super::filters;

/// Below this width of the page the quick periods give way; English words are longer.
const fn roomy(lang: Lang) -> f32 {
    match lang {
        Lang::Zh => 1040.0,
        Lang::En => 1160.0,
    }
}

pub(super) fn view(app: &App) -> Element<'_, Message> {
    let ctx = &app.ctx;
    let heeds = app.route.heeds();
    let side = if ctx.settings.side_folded { measure::SIDE_FOLDED } else { measure::SIDE };
    let room = app.size.width - side - 2.0 * measure::PAGE;
    let mut bar = row![words::page_title(ctx.t(app.route.title())), space::horizontal()]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .height(measure::TOP);
    if ctx.shop.is_some() {
        if heeds.period {
            if room >= roomy(ctx.lang) {
                bar = bar.push(filters::quick(ctx));
            }
            bar = bar.push(filters::period(app));
        }
        if heeds.compare {
            bar = bar.push(filters::compare(ctx));
        }
        if heeds.filters {
            bar = bar.push(filters::narrow(ctx));
        }
        bar = bar.push(app.screens.actions(app.route, ctx).map(|actions| actions.map(Message::Screen)));
    }
    let chord = command::chord_of(Do::Palette).unwrap_or_default();
    let key = iced::widget::button(badge::key(chord)).padding(0).style(style::ghost).on_press(Message::Do(Do::Palette));
    bar = bar.push(buttons::tipped(key, ctx.t("shell.command_palette")));
    iced::widget::column![
        container(bar).padding([0.0, measure::PAGE]).width(Length::Fill),
        card::rule(),
        space().height(gap::L)
    ]
    .into()
}
