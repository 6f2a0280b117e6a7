//! What stands in the details at the right of a list: times, sums, and lines that lead on.

use chrono::NaiveDateTime;
use iced::widget::{Column, button, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::money::Money;
use crate::gui::component::{card, icon, words};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, size, space as gap};
use crate::gui::widget::one_line::one_line;
use crate::table::grouped;

/// An amount with its unit: `¥1,286.00`.
pub fn yuan(amount: Money) -> String {
    crate::table::yuan(&grouped(&amount.to_string()))
}

/// A part of the details under a line and its heading.
pub fn part<'a, Message: 'a>(title: &'a str) -> Column<'a, Message> {
    Column::new().spacing(gap::S).push(card::rule()).push(words::card_title(title))
}

/// Something that happened, and when.
pub fn event<'a, Message: 'a>(what: impl Into<String>, at: NaiveDateTime) -> Element<'a, Message> {
    row![
        icon::sized(Icon::Check, 12.0, |t| t.accent),
        one_line(what).width(Length::Fill),
        words::muted(at.format("%Y-%m-%d %H:%M").to_string()),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center)
    .into()
}

/// A sum: its name at the left, the figure at the right.
pub fn sum<'a, Message: 'a>(name: impl Into<String>, value: impl Into<String>) -> Element<'a, Message> {
    let (name, value): (String, String) = (name.into(), value.into());
    row![container(words::muted(name)).width(Length::Fill), words::strong(value)].spacing(gap::S).into()
}

/// A line with something at its right, and what there is to say under it; the whole leads on when it is clicked.
pub fn lead<'a, Message: Clone + 'a>(
    first: impl Into<String>,
    right: impl Into<Element<'a, Message>>,
    second: impl Into<String>,
    message: Message,
) -> Element<'a, Message> {
    let second: String = second.into();
    let quiet = (!second.is_empty())
        .then(|| one_line(second).size(size::SMALL).style(crate::gui::theme::text::muted).width(Length::Fill));
    let head = row![one_line(first).width(Length::Fill), right.into()].spacing(gap::S).align_y(Alignment::Center);
    button(Column::new().push(head).push(quiet))
        .padding([6.0, gap::S])
        .width(Length::Fill)
        .style(style::secondary)
        .on_press(message)
        .into()
}
