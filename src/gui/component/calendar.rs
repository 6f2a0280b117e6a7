//! A calendar for ranges of days (日历): two months side by side, Monday first. The first click begins a range, the second ends it.

use chrono::{Datelike, Days, Months, NaiveDate};
use iced::widget::{Column, Row, button, column, container, row, text};
use iced::{Alignment, Element, Length, Theme};

use crate::domain::period::Period;
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{LINE, Tokens, button as style, size, space as gap};

use super::{button as buttons, words};

/// Width and height of a day.
const DAY: f32 = 32.0;
/// Width of the two months.
pub const WIDTH: f32 = 14.0 * DAY + gap::L;

/// Which month is shown, and the range being chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// First day of the left month.
    month: NaiveDate,
    /// The first click of a range that has no end yet.
    from: Option<NaiveDate>,
    chosen: Option<Period>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalendarMessage {
    /// Months forward or back.
    Turn(i32),
    Day(NaiveDate),
}

/// The first of a month, `by` months away.
fn turned(month: NaiveDate, by: i32) -> NaiveDate {
    let months = Months::new(by.unsigned_abs());
    if by < 0 { month.checked_sub_months(months) } else { month.checked_add_months(months) }.unwrap_or(month)
}

impl Calendar {
    /// Showing `chosen`, whose last month stands at the right.
    pub fn new(chosen: Period) -> Self {
        let last = chosen.to().with_day(1).unwrap_or(chosen.to());
        Self { month: turned(last, -1), from: None, chosen: Some(chosen) }
    }

    /// Takes a click; gives the range once both of its ends are known.
    pub fn update(&mut self, message: CalendarMessage) -> Option<Period> {
        match message {
            CalendarMessage::Turn(by) => {
                self.month = turned(self.month, by);
                None
            }
            CalendarMessage::Day(day) => {
                if let Some(from) = self.from.take() {
                    let period = Period::new(from, day);
                    self.chosen = Some(period);
                    Some(period)
                } else {
                    self.from = Some(day);
                    self.chosen = None;
                    None
                }
            }
        }
    }

    /// The range's beginning has been clicked and its end has not.
    pub const fn half_way(&self) -> bool {
        self.from.is_some()
    }

    fn marked(&self, day: NaiveDate) -> Mark {
        match (self.from, self.chosen) {
            (Some(from), _) if from == day => Mark::End,
            (None, Some(period)) if period.from() == day || period.to() == day => Mark::End,
            (None, Some(period)) if period.contains(day) => Mark::Inside,
            _ => Mark::None,
        }
    }

    pub fn view<'a>(&self, ctx: &'a Ctx) -> Element<'a, CalendarMessage> {
        row![self.month(ctx, self.month, Side::Left), self.month(ctx, turned(self.month, 1), Side::Right)]
            .spacing(gap::L)
            .into()
    }

    fn month<'a>(&self, ctx: &'a Ctx, month: NaiveDate, side: Side) -> Element<'a, CalendarMessage> {
        let turn =
            |by: i32, icon: Icon, key: &'a str| buttons::icon_button(icon, ctx.t(key), Some(CalendarMessage::Turn(by)));
        let (year, number) = (month.year().to_string(), month.month().to_string());
        let title = ctx.f("shell.month_title", &[("year", &year), ("month", &number)]);
        let title = container(words::strong(title)).center_x(Length::Fill);
        let head = match side {
            Side::Left => row![turn(-1, Icon::ChevronLeft, "shell.month_before"), title],
            Side::Right => row![title, turn(1, Icon::ChevronRight, "shell.month_after")],
        }
        .align_y(Alignment::Center)
        .width(DAY * 7.0);
        let weekdays = Row::with_children(
            WEEKDAYS.iter().map(|key| container(words::small(ctx.t(key))).center_x(DAY).padding([4, 0]).into()),
        );
        let lead = u64::from(month.weekday().num_days_from_monday());
        let start = month.checked_sub_days(Days::new(lead)).unwrap_or(month);
        let weeks = (0..6u64).map(|week| {
            Row::with_children((0..7u64).map(|weekday| {
                let day = start.checked_add_days(Days::new(week * 7 + weekday)).unwrap_or(start);
                self.day(ctx, day, day.month() == month.month() && day.year() == month.year())
            }))
            .into()
        });
        column![head, weekdays, Column::with_children(weeks)].into()
    }

    fn day<'a>(&self, ctx: &Ctx, day: NaiveDate, inside: bool) -> Element<'a, CalendarMessage> {
        if !inside {
            return container(text("")).width(DAY).height(DAY).into();
        }
        let mark = self.marked(day);
        let today = day == ctx.today();
        let label = text(day.day().to_string()).size(size::BODY).line_height(LINE);
        button(container(label).center(DAY))
            .padding(0)
            .width(DAY)
            .height(DAY)
            .on_press(CalendarMessage::Day(day))
            .style(move |theme, status| day_style(theme, status, mark, today))
            .into()
    }
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Left,
    Right,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Inside,
    End,
}

fn day_style(theme: &Theme, status: button::Status, mark: Mark, today: bool) -> button::Style {
    let t = Tokens::of(theme);
    let mut made = match mark {
        Mark::End => style::primary(theme, status),
        Mark::Inside => style::chosen(theme, status),
        Mark::None => style::entry(theme, status),
    };
    if mark == Mark::Inside {
        made.border.radius = 0.0.into();
        made.text_color = t.text;
    }
    if today && mark == Mark::None {
        made.text_color = t.accent_text;
        made.border.width = 1.0;
        made.border.color = t.border_strong;
    }
    made
}

const WEEKDAYS: [&str; 7] = [
    "shell.weekday_1",
    "shell.weekday_2",
    "shell.weekday_3",
    "shell.weekday_4",
    "shell.weekday_5",
    "shell.weekday_6",
    "shell.weekday_7",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    #[test]
    fn two_clicks_make_a_range_in_either_order() {
        let mut calendar = Calendar::new(Period::new(day(11, 1), day(11, 22)));
        assert_eq!(calendar.update(CalendarMessage::Day(day(11, 9))), None);
        assert!(calendar.half_way());
        assert_eq!(calendar.update(CalendarMessage::Day(day(10, 30))), Some(Period::new(day(10, 30), day(11, 9))));
        assert!(!calendar.half_way());
    }

    #[test]
    fn the_chosen_end_stands_in_the_right_month() {
        let mut calendar = Calendar::new(Period::new(day(1, 1), day(11, 22)));
        assert_eq!(calendar.month, day(10, 1));
        calendar.update(CalendarMessage::Turn(-10));
        assert_eq!(calendar.month, NaiveDate::from_ymd_opt(2025, 12, 1).unwrap());
    }
}
