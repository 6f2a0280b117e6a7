//! The foot: how far the data reaches, what is running, what was said last.

use iced::widget::{button, column, container, progress_bar, row, space};
use iced::{Alignment, Element, Length};

use crate::gui::app::{App, Message};
use crate::gui::component::{card, icon, toast, words};
use crate::gui::job::{Job, Measure};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, input, measure, size, space as gap};
use crate::gui::widget::one_line::one_line;
use crate::locale::Lang;
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
    let waiting = if job.cancelled() { ctx.t("shell.job_cancelling").to_owned() } else { said(ctx.lang, &at) };
    row![one_line(title).size(size::SMALL), bar, words::small(waiting), cancel]
        .spacing(gap::M)
        .align_y(Alignment::Center)
        .into()
}

/// `71%  412,000 行  5.2万行/秒  剩 9 秒`
fn said(lang: Lang, at: &Measure) -> String {
    let mut parts = Vec::new();
    if let Some(share) = at.share() {
        parts.push(format!("{}%", (share * 100.0).floor()));
    }
    if at.done > 0 {
        parts.push(lang.f("shell.job_rows", &[("n", &grouped(&at.done.to_string()))]));
    }
    if let Some(rate) = at.rate() {
        parts.push(lang.f("shell.job_rate", &[("n", &grouped(&rate.to_string()))]));
    }
    if let Some(left) = at.seconds_left() {
        parts.push(if left >= 90 {
            lang.f("shell.job_minutes_left", &[("n", &left.div_ceil(60).to_string())])
        } else {
            lang.f("shell.job_seconds_left", &[("n", &left.to_string())])
        });
    }
    parts.join("   ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn progress_says_share_rows_rate_and_time_left() {
        let at = Measure { done: 412_000, total: Some(824_000), elapsed: Duration::from_secs(8) };
        assert_eq!(said(Lang::Zh, &at), "50%   412,000 行   51,500 行/秒   剩 8 秒");
    }
}
