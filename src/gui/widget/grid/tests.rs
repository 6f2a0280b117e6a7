//! What a grid's user notices, and what its speed hangs on.

use std::cell::Cell as Count;
use std::collections::BTreeMap;
use std::sync::Arc;

use iced::keyboard::key::Named;
use iced_test::simulator::Simulator;

use crate::domain::money::Money;
use crate::gui::theme::size;
use crate::gui::widget::ruler;
use crate::locale::Lang;
use crate::table::{self, Kind, Table};

use super::plan::{Ask, Plan};
use super::*;

/// Rows that count how often they are asked.
struct Counted {
    len: usize,
    asked: Count<usize>,
}

impl Rows for Counted {
    fn len(&self) -> usize {
        self.len
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        self.asked.set(self.asked.get() + 1);
        Cell::plain(format!("r{row}c{column}"))
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("name", "名称", Kind::Text).grow(),
        Column::new("paid", "实付 ¥", Kind::Money),
        Column::new("count", "件数", Kind::Count),
    ]
}

fn simulator<'a>(element: impl Into<Element<'a, GridEvent>>) -> Simulator<'a, GridEvent> {
    Simulator::with_size(crate::gui::program(), Size::new(600.0, 400.0), element)
}

fn snapshot_asks(len: usize, scrolled: f64) -> usize {
    let rows = Counted { len, asked: Count::new(0) };
    let state = GridState::new("test", None);
    state.scroll_y.set(scrolled);
    let columns = columns();
    let mut ui = simulator(grid(&state, &rows, &columns, |event| event));
    rows.asked.set(0);
    ui.snapshot(&crate::gui::theme::iced_theme(false)).unwrap();
    rows.asked.get()
}

#[test]
fn a_frame_costs_the_same_for_ten_thousand_rows_and_for_a_million() {
    let small = snapshot_asks(10_000, 3000.0);
    let large = snapshot_asks(1_000_000, 3000.0);
    assert_eq!(small, large);
    assert!(large <= 3 * 14 * 2, "{large} cells for 13 visible rows of 3 columns");
}

#[test]
fn the_last_of_a_million_rows_is_reached_and_stands_where_it_should() {
    let rows = Counted { len: 1_000_000, asked: Count::new(0) };
    let state = GridState::new("test", None);
    let columns = columns();
    {
        let mut ui = simulator(grid(&state, &rows, &columns, |event| event));
        ui.find("r0c0").unwrap();
        state.focused.set(true);
        let _ = ui.tap_key(Named::End);
    }
    let mut ui = simulator(grid(&state, &rows, &columns, |event| event));
    ui.find("r999999c0").unwrap();
    assert!(ui.find("r0c0").is_err());
}

fn sales() -> Arc<Table> {
    let row = |name: &str, fen: Option<i64>, count: i64| {
        vec![
            table::Cell::Text(name.to_owned()),
            fen.map_or(table::Cell::Empty, |fen| table::Cell::Money(Money::from_fen(fen))),
            table::Cell::Count(count),
        ]
    };
    Arc::new(Table {
        id: "sales",
        title: "销售".to_owned(),
        columns: vec![
            table::Column::new("name", "名称", Kind::Text),
            table::Column::new("paid", "实付 ¥", Kind::Money),
            table::Column::new("count", "件数", Kind::Count),
        ],
        rows: vec![row("茶壶", Some(123_450), 2), row("茶杯", None, 1), row("茶盘", Some(999_900), 3)],
    })
}

fn first_words(rows: &TableRows) -> Vec<String> {
    (0..rows.len()).map(|row| rows.cell(row, 0).text).collect()
}

