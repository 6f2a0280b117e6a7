//! A button that opens something under itself: a menu, a list of check boxes, a calendar. It opens and closes by itself; the page sees
//! only what is chosen inside.

use iced::advanced::layout::{self, Layout, Limits, Node};
use iced::advanced::overlay;
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget};
use iced::keyboard::{self, Key, key::Named};
use iced::widget::{button, container};
use iced::{Element, Event, Length, Padding, Point, Rectangle, Renderer, Size, Theme, Vector, mouse};

use crate::gui::theme;

type Style<'a> = Box<dyn Fn(&Theme, button::Status) -> button::Style + 'a>;
type Closes<'a, Message> = Box<dyn Fn(&Message) -> bool + 'a>;

/// Distance between the button and what it opens.
const GAP: f32 = 4.0;
/// Least distance to the window's edge.
const EDGE: f32 = 8.0;

/// The widget. See the module's own words.
pub struct Dropdown<'a, Message> {
    label: Element<'a, Message>,
    content: Element<'a, Message>,
    style: Style<'a>,
    padding: Padding,
    width: Length,
    height: Length,
    right: bool,
    closes: Closes<'a, Message>,
}

impl<Message> std::fmt::Debug for Dropdown<'_, Message> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dropdown")
    }
}

/// `label` on a button that opens `content`. Any message from inside closes it again; see [`Dropdown::closes`].
pub fn dropdown<'a, Message: 'a>(
    label: impl Into<Element<'a, Message>>,
    content: impl Into<Element<'a, Message>>,
) -> Dropdown<'a, Message> {
    Dropdown {
        label: label.into(),
        content: container(content).style(theme::container::floating).padding(1).into(),
        style: Box::new(theme::button::secondary),
        padding: Padding::from([0.0, 10.0]),
        width: Length::Shrink,
        height: Length::Fixed(theme::measure::CONTROL),
        right: false,
        closes: Box::new(|_| true),
    }
}

impl<'a, Message> Dropdown<'a, Message> {
    #[must_use]
    pub fn style(mut self, style: impl Fn(&Theme, button::Status) -> button::Style + 'a) -> Self {
        self.style = Box::new(style);
        self
    }

    #[must_use]
    pub fn padding(mut self, padding: impl Into<Padding>) -> Self {
        self.padding = padding.into();
        self
    }

    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    /// What opens ends where the button ends, instead of beginning where it begins.
    #[must_use]
    pub const fn align_right(mut self) -> Self {
        self.right = true;
        self
    }

    /// Which messages from inside close it.
    #[must_use]
    pub fn closes(mut self, closes: impl Fn(&Message) -> bool + 'a) -> Self {
        self.closes = Box::new(closes);
        self
    }

    /// Stays open until a click beside it or Esc: for check boxes.
    #[must_use]
    pub fn stays(self) -> Self {
        self.closes(|_| false)
    }
}

#[derive(Debug, Default)]
struct State {
    open: bool,
    pressed: bool,
    hovered: bool,
}

/// The two children of a dropdown's tree: label and content.
fn pair(children: &mut [Tree]) -> Option<(&mut Tree, &mut Tree)> {
    match children {
        [label, content] => Some((label, content)),
        _ => None,
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Dropdown<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.label), Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&[&self.label, &self.content]);
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, self.height)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &Limits) -> Node {
        let Some((label, _)) = pair(&mut tree.children) else { return Node::default() };
        layout::positioned(
            limits,
            self.width,
            self.height,
            self.padding,
            |limits| self.label.as_widget_mut().layout(label, renderer, &limits.loose()),
            |node, size| node.align(iced::Alignment::Start, iced::Alignment::Center, size),
        )
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            if let (Some((label, _)), Some(inside)) = (pair(&mut tree.children), layout.children().next()) {
                self.label.as_widget_mut().operate(label, inside, renderer, operation);
            }
        });
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
        let state = tree.state.downcast_mut::<State>();
        let over = cursor.is_over(layout.bounds());
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) if over => {
                state.pressed = true;
                shell.capture_event();
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) if state.pressed => {
                state.pressed = false;
                if over {
                    state.open = !state.open;
                    // The overlay appears with the next layout.
                    shell.invalidate_layout();
                }
                shell.capture_event();
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::CursorMoved { .. } | mouse::Event::CursorLeft) if state.hovered != over => {
                state.hovered = over;
                shell.request_redraw();
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let status = if state.open || state.pressed {
            button::Status::Pressed
        } else if cursor.is_over(layout.bounds()) {
            button::Status::Hovered
        } else {
            button::Status::Active
        };
        let style = (self.style)(theme, status);
        let bounds = layout.bounds();
        if style.background.is_some() || style.border.width > 0.0 {
            renderer.fill_quad(
                renderer::Quad { bounds, border: style.border, ..renderer::Quad::default() },
                style.background.unwrap_or(iced::Background::Color(iced::Color::TRANSPARENT)),
            );
        }
        if let (Some(label), Some(inside)) = (tree.children.first(), layout.children().next()) {
            let inherited = renderer::Style { text_color: style.text_color };
            self.label.as_widget().draw(label, renderer, theme, &inherited, inside, cursor, viewport);
        }
    }

    fn mouse_interaction(
        &self,
        _tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &Renderer,
    ) -> mouse::Interaction {
        if cursor.is_over(layout.bounds()) { mouse::Interaction::Pointer } else { mouse::Interaction::None }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        _renderer: &Renderer,
        _viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let state = tree.state.downcast_mut::<State>();
        if !state.open {
            return None;
        }
        let (_, content) = pair(&mut tree.children)?;
        Some(overlay::Element::new(Box::new(Opened {
            anchor: layout.bounds() + translation,
            right: self.right,
            open: &mut state.open,
            content: &mut self.content,
            tree: content,
            closes: &self.closes,
        })))
    }
}

