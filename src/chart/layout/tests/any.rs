//! Any chart that a shop's data could ask for, and some that only broken data could.

use proptest::prelude::*;

use crate::chart::spec::{Axis, Bars, Body, Event, Mark, Point, Series, Slice, Step, Tile, Unit};

pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[一-龥]{1,6}",
        2 => "[A-Za-z]{2,12}( [a-z]{2,9}){0,2}",
        2 => "[0-9]{2}-[0-9]{2}",
        1 => "[一-龥a-z ]{20,40}",
        1 => Just(String::new()),
    ]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => 0f64..1e6,
        2 => -1e5f64..1e5,
        2 => Just(0.0),
        1 => 0f64..1.0,
        1 => 1e8f64..1e12,
        1 => prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE]),
    ]
}

fn unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![Unit::Money, Unit::Count, Unit::Percent, Unit::Hours, Unit::Days, Unit::Plain])
}

fn bars() -> impl Strategy<Value = Bars> {
    prop::sample::select(vec![Bars::Grouped, Bars::Stacked])
}

fn series(count: usize) -> impl Strategy<Value = Series> {
    let mark = prop::sample::select(vec![Mark::Line, Mark::Area, Mark::Compared, Mark::Bar, Mark::Dots]);
    let axis = prop::sample::select(vec![Axis::Left, Axis::Left, Axis::Right]);
    let values = prop::collection::vec(prop::option::weighted(0.9, value()), count);
    let band =
        prop_oneof![Just(Vec::new()), prop::collection::vec(prop::option::weighted(0.2, (value(), value())), count),];
    (name(), mark, axis, values, band).prop_map(|(name, mark, axis, values, band)| Series {
        name,
        mark,
        axis,
        values,
        band,
    })
}

fn columns() -> impl Strategy<Value = Body> {
    (0usize..45).prop_flat_map(|count| {
        let events = prop::collection::vec((0usize..50, name()).prop_map(|(at, label)| Event { at, label }), 0..4);
        (
            prop::collection::vec(name(), count),
            prop::collection::vec(series(count), 0..5),
            bars(),
            unit(),
            prop::option::of(unit()),
            events,
            any::<bool>(),
        )
            .prop_map(|(categories, series, bars, left, right, events, time)| Body::Columns {
                categories,
                series,
                bars,
                left,
                right,
                events,
                time,
            })
    })
}

fn rows() -> impl Strategy<Value = Body> {
    (0usize..45).prop_flat_map(|count| {
        (prop::collection::vec(name(), count), prop::collection::vec(series(count), 0..4), bars(), unit())
            .prop_map(|(categories, series, bars, unit)| Body::Rows { categories, series, bars, unit })
    })
}

fn slices(most: usize) -> impl Strategy<Value = Vec<Slice>> {
    prop::collection::vec((name(), value()).prop_map(|(name, value)| Slice { name, value }), 0..most)
}

fn heat() -> impl Strategy<Value = Body> {
    (0usize..14, 0usize..26).prop_flat_map(|(height, width)| {
        (
            prop::collection::vec(name(), height),
            prop::collection::vec(name(), width),
            prop::collection::vec(prop::collection::vec(prop::option::weighted(0.9, value()), width), height),
            prop::collection::vec(prop::collection::vec(any::<bool>(), width), height),
            unit(),
            any::<bool>(),
        )
            .prop_map(|(rows, columns, values, immature, unit, labels)| Body::Heat {
                rows,
                columns,
                values,
                immature,
                unit,
                labels,
            })
    })
}

fn scatter() -> impl Strategy<Value = Body> {
    let point = (name(), value(), value(), prop_oneof![0.5f64..20.0, value()], 0usize..4)
        .prop_map(|(name, x, y, size, group)| Point { name, x, y, size, group });
    (
        prop::collection::vec(point, 0..60),
        prop::collection::vec(name(), 0..4),
        (name(), unit()),
        (name(), unit()),
        prop::option::of((value(), value())),
    )
        .prop_map(|(points, groups, x, y, cross)| Body::Scatter { points, groups, x, y, cross })
}

fn tiles() -> impl Strategy<Value = Body> {
    let values = prop::collection::vec(prop::option::weighted(0.8, value()), 34);
    (values, unit()).prop_map(|(values, unit)| Body::Tiles {
        tiles: crate::domain::region::Province::all()
            .zip(values)
            .map(|(province, value)| {
                let (column, row) = province.tile();
                Tile { name: province.chinese().to_owned(), column, row, value }
            })
            .collect(),
        unit,
    })
}

pub fn body() -> impl Strategy<Value = Body> {
    let step = (name(), any::<bool>(), value()).prop_map(|(name, total, value)| Step { name, total, value });
    prop_oneof![
        4 => columns(),
        2 => rows(),
        1 => (slices(14), unit(), name()).prop_map(|(slices, unit, centre)| Body::Donut { slices, unit, centre }),
        1 => (slices(7), unit()).prop_map(|(steps, unit)| Body::Funnel { steps, unit }),
        1 => heat(),
        2 => scatter(),
        1 => (prop::collection::vec(step, 0..12), unit()).prop_map(|(steps, unit)| Body::Waterfall { steps, unit }),
        1 => (slices(60), unit()).prop_map(|(slices, unit)| Body::Treemap { slices, unit }),
        1 => tiles(),
        1 => prop::collection::vec(prop::option::weighted(0.9, value()), 0..40).prop_map(|values| Body::Spark { values }),
    ]
}
