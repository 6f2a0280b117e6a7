//! How long parcels travel to each province, by courier (地区时效).

use super::{Open, hours_number, leads, spread_cells};
use crate::analytics::logistics::lanes::{PLACES, place};
use crate::analytics::logistics::pick::ParcelPick;
use crate::analytics::metric::logistics as m;
use crate::chart::spec::{Body, Tile, Unit};
use crate::domain::region::Province;
use crate::report::sales::{picture, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind};

/// How many couriers the heat map has; the table has all lanes.
const COURIERS: usize = 8;

/// With fewer parcels a lane's median says little: it is shown grey.
const LEAST: u32 = 5;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    tiles(open, page);
    let ranked = open
        .ranked_couriers(&(0..open.couriers).map(|at| open.transit.lanes.courier(at).count.into()).collect::<Vec<_>>());
    heat(open, &ranked, page);
    lanes(open, &ranked, page);
}

/// The parcels that the times of a place, or of a lane to it, were measured on.
fn pick(open: &Open<'_>, courier: Option<usize>, place: usize, count: u32) -> Option<Drill> {
    let pick = ParcelPick {
        courier: courier.and_then(|courier| u16::try_from(courier).ok()),
        place: u8::try_from(place).ok(),
        measured: Some(open.rules),
        ..ParcelPick::default()
    };
    leads(pick, count.into())
}

fn tiles(open: &Open<'_>, page: &mut Page) {
    let lanes = &open.transit.lanes;
    let of = |province: Province| usize::from(place(province.code()));
    let tiles = Province::all()
        .map(|province| {
            let (column, row) = province.tile();
            Tile { name: open.place(of(province)), column, row, value: hours_number(lanes.place(of(province)).median) }
        })
        .collect();
    let drills =
        Province::all().map(|province| pick(open, None, of(province), lanes.place(of(province)).count)).collect();
    let title = open.t("logistics.places");
    let spec = open.words.chart(
        "logistics_places",
        title.clone(),
        open.t("logistics.places_subtitle"),
        Body::Tiles { tiles, unit: Unit::Hours },
    );
    page.pictures.push(picture(spec, vec![&m::MEDIAN_HOURS_TRANSIT], "logistics_places", vec![drills]));
    let columns = vec![
        Column::new("province", open.t("logistics.column_province"), Kind::Text).wide(110.0),
        Column::new("measured", open.t("logistics.column_measured"), Kind::Count),
        Column::new("median", open.t("logistics.column_transit_median"), Kind::Number).wide(110.0),
        Column::new("p90", open.t("logistics.column_transit_p90"), Kind::Number).wide(110.0),
    ];
    let mut places: Vec<usize> = (0..PLACES).filter(|at| lanes.place(*at).count > 0).collect();
    places.sort_by_key(|at| (std::cmp::Reverse(lanes.place(*at).count), *at));
    let rows = places
        .into_iter()
        .map(|at| {
            let spread = lanes.place(at);
            let cells = std::iter::once(Cell::Text(open.place(at))).chain(spread_cells(&spread)).collect();
            (cells, pick(open, None, at, spread.count))
        })
        .collect();
    page.sheets.push(sheet("logistics_places", title, columns, rows));
}

fn heat(open: &Open<'_>, ranked: &[usize], page: &mut Page) {
    let lanes = &open.transit.lanes;
    let couriers: Vec<usize> =
        ranked.iter().copied().filter(|courier| lanes.courier(*courier).count > 0).take(COURIERS).collect();
    let mut places: Vec<usize> = (1..PLACES).filter(|at| lanes.place(*at).count > 0).collect();
    places.sort_by_key(|at| (std::cmp::Reverse(lanes.place(*at).count), *at));
    let row = |of: &dyn Fn(usize) -> Option<f64>| couriers.iter().map(|courier| of(*courier)).collect::<Vec<_>>();
    let body = Body::Heat {
        rows: places.iter().map(|at| open.place(*at)).collect(),
        columns: couriers.iter().map(|courier| open.courier(*courier)).collect(),
        values: places.iter().map(|at| row(&|courier| hours_number(lanes.spread(courier, *at).median))).collect(),
        immature: places
            .iter()
            .map(|at| couriers.iter().map(|courier| (1..LEAST).contains(&lanes.spread(*courier, *at).count)).collect())
            .collect(),
        unit: Unit::Hours,
        labels: true,
    };
    let least = LEAST.to_string();
    let spec = open.words.chart(
        "logistics_lanes",
        open.t("logistics.lanes"),
        open.f("logistics.lanes_subtitle", &[("least", &least)]),
        body,
    );
    let drills = places
        .iter()
        .map(|at| {
            let lead = |courier: &usize| pick(open, Some(*courier), *at, lanes.spread(*courier, *at).count);
            couriers.iter().map(lead).collect()
        })
        .collect();
    page.pictures.push(picture(spec, vec![&m::MEDIAN_HOURS_TRANSIT], "logistics_lanes", drills));
}

fn lanes(open: &Open<'_>, ranked: &[usize], page: &mut Page) {
    let lanes = &open.transit.lanes;
    let columns = vec![
        Column::new("courier", open.t("logistics.column_courier"), Kind::Text).wide(130.0),
        Column::new("province", open.t("logistics.column_province"), Kind::Text).wide(110.0),
        Column::new("measured", open.t("logistics.column_measured"), Kind::Count),
        Column::new("median", open.t("logistics.column_transit_median"), Kind::Number).wide(110.0),
        Column::new("p90", open.t("logistics.column_transit_p90"), Kind::Number).wide(110.0),
    ];
    let mut all: Vec<(usize, usize)> = ranked
        .iter()
        .flat_map(|courier| (0..PLACES).map(|at| (*courier, at)))
        .filter(|(courier, at)| lanes.spread(*courier, *at).count > 0)
        .collect();
    all.sort_by_key(|(courier, at)| (std::cmp::Reverse(lanes.spread(*courier, *at).count), *courier, *at));
    let rows = all
        .into_iter()
        .map(|(courier, at)| {
            let spread = lanes.spread(courier, at);
            let mut cells = vec![Cell::Text(open.courier(courier)), Cell::Text(open.place(at))];
            cells.extend(spread_cells(&spread));
            (cells, pick(open, Some(courier), at, spread.count))
        })
        .collect();
    page.sheets.push(sheet("logistics_lanes", open.t("logistics.lanes"), columns, rows));
}