#[test]
fn clicking_a_heading_sorts_and_the_unknown_stands_last_both_ways() {
    let mut rows = TableRows::new(sales());
    let columns = rows.columns();
    let state = GridState::new("test", None);
    for expected in [["茶盘", "茶壶", "茶杯"], ["茶壶", "茶盘", "茶杯"]] {
        let events: Vec<GridEvent> = {
            let mut ui = simulator(grid(&state, &rows, &columns, |event| event));
            let _ = ui.click("实付 ¥").unwrap();
            ui.into_messages().collect()
        };
        assert_eq!(events, [GridEvent::Sort("paid")]);
        rows.sort(state.sort());
        assert_eq!(first_words(&rows), expected);
    }
}

#[test]
fn figures_are_shown_in_full_and_the_unknown_is_a_dash() {
    let rows = TableRows::new(sales());
    let columns = rows.columns();
    let state = GridState::new("test", None);
    let mut ui = simulator(grid(&state, &rows, &columns, |event| event));
    ui.find("1,234.50").unwrap();
    ui.find("—").unwrap();
}

#[test]
fn space_selects_ctrl_a_selects_all_and_enter_opens() {
    let rows = TableRows::new(sales());
    let columns = rows.columns();
    let state = GridState::new("test", None);
    let mut ui = simulator(grid(&state, &rows, &columns, |event| event).selectable(true));
    let _ = ui.click("茶壶").unwrap();
    let _ = ui.tap_key(Named::ArrowDown);
    let _ = ui.tap_key(Named::Space);
    let _ = ui.tap_key(Named::Enter);
    let events: Vec<GridEvent> = ui.into_messages().collect();
    assert_eq!(events, [GridEvent::Open(0), GridEvent::Selected, GridEvent::Open(1)]);
    assert_eq!(state.selection().keys(&rows), [1]);
    state.selection.borrow_mut().all();
    state.selection.borrow_mut().toggle(1);
    assert_eq!((state.selected(3), state.selection().keys(&rows)), (2, vec![0, 2]));
}

#[test]
fn rows_that_are_not_there_yet_are_asked_for_once() {
    struct Paged;
    impl Rows for Paged {
        fn len(&self) -> usize {
            5000
        }
        fn ready(&self, row: usize) -> bool {
            row < 200
        }
        fn cell(&self, row: usize, _column: usize) -> Cell {
            assert!(row < 200, "row {row} is not there");
            Cell::plain(row.to_string())
        }
    }
    let columns = columns();
    let state = GridState::new("test", None);
    state.scroll_y.set(30.0 * 195.0);
    let mut ui = simulator(grid(&state, &Paged, &columns, |event| event));
    let redraw = Event::Window(iced::window::Event::RedrawRequested(std::time::Instant::now()));
    let _ = ui.simulate([redraw.clone(), redraw]);
    ui.snapshot(&crate::gui::theme::iced_theme(true)).unwrap();
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [GridEvent::Need(0..400)]);
}

#[test]
fn a_column_put_away_is_gone_and_remembered() {
    let rows = TableRows::new(sales());
    let columns = rows.columns();
    let state = GridState::new("test", None);
    let layout = state.toggle_column("paid");
    assert_eq!(layout, GridLayout { widths: BTreeMap::new(), hidden: vec!["paid".to_owned()] });
    let again = GridState::new("test", Some(&layout));
    let mut ui = simulator(grid(&again, &rows, &columns, |event| event));
    assert!(ui.find("实付 ¥").is_err());
    ui.find("件数").unwrap();
}

#[test]
fn changes_in_tables_of_the_report_show_their_direction() {
    let table = Table {
        id: "day",
        title: "当日".to_owned(),
        columns: vec![
            table::Column::new("share", "占比", Kind::Ratio),
            table::Column::new("last_week_change", "变化", Kind::Ratio),
        ],
        rows: [(3, 10), (-1, 10), (0, 10), (1, 0)]
            .map(|(num, den)| vec![table::Cell::Ratio(1, 2), table::Cell::Ratio(num, den)])
            .to_vec(),
    };
    let rows = TableRows::of_report(Arc::new(table));
    let looks: Vec<Look> = (0..4).map(|row| rows.cell(row, 1).look).collect();
    assert_eq!(looks[..3], [Look::Change(Some(true)), Look::Change(Some(false)), Look::Change(None)]);
    assert_eq!(looks[3], Look::Plain, "without a base there is a dash and no direction");
    assert_eq!(rows.cell(0, 0).look, Look::Plain);
}

