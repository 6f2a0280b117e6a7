//! The filters of the top bar: period, comparison, shops, platforms, categories.

use chrono::Datelike;
use iced::widget::{Column, column, container, row, text};
use iced::{Alignment, Element, Length};

use crate::domain::period::{Compare, Period};
use crate::gui::app::{App, Message};
use crate::gui::component::calendar::{Calendar, CalendarMessage, WIDTH as CALENDAR};
use crate::gui::component::{choice, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::filter::{Filters, Preset, toggle};
use crate::gui::names;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{LINE, button as style, container as box_style, size, space as gap};
use crate::gui::widget::dropdown::dropdown;

/// Periods one click away.
const QUICK: [Preset; 4] = [Preset::Today, Preset::Last7, Preset::Last30, Preset::ThisMonth];

fn with(ctx: &Ctx, change: impl FnOnce(&mut Filters)) -> Message {
    let mut filters = ctx.filters.clone();
    change(&mut filters);
    Message::Filters(filters)
}

/// 今天 · 近7天 · 近30天 · 本月
pub(super) fn quick(ctx: &Ctx) -> Element<'_, Message> {
    let chosen = QUICK.into_iter().find(|preset| *preset == ctx.filters.preset);
    choice::segments(QUICK.map(|preset| (preset, ctx.t(preset.key()).to_owned())), chosen, |preset| {
        with(ctx, |filters| filters.preset = preset)
    })
}

/// `10-24 — 11-22`, with the year where it is not this one.
pub(super) fn days(period: Period, this_year: i32) -> String {
    let both = period.from().year() == this_year && period.to().year() == this_year;
    let form = if both { "%m-%d" } else { "%Y-%m-%d" };
    if period.from() == period.to() {
        return period.from().format(form).to_string();
    }
    format!("{} — {}", period.from().format(form), period.to().format(form))
}

fn labelled<'a>(words: String) -> Element<'a, Message> {
    row![text(words).size(size::BODY).line_height(LINE), icon::sized(Icon::ChevronDown, 14.0, |t| t.muted)]
        .spacing(gap::XS)
        .align_y(Alignment::Center)
        .into()
}

/// The period in force; opens presets and a calendar.
pub(super) fn period(app: &App) -> Element<'_, Message> {
    let ctx = &app.ctx;
    let period = ctx.period();
    let this_year = ctx.today().year();
    let named = match ctx.filters.preset {
        Preset::Custom(_) => days(period, this_year),
        preset if QUICK.contains(&preset) && app.size.width >= 1260.0 => days(period, this_year),
        preset => format!("{}  {}", ctx.t(preset.key()), days(period, this_year)),
    };
    let presets = Preset::NAMED.into_iter().map(|preset| {
        let entry = choice::menu_entry(None, ctx.t(preset.key()), Some(with(ctx, |filters| filters.preset = preset)));
        if preset == ctx.filters.preset { entry.style(style::chosen).into() } else { entry.into() }
    });
    let calendar = app.calendar.unwrap_or_else(|| Calendar::new(period));
    let hint = if calendar.half_way() { "shell.calendar_end" } else { "shell.calendar_start" };
    let picker = column![
        calendar.view(ctx).map(Message::Calendar),
        row![
            words::small(ctx.t(hint)).width(Length::Fill),
            words::small(ctx.f("shell.days", &[("n", &period.days().to_string())])),
        ],
    ]
    .spacing(gap::XS)
    .width(CALENDAR);
    let content = row![
        Column::with_children(presets).spacing(1).width(104),
        container(iced::widget::space()).width(1).height(270).style(box_style::line),
        picker,
    ]
    .spacing(gap::M);
    let half_way = calendar.half_way();
    dropdown(labelled(named), container(content).padding(gap::M))
        .align_right()
        .closes(move |message| match message {
            Message::Filters(_) => true,
            // The second click ends the range.
            Message::Calendar(CalendarMessage::Day(_)) => half_way,
            _ => false,
        })
        .into()
}