impl<'a, Message: 'a> From<Dropdown<'a, Message>> for Element<'a, Message> {
    fn from(dropdown: Dropdown<'a, Message>) -> Self {
        Self::new(dropdown)
    }
}

/// What has been opened.
struct Opened<'a, 'b, Message> {
    anchor: Rectangle,
    right: bool,
    open: &'b mut bool,
    content: &'b mut Element<'a, Message>,
    tree: &'b mut Tree,
    closes: &'b Closes<'a, Message>,
}

impl<Message> overlay::Overlay<Message, Theme, Renderer> for Opened<'_, '_, Message> {
    fn layout(&mut self, renderer: &Renderer, bounds: Size) -> Node {
        let below = bounds.height - (self.anchor.y + self.anchor.height) - GAP - EDGE;
        let above = self.anchor.y - GAP - EDGE;
        let room = Size::new((bounds.width - 2.0 * EDGE).max(0.0), below.max(above).max(0.0));
        let node = self.content.as_widget_mut().layout(self.tree, renderer, &Limits::new(Size::ZERO, room));
        let size = node.size();
        let y = if size.height <= below || below >= above {
            self.anchor.y + self.anchor.height + GAP
        } else {
            self.anchor.y - GAP - size.height
        };
        let x = if self.right { self.anchor.x + self.anchor.width - size.width } else { self.anchor.x };
        let x = x.clamp(EDGE, (bounds.width - size.width - EDGE).max(EDGE));
        node.move_to(Point::new(x, y))
    }

    fn operate(&mut self, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content.as_widget_mut().operate(self.tree, layout, renderer, operation);
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        let mut messages = Vec::new();
        let bounds = layout.bounds();
        {
            let mut inner = Shell::new(&mut messages);
            self.content
                .as_widget_mut()
                .update(self.tree, event, layout, cursor, renderer, clipboard, &mut inner, &bounds);
            if inner.is_event_captured() {
                shell.capture_event();
            }
            shell.request_redraw_at(inner.redraw_request());
            if inner.is_layout_invalid() {
                shell.invalidate_layout();
            }
            if inner.are_widgets_invalid() {
                shell.invalidate_widgets();
            }
            shell.input_method_mut().merge(inner.input_method());
        }
        for message in messages {
            if (self.closes)(&message) {
                *self.open = false;
                shell.invalidate_layout();
            }
            shell.publish(message);
        }
        if shell.is_event_captured() {
            return;
        }
        let escape =
            matches!(event, Event::Keyboard(keyboard::Event::KeyPressed { key: Key::Named(Named::Escape), .. }));
        let beside = matches!(event, Event::Mouse(mouse::Event::ButtonPressed(_))) && !cursor.is_over(bounds);
        if escape || beside {
            *self.open = false;
            shell.invalidate_layout();
            shell.request_redraw();
            shell.capture_event();
        } else if matches!(event, Event::Mouse(mouse::Event::ButtonPressed(_) | mouse::Event::WheelScrolled { .. }))
            && cursor.is_over(bounds)
        {
            shell.capture_event();
        }
    }

    fn draw(
        &self,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
    ) {
        self.content.as_widget().draw(self.tree, renderer, theme, style, layout, cursor, &layout.bounds());
    }

    fn mouse_interaction(&self, layout: Layout<'_>, cursor: mouse::Cursor, renderer: &Renderer) -> mouse::Interaction {
        let inside = self.content.as_widget().mouse_interaction(self.tree, layout, cursor, &layout.bounds(), renderer);
        if inside == mouse::Interaction::None && cursor.is_over(layout.bounds()) {
            mouse::Interaction::Idle
        } else {
            inside
        }
    }

    fn overlay<'c>(
        &'c mut self,
        layout: Layout<'c>,
        renderer: &Renderer,
    ) -> Option<overlay::Element<'c, Message, Theme, Renderer>> {
        let bounds = layout.bounds();
        self.content.as_widget_mut().overlay(self.tree, layout, renderer, &bounds, Vector::ZERO)
    }
}
