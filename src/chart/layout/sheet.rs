//! The sheet a chart is drawn on: collects the items of a scene and lets nothing unfinite in.

use crate::chart::font;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::Options;
use crate::chart::palette::{Color, Palette};
use crate::chart::scene::{
    Anchor, Column, Dash, HitArea, Hover, HoverRow, Item, LegendEntry, Scene, Sector, Shape, Text,
};
use crate::chart::spec::{Hit, Spec};
use crate::locale::Lang;

/// Size of axis labels, legends and the words beside marks.
pub const SMALL: f32 = 12.0;
/// Size of names in rankings, funnels and lists.
pub const NORMAL: f32 = 13.0;

#[derive(Debug)]
pub struct Sheet<'o> {
    options: &'o Options,
    scene: Scene,
}

/// A text to be drawn; `at.y` is the middle of its line.
#[derive(Debug, Clone)]
pub struct Label<'t> {
    at: Pos,
    text: &'t str,
    color: Color,
    size: f32,
    bold: bool,
    anchor: Anchor,
    room: f32,
}

impl<'t> Label<'t> {
    pub const fn new(at: Pos, text: &'t str, color: Color) -> Self {
        Self { at, text, color, size: SMALL, bold: false, anchor: Anchor::Start, room: f32::INFINITY }
    }

    pub const fn size(mut self, size: f32) -> Self {
        self.size = size;
        self
    }

    pub const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    /// Centred on its place.
    pub const fn middle(mut self) -> Self {
        self.anchor = Anchor::Middle;
        self
    }

    /// Ends at its place: numbers stand right-aligned.
    pub const fn end(mut self) -> Self {
        self.anchor = Anchor::End;
        self
    }

    /// Shortened with an ellipsis beyond this width.
    pub const fn room(mut self, room: f32) -> Self {
        self.room = room;
        self
    }
}

impl<'o> Sheet<'o> {
    pub fn new(spec: &Spec, options: &'o Options) -> Self {
        let side = |length: f32| if length.is_finite() { length.clamp(1.0, 10_000.0) } else { 1.0 };
        let title =
            if spec.subtitle.is_empty() { spec.title.clone() } else { format!("{} · {}", spec.title, spec.subtitle) };
        let scene = Scene {
            width: side(options.width),
            height: side(options.height),
            background: options.palette.background,
            title,
            items: Vec::new(),
            plot: Rect::default(),
            hits: Vec::new(),
            hovers: Vec::new(),
            columns: Vec::new(),
            legend: Vec::new(),
        };
        Self { options, scene }
    }

    pub const fn options(&self) -> &'o Options {
        self.options
    }

    pub const fn palette(&self) -> &'o Palette {
        &self.options.palette
    }

    pub const fn lang(&self) -> Lang {
        self.options.lang
    }

    /// Whether a series, group or slice is switched off.
    pub fn hidden(&self, series: usize) -> bool {
        self.options.hidden.contains(&series)
    }

    pub fn bounds(&self) -> Rect {
        Rect::new(0.0, 0.0, self.scene.width, self.scene.height)
    }

    /// Tells where the marks are.
    pub fn plot(&mut self, plot: Rect) {
        self.scene.plot = plot;
    }

    pub fn rect(&mut self, rect: Rect, radius: f32, fill: Color) {
        if rect.finite() && rect.width > 0.0 && rect.height > 0.0 {
            let radius = radius.clamp(0.0, rect.width.min(rect.height) / 2.0);
            self.scene.items.push(Item::Rect { rect, radius, fill });
        }
    }

    pub fn line(&mut self, points: Vec<Pos>, width: f32, color: Color, dash: Dash) {
        if points.len() > 1 && points.iter().all(|p| p.finite()) {
            self.scene.items.push(Item::Line { points, width, color, dash });
        }
    }

    /// A horizontal hair line on the pixel grid.
    pub fn across(&mut self, from: f32, to: f32, y: f32, color: Color) {
        let y = y.floor() + 0.5;
        self.line(vec![Pos::new(from, y), Pos::new(to, y)], 1.0, color, Dash::Solid);
    }

    pub fn area(&mut self, points: Vec<Pos>, fill: Color) {
        if points.len() > 2 && points.iter().all(|p| p.finite()) {
            self.scene.items.push(Item::Area { points, fill });
        }
    }

    pub fn circle(&mut self, centre: Pos, radius: f32, fill: Color, ring: Option<(f32, Color)>) {
        if centre.finite() && radius.is_finite() && radius > 0.0 {
            self.scene.items.push(Item::Circle { centre, radius, fill, ring });
        }
    }

    pub fn sector(&mut self, sector: Sector, fill: Color) {
        let numbers = [sector.inner, sector.outer, sector.from, sector.to];
        if sector.centre.finite() && numbers.iter().all(|n| n.is_finite()) && sector.to > sector.from {
            self.scene.items.push(Item::Sector { sector, fill });
        }
    }

    /// Draws a text and gives the box it fills; nothing is drawn where there is no room.
    pub fn label(&mut self, label: Label<'_>) -> Rect {
        let text = self.measured(&label);
        let bounds = text.bounds();
        if !text.content.is_empty() && bounds.finite() {
            self.scene.items.push(Item::Text(text));
        }
        bounds
    }

    /// The box a text would fill.
    pub fn bounds_of(&self, label: &Label<'_>) -> Rect {
        self.measured(label).bounds()
    }

    #[expect(clippy::unused_self, reason = "reads as the measuring half of `label`")]
    fn measured(&self, label: &Label<'_>) -> Text {
        let clean: String = label.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let content = font::shorten(&clean, label.room.max(0.0), label.size, label.bold).into_owned();
        Text {
            x: label.at.x,
            baseline: label.at.y + font::MIDDLE * label.size,
            anchor: label.anchor,
            size: label.size,
            bold: label.bold,
            color: label.color,
            width: font::width(&content, label.size, label.bold),
            content,
        }
    }

    /// Remembers what is read somewhere, for marks and columns to point at.
    pub fn hover(&mut self, hover: Hover) -> usize {
        self.scene.hovers.push(hover);
        self.scene.hovers.len() - 1
    }

    /// The hover remembered last, for further shapes of the same mark.
    pub const fn last_hover(&self) -> Option<usize> {
        self.scene.hovers.len().checked_sub(1)
    }

    /// Makes a mark readable and clickable.
    pub fn hit(&mut self, shape: Shape, hit: Option<Hit>, hover: Option<usize>) {
        self.scene.hits.push(HitArea { shape, hit, hover });
    }

    /// A mark that is read and clicked by itself, with its tooltip.
    pub fn mark(&mut self, shape: Shape, hit: Option<Hit>, title: String, rows: Vec<HoverRow>) {
        let anchor = match shape {
            Shape::Rect(rect) => rect.centre(),
            Shape::Circle { centre, .. } => centre,
            Shape::Sector(sector) => {
                sector.at(f32::midpoint(sector.from, sector.to), f32::midpoint(sector.inner, sector.outer))
            }
        };
        let hover = self.hover(Hover { title, rows, mark: Some(shape), anchor, ..Hover::default() });
        self.hit(shape, hit, Some(hover));
    }

    pub fn column(&mut self, column: Column) {
        self.scene.columns.push(column);
    }

    pub fn legend(&mut self, entry: LegendEntry) {
        self.scene.legend.push(entry);
    }

    pub fn finish(self) -> Scene {
        self.scene
    }
}

/// A line of a tooltip.
pub fn row(color: Option<Color>, name: impl Into<String>, value: impl Into<String>) -> HoverRow {
    HoverRow { color, name: name.into(), value: value.into() }
}
