//! What holds for every list, tried on the orders.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _};
use iced::keyboard::{self, Modifiers};
use iced::{Event, Size};
use iced_test::simulator::Simulator;

use super::*;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::gui::harness::{System, outputs};
use crate::gui::screen::orders::{self, OrderRecords};
use crate::locale::Lang;
use crate::store::{OrderQuery, OrderRow};

/// The order page alone, with a shop behind it.
struct Page {
    system: System,
    ctx: Ctx,
    list: RecordList<OrderRecords>,
    intents: Vec<Intent>,
}

impl Page {
    fn new(orders: u64) -> Self {
        let system = System::new();
        let ctx = system.ctx_with_shop(Lang::Zh, orders);
        let list = RecordList::new(&ctx);
        let mut page = Self { system, ctx, list, intents: Vec::new() };
        let entered = page.list.enter(&page.ctx);
        page.drain(entered);
        page
    }

    fn drain(&mut self, first: Action<Message<OrderRecords>>) {
        let mut waiting = vec![first];
        while let Some(action) = waiting.pop() {
            self.intents.extend(action.intents);
            for message in outputs(action.task) {
                waiting.push(self.list.update(&self.ctx, message));
            }
        }
    }

    fn send(&mut self, message: Message<OrderRecords>) {
        let action = self.list.update(&self.ctx, message);
        self.drain(action);
    }

    /// Lets something happen on the page as it is drawn.
    fn act(&mut self, act: impl FnOnce(&mut Simulator<'_, Message<OrderRecords>>)) {
        let messages: Vec<_> = {
            let mut ui =
                Simulator::with_size(super::super::program(), Size::new(1280.0, 800.0), self.list.view(&self.ctx));
            act(&mut ui);
            ui.into_messages().collect()
        };
        for message in messages {
            self.send(message);
        }
    }

    fn draw(&mut self) {
        let now = std::time::Instant::now();
        self.act(|ui| {
            let _ = ui.simulate([Event::Window(iced::window::Event::RedrawRequested(now))]);
        });
    }

    /// Ctrl and a letter.
    fn press(&mut self, letter: &str) {
        let key = keyboard::Key::Character(letter.into());
        let event = keyboard::Event::KeyPressed {
            modified_key: key.clone(),
            key,
            physical_key: keyboard::key::Physical::Unidentified(keyboard::key::NativeCode::Unidentified),
            location: keyboard::Location::Standard,
            modifiers: Modifiers::COMMAND,
            text: None,
            repeat: false,
        };
        self.act(|ui| {
            let _ = ui.simulate([Event::Keyboard(event)]);
        });
    }

    fn store(&self) -> Store {
        self.ctx.store().unwrap().clone()
    }

    /// Rows straight from the shop file.
    fn told(&self, query: &OrderQuery) -> Vec<OrderRow> {
        let store = self.store();
        store.order_rows(&store.orders(query).unwrap().ids).unwrap()
    }

    fn export(&mut self, form: Form, name: &str) -> std::path::PathBuf {
        let path = self.system.folder().join(name);
        self.system.picker.answer(std::slice::from_ref(&path));
        self.send(Message::Export(form));
        path
    }

    /// What the last toast says.
    fn said(&self) -> String {
        let toast = self.intents.iter().rev().find_map(|intent| match intent {
            Intent::Toast(toast) => Some(toast),
            _ => None,
        });
        toast.map(|toast| self.ctx.say(&toast.text)).unwrap_or_default()
    }
}

fn finished() -> OrderQuery {
    OrderQuery { statuses: vec![OrderStatus::Finished], ..OrderQuery::default() }
}

fn csv(path: &Path) -> Vec<Vec<String>> {
    let text = fs::read_to_string(path).unwrap();
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows = vec![reader.headers().unwrap().iter().map(str::to_owned).collect()];
    rows.extend(reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()));
    rows
}

