//! Cards: what stands on a page.

use iced::widget::scrollable::{Direction, Scrollbar};
use iced::widget::{Column, Container, Scrollable, column, container, row, scrollable, space};
use iced::{Alignment, Element, Length};

use crate::gui::theme::{container as style, input, size, space as gap};
use crate::gui::widget::one_line::one_line;

use super::words;

/// A plain card around anything.
pub fn card<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Container<'a, Message> {
    container(content).style(style::card).padding(gap::L).width(Length::Fill)
}

/// A card with title, quiet subtitle, something at the right of them, and its content below.
pub fn section<'a, Message: 'a>(
    title: impl Into<String>,
    subtitle: impl Into<String>,
    right: Option<Element<'a, Message>>,
    content: impl Into<Element<'a, Message>>,
) -> Container<'a, Message> {
    card(column![heading(title, subtitle, right), content.into()].spacing(gap::S)).padding([gap::M, gap::L])
}

/// The head of a card: title, quiet subtitle, something at the right.
pub fn heading<'a, Message: 'a>(
    title: impl Into<String>,
    subtitle: impl Into<String>,
    right: Option<Element<'a, Message>>,
) -> Element<'a, Message> {
    let subtitle: String = subtitle.into();
    let mut head =
        row![one_line(title).size(size::CARD).bold()].spacing(gap::S).align_y(Alignment::Center).height(28.0);
    if subtitle.is_empty() {
        head = head.push(space::horizontal());
    } else {
        // What is too long for its card is read in full when the mouse rests on it.
        let line =
            one_line(subtitle.clone()).size(size::SMALL).style(crate::gui::theme::text::muted).width(Length::Fill);
        head = head.push(container(super::button::tipped(line, subtitle)).width(Length::Fill));
    }
    head.push(right).into()
}

/// A line across.
pub fn rule<'a, Message: 'a>() -> Container<'a, Message> {
    container(space()).width(Length::Fill).height(1).style(style::line)
}

/// A label and its value in one line, as in details at the right of a list.
pub fn fact<'a, Message: 'a>(label: impl Into<String>, value: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    row![words::muted(label.into()).width(96), value.into()].spacing(gap::S).align_y(Alignment::Start).into()
}

/// Facts under each other.
pub fn facts<'a, Message: 'a>(facts: impl IntoIterator<Item = Element<'a, Message>>) -> Column<'a, Message> {
    Column::with_children(facts).spacing(gap::XS)
}

/// Content that scrolls down, with a thin bar beside it: what is longer than its room makes way for the bar.
pub fn scroll<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Scrollable<'a, Message> {
    scrollable(content).direction(Direction::Vertical(bar().spacing(gap::XS))).style(input::scroll)
}

/// Content that scrolls down and has room of its own at the right, in which the bar lies.
pub fn scroll_padded<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Scrollable<'a, Message> {
    scrollable(content).direction(Direction::Vertical(bar())).style(input::scroll)
}

fn bar() -> Scrollbar {
    Scrollbar::new().width(6).scroller_width(6).margin(2)
}

/// A whole page that scrolls, with room under its last card.
pub fn page<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Scrollable<'a, Message> {
    scroll_padded(container(content).padding(iced::Padding { bottom: gap::L, right: gap::M, ..iced::Padding::ZERO }))
        .width(Length::Fill)
        .height(Length::Fill)
}
