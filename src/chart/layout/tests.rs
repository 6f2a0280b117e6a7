//! What must hold of every chart: all of it finite and on the sheet, no word on another, and what is clicked is what was drawn.

mod any;

use proptest::prelude::*;

use super::*;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::scene::{Item, Shape};
use crate::chart::spec::{Axis, Bars, Event, Hit, Mark, Point, Series, Slice, Step, Tile, Unit};

fn spec(body: Body) -> Spec {
    Spec {
        id: "test", title: "支付金额".to_owned(), subtitle: "按支付时间 · 日".to_owned(), footer: Vec::new(), body
    }
}

fn series(name: &str, mark: Mark, values: &[f64]) -> Series {
    let values = values.iter().map(|v| Some(*v)).collect();
    Series { name: name.to_owned(), mark, axis: Axis::Left, values, band: Vec::new() }
}

fn columns(categories: &[&str], series: Vec<Series>) -> Body {
    Body::Columns {
        categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        series,
        bars: Bars::Grouped,
        left: Unit::Money,
        right: None,
        events: Vec::new(),
        time: true,
    }
}

fn window(body: Body) -> Scene {
    layout(&spec(body), &Options::window(600.0, 300.0, Palette::light(), Lang::Zh))
}

fn words(scene: &Scene) -> Vec<&str> {
    scene.texts().map(|text| text.content.as_str()).collect()
}

/// Every point an item reaches.
fn reach(item: &Item) -> Vec<Pos> {
    let corners = |rect: Rect| vec![Pos::new(rect.x, rect.y), Pos::new(rect.right(), rect.bottom())];
    match item {
        Item::Rect { rect, .. } => corners(*rect),
        Item::Line { points, .. } | Item::Area { points, .. } => points.clone(),
        Item::Circle { centre, radius, .. } => {
            corners(Rect::new(centre.x - radius, centre.y - radius, 2.0 * radius, 2.0 * radius))
        }
        Item::Sector { sector, .. } => vec![sector.at(sector.from, sector.outer), sector.at(sector.to, sector.outer)],
        Item::Text(text) => corners(text.bounds()),
    }
}

fn check(scene: &Scene) -> Result<(), TestCaseError> {
    let sheet = Rect::new(-1.0, -1.0, scene.width + 2.0, scene.height + 2.0);
    for item in &scene.items {
        for at in reach(item) {
            prop_assert!(at.finite() && sheet.contains(at), "{at:?} of {item:?} on {} × {}", scene.width, scene.height);
        }
    }
    let boxes: Vec<(&str, Rect)> =
        scene.texts().map(|text| (text.content.as_str(), text.bounds().inset(0.6))).collect();
    for (at, (a, first)) in boxes.iter().enumerate() {
        for (b, second) in boxes.iter().skip(at + 1) {
            prop_assert!(!first.overlaps(*second), "{a:?} {first:?} lies on {b:?} {second:?}");
        }
    }
    let plot = scene.plot.inset(-1.0);
    for hover in &scene.hovers {
        prop_assert!(hover.anchor.finite());
        for dot in &hover.dots {
            prop_assert!(plot.contains(dot.at), "{dot:?} outside {plot:?}");
        }
    }
    for area in &scene.hits {
        match area.shape {
            Shape::Rect(rect) => prop_assert!(rect.finite()),
            Shape::Circle { centre, radius } => prop_assert!(centre.finite() && radius.is_finite()),
            Shape::Sector(sector) => prop_assert!(sector.from.is_finite() && sector.to.is_finite()),
        }
        prop_assert!(area.hover.is_none_or(|hover| hover < scene.hovers.len()));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(400), ..ProptestConfig::default() })]

    #[test]
    fn any_chart_is_finite_on_its_sheet_and_readable(
        body in any::body(),
        size in (240f32..1400.0, 140f32..900.0),
        zoom in prop::option::of((0usize..40, 0usize..40)),
        hidden in prop::collection::btree_set(0usize..5, 0..3),
        english: bool,
        picture: bool,
        words in (any::name(), any::name(), prop::collection::vec(any::name(), 0..4)),
    ) {
        let lang = if english { Lang::En } else { Lang::Zh };
        let mut options = Options::window(size.0, size.1, Palette::light(), lang);
        if picture {
            options.dress = Dress::Picture;
        }
        options.zoom = zoom;
        options.hidden = hidden;
        let (title, subtitle, footer) = words;
        check(&layout(&Spec { id: "test", title, subtitle, footer, body }, &options))?;
    }

    #[test]
    fn even_a_sheet_without_room_is_laid_out(body in any::body(), w in -5f32..60.0, h in -5f32..60.0) {
        let scene = layout(&spec(body), &Options::window(w, h, Palette::dark(), Lang::Zh));
        for item in &scene.items {
            prop_assert!(reach(item).into_iter().all(Pos::finite));
        }
    }
}

