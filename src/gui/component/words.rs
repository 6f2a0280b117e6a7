//! Text in the sizes and colours there are.

use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{Text, text};

use crate::gui::theme::{BOLD, LINE, size, text as style};

fn sized<'a>(words: impl IntoFragment<'a>, size: f32) -> Text<'a> {
    text(words).size(size).line_height(LINE)
}

/// Body text.
pub fn body<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::BODY)
}

/// Body text, bold.
pub fn strong<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::BODY).font(BOLD)
}

/// Body text, quiet.
pub fn muted<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::BODY).style(style::muted)
}

/// Small and quiet: hints, subtitles.
pub fn small<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::SMALL).style(style::muted)
}

/// The title of a card.
pub fn card_title<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::CARD).font(BOLD)
}

/// The title of a page.
pub fn page_title<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::TITLE).font(BOLD)
}

/// A figure on a card.
pub fn figure<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::FIGURE).font(BOLD).wrapping(Wrapping::None)
}

/// The one big heading of a page.
pub fn hero<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::HERO).font(BOLD)
}

/// The values of properties, without their names: `颜色分类:焦糖;尺码:L` is `焦糖 L`. What has no names stays as it is.
pub fn spec(props: &str) -> String {
    let value = |part: &str| part.split_once([':', '：']).map_or(part, |(_, value)| value).trim().to_owned();
    props.split([';', '；']).map(value).filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn properties_are_told_by_their_values() {
        assert_eq!(super::spec("颜色分类:焦糖;尺码:L"), "焦糖 L");
        assert_eq!(super::spec("均码"), "均码");
        assert_eq!(super::spec(""), "");
    }
}
