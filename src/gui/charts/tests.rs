//! Saving, copying and looking at charts.

use std::fs;

use iced::Size;
use iced_test::simulator::Simulator;

use crate::chart::spec::{Bars, Body, Mark, Series, Unit};
use crate::gui::harness::{self, System};
use crate::locale::Lang;
use crate::table::{self, Cell, Kind};

use super::*;

fn spec() -> Spec {
    let days = ["11-20", "11-21", "11-22"].map(str::to_owned).to_vec();
    let paid = Series {
        name: "支付金额".to_owned(),
        mark: Mark::Bar,
        axis: crate::chart::spec::Axis::Left,
        values: vec![Some(100.0), None, Some(300.0)],
        band: Vec::new(),
    };
    let net = Series { name: "净销售额".to_owned(), values: vec![Some(90.0), None, Some(250.0)], ..paid.clone() };
    Spec {
        id: "trend",
        title: "销售趋势".to_owned(),
        subtitle: "按付款时间 · 日".to_owned(),
        footer: vec!["数据截至 2026-11-22".to_owned()],
        body: Body::Columns {
            categories: days,
            series: vec![paid, net],
            bars: Bars::Grouped,
            left: Unit::Money,
            right: None,
            events: Vec::new(),
            time: true,
        },
    }
}

fn data() -> Table {
    Table {
        id: "trend",
        title: "销售趋势".to_owned(),
        columns: vec![table::Column::new("day", "日期", Kind::Text), table::Column::new("n", "订单数", Kind::Count)],
        rows: vec![vec![Cell::Text("11-20".to_owned()), Cell::Count(7)]],
    }
}

/// Runs an action and whatever its messages start; the intents of all of them come back.
fn run(charts: &mut Charts, ctx: &Ctx, message: Message) -> Vec<Intent> {
    let action = charts.update(ctx, message);
    let mut intents = action.intents;
    for message in harness::outputs(action.task) {
        intents.extend(run(charts, ctx, message));
    }
    intents
}

#[test]
fn a_chart_is_saved_in_every_form_under_a_sensible_name() {
    let system = System::new();
    let ctx = system.ctx(Lang::Zh);
    let mut charts = Charts::default();
    let table = data();
    let subject = Arc::new(Subject::new(&ctx, &spec(), Some(&table), &charts.state("trend")));
    let first_bytes: [(Form, &str, &[u8]); 5] = [
        (Form::Png, "a.png", b"\x89PNG"),
        (Form::Clear, "b.png", b"\x89PNG"),
        (Form::Svg, "c.svg", b"<svg"),
        (Form::Xlsx, "d.xlsx", b"PK"),
        (Form::Csv, "e.csv", b"\xef\xbb\xbf"),
    ];
    for (form, name, begins) in first_bytes {
        let path = system.folder().join(name);
        system.picker.answer(std::slice::from_ref(&path));
        let intents = run(&mut charts, &ctx, Message::Save(form, Arc::clone(&subject)));
        assert!(intents.iter().any(|i| matches!(i, Intent::Toast(t) if t.text.key == "shell.saved_to")), "{intents:?}");
        assert!(fs::read(&path).unwrap().starts_with(begins), "{name}");
    }
    let asked = system.picker.asked.lock().unwrap();
    assert_eq!(asked[0].name.as_deref(), Some("销售趋势 2026-10-25 2026-11-23.png"));
}

#[test]
fn closing_the_file_dialog_saves_nothing_and_says_nothing() {
    let system = System::new();
    let ctx = system.ctx(Lang::Zh);
    let mut charts = Charts::default();
    let subject = Arc::new(Subject::new(&ctx, &spec(), None, &charts.state("trend")));
    let intents = run(&mut charts, &ctx, Message::Save(Form::Png, subject));
    assert!(intents.is_empty(), "{intents:?}");
}

#[test]
fn a_copied_picture_holds_the_chart_at_twice_the_size_on_the_screen() {
    let system = System::new();
    let ctx = system.ctx(Lang::Zh);
    let mut charts = Charts::default();
    let subject = Arc::new(Subject::new(&ctx, &spec(), None, &charts.state("trend")));
    run(&mut charts, &ctx, Message::Copy(subject));
    let picture = system.clipboard.picture.lock().unwrap().clone().unwrap();
    // 480 points of chart and a rim of 28 at each side.
    assert_eq!(picture.width, 2 * (480 + 2 * 28));
    assert_eq!(picture.rgba.len(), (picture.width * picture.height * 4) as usize);
}

#[test]
fn a_click_on_the_legend_takes_a_series_out_of_screen_and_picture() {
    let system = System::new();
    let ctx = system.ctx(Lang::Zh);
    let charts = Charts::default();
    let spec = spec();
    {
        let plot = charts.plot(&ctx, &spec, 240.0, true);
        let mut ui = Simulator::with_size(crate::gui::program(), Size::new(600.0, 300.0), plot);
        assert!(ui.click("净销售额").is_ok());
        assert_eq!(ui.into_messages().count(), 0, "nothing is sent for it");
    }
    assert_eq!(charts.state("trend").hidden().into_iter().collect::<Vec<_>>(), [1]);
    let subject = Subject::new(&ctx, &spec, None, &charts.state("trend"));
    assert_eq!(subject.options.hidden.len(), 1);
}

#[test]
fn a_click_on_a_mark_tells_which_one() {
    let system = System::new();
    let ctx = system.ctx(Lang::Zh);
    let charts = Charts::default();
    let spec = spec();
    let plot = charts.plot(&ctx, &spec, 240.0, true);
    let mut ui = Simulator::with_size(crate::gui::program(), Size::new(600.0, 300.0), plot);
    // Above the last day's label stand its two bars, with a gap between them.
    let label = ui.find("11-22").unwrap();
    let above = iced_test::selector::Bounded::bounds(&label).center() - iced::Vector::new(12.0, 60.0);
    ui.point_at(above);
    let _ = ui.simulate(iced_test::simulator::click());
    let sent: Vec<Message> = ui.into_messages().collect();
    assert!(matches!(sent.as_slice(), [Message::Hit("trend", Hit { index: 2, .. })]), "{sent:?}");
}

#[test]
fn the_data_behind_a_chart_opens_and_closes_with_escape() {
    let system = System::new();
    let ctx = system.ctx(Lang::Zh);
    let mut charts = Charts::default();
    let table = data();
    let subject = Arc::new(Subject::new(&ctx, &spec(), Some(&table), &charts.state("trend")));
    run(&mut charts, &ctx, Message::Look(subject));
    let dialog = charts.dialog(&ctx).unwrap();
    let mut ui = Simulator::with_size(crate::gui::program(), Size::new(1000.0, 700.0), dialog);
    assert!(ui.find("订单数").is_ok() && ui.find("7").is_ok());
    drop(ui);
    assert!(charts.back());
    assert!(charts.dialog(&ctx).is_none());
}