#[test]
fn a_bar_is_clicked_where_it_stands_and_stands_on_zero() {
    let scene = window(columns(
        &["一", "二"],
        vec![series("甲", Mark::Bar, &[10.0, 20.0]), series("乙", Mark::Bar, &[5.0, -5.0])],
    ));
    let find = |hit: Hit| {
        scene.hits.iter().find(|area| area.hit == Some(hit)).and_then(|area| match area.shape {
            Shape::Rect(rect) => Some(rect),
            _ => None,
        })
    };
    let [small, tall, under] = [(0, 0), (0, 1), (1, 1)].map(|(series, index)| find(Hit { series, index }).unwrap());
    assert!((tall.height - 2.0 * small.height).abs() < 0.5, "twice the value, twice the height");
    assert!((tall.bottom() - under.y).abs() < 0.5, "what is below zero hangs from the same line");
    let middle = tall.centre();
    assert_eq!(scene.hit_at(middle.x, middle.y), Some(Hit { series: 0, index: 1 }));
}

#[test]
fn a_line_is_read_and_clicked_by_its_day() {
    let scene = window(columns(
        &["10-24", "10-25", "10-26"],
        vec![
            series("支付金额", Mark::Line, &[12_345.6, 20_000.0, 0.0]),
            series("上一周期", Mark::Compared, &[1.0, 2.0, 3.0]),
        ],
    ));
    let x = scene.plot.x + scene.plot.width / 2.0 + 3.0;
    let hover = scene.hover_at(x, scene.plot.y + 20.0).unwrap();
    assert_eq!(hover.title, "10-25");
    let read: Vec<(&str, &str)> = hover.rows.iter().map(|row| (row.name.as_str(), row.value.as_str())).collect();
    assert_eq!(read, [("支付金额", "¥20,000.00"), ("上一周期", "¥2.00")]);
    assert_eq!(scene.hit_at(x, scene.plot.y + 2.0), Some(Hit { series: 0, index: 1 }));
    assert_eq!(scene.hit_at(x, scene.plot.bottom() - 2.0), Some(Hit { series: 1, index: 1 }));
    assert_eq!(scene.category_at(scene.plot.x - 50.0), Some(0));
    assert_eq!(scene.category_at(scene.plot.right() + 50.0), Some(2));
    assert!(scene.hover_at(2.0, scene.plot.bottom() + 15.0).is_none());
}

#[test]
fn a_day_not_imported_is_a_gap_and_a_day_without_sales_a_zero() {
    let mut sales = series("支付金额", Mark::Line, &[5.0, 5.0, 0.0, 5.0, 5.0]);
    sales.values[1] = None;
    let scene = window(columns(&["1", "2", "3", "4", "5"], vec![sales]));
    let longest = scene.items.iter().filter_map(|item| match item {
        Item::Line { points, width, .. } if *width > 1.5 => Some(points.len()),
        _ => None,
    });
    assert_eq!(longest.max(), Some(3), "the line goes from the third day to the fifth");
    let gap = scene.hovers.iter().find(|hover| hover.title == "2").unwrap();
    assert_eq!(gap.rows[0].value, "—");
    let zero = scene.hovers.iter().find(|hover| hover.title == "3").unwrap();
    assert_eq!(zero.rows[0].value, "¥0.00");
    assert!((zero.dots[0].at.y - scene.plot.bottom()).abs() < 0.5);
}

#[test]
fn the_legend_switches_a_series_off() {
    let body =
        columns(&["1", "2"], vec![series("甲", Mark::Line, &[1.0, 2.0]), series("乙", Mark::Line, &[900.0, 800.0])]);
    let mut options = Options::window(600.0, 300.0, Palette::light(), Lang::Zh);
    let all = layout(&spec(body.clone()), &options);
    let entry = all.legend[1].rect.centre();
    assert_eq!(all.legend_at(entry.x, entry.y), Some(1));
    options.hidden.insert(1);
    let one = layout(&spec(body), &options);
    assert!(one.legend[1].hidden && one.hovers.iter().all(|hover| hover.rows.len() == 1));
    assert!(words(&all).contains(&"1,000") && !words(&one).contains(&"1,000"), "the axis fits what is left");
}