#[test]
fn an_export_holds_every_filtered_row_and_only_those() {
    let mut page = Page::new(700);
    page.send(Message::Own(orders::Message::Status(Some(OrderStatus::Finished))));
    let path = page.export(Form::Csv, "全部.csv");
    let rows = csv(&path);
    let told = page.told(&finished());
    assert!(told.len() > 300, "more than a screen or a page of rows: {}", told.len());
    let at = rows[0].iter().position(|title| title == "订单号").unwrap();
    let written: BTreeSet<&str> = rows[1..].iter().map(|row| row[at].as_str()).collect();
    assert_eq!(written, told.iter().map(|row| row.order_no.as_str()).collect());
    assert_eq!(rows.len() - 1, told.len());
    // To the fen, as the file keeps it.
    let paid = rows[0].iter().position(|title| title == "实付").unwrap();
    let sum: i64 = rows[1..].iter().map(|row| row[paid].replace('.', "").parse::<i64>().unwrap_or(0)).sum();
    assert_eq!(sum, told.iter().filter_map(|row| row.paid).map(Money::fen).sum::<i64>());
    assert!(page.said().contains("全部.csv"), "{}", page.said());
}

#[test]
fn a_workbook_has_the_columns_shown_and_order_numbers_stay_text() {
    let mut page = Page::new(300);
    let layout = page.list.grid.toggle_column("province");
    page.send(Message::Layout(layout));
    let path = page.export(Form::Xlsx, "订单");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(path.with_extension("xlsx")).unwrap();
    let sheet = book.worksheet_range("订单").unwrap();
    let titles: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(titles, ["平台", "订单号", "商品", "实付 ¥", "退款 ¥", "状态", "员工", "旗标", "挂起", "付款时间"]);
    assert_eq!(sheet.height() - 1, page.told(&OrderQuery::default()).len());
    // As they stand on the screen: newest payment first.
    let first = page.store().order_rows(&page.list.ids()[..1]).unwrap().remove(0);
    assert_eq!(sheet.get((1, 1)), Some(&Data::String(first.order_no)));
}

#[test]
fn the_ending_of_the_file_decides_what_is_written() {
    let mut page = Page::new(20);
    let path = page.export(Form::Xlsx, "订单.csv");
    assert!(fs::read_to_string(path).unwrap().contains("订单号"));
}

#[test]
fn a_file_dialog_that_is_closed_writes_nothing_and_an_empty_list_asks_for_no_file() {
    let mut page = Page::new(20);
    page.send(Message::Export(Form::Csv));
    assert!(page.intents.is_empty());
    page.send(Message::Text("没有这样的单号".to_owned()));
    page.system.picker.asked.lock().unwrap().clear();
    page.send(Message::Export(Form::Csv));
    assert!(page.system.picker.asked.lock().unwrap().is_empty());
}

#[test]
fn all_rows_are_chosen_and_copied_though_few_have_been_seen() {
    let mut page = Page::new(600);
    page.draw();
    let first = page.told(&OrderQuery { descending: true, ..OrderQuery::default() }).remove(0).order_no;
    page.act(|ui| {
        let _ = ui.click(first.as_str()).unwrap();
    });
    assert_eq!(page.list.opened(), page.list.ids().first().copied());
    page.press("a");
    page.press("c");
    let text = page.system.clipboard.text.lock().unwrap().clone().unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len() - 1, page.list.ids().len());
    assert!(lines[0].contains("订单号\t商品"), "{}", lines[0]);
    assert!(lines[1].contains(&first), "{}", lines[1]);
}

#[test]
fn chosen_rows_stay_chosen_in_another_order_and_not_among_other_rows() {
    let mut page = Page::new(60);
    page.draw();
    let first = page.told(&OrderQuery { descending: true, ..OrderQuery::default() }).remove(0).order_no;
    page.act(|ui| {
        let _ = ui.click(first.as_str()).unwrap();
    });
    page.press("a");
    let all = page.list.ids().len();
    page.act(|ui| {
        let _ = ui.click("实付 ¥").unwrap();
    });
    assert_eq!(page.list.grid.selected(all), all);
    page.send(Message::Own(orders::Message::Status(Some(OrderStatus::Finished))));
    assert_eq!(page.list.grid.selected(page.list.ids().len()), 0);
}

