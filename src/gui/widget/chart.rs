//! Draws a chart's scene (图表) and lets a person read it: hover, legend, drag over time to zoom, double click to go back, click for
//! the rows behind a mark. Hover stays inside the widget; only a click sends a message.

mod ink;
mod tooltip;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::{Duration, Instant};

use iced::advanced::layout::{self, Layout, Node};
use iced::advanced::mouse::click;
use iced::advanced::overlay;
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget};
use iced::widget::canvas;
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector, mouse, window};

use crate::chart::layout::{Options, layout as lay_out};
use crate::chart::palette::Palette;
use crate::chart::scene::Scene;
use crate::chart::spec::{Body, Hit, Spec};
use crate::locale::Lang;

/// A second click within this time makes it a double click.
const DOUBLE: Duration = Duration::from_millis(300);

/// What a person has changed on a chart: series switched off, and the time shown. Kept by the page, so that a saved picture is what
/// the screen shows.
#[derive(Debug, Default)]
pub struct ChartState {
    hidden: RefCell<BTreeSet<usize>>,
    zoom: Cell<Option<(usize, usize)>>,
    /// Number of categories the zoom was made for: other data resets it.
    length: Cell<usize>,
    /// Width and height when last laid out.
    size: Cell<(f32, f32)>,
}

impl ChartState {
    pub fn hidden(&self) -> BTreeSet<usize> {
        self.hidden.borrow().clone()
    }

    pub fn zoom(&self) -> Option<(usize, usize)> {
        self.zoom.get()
    }

    /// Width and height on the screen, for a picture of the same shape.
    pub fn size(&self) -> (f32, f32) {
        self.size.get()
    }
}

/// A scene with what it was laid out from.
#[derive(Debug)]
struct Laid {
    spec: Spec,
    options: Options,
    scene: Scene,
}

/// The widget's own state.
#[derive(Default)]
struct Inner {
    laid: Option<Laid>,
    cache: canvas::Cache<Renderer>,
    hover: Option<usize>,
    /// First and last category dragged over.
    drag: Option<(usize, usize)>,
    pressed: bool,
    last_click: Option<click::Click>,
    /// A click that may still become a double one.
    pending: Option<(Instant, Hit)>,
}

/// The widget. See the module's own words.
pub struct Chart<'a, Message> {
    spec: &'a Spec,
    state: Rc<ChartState>,
    palette: Palette,
    lang: Lang,
    height: f32,
    on_hit: Option<Box<dyn Fn(Hit) -> Message + 'a>>,
}

impl<Message> std::fmt::Debug for Chart<'_, Message> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chart").field("spec", &self.spec.id).finish_non_exhaustive()
    }
}

/// A chart of `spec`, `height` pixels high and as wide as there is room.
pub fn chart<Message>(
    spec: &Spec,
    state: Rc<ChartState>,
    palette: Palette,
    lang: Lang,
    height: f32,
) -> Chart<'_, Message> {
    Chart { spec, state, palette, lang, height, on_hit: None }
}

impl<'a, Message> Chart<'a, Message> {
    /// What a click on a mark sends.
    #[must_use]
    pub fn on_hit(mut self, on_hit: impl Fn(Hit) -> Message + 'a) -> Self {
        self.on_hit = Some(Box::new(on_hit));
        self
    }

    /// Whether dragging zooms: only over time.
    const fn zooms(&self) -> bool {
        matches!(self.spec.body, Body::Columns { time: true, .. })
    }

    fn options(&self, size: Size) -> Options {
        let mut options = Options::window(size.width, size.height, self.palette.clone(), self.lang);
        options.hidden = self.state.hidden();
        options.zoom = self.state.zoom();
        options
    }

    fn moved(&self, inner: &mut Inner, at: Option<Point>, anywhere: Option<Point>, shell: &mut Shell<'_, Message>) {
        let Some(laid) = &inner.laid else { return };
        if let (Some((from, to)), Some(point)) = (inner.drag, anywhere) {
            if let Some(category) = laid.scene.category_at(point.x).filter(|c| *c != to) {
                inner.drag = Some((from, category));
                shell.request_redraw();
            }
            return;
        }
        let hover = at.and_then(|p| laid.scene.hover_index_at(p.x, p.y));
        if hover != inner.hover {
            inner.hover = hover;
            shell.request_redraw();
        }
    }

    fn pressed(&self, inner: &mut Inner, at: Point, absolute: Point, shell: &mut Shell<'_, Message>) {
        let click = click::Click::new(absolute, mouse::Button::Left, inner.last_click);
        let double = click.kind() == click::Kind::Double;
        inner.last_click = Some(click);
        let Some(laid) = &inner.laid else { return };
        if let Some(series) = laid.scene.legend_at(at.x, at.y) {
            {
                let mut hidden = self.state.hidden.borrow_mut();
                if !hidden.remove(&series) {
                    hidden.insert(series);
                }
            }
            shell.invalidate_layout();
            shell.request_redraw();
            return shell.capture_event();
        }
        if double && self.state.zoom.get().is_some() {
            self.state.zoom.set(None);
            inner.pending = None;
            shell.invalidate_layout();
            shell.request_redraw();
            return shell.capture_event();
        }
        inner.pressed = true;
        if self.zooms()
            && let Some(category) = laid.scene.hover_index_at(at.x, at.y).and_then(|_| laid.scene.category_at(at.x))
        {
            inner.drag = Some((category, category));
        }
        shell.capture_event();
    }

