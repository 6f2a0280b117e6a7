//! The tooltip of a chart: every series at the hovered point. It lets the mouse through.

use iced::advanced::Renderer as _;
use iced::advanced::layout::{Layout, Node};
use iced::advanced::overlay;
use iced::advanced::renderer;
use iced::advanced::widget::Operation;
use iced::{Point, Rectangle, Renderer, Size, Theme, mouse};

use crate::chart::font;
use crate::chart::scene::Hover;
use crate::gui::theme::{Tokens, size};
use crate::gui::widget::ruler::{Align, Ink, fill, framed, label};

use super::ink::colour;

const PAD: f32 = 10.0;
const LINE: f32 = 19.0;
const SWATCH: f32 = 8.0;
/// Between the mark and the tooltip.
const AWAY: f32 = 12.0;
const NARROW: f32 = 120.0;
const WIDE: f32 = 340.0;

pub(super) struct Tooltip<'a> {
    pub hover: &'a Hover,
    pub chart: Rectangle,
}

impl Tooltip<'_> {
    fn coloured(&self) -> bool {
        self.hover.rows.iter().any(|row| row.color.is_some())
    }

    fn size(&self) -> Size {
        let small = size::SMALL;
        let swatch = if self.coloured() { SWATCH + 6.0 } else { 0.0 };
        let rows = self
            .hover
            .rows
            .iter()
            .map(|row| swatch + font::width(&row.name, small, false) + 24.0 + font::width(&row.value, small, true));
        let title = font::width(&self.hover.title, small, false);
        let width = rows.fold(title, f32::max).clamp(NARROW - 2.0 * PAD, WIDE - 2.0 * PAD) + 2.0 * PAD;
        let lines = self.hover.rows.len() as f32 + if self.hover.title.is_empty() { 0.0 } else { 1.0 };
        Size::new(width.ceil(), lines * LINE + 2.0 * PAD - 4.0)
    }
}

impl<Message> overlay::Overlay<Message, Theme, Renderer> for Tooltip<'_> {
    fn layout(&mut self, _renderer: &Renderer, bounds: Size) -> Node {
        let size = self.size();
        let anchor = Point::new(self.chart.x + self.hover.anchor.x, self.chart.y + self.hover.anchor.y);
        let right = anchor.x + AWAY;
        let x = if right + size.width <= bounds.width - 4.0 { right } else { anchor.x - AWAY - size.width };
        let most = (bounds.height - size.height - 4.0).max(4.0);
        let y = (anchor.y - size.height / 2.0).clamp(4.0, most);
        Node::new(size).move_to(Point::new(x.max(4.0), y))
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
    ) {
        let t = Tokens::of(theme);
        let bounds = layout.bounds();
        renderer.with_layer(bounds.expand(1.0), |renderer| {
            framed(renderer, bounds, t.surface, t.border_strong, 6.0);
            let mut y = bounds.y + PAD - 2.0;
            let line =
                |y: f32| Rectangle::new(Point::new(bounds.x + PAD, y), Size::new(bounds.width - 2.0 * PAD, LINE));
            if !self.hover.title.is_empty() {
                let ink = Ink { size: size::SMALL, bold: false, colour: t.muted, align: Align::Left };
                let words = font::shorten(&self.hover.title, bounds.width - 2.0 * PAD, size::SMALL, false);
                label(renderer, &words, line(y), ink, bounds);
                y += LINE;
            }
            let coloured = self.coloured();
            for row in &self.hover.rows {
                let area = line(y);
                let mut name = area;
                if let Some(c) = row.color {
                    let swatch =
                        Rectangle::new(Point::new(area.x, area.y + (LINE - SWATCH) / 2.0), Size::new(SWATCH, SWATCH));
                    fill(renderer, swatch, colour(c), 2.0);
                }
                if coloured {
                    name.x += SWATCH + 6.0;
                    name.width -= SWATCH + 6.0;
                }
                let value = font::width(&row.value, size::SMALL, true);
                let words = font::shorten(&row.name, (name.width - value - 12.0).max(0.0), size::SMALL, false);
                let ink = Ink { size: size::SMALL, bold: false, colour: t.text, align: Align::Left };
                label(renderer, &words, name, ink, bounds);
                label(renderer, &row.value, area, Ink { bold: true, align: Align::Right, ..ink }, bounds);
                y += LINE;
            }
        });
    }

    fn operate(&mut self, layout: Layout<'_>, _renderer: &Renderer, operation: &mut dyn Operation) {
        operation.text(None, layout.bounds(), &self.hover.title);
        for row in &self.hover.rows {
            operation.text(None, layout.bounds(), &row.name);
            operation.text(None, layout.bounds(), &row.value);
        }
    }
}
