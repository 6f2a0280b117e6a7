//! The data grid (表格): one widget for every list. It draws what is visible and nothing else, so a million rows cost what fifty do.
//!
//! Hover, scroll and selection live in [`GridState`], which the page owns and the widget changes in place: no message is sent per
//! mouse move or scrolled pixel. Messages go out for what a page acts on: sort, open, link, selection, missing rows, layout.

mod draw;
mod input;
mod plan;
mod rows;
mod state;
#[cfg(test)]
mod tests;

use std::ops::Range;

use iced::advanced::layout::{self, Layout, Node};
use iced::advanced::renderer;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Shell, Widget};
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, mouse};

use crate::settings::GridLayout;
use crate::table::Kind;

pub use input::Inner;
pub use rows::{Cell, Look, Rows, TableRows};
pub use state::{GridState, Selection, Sort};

/// A column as the grid shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Stable id, under which width and visibility are remembered.
    pub id: &'static str,
    pub title: String,
    pub kind: Kind,
    pub width: f32,
    /// How narrow it may become where there is not room for all columns.
    pub least: f32,
    /// Takes what is left of the width.
    pub grow: bool,
    pub sortable: bool,
}

impl Column {
    pub fn new(id: &'static str, title: impl Into<String>, kind: Kind) -> Self {
        Self::from(&crate::table::Column::new(id, title, kind))
    }

    #[must_use]
    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self.least = width;
        self
    }

    #[must_use]
    pub const fn grow(mut self) -> Self {
        self.grow = true;
        self
    }

    #[must_use]
    pub const fn unsorted(mut self) -> Self {
        self.sortable = false;
        self
    }

    /// Numbers stand at the right.
    pub const fn right(&self) -> bool {
        matches!(self.kind, Kind::Count | Kind::Money | Kind::Ratio | Kind::Number)
    }
}

impl From<&crate::table::Column> for Column {
    fn from(column: &crate::table::Column) -> Self {
        Self {
            id: column.id,
            title: column.title.clone(),
            kind: column.kind,
            width: column.width,
            least: column.width,
            grow: false,
            sortable: true,
        }
    }
}

/// What happened on a grid.
#[derive(Debug, Clone, PartialEq)]
pub enum GridEvent {
    /// A header was clicked: sort by this column id. [`GridState::sort`] already holds the new order.
    Sort(&'static str),
    /// A row was clicked or Enter pressed on it.
    Open(usize),
    /// A link in this row and column id was clicked.
    Link(usize, &'static str),
    /// Another selection; it stands in [`GridState`].
    Selected,
    /// These rows are visible and not there yet.
    Need(Range<usize>),
    /// Widths or visible columns have changed: remember them.
    Layout(GridLayout),
    /// Ctrl+C put this many rows on the clipboard.
    Copied(usize),
    /// Ctrl+C on rows that are not all loaded: the page has to fetch them.
    Copy,
}

/// The widget. See the module's own words.
pub struct Grid<'a, Message> {
    state: &'a GridState,
    rows: &'a dyn Rows,
    columns: &'a [Column],
    on_event: Box<dyn Fn(GridEvent) -> Message + 'a>,
    totals: Option<Vec<Cell>>,
    filters: Vec<(usize, Element<'a, Message>)>,
    selectable: bool,
    red_up: bool,
    width: Length,
    height: Length,
    /// As high as its rows: a bar below them takes room of its own.
    fits: bool,
    /// Rows beyond which Ctrl+C asks the page.
    copy_limit: usize,
}

impl<Message> std::fmt::Debug for Grid<'_, Message> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Grid")
            .field("rows", &self.rows.len())
            .field("columns", &self.columns.len())
            .finish_non_exhaustive()
    }
}

/// A grid over `rows`; what happens on it becomes messages through `on_event`.
pub fn grid<'a, Message>(
    state: &'a GridState,
    rows: &'a dyn Rows,
    columns: &'a [Column],
    on_event: impl Fn(GridEvent) -> Message + 'a,
) -> Grid<'a, Message> {
    Grid {
        state,
        rows,
        columns,
        on_event: Box::new(on_event),
        totals: None,
        filters: Vec::new(),
        selectable: false,
        red_up: true,
        width: Length::Fill,
        height: Length::Fill,
        fits: false,
        copy_limit: 50_000,
    }
}

impl<'a, Message> Grid<'a, Message> {
    /// A row that stays at the bottom: one cell for each column.
    #[must_use]
    pub fn totals(mut self, totals: Vec<Cell>) -> Self {
        self.totals = Some(totals);
        self
    }

    /// A field under a column's heading.
    #[must_use]
    pub fn filter(mut self, column: &str, field: impl Into<Element<'a, Message>>) -> Self {
        if let Some(at) = self.columns.iter().position(|c| c.id == column) {
            self.filters.push((at, field.into()));
        }
        self
    }

