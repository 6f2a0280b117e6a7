//! Dialogs: a title, something to read or fill in, and buttons at the lower right.

use iced::widget::{Row, column, container, row, space, stack};
use iced::{Alignment, Element, Length};

use crate::gui::theme::icon::Icon;
use crate::gui::theme::{container as style, space as gap};

use super::{button, card, words};

/// The height of the row of buttons.
const FOOT: f32 = 60.0;

/// A dialog `width` wide. `close` is the cross at the upper right. However long the content, the buttons stay in sight under it.
pub fn dialog<'a, Message: Clone + 'a>(
    title: impl Into<String>,
    close: (&str, Message),
    content: impl Into<Element<'a, Message>>,
    buttons: impl IntoIterator<Item = Element<'a, Message>>,
    width: f32,
) -> Element<'a, Message> {
    let buttons: Vec<Element<'a, Message>> = buttons.into_iter().collect();
    let below = if buttons.is_empty() { gap::S } else { FOOT };
    let body = column![
        row![
            words::page_title(title.into()).width(Length::Fill),
            button::icon_button(Icon::X, close.0.to_owned(), Some(close.1)),
        ]
        .align_y(Alignment::Center)
        .padding(iced::Padding { top: gap::M, right: gap::M, bottom: gap::XS, left: gap::L }),
        container(card::scroll_padded(container(content).padding([gap::S, gap::L]).width(Length::Fill)))
            .padding(iced::Padding::ZERO.bottom(below)),
    ];
    // A column gives its children room from the top: what stands last would be pushed out by long content. So the room of the buttons is
    // kept free, and they are laid over it.
    let foot = row![space::horizontal(), Row::with_children(buttons).spacing(gap::S)].padding([0.0, gap::L]);
    let foot = container(foot.height(FOOT).align_y(Alignment::Center)).height(Length::Fill).align_y(Alignment::End);
    container(stack![body, foot]).width(width).max_height(640).style(style::floating).into()
}

/// A question with 取消 and one answer; `dangerous` makes the answer red.
pub fn confirm<'a, Message: Clone + 'a>(
    title: impl Into<String>,
    text: impl Into<String>,
    cancel: (&str, Message),
    accept: (String, Message),
    dangerous: bool,
) -> Element<'a, Message> {
    let accept: Element<'a, Message> = if dangerous {
        button::danger(accept.0, Some(accept.1)).into()
    } else {
        button::primary(accept.0, Some(accept.1)).into()
    };
    dialog(
        title,
        (cancel.0, cancel.1.clone()),
        words::body(text.into()),
        [button::secondary(cancel.0.to_owned(), Some(cancel.1)).into(), accept],
        440.0,
    )
}

#[cfg(test)]
mod tests {
    use iced_test::simulator::Simulator;

    use super::*;

    #[test]
    fn buttons_stay_in_sight_under_long_content() {
        let lines = (0..200).map(|line| words::body(line.to_string()).into());
        let content = iced::widget::Column::with_children(lines);
        let save = button::primary("保存", Some("saved")).into();
        let shown = dialog("标题", ("关闭", "closed"), content, [save], 500.0);
        let mut ui = Simulator::with_size(crate::gui::program(), iced::Size::new(800.0, 600.0), shown);
        ui.click("保存").unwrap();
        assert_eq!(ui.into_messages().collect::<Vec<_>>(), ["saved"]);
    }
}
