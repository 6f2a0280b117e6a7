//! Choosing one or several of a few: tabs, segments, check boxes, menus.

use iced::widget::{Button, Column, Row, button, checkbox, column, container, row, text};
use iced::{Alignment, Element, Length};

use crate::gui::theme::icon::Icon;
use crate::gui::theme::{BOLD, LINE, button as style, container as box_style, input, measure, size, space as gap};

use super::{card, icon, words};

/// Tabs over a line; the one in force is bold and in the accent.
pub fn tabs<'a, T: Copy + PartialEq + 'a, Message: Clone + 'a>(
    options: impl IntoIterator<Item = (T, String)>,
    chosen: T,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message> {
    let tabs = options.into_iter().map(|(option, label)| {
        let on = option == chosen;
        let words = text(label).size(size::BODY).line_height(LINE);
        let words = if on { words.font(BOLD) } else { words };
        button(words).padding([6, 0]).style(style::tab(on)).on_press(on_choose(option)).into()
    });
    column![Row::with_children(tabs).spacing(gap::L + gap::XS), card::rule()].into()
}

/// A segmented control: a few short words in one frame.
pub fn segments<'a, T: Copy + PartialEq + 'a, Message: Clone + 'a>(
    options: impl IntoIterator<Item = (T, String)>,
    chosen: Option<T>,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message> {
    let parts = options.into_iter().map(|(option, label)| {
        let on = chosen == Some(option);
        let words = text(label).size(size::BODY).line_height(LINE);
        let words = if on { words.font(BOLD) } else { words };
        button(container(words).center_y(measure::CONTROL - 2.0))
            .padding([0, 10])
            .height(measure::CONTROL - 2.0)
            .style(style::segment(on))
            .on_press(on_choose(option))
            .into()
    });
    container(Row::with_children(parts)).padding(1).style(box_style::segments).into()
}

/// Short words of which one is in force, on as many lines as they need.
pub fn chips<'a, T: Copy + PartialEq + 'a, Message: Clone + 'a>(
    options: impl IntoIterator<Item = (T, String)>,
    chosen: T,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message> {
    let chips = options.into_iter().map(|(option, label)| chip(label, option == chosen, on_choose(option)));
    Row::with_children(chips).spacing(gap::XS).wrap().into()
}

/// A short word to press, by itself; the one in force stands out.
pub fn chip<'a, Message: Clone + 'a>(label: impl Into<String>, on: bool, message: Message) -> Element<'a, Message> {
    let words = text(label.into()).size(size::BODY).line_height(LINE);
    button(words).padding([4, 8]).style(style::segment(on)).on_press(message).into()
}

/// What stands on a button that opens a menu: the words, and the sign that there is more.
pub fn opens<'a, Message: 'a>(label: impl Into<String>) -> Element<'a, Message> {
    let words = text(label.into()).size(size::BODY).line_height(LINE);
    row![words, icon::sized(Icon::ChevronDown, 14.0, |t| t.muted)].spacing(gap::XS).align_y(Alignment::Center).into()
}

/// An entry of a menu.
pub fn menu_entry<'a, Message: Clone + 'a>(
    picture: Option<Icon>,
    label: impl Into<String>,
    message: Option<Message>,
) -> Button<'a, Message> {
    let able = message.is_some();
    let words = text(label.into()).size(size::BODY).line_height(LINE);
    let inside =
        row![picture.map(|picture| icon::tinted(picture, move |t| if able { t.muted } else { t.faint })), words,]
            .spacing(gap::S)
            .align_y(Alignment::Center);
    button(inside).padding([5, 10]).width(Length::Fill).on_press_maybe(message).style(style::entry)
}

/// An entry of a menu whose message is made when it is pressed: for what is costly to put together.
pub fn menu_entry_with<'a, Message: Clone + 'a>(
    picture: Icon,
    label: impl Into<String>,
    message: impl Fn() -> Message + 'a,
) -> Button<'a, Message> {
    let words = text(label.into()).size(size::BODY).line_height(LINE);
    let inside = row![icon::icon(picture), words].spacing(gap::S).align_y(Alignment::Center);
    button(inside).padding([5, 10]).width(Length::Fill).on_press_with(message).style(style::entry)
}

/// Entries of a menu under each other, `width` wide.
pub fn menu<'a, Message: 'a>(
    entries: impl IntoIterator<Item = Element<'a, Message>>,
    width: f32,
) -> Element<'a, Message> {
    container(Column::with_children(entries).spacing(1)).padding(gap::XS).width(width).into()
}

/// A list of check boxes with 全部 at its head: nothing chosen means all.
pub fn check_list<'a, T: Clone + 'a, Message: Clone + 'a>(
    all: (&'a str, Message),
    options: impl IntoIterator<Item = (T, String, bool)>,
    on_toggle: impl Fn(T) -> Message + 'a,
    width: f32,
) -> Element<'a, Message> {
    let options: Vec<(T, String, bool)> = options.into_iter().collect();
    let none = !options.iter().any(|(_, _, on)| *on);
    let (all_label, all_message) = all;
    let mut list = column![check(all_label.to_owned(), none, move |_| all_message.clone())].spacing(2);
    for (option, label, on) in options {
        let message = on_toggle(option);
        list = list.push(check(label, on, move |_| message.clone()));
    }
    container(card::scroll(container(list).padding(gap::S).width(Length::Fill)).height(Length::Shrink))
        .width(width)
        .max_height(420)
        .into()
}

/// A check box with its words.
pub fn check<'a, Message: Clone + 'a>(
    label: impl Into<String>,
    on: bool,
    on_toggle: impl Fn(bool) -> Message + 'a,
) -> Element<'a, Message> {
    container(
        checkbox(on)
            .label(label.into())
            .on_toggle(on_toggle)
            .size(16)
            .spacing(gap::S)
            .text_size(size::BODY)
            .text_line_height(LINE)
            .style(input::check),
    )
    .padding([3, 4])
    .into()
}

/// A quiet heading inside a menu.
pub fn menu_title<'a, Message: 'a>(label: impl Into<String>) -> Element<'a, Message> {
    container(words::small(label.into())).padding([4, 10]).into()
}