/// What the period is compared with.
pub(super) fn compare(ctx: &Ctx) -> Element<'_, Message> {
    let name = |compare: Compare| {
        ctx.t(match compare {
            Compare::Previous => "shell.compare_previous",
            Compare::LastYear => "shell.compare_last_year",
            Compare::Nothing => "shell.compare_nothing",
        })
    };
    let period = ctx.period();
    let year = ctx.today().year();
    let entries = [Compare::Previous, Compare::LastYear, Compare::Nothing].map(|compare| {
        let label = match period.compared(compare) {
            Some(before) => format!("{}  {}", name(compare), days(before, year)),
            None => name(compare).to_owned(),
        };
        let entry = choice::menu_entry(None, label, Some(with(ctx, |filters| filters.compare = compare)));
        if compare == ctx.filters.compare { entry.style(style::chosen).into() } else { entry.into() }
    });
    let label = match ctx.filters.compare {
        Compare::Nothing => name(Compare::Nothing).to_owned(),
        compare => ctx.f("shell.compare_with", &[("what", name(compare))]),
    };
    dropdown(labelled(label), choice::menu(entries, 260.0)).align_right().into()
}

/// Shops, platforms, categories: one button each where there is a choice.
pub(super) fn narrow(ctx: &Ctx) -> Option<Element<'_, Message>> {
    let facts = ctx.facts()?;
    let mut bar = row![].spacing(gap::S);
    let mut any = false;
    if facts.sellers().count() > 1 {
        let chosen = &ctx.filters.shops;
        let options: Vec<_> = facts
            .sellers()
            .map(|shop| (shop.id, names::shop(ctx.lang, &shop.name, shop.platform), chosen.contains(&shop.id)))
            .collect();
        bar = bar.push(list(
            ctx,
            "shell.all_shops",
            options,
            |filters, id| toggle(&mut filters.shops, id),
            |f| f.shops.clear(),
        ));
        any = true;
    }
    let platforms = facts.platforms();
    if platforms.len() > 1 {
        let chosen = &ctx.filters.platforms;
        let options: Vec<_> =
            platforms.into_iter().map(|p| (p, names::platform(ctx.lang, p), chosen.contains(&p))).collect();
        bar = bar.push(list(
            ctx,
            "shell.all_platforms",
            options,
            |filters, platform| toggle(&mut filters.platforms, platform),
            |filters| filters.platforms.clear(),
        ));
        any = true;
    }
    // Entry 0 is "no category".
    let categories = facts.categories.get(1..).unwrap_or_default();
    if categories.len() > 1 {
        let chosen = &ctx.filters.categories;
        let mut options: Vec<_> = categories.iter().map(|c| (c.id, c.name.clone(), chosen.contains(&c.id))).collect();
        options.push((0, ctx.t("shell.no_category").to_owned(), chosen.contains(&0)));
        bar = bar.push(list(
            ctx,
            "shell.all_categories",
            options,
            |filters, id| toggle(&mut filters.categories, id),
            |filters| filters.categories.clear(),
        ));
        any = true;
    }
    any.then(|| bar.into())
}

/// A list of check boxes behind a button that says what is chosen.
fn list<'a, T: Copy + PartialEq + 'a>(
    ctx: &'a Ctx,
    all: &'static str,
    options: Vec<(T, String, bool)>,
    flip: fn(&mut Filters, T),
    clear: fn(&mut Filters),
) -> Element<'a, Message> {
    let chosen: Vec<&str> = options.iter().filter(|(_, _, on)| *on).map(|(_, name, _)| name.as_str()).collect();
    let words = match chosen.as_slice() {
        [] => ctx.t(all).to_owned(),
        [one] => one.chars().take(10).collect(),
        [one, ..] => format!("{} +{}", one.chars().take(8).collect::<String>(), chosen.len() - 1),
    };
    let narrowed = !chosen.is_empty();
    let content = choice::check_list(
        (ctx.t(all), with(ctx, clear)),
        options,
        move |option| with(ctx, |filters| flip(filters, option)),
        240.0,
    );
    let button = dropdown(labelled(words), content).stays().align_right();
    if narrowed { button.style(style::chosen).into() } else { button.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn the_year_stands_only_where_it_is_another_one() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(days(Period::new(day(2026, 10, 24), day(2026, 11, 22)), 2026), "10-24 — 11-22");
        assert_eq!(days(Period::new(day(2025, 12, 24), day(2026, 1, 22)), 2026), "2025-12-24 — 2026-01-22");
        assert_eq!(days(Period::new(day(2026, 1, 2), day(2026, 1, 2)), 2026), "01-02");
    }
}
