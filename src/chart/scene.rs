//! A chart laid out (场景): shapes and words at their places, and what the pointer finds there.
//!
//! The window draws a scene, and [`crate::chart::svg`] and [`crate::chart::png`] write the same one, so a saved picture is what
//! the screen shows. Every number in a scene is finite.

use std::f32::consts::TAU;

use crate::chart::geometry::{Pos, Rect};
use crate::chart::palette::Color;
use crate::chart::spec::Hit;

/// A laid-out chart, in logical pixels from the top left.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    pub width: f32,
    pub height: f32,
    /// `None` leaves the ground to whatever lies behind.
    pub background: Option<Color>,
    /// The chart's title and subtitle, for readers of the file who cannot see it.
    pub title: String,
    /// In drawing order: the last lies on top.
    pub items: Vec<Item>,
    /// Where the marks are; everything else is axes and words.
    pub plot: Rect,
    pub hits: Vec<HitArea>,
    /// What can be read at the marks; [`HitArea`] and [`Column`] point in here.
    pub hovers: Vec<Hover>,
    /// The categories of a chart that is read by column, from left to right; empty for other kinds.
    pub columns: Vec<Column>,
    pub legend: Vec<LegendEntry>,
}

/// Something to draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Rect {
        rect: Rect,
        radius: f32,
        fill: Color,
    },
    /// An open line through at least two points, joined round.
    Line {
        points: Vec<Pos>,
        width: f32,
        color: Color,
        dash: Dash,
    },
    /// A closed, filled shape.
    Area {
        points: Vec<Pos>,
        fill: Color,
    },
    Circle {
        centre: Pos,
        radius: f32,
        fill: Color,
        /// Width and colour of a ring on the edge.
        ring: Option<(f32, Color)>,
    },
    Sector {
        sector: Sector,
        fill: Color,
    },
    Text(Text),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Dash {
    #[default]
    Solid,
    /// 4 on, 3 off
    Dashed,
    /// 2 on, 2 off
    Dotted,
}

impl Dash {
    /// Lengths on and off; `None` for a solid line.
    pub const fn pattern(self) -> Option<[f32; 2]> {
        match self {
            Self::Solid => None,
            Self::Dashed => Some([4.0, 3.0]),
            Self::Dotted => Some([2.0, 2.0]),
        }
    }
}

/// A piece of a ring. Angles in radians, clockwise from 12 o'clock, `from < to <= from + TAU`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sector {
    pub centre: Pos,
    pub inner: f32,
    pub outer: f32,
    pub from: f32,
    pub to: f32,
}

impl Sector {
    /// The point at `angle` and `radius`.
    pub fn at(&self, angle: f32, radius: f32) -> Pos {
        Pos::new(self.centre.x + radius * angle.sin(), self.centre.y - radius * angle.cos())
    }

    pub fn contains(&self, at: Pos) -> bool {
        let distance = at.distance(self.centre);
        let angle = (at.x - self.centre.x).atan2(self.centre.y - at.y).rem_euclid(TAU);
        let turned = (angle - self.from).rem_euclid(TAU);
        distance >= self.inner && distance <= self.outer && turned <= self.to - self.from
    }
}

/// Where a text's `x` lies in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Anchor {
    #[default]
    Start,
    Middle,
    End,
}

/// One line of text in the bundled face, already shortened to its room.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub x: f32,
    /// The baseline. The line reaches from `baseline - ASCENT * size` to `baseline + DESCENT * size`.
    pub baseline: f32,
    pub anchor: Anchor,
    pub size: f32,
    pub bold: bool,
    pub color: Color,
    pub content: String,
    /// Measured.
    pub width: f32,
}

impl Text {
    /// The box that the characters fill, without the leading above and below.
    pub fn bounds(&self) -> Rect {
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - self.width / 2.0,
            Anchor::End => self.x - self.width,
        };
        Rect::new(x, self.baseline - 0.85 * self.size, self.width, self.size)
    }
}

/// Where the pointer finds a mark.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HitArea {
    pub shape: Shape,
    /// `None` for what can be read but has no rows of its own, such as grouped small slices.
    pub hit: Option<Hit>,
    /// Index into [`Scene::hovers`].
    pub hover: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    Rect(Rect),
    Circle { centre: Pos, radius: f32 },
    Sector(Sector),
}

impl Shape {
    pub fn contains(&self, at: Pos) -> bool {
        match self {
            Self::Rect(rect) => rect.contains(at),
            Self::Circle { centre, radius } => at.distance(*centre) <= *radius,
            Self::Sector(sector) => sector.contains(at),
        }
    }
}

