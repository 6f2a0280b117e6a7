//! What a chart shows, in plain data (图表规格). Laid out once into a scene, which the window draws and files are written from.

/// What a value is measured in; decides how axes, labels and tooltips read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Yuan. Axis `2万`, tooltip `¥12,345.60`.
    Money,
    /// Whole things: orders, pieces, buyers.
    Count,
    /// A ratio, 1.0 = 100 %.
    Percent,
    Hours,
    Days,
    /// A plain number with up to two decimals.
    Plain,
}

/// Whether a value can be a figure of a shop. What is no number, or beyond 10¹⁵, where sums lose their fen, is unknown.
pub fn known(value: f64) -> bool {
    value.abs() <= 1e15
}

/// A chart with all the words a saved picture carries.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Stable English id, used in file names: `sales_trend`.
    pub id: &'static str,
    pub title: String,
    /// Beside the title, muted: what is measured, by which clock, in which step.
    pub subtitle: String,
    /// Under a saved picture: period, filters, source, how far the data reaches. The window shows these elsewhere.
    pub footer: Vec<String>,
    pub body: Body,
}

/// How the values of a series are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Line,
    /// Line with a tinted area to zero.
    Area,
    /// Dashed thin grey line: the compared period.
    Compared,
    Bar,
    /// Points without a line.
    Dots,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Axis {
    #[default]
    Left,
    Right,
}

/// One row of values over the shared categories.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub name: String,
    pub mark: Mark,
    pub axis: Axis,
    /// One for each category; `None` is a gap (not imported, unknown), which is not zero.
    pub values: Vec<Option<f64>>,
    /// Lower and upper bound for each category: a forecast's band. Empty for none.
    pub band: Vec<Option<(f64, f64)>>,
}

/// How bars of several series stand together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Bars {
    #[default]
    Grouped,
    Stacked,
}

/// A named share of something.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    pub name: String,
    pub value: f64,
}

/// A word above one category of a time axis: 双11, 春节, an outlier's reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub at: usize,
    pub label: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub name: String,
    pub x: f64,
    pub y: f64,
    /// Relative size of the dot, 1.0 = smallest.
    pub size: f64,
    /// Index into `groups`.
    pub group: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub name: String,
    /// A total stands on zero; a change floats where the last step ended.
    pub total: bool,
    pub value: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    pub name: String,
    pub column: u8,
    pub row: u8,
    pub value: Option<f64>,
}

/// The kinds of charts.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Lines, areas and vertical bars over categories, with an optional second axis.
    Columns {
        categories: Vec<String>,
        series: Vec<Series>,
        bars: Bars,
        left: Unit,
        right: Option<Unit>,
        events: Vec<Event>,
        /// Categories are moments in order: dragging over them zooms.
        time: bool,
    },
    /// Horizontal bars, longest labels first thought of: rankings.
    Rows {
        categories: Vec<String>,
        series: Vec<Series>,
        bars: Bars,
        unit: Unit,
    },
    Donut {
        slices: Vec<Slice>,
        unit: Unit,
        centre: String,
    },
    Funnel {
        steps: Vec<Slice>,
        unit: Unit,
    },
    Heat {
        rows: Vec<String>,
        columns: Vec<String>,
        /// `values[row][column]`; `None` is empty.
        values: Vec<Vec<Option<f64>>>,
        /// Cells that are not ripe yet are grey; same shape as `values` or empty.
        immature: Vec<Vec<bool>>,
        unit: Unit,
        /// Write the value into each cell.
        labels: bool,
    },
    Scatter {
        points: Vec<Point>,
        groups: Vec<String>,
        x: (String, Unit),
        y: (String, Unit),
        /// Where the quadrants meet.
        cross: Option<(f64, f64)>,
    },
    Waterfall {
        steps: Vec<Step>,
        unit: Unit,
    },
    Treemap {
        slices: Vec<Slice>,
        unit: Unit,
    },
    /// The tile map of provinces.
    Tiles {
        tiles: Vec<Tile>,
        unit: Unit,
    },
    /// A line without axes, for cards and table cells.
    Spark {
        values: Vec<Option<f64>>,
    },
}

/// A mark that was hovered or clicked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hit {
    /// Series, row of a heat map, or 0.
    pub series: usize,
    /// Category, slice, point, step, tile, or column of a heat map.
    pub index: usize,
}