#[test]
fn what_is_typed_while_a_search_runs_is_searched_for_afterwards() {
    let mut page = Page::new(60);
    let order_no = page.told(&OrderQuery::default())[7].order_no.clone();
    let first = page.list.update(&page.ctx, Message::Text(order_no[..3].to_owned()));
    for text in [&order_no[..9], &order_no[..]] {
        let next = page.list.update(&page.ctx, Message::Text(text.to_owned()));
        assert!(outputs(next.task).is_empty(), "one search at a time");
    }
    page.drain(first);
    let text = order_no.clone();
    let told: Vec<i64> = page.told(&OrderQuery { text, ..OrderQuery::default() }).iter().map(|row| row.id).collect();
    assert_eq!(page.list.ids(), told);
}

#[test]
fn rows_somebody_wanted_to_see_stand_alone_until_all_are_wanted_again() {
    let mut page = Page::new(60);
    page.send(Message::Own(orders::Message::Status(Some(OrderStatus::Unpaid))));
    let some: Vec<i64> = page.told(&finished()).iter().map(|row| row.id).take(3).collect();
    let opened = page.list.open(&page.ctx, Open::Orders { what: "浙江".to_owned(), ids: some.clone().into() });
    page.drain(opened);
    let shown: BTreeSet<i64> = page.list.ids().iter().copied().collect();
    assert_eq!(shown, some.into_iter().collect(), "whatever was filtered before");
    page.act(|ui| {
        let _ = ui.click("只看 浙江（3 笔）").unwrap();
    });
    assert_eq!(page.list.ids().len(), page.told(&OrderQuery::default()).len());
}

#[test]
fn escape_closes_details_first_and_then_lets_chosen_rows_go() {
    let mut page = Page::new(60);
    page.draw();
    let first = page.told(&OrderQuery { descending: true, ..OrderQuery::default() }).remove(0).order_no;
    page.act(|ui| {
        let _ = ui.click(first.as_str()).unwrap();
    });
    page.press("a");
    assert!(page.list.back(&page.ctx).is_some());
    assert_eq!(page.list.opened(), None);
    assert!(page.list.back(&page.ctx).is_some());
    assert_eq!(page.list.grid.selected(page.list.ids().len()), 0);
    assert!(page.list.back(&page.ctx).is_none());
}

#[test]
fn the_totals_row_adds_up_the_whole_list() {
    let mut page = Page::new(400);
    page.draw();
    let paid: i64 = page.told(&OrderQuery::default()).iter().filter_map(|row| row.paid).map(Money::fen).sum();
    let (count, sum) =
        (page.list.ids().len(), table::grouped(&crate::domain::money::Money::from_fen(paid).to_string()));
    page.act(|ui| {
        ui.find(format!("共 {count} 笔").as_str()).unwrap();
        ui.find(sum.as_str()).unwrap();
    });
}

#[test]
fn the_search_field_keeps_the_keyboard_while_an_answer_is_on_its_way() {
    use iced_test::core::renderer::Headless as _;
    use iced_test::core::widget::operation::{self, Operation, Outcome, focusable};
    use iced_test::runtime::user_interface::{Cache, UserInterface};

    let mut page = Page::new(30);
    let settings = super::super::program();
    let made = iced::Renderer::new(settings.default_font, settings.default_text_size, None);
    let mut renderer = iced::futures::executor::block_on(made).unwrap();
    let size = Size::new(1280.0, 800.0);
    let field = view::search_field::<OrderRecords>();

    let mut ui = UserInterface::build(page.list.view(&page.ctx), size, Cache::default(), &mut renderer);
    ui.operate(&renderer, &mut focusable::focus::<()>(field.clone().into()));
    let cache = ui.into_cache();
    // A letter was typed: the answer is awaited, and a sign says so.
    let _waiting = page.list.update(&page.ctx, Message::Text("H".to_owned()));
    assert!(page.list.found.busy());
    let mut ui = UserInterface::build(page.list.view(&page.ctx), size, cache, &mut renderer);
    let mut asked = focusable::is_focused(field.into());
    ui.operate(&renderer, &mut operation::black_box(&mut asked));
    assert!(matches!(asked.finish(), Outcome::Some(true)));
}