#[test]
fn a_ratio_moves_by_points_and_not_by_percent() {
    let table = Table {
        id: "day",
        title: "当日".to_owned(),
        columns: vec![table::Column::new("yesterday_change", "变化", Kind::Ratio)],
        rows: [table::Cell::Points(28, Lang::Zh), table::Cell::Points(0, Lang::Zh), table::Cell::Ratio(-1, 100_000)]
            .map(|cell| vec![cell])
            .to_vec(),
    };
    let rows = TableRows::of_report(Arc::new(table));
    assert_eq!(rows.cell(0, 0), Cell::new("2.8 个点", Look::Change(Some(true))));
    assert_eq!(rows.cell(1, 0), Cell::new("持平", Look::Change(None)));
    assert_eq!(rows.cell(2, 0).look, Look::Change(None), "what reads 0.0 % points nowhere");
}

#[test]
fn columns_of_a_card_give_way_before_the_last_is_hidden() {
    let money = |fen| table::Cell::Money(Money::from_fen(fen));
    let table = Table {
        id: "sales_change",
        title: "支付金额为什么变了".to_owned(),
        columns: vec![
            table::Column::new("factor", "因素", Kind::Text),
            table::Column::new("before", "之前", Kind::Number).wide(120.0),
            table::Column::new("now", "本期", Kind::Number).wide(120.0),
            table::Column::new("share", "影响", Kind::Money),
        ],
        rows: vec![vec![table::Cell::Text("访客数".to_owned()), money(14_239_430), money(9_876_543), money(-10)]],
    };
    let rows = TableRows::new(Arc::new(table));
    let columns = rows.columns();
    let state = GridState::new("test", None);
    let plan = |height: f32| {
        let bounds = Rectangle { x: 0.0, y: 0.0, width: 440.0, height };
        Plan::new(&Ask {
            bounds,
            columns: &columns,
            state: &state,
            rows: 40,
            selectable: false,
            filters: false,
            totals: None,
        })
    };
    let tall = plan(2000.0);
    assert!(tall.bar_x().is_none(), "530 pixels of columns give way to 440");
    assert!(tall.columns.iter().all(|column| column.width >= columns[column.index].least));
    let low = plan(300.0);
    let (track, _) = low.bar_y().unwrap();
    let last = low.columns.last().unwrap();
    assert!(last.x + last.width <= track.x + 0.5, "the bar lies beside the last figures and not over them");
}

#[test]
fn a_long_sum_widens_its_column_until_somebody_chooses_a_width() {
    let columns = columns();
    let state = GridState::new("test", None);
    let sum = "123,456,789,012.34";
    let totals = vec![Cell::default(), Cell::plain(sum), Cell::default()];
    let width = |totals: Option<&[Cell]>| {
        let bounds = Rectangle { x: 0.0, y: 0.0, width: 2_000.0, height: 400.0 };
        let plan = Plan::new(&Ask {
            bounds,
            columns: &columns,
            state: &state,
            rows: 3,
            selectable: false,
            filters: false,
            totals,
        });
        plan.columns.iter().find(|placed| placed.index == 1).map(|placed| placed.width).unwrap()
    };
    let wide = ruler::width(sum, size::BODY, true);
    assert!(width(None) < wide, "the column alone has no room for such a sum");
    assert!(width(Some(&totals)) >= wide, "the sum is shown whole");
    state.widths.borrow_mut().insert(columns[1].id.to_owned(), 60.0);
    assert!((width(Some(&totals)) - 60.0).abs() < 0.01, "a width somebody chose stays");
}