#[test]
fn zooming_shows_the_days_between_and_keeps_their_numbers() {
    let days: Vec<String> = (1..=30).map(|day| format!("11-{day:02}")).collect();
    let values: Vec<f64> = (0..30).map(f64::from).collect();
    let body = columns(&days.iter().map(String::as_str).collect::<Vec<_>>(), vec![series("甲", Mark::Line, &values)]);
    let mut options = Options::window(600.0, 300.0, Palette::light(), Lang::Zh);
    options.zoom = Some((14, 10));
    let scene = layout(&spec(body), &options);
    assert_eq!(scene.columns.iter().map(|c| c.index).collect::<Vec<_>>(), [10, 11, 12, 13, 14]);
    assert!(words(&scene).contains(&"11-11") && !words(&scene).contains(&"11-01"));
}

#[test]
fn special_days_carry_their_words() {
    let mut body = columns(&["11-10", "11-11", "11-12"], vec![series("甲", Mark::Line, &[1.0, 9.0, 2.0])]);
    if let Body::Columns { events, .. } = &mut body {
        events.push(Event { at: 1, label: "双11".to_owned() });
    }
    let scene = window(body);
    assert!(words(&scene).contains(&"双11"));
    assert_eq!(scene.hovers[1].title, "11-11 · 双11");
}

#[test]
fn a_chart_without_data_says_so() {
    let bodies = [
        columns(&[], Vec::new()),
        columns(&["1"], vec![Series { values: vec![None], ..series("甲", Mark::Bar, &[]) }]),
        Body::Donut { slices: Vec::new(), unit: Unit::Money, centre: String::new() },
        Body::Waterfall { steps: Vec::new(), unit: Unit::Money },
        Body::Scatter {
            points: Vec::new(),
            groups: Vec::new(),
            x: ("x".to_owned(), Unit::Plain),
            y: ("y".to_owned(), Unit::Plain),
            cross: None,
        },
        Body::Treemap { slices: vec![Slice { name: "甲".to_owned(), value: 0.0 }], unit: Unit::Money },
    ];
    for body in bodies {
        assert!(words(&window(body.clone())).contains(&"这段时间没有数据"), "{body:?}");
    }
}

#[test]
fn a_waterfall_adds_up() {
    let step = |name: &str, total, value| Step { name: name.to_owned(), total, value };
    let steps = vec![
        step("上期", true, 100.0),
        step("访客", false, 30.0),
        step("退款", false, -50.0),
        step("本期", true, 80.0),
    ];
    let scene = window(Body::Waterfall { steps: steps.clone(), unit: Unit::Money });
    let reaches = waterfall::reaches(&steps);
    assert_eq!((reaches[2].from, reaches[2].to), (130.0, 80.0));
    assert!((reaches[2].to - reaches[3].to).abs() < 1e-9, "the changes lead to the last total");
    for text in ["100.00", "+30.00", "−50.00", "80.00"] {
        assert!(words(&scene).contains(&text), "{text} in {:?}", words(&scene));
    }
    assert_eq!(scene.hovers[2].rows[1].value, "¥80.00");
}

#[test]
fn shares_of_a_donut_are_of_what_is_switched_on() {
    let slice = |name: &str, value| Slice { name: name.to_owned(), value };
    let slices = vec![slice("淘宝", 60.0), slice("拼多多", 30.0), slice("抖店", 10.0)];
    let body = Body::Donut { slices, unit: Unit::Money, centre: "100".to_owned() };
    let mut options = Options::window(600.0, 300.0, Palette::light(), Lang::Zh);
    let all = layout(&spec(body.clone()), &options);
    assert!(words(&all).contains(&"60.0%"));
    let hover = all.hovers.iter().find(|hover| hover.title == "淘宝").unwrap();
    assert_eq!(all.hit_at(hover.anchor.x, hover.anchor.y), Some(Hit { series: 0, index: 0 }));
    options.hidden.insert(0);
    assert!(words(&layout(&spec(body), &options)).contains(&"75.0%"));
}

#[test]
fn many_small_slices_are_one_grey_piece_that_leads_nowhere() {
    let slices = (1..=20).map(|n| Slice { name: format!("商品{n}"), value: f64::from(n) }).collect();
    let scene = window(Body::Donut { slices, unit: Unit::Count, centre: String::new() });
    assert!(words(&scene).contains(&"其余 13 项"));
    assert_eq!(scene.hits.iter().filter(|area| area.hit.is_none()).count(), 1);
    assert_eq!(scene.hits[0].hit, Some(Hit { series: 0, index: 19 }), "the largest comes first");
}

