//! What somebody who answers buyers sees and does.

use crate::domain::ticket::TicketState;
use crate::gui::app::Message as App;
use crate::gui::command::Do;
use crate::gui::harness::Window;
use crate::gui::route::{Open, Route};
use crate::gui::screen::Message as Screen;
use crate::locale::Lang;
use crate::store::{OrderQuery, TicketQuery};

use super::form::Message as Form;
use super::library::Message as Library;
use super::{Intent, Message, record_list};

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Tickets(record_list::Message::Own(message))));
    window.draw();
}

/// A window with the sample shop, on the ticket page.
fn window() -> Window {
    let mut window = Window::with_shop(Lang::Zh, 200);
    window.send(App::Do(Do::Go(Route::Tickets)));
    window.draw();
    window
}

fn count(window: &Window) -> usize {
    window.app.ctx.store().unwrap().tickets(&TicketQuery::default()).unwrap().len()
}

#[test]
fn a_ticket_is_opened_from_an_order_and_taken_back_from_its_toast() {
    let mut window = window();
    let before = count(&window);
    let store = window.app.ctx.store().unwrap().clone();
    let ids = store.orders(&OrderQuery::default()).unwrap().ids;
    let order = store.order_rows(&ids[..1]).unwrap().remove(0);
    let what = Open::NewTicket { order_no: order.order_no.clone(), refund_no: String::new() };
    window.send(App::Intent(Intent::Open(what)));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("请写主题"));
    tell(&mut window, Message::Form(Form::Subject("问什么时候发货".to_owned())));
    tell(&mut window, Message::Form(Form::Due("后天".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("写成 2026-11-25 或 2026-11-25 18:00"));
    tell(&mut window, Message::Form(Form::Due("2026-11-25".to_owned())));
    tell(&mut window, Message::Form(Form::Order("不是单号".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("没有订单号 不是单号。请核对，或留空。"), "told at the field, and the form stays open");
    tell(&mut window, Message::Form(Form::Order(order.order_no.clone())));
    tell(&mut window, Message::Form(Form::Save));
    assert_eq!(count(&window), before + 1);
    assert!(window.sees("问什么时候发货"));
    assert_eq!(store.order_detail(order.id).unwrap().care.tickets.len(), 1);
    window.click("撤销");
    assert_eq!(count(&window), before);
}

#[test]
fn chosen_tickets_are_closed_together_and_undo_puts_each_back() {
    let mut window = window();
    let store = window.app.ctx.store().unwrap().clone();
    let open = TicketQuery { states: vec![TicketState::Open, TicketState::Waiting], ..TicketQuery::default() };
    let ids = store.tickets(&open).unwrap();
    assert!(ids.len() >= 3, "the sample shop has some");
    tell(&mut window, Message::Move(ids.clone(), TicketState::Done));
    assert_eq!(store.tickets_open().unwrap(), 0);
    assert!(window.sees(&format!("{} 个工单已完成", ids.len())));
    window.click("撤销");
    assert_eq!(store.tickets(&open).unwrap(), ids);
}

#[test]
fn a_reply_is_filled_for_the_order_and_copied() {
    let mut window = window();
    let store = window.app.ctx.store().unwrap().clone();
    let ids = store.orders(&OrderQuery::default()).unwrap().ids;
    let rows = store.order_rows(&ids).unwrap();
    let order = rows.into_iter().find(|row| !row.tracking_no.is_empty()).unwrap();
    window.send(App::Intent(Intent::Open(Open::Replies(order.id))));
    assert!(window.sees(&format!("已按订单 {} 填好，点“复制”粘贴到聊天窗口。", order.order_no)));
    let reply = store.replies().unwrap().into_iter().find(|reply| reply.title == "已发货").unwrap();
    tell(&mut window, Message::OfLibrary(Library::Copy(reply.id)));
    let copied = window.system.clipboard.text.lock().unwrap().clone().unwrap();
    assert!(copied.contains(&order.order_no) && copied.contains(&order.tracking_no), "{copied}");
    assert!(!copied.contains('{'), "{copied}");
}
