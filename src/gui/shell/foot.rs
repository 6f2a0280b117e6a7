//! The foot: how far the data reaches, what is running, what was said last.

use iced::widget::{button, column, container, progress_bar, row, space};
use iced::{Alignment, Element, Length};

use crate::gui::app::{App, Message};
use crate::gui::component::{card, icon, toast, words};
use crate::gui::job::Job;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, input, measure, size, space as gap};
use crate::gui::widget::one_line::one_line;
use crate::table::grouped;

pub(super) fn view(app: &App) -> Element<'_, Message> {
    let ctx = &app.ctx;
    let mut bar = row![].spacing(gap::L).align_y(Alignment::Center).height(measure::FOOT);
    if let Some(at) = ctx.reach() {
        let at = at.format("%Y-%m-%d %H:%M").to_string();
        bar = bar.push(words::small(ctx.f("shell.reach", &[("at", &at)])));
    }
    if let Some(facts) = ctx.facts() {
        let count = grouped(&facts.orders.len().to_string());
        bar = bar.push(words::small(ctx.f("shell.order_count", &[("n", &count)])));
    }
    let running = app.jobs.iter().rev().find(|job| !job.finished());
    bar = match (running, &app.last) {
        (Some(job), _) => bar.push(space::horizontal()).push(progress(app, job)),
        (None, Some((tone, said))) => bar.push(container(toast::last(*tone, ctx.say(said))).align_right(Length::Fill)),
        (None, None) => bar.push(space::horizontal()),
    };
    column![card::rule(), container(bar).padding([0.0, measure::PAGE])].into()
}

fn progress<'a>(app: &'a App, job: &Job) -> Element<'a, Message> {
    let ctx = &app.ctx;
    let at = job.measure();
    let title = match job.current() {
        Some(note) => format!("{} · {}", ctx.say(job.title()), ctx.say(&note)),
        None => ctx.say(job.title()),
    };
    let bar = at.share().map(|share| {
        container(progress_bar(0.0..=1.0, share).girth(8).style(input::progress)).width(132).center_y(measure::FOOT)
    });
    let cancel =
        button(icon::sized(Icon::X, 14.0, |t| t.muted)).padding(3).style(style::ghost).on_press(Message::CancelJob);
    let waiting = if job.cancelled() { ctx.t("shell.job_cancelling").to_owned() } else { at.said(ctx.lang) };
    row![one_line(title).size(size::SMALL), bar, words::small(waiting), cancel]
        .spacing(gap::M)
        .align_y(Alignment::Center)
        .into()
}