/// What is read at a mark or at a category.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hover {
    pub title: String,
    pub rows: Vec<HoverRow>,
    /// A line to draw under the dots while hovering.
    pub guide: Option<(Pos, Pos)>,
    /// Points of lines to ring while hovering.
    pub dots: Vec<Dot>,
    /// The mark to lift out while hovering.
    pub mark: Option<Shape>,
    /// Beside which the tooltip stands.
    pub anchor: Pos,
}

#[derive(Debug, Clone, PartialEq)]
pub struct HoverRow {
    pub color: Option<Color>,
    pub name: String,
    /// In full: `¥12,345.60`.
    pub value: String,
}

/// A point of a series in a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    pub at: Pos,
    pub color: Color,
    pub hit: Hit,
}

/// The strip of the plot that belongs to one category.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    pub from: f32,
    pub to: f32,
    /// The category's index in the spec, whatever the zoom.
    pub index: usize,
    pub hover: usize,
}

/// How a series is shown in the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Square,
    Line,
    Dashed,
    /// The upright mark of a compared value on a horizontal bar.
    Tick,
    Circle,
}

#[derive(Debug, Clone, PartialEq)]
pub struct LegendEntry {
    /// Where a click toggles it.
    pub rect: Rect,
    /// Index of the series, group or slice, as in [`crate::chart::layout::Options::hidden`].
    pub series: usize,
    pub name: String,
    pub color: Color,
    pub hidden: bool,
}

impl Scene {
    /// What is read at this place, if anything.
    pub fn hover_at(&self, x: f32, y: f32) -> Option<&Hover> {
        self.hover_index_at(x, y).and_then(|index| self.hovers.get(index))
    }

    /// The index of what is read at this place: a widget redraws only when it changes.
    pub fn hover_index_at(&self, x: f32, y: f32) -> Option<usize> {
        let at = Pos::new(x, y);
        if self.columns.is_empty() {
            return self.area_at(at).and_then(|area| area.hover);
        }
        self.column_at(at).map(|column| column.hover)
    }

    /// The mark at this place: the shape itself, or, in a chart read by column, the series drawn nearest.
    pub fn hit_at(&self, x: f32, y: f32) -> Option<Hit> {
        let at = Pos::new(x, y);
        if let Some(hit) = self.area_at(at).and_then(|area| area.hit) {
            return Some(hit);
        }
        let column = self.column_at(at)?;
        let dots = &self.hovers.get(column.hover)?.dots;
        dots.iter().min_by(|a, b| (a.at.y - y).abs().total_cmp(&(b.at.y - y).abs())).map(|dot| dot.hit)
    }

    /// The series whose legend entry is at this place.
    pub fn legend_at(&self, x: f32, y: f32) -> Option<usize> {
        self.legend.iter().find(|entry| entry.rect.contains(Pos::new(x, y))).map(|entry| entry.series)
    }

    /// The category at `x`, the first or last one beyond the plot; `None` for charts that are not read by column.
    pub fn category_at(&self, x: f32) -> Option<usize> {
        self.nearest_column(x).map(|column| column.index)
    }

    /// The strip of a category, for marking what is dragged over.
    pub fn strip_of(&self, index: usize) -> Option<(f32, f32)> {
        self.columns.iter().find(|column| column.index == index).map(|column| (column.from, column.to))
    }

    fn column_at(&self, at: Pos) -> Option<&Column> {
        let strip = self.plot.without(0.0, -4.0, 0.0, -4.0);
        if strip.contains(at) { self.nearest_column(at.x) } else { None }
    }

    fn nearest_column(&self, x: f32) -> Option<&Column> {
        let next = self.columns.partition_point(|column| column.to < x);
        self.columns.get(next).or(self.columns.last())
    }

    fn area_at(&self, at: Pos) -> Option<&HitArea> {
        // Dots may lie close together: the nearest counts. Everything else: what was drawn last.
        let dot = self
            .hits
            .iter()
            .filter_map(|area| match area.shape {
                Shape::Circle { centre, .. } if area.shape.contains(at) => Some((at.distance(centre), area)),
                _ => None,
            })
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, area)| area);
        dot.or_else(|| self.hits.iter().rev().find(|area| area.shape.contains(at)))
    }

    /// All words of the scene, in drawing order.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.items.iter().filter_map(|item| match item {
            Item::Text(text) => Some(text),
            _ => None,
        })
    }
}