#[test]
fn rankings_that_do_not_fit_say_how_many_are_left_out() {
    let names: Vec<String> = (1..=40).map(|n| format!("商品 {n}")).collect();
    let values: Vec<f64> = (1..=40).map(f64::from).collect();
    let scene = window(Body::Rows {
        categories: names,
        series: vec![series("件数", Mark::Bar, &values)],
        bars: Bars::Grouped,
        unit: Unit::Count,
    });
    let shown = scene.hovers.len();
    assert!(words(&scene).contains(&format!("还有 {} 项没画，可看数据或导出", 40 - shown).as_str()), "{shown}");
}

#[test]
fn unripe_cells_are_grey_and_say_so() {
    let scene = window(Body::Heat {
        rows: vec!["2026-10".to_owned(), "2026-11".to_owned()],
        columns: vec!["首月".to_owned(), "次月".to_owned()],
        values: vec![vec![Some(1.0), Some(0.2)], vec![Some(1.0), Some(0.01)]],
        immature: vec![vec![false, false], vec![false, true]],
        unit: Unit::Percent,
        labels: true,
    });
    let cell = scene.hovers.iter().find(|hover| hover.title == "2026-11 · 次月").unwrap();
    assert_eq!(cell.rows[0].color, Some(Palette::light().unripe));
    assert_eq!(cell.rows[1].name, "数据还不够");
    assert!(words(&scene).contains(&"数据还不够"), "the key says what grey is");
    assert_eq!(scene.hit_at(cell.anchor.x, cell.anchor.y), Some(Hit { series: 1, index: 1 }));
}

#[test]
fn the_nearest_of_crowded_dots_is_clicked() {
    let point = |name: &str, x: f64| Point { name: name.to_owned(), x, y: 1.0, size: 1.0, group: 0 };
    let scene = window(Body::Scatter {
        points: vec![point("甲", 1.0), point("乙", 1.01), point("丙", 2.0)],
        groups: vec!["全部".to_owned()],
        x: ("增长".to_owned(), Unit::Percent),
        y: ("毛利率".to_owned(), Unit::Percent),
        cross: Some((1.5, 1.0)),
    });
    for (index, name) in [(0, "甲"), (1, "乙"), (2, "丙")] {
        let dot = scene.hovers.iter().find(|hover| hover.title == name).unwrap().anchor;
        assert_eq!(scene.hit_at(dot.x, dot.y), Some(Hit { series: 0, index }), "{name}");
    }
}

#[test]
fn a_province_without_sales_has_a_tile_with_a_dash() {
    let tiles = vec![
        Tile { name: "浙江".to_owned(), column: 7, row: 5, value: Some(182_000.0) },
        Tile { name: "台湾".to_owned(), column: 8, row: 7, value: None },
    ];
    let scene = window(Body::Tiles { tiles, unit: Unit::Money });
    assert!(words(&scene).contains(&"18.2万") && words(&scene).contains(&"—"), "{:?}", words(&scene));
    let tile = &scene.hovers[1];
    assert_eq!((tile.title.as_str(), tile.rows[0].value.as_str()), ("台湾", "—"));
}

#[test]
fn a_picture_has_title_and_footer_and_the_window_has_not() {
    let mut spec = spec(columns(&["1", "2"], vec![series("甲", Mark::Line, &[1.0, 2.0])]));
    spec.footer.push("时段 2026-10-24 至 2026-11-22".to_owned());
    let picture = layout(&spec, &Options::picture(600.0, 400.0, Palette::print(), Lang::Zh));
    let shown = layout(&spec, &Options::window(600.0, 400.0, Palette::light(), Lang::Zh));
    for text in ["支付金额", "按支付时间 · 日", "时段 2026-10-24 至 2026-11-22"] {
        assert!(words(&picture).contains(&text), "{text}");
        assert!(!words(&shown).contains(&text), "{text}");
    }
}

#[test]
fn what_can_be_no_figure_of_a_shop_is_unknown() {
    let slices = [f64::MAX, f64::MAX, f64::NAN, 50.0].map(|value| Slice { name: "甲".to_owned(), value }).to_vec();
    let scene = window(Body::Treemap { slices, unit: Unit::Money });
    assert_eq!(scene.hits.iter().map(|area| area.hit).collect::<Vec<_>>(), [Some(Hit { series: 0, index: 3 })]);
    let scene = window(columns(&["1"], vec![series("甲", Mark::Line, &[5.0]), series("乙", Mark::Line, &[f64::MAX])]));
    assert_eq!(scene.hovers[0].rows[1].value, "—");
}