    /// Check boxes at the left and selection by keyboard.
    #[must_use]
    pub const fn selectable(mut self, on: bool) -> Self {
        self.selectable = on;
        self
    }

    /// Whether a rise is red.
    #[must_use]
    pub const fn red_up(mut self, on: bool) -> Self {
        self.red_up = on;
        self
    }

    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.height = height.into();
        self
    }

    /// As high as its rows, up to `most` of them: for grids inside cards.
    #[must_use]
    pub fn fit(mut self, most: usize) -> Self {
        let rows = self.rows.len().min(most) as f32;
        let extra = 1.0 + f32::from(u8::from(self.totals.is_some()));
        self.height = Length::Fixed((rows + extra) * plan::ROW + 2.0);
        self.fits = true;
        self
    }

    fn plan(&self, bounds: Rectangle) -> plan::Plan {
        plan::Plan::new(&plan::Ask {
            bounds,
            columns: self.columns,
            state: self.state,
            rows: self.rows.len(),
            selectable: self.selectable,
            filters: !self.filters.is_empty(),
            totals: self.totals.as_deref(),
        })
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Grid<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Inner>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Inner::default())
    }

    fn children(&self) -> Vec<Tree> {
        self.filters.iter().map(|(_, field)| Tree::new(field)).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        let fields: Vec<_> = self.filters.iter().map(|(_, field)| field).collect();
        tree.diff_children(&fields);
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, self.height)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> Node {
        let limits = limits.width(self.width).height(self.height);
        let mut size = limits.resolve(self.width, self.height, Size::new(480.0, 240.0));
        let mut plan = self.plan(Rectangle::with_size(size));
        if self.fits && plan.bar_x().is_some() {
            size.height += plan::BAR;
            plan = self.plan(Rectangle::with_size(size));
        }
        let mut nodes = Vec::with_capacity(self.filters.len());
        for ((at, field), tree) in self.filters.iter_mut().zip(&mut tree.children) {
            let area = plan.filter_cell(*at);
            let limits = layout::Limits::new(Size::ZERO, area.size());
            let node = field.as_widget_mut().layout(tree, renderer, &limits);
            nodes.push(node.move_to(Point::new(area.x, area.y)));
        }
        Node::with_children(size, nodes)
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let Some(visible) = layout.bounds().intersection(viewport) else { return };
        let plan = self.plan(layout.bounds());
        self.draw_all(tree.state.downcast_ref::<Inner>(), renderer, theme, &plan, visible);
        if let Some(band) = plan.filter_band
            && let Some(band) = band.intersection(&visible)
        {
            use iced::advanced::Renderer as _;
            renderer.with_layer(band, |renderer| {
                for (((_, field), tree), layout) in self.filters.iter().zip(&tree.children).zip(layout.children()) {
                    field.as_widget().draw(tree, renderer, theme, style, layout, cursor, &band);
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
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        for (((_, field), tree), layout) in self.filters.iter_mut().zip(&mut tree.children).zip(layout.children()) {
            field.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
        }
        if shell.is_event_captured() {
            return;
        }
        let plan = self.plan(layout.bounds());
        let inner = tree.state.downcast_mut::<Inner>();
        self.handle(inner, event, &plan, cursor, clipboard, shell);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        for (((_, field), tree), layout) in self.filters.iter().zip(&tree.children).zip(layout.children()) {
            let over = field.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer);
            if over != mouse::Interaction::None {
                return over;
            }
        }
        let plan = self.plan(layout.bounds());
        self.pointer(tree.state.downcast_ref::<Inner>(), &plan, cursor)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        operation.container(None, layout.bounds());
        let plan = self.plan(layout.bounds());
        operation.focusable(None, layout.bounds(), &mut state::Focus(self.state));
        for placed in &plan.columns {
            if let Some(column) = self.columns.get(placed.index) {
                operation.text(None, plan.header_cell(placed), &column.title);
            }
        }
        for row in plan.rows.clone() {
            if !self.rows.ready(row) {
                continue;
            }
            for placed in &plan.columns {
                let cell = self.rows.cell(row, placed.index);
                operation.text(None, plan.cell(row, placed), &cell.text);
            }
        }
        if let Some(totals) = &self.totals {
            for placed in &plan.columns {
                if let (Some(cell), Some(area)) = (totals.get(placed.index), plan.total_cell(placed)) {
                    operation.text(None, area, &cell.text);
                }
            }
        }
        operation.traverse(&mut |operation| {
            for (((_, field), tree), layout) in self.filters.iter_mut().zip(&mut tree.children).zip(layout.children()) {
                field.as_widget_mut().operate(tree, layout, renderer, operation);
            }
        });
    }
}

impl<'a, Message: 'a> From<Grid<'a, Message>> for Element<'a, Message> {
    fn from(grid: Grid<'a, Message>) -> Self {
        Self::new(grid)
    }
}
