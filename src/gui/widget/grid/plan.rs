//! Where everything of a grid stands in one frame: header, filter row, body, totals, columns, visible rows, scroll bars.

use std::ops::Range;

use iced::{Point, Rectangle, Size};

use crate::gui::theme::{measure, size};
use crate::gui::widget::ruler;

use super::{Cell, Column, GridState};

/// Height of a row, of the header and of the totals.
pub const ROW: f32 = measure::ROW;
/// Height of the filter row.
const FILTER: f32 = 36.0;
/// Width of the check boxes' column.
const CHECKS: f32 = 34.0;
/// Left and right of a cell's text.
pub const PAD: f32 = 8.0;
/// Thickness of a scroll bar's area.
pub const BAR: f32 = 10.0;
/// Narrowest a column can be drawn.
pub const NARROWEST: f32 = 40.0;

/// What a plan is made from.
pub struct Ask<'a> {
    pub bounds: Rectangle,
    pub columns: &'a [Column],
    pub state: &'a GridState,
    pub rows: usize,
    pub selectable: bool,
    pub filters: bool,
    pub totals: Option<&'a [Cell]>,
}

/// A visible column.
#[derive(Debug, Clone, Copy)]
pub struct Placed {
    /// Index into the grid's columns.
    pub index: usize,
    /// In window coordinates, scroll taken off.
    pub x: f32,
    pub width: f32,
}

/// One frame's geometry in window coordinates.
#[derive(Debug, Clone)]
pub struct Plan {
    pub bounds: Rectangle,
    pub header: Rectangle,
    pub filter_band: Option<Rectangle>,
    pub body: Rectangle,
    pub totals: Option<Rectangle>,
    /// Every shown column, on the screen or scrolled off it.
    all: Vec<Placed>,
    /// Those at least partly on the screen.
    pub columns: Vec<Placed>,
    /// Rows at least partly on the screen.
    pub rows: Range<usize>,
    pub len: usize,
    pub checks: f32,
    pub content_width: f32,
    pub content_height: f64,
    pub scroll_y: f64,
    pub scroll_x: f32,
}

impl Plan {
    pub fn new(ask: &Ask<'_>) -> Self {
        let bounds = ask.bounds;
        let checks = if ask.selectable { CHECKS } else { 0.0 };
        let band = |y: f32, height: f32| Rectangle::new(Point::new(bounds.x, y), Size::new(bounds.width, height));
        let header = band(bounds.y, ROW);
        let mut top = bounds.y + ROW;
        let filter_band = ask.filters.then(|| band(top, FILTER));
        top += if ask.filters { FILTER } else { 0.0 };

        let shown: Vec<usize> =
            (0..ask.columns.len()).filter(|at| ask.columns.get(*at).is_some_and(|c| ask.state.visible(c.id))).collect();
        let widths = ask.state.widths.borrow();
        // A sum is never cut: until somebody chooses a width, its column has room for it.
        let total_of = |at: usize| {
            let total = ask.totals.and_then(|totals| totals.get(at));
            total.map_or(0.0, |cell| ruler::width(&cell.text, size::BODY, true).ceil() + 2.0 * PAD)
        };
        let width_of = |at: usize| {
            ask.columns
                .get(at)
                .map_or(0.0, |c| widths.get(c.id).copied().unwrap_or_else(|| c.width.max(total_of(at))).max(NARROWEST))
        };
        // Where not all columns fit, those nobody chose a width for give what they can spare.
        let spare_of = |at: usize| {
            let free = ask.columns.get(at).filter(|c| !widths.contains_key(c.id));
            free.map_or(0.0, |c| (width_of(at) - c.least.max(total_of(at)).max(NARROWEST)).max(0.0))
        };
        let wanted: f32 = checks + shown.iter().map(|at| width_of(*at)).sum::<f32>();
        let spare: f32 = shown.iter().map(|at| spare_of(*at)).sum();
        // Room for the vertical bar is kept free so that the last numbers are never under it.
        let totals_height = if ask.totals.is_some() { ROW } else { 0.0 };
        let most_body = bounds.y + bounds.height - top - totals_height;
        let tall = ask.rows as f64 * f64::from(ROW) > f64::from(most_body) + 0.5;
        let room = bounds.width - if tall { BAR } else { 4.0 };
        let given = if spare > 0.0 { ((wanted - room) / spare).clamp(0.0, 1.0) } else { 0.0 };
        let width_of = |at: usize| (width_of(at) - spare_of(at) * given).floor();
        let wanted: f32 = checks + shown.iter().map(|at| width_of(*at)).sum::<f32>();
        let growing: Vec<usize> = shown
            .iter()
            .copied()
            .filter(|at| ask.columns.get(*at).is_some_and(|c| c.grow && !widths.contains_key(c.id)))
            .collect();
        let extra = (room - wanted).max(0.0);
        let (share, content_width) =
            if growing.is_empty() { (0.0, wanted) } else { ((extra / growing.len() as f32).floor(), wanted.max(room)) };

        let across = content_width > bounds.width + 0.5;
        let bottom = bounds.y + bounds.height - if across { BAR } else { 0.0 };
        let totals = ask.totals.is_some().then(|| band((bottom - ROW).max(top), ROW));
        let body_height = (bottom - top - if ask.totals.is_some() { ROW } else { 0.0 }).max(0.0);
        let body = band(top, body_height);

        let content_height = ask.rows as f64 * f64::from(ROW);
        let most_y = (content_height - f64::from(body_height)).max(0.0);
        let scroll_y = ask.state.scroll_y.get().clamp(0.0, most_y);
        let scroll_x = ask.state.scroll_x.get().clamp(0.0, (content_width - bounds.width).max(0.0));

        let mut x = bounds.x + checks - scroll_x;
        let mut all = Vec::with_capacity(shown.len());
        for index in shown {
            let width = width_of(index) + if growing.contains(&index) { share } else { 0.0 };
            all.push(Placed { index, x, width });
            x += width;
        }
        drop(widths);
        let columns =
            all.iter().copied().filter(|c| c.x < bounds.x + bounds.width && c.x + c.width > bounds.x).collect();

        let first = (scroll_y / f64::from(ROW)).floor().max(0.0) as usize;
        let last = ((scroll_y + f64::from(body_height)) / f64::from(ROW)).ceil() as usize;
        let rows = first.min(ask.rows)..last.min(ask.rows);
        ask.state.room.set((body_height / ROW).floor() as usize);

        Self {
            bounds,
            header,
            filter_band,
            body,
            totals,
            all,
            columns,
            rows,
            len: ask.rows,
            checks,
            content_width,
            content_height,
            scroll_y,
            scroll_x,
        }
    }

