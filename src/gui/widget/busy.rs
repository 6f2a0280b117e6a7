//! The busy sign (加载中): three dots that come only when waiting takes longer than a glance, so that nothing flickers.

use std::time::{Duration, Instant};

use iced::advanced::layout::{self, Layout, Node};
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget, renderer};
use iced::{Color, Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, mouse, window};

use crate::gui::theme::Tokens;

use super::ruler::fill;

/// Waits shorter than this show nothing.
const PATIENCE: Duration = Duration::from_millis(150);
/// One step of the dots.
const BEAT: Duration = Duration::from_millis(120);
const DOT: f32 = 8.0;
const GAP: f32 = 8.0;

/// Three dots.
#[derive(Debug, Clone, Copy, Default)]
pub struct Busy;

#[derive(Debug, Default)]
struct Waiting {
    since: Option<Instant>,
    now: Option<Instant>,
}

impl<Message> Widget<Message, Theme, Renderer> for Busy {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Waiting>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Waiting::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, _tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> Node {
        layout::atomic(limits, Length::Fixed(3.0 * DOT + 2.0 * GAP), Length::Fixed(DOT))
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        _layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        if let Event::Window(window::Event::RedrawRequested(now)) = event {
            let state = tree.state.downcast_mut::<Waiting>();
            let since = *state.since.get_or_insert(*now);
            state.now = Some(*now);
            let waited = now.saturating_duration_since(since);
            shell.request_redraw_at(*now + if waited < PATIENCE { PATIENCE.saturating_sub(waited) } else { BEAT });
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<Waiting>();
        let (Some(since), Some(now)) = (state.since, state.now) else { return };
        let waited = now.saturating_duration_since(since);
        if waited < PATIENCE {
            return;
        }
        let beat = (waited.as_millis() / BEAT.as_millis()) % 6;
        let t = Tokens::of(theme);
        let bounds = layout.bounds();
        for dot in 0..3u8 {
            let near = beat.abs_diff(u128::from(dot)).min(6);
            let alpha = match near {
                0 => 1.0,
                1 => 0.6,
                _ => 0.3,
            };
            let area =
                Rectangle::new(Point::new(bounds.x + f32::from(dot) * (DOT + GAP), bounds.y), Size::new(DOT, DOT));
            fill(renderer, area, Color { a: alpha, ..t.accent }, DOT / 2.0);
        }
    }
}

impl<'a, Message: 'a> From<Busy> for Element<'a, Message> {
    fn from(busy: Busy) -> Self {
        Self::new(busy)
    }
}