#[test]
fn bars_side_by_side_each_have_their_figure() {
    let rows = |series| Body::Rows {
        categories: vec!["中通".to_owned(), "圆通".to_owned()],
        series,
        bars: Bars::Grouped,
        unit: Unit::Hours,
    };
    let scene = window(rows(vec![series("中位", Mark::Bar, &[30.0, 41.0]), series("P90", Mark::Bar, &[52.0, 63.0])]));
    for text in ["30.0小时", "52.0小时", "41.0小时", "63.0小时"] {
        assert!(words(&scene).contains(&text), "{text} in {:?}", words(&scene));
    }
    let scene =
        window(rows(vec![series("上期", Mark::Compared, &[1.0, 2.0]), series("本期", Mark::Bar, &[30.0, 41.0])]));
    assert!(words(&scene).contains(&"30.0小时") && !words(&scene).contains(&"1.0小时"), "the bar's and not the mark's");
}

#[test]
fn a_narrow_ring_still_tells_the_shares() {
    let slices = [("淘宝", 60_000.0), ("拼多多", 40_000.0)];
    let slices = slices.map(|(name, value)| Slice { name: name.to_owned(), value }).to_vec();
    let body = Body::Donut { slices, unit: Unit::Money, centre: String::new() };
    let scene = layout(&spec(body), &Options::window(320.0, 220.0, Palette::light(), Lang::Zh));
    assert!(words(&scene).contains(&"60.0%") && words(&scene).contains(&"拼多多"), "{:?}", words(&scene));
}

#[test]
fn either_every_cell_tells_its_value_or_none() {
    let heat = |width| {
        let body = Body::Heat {
            rows: vec!["一月".to_owned()],
            columns: (1..=6).map(|n| format!("{n}")).collect(),
            values: vec![vec![Some(1.0), Some(0.225), Some(0.1), Some(0.05), None, Some(0.012)]],
            immature: Vec::new(),
            unit: Unit::Percent,
            labels: true,
        };
        let scene = layout(&spec(body), &Options::window(width, 120.0, Palette::light(), Lang::Zh));
        words(&scene).iter().filter(|text| text.ends_with('%')).count()
    };
    assert_eq!((heat(400.0), heat(220.0)), (5, 0));
}

#[test]
fn special_days_take_no_more_room_than_their_words() {
    let top = |at: &[usize]| {
        let mut body = columns(&["1", "2", "3", "4", "5"], vec![series("甲", Mark::Line, &[1.0, 9.0, 2.0, 3.0, 4.0])]);
        if let Body::Columns { events, .. } = &mut body {
            events.extend(at.iter().map(|at| Event { at: *at, label: "双11预售开始".to_owned() }));
        }
        window(body).plot.y
    };
    assert!(top(&[]) < top(&[1]));
    assert!((top(&[1]) - top(&[1, 3])).abs() < 0.1, "words far from each other share a row");
    assert!(top(&[1, 3]) < top(&[1, 1]));
}

#[test]
fn a_share_on_the_second_axis_ends_at_a_hundred_percent() {
    for most in [250_000.0, 299_000.0, 590_000.0] {
        let mut body = columns(&["一", "二"], vec![series("单数", Mark::Bar, &[most, 90.0])]);
        if let Body::Columns { series: all, right, .. } = &mut body {
            *right = Some(Unit::Percent);
            all.push(Series { axis: Axis::Right, ..series("48 小时发货率", Mark::Line, &[0.97, 0.5]) });
        }
        let scene = window(body);
        let shares: Vec<&str> = words(&scene).into_iter().filter(|word| word.ends_with('%')).collect();
        assert!(shares.contains(&"100%"), "{shares:?}");
        assert!(!shares.iter().any(|word| word.len() > 4 || *word > "100%" && word.len() == 4), "{shares:?}");
    }
}

#[test]
fn a_saved_picture_gives_the_chart_the_room_it_has_on_the_screen() {
    for (subtitle, footer) in
        [("", vec![]), ("按支付时间 · 日", vec!["2026-05-01 — 2026-05-31".to_owned(), "来源：订单".to_owned()])]
    {
        let mut spec = spec(columns(&["一", "二"], vec![series("支付金额", Mark::Bar, &[3.0, 4.0])]));
        spec.subtitle = subtitle.to_owned();
        spec.footer = footer;
        let (width, height) = around(&spec, 600.0, 300.0);
        let seen = layout(&spec, &Options::window(600.0, 300.0, Palette::light(), Lang::Zh));
        let saved = layout(&spec, &Options::picture(width, height, Palette::light(), Lang::Zh));
        let size = |scene: &Scene| (scene.plot.width, scene.plot.height);
        assert_eq!(size(&saved), size(&seen), "{subtitle}");
    }
}
