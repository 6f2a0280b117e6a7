//! Text on one line, shortened with an ellipsis when there is no room: names, paths, titles. iced's own text wraps or is cut.

use iced::advanced::layout::{self, Layout, Node};
use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Widget, renderer};
use iced::widget::text;
use iced::{Color, Element, Length, Rectangle, Renderer, Size, Theme, mouse};

use crate::gui::theme::{LINE, size};

use super::ruler::{self, Align, Ink};

/// The widget. See the module's own words.
#[derive(Debug, Clone)]
pub struct OneLine {
    words: String,
    size: f32,
    bold: bool,
    width: Length,
    align: Align,
    style: Option<fn(&Theme) -> text::Style>,
    colour: Option<Color>,
}

/// `words` on one line, as wide as they are or as there is room.
pub fn one_line(words: impl Into<String>) -> OneLine {
    OneLine {
        words: words.into(),
        size: size::BODY,
        bold: false,
        width: Length::Shrink,
        align: Align::Left,
        style: None,
        colour: None,
    }
}

impl OneLine {
    #[must_use]
    pub const fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    #[must_use]
    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// At the right of the width it is given.
    #[must_use]
    pub const fn right(mut self) -> Self {
        self.align = Align::Right;
        self
    }

    #[must_use]
    pub fn style(mut self, style: fn(&Theme) -> text::Style) -> Self {
        self.style = Some(style);
        self
    }

    #[must_use]
    pub const fn colour(mut self, colour: Color) -> Self {
        self.colour = Some(colour);
        self
    }
}

impl<Message> Widget<Message, Theme, Renderer> for OneLine {
    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, _tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> Node {
        let limits = limits.width(self.width);
        let natural = ruler::width(&self.words, self.size, self.bold).ceil() + 1.0;
        let height = (self.size * LINE).ceil();
        Node::new(limits.resolve(self.width, Length::Fixed(height), Size::new(natural, height)))
    }

    fn draw(
        &self,
        _tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let area = layout.bounds();
        let colour =
            self.colour.or_else(|| self.style.and_then(|style| style(theme).color)).unwrap_or(style.text_color);
        let words = ruler::fit(&self.words, self.size, self.bold, area.width);
        ruler::label(
            renderer,
            &words,
            area,
            Ink { size: self.size, bold: self.bold, colour, align: self.align },
            *viewport,
        );
    }

    fn operate(&mut self, _tree: &mut Tree, layout: Layout<'_>, _renderer: &Renderer, operation: &mut dyn Operation) {
        operation.text(None, layout.bounds(), &self.words);
    }
}

impl<'a, Message: 'a> From<OneLine> for Element<'a, Message> {
    fn from(line: OneLine) -> Self {
        Self::new(line)
    }
}
