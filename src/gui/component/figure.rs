//! The figure card (指标卡): label, big value, change with its arrow, spark line, and what the figure means one click away.

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use crate::analytics::metric::{Figure, Metric, Unit};
use crate::gui::ctx::Ctx;
use crate::gui::figures;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, container as box_style, size, space as gap};
use crate::gui::widget::one_line::one_line;
use crate::gui::widget::spark::spark;

use super::{badge, button, card, icon, words};

/// A card for one figure. `explain` opens the metric's definition: send [`crate::gui::action::Intent::Metric`].
pub fn card<'a, Message: Clone + 'a>(
    ctx: &'a Ctx,
    figure: &Figure,
    trend: Vec<Option<f32>>,
    explain: Message,
    rows: Option<Message>,
) -> Element<'a, Message> {
    let metric = figure.metric;
    let value = figures::short(figure.now, metric.unit, ctx.lang);
    let full = figures::full(figure.now, metric.unit, ctx.lang);
    let value: Element<'a, Message> = match rows {
        Some(rows) => iced::widget::button(one_line(value).size(size::FIGURE).bold())
            .padding(0)
            .style(style::figure)
            .on_press(rows)
            .into(),
        None => one_line(value).size(size::FIGURE).bold().into(),
    };
    let head = row![
        // A long name is read in full when the mouse rests on it.
        container(button::tipped(
            one_line(metric.name(ctx.lang)).style(crate::gui::theme::text::muted).width(Length::Fill),
            metric.name(ctx.lang),
        ))
        .width(Length::Fill),
        iced::widget::button(icon::sized(Icon::Info, 14.0, |t| t.faint))
            .padding(2)
            .style(style::ghost)
            .on_press(explain),
    ]
    .spacing(gap::XS)
    .align_y(Alignment::Center);
    let line = (trend.iter().flatten().count() > 1)
        .then(|| container(spark(trend, ctx.tokens().faint, 22.0)).width(Length::Fill).max_width(72).padding([0, 2]));
    let foot = row![container(change(ctx, figure)).width(Length::Fill), line]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .height(22.0);
    container(column![head, button::tipped(value, full), foot].spacing(2))
        .style(box_style::card)
        .padding([gap::S, gap::M])
        .width(Length::Fill)
        .into()
}

/// The change of a figure with its arrow and colour; a dash without a base.
pub fn change<'a, Message: 'a>(ctx: &'a Ctx, figure: &Figure) -> Element<'a, Message> {
    if figure.before.is_none() {
        return words::small("").into();
    }
    let up = figures::direction(figure);
    let colour = ctx.change_colour(up, figure.metric.better);
    let words = match (figures::change(figure, ctx.lang), up) {
        (Some(change), Some(true)) => format!("▲ {change}"),
        (Some(change), Some(false)) => format!("▼ {change}"),
        (Some(_), None) => ctx.t("shell.unchanged").to_owned(),
        (None, _) => figures::DASH.to_owned(),
    };
    one_line(words).size(size::SMALL).colour(colour).into()
}

/// What a metric means, for its dialog: formula, clock, unit, version, what to mind.
pub fn definition<'a, Message: 'a>(ctx: &'a Ctx, metric: &'static Metric) -> Element<'a, Message> {
    let unit = match metric.unit {
        Unit::Money => "shell.unit_money",
        Unit::Count => "shell.unit_count",
        Unit::Ratio => "shell.unit_ratio",
        Unit::MoneyPer => "shell.unit_money_per",
        Unit::CountPer => "shell.unit_count_per",
        Unit::Hours => "shell.unit_hours",
        Unit::Days => "shell.unit_days",
    };
    column![
        container(words::body(metric.formula(ctx.lang))).padding(gap::M).width(Length::Fill).style(box_style::well),
        words::body(metric.note(ctx.lang)),
        card::rule(),
        card::fact(ctx.t("shell.metric_clock"), words::body(metric.clock.name(ctx.lang))),
        card::fact(ctx.t("shell.metric_unit"), words::body(ctx.t(unit))),
        card::fact(ctx.t("shell.metric_version"), words::body(metric.version.to_string())),
        card::fact(ctx.t("shell.metric_id"), badge::key(metric.id)),
    ]
    .spacing(gap::S)
    .into()
}
