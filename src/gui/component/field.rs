//! Fields: label above, hint below, and what is wrong in place of the hint.

use iced::widget::{Column, TextEditor, TextInput, column, pick_list, text_editor, text_input};
use iced::{Element, Length};

use crate::gui::theme::{LINE, input, size, space as gap};

use super::words;

/// A text field in the window's style, without label.
pub fn input<'a, Message: Clone + 'a>(
    placeholder: &str,
    value: &str,
    on_input: impl Fn(String) -> Message + 'a,
) -> TextInput<'a, Message> {
    text_input(placeholder, value)
        .on_input(on_input)
        .size(size::BODY)
        .line_height(LINE)
        .padding([3, 8])
        .style(input::field)
}

/// A field for several lines of text, `height` high, without label.
pub fn area<'a, Message: Clone + 'a>(
    placeholder: &'a str,
    text: &'a text_editor::Content,
    height: f32,
    on_action: impl Fn(text_editor::Action) -> Message + 'a,
) -> TextEditor<'a, iced::advanced::text::highlighter::PlainText, Message> {
    text_editor(text)
        .placeholder(placeholder)
        .on_action(on_action)
        .size(size::BODY)
        .line_height(LINE)
        .padding([4, 8])
        .height(height)
        .style(input::area)
}

/// A field with its label above and a hint below; `wrong` takes the hint's place and says what to do.
pub fn field<'a, Message: Clone + 'a>(
    label: impl Into<String>,
    content: TextInput<'a, Message>,
    hint: Option<String>,
    wrong: Option<String>,
) -> Column<'a, Message> {
    let bad = wrong.is_some();
    let content = if bad { content.style(input::wrong) } else { content };
    around(label, content, hint, wrong)
}

/// Label above and hint below anything.
pub fn around<'a, Message: 'a>(
    label: impl Into<String>,
    content: impl Into<Element<'a, Message>>,
    hint: Option<String>,
    wrong: Option<String>,
) -> Column<'a, Message> {
    let below = match (wrong, hint) {
        (Some(wrong), _) => Some(words::small(wrong).style(crate::gui::theme::text::bad)),
        (None, Some(hint)) => Some(words::small(hint)),
        (None, None) => None,
    };
    column![words::muted(label.into()), content.into(), below].spacing(gap::XS)
}

/// Lines of an open list before it scrolls, and the height of each: the text and the padding above and below.
const MENU_LINES: usize = 9;
const MENU_LINE: f32 = size::BODY * 1.5 + 8.0;

/// A list to pick one of.
pub fn pick<'a, T: Clone + PartialEq + ToString + 'a, Message: Clone + 'a>(
    options: Vec<T>,
    chosen: Option<T>,
    placeholder: impl Into<String>,
    on_choose: impl Fn(T) -> Message + 'a,
) -> Element<'a, Message> {
    let lines = options.len();
    pick_list(options, chosen, on_choose)
        .placeholder(placeholder)
        .text_size(size::BODY)
        .text_line_height(LINE)
        .padding([4, 8])
        .width(Length::Fill)
        // A longer list would reach past the window, where its last lines cannot be read.
        .menu_height(Length::Fixed(lines.min(MENU_LINES) as f32 * MENU_LINE))
        .style(input::pick)
        .menu_style(input::pick_menu)
        .into()
}