    /// Top of a row in window coordinates.
    pub fn row_y(&self, row: usize) -> f32 {
        // The difference is small although both terms may be large: subtract before leaving f64.
        self.body.y + (row as f64 * f64::from(ROW) - self.scroll_y) as f32
    }

    pub fn row(&self, row: usize) -> Rectangle {
        Rectangle::new(Point::new(self.bounds.x, self.row_y(row)), Size::new(self.bounds.width, ROW))
    }

    pub fn cell(&self, row: usize, placed: &Placed) -> Rectangle {
        Rectangle::new(Point::new(placed.x, self.row_y(row)), Size::new(placed.width, ROW))
    }

    pub fn header_cell(&self, placed: &Placed) -> Rectangle {
        Rectangle::new(Point::new(placed.x, self.header.y), Size::new(placed.width, ROW))
    }

    pub fn total_cell(&self, placed: &Placed) -> Option<Rectangle> {
        self.totals.map(|band| Rectangle::new(Point::new(placed.x, band.y), Size::new(placed.width, ROW)))
    }

    /// Where the field under a column's heading stands; empty for a hidden column.
    pub fn filter_cell(&self, index: usize) -> Rectangle {
        let placed = self.all.iter().find(|c| c.index == index);
        match (placed, self.filter_band) {
            (Some(c), Some(band)) => Rectangle::new(
                Point::new(c.x + 2.0, band.y + 4.0),
                Size::new((c.width - 4.0).max(0.0), measure::CONTROL),
            ),
            _ => Rectangle::with_size(Size::ZERO),
        }
    }

    pub fn check(&self, y: f32) -> Rectangle {
        Rectangle::new(Point::new(self.bounds.x - self.scroll_x + 12.0, y + (ROW - 14.0) / 2.0), Size::new(14.0, 14.0))
    }

    /// The row under a point of the body.
    pub fn row_at(&self, point: Point) -> Option<usize> {
        if !self.body.contains(point) {
            return None;
        }
        let row = ((f64::from(point.y - self.body.y) + self.scroll_y) / f64::from(ROW)).floor() as usize;
        (row < self.len).then_some(row)
    }

    pub fn column_at(&self, x: f32) -> Option<Placed> {
        self.columns.iter().copied().find(|c| x >= c.x && x < c.x + c.width)
    }

    /// The column whose right edge is under `x`, for resizing.
    pub fn edge_at(&self, x: f32) -> Option<Placed> {
        self.columns.iter().copied().find(|c| (x - (c.x + c.width)).abs() <= 4.0)
    }

    /// The vertical bar's track and thumb, when there is more than fits.
    pub fn bar_y(&self) -> Option<(Rectangle, Rectangle)> {
        let view = f64::from(self.body.height);
        if self.content_height <= view || view <= 0.0 {
            return None;
        }
        let track = Rectangle::new(
            Point::new(self.body.x + self.body.width - BAR, self.body.y),
            Size::new(BAR, self.body.height),
        );
        let length = ((view / self.content_height) * view).max(28.0).min(view);
        let at = self.scroll_y / (self.content_height - view) * (view - length);
        let thumb = Rectangle::new(Point::new(track.x + 2.0, track.y + at as f32), Size::new(BAR - 4.0, length as f32));
        Some((track, thumb))
    }

    /// The horizontal bar's track and thumb.
    pub fn bar_x(&self) -> Option<(Rectangle, Rectangle)> {
        let view = self.bounds.width;
        if self.content_width <= view + 0.5 {
            return None;
        }
        let track =
            Rectangle::new(Point::new(self.bounds.x, self.bounds.y + self.bounds.height - BAR), Size::new(view, BAR));
        let length = (view / self.content_width * view).max(28.0).min(view);
        let at = self.scroll_x / (self.content_width - view) * (view - length);
        let thumb = Rectangle::new(Point::new(track.x + at, track.y + 2.0), Size::new(length, BAR - 4.0));
        Some((track, thumb))
    }
}
