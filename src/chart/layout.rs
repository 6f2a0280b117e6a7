//! Spec -> scene: where everything of a chart stands.

mod axis;
mod columns;
mod donut;
mod frame;
mod funnel;
mod heat;
mod legend;
mod ramp;
mod rows;
mod scatter;
mod sheet;
mod spark;
mod tiles;
mod treemap;
mod waterfall;

use std::collections::BTreeSet;

use crate::chart::geometry::Rect;
use crate::chart::palette::{Color, Palette};
use crate::chart::scene::Scene;
use crate::chart::spec::{Body, Spec};
use crate::locale::Lang;

pub use frame::around;
use sheet::Sheet;

/// What a chart is laid out for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    pub width: f32,
    pub height: f32,
    pub palette: Palette,
    pub lang: Lang,
    /// Series, groups or slices switched off in the legend.
    pub hidden: BTreeSet<usize>,
    /// First and last category shown of a time axis.
    pub zoom: Option<(usize, usize)>,
    pub dress: Dress,
    /// Instead of the first series colour: a spark line in the colour of its change.
    pub tint: Option<Color>,
}

/// Whether the words around the chart belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dress {
    /// The window shows title and filters elsewhere.
    Window,
    /// A saved picture has title, subtitle and footer.
    Picture,
}

impl Options {
    /// For a place in the window.
    pub const fn window(width: f32, height: f32, palette: Palette, lang: Lang) -> Self {
        Self { width, height, palette, lang, hidden: BTreeSet::new(), zoom: None, dress: Dress::Window, tint: None }
    }

    /// For a picture of its own.
    pub const fn picture(width: f32, height: f32, palette: Palette, lang: Lang) -> Self {
        Self { width, height, palette, lang, hidden: BTreeSet::new(), zoom: None, dress: Dress::Picture, tint: None }
    }
}

/// Lays out a chart. Never fails: what has no room is left out, and a chart without data says so.
pub fn layout(spec: &Spec, options: &Options) -> Scene {
    let mut sheet = Sheet::new(spec, options);
    let area = frame::draw(&mut sheet, spec);
    sheet.plot(area);
    match &spec.body {
        Body::Columns { categories, series, bars, left, right, events, time } => {
            let chart = columns::Chart {
                categories,
                series,
                bars: *bars,
                left: *left,
                right: right.unwrap_or(*left),
                events,
                time: *time,
            };
            columns::draw(&mut sheet, area, &chart);
        }
        Body::Rows { categories, series, bars, unit } => {
            rows::draw(&mut sheet, area, &rows::Chart { categories, series, bars: *bars, unit: *unit });
        }
        Body::Donut { slices, unit, centre } => donut::draw(&mut sheet, area, slices, *unit, centre),
        Body::Funnel { steps, unit } => funnel::draw(&mut sheet, area, steps, *unit),
        Body::Heat { rows, columns, values, immature, unit, labels } => {
            let chart = heat::Chart { rows, columns, values, unripe: immature, unit: *unit, labels: *labels };
            heat::draw(&mut sheet, area, &chart, &spec.title);
        }
        Body::Scatter { points, groups, x, y, cross } => {
            scatter::draw(&mut sheet, area, &scatter::Chart { points, groups, x, y, cross: *cross });
        }
        Body::Waterfall { steps, unit } => waterfall::draw(&mut sheet, area, steps, *unit),
        Body::Treemap { slices, unit } => treemap::draw(&mut sheet, area, slices, *unit),
        Body::Tiles { tiles, unit } => tiles::draw(&mut sheet, area, tiles, *unit, &spec.title),
        Body::Spark { values } => spark::draw(&mut sheet, area, values),
    }
    sheet.finish()
}

/// Says that there is nothing to show.
fn nothing(sheet: &mut Sheet<'_>, area: Rect) {
    let words = sheet.lang().t("chart.no_data");
    let color = sheet.palette().muted;
    sheet.label(sheet::Label::new(area.centre(), words, color).size(13.0).middle().room(area.width));
}

#[cfg(test)]
mod tests;