    fn released(&self, inner: &mut Inner, at: Option<Point>, shell: &mut Shell<'_, Message>) {
        let was_pressed = std::mem::take(&mut inner.pressed);
        if let Some((from, to)) = inner.drag.take()
            && from != to
        {
            self.state.zoom.set(Some((from.min(to), from.max(to))));
            inner.hover = None;
            shell.invalidate_layout();
            shell.request_redraw();
            return shell.capture_event();
        }
        let (Some(laid), Some(at), Some(on_hit)) = (&inner.laid, at, &self.on_hit) else { return };
        if was_pressed && let Some(hit) = laid.scene.hit_at(at.x, at.y) {
            if self.state.zoom.get().is_some() {
                // It may be the first half of the double click that takes the zoom back.
                let due = Instant::now() + DOUBLE;
                inner.pending = Some((due, hit));
                shell.request_redraw_at(due);
            } else {
                shell.publish(on_hit(hit));
            }
            shell.capture_event();
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Chart<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Inner>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Inner::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fixed(self.height))
    }

    fn layout(&mut self, tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> Node {
        let inner = tree.state.downcast_mut::<Inner>();
        let limits = limits.width(Length::Fill).height(self.height);
        let size = limits.resolve(Length::Fill, Length::Fixed(self.height), Size::new(320.0, self.height));
        let length = match &self.spec.body {
            Body::Columns { categories, .. } => categories.len(),
            _ => 0,
        };
        if self.state.length.replace(length) != length {
            self.state.zoom.set(None);
        }
        self.state.size.set((size.width, size.height));
        let options = self.options(size);
        let same = inner.laid.as_ref().is_some_and(|laid| laid.options == options && laid.spec == *self.spec);
        if !same {
            let scene = lay_out(self.spec, &options);
            inner.laid = Some(Laid { spec: self.spec.clone(), options, scene });
            inner.cache.clear();
            inner.hover = None;
        }
        Node::new(size)
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let inner = tree.state.downcast_ref::<Inner>();
        let bounds = layout.bounds();
        let (Some(laid), Some(clip)) = (&inner.laid, bounds.intersection(viewport)) else { return };
        renderer.with_layer(clip, |renderer| {
            ink::scene(renderer, &laid.scene, &inner.cache, bounds);
        });
        let over = inner.hover.and_then(|at| laid.scene.hovers.get(at));
        let dragged = inner.drag.filter(|(from, to)| from != to);
        if over.is_some() || dragged.is_some() {
            renderer.with_layer(clip, |renderer| {
                if let Some((from, to)) = dragged {
                    ink::band(renderer, &laid.scene, (from.min(to), from.max(to)), bounds, &self.palette);
                } else if let Some(hover) = over {
                    ink::hover(renderer, hover, bounds, &self.palette);
                }
            });
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let inner = tree.state.downcast_mut::<Inner>();
        let bounds = layout.bounds();
        let local = |p: Point| Point::new(p.x - bounds.x, p.y - bounds.y);
        let at = cursor.position_over(bounds).map(local);
        match event {
            Event::Mouse(mouse::Event::CursorMoved { .. } | mouse::Event::CursorLeft) => {
                self.moved(inner, at, cursor.position().map(local), shell);
            }
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                if let (Some(at), Some(absolute)) = (at, cursor.position()) {
                    self.pressed(inner, at, absolute, shell);
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => self.released(inner, at, shell),
            // The page moves under the pointer.
            Event::Mouse(mouse::Event::WheelScrolled { .. }) if inner.hover.is_some() => {
                inner.hover = None;
                shell.request_redraw();
            }
            Event::Window(window::Event::RedrawRequested(now)) => {
                if let (Some((due, hit)), Some(on_hit)) = (inner.pending, &self.on_hit) {
                    if *now >= due {
                        inner.pending = None;
                        shell.publish(on_hit(hit));
                    } else {
                        shell.request_redraw_at(due);
                    }
                }
            }
            _ => {}
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &Renderer,
    ) -> mouse::Interaction {
        let inner = tree.state.downcast_ref::<Inner>();
        let bounds = layout.bounds();
        let (Some(laid), Some(at)) = (&inner.laid, cursor.position_over(bounds)) else {
            return mouse::Interaction::None;
        };
        let (x, y) = (at.x - bounds.x, at.y - bounds.y);
        let legend = laid.scene.legend_at(x, y).is_some();
        let mark = self.on_hit.is_some() && laid.scene.hit_at(x, y).is_some();
        if legend || mark { mouse::Interaction::Pointer } else { mouse::Interaction::None }
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, _renderer: &Renderer, operation: &mut dyn Operation) {
        let inner = tree.state.downcast_ref::<Inner>();
        let bounds = layout.bounds();
        operation.container(None, bounds);
        if let Some(laid) = &inner.laid {
            for text in laid.scene.texts() {
                let area = text.bounds();
                let area = Rectangle::new(
                    Point::new(bounds.x + area.x, bounds.y + area.y),
                    Size::new(area.width, area.height),
                );
                operation.text(None, area, &text.content);
            }
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let inner = tree.state.downcast_ref::<Inner>();
        let bounds = layout.bounds() + translation;
        if inner.drag.is_some_and(|(from, to)| from != to) || !bounds.intersects(viewport) {
            return None;
        }
        let hover = inner.laid.as_ref()?.scene.hovers.get(inner.hover?)?;
        (!hover.rows.is_empty() || !hover.title.is_empty())
            .then(|| overlay::Element::new(Box::new(tooltip::Tooltip { hover, chart: bounds })))
    }
}

impl<'a, Message: 'a> From<Chart<'a, Message>> for Element<'a, Message> {
    fn from(chart: Chart<'a, Message>) -> Self {
        Self::new(chart)
    }
}
