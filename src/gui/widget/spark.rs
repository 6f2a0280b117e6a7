//! A spark line (迷你趋势): the shape of a few values without axes.

use iced::advanced::layout::{self, Layout, Node};
use iced::advanced::widget::Tree;
use iced::advanced::{Renderer as _, Widget, graphics::geometry::Renderer as _, renderer};
use iced::widget::canvas::{Frame, LineJoin, Path, Stroke};
use iced::{Color, Element, Length, Point, Rectangle, Renderer, Size, Theme, Vector, mouse};

/// The line's corner points inside `size`, one run for each stretch without gaps.
pub fn runs(values: &[Option<f32>], size: Size) -> Vec<Vec<Point>> {
    let known = values.iter().copied().flatten().filter(|v| v.is_finite());
    let (least, most) = known.fold((f32::INFINITY, f32::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    if !least.is_finite() {
        return Vec::new();
    }
    let span = most - least;
    let step = if values.len() > 1 { size.width / (values.len() - 1) as f32 } else { 0.0 };
    let mut runs = Vec::new();
    let mut run = Vec::new();
    for (at, value) in values.iter().enumerate() {
        if let Some(value) = value.filter(|v| v.is_finite()) {
            let share = if span > 0.0 { (value - least) / span } else { 0.5 };
            run.push(Point::new(at as f32 * step, (1.0 - share) * size.height));
        } else if !run.is_empty() {
            runs.push(std::mem::take(&mut run));
        }
    }
    if !run.is_empty() {
        runs.push(run);
    }
    runs
}

/// Whether the second half lies above the first: the colour of the line. `None` when it is level or too short.
pub fn direction(values: &[Option<f32>]) -> Option<bool> {
    let mean = |part: &[Option<f32>]| {
        let known: Vec<f32> = part.iter().copied().flatten().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f32>() / known.len() as f32)
    };
    let (first, second) = values.split_at(values.len() / 2);
    let (before, after) = (mean(first)?, mean(second)?);
    ((after - before).abs() > f32::EPSILON * before.abs().max(1.0)).then_some(after > before)
}

/// A line in one colour, as a widget.
#[derive(Debug)]
pub struct Spark {
    values: Vec<Option<f32>>,
    colour: Color,
    width: Length,
    height: f32,
}

/// A spark line that fills the width it is given.
pub fn spark(values: Vec<Option<f32>>, colour: Color, height: f32) -> Spark {
    Spark { values, colour, width: Length::Fill, height }
}

impl<Message> Widget<Message, Theme, Renderer> for Spark {
    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Fixed(self.height))
    }

    fn layout(&mut self, _tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> Node {
        layout::atomic(limits, self.width, Length::Fixed(self.height))
    }

    fn draw(
        &self,
        _tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        if bounds.width < 8.0 {
            return;
        }
        let mut frame = Frame::new(renderer, bounds.size());
        let inset = Size::new(bounds.width - 2.0, bounds.height - 4.0);
        for run in runs(&self.values, inset) {
            let path = Path::new(|path| {
                for (at, point) in run.iter().enumerate() {
                    let point = *point + Vector::new(1.0, 2.0);
                    if at == 0 {
                        path.move_to(point);
                    } else {
                        path.line_to(point);
                    }
                }
            });
            frame.stroke(
                &path,
                Stroke { line_join: LineJoin::Round, ..Stroke::default().with_color(self.colour).with_width(1.5) },
            );
        }
        let geometry = frame.into_geometry();
        renderer.with_translation(Vector::new(bounds.x, bounds.y), |renderer| renderer.draw_geometry(geometry));
    }
}

impl<'a, Message: 'a> From<Spark> for Element<'a, Message> {
    fn from(spark: Spark) -> Self {
        Self::new(spark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_breaks_the_line_and_the_extremes_touch_the_edges() {
        let runs = runs(&[Some(1.0), Some(3.0), None, Some(2.0)], Size::new(30.0, 10.0));
        assert_eq!(runs.len(), 2);
        assert_eq!(runs[0], [Point::new(0.0, 10.0), Point::new(10.0, 0.0)]);
        assert_eq!(runs[1], [Point::new(30.0, 5.0)]);
    }

    #[test]
    fn a_line_rises_when_its_second_half_is_higher() {
        assert_eq!(direction(&[Some(1.0), Some(1.0), Some(2.0), Some(2.0)]), Some(true));
        assert_eq!(direction(&[Some(5.0), Some(5.0)]), None);
        assert_eq!(direction(&[None, Some(5.0)]), None);
    }
}
